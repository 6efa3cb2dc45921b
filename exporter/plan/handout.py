"""In: a planned deck. Out: a handout: its slides small on paper, speaker notes and writing lines beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.model.audience import Selection
from exporter.model.geometry import Box, px
from exporter.model.page import Bookmark, Document, Item, Page, Para, PlacedPage, Role
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.paper import PAPERS, Paper, foot, running_head, sheet_of
from exporter.plan.brief.pieces import fill
from exporter.plan.sheet import GAP, Sheet, rule, text_item
from exporter.text import height

SLIDE_W = px(424)
PITCH = {2: px(480), 3: px(320)}
LINES = {2: 9, 3: 3}
LINE_PITCH = px(26)
"""Between ruled lines: room to write."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One slide's place on the paper: the slide (once), and the notes that fit beside it."""

    page: Page | None
    head: tuple[Para, ...]
    notes: tuple[Para, ...]
    ruled: bool


def plan_handout(deck: Document, selection: Selection) -> Document:
    """Two or three slides a page; notes longer than their place go on in the next one."""
    per = 2 if selection.audience.handout == 2 else 3
    paper = PAPERS[selection.audience.paper]
    density = deck.theme.densities[selection.audience.density]
    sheet = sheet_of(deck.theme, density, paper, selection.report)
    sheet = replace(sheet, marks={})
    strips = [s for page in deck.pages if not page.hidden for s in _strips(page, per, paper, sheet)]
    sheets = [strips[i : i + per] for i in range(0, len(strips), per)]
    pages = []
    for number, group in enumerate(sheets, 1):
        items: list[Item] = running_head(paper, sheet, selection.report.title.plain, sheet.words("handout", n=per))
        for i, strip in enumerate(group):
            items += _draw(strip, px(paper.top) + i * PITCH[per], per, paper, sheet)
        items += foot(paper, sheet, selection.report, number, len(sheets))
        pages.append(
            Page(number=number, size=paper.size, layout="handout", items=tuple(items), title=deck.title,
                 anchor_id=f"page-{number}")
        )  # fmt: skip
    return replace(
        deck,
        format="handout",
        pages=tuple(pages),
        colours=deck.theme.print_colours,
        bookmarks=tuple(_bookmarks(deck, sheets)),
        sections=(),
    )


def _strips(page: Page, per: int, paper: Paper, sheet: Sheet) -> Iterator[Strip]:
    width = paper.text.w - SLIDE_W - GAP
    style = sheet.style("brief-cell", colour="text2").but(size=9, line=13)
    label = sheet.para(f"{sheet.words('slide')} {page.number}", style.but(colour="muted"), width, role=Role.LABEL)
    head = sheet.para(
        page.title, sheet.style("brief-box-head").but(size=10, line=14), width, role=Role.H2, space_before=1
    )
    notes = [
        Flow(sheet.para(text, style, width, space_before=4, path=path))
        for text, path in zip(page.notes, (*page.note_paths, *[""] * len(page.notes)), strict=False)
    ]
    lines = LINES[per] * LINE_PITCH
    room = _slide_h(page) - height([label, head]) - px(8)
    first, rest = fill(notes, room, orphans=1, apart=True)
    spare = room - height([f.para for f in first])
    yield Strip(page, (label, head), tuple(f.para for f in first), ruled=not rest and spare >= lines)
    room = PITCH[per] - px(48)
    while rest:
        first, rest = fill(rest, room - px(20), orphans=1, apart=True)
        more = sheet.para(f"{sheet.words('slide')} {page.number}, {sheet.words('table-continued')}",
                          style.but(colour="muted"), paper.text.w, role=Role.LABEL)  # fmt: skip
        yield Strip(None, (more,), tuple(f.para for f in first), ruled=False)


def _slide_h(page: Page) -> int:
    return round(SLIDE_W * page.size[1] / page.size[0])


def _draw(strip: Strip, y: int, per: int, paper: Paper, sheet: Sheet) -> Iterator[Item]:
    box = paper.text
    yield rule(box.x, y, box.w, "ink", 1.33)
    top = y + px(16)
    x = box.x
    if strip.page is not None:
        tall = _slide_h(strip.page)
        yield PlacedPage(box=Box(box.x, top, SLIDE_W, tall), page=strip.page, name=strip.page.title, role=Role.BODY)
        x = box.x + SLIDE_W + GAP
    width = box.right - x
    paras = [*strip.head, *strip.notes]
    yield text_item(Box(x, top, width, height(paras)), paras, size_role="brief-note")
    if strip.ruled and strip.page is not None:
        foot_y = top + _slide_h(strip.page)
        for i in range(LINES[per]):
            yield rule(x, foot_y - (LINES[per] - 1 - i) * LINE_PITCH, width, "rule", 1)


def _bookmarks(deck: Document, sheets: Sequence[Sequence[Strip]]) -> Iterator[Bookmark]:
    """The deck's bookmarks, on the pages where its slides stand."""
    where = {s.page.number: n for n, group in enumerate(sheets, 1) for s in group if s.page is not None}
    for mark in deck.bookmarks:
        if mark.page in where:
            yield replace(mark, page=where[mark.page], y=0)


__all__ = ["plan_handout"]
