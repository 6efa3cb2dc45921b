"""Words that PDFs set well with an extra alone: those written from right to left, and Thai."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from exporter.check.frames import Sheet
from exporter.model.page import Document, Page, paras_of
from exporter.model.report import Finding, Level
from exporter.text import bidi, thai
from exporter.text.direction import leftward


def may_run_leftward(sheet: Sheet) -> bool:
    return leftward(sheet.words) != "" and not bidi.ready()


def right_to_left(document: Document, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding for a document, at the first such word."""
    for page, path, found in _first(pages, leftward):
        what = f"'{found}' is written from right to left"
        hint = (
            "PDFs and pictures show it from left to right without "
            "`pip install 'exporter[rtl]'`; PowerPoint sets it as it should be"
        )
        yield Finding(Level.WARNING, "right-to-left", what, page=page, path=path, hint=hint)


def may_be_thai(sheet: Sheet) -> bool:
    return thai.thai(sheet.words) != "" and not thai.ready()


def thai_words(document: Document, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding for a document, at the first stretch of Thai."""
    for page, path, found in _first(pages, thai.thai):
        what = f"'{found[:20]}' is Thai: lines end inside its words"
        hint = "`pip install 'exporter[thai]'` tells its words apart; PowerPoint does so by itself"
        yield Finding(Level.WARNING, "thai-words", what, page=page, path=path, hint=hint)


def _first(pages: Iterable[Page], find: Callable[[str], str]) -> Iterator[tuple[int, str, str]]:
    """(page, path, what is found) for the first paragraph in which `find` finds something."""
    paras = ((page.number, para) for page in pages for item in page.items for para in paras_of(item))
    for number, para in paras:
        if found := find(para.text):
            yield number, para.path, found
            return
