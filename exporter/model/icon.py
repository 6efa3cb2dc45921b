"""An icon as it is drawn: lines and curves on a square of its own, without a colour or a place."""

from __future__ import annotations

from msgspec import Struct

Step = tuple[str, tuple[int, ...]]
"""M x y: begin there. L x y: a line. C x y x y x y: a Bezier curve by two handles and its end. Z: back to the start."""


class Stroke(Struct, frozen=True):
    """Some outlines of an icon that are painted alike."""

    steps: tuple[Step, ...]
    filled: bool = False
    width: int = 0
    """Of the line along it, in the icon's own units; 0 draws none."""


class Drawing(Struct, frozen=True):
    """An icon's outlines in whole units from the top left of a box of `size`."""

    size: tuple[int, int]
    strokes: tuple[Stroke, ...]

    def line(self, stroke: Stroke, usual: int) -> int:
        """The width of a stroke's line where a usual one, a twelfth of the icon, is `usual` wide."""
        return round(usual * stroke.width * 12 / max(self.size))
