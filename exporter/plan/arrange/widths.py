"""In: a table's columns and the widths they have. Out: widths that make the table lower, where moving a little helps.

A share in proportion leaves one column with three lines beside one with room to spare; the cells' words are poured
again at other widths, without measuring them again, and the best exchange between two columns is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from operator import mul

from msgspec import Struct

from exporter.model.geometry import px
from exporter.model.style import TextStyle
from exporter.text import Fonts
from exporter.text.breaks import units

MOST_ROWS, MOST_COLUMNS = 40, 8
"""Larger tables keep their widths: they are cut over pages anyway."""
STEPS = (px(48), px(24), px(12), px(6))
SLACK = px(1)

Words = tuple[tuple[int, int], ...]
"""(width with the spaces after it, width without) of each unbreakable part of a text."""


class Column(Struct, frozen=True):
    """The texts of one column, row by row; `inset` is what its cells keep free."""

    rows: tuple[tuple[Words, ...], ...]
    least: int
    inset: int

    def lines(self, width: int) -> tuple[int, ...]:
        """Lines of each row's cell in a column of this width."""
        room = width - self.inset - SLACK
        return tuple(sum(poured(text, room) for text in cell) for cell in self.rows)


def words(text: str, style: TextStyle, fonts: Fonts) -> Words:
    """The unbreakable parts of a text, measured."""
    width = fonts.width
    bare = ((unit, unit.rstrip(" ")) for unit in units(text))
    return tuple(
        [(w, w if len(word) == len(unit) else width(word, style)) for unit, word in bare for w in (width(unit, style),)]
    )


def poured(text: Words, room: int) -> int:
    """How many lines a text takes."""
    lines, used = 1, 0
    for full, bare in text:
        if used and used + bare > room:
            lines, used = lines + 1, 0
        used += full
    return lines


@lru_cache(maxsize=64)
def lower(widths: tuple[int, ...], columns: tuple[Column, ...], pitches: tuple[float, ...]) -> tuple[int, ...]:
    """`widths` changed so that the rows' heights, lines times `pitches` of each row (pt), add up to less."""
    known: dict[tuple[int, int], tuple[int, ...]] = {}

    def lines(i: int, width: int) -> tuple[int, ...]:
        if (i, width) not in known:
            known[i, width] = columns[i].lines(width)
        return known[i, width]

    def height(cells: Sequence[tuple[int, ...]]) -> float:
        return float(sum(map(mul, map(max, *cells), pitches)))

    best, cells = list(widths), [lines(i, w) for i, w in enumerate(widths)]
    tall = height(cells)
    if tall <= height([tuple(map(len, column.rows)) for column in columns]):
        return widths  # every text stands on one line
    for step in STEPS:
        pairs = list(permutations(range(len(best)), 2))
        while pairs:
            i, j = pairs.pop()
            if best[j] - step < columns[j].least:
                continue
            wider = lines(i, best[i] + step)
            if wider == cells[i]:
                continue  # no line less in one column, and none less in the other that gets narrower
            tried = list(cells)
            tried[i], tried[j] = wider, lines(j, best[j] - step)
            if (less := height(tried)) < tall:
                tall, cells = less, tried
                best[i], best[j] = best[i] + step, best[j] - step
                pairs = list(permutations(range(len(best)), 2))
    return tuple(best)
