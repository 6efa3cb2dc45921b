"""Fixed texts of templates: what they name is checked when the file is read, with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.catalog.template import FixedText
from exporter.model.template import Expression, Filter, Template
from exporter.read.nodes import Problems
from exporter.read.tree import from_data, load_text


def read(source: str) -> tuple[Template, Problems]:
    problems = Problems()
    root = load_text(f"text: {source}\n", "theme.yaml").root
    return FixedText().read(root["text"], problems), problems  # type: ignore[index]


def test_words_and_values_in_their_order() -> None:
    template, problems = read("""'As of {{ report.date | date("long") | upper }}, {{var.unit}}.'""")
    assert not problems
    date, unit = template.expressions
    assert (template.parts[0], template.parts[2], template.parts[4]) == ("As of ", ", ", ".")
    assert date.filters == (Filter("date", ("long",)), Filter("upper"))
    assert unit.path == ("var", "unit")


def test_a_text_without_values_is_words() -> None:
    assert read("'{ not } a value }}'")[0].parts == ("{ not } a value }}",)


@pytest.mark.parametrize(
    ("source", "under", "what", "hint"),
    [
        ("{{ report.titel }}", "report.titel", "no 'titel'", "did you mean 'title'?"),
        ("{{ raport.title }}", "raport.title", "no value", "did you mean 'report.title'?"),
        ("{{ report.title.__class__ }}", "report.title.__class__", "no value", ""),
        ("{{ report.date | dat }}", "dat", "no filter 'dat'", "did you mean 'date'?"),
        ("{{ report.date | date('never') }}", "date", "date takes", ""),
        ("{{ page.number | number(99) }}", "number", "decimals", ""),
        ("{{ var.x | default }}", "default", "takes 1 arguments, not 0", ""),
        ("{{ 7*7 }}", "{{ 7*7 }}", "cannot be read", ""),
        ("{{ self }}", "self", "no value", ""),
        ("{{ var.x.y }}", "var.x.y", "no value", ""),
        ("{{ cycler.__init__.__globals__ }}", "cycler.__init__.__globals__", "no value", ""),
        ("{% for x in report %}", "{% for x in report %}", "stands for code", ""),
        ("{# hidden #}", "{# hidden #}", "stands for code", ""),
        ("{{ report.title", "{{ report.title", "not closed", "close it"),
        ("{{ }}", "{{ }}", "a value is missing", ""),
        ("{{ report.title report.date }}", "report.date", "cannot stand after", ""),
    ],
)
def test_mistakes_are_told_where_they_stand(source: str, under: str, what: str, hint: str) -> None:
    _, problems = read(f'"words, {source} and more"')
    (problem,) = problems
    assert problem.where is not None
    place = problem.where
    assert place.source[place.column - 1 :][: place.length].startswith(under)
    assert what in problem.what
    assert hint in problem.hint


def test_every_mistake_of_a_text_is_told() -> None:
    _, problems = read("'{{ report.a }} {{ report.b }} {{ section.title }}'")
    assert len(problems) == 2


def test_a_text_has_limits() -> None:
    assert "values" in read(f"'{'{{ page.number }}' * 21}'")[1][0].what
    assert "characters" in read(f"'{'x' * 2001}'")[1][0].what


def test_expressions_say_what_they_name() -> None:
    template, _ = read("'{{ page.number }} of {{ page.total }}'")
    assert template.varies and not read("'{{ report.title }}'")[0].varies
    assert [str(e) for e in template.expressions] == ["page.number", "page.total"]
    assert isinstance(template.parts[0], Expression)


@given(st.text(alphabet="{}%#|()\"',.- \nabcreportditlvars019é", max_size=60))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    problems = Problems()
    root = from_data({"text": text}).root
    template = FixedText().read(root["text"], problems)  # type: ignore[index]
    assert all(problem.where and problem.what for problem in problems)
    if not any(mark in text for mark in ("{{", "{%", "{#")):
        assert "".join(map(str, template.parts)) == text
