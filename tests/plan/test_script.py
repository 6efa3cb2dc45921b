"""The speaker's script: what is said to every slide, without the slides."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.check import check
from exporter.model.audience import Fate
from exporter.model.geometry import px
from exporter.model.page import PlacedPage, PlacedText, Role
from exporter.model.report import Level
from exporter.plan import as_script
from exporter.plan.brief.paper import PAPERS
from exporter.select import select
from tests.plan.test_handout import made, profile, with_notes
from tests.reports import LONG


def script(*notes: str):  # type: ignore[no-untyped-def]
    source = with_notes(*notes)
    return as_script(made(source, format="deck"), select(source, profile(), "handout"))


def test_every_slide_has_its_heading_and_all_its_notes_and_no_slide_is_shown() -> None:
    document = script("Say this first.", "", "Then that.")
    texts = [item for page in document.pages for item in page.items if isinstance(item, PlacedText)]
    said = "\n".join(item.text for item in texts)
    deck = made(with_notes("Say this first.", "", "Then that."), format="deck")
    headings = [" ".join(p.text.split()) for item in texts for p in item.paras if p.role is Role.H1]
    assert headings == [" ".join(page.title.split()) for page in deck.pages]
    assert "Say this first." in said and "Then that." in said
    assert not any(isinstance(item, PlacedPage) for page in document.pages for item in page.items)


def test_the_ledger_says_that_slides_are_not_in_it() -> None:
    entries = script("Say this first.").ledger.entries
    left = [e for e in entries if e.fate is Fate.LEFT_OUT]
    assert left and all(e.rule == "script: speaker notes only" for e in left)
    assert [e.text for e in entries if e.fate is not Fate.LEFT_OUT] == ["Say this first."]


@settings(max_examples=15, deadline=None)
@given(lengths=st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_notes_of_any_length_are_whole_and_inside_the_page(lengths: list[int]) -> None:
    document = script(*(" ".join([LONG] * n) for n in lengths))
    assert [f"{f.code}: {f.message}" for f in check(document) if f.level is not Level.NOTE] == []
    for page in document.pages:
        own = [i.box for i in page.items if isinstance(i, PlacedText) and px(80) < i.box.y < px(1050)]
        assert all(PAPERS["A4"].text.contains(b, slack=px(1)) for b in own)
        main = [b for b in own if b.x > px(250)]
        assert not any(a.overlaps(b) for n, a in enumerate(main) for b in main[n + 1 :])
