"""In: measured paragraphs and their box. Out: each word at its place, and its paragraph in the structure tree."""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.geometry import Box, pt
from exporter.model.page import Anchor, Para, PlacedText, Role, Span
from exporter.text.direction import leftward
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.sheet import ARTIFACT, FOOTER, HEADER
from exporter.write.pdf.tags import HEADINGS, Element
from exporter.write.vector.text import bullet_x, inner_box, lines, stacked, words


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


def draw_para(para: Para, box: Box, top: float, pen: Pen, role: Role, element: Element | None = None) -> None:
    """One paragraph: `top` is that of its first line. It gets an element in the structure tree, unless it has one."""
    sheet = pen.sheet
    fixed = pen.furniture or (ARTIFACT if role is Role.ARTIFACT else pen.drawing(para, role))
    if not fixed and not para.bullet and not any(line.spans for line in para.lines):
        return
    text: Element | str = fixed or ""
    label: Element | str | None = fixed
    if not fixed:
        text, label = (element, None) if element else pen.flow.para(para, role, sheet.index)
    if para.bullet:
        sheet.mark(label or text)
        style = para.style.but(colour=para.bullet_colour)
        sheet.text(bullet_x(para, box, sheet.width(para.bullet, style)), top + para.ascent, style, para.bullet)
    if look := _alike(para, pen):
        sheet.mark(text)
        sheet.texts(lines(para, box, top), look, rise=look.rise)
        return
    link, owner = "", text
    for word in words(para, box, top, sheet.width, pen.drawn):
        x, y, span, said, hyphen = word.x, word.y, word.span, word.text, word.hyphen
        shown = word.turned or said
        target = "" if fixed else pen.target(span)
        if target != link:
            link = target
            owner = text
            if target and isinstance(text, Element):
                owner = pen.structure.link(text, bool(span.goto) and (text.tag == "TOCI" or span.rise > 0))
        sheet.mark(owner, pen.entries(span, said, shown))
        if word.turned:
            sheet.text_from_right(x, y, span, shown)
        else:
            sheet.text(x, y, span, shown, word.gap)
        if hyphen:
            sheet.mark(owner, "/ActualText()")
            sheet.text(x + sheet.width(shown, span), y, span, hyphen)
        if target and isinstance(owner, Element):
            area = Box(round(x), round(y - pt(span.size * 0.9)), round(word.width), pt(span.size * 1.15))
            sheet.link(owner, target, area, text_string(span.link or span.text))


def _alike(para: Para, pen: Pen) -> Span | None:
    """The look of all lines of a paragraph, when each is one text to be shown and no more, as most are."""
    if pen.drawn or not para.lines or not para.lines[0].spans:
        return None
    first = para.lines[0].spans[0]
    font, size, bold, italic = first.font, first.size, first.bold, first.italic
    colour, spacing, rise, language = first.colour, first.spacing, first.rise, pen.language
    lacks = pen.sheet.fonts.face(font, bold, italic).lacks
    for line in para.lines:
        if len(line.spans) != 1 or line.hyphen:
            return None
        (span,) = line.spans
        if span.link or span.goto or (span.lang and span.lang != language):
            return None
        if not span.text.isascii() and (lacks(span.text) or leftward(span.text)):
            return None
        same = span.font == font and span.size == size and span.colour == colour and span.bold == bold
        if not same or span.italic != italic or span.spacing != spacing or span.rise != rise:
            return None
    return first
