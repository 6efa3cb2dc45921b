"""In: a placed chart. Out: its axes: names or dates along it, and values as planned, often only as gridlines."""

from __future__ import annotations

from exporter.model.geometry import pt
from exporter.model.page import PlacedChart, ValueAxis
from exporter.text.numbers import serial
from exporter.write.pptx.chart_series import words_of
from exporter.write.pptx.sheet import Deck
from exporter.write.pptx.workbook import POINTED
from exporter.write.pptx.xml import escape

FIRST, SECOND = (1001, 1002), (1003, 1004)
"""Ids of the axis of categories (or x) and of that of values."""
_THIN = pt(0.75)
_ROUND = ("pie", "doughnut")
_NO_TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
_NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"


def axes(item: PlacedChart, deck: Deck, *, across: bool) -> str:
    """All axes of a chart; `across` says that its bars lie, the first category on top."""
    if item.chart in _ROUND:
        return ""
    share = item.chart.endswith("-full") and "%" not in item.number_format
    code = "0%" if share else item.number_format
    value = ValueAxis(0, 0, item.unit, item.tick_labels, code)
    limits = _limits(_minimum(item), item.maximum)
    if item.chart in POINTED:
        x = item.x_axis or ValueAxis(*_reach(item))
        first = _values(item, x, _limits(x.minimum, x.maximum), deck, FIRST, "b", line="rule", between="midCat")
        return first + _values(item, value, limits, deck, FIRST[::-1], "l", between="midCat")
    between = "midCat" if item.edges else "between"
    place = "t" if across else "l"
    out = _names(item, deck, FIRST, across=across, shown=item.category_axis)
    out += _values(
        item, value, limits, deck, FIRST[::-1], place, between=between, far=across, spokes=item.chart == "radar"
    )
    if item.second_axis:
        second = item.second_axis
        ends = _limits(second.minimum, second.maximum)
        out += _names(item, deck, SECOND, across=across, shown=False)
        out += _values(item, second, ends, deck, SECOND[::-1], "b" if across else "r", between=between, second=True)
    return out


def _reach(item: PlacedChart) -> tuple[float, float]:
    """From the least x to the greatest."""
    known = [x for one in item.series for x in one.x if x is not None] or [0.0]
    return min(known), max(known) if max(known) > min(known) else min(known) + 1


def _minimum(item: PlacedChart) -> float | None:
    """As planned; without a plan, bars of values above zero begin there."""
    if item.minimum is None and all((v or 0) >= 0 for one in item.series for v in one.values):
        return 0
    return item.minimum


def _limits(minimum: float | None, maximum: float | None) -> str:
    ends = (("max", maximum), ("min", minimum))
    return "".join(f'<c:{name} val="{value!r}"/>' for name, value in ends if value is not None)


def _names(item: PlacedChart, deck: Deck, ids: tuple[int, int], *, across: bool, shown: bool) -> str:
    """The axis of categories: a thin rule with their names, or dates to scale."""
    rule = deck.palette.line("rule" if item.chart not in ("range", "radar") and ids == FIRST else "", _THIN)
    tag = "dateAx" if item.dates else "catAx"
    code = item.date_format if item.dates else "General"
    deleted = 0 if shown or item.chart == "radar" else 1
    end = (
        f'<c:auto val="0"/><c:lblOffset val="100"/><c:baseTimeUnit val="{item.date_unit}"/>'
        if item.dates
        else '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    )
    limits = _limits(serial(min(item.dates)), serial(max(item.dates))) if item.dates else ""
    return (
        f'<c:{tag}><c:axId val="{ids[0]}"/><c:scaling><c:orientation val="{"maxMin" if across else "minMax"}"/>{limits}'
        f'</c:scaling><c:delete val="{deleted}"/><c:axPos val="{"l" if across else "b"}"/>'
        f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>{_NO_TICKS}'
        f'<c:tickLblPos val="{"low" if shown else "none"}"/><c:spPr>{rule}</c:spPr>{words_of(item.label_style, deck)}'
        f'<c:crossAx val="{ids[1]}"/><c:crosses val="autoZero"/>{end}</c:{tag}>'
    )


def _values(
    item: PlacedChart,
    axis: ValueAxis,
    limits: str,
    deck: Deck,
    ids: tuple[int, int],
    place: str,
    *,
    between: str,
    line: str = "",
    far: bool = False,
    second: bool = False,
    spokes: bool = False,
) -> str:
    """An axis of values: its gridlines, and their values where the chart draws them itself.

    `far` puts these at the other end, where the first category is not; `second` has no gridlines.
    """
    grid = f"<c:majorGridlines><c:spPr>{deck.palette.line('grid', _THIN)}</c:spPr></c:majorGridlines>"
    unit = f'<c:majorUnit val="{axis.unit!r}"/>' if axis.unit else ""
    labels = "none" if not axis.tick_labels else "high" if far or second else "nextTo" if spokes else "low"
    stroke = "grid" if spokes and axis.unit else line
    look = f"<c:spPr>{deck.palette.line(stroke, _THIN)}</c:spPr>" if stroke else _NO_LINE
    return (
        f'<c:valAx><c:axId val="{ids[0]}"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{place}"/>{grid if axis.unit and not second else ""}'
        f'<c:numFmt formatCode="{escape(axis.number_format)}" sourceLinked="0"/>{_NO_TICKS}'
        f'<c:tickLblPos val="{labels}"/>{look}{words_of(item.label_style.but(colour=axis.colour), deck)}'
        f'<c:crossAx val="{ids[1]}"/><c:crosses val="{"max" if second else "autoZero"}"/>'
        f'<c:crossBetween val="{between}"/>{unit}</c:valAx>'
    )
