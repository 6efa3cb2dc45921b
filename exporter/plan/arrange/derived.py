"""In: numbers of a chart that offices have no kind for. Out: the series and inputs that draw it with those they have.

Every value that follows from the numbers has its formula, so that who edits the numbers in the workbook sees the chart
change: a waterfall's floating bars, the lengths of a Gantt chart, a Marimekko's widths. Colours are palette roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.page import ChartInputs, ChartSeries
from exporter.text.numbers import serial

CONNECTORS = 3
"""Series of thin lines between bars: with three, a bar that ends a line of one is followed by a bar without it."""
WIDE = 10_000
"""A Marimekko's width in days: a step over a day looks upright."""
_START = date(2000, 1, 1)


class Derived(Struct, frozen=True):
    """What becomes of `PlacedChart`'s fields of the same names, and what its axis must hold."""

    series: tuple[ChartSeries, ...]
    inputs: ChartInputs | None = None
    low: float = 0
    high: float = 0
    categories: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    category_formulas: tuple[str, ...] = ()
    columns: tuple[tuple[float, float], ...] = ()
    """Left and right edge of each category as shares of the plot's width (Marimekko)."""


def waterfall(
    categories: tuple[str, ...],
    changes: Sequence[float | None],
    totals: Iterable[int],
    names: tuple[str, str, str, str, str, str],
    colours: tuple[str, str, str] = ("accent", "highlight", "accent-mid"),
    labels: tuple[str, ...] = (),
    label_format: str = "General",
    connector: str = "rule",
) -> Derived:
    """A chart of kind `column-stacked` that goes up and down from total to total.

    `totals` are the indices of bars that stand on zero: a total without a change is the level so far, one with it (the
    first) adds it. `names`: change, base, increase, decrease, total, connector. `colours`: of increase, decrease,
    total. Labels, a change or a total each in `label_format`, stand over the bars, below those that end under zero.
    A bar across zero is two, one on each side.
    """
    whole = frozenset(totals)
    levels = [_clear(level) for level in accumulate(change or 0.0 for change in changes)]
    count = range(len(changes))
    bars = [(0.0 if i in whole or not i else levels[i - 1], levels[i]) for i in count]
    end, start = [_sum(i) for i in count], [_sum(i - 1) if i else "0" for i in count]

    def part(name: str, colour: str, way: int, below: bool) -> ChartSeries:
        clip = min if below else max
        going = [i not in whole and (b - a) * way > 0 for i, (a, b) in enumerate(bars)]
        values = (abs(clip(0.0, b) - clip(0.0, a)) * (-1 if below else 1) for a, b in bars)
        return ChartSeries(
            name,
            tuple(_clear(value) if goes else 0.0 for value, goes in zip(values, going, strict=True)),
            colour=colour,
            formulas=tuple("" if i in whole else _part(start[i], end[i], way, below) for i in count),
        )

    base = ChartSeries(
        names[1],
        tuple(0.0 if i in whole else max(0.0, min(bar)) + min(0.0, max(bar)) for i, bar in enumerate(bars)),
        hidden=True,
        formulas=tuple(
            "" if i in whole else f"MAX(0,MIN({start[i]},{end[i]}))+MIN(0,MAX({start[i]},{end[i]}))" for i in count
        ),
    )
    total = ChartSeries(
        names[4],
        tuple(levels[i] if i in whole else 0.0 for i in count),
        colour=colours[2],
        formulas=tuple(end[i] if i in whole else "" for i in count),
    )
    series = [
        base,
        part(names[2], colours[0], 1, below=False),
        part(names[3], colours[1], -1, below=False),
        part(f"{names[2]} < 0", colours[0], 1, below=True),
        part(f"{names[3]} < 0", colours[1], -1, below=True),
        total,
        *_connectors(levels, end, names[5], connector),
    ]
    if any(labels):
        tops = _tops(bars, ["0" if i in whole else start[i] for i in count], end, names[0], labels)
        said = (levels[i] if i in whole else changes[i] for i in count)
        sources = (end[i] if i in whole else f"[0,{i}]" for i in count)
        series.append(replace(tops, label_values=tuple(said), label_formulas=tuple(sources), label_format=label_format))
    inputs = ChartInputs(categories, ((names[0], tuple(changes), ""),))
    return Derived(tuple(series), inputs, min([0.0, *levels]), max([0.0, *levels]), categories)


def _sum(i: int) -> str:
    """The level after row `i` of a waterfall."""
    return f"SUM([0,0]:[0,{i}])"


def _part(start: str, end: str, way: int, below: bool) -> str:
    """The part of a bar on one side of zero, if it goes this `way`; it is negative below."""
    clip = "MIN" if below else "MAX"
    low, high = (start, end) if way > 0 else (end, start)
    first, second = (low, high) if below else (high, low)
    return f"IF({high}>{low},{clip}(0,{first})-{clip}(0,{second}),0)"


def _connectors(levels: Sequence[float], formulas: Sequence[str], name: str, colour: str) -> Iterable[ChartSeries]:
    """Thin lines from each bar to the next, at the level where one ends and the other begins."""
    last = len(levels) - 1
    for n in range(CONNECTORS):
        owner = {j: i for i in range(n, last, CONNECTORS) for j in (i, i + 1)}
        yield ChartSeries(
            f"{name} {n + 1}",
            tuple(_clear(levels[owner[j]]) if j in owner else None for j in range(last + 1)),
            colour=colour,
            mark="line",
            line=0.75,
            dots="",
            formulas=tuple(formulas[owner[j]] if j in owner else "" for j in range(last + 1)),
        )


def _tops(
    bars: Sequence[tuple[float, float]],
    start: Sequence[str],
    end: Sequence[str],
    name: str,
    labels: tuple[str, ...],
) -> ChartSeries:
    """A hidden line at the top of the bars, for their labels; at the bottom of those that end below zero."""
    under = [b < 0 for _, b in bars]
    return ChartSeries(
        name,
        tuple(min(bar) if low else max(bar) for bar, low in zip(bars, under, strict=True)),
        hidden=True,
        mark="line",
        labels=labels,
        label_position="above",
        label_places=tuple((i, "below") for i, low in enumerate(under) if low),
        formulas=tuple(f"{'MIN' if low else 'MAX'}({a},{b})" for a, b, low in zip(start, end, under, strict=True)),
    )


def floating(
    categories: tuple[str, ...],
    starts: Sequence[float | date],
    ends: Sequence[float | date],
    names: tuple[str, str, str, str],
    colour: str = "accent",
    number_format: str = "",
) -> Derived:
    """A chart of kind `range`: bars that float from start to end, in numbers or dates (a Gantt chart).

    `names`: from, to, offset, length. Dates become days as spreadsheets count them: use `serial` for the axis. Where a
    number is below zero, bars have a second length, of what lies there: offices stack it apart.
    """
    begin, end = tuple(map(_number, starts)), tuple(map(_number, ends))
    count = range(len(categories))
    inputs = ChartInputs(categories, ((names[0], begin, number_format), (names[1], end, number_format)))
    ends_at = min(begin, default=0), max(end, default=0)
    if ends_at[0] < 0:
        return Derived(_over_zero(begin, end, names, colour, number_format), inputs, *ends_at, categories)
    offset = ChartSeries(
        names[2], begin, hidden=True, number_format=number_format, formulas=tuple(f"[0,{i}]" for i in count)
    )
    length = ChartSeries(
        names[3],
        tuple(_clear(b - a) for a, b in zip(begin, end, strict=True)),
        colour=colour,
        number_format="0" if isinstance(starts[0] if starts else 0, date) else number_format,
        formulas=tuple(f"[1,{i}]-[0,{i}]" for i in count),
    )
    return Derived((offset, length), inputs, *ends_at, categories)


def _over_zero(
    begin: Sequence[float], end: Sequence[float], names: tuple[str, str, str, str], colour: str, number_format: str
) -> tuple[ChartSeries, ...]:
    """The offset of floating bars, what of them lies above zero, and what lies below."""
    bars = list(zip(begin, end, strict=True))
    parts = (
        (names[2], [max(0.0, a) + min(0.0, b) for a, b in bars], "MAX(0,{0})+MIN(0,{1})"),
        (names[3], [max(0.0, b) - max(0.0, a) for a, b in bars], "MAX(0,{1})-MAX(0,{0})"),
        (f"{names[3]} < 0", [min(0.0, a) - min(0.0, b) for a, b in bars], "MIN(0,{0})-MIN(0,{1})"),
    )
    return tuple(
        ChartSeries(
            name, tuple(map(_clear, values)), colour=colour, hidden=not n, number_format=number_format,
            formulas=tuple(formula.format(f"[0,{i}]", f"[1,{i}]") for i in range(len(bars))),
        )
        for n, (name, values, formula) in enumerate(parts)
    )  # fmt: skip


def totals(stack: Sequence[ChartSeries], name: str, labels: tuple[str, ...]) -> ChartSeries:
    """The sum of each stack as a label over it; `stack` are the first series of the chart.

    Where parts are below zero, the label stands over those above, and is not the value of its place.
    """
    columns = list(zip(*(one.values for one in stack), strict=True))
    sums = [_total(values) for values in columns]
    rows = [f"{{0,{i}}}:{{{len(stack) - 1},{i}}}" if total is not None else "" for i, total in enumerate(sums)]
    made = ChartSeries(
        name,
        tuple(sums),
        hidden=True,
        mark="line",
        labels=labels,
        label_position="above",
        formulas=tuple(f"SUM({row})" if row else "" for row in rows),
    )
    if not any(value is not None and value < 0 for values in columns for value in values):
        return made
    tops = (_total(value and max(0.0, value) for value in values) for values in columns)
    return replace(
        made, values=tuple(tops), label_values=tuple(sums), label_formulas=made.formulas,
        formulas=tuple(f'SUMIF({row},">0")' if row else "" for row in rows),
    )  # fmt: skip


def reference(
    value: float, count: int, n: int, name: str, label: str = "", colour: str = "ink", at: int = -1
) -> ChartSeries:
    """A level line over `count` categories at `value`, series `n` of the chart; its label stands over category `at`."""
    spot = at % count
    return ChartSeries(
        name,
        (value,) * count,
        colour=colour,
        mark="rule",
        line=1,
        dash=True,
        dots="",
        labels=tuple(label if i == spot else "" for i in range(count)),
        label_colour=colour,
        label_position="above",
        formulas=("", *(f"{{{n},0}}",) * (count - 1)),
    )


def bullet(
    categories: tuple[str, ...],
    bands: Sequence[tuple[str, Sequence[float], str]],
    value: tuple[str, Sequence[float | None], str],
    target: tuple[str, Sequence[float | None], str],
    widths: tuple[float, float],
) -> Derived:
    """A chart of kind `column-stacked`: bands up to their ends, the value as a slim bar over them, the target a dash.

    Each is (name, values, colour); `bands` from the lowest on, their values are where they end. `widths`, pt: of the
    value's bar and of the dash; a third and two thirds of a band look well.
    """
    count = range(len(categories))
    ends = [(0.0,) * len(categories), *(values for _, values, _ in bands)]
    series = [
        ChartSeries(
            name,
            tuple(_clear(high - low) for low, high in zip(lower, upper, strict=True)),
            colour=colour,
            formulas=tuple(f"[{n},{i}]-[{n - 1},{i}]" if n else f"[0,{i}]" for i in count),
        )
        for n, ((name, _, colour), (lower, upper)) in enumerate(zip(bands, pairwise(ends), strict=True))
    ]
    bar, dash = widths
    series.append(ChartSeries(value[0], tuple(value[1]), value[2], mark="stem", line=bar, dots=""))
    series.append(ChartSeries(target[0], tuple(target[1]), target[2], mark="line", line=0, dots="dash", dot_size=dash))
    every = [v for _, values, _ in (*bands, value, target) for v in values if v is not None]
    inputs = ChartInputs(categories, tuple((name, tuple(values), "") for name, values, _ in bands))
    return Derived(tuple(series), inputs, 0, max(every, default=0), categories)


def marimekko(
    categories: tuple[str, ...],
    widths: Sequence[float],
    parts: Sequence[tuple[str, Sequence[float | None], str]],
    width_name: str,
    air: int = 30,
) -> Derived:
    """A chart of kind `area-stacked` from 0 to 1 over dates, `edges` on: each category as wide as its weight.

    `parts`: (name, values, colour), from the bottom on; a category's values are shown as shares of their sum. Each
    category has four points: it rises and falls between the first two and the last two. `air` is left between
    neighbours, in ten thousandths of the width.
    """
    whole = sum(widths)
    ends = [round(WIDE * x / whole) for x in accumulate(widths, initial=0.0)]
    sums = [_total(values) or 0.0 for values in zip(*(values for _, values, _ in parts), strict=True)]
    last = len(categories) - 1
    days, formulas, owners, edges = [], [], [], []
    for i, (left, right) in enumerate(pairwise(ends)):
        edge = min(air, (right - left) // 3) if i < last else 0
        edges.append(edge)
        start = (
            f"{serial(_START)}+ROUND({WIDE}*SUM([0,0]:[0,{i - 1}])/{_sum_all(last)},0)" if i else f"{serial(_START)}"
        )
        stop = f"{serial(_START)}+ROUND({WIDE}*SUM([0,0]:[0,{i}])/{_sum_all(last)},0)"
        days += [left, left + 1, right - edge - 2, right - edge - 1]
        formulas += [start, f"{start}+1", f"{stop}-{edge + 2}", f"{stop}-{edge + 1}"]
        owners += [(i, False), (i, True), (i, True), (i, False)]
    total = [f"SUM([1,{i}]:[{len(parts)},{i}])" for i in range(len(categories))]
    series = tuple(
        ChartSeries(
            name,
            tuple((values[i] or 0.0) / sums[i] if full and sums[i] else 0.0 for i, full in owners),
            colour=colour,
            dots="",
            number_format="0%",
            formulas=tuple(f"[{n},{i}]/{total[i]}" if full and sums[i] else "" for i, full in owners),
        )
        for n, (name, values, colour) in enumerate(parts, 1)
    )
    rows = ((width_name, tuple(widths), ""), *((name, tuple(values), "") for name, values, _ in parts))
    return Derived(
        series=series,
        inputs=ChartInputs(categories, rows),
        high=1,
        categories=tuple(categories[i] for i, _ in owners),
        dates=tuple(_START + timedelta(days=day) for day in days),
        category_formulas=tuple(formulas),
        columns=tuple(
            (left / (WIDE - 1), (right - edge - 1) / (WIDE - 1))
            for (left, right), edge in zip(pairwise(ends), edges, strict=True)
        ),
    )


def _sum_all(last: int) -> str:
    return f"SUM([0,0]:[0,{last}])"


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _clear(sum(known)) if known else None


def _number(value: float | date) -> float:
    return serial(value) if isinstance(value, date) else value


def _clear(value: float) -> float:
    """Without the dust of binary sums."""
    return float(f"{value:.12g}") + 0.0
