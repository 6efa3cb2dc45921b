"""In: the palette, a fill. Out: the colour in which text can be read on it, if there is one."""

from __future__ import annotations

from collections.abc import Mapping

from exporter.plan.sheet import Sheet

READABLE = 4.5
"""Contrast that text needs on what lies under it (WCAG 2, level AA)."""
CANDIDATES = ("on-accent", "on-highlight", "ink", "bg")


def on(sheet: Sheet, fill: str) -> str:
    """The colour for text on `fill`; empty when none can be read there, so that the text goes beside it."""
    best = max(CANDIDATES, key=lambda role: contrast(sheet.theme.colours, role, fill))
    return best if contrast(sheet.theme.colours, best, fill) >= READABLE else ""


def contrast(colours: Mapping[str, str], a: str, b: str) -> float:
    """Contrast of two colours, 1 to 21: palette roles, or six hex digits."""
    high, low = sorted((_luminance(colours.get(a, a)), _luminance(colours.get(b, b))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
