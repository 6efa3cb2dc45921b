"""Dead links: jumps inside the document that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.page import Document, PlacedPage, flat, paras_of
from exporter.model.report import Finding, Level


def dead_link(document: Document) -> Iterator[Finding]:
    anchors = {anchor for page in document.pages for anchor in (page.anchor_id, *page.anchors)}
    anchors.update(item.anchor_id for page in document.pages for item in flat(page.items))
    for page in document.pages:
        for item in page.items:
            for para in () if isinstance(item, PlacedPage) else paras_of(item):  # a small slide is a picture of one
                gotos: list[str] = []
                for line in para.lines:
                    for span in line.spans:
                        if span.goto:
                            gotos.append(span.goto)
                for goto in dict.fromkeys([goto for goto in gotos if goto not in anchors]) if gotos else ():
                    what = f"'{para.text[:60]}' links to '{goto}', which is not in this document"
                    yield Finding(Level.WARNING, "dead-link", what, page=page.number, path=para.path)
    for mark in document.bookmarks:
        if not 1 <= mark.page <= len(document.pages):
            what = f"the bookmark '{mark.title}' leads to page {mark.page} of {len(document.pages)}"
            yield Finding(Level.WARNING, "dead-link", what)
