"""The real report, in both its forms, for all audiences: nothing found, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import exporter
from exporter.build import File, Result
from exporter.check.readback import READERS
from exporter.model.audience import Fate
from exporter.model.report import Level

DATA = Path(__file__).parent.parent / "data"
RECEIVED = DATA / "solid-state-battery-status-report.md"
FORMS = [DATA / "solid-state-batteries.yaml", RECEIVED]
AUDIENCES = ("executive", "general", "investor", "technical")


@pytest.fixture(scope="module", params=FORMS, ids=["yaml", "markdown"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    formats = ["deck", "slides", "brief", "handout"]
    yield exporter.build(request.param, audiences=["all"], formats=formats, out=tmp_path_factory.mktemp("out"))


def file(result: Result, audience: str, format: str) -> File:
    return next(f for f in result.files if (f.audience, f.format) == (audience, format))


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def test_every_audience_gets_every_file(built: Result) -> None:
    made = {(f.audience, f.format) for f in built.files if f.written}
    assert made == {(a, f) for a in AUDIENCES for f in ("deck", "slides", "brief", "handout")}


def test_nothing_is_found(built: Result) -> None:
    found = [(f.path.name, x) for f in built.files for x in f.findings if x.level is not Level.NOTE]
    assert not found, "\n".join(f"{name}: {x.code}: {x.message} ({x.path}, page {x.page})" for name, x in found)


@pytest.mark.parametrize("format", ["deck", "brief"])
def test_every_word_received_is_in_the_technical_files(built: Result, format: str) -> None:
    """Read from the file as received and from the file as written: neither the model nor the ledger is asked."""
    path = file(built, "technical", format).path
    found = READERS[path.suffix](path).text
    squeezed = re.sub(r"\W+", "", found.casefold())
    lost = {word for word in words(RECEIVED.read_text(encoding="utf-8")) - words(found) if word not in squeezed}
    assert not lost


def test_what_is_left_out_for_the_board_is_nowhere_in_its_files(built: Result) -> None:
    for format in ("deck", "slides", "brief", "handout"):
        made = file(built, "executive", format)
        text = " ".join(READERS[made.path.suffix](made.path).text.split())
        kept = " ".join(e.shown for e in made.ledger.entries)
        for entry in made.ledger.of(Fate.LEFT_OUT):
            if len(entry.text.split()) > 3 and entry.text not in kept:
                assert entry.text not in text, f"{entry.path} ({entry.rule}) is in {made.path.name}"


def test_briefs_keep_to_their_pages_or_have_an_appendix(built: Result) -> None:
    from exporter.catalog import Catalog

    for audience in AUDIENCES:
        brief, limit = file(built, audience, "brief"), Catalog().audience(audience).limits.brief_pages
        if limit and brief.pages > limit:
            assert [entry for entry in brief.ledger.entries if entry.to == "appendix"], audience
