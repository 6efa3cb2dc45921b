"""In: measured paragraphs and their box. Out: where each of their lines and words stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from exporter.model.geometry import Box, pt
from exporter.model.page import Anchor, Line, Para, Span
from exporter.text import bidi
from exporter.text.direction import runs_leftward

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
    turned: str = ""
    """Of words that run from right to left: their characters, brackets mirrored, to be drawn from the last one on."""
    w: float = 0
    """How wide they are, EMU, in a line that runs both ways."""

    @property
    def width(self) -> float:
        return self.w or self.span.w


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


Measure = Callable[[str, Span], int]
"""How wide characters are in the dress of a span, EMU."""


def words(
    para: Para, box: Box, top: float, measure: Measure, drawn: Callable[[Span], int] | None = None
) -> Iterator[Word]:
    """The spans of all lines of a paragraph; its bullet stands at `bullet_x` on the first baseline.

    `drawn` gives the width that an office suite draws a span with, where it is not the sum of the advances. Lines are
    then set halfway between: as near as can be to both suites, one that rounds and one that does not.
    """
    turned = turns(para)
    for i, line in enumerate(para.lines):
        y = top + para.ascent + i * pt(para.style.line)
        if turned:
            yield from _turned(para, line, i, box, y, measure)
            continue
        more = sum(drawn(span) - span.w for span in line.spans) / 2 if drawn else 0
        gap = more / max(sum(span.text.count(" ") for span in line.spans), 1) if more else 0
        x = box.x + para.indent + _shift(para, line.w + more, box.w)
        spaces = 0
        for span, text, hyphen in _spans(para, line, i):
            yield Word(x + span.x + spaces * gap, y, span, text, hyphen, gap)
            spaces += span.text.count(" ")


def turns(para: Para) -> bool:
    """Whether words of the paragraph are drawn from right to left."""
    return runs_leftward(span.text for line in para.lines for span in line.spans)


def _turned(para: Para, line: Line, index: int, box: Box, y: float, measure: Measure) -> Iterator[Word]:
    """The pieces of a line that run both ways, in the order in which they are read, each where it stands."""
    spans = list(_spans(para, line, index))
    pieces, order = bidi.pieces([span.text for span, _, _ in spans], para.leftward)
    wide = [measure(piece.shown, spans[piece.index][0]) for piece in pieces]
    x = box.x + _shift(para, sum(wide), box.w)
    if not para.leftward:
        x += para.indent
    places = [0.0] * len(pieces)
    for number in order:
        places[number] = x
        x += wide[number]
    for number, piece in enumerate(pieces):
        span, text, _ = spans[piece.index]
        last = number == len(pieces) - 1 or pieces[number + 1].index != piece.index
        lost = text[len(span.text) :] if last else ""  # the space where the line broke
        turned = piece.shown if piece.turned else ""
        yield Word(places[number], y, span, piece.said + lost, "", 0, turned, wide[number])


def lines(para: Para, box: Box, top: float) -> Iterator[tuple[float, float, str]]:
    """What `words` gives of a paragraph whose lines are one span each and end in no hyphen: (x, y, text) of each."""
    y, pitch = top + para.ascent, pt(para.style.line)
    x, last = box.x + para.indent, len(para.lines) - 1
    for i, line in enumerate(para.lines):
        (span,) = line.spans
        text = f"{span.text} " if line.space and (i < last or para.element) else span.text
        yield x + _shift(para, line.w, box.w) + span.x, y + i * pitch, text


def bullet_x(para: Para, box: Box, wide: int) -> int:
    """Where a bullet that is so `wide` begins: at the right of a paragraph that runs from right to left."""
    if para.leftward:
        return box.right - para.indent + para.hang - wide
    return box.x + para.indent - para.hang


def _shift(para: Para, wide: float, room: int) -> float:
    """Where a line that is so `wide` begins, right of its indent."""
    if para.style.align == "left" and not para.leftward:
        return 0
    free = room - para.indent - wide
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
