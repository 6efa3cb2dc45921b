"""Charts as they are written: what each kind asks for, what is worked out, and what is told with its place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from exporter.errors import UserError
from exporter.model.report import Chart
from exporter.read import read
from exporter.read.chart_kinds import KINDS
from exporter.text.numbers import serial

HEAD = "title: T\nsections:\n- title: S\n  blocks:\n  - chart:\n"
"""Five lines; a chart written below stands 6 columns in."""


def written(chart: str, before: str = "") -> str:
    return HEAD + "".join(f"      {line}\n" for line in chart.strip().splitlines()) + before


def chart(tmp_path: Path, text: str) -> Chart:
    (tmp_path / "r.yaml").write_text(written(text), encoding="utf-8")
    (block,) = read(tmp_path / "r.yaml").report.sections[0].blocks
    assert isinstance(block, Chart)
    return block


def faults(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "r.yaml").write_text(written(text), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read(tmp_path / "r.yaml")
    found = caught.value.problems
    return [f"{p.where.line if p.where else 0}: {p.what} ({p.hint})" for p in found]


def names(block: Chart, paths: frozenset[str] | tuple[str, ...]) -> set[str]:
    every = [*block.categories, *(one.name for one in block.series)]
    return {text.plain for text in every if text.path in paths}


def test_one_value_of_one_series_stands_out(tmp_path: Path) -> None:
    block = chart(
        tmp_path, "kind: line\ncategories: [a, b]\nseries: {x: [1, 2], y: [3, 4]}\nhighlight: {y: [b]}"
    )  # fmt: skip
    assert block.highlight == (block.series[1].labels[1].path,)


def test_categories_that_are_dates_in_order_are_dates(tmp_path: Path) -> None:
    block = chart(tmp_path, "kind: line\ncategories: [2025-01-03, March 2025, Q3 2025]\nseries: {x: [1, 2, 3]}")
    assert block.dates == (dt.date(2025, 1, 3), dt.date(2025, 3, 1), dt.date(2025, 7, 1))
    assert not chart(tmp_path, "kind: line\ncategories: [2025, 2023]\nseries: {x: [1, 2]}").dates
    assert not chart(tmp_path, "kind: pie\ncategories: [2023, 2025]\nseries: {x: [1, 2]}").dates


def test_bars_of_days_go_to_the_end_of_what_is_written(tmp_path: Path) -> None:
    block = chart(tmp_path, "kind: gantt\ncategories: [a]\nseries: {From: [2025-02-03], To: [April 2025]}")
    assert [one.values for one in block.series] == [(serial(dt.date(2025, 2, 3)),), (serial(dt.date(2025, 4, 30)),)]


@pytest.mark.parametrize(
    ("values", "more", "sums"),
    [
        ("[10, 5, -2, null]", "", {"a", "d"}),
        ("[10, 5, -2, 13]", "", {"a", "d"}),
        ("[10, 5, 15, -2]", "totals: [c]", {"a", "c"}),
        ("[10, 5, -2, 4]", "", {"a"}),
    ],
    ids=["empty", "the sum", "named", "a change"],
)
def test_totals_of_a_waterfall_are_found(tmp_path: Path, values: str, more: str, sums: set[str]) -> None:
    block = chart(tmp_path, f"kind: waterfall\ncategories: [a, b, c, d]\nseries: {{x: {values}}}\n{more}")
    assert names(block, block.sums) == sums


def test_a_chart_of_a_table_takes_its_columns_of_dates(tmp_path: Path) -> None:
    table = "  - id: plan\n    table: {columns: [Task, From, To, Days], rows: [[Dig, 2025-01-02, 2025-01-09, 7]]}\n"
    (tmp_path / "r.yaml").write_text(written("kind: gantt\ntable: plan", table), encoding="utf-8")
    block = read(tmp_path / "r.yaml").report.sections[0].blocks[0]
    assert isinstance(block, Chart)
    assert [one.name.plain for one in block.series] == ["From", "To"]


BASE = "categories: [a, b]\nseries: {x: [1, 2]}"
TWO = "categories: [a, b]\nseries: {x: [1, 2], y: [3, 4]}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"kind: bubble\n{TWO}", "6: a bubble chart needs 3 series, not 2 (in this order: the numbers across"),
        ("kind: slope\ncategories: [a, b, c]\nseries: {x: [1, 2, 3]}", "7: a slope chart needs 2 categories, not 3"),
        (f"kind: radar\n{BASE}", "7: a radar chart needs at least 3 categories, not 2"),
        (f"kind: waterfall\n{TWO}", "8: a waterfall chart shows one series, not 2"),
        ("kind: full-column\ncategories: [a]\nseries: {x: [-1]}", "8: a full-column chart cannot show '-1' (take st"),
        ("kind: bubble\ncategories: [a]\nseries: {x: [-1], y: [-2], z: [-3]}", "8: a bubble chart cannot show '-3'"),
        ("kind: range\ncategories: [a]\nseries: {Low: [5], High: [3]}", "8: this bar ends before it begins ('Low'"),
        ("kind: gantt\ncategories: [a]\nseries: {x: [soon], y: [2025]}", "8: expected a date, not 'soon'"),
        ("kind: gantt\ncategories: [a]\nseries: {x: [2025-02-30], y: [2026]}", "8: '2025-02-30' is not a date: Feb"),
        ("kind: line\ncategories: [2025-01-31, 2025-02-30, 2025-03-31]\nseries: {x: [1, 2, 3]}", "7: '2025-02-30' is"),
        (f"kind: column\n{BASE}\nhighlight: {{y: a}}", "9: 'y' is no series of this chart (known: x)"),
        (f"kind: column\n{BASE}\nhighlight: {{x: c}}", "9: 'c' is no category of this chart"),
        (f"kind: combo\n{TWO}\nsecond: [z]", "9: 'z' is no series of this chart"),
        (f"kind: combo\n{TWO}\nsecond: [x, y]", "9: all series stand on the second axis, none on the first"),
        (f"kind: pie\n{BASE}\nsecond: x", "9: a pie chart has no `second` (take a combo"),
        (f"kind: column\n{TWO}\nlines: y", "9: a column chart has no `lines` (take a combo"),
        (f"kind: column\n{BASE}\nfrom: 5\nto: 3", "10: the axis ends before it begins"),
        (f"kind: column\n{BASE}\nfrom: 7", "9: no value lies on this axis"),
        (f"kind: line\n{BASE}\nto: 1.5", "8: '2' lies outside the axis (move `from` or `to`"),
        (f"kind: waterfall\n{BASE}\nfrom: 1", "9: a waterfall chart stands on zero"),
        (f"kind: stacked-column\n{TWO}\nto: 5", "9: stacks reach 6, beyond this axis"),
        (f"kind: pie\n{BASE}\nto: 5", "9: a pie chart has no axis to set `to` of"),
        (f"kind: column\n{BASE}\ntotals: true", "9: a column chart has no stacks to add up"),
        (
            "kind: waterfall\ncategories: [a, b, c]\nseries: {x: [4, 3, 9]}\ntotals: [c]",
            "8: the total is 9, but what st",
        ),
        (f"kind: column\n{BASE}\ngrowth: [a, c]", "9: 'c' is no category"),
        (f"kind: column\n{BASE}\ngrowth: [a, a]", "9: `growth` goes from a category to the same one"),
        (f"kind: column\n{BASE}\ngrowth: [a, b, a]", "9: `growth` goes from one category to another"),
        ("kind: column\ncategories: [a, b]\nseries: {x: [-1, 2]}\ngrowth: [a, b]", "9: 'a' is not above zero"),
        ("kind: column\ncategories: [a, b]\nseries: {x: [null, 2]}\ndifference: [a, b]", "9: 'a' has no value"),
        (f"kind: line\n{TWO}\ndifference: [a, b]", "9: of which series is this the difference? (write difference: {fr"),
        (f"kind: pie\n{BASE}\ndifference: [a, b]", "9: a pie chart has no `difference`"),
        (f"kind: line\n{BASE}\nbands: [{{from: 4, to: 2}}]", "9: this band ends before it begins"),
        (f"kind: radar\n{BASE}\nreferences: [{{at: 4}}]", "a radar chart has no `references`"),
        (f"kind: line\n{BASE}\nannotations: [{{at: q, text: x}}]", "9: 'q' is no category"),
        (f"kind: pie\n{BASE}\nmultiples: true", "9: a pie chart has no small multiples"),
        ("kind: column\ncategories: [a, b]\nseries: {x: [null, null]}", "6: this chart has no numbers"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    assert any(fault in one for one in faults(tmp_path, text)), faults(tmp_path, text)


def test_all_faults_of_a_chart_come_in_one_run(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "kind: pie\ncategories: [a, b]\nseries: {x: [1, -2], y: [3, many]}\nhighlight: q\ngrowth: [a, b]\nto: 3",
    )
    for part in ("'-2'", "'many'", "'q'", "growth", "no axis", "one series"):
        assert any(part in one for one in found), (part, found)


def test_every_kind_of_chart_and_every_option_comes_back_from_a_conversion(tmp_path: Path) -> None:
    from exporter.read.convert import convert

    example = Path(__file__).parents[2] / "data" / "charts.yaml"
    before = read(example).report
    (tmp_path / "c.yaml").write_text(convert(example), encoding="utf-8")
    after = read(tmp_path / "c.yaml").report

    def told(block: Chart) -> tuple[object, ...]:
        marked = (names(block, p) for p in (block.highlight, block.sums, block.second, block.lines))
        values = [one.values for one in block.series]
        return (block.chart, values, *marked, block.low, block.high, block.totals, len(block.remarks), block.missing,
                [(one.value, one.end) for one in block.references], [c.kind for c in block.changes])  # fmt: skip

    charts = [[b for s in one.walk() for b in s.blocks if isinstance(b, Chart)] for one in (before, after)]
    assert [told(b) for b in charts[0]] == [told(b) for b in charts[1]]
    assert len({b.chart for b in charts[0]}) >= 18


def test_the_documentation_shows_the_charts_of_the_example() -> None:
    top = Path(__file__).parents[2]
    shown = re.findall(r"```yaml\n(.*?)```", (top / "docs" / "charts.md").read_text(encoding="utf-8"), re.DOTALL)
    report = yaml.safe_load((top / "data" / "charts.yaml").read_text(encoding="utf-8"))
    charts = [block["chart"] for section in report["sections"] for block in section["blocks"] if "chart" in block]
    assert [one for one in shown if yaml.safe_load(one)["chart"] not in charts] == []
    assert {chart["kind"] for chart in charts} == set(KINDS)
