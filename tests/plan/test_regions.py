"""Regions on placed pages: shares of a slide, variants by count, other places, and handouts of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.check import check
from exporter.errors import UserError
from exporter.model.geometry import Box, px
from exporter.model.page import Document, Item, Page, PlacedPage, PlacedText, flat
from exporter.model.report import Level
from tests.own import made, templates

WORDS = "Words about the one thing and the other."


def report(*blocks: str, layout: str = "own") -> str:
    return (
        f"title: Two things\nheadline: Two things are one\nsections:\n- title: Both\n  layout: {layout}\n"
        f"  headline: Both belong together\n  blocks:\n" + "\n".join(blocks)
    )


TEXT = f"  - text: {WORDS}"
POINTS = "  - points: [First of all, Then the second, At last the third]"
TABLE = "  - table: {columns: [Name, Number], rows: [[One, 1], [Two, 2]]}"


def deck(folder: Path, layout: str, text: str, **more: str) -> Document:
    document = made(templates(folder, {"layouts/own/layout.yaml": layout}), report=text, **more)
    assert not [f for f in check(document) if f.level is Level.ERROR]
    return document


def body(page: Page) -> list[Item]:
    """What stands between title and source line."""
    lines = ("title", "tracker", "source", "footer", "page")
    return [i for i in page.items if not (isinstance(i, PlacedText) and i.placeholder in lines)]


def own(document: Document) -> Page:
    return next(page for page in document.pages if page.layout == "own")


def place(page: Page, text: str) -> Box:
    return next(i.box for i in body(page) if isinstance(i, PlacedText) and text in i.text)


SIDE = """\
deck:
  regions:
    main: {takes: any, share: 2/3, arrange: by-kind}
    side: {takes: any, arrange: by-kind}
"""


def test_shares_fall_on_the_grid(tmp_path: Path) -> None:
    layout = Catalog([templates(tmp_path, {"layouts/own/layout.yaml": SIDE})]).layouts()["own"]
    assert [region.at for region in layout.regions] == [(1, 8), (9, 12)]
    page = own(deck(tmp_path, SIDE, report(TEXT, POINTS)))
    main, side = place(page, WORDS), place(page, "First of all")
    assert main.x == px(64) and main.right <= px(64 + 8 * 98 - 24)
    assert side.x == px(64 + 8 * 98)


def test_regions_one_over_the_other(tmp_path: Path) -> None:
    stacked = SIDE.replace("deck:", "deck:\n  stacked: true").replace("2/3", "1/4")
    page = own(deck(tmp_path, stacked, report(TEXT, TABLE)))
    upper = place(page, WORDS)
    lower = min(item.box.y for item in body(page) if not isinstance(item, PlacedText))
    tall = 632 - 160 + 24  # the body and a gap, of which the first takes a quarter
    assert upper.y == px(160) and upper.bottom <= px(160 + tall / 4 - 24)
    assert lower == px(160 + tall / 4)
    assert {item.box.x for item in body(page)} == {px(64)}


MILESTONES = """\
  - milestones:
    - {when: 2026, what: Pilots begin}
    - {when: 2027, what: Mass production begins}
    - {when: 2030, what: Prices fall}
"""


def test_a_layout_with_several_regions_is_not_for_one_block(tmp_path: Path) -> None:
    layout = SIDE.replace("main: {takes: any, share: 2/3, arrange: by-kind}",
                          "main: {takes: milestones, share: 2/3, arrange: timeline-list}")  # fmt: skip
    page = own(deck(tmp_path, layout, report(MILESTONES.rstrip(), POINTS)))
    assert place(page, "First of all").x == px(64 + 8 * 98)
    alone = deck(tmp_path, layout, report(MILESTONES.rstrip(), layout=""))
    assert "own" not in {page.layout for page in alone.pages}


def test_one_region_says_how_it_is_drawn(tmp_path: Path) -> None:
    layout = "deck: {regions: {body: {takes: any, at: columns 3-10, arrange: by-kind}}}\n"
    with pytest.raises(UserError, match="a layout with one region says how it is drawn"):
        Catalog([templates(tmp_path, {"layouts/own/layout.yaml": layout})]).layouts()


@pytest.mark.parametrize(
    "layout",
    ["deck: {regions: {}}\n", "extends: cards\ndeck: {variants: [{when: 2, regions: {body: null}}]}\n"],
)
def test_a_layout_has_regions(tmp_path: Path, layout: str) -> None:
    with pytest.raises(UserError, match="a layout has at least one region"):
        Catalog([templates(tmp_path, {"layouts/own/layout.yaml": layout})]).layouts()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("2/3", "3/5"), "3/5 of the slide is no whole number of its 12 columns"),
        (("2/3", "4/3"), "a share lies between 0 and 1"),
        (("2/3", "2/3, at: columns 1-8"), "'at' cannot stand beside a share"),
        (("side: {", "side: {share: 1/2, "), "add up to 7/6, not to 1"),
        (("side: {", "side: {share: 1/6, "), "add up to 5/6, not to 1"),
        (("share: 2/3", "share: most"), "expected a share of the slide"),
    ],
)
def test_shares_that_cannot_be_are_told(tmp_path: Path, change: tuple[str, str], what: str) -> None:
    with pytest.raises(UserError) as error:
        Catalog([templates(tmp_path, {"layouts/own/layout.yaml": SIDE.replace(*change)})]).layouts()
    assert what in str(error.value)
    assert "layout.yaml:" in str(error.value)


DATES = """\
  - milestones:
    - {when: October 2025, what: The first line starts between the station and the harbour}
    - {when: January 2026, what: Two more lines follow}
    - {when: June 2026, what: The council decides}
"""


def test_dates_stand_whole_on_a_part_of_a_slide_in_large_type(tmp_path: Path) -> None:
    layout = SIDE.replace("2/3", "7/12")
    board = "extends: general\ndensity: board\n"
    home = templates(tmp_path, {"layouts/own/layout.yaml": layout, "audiences/board.yaml": board})
    page = own(made(home, audience="board", report=report(DATES, POINTS)))
    lines = {
        line.text.strip() for item in body(page) if isinstance(item, PlacedText) for p in item.paras for line in p.lines
    }
    assert {"October", "January", "June"} <= lines


LONG = "\n".join(
    f"      - Point {n} goes on for as many words as it takes to fill a line of it, and more" for n in range(40)
)


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ((f"  - points:\n{LONG}", TABLE), "no slide holds its blocks so at the smallest type"),
        ((TEXT,), "it takes any block beside any block; the section has text"),
    ],
)
def test_a_section_that_does_not_get_its_layout_is_told(tmp_path: Path, blocks: tuple[str, ...], why: str) -> None:
    document = made(templates(tmp_path, {"layouts/own/layout.yaml": SIDE}), report=report(*blocks))
    (told,) = (finding for finding in document.findings if finding.code == "layout")
    assert told.level is Level.WARNING and told.hint and told.place and told.place.line == 4
    assert told.message == f"'Both' is not set in its layout 'own': {why}"


VARIANTS = """\
extends: cards
deck:
  density: []
  holds: {least: 1, most: 4}
  variants:
  - when: items <= 2
    regions: {body: {at: columns 3-10, slots: {name: {colour: accent}}}}
  - when: 4
    regions: {body: {arrange: items-table}}
"""


def items(n: int) -> str:
    rows = "\n".join(f"      - {{name: Name {i}, risk: It may break in the cold., status: Open}}" for i in range(n))
    fields = "      fields: {risk: {label: Risk, slot: body}, status: {label: Status, slot: status}}"
    return f"  - layout: own\n    items:\n{fields}\n      list:\n{rows}"


def test_a_variant_for_each_count(tmp_path: Path) -> None:
    two, three, four = (own(deck(tmp_path, VARIANTS, report(items(n), layout="cards"))) for n in (2, 3, 4))
    assert min(i.box.x for i in body(two)) == px(64 + 2 * 98)
    assert {p.style.colour for i in flat(two.items) if isinstance(i, PlacedText) for p in i.paras if p.text == "Name 0"} == {
        "accent"
    }  # fmt: skip
    assert min(i.box.x for i in body(three)) == px(64)
    assert [hasattr(i, "rows") for i in body(four)] == [True]


def test_variants_by_the_number_of_blocks(tmp_path: Path) -> None:
    layout = SIDE.replace("share: 2/3, ", "share: 1/2, ") + (
        "  variants:\n"
        "  - when: blocks = 3\n"
        "    regions: {main: {share: 1/3}, middle: {takes: any, share: 1/3, arrange: by-kind}}\n"
    )
    two = own(deck(tmp_path, layout, report(TEXT, POINTS)))
    three = own(deck(tmp_path, layout, report(TEXT, POINTS, TABLE)))
    assert place(two, "First of all").x == px(64 + 6 * 98)
    assert {i.box.x for i in body(three)} == {px(64 + n * 98) for n in (0, 4, 8)}


def test_mistakes_in_variants_are_told(tmp_path: Path) -> None:
    layout = VARIANTS.replace("items <= 2", "few").replace("when: 4", "wen: 4").replace("items-table", "items-tabel")
    with pytest.raises(UserError) as error:
        Catalog([templates(tmp_path, {"layouts/own/layout.yaml": layout})]).layouts()
    for what in (
        "expected a number of units",
        "'wen' is not a key",
        "'when' is missing",
        "did you mean 'items-table'?",
    ):
        assert what in str(error.value), what
    wrong = SIDE + "  variants:\n  - when: 3\n    regions: {side: {takes: text}}\n"
    with pytest.raises(UserError, match="this variant has 2 regions"):
        Catalog([templates(tmp_path, {"layouts/own/layout.yaml": wrong})]).layouts()


@pytest.mark.parametrize(
    ("layout", "block"),
    [("prose", TEXT), ("points", POINTS), ("quote", f"  - quote: {WORDS}"), ("code", "  - code: x = 1")],
)
def test_layouts_of_text_keep_to_their_regions(tmp_path: Path, layout: str, block: str) -> None:
    change = f"extends: {layout}\ndeck: {{regions: {{body: {{at: columns 5-12, rows: 200-600}}}}}}\n"
    home = templates(tmp_path, {f"layouts/{layout}/layout.yaml": change})
    page = next(p for p in made(home, report=report(block, layout="")).pages if p.layout == layout)
    assert min(i.box.x for i in body(page)) >= px(64 + 4 * 98)
    assert min(i.box.y for i in body(page)) >= px(200)
    assert max(i.box.bottom for i in body(page)) <= px(600)


@pytest.mark.parametrize(("layout", "column"), [("title", 3), ("sources", 2), ("summary", 2)])
def test_parts_of_the_report_keep_to_their_regions(tmp_path: Path, layout: str, column: int) -> None:
    change = f"extends: {layout}\ndeck: {{regions: {{body: {{at: columns {column}-12}}}}}}\n"
    home = templates(tmp_path, {f"layouts/{layout}/layout.yaml": change})
    text = report(TEXT, layout="") + "\nsummary:\n- {figure: 2, label: things}\n- {figure: 1, label: more}\n"
    text += "notes:\n- Read with care.\n"
    document = made(home, report=text)
    page = next(p for p in document.pages if p.layout == layout)
    found = page.items if layout == "title" else body(page)
    assert min(i.box.x for i in found) == px(64 + (column - 1) * 98)
    assert not [f for f in check(document) if f.level is Level.ERROR]


def test_a_cover_has_no_rows_to_choose(tmp_path: Path) -> None:
    change = "extends: title\ndeck: {regions: {body: {rows: 100-200}}}\n"
    with pytest.raises(UserError, match="a cover has no rows to choose"):
        Catalog([templates(tmp_path, {"layouts/title/layout.yaml": change})]).layouts()


def test_slides_in_handouts(tmp_path: Path) -> None:
    home = templates(
        tmp_path,
        {
            "layouts/prose/layout.yaml": "extends: prose\nhandout: {slide: wide}\n",
            "layouts/sources/layout.yaml": "extends: sources\nhandout: {slide: none}\n",
            "layouts/title/layout.yaml": "extends: title\nhandout: {slide: none}\n",
        },
    )
    document = made(home, "handout", report=report(TEXT, layout=""))
    assert not [f for f in check(document) if f.level is Level.ERROR]
    shown = {i.page.layout: i.box.w for page in document.pages for i in flat(page.items) if isinstance(i, PlacedPage)}
    assert shown["prose"] == px(794 - 2 * 73)  # as wide as the text
    assert "title" in shown  # it alone says what stands on a cover
    assert shown.keys() <= {"prose", "title", "sources"}
