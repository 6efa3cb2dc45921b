"""What goes from left to right: where categories and values stand, names under the plot, what stands right of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import ChartSeries, Item, Para, PlacedChart, Role
from exporter.model.report import Run, Runs, When
from exporter.plan.arrange.axis import Axis, axis
from exporter.plan.arrange.chart.drawing import AIR, Drawing, spread
from exporter.plan.arrange.chart.notes import Note, notes, over_plot
from exporter.plan.arrange.derived import reference
from exporter.plan.arrange.phrases import torn
from exporter.plan.sheet import shape, text_item
from exporter.text import height

COUNTED = re.compile(r"\b\d{4}\b|\A\d+\Z|\d[./-]\d")
"""Names that go on by themselves: years, numbers, dates. Between two of them a third may stay unnamed."""
SPARSE = 4
"""Columns stand on an axis of dates while it has at most so many times their number of steps."""
MARK = px(5)
"""Length of the marks under an axis of dates."""
LEADER = px(20)
"""Room for lines from points to labels that were moved."""
DateUnit = Literal["days", "months", "years"]


class Aside(Struct, frozen=True):
    """A text right of the plot, at a height of the plot where it is wanted."""

    runs: Runs
    at: float
    """Value."""
    colour: str = "ink"
    path: str = ""
    series: int = -1
    """Series whose last point it names; the chart draws it itself."""


class Upright(Drawing, frozen=True, dict=True):
    """Categories from left to right, values upwards."""

    # --- across ---

    @property
    def edges(self) -> bool:
        """Whether the first and last category stand on the edges of the plot."""
        return False

    @cached_property
    def left(self) -> int:
        """Room left of the plot: the values at the gridlines."""
        values = max(map(self.width, self.tick_labels), default=0)
        return max(values + AIR if values else 0, self._overhang)

    @cached_property
    def right(self) -> int:
        """Room right of the plot: what stands there."""
        if not self.asides:
            return self._overhang
        widest = max(map(self.wide, self.asides))
        return max(self._overhang, widest + AIR + (LEADER if len(self.asides) > 1 else 0))

    @cached_property
    def _overhang(self) -> int:
        """How far names of categories on the edges reach over the plot."""
        if not self.edges or self.n < 2:
            return 0
        if self.steps:
            return px(16)
        first, last = self.block.categories[0].plain, self.block.categories[-1].plain
        return min(max(self.width(first), self.width(last)), self.box.w // 6) // 2

    @cached_property
    def slot(self) -> int:
        """Width of a category."""
        room = self.box.w - self.left - self.right
        return max(1, room // (max(1, self.n - 1) if self.edges else self.n))

    @cached_property
    def across(self) -> int:
        """Width of the plot."""
        if self.steps:
            return max(px(40), self.box.w - self.left - self.right)
        return max(px(40), self.slot * (max(1, self.n - 1) if self.edges else self.n))

    def centre(self, i: int) -> int:
        """Where category `i` stands."""
        if self.steps:
            return self.at_step(self.steps[i] + 0.0)
        if self.edges:
            return round(self.plot.x + i * self.plot.w / max(1, self.n - 1))
        return round(self.plot.x + (i + 0.5) * self.plot.w / self.n)

    # --- dates ---

    @cached_property
    def date_unit(self) -> DateUnit:
        """The coarsest step in which the dates are told apart."""
        days = self.block.dates
        if any(day.day != 1 for day in days):
            return "days"
        return "months" if any(day.month != 1 for day in days) else "years"

    def step_of(self, day: dt.date) -> float:
        """Steps from the first date to another one."""
        first = self.block.dates[0]
        if self.date_unit == "days":
            return (day - first).days
        months = (day.year - first.year) * 12 + day.month - first.month
        return months if self.date_unit == "months" else months / 12

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """Where dates stand on an axis to scale; empty where they follow each other evenly and all can be named.

        Of years that follow evenly each second or third is named: "2014–2015" would say less.
        """
        if len(self.block.dates) != self.n or self.n < 3:
            return ()
        found = tuple(int(self.step_of(day)) for day in self.block.dates)
        gaps = {b - a for a, b in zip(found, found[1:], strict=False)}
        if 0 in gaps or (len(gaps) == 1 and (self.date_unit == "years" or self._named_whole())):
            return ()
        if self.native.startswith("column") and found[-1] + 1 > SPARSE * self.n:
            return ()
        return found

    def _named_whole(self) -> bool:
        """Whether every date can be named."""
        room = (self.box.w - self.box.w // 10) // self.n
        return all(self.width(c.plain) <= room - AIR for c in self.block.categories)

    def at_step(self, number: float) -> int:
        """Where a step of the axis of dates stands; without `edges` that is its middle."""
        count = self.steps[-1] + 1
        if self.edges:
            return round(self.plot.x + number / max(1, count - 1) * self.plot.w)
        return round(self.plot.x + (number + 0.5) / count * self.plot.w)

    @cached_property
    def calendar(self) -> Axis:
        """The ticks of the axis of dates."""
        first, last = self.block.dates[0], self.block.dates[-1]
        span = When("", first, last + dt.timedelta(days=1))
        return axis([span], self.plot.x, self.plot.w, self.sheet, self.style)

    def _date_names(self) -> Iterator[Item]:
        """Names of the ticks, each in the middle of its time, or under its beginning where dates stand on edges."""
        ticks, unit = list(self.calendar.ticks), self.calendar.unit
        begins = [unit.begin(self.calendar.first + i) for i in range(len(ticks) + 1)]
        half = 0.0 if self.edges else 0.5
        y = self.plot.bottom
        free = self.box.x
        for tick, begin, end in zip(ticks, begins, begins[1:], strict=False):
            start, stop = (self.at_step(self.step_of(day) - half) for day in (begin, end))
            inside = self.plot.x - px(2) <= start <= self.plot.right + px(2)
            if inside:
                yield shape("line", Box(start, y, 0, MARK), stroke="rule", stroke_w=px(1))
            w = self.width(tick.name)
            if self.edges and self.step_of(end) - self.step_of(begin) <= 1:
                x, fits = start - w // 2, inside
            else:
                start, stop = max(start, self.plot.x), min(stop, self.plot.right)
                x, fits = (start + stop - w) // 2, stop - start >= w
            if fits and x >= free and x + w <= self.box.right:
                yield self.text(tick.name, x, y + AIR, w, "center")
                free = x + w + AIR

    # --- names under the plot ---

    @cached_property
    def axis(self) -> bool:
        return not self.steps and all(self.width(c.plain) <= self.name_w for c in self.block.categories)

    @property
    def name_w(self) -> int:
        """Room of a name; on the edges of the plot it stands half outside."""
        beside = 2 * min(self.left, self.right) if self.edges else self.box.w
        return max(px(8), min(self.slot - AIR, beside))

    @property
    def counted(self) -> bool:
        """Whether the categories are a course of numbers, dates or months."""
        names = [category.plain for category in self.block.categories]
        return bool(self.block.dates) or all(map(COUNTED.search, names)) or self._are_months(names)

    def _are_months(self, names: Sequence[str]) -> bool:
        first = dt.date(2000, 1, 1)
        known = {self.sheet.words.month(first.replace(month=n))[:3].casefold() for n in range(1, 13)}
        return all(name[:3].casefold() in known for name in names)

    @property
    def tight(self) -> bool:
        """Whether the names stand so close that there is no use in breaking them to lines."""
        return self.name_w < 2 * self.line and not self.axis

    @cached_property
    def wrapped(self) -> tuple[Para, ...]:
        style, w = self.style.but(align="center"), self.name_w
        return tuple(self.sheet.para(c, style, w, role=Role.LABEL) for c in self.block.categories)

    @cached_property
    def every(self) -> int:
        """1, or the distance of the names that are shown where they are numbers or dates and stand too close."""
        if self.axis or self.steps or not ((self.tight or torn(self.wrapped)) and self.counted):
            return 1
        return -(-max(self.width(c.plain) + 2 * AIR for c in self.block.categories) // max(1, self.slot))

    @property
    def foot(self) -> int:
        """Height of the names under the plot."""
        if self.axis or self.steps or self.every > 1:
            return AIR + self.line
        return AIR + max(height((para,)) for para in self.wrapped)

    @property
    def crowd(self) -> int:
        wide = max(0, self.right + self.left - self.box.w * 2 // 3)
        if self.axis or self.steps or self.every > 1:
            return super().crowd + wide
        return super().crowd + wide + px(40) * (self.n if self.tight else torn(self.wrapped))

    def names(self) -> Iterator[Item]:
        if self.steps:
            yield self._base_line()
            yield from self._date_names()
            return
        if self.axis:
            return
        yield self._base_line()
        for i in range(0, self.n, self.every):
            w = self.name_w if self.every == 1 else self.width(self.block.categories[i].plain) + px(2)
            x = self.centre(i) - w // 2
            if self.every > 1 and (x < self.box.x or x + w > self.box.right):
                continue
            para = self.sheet.para(self.block.categories[i], self.style.but(align="center"), w, role=Role.LABEL)
            where = Box(x, self.plot.bottom + AIR, w, height((para,)))
            yield text_item(where, (para,), size_role="chart-label")

    def _base_line(self) -> Item:
        """The line that the chart itself draws only together with the names."""
        return shape("line", Box(self.plot.x, self.y(self.scale.base), self.plot.w, 0), stroke="rule", stroke_w=px(1))

    # --- upwards ---

    @cached_property
    def top(self) -> int:
        """Where the plot begins: under the key, the notes and the room of the highest label."""
        room = self.line + AIR if self.labelled or self.summed else self.line // 2
        return self.box.y + self.head + self.notes_h + room

    @cached_property
    def plot(self) -> Box:
        tall = max(self.box.bottom - self.top - self.foot, self.least - self.line - AIR - self.foot)
        return Box(self.box.x + self.left, self.top, self.across, max(px(40), tall))

    @property
    def need(self) -> int:
        return self.least + self.head + self.notes_h + (0 if self.axis or self.shared else self.foot)

    @property
    def summed(self) -> bool:
        """Whether sums stand over stacks."""
        return self.block.totals and self.stacked and not self.full

    def y(self, value: float) -> int:
        return round(self.plot.bottom - self.scale.share(value) * self.plot.h)

    def crest(self, i: int, series: int = -1) -> float:
        """The value of category `i` that a note points to: that of a series, else the highest."""
        if series >= 0:
            return self.values[series][i] or 0.0
        if self.full:
            return 1.0
        if self.stacked:
            return self.sums[i][1] or self.sums[i][0]
        return max((one[i] or 0.0 for one in self.values), default=0.0)

    def label_top(self, i: int, series: int = -1) -> int:
        """The upper edge of what is drawn at a point, its label included."""
        room = self.line + px(8) if self.labelled or self.summed else px(4)
        return self.y(self.crest(i, series)) - room

    # --- notes over the plot ---

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        return notes(self)

    @cached_property
    def notes_h(self) -> int:
        return max((note.row_bottom for note in self.notes), default=0)

    # --- what stands right of the plot ---

    @cached_property
    def asides(self) -> tuple[Aside, ...]:
        """References with their values, and names of bands."""
        return (*self.ended(), *self._references())

    def ended(self) -> Iterator[Aside]:
        """Names at the ends of series."""
        return iter(())

    def _references(self) -> Iterator[Aside]:
        for one in self.block.references:
            name = one.name.runs if one.name else ()
            value = self.form.short(one.value) if one.end is None else self.form.between(one.value, one.end)
            at = one.value if one.end is None else (max(one.value, self.scale.low) + min(one.end, self.scale.high)) / 2
            runs = (*name, Run(f" {value}" if name else value))
            yield Aside(runs, at, "text2", one.name.path if one.name else "")

    @cached_property
    def middles(self) -> tuple[int, ...]:
        """Where the asides stand, so that none is over another."""
        wanted = [self.y(aside.at) for aside in self.asides]
        top, bottom = self.plot.y - self.line // 2, self.plot.bottom + self.line // 2
        return tuple(spread(wanted, self.line, top, bottom) or wanted)

    @cached_property
    def shift(self) -> int:
        """How far asides stand from the plot: further where one had to be moved."""
        moved = any(abs(m - self.y(a.at)) > self.line // 3 for a, m in zip(self.asides, self.middles, strict=True))
        return LEADER if moved else 0

    def wide(self, aside: Aside) -> int:
        return self.width("".join(run.text for run in aside.runs))

    def begins(self, aside: Aside) -> int:
        """From where a line leads to the text."""
        return self.plot.right + px(2)

    def _asides(self) -> Iterator[Item]:
        for aside, middle in zip(self.asides, self.middles, strict=True):
            at, begin = self.y(aside.at), self.begins(aside)
            if self.shift and abs(middle - at) > px(1):
                box = Box(begin, min(at, middle), self.shift, abs(middle - at))
                yield shape("line", box, stroke="muted", stroke_w=px(0.75), flip_v=middle < at)
            if aside.series < 0:
                style, x = self.style.but(colour=aside.colour), self.plot.right + AIR + self.shift
                para = self.sheet.para(aside.runs, style, self.wide(aside), role=Role.LABEL, path=aside.path)
                where = Box(x, middle - self.line // 2, self.wide(aside), self.line)
                yield text_item(where, (para,), size_role="chart-label")

    # --- all of it ---

    def under(self) -> Iterator[Item]:
        for one in self.block.references:
            if one.end is not None:
                y, bottom = self.y(one.end), self.y(one.value)
                yield shape("rect", Box(self.plot.x, y, self.plot.w, max(px(2), bottom - y)), fill="accent-tint")

    def rules(self, before: int) -> Iterator[ChartSeries]:
        """Lines to compare with, as series of the chart after so many others."""
        for one in self.block.references:
            if one.end is None and self.scale.low <= one.value <= self.scale.high:
                name = one.name.plain if one.name else self.form(one.value)
                yield reference(one.value, self.n, before, name, colour="text2")
                before += 1

    def over(self) -> Iterator[Item]:
        yield from self.names()
        yield from self._asides()
        yield from over_plot(self)

    def placed(self) -> Iterator[ChartSeries]:
        made = [self.one(n) for n in range(len(self.series))]
        yield from made
        yield from self.rules(len(made))

    def chart(self) -> PlacedChart:
        made = replace(super().chart(), edges=self.edges)
        if not self.steps:
            return made
        form = {"days": "yyyy-mm-dd", "months": "mmm yyyy", "years": "yyyy"}[self.date_unit]
        return replace(
            made, dates=self.block.dates, date_unit=self.date_unit, date_format=form, category_axis=False
        )  # fmt: skip


def fitting(texts: Sequence[str], room: int, drawing: Drawing) -> bool:
    """Whether each of these labels is at most so wide."""
    return all(drawing.width(text) <= room for text in texts if text)
