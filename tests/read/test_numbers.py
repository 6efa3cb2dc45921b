from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.read.ids import Ids, slug
from exporter.read.numbers import is_missing, is_number, value


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1.10", 1.1, 1.1),
        ("1,234", 1234, 1.234),
        ("1.234", 1.234, 1234),
        ("1.234,5", 1234.5, 1234.5),
        ("1,234.5", 1234.5, 1234.5),
        ("12,5", 12.5, 12.5),
        ("10.000.000", 1e7, 1e7),
        ("1 234 567", 1234567, 1234567),
        ("1'000", 1000, 1000),
        ("$3.2bn", 3.2, 3.2),
        ("€ 3", 3, 3),
        ("≈ 45 %", 45, 45),
        ("(12)", -12, -12),
        ("−5", -5, -5),
        ("1e3", 1000, 1000),
        ("100 GWh", 100, 100),
        ("١٢٫٥", 12.5, 12.5),
    ],
)
def test_numbers_as_people_write_them(text: str, point: float, comma: float) -> None:
    assert value(text) == pytest.approx(point)
    assert value(text, comma=True) == pytest.approx(comma)


@pytest.mark.parametrize(
    "text", ["Toyota", "12-13", "v1.10", "1.2.3", "2027–2028", "Q3 2025", "3 4", "", "1,2,3", "--1"]
)
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("text", ["", " ", "–", "-", "n/a", "N/A", "…"])
def test_ways_to_say_that_there_is_none(text: str) -> None:
    assert is_missing(text)


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_numbers_of_python_are_read_back(number: float) -> None:
    assert value(f"{number:,.6f}") == pytest.approx(number, abs=1e-6)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    value(text)
    assert slug(text, "x")


def test_ids_are_readable_stable_and_unique() -> None:
    assert slug("2027–2028") == "2027-2028"
    assert slug("Größe & Co.") == "größe-co"
    assert slug("हिन्दी भाषा") == "हिन्दी-भाषा"
    assert slug("…", "item") == "item"
    assert len(slug("word " * 50)) <= 48
    ids = Ids(reserved={"b"})
    assert [ids.new(name, "x") for name in ("A", "a", "A!", "b", "")] == ["a", "a-2", "a-3", "b-2", "x"]
