"""Any text at all gives a report or a clear error; what is written in it arrives; hostile text costs no time."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.errors import UserError
from exporter.model.report import Reading
from exporter.read.convert import to_yaml
from exporter.read.markdown import read_markdown
from exporter.read.tree import collector_off
from tests.read.test_markdown_convert import back, bare
from tests.read.test_markdown_words import words_of

WRITTEN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def paths_of(reading: Reading) -> list[str]:
    from exporter.model.walk import texts

    return [text.path for text in texts(reading.report)]


# --- Markdown made of known words ----------------------------------------------------------------------------------


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, set[str]]:
    """A Markdown text in which every word stands once, and its words."""
    numbers = count(1)
    said: set[str] = set()

    def word() -> str:
        made = f"word{next(numbers)}x"
        said.add(made)
        return made

    def choose(*options: str) -> str:
        return draw(st.sampled_from(options))

    def phrase() -> str:
        shapes = (
            "{}", "{} {}", "**{}** {}", "*{}* {}", "`{}` {}", "[{}](https://e.org/x) {}", "{}<br>{}", "<b>{}</b> {}",
            "![{}](no.png)", "{} ![{}](no.png) {}", "{}  \n{}", "{}\n{}", "{}, {}: {}", "**{}**\n{}", "~~{}~~ {}",
            "[{}](javascript:x) {}", "<span class='q'>{}</span> {}", "{} ^[{}]", "<img src='a.png' alt='{}'> {}",
            "**{}** [{}](#nowhere) {}", "<a href='https://e.org'>{}</a>", "{} &amp; {}", "**{}:** {}", "_{}_: {}",
        )  # fmt: skip
        shape = choose(*shapes)
        return shape.format(*(word() for _ in range(shape.count("{}"))))

    def inline() -> str:
        return phrase().replace("  \n", " ").replace("\n", " ")

    def entry(depth: int) -> str:
        kinds = ("{}", "**{}:** {}", "**{}** – {}", "**2025:** {}", "**Late 2027 ({}):** {}", "{}: {}", "**{}**", "")
        shape = choose(*kinds)
        text = shape.format(*(inline() if i else word() for i in range(shape.count("{}"))))
        if depth < 3 and draw(st.booleans()):
            text += "\n" + indented(block(depth + 1))
        return text

    def indented(text: str) -> str:
        return "\n".join("    " + line if line else line for line in text.split("\n"))

    def bullets(depth: int) -> str:
        mark = choose("- ", "1. ", "3) ", "* ")
        entries = [entry(depth) for _ in range(draw(st.integers(1, 4)))]
        return "\n".join(mark.ljust(4) + text for text in entries)

    def table(depth: int) -> str:
        width = draw(st.integers(1, 3))
        rows = [[inline() for _ in range(width)]]
        rows += [[inline() for _ in range(draw(st.integers(1, width + 2)))] for _ in range(draw(st.integers(0, 3)))]
        lines = ["| " + " | ".join(cells) + " |" for cells in rows]
        return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])

    def block(depth: int) -> str:
        kinds: list[Callable[[int], str]] = [
            lambda d: phrase(),
            lambda d: f"**{word()}:**",
            bullets,
            table,
            lambda d: "\n".join(f"**{word()}:** {word()}" for _ in range(3)),
            lambda d: "> " + block(d + 1).replace("\n", "\n> ") if d < 3 else phrase(),
            lambda d: f"```\n{word()}  {word()}\n```",
            lambda d: f"<div>{word()}<p>{word()}</p>\n<h3>{word()}</h3></div>",
            lambda d: f":::info {word()}\n{block(3)}\n:::",
            lambda d: f"> [!NOTE]\n> {word()}",
            lambda d: f"{word()}[^{next(numbers)}a]\n\n[^{next(numbers) - 1}a]: {phrase()}",
        ]
        return kinds[draw(st.integers(0, len(kinds) - 1))](depth) + "\n"

    parts = []
    for _ in range(draw(st.integers(0, 8))):
        heading = choose("# {}", "## {}", "## 1. {}", "### {}: {}", "#### **{}**", "{}\n---", "")
        parts.append(heading.format(*(word() for _ in range(heading.count("{}")))))
        parts.append(block(0))
    return "\n\n".join(parts), said


@WRITTEN
@given(documents())
def test_every_word_written_arrives(document: tuple[str, set[str]]) -> None:
    text, said = document
    reading = read_markdown(text)
    assert said <= set(words_of(reading.report))
    paths = paths_of(reading)
    assert all(paths) and len(paths) == len(set(paths)), "each fact has an address of its own"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_report_converts(tmp_path_factory: pytest.TempPathFactory, document: tuple[str, set[str]]) -> None:
    first = read_markdown(document[0]).report
    second = back(to_yaml(first), tmp_path_factory.mktemp("any"), first.id).report
    assert bare(second) == bare(first)


# --- any text -------------------------------------------------------------------------------------------------------

PIECES = [
    "#", "##", "-", "*", "**", "_", "__", ">", "|", "+", "1.", "2)", "---", "===", "\n", "\n\n", "    ", "  ", " ", "a", "b",
    "word", "x:", "**x:**", "2025", "**2025:** ", "Q3", "\t", "\\",
]  # fmt: skip
WILD = [
    *PIECES, "[", "]", "(", ")", "![", "](", "[^1]", "[^1]:", "^[", "<br>", "<img src=", "alt='y'>", "<b>", "</b>", "<!--",
    "-->", "<script>", "&amp;", "&#0;", "&#12;", "```", "~~~", "~~", ":::", ":::info", "{#a}", "{", "}", "---\n", "+++\n",
    "a: b\n", "a = 1\n", "[a]: b\n", "https://e.org", "🎉", "\u200f", "中文", "\r\n", "\u2028", "<h1>", "> [!NOTE]\n", "\x0b",
]  # fmt: skip


@WRITTEN
@given(st.lists(st.sampled_from(WILD), max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_gives_a_report_or_a_clear_error(text: str) -> None:
    try:
        report = read_markdown(text).report
    except UserError as error:
        assert all(problem.what for problem in error.problems)
    else:
        assert report.title.plain


@WRITTEN
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_letter_is_lost(text: str) -> None:
    """Headings, lists, tables, emphasis and quotes in any disorder; numbers of sections and lists are markup."""
    report = read_markdown(text).report
    letters = re.compile(r"[a-z]")
    assert not Counter(letters.findall(text)) - Counter(letters.findall("".join(words_of(report).elements())))


# --- hostile text ---------------------------------------------------------------------------------------------------

HOSTILE = {
    "quotes": ">" * 10_000 + "a",
    "quotes apart": "> " * 10_000 + "a",
    "brackets": "[" * 10_000,
    "links": "[" * 10_000 + "](a)" * 10_000,
    "lists": "- " * 10_000 + "a",
    "deeper lists": "\n".join("  " * i + "- a" for i in range(500)),
    "numbered": "1. " * 10_000 + "a",
    "pictures": "![" * 5_000,
    "stars": "*a " * 20_000,
    "many marks": "**a_" * 40_000,
    "a long line": "a" * 7_000_000,
    "many words": "word " * 39_000,
    "long paragraphs": ("word " * 39_000 + "\n\n") * 30,
    "too large": "a" * 10_000_000,
    "lines": "a\n" * 1_000_000,
    "lines of one paragraph": "word\n" * 40_000,
    "bullets": "- a\n" * 10_000,
    "headings": "# a\n" * 10_000,
    "labels": "- **a:** b\n" * 5_000,
    "html": "<div " * 20_000,
    "html tags": "<div>a" * 10_000,
    "comments": "<!-- " * 20_000,
    "brackets of html": "<" * 100_000,
    "footnotes": "".join(f"[^{i}]: a\n" for i in range(5_000)),
    "one footnote": "[^1]" * 20_000 + "\n\n[^1]: a",
    "references": "[a]: b\n" * 10_000,
    "wide table": "|" * 10_000 + "\n" + "|-" * 10_000 + "\n" + "a\n" * 100,
    "cells": "|a|b|\n|-|-|\n" + "|x|y|\n" * 10_000,
    "boxes": ":::a\n" * 10_000,
    "front matter": "---\n" + "a: " * 10_000 + "\n---\n",
    "front matter brackets": "---\na: " + "[" * 10_000 + "\n---\n",
    "toml brackets": "+++\na = " + "[" * 10_000 + "\n+++\n",
    "open front matter": "---\na: b\n" + "a\n" * 20_000,
    "backticks": "".join("`" * (i % 300) + "a" for i in range(3_000)),
    "entities": "&" * 100_000,
    "blank": "\n" * 49_000,
    "dates": "- **2025 to " + "2026 to " * 1_000 + ":** a\n" * 3,
    "spaces": "# " + " " * 500_000 + "a\n\n" + "a" + " " * 500_000 + "b",
    "colons": "a:" * 40_000 + "\n\n- " + ": " * 40_000,
    "parentheses": "# a " + "(" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_quick(name: str) -> None:
    began = time.process_time()
    try:
        with collector_off():
            read_markdown(HOSTILE[name])
    except UserError as error:
        assert error.problems[0].where
    assert time.process_time() - began < 2


def test_what_is_nested_too_deeply_is_said_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"report\.md:3.*nested too deeply"):
        read_markdown("# T\n\n" + "> " * 500 + "lost", tmp_path / "report.md")
