"""In: the report, its headings, their pages. Out: the first page's pieces: head or cover, summary, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import Figure, Run, Runs, Text
from exporter.plan.brief.paper import FIRST_TOP, Desk, edition, even, joined, painted
from exporter.plan.brief.pieces import Caption, Mark, Piece
from exporter.plan.draft import report_name
from exporter.plan.icons import icon_item
from exporter.plan.sheet import BAR, GAP, part_of, rule, shape, text_item
from exporter.plan.titles import balance
from exporter.text import height

PageOf = Mapping[str, int]
"""Page number of each anchor; empty while the pages are not made yet."""
HIGHEST = px(560)
"""A summary panel or a cover taller than this is set in rows that can part."""
DEEP = px(432)
"""Height of the cover's block."""
HEADLINE = 3
"""Lines above which a headline takes the whole width."""
STRIP = 8
"""Entries up to which contents stand side by side."""
SECOND_LEVEL = 24
"""Entries up to which contents show two levels."""
ICON = px(24)
"""Beside a figure."""
NARROW = 3
"""Lines that the words under a figure may take in a third of the width."""
PAGE_W = px(28)
"""Room for a page number in contents, at least."""


def front(desk: Desk, marks: Sequence[Mark], captions: Sequence[Caption], pages: PageOf) -> Iterator[Piece]:
    """Head or cover, then contents and summary in the order of the voice. Heights do not depend on `pages`.

    Lists of tables and figures follow the contents where the audience wants them.
    """
    summary = list(_summary(desk)) if desk.audience.part("summary") is not False else []
    covered = desk.voice.get("head") in ("cover", "band")
    cover = _cover(desk) if covered else None
    head = cover or _head(desk)
    contents = list(_contents(desk, marks, pages, sum(p.before + p.height for p in (head, *summary))))
    if desk.audience.part("lists"):
        contents += lists(desk, captions, pages)
    yield head
    yield from (*summary, *contents) if cover else (*contents, *summary)


def _contents(desk: Desk, marks: Sequence[Mark], pages: PageOf, used: int) -> Iterator[Piece]:
    """Contents as the voice wants them; a strip of too many cells is set in rows. `used` is the room of the rest."""
    wanted = desk.voice.get("contents", "strip")
    top = [m for m in marks if m.level == 1]
    if wanted == "none":
        return
    if len(marks) > 1 and (wanted == "levels" or len(top) > STRIP):
        yield from _levels(desk, marks, pages, desk.paper.text.h - used)
    elif len(top) > 2 and desk.air.contents:
        yield from _strip(desk, top, pages)


# ---- head and cover -------------------------------------------------------------------------------------------------


def _head(desk: Desk) -> Piece:
    """Edition and date over the headline, the standfirst below."""
    line = _edition_line(desk, "accent", "muted")
    width = round(desk.w * 0.8)
    title, inset = _title(desk, width)
    if len(title.lines) > HEADLINE:
        wide, own = _title(desk, desk.w)
        if len(wide.lines) < len(title.lines):
            title, inset, width = wide, own, desk.w
    lead, paths = _lead(desk, round(desk.w * 0.82), "text2")
    y_title = line[1] + px(13)
    y_lead = y_title + height([title]) + px(18)
    return Piece(
        y_lead + height(lead) if lead else y_title + height([title]),
        (
            *_title_items(desk, title, inset, y_title, width),
            *line[0],
            *_lead_items(desk, lead, paths, y_lead, round(desk.w * 0.82)),
        ),
    )


def _cover(desk: Desk) -> Piece | None:
    """A deep block over the whole width of the page; None for a headline that would fill the page.

    A cover has a height of its own, a band only that of its text.
    """
    least, air = (DEEP, 1.0) if desk.voice.get("head") == "cover" else (0, 0.7)
    width = round(desk.w * 0.9)
    title, inset = _title(desk, width)
    lead, paths = _lead(desk, round(desk.w * 0.8), "deep-text")
    line = _edition_line(desk, "on-deep", "deep-text")
    top = px(desk.paper.top)  # the block begins at the paper's edge, above the text
    below = height([title]) + px(22 * air) + height(lead) + px(48 * air)
    y_title = max(min(px(152), least - below), px(FIRST_TOP) + line[1] + px(24 * air))
    y_lead = y_title + height([title]) + px(22 * air)
    deep = max(least, y_title + below)
    if deep > HIGHEST:
        return None
    items: list[Item] = [shape("rect", Box(0, -top, desk.paper.size[0], deep), fill="deep")]
    items += _title_items(desk, title, inset, y_title - top, width)
    items += (replace(i, box=replace(i.box, y=i.box.y + px(FIRST_TOP) - top)) for i in line[0])
    items += _lead_items(desk, lead, paths, y_lead - top, round(desk.w * 0.8))
    return Piece(deep - top + px(8), tuple(items))


def _title(desk: Desk, width: int) -> tuple[Para, int]:
    """The headline, balanced, and the right inset that does it."""
    text = desk.report.headline or desk.report.title
    found = balance(text, desk.sheet, Box(0, 0, width, px(400)), "brief-title", most=4)
    if found:
        return found.para, found.inset
    last = desk.sheet.steps("brief-title") - 1
    return desk.sheet.para(text, desk.sheet.style("brief-title", last), width, role=Role.TITLE), 0


def _title_items(desk: Desk, title: Para, inset: int, y: int, width: int) -> Iterator[Item]:
    yield text_item(
        Box(desk.x, y, width, height([title])), (title,), size_role="brief-title", role=Role.TITLE,
        insets=(0, 0, inset, 0),
    )  # fmt: skip


def _lead(desk: Desk, width: int, colour: str) -> tuple[tuple[Para, ...], tuple[str, ...]]:
    """The standfirst; without one the report's name, when the headline stands in its place."""
    report, style = desk.report, desk.sheet.style("brief-standfirst", colour=colour)
    if report.standfirst:
        return (desk.sheet.para(report.standfirst, style, width),), ()
    if report.headline:
        paths = tuple(t.path for t in (report.title, report.edition) if t)
        return (desk.sheet.para(report_name(report), style, width),), paths
    return ((desk.sheet.para(report.edition, style, width),) if report.edition else ()), ()


def _lead_items(desk: Desk, lead: tuple[Para, ...], paths: tuple[str, ...], y: int, width: int) -> Iterator[Item]:
    if lead:
        yield text_item(Box(desk.x, y, width, height(lead)), lead, size_role="brief-standfirst", paths=paths)


def _edition_line(desk: Desk, left: str, right: str) -> tuple[list[Item], int]:
    """ "Executive brief" and "Status report | authors | 3 February 2026" on one line; and its height."""
    report, sheet = desk.report, desk.sheet
    style = sheet.style("brief-running").larger(0.5, 1)
    name = sheet.para(edition(desk), style.but(colour=left, bold=True), desk.w * 2 // 5, role=Role.LABEL)
    parts = [t for t in (report.kind, *report.authors) if t]
    written, day = report.date_text, report.date
    dated = written.runs if written else (Run(sheet.words.date(day)),) if day else ()
    paths = [t.path for t in parts] + ([report.date_text.path] if report.date_text else [])
    items: list[Item] = [text_item(Box(desk.x, 0, desk.w * 2 // 5, height([name])), (name,), size_role="brief-running")]
    tall = height([name])
    runs = joined(*(t.runs for t in parts), dated, by=BAR)
    if runs:
        w = desk.w * 3 // 5 - px(12)
        para = sheet.para(runs, style.but(colour=right, align="right"), w, role=Role.LABEL)
        tall = max(tall, height([para]))
        spot = Box(desk.x + desk.w - w, 0, w, height([para]))
        items.append(text_item(spot, (para,), size_role="brief-running", paths=tuple(paths)))
    return items, tall


# ---- summary --------------------------------------------------------------------------------------------------------


def _summary(desk: Desk) -> Iterator[Piece]:
    """The executive panel; in the technical voice, or when it gets too high, rows under hairlines."""
    if not desk.report.summary:
        return
    panel = None if desk.numbered else _panel(desk, desk.report.summary, desk.report.summary_headline)
    if panel and panel.height <= HIGHEST:
        yield panel
        return
    yield _small_head(desk, desk.report.summary_headline or desk.sheet.words("brief-summary"))
    yield from figure_rows(desk, desk.report.summary)


def _panel(desk: Desk, summary: Sequence[Figure], headline: Text | None) -> Piece:
    """Figures two by two, or three by three, on a tint, under the summary's claim; cut between its rows."""
    pad, top, gap = px(20), px(desk.air.panel), px(desk.air.block) * 4 // 7
    lead = _lead_of(desk, desk.report.summary)
    across, width = _across(desk, desk.report.summary, desk.w - 2 * pad, px(32), _figure, lead)
    items: list[Item] = []
    y = top
    if headline:
        head = even(desk, headline, "brief-h2", desk.w - 2 * pad, Role.H1)
        items.append(
            text_item(Box(desk.x + pad, y, desk.w - 2 * pad, height([head])), (head,), size_role="brief-h2",
                      role=Role.H1, anchor_id="summary")
        )  # fmt: skip
        y += height([head]) + px(14)
    for i in range(0, len(summary), across):
        figures = summary[i : i + across]
        cells = [_figure(desk, f, width - lead) for f in figures]
        for j, (cell, figure) in enumerate(zip(cells, figures, strict=True)):
            spot = Box(desk.x + pad + j * (width + px(32)), y, width, height(cell))
            items += _iconed(desk, figure, cell, spot, lead)
        y += max(map(height, cells)) + gap
    tall = y - gap + top
    ground = shape("rect", Box(desk.x, 0, desk.w, tall), fill="tint")

    def cut(room: int, must: bool) -> tuple[Piece, Piece] | None:
        for n in range((len(summary) - 1) // across * across, 0, -across):
            above = _panel(desk, summary[:n], headline)
            if above.height <= room:
                return above, _panel(desk, summary[n:], None)
        return None

    return Piece(tall, (ground, *items), before=px(20), cut=cut)


def _lead_of(desk: Desk, figures: Sequence[Figure]) -> int:
    """How far right of their icons figures stand; 0 without icons."""
    return ICON + px(12) if desk.sheet.theme.look.icons and any(figure.icon for figure in figures) else 0


def _iconed(desk: Desk, figure: Figure, cell: tuple[Para, ...], spot: Box, lead: int, **more: Any) -> Iterator[Item]:
    """The figure's texts, and left of them its icon on the line of the figure."""
    if figure.icon and lead:
        first = cell[0].style
        place = Box(spot.x, spot.y + (pt(first.line) - ICON) // 2, ICON, ICON)
        yield icon_item(figure.icon, desk.sheet.theme.icons[figure.icon.name], place, first.colour)
    spot = Box(spot.x + lead, spot.y, spot.w - lead, spot.h)
    yield text_item(spot, cell, size_role="brief-note", **more)


def _figure(desk: Desk, figure: Figure, width: int) -> tuple[Para, ...]:
    """The figure large, its label bold, its support."""
    sheet = desk.sheet
    style = sheet.style("brief-figure", colour="highlight" if figure.emphasis else "accent")
    paras = [sheet.para(figure.figure, style, width, role=Role.LABEL)]
    if figure.label:
        paras.append(sheet.para(figure.label, sheet.style("brief-box-head"), width, space_before=1))
    if figure.support:
        paras.append(sheet.para(figure.support, sheet.style("brief-box-text"), width, space_before=2))
    return tuple(paras)


def _across(
    desk: Desk,
    figures: Sequence[Figure],
    room: int,
    gap: int,
    make: Callable[[Desk, Figure, int], tuple[Para, ...]],
    lead: int,
) -> tuple[int, int]:
    """How many figures stand side by side, and how wide each is: two, or three where two would leave one alone.

    So only where a third of the width does for them: the figure on a line, what it says on two or three.
    """
    third = (room - 2 * gap) // 3
    if len(figures) % 2 and len(figures) % 3 == 0:
        cells = [make(desk, figure, third - lead) for figure in figures]
        lines = [[len(para.lines) for para in cell] for cell in cells]
        if all(first == 1 and all(n <= NARROW for n in more) for first, *more in lines):
            return 3, third
    return 2, (room - gap) // 2


def figure_rows(desk: Desk, figures: Sequence[Figure]) -> Iterator[Piece]:
    """Figures in two or three columns under hairlines; in the technical voice "Figure: label" is one bold line."""
    make = _named_figure if desk.numbered else _figure
    lead = _lead_of(desk, figures)
    across, width = _across(desk, figures, desk.w, GAP, make, lead)
    for i in range(0, len(figures), across):
        row = figures[i : i + across]
        cells = [make(desk, f, width - lead) for f in row]
        items: list[Item] = []
        for j, (cell, figure) in enumerate(zip(cells, row, strict=True)):
            x = desk.x + j * (width + GAP)
            paths = (figure.label.path,) if desk.numbered and figure.label else ()
            items.append(rule(x, 0, width))
            items += _iconed(desk, figure, cell, Box(x, px(10), width, height(cell)), lead, paths=paths)
        yield Piece(max(map(height, cells)) + px(22), tuple(items))


def _named_figure(desk: Desk, figure: Figure, width: int) -> tuple[Para, ...]:
    sheet = desk.sheet
    runs = joined(figure.figure.runs, figure.label.runs if figure.label else (), by=": ")
    style = sheet.style("brief-figure", colour="highlight" if figure.emphasis else "accent", bold=True)
    paras = [sheet.para(runs, style, width, path=figure.figure.path, role=Role.LABEL)]
    if figure.support:
        paras.append(sheet.para(figure.support, sheet.style("brief-box-text"), width, space_before=2))
    return tuple(paras)


def _small_head(desk: Desk, text: Text | str) -> Piece:
    para = desk.sheet.para(text, desk.sheet.style("brief-h2").larger(1.5, 2), desk.w, role=Role.H1)
    tall = height([para])
    item = text_item(Box(desk.x, 0, desk.w, tall), (para,), size_role="brief-h2", role=Role.H1)
    return Piece(tall + px(8), (item,), before=px(20), keep=True)


# ---- contents -------------------------------------------------------------------------------------------------------


def _strip(desk: Desk, marks: Sequence[Mark], pages: PageOf) -> Iterator[Piece]:
    """Contents in cells side by side, up to four a row: number, title, page."""
    usual, right = 3 if len(marks) in (3, 5, 6) else 4, _page_w(desk)
    cells: list[tuple[Para, Para]] = []
    for per in range(usual, 1, -1):
        width = (desk.w - GAP * (per - 1)) // per
        cells = [_entry(desk, mark, pages, width - right, numbered=True) for mark in marks]
        if not any(
            mark.number and title.lines[0].text == mark.number for mark, (title, _) in zip(marks, cells, strict=True)
        ):
            break  # else a long word has left its number alone on a line
    for i in range(0, len(marks), per):
        items: list[Item] = []
        tall = 0
        for j, (mark, (title, page)) in enumerate(zip(marks[i : i + per], cells[i : i + per], strict=True)):
            x = desk.x + j * (width + GAP)
            items.append(rule(x, 0, width, "ink"))
            items.append(_toc(Box(x, px(8), width - right, height([title])), title, mark))
            items.append(_toc(Box(x + width - right, px(8), right, height([page])), page, mark))
            tall = max(tall, height([title]))
        yield Piece(tall + px(10), tuple(items), before=px(10 + desk.air.block // 2) if not i else px(8))


def _levels(desk: Desk, marks: Sequence[Mark], pages: PageOf, room: int) -> Iterator[Piece]:
    """Contents in rows between hairlines: two levels, or one when that keeps them in `room`, or when they are many."""
    both = [m for m in marks if m.level <= 2]
    top = [m for m in marks if m.level == 1]
    row = pt(desk.sheet.style("brief-toc").line) + px(12)
    high = px(20) + pt(17) + px(8)
    two = high + row * len(both) <= room or (high + row * len(top) > room and len(both) <= SECOND_LEVEL)
    shown = both if two or not top else top
    yield _small_head(desk, desk.sheet.words("contents"))
    yield from _entries(desk, shown, pages)


def lists(desk: Desk, captions: Sequence[Caption], pages: PageOf) -> Iterator[Piece]:
    """Tables, then figures, each list under its head."""
    for kind in ("tables", "figures"):
        shown = [caption.mark for caption in captions if caption.kind == kind]
        if shown:
            yield _small_head(desk, desk.sheet.words(kind))
            yield from _entries(desk, shown, pages)


def _entries(desk: Desk, shown: Sequence[Mark], pages: PageOf) -> Iterator[Piece]:
    """Rows between hairlines: number, title, page."""
    indent = max(px(36), *(_number_w(desk, m) for m in shown))
    right = _page_w(desk)
    for n, mark in enumerate(shown):
        title, page = _entry(desk, mark, pages, desk.w - indent - px(48))
        items: list[Item] = [rule(desk.x, 0, desk.w)]
        if mark.number:
            colour = "accent" if mark.level == 1 else "muted"
            number = desk.sheet.para(mark.number, title.style.but(colour=colour), indent, role=Role.TOC)
            items.append(_toc(Box(desk.x, px(6), indent, height([number])), number, mark))
        items.append(_toc(Box(desk.x + indent, px(6), desk.w - indent - px(48), height([title])), title, mark))
        items.append(_toc(Box(desk.x + desk.w - right, px(6), right, height([page])), page, mark))
        yield Piece(height([title]) + px(12), tuple(items), keep=n < 2 and n < len(shown) - 1)


def _page_w(desk: Desk) -> int:
    return max(PAGE_W, desk.sheet.width("0000", desk.sheet.style("brief-toc")) + px(2))


def _number_w(desk: Desk, mark: Mark) -> int:
    return desk.sheet.width(mark.number, desk.sheet.style("brief-toc", bold=True)) + px(12)


def _entry(desk: Desk, mark: Mark, pages: PageOf, width: int, numbered: bool = False) -> tuple[Para, Para]:
    """The title as a link in the colour of the text, its number before it in accent; and the page."""
    style = desk.sheet.style("brief-toc", bold=mark.level == 1 and not numbered)
    runs: Runs = (Run(mark.title, link=f"#{mark.anchor}"),)
    lead = numbered and mark.number
    if lead:
        runs = (Run(f"{mark.number}  ", bold=True), *runs)
    title = desk.sheet.para(runs, style, width, role=Role.TOC)
    title = painted(title, lambda n, span: "accent" if lead and not n else style.colour)
    number = str(pages.get(mark.anchor, "") or "")
    page = desk.sheet.para(number, style.but(align="right", colour="muted"), _page_w(desk), role=Role.TOC)
    return title, page


def _toc(box: Box, para: Para, mark: Mark) -> Item:
    """A part of the entry of `mark`: number, title and page are one entry of the contents."""
    para = replace(part_of(f"toc-{mark.anchor}", para), level=mark.level - 1)
    return text_item(box, (para,), size_role="brief-toc", role=Role.TOC)
