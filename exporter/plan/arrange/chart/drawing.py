"""What all charts share: colours, labels, the names of series over the plot, alternative texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import inf
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import ChartKind, ChartSeries, Item, PlacedChart, PlacedText, Role
from exporter.model.report import Chart, Text
from exporter.model.report import Series as Data
from exporter.model.style import TextStyle
from exporter.plan.arrange.chart.amounts import Form, Scale, form, scale, shares
from exporter.plan.arrange.ink import READABLE, contrast, on
from exporter.plan.sheet import Sheet, clip, shape, text_item

AIR = px(8)
LEAST = px(200)
"""Height below which a chart is not read."""
SWATCH = px(12)
BETWEEN = px(24)
"""Between the names in a key."""


class Shared(Struct, frozen=True):
    """What small multiples have in common."""

    scale: Scale
    form: Form
    least: int
    """Height below which one is not read, EMU."""
    unit: str = ""
    """The unit that stands once over all of them."""


class Drawing(Struct, frozen=True, dict=True):
    """A chart over a box. A kind of chart is a class that says where its plot is and what its series look like."""

    block: Chart
    box: Box
    sheet: Sheet
    step: int
    today: str = ""
    shared: Shared | None = None
    """What it has in common with other charts beside it."""
    native: ClassVar[ChartKind]
    far: ClassVar[float] = inf
    """Share of the largest value from which on the least one is far from zero, and zero need not be on the axis."""

    # --- type ---

    @property
    def style(self) -> TextStyle:
        return self.sheet.style("chart-label", self.step)

    @property
    def line(self) -> int:
        return pt(self.style.line)

    def width(self, text: str) -> int:
        return round(self.sheet.width(text, self.style) * 1.03) + px(1)

    def text(
        self, what: Text | str, x: int, y: int, w: int, align: str = "left", colour: str = "ink", bold: bool = False
    ) -> PlacedText:  # fmt: skip
        """A small text, its first line at `y`."""
        style = self.style.but(align=align, colour=colour, bold=bold)
        para = self.sheet.para(what, style, w, role=Role.LABEL)
        return text_item(Box(x, y, w, self.line * len(para.lines)), (para,), size_role="chart-label")

    # --- numbers ---

    @property
    def series(self) -> tuple[Data, ...]:
        return self.block.series

    @cached_property
    def n(self) -> int:
        """How many categories there are."""
        return len(self.block.categories)

    @cached_property
    def values(self) -> tuple[tuple[float | None, ...], ...]:
        """The numbers of each series, one for every category."""
        return tuple((*one.values[: self.n], *(None,) * (self.n - len(one.values))) for one in self.series)

    @property
    def stacked(self) -> bool:
        return self.native.endswith(("stacked", "full"))

    @property
    def full(self) -> bool:
        return self.native.endswith("full")

    @cached_property
    def form(self) -> Form:
        return self.shared.form if self.shared else form(self.block, self.sheet)

    @property
    def least(self) -> int:
        """Height below which the chart is not read."""
        return self.shared.least if self.shared else LEAST

    def label(self, n: int, i: int) -> str:
        """A value as its label."""
        labels = self.series[n].labels
        return self.form.label(self.values[n][i], labels[i] if i < len(labels) else None)

    @cached_property
    def sums(self) -> tuple[tuple[float, float], ...]:
        """What each stack adds up to, below zero and above it."""
        columns = [[v for v in column if v is not None] for column in zip(*self.values, strict=True)]
        return tuple((sum(v for v in some if v < 0), sum(v for v in some if v > 0)) for some in columns)

    @cached_property
    def scale(self) -> Scale:
        if self.shared:
            return self.shared.scale
        if self.full:
            return Scale(0.0, 1.0, 0.25)
        every = [v for pair in self.sums for v in pair] if self.stacked else self._every()
        beside = [v for one in self.block.references for v in (one.value, one.end) if v is not None]
        made = scale([*every, *beside], self.block.low, self.block.high, self.far, self.fine)
        return made if self.block.low is not None else self.spaced(made)

    def spaced(self, at: Scale) -> Scale:
        """The axis with room for labels beyond the ends of what goes down from zero; names stand beyond it."""
        return at

    @property
    def fine(self) -> int:
        """Steps that the axis may have: more where no gridline shows them, so that little room is lost at its end."""
        return max(2, min(6, self.box.h // (2 * self.line) - 1)) if self.gridded else 20

    def _every(self) -> list[float]:
        return [v for one in self.values for v in one if v is not None]

    @property
    def ticks(self) -> Form:
        """How the values at the gridlines are written."""
        if self.full:
            return shares(self.form.language)
        return self.form.fine(self.scale.step)

    @cached_property
    def tick_labels(self) -> tuple[str, ...]:
        return tuple(map(self.ticks, self.scale.ticks)) if self.gridded else ()

    @property
    def unit(self) -> str:
        """The unit that stands once over the chart."""
        return self.form.unit

    # --- colours ---

    @cached_property
    def lit(self) -> frozenset[str]:
        return frozenset(self.block.highlight)

    @cached_property
    def colours(self) -> tuple[str, ...]:
        """Of each series: accent alone, accent and accent mid for two, then the theme's row; the focus in highlight."""
        focus = [one.name.path in self.lit for one in self.series]
        many = self.sheet.theme.chart_roles
        row: Sequence[str] = ("accent", "accent-mid") if len(focus) <= 2 else many
        if any(focus):
            row = ("accent", "accent-mid", *many[2:])
        if self.stacked:  # labels stand on them
            row = [role for role in row if on(self.sheet, role)] or row
        out, free = [], 0
        for is_focus in focus:
            out.append("highlight" if is_focus else row[free % len(row)])
            free += not is_focus
        return tuple(out)

    def points(self, n: int) -> tuple[tuple[int, str], ...]:
        """Points in focus: single values, and categories where there is one series."""
        labels, alone = self.series[n].labels, len(self.series) == 1
        return tuple(
            (i, "highlight")
            for i, category in enumerate(self.block.categories)
            if (alone and category.path in self.lit) or (i < len(labels) and labels[i].path in self.lit)
        )

    def readable(self, colour: str) -> str:
        """The colour for words of a series: its own where that can be read."""
        return colour if contrast(self.sheet.theme.colours, colour, "bg") >= READABLE else "ink"

    # --- the key ---

    @property
    def labelled(self) -> bool:
        """Whether every value's label fits; otherwise gridlines carry the values."""
        return True

    @property
    def plain(self) -> bool:
        """Whether the theme wants no labels where gridlines can carry the values."""
        return self.sheet.theme.look.chart_values == "axis"

    @property
    def gridded(self) -> bool:
        """Whether gridlines are drawn, with their values."""
        return not self.labelled or self.sheet.theme.look.chart_values == "both"

    @property
    def keyed(self) -> bool:
        """Whether the series' names stand in the key."""
        return len(self.series) > 1

    @cached_property
    def key(self) -> tuple[tuple[Text, str, bool], ...]:
        """(name, colour, whether it is a line) of what the key explains."""
        return tuple((one.name, self.colours[i], False) for i, one in enumerate(self.series)) if self.keyed else ()

    @cached_property
    def key_lines(self) -> list[list[tuple[Text, str, bool]]]:
        lines: list[list[tuple[Text, str, bool]]] = [[]]
        x = self.width(self.unit) + BETWEEN if self.unit else 0
        for one in self.key:
            w = SWATCH + AIR + self.width(one[0].plain) + BETWEEN
            if lines[-1] and x + w - BETWEEN > self.box.w:
                lines.append([])
                x = 0
            lines[-1].append(one)
            x += w
        return lines

    @property
    def head(self) -> int:
        """Height of the unit and the key."""
        return len(self.key_lines) * (self.line + px(4)) + px(12) if self.unit or self.key else 0

    def _key(self) -> Iterator[Item]:
        """The unit and the names of the series with their colours, over the plot."""
        x, y = self.box.x, self.box.y
        if self.unit:
            yield self.text(self.unit, x, y, self.width(self.unit), colour="muted")
            x += self.width(self.unit) + BETWEEN
        for line in self.key_lines:
            for name, colour, drawn in line:
                tall = px(3) if drawn else SWATCH
                yield shape("rect", Box(x, y + (self.line - tall) // 2, SWATCH, tall), fill=colour)
                w = min(self.width(name.plain), self.box.w - SWATCH - AIR)
                yield self.text(name, x + SWATCH + AIR, y, w)
                x += SWATCH + AIR + w + BETWEEN
            x, y = self.box.x, y + self.line + px(4)

    # --- what a kind says ---

    @property
    def plot(self) -> Box:
        raise NotImplementedError

    @property
    def need(self) -> int:
        return self.least + self.head

    @property
    def crowd(self) -> int:
        wide = max([0, *(self.width(name.plain) + SWATCH + AIR - self.box.w for name, _, _ in self.key)])
        return wide + px(40) * max(0, len(self.key) - self.told_apart)

    @property
    def told_apart(self) -> int:
        """How many series of a key are found in the chart: colours come again, and their order helps so far."""
        return 2 * len(self.sheet.theme.chart_roles)

    def items(self) -> Iterator[Item]:
        yield from self._key()
        yield from self.under()
        yield self.chart()
        yield from self.over()

    def under(self) -> Iterator[Item]:
        """What lies below the chart: bands."""
        return iter(())

    def over(self) -> Iterator[Item]:
        """What stands beside the chart and over it: names, labels, notes."""
        return iter(())

    def frame(self) -> Box:
        """The chart with the room of its own axis and labels."""
        return Box(self.box.x, self.box.y + self.head, self.box.w, max(px(1), self.box.h - self.head))

    def chart(self) -> PlacedChart:
        at = self.scale
        return PlacedChart(
            box=around(self.frame(), self.plot), plot=self.plot, chart=self.native,
            categories=tuple(c.plain for c in self.block.categories), series=tuple(self.placed()),
            minimum=at.low, maximum=at.high, unit=at.step if self.gridded else None, tick_labels=self.tick_labels,
            gap=self.gap, number_format=self.ticks.code if self.gridded else self.form.code, missing=self.block.missing,
            label_style=self.style, category_axis=self.axis, alt=self.alt(), paths=tuple(self.paths()),
            name=self.block.title.plain if self.block.title else "", anchor_id=self.block.id,
        )  # fmt: skip

    @property
    def gap(self) -> float:
        """Air between categories, in percent of a bar."""
        return self.sheet.theme.look.chart_gap

    @property
    def axis(self) -> bool:
        """Whether the chart's own axis names the categories."""
        return True

    def placed(self) -> Iterator[ChartSeries]:
        for n in range(len(self.series)):
            yield self.one(n)

    def one(self, n: int) -> ChartSeries:
        return ChartSeries(
            name=self.series[n].name.plain, values=self.values[n], colour=self.colours[n], point_colours=self.points(n),
            labels=self.labels(n), number_format=self.form.code,
        )  # fmt: skip

    def labels(self, n: int) -> tuple[str, ...]:
        return tuple(self.label(n, i) for i in range(self.n)) if self.labelled else ()

    def paths(self) -> Iterator[str]:
        """The facts that the chart shows."""
        yield from (text.path for text in self.block.categories)
        for one in self.series:
            yield one.name.path
            yield from (text.path for text in one.labels if text)
        if self.block.alt:
            yield self.block.alt.path

    def alt(self) -> str:
        """What the author says of it, else its numbers, with the unit that stands once over the chart."""
        if self.block.alt:
            return self.block.alt.plain
        told = []
        unit = self.shared.unit if self.shared else self.unit
        for n, one in enumerate(self.series):
            pairs = ", ".join(
                f"{c.plain} {self.label(n, i)}".rstrip() for i, c in enumerate(self.block.categories[:60])
            )
            of = f"({unit})" if unit and not n else ""
            name = f"{one.name.plain} {of}".strip()
            told.append(f"{name}: {pairs}" if name else pairs)
        return clip(self.sheet.words(f"alt-{self.said}", items="; ".join(told)))

    @property
    def said(self) -> str:
        """The kind of chart, as alternative texts name it."""
        kind = self.block.chart
        if kind.endswith("area"):
            return "area"
        return "stacked" if kind.startswith(("stacked", "full")) else SAID.get(kind, kind)


SAID = {"range": "spans", "doughnut": "pie"}
"""Kinds that alternative texts call otherwise."""


def around(frame: Box, plot: Box) -> Box:
    """The frame made larger where the plot reaches over it."""
    x, y = min(frame.x, plot.x), min(frame.y, plot.y)
    return Box(x, y, max(frame.right, plot.right) - x, max(frame.bottom, plot.bottom) - y)


def recoloured(series: ChartSeries, colour: str) -> ChartSeries:
    """The series with its labels in another colour."""
    return replace(series, label_colour=colour)


def spread(wanted: Sequence[int], tall: int, top: int, bottom: int) -> list[int] | None:
    """Middles of labels `tall` high near where they are wanted, none over another; None where they do not fit."""
    if len(wanted) * tall > bottom - top:
        return None
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    heaps: list[list[int]] = []
    starts: list[float] = []

    def begin(heap: Sequence[int]) -> float:
        """The top of a heap, so that its labels stand near where they are wanted."""
        middle = sum(wanted[i] - (k + 0.5) * tall for k, i in enumerate(heap)) / len(heap)
        return min(max(middle, top), bottom - tall * len(heap))

    for i in order:
        heap = [i]
        while heaps and starts[-1] + len(heaps[-1]) * tall > begin(heap):
            heap = [*heaps.pop(), *heap]
            starts.pop()
        heaps.append(heap)
        starts.append(begin(heap))
    out = [0] * len(wanted)
    for heap, start in zip(heaps, starts, strict=True):
        for k, i in enumerate(heap):
            out[i] = round(start + (k + 0.5) * tall)
    return out
