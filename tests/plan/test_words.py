"""The fixed words: every language has them all, and fills in the same places."""

from __future__ import annotations

import string

import pytest

from exporter.plan.words import Words, catalogue, languages, without_words


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
