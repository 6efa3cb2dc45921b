"""In: a document. Out: its sheets: every text with the box it must keep to, and where each of its lines really stands.

Texts are set once, and all checks look at the same: a document has a thousand texts for every fault. For the same
reason these values are not frozen: made so, they cost a third.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from msgspec import Struct

from exporter.model.geometry import Box, pt, px
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
    Role,
    flat,
    paras_of,
)
from exporter.model.style import FontRole

CAP, DESCENT = 0.72, 0.22
"""Shares of the type size that letters reach above and below the baseline."""


SLACK = px(2)
"""How deep texts may run into one another before they collide."""
ROUNDING, MOST_LINES = 127, 250
"""EMU, a hundredth of a pt: what rounding may add to the width of a line, or to the height of so many lines."""
LEAN = SLACK // 2 - 2 * ROUNDING
"""How far letters may stand out of their line: the collision of lines within boxes that lie apart takes more."""


class Look(Struct, frozen=True):
    """What checks ask of a run beside its words and where it stands.

    A page has a dozen looks and a hundred runs of each: what is so of a look is found out once for all of them.
    """

    font: FontRole
    bold: bool
    italic: bool
    size: float
    colour: str
    raised: bool
    jumps: bool
    """Whether it leads to another place of the document."""
    role: Role
    level: int
    pitch: float
    """Of its line, pt."""
    ascent: int
    """From the top of the line to its base, EMU."""
    size_role: str
    header: bool
    """In the head of a table."""

    @property
    def keeps(self) -> bool:
        """Whether its letters reach no farther than LEAN out of their line."""
        top = self.ascent - pt(CAP * self.size)
        return top >= -LEAN and top + pt((CAP + DESCENT) * self.size) <= pt(self.pitch) + LEAN


class Looks(dict[tuple[object, ...], tuple[Look, bool]]):
    """The looks of a page by their fields, and whether their letters keep. `made` are those of its document so far."""

    def __init__(self, made: dict[tuple[object, ...], tuple[Look, bool]]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, key: tuple[Any, ...]) -> tuple[Look, bool]:
        found = self._made.get(key)
        if found is None:
            look = Look(*key)
            found = self._made[key] = look, look.keeps
        self[key] = found
        return found


class Frame(Struct, eq=False):
    """Paragraphs and the box they are set in: a text item, or one cell of a table."""

    item: Placed
    box: Box
    paras: tuple[Para, ...]
    insets: tuple[int, int, int, int]
    anchor: Anchor
    fill: str
    size_role: str
    cell: Cell | None
    height: int
    """Of the paragraphs, EMU."""
    keeps: bool
    """Whether every line stands inside `inner`, and its letters within LEAN of it. Nearly every text does: it runs out
    of nothing, and collides with nothing that keeps to a box beside it."""
    looks: tuple[Look, ...]
    """Of its runs; one that comes again after another one is named again."""
    _lines: tuple[SetLine, ...] | None = None

    @property
    def inner(self) -> Box:
        """The box without its insets."""
        left, top, right, bottom = self.insets
        box = self.box
        return Box(box.x + left, box.y + top, box.w - left - right, box.h - top - bottom)

    @property
    def lines(self) -> tuple[SetLine, ...]:
        """The lines, top to bottom; blank ones are left out."""
        if self._lines is None:
            self._lines = tuple(_set(self))
        return self._lines

    def forget(self) -> None:
        """Let go of the lines. They hold the frame, and Python is not looking for such circles (model/memory.py)."""
        self._lines = None

    @property
    def path(self) -> str:
        """A fact it shows, to find its place in the source."""
        own = (para.path for para in self.paras if para.path)
        return next(own, next(iter(self.item.paths), ""))

    @property
    def text(self) -> str:
        return " ".join(para.text for para in self.paras)


def _frame(
    looks: Looks,
    item: Placed,
    box: Box,
    paras: tuple[Para, ...],
    insets: tuple[int, int, int, int],
    anchor: Anchor,
    fill: str,
    size_role: str,
    cell: Cell | None = None,
) -> Frame:
    left, top, right, bottom = insets
    width, room = box.w - left - right + ROUNDING, box.h - top - bottom + ROUNDING
    header = cell is not None and cell.header != ""
    total, count = 0.0, 0
    keeps = width >= ROUNDING
    own: list[Look] = []
    last: tuple[object, ...] = ()
    for i, para in enumerate(paras):
        pitch, ascent, lines, indent = para.style.line, para.ascent, para.lines, para.indent
        role, level = para.role, para.level
        total += len(lines) * pitch + (para.space_before if i else 0)
        count += len(lines)
        if i:
            keeps = keeps and para.space_before >= 0
        keeps = keeps and indent >= 0
        for line in lines:
            if line.w > width - indent:
                keeps = False
            for span in line.spans:
                key = (
                    span.font, span.bold, span.italic, span.size, span.colour, span.rise != 0, span.goto != "",
                    role, level, pitch, ascent, size_role, header,
                )  # fmt: skip
                if key != last:  # most runs look as the one before them
                    last = key
                    look, stays = looks[key]
                    own.append(look)
                    keeps = keeps and stays
    height = pt(total)
    keeps = keeps and height <= room and count <= MOST_LINES
    return Frame(item, box, paras, insets, anchor, fill, size_role, cell, height, keeps, tuple(own))


class Cells(Struct, eq=False):
    """The texts of a table. Where it is `calm` checks are done with all of them at once, and none is made."""

    table: PlacedTable
    page_looks: Looks
    calm: bool
    """Every cell keeps to its box as `Frame.keeps` has it, these lie side by side, and nothing is painted in them."""
    looks: tuple[Look, ...]
    """Of the runs of a calm table, each once."""
    _made: tuple[Frame, ...] | None = None

    def __iter__(self) -> Iterator[Frame]:
        if self._made is None:
            self._made = tuple(_cells(self.table, self.page_looks))
        return iter(self._made)

    @property
    def keeps(self) -> bool:
        return self.calm

    @property
    def inner(self) -> Box:
        """Where the cells are."""
        table = self.table
        return Box(table.box.x, table.box.y, sum(table.columns), sum([row.h for row in table.rows]))

    def forget(self) -> None:
        for frame in self._made or ():
            frame.forget()


class SetLine(Struct, eq=False):
    """A line where it stands: `ink` is what its letters cover, not its line pitch."""

    frame: Frame
    para: Para
    line: Line
    ink: Box


class Sheet(Struct, eq=False, dict=True):
    """A page, or a slide drawn small on one, in its own units."""

    document: Document
    number: int
    """Of the page that it is, or is drawn on."""
    page: Page
    inner: bool
    """Drawn small on a page."""
    items: tuple[tuple[Item, tuple[Frame, ...] | Cells], ...]
    """All items, groups opened, each with its texts."""
    looks: tuple[Look, ...]
    """Each look of its runs once."""
    known: dict[object, Any]
    """What checks remember from sheet to sheet of one document, each under its own function."""

    @property
    def frames(self) -> Iterator[Frame]:
        """Every text in reading order."""
        return (frame for _, texts in self.items for frame in texts)

    @cached_property
    def words(self) -> str:
        """Of all its runs, put together."""
        said = [
            span.text
            for item, texts in self.items
            if texts
            for para in (item.paras if isinstance(item, PlacedText) else paras_of(item))
            for line in para.lines
            for span in line.spans
        ]
        return "".join(said)


def pages(document: Document) -> Iterator[tuple[int, Page, bool]]:
    """(page number, page, inner): the pages, and the slides drawn small on them."""
    for page in document.pages:
        yield page.number, page, False
        for item in flat(page.items):
            if isinstance(item, PlacedPage):
                yield page.number, item.page, True


def sheets(document: Document) -> Iterator[Sheet]:
    """The same with their texts set; one at a time, for a long document has many."""
    known: dict[object, Any] = {}
    made: dict[tuple[object, ...], tuple[Look, bool]] = {}
    for number, page, inner in pages(document):
        looks = Looks(made)
        items = tuple([(item, _texts(item, looks)) for item in flat(page.items)])
        sheet = Sheet(document, number, page, inner, items, tuple([look for look, _ in looks.values()]), known)
        yield sheet
        for _, texts in items:
            if isinstance(texts, Cells):
                texts.forget()
            else:
                for frame in texts:
                    frame.forget()


def frames(page: Page) -> Iterator[Frame]:
    """Every text of a page in reading order; slides drawn small are sheets of their own."""
    for item in flat(page.items):
        yield from item_frames(item)


def _texts(item: Item, looks: Looks) -> tuple[Frame, ...] | Cells:
    """The texts of one item; those of a table may never be made."""
    if isinstance(item, PlacedTable):
        calm = None if item.leftward else _calm(item, looks)
        return Cells(item, looks, calm is not None, calm or ())
    return tuple(item_frames(item, looks))


def _calm(table: PlacedTable, looks: Looks) -> tuple[Look, ...] | None:
    """The looks of a calm table (see `Cells`); None for any other."""
    keys: list[tuple[object, ...]] = []
    last: tuple[object, ...] = ()
    count, last_pitch, high = 0, 0.0, 0  # of the lines of the cell before, and their height: most cells are as high
    for row in table.rows:
        if len(row.cells) > len(table.columns):
            return None
        for cell, width in zip(row.cells, table.columns, strict=False):
            if cell is None or cell.rows != 1 or cell.cols != 1 or cell.fill or len(cell.paras) != 1:
                return None
            left, top, right, bottom = cell.insets
            (para,) = cell.paras
            lines, pitch, indent = para.lines, para.style.line, para.indent
            room = width - left - right
            if left < 0 or top < 0 or right < 0 or bottom < 0 or room < 0 or indent < 0 or len(lines) > MOST_LINES:
                return None
            if len(lines) != count or pitch != last_pitch:
                count, last_pitch, high = len(lines), pitch, pt(len(lines) * pitch) - ROUNDING
            if high > row.h - top - bottom:
                return None
            header, room = cell.header != "", room + ROUNDING - indent
            for line in lines:
                if line.w > room:
                    return None
                for span in line.spans:
                    key = (
                        span.font, span.bold, span.italic, span.size, span.colour, span.rise != 0, span.goto != "",
                        para.role, para.level, pitch, para.ascent, table.size_role, header,
                    )  # fmt: skip
                    if key != last:  # most cells look as the one before them
                        keys.append(key)
                        last = key
    found = [looks[key] for key in dict.fromkeys(keys)]
    return tuple([look for look, _ in found]) if all(keeps for _, keeps in found) else None


def item_frames(item: Item, looks: Looks | None = None) -> Iterator[Frame]:
    """The texts of one item; a group has none of its own."""
    looks = Looks({}) if looks is None else looks
    if isinstance(item, PlacedText):
        yield _frame(looks, item, item.box, item.paras, item.insets, item.anchor, item.fill, item.size_role)
    elif isinstance(item, PlacedTable):
        yield from _cells(item, looks)


def _cells(table: PlacedTable, looks: Looks) -> Iterator[Frame]:
    """The cells of a table, merged ones at their full size."""
    lefts = table.lefts
    ys = [table.box.y, *(table.box.y + h for h in accumulate(row.h for row in table.rows))]
    last_y = len(ys) - 1
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell is None:
                continue
            taken, bottom = slice(c, c + cell.cols), ys[min(r + cell.rows, last_y)]
            box = Box(min(lefts[taken]), ys[r], sum(table.columns[taken]), bottom - ys[r])
            yield _frame(looks, table, box, cell.paras, cell.insets, cell.anchor, cell.fill, table.size_role, cell)


def _set(frame: Frame) -> Iterator[SetLine]:
    inner = frame.inner
    spare = inner.h - frame.height
    y = inner.y + (0 if frame.anchor == "top" else spare // 2 if frame.anchor == "middle" else spare)
    for i, para in enumerate(frame.paras):
        y += pt(para.space_before) if i else 0
        pitch = pt(para.style.line)
        for line in para.lines:
            spans = line.spans
            if len(spans) == 1:  # as most lines
                text, size = spans[0].text, spans[0].size
            else:
                text, size = line.text, max([span.size for span in spans], default=0)
            if text and not text.isspace():
                yield SetLine(frame, para, line, _ink(inner, para, line, y, size))
            y += pitch


def _ink(inner: Box, para: Para, line: Line, top: int, size: float) -> Box:
    room = inner.w - para.indent
    align = para.style.align
    shift = 0 if align == "left" else (room - line.w) // 2 if align == "center" else room - line.w
    above, high = _reach(size)
    return Box(inner.x + para.indent + shift, top + para.ascent - above, line.w, high)


@lru_cache(maxsize=256)
def _reach(size: float) -> tuple[int, int]:
    """How far letters reach above the baseline, and from there to below it."""
    return pt(CAP * size), pt((CAP + DESCENT) * size)
