"""In: the parts of milestones that take several slides. Out: an axis with a row for each: its period, its milestones.

It stands before lists that go on for long, so that a reader sees the whole before its parts (look.md section 11).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, PlacedGroup, Role
from exporter.model.report import Milestones, When
from exporter.plan.arrange import Arranged
from exporter.plan.arrange.axis import Axis, axis, span_name
from exporter.plan.arrange.milestones import in_order
from exporter.plan.arrange.phrases import centred
from exporter.plan.sheet import Sheet, clip, rule, shape, text_item
from exporter.text import height

PITCH = (30, 96)
"""px of a row, at least and at most."""
BAND = px(20)
DOT = px(12)
YEARS, MONTHS = 8 * 365, 92
"""Days from which on periods are told in whole years, in whole months."""


class Row(Struct, frozen=True):
    """One period: its name, the span that it covers, its milestones."""

    name: str
    span: When
    block: Milestones


def overview(parts: Sequence[Milestones], box: Box, sheet: Sheet) -> Arranged | None:
    """The parts, in their order, over one axis; None when they do not fit `box`."""
    rows = tuple(_rows(parts, sheet))
    style = sheet.style("chart-label")
    head = pt(style.line) + px(12)
    pitch = min(px(PITCH[1]), (box.h - head) // len(rows))
    x, w = _column(box, sheet, 5, 12)
    if pitch < px(PITCH[0]):
        return None
    scale = axis((stone.when for part in parts for stone in part.milestones), x, w, sheet, style)
    plot = Box(x, box.y + head, w, pitch * len(rows))
    items = (
        *_heads(scale, box, sheet),
        *_plot(rows, scale, plot, pitch, sheet),
        *_names(rows, box, plot, pitch, sheet),
    )
    spoken = "; ".join(f"{row.name}: {len(row.block.milestones)}" for row in rows)
    group = PlacedGroup(
        box=Box(box.x, box.y, box.w, head + plot.h), items=items,
        alt=clip(sheet.words("alt-timeline", span=scale.span, items=spoken)), name=sheet.words("periods"),
    )  # fmt: skip
    return Arranged((group,), head + plot.h, remarks=(sheet.words("to-scale"),))


def _rows(parts: Sequence[Milestones], sheet: Sheet) -> Iterator[Row]:
    starts = [stone.when.start for part in parts for stone in part.milestones]
    days = (max(starts) - min(starts)).days
    for part in parts:
        first, last = (stone.when.start for stone in (in_order(part)[0], in_order(part)[-1]))
        end = last + dt.timedelta(days=1)
        if days >= YEARS:
            first, end = dt.date(first.year, 1, 1), dt.date(last.year + 1, 1, 1)
        elif days >= MONTHS:
            first, end = first.replace(day=1), (last.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
        span = When("", first, end)
        yield Row(span_name(span, sheet.words), span, part)


def _column(box: Box, sheet: Sheet, first: int, last: int) -> tuple[int, int]:
    """Grid columns, moved and narrowed to the box."""
    (start, share), (x, w) = sheet.column(1, 12), sheet.column(first, last)
    return box.x + (x - start) * box.w // share, w * box.w // share


def _heads(scale: Axis, box: Box, sheet: Sheet) -> Iterator[Item]:
    """Over the columns what they hold, over the plot the ticks' names."""
    tall = pt(sheet.style("chart-label").line)
    for word, first, last, align in (("periods", 1, 2, "left"), ("milestones", 3, 4, "right")):
        x, w = _column(box, sheet, first, last)
        para = sheet.para(sheet.words(word), sheet.style("table-head", align=align), w, role=Role.LABEL)
        yield text_item(Box(x, box.y, w, tall), (para,), size_role="table-head", anchor="middle")
    years = sheet.style("chart-label", colour="text2", align="center")
    for tick in scale.ticks:
        para = sheet.para(tick.name, years, tick.w, role=Role.LABEL)
        yield text_item(Box(tick.x, box.y, tick.w, tall), (para,), size_role="chart-label", anchor="middle")


def _plot(rows: Sequence[Row], scale: Axis, plot: Box, pitch: int, sheet: Sheet) -> Iterator[Item]:
    """Under each row a rule, in it a band from the period's beginning to its end, on the band a dot a milestone."""
    for tick in list(scale.ticks)[1:]:
        yield shape("line", Box(tick.x, plot.y, 0, plot.h), stroke="rule", stroke_w=px(1))
    for i, row in enumerate(rows):
        middle = plot.y + i * pitch + pitch // 2
        left, right = scale.at(row.span.start), scale.at(row.span.end)
        yield shape("rect", Box(left, middle - BAND // 2, max(right - left, DOT), BAND), fill="accent-tint")
        for stone in sorted(in_order(row.block), key=lambda m: m.emphasis):
            x = min(max(scale.at(stone.when.start), plot.x), plot.right - DOT)
            fill = "highlight" if stone.emphasis else "accent"
            yield shape("ellipse", Box(x, middle - DOT // 2, DOT, DOT), fill=fill)


def _names(rows: Sequence[Row], box: Box, plot: Box, pitch: int, sheet: Sheet) -> Iterator[Item]:
    name = sheet.style("body", bold=True, colour="accent")
    count = sheet.style("body", colour="text2", align="right")
    for i, row in enumerate(rows):
        y = plot.y + i * pitch
        yield rule(box.x, y, box.w)
        for words, style, first, last in ((row.name, name, 1, 3), (str(len(row.block.milestones)), count, 4, 4)):
            x, w = _column(box, sheet, first, last)
            paras = (sheet.para(words, style, w, role=Role.LABEL),)
            yield text_item(Box(x, centred(paras, y + pitch // 2), w, height(paras)), paras, size_role="body")
