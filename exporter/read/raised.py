"""In: words that stand raised or lowered. Out: the same in Unicode's own characters: `10` and `6` are `10⁶`.

They stay what they are wherever a text goes: titles, bookmarks, alt text, labels of charts, the clipboard.
"""

from __future__ import annotations

import re

_RAISED = dict(
    zip("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)  # fmt: skip
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_HIGH_ALREADY = frozenset("*†‡§®©™°′″'’" + "".join(_RAISED.values()))
_ORDINAL = re.compile(r"[^\W\d_]{1,3}")
"""The end of "1st", "2nd", "3ème", which reads as well on the line."""
_PAIRS = re.compile(r"(?<=[^\s^~])(?:\^([^\s^~]{1,12})\^|(?<!~)~([^\s^~]{1,12})~(?!~))")


def raised(text: str, before: str = "") -> str:
    """The text as it stands above the line, after what stands `before` it: "10", "st"; "^(A)" where none can say it."""
    text = text.strip()
    if text.upper() in ("TM", "SM"):
        return "™" if text.upper() == "TM" else "℠"
    if before[-1:].isdigit() and _ORDINAL.fullmatch(text):
        return text
    if all(char in _HIGH_ALREADY for char in text):
        return text
    return _shifted(text, _RAISED, "^")


def lowered(text: str, before: str = "") -> str:
    """The text as it stands below the line: "H", "2"; "_(A)" where no characters can say it."""
    return _shifted(text.strip(), _LOWERED, "_")


def with_pairs(text: str) -> str:
    """`10^6^` and `H~2~O`, as Pandoc has them, where Unicode has the characters; other marks are marks."""

    def shifted(found: re.Match[str]) -> str:
        high, low = found.groups()
        made = raised(high, text[: found.start()]) if high else lowered(low)
        return found[0] if made[:1] in "^_" else made

    return _PAIRS.sub(shifted, text)


def _shifted(text: str, characters: dict[str, str], sign: str) -> str:
    if all(char in characters for char in text):
        return "".join(characters[char] for char in text)
    return f"{sign}{text}" if len(text) == 1 or text.isalpha() else f"{sign}({text})"
