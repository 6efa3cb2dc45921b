"""In: Thai, which is written without spaces between words. Out: its words, where lines may end.

BudouX has a small model of where they do; it comes with the extra `thai`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from exporter.model.pattern import later

_THAI = later("[\u0e01-\u0e5b]{2,}")
_CLINGING = "\u0e2f\u0e46"
"""Signs of something left out or said twice: they stand with the word before."""


def thai(text: str) -> str:
    """The first stretch of Thai in `text`, empty for none."""
    found = None if text.isascii() or max(text) < "\u0e01" else _THAI.search(text)
    return found[0] if found else ""


@cache
def ready() -> bool:
    """Whether the extra `thai` is there."""
    from importlib.util import find_spec

    return find_spec("budoux") is not None


def parted(unit: str) -> Sequence[str]:
    """`unit` cut after every word in Thai that is in it; in one piece without the extra."""
    if not thai(unit) or not ready():
        return (unit,)
    out = [""]
    at = 0
    for match in _THAI.finditer(unit):
        out[-1] += unit[at : match.start()]
        for n, word in enumerate(_parser().parse(match[0])):
            if n and word[0] not in _CLINGING:
                out.append(word)
            else:
                out[-1] += word
        at = match.end()
    out[-1] += unit[at:]
    return out


@cache
def _parser() -> Any:
    from budoux import load_default_thai_parser

    return load_default_thai_parser()
