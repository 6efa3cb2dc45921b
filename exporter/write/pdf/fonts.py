"""In: text and a font of the theme. Out: the operators that show it, with subsets of each font embedded.

Every character gets a code as it is met; after that, encoding is a table look-up.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, groupby
from typing import Any

from exporter.model.style import FontFamily
from exporter.text.shaping import IGNORABLE
from exporter.write.pdf.file import File
from exporter.write.pdf.truetype import open_font

_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\"}
_NO_CODE = "\ufffe"
"""What a table of codes has where a code stands for nothing."""
JOINED = frozenset((*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)))
"""Arabic letters in the forms that they take beside one another: read as the letters themselves, of two that are drawn
as one the last first, as all of them stand (`Sheet.text_from_right`)."""
MANY = 500
"""Texts in one font after which nobody looks which letters they have."""
_PRIVATE = range(0xE000, 0xF900)
_SILENT = IGNORABLE | {c for c in map(chr, (*range(32), *range(127, 160))) if not c.isspace()}
"""What leaves no trace: joiners, marks of direction, controls."""


class Face:
    """One font file in one document. It gives a character its code when it is drawn for the first time.

    A code of two bytes names a subset and the character's code there. ASCII keeps its own codes in the first subset.
    """

    def __init__(self, path: str, file: File, name: str) -> None:
        """name: what pages call it, before the number of the subset."""
        self._font, self._file, self._name = open_font(path), file, name
        self._codes = {c: ord(c) for c in map(chr, range(32, 127)) if self._font.glyph(c)}
        self._table = _table(self._codes)
        self._whole_ascii = len(self._codes) == 127 - 32
        self._free = _free_codes()
        self._spare = "\ufffd" if self._font.glyph("\ufffd") else "?"
        self._first = f"{name}+0"
        self._texts: list[str] = []
        """All that was drawn."""

    def encode(self, text: str, turned: bool = False) -> list[tuple[str, str]]:
        """`text` as (resource name of a subset, literal string without its parentheses); `turned` from its end on."""
        if "\xa0" in text:
            text = text.replace("\xa0", " ")
        text = self._font.drawn(text)
        if turned:
            text = text[::-1]
        self._texts.append(text)
        if self._whole_ascii and text.isascii() and text.isprintable():
            return [(self._first, _literal(text))]
        try:
            codes = codecs.charmap_encode(text, "strict", self._table)[0].decode("latin-1")
            return [(self._first, _literal(codes))]
        except UnicodeEncodeError:  # a character not met before, or one outside the first subset
            return self._split(text)

    def lacks(self, text: str) -> bool:
        """Whether a character of `text` will be shown as a mark for something else."""
        return not text.isascii() and any(not (self._has(c) or c.isspace() or c in _SILENT) for c in set(text))

    def width(self, text: str) -> float:
        """Width of `text` at 1 pt, in pt."""
        return sum(self._width(c) for c in self._drawable(self._font.drawn(text))) / 1000

    def _width(self, character: str) -> float:
        return self._font.advance(self._font.glyph(character))

    def _split(self, text: str) -> list[tuple[str, str]]:
        known = len(self._codes)
        text = self._drawable(text)
        self._texts.append(text)
        parts = [
            (f"{self._name}+{subset}", _literal("".join(chr(code & 0xFF) for code in codes)))
            for subset, codes in groupby(map(self._code, text), lambda code: code >> 8)
        ]
        if len(self._codes) > known:
            self._table = _table(self._codes)
        return parts

    def _code(self, character: str) -> int:
        if character not in self._codes:
            self._codes[character] = next(self._free)
        return self._codes[character]

    def _drawable(self, text: str) -> str:
        """`text` without what draws nothing, and with a mark for what the font cannot draw: never glyph 0."""
        return "".join(c if self._has(c) else " " if c.isspace() else self._spare for c in text if c not in _SILENT)

    def _has(self, character: str) -> bool:
        return self._font.glyph(character) > 0 and ord(character) not in _PRIVATE

    def save(self) -> Iterator[tuple[str, int]]:
        """Writes each subset, if anything was drawn: its resource name and number."""
        if not self._texts:
            return
        codes = self._drawn_codes()
        for subset in range((max(codes.values(), default=0) >> 8) + 1):
            shown = {code & 0xFF: c for c, code in codes.items() if code >> 8 == subset}
            characters = [shown.get(code, "") for code in range(max(shown, default=0) + 1)]
            tag = "".join(chr(ord("A") + int(digit)) for digit in f"{subset:06}")
            yield f"{self._name}+{subset}", self._save(characters, f"{tag}+{self._font.name}")

    def _drawn_codes(self) -> dict[str, int]:
        """The characters to be embedded: those that were drawn.

        After many texts all of ASCII is, which has most likely been drawn: looking takes longer than it saves.
        """
        if len(self._texts) > MANY:
            return self._codes
        drawn: set[str] = set().union(*self._texts)
        return {character: code for character, code in self._codes.items() if character in drawn}

    def _save(self, characters: Sequence[str], name: str) -> int:
        """One subset, in which code n is the n-th character."""
        program = self._font.subset(characters)
        descriptor = self._font.describe(name, self._file.stream(f"/Length1 {len(program)}", program))
        widths = " ".join(f"{self._width(c):g}" if c else "0" for c in characters)
        return self._file.add(
            f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 0/LastChar {len(characters) - 1}"
            f"/Widths[{widths}]/FontDescriptor {self._file.add(descriptor)} 0 R"
            f"/ToUnicode {self._file.stream('', to_unicode([*map(self._font.said, characters)]).encode())} 0 R>>"
        )


class Fonts:
    """The theme's families in one document."""

    def __init__(self, families: Mapping[str, FontFamily], file: File) -> None:
        self._families = families
        self._file = file
        self._by_dress: dict[tuple[str, bool, bool], Face] = {}
        self._by_path: dict[str, Face] = {}
        self.number = file.number()
        """Of the dictionary of all fonts, in which pages find them by resource name."""

    def face(self, role: str, bold: bool = False, italic: bool = False) -> Face:
        dress = (role, bold, italic)
        face = self._by_dress.get(dress)
        if face is None:
            path = self._families[role].file(bold, italic)
            face = self._by_path.get(path) or Face(path, self._file, f"/F{len(self._by_path) + 1}")
            self._by_dress[dress] = self._by_path[path] = face
        return face

    def save(self) -> None:
        """Writes the fonts; to be called when all text is drawn."""
        entries = (f"{name} {number} 0 R" for face in self._by_path.values() for name, number in face.save())
        self._file.add(f"<<{''.join(entries)}>>", self.number)


_NO_CHARACTER = frozenset((0, ord("\n"), ord("\r"), ord(" ")))
"""Codes for no glyph, for ends of lines, which strings are not to have, and for the space, which viewers widen."""


def _free_codes() -> Iterator[int]:
    """Codes for characters that are not ASCII's."""
    yield from (code for code in (*range(32), *range(128, 256)) if code not in _NO_CHARACTER)
    for subset in count(1):
        yield from (subset << 8 | code for code in range(256) if code not in _NO_CHARACTER)


def to_unicode(characters: Sequence[str]) -> str:
    """The CMap stream that says which text each code of a subset stands for."""
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


def _utf16(letter: str) -> str:
    if len(letter) == 1 and ord(letter) in JOINED:
        letter = unicodedata.normalize("NFKC", letter)[::-1]
    return letter.encode("utf-16-be").hex().upper()


def _table(codes: Mapping[str, int]) -> Any:
    """What `charmap_encode` encodes the first subset with: a string of its characters, made ready once."""
    characters = [_NO_CODE] * 256
    for character, code in codes.items():
        if code < 256:
            characters[code] = character
    return codecs.charmap_build("".join(characters))


def _literal(codes: str) -> str:
    special = "(" in codes or ")" in codes or "\\" in codes
    return codes.translate(_ESCAPES) if special else codes
