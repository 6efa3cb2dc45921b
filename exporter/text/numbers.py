"""In: a number and a format as spreadsheets write it. Out: the text that an office suite shows, by language."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from exporter.model.pattern import later

_PIECES = later(r'"([^"]*)"|\\(.)|([0#][0#,]*(?:\.[0#]+)?,*)|(.)')
_PLAIN = frozenset(" +-−–$€£¥()%‰/:")
"""What a format may hold outside quotes beside its digits; anything else (dates, colours, conditions) is not read."""
_DIGITS = Context(prec=400)
"""Enough for any float with any number of places."""
_DAY_ZERO = date(1899, 12, 30)


def serial(day: date) -> int:
    """A day as spreadsheets count them (from March 1900 on)."""
    return (day - _DAY_ZERO).days


def day(serial: float) -> date:
    """The day that a spreadsheet counts so."""
    return _DAY_ZERO + timedelta(days=round(serial))


def shown(value: float, number_format: str, language: str = "en") -> str:
    """`value` in `number_format`; empty for formats that are more than digits, signs, percent and quoted words."""
    if number_format == "General":
        text = f"{value:.10g}"
        return "" if "e" in text else text.replace(".", _symbols(language)[0])
    sections = _sections(number_format)
    section, amount = sections[0], value
    if value < 0 and len(sections) > 1:
        section, amount = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    text = _filled(section, amount, language)
    return f"-{text}" if text and amount < 0 and re.search("[1-9]", text) else text


@lru_cache(maxsize=1000)
def _sections(number_format: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The parts between semicolons, each as (digits or words) in order."""
    out: list[list[tuple[str, str]]] = [[]]
    for quoted, escaped, digits, other in _PIECES.findall(number_format):
        if other == ";":
            out.append([])
        elif digits:
            out[-1].append(("digits", digits))
        elif other and other not in _PLAIN:
            out[-1].append(("unread", other))
        else:
            out[-1].append(("words", quoted or escaped) if not other else ("sign", other))
    return tuple(tuple(section) for section in out)


def _filled(section: tuple[tuple[str, str], ...], value: float, language: str) -> str:
    if any(kind == "unread" for kind, _ in section) or sum(kind == "digits" for kind, _ in section) > 1:
        return ""
    percent = sum(sign == "%" for kind, sign in section if kind == "sign")
    return "".join(
        _number(Decimal(f"{abs(value):.15g}") * 100**percent, text, language) if kind == "digits" else text
        for kind, text in section
    )


def _number(value: Decimal, digits: str, language: str) -> str:
    """Rounded as spreadsheets do: a half goes up, and only fifteen digits of a number count."""
    whole, _, places = digits.rstrip(",").partition(".")
    scaled = value.scaleb(-3 * (len(digits) - len(digits.rstrip(","))))
    rounded = scaled.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, _DIGITS)
    text = f"{rounded:{',' if ',' in whole else ''}f}"
    for _ in range(len(places) - len(places.rstrip("#"))):
        text = text.removesuffix("0")
    decimal, group = _symbols(language)
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


@lru_cache(maxsize=100)
def _symbols(language: str) -> tuple[str, str]:
    """The decimal sign and the sign between thousands."""
    if language.partition("-")[0] == "en":
        return ".", ","
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return ".", ","
    return get_decimal_symbol(locale), get_group_symbol(locale)
