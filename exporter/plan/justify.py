"""In: a paragraph set to the left. Out: the same with its lines drawn out to the right edge, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from exporter.model.geometry import pt
from exporter.model.page import Line, Para, Span
from exporter.model.style import TextStyle
from exporter.text import Fonts

WIDEST = 0.5
"""Share of the type size by which a space may be widened: a line that wants more stays ragged."""
_WORD = re.compile(r"[^ ]* *")


def justified(para: Para, width: int, fonts: Fonts) -> Para:
    """The paragraph with all lines but its last as wide as `width` (EMU, from its indent), where spaces allow it."""
    room = width - para.indent
    most = pt(para.style.size * WIDEST)
    *lines, last = para.lines or (Line((), 0),)
    return replace(para, lines=(*(_drawn_out(line, room, most, fonts) for line in lines), last)) if lines else para


def _drawn_out(line: Line, room: int, most: int, fonts: Fonts) -> Line:
    parts = [part for span in line.spans for part in _words(span, fonts)]
    gaps = sum(_ends_a_word(part) for part in parts[:-1])
    free = room - line.w
    if not gaps or line.forced or free <= 0 or free // gaps > most:
        return line
    return replace(line, spans=tuple(_spread(parts, free, gaps)), w=room)


def _spread(parts: Sequence[Span], free: int, gaps: int) -> Iterator[Span]:
    """The words with the free width shared among the spaces between them."""
    n = 0
    for part in parts:
        yield replace(part, x=part.x + free * n // gaps)
        n += _ends_a_word(part)


def _ends_a_word(span: Span) -> bool:
    return span.text.endswith(" ")


def _words(span: Span, fonts: Fonts) -> Iterator[Span]:
    """The span cut after its spaces; a link stays whole, so that it is one place to click."""
    if span.link or span.goto or " " not in span.text.rstrip(" "):
        yield span
        return
    style = TextStyle(
        font=span.font, size=span.size, bold=span.bold, italic=span.italic, colour=span.colour, spacing=span.spacing
    )
    x, end = span.x, span.x + span.w
    words = [word for word in _WORD.findall(span.text) if word]
    for i, word in enumerate(words):
        w = fonts.width(word, style) if i < len(words) - 1 else end - x
        yield replace(span, text=word, x=x, w=w)
        x += w
