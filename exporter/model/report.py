"""The report as a person wrote it: sections, blocks, texts, sources. Made by `read`, narrowed by `select`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from exporter.errors import Place

Length = Literal["short", "standard", "full"]
LENGTHS: tuple[Length, ...] = ("short", "standard", "full")

ROLES = (
    "summary", "context", "timeline", "players", "risks", "results", "method", "recommendations",
    "finance", "comparison", "outlook", "decision", "background", "appendix", "disclaimer",
)  # fmt: skip
"""The core vocabulary of section roles: what an audience or a layout can rely on in any report."""

CORE_TAGS = (
    "detail", "background", "method", "disclaimer", "mechanism", "target", "partnership", "internal",
    "key", "finance", "quote",
)  # fmt: skip
"""Tags every report knows; a report declares its own beside them under `tags:`."""


REFERENCE = "\ufffc"
"""The text of a link within the report that has no words of its own: planning finds them ("Table 2")."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress. `cite` names sources by id; a run with `cite` may have no text."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    """http, https, mailto, or `#id` for a section, block or item of this report; anything else was refused."""
    cite: tuple[str, ...] = ()
    lang: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph that a person wrote, in up to three lengths; at least one is given.

    `path` is its stable address in the report (`timeline/milestones/late-2024.what`): the fact's name in the
    ledger, on placed items and in findings.
    """

    standard: Runs = ()
    short: Runs = ()
    full: Runs = ()
    path: str = ""
    place: Place | None = None
    language: str = ""
    """The language of these wordings; empty is the report's."""
    others: tuple[Text, ...] = ()
    """The same text in further languages. One text, one fact: after selection there are none left."""

    def at(self, length: Length) -> Runs:
        """The wording nearest to `length`: itself, else the standard one, else any other."""
        order: dict[Length, tuple[Runs, ...]] = {
            "short": (self.short, self.standard, self.full),
            "standard": (self.standard, self.full, self.short),
            "full": (self.full, self.standard, self.short),
        }
        return next((runs for runs in order[length] if runs), ())

    @property
    def runs(self) -> Runs:
        """The chosen wording: after selection a text's `standard` is what its audience gets."""
        return self.standard or self.full or self.short

    @property
    def plain(self) -> str:
        runs = self.runs
        return runs[0].text if len(runs) == 1 else plain(runs)

    @property
    def spoken(self) -> tuple[Text, ...]:
        """The text in every language it has, its own first."""
        return (replace(self, others=()), *self.others)

    def __bool__(self) -> bool:
        return bool(self.standard or self.short or self.full)


def plain(runs: Runs) -> str:
    """The words of `runs` without their dress."""
    return "".join(run.text for run in runs)


Where = tuple[tuple[str, frozenset[str]], ...]
"""What a part is about: (name of a value, the words it fits), as in `where: {region: [Bavaria, Hesse]}`."""


@dataclass(frozen=True, slots=True)
class When:
    """A date as written and the exact span it stands for; `end` is the first day after the span."""

    text: str
    start: dt.date
    end: dt.date
    vague: bool = False
    """True for "late 2024", "around 2030": a reader must be told how the span was drawn."""


@dataclass(frozen=True, slots=True)
class Override:
    """What a section or block changes for one audience (`for:`); None leaves the value alone."""

    title: Text | None = None
    headline: Text | None = None
    layout: str | None = None
    break_: str | None = None
    keep: str | None = None
    hidden: bool | None = None
    backup: bool | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What every kind of block has. `kind` is the key it is written under."""

    id: str
    path: str = ""
    title: Text | None = None
    """Caption of a table or figure, subhead over the block."""
    headline: Text | None = None
    """Slide title when the block gets a slide of its own."""
    detail: Text | None = None
    """Optional by the author's word: may move to the speaker notes."""
    note: Text | None = None
    """A remark on method shown in the source line ("late 2024 drawn as the fourth quarter")."""
    notes: tuple[Text, ...] = ()
    """Speaker notes."""
    tags: frozenset[str] = frozenset()
    where: Where = ()
    only: frozenset[str] = frozenset()
    """Formats that show the block (deck, brief); empty means all."""
    sources: tuple[str, ...] = ()
    layout: str = ""
    break_: Literal["", "before", "after"] = ""
    keep: Literal["", "together", "with-next"] = ""
    hidden: bool = False
    backup: bool = False
    overrides: tuple[tuple[str, Override], ...] = ()
    place: Place | None = None

    kind: str = field(default="", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose(Block):
    """`text:` one or more paragraphs."""

    paragraphs: tuple[Text, ...]
    kind: str = field(default="text", init=False)


@dataclass(frozen=True, slots=True)
class Point:
    text: Text
    points: tuple[Point, ...] = ()
    id: str = ""
    tags: frozenset[str] = frozenset()
    where: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Block):
    points: tuple[Point, ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A declared field of items: `slot` tells layouts where it belongs (body, status, figure, number, rest …)."""

    id: str
    label: Text
    slot: str = "rest"
    missing: Text | None = None
    """What to write when an item has no value; default "Not stated"."""
    tags: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    hidden: bool = False
    overrides: tuple[tuple[str, Override], ...] = ()
    """`for:`, of which `hidden`, `only` and `title` (another label) have a meaning here."""
    where: Where = ()


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    name: Text
    values: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    """(field id, its texts) in the order of the declared fields; a missing value has no entry."""
    detail: Text | None = None
    emphasis: bool = False
    tags: frozenset[str] = frozenset()
    points: tuple[Point, ...] = ()
    """Anything else written under the item, as nested points."""
    place: Place | None = None
    where: Where = ()

    def value(self, field_id: str) -> tuple[Text, ...]:
        return next((texts for name, texts in self.values if name == field_id), ())


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    title: Text | None
    items: tuple[Item, ...]
    headline: Text | None = None


@dataclass(frozen=True, slots=True)
class ItemLink:
    """An arrow between two items: `start` and `end` are item ids, `label` says what it means."""

    start: str
    end: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Items(Block):
    fields: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    links: tuple[ItemLink, ...] = ()
    ordered: bool = False
    """Numbered items: layouts show 1, 2, 3."""
    kind: str = field(default="items", init=False)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True)
class Milestone:
    id: str
    when: When
    when_text: Text
    what: Text
    who: tuple[Text, ...] = ()
    detail: Text | None = None
    points: tuple[Point, ...] = ()
    group: Text | None = None
    """The lane it belongs to (Automakers, Developers)."""
    emphasis: bool = False
    context: bool = False
    """A window that frames the others (drawn in accent mid)."""
    tags: frozenset[str] = frozenset()
    place: Place | None = None
    where: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones(Block):
    milestones: tuple[Milestone, ...]
    undated: tuple[Point, ...] = ()
    """What belongs to the timeline but has no date; shown beside it, never as an empty bar."""
    undated_title: Text | None = None
    kind: str = field(default="milestones", init=False)


Align = Literal["left", "center", "right"]
ColumnType = Literal["text", "number", "date", "year", "percent", "currency"]


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    label: Text
    type: ColumnType = "text"
    unit: str = ""
    align: Align = "left"
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Text, ...]
    group: Text | None = None
    """Group heading that this row stands under; repeated when the table splits."""
    emphasis: bool = False
    tags: frozenset[str] = frozenset()
    where: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Block):
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    header: bool = True
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Series:
    name: Text
    values: tuple[float | None, ...]
    labels: tuple[Text, ...] = ()
    tags: frozenset[str] = frozenset()
    where: Where = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What audiences choose a category of a chart by."""

    tags: frozenset[str] = frozenset()
    where: Where = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that a chart is compared with: a line, or a band up to `end`."""

    value: float
    name: Text | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a chart points out between two of its categories: how much more, or the growth rate a year."""

    kind: Literal["difference", "growth"]
    start: str
    end: str
    """Paths of the categories."""
    series: str = ""
    """Path of the series' name; empty for the only one, and for the sum of a stack."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Words beside a point of a chart."""

    text: Text
    at: str
    """Path of the category."""
    series: str = ""
    """Path of the series' name; empty for the only one, and for the highest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Block):
    """`chart:` kind of chart, categories by series. Every value is a fact: its text is in `labels`.

    Categories, series and single values are named by the paths of their texts, which no selection changes. What the
    series of some kinds mean is said by their order:
    scatter, bubble: across, up, size; range, gantt: from, to (days as spreadsheets count them); bullet: value, target,
    ends of the bands, the lowest first; waterfall: changes.
    """

    chart: str
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: str = ""
    highlight: tuple[str, ...] = ()
    """Paths of what stands out: categories, series, or single values (that of their label)."""
    marks: tuple[Mark, ...] = ()
    """Those of the table's rows that the categories come from, one each; empty where no row is marked."""
    dates: tuple[dt.date, ...] = ()
    """First day of each category, ascending, where they are all dates; else empty."""
    decimals: int | None = None
    low: float | None = None
    high: float | None = None
    """Where the axis of values begins and ends, if the author says so."""
    missing: Literal["gap", "zero", "span"] = "gap"
    """What lines do where a value is missing."""
    lines: frozenset[str] = frozenset()
    """Paths of the series that a combo draws as lines; empty for the last one."""
    second: frozenset[str] = frozenset()
    """Paths of the series that have an axis of their own."""
    totals: bool = False
    """Whether the sum of each stack stands over it."""
    sums: frozenset[str] = frozenset()
    """Paths of the categories of a waterfall that stand on zero."""
    references: tuple[Reference, ...] = ()
    changes: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()
    multiples: bool = False
    """Whether every series is a small chart of its own, all on one scale."""
    alt: Text | None = None
    """What it shows, for those who cannot see it; made from the numbers where there is none."""
    kind: str = field(default="chart", init=False)


@dataclass(frozen=True, slots=True)
class Figure:
    figure: Text
    label: Text | None = None
    support: Text | None = None
    emphasis: bool = False
    sections: tuple[str, ...] = ()
    """Ids of the sections it sums up."""
    tags: frozenset[str] = frozenset()
    hidden: bool = False
    overrides: tuple[tuple[str, Override], ...] = ()
    """`for:`, of which only `hidden` has a meaning here."""
    where: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Block):
    figures: tuple[Figure, ...]
    kind: str = field(default="figures", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Block):
    paragraphs: tuple[Text, ...]
    by: Text | None = None
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Block):
    alt: Text
    file: str = ""
    """Absolute path inside the report's folder; empty when the picture is missing, remote or refused."""
    address: str = ""
    """The address as written."""
    caption: Text | None = None
    credit: Text | None = None
    link: str = ""
    width: int = 0
    height: int = 0
    """Pixels of the picture, 0 when unknown."""
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True, slots=True)
class Step:
    head: Text
    text: Text | None = None
    points: tuple[Point, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Block):
    steps: tuple[Step, ...]
    start: int = 1
    kind: str = field(default="steps", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Block):
    """Options as columns, criteria as rows; `cells[criterion][option]`."""

    options: tuple[Text, ...]
    criteria: tuple[Text, ...]
    cells: tuple[tuple[Text, ...], ...]
    chosen: int = -1
    kind: str = field(default="comparison", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout(Block):
    paragraphs: tuple[Text, ...]
    kind: str = field(default="callout", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Block):
    code: Text
    """One run with the whole code, line breaks kept."""
    language: str = ""
    kind: str = field(default="code", init=False)


AnyBlock = (
    Prose
    | Points
    | Items
    | Milestones
    | Table
    | Chart
    | Figures
    | Quote
    | Picture
    | Steps
    | Comparison
    | Callout
    | Code
)
KINDS: tuple[str, ...] = (
    "text", "points", "items", "milestones", "table", "chart", "figures", "quote", "picture", "steps",
    "comparison", "callout", "code",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    id: str
    title: Text
    headline: Text | None = None
    question: Text | None = None
    """The question the section answers, for the agenda ("When will buyers see it?")."""
    role: str = ""
    blocks: tuple[AnyBlock, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[Text, ...] = ()
    tags: frozenset[str] = frozenset()
    where: Where = ()
    sources: tuple[str, ...] = ()
    layout: str = ""
    break_: Literal["", "before", "after"] = ""
    keep: Literal["", "together", "with-next"] = ""
    hidden: bool = False
    backup: bool = False
    only: frozenset[str] = frozenset()
    overrides: tuple[tuple[str, Override], ...] = ()
    path: str = ""
    place: Place | None = None
    number: str = ""
    """"1", "2.1": given by `select` after filtering; empty before."""

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: Text
    publisher: Text | None = None
    date: Text | None = None
    link: str = ""
    accessed: Text | None = None
    authors: tuple[Text, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A "read with care" note."""

    text: Text
    head: Text | None = None
    tags: frozenset[str] = frozenset()
    where: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    title: Text
    id: str = "report"
    """From the file name; names the files made."""
    edition: Text | None = None
    kind: Text | None = None
    """"Status report": the word over the cover's title."""
    date: dt.date | None = None
    date_text: Text | None = None
    authors: tuple[Text, ...] = ()
    language: str = "en"
    headline: Text | None = None
    standfirst: Text | None = None
    """One sentence under the headline, on the cover and in the brief's head."""
    agenda: Text | None = None
    """Headline of the agenda slide."""
    summary: tuple[Figure, ...] = ()
    summary_headline: Text | None = None
    summary_notes: tuple[Text, ...] = ()
    """Speaker notes of the summary slide."""
    sections: tuple[Section, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    notes_headline: Text | None = None
    """Headline of the sources slide."""
    tags: frozenset[str] = frozenset()
    values: Where = ()
    """The words that `where` may use: (name, words), declared by the report."""
    folder: str = ""
    """Where pictures and data files of the report may lie."""
    place: Place | None = None

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know: its level, code, and where it is in the source and on the page."""

    level: Level
    code: str
    message: str
    place: Place | None = None
    page: int = 0
    path: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A layout or an audience that the report calls by its name. Whether there is one, the catalog knows."""

    kind: Literal["layout", "audience"]
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What `read` gives: the report, and what it had to warn about."""

    report: Report
    findings: tuple[Finding, ...] = ()
    asked: tuple[Asked, ...] = ()
