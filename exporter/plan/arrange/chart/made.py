"""Bullets: values before bands and targets. Marimekkos: columns as wide as they weigh, of parts as high as shares."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec.structs import replace

from exporter.model.geometry import Box, px, to_pt
from exporter.model.page import ChartKind, ChartSeries, Item, Para, PlacedChart, Role
from exporter.model.report import Text
from exporter.plan.arrange.chart.amounts import shares
from exporter.plan.arrange.chart.columns import Columns
from exporter.plan.arrange.chart.drawing import AIR, Drawing
from exporter.plan.arrange.chart.upright import fitting
from exporter.plan.arrange.derived import Derived, bullet, marimekko
from exporter.plan.arrange.ink import on
from exporter.plan.arrange.phrases import torn
from exporter.plan.sheet import shape, text_item
from exporter.text import height

BAND = px(68)
"""Width of the bands: a wider dash for the target would be a block."""
SHADES = ("rule", "grid", "tint")
"""Of the bands of a bullet, from the lowest on."""


class Bullet(Columns, frozen=True, dict=True):
    """Columns of bands, a slim bar of the value before them, a dash for the target."""

    native: ClassVar[ChartKind] = "column-stacked"

    @property
    def stacked(self) -> bool:
        return False

    @property
    def lanes(self) -> int:
        return 1

    @cached_property
    def labelled(self) -> bool:
        return not self.plain and fitting([self.label(0, i) for i in range(self.n)], self.slot - AIR, self)

    @property
    def gridded(self) -> bool:
        return True

    @property
    def gap(self) -> float:
        return min(500.0, max(60.0, (self.slot / BAND - 1) * 100))

    @cached_property
    def shades(self) -> tuple[str, ...]:
        bands = len(self.series) - 2
        return tuple(SHADES[max(0, min(len(SHADES) - 1, len(SHADES) - bands + k))] for k in range(bands))

    @cached_property
    def key(self) -> tuple[tuple[Text, str, bool], ...]:
        colours = ("accent", "highlight", *self.shades)
        return tuple((one.name, colours[n], n == 1) for n, one in enumerate(self.series))

    def _cuts(self) -> Iterator[Item]:
        return iter(())

    @cached_property
    def derived(self) -> Derived:
        pitch = self.plot.w / self.n
        band = to_pt(pitch / (1 + self.gap / 100))
        names = [one.name.plain for one in self.series]
        bands = [
            (names[n], [v or 0.0 for v in self.values[n]], shade) for n, shade in enumerate(self.shades, 2)
        ]  # fmt: skip
        return bullet(
            tuple(c.plain for c in self.block.categories), bands, (names[0], self.values[0], "accent"),
            (names[1], self.values[1], "highlight"), (band * 0.36, min(40.0, band * 0.6)),
        )  # fmt: skip

    def placed(self) -> Iterator[ChartSeries]:
        for one in self.derived.series:
            yield replace(one, number_format=self.form.code)

    def over(self) -> Iterator[Item]:
        yield from super().over()
        if not self.labelled:
            return
        for i, value in enumerate(self.values[0]):
            if value is not None:
                top = max(one[i] or 0.0 for one in self.values)
                x, y = self.centre(i) - self.slot // 2, self.y(top) - self.line - px(3)
                yield self.text(self.label(0, i), x, y, self.slot, "center", bold=True)

    def chart(self) -> PlacedChart:
        return replace(super().chart(), inputs=self.derived.inputs if len(self.series) > 2 else None)


class Marimekko(Drawing, frozen=True, dict=True):
    """Each category as wide as the sum of its values, its parts as high as their share."""

    native: ClassVar[ChartKind] = "area-full"

    @property
    def labelled(self) -> bool:
        return False

    @property
    def gridded(self) -> bool:
        return False

    @property
    def axis(self) -> bool:
        return False

    @cached_property
    def totals(self) -> tuple[float, ...]:
        return tuple(high for _, high in self.sums)

    @cached_property
    def derived(self) -> Derived:
        parts = [(one.name.plain, self.values[n], self.colours[n]) for n, one in enumerate(self.series)]
        names = tuple(c.plain for c in self.block.categories)
        return marimekko(names, self.totals, parts, self.sheet.words("total"))

    @cached_property
    def names(self) -> tuple[Para, ...]:
        """The names of the columns, in as many lines as their widths ask for."""
        style = self.style.but(align="center")
        pairs = zip(self.block.categories, self.widths, strict=True)
        return tuple(self.sheet.para(name, style, max(w, px(8)), role=Role.LABEL) for name, (_, w) in pairs)

    @cached_property
    def foot(self) -> int:
        return AIR + max(height((para,)) for para in self.names) + self.line

    @cached_property
    def plot(self) -> Box:
        top = self.box.y + self.head
        return Box(self.box.x, top, self.box.w, max(px(120), self.box.bottom - top - self.foot))

    @property
    def need(self) -> int:
        return self.head + self.foot + px(120)

    @property
    def widths(self) -> tuple[tuple[int, int], ...]:
        """Left edge and width of each column."""
        return tuple(
            (round(self.box.x + a * self.box.w), round((b - a) * self.box.w)) for a, b in self.derived.columns
        )  # fmt: skip

    @property
    def crowd(self) -> int:
        """Names must fit under their columns without a word torn."""
        narrow = sum(
            w < 2 * self.line and self.width(para.text) > w
            for para, (_, w) in zip(self.names, self.widths, strict=True)
        )
        return super().crowd + px(40) * (torn(self.names) + narrow)

    def placed(self) -> Iterator[ChartSeries]:
        yield from self.derived.series

    def chart(self) -> PlacedChart:
        made = self.derived
        return replace(
            super().chart(), chart="area-stacked", categories=made.categories, dates=made.dates, date_unit="days",
            edges=True, inputs=made.inputs, category_formulas=made.category_formulas, category_axis=False,
            minimum=0.0, maximum=1.0, number_format=shares(self.form.language).code,
        )  # fmt: skip

    def over(self) -> Iterator[Item]:
        whole = sum(self.totals)
        yield shape(
            "line", Box(self.plot.x, self.plot.bottom, self.plot.w, 0), stroke="rule", stroke_w=px(1)
        )  # fmt: skip
        for i, (x, w) in enumerate(self.widths):
            level = 0.0
            for n, one in enumerate(self.values):
                share = (one[i] or 0.0) / (self.totals[i] or 1.0)
                label, ink = self.label(n, i), on(self.sheet, self.colours[n])
                fits = share * self.plot.h >= self.line + px(4) and self.width(label) + px(6) <= w
                if label and ink and fits:
                    y = round(self.plot.bottom - (level + share / 2) * self.plot.h) - self.line // 2
                    yield replace(self.text(label, x, y, w, "center", ink), fill=self.colours[n])
                level += share
            para, y = self.names[i], self.plot.bottom + px(6)
            yield text_item(Box(x, y, w, height((para,))), (para,), size_role="chart-label")
            total = self.form(self.totals[i])
            share_text = shares(self.form.language)(self.totals[i] / (whole or 1.0))
            shown = next((t for t in (f"{total} · {share_text}", total) if self.width(t) <= w), "")
            if shown:
                yield self.text(shown, x, y + self.foot - AIR - self.line, w, "center", "muted")
