"""Collision: two texts overlap, by the lines they really have and not by their boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from exporter.check.frames import Frame, SetLine, Sheet
from exporter.model.geometry import px
from exporter.model.report import Finding, Level

SLACK = px(2)
_TOP = itemgetter(0)


def collision(sheet: Sheet) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for a, b in overlaps(sheet.frames):
        pair = (id(a.frame), id(b.frame))
        if pair not in seen:
            seen.add(pair)
            what = f"'{a.line.text}' and '{b.line.text}' overlap"
            yield Finding(Level.ERROR, "collision", what, page=sheet.number, path=a.para.path or b.para.path)


def overlaps(frames: Iterable[Frame]) -> Iterator[tuple[SetLine, SetLine]]:
    """Pairs of lines of different texts that cover each other, found in one sweep down the page.

    Edges are taken in by half of what is allowed, so that lines cover each other when their edges cross.
    """
    less = SLACK / 2
    found: list[tuple[float, float, float, float, SetLine]] = []
    for frame in frames:
        for line in frame.lines:
            ink = line.ink
            if ink.w > SLACK and ink.h > SLACK:
                left, top = ink.x + less, ink.y + less
                found.append((top, top + ink.h - SLACK, left, left + ink.w - SLACK, line))
    found.sort(key=_TOP)
    open_: list[tuple[float, float, float, float, SetLine]] = []
    for one in found:
        top, _, left, right, line = one
        open_ = [other for other in open_ if other[1] > top]
        for other in open_:
            if other[2] < right and left < other[3] and other[4].frame is not line.frame:
                yield other[4], line
        open_.append(one)
