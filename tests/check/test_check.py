"""Faults planted in documents made by hand: each is found, named, and placed; a sound document has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.check.facts import unread
from exporter.errors import Place
from exporter.model.audience import Entry, Fate, Ledger
from exporter.model.geometry import px, px_box
from exporter.model.page import (
    Cell,
    ChartSeries,
    Document,
    Item,
    Page,
    Para,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    TableRow,
)
from exporter.model.report import Finding, Level, Run
from exporter.text import Fonts, para, thai

THEME = Catalog().theme("ledger")
DENSITY = THEME.densities["standard"]
FONTS = Fonts(THEME.fonts)


def text(
    words: str, x: float = 64, y: float = 200, w: float = 400, h: float = 100, path: str = "", role: str = "body"
) -> PlacedText:
    style = DENSITY.style(role)
    set_ = para(words, style, px(w), FONTS, path=path)
    return PlacedText(box=px_box(x, y, w, h), paras=(set_,), size_role=role)


def title(words: str = "Everything is in its place") -> PlacedText:
    item = text(words, y=56, w=1152, h=84, role="title")
    return replace(item, placeholder="title", role=Role.TITLE)


def page(*items: Item, number: int = 1, name: str = "") -> Page:
    head = title(name or f"Slide {number}")
    return Page(number, (px(1280), px(720)), "prose", (head, *items), title=head.text, section="one")


def document(*pages: Page, ledger: Ledger = Ledger(), format: str = "deck") -> Document:
    sections = (("one", "One", 1),)
    return Document(format, pages, THEME, "standard", THEME.colours, "A report", sections=sections, ledger=ledger)


def codes(doc: Document) -> list[str]:
    return [finding.code for finding in check(doc)]


def only(doc: Document) -> Finding:
    (finding,) = check(doc)
    return finding


BODY = text("A body that says something", path="one/text")


def test_a_sound_document_has_no_findings() -> None:
    assert check(document(page(BODY))) == ()


def off_the_page() -> Item:
    return text("Too far right", x=1200, w=200)


def taller_than_its_box() -> Item:
    return text("Many words that need more than one line " * 6, h=40)


def wider_than_its_box() -> Item:
    return replace(text("Set for four hundred pixels, put into two hundred"), box=px_box(64, 200, 200, 100))


def table_taller_than_its_rows() -> Item:
    cell = Cell(text("Three lines of text in a row for one", w=100).paras)
    return PlacedTable(
        box=px_box(64, 200, 100, 20), columns=(px(100),), rows=(TableRow(px(20), (cell,)),), role=Role.BODY
    )


@pytest.mark.parametrize("plant", [off_the_page, taller_than_its_box, wider_than_its_box, table_taller_than_its_rows])
def test_overflow(plant: Callable[[], Item]) -> None:
    findings = check(document(page(BODY, plant())))
    errors = [f for f in findings if f.code == "overflow" and f.level is Level.ERROR]
    assert errors
    assert errors[0].page == 1


def test_text_within_two_percent_of_its_width_is_no_overflow() -> None:
    item = text("Just about as wide as its box")
    line = item.paras[0].lines[0]
    tight = replace(item, box=replace(item.box, w=round(line.w / 1.015)))
    loose = replace(item, box=replace(item.box, w=round(line.w / 1.10)))
    assert "overflow" not in codes(document(page(BODY, replace(tight, box=replace(tight.box, y=px(400))))))
    assert "overflow" in codes(document(page(BODY, replace(loose, box=replace(loose.box, y=px(400))))))


def test_boxes_may_overlap_where_their_lines_do_not() -> None:
    below = text("Another text", y=230, path="one/other")
    assert codes(document(page(BODY, below))) == []


def test_lines_that_overlap_collide() -> None:
    finding = only(document(page(BODY, text("Another text", y=204))))
    assert (finding.code, finding.level) == ("collision", Level.ERROR)
    assert "A body that says something" in finding.message
    assert "Another text" in finding.message


def test_a_right_aligned_text_collides_only_where_it_really_stands() -> None:
    style = DENSITY.style("body").but(align="right")
    number = PlacedText(box=px_box(64, 200, 900, 26), paras=(para("42", style, px(900), FONTS),))
    assert codes(document(page(BODY, number))) == []


def test_type_under_the_floor_of_its_role() -> None:
    style = DENSITY.style("body").but(size=10.0)
    small = PlacedText(box=px_box(64, 400, 400, 40), paras=(para("Small print", style, px(400), FONTS),))
    finding = only(document(page(BODY, small)))
    assert finding.code == "floor"
    assert "10 pt" in finding.message
    assert "12 pt" in finding.message


def test_the_same_small_type_is_fine_for_a_source_line() -> None:
    item = replace(text("Source: a report", y=652, h=30, role="source"), placeholder="source")
    assert codes(document(page(BODY, item))) == []


def test_a_slide_on_a_handout_is_judged_in_its_own_units() -> None:
    small = replace(text("x", y=400), paras=(para("Small", DENSITY.style("body").but(size=8.0), px(400), FONTS),))
    slide = PlacedPage(box=px_box(73, 88, 424, 240), page=page(BODY, small))
    paper = Page(1, (px(794), px(1123)), "handout", (slide,))
    assert codes(document(paper, format="handout")) == ["floor"]


def coloured(role: str, fill: str = "", size: float = 14) -> PlacedText:
    style = DENSITY.style("body").but(colour=role, size=size, line=size * 1.3)
    return PlacedText(box=px_box(64, 400, 400, 60), paras=(para("Words", style, px(400), FONTS),), fill=fill)


def test_contrast_with_the_page_and_with_the_text_s_own_fill() -> None:
    assert codes(document(page(BODY, coloured("accent-mid")))) == ["contrast"]
    assert codes(document(page(BODY, coloured("on-accent", fill="accent")))) == []
    assert codes(document(page(BODY, coloured("ink", fill="deep")))) == ["contrast"]


def test_large_type_needs_less_contrast() -> None:
    assert codes(document(page(BODY, coloured("accent-mid", size=24)))) == []


def test_contrast_with_the_shape_under_the_text() -> None:
    panel = PlacedShape(box=px_box(64, 380, 500, 100), shape="rect", fill="deep", decorative=True)
    assert codes(document(page(BODY, panel, coloured("ink")))) == ["contrast"]
    assert codes(document(page(BODY, coloured("ink"), panel))) == []  # drawn over it, not under it


def test_pictures_and_figures_need_words() -> None:
    picture = PlacedPicture(box=px_box(64, 300, 100, 100), file="map.png", alt="")
    assert codes(document(page(BODY, picture))) == ["missing-alt"]
    assert codes(document(page(BODY, replace(picture, alt="A map")))) == []
    group = PlacedGroup(box=px_box(64, 300, 100, 100), items=(picture,), alt="A map with a legend")
    assert codes(document(page(BODY, group))) == []


def test_a_section_that_shows_nothing() -> None:
    assert codes(document(page())) == ["empty-section"]


def test_a_heading_of_a_brief_with_nothing_under_it() -> None:
    def heading(words: str, y: float, role: Role = Role.H1) -> PlacedText:
        item = text(words, y=y, h=30)
        return replace(item, paras=(replace(item.paras[0], role=role),))

    paper = Page(1, (px(794), px(1123)), "brief", (heading("First", 100), heading("Second", 200), text("Words", y=300)))
    (finding,) = check(document(paper, format="brief"))
    assert finding.code == "empty-section"
    assert "First" in finding.message
    item = replace(
        heading("Volkswagen", 200), paras=(replace(heading("Volkswagen", 200).paras[0], path="s/b/vw.name"),)
    )
    paper = Page(
        1, (px(794), px(1123)), "brief", (heading("Makers", 100), item, heading("Next", 300), text("Words", y=400))
    )
    assert check(document(paper, format="brief")) == ()


def ledger(shown: str, path: str = "one/text", fate: Fate = Fate.KEPT) -> Ledger:
    return Ledger((Entry(path, fate, shown, shown=shown, spot=Place("report.yaml", 7, 5)),))


def test_a_fact_that_no_page_carries_is_lost_and_its_place_is_named() -> None:
    finding = only(document(page(BODY), ledger=ledger("Another fact", path="one/other")))
    assert (finding.code, finding.level, str(finding.place)) == ("lost-fact", Level.ERROR, "report.yaml:7:5")


def test_a_fact_that_lost_a_word_is_lost() -> None:
    finding = only(document(page(BODY), ledger=ledger("A body that says something more")))
    assert finding.code == "lost-fact"
    assert "more" in finding.message


def test_a_fact_said_twice_too_few_is_lost() -> None:
    assert codes(document(page(BODY), ledger=ledger("A body that says something something"))) == ["lost-fact"]


@pytest.mark.parametrize(
    ("written", "value"),
    [("1.500", 1.5), ("1,234.500", 1234.5), ("1.234,50", 1234.5), ("8.0e-06", 8e-6), ("3000000000000.0", 3e12),
     ("(2.0)", -2.0), ("−4.10 €", -4.1)],
)  # fmt: skip
def test_a_number_of_a_chart_is_shown_however_it_was_written(written: str, value: float) -> None:
    def findings(number: float) -> list[str]:
        series = (ChartSeries("A", (number,)),)
        box = px_box(64, 300, 400, 200)
        item = PlacedChart(
            box=box, plot=box, chart="column", categories=("a",), series=series, alt="x", paths=("one/text",)
        )
        return codes(document(page(BODY, item), ledger=ledger(written)))

    assert findings(value) == []
    assert findings(value * 3) == ["lost-fact"]


def test_facts_are_found_across_pages_in_notes_and_in_figures() -> None:
    long = text("First half of", path="one/text")
    rest = text("the fact, and its second half", path="one/text")
    first, second = page(long, number=1), page(rest, number=2)
    assert check(document(first, second, ledger=ledger("First half of the fact, and its second half"))) == ()

    told = replace(page(BODY), notes=("Say this aloud.",), note_paths=("one/notes",))
    assert check(document(told, ledger=ledger("Say this aloud.", "one/notes", Fate.MOVED))) == ()

    chart = PlacedChart(
        box=px_box(64, 300, 400, 200),
        plot=px_box(64, 300, 400, 200),
        chart="bar",
        categories=("Toyota",),
        series=(ChartSeries("Range", (1200.0,), labels=("1,200 km",)),),
        alt="Range of one car",
        paths=("one/chart/toyota",),
    )
    assert check(document(page(BODY, chart), ledger=ledger("1,200 km", "one/chart/toyota"))) == ()


def test_what_the_ledger_leaves_out_need_not_be_shown() -> None:
    out = Ledger((Entry("one/secret", Fate.LEFT_OUT, "Not for you", rule="exclude tag:internal"),))
    assert check(document(page(BODY), ledger=out)) == ()


def test_missing_glyphs_are_one_warning() -> None:
    finding = only(document(page(BODY, text("ꓐꓧ ꓡꓳ", y=400), text("ꓧꓡ", y=500))))
    assert (finding.code, finding.level) == ("missing-glyph", Level.WARNING)
    assert "ꓐ" in finding.message


def test_thai_is_one_warning_without_what_tells_its_words_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = document(page(BODY, text("พลังงาน", y=400), text("แสงอาทิตย์", y=500)))
    assert "thai-words" not in codes(pages)
    monkeypatch.setattr(thai, "ready", lambda: False)
    (found,) = [f for f in check(pages) if f.code == "thai-words"]
    assert found.level is Level.WARNING
    assert "พลังงาน" in found.message
    assert "exporter[thai]" in found.hint


def test_titles_are_unique_and_present() -> None:
    twice = document(page(BODY, number=1, name="Same"), page(text("Words", path="x"), number=2, name="Same"))
    assert codes(twice) == ["title"]
    assert codes(document(replace(page(BODY), title=""))) == ["title"]


def test_the_title_is_read_first() -> None:
    head, body = page(BODY).items
    assert codes(document(replace(page(BODY), items=(body, head)))) == ["order"]


def test_links_lead_somewhere() -> None:
    link = text("See the table", y=400)
    spans = tuple(replace(span, goto="table-1") for span in link.paras[0].lines[0].spans)
    linked = replace(link, paras=(Para((replace(link.paras[0].lines[0], spans=spans),), link.paras[0].style),))
    assert codes(document(page(BODY, linked))) == ["dead-link"]
    target = replace(text("The table", y=500), anchor_id="table-1")
    assert codes(document(page(BODY, linked, target))) == []
    assert codes(document(replace(page(BODY, linked), anchors=("table-1",)))) == []


def test_the_mark_of_a_note_is_no_word_of_a_fact() -> None:
    said = (Run("Prices fell", cite=("survey",)), Run(" in 2024"))
    cited = para(said, DENSITY.style("body"), px(400), FONTS, path="one/text", marks={"survey": "1"})
    assert cited.text == "Prices fell1 in 2024"
    shows = replace(text("", y=300), paras=(cited,))
    with_source = replace(page(shows), anchors=("source-survey",))  # where the mark leads
    assert check(document(with_source, ledger=ledger("Prices fell in 2024"))) == ()


@pytest.mark.parametrize(
    ("fact", "texts", "lost"),
    [
        ("固体電解質.", ("Cells use 固体電", "解質. They last."), False),  # over a page
        ("固体電解質.", ("Cells use 固体電", "質. They last."), True),
        ("electrolyte", ("Cells use electro", "lyte. They last."), False),  # hyphened
        ("electrolyte", ("Cells use electro", "and more", "lyte."), True),
        ("Silbenrätsel" * 20, ("A", "Silbenrätsel" * 9, "B", "Silbenrätsel" * 11), False),
    ],
)
def test_words_are_found_in_their_parts_where_they_go_on_over_a_page(
    fact: str, texts: tuple[str, ...], lost: bool
) -> None:
    ledger = Ledger((Entry("a", Fate.KEPT, fact, shown=fact),))
    assert bool(list(unread(document(page(BODY), ledger=ledger), texts, drawn=True))) == lost
