"""In: a few colours and the ground. Out: more for the series of charts, apart from one another for every eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import dist

from exporter.catalog.shades import from_lch, passes

Matrix = tuple[tuple[float, float, float], ...]

VISION: Mapping[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What linear RGB becomes without one kind of cone: Machado, Oliveira and Fernandes 2009."""
OKLAB: tuple[Matrix, Matrix] = (
    ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
     (0.0883024619, 0.2817188376, 0.6299787005)),
    ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
     (0.0259040371, 0.7827717662, -0.8086757660)),
)  # fmt: skip
"""Linear RGB to cones, the cube root of cones to OKLab: Ottosson 2020."""
SERIES = 8
ROUNDS = 3
"""How often each is looked at again when all are known."""
CONTRAST = 3.0
"""With the ground; WCAG 2.2, success criterion 1.4.11."""


@lru_cache(maxsize=4096)
def seen(colour: str) -> tuple[tuple[float, ...], ...]:
    """The colour as each kind of eye sees it, in OKLab, where distance is how different two colours look."""
    linear = tuple(_linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return tuple(_oklab(_times(matrix, linear)) for matrix in VISION.values())


@lru_cache(maxsize=100_000)
def apart(one: str, other: str) -> float:
    """How different two colours look to the eye that tells them apart worst; 0.02 is the least one can see."""
    return min(dist(a, b) for a, b in zip(seen(one), seen(other), strict=True))


def series(first: Sequence[str], ground: str) -> tuple[str, ...]:
    """Eight colours: the given ones, then always the one farthest from those before it, each looked at again."""
    free = [colour for colour in _candidates() if passes(colour, [(ground, CONTRAST)])]
    chosen = list(first[:SERIES])
    while len(chosen) < SERIES:
        chosen.append(_farthest(free, chosen))
    for _ in range(ROUNDS):
        for i in range(len(first), SERIES):
            chosen[i] = _farthest([*free, chosen[i]], [*chosen[:i], *chosen[i + 1 :]])
    return tuple(chosen)


def _farthest(free: Sequence[str], chosen: Sequence[str]) -> str:
    return max(free, key=lambda colour: min(apart(colour, other) for other in chosen))


@cache
def _candidates() -> Sequence[str]:
    """Colours of every hue, none of them glaring."""
    shades = ((light / 100, chroma) for light in range(28, 90, 5) for chroma in (0.03, 0.08, 0.12, 0.16))
    return tuple(dict.fromkeys(from_lch(light, c, hue) for light, c in shades for hue in range(10, 360, 20)))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _times(matrix: Matrix, vector: Sequence[float]) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, sum(k * v for k, v in zip(row, vector, strict=True)))) for row in matrix)


def _oklab(linear: Sequence[float]) -> tuple[float, ...]:
    cones = [sum(k * v for k, v in zip(row, linear, strict=True)) ** (1 / 3) for row in OKLAB[0]]
    return tuple(sum(k * v for k, v in zip(row, cones, strict=True)) for row in OKLAB[1])
