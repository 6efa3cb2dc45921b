"""In: placed items. Out: their elements, with what a screen reader is told. DRAW has a row for every kind of item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import atan2, degrees
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from exporter.model.geometry import Box, pt
from exporter.model.page import (
    Anchor,
    Cell,
    Item,
    Page,
    Para,
    Placed,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    Span,
    Watermark,
)
from exporter.write.svg.canvas import Canvas, area, n
from exporter.write.svg.picture import Pictures
from exporter.write.vector.chart import draw_chart
from exporter.write.vector.chart_scale import TEXT_HEIGHT
from exporter.write.vector.shape import HAIRLINE, draw_shape
from exporter.write.vector.table import cells, draw_ground, scope
from exporter.write.vector.text import Word, bullet_x, inner_box, stacked, web_address, words
from exporter.write.xml import escape

HEADINGS = {Role.TITLE: 1, Role.H1: 1, Role.H2: 2, Role.H3: 3}
HEADS = {"column": "columnheader", "row": "rowheader", "both": "columnheader", "": "cell"}
HIDDEN = ' aria-hidden="true"'
FROM_RIGHT, END = "\u2067", "\u2069"
"""Unicode's marks around words that run from right to left by themselves: a viewer sets their brackets and the space
at their end as we do, and `x` stays their left end, which `direction` would change."""


class Pen(Struct, frozen=True):
    """What drawing needs: a canvas, pictures, and where links lead."""

    canvas: Canvas
    pictures: Pictures
    language: str
    chart_colours: tuple[str, ...] = ()
    """Slices of a pie, roles of the palette."""
    targets: Mapping[str, str] | None = None
    """Addresses by anchor; None draws no link at all."""

    def put(self, part: str) -> None:
        self.canvas.parts.append(part)

    @contextmanager
    def group(self, attributes: str, title: str = "") -> Iterator[None]:
        """What is drawn meanwhile belongs together; without attributes and title it needs no element."""
        if not attributes and not title:
            yield
            return
        self.put(f"<g{attributes}>" + (f"<title>{escape(title)}</title>" if title else ""))
        yield
        self.put("</g>")

    def address(self, span: Span) -> str:
        if self.targets is None:
            return ""
        return self.targets.get(span.goto, "") or web_address(span.link)


def draw_page(page: Page, pen: Pen, watermark: Watermark | None = None, index: int = 0, scale: float = 1) -> None:
    """The page `index` (from 0) with its paper; `scale` is that of the watermark, which is made for the first page."""
    pen.canvas.rect(Box(0, 0, *page.size), page.background or "FFFFFF")
    over = page.items
    if watermark:
        under, over = watermark.parted(page, index)
        draw(under, pen)
        _draw_watermark(watermark, page, scale, pen)
    draw(over, pen)


def _draw_watermark(mark: Watermark, page: Page, scale: float, pen: Pen) -> None:
    """The word along the page's rising diagonal, its middle in the page's middle."""
    w, h = page.size
    style = mark.style.but(size=mark.style.size * scale, colour=dict(mark.shades)[page.background])
    turn = f"translate({n(w / 2)} {n(h / 2)}) rotate({-degrees(atan2(h, w)):.3f})"
    with pen.group(f' transform="{turn}"{HIDDEN}'):
        pen.canvas.text(-mark.width / 2 * scale, pt(style.size * TEXT_HEIGHT / 2), style, mark.text)


def draw(items: tuple[Item, ...], pen: Pen) -> None:
    """Draws items in their order, which is the order in which they are read."""
    for item in items:
        DRAW[type(item)](item, pen)


def _is_furniture(item: Placed) -> bool:
    return item.role is Role.ARTIFACT or item.decorative


def draw_text(item: PlacedText, pen: Pen) -> None:
    with pen.group(HIDDEN if _is_furniture(item) else ""):
        if item.fill:
            pen.canvas.rect(item.box, item.fill)
        draw_paras(item.paras, inner_box(item.box, item.insets), item.anchor, pen, item.role)


def draw_paras(paras: tuple[Para, ...], box: Box, anchor: Anchor, pen: Pen, role: Role = Role.BODY) -> None:
    """Paragraphs in a box without insets: an element each, so that they are read and copied as they were written."""
    for para, top in stacked(paras, box, anchor):
        if para.bullet or any(line.spans for line in para.lines):
            level = HEADINGS.get(role if para.role is Role.BODY else para.role)
            heading = f' role="heading" aria-level="{level}"' if level else ""
            hidden = HIDDEN if para.role is Role.ARTIFACT else ""
            usual = pen.canvas.dress(para.style.but(spacing=0), "")
            pen.put(f"<text{heading}{hidden}{_attributes(usual)}>")
            if para.bullet:
                style = para.style.but(colour=para.bullet_colour)
                dress = _attributes(pen.canvas.dress(style, f"{para.bullet} "), usual)
                wide = pen.canvas.width(para.bullet, style)
                spot = pen.canvas.spot(bullet_x(para, box, wide), top + para.ascent, style)
                pen.put(f"<tspan {spot}{dress}>{escape(para.bullet)} </tspan>")
            for word in words(para, box, top, pen.canvas.width):
                pen.put(_word(word, usual, pen))
            pen.put("</text>")


def _word(word: Word, usual: Mapping[str, str], pen: Pen) -> str:
    """A span at its place, in its link; a hyphen that is no part of it cannot be selected."""
    dress = _attributes(pen.canvas.dress(word.span, word.text + word.hyphen), usual)
    language = f' lang="{escape(word.span.lang)}"' if word.span.lang not in ("", pen.language) else ""
    hyphen = f'<tspan class="h"{HIDDEN}>{escape(word.hyphen)}</tspan>' if word.hyphen else ""
    spot = pen.canvas.spot(word.x, word.y, word.span)
    said = word.text
    if word.turned:  # but for the space that the line lost, which would move them
        said = f"{FROM_RIGHT}{said[: len(word.turned)]}{END}{said[len(word.turned) :]}"
    text = f"<tspan {spot}{dress}{language}>{escape(said)}{hyphen}</tspan>"
    address = pen.address(word.span)
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def _attributes(values: Mapping[str, str], usual: Mapping[str, str] = MappingProxyType({})) -> str:
    """Attributes, without those that are inherited as they are."""
    return "".join(f' {name}="{value}"' for name, value in values.items() if usual.get(name) != value)


def draw_shape_item(item: PlacedShape, pen: Pen) -> None:
    with pen.group(' role="img"' if item.alt else "", item.alt):
        draw_shape(item, pen.canvas)


def draw_picture(item: PlacedPicture, pen: Pen) -> None:
    told = HIDDEN if _is_furniture(item) or not item.alt else f' role="img" aria-label="{escape(item.alt)}"'
    pen.put(f'<image {area(item.box)} preserveAspectRatio="none"{told} href="{pen.pictures.uri(item)}"/>')


def draw_chart_item(item: PlacedChart, pen: Pen) -> None:
    """One figure: its labels are read as part of it."""
    with pen.group(HIDDEN if _is_furniture(item) else ' role="img"' if item.alt else "", item.alt):
        draw_chart(item, pen.canvas, pen.chart_colours)


def draw_table(item: PlacedTable, pen: Pen) -> None:
    rows = cells(item)
    with pen.group(HIDDEN if _is_furniture(item) else ' role="table"', item.alt):
        draw_ground(rows, pen.canvas)
        for row, its_cells in zip(item.rows, rows, strict=True):
            with pen.group(' role="row"'):
                for cell, box in its_cells:
                    with pen.group(_cell(cell, row.header)):
                        draw_paras(cell.paras, inner_box(box, cell.insets), cell.anchor, pen)


def _cell(cell: Cell, header: bool) -> str:
    wide = f' aria-colspan="{cell.cols}"' if cell.cols > 1 else ""
    high = f' aria-rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f' role="{HEADS[scope(cell, header)]}"{wide}{high}'


def draw_group(item: PlacedGroup, pen: Pen) -> None:
    """The texts of a described group are read after its description."""
    told = HIDDEN if _is_furniture(item) else ' role="group"' if item.alt else ""
    with pen.group(told, item.alt):
        draw(item.items, pen)


def draw_inner_page(item: PlacedPage, pen: Pen) -> None:
    """A page in the page, with a frame around it."""
    w, h = item.page.size
    pen.put(f'<svg {area(item.box)} viewBox="0 0 {n(w)} {n(h)}" preserveAspectRatio="none">')
    if pen.canvas.paint(item.page.background).upper() != "#FFFFFF":  # the paper is white already, and may bear a mark
        pen.canvas.rect(Box(0, 0, w, h), item.page.background)
    draw(item.page.items, pen)
    pen.put("</svg>")
    if item.stroke:
        b = item.box
        corners = ((b.x, b.y), (b.right, b.y), (b.right, b.bottom), (b.x, b.bottom))
        pen.canvas.polygon(corners, stroke=item.stroke, width=HAIRLINE)


DRAW: Mapping[type, Callable[[Any, Pen], None]] = {
    PlacedText: draw_text,
    PlacedShape: draw_shape_item,
    PlacedTable: draw_table,
    PlacedChart: draw_chart_item,
    PlacedPicture: draw_picture,
    PlacedGroup: draw_group,
    PlacedPage: draw_inner_page,
}
