"""Columns side by side, stacked, or stacked to 100 %; with lines over them; and bars that go up and down from zero."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import ChartKind, ChartSeries, Item, PlacedChart, ValueAxis
from exporter.model.report import Text
from exporter.plan.arrange.chart.amounts import Form, Scale, form, scale
from exporter.plan.arrange.chart.drawing import AIR
from exporter.plan.arrange.chart.upright import Upright, fitting
from exporter.plan.arrange.derived import Derived, totals, waterfall
from exporter.plan.arrange.ink import on
from exporter.plan.sheet import shape

AIRY = 140 / 75
"""So much more air has a chart of few columns."""
WIDEST = px(160)
"""Width of a column; a single one does not fill its slide."""
SLIVERS = 0.8
"""Share of a waterfall's highest level from which on the lowest one leaves the changes little of the axis."""
CUT = px(10)
"""From the end of a bar that is cut to the mark that says so."""


class Columns(Upright, frozen=True, dict=True):
    """Columns side by side."""

    native: ClassVar[ChartKind] = "column"

    @property
    def lanes(self) -> int:
        """Columns side by side in a category."""
        return 1 if self.stacked else len(self.series)

    @cached_property
    def labelled(self) -> bool:
        """Columns side by side share their category; of stacked ones those are labelled that are high enough."""
        room = self.box.w // self.n // self.lanes - px(2)
        every = (self.label(n, i) for n in range(len(self.series)) for i in range(self.n))
        return not self.plain and room > self.line // 2 and fitting(list(every), room, self)

    @property
    def gap(self) -> float:
        if self.steps:
            return super().gap
        plain = super().gap * (1 if self.slot <= px(180) else AIRY)
        return min(500.0, max(plain, (self.slot / WIDEST - self.lanes) * 100))

    @cached_property
    def thick(self) -> float:
        """Width of a column, EMU."""
        pitch = self.plot.w / (self.steps[-1] + 1) if self.steps else self.plot.w / self.n
        return pitch / (self.lanes + self.gap / 100)

    def middle(self, n: int, i: int) -> float:
        """Where a column stands."""
        return self.centre(i) + ((n - (self.lanes - 1) / 2) * self.thick if self.lanes > 1 else 0)

    def spaced(self, at: Scale) -> Scale:
        lowest = min(self._every(), default=0.0)
        if lowest >= 0 or self.stacked or not self.labelled:
            return at
        room = max(self.box.h, self.least) - self.head - 2 * (self.line + AIR)
        room = room * 3 // 4 if self.block.changes or self.block.remarks else room
        return at.with_room([(lowest, min(0.4, (self.line + px(4)) / max(1, room)))])

    def labels(self, n: int) -> tuple[str, ...]:
        labels = super().labels(n)
        return tuple("" if self._cut(v) else label for label, v in zip(labels, self.values[n], strict=False))

    def _cut(self, value: float | None) -> bool:
        """Whether a column goes on over the end of the axis."""
        return value is not None and (value > self.scale.high or value < self.scale.low)

    def over(self) -> Iterator[Item]:
        yield from super().over()
        yield from self._cuts()

    def one(self, n: int) -> ChartSeries:
        made = super().one(n)
        return made if self.stacked else replace(made, label_shifts=tuple(self._clear_of_lines(n, made.labels)))

    def _clear_of_lines(self, n: int, labels: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
        """Labels over columns that a line to compare with would go through, moved beyond it."""
        lines = sorted((self.y(one.value) for one in self.block.references if one.end is None), reverse=True)
        for i, label in enumerate(labels):
            value = self.values[n][i]
            if not label or value is None or value < 0:
                continue
            begin = at = self.y(value)
            for line in lines:
                if at - self.line - px(4) <= line <= at - px(2):
                    at = line - px(2)
            if at != begin:
                yield i, 0, at - begin

    def stands(self, n: int) -> bool:
        """Whether a series is drawn as columns on the first axis."""
        return True

    def _cuts(self) -> Iterator[Item]:
        """Marks on columns that are cut, at the end that is cut, with the value that they would reach."""
        if self.full or self.stacked:
            return
        for n, one in enumerate(self.values):
            for i, value in enumerate(one):
                if value is None or not self.stands(n):
                    continue
                w = round(self.thick) + px(8)
                x = round(self.middle(n, i)) - w // 2
                if self.scale.low > 0 and value > self.scale.low:
                    yield from _break(x, self.plot.bottom - CUT - px(6), w)
                if self._cut(value):
                    high = value > self.scale.high
                    yield from _break(x, self.plot.y + CUT if high else self.plot.bottom - CUT - px(6), w)
                    label = self.label(n, i)
                    wide = self.width(label)
                    y = self.plot.y - self.line - px(2) if high else self.plot.bottom - self.line - CUT
                    if self.labelled:
                        yield self.text(label, round(self.middle(n, i)) - wide // 2, y, wide, "center")


def _break(x: int, y: int, w: int) -> Iterator[Item]:
    """Two thin slanted lines with the ground between them: here a bar is cut."""
    yield shape("line", Box(x, y, w, px(6)), stroke="bg", stroke_w=px(4), flip_v=True)


class Stacked(Columns, frozen=True, dict=True):
    """Columns one over another; their sum stands over them where the author asks for it."""

    native: ClassVar[ChartKind] = "column-stacked"

    def labels(self, n: int) -> tuple[str, ...]:
        """Of the parts that are high enough for their label."""
        if not self.labelled:
            return ()
        tall = self.plot.h / (self.scale.high - self.scale.low)
        return tuple(
            self.label(n, i)
            if on(self.sheet, self._colour(n, i)) and abs(self.part(v, i)) * tall >= self.line and not self._cut(v)
            else ""
            for i, v in enumerate(self.values[n])
        )

    def _colour(self, n: int, i: int) -> str:
        return dict(self.points(n)).get(i, self.colours[n])

    def part(self, value: float | None, i: int) -> float:
        """What a value takes of the axis."""
        return value or 0.0

    def one(self, n: int) -> ChartSeries:
        return replace(super().one(n), label_position="inside", label_colour=on(self.sheet, self.colours[n]) or "ink")

    @property
    def total_labels(self) -> tuple[str, ...]:
        return tuple(self.form(sum(pair)) for pair in self.sums)

    def placed(self) -> Iterator[ChartSeries]:
        made = [self.one(n) for n in range(len(self.series))]
        yield from made
        room = self.box.w // self.n
        if self.summed and fitting(self.total_labels, room, self):
            total = totals(made, self.sheet.words("total"), self.total_labels)
            made.append(replace(total, number_format=self.form.code, label_format=self.form.code))
            yield made[-1]
        yield from self.rules(len(made))


class Full(Stacked, frozen=True, dict=True):
    """Columns that are all of one height: shares."""

    native: ClassVar[ChartKind] = "column-full"

    def part(self, value: float | None, i: int) -> float:
        return (value or 0.0) / (sum(self.sums[i]) or 1.0)

    @property
    def gridded(self) -> bool:
        return True

    def _cut(self, value: float | None) -> bool:
        return False


class Combo(Columns, frozen=True, dict=True):
    """Columns with lines over them, on an axis of their own where their scale is another."""

    @cached_property
    def lines(self) -> frozenset[int]:
        """Numbers of the series that are drawn as lines: those that are named, else the last one."""
        named = frozenset(n for n, one in enumerate(self.series) if one.name.path in self.block.lines)
        if self.block.chart != "combo":
            return frozenset(self.second) if self.block.second else frozenset()
        return named or frozenset((len(self.series) - 1,))

    @cached_property
    def second(self) -> frozenset[int]:
        """Numbers of the series on the second axis: those that are named, or all lines where their scale is another."""
        named = frozenset(n for n, one in enumerate(self.series) if one.name.path in self.block.second)
        if named or self.block.chart != "combo":
            return named if len(named) < len(self.series) else frozenset()
        lines = [abs(v) for n in self.lines for v in self.values[n] if v is not None]
        bars = [abs(v) for n, one in enumerate(self.values) if n not in self.lines for v in one if v is not None]
        if not lines or not bars or not max(lines) or not max(bars):
            return frozenset()
        return self.lines if not 1 / 5 < max(lines) / max(bars) < 5 else frozenset()

    @property
    def lanes(self) -> int:
        return max(1, len(self.series) - len(self.lines))

    def stands(self, n: int) -> bool:
        return n not in self.lines and n not in self.second

    @property
    def labelled(self) -> bool:
        """Values of columns and lines would stand on each other: gridlines carry them."""
        return False

    def _every(self) -> list[float]:
        return [v for n, one in enumerate(self.values) if n not in self.second for v in one if v is not None]

    @cached_property
    def form(self) -> Form:
        return form(self.block, self.sheet, [n for n in range(len(self.series)) if n not in self.second])

    @cached_property
    def second_form(self) -> Form:
        """How values of the second axis are written: by themselves, for their unit is another."""
        return form(replace(self.block, unit=""), self.sheet, sorted(self.second))

    @cached_property
    def second_scale(self) -> Scale:
        """The second axis, with as many gridlines as the first, so that the labels of both stand on them."""
        own = scale([v for n in self.second for v in self.values[n] if v is not None])
        count = len(self.scale.ticks) - 1
        if self.scale.low < 0 or own.low < 0:
            return own
        step = own.step
        while own.low + step * count < own.high * 0.9999:
            step *= 2 if f"{step:e}"[0] in "15" else 2.5 if f"{step:e}"[0] == "2" else 2
        return Scale(own.low, own.low + step * count, step)

    @cached_property
    def second_labels(self) -> tuple[str, ...]:
        return tuple(map(self.second_form.fine(self.second_scale.step), self.second_scale.ticks)) if self.second else ()

    @cached_property
    def right(self) -> int:
        values = max(map(self.width, self.second_labels), default=0)
        return super().right if not values else max(super().right, values + AIR)

    def label(self, n: int, i: int) -> str:
        labels = self.series[n].labels
        written = labels[i] if i < len(labels) else None
        return (self.second_form if n in self.second else self.form).label(self.values[n][i], written)

    @cached_property
    def colours(self) -> tuple[str, ...]:
        """Columns in the colours of structure, a line in highlight, unless something else is in focus."""
        bars = len(self.series) - len(self.lines)
        if any(one.name.path in self.lit for one in self.series) or len(self.lines) > 1 or bars > 2:
            return super().colours
        row = iter(("accent", "accent-mid"))
        return tuple("highlight" if n in self.lines else next(row) for n in range(len(self.series)))

    @cached_property
    def key(self) -> tuple[tuple[Text, str, bool], ...]:
        return tuple((name, colour, n in self.lines) for n, (name, colour, _) in enumerate(super().key))

    def middle(self, n: int, i: int) -> float:
        bars = [k for k in range(len(self.series)) if k not in self.lines]
        lane = bars.index(n) if n in bars else (len(bars) - 1) / 2
        return self.centre(i) + (lane - (len(bars) - 1) / 2) * self.thick

    def one(self, n: int) -> ChartSeries:
        made = super().one(n)
        code = (self.second_form if n in self.second else self.form).code
        drawn = "line" if n in self.lines else ""
        return replace(made, mark=drawn, second=n in self.second, number_format=code)

    def chart(self) -> PlacedChart:
        if not self.second:
            return super().chart()
        at, colour = self.second_scale, self.colours[min(self.second)]
        side = ValueAxis(
            at.low, at.high, at.step, self.second_labels, self.second_form.fine(at.step).code,
            self.readable(colour) if len(self.second) == 1 else "muted",
        )  # fmt: skip
        return replace(super().chart(), second_axis=side)


class Waterfall(Columns, frozen=True, dict=True):
    """Bars that go up and down from total to total."""

    native: ClassVar[ChartKind] = "column-stacked"

    @property
    def keyed(self) -> bool:
        return False

    @property
    def lanes(self) -> int:
        return 1

    @cached_property
    def totals(self) -> tuple[int, ...]:
        found = {i for i, text in enumerate(self.block.categories) if text.path in self.block.sums}
        return tuple(sorted(found | {i for i, v in enumerate(self.values[0]) if v is None}))

    @cached_property
    def changes(self) -> tuple[float | None, ...]:
        """What is added at each bar: nothing at a total but the first."""
        return tuple(None if i in self.totals and i else v for i, v in enumerate(self.values[0]))

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """The level after each bar."""
        out, level = [], 0.0
        for change in self.changes:
            level += change or 0.0
            out.append(float(f"{level:.12g}"))
        return tuple(out)

    def label(self, n: int, i: int) -> str:
        if i in self.totals:
            return self.form(self.levels[i])
        value = self.changes[i]
        return self.form.changed()(value) if value is not None else ""

    @property
    def stacked(self) -> bool:
        return False

    def _every(self) -> list[float]:
        return [0.0, *self.levels]

    def crest(self, i: int, series: int = -1) -> float:
        before = 0.0 if i in self.totals or not i else self.levels[i - 1]
        return max(before, self.levels[i])

    @cached_property
    def scale(self) -> Scale:
        """From near the least level on where the changes would be slivers beside the totals, which are then cut."""
        found = super().scale
        least, most = min(self.levels, default=0.0), max(self.levels, default=0.0)
        if self.block.low is not None or self.shared or not most > least > SLIVERS * most:
            return found
        made = scale([level - least for level in self.levels], None, None, fine=self.fine)
        step = made.step
        low = math.floor((least - (most - least) / 2) / step) * step
        return scale([least, most], low, self.block.high, 0.0, self.fine) if low > 0 else found

    def _cut(self, value: float | None) -> bool:
        return False

    def _cuts(self) -> Iterator[Item]:
        """Marks on the bars that stand on zero, where the axis begins above it."""
        if self.scale.low > 0:
            w = round(self.thick) + px(8)
            for i in {0, *self.totals}:
                yield from _break(self.centre(i) - w // 2, self.plot.bottom - CUT - px(6), w)

    @cached_property
    def derived(self) -> Derived:
        words = self.sheet.words
        name = self.series[0].name.plain or words("change")
        names = (name, words("base"), words("increase"), words("decrease"), words("total"), words("connector"))
        lit = {i for i, _ in self.points(0)}
        made = waterfall(
            tuple(c.plain for c in self.block.categories), self.changes, self.totals, names,
            ("accent-mid", "accent-mid" if lit else "highlight", "accent"), self.labels(0) if self.labelled else (),
            self.form.changed().code,
        )  # fmt: skip
        focus = tuple((i, "highlight") for i in sorted(lit))
        shown = tuple(one if one.hidden or one.mark else replace(one, point_colours=focus) for one in made.series)
        return replace(made, series=tuple(replace(one, number_format=self.form.code) for one in shown))

    def placed(self) -> Iterator[ChartSeries]:
        yield from self.derived.series
        yield from self.rules(len(self.derived.series))

    def chart(self) -> PlacedChart:
        return replace(super().chart(), inputs=self.derived.inputs)
