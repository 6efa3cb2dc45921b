"""Thai: words that lines end inside of, where the extra that tells them apart is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exporter.check.frames import Sheet
from exporter.model.page import Document, Page, paras_of
from exporter.model.report import Finding, Level
from exporter.text import thai

SHOWN = 20
"""Characters of a stretch of Thai that a finding shows."""


def may_be_thai(sheet: Sheet) -> bool:
    return thai.thai(sheet.words) != "" and not thai.ready()


def thai_words(document: Document, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding for a document, at the first stretch of Thai."""
    for page in pages:
        for item in page.items:
            for para in paras_of(item):
                if found := thai.thai(para.text):
                    what = f"'{found[:SHOWN]}' is Thai: lines end inside its words"
                    hint = "`pip install 'exporter[thai]'` tells its words apart; PowerPoint does so by itself"
                    yield Finding(Level.WARNING, "thai-words", what, page=page.number, path=para.path, hint=hint)
                    return
