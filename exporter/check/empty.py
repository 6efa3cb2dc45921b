"""Empty sections: a heading with nothing under it, a section of slides that shows nothing of its own."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.page import (
    Document,
    Page,
    PlacedChart,
    PlacedPicture,
    PlacedTable,
    PlacedText,
    Role,
    flat,
    paras_of,
)
from exporter.model.report import Finding, Level

RANKS = {Role.H1: 1, Role.H2: 2, Role.H3: 3}
FURNITURE = ("title", "tracker", "source", "footer", "page", "date")
"""Placeholders that every slide has, whatever it shows."""


def empty_section(document: Document) -> Iterator[Finding]:
    if document.format == "brief":
        yield from _headings(document)
    elif document.format in ("deck", "slides"):
        yield from _slides(document)


def _slides(document: Document) -> Iterator[Finding]:
    for section, title, first in document.sections:
        pages = [page for page in document.pages if page.section == section]
        if pages and not any(map(_shows, pages)):
            yield _finding(f"the section '{title}' has nothing to show", first, section)


def _shows(page: Page) -> bool:
    return bool(page.note_paths) or any(
        isinstance(item, PlacedTable | PlacedChart | PlacedPicture)
        or (isinstance(item, PlacedText) and item.placeholder not in FURNITURE and any(p.path for p in item.paras))
        for item in flat(page.items)
        if item.role not in (Role.TITLE, Role.ARTIFACT) and not item.fixed
    )


def _headings(document: Document) -> Iterator[Finding]:
    """Headings followed by another one of the same or a higher rank, or by the end."""
    last: tuple[Role, str, int, str] | None = None
    for page in document.pages:
        for item in page.items:
            if item.role is Role.ARTIFACT or item.fixed:
                continue
            if isinstance(item, PlacedTable | PlacedChart | PlacedPicture):
                last = None
            for para in paras_of(item):
                if para.role in RANKS and not para.path.endswith(".name"):  # of an item its name may be all there is
                    if last and RANKS[para.role] <= RANKS[last[0]]:
                        yield _finding(f"nothing stands under '{last[1]}'", last[2], last[3])
                    last = (para.role, para.text, page.number, para.path)
                elif para.role is not Role.ARTIFACT:
                    last = None
    if last:
        yield _finding(f"nothing stands under '{last[1]}'", last[2], last[3])


def _finding(what: str, page: int, path: str) -> Finding:
    return Finding(Level.WARNING, "empty-section", what, page=page, path=path, hint="add content, or exclude it")
