"""Bars that lie: side by side, stacked, stacked to 100 %; and bars that float from one number or day to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import ChartInputs, ChartKind, ChartSeries, Item, Para, PlacedChart, Role
from exporter.model.report import Reference, Run, Runs, When
from exporter.plan.arrange.axis import Axis, axis, span_name
from exporter.plan.arrange.chart.amounts import Scale, scale
from exporter.plan.arrange.chart.drawing import AIR, Drawing
from exporter.plan.arrange.derived import Derived, floating
from exporter.plan.arrange.ink import on
from exporter.plan.arrange.phrases import torn
from exporter.plan.sheet import shape, text_item
from exporter.text import height
from exporter.text.numbers import day, serial

THIN, THICK = px(24), px(112)
"""Height of a row."""
SLIM = px(9)
"""Height of a bar that has neighbours and no label."""
CUT = px(12)


class Flat(Drawing, frozen=True, dict=True):
    """Names left of the plot, values right of their bars."""

    native: ClassVar[ChartKind] = "bar"

    @cached_property
    def name_w(self) -> int:
        widest = max(self.width(c.plain) for c in self.block.categories)
        return min(widest, self.box.w * 2 // 5)

    @cached_property
    def texts(self) -> tuple[Para, ...]:
        style = self.style.but(align="right")
        return tuple(self.sheet.para(c, style, self.name_w, role=Role.LABEL) for c in self.block.categories)

    @cached_property
    def axis(self) -> bool:
        return all(len(para.lines) == 1 for para in self.texts)

    @property
    def grounded(self) -> bool:
        """Whether bars stand on zero."""
        return True

    @property
    def bars(self) -> int:
        """Bars one below the other in a row."""
        return 1 if self.stacked else len(self.series)

    @cached_property
    def names_h(self) -> int:
        """Height of the tallest name or remark with its air."""
        return max(height((para,)) for para in (*self.texts, *self.remarks)) + px(4)

    @cached_property
    def labelled(self) -> bool:
        """Side by side bars are labelled where every one has a line of its own."""
        row = max(THIN, self.names_h, self.bars * round(self.line * 1.1))
        fits = self.bars == 1 or self.top + row * self.n + self.line <= self.box.h
        return fits and not self.plain

    @property
    def gridded(self) -> bool:
        return super().gridded or self.full

    @property
    def row(self) -> int:
        """Least height of a row."""
        if self.labelled:
            return max(THIN, self.names_h, self.bars * round(self.line * 1.1))
        return max(self.names_h, self.bars * SLIM + px(8))

    @property
    def top(self) -> int:
        """Height over the plot: the key, and the names of references."""
        return self.head + self.marked * (self.line + px(4))

    @cached_property
    def marked(self) -> int:
        """Lines of names of references."""
        return len(self.block.references)

    @property
    def foot(self) -> int:
        """Height of the values under the plot."""
        return self.line + px(8) if self.gridded else 0

    @cached_property
    def remarks(self) -> tuple[Para, ...]:
        """Words at single bars, longer ones in further lines."""
        style, most = self.style.but(colour="text2"), self.box.w // 3 - px(16)
        widths = [min(self.width(one.text.plain), most) for one in self.block.remarks]
        every = zip(self.block.remarks, widths, strict=True)
        return tuple(self.sheet.para(one.text, style, w, role=Role.LABEL) for one, w in every)

    @cached_property
    def remark_w(self) -> int:
        """Room right of the bars for words at single ones."""
        return max((min(self.width(one.text.plain) + px(16), self.box.w // 3) for one in self.block.remarks), default=0)

    @cached_property
    def after(self) -> int:
        """Room right of the plot: labels, totals, half a value at the last gridline."""
        out = 0
        if self.labelled and not self.stacked:
            out = max(self.width(self.label(n, i)) for n in range(len(self.series)) for i in range(self.n)) + AIR
        elif not self.stacked and (cut := [self.label(n, i) for n, i in self._over_the_end()]):
            out = max(map(self.width, cut)) + AIR
        elif self.summed:
            out = max(self.width(self.form(sum(pair))) for pair in self.sums) + AIR
        if self.tick_labels:
            out = max(out, self.width(self.tick_labels[-1]) // 2 + px(4))
        return out + self.remark_w

    @cached_property
    def plot(self) -> Box:
        room = (self.box.h - self.top - self.foot) // self.n
        tall = max(self.row, min(room, THICK * max(1, self.bars * 3 // 4)))
        x = self.box.x + self.name_w + AIR
        before = self._before if self.block.low is not None and self.scale.low < 0 else 0
        w = max(px(40), self.box.right - x - self.after - before)
        return Box(x + before, self.box.y + self.top, w, tall * self.n)

    @cached_property
    def _before(self) -> int:
        """Room left of bars that go down from zero: their labels."""
        if self.stacked or not self.labelled or not self.grounded:
            return 0
        below = [self.label(n, i) for n, one in enumerate(self.values) for i, v in enumerate(one) if v and v < 0]
        return max(map(self.width, below), default=-AIR) + AIR

    def spaced(self, at: Scale) -> Scale:
        w = self.box.w - self.name_w - 2 * AIR - self._before - self.remark_w
        lowest = min(self._every(), default=0.0)
        return at.with_room([(lowest, min(0.4, self._before / max(1, w)))] if self._before else [])

    @property
    def need(self) -> int:
        return self.top + self.row * self.n + self.foot

    @property
    def crowd(self) -> int:
        narrow = max(0, self.name_w + AIR + self.after + px(80) - self.box.w)
        compared = (self.width("".join(run.text for run in self._compared(one))) for one in self.block.references)
        wide = max([0, *(w - self.box.w for w in compared)])
        return super().crowd + px(40) * (torn(self.texts) + torn(self.remarks)) + wide + narrow

    @property
    def gap(self) -> float:
        return super().gap * (1 if self.labelled or self.plain else 2 / 3)

    def frame(self) -> Box:
        return replace(self.box, y=self.plot.y, h=self.plot.h + self.foot)

    def x(self, value: float) -> int:
        return round(self.plot.x + self.scale.share(value) * self.plot.w)

    def middle(self, i: int) -> int:
        return round(self.plot.y + (i + 0.5) * self.plot.h / self.n)

    def one(self, n: int) -> ChartSeries:
        made = super().one(n)
        if self.stacked:
            return replace(made, label_position="inside", label_colour=on(self.sheet, self.colours[n]) or "ink")
        return replace(made, label_shifts=tuple(self._clear_of_lines(n, made.labels)))

    def _clear_of_lines(self, n: int, labels: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
        """Labels that a line to compare with would go through, moved beyond it."""
        lines = [self.x(one.value) for one in self.block.references if one.end is None]
        for i, label in enumerate(labels):
            value = self.values[n][i]
            if not label or value is None or value < 0:
                continue
            begin = at = self.x(value)
            for line in sorted(lines):
                if at - px(2) <= line <= at + self.width(label) + AIR:
                    at = line + px(1)
            if at != begin:
                yield i, at - begin, 0

    def labels(self, n: int) -> tuple[str, ...]:
        """Of stacked bars those that are long enough; of bars that are cut none: it stands beside the mark."""
        found = super().labels(n)
        if not self.stacked:
            return tuple("" if self._cut(v) else label for label, v in zip(found, self.values[n], strict=False))
        unit = self.plot.w / (self.scale.high - self.scale.low)
        return tuple(
            label
            if on(self.sheet, dict(self.points(n)).get(i, self.colours[n]))
            and abs(self._part(n, i)) * unit >= self.width(label) + AIR
            else ""
            for i, label in enumerate(found)
        )

    def _part(self, n: int, i: int) -> float:
        value = self.values[n][i] or 0.0
        return value / (sum(self.sums[i]) or 1.0) if self.full else value

    @property
    def summed(self) -> bool:
        """Whether the sums of stacks stand at their ends."""
        return self.block.totals and self.stacked and not self.full

    def _over_the_end(self) -> Iterator[tuple[int, int]]:
        """(series, category) of bars that the end of the axis cuts."""
        for n, one in enumerate(self.values):
            yield from ((n, i) for i, value in enumerate(one) if value is not None and value > self.scale.high)

    def _cut(self, value: float | None) -> bool:
        return value is not None and not self.stacked and (value > self.scale.high or value < self.scale.low)

    def over(self) -> Iterator[Item]:
        yield from self.names()
        yield from self._reference_lines()
        yield from self._ends()

    def names(self) -> Iterator[Item]:
        if self.axis:
            return
        x = self.x(self.scale.base)
        yield shape("line", Box(x, self.plot.y, 0, self.plot.h), stroke="rule", stroke_w=px(1))
        for i, para in enumerate(self.texts):
            tall = height((para,))
            spot = Box(self.box.x, self.middle(i) - tall // 2, self.name_w, tall)
            yield text_item(spot, (para,), size_role="chart-label")

    def under(self) -> Iterator[Item]:
        for one in self.block.references:
            if one.end is not None:
                x, right = self.x(one.value), self.x(one.end)
                yield shape("rect", Box(x, self.plot.y, max(px(2), right - x), self.plot.h), fill="accent-tint")

    def _compared(self, one: Reference) -> Runs:
        """A reference with its value."""
        value = self.form.short(one.value) if one.end is None else self.form.between(one.value, one.end)
        return (*(one.name.runs if one.name else ()), Run(f" {value}" if one.name else value))

    def _reference_lines(self) -> Iterator[Item]:
        """A line through all bars at each value, its name over it."""
        for row, one in enumerate(self.block.references):
            y = self.box.y + self.head + row * (self.line + px(4))
            x = self.x(one.value if one.end is None else (one.value + one.end) / 2)
            runs = self._compared(one)
            w = self.width("".join(run.text for run in runs))
            style = self.style.but(colour="text2")
            para = self.sheet.para(runs, style, w, role=Role.LABEL, path=one.name.path if one.name else "")
            left = max(self.box.x, min(x - w // 2, self.box.right - w))
            if one.end is None:
                box = Box(x, y + self.line + px(2), 0, self.plot.bottom - y - self.line - px(2))
                yield shape("line", box, stroke="text2", stroke_w=px(1.33))
            yield text_item(Box(left, y, w, self.line), (para,), size_role="chart-label")

    def _ends(self) -> Iterator[Item]:
        """What stands right of bars: totals, words at single bars, values of bars that are cut."""
        paths = {text.path: i for i, text in enumerate(self.block.categories)}
        at = [self._end(i) for i in range(self.n)]
        if self.summed:
            for i, pair in enumerate(self.sums):
                label = self.form(sum(pair))
                x, w = at[i] + px(4), self.width(label)
                yield self.text(label, x, self.middle(i) - self.line // 2, w, bold=True)
                at[i] = x + w
        pitch = self.plot.h / self.n
        lane = pitch / (self.bars + self.gap / 100)
        for n, one in enumerate(self.values):
            for i, value in enumerate(one):
                y = round(self.middle(i) + (n - (self.bars - 1) / 2) * lane)
                if value is not None and self.scale.low > 0 and not self.stacked and self.grounded:
                    yield self._break(self.plot.x + CUT, y, round(lane))
                if self._cut(value):
                    yield self._break(self.plot.right - CUT if (value or 0) > 0 else self.plot.x + CUT, y, round(lane))
                    if lane < self.line:
                        continue  # no room for what it would reach
                    label = self.label(n, i)
                    x = self.plot.right + px(4) if (value or 0) > 0 else self.plot.x + CUT + px(8)
                    yield self.text(label, x, y - self.line // 2, self.width(label))
        for remark, para in zip(self.block.remarks, self.remarks, strict=True):
            i = paths.get(remark.at, -1)
            if i >= 0:
                w, tall = min(self.width(remark.text.plain), self.box.w // 3 - px(16)), height((para,))
                x = min(at[i] + px(12), self.box.right - w)
                where = Box(x, self.middle(i) - tall // 2, w, tall)
                yield text_item(where, (para,), size_role="chart-label")

    def _end(self, i: int) -> int:
        """Where the longest bar of a row ends, its label included."""
        if self.stacked:
            return self.x(1.0 if self.full else self.sums[i][1])
        ends = [
            self.x(v or 0.0) + (self.width(self.label(n, i)) + AIR if self.labelled or self._cut(v) else 0)
            for n, v in enumerate(one[i] for one in self.values)
        ]
        return max(ends)

    def _break(self, x: int, y: int, thick: int) -> Item:
        """A slanted line in the colour of the ground: here a bar is cut."""
        h = thick + px(8)
        return shape("line", Box(x - px(3), y - h // 2, px(6), h), stroke="bg", stroke_w=px(4), flip_h=True)


class StackedFlat(Flat, frozen=True, dict=True):
    native: ClassVar[ChartKind] = "bar-stacked"


class FullFlat(Flat, frozen=True, dict=True):
    native: ClassVar[ChartKind] = "bar-full"


class Spans(Flat, frozen=True, dict=True):
    """Bars that float from one number to another."""

    native: ClassVar[ChartKind] = "range"
    far: ClassVar[float] = 0.6

    @property
    def grounded(self) -> bool:
        return False

    @property
    def bars(self) -> int:
        return 1

    @property
    def keyed(self) -> bool:
        return False

    @property
    def stacked(self) -> bool:
        return False

    @property
    def gridded(self) -> bool:
        return True

    @property
    def labelled(self) -> bool:
        return not self.plain

    @cached_property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """Begin and end of each bar; what has only one of them is a point there."""
        begins, ends = self.values
        return tuple(
            (a if a is not None else b or 0.0, b if b is not None else a or 0.0)
            for a, b in zip(begins, ends, strict=True)
        )

    @cached_property
    def scale(self) -> Scale:
        known = [v for one in self.values for v in one if v is not None]
        zero = min(known, default=0) < 0.35 * max(known, default=0)
        if zero:
            return scale(known, self.block.low, self.block.high)
        low = min(known)
        made = scale([v - low for v in known], None, None)
        step = made.step
        bottom = int(low // step) * step if self.block.low is None else self.block.low
        return scale(known, bottom, self.block.high)

    def said_of(self, i: int) -> str:
        """What stands at a bar."""
        a, b = self.values[0][i], self.values[1][i]
        if a is None and b is None:
            return ""
        begin, end = self.label(0, i), self.label(1, i)
        if begin == end or not end:
            return begin
        dash = " – " if min(a or 0.0, b or 0.0) < 0 else "–"  # beside a minus it needs air
        return f"{begin}{dash}{end}" if begin else end

    @cached_property
    def after(self) -> int:
        """Room right of the plot, with that of texts which fit neither in their bar nor beside it within the plot."""
        least = self._least_after
        w = self.box.right - self.box.x - self.name_w - AIR - least
        said = [self.width(self.said_of(i)) + 2 * AIR for i in range(self.n)]

        def fits(i: int) -> bool:
            a, b = (round(self.scale.share(v) * w) for v in self.spans[i])
            return said[i] <= max(b - a, w - b, a)

        return least if all(map(fits, range(self.n))) else least + max(said)

    @property
    def _least_after(self) -> int:
        return self.remark_w + max(map(self.width, self.tick_labels[-1:]), default=0) // 2 + px(4)

    @property
    def gap(self) -> float:
        """A bar is as high as its text."""
        pitch = self.plot.h / self.n
        return min(super().gap, max(10.0, (pitch / self.line - 1) * 100)) if self.labelled else super().gap

    def inside(self, i: int) -> bool:
        a, b = self.spans[i]
        return self.x(b) - self.x(a) >= self.width(self.said_of(i)) + 2 * AIR and bool(on(self.sheet, self.fill(i)))

    def fill(self, i: int) -> str:
        lit = self.block.categories[i].path in self.lit
        return "highlight" if lit else "accent"

    def _end(self, i: int) -> int:
        return self.x(self.spans[i][1]) + (0 if self.inside(i) else self.width(self.said_of(i)) + AIR)

    def _ends(self) -> Iterator[Item]:
        for i in range(self.n):
            text = self.said_of(i)
            a, b = self.spans[i]
            w, x = self.width(text), self.x(b) + AIR
            if text and self.labelled and self.inside(i) and a < 0 < b:
                fill = self.fill(i)
                x = (self.x(a) + self.x(b) - w) // 2
                said = self.text(text, x, self.middle(i) - self.line // 2, w, "center", on(self.sheet, fill) or "ink")
                yield replace(said, fill=fill)
            elif text and self.labelled and not self.inside(i):
                if x + w > self.box.right:
                    x = self.x(a) - AIR - w
                yield self.text(text, x, self.middle(i) - self.line // 2, w)
        yield from (item for item in super()._ends())

    def _cut(self, value: float | None) -> bool:
        return False

    @cached_property
    def derived(self) -> Derived:
        names = tuple(c.plain for c in self.block.categories)
        words = self.sheet.words
        heads = (self.series[0].name.plain, self.series[1].name.plain, words("base"), words("length"))
        return floating(names, [a for a, _ in self.spans], [b for _, b in self.spans], heads, number_format=self.code)

    @property
    def code(self) -> str:
        return self.form.code

    def placed(self) -> Iterator[ChartSeries]:
        hidden, *lengths = self.derived.series
        focus = tuple((i, "highlight") for i in range(self.n) if self.fill(i) == "highlight")
        yield hidden
        for length in lengths:
            labels = tuple(
                self.said_of(i) if self.labelled and self.inside(i) and length.values[i] and not a < 0 < b else ""
                for i, (a, b) in enumerate(self.spans)
            )
            yield replace(
                length, labels=labels, label_position="centre", label_colour=on(self.sheet, "accent") or "ink",
                point_colours=focus,
            )  # fmt: skip

    def chart(self) -> PlacedChart:
        return replace(super().chart(), inputs=self.derived.inputs)


class Gantt(Spans, frozen=True, dict=True):
    """Bars from day to day under a calendar."""

    @cached_property
    def days(self) -> tuple[When, ...]:
        return tuple(When("", day(a), day(max(b, a + 1))) for a, b in self.spans)

    @cached_property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """From the beginning of the first day to the end of the last."""
        return tuple((a, b + 1) for a, b in Spans.spans.func(self))  # type: ignore[attr-defined]

    @cached_property
    def derived(self) -> Derived:
        """Who edits it writes the last day; the bar goes to its end."""
        made = super().derived
        names, ((first, begins, code), (last, _, _)) = made.inputs.rows, made.inputs.columns  # type: ignore[union-attr]
        ends = tuple(b - 1 for _, b in self.spans)
        length = replace(made.series[1], formulas=tuple(f"[1,{i}]-[0,{i}]+1" for i in range(self.n)))
        inputs = ChartInputs(names, ((first, begins, code), (last, ends, code)))
        return replace(made, series=(made.series[0], length), inputs=inputs)

    @cached_property
    def calendar(self) -> Axis:
        known = [when for when, (a, b) in zip(self.days, self.spans, strict=True) if b > 0 or a > 0]
        x = self.box.x + self.name_w + AIR
        return axis(known or self.days, x, self.box.right - x, self.sheet, self.style)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """First day of each tick, and the end of the last one."""
        unit, first = self.calendar.unit, self.calendar.first
        return tuple(serial(unit.begin(first + i)) for i in range(self.calendar.count + 1))

    @cached_property
    def scale(self) -> Scale:
        return Scale(self.starts[0], self.starts[-1], max(1.0, float(self.starts[-1] - self.starts[0])))

    @cached_property
    def tick_labels(self) -> tuple[str, ...]:
        return ()

    @property
    def gridded(self) -> bool:
        return False

    @property
    def unit(self) -> str:
        return ""

    @property
    def top(self) -> int:
        return self.line + AIR

    @property
    def foot(self) -> int:
        return 0

    @property
    def code(self) -> str:
        return "yyyy-mm-dd"

    @property
    def _least_after(self) -> int:
        return 0

    def label(self, n: int, i: int) -> str:
        labels = self.series[n].labels
        return labels[i].plain if i < len(labels) else ""

    def said_of(self, i: int) -> str:
        """The days as they are written, or in words where they are written in figures."""
        begin, end = self.label(0, i), self.label(1, i)
        if any(text.count("-") == 2 for text in (begin, end)):
            return span_name(self.days[i], self.sheet.words)
        return super().said_of(i)

    def under(self) -> Iterator[Item]:
        """The calendar: names over the plot, a line at the beginning of each time."""
        for start in self.starts:
            x = self.x(start)
            yield shape("line", Box(x, self.plot.y, 0, self.plot.h), stroke="grid", stroke_w=px(1))
        for tick, begin, end in zip(self.calendar.ticks, self.starts, self.starts[1:], strict=False):
            x, right = self.x(begin), self.x(end)
            if self.width(tick.name) <= right - x:
                yield self.text(tick.name, x, self.box.y, right - x, "center", "muted")
        if self.today:
            now = serial(dt.date.fromisoformat(self.today))
            if self.scale.low < now < self.scale.high:
                box = Box(self.x(now), self.plot.y, 0, self.plot.h)
                yield shape("line", box, stroke="ink", stroke_w=px(1.33))
