"""In: words that stand in full elsewhere, and what fits. Out: as many of them as do, and an ellipsis."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

ENDS = " …"
FIRST = 64
"""Letters that are tried first."""


def shortened(words: str, fits: Callable[[str], bool], end: str = "") -> str:
    """`words` and `end`, or as much of the words as fits with an ellipsis; cut between two words where that keeps most.

    Less is taken to fit where more does. At least one letter stays, whether it fits or not.
    """
    beyond = FIRST  # letters that do not fit, or all of them: long words are not measured whole to know that
    while beyond < len(words) and fits(words[:beyond] + ENDS + end):
        beyond *= 2
    if beyond >= len(words) and fits(words + end):
        return words + end
    most = bisect_left(range(1, min(beyond, len(words))), True, key=lambda n: not fits(words[:n] + ENDS + end))
    cut = words[: max(1, most)]
    if most < len(words) and words[most] != " ":
        cut = next((whole for whole in [cut.rpartition(" ")[0]] if len(whole) > len(cut) // 2), cut)
    return cut.rstrip(" ,;:") + ENDS + end
