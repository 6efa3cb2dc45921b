"""What a plain text takes on one line is what cutting it into words and joining them again gives."""

from __future__ import annotations

import shutil
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporter.catalog import built_in
from exporter.model.report import Run, Text
from exporter.model.style import FontFamily, TextStyle
from exporter.text import Fonts, line_count, para, plain_case

FILES = sorted(
    path for path in (built_in() / "fonts").rglob("*00*.ttf") if "noto" not in path.parts
)  # of letters from a to z
FONTS = [Fonts({"body": FontFamily(path.stem, (((False, False), str(path)),))}) for path in FILES]
WORDS = st.text(string.ascii_letters, min_size=1, max_size=12) | st.sampled_from(("Qj", "ff", "AVAVA", "To", "WWW"))
PLAIN = (
    st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
    | st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True)
    | st.from_regex(r"[0-9]{1,9}\.[0-9]{0,3}", fullmatch=True)
)
ANY = st.text(string.ascii_letters + string.digits + " .,-%/()'\u00a0é\u4e00", max_size=40)
STYLES = st.builds(
    TextStyle,
    st.just("body"),
    st.sampled_from((8, 9.5, 11, 14, 17.5, 26)),
    st.just(19),
    spacing=st.sampled_from((0, 1, -0.5)),
)


@settings(deadline=None)  # the first to use a font reads it
@given(st.sampled_from(FONTS), PLAIN | ANY, STYLES, st.integers(-30000, 60000) | st.just(10**6), st.booleans())
def test_one_line_of_plain_words_is_set_as_any_text(
    fonts: Fonts, text: str, style: TextStyle, more: int, hold: bool
) -> None:
    room = fonts.width(text, style) + more  # about what the text takes: it fits, or fits by one measure alone
    by_all_rules = (Run(text, cite=("nowhere",)),) if text else ()  # never taken for plain where there are marks
    made = para(by_all_rules, style, room, fonts, hold=hold, marks={"elsewhere": "1"})
    assert para(text, style, room, fonts, hold=hold) == made
    alone = plain_case(style, fonts, hold).para(Text((Run(text),), path="a"), room)
    assert alone == replace(made, path="a") or (alone is None and (more < 60000 or not text.isascii()))


@settings(deadline=None)  # the first to use a font reads it
@given(
    st.sampled_from(FONTS), st.lists(PLAIN | ANY, max_size=12).map(" ".join), STYLES, st.integers(300_000, 6_000_000)
)
def test_lines_in_one_look_are_those_of_a_paragraph_that_ends_in_another(
    fonts: Fonts, text: str, style: TextStyle, width: int
) -> None:
    alike = para(text, style, width, fonts, hold=True)
    more = para((Run(f"{text} "), Run("end", bold=True)), style, width, fonts, hold=True)
    assert alike.lines[:-1] == more.lines[: len(alike.lines) - 1]


@settings(deadline=None)  # the first to use a font reads it
@given(
    st.sampled_from(FONTS),
    st.lists(PLAIN | ANY, max_size=12).map(" ".join),
    st.lists(PLAIN | ANY, max_size=12).map(" ".join),
    STYLES,
    st.integers(300_000, 6_000_000),
    st.booleans(),
)
def test_a_text_in_one_run_is_set_as_in_two(
    fonts: Fonts, first: str, second: str, style: TextStyle, width: int, hold: bool
) -> None:
    two = Run(f"{first} and "), Run(f"then {second}")
    one = (Run(two[0].text + two[1].text),)
    assert para(one, style, width, fonts, hold=hold) == para(two, style, width, fonts, hold=hold)


@settings(deadline=None)  # the first to use a font reads it
@given(
    st.sampled_from(FONTS), st.lists(PLAIN | ANY, max_size=12).map(" ".join), STYLES, st.integers(300_000, 6_000_000)
)
def test_lines_are_counted_as_they_are_set(fonts: Fonts, text: str, style: TextStyle, width: int) -> None:
    assert line_count(text, style, width, fonts) == len(para(text, style, width, fonts).lines)


def test_a_font_of_someone_else_is_measured_alike(tmp_path: Path) -> None:
    ours = built_in() / "fonts" / "arimo" / "Arimo_400Regular.ttf"
    theirs = shutil.copy(ours, tmp_path)  # without what HarfBuzz says of it beside it
    style, text = TextStyle("body", 14, 19), "AVAVA Tokyo 11"
    one, other = (Fonts({"body": FontFamily("A", (((False, False), str(path)),))}) for path in (ours, theirs))
    for room in (one.width(text, style) // 2, one.width(text, style), 10**7):
        for said in (text, "Tokyo"):
            assert para(said, style, room, one) == para(said, style, room, other)


@settings(deadline=None)  # the first to use a font reads it
@given(st.sampled_from(FONTS), PLAIN, STYLES)
def test_no_office_suite_needs_more_than_most(fonts: Fonts, text: str, style: TextStyle) -> None:
    gauge = fonts.gauge(style)
    found = gauge.plain(text)
    assert found
    w, longest = found
    assert longest == max(fonts.width(word, style) for word in text.split())
    assert w <= gauge.needed(text, w) <= gauge.most(text, w) < gauge.needed(text, w) + w / 10 + len(text) * 25_000


@pytest.mark.parametrize(
    "text", ["", " ", "a ", " a", "a  b", "5 km", "2027-2028", "J. Smith", "well-known", "née", "1.2.3"]
)
def test_what_may_break_in_another_way_is_not_plain(text: str) -> None:
    assert FONTS[0].gauge(TextStyle("body", 14, 19)).plain(text) is None
