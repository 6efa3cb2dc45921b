"""In: the pages of a deck. Out: its slide layouts, a variant for every set of placeholders that cannot share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.geometry import Box
from exporter.model.page import (
    Anchor,
    Document,
    Item,
    PlacedChart,
    PlacedGroup,
    PlacedPicture,
    PlacedTable,
    PlacedText,
    flat,
)
from exporter.model.style import TextStyle
from exporter.write.pptx.text import Level, joined, levels_of, looks, outline

Key = tuple[str, int]
"""A placeholder's name, and its count among those of that name on the page, from 0."""

COVERS = ("title",)
"""Layouts whose title is PowerPoint's centred title."""
TYPES = {
    "title": "title", "subtitle": "subTitle", "footer": "ftr", "page": "sldNum", "date": "dt", "table": "tbl",
    "chart": "chart", "picture": "pic",
}  # fmt: skip
"""PowerPoint's type of a placeholder by its name. Every other is a content placeholder ("obj"), which takes text, a
table, a chart or a picture. It is the default type: slides do not state it, so that tools which look a placeholder up
by its type before its index find the right one of several."""
CONTENT = "obj"
OBJECTS: dict[type, str] = {PlacedTable: "table", PlacedChart: "chart", PlacedPicture: "picture"}
"""Placeholders of what is no text."""
FRAMES = ("tbl", "chart")
"""Types whose slides state their own place, as the format demands: a layout need not fit their height."""
_INDICES = {("date", 0): 10, ("footer", 0): 11, ("page", 0): 12}
"""The index ties a slide's placeholder to its layout's. It goes with the name, so that changing the layout of a slide
in PowerPoint carries each text to the placeholder of the same name."""


SPARE = ("text-", *OBJECTS.values())
"""What the names of placeholders begin with whose content may as well stand by itself: `MOST` limits them."""
MOST = 24
"""Slide layouts made of one layout of ours for the sake of such content. Beyond it texts stand in text boxes: a menu
of hundreds of slide layouts serves nobody, and PowerPoint opens it slowly."""

_PROMPT = (Level(TextStyle(colour="muted")),)
"""How the prompt of a table, chart or picture is set."""


class Slot(Struct, frozen=True):
    """A placeholder: of a slide layout, or as a page asks for it."""

    name: str
    type: str
    index: int
    """0 for the title, which has none."""
    box: Box
    anchor: Anchor
    insets: tuple[int, int, int, int]
    fill: str
    levels: Mapping[int, Level]
    """The outline levels that a layout has; a page knows only its looks."""
    looks: tuple[Level, ...] = ()
    """How its paragraphs are set, on a page."""
    size_role: str = ""

    def __hash__(self) -> int:
        return hash((self.name, self.index, self.box, self.looks))  # a map has no hash

    def serving(self, asked: Slot) -> Slot | None:
        """This placeholder with the outline levels that `asked` needs; None when one cannot serve both."""
        box = replace(asked.box, h=self.box.h) if self.type in FRAMES else asked.box
        if (self.box, self.anchor, self.insets, self.fill) != (box, asked.anchor, asked.insets, asked.fill):
            return None
        levels = joined(asked.looks, self.levels)
        return None if levels is None else replace(self, levels=levels)


class SlideLayout(Struct):
    """One slide layout: what its slides have in common. It grows while pages that fit it are found."""

    number: int
    name: str
    """As shown in PowerPoint: "Cards", "Cards 2"."""
    layout: str
    """Name of the planner's layout."""
    background: str
    fixed: tuple[Item, ...]
    slots: dict[Key, Slot] = field(default_factory=dict)

    def takes(self, slots: Mapping[Key, Slot]) -> bool:
        """Whether a page with these placeholders can use this layout, and if so, makes room for them.

        New ones must not lie on those it has.
        """
        grown: dict[Key, Slot] = {}
        for key, slot in slots.items():
            own = self.slots.get(key)
            if own:
                both = own.serving(slot)
                if both is None:
                    return False
                grown[key] = both
            elif any(slot.box.overlaps(other.box) for other in self.slots.values()):
                return False
            else:
                grown[key] = _opened(slot)
        self.slots.update(grown)
        return True


class Use(Struct, frozen=True):
    """What a page has of its slide layout."""

    layout: SlideLayout
    levels: Mapping[Key, tuple[int, ...]]
    """The placeholders that the page fills, with the outline level of each paragraph."""


def slide_layouts(document: Document) -> tuple[list[SlideLayout], list[Use]]:
    """All slide layouts in the order of their first slide, and the one of each page."""
    layouts: list[SlideLayout] = []
    uses: list[Use] = []
    known: dict[tuple[object, ...], Use] = {}
    variants: dict[tuple[object, ...], list[SlideLayout]] = {}
    indices = dict(_INDICES)
    titles: Counter[str] = Counter()
    alike: dict[tuple[object, ...], Use] = {}
    for page in document.pages:
        holders = list(placeholders(page.items))
        fixed = tuple([item for item in page.items if is_fixed(item)])
        form = (page.layout, page.background, fixed, *[_form(key, item) for key, item in holders])
        if (use := alike.get(form)) is not None:
            uses.append(use)
            continue
        slots = {key: _slot(key, item, page.layout, indices) for key, item in holders}
        common = (page.layout, page.background, fixed)
        exact = (*common, tuple(slots.items()))
        use = known.get(exact)
        if use is None:
            fits = variants.setdefault(common, [])
            layout = next((one for one in fits if one.takes(slots)), None)
            if layout is None and len(fits) >= MOST:
                slots = {key: slot for key, slot in slots.items() if not slot.name.startswith(SPARE)}
                layout = next((one for one in fits if one.takes(slots)), None)
            if layout is None:
                title = document.layouts.get(page.layout) or page.layout.replace("-", " ").capitalize()
                titles[title] += 1
                name = f"{title} {titles[title]}" if titles[title] > 1 else title
                layout = SlideLayout(len(layouts) + 1, name, page.layout, page.background, fixed)
                layout.slots = {key: _opened(slot) for key, slot in slots.items()}
                layouts.append(layout)
                fits.append(layout)
            levels = {key: levels_of(slot.looks, layout.slots[key].levels) for key, slot in slots.items()}
            use = known[exact] = Use(layout, levels)
        alike[form] = use
        uses.append(use)
    return layouts, uses


def _opened(slot: Slot) -> Slot:
    """The placeholder that a page asks for, as a slide layout has it."""
    return replace(slot, levels=outline(slot.looks), looks=())


def on_master(layouts: Sequence[SlideLayout]) -> tuple[Item, ...]:
    """What stands on all slide layouts on the common background: on the master a person changes it once."""
    plain = [layout for layout in layouts if layout.background == "bg"]
    if len(plain) < 2:
        return ()
    return tuple(item for item in plain[0].fixed if all(item in layout.fixed for layout in plain))


def lifted(items: Sequence[Item]) -> Iterator[Item]:
    """The items with those texts out of their groups that fill placeholders, which cannot stand in one.

    They stand on the slide, over the shapes of their group, which stay together.
    """
    for item in items:
        if not isinstance(item, PlacedGroup) or not any(_fills(member) for member in flat(item.items)):
            yield item
            continue
        inside = list(lifted(item.items))
        kept = tuple(member for member in inside if not _fills(member))
        if len(kept) > 1:
            yield replace(item, items=kept, box=_around(kept))
        else:
            yield from (replace(shape, name=shape.name or item.name) for shape in kept)
        yield from (member for member in inside if _fills(member))


def _fills(item: Item) -> bool:
    return isinstance(item, PlacedText) and bool(item.placeholder)


def _around(items: Sequence[Item]) -> Box:
    x, y = min(item.box.x for item in items), min(item.box.y for item in items)
    return Box(x, y, max(item.box.right for item in items) - x, max(item.box.bottom for item in items) - y)


def placeholders(items: Sequence[Item]) -> Iterator[tuple[Key, Item]]:
    """The items that fill a placeholder: texts, those in groups too, and tables, charts and pictures by themselves."""
    seen: dict[str, int] = {}
    for item in items:
        for one in flat(item.items) if isinstance(item, PlacedGroup) else (item,):
            if isinstance(one, PlacedText):
                name = one.placeholder
            else:
                name = OBJECTS.get(type(one), "") if one is item and not one.fixed else ""
            if name:
                count = seen.get(name, 0)
                seen[name] = count + 1
                yield (name, count), one


def is_fixed(item: Item) -> bool:
    """Whether the item stands on the layout instead of its slides. A placeholder stands on both."""
    return item.fixed and not _fills(item)


def _slot(key: Key, item: Item, layout: str, indices: dict[Key, int]) -> Slot:
    name, _ = key
    type = TYPES.get(name, CONTENT)
    index = 0
    if type == "title":
        type = "ctrTitle" if layout in COVERS else type
    else:
        index = indices.setdefault(key, len(indices) + min(_INDICES.values()))
    if isinstance(item, PlacedText):
        return Slot(name, type, index, *_geometry(item), {}, looks(item.paras), item.size_role)
    return Slot(name, type, index, item.box, "top", (0, 0, 0, 0), "", {}, _PROMPT)


def _form(key: Key, item: Item) -> tuple[object, ...]:
    """All that `_slot` looks at in an item, but for its layout: pages whose items have the same forms are alike."""
    if isinstance(item, PlacedText):
        return key, item.box, item.anchor, item.insets, item.fill, item.size_role, looks(item.paras)
    return key, item.box


def _geometry(item: PlacedText) -> tuple[Box, Anchor, tuple[int, int, int, int], str]:
    """Box, anchor, insets and fill. Insets that nobody sees become part of the box: a title that is kept narrow, to
    break well, is as narrow on every slide of its layout."""
    if item.fill:
        return item.box, item.anchor, item.insets, item.fill
    return item.box.inset(*item.insets), item.anchor, (0, 0, 0, 0), ""
