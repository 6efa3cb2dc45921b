"""In: a planned brief. Out: its pages two on a sheet, in the order in which a folded booklet needs them.

The sheet is twice the page (A3 for A4), so nothing is made smaller; a printer may fit it to its paper. Printed on both
sides, turned on the short edge, and folded, the pages come in order. A screen reader would meet them in the order of
the sheets: the file is for printing and claims no standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from exporter.model.geometry import Box
from exporter.model.page import Document, Item, Page, PlacedPage, flat


def plan_booklet(brief: Document) -> Document:
    """Sheets front and back; white pages at the end fill the last sheet of four."""
    sheets = list(imposed(len(brief.pages)))
    pages = tuple(_sheet(number, pair, brief.pages) for number, pair in enumerate(sheets, 1))
    return replace(brief, format="booklet", pages=pages, bookmarks=(), sections=(), standard="none")


def imposed(pages: int) -> Iterator[tuple[int, int]]:
    """(left, right) page numbers of each side of the sheets, from 1; 0 is a white page."""
    whole = -(-pages // 4) * 4
    for i in range(whole // 2):
        low, high = i + 1, whole - i
        left, right = (high, low) if i % 2 == 0 else (low, high)
        yield (left if left <= pages else 0, right if right <= pages else 0)


def _sheet(number: int, pair: tuple[int, int], pages: Sequence[Page]) -> Page:
    w, h = pages[0].size
    items: list[Item] = []
    anchors: list[str] = []
    for i, n in enumerate(pair):
        if n:
            page = pages[n - 1]
            items.append(PlacedPage(box=_within(page.size, Box(i * w, 0, w, h)), page=page, name=page.title, stroke=""))
            anchors += [a for a in (page.anchor_id, *page.anchors) if a]
            anchors += [item.anchor_id for item in flat(page.items) if item.anchor_id]
    return Page(
        number=number, size=(2 * w, h), layout="booklet", items=tuple(items), title=pages[0].title,
        anchor_id=f"sheet-{number}", anchors=tuple(dict.fromkeys(anchors)),
    )  # fmt: skip


def _within(size: tuple[int, int], box: Box) -> Box:
    """The largest place of a page of `size` in the middle of `box`: a page turned on its side is made smaller."""
    scale = min(box.w / size[0], box.h / size[1])
    w, h = round(size[0] * scale), round(size[1] * scale)
    return Box(box.x + (box.w - w) // 2, box.y + (box.h - h) // 2, w, h)
