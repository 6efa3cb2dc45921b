"""Collision: two texts overlap, by the lines they really have and not by their boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from exporter.check.frames import SLACK, Cells, Frame, SetLine, Sheet
from exporter.model.geometry import Box
from exporter.model.page import PlacedTable
from exporter.model.report import Finding, Level

_TOP = itemgetter(0)
Area = tuple[float, float, float, float, tuple[Frame, ...] | Cells]
"""Top, bottom, left, right, and the texts whose lines all stand in it."""


def collision(sheet: Sheet) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for a, b in overlaps(_close(sheet)):
        pair = (id(a.frame), id(b.frame))
        if pair not in seen:
            seen.add(pair)
            what = f"'{a.line.text}' and '{b.line.text}' overlap"
            yield Finding(Level.ERROR, "collision", what, page=sheet.number, path=a.para.path or b.para.path)


def _close(sheet: Sheet) -> list[Frame]:
    """The texts that may collide with another one: where they stand overlaps where another does.

    All others need no look at their lines. A text that keeps to its box stands there, taken in by half of the slack as
    `overlaps` takes it in; the cells of a table that all keep to theirs, and none of which is merged, lie side by side.
    """
    areas: list[Area] = []
    for item, frames in sheet.items:
        if isinstance(item, PlacedTable) and ((isinstance(frames, Cells) and frames.calm) or _lie_apart(frames)):
            x, y = item.box.x, item.box.y
            areas.append((y, y + sum([row.h for row in item.rows]), x, x + sum(item.columns), frames))
        else:
            for frame in frames:
                if frame.keeps:
                    box = frame.inner
                    areas.append((box.y, box.y + box.h, box.x, box.x + box.w, (frame,)))
                elif frame.lines:
                    areas.append(_around([line.ink for line in frame.lines], frame))
    if not (close := _overlapping(areas)):
        return []
    return [frame for frame in sheet.frames if id(frame) in close]


def _lie_apart(cells: Iterable[Frame]) -> bool:
    """Whether the cells of a table keep to their boxes, and these side by side."""
    for frame in cells:
        cell = frame.cell
        if not frame.keeps or cell is None or cell.rows != 1 or cell.cols != 1 or min(cell.insets) < 0:
            return False
    return True


def _around(boxes: Sequence[Box], frame: Frame) -> Area:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return top, max(box.bottom for box in boxes), left, max(box.right for box in boxes), (frame,)


def _overlapping(areas: list[Area]) -> set[int]:
    """The `id()` of each text in an area that overlaps another one."""
    found: set[int] = set()
    areas.sort(key=_TOP)
    open_: list[Area] = []
    for one in areas:
        top, _, left, right, frames = one
        open_ = [other for other in open_ if other[1] > top]
        for other in open_:
            if other[2] < right and left < other[3]:
                found.update(map(id, frames))
                found.update(map(id, other[4]))
        open_.append(one)
    return found


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
