"""Lines and areas over a course of time, and slopes between two points of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import ChartKind, ChartSeries, Item, LabelPlace
from exporter.model.report import Run
from exporter.plan.arrange.chart.drawing import AIR, spread
from exporter.plan.arrange.chart.upright import LEADER, Aside, Upright, fitting
from exporter.plan.sheet import shape

DOTTED = 40
"""Points of a line up to which each has a dot."""
LEAD = px(18)
"""Room for lines from the ends of slopes to labels that were moved."""
MOST_LINES = 8
"""Lines that are told apart by their ends; more stand in the key."""


class Lines(Upright, frozen=True, dict=True):
    """Lines: their names at their ends, unless there is no room for them there."""

    native: ClassVar[ChartKind] = "line"
    far: ClassVar[float] = 0.6

    @property
    def edges(self) -> bool:
        return bool(self.steps)

    @cached_property
    def labelled(self) -> bool:
        """Whether each point of the only line has its value."""
        room = self.box.w // self.n
        alone = len(self.series) == 1 and not self.plain
        return (
            alone and not self.block.dates[DOTTED:] and fitting([self.label(0, i) for i in range(self.n)], room, self)
        )

    @cached_property
    def keyed(self) -> bool:
        if len(self.series) < 2:
            return False
        tall = self.box.h - self.line * 6
        wide = max(map(self.width, (self.end(n) for n in range(len(self.series)))))
        return len(self.series) * self.line > tall or wide > self.box.w // 3 or len(self.series) > MOST_LINES

    @property
    def told_apart(self) -> int:
        """Lines have no order: those of one colour are one, but beside a line in focus they may be."""
        focused = any(one.name.path in self.lit for one in self.series)
        return super().told_apart if focused else len(self.sheet.theme.chart_roles)

    @cached_property
    def last(self) -> tuple[int, ...]:
        """The last point of each line; -1 for a line without any."""
        return tuple(max((i for i, v in enumerate(one) if v is not None), default=-1) for one in self.values)

    def end(self, n: int) -> str:
        """What stands at the end of a line."""
        value = self.label(n, self.last[n]) if self.last[n] >= 0 else ""
        if len(self.series) == 1:
            return value
        return f"{self.series[n].name.plain} {value}".strip()

    def ended(self) -> Iterator[Aside]:
        if self.keyed or self.labelled:
            return
        for n in range(len(self.series)):
            value = self.values[n][self.last[n]] if self.last[n] >= 0 else None
            if value is not None:
                yield Aside((Run(self.end(n)),), value, self.readable(self.colours[n]), series=n)

    @cached_property
    def right(self) -> int:
        """The last point stands half a category inside: its label begins there."""
        ends = [a for a in self.asides if a.series >= 0]
        moved = AIR + (LEADER if len(self.asides) > 1 else 0)
        beside = [self.wide(a) + moved for a in self.asides if a.series < 0]
        need = max(map(self.wide, ends)) + moved if ends else 0
        if need and not self.edges and not beside:
            half = 1 / (2 * self.n)
            need = round((need - (self.box.w - self.left) * half) / (1 - half)) if self.n > 1 else need
        return max([0, need, *beside, self._overhang])

    def begins(self, aside: Aside) -> int:
        if aside.series < 0:
            return super().begins(aside)
        return self.centre(self.last[aside.series]) + px(6) + self._aligned(aside)

    def _aligned(self, aside: Aside) -> int:
        """From a last point to the edge of the plot, where its label stands under the names of references."""
        beside = any(other.series < 0 for other in self.asides)
        return self.plot.right - self.centre(self.last[aside.series]) if beside else 0

    def one(self, n: int) -> ChartSeries:
        made = replace(super().one(n), label_colour=self.readable(self.colours[n]))
        made = replace(made, dots="circle" if self.n <= DOTTED else "")
        if self.labelled:
            places, shifts = self._around(n)
            return replace(made, label_position="above", label_places=places, label_shifts=shifts)
        found = next((k for k, a in enumerate(self.asides) if a.series == n), None)
        if found is None or self.keyed:
            return made
        down = self.middles[found] - self.y(self.asides[found].at)
        right = self.shift + self._aligned(self.asides[found])
        moved = ((self.last[n], right, down),) if right or down else ()
        return replace(made, label_position="right", label_shifts=moved)

    def labels(self, n: int) -> tuple[str, ...]:
        if self.labelled:
            found = zip(super().labels(n), self.values[n], strict=True)
            return tuple(label if v is not None and self._on_axis(v) else "" for label, v in found)
        lit = {i for i, _ in self.points(n)}
        at_end = not self.keyed
        return tuple(
            self.end(n) if i == self.last[n] and at_end else self.label(n, i) if i in lit else "" for i in range(self.n)
        )

    def _on_axis(self, value: float) -> bool:
        return self.scale.low <= value <= self.scale.high

    def points(self, n: int) -> tuple[tuple[int, str], ...]:
        """Single values in focus."""
        labels = self.series[n].labels
        return tuple((i, "highlight") for i, text in enumerate(labels) if text.path in self.lit and i < self.n)

    def _around(self, n: int) -> tuple[tuple[tuple[int, LabelPlace], ...], tuple[tuple[int, int, int], ...]]:
        """Labels above their points, below where the line has a low, else where the line does not go through them."""
        places: list[tuple[int, LabelPlace]] = []
        shifts = []
        before: Box | None = None
        for i, value in enumerate(self.values[n]):
            if value is None:
                continue
            place, right, before = self._clear_place(n, i, value, before)
            if place != "above":
                places.append((i, place))
            if right:
                shifts.append((i, right, 0))
        return tuple(places), tuple(shifts)

    def _clear_place(self, n: int, i: int, value: float, before: Box | None) -> tuple[LabelPlace, int, Box]:
        """(place, how far it is moved to the right, its box) of a label that stands clear of the one `before` it.

        No line goes through it, if there is such a place.
        """
        values = self.values[n]
        beside = [values[k] for k in (i - 1, i + 1) if 0 <= k < self.n and values[k] is not None]
        low = bool(beside) and all(other is not None and other > value for other in beside)
        w, h = self.width(self.label(n, i)), round(self.line * 0.8)
        x, y = self.centre(i), self.y(value)
        tries: list[tuple[LabelPlace, int]] = [
            ("above", 0), ("above", -w // 2), ("above", w // 2), ("below", 0), ("below", -w // 2), ("below", w // 2),
            ("right", 0), ("left", 0),
        ]  # fmt: skip
        begin = self.plot.x if self.tick_labels else self.box.x
        free: list[tuple[LabelPlace, int, Box]] = []
        for place, right in [*tries[3:4], *tries[:3], *tries[4:]] if low else tries:
            left = {"right": x + AIR, "left": x - AIR - w}.get(place, x - w // 2) + right
            top = {"above": y - px(6) - h, "below": y + px(6)}.get(place, y - h // 2)
            box = Box(left, top, w, h)
            inside = top >= self.box.y and top + h <= self.plot.bottom and left >= begin
            if inside and box.right <= self.box.right and not (before and _meet(before, box)):
                if not self._crossed(n, i, box):
                    return place, right, box
                free.append((place, right, box))
        return free[0] if free else ("above", 0, Box(x - w // 2, y - px(6) - h, w, h))

    def _crossed(self, n: int, i: int, box: Box) -> bool:
        """Whether the line goes through a box beside point `i`."""
        for k in (i - 1, i + 1):
            a, b = self.values[n][i], self.values[n][k] if 0 <= k < self.n else None
            if a is None or b is None:
                continue
            x1, y1, x2, y2 = self.centre(i), self.y(a), self.centre(k), self.y(b)
            for step in range(25):
                x, y = x1 + (x2 - x1) * step / 24, y1 + (y2 - y1) * step / 24
                if box.x - px(1) <= x <= box.right + px(1) and box.y <= y <= box.bottom:
                    return True
        return False

    def label_top(self, i: int, series: int = -1) -> int:
        return self.y(self.crest(i, series)) - (self.line + px(6) if self.labelled else px(8))


def _meet(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


class Areas(Upright, frozen=True, dict=True):
    """One area, or several one over another; their names stand right of them where each has room."""

    native: ClassVar[ChartKind] = "area"

    @property
    def edges(self) -> bool:
        return self.n > 1

    @property
    def labelled(self) -> bool:
        return False

    @cached_property
    def _tops(self) -> tuple[float, ...]:
        """Where each area ends at the last category, as a share of the axis (100 %) or a value."""
        level, out, whole = 0.0, [], sum(self.sums[-1]) or 1.0
        for one in self.values:
            level += (one[-1] or 0.0) / (whole if self.full else 1.0)
            out.append(level)
        return tuple(out)

    @cached_property
    def _middles(self) -> tuple[float, ...]:
        if not self.stacked:
            return tuple(one[-1] or 0.0 for one in self.values)
        return tuple((a + b) / 2 for a, b in zip((0.0, *self._tops), self._tops, strict=False))

    def _end(self, n: int) -> str:
        name = self.series[n].name.plain if len(self.series) > 1 else ""
        return f"{name} {self.label(n, self.n - 1)}".strip()

    @cached_property
    def keyed(self) -> bool:
        if len(self.series) < 2:
            return False
        rough = self.box.h - self.line * 5
        wanted = [round((1 - self._share(at)) * rough) for at in self._middles]
        wide = max(self.width(self._end(n)) for n in range(len(self.series)))
        return wide > self.box.w // 3 or spread(wanted, self.line, 0, rough) is None

    def _share(self, value: float) -> float:
        return value if self.full else self.scale.share(value)

    def ended(self) -> Iterator[Aside]:
        if self.keyed:
            return
        for n in range(len(self.series)):
            if self.values[n][-1] is not None:
                yield Aside((Run(self._end(n)),), self._middles[n], self.readable(self.colours[n]), series=-2 - n)

    def labels(self, n: int) -> tuple[str, ...]:
        return ()

    def one(self, n: int) -> ChartSeries:
        return replace(super().one(n), dots="", point_colours=())


class StackedAreas(Areas, frozen=True, dict=True):
    native: ClassVar[ChartKind] = "area-stacked"


class FullAreas(Areas, frozen=True, dict=True):
    native: ClassVar[ChartKind] = "area-full"

    def _references(self) -> Iterator[Aside]:
        return iter(())


class Slope(Upright, frozen=True, dict=True):
    """Lines from one point of time to another, with name and value at both ends."""

    native: ClassVar[ChartKind] = "line"
    far: ClassVar[float] = 0.6

    @property
    def edges(self) -> bool:
        return True

    @property
    def keyed(self) -> bool:
        return False

    @cached_property
    def labelled(self) -> bool:
        return True

    @property
    def gridded(self) -> bool:
        return False

    @cached_property
    def colours(self) -> tuple[str, ...]:
        """All in accent mid where one is in focus, else each in its own."""
        focus = [one.name.path in self.lit for one in self.series]
        if not any(focus):
            return super().colours if len(focus) <= 3 else ("accent",) * len(focus)
        return tuple("highlight" if is_focus else "accent-mid" for is_focus in focus)

    def texts(self, side: int) -> list[str]:
        """What stands at each line's left (0) or right (1) end."""
        return [
            f"{one.name.plain} {self.label(n, side)}" if self.values[n][side] is not None else ""
            for n, one in enumerate(self.series)
        ]

    @cached_property
    def left(self) -> int:
        return max(max(map(self.width, self.texts(0))) + AIR + LEAD, self._overhang)

    @cached_property
    def right(self) -> int:
        return max(max(map(self.width, self.texts(1))) + AIR + LEAD, self._overhang)

    @cached_property
    def slot(self) -> int:
        return max(px(40), self.box.w - self.left - self.right)

    @cached_property
    def tops(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Middles of the labels at both ends, spread so that none is over another."""
        out = []
        for side in (0, 1):
            wanted = [self.y(one[side] or 0.0) for one in self.values]
            found = spread(wanted, self.line, self.plot.y - self.line, self.plot.bottom + self.line // 3)
            out.append(tuple(found or wanted))
        return out[0], out[1]

    @property
    def crowd(self) -> int:
        tall = max(0, len(self.series) * self.line - self.plot.h - self.line)
        narrow = max(0, self.left + self.right + px(160) - self.box.w)
        return super().crowd + tall + narrow

    def labels(self, n: int) -> tuple[str, ...]:
        return (self.texts(0)[n], self.texts(1)[n])

    def one(self, n: int) -> ChartSeries:
        colour = self.colours[n]
        shifts = []
        for side in (0, 1):
            down = self.tops[side][n] - self.y(self.values[n][side] or 0.0)
            if abs(down) > px(1) and self.values[n][side] is not None:
                shifts.append((side, LEAD if side else -LEAD, down))
        return replace(
            super().one(n), label_colour=self.readable(colour), label_places=((0, "left"), (1, "right")),
            label_position="right", label_shifts=tuple(shifts), point_colours=(),
        )  # fmt: skip

    def over(self) -> Iterator[Item]:
        yield from super().over()
        yield from self._leaders()

    def _leaders(self) -> Iterator[Item]:
        for n, one in enumerate(self.values):
            for side in (0, 1):
                value = one[side]
                at, middle = self.y(value or 0.0), self.tops[side][n]
                if value is None or abs(at - middle) <= px(1):
                    continue
                reach = LEAD
                x = self.plot.right + px(5) if side else self.plot.x - px(5) - reach
                down = middle > at
                yield shape(
                    "line", Box(x, min(at, middle), reach, abs(middle - at)), stroke="muted", stroke_w=px(0.75),
                    flip_v=down != bool(side),
                )  # fmt: skip
