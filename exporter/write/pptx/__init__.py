"""In: a planned deck. Out: a .pptx that is native throughout: master, layouts, placeholders, tables, charts, notes.

The way through: `presentation` writes what stands around the slides, `layouts` finds which slides share a slide
layout, `master` writes master and layouts, `slide` the slides (a row of DRAW for each kind of item), `notes` the
notes. `package` and `archive` make the file, `xml`, `palette` and `text` the pieces that all of them use.
"""

from __future__ import annotations

from pathlib import Path

from exporter.errors import InternalError
from exporter.model.page import Document
from exporter.write.pptx.layouts import on_master, slide_layouts
from exporter.write.pptx.master import write_layout, write_master
from exporter.write.pptx.notes import write_notes, write_notes_master
from exporter.write.pptx.package import Package
from exporter.write.pptx.presentation import write_head
from exporter.write.pptx.sheet import Deck
from exporter.write.pptx.slide import write_slide
from exporter.write.pptx.theme import theme_part

_BUFFER = 1 << 18
"""Bytes held back until they are written: parts are small, and each call of the system costs more than most of them."""


def write_deck(document: Document, path: Path) -> None:
    """Write the deck to a new file at `path`. The same document gives the same bytes."""
    if not document.pages:
        raise InternalError("a deck has at least one slide")
    with path.open("wb", buffering=_BUFFER) as stream:
        deck = Deck(document, Package(stream))
        layouts, uses = slide_layouts(document)
        write_head(deck)
        theme = document.theme
        deck.package.add(
            "ppt/theme/theme1.xml", theme_part(theme, deck.palette, theme.title, document.language), "theme"
        )
        write_master(layouts, deck)
        master = on_master(layouts)
        for layout in layouts:
            write_layout(layout, master, deck)
        if any(page.notes for page in document.pages):
            write_notes_master(deck)
        for number, (page, use) in enumerate(zip(document.pages, uses, strict=True), 1):
            sheet = write_slide(page, number, use, deck)
            slide = f"ppt/slides/slide{number}.xml"
            if page.notes:
                sheet.relations.add("notesSlide", write_notes(page, number, slide, deck))
            deck.package.relate(slide, sheet.relations)
        deck.package.close()
