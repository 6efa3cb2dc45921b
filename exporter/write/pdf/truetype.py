"""In: a font file with TrueType outlines. Out: its glyphs and widths, and the font with some of its glyphs alone.

What such a file is made of: https://learn.microsoft.com/typography/opentype/spec. Of its tables that is read which
somebody asks for: fonts have thousands of glyphs, and a short brief needs a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from struct import error as OutOfTable
from struct import pack, unpack_from

from exporter.errors import oops
from exporter.write.pdf.character_map import finder

_COPIED = (b"cvt ", b"fpgm", b"prep")
"""Tables that glyphs need as they are: what fits their outlines to pixels."""
_MORE_PARTS, _WIDE_OFFSETS, _SCALE, _TWO_SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80
"""Flags of a part of a glyph that is made of others."""
_RESTRICTED, _WHOLE_ONLY, _NO_OUTLINES = 2, 0x100, 0x200
"""What a font's maker may forbid: embedding it, embedding a part of it, embedding more than pixels."""
_FIXED, _SYMBOLIC, _ITALIC, _BOLD = 1, 1 << 2, 1 << 6, 1 << 18
"""Flags of a font descriptor (ISO 32000-1, 9.8.2)."""
_WHOLE = 0xB1B0AFBA
"""What all of a font file adds up to."""


@lru_cache(maxsize=128)
def open_font(path: str) -> TrueType:
    """The font in a file, opened once in a process."""
    return TrueType(path)


class TrueType:
    """A font file; glyphs are numbers, 0 the one for what the font lacks."""

    def __init__(self, path: str) -> None:
        """UserError for a file that cannot be embedded in part: a broken one, or one whose maker forbids it."""
        self._path = path
        try:
            self._open(memoryview(Path(path).read_bytes()))
        except (KeyError, OutOfTable) as error:
            what = f"the font file '{Path(path).name}' is broken or has no TrueType outlines"
            raise oops(what, hint="give the theme another file for this font") from error
        (terms,) = unpack_from(">H", self._tables.get(b"OS/2", bytes(10)), 8)
        if terms & 0xF == _RESTRICTED or terms & (_WHOLE_ONLY | _NO_OUTLINES):
            what = f"the font file '{Path(path).name}' says that no part of it may be embedded"
            raise oops(what, hint="give the theme another file for this font, or build a deck, which embeds none")

    def _open(self, data: memoryview) -> None:
        (count,) = unpack_from(">H", data, 4)
        entries = (unpack_from(">4s4xII", data, 12 + 16 * i) for i in range(count))
        self._tables: Mapping[bytes, memoryview] = {tag: data[at : at + size] for tag, at, size in entries}
        head = self._tables[b"head"]
        self._upem: int
        self._upem, *self._bounds = unpack_from(">H16x4h", head, 18)
        self._outlines = self._tables[b"glyf"]
        (long,) = unpack_from(">H", head, 50)
        self._place, self._step, self._unit = (">II", 4, 1) if long else (">HH", 2, 2)
        (self._full,) = unpack_from(">H", self._tables[b"hhea"], 34)
        self._glyphs: dict[str, int] = {}
        self._find = finder(self._tables[b"cmap"], self._path)

    def glyph(self, character: str) -> int:
        """The glyph of a character."""
        glyph = self._glyphs.get(character)
        if glyph is None:
            glyph = self._glyphs[character] = self._find(ord(character))
        return glyph

    def advance(self, glyph: int) -> float:
        """Its width in thousandths of the type size."""
        return self._metrics(glyph)[0] * 1000 / self._upem

    def _metrics(self, glyph: int) -> tuple[int, int]:
        """Advance and left side bearing. The glyphs after the first so many share the last one's advance."""
        table, full = self._tables[b"hmtx"], self._full
        if glyph < full:
            advance, bearing = unpack_from(">Hh", table, 4 * glyph)
        else:
            (advance,) = unpack_from(">H", table, 4 * full - 4)
            (bearing,) = unpack_from(">h", table, 4 * full + 2 * (glyph - full))
        return advance, bearing

    def _outline(self, glyph: int) -> bytes:
        start, end = unpack_from(self._place, self._tables[b"loca"], self._step * glyph)
        return bytes(self._outlines[start * self._unit : end * self._unit])

    def describe(self, name: str, font_file: int) -> str:
        """The font descriptor of a subset, as PDF syntax; `font_file` is the number of its stream."""
        left, bottom, right, top = self._bounds
        ascent, descent, cap_height, weight = top, bottom, top, 500
        if system := self._tables.get(b"OS/2"):
            version, weight, ascent, descent = unpack_from(">H2xH62xhh", system)
            cap_height = unpack_from(">h", system, 88)[0] if version > 1 else ascent
        angle, fixed = unpack_from(">i4xI", self._tables.get(b"post", bytes(16)), 4)
        flags = _SYMBOLIC | (_FIXED if fixed else 0) | (_ITALIC if angle else 0) | (_BOLD if weight >= 600 else 0)
        bounds = " ".join(map(self._thousandths, (left, bottom, right, top)))
        stem = 50 + (weight * weight) // 4225  # a guess by the weight: fonts do not say it
        return (
            f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{bounds}]/ItalicAngle {angle / 65536:g}"
            f"/Ascent {self._thousandths(ascent)}/Descent {self._thousandths(descent)}"
            f"/CapHeight {self._thousandths(cap_height)}/StemV {stem}/MissingWidth {self.advance(0):g}"
            f"/FontFile2 {font_file} 0 R>>"
        )

    def _thousandths(self, units: int) -> str:
        return f"{units * 1000 / self._upem:g}"

    @property
    def name(self) -> str:
        """Its PostScript name, as a PDF name without the slash."""
        names = self._tables.get(b"name", memoryview(bytes(6)))
        count, strings = unpack_from(">HH", names, 2)
        for i in range(count):
            platform, _, language, what, size, at = unpack_from(">6H", names, 6 + 12 * i)
            if what == 6 and (platform, language) in ((3, 0x409), (1, 0)):
                text = bytes(names[strings + at : strings + at + size])
                return _plain(text.decode("utf-16-be" if platform == 3 else "latin-1", "replace"))
        return _plain(Path(self._path).stem)

    def subset(self, characters: Sequence[str]) -> bytes:
        """A font file in which code n shows the n-th character; an empty one stands for none."""
        glyphs, numbers = [0], {0: 0}

        def number(glyph: int) -> int:
            """What a glyph is called in the subset, which it comes into."""
            if glyph not in numbers:
                numbers[glyph] = len(glyphs)
                glyphs.append(glyph)
            return numbers[glyph]

        codes = [number(self.glyph(character)) if character else 0 for character in characters]
        outlines = []
        for glyph in glyphs:  # which grow by the parts that glyphs are made of
            outline = bytearray(self._outline(glyph))
            for at in _parts(outline):
                outline[at : at + 2] = pack(">H", number(*unpack_from(">H", outline, at)))
            outlines.append(outline + bytes(-len(outline) % 4))
        return _file(self._tables_of(glyphs, outlines) | {b"cmap": _character_map(codes)})

    def _tables_of(self, glyphs: Sequence[int], outlines: Sequence[bytearray]) -> dict[bytes, bytes | bytearray]:
        """The tables of a font with these glyphs, but for its map of characters."""
        head, hhea, maxp = (bytearray(self._tables[tag]) for tag in (b"head", b"hhea", b"maxp"))
        places = [0, *accumulate(map(len, outlines))]
        long = places[-1] > 2 * 0xFFFF
        head[8:12] = bytes(4)
        head[50:52] = pack(">H", long)
        hhea[34:36] = maxp[4:6] = pack(">H", len(glyphs))
        return {
            **{tag: bytes(self._tables[tag]) for tag in _COPIED if tag in self._tables},
            b"glyf": b"".join(outlines),
            b"head": head,
            b"hhea": hhea,
            b"hmtx": b"".join(pack(">Hh", *self._metrics(glyph)) for glyph in glyphs),
            b"loca": b"".join(pack(">I", place) if long else pack(">H", place // 2) for place in places),
            b"maxp": maxp,
        }


def _character_map(glyphs: Sequence[int]) -> bytes:
    """The table that says the glyph of each code from 0 on."""
    count = len(glyphs)
    return pack(f">4HI5H{count}H", 0, 1, 1, 0, 12, 6, 10 + 2 * count, 0, 0, count, *glyphs)


def _parts(outline: bytearray) -> Iterator[int]:
    """Where an outline that is made of other glyphs names them."""
    if not outline or not outline[0] & 0x80:  # a number of lines of its own, not negative
        return
    at, flags = 10, _MORE_PARTS
    while flags & _MORE_PARTS:
        (flags,) = unpack_from(">H", outline, at)
        yield at + 2
        at += 8 if flags & _WIDE_OFFSETS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _file(tables: Mapping[bytes, bytes | bytearray]) -> bytes:
    """A font file of tables."""
    power = len(tables).bit_length() - 1
    directory = pack(">I4H", 0x10000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    at, bodies, sum_at = len(directory) + 16 * len(tables), [], 0
    for tag, table in sorted(tables.items()):
        body = table + bytes(-len(table) % 4)
        if tag == b"head":
            sum_at = at + 8
        directory += pack(">4sIII", tag, _sum(body), at, len(table))
        bodies.append(body)
        at += len(body)
    whole = bytearray(b"".join((directory, *bodies)))
    whole[sum_at : sum_at + 4] = pack(">I", (_WHOLE - _sum(whole)) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(data: bytes | bytearray) -> int:
    """What the words of a table add up to."""
    words: tuple[int, ...] = unpack_from(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF


def _plain(name: str) -> str:
    """A name without what would end it in a PDF."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.+") else "-" for c in name) or "Font"
