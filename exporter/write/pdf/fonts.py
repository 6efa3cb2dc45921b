"""In: text and a font of the theme. Out: the operators that show it, with a subset of each font embedded.

ReportLab makes the subsets. It gives every character a code as it is met; after that, encoding is a table look-up.
"""

from __future__ import annotations

import codecs
import struct
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import uharfbuzz as hb  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace  # type: ignore[import-untyped]

from exporter.model.style import FontFamily
from exporter.text.face import IGNORABLE
from exporter.write.pdf.file import File

_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", ord("\r"): "\\r"}
_NO_CODE = "\ufffe"
"""What a table of codes has where a code stands for nothing."""
JOINED = frozenset((*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)))
"""Arabic letters in the forms that they take beside one another: read as the letters themselves, of two that are drawn
as one the last first, as all of them stand (`Sheet.text_from_right`)."""
_PRIVATE = range(0xE000, 0xF900)
_SILENT = IGNORABLE | {c for c in map(chr, (*range(32), *range(127, 160))) if not c.isspace()}
"""What leaves no trace: joiners, marks of direction, controls."""


class _Glyphs(dict[int, int]):
    """The glyph of each character that a font has, asked of HarfBuzz: of thousands, a short brief needs a hundred."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._glyph = hb.Font(hb.Face(hb.Blob.from_file_path(path))).get_nominal_glyph

    def __missing__(self, character: int) -> int:
        glyph: int | None = self._glyph(character)
        if glyph is None:
            raise KeyError(character)
        self[character] = glyph
        return glyph

    def __contains__(self, character: object) -> bool:
        return isinstance(character, int) and self.get(character) is not None

    def get(self, character: int, default: Any = None) -> Any:
        try:
            return self[character]
        except KeyError:
            return default


class _Metrics:
    """(advance, left side bearing) of each glyph, taken from the table when it is asked for."""

    def __init__(self, table: bytes, full: int) -> None:
        """full: how many glyphs have both; those after them share the last advance."""
        self._table, self._full = table, full

    def __getitem__(self, glyph: int) -> tuple[int, ...]:
        if glyph < self._full:
            return struct.unpack_from(">HH", self._table, 4 * glyph)
        advance = struct.unpack_from(">H", self._table, 4 * self._full - 4)
        return advance + struct.unpack_from(">H", self._table, 4 * self._full + 2 * (glyph - self._full))


class _Places:
    """Where the outline of each glyph begins, and after the last one where it ends; taken from the table when asked."""

    def __init__(self, table: bytes, long: bool) -> None:
        self._table, self._long = table, long

    def __getitem__(self, glyph: int) -> int:
        place: int
        if self._long:
            (place,) = struct.unpack_from(">L", self._table, 4 * glyph)
            return place
        (place,) = struct.unpack_from(">H", self._table, 2 * glyph)
        return place << 1


class Typeface(TTFontFace):  # type: ignore[misc]
    """ReportLab's face of a font file, which reads every glyph; here those that are drawn are read.

    That is a tenth of the time, of which a short brief spends much on its fonts. And glyphs that share the last width
    of the table, as emoji do, keep it in the font's own units: ReportLab 5 puts it into subsets in thousandths of the
    em.
    """

    def extractInfo(self, charInfo: int = 1) -> None:
        super().extractInfo(charInfo=0)
        (full,) = struct.unpack_from(">H", self.get_table("hhea"), 34)
        self.hmetrics = _Metrics(self.get_table("hmtx"), full)
        (long,) = struct.unpack_from(">H", self.get_table("head"), 50)
        self.glyphPos = _Places(self.get_table("loca"), bool(long))
        self.charToGlyph = _Glyphs(self.filename)
        for space, other in ((0x20, 0xA0), (0xA0, 0x20)):
            if space in self.charToGlyph:
                self.charToGlyph[other] = self.charToGlyph[space]
                break
        self.defaultWidth = self._pdfScale(self.hmetrics[0][0])

    def getCharWidth(self, code: int) -> Any:
        glyph = self.charToGlyph.get(code)
        return self.defaultWidth if glyph is None else self._pdfScale(self.hmetrics[glyph][0])


class Font(TTFont):  # type: ignore[misc]
    """ReportLab's TrueType font with a ToUnicode map that holds beyond the first 65,536 characters too."""

    def __init__(self, path: str) -> None:
        """As TTFont does it, but with our Typeface; ASCII keeps its codes."""
        self.fontName, self.face, self.encoding = path, Typeface(path), TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = True

    def addObjects(self, doc: File) -> None:
        subsets = self.state[doc].subsets
        before = len(doc.numberToId)
        super().addObjects(doc)
        maps = [n for n in list(doc.idToObject)[before:] if n.startswith("toUnicodeCMap:")]
        for name, characters in zip(maps, subsets, strict=True):
            doc.idToObject[name].content = to_unicode(characters)


@lru_cache(maxsize=128)
def open_font(path: str) -> Font:
    """The font in a file, read once in a process; what it gives to a document is kept by document."""
    return Font(path)


class Face:
    """One font file in one document."""

    def __init__(self, path: str, file: File) -> None:
        self._font = open_font(path)
        self._file = file
        self._known = self._font.face.charToGlyph
        self._codes = 0
        """How many characters had a code when the table was made."""
        self._table: Any = {}
        self._names: dict[int, str] = {}
        self._spare = "\ufffd" if 0xFFFD in self._known else "?"

    def encode(self, text: str) -> list[tuple[str, str]]:
        """`text` as (resource name of a subset, literal string without its parentheses)."""
        if "\xa0" in text:
            text = text.replace("\xa0", " ")  # ReportLab shows a no-break space as a space
        if "\0" in text:
            return self._split(text)
        if self._codes and text.isascii():  # these keep their codes, from the first text on
            return [(self._name(0), _literal(text))]
        try:
            codes = codecs.charmap_encode(text, "strict", self._table)[0].decode("latin-1")
            return [(self._name(0), _literal(codes))]
        except UnicodeEncodeError:  # a character not met before, or one outside the first subset
            return self._split(text)

    def lacks(self, text: str) -> bool:
        """Whether a character of `text` will be shown as a mark for something else."""
        return not text.isascii() and any(not (self._has(c) or c.isspace() or c in _SILENT) for c in set(text))

    def width(self, text: str) -> float:
        """Width of `text` at 1 pt, in pt."""
        width = self._font.face.getCharWidth
        return float(sum(width(ord(c)) for c in self._drawable(text))) / 1000

    def _split(self, text: str) -> list[tuple[str, str]]:
        text = self._drawable(text)
        parts = self._font.splitString(text, self._file)
        codes = self._font.state[self._file].assignments
        if len(codes) > self._codes:
            self._codes = len(codes)
            self._table = _table(codes)
        return [(self._name(subset), _literal(shown.decode("latin-1"))) for subset, shown in parts]

    def _drawable(self, text: str) -> str:
        """`text` without what draws nothing, and with a mark for what the font cannot draw: never glyph 0."""
        return "".join(c if self._has(c) else " " if c.isspace() else self._spare for c in text if c not in _SILENT)

    def _has(self, character: str) -> bool:
        code = ord(character)
        return bool(self._known.get(code)) and code not in _PRIVATE

    def _name(self, subset: int) -> str:
        name = self._names.get(subset)
        if name is None:
            name = self._names[subset] = self._font.getSubsetInternalName(subset, self._file)
        return name


class Fonts:
    """The theme's families in one document. ReportLab never registers them: two documents share no state."""

    def __init__(self, families: Mapping[str, FontFamily], file: File) -> None:
        self._families = families
        self._file = file
        self._by_dress: dict[tuple[str, bool, bool], Face] = {}
        self._by_path: dict[str, Face] = {}

    def face(self, role: str, bold: bool = False, italic: bool = False) -> Face:
        dress = (role, bold, italic)
        face = self._by_dress.get(dress)
        if face is None:
            path = self._families[role].file(bold, italic)
            face = self._by_path.get(path) or Face(path, self._file)
            self._by_dress[dress] = self._by_path[path] = face
        return face


def to_unicode(characters: list[int]) -> str:
    """The CMap stream that says which character each code of a subset stands for."""
    pairs = [f"<{code:02X}> <{_utf16(c)}>" for code, c in enumerate(characters) if c]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _utf16(character: int) -> str:
    letter = chr(character)
    if character in JOINED:
        letter = unicodedata.normalize("NFKC", letter)[::-1]
    return letter.encode("utf-16-be").hex().upper()


def _table(codes: Mapping[int, int]) -> Any:
    """What `charmap_encode` encodes the first subset with: a string of its characters, made ready once."""
    characters = [_NO_CODE] * 256
    for character, code in codes.items():
        if code < 256:
            characters[code] = chr(character)
    return codecs.charmap_build("".join(characters))


def _literal(codes: str) -> str:
    special = "(" in codes or ")" in codes or "\\" in codes or "\r" in codes
    return codes.translate(_ESCAPES) if special else codes
