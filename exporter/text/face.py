"""In: a font file. Out: its advance widths, ascents and kerning, and which characters it lacks.

HarfBuzz reads the files: it opens a face in a fraction of the time a pure Python parser needs and is what browsers
and office suites measure with. What it says of the fonts that we ship lies beside them (`metrics`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain
from operator import add
from typing import Any

from exporter.model.pattern import later
from exporter.text import metrics
from exporter.text.direction import leftward
from exporter.text.shaping import IGNORABLE, Cluster, changes, shape, stretches

RARE = later("[\u0180-\u0191\u0193-\u01f9\u0200-\u0217\u021c-\u02af\u1e00-\u1e7f\u1e86-\u1ef1\u1ef4-\u1eff]")
"""Letters that the Liberation fonts lack, of Vietnamese above all: where LibreOffice has these for Arial and Times New
Roman, it takes such letters from another font."""
RARE_WIDER = 1.22
"""How much wider they may be there (DejaVu Sans, bold)."""
LEFTWARD_WIDER = 1.14
"""The same of Arabic letters, which the Liberation fonts lack too."""
_ASIAN = (
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd]"
)
_FIRST_BUT_JAMO = "\u2e80"
_JAMO = later("[\u1100-\u11ff]")
SHAPED_WIDER = 1.1
"""The same of other letters that change beside one another."""


def has_asian(text: str) -> bool:
    """Whether a text has East Asian letters."""
    if max(text, default="") < _FIRST_BUT_JAMO:  # as in most texts: the set takes milliseconds to compile
        return bool(_JAMO.search(text))
    return bool(re.search(_ASIAN, text))


@lru_cache(maxsize=10_000)
def is_asian(character: str) -> bool:
    """The same of one character, remembered."""
    return has_asian(character)


class Face:
    """One font file: advances in font units, cached by character and by word."""

    def __init__(self, path: str, known: metrics.Metrics | None = None) -> None:
        """known: what HarfBuzz said of the file before; without it, it is asked."""
        self.path = path
        self.upem, self.ascender, self.descender = (
            (known.upem, known.ascender, known.descender) if known else self._size()
        )
        self._whole_font = known is not None
        self._rest = known
        """Where the advances of rarer characters are, until one is asked for."""
        self._advances: dict[str, int | None] = known.advances() if known else {}
        self._advances.update(dict.fromkeys(IGNORABLE, 0))
        self._kerned = frozenset(known.kerned if known else "")
        self._pairs = known.kerns() if known else {}
        self._words: dict[str, int | None] = {}
        self._kerns: dict[tuple[str, str], int] = {}
        """Of pairs that had to be shaped."""
        self._pixels: dict[int, _Pixels] = {}

    def advance(self, character: str) -> int | None:
        """Width in font units; None when the font has no glyph for the character."""
        try:
            return self._advances[character]
        except KeyError:
            if self._rest:
                self._advances = {**self._rest.other_advances(), **self._advances}
                self._rest = None
                return self.advance(character)
            glyph = None if self._whole_font else self._font.get_nominal_glyph(ord(character))
            units: int | None = None if glyph is None else self._font.get_glyph_h_advance(glyph)
            self._advances[character] = units
            return units

    def has(self, text: str) -> bool:
        """Whether the font has a glyph for every character of `text`."""
        return all(self.advance(character) is not None for character in text)

    def units(self, text: str) -> int | None:
        """Width of `text` in font units, remembered; None when a glyph is missing."""
        try:
            return self._words[text]
        except KeyError:
            if len(self._words) > 200_000:
                self._words.clear()
            total = self._words[text] = self.total(text)
            return total

    def total(self, text: str) -> int | None:
        """The same, added up; of letters that change in the forms that they take beside one another."""
        return self._sum_shaped(text) if changes(text) else self._sum(text)

    def _sum(self, text: str) -> int | None:
        try:
            return sum(map(self._advances.__getitem__, text))  # type: ignore[arg-type]
        except (KeyError, TypeError):  # one not asked for yet, or one that the font lacks
            every = [self.advance(character) for character in text]
            return None if None in every else sum(units for units in every if units is not None)

    def _sum_shaped(self, text: str) -> int | None:
        total = 0
        for part, changing in stretches(text):
            clusters = self.clusters(part) if changing else ()
            units = self._sum(part) if not changing else sum(cluster.advance for cluster in clusters)
            if units is None or any(cluster.lacking for cluster in clusters):
                return None
            total += units
        return total

    def clusters(self, text: str) -> tuple[Cluster, ...]:
        """A stretch of letters that change, shaped."""
        return shape(self._font, text)

    def unknown(self, character: str) -> int:
        """The room left for a glyph that no font has, font units: an em for East Asian letters, else half an em.

        That of the mark that PDFs show in its place at least.
        """
        return self.upem if has_asian(character) else max(self.upem // 2, self.advance("\ufffd") or 0)

    def kern(self, left: str, right: str) -> int:
        """What a shaper adds between two characters, font units: kerning, or the difference a ligature makes."""
        if left in self._kerned and right in self._kerned:
            return self._pairs.get(left + right, 0)
        pair = (left, right)
        try:
            return self._kerns[pair]
        except KeyError:
            kern = self._kerns[pair] = self._shaped(left, right)
            return kern

    @cached_property
    def widest_kern(self) -> int | None:
        """The most that a shaper adds between two characters of ASCII that the font has, font units.

        None for a font that is not ours: each pair would have to be shaped.
        """
        if not self._whole_font:
            return None
        return max((kern for pair, kern in self._pairs.items() if kern > 0 and pair.isascii()), default=0)

    def _shaped(self, left: str, right: str) -> int:
        import uharfbuzz as hb  # type: ignore[import-untyped]

        buffer = hb.Buffer()
        buffer.add_str(left + right)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        shaped: int = sum(position.x_advance for position in buffer.glyph_positions)
        return shaped - (self.advance(left) or 0) - (self.advance(right) or 0)

    @cached_property
    def _font(self) -> Any:
        """The font as HarfBuzz has it, which is slow to load."""
        import uharfbuzz as hb

        return hb.Font(hb.Face(hb.Blob.from_file_path(self.path)))

    def _size(self) -> tuple[int, int, int]:
        extents = self._font.get_font_extents("ltr")
        return self._font.face.upem, extents.ascender, -extents.descender

    def measured(self) -> metrics.Metrics:
        """All that HarfBuzz says of the font."""
        characters = sorted(map(chr, self._font.face.unicodes))
        size = (self.upem, self.ascender, self.descender)
        return metrics.measure(size, characters, self.advance, self.kern)

    def pixels(self, text: str, em: int) -> int:
        """Width of `text` kerned, on a device where an em takes `em` pixels and every advance a whole number."""
        steps = self._pixels.get(em)
        if steps is None:
            steps = self._pixels[em] = _Pixels(self, em)
        if changes(text):
            return math.ceil((self.units(text) or 0) * em / self.upem * _wider(text))
        return sum(map(steps.__getitem__, map(add, chain(("",), text), text)))

    def steps(self, text: str, em: int) -> Iterator[tuple[int, int, int]]:
        """(advance in font units, advance in pixels, kerning before it in pixels) of each character, as `pixels` adds
        them up.
        """
        for part, changing in stretches(text) if changes(text) else ((text, False),):
            yield from self._shaped_steps(part, em) if changing else self._plain_steps(part, em)

    def _plain_steps(self, text: str, em: int) -> Iterator[tuple[int, int, int]]:
        before = ""
        for character in text:
            units = self.advance(character)
            if units is None:
                units = self.unknown(character)
            kern = round(self.kern(before, character) * em / self.upem) if before else 0
            yield units, _whole(units, character, em, self.upem), kern
            before = character

    def _shaped_steps(self, text: str, em: int) -> Iterator[tuple[int, int, int]]:
        """A cluster is as wide as it is at its first character."""
        for cluster in self.clusters(text):
            yield cluster.advance, math.ceil(cluster.advance * em / self.upem * _wider(cluster.text)), 0
            yield from ((0, 0, 0) for _ in cluster.text[1:])


class _Pixels(dict[str, int]):
    """What a character adds to a text in pixels, kerning included, by itself and the character before it, if any."""

    def __init__(self, face: Face, em: int) -> None:
        super().__init__()
        self._face, self._em = face, em

    def __missing__(self, pair: str) -> int:
        face, em, character = self._face, self._em, pair[-1]
        added = _whole(face.advance(character) or 0, character, em, face.upem)
        if len(pair) > 1 and (kern := face.kern(pair[0], character)):
            added += round(kern * em / face.upem)
        self[pair] = added
        return added


def _whole(units: int, character: str, em: int, upem: int) -> int:
    """An advance in whole pixels."""
    wider = RARE_WIDER if character > "\u017f" and RARE.match(character) else 1
    return math.floor(units * em / upem * wider + 0.5)


def _wider(text: str) -> float:
    """How much wider letters that change may be in the fonts of an office suite."""
    return LEFTWARD_WIDER if leftward(text) else SHAPED_WIDER


@lru_cache(maxsize=128)
def open_face(path: str) -> Face:
    """The face of a font file, opened once in a process."""
    return Face(path, metrics.load(path))
