"""Each kind of chart on its page: what is drawn, on which axis, with which labels; and the example report whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedChart, PlacedShape, PlacedText, flat
from exporter.model.report import Change, Chart, Reference, Remark, Series, Text
from exporter.plan import plan
from exporter.plan.arrange import Arranged
from exporter.plan.split import part, units
from exporter.read import read
from exporter.select import select
from exporter.text.numbers import serial
from tests.plan.arrange.making import Maker, drawn, fitted
from tests.plan.conftest import desk

EXAMPLE = Path(__file__).parents[3] / "data" / "charts.yaml"
YEARS = ["2021", "2022", "2023"]


def chart(kind: str, names: list[str], *rows: Sequence[float | None], **more: Any) -> Chart:
    make = Maker()
    series = tuple(
        Series(make.text(f"Row {n}"), tuple(row), tuple(make.text(f"{v:g}") if v is not None else Text() for v in row))
        for n, row in enumerate(rows)
    )
    return Chart(id="c", chart=kind, categories=tuple(map(make.text, names)), series=series, **more)


def placed(block: Chart, box: Box | None = None) -> tuple[Arranged, PlacedChart]:
    found = fitted("chart", block, desk(), box)
    assert found is not None and found[1], "it does not fit"
    return found[0], next(i for i in flat(found[0].items) if isinstance(i, PlacedChart))


def words(items: Arranged) -> dict[str, Box]:
    return {i.text: i.box for i in flat(items.items) if isinstance(i, PlacedText)}


def lines(items: Arranged) -> list[Item]:
    return [i for i in flat(items.items) if isinstance(i, PlacedShape) and i.shape in ("line", "arrow")]


def test_numbers_are_written_with_their_unit_their_decimals_and_in_millions_where_they_are_large() -> None:
    assert placed(chart("column", YEARS, [1, 2.5, 3], unit="%"))[1].series[0].labels == ("1.0%", "2.5%", "3.0%")
    assert placed(chart("column", YEARS, [1200, 900, 0], unit="€"))[1].series[0].labels == ("€1,200", "€900", "€0")
    items, made = placed(chart("column", YEARS, [12_500_000, 9e6, -4e6], unit="€"))
    assert made.series[0].labels == ("12.5", "9.0", "-4.0") and made.series[0].number_format == "#,##0.0,,"
    assert "€ million" in words(items)


def test_many_values_are_carried_by_an_axis_in_round_numbers() -> None:
    made = placed(chart("column", YEARS, *[[10.0 * i, 20.0, 95.0] for i in range(1, 5)]))[1]
    wide = placed(chart("column", YEARS * 12, [123456.7] * 36, decimals=1))[1]
    assert made.unit is None and made.series[0].labels
    assert wide.unit == 25000 and wide.tick_labels[:3] == ("0", "25,000", "50,000")
    assert wide.maximum == 125000 and not wide.series[0].labels


def test_sums_stand_over_stacks() -> None:
    made = placed(chart("stacked-column", YEARS, [1, 2, 3], [4, 5, 6], totals=True))[1]
    total = made.series[-1]
    assert (total.hidden, total.labels, total.values) == (True, ("5", "7", "9"), (5, 7, 9))
    assert made.maximum is not None and made.maximum >= 9


def test_sums_stand_over_stacks_with_parts_below_zero_too_and_say_the_sum() -> None:
    total = placed(chart("stacked-column", YEARS, [4, 2, 3], [-1, 5, -6], totals=True))[1].series[-1]
    assert total.values == (4, 7, 3) and total.labels == ("3", "7", "-3") and total.label_values == (3, 7, -3)
    assert total.formulas[0] == 'SUMIF({0,0}:{1,0},">0")' and total.label_formulas[0] == "SUM({0,0}:{1,0})"


@pytest.mark.parametrize("kind", ["column", "waterfall", "bar"])
@pytest.mark.parametrize("multiples", [False, True])
def test_labels_of_what_goes_down_from_zero_stand_on_no_name(kind: str, multiples: bool) -> None:
    rows = [[3, -4, -9], [-2, 1, 5]][: 1 + (multiples and kind != "waterfall")]
    made = placed(chart(kind, YEARS, *rows, multiples=multiples))[1]
    assert made.minimum is not None and made.maximum is not None
    share = (-9 - made.minimum) / (made.maximum - made.minimum)
    assert share * (made.plot.w if kind == "bar" else made.plot.h) >= px(18)
    assert made.minimum % 0.5 == 0, "the axis still ends in a round number"


def test_a_line_that_never_changes_is_far_from_zero() -> None:
    made = placed(chart("line", YEARS, [5, 5, 5]))[1]
    assert made.minimum == 0 and (made.maximum or 0) >= 5


def test_lines_that_cannot_be_told_apart_are_a_table() -> None:
    many = [[float(n), n + 1.0, n + 2.0] for n in range(9)]
    assert fitted("chart", chart("line", YEARS, *many), desk())[1] is False  # type: ignore[index]
    lit = chart("line", YEARS, *many)
    assert fitted("chart", replace(lit, highlight=(lit.series[3].name.path,)), desk())[1]  # type: ignore[index]


def test_growth_between_years_is_a_rate_a_year_over_the_plot() -> None:
    block = chart("column", ["2020", "2022", "2024"], [100, 110, 146.41])
    a, _, b = (text.path for text in block.categories)
    block = replace(block, changes=(Change("growth", a, b),), dates=tuple(dt.date(y, 1, 1) for y in (2020, 2022, 2024)))
    items, made = placed(block)
    assert "+10% a year" in words(items)
    assert words(items)["+10% a year"].bottom <= made.plot.y
    assert sum(isinstance(i, PlacedShape) and i.shape == "arrow" for i in items.items) == 1


def test_a_difference_has_its_sign_and_its_share() -> None:
    block = chart("column", YEARS, [100, 130, 80])
    block = replace(block, changes=(Change("difference", block.categories[0].path, block.categories[2].path),))
    assert "-20 (−20%)" in words(placed(block)[0])


def test_words_at_points_stand_in_rows_over_the_plot_and_none_over_another() -> None:
    block = chart("column", ["a", "b", "c", "d"], [4, 5, 6, 7])
    make = Maker()
    said = [make.text(f"What happened at {c} in the course of the year") for c in "abcd"]
    block = replace(block, remarks=tuple(Remark(t, c.path) for t, c in zip(said, block.categories, strict=True)))
    items, made = placed(block)
    boxes = [words(items)[" ".join(t.plain.split())] for t in said]
    assert all(box.bottom <= made.plot.y for box in boxes)
    assert len(lines(items)) >= 3


def test_a_long_word_at_a_point_stands_over_the_lines_of_others() -> None:
    names = [f"M{n}" for n in range(1, 13)]
    block = chart("line", names, [1, 9, 3, 8, 2, 7, 3, 6, 4, 5, 5, 5])
    said = [(0, "Start of the year with a note that is long"), (1, "High"), (2, "Low")]
    remarks = tuple(Remark(Maker().text(text), block.categories[i].path) for i, text in said)
    items, _ = placed(replace(block, remarks=remarks))
    boxes = [box for text, box in words(items).items() if text in [text for _, text in said]]
    for line in lines(items):
        for box in boxes:
            through = box.x < line.box.x < box.right and line.box.y < box.bottom - px(1) and line.box.bottom > box.y
            assert not through or line.box.w, f"a line goes through a note at {box}"


def test_lines_to_compare_with_move_with_the_axis_and_are_named_beside_it() -> None:
    block = replace(chart("line", YEARS, [1, 2, 3]), references=(Reference(2.5, Maker().text("Target")),))
    items, made = placed(block)
    rule = made.series[-1]
    assert rule.mark == "rule" and set(rule.values) == {2.5}
    assert words(items)["Target 2.5"].x >= made.plot.right


def test_labels_stand_clear_of_lines_to_compare_with() -> None:
    under = Reference(73.0, Maker().text("Target"))
    made = placed(chart("column", YEARS, [90, 70, 20], references=(under,)))[1]
    (moved,) = made.series[0].label_shifts
    assert moved[0] == 1 and moved[2] < 0


def test_zero_is_written_without_decimals() -> None:
    items = placed(chart("column", YEARS, [9, 7, 2], references=(Reference(0.0, Maker().text("Start")),)))[0]
    assert "Start 0" in words(items)


def test_bands_lie_under_the_chart() -> None:
    block = replace(chart("line", YEARS, [1, 2, 4]), references=(Reference(2, Maker().text("Normal"), 3),))
    items, made = placed(block)
    kinds = [type(i) for i in items.items]
    assert kinds.index(PlacedShape) < kinds.index(PlacedChart)
    band = next(i for i in items.items if isinstance(i, PlacedShape) and i.fill == "accent-tint")
    assert (made.plot.x, made.plot.w) == (band.box.x, band.box.w)


def test_a_column_beyond_the_axis_is_cut_and_says_its_value() -> None:
    items, made = placed(chart("column", ["a", "b"], [40, 900], high=100.0))
    assert made.maximum == 100 and made.series[0].labels == ("40", "")
    assert words(items)["900"].bottom <= made.plot.y + px(2)
    assert len(lines(items)) == 1


def test_an_uneven_course_of_dates_stands_to_scale() -> None:
    days = [dt.date(2025, 1, 1), dt.date(2025, 1, 8), dt.date(2025, 6, 1), dt.date(2025, 12, 1)]
    block = chart("line", [day.isoformat() for day in days], [1, 2, 3, 4], dates=tuple(days))
    items, made = placed(block)
    assert made.dates == tuple(days) and made.date_unit == "days" and not made.category_axis
    assert {"Q2 2025", "Q3 2025"} <= words(items).keys() or {"Mar", "May"} <= words(items).keys()
    years = chart("line", YEARS, [1, 2, 3], dates=tuple(dt.date(int(y), 1, 1) for y in YEARS))
    assert not placed(years)[1].dates


def test_a_thousand_days_are_one_line() -> None:
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(1000)]
    made = placed(chart("line", [f"{d}" for d in days], [float(n % 90) for n in range(1000)], dates=tuple(days)))[1]
    assert len(made.dates) == 1000 and made.series[0].dots == ""


def test_a_line_of_another_scale_has_an_axis_of_its_own_with_as_many_gridlines() -> None:
    made = placed(chart("combo", YEARS, [10, 20, 30], [1000, 3000, 2000]))[1]
    assert made.second_axis is not None and made.series[1].second and made.series[1].mark == "line"
    assert len(made.second_axis.tick_labels) == len(made.tick_labels)
    alike = placed(chart("combo", YEARS, [10, 20, 30], [15, 25, 12]))[1]
    assert alike.second_axis is None and alike.series[1].mark == "line"


def test_a_waterfall_goes_from_total_to_total() -> None:
    block = chart("waterfall", ["Start", "Up", "Down", "End"], [100, 30, -50, None])
    block = replace(block, sums=frozenset((block.categories[0].path, block.categories[3].path)))
    made = placed(block)[1]
    top = next(one for one in made.series if any(one.labels))
    assert top.labels == ("100", "+30", "-50", "80")
    assert made.inputs is not None and made.inputs.columns[0][1][1:3] == (30, -50)
    assert "Up +30" in made.alt and "End 80" in made.alt


def test_totals_of_a_waterfall_are_cut_where_its_changes_would_be_slivers() -> None:
    names = ["2026", "Rail", "Roads", "2027"]
    items, made = placed(chart("waterfall", names, [11855, 410, -65, None]))
    assert made.minimum is not None and 11_000 < made.minimum < 11_855
    marks = [item for item in lines(items) if item.stroke == "bg"]  # type: ignore[union-attr]
    assert len(marks) == 2, "both totals are marked, and nothing else"
    assert placed(chart("waterfall", names, [400, 410, -65, None]))[1].minimum == 0


def test_bars_of_days_stand_under_a_calendar_with_the_day_of_the_report() -> None:
    begin, end = (float(serial(dt.date(2026, m, 1))) for m in (1, 5))
    items, made = placed(chart("gantt", ["Dig", "Build"], [begin, begin + 60], [begin + 40, end]))
    assert made.chart == "range" and made.minimum == begin
    assert any(i.box.w == 0 and i.stroke == "ink" for i in items.items if isinstance(i, PlacedShape))
    assert made.inputs is not None and made.inputs.columns[1][1] == (begin + 40, end)


def test_bars_that_float_over_zero_are_drawn_on_both_sides_of_it() -> None:
    items, made = placed(chart("range", ["Oslo", "Delhi", "Nuuk"], [-20, 5, -30], [28, 45, -4], unit="°C"))
    hidden, above, below = made.series
    assert hidden.hidden and hidden.values == (0, 5, -4)
    assert (above.values, below.values) == ((28, 40, 0), (-20, 0, -26))
    assert above.formulas[0] == "MAX(0,[1,0])-MAX(0,[0,0])" and below.formulas[2] == "MIN(0,[0,2])-MIN(0,[1,2])"
    assert "-20 – 28" in words(items) and above.labels[1] == "5–45" and below.labels[2] == "-30 – -4"


def test_rows_of_a_full_gantt_are_as_high_as_their_text() -> None:
    days = [float(serial(dt.date(2025, n, 1))) for n in range(1, 13)]
    begins = (days * 2)[:18]
    made = placed(chart("gantt", [f"Package {n}" for n in range(18)], begins, [d + 300 for d in begins]))[1]
    assert made.plot.h / 18 / (1 + made.gap / 100) >= px(15)


def test_long_words_at_a_bar_go_on_in_further_lines() -> None:
    block = chart("bar", YEARS, [5, 3, 9])
    said = "A note that says far more than one line beside a bar has room for, as notes at bars often do"
    long = Remark(Maker().text(said), block.categories[1].path)
    items, _ = placed(replace(block, remarks=(long,)))
    (note,) = [i for i in flat(items.items) if isinstance(i, PlacedText) and i.text.startswith("A note")]
    assert len(note.paras[0].lines) > 1


def test_columns_of_a_marimekko_are_as_wide_as_they_weigh() -> None:
    items, made = placed(chart("marimekko", ["Large", "Small"], [60, 10], [30, 20]))
    wide, narrow = words(items)["Large"].w, words(items)["Small"].w
    assert wide / narrow == pytest.approx(3, rel=0.02)
    assert made.chart == "area-stacked" and len(made.categories) == 8


def test_names_at_both_ends_of_slopes_are_never_over_one_another() -> None:
    rows: list[list[float | None]] = [[10.0 + n / 10, 50 - n / 10] for n in range(9)]
    made = placed(chart("slope", ["2020", "2025"], *rows))[1]
    tall = px(20)
    for side in (0, 1):
        found = []
        for one in made.series:
            down = next((d for i, _, d in one.label_shifts if i == side), 0)
            share = ((one.values[side] or 0) - made.minimum) / (made.maximum - made.minimum)  # type: ignore[operator]
            found.append(made.plot.bottom - share * made.plot.h + down)
        assert all(b - a >= tall * 0.9 for a, b in pairwise(sorted(found)))


def test_points_are_named_where_no_name_is_over_another() -> None:
    many: list[list[float | None]] = [[1.0] * 6, [2.0] * 6]
    made = placed(chart("scatter", list("abcdef"), *many))[1]
    assert sum(map(bool, made.series[0].labels)) <= 4
    assert made.x_axis is not None and made.x_axis.tick_labels


def test_small_charts_share_one_scale_and_are_named() -> None:
    items, _ = placed(chart("line", YEARS, [1, 2, 3], [40, 50, 90], [5, 5, 5], multiples=True))
    made = [i for i in flat(items.items) if isinstance(i, PlacedChart)]
    assert len(made) == 3 and len({(one.minimum, one.maximum) for one in made}) == 1
    assert {"Row 0", "Row 1", "Row 2"} <= words(items).keys()


@pytest.mark.parametrize("kind", ["column", "bar", "stacked-column", "pie", "range"])
def test_a_hundred_bars_go_on_on_further_slides_on_one_scale(kind: str) -> None:
    rows: list[list[float | None]] = [[float(n % 17 + 1) for n in range(100)]]
    rows += [[float(n % 17 + n % 5 + 2) for n in range(100)]] if kind == "range" else []
    block = chart(kind, [f"Station {n}" for n in range(100)], *rows)
    assert units(block) == 100
    ends = set()
    for a in range(0, 100, 20):
        piece = part(block, a, a + 15)
        assert isinstance(piece, Chart)
        made = placed(piece)[1]
        ends.add((made.minimum, made.maximum))
        assert len(made.categories) == 15
    assert len(ends) == 1


def test_a_course_is_never_cut() -> None:
    assert units(chart("line", [f"P{n}" for n in range(100)], [1.0] * 100)) == 1
    assert units(chart("waterfall", [f"P{n}" for n in range(30)], [1.0] * 30)) == 1


@pytest.mark.parametrize(
    ("kind", "rows"),
    [("bubble", 2), ("range", 1), ("bullet", 1), ("gantt", 1)],
)
def test_what_an_audience_leaves_too_little_of_is_no_chart(kind: str, rows: int) -> None:
    assert drawn("chart", chart(kind, YEARS, *[[1.0, 2.0, 3.0]] * rows), desk()) is None


@pytest.mark.parametrize("more", [{}, {"multiples": True}])
def test_the_alternative_text_says_in_what_the_numbers_are(more: dict[str, bool]) -> None:
    made = placed(chart("column", YEARS, [12_500_000, 9e6, 4e6], [1e6, 2e6, 3e6], unit="€", **more))[1]
    assert "Row 0 (€ million): 2021 12.5" in made.alt


def test_the_alternative_text_of_the_author_goes_before_the_numbers() -> None:
    said = Maker().text("Sales have doubled")
    assert placed(replace(chart("column", YEARS, [1, 2, 3]), alt=said))[1].alt == "Sales have doubled"


@pytest.mark.parametrize("audience", ["general", "executive", "technical", "investor"])
@pytest.mark.parametrize("format", ["deck", "brief"])
def test_the_example_of_every_kind_is_drawn_without_a_finding(audience: str, format: str) -> None:
    catalog = Catalog([])
    profile = catalog.audience(audience)
    selection = select(read(EXAMPLE).report, profile, format)
    document = plan(selection, catalog.layouts(), catalog.theme(profile.theme), format)
    made = [i for page in document.pages for i in flat(page.items) if isinstance(i, PlacedChart)]
    assert len({one.chart for one in made}) >= 12
    assert len(made) >= 25
    assert not check(document)


def test_shares_have_the_space_of_their_language_before_the_sign() -> None:
    block = chart("full-column", YEARS, [1, 2, 3], [4, 5, 6])
    for language, said in (("en", "25%"), ("de", "25\u00a0%")):
        found = fitted("chart", block, desk(language=language))
        assert found is not None
        made = next(i for i in flat(found[0].items) if isinstance(i, PlacedChart))
        assert made.tick_labels[1] == said


def test_labels_of_a_line_that_falls_do_not_meet() -> None:
    sheet = desk("boardroom", "board")
    names = [f"{year}-{month}-01" for year in (2023, 2024, 2025) for month in ("01", "07")]
    block = chart("line", names, [749, 690, 540, 470, 410, 385], unit="€")
    block = replace(block, dates=tuple(map(dt.date.fromisoformat, names)))
    for wide in range(300, 420, 10):
        found = fitted("chart", block, sheet, Box(0, 0, px(wide), px(220)))
        assert found is not None
        made = next(i for i in flat(found[0].items) if isinstance(i, PlacedChart))
        (one,) = made.series
        places, shifts = dict(one.label_places), {i: right for i, right, _ in one.label_shifts}
        above = [made.plot.x + i * made.plot.w // 5 + shifts.get(i, 0) for i in range(6) if i not in places]
        width = sheet.width("€749", made.label_style)
        assert len(above) > 2 and all(b - a >= width for a, b in pairwise(above)), wide


@pytest.mark.parametrize("kind", ["column", "line", "stacked-area"])
def test_of_many_years_each_second_is_named(kind: str) -> None:
    years = [str(year) for year in range(2012, 2026)]
    block = chart(kind, years, [float(n) for n in range(14)], [float(n) for n in range(14)])
    block = replace(block, dates=tuple(dt.date(int(year), 1, 1) for year in years))
    found = fitted("chart", block, desk(), Box(0, 0, px(420), px(400)))
    assert found is not None and found[1]
    named = [name for name in words(found[0]) if name in years]
    assert len(named) >= 5 and not any("–" in name for name in words(found[0]))
    assert len({int(b) - int(a) for a, b in pairwise(named)}) == 1


def test_labels_of_a_line_stand_clear_of_the_values_at_its_gridlines() -> None:
    names = [f"{year}-{month}-01" for year in (2023, 2024, 2025) for month in ("01", "07")]
    block = chart("line", names, [749, 690, 540, 470, 410, 385], unit="€")
    block = replace(block, dates=tuple(map(dt.date.fromisoformat, names)))
    sheet = desk("journal")
    found = fitted("chart", block, sheet, Box(0, 0, px(360), px(220)))
    assert found is not None
    made = next(i for i in flat(found[0].items) if isinstance(i, PlacedChart))
    assert made.tick_labels and made.edges
    shift = {i: right for i, right, _ in made.series[0].label_shifts}.get(0, 0)
    assert shift * 2 >= sheet.width(made.series[0].labels[0], made.label_style)
