"""In: a report whose texts may be in several languages. Out: each text in the one that its readers read best.

What is in none of their languages stays as it is, is marked with its own, and is told as a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from exporter.model import report as m
from exporter.model.audience import Audience
from exporter.model.pattern import later
from exporter.model.report import Finding, Level, Report, Runs, Text
from exporter.model.tongue import primary
from exporter.model.walk import facts, rewrite

P = TypeVar("P")
MOST = 100
"""Texts that are told one by one."""
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = later(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_ALONE = later(r"[<>≤≥≈~±]?\s?[+\-−–]?\s?[$€£¥]?\s?\d[\d.,]*\s?[^\d\s]{0,12}")
"""One number with its sign and unit, and nothing else."""
_QUANTITIES = ("number", "percent", "currency")


class Tongue(Struct, frozen=True):
    """`order`: languages by how well they are read, the document's first; `own`: that of texts which name none."""

    order: tuple[str, ...]
    own: str

    @property
    def document(self) -> str:
        return self.order[0]

    @property
    def translates(self) -> bool:
        """Whether texts that name no language are in another than the document's."""
        return primary(self.own) != primary(self.document)

    def best(self, text: Text) -> Text:
        """The text in one language; marked with it where it is not the document's."""
        if not text.others and not text.language and not self.translates:
            return text
        found = text if not text.others else min(text.spoken, key=self._rank)
        language = found.language or self.own
        foreign = primary(language) != primary(self.document)
        if not foreign:
            return replace(found, language="", others=(), path=text.path)
        marked = _each(found, lambda runs: _marked(runs, language))
        return replace(marked, language=language, others=(), path=text.path)

    def _rank(self, text: Text) -> tuple[int, int]:
        """Place in the order: the very language before a relative of it; those nobody reads last, as written."""
        language = text.language or self.own
        exact = [i for i, wanted in enumerate(self.order) if wanted.lower() == language.lower()]
        akin = [i for i, wanted in enumerate(self.order) if primary(wanted) == primary(language)]
        return min((*akin, len(self.order))), not exact


def tongue_of(report: Report, audience: Audience) -> Tongue:
    """The audience's languages, then the report's."""
    return Tongue(tuple(dict.fromkeys((*audience.language, report.language))), report.language)


def speak(part: P, tongue: Tongue) -> P:
    """A report or a part of one with every text in one language, its numbers written as that language writes them."""

    def enter(part: Any) -> Any:
        if type(part) is Text:
            return tongue.best(part)
        return _in_place(part, tongue)

    return rewrite(part, enter) or part


def _in_place(part: Any, tongue: Tongue) -> Any:
    """The part with what follows from its texts: overrides, words of a date, names that stand out, numbers."""
    if getattr(part, "overrides", ()):
        part = replace(part, overrides=tuple((name, _override(one, tongue)) for name, one in part.overrides))
    if type(part) is m.Milestone and part.when_text.others:
        return replace(part, when=replace(part.when, text=tongue.best(part.when_text).plain))
    if not tongue.translates:
        return part
    if type(part) is m.Series:
        labels = (_number(label, tongue, value) for label, value in zip(part.labels, part.values, strict=False))
        return replace(part, labels=(*labels, *part.labels[len(part.values) :]))
    if type(part) is m.Figure and _ALONE.fullmatch(part.figure.plain):
        return replace(part, figure=_number(part.figure, tongue))
    return _table(part, tongue) if type(part) is m.Table else part


def _override(override: m.Override, tongue: Tongue) -> m.Override:
    title, headline = (text and tongue.best(text) for text in (override.title, override.headline))
    return replace(override, title=title, headline=headline)


def _each(text: Text, change: Callable[[Runs], Runs]) -> Text:
    """The text with every wording changed."""
    return replace(text, standard=change(text.standard), short=change(text.short), full=change(text.full))


def _marked(runs: Runs, language: str) -> Runs:
    return tuple(run if run.lang or not _LETTER.search(run.text) else replace(run, lang=language) for run in runs)


# ------------------------------------------------------------------------------------------------------------- numbers


def _table(table: m.Table, tongue: Tongue) -> m.Table:
    """The numbers of its columns of quantities."""
    numeric = [column.type in _QUANTITIES for column in table.columns]
    if not any(numeric):
        return table

    def cells(row: m.Row) -> tuple[Text, ...]:
        pairs = zip(row.cells, numeric, strict=False)
        return tuple(_number(cell, tongue) if is_number else cell for cell, is_number in pairs)

    return replace(table, rows=tuple(replace(row, cells=cells(row)) for row in table.rows))


def _number(text: Text, tongue: Tongue, value: float | None = None) -> Text:
    """A number with the marks of the document's language; `value` tells how it was written where it is known.

    Only the marks change: its digits, sign and unit stay as written. It is then in the document's language.
    """
    if not text or text.others or text.language:
        return text
    source, target = _symbols(tongue.own), _symbols(tongue.document)
    if value is not None and not _means(text.plain, source, value):
        source = _symbols("en")  # values of a chart are written with a point in any language
        if not _means(text.plain, source, value):
            return text
    marks = {source[0]: target[0], source[1]: target[1], **dict.fromkeys(" \u00a0\u202f", target[1])}

    def rewritten(found: re.Match[str]) -> str:
        return "".join(marks.get(c, c) for c in found[0])

    def changed(runs: Runs) -> Runs:
        return tuple(replace(run, text=_DIGITS.sub(rewritten, run.text)) for run in runs)

    return replace(_each(text, changed), language=tongue.document)


def _means(text: str, symbols: tuple[str, str], value: float) -> bool:
    """Whether the first number in `text`, read with these marks, is `value`, its sign apart."""
    found = _DIGITS.search(text)
    if found is None:
        return False
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", found[0]).replace(symbols[1], "").replace(symbols[0], ".")
    return digits.replace(".", "", 1).isdecimal() and float(digits) == abs(value)


def _symbols(language: str) -> tuple[str, str]:
    """The decimal mark and the mark between thousands; of a language that Babel does not know, those of English.

    The narrow space of some languages is a usual one that does not break: many fonts lack the other.
    """
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return get_decimal_symbol(locale), get_group_symbol(locale).replace("\u202f", "\u00a0")


# ------------------------------------------------------------------------------------------------------------ findings


def untranslated(report: Report, audience: Audience) -> Iterator[Finding]:
    """What the document shows in another language than its own: a warning in all, a note for each text."""
    foreign = [text for text in facts(report) if text.language and _LETTER.search(text.plain)]
    if not foreign:
        return
    wanted, shown = _name(report.language), ", ".join(sorted({_name(text.language) for text in foreign}))
    count = "1 text has" if len(foreign) == 1 else f"{len(foreign)} texts have"
    stand = "stands" if len(foreign) == 1 else "stand"
    yield Finding(
        Level.WARNING,
        "untranslated",
        f"audience '{audience.name}': {count} no {wanted} wording and {stand} in {shown}",
        place=audience.place,
        hint=f"`exporter check` lists them; write {{{foreign[0].language}: …, {report.language}: …}}",
    )
    for text in foreign[:MOST]:
        what = f"no {wanted} wording: '{_short(text.plain)}'"
        yield Finding(Level.NOTE, "untranslated", what, place=text.place, path=text.path)


def _name(language: str) -> str:
    """The English name of a language; its tag where Babel does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_")).english_name or language
    except (UnknownLocaleError, ValueError):
        return language


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
