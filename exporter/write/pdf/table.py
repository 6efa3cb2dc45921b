"""In: a placed table. Out: its fills, rules and texts, and a Table of rows with header cells in the structure tree."""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.geometry import Box
from exporter.model.page import Cell, PlacedTable, Role
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.tags import Element, Flow
from exporter.write.pdf.text import draw_para, draw_paras
from exporter.write.vector.table import cells, draw_ground, scope
from exporter.write.vector.text import inner_box, stacked


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
    """A lone paragraph needs no element of its own, as nearly every cell has; inside cells there are no headings."""
    inner = inner_box(box, cell.insets)
    if line is None:
        draw_paras(cell.paras, inner, cell.anchor, pen)
        return
    element = _cell_element(cell, line, header, pen)
    if len(cell.paras) == 1 and cell.paras[0].role is Role.BODY and not cell.paras[0].bullet:
        for para, top in stacked(cell.paras, inner, cell.anchor):
            draw_para(para, inner, top, pen, Role.BODY, element)
        return
    pen = replace(pen, flow=Flow(pen.structure, element, headings=False))
    draw_paras(cell.paras, inner, cell.anchor, pen)


def _cell_element(cell: Cell, line: Element, header: bool, pen: Pen) -> Element:
    heads = scope(cell, header)
    entries = f"/Scope/{heads.capitalize()}" if heads else ""
    if cell.cols > 1:
        entries += f"/ColSpan {cell.cols}"
    if cell.rows > 1:
        entries += f"/RowSpan {cell.rows}"
    attributes = f"/A<</O/Table{entries}>>" if entries else ""
    return pen.structure.open("TH" if heads else "TD", line, attributes)
