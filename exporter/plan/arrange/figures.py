"""In: figures. Out: rows of figure, statement and support between hairlines; columns for a board; a table when dense.

One row is a statement, two to five rows share the height, six and more stand in two columns (look.md section 11).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import AnyBlock, Figure, Figures, Icon, Text
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.phrases import tidy, torn
from exporter.plan.icons import Icons, icons, size_of, with_room
from exporter.plan.sheet import GAP, Sheet, bad, rule, text_item
from exporter.text import height

TORN = px(40)
ALONE = px(64)
"""An icon over the one figure of a slide."""
TWO_COLUMNS = 6
"""Figures from which on rows stand in two columns."""
BOARD = 3
"""Columns that a board reads side by side; four stay in one row if they can, more go to rows of three."""
LARGE = 3
"""Up to so many rows have room for larger type, and stand in the middle of their height."""
LARGER = 1.6
"""How much larger the figures of such rows are."""
ROOMY = 0.85
"""Share of the room that larger type may fill."""


class Cell(Struct, frozen=True):
    """Paragraphs, their width, and where they begin in a row (EMU from its left edge)."""

    paras: tuple[Para, ...]
    x: int
    w: int
    role: str
    """Size role, for the check of the floor."""

    @property
    def tall(self) -> int:
        return height(self.paras)


class Row(Struct, frozen=True):
    cells: tuple[Cell, ...]
    drop: int
    """How much lower than the figure the texts beside it begin, so that they stand on one line with it."""
    icon: Icon | None = None

    @property
    def tall(self) -> int:
        return max(cell.tall + (self.drop if i else 0) for i, cell in enumerate(self.cells))


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Any number of figures, as rows, columns or a table by density and count."""
    if not isinstance(block, Figures) or not block.figures:
        return None
    figures = block.figures
    above = sheet.board or (len(figures) == 1 and part.of == 1 and not sheet.dense)
    shown = icons(sheet, region, "above" if above else "beside")

    def draw(shown: Icons) -> Arranged:
        return _arranged(figures, box, sheet, step, part, shown)

    return with_room(draw, shown, (figure.icon for figure in figures), box.h)


def _arranged(figures: Sequence[Figure], box: Box, sheet: Sheet, step: int, part: Part, shown: Icons) -> Arranged:
    if len(figures) == 1 and part.of == 1 and not sheet.dense:
        return _one(figures[0], box, sheet, step, shown)
    if sheet.board:
        return _columns(figures, box, sheet, step, shown)
    if len(figures) >= TWO_COLUMNS and not sheet.dense:
        return _halves(figures, box, sheet, step, shown)
    lead = _lead(figures, sheet, shown)
    within = Box(box.x + lead, box.y, box.w - lead, box.h)
    grid = _grid(within, sheet, figures)
    if not step and (sheet.dense or len(figures) <= LARGE):
        rows = [_row(figure, within.w, sheet, step, grid, large=True) for figure in figures]
        large = _ruled(rows, box, sheet, step, lead, shown, middle=not sheet.dense)
        if not large.crowd and large.need <= box.h * ROOMY:
            return large
    rows = [_row(figure, within.w, sheet, step, grid) for figure in figures]
    if not sheet.dense and not step and any(len(row.cells[0].paras[0].lines) > 1 for row in rows):
        rows = [_row(figure, within.w, sheet, step, grid, spelled=True) for figure in figures]
    return _ruled(rows, box, sheet, step, lead, shown)


def _lead(figures: Sequence[Figure], sheet: Sheet, shown: Icons) -> int:
    """How far right of an icon its row begins; 0 without icons."""
    return size_of(sheet) + px(16) if shown.where and any(figure.icon for figure in figures) else 0


# Rows ----------------------------------------------------------------------------------------------------------------


def _grid(box: Box, sheet: Sheet, figures: Sequence[Figure]) -> tuple[tuple[int, int], ...]:
    """(x, width) of figure, statement and support in a row; a column that no figure uses is given away."""
    start, share = sheet.column(1, 12)
    cuts = ((1, 3), (4, 6), (7, 12)) if not sheet.dense else ((1, 2), (3, 5), (6, 12))
    if not any(f.support for f in figures):
        cuts = (cuts[0], (cuts[1][0], 12), (12, 12))
    elif not any(f.label for f in figures):
        cuts = (cuts[0], (cuts[1][0], cuts[1][0]), (cuts[1][0], 12))
    spans = [sheet.column(*cut) for cut in cuts]
    return tuple(((x - start) * box.w // share, w * box.w // share) for x, w in spans)


def _figure(figure: Figure, sheet: Sheet, width: int, step: int, large: bool = False) -> tuple[Para, ...]:
    style = sheet.style("figure", step, colour="highlight" if figure.emphasis else "accent")
    if large:
        style = style.but(size=round(style.size * LARGER), line=round(style.line * LARGER))
    return (sheet.para(figure.figure, style, width, role=Role.H3),)


SPELLED = 9
"""Steps down to the smallest figures: where some are words and take several lines, all are set so."""


def _row(
    figure: Figure, width: int, sheet: Sheet, step: int, grid: Sequence[tuple[int, int]], large: bool = False,
    spelled: bool = False,
) -> Row:  # fmt: skip
    label, support = sheet.style("subhead", step), sheet.style("body", step, colour="text2")
    if large:
        label, support = sheet.style("statement", 2), sheet.style("lead")
        label = sheet.style("lead", bold=True, colour="ink") if sheet.dense else label
    (x0, w0), (x1, w1), (x2, w2) = grid
    shown = _figure(figure, sheet, w0, SPELLED if spelled else step, large and not sheet.dense)
    cells = [Cell(shown, x0, w0, "figure")]
    if figure.label:
        paras, w = _tidy(figure.label, label, sheet, w1 if figure.support else width - x1)
        cells.append(Cell(paras, x1, w, "subhead"))
    if figure.support:
        x, w = (x2, w2) if figure.label else (x1, width - x1)
        paras, w = _tidy(figure.support, support, sheet, w)
        cells.append(Cell(paras, x, w, "body"))
    drop = max(0, cells[0].paras[0].ascent - sheet.fonts.ascent(label, own=sheet.hold)) // (2 if large else 3)
    return Row(tuple(cells), drop, figure.icon)


def _tidy(text: Text, style: TextStyle, sheet: Sheet, width: int) -> tuple[tuple[Para, ...], int]:
    return tidy(lambda w: (sheet.para(text, style, w),), width)


def _ruled(
    rows: Sequence[Row], box: Box, sheet: Sheet, step: int, lead: int, shown: Icons, middle: bool = False
) -> Arranged:
    """Rows between hairlines: equally high where that fits, else each as high as it must be; icons `lead` wide.

    Their texts stand near the top of the row, or in the `middle` of its height.
    """
    least, most = (px(6 + 3 * max(0, 1 - step)), px(20)) if sheet.dense else (px(max(8, 14 - 2 * step)), px(24))
    naturals = [row.tall + 2 * least for row in rows]
    need = sum(naturals) + px(1)
    equal = min(box.h // len(rows), max(row.tall for row in rows) + 2 * (most if sheet.dense else px(80)))
    heights = [equal] * len(rows) if equal >= max(naturals) else _grown(naturals, box.h - need)
    items: list[Item] = [rule(box.x, box.y, box.w, "ink" if sheet.dense else "rule", 1.33 if sheet.dense else 1)]
    y = box.y
    for row, tall in zip(rows, heights, strict=True):
        pad = (tall - row.tall) // 2
        items += _cells(row, box.x, y + (pad if middle else min(most, pad)), lead, shown)
        y += tall
        items.append(rule(box.x, y, box.w))
    return Arranged(tuple(items), need, crowd=_crowd(rows), white=_white(y - box.y, box))


def _grown(naturals: Sequence[int], spare: int) -> list[int]:
    more = max(0, min(px(32), spare // len(naturals)))
    return [tall + more for tall in naturals]


def _cells(row: Row, x: int, y: int, lead: int, shown: Icons) -> Iterator[Item]:
    if row.icon and lead:
        side, first = lead - px(16), row.cells[0].paras[0]
        colour = first.style.colour
        yield shown.item(row.icon, Box(x, y + (pt(first.style.line) - side) // 2, side, side), colour)
    x += lead
    for i, cell in enumerate(row.cells):
        where = Box(x + cell.x, y + (row.drop if i else 0), cell.w, cell.tall)
        yield text_item(where, cell.paras, size_role=cell.role, role=Role.BODY if i else Role.H3)


def _crowd(rows: Sequence[Row]) -> int:
    """Torn words, and figures that break inside a range."""
    ragged = sum(torn(cell.paras) for row in rows for cell in row.cells)
    return TORN * (ragged + sum(bad(row.cells[0].paras) for row in rows))


def _white(used: int, box: Box) -> float:
    return max(0.0, 1 - used / box.h)


# Two columns ---------------------------------------------------------------------------------------------------------


def _halves(figures: Sequence[Figure], box: Box, sheet: Sheet, step: int, shown: Icons) -> Arranged:
    """Two columns of rows: the figure left, statement over support right of it; read down, then across."""
    columns = sheet.across(box, 2, GAP * 2)
    style = sheet.style("figure", step)
    natural = max(round(sheet.width(figure.figure.plain, style) * 1.03) for figure in figures)
    lead = _lead(figures, sheet, shown)
    own = min(max(natural, px(96)), columns[0].w * 2 // 5)
    rows = [_stacked(figure, columns[0].w - lead, own, sheet, step) for figure in figures]
    middle = -(-len(rows) // 2)
    pad = px(max(8, 14 - 2 * step))
    pairs = [max((r.tall for r in rows[i::middle]), default=0) + 2 * pad for i in range(middle)]
    need = sum(pairs) + px(1)
    grown = _grown(pairs, box.h - need)
    equal = box.h // middle
    heights = [equal] * middle if equal >= max(pairs) else grown
    items: list[Item] = []
    for column, half in zip(columns, (rows[:middle], rows[middle:]), strict=True):
        y = box.y
        items.append(rule(column.x, y, column.w))
        for row, tall in zip(half, heights, strict=False):
            items += _cells(row, column.x, y + min(px(24), (tall - row.tall) // 2), lead, shown)
            y += tall
            items.append(rule(column.x, y, column.w))
    return Arranged(tuple(items), need, crowd=_crowd(rows), white=_white(sum(heights), box))


def _stacked(figure: Figure, width: int, w: int, sheet: Sheet, step: int) -> Row:
    """A row with its figure `w` wide, the other texts one over the other."""
    x = w + GAP
    label, support = sheet.style("subhead", step), sheet.style("body", step, colour="text2")

    def texts(inner: int) -> tuple[Para, ...]:
        out = [sheet.para(figure.label, label, inner)] if figure.label else []
        if figure.support:
            out.append(sheet.para(figure.support, support, inner, space_before=3))
        return tuple(out)

    cells = [Cell(_figure(figure, sheet, w, step), 0, w, "figure")]
    paras, inner = tidy(texts, width - x)
    if paras:
        cells.append(Cell(paras, x, inner, "body"))
    drop = max(0, cells[0].paras[0].ascent - sheet.fonts.ascent(label, own=sheet.hold)) // 3
    return Row(tuple(cells), drop, figure.icon)


# Columns for a board -------------------------------------------------------------------------------------------------


def _columns(figures: Sequence[Figure], box: Box, sheet: Sheet, step: int, shown: Icons) -> Arranged:
    """Figures side by side under coloured rules, their parts level; in the fewest rows in which figures stand whole."""
    n = len(figures)
    counts = [c for c in (n, 3, 2) if c <= min(n, BOARD + 1)]
    icon = size_of(sheet) if shown.where and any(figure.icon for figure in figures) else 0
    grids = [_Board.of(figures, count, box, sheet, step, icon) for count in counts]
    best = next((g for g in grids if not g.broken and g.need <= box.h), min(grids, key=lambda g: (g.broken, g.need)))
    spare = max(0, box.h - best.need)
    single = len(best.lines) == 1
    y = box.y + (min(px(40), spare // 3) if single else 0)
    between = px(24) + (0 if single else min(px(56), spare // len(best.lines)))
    items: list[Item] = []
    for line, stacks, level, tall in zip(best.lines, best.stacks, best.levels, best.heights, strict=True):
        for figure, stack, column in zip(line, stacks, best.columns, strict=False):
            place = Box(column.x, y, column.w, tall)
            items += _stack_items(figure, stack, level, best.air, place, icon, shown)
        y += tall + between
    return Arranged(tuple(items), best.need, crowd=TORN * best.broken, white=max(0.0, 1 - best.need / box.h) / 2)


Stack = tuple[Cell, Cell, Cell]
"""Figure, label and support of one column; a missing one has no paragraphs."""


class _Board(Struct, frozen=True):
    """Figures in lines of so many columns, measured."""

    lines: tuple[Sequence[Figure], ...]
    columns: tuple[Box, ...]
    stacks: tuple[tuple[Stack, ...], ...]
    air: tuple[int, int, int]
    """Above figure, label and support."""
    icon: int
    """Of icons over the figures."""

    @classmethod
    def of(cls, figures: Sequence[Figure], count: int, box: Box, sheet: Sheet, step: int, icon: int) -> _Board:
        columns = sheet.across(box, count)
        lines = tuple(figures[i : i + count] for i in range(0, len(figures), count))
        stacks = tuple(tuple(_stack(figure, columns[0].w, sheet, step) for figure in line) for line in lines)
        airy = len(lines) == 1 and step < 2
        air = (px(24 if icon else 36), px(20), px(8)) if airy else (px(12), px(6), px(2))
        return cls(lines, tuple(columns), stacks, air, icon)

    @property
    def levels(self) -> list[list[int]]:
        """Height of the tallest figure, label and support of each line."""
        return [[max(stack[i].tall for stack in line) for i in range(3)] for line in self.stacks]

    @property
    def heights(self) -> list[int]:
        icon = self.icon and self.icon + self.air[0]
        return [px(3) + icon + sum(a + h for a, h in zip(self.air, level, strict=True) if h) for level in self.levels]

    @property
    def need(self) -> int:
        return sum(self.heights) + px(24) * (len(self.lines) - 1)

    @property
    def broken(self) -> int:
        """Torn words, and figures and labels that break inside a range or a hyphenated word."""
        stacks = [stack for line in self.stacks for stack in line]
        ragged = sum(torn(cell.paras) for stack in stacks for cell in stack)
        return ragged + sum(bad(figure.paras) + bad(label.paras) for figure, label, _ in stacks)


def _stack(figure: Figure, width: int, sheet: Sheet, step: int) -> Stack:
    def cell(text: Text | None, role: str, colour: str) -> Cell:
        style = sheet.style(role, step, colour=colour)
        paras, w = _tidy(text, style, sheet, width) if text else ((), width)
        return Cell(paras, 0, w, role)

    return (
        Cell(_figure(figure, sheet, width, step), 0, width, "figure"),
        cell(figure.label, "subhead", "ink"),
        cell(figure.support, "lead", "text2"),
    )


def _stack_items(
    figure: Figure, stack: Stack, level: Sequence[int], air: Sequence[int], box: Box, icon: int, shown: Icons
) -> Iterator[Item]:
    yield rule(box.x, box.y, box.w, "highlight" if figure.emphasis else "accent", 3)
    y = box.y + px(3)
    if icon:
        if figure.icon:
            colour = "highlight" if figure.emphasis else ""
            yield shown.item(figure.icon, Box(box.x, y + air[0], icon, icon), colour)
        y += icon + air[0]
    for cell, tall, gap in zip(stack, level, air, strict=True):
        if tall:
            y += gap
            if cell.paras:
                role = Role.H3 if cell.role == "figure" else Role.BODY
                yield text_item(Box(box.x, y, cell.w, tall), cell.paras, size_role=cell.role, role=role)
            y += tall


# One -----------------------------------------------------------------------------------------------------------------


def _one(figure: Figure, box: Box, sheet: Sheet, step: int, shown: Icons) -> Arranged:
    """A single figure as a statement, in the middle of the room above centre."""
    width = min(box.w, px(960))
    colour = "highlight" if figure.emphasis else "accent"
    paras = [sheet.para(figure.figure, sheet.style("figure", step, colour=colour), width, role=Role.H3)]
    if figure.label:
        paras.append(sheet.para(figure.label, sheet.style("statement", step), width, space_before=9))
    if figure.support:
        paras.append(sheet.para(figure.support, sheet.style("lead", step), width, space_before=12))
    icon = ALONE if shown.where and figure.icon else 0
    need = height(paras) + (icon and icon + px(16))
    y = box.y + max(0, (box.h - need) * 2 // 5)
    items: list[Item] = []
    if icon and figure.icon:
        items.append(shown.item(figure.icon, Box(box.x, y, icon, icon), colour))
        y += icon + px(16)
    items.append(text_item(Box(box.x, y, width, height(paras)), paras, size_role="lead"))
    return Arranged(tuple(items), need, crowd=TORN * torn(paras), white=max(0.0, 1 - need / box.h) / 2)
