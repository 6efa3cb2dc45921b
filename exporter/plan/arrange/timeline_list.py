"""In: milestones. Out: rows by date along a line of dots: date, who, what; those of one date stand under it once.

The arrangement for many milestones or long ones; it can be split after any row (look.md section 11, deck-05b).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import AnyBlock, Milestone, Milestones
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.milestones import in_order, undated
from exporter.plan.arrange.phrases import beyond, capital, middle, names, paragraph, phrase, points, tidy, torn
from exporter.plan.sheet import Sheet, rule, shape, text_item
from exporter.text import height

PADS = ((11, 10), (9, 7), (7, 6), (6, 5))
"""px above and below a row's text, by step."""
AFTER = px(8)
"""More room below the last row of a date."""
SPREAD = px(28)
"""By how much a row grows at most when there is room."""
DOT = px(12)
TORN = px(40)
"""What a torn word counts as crowd."""


class Columns(Struct, frozen=True):
    """(x, width) of each column, and the x of the line of dots."""

    date: tuple[int, int]
    line: int
    left: tuple[int, int]
    right: tuple[int, int]

    @classmethod
    def of(cls, box: Box, sheet: Sheet) -> Columns:
        """The columns of the grid, moved and narrowed to the box."""
        start, share = sheet.column(1, 12)

        def at(first: int, last: int) -> tuple[int, int]:
            x, w = sheet.column(first, last)
            return box.x + (x - start) * box.w // share, w * box.w // share

        left = at(4, 6)
        line = left[0] - px(61) * box.w // share
        return cls((box.x, line - px(24) * box.w // share - box.x), line, left, at(7, 12))

    @property
    def both(self) -> tuple[int, int]:
        return self.left[0], self.right[0] + self.right[1] - self.left[0]


class Row(Struct, frozen=True):
    """A milestone's texts: a name at the left, and what is said of it; without the latter the name takes both."""

    stone: Milestone
    left: tuple[Para, ...]
    left_w: int
    right: tuple[Para, ...]
    paths: tuple[str, ...]

    @property
    def tall(self) -> int:
        return max(height(self.left), height(self.right))


class Group(Struct, frozen=True):
    """The milestones of one date."""

    date: tuple[Para, ...]
    rows: tuple[Row, ...]

    def tall(self, pads: int) -> int:
        return max(sum(row.tall + pads for row in self.rows), height(self.date) + pads) + AFTER


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """All milestones of the block at one size; rows move apart a little when there is room."""
    if not isinstance(block, Milestones) or not block.milestones:
        return None
    columns = Columns.of(box, sheet)
    groups = [
        _group(tuple(same), columns, sheet, step)
        for _, same in groupby(in_order(block), key=lambda m: (m.when_text.plain, m.when.start))
    ]
    panel = undated(block, box, sheet, step, columns.left[0])
    above, below = (px(n) for n in PADS[min(step, len(PADS) - 1)])
    need = sum(group.tall(above + below) for group in groups) + px(1) + panel.room
    spread = max(0, min(SPREAD, (box.h - need) // sum(len(group.rows) for group in groups)))
    items, bottom = _drawn(groups, columns, box, above + spread // 2, above + below + spread)
    ragged = sum(torn(g.date) + sum(torn((*r.left, *r.right)) for r in g.rows) for g in groups)
    return Arranged(
        (*items, *panel.at(bottom + panel.room - panel.h)),
        need,
        crowd=TORN * ragged,
        white=max(0.0, 1 - (bottom + panel.room - box.y) / box.h),
    )


def _group(stones: Sequence[Milestone], columns: Columns, sheet: Sheet, step: int) -> Group:
    colour = "highlight" if any(stone.emphasis for stone in stones) else "accent"
    style = sheet.style("subhead", step, colour=colour)
    date = (paragraph(sheet, capital(stones[0].when_text), style, columns.date[1], Role.H3),)
    return Group(date, tuple(_row(stone, columns, sheet, step) for stone in stones))


def _row(stone: Milestone, columns: Columns, sheet: Sheet, step: int) -> Row:
    name = sheet.style("body", step, bold=True)
    text = sheet.style("body", step, colour="text2")
    small = sheet.style("detail" if sheet.dense else "body2", step, colour="text2")
    who, what = names(stone.who, sheet), phrase(stone.what)
    alone = not (who and what) and not (stone.detail or stone.points)
    label = sheet.style("label", step)

    def head(width: int) -> tuple[Para, ...]:
        group = (sheet.para(stone.group, label, width, role=Role.LABEL),) if stone.group else ()
        return (paragraph(sheet, who or what, name, width), *group)

    left, left_w = tidy(head, columns.both[1] if alone else columns.left[1])
    right: list[Para] = []
    width = columns.right[1]
    if who and what:
        right.append(paragraph(sheet, what, text, width))
    if stone.detail:
        right.append(sheet.para(stone.detail, small if right else text, width, space_before=2))
    right += points(sheet, stone.points, small if right else text, width, gap=2, dash=bool(right))
    return Row(stone, left, left_w, tuple(right), beyond(who or what))


def _drawn(
    groups: Sequence[Group], columns: Columns, box: Box, above: int, pads: int
) -> tuple[list[Item], int]:  # fmt: skip
    """The rows, and where they end; `above` is the air over a row's text, `pads` all the air of a row."""
    texts: list[Item] = []
    dots: list[Item] = []
    rules: list[Item] = [rule(box.x, box.y, box.w)]
    y = box.y
    for group in groups:
        date_paths = tuple(row.stone.when_text.path for row in group.rows[1:] if row.stone.when_text.path)
        where = Box(columns.date[0], y + above, columns.date[1], height(group.date))
        texts.append(text_item(where, group.date, size_role="subhead", role=Role.H3, paths=date_paths))
        top = y
        for row in group.rows:
            y_dot = top + above + middle(row.left[0])
            fill = "highlight" if row.stone.emphasis else "accent"
            dots.append(shape("ellipse", Box(columns.line - DOT // 2, y_dot - DOT // 2, DOT, DOT), fill=fill))
            texts += _texts(row, columns, top + above)
            top += row.tall + pads
        y += group.tall(pads)
        rules.append(rule(box.x, y, box.w))
    line = shape("line", Box(columns.line, box.y, 0, y - px(4) - box.y), stroke="rule", stroke_w=px(2))
    return [*rules, line, *dots, *texts], y


def _texts(row: Row, columns: Columns, y: int) -> Iterator[Item]:
    where = Box(columns.left[0], y, row.left_w, height(row.left))
    yield text_item(where, row.left, size_role="body", paths=row.paths)
    if row.right:
        x, w = columns.right
        yield text_item(Box(x, y, w, height(row.right)), row.right, size_role="detail")
