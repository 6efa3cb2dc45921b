"""Reports of any size for tests: every kind of block, any number of units, texts of any length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import count

from exporter.model.report import (
    AnyBlock,
    Callout,
    Chart,
    Code,
    Column,
    Comparison,
    Field,
    Figure,
    Figures,
    Group,
    Item,
    ItemLink,
    Items,
    Milestone,
    Milestones,
    Note,
    Picture,
    Point,
    Points,
    Prose,
    Quote,
    Report,
    Row,
    Run,
    Section,
    Series,
    Source,
    Step,
    Steps,
    Table,
    Text,
    When,
)

LONG = (
    "Microscopic, needle-like growths form during charging and can pierce the solid electrolyte, causing shorts "
    "in 2027–2028 or later, which is why research is heavily focused on interface engineering and mechanical pressure."
)
WORDS: dict[str, str] = {
    "word": "Cells",
    "normal": "Testing prototypes in brands like Ducati and Porsche/Audi",
    "long": LONG,
    "unbroken": "x" * 200,
    "url": "https://example.org/a/very/long/path/that/goes/on/and/on?with=query&and=more#fragment",
}
"""The lengths that texts take in property tests; "mixed" goes through them in turn; "empty" leaves out what it may."""
COUNTS = (0, 1, 2, 3, 4, 5, 6, 9, 12, 30, 100)


class Maker:
    """Makes blocks whose texts all have the wanted length and a path of their own."""

    def __init__(self, length: str) -> None:
        self._length = length
        self._n = count(1)

    def text(self, name: str = "") -> Text:
        n = next(self._n)
        keys = list(WORDS)
        words = WORDS[{"mixed": keys[n % len(keys)], "empty": "word"}.get(self._length, self._length)]
        return Text((Run(f"{name}{n} {words}"),), path=f"s/b/{n}")

    def maybe(self, name: str = "") -> Text | None:
        """A text that may be left out."""
        return None if self._length == "empty" else self.text(name)

    def short(self, name: str) -> Text:
        return Text((Run(f"{name} {next(self._n)}"),), path=f"s/b/{name}-{next(self._n)}")

    def block(self, kind: str, n: int) -> AnyBlock:
        return BLOCKS[kind](self, n)


def _items(m: Maker, n: int, groups: int = 1) -> Items:
    fields = (Field("problem", m.short("Problem"), "body"), Field("status", m.short("Status"), "status"))
    made = tuple(Item(f"i{i}", m.text("Item "), tuple(_values(m)), emphasis=i == 1) for i in range(n))
    cut = -(-n // groups) or 1
    parts = tuple(
        Group(f"g{k}", m.short("Group") if groups > 1 else None, made[k * cut : (k + 1) * cut]) for k in range(groups)
    )
    links: tuple[ItemLink, ...] = ()
    if groups > 1 and n > 3:
        links = (ItemLink("i0", f"i{n - 1}", m.short("Invests in")),)
    return Items(id="b", path="s/b", fields=fields, groups=parts, ordered=groups == 1, links=links)


def _values(m: Maker) -> Iterator[tuple[str, tuple[Text, ...]]]:
    if problem := m.maybe():
        yield "problem", (problem,)
        yield "status", (m.short("In test"),)


def _milestones(m: Maker, n: int, lanes: int = 0) -> Milestones:
    stones = []
    for i in range(n):
        year = 2020 + i % 11
        when = When(f"{year}", dt.date(year, 1, 1), dt.date(year + 1 + i % 3, 1, 1), vague=i % 4 == 0)
        head = Text((Run(str(year)),), path=f"s/b/when-{i}")
        who = (m.short("Maker"),) if m.maybe() else ()
        lane = Text((Run(f"Lane {i % lanes}"),), path=f"s/b/lane-{i % lanes}") if lanes else None
        detail = m.maybe() if i % 2 else None
        stones.append(Milestone(f"m{i}", when, head, m.text(), who, detail, group=lane))
    return Milestones(id="b", path="s/b", milestones=tuple(stones))


def _table(m: Maker, n: int) -> Table:
    columns = tuple(Column(f"c{i}", m.short("Column"), align="right" if i == 3 else "left") for i in range(4))
    rows = tuple(Row((m.text(), m.maybe() or Text(), m.short("Cell"), m.short("12.5"))) for _ in range(n))
    return Table(id="b", path="s/b", title=m.short("A table"), columns=columns, rows=rows)


def _figures(m: Maker, n: int) -> Figures:
    made = tuple(Figure(m.short("42"), m.maybe(), m.maybe() if i % 2 else None, emphasis=not i) for i in range(n))
    return Figures(id="b", path="s/b", figures=made)


def _comparison(m: Maker, n: int) -> Comparison:
    options = tuple(m.short("Option") for _ in range(3))
    cells = tuple(tuple(m.maybe() or Text() for _ in options) for _ in range(n))
    return Comparison(
        id="b",
        path="s/b",
        options=options,
        criteria=tuple(m.short("Criterion") for _ in range(n)),
        cells=cells,
        chosen=1,
    )


def _chart(m: Maker, n: int, kind: str = "column") -> Chart:
    names = tuple(m.text("Region ") for _ in range(n))
    values = tuple(float(3 + i % 7) for i in range(n))
    labels = tuple(Text((Run(f"{v:g}"),), path=f"s/b/v{i}") for i, v in enumerate(values))
    return Chart(id="b", path="s/b", chart=kind, categories=names, series=(Series(m.text("Sales "), values, labels),))


BLOCKS: dict[str, Callable[[Maker, int], AnyBlock]] = {
    "text": lambda m, n: Prose(id="b", path="s/b", paragraphs=tuple(m.text() for _ in range(n))),
    "points": lambda m, n: Points(
        id="b", path="s/b", points=tuple(Point(m.text(), (Point(m.text()),) if i % 3 == 0 else ()) for i in range(n))
    ),
    "items": _items,
    "players": lambda m, n: _items(m, n, 2),
    "milestones": _milestones,
    "table": _table,
    "figures": _figures,
    "comparison": _comparison,
    "lanes": lambda m, n: _milestones(m, n, 3),
    "chart": _chart,
    "bars": lambda m, n: _chart(m, n, "bar"),
    "lines": lambda m, n: _chart(m, n, "line"),
    "pie": lambda m, n: _chart(m, n, "pie"),
    "steps": lambda m, n: Steps(id="b", path="s/b", steps=tuple(Step(m.text(), m.maybe()) for _ in range(n))),
    "quote": lambda m, n: Quote(
        id="b", path="s/b", paragraphs=tuple(m.text() for _ in range(n)), by=m.short("Hamlet") if m.maybe() else None
    ),
    "picture": lambda m, n: Picture(
        id="b",
        path="s/b",
        alt=m.text(),
        caption=m.maybe(),
        credit=m.maybe(),
        file="/report/bike.jpg",
        address="bike.jpg",
        width=400 * (n % 3 + 1),
        height=900,
    ),
    "callout": lambda m, n: Callout(
        id="b", path="s/b", title=m.short("Note"), paragraphs=tuple(m.text() for _ in range(n))
    ),
    "code": lambda m, n: Code(
        id="b",
        path="s/b",
        code=Text((Run("\n".join(f"  step({i})  # {m.text().plain}" for i in range(n)), code=True),), path="s/b/code"),
    ),
}


def report(*blocks: AnyBlock, notes: int = 1) -> Report:
    """A report with one section of these blocks, and one of text."""
    title = Text((Run("A report on cells"),), path="title")
    first = Section(
        id="s",
        path="s",
        title=Text((Run("First section"),), path="s.title"),
        blocks=blocks,
        role="results",
        headline=Text((Run("Cells are tested on roads before lines are built for them"),), path="s.headline"),
    )
    other = Prose(id="t", path="o/t", paragraphs=(Text((Run("A closing word.", cite=("src",)),), path="o/t/1"),))
    second = Section(id="o", path="o", title=Text((Run("Second section"),), path="o.title"), blocks=(other,))
    remarks = tuple(Note(Text((Run(f"Remark {i} with a few words"),), path=f"notes/{i}")) for i in range(notes))
    source = Source("src", Text((Run("A source"),), path="sources/src.title"), link="https://example.org/")
    return Report(title=title, date=dt.date(2026, 2, 3), sections=(first, second), notes=remarks, sources=(source,))
