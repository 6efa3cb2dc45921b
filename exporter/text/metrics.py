"""In: a font file that we ship. Out: its widths and kerning, as HarfBuzz told them once, from the file beside it.

HarfBuzz takes longer to load than most commands need to measure. `tests/judges/metrics` writes the files; a test holds
that they are what HarfBuzz says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

SUFFIX = ".metrics.json"
KERNED = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "‐‑–—‘’‚“”„•…€−"
"""Characters whose pairs are in the files; pairs with others are rare."""
USUAL = KERNED + "\u2002"
"""What most texts and our own pages are made of."""


class Metrics(Struct, frozen=True):
    """All lengths in font units."""

    upem: int
    ascender: int
    descender: int
    widths: dict[int, str]
    """Characters of `USUAL` that it has, by their width."""
    kerned: str
    """Characters of `KERNED` that it has."""
    kerning: dict[int, str]
    """Their pairs that are set closer or wider, one after the other, by how much."""
    others: msgspec.Raw
    """All other characters of the font, by their width: thousands, of which most texts have none. So they stay JSON
    until one is asked for."""

    def advances(self) -> dict[str, int | None]:
        """The width of each usual character."""
        return _by_character(self.widths)

    def other_advances(self) -> dict[str, int | None]:
        """The width of each other one."""
        return _by_character(msgspec.json.decode(self.others, type=dict[int, str]))

    def kerns(self) -> dict[str, int]:
        """What is added between the two characters of a pair; 0 for pairs of `kerned` that are not in it."""
        return {pairs[i : i + 2]: kern for kern, pairs in self.kerning.items() for i in range(0, len(pairs), 2)}


def load(font: str) -> Metrics | None:
    """What lies beside a font file; None for fonts that are not ours."""
    try:
        return msgspec.json.decode(_beside(font).read_bytes(), type=Metrics)
    except FileNotFoundError:
        return None


def save(font: str, metrics: Metrics) -> None:
    _beside(font).write_bytes(msgspec.json.format(msgspec.json.encode(metrics), indent=1) + b"\n")


def _beside(font: str) -> Path:
    return Path(font).with_suffix(SUFFIX)


def measure(
    size: tuple[int, int, int],
    characters: list[str],
    advance: Callable[[str], int | None],
    kern: Callable[[str, str], int],
) -> Metrics:
    """The metrics of a font, asked of HarfBuzz. size: upem, ascender, descender; characters: all that it has."""
    widths = {character: width for character in characters if (width := advance(character)) is not None}
    kerned = "".join(character for character in KERNED if character in widths)
    usual: dict[int, list[str]] = {}
    others: dict[int, list[str]] = {}
    for character, width in widths.items():
        (usual if character in USUAL else others).setdefault(width, []).append(character)
    kerning: dict[int, list[str]] = {}
    for left in kerned:
        for right in kerned:
            if between := kern(left, right):
                kerning.setdefault(between, []).append(left + right)
    as_json = msgspec.Raw(msgspec.json.encode(_joined(others)))
    return Metrics(*size, _joined(usual), kerned, _joined(kerning), as_json)


def _by_character(widths: dict[int, str]) -> dict[str, int | None]:
    return {character: width for width, characters in widths.items() for character in characters}


def _joined(lists: dict[int, list[str]]) -> dict[int, str]:
    return {key: "".join(texts) for key, texts in sorted(lists.items())}
