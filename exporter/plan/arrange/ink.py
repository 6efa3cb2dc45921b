"""In: the palette, a fill. Out: the colour in which text can be read on it, if there is one."""

from __future__ import annotations

from collections.abc import Mapping

from exporter.model import colour
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
    return colour.contrast(colours.get(a, a), colours.get(b, b))
