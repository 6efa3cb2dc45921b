"""One chart of every kind that people ask for, as a planner places them, in boxes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import replace

from exporter.model.geometry import Box, px, px_box
from exporter.model.page import ChartSeries, PlacedChart, ValueAxis
from exporter.model.style import TextStyle
from exporter.plan.arrange import derived
from exporter.text.numbers import serial, shown

REGIONS = ("North", "South", "East", "West")
QUARTERS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")
STYLE = TextStyle(size=11, line=14)
W, H = 560, 300
"""Size of a chart's box in px."""


@dataclass(frozen=True)
class Example:
    name: str
    chart: PlacedChart


def labels(values: tuple[float | None, ...], code: str = "General") -> tuple[str, ...]:
    return tuple("" if value is None else shown(value, code) for value in values)


def series(name: str, *values: float | None, code: str = "General", **more: Any) -> ChartSeries:
    return ChartSeries(name, values, **{"labels": labels(values, code), **more})


def ticks(low: float, high: float, unit: float, code: str = "General") -> tuple[str, ...]:
    return tuple(shown(low + i * unit, code) for i in range(round((high - low) / unit) + 1))


def chart(kind: str, categories: tuple[str, ...], *rows: ChartSeries, **more: Any) -> PlacedChart:
    """In a box at the page's corner, with room for names and ticks; horizontal bars have more of it on their left."""
    lying = kind in ("bar", "bar-stacked", "bar-full", "range")
    plot = px_box(90, 16, W - 140, H - 56) if lying else px_box(50, 24, W - 120, H - 64)
    values = {
        "box": px_box(0, 0, W, H), "plot": plot, "label_style": STYLE, "alt": f"A {kind} chart", "minimum": 0.0,
    }  # fmt: skip
    return PlacedChart(**{"chart": kind, "categories": categories, "series": rows, **values, **more})


def examples() -> tuple[Example, ...]:
    return tuple(Example(name, one) for name, one in _all())


def at(one: PlacedChart, x: int, y: int) -> PlacedChart:
    """The chart moved by so much, EMU."""
    box, plot = one.box, one.plot
    return replace(one, box=Box(box.x + x, box.y + y, box.w, box.h), plot=Box(plot.x + x, plot.y + y, plot.w, plot.h))


def _all() -> Iterator[tuple[str, PlacedChart]]:
    white = {"label_colour": "on-accent", "label_position": "inside"}
    yield "column", chart(
        "column", REGIONS, series("2025", 12.5, 18, -4, 9), minimum=-5.0, maximum=20.0, unit=5.0,
        tick_labels=ticks(-5, 20, 5),
    )  # fmt: skip
    yield "column, side by side", chart(
        "column", REGIONS, series("2024", 10, 14, 8, None), series("2025", 12, 18, 9, 7, colour="accent-mid"),
        maximum=20.0, number_format="0",
    )  # fmt: skip
    stack = (
        series("Cells", 12, 18, 9, 14, **white),
        series("Packs", 8, 6, 11, 5, colour="highlight", **white),
        series("Services", 3, 4, 5, 6, colour="accent-mid", label_position="inside"),
    )
    yield (
        "column-stacked with totals",
        chart(
            "column-stacked", REGIONS, *stack, derived.totals(stack, "Total", ("23", "28", "25", "25")), maximum=35.0
        ),
    )
    yield "column-full", chart("column-full", REGIONS, *stack, maximum=1.0, unit=0.25,
                               tick_labels=ticks(0, 1, 0.25, "0%"))  # fmt: skip
    yield "bar", chart(
        "bar", REGIONS, series("2025", 1250, 1800, 400, 930, code='#,##0" km"', point_colours=((1, "highlight"),)),
        maximum=2000.0, number_format='#,##0" km"',
    )  # fmt: skip
    yield "bar-stacked", chart("bar-stacked", REGIONS, *stack, maximum=30.0, unit=10.0, tick_labels=ticks(0, 30, 10))
    yield "bar-full", chart("bar-full", REGIONS, *stack, maximum=1.0)
    yield "line with gap, rule and band", chart(
        "line", QUARTERS,
        series("Low", 8, 9, 11, 12, 14, 15, mark="area", hidden=True, labels=()),
        series("Range", 4, 5, 5, 6, 7, 8, mark="area", colour="accent-tint", labels=()),
        series("Output", 10, 12, None, 15, 17, 20, point_colours=((3, "highlight"),)),
        derived.reference(18, 6, 3, "Target", "Target 18", "highlight", at=1),
        maximum=25.0, unit=5.0, tick_labels=ticks(0, 25, 5),
    )  # fmt: skip
    days = tuple(date(2025, month, day) for month, day in ((1, 1), (2, 15), (3, 1), (6, 30), (7, 1), (12, 31)))
    yield "line over dates", chart(
        "line", QUARTERS, series("Price", 100, 104, 99, 112, 118, 131, label_places=((2, "below"), (4, "below"))),
        dates=days, date_format="d mmm yyyy", edges=True, category_axis=False, minimum=80.0, maximum=140.0, unit=20.0,
        tick_labels=ticks(80, 140, 20), missing="span",
    )  # fmt: skip
    yield "column over months", chart(
        "column", ("Jan", "Feb", "Apr", "Jun"), series("Cells", 3, 4, 5, 7), maximum=8.0, date_unit="months",
        dates=tuple(date(2025, month, 1) for month in (1, 2, 4, 6)), date_format="mmm yyyy", category_axis=False,
    )  # fmt: skip
    plain: dict[str, Any] = {"labels": (), "dots": ""}
    yield "area", chart("area", QUARTERS, series("A", 5, 9, 7, 12, 11, 14, **plain), maximum=15.0, edges=True, unit=5.0)
    layers = (
        series("Cells", 5, 6, 7, 9, 11, 12, **plain),
        series("Packs", 3, 3, 4, 4, 5, 7, colour="highlight", **plain),
    )
    yield "area-stacked", chart("area-stacked", QUARTERS, *layers, maximum=20.0, edges=True)
    yield "area-full", chart("area-full", QUARTERS, *layers, maximum=1.0, edges=True, unit=0.5)
    names = ("Alpha", "Beta", "Gamma", "Delta")
    yield "scatter with trend", chart(
        "scatter", names,
        series("Cells", 220, 310, 400, 480, x=(10, 22, 35, 41), labels=names, label_position="right", dot_size=8),
        series("Trend", 200, 500, x=(5, 45), mark="line", dots="", dash=True, line=1, colour="muted", labels=()),
        maximum=500.0, unit=100.0, tick_labels=ticks(0, 500, 100), minimum=0.0,
        x_axis=ValueAxis(0, 50, 10, ticks(0, 50, 10)),
    )  # fmt: skip
    yield "bubble", chart(
        "bubble", names,
        series("Sites", 20, 35, 15, 30, x=(10, 20, 30, 40), sizes=(4, 16, 1, 9), labels=names, label_position="right"),
        maximum=50.0, unit=10.0, x_axis=ValueAxis(0, 50, 10, ticks(0, 50, 10)), tick_labels=ticks(0, 50, 10),
    )  # fmt: skip
    square = px_box((W - 200) / 2, 40, 200, 200)
    shares = series("Share", 45, 25, 20, 10, labels=("North 45 %", "South 25 %", "East 20 %", "West 10 %"))
    yield "pie", chart("pie", REGIONS, shares, plot=square)
    yield "doughnut", chart("doughnut", REGIONS, replace(shares, labels=labels(shares.values), label_colour="on-accent"),
                            plot=square)  # fmt: skip
    yield "radar", chart(
        "radar", ("Energy", "Safety", "Cost", "Life", "Speed"), series("Ours", 4, 5, 2, 4, 3, labels=()),
        series("Theirs", 3, 3, 4, 4, 5, labels=(), colour="highlight"), plot=square, maximum=5.0, unit=1.0,
        category_axis=False,
    )  # fmt: skip
    yield "combo on two axes", chart(
        "column", QUARTERS, series("Sales", 120, 150, 170, 160, 190, 210, label_position="inside",
                                   label_colour="on-accent"),
        series("Margin", 0.08, 0.1, 0.12, 0.11, 0.14, 0.16, code="0%", mark="line", second=True, colour="highlight",
               number_format="0%", label_position="above"),
        maximum=400.0, unit=100.0, tick_labels=ticks(0, 400, 100),
        second_axis=ValueAxis(0, 0.2, 0.05, ticks(0, 0.2, 0.05, "0%"), "0%", "highlight"),
    )  # fmt: skip
    fall = derived.waterfall(
        ("2024", "Volume", "Price", "Cost", "One-off", "2025"), (120, 45, -20, -160, 25, None), (0, 5),
        ("Change", "Base", "Increase", "Decrease", "Total", "Link"),
        labels=("120", "+45", "−20", "−160", "+25", "10"), label_format='+0;"−"0', connector="muted",
    )  # fmt: skip
    yield "waterfall", chart("column-stacked", fall.categories, *fall.series, inputs=fall.inputs, minimum=-50.0,
                             maximum=200.0, gap=50)  # fmt: skip
    floats = derived.floating(REGIONS, (12, 18, 5, 9), (25, 22, 19, 30), ("From", "To", "Offset", "Range"))
    yield "range", _ranged(floats, maximum=35.0, unit=5.0, tick_labels=ticks(0, 35, 5))
    starts, ends = (date(2026, 1, 5), date(2026, 2, 1), date(2026, 4, 15)), (
        date(2026, 2, 20), date(2026, 5, 1), date(2026, 7, 1),
    )  # fmt: skip
    gantt = derived.floating(("Design", "Build", "Test"), starts, ends, ("Start", "End", "Offset", "Days"),
                             number_format="d mmm yyyy")  # fmt: skip
    yield "gantt", _ranged(gantt, minimum=float(serial(date(2026, 1, 1))), maximum=float(serial(date(2026, 7, 31))))
    mekko = derived.marimekko(
        ("Europe", "Asia", "America"), (50, 30, 20),
        (("Cells", (20, 18, 5), "accent"), ("Packs", (20, 6, 5), "highlight"), ("Other", (10, 6, 10), "accent-mid")),
        "Market",
    )  # fmt: skip
    yield "marimekko", chart(
        "area-stacked", mekko.categories, *mekko.series, inputs=mekko.inputs, dates=mekko.dates,
        category_formulas=mekko.category_formulas, edges=True, category_axis=False, maximum=1.0,
    )  # fmt: skip
    aims = derived.bullet(
        REGIONS,
        (("Weak", (40, 50, 45, 60), "rule"), ("Fair", (70, 75, 80, 80), "grid"), ("Good", (100,) * 4, "tint")),
        ("Actual", (72, 60, 85, 55), "accent"),
        ("Target", (80, 70, 78, 75), "highlight"),
        (14, 28),
    )
    yield "bullet", chart(
        "column-stacked", aims.categories, *aims.series, inputs=aims.inputs, maximum=100.0, gap=80, unit=50.0,
        tick_labels=ticks(0, 100, 50),
    )  # fmt: skip
    ends_: dict[str, Any] = {"label_places": ((0, "left"), (1, "right"))}
    yield "slope", chart(
        "line", ("2020", "2025"), series("A", 35, 60, **ends_), series("B", 50, 42, colour="highlight", **ends_),
        series("C", 20, 31, colour="muted", **ends_), maximum=70.0,
    )  # fmt: skip


def _ranged(floats: derived.Derived, **more: Any) -> PlacedChart:
    length = floats.series[1]
    words = tuple(f"{name}" for name in floats.categories)
    dressed = replace(length, labels=words, label_colour="on-accent", label_position="base")
    return chart("range", floats.categories, floats.series[0], dressed, inputs=floats.inputs, **more)


def width() -> int:
    return px(W)
