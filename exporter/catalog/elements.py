"""In: `elements:` and `background:` of a theme or a layout. Out: Elements, their texts parsed, their pictures found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from exporter.catalog.template import FixedText
from exporter.catalog.theme_shape import BRIEF_STYLES, DECK_STYLES, NUMBER, STYLES, Parsed
from exporter.errors import UserError, did_you_mean
from exporter.model.element import MEDIA, PAPER, SLIDES, SPOTS, Background, Element, Image
from exporter.model.style import COLOUR_ROLES
from exporter.read.folder import Refused, picture
from exporter.read.shape import Bool, Choice, Field, List, Number, Record, Text
from exporter.read.shape import Map as MapOf
from exporter.read.tree import Map, Node, Problems, Scalar

KINDS: tuple[Literal["text", "picture", "rule", "box"], ...] = ("text", "picture", "rule", "box")
ONLY_OF = {
    "style": "text",
    "fill": "text",
    "colour": "text",
    "alt": "picture",
    "dark": "picture",
    "decorative": "picture",
    "weight": "rule",
}
"""Keys that mean something for one kind alone."""


def _columns(text: str) -> tuple[int, int]:
    first, _, last = text.removeprefix("columns").strip().partition("-")
    return int(first), int(last or first)


def _span(text: str) -> tuple[float, float]:
    first, _, last = text.partition("-")
    return float(first), float(last or first)


def _rows(text: str) -> tuple[tuple[float, float], bool]:
    hangs = text.startswith("bottom")
    return _span(text.removeprefix("bottom").strip()), hangs


COLUMNS = Parsed("grid columns, such as columns 1-8", r"(?:columns )?\d{1,2}(?:-\d{1,2})?", _columns)
SPOT = Parsed(
    f"{', '.join(SPOTS)} or grid columns, such as columns 1-8",
    rf"{'|'.join(SPOTS)}|{COLUMNS.pattern}",
    lambda text: text if text in SPOTS else _columns(text),
)
ACROSS = Parsed(
    "left and right in px, such as 64-320, or page for its whole width",
    f"{NUMBER}-{NUMBER}|page",
    lambda text: (0.0, math.inf) if text == "page" else _span(text),
    lambda s: "" if s[0] < s[1] else "the left must come before the right",
)
ROWS = Parsed(
    "top and bottom in px, such as 24-40, or bottom 40-24",
    rf"(?:bottom )?{NUMBER}(?:-{NUMBER})?",
    _rows,
    lambda rows: "" if rows[0] == tuple(sorted(rows[0], reverse=rows[1])) else "the top must come before the bottom",
)
PICTURE = Text()
_ELEMENT = {
    "text": Field(FixedText(), 'Words; {{ report.date | date("long") }} and other values may stand in them.'),
    "picture": Field(PICTURE, "A PNG or JPEG, by its path in the templates folder.", examples=("pictures/logo.png",)),
    "rule": Field(Choice(*COLOUR_ROLES), "A line in this colour, at the first of its rows; upright where it has two."),
    "box": Field(Choice(*COLOUR_ROLES), "An area in this colour."),
    "at": Field(COLUMNS, "Columns of the grid: 12 on a slide, 6 on paper; all when absent."),
    "x": Field(ACROSS, "Left and right in px, or page for its whole width, in place of columns."),
    "rows": Field(ROWS, "Top and bottom in px; after 'bottom', from the bottom edge."),
    "style": Field(Choice(*STYLES), "Type of a text; the footer's when absent."),
    "colour": Field(Choice(*COLOUR_ROLES), "Of a text; its style's when absent."),
    "fill": Field(Choice(*COLOUR_ROLES), "Behind a text."),
    "align": Field(Choice("left", "center", "right"), "Where it stands between its sides; left when absent."),
    "weight": Field(Number(0.25, 40), "Thickness of a rule in px; 1 when absent."),
    "alt": Field(Text(), "What a picture shows, for people who cannot see it."),
    "decorative": Field(Bool(), "A picture that says nothing."),
    "dark": Field(PICTURE, "The same picture for dark slides, covers and dividers.", examples=("pictures/white.png",)),
}
_WHERE = {
    "at": Field(SPOT, "top right or foot, which are free on all pages; or columns of the grid, as on layouts' slides."),
    "on": Field(
        List(Choice(*MEDIA), single=True, least=1),
        "deck (and its PDF), brief, handout; when absent, all of them for top right and foot, else deck.",
    ),
    "pages": Field(List(Choice(*SLIDES, *PAPER), single=True), "Kinds of pages that have it; all when absent."),
}
OF_LAYOUT = MapOf(Record("slide-element", "A fixed element of a slide.", _ELEMENT, KINDS), r"[a-z][\w-]*",
                  "a name in small letters")  # fmt: skip
OF_THEME = MapOf(
    Record("element", "A fixed element of all pages, or of some kinds.", {**_ELEMENT, **_WHERE}, KINDS),
    r"[a-z][\w-]*",
    "a name in small letters",
)
BACKGROUND = Record(
    "background",
    "A picture over the whole slide, under its texts.",
    {
        "picture": Field(PICTURE, "A PNG or JPEG, by its path in the templates folder.", required=True),
        "scrim": Field(Number(0, 100), "Percent of the slide's colour over it; else what keeps texts readable."),
        "focus": Field(
            Parsed("a point such as 50 30", r"(?:100|\d{1,2}) (?:100|\d{1,2})",
                   lambda t: tuple(int(n) / 100 for n in t.split())),
            "What stays in view where the picture is cut: percent from the left and the top; 50 50 when absent.",
        ),
    },
)  # fmt: skip


def read_elements(
    node: Node | None, folders: Iterable[Path], problems: Problems, values: Mapping[str, Any]
) -> tuple[Element, ...]:
    """The elements of the map `node`, whose `values` were read by OF_THEME or OF_LAYOUT."""
    found = []
    for name, inner in node if isinstance(node, Map) else ():
        if isinstance(inner, Map) and name in values:
            element = _element(name, inner, tuple(folders), problems, values[name])
            found += [element] if element else []
    return tuple(found)


def _element(
    name: str, node: Map, folders: tuple[Path, ...], problems: Problems, values: Mapping[str, Any]
) -> Element | None:
    before = len(problems)
    kind = next((kind for kind in KINDS if kind in values), None)
    at = values.get("at")
    spot = at if isinstance(at, str) else ""
    on = tuple(values.get("on", MEDIA if spot else ("deck",)))
    _check(name, node, kind, on, values, problems)
    rows = values.get("rows", ((0, 0), False) if spot else None)
    if not kind or not rows:
        return None
    image = _image(node, folders, problems) if kind == "picture" else None
    dark = _image(node, folders, problems, "dark") if kind == "picture" and "dark" in node else None
    if image and dark and not 0.98 < image.shape / dark.shape < 1.02:
        problems.add(node["dark"], "this picture has another shape than the one for light pages", "cut both alike")
    if len(problems) > before:
        return None
    return Element(
        name=name,
        kind=kind,
        y=rows[0],
        hangs=rows[1],
        spot=spot,
        columns=None if spot else at,
        x=values.get("x"),
        text=values.get("text"),
        picture=image,
        dark=dark,
        style=values.get("style", ""),
        colour=values[kind] if kind in ("rule", "box") else values.get("colour", ""),
        fill=values.get("fill", ""),
        align=values.get("align", "right" if spot == "top right" else "left"),
        weight=values.get("weight", 1),
        on=on,
        pages=tuple(values.get("pages", ())),
        place=node.key(kind).place,
    )


def _check(
    name: str, node: Map, kind: str | None, on: tuple[str, ...], values: Mapping[str, Any], problems: Problems
) -> None:
    """Note what an element lacks, what does not go together, and columns off the grid."""
    at = values.get("at")
    spot = isinstance(at, str)
    if spot and "rows" in node:
        problems.add(node.key("rows"), f"'rows' cannot stand beside 'at: {at}'", "leave it out: the place has its own")
    if not spot and "rows" not in node:
        problems.add(node, f"element '{name}' lacks rows",
                     f"say where it stands: at: {' or at: '.join(SPOTS)}, or rows: 24-40")  # fmt: skip
    if "at" in node and "x" in node:
        problems.add(node.key("x"), "'x' cannot stand beside 'at'", "give one of them")
    grid = 12 if on == ("deck",) else 6
    if at and not spot and not 1 <= at[0] <= at[1] <= grid:
        problems.add(node["at"], f"the grid has columns 1-{grid} here")
    for key, owner in ONLY_OF.items():
        if kind and key in node and kind != owner:
            problems.add(node.key(key), f"'{key}' is for {owner} elements", "")
    if kind == "picture" and ("alt" in node) == bool(values.get("decorative")):
        problems.add(node.key(kind), f"element '{name}' says nothing to those who cannot see it",
                     "write alt: what it shows, or decorative: true")  # fmt: skip
    rows = values.get("rows")
    if rows and kind != "rule" and rows[0][0] == rows[0][1]:
        problems.add(node["rows"], "top and bottom are the same", "only a rule has no height")
    _check_kinds(node, on, values, problems)


def _check_kinds(node: Map, on: tuple[str, ...], values: Mapping[str, Any], problems: Problems) -> None:
    """Note kinds of pages and styles that the media have not."""
    pages = {*(SLIDES if "deck" in on else ()), *(PAPER if set(on) - {"deck"} else ())}
    for page in values.get("pages", ()):
        if page not in pages and page in SLIDES + PAPER:
            problems.add(
                node["pages"], f"a {' or '.join(on)} has no '{page}' pages", f"known: {', '.join(sorted(pages))}"
            )
    styles = {*(DECK_STYLES if "deck" in on else ()), *(BRIEF_STYLES if set(on) - {"deck"} else ())}
    style = values.get("style", "")
    if style in STYLES and (style not in styles or len(styles) == len(STYLES)):
        what = f"style '{style}' is not one of a {' and a '.join(on)}"
        problems.add(node["style"], what, did_you_mean(style, styles) if style not in styles else
                     "make an element for slides and one for paper")  # fmt: skip


def _image(node: Map, folders: tuple[Path, ...], problems: Problems, key: str = "picture") -> Image | None:
    """The picture under `key`, which must lie in the templates folder of the file that names it."""
    address = node[key]
    if not isinstance(address, Scalar):
        return None
    file = Path(address.source.file).resolve()
    home = next((folder for folder in folders if file.is_relative_to(folder.resolve())), file.parent)
    try:
        seen = picture(home, address.text)
    except Refused as error:
        what = error.what.replace("report's folder", "templates folder")
        hint = error.hint.replace("report's folder", "templates folder")
        problems.add(address, what, hint or f"put it at {home / address.text}, or name another")
        return None
    except UserError as error:
        problems.extend(error.problems)
        return None
    if not seen.file:
        problems.add(address, "this picture cannot be drawn", "save it as PNG or JPEG")
        return None
    alt = node.get("alt")
    return Image(seen.file, (seen.width, seen.height), alt.text if isinstance(alt, Scalar) else "")


def read_background(
    node: Node | None, folders: Iterable[Path], problems: Problems, values: Mapping[str, Any] | None
) -> Background | None:
    """The picture under a whole slide."""
    if not isinstance(node, Map) or not values or "picture" not in node:
        return None
    image = _image(node, tuple(folders), problems)
    if image is None:
        return None
    scrim = values.get("scrim")
    return Background(image, None if scrim is None else scrim / 100, values.get("focus", (0.5, 0.5)), node.place)
