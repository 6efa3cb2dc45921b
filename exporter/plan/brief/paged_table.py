"""In: a grid, its caption, its notes. Out: a table across the page, cut between its rows, its head repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Cell, Item, Para, PlacedTable, Role, TableRow
from exporter.model.report import Run, Runs, Text
from exporter.plan.arrange.flow import Flow
from exporter.plan.arrange.grid import Grid
from exporter.plan.arrange.rows import cut_row, says
from exporter.plan.arrange.table import build
from exporter.plan.brief.paper import Desk, bold, joined, painted
from exporter.plan.brief.pieces import Caption, Piece
from exporter.plan.sheet import text_item
from exporter.text import height

UNDER_CAPTION = px(8)
OVER_NOTES = px(8)
TOGETHER = 2
"""Rows that stand at least on each side of a cut."""


SHORT, LEFT_WHITE = 0.3, 0.2
"""Shares of a page: a table up to so high stays whole where no more of the page than that is left white."""


class Claim(Struct, frozen=True):
    """What a group of rows is headed: its title, what it shows, the facts both are."""

    title: Text
    headline: Text | None = None
    paths: tuple[str, ...] = ()


def table(
    desk: Desk, grid: Grid, *, name: str, title: Runs = (), paths: tuple[str, ...] = (), notes: Sequence[Text] = (),
    anchor: str = "", claims: Sequence[Claim] = (), more: Sequence[tuple[Runs, tuple[str, ...]]] = (),
) -> Piece | None:  # fmt: skip
    """The grid under its caption "Table 1. Title"; on a page turned on its side where it is too wide to stand upright.

    `claims` head the groups of rows in their order; `notes` and `more` stand under the table in small type. None when
    the columns would be too narrow to read on a turned page as well.
    """
    placed = _built(desk, grid)
    if placed is None:
        desk = desk.turned
        placed = _built(desk, grid)
    if placed is None:
        return None
    sheet = desk.sheet
    style = sheet.style("brief-caption")
    head = sheet.para((Run(f"{name}. "), *title) if title else (Run(name),), style, desk.w, role=Role.CAPTION)
    head = replace(head, path=paths[0] if paths else "")
    again = sheet.para(
        f"{name}, {sheet.words('table-continued')}", style.but(colour="muted"), desk.w, role=Role.ARTIFACT
    )
    note = sheet.style("brief-note")
    below = [(t.runs, (t.path,)) for t in notes] + list(more)
    foot = [
        Flow(sheet.para(runs, note, desk.w, role=Role.NOTE, space_before=3, path=own[0]), paths=own[1:])
        for runs, own in below
    ]
    plain = "".join(run.text for run in title)
    placed = replace(
        _claimed(placed, claims, desk),
        alt=plain or name,
        name=name,
        size_role="brief-cell",
        element=anchor or f"table-{name}",
    )  # fmt: skip
    return Part(desk, placed, head, again, tuple(foot), anchor, px(desk.air.block), paths[1:], plain).piece()


def _built(desk: Desk, grid: Grid) -> PlacedTable | None:
    box = Box(desk.x, 0, desk.w, px(100_000))
    steps = desk.sheet.steps("brief-cell")
    for step in range(min(desk.air.step, steps - 1), steps):
        placed = build(grid, box, desk.sheet, step)
        if placed:
            return _closer(placed, px(6) - px(desk.air.cell))
    return None


def _closer(table: PlacedTable, by: int) -> PlacedTable:
    """The table with `by` less above and below the text of its rows."""
    if not by:
        return table
    rows = tuple(row if row.header else _less(row, by) for row in table.rows)
    return replace(table, rows=rows, box=replace(table.box, h=sum(r.h for r in rows)))


def _less(row: TableRow, by: int) -> TableRow:
    def cell(c: Cell) -> Cell:
        left, top, right, bottom = c.insets
        return replace(c, insets=(left, max(0, top - by), right, max(0, bottom - by)))

    return replace(row, h=row.h - 2 * by, cells=tuple(cell(c) if c else None for c in row.cells))


def _claimed(table: PlacedTable, claims: Sequence[Claim], desk: Desk) -> PlacedTable:
    """The table with its groups' titles followed by what they claim, on the same line while there is room."""
    if not claims:
        return table
    left = iter(claims)
    rows = []
    for row in table.rows:
        claim = next(left, None) if is_group(row) else None
        cell = row.cells[0]
        if claim and cell:
            look = cell.paras[0].style.but(bold=False, colour="text2")
            runs = joined(bold(claim.title.runs), claim.headline.runs if claim.headline else (), by="   ")
            para = desk.sheet.para(runs, look, sum(table.columns), path=claim.title.path)
            para = painted(para, lambda n, span: "accent" if span.bold else "")
            h = row.h + height([para]) - height(cell.paras)
            row = replace(row, h=h, cells=(replace(cell, paras=(para,), paths=claim.paths), *row.cells[1:]))
        rows.append(row)
    return replace(table, rows=tuple(rows), box=replace(table.box, h=sum(r.h for r in rows)))


def is_group(row: TableRow) -> bool:
    """Whether the row heads the rows below it."""
    first = row.cells[0] if row.cells else None
    return not row.header and first is not None and first.cols == len(row.cells) > 1


# ---- on pages -------------------------------------------------------------------------------------------------------


class Part(Struct, frozen=True):
    """A table or the part of it that stands on one page, its caption above, its notes under the last part."""

    desk: Desk
    table: PlacedTable
    caption: Para
    again: Para
    """The caption over later parts."""
    notes: tuple[Flow, ...]
    anchor: str
    before: int
    paths: tuple[str, ...] = ()
    """Further facts of the caption."""
    title: str = ""
    later: bool = False

    @property
    def head(self) -> Para:
        return self.again if self.later else self.caption

    @property
    def heads(self) -> tuple[TableRow, ...]:
        return tuple(r for r in self.table.rows if r.header)

    @property
    def body(self) -> tuple[TableRow, ...]:
        return tuple(r for r in self.table.rows if not r.header)

    @property
    def top(self) -> int:
        """From the caption's top to the first row's."""
        return height([self.head]) + UNDER_CAPTION

    @property
    def notes_h(self) -> int:
        return OVER_NOTES + height([f.para for f in self.notes]) if self.notes else 0

    def piece(self) -> Piece:
        rows = sum(r.h for r in self.table.rows)
        first = sum(r.h for r in self.body[: TOGETHER + 1])
        return Piece(
            height=self.top + rows + self.notes_h,
            items=tuple(self._items(rows)),
            before=self.before,
            least=self.top + sum(r.h for r in self.heads) + first,
            cut=self._cut,
            anchors=(self.anchor,) if self.anchor and not self.later else (),
            captions=() if self.later else (Caption("tables", self.table.name, self.title, self.anchor),),
            turned=self.desk.paper.width > self.desk.paper.height,
            floats=self.desk.paper.width > self.desk.paper.height and not self.later,
        )

    def _items(self, tall: int) -> Iterator[Item]:
        box = self.table.box
        yield text_item(
            Box(box.x, 0, self.desk.w, height([self.head])), (self.head,), size_role="brief-caption",
            role=self.head.role, anchor_id="" if self.later else self.anchor, paths=() if self.later else self.paths,
        )  # fmt: skip
        yield replace(self.table, box=Box(box.x, self.top, box.w, tall))
        if self.notes:
            paras = [f.para for f in self.notes]
            spot = Box(box.x, self.top + tall + OVER_NOTES, self.desk.w, height(paras))
            told = tuple(path for f in self.notes for path in f.paths)
            yield text_item(spot, paras, size_role="brief-note", role=Role.NOTE, paths=told)

    def _cut(self, room: int, must: bool) -> tuple[Piece, Piece] | None:
        """Between rows: two at least on each side, a group's head with its first row. A short table rather not."""
        body = self.body
        page = self.desk.paper.text.h
        counted = must or self.later or self.desk.audience.limits.brief_pages  # no page is given away
        if not counted and self.table.box.h <= SHORT * page and room <= LEFT_WHITE * page:
            return None
        room -= self.top + sum(r.h for r in self.heads)
        n, used = 0, 0
        while n < len(body) and used + body[n].h <= room:
            used += body[n].h
            n += 1
        if n == len(body):  # only the notes do not fit: they take the last row along
            n -= 1
        n = min(n, max(len(body) - TOGETHER, 1))
        while n and is_group(body[n - 1]):
            n -= 1
        if n < TOGETHER and not must:
            return None
        if n:
            return self._parts(body[:n], body[n:])
        if not must or not body:
            return None
        lead = 1 if is_group(body[0]) and len(body) > 1 else 0
        top, rest = cut_row(body[lead], room - sum(r.h for r in body[:lead]))
        return self._parts((*body[:lead], top), (rest, *body[lead + 1 :])) if says(top) else None

    def _parts(self, above: Sequence[TableRow], below: Sequence[TableRow]) -> tuple[Piece, Piece]:
        repeated = [replace(r, repeated=True) for r in self.heads]
        group = next((r for r in reversed(above) if is_group(r)), None)
        if group and not is_group(below[0]):
            repeated.append(replace(group, repeated=True))
        head = replace(self, table=replace(self.table, rows=(*self.heads, *above)), notes=())
        tail = replace(self, table=replace(self.table, rows=(*repeated, *below)), before=0, later=True)
        return head.piece(), tail.piece()
