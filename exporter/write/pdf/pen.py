"""In: a sheet and a place in the structure tree. Out: who owns what is drawn: an element, a figure, an artifact."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.page import Para, Placed, Role, Span
from exporter.write.pdf.file import text_string
from exporter.write.pdf.picture import Pictures
from exporter.write.pdf.sheet import ARTIFACT, Sheet
from exporter.write.pdf.tags import Element, Flow, Structure, alt
from exporter.write.vector.text import web_address


class Pen(Struct, frozen=True):
    """What drawing needs: a sheet, the place in the structure tree, and where links lead.

    `figure` takes the drawing of a described group; `furniture` is the kind of artifact that everything is.
    """

    sheet: Sheet
    structure: Structure
    flow: Flow
    targets: Mapping[str, str]
    """Dest entries by anchor."""
    pictures: Pictures
    language: str
    chart_colours: tuple[str, ...] = ()
    drawn: Callable[[Span], int] | None = None
    """The width that office suites draw a span with, where the pages are those of a deck."""
    figure: Element | None = None
    furniture: str = ""

    def graphic(self) -> None:
        """What is drawn next is not text."""
        self.sheet.mark(self.furniture or self.figure or ARTIFACT)

    def drawing(self, para: Para, role: Role) -> Element | None:
        """The open figure, for a label that is part of its drawing: the years of an axis, which its words tell."""
        return self.figure if role is Role.LABEL and not para.path else None

    def target(self, span: Span) -> str:
        """The annotation's entry for where a span leads; empty for nowhere."""
        return self.targets.get(span.goto) or _uri(span.link) if span.goto or span.link else ""

    def entries(self, span: Span, words: str, shown: str) -> str:
        """What a mark says beside the text: a foreign language, or the words if what is `shown` lacks glyphs."""
        entries = f"/Lang{text_string(span.lang)}" if span.lang not in ("", self.language) else ""
        if self.sheet.fonts.face(span.font, span.bold, span.italic).lacks(shown):
            entries += f"/ActualText{text_string(words)}"
        return entries

    def described(self, item: Placed, words: str) -> Pen:
        """A pen whose drawing is a figure described in words; without words it joins the open figure or decorates."""
        if self.furniture or item.decorative or not words:
            return self if self.figure else self.as_artifact()
        place = f"/A<</O/Layout/Placement/Block/BBox{self.sheet.bounds(item.box)}>>"
        return replace(self, figure=self.flow.block("Figure", alt(words) + place))

    def as_artifact(self, kind: str = ARTIFACT) -> Pen:
        return replace(self, furniture=self.furniture or kind)


def _uri(link: str) -> str:
    """The annotation's entry for an address outside; empty for anything but web and mail."""
    address = web_address(link)
    return f"/A<</S/URI/URI{text_string(address)}>>" if address else ""
