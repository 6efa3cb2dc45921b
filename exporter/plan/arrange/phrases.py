"""In: texts of the report. Out: phrases put together from them, measured; and whether a measured text reads well."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import pt, px
from exporter.model.page import Para, Role
from exporter.model.report import Point, Run, Runs, Text, plain
from exporter.model.style import TextStyle
from exporter.plan.sheet import Sheet, bad
from exporter.text import height
from exporter.text.breaks import units

CAP = 0.72
"""Height of capitals, as a share of the size."""
TRIES = 12
"""Widths that are tried for a better reading text."""
LONE = 0.3
"""Share of the width under which a single word on a last line is lone."""


class Phrase(Struct, frozen=True):
    """Words put together from several texts of the report, and which texts they are."""

    runs: Runs = ()
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.runs)

    @property
    def plain(self) -> str:
        return "".join(run.text for run in self.runs)


def phrase(text: Text | None, bold: bool = False) -> Phrase:
    """One text as it is, or in bold."""
    if not text:
        return Phrase()
    runs = tuple(replace(run, bold=True) for run in text.runs) if bold else text.runs
    return Phrase(runs, (text.path,) if text.path else ())


def names(texts: Sequence[Text], sheet: Sheet, bold: bool = True) -> Phrase:
    """ "Toyota, Honda and Nissan"."""
    parts = [phrase(text, bold) for text in texts if text]
    runs: list[Run] = []
    for i, part in enumerate(parts):
        if i:
            runs.append(Run(f" {sheet.words('and')} " if i == len(parts) - 1 else ", ", bold=bold))
        runs += part.runs
    return Phrase(tuple(runs), tuple(path for part in parts for path in part.paths))


def joined(lead: Phrase, rest: Phrase) -> Phrase:
    """`lead` and what is said of it in one sentence: a colon between them, unless `rest` simply goes on."""
    if not (lead and rest):
        return lead or rest
    first = rest.plain.lstrip()[:1]
    between = " " if first.islower() or first == "(" else "" if first in ",;:." else ": "
    return Phrase((*lead.runs, Run(between, bold=between == ": "), *rest.runs), lead.paths + rest.paths)


def listed(phrases: Iterable[Phrase], between: str = ", ") -> Phrase:
    """Phrases one after another on a line."""
    runs: list[Run] = []
    paths: list[str] = []
    for one in phrases:
        if runs:
            runs.append(Run(between))
        runs += one.runs
        paths += one.paths
    return Phrase(tuple(runs), tuple(paths))


def capital(text: Text) -> Phrase:
    """A text with a capital at its beginning: "late 2024" stands alone as "Late 2024"."""
    if not text.runs:
        return Phrase()
    first, *rest = text.runs
    first = replace(first, text=first.text[:1].upper() + first.text[1:])
    return Phrase((first, *rest), (text.path,) if text.path else ())


def paragraph(
    sheet: Sheet, words: Phrase, style: TextStyle, width: int, role: Role = Role.BODY, gap: float = 0
) -> Para:  # fmt: skip
    """The phrase as a paragraph; it names the first of its facts, `beyond` gives the others to the item."""
    return sheet.para(words.runs, style, width, role=role, path=words.paths[0] if words.paths else "", space_before=gap)


def beyond(*phrases: Phrase) -> tuple[str, ...]:
    """The facts of phrases that their paragraphs do not name."""
    return tuple(path for p in phrases for path in p.paths[1:])


def points(
    sheet: Sheet,
    tree: Sequence[Point],
    style: TextStyle,
    width: int,
    gap: float = 0,
    dash: bool = False,
    level: int = 0,
) -> Iterator[Para]:
    """Points as lines, `gap` pt before each; nested ones, and with `dash` all, hang on a dash."""
    hang = pt(style.size * 0.9)
    depth = level + dash
    for point in tree:
        yield sheet.para(
            point.text, style, width, role=Role.ITEM, level=level, bullet="–" if depth else "",
            indent=min(hang * depth, width // 2), hang=hang if depth else 0, space_before=gap,
        )  # fmt: skip
        yield from points(sheet, point.points, style, width, gap, dash, level + 1)


def torn(paras: Iterable[Para]) -> int:
    """How many lines end inside a word, because the word is wider than the line."""
    count = 0
    for para in paras:
        if len(para.lines) > 1:
            places = set(accumulate(map(len, units(para.text))))
            ends = accumulate(len(line.text) + line.space for line in para.lines[:-1])
            count += sum(end not in places for end in ends)
    return count


def tidy(make: Callable[[int], Sequence[Para]], width: int) -> tuple[tuple[Para, ...], int]:
    """The paragraphs that `make` gives for a width, and that width: less than `width` where this reads better.

    Better is: ranges, numbers with units and hyphened words on one line, no lone word on a last line. It may cost one
    line more only where it mends a broken range. Office suites break a text by the width of its box, so the width is
    the one way to move a break.
    """
    first = tuple(make(width))
    faults, lines = _faults(first, width), _lines(first)
    best, best_width, least = first, width, faults
    for i in range(1, TRIES + 1):
        if not least:
            break
        narrower = width - i * max(px(8), width // 50)
        if narrower < width * 3 // 5:
            break
        paras = tuple(make(narrower))
        more = _lines(paras) - lines
        found = _faults(paras, narrower) + 2 * more
        if found < least and more <= bool(bad(first)) and not torn(paras):
            best, best_width, least = paras, narrower, found
    return best, best_width


def _lines(paras: Sequence[Para]) -> int:
    return sum(len(p.lines) for p in paras)


def _faults(paras: Sequence[Para], width: int) -> int:
    lone = sum(len(p.lines) > 1 and " " not in p.lines[-1].text.strip() and p.lines[-1].w < width * LONE for p in paras)
    return 4 * bad(paras) + lone


_ENDS = frozenset(".!?…:;。！？؟।॥։።။។៕")
_FULL_STOPS = {
    "DEVANAGARI": "।", "BENGALI": "।", "GURMUKHI": "।", "ORIYA": "।", "THAI": "", "LAO": "", "KHMER": "។",
    "MYANMAR": "။", "ETHIOPIC": "።", "ARMENIAN": "։", "CJK": "。", "HIRAGANA": "。", "KATAKANA": "。",
    "FULLWIDTH": "。",
}  # fmt: skip
"""Of scripts that have another one, or none, by the first word of Unicode's names of their letters."""


def ended(runs: Runs) -> Runs:
    """The words as a sentence: with a full stop, unless they end in a mark of their own."""
    text = plain(runs).rstrip()
    if not text or text[-1] in _ENDS:
        return runs
    last = next((char for char in reversed(text) if char.isalpha()), ".")
    stop = "." if last.isascii() else _FULL_STOPS.get(unicodedata.name(last, "").partition(" ")[0], ".")
    return (*runs, Run(stop)) if stop else runs


def middle(para: Para) -> int:
    """From the top of a line to the middle of its capitals, EMU: a little below half its height."""
    return para.ascent - pt(CAP / 2 * para.style.size)


def centred(paras: Sequence[Para], y: int) -> int:
    """Where paragraphs begin so that they stand in the middle of `y` for the eye."""
    first = paras[0]
    return y - height(paras) // 2 - (middle(first) - pt(first.style.line) // 2)


def widest(paras: Iterable[Para]) -> int:
    """Width of the longest line, indent included."""
    return max((line.w + p.indent for p in paras for line in p.lines), default=0)
