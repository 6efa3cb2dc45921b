"""In: runs, a style, a width. Out: a paragraph of measured lines. Greedy, as office suites break lines.

Breaking as PowerPoint and LibreOffice do matters more than breaking better: the deck carries no hard line breaks, so
the lines planned here must be the lines that a person sees. A planner that wants other breaks moves the width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal
from weakref import proxy

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import EMU_PER_PT, pt
from exporter.model.page import Line, Para, Role, Span
from exporter.model.pattern import later
from exporter.model.report import Run, Runs, Text
from exporter.model.style import TextStyle
from exporter.text.breaks import bad_after, last_resort, suite_units
from exporter.text.direction import from_right
from exporter.text.fonts import Fonts
from exporter.text.gauge import HAIR, Gauge, Size
from exporter.text.units import (
    Dress,
    Measured,
    Piece,
    Unit,
    dress_of,
    dressed,
    measured,
    part_of,
    pieces_of,
    plain,
    unit_in,
)

REMEMBERED = 500
"""Paragraphs, and short texts in one dress, whose lines are kept: a planner that weighs candidates measures the same
text many times, and soon."""
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
ENDLESS = 2**62
"""EMU that any line has room in."""
NBSP = "\u00a0"
_UNPLAIN = later(r"[^A-Za-z0-9 ]| (?= *[^ ])")


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
    run = runs[0] if len(runs) == 1 and not (marks and runs[0].cite) else None
    case = _case(style, run, hold, fonts) if run and not hyphenate else None
    line = case.line(run.text, room + SLACK) if case and run and len(run.text) <= SHORT else None
    if line is not None:
        lines: tuple[Line, ...] = (line,)
        spare = 0
    else:
        lines, spare = _lines(_measured(runs, style, fonts, hold, hyphenate, marks or {}, case), room, fonts)
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


def line_count(text: Text | Runs | str, style: TextStyle, width: int, fonts: Fonts) -> int:
    """How many lines `para` makes of a text on a deck; they are counted without being drawn up."""
    runs = _runs(text)
    case = _case(style, runs[0], False, fonts) if len(runs) == 1 else None
    return max(1, len(_broken(_measured(runs, style, fonts, False, "", {}, case), width, fonts).ends))


def _measured(
    runs: Runs, style: TextStyle, fonts: Fonts, hold: bool, hyphenate: str, marks: Mapping[str, str], case: _Case | None
) -> Measured:
    """The text in units, remembered; `case` is what sets it if it is one run and shows no marks."""
    if case:
        return case.measured(runs[0].text)
    cited = tuple([marks.get(source, "") for run in runs for source in run.cite]) if marks else ()
    key = (runs, style, hold, hyphenate, cited)
    found: Measured | None = fonts.texts.get(key)
    if found is None:
        found = measured(dressed(runs, style, marks), fonts, hold, hyphenate)
        _keep(key, found, fonts)
    return found


def _keep(key: object, found: Measured, fonts: Fonts) -> None:
    if len(fonts.texts) >= REMEMBERED:
        fonts.texts.clear()
    fonts.texts[key] = found


class _Case:
    """What sets runs of one look in one style; it keeps their short texts that stood on one line."""

    __slots__ = ("_dress", "_fonts", "_gauge", "_hold", "_lines", "_style", "ascent")

    def __init__(self, style: TextStyle, run: Run, hold: bool, fonts: Fonts) -> None:
        self._dress = dress_of(style, run.bold, run.italic, run.code, run.link, run.lang)
        self._gauge: Gauge = fonts.gauge_of(*self._dress.look)
        self._style, self._hold = style, hold
        self._fonts = proxy(fonts)  # they hold us: a circle would outlive the build
        self._lines: dict[str, tuple[Line, int, bool]] = {}
        """With the width that each takes in every measure, and whether that is exact; if not, it is that at most."""
        self.ascent = fonts.ascent(style, own=hold)

    def line(self, text: str, room: int) -> Line | None:
        """A short text on one line, where `room` EMU hold it; remembered, as cells and labels repeat."""
        line, need, exact = self._lines.get(text) or self._learnt(text)
        if need > room and not exact and line.w <= room:
            need = self._gauge.needed(text, line.w)
            self._lines[text] = line, need, True
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
        line = self.line(said, width + SLACK)
        if line is None:
            return None
        return Para((line,), self._style, Role.BODY, 0, "", "accent", 0, 0, 0, self.ascent, path)

    def measured(self, text: str) -> Measured:
        """A text in units, remembered."""
        key = (self, text)
        found: Measured | None = self._fonts.texts.get(key)
        if found is None:
            found = plain(text, self._dress, self._gauge, self._hold)
            if found is None:
                found = measured([(text, self._dress)], self._fonts, self._hold)
            _keep(key, found, self._fonts)
        return found

    def _learnt(self, text: str) -> tuple[Line, int, bool]:
        if len(self._lines) >= REMEMBERED:
            self._lines.clear()
        known = self._gauge.plain(text)
        if known is None:
            whole = self.measured(text)
            end, w, drawn, *_ = _fit(whole.sizes, 0, ENDLESS)
            line = _line(whole, 0, end, w, "", self._fonts) if end else Line((), 0)
            found = line, max(w, drawn), True
        else:
            w = known[0]
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


def _parts(unit: Unit, width: int, fonts: Fonts, hold: bool) -> Iterator[Unit]:
    """A unit in parts that fit the line."""
    text, stop = unit.text, len(unit.text.rstrip(" "))
    _, bare, _, drawn_bare = unit.size
    if max(bare, drawn_bare) <= width + SLACK or stop < 2:
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
        yield replace(part_of(unit, start, at, fonts, hold), end=end)
        start = at
    yield replace(part_of(unit, start, len(text), fonts, hold), end=unit.end) if start else unit


class _Ruler:
    """How wide each stretch of a unit is, from sums made once: in a narrow column a word has many parts."""

    __slots__ = ("_drawn", "_kerns", "_w")

    def __init__(self, unit: Unit, fonts: Fonts, hold: bool) -> None:
        steps = [step for piece in unit.pieces for step in fonts.steps(piece.text, *piece.dress.look)]
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


def _lines(text: Measured, width: int, fonts: Fonts) -> tuple[tuple[Line, ...], int]:
    """The text in lines of at most `width` EMU, and what must be kept free for them (`_robust`); remembered."""
    found = text.set.get(width)
    if found is None:
        breaks, spare = _robust(text, width, fonts)
        found = text.set[width] = _drawn_up(breaks, fonts), spare
    return found


class _Breaks(Struct, frozen=True):
    """Where lines end, and what it takes that they do so in every measure."""

    text: Measured
    """In the units that its lines are made of."""
    ends: list[tuple[int, int]]
    """Of each line: how many units are on it and on those before, and its width."""
    endings: dict[int, str]
    """How those end that do not just end there: with a hyphen, or forced, as an office suite would put more on it."""
    longest: int
    """The widest a line comes out, EMU."""
    spare: int
    """By how much the width must be taken in so that no further word fits a line; below 0 is room for error."""


def _robust(text: Measured, width: int, fonts: Fonts) -> tuple[_Breaks, int]:
    """Breaks that are those of all office suites, and the width to keep free for that: as little as will do.

    Where a word fits by one measure and not by the other, the width is taken in by a hair. In a long text that may
    make another word hang by a hair: then a narrower width is tried, as long as it costs no line.
    """
    first = breaks = _broken(text, width, fonts)
    if text.hold or len(breaks.ends) < 2:
        return breaks, 0
    less = 0
    for _ in range(TRIES):
        spare = max(0, less + breaks.spare)
        if spare == less or width - spare >= breaks.longest:
            return breaks, spare
        less += width // 100
        breaks = _broken(text, width - less, fonts)
        if len(breaks.ends) > len(first.ends):
            break
    return first, 0


def _broken(text: Measured, width: int, fonts: Fonts) -> _Breaks:
    """Greedy lines; a unit wider than a line is cut into parts that fit it, at least one character each."""
    if text.simple and text.texts:
        breaks = _broken_by_us(text, width) if text.hold else _simply_broken(text, width)
    else:
        breaks = _carefully_broken(text, width, fonts)
    if breaks.longest <= width + SLACK:
        return breaks
    parts = [part for unit in text.units(fonts) for part in _parts(unit, width, fonts, text.hold)]
    return _carefully_broken(Measured.of(parts, text.hold), width, fonts)


def _simply_broken(text: Measured, width: int) -> _Breaks:
    """A unit goes on the line while it fits without the spaces at its end: one way through a text of plain words."""
    ends: list[tuple[int, int]] = []
    limit, longest, least = width + SLACK, 0, 2 * width
    first = at = drawn_at = w = drawn_w = 0
    for i, (full, bare, drawn, drawn_bare) in enumerate(text.sizes):
        more, drawn_more = at + bare, drawn_at + drawn_bare
        if (more > limit or drawn_more > limit) and i > first:
            ends.append((i, w))
            longest, least = max(longest, w, drawn_w), min(least, _narrowest(more, drawn_more))
            first, at, drawn_at, w, drawn_w = i, full, drawn, bare, drawn_bare
        else:
            at, drawn_at, w, drawn_w = at + full, drawn_at + drawn, more, drawn_more
    ends.append((len(text.sizes), w))
    return _Breaks(text, ends, {}, max(longest, w, drawn_w), width - least + ROUNDING)


def _broken_by_us(text: Measured, width: int) -> _Breaks:
    """The same on pages that we draw ourselves, where one measure counts."""
    ends: list[tuple[int, int]] = []
    limit, longest = width + SLACK, 0
    first = at = w = 0
    for i, (full, bare, _, _) in enumerate(text.sizes):
        more = at + bare
        if more > limit and i > first:
            ends.append((i, w))
            longest = max(longest, w)
            first, at, w = i, full, bare
        else:
            at, w = at + full, more
    ends.append((len(text.sizes), w))
    return _Breaks(text, ends, {}, max(longest, w), 0)


def _carefully_broken(text: Measured, width: int, fonts: Fonts) -> _Breaks:
    """The same of a text in which a line may not just end after any unit."""
    ends: list[tuple[int, int]] = []
    endings: dict[int, str] = {}
    longest, least = 0, 2 * width
    start, count = 0, len(text.texts)
    while start < count:
        end, w, drawn, more, drawn_more = _fit(text.sizes, start, width + SLACK)
        narrow: int | None = _narrowest(more, drawn_more) if end < count else None
        if text.odd(end):
            end, ending = _taken_back(text, start, end, width, fonts)
            _, w, drawn, *_ = _fit(text.sizes[start:end], 0, ENDLESS)
            if not text.hold:
                text, narrow = _kept_apart(text, start, end, ending, width, fonts)
                ending = "forced" if narrow is None and ending != "hyphen" else ending
            endings[end] = ending
        if narrow is not None:
            least = min(least, narrow)
        longest = max(longest, w, drawn)
        ends.append((end, w))
        start = end
    return _Breaks(text, ends, endings, longest, width - least + ROUNDING)


def _fit(sizes: Sequence[Size], start: int, limit: int) -> tuple[int, int, int, int, int]:
    """The line that begins with unit `start`: how many units there are to its end, one on it at least and else what
    fits `limit` EMU; its width in both measures; and those with the unit that follows.
    """
    at = drawn_at = w = drawn_w = 0
    for i in range(start, len(sizes)):
        full, bare, drawn, drawn_bare = sizes[i]
        more, drawn_more = at + bare, drawn_at + drawn_bare
        if (more > limit or drawn_more > limit) and i > start:
            return i, w, drawn_w, more, drawn_more
        at, drawn_at, w, drawn_w = at + full, drawn_at + drawn, more, drawn_more
    return len(sizes), w, drawn_w, 0, 0


def _narrowest(w: int, drawn: int) -> int:
    """How wide a line is at least in any measure: a shaper also kerns across spaces, which we do not."""
    return min(w, round(drawn * (1 - KERNED_SPACES)))


def _taken_back(text: Measured, start: int, end: int, width: int, fonts: Fonts) -> tuple[int, str]:
    """Where a line ends that may end in a part of a word, and how: parts are taken back until a hyphen has room.

    A single part that leaves no room for one ends without.
    """
    units = text.units(fonts)
    room = width + SLACK - sum([size[0] for size in text.sizes[start:end]])
    while units[end - 1].end == "hyphen" and _hyphen(units[end - 1], fonts).w > room:
        if end - start == 1:
            return end, "forced"
        end -= 1
        room += text.sizes[end][0]
    return end, units[end - 1].end


def _hyphen(unit: Unit, fonts: Fonts) -> Piece:
    return next(iter(pieces_of("-", unit.pieces[-1].dress, fonts)))


def _kept_apart(
    text: Measured, start: int, end: int, ending: str, width: int, fonts: Fonts
) -> tuple[Measured, int | None]:
    """The text, if need be with other spaces, such that office suites end a line before unit `end`; and how narrow the
    line is at least with what they would put on it, had they room. None where they have, and must be told to end it.
    """
    units = text.units(fonts)
    w = sum([size[0] for size in text.sizes[start:end]])
    drawn_w = sum([size[2] for size in text.sizes[start:end]])

    def narrow(more: Unit) -> int:
        _, bare, _, drawn_bare = more.size
        return _narrowest(w + bare, drawn_w + drawn_bare)

    last, follows = units[end - 1], units[end]
    more = _more(ending, follows, fonts)
    forced = False
    if more is not follows and ending != "split" and narrow(more) <= width:
        follows = _joined(follows, fonts)
        text = Measured.of([*units[:end], follows, *units[end + 1 :]], hold=False)
        more = _more(ending, follows, fonts)
        forced = more is not follows
    if last.text.endswith("-") and len(_word_at(text.texts, end)) > LONG_WORD:
        forced = True
    return text, None if forced else narrow(more)


def _word_at(texts: Sequence[str], at: int) -> str:
    """The word, hyphens and all, of which one line ends with the unit before `at`."""
    first = at
    while first > 0 and not texts[first - 1].endswith(" "):
        first -= 1
    last = at
    while last < len(texts) - 1 and not texts[last].endswith(" "):
        last += 1
    return "".join(texts[first : last + 1])


def _more(ending: str, unit: Unit, fonts: Fonts) -> Unit:
    """What an office suite would put on a line that ends so, had it room: the unit that follows, or a part of it."""
    if ending == "forced":
        return unit
    first = unit.text[0] if ending == "split" else suite_units(unit.text)[0]
    return unit if len(first) == len(unit.text) else part_of(unit, 0, len(first), fonts, False)


def _joined(unit: Unit, fonts: Fonts) -> Unit:
    """The unit with its inner spaces made such that no suite breaks there."""
    bare = unit.text.rstrip(" ")
    parts = [(piece.text, piece.dress) for piece in unit.pieces]
    if " " in bare:
        *most, (last, dress) = parts
        tail = last[len(last.rstrip(" ")) :]
        parts = [*((t.replace(" ", NBSP), d) for t, d in most), (last.rstrip(" ").replace(" ", NBSP) + tail, dress)]
    return replace(unit_in(parts, fonts, False), end=unit.end)


def _drawn_up(breaks: _Breaks, fonts: Fonts) -> tuple[Line, ...]:
    """The lines, when it is settled where they end."""
    lines: list[Line] = []
    start = 0
    for end, w in breaks.ends:
        lines.append(_line(breaks.text, start, end, w, breaks.endings.get(end, ""), fonts))
        start = end
    return tuple(lines)


def _line(text: Measured, start: int, end: int, w: int, ending: str, fonts: Fonts) -> Line:
    """Some units as they are placed on a line; spaces at its end are dropped and remembered."""
    said = "".join(text.texts[start:end])
    bare = said.rstrip(" ")
    space = bare != said
    forced = ending == "forced" or (not space and end < len(text.texts) and said[-1] in MARKS)
    if text.look is not None and bare and ending != "hyphen":
        return Line((_span(bare, 0, w, text.look),), w, space, False, forced)
    pieces = [piece for unit in text.units(fonts)[start:end] for piece in unit.pieces]
    if ending == "hyphen":
        return Line(*_joined_spans([*pieces, _hyphen(text.units(fonts)[end - 1], fonts)]), False, True)
    return Line(*_joined_spans(pieces), space, False, forced)


def _span(text: str, x: int, w: int, d: Dress) -> Span:
    return Span(
        text, x, w, d.font, d.bold, d.italic, d.size, d.colour, d.spacing, d.rise, d.link, d.goto, d.lang, d.code
    )


def _joined_spans(pieces: Sequence[Piece]) -> tuple[tuple[Span, ...], int]:
    """Pieces joined into spans, one for what looks alike, without the spaces at the end; and their width."""
    kept = list(pieces)
    while kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        bare = last.text.rstrip(" ")
        if bare:
            kept.append(Piece(bare, last.dress, last.w, last.w))
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
    return tuple(spans), x
