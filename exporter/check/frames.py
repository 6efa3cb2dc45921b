"""In: a page. Out: every text on it with the box it must keep to, and where each of its lines really stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from exporter.model.geometry import Box, pt
from exporter.model.page import (
    Anchor,
    Cell,
    Document,
    Item,
    Line,
    Page,
    Para,
    Placed,
    PlacedPage,
    PlacedTable,
    PlacedText,
    flat,
)

CAP, DESCENT = 0.72, 0.22
"""Shares of the type size that letters reach above and below the baseline."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Paragraphs and the box they are set in: a text item, or one cell of a table."""

    item: Placed
    box: Box
    paras: tuple[Para, ...]
    insets: tuple[int, int, int, int]
    anchor: Anchor
    fill: str
    size_role: str
    cell: Cell | None = None

    @property
    def inner(self) -> Box:
        left, top, right, bottom = self.insets
        return self.box.inset(left, top, right, bottom)

    @property
    def path(self) -> str:
        """A fact it shows, to find its place in the source."""
        own = (para.path for para in self.paras if para.path)
        return next(own, next(iter(self.item.paths), ""))

    @property
    def text(self) -> str:
        return " ".join(para.text for para in self.paras)


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line where it stands: `ink` is what its letters cover, not its line pitch."""

    frame: Frame
    para: Para
    line: Line
    ink: Box


def sheets(document: Document) -> Iterator[tuple[int, Page, bool]]:
    """(page number, page, inner): the pages, and the slides drawn small on them, each in its own units."""
    for page in document.pages:
        yield page.number, page, False
        for item in flat(page.items):
            if isinstance(item, PlacedPage):
                yield page.number, item.page, True


def frames(page: Page) -> Iterator[Frame]:
    """Every text of a page in reading order; slides drawn small are sheets of their own."""
    for item in flat(page.items):
        yield from item_frames(item)


def item_frames(item: Item) -> Iterator[Frame]:
    """The texts of one item; a group has none of its own."""
    if isinstance(item, PlacedText):
        yield Frame(item, item.box, item.paras, item.insets, item.anchor, item.fill, item.size_role)
    elif isinstance(item, PlacedTable):
        yield from cells(item)


def cells(table: PlacedTable) -> Iterator[Frame]:
    """The cells of a table, merged ones at their full size."""
    xs = [table.box.x, *(table.box.x + w for w in accumulate(table.columns))]
    ys = [table.box.y, *(table.box.y + h for h in accumulate(row.h for row in table.rows))]
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell is None:
                continue
            right, bottom = xs[min(c + cell.cols, len(xs) - 1)], ys[min(r + cell.rows, len(ys) - 1)]
            box = Box(xs[c], ys[r], right - xs[c], bottom - ys[r])
            yield Frame(table, box, cell.paras, cell.insets, cell.anchor, cell.fill, table.size_role, cell)


def height(frame: Frame) -> int:
    """Height of a frame's paragraphs, EMU."""
    lines = sum(len(para.lines) * para.style.line for para in frame.paras)
    return pt(lines + sum(para.space_before for para in frame.paras[1:]))


def lines(frame: Frame) -> Iterator[SetLine]:
    """The lines of a frame, top to bottom; blank ones are left out."""
    inner = frame.inner
    spare = inner.h - height(frame)
    y = inner.y + {"top": 0, "middle": spare // 2, "bottom": spare}[frame.anchor]
    for i, para in enumerate(frame.paras):
        y += pt(para.space_before) if i else 0
        for line in para.lines:
            if line.text.strip():
                yield SetLine(frame, para, line, _ink(inner, para, line, y))
            y += pt(para.style.line)


def _ink(inner: Box, para: Para, line: Line, top: int) -> Box:
    room = inner.w - para.indent
    shift = {"left": 0, "center": (room - line.w) // 2, "right": room - line.w}[para.style.align]
    size = max(span.size for span in line.spans)
    baseline = top + para.ascent
    return Box(inner.x + para.indent + shift, baseline - pt(CAP * size), line.w, pt((CAP + DESCENT) * size))
