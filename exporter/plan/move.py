"""In: a placed item and a distance. Out: the same item there; figures are drawn once and moved to where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from exporter.model.geometry import Box
from exporter.model.page import Item, PlacedChart, PlacedGroup, PlacedTable, PlacedText

SAME: Mapping[str, str] = {}


def moved(item: Item, dx: int, dy: int, roles: Mapping[str, str] = SAME) -> Item:
    """`item` with all in it, `dx` to the right and `dy` down (EMU).

    `roles` renames size roles: what an arrangement calls "body" is "brief-figure-head" on paper.
    """
    changes: dict[str, Any] = {"box": _shifted(item.box, dx, dy)}
    if isinstance(item, PlacedText | PlacedTable) and item.size_role in roles:
        changes["size_role"] = roles[item.size_role]
    if isinstance(item, PlacedGroup):
        changes["items"] = tuple(moved(member, dx, dy, roles) for member in item.items)
    if isinstance(item, PlacedChart):
        changes["plot"] = _shifted(item.plot, dx, dy)
    return replace(item, **changes)


def shifted(items: Iterable[Item], dy: int) -> tuple[Item, ...]:
    """All `items`, `dy` EMU lower."""
    return tuple(moved(item, 0, dy) for item in items)


def _shifted(box: Box, dx: int, dy: int) -> Box:
    return Box(box.x + dx, box.y + dy, box.w, box.h)
