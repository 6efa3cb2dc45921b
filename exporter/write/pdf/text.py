"""In: measured paragraphs and their box. Out: each word at its place, and its paragraph in the structure tree."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.geometry import Box, pt
from exporter.model.page import Anchor, Line, Para, PlacedText, Role, Span
from exporter.write.pdf.file import text_string
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.sheet import ARTIFACT, FOOTER, HEADER
from exporter.write.pdf.tags import HEADINGS, Element


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
