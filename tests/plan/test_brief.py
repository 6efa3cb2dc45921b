"""Briefs: their pages, what stands where on them, what happens to too much of anything."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Audience, Fate, Limits
from exporter.model.geometry import Box, px
from exporter.model.page import (
    Document,
    Page,
    Para,
    PlacedChart,
    PlacedGroup,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    flat,
    paras_of,
    paths_of,
)
from exporter.model.report import (
    KINDS,
    AnyBlock,
    Callout,
    Column,
    Field,
    Group,
    Item,
    Items,
    Level,
    Milestone,
    Milestones,
    Picture,
    Prose,
    Report,
    Row,
    Run,
    Section,
    Source,
    Table,
    Text,
    When,
)
from exporter.model.style import BRIEF_ARRANGEMENTS
from exporter.plan import plan
from exporter.plan.brief.blocks import BEST, BRIEF
from exporter.plan.brief.paper import PAPERS
from exporter.plan.dress import HANG
from exporter.plan.move import moved
from exporter.read import read
from exporter.select import select
from tests import own
from tests.reports import BLOCKS, LONG, WORDS, Maker, report

CATALOG = Catalog([])
REAL = Path(__file__).parents[2] / "data" / "solid-state-batteries.yaml"
AUDIENCES = ("general", "executive", "technical", "investor")
EXAMPLES = int(os.environ.get("EXPORTER_EXAMPLES", "40"))
HEADINGS = (Role.H1, Role.H2, Role.H3)


def brief(made: Report, audience: str | Audience = "general") -> Document:
    profile = CATALOG.audience(audience) if isinstance(audience, str) else audience
    return plan(select(made, profile, "brief"), CATALOG.layouts(), CATALOG.theme(profile.theme), "brief")


def formed(made: Report, audience: str = "general", /, **form: object) -> Document:
    """The brief in the audience's theme, with another `brief:` in its density."""
    profile = CATALOG.audience(audience)
    theme = CATALOG.theme(profile.theme)
    density = theme.densities[profile.density]
    changed = {**theme.densities, profile.density: replace(density, brief={**density.brief, **form})}
    return plan(select(made, profile, "brief"), CATALOG.layouts(), replace(theme, densities=changed), "brief")


@cache
def real(audience: str) -> Document:
    return brief(read(REAL).report, audience)


def text(words: str, path: str) -> Text:
    return Text((Run(words),), path=path)


def body(page: Page) -> Iterator[PlacedText | PlacedTable]:
    """What stands on a page between head and foot."""
    for item in flat(page.items):
        if isinstance(item, PlacedText | PlacedTable) and item.role is not Role.ARTIFACT:
            yield item


def words_of(document: Document) -> str:
    return "\n".join(p.text for page in document.pages for item in body(page) for p in paras_of(item))


def item_with(document: Document, words: str) -> tuple[int, PlacedText]:
    """(page, item) of the first text that has these words."""
    return next(
        (page.number, item)
        for page in document.pages
        for item in body(page)
        if isinstance(item, PlacedText) and words in item.text
    )


def warnings(document: Document) -> list[str]:
    found = (*document.findings, *check(document))
    return [f"{f.code} page {f.page}: {f.message}" for f in found if f.level is not Level.NOTE]


# ---- the real report ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("theme", sorted(CATALOG.names("themes")))
def test_executives_get_two_pages_in_every_theme(theme: str, paper: str) -> None:
    profile = replace(CATALOG.audience("executive"), theme=theme, paper=paper)
    document = brief(read(REAL).report, profile)
    assert len(document.pages) == 2 and not document.ledger.of(Fate.MOVED)


def test_executives_get_two_pages_on_shorter_paper_without_contents() -> None:
    document = brief(read(REAL).report, replace(CATALOG.audience("executive"), paper="Letter"))
    assert len(document.pages) == 2 and not document.ledger.of(Fate.MOVED)
    assert not any(para.role is Role.TOC for page in document.pages for item in body(page) for para in paras_of(item))


@pytest.mark.parametrize(("theme", "size"), [("ledger", 10), ("gazette", 10), ("prospectus", 10), ("journal", 10)])
def test_type_gets_smaller_only_after_air_and_contents(theme: str, size: float) -> None:
    """On Letter, running text is as large as the theme prefers (ledger 10 pt) or one size smaller, not less."""
    profile = replace(CATALOG.audience("executive"), theme=theme, paper="Letter")
    document = brief(read(REAL).report, profile)
    (told,) = {
        p.style.size for page in document.pages for i in body(page) for p in paras_of(i) if "Needle-like" in p.text
    }
    assert told == size


def test_a_table_of_a_theme_with_one_size_of_cells_stays_a_table() -> None:
    audience = replace(CATALOG.audience("executive"), paper="Letter", theme="engineering")
    theme = CATALOG.theme("engineering")
    density = theme.densities[audience.density]
    one = replace(density, styles={**density.styles, "brief-cell": density.styles["brief-cell"][:1]})
    theme = replace(theme, densities={**theme.densities, density.name: one})
    document = plan(select(read(REAL).report, audience, "brief"), CATALOG.layouts(), theme, "brief")
    assert any(isinstance(item, PlacedTable) for page in document.pages for item in flat(page.items))


def test_heads_in_an_appendix_stand_under_their_section() -> None:
    document = brief(read(REAL).report, replace(CATALOG.audience("technical"), paper="Letter"))
    assert {e.to for e in document.ledger.of(Fate.MOVED)} == {"appendix"} and warnings(document) == []


@pytest.mark.parametrize(("audience", "pages"), [("executive", 2), ("technical", 4)])
def test_the_real_report_fills_its_pages_and_no_more(audience: str, pages: int) -> None:
    document = real(audience)
    assert len(document.pages) == pages
    assert not any(entry.to == "appendix" for entry in document.ledger.entries)
    full = PAPERS["A4"].text
    for page in document.pages:
        assert max(item.box.bottom for item in body(page)) > full.y + full.h * 3 // 4, page.number


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("theme", sorted(CATALOG.names("themes")))
def test_no_last_page_of_the_real_report_is_nearly_empty(theme: str, paper: str) -> None:
    document = brief(read(REAL).report, replace(CATALOG.audience("general"), theme=theme, paper=paper))
    text = PAPERS[paper].text
    assert max(item.box.bottom for item in body(document.pages[-1])) > text.y + text.h // 4


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_wrong_with_the_real_report(audience: str) -> None:
    assert warnings(real(audience)) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_fact_of_the_real_report_has_its_place(audience: str) -> None:
    """None ends as a remark among the notes, where what has no place is put."""
    marks = [p.bullet for item in body(real(audience).pages[-1]) for p in paras_of(item)]
    assert "–" not in marks


def test_executives_read_figures_before_sections_and_engineers_get_a_cover() -> None:
    executive, technical = real("executive"), real("technical")
    _, summary = item_with(executive, "Launch window")
    _, section = item_with(executive, "Release timeline")
    assert summary.box.y < item_with(executive, "Limited pilots")[1].box.y
    assert any(isinstance(i, PlacedShape) and i.fill == "tint" and i.box.h > px(150) for i in executive.pages[0].items)
    cover = next(i for i in technical.pages[0].items if isinstance(i, PlacedShape) and i.fill == "deep")
    assert cover.box == Box(0, 0, px(794), px(432))
    assert section.role is Role.BODY or section.role in (*HEADINGS, Role.TOC)


def test_a_callout_stands_under_its_heading_where_the_text_leaves_room() -> None:
    _, callout = item_with(real("executive"), "Pressure: from megapascals to kilopascals")
    page, heading = item_with(real("executive"), "Four hurdles remain")
    assert callout.box.x == heading.box.x == PAPERS["A4"].text.x
    assert callout.box.y > heading.box.bottom and callout.box.w == px(176)
    shapes = [i for i in real("executive").pages[page - 1].items if isinstance(i, PlacedShape)]
    rules = [i.box for i in shapes if i.stroke == "highlight"]
    assert any(heading.box.bottom < rule.y < callout.box.y and rule.w == px(176) for rule in rules)


def test_engineers_get_numbered_headings_and_tables() -> None:
    words = words_of(real("technical"))
    assert "2.1  Major automakers" in words and "Table 2. Player comparison" in words


@pytest.mark.parametrize("audience", AUDIENCES)
def test_contents_name_the_pages_where_headings_stand(audience: str) -> None:
    document = real(audience)
    first = document.pages[0]
    entries = [i for i in body(first) if isinstance(i, PlacedText) and i.role is Role.TOC]
    places = {item.anchor_id: page.number for page in document.pages for item in body(page) if item.anchor_id}
    named = 0
    for title in entries:
        goto = next((s.goto for p in title.paras for line in p.lines for s in line.spans if s.goto), "")
        page = next((i for i in entries if i.box.y == title.box.y and i.box.x > title.box.x and i.text.isdigit()), None)
        if goto and page:
            assert int(page.text) == places[goto], title.text
            named += 1
    assert named >= 4


@pytest.mark.parametrize("audience", AUDIENCES)
def test_bookmarks_lead_to_the_headings(audience: str) -> None:
    document = real(audience)
    for mark in document.bookmarks:
        page = document.pages[mark.page - 1]
        near = [p.text for item in body(page) if abs(item.box.y - mark.y) < px(80) for p in paras_of(item)]
        assert any(words and mark.title.endswith(words.rsplit("  ", 1)[-1].strip()) for words in near), mark


@pytest.mark.parametrize("audience", AUDIENCES)
def test_letter_paper_keeps_its_own_margins(audience: str) -> None:
    profile = replace(CATALOG.audience(audience), paper="Letter")
    document = brief(read(REAL).report, profile)
    assert {page.size for page in document.pages} == {(px(816), px(1056))}
    assert warnings(document) == []
    box = PAPERS["Letter"].text
    for page in document.pages[1:]:
        for item in body(page):  # the fills of a table's rows hang out into the margins
            assert box.contains(item.box, slack=HANG if isinstance(item, PlacedTable) else px(1))


# ---- arrangements ---------------------------------------------------------------------------------------------------


def test_every_kind_and_every_layout_has_a_way_to_be_shown() -> None:
    assert set(BEST) == set(KINDS) and set(BEST.values()) <= set(BRIEF)
    assert set(BRIEF_ARRANGEMENTS) - set(BRIEF) == {"title", "contents", "sources"}
    assert set(BRIEF) <= set(BRIEF_ARRANGEMENTS)


@pytest.mark.parametrize("audience", ["general", "technical"])
@pytest.mark.parametrize("way", sorted(BRIEF))
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_every_way_shows_every_kind_whole(way: str, kind: str, audience: str) -> None:
    layout = next(iter(CATALOG.layouts().values()))
    region = replace(layout.regions[0], takes=KINDS, arrange=way)
    deck = replace(region, arrange="prose")
    layouts = {**CATALOG.layouts(), "wished": replace(layout, name="wished", brief=(region,), regions=(deck,))}
    profile = CATALOG.audience(audience)
    block = replace(Maker("normal").block(kind, 4), layout="wished")
    document = plan(select(report(block), profile, "brief"), layouts, CATALOG.theme(profile.theme), "brief")
    assert warnings(document) == []


def items_block(**changes: object) -> Items:
    return replace(Maker("normal").block("items", 4), **changes)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(("layout", "table"), [("items-table", True), ("cards", False), ("deep-dive", False)])
def test_a_wished_layout_decides_between_table_and_rows(layout: str, table: bool) -> None:
    document = brief(report(items_block(layout=layout)))
    assert any(isinstance(i, PlacedTable) for page in document.pages for i in body(page)) is table


def test_few_milestones_are_drawn_to_scale_and_many_are_a_table() -> None:
    few, many = (brief(report(Maker("word").block("milestones", n))) for n in (4, 12))
    assert any(isinstance(i, PlacedGroup) for i in few.pages[0].items)
    assert not any(isinstance(i, PlacedGroup) for page in many.pages for i in page.items)
    assert any(isinstance(i, PlacedTable) for page in many.pages for i in page.items)


def test_who_says_the_same_of_the_same_time_stands_in_one_row() -> None:
    def stone(who: str, n: int) -> Milestone:
        when = When("2027", dt.date(2027, 1, 1), dt.date(2028, 1, 1))
        return Milestone(who, when, text("2027", f"w{n}"), text("First lines", f"t{n}"), (text(who, f"p{n}"),))

    stones = tuple(stone(who, n) for n, who in enumerate(("Toyota", "Honda", "Nissan")))
    document = brief(report(Milestones(id="b", path="s/b", layout="timeline-list", milestones=stones)))
    table = next(i for page in document.pages for i in body(page) if isinstance(i, PlacedTable))
    assert [len(table.rows), table.rows[1].cells[1].paras[0].text] == [2, "Toyota, Honda and Nissan"]  # type: ignore[union-attr]
    assert warnings(document) == []


def test_items_of_which_the_same_little_is_said_stand_in_a_line_under_the_table() -> None:
    fields = tuple(Field(name, text(name.title(), f"f/{name}"), "rest") for name in ("role", "target", "status"))

    def item(name: str, **values: str) -> Item:
        told = tuple((f, (text(words, f"{name}.{f}"),)) for f, words in values.items())
        return Item(name, text(name, f"{name}.name"), told)

    rows = (
        item("Toyota", role="Leader", target="2027"),
        item("Enovix", role="Also named"),
        item("Panasonic", role="Also named"),
    )
    block = Items(id="b", path="s/b", fields=fields, groups=(Group("g", None, rows),), layout="items-table")
    document = brief(report(block))
    assert "Also named: Enovix, Panasonic." in words_of(document)
    assert warnings(document) == []


def wide_table(columns: int, rows: int, words: str = "1234.5", name: str = "b") -> Table:
    heads = tuple(Column(f"c{i}", text(f"Quantity {i}", f"{name}/c{i}")) for i in range(columns))
    cells = (tuple(text(f"{words}", f"{name}/r{r}/{i}") for i in range(columns)) for r in range(rows))
    return Table(id=name, path=f"s/{name}", columns=heads, rows=tuple(Row(row) for row in cells))


def turned_pages(document: Document) -> list[int]:
    return [page.number for page in document.pages if page.size[0] > page.size[1]]


def told(tmp_path: Path, block: str) -> Document:
    """The general brief of a report with one block, written as YAML."""
    source = tmp_path / "r.yaml"
    source.write_text(f"title: T\nsections:\n  - title: S\n    blocks:\n      - {block}\n")
    return brief(read(source).report)


def drawn(document: Document, kind: type[PlacedTable] | type[PlacedChart]) -> Box:
    (box,) = (i.box for page in document.pages for i in flat(page.items) if isinstance(i, kind))
    return box


def test_a_claim_without_a_title_is_the_caption_of_its_figure_or_table(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        "{headline: Sales doubled, note: Two shops., chart: {kind: column, categories: [a, b], series: {A: [1, 2]}}}\n"
        "      - {headline: Costs did not, table: {columns: [a, b], rows: [[1, 2], [3, 4]]}}",
    )
    every = words_of(said)
    assert "Figure 1. Sales doubled. Two shops." in every and "Table 1. Costs did not" in every
    assert every.count("Sales doubled") == 1 and warnings(said) == []


def test_no_line_of_kind_authors_and_date_begins_with_a_bar(tmp_path: Path) -> None:
    authors = "Directorate of Finance, Ministry of Transport"
    source = tmp_path / "r.yaml"
    source.write_text(
        f"title: T\nkind: Budget memorandum\ndate: 2026-09-14\nauthors: [{authors}]\nsections: [{{title: S, blocks: [x]}}]\n"
    )
    _, line = item_with(brief(read(source).report), "Budget memorandum")
    assert len(line.paras[0].lines) == 2
    assert all(not one.text.strip().startswith("|") for one in line.paras[0].lines)


def test_a_table_with_few_words_stands_where_text_does_and_no_wider_than_it_reads(tmp_path: Path) -> None:
    page = PAPERS["A4"].text
    few = drawn(told(tmp_path, "table: {columns: [Part, Cost], rows: [[Cables, 4.1], [Sockets, 2.2]]}"), PlacedTable)
    assert few.x == page.x + px(200) and few.w <= page.w // 2
    words = ", ".join(["A remark of some length"] * 3)
    much = drawn(told(tmp_path, f"table: {{columns: [A, B, C], rows: [[{words}], [{words}]]}}"), PlacedTable)
    assert (much.x, much.w) == (page.x, page.w)


def test_a_short_table_is_not_cut_where_it_leaves_little_white(tmp_path: Path) -> None:
    rows = ", ".join(f"[Row {n}, {n}]" for n in range(7))
    for n in range(20, 36):
        words = " ".join(["Some words of a paragraph that fills the page line by line."] * n)
        said = told(tmp_path, f"{words}\n      - {words}\n      - table: {{columns: [A, B], rows: [{rows}]}}")
        tables = [i for page in said.pages for i in flat(page.items) if isinstance(i, PlacedTable)]
        assert len(tables) == 1, n


def test_few_lying_bars_take_little_of_the_page(tmp_path: Path) -> None:
    def high(n: int) -> int:
        names, values = ", ".join(f"C{i}" for i in range(n)), ", ".join(str(i + 1) for i in range(n))
        chart = f"chart: {{kind: bar, categories: [{names}], series: [{{name: S, values: [{values}]}}]}}"
        return drawn(told(tmp_path, chart), PlacedChart).h

    assert high(3) < px(200) < high(8) < px(400)


def test_a_table_too_wide_even_for_a_turned_page_is_told_as_records() -> None:
    document = brief(report(wide_table(60, 1, "value")))
    assert warnings(document) == []
    assert not any(isinstance(i, PlacedTable) for page in document.pages for i in page.items)
    assert "Quantity 59: value" in words_of(document)


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("audience", ["general", "technical"])
def test_a_wide_table_turns_its_pages_and_the_text_goes_on_upright(audience: str, paper: str) -> None:
    maker = Maker("long")
    before, after = (replace(maker.block("text", 2), id=name, path=f"s/{name}") for name in ("before", "after"))
    profile = replace(CATALOG.audience(audience), paper=paper, limits=Limits())  # type: ignore[arg-type]
    document = brief(report(before, wide_table(14, 40), after), profile)
    turned = turned_pages(document)
    assert len(turned) >= 2 and turned == list(range(turned[0], turned[-1] + 1))
    assert turned[0] > 1 and turned[-1] < len(document.pages)
    tables = [i for page in document.pages for i in body(page) if isinstance(i, PlacedTable)]
    assert len(tables) == len(turned)
    for number in turned:
        page = document.pages[number - 1]
        captions = [i.text for i in page.items if isinstance(i, PlacedText) and "Table 1" in i.text]
        assert captions == ["Table 1" if number == turned[0] else "Table 1, continued"]
        assert any(f"Page {number} of" in i.text for i in page.items if isinstance(i, PlacedText))
    assert_well_made(document)
    assert warnings(document) == []


def test_text_after_a_wide_table_fills_the_page_before_it() -> None:
    maker = Maker("long")
    after = replace(maker.block("text", 9), id="after", path="s/after")
    document = brief(report(maker.block("text", 1), wide_table(14, 5), after))
    (turned,) = turned_pages(document)
    assert max(i.box.bottom for i in body(document.pages[turned - 2])) > PAPERS["A4"].text.bottom - px(60)
    assert_well_made(document)


def test_a_heading_goes_on_the_turned_page_with_its_table() -> None:
    made = report(Maker("normal").block("text", 2))
    section = replace(made.sections[1], blocks=(wide_table(14, 5),))
    document = brief(replace(made, sections=(made.sections[0], section)))
    assert [item_with(document, "Second section")[0]] == [1]  # the contents
    page = document.pages[turned_pages(document)[0] - 1]
    assert any(isinstance(i, PlacedText) and "Second section" in i.text and i.role is Role.H1 for i in page.items)
    assert warnings(document) == []


def test_a_picture_keeps_its_shape_and_a_missing_one_its_words(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "wide.png"
    Image.new("RGB", (1600, 400)).save(path)
    given = Picture(id="b", path="s/b", alt=text("A road", "alt"), file=str(path), width=1600, height=400)
    placed = next(i for i in brief(report(given)).pages[0].items if getattr(i, "alt", "") == "A road")
    assert placed.box.w == PAPERS["A4"].text.w and abs(placed.box.w / placed.box.h - 4) < 0.01
    missing = brief(report(replace(given, file="", address="road.png")))
    assert "A road" in words_of(missing) and warnings(missing) == []


def picture(path: Path, name: str, size: tuple[int, int] = (900, 600)) -> Picture:
    from PIL import Image

    Image.new("RGB", size).save(path)
    return Picture(
        id=name,
        path=f"s/{name}",
        alt=text(f"View {name}", f"{name}/alt"),
        file=str(path),
        width=size[0],
        height=size[1],
    )


def test_text_fills_the_page_that_a_picture_found_no_room_on(tmp_path: Path) -> None:
    maker = Maker("long")
    above = replace(maker.block("text", 8), id="above", path="s/above")
    after = replace(maker.block("text", 9), id="after", path="s/after")
    document = brief(report(above, picture(tmp_path / "a.png", "view"), after))
    page = next(p for p in document.pages for i in p.items if getattr(i, "alt", "") == "View view")
    assert page.number > 1
    before = document.pages[page.number - 2]
    assert max(i.box.bottom for i in body(before)) > PAPERS["A4"].text.bottom - px(60)
    first = min(body(page), key=lambda i: i.box.y)
    assert isinstance(first, PlacedText) and first.text.startswith("Figure 1")
    assert warnings(document) == []


def test_pictures_one_after_another_leave_little_of_their_pages_white(tmp_path: Path) -> None:
    views = [picture(tmp_path / f"{n}.png", f"v{n}", (1200, 900)) for n in range(7)]
    document = brief(report(*views))
    for page in document.pages[:-1]:
        drawn = [i.box.bottom for i in page.items if getattr(i, "alt", "").startswith("View")]
        assert len(drawn) == 2, page.number
        assert max(drawn) > PAPERS["A4"].text.bottom - px(160)


def test_a_drawing_is_a_little_lower_rather_than_on_the_next_page() -> None:
    """The same chart after ever more text: where it is lower than it may be, it ends its page."""
    maker = Maker("normal")
    chart = replace(maker.block("chart", 4), id="chart", path="s/chart")
    drawn: list[tuple[int, int]] = []
    for n in range(5, 12):
        above = [replace(maker.block("points", 1), id=f"p{i}", path=f"s/p{i}") for i in range(n)]
        document = brief(report(*above, chart))
        placed = next(i for p in document.pages for i in flat(p.items) if isinstance(i, PlacedChart))
        drawn.append((placed.plot.h, placed.box.bottom))
        assert warnings(document) == []
    full = max(drawn)[0]
    lower = [(h, bottom) for h, bottom in drawn if h < full]
    assert lower and all(h > full * 0.6 and bottom > PAPERS["A4"].text.bottom - px(30) for h, bottom in lower)


def test_moving_a_figure_moves_all_of_it() -> None:
    member = PlacedText(box=Box(1, 2, 3, 4), paras=(), size_role="body")
    chart = PlacedChart(box=Box(0, 0, 9, 9), chart="bar", plot=Box(5, 5, 1, 1), categories=(), series=())
    group = PlacedGroup(box=Box(0, 0, 9, 9), items=(member, chart))
    there = moved(group, 10, 20, {"body": "brief-figure-head"})
    assert isinstance(there, PlacedGroup)
    text_there, chart_there = there.items
    assert (there.box, text_there.box) == (Box(10, 20, 9, 9), Box(11, 22, 3, 4))
    assert isinstance(text_there, PlacedText) and text_there.size_role == "brief-figure-head"
    assert isinstance(chart_there, PlacedChart) and chart_there.plot == Box(15, 25, 1, 1)


# ---- large print -----------------------------------------------------------------------------------------------------

LARGE = 16
"""pt: the least that large print is set in, but for furniture and code."""


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("theme", ["ledger", "engineering"])
def test_large_print_is_large_everywhere(theme: str, paper: str) -> None:
    profile = replace(CATALOG.audience("general"), density="large-print", theme=theme, paper=paper)  # type: ignore[arg-type]
    for made in (read(REAL).report, report(*(replace(BLOCKS[k](Maker("normal"), 4), id=k) for k in sorted(BLOCKS)))):
        document = brief(made, profile)
        assert warnings(document) == []
        paras = [p for page in document.pages for item in body(page) for p in paras_of(item) if p.role is not Role.CODE]
        sizes = {s.size for p in paras for line in p.lines for s in line.spans if not s.rise and not s.code}
        assert min(sizes - {14.5}) >= LARGE  # the line over the title is as small as furniture
        assert 18 in sizes


@settings(max_examples=max(10, EXAMPLES // 4), deadline=None)
@given(
    kind=st.sampled_from(sorted(BLOCKS)), n=st.sampled_from((1, 3, 9, 30)), length=st.sampled_from([*WORDS, "mixed"])
)
def test_large_print_holds_any_amount(kind: str, n: int, length: str) -> None:
    profile = replace(CATALOG.audience("general"), density="large-print")
    document = brief(report(Maker(length).block(kind, n)), profile)
    assert_well_made(document)
    assert [w for w in warnings(document) if "empty-section" not in w] == []


# ---- too much of anything -------------------------------------------------------------------------------------------


def limited(pages: int, beyond: str = "backup") -> Audience:
    general = CATALOG.audience("general")
    return replace(general, limits=Limits(brief_pages=pages, beyond=beyond))  # type: ignore[arg-type]


def long_report() -> Report:
    maker = Maker("long")
    blocks = [replace(maker.block("text", 6), id=f"b{i}", path=f"s/b{i}") for i in range(5)]
    return report(*blocks)


def test_what_is_beyond_the_limit_moves_to_an_appendix_and_the_ledger_says_so() -> None:
    document = brief(long_report(), limited(2))
    assert [p.number for p in document.pages if any(i.anchor_id == "appendix" for i in p.items)] == [3]
    moved_there = document.ledger.of(Fate.MOVED)
    assert moved_there and all((e.to, e.rule) == ("appendix", "limit brief-pages") for e in moved_there)
    behind = {path for page in document.pages[2:] for path in paths_of(page)}
    assert {e.path for e in moved_there} <= behind
    assert warnings(document) == []
    (note,) = document.findings
    assert note.code == "limit-brief-pages" and "appendix" in note.message


def test_an_audience_that_only_wants_a_warning_keeps_its_brief_whole() -> None:
    document = brief(long_report(), limited(1, "warn"))
    assert [f.code for f in document.findings] == ["limit-brief-pages"]
    assert not document.ledger.of(Fate.MOVED)


def test_a_brief_is_set_closer_before_anything_moves() -> None:
    free = brief(long_report())
    document = brief(long_report(), limited(len(free.pages) - 1))
    lines = [p.style.line for page in document.pages for item in body(page) for p in paras_of(item) if LONG in p.text]
    assert set(lines) == {14.0}  # a size smaller, for the space around it was not enough
    assert len(document.pages) == len(free.pages) - 1 and not document.ledger.of(Fate.MOVED)


def test_reserve_stands_in_the_appendix() -> None:
    reserve = Prose(id="r", path="s/r", paragraphs=(text("Kept in reserve.", "s/r/1"),), backup=True)
    document = brief(report(Maker("normal").block("text", 2), reserve))
    start = next(page.number for page in document.pages for item in page.items if item.anchor_id == "appendix")
    assert item_with(document, "Kept in reserve.")[0] == start == 2


def test_a_reserved_subsection_stands_in_the_appendix_with_all_below_it() -> None:
    def part(name: str, *below: Section, backup: bool = False) -> Section:
        told = Prose(id=name, path=f"{name}/t", paragraphs=(text(f"Words of {name}.", f"{name}/t/1"),))
        return Section(
            id=name, path=name, title=text(name, f"{name}.title"), blocks=(told,), sections=below, backup=backup
        )

    made = Report(
        title=text("Report", "title"), sections=(part("main", part("kept"), part("off", part("in"), backup=True)),)
    )
    document = brief(made)
    start = next(page.number for page in document.pages for item in page.items if item.anchor_id == "appendix")
    spots = {name: item_with(document, f"Words of {name}.")[0] >= start for name in ("main", "kept", "off", "in")}
    assert spots == {"main": False, "kept": False, "off": True, "in": True}


def paged(n: int, keep: str, of: str = "block") -> Document:
    """`n` lines of text, then four paragraphs that are to be kept in some way, then one more."""
    lines = tuple(text(f"Line {i}.", f"a/{i}") for i in range(n))
    four = tuple(text(LONG, f"k/{i}") for i in range(4))
    blocks = [Prose(id="a", path="a", paragraphs=lines), Prose(id="k", path="k", paragraphs=four)]
    last = Prose(id="z", path="z", paragraphs=(text(LONG, "z/0"),))
    if of == "block":
        return brief(report(blocks[0], replace(blocks[1], keep=keep), last))  # type: ignore[arg-type]
    part = Section(id="p", path="p", title=text("Part", "p.title"), blocks=(blocks[1],), keep=keep)  # type: ignore[arg-type]
    made = report(blocks[0])
    return brief(replace(made, sections=(replace(made.sections[0], sections=(part,)), made.sections[1])))


def pages_of(document: Document, start: str) -> set[int]:
    return {n for n, para in paragraphs(document) if para.path.startswith(start)}


@pytest.mark.parametrize("of", ["block", "section"])
def test_what_is_kept_together_is_torn_apart_on_no_page(of: str) -> None:
    spread = {n: pages_of(paged(n, "", of), "k/") for n in range(13, 27)}
    assert any(len(pages) == 2 for pages in spread.values())
    for n in spread:
        assert len(pages_of(paged(n, "together", of), "k/")) == 1, n


def test_what_is_kept_with_the_next_ends_no_page() -> None:
    apart = [n for n in range(13, 27) if pages_of(paged(n, ""), "z/").isdisjoint(pages_of(paged(n, ""), "k/"))]
    assert apart
    for n in apart:
        document = paged(n, "with-next")
        assert pages_of(document, "z/") & pages_of(document, "k/"), n


def test_a_page_ends_after_a_subsection_that_says_so() -> None:
    def part(name: str, break_: str = "") -> Section:
        told = Prose(id=name, path=f"{name}/t", paragraphs=(text(f"Words of {name}.", f"{name}/t/1"),))
        return Section(id=name, path=name, title=text(name, f"{name}.title"), blocks=(told,), break_=break_)  # type: ignore[arg-type]

    inner = replace(part("whole"), sections=(part("first", "after"), part("second")))
    document = brief(Report(title=text("Report", "title"), sections=(inner,)))
    assert item_with(document, "Words of second.")[0] == item_with(document, "Words of first.")[0] + 1


@pytest.mark.parametrize("audience", ["executive", "technical"])
@pytest.mark.parametrize("words", ["word " * 1500, "x" * 3000])
def test_titles_of_any_length_fit(words: str, audience: str) -> None:
    made = report(Maker("normal").block("table", 3))
    section = replace(made.sections[0], title=text(words, "long"), headline=text(words, "claim"))
    document = brief(replace(made, title=text(words, "t"), headline=text(words, "h"), sections=(section,)), audience)
    assert [w for w in warnings(document) if "limit" not in w and "empty-section" not in w] == []


# ---- columns and even edges ------------------------------------------------------------------------------------------


def column_texts(n: int) -> Document:
    paragraphs = tuple(text(f"{i}: {LONG}", f"s/b/{i}") for i in range(n))
    return formed(report(Prose(id="b", path="s/b", paragraphs=paragraphs)), columns=2)


@pytest.mark.parametrize("n", [2, 4, 7, 40, 90])
def test_columns_are_read_one_after_the_other_and_end_even(n: int) -> None:
    document = column_texts(n)
    numbers: list[int] = []
    for page in document.pages:
        columns = [i for i in body(page) if any(p.path.startswith("s/b/") for p in paras_of(i))]
        if not columns:
            continue
        left, right = columns
        assert left.box.right < right.box.x and left.box.y == right.box.y
        assert abs(left.box.h - right.box.h) <= px(60)
        numbers += [int(p.path[4:]) for item in columns for p in paras_of(item)]
    assert numbers == sorted(numbers) and set(numbers) == set(range(n))
    assert warnings(document) == []


def test_tables_stand_across_the_columns_and_their_claim_over_them() -> None:
    table = replace(Maker("normal").block("table", 3), headline=text("Three lines make the point that matters", "h"))
    document = formed(report(Maker("long").block("text", 4), table), columns=2)
    placed = next(i for page in document.pages for i in body(page) if isinstance(i, PlacedTable))
    _, claim = item_with(document, "Three lines make the point")
    assert placed.box.w == claim.box.w == PAPERS["A4"].text.w
    assert claim.box.bottom < placed.box.y


def test_narrow_tables_and_figures_stand_in_a_column_and_the_lists_know_them() -> None:
    maker = Maker("word")
    said = [replace(Maker("long").block("text", 3), id=f"t{i}", path=f"s/t{i}") for i in range(3)]
    rows = replace(maker.block("table", 4), id="rows", path="s/rows", headline=None)
    bars = replace(maker.block("chart", 3), id="bars", path="s/bars", headline=None)
    document = formed(report(said[0], rows, said[1], bars, said[2]), columns=2)
    column = (PAPERS["A4"].text.w - px(24)) // 2
    placed = next(i for page in document.pages for i in body(page) if isinstance(i, PlacedTable))
    drawn = next(i for page in document.pages for i in flat(page.items) if isinstance(i, PlacedChart))
    assert placed.box.w <= column and drawn.box.w <= column
    assert warnings(document) == []
    wide = formed(report(said[0], replace(rows, headline=text("It crosses both", "s/h")), said[1]), columns=2)
    assert next(i for p in wide.pages for i in body(p) if isinstance(i, PlacedTable)).box.w > column


def test_few_lines_stand_across_the_columns_in_their_dress_and_language() -> None:
    said = (
        Run("Many cells are tested, "),
        Run("few", bold=True),
        Run(" are sold, und das ", lang=""),
        Run("bleibt so", lang="de"),
    )
    few = Prose(
        id="f", path="s/f", paragraphs=(Text((*said, Run(" for years to come, as all of them say.")), path="s/f/1"),)
    )
    many = replace(Maker("long").block("text", 6), id="m", path="s/m")
    wide = item_with(formed(report(few), columns=2), "Many cells are tested")[1]
    assert wide.box.w == PAPERS["A4"].text.w
    assert wide.text == "Many cells are tested, few are sold, und das bleibt so for years to come, as all of them say."
    spans = [span for para in wide.paras for line in para.lines for span in line.spans]
    assert {s.text.strip() for s in spans if s.bold} == {"few"} and "bleibt" in "".join(s.text for s in spans if s.lang)
    narrow = item_with(formed(report(few, many), columns=2), "Many cells are tested")[1]
    assert narrow.box.w < PAPERS["A4"].text.w / 2


def test_headings_in_columns_are_in_the_contents_and_the_bookmarks() -> None:
    maker = Maker("long")
    parts = tuple(
        Section(id=f"p{i}", path=f"p{i}", title=text(f"Part {i}", f"p{i}.t"),
                blocks=(replace(maker.block("text", 3), id=f"b{i}", path=f"p{i}/b"),))
        for i in range(6)
    )  # fmt: skip
    made = report()
    document = formed(
        replace(made, sections=(replace(made.sections[0], sections=parts), made.sections[1])), "technical", columns=2
    )
    named = [mark for mark in document.bookmarks if "Part" in mark.title]
    assert [mark.title for mark in named] == [f"1.{i + 1} Part {i}" for i in range(6)]
    for mark in named:
        page = document.pages[mark.page - 1]
        spots = [i.box.y for i in body(page) if isinstance(i, PlacedText) and mark.title.split(" ", 1)[1] in i.text]
        assert min(abs(y - mark.y) for y in spots) < px(3), mark
    assert warnings(document) == []


def test_justified_lines_end_at_the_right_edge_and_last_lines_do_not() -> None:
    document = formed(long_report(), justify=True, hyphenate=True)
    body_text = [
        (item, para) for page in document.pages for item in body(page) for para in paras_of(item) if LONG in para.text
    ]
    ends = [line.spans[-1].x + line.spans[-1].w for _, para in body_text for line in para.lines[:-1]]
    assert ends and all(abs(end - body_text[0][0].box.w) < px(1) for end in ends)
    assert all(len(para.lines[-1].spans) == 1 for _, para in body_text)
    assert warnings(document) == []


def test_only_running_text_is_hyphened() -> None:
    document = formed(read(REAL).report, columns=2, hyphenate=True)
    paras = [p for page in document.pages for item in body(page) for p in paras_of(item)]
    hyphened = [p for p in paras if any(line.hyphen for line in p.lines)]
    assert hyphened and not any(p.style.bold or p.style.size > 10 or p.role in HEADINGS for p in hyphened)


def test_a_word_too_wide_for_the_side_column() -> None:
    """A section's name then stands over its text, whole; a smaller heading below it is hyphened."""
    made = report(replace(Maker("long").block("text", 3), title=None))
    long = "Lieferkettensorgfaltspflichtengesetz"
    within = replace(made.sections[0], id="sub", title=text(long, "u.t"), number="")
    named = replace(made.sections[0], title=text(long, "s.t"), sections=(within,))
    document = brief(replace(made, language="de", sections=(named, *made.sections[1:])))
    paras = [p for page in document.pages for item in body(page) for p in paras_of(item)]
    section, smaller = (next(p for p in paras if p.path == path) for path in ("s.t", "u.t"))
    assert len(section.lines) == 1 and section.text.endswith(long)
    assert len(smaller.lines) > 1 and all(line.hyphen for line in smaller.lines[:-1])
    assert smaller.text == long


# ---- promises about every page ---------------------------------------------------------------------------------------


def paragraphs(document: Document) -> Iterator[tuple[int, Para]]:
    for page in document.pages:
        for item in body(page):
            if isinstance(item, PlacedText):
                yield from ((page.number, para) for para in item.paras if para.lines)


def assert_well_made(document: Document) -> None:
    upright = next(p for p in PAPERS.values() if p.size == document.pages[0].size)
    for page in document.pages:
        own = list(body(page))
        assert own, f"page {page.number} is empty"
        paper = upright if page.size == upright.size else upright.turned
        assert page.size == paper.size
        assert all(item.box.bottom <= paper.text.bottom + px(1) for item in own), f"page {page.number} is too full"
    _no_heading_ends_a_page(document)
    _parts_have_two_lines(document)
    _tables_repeat_their_heads(document)


def _no_heading_ends_a_page(document: Document) -> None:
    for page, following in pairwise(document.pages):
        last = max(body(page), key=lambda item: item.box.bottom)
        lowest = last.paras[-1] if isinstance(last, PlacedText) else None
        beside = [i for i in body(page) if i is not last and i.box.bottom > last.box.y]
        first = min(body(following), key=lambda item: item.box.y)
        empty = first.role is Role.H1  # the heading of a group that has nothing, at the end of its section
        if lowest and lowest.role in HEADINGS and not beside and not empty:
            raise AssertionError(f"'{lowest.text}' ends page {page.number} before page {following.number}")


def _parts_have_two_lines(document: Document) -> None:
    """A paragraph on two pages has two lines at least on each."""
    parts: dict[str, list[tuple[int, Para]]] = {}
    for number, para in paragraphs(document):
        if para.element and para.role is not Role.CODE:
            parts.setdefault(para.element, []).append((number, para))
    for pieces in parts.values():
        if len({number for number, _ in pieces}) > 1:
            assert all(len(para.lines) >= 2 for _, para in pieces), pieces[0][1].text[:60]


def _tables_repeat_their_heads(document: Document) -> None:
    tables: dict[str, list[PlacedTable]] = {}
    for page in document.pages:
        for item in body(page):
            if isinstance(item, PlacedTable):
                tables.setdefault(item.element, []).append(item)
    for parts in tables.values():
        for later in parts[1:]:
            assert later.rows[0].header and later.rows[0].repeated
            assert [c.paras[0].text for c in later.rows[0].cells if c] == [
                c.paras[0].text for c in parts[0].rows[0].cells if c
            ]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    kinds=st.lists(
        st.tuples(st.sampled_from(sorted(BLOCKS)), st.sampled_from((1, 2, 3, 5, 9, 20, 60))), min_size=1, max_size=5
    ),
    length=st.sampled_from([*WORDS, "mixed"]),
    audience=st.sampled_from(AUDIENCES),
    paper=st.sampled_from(sorted(PAPERS)),
    titled=st.booleans(),
)
@example(kinds=[("points", 20), ("callout", 20)], length="url", audience="general", paper="A4", titled=False)
def test_pages_are_well_made_whatever_they_hold(
    kinds: list[tuple[str, int]], length: str, audience: str, paper: str, titled: bool
) -> None:
    maker = Maker(length)
    blocks: list[AnyBlock] = [
        replace(
            maker.block(kind, n),
            id=f"b{i}",
            path=f"s/b{i}",
            title=maker.short("Title") if titled else None,
            note=maker.text("Note ") if n == 2 else None,
        )
        for i, (kind, n) in enumerate(kinds)
    ]
    profile = replace(CATALOG.audience(audience), paper=paper)  # type: ignore[arg-type]
    document = brief(report(*blocks), profile)
    assert_well_made(document)
    assert [w for w in warnings(document) if "limit-brief-pages" not in w and "empty-section" not in w] == []


@settings(max_examples=max(10, EXAMPLES // 2), deadline=None)
@given(
    kinds=st.lists(
        st.tuples(st.sampled_from(sorted(BLOCKS)), st.sampled_from((1, 2, 3, 9, 30))), min_size=1, max_size=5
    ),
    length=st.sampled_from([*WORDS, "mixed"]),
    audience=st.sampled_from(AUDIENCES),
    titled=st.booleans(),
    justify=st.booleans(),
)
def test_columns_are_well_made_whatever_they_hold(
    kinds: list[tuple[str, int]], length: str, audience: str, titled: bool, justify: bool
) -> None:
    maker = Maker(length)
    blocks: list[AnyBlock] = [
        replace(maker.block(kind, n), id=f"b{i}", path=f"s/b{i}", title=maker.short("Title") if titled else None)
        for i, (kind, n) in enumerate(kinds)
    ]
    document = formed(report(*blocks), audience, columns=2, justify=justify, hyphenate=True, sources="foot")
    assert_well_made(document)
    assert [w for w in warnings(document) if "limit-brief-pages" not in w and "empty-section" not in w] == []


def test_columns_that_just_fill_a_page_are_cut_there() -> None:
    """Half their height and the space between them is a hair more than the page: once, its last try went on forever."""
    document = formed(report(Maker("unbroken").block("points", 30)), "investor", columns=2, hyphenate=True)
    assert_well_made(document)


@settings(max_examples=max(10, EXAMPLES // 4), deadline=None)
@given(
    depth=st.integers(1, 5),
    words=st.sampled_from(sorted(WORDS)),
    bare=st.booleans(),
    audience=st.sampled_from(AUDIENCES),
)
def test_sections_nest_to_any_depth(depth: int, words: str, bare: bool, audience: str) -> None:
    maker = Maker(words)
    inner: tuple[Section, ...] = ()
    for level in range(depth, 0, -1):
        blocks = () if bare and inner else (replace(maker.block("text", 3), id=f"b{level}", path=f"s{level}/b"),)
        inner = (Section(id=f"s{level}", title=maker.text("Head "), blocks=blocks, sections=inner, path=f"s{level}"),)
    made = report(maker.block("points", 2))
    document = brief(replace(made, sections=(*made.sections, *inner)), audience)
    assert_well_made(document)
    assert [w for w in warnings(document) if "limit" not in w and "empty-section" not in w] == []


def test_links_inside_the_report_lead_to_the_page_that_shows_what_they_name() -> None:
    link = Prose(id="l", path="s/l", paragraphs=(Text((Run("See the item", link="#i3"),), path="s/l/1"),))
    document = brief(report(link, Maker("long").block("items", 12)))
    assert [w for w in warnings(document) if w.startswith("dead-link")] == []
    assert any("i3" in page.anchors for page in document.pages)


def cited_report(sources: int, each: int = 3) -> Report:
    """A text that cites every source `each` times, far apart."""
    made = report()
    paragraphs = tuple(
        Text(
            (Run(f"{LONG}", cite=(f"src{i % sources}",)), Run(" And on.", cite=(f"src{(i + 1) % sources}",))),
            path=f"p/{i}",
        )
        for i in range(sources * each)
    )
    block = Prose(id="p", path="p", paragraphs=paragraphs)
    listed = tuple(Source(f"src{i}", text(f"Source number {i}", f"sources/{i}")) for i in range(sources))
    return replace(made, sections=(replace(made.sections[0], blocks=(block,)),), sources=listed)


def gotos(item: PlacedText | PlacedTable) -> list[tuple[str, str]]:
    return [(s.text, s.goto) for p in paras_of(item) for line in p.lines for s in line.spans if s.goto]


@pytest.mark.parametrize("audience", ["general", "technical"])
@pytest.mark.parametrize("sources", [1, 3, 40])
def test_note_marks_lead_to_their_source_and_the_source_leads_back(sources: int, audience: str) -> None:
    document = brief(cited_report(sources), audience)
    cites: dict[str, set[int]] = {}
    entries: dict[str, PlacedText] = {}
    for page in document.pages:
        for item in body(page):
            if item.anchor_id.startswith("source-") and isinstance(item, PlacedText):
                entries[item.anchor_id] = item
            for _, goto in gotos(item):
                if goto.startswith("source-"):
                    cites.setdefault(goto, set()).add(page.number)
    assert len(cites) == sources and set(cites) == set(entries)
    for anchor, item in entries.items():
        back = {int(said.strip()): goto for said, goto in gotos(item)}
        assert all(goto == f"page-{n}" for n, goto in back.items())
        assert set(back) == set(sorted(cites[anchor])[:8])
    assert [w for w in warnings(document) if "limit" not in w] == []


@pytest.mark.parametrize("form", [{}, {"columns": 2}])
@pytest.mark.parametrize(("sources", "each"), [(1, 3), (12, 3), (90, 1)])
def test_notes_stand_at_the_foot_of_the_page_that_first_cites_them(
    sources: int, each: int, form: dict[str, object]
) -> None:
    document = formed(cited_report(sources, each), sources="foot", **form)
    first: dict[str, int] = {}
    stands: dict[str, int] = {}
    for page in document.pages:
        notes = [i for i in body(page) if i.anchor_id.startswith("source-") and paras_of_role(i, Role.NOTE)]
        for item in body(page):
            for _, goto in gotos(item):
                if goto.startswith("source-"):
                    first.setdefault(goto, page.number)
        stands |= {item.anchor_id: page.number for item in notes}
        if notes:
            lowest = max(i.box.bottom for i in body(page) if i not in notes)
            assert lowest < min(i.box.y for i in notes)
            assert max(i.box.bottom for i in notes) == PAPERS["A4"].text.bottom
    assert stands == first and len(stands) == sources
    assert words_of(document).count("Source number 0") == 1
    assert_well_made(document)
    assert [w for w in warnings(document) if "limit" not in w] == []


def paras_of_role(item: PlacedText | PlacedTable, role: Role) -> list[Para]:
    return [p for p in paras_of(item) if p.role is role]


def test_notes_without_room_at_the_foot_stand_at_the_end() -> None:
    made = cited_report(60, 1)
    sources = tuple(f"src{i}" for i in range(60))
    crowd = Prose(id="p", path="p", paragraphs=(Text((Run("All at once.", cite=sources),), path="p/0"),))
    document = formed(replace(made, sections=(replace(made.sections[0], blocks=(crowd,)),)), sources="foot")
    words = words_of(document)
    assert all(words.count(f"Source number {i}") >= 1 for i in range(60))
    assert item_with(document, "Source number 59")[0] > 1
    assert_well_made(document)
    assert warnings(document) == []


def test_marks_of_two_sources_in_a_row_do_not_read_as_one_number() -> None:
    made = cited_report(2)
    both = Text((Run("Said twice.", cite=("src0",)), Run("", cite=("src1",))), path="p/0")
    block = Prose(id="p", path="p", paragraphs=(both,))
    document = brief(replace(made, sections=(replace(made.sections[0], blocks=(block,)),)))
    assert "Said twice.1, 2" in words_of(document)


@pytest.mark.parametrize("density", ["standard", "dense", "large-print"])
def test_lists_name_all_tables_and_figures_and_their_pages(density: str, tmp_path: Path) -> None:
    maker = Maker("normal")
    tables = [replace(maker.block("table", 12), id=f"t{i}", path=f"s/t{i}", title=text(f"Yield {i}", f"t{i}"))
              for i in range(5)]  # fmt: skip
    views = [replace(picture(tmp_path / f"{i}.png", f"v{i}"), title=text(f"View {i}", f"v{i}.t")) for i in range(3)]
    profile = replace(CATALOG.audience("general"), density=density, parts=(("lists", True),))
    document = brief(report(*tables, *views, wide_table(3, 3)), profile)
    places = {item.anchor_id: page.number for page in document.pages for item in body(page) if item.anchor_id}
    entries = [i for page in document.pages for i in body(page) if isinstance(i, PlacedText) and i.role is Role.TOC]
    named = {}
    for entry in entries:
        for said, goto in gotos(entry):
            same = [e.text for e in entries if e.box.y == entry.box.y and e.box.x > entry.box.x and e.text.isdigit()]
            if goto[0] in "tvb" and same:
                named[goto] = (said, int(same[-1]))
    assert [said for said, _ in named.values()] == [
        *(f"Yield {i}" for i in range(5)),
        "Table 6",
        *(f"View {i}" for i in range(3)),
    ]
    assert all(page == places[goto] for goto, (_, page) in named.items())
    assert_well_made(document)
    assert warnings(document) == []


def test_a_callout_without_room_beside_the_text_goes_across_the_page() -> None:
    note = Callout(id="c", path="s/c", title=text("Note", "s/c.t"), paragraphs=(text("A short remark.", "s/c/1"),))
    document = brief(report(note))
    _, callout = item_with(document, "A short remark.")
    assert callout.box.x == PAPERS["A4"].text.x + px(200)


@pytest.mark.parametrize(
    ("n", "label", "rows"),
    [(2, "Sites", 1), (3, "Sites", 1), (4, "Sites", 2), (9, "Sites", 3), (3, "Many words " * 20, 2)],
)
def test_three_key_figures_stand_side_by_side_where_they_say_little(
    n: int, label: str, rows: int, tmp_path: Path
) -> None:
    figures = ", ".join(f"{{figure: {i} Mt, label: {label}}}" for i in range(n))
    document = told(tmp_path, f"figures: [{figures}]")
    tops = {item.box.y for page in document.pages for item in body(page) if item.paras[0].text.endswith(" Mt")}  # type: ignore[union-attr]
    assert len(tops) == rows


def test_a_summary_without_room_on_the_first_page_goes_on_on_the_next() -> None:
    figures = [
        {"figure": f"{n} Mt", "label": "Label", "support": "It says what the figure means. " * 9} for n in range(6)
    ]
    data = {"title": "Long words " * 12, "standfirst": "A sentence of some length. " * 26, "summary": figures}
    document = own.of({**data, "sections": [{"title": "S", "blocks": [{"text": "Words."}]}]}, "brief", "executive")
    on = {word: number for number, words in enumerate(map(_page_words, document.pages)) for word in words.split("|")}
    assert (on["0 Mt"], on["5 Mt"]) == (0, 1)


def _page_words(page: Page) -> str:
    return "|".join(para.text for item in body(page) for para in paras_of(item))
