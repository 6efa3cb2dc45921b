"""In: pieces of content with their heights. Out: pieces on pages: kept together, cut at lines and rows, never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, PlacedGroup, Role, flat, paras_of
from exporter.plan.arrange.flow import PANELS, Flow
from exporter.plan.brief.paper import SIDE, SIDE_W, Desk
from exporter.plan.move import shifted
from exporter.plan.sheet import rule, shape, text_item
from exporter.text import height, split

UNDER_RULE = px(14)
"""Between a section's rule and its text."""
ASIDE = px(40)
"""Between a side heading and a callout under it; the callout's rule stands in between."""
HIGHEST = px(400)
"""A side heading taller than this is set as text instead."""
ORPHANS = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading on a page: for contents, bookmarks and running heads."""

    level: int
    number: str
    title: str
    anchor: str = ""


Cut = Callable[[int, bool], "tuple[Piece, Piece] | None"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the brief that stands on a page, `height` EMU high."""

    height: int
    items: tuple[Item, ...]
    """As placed on a page whose text begins at y = 0."""
    before: int = 0
    """Space above it, dropped at the top of a page."""
    keep: bool = False
    """Stays on the page of the piece that follows."""
    least: int = 0
    """How much of it a heading above it wants to see; 0 is all of it."""
    cut: Cut | None = None
    """Cuts it to a room (EMU); with True it must, if a line or a row fits. None when no useful part fits."""
    marks: tuple[Mark, ...] = ()
    anchors: tuple[str, ...] = ()
    """Ids of what it shows: links may go there."""
    fresh: bool = False
    """Begins a page."""

    def at(self, y: int) -> tuple[Item, ...]:
        return shifted(self.items, y)


Sheetful = list[tuple[int, Piece]]
"""One page: pieces at their heights."""


def paginate(pieces: Iterable[Piece], desk: Desk, first: int) -> list[Sheetful]:
    """`pieces` on pages of the paper; the first page begins at `first`.

    A heading never stands at a page's foot. What is taller than a page and has no way to be cut becomes text.
    """
    top, bottom = desk.paper.text.y, desk.paper.text.bottom
    pages: list[Sheetful] = [[]]
    y = first
    queue = list(reversed(list(pieces)))
    while queue:
        piece = queue.pop()
        page = pages[-1]
        if piece.fresh and page:
            page, y = [], top
            pages.append(page)
        at = y + (piece.before if page else 0)
        if at + _wanted(piece, queue) <= bottom:
            page.append((at, piece))
            y = at + piece.height
            continue
        bare = all(p.keep for _, p in page)
        parts = piece.cut(bottom - at, bare) if piece.cut else None
        if parts:
            page.append((at, parts[0]))
            queue.append(replace(parts[1], fresh=True, before=0))
        elif page:
            heads = _headings(page)
            queue += [piece, *reversed(heads)]
            pages.append([])
            y = top
        elif at + piece.height <= bottom:  # a heading whose next piece is too tall: they part
            page.append((at, piece))
            y = at + piece.height
        else:
            queue.append(told(piece, desk))
    return [page for page in pages if page]


def _wanted(piece: Piece, queue: Sequence[Piece]) -> int:
    """The room a piece wants: itself, and the beginning of what it must stay with."""
    need = piece.height
    i = len(queue) - 1
    while piece.keep and i >= 0:
        piece = queue[i]
        need += piece.before + (piece.least or piece.height)
        i -= 1
    return need


def _headings(page: Sheetful) -> list[Piece]:
    """Pieces at the foot of a page that must stay with the next one, taken off it unless they are all there is."""
    heads: list[Piece] = []
    while len(page) > 1 and page[-1][1].keep:
        heads.insert(0, page.pop()[1])
    return heads


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
    return replace(row.piece(), fresh=piece.fresh)


def _readable(para: Para) -> Para:
    """The paragraph in ink: what stood on a coloured ground now stands on paper."""
    lines = (
        replace(line, spans=tuple(replace(s, colour="ink") if "deep" in s.colour else s for s in line.spans))
        for line in para.lines
    )
    return replace(para, lines=tuple(lines), space_before=max(para.space_before, 4))


# ---- running text beside a side heading ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Text in the main column; a heading, and a callout under it, in the side column."""

    desk: Desk
    main: tuple[Flow, ...]
    side: tuple[Para, ...] = ()
    aside: tuple[Para, ...] = ()
    """A callout in the side column, under a highlight rule."""
    before: int = 0
    rule: str = ""
    """Colour of a rule over the whole width, above it."""
    marks: tuple[Mark, ...] = ()
    anchors: tuple[str, ...] = ()
    indent: int = SIDE
    """From the left edge of the page's text to that of this text."""

    @property
    def top(self) -> int:
        return UNDER_RULE if self.rule else 0

    @property
    def main_h(self) -> int:
        return tall(self.main)

    @property
    def side_h(self) -> int:
        return height(self.side) + (ASIDE + height(self.aside) if self.aside else 0)

    def piece(self) -> Piece:
        if height(self.side) > HIGHEST:
            return self._as_text().piece()
        whole = self.top + max(self.main_h, self.side_h)
        lead = [f.para for f in self.main[:2]] if self.main and self.main[0].keep else [f.para for f in self.main[:1]]
        lead_h = height([replace(p, lines=p.lines[:3]) for p in lead])
        return Piece(
            height=whole,
            items=tuple(self._items()),
            before=self.before,
            least=min(whole, self.top + max(lead_h, height(self.side))),
            cut=self._cut,
            marks=self.marks,
            anchors=self.anchors,
        )

    def _items(self) -> list[Item]:
        desk, y = self.desk, self.top
        weight = 2 if self.rule == "highlight" else 1
        items: list[Item] = [rule(desk.x, 0, desk.w, self.rule, weight)] if self.rule else []
        if self.side:
            h = height(self.side)
            items.append(
                text_item(
                    Box(desk.x, y, SIDE_W, h), self.side, size_role="brief-note", role=self.side[-1].role,
                    anchor_id=self.marks[0].anchor if self.marks else "",
                )
            )  # fmt: skip
            if self.aside:
                items.append(rule(desk.x, y + h + ASIDE - px(14), SIDE_W, "highlight", 2))
                spot = Box(desk.x, y + h + ASIDE, SIDE_W, height(self.aside))
                items.append(text_item(spot, self.aside, size_role="brief-note"))
        if self.main:
            box = Box(desk.x + self.indent, y, desk.w - self.indent, self.main_h)
            items += placed(self.main, box)
        return items

    def _as_text(self) -> Row:
        """The heading over the text, for one that is too long for the side column."""
        heads = [Flow(p, keep=len(p.lines) < 8) for p in self.side]
        rest = [Flow(p) for p in self.aside]
        return replace(self, side=(), aside=(), main=(*heads, *self.main, *rest))

    def _cut(self, room: int, must: bool) -> tuple[Piece, Piece] | None:
        """At a paragraph or a line, two lines at least on each side; heads go with what follows."""
        room -= self.top
        if height(self.side) > room:
            return self._as_text()._cut(room + self.top, must) if must and self.side else None
        taken, rest = fill(self.main, room)
        if must and not taken:
            taken, rest = fill(self.main, room, orphans=1, apart=True)
        if not taken or not rest:
            return None
        above = self.side_h <= room
        head = replace(self, main=tuple(taken), aside=self.aside if above else ())
        tail = replace(
            self, main=tuple(rest), side=() if above else self.aside, aside=(), marks=(), anchors=(), before=0,
            rule="",
        )  # fmt: skip
        return head.piece(), tail.piece()


def fill(
    flows: Sequence[Flow], room: int, orphans: int = ORPHANS, apart: bool = False
) -> tuple[list[Flow], list[Flow]]:
    """The paragraphs, and lines of the next one, that fit `room` (EMU); and the rest.

    No part of a paragraph has fewer than `orphans` lines; heads stay with what follows, unless `apart`.
    """
    taken: list[Flow] = []
    used = 0
    for i, flow in enumerate(flows):
        para = flow.para
        gap, below = _between(taken[-1] if taken else None, flow), PANELS.get(flow.panel, 0)
        line = pt(para.style.line)
        if used + gap + pt(para.style.line * len(para.lines)) + below <= room:
            taken.append(flow)
            used += gap + pt(para.style.line * len(para.lines))
            continue
        rest = list(flows[i:])
        fit = int((room - used - gap - below) // line) if line else 0
        take = min(fit, len(para.lines) - orphans)
        if take >= orphans and (apart or not flow.keep):
            head, tail = split(para, take)
            taken.append(replace(flow, para=head))
            rest[0] = replace(flow, para=tail)
        while not apart and taken and taken[-1].keep:
            rest.insert(0, taken.pop())
        return taken, rest
    return taken, []


def _between(above: Flow | None, flow: Flow) -> int:
    """Space over a paragraph: its own, and what panels keep free above and below their text."""
    space = pt(flow.para.space_before) if above else 0
    if above and above.panel == flow.panel:
        return space
    return space + PANELS.get(flow.panel, 0) + (PANELS.get(above.panel, 0) if above else 0)


def tall(flows: Sequence[Flow]) -> int:
    """Height of a column of paragraphs with their panels, EMU."""
    lines = sum(flow.para.style.line * len(flow.para.lines) for flow in flows)
    gaps = sum(_between(above, flow) for above, flow in zip((None, *flows), flows, strict=False))
    return pt(lines) + gaps + (PANELS.get(flows[-1].panel, 0) if flows else 0)


def placed(flows: Sequence[Flow], box: Box) -> Iterator[Item]:
    """The paragraphs as text items, one for each stretch on the same panel or on none."""
    y, above = box.y, None
    for panel, group in groupby(flows, key=lambda flow: flow.panel):
        run = list(group)
        y += _between(above, run[0])
        paras = [flow.para for flow in run]
        spot, pad = Box(box.x, y, box.w, height(paras)), PANELS.get(panel, 0)
        if panel:
            yield shape("rect", Box(box.x, y - pad, box.w, spot.h + 2 * pad), fill="tint")
        if panel == "callout":
            yield rule(box.x, y - pad, box.w, "highlight", 2)
        role = "brief-code" if paras[0].role is Role.CODE else "brief-note"
        yield text_item(spot, paras, size_role=role, paths=tuple(path for flow in run for path in flow.paths))
        y, above = spot.bottom, run[-1]


def heading(
    desk: Desk, paras: tuple[Para, ...], size_role: str, before: int, mark: Mark, below: tuple[Para, ...] = (),
    line: str = "ink",
) -> Piece:  # fmt: skip
    """A heading over the whole width, under a rule, with a line `below` it; it stays with what follows."""
    top = UNDER_RULE if line else 0
    items: list[Item] = [rule(desk.x, 0, desk.w, line)] if line else []
    spot = Box(desk.x, top, desk.w, height(paras))
    items.append(text_item(spot, paras, size_role=size_role, role=paras[0].role, anchor_id=mark.anchor))
    bottom = spot.bottom
    if below:
        spot = Box(desk.x, bottom + px(4), desk.w, height(below))
        items.append(text_item(spot, below, size_role="brief-box-text"))
        bottom = spot.bottom
    return Piece(bottom, tuple(items), before, keep=True, marks=(mark,))
