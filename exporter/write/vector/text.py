"""In: measured paragraphs and their box. Out: where each of their lines and words stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from exporter.model.geometry import Box, pt
from exporter.model.page import Anchor, Line, Para, Span

_URL = "%/:=&?~#+!$,;'@()*[]-._"
"""What stays as it is in an address."""


class Word(NamedTuple):
    """A span where it stands: `x` of its left end and the baseline, EMU."""

    x: float
    y: float
    span: Span
    text: str
    """Its words, with the space that a line lost where it broke."""
    hyphen: str
    """A hyphen drawn behind them that is no part of them."""
    gap: float = 0
    """What every space is wider than the font has it, EMU."""


def inner_box(box: Box, insets: tuple[int, int, int, int]) -> Box:
    """The box within its insets; too narrow or low a box is left less than nothing, and nothing is moved."""
    left, top, right, bottom = insets
    return Box(box.x + left, box.y + top, box.w - left - right, box.h - top - bottom)


def stacked(paras: tuple[Para, ...], box: Box, anchor: Anchor) -> Iterator[tuple[Para, float]]:
    """Each paragraph with the top of its first line, in a box without insets."""
    y: float = box.y
    if anchor != "top":
        free = box.h - sum(_height(para, i) for i, para in enumerate(paras))
        y += free / 2 if anchor == "middle" else free
    for i, para in enumerate(paras):
        yield para, y + (pt(para.space_before) if i else 0)
        y += _height(para, i)


def _height(para: Para, index: int) -> int:
    return pt(len(para.lines) * para.style.line + (para.space_before if index else 0))


def words(para: Para, box: Box, top: float, drawn: Callable[[Span], int] | None = None) -> Iterator[Word]:
    """The spans of all lines of a paragraph; its bullet stands at `bullet_x` on the first baseline.

    `drawn` gives the width that an office suite draws a span with, where it is not the sum of the advances. Lines are
    then set halfway between: as near as can be to both suites, one that rounds and one that does not.
    """
    for i, line in enumerate(para.lines):
        y = top + para.ascent + i * pt(para.style.line)
        more = sum(drawn(span) - span.w for span in line.spans) / 2 if drawn else 0
        gap = more / max(sum(span.text.count(" ") for span in line.spans), 1) if more else 0
        x = box.x + para.indent + _shift(para, line, box.w, more)
        spaces = 0
        for span, text, hyphen in _spans(para, line, i):
            yield Word(x + span.x + spaces * gap, y, span, text, hyphen, gap)
            spaces += span.text.count(" ")


def lines(para: Para, box: Box, top: float) -> Iterator[tuple[float, float, str]]:
    """What `words` gives of a paragraph whose lines are one span each and end in no hyphen: (x, y, text) of each."""
    y, pitch = top + para.ascent, pt(para.style.line)
    x, last = box.x + para.indent, len(para.lines) - 1
    for i, line in enumerate(para.lines):
        (span,) = line.spans
        text = f"{span.text} " if line.space and (i < last or para.element) else span.text
        yield x + _shift(para, line, box.w, 0) + span.x, y + i * pitch, text


def bullet_x(para: Para, box: Box) -> int:
    return box.x + para.indent - para.hang


def _shift(para: Para, line: Line, width: int, more: float) -> float:
    """Where a line begins, right of its indent, when it is drawn `more` wide than it was measured."""
    if para.style.align == "left":
        return 0
    free = width - para.indent - line.w - more
    return free / 2 if para.style.align == "center" else free


def _spans(para: Para, line: Line, index: int) -> Iterator[tuple[Span, str, str]]:
    """The spans of a line, each with its words and its hyphen."""
    for span in line.spans[:-1]:
        yield span, span.text, ""
    if line.spans:
        last = line.spans[-1]
        goes_on = index < len(para.lines) - 1 or bool(para.element)
        if line.hyphen and last.text.endswith(("-", "\u2010")):
            yield last, last.text[:-1], last.text[-1]
        else:
            yield last, f"{last.text} " if goes_on and line.space else last.text, ""


def web_address(link: str) -> str:
    """An address outside, quoted; empty for anything but web and mail."""
    return quote(link, safe=_URL) if link.lower().startswith(("http://", "https://", "mailto:")) else ""
