"""The fixed words: every language has them all, and fills in the same places."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from exporter.check import check
from exporter.model.page import paras_of
from exporter.model.report import Level
from exporter.plan.words import Words, catalogue, colon, languages, without_words
from tests import own


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_these_languages_are_there() -> None:
    assert languages() >= {"en", "de", "fr", "es", "it", "nl", "pt", "pl", "ar", "he", "fa", "zh", "ja", "ko"}
    assert languages() >= {"ru", "uk", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro", "tr", "el", "id", "vi", "hi", "th"}  # fmt: skip


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_every_word_and_the_same_places(language: str) -> None:
    english, own = catalogue("en"), catalogue(language)
    assert list(own) == list(english)
    assert {key: places(words) for key, words in own.items()} == {key: places(words) for key, words in english.items()}


SHARED = frozenset((
    "agenda", "figures", "introduction", "source", "notes", "section", "sections", "section-name", "figure", "total",
    "base", "public", "secret", "internal", "company", "periods", "quarter", "half", "reference", "slide", "slides",
    "start",
))  # fmt: skip
"""Keys whose words some languages have in common with English."""


@pytest.mark.parametrize("language", sorted(languages() - {"en"}))
def test_no_english_word_is_left_among_those_of_a_language(language: str) -> None:
    english, own = catalogue("en"), catalogue(language)
    assert not [key for key, words in own.items() if words == english[key] and key not in SHARED]


@pytest.mark.parametrize(
    ("language", "page"), [("pt-BR", "Página 1 de 2"), ("de", "Seite 1 von 2"), ("nl", "Pagina 1 van 2"), ("ga", "Page 1 of 2")]
)  # fmt: skip
def test_a_relative_serves_and_english_where_there_is_none(language: str, page: str) -> None:
    assert Words(language)("page", n=1, m=2) == page
    assert (without_words(language) is None) == (language != "ga")


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("de", "12 March 2026", "12. März 2026"),
        ("zh", "March 12, 2026", "2026年3月12日"),
        ("fr", "12. März 2026", "12 mars 2026"),
        ("th", "12 มีนาคม พ.ศ. 2569", "12 มีนาคม 2569"),
        ("en", "๑๒ มีนาคม ๒๕๖๙", "12 March 2026"),
        ("ru", "12 tháng 3 năm 2026", "12 марта 2026\u00a0г."),
        ("vi", "2026. március 12.", "12 tháng 3 năm 2026"),
        ("nn", "12. března 2026", "12. mars 2026"),
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


def test_french_has_a_space_before_its_colons() -> None:
    assert (colon("fr-CA"), colon("en"), colon("de")) == ("\u00a0: ", ": ", ": ")
