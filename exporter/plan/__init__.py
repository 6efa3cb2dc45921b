"""In: Selection, layouts, theme, format. Out: the placed Document: every text measured, every page made."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from exporter.model.audience import Selection
from exporter.model.memory import collector_off
from exporter.model.page import Document
from exporter.model.style import Layout, Theme
from exporter.plan.mirror import mirrored
from exporter.plan.words import without_words

__all__ = ["as_booklet", "as_handout", "as_script", "as_slides", "plan", "watermarked"]


def plan(selection: Selection, layouts: Mapping[str, Layout], theme: Theme, format: str) -> Document:
    """The pages of `selection` in one format (deck, slides, handout, brief)."""
    if selection.audience.part("icons") is False:
        theme = replace(theme, look=replace(theme.look, icons=False))
    with collector_off():
        document = _plan(selection, layouts, theme, format)
    strange = without_words(document.language)
    return replace(document, findings=(*document.findings, strange)) if strange else document


def _plan(selection: Selection, layouts: Mapping[str, Layout], theme: Theme, format: str) -> Document:
    if format == "brief":
        from exporter.plan.brief import plan_brief

        return mirrored(plan_brief(selection, layouts, theme))
    from exporter.plan.deck import plan_deck

    deck = mirrored(plan_deck(selection, layouts, theme))
    if format == "slides":
        return as_slides(deck)
    return as_handout(deck, selection) if format == "handout" else deck


def as_script(deck: Document, selection: Selection) -> Document:
    """What is said to every slide, without the slides."""
    from exporter.plan.script import plan_script

    return mirrored(plan_script(deck, selection))


def as_booklet(brief: Document) -> Document:
    """The pages of a brief, imposed for a folded booklet."""
    from exporter.plan.booklet import plan_booklet

    return plan_booklet(brief)


def watermarked(document: Document, text: str) -> Document:
    """`document` with `text` under the content of every page."""
    from exporter.plan import watermark

    return watermark.watermarked(document, text)


def as_slides(deck: Document) -> Document:
    """The deck as pages of a PDF, page for slide. Speaker notes stay in the deck, and its ledger says so."""
    from msgspec.structs import replace

    from exporter.plan.deck.ledger import without_notes
    from exporter.plan.elements import once

    pages = tuple(replace(page, notes=(), note_paths=()) if page.notes else page for page in deck.pages)
    return replace(deck, format="slides", pages=once(pages), ledger=without_notes(deck, "slides"))


def as_handout(deck: Document, selection: Selection) -> Document:
    """The deck's slides small on paper, notes and writing lines beside them."""
    from exporter.plan.handout import plan_handout

    return mirrored(plan_handout(deck, selection))
