"""The first promise: whatever a report holds, nothing overflows, collides, shrinks below the floor or is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.page import PlacedTable
from exporter.model.report import Level, Report
from exporter.plan import plan
from exporter.select import select
from tests.plan.matrix import ALLOWED, ARRANGED, DENSITIES, LENGTHS, THEMES, Case, cases, disorder, faults, orphans
from tests.reports import BLOCKS, COUNTS, Maker, report

CATALOG = Catalog([])
AUDIENCES = ("general", "executive", "technical")
EXAMPLES = int(os.environ.get("EXPORTER_EXAMPLES", "60"))
WHOLE = "EXPORTER_EXAMPLES" in os.environ
"""CI goes through the whole matrix; `make test` looks at some of it, other cases on every run."""
KNOWN = {
    "the head of a lone callout was taller than its box": Case("callout", 1, "word", "ledger", "standard"),
    "a chart of names without breaks had no table": Case("column-chart", 5, "unbroken", "ledger", "standard"),
    "the widest window of one slide stood last, out of its date": Case("timeline", 100, "empty", "gazette", "standard"),
    "milestones of running text were not told by date": Case("range-chart", 30, "unbroken", "boardroom", "board"),
    "the words of a chosen column ran to the edge of its tint": Case("comparison", 6, "long", "ledger", "dense"),
}
"""What once went wrong, by what was wrong with it."""


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor() as pool:
        yield pool


def test_the_matrix_is_whole() -> None:
    """Every arrangement in every amount with every length in every density, and in every theme."""
    assert {(c.arranged, c.units, c.length, c.density) for c in cases()} == {
        (a, n, length, density) for a in ARRANGED for n in COUNTS for length in LENGTHS for density in DENSITIES
    }
    assert {(c.arranged, c.theme, c.density) for c in cases()} == {
        (a, theme, density) for a in ARRANGED for theme in THEMES for density in DENSITIES
    }
    assert set(CATALOG.layouts()) - {"title", "agenda", "divider", "sources", "summary"} <= LAYOUTS


LAYOUTS = {*ARRANGED, *(wish for _, wish in ARRANGED.values()), "three-columns", "wide-left"}
"""Layouts that the matrix wishes for; those with several regions differ only in their widths."""


@settings(max_examples=EXAMPLES, deadline=None)
@given(case=st.sampled_from(cases()))
def test_any_block_in_any_amount_fits(case: Case) -> None:
    assert faults(case) == []


@pytest.mark.skipif(not WHOLE, reason="the whole matrix is for CI")
@pytest.mark.parametrize("arranged", ARRANGED)
def test_every_block_in_every_amount_fits(arranged: str, workers: ProcessPoolExecutor) -> None:
    mine = [case for case in cases() if case.arranged == arranged]
    assert [fault for some in workers.map(faults, mine, chunksize=8) for fault in some] == []


@pytest.mark.parametrize("case", KNOWN.values(), ids=KNOWN)
def test_what_once_went_wrong_is_right(case: Case) -> None:
    assert faults(case) == []


def wrong(made: Report, audience: str, format: str) -> list[str]:
    """What is wrong with one document of one audience."""
    profile = CATALOG.audience(audience)
    chosen = select(made, profile, format)
    document = plan(chosen, CATALOG.layouts(), CATALOG.theme(profile.theme), format)
    found = [f for f in (*document.findings, *check(document)) if f.level is not Level.NOTE]
    return [f"{f.code} page {f.page}: {f.message}" for f in found if f.code not in ALLOWED]


@settings(max_examples=max(10, EXAMPLES // 4), deadline=None)
@given(
    kinds=st.lists(st.tuples(st.sampled_from(sorted(BLOCKS)), st.sampled_from((1, 2, 4, 7))), min_size=2, max_size=6),
    length=st.sampled_from(["normal", "long", "mixed", "empty"]),
    audience=st.sampled_from(AUDIENCES),
    format=st.sampled_from(["deck", "brief"]),
)
def test_any_mixture_of_blocks_fits(kinds: list[tuple[str, int]], length: str, audience: str, format: str) -> None:
    makers = Maker(length)
    blocks = [replace(makers.block(kind, n), id=f"b{i}", path=f"s/b{i}") for i, (kind, n) in enumerate(kinds)]
    assert wrong(report(*blocks), audience, format) == []


@pytest.mark.parametrize("kind", sorted(BLOCKS) if WHOLE else ("points", "items", "milestones", "chart", "code"))
def test_a_thousand_units_fit_a_deck(kind: str) -> None:
    assert wrong(report(Maker("normal").block(kind, 1000)), "general", "deck") == []


def test_the_matrix_would_see_rows_left_alone_and_pages_out_of_order() -> None:
    block = Maker("normal").block("table", 30)
    profile = CATALOG.audience("general")
    deck = plan(select(report(block), profile, "deck"), CATALOG.layouts(), CATALOG.theme(profile.theme), "deck")
    assert orphans(deck) == [] and disorder(deck, (block,)) == []
    assert disorder(replace(deck, pages=deck.pages[::-1]), (block,))
    dated = Maker("normal").block("milestones", 12)
    dates = plan(select(report(dated), profile, "deck"), CATALOG.layouts(), CATALOG.theme(profile.theme), "deck")
    assert disorder(dates, (dated,)) == [] and disorder(replace(dates, pages=dates.pages[::-1]), (dated,))
    last = next(page for page in reversed(deck.pages) if page.layout == "table")
    lonely = tuple(replace(i, rows=i.rows[:2]) if isinstance(i, PlacedTable) else i for i in last.items)
    assert orphans(replace(deck, pages=tuple(replace(p, items=lonely) if p is last else p for p in deck.pages)))
