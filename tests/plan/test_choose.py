"""The choice among ways to show a block: weighed by the theme, recorded with what it was chosen from."""

from __future__ import annotations

from importlib import import_module

from msgspec.structs import replace as with_fields

from exporter.catalog import Catalog
from exporter.model.page import Choice, Document
from exporter.model.style import Weights
from exporter.plan import plan
from exporter.plan.arrange import ARRANGEMENTS, PAGERS
from exporter.select import select
from tests.reports import Maker, report

CATALOG = Catalog([])


def deck(weights: Weights, n: int = 30, kind: str = "milestones", wish: str = "timeline-list") -> Document:
    block = with_fields(Maker("normal").block(kind, n), layout=wish)
    profile = CATALOG.audience("general")
    theme = with_fields(CATALOG.theme("ledger"), weights=weights)
    return plan(select(report(block), profile, "deck"), CATALOG.layouts(), theme, "deck")


def choice(weights: Weights, n: int = 30, kind: str = "milestones", wish: str = "timeline-list") -> Choice:
    return next(c for c in deck(weights, n, kind, wish).choices if c.path == "s/b")


def test_the_themes_weights_decide_between_smaller_type_and_more_slides() -> None:
    usual = choice(Weights())
    assert {"type 1 step down", "split in 4"} <= set(usual.steps)
    large = choice(Weights(step=100))
    assert not any("type" in step for step in large.steps) and len(large.pages) == len(usual.pages) + 1
    few = choice(Weights(page=500))
    assert len(few.pages) < 5


def test_the_choice_is_the_cheapest_and_keeps_its_runners_up() -> None:
    found = choice(Weights())
    assert found.cost == round(sum(points for _, points in found.reasons), 1)
    assert len(found.others) >= 3 and all(points >= found.cost for _, points in found.others)
    assert [points for _, points in found.others] == sorted(points for _, points in found.others)


def test_a_brief_says_what_it_took_and_where_a_figure_became_a_table() -> None:
    def taken(n: int) -> Choice:
        block = with_fields(Maker("normal").block("milestones", n), layout="timeline")
        profile = CATALOG.audience("general")
        brief = plan(select(report(block), profile, "brief"), CATALOG.layouts(), CATALOG.theme("ledger"), "brief")
        (found,) = brief.choices
        return found

    assert (taken(3).taken, taken(3).steps) == ("figure", ())
    assert (taken(30).taken, taken(30).steps) == ("table", ("figure does not fit: table",))


def test_the_authors_wish_weighs_as_much_as_the_theme_says() -> None:
    assert choice(Weights(), 5, "milestones", "swimlanes").taken == "swimlanes"
    assert choice(Weights(wish=0, otherwise=0), 5, "milestones", "swimlanes").taken == "timeline-list"


def test_milestones_are_running_text_only_where_no_list_holds_them() -> None:
    """Thirty of them for a board once became seven slides of text, not by date."""
    block = with_fields(Maker("normal").block("milestones", 30), layout="timeline-list")
    profile = with_fields(CATALOG.audience("general"), theme="boardroom", density="board")
    found = plan(select(report(block), profile, "deck"), CATALOG.layouts(), CATALOG.theme("boardroom"), "deck")
    assert next(c for c in found.choices if c.path == "s/b").taken == "timeline-list"


def test_those_that_are_named_make_pages_by_themselves_and_no_others() -> None:
    modules = {name: import_module(f"exporter.plan.arrange.{file}") for name, file in ARRANGEMENTS.items()}
    assert {name for name, module in modules.items() if hasattr(module, "pages")} == PAGERS
