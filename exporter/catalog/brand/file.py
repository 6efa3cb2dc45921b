"""In: what is known of a brand. Out: the text of a theme file that extends another, and what there is to say of it."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from exporter.catalog.brand.palette import Made, palette

GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("Ground and text, from strong to faint.", ("bg", "ink", "text2", "muted")),
    ("Structure and data; accent-mid for fills only.", ("accent", "accent-mid", "on-accent")),
    ("The one thing that a title says.", ("highlight", "on-highlight")),
    ("Panels and hairlines.", ("tint", "accent-tint", "highlight-tint", "rule", "grid")),
    ("Covers and dividers.", ("deep", "on-deep", "deep-text", "deep-highlight", "deep-rule")),
)

ELEMENTS = """\
# What stands on every page: take the "# " away. Pictures lie in templates/pictures/; for dark slides and covers, a
# logo may have a light twin (dark: pictures/logo-white.png).
# elements:
#   logo: {picture: pictures/logo.png, alt: Our logo, at: top right}
#   disclaimer: {text: "As of {{ report.date }}; not audited.", at: foot}
"""
"""The end of a new theme."""


class Brand(Struct, frozen=True):
    """What is known of a brand. Colours are six hex digits, the main one first, at most two."""

    colours: tuple[str, ...]
    source: str
    """Where they come from, for the file's first line: "logo.png"."""
    series: tuple[str, ...] = ()
    """Further colours, for charts."""
    fonts: Mapping[str, str] = field(default_factory=dict)
    """Families by role, each with a bundled twin."""
    slide: str = ""
    dark: bool = False
    notes: tuple[str, ...] = ()
    """What could not be taken."""


def ordinary(path: Path) -> bool:
    """Whether it is a file with an end, not a folder, a pipe or a device; OSError when there is none."""
    return stat.S_ISREG(path.stat().st_mode)


def theme_file(brand: Brand, title: str, base: str, base_prints: bool = False) -> tuple[str, tuple[str, ...]]:
    """The theme's text, its comments included, and what to say of it.

    base_prints: the theme that it extends prints in colours of its own, which are not the brand's.
    """
    made = palette(brand.colours, brand.dark, brand.series)
    printed = palette(brand.colours, False, brand.series) if brand.dark else None
    paper = (f"On paper: {note}" for note in printed.notes if note not in made.notes) if printed else ()
    notes = (*made.notes, *paper, *brand.notes)
    lines = [f"# Made from {brand.source}. States what differs from {base}; change what you like."]
    lines += [f"# {note}" for note in notes]
    lines += [f"extends: {base}", f"title: {_quoted(title)}"]
    if brand.slide:
        lines.append(f'slide: "{brand.slide}"')
    if brand.fonts:
        lines += ["", "fonts:", *(f"  {role}: {_quoted(family)}" for role, family in brand.fonts.items())]
    lines += ["", "colours:", *_grouped(made.colours)]
    lines += ["", "# Series of charts: accent, highlight, then apart from one another for every eye."]
    lines.append(_chart(made))
    if printed:
        lines += ["", "# Briefs and handouts are printed on white.", "print:", *_grouped(printed.colours)]
        lines.append(f"  {_chart(printed)}")
    elif base_prints:
        lines += ["", "# Briefs and handouts are printed in these colours too.", "print: {extends: null}"]
    return "\n".join([*lines, "", ELEMENTS]), notes


def _grouped(colours: Mapping[str, str]) -> Iterator[str]:
    for comment, roles in GROUPS:
        yield f"  # {comment}"
        yield from (f'  {role}: "{colours[role]}"' for role in roles)


def _chart(made: Made) -> str:
    colours = ", ".join(f'"{colour}"' for colour in made.series)
    return f"chart: [{colours}]"


def _quoted(text: str) -> str:
    """A text as YAML: JSON's strings are YAML's too."""
    import json

    return json.dumps(text, ensure_ascii=False)
