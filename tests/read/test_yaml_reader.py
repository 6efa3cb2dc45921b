from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from PIL import Image

from exporter.errors import UserError
from exporter.model import report as model
from exporter.model.report import Reading, Run, Text
from exporter.read import Limits, read, report_schema

Read = Callable[..., Reading]
Faults = Callable[..., list[str]]

REPORT = """
title: Solid State Battery Status Report
kind: Status report
edition: Late 2024/2025 Update
date: 2026-02-03
authors: [Ada, Bo]
headline: {short: On the road, standard: Batteries are on the road}
tags: [forward-looking]
summary:
  headline: Four findings
  list:
    - {figure: 2027–2028, label: Launch window, support: All three say so., sections: [timeline], tags: key}
sources:
  - {id: bnef, title: Battery outlook, publisher: BNEF, date: May 2024, link: "https://x.org", accessed: 2026-01-05}
notes:
  - Section 1 and 2 differ.
  - {head: Vague dates, text: Late 2024 is drawn as a quarter., tags: [method]}
sections:
  - id: timeline
    title: Market release timeline
    role: timeline
    headline: Toyota pegs 2027–2028
    notes: Stress the window.
    sources: bnef
    for: {executive: {headline: Shorter, hidden: no, layout: cards}}
    blocks:
      - text: |
          We are in the **"Pilot"** phase [@bnef].

          See [dendrites](#lithium-dendrites).
      - milestones:
          - {when: late 2024, who: Mercedes-Benz, what: Road testing begins, detail: A prototype EQS.}
          - {when: 2027–2028, who: [Toyota, Honda], what: First lines, emphasis: true, tags: [forward-looking]}
  - title: Remaining technical challenges
    blocks:
      - id: hurdles
        break: before
        only: [brief]
        items:
          fields:
            problem: {label: Problem, slot: body, missing: Unknown}
            status: 2025 status
          list:
            - {name: Lithium dendrites, problem: Needles pierce., status: {short: Research, full: Much research}}
            - {name: Pressure, status: [Less, Better]}
          links: [{from: Pressure, to: lithium-dendrites, label: makes worse}]
    sections:
      - title: Cost
        blocks: [Costs are high.]
"""


def blocks(reading: Reading, section: int = 0) -> tuple[Any, ...]:
    return reading.report.sections[section].blocks


def one(report: Read, block: str, name: str = "report.yaml") -> Any:
    """The one block of a report with this block in it, indented as it is."""
    lines = "".join(f"      {line}\n" for line in block.strip("\n").splitlines())
    return blocks(report(f"title: T\nsections:\n  - title: S\n    blocks:\n{lines}", name))[0]


class TestReport:
    def test_head(self, report: Read) -> None:
        found = report(REPORT).report
        assert found.title.plain == "Solid State Battery Status Report"
        assert found.date == dt.date(2026, 2, 3)
        assert found.date_text is None
        assert [a.plain for a in found.authors] == ["Ada", "Bo"]
        assert found.headline is not None
        assert (found.headline.short, found.headline.standard) == (
            (Run("On the road"),),
            (Run("Batteries are on the road"),),
        )
        assert found.tags == {"forward-looking"}
        assert found.summary_headline is not None
        [figure] = found.summary
        assert (figure.figure.plain, figure.sections, figure.tags) == ("2027–2028", ("timeline",), {"key"})
        [source] = found.sources
        assert (source.id, source.link, source.date and source.date.plain) == ("bnef", "https://x.org", "May 2024")
        assert [note.text.plain for note in found.notes] == [
            "Section 1 and 2 differ.",
            "Late 2024 is drawn as a quarter.",
        ]

    def test_sections(self, report: Read) -> None:
        first, second = report(REPORT).report.sections
        assert (first.id, first.role, first.sources) == ("timeline", "timeline", ("bnef",))
        [(audience, override)] = first.overrides
        assert (audience, override.hidden, override.layout, override.backup) == ("executive", False, "cards", None)
        assert (second.id, second.sections[0].id) == ("remaining-technical-challenges", "cost")
        assert second.sections[0].path == "remaining-technical-challenges/cost"

    def test_every_text_has_a_path_of_its_own_and_a_place(self, report: Read) -> None:
        texts = list(_texts(report(REPORT).report))
        paths = [t.path for t in texts]
        assert len(set(paths)) == len(paths)
        assert all(paths)
        assert {
            "timeline.headline",
            "timeline/text/2",
            "timeline/milestones/late-2024.what",
            "timeline/milestones/2027-2028.who.1",
            "remaining-technical-challenges/hurdles/lithium-dendrites.problem",
            "remaining-technical-challenges/hurdles/pressure.status.2",
            "summary/2027-2028.label",
            "sources/bnef.title",
        } <= set(paths)
        assert all(t.place and t.place.line for t in texts)

    def test_json_and_data_give_the_same_report(self, report: Read, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.chdir(tmp_path)
        data = yaml.load(REPORT, Loader=yaml.BaseLoader)
        first = [(t.path, t.standard, t.short, t.full) for t in _texts(report(REPORT).report)]
        assert [
            (t.path, t.standard, t.short, t.full) for t in _texts(report(json.dumps(data), "r.json").report)
        ] == first
        assert [(t.path, t.standard, t.short, t.full) for t in _texts(read(data).report)] == first

    def test_words_of_yaml_1_1_are_words(self, report: Read) -> None:
        found = report(
            "title: no\nedition: 1.10\nheadline: 12:30\nsections: [{title: on, blocks: [{points: [yes, 010]}]}]"
        )
        words = [t.plain for t in _texts(found.report)]
        assert words == ["no", "1.10", "12:30", "on", "yes", "010"]

    def test_dates_of_reports(self, report: Read) -> None:
        assert report("title: T\ndate: February 3, 2026").report.date == dt.date(2026, 2, 3)
        found = report("title: T\ndate: Spring 2026").report
        assert (found.date, found.date_text and found.date_text.plain) == (None, "Spring 2026")


def _texts(value: Any) -> Any:
    """Every text of a report, in order."""
    if isinstance(value, Text):
        if value:
            yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


class TestBlocks:
    def test_text_is_cut_into_paragraphs(self, report: Read) -> None:
        first = blocks(report(REPORT))[0]
        assert [t.plain for t in first.paragraphs] == ['We are in the "Pilot" phase.', "See dendrites."]
        assert [r.cite for r in first.paragraphs[0].runs if r.cite] == [("bnef",)]
        assert [t.plain for t in one(report, "- text: [One, {short: s, full: Two}]").paragraphs] == ["One", "Two"]

    def test_points(self, report: Read) -> None:
        found = one(
            report, "- points: [One, {text: Two, tags: key, points: [a, {text: b, points: [c]}]}, {short: s, full: f}]"
        )
        assert [p.text.plain for p in found.points] == ["One", "Two", "f"]
        assert found.points[1].tags == {"key"}
        assert found.points[1].points[1].points[0].text.path == "s/points/2/2/1"

    def test_items(self, report: Read) -> None:
        [found] = blocks(report(REPORT), 1)
        assert isinstance(found, model.Items)
        assert (found.id, found.break_, found.only) == ("hurdles", "before", {"brief"})
        assert [(f.id, f.label.plain, f.slot) for f in found.fields] == [
            ("problem", "Problem", "body"),
            ("status", "2025 status", "rest"),
        ]
        first, second = found.items
        assert [v.plain for v in first.value("problem")] == ["Needles pierce."]
        assert [v.plain for v in second.value("status")] == ["Less", "Better"]
        assert second.value("problem") == ()
        assert (found.links[0].start, found.links[0].end) == ("pressure", "lithium-dendrites")

    def test_items_in_groups(self, report: Read) -> None:
        found = one(
            report,
            """
- items:
    fields: [target_year]
    ordered: yes
    groups:
      - {title: Makers, list: [Toyota, {name: Honda, target_year: 2027}]}
      - {title: {short: D, full: Developers}, list: [Toyota]}
""",
        )
        assert [g.id for g in found.groups] == ["makers", "developers"]
        assert [i.id for i in found.items] == ["toyota", "honda", "toyota-2"]
        assert found.fields[0].label.plain == "Target year"
        assert found.ordered

    def test_milestones(self, report: Read) -> None:
        first, second = blocks(report(REPORT))[1].milestones
        assert (first.when.start, first.when.end, first.when.vague) == (dt.date(2024, 10, 1), dt.date(2025, 1, 1), True)
        assert first.detail is not None
        assert [t.plain for t in second.who] == ["Toyota", "Honda"]
        assert second.emphasis and not second.when.vague

    def test_milestones_with_more(self, report: Read) -> None:
        found = one(
            report,
            """
- milestones:
    title: Outage
    year: 2025
    undated: {title: Also, list: [Something]}
    list:
      - {when: October 21, what: It broke}
      - {when: {text: mid to late October, from: 2025-10-15, to: 2025-10-31, vague: true}, what: Repair}
""",
        )
        assert found.title.plain == "Outage"
        assert found.milestones[0].when.start == dt.date(2025, 10, 21)
        assert (found.milestones[1].when.end, found.milestones[1].when.vague) == (dt.date(2025, 11, 1), True)
        assert found.undated_title.plain == "Also"
        assert [p.text.plain for p in found.undated] == ["Something"]

    def test_tables(self, report: Read) -> None:
        found = one(
            report,
            """
- table:
    columns: [Company, {id: target, label: Target, type: year}, {id: cost, unit: USD, decimals: 1}]
    rows:
      - {group: Automakers}
      - [Toyota, 2027–2028, "1.10"]
      - {company: Honda, cost: 2.50, emphasis: true}
      - {cells: [CATL, –, ""], group: Developers}
""",
        )
        assert [(c.id, c.label.plain, c.type, c.align) for c in found.columns] == [
            ("company", "Company", "text", "left"),
            ("target", "Target", "year", "left"),
            ("cost", "Cost", "number", "right"),
        ]
        assert (found.columns[2].unit, found.columns[2].decimals) == ("USD", 1)
        assert [[c.plain for c in row.cells] for row in found.rows] == [
            ["Toyota", "2027–2028", "1.10"],
            ["Honda", "", "2.50"],
            ["CATL", "–", ""],
        ]
        assert [row.group and row.group.plain for row in found.rows] == ["Automakers", "Automakers", "Developers"]
        assert found.rows[1].emphasis

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("d.csv", 'Country,2020,"Share, %"\nUS,"21,3",5 %\nChina,14.7,\n'),
            ("d.csv", 'Country;2020;"Share, %"\nUS;21,3;5 %\nChina;14.7;\n'),
            ("d.json", '[["Country", "2020", "Share, %"], ["US", "21,3", "5 %"], ["China", 14.7, null]]'),
            ("d.json", '[{"Country": "US", "2020": "21,3", "Share, %": "5 %"}, {"Country": "China", "2020": 14.7}]'),
            ("d.yaml", "- {Country: US, 2020: '21,3', 'Share, %': 5 %}\n- {Country: China, 2020: 14.7}"),
        ],
    )
    def test_tables_from_data_files(self, write: Any, report: Read, name: str, text: str) -> None:
        write(text, name)
        found = one(report, f"- table: {{data: {name}}}")
        assert [(c.label.plain, c.type) for c in found.columns] == [
            ("Country", "text"),
            ("2020", "number"),
            ("Share, %", "percent"),
        ]
        assert [[c.plain for c in row.cells] for row in found.rows] == [["US", "21,3", "5 %"], ["China", "14.7", ""]]
        assert found.rows[0].cells[0].place.file.endswith(name)
        picked = one(report, f"- table: {{data: {name}, columns: ['Share, %', {{id: Country, label: Land}}]}}")
        assert [c.label.plain for c in picked.columns] == ["Share, %", "Land"]
        assert [c.plain for c in picked.rows[0].cells] == ["5 %", "US"]

    def test_data_is_never_markup(self, write: Any, report: Read) -> None:
        write("a,b\n**x**,[y](javascript:z)\n", "d.csv")
        [row] = one(report, "- table: {data: d.csv}").rows
        assert [c.runs for c in row.cells] == [(Run("**x**"),), (Run("[y](javascript:z)"),)]

    def test_charts(self, report: Read) -> None:
        found = one(report, '- chart: {kind: line, categories: [2020, 2021], series: {Sales: [1.50, null]}, unit: "%"}')
        assert [c.plain for c in found.categories] == ["2020", "2021"]
        [series] = found.series
        assert (series.name.plain, series.values) == ("Sales", (1.5, None))
        assert [t.plain for t in series.labels] == ["1.50", ""]

    def test_charts_from_tables(self, report: Read) -> None:
        text = """
title: T
language: de
sections:
  - title: S
    blocks:
      - chart: {kind: bar, table: sales, highlight: Nord}
      - id: sales
        table:
          columns: [Region, Umsatz, Anteil, Note]
          rows: [[Nord, 1.234, "5,5 %", gut], [Süd, "–", "4 %", –]]
"""
        chart = blocks(report(text))[0]
        assert [c.plain for c in chart.categories] == ["Nord", "Süd"]
        assert [(s.name.plain, s.values) for s in chart.series] == [("Umsatz", (1234.0, None)), ("Anteil", (5.5, 4.0))]

    def test_the_other_kinds(self, report: Read) -> None:
        quote = one(report, "- quote: {text: [One, Two], by: Ada}")
        assert ([t.plain for t in quote.paragraphs], quote.by.plain) == (["One", "Two"], "Ada")
        steps = one(report, "- steps: {start: 3, list: [Open, {head: Close, text: Slowly, points: [x]}]}")
        assert ([s.id for s in steps.steps], steps.start) == (["open", "close"], 3)
        comparison = one(report, "- comparison: {options: [A, B], criteria: {Cost: [low, high]}, chosen: B}")
        assert (comparison.chosen, comparison.cells[0][1].plain) == (1, "high")
        code = one(report, "- code:\n    language: py\n    code: |\n      if x:\n          y = *z*")
        assert code.code.runs == (Run("if x:\n    y = *z*", code=True),)
        assert one(report, "- callout: Watch **out**").paragraphs[0].plain == "Watch out"
        assert one(report, "- figures: [{figure: 5 %, label: x}]").figures[0].figure.plain == "5 %"
        assert one(report, "- Just words").paragraphs[0].plain == "Just words"


class TestPictures:
    @pytest.fixture(autouse=True)
    def _picture(self, tmp_path: Path) -> None:
        Image.new("RGB", (40, 30)).save(tmp_path / "a.png")

    def test_a_picture_in_the_folder(self, report: Read, tmp_path: Path) -> None:
        found = one(report, "- picture: {path: a.png, alt: A field, credit: Me}")
        assert (found.file, found.width, found.height) == (str((tmp_path / "a.png").resolve()), 40, 30)

    @pytest.mark.parametrize(
        ("path", "why"),
        [
            ("../a.png", "leaves the report's folder"),
            ("sub/../../a.png", "leaves the report's folder"),
            ("/etc/passwd", "is not in the report's folder"),
            ("C:\\\\a.png", "is not in the report's folder"),
            ("https://x.org/a.png", "is not a file"),
            ("file:///etc/passwd", "is not a file"),
            ("b.png", "there is no file 'b.png'"),
            ("link.png", "leaves the report's folder"),
            ("linked/a.png", "leaves the report's folder"),
            ("text.png", "is not a picture"),
            ("half.png", "is not a picture"),
            ("bomb.png", "pixels"),
            ("report.yaml", "is not a picture"),
            ("loop.png", "is not the name of a file"),
            (".", "there is no file"),
        ],
    )
    def test_refused(self, faults: Faults, tmp_path: Path, path: str, why: str) -> None:
        outside = tmp_path.parent / f"{tmp_path.name}-outside"
        outside.mkdir()
        Image.new("RGB", (4, 3)).save(outside / "a.png")
        (tmp_path / "link.png").symlink_to(outside / "a.png")
        (tmp_path / "linked").symlink_to(outside)
        (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
        (tmp_path / "text.png").write_text("not a picture")
        (tmp_path / "half.png").write_bytes((tmp_path / "a.png").read_bytes()[:60])
        Image.new("1", (8_000, 8_000)).save(tmp_path / "bomb.png")
        text = f'title: T\nsections: [{{title: S, blocks: [picture: {{path: "{path}", alt: x}}]}}]'
        [found] = faults(text)
        assert why in found
        assert found.startswith("2:")

    def test_alt_text_is_required(self, faults: Faults) -> None:
        assert "'alt' is missing" in faults("title: T\nsections: [{title: S, blocks: [picture: {path: a.png}]}]")[0]

    def test_drawings_are_read_and_what_is_none_leaves_its_words(self, report: Read, tmp_path: Path) -> None:
        text = "title: T\nsections: [{title: S, blocks: [picture: {path: a.svg, alt: x}]}]"
        (tmp_path / "a.svg").write_text(
            '<?xml version="1.0"?>\n<svg viewBox="0 0 20 10" xmlns="http://www.w3.org/2000/svg"/>'
        )
        reading = report(text)
        [picture] = blocks(reading)
        assert (Path(picture.file).name, picture.width, picture.height) == ("a.svg", 20, 10)
        assert not reading.findings
        (tmp_path / "a.svg").write_text('<svg viewBox="0 0 20 10" xmlns="x"></svg>')
        reading = report(text)
        [picture] = blocks(reading)
        assert (picture.file, picture.address) == ("", "a.svg")
        assert reading.findings[0].code == "picture-not-drawn"

    def test_drawings_without_the_package_that_draws_leave_their_words(
        self, report: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("exporter.drawing.missing", lambda: True)
        (tmp_path / "a.svg").write_text('<svg viewBox="0 0 20 10" xmlns="http://www.w3.org/2000/svg"/>')
        reading = report("title: T\nsections: [{title: S, blocks: [picture: {path: a.svg, alt: x}]}]")
        assert (blocks(reading)[0].file, blocks(reading)[0].width) == ("", 20)
        assert "exporter[svg]" in reading.findings[0].message


BLOCK = "title: T\nsections: [{{title: S, blocks: [{{{}}}]}}]"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title: T\nheadlin: x", "2:1: 'headlin' is not a key of a report (did you mean 'headline'?)"),
        ("title: T\ntitle: U", "2:1: 'title' stands here a second time"),
        ("title: [T]", "1:8: expected a text or a map with short, standard, full, not a list"),
        ("edition: T", "1:1: 'title' is missing in this report"),
        ("title: ''", "this text has no words"),
        ("title: T\ndate: 2026-02-30", "2:7: '2026-02-30' is not a date: February 2026 has 28 days"),
        ("title: T\nsections:\n  - {title: S, role: timline}", "did you mean 'timeline'?"),
        ("title: T\nsections:\n  - {title: S, tags: [detial]}", "'detial' is not declared (did you mean 'detail'?"),
        ("title: T\nsections:\n  - {title: S, id: a}\n  - {title: S, id: a}", "4:20: the id 'a' is taken"),
        ("title: T\nsections:\n  - {title: S, sources: x}", "there is no source 'x'"),
        ("title: T\nheadline: As said [@smiht]\nsources: [{id: smith, title: S}]",
         "2:21: there is no source 'smiht' (did you mean 'smith'?)"),
        ("title: T\nheadline: See [it](#nowhere)", "2:21: nothing here has the id 'nowhere'"),
        ("title: T\nsummary: [{figure: 1, sections: [x]}]", "there is no section 'x'"),
        (BLOCK.format("txt: x"), "'txt' is not a key of a block (did you mean 'text'?)"),
        (BLOCK.format("text: x, points: [a]"), "'points' cannot stand beside 'text'"),
        (BLOCK.format("id: x"), "this block has no content"),
        (BLOCK.format("items: [{name: A, problem: x}]"), "'problem' is not declared"),
        (BLOCK.format("items: {fields: [name], list: [A]}"), "'name' cannot be a field"),
        (BLOCK.format("items: {list: [Toyota], links: [{from: Toyta, to: Toyota, label: x}]}"), "mean 'toyota'?"),
        (BLOCK.format("milestones: [{when: soon, what: x}]"), "'soon' is not a date (write 2026-02-03"),
        (BLOCK.format("milestones: [{when: May 3, what: x}]"), "'May 3' is not a date (give the year"),
        (BLOCK.format("milestones: [{when: 31 June 2025, what: x}]"), "June 2025 has 30 days"),
        (BLOCK.format("milestones: [{when: 2028–2027, what: x}]"), "it ends before it begins"),
        (BLOCK.format("milestones: [{when: {text: x, from: 2025-02-01, to: 2025-01-01}, what: x}]"), "it begins"),
        (BLOCK.format("milestones: [{when: {text: x, from: 2025-25-01, to: 2025-01-01}, what: x}]"), "is not a date"),
        (BLOCK.format("milestones: [{when: May 3 - May 1, what: x}]"), "give the year"),
        (BLOCK.format("table: {columns: [A, B], rows: [[1]]}"), "this row has 1 cells, but the table 2 columns"),
        (BLOCK.format("table: {columns: [A], rows: [{b: 1}]}"), "the table has no column 'b'"),
        (BLOCK.format("table: {rows: [[1]]}"), "this table has no columns"),
        (BLOCK.format("table: {columns: [A, {label: B, type: number}], rows: [[x, many]]}"), "not 'many'"),
        (BLOCK.format("table: {data: ../x.csv}"), "leaves the report's folder"),
        (BLOCK.format("table: {data: x.csv}"), "there is no file 'x.csv'"),
        (BLOCK.format("chart: {kind: pie, categories: [a], series: {x: [-1]}}"), "a pie chart cannot show '-1'"),
        (BLOCK.format("chart: {kind: pye, categories: [a], series: {x: [1]}}"), "did you mean 'pie'?"),
        (BLOCK.format("chart: {kind: bar, categories: [a, b], series: {x: [1]}}"), "'x' has 1 values for 2 categories"),
        (BLOCK.format("chart: {kind: bar, categories: [a], series: {x: [much]}}"), "expected a number, not 'much'"),
        (BLOCK.format("chart: {kind: bar, table: sales}"), "there is no table 'sales'"),
        (BLOCK.format("chart: {kind: bar, categories: [a], series: {x: [1]}, highlight: b}"), "'b' is no category"),
        (BLOCK.format("comparison: {options: [A, B], criteria: {Cost: [low]}}"), "1 answers for 2 options"),
        (BLOCK.format("text: x, link: y"), "'link' is not a key of a block"),
        ("title: T\nsources: [{title: S, link: 'javascript:x'}]", "is not an address a link may go to"),
    ],
)  # fmt: skip
def test_faults(faults: Faults, text: str, fault: str) -> None:
    found = faults(text)
    assert any(fault in one for one in found), found
    assert len(found) == 1, found


def test_faults_of_shape_and_meaning_come_in_one_run_in_the_order_of_the_file(faults: Faults) -> None:
    found = faults(
        """
        title: T
        heading: x
        sections:
          - title: S
            headline: As said [@x]
            blocks:
              - milestones:
                  - {when: soon, what: a}
                  - {what: b}
              - text: {shrt: a}
            role: players
            tags: nope
        """
    )
    assert [one.partition(": ")[0] for one in found] == ["2:1", "5:25", "8:20", "9:13", "10:16", "12:11"]


def test_refused_links_are_warnings_with_their_place(report: Read) -> None:
    [finding] = report("title: T\nheadline: See [this](javascript:alert) now").findings
    assert (finding.code, finding.place and finding.place.line) == ("link-dropped", 2)
    assert "javascript:alert" in finding.message


def test_an_id_made_twice_cannot_be_linked_to(faults: Faults) -> None:
    text = "title: T\nsections: [{title: S, blocks: [items: [X], items: [X]]}]".replace("], items", "]}, {items")
    text = "title: T\nheadline: '[a](#x)'\nsections: [{title: S, blocks: [{items: [X]}, {items: [X]}]}]"
    assert "2 things here are called 'x' (give the one you mean an `id`)" in faults(text)[0]


def test_foreign_files_are_told_apart(faults: Faults) -> None:
    [found] = faults("name: pipeline\ndescription: x\ntags: null\ninitialize: {plugins: {}}\n", "carbon.yaml")
    assert "this is not a report of exporter's shape" in found
    [found] = faults('{"name": "gdp", "title": "GDP", "resources": [], "licenses": [{}]}', "gdp.json")
    assert "this is not a report of exporter's shape" in found
    for text in ("", "- a", "just words", "[]"):
        assert "not a report" in faults(text)[0]


def test_suffixes() -> None:
    with pytest.raises(UserError, match=r"use one of: \.yaml"):
        read("report")
    with pytest.raises(UserError, match=r"did you mean '\.yaml'"):
        read(Path("report.yamll"))


def test_limits_can_be_raised(write: Any) -> None:
    path = write("title: T\nheadline: " + "x" * 3000)
    with pytest.raises(UserError, match="larger than 1,000 bytes"):
        read(path, limits=Limits(bytes=1000))
    assert read(path).report.headline


def test_markup_has_a_limit(write: Any) -> None:
    with pytest.raises(UserError, match="more than 100 signs of markup"):
        read(write("title: T\nheadline: '" + "[" * 300 + "'"), limits=Limits(marks=100))


def test_the_schema_accepts_the_report_and_names_every_key() -> None:
    schema = report_schema()
    kinds = schema["$defs"]["block"]["oneOf"]
    assert [k["required"][0] for k in kinds] == list(model.KINDS)
    for name, record in schema["$defs"].items():
        for key, said in record.get("properties", {}).items():
            assert said.get("description"), f"{name}.{key} has no description"


MUTANT = st.sampled_from(
    [None, "", "x", "2025-02-30", [], {}, [[]], {"a": {}}, {"id": "x"}, -1, True, ["x", {"text": 1}], "**", "[@x](#y)"]
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_report_with_anything_anywhere_gives_faults_never_a_traceback(data: st.DataObject) -> None:
    report = deepcopy(EVERYTHING_DATA)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, keys = report, []
        while isinstance(holder, dict | list) and len(holder):
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.integers(0, 3)) == 0:
                holder[key] = deepcopy(data.draw(MUTANT))
                break
            holder = holder[key]
    try:
        read(report)
    except UserError as error:
        assert error.problems
        assert all(problem.what for problem in error.problems)


EVERYTHING = (
    REPORT
    + """
  - title: Everything
    blocks:
      - points: [One, {text: Two, points: [a]}]
      - milestones: {list: [{when: {text: x, from: 2025-01-01, to: 2025-02-01}, what: y}], undated: [z], year: 2025}
      - {id: t, table: {columns: [A, {id: b, type: number}], rows: [[x, 1], {a: y, b: 2}, {group: g}, {cells: [z, 3]}]}}
      - chart: {kind: bar, table: t, columns: [b], highlight: [x]}
      - chart: {kind: pie, categories: [a, b], series: [{name: s, values: [1, 2]}]}
      - figures: [{figure: 5, label: x, for: {board: {hidden: true}}}]
      - quote: {text: Words, by: Ada}
      - steps: {list: [a, {head: b, points: [c]}], start: 2}
      - comparison: {options: [A, B], criteria: [{name: c, cells: [x, y]}], chosen: A}
      - callout: Watch
      - code: {code: x, language: py}
      - items: {fields: {f: {label: F, missing: none, only: [deck]}}, groups: [{title: G, list: [{name: n, f: v}]}]}
"""
)

EVERYTHING_DATA: Any = yaml.load(EVERYTHING, Loader=yaml.BaseLoader)


def test_everything_is_a_report() -> None:
    kinds = {block.kind for section in read(EVERYTHING_DATA).report.walk() for block in section.blocks}
    assert kinds == set(model.KINDS) - {"picture"}


@pytest.mark.parametrize(("turned", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))])
def test_a_photo_of_a_camera_held_upright_is_upright(turned: int, size: tuple[int, int], tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.jpg", exif=exif)
    (tmp_path / "r.yaml").write_text("title: T\nsections: [{title: S, blocks: [{picture: {path: a.jpg, alt: x}}]}]\n")
    (block,) = read(tmp_path / "r.yaml").report.sections[0].blocks
    assert isinstance(block, model.Picture) and (block.width, block.height) == size
