"""In: a font file with TrueType outlines. Out: its glyphs and widths, and the font with some of its glyphs alone.

ReportLab reads the file and cuts the font; HarfBuzz knows the glyph of a character in every kind of map. ReportLab
would read all of the thousands of glyphs that a font has, of which a short brief needs a hundred: here each is read
when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from struct import error as OutOfTable
from struct import unpack_from
from typing import Any

import uharfbuzz as hb  # type: ignore[import-untyped]

from exporter.errors import oops
from exporter.model.pattern import compiling_later

with compiling_later():
    from reportlab.pdfbase.ttfonts import (  # type: ignore[import-untyped]
        FF_NONSYMBOLIC,
        FF_SYMBOLIC,
        TTFError,
        TTFontFile,
    )


FORBIDDEN = "does not allow subsetting/embedding"
"""As ReportLab says it."""
_RESTRICTED, _WHOLE_ONLY, _NO_OUTLINES = 2, 0x100, 0x200
"""What a font's maker may forbid: embedding it, embedding a part of it, embedding more than pixels."""


@lru_cache(maxsize=128)
def open_font(path: str) -> TrueType:
    """The font in a file, opened once in a process."""
    return TrueType(path)


class TrueType:
    """A font file; glyphs are numbers, 0 the one for what the font lacks."""

    def __init__(self, path: str) -> None:
        """UserError for a file that cannot be embedded in part: a broken one, or one whose maker forbids it."""
        name = Path(path).name
        try:
            self._file = _FontFile(path)
        except (TTFError, KeyError, IndexError, OutOfTable) as error:
            if FORBIDDEN in str(error):
                what = f"the font file '{name}' says that no part of it may be embedded"
                hint = "give the theme another file for this font, or build a deck, which embeds none"
            else:
                what = f"the font file '{name}' is broken or has no TrueType outlines"
                hint = "give the theme another file for this font"
            raise oops(what, hint=hint) from error
        self._glyphs: dict[str, int] = {}

    def glyph(self, character: str) -> int:
        """The glyph of a character."""
        glyph = self._glyphs.get(character)
        if glyph is None:
            glyph = self._glyphs[character] = self._file.charToGlyph[ord(character)]
        return glyph

    def advance(self, glyph: int) -> float:
        """Its width in thousandths of the type size."""
        return float(self._file.hmetrics[glyph][0] * 1000 / self._file.unitsPerEm)

    @property
    def name(self) -> str:
        """Its PostScript name, as a PDF name without the slash."""
        name = self._file.name.decode() if isinstance(self._file.name, bytes) else str(self._file.name)
        return "".join(c if c.isascii() and (c.isalnum() or c in "-_.+") else "-" for c in name) or "Font"

    def describe(self, name: str, font_file: int) -> str:
        """The font descriptor of a subset, as PDF syntax; `font_file` is the number of its stream."""
        file = self._file
        bounds = " ".join(f"{edge:g}" for edge in file.bbox)
        return (
            f"<</Type/FontDescriptor/FontName/{name}/Flags {file.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC}"
            f"/FontBBox[{bounds}]/ItalicAngle {file.italicAngle:g}/Ascent {file.ascent:g}/Descent {file.descent:g}"
            f"/CapHeight {file.capHeight:g}/StemV {file.stemV:g}/MissingWidth {self.advance(0):g}"
            f"/FontFile2 {font_file} 0 R>>"
        )

    def subset(self, characters: Sequence[str]) -> bytes:
        """A font file in which code n shows the n-th character; an empty one stands for none."""
        made: bytes = self._file.makeSubset([ord(c) if c else _NONE for c in characters])
        return made


_NONE = -1
"""No character: ReportLab gives it the glyph for what a font lacks."""


class _FontFile(TTFontFile):  # type: ignore[misc]
    """ReportLab's font file, whose glyphs are read when they are asked for.

    Glyphs that share the last width of the table, as emoji do, keep it in the font's own units: ReportLab 5 puts it
    into subsets in thousandths of the em.
    """

    def extractInfo(self, charInfo: int = 1) -> None:
        super().extractInfo(charInfo=0)
        (terms,) = unpack_from(">H", self.get_table("OS/2"), 8) if "OS/2" in self.table else (0,)
        if terms & 0xF == _RESTRICTED or terms & (_WHOLE_ONLY | _NO_OUTLINES):
            raise TTFError(FORBIDDEN)
        (full,) = unpack_from(">H", self.get_table("hhea"), 34)
        self.hmetrics = _Metrics(self.get_table("hmtx"), full)
        (long,) = unpack_from(">H", self.get_table("head"), 50)
        self.glyphPos = _Places(self.get_table("loca"), bool(long))
        self.get_table("glyf")
        self.charToGlyph = _Glyphs(self.filename)


class _Glyphs(dict[int, int]):
    """The glyph of each character, 0 for none, asked of HarfBuzz."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._glyph = hb.Font(hb.Face(hb.Blob.from_file_path(path))).get_nominal_glyph

    def __missing__(self, character: int) -> int:
        glyph: int = (self._glyph(character) or 0) if character >= 0 else 0
        self[character] = glyph
        return glyph

    def __contains__(self, character: object) -> bool:
        return isinstance(character, int) and self[character] > 0


class _Metrics:
    """(advance, left side bearing) of each glyph, taken from the table when it is asked for."""

    def __init__(self, table: bytes, full: int) -> None:
        """full: how many glyphs have both; those after them share the last advance."""
        self._table, self._full = table, full

    def __getitem__(self, glyph: int) -> tuple[Any, ...]:
        if glyph < self._full:
            return unpack_from(">HH", self._table, 4 * glyph)
        advance = unpack_from(">H", self._table, 4 * self._full - 4)
        return advance + unpack_from(">H", self._table, 4 * self._full + 2 * (glyph - self._full))


class _Places:
    """Where the outline of each glyph begins, and after the last one where it ends; taken from the table when asked."""

    def __init__(self, table: bytes, long: bool) -> None:
        self._table, self._long = table, long

    def __getitem__(self, glyph: int) -> int:
        place: int
        if self._long:
            (place,) = unpack_from(">L", self._table, 4 * glyph)
            return place
        (place,) = unpack_from(">H", self._table, 2 * glyph)
        return place << 1
