"""In: a chart's series of points. Out: lines, areas, level rules, scattered dots, bubbles, webs, with labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import cos, pi, sin, sqrt

from exporter.model.geometry import Box, pt, px
from exporter.model.page import ChartSeries
from exporter.write.vector.canvas import Point
from exporter.write.vector.chart_scale import GAP, Chart, Scale, colour_of

SINGLED = 2
"""By how many pt the dot of a singled-out point is wider."""
LARGEST = 0.25
"""Width of the largest bubble, as a share of the plot's shorter side: as office suites draw it."""
FLAT = 0.22
"""Height of a dash, as a share of its width."""


def lines(chart: Chart, group: Sequence[ChartSeries], grouping: str) -> None:
    """Lines over categories, and rules from edge to edge."""
    plot, middles = chart.item.plot, chart.middles()
    for series in group:
        scale = chart.scale(series)
        spots = [
            None if value is None else (plot.x + middles[i] * plot.w, float(chart.up(value, scale)))
            for i, value in enumerate(_values(chart, series))
        ]
        if series.mark == "stem":
            for spot in filter(None, spots):
                chart.stroke([(spot[0], float(chart.up(scale.base, scale))), spot], series)
        elif series.mark == "rule":
            level = next((spot[1] for spot in spots if spot), None)
            if level is not None:
                chart.stroke([(plot.x, level), (plot.right, level)], series)
        else:
            for run in _runs(spots, chart.item.missing == "span"):
                chart.stroke(run, series)
        _dots(chart, series, spots)


def areas(chart: Chart, group: Sequence[ChartSeries], grouping: str) -> None:
    """Areas from zero, or each on the one below it; a missing value is zero."""
    plot, middles = chart.item.plot, chart.middles()
    count = len(middles)
    below = [0.0] * count
    known = [[value or 0.0 for value in _values(chart, series)] for series in group]
    wholes = [sum(abs(values[i]) for values in known) or 1.0 for i in range(count)]
    for series, values in zip(group, known, strict=True):
        scale = chart.scale(series)
        if grouping == "percentStacked":
            values = [value / whole for value, whole in zip(values, wholes, strict=True)]
        lower = below if grouping != "standard" else [scale.base] * count
        upper = [low + value for low, value in zip(below, values, strict=True)] if grouping != "standard" else values
        if count and not series.hidden:
            top = [(plot.x + x * plot.w, float(chart.up(v, scale))) for x, v in zip(middles, upper, strict=True)]
            foot = [(plot.x + x * plot.w, float(chart.up(v, scale))) for x, v in zip(middles, lower, strict=True)]
            chart.canvas.polygon([*top, *reversed(foot)], series.colour)
        below = upper


def scattered(chart: Chart) -> None:
    """Dots or bubbles where x and y say."""
    item = chart.item
    x_scale = Scale.of(item.x_axis) if item.x_axis else Scale(*_ends(v for one in item.series for v in one.x))
    chart.uprights(x_scale)
    chart.levels()
    plot = item.plot
    chart.axis((plot.x, chart.up(chart.first.base)), (plot.right, chart.up(chart.first.base)))
    largest = max((size or 0.0 for one in item.series for size in one.sizes), default=0.0)
    for series in item.series:
        spots = [
            None if x is None or y is None else (float(chart.across(x, x_scale)), float(chart.up(y)))
            for x, y in zip(series.x, series.values, strict=False)
        ]
        if item.chart == "bubble":
            _bubbles(chart, series, spots, largest)
            continue
        if series.mark == "line":
            for run in _runs(spots, item.missing == "span"):
                chart.stroke(run, series)
        _dots(chart, series, spots)


def _bubbles(chart: Chart, series: ChartSeries, spots: Sequence[Point | None], largest: float) -> None:
    short = min(chart.item.plot.w, chart.item.plot.h)
    last = _last(spots)
    for i, spot in enumerate(spots):
        size = series.sizes[i] if i < len(series.sizes) else None
        if spot is None or not size or size < 0 or not largest:
            continue
        r = round(sqrt(size / largest) * LARGEST * short / 2)
        if not series.hidden:
            box = Box(round(spot[0]) - r, round(spot[1]) - r, 2 * r, 2 * r)
            chart.canvas.ellipse(box, colour_of(series, i), "bg", px(1))
        chart.point_label(series, i, *spot, is_last=i == last, reach=r)


def web(chart: Chart) -> None:
    """A radar: categories clockwise from the top, values outwards."""
    item, plot = chart.item, chart.item.plot
    r, count = min(plot.w, plot.h) / 2, len(item.categories)
    cx, cy = plot.x + plot.w / 2, plot.y + plot.h / 2

    def spot(i: int, share: float) -> Point:
        angle = 2 * pi * i / count
        return cx + share * r * sin(angle), cy - share * r * cos(angle)

    for tick in chart.first.ticks():
        ring = [spot(i, chart.first.along(tick)) for i in range(count)]
        chart.canvas.line([*ring, *ring[:1]], "grid", px(1))
    for i in range(count if item.unit else 0):
        chart.canvas.line(((cx, cy), spot(i, 1)), "grid", px(1))
    for text, tick in zip(chart.first.tick_labels, chart.first.ticks(), strict=False):
        chart.label(text, cx - GAP, spot(0, chart.first.along(tick))[1], chart.first.colour, "right")
    for series in item.series:
        spots = [
            None if v is None else spot(i, chart.first.along(v)) for i, v in enumerate(_values(chart, series))
        ]  # fmt: skip
        _ring(chart, series, spots)
    if item.category_axis:
        _around(chart, spot, r)


def _ring(chart: Chart, series: ChartSeries, spots: Sequence[Point | None]) -> None:
    """A closed line, open where a value is missing."""
    known = [spot for spot in spots if spot]
    if len(known) == len(spots) and known:
        chart.stroke([*known, known[0]], series)
    else:
        for run in _runs(spots, False):
            chart.stroke(run, series)
    _dots(chart, series, spots)


def _around(chart: Chart, spot: Callable[[int, float], Point], r: float) -> None:
    """The names of categories, outside the web."""
    for i, name in enumerate(chart.item.categories):
        x, y = spot(i, 1 + (GAP + pt(chart.item.label_style.size / 2)) / r)
        side = round(sin(2 * pi * i / len(chart.item.categories)), 6)
        chart.label(
            name, x, y, chart.item.label_style.colour, "left" if side > 0 else "right" if side < 0 else "center"
        )


def _dots(chart: Chart, series: ChartSeries, spots: Sequence[Point | None]) -> None:
    """A dot for every value, larger where it is singled out, and the labels."""
    last, single = _last(spots), dict(series.point_colours)
    for i, spot in enumerate(spots):
        if spot is None:
            continue
        reach = 0.0
        if not series.hidden and series.mark != "rule" and (series.dots or i in single):
            wide = pt(series.dot_size + (SINGLED if i in single and series.dots != "dash" else 0))
            reach = wide / 2
            tall = round(wide * FLAT) if series.dots == "dash" else wide
            box = Box(round(spot[0] - wide / 2), round(spot[1] - tall / 2), wide, tall)
            if series.dots == "dash":
                chart.canvas.rect(box, colour_of(series, i))
            else:
                chart.canvas.ellipse(box, colour_of(series, i))
        chart.point_label(series, i, *spot, is_last=i == last, reach=reach)


def _values(chart: Chart, series: ChartSeries) -> Sequence[float | None]:
    """One for each category; missing ones are zero where the chart says so."""
    count = len(chart.item.categories)
    values = [*series.values[:count], *(None,) * (count - len(series.values))]
    return [0.0 if v is None and chart.item.missing == "zero" and not series.hidden else v for v in values]


def _runs(spots: Sequence[Point | None], over_gaps: bool) -> Iterator[list[Point]]:
    """Points in a row without a gap."""
    run: list[Point] = []
    for spot in spots:
        if spot:
            run.append(spot)
        elif run and not over_gaps:
            yield run
            run = []
    if run:
        yield run


def _last(spots: Sequence[Point | None]) -> int:
    return max((i for i, spot in enumerate(spots) if spot), default=-1)


def _ends(values: Iterator[float | None]) -> tuple[float, float]:
    known = [value for value in values if value is not None] or [0.0]
    return min(known), max(known) if max(known) > min(known) else min(known) + 1
