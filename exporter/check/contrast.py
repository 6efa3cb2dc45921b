"""Contrast: text that stands out too little from what lies under it (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.check.frames import cells, item_frames, lines, sheets
from exporter.model import colour
from exporter.model.geometry import Box
from exporter.model.page import (
    Document,
    Item,
    Page,
    PlacedChart,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    flat,
)
from exporter.model.report import Finding, Level

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18, 14
"""pt from which type counts as large"""

Paint = tuple[Box, str]
"""An area and the palette role of its colour; "" is a picture, which may be of any colour."""


def contrast(document: Document) -> Iterator[Finding]:
    for number, page, _ in sheets(document):
        seen: set[tuple[str, str]] = set()
        for text, paint, ground, large, path in _pairs(page):
            if not ground or (paint, ground) in seen:
                continue
            got = ratio(document.colours, paint, ground)
            least = LEAST_LARGE if large else LEAST
            if got < least - 0.05:
                seen.add((paint, ground))
                what = f"'{text[:60]}': {paint} on {ground} has a contrast of {got:.1f}, under {least:g}"
                hint = "choose another colour in the theme"
                yield Finding(Level.WARNING, "contrast", what, page=number, path=path, hint=hint)


def ratio(colours: Mapping[str, str], a: str, b: str) -> float:
    """Contrast of two palette roles, 1 to 21."""
    return colour.contrast(colours.get(a, a), colours.get(b, b))


def _pairs(page: Page) -> Iterator[tuple[str, str, str, bool, str]]:
    """(text, its colour, the colour under it, large, path) of every run and chart label of a page.

    What is fixed belongs to the slide's layout and lies lowest; a slide's own items follow in their order.
    """
    painted: list[Paint] = []
    for item in sorted(flat(page.items), key=lambda item: not item.fixed):
        if isinstance(item, PlacedChart):
            yield from _labels(item, _under(painted, item.plot, page.background))
        for frame in item_frames(item):
            for line in lines(frame):
                ground = frame.fill or _under(painted, line.ink, page.background)
                for span in line.line.spans:
                    if span.text.strip():
                        yield span.text, span.colour, ground, _large(span.size, span.bold), line.para.path
        painted.extend(_paint(item))


def _labels(chart: PlacedChart, ground: str) -> Iterator[tuple[str, str, str, bool, str]]:
    large = _large(chart.label_style.size, chart.label_style.bold)
    path = next(iter(chart.paths), "")
    for series in chart.series:
        own = dict(series.point_colours)
        inside = series.label_position != "outside" and not series.hidden
        for i, label in enumerate(series.labels):
            if label:
                yield label, series.label_colour, own.get(i, series.colour) if inside else ground, large, path


def _paint(item: Item) -> Iterator[Paint]:
    if isinstance(item, PlacedPicture):
        yield item.box, ""
    elif isinstance(item, PlacedTable):
        yield from ((cell.box, cell.fill) for cell in cells(item) if cell.fill)
    elif isinstance(item, PlacedText | PlacedShape) and item.fill and not _thin(item):
        yield item.box, item.fill


def _thin(item: Item) -> bool:
    return isinstance(item, PlacedShape) and item.shape in ("line", "arrow")


def _under(painted: list[Paint], ink: Box, background: str) -> str:
    """The colour under the middle of some ink; "" when it is a picture's."""
    x, y = ink.x + ink.w // 2, ink.y + ink.h // 2
    spot = Box(x, y, 0, 0)
    return next((colour for box, colour in reversed(painted) if box.contains(spot)), background)


def _large(size: float, bold: bool) -> bool:
    return size >= (LARGE_BOLD if bold else LARGE)
