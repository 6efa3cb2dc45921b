"""In: a chart of many categories. Out: the parts that it can be cut into, all on the scale of the whole.

Only bars can go on on another slide: lines, shares of a whole and points are one picture.
"""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.report import Chart
from exporter.plan.arrange.chart.amounts import scale

BARS = ("bar", "stacked-bar", "full-bar", "range", "gantt")
LYING = {"column": "bar", "stacked-column": "stacked-bar", "full-column": "full-bar", "pie": "bar", "doughnut": "bar"}
"""What kinds are drawn as that have more categories than stand side by side."""
SIDE_BY_SIDE = 12


def units(block: Chart) -> int:
    """How many parts it can be cut into at most: a category each, or one."""
    many = block.chart in LYING and len(block.categories) > SIDE_BY_SIDE and not block.dates
    whole = block.multiples or block.changes
    return len(block.categories) if (block.chart in BARS or many) and not whole else 1


def part(block: Chart, a: int, b: int) -> Chart:
    """Categories `a` to `b`."""
    series = tuple(
        replace(one, values=one.values[a:b], labels=one.labels[a:b]) for one in block.series
    )  # fmt: skip
    low, high = _ends(block)
    return replace(
        block, categories=block.categories[a:b], series=series, marks=block.marks[a:b], dates=block.dates[a:b],
        low=low, high=high, chart=LYING.get(block.chart, block.chart),
    )  # fmt: skip


def _ends(block: Chart) -> tuple[float | None, float | None]:
    """Where the axis of the whole begins and ends."""
    if block.chart in ("gantt", "full-bar", "full-column"):
        return block.low, block.high
    rows = [[v for v in column if v is not None] for column in zip(*(one.values for one in block.series), strict=False)]
    values = [v for row in rows for v in row]
    if block.chart.startswith("stacked"):
        values = [total for row in rows for total in (sum(v for v in row if v > 0), sum(v for v in row if v < 0))]
    at = scale(values, block.low, block.high, 0.6 if block.chart == "range" else 2.0)
    return at.low, at.high
