"""In: a title, a label, a whole text. Out: the role or the slot that it names, the language it is in.

The words are in `vocabulary.py`, language by language; they are looked for in all languages at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from exporter.model.tongue import primary
from exporter.read.vocabulary import VOCABULARY

ROLES = (
    "timeline", "players", "risks", "summary", "results", "method", "recommendations", "finance", "comparison",
    "outlook", "decision", "background", "context", "appendix", "disclaimer",
)  # fmt: skip
"""What titles of sections name."""
SLOTS = ("body", "status", "figure")
"""What labels name; anything else is "rest"."""
HEAD = ("date", "author", "edition")
"""What a labelled line under the title says (`**Date:** …`)."""
UPDATE = ("update",)
"""What makes the second half of a title an edition ("Title: Late 2024 update")."""

_WORD = re.compile("[\\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff]+")
"""With the marks that Indic letters carry, which `\\w` leaves out."""
_THAI, _TIBETAN = "\u0e00", "\u0f00"
"""Where the letters of Thai and Lao begin and end in Unicode."""


def named(text: str, names: tuple[str, ...]) -> str:
    """The one of `names` that has the word standing earliest in `text`; empty when none has."""
    return _lookup(names).first(_normal(text))


def is_glossary(title: str) -> bool:
    """Whether a section of this title is the report's glossary."""
    return _normal(title).strip() in _glossaries()


def in_language(label: str, language: str) -> str:
    """A label that reading adds ("Description") in a language, or in English."""
    return VOCABULARY.get(primary(language), {}).get(label) or VOCABULARY["en"][label]


def _normal(text: str) -> str:
    """Lower case; the dotted capital I of Turkish is an i."""
    return unicodedata.normalize("NFC", text).casefold().replace("i\u0307", "i").replace("’", "'")


def _words(name: str) -> Iterator[str]:
    """The words of a name in all languages, as they stand in texts; stems end in `-`."""
    for row in VOCABULARY.values():
        for word in _normal(row.get(name, "")).split():
            yield word.rstrip("-").replace("-", " ") + ("-" if word.endswith("-") else "")


def _unspaced(letter: str) -> bool:
    """Whether it is of a script that sets no spaces between words, or few."""
    return _THAI <= letter < _TIBETAN or unicodedata.east_asian_width(letter) == "W"


@cache
def _glossaries() -> frozenset[str]:
    return frozenset(_words("glossary"))


@cache
def _lookup(names: tuple[str, ...]) -> _Lookup:
    return _Lookup(names)


class _Lookup:
    """Words with the name they stand for: whole ones by themselves, others by how they begin."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._whole: dict[str, str] = {}
        self._begun: dict[str, list[tuple[str, bool, str]]] = {}
        self._inside: list[tuple[str, str]] = []
        for name in names:
            for word in _words(name):
                stem = word.removesuffix("-")
                if _unspaced(stem[0]):
                    self._inside.append((stem, name))
                elif stem == word and _WORD.fullmatch(stem):
                    self._whole.setdefault(stem, name)
                else:
                    self._begun.setdefault(stem[:2], []).append((stem, stem != word, name))

    def first(self, text: str) -> str:
        at, name = len(text), ""
        for word in _WORD.finditer(text):
            if found := self._whole.get(word[0]) or self._at(text, word.start()):
                at, name = word.start(), found
                break
        if max(text, default="") >= _THAI:
            for inner, other in self._inside:
                if 0 <= (place := text.find(inner)) < at:
                    at, name = place, other
        return name

    def _at(self, text: str, start: int) -> str:
        """The name of a stem or of several words that begin here."""
        for words, stem, name in self._begun.get(text[start : start + 2], ()):
            if text.startswith(words, start) and (stem or not _WORD.match(text, start + len(words))):
                return name
        return ""


_FOREIGN = re.compile(r"^[ \t]*\|[^\n]*|^```(?s:.*?)^```|<[^<>\n]*>|\]\([^()\n]*\)", re.MULTILINE)


def language(text: str) -> str:
    """The language of a Markdown text, by its script, and by its commonest words and rarest letters; else English.

    Tables, code and addresses are left aside: they are often in English whatever the report is in.
    """
    sample = unicodedata.normalize("NFC", _FOREIGN.sub(" ", text[:40_000])).casefold()
    letters = Counter(sample)
    script = _script(letters)
    candidates = _in_script(script)
    if len(candidates) < 2:
        return candidates[0] if candidates else "en"
    words = Counter(_WORD.findall(sample))
    scores = {
        name: sum(words[word] for word in set(VOCABULARY[name].get("common", "").split()))
        + sum(letters[letter] for letter in VOCABULARY[name].get("letters", ""))
        for name in candidates
    }
    best = max(scores, key=lambda name: scores[name])
    return best if script != "LATIN" or scores[best] > 1.2 * scores["en"] + 5 else "en"


def _script(letters: Counter[str]) -> str:
    """The script of most letters; others than Latin weigh more, since names and terms are in Latin in any language."""
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        if letter.isalpha():
            name = "LATIN" if letter.isascii() else unicodedata.name(letter, "").split(" ")[0].split("-")[0]
            counts["KANA" if name in ("HIRAGANA", "KATAKANA") else name] += count
    if counts["KANA"] * 20 > counts.total():
        return "KANA"
    return max(counts, key=lambda name: counts[name] * (1 if name == "LATIN" else 3), default="LATIN")


@cache
def _in_script(script: str) -> tuple[str, ...]:
    return tuple(name for name, row in VOCABULARY.items() if row.get("script", "LATIN") == script)
