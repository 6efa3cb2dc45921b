"""The placed Document: pages of measured, positioned items. The only contract between planning and writing.

Writers draw what stands here and decide nothing. Lengths are EMU from the page's top left corner; sizes of type are
pt; colours are palette roles (`accent`), resolved against `Document.colours`. Items are in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import accumulate, zip_longest
from typing import Literal

from msgspec import Struct, field

from exporter.model.audience import Ledger
from exporter.model.delivery import Attachment, Standard
from exporter.model.geometry import Box
from exporter.model.icon import Drawing
from exporter.model.report import Finding
from exporter.model.style import FontRole, Handed, TextStyle, Theme


class Role(StrEnum):
    """What a paragraph or an item is, in the terms of the PDF structure tree."""

    TITLE = "title"
    """The title of a slide or of the document."""
    H1 = "h1"
    H2 = "h2"
    H3 = "h3"
    BODY = "body"
    LABEL = "label"
    """A micro label or tracker: a paragraph of its own."""
    ITEM = "item"
    """A list item; `level` nests it."""
    CAPTION = "caption"
    QUOTE = "quote"
    CODE = "code"
    NOTE = "note"
    """A source line, footnote or method note."""
    TOC = "toc"
    """An entry of a table of contents or an agenda."""
    ARTIFACT = "artifact"
    """Page furniture: running heads, page numbers, repeated heads, decoration."""


SOURCE = "source-"
"""What the anchors of sources begin with, their id after it: the note marks of a brief lead there."""


class Span(Struct, frozen=True, gc=False):
    """A run on one line. `x` is from the paragraph's left edge (its indent included), both EMU."""

    text: str
    x: int
    w: int
    font: FontRole = "body"
    bold: bool = False
    italic: bool = False
    size: float = 14
    colour: str = "ink"
    spacing: float = 0
    rise: float = 0
    """Superscript: pt above the baseline."""
    link: str = ""
    """http, https or mailto address."""
    goto: str = ""
    """Anchor of an item or page of this document."""
    lang: str = ""
    code: bool = False


class Line(Struct, frozen=True, gc=False):
    """One measured line. `soft` says the text ran on (a space was taken by the break, or none at all)."""

    spans: tuple[Span, ...]
    w: int
    space: bool = True
    """A space stood at the break: joining lines puts it back."""
    hyphen: bool = False
    """A hyphen was added at the end that is not in the text."""
    forced: bool = False
    """An office suite would put more on it, or would not end it here: decks say that it ends."""

    @property
    def text(self) -> str:
        spans = self.spans
        return spans[0].text if len(spans) == 1 else "".join([span.text for span in spans])


class Para(Struct, frozen=True, gc=False):
    """A paragraph, broken into lines. Its height is `space_before + len(lines) * style.line` (pt)."""

    lines: tuple[Line, ...]
    style: TextStyle
    role: Role = Role.BODY
    level: int = 0
    """Nesting of a list item, from 0."""
    bullet: str = ""
    """Mark or number hanging left of the text, at `indent - hang`; not part of `lines`."""
    bullet_colour: str = "accent"
    indent: int = 0
    """Left edge of the text, from the box's inner left edge."""
    hang: int = 0
    """How far left of `indent` the bullet stands."""
    space_before: float = 0
    """pt above the first line; ignored for the first paragraph of a box."""
    ascent: int = 0
    """From the top of a line to its baseline, EMU."""
    path: str = ""
    """The fact it shows (`Text.path`); empty for fixed words."""
    element: str = ""
    """Parts of one paragraph on several pages share this id: one structure element."""
    spare: int = 0
    """EMU that decks keep free of text where lines end, so that every office suite breaks them as planned."""
    leftward: bool = False
    """It runs from right to left: its indent and bullet are at the right, and `left` is right."""

    @property
    def text(self) -> str:
        """The words as written, breaks healed."""
        if len(self.lines) == 1 and not self.lines[0].hyphen:
            return self.lines[0].text
        out = []
        for i, line in enumerate(self.lines):
            text = line.text
            if line.hyphen:
                text = text.removesuffix("-").removesuffix("\u2010")
            out.append(text)
            if i < len(self.lines) - 1 and line.space and not line.hyphen:
                out.append(" ")
        return "".join(out)


Anchor = Literal["top", "middle", "bottom"]


class Placed(Struct, frozen=True, kw_only=True):
    """What every item on a page has."""

    box: Box
    role: Role = Role.BODY
    paths: tuple[str, ...] = ()
    """Facts this item shows beside those of its paragraphs (alt text of a chart, a picture)."""
    anchor_id: str = ""
    """Links may go here."""
    name: str = ""
    """Name in the selection pane of PowerPoint ("Status of Lithium dendrites")."""
    decorative: bool = False
    fixed: bool = False
    """Same on every page of this layout variant: the deck writer puts it on the slide layout."""


class PlacedText(Placed, frozen=True, kw_only=True, gc=False):
    """Paragraphs in a box. Insets EMU. `placeholder` names the layout's placeholder it fills, if any."""

    paras: tuple[Para, ...]
    placeholder: str = ""
    """title, tracker, body, body-2, lead, source, footer, page, date …; empty is a plain text box."""
    anchor: Anchor = "top"
    insets: tuple[int, int, int, int] = (0, 0, 0, 0)
    """left, top, right, bottom"""
    fill: str = ""
    """Palette role behind the text; empty is none."""
    size_role: str = "body"
    """Density role whose floor `check` holds the type to."""
    counts: int = 0
    """Which occurrence of the page's number in its text, from 1, is that number: decks keep it a field."""

    @property
    def text(self) -> str:
        return "\n".join(para.text for para in self.paras)


ShapeKind = Literal[
    "rect", "ellipse", "line", "arrow", "triangle-down", "triangle-up", "chevron", "picture-frame", "icon"
]


class PlacedShape(Placed, frozen=True, kw_only=True, gc=False):
    """A drawn shape. A line or arrow goes from the box's top left to its bottom right (flip turns it over).

    `arrow` has its head at the end. `begins` and `ends` glue a connector to named items of the same group or page
    (`anchor_id`), with connection site 0 top, 1 left, 2 bottom, 3 right.
    """

    shape: ShapeKind
    fill: str = ""
    stroke: str = ""
    stroke_w: int = 0
    flip_h: bool = False
    flip_v: bool = False
    begins: tuple[str, int] | None = None
    ends: tuple[str, int] | None = None
    alt: str = ""
    opacity: float = 1
    """Of a filled rectangle without a stroke: under 1 what lies below it shows through."""
    icon: Drawing | None = None
    """What an icon shows, fitted into the box, in the colour of the stroke; `stroke_w` is that of its usual line."""


class Cell(Struct, frozen=True, gc=False):
    """A table cell; merged-away cells are `None` in the row's place."""

    paras: tuple[Para, ...]
    header: Literal["", "column", "row", "both"] = ""
    cols: int = 1
    rows: int = 1
    fill: str = ""
    anchor: Anchor = "top"
    insets: tuple[int, int, int, int] = (0, 0, 0, 0)
    rule: str = "rule"
    """Palette role of the rule under the cell; empty is none."""
    rule_w: int = 9525
    paths: tuple[str, ...] = ()


class TableRow(Struct, frozen=True, gc=False):
    h: int
    cells: tuple[Cell | None, ...]
    header: bool = False
    repeated: bool = False
    """A header or group head shown again after a split: an artifact in PDF."""


class PlacedTable(Placed, frozen=True, kw_only=True, gc=False):
    """A native table. Column widths and row heights add up to the box."""

    columns: tuple[int, ...]
    rows: tuple[TableRow, ...]
    alt: str = ""
    element: str = ""
    """Parts of one table on several pages share this id."""
    size_role: str = "cell"
    leftward: bool = False
    """Its first column is the one at the right."""

    @property
    def lefts(self) -> list[int]:
        """The left edge of each column."""
        edges = accumulate(self.columns, initial=0)
        if self.leftward:
            return [self.box.right - before - w for before, w in zip(edges, self.columns, strict=False)]
        return [self.box.x + before for before, _ in zip(edges, self.columns, strict=False)]


ChartKind = Literal[
    "bar", "bar-stacked", "bar-full", "column", "column-stacked", "column-full", "range", "line",
    "area", "area-stacked", "area-full", "scatter", "bubble", "pie", "doughnut", "radar",
]  # fmt: skip
"""The native charts. full: stacked to 100 %. range: horizontal bars on a hidden offset, without an axis line.

What has no native kind is made of these: waterfall (column-stacked), Gantt (range), Marimekko (area-full over dates),
bullet (column-stacked and bars on the second axis), slope (line over two categories), combo (`ChartSeries.mark`).
"""

Mark = Literal["", "bar", "line", "area", "rule", "stem"]
"""How a series is drawn: as the chart's kind says; in a column or line chart as columns, a line or stacked areas; as
a level line from edge to edge of the plot, at its one value (a reference line that moves with the axis); or as strokes
from zero up to its values (lollipops, and the bars of bullets, which are slimmer than the bands behind them)."""

LabelPlace = Literal["outside", "inside", "base", "above", "below", "left", "right", "centre"]
"""Where a label stands: the first three along a bar or slice, the others at the point of a line, area or bubble.

Of lines and points, "outside" is above, and right of the last point.
"""


class ChartSeries(Struct, frozen=True):
    """One row of values, one for each category; `None` is a missing value. Colours are palette roles."""

    name: str
    values: tuple[float | None, ...]
    colour: str = "accent"
    point_colours: tuple[tuple[int, str], ...] = ()
    """(index, palette role) of points that differ."""
    hidden: bool = False
    """No fill, no line, no dots, as the offset under a floating bar; its labels are shown (totals over stacks)."""
    labels: tuple[str, ...] = ()
    """Direct labels by point; empty is none."""
    label_colour: str = "ink"
    label_position: LabelPlace = "outside"
    label_places: tuple[tuple[int, LabelPlace], ...] = ()
    """(index, place) of labels that stand elsewhere than the others."""
    label_shifts: tuple[tuple[int, int, int], ...] = ()
    """(index, right, down): how far from its place a label is moved so that none collide, EMU."""
    mark: Mark = ""
    second: bool = False
    """Measured on `PlacedChart.second_axis`."""
    x: tuple[float | None, ...] = ()
    """Of scatter and bubble charts: where its points stand on `x_axis`."""
    sizes: tuple[float | None, ...] = ()
    """Of bubbles: their areas. The largest in the chart is a quarter of the plot's shorter side across."""
    line: float = 2.25
    """Width of its line, pt; 0 draws dots alone. Points of a scatter chart have a line only if `mark` is line."""
    dash: bool = False
    dots: Literal["", "circle", "dash"] = "circle"
    """At every point; a dash is level and marks a target. Only singled-out points have one where it is empty."""
    dot_size: float = 6
    """Width of a dot, pt; singled-out circles are 2 pt wider."""
    number_format: str = ""
    """Of its values in the workbook and its labels, where it is not the chart's."""
    formulas: tuple[str, ...] = ()
    """By point, how the workbook finds the value: `{n,i}` is the cell of point i of series n, `[n,i]` that of row i
    of column n of the inputs, both from 0. Empty where the value is written itself."""
    label_values: tuple[float | None, ...] = ()
    """By point, the number that its label says where that is not its value (the change over a waterfall's bar)."""
    label_formulas: tuple[str, ...] = ()
    """How the workbook finds `label_values`."""
    label_format: str = ""
    """In which `label_values` are the labels."""


class ValueAxis(Struct, frozen=True):
    """A scale as planned. A chart has a line or labels of it only where `tick_labels` says so."""

    minimum: float
    maximum: float
    unit: float | None = None
    """Distance of gridlines; None draws none."""
    tick_labels: tuple[str, ...] = ()
    """Values at the gridlines from `minimum` on, drawn by the chart itself in `number_format`; empty draws none."""
    number_format: str = "General"
    colour: str = "muted"
    """Of the labels: that of its series where there are two axes."""


class ChartInputs(Struct, frozen=True):
    """What a person edits where a chart shows what follows from it: a table left of the chart's own in the workbook.

    `rows` are the names in its first column, `columns` (name, values, number format; one value for each row).
    """

    rows: tuple[str, ...]
    columns: tuple[tuple[str, tuple[float | None, ...], str], ...]


class PlacedChart(Placed, frozen=True, kw_only=True):
    """A native chart. `plot` is the inner plot area, fixed in the file, so that items beside it line up."""

    chart: ChartKind
    plot: Box
    categories: tuple[str, ...]
    """Names in order; of scatter and bubble charts the names of the points, which only the workbook shows."""
    series: tuple[ChartSeries, ...]
    minimum: float | None = None
    maximum: float | None = None
    unit: float | None = None
    """Distance of gridlines; None draws none."""
    tick_labels: tuple[str, ...] = ()
    """Values at the gridlines, drawn by the chart itself; empty where the planner places them beside it, or none."""
    second_axis: ValueAxis | None = None
    """On the right: of the series that are `second`. Its gridlines are never drawn."""
    x_axis: ValueAxis | None = None
    """Of scatter and bubble charts."""
    gap: float = 75
    """Gap width in percent of a bar."""
    second_gap: float = 75
    """That of bars on the second axis."""
    overlap: int | None = None
    """Percent of a bar that covers its neighbour; None is 100 for stacks and 0 for others."""
    dates: tuple[date, ...] = ()
    """One for each category, in order: they stand to scale on an axis of dates."""
    date_unit: Literal["days", "months", "years"] = "days"
    """The step of that axis: two dates in one step stand in one place."""
    date_format: str = "yyyy-mm-dd"
    """Of dates in the workbook and on the axis (`mmm yyyy`)."""
    edges: bool = False
    """The first and last category stand on the edges of the plot, not half a step inside: areas, slopes."""
    missing: Literal["gap", "zero", "span"] = "gap"
    """What lines and areas do at a missing value: stop, fall to zero, or go on to the next one."""
    number_format: str = "General"
    """Excel's format of values (`#,##0.0`, `0%`, `0.0" km"`): a label that says just that follows edited data."""
    label_style: TextStyle = TextStyle(size=12, line=14)
    category_axis: bool = True
    """False when labels beside the chart are placed by the planner: always for dates, radars and Marimekkos."""
    inputs: ChartInputs | None = None
    """What the series' formulas start from."""
    category_formulas: tuple[str, ...] = ()
    """Of dates that follow from the inputs, as `ChartSeries.formulas`."""
    alt: str = ""


class PlacedPicture(Placed, frozen=True, kw_only=True):
    file: str
    alt: str
    crop: tuple[float, float, float, float] = (0, 0, 0, 0)
    """left, top, right, bottom shares cut off."""
    pixels: tuple[int, int] = (0, 0)


class PlacedGroup(Placed, frozen=True, kw_only=True):
    """Items that move together; `alt` describes the whole figure (<= 250 characters)."""

    items: tuple[Item, ...]
    alt: str = ""


class PlacedPage(Placed, frozen=True, kw_only=True):
    """A page of another Document, drawn small (handouts): scale is box.w / page.w."""

    page: Page
    stroke: str = "rule"


Item = PlacedText | PlacedShape | PlacedTable | PlacedChart | PlacedPicture | PlacedGroup | PlacedPage
ITEM_TYPES: tuple[type, ...] = (
    PlacedText, PlacedShape, PlacedTable, PlacedChart, PlacedPicture, PlacedGroup, PlacedPage,
)  # fmt: skip


class Page(Struct, frozen=True):
    """One slide or paper page."""

    number: int
    size: tuple[int, int]
    layout: str
    """Name of the slide layout; pages of one layout whose placeholders or fixed items differ are its variants."""
    items: tuple[Item, ...]
    title: str = ""
    """Unique in a deck."""
    background: str = "bg"
    section: str = ""
    """Section id, for PowerPoint's sections and running heads."""
    notes: tuple[str, ...] = ()
    """Speaker notes, a paragraph each."""
    note_paths: tuple[str, ...] = ()
    """Facts told in the notes."""
    note_languages: tuple[str, ...] = ()
    """Language of each note, empty for the document's; shorter where the rest is in that."""
    anchor_id: str = ""
    anchors: tuple[str, ...] = ()
    """Further ids that links may go to."""
    hidden: bool = False
    """A backup slide: in the file, not in the show."""
    backup: bool = False


class Watermark(Struct, frozen=True):
    """A word under the content of every page, on the rising diagonal through its middle; an artifact."""

    text: str
    style: TextStyle
    """Its size is that on a page as large as the document's first; on others it is scaled with the diagonal."""
    width: int
    """Of the text in that size, EMU."""
    shades: tuple[tuple[str, str], ...]
    """The colour, six hex digits, on each role of background."""
    over: tuple[int, ...] = ()
    """Of each page, how many of its first items lie under the word: panels that would hide it; none when empty."""

    def parted(self, page: Page, index: int) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """The items of the page `index` (from 0) that lie under the word, and those over it."""
        under = self.over[index] if self.over else 0
        return page.items[:under], page.items[under:]


def notes_of(page: Page) -> Iterator[tuple[str, str, str]]:
    """(words, path, language) of each speaker note; an empty language is the document's."""
    yield from zip_longest(page.notes, page.note_paths, page.note_languages[: len(page.notes)], fillvalue="")


class Bookmark(Struct, frozen=True):
    level: int
    title: str
    page: int
    """From 1."""
    y: int = 0


class Choice(Struct, frozen=True):
    """A decision of the planner, for `explain`: what was taken, what it cost, what came after it."""

    path: str
    pages: tuple[int, ...]
    taken: str
    cost: float
    reasons: tuple[tuple[str, float], ...] = ()
    """(part of the cost, points)"""
    others: tuple[tuple[str, float], ...] = ()
    """Runners-up with their cost; infinite means it does not fit."""
    steps: tuple[str, ...] = ()
    """What was done to make room: "body 14 -> 12 pt", "split in 2"."""


class Document(Struct, frozen=True):
    format: str
    pages: tuple[Page, ...]
    theme: Theme
    density: str
    colours: Mapping[str, str]
    """Palette in force: the theme's screen or print colours."""
    title: str
    language: str = "en"
    author: str = ""
    subject: str = ""
    date: str = ""
    """ISO date of the report, empty when it has none."""
    bookmarks: tuple[Bookmark, ...] = ()
    sections: tuple[tuple[str, str, int], ...] = ()
    """(section id, title, first page number) for PowerPoint sections, in order."""
    ledger: Ledger = Ledger()
    """The selection's ledger with what planning moved."""
    choices: tuple[Choice, ...] = ()
    findings: tuple[Finding, ...] = ()
    footer: str = ""
    standard: Standard = "a-2a"
    """What its PDF claims to be."""
    attachments: tuple[Attachment, ...] = ()
    watermark: Watermark | None = None
    layouts: Mapping[str, str] = field(default_factory=dict)
    """Display title of each layout name used."""
    handed: Mapping[str, Handed] = field(default_factory=dict)
    """How slides of a layout stand in handouts, where it says so."""


def flat(items: tuple[Item, ...]) -> Sequence[Item]:
    """All items, groups opened (the group first, then its members)."""
    if PlacedGroup not in map(type, items):  # as on most pages, which are gone through by many
        return items
    found: list[Item] = []
    for item in items:
        found.append(item)
        if isinstance(item, PlacedGroup):
            found += flat(item.items)
    return found


def paras_of(item: Item) -> Iterator[Para]:
    """Every paragraph of an item, cells included, groups and inner pages opened."""
    if isinstance(item, PlacedText):
        yield from item.paras
    elif isinstance(item, PlacedTable):
        for row in item.rows:
            for cell in row.cells:
                if cell:
                    yield from cell.paras
    elif isinstance(item, PlacedGroup):
        for member in item.items:
            yield from paras_of(member)
    elif isinstance(item, PlacedPage):
        for member in item.page.items:
            yield from paras_of(member)


def paths_of(page: Page) -> list[str]:
    """Every fact that a page shows, notes included."""
    found = list(page.note_paths)
    for item in flat(page.items):
        found += item.paths
        if isinstance(item, PlacedTable):
            cells = [cell for row in item.rows for cell in row.cells if cell]
            found += [para.path for cell in cells for para in cell.paras if para.path]
            found += [path for cell in cells if cell.paths for path in cell.paths]
        elif not isinstance(item, PlacedGroup):
            found += [para.path for para in paras_of(item) if para.path]
    return found
