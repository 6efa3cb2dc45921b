"""Long lists of milestones: an overview of their periods stands before them."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.page import Document, PlacedGroup, PlacedShape, flat, paths_of
from exporter.model.report import Level, Milestones, When
from exporter.plan import plan
from exporter.select import select
from tests.reports import Maker, report

CATALOG = Catalog([])


def deck(n: int, days: int = 30, audience: str = "general") -> Document:
    """A deck of `n` milestones, one every so many days, as a list."""
    made = Maker("normal").block("milestones", n)
    assert isinstance(made, Milestones)
    stones = []
    for i, stone in enumerate(made.milestones):
        start = dt.date(2024, 1, 1) + dt.timedelta(days=i * days)
        stones.append(replace(stone, when=When(f"{start:%b %Y}", start, start + dt.timedelta(days=1))))
    block = replace(made, milestones=tuple(stones), layout="timeline-list")
    profile = CATALOG.audience(audience)
    return plan(select(report(block), profile, "deck"), CATALOG.layouts(), CATALOG.theme(profile.theme), "deck")


def overviews(document: Document) -> list[PlacedGroup]:
    return [i for page in document.pages for i in page.items if isinstance(i, PlacedGroup) and i.name == "Period"]


@pytest.mark.parametrize(("n", "days"), [(30, 1), (30, 30), (30, 400), (100, 30)])
def test_a_long_list_has_an_overview_with_a_dot_for_every_milestone(n: int, days: int) -> None:
    made = deck(n, days)
    lists = [page for page in made.pages if page.layout == "timeline-list"]
    (overview,) = overviews(made)
    dots = [i for i in flat((overview,)) if isinstance(i, PlacedShape) and i.shape == "ellipse"]
    assert len(dots) == n and overview in lists[0].items
    assert not [f for f in check(made) if f.level is not Level.NOTE]


def test_each_row_names_the_period_of_the_slide_that_shows_it() -> None:
    made = deck(30)
    lists = [page for page in made.pages if page.layout == "timeline-list"]
    (overview,) = overviews(made)
    counts = [sum("when" in path for path in paths_of(page)) for page in lists[1:]]
    assert [part.rpartition(": ")[2] for part in overview.alt.split("; ")] == [str(n) for n in counts]
    assert "Jan 2024–" in overview.alt


def test_few_milestones_need_none_and_a_slide_does_not_hold_every_number_of_periods() -> None:
    assert not overviews(deck(12)) and not overviews(deck(12, audience="executive"))
    assert not overviews(deck(300))
