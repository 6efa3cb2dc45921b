"""Dead links: jumps inside the document that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.check.frames import Sheet
from exporter.model.page import Document, Page, PlacedPage, flat, paras_of
from exporter.model.report import Finding, Level


def may_link(sheet: Sheet) -> bool:
    return any(look.jumps for look in sheet.looks)


def dead_link(document: Document, pages: Sequence[Page]) -> Iterator[Finding]:
    anchors: set[str] = set()
    for page in document.pages if pages else ():
        anchors.update((page.anchor_id, *page.anchors))
        anchors.update([item.anchor_id for item in flat(page.items)])
    for page in pages:
        for item in page.items:
            for para in () if isinstance(item, PlacedPage) else paras_of(item):  # a small slide is a picture of one
                gotos = [span.goto for line in para.lines for span in line.spans if span.goto]
                for goto in dict.fromkeys([goto for goto in gotos if goto not in anchors]):
                    what = f"'{para.text[:60]}' links to '{goto}', which is not in this document"
                    yield Finding(Level.WARNING, "dead-link", what, page=page.number, path=para.path)
    for mark in document.bookmarks:
        if not 1 <= mark.page <= len(document.pages):
            what = f"the bookmark '{mark.title}' leads to page {mark.page} of {len(document.pages)}"
            yield Finding(Level.WARNING, "dead-link", what)
