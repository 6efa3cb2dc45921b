"""In: names. Out: ids that stay the same as long as the name does, and are unique where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

_LONGEST = 48
_UNSAID = re.compile(r"(?<=\])\((?:<[^<>]*>|[^()\s]*)\)|\[@[^\[\]]*\]")
"""Where a link leads, and what is cited: markup of a name, not words of it."""


def slug(name: str, otherwise: str = "") -> str:
    """`name` as an id: lower case, letters and digits of any script, hyphens between ("2027–2028" -> 2027-2028)."""
    text = unicodedata.normalize("NFKC", _UNSAID.sub("", name[:400])).lower()
    if not text.isascii():
        # Vowel signs of Indic and Arabic script are marks, not letters, to \w.
        text = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else "-" for c in text)
    words = [word for word in re.split(r"-+" if not text.isascii() else r"[^a-z0-9]+", text) if word]
    out = ""
    for word in words:
        if out and len(out) + len(word) >= _LONGEST:
            break
        out = f"{out}-{word}" if out else word[:_LONGEST]
    return out or otherwise


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
