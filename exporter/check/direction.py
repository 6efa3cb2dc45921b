"""Direction: words that are written from right to left, which no writer turns or joins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.model.page import Document, paras_of
from exporter.model.report import Finding, Level

_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+")


def right_to_left(document: Document) -> Iterator[Finding]:
    """One finding for a document, at the first such word."""
    for page in document.pages:
        for item in page.items:
            for para in paras_of(item):
                if not para.text.isascii() and (found := _LEFTWARD.search(para.text)):
                    what = f"'{found[0]}' is written from right to left"
                    hint = (
                        "a PDF shows it from left to right, its letters not joined; PowerPoint sets it as it should be"
                    )
                    yield Finding(Level.WARNING, "right-to-left", what, page=page.number, path=para.path, hint=hint)
                    return
