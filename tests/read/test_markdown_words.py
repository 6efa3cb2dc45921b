"""Everything in a Markdown file arrives in the report: its words, counted from the file by other means than ours."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from exporter.model.report import Items, Report, Run
from exporter.read.markdown import read_markdown

ROOT = Path(__file__).parents[2]
REPORTS = [ROOT / "data/solid-state-battery-status-report.md", *sorted((ROOT / "tests/samples").rglob("*.md"))]
REPORTS = [path for path in REPORTS if path.name != "SOURCES.md"]

_MARKUP = [
    (r"<!--.*?-->", " "),
    (r"<img[^>]*\balt=\"([^\"]*)\"[^>]*>", r" \1 "),
    (r"<(?:https?|mailto):[^>]*>", " "),
    (r"</?[A-Za-z][^>]*>", " "),
    (r"^[ \t]*\[[^\]]+\]:[ \t]*\S+.*$", " "),  # where a reference leads
    (r"\]\((?:[^()\s]|\([^()]*\))*\)", " "),  # where a link leads
    (r"\]\[[^\]]*\]", " "),
    (r"\{[^{}\n]*=[^{}\n]*\}", " "),  # attributes
    (r"^:::\w*", " "),
    (r"^[ \t]*\d+[.)][ \t]", " "),  # the number of a list's entry
    (r"^([ \t]*[-*+][ \t]+)\[[xX]\][ \t]", r"\1"),  # a task that is done
    (r"^(#+[ \t]+)(?:\d+(?:\.\d+)*\.?|[一二三四五六七八九十]+[.、])[ \t]", r"\1"),
    (r"^\|?[ \t:|-]+\|[ \t:|-]*$", " "),
    (r"[*`]|~~", ""),
]
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def words_of_file(text: str) -> Counter[str]:
    """The words of Markdown, markup taken off with patterns."""
    text = re.sub(r"\A(---|\+\+\+)\n.*?^\1\n", "", text, flags=re.DOTALL | re.MULTILINE)
    for pattern, by in _MARKUP:
        text = re.sub(pattern, by, text, flags=re.MULTILINE | re.DOTALL if "-->" in pattern else re.MULTILINE)
    return Counter(_WORD.findall(text.casefold()))


def words_of(value: Any) -> Counter[str]:
    """The words of every run anywhere in a value of the model."""
    return Counter(word for text in _texts(value) for word in _WORD.findall(text.casefold()))


def _texts(value: Any) -> list[str]:
    if isinstance(value, tuple):
        if value and all(isinstance(run, Run) for run in value):
            return ["".join(run.text for run in value)]
        return [text for inner in value for text in _texts(inner)]
    if not isinstance(value, Struct):
        return []
    own = [text for name in value.__struct_fields__ for text in _texts(getattr(value, name))]
    if isinstance(value, Items):  # a field's label stands in the file once for every item that has it
        labels = {field.id: field.label.plain for field in value.fields}
        more = Counter(key for item in value.items for key, _ in item.values) - Counter(labels.keys())
        own += [labels[key] for key in more.elements()]
    return own


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_is_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    report = read_markdown(text, path).report
    lost = words_of_file(text) - words_of(report)
    # "**Date:** February 3, 2026" becomes the report's date, which every language says in its own way.
    day = report.date
    date = words_of_file(f"Date {day:%B} {day.day} {day.year}") if day and not report.date_text else Counter()
    assert not lost - date


def test_the_count_sees_what_is_lost() -> None:
    """The judge itself: a word taken out of the model is missed."""
    text = "# Title\n\n## Part\n\nOne two two three.\n"
    report: Report = read_markdown(text).report
    assert not words_of_file(text) - words_of(report)
    assert words_of_file(text + "Four.\n") - words_of(report) == Counter(["four"])
    assert words_of_file(text + "Two.\n") - words_of(report) == Counter(["two"])
