"""In: milestones in groups. Out: a lane a group under one axis to scale, a bar a milestone, its words in or beside it.

Dates stand in a column before the plot, so that no one has to read them off the axis (look.md section 8).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, PlacedGroup, Role
from exporter.model.report import AnyBlock, Milestone, Milestones
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.axis import Axis, axis
from exporter.plan.arrange.ink import on
from exporter.plan.arrange.milestones import Panel, clear, in_order, remarks, said, today, undated, windows
from exporter.plan.arrange.phrases import (
    Phrase,
    beyond,
    capital,
    joined,
    middle,
    names,
    paragraph,
    phrase,
    points,
    torn,
    widest,
)
from exporter.plan.sheet import Sheet, clip, rule, shape, text_item
from exporter.text import height

GAPS = (12, 8, 6, 4)
"""px between rows, by step."""
SPREAD = px(32)
"""By how much rows move apart at most when there is room."""
PAD = px(6)
"""Above the first and below the last row of a lane."""
IN = px(8)
"""Between a bar's edge and its label, inside or outside."""
DOT = px(8)
LEAST = px(160)
"""Width that a label of several lines needs."""


class Row(Struct, frozen=True):
    """A milestone measured: its bar, and its label at (x, w), `spot` says where that is."""

    stone: Milestone
    bar: tuple[int, int]
    fill: str
    label: tuple[Para, ...]
    x: int
    w: int
    spot: Literal["inside", "beside"]
    paths: tuple[str, ...]
    short: int = 0
    """How much width is missing."""


class Lanes(Struct, frozen=True, dict=True):
    """The drawing at one size. Lengths EMU."""

    lanes: tuple[tuple[Milestone, ...], ...]
    scale: Axis
    box: Box
    sheet: Sheet
    step: int
    detail: bool
    day: dt.date | None
    date_w: int

    @property
    def style(self) -> TextStyle:
        return self.sheet.style("detail", self.step, colour="ink")

    @property
    def bar(self) -> int:
        return max(px(20), pt(self.style.line))

    @cached_property
    def rows(self) -> tuple[tuple[Row, ...], ...]:
        fills = _fills([stone for lane in self.lanes for stone in lane])
        return tuple(tuple(self._row(stone, fills[stone.id]) for stone in lane) for lane in self.lanes)

    @cached_property
    def heads(self) -> tuple[tuple[Para, ...], ...]:
        style = self.sheet.style("subhead" if self.sheet.dense else "body", self.step, bold=True)
        w = self.scale.x - self.box.x - px(16) - self.date_w - px(16)
        return tuple(
            (self.sheet.para(lane[0].group, style, w, role=Role.H3),) if lane[0].group else () for lane in self.lanes
        )

    @property
    def head(self) -> int:
        """Height of the band with the ticks' names."""
        return pt(self.sheet.style("chart-label").line) + px(8)

    @property
    def foot(self) -> int:
        """Height under the last lane: the label of the report's date."""
        return px(10) + pt(self.sheet.style("label").line) if self.day and self.scale.covers(self.day) else px(8)

    def tall(self, i: int, gap: int) -> int:
        """Height of a lane."""
        rows = sum(max(self.bar, height(row.label)) + gap for row in self.rows[i])
        return max(rows, height(self.heads[i]) + gap) + 2 * PAD

    @property
    def least(self) -> int:
        return px(GAPS[min(self.step, len(GAPS) - 1)])

    @property
    def need(self) -> int:
        return self.head + sum(self.tall(i, self.least) for i in range(len(self.rows))) + self.foot

    @property
    def gap(self) -> int:
        """Between rows: the least, and a share of the room that is left."""
        count = sum(map(len, self.rows))
        return self.least + max(0, min(SPREAD, (self.box.h - self.need) // count))

    @property
    def crowd(self) -> int:
        ragged = sum(torn(head) for head in self.heads) + sum(torn(row.label) for lane in self.rows for row in lane)
        return sum(row.short for lane in self.rows for row in lane) + px(40) * ragged

    def _row(self, stone: Milestone, fill: str) -> Row:
        several = bool(stone.points or (self.detail and stone.detail))
        words = joined(names(stone.who, self.sheet), phrase(stone.what, bold=several and not stone.who))
        start, end = self.scale.at(stone.when.start), self.scale.at(stone.when.end)
        left, right = (start, end) if end - start >= DOT else (start - self.bar // 4, start + self.bar // 4)
        label = self._label(stone, words, self.style, px(4000))
        line = round(widest(label) * 1.03)
        colour = on(self.sheet, fill)
        if colour and line + 2 * IN <= right - left and not several:
            label = self._label(stone, words, self.style.but(colour=colour), right - left - 2 * IN)
            return Row(stone, (start, end), fill, label, left + IN, right - left - 2 * IN, "inside", beyond(words))
        left, right = clear(left, right, self.scale, self.day, IN)
        before, after = left - IN - self.scale.x, self.box.right - right - IN
        if line <= after or (line > before and after >= before):
            w = min(line, after)
            x, style = right + IN, self.style
        else:
            w = min(line, before)
            x, style = left - IN - w, self.style.but(align="right")
        short = max(0, min(line, LEAST) - w)
        if not short:  # else nothing is drawn, and nothing need be broken to so narrow a column
            label = self._label(stone, words, style, max(w, px(8)))
        return Row(stone, (start, end), fill, label, x, max(w, px(8)), "beside", beyond(words), short)

    def _label(self, stone: Milestone, words: Phrase, style: TextStyle, w: int) -> tuple[Para, ...]:
        first = paragraph(self.sheet, words, style, w)
        more = (self.sheet.para(stone.detail, style.but(colour="text2"), w),) if self.detail and stone.detail else ()
        return (first, *more, *points(self.sheet, stone.points, style, w, dash=style.align == "left"))

    # Drawing ---------------------------------------------------------------------------------------------------------

    def drawn(self, block: Milestones) -> PlacedGroup:
        y = self.box.y + self.head
        gap = self.gap
        bottoms = [y := y + self.tall(i, gap) for i in range(len(self.rows))]
        items = [*self._axis(bottoms[-1] + px(8)), *self._today(bottoms[-1] + px(8))]
        top = self.box.y + self.head
        for i, bottom in enumerate(bottoms):
            items += self._lane(i, top, gap)
            if i < len(bottoms) - 1 or self.lanes[0][0].group:
                items.append(rule(self.box.x, bottom, self.box.w))
            top = bottom
        spoken = "; ".join(said(stone) for lane in self.lanes for stone in lane)
        return PlacedGroup(
            box=Box(self.box.x, self.box.y, self.box.w, bottoms[-1] + self.foot - self.box.y),
            items=tuple(items),
            alt=clip(self.sheet.words("alt-timeline", span=self.scale.span, items=spoken)),
            name=block.title.plain if block.title else "",
            anchor_id=block.id,
        )

    def _axis(self, bottom: int) -> Iterator[Item]:
        yield shape("rect", Box(self.scale.x, self.box.y, self.scale.w, self.head), fill="tint")
        style = self.sheet.style("chart-label", bold=True, colour="text2", align="center")
        for i, tick in enumerate(self.scale.ticks):
            if i:
                yield shape("line", Box(tick.x, self.box.y, 0, bottom - self.box.y), stroke="grid", stroke_w=px(1))
            para = self.sheet.para(tick.name, style, tick.w, role=Role.LABEL)
            where = Box(tick.x, self.box.y, tick.w, self.head)
            yield text_item(where, (para,), size_role="chart-label", anchor="middle")

    def _today(self, bottom: int) -> Iterator[Item]:
        """The report's date: a line behind the bars, its label under the plot."""
        if not self.day or not self.scale.covers(self.day):
            return
        style = self.sheet.style("label", colour="ink", align="center")
        words = self.sheet.words("report-date-short", date=self.sheet.words.date(self.day, short=True))
        x, w = self.scale.at(self.day), round(self.sheet.width(words, style) * 1.04)
        top = self.box.y + self.head
        yield shape("line", Box(x, top, 0, bottom - top), stroke="ink", stroke_w=px(1.33))
        left = min(max(x - w // 2, self.box.x), self.box.right - w)
        para = self.sheet.para(words, style, w, role=Role.LABEL)
        yield text_item(Box(left, bottom + px(2), w, pt(style.line)), (para,), size_role="label")

    def _lane(self, i: int, top: int, gap: int) -> Iterator[Item]:
        y = top + PAD + gap // 2
        if self.heads[i]:
            paths = tuple(s.group.path for s in self.lanes[i][1:] if s.group)
            w = self.scale.x - self.box.x - px(16) - self.date_w - px(16)
            shift = self.bar // 2 - middle(self.heads[i][0])
            where = Box(self.box.x, y + shift, w, height(self.heads[i]))
            yield text_item(where, self.heads[i], size_role="body", role=Role.H3, paths=paths)
        for row in self.rows[i]:
            yield from self._drawn_row(row, y)
            y += max(self.bar, height(row.label)) + gap

    def _drawn_row(self, row: Row, y: int) -> Iterator[Item]:
        style = self.sheet.style("detail", self.step, colour="muted", align="right" if any(self.heads) else "left")
        line = pt(style.line)
        date = paragraph(self.sheet, capital(row.stone.when_text), style, self.date_w, Role.LABEL)
        x = self.scale.x - px(16) - self.date_w if any(self.heads) else self.box.x
        shift = self.bar // 2 - middle(date)
        yield text_item(Box(x, y + shift, self.date_w, line), (date,), size_role="detail")
        x0, x1 = row.bar
        if x1 - x0 < DOT:
            d = self.bar // 2
            x = min(max(x0 - d // 2, self.scale.x), self.box.right - d)
            yield shape("ellipse", Box(x, y + self.bar // 4, d, d), fill=row.fill)
        else:
            yield shape("rect", Box(x0, y, x1 - x0, self.bar), fill=row.fill)
        tall = height(row.label)
        where = Box(row.x, y + shift, row.w, tall)
        fill = "bg" if row.spot == "beside" else ""
        yield text_item(where, row.label, size_role="detail", fill=fill, paths=row.paths, name=said(row.stone))


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Any number of lanes and rows; labels that find no room are crowded."""
    if not isinstance(block, Milestones) or not block.milestones:
        return None
    panel = undated(block, box, sheet, step, sheet.column(3, 12)[0])
    room = Box(box.x, box.y, box.w, box.h - _foot(panel))
    for detail in (True, False) if step >= sheet.steps("body", "subhead") - 1 else (True,):
        lanes = _lanes(block, room, sheet, step, detail, today(region))
        if not lanes.crowd and lanes.need <= room.h:
            break
    figure = lanes.drawn(block)
    need = lanes.need + _foot(panel)
    foot = max(figure.box.bottom + px(10), box.bottom - panel.h if lanes.gap > lanes.least else 0)
    return Arranged(
        (figure, *panel.at(foot)),
        need,
        crowd=lanes.crowd,
        remarks=(sheet.words("to-scale"), *remarks(block, sheet)),
        told=() if lanes.detail else tuple(m.detail for m in block.milestones if m.detail),
        white=max(0.0, 1 - (figure.box.h + _foot(panel)) / box.h),
    )


def _foot(panel: Panel) -> int:
    return panel.h + px(10) if panel.h else 0


def _lanes(block: Milestones, box: Box, sheet: Sheet, step: int, detail: bool, day: dt.date | None) -> Lanes:
    stones = in_order(block)
    groups = dict.fromkeys(m.group.plain if m.group else "" for m in block.milestones)
    lanes = tuple(tuple(m for m in stones if (m.group.plain if m.group else "") == group) for group in groups)
    style = sheet.style("detail", step)
    date_w = max(round(sheet.width(capital(m.when_text).plain, style) * 1.04) for m in stones)
    x = _plot(sheet, lanes, step, date_w)
    scale = axis((m.when for m in stones), x, box.right - x, sheet, sheet.style("chart-label", bold=True), today=day)
    return Lanes(lanes, scale, box, sheet, step, detail, day, date_w)


def _plot(sheet: Sheet, lanes: Sequence[Sequence[Milestone]], step: int, date_w: int) -> int:
    """Left edge of the plot: the first grid column that leaves names and dates their room."""
    style = sheet.style("subhead" if sheet.dense else "body", step, bold=True)
    name = max(
        (sheet.width(word, style) for lane in lanes if lane[0].group for word in lane[0].group.plain.split()), default=0
    )
    name = max(
        name, min(px(130), max(sheet.width(lane[0].group.plain, style) if lane[0].group else 0 for lane in lanes))
    )
    wanted = round(name * 1.03) + date_w + px(32)
    left = sheet.column(1, 12)[0]
    return next(
        (x for x in (sheet.column(c, 12)[0] for c in (2, 3, 4, 5)) if x - left >= wanted), sheet.column(5, 12)[0]
    )


def _fills(stones: Sequence[Milestone]) -> dict[str, str]:
    """Colour of each bar: what is emphasised in accent, the others in accent mid, what frames them in the tint."""
    frame = windows(stones)
    plain = "accent-mid" if any(stone.emphasis for stone in stones) else "accent"
    return {
        stone.id: "accent" if stone.emphasis else "accent-tint" if stone.id in frame else plain for stone in stones
    }  # fmt: skip
