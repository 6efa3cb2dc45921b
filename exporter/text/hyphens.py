"""In: a word, a language. Out: where it may be hyphened, by the dictionaries of LibreOffice and TeX."""

from __future__ import annotations

from functools import lru_cache

from exporter.model.pattern import later
from exporter.model.tongue import primary

SHORTEST = 6
"""Letters; shorter words are not hyphened."""
LONG, LEAST = 16, 5
"""So many letters at least of a long word go on the next line: "Cybersicherheitsarchitek-tur" ends in nothing."""
_WORD = later(r"[^\W\d_]+")
_NO_WORD = later(r"[/\\@#=&_<>{}]|\w\.\w")
"""Marks of addresses, paths and code, where a hyphen would be read as part of them."""


@lru_cache(maxsize=20_000)
def hyphens(text: str, language: str) -> frozenset[int]:
    """The places in `text`, counted from its start; none for a language without a dictionary, or for no language."""
    if not language or len(text) < SHORTEST or _NO_WORD.search(text):
        return frozenset()
    import pyphen  # type: ignore[import-untyped]  # few documents ask for it

    name = pyphen.language_fallback(language.replace("-", "_")) or pyphen.language_fallback(primary(language))
    if not name:
        return frozenset()
    dictionary = pyphen.Pyphen(lang=name, left=2, right=3)
    return frozenset(
        word.start() + place
        for word in _WORD.finditer(text)
        if len(word[0]) >= SHORTEST
        for place in dictionary.positions(word[0])
        if len(word[0]) < LONG or place <= len(word[0]) - LEAST
    )
