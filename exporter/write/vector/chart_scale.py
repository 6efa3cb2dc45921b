"""In: a placed chart and a canvas. Out: where its values and categories stand, and its words, drawn.

What every kind of chart is drawn with: scales, gridlines, names along the axis, labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import ceil, floor, hypot, log10

from msgspec import Struct

from exporter.model.geometry import pt, px
from exporter.model.page import ChartSeries, LabelPlace, PlacedChart, ValueAxis
from exporter.write.vector.canvas import Canvas, Point

GAP = px(8)
"""Between a bar and its label, an axis and the names of its categories."""
TEXT_HEIGHT = 0.72
"""Height of figures and capitals, as a share of the size: centres a label on a bar."""
INSET, AIR = pt(3), pt(2)
"""Beside a label and over and under it: the insets that it has in decks, and what office suites add."""
LINE = 1.15
"""Height of a label's line, as a share of its size."""
DASH, BREAK = 4, 3
"""Lengths of a dash and of the space after it, in widths of the line, as PowerPoint draws them."""


class Scale(Struct, frozen=True):
    """An axis of values."""

    low: float
    high: float
    unit: float | None = None
    tick_labels: tuple[str, ...] = ()
    colour: str = "muted"

    @classmethod
    def of(cls, axis: ValueAxis) -> Scale:
        return cls(axis.minimum, axis.maximum, axis.unit, axis.tick_labels, axis.colour)

    @property
    def base(self) -> float:
        """Where bars begin: zero, or the end of the axis next to it."""
        return min(max(0.0, self.low), self.high)

    def along(self, value: float) -> float:
        """A value as a share of the axis, kept on it."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def ticks(self) -> Iterator[float]:
        if not self.unit or self.unit <= 0 or (self.high - self.low) / self.unit > 200:
            return
        for i in range(round((self.high - self.low) / self.unit) + 1):
            yield self.low + i * self.unit


class Chart(Struct, frozen=True):
    """A chart on its canvas."""

    item: PlacedChart
    canvas: Canvas
    colours: tuple[str, ...]
    """Of the slices of a pie, unless the chart names them."""
    first: Scale
    second: Scale

    def scale(self, series: ChartSeries) -> Scale:
        return self.second if series.second else self.first

    def up(self, value: float, scale: Scale | None = None) -> int:
        """A value's y, EMU; on the first scale unless another is given."""
        return round(self.item.plot.bottom - (scale or self.first).along(value) * self.item.plot.h)

    def across(self, value: float, scale: Scale | None = None) -> int:
        """A value's x, EMU."""
        return round(self.item.plot.x + (scale or self.first).along(value) * self.item.plot.w)

    def middles(self) -> Sequence[float]:
        """Where each category stands along its axis, as shares of it."""
        item = self.item
        steps = [_step(day, item.date_unit) for day in item.dates] or list(range(len(item.categories)))
        first, count = min(steps, default=0), max(steps, default=0) - min(steps, default=0) + 1
        if item.edges:
            return [(step - first) / max(1, count - 1) for step in steps]
        return [(step - first + 0.5) / count for step in steps]

    def pitch(self) -> float:
        """How much of the axis a category has, as a share."""
        item = self.item
        if not item.dates:
            return 1 / max(1, len(item.categories))
        steps = [_step(day, item.date_unit) for day in item.dates]
        return 1 / (max(steps) - min(steps) + 1)

    def width(self, text: str) -> int:
        return self.canvas.width(text, self.item.label_style)

    @property
    def rise(self) -> float:
        """From the end of a column, or the edge of a dot, to the middle of the label over it."""
        return pt(self.item.label_style.size * LINE / 2) + AIR

    # Words -----------------------------------------------------------------------------------------------------------

    def label(self, text: str, x: float, middle: float, colour: str, align: str = "left") -> None:
        """One line of text, centred on `middle` from top to bottom."""
        style = self.item.label_style
        x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * self.width(text)
        self.canvas.text(x, middle + pt(style.size * TEXT_HEIGHT / 2), style.but(colour=colour), f"{text} ")

    def point_label(self, series: ChartSeries, i: int, x: float, y: float, *, is_last: bool, reach: float = 0) -> None:
        """The label of a point whose dot or bubble reaches so far from its middle."""
        text = label_of(series, i)
        if not text:
            return
        place = place_of(series, i)
        if place == "outside":
            place = "right" if is_last else "above"
        right, down = shift_of(series, i)
        side, rise = reach + INSET, reach + self.rise
        dx, dy, align = {
            "right": (side, 0.0, "left"),
            "left": (-side, 0.0, "right"),
            "below": (0.0, rise, "center"),
            "centre": (0.0, 0.0, "center"),
        }.get(place, (0.0, -rise, "center"))
        self.label(text, x + dx + right, y + dy + down, series.label_colour, align)

    def names(self, text: str, x: float, middle: float, width: int, align: str) -> None:
        """The name of a category, broken where it is wider than its room."""
        lines = list(broken(text, width, self.width))
        pitch = pt(self.item.label_style.line)
        top = middle - (len(lines) - 1) * pitch / 2
        for i, line in enumerate(lines):
            self.label(line, x, top + i * pitch, self.item.label_style.colour, align)

    # Axes ------------------------------------------------------------------------------------------------------------

    def levels(self) -> None:
        """Gridlines from left to right, and the values that the chart itself shows beside them."""
        plot = self.item.plot
        for tick in self.first.ticks():
            y = self.up(tick)
            self.canvas.line(((plot.x, y), (plot.right, y)), "grid", px(1))
        for scale, x, align in ((self.first, plot.x - GAP, "right"), (self.second, plot.right + GAP, "left")):
            for text, tick in zip(scale.tick_labels, scale.ticks(), strict=False):
                self.label(text, x, self.up(tick, scale), scale.colour, align)

    def uprights(self, scale: Scale) -> None:
        """Gridlines from top to bottom, and the values that the chart itself shows under them."""
        plot = self.item.plot
        for tick in scale.ticks():
            x = self.across(tick, scale)
            self.canvas.line(((x, plot.y), (x, plot.bottom)), "grid", px(1))
        below = plot.bottom + GAP + pt(self.item.label_style.line / 2)
        for text, tick in zip(scale.tick_labels, scale.ticks(), strict=False):
            self.label(text, self.across(tick, scale), below, scale.colour, "center")

    def axis(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        self.canvas.line((begin, end), "rule", px(1))

    def stroke(self, points: Sequence[Point], series: ChartSeries) -> None:
        """The line of a series through `points`."""
        width = pt(series.line)
        if len(points) < 2 or not width or series.hidden:
            return
        for part in dashes(points, DASH * width, BREAK * width) if series.dash else (points,):
            self.canvas.line(part, series.colour, width)


def scales(item: PlacedChart) -> tuple[Scale, Scale]:
    """Both axes of values: as planned, else round numbers around the values, zero among them."""
    low, high = _range(item)
    first = Scale(low, high, item.unit, item.tick_labels)
    return first, Scale.of(item.second_axis) if item.second_axis else Scale(low, high)


def _range(item: PlacedChart) -> tuple[float, float]:
    if item.chart.endswith("-full") and item.minimum is None and item.maximum is None:
        return 0.0, 1.0
    stacked = item.chart == "range" or item.chart.endswith("stacked")
    sums: list[float] = [0.0]
    for i in range(len(item.categories)):
        values = [s.values[i] or 0.0 for s in item.series if i < len(s.values)]
        sums += [sum(v for v in values if v > 0), sum(v for v in values if v < 0)] if stacked else values
    low, high = min(sums), max(sums)
    step: float = 10 ** floor(log10((high - low) or 1.0))
    step = next(step * share for share in (0.2, 0.5, 1.0, 2.0) if (high - low) / (step * share) <= 6 or share == 2.0)
    low = item.minimum if item.minimum is not None else floor(low / step) * step
    high = item.maximum if item.maximum is not None else ceil(high / step) * step
    return low, high if high > low else low + 1


def _step(day: date, unit: str) -> int:
    return {"days": day.toordinal(), "months": day.year * 12 + day.month, "years": day.year}[unit]


def colour_of(series: ChartSeries, index: int) -> str:
    return dict(series.point_colours).get(index, series.colour)


def label_of(series: ChartSeries, index: int) -> str:
    return series.labels[index] if index < len(series.labels) else ""


def place_of(series: ChartSeries, index: int) -> LabelPlace:
    return dict(series.label_places).get(index, series.label_position)


def shift_of(series: ChartSeries, index: int) -> tuple[int, int]:
    return next(((right, down) for i, right, down in series.label_shifts if i == index), (0, 0))


def dashes(points: Sequence[Point], on: float, off: float) -> Iterator[list[Point]]:
    """The parts of a path that a dashed line shows."""
    part, left, drawn = [points[0]], on, True
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        length = hypot(x2 - x1, y2 - y1)
        done = 0.0
        while length - done > left:
            done += left
            spot = (x1 + (x2 - x1) * done / length, y1 + (y2 - y1) * done / length)
            if drawn:
                yield [*part, spot]
            part, drawn = [spot], not drawn
            left = on if drawn else off
        left -= length - done
        part.append((x2, y2))
    if drawn and len(part) > 1:
        yield part


def broken(text: str, width: int, measure: Callable[[str], int]) -> Iterator[str]:
    """Words on lines no wider than `width`, as far as words allow."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > width:
            yield line
            longer = word
        line = longer
    yield line
