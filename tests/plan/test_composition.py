"""What stands together on a slide, and how large: subsections as cards, pictures beside their text, a little text."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.geometry import px
from exporter.model.page import (
    Document,
    Page,
    PlacedGroup,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    flat,
)
from exporter.model.report import Level
from exporter.plan import plan
from exporter.read import read
from exporter.select import select

CATALOG = Catalog([])
ONE_PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}"><rect width="{w}" height="{h}" fill="#0b5a6e"/></svg>'


def deck(folder: Path, markdown: str) -> Document:
    (folder / "report.md").write_text(markdown, encoding="utf-8")
    for name, w, h in (("wide", 1600, 700), ("square", 900, 900)):
        (folder / f"{name}.svg").write_text(ONE_PIXEL.format(w=w, h=h), encoding="utf-8")
    profile = CATALOG.audience("general")
    made = plan(
        select(read(folder / "report.md").report, profile, "deck"),
        CATALOG.layouts(),
        CATALOG.theme(profile.theme),
        "deck",
    )
    assert not [f for f in check(made) if f.level is Level.ERROR]
    return made


def content(document: Document) -> list[Page]:
    return [page for page in document.pages if page.section and page.layout != "divider"]


def said(page: Page, words: str) -> PlacedText:
    return next(item for item in flat(page.items) if isinstance(item, PlacedText) and words in item.text)


def subsections(n: int, words: str = "Cut slow articles and reinvest.") -> str:
    return "# R\n\n## Six moves\n\n" + "".join(f"### Move {i}\n\n{words}\n\n" for i in range(n))


@pytest.mark.parametrize("n", [2, 3, 4, 6])
def test_short_subsections_are_cards_under_the_section_s_title(tmp_path: Path, n: int) -> None:
    (page,) = content(deck(tmp_path, subsections(n)))
    assert page.title == "Six moves"
    cards = [item.name for item in page.items if isinstance(item, PlacedGroup)]
    if page.layout == "cards":
        assert cards == [f"Move {i}" for i in range(n)]
    else:  # names with a line each: rows without a head, as none of their columns has a name
        (table,) = (item for item in page.items if isinstance(item, PlacedTable))
        assert n == 4 and len(table.rows) == n and not any(row.header for row in table.rows)


def test_long_subsections_have_slides_of_their_own(tmp_path: Path) -> None:
    pages = content(deck(tmp_path, subsections(2, "Cut slow articles and reinvest in the top sixty. " * 30)))
    assert {page.title for page in pages} >= {"Move 0", "Move 1"}


def test_short_subsections_with_lists_stand_under_the_section_s_title_too(tmp_path: Path) -> None:
    (page,) = content(
        deck(tmp_path, "# R\n\n## Status\n\n### Done\n\n- A\n- B\n\n### Next\n\n- C\n\n### Later\n\nD.\n")
    )
    assert page.title == "Status" and all(said(page, head) for head in ("Done", "Next", "Later"))


@pytest.mark.parametrize("order", ["![Growth](square.svg)\n\n{}", "{}\n\n![Growth](square.svg)"])
def test_a_picture_stands_beside_the_text_before_or_after_it(tmp_path: Path, order: str) -> None:
    (page,) = content(deck(tmp_path, "# R\n\n## Growth\n\n" + order.format("It saturates after thirty minutes.")))
    picture = next(item for item in page.items if isinstance(item, PlacedPicture))
    assert said(page, "saturates").box.right < picture.box.x


def test_text_between_two_pictures_belongs_to_one_of_them(tmp_path: Path) -> None:
    text = "# R\n\n## A\n\n![One](wide.svg)\n\nOne grows.\n\n![Two](square.svg)\n\nTwo shrinks.\n"
    first, second = content(deck(tmp_path, text))
    assert said(first, "One grows") and said(second, "Two shrinks")


def test_the_wider_a_picture_the_narrower_its_text(tmp_path: Path) -> None:
    text = "# R\n\n## A\n\n![One](wide.svg)\n\nOne grows.\n\n## B\n\n![Two](square.svg)\n\nTwo shrinks.\n"
    wide, square = (
        next(item.box for item in page.items if isinstance(item, PlacedPicture))
        for page in content(deck(tmp_path, text))
    )
    assert wide.x < square.x and wide.w > square.w


def test_a_few_words_are_set_larger_than_many(tmp_path: Path) -> None:
    many = "The year was the first full year of the plan, and all provinces now report the same indicators. " * 2
    short, long = content(deck(tmp_path, f"# R\n\n## A\n\nPack by Friday.\n\n## B\n\n{many}\n"))
    assert said(short, "Pack").paras[0].style.size > said(long, "first full year").paras[0].style.size >= 28


def test_a_few_points_are_far_apart_and_numbered_sentences_are_read_down(tmp_path: Path) -> None:
    few = (
        "1. Boundaries limit transport below zero degrees.\n2. Sintering reduces resistance by half.\n3. It survives.\n"
    )
    (page,) = content(deck(tmp_path, f"# R\n\n## Conclusions\n\n{few}"))
    paras = said(page, "Boundaries").paras
    assert len(paras) == 3 and all(para.space_before >= 20 for para in paras[1:])


def test_the_only_text_of_a_slide_gives_it_its_title(tmp_path: Path) -> None:
    table = "| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
    pages = content(deck(tmp_path, f"# R\n\n## Market\n\n{table}\n\n**Status:**\n\nPilots are on the road.\n"))
    assert len({page.title for page in pages}) == len(pages)
    assert not any("(2 of" in page.title for page in pages)


def test_a_report_of_two_slides_has_no_slide_of_sources(tmp_path: Path) -> None:
    short = deck(tmp_path, "# R\n\n## A\n\nOne.\n\n## B\n\nTwo.\n")
    long = deck(tmp_path, "# R\n\n" + "".join(f"## Part {i}\n\nOne.\n\n" for i in range(4)))
    assert "sources" not in {page.layout for page in short.pages}
    assert "sources" in {page.layout for page in long.pages}


def test_titled_lists_stand_side_by_side(tmp_path: Path) -> None:
    (page,) = content(deck(tmp_path, "# R\n\n## Groups\n\n**New:**\n\n- A\n- B\n\n**Old:**\n\n- C\n- D\n"))
    new, old = said(page, "New"), said(page, "Old")
    assert new.box.y == old.box.y and new.box.x < old.box.x


def test_key_figures_under_a_text_are_set_large(tmp_path: Path) -> None:
    text = "The status is amber.\n\n- Budget used: 58 % of 4.2 million\n- Scope: 2 requests\n- Team: 31 people\n"
    (page,) = content(deck(tmp_path, f"# R\n\n## Summary\n\n{text}"))
    sizes = [said(page, words).paras[-1].style.size for words in ("4.2 million", "31 people")]
    assert page.layout == "cards" and min(sizes) >= 24


def test_what_is_listed_under_one_item_needs_no_column(tmp_path: Path) -> None:
    more = "Our nodes were too small for what they had to do, and so three of the four incidents came about. "
    text = f"# R\n\n## Causes\n\n- **Sizing**: {more * 3}\n  - October 21\n  - October 28\n- **Pools**: {more * 3}\n"
    tables = [i for p in deck(tmp_path, text).pages for i in p.items if isinstance(i, PlacedTable) and p.section]
    assert all(len(table.columns) == 2 for table in tables)


@pytest.mark.parametrize(("n", "size"), [(3, 48), (4, 30)])
def test_up_to_three_key_figures_are_large_in_the_middle_of_their_rows(n: int, size: float) -> None:
    figures = [{"figure": f"{i} of 60", "label": "houses stayed warm", "support": "In two winters."} for i in range(n)]
    report = {"title": "R", "sections": [{"id": "a", "title": "A", "blocks": [{"figures": figures}]}]}
    profile = CATALOG.audience("general")
    chosen = select(read(report).report, profile, "deck")
    (page,) = content(plan(chosen, CATALOG.layouts(), CATALOG.theme(profile.theme), "deck"))
    first, second = said(page, "0 of 60"), said(page, "1 of 60")
    assert first.paras[0].style.size == size
    top = min(item.box.y for item in page.items if isinstance(item, PlacedShape))
    above, row = first.box.y - top, second.box.y - first.box.y
    assert (abs(2 * above + first.box.h - row) < px(16)) == (n == 3)


def test_a_sentence_over_a_low_block_is_the_slide_s_statement(tmp_path: Path) -> None:
    few = "# R\n\n## Plan\n\nNine depots are enough.\n\n- **Save:** fewer leases to pay\n- **Invest:** in two new sorters\n"
    (page,) = content(deck(tmp_path, few))
    lead = said(page, "Nine depots")
    assert lead.placeholder == "lead"
    assert lead.paras[0].style.size > max(p.style.size for p in said(page, "fewer leases").paras)


def test_rows_that_fill_the_slide_leave_their_lead_as_it_is(tmp_path: Path) -> None:
    few = "# R\n\n## Key\n\nThe grid is stable.\n\n- **Peak:** 15.4 GW\n- **Outages:** 41 minutes\n- **Wind:** 18 %\n"
    (page,) = content(deck(tmp_path, few))
    body_ends = px(632)  # of Ledger's slides
    assert max(item.box.bottom for item in flat(page.items) if isinstance(item, PlacedShape)) <= body_ends


def test_a_table_after_its_lead_takes_the_room_that_later_slides_have(tmp_path: Path) -> None:
    rows = "".join(f"| Country {i} | {i} |\n" for i in range(40))
    pages = content(
        deck(tmp_path, f"# R\n\n## Limits\n\n{'The limits hold. ' * 16}\n\n| Country | Rate |\n|---|---|\n{rows}")
    )
    tables = [next(item for item in flat(page.items) if isinstance(item, PlacedTable)) for page in pages]
    assert len(tables) > 2 and tables[1].box.y < tables[0].box.y
    assert len(tables[0].rows) < len(tables[1].rows)
    assert all(table.box.bottom <= px(632) for table in tables)
    assert sum(len(table.rows) - 1 for table in tables) == 40


@pytest.mark.parametrize("audience", ["general", "executive", "technical", "investor"])
@pytest.mark.parametrize("times", [1, 2, 3, 4, 6, 9])
def test_covers_hold_claims_and_standfirsts_of_any_length(tmp_path: Path, audience: str, times: int) -> None:
    claim = "A very long claim of a report that takes many lines on its cover " * times
    text = f"# {claim}\n\n{'The standfirst says much. ' * 7}\n\n## A\n\nx\n"
    (tmp_path / "report.md").write_text(text, encoding="utf-8")
    profile = CATALOG.audience(audience)
    selection = select(read(tmp_path / "report.md").report, profile, "deck")
    made = plan(selection, CATALOG.layouts(), CATALOG.theme(profile.theme), "deck")
    assert not [f for f in check(made) if f.level is Level.ERROR]
    words = " ".join(item.text for item in flat(made.pages[0].items) if isinstance(item, PlacedText))
    assert claim.strip() in words and "The standfirst says much." in words
