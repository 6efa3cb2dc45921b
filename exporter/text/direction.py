"""In: a text. Out: whether it has words that are written from right to left, and whether it runs so itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from exporter.model.pattern import later

_LEFTWARD = later("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+")
_PERHAPS = re.compile("[\u0590-\u08ff\ufb1d-\U0001efff]")
"""Two ranges, which `re` compiles faster than many: most texts have nothing of them."""
LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"))
"""Languages that are written from right to left."""
_STRONG = {"L": False, "R": True, "AL": True}


def leftward(text: str) -> str:
    """The first word of `text` that is written from right to left, empty for none."""
    found = None if text.isascii() or not _PERHAPS.search(text) else _LEFTWARD.search(text)
    return found[0] if found else ""


def from_right(text: str, language: str = "") -> bool:
    """Whether a paragraph of this text runs from right to left.

    In a language that does, one word of it is enough; else its first letter says so, as Unicode has it.
    """
    if not leftward(text):
        return False
    if language.partition("-")[0] in LANGUAGES:
        return True
    kinds = (_STRONG.get(unicodedata.bidirectional(c)) for c in text)
    return next((kind for kind in kinds if kind is not None), False)


def runs_leftward(texts: Iterable[str]) -> bool:
    """Whether any of these texts has words that are written from right to left."""
    return any(not text.isascii() and leftward(text) for text in texts)
