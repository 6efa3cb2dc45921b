"""Words arrive whole, in runs, with their looks, links and numbering."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation
from pptx.util import Pt

from exporter.model.geometry import px
from exporter.model.page import Line, Para, PlacedText, Span, flat
from exporter.model.report import Run
from exporter.model.style import TextStyle
from exporter.write.pptx.palette import Palette
from exporter.write.pptx.sheet import safe_address
from exporter.write.pptx.text import TextWriter, marks, runs

from .conftest import Desk, torture

Save = Callable[..., Path]
STYLE = TextStyle()


def drawn(desk: Desk, save: Save, item: PlacedText) -> object:
    """The text frame of one text box, as another program reads it."""
    slide = Presentation(str(save(desk.document(desk.page(1, "One", replace(item, name="Here")))))).slides[0]
    return next(shape for shape in slide.shapes if shape.name == "Here").text_frame


def line(*texts: str, **more: object) -> Line:
    return Line(tuple(Span(t, 0, 0) for t in texts), 0, **more)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((line("After limited"), line("pilots")), "After limited pilots"),
        ((line("https://example.org/a-very-", space=False), line("long-path")), "https://example.org/a-very-long-path"),
        ((line("bat-", space=False, hyphen=True), line("tery")), "battery"),
        ((line("mass-", space=False), line("produced")), "mass-produced"),
        ((), ""),
    ],
)
def test_lines_are_joined_again(lines: tuple[Line, ...], text: str) -> None:
    para = Para(lines, STYLE)
    assert "".join(t for t, _ in runs(para)) == text == para.text
    assert len(runs(para)) <= 1


def test_the_space_at_a_break_is_not_underlined() -> None:
    link = Span("our site", 0, 0, link="https://example.org")
    para = Para((Line((link,), 0), line("has more")), STYLE)
    assert [t for t, _ in runs(para)] == ["our site", " has more"]


def test_a_link_is_cut_where_its_line_breaks() -> None:
    """LibreOffice breaks a link between any two letters, but wraps it only at a place outside of it."""
    link = Span("a long", 0, 0, link="https://example.org")
    para = Para((Line((link,), 0), Line((replace(link, text="link-"),), 0, space=False), Line((link,), 0)), STYLE)
    assert [(t, bool(s.link)) for t, s in runs(para)] == [
        ("a long", True),
        (" ", False),
        ("link-", True),
        ("\n", False),
        ("a long", True),
    ]


@pytest.mark.parametrize("space", [False, True])
def test_a_line_that_suites_would_not_end_there_ends_with_a_break(space: bool) -> None:
    para = Para((Line((Span("floors/", 0, 0),), 0, space=space, forced=True), Line((Span("third", 0, 0),), 0)), STYLE)
    assert [text for text, _ in runs(para)] == ["floors/" + " " * space, "\n", "third"]


def test_spare_room_is_kept_free_where_lines_end(light: Desk, save: Save) -> None:
    roomy = replace(light.para("Costs fell"), spare=25400)
    shape = drawn(light, save, light.text([roomy, light.para("and rose")], 64, 200, 500, 60))
    first, second = (p._p.pPr for p in shape.paragraphs)
    assert first.get("marR") == "25400"
    assert second.get("marR") == "0"  # LibreOffice would carry the first one over


def test_every_word_of_every_page_is_in_the_deck(desk: Desk, picture: Path, save: Save) -> None:
    document = torture(desk, picture)
    deck = Presentation(str(save(document)))
    for page, slide in zip(document.pages, deck.slides, strict=True):
        paras = slide.shapes._spTree.iter("{*}p")
        found = "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in paras)
        for item in page.items:
            for para in item.paras if isinstance(item, PlacedText) else ():
                assert para.text.replace("\x07", "") in found
    assert "\v" not in "".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)


def test_looks_of_runs(light: Desk, save: Save) -> None:
    runs = (Run("a "), Run("b ", bold=True), Run("c ", italic=True), Run("d ", code=True), Run("e", lang="fr"))
    frame = drawn(light, save, light.text([light.para(runs)], 64, 200, 500, 30))
    a, b, c, d, e = frame.paragraphs[0].runs
    assert [r.font.size for r in (a, b, c)] == [Pt(light.style("body").size)] * 3
    assert (a.font.bold, b.font.bold, c.font.italic) == (False, True, True)
    assert d.font.name == light.theme.fonts["mono"].name
    assert e._r.rPr.get("lang") == "fr-FR"
    assert a._r.rPr.get("lang") == "en-US"


def test_type_is_exact(light: Desk, save: Save) -> None:
    style = {"size": 10.5, "line": 13.5, "spacing": -4, "align": "right"}
    item = light.text(
        [light.para("One", style=style), light.para("Two", style=style, space_before=7.5)], 64, 200, 300, 60
    )
    one, two = drawn(light, save, item).paragraphs
    assert one.runs[0].font.size == Pt(10.5)
    assert one.runs[0]._r.rPr.get("spc") == "-400"
    assert (one.line_spacing, two.space_before, one.space_before) == (Pt(13.5), Pt(7.5), None)
    assert one.alignment == 3


def test_boxes_state_their_insets_and_never_shrink_text(light: Desk, save: Save) -> None:
    item = light.text("One", 64, 200, 300, 60, insets=(1, 2, 3, 4), anchor="bottom")
    frame = drawn(light, save, item)
    assert (frame.margin_left, frame.margin_top, frame.margin_right, frame.margin_bottom) == (1, 2, 3, 4)
    assert (frame.word_wrap, frame.auto_size, frame.vertical_anchor) == (True, 0, 4)


def test_note_marks_are_raised(light: Desk, save: Save) -> None:
    base = light.para("Fact")
    (only,) = base.lines
    mark = replace(only.spans[0], text="1", size=9.24, rise=4.2)
    frame = drawn(
        light, save, light.text([replace(base, lines=(replace(only, spans=(*only.spans, mark)),))], 64, 200, 300, 30)
    )
    raised = frame.paragraphs[0].runs[1]
    assert (raised.text, raised._r.rPr.get("baseline"), raised.font.size) == ("1", "30000", Pt(14))


def numbered(*bullets: str, levels: tuple[int, ...] = ()) -> list[tuple[str, str, int]]:
    levels = levels or (0,) * len(bullets)
    paras = [Para((), STYLE, bullet=b, level=n) for b, n in zip(bullets, levels, strict=True)]
    return [(mark.kind, mark.value, start) for mark, start in marks(paras, levels)]


def test_numbers_become_powerpoints_own_where_it_counts_alike() -> None:
    dot = "arabicPeriod"
    assert numbered("1.", "2.", "3.") == [("auto", dot, 1)] * 3
    assert numbered("4.", "5.") == [("auto", dot, 4)] * 2
    assert numbered("1.", "3.") == [("auto", dot, 1), ("auto", dot, 3)]
    assert numbered("1.", "", "2.") == [("auto", dot, 1), ("", "", 1), ("auto", dot, 2)]
    assert numbered("1.", "1.", "2.", "2.", levels=(0, 1, 1, 0)) == [("auto", dot, 1)] * 4
    assert numbered("1.", "1.", "2.", "1.", levels=(0, 1, 0, 1)) == [("auto", dot, 1)] * 4
    assert numbered("a)", "b)", "(3)") == [("auto", "alphaLcParenR", 1)] * 2 + [("auto", "arabicParenBoth", 3)]
    assert numbered("–", "1.2", "0.") == [("char", "–", 1), ("text", "1.2", 1), ("text", "0.", 1)]


def test_points_hang_their_marks(light: Desk, save: Save) -> None:
    item = light.text([light.para("One", bullet="–", indent=px(40), hang=px(20), level=1)], 64, 200, 300, 30)
    properties = drawn(light, save, item).paragraphs[0]._p.pPr
    assert (properties.get("marL"), properties.get("indent"), properties.get("lvl")) == (str(px(40)), str(-px(20)), "1")
    assert properties.find("{*}buChar").get("char") == "–"
    assert properties.find("{*}buClr")[0].get("val") == "accent1"


def test_links_go_out_or_to_the_slide_that_has_their_anchor(light: Desk, picture: Path, save: Save) -> None:
    deck = Presentation(str(save(torture(light, picture))))
    linked = {
        r.text: r for s in deck.slides[1].shapes if s.has_text_frame for p in s.text_frame.paragraphs for r in p.runs
    }
    assert linked["a site"].hyperlink.address == "https://example.org/%C3%A9?a=(b)&c=%3Cd%3E"
    click = linked["the table"]._r.rPr.find("{*}hlinkClick")
    assert click.get("action") == "ppaction://hlinksldjump"
    assert deck.slides[1].part.related_part(click.values()[0]) is deck.slides[2].part
    jump = next(s for s in deck.slides[1].shapes if s.name == "Jump")
    assert jump.click_action.target_slide.slide_id == deck.slides[3].slide_id


def test_a_link_to_what_was_left_out_is_plain_text(light: Desk, save: Save) -> None:
    item = light.text([light.para((Run("see "), Run("that", link="#gone")))], 64, 200, 300, 30)
    assert [r.hyperlink.address for r in drawn(light, save, item).paragraphs[0].runs] == [None, None]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://example.org/a b", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("http://[bad/", ""),
        ("mailto:a@example.org?subject=x", "mailto:a@example.org?subject=x"),
        ("HTTPS://example.org/ü#é", "HTTPS://example.org/%C3%BC#%C3%A9"),
    ],
)
def test_only_safe_and_valid_addresses_leave_the_deck(link: str, address: str) -> None:
    assert safe_address(link) == address


def test_links_keep_our_colour(light: Desk, picture: Path, save: Save) -> None:
    xml = zipfile.ZipFile(save(torture(light, picture))).read("ppt/slides/slide2.xml").decode()
    assert (
        xml.count('hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"') == 2
    )


def test_notes(light: Desk, picture: Path, save: Save) -> None:
    deck = Presentation(str(save(torture(light, picture))))
    notes = [s.notes_slide.notes_text_frame.text if s.has_notes_slide else None for s in deck.slides]
    assert notes == [None, "Say this first.\nThen this & that <b>.", None, None, None, "On pictures.", None]
    assert deck.notes_master.placeholders


def test_text_is_never_markup(light: Desk, save: Save) -> None:
    words = '<a:t>&amp;]]> "x" {0} %s \x00\ud800</a:t>'
    page = light.page(1, words, light.text(words, 64, 200, 600, 30, name=words), notes=(words,))
    deck = Presentation(str(save(light.document(page, title=words, footer=words, layouts={"cards": words},
                                                sections=(("a", words, 1),)))))  # fmt: skip
    kept = words.replace("\x00", "").replace("\ud800", "")
    assert deck.slides[0].shapes.title.text_frame.text == kept
    assert deck.slides[0].notes_slide.notes_text_frame.text == kept
    assert deck.core_properties.title == deck.slide_layouts[0].name == kept


def test_an_empty_paragraph_keeps_its_height(light: Desk, save: Save) -> None:
    frame = drawn(light, save, light.text([light.para("One"), light.para(""), light.para("Two")], 64, 200, 300, 60))
    end = frame.paragraphs[1]._p.find("{*}endParaRPr")
    assert (len(frame.paragraphs), end.get("sz")) == (3, "1400")
    assert etree.tostring(frame.paragraphs[1]._p).count(b"spcPts") == 1


def test_a_box_whose_paragraph_is_a_link_is_one_link(light: Desk, save: Save) -> None:
    """A row of an agenda: the whole box jumps, and nothing in it is underlined; an aside in a text stays a run."""
    link = Run("To the table", link="#there")
    row = light.text([light.para((link,)), light.para("What it holds")], 64, 200, 300, 60, name="Row")
    aside = light.text([light.para((Run("see "), link))], 64, 300, 300, 60, name="Aside")
    pages = light.page(1, "One", row, aside), light.page(2, "Two", anchor_id="there")
    slide = Presentation(str(save(light.document(*pages)))).slides[0]
    found = {s.name: (s._element, s.click_action.target_slide) for s in slide.shapes if s.name in ("Row", "Aside")}
    links = {name: len(list(element.iter("{*}hlinkClick"))) for name, (element, _) in found.items()}
    assert links == {"Row": 1, "Aside": 1}
    assert found["Row"][1] is not None
    assert found["Aside"][1] is None


@pytest.mark.parametrize(
    ("words", "align", "expected"),
    [
        ("بطارية OWASP 2021.", "left", ("r", "1")),
        ("בטריה", "center", ("ctr", "1")),
        ("OWASP بطارية", "left", ("l", None)),
        ("2021: بطارية", "left", ("r", "1")),
        ("Battery – déjà vu", "left", ("l", None)),
    ],
)
def test_paragraphs_that_begin_with_such_a_letter_run_from_right_to_left(
    desk: Desk, save: Save, words: str, align: str, expected: tuple[str, str | None]
) -> None:
    paras = [desk.para(words, style={"align": align})]
    (para,) = drawn(desk, save, desk.text(paras, 64, 200, 500, 40)).paragraphs  # type: ignore[attr-defined]
    look = para._p.pPr
    assert (look.get("algn", "l"), look.get("rtl")) == expected


def test_words_in_both_directions_share_no_paragraph(light: Desk, save: Save) -> None:
    """They have the same looks, by which the writer remembers what stands around words."""
    words = ("Battery", "بطارية", "Charge", "شحن")
    paras = drawn(light, save, light.text([light.para(w) for w in words], 64, 200, 500, 200)).paragraphs  # type: ignore[attr-defined]
    assert [p._p.pPr.get("rtl") for p in paras] == [None, "1", None, "1"]


def test_what_the_writer_remembers_changes_no_text(desk: Desk, picture: Path) -> None:
    """Each text of a deck is written by one writer after all the others, and by a new one alone."""
    document = torture(desk, picture)

    def writer() -> TextWriter:
        return TextWriter(Palette(document.colours), document.theme.fonts, document.language)

    one = writer()
    texts = [item for page in document.pages for item in flat(page.items) if isinstance(item, PlacedText)]
    for _ in range(2):
        for item in texts:
            assert one.body(item.paras, lambda _: "") == writer().body(item.paras, lambda _: "")
    assert len(texts) > 20
