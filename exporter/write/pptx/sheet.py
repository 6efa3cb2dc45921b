"""In: a deck being written. Out: the sheets that items are drawn on: shape ids, relations, links, shared parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count
from urllib.parse import quote, urlsplit

from exporter.model.geometry import Box
from exporter.model.page import Document, Item, PlacedShape, PlacedText, Span, flat
from exporter.model.pattern import later
from exporter.write.pptx.media import Media
from exporter.write.pptx.package import Package, Relations
from exporter.write.pptx.palette import Palette
from exporter.write.pptx.text import TextWriter
from exporter.write.pptx.xml import escape

_OWN_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
"""Keeps the run's own colour; without it PowerPoint sets every link in the theme's link colour."""
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
FIRST_SHAPE = 2
"""The id of the first shape of a sheet: 1 is the tree of them."""
_SAFE_LINK = later(r"(https?://[^/\s]+\S*|mailto:[^@\s]+@[^@\s]+)", re.IGNORECASE)


class Deck:
    """What all sheets of one deck share."""

    def __init__(self, document: Document, package: Package) -> None:
        self.document = document
        self.package = package
        self.palette = Palette(document.colours)
        self.text = TextWriter(self.palette, document.theme.fonts, document.language)
        self.media = Media(package, document.theme.font_files)
        self.charts = count(1)
        self.cells: dict[tuple[object, ...], tuple[str, str]] = {}
        """What stands around the words of table cells, by what it follows from: a deck has few kinds of cell."""
        self.placeholders: dict[int, tuple[object, dict[tuple[object, ...], tuple[str, str]]]] = {}
        """The same of placeholders, by the `id()` of their slot, which is kept."""
        self.slide_of = _slide_of(document)


class Sheet:
    """One slide or slide layout being drawn: it counts shape ids and collects relations."""

    def __init__(self, deck: Deck, number: int = 0) -> None:
        self.deck = deck
        self.number = number
        """Of the slide; 0 for a layout."""
        self.palette = deck.palette
        self.text = deck.text
        self.relations = Relations()
        self.shapes: Mapping[str, tuple[int, Item]] = {}
        """Shape ids and items by anchor, for connectors; complete before anything is drawn."""
        self.held: Mapping[int, str] = {}
        """What ties an item, by its `id()`, to the placeholder that holds it."""
        self._id = FIRST_SHAPE - 1

    def expect(self, items: Sequence[Item]) -> None:
        """Tell which items will be drawn next, so that a connector knows the id of a shape that follows it."""
        todo = list(flat(tuple(items)))
        if any(isinstance(item, PlacedShape) and (item.begins or item.ends) for item in todo):
            ids = enumerate(todo, self._id + 1)
            self.shapes = {item.anchor_id: (id, item) for id, item in ids if item.anchor_id}

    def properties(self, item: Item) -> str:
        """The `p:nvPr` element: the placeholder that holds the item, if any."""
        return f"<p:nvPr>{self.held[id(item)]}</p:nvPr>" if id(item) in self.held else "<p:nvPr/>"

    def identity(self, item: Item, kind: str, alt: str = "", click: str = "") -> str:
        """The `p:cNvPr` element: a new id, a name, alt text, and whether screen readers should pass it by."""
        name = item.name or f"{kind} {self._id + 1}"
        if item.decorative:
            return self.named(name, inner=click + _DECORATIVE)
        return self.named(name, alt, click)

    def named(self, name: str, alt: str = "", inner: str = "") -> str:
        """The `p:cNvPr` element of a shape that is no placed item."""
        self._id += 1
        told = f' descr="{escape(alt)}"' if alt else ""
        close = f">{inner}</p:cNvPr>" if inner else "/>"
        return f'<p:cNvPr id="{self._id}" name="{escape(name)}"{told}{close}'

    def run_link(self, span: Span) -> str:
        """The click action of a run; empty when its target is not in this deck or not safe to open."""
        return self._click(span.link, span.goto, _OWN_COLOUR)

    def box_link(self, item: PlacedText) -> str:
        """The click action of a whole box: unlike links of its runs, it is not underlined.

        A box is one link when whole paragraphs of it are, and all links lead to the same place of the deck.
        """
        targets = set()
        whole = False
        for para in item.paras:
            spans = [span for line in para.lines for span in line.spans]
            linked = [(span.goto, span.link) for span in spans if span.goto or span.link]
            if linked:
                targets.update(linked)
                whole = whole or all(span.goto for span in spans)
        return self._click("", targets.pop()[0], "") if whole and len(targets) == 1 else ""

    def _click(self, link: str, goto: str, inner: str) -> str:
        if goto in self.deck.slide_of:
            id = self.relations.add("slide", f"ppt/slides/slide{self.deck.slide_of[goto]}.xml")
            return f'<a:hlinkClick r:id="{id}" action="ppaction://hlinksldjump">{inner}</a:hlinkClick>'
        address = safe_address(link)
        if not address:
            return ""
        id = self.relations.add("hyperlink", address, external=True)
        return f'<a:hlinkClick r:id="{id}">{inner}</a:hlinkClick>'


def safe_address(link: str) -> str:
    """The address as a valid URI, or nothing: PowerPoint refuses a whole file for one malformed link."""
    if not _SAFE_LINK.fullmatch(link):
        return ""
    try:
        host = urlsplit(link).hostname or link.startswith("mailto:")
    except ValueError:
        return ""
    return quote(link, safe="%/:=&?~#+!$,;'@()*-._") if host else ""


def placement(box: Box, *, flip_h: bool = False, flip_v: bool = False, tag: str = "a:xfrm", more: str = "") -> str:
    """The transform element that puts a shape at `box`."""
    flips = ' flipH="1"' * flip_h + ' flipV="1"' * flip_v
    return f'<{tag}{flips}><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/>{more}</{tag}>'


def _slide_of(document: Document) -> dict[str, int]:
    """The slide number of every anchor: of an item that has it, else of a slide; the first counts."""
    out: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for anchor in (page.anchor_id, *(item.anchor_id for item in flat(page.items))):
            if anchor:
                out.setdefault(anchor, number)
    for number, page in enumerate(document.pages, 1):
        for anchor in page.anchors:
            out.setdefault(anchor, number)
    return out
