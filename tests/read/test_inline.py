from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.model.report import Run, plain
from exporter.read.inline import allowed, parse, parse_all


def test_marks_become_runs() -> None:
    assert parse("a **b *c*** `d*`").runs == (
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" "),
        Run("d*", code=True),
    )


def test_links_go_out_or_stay_in_the_report() -> None:
    assert parse("[a **b**](https://x.org/p?q=1) [c](#größe) <https://y.org>").runs == (
        Run("a ", link="https://x.org/p?q=1"),
        Run("b", bold=True, link="https://x.org/p?q=1"),
        Run(" "),
        Run("c", link="#größe"),
        Run(" "),
        Run("https://y.org", link="https://y.org"),
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:x", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "//x.org", "x.html",
     "../up", "ftp://x.org", "https://", "mailto:", "\\\\host\\share", "#"],
)  # fmt: skip
def test_other_links_lose_their_address_but_not_their_words(address: str) -> None:
    found = parse(f"see [the words](<{address}>) here")
    assert found.runs == (Run("see the words here"),)
    assert len(found.refused) == 1


def test_pictures_inside_a_text_leave_their_words() -> None:
    found = parse("a ![a *red* field](x.png) b")
    assert plain(found.runs) == "a a *red* field b"
    assert found.refused == ("x.png",)


def test_sources_are_cited_where_they_stand() -> None:
    assert parse("Costs fell [@bnef; @iea-2024]. More").runs == (
        Run("Costs fell"),
        Run("", cite=("bnef", "iea-2024")),
        Run(". More"),
    )


def test_html_is_text() -> None:
    assert parse("<b>x</b> <script>alert(1)</script> & &amp;").runs == (Run("<b>x</b> <script>alert(1)</script> & &"),)


def test_lines_run_on_and_hard_breaks_stay() -> None:
    assert parse("one\ntwo  \nthree\\\nfour").runs == (Run("one two\nthree\nfour"),)
    assert parse("中文\n换行 and\nso").runs == (Run("中文换行 and so"),)


@given(st.text(alphabet=st.characters(exclude_characters="*_`[]<>&\\\n\r\0!", exclude_categories=["Cs"])))
def test_plain_text_is_left_alone(text: str) -> None:
    assert plain(parse(text).runs) == text


PIECES = ["a", "Word", "ü7", " ", "  ", "*", "**", "_", "(", ")", ".", "!", "?", "“", "&", "& ", "&amp;", "[@x]", "[@a; @b]",
          "[", "]", "(#i)", "`", "<", "\\", "\n", "–", "e_f", "\u00a0", "\u2028", "e\u0301", "https://x.de"]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_text_is_read_alike_with_the_parser_and_before_it_is_loaded(text: str) -> None:
    assert parse(text) == parse_all(text)


@pytest.mark.parametrize(
    "part", ["(**a** ", "*a* ", "[@a] ", "a_b & ", "[", "*", "**a ", "`", "[a](b", "<", "_a*", "![[", "[@a", "*a_ "]
)
def test_no_text_takes_long(part: str) -> None:
    began = time.perf_counter()
    parse(part * 20_000)  # a square of this would take minutes
    assert time.perf_counter() - began < 8


def test_allowed() -> None:
    assert all(map(allowed, ["http://a.b", "https://a.b/c d".replace(" ", "%20"), "mailto:a@b.c", "#x"]))
    assert not any(map(allowed, ["", "http:a", "https://a b", "http://[", "tel:1"]))
