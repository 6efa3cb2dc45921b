"""In: a placed table. Out: its cells with their boxes; its fills and rules on a Canvas."""

from __future__ import annotations

from itertools import accumulate, chain

from exporter.model.geometry import Box
from exporter.model.page import Cell, PlacedTable
from exporter.write.vector.canvas import Canvas

Cells = list[list[tuple[Cell, Box]]]
"""By row."""


def cells(item: PlacedTable) -> Cells:
    """The cells of each row with their boxes; a merged cell spans the rows and columns it takes."""
    tops = list(accumulate((row.h for row in item.rows), initial=item.box.y))
    lefts = item.lefts

    def box(cell: Cell, i: int, j: int) -> Box:
        taken = slice(j, j + cell.cols)
        return Box(min(lefts[taken]), tops[i], sum(item.columns[taken]), tops[i + cell.rows] - tops[i])

    return [
        [(cell, box(cell, i, j)) for j, cell in enumerate(row.cells) if cell is not None]
        for i, row in enumerate(item.rows)
    ]


def draw_ground(rows: Cells, canvas: Canvas) -> None:
    """All fills, then all rules: a rule lies on the edge of two cells."""
    for cell, box in chain.from_iterable(rows):
        if cell.fill:
            canvas.rect(box, cell.fill)
    for cell, box in chain.from_iterable(rows):
        if cell.rule and cell.rule_w:
            canvas.rect(Box(box.x, box.bottom - cell.rule_w // 2, box.w, cell.rule_w), cell.rule)


def scope(cell: Cell, header: bool) -> str:
    """What a cell heads: "column", "row", "both", or nothing. `header`: it stands in a header row."""
    return cell.header or ("column" if header else "")
