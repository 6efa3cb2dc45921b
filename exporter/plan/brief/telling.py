"""In: a desk. Out: what every way of telling a block shares: heads, claims, small print, numbers; and running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import Para, Role
from exporter.model.report import AnyBlock, Text
from exporter.plan.arrange.flow import Flow, subhead, tell
from exporter.plan.brief.paper import Desk
from exporter.plan.brief.pieces import Piece, Row


class Head(Struct, frozen=True):
    """A heading of the second level or below: what follows stands beside it."""

    title: Text
    level: int = 2
    number: str | None = ""
    """None: the next one of its section (1.1, 1.2 …), in voices that number."""
    claim: Text | None = None
    anchor: str = ""


class Aside(Struct, frozen=True):
    """A callout: `narrow` for the side column, `wide` over the whole width."""

    narrow: tuple[Para, ...]
    wide: Piece


Told = Flow | Piece | Head | Aside


class Teller:
    """Tells blocks at a desk; counts tables and figures as it goes."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.sheet, self.pen = desk, desk.sheet, desk.pen
        self.tables = self.figures = 0

    def titled(self, block: AnyBlock) -> Iterator[Told]:
        """The block's title as a numbered heading, or as a head over the text; then what it claims."""
        if block.title and self.desk.numbered:
            yield Head(block.title, number=None, claim=block.headline, anchor=block.id)
            return
        if block.title:
            yield subhead(self.pen, block.title)
        yield from self.claim(block.headline)

    def claim(self, headline: Text | None, style: str = "brief-h3") -> Iterator[Flow]:
        """What a block shows, told before it."""
        if headline:
            look = self.sheet.style(style, colour="ink")
            yield Flow(self.sheet.para(headline, look, self.desk.main, space_before=self.pen.gap + 3), keep=True)

    def claim_over(self, headline: Text | None) -> Iterator[Told]:
        """What a table or a figure shows, told before it: across the page where the text stands in columns."""
        if headline is None or not self.desk.columns:
            yield from self.claim(headline)
            return
        look = self.sheet.style("brief-h3", colour="ink")
        flow = Flow(self.sheet.para(headline, look, self.desk.w))
        yield replace(Row(self.desk, (flow,), before=px(self.desk.air.block), indent=0).piece(), keep=True)

    def small(self, texts: Sequence[Text | None]) -> Iterator[Flow]:
        """Notes and detail, in small type under what they belong to."""
        for text in texts:
            if text:
                yield Flow(self.pen.para(text, "label", role=Role.NOTE, space_before=6))


def prose(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """Running text: the way that every kind of block can be told."""
    yield from teller.titled(block)
    yield from tell(teller.pen, replace(block, title=None))
    yield from teller.small([block.note])


def paths(text: Text | None) -> tuple[str, ...]:
    """The fact that a text is, if there is one."""
    return (text.path,) if text else ()
