"""In: a few ordered steps. Out: the steps across the slide: number, head, text, over a line that leads on.

Three to five steps stand side by side (look.md section 14c); other numbers, and steps with points, are a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedGroup, Role
from exporter.model.report import AnyBlock, Step, Steps
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.icons import Icons, icons, with_room
from exporter.plan.sheet import Sheet, rule, shape, text_item
from exporter.plan.slots import styled
from exporter.text import height

LEAST, MOST = 2, 5
DOT = px(12)
DISCS = {"board": px(72), "standard": px(56), "dense": px(40)}
"""Of the discs on the line that hold icons, by density."""
IN_DISC = 0.55
"""Share of a disc's width that its icon takes."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Two to five steps across; None for more, and for steps with points of their own."""
    if not isinstance(block, Steps) or part.of > 1 or not LEAST <= len(block.steps) <= MOST:
        return None
    if any(s.points for s in block.steps):
        return None
    shown = icons(sheet, region, "above")
    return with_room(
        lambda shown: _across(block, box, sheet, step, region, shown), shown, (s.icon for s in block.steps), box.h
    )


def _across(block: Steps, box: Box, sheet: Sheet, step: int, region: Region, shown: Icons) -> Arranged:
    columns = sheet.across(box, len(block.steps))
    numbers, heads, texts = [], [], []
    for i, (one, column) in enumerate(zip(block.steps, columns, strict=True), block.start):
        numbers.append(sheet.para(str(i), styled(sheet, region, "number", "figure", step), column.w, role=Role.LABEL))
        heads.append(sheet.para(one.head, styled(sheet, region, "head", "subhead", step), column.w, role=Role.H3))
        body = styled(sheet, region, "text", "body", step, colour="text2")
        texts.append(sheet.para(one.text, body, column.w) if one.text else None)
    number_h, head_h = height([numbers[0]]), max(height([h]) for h in heads)
    text_h = max((height([t]) for t in texts if t), default=0)
    disc = DISCS.get(sheet.density.name, DISCS["standard"]) if shown.where and any(s.icon for s in block.steps) else 0
    line_y = box.y + number_h + px(16) + max(0, disc // 2 - px(6))
    head_y = line_y + px(24) + max(0, disc // 2 - px(6))
    text_y = head_y + head_h + px(10)
    marks = [
        list(_mark(one, i, c.x, line_y, disc, shown))
        for i, (one, c) in enumerate(zip(block.steps, columns, strict=True))
    ]
    items: list[Item] = list(_links([mark[0] for mark in marks], box.right))
    for i, (one, column) in enumerate(zip(block.steps, columns, strict=True)):
        members: list[Item] = [
            text_item(Box(column.x, box.y, column.w, number_h), (numbers[i],), size_role="figure", role=Role.LABEL),
            *marks[i],
            text_item(Box(column.x, head_y, column.w, head_h), (heads[i],), size_role="subhead", role=Role.H3),
        ]
        words = texts[i]
        if words:
            members.append(text_item(Box(column.x, text_y, column.w, height([words])), (words,), size_role="body"))
        tall = max(m.box.bottom for m in members) - box.y
        items.append(
            PlacedGroup(
                box=Box(column.x, box.y, column.w, tall), items=tuple(members), name=one.head.plain, anchor_id=one.id
            )
        )
    return Arranged(tuple(items), text_y + text_h - box.y)


def _mark(step: Step, number: int, x: int, y: int, disc: int, shown: Icons) -> Iterator[Item]:
    """What stands on the line over a step: a dot, or its icon on a disc."""
    anchor = f"step-{number}-{step.id}"
    if not step.icon or not disc:
        yield shape("ellipse", Box(x, y - DOT // 2, DOT, DOT), fill="accent", anchor_id=anchor)
        return
    side = round(disc * IN_DISC)
    gap = (disc - side) // 2
    yield shape("ellipse", Box(x, y - disc // 2, disc, disc), fill="accent-tint", anchor_id=anchor)
    yield shown.item(step.icon, Box(x + gap, y - disc // 2 + gap, side, side))


def _links(marks: Sequence[Item], right: int) -> Iterator[Item]:
    """The line through the marks in pieces that hold on to them, and on to the right edge."""
    for mark, after in zip(marks, (*marks[1:], None), strict=True):
        end = after.box.x if after else right
        y = mark.box.y + mark.box.h // 2
        line = rule(mark.box.right, y, end - mark.box.right, "rule", 2)
        yield replace(line, begins=(mark.anchor_id, 3), ends=(after.anchor_id, 1) if after else None)
