"""What a part is about, held against what the audience is; and what every document for an audience must show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import exporter
from exporter.errors import UserError
from exporter.model.audience import Audience, Fate, Selection, Selector
from exporter.model.report import Level, Report
from exporter.model.walk import texts
from exporter.read import read
from exporter.select import select

Data = dict[str, Any]
BAVARIA: Data = {"where": {"region": "Bavaria"}}
REPORT: Data = {
    "title": "Schools",
    "tags": ["own"],
    "values": {"region": ["Bavaria", "Hesse"], "level": ["city", "state"]},
    "sections": [
        {
            "id": "all",
            "title": "All",
            "blocks": [
                {"text": "For Bavaria", **BAVARIA},
                {"text": "For both", "where": {"region": ["Bavaria", "Hesse"]}},
                {"text": "For cities in Bavaria", "where": {"region": "Bavaria", "level": "city"}},
                {
                    "id": "pupils",
                    "table": {
                        "columns": ["Place", "Pupils"],
                        "rows": [
                            {"place": "Munich", "pupils": "7", **BAVARIA},
                            {"place": "Kassel", "pupils": "3", "where": {"region": "Hesse"}},
                        ],
                    },
                },
                {"chart": {"kind": "column", "table": "pupils"}},
            ],
        },
        {"id": "bavaria", "title": "Bavaria alone", **BAVARIA, "blocks": [{"text": "Inside", "tags": "disclaimer"}]},
    ],
}


def report(data: Data = REPORT) -> Report:
    return read(data).report


def chosen(**audience: Any) -> Selection:
    return select(report(), Audience(**{"name": "someone", **audience}), "deck")


def shown(selection: Selection) -> list[str]:
    return [text.plain for text in texts(selection.report)]


def test_parts_about_something_else_go() -> None:
    selection = chosen(values=(("region", ("Hesse",)),))
    assert shown(selection) == ["Schools", "All", "For both", "Place", "Pupils", "Kassel", "3", "Kassel", "Pupils", "3"]
    assert {e.rule for e in selection.ledger.of(Fate.LEFT_OUT)} == {"where region: Bavaria"}


def test_all_values_of_a_part_must_meet_and_one_word_of_each_is_enough() -> None:
    bavarian = shown(chosen(values=(("region", ("Bavaria",)), ("level", ("state",)))))
    assert "For Bavaria" in bavarian and "For cities in Bavaria" not in bavarian and "Inside" in bavarian
    assert "For cities in Bavaria" in shown(chosen(values=(("region", ("Hesse", "Bavaria")),)))


def test_an_audience_without_the_value_gets_everything() -> None:
    assert shown(chosen(values=(("country", ("Germany",)),))) == shown(chosen()) == [t.plain for t in texts(report())]


def test_a_chart_loses_the_rows_that_its_table_loses() -> None:
    chart = chosen(values=(("region", ("Hesse",)),)).report.sections[0].blocks[-1]
    assert chart.kind == "chart"
    assert ([c.plain for c in chart.categories], [s.values for s in chart.series]) == (["Kassel"], [(3.0,)])


def test_a_chart_and_a_table_that_lose_all_rows_go() -> None:
    selection = chosen(values=(("region", ("Saxony",)),))
    assert shown(selection) == ["Schools"]
    assert all(entry.rule for entry in selection.ledger.of(Fate.LEFT_OUT))


def test_a_word_that_the_report_does_not_know_is_a_warning() -> None:
    (finding,) = chosen(values=(("region", ("Bavarai",)),)).findings[:1]
    assert (finding.level, finding.code, finding.hint) == (Level.WARNING, "unknown-value", "did you mean 'Bavaria'?")


@pytest.mark.parametrize(
    ("where", "fault", "hint"),
    [
        ({"regoin": "Bavaria"}, "the value 'regoin' is not declared", "did you mean 'region'?"),
        ({"region": "Bavarai"}, "'Bavarai' is no region of this report", "did you mean 'Bavaria'?"),
    ],
)
def test_a_slip_of_the_pen_never_shows_what_should_stay_inside(where: Data, fault: str, hint: str) -> None:
    data = {**REPORT, "sections": [{"title": "S", "blocks": [{"text": "T", "where": where}]}]}
    with pytest.raises(UserError) as caught:
        report(data)
    (problem,) = caught.value.problems
    assert problem.what == fault
    assert problem.hint.startswith(hint)


# ------------------------------------------------------------------------------------------------------------- require


def required(*selectors: str, **audience: Any) -> list[tuple[str, str]]:
    pairs = (s.partition(":")[::2] for s in selectors)
    wanted = tuple(Selector(kind if name else "section", name or kind) for kind, name in pairs)  # type: ignore[arg-type]
    return [(f.message, f.hint) for f in chosen(require=wanted, **audience).findings if f.code == "required"]


def test_what_is_there_is_not_missed() -> None:
    assert required("all", "tag:disclaimer", "kind:table", "id:pupils") == []


def test_what_is_missing_says_what_to_do() -> None:
    found = dict(required("tag:internal", "role:risks", "kind:quote", "field:authors", "discaimer", "tag:disclamer"))
    assert [message.partition("requires ")[2].partition(",")[0] for message in found] == [
        "something tagged 'internal'",
        "a section with the role 'risks'",
        "a block of the kind 'quote'",
        "`authors` at the head of the report",
        "the section 'discaimer'",
        "something tagged 'disclamer'",
    ]
    hints = list(found.values())
    assert "tags: internal" in hints[0] and "under `sections`" in hints[0]
    assert "`authors:`" in hints[3]
    assert hints[5] == "did you mean 'disclaimer'?"


def test_a_tag_that_the_report_only_declares_is_not_shown() -> None:
    assert len(required("tag:own")) == 1


def test_what_the_audience_itself_leaves_out_is_named_with_its_rule() -> None:
    ((_, hint),) = required("tag:disclaimer", values=(("region", ("Hesse",)),))
    assert "`where region: Bavaria` leaves it out" in hint


def test_a_document_without_what_is_required_is_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "audiences"
    folder.mkdir(parents=True)
    (folder / "board.yaml").write_text("extends: general\nrequire: [tag:disclaimer]\nformats: [deck, brief]\n")
    source = tmp_path / "r.yaml"
    source.write_text(
        "title: T\nsections: [{title: S, only: deck, tags: disclaimer, blocks: [x]}, {title: B, blocks: [y]}]\n"
    )
    deck, brief = exporter.build(source, audiences=["board"], out=tmp_path).files
    assert (deck.written, brief.written) == (True, False)
    (error,) = brief.errors
    assert error.place and error.place.file.endswith("board.yaml")
    assert (error.place.line, error.place.column) == (2, 11)
    assert "r.yaml" in error.message and "`only deck` leaves it out" in error.hint
