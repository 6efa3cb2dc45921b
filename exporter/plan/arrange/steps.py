"""In: a few ordered steps. Out: the steps across the slide: number, head, text, over a line that leads on.

Three to five steps stand side by side (look.md section 14c); other numbers, and steps with points, are a list.
"""

from __future__ import annotations

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedGroup, Role
from exporter.model.report import AnyBlock, Steps
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.sheet import Sheet, rule, shape, text_item
from exporter.plan.slots import styled
from exporter.text import height

LEAST, MOST = 2, 5
DOT = px(12)


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Two to five steps across; None for more, and for steps with points of their own."""
    if not isinstance(block, Steps) or part.of > 1 or not LEAST <= len(block.steps) <= MOST:
        return None
    if any(s.points for s in block.steps):
        return None
    columns = sheet.across(box, len(block.steps))
    numbers, heads, texts = [], [], []
    for i, (one, column) in enumerate(zip(block.steps, columns, strict=True), block.start):
        numbers.append(sheet.para(str(i), styled(sheet, region, "number", "figure", step), column.w, role=Role.LABEL))
        heads.append(sheet.para(one.head, styled(sheet, region, "head", "subhead", step), column.w, role=Role.H3))
        body = styled(sheet, region, "text", "body", step, colour="text2")
        texts.append(sheet.para(one.text, body, column.w) if one.text else None)
    number_h, head_h = height([numbers[0]]), max(height([h]) for h in heads)
    text_h = max((height([t]) for t in texts if t), default=0)
    line_y = box.y + number_h + px(16)
    head_y = line_y + px(24)
    text_y = head_y + head_h + px(10)
    items: list[Item] = [rule(box.x, line_y, box.w, "rule", 2)]
    for i, (one, column) in enumerate(zip(block.steps, columns, strict=True)):
        members: list[Item] = [
            text_item(Box(column.x, box.y, column.w, number_h), (numbers[i],), size_role="figure", role=Role.LABEL),
            shape("ellipse", Box(column.x, line_y - DOT // 2, DOT, DOT), fill="accent"),
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
