"""Every text of a report may be of any length: nothing overflows, nothing is lost, every title is there."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.check import check
from exporter.model.page import Document, flat, paras_of
from exporter.model.report import Level
from tests import own

WORDS = {"words": "word ", "unbroken": "Silbenrätsel", "ideographs": "水素供給"}
AUDIENCES = ("general", "executive", "technical")


def report(said: str) -> dict[str, Any]:
    """Every name, claim and note of a report says the same."""
    table = {"table": {"columns": [said[:200], "B"], "rows": [[said, "1"], [said, "2"]]}}
    blocks = [
        {"points": [said, said], "headline": said, "title": said},
        {**table, "title": said, "headline": said, "note": said},
        {"quote": {"text": said, "by": said}},
        {"callout": said, "title": said},
    ]
    return {
        "title": said, "headline": said, "standfirst": said, "edition": said, "kind": said, "authors": [said, said],
        "agenda": said, "date": said, "glossary": [{"term": said, "text": said}], "sources": [{"title": said}],
        "summary": {"headline": said, "list": [{"figure": "3 %", "label": said, "support": said}]},
        "notes": {"headline": said, "list": [said]},
        "sections": [
            {
                "title": f"{said} {i}", "headline": f"{said} h", "question": said,
                "sections": [
                    {"title": f"{said} {i} {j}", "headline": said, "blocks": blocks} for j in range(2)
                ],
            }
            for i in range(2)
        ],
    }  # fmt: skip


def faults(document: Document) -> list[str]:
    return [finding.message for finding in check(document) if finding.level is Level.ERROR]


@pytest.mark.parametrize("letters", [150, 400, 1200])
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("format", ["deck", "brief", "script"])
def test_all_texts_as_long_as_that(format: str, words: str, letters: int) -> None:
    said = (WORDS[words] * letters)[:letters].strip()
    for audience in AUDIENCES:
        assert faults(own.of(report(said), format, audience)) == []


@pytest.mark.parametrize("density", ["standard", "board", "dense", "large-print"])
@pytest.mark.parametrize("format", ["deck", "brief"])
def test_all_texts_in_every_density(format: str, density: str) -> None:
    """Once a glossary of two lines an entry stood beside the page in large print."""
    assert faults(own.of(report("word " * 30), format, density=density)) == []


def test_a_note_without_room_at_the_foot_is_told_in_the_speaker_notes() -> None:
    note = "Measured at 25 °C. " * 40
    table = {"table": {"columns": ["A", "B"], "rows": [["x", "1"]]}, "id": "t", "note": note.strip()}
    deck = own.of({"title": "T", "sections": [{"title": "S", "id": "s", "blocks": [table]}]})
    (entry,) = (entry for entry in deck.ledger.entries if entry.path.endswith("t.note"))
    assert (entry.fate.value, entry.to) == ("moved", "notes")
    assert any(note.strip() in page.notes for page in deck.pages)


def test_a_summary_in_its_shorter_wording_says_so() -> None:
    """Once its words were set short and the ledger said that they were shown in full: no deck was written."""
    figure = {
        "figure": "3 %",
        "label": {"short": "Short", "standard": "A long label " * 30},
        "support": "Support " * 60,
    }
    deck = own.of({"title": "T", "summary": [figure] * 6, "sections": [{"title": "S", "blocks": [{"text": "Words."}]}]})
    assert faults(deck) == []
    assert any(entry.fate.value == "shortened" for entry in deck.ledger.entries)


def test_a_title_that_is_cut_ends_between_words_and_its_whole_stands_below() -> None:
    long = "Grid operators in all of the regions have asked for another year of trials " * 6
    deck = own.of(
        {"title": "T", "sections": [{"title": "S", "headline": long.strip(), "blocks": [{"text": "Words."}]}]}
    )
    page = next(
        page for page in deck.pages if any("Words." in para.text for i in flat(page.items) for para in paras_of(i))
    )
    assert page.title == "S" or (page.title.endswith(" …") and long.startswith(page.title.removesuffix(" …") + " "))
    assert any(long.strip() == para.text for item in flat(page.items) for para in paras_of(item))
