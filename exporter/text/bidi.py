"""In: the texts of a line, some of them written from right to left. Out: their pieces as they are drawn.

python-bidi knows Unicode's algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from exporter.text.direction import leftward

BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "「": "」", "『": "』"}
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}
"""What each class of characters counts as among brackets."""


class Piece(Struct, frozen=True):
    """A part of a text that runs one way."""

    index: int
    """Number of the text that it is part of."""
    said: str
    turned: bool
    """Whether it runs from right to left."""

    @property
    def shown(self) -> str:
        """Its characters in the order in which they are read, brackets mirrored where it is turned."""
        return _mirrored(self.said) if self.turned else self.said


def pieces(texts: Sequence[str], from_right: bool) -> tuple[list[Piece], list[int]]:
    """The pieces of a line in the order in which it is read, and their numbers in that in which they stand.

    `from_right` says that the paragraph runs from right to left (rules L1 to L4 of Unicode's annex 9).
    """
    levels = _levels("".join(texts), from_right)
    owners = [index for index, text in enumerate(texts) for _ in text]
    characters = zip("".join(texts), owners, levels, strict=True)
    found: list[Piece] = []
    depths: list[int] = []
    for (index, level), run in groupby(characters, lambda c: (c[1], c[2])):
        said = "".join(character for character, _, _ in run)
        found.append(Piece(index, said, level % 2 == 1))
        depths.append(level)
    order = list(range(len(found)))
    for depth in range(max(depths, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and depths[order[end]] >= depth:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return found, order


def _levels(text: str, from_right: bool) -> list[int]:
    """How deep each character is embedded; odd is from right to left."""
    from bidi import algorithm  # type: ignore[import-untyped]

    base = int(from_right)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "R" if from_right else "L"
    algorithm.get_embedding_levels(text, storage)
    for at, character in enumerate(storage["chars"]):
        character["at"] = at
        if not character["type"]:  # no character of Unicode yet, or not in this Python's: as its block runs
            character["type"] = character["orig"] = "R" if leftward(character["ch"]) else "L"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage["chars"], "R" if from_right else "L")
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levels = [base] * len(text)
    for character in storage["chars"]:
        levels[character["at"]] = character["level"]
    for at in range(len(text.rstrip()), len(text)):
        levels[at] = base
    return levels


def _pair_brackets(characters: Sequence[dict[str, Any]], base: str) -> None:
    """Rule N0, which python-bidi does not have yet: both brackets of a pair run one way."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(characters):
        if character["ch"] in BRACKETS and character["type"] == "ON":
            opened.append((BRACKETS[character["ch"]], at))
        elif any(character["ch"] == closing for closing, _ in opened):
            while opened:
                closing, start = opened.pop()
                if closing == character["ch"]:
                    pairs.append((start, at))
                    break
    for start, end in sorted(pairs):
        inside = {_STRONG.get(character["type"]) for character in characters[start + 1 : end]} - {None}
        if not inside:
            continue
        way = base
        if base not in inside:
            before = (_STRONG.get(character["type"]) for character in reversed(characters[:start]))
            way = next((strong for strong in before if strong), base)
        characters[start]["type"] = characters[end]["type"] = way


def _mirrored(text: str) -> str:
    from bidi.mirror import MIRRORED  # type: ignore[import-untyped]

    return "".join(MIRRORED.get(character, character) for character in text)
