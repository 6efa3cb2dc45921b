"""In: a document of which each page becomes a file. Out: the names of the files in their folder."""

from __future__ import annotations

from exporter.model.page import Document


def page_file(document: Document, index: int, suffix: str) -> str:
    """The name of a page's picture: slide-001.png, page-001.png; `index` counts from 0, as they are turned."""
    return f"{'slide' if document.format in ('deck', 'slides') else 'page'}-{index + 1:03}{suffix}"
