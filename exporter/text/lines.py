"""In: runs, a style, a width. Out: a paragraph of measured lines. Greedy, as office suites break lines.

Breaking as PowerPoint and LibreOffice do matters more than breaking better: the deck carries no hard line breaks, so
the lines planned here must be the lines that a person sees. A planner that wants other breaks moves the width.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Literal, cast
from weakref import proxy

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import EMU_PER_PT, pt
from exporter.model.page import SOURCE, Line, Para, Role, Span
from exporter.model.pattern import later
from exporter.model.report import Run, Runs, Text
from exporter.model.style import FontRole, TextStyle
from exporter.text.breaks import bad_after, held, last_resort, suite_units, units
from exporter.text.direction import from_right
from exporter.text.face import has_asian, is_asian
from exporter.text.fonts import Fonts
from exporter.text.gauge import HAIR, Gauge
from exporter.text.hyphens import hyphens

SUPERSCRIPT = 0.66
"""Size of a note mark, as a share of its paragraph's."""
REMEMBERED = 500
"""Paragraphs, and short texts in one dress, whose lines are kept: a planner that weighs candidates measures the same
text many times, and soon."""
WORDS = 4000
"""Words in one dress whose measures are kept."""
SLACK = 2
"""EMU by which a line may pass its width: rounding, not text."""
ROUNDING = EMU_PER_PT // 4
"""EMU by which a word must miss a line in every office suite's measure."""
TRIES = 5
"""Widths tried, each a hundredth narrower, until no word hangs by a hair."""
KERNED_SPACES = 0.004
"""By how much LibreOffice's kerning across spaces narrows a line, at most."""
MARKS = frozenset("?!|)]\u2026")
"""Unicode lets a line end after one of these, with no space; not every office suite does unless it is told."""
LONG_WORD = 24
"""Characters: suites differ in where they end a line inside a longer word with hyphens, such as a file's name."""
SHORT = 60
"""Characters of a text that is first tried on one line, without what breaking it would take."""
SHY = "\u00ad"
NBSP = "\u00a0"
_UNPLAIN = later(r"[^A-Za-z0-9 ]| (?= *[^ ])")
_WHITE = re.compile(r"[\t\n\r\f\v\u2028\u2029]")


class _Dress(Struct, frozen=True, cache_hash=True):
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


class _Piece(Struct, frozen=True):
    """A part of a unit in one dress; `w` without the spaces at its end, `full` with them."""

    text: str
    dress: _Dress
    w: int
    full: int


class _Unit(Struct, frozen=True):
    """What stands on one line or the other, never on both: a word with the spaces after it. Widths in EMU."""

    pieces: tuple[_Piece, ...]
    text: str
    w: int
    """Plain sum of advances, spaces at the end included."""
    bare: int
    """The same without those spaces."""
    drawn: int
    """As LibreOffice measures it; equal to `w` on pages that we draw ourselves."""
    drawn_bare: int
    """The same without those spaces, and with what LibreOffice wants to be left over."""
    end: Literal["", "forced", "split", "hyphen"] = ""
    """A part of a word: of one wider than its line (forced; split, where suites break it unasked), or hyphened."""
    look: _Dress | None = None
    """The dress of all of it, where it is one piece."""


class _Measured:
    """The units of a text, measured once for lines of any width."""

    __slots__ = ("drawn", "drawn_ends", "ends", "hold", "plain", "set", "texts", "units", "w", "widest")

    def __init__(self, units: Sequence[_Unit], hold: bool) -> None:
        self.units = units
        self.hold = hold
        """Both measures are one."""
        look = units[0].look if units else None
        self.plain = look is not None and not [unit for unit in units if unit.look is not look]
        """All of it looks alike, as most texts do."""
        self.w = [0, *accumulate([unit.w for unit in units])]
        """Where each unit begins, if all stood on one line."""
        self.drawn = self.w if hold else [0, *accumulate([unit.drawn for unit in units])]
        self.ends: list[int] = []
        """Where it ends, without its spaces. Ends never decrease: how much fits a line is found by halving."""
        self.drawn_ends: list[int] = []
        self.widest = 0
        self.texts: list[str] = []
        self.set: dict[int, tuple[tuple[Line, ...], int]] = {}
        """Lines and spare room, by the room there is."""

    def one_line(self, limit: int) -> bool:
        """Whether all of it fits one line of `limit` EMU."""
        last = self.units[-1]
        return self.w[-2] + last.bare <= limit and (self.hold or self.drawn[-2] + last.drawn_bare <= limit)

    def ready(self) -> None:
        """Make ready for `fit`: what fits one line needs none of it."""
        bare = [unit.bare for unit in self.units]
        self.ends = self.drawn_ends = list(map(add, self.w, bare))
        self.widest = max(bare)
        if not self.hold:
            bare = [unit.drawn_bare for unit in self.units]
            self.drawn_ends = list(map(add, self.drawn, bare))
            self.widest = max(self.widest, max(bare))
        self.texts = [unit.text for unit in self.units]

    def fit(self, start: int, limit: int) -> int:
        """The end of the line that begins with unit `start`: one unit at least, and what fits `limit` EMU."""
        end = bisect_right(self.ends, limit + self.w[start], start + 1)
        if self.hold or end == start + 1:
            return end
        return bisect_right(self.drawn_ends, limit + self.drawn[start], start + 1, end)

    def count(self, limit: int) -> int:
        """Lines of a deck's text of which no line is told where to end; 0 for any other."""
        if not self.ends and self.units:
            self.ready()
        if self.widest > limit or any(len(suite_units(text)) > 1 for text in self.texts):
            return 0
        lines = start = 0
        while start < len(self.units):
            start = self.fit(start, limit)
            lines += 1
        return lines


def para(
    text: Text | Runs | str,
    style: TextStyle,
    width: int,
    fonts: Fonts,
    *,
    role: Role = Role.BODY,
    level: int = 0,
    bullet: str = "",
    bullet_colour: str = "accent",
    indent: int = 0,
    right: int = 0,
    hang: int = 0,
    space_before: float = 0,
    element: str = "",
    path: str = "",
    hold: bool = False,
    hyphenate: str = "",
    marks: Mapping[str, str] | None = None,
) -> Para:
    """`text` set in `style` and broken into lines of at most `width` - `indent` - `right` EMU.

    Ranges, numbers with units, and initials stay on one line. `hold` is for pages that we draw ourselves: soft hyphens
    are honoured, and so is `hyphenate`, a language whose words may be hyphened ("en"). Without it the lines are those
    that office suites break, or are told to (`Line.forced`). `marks` gives the note mark of each cited source; without
    it citations show nothing. A word wider than the line is broken after a mark, or between characters. An empty text
    gives one empty line.
    """
    runs = _runs(text)
    room = width - indent - right
    spare = 0
    run = runs[0] if len(runs) == 1 else None
    case = _case(style, run, hold, fonts) if run and not run.cite else None
    line = None
    if case and run and not hyphenate and len(run.text) <= SHORT:
        line = case.line(run, room + SLACK)
    if line is not None:
        lines: tuple[Line, ...] = (line,)
    else:
        lines, spare = _lines(runs, style, room, fonts, hold, hyphenate, marks or {})
    return Para(
        lines or (Line((), 0),),
        style,
        role,
        level,
        bullet,
        bullet_colour,
        indent,
        hang,
        space_before,
        case.ascent if case else fonts.ascent(style, own=hold),
        path or (text.path if isinstance(text, Text) else ""),
        element,
        right if hold else right + spare,
        (run is None or not run.text.isascii()) and role is not Role.CODE and _from_right(runs, fonts.language),
    )


def _from_right(runs: Runs, language: str) -> bool:
    """Whether the paragraph runs from right to left; most are seen at once to have no word that does."""
    for run in runs:
        if not run.text.isascii():
            return from_right("".join([run.text for run in runs]), language)
    return False


def _lines(
    runs: Runs, style: TextStyle, room: int, fonts: Fonts, hold: bool, hyphenate: str, marks: Mapping[str, str]
) -> tuple[tuple[Line, ...], int]:
    """The text in lines of at most `room` EMU, and what must be kept free for them (`_robust`); remembered."""
    measured = _measured(runs, style, fonts, hold, hyphenate, marks)
    broken = measured.set.get(room)
    if broken is None:
        broken = measured.set[room] = _robust(measured, room, fonts)
    return broken


def _measured(
    runs: Runs, style: TextStyle, fonts: Fonts, hold: bool, hyphenate: str, marks: Mapping[str, str]
) -> _Measured:
    """The text in units, remembered."""
    cited = tuple(marks.get(source, "") for run in runs for source in run.cite) if marks else ()
    key = (runs, style, hold, hyphenate, cited)
    measured: _Measured | None = fonts.texts.get(key)
    if measured is None:
        if len(fonts.texts) >= REMEMBERED:
            fonts.texts.clear()
        measured = fonts.texts[key] = _Measured(_cut(runs, style, fonts, hold, hyphenate, marks), hold)
    return measured


def line_count(text: Text | Runs | str, style: TextStyle, width: int, fonts: Fonts) -> int:
    """How many lines `para` makes of a text on a deck; most are counted without being drawn up."""
    runs = _runs(text)
    measured = _measured(runs, style, fonts, False, "", {})
    return measured.count(width + SLACK) or max(1, len(_lines(runs, style, width, fonts, False, "", {})[0]))


class _Case:
    """What sets runs of one look in one style; it keeps their short texts that stood on one line."""

    __slots__ = ("_dress", "_fonts", "_gauge", "_hold", "_lines", "_style", "ascent")

    def __init__(self, style: TextStyle, run: Run, hold: bool, fonts: Fonts) -> None:
        self._dress = d = _dress(style, run.bold, run.italic, run.code, run.link, run.lang)
        self._gauge: Gauge = fonts.gauge_of(d.font, d.bold, d.italic, d.size, d.spacing)
        self._style, self._hold = style, hold
        self._fonts = proxy(fonts)  # they hold us: a circle would outlive the build
        self._lines: dict[str, tuple[Line, int, bool]] = {}
        """With the width that each takes in every measure, and whether that is exact; if not, it is that at most."""
        self.ascent = fonts.ascent(style, own=hold)

    def line(self, run: Run, room: int) -> Line | None:
        """A short text on one line, where `room` EMU hold it; remembered, as cells and labels repeat."""
        line, need, exact = self._lines.get(run.text) or self._learnt(run)
        if need > room and not exact and line.w <= room:
            need = self._gauge.needed(run.text, line.w)
            self._lines[run.text] = line, need, True
        return line if need <= room else None

    def para(self, text: Text | Runs, width: int) -> Para | None:
        """What `para` makes of a short text without a dress of its own on one line; None where that has to be asked.

        Cells are set by the thousand in a dozen looks: nothing is looked up for each that is so of all in one look.
        """
        runs, path = (text.runs, text.path) if isinstance(text, Text) else (text, "")
        if len(runs) != 1:
            return None
        run = runs[0]
        said = run.text
        dressed = run.bold or run.italic or run.code or run.link or run.lang or run.cite
        if dressed or len(said) > SHORT or not said.isascii():
            return None
        line = self.line(run, width + SLACK)
        if line is None:
            return None
        return Para((line,), self._style, Role.BODY, 0, "", "accent", 0, 0, 0, self.ascent, path)

    def _learnt(self, run: Run) -> tuple[Line, int, bool]:
        if len(self._lines) >= REMEMBERED:
            self._lines.clear()
        text = run.text
        plain = self._gauge.plain(text)
        if plain is None:
            line, need = _whole(_cut((run,), self._style, self._fonts, self._hold, "", {}), self._hold)
            found = line, need, True
        else:
            w = plain[0]
            line = Line((_span(text, 0, w, self._dress),), w, False)
            found = line, w if self._hold else self._gauge.most(text, w), self._hold
        self._lines[text] = found
        return found


def plain_case(style: TextStyle, fonts: Fonts, hold: bool) -> _Case:
    """What sets texts without a dress of their own in one style."""
    return _case(style, _PLAIN, hold, fonts)


_PLAIN = Run("")


def _case(style: TextStyle, run: Run, hold: bool, fonts: Fonts) -> _Case:
    dressed = run.bold or run.italic or run.code or run.link or run.lang
    key = (style, run.bold, run.italic, run.code, run.link, run.lang, hold) if dressed else (style, hold)
    case: _Case | None = fonts.cases.get(key)
    if case is None:
        case = fonts.cases[key] = _Case(style, run, hold, fonts)
    return case


def _whole(units: Sequence[_Unit], hold: bool) -> tuple[Line, int]:
    """All units on one line, and the width that takes in every measure."""
    if not units:
        return Line((), 0), 0
    *most, last = units
    before = sum([unit.w for unit in most])
    need = before + last.bare
    if not hold:
        need = max(need, sum([unit.drawn for unit in most]) + last.drawn_bare)
    plain = last.look is not None and not [unit for unit in most if unit.look is not last.look]
    return _line(units, before + last.w, plain), need


def height(paras: Sequence[Para]) -> int:
    """Height of paragraphs stacked in one box, EMU: the first one's space above does not count."""
    total = 0.0
    for i, p in enumerate(paras):
        total += len(p.lines) * p.style.line + (p.space_before if i else 0)
    return pt(total)


def split(paragraph: Para, lines: int) -> tuple[Para, Para]:
    """The first `lines` lines and the rest, as one structure element; the rest has no bullet of its own."""
    element = paragraph.element or paragraph.path
    head = replace(paragraph, lines=paragraph.lines[:lines], element=element)
    tail = replace(paragraph, lines=paragraph.lines[lines:], element=element, bullet="", hang=0, space_before=0)
    return head, tail


def bad_breaks(paragraph: Para) -> int:
    """How many lines end inside a range, before a unit, after an initial, or at a hyphen inside a word."""
    lines = paragraph.lines
    return sum(
        1 for a, b in zip(lines, lines[1:], strict=False) if bad_after(a.text + (" " if a.space else ""), b.text)
    )


def words(text: str) -> int:
    """How many words a person would count."""
    return len(text.split())


def _runs(text: Text | Runs | str) -> Runs:
    if isinstance(text, str):
        return (Run(text),) if text else ()
    return text.runs if isinstance(text, Text) else text


@lru_cache(maxsize=4096)
def _dress(style: TextStyle, bold: bool, italic: bool, code: bool, link: str, lang: str) -> _Dress:
    """How a run of a paragraph is set. One object serves all runs that are set alike, so that `is` tells them apart."""
    font: FontRole = "mono" if code else style.font
    goto = link[1:] if link.startswith("#") else ""
    colour = "accent" if link and style.colour in ("ink", "text2", "muted") else style.colour
    return _Dress(
        font, bold or style.bold, italic or style.italic, style.size, colour, style.spacing, 0,
        "" if goto else link, goto, lang, code,
    )  # fmt: skip


def _spaces(text: str) -> str:
    """The text with a space for every other white space; what is printable has none, which is seen faster."""
    return text if text.isprintable() else _WHITE.sub(" ", text)


def _dressed(runs: Runs, style: TextStyle, marks: Mapping[str, str]) -> Iterable[tuple[str, _Dress]]:
    marked = False  # the last thing was a note mark: a comma parts the next one from it
    for run in runs:
        text = _spaces(run.text)
        dress = _dress(style, run.bold, run.italic, run.code, run.link, run.lang)
        if text:
            yield text, dress
        known = [c for c in run.cite if c in marks]
        small = replace(dress, size=round(style.size * SUPERSCRIPT, 1), rise=style.size * 0.33, link="", goto="")
        marked = marked and not text
        for source in known:
            if marked:
                yield ", ", small
            yield marks[source], replace(small, goto=SOURCE + source)
            marked = True


def _cut(
    runs: Runs, style: TextStyle, fonts: Fonts, hold: bool, hyphenate: str, marks: Mapping[str, str]
) -> list[_Unit]:
    """The paragraph as units, in reading order."""
    if len(runs) == 1 and not runs[0].cite:  # as most paragraphs
        (run,) = runs
        whole = _spaces(run.text)
        dressed = [(whole, _dress(style, run.bold, run.italic, run.code, run.link, run.lang))] if whole else []
    else:
        dressed = list(_dressed(runs, style, marks))
        whole = "".join([text for text, _ in dressed])
    shy: frozenset[int] = frozenset()
    if SHY in whole:
        dressed, shy = _without_hyphens(dressed)
        whole = whole.replace(SHY, "")
    cuts = _cuts(whole, hold)
    if len(dressed) == 1:
        dress = dressed[0][1]
        known = fonts.words.setdefault((dress, hold), {})
        out = [known.get(cut) or _learnt(cut, dress, known, fonts, hold) for cut in cuts]
    else:
        out = list(_dress_units(cuts, dressed, fonts, hold))
    if not hold and not whole.isascii() and has_asian(whole):
        out = _spaced(out, fonts)
    return list(_hyphened(out, shy if hold else frozenset(), hyphenate, fonts)) if shy or hyphenate else out


@lru_cache(maxsize=4096)
def _cuts(text: str, hold: bool) -> Sequence[str]:
    """The text cut where its lines may end: the same at every size."""
    return held(units(text) if hold else suite_units(text), text)


def _spaced(units: Sequence[_Unit], fonts: Fonts) -> list[_Unit]:
    """The units with the room that LibreOffice leaves between East Asian and other letters."""
    out: list[_Unit] = []
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
                out[-1] = replace(out[-1], drawn=out[-1].drawn + gap)
            asian, gap = wide, fonts.script_gap(dress.font, dress.size)
        out.append(replace(unit, drawn=unit.drawn + inner, drawn_bare=unit.drawn_bare + inner) if inner else unit)
    return out


def _dress_units(
    cuts: Iterable[str], dressed: Sequence[tuple[str, _Dress]], fonts: Fonts, hold: bool
) -> Iterator[_Unit]:
    """Each cut in its dress; most lie in one dress, and were measured before."""
    runs = ((text, dress) for text, dress in dressed if text)
    text, offset = "", 0
    dress: _Dress
    known: dict[str, _Unit] = {}
    for cut in cuts:
        if offset == len(text):
            text, dress = next(runs)
            known, offset = fonts.words.setdefault((dress, hold), {}), 0
        if offset + len(cut) <= len(text):
            offset += len(cut)
            yield known.get(cut) or _learnt(cut, dress, known, fonts, hold)
            continue
        parts = [(text[offset:], dress)]
        left = len(cut) - len(parts[0][0])
        while left:
            text, dress = next(runs)
            parts.append((text[:left], dress))
            offset = min(left, len(text))
            left -= offset
        known = fonts.words.setdefault((dress, hold), {})
        yield _joint(tuple(parts), fonts, hold)


def _joint(parts: tuple[tuple[str, _Dress], ...], fonts: Fonts, hold: bool) -> _Unit:
    """A unit in several runs, remembered: the lines over titles and page heads have the same ones."""
    unit: _Unit | None = fonts.joints.get((parts, hold))
    if unit is None:
        if len(fonts.joints) >= WORDS:
            fonts.joints.clear()
        unit = fonts.joints[parts, hold] = _unit(parts, fonts, hold)
    return unit


def _learnt(text: str, dress: _Dress, known: dict[str, _Unit], fonts: Fonts, hold: bool) -> _Unit:
    """A word measured for the first time in its dress, and remembered."""
    if len(known) >= WORDS:
        known.clear()
    unit = known[text] = _word(text, dress, fonts, hold) or _unit([(text, dress)], fonts, hold)
    return unit


def _word(text: str, dress: _Dress, fonts: Fonts, hold: bool) -> _Unit | None:
    """What `_unit` gives for a word all of whose glyphs its font has, without the detours; None for any other."""
    face = fonts.face(dress.font, dress.bold, dress.italic)
    bare = text.rstrip(" ")
    units = face.units(bare)
    blank = face.advance(" ")
    if not bare or units is None or blank is None:
        return None
    look = (dress.font, dress.bold, dress.italic, dress.size, dress.spacing)
    gauge = fonts.gauge_of(*look)
    w = full = gauge.width(bare)
    spaces = len(text) - len(bare)
    if spaces:
        full += round(spaces * gauge.blank)
    pieces = (_Piece(text, dress, w, full),)
    if hold:
        return _Unit(pieces, text, full, w, full, w, look=dress)
    drawn = gauge.drawn(bare)
    with_spaces = gauge.drawn(text) if spaces else drawn
    return _Unit(pieces, text, full, w, with_spaces, drawn + HAIR, look=dress)


def _unit(parts: Iterable[tuple[str, _Dress]], fonts: Fonts, hold: bool) -> _Unit:
    pieces = [piece for text, dress in parts for piece in _pieces(text, dress, fonts)]
    whole = pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])
    look = pieces[0].dress if len(pieces) == 1 else None
    w = sum(piece.full for piece in pieces)
    bare = w - pieces[-1].full + pieces[-1].w
    if hold:
        return _Unit(tuple(pieces), whole, w, bare, w, bare, look=look)
    *most, last = pieces
    before = sum(_drawn(piece.text, piece, fonts) for piece in most)
    end = _drawn(last.text, last, fonts)
    text = last.text.rstrip(" ")
    end_bare = end if text == last.text else _drawn(text, last, fonts)
    return _Unit(tuple(pieces), whole, w, bare, before + end, before + end_bare + HAIR, look=look)


def _drawn(text: str, piece: _Piece, fonts: Fonts) -> int:
    d = piece.dress
    if fonts.face(d.font, d.bold, d.italic).units(text) is None:
        return piece.full  # drawn in a font of the suite's own choice
    return fonts.drawn(text, d.font, d.bold, d.italic, d.size, d.spacing)


def _pieces(text: str, dress: _Dress, fonts: Fonts) -> Iterable[_Piece]:
    bare = text.rstrip(" ")
    if not bare:
        full = sum(w for _, _, w in fonts.pieces(text, dress.font, dress.bold, dress.italic, dress.size, dress.spacing))
        yield _Piece(text, dress, 0, full)
        return
    parts = list(fonts.pieces(bare, dress.font, dress.bold, dress.italic, dress.size, dress.spacing))
    tail = text[len(bare) :]
    space = 0
    if tail:
        face = fonts.face(parts[-1][1], dress.bold, dress.italic)
        per_em = dress.size * EMU_PER_PT
        space = round(len(tail) * ((face.advance(" ") or 0) * per_em / face.upem + dress.spacing * EMU_PER_PT))
    for i, (part, font, w) in enumerate(parts):
        last = i == len(parts) - 1
        look = dress if font == dress.font else replace(dress, font=font)
        yield _Piece(part + (tail if last else ""), look, w, w + (space if last else 0))


def _slice(unit: _Unit, start: int, stop: int, fonts: Fonts, hold: bool) -> _Unit:
    """Some characters of a unit, measured."""
    if len(unit.pieces) == 1:
        dress, text = unit.pieces[0].dress, unit.text[start:stop]
        known = fonts.words.setdefault((dress, hold), {})
        if text not in known:
            known[text] = _word(text, dress, fonts, hold) or _unit([(text, dress)], fonts, hold)
        return cast(_Unit, known[text])
    parts: list[tuple[str, _Dress]] = []
    at = 0
    for piece in unit.pieces:
        text = piece.text[max(0, start - at) : max(0, stop - at)]
        if text:
            parts.append((text, piece.dress))
        at += len(piece.text)
    return _unit(parts, fonts, hold)


def _hyphened(out: Iterable[_Unit], shy: frozenset[int], language: str, fonts: Fonts) -> Iterator[_Unit]:
    """Words cut where they may be hyphened: at soft hyphens, and where the language's dictionary says."""
    start = 0
    for unit in out:
        text = unit.text
        places = sorted({at - start for at in shy if start < at < start + len(text.rstrip())} | hyphens(text, language))
        start += len(text)
        before = 0
        for at in places:
            yield replace(_slice(unit, before, at, fonts, True), end="hyphen")
            before = at
        yield _slice(unit, before, len(text), fonts, True) if before else unit


def _without_hyphens(dressed: Iterable[tuple[str, _Dress]]) -> tuple[list[tuple[str, _Dress]], frozenset[int]]:
    """The text without its soft hyphens, and where they stood."""
    out: list[tuple[str, _Dress]] = []
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


def _fitting(text: _Measured, width: int, fonts: Fonts) -> _Measured:
    """The units, those wider than a line cut into parts that fit it, at least one character each."""
    if not text.ends:
        text.ready()
    if text.widest <= width + SLACK:
        return text
    fitting = _Measured([part for unit in text.units for part in _parts(unit, width, fonts, text.hold)], text.hold)
    fitting.ready()
    return fitting


def _parts(unit: _Unit, width: int, fonts: Fonts, hold: bool) -> Iterator[_Unit]:
    """A unit in parts that fit the line."""
    text, stop = unit.text, len(unit.text.rstrip(" "))
    if max(unit.bare, unit.drawn_bare) <= width + SLACK or stop < 2:
        yield unit
        return
    ruler = _Ruler(unit, fonts, hold)
    marks = [match.end() for match in _UNPLAIN.finditer(text)]
    last_mark = marks[-1] if marks else 0
    start = 0
    while stop - start > 1 and ruler.room(start, stop) > width + SLACK:
        at = start + last_resort(text[start:], ruler.most(start, width - ROUNDING))
        if at >= stop:
            break
        # Between plain letters every suite breaks by itself, where the line is full.
        end: Literal["split", "forced"] = "forced" if start < last_mark else "split"
        yield replace(_slice(unit, start, at, fonts, hold), end=end)
        start = at
    yield replace(_slice(unit, start, len(text), fonts, hold), end=unit.end) if start else unit


class _Ruler:
    """How wide each stretch of a unit is, from sums made once: in a narrow column a word has many parts."""

    __slots__ = ("_drawn", "_kerns", "_w")

    def __init__(self, unit: _Unit, fonts: Fonts, hold: bool) -> None:
        looks = [
            (p.text, (p.dress.font, p.dress.bold, p.dress.italic, p.dress.size, p.dress.spacing)) for p in unit.pieces
        ]
        steps = [step for text, look in looks for step in fonts.steps(text, *look)]
        self._w = [0.0, *accumulate([w for w, _, _ in steps])]
        self._drawn = self._w if hold else [0.0, *accumulate([drawn for _, drawn, _ in steps])]
        self._kerns = [0.0 if hold else kern for _, _, kern in steps]

    def room(self, start: int, stop: int) -> float:
        """What the stretch needs on a line of its own, EMU."""
        return max(self._w[stop] - self._w[start], self._pixels(start, stop) + (0 if self._drawn is self._w else HAIR))

    def most(self, start: int, width: int) -> int:
        """How many characters from `start` on fit the line, at least one."""
        low, high = 1, len(self._kerns) - start
        while low < high:
            middle = (low + high + 1) // 2
            stop = start + middle
            if max(self._w[stop] - self._w[start], self._pixels(start, stop)) <= width:
                low = middle
            else:
                high = middle - 1
        return low

    def _pixels(self, start: int, stop: int) -> float:
        return self._drawn[stop] - self._drawn[start] - self._kerns[start]


class _Line:
    """A line in the making: some units of a text that is made ready, the last of them perhaps in another guise."""

    __slots__ = ("_end", "_last", "_start", "_text", "forced")

    def __init__(self, text: _Measured, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._last: _Unit | None = None
        self.forced = False
        """An office suite would put more on it, and must be told to end it."""

    def __len__(self) -> int:
        return self._end - self._start

    @property
    def last(self) -> _Unit:
        return self._last or self._text.units[self._end - 1]

    @property
    def w(self) -> int:
        """Its width, spaces at the end included."""
        return self._text.w[self._end] - self._text.w[self._start]

    def drop(self) -> None:
        self._end -= 1

    def end_in(self, unit: _Unit) -> None:
        """Let its last unit, of the same width, be `unit`."""
        self._last = unit

    def wide(self) -> int:
        """The wider of both measures, spaces at the end left out."""
        text, start, last = self._text, self._start, self._end - 1
        return max(text.ends[last] - text.w[start], text.drawn_ends[last] - text.drawn[start])

    def narrow(self, unit: _Unit) -> int:
        """The narrowest that the line and `unit` can come out: a shaper also kerns across spaces, which we do not."""
        text, start, end = self._text, self._start, self._end
        drawn = text.drawn[end] - text.drawn[start] + unit.drawn_bare
        return min(text.w[end] - text.w[start] + unit.bare, round(drawn * (1 - KERNED_SPACES)))

    def pieces(self) -> list[_Piece]:
        units = self._text.units[self._start : self._end]
        if self._last:
            units = [*units[:-1], self._last]
        return [piece for unit in units for piece in unit.pieces]

    def made(self) -> Line:
        """The line as it is placed; spaces at its end are dropped and remembered."""
        text, start, end = self._text, self._start, self._end
        said = "".join(text.texts[start:end])
        bare = said.rstrip(" ")
        if not text.plain or not bare:
            return _joined_line(self.pieces())
        w = text.ends[end - 1] - text.w[start]
        return Line((_span(bare, 0, w, text.units[0].pieces[0].dress),), w, len(bare) < len(said))


def _robust(text: _Measured, width: int, fonts: Fonts) -> tuple[tuple[Line, ...], int]:
    """Lines that all office suites break alike, and the width to keep free for that: as little as will do.

    Where a word fits by one measure and not by the other, the width is taken in by a hair. In a long text that may
    make another word hang by a hair: then a narrower width is tried, as long as it costs no line.
    """
    if not text.units:
        return (), 0
    if text.one_line(width + SLACK):
        return (_line(text.units, text.w[-1], text.plain),), 0
    fitting = _fitting(text, width, fonts)
    if fitting.hold and fitting.plain and not [unit for unit in fitting.units if unit.end]:
        return _plain_lines(fitting, width), 0
    first = lines = _compose(fitting, width, fonts)
    less = 0
    for _ in range(TRIES):
        spare = max(0, less + lines.spare)
        if text.hold or spare == less or width - spare >= lines.longest:
            return _finished(lines, fonts), spare
        less += width // 100
        lines = _compose(_fitting(text, width - less, fonts), width - less, fonts)
        if len(lines.lines) > len(first.lines):
            break
    return _finished(first, fonts), 0


def _plain_lines(text: _Measured, width: int) -> tuple[Line, ...]:
    """What `_compose` and `_finished` make of a text in one look on pages that we draw ourselves, if no word is cut."""
    texts, at, dress = text.texts, text.w, text.units[0].pieces[0].dress
    lines: list[Line] = []
    start, count = 0, len(texts)
    while start < count:
        end = text.fit(start, width + SLACK)
        said = "".join(texts[start:end])
        bare = said.rstrip(" ")
        if bare:
            w, space = text.ends[end - 1] - at[start], len(bare) < len(said)
            forced = end < count and not space and said[-1] in MARKS
            lines.append(Line((_span(bare, 0, w, dress),), w, space, False, forced))
        else:
            lines.append(_joined_line([piece for unit in text.units[start:end] for piece in unit.pieces]))
        start = end
    return tuple(lines)


class _Broken(Struct, frozen=True):
    """Lines with what it takes to break them so in every measure."""

    lines: list[_Line]
    longest: int
    """The widest a line comes out, EMU."""
    spare: int
    """By how much the width must be taken in so that no further word fits a line; below 0 is room for error."""


def _compose(text: _Measured, width: int, fonts: Fonts) -> _Broken:
    """Greedy lines: a unit goes on the line while it fits without the spaces at its end."""
    lines: list[_Line] = []
    longest, least = 0, 2 * width
    start, count = 0, len(text.units)
    while start < count:
        end = text.fit(start, width + SLACK)
        line = _Line(text, start, end)
        lines.append(line)
        if end < count and line.last.end == "hyphen":
            end -= _back(line, width, fonts)
        longest = max(longest, line.wide())
        if end < count and not text.hold:
            last, follows = line.last, text.units[end]
            more = _more(last, follows, fonts)
            if more is not follows and last.end != "split" and line.narrow(more) <= width:
                follows = _joined(follows, fonts)
                text = _Measured([*text.units[:end], follows, *text.units[end + 1 :]], hold=False)
                text.ready()
                more = _more(last, follows, fonts)
                line.forced = more is not follows
            if last.text.endswith("-") and len(_word_at(text.units, end)) > LONG_WORD:
                line.forced = True
            if not line.forced:
                least = min(least, line.narrow(more))
        start = end
    return _Broken(lines, longest, width - least + ROUNDING)


def _word_at(units: Sequence[_Unit], at: int) -> str:
    """The word, hyphens and all, of which one line ends with the unit before `at`."""
    first = at
    while first > 0 and not units[first - 1].text.endswith(" "):
        first -= 1
    last = at
    while last < len(units) - 1 and not units[last].text.endswith(" "):
        last += 1
    return "".join(unit.text for unit in units[first : last + 1])


def _more(last: _Unit, unit: _Unit, fonts: Fonts) -> _Unit:
    """What an office suite would put on a line after its last unit, had it room: `unit`, or a part of it."""
    if last.end == "forced":
        return unit
    first = unit.text[0] if last.end == "split" else suite_units(unit.text)[0]
    return unit if len(first) == len(unit.text) else _slice(unit, 0, len(first), fonts, False)


def _joined(unit: _Unit, fonts: Fonts) -> _Unit:
    """The unit with its inner spaces made such that no suite breaks there."""
    bare = unit.text.rstrip(" ")
    parts = [(piece.text, piece.dress) for piece in unit.pieces]
    if " " in bare:
        *most, (last, dress) = parts
        tail = last[len(last.rstrip(" ")) :]
        parts = [*((t.replace(" ", NBSP), d) for t, d in most), (last.rstrip(" ").replace(" ", NBSP) + tail, dress)]
    return replace(_unit(parts, fonts, False), end=unit.end)


def _finished(broken: _Broken, fonts: Fonts) -> tuple[Line, ...]:
    """The lines drawn up, when it is settled where they end."""
    *most, last = broken.lines
    return (*[_finish(line, fonts) for line in most], last.made())


def _back(line: _Line, width: int, fonts: Fonts) -> int:
    """Take parts of a word from the line's end until there is room for a hyphen; how many were taken.

    A single part that leaves no room for one ends without.
    """
    taken = 0
    while line.last.end == "hyphen" and line.w + _hyphen(line, fonts).w > width + SLACK:
        if len(line) == 1:
            line.end_in(replace(line.last, end="forced"))
            break
        line.drop()
        taken += 1
    return taken


def _hyphen(line: _Line, fonts: Fonts) -> _Piece:
    return next(iter(_pieces("-", line.last.pieces[-1].dress, fonts)))


def _finish(line: _Line, fonts: Fonts) -> Line:
    """The line with what its last unit asks for at its end."""
    last = line.last
    if last.end == "hyphen":
        return replace(_joined_line([*line.pieces(), _hyphen(line, fonts)]), hyphen=True)
    made = line.made()
    forced = line.forced or last.end == "forced" or (not made.space and last.text[-1] in MARKS)
    return replace(made, forced=True) if forced else made


def _line(units: Sequence[_Unit], w: int, plain: bool) -> Line:
    """A line of these units, `w` EMU wide in all; spaces at its end are dropped and remembered."""
    last = units[-1]
    bare = last.text.rstrip(" ")
    if not plain or not bare:
        return _joined_line([piece for unit in units for piece in unit.pieces])
    d = last.pieces[0].dress
    w += last.bare - last.w
    text = "".join([unit.text for unit in units]).rstrip(" ") if len(units) > 1 else bare
    return Line((_span(text, 0, w, d),), w, len(bare) < len(last.text))


def _span(text: str, x: int, w: int, d: _Dress) -> Span:
    return Span(
        text, x, w, d.font, d.bold, d.italic, d.size, d.colour, d.spacing, d.rise, d.link, d.goto, d.lang, d.code
    )


def _joined_line(pieces: Sequence[_Piece]) -> Line:
    """Pieces joined into spans, one for what looks alike."""
    kept = list(pieces)
    space = False
    while kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        space = True
        bare = last.text.rstrip(" ")
        if bare:
            kept.append(_Piece(bare, last.dress, last.w, last.w))
    spans: list[Span] = []
    x = start = 0
    texts: list[str] = []
    for i, piece in enumerate(kept):
        texts.append(piece.text)
        x += piece.full
        d = piece.dress
        follows = kept[i + 1].dress if i + 1 < len(kept) else None
        if follows is not d and follows != d:
            spans.append(_span("".join(texts), start, x - start, d))
            texts, start = [], x
    return Line(tuple(spans), x, space)
