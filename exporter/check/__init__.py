"""In: a Document, and the file made of it. Out: findings, each with a level, a code and its places.

A check is a function from a sheet, or from a whole Document, to findings: a file a kind, a row in ON_SHEETS or
ON_DOCUMENTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from exporter.check.alt import missing_alt
from exporter.check.collision import collision
from exporter.check.contrast import contrast
from exporter.check.direction import right_to_left
from exporter.check.empty import empty_section
from exporter.check.facts import lost_fact
from exporter.check.floor import floor
from exporter.check.frames import Sheet, sheets
from exporter.check.glyphs import missing_glyph
from exporter.check.links import dead_link
from exporter.check.overflow import overflow
from exporter.check.readback import readback
from exporter.check.titles import duplicate_title, order
from exporter.model.page import Document
from exporter.model.report import Finding
from exporter.model.spot import place_of

ON_SHEETS: tuple[Callable[[Sheet], Iterator[Finding]], ...] = (overflow, collision, floor, contrast, missing_alt)
ON_DOCUMENTS: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    empty_section,
    lost_fact,
    missing_glyph,
    right_to_left,
    duplicate_title,
    order,
    dead_link,
)


def check(document: Document, path: Path | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a document, and with the file at `path` that was written from it.

    A finding that names a fact gets the fact's place in the source from the ledger.
    """
    found: dict[Callable[..., Iterator[Finding]], list[Finding]] = {one: [] for one in ON_SHEETS}
    for sheet in sheets(document):
        for one in ON_SHEETS:
            found[one].extend(one(sheet))
    findings = [finding for some in found.values() for finding in some]
    for other in ON_DOCUMENTS:
        findings.extend(other(document))
    if path:
        findings.extend(readback(document, path))
    if not findings:
        return ()
    spots = {entry.path: entry.spot for entry in document.ledger.entries}
    return tuple(replace(f, place=f.place or place_of(spots.get(f.path))) for f in dict.fromkeys(findings))
