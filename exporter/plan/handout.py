"""In: a planned deck. Out: a handout: its slides small on paper, speaker notes and writing lines beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.model.audience import Selection
from exporter.model.geometry import Box, px
from exporter.model.page import Bookmark, Document, Item, Page, Para, PlacedPage, Role, flat
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.paper import PAPERS, Paper, foot, running_head, sheet_of
from exporter.plan.brief.pieces import fill
from exporter.plan.elements import for_paper, once
from exporter.plan.mark import silent
from exporter.plan.sheet import GAP, Sheet, rule, text_item
from exporter.text import height

SLIDE_W = px(424)
PITCH = {2: px(480), 3: px(320)}
"""From one slide's rule to the next one's, by slides a page."""
LINES = {2: 9, 3: 3}
"""Ruled lines to write on, at most."""
LINE_PITCH = px(26)
UNDER_RULE = px(16)
BELOW = px(12)
"""Between a slide and what stands under it."""
AIR = px(14)
"""Least space over the next slide's rule."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands under one rule: a slide with notes beside and below it; or notes that go on, as `more`."""

    slide: Page | None
    beside: tuple[Para, ...] = ()
    below: tuple[Para, ...] = ()
    more: tuple[Para, ...] = ()

    @property
    def slide_h(self) -> int:
        return round(SLIDE_W * self.slide.size[1] / self.slide.size[0]) if self.slide else 0

    @property
    def h(self) -> int:
        text = height((*self.more, *self.below))
        return UNDER_RULE + self.slide_h + (BELOW + text if self.slide and text else text)


@dataclass(frozen=True, slots=True)
class Desk:
    paper: Paper
    sheet: Sheet
    per: int

    @property
    def pitch(self) -> int:
        """The pitch of the grid, a little less on shorter paper so that the last slide ends with the text."""
        slide = UNDER_RULE + round(SLIDE_W * 9 / 16)
        return min(PITCH[self.per], (self.paper.text.h - slide) // (self.per - 1))

    @property
    def narrow(self) -> int:
        """Width of the notes beside a slide."""
        return self.paper.text.w - SLIDE_W - GAP


def plan_handout(deck: Document, selection: Selection) -> Document:
    """Two or three slides a page; notes too long for their place go on below the slide, then on the next page."""
    per = 2 if selection.audience.handout == 2 else 3
    paper = PAPERS[selection.audience.paper or deck.theme.paper]
    density = deck.theme.densities[selection.audience.density]
    sheet = replace(sheet_of(deck.theme, density, paper, selection.report), marks={})
    desk = Desk(paper, sheet, per)
    sheets = list(_sheets([strip for page in map(silent, once(deck.pages)) for strip in _strips(page, desk)], desk))
    pages = []
    for number, strips in enumerate(sheets, 1):
        items: list[Item] = running_head(paper, sheet, selection.report.title.plain, sheet.words("handout", n=per))
        for y, strip in strips:
            items += _draw(strip, y, desk)
        items += foot(paper, sheet, selection.report, selection.audience, number, len(sheets))
        anchors = dict.fromkeys(a for _, strip in strips if strip.slide for a in _anchors(strip.slide))
        pages.append(
            Page(number=number, size=paper.size, layout="handout", items=tuple(items), title=deck.title,
                 anchor_id=f"page-{number}", anchors=tuple(anchors))
        )  # fmt: skip
    elements = for_paper("handout", selection, sheet, paper.size, paper.taken)
    made = elements.on_paper(pages)
    return replace(
        deck,
        format="handout",
        pages=made,
        findings=(*deck.findings, *elements.findings),
        colours=deck.theme.print_colours,
        bookmarks=tuple(_bookmarks(deck, sheets)),
        sections=(),
    )


def _anchors(slide: Page) -> Iterator[str]:
    """Where links inside the slides lead: they work on paper as well."""
    yield from (a for a in (slide.anchor_id, *slide.anchors) if a)
    yield from (item.anchor_id for item in flat(slide.items) if item.anchor_id)


def _sheets(strips: Sequence[Strip], desk: Desk) -> Iterator[list[tuple[int, Strip]]]:
    """Strips on pages, each with its place; slides keep to the grid while notes let them."""
    box = desk.paper.text
    page: list[tuple[int, Strip]] = []
    y = box.y
    for strip in strips:
        slides = sum(1 for _, s in page if s.slide)
        if page and (y + strip.h > box.bottom or (strip.slide and slides == desk.per)):
            yield page
            page, y = [], box.y
        page.append((y, strip))
        y += max(desk.pitch if strip.slide else 0, strip.h + AIR)
    if page:
        yield page


def _strips(slide: Page, desk: Desk) -> Iterator[Strip]:
    """The slide with its notes. Where they are long the slide's title is not said again, then they go on below."""
    sheet, narrow = desk.sheet, desk.narrow
    style = sheet.style("brief-cell", colour="text2").larger(0, 0.5)
    number = f"{sheet.words('slide')} {slide.number}" + (f" | {sheet.words('backup')}" if slide.backup else "")
    label = sheet.para(number, style.but(colour="muted"), narrow, role=Role.LABEL)
    title = sheet.para(
        slide.title, sheet.style("brief-box-head"), narrow, role=Role.LABEL, space_before=1
    )
    notes = [
        Flow(sheet.para(text, style, narrow, space_before=4, path=path))
        for text, path in zip(slide.notes, slide.note_paths, strict=True)
    ]
    whole = Strip(slide, (label, title, *(f.para for f in notes)))
    if height(whole.beside) <= whole.slide_h or not notes:
        yield whole if height(whole.beside) <= whole.slide_h else Strip(slide, (label,))
        return
    taken, rest = fill(notes, whole.slide_h - height([label]) - px(5))
    wide = [_reset(flow.para, desk) for flow in rest]
    first = Strip(slide, (label, *(f.para for f in taken)))
    room = desk.paper.text.h - UNDER_RULE - first.slide_h - BELOW
    below, more = fill(wide, room)
    yield replace(first, below=tuple(f.para for f in below))
    words = f"{sheet.words('slide')} {slide.number}, {sheet.words('table-continued')}"
    again = sheet.para(words, style.but(colour="muted"), desk.paper.text.w, role=Role.LABEL)
    while more:
        part, more = fill(more, desk.paper.text.h - UNDER_RULE - height([again]) - px(5), orphans=1, apart=True)
        yield Strip(None, more=(again, *(f.para for f in part)))


def _reset(para: Para, desk: Desk) -> Flow:
    """What is left of a paragraph, set over the whole width."""
    element = para.element
    wide = desk.sheet.para(para.text, para.style, desk.paper.text.w, space_before=4, path=para.path, element=element)
    return Flow(wide)


def _draw(strip: Strip, y: int, desk: Desk) -> Iterator[Item]:
    box = desk.paper.text
    yield rule(box.x, y, box.w, "ink", 1.33)
    top = y + UNDER_RULE
    foot_y = top + strip.slide_h
    if strip.slide:
        yield PlacedPage(
            box=Box(box.x, top, SLIDE_W, strip.slide_h), page=strip.slide, name=strip.slide.title,
            anchor_id=strip.slide.anchor_id,
        )  # fmt: skip
        x = box.x + SLIDE_W + GAP
        yield text_item(Box(x, top, desk.narrow, height(strip.beside)), strip.beside, size_role="brief-note")
        yield from _lines(strip, y, x, desk)
    under = (*strip.more, *strip.below)
    if under:
        spot = Box(box.x, foot_y + (BELOW if strip.slide else 0), box.w, height(under))
        yield text_item(spot, under, size_role="brief-note")


def _lines(strip: Strip, y: int, x: int, desk: Desk) -> Iterator[Item]:
    """Lines to write on: at the foot of the notes, or with two slides a page under the slide."""
    foot_y = y + UNDER_RULE + strip.slide_h
    if desk.per == 2:
        room = min(y + desk.pitch - AIR, desk.paper.text.bottom) - (y + strip.h)
        n = min(LINES[2], room // LINE_PITCH)
        for i in range(1, n + 1):
            yield rule(desk.paper.text.x, y + strip.h + i * LINE_PITCH, desk.paper.text.w)
        return
    spare = foot_y - (y + UNDER_RULE + height(strip.beside))
    n = min(LINES[3], spare // LINE_PITCH)
    for i in range(n if n > 1 else 0):
        yield rule(x, foot_y - i * LINE_PITCH, desk.narrow)


def _bookmarks(deck: Document, sheets: Sequence[Sequence[tuple[int, Strip]]]) -> Iterator[Bookmark]:
    """The deck's bookmarks, on the pages where its slides stand."""
    where = {s.slide.number: (n, y) for n, strips in enumerate(sheets, 1) for y, s in strips if s.slide}
    for mark in deck.bookmarks:
        if mark.page in where:
            page, y = where[mark.page]
            yield replace(mark, page=page, y=y)


__all__ = ["plan_handout"]
