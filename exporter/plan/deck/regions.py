"""In: blocks and a layout with several regions. Out: the blocks in their regions, all at one size, or None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from exporter.model.page import Item, PlacedText
from exporter.model.report import AnyBlock
from exporter.model.style import Layout, Region
from exporter.plan.arrange import ARRANGEMENTS, BY_KIND, HALF, Arranged, Part, arrangement
from exporter.plan.choose import FLOWING, LARGER, TEXT_FULL, Room, fits, within


def several(layouts: Mapping[str, Layout]) -> dict[str, list[list[frozenset[str]]]]:
    """Layouts whose regions all have to be filled, with the kinds that each region takes, for each variant."""
    return {
        name: [[frozenset(region.takes) for region in regions] for regions in _variants(layout)]
        for name, layout in layouts.items()
        if len(layout.regions) > 1
    }


def _variants(layout: Layout) -> list[tuple[Region, ...]]:
    return [layout.regions, *(variant.regions for variant in layout.variants if len(variant.regions) > 1)]


def in_regions(blocks: Sequence[AnyBlock], layout: Layout, room: Room) -> Arranged | None:
    """One block a region, in order, at the largest step at which all fit; text that leaves room is set larger."""
    layout = replace(layout, regions=layout.of(len(blocks)))
    for step in range(room.sheet.steps("cell", "body", "detail", "subhead")):
        placed = [
            _at(block, region, room, step, i)
            for i, (block, region) in enumerate(zip(blocks, layout.regions, strict=True))
        ]
        done = [p for p in placed if p]
        if len(done) == len(placed):
            if not step:
                done = _grown(done, blocks, layout, room)
            return Arranged(
                tuple(item for p in done for item in p.items),
                max(p.need for p in done),
                remarks=tuple(r for p in done for r in p.remarks),
                told=tuple(t for p in done for t in p.told),
            )
    return None


def _grown(placed: list[Arranged], blocks: Sequence[AnyBlock], layout: Layout, room: Room) -> list[Arranged]:
    """The regions of running text in one larger type, as far as it fills none of them too much."""
    texts = [i for i, (block, region) in enumerate(zip(blocks, layout.regions, strict=True)) if _flows(block, region)]
    if not texts:
        return placed
    for factor in LARGER:
        larger = replace(room, sheet=room.sheet.grown(factor))
        out = list(placed)
        for i in texts:
            found = _at(blocks[i], layout.regions[i], larger, 0, i)
            if found is None or found.need > TEXT_FULL * within(room, layout.regions[i]).box.h:
                break
            out[i] = found
        else:
            return out
    return placed


def _flows(block: AnyBlock, region: Region) -> bool:
    return block.kind != "code" and _name(block, region) in FLOWING


def _name(block: AnyBlock, region: Region) -> str:
    return HALF[block.kind] if region.arrange in ("", BY_KIND) else region.arrange


def _at(block: AnyBlock, region: Region, room: Room, step: int, index: int) -> Arranged | None:
    name = _name(block, region)
    if name not in ARRANGEMENTS:
        return None
    here = within(room, region)
    drawn = replace(region, options={**room.options, **region.options}, arrange=name)
    placed = arrangement(name)(block, here.box, room.sheet, step, drawn, Part())
    if placed is None or not fits(placed, here.box):
        return None
    return replace(placed, items=tuple(_named(item, index) for item in placed.items))


def _named(item: Item, index: int) -> Item:
    """Placeholders of further regions get names of their own: a slide has each name once."""
    if isinstance(item, PlacedText) and item.placeholder and index:
        return replace(item, placeholder=f"{item.placeholder}-{'abcdefgh'[index]}")
    return item
