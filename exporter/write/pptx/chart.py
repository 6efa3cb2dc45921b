"""In: a placed chart. Out: a `p:graphicFrame`, and the chart part with its workbook. Every colour follows the theme.

Where a label stands: see `_label_place`. The category axis is drawn as a thin rule, the value axis not at all.
"""

from __future__ import annotations

from collections.abc import Callable

from exporter.model.geometry import pt, px
from exporter.model.page import ChartSeries, PlacedChart
from exporter.model.style import TextStyle
from exporter.write.pptx.package import Relations
from exporter.write.pptx.sheet import Deck, Sheet, placement
from exporter.write.pptx.workbook import head, span, workbook
from exporter.write.pptx.xml import HEAD, NS_A, NS_C, NS_R, escape

_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_AXES = '<c:axId val="1001"/><c:axId val="1002"/>'
_STACKED = ("bar-stacked", "column-stacked", "range")
_HORIZONTAL = ("bar", "bar-stacked", "range")
_LINE_W = pt(2.25)
_MARKER = 6
_THIN = pt(0.75)
_BASE_INDENT = px(4)
_LABEL_BOX = (
    '<a:bodyPr wrap="none" lIns="38100" tIns="19050" rIns="38100" bIns="19050" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
)
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def draw_chart(item: PlacedChart, sheet: Sheet) -> str:
    number = next(sheet.deck.charts)
    part = f"ppt/charts/chart{number}.xml"
    book = f"ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    relations = Relations()
    data = relations.add("package", book)
    sheet.deck.package.add(part, _chart_part(item, sheet.deck, data), "drawingml.chart", relations)
    sheet.deck.package.add(book, workbook(item.categories, item.series))
    chart = sheet.relations.add("chart", part)
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{sheet.identity(item, 'Chart', item.alt)}"
        f"<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>{placement(item.box, tag='p:xfrm')}"
        f'<a:graphic><a:graphicData uri="{_URI}"><c:chart {NS_C} r:id="{chart}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )


def _chart_part(item: PlacedChart, deck: Deck, data: str) -> str:
    plot = PLOT[item.chart](item, deck)
    return (
        f'{HEAD}<c:chartSpace {NS_C} {NS_A} {NS_R}><c:date1904 val="0"/><c:lang val="{deck.text.locale}"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_inner(item)}{plot}'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_type(item.label_style, deck)}"
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


def _bars(item: PlacedChart, deck: Deck) -> str:
    stacked = item.chart in _STACKED
    series = "".join(
        _series(item, n, deck, look=_bar_look(one, deck) + '<c:invertIfNegative val="0"/>', point=_bar_point)
        for n, one in enumerate(item.series)
    )
    return (
        f'<c:barChart><c:barDir val="{"bar" if item.chart in _HORIZONTAL else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{round(item.gap)}"/><c:overlap val="{100 if stacked else 0}"/>{_AXES}</c:barChart>'
        f"{_axes(item, deck)}"
    )


def _lines(item: PlacedChart, deck: Deck) -> str:
    series = "".join(
        _series(item, n, deck, look=_line_look(one, deck), point=_line_point, end='<c:smooth val="0"/>')
        for n, one in enumerate(item.series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{_AXES}'
        f"</c:lineChart>{_axes(item, deck)}"
    )


def _pie(item: PlacedChart, deck: Deck) -> str:
    slices = tuple(enumerate(deck.document.theme.chart_roles[: len(item.categories)]))
    series = "".join(
        _series(item, n, deck, look=_bar_look(one, deck), point=_pie_point, colours=slices)
        for n, one in enumerate(item.series)
    )
    return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'


PLOT: dict[str, Callable[[PlacedChart, Deck], str]] = {
    "bar": _bars,
    "bar-stacked": _bars,
    "column": _bars,
    "column-stacked": _bars,
    "range": _bars,
    "line": _lines,
    "pie": _pie,
}


def _series(
    item: PlacedChart,
    n: int,
    deck: Deck,
    *,
    look: str,
    point: Callable[[int, str, Deck], str],
    end: str = "",
    colours: tuple[tuple[int, str], ...] = (),
) -> str:
    """Series `n` from 0: its name and values as in the workbook, and how it looks.

    `colours` are those of its points, unless it names them itself.
    """
    one = item.series[n]
    points = "".join(
        point(i, colour, deck) for i, colour in sorted({**dict(colours), **dict(one.point_colours)}.items())
    )
    count = len(item.categories)
    categories = "".join(f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>' for i, name in enumerate(item.categories))
    values = "".join(f'<c:pt idx="{i}"><c:v>{v!r}</c:v></c:pt>' for i, v in enumerate(one.values) if v is not None)
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:strRef><c:f>{head(n + 1)}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(one.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{look}{points}{_labels(item, one, deck)}"
        f'<c:cat><c:strRef><c:f>{span(0, count)}</c:f><c:strCache><c:ptCount val="{count}"/>{categories}</c:strCache>'
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>{span(n + 1, count)}</c:f><c:numCache>"
        f'<c:formatCode>{escape(item.number_format)}</c:formatCode><c:ptCount val="{count}"/>{values}</c:numCache>'
        f"</c:numRef></c:val>{end}</c:ser>"
    )


def _bar_look(one: ChartSeries, deck: Deck) -> str:
    return f"<c:spPr>{deck.palette.fill('' if one.hidden else one.colour)}<a:ln><a:noFill/></a:ln></c:spPr>"


def _line_look(one: ChartSeries, deck: Deck) -> str:
    line = deck.palette.line("" if one.hidden else one.colour, _LINE_W, more="<a:round/>")
    symbol = '<c:symbol val="none"/>' if one.hidden else f'<c:symbol val="circle"/><c:size val="{_MARKER}"/>'
    return f"<c:spPr>{line}</c:spPr><c:marker>{symbol}{_bar_look(one, deck)}</c:marker>"


def _bar_point(i: int, colour: str, deck: Deck) -> str:
    return (
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{deck.palette.fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:dPt>"
    )


def _line_point(i: int, colour: str, deck: Deck) -> str:
    return (
        f'<c:dPt><c:idx val="{i}"/><c:marker><c:symbol val="circle"/><c:size val="{_MARKER + 2}"/>'
        f"<c:spPr>{deck.palette.fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        '<c:bubble3D val="0"/></c:dPt>'
    )


def _pie_point(i: int, colour: str, deck: Deck) -> str:
    return (
        f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr>{deck.palette.fill(colour)}'
        f"{deck.palette.line('bg', _THIN)}</c:spPr></c:dPt>"
    )


def _labels(item: PlacedChart, one: ChartSeries, deck: Deck) -> str:
    """Direct labels: the values themselves where a label says no more, so that they follow edited data."""
    if one.hidden or not any(one.labels):
        return f"<c:dLbls>{_SHOWN.format(value=0)}</c:dLbls>"
    look = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>" + _type(
        item.label_style.but(colour=one.label_colour), deck
    )
    last = max(i for i, value in enumerate(one.values) if value is not None)
    out = []
    for i, (label, value) in enumerate(zip(one.labels, one.values, strict=False)):
        if label and value is not None:
            place = f'<c:dLblPos val="{_label_place(item.chart, one, is_last=i == last)}"/>'
            words = "" if label == _shown_value(value, item.number_format) else _words(label, item, one, deck)
            out.append(
                f'<c:dLbl><c:idx val="{i}"/>{_indent(item, one)}{words}{look}{place}{_SHOWN.format(value=1)}</c:dLbl>'
            )
    return f"<c:dLbls>{''.join(out)}{look}{_SHOWN.format(value=0)}</c:dLbls>"


def _indent(item: PlacedChart, one: ChartSeries) -> str:
    """Air between the base of a horizontal bar and its label, beyond the label's own inset."""
    if item.chart not in _HORIZONTAL or one.label_position != "base":
        return ""
    shift = f"{_BASE_INDENT / item.box.w:.6f}"
    return f'<c:layout><c:manualLayout><c:x val="{shift}"/><c:y val="0"/></c:manualLayout></c:layout>'


def _label_place(chart: str, one: ChartSeries, *, is_last: bool) -> str:
    """Where PowerPoint puts a label. Beyond the end of a stacked bar it has no place, so it goes inside its end."""
    if chart == "line":
        return "r" if is_last else "t"
    if chart == "pie":
        return "outEnd" if one.label_position == "outside" else "inEnd"
    if chart in _STACKED:
        return {"outside": "inEnd", "inside": "ctr", "base": "inBase"}[one.label_position]
    return {"outside": "outEnd", "inside": "inEnd", "base": "inBase"}[one.label_position]


def _shown_value(value: float, number_format: str) -> str:
    """The value as PowerPoint shows it in the plain formats; empty for others."""
    if number_format == "General":
        return f"{value:g}"
    places = len(number_format.partition(".")[2].rstrip("%"))
    grouped = {"0": "", "#,##0": ","}.get(number_format.rstrip("%").partition(".")[0])
    if grouped is None:
        return ""
    return f"{value:{grouped}.{places}%}" if number_format.endswith("%") else f"{value:{grouped}.{places}f}"


def _words(label: str, item: PlacedChart, one: ChartSeries, deck: Deck) -> str:
    style = item.label_style.but(colour=one.label_colour)
    run = deck.text.default_run(style).replace("a:defRPr", "a:rPr")
    return (
        f"<c:tx><c:rich>{_LABEL_BOX}<a:lstStyle/><a:p><a:pPr>{deck.text.default_run(style)}</a:pPr>"
        f"<a:r>{run}<a:t>{escape(label)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def _type(style: TextStyle, deck: Deck) -> str:
    return (
        f"<c:txPr>{_LABEL_BOX}<a:lstStyle/><a:p><a:pPr>{deck.text.default_run(style)}</a:pPr>"
        f'<a:endParaRPr lang="{deck.text.locale}"/></a:p></c:txPr>'
    )


def _axes(item: PlacedChart, deck: Deck) -> str:
    """The category axis, first category on top in bar charts; and the value axis, of which only gridlines show."""
    across = item.chart in _HORIZONTAL
    baseline = deck.palette.line("rule", _THIN) if item.chart != "range" else deck.palette.line("", 0)
    grid = f"<c:majorGridlines><c:spPr>{deck.palette.line('grid', _THIN)}</c:spPr></c:majorGridlines>"
    unit = f'<c:majorUnit val="{item.unit!r}"/>' if item.unit else ""
    minimum = item.minimum
    if minimum is None and all((v or 0) >= 0 for one in item.series for v in one.values):
        minimum = 0
    limits = "".join(
        f'<c:{name} val="{value!r}"/>' for name, value in (("max", item.maximum), ("min", minimum)) if value is not None
    )
    return (
        f'<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="{"maxMin" if across else "minMax"}"/></c:scaling>'
        f'<c:delete val="{0 if item.category_axis else 1}"/><c:axPos val="{"l" if across else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{baseline}</c:spPr>{_type(item.label_style, deck)}'
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"t" if across else "l"}"/>{grid if item.unit else ""}'
        f'<c:numFmt formatCode="{escape(item.number_format)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        '<c:crossAx val="1001"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        f"{unit}</c:valAx>"
    )
