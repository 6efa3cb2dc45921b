"""In: texts in one font, weight and size. Out: how wide they are, each measured once.

Most cells, labels and names are plain: a word, a number, or a few words of letters. `Gauge.plain` knows how wide those
come out on one line without cutting them where lines may end; a test holds that the general way gives the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import cast

from exporter.model.geometry import EMU_PER_IN, EMU_PER_PT
from exporter.text.face import Face

DPI = 600
"""Of the device that LibreOffice measures slides with."""
HAIR = 2 * EMU_PER_IN // DPI
"""Two pixels that LibreOffice wants to be left over on a line; EMU."""
REMEMBERED = 10_000
"""Texts whose widths are kept: those of a table are asked for when its columns are made and when its rows are set."""
WORDS = 4000
"""Words of texts that are broken into lines whose sizes are kept."""
Size = tuple[int, ...]
"""Of a word with the spaces after it: its width, and that without the spaces; then both as LibreOffice measures them,
the second with what it wants to be left over. On pages that we draw ourselves those are the first again. Empty for a
word that a face cannot write."""
_UNSURE = 2.0**62
"""EMU a letter: no line has room for so much, so that what the text takes is measured."""
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789. "


@lru_cache(maxsize=256)
def em_pixels(size: float) -> int:
    """Pixels that an em takes in LibreOffice: sizes are kept in hundredths of a millimetre, then in whole pixels."""
    return round(round(size * 2540 / 72) * DPI / 2540)


class _Widths(dict[str, int]):
    """Widths of texts in one piece on one line, found out when they are asked for first.

    A dict that fills itself is asked for all texts of a column in one go, which takes a third of a call for each.
    """

    def __init__(self, face: Face, size: float, spacing: float, pieces: Callable[[str], int]) -> None:
        super().__init__()
        self._face, self._size, self._spacing, self._pieces = face, size, spacing, pieces

    def __missing__(self, text: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        units = self._face.total(text)
        if units is None:
            w = self._pieces(text)
        else:
            w = round(units * self._size * EMU_PER_PT / self._face.upem + self._spacing * len(text))
        self[text] = w
        return w


class _Plain(dict[str, tuple[int, int] | None]):
    """The same of plain texts (see `Gauge.plain`)."""

    def __init__(self, widths: _Widths, blank: int, writes: bool) -> None:
        """writes: the face has all that a plain text may have."""
        super().__init__()
        self._widths, self._blank, self._writes = widths, blank, writes

    def __missing__(self, text: str) -> tuple[int, int] | None:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[text] = self._measured(text) if self._writes and text.isascii() else None
        return found

    def _measured(self, text: str) -> tuple[int, int] | None:
        if text.isalnum() or text.replace(".", "", 1).isdigit():
            w = self._widths[text]
            return w, w
        words = text.split(" ")
        if not all(map(str.isalpha, words)):
            return None
        sizes = list(map(self._widths.__getitem__, words))
        return sum(sizes) + (len(sizes) - 1) * self._blank, max(sizes)


class Gauge:
    """Measures texts in one face and size (pt), with the same spacing (pt) after each letter. Widths in EMU."""

    __slots__ = ("_each", "_em", "_face", "_plain", "_ratio", "_sizes", "_spacing", "_widths", "blank")

    def __init__(self, face: Face, size: float, spacing: float, pieces: Callable[[str], int]) -> None:
        """pieces: measures what has characters that the face lacks."""
        self._face = face
        self._spacing = spacing * EMU_PER_PT
        self._em = em_pixels(size)
        self._sizes: tuple[dict[str, Size], dict[str, Size]] = {}, {}
        self.blank = (face.advance(" ") or 0) * (size * EMU_PER_PT) / face.upem + self._spacing
        """Width of a space, not rounded."""
        self._widths = _Widths(face, size, self._spacing, pieces)
        self._plain = _Plain(self._widths, round(self.blank), face.units(_PLAIN) is not None)
        # How much more LibreOffice may count: an em is rounded to whole pixels, and so are the width of each letter
        # and the kerning before it.
        kern = face.widest_kern
        pixel = EMU_PER_IN / DPI
        self._ratio = self._em * pixel / (size * EMU_PER_PT)
        rounded = 1 + kern * self._em / face.upem if kern else 0.5
        each = (1 - self._spacing) * self._ratio + rounded * pixel + self._spacing + 1
        self._each = _UNSURE if kern is None else each

    def width(self, text: str) -> int:
        """Width of `text` in one piece on one line."""
        return self._widths[text]

    def widths(self, texts: Iterable[str]) -> list[int]:
        """The same of each of these."""
        return list(map(self._widths.__getitem__, texts))

    def drawn(self, text: str) -> int:
        """The same as LibreOffice measures it, for a text all in this face."""
        return round(self._face.pixels(text, self._em) * EMU_PER_IN / DPI + self._spacing * len(text))

    def sizes(self, words: Sequence[str], hold: bool) -> list[Size]:
        """The size of each word; `hold` is for pages that we draw ourselves."""
        known = self._sizes[hold]
        sizes = list(map(known.get, words))
        if all(sizes):
            return cast("list[Size]", sizes)
        return [known.get(word) or self._sized(word, known, hold) for word in words]

    def _sized(self, word: str, known: dict[str, Size], hold: bool) -> Size:
        """The size of a word measured for the first time, which is remembered."""
        face, bare = self._face, word.rstrip(" ")
        if not bare or face.units(bare) is None or face.advance(" ") is None:
            return ()
        spaces = len(word) - len(bare)
        w = self._widths[bare]
        full = w + round(spaces * self.blank) if spaces else w
        if hold:
            size = full, w, full, w
        else:
            drawn = self.drawn(bare)
            size = full, w, self.drawn(word) if spaces else drawn, drawn + HAIR
        if len(known) >= WORDS:
            known.clear()
        known[word] = size
        return size

    def plain(self, text: str) -> tuple[int, int] | None:
        """Width of a plain text on one line, and that of its longest word; None for any other text.

        Plain is a word or a number, or words of letters with one space between them: lines may end at those spaces and
        nowhere else, and no rule joins two of the words.
        """
        return self._plain[text]

    def plains(self, texts: Iterable[str]) -> list[tuple[int, int] | None]:
        """The same of each of these."""
        return list(map(self._plain.__getitem__, texts))

    def most(self, text: str, w: int) -> int:
        """What a plain text, `w` wide, needs on one line at most, in the measure of any office suite.

        It is near what it needs, and found without asking how each pair of letters is kerned.
        """
        drawn = int(w * self._ratio + len(text) * self._each) + HAIR + 1
        return drawn if drawn > w else w

    def needed(self, text: str, w: int) -> int:
        """What a plain text needs indeed."""
        *most, last = text.split(" ")
        return max(w, sum([self.drawn(word + " ") for word in most]) + self.drawn(last) + HAIR)
