"""Titles and order: every slide has a title of its own, and comes in the order it should be read in."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.page import Document, Page, PlacedText, Role, flat
from exporter.model.report import Finding, Level

LAST = ("source", "footer", "date", "page")
"""Placeholders that are read after the body."""


def duplicate_title(document: Document) -> Iterator[Finding]:
    if document.format not in ("deck", "slides"):
        return
    first: dict[str, int] = {}
    for page in document.pages:
        title = " ".join(page.title.split()).casefold()
        if not title:
            yield Finding(Level.WARNING, "title", f"slide {page.number} has no title", page=page.number)
        elif title in first:
            what = f"slides {first[title]} and {page.number} have the same title '{page.title}'"
            yield Finding(Level.WARNING, "title", what, page=page.number, hint="give the section or block a headline")
        first.setdefault(title, page.number)


def order(document: Document) -> Iterator[Finding]:
    """Title first, source and footer last: a screen reader follows the order of the items."""
    if document.format not in ("deck", "slides"):
        return
    for page in document.pages:
        for early, late in () if _in_order(page) else _wrong(page):
            what = f"'{early.text[:50]}' is read before '{late.text[:50]}'"
            yield Finding(Level.WARNING, "order", what, page=page.number)


def _in_order(page: Page) -> bool:
    """Whether all texts come in the right order, whatever they say: as on nearly every page."""
    last = 0
    for item in flat(page.items):
        if isinstance(item, PlacedText) and item.role is not Role.ARTIFACT and not item.fixed:
            rank = _rank(item)
            if rank < last:
                return False
            last = rank
    return True


def _wrong(page: Page) -> Iterator[tuple[PlacedText, PlacedText]]:
    texts = [
        item
        for item in flat(page.items)
        if isinstance(item, PlacedText) and item.role is not Role.ARTIFACT and not item.fixed and _says(item)
    ]
    ranks = [_rank(item) for item in texts]
    for (a, rank_a), (b, rank_b) in zip(
        zip(texts, ranks, strict=True), zip(texts[1:], ranks[1:], strict=True), strict=False
    ):
        if rank_a > rank_b:
            yield a, b


def _says(item: PlacedText) -> bool:
    """Whether there is any word in it."""
    return any(span.text.strip() for para in item.paras for line in para.lines for span in line.spans)


def _rank(item: PlacedText) -> int:
    if item.placeholder == "title" or item.role is Role.TITLE:
        return 0
    if item.placeholder == "tracker":
        return 1
    return 3 if item.placeholder in LAST else 2
