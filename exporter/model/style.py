"""How things look: Theme, Density, Layout, resolved from files by the catalog. Lengths in px or pt as named."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.errors import Place
from exporter.model.element import Background, Element
from exporter.model.icon import Drawing
from exporter.model.template import Template

FontRole = str
"""heading, body or mono; fallback-1, fallback-2 … are the families that a theme has for what those lack."""
FALLBACK = "fallback-"


class FontFamily(Struct, frozen=True):
    """A family by role. `name` is written into decks; `files` are measured and embedded in PDFs.

    Faces are keyed by (bold, italic); a missing one falls back to the nearest.
    """

    name: str
    files: tuple[tuple[tuple[bool, bool], str], ...]
    """((bold, italic), absolute path of the font file)"""
    bold: bool = False
    """Headings set in this family are bold (engineering theme)."""
    signs: bool = False
    """It has signs that the others lack, such as ✓: office suites find one for those by themselves."""
    languages: tuple[str, ...] = ()
    """Of documents in which it comes before other fallbacks: ideographs are drawn otherwise in Japanese."""
    ranges: tuple[tuple[int, int], ...] = ()
    """First and last of the letters that it is taken for; of all where none are given."""

    completes: tuple[str, ...] = ()
    """The families whose letters it has, in their manner, where they lack them: it is taken for no other one."""

    def covers(self, character: str) -> bool:
        """Whether it is taken for a character."""
        return not self.ranges or any(first <= ord(character) <= last for first, last in self.ranges)

    def speaks(self, language: str) -> bool:
        """Whether `languages` names a language (BCP 47), or what it is a kind of: `zh` has `zh-TW`."""
        return any(f"{language}-".startswith(f"{own}-") for own in self.languages)

    def file(self, bold: bool = False, italic: bool = False) -> str:
        table = dict(self.files)
        for key in ((bold, italic), (bold, False), (False, italic), (False, False)):
            if key in table:
                return table[key]
        return self.files[0][1]


class TextStyle(Struct, frozen=True, cache_hash=True):
    """How a paragraph is set. `size` and `line` (exact line pitch) in pt; `colour` is a role of the palette."""

    font: FontRole = "body"
    size: float = 14
    line: float = 19
    bold: bool = False
    italic: bool = False
    colour: str = "ink"
    align: Literal["left", "center", "right", "justify"] = "left"
    """justify: asked of briefs; a placed paragraph says left, and its lines are drawn out."""
    spacing: float = 0
    """Letter spacing in pt."""

    def but(self, **changes: Any) -> TextStyle:
        return _changed(self, tuple(changes.items()))

    def larger(self, size: float, line: float) -> TextStyle:
        """The style so many pt larger, its lines so many pt farther apart."""
        return self.but(size=self.size + size, line=self.line + line)


@lru_cache(maxsize=10_000)
def _changed(style: TextStyle, changes: tuple[tuple[str, Any], ...]) -> TextStyle:
    """A document has a few hundred styles and asks for one at every text: to remember them is four times as fast."""
    return replace(style, **dict(changes))


COLOUR_ROLES = (
    "bg", "ink", "text2", "muted", "accent", "accent-mid", "highlight", "tint", "accent-tint", "highlight-tint",
    "rule", "grid", "on-accent", "on-highlight", "deep", "on-deep", "deep-text", "deep-highlight", "deep-rule",
)  # fmt: skip
"""Palette roles (look.md section 4). deep … are the cover and divider colours."""

SCHEME_SLOTS: tuple[tuple[str, str], ...] = (
    ("dk1", "ink"), ("lt1", "bg"), ("dk2", "deep"), ("lt2", "tint"), ("accent1", "accent"), ("accent2", "accent-mid"),
    ("accent3", "highlight"), ("accent4", "muted"), ("accent5", "text2"), ("accent6", "rule"), ("hlink", "accent"),
    ("folHlink", "muted"),
)  # fmt: skip
"""PowerPoint's twelve theme colours and the palette role each one holds (look.md section 14b)."""


class Frame(Struct, frozen=True):
    """Where things stand on a slide, in px of the 1280 x 720 grid (look.md section 2)."""

    left: float = 64
    right: float = 1216
    columns: int = 12
    gutter: float = 24
    tracker: tuple[float, float] = (32, 48)
    title: tuple[float, float] = (56, 140)
    body: tuple[float, float] = (160, 632)
    source: tuple[float, float] = (652, 680)
    footer: tuple[float, float] = (684, 700)


class Density(Struct, frozen=True):
    """The type scale and slide frame that an audience's density chooses (look.md sections 3 and 14).

    `styles` holds, by role, the steps from the preferred size down to the floor.
    Deck roles: cover-title, cover-text, section-title, section-numeral, title, lead, figure, big-number, statement,
    subhead, body, body2, body3, detail, cell, table-head, label, chart-label, number, tracker, source, footer, code.
    Brief roles start with `brief-`: title, standfirst, figure, box-head, box-text, toc, h1, h2, h3, number, body,
    cell, table-head, caption, note, callout, callout-head, running, foot, figure-date, figure-head, figure-text, code.
    """

    name: str
    frame: Frame
    styles: Mapping[str, tuple[TextStyle, ...]]
    aims: Mapping[str, float] = field(default_factory=dict)
    """words: the aim of words on a slide."""
    brief: Mapping[str, Any] = field(default_factory=dict)
    """The form of briefs: head, contents, h1, numbered, columns … with the values that the theme's shape gives."""

    def steps(self, role: str) -> tuple[TextStyle, ...]:
        return self.styles[role]

    def style(self, role: str, step: int = 0) -> TextStyle:
        """The style of `role`, `step` sizes down, never below its floor."""
        steps = self.styles[role]
        return steps[min(step, len(steps) - 1)]

    def floor(self, role: str) -> float:
        return self.styles[role][-1].size


class Weights(Struct, frozen=True):
    """What the planner's cost counts, in points (look.md section 10); lower is better."""

    step: float = 10
    """For every size below the preferred one."""
    white: float = 20
    """For a body that is empty, in proportion."""
    page: float = 30
    """For every further slide."""
    balance: float = 15
    """For uneven n-of-m slides, in proportion."""
    wish: float = 60
    """For another layout than the author or the audience asked for."""
    otherwise: float = 8
    """For every place down a layout's list of alternatives."""
    shorter: float = 25
    """For taking a block's shorter wordings, and a tenth of it for each text."""
    notes: float = 12
    """For optional detail moved to the notes."""
    words: float = 15
    """For words over the density's aim, in proportion."""


class Look(Struct, frozen=True):
    """What gives a theme its character beside colours and type. Lengths in px."""

    hair: float = 1
    """Rules between things."""
    strong: float = 2
    """Rules over heads and cards; thinner strong rules follow in proportion."""
    strong_colour: str = "ink"
    """Palette role of strong rules."""
    panels: Literal["tint", "frame"] = "tint"
    """What sets panels off from the page."""
    cards: Literal["rule", "panel", "frame"] = "rule"
    """A card under a strong rule, on a tint, or in a frame."""
    table_head: Literal["plain", "tint", "accent", "deep"] = "plain"
    """What the heads of a table stand on."""
    table_rules: Literal["rows", "ends", "none"] = "rows"
    """Rules under every row; under the heads and the last row alone; under the heads alone."""
    table_bands: bool = False
    """Every other row on a tint."""
    chart_values: Literal["labels", "axis", "both"] = "labels"
    """Values at the bars and points, on gridlines, or both."""
    chart_gap: float = 75
    """Air between the bars of a chart, in percent of a bar."""
    icons: bool = True
    """Whether icons that a report names are shown."""


class Show(Struct, frozen=True):
    """What a deck does in PowerPoint beside showing its slides; nothing unless a theme asks for it."""

    transition: Literal["none", "fade", "push", "wipe"] = "none"
    """From slide to slide."""
    builds: Literal["none", "points"] = "none"
    """points: those of a list, cards and steps come one click after another."""
    sections: bool = False
    """The report's sections are PowerPoint's."""
    thumbnail: bool = False
    """The file holds a small picture of its first slide."""


class Theme(Struct, frozen=True):
    """A theme with every value resolved. Colours are six hex digits by role; `print_colours` serve paper."""

    name: str
    title: str
    colours: Mapping[str, str]
    print_colours: Mapping[str, str]
    fonts: Mapping[str, FontFamily]
    densities: Mapping[str, Density]
    chart_roles: tuple[str, ...] = ()
    """Series of a chart, as roles of both palettes: chart-1 is the accent's colour, chart-2 the highlight's …"""
    weights: Weights = Weights()
    look: Look = Look()
    show: Show = Show()
    description: str = ""
    paper: Literal["A4", "Letter"] = "A4"
    """Of briefs and handouts, where the audience asks for none."""
    dark: bool = False
    slide_size: tuple[float, float] = (1280, 720)
    """Width and height of a slide in px."""
    elements: tuple[Element, ...] = ()
    """What stands on all pages, or on some kinds of them."""
    own: Mapping[str, str] = field(default_factory=dict)
    """`vars:`, which fixed texts call `var.…`."""
    icons: Mapping[str, Drawing] = field(default_factory=dict)
    """By name; read when they are asked for."""
    place: Place | None = None

    @property
    def font_files(self) -> tuple[str, ...]:
        """The files of all families: the body's first, those of code last."""
        return tuple(file for role in ("body", "heading", "mono") for _, file in self.fonts[role].files)


BRIEF_ARRANGEMENTS = (
    "title", "contents", "summary", "figure", "table", "rows", "prose", "points", "quote", "picture", "callout", "code",
    "steps", "sources",
)  # fmt: skip
"""How a brief can show something, as layouts say under `brief:`; title, contents and sources are no blocks."""


WHOLE: tuple[float, float] = (0.0, 1.0)
"""All of a height, in shares of it."""


class Slot(Struct, frozen=True):
    """How a layout shows a slot: a field of items, their `name` or `icon`, or a step's number, head or text."""

    name: str
    label: Template | None = None
    """None is the report's own; no parts hide it."""
    missing: Template | None = None
    """What stands for a value that is not there; None is the report's own words, no parts leave its place empty."""
    style: str = ""
    """Type role; the arrangement's when empty."""
    colour: str = ""
    where: Literal["", "body", "panel", "notes", "above", "beside", "nowhere"] = ""
    """The part of the card; of an icon how it stands to the words; empty leaves it to the arrangement."""


class Region(Struct, frozen=True):
    """A part of a layout: what it takes, where it stands, how it is arranged."""

    name: str
    takes: tuple[str, ...]
    """Kinds of block, or structural content: title, report, sections, summary, sources."""
    at: tuple[int, int] = (1, 12)
    """First and last grid column."""
    rows: tuple[float, float] | None = None
    """Top and bottom in px; None is the density's body."""
    part: tuple[float, float] = WHOLE
    """Which part of those rows, in shares of their height: regions that are stacked divide them."""
    arrange: str = ""
    """Name of the arrangement (a row of plan.arrange.ARRANGEMENTS)."""
    slots: tuple[Slot, ...] = ()
    """In the order in which they are shown; slots that are not named follow."""
    options: Mapping[str, Any] = field(default_factory=dict)

    def slot(self, name: str) -> Slot:
        """How the slot is shown."""
        return next((slot for slot in self.slots if slot.name == name), None) or Slot(name)


class Holds(Struct, frozen=True):
    """How many units a layout takes on one slide: fewer or more make it unfit."""

    least: int = 0
    most: int = 0
    """0 means any number."""


class Variant(Struct, frozen=True):
    """Other regions for some numbers of units (or of blocks, where there are several regions)."""

    least: int
    most: int
    """0 means any number."""
    regions: tuple[Region, ...]


class Handed(Struct, frozen=True):
    """How slides of a layout stand in handouts."""

    slide: Literal["beside", "wide", "none"] = "beside"
    """Small with its notes beside it; as wide as the text with its notes below; left out where others say the same."""


class Layout(Struct, frozen=True):
    """One layout, from `templates/layouts/<name>/layout.yaml`."""

    name: str
    title: str
    description: str = ""
    page: Literal["content", "cover", "divider", "full"] = "content"
    """full: no title frame of its own."""
    regions: tuple[Region, ...] = ()
    brief: tuple[Region, ...] = ()
    otherwise: tuple[str, ...] = ()
    plain: float = 0
    """Points against it where nobody wished for a layout: how much plainer it is than others that take the same."""
    holds: Holds = Holds()
    roles: tuple[str, ...] = ()
    """Section roles it suits best."""
    density: tuple[str, ...] = ()
    """Densities it is meant for; empty means all."""
    elements: tuple[Element, ...] = ()
    """What stands on its slides, beside what the theme puts there."""
    without: tuple[str, ...] = ()
    """Elements of the theme that its slides leave out."""
    background: Background | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    """`vars:`, over those of the theme."""
    variants: tuple[Variant, ...] = ()
    handed: Handed = Handed()
    place: Place | None = None

    def of(self, count: int) -> tuple[Region, ...]:
        """The regions for so many units: those of the first variant that is for them, else the layout's own."""
        if not self.variants:
            return self.regions
        fitting = (v.regions for v in self.variants if v.least <= count and (not v.most or count <= v.most))
        return next(fitting, self.regions)

    @property
    def everywhere(self) -> tuple[Region, ...]:
        """Its regions on slides, those of its variants among them."""
        return (*self.regions, *(region for variant in self.variants for region in variant.regions))

    @property
    def takes(self) -> frozenset[str]:
        return frozenset(kind for region in self.regions for kind in region.takes)
