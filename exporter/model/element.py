"""What a theme or a layout puts on pages by itself: a text, a picture, a rule or a box at a fixed place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from exporter.errors import Place
from exporter.model.template import Template

MEDIA = ("deck", "brief", "handout")
"""Where elements can stand; the PDF of slides has those of the deck."""
SLIDES = ("cover", "divider", "content")
PAPER = ("first", "following")
"""Kinds of pages: of a deck, and of a brief or handout."""
SPOTS = ("top right", "foot")
"""Places that are free on every page of every medium, whatever its format."""


class Image(Struct, frozen=True):
    """A picture of a templates folder. `size` in pixels; without `alt` it is decoration."""

    file: str
    size: tuple[int, int]
    alt: str = ""

    @property
    def shape(self) -> float:
        """Width to height."""
        return self.size[0] / self.size[1]


class Element(Struct, frozen=True):
    """One fixed element. Lengths in px of the page."""

    name: str
    kind: Literal["text", "picture", "rule", "box"]
    y: tuple[float, float]
    """Top and bottom, from the page's top; from its bottom edge where `hangs`. A rule stands at the first."""
    columns: tuple[int, int] | None = None
    """First and last column of the page's grid."""
    x: tuple[float, float] | None = None
    """Left and right in px (infinite: the page's edge), in place of `columns`; neither is all columns."""
    hangs: bool = False
    spot: str = ""
    """One of SPOTS, in place of all the lengths."""
    text: Template | None = None
    picture: Image | None = None
    dark: Image | None = None
    """The same for dark grounds; absent where one picture serves all."""
    style: str = ""
    """Type role of a text; the foot's when empty."""
    colour: str = ""
    """Palette role: of the text (its style's when empty), the rule, the box."""
    fill: str = ""
    """Palette role behind a text."""
    align: Literal["left", "center", "right"] = "left"
    weight: float = 1
    """Thickness of a rule."""
    on: tuple[str, ...] = ("deck",)
    pages: tuple[str, ...] = ()
    """Kinds of pages that have it; empty is all."""
    place: Place | None = None


class Background(Struct, frozen=True):
    """A picture over the whole slide. `scrim` is the share of the page's colour laid over it; None finds the least
    that keeps all texts readable."""

    picture: Image
    scrim: float | None = None
    focus: tuple[float, float] = (0.5, 0.5)
    """The point that is kept in view where the picture is cut to the slide's format, in shares of its sides."""
    place: Place | None = None
