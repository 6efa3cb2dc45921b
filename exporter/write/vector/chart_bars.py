"""In: a chart's series of bars. Out: bars that lie or stand, side by side, stacked or as shares, with their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from exporter.model.geometry import Box
from exporter.model.page import ChartSeries, LabelPlace
from exporter.write.vector.chart_scale import (
    GAP,
    INSET,
    Chart,
    colour_of,
    label_of,
    place_of,
    shift_of,
)


class _Bar(Struct, frozen=True):
    series: ChartSeries
    index: int
    begin: float
    """Across the categories, as a share of the plot; `thick` too."""
    thick: float
    low: float
    high: float
    """The values where it begins and ends."""


def lying(chart: Chart, group: Sequence[ChartSeries], grouping: str) -> None:
    """Horizontal bars, the first category on top."""
    plot = chart.item.plot
    for bar in _bars(chart, group, grouping):
        x1, x2 = (chart.across(value, chart.scale(bar.series)) for value in (bar.low, bar.high))
        top, h = round(plot.y + bar.begin * plot.h), round(bar.thick * plot.h)
        if not bar.series.hidden and x1 != x2:
            chart.canvas.rect(Box(min(x1, x2), top, abs(x2 - x1), h), colour_of(bar.series, bar.index))
        if text := label_of(bar.series, bar.index):
            spot, align = _beside(place_of(bar.series, bar.index), x1, x2, grouping != "clustered")
            right, down = shift_of(bar.series, bar.index)
            chart.label(text, spot + right, top + h / 2 + down, bar.series.label_colour, align)


def standing(chart: Chart, group: Sequence[ChartSeries], grouping: str) -> None:
    """Columns."""
    plot = chart.item.plot
    for bar in _bars(chart, group, grouping):
        y1, y2 = (chart.up(value, chart.scale(bar.series)) for value in (bar.low, bar.high))
        left, w = round(plot.x + bar.begin * plot.w), round(bar.thick * plot.w)
        if not bar.series.hidden and y1 != y2:
            chart.canvas.rect(Box(left, min(y1, y2), w, abs(y2 - y1)), colour_of(bar.series, bar.index))
        if text := label_of(bar.series, bar.index):
            middle = _above(place_of(bar.series, bar.index), y1, y2, chart.rise, grouping != "clustered")
            right, down = shift_of(bar.series, bar.index)
            chart.label(text, left + w / 2 + right, middle + down, bar.series.label_colour, "center")


def _bars(chart: Chart, group: Sequence[ChartSeries], grouping: str) -> Iterator[_Bar]:
    """Bars by category; stacks grow up and down from zero, side by side each has a lane."""
    item, stacked = chart.item, grouping != "clustered"
    gap = item.second_gap if group[0].second else item.gap
    overlap = (100 if stacked else 0) if item.overlap is None else item.overlap
    lanes = 1 + (len(group) - 1) * (1 - overlap / 100)
    pitch = chart.pitch()
    thick = pitch / (lanes + gap / 100)
    for i, middle in enumerate(chart.middles()):
        start = middle - lanes * thick / 2
        values = [series.values[i] if i < len(series.values) else None for series in group]
        whole = sum(abs(value or 0.0) for value in values) if grouping == "percentStacked" else 1.0
        above = below = 0.0
        for n, (series, value) in enumerate(zip(group, values, strict=True)):
            begin = start + n * thick * (1 - overlap / 100)
            if value is None or not whole:
                continue
            if not stacked:
                yield _Bar(series, i, begin, thick, chart.scale(series).base, value)
                continue
            value /= whole
            if value >= 0:
                yield _Bar(series, i, begin, thick, above, above + value)
                above += value
            else:
                yield _Bar(series, i, begin, thick, below, below + value)
                below += value


def _beside(place: LabelPlace, begin: int, end: int, stacked: bool) -> tuple[float, str]:
    """Where a horizontal bar's label stands, and which of its ends stands there; nothing is outside a stack."""
    way = 1 if end >= begin else -1
    towards, back = ("left", "right") if way > 0 else ("right", "left")
    if place == "base":
        return begin + way * GAP, towards
    if place == "centre" or (place == "inside" and stacked):
        return (begin + end) / 2, "center"
    if place == "outside" and not stacked:
        return end + way * INSET, towards
    return end - way * INSET, back


def _above(place: LabelPlace, begin: int, end: int, half: float, stacked: bool) -> float:
    """The middle of a column's label, `half` being half its height with some air."""
    way = -1 if end <= begin else 1
    if place == "base":
        return begin + way * half
    if place == "centre" or (place == "inside" and stacked):
        return (begin + end) / 2
    return end + way * half if place == "outside" and not stacked else end - way * half
