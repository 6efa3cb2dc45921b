"""Direction: words that are written from right to left, which PDFs neither turn nor join."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.page import Document, Para, paras_of
from exporter.model.report import Finding, Level
from exporter.text.direction import leftward


def _is_ascii(para: Para) -> bool:
    """Whether all its words are; quicker to tell than to put them together."""
    for line in para.lines:
        for span in line.spans:
            if not span.text.isascii():
                return False
    return True


def right_to_left(document: Document) -> Iterator[Finding]:
    """One finding for a document, at the first such word."""
    for page in document.pages:
        for item in page.items:
            for para in paras_of(item):
                if not _is_ascii(para) and (found := leftward(para.text)):
                    what = f"'{found}' is written from right to left"
                    hint = (
                        "a PDF shows it from left to right, its letters not joined; PowerPoint sets it as it should be"
                    )
                    yield Finding(Level.WARNING, "right-to-left", what, page=page.number, path=para.path, hint=hint)
                    return
