"""Direction: words that are written from right to left, which PDFs turn and join with the extra `rtl` alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exporter.check.frames import Sheet
from exporter.model.page import Document, Page, paras_of
from exporter.model.report import Finding, Level
from exporter.text import bidi
from exporter.text.direction import leftward


def may_run_leftward(sheet: Sheet) -> bool:
    return leftward(sheet.words) != "" and not bidi.ready()


def right_to_left(document: Document, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding for a document, at the first such word."""
    for page in pages:
        for item in page.items:
            for para in paras_of(item):
                if found := leftward(para.text):
                    what = f"'{found}' is written from right to left"
                    hint = (
                        "PDFs and pictures show it from left to right, its letters not joined, without "
                        "`pip install 'exporter[rtl]'`; PowerPoint sets it as it should be"
                    )
                    yield Finding(Level.WARNING, "right-to-left", what, page=page.number, path=para.path, hint=hint)
                    return
