"""In: a text. Out: whether it has words that are written from right to left, and whether it begins with one."""

from __future__ import annotations

import re
import unicodedata

_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+")
_STRONG = {"L": False, "R": True, "AL": True}


def leftward(text: str) -> str:
    """The first word of `text` that is written from right to left, empty for none."""
    found = None if text.isascii() else _LEFTWARD.search(text)
    return found[0] if found else ""


def begins_leftward(text: str) -> bool:
    """Whether a paragraph of this text runs from right to left: its first letter says so, as Unicode has it."""
    if not leftward(text):
        return False
    kinds = (_STRONG.get(unicodedata.bidirectional(c)) for c in text)
    return next((kind for kind in kinds if kind is not None), False)
