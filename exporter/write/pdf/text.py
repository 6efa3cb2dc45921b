"""In: measured paragraphs and their box. Out: each word at its place, and its paragraph in the structure tree."""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.geometry import Box, pt
from exporter.model.page import Anchor, Para, PlacedText, Role
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.sheet import ARTIFACT, FOOTER, HEADER
from exporter.write.pdf.tags import HEADINGS, Element
from exporter.write.vector.text import bullet_x, inner_box, stacked, words


def draw_text(item: PlacedText, pen: Pen) -> None:
    if item.fill:
        pen.graphic()
        pen.sheet.rect(item.box, item.fill)
    if item.role is Role.ARTIFACT or item.decorative:
        pen = pen.as_artifact(HEADER if item.box.y < pen.sheet.size[1] / 2 else FOOTER)
    if item.paths and pen.figure:  # facts are read as words, not only as part of a drawing
        pen = replace(pen, figure=None)
    draw_paras(item.paras, inner_box(item.box, item.insets), item.anchor, pen, item.role)


def draw_paras(paras: tuple[Para, ...], box: Box, anchor: Anchor, pen: Pen, role: Role = Role.BODY) -> None:
    """Paragraphs stacked in a box without insets; those without a role of their own take `role`, but for headings."""
    for para, top in stacked(paras, box, anchor):
        draw_para(para, box, top, pen, role if para.role is Role.BODY and role not in HEADINGS else para.role)


def draw_para(para: Para, box: Box, top: float, pen: Pen, role: Role) -> None:
    """One paragraph: `top` is that of its first line."""
    sheet = pen.sheet
    fixed = pen.furniture or (ARTIFACT if role is Role.ARTIFACT else pen.drawing(para, role))
    if not fixed and not para.bullet and not any(line.spans for line in para.lines):
        return
    text: Element | str = fixed or ""
    label: Element | str | None = fixed
    if not fixed:
        text, label = pen.flow.para(para, role, sheet.index)
    if para.bullet:
        sheet.mark(label or text)
        style = para.style.but(colour=para.bullet_colour)
        sheet.text(bullet_x(para, box), top + para.ascent, style, para.bullet)
    link, owner = "", text
    for x, y, span, shown, hyphen, gap in words(para, box, top, pen.drawn):
        target = "" if fixed else pen.target(span)
        if target != link:
            link = target
            owner = text
            if target and isinstance(text, Element):
                owner = pen.structure.link(text, bool(span.goto) and (text.tag == "TOCI" or span.rise > 0))
        sheet.mark(owner, pen.entries(span, shown))
        sheet.text(x, y, span, shown, gap)
        if hyphen:
            sheet.mark(owner, "/ActualText()")
            sheet.text(x + sheet.width(shown, span), y, span, hyphen)
        if target and isinstance(owner, Element):
            area = Box(round(x), round(y - pt(span.size * 0.9)), span.w, pt(span.size * 1.15))
            sheet.link(owner, target, area, text_string(span.link or span.text))
