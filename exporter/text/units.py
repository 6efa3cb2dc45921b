"""In: runs, a style. Out: the text in measured units: what stands on one line or the other, never on both.

Most texts are plain: all of one in one dress, written in its font. Their units are no more than words and widths,
found without a detour; the others take the general way, which gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import EMU_PER_PT
from exporter.model.page import SOURCE, Line
from exporter.model.report import Runs
from exporter.model.style import FontRole, TextStyle
from exporter.text import signs
from exporter.text.breaks import cut, suite_units
from exporter.text.face import has_asian, is_asian
from exporter.text.fonts import Fonts
from exporter.text.gauge import HAIR, WORDS, Gauge, Size

SUPERSCRIPT = 0.66
"""Size of a note mark, as a share of its paragraph's."""
SHY = "\u00ad"
_WHITE = "\t\n\r\f\v\u2028\u2029"
_TO_SPACES = str.maketrans(_WHITE, " " * len(_WHITE))


class Dress(Struct, frozen=True, cache_hash=True):
    """What makes one span differ from another."""

    font: FontRole
    bold: bool
    italic: bool
    size: float
    colour: str
    spacing: float
    rise: float
    link: str
    goto: str
    lang: str
    code: bool

    @property
    def look(self) -> tuple[FontRole, bool, bool, float, float]:
        """What makes it wider or narrower."""
        return self.font, self.bold, self.italic, self.size, self.spacing


class Piece(Struct, frozen=True):
    """A part of a unit in one dress; `w` without the spaces at its end, `full` with them."""

    text: str
    dress: Dress
    w: int
    full: int


class Unit(Struct, frozen=True):
    """What stands on one line or the other, never on both: a word with the spaces after it."""

    pieces: tuple[Piece, ...]
    text: str
    size: Size
    end: Literal["", "forced", "split", "hyphen"] = ""
    """A part of a word: of one wider than its line (forced; split, where suites break it unasked), or hyphened."""
    look: Dress | None = None
    """The dress of all of it, where it is one piece."""


class Measured:
    """A text in units, measured once for lines of any width."""

    __slots__ = ("_units", "hold", "look", "set", "simple", "sizes", "texts")

    def __init__(
        self,
        texts: Sequence[str],
        sizes: Sequence[Size],
        simple: bool,
        hold: bool,
        look: Dress | None,
        units: Sequence[Unit] = (),
    ) -> None:
        """simple: a line may just end after any unit. look: the dress of all of it, where it has one; then units need
        not be given.
        """
        self.texts, self.sizes, self.hold, self.look = texts, sizes, hold, look
        self.simple, self._units = simple, units
        self.set: dict[int, tuple[tuple[Line, ...], int]] = {}
        """Its lines and the room to keep free for them, by the room there is."""

    @staticmethod
    def of(units: Sequence[Unit], hold: bool, simple: bool = False) -> Measured:
        look = units[0].look if units else None
        alike = look is not None and not [unit for unit in units if unit.look is not look]
        texts, sizes = [unit.text for unit in units], [unit.size for unit in units]
        return Measured(texts, sizes, simple, hold, look if alike else None, units)

    def units(self, fonts: Fonts) -> Sequence[Unit]:
        """The units as they are drawn; of a plain text made when they are asked for."""
        if not self._units and self.look is not None:
            self._units = [unit_of(text, self.look, fonts, self.hold) for text in self.texts]
        return self._units

    def odd(self, end: int) -> bool:
        """Whether a line may not just end after unit `end`: it ends in a part of a word, or suites break elsewhere."""
        if self.simple or end == len(self.texts):
            return False
        if self._units and self._units[end - 1].end:
            return True
        return not self.hold and (self.texts[end - 1].endswith("-") or len(suite_units(self.texts[end])) > 1)


def measured(dressed: Iterable[tuple[str, Dress]], fonts: Fonts, hold: bool, hyphenate: str = "") -> Measured:
    """A paragraph in units, in reading order; `hold` and `hyphenate` as in `lines.para`."""
    dressed = [(_spaces(text), dress) for text, dress in dressed]
    whole = "".join([text for text, _ in dressed])
    if signs.coloured(whole):
        dressed = [
            (part, replace(dress, colour=colour) if colour else dress)
            for text, dress in dressed
            for part, colour in signs.parts(text)
        ]
    shy: frozenset[int] = frozenset()
    if SHY in whole:
        dressed, shy = _without_hyphens(dressed)
        whole = whole.replace(SHY, "")
    cuts, simple = cut(whole, hold)
    units: Sequence[Unit] = list(_dress_units(cuts, dressed, fonts, hold))
    if not hold and not whole.isascii() and has_asian(whole):
        units = _spaced(units, fonts)
    if shy or hyphenate:
        return Measured.of(list(_hyphened(units, shy if hold else frozenset(), hyphenate, fonts)), hold)
    return Measured.of(units, hold, simple)


def plain(text: str, dress: Dress, gauge: Gauge, hold: bool) -> Measured | None:
    """What `measured` gives for a text in one dress, by its words alone; None for one that is more than its words.

    gauge: measures the dress. More are texts with white space that is no plain space, with hyphens that show only
    where a line ends, in East Asian letters, or in letters that their font lacks.
    """
    if not text.isprintable() or not (text.isascii() or not has_asian(text)):
        return None
    words, simple = cut(text, hold)
    sizes = gauge.sizes(words, hold)
    return Measured(words, sizes, simple, hold, dress) if sizes and all(sizes) else None


@lru_cache(maxsize=4096)
def dress_of(style: TextStyle, bold: bool, italic: bool, code: bool, link: str, lang: str) -> Dress:
    """How a run of a paragraph is set. One object serves all runs that are set alike, so that `is` tells them apart."""
    font: FontRole = "mono" if code else style.font
    goto = link[1:] if link.startswith("#") else ""
    colour = "accent" if link and style.colour in ("ink", "text2", "muted") else style.colour
    return Dress(
        font, bold or style.bold, italic or style.italic, style.size, colour, style.spacing, 0,
        "" if goto else link, goto, lang, code,
    )  # fmt: skip


def _spaces(text: str) -> str:
    """The text with a space for every other white space; what is printable has none, which is seen faster."""
    return text if text.isprintable() else text.translate(_TO_SPACES)


def dressed(runs: Runs, style: TextStyle, marks: Mapping[str, str]) -> Iterator[tuple[str, Dress]]:
    """The words of each run in its dress, with the note marks of the sources that it cites."""
    marked = False  # the last thing was a note mark: a comma parts the next one from it
    for run in runs:
        dress = dress_of(style, run.bold, run.italic, run.code, run.link, run.lang)
        if run.text:
            yield run.text, dress
            marked = False
        known = [source for source in run.cite if source in marks]
        if known:
            small = replace(dress, size=round(style.size * SUPERSCRIPT, 1), rise=style.size * 0.33, link="", goto="")
        for source in known:
            if marked:
                yield ", ", small
            yield marks[source], replace(small, goto=SOURCE + source)
            marked = True


def _spaced(units: Sequence[Unit], fonts: Fonts) -> list[Unit]:
    """The units with the room that LibreOffice leaves between East Asian and other letters."""
    out: list[Unit] = []
    asian: bool | None = None
    gap = 0
    for unit in units:
        inner = 0
        letters = ((c, piece.dress) for piece in unit.pieces for c in piece.text)
        for i, (character, dress) in enumerate(letters):
            wide = is_asian(character)
            if not wide and not character.isalnum():
                continue  # set as what stands before it
            if asian is (not wide) and i:
                inner += gap
            elif asian is (not wide):
                out[-1] = _wider(out[-1], gap, 0)
            asian, gap = wide, fonts.script_gap(dress.font, dress.size)
        out.append(_wider(unit, inner, inner) if inner else unit)
    return out


def _wider(unit: Unit, more: int, bare_more: int) -> Unit:
    """A unit that LibreOffice draws so much wider, with the spaces after it and without."""
    w, bare, drawn, drawn_bare = unit.size
    return replace(unit, size=(w, bare, drawn + more, drawn_bare + bare_more))


def _dress_units(cuts: Iterable[str], dressed: Iterable[tuple[str, Dress]], fonts: Fonts, hold: bool) -> Iterator[Unit]:
    """Each cut in its dress; most lie in one dress, and were measured before."""
    runs = ((text, dress) for text, dress in dressed if text)
    text, offset = "", 0
    dress: Dress
    known: dict[str, Unit] = {}
    for said in cuts:
        if offset == len(text):
            text, dress = next(runs)
            known, offset = fonts.words.setdefault((dress, hold), {}), 0
        if offset + len(said) <= len(text):
            offset += len(said)
            yield known.get(said) or _learnt(said, dress, known, fonts, hold)
            continue
        parts = [(text[offset:], dress)]
        left = len(said) - len(parts[0][0])
        while left:
            text, dress = next(runs)
            parts.append((text[:left], dress))
            offset = min(left, len(text))
            left -= offset
        known = fonts.words.setdefault((dress, hold), {})
        yield _joint(tuple(parts), fonts, hold)


def _joint(parts: tuple[tuple[str, Dress], ...], fonts: Fonts, hold: bool) -> Unit:
    """A unit in several runs, remembered: the lines over titles and page heads have the same ones."""
    unit: Unit | None = fonts.joints.get((parts, hold))
    if unit is None:
        if len(fonts.joints) >= WORDS:
            fonts.joints.clear()
        unit = fonts.joints[parts, hold] = unit_in(parts, fonts, hold)
    return unit


def unit_of(text: str, dress: Dress, fonts: Fonts, hold: bool) -> Unit:
    """A word in one dress, remembered."""
    known = fonts.words.setdefault((dress, hold), {})
    return known.get(text) or _learnt(text, dress, known, fonts, hold)


def _learnt(text: str, dress: Dress, known: dict[str, Unit], fonts: Fonts, hold: bool) -> Unit:
    """A word measured for the first time in its dress, and remembered."""
    if len(known) >= WORDS:
        known.clear()
    unit = known[text] = _word(text, dress, fonts, hold) or unit_in([(text, dress)], fonts, hold)
    return unit


def _word(text: str, dress: Dress, fonts: Fonts, hold: bool) -> Unit | None:
    """What `unit_in` gives for a word that its font can write, without the detours; None for any other."""
    (size,) = fonts.gauge_of(*dress.look).sizes((text,), hold)
    if not size:
        return None
    full, w, *_ = size
    return Unit((Piece(text, dress, w, full),), text, size, look=dress)


def unit_in(parts: Iterable[tuple[str, Dress]], fonts: Fonts, hold: bool) -> Unit:
    """What stands together in these dresses, measured."""
    pieces = tuple([piece for text, dress in parts for piece in pieces_of(text, dress, fonts)])
    whole = "".join([piece.text for piece in pieces])
    *most, last = pieces
    look = None if most else last.dress
    w = sum([piece.full for piece in pieces])
    bare = w - last.full + last.w
    if hold:
        return Unit(pieces, whole, (w, bare, w, bare), look=look)
    before = sum([_drawn(piece.text, piece, fonts) for piece in most])
    end = _drawn(last.text, last, fonts)
    text = last.text.rstrip(" ")
    end_bare = end if text == last.text else _drawn(text, last, fonts)
    return Unit(pieces, whole, (w, bare, before + end, before + end_bare + HAIR), look=look)


def _drawn(text: str, piece: Piece, fonts: Fonts) -> int:
    d = piece.dress
    if fonts.face(d.font, d.bold, d.italic).units(text) is None:
        return piece.full  # drawn in a font of the suite's own choice
    return fonts.drawn(text, *d.look)


def pieces_of(text: str, dress: Dress, fonts: Fonts) -> Iterable[Piece]:
    bare = text.rstrip(" ")
    if not bare:
        full = sum(w for _, _, w in fonts.pieces(text, *dress.look))
        yield Piece(text, dress, 0, full)
        return
    parts = list(fonts.pieces(bare, *dress.look))
    tail = text[len(bare) :]
    space = 0
    if tail:
        face = fonts.face(parts[-1][1], dress.bold, dress.italic)
        per_em = dress.size * EMU_PER_PT
        space = round(len(tail) * ((face.advance(" ") or 0) * per_em / face.upem + dress.spacing * EMU_PER_PT))
    for i, (part, font, w) in enumerate(parts):
        last = i == len(parts) - 1
        look = dress if font == dress.font else replace(dress, font=font)
        yield Piece(part + (tail if last else ""), look, w, w + (space if last else 0))


def part_of(unit: Unit, start: int, stop: int, fonts: Fonts, hold: bool) -> Unit:
    """Some characters of a unit, measured."""
    if len(unit.pieces) == 1:
        return unit_of(unit.text[start:stop], unit.pieces[0].dress, fonts, hold)
    parts: list[tuple[str, Dress]] = []
    at = 0
    for piece in unit.pieces:
        text = piece.text[max(0, start - at) : max(0, stop - at)]
        if text:
            parts.append((text, piece.dress))
        at += len(piece.text)
    return unit_in(parts, fonts, hold)


def _hyphened(out: Iterable[Unit], shy: frozenset[int], language: str, fonts: Fonts) -> Iterator[Unit]:
    """Words cut where they may be hyphened: at soft hyphens, and where the language's dictionary says."""
    from exporter.text.hyphens import hyphens

    start = 0
    for unit in out:
        text = unit.text
        places = sorted({at - start for at in shy if start < at < start + len(text.rstrip())} | hyphens(text, language))
        start += len(text)
        before = 0
        for at in places:
            yield replace(part_of(unit, before, at, fonts, True), end="hyphen")
            before = at
        yield part_of(unit, before, len(text), fonts, True) if before else unit


def _without_hyphens(dressed: Iterable[tuple[str, Dress]]) -> tuple[list[tuple[str, Dress]], frozenset[int]]:
    """The text without its soft hyphens, and where they stood."""
    out: list[tuple[str, Dress]] = []
    places: set[int] = set()
    length = 0
    for text, dress in dressed:
        *parts, last = text.split(SHY)
        for part in parts:
            length += len(part)
            places.add(length)
        length += len(last)
        plain = text.replace(SHY, "")
        if plain:
            out.append((plain, dress))
    return out, frozenset(places)
