"""In: a block. Out: how a brief shows it: BRIEF has a row for each way, BEST the way for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import Para, Role
from exporter.model.report import AnyBlock, Callout, Field, Items, Milestones
from exporter.model.style import Region
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.paper import SIDE_W, Desk
from exporter.plan.brief.pieces import Row
from exporter.plan.brief.telling import Aside, Teller, Told, prose
from exporter.plan.slots import in_order
from exporter.text import words as count

TABLE_WORDS = 7
"""Items read better as a table than as paragraphs while no field has more words than this on average."""
LARGE = 50
"""Words up to which a callout is set in large type."""
AXIS = 6
"""Milestones up to which an axis is tried when nobody asks for one."""


def callout(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """A highlight rule; the title in the side column, the statement beside it in large type; or a panel in a column."""
    if not isinstance(block, Callout) or teller.desk.columns:
        yield from prose(teller, block)
        return
    sheet, desk = teller.sheet, teller.desk
    few = sum(count(t.plain) for t in block.paragraphs) <= LARGE
    large = sheet.style("brief-callout-head", colour="ink", bold=False) if few else sheet.style("brief-body")
    flows = [Flow(p) for p in sheet.paras(block.paragraphs, large, desk.main, gap=6)]
    rest = [t for t in (block.headline, block.detail, block.note) if t]
    flows += [Flow(p) for p in sheet.paras(rest, sheet.style("brief-note"), desk.main, gap=4)]
    title = sheet.style("brief-h2", colour="highlight")
    side = (sheet.para(block.title, title, SIDE_W, role=Role.LABEL),) if block.title else ()
    wide = Row(desk, tuple(flows), side, before=px(desk.air.block), rule="highlight").piece()
    narrow: tuple[Para, ...] = ()
    if few and not rest:
        look = sheet.style("brief-callout-head", bold=False)
        text = sheet.style("brief-callout")
        narrow = (*((sheet.para(block.title, look, SIDE_W, role=Role.LABEL),) if block.title else ()),
                  *sheet.paras(block.paragraphs, text, SIDE_W, gap=4))  # fmt: skip
        if block.title and len(narrow) > 1:
            narrow = (narrow[0], replace(narrow[1], space_before=4), *narrow[2:])
    yield Aside(narrow, wide)


BRIEF: Mapping[str, str] = {
    "prose": "telling:prose",
    "points": "telling:prose",
    "steps": "telling:prose",
    "quote": "telling:prose",
    "code": "telling:prose",
    "callout": "blocks:callout",
    "rows": "items:rows",
    "table": "tables:table",
    "figure": "figures:figure",
    "picture": "figures:picture",
    "summary": "figures:summary",
}
"""How the `brief:` regions of layouts are drawn, by the name under `arrange`: a function of a module here, which is
loaded when it is first asked for. Each can show every kind of block."""

CAPTIONED = ("table", "figure")
"""Ways with a caption, which is what the block claims where it has no title."""
RUNNING = frozenset(name for name, spot in BRIEF.items() if spot == "telling:prose")
"""Ways that are running text."""
BEST: Mapping[str, str] = {
    "text": "prose", "points": "points", "steps": "steps", "quote": "quote", "code": "code", "callout": "callout",
    "items": "rows", "milestones": "table", "table": "table", "comparison": "table", "chart": "figure",
    "figures": "summary", "picture": "picture",
}  # fmt: skip
"""Kind of block -> its arrangement when nobody asks for another."""


def told(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """The block in the way that its layout wishes for, else the best for its kind."""
    region = _region(block, teller.desk)
    block = as_told(block, teller.desk)
    name = way(block, teller.desk)
    grouped = isinstance(block, Items) and any(group.title for group in block.groups)
    if name in CAPTIONED and block.headline and not block.title and not grouped:
        block = replace(block, title=block.headline, headline=None)
    tell = teller_of(name)
    return tell(teller, block, region) if name == "rows" and region is not None else tell(teller, block)


def teller_of(name: str) -> Callable[..., Iterator[Told]]:
    """The function of that row of BRIEF."""
    module, function = BRIEF[name].split(":")
    tell: Callable[..., Iterator[Told]] = getattr(import_module(f"exporter.plan.brief.{module}"), function)
    return tell


def as_told(block: AnyBlock, desk: Desk) -> AnyBlock:
    """The block with its fields in the order and the words of the layout that it wishes for."""
    region = _region(block, desk)
    return in_order(block, region.slots if region else ())


def way(block: AnyBlock, desk: Desk) -> str:
    """The row of BRIEF for a block: what its layout says, else a table or rows, a figure or a table, by its content."""
    region = _region(block, desk)
    if region is not None:
        return region.arrange
    if isinstance(block, Items):
        return "table" if _tabular(block, desk) else "rows"
    if isinstance(block, Milestones):
        return "figure" if len(block.milestones) <= AXIS and not block.undated else "table"
    return BEST[block.kind]


def _region(block: AnyBlock, desk: Desk) -> Region | None:
    """The brief's region of the layout that the block wishes for, where it takes the block."""
    layout = desk.layouts.get(block.layout)
    regions = layout.brief if layout else ()
    return next((r for r in regions if block.kind in r.takes and r.arrange in BRIEF), None)


def _tabular(block: Items, desk: Desk) -> bool:
    """Whether items read better side by side than one after another."""
    if len(block.fields) < 2 or any(i.points for i in block.items):
        return False
    return desk.numbered or all(_mean(block, f) <= TABLE_WORDS for f in block.fields)


def _mean(block: Items, field: Field) -> float:
    """Mean number of words of the values of a field."""
    values = [count(t.plain) for item in block.items for t in item.value(field.id)]
    return sum(values) / len(values) if values else 0
