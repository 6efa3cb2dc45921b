"""In: font files by role. Out: advance widths, ascents, and which characters a font lacks.

Kerning and ligatures are off in every output, so widths are plain sums of advances.

LibreOffice alone measures otherwise: it kerns whatever a deck says, and counts whole pixels of a device of 600 dpi.
`drawn` is that width; where the two differ, lines are planned that both suites break alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from weakref import proxy

from exporter.model.geometry import EMU_PER_IN, EMU_PER_PT
from exporter.model.page import Span
from exporter.model.style import FALLBACK, FontFamily, FontRole, TextStyle
from exporter.text.direction import leftward
from exporter.text.face import RARE, Face, has_asian, is_asian, open_face
from exporter.text.gauge import DPI, HAIR, WORDS, Gauge, em_pixels
from exporter.text.shaping import changes, clings

_WORDS = re.compile(r" *[^ ]+ *| +")
SUITES_DESCENT = 0.2
"""Of the type size: what an office suite keeps below the baseline of a line with exact spacing."""
WEAK = frozenset(" ,.:;!?'\"()-\u00a0\u0964\u0965")
"""Marks without a script of their own: office suites set them in the font of what stands before them."""
SCRIPT_GAP = 0.2
"""Of a line's height in its font: what LibreOffice adds between East Asian and other letters."""


class Fonts:
    """The families of a theme, by role, ready to measure.

    A glyph that a role lacks is taken from a fallback that completes its family, from `body`, then from the other
    fallbacks of the theme in their order, those for the language first.
    """

    def __init__(self, families: Mapping[str, FontFamily], language: str = "") -> None:
        """language: of the texts, which says which way their paragraphs run."""
        self._families = families
        self.language = language
        fallbacks = [role for role in families if role.startswith(FALLBACK)]
        fallbacks.sort(key=lambda role: not families[role].speaks(language))
        self._fallbacks: Sequence[FontRole] = fallbacks
        self._others: dict[FontRole, tuple[FontRole, ...]] = {}
        """Where the letters that a role lacks are looked for."""
        self._faces: dict[tuple[str, bool, bool], Face] = {}
        self._gauges: dict[TextStyle, Gauge] = {}
        self._looks: dict[tuple[FontRole, bool, bool, float, float], Gauge] = {}
        self._homes: dict[tuple[str, FontRole, bool, bool], FontRole] = {}
        """The family that has a word which that of a role has not, in bold and italic type or not; empty for none."""
        self._gaps: dict[tuple[FontRole, float], int] = {}
        self._ascents: dict[tuple[TextStyle, bool], int] = {}
        self.texts: dict[object, Any] = {}
        """Texts already measured, with the lines that they were broken into."""
        self.words: dict[object, dict[str, Any]] = {}
        """Measured words, by what dresses them."""
        self.joints: dict[object, Any] = {}
        """Measured words in several runs, by those."""
        self.cases: dict[object, Any] = {}
        """What sets runs of one style, by all that makes it."""

    def face(self, role: str, bold: bool = False, italic: bool = False) -> Face:
        key = (role, bold, italic)
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = open_face(self._families[role].file(bold, italic))
        return face

    def width(self, text: str, style: TextStyle) -> int:
        """Width of `text` on one line, EMU, letter spacing included."""
        return self.gauge(style).width(text)

    def gauge(self, style: TextStyle) -> Gauge:
        """What measures texts of one style as `width` does."""
        gauge = self._gauges.get(style)
        if gauge is None:
            look = (style.font, style.bold, style.italic, style.size, style.spacing)
            gauge = self._gauges[style] = self.gauge_of(*look)
        return gauge

    def gauge_of(self, role: FontRole, bold: bool, italic: bool, size: float, spacing: float = 0) -> Gauge:
        """What measures texts of one look."""
        look = (role, bold, italic, size, spacing)
        gauge = self._looks.get(look)
        if gauge is None:
            fonts = proxy(self)  # we hold the gauge: a circle would outlive the build
            gauge = self._looks[look] = Gauge(
                self.face(role, bold, italic),
                size,
                spacing,
                lambda text: sum(w for _, _, w in fonts.pieces(text, *look)),
            )
        return gauge

    def room(self, text: str, style: TextStyle) -> int:
        """The width that keeps `text` on one line in every office suite, EMU."""
        look = (style.bold, style.italic, style.size, style.spacing)
        total = self.script_gaps(text, style)
        for part, role, width in self.pieces(text, style.font, *look):
            total += max(width, sum(self.drawn(word, role, *look) for word in _WORDS.findall(part)) + HAIR)
        return total

    def drawn(self, text: str, role: FontRole, bold: bool, italic: bool, size: float, spacing: float = 0) -> int:
        """Width of `text`, all of it in one font, as LibreOffice measures it; EMU."""
        return self.gauge_of(role, bold, italic, size, spacing).drawn(text)

    def steps(
        self, text: str, role: FontRole, bold: bool, italic: bool, size: float, spacing: float
    ) -> Iterator[tuple[float, float, float]]:
        """(advance, the same as LibreOffice measures it, kerning in that) of each character, EMU."""
        face = self.face(role, bold, italic)
        unit, pixel, between = size * EMU_PER_PT / face.upem, EMU_PER_IN / DPI, spacing * EMU_PER_PT
        shaped = face.units(text) is not None  # else in a font of the suite's own choice
        for units, pixels, kern in face.steps(text, em_pixels(size)):
            own = units * unit + between
            yield (own, (pixels + kern) * pixel + between, kern * pixel) if shaped else (own, own, 0.0)

    def script_gap(self, role: FontRole, size: float) -> int:
        """What LibreOffice adds after East Asian letters before others, and the other way round; EMU."""
        gap = self._gaps.get((role, size))
        if gap is None:
            face = self.face(role)
            high = (face.ascender + face.descender) / face.upem * size * EMU_PER_PT
            gap = self._gaps[role, size] = round(SCRIPT_GAP * high)
        return gap

    def script_gaps(self, text: str, style: TextStyle) -> int:
        """The same in all of `text` on one line, EMU."""
        if text.isascii() or not has_asian(text):
            return 0
        total, gap, before = 0, 0, None
        for part, role in self._by_font(text, style.font, style.bold, style.italic):
            own = self.script_gap(role, style.size)
            for asian in [is_asian(c) for c in part if c.isalnum()]:  # marks are set as what stands before them
                total += gap if before is not None and asian is not before else 0
                before, gap = asian, own
        return total

    def drawn_span(self, span: Span) -> int:
        """Width of a placed span as LibreOffice draws it, EMU."""
        if (
            self.face(span.font, span.bold, span.italic).units(span.text) is None
            or RARE.search(span.text)
            or leftward(span.text)
            or changes(span.text)
        ):
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
            total = font.units(part)
            if total is None:
                total = sum(font.unknown(c) if (known := font.advance(c)) is None else known for c in part)
            yield part, part_role, round(total * size * EMU_PER_PT / font.upem + spacing * EMU_PER_PT * len(part))

    def _by_font(self, text: str, role: FontRole, bold: bool, italic: bool) -> Iterator[tuple[str, FontRole]]:
        start, current = 0, role
        for begin, word in _words(text):
            weak = word in WEAK and current.startswith(FALLBACK)
            if weak and self.face(current, bold, italic).has(word):
                continue
            for within, want in self._wanted(word, role, bold, italic):
                at = begin + within
                if want != current:
                    if at > start:
                        yield text[start:at], current
                    start, current = at, want
        yield text[start:], current

    def _wanted(self, word: str, role: FontRole, bold: bool, italic: bool) -> Iterator[tuple[int, FontRole]]:
        """Where in a word which family begins: one for all of it where one has that, else each has what it has."""
        face = self.face(role, bold, italic)
        home = role if face.has(word) else self._having(word, role, bold, italic)
        if home:
            yield 0, home
            return
        for start, stop in _standing(word):
            one = word[start:stop]
            yield start, role if face.has(one) else self._having(one, role, bold, italic) or "body"

    def _having(self, word: str, lacking: FontRole, bold: bool, italic: bool) -> FontRole:
        """The first family but its own that has all of a word, or a character with its marks; empty where none does."""
        key = (word, lacking, bold, italic)
        role = self._homes.get(key)
        if role is None:
            if len(self._homes) >= WORDS:
                self._homes.clear()
            own = self.face(lacking, bold, italic)
            lost = next(character for character in word if not own.has(character))
            asked = (role for role in self._after(lacking) if self._families[role].covers(lost))
            has = (role for role in asked if self.face(role, bold, italic).has(word))
            role = self._homes[key] = next(has, "")
        return role

    def _after(self, lacking: FontRole) -> tuple[FontRole, ...]:
        """The families that are asked for what that of a role lacks, in their order."""
        found = self._others.get(lacking)
        if found is None:
            name, known = self._families[lacking].name, self._families
            first = [role for role in self._fallbacks if name in known[role].completes]
            rest = [role for role in self._fallbacks if not known[role].completes]
            found = self._others[lacking] = (*first, "body", *rest)
        return found

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
        look = (style.bold, style.italic)
        lost = (c for c in text if not face.has(c) and not self._having(c, style.font, *look))
        return "".join(dict.fromkeys(lost))


def _words(text: str) -> Iterator[tuple[int, str]]:
    """`text` in words, each with its place, and all else character by character; so are ideographs."""
    start, inside = 0, False
    for at, _ in _standing(text):
        letter = text[at : at + 1].isalpha() and not is_asian(text[at])
        if letter and inside:
            continue
        if at > start:
            yield start, text[start:at]
        start, inside = at, letter
    yield start, text[start:]


def _standing(text: str) -> Iterator[tuple[int, int]]:
    """Where each character of `text` begins and ends, with the marks that cling to it."""
    start = 0
    for i in range(1, len(text)):
        if not clings(text[i]):
            yield start, i
            start = i
    yield start, len(text)
