"""Lines are measured with the real fonts and broken where an office suite breaks them."""

from __future__ import annotations

import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.catalog import Catalog
from exporter.model.geometry import px, to_px
from exporter.model.memory import collector_off
from exporter.model.report import Run, Text
from exporter.model.style import TextStyle
from exporter.text import Fonts, bad_breaks, height, para, split
from exporter.text.breaks import suite_units, units
from exporter.text.hyphens import hyphens

BODY = TextStyle("body", 14, 19)
TITLE = TextStyle("heading", 26, 30)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts(Catalog([]).theme("ledger").fonts)


def lines(text: str, width: float, fonts: Fonts, style: TextStyle = BODY, hold: bool = False) -> list[str]:
    return [line.text for line in para(text, style, px(width), fonts, hold=hold).lines]


def test_a_known_word_has_arials_width(fonts: Fonts) -> None:
    # Arial: H 1479, a 1139, l 455, o 1139 of 2048 units: 4212 / 2048 * 14 pt = 28.79 pt
    assert fonts.width("Halo", BODY) == pytest.approx(28.79 * 12700, rel=0.001)


def test_lines_break_at_spaces_and_keep_the_width(fonts: Fonts) -> None:
    text = "Toyota is widely considered the leader in patent volume and targets mass production."
    found = para(text, BODY, px(300), fonts)
    assert all(to_px(line.w) <= 300 for line in found.lines)
    assert found.text == text
    assert found.lines[0].text == "Toyota is widely considered the"


def test_a_space_at_the_end_of_a_line_takes_no_room(fonts: Fonts) -> None:
    exact = fonts.width("one two", BODY)
    for width, hold in ((exact, True), (fonts.room("one two", BODY), False)):
        assert [line.text for line in para("one two three", BODY, width, fonts, hold=hold).lines] == [
            "one two",
            "three",
        ]


def test_a_word_wider_than_the_line_is_broken_between_characters(fonts: Fonts) -> None:
    found = para("x" * 200, BODY, px(120), fonts)
    assert len(found.lines) > 1 and all(to_px(line.w) <= 120 for line in found.lines)
    assert found.text == "x" * 200


def test_a_word_wider_than_the_line_breaks_after_a_mark_where_it_has_one(fonts: Fonts) -> None:
    found = para("see https://example.org/a/long/path?with=query&more=1", BODY, px(170), fonts)
    assert [line.text for line in found.lines] == ["see", "https://example.org/", "a/long/path?", "with=query&more=1"]
    assert [line.forced for line in found.lines] == [False, True, True, False]
    assert found.text == "see https://example.org/a/long/path?with=query&more=1"


def test_no_forced_break_parts_a_letter_from_its_accent(fonts: Fonts) -> None:
    found = para("e\u0301" * 60, BODY, px(120), fonts)
    assert len(found.lines) > 1 and not any(line.text.startswith("\u0301") for line in found.lines)


def test_decks_break_where_both_suites_measure_the_same(fonts: Fonts) -> None:
    # LibreOffice kerns, PowerPoint does not: "Volvo" fits this width by one measure alone.
    text, style = "AVAVA Tokyo Volvo", TextStyle("body", 20, 26)
    plain = fonts.width(text, style)
    assert fonts.room(text.replace("V", "n"), style) and fonts.drawn(text, "body", False, False, 20) < plain
    found = para(text, style, plain - 12700, fonts)
    assert [line.text for line in found.lines] == ["AVAVA Tokyo", "Volvo"]
    kept = plain - 12700 - found.spare
    assert found.lines[0].w <= kept < fonts.drawn(text, "body", False, False, 20)


def test_decks_leave_room_for_letters_that_libreoffice_takes_from_a_wider_font(fonts: Fonts) -> None:
    said = "được sản xuất hàng loạt từ"
    width = fonts.width(said, BODY) + px(1)
    assert len(para(said, BODY, width, fonts, hold=True).lines) == 1
    assert len(para(said, BODY, width, fonts).lines) == 2


def test_pages_that_we_draw_need_no_spare_room(fonts: Fonts) -> None:
    text, style = "AVAVA Tokyo Volvo", TextStyle("body", 20, 26)
    assert para(text, style, fonts.width(text, style) - 12700, fonts, hold=True).spare == 0


def test_room_at_the_right_is_kept_free(fonts: Fonts) -> None:
    found = para("word " * 30, BODY, px(300), fonts, indent=px(20), right=px(80))
    assert max(line.w for line in found.lines) <= px(200) and found.spare >= px(80)


def test_soft_hyphens_show_only_where_a_line_ends(fonts: Fonts) -> None:
    text = "Kapazi\u00adtäts\u00aderhal\u00adtung der Zellen"
    narrow = para(text, BODY, fonts.width("Kapazitäts--", BODY), fonts, hold=True)
    assert [line.text for line in narrow.lines] == ["Kapazitäts-", "erhaltung", "der Zellen"]
    assert narrow.lines[0].hyphen and narrow.text == "Kapazitätserhaltung der Zellen"
    assert para(text, BODY, px(600), fonts, hold=True).lines[0].text == "Kapazitätserhaltung der Zellen"


def test_words_are_hyphened_where_a_language_is_given(fonts: Fonts) -> None:
    text = "Electrochemical characterisation of interfaces"
    plain = para(text, BODY, px(200), fonts, hold=True)
    split_up = para(text, BODY, px(200), fonts, hold=True, hyphenate="en")
    assert not any(line.hyphen for line in plain.lines) and any(line.hyphen for line in split_up.lines)
    assert split_up.text == text and all(to_px(line.w) <= 200 for line in split_up.lines)
    assert para(text, BODY, px(200), fonts, hold=True, hyphenate="xx").lines == plain.lines


def test_norwegian_is_hyphened_in_whatever_way_its_tag_names_it() -> None:
    assert hyphens("infrastrukturen", "nb") and hyphens("infrastrukturen", "no") == hyphens("infrastrukturen", "nb-NO")


def test_a_part_that_fills_its_line_ends_without_a_hyphen(fonts: Fonts) -> None:
    found = para("AAKP²¹", BODY, px(40), fonts, hyphenate="en")
    assert [line.text for line in found.lines] == ["AAK", "P²¹"]


@pytest.mark.parametrize("hold", [False, True], ids=["deck", "page"])
@pytest.mark.parametrize(
    ("fits", "rest", "first"),
    [
        ("pegged for 2027–20", "28 and more", "pegged for"),
        ("it weighs 12.5 k", "g without", "it weighs"),
        ("a share of 40 ", "% today", "a share of"),
        ("as written by J. Smi", "th then", "as written by"),
        ("within a 30-da", "y window", "within a"),
        ("until the 30. Sep", "tember 2026", "until the"),
        ("on the 14 Octo", "ber 2026", "on the"),
        ("a temperature ≥ 1", "0 °C", "a temperature"),
        ("a test with p < ", "0.05", "a test with"),
        ("a set (n = ", "321) of", "a set"),
        ("we saw 12 mon", "keys", "we saw 12"),
        ("pegged for the mass-pro", "duced cell", "pegged for the mass-"),
    ],
)
def test_ranges_units_and_initials_stay_on_one_line(fits: str, rest: str, first: str, hold: bool, fonts: Fonts) -> None:
    width = fonts.width(fits, BODY)
    found = para(fits + rest, BODY, width, fonts, hold=hold)
    assert found.lines[0].text == first and bad_breaks(found) == first.endswith("-")


def test_decks_are_told_to_end_a_line_before_a_range_and_keep_a_unit_by_its_space(fonts: Fonts) -> None:
    ranged = para("pegged for 2027–2028", BODY, fonts.width("pegged for 2027–20", BODY), fonts)
    assert ranged.lines[0].forced
    unit = para("it weighs 12.5 kg without", BODY, fonts.width("it weighs 12.5 k", BODY), fonts)
    assert not unit.lines[0].forced and unit.lines[1].text.startswith("12.5\u00a0kg")
    alone = para("it weighs 12.5 kg", BODY, px(600), fonts)
    assert alone.text == "it weighs 12.5 kg"  # nothing is changed where no line ends


def test_runs_keep_their_dress_over_a_break(fonts: Fonts) -> None:
    text = Text((Run("We are in the "), Run("“Prototype & Premium Pilot”", bold=True), Run(" phase.")), path="a/b")
    found = para(text, BODY, px(200), fonts)
    bold = "".join(s.text for line in found.lines for s in line.spans if s.bold)
    assert bold.replace(" ", "") == "“Prototype&PremiumPilot”"
    assert found.path == "a/b" and found.text == text.plain


def test_a_glyph_the_font_lacks_is_taken_from_the_body_font(fonts: Fonts) -> None:
    found = para("Values of ŉ rise", TITLE, px(600), fonts)
    assert [(s.text, s.font) for s in found.lines[0].spans] == [
        ("Values of ", "heading"), ("ŉ ", "body"), ("rise", "heading")
    ]  # fmt: skip
    assert fonts.missing("ŉ ꓐ", TITLE) == "ꓐ"


@pytest.mark.parametrize("text", ["Затраты по годам", "Αποτελέσματα", "Витрати ґ"])
def test_greek_and_cyrillic_headings_have_a_family_of_their_kind(fonts: Fonts, text: str) -> None:
    """The twin of Georgia has Latin letters alone; in Arial a heading would look like a label."""
    (span,) = para(text, TITLE, px(600), fonts).lines[0].spans
    assert Catalog().theme("ledger").fonts[span.font].name == "Times New Roman"
    (span,) = para(text, BODY, px(600), fonts).lines[0].spans
    assert span.font == "body"


def test_a_word_is_in_one_font_where_one_has_all_of_it(fonts: Fonts) -> None:
    """The twin of Georgia has μ, but not α."""
    assert fonts.face("heading").has("μ") and not fonts.face("heading").has("α")
    roles = [role for _, role, _ in fonts.pieces("10 μm γράμμα", "heading", False, False, 20)]
    assert roles == ["heading", "fallback-1"]
    assert len(list(fonts.pieces("γράμμ\ua4d0", "heading", False, False, 20))) > 1  # none has the last letter


def test_cited_sources_show_their_mark_raised(fonts: Fonts) -> None:
    text = (Run("Costs fell.", cite=("iea",)),)
    found = para(text, BODY, px(400), fonts, marks={"iea": "3"})
    mark = found.lines[0].spans[-1]
    assert mark.text == "3" and mark.rise > 0 and mark.size < 14
    assert para(text, BODY, px(400), fonts).text == "Costs fell."


def test_splitting_keeps_every_line_once(fonts: Fonts) -> None:
    whole = para("word " * 60, BODY, px(200), fonts)
    head, tail = split(whole, 3)
    assert head.lines + tail.lines == whole.lines
    assert head.element == tail.element


def test_height_adds_lines_and_the_space_between_paragraphs(fonts: Fonts) -> None:
    one = para("one", BODY, px(200), fonts, space_before=8)
    assert height([one]) == 19 * 12700  # the first paragraph's space does not count
    assert height([one, one]) == (19 + 8 + 19) * 12700


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=120),
    width=st.integers(min_value=40, max_value=600),
    hold=st.booleans(),
    hyphenate=st.sampled_from(["", "en", "de"]),
)
def test_no_text_is_lost_and_no_line_is_too_wide(text: str, width: int, hold: bool, hyphenate: str) -> None:
    fonts = Fonts(Catalog([]).theme("ledger").fonts)
    found = para(text, BODY, px(width), fonts, hold=hold, hyphenate=hyphenate)
    kept = "".join(line.text[:-1] if line.hyphen else line.text for line in found.lines).replace(" ", "")
    assert kept == text.replace("\u2028", " ").replace("\u2029", " ").replace(" ", "").replace("\u00ad", "")
    if not hold:
        assert all(line.w <= px(width) + 2 or len(line.text) == 1 for line in found.lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Porsche/Audi tests", ["Porsche/Audi ", "tests"]),
        ("https://example.org/a", ["https://example.org/a"]),
        ("in COVID-19 data", ["in ", "COVID-", "19 ", "data"]),
        ("a value of -5", ["a ", "value ", "of ", "-5"]),
        ("in floors/north-east/plan.pdf", ["in ", "floors/north-east/plan.pdf"]),
        ("with --keep", ["with ", "--", "keep"]),
        ("cause—or effect", ["cause", "—", "or ", "effect"]),
    ],
)
def test_office_suites_break_fewer_places_and_some_of_their_own(text: str, expected: list[str]) -> None:
    assert list(suite_units(text)) == expected  # as drawn by LibreOffice 7.4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first mass-produced lines", ["first ", "mass-", "produced ", "lines"]),
        ("pegged for 2027–2028", ["pegged ", "for ", "2027–", "2028"]),
        ("a value of -5 and E-10", ["a ", "value ", "of ", "-5 ", "and ", "E-10"]),
        ("cause—or effect", ["cause", "—", "or ", "effect"]),
        ("https://example.org/a/b", ["https://", "example.org/", "a/", "b"]),
        ("“quoted” (and more).", ["“quoted” ", "(and ", "more)."]),
        ("https://a.org/find?what=cells", ["https://", "a.org/", "find?", "what=cells"]),
        ("really?! Yes…no", ["really?! ", "Yes…", "no"]),
        (
            "from A → B in 中国，以及（德国） 2027",
            [
                "from ",
                "A ",
                "→ ",
                "B ",
                "in ",
                "中",
                "国，",
                "以",
                "及",
                "（德",
                "国） ",
                "2027",
            ],
        ),
        ("전고체 배터리", ["전", "고", "체 ", "배", "터", "리"]),
    ],
)
def test_the_quick_rules_give_unicodes_breaks(text: str, expected: list[str]) -> None:
    from uniseg.linebreak import line_break_units

    assert list(units(text)) == expected == list(line_break_units(text))


def test_what_was_measured_goes_with_its_fonts() -> None:
    """Else a batch would keep the words of every report: nobody looks for circles between two builds."""
    fonts = Fonts(Catalog([]).theme("ledger").fonts)
    para("short – and → foreign: 漢", BODY, px(400), fonts)
    left = weakref.ref(fonts)
    with collector_off():
        del fonts
        assert left() is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("it rose to € 12.4 billion in all of the years", "€ 12.4 billion"),
        ("der Absatz wächst noch um 12 Prozent im Jahr", "12 Prozent"),
        ("une dette nette de 310 millions et demi", "310 millions"),
        ("mehr als 1,42 Mio. Geräte sind am Netz", "1,42 Mio."),
    ],
)
def test_amounts_stay_with_their_signs_and_words(text: str, whole: str, fonts: Fonts) -> None:
    for width in range(120, 300, 10):
        assert any(whole in line for line in lines(text, width, fonts, hold=True)), width
