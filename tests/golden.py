"""A document as text: a line an item, in reading order, so that a change of layout shows in a diff."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.geometry import EMU_PER_IN
from exporter.model.page import (
    Document,
    Item,
    Page,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
)  # fmt: skip


def golden(document: Document) -> str:
    """All pages; lengths in inches, sizes in pt."""
    return "\n".join(line for page in document.pages for line in _page(page)) + "\n"


def _page(page: Page) -> Iterator[str]:
    w, h = page.size
    yield f"page {page.number} {w / EMU_PER_IN:.2f}x{h / EMU_PER_IN:.2f}in {page.layout}"
    for item in page.items:
        yield from _item(item, "  ")
    for note in page.notes:
        yield f"  note {note}"
    yield ""


def _item(item: Item, indent: str) -> Iterator[str]:
    box = item.box
    where = f"{box.x / EMU_PER_IN:.2f},{box.y / EMU_PER_IN:.2f} {box.w / EMU_PER_IN:.2f}x{box.h / EMU_PER_IN:.2f}"
    if isinstance(item, PlacedText):
        name = item.placeholder or "text"
        for i, para in enumerate(item.paras):
            at = f"{name} {where}" if not i else "·"
            lines = " / ".join(line.text for line in para.lines)
            yield f'{indent}{at} {para.style.size:g}pt "{lines}"'
    elif isinstance(item, PlacedTable):
        yield f"{indent}table {where}"
        for row in item.rows:
            cells = [" ".join(p.text for p in cell.paras) if cell else "" for cell in row.cells]
            yield f"{indent}  {row.h / EMU_PER_IN:.2f} | {' | '.join(cells)}"
    elif isinstance(item, PlacedGroup):
        yield f"{indent}group {where} {item.alt or item.name}"
        for member in item.items:
            yield from _item(member, indent + "  ")
    elif isinstance(item, PlacedShape):
        yield f"{indent}{item.shape} {where} {item.fill or item.stroke}"
    elif isinstance(item, PlacedChart):
        values = "; ".join(f"{s.name} {', '.join(map(str, s.values))}" for s in item.series)
        yield f"{indent}chart {item.chart} {where} {', '.join(item.categories)}: {values}"
    elif isinstance(item, PlacedPicture):
        yield f"{indent}picture {where} {item.alt}"
    elif isinstance(item, PlacedPage):
        yield f"{indent}slide {item.page.number} {where}"
