"""In: paragraphs and headings. Out: pieces: parts of a brief with their heights, and how they may be cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Line, Para, Role
from exporter.model.style import TextStyle
from exporter.plan.arrange.flow import PANELS, Flow
from exporter.plan.brief.paper import SIDE, SIDE_W, Desk
from exporter.plan.move import moved, shifted
from exporter.plan.sheet import rule, shape, text_item
from exporter.text import height, split

UNDER_RULE = px(14)
"""Between a section's rule and its text."""
ASIDE = px(40)
"""Between a side heading and a callout under it; the callout's rule stands in between."""
HIGHEST = px(400)
"""A side heading taller than this is set as text instead."""
ORPHANS = 2
UNDER_BOX = px(8)
"""Under a table or a figure in a column, beside the space over the text."""


class Mark(Struct, frozen=True):
    """A heading on a page: for contents, bookmarks and running heads."""

    level: int
    number: str
    title: str
    anchor: str = ""
    y: int = 0
    """From the top of its piece."""


class Caption(Struct, frozen=True):
    """ "Table 1" and what it is called."""

    kind: Literal["tables", "figures"]
    number: str
    title: str
    anchor: str

    @property
    def mark(self) -> Mark:
        return Mark(2, self.number, self.title, self.anchor) if self.title else Mark(2, "", self.number, self.anchor)


class Anchored(Flow, frozen=True):
    """A paragraph that links lead to."""

    anchor: str = ""


class Headed(Anchored, frozen=True):
    """A heading among the paragraphs of a column."""

    mark: Mark = Mark(2, "", "")


Cut = Callable[[int, bool], "tuple[Piece, Piece] | None"]
Lower = Callable[[int], "Piece | None"]


class Piece(Struct, frozen=True):
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
    captions: tuple[Caption, ...] = ()
    """Of the table or figure that it is, or of those in its columns, for lists of them."""
    anchors: tuple[str, ...] = ()
    """Ids of what it shows: links may go there."""
    fresh: bool = False
    """Begins a page."""
    floats: bool = False
    """May stand at the top of the next page while the text after it goes on to the foot of this one."""
    text: bool = False
    """Running text without a heading: it may go on before what floats."""
    lower: Lower | None = None
    """Itself made to stand in a room (EMU) that it is too high for, but not for its `least`."""
    turned: bool = False
    """Stands on a page turned on its side."""
    turn: Callable[[], tuple[Item, ...]] | None = None
    """Its items on such a page, where it goes with what it must stay with."""

    def at(self, y: int) -> tuple[Item, ...]:
        return shifted(self.items, y)


class Boxed(Flow, frozen=True, kw_only=True):
    """A table or a figure as narrow as a column, among its paragraphs: like one line, as high as it is."""

    piece: Piece
    x: int
    """Of the column that it was made for."""


def boxed(piece: Piece, x: int) -> Boxed:
    """`piece` as a paragraph of the column at `x`, with a little air under it."""
    tall = (piece.height + UNDER_BOX) / pt(1)
    line = TextStyle("body", tall, tall)
    return Boxed(Para((Line((), 0),), line, space_before=piece.before / pt(1)), piece=piece, x=x)


# ---- running text beside a side heading ----------------------------------------------------------------------------


class Row(Struct, frozen=True, dict=True):
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

    @cached_property
    def main_h(self) -> int:
        return tall(self.main)

    @cached_property
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
            text=not (self.marks or self.rule),
            turn=self._turned,
        )

    def _turned(self) -> tuple[Item, ...]:
        """The same on a turned page, where a claim stands right over the table it speaks of."""
        return tuple(replace(self, desk=self.desk.turned, indent=self.indent if self.side else 0)._items())

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
            taken, rest = forced(self.main, room)
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


def forced(flows: Sequence[Flow], room: int) -> tuple[list[Flow], list[Flow]]:
    """The same where `fill` takes nothing: heads part from what follows, then lines of a paragraph stand alone."""
    taken, rest = fill(flows, room, apart=True)
    return (taken, rest) if taken else fill(flows, room, orphans=1, apart=True)


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
    """The paragraphs as text items: one for each stretch on the same panel or on none, a new one at an anchor."""
    y = box.y
    above: Flow | None = None
    for run in _stretches(flows):
        panel, first = run[0].panel, run[0]
        y += _between(above, first)
        paras = [flow.para for flow in run]
        if isinstance(first, Boxed):
            yield from (moved(item, box.x - first.x, y) for item in first.piece.items)
            y, above = y + first.piece.height + UNDER_BOX, first
            continue
        spot, pad = Box(box.x, y, box.w, height(paras)), PANELS.get(panel, 0)
        if panel:
            yield shape("rect", Box(box.x, y - pad, box.w, spot.h + 2 * pad), fill="tint")
        if panel == "callout":
            yield rule(box.x, y - pad, box.w, "highlight", 2)
        if first.icon:
            yield moved(first.icon, box.x, y)
        role = "brief-code" if paras[0].role is Role.CODE else "brief-note"
        yield text_item(
            spot, paras, size_role=role, paths=tuple(path for flow in run for path in flow.paths),
            anchor_id=first.anchor if isinstance(first, Anchored) else "",
        )  # fmt: skip
        y, above = spot.bottom, run[-1]


def _stretches(flows: Iterable[Flow]) -> Iterator[list[Flow]]:
    run: list[Flow] = []
    for flow in flows:
        if run and (isinstance(flow, Anchored | Boxed) or isinstance(run[0], Boxed) or flow.panel != run[0].panel):
            yield run
            run = []
        run.append(flow)
    if run:
        yield run


def heading(
    desk: Desk, paras: tuple[Para, ...], size_role: str, before: int, mark: Mark, below: tuple[Para, ...] = (),
    line: str = "ink",
) -> Piece:  # fmt: skip
    """A heading over the whole width, under a rule, with a line `below` it; it stays with what follows."""
    top = UNDER_RULE if line else 0
    high = top + height(paras)
    bottom = high + (px(4) + height(below) if below else 0)

    def items(desk: Desk) -> Iterator[Item]:
        if line:
            yield rule(desk.x, 0, desk.w, line)
        spot = Box(desk.x, top, desk.w, high - top)
        yield text_item(spot, paras, size_role=size_role, role=paras[0].role, anchor_id=mark.anchor)
        if below:
            yield text_item(Box(desk.x, high + px(4), desk.w, height(below)), below, size_role="brief-box-text")

    return Piece(
        bottom, tuple(items(desk)), before, keep=True, marks=(mark,), turn=lambda: tuple(items(desk.turned))
    )  # fmt: skip
