"""The first promise: whatever a report holds, nothing overflows, collides, shrinks below the floor or is lost."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.report import Level, Report
from exporter.plan import plan
from exporter.select import select
from tests.reports import BLOCKS, COUNTS, WORDS, Maker, report

CATALOG = Catalog([])
AUDIENCES = ("general", "executive", "technical")
EXAMPLES = int(os.environ.get("EXPORTER_EXAMPLES", "60"))
"""CI asks for more than `make test`."""


def faults(made: Report, audience: str, format: str) -> list[str]:
    """What is wrong with the document, in words; overflow of the deck's limits is not."""
    profile = CATALOG.audience(audience)
    chosen = select(made, profile, format)
    document = plan(chosen, CATALOG.layouts(), CATALOG.theme(profile.theme), format)
    found = [f for f in (*document.findings, *check(document)) if f.level is not Level.NOTE]
    allowed = {"limit-slides", "limit-brief-pages", "empty-section"}
    return [f"{f.code} page {f.page}: {f.message}" for f in found if f.code not in allowed]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    kind=st.sampled_from(sorted(BLOCKS)),
    n=st.sampled_from(COUNTS),
    length=st.sampled_from([*WORDS, "mixed"]),
    audience=st.sampled_from(AUDIENCES),
    format=st.sampled_from(["deck", "brief", "handout"]),
)
def test_any_block_in_any_amount_fits(kind: str, n: int, length: str, audience: str, format: str) -> None:
    assert faults(report(Maker(length).block(kind, n)), audience, format) == []


@settings(max_examples=max(10, EXAMPLES // 4), deadline=None)
@given(
    kinds=st.lists(st.tuples(st.sampled_from(sorted(BLOCKS)), st.sampled_from((1, 2, 4, 7))), min_size=2, max_size=6),
    length=st.sampled_from(["normal", "long", "mixed"]),
    audience=st.sampled_from(AUDIENCES),
    format=st.sampled_from(["deck", "brief"]),
)
def test_any_mixture_of_blocks_fits(kinds: list[tuple[str, int]], length: str, audience: str, format: str) -> None:
    from dataclasses import replace

    makers = Maker(length)
    blocks = [replace(makers.block(kind, n), id=f"b{i}", path=f"s/b{i}") for i, (kind, n) in enumerate(kinds)]
    assert faults(report(*blocks), audience, format) == []


@pytest.mark.parametrize("kind", sorted(BLOCKS))
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_hundred_units_fit_a_deck(kind: str, audience: str) -> None:
    assert faults(report(Maker("normal").block(kind, 100)), audience, "deck") == []
