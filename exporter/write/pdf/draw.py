"""In: placed items. Out: their marks on a sheet and places in the structure tree. DRAW has a row for every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exporter.model.geometry import Box
from exporter.model.page import (
    Item,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    flat,
)
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.sheet import ARTIFACT, Sheet
from exporter.write.pdf.table import draw_table
from exporter.write.pdf.text import draw_text
from exporter.write.vector.shape import HAIRLINE, draw_shape


def draw(items: tuple[Item, ...], pen: Pen) -> None:
    """Draws items in their order, which is the order in which they are read."""
    for item in items:
        DRAW[type(item)](item, pen)


def draw_shape_item(item: PlacedShape, pen: Pen) -> None:
    if item.alt:
        pen = pen.described(item, item.alt)
    pen.graphic()
    draw_shape(item, pen.sheet)


def draw_picture(item: PlacedPicture, pen: Pen) -> None:
    name, number = pen.pictures.image(item)
    pen.described(item, item.alt).graphic()
    pen.sheet.picture(name, number, item.box)


def draw_chart_item(item: PlacedChart, pen: Pen) -> None:
    """One figure: its labels are read as part of it."""
    from exporter.write.vector.chart import draw_chart  # many a brief has none

    pen = pen.described(item, item.alt)
    pen.graphic()
    draw_chart(item, pen.sheet, pen.chart_colours)


def draw_group(item: PlacedGroup, pen: Pen) -> None:
    """What is drawn in a described group is a figure; its texts are paragraphs of their own, read after it."""
    if item.role is Role.ARTIFACT or item.decorative:
        pen = pen.as_artifact()
    if item.alt and not pen.figure and any(map(_belongs, flat(item.items))):
        pen = pen.described(item, item.alt)
    draw(item.items, pen)


def _belongs(item: Item) -> bool:
    """Whether an item of a described group is drawn as part of its figure, having no description of its own."""
    return isinstance(item, PlacedShape | PlacedChart | PlacedPicture) and not item.alt


def draw_page(item: PlacedPage, pen: Pen) -> None:
    """A page in the page, tagged like one of its own; the frame around it is decoration."""
    pen.flow.section()
    pen.sheet.enter(item.box, item.page.size)
    draw_background(item.page.background, item.page.size, pen.sheet)
    draw(item.page.items, pen)
    pen.sheet.leave()
    if item.stroke:
        b = item.box
        pen.sheet.mark(ARTIFACT)
        corners = ((b.x, b.y), (b.right, b.y), (b.right, b.bottom), (b.x, b.bottom))
        pen.sheet.polygon(corners, stroke=item.stroke, width=HAIRLINE)


def draw_background(colour: str, size: tuple[int, int], sheet: Sheet) -> None:
    """Paper is white already."""
    if colour and sheet.rgb(colour) != "1 1 1":
        sheet.mark(ARTIFACT)
        sheet.rect(Box(0, 0, *size), colour)


DRAW: Mapping[type, Callable[[Any, Pen], None]] = {
    PlacedText: draw_text,
    PlacedShape: draw_shape_item,
    PlacedTable: draw_table,
    PlacedChart: draw_chart_item,
    PlacedPicture: draw_picture,
    PlacedGroup: draw_group,
    PlacedPage: draw_page,
}
