"""Points and bubbles by two numbers, their names beside them where they collide with nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from typing import ClassVar

from exporter.model.geometry import Box, px
from exporter.model.page import ChartKind, ChartSeries, Item, LabelPlace, PlacedChart, Role, ValueAxis
from exporter.model.report import Run
from exporter.plan.arrange.chart.amounts import Form, Scale, form, scale
from exporter.plan.arrange.chart.drawing import AIR, LEAST, Drawing
from exporter.plan.sheet import shape, text_item

NAMED = 40
"""Points up to which each is named; of more only those in focus."""
PLACES: tuple[LabelPlace, ...] = ("right", "above", "left", "below")
DOT = px(4)
LARGEST = 0.25


@dataclass(frozen=True)
class Points(Drawing):
    """The first series goes across, the second up."""

    native: ClassVar[ChartKind] = "scatter"
    far: ClassVar[float] = 0.25

    @property
    def keyed(self) -> bool:
        return False

    @property
    def labelled(self) -> bool:
        return False

    @property
    def gridded(self) -> bool:
        return True

    @cached_property
    def form(self) -> Form:
        return form(self.block, self.sheet, [1])

    @cached_property
    def x_form(self) -> Form:
        return form(replace(self.block, unit=""), self.sheet, [0])

    @property
    def unit(self) -> str:
        return ""

    def label(self, n: int, i: int) -> str:
        labels = self.series[n].labels
        written = labels[i] if i < len(labels) else None
        return (form(replace(self.block, unit=""), self.sheet, [n]) if n != 1 else self.form).label(
            self.values[n][i], written
        )

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        return tuple(form(self.block, self.sheet, [n]) for n in range(len(self.series)))

    def _every(self) -> list[float]:
        return self._widened(1)

    def _widened(self, n: int) -> list[float]:
        """Values of a series, and around them the room of the bubbles."""
        known = [v for v in self.values[n] if v is not None]
        if self.native != "bubble" or not known:
            return known
        low, high = min(known), max(known)
        room = ((high - low) or abs(high) or 1.0) * LARGEST / 2
        return [*known, low - room if low < 0 or low - room > 0 else 0.0, high + room]

    @cached_property
    def x_scale(self) -> Scale:
        return scale(self._widened(0), far=self.far)

    @property
    def head(self) -> int:
        """The name of what goes up stands over the plot."""
        return self.line + AIR

    @property
    def top(self) -> int:
        return self.box.y + self.head

    @cached_property
    def plot(self) -> Box:
        left = max(map(self.width, self.tick_labels)) + AIR
        right = max(self.width(self.x_form.fine(self.x_scale.step)(self.x_scale.high)) // 2, px(8))
        foot = 2 * self.line + 2 * AIR
        tall = max(px(80), self.box.bottom - self.top - foot - self.line // 2)
        return Box(self.box.x + left, self.top + self.line // 2, max(px(80), self.box.w - left - right), tall)

    @property
    def need(self) -> int:
        return LEAST + px(40)

    def spot(self, i: int) -> tuple[int, int] | None:
        x, y = self.values[0][i], self.values[1][i]
        if x is None or y is None:
            return None
        return (
            round(self.plot.x + self.x_scale.share(x) * self.plot.w),
            round(self.plot.bottom - self.scale.share(y) * self.plot.h),
        )

    def reach(self, i: int) -> int:
        """From the middle of a point to its edge."""
        return DOT

    @cached_property
    def named(self) -> tuple[LabelPlace | None, ...]:
        """Where each name stands; None where it would stand on another or on a point."""
        taken: list[Box] = []
        for i in range(self.n):
            if spot := self.spot(i):
                r = self.reach(i)
                taken.append(Box(spot[0] - r, spot[1] - r, 2 * r, 2 * r))
        out: list[LabelPlace | None] = [None] * self.n
        order = sorted(range(self.n), key=lambda i: not self.focus(i))
        for i in order:
            if self.spot(i) is None or (self.n > NAMED and not self.focus(i)):
                continue
            for place in PLACES:
                box = self._label_box(i, place)
                if self._inside(box) and not any(_touch(box, other) for other in taken):
                    out[i] = place
                    taken.append(box)
                    break
        return tuple(out)

    def _label_box(self, i: int, place: LabelPlace) -> Box:
        spot = self.spot(i)
        assert spot is not None
        x, y = spot
        w, h, r = self.width(self.block.categories[i].plain), self.line, self.reach(i) + px(5)
        return {
            "right": Box(x + r, y - h // 2, w, h),
            "left": Box(x - r - w, y - h // 2, w, h),
            "above": Box(x - w // 2, y - r - h, w, h),
            "below": Box(x - w // 2, y + r, w, h),
        }[place]

    def _inside(self, box: Box) -> bool:
        return Box(
            self.plot.x, self.plot.y - self.line, self.box.right - self.plot.x, self.plot.h + self.line
        ).contains(box)

    def focus(self, i: int) -> bool:
        return self.block.categories[i].path in self.lit

    def placed(self) -> Iterator[ChartSeries]:
        places = tuple((i, place) for i, place in enumerate(self.named) if place)
        yield ChartSeries(
            name=self.series[1].name.plain, values=self.values[1], x=self.values[0], colour=self.colour, line=0,
            point_colours=tuple((i, "highlight") for i in range(self.n) if self.focus(i)), dot_size=8,
            labels=tuple(c.plain if self.named[i] else "" for i, c in enumerate(self.block.categories)),
            label_places=places, label_position="right", number_format=self.form.code, sizes=self.sizes,
        )  # fmt: skip

    @property
    def colour(self) -> str:
        return "accent-mid" if any(map(self.focus, range(self.n))) else "accent"

    @property
    def sizes(self) -> tuple[float | None, ...]:
        return ()

    def chart(self) -> PlacedChart:
        at, fine = self.x_scale, self.x_form.fine(self.x_scale.step)
        across = ValueAxis(at.low, at.high, at.step, tuple(map(fine, at.ticks)), fine.code)
        return replace(super().chart(), x_axis=across, category_axis=False)

    def frame(self) -> Box:
        return Box(self.box.x, self.top, self.box.w, self.plot.bottom + self.line + AIR - self.top)

    def under(self) -> Iterator[Item]:
        for one in self.block.references:
            if one.end is not None:
                y, bottom = (round(self.plot.bottom - self.scale.share(v) * self.plot.h) for v in (one.end, one.value))
                yield shape("rect", Box(self.plot.x, y, self.plot.w, max(px(2), bottom - y)), fill="accent-tint")

    def over(self) -> Iterator[Item]:
        """What the axes show, lines to compare with, words at points."""
        up, right = self._axis_name(1), self._axis_name(0)
        yield self.text(up, self.box.x, self.box.y, self.width(up), colour="muted")
        w = self.width(right)
        y = self.plot.bottom + self.line + AIR + px(2)
        yield self.text(right, self.plot.right - w, y, w, colour="muted")
        for one in self.block.references:
            level = one.value if one.end is None else one.end
            y = round(self.plot.bottom - self.scale.share(level) * self.plot.h)
            if one.end is None:
                yield shape("line", Box(self.plot.x, y, self.plot.w, 0), stroke="text2", stroke_w=px(1))
            value = self.form.short(one.value) if one.end is None else self.form.between(one.value, one.end)
            runs = (*(one.name.runs if one.name else ()), Run(f" {value}" if one.name else value))
            wide = self.width("".join(run.text for run in runs))
            style = self.style.but(colour="text2")
            para = self.sheet.para(runs, style, wide, role=Role.LABEL, path=one.name.path if one.name else "")
            at = Box(self.plot.right - wide - px(4), y - self.line - px(1), wide, self.line)
            yield text_item(at, (para,), size_role="chart-label")
        yield from self._remarks()

    def _axis_name(self, n: int) -> str:
        """The name of what an axis shows, with its unit."""
        unit = self.form.unit if n == 1 else self.x_form.unit if n == 0 else ""
        name = self.series[n].name.plain
        return f"{name} ({unit})" if unit and unit not in name else name

    def _remarks(self) -> Iterator[Item]:
        """Words at points, under the name of the point."""
        paths = {text.path: i for i, text in enumerate(self.block.categories)}
        for remark in self.block.remarks:
            i = paths.get(remark.at, -1)
            spot = self.spot(i) if i >= 0 else None
            if spot is None:
                continue
            w = min(self.width(remark.text.plain), self.box.w // 3)
            para = self.sheet.para(remark.text, self.style.but(colour="text2"), w, role=Role.LABEL)
            tall = self.line * len(para.lines)
            x = max(self.plot.x, min(spot[0] + self.reach(i) + px(5), self.box.right - w))
            y = min(spot[1] + self.line // 2 + px(1), self.plot.bottom - tall)
            yield text_item(Box(x, y, w, tall), (para,), size_role="chart-label")


@dataclass(frozen=True)
class Bubbles(Points):
    """The third series is the size."""

    native: ClassVar[ChartKind] = "bubble"

    @property
    def sizes(self) -> tuple[float | None, ...]:
        return self.values[2]

    def reach(self, i: int) -> int:
        most = max((v or 0.0 for v in self.values[2]), default=0.0)
        size = self.values[2][i] or 0.0
        return round(sqrt(size / most) * LARGEST * min(self.plot.w, self.plot.h) / 2) if most else DOT

    def over(self) -> Iterator[Item]:
        yield from super().over()
        name = self.sheet.words("bubble-size", name=self._axis_name(2))
        w = self.width(name)
        yield self.text(name, self.box.right - w, self.box.y, w, colour="muted")


def _touch(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom
