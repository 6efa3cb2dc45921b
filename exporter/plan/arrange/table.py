"""In: a table, items by their fields, or a comparison. Out: native tables: measured columns, level rows, no fills.

The columns are measured once for the whole table, its rows once; then it is cut into pages: by columns where they are
too wide, by rows, and between the lines of a row that is taller than a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, PlacedTable, Role, TableRow
from exporter.model.report import AnyBlock, Items, Run, Runs, Table, Text
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.columns import divided, whole
from exporter.plan.arrange.grid import Grid, grid_of, pairs
from exporter.plan.arrange.page_breaks import page_breaks
from exporter.plan.arrange.rows import HEAD, Rows, padding, slices, taller
from exporter.plan.sheet import Sheet, clip, text_item
from exporter.plan.split import units
from exporter.plan.words import ranges
from exporter.text import height

TABLE_CAPTION = "Table caption"
"""Name of the items that `number_tables` numbers."""
UNLIKE = 2.5
"""Rows are levelled when the tallest is at most so many times the lowest."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """The block as one table; None when that takes more than one page."""
    made = pages(block, box, sheet, step, region, 0)
    return made[0] if made and len(made) == 1 else None


def pages(
    block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, most: int, later: int = 0
) -> list[Arranged] | None:
    """The table on as many pages as it takes; rows are cut between lines only at the smallest type.

    Every page but the first has `later` EMU more, where nothing stands over the table.

    Too many columns for one page come in sets, each with all its rows, broken at the same rows where that is possible.
    """
    grid = grid_of(block, Part(), sheet)
    if grid is None or not grid.rows:
        return None
    grid = pairs(grid) if isinstance(block, Table | Items) else grid
    over = _caption(block, box, sheet, region)
    taken = over[0].box.h + px(8) if over else 0
    inner = Box(box.x, box.y + taken, box.w, box.h - taken)
    sets = _sets(grid, inner, sheet, step)
    if not sets:
        return None
    later = 0 if len(sets) > 1 else later  # all sets break at the same rows
    n = len(grid.heads) or len(grid.rows[0])
    name, alt = block.title.plain if block.title else "", _alt(block, grid)
    head_h = max(one.head_h for one, _ in sets)
    made: list[Arranged] = []
    for one, strips in sets:
        shown = one.rows.columns.shown
        some = len(shown) < n
        about = sheet.words("columns", n=ranges([i + 1 for i in shown[1:]]), m=n) if some else ""
        ends = one.ends(strips, inner.h - head_h, most, later)
        bare = taken + one.head_h + sum(s.h + s.lead * s.opens for s in strips) if len(ends) == 1 else 0
        for rows, shows in one.pages(strips, ends, inner.h, later):
            spot = Box(inner.x, inner.y, sum(one.widths), sum(row.h for row in rows))
            table = PlacedTable(
                box=spot, columns=one.widths, rows=rows, alt=alt, name=name, anchor_id="" if made else block.id,
                element=f"{block.path}/columns-{shown[1]}" if some else block.path if len(ends) > 1 else "",
            )  # fmt: skip
            need = spot.h + taken
            white = max(0.0, 1 - (need + bare) / 2 / max(1, box.h)) if bare else None  # rows drawn apart are half empty
            made.append(Arranged((*over, table), need, white=white, about=about, bare=bare, units=shows))
    return made


def fewest_pages(block: AnyBlock, box: Box, sheet: Sheet, step: int) -> int:
    """How many pages the table takes if every cell has one line: a size of type that loses by that is not drawn."""
    body, n = sheet.style("cell", step), units(block)
    head = HEAD if n > 1 and getattr(block, "header", True) else 0  # one row may be told in pairs, without a head
    return max(1, -(-n * (pt(body.line) + 2 * padding(body)) // (box.h - head)))


def _caption(block: AnyBlock, box: Box, sheet: Sheet, region: Region) -> tuple[Item, ...]:
    """The table's title over it, where the density or the layout has captions."""
    if not block.title or not (sheet.dense or region.options.get("caption")):
        return ()
    paras = (caption_para(block.title, 88, sheet, box.w),)  # the number comes when all slides are known
    spot = Box(box.x, box.y, box.w, height(paras))
    return (text_item(spot, paras, size_role="subhead", role=Role.CAPTION, name=TABLE_CAPTION),)


def caption_para(title: Text | Runs, number: int, sheet: Sheet, width: int) -> Para:
    """ "Table 1. Findings by topic"."""
    runs = title.runs if isinstance(title, Text) else title
    head = Run(sheet.words("table", n=number) + ". ")
    path = title.path if isinstance(title, Text) else ""
    return sheet.para((head, *runs), sheet.style("subhead"), width, role=Role.CAPTION, path=path)


def renumbered(caption: Para, number: int, sheet: Sheet, width: int) -> Para:
    """The caption with its final number in place of the one it was measured with."""
    said = caption.text.removeprefix(sheet.words("table", n=88) + ". ")
    return replace(caption_para((Run(said),), number, sheet, width), path=caption.path)


def _alt(block: AnyBlock, grid: Grid) -> str:
    """The table's title; without one what heads its columns, else what begins its rows."""
    heads = [head.plain for head in grid.heads]
    names = heads if any(heads) else [row[0].plain for row in grid.rows]
    return clip(block.title.plain if block.title else ", ".join(filter(None, names)))


# ---- from rows to pages ---------------------------------------------------------------------------------------------


class Strip(Struct, frozen=True):
    """A row of the table, or a slice of one that is taller than a page."""

    row: TableRow
    h: int
    """How high it is drawn at least; its lines stand in the middle."""
    unit: int
    """Number of the row in the grid."""
    lead: int = 0
    """Height of the group head over it; 0 without groups."""
    opens: bool = False
    """It is the first of its group."""
    cut: bool = False


class Set:
    """A set of columns: their head, and the heads of groups, each made once."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.widths = rows.columns.widths
        self._head = (rows.header(),) if rows.grid.heads else ()
        self.head_h = sum(row.h for row in self._head)
        self._groups: dict[tuple[str, bool], TableRow] = {}

    def group(self, unit: int, again: bool) -> TableRow | None:
        title = self.rows.grid.groups[unit]
        if title is None:
            return None
        key = (title.plain, again)
        if key not in self._groups:
            self._groups[key] = self.rows.group(title, again)
        return self._groups[key]

    def lead(self, unit: int) -> int:
        if self.rows.grid.groups[unit] is None:
            return 0
        return max((row.h for again in (False, True) if (row := self.group(unit, again))), default=0)

    def opens(self, unit: int) -> bool:
        groups = self.rows.grid.groups
        here, before = groups[unit], groups[unit - 1] if unit else None
        return here is not None and (before is None or here.plain != before.plain)

    def strips(self, room: int, may_cut: bool) -> list[Strip] | None:
        """The rows, measured; those taller than `room` in slices, or None when they may not be cut."""
        out: list[Strip] = []
        for unit, lines in enumerate(self.rows.grid.rows):
            row, lead = self.rows.row(lines), self.lead(unit)
            left = room - self.head_h - lead
            if row.h <= left:
                out.append(Strip(row, row.h, unit, lead, self.opens(unit)))
                continue
            parts = slices(row, left, self.rows, lines[0]) if may_cut and left > 0 else []
            if not parts:
                return None
            out += [Strip(p, p.h, unit, lead, self.opens(unit) and not i, cut=True) for i, p in enumerate(parts)]
        return out

    def ends(self, strips: Sequence[Strip], room: int, most: int, later: int = 0) -> list[int]:
        """Where the pages end; `room` is that below the head on the first, the others have `later` more."""
        high, leads, opens = [s.h for s in strips], [s.lead for s in strips], [s.opens for s in strips]
        return page_breaks(high, room, most, leads, opens, later)

    def pages(
        self, strips: Sequence[Strip], ends: Sequence[int], room: int, later: int = 0
    ) -> Iterator[tuple[tuple[TableRow, ...], int]]:
        """The rows of each page, with the head and the group's head again; and how many units they show."""
        cuts = list(pairwise((0, *ends)))
        high = self._heights(strips, cuts, room, later)
        for a, b in cuts:
            rows = [replace(row, repeated=a > 0) for row in self._head]
            for i in range(a, b):
                strip = strips[i]
                if strip.lead and (strip.opens or i == a):
                    head = self.group(strip.unit, again=not strip.opens)
                    rows += [head] if head else []
                rows.append(taller(strip.row, high[i]))
            yield tuple(rows), len({s.unit for s in strips[a:b]})

    def _heights(self, strips: Sequence[Strip], cuts: Sequence[tuple[int, int]], room: int, later: int) -> list[int]:
        """How high each row is drawn: all alike where they are not too unlike, else each with the same air."""
        own = [s.h for s in strips]
        if any(s.cut for s in strips):
            return own
        heads = [sum(s.lead for i, s in enumerate(strips[a:b]) if s.opens or not i) for a, b in cuts]
        free = [room + (later if i else 0) - self.head_h - lead for i, lead in enumerate(heads)]
        line, tallest = pt(self.rows.body.line), max(own)
        level = min(left // (b - a) for left, (a, b) in zip(free, cuts, strict=True))
        if level >= tallest and tallest <= UNLIKE * min(own):
            return [min(level, tallest + line * 3 // 2)] * len(own)
        air = min((left - sum(own[a:b])) // (b - a) for left, (a, b) in zip(free, cuts, strict=True))
        return [h + max(0, min(air, line // 2)) for h in own]


def _sets(grid: Grid, box: Box, sheet: Sheet, step: int) -> list[tuple[Set, list[Strip]]]:
    """The sets of columns with their rows; empty when a column is too wide, or a row too tall, for a page."""
    body, head = sheet.style("cell", step), sheet.style("table-head", step)
    may_cut = step + 1 >= sheet.steps("cell")
    out: list[tuple[Set, list[Strip]]] = []
    for columns in divided(grid, box.w, sheet, body, head):
        one = Set(Rows(grid, columns, sheet, body, head))
        strips = one.strips(box.h, may_cut)
        if strips is None:
            return []
        out.append((one, strips))
    return _in_step(out) if len(out) > 1 else out


def _in_step(sets: list[tuple[Set, list[Strip]]]) -> list[tuple[Set, list[Strip]]]:
    """Rows of the same height in every set, so that all sets break at the same rows; not where a row is cut."""
    if any(s.cut for _, strips in sets for s in strips):
        return sets
    high = [max(s.h for s in same) for same in zip(*(strips for _, strips in sets), strict=True)]
    return [(one, [replace(s, h=h) for s, h in zip(strips, high, strict=True)]) for one, strips in sets]


# ---- for paper ------------------------------------------------------------------------------------------------------


def build(grid: Grid, box: Box, sheet: Sheet, step: int) -> PlacedTable | None:
    """The grid as one table of a brief; None where its columns would be too narrow for their longest words."""
    body, head = sheet.style("brief-cell", step), sheet.style("brief-table-head", step)
    columns, crowd = whole(grid, box.w, sheet, body, head)
    if crowd:
        return None
    one = Set(Rows(grid, columns, sheet, body, head))
    rows = [one.rows.row(lines) for lines in grid.rows]
    strips = [Strip(row, row.h, unit, one.lead(unit), one.opens(unit)) for unit, row in enumerate(rows)]
    drawn, _ = next(one.pages(strips, [len(strips)], 0))  # no room to fill: every row as high as it needs
    spot = Box(box.x, box.y, sum(columns.widths), sum(row.h for row in drawn))
    return PlacedTable(box=spot, columns=columns.widths, rows=drawn, size_role="cell")
