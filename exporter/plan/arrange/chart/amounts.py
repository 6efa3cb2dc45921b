"""In: numbers and how they were written. Out: the format of their labels, in the language, and the scale of an axis."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.pattern import later
from exporter.model.report import Chart, Text
from exporter.plan.sheet import Sheet
from exporter.text.numbers import shown

SIGNS = ("%", "‰", "°")
CURRENCIES = ("€", "$", "£", "¥", "₹", "₩", "₽")
PLAIN = later(
    r"(?P<before>[$€£¥₹₩₽]?)\s?[-−–+]?\s?(?P<after_minus>[$€£¥₹₩₽]?)"
    r"(?P<digits>\d(?:[\d.,'’\s]*\d)?(?:[eE][+-]?\d+)?)\s?(?P<after>[%‰°$€£¥₹₩₽]?)"
)
"""A number with nothing about it but a sign of its unit."""
GROUPED = 1000
"""Numbers from here on have marks between thousands."""
SCALES = ((1e10, 9, "billions"), (1e7, 6, "millions"))
"""(from where on, power of ten, the word for it)"""
FINEST = 9
"""Digits after the decimal mark that an axis has at most."""


class Form(Struct, frozen=True):
    """How the numbers of one axis are written."""

    code: str = "General"
    """As spreadsheets write formats."""
    unit: str = ""
    """Words that stand once over the chart."""
    sign: str = ""
    """Sign of the unit at every number."""
    power: int = 0
    language: str = "en"

    def __call__(self, value: float) -> str:
        return shown(value, self.code, self.language) or f"{value:.4g}"

    def label(self, value: float | None, written: Text | None) -> str:
        """A value as its label: in this format, or as it was written where that says more than the number."""
        if value is None:
            return ""
        text = written.plain if written else ""
        if not text or (PLAIN.fullmatch(text) and self.code != "General"):
            return self(value)
        return text + self.sign if self.sign in SIGNS and not text.endswith(self.sign) else text

    def fine(self, step: float) -> Form:
        """The same with as many decimals as gridlines at that distance need."""
        part = step / 10**self.power
        digits = next((d for d in range(FINEST + 1) if abs(round(part, d) - part) < 1e-6 * part), FINEST)
        return replace(self, code=_code(digits, self.sign, self.power, self.language))

    def short(self, value: float) -> str:
        """A value with no more decimals than it has."""
        part = value / 10**self.power
        digits = next((d for d in range(4) if abs(round(part, d) - part) <= 1e-6 * abs(part)), 3)
        return replace(self, code=_code(digits, self.sign, self.power, self.language))(value)

    def between(self, value: float, end: float) -> str:
        """ "95–98%": the sign of the unit once, where it stands after the number."""
        first, last = self.short(value), self.short(end)
        sign = re.search(r"\D*$", last)
        both = sign is not None and sign[0] and first.endswith(sign[0])
        return f"{first.removesuffix(sign[0]) if both and sign else first}–{last}"

    def changed(self) -> Form:
        """The same for changes: with plus and minus."""
        return self if self.code == "General" else replace(self, code=f"+{self.code};-{self.code};{self.code}")


def shares(language: str) -> Form:
    """The format of shares of one: "25%", with a space before the sign where the language has it."""
    return Form("0%" if language.partition("-")[0] == "en" else '0"\u00a0"%', language=language)


def form(block: Chart, sheet: Sheet, which: Sequence[int] | None = None) -> Form:
    """The format of the values of all series, or of those given by number."""
    some = [one for n, one in enumerate(block.series) if which is None or n in which]
    pairs = [
        (value, one.labels[i].plain if i < len(one.labels) else "")
        for one in some
        for i, value in enumerate(one.values)
        if value is not None
    ]
    return written_as(pairs, sheet, block.unit, block.decimals)


def written_as(
    pairs: Sequence[tuple[float, str]], sheet: Sheet, unit: str = "", decimals: int | None = None
) -> Form:  # fmt: skip
    """The format of these (value, as written): its sign, its decimals, its thousands or millions."""
    language = sheet.words.language
    plain = [(value, found) for value, text in pairs if (found := PLAIN.fullmatch(text))]
    own = {found["before"] or found["after_minus"] or found["after"] for _, found in plain}
    sign = unit if unit in (*SIGNS, *CURRENCIES) else ""
    if not unit and len(own) == 1 and len(plain) == len(pairs):
        sign = own.pop()
    words = "" if unit == sign else unit
    most = max((abs(value) for value, _ in pairs), default=0.0)
    if most >= 1e15 * 10**9 or (pairs and not plain and any(text for _, text in pairs) and decimals is None):
        return Form(unit=words, sign=sign, language=language)
    power, name = next(((power, name) for least, power, name in SCALES if most >= least), (0, ""))
    if power:
        words = sheet.words(f"money-{name}" if sign in CURRENCIES else name, unit=words or sign).strip()
        sign = "" if sign in CURRENCIES else sign
    digits = max((_digits(value, found["digits"]) for value, found in plain), default=0)
    if not plain:
        digits = max((_own_digits(value) for value, _ in pairs), default=0)
    if decimals is None and (digits > 2 or power):
        top = most / 10**power
        needed = max(0, 2 - math.floor(math.log10(top))) if top else 0
        digits = needed if power else min(digits, needed)
    if power:
        digits = min(digits, 2)
    digits = digits if decimals is None else decimals
    return Form(_code(digits, sign, power, language), words, sign, power, language)


def _digits(value: float, text: str) -> int:
    """Digits after the decimal mark, as written: 2 of "1.50", 0 of "1,234"."""
    if "e" in text.lower():
        return _own_digits(value)
    mark = max(text.rfind("."), text.rfind(","))
    digits = len(text) - mark - 1 if mark >= 0 else 0
    return 0 if digits == 3 and value == int(value) and abs(value) >= GROUPED else digits


def _own_digits(value: float) -> int:
    text = f"{value:.10f}".rstrip("0")
    return len(text) - text.index(".") - 1


def _code(digits: int, sign: str, power: int, language: str) -> str:
    number = "#,##0" + ("." + "0" * digits if digits else "") + "," * (power // 3)
    english = language.partition("-")[0] == "en"
    if sign in CURRENCIES:
        return f'"{sign}"{number}' if english else f'{number}"\u00a0{sign}"'
    if not sign:
        return number
    return f'{number}"{sign}"' if english or sign == "°" else f'{number}"\u00a0{sign}"'


class Scale(Struct, frozen=True):
    """An axis of values: where it begins and ends, and the distance of its gridlines."""

    low: float
    high: float
    step: float
    power: int = 0

    def share(self, value: float) -> float:
        """Where a value stands on it, 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    @property
    def ticks(self) -> list[float]:
        count = min(200, int((self.high - self.low) / self.step + 1e-6))
        return [float(f"{self.low + i * self.step:.12g}") for i in range(count + 1)]

    @property
    def base(self) -> float:
        """The value that bars stand on."""
        return min(self.high, max(self.low, 0.0))

    def with_room(self, ends: Iterable[tuple[float, float]]) -> Scale:
        """The axis let down so far that each (value, share) has so large a share of it under the value."""
        low = min((at - (self.high - at) * share / (1 - share) for at, share in ends), default=self.low)
        return self if low >= self.low else replace(self, low=_clear(math.floor(low / self.step) * self.step))


def scale(
    values: Iterable[float], low: float | None = None, high: float | None = None, far: float = math.inf, fine: int = 6
) -> Scale:  # fmt: skip
    """The axis for these values in round numbers, with at most `fine` steps, and zero on it.

    It begins near the least value where that is more than `far` of the largest. `low` and `high` are the author's.
    """
    found = [min(max(value, -1e300), 1e300) for value in values]
    least, most = min(found, default=0.0), max(found, default=0.0)
    low = None if low is not None and low >= most else low  # of an audience that gets other numbers
    high = None if high is not None and high <= least else high
    if math.isinf(far) or most == least or not least > far * most > 0:
        least, most = min(0.0, least), max(0.0, most)
    if most == least and high is None:
        most = least + (abs(least) or 1.0)
    bottom, top = least if low is None else low, most if high is None else high
    if not top > bottom:
        top = bottom + (abs(bottom) or 1.0)
    step = round_step(top - bottom, fine, [end for end in (low, high) if end is not None])
    if low is None:
        bottom = math.floor(bottom / step + 1e-9) * step
    if high is None:
        top = bottom + math.ceil((top - bottom) / step - 1e-9) * step
    return Scale(_clear(bottom), _clear(top), step)


def round_step(span: float, most: int = 6, ends: Sequence[float] = ()) -> float:
    """A round distance of gridlines that gives at most `most` of them, or two more where only so `ends` are on it."""
    power: float = 10 ** math.floor(math.log10(span / most))
    steps = [power * share for share in (0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0)]
    usual = next(step for step in steps if span / step <= most * 1.0001)
    if not ends or all(_on(end, usual) for end in ends):
        return usual
    near = (step for step in steps if step <= usual * 2 and span / step <= most + 2)
    return next((step for step in near if all(_on(end, step) for end in ends)), usual)


def _on(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def _clear(value: float) -> float:
    """Without the dust of binary sums."""
    return float(f"{value:.12g}")
