"""In: a placed table. Out: its fills, rules and texts, and a Table of rows with header cells in the structure tree."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, chain

from exporter.model.geometry import Box
from exporter.model.page import Cell, Para, PlacedTable, Role
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.tags import Element, Flow, Structure
from exporter.write.pdf.text import draw_paras


def draw_table(item: PlacedTable, pen: Pen) -> None:
    """Parts of one table on several pages are one Table, and the head shown again there is an artifact."""
    if item.role is Role.ARTIFACT or item.decorative:
        pen = pen.as_artifact()
    table, goes_on, head = None, False, True
    if not pen.furniture:
        goes_on = pen.flow.part(item.element, pen.sheet.index) is not None
        summary = f"/A<</O/Table/Summary{text_string(item.alt)}>>" if item.alt else ""
        table = pen.flow.block("Table", summary, item.element, pen.sheet.index)
    rows = _cells(item)
    _draw_ground(rows, pen)
    for row, cells in zip(item.rows, rows, strict=True):
        head = head and row.header
        line = None
        if table and not (goes_on and (row.repeated or head)):
            line = pen.structure.open("TR", pen.structure.last(table, "THead" if head else "TBody"))
        for cell, box in cells:
            _draw_cell(cell, box, line, row.header, pen if line else pen.as_artifact())


def _draw_ground(rows: list[list[tuple[Cell, Box]]], pen: Pen) -> None:
    """All fills, then all rules: a rule lies on the edge of two cells."""
    pen.graphic()
    for cell, box in chain.from_iterable(rows):
        if cell.fill:
            pen.sheet.rect(box, cell.fill)
    for cell, box in chain.from_iterable(rows):
        if cell.rule and cell.rule_w:
            pen.sheet.rect(Box(box.x, box.bottom - cell.rule_w // 2, box.w, cell.rule_w), cell.rule)


def _cells(item: PlacedTable) -> list[list[tuple[Cell, Box]]]:
    """The cells of each row with their boxes; a merged cell spans the rows and columns it takes."""
    tops = list(accumulate((row.h for row in item.rows), initial=item.box.y))
    lefts = list(accumulate(item.columns, initial=item.box.x))
    return [
        [
            (cell, Box(lefts[j], tops[i], lefts[j + cell.cols] - lefts[j], tops[i + cell.rows] - tops[i]))
            for j, cell in enumerate(row.cells)
            if cell is not None
        ]
        for i, row in enumerate(item.rows)
    ]


def _draw_cell(cell: Cell, box: Box, line: Element | None, header: bool, pen: Pen) -> None:
    if line is not None:
        pen = replace(pen, flow=_CellFlow(pen.structure, _cell_element(cell, line, header, pen), cell))
    left, top, right, bottom = cell.insets
    inner = Box(box.x + left, box.y + top, box.w - left - right, box.h - top - bottom)
    draw_paras(cell.paras, inner, cell.anchor, pen)


def _cell_element(cell: Cell, line: Element, header: bool, pen: Pen) -> Element:
    scope = cell.header or ("column" if header else "")
    entries = f"/Scope/{scope.capitalize()}" if scope else ""
    if cell.cols > 1:
        entries += f"/ColSpan {cell.cols}"
    if cell.rows > 1:
        entries += f"/RowSpan {cell.rows}"
    attributes = f"/A<</O/Table{entries}>>" if entries else ""
    return pen.structure.open("TH" if scope else "TD", line, attributes)


class _CellFlow(Flow):
    """Inside a cell there are no headings, and a lone paragraph needs no element of its own."""

    def __init__(self, structure: Structure, element: Element, cell: Cell) -> None:
        super().__init__(structure, element, headings=False)
        self._alone = len(cell.paras) == 1

    def para(self, para: Para, role: Role, page: int) -> tuple[Element, Element | None]:
        if self._alone and role is Role.BODY and not para.bullet:
            return self.parent, None
        return super().para(para, role, page)
