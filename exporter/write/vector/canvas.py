"""In: outlines and texts in EMU, colours by role. Out: marks on whatever a Canvas stands for: a PDF page, an SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, cos, pi, sin
from typing import Protocol

from exporter.model.geometry import Box
from exporter.model.page import Span
from exporter.model.style import TextStyle

KAPPA = 0.5523
"""Handle of the Bezier curve that passes for a quarter of a circle."""

Point = tuple[float, float]
"""EMU from the left and from the top."""
Step = Sequence[Point]
"""A part of an outline: one point to go to, or two handles and the end of a Bezier curve. The first is the start."""


class Canvas(Protocol):
    """Colours are palette roles or six hex digits; an empty one paints nothing. Widths are EMU."""

    def rect(self, box: Box, colour: str) -> None: ...

    def veil(self, box: Box, colour: str, opacity: float) -> None:
        """A rectangle through which what lies below it shows."""

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        """An open line through `points`."""

    def polygon(self, points: Iterable[Point], fill: str = "", stroke: str = "", width: float = 0) -> None:
        """A closed outline through `points`."""

    def outline(self, steps: Iterable[Step], fill: str = "", stroke: str = "", width: float = 0) -> None:
        """A closed outline with curves."""

    def strokes(self, steps: Iterable[tuple[str, Step]], fill: str = "", stroke: str = "", width: float = 0) -> None:
        """Open and closed outlines with round ends and corners: (M, L, C or Z, the points it goes to)."""

    def ellipse(self, box: Box, fill: str = "", stroke: str = "", width: float = 0) -> None: ...

    def text(self, x: float, baseline: float, span: Span | TextStyle, text: str) -> None:
        """Shows `text` from `x` on in the dress of `span`."""

    def width(self, text: str, span: Span | TextStyle) -> int:
        """Width of `text` in the dress of `span`, EMU."""


def sector(centre: Point, r: float, begin: float, end: float) -> Iterator[Step]:
    """The outline of a slice from turn to turn: 0 is the top, 1 once around clockwise."""
    cx, cy = centre
    arcs = max(1, ceil((end - begin) * 8))
    sweep = 2 * pi * (end - begin) / arcs
    handle = 4 / 3 * (1 - cos(sweep / 2)) / sin(sweep / 2)
    angle = 2 * pi * begin
    yield (centre,)
    yield ((cx + r * sin(angle), cy - r * cos(angle)),)
    for _ in range(arcs):
        far = angle + sweep
        spots = (
            (sin(angle) + handle * cos(angle), cos(angle) - handle * sin(angle)),
            (sin(far) - handle * cos(far), cos(far) + handle * sin(far)),
            (sin(far), cos(far)),
        )
        yield [(cx + x * r, cy - y * r) for x, y in spots]
        angle = far
