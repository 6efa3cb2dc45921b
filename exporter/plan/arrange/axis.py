"""In: spans of dates, a width. Out: an axis to scale: its unit, its ticks with their names, where each date stands.

Nothing here knows a year: unit and range come from the dates, so that there are some seven ticks whose names fit.
Ticks of one unit are equally wide, and a date stands within its tick by its day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator

from msgspec import Struct

from exporter.model.geometry import px
from exporter.model.report import When
from exporter.model.style import TextStyle
from exporter.plan.sheet import Sheet
from exporter.plan.words import Words

AIM, MOST = 7, 12
"""Ticks an axis should have, and has at most."""
MARGIN = px(10)
"""Room that a tick's name leaves at least free, both sides together."""


class Unit(Struct, frozen=True):
    """The length of a tick: whole months, or whole days."""

    months: int = 0
    days: int = 0

    def position(self, day: dt.date) -> float:
        """The date counted in ticks from the calendar's beginning; weeks begin on Monday."""
        if self.days:
            return (day.toordinal() - 1) / self.days
        from calendar import monthrange

        length = monthrange(day.year, day.month)[1]
        return (day.year * 12 + day.month - 1 + (day.day - 1) / length) / self.months

    @property
    def odd(self) -> float:
        """How unusual it is to count in this unit: twos and fives give way to ones and tens."""
        return 0.2 if str(self.months // 12)[0] in "25" else 0.0

    def value(self, position: float) -> float:
        """A position as the number a chart's axis counts in: years, or days."""
        return position * self.days if self.days else position * self.months / 12

    def begin(self, index: int) -> dt.date:
        """First day of a tick of a year or less."""
        if self.days:
            return dt.date.fromordinal(max(1, index * self.days + 1))
        year, month = divmod(index * self.months, 12)
        return dt.date(max(1, year), month + 1, 1)

    def name(self, index: int, words: Words, full: bool) -> str:
        """What stands at a tick: "3 Feb", "Feb", "Q1 2025", "2025", "2020–2029"; `full` always has the year."""
        if self.days:
            day = self.begin(index)
            return words.date(day, short=True) if full else words.day(day)
        if self.months == 1:
            day = self.begin(index)
            return words.month(day, year=full or day.month == 1)
        if self.months == 3:
            day = self.begin(index)
            return words("quarter", n=day.month // 3 + 1, year=words.year(day.year))
        years = self.months // 12
        first, last = words.year(index * years), words.year((index + 1) * years - 1)
        return first if years == 1 else f"{first}–{last}"


UNITS = (
    Unit(days=1), Unit(days=7), Unit(months=1), Unit(months=3),
    *(Unit(months=12 * years) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip
"""From fine to coarse."""


class Tick(Struct, frozen=True):
    x: int
    w: int
    name: str


class Axis(Struct, frozen=True):
    """`count` ticks of `unit` from the `first`, between `x` and `x + w` (EMU)."""

    unit: Unit
    first: int
    count: int
    x: int
    w: int
    words: Words

    def at(self, day: dt.date) -> int:
        """x of a date, kept on the axis."""
        share = (self.unit.position(day) - self.first) / self.count
        return round(self.x + min(max(share, 0.0), 1.0) * self.w)

    def covers(self, day: dt.date) -> bool:
        return self.first <= self.unit.position(day) < self.first + self.count

    @property
    def ticks(self) -> Iterator[Tick]:
        edges = [round(self.x + i * self.w / self.count) for i in range(self.count + 1)]
        for i, name in enumerate(self._names()):
            yield Tick(edges[i], edges[i + 1] - edges[i], name)

    @property
    def span(self) -> str:
        """The whole range in words: "2024–2030", "Q1 2025–Q4 2025"."""
        names = list(self._names(full=True))
        start, end = names[0].split("–")[0], names[-1].split("–")[-1]
        return start if start == end else f"{start}–{end}"

    @property
    def low(self) -> float:
        """Where a chart's value axis begins, in the terms of `value`."""
        return round(self.unit.value(self.first), 4)

    @property
    def high(self) -> float:
        return round(self.unit.value(self.first + self.count), 4)

    @property
    def step(self) -> float:
        return self.unit.value(1)

    def value(self, day: dt.date) -> float:
        """A date as a number on the chart's axis: decimal years, or days."""
        return round(self.unit.value(self.unit.position(day)), 4)

    def fits(self, sheet: Sheet, style: TextStyle) -> bool:
        """Whether every tick's name fits its tick."""
        room = self.w // self.count - MARGIN
        return all(sheet.width(name, style) <= room for name in self._names())

    def _names(self, full: bool = False) -> Iterator[str]:
        months = self.unit.months > 0
        return (self.unit.name(self.first + i, self.words, full or (months and not i)) for i in range(self.count))


def axis(
    spans: Iterable[When], x: int, w: int, sheet: Sheet, style: TextStyle, today: dt.date | None = None, reach: int = 0
) -> Axis:
    """The axis for `spans` (at least one) with a number of ticks near `AIM` and at most `MOST`, their names fitting.

    The axis is extended by up to `reach` ticks to take in `today`.
    """
    whens = tuple(spans)
    start, end = min(when.start for when in whens), max(when.end for when in whens)
    words = sheet.words.as_written(when.text for when in whens)
    found = [_cut(unit, start, end, x, w, words) for unit in UNITS]
    fitting = [a for a in found if a.count <= MOST and a.fits(sheet, style)] or found[-1:]
    best = min(fitting, key=lambda a: abs(math.log(a.count / AIM)) + a.unit.odd)
    return _extended(best, today, reach) if today else best


def _cut(unit: Unit, start: dt.date, end: dt.date, x: int, w: int, words: Words) -> Axis:
    first = math.floor(unit.position(start))
    return Axis(unit, first, max(1, math.ceil(unit.position(end) - 1e-9) - first), x, w, words)


def _extended(a: Axis, today: dt.date, reach: int) -> Axis:
    tick = math.floor(a.unit.position(today))
    before, after = max(0, a.first - tick), max(0, tick - (a.first + a.count - 1))
    if max(before, after) > reach or a.count + before + after > MOST:
        return a
    return Axis(a.unit, a.first - before, a.count + before + after, a.x, a.w, a.words)


def span_name(when: When, words: Words) -> str:
    """An exact span in words: "Q4 2024", "2027–2028", "Feb 2026", "3 Feb 2026–9 Mar 2026"."""
    start, last = when.start, when.end - dt.timedelta(days=1)
    words = words.as_written((when.text,))
    months = (when.end.year - start.year) * 12 + when.end.month - start.month
    if start.day == 1 and when.end.day == 1:
        if months % 12 == 0 and start.month == 1:
            first = words.year(start.year)
            return first if months == 12 else f"{first}–{words.year(last.year)}"
        if months == 6 and start.month in (1, 7):
            return words("half", n=start.month // 6 + 1, year=words.year(start.year))
        if months == 3 and start.month % 3 == 1:
            return words("quarter", n=start.month // 3 + 1, year=words.year(start.year))
        if months == 1:
            return words.month(start, year=True)
        return f"{words.month(start, year=True)}–{words.month(last, year=True)}"
    if start >= last:
        return words.date(start, short=True)
    return f"{words.date(start, short=True)}–{words.date(last, short=True)}"
