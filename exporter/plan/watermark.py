"""In: a planned Document and a word. Out: the same with that word under the content of every page."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from msgspec.structs import replace

from exporter.model.colour import contrast
from exporter.model.page import Document, Item, PlacedShape, Watermark
from exporter.model.style import TextStyle
from exporter.text import Fonts

SHARE = 0.55
"""Of the diagonal that the word takes."""
TALLEST = 0.16
"""Of the diagonal that a short word's size is at most."""
SHADES = (0.08, 0.07, 0.06, 0.05, 0.04, 0.03)
"""How much of the ink is mixed into the background, at most; less where text over it would be hard to read."""
LEGIBLE = 4.5
"""Contrast of text (WCAG 2.2, 1.4.3)."""


def watermarked(document: Document, text: str) -> Document:
    """`document` with `text` as its watermark, as large as the first page takes, in the palest ink that is seen."""
    text = " ".join(text.split())
    if not text or not document.pages:
        return document
    fonts = Fonts(document.theme.fonts)
    diagonal = hypot(*document.pages[0].size)
    at_100 = fonts.width(text, TextStyle("body", 100, 100, bold=True))
    size = round(min(100 * SHARE * diagonal / max(at_100, 1), TALLEST * diagonal / 12700), 1)
    style = TextStyle("body", size, size, bold=True)
    shades = {role: _shade(role, document) for role in {page.background for page in document.pages}}
    parted = [_sorted(page.items) for page in document.pages]
    over = tuple(len(panels) for panels, _ in parted)
    mark = Watermark(text, style, fonts.width(text, style), tuple(sorted(shades.items())), over)
    pages = (replace(page, items=(*panels, *rest)) for page, (panels, rest) in zip(document.pages, parted, strict=True))
    return replace(document, watermark=mark, pages=tuple(pages))


def _sorted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Pale panels that lie on nothing, and all that is not one: the word is seen on them, and no words change order."""
    panels: list[Item] = []
    rest: list[Item] = []
    for item in items:
        pale = isinstance(item, PlacedShape) and item.fill == "tint" and not item.alt
        first = pale and not any(item.box.overlaps(below.box) for below in rest)
        (panels if first else rest).append(item)
    return panels, rest


def _shade(background: str, document: Document) -> str:
    colours = document.colours
    on_deep = background in ("deep", "accent")
    paper = colours.get(background) or colours["bg"]
    ink, weakest = (colours["on-deep"], colours["deep-text"]) if on_deep else (colours["ink"], colours["muted"])
    mixed = [mix(paper, ink, share) for share in SHADES]
    return next((shade for shade in mixed if contrast(weakest, shade) >= LEGIBLE), mixed[-1])


def mix(paper: str, ink: str, share: float) -> str:
    """Six hex digits of `paper` with `share` of `ink` in it."""
    pairs = ((int(paper[i : i + 2], 16), int(ink[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
