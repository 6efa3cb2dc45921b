"""In: a text. Out: its signs that mean something by their colour (🔴, 🟢, ✅), each with its colour.

Office suites draw them in colour. Here they are letters of a font of one colour, so the colour is said beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_RED, _ORANGE, _YELLOW, _GREEN, _BLUE, _PURPLE, _BROWN = (
    "E5484D", "D9660B", "B88A00", "2E9B57", "3B82D6", "9D62D0", "A56B45",
)  # fmt: skip
"""As dark as can be seen on light and on dark grounds alike: about 3 to 1 from both."""
COLOURS: Mapping[str, str] = {
    **dict(zip("🔴🟠🟡🟢🔵🟣🟤", (_RED, _ORANGE, _YELLOW, _GREEN, _BLUE, _PURPLE, _BROWN), strict=True)),
    **dict(zip("🟥🟧🟨🟩🟦🟪🟫", (_RED, _ORANGE, _YELLOW, _GREEN, _BLUE, _PURPLE, _BROWN), strict=True)),
    "✅": _GREEN, "❌": _RED, "❎": _GREEN, "⛔": _RED, "🛑": _RED, "❗": _RED,
}  # fmt: skip
_PARTS = re.compile(f"([{''.join(COLOURS)}])")


def coloured(text: str) -> bool:
    """Whether the text has such a sign."""
    return not text.isascii() and _PARTS.search(text) is not None


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with its colour; "" where it has the colour of the text."""
    for part in _PARTS.split(text):
        if part:
            yield part, COLOURS.get(part, "")
