"""Timelines, lanes, lists and range charts: where things stand, what is emphasised, what goes to the notes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedChart, PlacedGroup, PlacedShape, PlacedText, flat
from exporter.model.report import Milestones, Point
from tests.plan.arrange.making import Maker, drawn, fitted, year
from tests.plan.conftest import desk


def story(emphasis: bool = True, detail: str = "") -> Milestones:
    make = Maker()
    return Milestones(
        id="windows",
        milestones=(
            make.milestone(year(2024, vague=True), "road testing begins", ["Mercedes-Benz"]),
            make.milestone(year(2025), "limited deployment", detail=make.text(detail) if detail else None),
            make.milestone(year(2027, 2028), "launch window", ["Toyota", "Honda"], emphasis=emphasis),
            make.milestone(year(2027, 2030), "mass market"),
        ),
    )


def texts(items: tuple[Item, ...]) -> dict[str, PlacedText]:
    return {item.paras[0].text: item for item in flat(items) if isinstance(item, PlacedText)}


def bars(items: tuple[Item, ...]) -> dict[str, Box]:
    return {i.fill: i.box for i in flat(items) if isinstance(i, PlacedShape) and i.shape == "rect" and i.fill != "tint"}


def test_odd_milestones_stand_above_the_band_and_even_ones_below() -> None:
    found = drawn("timeline", story(), desk())
    assert found is not None and not found.crowd
    at = texts(found.items)
    band = next(i.box for i in flat(found.items) if isinstance(i, PlacedShape) and i.fill == "tint")
    above = [name for name in ("2024", "2025", "2027–2028", "2027–2030") if at[name].box.bottom <= band.y]
    assert above == ["2024", "2027–2028"]


def test_emphasis_is_highlight_and_the_window_around_it_is_context() -> None:
    found = drawn("timeline", story(), desk())
    assert found is not None
    at = bars(found.items)
    assert at["highlight"].x == at["accent-mid"].x == px(64 + 1152 * 3 / 7)
    assert at["accent-mid"].right == px(64 + 1152)


def test_a_timeline_is_one_figure_told_in_order() -> None:
    found = drawn("timeline", story(), desk())
    assert found is not None
    (group,) = found.items
    assert isinstance(group, PlacedGroup)
    assert group.alt.startswith("Timeline, 2024–2030: 2024 Mercedes-Benz: road testing begins; 2025")
    assert len(group.alt) <= 250
    order = [i.paras[0].text for i in group.items if isinstance(i, PlacedText) and len(i.paras) > 1]
    assert order == ["2024", "2025", "2027–2028", "2027–2030"]


def test_vague_dates_are_said_once_unless_the_author_says_it() -> None:
    block = story()
    found = drawn("timeline", block, desk())
    assert found is not None and found.remarks == ("Axis to scale", "“2024” drawn as 2024")
    noted = replace(block, note=Maker().text("Axis to scale; 2024 drawn as the whole year."))
    found = drawn("timeline", noted, desk())
    assert found is not None and found.remarks == ("Axis to scale",)


def test_more_milestones_than_an_axis_holds_are_not_drawn_on_one() -> None:
    make = Maker()
    many = Milestones(id="m", milestones=tuple(make.milestone(year(2020 + i), "event") for i in range(7)))
    assert drawn("timeline", many, desk()) is None
    rows = fitted("timeline-list", many, desk())
    assert rows is not None and rows[1]


def test_optional_detail_goes_to_the_notes_only_at_the_last_step() -> None:
    long = "A detail that is so long that it cannot stand under any milestone of this axis. " * 8
    block = story(detail=long)
    first, last = drawn("timeline", block, desk(), 0), drawn("timeline", block, desk(), 2)
    assert first is not None and first.need > desk().body().h and not first.told
    assert last is not None and last.need <= desk().body().h and [t.plain for t in last.told] == [long]


def test_the_last_milestone_turns_round_at_the_edge_of_the_page() -> None:
    make = Maker()
    block = Milestones(
        id="m",
        milestones=(
            make.milestone(year(2020), "a beginning"),
            make.milestone(year(2026), "a middle"),
            make.milestone(year(2026), "an end of some length for its place"),
        ),
    )
    found = drawn("timeline", block, desk())
    assert found is not None and not found.crowd
    assert any(p.style.align == "right" for item in texts(found.items).values() for p in item.paras)


def test_the_report_date_stands_on_the_axis_and_clear_of_the_texts() -> None:
    found = drawn("timeline", story(), desk())
    assert found is not None
    label = texts(found.items)["Report date: 3 Feb 2026"]
    middle = label.box.x + label.box.w // 2
    assert middle == pytest.approx(px(64 + 1152 * (2 + 33 / 365) / 7), abs=px(3))


def test_lanes_follow_the_groups_and_dates_stand_before_the_plot() -> None:
    make = Maker()
    block = Milestones(
        id="m",
        milestones=(
            make.milestone(year(2027), "Target", ["Samsung"], group=make.text("Developers")),
            make.milestone(year(2024), "Tests", ["Mercedes"], group=make.text("Automakers")),
            make.milestone(year(2025), "Cells", ["QuantumScape"], group=make.text("Developers")),
        ),
        undated=(Point(make.text("CATL scales up")),),
    )
    found = drawn("swimlanes", block, desk("engineering", "dense"))
    assert found is not None
    at = texts(found.items)
    order = ["Developers", "QuantumScape: Cells", "Samsung: Target", "Automakers", "Mercedes: Tests"]
    assert sorted(order, key=lambda name: at[name].box.y + at[name].box.x // 1000) == order
    assert at["2025"].box.right < at["QuantumScape: Cells"].box.x
    assert at["No date stated"].box.y > at["Mercedes: Tests"].box.bottom


def test_milestones_of_one_date_stand_under_it_once() -> None:
    make = Maker()
    block = Milestones(
        id="m", milestones=tuple(make.milestone(year(2025), f"event {n}", [f"Maker {n}"]) for n in range(3))
    )  # fmt: skip
    found = drawn("timeline-list", block, desk())
    assert found is not None
    dates = [i for i in flat(found.items) if isinstance(i, PlacedText) and i.text == "2025"]
    assert len(dates) == 1 and len({p for d in dates for p in (*d.paths, d.paras[0].path)}) == 3


def test_a_list_needs_as_much_as_its_rows() -> None:
    """So that a split by height is right: two lists of one row need no less than one of two."""
    make = Maker()
    stones = [make.milestone(year(2020 + i), "event", ["Maker"]) for i in range(4)]
    needs = [drawn("timeline-list", Milestones(id="m", milestones=tuple(stones[:n])), desk()) for n in (1, 2, 4)]
    one, two, four = (found.need for found in needs if found)
    assert four - two == 2 * (two - one)


def test_bars_of_a_range_chart_stand_beside_their_names_and_under_their_years() -> None:
    found = drawn("range-chart", story(), desk())
    assert found is not None and not found.crowd
    chart = next(item for item in flat(found.items) if isinstance(item, PlacedChart))
    at = texts(found.items)
    assert chart.categories == ("Mercedes-Benz", "limited deployment", "Toyota", "Honda", "mass market")
    pitch = chart.plot.h / len(chart.categories)
    for i, name in enumerate(chart.categories):
        box = at[name].box
        assert box.y + box.h / 2 == pytest.approx(chart.plot.y + (i + 0.5) * pitch, abs=px(3))
    years = [at[str(y)].box for y in range(2026, 2031)]
    assert [(b.x - chart.plot.x) / chart.plot.w for b in years] == pytest.approx([i / 7 for i in range(2, 7)], abs=0.01)
    assert (chart.minimum, chart.maximum, chart.unit) == (2024, 2031, 1)
    hidden, *shown = chart.series
    assert hidden.hidden and list(hidden.values) == [2024, 2025, 2027, 2027, 2027]
    lengths = [next(v for s in shown if (v := s.values[i]) is not None) for i in range(5)]
    assert lengths == [1, 1, 2, 2, 4]


def test_a_milestone_with_points_is_nothing_for_a_bar() -> None:
    make = Maker()
    stone = make.milestone(year(2025), "event", ["Maker"], points=(Point(make.text("one more thing")),))
    assert drawn("range-chart", Milestones(id="m", milestones=(stone,)), desk()) is None
