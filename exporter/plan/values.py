"""In: a fixed text of a template, what it may name. Out: its words for one page.

    report.title  section.number  page.number  audience.title  audience.values.region  theme.title  var.address

This is no programming language: a text names values of this table and puts them through filters of the other. There
are no attributes of objects, no calls, no loops and no conditions, so nothing can run, and nothing can run for long.
What a value says is words: braces in a report's title stay braces.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.audience import Audience
from exporter.model.pattern import later
from exporter.model.report import Report
from exporter.model.style import Theme
from exporter.model.template import Argument, Expression, Template
from exporter.plan.words import Words, colon

Value = str | int | dt.date | tuple[str, ...] | None
"""None is a value that is not stated here: a section on the cover, the date of a report without one."""


class Scope(Struct, frozen=True):
    """What the fixed texts of one document may name, and on one page of it."""

    report: Report
    audience: Audience
    theme: Theme
    words: Words
    own: Mapping[str, str] = field(default_factory=dict)
    """`var.…`: the theme's variables, and those of the layout over them."""
    page: int = 0
    pages: int = 0
    section: tuple[str, str] = ("", "")
    """Number and title of the page's section."""

    def on(self, page: int, pages: int, section: tuple[str, str] = ("", "")) -> Scope:
        return replace(self, page=page, pages=pages, section=section)

    def having(self, own: Mapping[str, str]) -> Scope:
        return replace(self, own={**self.own, **own}) if own else self


class Said(Struct, frozen=True):
    """The words of a fixed text; `missing` names a value that is not stated, and then there are none."""

    text: str = ""
    missing: str = ""
    number_at: int = -1
    """Where in the text the page's number stands, if it stands there as it is."""


def _name(report: Report) -> str:
    parts = (report.title.plain, report.edition.plain if report.edition else "")
    return parts[0] if not parts[1] or parts[1] in parts[0] else colon(report.language).join(parts)


NAMES: Mapping[str, Mapping[str, Callable[[Scope], Value]]] = {
    "report": {
        "title": lambda s: s.report.title.plain,
        "edition": lambda s: s.report.edition.plain if s.report.edition else None,
        "name": lambda s: _name(s.report),
        "headline": lambda s: s.report.headline.plain if s.report.headline else None,
        "date": lambda s: s.report.date or (s.report.date_text.plain if s.report.date_text else None),
        "authors": lambda s: tuple(author.plain for author in s.report.authors) or None,
        "kind": lambda s: s.report.kind.plain if s.report.kind else None,
        "language": lambda s: s.report.language,
    },
    "section": {"number": lambda s: s.section[0] or None, "title": lambda s: s.section[1] or None},
    "page": {"number": lambda s: s.page or None, "total": lambda s: s.pages or None},
    "audience": {"name": lambda s: s.audience.name, "title": lambda s: s.audience.called(s.report.language) or None},
    "theme": {"name": lambda s: s.theme.name, "title": lambda s: s.theme.title},
}
"""What can be named, by its root. `var` and `audience.values` are what the templates at hand state."""
OPEN = ("var", "audience.values")


def say(template: Template, scope: Scope) -> Said:
    """The words of a fixed text on one page."""
    out: list[str] = []
    number_at = -1
    for part in template.parts:
        if isinstance(part, str):
            out.append(part)
            continue
        value = _value(part, scope)
        for filter in part.filters:
            value = FILTERS[filter.name](value, scope.words, *filter.arguments)
        if value is None:
            return Said(missing=str(part))
        if part.path == ("page", "number") and not part.filters and number_at < 0:
            number_at = len("".join(out))
        out.append(_words(value, scope.words))
    return Said("".join(out), number_at=number_at)


def own_values(scope: Scope) -> Mapping[str, Mapping[str, Value]]:
    """What stands under the roots that are open, by root."""
    return {"var": scope.own, "audience.values": dict(scope.audience.values)}


def _value(expression: Expression, scope: Scope) -> Value:
    *root, name = expression.path
    known = NAMES.get(".".join(root), {})
    return known[name](scope) if name in known else own_values(scope)[".".join(root)].get(name)


def _words(value: Value, words: Words) -> str:
    if isinstance(value, dt.date):
        return words.date(value)
    return words.join(value) if isinstance(value, tuple) else "" if value is None else str(value)


# ---- filters --------------------------------------------------------------------------------------------------------

DATE_LENGTHS = ("full", "long", "medium", "short")
_PLAIN_NUMBER = later(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)


def _date(value: Value, words: Words, form: Argument = "long") -> Value:
    return words.dated(value, str(form)) if isinstance(value, dt.date) else value


def _number(value: Value, words: Words, decimals: Argument | None = None) -> Value:
    text = str(value)
    if isinstance(value, dt.date | tuple) or not _PLAIN_NUMBER.fullmatch(text):
        return value
    return words.number(text, int(decimals) if decimals is not None else None)


def _cased(change: Callable[[str], str]) -> Callable[..., Value]:
    def filter(value: Value, words: Words) -> Value:
        return None if value is None else change(_words(value, words))

    return filter


def _default(value: Value, words: Words, other: Argument) -> Value:
    return other if value is None or value == "" else value


def _join(value: Value, words: Words, by: Argument = ", ") -> Value:
    return str(by).join(value) if isinstance(value, tuple) else value


FILTERS: Mapping[str, Callable[..., Value]] = {
    "date": _date,
    "number": _number,
    "upper": _cased(str.upper),
    "lower": _cased(str.lower),
    "default": _default,
    "join": _join,
}
"""(value, words, arguments …) -> the value changed. Months and decimal marks are those of the report's language."""


def _no_form(arguments: Sequence[Argument]) -> str:
    form = arguments[0] if arguments else "long"
    try:
        Words("en").dated(dt.date(2026, 2, 3), str(form))
    except (ValueError, KeyError, AttributeError, TypeError):
        form = ""
    if isinstance(form, str) and (form in DATE_LENGTHS or re.fullmatch(r"[^A-Za-z]*[GyMLdEeQqw].{0,40}", form)):
        return ""
    return f"date takes {', '.join(DATE_LENGTHS)} or a pattern such as 'd MMMM yyyy'"


def _no_decimals(arguments: Sequence[Argument]) -> str:
    fine = not arguments or (isinstance(arguments[0], int) and 0 <= arguments[0] <= 9)
    return "" if fine else "number takes a count of decimals from 0 to 9"


ARGUMENTS: Mapping[str, tuple[int, int, Callable[[Sequence[Argument]], str]]] = {
    "date": (0, 1, _no_form),
    "number": (0, 1, _no_decimals),
    "upper": (0, 0, lambda _: ""),
    "lower": (0, 0, lambda _: ""),
    "default": (1, 1, lambda _: ""),
    "join": (0, 1, lambda _: ""),
}
"""Least and most arguments of a filter, and what is wrong with them, if anything."""
