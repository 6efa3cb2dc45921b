"""Faults planted in the planned pages of the real report: whatever is taken away or moved is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.check.collision import collision, overlaps
from exporter.check.facts import carried, lost_fact
from exporter.check.frames import sheets
from exporter.model.geometry import px
from exporter.model.page import Document, Item, Page, PlacedGroup, PlacedTable, PlacedText, flat, paras_of, paths_of
from exporter.model.report import Level
from exporter.plan import plan
from exporter.read import read
from exporter.select import select

REAL = Path(__file__).parent.parent.parent / "data/solid-state-batteries.yaml"


@pytest.fixture(scope="module", params=[("general", "deck"), ("executive", "brief")], ids="-".join)
def document(request: pytest.FixtureRequest) -> Document:
    name, format = request.param
    catalog = Catalog()
    audience = catalog.audience(name)
    selection = select(read(REAL).report, audience, format)
    return plan(selection, catalog.layouts(), catalog.theme(audience.theme), format)


def without(page: Page, gone: Item) -> Page:
    return replace(page, items=_without(page.items, gone))


def _without(items: tuple[Item, ...], gone: Item) -> tuple[Item, ...]:
    return tuple(
        replace(item, items=_without(item.items, gone)) if isinstance(item, PlacedGroup) else item
        for item in items
        if item is not gone
    )


def exchanged(document: Document, old: Page, new: Page) -> Document:
    return replace(document, pages=tuple(new if page is old else page for page in document.pages))


def shown(document: Document) -> Iterator[tuple[Page, Item]]:
    for page in document.pages:
        for item in flat(page.items):
            if not item.fixed and not isinstance(item, PlacedGroup):
                yield page, item


def test_the_planned_pages_are_sound(document: Document) -> None:
    assert not [finding for finding in check(document) if finding.level is Level.ERROR]


def test_taking_any_text_away_loses_its_facts(document: Document) -> None:
    """Only facts that are said in one place: the others are not lost."""
    known = {entry.path for entry in document.ledger.entries if entry.shown.strip()}
    told = Counter(path for page in document.pages for path in set(paths_of(page)))
    tried = 0
    for page, item in shown(document):
        once = {p.path for p in paras_of(item) if p.path in known and told[p.path] == 1}
        changed = exchanged(document, page, without(page, item))
        gone = once - carried(changed).keys()
        if gone:
            tried += 1
            assert gone <= {finding.path for finding in lost_fact(changed)}
    assert tried > 20


def test_a_word_less_is_found(document: Document) -> None:
    told = carried(document)
    entry = next(e for e in document.ledger.entries if len(e.shown.split()) > 8 and e.path in told)
    more = replace(entry, shown=entry.shown + " unheard")
    entries = tuple(more if e is entry else e for e in document.ledger.entries)
    changed = replace(document, ledger=replace(document.ledger, entries=entries))
    (finding,) = lost_fact(changed)
    assert "unheard" in finding.message
    assert finding.place == entry.place or check(changed)[0].place == entry.place


def test_a_box_that_lost_half_its_height_overflows(document: Document) -> None:
    for page, item in shown(document):
        if isinstance(item, PlacedText) and item.anchor == "top" and len(item.paras) > 1:
            small = replace(item, box=replace(item.box, h=item.box.h // 3))
            changed = exchanged(document, page, replace(page, items=(*page.items, small)))
            assert "overflow" in {finding.code for finding in check(changed)}
            break


def test_an_item_moved_over_another_collides(document: Document) -> None:
    for page in document.pages:
        texts = [item for item in page.items if isinstance(item, PlacedText | PlacedTable) and not item.fixed]
        if len(texts) < 2:
            continue
        a, b = texts[0], texts[-1]
        moved = replace(a, box=replace(a.box, x=b.box.x, y=b.box.y - px(2)))
        changed = exchanged(document, page, replace(page, items=(*page.items, moved)))
        codes = {finding.code for finding in check(changed)}
        assert codes & {"collision", "overflow"}, page.number


@pytest.mark.parametrize("step", [px(1), px(2), px(2) + 1, px(9), px(30)])
def test_no_collision_is_missed_where_texts_keep_to_their_boxes(document: Document, step: int) -> None:
    """Only texts whose areas overlap are looked at line by line: they are all that collide."""
    found = 0
    for page in document.pages:
        moved = [item for item in page.items if isinstance(item, PlacedText | PlacedTable)]
        items = (
            *page.items,
            *(replace(item, box=replace(item.box, y=item.box.y + step * (3 + n))) for n, item in enumerate(moved)),
        )
        (sheet, *_) = sheets(replace(document, pages=(replace(page, items=items),)))
        pairs = {(id(a.frame), id(b.frame)) for a, b in overlaps(sheet.frames)}
        assert len(list(collision(sheet))) == len(pairs)
        found += len(pairs)
    assert found > 10
