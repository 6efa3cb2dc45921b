"""In: a planned deck. Out: the speaker's script: what is said to every slide, large, without the slides."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.audience import Entry, Fate, Selection
from exporter.model.geometry import Box, px
from exporter.model.page import Bookmark, Document, Item, Page, Para, Role, notes_of
from exporter.model.report import Run
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.paper import PAPERS, SIDE, SIDE_W, Paper, foot, running_head, sheet_of
from exporter.plan.brief.pieces import fill, tall
from exporter.plan.sheet import Sheet, part_of, rule, text_item
from exporter.text import height

UNDER_RULE = px(14)
AIR = px(26)
"""Between what is said to one slide and the next one's rule."""
SIZE, LINE = 13, 19
"""pt: type that is read standing, at arm's length."""
SPACE = 6
"""pt over a paragraph."""
LEAST_LINES = 3
"""Of a slide's notes that begin on the page of its heading."""


class Desk(Struct, frozen=True):
    paper: Paper
    sheet: Sheet

    @property
    def main(self) -> int:
        """Width of the text beside the slides' numbers."""
        return self.paper.text.w - SIDE


def plan_script(deck: Document, selection: Selection) -> Document:
    """A heading for every slide, its notes beside its number; long ones go on on the next page."""
    paper = PAPERS[selection.audience.paper or deck.theme.paper]
    density = deck.theme.densities[selection.audience.density]
    sheet = replace(sheet_of(deck.theme, density, paper, selection.report), marks={})
    desk = Desk(paper, sheet)
    made = list(_pages(deck, desk))
    pages = []
    for number, items in enumerate(made, 1):
        head = running_head(paper, sheet, selection.report.title.plain, sheet.words("script"))
        end = foot(paper, sheet, selection.report, selection.audience, number, len(made))
        pages.append(
            Page(number=number, size=paper.size, layout="script", items=(*head, *items, *end), title=deck.title,
                 anchor_id=f"page-{number}")
        )  # fmt: skip
    return replace(
        deck,
        format="script",
        pages=tuple(pages),
        colours=deck.theme.print_colours,
        bookmarks=tuple(_bookmarks(made)),
        sections=(),
        ledger=replace(deck.ledger, entries=tuple(_told(deck))),
    )


def _pages(deck: Document, desk: Desk) -> Iterator[list[Item]]:
    box = desk.paper.text
    items: list[Item] = []
    y = box.y
    for slide in deck.pages:
        rest = _flows(slide, desk)
        least = tall(fill(rest, px(10_000))[0][: 1 + LEAST_LINES])
        if items and y + UNDER_RULE + min(least, _first(rest)) > box.bottom:
            yield items
            items, y = [], box.y
        begun = False
        while rest:
            taken, rest = fill(rest, box.bottom - y - UNDER_RULE, apart=begun or not items)
            if not taken:  # no line fits below the heading
                yield items
                items, y = [], box.y
                continue
            paras = tuple(flow.para for flow in taken)
            items += _draw(slide, paras, y, desk, begun)
            y += UNDER_RULE + height(paras) + AIR
            begun = True
            if rest:
                yield items
                items, y = [], box.y
    if items:
        yield items


def _first(flows: list[Flow]) -> int:
    """Height of the heading and the first lines of what follows it."""
    heading, *others = flows
    lines = min(LEAST_LINES, len(others[0].para.lines)) if others else 0
    return height([heading.para]) + round(lines * px(LINE * 4 / 3))


def _flows(slide: Page, desk: Desk) -> list[Flow]:
    """The slide's title and what is said."""
    sheet = desk.sheet
    title = sheet.para(slide.title, sheet.style("brief-h2").larger(2, 3), desk.main, role=Role.H1)
    style = sheet.style("brief-cell", colour="ink").but(size=SIZE, line=LINE)
    notes = (
        Flow(sheet.para((Run(text, lang=language),), style, desk.main, space_before=SPACE, path=path))
        for text, path, language in notes_of(slide)
    )
    return [Flow(title, keep=bool(slide.notes)), *notes]


def _draw(slide: Page, paras: tuple[Para, ...], y: int, desk: Desk, again: bool) -> Iterator[Item]:
    sheet, box = desk.sheet, desk.paper.text
    yield rule(box.x, y, box.w, "ink", 1.33)
    words = f"{sheet.words('slide')} {slide.number}"
    if slide.backup:
        words += f" | {sheet.words('backup')}"
    if again:
        words += f", {sheet.words('table-continued')}"
    style = sheet.style("brief-h2", colour="accent")
    label = sheet.para(words, style, SIDE_W, role=Role.ARTIFACT if again else Role.LABEL)
    top = y + UNDER_RULE
    role = Role.ARTIFACT if again else Role.LABEL
    if not again:  # a screen reader says "Slide 3" and its title as one heading
        heading = f"heading-{slide.number}"
        label, paras = part_of(heading, label), (part_of(heading, paras[0]), *paras[1:])
    yield text_item(Box(box.x, top, SIDE_W, height([label])), (label,), size_role="brief-h2", role=role)
    main = Box(box.x + SIDE, top, desk.main, height(paras))
    yield text_item(main, paras, size_role="brief-cell", name=slide.title, anchor_id="" if again else slide.anchor_id)


def _bookmarks(made: list[list[Item]]) -> Iterator[Bookmark]:
    for number, items in enumerate(made, 1):
        for item in items:
            if item.anchor_id:
                yield Bookmark(1, item.name, number, item.box.y)


def _told(deck: Document) -> Iterator[Entry]:
    """The ledger: what stands on the slides alone is not in the script."""
    said = {path for page in deck.pages for path in page.note_paths}
    for entry in deck.ledger.entries:
        if entry.fate is Fate.LEFT_OUT or entry.path in said:
            yield entry
        else:
            yield replace(entry, fate=Fate.LEFT_OUT, rule="script: speaker notes only", to="", shown="")
