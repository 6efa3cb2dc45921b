"""In: a Document, and the file made of it. Out: findings, each with a level, a code and its places.

A check is a function from a sheet, or from a whole Document, to findings: a file a kind, a row in ON_SHEETS,
ON_PAGES or ON_DOCUMENTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from exporter.check.alt import missing_alt
from exporter.check.collision import collision
from exporter.check.contrast import contrast
from exporter.check.empty import empty_section
from exporter.check.facts import lost_fact
from exporter.check.floor import floor
from exporter.check.frames import Sheet, sheets
from exporter.check.glyphs import may_lack_glyphs, missing_glyph
from exporter.check.links import dead_link, may_link
from exporter.check.overflow import overflow
from exporter.check.readback import readback
from exporter.check.thai import may_be_thai, thai_words
from exporter.check.titles import duplicate_title, order
from exporter.model.page import Document, Page
from exporter.model.report import Finding
from exporter.model.spot import place_of

ON_SHEETS: tuple[Callable[[Sheet], Iterator[Finding]], ...] = (overflow, collision, floor, contrast, missing_alt)
ON_DOCUMENTS: tuple[Callable[[Document], Iterator[Finding]], ...] = (empty_section, lost_fact, duplicate_title, order)
ON_PAGES: Mapping[Callable[[Sheet], bool], Callable[[Document, Sequence[Page]], Iterator[Finding]]] = {
    may_lack_glyphs: missing_glyph,
    may_be_thai: thai_words,
    may_link: dead_link,
}
"""Checks of a document that look at few of its pages: at those on which a glance at their sheets saw something."""


def check(document: Document, path: Path | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a document, and with the file at `path` that was written from it.

    A finding that names a fact gets the fact's place in the source from the ledger.
    """
    found: dict[Callable[..., Iterator[Finding]], list[Finding]] = {one: [] for one in ON_SHEETS}
    told: dict[Callable[[Sheet], bool], set[int]] = {glance: set() for glance in ON_PAGES}
    for sheet in sheets(document):
        for one in ON_SHEETS:
            found[one].extend(one(sheet))
        for glance, numbers in told.items():
            if glance(sheet):
                numbers.add(sheet.number)
    findings = [finding for some in found.values() for finding in some]
    for other in ON_DOCUMENTS:
        findings.extend(other(document))
    for glance, another in ON_PAGES.items():
        findings.extend(another(document, [page for page in document.pages if page.number in told[glance]]))
    if path:
        findings.extend(readback(document, path))
    if not findings:
        return ()
    named = {finding.path for finding in findings}
    spots = {entry.path: entry.spot for entry in document.ledger.entries if entry.path in named}
    return tuple(replace(f, place=f.place or place_of(spots.get(f.path))) for f in dict.fromkeys(findings))
