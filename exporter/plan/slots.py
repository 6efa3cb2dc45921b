"""In: a block and the slots of a region. Out: the block with the fields of its items in the order of those slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exporter.model.report import AnyBlock, Item, Items


def in_order(block: AnyBlock, slots: Sequence[str]) -> AnyBlock:
    """Fields whose slots the region names come first, in its order; the others follow as the author declared them."""
    if not isinstance(block, Items) or not slots:
        return block
    rank = {slot: i for i, slot in enumerate(slots)}
    fields = tuple(sorted(block.fields, key=lambda field: rank.get(field.slot, len(rank))))
    if fields == block.fields:
        return block
    place = {field.id: i for i, field in enumerate(fields)}

    def ordered(item: Item) -> Item:
        return replace(item, values=tuple(sorted(item.values, key=lambda value: place.get(value[0], len(place)))))

    groups = tuple(replace(group, items=tuple(map(ordered, group.items))) for group in block.groups)
    return replace(block, fields=fields, groups=groups)
