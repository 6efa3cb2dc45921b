"""Lengths and boxes. Every length in the model is a whole number of EMU, unless its name says pt or px."""

from __future__ import annotations

from msgspec import Struct

EMU_PER_PX = 9525
EMU_PER_PT = 12700
EMU_PER_IN = 914400


def px(n: float) -> int:
    """`n` CSS pixels (1/96 in) as EMU."""
    return round(n * EMU_PER_PX)


def pt(n: float) -> int:
    """`n` points (1/72 in) as EMU."""
    return round(n * EMU_PER_PT)


def to_pt(emu: float) -> float:
    """EMU as points."""
    return emu / EMU_PER_PT


def to_px(emu: float) -> float:
    """EMU as CSS pixels."""
    return emu / EMU_PER_PX


class Box(Struct, frozen=True, gc=False):
    """A rectangle on a page, in EMU from the page's top left corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    def inset(self, left: int, top: int | None = None, right: int | None = None, bottom: int | None = None) -> Box:
        """The box without a margin; one value serves all sides, two serve left-right and top-bottom."""
        top = left if top is None else top
        right = left if right is None else right
        bottom = top if bottom is None else bottom
        return Box(self.x + left, self.y + top, self.w - left - right, self.h - top - bottom)

    def contains(self, other: Box, slack: int = 0) -> bool:
        """Whether `other` lies inside, `slack` EMU allowed on each side."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.x + other.w <= self.x + self.w + slack
            and other.y + other.h <= self.y + self.h + slack
        )

    def overlaps(self, other: Box, slack: int = 0) -> bool:
        """Whether the two share an area more than `slack` EMU wide and high."""
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )


def px_box(x: float, y: float, w: float, h: float) -> Box:
    """A box given in CSS pixels."""
    return Box(px(x), px(y), px(w), px(h))
