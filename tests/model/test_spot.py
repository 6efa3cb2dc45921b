"""A spot is two numbers; its place is worked out in the text it lies in."""

import pytest

from exporter.errors import Place
from exporter.model.report import Run, Text
from exporter.model.spot import NEWLINE, Source, Spot


def place(text: str, words: str) -> Place:
    start = text.index(words)
    return Spot(Source("a.yaml", text), start, start + len(words)).place


def test_a_spot_knows_its_line_and_column() -> None:
    text = "title: One\nnotes:\n  - two\n"
    assert place(text, "One") == Place("a.yaml", 1, 8, "title: One", 3)
    assert place(text, "two") == Place("a.yaml", 3, 5, "  - two", 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_lines_end_as_they_do_for_the_parser(end: str) -> None:
    found = place(f"a: 1{end}b: 22{end}c: 3", "22")
    assert (found.line, found.column, found.length) == (2, 4, 2)


def test_a_spot_over_several_lines_ends_with_its_first() -> None:
    assert place("a: one  \n  two\n", "one  \n  two") == Place("a.yaml", 1, 4, "a: one  ", 3)


def test_the_end_of_a_text_is_a_place() -> None:
    assert Source("a.yaml", "a: 1").place(4) == Place("a.yaml", 1, 5, "a: 1")
    assert Source("a.yaml", "a: 1\n").place(5) == Place("a.yaml", 2, 1)


def test_json_knows_newlines_only() -> None:
    assert Source("a.json", '{"a": "x\u2028", "b": 1}', NEWLINE).place(15).line == 1


def test_data_has_no_lines() -> None:
    assert Spot(Source("report.sections[2].title"), 0, 0).place == Place("report.sections[2].title")


def test_a_text_gives_its_place_whether_it_holds_a_spot_or_the_place_itself() -> None:
    here = Place("a.yaml", 1, 1, "one", 3)
    assert Text((Run("one"),), spot=Spot(Source("a.yaml", "one"), 0, 3)).place == here
    assert Text((Run("one"),), spot=here).place == here
    assert Text((Run("one"),)).place is None
