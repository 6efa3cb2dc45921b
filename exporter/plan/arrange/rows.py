"""In: a grid and its columns. Out: measured table rows: the head, the body, group heads; cut or made taller."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import pt, px
from exporter.model.page import Anchor, Cell, Para, TableRow
from exporter.model.report import Align, Run, Runs, Text
from exporter.model.style import TextStyle
from exporter.plan.arrange.columns import Columns, decimals, gap, lead
from exporter.plan.arrange.grid import Grid, Lines, plain
from exporter.plan.sheet import Sheet, bad
from exporter.text import height, split

HEAD = px(28)
"""Height of the row of heads at least."""
TRIMS = tuple(map(px, (8, 16, 24, 40)))
"""How much narrower a cell's text may be set to keep a range on one line."""


_LEAST, _STRONG, _FINE = px(8), px(1.33), px(1)
"""Width of a text at least; of the rule under the head, and under other rows."""


def padding(style: TextStyle) -> int:
    """Space over and under a cell at least: 16 px in large type, 10 at 14 pt, 7 at 12 pt, 6 in briefs.

    Ten rows fit a slide at 14 pt, and twelve at 12 pt. Fewer rows share the room that is left.
    """
    if style.size >= 13.5:
        return px(16 if style.size >= 17 else 10)
    return px(7) if style.size >= 10.5 else px(6)


class Spot(Struct, frozen=True):
    """Where the cells of one column stand: the same in every row."""

    i: int
    """Number of the column in the grid."""
    left: int
    right: int
    """Room kept free beside the text, EMU."""
    room: int
    """Width of a text that keeps no room for decimals, EMU."""
    align: Align
    mark: str
    """The decimal mark of a column of numbers; empty for others."""
    tail: int
    ends: Mapping[str, int]
    """Of numbers, as they are written, what their decimals take."""
    fill: str
    header: Literal["", "column", "row", "both"]
    """Of its cells in the body."""


class Dress(Struct, frozen=True):
    """How some cells of a column are set: nearly all of them alike."""

    look: TextStyle
    header: Literal["", "column", "row", "both"]
    line: Callable[[Text | Runs, int], Para | None]
    """What sets a text that needs no more than one line."""
    tails: dict[str, int]
    """Widths of the decimals that there are; a table has few different ones."""


class Rows:
    """Sets the rows of a grid in columns."""

    def __init__(self, grid: Grid, columns: Columns, sheet: Sheet, body: TextStyle, head: TextStyle) -> None:
        self.grid, self.columns, self.sheet, self.body, self.head = grid, columns, sheet, body, head
        self._spots = [self._spot(at, i) for at, i in enumerate(columns.shown)]
        self._dresses: list[dict[tuple[str, bool, bool], Dress]] = [{} for _ in columns.shown]
        """Of each column, by what the cell says of it, and whether it is in the head."""

    def _spot(self, at: int, i: int) -> Spot:
        grid, columns = self.grid, self.columns
        left = lead(grid, i)
        right = 0 if at == len(columns.shown) - 1 and i != grid.chosen else gap(grid, i)
        return Spot(
            i, left, right, columns.widths[at] - left - right, grid.aligns[i], columns.marks[at], columns.tails[at],
            columns.ends[at], "accent-tint" if i == grid.chosen else "", "row" if not i and grid.row_heads else "",
        )  # fmt: skip

    def header(self) -> TableRow:
        """The row of heads."""
        filled = self.sheet.theme.look.table_head != "plain"
        cells, tall = self._cells(self.grid.heads, self.head, px(8) if filled else 0, px(8), header=True)
        return TableRow(max(tall, HEAD), cells, header=True)

    def row(self, lines: Sequence[Lines]) -> TableRow:
        pad = padding(self.body)
        cells, tall = self._cells(lines, self.body, pad, pad)
        return TableRow(tall, cells)

    def group(self, title: Text, again: bool = False) -> TableRow:
        """The head of a group across all columns; shown `again`, it says "(continued)"."""
        look = self.body.but(colour="accent", bold=True)
        widths, pad = self.columns.widths, padding(self.body)
        para = self.sheet.para(title, look, sum(widths))
        if again:
            para = self.continued(title.runs, look, sum(widths))
        cell = Cell((para,), header="row", cols=len(widths), insets=(0, pad, 0, px(4)), rule="ink")
        return TableRow(height([para]) + pad + px(4), (cell, *(None,) * (len(widths) - 1)), repeated=again)

    def continued(self, runs: Sequence[Run], look: TextStyle, width: int) -> Para:
        """A name shown again where a table goes on; it says so where a column is wide enough for the word."""
        word = f"({self.sheet.words('table-continued')})"
        fits = self.sheet.width(word, look) <= width
        return self.sheet.para((*runs, Run(f" {word}")) if fits else tuple(runs), look, width)

    def name_again(self, lines: Lines, row: TableRow) -> TableRow:
        """The rest of a row that was cut, under its name again if all of that was on the page before."""
        first = row.cells[0]
        if first is None or any(p.lines for p in first.paras) or not lines.texts:
            return row
        text = lines.texts[0]
        runs = text.runs if isinstance(text, Text) else text
        style = _look(self.body, "muted", lines.bold, "left")
        para = self.continued(runs, style, self.columns.widths[0] - first.insets[0] - first.insets[2])
        tall = height([para]) + first.insets[1] + first.insets[3]
        return replace(row, h=max(row.h, tall), cells=(replace(first, paras=(para,)), *row.cells[1:]))

    def _cells(
        self, lines: Sequence[Lines], style: TextStyle, pad: int, foot: int, header: bool = False
    ) -> tuple[tuple[Cell, ...], int]:
        """The cells of one row, and how high it is."""
        cells = []
        tall = pt(style.line)
        rule, rule_w = ("ink", _STRONG) if header else ("rule", _FINE)
        anchor: Anchor = "bottom" if header else "top"
        for spot, dresses in zip(self._spots, self._dresses, strict=True):
            cell = lines[spot.i]
            dress = dresses.get((cell.colour, cell.bold, header))
            if dress is None:
                dress = dresses[cell.colour, cell.bold, header] = self._dress(spot, cell, style, header)
            right, room, trim = spot.right, spot.room, 0
            para = None
            if len(cell.texts) == 1:  # as in nearly every cell
                (text,) = cell.texts
                if spot.mark and not header and (less := self._missing_decimals(spot, plain(text), dress)):
                    right += less
                    room -= less
                para = dress.line(text, room if room > _LEAST else _LEAST)
            if para and (not cell.paths or para.path == cell.paths[0]):
                paras: tuple[Para, ...] = (para,)
            else:
                paras, trim = self._paras(cell, dress.look, max(room, _LEAST))
                if not _one_line(paras):
                    tall = max(tall, height(paras))
            insets = spot.left, pad, right + trim, foot
            cells.append(Cell(paras, dress.header, 1, 1, spot.fill, anchor, insets, rule, rule_w, cell.paths[1:]))
        return tuple(cells), tall + pad + foot

    def _dress(self, spot: Spot, cell: Lines, style: TextStyle, header: bool) -> Dress:
        colour = style.colour if header and cell.colour == "muted" else cell.colour
        look = _look(style, colour, cell.bold, spot.align)
        return Dress(look, "column" if header else spot.header, self.sheet.liner(look), {})

    def _missing_decimals(self, spot: Spot, said: str, dress: Dress) -> int:
        """How much further left a number ends than the longest decimals of its column."""
        if (known := spot.ends.get(said)) is not None:
            return spot.tail - known
        cut = decimals(said, spot.mark)
        if cut is None:
            return 0
        tail = dress.tails.get(cut[1])
        if tail is None:
            tail = dress.tails[cut[1]] = self.sheet.width(cut[1], dress.look)
        return max(0, spot.tail - tail)

    def _paras(self, cell: Lines, look: TextStyle, room: int) -> tuple[tuple[Para, ...], int]:
        """The cell's paragraphs, and how much narrower they are set: ranges are not broken where that costs no line."""
        paras = tuple([self.sheet.para(t, look, room) for t in cell.texts if t]) or (self.sheet.para("", look, room),)
        trim = 0
        if not self.sheet.hold and not _one_line(paras) and bad(paras):
            lines = sum(len(p.lines) for p in paras)
            for less in TRIMS:
                found = tuple(self.sheet.para(t, look, room - less) for t in cell.texts if t)
                if less <= room // 3 and not bad(found) and sum(len(p.lines) for p in found) <= lines:
                    paras, trim = found, less
                    break
        if cell.paths and paras[0].path != cell.paths[0]:
            paras = (replace(paras[0], path=cell.paths[0]), *paras[1:])
        return paras, trim


def _one_line(paras: Sequence[Para]) -> bool:
    """Whether they are one line, as most cells: it is as high as others, and ends where it should."""
    return len(paras) == 1 and len(paras[0].lines) == 1


@lru_cache(maxsize=512)
def _look(style: TextStyle, colour: str, bold: bool, align: Align) -> TextStyle:
    return style.but(colour=colour, bold=bold, align=align)


# ---- taller and cut -------------------------------------------------------------------------------------------------


def taller(row: TableRow, h: int) -> TableRow:
    """The row `h` high, its lines in the middle: with all the new room below them a row looks bottom-heavy."""
    if h <= row.h:
        return row
    above = (h - row.h) // 2
    below = h - row.h - above
    cells: list[Cell | None] = []
    for cell in row.cells:
        if cell:
            left, top, right, bottom = cell.insets
            cell = replace(cell, insets=(left, top + above, right, bottom + below))
        cells.append(cell)
    return replace(row, h=h, cells=tuple(cells))


def cut_row(row: TableRow, room: int) -> tuple[TableRow, TableRow]:
    """The lines of each cell that fit `room`, and the others: for rows taller than a page."""
    tops: list[Cell | None] = []
    rests: list[Cell | None] = []
    top_h, rest_h = 0, 0
    for cell in row.cells:
        if cell is None:
            tops.append(None)
            rests.append(None)
            continue
        pad = cell.insets[1] + cell.insets[3]
        taken, rest = _cut_paras(cell.paras, room - pad)
        nothing = (replace(cell.paras[-1], lines=(), path=""),)
        tops.append(replace(cell, paras=taken or nothing, rule=""))
        rests.append(replace(cell, paras=rest or nothing))
        top_h = max(top_h, height(taken) + pad)
        rest_h = max(rest_h, height(rest) + pad)
    return replace(row, h=top_h, cells=tuple(tops)), replace(row, h=rest_h, cells=tuple(rests))


def _cut_paras(paras: Sequence[Para], room: int) -> tuple[tuple[Para, ...], tuple[Para, ...]]:
    """The lines that fit `room`, and the others."""
    used = 0
    for i, para in enumerate(paras):
        gap = pt(para.space_before) if i else 0
        fit = max(0, int((room - used - gap) // pt(para.style.line)))
        if fit < len(para.lines):
            if not fit:
                return tuple(paras[:i]), tuple(paras[i:])
            head, tail = split(para, fit)
            return (*paras[:i], head), (tail, *paras[i + 1 :])
        used += gap + pt(para.style.line) * len(para.lines)
    return tuple(paras), ()


def slices(row: TableRow, room: int, rows: Rows, name: Lines) -> list[TableRow]:
    """A row taller than `room` in slices of about one height, each under the row's name; empty when no line fits."""
    even = math.ceil(row.h / math.ceil(row.h / room)) + pt(rows.body.line)
    out = []
    while row.h > room:
        top, rest = cut_row(row, min(room, even))
        if not says(top):
            return []
        out.append(top)
        row = rows.name_again(name, rest)
    return [*out, row]


def says(row: TableRow) -> bool:
    return any(p.lines for c in row.cells if c for p in c.paras)
