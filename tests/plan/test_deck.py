"""What becomes of a report's parts on slides: order, titles, splits, control by the author, notes, limits."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Audience, Fate, Limits
from exporter.model.page import Document, Page, PlacedTable, PlacedText, Role, flat, paras_of, paths_of
from exporter.model.report import AnyBlock, Chart, Items, Level, Milestones, Prose, Report, Run, Section, Source, Text
from exporter.model.style import Slot
from exporter.model.walk import texts
from exporter.plan import plan
from exporter.read import read
from exporter.select import select
from tests.reports import LONG, WORDS, Maker, report

CATALOG = Catalog([])
REAL = Path(__file__).parents[2] / "data" / "solid-state-batteries.yaml"


def deck(made: Report, audience: str | Audience = "general") -> Document:
    profile = CATALOG.audience(audience) if isinstance(audience, str) else audience
    return plan(select(made, profile, "deck"), CATALOG.layouts(), CATALOG.theme(profile.theme), "deck")


@cache
def real(audience: str) -> Document:
    return deck(read(REAL).report, audience)


def titles(document: Document) -> list[str]:
    return [page.title for page in document.pages]


def words_on(page: Page) -> str:
    return " ".join(p.text for item in page.items for p in paras_of(item))


def blocks(*kinds: tuple[str, int], **changes: object) -> list[AnyBlock]:
    maker = Maker("normal")
    return [
        replace(maker.block(kind, n), id=f"b{i}", path=f"s/b{i}", **changes)  # type: ignore[arg-type]
        for i, (kind, n) in enumerate(kinds)
    ]


@pytest.mark.parametrize("audience", ["general", "executive", "technical", "investor"])
def test_every_slide_has_one_title_and_no_two_are_the_same(audience: str) -> None:
    document = real(audience)
    for page in document.pages:
        found = [i for i in page.items if isinstance(i, PlacedText) and i.placeholder == "title"]
        assert len(found) == 1 and found[0].text.replace("\n", " ") == page.title
    assert len(set(titles(document))) == len(document.pages)


@pytest.mark.parametrize("audience", ["general", "executive", "technical", "investor"])
def test_every_fact_that_was_selected_is_on_a_slide_or_in_its_notes(audience: str) -> None:
    document = real(audience)
    shown = {path for page in document.pages for path in paths_of(page)}
    kept = {e.path for e in document.ledger.entries if e.fate is not Fate.LEFT_OUT}
    assert kept <= shown


def test_the_real_report_takes_the_layouts_that_suit_it() -> None:
    used = {page.layout for page in real("general").pages}
    assert {"title", "agenda", "summary", "timeline", "range-chart", "big-number", "players", "items-table", "cards",
            "deep-dive", "sources"} <= used  # fmt: skip
    assert "swimlanes" in {page.layout for page in real("technical").pages}


def test_titles_break_evenly_and_never_inside_a_range() -> None:
    for page in real("general").pages:
        title = next(i for i in page.items if isinstance(i, PlacedText) and i.placeholder == "title")
        lines = title.paras[0].lines
        if len(lines) == 2:
            assert lines[1].w >= 0.4 * lines[0].w
            assert not lines[0].text.endswith("–")


def test_a_long_table_goes_on_with_its_header_and_says_so() -> None:
    document = deck(report(*blocks(("table", 30))))
    parts = [p for p in document.pages if p.layout == "table"]
    assert len(parts) == 3
    rows = []
    for page in parts:
        table = next(i for i in flat(page.items) if isinstance(i, PlacedTable))
        assert table.rows[0].header
        rows.append(sum(not r.header for r in table.rows))
    assert rows == [10, 10, 10]
    assert f"Continues on slide {parts[1].number}." in words_on(parts[0])
    assert "1 of 3" in words_on(parts[0]) and "3 of 3" in words_on(parts[2])
    assert "Continues" not in words_on(parts[2])
    assert [_leads(p, "Continues") for p in parts] == [{parts[1].anchor_id}, {parts[2].anchor_id}, set()]


def _leads(page: Page, words: str) -> set[str]:
    """Where the links lead whose words begin so."""
    spans = [s for i in flat(page.items) for para in paras_of(i) for line in para.lines for s in line.spans]
    return {span.goto for span in spans if span.goto and span.text.startswith(words)}


def test_the_sources_lead_to_the_sections_they_name() -> None:
    document = real("general")
    sources = next(page for page in document.pages if page.layout == "sources")
    first = {page.section: page for page in reversed(document.pages) if page.section}
    led = _leads(sources, "Slide")
    assert len(led) > 2
    for section, page in first.items():
        assert section not in led or section in (page.anchor_id, *page.anchors)


def test_parts_of_one_block_share_their_size() -> None:
    document = deck(report(*blocks(("table", 30))))
    sizes = {
        p.style.size
        for page in document.pages if page.layout == "table"
        for item in page.items if isinstance(item, PlacedTable)
        for row in item.rows if not row.header
        for cell in row.cells if cell
        for p in cell.paras
    }  # fmt: skip
    assert len(sizes) == 1


def test_a_short_text_leads_the_block_that_follows() -> None:
    document = deck(report(*blocks(("text", 1), ("items", 3))))
    page = next(p for p in document.pages if p.layout == "cards")
    lead = [i for i in page.items if isinstance(i, PlacedText) and i.placeholder == "lead"]
    assert len(lead) == 1
    boxes = [i.box for i in page.items if i.name and i.name.startswith("Item")]
    assert boxes and all(box.y >= lead[0].box.bottom for box in boxes)


def test_a_break_begins_a_new_slide() -> None:
    plain = deck(report(*blocks(("text", 1), ("points", 2))))
    first, second = blocks(("text", 1), ("points", 2))
    broken = deck(report(first, replace(second, break_="before")))
    after = deck(report(replace(first, break_="after"), second))
    assert len(broken.pages) == len(after.pages) == len(plain.pages) + 1


def test_what_is_kept_together_is_set_smaller_rather_than_split() -> None:
    (table,) = blocks(("table", 10))
    maker = Maker("long")
    table = replace(maker.block("table", 6), id="b", path="s/b")
    loose = [p for p in deck(report(table)).pages if p.layout == "table"]
    kept = [p for p in deck(report(replace(table, keep="together"))).pages if p.layout == "table"]
    assert len(kept) <= len(loose)


def test_backup_stands_at_the_end_and_out_of_the_agenda() -> None:
    main, spare = blocks(("table", 3), ("items", 3))
    document = deck(report(main, replace(spare, backup=True)))
    last = document.pages[-1]
    assert last.backup and last.layout == "cards"
    assert not any(page.backup for page in document.pages[:-1])


def test_slides_beyond_the_limit_become_backup_and_the_ledger_says_so() -> None:
    profile = replace(CATALOG.audience("general"), limits=Limits(slides=5))
    document = deck(report(*blocks(("table", 6), ("items", 4), ("milestones", 5), ("figures", 4))), profile)
    assert [p.backup for p in document.pages].count(False) <= 6
    moved = document.ledger.of(Fate.MOVED)
    assert any(e.to == "backup" and "limit slides" in e.rule for e in moved)


def test_detail_is_optional_and_may_go_to_the_notes() -> None:
    maker = Maker("normal")
    players = replace(maker.block("players", 10), detail=Text((Run("Also named: others. " * 30),), path="s/b.detail"))
    document = deck(report(players))
    page = next(p for p in document.pages if "s/b.detail" in set(paths_of(p)))
    assert page.layout in ("players", "prose", "items-table", "cards-dense")
    if "s/b.detail" in page.note_paths:
        entry = next(e for e in document.ledger.entries if e.path == "s/b.detail")
        assert entry.fate is Fate.MOVED and entry.to == "notes"


def test_cited_sources_stand_in_the_source_line() -> None:
    document = deck(report(*blocks(("table", 3))))
    citing = next(p for p in document.pages if p.section == "o")
    source = next(i for i in citing.items if isinstance(i, PlacedText) and i.placeholder == "source")
    assert source.text.startswith("Source: A source")
    own = next(p for p in document.pages if p.section == "s")
    line = next(i for i in own.items if isinstance(i, PlacedText) and i.placeholder == "source")
    assert line.text.startswith("Source: A report on cells, 3 February 2026, section 1.")


def test_a_headline_too_long_for_a_title_becomes_lead_text() -> None:
    claim = Text((Run("This claim goes on and on about cells and their makers " * 8),), path="s.headline")
    made = report(*blocks(("table", 3)))
    first = replace(made.sections[0], headline=claim)
    document = deck(replace(made, sections=(first, *made.sections[1:])))
    page = next(p for p in document.pages if p.layout == "table")
    assert page.title == "First section"
    assert "s.headline" in set(paths_of(page))
    assert all(len(p.lines) <= 2 for i in page.items for p in paras_of(i) if p.role is Role.TITLE)


def test_reading_order_is_title_tracker_body_source_footer() -> None:
    page = next(p for p in real("general").pages if p.layout == "cards")
    names = [i.placeholder for i in page.items if isinstance(i, PlacedText) and i.placeholder]
    assert names[:2] == ["title", "tracker"] and names[-3:] == ["source", "footer", "page"]


def test_slides_of_a_section_are_named_in_the_agenda() -> None:
    document = real("general")
    agenda = next(p for p in document.pages if p.layout == "agenda")
    for section in ("timeline", "players", "challenges"):
        numbers = [p.number for p in document.pages if p.section == section]
        assert f"{numbers[0]}–{numbers[-1]}" in words_on(agenda)


def test_an_empty_report_still_makes_a_deck() -> None:
    title = Text((Run("Nothing yet"),), path="title")
    document = deck(
        Report(title=title, sections=(Section(id="a", title=Text((Run("Empty"),), path="a.title"), path="a"),))
    )
    assert document.pages[0].title == "Nothing yet"


def test_a_shorter_wording_of_the_author_makes_room_before_the_type_shrinks_to_the_floor() -> None:
    def text(n: int) -> Text:
        long = "Growths form during charging and pierce the electrolyte, which shorts the cell and ends its life. " * 7
        return Text((Run(f"{n} {long}"),), short=(Run(f"{n} Growths short the cell"),), path=f"s/b/{n}")

    prose = Prose(id="b", path="s/b", paragraphs=())
    items = replace(Maker("normal").block("items", 4), id="b", path="s/b", keep="together")
    assert isinstance(items, Items)
    (group,) = items.groups
    long = tuple(replace(item, values=(("problem", (text(i),)),)) for i, item in enumerate(group.items))
    made = report(prose, replace(items, groups=(replace(group, items=long),)))
    document = deck(made)
    short = [e for e in document.ledger.entries if e.rule == "shorter wording to make room"]
    assert {e.path for e in short} == {f"s/b/{i}" for i in range(4)}
    assert all(e.fate is Fate.SHORTENED and e.text.startswith(e.shown[:1]) for e in short)
    assert not [f for f in check(document) if f.level is Level.ERROR]
    choice = next(c for c in document.choices if c.path == "s/b")
    assert "4 texts in shorter wording" in choice.steps


def test_all_that_stands_in_a_backup_section_is_backup() -> None:
    def part(name: str, **more: object) -> Section:
        words = Text((Run(f"Words of {name}"),), path=f"{name}/text")
        title = Text((Run(name),), path=f"{name}.title")
        return Section(
            id=name, path=name, title=title, blocks=(Prose(id="t", path=f"{name}/t", paragraphs=(words,)),), **more
        )  # type: ignore[arg-type]

    inner = part("outer", backup=True, sections=(part("inner"),))
    document = deck(Report(title=Text((Run("Report"),), path="title"), sections=(part("main", sections=(inner,)),)))
    shows = {path: page.backup for page in document.pages for path in paths_of(page)}
    assert not shows["main/text"] and shows["outer/text"] and shows["inner/text"]


def test_kept_together_a_table_is_not_split_while_smaller_type_holds_it() -> None:
    (table,) = blocks(("table", 9), keep="together")
    short = replace(Maker("word").block("table", 11), id="b", path="s/b", keep="together")
    for block in (table, short):
        document = deck(report(block))
        assert len([p for p in document.pages if p.layout == "table"]) == 1


def test_kept_with_next_a_long_text_stands_over_its_block() -> None:
    words = Text((Run("cells and makers " * 30),), path="s/b0/1")
    prose, table = blocks(("text", 1), ("table", 3))
    kept = replace(prose, paragraphs=(words,), keep="with-next")  # type: ignore[call-arg]
    page = next(p for p in deck(report(kept, table)).pages if p.layout == "table")
    assert "s/b0/1" in set(paths_of(page))


def test_what_cannot_be_kept_together_is_noted() -> None:
    (table,) = blocks(("table", 60), keep="together")
    assert "keep" in {f.code for f in deck(report(table)).findings}


def test_a_section_with_only_a_claim_is_a_statement() -> None:
    claim = Text((Run("Cells pay for themselves"),), path="s.headline")
    made = report()
    first = replace(made.sections[0], headline=claim)
    page = next(p for p in deck(replace(made, sections=(first, *made.sections[1:]))).pages if p.section == "s")
    assert page.title == "First section" and "s.headline" in set(paths_of(page))


def test_slots_of_a_region_order_the_fields() -> None:
    (items,) = blocks(("items", 3), layout="items-table")
    layouts = dict(CATALOG.layouts())
    table = layouts["items-table"]
    turned = replace(table, regions=(replace(table.regions[0], slots=(Slot("status"), Slot("body"))),))
    profile = CATALOG.audience("general")
    selection = select(report(items), profile, "deck")
    heads = []
    for layout in (table, turned):
        made = plan(selection, {**layouts, "items-table": layout}, CATALOG.theme("ledger"), "deck")
        found = next(i for p in made.pages for i in flat(p.items) if isinstance(i, PlacedTable) and p.section == "s")
        heads.append([c.paras[0].text.split()[0] for c in found.rows[0].cells if c])
    assert heads == [["Name", "Problem", "Status"], ["Name", "Status", "Problem"]]


def sizes_of(page: Page) -> set[float]:
    texts = (i for i in flat(page.items) if isinstance(i, PlacedText) and i.placeholder.startswith("body"))
    return {p.style.size for text in texts for p in text.paras}


@pytest.mark.parametrize("headline", [None, Text((Run("A claim of its own"),), path="s/b0.headline")])
def test_little_text_is_set_larger_under_any_headline(headline: Text | None) -> None:
    document = deck(report(*blocks(("points", 3), headline=headline)))
    page = next(p for p in document.pages if p.layout == "points")
    assert min(sizes_of(page)) > 16


def test_one_sentence_alone_is_a_statement() -> None:
    page = next(p for p in deck(report(*blocks(("text", 1)))).pages if p.layout == "prose")
    (size,) = sizes_of(page)
    assert size >= 28


def test_blocks_side_by_side_without_a_headline_stand_under_their_sections_title() -> None:
    made = report(*blocks(("chart", 3), ("text", 1)))
    bare = replace(made.sections[0], layout="two-columns", headline=None)
    page = next(p for p in deck(replace(made, sections=(bare, *made.sections[1:]))).pages if p.layout == "two-columns")
    assert bare.title.plain in [i.text for i in flat(page.items) if isinstance(i, PlacedText)]


def test_text_beside_a_chart_is_set_larger_where_there_is_room() -> None:
    made = report(*blocks(("chart", 3), ("text", 2)))
    sections = (replace(made.sections[0], layout="two-columns"), *made.sections[1:])
    page = next(p for p in deck(replace(made, sections=sections)).pages if p.layout == "two-columns")
    assert min(sizes_of(page)) > 16


def test_a_chart_that_cannot_be_drawn_is_a_table_of_its_numbers() -> None:
    block = Maker("unbroken").block("chart", 5)
    assert isinstance(block, Chart)
    block = replace(block, series=(replace(block.series[0], name=Text((Run("Sales"),))),))
    pages = [p for p in deck(report(block)).pages if p.layout == "table"]
    tables = [i for p in pages for i in flat(p.items) if isinstance(i, PlacedTable)]
    assert sum(not row.header for table in tables for row in table.rows) == 5


def test_a_long_timeline_goes_on_by_date() -> None:
    block = Maker("normal").block("milestones", 30)
    assert isinstance(block, Milestones)
    starts = {stone.what.path: stone.when.start for stone in block.milestones}
    found = [starts[p] for page in deck(report(block)).pages for p in paths_of(page) if p in starts]
    assert len(found) == 30
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("kind", "wish", "layout"),
    [("milestones", "timeline", "big-number"), ("milestones", "range-chart", "big-number"), ("items", "cards", "deep-dive")],
)  # fmt: skip
def test_one_of_a_kind_takes_the_layout_for_one(kind: str, wish: str, layout: str) -> None:
    assert layout in {page.layout for page in deck(report(*blocks((kind, 1), layout=wish))).pages}


def test_many_milestones_without_groups_are_a_list() -> None:
    assert "timeline-list" in {page.layout for page in deck(report(*blocks(("milestones", 12)))).pages}


@pytest.mark.parametrize("words", [LONG, WORDS["normal"]])
def test_no_paragraph_goes_over_the_page_that_fits_one(words: str) -> None:
    paragraphs = tuple(Text((Run(f"{i} {words}"),), path=f"s/b/{i}") for i in range(40))
    document = deck(report(Prose(id="b", path="s/b", paragraphs=paragraphs)))
    pages = [{p for p in paths_of(page) if p.startswith("s/b/")} for page in document.pages]
    pages = [page for page in pages if page]
    assert len(pages) > 1
    assert sum(map(len, pages)) == 40


def test_a_closing_text_stands_under_its_block() -> None:
    made = blocks(("table", 3), ("text", 1))
    page = next(p for p in deck(report(*made)).pages if p.layout == "table")
    closing = next(i for i in page.items if i.name == "Closing text")
    table = next(i for i in flat(page.items) if isinstance(i, PlacedTable))
    assert closing.box.y >= table.box.bottom


def test_what_finds_no_room_under_its_block_comes_after_it() -> None:
    table, text = blocks(("table", 10), ("text", 1))
    assert isinstance(text, Prose)
    where = {path: page.number for page in deck(report(table, text)).pages for path in paths_of(page)}
    assert where[text.paragraphs[0].path] >= max(where[found.path] for found in texts(table) if found.path in where)


def test_title_and_tracker_count_alike() -> None:
    made = report(*blocks(("text", 30), ("table", 30)))
    for page in deck(made).pages:
        if found := re.search(r"\((\d+ of \d+)\)$", page.title):
            tracker = next(i for i in page.items if isinstance(i, PlacedText) and i.placeholder == "tracker")
            assert found[1] in tracker.text or " of " not in tracker.text


@pytest.mark.parametrize(("n", "layouts"), [(1, {"big-number"}), (3, {"figures"}), (6, {"figures"}), (30, {"table"})])
def test_figures_take_the_layout_for_their_number(n: int, layouts: set[str]) -> None:
    pages = [page for page in deck(report(*blocks(("figures", n)))).pages if page.section == "s"]
    assert {page.layout for page in pages} == layouts
    assert len(pages) == -(-n // 10)


def test_three_milestones_stand_on_an_axis() -> None:
    assert "timeline" in {page.layout for page in deck(report(*blocks(("milestones", 3)))).pages}


def test_a_cover_shows_no_strip_of_sentences() -> None:
    def strips(length: str) -> int:
        cover = deck(report(Maker(length).block("milestones", 3))).pages[0]
        return sum(item.name == "Timeline" for item in cover.items)

    assert strips("word") == 1
    assert strips("long") == 0


def notes(document: Document, code: str) -> list[str]:
    return [finding.message for finding in document.findings if finding.code == code]


def test_a_break_that_makes_two_sparse_slides_of_one_is_noted() -> None:
    first, second = blocks(("text", 1), ("points", 2))
    assert notes(deck(report(first, second)), "break") == []
    assert len(notes(deck(report(first, replace(second, break_="before"))), "break")) == 1
    long = replace(blocks(("points", 30))[0], id="b1", path="s/b1", break_="before")
    assert notes(deck(report(first, long)), "break") == []


def test_what_is_kept_together_in_smaller_type_is_noted() -> None:
    large, small = (replace(Maker("word").block("table", n), keep="together") for n in (4, 11))
    assert notes(deck(report(large)), "keep") == []
    assert notes(deck(report(small)), "keep") == ["is kept together in smaller type"]


@pytest.mark.parametrize(("kind", "n"), [("table", 23), ("figures", 13), ("comparison", 25), ("milestones", 20)])
def test_slides_of_one_block_share_geometry_and_are_even(kind: str, n: int) -> None:
    document = deck(report(*blocks((kind, n))))
    parts = [page for page in document.pages if page.section == "s"]
    assert len(parts) > 1
    frames = {tuple((i.placeholder, i.box) for i in page.items if isinstance(i, PlacedText) and i.placeholder in
                    ("title", "tracker", "footer", "page")) for page in parts}  # fmt: skip
    assert len(frames) == 1
    tables = [i for page in parts for i in page.items if isinstance(i, PlacedTable)]
    assert len({table.columns for table in tables}) <= 1
    rows = [sum(not row.header for row in table.rows) for table in tables]
    assert not rows or max(rows) - min(rows) <= 1
    for before, page in pairwise(parts):
        assert f"Continues on slide {page.number}." in words_on(before)
    assert [f"{i} of {len(parts)}" in words_on(page) for i, page in enumerate(parts, 1)] == [True] * len(parts)


def test_groups_stay_whole_and_carry_their_own_headlines() -> None:
    (block,) = blocks(("players", 8))
    assert isinstance(block, Items)
    heads = [Text((Run(f"The claim of group {i}"),), path=f"s/claim-{i}") for i in range(2)]
    groups = tuple(replace(g, headline=h) for g, h in zip(block.groups, heads, strict=True))
    document = deck(report(replace(block, groups=groups, links=())))
    assert [title for title in titles(document) if title.startswith("The claim")] == [h.plain for h in heads]
    for group in groups:
        names = {item.name.path for item in group.items}
        assert sum(bool(names & set(paths_of(page))) for page in document.pages) == 1


def units_by_slide(document: Document, layout: str, prefix: str) -> list[int]:
    """How many facts whose path begins so each slide of the layout shows."""
    pages = [page for page in document.pages if page.layout == layout]
    return [len({path for path in paths_of(page) if path.startswith(prefix)}) for page in pages]


def test_two_hundred_sources_go_evenly_over_slides() -> None:
    sources = tuple(
        Source(f"s{i}", Text((Run(f"Source {i} on cells"),), path=f"sources/{i}"), link=f"https://example.org/{i}")
        for i in range(200)
    )
    counts = units_by_slide(deck(replace(report(), sources=sources)), "sources", "sources/")
    assert sum(counts) == 200
    assert len(counts) < 15
    assert min(counts) > max(counts) / 2


def test_sections_that_are_only_names_stand_on_one_agenda() -> None:
    made = report(*blocks(("points", 2)))
    names = ["What has happened, and what comes next", *(f"Section {n}" for n in range(2, 9))]
    sections = tuple(
        replace(made.sections[0], id=f"s{n}", title=Text((Run(name),), path=f"s{n}.title"), headline=None)
        for n, name in enumerate(names)
    )
    board = replace(CATALOG.audience("general"), density="board")
    assert len([p for p in deck(replace(made, sections=sections), board).pages if p.layout == "agenda"]) == 1


def test_forty_sections_stand_evenly_in_the_agenda() -> None:
    made = report(*blocks(("text", 1)))
    sections = tuple(
        replace(made.sections[0], id=f"x{i}", number=f"{i}", title=Text((Run(f"Part {i}"),), path=f"parts/{i}"))
        for i in range(1, 41)
    )
    assert units_by_slide(deck(replace(made, sections=sections)), "agenda", "parts/") == [20, 20]


@pytest.mark.parametrize("n", [33, 40, 61, 90])
def test_running_text_goes_evenly_over_slides(n: int) -> None:
    counts = units_by_slide(deck(report(*blocks(("points", n)))), "points", "s/b/")
    assert min(counts) >= 0.6 * max(counts)
