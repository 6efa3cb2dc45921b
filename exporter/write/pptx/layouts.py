"""In: the pages of a deck. Out: its slide layouts, a variant for every set of placeholders that cannot share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.model.geometry import Box
from exporter.model.page import Anchor, Document, Item, PlacedText
from exporter.write.pptx.text import Level, outline

Key = tuple[str, int]
"""A placeholder's name, and its count among those of that name on the page, from 0."""

COVERS = ("title",)
"""Layouts whose title is PowerPoint's centred title."""
TYPES = {"title": "title", "subtitle": "subTitle", "footer": "ftr", "page": "sldNum", "date": "dt"}
"""PowerPoint's type of a placeholder by its name. Every other is a content placeholder ("obj"), which takes text, a
table, a chart or a picture. It is the default type: slides do not state it, so that tools which look a placeholder up
by its type before its index find the right one of several."""
CONTENT = "obj"
_INDICES = {("date", 0): 10, ("footer", 0): 11, ("page", 0): 12}
"""The index ties a slide's placeholder to its layout's. It goes with the name, so that changing the layout of a slide
in PowerPoint carries each text to the placeholder of the same name."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a slide layout."""

    name: str
    type: str
    index: int
    """0 for the title, which has none."""
    box: Box
    anchor: Anchor
    insets: tuple[int, int, int, int]
    fill: str
    levels: Mapping[int, Level]

    def matches(self, other: Slot) -> bool:
        """Whether one placeholder can serve both: same place, and no outline level set in two ways."""
        same = (self.box, self.anchor, self.insets, self.fill) == (other.box, other.anchor, other.insets, other.fill)
        return same and all(self.levels[n].matches(other.levels[n]) for n in self.levels.keys() & other.levels.keys())


@dataclass(slots=True)
class SlideLayout:
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
        """Whether a page with these placeholders can use this layout; new ones must not lie on those it has."""
        for key, slot in slots.items():
            if key in self.slots:
                if not self.slots[key].matches(slot):
                    return False
            elif any(slot.box.overlaps(own.box) for own in self.slots.values()):
                return False
        return True

    def add(self, slots: Mapping[Key, Slot]) -> None:
        for key, slot in slots.items():
            own = self.slots.setdefault(key, slot)
            if slot.levels.keys() - own.levels.keys():
                self.slots[key] = replace(own, levels={**slot.levels, **own.levels})


def slide_layouts(document: Document) -> tuple[list[SlideLayout], list[SlideLayout]]:
    """All slide layouts in the order of their first slide, and the one of each page."""
    layouts: list[SlideLayout] = []
    of_page: list[SlideLayout] = []
    known: dict[tuple[object, ...], SlideLayout] = {}
    variants: dict[tuple[object, ...], list[SlideLayout]] = {}
    indices = dict(_INDICES)
    titles: Counter[str] = Counter()
    for page in document.pages:
        slots = {key: _slot(key, item, page.layout, indices) for key, item in placeholders(page.items)}
        fixed = tuple(item for item in page.items if is_fixed(item))
        common = (page.layout, page.background, fixed)
        exact = (*common, tuple((key, slot.box, slot.anchor, slot.insets, slot.fill, tuple(slot.levels.items()))
                                for key, slot in slots.items()))  # fmt: skip
        layout = known.get(exact)
        if layout is None:
            fits = variants.setdefault(common, [])
            layout = next((one for one in fits if one.takes(slots)), None)
            if layout is None:
                title = document.layouts.get(page.layout) or page.layout.replace("-", " ").capitalize()
                titles[title] += 1
                name = f"{title} {titles[title]}" if titles[title] > 1 else title
                layout = SlideLayout(len(layouts) + 1, name, page.layout, page.background, fixed)
                layouts.append(layout)
                fits.append(layout)
            layout.add(slots)
            known[exact] = layout
        of_page.append(layout)
    return layouts, of_page


def on_master(layouts: Sequence[SlideLayout]) -> tuple[Item, ...]:
    """What stands on all slide layouts on the common background: on the master a person changes it once."""
    plain = [layout for layout in layouts if layout.background == "bg"]
    if len(plain) < 2:
        return ()
    return tuple(item for item in plain[0].fixed if all(item in layout.fixed for layout in plain))


def placeholders(items: Sequence[Item]) -> Iterator[tuple[Key, PlacedText]]:
    """The items that fill a placeholder; texts inside groups cannot."""
    seen: Counter[str] = Counter()
    for item in items:
        if isinstance(item, PlacedText) and item.placeholder:
            yield (item.placeholder, seen[item.placeholder]), item
            seen[item.placeholder] += 1


def is_fixed(item: Item) -> bool:
    """Whether the item stands on the layout instead of its slides. A placeholder stands on both."""
    return item.fixed and not (isinstance(item, PlacedText) and item.placeholder)


def _slot(key: Key, item: PlacedText, layout: str, indices: dict[Key, int]) -> Slot:
    name = item.placeholder
    type = TYPES.get(name, CONTENT)
    if type == "title":
        return Slot(name, "ctrTitle" if layout in COVERS else type, 0, *_geometry(item), outline(item.paras))
    index = indices.setdefault(key, len(indices) + min(_INDICES.values()))
    return Slot(name, type, index, *_geometry(item), outline(item.paras))


def _geometry(item: PlacedText) -> tuple[Box, Anchor, tuple[int, int, int, int], str]:
    """Box, anchor, insets and fill. Insets that nobody sees become part of the box: a title that is kept narrow, to
    break well, is as narrow on every slide of its layout."""
    if item.fill:
        return item.box, item.anchor, item.insets, item.fill
    return item.box.inset(*item.insets), item.anchor, (0, 0, 0, 0), ""
