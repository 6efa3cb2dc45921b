"""In: a colour and what it must stand out from. Out: the shade of it that does, nearest to it (OKLCH)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from exporter.model.colour import contrast

STEPS = 200
"""Shades from black to white that are tried."""
SPARE = 0.02
"""By so much a found shade passes its limit, so that rounding never brings it below."""

Limit = tuple[str, float]
"""A colour, and the least contrast to it."""


@lru_cache(maxsize=4096)
def lch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in degrees (0 for greys)."""
    from coloraide import Color

    lightness, chroma, hue = Color(f"#{colour}").convert("oklch").coords(nans=False)
    return lightness, chroma, hue


@lru_cache(maxsize=16384)
def from_lch(lightness: float, chroma: float, hue: float) -> str:
    """Six hex digits; chroma that a screen cannot show at this lightness is lowered, lightness and hue stay."""
    from coloraide import Color

    made = Color("oklch", [min(1.0, max(0.0, lightness)), chroma, hue])
    return str(made.fit("srgb", method="oklch-chroma").convert("srgb").to_string(hex=True, fit="clip"))[1:7].upper()


def passes(colour: str, limits: Iterable[Limit]) -> bool:
    return all(contrast(colour, other) >= least for other, least in limits)


def nearest(colour: str, limits: Iterable[Limit], chroma: Callable[[float], float] | None = None) -> str | None:
    """`colour`, or the shade of its hue nearest in lightness that passes all `limits`; None when no shade does.

    chroma: that of the shade at a lightness; the colour's own when absent.
    """
    limits = tuple(limits)
    if passes(colour, limits):
        return colour
    lightness, own, hue = lch(colour)
    safe = tuple((other, least + SPARE) for other, least in limits)
    for step in sorted(range(STEPS + 1), key=lambda n: abs(n / STEPS - lightness)):
        light = step / STEPS
        made = from_lch(light, chroma(light) if chroma else own, hue)
        if passes(made, safe):
            return made
    return None
