"""In: a placed table. Out: its fills, rules and texts, and a Table of rows with header cells in the structure tree."""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.geometry import Box
from exporter.model.page import Cell, Para, PlacedTable, Role
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.tags import Element, Flow, Structure
from exporter.write.pdf.text import draw_paras
from exporter.write.vector.table import cells, draw_ground, scope
from exporter.write.vector.text import inner_box


def draw_table(item: PlacedTable, pen: Pen) -> None:
    """Parts of one table on several pages are one Table, and the head shown again there is an artifact."""
    if item.role is Role.ARTIFACT or item.decorative:
        pen = pen.as_artifact()
    table, goes_on, head = None, False, True
    if not pen.furniture:
        goes_on = pen.flow.part(item.element, pen.sheet.index) is not None
        summary = f"/A<</O/Table/Summary{text_string(item.alt)}>>" if item.alt else ""
        table = pen.flow.block("Table", summary, item.element, pen.sheet.index)
    rows = cells(item)
    pen.graphic()
    draw_ground(rows, pen.sheet)
    for row, its_cells in zip(item.rows, rows, strict=True):
        head = head and row.header
        line = None
        if table and not (goes_on and (row.repeated or head)):
            line = pen.structure.open("TR", pen.structure.last(table, "THead" if head else "TBody"))
        for cell, box in its_cells:
            _draw_cell(cell, box, line, row.header, pen if line else pen.as_artifact())


def _draw_cell(cell: Cell, box: Box, line: Element | None, header: bool, pen: Pen) -> None:
    if line is not None:
        pen = replace(pen, flow=_CellFlow(pen.structure, _cell_element(cell, line, header, pen), cell))
    draw_paras(cell.paras, inner_box(box, cell.insets), cell.anchor, pen)


def _cell_element(cell: Cell, line: Element, header: bool, pen: Pen) -> Element:
    heads = scope(cell, header)
    entries = f"/Scope/{heads.capitalize()}" if heads else ""
    if cell.cols > 1:
        entries += f"/ColSpan {cell.cols}"
    if cell.rows > 1:
        entries += f"/RowSpan {cell.rows}"
    attributes = f"/A<</O/Table{entries}>>" if entries else ""
    return pen.structure.open("TH" if heads else "TD", line, attributes)


class _CellFlow(Flow):
    """Inside a cell there are no headings, and a lone paragraph needs no element of its own."""

    def __init__(self, structure: Structure, element: Element, cell: Cell) -> None:
        super().__init__(structure, element, headings=False)
        self._alone = len(cell.paras) == 1

    def para(self, para: Para, role: Role, page: int) -> tuple[Element, Element | None]:
        if self._alone and role is Role.BODY and not para.bullet:
            return self.parent, None
        return super().para(para, role, page)
