"""In: a language, a key, values. Out: the fixed words that pages carry ("Agenda", "Page 2 of 4"), dates, ranges.

A language is a file in `languages/`; what it lacks is taken from English. Other month names than
English ones come from Babel, loaded only when it is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from exporter.model.pattern import later
from exporter.model.report import Finding, Level
from exporter.model.tongue import primary

FOLDER = Path(__file__).with_name("languages")
ENGLISH = "en"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""In English, as Babel has them: to load it takes longer than to plan ten slides."""

_ERAS = {"th": 543}
"""How many years more a language counts, where Babel does not."""
_FORMS = {"th": ("d MMMM '{year}'", "d MMM '{year}'"), "vi": ("d 'tháng' M 'năm' y", "d/M/y")}
"""Long and short dates where those of Babel are not what reports have."""
_COMMON_YEAR = later(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def colon(language: str) -> str:
    """What stands between a name and what is said of it: French has a space before the colon."""
    return "\u00a0: " if language.partition("-")[0].lower() == "fr" else ": "


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The fixed words of a language, by key; empty where we have none of it."""
    path = FOLDER / f"{language}.yaml"
    if language not in languages():
        return {}
    events = yaml.parse(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    words = [event.value for event in events if isinstance(event, yaml.ScalarEvent)]
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def languages() -> frozenset[str]:
    """The languages whose words we have."""
    return frozenset(path.stem for path in FOLDER.iterdir() if path.suffix == ".yaml")


def without_words(language: str) -> Finding | None:
    """A note that a document's fixed words are English, where we have none in its language."""
    if primary(language) in languages():
        return None
    what = f"there are no fixed words in '{language}' (Agenda, Page 2 of 4): they are in English"
    return Finding(Level.NOTE, "fixed-words", what, hint=f"known: {', '.join(sorted(languages()))}")


class Words:
    """The fixed words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._row = catalogue(primary(language))
        self._dates: dict[tuple[dt.date, bool], str] = {}
        self._era = _ERAS.get(primary(language), 0)

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, `{…}` filled from `values`; English where the language lacks them."""
        return (self._row.get(key) or catalogue(ENGLISH)[key]).format(**values)

    def _locale(self) -> Any:
        """The babel locale of the language; English when babel does not know it."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en")

    def decimal(self) -> str:
        """The mark before decimals."""
        from babel.numbers import get_decimal_symbol

        return str(get_decimal_symbol(self._locale()))

    def date(self, day: dt.date, short: bool = False) -> str:
        """ "3 February 2026", or "3 Feb 2026"; day before month in English too, as the design has it."""
        key = (day, short)
        if key not in self._dates:  # every slide's source line carries the report's date
            self._dates[key] = self._date(day, short)
        return self._dates[key]

    def _date(self, day: dt.date, short: bool) -> str:
        if primary(self.language) == ENGLISH:
            month = MONTHS[day.month - 1]
            return f"{day.day} {month[:3] if short else month} {day.year}"
        from babel.dates import format_date

        locale = self._locale()
        if locale.language == ENGLISH:
            return f"{day.day} {format_date(day, 'MMM' if short else 'MMMM', locale='en')} {day.year}"
        form = _FORMS.get(locale.language, ("long", "medium"))[short]
        return _spaced(format_date(day, form.format(year=self.year(day.year)), locale=locale))

    def year(self, year: int) -> str:
        """A year as the language counts it: in Thai those of the Buddhist era, as public texts in Thailand have it."""
        return str(year + self._era)

    def as_written(self, dates: Iterable[str]) -> Words:
        """These words, but with years of the common era where the author writes dates so."""
        if not self._era or not any(map(_COMMON_YEAR.search, dates)):
            return self
        words = Words(self.language)
        words._era = 0
        return words

    def dated(self, day: dt.date, form: str) -> str:
        """A date in one of Babel's lengths ("full", "short"), or by a pattern such as "d MMMM yyyy"."""
        from babel.dates import format_date

        if form in ("long", "medium"):
            return self.date(day, short=form == "medium")
        return _spaced(format_date(day, form, locale=self._locale()))

    def number(self, value: str, decimals: int | None = None) -> str:
        """ "1,234.5" as the language writes it; `decimals` sets how many stand after the mark."""
        from decimal import Decimal

        from babel.numbers import format_decimal

        form = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        number = Decimal(value)
        return str(format_decimal(number, form, locale=self._locale(), decimal_quantization=form is not None))

    def day(self, day: dt.date) -> str:
        """ "3 Feb": a day without its year."""
        from babel.dates import format_date, format_skeleton

        locale = self._locale()
        if locale.language == "en":
            return f"{day.day} {format_date(day, 'MMM', locale='en')}"
        return _spaced(format_skeleton("MMMd", day, locale=locale))

    def month(self, day: dt.date, year: bool = False) -> str:
        """ "Feb", or "Feb 2026"."""
        from babel.dates import format_date, format_skeleton

        locale = self._locale()
        if year and locale.language in _ERAS:
            return f"{format_date(day, 'LLL', locale=locale)} {self.year(day.year)}"
        if year:
            return _spaced(format_skeleton("yMMM", day, locale=locale))
        return _spaced(format_date(day, "LLL", locale=locale))

    def join(self, names: Sequence[str]) -> str:
        """ "Toyota, Honda and Nissan"."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self('and')} {names[-1]}"


def _spaced(date: str) -> str:
    """With usual spaces that do not break instead of narrow ones, which many fonts lack."""
    return date.replace("\u202f", "\u00a0")


def ranges(numbers: Sequence[int]) -> str:
    """ "3–5, 7" for 3, 4, 5, 7."""
    out: list[list[int]] = []
    for n in sorted(set(numbers)):
        if out and n == out[-1][1] + 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ", ".join(f"{a}–{b}" if b > a else str(a) for a, b in out)
