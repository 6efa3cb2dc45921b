"""In: a planned deck. Out: a handout: its slides small on paper, with speaker notes and lines to write on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.audience import Selection
from exporter.model.geometry import Box, pt, px
from exporter.model.page import Bookmark, Document, Item, Page, Para, PlacedPage, Role, flat, notes_of, paths_of
from exporter.model.report import Run
from exporter.model.style import Handed, TextStyle
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.paper import PAPERS, Paper, foot, running_head, sheet_of
from exporter.plan.brief.pieces import fill
from exporter.plan.elements import for_paper, once, printed
from exporter.plan.mark import silent
from exporter.plan.sheet import GAP, Sheet, rule, text_item
from exporter.text import height


class Grid(Struct, frozen=True):
    """How slides stand on a page: notes beside them where there is one column with a `slide_w`, else below."""

    columns: int
    rows: int
    lines: int
    """Ruled lines to write on, at most."""
    slide_w: int = 0
    pitch: int = 0
    """From one slide's rule to the next one's; the page's share when 0."""


GRIDS: Mapping[int, Grid] = {
    1: Grid(1, 1, lines=20),
    2: Grid(1, 2, lines=9, slide_w=px(424), pitch=px(480)),
    3: Grid(1, 3, lines=3, slide_w=px(424), pitch=px(320)),
    4: Grid(2, 2, lines=7),
    6: Grid(2, 3, lines=3),
    9: Grid(3, 3, lines=4),
}
"""By slides a page; those with two and three are look.md section 13's."""
LINE_PITCH = px(26)
MOST_LINES = 7
"""Lines beside a slide without notes."""
SPACE = 4
"""pt over a paragraph of the notes."""
UNDER_RULE = px(16)
BELOW = px(12)
"""Between a slide and what stands under it."""
SLIDE_H = px(239)
"""The most that a slide with notes beside it takes, whatever its format."""
LEAST_BELOW = px(60)
"""Least room under a slide for its number and a line."""
AIR = px(14)
"""Least space over the next slide's rule."""
LINE_AIR = px(24)
"""The same under a line to write on, which is not to be taken for the rule."""


class Strip(Struct, frozen=True):
    """What stands under one rule: a slide with notes beside and below it; or notes that go on, as `more`."""

    slide: Page | None
    w: int
    """Of the slide, EMU."""
    beside: tuple[Para, ...] = ()
    below: tuple[Para, ...] = ()
    more: tuple[Para, ...] = ()
    number: int = 0
    """Of the slide whose notes they are."""

    @property
    def slide_h(self) -> int:
        return round(self.w * self.slide.size[1] / self.slide.size[0]) if self.slide else 0

    @property
    def h(self) -> int:
        text = height((*self.more, *self.below))
        return UNDER_RULE + self.slide_h + (BELOW + text if self.slide and text else text)


class Desk(Struct, frozen=True):
    paper: Paper
    sheet: Sheet
    grid: Grid
    slide_size: tuple[int, int]
    handed: Mapping[str, Handed]
    """How slides stand here, where their layout says so."""

    @property
    def beside(self) -> bool:
        """Whether notes stand beside the slides."""
        return self.grid.slide_w > 0

    @property
    def pitch(self) -> int:
        """The pitch of the grid, a little less on shorter paper so that the last slide ends with the text."""
        if not self.beside:
            return self.paper.text.h // self.grid.rows
        slide = UNDER_RULE + round(self.slide_w * self.slide_size[1] / self.slide_size[0])
        return min(self.grid.pitch, (self.paper.text.h - slide) // (self.grid.rows - 1))

    @property
    def slide_w(self) -> int:
        """A slide as wide as its column, or less where it would be too high for its row."""
        w, h = self.slide_size
        room = SLIDE_H if self.beside else self.paper.text.h / self.grid.rows - UNDER_RULE - LEAST_BELOW
        return min(self.grid.slide_w or self.cell_w, round(room * w / h))

    @property
    def lines_below(self) -> bool:
        """Whether there is room for lines under the slides."""
        return not self.beside or self.grid.rows == 2

    @property
    def style(self) -> TextStyle:
        """Of notes: larger where they have lines of the whole width from the start."""
        style = self.sheet.style("brief-cell", colour="text2")
        return style.larger(1.5, 2.5) if self.cell_w == self.paper.text.w and not self.beside else style.larger(0, 0.5)

    @property
    def cell_w(self) -> int:
        return (self.paper.text.w - (self.grid.columns - 1) * GAP) // self.grid.columns

    @property
    def narrow(self) -> int:
        """Width of the notes beside a slide."""
        return self.paper.text.w - self.slide_w - GAP


def plan_handout(deck: Document, selection: Selection) -> Document:
    """As many slides a page as the audience asks for; notes too long for their place go on where there is room."""
    per = selection.audience.handout if selection.audience.handout in GRIDS else 3
    paper = PAPERS[selection.audience.paper or deck.theme.paper]
    density = deck.theme.densities[selection.audience.density]
    sheet = replace(sheet_of(deck.theme, density, paper, selection.report), marks={})
    slides = [silent(page) for page in once(list(printed(_handed(deck), deck.theme)))]
    desk = Desk(paper, sheet, GRIDS[per], slides[0].size if slides else (16, 9), deck.handed)
    sheets = _leading(list(_beside(slides, desk) if desk.beside else _below(slides, desk)), desk)
    pages = []
    for number, strips in enumerate(sheets, 1):
        kind = sheet.words("handout", n=per) if per > 1 else sheet.words("handout-one")
        items: list[Item] = running_head(paper, sheet, selection.report.title.plain, kind)
        for x, y, strip in strips:
            items += _draw(strip, x, y, desk)
        items += foot(paper, sheet, selection.report, selection.audience, number, len(sheets))
        anchors = dict.fromkeys(a for _, _, strip in strips if strip.slide for a in _anchors(strip.slide))
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


def _handed(deck: Document) -> list[Page]:
    """The slides of the handout: those whose layout leaves them out stay where they alone show a fact."""
    out = [page for page in deck.pages if deck.handed.get(page.layout, Handed()).slide == "none"]
    told = {path for page in deck.pages if page not in out for path in paths_of(page)}
    return [page for page in deck.pages if page not in out or not told.issuperset(paths_of(page))]


def _anchors(slide: Page) -> Iterator[str]:
    """Where links inside the slides lead: they work on paper as well."""
    yield from (a for a in (slide.anchor_id, *slide.anchors) if a)
    yield from (item.anchor_id for item in flat(slide.items) if item.anchor_id)


Stood = list[tuple[int, int, Strip]]
"""The strips of a page, each with its place."""
Sheets = Iterator[Stood]


def _leading(sheets: Sequence[Stood], desk: Desk) -> list[Stood]:
    """The pages; slides whose notes go on elsewhere say where, as far as that is one line."""
    where: dict[int, int] = {}
    for page, strips in enumerate(sheets, 1):
        for _, _, strip in strips:
            if strip.more:
                where.setdefault(strip.number, page)

    def led(strip: Strip) -> Strip:
        if not strip.slide or strip.slide.number not in where:
            return strip
        page = desk.sheet.words("continues-on-page", n=where[strip.slide.number])
        old, *rest = strip.beside or strip.below
        width = desk.narrow if strip.beside else desk.cell_w
        label = desk.sheet.para(f"{old.text}, {page}", old.style, width, role=Role.LABEL)
        if len(label.lines) > 1:
            return strip
        return replace(strip, beside=(label, *rest)) if strip.beside else replace(strip, below=(label, *rest))

    return [[(x, y, led(strip)) for x, y, strip in strips] for strips in sheets]


def _below(slides: Sequence[Page], desk: Desk) -> Sheets:
    """Slides in columns, notes under them; what finds no room there stands after all slides, or after the only one."""
    box, columns = desk.paper.text, desk.grid.columns
    per = columns * desk.grid.rows
    rest: list[Strip] = []
    for start in range(0, len(slides), per):
        page: list[tuple[int, int, Strip]] = []
        for i, slide in enumerate(slides[start : start + per]):
            strip, *more = _cell(slide, desk)
            rest += more
            page.append((box.x + i % columns * (desk.cell_w + GAP), box.y + i // columns * desk.pitch, strip))
        yield page
        if per == 1:
            yield from _stacked(rest, desk)
            rest = []
    yield from _stacked(rest, desk)


def _cell(slide: Page, desk: Desk) -> Iterator[Strip]:
    """The slide over its number and notes; then notes that go on, over the whole width."""
    label, _, notes = _said(slide, desk, desk.cell_w)
    room = desk.pitch - AIR - UNDER_RULE - Strip(slide, desk.slide_w).slide_h - BELOW
    taken, rest = fill(notes, room - height([label]) - pt(SPACE))
    yield Strip(slide, desk.slide_w, below=(label, *(flow.para for flow in taken)))
    yield from _going_on(slide, [_reset(flow.para, desk) for flow in rest], desk)


def _beside(slides: Sequence[Page], desk: Desk) -> Sheets:
    return _stacked([strip for slide in slides for strip in _strips(slide, desk)], desk)


def _stacked(strips: Sequence[Strip], desk: Desk) -> Sheets:
    """Strips under one another; slides keep to the grid while notes let them."""
    box = desk.paper.text
    page: list[tuple[int, int, Strip]] = []
    y = box.y
    for strip in strips:
        slides = sum(1 for _, _, s in page if s.slide)
        if page and (y + strip.h > box.bottom or (strip.slide and slides == desk.grid.rows)):
            yield page
            page, y = [], box.y
        page.append((box.x, y, strip))
        y += max(desk.pitch if strip.slide else 0, strip.h + AIR)
    if page:
        yield page


def _strips(slide: Page, desk: Desk) -> Iterator[Strip]:
    """The slide with its notes. Where they are long the slide's title is not said again, then they go on below."""
    if desk.handed.get(slide.layout, Handed()).slide == "wide":
        yield from _wide(slide, desk)
        return
    label, title, notes = _said(slide, desk, desk.narrow)
    whole = Strip(slide, desk.slide_w, (label, title, *(flow.para for flow in notes)))
    if height(whole.beside) <= whole.slide_h or not notes:
        yield whole if height(whole.beside) <= whole.slide_h else replace(whole, beside=(label,))
        return
    taken, rest = fill(notes, whole.slide_h - height([label]) - pt(SPACE))
    first = replace(whole, beside=(label, *(flow.para for flow in taken)))
    room = desk.paper.text.h - UNDER_RULE - first.slide_h - BELOW
    below, more = fill([_reset(flow.para, desk) for flow in rest], room)
    yield replace(first, below=tuple(flow.para for flow in below))
    yield from _going_on(slide, more, desk)


def _wide(slide: Page, desk: Desk) -> Iterator[Strip]:
    """The slide as wide as the text, its number and notes below."""
    w = desk.paper.text.w
    label, _, notes = _said(slide, desk, w)
    strip = Strip(slide, w)
    taken, rest = fill(notes, desk.paper.text.h - strip.h - BELOW - height([label]) - pt(SPACE))
    yield replace(strip, below=(label, *(flow.para for flow in taken)))
    yield from _going_on(slide, rest, desk)


def _said(slide: Page, desk: Desk, width: int) -> tuple[Para, Para, list[Flow]]:
    """What is said of a slide in text of a width: its number, its title, its notes."""
    sheet = desk.sheet
    style = desk.style
    number = f"{sheet.words('slide')} {slide.number}" + (f" | {sheet.words('backup')}" if slide.backup else "")
    label = sheet.para(number, style.but(colour="muted"), width, role=Role.LABEL)
    title = sheet.para(slide.title, sheet.style("brief-box-head"), width, role=Role.LABEL, space_before=1)
    notes = [
        Flow(sheet.para((Run(text, lang=language),), style, width, space_before=SPACE, path=path))
        for text, path, language in notes_of(slide)
    ]
    return label, title, notes


def _going_on(slide: Page, notes: Sequence[Flow], desk: Desk) -> Iterator[Strip]:
    """Notes that found no room with their slide, over the whole width."""
    sheet, more = desk.sheet, list(notes)
    style = desk.style.but(colour="muted")
    words = f"{sheet.words('slide')} {slide.number}, {sheet.words('table-continued')}"
    again = sheet.para(words, style, desk.paper.text.w, role=Role.LABEL)
    while more:
        part, more = fill(more, desk.paper.text.h - UNDER_RULE - height([again]) - pt(SPACE), orphans=1, apart=True)
        yield Strip(None, 0, more=(again, *(flow.para for flow in part)), number=slide.number)


def _reset(para: Para, desk: Desk) -> Flow:
    """What is left of a paragraph, set over the whole width."""
    element = para.element
    wide = desk.sheet.para(para.text, para.style, desk.paper.text.w, space_before=4, path=para.path, element=element)
    return Flow(wide)


def _draw(strip: Strip, x: int, y: int, desk: Desk) -> Iterator[Item]:
    w = desk.cell_w if strip.slide else desk.paper.text.w
    yield rule(x, y, w, "ink", 1.33)
    top = y + UNDER_RULE
    foot_y = top + strip.slide_h
    if strip.slide:
        yield PlacedPage(
            box=Box(x, top, strip.w, strip.slide_h), page=strip.slide, name=strip.slide.title,
            anchor_id=strip.slide.anchor_id,
        )  # fmt: skip
    if strip.beside:
        aside = x + strip.w + GAP
        yield text_item(Box(aside, top, desk.narrow, height(strip.beside)), strip.beside, size_role="brief-note")
    under = (*strip.more, *strip.below)
    if under:
        spot = Box(x, foot_y + (BELOW if strip.slide else 0), w, height(under))
        yield text_item(spot, under, size_role="brief-note")
    if strip.slide and strip.w <= desk.slide_w:  # a wide one takes the room of its lines
        yield from _lines_below(strip, x, y, desk) if desk.lines_below else _lines_beside(strip, x, y, desk)


def _lines_below(strip: Strip, x: int, y: int, desk: Desk) -> Iterator[Item]:
    """Lines to write on, under what is under the slide."""
    room = min(y + desk.pitch - LINE_AIR, desk.paper.text.bottom) - (y + strip.h)
    n = min(desk.grid.lines, room // LINE_PITCH)
    for i in range(1, n + 1):
        yield rule(x, y + strip.h + i * LINE_PITCH, desk.cell_w)


def _lines_beside(strip: Strip, x: int, y: int, desk: Desk) -> Iterator[Item]:
    """Lines to write on, at the foot of the notes beside the slide; without notes, as many as there is room for."""
    foot_y = y + UNDER_RULE + strip.slide_h
    spare = foot_y - (y + UNDER_RULE + height(strip.beside))
    noted = any(para.role is Role.BODY for para in strip.beside)
    n = min(desk.grid.lines if noted else MOST_LINES, spare // LINE_PITCH)
    for i in range(n if n > 1 else 0):
        yield rule(x + strip.w + GAP, foot_y - i * LINE_PITCH, desk.narrow)


def _bookmarks(deck: Document, sheets: Sequence[Sequence[tuple[int, int, Strip]]]) -> Iterator[Bookmark]:
    """The deck's bookmarks, on the pages where its slides stand."""
    where = {s.slide.number: (n, y) for n, strips in enumerate(sheets, 1) for _, y, s in strips if s.slide}
    for mark in deck.bookmarks:
        if mark.page in where:
            page, y = where[mark.page]
            yield replace(mark, page=page, y=y)


__all__ = ["plan_handout"]
