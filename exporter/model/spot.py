"""In: the text of a file, and where something stands in it. Out: its Place, worked out when somebody asks."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from msgspec import Struct

from exporter.errors import Place
from exporter.model.pattern import later

LONGEST_LINE = 20_000
YAML_BREAK = later(r"\r\n|[\n\r\x85\u2028\u2029]")
RARE_BREAKS = "\r\x85\u2028\u2029"
NEWLINE = later("\n")


class Source(Struct, eq=False):
    """The text that places lie in. Data has no text: its `file` says the way through it."""

    file: str
    text: str = ""
    breaks: re.Pattern[str] = YAML_BREAK
    """What ends a line."""
    starts: array[int] | None = None
    """Where each line begins; found out for the first place."""

    def place(self, start: int, length: int = 1) -> Place:
        """The place of some characters, from the index of the first."""
        if not self.text:
            return Place(self.file)
        line = self.line(start)
        begin = self._starts()[line - 1]
        end = self.text.find("\n", begin, begin + LONGEST_LINE)
        end = len(self.text) if end < 0 else end
        # A caret under a line as long as a book helps nobody, and cutting it out for every text costs memory.
        source = self.text[begin:end].rstrip("\r") if end - begin < LONGEST_LINE else ""
        return Place(self.file, line, start - begin + 1, source, max(1, length))

    def span(self, start: int, end: int) -> Place:
        """The place of the characters from `start` to `end`, as far as they stand on one line."""
        place = self.place(start, end - start)
        starts = self._starts()
        if place.line == 0 or place.line == len(starts) or end < starts[place.line]:
            return place
        return self.place(start, len(place.source.rstrip()) - place.column + 1)

    def line(self, index: int) -> int:
        """The number of the line that a character stands on, from 1; 0 where there is no text."""
        return bisect_right(self._starts(), index) if self.text else 0

    def _starts(self) -> array[int]:
        if self.starts is None:
            if any(other in self.text for other in RARE_BREAKS):
                begins: Iterable[int] = (found.end() for found in self.breaks.finditer(self.text))
            else:  # as in nearly every file
                begins = accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])
            self.starts = array("Q", [0, *begins])
        return self.starts


class Spot(Struct, frozen=True, gc=False):
    """Where something stands, from `start` to `end`. Every text of a report has a spot; few are asked for the place."""

    source: Source
    start: int
    end: int

    @property
    def place(self) -> Place:
        return self.source.span(self.start, self.end)


def place_of(spot: Spot | Place | None) -> Place | None:
    return spot.place if isinstance(spot, Spot) else spot
