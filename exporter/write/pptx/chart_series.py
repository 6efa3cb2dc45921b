"""In: one series of a placed chart. Out: its `c:ser`: name, colours, labels, and the cells of the workbook it shows.

A label that is the value itself is the native one and follows edited data; any other comes from a cell of the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from exporter.model.geometry import pt, px
from exporter.model.page import ChartSeries, PlacedChart
from exporter.model.style import TextStyle
from exporter.text.numbers import serial
from exporter.write.pptx.sheet import Deck
from exporter.write.pptx.workbook import Book
from exporter.write.pptx.xml import escape

_THIN = pt(0.75)
_BASE_INDENT = px(4)
_SINGLED = 2
"""By how many pt the dot of a singled-out point is wider."""
_LABEL_BOX = (
    '<a:bodyPr wrap="none" lIns="38100" tIns="19050" rIns="38100" bIns="19050" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
)
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_NS_C15 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_FROM_CELL = (
    f'<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" {_NS_C15}>'
    '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'
)
_NO_LEADERS = (
    f'<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" {_NS_C15}>'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
"""LibreOffice draws a line to each label that was moved, unless it is told not to."""
_NO_SHADE = "<a:ln><a:noFill/></a:ln>"
_STRAIGHT = '<c:smooth val="0"/>'
_PLACES = {
    "point": {"above": "t", "below": "b", "left": "l", "right": "r", "centre": "ctr"},
    "bar": {"outside": "outEnd", "inside": "inEnd", "base": "inBase", "centre": "ctr"},
    "stack": {"outside": "inEnd", "inside": "ctr", "base": "inBase", "centre": "ctr"},
    "pie": {"outside": "outEnd", "inside": "inEnd", "centre": "ctr"},
    "radar": {"outside": "outEnd"},
}
"""What PowerPoint calls a label's place, and which it accepts; it refuses files with others."""
_USUAL = {"point": "t", "bar": "outEnd", "stack": "inEnd", "pie": "outEnd", "radar": "outEnd"}


class Row(Struct, frozen=True):
    """Series `n` of a chart, from 0, on its way into a deck."""

    item: PlacedChart
    n: int
    deck: Deck
    book: Book
    grouping: str
    """How the series drawn like it stand to one another, as the format calls it."""

    @property
    def one(self) -> ChartSeries:
        return self.item.series[self.n]

    @property
    def number_format(self) -> str:
        return self.one.number_format or self.item.number_format

    def fill(self, role: str) -> str:
        return self.deck.palette.fill("" if self.one.hidden else role)

    def line(self, role: str, width: float) -> str:
        """Round at its corners, as lines between points are."""
        if self.one.hidden or not width:
            return _NO_SHADE
        dash = '<a:prstDash val="dash"/>' if self.one.dash else ""
        return self.deck.palette.line(role, pt(width), more=f"{dash}<a:round/>")


def bar_series(row: Row) -> str:
    look = f"<c:spPr>{row.fill(row.one.colour)}{_NO_SHADE}</c:spPr>" + '<c:invertIfNegative val="0"/>'
    return _series(row, look, _bar_point, "bar" if row.grouping == "clustered" else "stack", _by_category(row))


def line_series(row: Row) -> str:
    one = row.one
    drawn = {"rule": _level, "stem": _stems}.get(one.mark)
    look = f"<c:spPr>{row.line(one.colour, 0 if drawn else one.line)}</c:spPr>{_dots(row)}"
    more = drawn(row) if drawn else ""
    return _series(row, look, _line_point, "point", _by_category(row), more=more, end=_STRAIGHT)


def area_series(row: Row) -> str:
    return _series(row, f"<c:spPr>{row.fill(row.one.colour)}{_NO_SHADE}</c:spPr>", None, "", _by_category(row))


def scatter_series(row: Row) -> str:
    stroke = row.line(row.one.colour, row.one.line if row.one.mark == "line" else 0)
    look = f"<c:spPr>{stroke}</c:spPr>{_dots(row)}"
    return _series(row, look, _line_point, "point", _by_place(row), end=_STRAIGHT)


def bubble_series(row: Row) -> str:
    edge = row.deck.palette.line("bg", _THIN)
    look = f'<c:spPr>{row.fill(row.one.colour)}{edge}</c:spPr><c:invertIfNegative val="0"/>'
    sizes = _numbers("bubbleSize", row.book.sizes(row.n), row.one.sizes, "General")
    return _series(row, look, _bubble_point, "point", _by_place(row), end=sizes + '<c:bubble3D val="0"/>')


def pie_series(row: Row) -> str:
    roles = row.deck.document.theme.chart_roles
    slices = tuple(enumerate(roles[: len(row.item.categories)]))
    look = f"<c:spPr>{row.fill(row.one.colour)}{_NO_SHADE}</c:spPr>"
    place = "pie" if row.item.chart == "pie" else ""
    return _series(row, look, _pie_point, place, _by_category(row), colours=slices)


def radar_series(row: Row) -> str:
    look = f"<c:spPr>{row.line(row.one.colour, row.one.line)}</c:spPr>{_dots(row)}"
    return _series(row, look, _line_point, "radar", _by_category(row))


def _series(
    row: Row,
    look: str,
    point: Callable[[Row, int, str], str] | None,
    places: str,
    data: str,
    *,
    more: str = "",
    end: str = "",
    colours: tuple[tuple[int, str], ...] = (),
) -> str:
    """The elements of a series in the order that the format demands.

    `places`: which places its labels may have, a key of _PLACES; none is where the office suite puts them. `colours`
    are those of its points, unless it names them itself.
    """
    one, n = row.one, row.n
    named = sorted({**dict(colours), **dict(one.point_colours)}.items())
    points = "".join(point(row, i, colour) for i, colour in named) if point else ""
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:strRef><c:f>{row.book.name(n)}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(one.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{look}{points}{_labels(row, places)}{more}{data}{end}{_label_cells(row)}</c:ser>"
    )


# Data ----------------------------------------------------------------------------------------------------------------


def _by_category(row: Row) -> str:
    item = row.item
    if item.dates:
        days = [serial(day) for day in item.dates]
        categories = _numbers("cat", row.book.categories, days, item.date_format)
    else:
        categories = f"<c:cat><c:strRef>{_strings(row.book.categories, item.categories)}</c:strRef></c:cat>"
    return categories + _numbers("val", row.book.values(row.n), row.one.values, row.number_format, len(item.categories))


def _by_place(row: Row) -> str:
    x_format = row.item.x_axis.number_format if row.item.x_axis else "General"
    x = _numbers("xVal", row.book.x(row.n), row.one.x, x_format)
    return x + _numbers("yVal", row.book.values(row.n), row.one.values, row.number_format)


def _numbers(tag: str, cells: str, values: Sequence[float | None], code: str, count: int | None = None) -> str:
    """Numbers by the cells they stand in; a missing one has no point."""
    points = "".join(f'<c:pt idx="{i}"><c:v>{v!r}</c:v></c:pt>' for i, v in enumerate(values) if v is not None)
    return (
        f"<c:{tag}><c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{len(values) if count is None else count}"/>{points}</c:numCache></c:numRef></c:{tag}>'
    )


def _strings(cells: str, values: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(value)}</c:v></c:pt>' for i, value in enumerate(values))
    return f'<c:f>{cells}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}</c:strCache>'


# Looks ---------------------------------------------------------------------------------------------------------------


def _dots(row: Row) -> str:
    one = row.one
    if one.hidden or not one.dots or one.mark == "rule":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return _marker(row, one.dots, one.dot_size, one.colour)


def _marker(row: Row, symbol: str, size: float, colour: str) -> str:
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{round(size)}"/>'
        f"<c:spPr>{row.fill(colour)}{_NO_SHADE}</c:spPr></c:marker>"
    )


def _level(row: Row) -> str:
    """The line of a rule: the trend of its equal values, drawn on to both edges of the plot."""
    beyond = "" if row.item.edges else '<c:forward val="0.5"/><c:backward val="0.5"/>'
    return (
        f"<c:trendline><c:spPr>{row.line(row.one.colour, row.one.line)}</c:spPr>"
        f'<c:trendlineType val="linear"/>{beyond}<c:dispRSqr val="0"/><c:dispEq val="0"/></c:trendline>'
    )


def _stems(row: Row) -> str:
    """Strokes down to zero: error bars of the whole value. Unlike bars on a second axis, LibreOffice draws them so wide
    as it is told, not as wide as the bars of the first."""
    return (
        '<c:errBars><c:errDir val="y"/><c:errBarType val="minus"/><c:errValType val="percentage"/><c:noEndCap val="1"/>'
        f'<c:val val="100"/><c:spPr>{row.deck.palette.line(row.one.colour, pt(row.one.line))}</c:spPr></c:errBars>'
    )


def _bar_point(row: Row, i: int, colour: str) -> str:
    return (
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{row.fill(colour)}{_NO_SHADE}</c:spPr></c:dPt>"
    )


def _line_point(row: Row, i: int, colour: str) -> str:
    one = row.one
    marker = _marker(row, one.dots or "circle", one.dot_size + (_SINGLED if one.dots != "dash" else 0), colour)
    return f'<c:dPt><c:idx val="{i}"/>{marker}<c:bubble3D val="0"/></c:dPt>'


def _bubble_point(row: Row, i: int, colour: str) -> str:
    edge = row.deck.palette.line("bg", _THIN)
    return (
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{row.fill(colour)}{edge}</c:spPr></c:dPt>"
    )


def _pie_point(row: Row, i: int, colour: str) -> str:
    edge = row.deck.palette.line("bg", _THIN)
    return f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr>{row.fill(colour)}{edge}</c:spPr></c:dPt>'


# Labels --------------------------------------------------------------------------------------------------------------


def words_of(style: TextStyle, deck: Deck) -> str:
    """The type of labels."""
    return (
        f"<c:txPr>{_LABEL_BOX}<a:lstStyle/><a:p><a:pPr>{deck.text.default_run(style)}</a:pPr>"
        f'<a:endParaRPr lang="{deck.text.locale}"/></a:p></c:txPr>'
    )


def _labels(row: Row, places: str) -> str:
    one = row.one
    if not any(one.labels):
        return f"<c:dLbls>{_SHOWN.format(value=0)}</c:dLbls>"
    style = row.item.label_style.but(colour=one.label_colour)
    look = f"<c:spPr><a:noFill/>{_NO_SHADE}</c:spPr>" + words_of(style, row.deck)
    last = max((i for i, value in enumerate(one.values) if value is not None), default=-1)
    shifts = {i: (right, down) for i, right, down in one.label_shifts}
    out = []
    for i, (label, value) in enumerate(zip(one.labels, one.values, strict=False)):
        if not label or value is None:
            continue
        worded = i in row.book.worded[row.n]
        place = _place(one, i, places, is_last=i == last)
        words = _words(row, i, label, style) if worded else ""
        stands = f'<c:dLblPos val="{place}"/>' if place else ""
        out.append(
            f'<c:dLbl><c:idx val="{i}"/>{_moved(row, shifts.get(i, (0, 0)), place)}{words}'
            f"{_format(row)}{look}{stands}"
            f"{_SHOWN.format(value=0 if worded else 1)}{_FROM_CELL if worded else ''}</c:dLbl>"
        )
    return f"<c:dLbls>{''.join(out)}{_format(row)}{look}{_SHOWN.format(value=0)}{_NO_LEADERS}</c:dLbls>"


def _format(row: Row) -> str:
    return f'<c:numFmt formatCode="{escape(row.number_format)}" sourceLinked="0"/>'


def _place(one: ChartSeries, i: int, places: str, *, is_last: bool) -> str:
    """Where PowerPoint puts a label. Beyond the end of a stacked bar it has no place, so it goes inside its end."""
    if not places:
        return ""
    asked = dict(one.label_places).get(i, one.label_position)
    if places == "point" and asked == "outside" and is_last:
        return "r"
    return _PLACES[places].get(asked, _USUAL[places])


def _moved(row: Row, shift: tuple[int, int], place: str) -> str:
    """How far a label is moved; at the base of a horizontal bar it has some air beyond its own inset."""
    right, down = shift
    if place == "inBase" and row.item.chart in ("bar", "bar-stacked", "bar-full", "range"):
        right += _BASE_INDENT
    if not right and not down:
        return ""
    x, y = right / row.item.box.w, down / row.item.box.h
    return f'<c:layout><c:manualLayout><c:x val="{x:.6f}"/><c:y val="{y:.6f}"/></c:manualLayout></c:layout>'


def _words(row: Row, i: int, label: str, style: TextStyle) -> str:
    """A label as a field that shows its cell."""
    run = row.deck.text.default_run(style).replace("a:defRPr", "a:rPr")
    id = f"{{{row.n:08X}-0000-4000-8000-{i:012X}}}"
    return (
        f"<c:tx><c:rich>{_LABEL_BOX}<a:lstStyle/><a:p><a:pPr>{row.deck.text.default_run(style)}</a:pPr>"
        f'<a:fld id="{id}" type="CELLRANGE">{run}<a:pPr/><a:t>{escape(label)}</a:t></a:fld></a:p></c:rich></c:tx>'
    )


def _label_cells(row: Row) -> str:
    """The cells of labels that are not values, and what they say."""
    worded = row.book.worded[row.n]
    if not worded:
        return ""
    one = row.one
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(one.labels[i])}</c:v></c:pt>' for i in sorted(worded))
    return (
        f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" {_NS_C15}><c15:datalabelsRange>'
        f'<c15:f>{row.book.labels(row.n)}</c15:f><c15:dlblRangeCache><c:ptCount val="{len(one.values)}"/>{points}'
        "</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
    )
