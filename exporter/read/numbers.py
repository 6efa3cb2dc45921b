"""In: a number as written in a report ("1.234,5 €", "≈ 45 %", "–"). Out: its value; whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.model.pattern import later

MISSING = frozenset(("", "-", "–", "—", "−", ".", "..", "…", "?", "n/a", "na", "n. a.", "k. a.", "n.d.", "nd", "s. o."))
"""Ways of writing that there is no value."""

_UNIT = r"(?:[^\W\d_]{1,4}\.?\s?)?[$€£¥₹₩₽]|[A-Z]{2,3}\b"
_NUMBER = later(
    rf"[<>≤≥~≈±]?\s*[+\-−–]?\s*(?:(?:{_UNIT})\s*[+\-−–]?)?\s*"
    r"(?P<digits>\d[\d.,٬٫]*(?:[\s'’]\d{3}(?!\d)[\d.,]*)*)(?P<power>[eE][+-]?\d{1,3})?"
    r"\s*(?:[%‰×]|[^\W\d_][\w./²³°µ$€£¥-]{0,11}|[$€£¥₹₩₽°])?(?:\s?[^\W\d_]{1,8})?\s*\+?"
)
_DIGIT = re.compile(r"\d")
BARE = re.compile(r"[+-]?[0-9]{1,20}(?P<decimals>\.[0-9]{1,20})?")
"""Most numbers: there is nothing to find out."""
_BARE_ONES = re.compile(r"(?:[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?\0)+")
COMMA_LANGUAGES = frozenset((
    "be", "bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "kk", "lt", "lv", "mk",
    "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi",
))  # fmt: skip
"""Languages that write a decimal comma."""


def is_missing(text: str) -> bool:
    return text.strip().lower() in MISSING


def all_bare(texts: Sequence[str]) -> bool:
    """Whether there are texts and each is BARE, found out of all at once."""
    return _BARE_ONES.fullmatch("\0".join((*texts, ""))) is not None


def is_number(text: str) -> bool:
    """Whether this is one number, with or without sign, currency, unit or percent sign."""
    return value(text) is not None


def value(text: str, comma: bool = False) -> float | None:
    """The value of a number; `comma` says that a lone comma is the decimal mark and a lone point groups thousands."""
    text = text.strip()
    bare = BARE.fullmatch(text)
    if bare and not (comma and bare["decimals"]):
        return float(text)
    negative = text.startswith("(") and text.endswith(")")
    perhaps = len(text) < 60 and _DIGIT.search(text)
    found = _NUMBER.fullmatch(text[1:-1] if negative else text) if perhaps else None
    if found is None:
        return None
    digits = re.sub(r"[\s'’٬]", "", found["digits"]).replace("٫", ",").rstrip(".,")
    if not digits.isascii():
        digits = "".join(str(int(c)) if c.isdecimal() else c for c in digits)
    number = _plain(digits, comma)
    if number is None:
        return None
    before = text[: text.index(found["digits"][0])]
    negative = negative or bool(re.search(r"[-−–]", before))
    return -float(number + (found["power"] or "")) if negative else float(number + (found["power"] or ""))


def _plain(digits: str, comma: bool) -> str | None:
    """The digits with a decimal point and without group marks; None when the marks make no number."""
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits
    decimal = marks[-1]
    if len(set(marks)) == 1:
        grouped = bool(re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})+", digits))
        if len(marks) > 1 or (grouped and (decimal == ",") != comma):
            return digits.replace(decimal, "") if grouped else None
        return digits.replace(decimal, ".")
    group = "," if decimal == "." else "."
    if marks.count(decimal) > 1 or digits.rindex(group) > digits.index(decimal):
        return None
    return digits.replace(group, "").replace(decimal, ".")
