"""In: paragraphs and headings. Out: a piece that sets them in columns of even height, cut where a page ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.report import Run
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.paper import Desk
from exporter.plan.brief.pieces import Boxed, Headed, Mark, Piece, fill, forced, placed, tall
from exporter.plan.sheet import GAP

LEAST = 3
"""Lines that a column has at least where text begins at a page's foot."""
EVEN = px(3)
"""How exactly columns are made even."""
FEW = 3
"""Lines up to which text is set over the whole width: columns of it would be one, beside a white one."""


class Poured(Struct, frozen=True):
    """Running text in columns that are read one after the other; headings stand in the columns."""

    desk: Desk
    flows: tuple[Flow, ...]
    before: int = 0
    anchors: tuple[str, ...] = ()

    def piece(self, room: int = 0) -> Piece:
        """The text in columns as low as they all can be; `room` is known to be enough for them, where it is given."""
        columns = self._even(room)
        high = max(map(tall, columns))
        lefts = [self.desk.x + i * (self.desk.main + GAP) for i in range(len(columns))]
        return Piece(
            height=high,
            items=tuple(
                item
                for x, column in zip(lefts, columns, strict=True)
                for item in placed(column, Box(x, 0, self.desk.main, high))
            ),
            before=self.before,
            least=min(high, self._lead()),
            cut=self._cut,
            marks=tuple(mark for column in columns for mark in _marks(column)),
            captions=tuple(caption for piece in self._boxed for caption in piece.captions),
            anchors=(*self.anchors, *(anchor for piece in self._boxed for anchor in piece.anchors)),
            text=not any(isinstance(flow, Headed) for flow in self.flows),
        )

    @property
    def _boxed(self) -> list[Piece]:
        """The tables and figures in its columns."""
        return [flow.piece for flow in self.flows if isinstance(flow, Boxed)]

    def _even(self, room: int) -> list[list[Flow]]:
        most = room or tall(self.flows)
        least = tall(self.flows) // self.desk.columns
        if not room and least > self.desk.paper.text.h:  # it will be cut: what is left is made even on its last page
            return [list(self.flows[i :: self.desk.columns]) for i in range(self.desk.columns)]
        if self._columns(most)[1]:  # a line of a paragraph alone, where nothing else fits
            return [list(self.flows), *([] for _ in range(1, self.desk.columns))]
        while most - least > EVEN:
            middle = (least + most) // 2
            if self._columns(middle)[1]:
                least = middle
            else:
                most = middle
        return self._columns(most)[0]

    def _columns(self, room: int) -> tuple[list[list[Flow]], list[Flow]]:
        """Columns of at most that height, and what they do not hold."""
        made, rest = [], list(self.flows)
        for _ in range(self.desk.columns):
            taken, rest = fill(rest, room)
            made.append(taken)
        return made, rest

    def _lead(self) -> int:
        """Height of the headings that the text begins with and of the first lines under them."""
        n = next((i for i, flow in enumerate(self.flows) if not flow.keep), len(self.flows) - 1)
        first = self.flows[n]
        return tall((*self.flows[:n], replace(first, para=replace(first.para, lines=first.para.lines[:LEAST]))))

    def _cut(self, room: int, must: bool) -> tuple[Piece, Piece] | None:
        """All columns filled to the foot of the page; what they do not hold, on the next one."""
        columns, rest = self._columns(room)
        taken = [flow for column in columns for flow in column]
        if not must and (room < self._lead() or not all(columns)):
            return None
        if must and not taken:
            taken, rest = forced(self.flows, room)
        if not taken or not rest:
            return None
        head, tail = replace(self, flows=tuple(taken)), replace(self, flows=tuple(rest), before=0, anchors=())
        return head.piece(room), tail.piece()


def across(flows: Sequence[Flow], desk: Desk) -> tuple[Flow, ...]:
    """The paragraphs over the whole width where they are only a few lines; headings stay as they are."""
    if any(isinstance(flow, Boxed) for flow in flows):
        return tuple(flows)
    few = sum(len(flow.para.lines) for flow in flows if not isinstance(flow, Headed)) <= FEW
    wide = [flow if isinstance(flow, Headed) else _widened(flow, desk) for flow in flows] if few else []
    return tuple(flow for flow in wide if flow) if wide and all(wide) else tuple(flows)


def _widened(flow: Flow, desk: Desk) -> Flow | None:
    """The paragraph broken anew; None for one with a dress that its lines alone do not tell: marks, bullets, code."""
    para, runs = flow.para, []
    for i, line in enumerate(para.lines):
        for j, span in enumerate(line.spans):
            if span.rise or span.code or span.colour != para.style.colour or para.bullet:
                return None
            text = span.text
            if j == len(line.spans) - 1:
                text = text.removesuffix("-").removesuffix("\u2010") if line.hyphen else text
                text += " " if line.space and not line.hyphen and i < len(para.lines) - 1 else ""
            runs.append(Run(text, bold=span.bold and not para.style.bold, italic=span.italic, lang=span.lang))
    made = desk.sheet.para(
        tuple(runs), para.style, desk.w, role=para.role, path=para.path, space_before=para.space_before,
        indent=para.indent, right=para.indent if flow.panel else 0,
    )  # fmt: skip
    return replace(flow, para=made)


def _marks(column: Sequence[Flow]) -> Iterator[Mark]:
    """The headings in a column, with their places."""
    for i, flow in enumerate(column, 1):
        if isinstance(flow, Headed):
            yield replace(flow.mark, y=tall(column[:i]) - tall([flow]))
