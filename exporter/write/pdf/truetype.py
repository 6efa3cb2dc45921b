"""In: a font file with TrueType outlines. Out: its glyphs and widths, and the font with some of its glyphs alone.

ReportLab reads the file and cuts the font; HarfBuzz knows the glyph of a character in every kind of map. ReportLab
would read all of the thousands of glyphs that a font has, of which a short brief needs a hundred: here each is read
when it is asked for.

A cluster of letters that are drawn together becomes one glyph, made of the glyphs that HarfBuzz puts in its place. So
it has one code, one width, and one text to be read and copied, in every viewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from struct import error as OutOfTable
from struct import pack, unpack_from
from typing import Any

import uharfbuzz as hb  # type: ignore[import-untyped]

from exporter.errors import oops
from exporter.model.pattern import compiling_later, later
from exporter.text import shaping
from exporter.text.direction import leftward
from exporter.text.shaping import Cluster

with compiling_later():
    from reportlab.pdfbase.ttfonts import (  # type: ignore[import-untyped]
        FF_NONSYMBOLIC,
        FF_SYMBOLIC,
        TTFError,
        TTFontFile,
    )


FORBIDDEN = "does not allow subsetting/embedding"
"""As ReportLab says it."""
STAND_INS = range(0x100000, 0x10FFFE)
"""Characters of the last private plane, each of which stands for a cluster."""
_OURS = later("[\U00100000-\U0010ffff]")
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
        self._clusters: dict[Cluster, str] = {}
        """The characters that stand for them."""
        self._texts: dict[str, str] = {}

    def drawn(self, text: str) -> str:
        """`text` with one character for every cluster of letters that change beside one another."""
        if text.isascii():
            return text
        if _OURS.search(text):
            text = _OURS.sub("\ufffd", text)  # private characters mean nothing to anybody else
        if not shaping.changes(text):
            return text
        parts = (
            "".join(map(self._standing_for, shaping.shape(self._file.shaper, part))) if changing else part
            for part, changing in shaping.stretches(text)
        )
        return "".join(parts)

    def said(self, drawn: str) -> str:
        """The text of a character that `drawn` may have put for a cluster."""
        return self._texts.get(drawn, drawn)

    def _standing_for(self, cluster: Cluster) -> str:
        known = self._clusters.get(cluster)
        if known is not None:
            return known
        free = STAND_INS.start + len(self._texts)
        if cluster.lacking or free >= STAND_INS.stop or self._alone(cluster):
            known = cluster.text
        else:
            known = chr(free)
            # As all that runs from right to left, it is read from its end on (`Sheet.text_from_right`).
            self._texts[known] = cluster.text[::-1] if leftward(cluster.text) else cluster.text
            self._glyphs[known] = self._file.charToGlyph[free] = self._glyph_of(cluster)
        self._clusters[cluster] = known
        return known

    def _glyph_of(self, cluster: Cluster) -> int:
        (first, x, y), *more = cluster.glyphs
        if not more and x == y == 0 and cluster.advance == self._file.hmetrics[first][0]:
            return first
        return self._file.compose(cluster.glyphs, cluster.advance)

    def _alone(self, cluster: Cluster) -> bool:
        """Whether it is one character, drawn as it is drawn by itself."""
        if len(cluster.text) > 1 or len(cluster.glyphs) > 1:
            return False
        glyph = self.glyph(cluster.text)
        return cluster.glyphs == ((glyph, 0, 0),) and cluster.advance == self._file.hmetrics[glyph][0]

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
        self._file.take_in_composed([self.glyph(c) for c in characters if c])
        made: bytes = self._file.makeSubset([ord(c) if c else _NONE for c in characters])
        return made


_NONE = -1
"""No character: ReportLab gives it the glyph for what a font lacks."""


class _FontFile(TTFontFile):  # type: ignore[misc]
    """ReportLab's font file, whose glyphs are read when they are asked for.

    Glyphs that share the last width of the table, as emoji do, keep it in the font's own units: ReportLab 5 puts it
    into subsets in thousandths of the em.
    """

    _ttf_data: bytes

    def extractInfo(self, charInfo: int = 1) -> None:
        self._most = 0
        super().extractInfo(charInfo=0)
        (terms,) = unpack_from(">H", self.get_table("OS/2"), 8) if "OS/2" in self.table else (0,)
        if terms & 0xF == _RESTRICTED or terms & (_WHOLE_ONLY | _NO_OUTLINES):
            raise TTFError(FORBIDDEN)
        (full,) = unpack_from(">H", self.get_table("hhea"), 34)
        self.hmetrics = _Metrics(self.get_table("hmtx"), full)
        (long,) = unpack_from(">H", self.get_table("head"), 50)
        self.glyphPos = _Places(self.get_table("loca"), bool(long))
        self.get_table("glyf")
        self.shaper = hb.Font(hb.Face(hb.Blob.from_file_path(self.filename)))
        self.charToGlyph = _Glyphs(self.shaper.get_nominal_glyph)
        self._whole, self._composed = self._ttf_data, bytearray()
        self._parts: dict[int, int] = {}
        """Of how many glyphs each was composed."""

    def compose(self, parts: Sequence[tuple[int, int, int]], advance: int) -> int:
        """A glyph more, made of others: (glyph, x, y) of each. Returns its number."""
        start = self.get_table_pos("glyf")[0]
        shown = []
        for glyph, x, y in parts:
            place = self.glyphPos[glyph]
            if self.glyphPos[glyph + 1] > place:
                left, bottom, right, top = unpack_from(">4h", self._whole, start + place + 2)
                shown.append((glyph, x, y, left + x, bottom + y, right + x, top + y))
        first = len(self._whole) - start + len(self._composed)
        left = 0
        if shown:
            *_, lefts, bottoms, rights, tops = zip(*shown, strict=True)
            left = min(lefts)
            self._composed += pack(">5h", -1, left, min(bottoms), max(rights), max(tops))
            for n, (glyph, x, y, *_) in enumerate(shown, 1):
                self._composed += pack(">HHhh", _PLACED | (_MORE if n < len(shown) else 0), glyph, x, y)
        number: int = self.glyphPos.add(first, len(self._whole) - start + len(self._composed))
        self._parts[number] = len(shown)
        self.hmetrics.add(number, advance, left)
        return number

    def take_in_composed(self, glyphs: Iterable[int]) -> None:
        """Puts the glyphs that were made behind those of the file, if any of `glyphs` is one."""
        self._most = max((self._parts.get(glyph, 0) for glyph in glyphs), default=0)
        if not self._most:
            return
        self._ttf_data = self._whole + bytes(self._composed)
        start = self.table["glyf"]["offset"]
        self.table["glyf"]["length"] = len(self._ttf_data) - start

    def get_table(self, tag: str) -> bytes:
        table: bytes = super().get_table(tag)
        return _roomier(table, self._most) if tag == "maxp" and self._most else table


_PLACED, _MORE = 0x3, 0x20
"""Of a component: its place is given in two words; another one follows."""


def _roomier(maxp: bytes, components: int) -> bytes:
    """The table of what glyphs take at most, with room for glyphs of so many components one level deeper."""
    points, contours, most_points, most_contours = unpack_from(">4H", maxp, 6)
    elements, depth = unpack_from(">2H", maxp, 28)
    most = (min(max(had, components * one), 0xFFFF) for had, one in ((most_points, points), (most_contours, contours)))
    return maxp[:10] + pack(">2H", *most) + maxp[14:28] + pack(">2H", max(elements, components), depth + 1) + maxp[32:]


class _Glyphs(dict[int, int]):
    """The glyph of each character, 0 for none, asked of HarfBuzz."""

    def __init__(self, nominal: Callable[[int], int | None]) -> None:
        super().__init__()
        self._glyph = nominal

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
        self._added: dict[int, tuple[int, int]] = {}

    def add(self, glyph: int, advance: int, left: int) -> None:
        self._added[glyph] = advance, left & 0xFFFF

    def __getitem__(self, glyph: int) -> tuple[Any, ...]:
        if glyph in self._added:
            return self._added[glyph]
        if glyph < self._full:
            return unpack_from(">HH", self._table, 4 * glyph)
        advance = unpack_from(">H", self._table, 4 * self._full - 4)
        return advance + unpack_from(">H", self._table, 4 * self._full + 2 * (glyph - self._full))


class _Places:
    """Where the outline of each glyph begins, and after the last one where it ends; taken from the table when asked."""

    def __init__(self, table: bytes, long: bool) -> None:
        self._table, self._long = table, long
        self._added: dict[int, int] = {}

    def add(self, start: int, stop: int) -> int:
        """A glyph that lies elsewhere; returns its number, the one after which is none's."""
        glyph = len(self._table) // (4 if self._long else 2) + len(self._added)
        self._added |= {glyph: start, glyph + 1: stop}
        return glyph

    def __getitem__(self, glyph: int) -> int:
        place: int
        if glyph in self._added:
            return self._added[glyph]
        if self._long:
            (place,) = unpack_from(">L", self._table, 4 * glyph)
            return place
        (place,) = unpack_from(">H", self._table, 2 * glyph)
        return place << 1
