"""In: rows of texts. Out: the lines of a table as wide as the terminal; what is too long for its column is wrapped."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import click

Row = Sequence[str] | str
"""The texts of a row; a single text is a heading over the rows below it."""
GAP = 2
LEAST = 12
"""Characters that a column keeps when room is short."""
WIDTH = 110
"""Characters of a line where there is no terminal."""


def table(rows: Iterable[Row], head: Sequence[str] = (), indent: int = 2) -> Iterator[str]:
    """The lines of a table. `head` and headings are bold, lines are cut at spaces, or anywhere in a long word."""
    listed = list(rows)
    cells = [head, *(row for row in listed if not isinstance(row, str))]
    widths = _widths(cells, shutil.get_terminal_size((WIDTH, 24)).columns - indent)
    if head:
        yield from (click.style(line, bold=True) for line in _lines(head, widths, indent))
    for row in listed:
        if isinstance(row, str):
            yield ""
            yield click.style(row, bold=True)
        else:
            yield from _lines(row, widths, indent)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column: its longest text; where that is too much, the widest give way."""
    wished = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    left, widths = room - GAP * (len(wished) - 1), dict[int, int]()
    order = sorted(range(len(wished)), key=lambda i: wished[i])
    for n, i in enumerate(order):
        share = max(LEAST, left // (len(order) - n))
        widths[i] = min(wished[i], share)
        left -= widths[i]
    return [widths[i] for i in range(len(wished))]


def _lines(row: Sequence[str], widths: Sequence[int], indent: int) -> Iterator[str]:
    wrapped = [textwrap.wrap(text, max(1, width)) or [""] for text, width in zip(row, widths, strict=False)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        padded = (f"{part:<{width}}" for part, width in zip(parts, widths, strict=False))
        yield (" " * indent + (" " * GAP).join(padded)).rstrip()
