"""Collision: two texts overlap, by the lines they really have and not by their boxes."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.check.frames import SetLine, frames, lines, sheets
from exporter.model.geometry import px
from exporter.model.page import Document, Page
from exporter.model.report import Finding, Level

SLACK = px(2)


def collision(document: Document) -> Iterator[Finding]:
    for number, page, _ in sheets(document):
        seen: set[tuple[int, int]] = set()
        for a, b in overlaps(page):
            pair = (id(a.frame), id(b.frame))
            if pair not in seen:
                seen.add(pair)
                what = f"'{a.line.text}' and '{b.line.text}' overlap"
                yield Finding(Level.ERROR, "collision", what, page=number, path=a.para.path or b.para.path)


def overlaps(page: Page) -> Iterator[tuple[SetLine, SetLine]]:
    """Pairs of lines of different texts that cover each other, found in one sweep down the page."""
    found = sorted((line for frame in frames(page) for line in lines(frame)), key=lambda line: line.ink.y)
    open_: list[SetLine] = []
    for line in found:
        open_ = [other for other in open_ if other.ink.bottom > line.ink.y + SLACK]
        for other in open_:
            if other.frame is not line.frame and other.ink.overlaps(line.ink, SLACK):
                yield other, line
        open_.append(line)
