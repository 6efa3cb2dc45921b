"""In: a block, a box, a Sheet, a step of the type scale. Out: placed items and how much room they took.

An arrangement is one way to draw a block: a file here and a row in ARRANGEMENTS. It measures and places; it never
shrinks, splits or drops anything on its own: `plan.choose` asks for smaller steps and for parts of the block.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct

from exporter.model.geometry import Box
from exporter.model.page import Item
from exporter.model.report import AnyBlock, Text
from exporter.model.style import Region
from exporter.plan.sheet import Sheet


class Arranged(Struct, frozen=True):
    """A block drawn into a box."""

    items: tuple[Item, ...]
    need: int
    """Height the items take from the top of the box, EMU; more than the box has means: does not fit."""
    crowd: int = 0
    """How far (EMU) something does not fit otherwise: text wider than its bar, labels that collide. 0 is good."""
    remarks: tuple[str, ...] = ()
    """Method notes for the source line ("Axis to scale")."""
    told: tuple[Text, ...] = ()
    """Optional detail that this arrangement leaves to the speaker notes."""
    white: float | None = None
    """Share of the box left empty, where it is not 1 - need / height."""
    about: str = ""
    """Which part of the block it shows, where "2 of 3" does not say it: "columns 2–5 of 12"."""
    bare: int = 0
    """Height without the air that was added to fill the box; 0 is `need`."""
    units: int = 0
    """How many units of the block it shows, where the arrangement made the pages itself."""


class Part(Struct, frozen=True):
    """Which part of a split block this is; `start` counts units before it (numbering goes on)."""

    index: int = 0
    of: int = 1
    start: int = 0


class Arrangement(Protocol):
    """`None` when the block is not one it can draw (wrong kind, no dates …)."""

    def __call__(
        self, block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part
    ) -> Arranged | None: ...


class Pager(Protocol):
    """Makes all pages of a block at once, for what can be measured once and then cut: a table.

    At most `most` units go on a page, any number when it is 0; every page but the first is `later` EMU higher. `None`
    when the block does not fit at this step.
    """

    def __call__(
        self, block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, most: int, later: int = 0
    ) -> Sequence[Arranged] | None: ...


ARRANGEMENTS: Mapping[str, str] = {
    "cards": "cards",
    "players": "players",
    "table": "table",
    "items-table": "table",
    "comparison": "table",
    "timeline": "timeline",
    "swimlanes": "swimlanes",
    "timeline-list": "timeline_list",
    "range-chart": "range_chart",
    "big-number": "big_number",
    "figures": "figures",
    "deep-dive": "deep_dive",
    "picture": "picture",
    "chart": "chart.kinds",
    "prose": "flow",
    "points": "flow",
    "steps": "steps",
    "quote": "flow",
    "callout": "flow",
    "code": "flow",
}
"""Name in layout files -> module here; each has `arrange`."""
PAGERS = frozenset(("table", "items-table", "comparison"))
"""Those whose module has `pages` and `fewest_pages`, too: none is loaded only to be asked whether it has."""


BY_KIND = "by-kind"
"""What a region says that draws each kind of block in its own way."""
HALF: Mapping[str, str] = {
    "text": "prose", "points": "points", "items": "prose", "milestones": "timeline-list", "table": "table",
    "chart": "chart", "figures": "figures", "quote": "quote", "picture": "picture", "steps": "prose",
    "comparison": "comparison", "callout": "callout", "code": "code",
}  # fmt: skip
"""Kind of block -> the arrangement that serves it in a part of a slide."""


def arrangement(name: str) -> Arrangement:
    """The arrangement of that name; its module is loaded when it is first asked for."""
    return cast(Arrangement, import_module(f"exporter.plan.arrange.{ARRANGEMENTS[name]}").arrange)


def pager(name: str) -> Pager | None:
    """What makes the pages of that arrangement; None for one that is asked for part by part."""
    return cast(Pager, import_module(f"exporter.plan.arrange.{ARRANGEMENTS[name]}").pages) if name in PAGERS else None


def fewest_pages(name: str, block: AnyBlock, box: Box, sheet: Sheet, step: int) -> int:
    """The pages that a pager makes of the block at least, known without measuring its texts."""
    module = import_module(f"exporter.plan.arrange.{ARRANGEMENTS[name]}")
    return int(module.fewest_pages(block, box, sheet, step))
