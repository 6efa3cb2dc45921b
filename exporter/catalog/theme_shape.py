"""The shape of a theme file, key by key: what is checked, and what editors complete and explain."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import fields

from exporter.model.style import COLOUR_ROLES, Weights
from exporter.read.shape import Bool, Choice, Either, Field, Integer, Later, List, Number, Record, Schema, Shape, Text
from exporter.read.shape import Map as MapOf
from exporter.read.tree import Node, Problems

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


class Parsed(Text):
    """A text of a pattern, made into a value."""

    def __init__(
        self,
        says: str,
        pattern: str,
        make: Callable[[str], Any] = str,
        fault: Callable[[Any], str] = lambda _: "",
        numeric: bool = False,
    ) -> None:
        """fault: what is wrong with a value, if anything. numeric: an editor may take it for a number, as 172733."""
        super().__init__(says, pattern)
        self.make, self.fault, self.numeric = make, fault, numeric

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


SLIDES = {"16:9": (1280, 720), "16:10": (1152, 720), "4:3": (960, 720), "A4": (1040, 720)}
"""Sizes of slides in px, all as high as one another, so that a density's bands hold for each."""
TWINS = {
    "arimo/Arimo": ("Arial", "Arimo", "Helvetica", "Liberation Sans"),
    "caladea/Caladea": ("Cambria", "Caladea"),
    "carlito/Carlito": ("Calibri", "Carlito"),
    "cousine/Cousine": ("Courier New", "Cousine", "Liberation Mono"),
    "gelasio/Gelasio": ("Georgia", "Gelasio"),
    "tinos/Tinos": ("Times New Roman", "Tinos", "Times", "Liberation Serif"),
}
"""The bundled fonts, and the families that have the widths of each."""
NUMBER = r"\d{1,4}(?:\.\d{1,3})?"
COLOUR = Parsed(
    "a colour of six hex digits, such as 0B5A6E", "#?[0-9A-Fa-f]{6}", lambda t: t.lstrip("#").upper(), numeric=True
)
SPAN = Parsed("top and bottom in px, such as 56-140", f"{NUMBER}-{NUMBER}", _span, _upside_down)
SIZE = Parsed("size/line in pt, such as 14/19", f"{NUMBER}/{NUMBER}", _pair, _too_tight)
PALETTE = Record("palette", "Colours by role.", {role: Field(COLOUR) for role in COLOUR_ROLES})
SERIES = List(COLOUR, least=4)
PRINT = Record(
    "print-palette",
    "Colours by role, and those of charts; over those of the theme that it extends, else over those of the slides.",
    {"extends": Field(Text(), "A theme."), **PALETTE.fields, "chart": Field(SERIES, "As `chart`.")},
)
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
                    "head": Field(
                        Choice("block", "band", "cover"), "Title on the page, on a deep band, or on a cover."
                    ),
                    "contents": Field(
                        Choice("strip", "levels", "none"), "A strip of sections, a two-level list, none."
                    ),
                    "h1": Field(Choice("side", "top"), "Section headings beside the text, or over it."),
                    "numbered": Field(Bool(), "Number side headings (1.1)."),
                    "columns": Field(Integer(1, 2), "Columns of text, headings over it; else text beside headings."),
                    "justify": Field(Bool(), "Set running text to both edges; best with `hyphenate`."),
                    "sources": Field(Choice("end", "foot"), "Sources at the end, or at the foot of the citing page."),
                    "hyphenate": Field(Bool(), "Hyphenate running text by the report's language."),
                },
            )
        ),
        "styles": Field(Record("styles", "Type by role.", {role: Field(STYLE) for role in STYLES})),
    },
)
CODES = r"[Uu]\+[0-9A-Fa-f]{1,6}(?:-[0-9A-Fa-f]{1,6})?"
FONT = Record(
    "font",
    "A family: its name in decks, the files that are measured and embedded.",
    {
        "family": Field(
            Text(),
            "As PowerPoint knows it. Families with a bundled twin need no files.",
            examples=tuple(names[0] for names in TWINS.values()),
        ),
        "bold": Field(Bool(), "Text in this family is bold unless its style says otherwise."),
        "files": Field(
            Record("faces", "TrueType files, by their path below a fonts folder.", {f: Field(Text()) for f in FACES})
        ),
        "languages": Field(
            List(Text()), "Of documents in which this fallback comes before the others.", examples=("ja",)
        ),
        "completes": Field(
            List(Text()),
            "The families to which this fallback gives letters, before `body` does; to all when absent.",
            examples=("Georgia",),
        ),
        "unicode-range": Field(
            Text("code points as in CSS: U+0E00-0E7F, U+25CC", rf"{CODES}(?:\s*,\s*{CODES})*"),
            "The letters that this fallback is taken for; of all when absent.",
            examples=("U+0E00-0E7F",),
        ),
    },
)
LOOK = Record(
    "look",
    "Rules, panels, cards, tables, charts and icons.",
    {
        "rules": Field(
            Record(
                "rules",
                "Rules between things, and the strong ones over heads and cards.",
                {
                    "hair": Field(Number(0.5, 8), "px."),
                    "strong": Field(Number(0.5, 16), "px over a card; finer strong rules follow in proportion."),
                    "colour": Field(Choice("ink", "accent", "highlight", "muted", "rule"), "Of strong rules."),
                },
            )
        ),
        "icons": Field(Bool(), "Whether icons that a report names are shown; true when absent."),
        "panels": Field(Choice("tint", "frame"), "What sets panels off from the page."),
        "cards": Field(Choice("rule", "panel", "frame"), "A card under a strong rule, on a tint, or in a frame."),
        "tables": Field(
            Record(
                "table-look",
                "Heads, rules and bands of tables.",
                {
                    "head": Field(Choice("plain", "tint", "accent", "deep"), "What the heads of columns stand on."),
                    "rules": Field(Choice("rows", "ends", "none"), "Under every row; under heads and last row; none."),
                    "bands": Field(Bool(), "Every other row on a tint."),
                },
            )
        ),
        "charts": Field(
            Record(
                "chart-look",
                "Values and bars of charts.",
                {
                    "values": Field(Choice("labels", "axis", "both"), "At the bars and points, on gridlines, or both."),
                    "gap": Field(Number(10, 300), "Air between bars, in percent of a bar."),
                },
            )
        ),
    },
)
DECK = Record(
    "deck-show",
    "What a deck does in PowerPoint beside showing its slides.",
    {
        "transition": Field(Choice("none", "fade", "push", "wipe"), "From slide to slide; none when absent."),
        "builds": Field(
            Choice("none", "points"), "points: those of a list, cards and steps come one click after another."
        ),
        "sections": Field(
            Bool(), "The report's sections are PowerPoint's; some tools that read decks stumble on them."
        ),
        "thumbnail": Field(
            Bool(), "A small picture of the first slide in the file, for file managers; needs exporter[png]."
        ),
    },
)
CONTRAST = Either(
    scalar=Choice("check", "allow"),
    list=List(Parsed("two roles, such as `muted on tint`", r"[a-z][a-z-]* on [a-z][a-z-]*")),
)


def _elements() -> Shape:
    from exporter.catalog.elements import OF_THEME  # which is made of shapes of this module

    return OF_THEME


THEME = Record(
    "theme",
    "How documents look: colours, fonts, and the type scale and frame of each density.",
    {
        "extends": Field(Text(), "The theme of which this one states what differs.", examples=("ledger",)),
        "title": Field(Text(), "Its name for people."),
        "description": Field(Text()),
        "fonts": Field(
            Record(
                "fonts",
                "Families by role; a name alone is a family with a bundled twin.",
                {r: Field(Either(scalar=Text(), map=FONT)) for r in ("heading", "body", "mono")},
            )
        ),
        "fallback": Field(
            List(Either(scalar=Text(), map=FONT)), "Families for letters that the others lack, in this order."
        ),
        "symbols": Field(
            List(Either(scalar=Text(), map=FONT)), "Families for signs that none of them has, such as ✓ and ❌."
        ),
        "colours": Field(PALETTE),
        "print": Field(
            Either(scalar=Text(), map=PRINT), "Colours on paper where they differ, or the theme that has them."
        ),
        "chart": Field(SERIES, "Series of a chart: accent, highlight, then apart from each other."),
        "contrast": Field(CONTRAST, "Pairs to take although they are hard to read; allow takes all."),
        "densities": Field(MapOf(DENSITY, r"[a-z][\w-]*", "a name in small letters")),
        "weights": Field(
            Record("weights", "What the planner's choices cost.", {w.name: Field(Number(0)) for w in fields(Weights)})
        ),
        "look": Field(LOOK),
        "deck": Field(DECK),
        "elements": Field(Later(_elements), "What stands on all pages, or on some kinds of them, by name."),
        "vars": Field(MapOf(Text(), r"[A-Za-z_][\w-]*", "a name without spaces"), "Values that fixed texts call var.…"),
        "slide": Field(Choice(*SLIDES), "Format of slides; 16:9 when absent."),
        "paper": Field(Choice("A4", "Letter"), "Of briefs and handouts, where the audience asks for none."),
    },
)
