"""In: a placed item. Out: what of the page it covers: of a text its lines, not its box."""

from __future__ import annotations

from exporter.model.geometry import Box
from exporter.model.page import Item, PlacedChart, PlacedPicture, PlacedShape, PlacedTable, PlacedText
from exporter.text import height


def covered(item: Item) -> Box | None:
    """The area that an item covers; None for groups and pages, whose members count, and for texts without words."""
    if isinstance(item, PlacedText):
        return _lines(item)
    return item.box if isinstance(item, PlacedTable | PlacedChart | PlacedPicture | PlacedShape) else None


def _lines(item: PlacedText) -> Box | None:
    lines = [
        (line.w + para.indent, para.style.align) for para in item.paras for line in para.lines if line.text.strip()
    ]
    if not lines:
        return None
    inner, tall = item.box.inset(*item.insets), height(item.paras)
    wide, align = max(w for w, _ in lines), lines[0][1]
    left = {"left": 0, "center": (inner.w - wide) // 2, "right": inner.w - wide}[align]
    top = {"top": 0, "middle": (inner.h - tall) // 2, "bottom": inner.h - tall}[item.anchor]
    return Box(inner.x + left, inner.y + top, wide, tall)
