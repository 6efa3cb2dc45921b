"""In: a block and the slots of a region. Out: the block as the region shows it: order, labels, what stands for nothing.

Words of a layout take the place of the report's own (a label, "no date given"); what it sends to the notes is dropped
here, and the ledger finds it a place there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from exporter.model.report import AnyBlock, Field, Item, Items, Run, Text
from exporter.model.style import Layout, Region, Slot, TextStyle
from exporter.model.template import Template
from exporter.plan.sheet import Sheet
from exporter.plan.values import Scope, say


def in_order(block: AnyBlock, slots: Sequence[Slot]) -> AnyBlock:
    """Fields whose slots the region names come first, in its order; the others follow as the author declared them."""
    if not isinstance(block, Items) or not slots:
        return block
    rank = {slot.name: i for i, slot in enumerate(slots)}
    uses = {slot.name: slot for slot in slots}
    fields = tuple(sorted(block.fields, key=lambda field: rank.get(field.slot, len(rank))))
    fields = tuple(_worded(field, uses.get(field.slot)) for field in fields if not _in_notes(field, uses))
    if fields == block.fields:
        return block
    place = {field.id: i for i, field in enumerate(fields)}

    def ordered(item: Item) -> Item:
        values = (value for value in item.values if value[0] in place)
        return replace(item, values=tuple(sorted(values, key=lambda value: place[value[0]])))

    groups = tuple(replace(group, items=tuple(map(ordered, group.items))) for group in block.groups)
    return replace(block, fields=fields, groups=groups)


def _in_notes(field: Field, uses: Mapping[str, Slot]) -> bool:
    return field.slot in uses and uses[field.slot].where == "notes"


def _worded(field: Field, slot: Slot | None) -> Field:
    """The field in the words of the layout; neither labels nor what stands for nothing are facts."""
    if slot is None or (slot.label is None and slot.missing is None):
        return field
    label = field.label if slot.label is None else _text(slot.label)
    missing = field.missing if slot.missing is None else _text(slot.missing)
    return replace(field, label=label, missing=missing)


def _text(words: Template) -> Text:
    said = "".join(str(part) for part in words.parts)
    return Text(standard=(Run(said),)) if said else Text()


def spoken(layouts: Mapping[str, Layout], scope: Scope) -> Mapping[str, Layout]:
    """The layouts with the values named in labels put in: they are the same on all pages."""
    return {name: _spoken(layout, scope) for name, layout in layouts.items()}


def _spoken(layout: Layout, scope: Scope) -> Layout:
    if not any(slot.label or slot.missing for region in (*layout.everywhere, *layout.brief) for slot in region.slots):
        return layout
    own = scope.having(layout.own)

    def words(template: Template | None) -> Template | None:
        return template and replace(template, parts=(say(template, own).text,) if template.parts else ())

    def region(one: Region) -> Region:
        slots = (replace(slot, label=words(slot.label), missing=words(slot.missing)) for slot in one.slots)
        return replace(one, slots=tuple(slots))

    variants = (replace(variant, regions=tuple(map(region, variant.regions))) for variant in layout.variants)
    return replace(
        layout,
        regions=tuple(map(region, layout.regions)),
        brief=tuple(map(region, layout.brief)),
        variants=tuple(variants),
    )


def styled(
    sheet: Sheet, region: Region, slot: str, role: str, step: int = 0, own: int | None = None, **look: Any
) -> TextStyle:
    """The style of a slot: what the layout says, else `role` with `look`, `own` sizes down where that is given."""
    use = region.slot(slot)
    if use.style:
        style = sheet.style(use.style, step)
    else:
        style = sheet.style(role, step if own is None else own, **look)
    return style.but(colour=use.colour) if use.colour else style


def labelled(region: Region, slot: str) -> bool:
    """Whether the layout itself words the label: then it is shown even where labels are left out."""
    label = region.slot(slot).label
    return label is not None and bool(label.parts)
