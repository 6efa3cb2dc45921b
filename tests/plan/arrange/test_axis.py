"""Axes: unit and range follow the dates, names fit their ticks, dates stand to scale."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.model.geometry import px
from exporter.model.report import When
from exporter.plan.arrange.axis import MOST, Axis, axis, span_name
from exporter.plan.words import Words
from tests.plan.arrange.making import spans, year
from tests.plan.conftest import desk


def when(start: str, end: str) -> When:
    return When(start, dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def made(*whens: When, today: str = "", reach: int = 0, w: float = 1152) -> Axis:
    sheet = desk()
    day = dt.date.fromisoformat(today) if today else None
    return axis(whens, px(64), px(w), sheet, sheet.style("chart-label"), day, reach)


def names(found: Axis) -> list[str]:
    return [tick.name for tick in found.ticks]


@pytest.mark.parametrize(
    ("whens", "expected"),
    [
        ((year(2024), year(2027, 2030)), ["2024", "2025", "2026", "2027", "2028", "2029", "2030"]),
        ((when("2025-01-01", "2026-07-01"),), ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026", "Q2 2026"]),
        ((when("2025-11-03", "2026-03-02"),), ["Nov 2025", "Dec", "Jan 2026", "Feb", "Mar"]),
        ((when("2026-02-02", "2026-02-08"),), ["2 Feb", "3 Feb", "4 Feb", "5 Feb", "6 Feb", "7 Feb"]),
        ((year(1957), year(2019)), [f"{d}–{d + 9}" for d in range(1950, 2020, 10)]),
    ],
)  # fmt: skip
def test_the_unit_follows_the_dates(whens: tuple[When, ...], expected: list[str]) -> None:
    assert names(made(*whens)) == expected


def test_a_narrow_axis_takes_a_coarser_unit() -> None:
    whens = (when("2025-01-01", "2026-12-31"),)
    assert len(names(made(*whens, w=300))) < len(names(made(*whens)))


def test_today_extends_the_axis_only_within_reach() -> None:
    assert names(made(year(2027, 2030), today="2026-02-03", reach=1))[0] == "2026"
    assert names(made(year(2027, 2030), today="2026-02-03"))[0] == "2027"
    assert names(made(year(2027, 2030), today="2019-02-03", reach=1))[0] == "2027"


def test_dates_stand_to_scale() -> None:
    found = made(year(2024, 2030))
    assert found.at(dt.date(2024, 1, 1)) == px(64)
    assert found.at(dt.date(2031, 1, 1)) == px(64 + 1152)
    assert found.at(dt.date(2026, 7, 1)) == pytest.approx(px(64 + 1152 * 2.5 / 7), abs=px(1))
    assert (found.low, found.high, found.step) == (2024, 2031, 1)
    assert found.value(dt.date(2027, 7, 1)) == pytest.approx(2027.5)


@given(st.lists(spans(), min_size=1, max_size=6), st.sampled_from((1152, 760, 368)))
def test_every_axis_holds_its_dates_and_its_names(whens: list[When], w: int) -> None:
    sheet = desk()
    found = made(*whens, w=w)
    ticks = list(found.ticks)
    assert 1 <= len(ticks) <= MOST
    assert sum(tick.w for tick in ticks) == found.w
    assert all(sheet.width(t.name, sheet.style("chart-label")) <= t.w for t in ticks)
    for one in whens:
        assert found.x <= found.at(one.start) <= found.at(one.end) <= found.x + found.w
        assert found.low <= found.value(one.start) <= found.value(one.end) <= found.high


@pytest.mark.parametrize("first", [1, 9990])
def test_the_ends_of_the_calendar_are_no_trap(first: int) -> None:
    assert names(made(When("then", dt.date(first, 1, 1), dt.date(first + 9, 12, 31))))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (when("2024-10-01", "2025-01-01"), "Q4 2024"),
        (when("2025-07-01", "2026-01-01"), "H2 2025"),
        (year(2027, 2029), "2027–2029"),
        (when("2026-02-01", "2026-03-01"), "Feb 2026"),
        (when("2026-02-03", "2026-02-04"), "3 Feb 2026"),
        (when("2026-02-03", "2026-02-10"), "3 Feb 2026–9 Feb 2026"),
    ],
)
def test_a_span_has_a_name(span: When, expected: str) -> None:
    assert span_name(span, Words("en")) == expected
