"""In: pages of a brief. Out: where each source is cited, for the way back from the sources to the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from exporter.model.page import SOURCE
from exporter.plan.brief.feet import sources_of
from exporter.plan.brief.paging import Sheetful


class Cited(Struct, frozen=True):
    """Where sources are cited; empty while the pages are not made."""

    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The numbers of the pages that cite a source, by its id."""
    noted: frozenset[str] = frozenset()
    """The ids of those whose words stand at the foot of a page."""


def cited(sheets: Iterable[Sheetful]) -> Cited:
    found: dict[str, list[int]] = {}
    noted: set[str] = set()
    for number, page in enumerate(sheets, 1):
        for source in dict.fromkeys(source for _, piece in page for source in sources_of(piece.items)):
            found.setdefault(source, []).append(number)
        anchors = (anchor for _, piece in page for anchor in piece.anchors)
        noted.update(anchor.removeprefix(SOURCE) for anchor in anchors if anchor.startswith(SOURCE))
    return Cited({source: tuple(numbers) for source, numbers in found.items()}, frozenset(noted))
