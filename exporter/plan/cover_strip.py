"""In: the report's first timeline. Out: its windows on a small axis at the foot of the cover, or nothing."""

from __future__ import annotations

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedGroup, Role
from exporter.model.report import Milestone, Milestones, Report, Run
from exporter.plan.arrange.axis import Axis, axis
from exporter.plan.sheet import Sheet, clip, rule, shape, text_item
from exporter.text import height

AXIS_Y = px(608)
LEVEL = px(34)
"""A label and its bar."""
LEVELS = 3
LONGEST = px(560)
"""A longer label is a sentence: a cover shows no strip of those."""


def strip(report: Report, sheet: Sheet, top: int) -> tuple[Item, ...]:
    """Up to six dated windows to scale, each with its name over its bar; below `top` or not at all."""
    stones = _stones(report)
    if not 2 <= len(stones) <= 6:
        return ()
    x, w = sheet.column(1, 12)
    name = sheet.style("detail", 9, colour="deep-text").but(size=12, line=16)
    scale = axis([s.when for s in stones], x, w, sheet, name)
    levels: list[list[tuple[int, int]]] = [[] for _ in range(LEVELS)]
    items: list[Item] = []
    for stone in sorted(stones, key=lambda s: (s.when.start, s.when.end)):
        drawn = _window(stone, scale, levels, sheet)
        if not drawn:
            return ()
        items += drawn
    highest = min(item.box.y for item in items)
    if highest < top:
        return ()
    box = Box(x, highest, w, AXIS_Y + px(32) - highest)
    said = "; ".join(f"{s.what.plain}, {s.when_text.plain}" for s in stones)
    return (PlacedGroup(box=box, items=(*items, *_scale(scale, sheet)), alt=clip(said), name="Timeline"),)


def _stones(report: Report) -> list[Milestone]:
    for section in report.walk():
        for block in section.blocks:
            if isinstance(block, Milestones) and not block.backup and len(block.milestones) <= 6:
                return list(block.milestones)
    return []


def _window(stone: Milestone, scale: Axis, levels: list[list[tuple[int, int]]], sheet: Sheet) -> list[Item]:
    """The bar of a window and its label, on the lowest level where both are free; nothing when there is none."""
    start, end = scale.at(stone.when.start), scale.at(stone.when.end)
    style = sheet.style("detail", 9, colour="on-deep").but(size=12, line=16)
    when = stone.when_text.plain
    what = stone.what.plain.rstrip(" .")
    text = what if when in what else f"{what}, {when}"
    wide = max(sheet.width(text, style) + px(4), sheet.fonts.room(text, style))
    left = min(start, scale.x + scale.w - wide)
    if left < scale.x or wide > LONGEST:
        return []
    a, b = min(left, start), max(left + wide, end) + px(12)
    free = (i for i, taken in enumerate(levels) if all(b <= c or a >= d for c, d in taken))
    level = next(free, None)
    if level is None:
        return []
    levels[level].append((a, b))
    bar_y = AXIS_Y - px(12) - level * LEVEL
    colour = "deep-highlight" if stone.emphasis else "deep-text"
    para = sheet.para((Run(text),), style, wide, role=Role.LABEL)
    return [
        text_item(Box(left, bar_y - px(23), wide, height([para])), (para,), size_role="detail"),
        shape("rect", Box(start, bar_y, max(end - start, px(4)), px(8)), fill=colour),
    ]


def _scale(scale: Axis, sheet: Sheet) -> list[Item]:
    items: list[Item] = [rule(scale.x, AXIS_Y, scale.w, "deep-text", 1)]
    style = sheet.style("detail", 9, colour="deep-text").but(size=12, line=16)
    for tick in scale.ticks:
        items.append(shape("line", Box(tick.x, AXIS_Y, 0, px(12)), stroke="deep-text", stroke_w=px(1)))
        para = sheet.para(tick.name, style, tick.w - px(8), role=Role.LABEL)
        if len(para.lines) == 1:
            items.append(
                text_item(Box(tick.x + px(8), AXIS_Y + px(6), tick.w - px(8), px(21)), (para,), size_role="detail")
            )
    end = scale.x + scale.w
    items.append(shape("line", Box(end, AXIS_Y, 0, px(12)), stroke="deep-text", stroke_w=px(1)))
    return items
