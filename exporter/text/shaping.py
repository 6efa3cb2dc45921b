"""In: a text in letters that change beside one another. Out: its clusters, as HarfBuzz shapes them for a font.

Arabic letters join, scripts of India join consonants and move vowels, Thai and Lao pile up marks, and a letter under an
accent may have no glyph of its own. A cluster is the least of it that stands by itself: some characters, drawn as some
glyphs. Letters of other scripts are their own clusters, and nobody asks HarfBuzz for them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from exporter.model.pattern import later

IGNORABLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
"""Characters that draw nothing and take no room, whether or not a font has them."""
_SCRIPTS = "[\u0600-\u109f\u1780-\u17ff\u1cd0-\u1cff\ua8e0-\ua8ff\uaa60-\uaa7f]"
"""From Arabic over Devanagari and Thai to Burmese; Khmer; what was added to them later."""
_MARKS = "[\u0300-\u036f\u0591-\u05c7\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc]"
_FIRST = "\u0300"
_EDGES = (
    "\u0300\u0370\u0591\u05c8\u0600\u10a0\u1780\u1800\u1ab0\u1b00\u1cd0\u1d00\u1dc0\u1e00"
    "\u20d0\u20dd\ua8e0\ua900\uaa60\uaa80"
)
"""Where each of these ranges begins and where it has ended: a text with a dash is told from one in Hindi without the
pattern, which takes a millisecond to compile."""
_CHANGING = later(rf"{_SCRIPTS}(?:{_SCRIPTS}|[\u200c\u200d])*|\w?{_MARKS}+")
_VIRAMA = 9
"""Unicode's class of the marks that join a consonant to the next one."""
_BEFORE_ITS_CONSONANT = frozenset((*range(0x0E40, 0x0E45), *range(0x0EC0, 0x0EC5)))
"""Vowels of Thai and Lao that are written before the consonant after which they are spoken."""


class Cluster(Struct, frozen=True):
    """Lengths in font units."""

    text: str
    glyphs: tuple[tuple[int, int, int], ...]
    """(glyph, x, y): from left to right, against the beginning of the cluster. Glyph 0 is what the font lacks."""
    advance: int

    @property
    def lacking(self) -> bool:
        return any(not glyph for glyph, _, _ in self.glyphs)


def changes(text: str) -> bool:
    """Whether letters of `text` change beside one another."""
    return not text.isascii() and any(bisect(_EDGES, c) & 1 for c in text if c >= _FIRST)


def stretches(text: str) -> Iterator[tuple[str, bool]]:
    """`text` in stretches of letters that change, and of others."""
    at = 0
    for match in _CHANGING.finditer(text):
        if at < match.start():
            yield text[at : match.start()], False
        yield from ((part, True) for part in _by_script(match[0]))
        at = match.end()
    if at < len(text):
        yield text[at:], False


def _by_script(text: str) -> Iterator[str]:
    start, script = 0, _script(text[0])
    for at in range(1, len(text)):
        if not clings(text[at]) and _script(text[at]) != script:
            yield text[start:at]
            start, script = at, _script(text[at])
    yield text[start:]


@lru_cache(maxsize=10_000)
def _script(letter: str) -> str:
    """The script of a letter, by the first word of its name: one is not shaped with the next."""
    return unicodedata.name(letter, "").partition(" ")[0]


@lru_cache(maxsize=50_000)
def shape(font: Any, text: str) -> tuple[Cluster, ...]:
    """The clusters of a stretch in a font of HarfBuzz, in the order in which they are read."""
    import uharfbuzz as hb  # type: ignore[import-untyped]

    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    shaped = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in shaped})
    clusters = []
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        glyphs, x = [], 0
        for info, place in shaped:
            if info.cluster == start:
                glyphs.append((info.codepoint, x + place.x_offset, place.y_offset))
                x += place.x_advance
        clusters.append(Cluster(text[start:stop], tuple(glyphs), x))
    return tuple(clusters)


@lru_cache(maxsize=10_000)
def clings(character: str) -> bool:
    """Whether a character stands with the one before it: a mark, a joiner."""
    return character in IGNORABLE or unicodedata.category(character)[0] == "M"


def parts_cluster(text: str, at: int) -> bool:
    """Whether a cut before character `at` would go through letters that are drawn together."""
    if not 0 < at < len(text):
        return False
    before = text[at - 1]
    return clings(text[at]) or ord(before) in _BEFORE_ITS_CONSONANT or unicodedata.combining(before) == _VIRAMA
