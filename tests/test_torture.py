"""The torture report: whatever it holds fits, for every audience and in every format, and no word of it is lost."""

from __future__ import annotations

import os
import time
from functools import cache

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Selection
from exporter.model.page import Document
from exporter.model.report import Level, Report
from exporter.plan import as_handout, plan
from exporter.read import read
from exporter.select import select
from tests import torture

AUDIENCES = ("executive", "general", "investor", "technical")
WHOLE = "EXPORTER_EXAMPLES" in os.environ
"""CI builds the whole report for everybody; `make test` gives every section to one audience."""
LIMITS = {"limit-slides", "limit-words", "limit-brief-pages"}
"""What a profile asks for and no planner could give: the torture report is long."""


@cache
def whole() -> Report:
    reading = read(torture.FILE)
    assert not [finding for finding in reading.findings if finding.level is not Level.NOTE]
    return reading.report


def share(audience: str) -> Report:
    """The sections that are tried on this audience."""
    if WHOLE:
        return whole()
    first = AUDIENCES.index(audience)
    return replace(whole(), sections=whole().sections[first :: len(AUDIENCES)])


@cache
def planned(audience: str, format: str) -> tuple[Selection, Document]:
    catalog = Catalog([])
    profile = catalog.audience(audience)
    selection = select(share(audience), profile, format)
    started = time.perf_counter()
    document = plan(selection, catalog.layouts(), catalog.theme(profile.theme), format)
    seconds = time.perf_counter() - started
    print(f"{audience} {format}: {len(document.pages)} pages planned in {seconds:.1f} s")
    return selection, document


def faults(document: Document) -> str:
    found = [f for f in (*document.findings, *check(document)) if f.level is not Level.NOTE and f.code not in LIMITS]
    return "\n".join(f"{f.place} page {f.page}: {f.code}: {f.message}" for f in found)


def test_the_file_is_what_the_script_makes() -> None:
    """`python -m tests.torture` makes it."""
    assert torture.FILE.read_text(encoding="utf-8") == torture.written()


@pytest.mark.parametrize("format", ["deck", "brief"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_fits_and_nothing_is_lost(audience: str, format: str) -> None:
    _, document = planned(audience, format)
    found = faults(document)
    assert not found, "\n" + found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_fits_on_handouts(audience: str) -> None:
    selection, deck = planned(audience, "deck")
    found = faults(as_handout(deck, selection))
    assert not found, "\n" + found
