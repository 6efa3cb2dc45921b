"""Letters that change beside one another: how wide they are, in which font, and where lines of them may end."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from exporter.catalog import Catalog
from exporter.model.geometry import EMU_PER_PT, pt
from exporter.model.style import TextStyle
from exporter.text import Fonts, para, thai
from exporter.text.breaks import units
from exporter.text.shaping import changes, stretches

THEME = Catalog().theme("ledger")
FONTS = Fonts(THEME.fonts)
STYLE = TextStyle("body", size=20, line=26)
HINDI = ["सर्वोच्च", "न्यायालय", "ने", "क्षमता", "ऊर्जा", "स्त्री", "विद्युत्", "श्रद्धा", "की", "पुष्टि"]
THAI = "กำลังการผลิตไฟฟ้าจากแสงอาทิตย์เพิ่มขึ้นในปีนี้น้ำที่นี่ไม่ร้อน"
WORDS = {
    "Arabic": "الكهربائيّة", "Devanagari": "क्षत्रिय", "Bengali": "কর্তৃপক্ষ", "Gurmukhi": "ਸਮਰੱਥਾ", "Gujarati": "સ્ત્રી", "Oriya": "କ୍ଷମତା",
    "Tamil": "அதிகரித்துள்ளது", "Telugu": "సామర్థ్యం", "Kannada": "ಸಾಮರ್ಥ್ಯ", "Malayalam": "വർദ്ധിച്ചു",
    "Sinhala": "ශ්‍රී", "Thai": "ที่นี่", "Lao": "ເພີ່ມຂຶ້ນ", "Khmer": "ក្នុងកម្ពុជា", "Myanmar": "ကျွန်တော်တို့",
    "Ethiopic": "የፀሐይ", "Georgian": "ენერგიის", "Armenian": "հզորությունն",
}  # fmt: skip
"""A word for each script, most with letters that are drawn in one."""


def wide(word: str, script: str) -> None:
    """Whether a word is as wide as another shaper draws it, in the font of its script."""
    assert FONTS.missing(word, STYLE) == ""
    ((said, role, width),) = FONTS.pieces(word, STYLE.font, False, False, STYLE.size)
    assert said == word
    path = THEME.fonts[role].file()
    assert f"NotoSans{script}_400Regular" in path
    font = ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.RAQM)
    other = font.getlength(word, features=None if changes(word) else ["-kern", "-liga"])  # we use neither in alphabets
    assert width == pytest.approx(other * STYLE.size / 1000 * EMU_PER_PT, rel=0.002)


@pytest.mark.parametrize("script", WORDS)
def test_a_word_is_as_wide_as_another_shaper_draws_it(script: str) -> None:
    wide(WORDS[script], script)


@pytest.mark.parametrize("word", ["ښوونه", "کوردی", "ڵێرە", "ٻارن", "پښتو", "می\u200cخواهم"])
def test_letters_of_every_language_in_arabic_script_join(word: str) -> None:
    """Of Pashto, Kurdish and Sindhi, too, for whose forms Unicode has no characters."""
    wide(word, "Arabic")


@pytest.mark.parametrize("text", ["é", "Việt Nam", "Ångström", "ȩ"])
def test_a_letter_and_its_mark_are_as_wide_as_the_letter_that_has_it(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert apart != text
    assert FONTS.width(apart, STYLE) == FONTS.width(text, STYLE)


def test_most_texts_are_seen_to_have_no_such_letters() -> None:
    every = [chr(code) for code in range(0x300, 0x11000)]
    for before in ("", "x", " ", "ก"):
        texts = [before + character for character in every]
        assert [t for t in texts if changes(t)] == [t for t in texts if any(there for _, there in stretches(t))]
    assert not any(map(changes, ("Price – €5", "Привет", "αβγ", "日本語", "한국", "שלום", "🔴 ↗", "")))


def test_a_mark_takes_no_room_of_its_own() -> None:
    assert FONTS.width("x\u0304", STYLE) == FONTS.width("x", STYLE)
    assert FONTS.width("ที่", STYLE) == FONTS.width("ท", STYLE)


def test_a_letter_is_drawn_in_the_font_that_has_its_mark_too() -> None:
    """Gelasio has no such overline; one of another font would not stand over its letter."""
    roles = [(said, role) for said, role, _ in FONTS.pieces("mean x\u0305 of", "heading", False, False, 20)]
    assert roles == [("mean ", "heading"), ("x\u0305", "body"), (" of", "heading")]


def test_joiners_and_full_stops_stay_in_the_font_of_their_word() -> None:
    for text in ("ශ්\u200dරී", "বৃদ্ধি।", "क्\u200dष"):
        assert len(list(FONTS.pieces(text, "body", False, False, 20))) == 1


def test_no_font_is_opened_for_letters_that_it_is_not_for() -> None:
    ranges = {family.name: family.ranges for family in THEME.fonts.values() if family.ranges}
    assert set(ranges) >= {"Nirmala UI", "Leelawadee UI"}
    assert not any(family.covers("∈") for family in THEME.fonts.values() if family.ranges)


@pytest.mark.parametrize("hold", [True, False])
@given(
    words=st.lists(st.sampled_from([*HINDI, "x\u0304", "Ça\u0301", "ที่นี่", "42"]), min_size=1, max_size=12),
    wide=st.integers(1, 90),
)
def test_no_line_parts_letters_that_are_drawn_together(hold: bool, words: Sequence[str], wide: int) -> None:
    """However narrow the column: no line begins with a mark, none ends in what joins the next letter."""
    text = "".join(words) if wide < 30 else " ".join(words)
    lines = para(text, STYLE, pt(wide), FONTS, hold=hold).lines
    assert "".join(line.text for line in lines).replace(" ", "").replace("\xa0", "") == text.replace(" ", "")
    for line, following in zip(lines, lines[1:], strict=False):
        assert unicodedata.category(following.text[0])[0] != "M"
        assert line.space or unicodedata.combining(line.text[-1]) != 9
        assert line.text[-1] not in "เแโใไ"


def test_lines_of_thai_end_between_words() -> None:
    words = ["กำลัง", "การ", "ผลิต", "ไฟฟ้า", "จาก", "แสง", "อาทิตย์", "เพิ่ม", "ขึ้น"]
    whole = "".join(words)
    ends = {sum(map(len, words[:n])) for n in range(1, len(words) + 1)}
    found: set[int] = set()
    for wide in range(60, 300, 10):
        at = 0
        for line in para(whole, STYLE, pt(wide), FONTS, hold=True).lines:
            at += len(line.text)
            found.add(at)
    assert found <= ends
    assert len(found) > 3


def test_without_the_extra_a_line_of_thai_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thai, "ready", lambda: False)
    units.cache_clear()
    set_ = para(THAI * 3 + "\u0e46", STYLE, pt(200), Fonts(THEME.fonts), hold=True)
    units.cache_clear()
    assert all(line.w > pt(170) for line in set_.lines[:-1])
    assert all(line.w <= pt(200) for line in set_.lines)


@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x11FF, categories=("L", "M", "N", "P", "Zs")), max_size=12)
)
def test_no_text_is_too_odd_to_be_measured_and_broken(text: str) -> None:
    """Marks without a letter, joiners at a beginning, scripts in a heap: every character has its step, no less."""
    assert len(list(FONTS.steps(text, "body", False, False, 10, 0))) == len(text)
    lines = para(text, STYLE, pt(20), FONTS, hold=True).lines
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())
