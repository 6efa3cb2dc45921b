"""A chart says the same in the deck, in its workbook and in the PDF: numbers, colours, order, labels and scale.

Numbers are read from the deck's chart XML and from the shapes that the PDF draws, measured on the deck's own axes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from math import atan2, hypot, pi
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import ChartSeries, Document, PlacedChart
from exporter.plan.arrange import derived
from exporter.text.numbers import shown
from exporter.write import write

from .chart_reading import (
    BOTTOM,
    EMU,
    TOP,
    Drawn,
    Mark,
    Native,
    Sheet,
    cells,
    el,
    first,
    marks,
    near,
    points,
    read_deck,
    texts,
    val,
)
from .charts import Example, at, chart, examples, series
from .pdf.conftest import Back
from .pptx.conftest import Desk

EXAMPLES = examples()
NAMES = [example.name for example in EXAMPLES]


@dataclass
class Pair:
    native: Native
    drawn: Drawn
    texts: list[str]
    item: PlacedChart


@pytest.fixture(scope="module")
def document() -> Document:
    desk = Desk()
    pages = [desk.page(n, one.name, at(one.chart, px(200), px(170))) for n, one in enumerate(EXAMPLES, 1)]
    return desk.document(*pages)


@pytest.fixture(scope="module")
def pairs(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    folder = tmp_path_factory.mktemp("charts")
    write(document, folder / "a.pptx")
    write(replace(document, format="slides"), folder / "a.pdf")
    natives, back = list(read_deck(folder / "a.pptx")), Back(folder / "a.pdf")
    out = {}
    for n, (example, native) in enumerate(zip(EXAMPLES, natives, strict=True)):
        page = back.pdf.pages[n]
        high = float(page.MediaBox[3])
        parts = [text for index, text, (_, y) in back.drawn if index == n and TOP < (high - y) / 0.75 < BOTTOM]
        item = next(one for one in document.pages[n].items if isinstance(one, PlacedChart))
        out[example.name] = Pair(native, Drawn(marks(page), native), texts(parts), item)
    return out


# Numbers, colours, order and scale ------------------------------------------------------------------------------------


def columns(group: Any, pair: Pair) -> None:
    """Each bar is where and as long as the deck's numbers say."""
    native, drawn, lying = pair.native, pair.drawn, val(group, "barDir") == "bar"
    grouping = val(group, "grouping")
    middles, sers = native.middles(group), group.findall("{*}ser")
    values = [points(el(ser, "val")) for ser in sers]
    low, _ = native.limits(group)
    found = Counter()
    for i, middle in enumerate(middles):
        above = below = 0.0
        whole = sum(abs(row[i] or 0) for row in values) if grouping == "percentStacked" else 1
        for ser, row in zip(sers, values, strict=True):
            value = (row[i] or 0) / whole
            begin = max(0.0, low) if grouping == "clustered" else above if value >= 0 else below
            end = value if grouping == "clustered" else begin + value
            above, below = (end, below) if value >= 0 else (above, end)
            colour = native.colour(point_look(ser, i))
            if not colour or not value:
                continue
            wanted = sorted((begin, end))
            spans = [
                sorted(drawn.across(x, group) if lying else drawn.up(y, group) for x, y in mark.points)
                for mark in drawn.some(colour, rect=True)
                if in_slot(mark, middle, middles, drawn, lying)
            ]
            assert any(span == pytest.approx(wanted, abs=0.003 * max(1, abs(end))) for span in spans), (
                i,
                wanted,
                spans,
            )
            found[colour] += 1
    assert found


def point_look(ser: Any, i: int) -> Any:
    """The properties of a point's shape: its own, else those of its series."""
    for own in ser.findall("{*}dPt"):
        if val(own, "idx") == str(i):
            return el(own, "spPr")
    return el(ser, "spPr")


def in_slot(mark: Mark, middle: float, middles: list[float], drawn: Drawn, lying: bool) -> bool:
    x, y = mark.middle
    share = (y - drawn.native.top) / drawn.native.h if lying else drawn.share(x)
    return abs(share - middle) <= 0.5 / len(middles)


def lines(group: Any, pair: Pair) -> None:
    native, drawn = pair.native, pair.drawn
    middles = native.middles(group)
    alike: dict[str, list[tuple[float, float]]] = {}
    """Points of lines that look the same: nothing tells which of them a stroke belongs to."""
    for ser in group.findall("{*}ser"):
        values = points(el(ser, "val"))
        wanted = [(middles[i], value) for i, value in enumerate(values) if value is not None]
        alike.setdefault(etree.tostring(el(ser, "spPr")).decode(), []).extend(wanted)
    for ser in group.findall("{*}ser"):
        values = points(el(ser, "val"))
        wanted = [(middles[i], value) for i, value in enumerate(values) if value is not None]
        if (trend := el(ser, "trendline")) is not None:
            colour = native.colour(trend)
            level = [mark for mark in drawn.some(colour) if mark.width == 1]
            ends = [x for mark in level for x, _ in mark.points]
            assert (min(ends), max(ends)) == pytest.approx((native.left, native.left + native.w), abs=4)
            assert {round(drawn.up(mark.middle[1], group), 2) for mark in level} == {values[0]}
        elif (stem := el(ser, "errBars")) is not None:
            width = int(next(stem.iter("{*}ln")).get("w")) / EMU
            strokes = [m for m in drawn.some(native.colour(stem)) if m.width == pytest.approx(width, abs=0.01)]
            tops = [(drawn.share(m.middle[0]), drawn.up(m.box[1], group)) for m in strokes]
            assert tops == pytest.approx([pytest.approx(spot, abs=0.02) for spot in wanted])
        elif colour := native.colour(el(ser, "spPr")):
            width = int(next(el(ser, "spPr").iter("{*}ln")).get("w")) / EMU
            strokes = [m for m in drawn.some(colour) if m.width == pytest.approx(width, abs=0.01)]
            spots = {(drawn.share(x), drawn.up(y, group)) for m in strokes for x, y in m.points}
            dots = {drawn.spot(m, group) for m in drawn.some(colour, curved=True)}
            own = {
                drawn.spot(m, group) for at in el_all(ser, "dPt") for m in drawn.some(native.colour(at), curved=True)
            }
            assert close(spots, alike[etree.tostring(el(ser, "spPr")).decode()])
            assert close(wanted, spots if val(el(ser, "marker"), "symbol") == "none" else dots | own)
        elif val(el(ser, "marker"), "symbol") == "dash":
            dashes = drawn.some(native.colour(el(ser, "marker")), rect=True)
            assert close(wanted, [drawn.spot(m, group) for m in dashes])


def el_all(parent: Any, tag: str) -> list[Any]:
    return list(parent.findall(f"{{*}}{tag}"))


def close(some: Any, others: Any, slack: float = 0.03) -> bool:
    """Whether each of `some` points is one of `others`."""
    others = list(others)
    return all(any(abs(x - u) < 0.003 and abs(y - v) <= slack * max(1, abs(v)) for u, v in others) for x, y in some)


def areas(group: Any, pair: Pair) -> None:
    """Tops and feet of the drawn areas, stacked as the deck says."""
    native, drawn, middles = pair.native, pair.drawn, pair.native.middles(group)
    full = val(group, "grouping") == "percentStacked"
    sers = group.findall("{*}ser")
    known = [[value or 0.0 for value in points(el(ser, "val"))] for ser in sers]
    foot = [0.0] * len(middles)
    for ser, row in zip(sers, known, strict=True):
        wholes = [sum(one[i] for one in known) if full else 1 for i in range(len(middles))]
        top = [low + value / whole for low, value, whole in zip(foot, row, wholes, strict=True)]
        if colour := native.colour(el(ser, "spPr")):
            (mark,) = [m for m in drawn.some(colour, width=0, rect=False, curved=False) if len(m.points) > 3]
            spots = [(drawn.share(x), drawn.up(y, group)) for x, y in mark.points]
            wanted = list(chain(zip(middles, top, strict=True), reversed(list(zip(middles, foot, strict=True)))))
            assert spots == [pytest.approx(want, abs=0.02) for want in wanted]
        foot = top


def spread(group: Any, pair: Pair) -> None:
    """Dots where x and y say; bubbles as large as their sizes."""
    drawn = pair.drawn
    sizes = [s for ser in group.findall("{*}ser") for s in points(el(ser, "bubbleSize"))]
    for ser in group.findall("{*}ser"):
        wanted = list(zip(points(el(ser, "xVal")), points(el(ser, "yVal")), strict=True))
        symbol = val(el(ser, "marker"), "symbol") if el(ser, "marker") is not None else "bubble"
        if symbol == "none":
            ends = [
                point for mark in drawn.some(pair.native.colour(el(ser, "spPr")), width=1.0) for point in mark.points
            ]
            spots = [(drawn.across(x, group, 0), drawn.up(y, group)) for x, y in (min(ends), max(ends))]
            assert spots == [pytest.approx(want, abs=3) for want in wanted]
            continue
        look = el(ser, "marker") if symbol != "bubble" else el(ser, "spPr")
        dots = drawn.some(pair.native.colour(look), curved=True)
        spots = [(drawn.across(m.middle[0], group, 0), drawn.up(m.middle[1], group)) for m in dots]
        assert spots == [pytest.approx(want, rel=0.005) for want in wanted]
        if symbol == "bubble":
            areas = [(m.box[2] - m.box[0]) ** 2 for m in dots]
            assert [a / max(areas) for a in areas] == pytest.approx([s / max(sizes) for s in sizes], abs=0.005)


def slices(group: Any, pair: Pair) -> None:
    """The angles of the drawn slices, clockwise from the top, in the colours of the points."""
    native, drawn = pair.native, pair.drawn
    values = points(el(group, "ser/val"))
    centre = native.left + native.w / 2, native.top + native.h / 2
    radius = min(native.w, native.h) / 2
    turned = 0.0
    ser = el(group, "ser")
    for i, value in enumerate(values):
        (mark,) = drawn.some(native.colour(point_look(ser, i)), curved=True)
        rim = [p for p in mark.points if hypot(p[0] - centre[0], p[1] - centre[1]) == pytest.approx(radius, abs=0.05)]
        assert turn(rim[0], centre) == pytest.approx(turned, abs=0.002)
        turned += value / sum(values)
        assert turn(rim[-1], centre) == pytest.approx(turned if turned < 0.999 else 0, abs=0.002)
    inner = [hypot(x - centre[0], y - centre[1]) / radius for x, y in mark.points]
    assert min(inner) == pytest.approx(float(val(group, "holeSize", "0")) / 100, abs=0.01)


def turn(spot: tuple[float, float], centre: tuple[float, float]) -> float:
    """The direction of a point from the centre: 0 is up, clockwise to 1."""
    return round(atan2(spot[0] - centre[0], centre[1] - spot[1]) / (2 * pi) % 1, 4) % 1


def web(group: Any, pair: Pair) -> None:
    native, drawn = pair.native, pair.drawn
    centre = native.left + native.w / 2, native.top + native.h / 2
    radius = min(native.w, native.h) / 2
    low, high = native.limits(group)
    for ser in group.findall("{*}ser"):
        values = points(el(ser, "val"))
        (mark,) = [m for m in drawn.some(native.colour(el(ser, "spPr"))) if m.width == 2.25]
        far = [low + hypot(x - centre[0], y - centre[1]) / radius * (high - low) for x, y in mark.points]
        turns = [turn(spot, centre) for spot in mark.points]
        assert far == pytest.approx([*values, values[0]], abs=0.01)
        assert turns[:-1] == pytest.approx([i / len(values) for i in range(len(values))], abs=0.002)


READ: dict[str, Callable[[Any, Pair], None]] = {
    "barChart": columns, "lineChart": lines, "areaChart": areas, "scatterChart": spread, "bubbleChart": spread,
    "pieChart": slices, "doughnutChart": slices, "radarChart": web,
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_draws_the_numbers_of_the_deck(name: str, pairs: dict[str, Pair]) -> None:
    for kind, group in pairs[name].native.groups():
        READ[kind](group, pairs[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_shows_the_words_of_the_deck(name: str, pairs: dict[str, Pair]) -> None:
    """Names of categories, values at gridlines and labels are the same, as often."""
    native = pairs[name].native
    labels = [label for _, group in native.groups() for ser in group.findall("{*}ser") for label in native.labels(ser)]
    said = Counter([*native.names(), *native.ticks(), *labels])
    assert Counter(pairs[name].texts) == said
    assert said or name in ("area-stacked", "marimekko", "radar")


def test_series_and_colours_are_those_of_the_plan(pairs: dict[str, Pair], document: Document) -> None:
    for name, pair in pairs.items():
        sers = sorted(pair.native.space.iter("{*}ser"), key=lambda ser: int(val(ser, "order")))
        assert [el(ser, "tx/strRef/strCache/pt/v").text for ser in sers] == [one.name for one in pair.item.series], name
        for ser, one in zip(sers, pair.item.series, strict=True):
            assert points(first(ser, "val", "yVal")) == list(one.values)
            colours = [pair.native.colour(look) for look in (el(ser, "spPr"), el(ser, "marker"), el(ser, "trendline"),
                                                             el(ser, "errBars"))]  # fmt: skip
            wanted = document.colours[one.colour]
            assert one.hidden or any(near(colour, wanted) for colour in colours), (name, one.name)
            assert not one.hidden or not any(colours)


def test_charts_follow_the_theme(pairs: dict[str, Pair]) -> None:
    """No colour of a role is written as a number, but those of the pie's own row."""
    for name, pair in pairs.items():
        fixed = {e.get("val") for e in pair.native.space.iter("{*}srgbClr")}
        assert not fixed or name in ("pie", "doughnut"), (name, fixed)


# The workbook ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_holds_what_the_chart_shows(name: str, pairs: dict[str, Pair]) -> None:
    """Each range of the chart has its numbers and names, in their formats; missing values are empty cells."""
    native = pairs[name].native
    sheet = openpyxl.load_workbook(BytesIO(native.workbook), data_only=True).active
    ranges = list(native.space.iter("{*}f"))
    assert ranges
    for ref in ranges:
        parent = ref.getparent()
        if parent.tag.endswith("datalabelsRange"):
            cache = {int(pt.get("idx")): el(pt, "v").text for pt in parent.iter("{*}pt")}
            for i, cell in enumerate(cells(sheet, ref.text)):
                said = cell.value if isinstance(cell.value, str | None) else shown(cell.value, cell.number_format)
                assert said == cache.get(i)
        elif parent.tag.endswith("strRef"):
            assert [cell.value for cell in cells(sheet, ref.text)] == points(parent, str)
        else:
            found = cells(sheet, ref.text)
            assert [serial_of(cell) for cell in found] == points(parent)
            code = next(parent.iter("{*}formatCode")).text
            assert {cell.number_format for cell in found if cell.value is not None} <= {code}


def serial_of(cell: Any) -> float | None:
    return openpyxl.utils.datetime.to_excel(cell.value) if hasattr(cell.value, "year") else cell.value


@pytest.mark.parametrize("name", NAMES)
def test_formulas_give_the_numbers_that_are_shown(name: str, pairs: dict[str, Pair]) -> None:
    native = pairs[name].native
    sheet = Sheet(native.workbook)
    for ref in native.space.iter("{*}f"):
        if ref.getparent().tag.endswith("numRef"):
            values = points(ref.getparent())
            assert sheet.column(ref.text) == [None if v is None else pytest.approx(v) for v in values]


def test_who_edits_a_change_of_a_waterfall_sees_its_bars_move(pairs: dict[str, Pair]) -> None:
    names = ("Change", "Base", "Increase", "Decrease", "Total", "Link")
    pair = pairs["waterfall"]
    sheet = Sheet(pair.native.workbook)
    assert [sheet[f"B{row}"] for row in range(1, 8)] == ["Change", 120, 45, -20, -160, 25, None]
    sheet.sheet["B5"] = -150
    wanted = derived.waterfall(pair.item.categories, (120, 45, -20, -150, 25, None), (0, 5), names, labels=("x",) * 6)
    refs = [el(ser, "val/numRef/f").text for ser in pair.native.space.iter("{*}ser")]
    for one, ref in zip(wanted.series, refs, strict=True):
        assert sheet.column(ref) == [v if v is None else pytest.approx(v) for v in one.values], one.name


def test_who_edits_a_width_of_a_marimekko_sees_its_columns_move(pairs: dict[str, Pair]) -> None:
    pair = pairs["marimekko"]
    sheet = Sheet(pair.native.workbook)
    sheet.sheet["B2"] = 150
    days = sheet.column(el(pair.native.space, "chart/plotArea/areaChart/ser/cat/numRef/f").text)
    assert (days[4] - days[0]) / (days[-1] - days[0]) == pytest.approx(0.75, abs=0.001)


# Numbers that derive from others --------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [(10, 5, -3, None), (10, -15, 3, None), (-5, -5, 20, None), (0, 0, 0, None)])
def test_a_waterfall_goes_from_level_to_level(changes: tuple[float | None, ...]) -> None:
    found = derived.waterfall(("a", "b", "c", "d"), changes, (0, 3), ("", "base", "up", "down", "total", "link"))
    bars = found.series[:6]
    level = 0.0
    for i, change in enumerate(changes):
        above = sum(max(0, s.values[i] or 0) for s in bars)
        below = sum(min(0, s.values[i] or 0) for s in bars)
        start, level = (0.0 if i in (0, 3) else level), level + (change or 0)
        drawn = sum(abs(s.values[i] or 0) for s in bars if not s.hidden)
        assert drawn == abs(level - start)
        assert {max(start, level, 0), min(start, level, 0)} <= {above, below, 0, max(0, min(start, level))}


def test_labels_that_are_values_follow_the_language(tmp_path: Path) -> None:
    desk = Desk()
    german = chart("column", ("a",), ChartSeries("A", (1234.5,), labels=("1.234,5",)), number_format="#,##0.0")
    path = tmp_path / "a.pptx"
    write(desk.document(desk.page(1, "One", at(german, px(200), px(170))), language="de"), path)
    (native,) = read_deck(path)
    (label,) = native.space.iter("{*}dLbl")
    assert val(label, "showVal") == "1"
    assert not list(label.iter("{*}t"))


def test_decks_of_every_kind_are_the_same_twice(document: Document, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(document, tmp_path / f"{name}.pptx")
    assert (tmp_path / "a.pptx").read_bytes() == (tmp_path / "b.pptx").read_bytes()


def test_every_example_is_of_a_kind_of_its_own() -> None:
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)
    assert isinstance(EXAMPLES[0], Example)
    assert series("A", 1, None).labels == ("1", "")
