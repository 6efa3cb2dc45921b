"""Numbers in the formats of spreadsheets, as Excel shows them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.text.numbers import day, serial, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-12, "General", ""),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1.005, "0.00", "1.01"),
        (0.145, "0%", "15%"),
        (1234567.891, "#,##0.0", "1,234,567.9"),
        (1250, '#,##0" km"', "1,250 km"),
        (1_540_000, '0.0,,"M"', "1.5M"),
        (3, "0.0#", "3.0"),
        (-0.2, "0", "0"),
        (12, '+0;"−"0;0', "+12"),
        (-12, '+0;"−"0;0', "−12"),
        (0, '+0;"−"0;"–"', "–"),
        (5, "€#,##0", "€5"),
        (45000, "d mmm yyyy", ""),
        (5, "[Red]0", ""),
    ],
)
def test_a_number_is_shown_as_excel_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(("language", "text"), [("de", "1.234,5"), ("de-CH", "1’234.5"), ("en-GB", "1,234.5")])
def test_signs_follow_the_language(language: str, text: str) -> None:
    assert shown(1234.5, "#,##0.0", language).replace("'", "’") == text  # Babel 2.19 has another apostrophe


def test_days_count_from_the_end_of_1899() -> None:
    assert serial(date(2026, 1, 1)) == 46023
    assert day(46023) == date(2026, 1, 1)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["General", "0", "#,##0.00", "0%", "0.0,"]))
def test_any_number_can_be_shown(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
