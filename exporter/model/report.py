"""The report as a person wrote it: sections, blocks, texts, sources. Made by `read`, narrowed by `select`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import Place
from exporter.model.spot import Spot, place_of

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


REFERENCES = frozenset({
    "references", "reference list", "list of references", "bibliography", "works cited", "further reading",
    "literature", "sources",
    "referenzen", "literatur", "literaturverzeichnis", "quellen", "quellenverzeichnis", "quellenangaben",
    "références", "références bibliographiques", "bibliographie", "riferimenti", "riferimenti bibliografici",
    "bibliografia", "fonti", "referencias", "referencias bibliográficas", "bibliografía", "fuentes", "referências",
    "referências bibliográficas", "fontes", "referenties", "literatuur", "literatuurlijst", "bronnen", "bronvermelding",
    "参考文献", "参考资料", "참고문헌", "المراجع", "المصادر",
    "литература", "источники", "список литературы", "список источников", "література", "джерела", "список літератури",
    "список використаних джерел", "literatura", "seznam literatury", "zdroje", "použité zdroje", "zoznam literatúry",
    "použitá literatúra", "piśmiennictwo", "źródła", "spis literatury", "referenser", "källor", "källförteckning",
    "litteratur", "litteraturförteckning", "kilder", "kildeliste", "litteraturliste", "referanser", "referencer",
    "lähteet", "lähdeluettelo", "kirjallisuus", "viitteet", "irodalom", "irodalomjegyzék", "források", "hivatkozások",
    "bibliografie", "referințe", "referințe bibliografice", "surse", "kaynakça", "kaynaklar", "βιβλιογραφία", "πηγέσ",
    "αναφορέσ", "βιβλιογραφικέσ αναφορέσ", "daftar pustaka", "referensi", "sumber", "rujukan", "tài liệu tham khảo",
    "nguồn tham khảo", "nguồn", "संदर्भ", "संदर्भ सूची", "ग्रंथ सूची", "स्रोत", "บรรณานุกรม", "เอกสารอ้างอิง",
    "แหล่งอ้างอิง", "รายการอ้างอิง",
})  # fmt: skip
"""Titles of a section that lists the works a report refers to, with all letters folded (a Greek title ends in σ)."""

REFERENCE = "\ufffc"
"""The text of a link within the report that has no words of its own: planning finds them ("Table 2")."""


class Run(Struct, frozen=True, gc=False, cache_hash=True):
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


class Text(Struct, frozen=True, gc=False):
    """A paragraph that a person wrote, in up to three lengths; at least one is given.

    `path` is its stable address in the report (`timeline/milestones/late-2024.what`): the fact's name in the
    ledger, on placed items and in findings.
    """

    standard: Runs = ()
    short: Runs = ()
    full: Runs = ()
    path: str = ""
    spot: Spot | Place | None = None
    """Where it stands; its `place` in full."""
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
        runs = self.standard or self.full or self.short
        return runs[0].text if len(runs) == 1 else plain(runs)

    @property
    def place(self) -> Place | None:
        return place_of(self.spot)

    @property
    def spoken(self) -> tuple[Text, ...]:
        """The text in every language it has, its own first."""
        return (replace(self, others=()), *self.others)

    def __bool__(self) -> bool:
        return bool(self.standard or self.short or self.full)


def plain(runs: Runs) -> str:
    """The words of `runs` without their dress."""
    return runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)


Where = tuple[tuple[str, frozenset[str]], ...]
"""What a part is about: (name of a value, the words it fits), as in `where: {region: [Bavaria, Hesse]}`."""


class When(Struct, frozen=True):
    """A date as written and the exact span it stands for; `end` is the first day after the span."""

    text: str
    start: dt.date
    end: dt.date
    vague: bool = False
    """True for "late 2024", "around 2030": a reader must be told how the span was drawn."""


class Override(Struct, frozen=True):
    """What a section or block changes for one audience (`for:`); None leaves the value alone."""

    title: Text | None = None
    headline: Text | None = None
    layout: str | None = None
    break_: str | None = None
    keep: str | None = None
    hidden: bool | None = None
    backup: bool | None = None
    only: frozenset[str] | None = None


class Block(Struct, frozen=True, kw_only=True):
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

    kind: ClassVar[str] = ""


class Prose(Block, frozen=True, kw_only=True):
    """`text:` one or more paragraphs."""

    paragraphs: tuple[Text, ...]
    kind: ClassVar[str] = "text"


class Icon(Struct, frozen=True):
    """A small picture by the name it has in a set of icons, in the colours of the theme."""

    name: str
    alt: Text | None = None
    """What it tells beside the words; without it the icon is decoration."""
    place: Place | None = None


class Point(Struct, frozen=True, gc=False):
    text: Text
    points: tuple[Point, ...] = ()
    id: str = ""
    tags: frozenset[str] = frozenset()
    where: Where = ()


class Points(Block, frozen=True, kw_only=True):
    points: tuple[Point, ...]
    kind: ClassVar[str] = "points"


class Field(Struct, frozen=True):
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


class Item(Struct, frozen=True):
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
    icon: Icon | None = None

    def value(self, field_id: str) -> tuple[Text, ...]:
        return next((texts for name, texts in self.values if name == field_id), ())


class Group(Struct, frozen=True):
    id: str
    title: Text | None
    items: tuple[Item, ...]
    headline: Text | None = None


class ItemLink(Struct, frozen=True):
    """An arrow between two items: `start` and `end` are item ids, `label` says what it means."""

    start: str
    end: str
    label: Text


class Items(Block, frozen=True, kw_only=True):
    fields: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    links: tuple[ItemLink, ...] = ()
    ordered: bool = False
    """Numbered items: layouts show 1, 2, 3."""
    kind: ClassVar[str] = "items"

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)


class Milestone(Struct, frozen=True):
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


class Milestones(Block, frozen=True, kw_only=True):
    milestones: tuple[Milestone, ...]
    undated: tuple[Point, ...] = ()
    """What belongs to the timeline but has no date; shown beside it, never as an empty bar."""
    undated_title: Text | None = None
    kind: ClassVar[str] = "milestones"


Align = Literal["left", "center", "right"]
ColumnType = Literal["text", "number", "date", "year", "percent", "currency"]


class Column(Struct, frozen=True):
    id: str
    label: Text
    type: ColumnType = "text"
    unit: str = ""
    align: Align = "left"
    decimals: int | None = None


class Row(Struct, frozen=True, gc=False):
    cells: tuple[Text, ...]
    group: Text | None = None
    """Group heading that this row stands under; repeated when the table splits."""
    emphasis: bool = False
    tags: frozenset[str] = frozenset()
    where: Where = ()


class Table(Block, frozen=True, kw_only=True):
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    header: bool = True
    kind: ClassVar[str] = "table"


class Series(Struct, frozen=True):
    name: Text
    values: tuple[float | None, ...]
    labels: tuple[Text, ...] = ()
    tags: frozenset[str] = frozenset()
    where: Where = ()


class Mark(Struct, frozen=True):
    """What audiences choose a category of a chart by."""

    tags: frozenset[str] = frozenset()
    where: Where = ()


class Reference(Struct, frozen=True):
    """A value that a chart is compared with: a line, or a band up to `end`."""

    value: float
    name: Text | None = None
    end: float | None = None


class Change(Struct, frozen=True):
    """What a chart points out between two of its categories: how much more, or the growth rate a year."""

    kind: Literal["difference", "growth"]
    start: str
    end: str
    """Paths of the categories."""
    series: str = ""
    """Path of the series' name; empty for the only one, and for the sum of a stack."""


class Remark(Struct, frozen=True):
    """Words beside a point of a chart."""

    text: Text
    at: str
    """Path of the category."""
    series: str = ""
    """Path of the series' name; empty for the only one, and for the highest."""


class Chart(Block, frozen=True, kw_only=True):
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
    kind: ClassVar[str] = "chart"


class Figure(Struct, frozen=True):
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
    icon: Icon | None = None


class Figures(Block, frozen=True, kw_only=True):
    figures: tuple[Figure, ...]
    kind: ClassVar[str] = "figures"


class Quote(Block, frozen=True, kw_only=True):
    paragraphs: tuple[Text, ...]
    by: Text | None = None
    kind: ClassVar[str] = "quote"


class Picture(Block, frozen=True, kw_only=True):
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
    kind: ClassVar[str] = "picture"


class Step(Struct, frozen=True):
    head: Text
    text: Text | None = None
    points: tuple[Point, ...] = ()
    id: str = ""
    icon: Icon | None = None


class Steps(Block, frozen=True, kw_only=True):
    steps: tuple[Step, ...]
    start: int = 1
    kind: ClassVar[str] = "steps"


class Comparison(Block, frozen=True, kw_only=True):
    """Options as columns, criteria as rows; `cells[criterion][option]`."""

    options: tuple[Text, ...]
    criteria: tuple[Text, ...]
    cells: tuple[tuple[Text, ...], ...]
    chosen: int = -1
    kind: ClassVar[str] = "comparison"


class Callout(Block, frozen=True, kw_only=True):
    paragraphs: tuple[Text, ...]
    icon: Icon | None = None
    kind: ClassVar[str] = "callout"


class Code(Block, frozen=True, kw_only=True):
    code: Text
    """One run with the whole code, line breaks kept."""
    language: str = ""
    kind: ClassVar[str] = "code"


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


class Section(Struct, frozen=True, kw_only=True):
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
    icon: Icon | None = None
    """Of its divider."""
    number: str = ""
    """"1", "2.1": given by `select` after filtering; empty before."""

    @property
    def lists_works(self) -> bool:
        """Whether it is called as lists of references are."""
        return self.title.plain.strip().casefold() in REFERENCES

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


class Source(Struct, frozen=True):
    id: str
    title: Text
    publisher: Text | None = None
    date: Text | None = None
    link: str = ""
    accessed: Text | None = None
    authors: tuple[Text, ...] = ()
    place: Place | None = None


class Note(Struct, frozen=True):
    """A "read with care" note."""

    text: Text
    head: Text | None = None
    tags: frozenset[str] = frozenset()
    where: Where = ()


class Term(Struct, frozen=True):
    """A word of the glossary, and what it means."""

    term: Text
    text: Text
    tags: frozenset[str] = frozenset()
    where: Where = ()


class Report(Struct, frozen=True, kw_only=True):
    title: Text
    id: str = "report"
    """From the file name; names the files made."""
    edition: Text | None = None
    kind: Text | None = None
    """"Status report": the word over the cover's title."""
    date: dt.date | None = None
    date_text: Text | None = None
    """The date as it is written, where that is not just a day: "Q3 2026", "Tuesday, 3 February 2026"."""
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
    glossary: tuple[Term, ...] = ()
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


class Finding(Struct, frozen=True):
    """Something a person should know: its level, code, and where it is in the source and on the page."""

    level: Level
    code: str
    message: str
    place: Place | None = None
    page: int = 0
    path: str = ""
    hint: str = ""


class Asked(Struct, frozen=True):
    """A layout, an audience or an icon that the report calls by its name. Whether there is one, the catalog knows."""

    kind: Literal["layout", "audience", "icon"]
    name: str
    place: Place


class Reading(Struct, frozen=True):
    """What `read` gives: the report, and what it had to warn about."""

    report: Report
    findings: tuple[Finding, ...] = ()
    asked: tuple[Asked, ...] = ()
