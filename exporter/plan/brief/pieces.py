"""In: pieces of content with their heights. Out: pieces on pages: kept together, split at lines and rows, never lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Cell, Item, Para, PlacedTable, Role, TableRow
from exporter.plan.arrange.flow import Flow, place
from exporter.plan.sheet import Sheet, rule, text_item
from exporter.text import height, split


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading on a page: for contents, bookmarks and running heads."""

    level: int
    number: str
    title: str
    anchor: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the brief that stands on a page, `height` EMU high. `draw(y)` gives its items at that height."""

    height: int
    draw: Callable[[int], list[Item]]
    before: int = 0
    """Space above it, dropped at the top of a page."""
    keep: bool = False
    """Stays on the page of the piece that follows."""
    least: int = 0
    """How much of it a heading above it wants to see; 0 is all of it."""
    cut: Callable[[int], tuple[Piece, Piece] | None] | None = None
    """Splits it to fit a room; None when no useful part fits."""
    marks: tuple[Mark, ...] = ()
    fresh: bool = False
    """Begins a page."""


@dataclass(frozen=True, slots=True)
class Sheetful:
    """One page: pieces at their heights."""

    pieces: tuple[tuple[int, Piece], ...]


def paginate(pieces: Sequence[Piece], top: int, bottom: int, first: int | None = None) -> list[Sheetful]:
    """`pieces` on pages between `top` and `bottom`; the first page may begin lower, at `first`."""
    pages: list[list[tuple[int, Piece]]] = [[]]
    y = top if first is None else first
    queue = list(reversed(pieces))
    while queue:
        piece = queue.pop()
        page = pages[-1]
        if piece.fresh and page:
            pages.append([])
            page, y = pages[-1], top
        at = y + (piece.before if page else 0)
        if at + _wanted(piece, queue) <= bottom:
            page.append((at, piece))
            y = at + piece.height
            continue
        parts = piece.cut(bottom - at) if piece.cut else None
        if parts:
            page.append((at, parts[0]))
            queue.append(replace(parts[1], fresh=True, before=0))
            y = bottom
        elif page:
            back = _headings(page)
            queue.append(piece)
            queue.extend(reversed([p for _, p in back]))
            pages.append([])
            y = top
        else:  # alone on a page and still too tall: the writer of the piece has no way to cut it
            page.append((at, piece))
            y = bottom
    return [Sheetful(tuple(page)) for page in pages if page]


def _wanted(piece: Piece, queue: Sequence[Piece]) -> int:
    """The room a piece wants: itself, and the beginning of what it must stay with."""
    need = piece.height
    i = len(queue) - 1
    while piece.keep and i >= 0:
        piece = queue[i]
        need += piece.before + (piece.least or piece.height)
        i -= 1
    return need


def _headings(page: list[tuple[int, Piece]]) -> list[tuple[int, Piece]]:
    """Pieces at the foot of a page that must stay with the next one, taken off it unless they are all there is."""
    back: list[tuple[int, Piece]] = []
    while len(page) > 1 and page[-1][1].keep:
        back.insert(0, page.pop())
    return back


# ---- running text beside a side heading ----------------------------------------------------------------------------

SIDE = px(200)
"""From the left edge of the side heading to that of the text (look.md section 13)."""
SIDE_W = px(176)


@dataclass(frozen=True, slots=True)
class Row:
    """Text in the main column, with what stands beside it."""

    sheet: Sheet
    x: int
    width: int
    main: tuple[Flow, ...]
    side: tuple[tuple[Para, ...], ...] = ()
    """Stacks in the side column, 24 px apart; the second is a callout under its rule."""
    marks: tuple[Mark, ...] = ()
    before: int = 0

    def piece(self) -> Piece:
        main_h = height([f.para for f in self.main])
        side_h = sum(height(s) for s in self.side) + px(40) * max(0, len(self.side) - 1)
        first = self.main[0].para if self.main else None
        lead = pt(first.style.line * min(3, len(first.lines))) if first else 0
        return Piece(
            height=max(main_h, side_h),
            draw=self._draw,
            before=self.before,
            least=max(lead, height(self.side[0]) if self.side else 0),
            cut=self._cut,
            marks=self.marks,
        )

    def _draw(self, y: int) -> list[Item]:
        items: list[Item] = []
        at = y
        for i, stack in enumerate(self.side):
            h = height(stack)
            if i:
                items.append(rule(self.x, at - px(16), SIDE_W, "highlight", 2))
            anchor = self.marks[0].anchor if self.marks and not i else ""
            items.append(
                text_item(
                    Box(self.x, at, SIDE_W, h), stack, size_role="brief-note", role=stack[-1].role, anchor_id=anchor
                )
            )
            at += h + px(40)
        if self.main:
            h = height([f.para for f in self.main])
            items += place(list(self.main), Box(self.x + SIDE, y, self.width - SIDE, h), self.sheet, "")
        return items

    def _cut(self, room: int) -> tuple[Piece, Piece] | None:
        """At a paragraph or a line: two lines at least on each side; heads go with what follows."""
        if not self.main:
            return None
        side_h = height(self.side[0]) if self.side else 0
        if side_h > room:
            return None
        taken, rest = fill(self.main, room)
        if not taken or not rest:
            return None
        head = replace(self, main=tuple(taken), side=self.side[:1])
        tail = replace(self, main=tuple(rest), side=(), marks=(), before=0)
        if len(self.side) > 1:
            tail = replace(tail, side=self.side[1:])
        return head.piece(), tail.piece()


def fill(flows: Sequence[Flow], room: int) -> tuple[list[Flow], list[Flow]]:
    """The paragraphs, and lines of the next one, that fit `room`; and the rest."""
    taken: list[Flow] = []
    used = 0
    for i, flow in enumerate(flows):
        gap = pt(flow.para.space_before) if taken else 0
        tall = pt(flow.para.style.line) * len(flow.para.lines)
        if used + gap + tall <= room:
            taken.append(flow)
            used += gap + tall
            continue
        lines = len(flow.para.lines)
        fit = int((room - used - gap) / pt(flow.para.style.line))
        take = min(fit, lines - 2)
        rest = list(flows[i:])
        if take >= 2 and not flow.keep:
            head, tail = split(flow.para, take)
            taken.append(replace(flow, para=head))
            rest[0] = replace(flow, para=tail)
        while taken and taken[-1].keep:
            rest.insert(0, taken.pop())
        return taken, rest
    return taken, []


# ---- tables --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with its caption, cut between rows; the header is repeated."""

    sheet: Sheet
    table: PlacedTable
    caption: Para
    continued: Para
    before: int
    marks: tuple[Mark, ...] = ()
    later: bool = False

    def piece(self) -> Piece:
        caption_h = height([self.caption]) + px(8)
        rows = self.table.rows
        heads = [r for r in rows if r.header]
        first = next((r.h for r in rows if not r.header), 0)
        return Piece(
            height=caption_h + sum(r.h for r in rows),
            draw=self._draw,
            before=self.before,
            least=caption_h + sum(r.h for r in heads) + first,
            cut=self._cut,
            marks=self.marks,
        )

    def _draw(self, y: int) -> list[Item]:
        box = self.table.box
        caption_h = height([self.caption])
        caption = text_item(
            Box(box.x, y, box.w, caption_h), (self.caption,), size_role="brief-caption", role=Role.CAPTION,
            anchor_id="" if self.later else self.table.anchor_id,
        )  # fmt: skip
        top = y + caption_h + px(8)
        tall = sum(r.h for r in self.table.rows)
        return [caption, replace(self.table, box=Box(box.x, top, box.w, tall), anchor_id="")]

    def _cut(self, room: int) -> tuple[Piece, Piece] | None:
        rows = self.table.rows
        heads = tuple(r for r in rows if r.header)
        body = [r for r in rows if not r.header]
        left = room - height([self.caption]) - px(8) - sum(r.h for r in heads)
        n = 0
        while n < len(body) and body[n].h <= left:
            left -= body[n].h
            n += 1
        if n < len(body) and n == len(body) - 1 and n > 2:
            n -= 1  # never one row alone on the next page
        if n == 0 and body and room > px(800):
            return self._cut_row(body, heads, room)
        if n in (0, len(body)):
            return None
        repeated = tuple(replace(r, repeated=True) for r in heads)
        element = self.table.element or self.table.anchor_id or f"table-{id(self)}"
        head = replace(self, table=replace(self.table, rows=(*heads, *body[:n]), element=element))
        tail = replace(
            self, table=replace(self.table, rows=(*repeated, *body[n:]), element=element), caption=self.continued,
            marks=(), before=0, later=True,
        )  # fmt: skip
        return head.piece(), tail.piece()

    def _cut_row(self, body: list[TableRow], heads: tuple[TableRow, ...], room: int) -> tuple[Piece, Piece] | None:
        """A row taller than a page: its cells go on in a row of the next page."""
        top, rest = cut_row(body[0], room - height([self.caption]) - px(8) - sum(r.h for r in heads))
        repeated = tuple(replace(r, repeated=True) for r in heads)
        element = self.table.element or self.table.anchor_id
        head = replace(self, table=replace(self.table, rows=(*heads, top), element=element))
        tail = replace(
            self, table=replace(self.table, rows=(*repeated, rest, *body[1:]), element=element),
            caption=self.continued, marks=(), before=0, later=True,
        )  # fmt: skip
        return head.piece(), tail.piece()


def cut_row(row: TableRow, room: int) -> tuple[TableRow, TableRow]:
    """The lines of each cell that fit `room`, and the others."""
    tops: list[Cell | None] = []
    rests: list[Cell | None] = []
    top_h, rest_h = 0, 0
    for cell in row.cells:
        if cell is None:
            tops.append(None)
            rests.append(None)
            continue
        pad = cell.insets[1] + cell.insets[3]
        flows = [Flow(p) for p in cell.paras]
        taken, rest = fill_lines(flows, room - pad)
        tops.append(replace(cell, paras=tuple(f.para for f in taken)))
        rests.append(replace(cell, paras=tuple(f.para for f in rest) or (replace(cell.paras[-1], lines=()),)))
        top_h = max(top_h, height([f.para for f in taken]) + pad)
        rest_h = max(rest_h, height([f.para for f in rest]) + pad)
    return replace(row, h=top_h, cells=tuple(tops)), replace(row, h=rest_h, cells=tuple(rests))


def fill_lines(flows: Sequence[Flow], room: int) -> tuple[list[Flow], list[Flow]]:
    """As `fill`, but single lines may stand alone: for cells taller than a page."""
    taken: list[Flow] = []
    used = 0
    for i, flow in enumerate(flows):
        line = pt(flow.para.style.line)
        gap = pt(flow.para.space_before) if taken else 0
        fit = int((room - used - gap) // line)
        if fit >= len(flow.para.lines):
            taken.append(flow)
            used += gap + line * len(flow.para.lines)
            continue
        rest = list(flows[i:])
        if fit > 0:
            head, tail = split(flow.para, fit)
            taken.append(replace(flow, para=head))
            rest[0] = replace(flow, para=tail)
        return taken, rest
    return taken, []
