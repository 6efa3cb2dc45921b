"""In: a chart block. Out: a native chart with direct labels: no legend box, no frame, no title (the slide has it).

Names of categories stand on the chart's own axis where each fits on one line, else as texts beside the plot; names of
several series stand in a key over it, or at the ends of their lines. Values are labels where they fit; where some do
not, gridlines with their values stand in for them (look.md section 7).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from exporter.model.geometry import Box, pt, px
from exporter.model.page import ChartSeries, Item, Para, PlacedChart, Role
from exporter.model.report import AnyBlock, Chart
from exporter.model.report import Series as Data
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.ink import READABLE, contrast, on
from exporter.plan.arrange.phrases import torn
from exporter.plan.sheet import Sheet, clip, shape, text_item
from exporter.text import height

Kind = Literal["bar", "bar-stacked", "column", "column-stacked", "line", "pie"]
KINDS: Mapping[str, Kind] = {
    "column": "column",
    "stacked-column": "column-stacked",
    "bar": "bar",
    "stacked-bar": "bar-stacked",
    "line": "line",
    "area": "line",
    "stacked-area": "column-stacked",
    "pie": "pie",
    "doughnut": "pie",
}
"""How each kind of a report is drawn."""
LAID: Mapping[Kind, Kind] = {"column": "bar", "column-stacked": "bar-stacked", "line": "bar"}
"""Columns, and lines over what is no course of time, and the same as bars."""
AIR = px(8)
LEAST = px(200)
"""Height below which a chart is not read."""
THIN, THICK = px(24), px(112)
"""Height of a row of horizontal bars."""
SLIM = px(9)
"""Height of a bar that has neighbours and no label."""
AIRY = 140 / 75
"""So much more air has a chart of few columns."""
WIDEST = px(160)
"""Width of a column; a single one does not fill its slide."""
SLICES, SLIVER = 6, 0.04
"""A pie with more slices, or with a thinner one, is drawn as bars: its labels would collide."""
SWATCH = px(12)
COUNTED = re.compile(r"\b\d{4}\b|\A\d+\Z|\d[./-]\d")
"""Names that go on by themselves: years, numbers, dates. Between two of them a third may stay unnamed."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """The chart over the whole box; None for a kind that is not drawn, and for one without numbers."""
    if not isinstance(block, Chart) or block.chart not in KINDS or not block.categories:
        return None
    if not any(value is not None for data in block.series for value in data.values):
        return None
    kind = KINDS[block.chart]
    if kind == "pie" and not _sliced(block):
        kind = "bar"
    drawing = DRAWINGS[kind](block, kind, box, sheet, step)
    if drawing.crowd and kind in LAID and not (kind == "line" and drawing.counted):
        drawing = Flat(block, LAID[kind], box, sheet, step)  # long names stand beside bars
    need = drawing.need
    return Arranged(tuple(drawing.items()), need, crowd=drawing.crowd, white=0.0 if need <= box.h else None)


def _sliced(block: Chart) -> bool:
    """Whether a pie can be labelled: one series, few slices, none of them thin."""
    values = [value or 0 for value in block.series[0].values]
    total = sum(values)
    thin = any(0 < value < SLIVER * total for value in values)
    return len(block.series) == 1 and len(values) <= SLICES and min(values) >= 0 < total and not thin


@dataclass(frozen=True)
class Drawing:
    """What all charts share: colours, labels, the key over the plot, the scale of values."""

    block: Chart
    kind: Kind
    box: Box
    sheet: Sheet
    step: int

    @property
    def style(self) -> TextStyle:
        return self.sheet.style("chart-label", self.step)

    @property
    def line(self) -> int:
        return pt(self.style.line)

    def width(self, text: str) -> int:
        return round(self.sheet.width(text, self.style) * 1.03) + px(1)

    @property
    def series(self) -> tuple[Data, ...]:
        return self.block.series

    @property
    def stacked(self) -> bool:
        return self.kind.endswith("stacked")

    @cached_property
    def colours(self) -> tuple[str, ...]:
        """Of each series: accent alone, accent and accent mid for two, then the theme's row; the focus in highlight."""
        names = [data.name.path for data in self.series]
        focus = [name in self.block.highlight for name in names]
        many = self.sheet.theme.chart_roles
        row = ("accent", "accent-mid") if len(names) <= 2 else many
        if any(focus):
            row = ("accent", "accent-mid", *many[2:])
        out, free = [], 0
        for is_focus in focus:
            out.append("highlight" if is_focus else row[free % len(row)])
            free += not is_focus
        return tuple(out)

    def label(self, data: Data, i: int) -> str:
        """A value as its label: as written, with its unit where that is a sign."""
        value = data.values[i] if i < len(data.values) else None
        if value is None:
            return ""
        text = data.labels[i].plain if i < len(data.labels) and data.labels[i] else f"{value:g}"
        unit = self.block.unit
        return text + unit if unit in ("%", "‰", "°") and not text.endswith(unit) else text

    @property
    def unit(self) -> str:
        """The unit that stands once over the chart."""
        return "" if self.block.unit in ("%", "‰", "°") else self.block.unit

    @cached_property
    def scale(self) -> tuple[float, float, float]:
        """(least, most, step) of the value axis: round numbers, zero among them unless a line stays far from it."""
        sums = [0.0]
        for i in range(len(self.block.categories)):
            values = [d.values[i] or 0.0 for d in self.series if i < len(d.values) and d.values[i] is not None]
            plus, minus = sum(v for v in values if v > 0), sum(v for v in values if v < 0)
            sums += [plus, minus] if self.stacked else values
        low, high = min(sums), max(sums)
        if self.kind == "line" and sums[1:] and min(sums[1:]) > 0.6 * max(sums[1:]) > 0:
            low = min(sums[1:])
        step = _round_step((high - low) or abs(high) or 1.0)
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
        return low, high if high > low else low + step, step

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

    @property
    def counted(self) -> bool:
        """Whether the categories are a course of numbers or dates."""
        return all(COUNTED.search(category.plain) for category in self.block.categories)

    @cached_property
    def key_lines(self) -> list[list[tuple[int, str]]]:
        """Series by lines of the key: (index, name)."""
        lines: list[list[tuple[int, str]]] = [[]]
        x = self.width(self.unit) + px(24) if self.unit else 0
        for i, data in enumerate(self.series if self.keyed else ()):
            w = SWATCH + AIR + self.width(data.name.plain) + px(24)
            if lines[-1] and x + w > self.box.w:
                lines.append([])
                x = 0
            lines[-1].append((i, data.name.plain))
            x += w
        return lines

    @property
    def head(self) -> int:
        """Height of the unit and the key."""
        return len(self.key_lines) * (self.line + px(4)) + px(12) if self.unit or self.keyed else 0

    @property
    def plot(self) -> Box:
        raise NotImplementedError

    @property
    def need(self) -> int:
        return LEAST + self.head

    @property
    def crowd(self) -> int:
        return max([0, *(self.width(d.name.plain) + SWATCH + AIR - self.box.w for d in self.series)])

    def items(self) -> Iterator[Item]:
        yield from self._key()
        yield from self._values()
        yield self.chart()
        yield from self.names()

    def names(self) -> Iterator[Item]:
        """Names of categories that stand beside the plot as texts."""
        return iter(())

    def chart(self) -> PlacedChart:
        low, high, step = self.scale
        return PlacedChart(
            box=self._frame(), plot=self.plot, chart=self.kind,
            categories=tuple(c.plain for c in self.block.categories),
            series=tuple(self._series(i) for i in range(len(self.series))),
            minimum=low, maximum=high, unit=step if self.gridded else None, gap=self.gap,
            label_style=self.style, category_axis=self.axis, alt=self._alt(), paths=tuple(self._paths()),
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

    def _frame(self) -> Box:
        """The chart with the room of its own axis and labels."""
        top = self.box.y + self.head
        return Box(self.box.x, top, self.box.w, max(self.plot.bottom, self.box.bottom) - top)

    def _series(self, n: int) -> ChartSeries:
        data = self.series[n]
        values = tuple(data.values[i] if i < len(data.values) else None for i in range(len(self.block.categories)))
        plain = ChartSeries(
            name=data.name.plain, values=values, colour=self.colours[n], point_colours=self._points(),
            labels=self.labels(n),
        )  # fmt: skip
        return self._dressed(plain)

    def _points(self) -> tuple[tuple[int, str], ...]:
        """Categories in focus, for a chart of one series."""
        if len(self.series) > 1:
            return ()
        focus = enumerate(c.path in self.block.highlight for c in self.block.categories)
        return tuple((i, "highlight") for i, is_focus in focus if is_focus)

    def _dressed(self, series: ChartSeries) -> ChartSeries:
        """The series with the place and colour of its labels: inside what is stacked, else at its end."""
        if self.stacked:
            return replace(series, label_position="inside", label_colour=on(self.sheet, series.colour) or "ink")
        return series

    def labels(self, n: int) -> tuple[str, ...]:
        if not self.labelled:
            return ()
        return tuple(self.label(self.series[n], i) for i in range(len(self.block.categories)))

    def _paths(self) -> Iterator[str]:
        for text in self.block.categories:
            yield text.path
        for data in self.series:
            yield data.name.path
            yield from (text.path for text in data.labels if text)

    def _alt(self) -> str:
        def told(data: Data) -> str:
            pairs = ", ".join(f"{c.plain} {self.label(data, i)}" for i, c in enumerate(self.block.categories))
            return f"{data.name.plain}: {pairs}" if data.name else pairs

        kind = {"column-stacked": "stacked", "bar-stacked": "stacked"}.get(self.kind, self.kind)
        return clip(self.sheet.words(f"alt-{kind}", items="; ".join(map(told, self.series))))

    def _key(self) -> Iterator[Item]:
        """The unit and the names of the series with their colours, over the plot."""
        y = self.box.y
        x = self.box.x
        if self.unit:
            w = self.width(self.unit)
            para = self.sheet.para(self.unit, self.style.but(colour="muted"), w, role=Role.LABEL)
            yield text_item(Box(x, y, w, self.line), (para,), size_role="chart-label")
            x += w + px(24)
        for line in self.key_lines if self.keyed else ():
            for i, name in line:
                w = self.width(name)
                yield shape("rect", Box(x, y + (self.line - SWATCH) // 2, SWATCH, SWATCH), fill=self.colours[i])
                para = self.sheet.para(self.series[i].name, self.style, w, role=Role.LABEL)
                yield text_item(Box(x + SWATCH + AIR, y, w, self.line), (para,), size_role="chart-label")
                x += SWATCH + AIR + w + px(24)
            x, y = self.box.x, y + self.line + px(4)

    @property
    def value_w(self) -> int:
        """Room of the values at the gridlines."""
        if not self.gridded:
            return 0
        return max(self.width(f"{v:g}") for v in self._grid()) + AIR

    def _grid(self) -> list[float]:
        low, high, step = self.scale
        return [round(low + i * step, 10) for i in range(round((high - low) / step) + 1)]

    def _values(self) -> Iterator[Item]:
        """Values of the gridlines, left of the plot."""
        if not self.gridded:
            return
        low, high, _ = self.scale
        style = self.style.but(colour="muted", align="right")
        for value in self._grid():
            y = round(self.plot.bottom - (value - low) / (high - low) * self.plot.h) - self.line // 2
            para = self.sheet.para(f"{value:g}", style, self.value_w - AIR, role=Role.LABEL)
            yield text_item(Box(self.box.x, y, self.value_w - AIR, self.line), (para,), size_role="chart-label")


class Upright(Drawing):
    """Columns and lines: categories from left to right."""

    @property
    def slot(self) -> int:
        return (self.box.w - self.value_w - self.ends) // len(self.block.categories)

    @property
    def ends(self) -> int:
        """Room right of the plot."""
        return 0

    @cached_property
    def labelled(self) -> bool:
        """Columns side by side share their slot; stacked ones label what is high enough."""
        n = 1 if self.stacked else len(self.series)
        room = self.box.w // len(self.block.categories) // n
        count = range(len(self.block.categories))
        fits = all(self.width(self.label(data, i)) <= room for data in self.series for i in count)
        return fits and not self.plain

    @cached_property
    def axis(self) -> bool:
        return all(self.width(c.plain) <= self.slot - AIR for c in self.block.categories)

    @property
    def name_w(self) -> int:
        return max(px(8), self.slot - AIR)

    @property
    def tight(self) -> bool:
        """Whether the names stand so close that there is no use in breaking them to lines."""
        return self.slot - AIR < 2 * self.line and not self.axis

    @cached_property
    def wrapped(self) -> tuple[Para, ...]:
        style = self.style.but(align="center")
        return tuple(self.sheet.para(c, style, self.name_w, role=Role.LABEL) for c in self.block.categories)

    @property
    def foot(self) -> int:
        """Height of the names under the plot."""
        return AIR + (self.line if self.axis or self.every > 1 else max(height((para,)) for para in self.wrapped))

    @cached_property
    def plot(self) -> Box:
        top = self.box.y + self.head + self.line + AIR
        tall = max(self.box.bottom - top - self.foot, LEAST - self.line - AIR - self.foot)
        return Box(self.box.x + self.value_w, top, self.slot * len(self.block.categories), max(px(40), tall))

    @property
    def gap(self) -> float:
        bars = 1 if self.stacked else len(self.series)
        plain = super().gap * (1 if self.slot <= px(180) else AIRY)
        return min(500.0, max(plain, (self.slot / WIDEST - bars) * 100))

    @property
    def need(self) -> int:
        return LEAST + self.head + (0 if self.axis else self.foot)

    @cached_property
    def every(self) -> int:
        """1, or the distance of the names that are shown where they are numbers or dates and stand too close."""
        if self.axis or not (self.counted and (self.tight or torn(self.wrapped))):
            return 1
        return -(-max(self.width(c.plain) + 2 * AIR for c in self.block.categories) // max(1, self.slot))

    @property
    def crowd(self) -> int:
        if self.axis or self.every > 1:
            return super().crowd
        return super().crowd + px(40) * (len(self.block.categories) if self.tight else torn(self.wrapped))

    def names(self) -> Iterator[Item]:
        if self.axis:
            return
        n = len(self.wrapped)
        for i in range(0, n, self.every):
            w = self.name_w if self.every == 1 else self.width(self.block.categories[i].plain) + px(2)
            x = self.plot.x + round((i + 0.5) * self.plot.w / n) - w // 2
            if self.every > 1 and (x < self.box.x or x + w > self.box.right):
                continue
            para = self.sheet.para(self.block.categories[i], self.style.but(align="center"), w, role=Role.LABEL)
            where = Box(x, self.plot.bottom + AIR, w, height((para,)))
            yield text_item(where, (para,), size_role="chart-label")

    def labels(self, n: int) -> tuple[str, ...]:
        found = super().labels(n)
        if not self.stacked:
            return found
        low, high, _ = self.scale
        unit = self.plot.h / (high - low)
        return tuple(
            label if on(self.sheet, self.colours[n]) and abs(value or 0) * unit >= self.line else ""
            for label, value in zip(found, self.series[n].values, strict=False)
        )


class Lines(Upright):
    """Lines: their names at their ends unless these come too close."""

    @cached_property
    def labelled(self) -> bool:
        return len(self.series) == 1 and super().labelled

    @cached_property
    def keyed(self) -> bool:
        if len(self.series) < 2:
            return False
        low, high, _ = self.scale
        tall = self.box.h - self.line * 4
        ends = sorted((_last(data) - low) / (high - low) * tall for data in self.series)
        return any(b - a < self.line for a, b in pairwise(ends)) or self._ends() > self.box.w // 3

    def _ends(self) -> int:
        return max(self.width(self._end(data)) for data in self.series) + AIR

    def _end(self, data: Data) -> str:
        i = max((i for i, v in enumerate(data.values) if v is not None), default=0)
        return f"{data.name.plain} {self.label(data, i)}"

    @property
    def ends(self) -> int:
        return 0 if self.keyed or len(self.series) < 2 else max(0, self._ends() - px(24))

    def labels(self, n: int) -> tuple[str, ...]:
        if self.labelled or self.keyed:
            return super().labels(n)
        data = self.series[n]
        last = max((i for i, v in enumerate(data.values) if v is not None), default=-1)
        if len(self.series) == 1:
            return tuple(self.label(data, i) if i == last else "" for i in range(len(data.values)))
        return tuple(self._end(data) if i == last else "" for i in range(len(data.values)))

    def _points(self) -> tuple[tuple[int, str], ...]:
        return ()

    def _dressed(self, series: ChartSeries) -> ChartSeries:
        """Labels in the colour of their line, where that can be read."""
        readable = contrast(self.sheet.theme.colours, series.colour, "bg") >= READABLE
        return replace(series, label_colour=series.colour if readable else "ink")


class Flat(Drawing):
    """Horizontal bars: names left of the plot, values right of their bars."""

    @cached_property
    def name_w(self) -> int:
        widest = max(self.width(c.plain) for c in self.block.categories)
        return min(widest, self.box.w * 2 // 5)

    @cached_property
    def texts(self) -> tuple[Para, ...]:
        style = self.style.but(align="right")
        return tuple(self.sheet.para(c, style, self.name_w, role=Role.LABEL) for c in self.block.categories)

    @property
    def axis(self) -> bool:
        return all(len(para.lines) == 1 for para in self.texts)

    @property
    def bars(self) -> int:
        """Bars one below the other in a row."""
        return 1 if self.stacked else len(self.series)

    @cached_property
    def names_h(self) -> int:
        """Height of the tallest name with its air."""
        return max(height((para,)) for para in self.texts) + px(4)

    @cached_property
    def labelled(self) -> bool:
        """Side by side bars are labelled where every one has a line of its own."""
        row = max(THIN, self.names_h, self.bars * round(self.line * 1.1))
        fits = self.bars == 1 or self.head + row * len(self.block.categories) <= self.box.h
        return fits and not self.plain

    @property
    def row(self) -> int:
        """Least height of a row."""
        if self.labelled:
            return max(THIN, self.names_h, self.bars * round(self.line * 1.1))
        return max(self.names_h, self.bars * SLIM + px(8))

    @property
    def foot(self) -> int:
        """Height of the values under the plot."""
        return 0 if not self.gridded else self.line + px(4)

    @cached_property
    def plot(self) -> Box:
        count = range(len(self.block.categories))
        after = 0 if self.stacked else max(self.width(self.label(d, i)) for d in self.series for i in count) + AIR
        if self.gridded:
            least = self.width(f"{self.scale[1]:g}") // 2 + px(4)
            after = max(after, least) if self.labelled else least
        n = len(self.block.categories)
        room = (self.box.h - self.head - self.foot) // n
        tall = max(self.row, min(room, THICK * max(1, self.bars * 3 // 4)))
        x = self.box.x + self.name_w + AIR
        before = after if self.scale[0] < 0 else 0
        return Box(x + before, self.box.y + self.head, max(px(40), self.box.right - x - after - before), tall * n)

    @property
    def need(self) -> int:
        return self.head + self.row * len(self.block.categories) + self.foot

    @property
    def crowd(self) -> int:
        return super().crowd + px(40) * torn(self.texts)

    @property
    def gap(self) -> float:
        return super().gap * (1 if self.labelled or self.plain else 2 / 3)

    def _values(self) -> Iterator[Item]:
        """Values of the gridlines, under the plot."""
        if not self.gridded:
            return
        low, high, _ = self.scale
        style = self.style.but(colour="muted", align="center")
        w = max(self.width(f"{value:g}") for value in self._grid()) + px(4)
        for value in self._grid():
            x = round(self.plot.x + (value - low) / (high - low) * self.plot.w) - w // 2
            para = self.sheet.para(f"{value:g}", style, w, role=Role.LABEL)
            yield text_item(Box(x, self.plot.bottom + px(4), w, self.line), (para,), size_role="chart-label")

    def _frame(self) -> Box:
        return replace(self.box, y=self.plot.y, h=self.plot.h)

    def names(self) -> Iterator[Item]:
        if self.axis:
            return
        pitch = self.plot.h / len(self.texts)
        for i, para in enumerate(self.texts):
            tall = height((para,))
            y = self.plot.y + round((i + 0.5) * pitch) - tall // 2
            yield text_item(Box(self.box.x, y, self.name_w, tall), (para,), size_role="chart-label")

    def labels(self, n: int) -> tuple[str, ...]:
        found = super().labels(n)
        if not self.stacked:
            return found
        low, high, _ = self.scale
        unit = self.plot.w / (high - low)
        return tuple(
            label if on(self.sheet, self.colours[n]) and abs(value or 0) * unit >= self.width(label) + AIR else ""
            for label, value in zip(found, self.series[n].values, strict=False)
        )


class Pie(Drawing):
    """Slices with name and value beside each."""

    @property
    def gridded(self) -> bool:
        return False

    @property
    def plot(self) -> Box:
        d = max(px(120), min(self.box.h - self.head - 2 * (self.line + AIR), self.box.w - 2 * self._side()))
        x = self.box.x + (self.box.w - d) // 2
        return Box(x, self.box.y + self.head + self.line + AIR, d, d)

    def _side(self) -> int:
        return max(self.width(label) for label in self.labels(0)) + AIR

    @property
    def crowd(self) -> int:
        return max(0, 2 * self._side() + self.plot.w - self.box.w)

    def labels(self, n: int) -> tuple[str, ...]:
        data = self.series[n]
        return tuple(
            f"{c.plain} {self.label(data, i)}" if i < len(data.values) and data.values[i] else ""
            for i, c in enumerate(self.block.categories)
        )


def _last(data: Data) -> float:
    return next((value for value in reversed(data.values) if value is not None), 0.0)


def _round_step(span: float) -> float:
    """A round distance of gridlines that gives four to eight of them."""
    power: float = 10 ** math.floor(math.log10(span / 4))
    return next(power * share for share in (1.0, 2.0, 2.5, 5.0, 10.0) if span / (power * share) <= 6)


DRAWINGS: Mapping[Kind, type[Drawing]] = {
    "column": Upright,
    "column-stacked": Upright,
    "line": Lines,
    "bar": Flat,
    "bar-stacked": Flat,
    "pie": Pie,
}
