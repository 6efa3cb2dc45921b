"""In: colours as six hex digits. Out: how light they are, and how far apart (WCAG 2.2)."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1000)
def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21: text needs 4.5, large text and fills 3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
