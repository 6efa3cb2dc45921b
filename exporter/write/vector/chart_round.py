"""In: a chart's one series of shares. Out: the slices of a pie or a doughnut, clockwise from the top, with labels."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin

from exporter.model.geometry import pt, px
from exporter.write.vector.canvas import Point, Step, sector
from exporter.write.vector.chart_scale import GAP, Chart, label_of, place_of, shift_of

HOLE = 0.5
"""Of a doughnut, as a share of its width."""


def pie(chart: Chart) -> None:
    """Labels outside, or inside in the series' label colour."""
    _slices(chart, 0)


def doughnut(chart: Chart) -> None:
    """Labels in the middle of the ring."""
    _slices(chart, HOLE)


def _slices(chart: Chart, hole: float) -> None:
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
        canvas.outline(_slice((cx, cy), r, hole, turn, turn + share), colour, "bg", px(1))
        if text := label_of(series, i):
            outside = place_of(series, i) == "outside" and not hole
            reach = r + GAP if outside else r * (1 + hole) / 2 if hole else r * 0.75
            middle = 2 * pi * (turn + share / 2)
            align = "center" if not outside else "left" if sin(middle) >= 0 else "right"
            right, down = shift_of(series, i)
            rise = (reach + (pt(item.label_style.size / 2) if outside else 0)) * cos(middle)
            x, y = cx + reach * sin(middle) + right, cy - rise + down
            chart.label(text, x, y, series.label_colour, align)
        turn += share


def _slice(centre: Point, r: float, hole: float, begin: float, end: float) -> Iterator[Step]:
    """The outline of a slice, without the part that is in the hole."""
    if not hole:
        yield from sector(centre, r, begin, end)
        return
    _, *outer = sector(centre, r, begin, end)
    yield from outer
    (_,), *inner = sector(centre, r * hole, begin, end)
    yield (inner[-1][-1],)
    ends = [step[-1] for step in inner]
    for before, step in zip(reversed(ends[:-1]), reversed(inner), strict=False):
        yield (step[1], step[0], before)
