"""Pies and doughnuts with name and value beside each slice; radars with their names around."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import cos, pi, sin, sqrt
from typing import ClassVar

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import ChartKind, ChartSeries, Item, Role
from exporter.plan.arrange.chart.drawing import AIR, Drawing, spread
from exporter.plan.sheet import text_item

WIDEST = px(420)
"""Across a pie: a larger one says no more."""


class Pie(Drawing, frozen=True, dict=True):
    """Slices clockwise from the top."""

    native: ClassVar[ChartKind] = "pie"

    @property
    def gridded(self) -> bool:
        return False

    @property
    def keyed(self) -> bool:
        return False

    @property
    def side(self) -> int:
        return max(map(self.width, self.labels(0))) + AIR

    @cached_property
    def plot(self) -> Box:
        air = self.line + AIR
        d = min(self.box.h - self.head - 2 * air, self.box.w - 2 * self.side, WIDEST)
        d = max(px(120), d)
        top = self.box.y + self.head + max(air, (self.box.h - self.head - d) // 2)
        return Box(self.box.x + (self.box.w - d) // 2, top, d, d)

    @property
    def crowd(self) -> int:
        return max(0, 2 * self.side + self.plot.w - self.box.w)

    @property
    def need(self) -> int:
        return self.head + px(120) + 2 * (self.line + AIR)

    def labels(self, n: int) -> tuple[str, ...]:
        return tuple(
            f"{c.plain} {self.label(n, i)}" if self.values[n][i] else "" for i, c in enumerate(self.block.categories)
        )

    def points(self, n: int) -> tuple[tuple[int, str], ...]:
        """A colour for each slice: those in focus in highlight, the others then in those of structure."""
        lit = dict(super().points(n))
        many = self.sheet.theme.chart_roles
        row = ("accent", "accent-mid", *many[2:]) if lit else many
        free = iter(range(self.n))
        return tuple((i, lit[i] if i in lit else row[next(free) % len(row)]) for i in range(self.n))


class Doughnut(Pie, frozen=True, dict=True):
    """A pie with the sum of its slices in the middle, where that is no share."""

    native: ClassVar[ChartKind] = "doughnut"

    def one(self, n: int) -> ChartSeries:
        """Without labels: a doughnut's own ones would stand on its ring."""
        return replace(super().one(n), labels=())

    def over(self) -> Iterator[Item]:
        yield from self._beside()
        yield from self._middle()

    def _beside(self) -> Iterator[Item]:
        """Name and value of each slice beside it, none over another."""
        whole = sum(self.sums[i][1] for i in range(self.n)) or 1.0
        cx, cy, r = self.plot.x + self.plot.w / 2, self.plot.y + self.plot.h / 2, self.plot.w / 2 + AIR
        sides: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
        turn = 0.0
        for label, value in zip(self.labels(0), self.values[0], strict=True):
            middle = 2 * pi * (turn + (value or 0.0) / whole / 2)
            turn += (value or 0.0) / whole
            if label:
                sides[sin(middle) < 0].append((label, round(cy - r * cos(middle))))
        for left, found in enumerate(sides):
            wanted = [y for _, y in found]
            top, bottom = self.plot.y - self.line - AIR, self.plot.bottom + self.line + AIR
            for (label, _), y in zip(found, spread(wanted, self.line, top, bottom) or wanted, strict=True):
                away = sqrt(max(0.0, r * r - (y - cy) ** 2))
                w = self.width(label)
                x = round(cx - away - w) if left else round(cx + away)
                yield self.text(label, x, y - self.line // 2, w, "right" if left else "left")

    def _middle(self) -> Iterator[Item]:
        """The sum, in the hole."""
        if self.form.sign == "%":
            return
        total = self.form(sum(self.sums[i][1] for i in range(self.n)))
        style = self.style.but(size=self.style.size * 1.75, line=self.style.line * 1.75, bold=True, align="center")
        w = self.plot.w // 2 - px(16)
        if round(self.sheet.width(total, style) * 1.03) <= w:
            para = self.sheet.para(total, style, w, role=Role.LABEL)
            tall = round(self.line * 1.75)
            spot = Box(self.plot.x + (self.plot.w - w) // 2, self.plot.y + (self.plot.h - tall) // 2, w, tall)
            yield text_item(spot, (para,), size_role="chart-label")


class Radar(Drawing, frozen=True, dict=True):
    """Series as closed lines over the same spokes."""

    native: ClassVar[ChartKind] = "radar"

    @property
    def labelled(self) -> bool:
        return False

    @property
    def axis(self) -> bool:
        return False

    @cached_property
    def name_w(self) -> int:
        return min(max(self.width(c.plain) for c in self.block.categories), self.box.w // 4)

    @cached_property
    def plot(self) -> Box:
        air = self.line * max(self.lines_of_names) + AIR
        d = min(self.box.h - self.head - 2 * air, self.box.w - 2 * (self.name_w + AIR))
        d = max(px(120), d)
        return Box(self.box.x + (self.box.w - d) // 2, self.box.y + self.head + air, d, d)

    @cached_property
    def lines_of_names(self) -> tuple[int, ...]:
        paras = (self.sheet.para(c, self.style, self.name_w, role=Role.LABEL) for c in self.block.categories)
        return tuple(len(para.lines) for para in paras)

    @property
    def need(self) -> int:
        return self.head + px(180) + 2 * (self.line + AIR)

    @property
    def crowd(self) -> int:
        """Names around must not meet: their number is bounded by the way round."""
        tall = 2 * (self.line * max(self.lines_of_names) + AIR) + self.plot.h + self.head - self.box.h
        around = self.n * self.line * max(self.lines_of_names) * 2 - round(pi * self.plot.w)
        return super().crowd + max(0, tall) + max(0, around)

    def one(self, n: int) -> ChartSeries:
        return replace(super().one(n), labels=(), point_colours=())

    def over(self) -> Iterator[Item]:
        """The names of the categories around the web."""
        r = self.plot.w / 2 + AIR
        cx, cy = self.plot.x + self.plot.w // 2, self.plot.y + self.plot.h // 2
        for i, name in enumerate(self.block.categories):
            angle = 2 * pi * i / self.n
            x, y = cx + r * sin(angle), cy - r * cos(angle)
            side = round(sin(angle), 3)
            align = "center" if not side else "left" if side > 0 else "right"
            para = self.sheet.para(name, self.style.but(align=align), self.name_w, role=Role.LABEL)
            tall = self.line * len(para.lines)
            left = x - self.name_w / 2 if not side else x if side > 0 else x - self.name_w
            top = y - tall if round(cos(angle), 3) == 1 else y if round(cos(angle), 3) == -1 else y - tall / 2
            yield text_item(Box(round(left), round(top), self.name_w, tall), (para,), size_role="chart-label")
