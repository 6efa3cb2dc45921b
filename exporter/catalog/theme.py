"""In: a theme file over those it extends. Out: a Theme, every value resolved; unreadable colours are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from exporter.catalog.find import Finder, Layers, overlay
from exporter.errors import did_you_mean
from exporter.model.style import COLOUR_ROLES, Density, FontFamily, Frame, TextStyle, Theme, Weights
from exporter.read.shape import Bool, Choice, Either, Field, Integer, List, Number, Record, Schema, Text
from exporter.read.shape import Map as MapOf
from exporter.read.tree import Map, Node, Problems, Scalar, Seq

DENSITIES = ("standard", "board", "dense")
"""Densities that every theme has; it may have more."""

DECK_STYLES = (
    "cover-title", "cover-text", "section-title", "section-numeral", "title", "lead", "figure", "big-number",
    "statement", "subhead", "body", "body2", "body3", "detail", "cell", "table-head", "label", "chart-label", "number",
    "tracker", "source", "footer", "code",
)  # fmt: skip
BRIEF_STYLES = (
    "brief-title", "brief-standfirst", "brief-figure", "brief-box-head", "brief-box-text", "brief-toc", "brief-h1",
    "brief-h2", "brief-h3", "brief-number", "brief-body", "brief-cell", "brief-table-head", "brief-caption",
    "brief-note", "brief-callout", "brief-callout-head", "brief-running", "brief-foot", "brief-figure-date",
    "brief-figure-head", "brief-figure-text", "brief-code",
)  # fmt: skip
STYLES = DECK_STYLES + BRIEF_STYLES

FACES = {"regular": (False, False), "bold": (True, False), "italic": (False, True), "bold-italic": (True, True)}

TEXT_ROLES = ("ink", "text2", "muted", "accent", "highlight")
GROUNDS = ("bg", "tint", "accent-tint", "highlight-tint")
CONTRASTS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, 4.5) for text in TEXT_ROLES for ground in GROUNDS),
    ("on-accent", "accent", 4.5), ("on-highlight", "highlight", 4.5),
    ("on-deep", "deep", 4.5), ("deep-text", "deep", 4.5), ("deep-highlight", "deep", 4.5),
    ("ink", "accent-mid", 3), ("accent-mid", "bg", 3), ("deep-rule", "deep", 3),
)  # fmt: skip
"""(colour, the ground it stands on, the least WCAG 2.2 contrast: 4.5 for text, 3 for large text and fills).

`rule` and `grid` are decoration and may be fainter."""


@dataclass(frozen=True)
class Parsed(Text):
    """A text of a pattern, made into a value."""

    make: Callable[[str], Any] = str
    fault: Callable[[Any], str] = lambda _: ""
    """What is wrong with a value, if anything."""
    numeric: bool = False
    """An editor may take it for a number: a colour such as 172733."""

    def read(self, node: Node, problems: Problems) -> Any:
        text = super().read(node, problems)
        if not re.fullmatch(self.pattern, text):
            return None
        value = self.make(text)
        if fault := self.fault(value):
            problems.add(node, fault)
        return value

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        out = super().schema(definitions)
        return {**out, "type": ["string", "number"]} if self.numeric else out


def _span(text: str) -> tuple[float, float]:
    top, _, bottom = text.partition("-")
    return float(top), float(bottom)


def _pair(text: str) -> tuple[float, float]:
    size, _, line = text.replace("x", "/").partition("/")
    return float(size), float(line)


def _upside_down(span: tuple[float, float]) -> str:
    return "" if span[0] < span[1] else "the top must come before the bottom"


def _too_tight(size: tuple[float, float]) -> str:
    return "" if 1 <= size[0] <= size[1] else "lines cannot be closer than the type is high"


NUMBER = r"\d{1,4}(?:\.\d{1,3})?"
COLOUR = Parsed(
    "a colour of six hex digits, such as 0B5A6E", "#?[0-9A-Fa-f]{6}", lambda t: t.lstrip("#").upper(), numeric=True
)
SPAN = Parsed("top and bottom in px, such as 56-140", f"{NUMBER}-{NUMBER}", _span, _upside_down)
SIZE = Parsed("size/line in pt, such as 14/19", f"{NUMBER}/{NUMBER}", _pair, _too_tight)
PALETTE = Record("palette", "Colours by role.", {role: Field(COLOUR) for role in COLOUR_ROLES})
STYLE = Record(
    "style",
    "How a role's text is set.",
    {
        "font": Field(Choice("heading", "body", "mono"), "Family by role; body when absent."),
        "sizes": Field(List(SIZE, single=True, least=1), "size/line in pt, from the preferred one down to the floor."),
        "bold": Field(Bool(), "When absent, as the font family says."),
        "italic": Field(Bool()),
        "colour": Field(Choice(*COLOUR_ROLES), "Palette role; ink when absent."),
        "align": Field(Choice("left", "center", "right")),
        "spacing": Field(Number(-20, 20), "Letter spacing in pt at the first size; smaller sizes take their share."),
    },
)
FRAME = Record(
    "frame",
    "Where things stand on a slide, in px.",
    {
        **{side: Field(Number(0, 10_000), f"The {side} edge of the text.") for side in ("left", "right")},
        "columns": Field(Integer(1, 48), "Columns of the grid."),
        "gutter": Field(Number(0, 400), "Between two columns."),
        **{band: Field(SPAN) for band in ("tracker", "title", "body", "source", "footer")},
    },
)
DENSITY = Record(
    "density",
    "A type scale and the slide frame it needs.",
    {
        "extends": Field(Text(), "Another density of this theme, of which this one states what differs."),
        "aims": Field(Record("aims", "What to aim at.", {"words": Field(Integer(least=1), "Words on a slide.")})),
        "frame": Field(FRAME),
        "brief": Field(
            Record(
                "brief-form",
                "The form of briefs.",
                {
                    "head": Field(Choice("block", "cover"), "Title block on white, or on the deep colour."),
                    "contents": Field(Choice("strip", "levels"), "A strip of sections, or a two-level list."),
                    "h1": Field(Choice("side", "top"), "Section headings beside the text, or over it."),
                    "numbered": Field(Bool(), "Number side headings (1.1)."),
                },
            )
        ),
        "styles": Field(Record("styles", "Type by role.", {role: Field(STYLE) for role in STYLES})),
    },
)
FONT = Record(
    "font",
    "A family: its name in decks, the files that are measured and embedded.",
    {
        "family": Field(Text(), "As PowerPoint knows it.", examples=("Georgia",)),
        "bold": Field(Bool(), "Text in this family is bold unless its style says otherwise."),
        "files": Field(
            Record("faces", "TrueType files, by their path below a fonts folder.", {f: Field(Text()) for f in FACES})
        ),
    },
)
THEME = Record(
    "theme",
    "How documents look: colours, fonts, and the type scale and frame of each density.",
    {
        "extends": Field(Text(), "The theme of which this one states what differs.", examples=("ledger",)),
        "title": Field(Text(), "Its name for people."),
        "description": Field(Text()),
        "fonts": Field(Record("fonts", "Families by role.", {r: Field(FONT) for r in ("heading", "body", "mono")})),
        "colours": Field(PALETTE),
        "print": Field(
            Either(scalar=Text(), map=PALETTE), "Colours of briefs where they differ, or the theme that has them."
        ),
        "chart": Field(List(COLOUR, least=4), "Series of a chart: accent, highlight, then apart from each other."),
        "contrast": Field(Choice("check", "allow"), "allow: take colours that are hard to read."),
        "densities": Field(MapOf(DENSITY, r"[a-z][\w-]*", "a name in small letters")),
        "weights": Field(
            Record("weights", "What the planner's choices cost.", {w.name: Field(Number(0)) for w in fields(Weights)})
        ),
        "slide": Field(Parsed("a size in px, such as 1280x720", f"{NUMBER}x{NUMBER}", _pair)),
    },
)


def resolve(name: str, finder: Finder) -> Theme:
    """The theme of that name; UserError with all that is wrong in its files."""
    layers = finder.load("themes", name)
    root, problems = _with_whole_densities(layers.root, layers.problems), layers.problems
    values = THEME.read(root, problems)
    _check_complete(layers, root)
    paths = _font_files(root, finder, problems)
    printed = _printed(root, values, finder, problems)
    if values.get("contrast") != "allow":
        _check_contrast(layers, root, values, problems)
    layers.finish()
    fonts = {role: _family(font, paths[role]) for role, font in values["fonts"].items()}
    colours = values["colours"]
    return Theme(
        name=name,
        title=values.get("title", name),
        colours=colours,
        print_colours=printed.get("colours", {}),
        fonts=fonts,
        densities={key: _density(key, density, fonts) for key, density in values["densities"].items()},
        chart_colours=tuple(values.get("chart", ())),
        print_chart_colours=tuple(printed.get("chart", ())),
        weights=Weights(**values.get("weights", {})),
        dark=luminance(colours["bg"]) < luminance(colours["ink"]),
        slide_size=values.get("slide", (1280, 720)),
        place=layers.place,
    )


# --- densities ------------------------------------------------------------------------------------------------------


def _with_whole_densities(root: Map, problems: Problems) -> Map:
    """`root` with each density laid over the one that it extends."""
    densities = root.get("densities")
    if not isinstance(densities, Map):
        return root
    whole = Map(densities.source, densities.start, densities.end)
    whole.pairs = {
        name: (key, _whole(name, densities, problems, ()) if isinstance(node, Map) else node)
        for name, (key, node) in densities.pairs.items()
    }
    out = Map(root.source, root.start, root.end)
    out.pairs = {**root.pairs, "densities": (root.key("densities"), whole)}
    return out


def _whole(name: str, densities: Map, problems: Problems, below: tuple[str, ...]) -> Map:
    node = densities[name]
    assert isinstance(node, Map)
    parent = node.get("extends")
    if not isinstance(parent, Scalar):
        return node
    if parent.text in (*below, name):
        problems.add(parent, f"this extends itself: {' -> '.join((*below, name, parent.text))}")
        return node
    if not isinstance(densities.get(parent.text), Map):
        problems.add(parent, f"density '{parent.text}' does not exist", did_you_mean(parent.text, densities.pairs))
        return node
    return overlay(_whole(parent.text, densities, problems, (*below, name)), node)


def _density(name: str, values: Mapping[str, Any], fonts: Mapping[str, FontFamily]) -> Density:
    return Density(
        name=name,
        frame=Frame(**values["frame"]),
        styles={role: _steps(style, fonts) for role, style in values["styles"].items()},
        aims=values.get("aims", {}),
        brief=values.get("brief", {}),
    )


def _steps(style: Mapping[str, Any], fonts: Mapping[str, FontFamily]) -> tuple[TextStyle, ...]:
    font = style.get("font", "body")
    first = style["sizes"][0][0]
    return tuple(
        TextStyle(
            font=font,
            size=size,
            line=line,
            bold=style.get("bold", fonts[font].bold),
            italic=style.get("italic", False),
            colour=style.get("colour", "ink"),
            align=style.get("align", "left"),
            spacing=round(style.get("spacing", 0) * size / first, 2),
        )
        for size, line in style["sizes"]
    )


# --- checks ---------------------------------------------------------------------------------------------------------


def _check_complete(layers: Layers, root: Map) -> None:
    """Note everything that a theme must have and this one has not, its ancestors included."""
    layers.need(root, ("fonts", "colours", "densities"), f"theme '{layers.name}'")
    for key, names in (("fonts", ("heading", "body", "mono")), ("colours", COLOUR_ROLES), ("densities", DENSITIES)):
        if isinstance(node := root.get(key), Map):
            layers.need(node, names, key)
    densities = root.get("densities")
    for name, density in densities if isinstance(densities, Map) else ():
        if isinstance(density, Map):
            _check_density(layers, name, density)


def _check_density(layers: Layers, name: str, density: Map) -> None:
    layers.need(density, ("frame", "styles"), f"density '{name}'")
    if isinstance(frame := density.get("frame"), Map):
        layers.need(frame, ("title", "body", "source", "footer"), f"the frame of density '{name}'")
    styles = density.get("styles")
    if not isinstance(styles, Map):
        return
    layers.need(styles, STYLES, f"density '{name}'")
    for role, style in styles:
        if not isinstance(style, Map) or role not in STYLES:
            continue
        if "sizes" not in style:
            layers.problems.add(style, f"style '{role}' of density '{name}' has no sizes")
        elif isinstance(sizes := style["sizes"], Seq):
            _check_steps(sizes, layers.problems)


def _check_steps(sizes: Seq, problems: Problems) -> None:
    steps = [SIZE.read(node, Problems()) for node in sizes]
    for node, before, after in zip(sizes.nodes[1:], steps, steps[1:], strict=False):
        if before and after and after >= before:
            problems.add(node, "the steps must go down, from the preferred size to the floor")


def _printed(root: Map, values: Mapping[str, Any], finder: Finder, problems: Problems) -> Mapping[str, Any]:
    """`colours` and `chart` of briefs: of the theme that `print` names, or the own ones with what `print` changes."""
    printed = values.get("print")
    if not isinstance(printed, str):
        return {**values, "colours": {**values.get("colours", {}), **(printed or {})}}
    themes = finder.names("themes")
    if printed not in themes:
        problems.add(root["print"], f"theme '{printed}' does not exist", did_you_mean(printed, themes))
        return values
    other = finder.load("themes", printed)
    colours = THEME.read(other.root, other.problems)
    other.finish()
    return colours


def _font_files(root: Map, finder: Finder, problems: Problems) -> dict[str, dict[str, Path]]:
    """The font files by role and face."""
    out: dict[str, dict[str, Path]] = {}
    fonts = root.get("fonts")
    for role, font in fonts if isinstance(fonts, Map) else ():
        files = font.get("files") if isinstance(font, Map) else None
        out[role] = {}
        for face, node in files if isinstance(files, Map) else ():
            path = finder.font(node.text) if isinstance(node, Scalar) else None
            if path is None:
                problems.add(node, "this font file does not exist", "put it into a fonts folder beside themes")
            elif path.open("rb").read(4) not in (b"\0\1\0\0", b"true"):
                problems.add(node, "this is not a TrueType font", "fonts with TrueType outlines can be embedded")
            else:
                out[role][face] = path
        if isinstance(font, Map) and not (isinstance(files, Map) and "regular" in files):
            problems.add(font, f"font '{role}' has no regular file")
    return out


def _family(values: Mapping[str, Any], files: Mapping[str, Path]) -> FontFamily:
    faces = tuple((FACES[face], str(path)) for face, path in files.items())
    return FontFamily(values.get("family", ""), faces, values.get("bold", False))


# --- contrast -------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of six hex digits."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2) of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _check_contrast(layers: Layers, root: Map, values: Mapping[str, Any], problems: Problems) -> None:
    """Note every text that is hard to read on a ground it may stand on, on screen and in print."""
    nodes, palette = root.get("colours"), values.get("colours", {})
    if not isinstance(nodes, Map):
        return
    _check_palette(layers, nodes, palette, "", problems)
    changes = root.get("print")
    if isinstance(changes, Map):
        _check_palette(layers, overlay(nodes, changes), {**palette, **values["print"]}, " in print", problems)
    series = root.get("chart")
    for node, colour in zip(series if isinstance(series, Seq) else (), values.get("chart", ()), strict=False):
        ratio = contrast(colour, palette["bg"]) if colour and palette.get("bg") else 21
        if ratio < 3:
            what = f"a chart colour has a contrast of {_ratio(ratio)} on bg; 3:1 is needed"
            problems.add(node, what, ALLOW.format("it"))


ALLOW = "make {} darker or lighter, or write `contrast: allow` to take it as it is"


def _check_palette(
    layers: Layers, nodes: Map, palette: Mapping[str, str | None], when: str, problems: Problems
) -> None:
    for text, ground, least in CONTRASTS:
        one, other = palette.get(text), palette.get(ground)
        if not one or not other or (ratio := contrast(one, other)) >= least:
            continue
        # Of the two colours, point at the one that this theme set: the other may come from the theme it extends.
        own = [role for role in (text, ground) if nodes[role].source.file == layers.place.file]
        what = f"{text} on {ground} has a contrast of {_ratio(ratio)}{when}; {least:g}:1 is needed"
        problems.add(nodes[(own or [text])[0]], what, ALLOW.format((own or [text])[0]))


def _ratio(ratio: float) -> str:
    """Cut, not rounded: 4.46 is not 4.5."""
    return f"{int(ratio * 10) / 10:.1f}:1"
