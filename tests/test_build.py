"""The public API: what it makes, what it tells, and that the same report gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import exporter
from exporter.errors import Place, UsageError, UserError
from exporter.model.audience import Fate
from exporter.model.page import Document
from exporter.model.report import Finding, Level, Prose, Report, Run, Section, Text

TOP = Path(__file__).parent.parent


def text(words: str, path: str) -> Text:
    return Text(standard=(Run(words),), path=path)


def section(name: str, words: str) -> Section:
    return Section(
        id=name,
        path=name,
        title=text(name.capitalize(), f"{name}.title"),
        headline=text(f"What {name} says is worth a slide", f"{name}.headline"),
        blocks=(Prose(id=f"{name}-text", path=f"{name}/text", paragraphs=(text(words, f"{name}/text.1"),)),),
    )


REPORT = Report(
    title=text("A small report", "title"),
    id="small",
    sections=(section("first", "Some words."), section("second", "Other words, and a figure: 1,200 km.")),
)


def test_a_report_in_memory_becomes_the_files_of_its_audience(tmp_path: Path) -> None:
    result = exporter.build(REPORT, out=tmp_path)
    assert result.ok
    names = {"small-general.pptx", "small-general-brief.pdf", "small-general-handout.pdf"}
    assert {file.path.name for file in result.files} == names == set(os.listdir(tmp_path))
    for file in result.files:
        assert file.written
        assert file.pages
        assert file.facts["kept"] >= 7
        assert not file.findings


def test_nothing_is_written_when_nothing_is_to_be_saved(tmp_path: Path) -> None:
    result = exporter.build(REPORT, out=tmp_path, save=False)
    assert result.ok
    assert not any(file.written for file in result.files)
    assert not os.listdir(tmp_path)


def test_all_is_every_audience_each_once(tmp_path: Path) -> None:
    result = exporter.build(REPORT, audiences=["executive", "all"], formats=["slides"], out=tmp_path)
    audiences = [file.audience for file in result.files]
    assert sorted(audiences) == sorted(set(audiences))
    assert {"general", "executive", "technical", "investor"} <= set(audiences)


def test_a_failed_check_leaves_the_old_file_and_makes_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(document: Document) -> Iterator[Finding]:
        if document.format == "deck":
            yield Finding(Level.ERROR, "planted", "something is wrong", path="first.title")

    monkeypatch.setattr("exporter.check.ON_DOCUMENTS", (fault,))
    (tmp_path / "small-general.pptx").write_text("old")
    result = exporter.build(REPORT, formats=["deck", "slides"], out=tmp_path)
    deck, slides = result.files
    assert not result.ok
    assert not deck.written
    assert [f.code for f in deck.errors] == ["planted"]
    assert slides.written
    assert (tmp_path / "small-general.pptx").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["small-general-slides.pdf", "small-general.pptx"]


def test_a_finding_has_the_place_of_its_fact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(document: Document) -> Iterator[Finding]:
        yield Finding(Level.WARNING, "planted", "look here", path="title")

    monkeypatch.setattr("exporter.check.ON_DOCUMENTS", (fault,))
    report = replace(REPORT, title=replace(REPORT.title, spot=Place("small.yaml", 1, 8)))
    (file,) = exporter.build(report, formats=["deck"], out=tmp_path).files
    assert str(file.findings[0].place) == "small.yaml:1:8"
    assert file.written  # a warning keeps nothing back


def test_reports_that_would_write_the_same_file_write_none(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="would both write"):
        exporter.build(REPORT, replace(REPORT, language="en"), out=tmp_path)
    assert not os.listdir(tmp_path)


def test_what_does_not_exist_is_named_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'executive'"):
        exporter.build(REPORT, audiences=["exectuive"], out=tmp_path)
    with pytest.raises(UsageError, match="did you mean 'handout'"):
        exporter.build(REPORT, formats=["handouts"], out=tmp_path)
    with pytest.raises(UsageError, match="theme 'no-such' does not exist"):
        exporter.build(REPORT, theme="no-such", out=tmp_path)


def test_every_report_s_problems_come_in_one_run(tmp_path: Path) -> None:
    bad = {"title": "One", "sections": [{"id": "a", "title": "A", "headlin": "B"}]}
    with pytest.raises(UserError) as caught:
        exporter.build(bad, tmp_path / "missing.yaml", out=tmp_path)
    assert "headlin" in str(caught.value)
    assert "missing.yaml" in str(caught.value)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_same_report_gives_the_same_bytes_anywhere_and_any_day(
    tmp_path: Path, zone: str, request: pytest.FixtureRequest
) -> None:
    """Each run has its own time zone, hash seed and day; all give the bytes that this process gives."""
    script = f"""
import time
real, days = time.time, {len(zone)}
time.time = lambda: real() + days * 86400
import exporter
exporter.build({str(TOP / "data/solid-state-batteries.yaml")!r}, audiences=["executive"], out={str(tmp_path / "b")!r})
"""
    here = exporter.build(TOP / "data/solid-state-batteries.yaml", audiences=["executive"], out=tmp_path / "a")
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(len(zone))}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=TOP)
    assert here.files
    for file in here.files:
        assert file.path.read_bytes() == (tmp_path / "b" / file.path.name).read_bytes(), file.path.name


@pytest.mark.parametrize("format", ["deck", "brief"])
def test_links_inside_lead_to_whatever_has_an_id(format: str, tmp_path: Path) -> None:
    report = {
        "title": "Links",
        "sections": [
            {
                "title": "First",
                "blocks": ["See [a text](#words), [a point](#point), [a date](#start), [an item](#cells)."],
            },
            {
                "id": "second",
                "title": "Second",
                "blocks": [
                    {"text": "Words.", "id": "words", "break": "before"},
                    {"points": [{"text": "A point", "id": "point"}]},
                    {"milestones": [{"when": 2025, "what": "It starts", "id": "start"}]},
                    {"items": {"fields": ["use"], "list": [{"name": "Cells", "use": "Cars"}]}},
                ],
            },
        ],
    }
    (file,) = exporter.build(report, out=tmp_path, formats=[format]).files
    assert not [f for f in file.findings if f.code == "dead-link"]
    if format == "deck":
        from pptx import Presentation

        slides = Presentation(str(file.path)).slides
        assert sum(len(slide._element.findall(".//{*}r//{*}hlinkClick[@action]")) for slide in slides) >= 4
    else:
        import pikepdf

        with pikepdf.open(file.path) as pdf:
            assert sum("/Dest" in link for page in pdf.pages for link in page.get("/Annots", ())) >= 4


WISHES = """\
title: Wishes
sections:
  - id: first
    title: First
    layout: timelime
    for: {excutive: {layout: card}}
    blocks: [{text: Words, layout: prose}]
"""


def test_names_of_layouts_and_audiences_that_do_not_exist_are_found_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "wishes.yaml"
    path.write_text(WISHES)
    with pytest.raises(UserError) as caught:
        exporter.build(path, out=tmp_path)
    assert [(str(p.where).rpartition("wishes.yaml:")[2], p.hint) for p in caught.value.problems] == [
        ("5:13", "did you mean 'timeline'?"),
        ("6:30", "did you mean 'cards'?"),
    ]
    path.write_text(WISHES.replace("timelime", "timeline").replace("card}", "cards}"))
    (finding,) = exporter.build(path, out=tmp_path).findings
    assert (finding.code, finding.hint) == ("unknown-audience", "did you mean 'executive'?")
    assert finding.place and (finding.place.line, finding.place.column) == (6, 11)


@pytest.mark.parametrize("epoch", ["soon", "1.5", "-5", "9" * 20])
def test_a_clock_that_says_no_date_is_an_error(epoch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UserError, match=f"SOURCE_DATE_EPOCH is '{epoch}'"):
        exporter.build(REPORT, out=tmp_path)


def test_only_sets_formats_apart(tmp_path: Path) -> None:
    blocks = [{"text": word.capitalize(), "only": word} for word in ("deck", "slides", "handout", "brief")]
    report = {"title": "Only", "sections": [{"title": "Everywhere", "blocks": [*blocks, "Always"]}]}
    made = exporter.build(report, out=tmp_path, formats=["deck", "slides", "handout", "brief"]).files
    words = {"Deck", "Slides", "Handout", "Brief", "Always"}
    shown = {
        file.format: {e.shown for e in file.ledger.entries if e.fate is not Fate.LEFT_OUT} & words for file in made
    }
    assert shown == {
        "deck": {"Deck", "Always"},
        "slides": {"Deck", "Slides", "Always"},
        "handout": {"Deck", "Handout", "Always"},
        "brief": {"Brief", "Always"},
    }
