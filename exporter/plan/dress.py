"""In: placed items, the look of a theme. Out: the same items in that look: rules, panels, tables; none of them moves.

Arrangements draw the plain look and know no other: what a theme changes is changed here, once, for slides and paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import Cell, Item, Para, PlacedGroup, PlacedShape, PlacedTable, TableRow
from exporter.model.style import Look

STRONG = "ink"
"""The colour of strong rules, as arrangements draw them."""
NOMINAL = 2
"""px of a strong rule, as arrangements draw it; finer ones keep their proportion to it."""
TINTS = ("tint", "accent-tint", "highlight-tint")
LEAST_PANEL = px(40)
"""What is lower is a band of an axis, not a panel."""
HANG = px(10)
"""How far the fills of a table reach beyond its texts, so that these stay in line with the page's other texts."""
ON: Mapping[str, str] = {"tint": "", "accent": "on-accent", "deep": "on-deep"}
"""Colour of texts on the fills of table heads; empty keeps their own."""


def dressed(items: Iterable[Item], look: Look) -> tuple[Item, ...]:
    """The items of a page in the theme's look."""
    return tuple(items) if look == Look() else tuple(_dressed(item, look) for item in items)


def _dressed(item: Item, look: Look) -> Item:
    if isinstance(item, PlacedGroup):
        return replace(item, items=dressed(item.items, look))
    dress = DRESS.get(type(item))
    return dress(item, look) if dress else item


def _shape(item: PlacedShape, look: Look) -> Item:
    if item.shape == "line" and not item.box.h and item.decorative:
        return _rule(item, look)
    if item.shape == "rect" and item.fill in TINTS and item.box.h >= LEAST_PANEL and look.panels == "frame":
        frame = "highlight" if item.fill == "highlight-tint" else "rule"
        return replace(item, fill="", stroke=frame, stroke_w=px(look.hair))
    return item


def _rule(item: PlacedShape, look: Look) -> PlacedShape:
    if item.stroke == STRONG:
        return replace(item, stroke=look.strong_colour, stroke_w=_strong(item.stroke_w, look))
    return replace(item, stroke_w=px(look.hair)) if item.stroke == "rule" and item.stroke_w == px(1) else item


def _strong(width: int, look: Look) -> int:
    return round(width * look.strong / NOMINAL)


# ---- tables ---------------------------------------------------------------------------------------------------------


def _table(item: PlacedTable, look: Look) -> Item:
    """The table with its heads, bands and rules; one with fills hangs out into the margins by the fills' air."""
    last = len(item.rows) - 1
    body = 0
    rows = []
    for n, row in enumerate(item.rows):
        body = 0 if _heads(row) else body + 1
        rows.append(_row(row, look, banded=look.table_bands and body > 0 and body % 2 == 0, last=n == last))
    if look.table_head == "plain" and not look.table_bands:
        return replace(item, rows=tuple(rows))
    columns = list(item.columns)
    columns[0] += HANG
    columns[-1] += HANG
    box = replace(item.box, x=item.box.x - HANG, w=item.box.w + 2 * HANG)
    return replace(item, box=box, columns=tuple(columns), rows=tuple(map(_hung, rows)))


def _heads(row: TableRow) -> bool:
    """Whether it heads columns, or a group of rows."""
    return row.header or any(cell and cell.cols > 1 for cell in row.cells)


def _row(row: TableRow, look: Look, banded: bool, last: bool) -> TableRow:
    def cell(one: Cell) -> Cell:
        out = one
        if row.header and look.table_head != "plain":
            ink = ON[look.table_head]
            paras = tuple(_inked(para, ink) for para in one.paras) if ink else one.paras
            out = replace(out, fill=look.table_head, paras=paras)
        elif banded and not one.fill:
            out = replace(out, fill="tint")
        if one.rule == STRONG:
            return replace(out, rule=look.strong_colour, rule_w=_strong(one.rule_w, look))
        if one.rule != "rule":
            return out
        if look.table_rules == "rows":
            return replace(out, rule_w=px(look.hair))
        if look.table_rules == "ends" and last:
            return replace(out, rule=look.strong_colour, rule_w=_strong(px(1.33), look))
        return replace(out, rule="")

    return replace(row, cells=tuple(cell(one) if one else None for one in row.cells))


def _inked(para: Para, colour: str) -> Para:
    lines = (replace(line, spans=tuple(replace(s, colour=colour) for s in line.spans)) for line in para.lines)
    return replace(para, lines=tuple(lines), style=para.style.but(colour=colour))


def _hung(row: TableRow) -> TableRow:
    """The row with the air of its fills left of its first text and right of its last."""
    cells = list(row.cells)
    for i, side in ((0, 0), (_end(row), 2)):
        if cell := cells[i]:
            insets = list(cell.insets)
            insets[side] += HANG
            left, top, right, bottom = insets
            cells[i] = replace(cell, insets=(left, top, right, bottom))
    return replace(row, cells=tuple(cells))


def _end(row: TableRow) -> int:
    """The cell that reaches the right edge: cells that were merged into it are None."""
    return max(i for i, cell in enumerate(row.cells) if cell or not i)


DRESS: Mapping[type, Callable[..., Item]] = {PlacedShape: _shape, PlacedTable: _table}
