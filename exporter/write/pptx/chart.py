"""In: a placed chart. Out: a `p:graphicFrame`, and the chart part with its workbook. Every colour follows the theme.

A chart is one native group for all series that are drawn alike on one scale. PLOT has a row for every kind of group;
`chart_series` writes what is in them, `chart_axes` what they are measured on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from exporter.model.page import PlacedChart
from exporter.write.pptx.chart_axes import FIRST, SECOND, axes
from exporter.write.pptx.chart_series import (
    Row,
    area_series,
    bar_series,
    bubble_series,
    line_series,
    pie_series,
    radar_series,
    scatter_series,
    words_of,
)
from exporter.write.pptx.package import Relations
from exporter.write.pptx.sheet import Deck, Sheet, placement
from exporter.write.pptx.workbook import Book
from exporter.write.pptx.xml import HEAD, NS_A, NS_C, NS_R

_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
HORIZONTAL = ("bar", "bar-stacked", "bar-full", "range")
GROUPED: Mapping[str, tuple[str, str]] = {
    "bar": ("bar", "clustered"),
    "bar-stacked": ("bar", "stacked"),
    "bar-full": ("bar", "percentStacked"),
    "range": ("bar", "stacked"),
    "column": ("bar", "clustered"),
    "column-stacked": ("bar", "stacked"),
    "column-full": ("bar", "percentStacked"),
    "line": ("line", "standard"),
    "area": ("area", "standard"),
    "area-stacked": ("area", "stacked"),
    "area-full": ("area", "percentStacked"),
    "scatter": ("scatter", ""),
    "bubble": ("bubble", ""),
    "pie": ("pie", ""),
    "doughnut": ("doughnut", ""),
    "radar": ("radar", ""),
}
"""The native group of each kind of chart, and how its series stand to one another."""
MARKED: Mapping[str, tuple[str, str]] = {
    "bar": ("bar", "clustered"),
    "line": ("line", "standard"),
    "rule": ("line", "standard"),
    "stem": ("line", "standard"),
    "area": ("area", "stacked"),
}
"""That of series with a mark of their own."""
ORDER = ("area", "bar", "line")
"""Groups of one scale from the back to the front, as office suites draw them."""


class Group(Struct, frozen=True):
    kind: str
    grouping: str
    second: bool
    rows: tuple[Row, ...]


def draw_chart(item: PlacedChart, sheet: Sheet) -> str:
    number = next(sheet.deck.charts)
    part = f"ppt/charts/chart{number}.xml"
    file = f"ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    book = Book(item, sheet.deck.document.language)
    relations = Relations()
    data = relations.add("package", file)
    sheet.deck.package.add(part, _chart_part(item, sheet.deck, book, data), "drawingml.chart", relations)
    sheet.deck.package.add(file, book.file())
    chart = sheet.relations.add("chart", part)
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{sheet.identity(item, 'Chart', item.alt)}"
        f"<p:cNvGraphicFramePr/>{sheet.properties(item)}</p:nvGraphicFramePr>{placement(item.box, tag='p:xfrm')}"
        f'<a:graphic><a:graphicData uri="{_URI}"><c:chart {NS_C} r:id="{chart}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )


def _chart_part(item: PlacedChart, deck: Deck, book: Book, data: str) -> str:
    plot = "".join(PLOT[group.kind](group, item, deck) for group in _groups(item, deck, book))
    return (
        f'{HEAD}<c:chartSpace {NS_C} {NS_A} {NS_R}><c:date1904 val="0"/><c:lang val="{deck.text.locale}"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_inner(item)}'
        f"{plot}{axes(item, deck, across=item.chart in HORIZONTAL)}"
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="{item.missing}"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{words_of(item.label_style, deck)}"
        f'<c:externalData r:id="{data}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _inner(item: PlacedChart) -> str:
    """The inner plot area as shares of the frame, so that items planned beside it line up."""
    box, plot = item.box, item.plot
    shares = (
        ("x", (plot.x - box.x) / box.w),
        ("y", (plot.y - box.y) / box.h),
        ("w", plot.w / box.w),
        ("h", plot.h / box.h),
    )
    place = "".join(f'<c:{name} val="{share:.6f}"/>' for name, share in shares)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{place}</c:manualLayout></c:layout>"
    )


def _groups(item: PlacedChart, deck: Deck, book: Book) -> Sequence[Group]:
    """The series by what they are drawn as, those of the first scale before those of the second."""
    found: dict[tuple[bool, str], tuple[str, list[Row]]] = {}
    own = GROUPED[item.chart]
    for n, one in enumerate(item.series):
        marked = MARKED.get(one.mark, own) if own[0] in ORDER else own
        second = one.second and item.second_axis is not None
        kind, grouping = own if marked[0] == own[0] and not second else marked
        found.setdefault((second, kind), (grouping, []))[1].append(Row(item, n, deck, book, grouping))
    if not found:
        return [Group(*own, second=False, rows=())]
    order = sorted(found, key=lambda key: (key[0], ORDER.index(key[1]) if key[1] in ORDER else 0))
    return [Group(kind, found[second, kind][0], second, tuple(found[second, kind][1])) for second, kind in order]


def _axis_ids(group: Group) -> str:
    ids = SECOND if group.second else FIRST
    return "".join(f'<c:axId val="{id}"/>' for id in ids)


def _bars(group: Group, item: PlacedChart, deck: Deck) -> str:
    covered = 100 if group.grouping != "clustered" else 0
    gap = item.second_gap if group.second else item.gap
    return (
        f'<c:barChart><c:barDir val="{"bar" if item.chart in HORIZONTAL else "col"}"/>'
        f'<c:grouping val="{group.grouping}"/><c:varyColors val="0"/>{"".join(map(bar_series, group.rows))}'
        f'<c:gapWidth val="{round(gap)}"/><c:overlap val="{covered if item.overlap is None else item.overlap}"/>'
        f"{_axis_ids(group)}</c:barChart>"
    )


def _lines(group: Group, item: PlacedChart, deck: Deck) -> str:
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(map(line_series, group.rows))}'
        f'<c:marker val="1"/>{_axis_ids(group)}</c:lineChart>'
    )


def _areas(group: Group, item: PlacedChart, deck: Deck) -> str:
    return (
        f'<c:areaChart><c:grouping val="{group.grouping}"/><c:varyColors val="0"/>'
        f"{''.join(map(area_series, group.rows))}{_axis_ids(group)}</c:areaChart>"
    )


def _points(group: Group, item: PlacedChart, deck: Deck) -> str:
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{''.join(map(scatter_series, group.rows))}{_axis_ids(group)}</c:scatterChart>"
    )


def _bubbles(group: Group, item: PlacedChart, deck: Deck) -> str:
    return (
        f'<c:bubbleChart><c:varyColors val="0"/>{"".join(map(bubble_series, group.rows))}'
        f'<c:bubbleScale val="100"/><c:showNegBubbles val="0"/><c:sizeRepresents val="area"/>{_axis_ids(group)}'
        "</c:bubbleChart>"
    )


def _pie(group: Group, item: PlacedChart, deck: Deck) -> str:
    series = "".join(map(pie_series, group.rows))
    return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'


def _doughnut(group: Group, item: PlacedChart, deck: Deck) -> str:
    """The hole is half as wide as the ring: LibreOffice draws no other."""
    series = "".join(map(pie_series, group.rows))
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/><c:holeSize val="50"/>'
        "</c:doughnutChart>"
    )


def _radar(group: Group, item: PlacedChart, deck: Deck) -> str:
    return (
        '<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>'
        f"{''.join(map(radar_series, group.rows))}{_axis_ids(group)}</c:radarChart>"
    )


PLOT: Mapping[str, Callable[[Group, PlacedChart, Deck], str]] = {
    "bar": _bars,
    "line": _lines,
    "area": _areas,
    "scatter": _points,
    "bubble": _bubbles,
    "pie": _pie,
    "doughnut": _doughnut,
    "radar": _radar,
}
