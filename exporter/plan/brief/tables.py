"""In: a block. Out: a numbered table of it; where columns would be too narrow to read, its rows as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from exporter.model.page import PlacedTable
from exporter.model.report import AnyBlock, Group, Items, Milestones, Run, Runs
from exporter.plan.arrange import Part
from exporter.plan.arrange.flow import Flow, subhead
from exporter.plan.arrange.grid import Grid, Lines, grid_of
from exporter.plan.arrange.phrases import ended
from exporter.plan.brief.grids import alike, milestone_grid, records
from exporter.plan.brief.items import links, points
from exporter.plan.brief.paged_table import Claim
from exporter.plan.brief.paged_table import table as paged_table
from exporter.plan.brief.paper import Desk, bold, joined
from exporter.plan.brief.pieces import Piece, boxed
from exporter.plan.brief.telling import Head, Teller, Told, paths, prose

LONGER = 1.2
"""So many times as high a table in a column may be as over the whole width: nearly all its cells stand as they did."""
NARROW = (0.5, 0.75)
"""Shares of the text's width that a table with few words takes, so that the eye finds from one cell to the next."""
AIRY = 1.2
"""Such a table is so many times as wide as its words."""
NARROW_ROWS = 40
"""Longer tables go over the whole width: there is no second try at each of many rows."""
UNDATED = 8
"""Undated points up to which they stand in small type under the table."""


def table(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """A numbered table across the page."""
    if isinstance(block, Items):
        yield from _items(teller, block)
    elif isinstance(block, Milestones):
        yield from _milestones(teller, block)
    else:
        yield from teller.claim_over(block.headline)
        yield from _numbered(teller, grid_of(block, Part(), teller.sheet), block)


def _items(teller: Teller, block: Items) -> Iterator[Told]:
    """Groups are tables of their own under numbered headings, or groups of rows headed by what they show."""
    yield from teller.claim_over(block.headline)
    if teller.desk.numbered and len(block.groups) > 1:
        for i, group in enumerate(block.groups):
            yield from _group(teller, block, group, last=i == len(block.groups) - 1)
    else:
        if len(block.groups) == 1:
            yield from teller.claim(block.groups[0].headline, "brief-body")
        kept, more = alike(block)
        claims = [Claim(g.title, g.headline, paths(g.headline)) for g in kept.groups if g.title]
        yield from _numbered(teller, grid_of(kept, Part(), teller.sheet), block, claims=claims, more=more)
    yield from links(teller, block)


def _group(teller: Teller, block: Items, group: Group, last: bool) -> Iterator[Told]:
    """One group under its own heading, its claim before its table; the `last` one carries the block's notes."""
    if group.title:
        yield Head(group.title, number=None, anchor=group.id)
    yield from teller.claim(group.headline, "brief-body")
    part = replace(
        block, groups=(replace(group, headline=None),), detail=block.detail if last else None,
        note=block.note if last else None,
    )  # fmt: skip
    grid = grid_of(part, Part(), teller.sheet)
    title = block.title.runs if block.title else ()
    if grid and title and group.title:
        heads = (Lines(((Run(teller.sheet.words("company")),),), "muted"), *grid.heads[1:])
        grid = replace(grid, heads=heads)
    runs = joined(title, group.title.runs if group.title else (), by=": ")
    yield from _numbered(teller, grid, part, title=runs, anchor=f"{block.id}-{group.id}")


def _milestones(teller: Teller, block: Milestones) -> Iterator[Told]:
    """Dated statements; what has no date stands in small type below, or as points when it is much."""
    yield from teller.claim_over(block.headline)
    more: list[tuple[Runs, tuple[str, ...]]] = []
    flat = len(block.undated) <= UNDATED and not any(p.points for p in block.undated)
    if block.undated and flat:
        title = block.undated_title
        head = title.runs if title else (Run(teller.sheet.words("undated")),)
        runs = joined((*bold(head), Run(":", bold=True)), *(ended(p.text.runs) for p in block.undated))
        more = [(runs, (*paths(title), *(p.text.path for p in block.undated)))]
    yield from _numbered(teller, milestone_grid(block, teller.sheet), block, more=more)
    if block.undated and not flat:
        yield subhead(teller.pen, block.undated_title or teller.sheet.words("undated"))
        yield from points(teller, block.undated)


def _numbered(
    teller: Teller, grid: Grid | None, block: AnyBlock, *, title: Runs | None = None, anchor: str = "",
    claims: Sequence[Claim] = (), more: Sequence[tuple[Runs, tuple[str, ...]]] = (),
) -> Iterator[Told]:  # fmt: skip
    """The grid under a numbered caption, notes below; as records when its columns would be too narrow."""
    if grid is None or not grid.rows:
        yield from prose(teller, replace(block, headline=None))
        return
    name = teller.sheet.words("table", n=teller.tables + 1)
    notes = [t for t in (block.note, block.detail) if t]

    def made(desk: Desk) -> Piece | None:
        return paged_table(
            desk, grid, name=name, title=title if title is not None else block.title.runs if block.title else (),
            paths=paths(block.title), notes=notes, anchor=anchor or block.id, claims=claims, more=more,
        )  # fmt: skip

    placed = made(teller.desk)
    if placed:
        teller.tables += 1
        if not teller.desk.columns:
            yield _narrowed(placed, teller.desk, made)
            return
        narrow = made(teller.desk.column) if not (claims or block.headline) else None
        yield boxed(narrow, teller.desk.x) if narrow and _as_good(narrow, placed, teller.desk) else placed
        return
    yield from teller.titled(replace(block, headline=None))
    yield from records(teller.desk, grid)
    yield from teller.small(notes)
    yield from (Flow(teller.pen.para(runs, "label", path=own[0]), paths=own[1:]) for runs, own in more)


def _narrowed(placed: Piece, desk: Desk, made: Callable[[Desk], Piece | None]) -> Piece:
    """The table as narrow as its few words, where the text stands; as it is when they fill more of the page."""
    (whole,) = (item for item in placed.items if isinstance(item, PlacedTable))
    if placed.turned or len(whole.rows) > NARROW_ROWS or not _has_room(whole, round(desk.main * NARROW[-1])):
        return placed
    for share in NARROW:
        if _has_room(whole, round(desk.main * share)):
            narrow = made(desk.beside(share))
            if narrow and not narrow.turned and narrow.height <= placed.height:
                return narrow
    return placed


def _has_room(table: PlacedTable, width: int) -> bool:
    """Whether all cells stand in `width` (EMU) as they do over the whole width."""
    columns = [0] * len(table.columns)
    for row in table.rows:
        for i, cell in enumerate(row.cells):
            if cell and cell.cols == 1:
                words = max((line.w for para in cell.paras for line in para.lines), default=0)
                columns[i] = max(columns[i], words + cell.insets[0] + cell.insets[2])
        if sum(columns) * AIRY > width:
            return False
    return True


def _as_good(narrow: Piece, placed: Piece, desk: Desk) -> bool:
    """Whether a table may stand in a column: it is whole there and reads as well."""
    return not narrow.turned and narrow.height <= min(LONGER * placed.height, desk.paper.text.h / 2)
