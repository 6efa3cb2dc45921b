"""In: pieces of content with their heights. Out: pieces on pages: kept together, cut at lines and rows, never lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Para, PlacedGroup, flat, paras_of
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.feet import Feet
from exporter.plan.brief.paper import Desk
from exporter.plan.brief.pieces import Lower, Piece, Row

Sheetful = list[tuple[int, Piece]]
"""One page: pieces at their heights."""
HEADS = 3
"""What stays with a table goes on its turned page while it takes at most one part of it in so many."""


def paginate(pieces: Iterable[Piece], desk: Desk, first: int, feet: Feet) -> list[Sheetful]:
    """`pieces` on pages of the paper, and their notes at its foot; the first page begins at `first`.

    A heading never stands at a page's foot. What does not fit any more and may float stands at the top of the next
    page, and the text after it fills this one. What is taller than a page and has no way to be cut becomes text.
    """
    return _Pager(desk, first, _with_turned_heads(list(pieces), desk), feet).pages()


def _with_turned_heads(pieces: Sequence[Piece], desk: Desk) -> list[Piece]:
    """The pieces; what must stay with one on a turned page is turned with it, as far as both have room there."""
    out: list[Piece] = []
    room = desk.turned.paper.text.h // HEADS
    left = room
    for piece in reversed(pieces):
        if piece.turned:
            left = room
        elif piece.keep and out and out[-1].turned:
            left -= piece.before + piece.height
            if piece.turn and left >= 0:
                piece = replace(piece, items=piece.turn(), turned=True, cut=None)
            else:
                piece = replace(piece, keep=False)
        out.append(piece)
    return out[::-1]


class _Pager:
    """Fills page after page from a queue of pieces, the next one last."""

    def __init__(self, desk: Desk, first: int, pieces: Sequence[Piece], feet: Feet) -> None:
        self._desk = desk
        self._queue = list(reversed(pieces))
        self._pages: list[Sheetful] = [[]]
        self._y = first
        self._turned = False
        self._feet = feet
        self._notes: list[str] = []
        self._noted: set[str] = set()

    def pages(self) -> list[Sheetful]:
        while self._queue:
            piece = self._queue.pop()
            if not self._page and piece.turned != self._turned:
                self._begin(piece.turned)
            if self._page and (piece.fresh or piece.turned != self._turned):
                self._next_page([piece])
            elif self._wanted(piece) <= self._room(piece):
                self._place(piece)
            else:
                self._squeeze(piece)
        self._close()
        return [page for page in self._pages if page]

    @property
    def _page(self) -> Sheetful:
        return self._pages[-1]

    @property
    def _text(self) -> Box:
        return self._desk.paper_of(self._turned).text

    def _room(self, piece: Piece) -> int:
        """What is left of the page for the piece, over the notes that the page has then."""
        return self._text.bottom - self._at(piece) - self._feet.high(self._with_notes(piece))

    def _with_notes(self, piece: Piece) -> list[str]:
        return self._feet.noted(self._notes, piece.items, self._noted, self._text.h)

    def _at(self, piece: Piece) -> int:
        """Where the piece would begin on this page."""
        return self._y + (piece.before if self._page else 0)

    def _begin(self, turned: bool) -> None:
        """An empty page becomes one of that orientation."""
        self._turned = turned
        self._y = self._text.y

    def _close(self) -> None:
        """The page is full: its notes go to its foot."""
        if self._notes:
            at = self._text.bottom - self._feet.high(self._notes)
            self._page.append((at, self._feet.piece(self._notes, self._desk)))
        self._noted.update(self._notes)
        self._notes = []

    def _place(self, piece: Piece) -> None:
        at = self._at(piece)
        self._notes = self._with_notes(piece)
        self._page.append((at, piece))
        self._y = at + piece.height

    def _squeeze(self, piece: Piece) -> None:
        """A piece that does not fit: lower, in part, on the next page, without what follows, or as text."""
        room = self._room(piece)
        bare = all(p.keep for _, p in self._page)
        if piece.lower and (lower := self._share(piece, piece.lower) or piece.lower(room)):
            self._place(replace(lower, before=piece.before, anchors=piece.anchors))
        elif parts := self._cut(piece, bare):
            self._place(parts[0])
            self._queue.append(replace(parts[1], fresh=True, before=0, keep=piece.keep))
        elif self._page:
            self._next_page([*self._heads(), piece])
        elif piece.height <= room:  # a heading whose next piece is too tall: they part
            self._place(piece)
        else:
            self._queue.append(told(piece, self._desk))

    def _cut(self, piece: Piece, must: bool) -> tuple[Piece, Piece] | None:
        """The piece cut so that its first part fits with the notes of just that part."""
        room = self._text.bottom - self._at(piece) - self._feet.high(self._notes)
        left = room
        while piece.cut and (parts := piece.cut(left, must)):
            room, left = left, self._room(parts[0])
            if parts[0].height <= left:
                return parts
            if left >= room:  # there is no less room for it: another try would be the same one
                return None
        return None

    def _share(self, piece: Piece, lower: Lower) -> Piece | None:
        """The piece at the height that it has when it and its like above it are made lower alike, as that is then."""
        at, above = self._page[-1] if self._page else (0, piece)
        if not self._page or not above.lower:
            return None
        room = self._text.bottom - at - piece.before - self._feet.high(self._with_notes(piece))
        first = above.lower(room * above.height // (above.height + piece.height))
        second = lower(room - first.height) if first else None
        if first and second:
            self._page[-1] = (at, replace(first, before=above.before, anchors=above.anchors))
            self._y = at + first.height
        return second

    def _wanted(self, piece: Piece) -> int:
        """The room a piece wants: itself, and the beginning of what it must stay with, as far as a page holds that."""
        need = piece.height
        page = self._text.h
        i = len(self._queue) - 1
        while piece.keep and i >= 0:
            piece = self._queue[i]
            more = piece.before + (piece.least or piece.height)
            if need + more > page:
                break
            need += more
            i -= 1
        return need

    def _heads(self) -> list[Piece]:
        """Pieces at the page's foot that must stay with the next one, taken off it unless they are all there is."""
        heads: list[Piece] = []
        while len(self._page) > 1 and self._page[-1][1].keep:
            at, piece = self._page.pop()
            self._y = at - piece.before
            heads.insert(0, piece)
        if heads:
            self._notes = []
            for _, piece in self._page:
                self._notes = self._with_notes(piece)
        return heads

    def _next_page(self, chain: list[Piece]) -> None:
        """`chain`, and what it must stay with, begins the next page; before it floats there, text fills this one."""
        while chain[-1].keep and self._queue:
            chain.append(self._queue.pop())
        if chain[-1].floats and not any(p.marks or p.fresh for p in chain):
            self._fill()
        self._queue += reversed(chain)
        self._close()
        self._pages.append([])
        self._begin(self._turned)

    def _fill(self) -> None:
        """The text that comes next stands on this page, as much of it as there is room for."""
        while self._queue and self._queue[-1].text and not (self._queue[-1].fresh or self._queue[-1].keep):
            piece = self._queue.pop()
            if piece.height <= self._room(piece):
                self._place(piece)
                continue
            if parts := self._cut(piece, False):
                self._place(parts[0])
                piece = replace(parts[1], before=px(self._desk.air.block))
            self._queue.append(piece)
            return


def told(piece: Piece, desk: Desk) -> Piece:
    """A piece as one column of its paragraphs, which can be cut at every line."""
    flows = [
        Flow(_readable(para), paths=item.paths if not i else ())
        for item in flat(piece.items)
        if not isinstance(item, PlacedGroup)
        for i, para in enumerate(paras_of(item))
    ]
    anchors = (*piece.anchors, *(item.anchor_id for item in flat(piece.items)))
    row = Row(desk, tuple(flows), before=piece.before, indent=0, marks=piece.marks, anchors=anchors)
    return replace(row.piece(), fresh=piece.fresh, captions=piece.captions)


def _readable(para: Para) -> Para:
    """The paragraph in ink: what stood on a coloured ground now stands on paper."""
    lines = (
        replace(line, spans=tuple(replace(s, colour="ink") if "deep" in s.colour else s for s in line.spans))
        for line in para.lines
    )
    return replace(para, lines=tuple(lines), space_before=max(para.space_before, 4))
