"""The fixed words: every language has them all, and fills in the same places."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from exporter.check import check
from exporter.model.page import paras_of
from exporter.model.report import Level
from exporter.plan.words import Words, catalogue, languages, without_words
from tests import own


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_these_languages_are_there() -> None:
    assert languages() >= {"en", "de", "fr", "es", "it", "nl", "pt", "pl", "ar", "he", "fa", "zh", "ja", "ko"}


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_every_word_and_the_same_places(language: str) -> None:
    english, own = catalogue("en"), catalogue(language)
    assert list(own) == list(english)
    assert {key: places(words) for key, words in own.items()} == {key: places(words) for key, words in english.items()}


@pytest.mark.parametrize(
    ("language", "page"), [("pt-BR", "Página 1 de 2"), ("de", "Seite 1 von 2"), ("nl", "Pagina 1 van 2"), ("fi", "Page 1 of 2")]
)  # fmt: skip
def test_a_relative_serves_and_english_where_there_is_none(language: str, page: str) -> None:
    assert Words(language)("page", n=1, m=2) == page
    assert (without_words(language) is None) == (language != "fi")


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("de", "12 March 2026", "12. März 2026"),
        ("zh", "March 12, 2026", "2026年3月12日"),
        ("fr", "12. März 2026", "12 mars 2026"),
        ("de", "Thursday, 12 March 2026", "Thursday, 12 March 2026"),
        ("de", "Q1 2026", "Q1 2026"),
    ],
)
@pytest.mark.parametrize("format", ["deck", "brief"])
def test_a_day_is_said_in_the_language_and_any_other_date_as_it_is_written(
    format: str, language: str, written: str, shown: str, tmp_path: Path
) -> None:
    report = (
        f"title: T\nlanguage: {language}\ndate: '{written}'\nsections: [{{title: S, blocks: [{{text: Words.}}]}}]\n"
    )
    document = own.made(tmp_path, format, report=report)
    said = [para.text for item in document.pages[0].items for para in paras_of(item)]
    assert any(shown in text for text in said)
    assert not [finding for finding in check(document) if finding.level is Level.ERROR]
