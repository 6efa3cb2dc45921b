"""In: Selection, layouts, theme, format. Out: the placed Document: every text measured, every page made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from exporter.model.audience import Selection
from exporter.model.memory import collector_off
from exporter.model.page import Document
from exporter.model.style import Layout, Theme
from exporter.plan.words import without_words

__all__ = ["as_handout", "as_slides", "plan", "watermarked"]


def plan(selection: Selection, layouts: Mapping[str, Layout], theme: Theme, format: str) -> Document:
    """The pages of `selection` in one format (deck, slides, handout, brief)."""
    with collector_off():
        document = _plan(selection, layouts, theme, format)
    strange = without_words(document.language)
    return replace(document, findings=(*document.findings, strange)) if strange else document


def _plan(selection: Selection, layouts: Mapping[str, Layout], theme: Theme, format: str) -> Document:
    if format == "brief":
        from exporter.plan.brief import plan_brief

        return plan_brief(selection, layouts, theme)
    from exporter.plan.deck import plan_deck

    deck = plan_deck(selection, layouts, theme)
    if format == "slides":
        return as_slides(deck)
    return as_handout(deck, selection) if format == "handout" else deck


def watermarked(document: Document, text: str) -> Document:
    """`document` with `text` under the content of every page."""
    from exporter.plan import watermark

    return watermark.watermarked(document, text)


def as_slides(deck: Document) -> Document:
    """The deck as pages of a PDF, page for slide."""
    from exporter.plan.elements import once

    return replace(deck, format="slides", pages=once(deck.pages))


def as_handout(deck: Document, selection: Selection) -> Document:
    """The deck's slides small on paper, notes and writing lines beside them."""
    from exporter.plan.handout import plan_handout

    return plan_handout(deck, selection)
