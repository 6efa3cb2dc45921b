"""Alternative text: pictures, charts and drawn figures that say nothing to a person who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.check.frames import Sheet
from exporter.model.page import (
    Item,
    PlacedChart,
    PlacedGroup,
    PlacedPicture,
    PlacedShape,
    Role,
)
from exporter.model.report import Finding, Level


def missing_alt(sheet: Sheet) -> Iterator[Finding]:
    for item in sheet.page.items:
        for mute in _mute(item):
            what = f"{mute.name or type(mute).__name__.removeprefix('Placed').lower()} has no alternative text"
            path = next(iter(mute.paths), "")
            hint = "write an `alt:` for it"
            yield Finding(Level.WARNING, "missing-alt", what, page=sheet.number, path=path, hint=hint)


def _mute(item: Item) -> Iterator[Item]:
    """Items that show something, are no decoration, and have no words: a group's words serve all its members."""
    if item.decorative or item.fixed or item.role is Role.ARTIFACT:
        return
    if isinstance(item, PlacedGroup):
        if not item.alt:
            for member in item.items:
                yield from _mute(member)
    elif isinstance(item, PlacedPicture | PlacedChart | PlacedShape) and not item.alt:
        yield item
