"""In: font files by role. Out: advance widths, ascents, and which characters a font lacks.

HarfBuzz reads the files: it opens a face in a fraction of the time a pure Python parser needs and is what browsers
and office suites measure with. What it says of the fonts that we ship lies beside them (`metrics`). Kerning and
ligatures are off in every output, so widths are plain sums of advances.

LibreOffice alone measures otherwise: it kerns whatever a deck says, and counts whole pixels of a device of 600 dpi.
`drawn` is that width; where the two differ, lines are planned that both suites break alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from exporter.model.geometry import EMU_PER_IN, EMU_PER_PT
from exporter.model.page import Span
from exporter.model.report import Runs
from exporter.model.style import FALLBACK, FontFamily, FontRole, TextStyle
from exporter.text import metrics

_WORDS = re.compile(r" *[^ ]+ *| +")
DPI = 600
"""Of the device that LibreOffice measures slides with."""
SUITES_DESCENT = 0.2
"""Of the type size: what an office suite keeps below the baseline of a line with exact spacing."""
WEAK = frozenset(" ,.:;!?'\"()-\u00a0")
"""Marks without a script of their own: office suites set them in the font of what stands before them."""
SCRIPT_GAP = 0.2
"""Of a line's height in its font: what LibreOffice adds between East Asian and other letters."""
RARE = re.compile("[\u0180-\u0191\u0193-\u01f9\u0200-\u0217\u021c-\u02af\u1e00-\u1e7f\u1e86-\u1ef1\u1ef4-\u1eff]")
"""Letters that the Liberation fonts lack, of Vietnamese above all: where LibreOffice has these for Arial and Times New
Roman, it takes such letters from another font."""
RARE_WIDER = 1.22
"""How much wider they may be there (DejaVu Sans, bold)."""
_ASIAN = (
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd]"
)
_PERHAPS_ASIAN = re.compile("[^\0-\u10ff\u2000-\u2e7f]")
"""Most texts have none of these: the set above, which takes milliseconds to compile, is then not needed."""
IGNORABLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
"""Characters that draw nothing and take no room, whether or not a font has them."""


def has_asian(text: str) -> bool:
    """Whether a text has East Asian letters."""
    return bool(_PERHAPS_ASIAN.search(text) and re.search(_ASIAN, text))


class Face:
    """One font file: advances in font units, cached by character and by word."""

    def __init__(self, path: str, known: metrics.Metrics | None = None) -> None:
        """known: what HarfBuzz said of the file before; without it, it is asked."""
        self.path = path
        self.upem, self.ascender, self.descender = (
            (known.upem, known.ascender, known.descender) if known else self._size()
        )
        self._whole_font = known is not None
        self._advances: dict[str, int | None] = known.advances() if known else {}
        self._advances.update(dict.fromkeys(IGNORABLE, 0))
        self._kerned = frozenset(known.kerned if known else "")
        self._pairs = known.kerns() if known else {}
        self._words: dict[str, int | None] = {}
        self._kerns: dict[tuple[str, str], int] = {}
        self._pixels: dict[int, dict[str, int]] = {}

    def advance(self, character: str) -> int | None:
        """Width in font units; None when the font has no glyph for the character."""
        try:
            return self._advances[character]
        except KeyError:
            glyph = None if self._whole_font else self._font.get_nominal_glyph(ord(character))
            units: int | None = None if glyph is None else self._font.get_glyph_h_advance(glyph)
            self._advances[character] = units
            return units

    def units(self, text: str) -> int | None:
        """Width of `text` in font units; None when a glyph is missing."""
        try:
            return self._words[text]
        except KeyError:
            total: int | None = 0
            for character in text:
                units = self.advance(character)
                if units is None:
                    total = None
                    break
                total = (total or 0) + units
            if len(self._words) > 200_000:
                self._words.clear()
            self._words[text] = total
            return total

    def unknown(self, character: str) -> int:
        """The room left for a glyph that no font has, font units: an em for East Asian letters, else half an em."""
        return self.upem if has_asian(character) else self.upem // 2

    def kern(self, left: str, right: str) -> int:
        """What a shaper adds between two characters, font units: kerning, or the difference a ligature makes."""
        pair = (left, right)
        try:
            return self._kerns[pair]
        except KeyError:
            told = left in self._kerned and right in self._kerned
            kern = self._pairs.get(left + right, 0) if told else self._shaped(left, right)
            self._kerns[pair] = kern
            return kern

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
        known = self._pixels.setdefault(em, {})
        total, before = 0, ""
        for character in text:
            try:
                total += known[character]
            except KeyError:
                known[character] = self._whole(self.advance(character) or 0, character, em)
                total += known[character]
            if before:
                kern = self.kern(before, character)
                if kern:
                    total += round(kern * em / self.upem)
            before = character
        return total

    def steps(self, text: str, em: int) -> Iterator[tuple[int, int, int]]:
        """(advance in font units, advance in pixels, kerning before it in pixels) of each character, as `pixels` adds
        them up.
        """
        before = ""
        for character in text:
            units = self.advance(character)
            if units is None:
                units = self.unknown(character)
            kern = round(self.kern(before, character) * em / self.upem) if before else 0
            yield units, self._whole(units, character, em), kern
            before = character

    def _whole(self, units: int, character: str, em: int) -> int:
        """An advance in whole pixels."""
        return math.floor(units * em / self.upem * (RARE_WIDER if RARE.match(character) else 1) + 0.5)


@lru_cache(maxsize=128)
def open_face(path: str) -> Face:
    """The face of a font file, opened once in a process."""
    return Face(path, metrics.load(path))


@lru_cache(maxsize=256)
def _em(size: float) -> int:
    """Pixels that an em takes in LibreOffice: sizes are kept in hundredths of a millimetre, then in whole pixels."""
    return round(round(size * 2540 / 72) * DPI / 2540)


class Fonts:
    """The families of a theme, by role, ready to measure.

    A glyph that a role lacks is taken from `body`, then from the fallbacks of the theme in their order.
    """

    def __init__(self, families: Mapping[str, FontFamily]) -> None:
        self._families = families
        self._others: tuple[FontRole, ...] = ("body", *(role for role in families if role.startswith(FALLBACK)))
        self._faces: dict[tuple[str, bool, bool], Face] = {}
        self._rulers: dict[TextStyle, Callable[[str], int]] = {}
        self._ascents: dict[tuple[TextStyle, bool], int] = {}
        self.texts: dict[tuple[Runs, TextStyle, bool, str, tuple[str, ...]], Any] = {}
        """Texts already measured, with the lines that they were broken into."""
        self.words: dict[object, dict[str, Any]] = {}
        """Measured words, by what dresses them."""
        self.short: dict[object, dict[str, Any]] = {}
        """Short texts on one line, by the same."""

    def face(self, role: str, bold: bool = False, italic: bool = False) -> Face:
        key = (role, bold, italic)
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = open_face(self._families[role].file(bold, italic))
        return face

    def width(self, text: str, style: TextStyle) -> int:
        """Width of `text` on one line, EMU, letter spacing included."""
        return self.ruler(style)(text)

    def ruler(self, style: TextStyle) -> Callable[[str], int]:
        """What measures texts of one style as `width` does."""
        ruler = self._rulers.get(style)
        if ruler is None:
            ruler = self._rulers[style] = self._ruler(style)
        return ruler

    def _ruler(self, style: TextStyle) -> Callable[[str], int]:
        face = self.face(style.font, style.bold, style.italic)
        upem, size, spacing = face.upem, style.size, style.spacing * EMU_PER_PT

        def width(text: str) -> int:
            units = face.units(text)
            if units is not None:
                return round(units * size * EMU_PER_PT / upem + spacing * len(text))
            look = (style.font, style.bold, style.italic, style.size, style.spacing)
            return sum(w for _, _, w in self.pieces(text, *look))

        return width

    def room(self, text: str, style: TextStyle) -> int:
        """The width that keeps `text` on one line in every office suite, EMU."""
        parts = list(self.pieces(text, style.font, style.bold, style.italic, style.size, style.spacing))
        if len(parts) > 1:
            return sum(w for _, _, w in parts)
        look = (style.font, style.bold, style.italic, style.size, style.spacing)
        return max(parts[0][2], sum(self.drawn(word, *look) for word in _WORDS.findall(text)) + 2 * EMU_PER_IN // DPI)

    def drawn(self, text: str, role: FontRole, bold: bool, italic: bool, size: float, spacing: float = 0) -> int:
        """Width of `text`, all of it in one font, as LibreOffice measures it; EMU."""
        pixels = self.face(role, bold, italic).pixels(text, _em(size))
        return round(pixels * EMU_PER_IN / DPI + spacing * EMU_PER_PT * len(text))

    def steps(
        self, text: str, role: FontRole, bold: bool, italic: bool, size: float, spacing: float
    ) -> Iterator[tuple[float, float, float]]:
        """(advance, the same as LibreOffice measures it, kerning in that) of each character, EMU."""
        face = self.face(role, bold, italic)
        unit, pixel, between = size * EMU_PER_PT / face.upem, EMU_PER_IN / DPI, spacing * EMU_PER_PT
        shaped = face.units(text) is not None  # else in a font of the suite's own choice
        for units, pixels, kern in face.steps(text, _em(size)):
            own = units * unit + between
            yield (own, (pixels + kern) * pixel + between, kern * pixel) if shaped else (own, own, 0.0)

    def script_gap(self, role: FontRole, size: float) -> int:
        """What LibreOffice adds after East Asian letters before others, and the other way round; EMU."""
        face = self.face(role)
        return round(SCRIPT_GAP * (face.ascender + face.descender) / face.upem * size * EMU_PER_PT)

    def drawn_span(self, span: Span) -> int:
        """Width of a placed span as LibreOffice draws it, EMU."""
        if self.face(span.font, span.bold, span.italic).units(span.text) is None or RARE.search(span.text):
            return span.w  # in a font of the suite's own choice
        return self.drawn(span.text, span.font, span.bold, span.italic, span.size, span.spacing)

    def pieces(
        self, text: str, role: FontRole, bold: bool, italic: bool, size: float, spacing: float = 0
    ) -> Iterator[tuple[str, FontRole, int]]:
        """`text` cut where its font changes: (text, role of the font that has it, width in EMU)."""
        face = self.face(role, bold, italic)
        units = face.units(text)
        extra = spacing * EMU_PER_PT * len(text)
        if units is not None:
            yield text, role, round(units * size * EMU_PER_PT / face.upem + extra)
            return
        for part, part_role in self._by_font(text, role, bold, italic):
            font = self.face(part_role, bold, italic)
            total = sum(font.unknown(c) if (known := font.advance(c)) is None else known for c in part)
            yield part, part_role, round(total * size * EMU_PER_PT / font.upem + spacing * EMU_PER_PT * len(part))

    def _by_font(self, text: str, role: FontRole, bold: bool, italic: bool) -> Iterator[tuple[str, FontRole]]:
        face = self.face(role, bold, italic)
        start, current = 0, role
        for i, character in enumerate(text):
            weak = character in WEAK and current.startswith(FALLBACK)
            if weak and self.face(current, bold, italic).advance(character) is not None:
                continue
            want = role if face.advance(character) is not None else self._having(character, bold, italic)
            if want != current:
                if i > start:
                    yield text[start:i], current
                start, current = i, want
        yield text[start:], current

    def _having(self, character: str, bold: bool, italic: bool) -> FontRole:
        """The first family but its own that has a character; body where none does."""
        has = (role for role in self._others if self.face(role, bold, italic).advance(character) is not None)
        return next(has, "body")

    def ascent(self, style: TextStyle, own: bool = False) -> int:
        """From the top of a line to its baseline, EMU.

        With exact spacing office suites keep a fifth of the type size below the baseline, whatever the font (measured
        in LibreOffice; tests/judges/positions). On pages of our `own` it is the font's descent; a line lower than its
        font is not squeezed above it.
        """
        known = self._ascents.get((style, own))
        if known is None:
            known = self._ascents[style, own] = self._ascent(style, own)
        return known

    def _ascent(self, style: TextStyle, own: bool) -> int:
        if not own:
            return round((style.line - SUITES_DESCENT * style.size) * EMU_PER_PT)
        face = self.face(style.font, style.bold, style.italic)
        em = style.size / face.upem
        return round(max(style.line - face.descender * em, face.ascender * em) * EMU_PER_PT)

    def missing(self, text: str, style: TextStyle) -> str:
        """The characters of `text`, each once, that no font has: the style's, the body's, the fallbacks."""
        face = self.face(style.font, style.bold, style.italic)
        if face.units(text) is not None:
            return ""
        faces = [face, *(self.face(role, style.bold, style.italic) for role in self._others)]
        lost = (c for c in text if all(one.advance(c) is None for one in faces))
        return "".join(dict.fromkeys(lost))
