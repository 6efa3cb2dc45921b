"""Every arrangement in every amount: the cases that issue and look promise to hold, and what is wrong with one.

A case is an arrangement x number of units x length of its texts x theme x density; it is planned for every format.
Theme and density go round together, so that every arrangement meets every theme in every density.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle, product

from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Selection
from exporter.model.page import Document, PlacedTable, flat, paths_of
from exporter.model.report import (
    AnyBlock,
    Callout,
    Chart,
    Comparison,
    Figures,
    Items,
    Level,
    Milestones,
    Points,
    Prose,
    Quote,
    Steps,
    Table,
    Text,
)
from exporter.plan import as_handout, as_slides, plan
from exporter.plan.arrange.milestones import in_order, windows
from exporter.select import select
from tests.reports import COUNTS, WORDS, Maker, report

CATALOG = Catalog([])
LENGTHS = (*WORDS, "mixed", "empty")
DENSITIES = ("standard", "board", "dense")
THEMES = ("ledger", "boardroom", "engineering", "gazette", "journal", "prospectus")
FORMATS = ("deck", "slides", "handout", "brief")
ARRANGED: Mapping[str, tuple[str, str]] = {
    "prose": ("text", ""),
    "points": ("points", ""),
    "cards": ("items", "cards"),
    "cards-dense": ("items", "cards-dense"),
    "players": ("players", "players"),
    "items-table": ("items", "items-table"),
    "deep-dive": ("items", "deep-dive"),
    "timeline": ("milestones", "timeline"),
    "swimlanes": ("lanes", "swimlanes"),
    "timeline-list": ("milestones", "timeline-list"),
    "range-chart": ("milestones", "range-chart"),
    "big-number": ("figures", "big-number"),
    "figures": ("figures", "figures"),
    "column-chart": ("chart", "chart"),
    "bar-chart": ("bars", "chart"),
    "line-chart": ("lines", "chart"),
    "pie-chart": ("pie", "chart"),
    "table": ("table", "table"),
    "comparison": ("comparison", "comparison"),
    "steps": ("steps", ""),
    "quote": ("quote", ""),
    "callout": ("callout", ""),
    "code": ("code", ""),
    "picture": ("picture", ""),
    "two-columns": ("points", "two-columns"),
}
"""What is drawn -> the kind of block that it is asked for, and the layout that is wished for."""
ALLOWED = frozenset(("limit-slides", "limit-brief-pages", "limit-words", "empty-section", "layout"))
"""Findings about the audience's limits: nothing overflows because of them."""


@dataclass(frozen=True, slots=True)
class Case:
    arranged: str
    units: int
    length: str
    theme: str
    density: str

    def __str__(self) -> str:
        return f"{self.arranged} x {self.units}, {self.length}, {self.theme} {self.density}"


@cache
def cases() -> tuple[Case, ...]:
    """The whole matrix."""
    looks = cycle(product(THEMES, DENSITIES))
    amounts = product(ARRANGED, COUNTS, LENGTHS, range(len(DENSITIES)))
    return tuple(Case(name, n, length, *next(looks)) for name, n, length, _ in amounts)


def faults(case: Case) -> list[str]:
    """What is wrong with the pages of a case, in any format."""
    blocks = _blocks(case)
    profile = replace(CATALOG.audience("general"), theme=case.theme, density=case.density)
    made = report(*blocks)
    if case.arranged == "two-columns":
        made = replace(made, sections=(replace(made.sections[0], layout="two-columns"), *made.sections[1:]))
    out: list[str] = []
    selection = select(made, profile, "deck")
    deck = _planned(selection, case.theme, "deck")
    brief = _planned(select(made, profile, "brief"), case.theme, "brief")
    for document in (deck, as_slides(deck), as_handout(deck, selection), brief):
        out += _found(document)
    for paged in (deck, brief):
        out += orphans(paged)
        out += [f"{paged.format}: {fault}" for fault in disorder(paged, blocks)]
    out += alone(deck, blocks)
    return [f"{case}: {fault}" for fault in out]


ROWS = frozenset(("cards", "cards-dense", "items-table", "timeline-list", "players", "swimlanes", "range-chart"))
"""Layouts that share out rows or cards over slides; running text has lines instead."""


def _blocks(case: Case) -> tuple[AnyBlock, ...]:
    kind, wish = ARRANGED[case.arranged]
    make = Maker(case.length)
    if case.arranged == "picture":
        return tuple(replace(make.block(kind, i), id=f"b{i}", path=f"s/b{i}") for i in range(case.units))
    if case.arranged == "two-columns":
        left, right = make.block("points", case.units), make.block("table", min(case.units, 9))
        return left, replace(right, id="b2", path="s/b2")
    return (replace(make.block(kind, case.units), layout=wish),)


def _planned(selection: Selection, theme: str, format: str) -> Document:
    return plan(selection, CATALOG.layouts(), CATALOG.theme(theme), format)


def _found(document: Document) -> list[str]:
    found = [f for f in (*document.findings, *check(document)) if f.level is not Level.NOTE and f.code not in ALLOWED]
    return [f"{document.format} page {f.page}: {f.code}: {f.message}" for f in found]


def orphans(deck: Document) -> list[str]:
    """Tables that leave one row to their last slide though there were more to share."""
    rows: dict[str, list[int]] = {}
    for page in deck.pages:
        for item in flat(page.items):
            if isinstance(item, PlacedTable) and item.element:
                own = sum(1 for row in item.rows if not (row.header or row.repeated) and len(row.cells) > 1)
                rows.setdefault(item.element, []).append(own)
    return [f"a row alone: {n}" for n in rows.values() if len(n) > 1 and n[-1] == 1 and max(n) > 2]


def alone(deck: Document, blocks: tuple[AnyBlock, ...]) -> list[str]:
    """Blocks of which the last slide has one row or card alone though there were more to share."""
    out = []
    for block in blocks:
        units = {text.path for text in (*_leads(block), *(t for one in _sequences(block) for t in one))}
        seen: set[str] = set()
        shares = []
        for page in deck.pages:
            if page.layout in ROWS and not page.backup:
                fresh = units.intersection(paths_of(page)) - seen
                seen |= fresh
                shares += [len(fresh)] if fresh else []
        if len(shares) > 1 and shares[-1] == 1 and max(shares) > 2:
            out.append(f"a unit alone: {shares}")
    return out


def disorder(deck: Document, blocks: tuple[AnyBlock, ...]) -> list[str]:
    """Units that first appear after one that stands behind them in the report."""
    place: dict[str, int] = {}
    for page in deck.pages:
        for path in paths_of(page):
            place.setdefault(path, len(place))
    out = []
    for sequence in (one for block in blocks for one in _sequences(block)):
        seen = [(place[text.path], text.plain[:40]) for text in sequence if text.path in place]
        pairs = ((a, b) for a, b in zip(seen, seen[1:], strict=False) if b[0] < a[0] and a[1] != b[1])
        out += [f"'{b[1]}' stands before '{a[1]}'" for a, b in pairs]
    return out


def _sequences(block: AnyBlock) -> Iterator[tuple[Text, ...]]:
    """What is read in order: units as in the report, milestones by date in each lane, cards in each of linked groups.

    Windows that frame the others stand last in a chart of ranges; a card may stand under the one it is linked with.
    """
    if isinstance(block, Milestones):
        frames = windows(block.milestones)
        stones = [stone for stone in in_order(block) if stone.id not in frames]
        for lane in dict.fromkeys(stone.group.plain if stone.group else "" for stone in stones):
            yield tuple(s.when_text for s in stones if (s.group.plain if s.group else "") == lane)
    elif isinstance(block, Items) and block.links:
        linked = {link.end for link in block.links}
        for group in block.groups:
            yield tuple(item.name for item in group.items if item.id not in linked)
    else:
        yield tuple(_leads(block))


def _leads(block: AnyBlock) -> Iterator[Text]:
    """The text that every unit opens with, in the order of the report."""
    if isinstance(block, Prose | Quote | Callout):
        yield from block.paragraphs
    elif isinstance(block, Points):
        yield from (point.text for point in block.points)
    elif isinstance(block, Items):
        yield from (item.name for item in block.items)
    elif isinstance(block, Table):
        yield from (row.cells[0] for row in block.rows)
    elif isinstance(block, Chart):
        yield from block.categories
    elif isinstance(block, Figures):
        yield from (figure.figure for figure in block.figures)
    elif isinstance(block, Comparison):
        yield from block.criteria
    elif isinstance(block, Steps):
        yield from (step.head for step in block.steps)
