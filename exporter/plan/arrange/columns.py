"""In: a grid, a width, styles. Out: the columns of a table, measured once for all its pages; several sets if too wide.

Column widths come from what the cells need at least (their longest word) and at most (on one line); the room between
is shared in proportion, as browsers do. A table too wide for that is divided: every part shows the key column again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import pt, px
from exporter.model.pattern import later
from exporter.model.report import Text
from exporter.model.style import TextStyle
from exporter.plan.arrange.grid import NOTHING, Grid, Lines
from exporter.plan.arrange.widths import MOST_COLUMNS, MOST_ROWS, Column, lower, words
from exporter.plan.sheet import Sheet
from exporter.plan.split import even
from exporter.text.breaks import units
from exporter.text.gauge import Gauge

RIGHT = px(16)
"""Space right of every column but the last; twice as much between a number and the words that follow it."""
TINT = px(12)
"""Space between the edges of the tint and the words in the chosen column, which stands on a tint."""
NARROWEST = px(24)
LONGEST = 24
"""Longer words may be broken: they count with so many characters."""
KEY_SHARE = 4
"""The key column of a divided table takes at most one part in so many, or its longest word."""
EM, COSY = 0.5, 14
"""Width of an average letter in ems, and the letters that a line in a narrow column of sentences holds at least."""
UNEVEN = 3
"""How many parts more than the fewest are tried to make them even."""
_WORD = later(r"[^ \t\n\r\f\v\u2028\u2029]+")
"""Not ended by the other spaces of Unicode, at which no line ends."""
_NUMBER = later(r"(?P<sign>\D{0,8}?)(?P<digits>\d+(?:[.,'’·]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*)(?P<unit>\D{0,8})")


class Columns(Struct, frozen=True):
    """Columns of a grid that stand side by side, the same on every page of the table."""

    shown: tuple[int, ...]
    """Their numbers in the grid."""
    widths: tuple[int, ...]
    marks: tuple[str, ...]
    """The decimal mark of each column of numbers; empty for others."""
    tails: tuple[int, ...]
    """Room that each column keeps for its longest decimals, with what follows them (EMU)."""
    ends: tuple[Mapping[str, int], ...]
    """Of each column: the room that the decimals of a number take, by the number as written; not all are here."""


class Needs(Struct, frozen=True):
    """What each column needs, the space right of it included: its longest word, all on one line, its mean cell."""

    least: tuple[int, ...]
    most: tuple[int, ...]
    mean: tuple[int, ...]
    marks: tuple[str, ...]
    tails: tuple[int, ...]
    ends: tuple[Mapping[str, int], ...]
    alike: bool
    """No cell has words in bold or code of its own: what was measured is how wide they are set."""

    def columns(self, shown: Sequence[int], widths: Sequence[int]) -> Columns:
        return Columns(
            tuple(shown),
            tuple(widths),
            tuple(self.marks[i] for i in shown),
            tuple(self.tails[i] for i in shown),
            tuple(self.ends[i] for i in shown),
        )


def whole(grid: Grid, width: int, sheet: Sheet, body: TextStyle, head: TextStyle) -> tuple[Columns, int]:
    """All columns side by side in `width`, and how far (EMU) they are too narrow for their longest words."""
    needs = measure(grid, sheet, body, head)
    widths, crowd = share(needs.least, needs.most, width, needs.mean)
    on_one_line = needs.alike and sum(needs.most) <= width
    if not (crowd or on_one_line) and len(grid.rows) <= MOST_ROWS and 1 < len(widths) <= MOST_COLUMNS:
        widths = _lower(grid, widths, needs, sheet, body, head)
    return needs.columns(range(len(widths)), widths), crowd


def divided(grid: Grid, width: int, sheet: Sheet, body: TextStyle, head: TextStyle) -> list[Columns]:
    """The columns in as few sets as `width` holds, the first column in each; empty when a column alone is too wide."""
    needs = _roomy(measure(grid, sheet, body, head), width, body)
    n = len(needs.least)
    if sum(needs.least) <= width:
        widths, _ = share(needs.least, needs.most, width, needs.mean)
        return [needs.columns(range(n), widths)]
    key = max(needs.least[0], min(needs.most[0], width // KEY_SHARE))
    out = []
    for some in _even_sets(needs.least, width - key):
        least, most, mean = ([of[i] for i in some] for of in (needs.least, needs.most, needs.mean))
        widths, _ = share(least, most, width - key, mean)
        out.append(needs.columns((0, *some), (key, *widths)))
    return out


def _roomy(needs: Needs, width: int, body: TextStyle) -> Needs:
    """What columns of sentences need in a table of many columns: lines of a few words, not of one."""
    cosy = pt(body.size * EM * COSY)
    least = tuple(max(lo, min(most, cosy)) for lo, most in zip(needs.least, needs.most, strict=True))
    return replace(needs, least=least) if max(least) <= width // KEY_SHARE else needs


def _even_sets(least: Sequence[int], room: int) -> list[list[int]]:
    """All columns but the first in sets that fit `room`, equal in number where that takes few sets more."""
    others = range(1, len(least))
    if not others or max(least[1:]) > room:
        return []
    fitted: list[list[int]] = [[]]
    used = 0
    for i in others:
        if used + least[i] > room:
            fitted.append([])
            used = 0
        fitted[-1].append(i)
        used += least[i]
    for k in range(len(fitted), min(len(fitted) + UNEVEN, len(others)) + 1):
        sets, start = [], 1
        for size in even(len(others), k):
            sets.append(list(range(start, start + size)))
            start += size
        if all(sum(least[i] for i in some) <= room for some in sets):
            return sets
    return fitted


# ---- needs ----------------------------------------------------------------------------------------------------------


def measure(grid: Grid, sheet: Sheet, body: TextStyle, head: TextStyle) -> Needs:
    """What the columns of the grid need. Every word of every cell is looked at, once."""
    n = len(grid.heads) or max(len(row) for row in grid.rows)
    body_ruler, head_ruler = Ruler(sheet, body), Ruler(sheet, head)
    least, most, mean, marks, tails, ends = [], [], [], [], [], []
    for i in range(n):
        mark = decimal_mark(column_texts(grid, i), sheet.words.decimal) if i in grid.numbers else ""
        inset = gap(grid, i) + lead(grid, i) + px(2)
        longest = widest = mass = before = tail = 0
        taken: dict[str, int] = {}
        said = body_ruler.said([row[i] for row in grid.rows if i < len(row)])
        for gauge, texts in said.items():
            found = all_sizes(texts, gauge)
            mass += sum([wide for wide, _ in found])
            cuts = all_decimals(texts, mark) if mark in _DIGITS else []
            if cuts:
                before = max(before, *gauge.widths([digits for digits, _ in cuts]))
                after = gauge.widths([rest for _, rest in cuts])
                tail = max(tail, *after)
                if len(said) == 1 and body_ruler.alike:  # else a number may stand here in two dresses
                    taken = dict(zip(texts, after, strict=True))
                continue
            for text, (wide, long) in zip(texts, found, strict=True):
                if mark and (cut := decimals(text, mark)):
                    before, tail = max(before, gauge.width(cut[0])), max(tail, gauge.width(cut[1]))
                else:
                    longest, widest = max(longest, long), max(widest, wide)
        for gauge, texts in head_ruler.said(grid.heads[i : i + 1]).items():
            for wide, long in all_sizes(texts, gauge):
                longest, widest = max(longest, long), max(widest, wide)
        least.append(max(longest + inset, before + tail + inset, NARROWEST))
        most.append(max(widest + inset, least[-1]))
        mean.append(mass // max(1, len(grid.rows)))
        marks.append(mark)
        tails.append(tail)
        ends.append(taken)
    alike = body_ruler.alike and head_ruler.alike
    return Needs(tuple(least), tuple(most), tuple(mean), tuple(marks), tuple(tails), tuple(ends), alike)


def gap(grid: Grid, i: int) -> int:
    """Space right of a column: none of the last, but for a tint's edge."""
    if i == len(grid.aligns) - 1:
        return TINT if i == grid.chosen else 0
    return RIGHT * 2 if grid.aligns[i] == "right" != grid.aligns[i + 1] else RIGHT


def lead(grid: Grid, i: int) -> int:
    """Space left of a column: in the chosen one up to the tint's edge, in the one after it beyond that edge."""
    if grid.chosen < 0 or i not in (grid.chosen, grid.chosen + 1):
        return 0
    return TINT if i == grid.chosen else RIGHT


def column_texts(grid: Grid, i: int) -> Iterable[str]:
    return (row[i].plain for row in grid.rows if i < len(row))


class Ruler:
    """Measures texts of one style."""

    def __init__(self, sheet: Sheet, style: TextStyle) -> None:
        self._sheet, self._style = sheet, style
        self._of: dict[tuple[bool, bool], Gauge] = {}
        self.alike = True
        """No text had bold or code of its own."""

    def gauge(self, bold: bool, code: bool = False) -> Gauge:
        """What measures words in bold or regular type, or as code."""
        if (bold, code) not in self._of:
            style = self._style.but(bold=bold or self._style.bold, **({"font": "mono"} if code else {}))
            self._of[bold, code] = self._sheet.fonts.gauge(style)
        return self._of[bold, code]

    def said(self, cells: Iterable[Lines]) -> dict[Gauge, list[str]]:
        """The words of each text, by what measures them; a text with any bold or code in it counts as all of it."""
        found: dict[Gauge, list[str]] = {}
        plain: tuple[list[str], list[str]] = [], []  # in regular type, in bold
        for cell in cells:
            for text in cell.texts:
                runs = (text.standard or text.runs) if isinstance(text, Text) else text
                if len(runs) == 1 and not (runs[0].bold or runs[0].code):
                    plain[cell.bold].append(runs[0].text)
                    continue
                strong, code = any(run.bold for run in runs), any(run.code for run in runs)
                self.alike = self.alike and not (strong or code)
                gauge = self.gauge(cell.bold or strong, code)
                found.setdefault(gauge, []).append("".join([run.text for run in runs]))
        for bold, texts in zip((False, True), plain, strict=True):
            if texts:
                found.setdefault(self.gauge(bold), []).extend(texts)
        return found


def all_sizes(texts: Sequence[str], gauge: Gauge) -> list[tuple[int, int]]:
    """Of each text its width on one line, and that of its longest word."""
    plain = gauge.plains(texts)
    if None in plain or max(map(len, texts)) > LONGEST:
        each = zip(texts, plain, strict=True)
        return [known if known and len(said) <= LONGEST else sizes(said, gauge) for said, known in each]
    return [known for known in plain if known]


def sizes(said: str, gauge: Gauge) -> tuple[int, int]:
    """The same of a text that is not plain, or long."""
    found = said.split() if said.isascii() else _WORD.findall(said)
    if not found:
        return 0, 0
    widths = [gauge.width(word) for word in found]
    long = max(widths)
    if len(said) > LONGEST and any(len(word) > LONGEST for word in found):
        long = max(gauge.width(part) for word in found for part in _parts(word))
    return sum(widths) + (len(found) - 1) * gauge.width(" "), long


def _parts(word: str) -> list[str]:
    """A word as it may be broken: a long one at the places where lines may end, and anywhere after 24 characters."""
    return [word] if len(word) <= LONGEST else [part[:LONGEST] for part in units(word)]


def decimals(text: str, mark: str) -> tuple[str, str] | None:
    """ "12.5 %" as "12" and ".5 %"; None for what is not one number with a short unit."""
    whole, dot, more = text.partition(mark)
    if (whole + more).isdecimal() and whole and (more or not dot):
        return whole, dot + more  # digits alone, as in most columns of numbers
    return _decimals(text, mark)


def all_decimals(texts: Sequence[str], mark: str) -> list[tuple[str, str]]:
    """What `decimals` says of each of these texts, if all are digits alone; empty if there are others."""
    joined = "\0".join((*texts, ""))
    every, each = _DIGITS[mark]
    found = each.findall(joined) if every.fullmatch(joined) else []
    return found if len(found) == len(texts) else []


_DIGITS = {
    ".": (later(r"(?:\d+(?:\.\d+)?\0)+"), later(r"(\d+)((?:\.\d+)?)\0")),
    ",": (later(r"(?:\d+(?:,\d+)?\0)+"), later(r"(\d+)((?:,\d+)?)\0")),
}
"""By the decimal mark: numbers of digits alone, a NUL after each; and one of them."""


@lru_cache(maxsize=2048)
def _decimals(text: str, mark: str) -> tuple[str, str] | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    start, digits = found.start("digits"), found["digits"]
    at = digits.rfind(mark)
    cut = start + (at if at >= 0 and digits.count(mark) == 1 else len(digits))
    return text[:cut], text[cut:]


def decimal_mark(texts: Iterable[str], usual: Callable[[], str]) -> str:
    """The decimal mark of a column: what a number in it shows beyond doubt, else the `usual` one of the language."""
    doubt = False
    for text in texts:
        found = _NUMBER.fullmatch(text)
        marks = [c for c in found["digits"] if c in ".,"] if found else []
        if not marks:
            continue
        last = marks[-1]
        after = found["digits"].rsplit(last, 1)[1] if found else ""
        if len(set(marks)) == 2 or (len(marks) == 1 and len(after) != 3):
            return last
        if len(marks) > 1:  # groups of thousands: the other mark is the decimal one
            return "." if last == "," else ","
        doubt = True
    return usual() if doubt else "."


# ---- widths ---------------------------------------------------------------------------------------------------------


def share(least: Sequence[int], most: Sequence[int], width: int, mean: Sequence[int] = ()) -> tuple[list[int], int]:
    """Widths that add up to `width`, and by how much the longest words are too wide for them in sum.

    Each column gets its longest word; one that asks for less than an even share gets what it asks for; of what is left
    the others get a share in proportion to what they lack for one line. `mean` is the width of a column's mean cell on
    one line.
    """
    total_least, total_most = sum(least), sum(most)
    if total_most <= width:
        extra = width - total_most
        widths = [m + extra * m // total_most for m in most]
    elif total_least <= width:
        # A column lacks what its longest cell lacks, less so when its other cells are short or empty: the product of
        # both under the root keeps one long cell from starving the columns that are full of text.
        lacks = [m - lo for lo, m in zip(least, most, strict=True)]
        want = [
            (lack * (max(0, usual - lo) + lack * 0.1)) ** 0.4
            for lack, usual, lo in zip(lacks, mean or most, least, strict=True)
        ]
        widths = _grow(_modest(least, most, width), most, want, width)
    else:
        widths = [lo * width // total_least for lo in least]
    widths[-1] += width - sum(widths)
    return widths, max(0, total_least - width)


def _modest(least: Sequence[int], most: Sequence[int], width: int) -> list[int]:
    """The least widths, but all that it asks for to each column that asks for no more than an even share."""
    widths = list(least)
    left, hungry = width, sorted(range(len(most)), key=lambda i: most[i])
    for n, i in enumerate(hungry):
        if most[i] > left // (len(most) - n) or sum(widths) + most[i] - widths[i] > width:
            break
        widths[i] = most[i]
        left -= most[i]
    return widths


def _grow(widths: list[int], most: Sequence[int], want: Sequence[float], width: int) -> list[int]:
    """From these widths upwards in proportion to `want`, no column beyond its most."""
    free = [i for i, w in enumerate(want) if w > 0 and widths[i] < most[i]]
    while free:
        left = width - sum(widths)
        total = sum(want[i] for i in free)
        full = [i for i in free if widths[i] + left * want[i] / total >= most[i]]
        if not full:
            for i in free:
                widths[i] += int(left * want[i] / total)
            break
        for i in full:
            widths[i] = most[i]
            free.remove(i)
    return widths


def _lower(
    grid: Grid, widths: Sequence[int], needs: Needs, sheet: Sheet, body: TextStyle, head: TextStyle
) -> list[int]:
    """The widths that make the table lowest near these."""
    rows = [*([(grid.heads, head)] if grid.heads else []), *((row, body) for row in grid.rows)]
    columns = []
    for i in range(len(widths)):
        inset = gap(grid, i) + lead(grid, i)
        texts = tuple(_poured(row[i] if i < len(row) else NOTHING, style, sheet) for row, style in rows)
        columns.append(Column(texts, needs.least[i], inset))
    return list(lower(tuple(widths), tuple(columns), tuple(style.line for _, style in rows)))


def _poured(cell: Lines, style: TextStyle, sheet: Sheet) -> tuple[tuple[tuple[int, int], ...], ...]:
    look = style.but(bold=cell.bold or style.bold)
    said = (t.plain if isinstance(t, Text) else "".join(r.text for r in t) for t in cell.texts)
    return tuple(words(text, look, sheet.fonts) for text in said if text)
