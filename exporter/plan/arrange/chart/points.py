"""Points and bubbles by two numbers, their names beside them where they collide with nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import sqrt
from typing import ClassVar

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import ChartKind, ChartSeries, Item, LabelPlace, PlacedChart, Role, ValueAxis
from exporter.model.report import Run, Runs
from exporter.plan.arrange.chart.amounts import Form, Scale, form, scale
from exporter.plan.arrange.chart.drawing import AIR, Drawing, spread
from exporter.plan.sheet import shape, text_item

NAMED = 40
"""Points up to which each is named; of more only those in focus."""
DOT = px(4)
LARGEST = 0.25
REMARK = px(200)
"""Width of a remark; longer ones go on in further lines."""


class Points(Drawing, frozen=True, dict=True):
    """The first series goes across, the second up."""

    native: ClassVar[ChartKind] = "scatter"
    far: ClassVar[float] = 0.25

    @cached_property
    def _laid(self) -> dict[Box, tuple[tuple[LabelPlace | None, ...], tuple[int, ...], dict[int, Box]]]:
        return {}

    @property
    def keyed(self) -> bool:
        return False

    @property
    def labelled(self) -> bool:
        return False

    @property
    def gridded(self) -> bool:
        return True

    @property
    def form(self) -> Form:
        return self.forms[1]

    @property
    def x_form(self) -> Form:
        return self.forms[0]

    @property
    def unit(self) -> str:
        return ""

    def label(self, n: int, i: int) -> str:
        labels = self.series[n].labels
        return self.forms[n].label(self.values[n][i], labels[i] if i < len(labels) else None)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """How the numbers of each series are written; the unit is that of what goes up."""
        bare = replace(self.block, unit="")
        return tuple(form(self.block if n == 1 else bare, self.sheet, [n]) for n in range(len(self.series)))

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

    @cached_property
    def head(self) -> int:
        """Over the plot: the name of what goes up, and the remarks that find no room at their points."""
        return self.line * (1 + len(self.listed)) + AIR

    @cached_property
    def plot(self) -> Box:
        return self._plot(self.line * (1 + len(self.listed)) + AIR)

    def _plot(self, head: int) -> Box:
        left = max(map(self.width, self.tick_labels)) + AIR
        last = self.width(self.x_form.fine(self.x_scale.step)(self.x_scale.high)) // 2
        beside = max((self.width(_plain(runs)) + AIR for runs in self.compared), default=0)
        foot = 2 * self.line + 2 * AIR
        top = self.box.y + head + self.line // 2
        w = max(px(80), self.box.w - left - max(last, beside, px(8)))
        return Box(self.box.x + left, top, w, max(px(80), self.box.bottom - top - foot))

    @property
    def need(self) -> int:
        return self.least + px(40) + self.line * len(self.listed)

    @property
    def crowd(self) -> int:
        """Names of references must not take the plot's room; of remarks without room none must be found late."""
        beside = max((self.width(_plain(runs)) for runs in self.compared), default=0)
        wide = max((self.width(_plain(runs)) - self.box.w for _, runs in self.listed_runs), default=0)
        late = len(self._layout(self.plot)[1]) - len(self.listed)
        axis = self.width(self._axis_name(0)) + self.width(self._axis_name(1)) - self.box.w
        return max(0, beside - self.box.w // 3) + max(0, wide) + max(0, late) * self.line + max(0, axis)

    def spot(self, i: int, plot: Box | None = None) -> tuple[int, int] | None:
        x, y = self.values[0][i], self.values[1][i]
        at = plot or self.plot
        if x is None or y is None:
            return None
        return round(at.x + self.x_scale.share(x) * at.w), round(at.bottom - self.scale.share(y) * at.h)

    def reach(self, i: int, plot: Box | None = None) -> int:
        """From the middle of a point to its edge."""
        return DOT

    # --- names and remarks at the points ---

    @cached_property
    def _remark_at(self) -> tuple[int, ...]:
        """The point of each remark."""
        paths = {text.path: i for i, text in enumerate(self.block.categories)}
        return tuple(paths.get(remark.at, -1) for remark in self.block.remarks)

    @cached_property
    def listed(self) -> tuple[int, ...]:
        """Remarks that find no room at their points: they stand in lines over the plot."""
        return self._layout(self._plot(self.line + AIR))[1]

    @cached_property
    def listed_runs(self) -> tuple[tuple[int, Runs], ...]:
        out: list[tuple[int, Runs]] = []
        for k in self.listed:
            i = self._remark_at[k]
            name = (*self.block.categories[i].runs, Run(": ")) if i >= 0 else ()
            out.append((k, (*name, *self.block.remarks[k].text.runs)))
        return tuple(out)

    @cached_property
    def named(self) -> tuple[LabelPlace | None, ...]:
        """Where each name stands; None where it would stand on another or on a point."""
        return self._layout(self.plot)[0]

    def _layout(self, plot: Box) -> tuple[tuple[LabelPlace | None, ...], tuple[int, ...], dict[int, Box]]:
        """(place of each name, remarks without room, boxes of the others) in a plot."""
        if plot in self._laid:
            return self._laid[plot]
        taken: list[Box] = []
        for i in range(self.n):
            if spot := self.spot(i, plot):
                r = self.reach(i, plot)
                taken.append(Box(spot[0] - r, spot[1] - r, 2 * r, 2 * r))
        room = Box(plot.x, plot.y - self.line // 2, plot.right - plot.x, plot.h + self.line // 2)
        out: list[LabelPlace | None] = [None] * self.n
        for i in sorted(range(self.n), key=lambda i: not (self.focus(i) or i in self._remark_at)):
            if self.spot(i, plot) is None or (self.n > NAMED and not self.focus(i)):
                continue
            w = self.width(self.block.categories[i].plain)
            found = self._free(i, w, self.line, plot, room, taken)
            if found:
                out[i] = found[0]
                taken.append(found[1])
        lacking, boxes = [], {}
        for k, remark in enumerate(self.block.remarks):
            i = self._remark_at[k]
            if i < 0 or self.spot(i, plot) is None or out[i] is None:
                lacking.append(k)
                continue
            w = min(self.width(remark.text.plain), REMARK)
            tall = self.line * len(self.sheet.para(remark.text, self.style, w, role=Role.LABEL).lines)
            near = self._under_name(i, out[i], w, tall, plot)
            found_box = next((b for b in near if room.contains(b) and not any(_touch(b, o) for o in taken)), None)
            if found_box is None:
                lacking.append(k)
            else:
                boxes[k] = found_box
                taken.append(found_box)
        self._laid[plot] = tuple(out), tuple(lacking), boxes
        return self._laid[plot]

    def _free(
        self, i: int, w: int, h: int, plot: Box, room: Box, taken: Sequence[Box]
    ) -> tuple[LabelPlace, Box] | None:  # fmt: skip
        spot = self.spot(i, plot)
        assert spot is not None
        x, y = spot
        r = self.reach(i, plot) + px(5)
        places: Mapping[LabelPlace, Box] = {
            "right": Box(x + r, y - h // 2, w, h),
            "above": Box(x - w // 2, y - r - h, w, h),
            "left": Box(x - r - w, y - h // 2, w, h),
            "below": Box(x - w // 2, y + r, w, h),
        }
        found = (p for p, b in places.items() if room.contains(b) and not any(_touch(b, other) for other in taken))
        place = next(found, None)
        return (place, places[place]) if place else None

    def _under_name(self, i: int, place: LabelPlace | None, w: int, h: int, plot: Box) -> list[Box]:
        """Where a remark may stand: next to the name of its point."""
        x, y = self.spot(i, plot) or (0, 0)
        r = self.reach(i, plot) + px(5)
        name = self.width(self.block.categories[i].plain)
        if place == "right":
            return [Box(x + r, y + self.line // 2, w, h), Box(x + r, y - self.line // 2 - h, w, h)]
        if place == "left":
            left = x - r - w
            return [Box(left, y + self.line // 2, w, h), Box(x - r - max(w, name), y - self.line // 2 - h, w, h)]
        if place == "above":
            return [Box(x - w // 2, y - r - self.line - h, w, h), Box(x - w // 2, y + r, w, h)]
        return [Box(x - w // 2, y + r + self.line, w, h), Box(x - w // 2, y - r - h, w, h)]

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
        top = self.box.y + self.head
        return Box(self.box.x, top, self.box.w, self.plot.bottom + self.line + AIR - top)

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
        for k, (_, runs) in enumerate(self.listed_runs, 1):
            path = self.block.remarks[self.listed[k - 1]].text.path
            style, w = self.style.but(colour="text2"), self.width(_plain(runs))
            para = self.sheet.para(runs, style, w, role=Role.LABEL, path=path)
            at = Box(self.box.x, self.box.y + k * self.line, w, self.line)
            yield text_item(at, (para,), size_role="chart-label")
        yield from self._references()
        for k, box in self._layout(self.plot)[2].items():
            left = self.named[self._remark_at[k]] == "left"
            centred = self.named[self._remark_at[k]] in ("above", "below")
            align = "right" if left else "center" if centred else "left"
            yield self.text(self.block.remarks[k].text, box.x, box.y, box.w, align, "text2")

    @cached_property
    def compared(self) -> tuple[Runs, ...]:
        """References with their values, as they stand right of the plot."""
        out: list[Runs] = []
        for one in self.block.references:
            value = self.form.short(one.value) if one.end is None else self.form.between(one.value, one.end)
            out.append((*(one.name.runs if one.name else ()), Run(f" {value}" if one.name else value)))
        return tuple(out)

    def _references(self) -> Iterator[Item]:
        """Lines to compare with, and their names right of the plot."""
        levels = [(one.value + (one.value if one.end is None else one.end)) / 2 for one in self.block.references]
        wanted = [round(self.plot.bottom - self.scale.share(v) * self.plot.h) for v in levels]
        middles = spread(wanted, self.line, self.plot.y - self.line // 2, self.plot.bottom + self.line // 2) or wanted
        for one, runs, y, middle in zip(self.block.references, self.compared, wanted, middles, strict=True):
            if one.end is None:
                yield shape("line", Box(self.plot.x, y, self.plot.w, 0), stroke="text2", stroke_w=px(1))
            w = self.width(_plain(runs))
            path = one.name.path if one.name else ""
            para = self.sheet.para(runs, self.style.but(colour="text2"), w, role=Role.LABEL, path=path)
            at = Box(self.plot.right + AIR, middle - self.line // 2, w, self.line)
            yield text_item(at, (para,), size_role="chart-label")

    def _axis_name(self, n: int) -> str:
        """The name of what an axis shows, with its unit."""
        unit = self.forms[n].unit
        name = self.series[n].name.plain
        return f"{name} ({unit})" if unit and unit not in name else name


class Bubbles(Points, frozen=True, dict=True):
    """The third series is the size."""

    native: ClassVar[ChartKind] = "bubble"

    @property
    def sizes(self) -> tuple[float | None, ...]:
        return self.values[2]

    def reach(self, i: int, plot: Box | None = None) -> int:
        at = plot or self.plot
        most = max((v or 0.0 for v in self.values[2]), default=0.0)
        size = self.values[2][i] or 0.0
        return round(sqrt(size / most) * LARGEST * min(at.w, at.h) / 2) if most else DOT

    def over(self) -> Iterator[Item]:
        yield from super().over()
        name = self.sheet.words("bubble-size", name=self._axis_name(2))
        w = self.width(name)
        yield self.text(name, self.box.right - w, self.box.y, w, colour="muted")


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _touch(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom
