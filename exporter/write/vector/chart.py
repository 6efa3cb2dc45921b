"""In: a placed chart. Out: its bars, lines or slices with their labels, as vectors inside the plot that was planned.

Labels stand where PowerPoint puts those of the native chart, so that deck and PDF agree. KINDS has a row for every kind
of chart, MARKS for what a series over categories is drawn as.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from exporter.model.geometry import pt
from exporter.model.page import ChartKind, ChartSeries, PlacedChart
from exporter.write.vector.canvas import Canvas
from exporter.write.vector.chart_bars import lying, standing
from exporter.write.vector.chart_points import areas, lines, scattered, web
from exporter.write.vector.chart_round import doughnut, pie
from exporter.write.vector.chart_scale import GAP, Chart, broken, scales


def draw_chart(item: PlacedChart, canvas: Canvas, colours: tuple[str, ...]) -> None:
    """`colours` are the slices of a pie, unless the chart names them."""
    KINDS[item.chart](Chart(item, canvas, colours, *scales(item)))


def _horizontal(grouping: str) -> Callable[[Chart], None]:
    def draw(chart: Chart) -> None:
        item, plot = chart.item, chart.item.plot
        chart.uprights(chart.first)
        if item.category_axis and item.chart != "range":
            x = chart.across(chart.first.base)
            chart.axis((x, plot.y), (x, plot.bottom))
        if item.series:
            lying(chart, item.series, grouping)
        for name, middle in zip(item.categories, chart.middles(), strict=True) if item.category_axis else ():
            chart.names(name, plot.x - GAP, plot.y + middle * plot.h, plot.x - item.box.x - GAP, "right")

    return draw


def _upright(mark: str, grouping: str) -> Callable[[Chart], None]:
    def draw(chart: Chart) -> None:
        plot, y = chart.item.plot, chart.up(chart.first.base)
        chart.levels()
        if chart.item.category_axis:
            chart.axis((plot.x, y), (plot.right, y))
        for group, drawn, stands in _groups(chart.item, mark, grouping):
            MARKS[drawn](chart, group, stands)
        if chart.item.category_axis:
            _names_below(chart)

    return draw


def _groups(item: PlacedChart, mark: str, grouping: str) -> Iterator[tuple[list[ChartSeries], str, str]]:
    """The series that are drawn alike on one scale, from the back to the front: (series, mark, grouping)."""
    for second in (False, True):
        for kind, usual in USUAL.items():
            scaled = [one for one in item.series if (one.second and item.second_axis is not None) == second]
            found = [one for one in scaled if _mark(one, mark) == kind]
            own = kind == mark and not (second and found and found[0].mark)
            if found:
                yield found, kind, grouping if own else usual


def _mark(series: ChartSeries, mark: str) -> str:
    return "line" if series.mark in ("rule", "stem") else series.mark or mark


def _names_below(chart: Chart) -> None:
    item, plot = chart.item, chart.item.plot
    room = round(plot.w / max(1, len(item.categories))) - GAP // 2
    pitch = pt(item.label_style.line)
    for name, middle in zip(item.categories, chart.middles(), strict=True):
        count = sum(1 for _ in broken(name, room, chart.width))
        chart.names(name, plot.x + middle * plot.w, plot.bottom + GAP + count * pitch / 2, room, "center")


MARKS: Mapping[str, Callable[[Chart, Sequence[ChartSeries], str], None]] = {
    "area": areas,
    "bar": standing,
    "line": lines,
}
USUAL = {"area": "stacked", "bar": "clustered", "line": "standard"}
"""How series with a mark of their own stand to one another; from the back to the front."""
KINDS: Mapping[ChartKind, Callable[[Chart], None]] = {
    "bar": _horizontal("clustered"),
    "bar-stacked": _horizontal("stacked"),
    "bar-full": _horizontal("percentStacked"),
    "range": _horizontal("stacked"),
    "column": _upright("bar", "clustered"),
    "column-stacked": _upright("bar", "stacked"),
    "column-full": _upright("bar", "percentStacked"),
    "line": _upright("line", "standard"),
    "area": _upright("area", "standard"),
    "area-stacked": _upright("area", "stacked"),
    "area-full": _upright("area", "percentStacked"),
    "scatter": scattered,
    "bubble": scattered,
    "pie": pie,
    "doughnut": doughnut,
    "radar": web,
}
