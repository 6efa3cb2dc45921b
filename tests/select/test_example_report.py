"""The real report: its structured form says all that the source says, and each audience gets what it needs of it."""

import re
from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.model import report as m
from exporter.model.audience import Fate, Selection
from exporter.model.walk import parts, texts
from exporter.read import read
from exporter.select import select

DATA = Path(__file__).parents[2] / "data"
SOURCE = (DATA / "solid-state-battery-status-report.md").read_text()
SIGNS = re.compile(r"^\d+\.|^\*\*Date:", re.M)
"""Numbers of a list and the word before a date are the document's, not the author's."""
WORD = re.compile(r"\w[\w'’]*")


@pytest.fixture(scope="module")
def report() -> m.Report:
    reading = read(DATA / "solid-state-batteries.yaml")
    assert reading.findings == ()
    return reading.report


def chosen(report: m.Report, audience: str, format: str = "deck") -> Selection:
    return select(report, Catalog().audience(audience), format)


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def every_wording(report: m.Report) -> list[str]:
    wordings = [m.plain(runs) for text in texts(report) for runs in (text.short, text.standard, text.full) if runs]
    return [*wordings, str(report.date)]


def test_it_says_no_number_that_the_source_does_not_say(report: m.Report) -> None:
    said = set(re.findall(r"\d+", " ".join(every_wording(report))))
    assert said - set(re.findall(r"\d+", SOURCE)) <= {"02", "03"}  # the day and month of its date


def test_every_word_of_the_source_reaches_the_engineers(report: m.Report) -> None:
    for format in ("deck", "brief"):
        selected = chosen(report, "technical", format).report
        shown = words(" ".join(text.plain for text in texts(selected)) + f" {report.date:%B %d %Y}".replace(" 0", " "))
        assert words(SIGNS.sub("", SOURCE)) - shown == set(), format


def test_headlines_make_a_claim_in_few_words(report: m.Report) -> None:
    headlines = [part.headline for part in parts(report) if getattr(part, "headline", None)]
    headlines += [report.summary_headline, report.notes_headline, report.agenda]
    wordings = [m.plain(runs) for h in headlines for runs in (h.short, h.standard, h.full) if runs]
    assert len(wordings) > 15
    assert [w for w in wordings if len(w.split()) > 18 or len(w) > 110 or w.endswith(".")] == []


def test_ranges_have_an_en_dash(report: m.Report) -> None:
    assert [w for w in every_wording(report) if re.search(r"\d{4}-\d{4}", w)] == []


def blocks(selection: Selection) -> list[str]:
    return [block.id for section in selection.report.walk() for block in section.blocks]


def test_audiences_get_the_timeline_that_suits_them(report: m.Report) -> None:
    axis, lanes, table = "windows", "lanes", "dated-statements"
    given = {
        (name, format): {axis, lanes, table} & set(blocks(chosen(report, name, format)))
        for name in ("general", "executive", "technical")
        for format in ("deck", "brief")
    }
    assert given == {
        ("general", "deck"): {axis},
        ("general", "brief"): {axis, table},
        ("executive", "deck"): {axis},
        ("executive", "brief"): {axis},
        ("technical", "deck"): {lanes},
        ("technical", "brief"): {axis},
    }


def test_executives_see_four_figures_and_engineers_six_topics(report: m.Report) -> None:
    figures = {
        name: [f.figure.plain for f in chosen(report, name).report.summary] for name in ("executive", "technical")
    }
    assert figures["executive"] == ["2025", "2027–2028", "2 camps", "4 hurdles"]
    assert len(figures["technical"]) == 6


def test_the_investor_gets_the_disclaimer_of_the_profile_at_the_end(report: m.Report) -> None:
    sections = chosen(report, "investor").report.sections
    assert [s.role for s in sections] == ["timeline", "players", "risks", "disclaimer"]
    assert [s.number for s in sections] == ["1", "2", "3", ""]


def test_executives_get_short_wording_and_the_ledger_has_the_long_one(report: m.Report) -> None:
    selection = chosen(report, "executive")
    entry = next(e for e in selection.ledger.of(Fate.SHORTENED) if e.path.endswith("windows/2025.what"))
    assert (entry.shown, entry.text, entry.rule) == (
        "Limited deployment", "Limited commercial deployment", "wording short",
    )  # fmt: skip


@pytest.mark.parametrize("audience", Catalog().names("audiences"))
@pytest.mark.parametrize("format", ["deck", "brief"])
def test_no_fact_is_lost_without_a_rule(report: m.Report, audience: str, format: str) -> None:
    selection = chosen(report, audience, format)
    assert selection.findings == ()
    assert all(entry.rule for entry in selection.ledger.of(Fate.LEFT_OUT, Fate.SHORTENED, Fate.MOVED))
