"""In: a planned document in a language that is written from right to left. Out: its pages mirrored.

Everything is planned from left to right; then each item stands where its mirror image would, and columns of tables
come from the right. Charts are drawn by office suites themselves and are not turned: what stands with one stays.
"""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.geometry import Box
from exporter.model.page import (
    Cell,
    Document,
    Item,
    Page,
    Para,
    PlacedChart,
    PlacedGroup,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    flat,
)
from exporter.text.direction import LANGUAGES

FURNITURE = frozenset(("title", "tracker", "lead", "source", "footer", "page", "date"))
"""Placeholders of what stands around the content."""
TURNED = frozenset(("line", "arrow", "chevron"))
"""Shapes that point somewhere."""
SITES = (0, 3, 2, 1)
"""Connection sites: the left one is right, and the other way round."""


def mirrored(document: Document) -> Document:
    """The document as it is read from right to left; one in any other language as it is."""
    if document.language.partition("-")[0].lower() not in LANGUAGES:
        return document
    return replace(document, pages=tuple(_page(page) for page in document.pages))


def _page(page: Page) -> Page:
    chart = any(isinstance(item, PlacedChart) for item in flat(page.items))
    w = page.size[0]
    return replace(page, items=tuple(item if chart and not _around(item) else _item(item, w) for item in page.items))


def _around(item: Item) -> bool:
    return item.role is Role.ARTIFACT or (isinstance(item, PlacedText) and item.placeholder in FURNITURE)


def _item(item: Item, w: int) -> Item:
    """The item on a page `w` wide."""
    box = Box(w - item.box.right, item.box.y, item.box.w, item.box.h)
    if isinstance(item, PlacedText):
        left, top, right, bottom = item.insets
        return replace(item, box=box, insets=(right, top, left, bottom), paras=tuple(map(_para, item.paras)))
    if isinstance(item, PlacedShape):
        begins, ends = (glue and (glue[0], SITES[glue[1]]) for glue in (item.begins, item.ends))
        return replace(item, box=box, flip_h=item.flip_h != (item.shape in TURNED), begins=begins, ends=ends)
    if isinstance(item, PlacedTable):
        rows = tuple(replace(row, cells=tuple(cell and _cell(cell) for cell in row.cells)) for row in item.rows)
        return replace(item, box=box, rows=rows, leftward=True)
    if isinstance(item, PlacedGroup):
        return replace(item, box=box, items=tuple(_item(member, w) for member in item.items))
    return replace(item, box=box)


def _cell(cell: Cell) -> Cell:
    """Numbers stay as they are: their decimal marks stand under one another."""
    if any(para.style.align == "right" for para in cell.paras):
        return cell
    left, top, right, bottom = cell.insets
    return replace(cell, insets=(right, top, left, bottom), paras=tuple(map(_para, cell.paras)))


def _para(para: Para) -> Para:
    """A paragraph that runs from right to left begins at the right by itself; any other is set there."""
    align = para.style.align
    if align == "center" or para.role is Role.CODE or (para.leftward and align != "right"):
        return para
    other = "left" if align == "right" else "right"
    return replace(para, style=para.style.but(align=other), leftward=False)
