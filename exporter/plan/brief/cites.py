"""In: pages of a brief. Out: where each source is cited, for the way back from the sources to the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from exporter.model.page import SOURCE, Item, PlacedGroup, flat, paras_of
from exporter.plan.brief.paging import Sheetful


@dataclass(frozen=True, slots=True)
class Cited:
    """The numbers of the pages that cite a source, by its id; empty while the pages are not made."""

    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def cited(sheets: Iterable[Sheetful]) -> Cited:
    found: dict[str, list[int]] = {}
    for number, page in enumerate(sheets, 1):
        for source in dict.fromkeys(source for _, piece in page for source in sources_of(piece.items)):
            found.setdefault(source, []).append(number)
    return Cited({source: tuple(numbers) for source, numbers in found.items()})


def sources_of(items: Iterable[Item]) -> Iterator[str]:
    """The ids of the sources that these items cite, in reading order."""
    for item in flat(tuple(items)):
        for para in () if isinstance(item, PlacedGroup) else paras_of(item):
            for line in para.lines:
                for span in line.spans:
                    if span.goto.startswith(SOURCE):
                        yield span.goto.removeprefix(SOURCE)
