"""Overflow: an item off its page, a text taller than its box, a line wider than its box, a table beyond its rows."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.check.frames import Cells, Frame, Sheet
from exporter.model.geometry import Box, px, to_px
from exporter.model.page import Document, Page, PlacedShape, PlacedTable, PlacedText, Role
from exporter.model.report import Finding, Level

SLACK = px(1)
WIDER = 1.02
"""Share of its width by which a line may pass its box: other machines' fonts differ by less."""


def overflow(sheet: Sheet) -> Iterator[Finding]:
    number, page, document = sheet.number, sheet.page, sheet.document
    whole = Box(0, 0, *page.size)
    for item, _ in sheet.items:
        if not whole.contains(item.box, SLACK):
            yield _error(f"{_called(item)} stands beyond the edge of the page", number, _path(item))
        elif isinstance(item, PlacedTable):
            yield from _table(item, number)
    for _, frames in sheet.items:
        if isinstance(frames, Cells) and frames.calm:
            continue
        for frame in frames:
            if not frame.keeps:
                yield from _frame(frame, number)
    if (document.format in ("deck", "slides") or (document.format == "handout" and sheet.inner)) and page.layout:
        free = _free_area(document)
        if free:
            yield from _margins(page, number, free)


def _frame(frame: Frame, number: int) -> Iterator[Finding]:
    inner = frame.inner
    over = frame.height - inner.h
    if over > SLACK and frame.paras:
        yield _error(f"'{_short(frame.text)}' is {to_px(over):.0f} px taller than its box", number, frame.path)
    for para in frame.paras:
        room = inner.w - para.indent
        most = room + max(SLACK, (WIDER - 1) * room)
        for line in para.lines:
            if line.w > most:
                what = f"the line '{_short(line.text)}' is {to_px(line.w - room):.0f} px wider than its box"
                yield _error(what, number, para.path or frame.path)


def _table(table: PlacedTable, number: int) -> Iterator[Finding]:
    for what, total, room in (
        ("columns are wider", sum(table.columns), table.box.w),
        ("rows are taller", sum(row.h for row in table.rows), table.box.h),
    ):
        if total - room > SLACK:
            yield _error(f"the table's {what} than its box by {to_px(total - room):.0f} px", number, _path(table))


def _margins(page: Page, number: int, free: tuple[int, int]) -> Iterator[Finding]:
    """Text in the margins of a slide: still readable, but not where this theme puts text."""
    for item in page.items:
        if isinstance(item, PlacedText) and item.role is not Role.ARTIFACT and not item.fixed:
            left, right = free
            if item.box.x < left - SLACK or item.box.right > right + SLACK:
                what = f"'{_short(item.text)}' stands in the margin of the slide"
                yield Finding(Level.WARNING, "overflow", what, page=number, path=_path(item))


def _free_area(document: Document) -> tuple[int, int] | None:
    density = document.theme.densities.get(document.density)
    return (px(density.frame.left), px(density.frame.right)) if density else None


def _called(item: object) -> str:
    if isinstance(item, PlacedText):
        return f"'{_short(item.text)}'"
    if isinstance(item, PlacedShape):
        return f"a {item.shape}"
    return f"a {type(item).__name__.removeprefix('Placed').lower()}"


def _path(item: object) -> str:
    paras = item.paras if isinstance(item, PlacedText) else ()
    return next((p.path for p in paras if p.path), next(iter(getattr(item, "paths", ())), ""))


def _short(text: str, room: int = 60) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _error(what: str, page: int, path: str) -> Finding:
    return Finding(Level.ERROR, "overflow", what, page=page, path=path, hint="make the text shorter or split it")
