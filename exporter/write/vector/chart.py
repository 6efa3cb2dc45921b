"""In: a placed chart. Out: its bars, lines or slices with their labels, as vectors inside the plot that was planned.

Labels stand where PowerPoint puts those of the native chart, so that deck and PDF agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, cos, floor, log10, pi, sin

from exporter.model.geometry import Box, pt, px
from exporter.model.page import ChartSeries, PlacedChart
from exporter.write.vector.canvas import Canvas, sector

GAP = px(8)
"""Between a bar and its label, an axis and the names of its categories."""
LINE = pt(2.25)
TEXT_HEIGHT = 0.72
"""Height of figures and capitals, as a share of the size: centres a label on a bar."""


def draw_chart(item: PlacedChart, canvas: Canvas, colours: tuple[str, ...]) -> None:
    """`colours` are the slices of a pie, unless the chart names them."""
    KINDS[item.chart](_Chart(item, canvas, colours, *_range(item)))


@dataclass(frozen=True, slots=True)
class _Chart:
    item: PlacedChart
    canvas: Canvas
    colours: tuple[str, ...]
    low: float
    high: float

    @property
    def base(self) -> float:
        """Where bars begin: zero, or the end of the axis next to it."""
        return min(max(0.0, self.low), self.high)

    def along(self, value: float) -> float:
        """A value as a share of the axis, kept on it."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def across(self, value: float) -> int:
        """A value's x in a chart of horizontal bars, EMU."""
        return round(self.item.plot.x + self.along(value) * self.item.plot.w)

    def up(self, value: float) -> int:
        """A value's y in a chart of columns, EMU."""
        return round(self.item.plot.bottom - self.along(value) * self.item.plot.h)

    def width(self, text: str) -> int:
        return self.canvas.width(text, self.item.label_style)

    def label(self, text: str, x: float, middle: float, colour: str, align: str = "left") -> None:
        """One line of text, centred on `middle` from top to bottom."""
        style = self.item.label_style
        x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * self.width(text)
        self.canvas.text(x, middle + pt(style.size * TEXT_HEIGHT / 2), style.but(colour=colour), f"{text} ")

    def lines(self, text: str, x: float, middle: float, width: int, align: str) -> None:
        """The name of a category, broken where it is wider than its room."""
        lines = list(_broken(text, width, self.width))
        pitch = pt(self.item.label_style.line)
        top = middle - (len(lines) - 1) * pitch / 2
        for i, line in enumerate(lines):
            self.label(line, x, top + i * pitch, self.item.label_style.colour, align)


def _range(item: PlacedChart) -> tuple[float, float]:
    """Both ends of the value axis: as planned, else round numbers around the values, zero among them."""
    stacked = item.chart in ("bar-stacked", "column-stacked", "range")
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


def _colour(series: ChartSeries, index: int) -> str:
    return dict(series.point_colours).get(index, series.colour)


def _label(series: ChartSeries, index: int) -> str:
    return series.labels[index] if index < len(series.labels) and not series.hidden else ""


def _ticks(chart: _Chart) -> Iterator[float]:
    unit = chart.item.unit
    if not unit or unit <= 0 or (chart.high - chart.low) / unit > 200:
        return
    for i in range(round((chart.high - chart.low) / unit) + 1):
        yield chart.low + i * unit


def _bars(chart: _Chart, stacked: bool) -> Iterator[tuple[ChartSeries, int, float, float, float, float]]:
    """(series, index, begin and end across the categories as shares of the plot, lower and upper value)."""
    item = chart.item
    pitch = 1 / max(1, len(item.categories))
    lanes = 1 if stacked else max(1, len(item.series))
    thick = pitch / (lanes + item.gap / 100)
    for i in range(len(item.categories)):
        start = i * pitch + (pitch - lanes * thick) / 2
        above = below = 0.0
        for n, series in enumerate(item.series):
            value = series.values[i] if i < len(series.values) else None
            if value is None:
                continue
            begin = start + (0 if stacked else n) * thick
            if not stacked:
                yield series, i, begin, begin + thick, chart.base, value
            elif value >= 0:
                yield series, i, begin, begin + thick, above, above + value
                above += value
            else:
                yield series, i, begin, begin + thick, below, below + value
                below += value


def _horizontal(stacked: bool) -> Callable[[_Chart], None]:
    def draw(chart: _Chart) -> None:
        item, canvas, plot = chart.item, chart.canvas, chart.item.plot
        for tick in _ticks(chart):
            x = chart.across(tick)
            canvas.line(((x, plot.y), (x, plot.bottom)), "grid", px(1))
        for series, i, begin, end, low, high in _bars(chart, stacked):
            x1, x2 = chart.across(low), chart.across(high)
            left, w = min(x1, x2), abs(x2 - x1)
            top, h = round(plot.y + begin * plot.h), round((end - begin) * plot.h)
            if not series.hidden and w:
                canvas.rect(Box(left, top, w, h), _colour(series, i))
            if text := _label(series, i):
                spot, align = _beside(series.label_position, x1, x2, stacked)
                chart.label(text, spot, top + h / 2, series.label_colour, align)
        if item.category_axis:
            room = plot.x - item.box.x - GAP
            for i, name in enumerate(item.categories):
                middle = plot.y + (i + 0.5) * plot.h / len(item.categories)
                chart.lines(name, plot.x - GAP, middle, room, "right")
            if item.chart != "range":
                _axis(chart, (chart.across(chart.base), plot.y), (chart.across(chart.base), plot.bottom))

    return draw


def _beside(position: str, begin: int, end: int, stacked: bool) -> tuple[float, str]:
    """Where a horizontal bar's label stands, and which of its ends stands there; nothing is outside a stack."""
    way = 1 if end >= begin else -1
    towards, back = ("left", "right") if way > 0 else ("right", "left")
    if position == "base":
        return begin + way * GAP, towards
    if position == "inside" and stacked:
        return (begin + end) / 2, "center"
    if position == "outside" and not stacked:
        return end + way * GAP, towards
    return end - way * GAP, back


def _vertical(stacked: bool) -> Callable[[_Chart], None]:
    def draw(chart: _Chart) -> None:
        canvas, plot = chart.canvas, chart.item.plot
        _level_lines(chart)
        for series, i, begin, end, low, high in _bars(chart, stacked):
            y1, y2 = chart.up(low), chart.up(high)
            left, w = round(plot.x + begin * plot.w), round((end - begin) * plot.w)
            if not series.hidden and y1 != y2:
                canvas.rect(Box(left, min(y1, y2), w, abs(y2 - y1)), _colour(series, i))
            if text := _label(series, i):
                half = pt(chart.item.label_style.size * TEXT_HEIGHT / 2) + GAP // 2
                middle = _above(series.label_position, y1, y2, half, stacked)
                chart.label(text, left + w / 2, middle, series.label_colour, "center")
        _names_below(chart)

    return draw


def _above(position: str, begin: int, end: int, half: int, stacked: bool) -> float:
    """The middle of a column's label, `half` being half its height with some air."""
    way = -1 if end <= begin else 1
    if position == "base":
        return begin + way * half
    if position == "inside" and stacked:
        return (begin + end) / 2
    return end + way * half if position == "outside" and not stacked else end - way * half


def _level_lines(chart: _Chart) -> None:
    plot = chart.item.plot
    for tick in _ticks(chart):
        y = chart.up(tick)
        chart.canvas.line(((plot.x, y), (plot.right, y)), "grid", px(1))


def _names_below(chart: _Chart) -> None:
    item, plot = chart.item, chart.item.plot
    if not item.category_axis:
        return
    pitch = plot.w / max(1, len(item.categories))
    for i, name in enumerate(item.categories):
        lines = list(_broken(name, round(pitch) - GAP // 2, chart.width))
        first = plot.bottom + GAP + pt(item.label_style.line / 2)
        middle = first + (len(lines) - 1) * pt(item.label_style.line) / 2
        chart.lines(name, plot.x + (i + 0.5) * pitch, middle, round(pitch) - GAP // 2, "center")
    _axis(chart, (plot.x, chart.up(chart.base)), (plot.right, chart.up(chart.base)))


def _axis(chart: _Chart, begin: tuple[int, int], end: tuple[int, int]) -> None:
    chart.canvas.line((begin, end), "rule", px(1))


def _lines(chart: _Chart) -> None:
    item, canvas, plot = chart.item, chart.canvas, chart.item.plot
    _level_lines(chart)
    pitch = plot.w / max(1, len(item.categories))
    for series in item.series:
        run: list[tuple[float, float]] = []
        for i, value in enumerate([*series.values, None]):
            if value is not None:
                run.append((plot.x + (i + 0.5) * pitch, chart.up(value)))
                continue
            if len(run) > 1 and not series.hidden:
                canvas.line(run, series.colour, LINE)
            run = []
        _dots(chart, series, pitch)
    _names_below(chart)


def _dots(chart: _Chart, series: ChartSeries, pitch: float) -> None:
    """A dot for every value, larger where it is singled out; labels above, the last one to the right."""
    plot, style = chart.item.plot, chart.item.label_style
    last = max((i for i, value in enumerate(series.values) if value is not None), default=-1)
    single = dict(series.point_colours)
    for i, value in enumerate(series.values):
        if value is None or series.hidden:
            continue
        x, y, r = round(plot.x + (i + 0.5) * pitch), chart.up(value), pt(4 if i in single else 3)
        chart.canvas.ellipse(Box(x - r, y - r, 2 * r, 2 * r), _colour(series, i))
        if text := _label(series, i):
            if i == last:
                chart.label(text, x + GAP, y, series.label_colour)
            else:
                chart.label(text, x, y - GAP - pt(style.size / 2), series.label_colour, "center")


def _pie(chart: _Chart) -> None:
    """Slices clockwise from the top; labels outside, or inside in the series' label colour."""
    item, canvas = chart.item, chart.canvas
    if not item.series:
        return
    series = item.series[0]
    values = [max(0.0, v or 0.0) for v in series.values]
    total = sum(values) or 1.0
    r = min(item.plot.w, item.plot.h) / 2
    cx, cy = item.plot.x + item.plot.w / 2, item.plot.y + item.plot.h / 2
    named = dict(series.point_colours)
    turn = 0.0
    for i, value in enumerate(values):
        if not value:
            continue
        share = value / total
        colour = named.get(i) or (chart.colours[i % len(chart.colours)] if chart.colours else series.colour)
        canvas.outline(sector((cx, cy), r, turn, turn + share), colour, "bg", px(1))
        middle = 2 * pi * (turn + share / 2)
        if text := _label(series, i):
            inside = series.label_position != "outside"
            reach = r * 0.75 if inside else r + GAP
            align = "center" if inside else "left" if sin(middle) >= 0 else "right"
            x, y = cx + reach * sin(middle), cy - reach * cos(middle)
            chart.label(text, x, y, series.label_colour, align)
        turn += share


def _broken(text: str, width: int, measure: Callable[[str], int]) -> Iterator[str]:
    """Words on lines no wider than `width`, as far as words allow."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > width:
            yield line
            longer = word
        line = longer
    yield line


KINDS: Mapping[str, Callable[[_Chart], None]] = {
    "bar": _horizontal(stacked=False),
    "bar-stacked": _horizontal(stacked=True),
    "range": _horizontal(stacked=True),
    "column": _vertical(stacked=False),
    "column-stacked": _vertical(stacked=True),
    "line": _lines,
    "pie": _pie,
}
