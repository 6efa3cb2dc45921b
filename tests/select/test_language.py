"""Each text in the one language that its readers read best; numbers as that language writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import exporter
from exporter.errors import UserError
from exporter.model import report as m
from exporter.model.audience import Audience, Selection
from exporter.model.report import Level
from exporter.model.walk import texts
from exporter.read import read
from exporter.select import select

Data = dict[str, Any]


def chosen(data: Data, *languages: str, wording: m.Length = "standard") -> Selection:
    report = read(data).report
    return select(report, Audience(name="someone", language=languages, wording=wording), "deck")


def said(selection: Selection) -> dict[str, str]:
    return {text.path: text.plain for text in texts(selection.report)}


REPORT: Data = {
    "title": {"en": "Herons", "de": "Reiher", "fr-CA": "Hérons"},
    "headline": {"de": {"short": "Kurz", "standard": "Nicht so kurz"}, "en": "Not so short"},
    "sections": [
        {
            "title": "Only English",
            "for": {"someone": {"headline": {"en": "For you", "de": "Für Sie"}}},
            "blocks": [
                {"en": "One.\n\nTwo.", "de": "Eins.\n\nZwei."},
                {"points": [{"en": "First", "de": "Erstens"}, {"text": {"de": "Nur deutsch"}, "id": "only"}]},
                {
                    "milestones": [
                        {"when": {"de": "Ende 2024", "en": "late 2024"}, "what": {"en": "Start", "de": "Beginn"}}
                    ]
                },
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        ((), "Herons"),
        (("de",), "Reiher"),
        (("de-AT",), "Reiher"),
        (("fr",), "Hérons"),
        (("it", "de"), "Reiher"),
        (("it",), "Herons"),
    ],
)
def test_the_language_they_read_then_what_they_read_too_then_the_report_s(
    languages: tuple[str, ...], title: str
) -> None:
    selection = chosen(REPORT, *languages)
    assert said(selection)["title"] == title
    assert selection.report.language == (languages or ("en",))[0]


def test_every_kind_of_text_follows() -> None:
    found = said(chosen(REPORT, "de"))
    assert found["only-english.headline@someone"] == "Für Sie"
    assert [found[f"only-english/text/{n}"] for n in (1, 2)] == ["Eins.", "Zwei."]
    assert found["only-english/points/1"] == "Erstens"
    assert found["only-english/milestones/ende-2024.when"] == "Ende 2024"
    assert said(chosen(REPORT, "de", wording="short"))["headline"] == "Kurz"


def test_a_date_keeps_its_span_and_takes_the_words_of_the_language() -> None:
    (stone,) = chosen(REPORT, "en").report.sections[0].blocks[2].milestones  # type: ignore[union-attr]
    assert (stone.when.text, stone.when.start.isoformat()) == ("late 2024", "2024-10-01")


def test_a_text_in_many_languages_is_one_fact_and_no_other_wording_is_kept() -> None:
    selection = chosen(REPORT, "de")
    entries = [entry for entry in selection.ledger.entries if entry.path == "title"]
    assert [(entry.text, entry.shown) for entry in entries] == [("Reiher", "Reiher")]
    assert "Herons" not in repr(selection.report)
    assert "Herons" not in repr(selection.ledger)


def test_what_they_do_not_read_is_kept_marked_and_told() -> None:
    selection = chosen(REPORT, "de")
    title = selection.report.sections[0].title
    assert (title.plain, [run.lang for run in title.runs]) == ("Only English", ["en"])
    assert {run.lang for text in texts(selection.report) if text is not title for run in text.runs} == {""}
    found = [f for f in selection.findings if f.code == "untranslated"]
    assert [(f.level, f.path) for f in found] == [(Level.WARNING, ""), (Level.NOTE, "only-english.title")]
    assert "1 text has no German wording" in found[0].message
    english = chosen(REPORT, "en")
    assert [f.path for f in english.findings if f.level is Level.NOTE] == ["only-english/points/2"]


def test_a_report_in_one_language_for_its_own_readers_is_not_touched() -> None:
    report = read({"title": "Herons", "language": "de", "sections": [{"title": "Eins", "blocks": ["Zwei"]}]}).report
    selection = select(report, Audience(name="someone"), "deck")
    assert not selection.findings
    assert all(not text.language for text in texts(selection.report))


NUMBERS: Data = {
    "title": "Numbers",
    "sections": [
        {
            "title": "Numbers",
            "blocks": [
                {
                    "id": "t",
                    "table": {"columns": ["Name", "GWh", "Note"], "rows": [["A", "1,200.5", "v1.5"], ["B", "–", "x"]]},
                },
                {"chart": {"kind": "column", "categories": ["One", "Two"], "series": {"S": [9.5, 1200]}}},
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("language", "cell", "label"), [("de", "1.200,5", "9,5"), ("fr", "1\u00a0200,5", "9,5"), ("en", "1,200.5", "9.5")]
)
def test_numbers_of_tables_and_charts_follow_the_language_and_words_do_not(
    language: str, cell: str, label: str
) -> None:
    found = said(chosen(NUMBERS, language))
    assert (found["numbers/t/a.gwh"], found["numbers/t/a.note"], found["numbers/t/b.gwh"]) == (cell, "v1.5", "–")
    assert found["numbers/chart/s.one"] == label
    assert found["numbers/chart/s.two"] == "1200"


@pytest.mark.parametrize(
    ("figure", "shown"), [("3.4", "3,4"), ("≈ 1,200 km", "≈ 1.200 km"), ("28.5 %", "28,5 %"), ("2027–2028", "2027–2028"), ("1.2 to 1.5", "1.2 to 1.5")]
)  # fmt: skip
def test_a_figure_that_is_one_number_follows_too(figure: str, shown: str) -> None:
    found = said(chosen({"title": "T", "summary": [{"figure": figure}]}, "de"))
    assert [words for path, words in found.items() if path.endswith(".figure")] == [shown]


def test_a_number_that_was_written_with_a_comma_is_read_as_its_language_reads_it() -> None:
    data = {**NUMBERS, "language": "de"}
    data["sections"] = [
        {"title": "Zahlen", "blocks": [{"id": "t", "table": {"columns": ["Name", "GWh"], "rows": [["A", "1.200,5"]]}}]}
    ]
    assert said(chosen(data, "en"))["zahlen/t/a.gwh"] == "1,200.5"


def test_the_profile_s_own_sections_are_in_the_document_s_language() -> None:
    def text(words: str, language: str = "", *others: m.Text) -> m.Text:
        return m.Text((m.Run(words),), path="x.title", language=language, others=others)

    own = m.Section(id="x", title=text("Rechtliches", "de", text("Legal", "en")))
    plain = m.Section(id="y", title=replace(text("Imprint"), path="y.title"))
    report = read({"title": "Herons", "sections": [{"title": "One", "blocks": ["Two"]}]}).report
    sections = select(report, Audience(name="me", sections=(own, plain)), "deck").report.sections
    assert [(s.title.plain, s.title.language) for s in sections[1:]] == [("Legal", ""), ("Imprint", "")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title: {en: T, de: {lang: x}}", "'lang' is not a key of a wording"),
        ("title: {en: T, deutsch: S}", "'en' is not a key of a wording"),
        ('title: T\nsections: [{title: S, blocks: [{en: "a\\n\\nb", de: c}]}]', "paragraphs: 2 in en, 1 in de"),
        ("title: T\nsections: [{title: S, blocks: [{milestones: [{when: {en: soon, de: bald}, what: W}]}]}]", "in none of its languages"),
    ],
)  # fmt: skip
def test_faults_of_texts_in_languages(text: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(text)
    with pytest.raises(UserError) as caught:
        read(path)
    assert any(fault in problem.what for problem in caught.value.problems), caught.value.problems


def test_documents_and_runs_carry_their_languages(tmp_path: Path) -> None:
    import zipfile

    import pikepdf

    own = tmp_path / "templates" / "audiences"
    own.mkdir(parents=True)
    (own / "leser.yaml").write_text("language: de\nformats: [deck, slides]\n")
    source = tmp_path / "herons.yaml"
    source.write_text(
        "title: {en: Herons, de: Reiher}\n"
        "sections: [{title: Only English, notes: [Say it, {en: Two, de: Zwei}], blocks: [{en: One, de: Eins}]}]\n"
    )
    deck, slides = exporter.build(source, audiences=["leser"], out=tmp_path).files
    with zipfile.ZipFile(deck.path) as package:
        xml = package.read("ppt/slides/slide2.xml").decode()
        notes = package.read("ppt/notesSlides/notesSlide2.xml").decode()
    assert 'lang="de-DE"' in xml
    assert 'lang="en-US"' in xml
    assert '<a:rPr lang="en-US"/><a:t>Say it' in notes
    assert '<a:rPr lang="de-DE"/><a:t>Zwei' in notes
    with pikepdf.open(slides.path) as pdf:
        assert str(pdf.Root.Lang) == "de"
        content = pdf.pages[1].Contents.read_bytes()
    assert b"/Lang(en)" in content
