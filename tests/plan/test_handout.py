"""Handouts: slides small on paper, all notes beside or below them, lines to write on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Audience
from exporter.model.geometry import Box, px
from exporter.model.page import Document, Page, PlacedPage, PlacedShape, PlacedText, Role, flat, paras_of
from exporter.model.report import Level, Prose, Report, Run, Text
from exporter.plan import plan
from exporter.plan.brief.paper import PAPERS
from exporter.plan.handout import GRIDS
from exporter.read import read
from exporter.select import select
from tests.reports import LONG, Maker, report

CATALOG = Catalog([])
REAL = Path(__file__).parents[2] / "data" / "solid-state-batteries.yaml"


def profile(slides: int = 3, paper: str = "A4", name: str = "general") -> Audience:
    return replace(CATALOG.audience(name), handout=slides, paper=paper)  # type: ignore[arg-type]


def made(source: Report, audience: Audience | None = None, format: str = "handout") -> Document:
    audience = audience or profile()
    return plan(select(source, audience, format), CATALOG.layouts(), CATALOG.theme(audience.theme), format)


def with_notes(*notes: str) -> Report:
    """A report whose content slides, one for each block, carry these speaker notes."""
    blocks = [
        replace(Maker("word").block("table", 3), id=f"b{i}", path=f"s/b{i}", notes=(Text((Run(words),), path=f"n{i}"),))
        for i, words in enumerate(notes)
    ]
    return report(*blocks)


def slides(document: Document) -> Iterator[tuple[Page, PlacedPage]]:
    for page in document.pages:
        yield from ((page, item) for item in page.items if isinstance(item, PlacedPage))


def notes(page: Page) -> list[PlacedText]:
    """The texts beside and below slides."""
    return [i for i in page.items if isinstance(i, PlacedText) and i.role is not Role.ARTIFACT]


@pytest.mark.parametrize("per", sorted(GRIDS))
def test_every_slide_stands_once_and_in_order_so_many_a_page(per: int) -> None:
    source = with_notes(*["Short."] * 10)
    deck, document = made(source, profile(per), "deck"), made(source, profile(per))
    assert [item.page.number for _, item in slides(document)] == [page.number for page in deck.pages]
    counts = [sum(p is page for p, _ in slides(document)) for page in document.pages]
    assert all(n == per for n in counts[:-1]) and counts[-1] <= per


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_slides_keep_their_shape_and_the_grid(paper: str) -> None:
    document = made(with_notes(*["Short."] * 5), profile(3, paper))
    box = PAPERS[paper].text
    for page in document.pages:
        places = [item.box for p, item in slides(document) if p is page]
        assert all(b.x == box.x and b.w == px(424) and abs(b.w / b.h - 16 / 9) < 0.01 for b in places)
        assert all(b.bottom <= box.bottom for b in places)
        assert len({below.y - above.y for above, below in pairwise(places)}) <= 1


def test_short_notes_stand_beside_their_slide_over_lines_to_write_on() -> None:
    document = made(with_notes("Say this first."))
    page, slide = next((p, i) for p, i in slides(document) if "Say this first." in i.page.notes)
    beside = next(i for i in notes(page) if "Say this first." in i.text)
    assert beside.box.y == slide.box.y and beside.box.x > slide.box.right
    assert beside.text.startswith(f"Slide {slide.page.number}\n{slide.page.title}")
    lines = [i.box for i in page.items if isinstance(i, PlacedShape) and i.shape == "line" and i.box.x == beside.box.x]
    assert len([b for b in lines if beside.box.bottom < b.y <= slide.box.bottom]) == 3


def test_a_slide_without_notes_has_lines_in_their_place() -> None:
    document = made(with_notes("Say this first."))
    page, slide = next((p, i) for p, i in slides(document) if not i.page.notes)
    beside = next(i for i in notes(page) if i.text.startswith(f"Slide {slide.page.number}"))
    at = slide.box.right
    lines = [i.box.y for i in page.items if isinstance(i, PlacedShape) and i.shape == "line" and i.box.x > at]
    own = sorted(y for y in lines if slide.box.y < y <= slide.box.bottom)
    assert len(own) > 3 and own[0] > beside.box.bottom and own[-1] == slide.box.bottom


def test_two_slides_a_page_leave_lines_under_each() -> None:
    document = made(with_notes("Say this first."), profile(2))
    page, slide = next(iter(slides(document)))
    lines = [i.box for i in page.items if isinstance(i, PlacedShape) and i.stroke == "rule"]
    under = [b for b in lines if slide.box.bottom < b.y < slide.box.bottom + px(224)]
    assert len(under) >= 7 and all(b.w == PAPERS["A4"].text.w for b in under)


def test_long_notes_go_on_below_their_slide_over_the_whole_width() -> None:
    document = made(with_notes(" ".join([LONG] * 4)))
    page, slide = next((p, i) for p, i in slides(document) if any(LONG in words for words in i.page.notes))
    mine = [i for i in notes(page) if slide.box.y <= i.box.y]
    assert mine[1].box.y > slide.box.bottom and mine[1].box.w == PAPERS["A4"].text.w
    told = " ".join(" ".join(i.text.split()) for i in mine[:2])
    assert " ".join([LONG] * 4) in told


def test_notes_too_long_for_their_cell_go_on_after_all_slides() -> None:
    document = made(with_notes("Short.", " ".join([LONG] * 9), "Short."), profile(6))
    pages = [sum(p is page for p, _ in slides(document)) for page in document.pages]
    assert pages[-1] == 0 and sorted(pages, reverse=True) == pages
    (more,) = notes(document.pages[-1])
    assert "continued" in more.text and more.box.w == PAPERS["A4"].text.w


def test_slides_say_on_which_page_their_notes_go_on() -> None:
    document = made(with_notes("Short.", " ".join([LONG] * 9)), profile(6))
    page, slide = next((p, i) for p, i in slides(document) if any(LONG in words for words in i.page.notes))
    last = document.pages[-1].number
    assert any(i.text.startswith(f"Slide {slide.page.number}, continues on page {last}\n") for i in notes(page))
    assert not any("continues" in i.text and f"Slide {slide.page.number}," not in i.text for i in notes(page))


def test_notes_of_a_slide_with_a_page_of_its_own_go_on_on_the_next_page() -> None:
    document = made(with_notes(" ".join([LONG] * 30), "Short."), profile(1))
    n = next(p.number for p, i in slides(document) if any(LONG in words for words in i.page.notes))
    told = [" ".join(i.text for i in notes(page)) for page in document.pages]
    assert "continued" in told[n] and "continued" not in told[n + 1]
    assert "Short." in told[n + 1] and "one slide per page" in " ".join(
        i.text for i in document.pages[0].items if isinstance(i, PlacedText)
    )


def test_reserve_slides_are_printed_and_say_so() -> None:
    reserve = Prose(id="r", path="s/r", paragraphs=(Text((Run("Kept in reserve."),), path="s/r/1"),), backup=True)
    document = made(report(Maker("normal").block("text", 2), reserve))
    page, slide = next((p, i) for p, i in slides(document) if i.page.backup)
    assert any(f"Slide {slide.page.number} | Backup" in i.text for i in notes(page))


def test_links_of_the_agenda_lead_to_their_slides_on_paper() -> None:
    document = made(read(REAL).report)
    anchors = {a for page in document.pages for a in (page.anchor_id, *page.anchors)}
    goto = {
        span.goto
        for _, slide in slides(document)
        for item in flat(slide.page.items)
        for para in paras_of(item)
        for line in para.lines
        for span in line.spans
        if span.goto
    }
    assert goto and goto <= anchors


def test_bookmarks_name_the_pages_of_the_paper() -> None:
    document = made(with_notes(*["Short."] * 5))
    deck = made(with_notes(*["Short."] * 5), format="deck")
    where = {item.page.number: page.number for page, item in slides(document)}
    assert [m.page for m in document.bookmarks] == [where[m.page] for m in deck.bookmarks]


@settings(max_examples=25, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 900), min_size=1, max_size=5),
    long_word=st.booleans(),
    per=st.sampled_from(sorted(GRIDS)),
    paper=st.sampled_from(sorted(PAPERS)),
    audience=st.sampled_from(["general", "executive", "technical"]),
)
def test_notes_of_any_length_are_whole_and_nothing_overlaps(
    lengths: list[int], long_word: bool, per: int, paper: str, audience: str
) -> None:
    word = "x" * 300 if long_word else "words"
    document = made(with_notes(*(f"{word} " * n for n in lengths)), profile(per, paper, audience))
    found = [f for f in check(document) if f.level is not Level.NOTE]
    assert [f"{f.code}: {f.message}" for f in found] == []
    box = PAPERS[paper].text
    for page in document.pages:
        own: list[Box] = [i.box for i in notes(page)] + [i.box for i in page.items if isinstance(i, PlacedPage)]
        assert own and all(box.contains(b, slack=px(1)) for b in own)
        assert not any(a.overlaps(b) for n, a in enumerate(own) for b in own[n + 1 :])
