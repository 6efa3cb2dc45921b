"""In: placed items. Out: their marks on a sheet and places in the structure tree. DRAW has a row for every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from math import atan2, cos, sin
from typing import Any

from exporter.model.geometry import Box, pt, px
from exporter.model.page import (
    Anchor,
    Cell,
    Item,
    Line,
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
    flat,
)
from exporter.write.pdf.chart import draw_chart
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pictures import Pictures
from exporter.write.pdf.sheet import ARTIFACT, FOOTER, HEADER, Sheet
from exporter.write.pdf.tags import HEADINGS, Element, Flow, Structure, alt

HAIRLINE = px(1)


@dataclass(frozen=True, slots=True)
class Pen:
    """What drawing needs: a sheet, the place in the structure tree, and where links lead.

    `figure` takes the drawing of a described group; `furniture` is the kind of artifact that everything is.
    """

    sheet: Sheet
    structure: Structure
    flow: Flow
    targets: Mapping[str, str]
    """Dest entries by anchor."""
    pictures: Pictures
    language: str
    chart_colours: tuple[str, ...] = ()
    figure: Element | None = None
    furniture: str = ""

    def graphic(self) -> None:
        """What is drawn next is not text."""
        self.sheet.mark(self.furniture or self.figure or ARTIFACT)

    def target(self, span: Span) -> str:
        """The annotation's entry for where a span leads; empty for nowhere."""
        return self.targets.get(span.goto) or web_address(span.link) if span.goto or span.link else ""

    def entries(self, span: Span, words: str) -> str:
        """What a mark says beside the text: a foreign language, or the words if the font cannot show them."""
        entries = f"/Lang{text_string(span.lang)}" if span.lang not in ("", self.language) else ""
        if self.sheet.fonts.face(span.font, span.bold, span.italic).lacks(words):
            entries += f"/ActualText{text_string(words)}"
        return entries

    def described(self, item: Placed, words: str) -> Pen:
        """A pen whose drawing is a figure described in words; without words it joins the open figure or decorates."""
        if self.furniture or item.decorative or not words:
            return self if self.figure else self.as_artifact()
        place = f"/A<</O/Layout/Placement/Block/BBox{self.sheet.bounds(item.box)}>>"
        return replace(self, figure=self.flow.block("Figure", alt(words) + place))

    def as_artifact(self, kind: str = ARTIFACT) -> Pen:
        return replace(self, furniture=self.furniture or kind)


def draw(items: tuple[Item, ...], pen: Pen) -> None:
    """Draws items in their order, which is the order in which they are read."""
    for item in items:
        DRAW[type(item)](item, pen)


def draw_text(item: PlacedText, pen: Pen) -> None:
    if item.fill:
        pen.graphic()
        pen.sheet.rect(item.box, item.fill)
    if item.role is Role.ARTIFACT or item.decorative:
        pen = pen.as_artifact(HEADER if item.box.y < pen.sheet.size[1] / 2 else FOOTER)
    left, top, right, bottom = item.insets
    inner = Box(item.box.x + left, item.box.y + top, item.box.w - left - right, item.box.h - top - bottom)
    draw_paras(item.paras, inner, item.anchor, pen, item.role)


def draw_paras(paras: tuple[Para, ...], box: Box, anchor: Anchor, pen: Pen, role: Role = Role.BODY) -> None:
    """Paragraphs stacked in a box without insets; those without a role of their own take `role`, but for headings."""
    y: float = box.y
    if anchor != "top":
        free = box.h - sum(_height(para, i) for i, para in enumerate(paras))
        y += free / 2 if anchor == "middle" else free
    for i, para in enumerate(paras):
        top = y + (pt(para.space_before) if i else 0)
        draw_para(para, box, top, pen, role if para.role is Role.BODY and role not in HEADINGS else para.role)
        y += _height(para, i)


def _height(para: Para, index: int) -> int:
    return pt(len(para.lines) * para.style.line + (para.space_before if index else 0))


def draw_para(para: Para, box: Box, top: float, pen: Pen, role: Role) -> None:
    """One paragraph: `top` is that of its first line."""
    sheet = pen.sheet
    furniture = pen.furniture or (ARTIFACT if role is Role.ARTIFACT else "")
    if not furniture and not para.bullet and not any(line.spans for line in para.lines):
        return
    text: Element | str = furniture
    label: Element | str | None = furniture
    if not furniture:
        text, label = pen.flow.para(para, role, sheet.index)
    baseline = top + para.ascent
    if para.bullet:
        sheet.mark(label or text)
        sheet.text(box.x + para.indent - para.hang, baseline, para.style.but(colour=para.bullet_colour), para.bullet)
    link, owner = "", text
    for i, line in enumerate(para.lines):
        x = box.x + para.indent + _shift(para, line, box.w)
        y = baseline + i * pt(para.style.line)
        for span, words, hyphen in _words(para, line, i):
            target = "" if furniture else pen.target(span)
            if target != link:
                link = target
                owner = pen.structure.open("Link", text) if target and isinstance(text, Element) else text
            sheet.mark(owner, pen.entries(span, words))
            sheet.text(x + span.x, y, span, words)
            if hyphen:
                sheet.mark(owner, "/ActualText()")
                sheet.text(x + span.x + sheet.width(words, span), y, span, hyphen)
            if target and isinstance(owner, Element):
                area = Box(round(x + span.x), round(y - pt(span.size * 0.9)), span.w, pt(span.size * 1.15))
                sheet.link(owner, target, area, text_string(span.link or span.text))


def _shift(para: Para, line: Line, width: int) -> int:
    """Where a line begins, right of its indent."""
    if para.style.align == "left":
        return 0
    free = width - para.indent - line.w
    return free // 2 if para.style.align == "center" else free


def _words(para: Para, line: Line, index: int) -> Iterator[tuple[Span, str, str]]:
    """The spans of a line, each with its words and a hyphen that is drawn but is no part of them.

    A line that goes on below gets back the space it lost where it broke.
    """
    for span in line.spans[:-1]:
        yield span, span.text, ""
    if line.spans:
        last = line.spans[-1]
        goes_on = index < len(para.lines) - 1 or bool(para.element)
        if line.hyphen and last.text.endswith(("-", "\u2010")):
            yield last, last.text[:-1], last.text[-1]
        else:
            yield last, f"{last.text} " if goes_on and line.space else last.text, ""


def draw_shape(item: PlacedShape, pen: Pen) -> None:
    if item.alt:
        pen = pen.described(item, item.alt)
    pen.graphic()
    width = item.stroke_w or (HAIRLINE if item.stroke else 0)
    SHAPES[item.shape](item, pen.sheet, width)


def _rect(item: PlacedShape, sheet: Sheet, width: int) -> None:
    b = item.box
    if item.fill and not item.stroke:
        sheet.rect(b, item.fill)
    elif item.fill or item.stroke:
        sheet.polygon(((b.x, b.y), (b.right, b.y), (b.right, b.bottom), (b.x, b.bottom)), item.fill, item.stroke, width)


def _ellipse(item: PlacedShape, sheet: Sheet, width: int) -> None:
    if item.fill or item.stroke:
        sheet.ellipse(item.box, item.fill, item.stroke, width)


def _polygon(shares: tuple[tuple[float, float], ...]) -> Callable[[PlacedShape, Sheet, int], None]:
    def drawer(item: PlacedShape, sheet: Sheet, width: int) -> None:
        if item.fill or item.stroke:
            b = item.box
            sheet.polygon([(b.x + u * b.w, b.y + v * b.h) for u, v in shares], item.fill, item.stroke, width)

    return drawer


def _chevron(item: PlacedShape, sheet: Sheet, width: int) -> None:
    """As PowerPoint draws it: the point is half the shorter side deep."""
    if item.fill or item.stroke:
        b, depth = item.box, min(item.box.w, item.box.h) / 2
        middle = b.y + b.h / 2
        points = (
            (b.x, b.y), (b.right - depth, b.y), (b.right, middle), (b.right - depth, b.bottom), (b.x, b.bottom),
            (b.x + depth, middle),
        )  # fmt: skip
        sheet.polygon(points, item.fill, item.stroke, width)


def _ends(item: PlacedShape) -> tuple[tuple[float, float], tuple[float, float]]:
    b = item.box
    x1, x2 = (b.right, b.x) if item.flip_h else (b.x, b.right)
    y1, y2 = (b.bottom, b.y) if item.flip_v else (b.y, b.bottom)
    return (x1, y1), (x2, y2)


def _line(item: PlacedShape, sheet: Sheet, width: int) -> None:
    sheet.line(_ends(item), item.stroke or item.fill or "ink", width or HAIRLINE)


def _arrow(item: PlacedShape, sheet: Sheet, width: int) -> None:
    """The line stops inside the head, so that the tip stays sharp."""
    colour, width = item.stroke or item.fill or "ink", width or HAIRLINE
    (x1, y1), (x2, y2) = _ends(item)
    head, angle = max(4 * width, px(6)), atan2(y2 - y1, x2 - x1)
    bx, by = x2 - head * cos(angle), y2 - head * sin(angle)
    dx, dy = head * 0.4 * sin(angle), -head * 0.4 * cos(angle)
    sheet.line(((x1, y1), (bx, by)), colour, width)
    sheet.polygon(((x2, y2), (bx + dx, by + dy), (bx - dx, by - dy)), colour)


SHAPES: Mapping[str, Callable[[PlacedShape, Sheet, int], None]] = {
    "rect": _rect,
    "picture-frame": _rect,
    "ellipse": _ellipse,
    "line": _line,
    "arrow": _arrow,
    "triangle-down": _polygon(((0, 0), (1, 0), (0.5, 1))),
    "triangle-up": _polygon(((0.5, 0), (1, 1), (0, 1))),
    "chevron": _chevron,
}


def draw_table(item: PlacedTable, pen: Pen) -> None:
    """Parts of one table on several pages are one Table, and the head shown again there is an artifact."""
    if item.role is Role.ARTIFACT or item.decorative:
        pen = pen.as_artifact()
    table = None
    if not pen.furniture:
        summary = f"/A<</O/Table/Summary{text_string(item.alt)}>>" if item.alt else ""
        table = pen.flow.block("Table", summary, item.element, pen.sheet.index)
    cells = _cells(item)
    flat_cells = [pair for row in cells for pair in row]
    pen.graphic()
    for cell, box in flat_cells:
        if cell.fill:
            pen.sheet.rect(box, cell.fill)
    for cell, box in flat_cells:
        if cell.rule and cell.rule_w:
            pen.sheet.rect(Box(box.x, box.bottom - cell.rule_w // 2, box.w, cell.rule_w), cell.rule)
    goes_on, head = bool(table and table.kids), True
    for i, row in enumerate(item.rows):
        head = head and row.header
        line = None
        if table and not (goes_on and (row.repeated or head)):
            line = pen.structure.open("TR", pen.structure.last(table, "THead" if head else "TBody"))
        for cell, box in cells[i]:
            _draw_cell(cell, box, line, row.header, pen if line else pen.as_artifact())


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


def draw_picture(item: PlacedPicture, pen: Pen) -> None:
    name, number = pen.pictures.image(item)
    pen.described(item, item.alt).graphic()
    pen.sheet.picture(name, number, item.box)


def draw_chart_item(item: PlacedChart, pen: Pen) -> None:
    """One figure: its labels are read as part of it."""
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
    PlacedShape: draw_shape,
    PlacedTable: draw_table,
    PlacedChart: draw_chart_item,
    PlacedPicture: draw_picture,
    PlacedGroup: draw_group,
    PlacedPage: draw_page,
}


def web_address(link: str) -> str:
    """The annotation's entry for an address outside; empty for anything but web and mail."""
    from urllib.parse import quote

    if not link.lower().startswith(("http://", "https://", "mailto:")):
        return ""
    return f"/A<</S/URI/URI{text_string(quote(link, safe=_URL))}>>"


_URL = "%/:=&?~#+!$,;'@()*[]-._"
