"""In: names. Out: ids that stay the same as long as the name does, and are unique where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set

from exporter.model.pattern import later

_LONGEST = 48
_UNSAID = later(r"(?<=\])\((?:<[^<>]*>|[^()\s]*)\)|\[@[^\[\]]*\]")
"""Where a link leads, and what is cited: markup of a name, not words of it. All of it has a bracket."""
_WORDS = re.compile(r"[a-z0-9]+")


def slug(name: str, otherwise: str = "") -> str:
    """`name` as an id: lower case, letters and digits of any script, hyphens between ("2027–2028" -> 2027-2028)."""
    text = _UNSAID.sub("", name[:400]) if "]" in name else name[:400]
    if text.isascii():
        words = _WORDS.findall(text.lower())
    else:
        text = unicodedata.normalize("NFKC", text).lower()
        # Vowel signs of Indic and Arabic script are marks, not letters, to \w.
        text = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else "-" for c in text)
        words = _WORDS.findall(text) if text.isascii() else [word for word in text.split("-") if word]
    out = "-".join(words)
    if len(out) > _LONGEST:
        out = _shortened(words)
    return out or otherwise


def _shortened(words: Sequence[str]) -> str:
    """As many words as fit, at least a piece of the first."""
    out = words[0][:_LONGEST]
    for word in words[1:]:
        if len(out) + len(word) >= _LONGEST:
            break
        out = f"{out}-{word}"
    return out


def readable(id: str) -> str:
    """An id as a label: "status_2025" -> "Status 2025"."""
    text = re.sub(r"[-_]+", " ", id).strip()
    return text[:1].upper() + text[1:]


class Ids:
    """The ids of one scope: the sections of a report, the blocks of a section, the items of a block."""

    def __init__(self, reserved: Set[str] = frozenset()) -> None:
        self.reserved = reserved
        """Ids that only their writer may use."""
        self.used: set[str] = set()
        self._last: dict[str, int] = {}

    def new(self, name: str, otherwise: str) -> str:
        """An id made from a name: the second "Toyota" is `toyota-2`."""
        base = slug(name, otherwise)
        number = self._last.get(base, 0) + 1
        while (made := base if number == 1 else f"{base}-{number}") in self.used or made in self.reserved:
            number += 1
        self._last[base] = number
        self.used.add(made)
        return made

    def given(self, written: str) -> str:
        """An id that the writer chose."""
        self.used.add(written)
        return written
