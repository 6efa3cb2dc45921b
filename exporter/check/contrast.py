"""Contrast: text that stands out too little from what lies under it (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exporter.check.frames import SLACK, Cells, Frame, Sheet
from exporter.model import colour
from exporter.model.geometry import Box
from exporter.model.page import (
    Item,
    PlacedChart,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
)
from exporter.model.report import Finding, Level
from exporter.text.signs import coloured

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18, 14
"""pt from which type counts as large"""

ON_THE_FILL = ("inside", "base", "centre")
"""Places of labels that lie on their bar, slice or bubble."""

Paint = tuple[Box, str]
"""An area and the palette role of its colour; "" is a picture, or what shows through: the planner has seen to those."""


def contrast(sheet: Sheet) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    good: set[tuple[str, str, bool]] = sheet.known.setdefault(contrast, set())
    for text, paint, ground, large, path in _pairs(sheet, good):
        if not ground or (paint, ground, large) in good or (paint, ground) in told:
            continue
        got = ratio(sheet.document.colours, paint, ground)
        least = LEAST_LARGE if large else LEAST
        if got >= least - 0.05:
            good.add((paint, ground, large))
        else:
            told.add((paint, ground))
            what = f"'{text[:60]}': {paint} on {ground} has a contrast of {got:.1f}, under {least:g}"
            hint = "choose another colour in the theme"
            yield Finding(Level.WARNING, "contrast", what, page=sheet.number, path=path, hint=hint)


def ratio(colours: Mapping[str, str], a: str, b: str) -> float:
    """Contrast of two palette roles, 1 to 21."""
    return colour.contrast(colours.get(a, a), colours.get(b, b))


def _pairs(sheet: Sheet, good: set[tuple[str, str, bool]]) -> Iterator[tuple[str, str, str, bool, str]]:
    """(text, its colour, the colour under it, large, path) of every chart label of a page, and of every run whose
    colours and size are not known to be `good`.

    A sign that has its own colour (🔴) is a picture. What is fixed belongs to the slide's layout and lies lowest; a
    slide's own items follow in their order.
    """
    background = sheet.page.background
    painted: list[Paint] = []
    for item, frames in sorted(sheet.items, key=lambda pair: not pair[0].fixed):
        if isinstance(item, PlacedChart):
            yield from _labels(item, _under(painted, item.plot, background))
        if isinstance(frames, Cells) and frames.calm:
            ground = _under_all(painted, frames, background)
            if ground is not None and _all_good(frames, ground, good):
                continue
        for frame in frames:
            ground = frame.fill or _under_all(painted, frame, background)
            if ground is not None and _all_good(frame, ground, good):
                continue
            for line in frame.lines:
                ground = frame.fill or _under(painted, line.ink, background)
                for span in line.line.spans:
                    if span.text and not span.text.isspace() and not coloured(span.text):
                        yield span.text, span.colour, ground, _large(span.size, span.bold), line.para.path
        painted.extend(_paint(item, frames))


def _all_good(frame: Frame | Cells, ground: str, good: set[tuple[str, str, bool]]) -> bool:
    """Whether all of a text on one ground is known to stand out from it."""
    return good.issuperset(
        [(look.colour, ground, look.size >= (LARGE_BOLD if look.bold else LARGE)) for look in frame.looks]
    )


def _labels(chart: PlacedChart, ground: str) -> Iterator[tuple[str, str, str, bool, str]]:
    large = _large(chart.label_style.size, chart.label_style.bold)
    path = next(iter(chart.paths), "")
    for series in chart.series:
        own, places = dict(series.point_colours), dict(series.label_places)
        for i, label in enumerate(series.labels):
            if label:
                inside = places.get(i, series.label_position) in ON_THE_FILL and not series.hidden
                yield label, series.label_colour, own.get(i, series.colour) if inside else ground, large, path


def _paint(item: Item, cells: Iterable[Frame]) -> Iterator[Paint]:
    if isinstance(item, PlacedPicture):
        yield item.box, ""
    elif isinstance(item, PlacedTable):
        yield from ((cell.box, cell.fill) for cell in cells if cell.fill)
    elif isinstance(item, PlacedText | PlacedShape) and item.fill and not _thin(item):
        yield item.box, "" if isinstance(item, PlacedShape) and item.opacity < 1 else item.fill


def _thin(item: Item) -> bool:
    return isinstance(item, PlacedShape) and item.shape in ("line", "arrow")


def _under_all(painted: list[Paint], frame: Frame | Cells, background: str) -> str | None:
    """The colour under every line of a text that keeps to its box, where nothing is painted there but as a whole.

    None where that is not so, and `_under` has to look at each line.
    """
    if not painted:
        return background
    if not frame.keeps:
        return None
    inner = frame.inner
    left, top, right, bottom = inner.x - SLACK, inner.y - SLACK, inner.right + SLACK, inner.bottom + SLACK
    for box, role in reversed(painted):
        if box.x <= left and box.y <= top and box.x + box.w >= right and box.y + box.h >= bottom:
            return role
        if box.x <= right and box.y <= bottom and box.x + box.w >= left and box.y + box.h >= top:
            return None
    return background


def _under(painted: list[Paint], ink: Box, background: str) -> str:
    """The colour under the middle of some ink; "" when it is a picture's."""
    x, y = ink.x + ink.w // 2, ink.y + ink.h // 2
    for box, role in reversed(painted):
        if box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h:
            return role
    return background


def _large(size: float, bold: bool) -> bool:
    return size >= (LARGE_BOLD if bold else LARGE)
