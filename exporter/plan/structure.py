"""In: the whole report. Out: the slides around its content: cover, agenda, section dividers, sources and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Cell, Item, Para, PlacedTable, Role, TableRow
from exporter.model.report import Report, Run, Runs, Section, Source, Text
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged
from exporter.plan.arrange.page_breaks import page_breaks
from exporter.plan.arrange.phrases import tidy
from exporter.plan.cover_strip import strip
from exporter.plan.draft import Draft, in_colour, part_title, report_name
from exporter.plan.icons import icons
from exporter.plan.move import moved
from exporter.plan.sheet import BAR, GAP, Sheet, part_of, rule, text_item
from exporter.plan.shorten import shortened
from exporter.plan.titles import balance
from exporter.plan.words import ranges
from exporter.text import height

DIVIDER_ICON = px(64)
"""Between the report's name and that of the section."""
ROWS_MOST = 8
"""Sections up to which the agenda gives each a row with its question and claim."""
Built = tuple[int, Callable[[int, int], list[Item]]]
"""A row on its way: its least height, and what draws it at (y, height)."""
LONG_TITLE = px(360)
"""Height of a cover's claim that leaves room for the words below it."""
COVER_LINE, COVER_MIDDLE = 120, 320
"""px: what stands higher is the line with the date; about where the middle of a cover's words is looked for."""
COVER_SMALL, COVER_FOOT = 632, 672
"""px: words that end lower are set smaller; where they end at the latest."""
COVER_LINES = 3
"""Lines of kind, date and authors."""
DIVIDER_FOOT, PROGRESS = 656, 592
"""px: where the words of a divider end, and where the sections begin that it shows at its foot."""
AGENDA_LINES = 4
"""Lines of a section's name in an index of many."""
AGENDA_ROWS = {"standard": 152, "board": 120, "dense": 112}
"""Height of an agenda row in px, when few sections leave room for it."""


def cover(report: Report, sheet: Sheet) -> Draft:
    """The first slide: kind and date, the claim of the whole, one sentence below it."""
    headline = report.headline or report.title
    x, w = sheet.column(1, 12)
    wide = sheet.column(1, 10)[1]
    items: list[Item] = []
    style = sheet.style("cover-text", 9, colour="deep-text").but(size=14, line=19)
    top = _cover_line(report, sheet, style, w)
    if top:
        para, shown = top
        items.append(
            text_item(
                Box(x, px(64), w, height([para])),
                (para,),
                size_role="detail",
                placeholder="date-line",
                role=Role.LABEL,
                paths=shown,
                name="Kind and date",
            )
        )
    box = Box(x, px(150), wide, px(280))
    found = balance(headline, sheet, box, "cover-title", most=4)
    if found is None:
        box = replace(box, w=w)
        found = balance(headline, sheet, box, "cover-title", most=6)
    if found and height([found.para]) > LONG_TITLE:
        found = None
    para, size_role = (found.para, "cover-title") if found else _long_title(headline, sheet, w)
    lines = len(para.lines)
    tall = round(pt(para.style.line) * lines)
    items.insert(
        0,
        text_item(
            Box(box.x, box.y, box.w, tall),
            (para,),
            size_role=size_role,
            placeholder="title",
            role=Role.TITLE,
            insets=(0, 0, found.inset if found else 0, 0),
            name="Title",
        ),
    )
    items += _cover_words(report, headline, sheet, box.y + tall + px(32))
    lowest = max(item.box.bottom for item in items)
    windows = strip(report, sheet, lowest + px(24))
    if not windows:
        items = _lowered(items, lowest)
    items += windows
    return Draft(
        "title",
        headline.runs,
        body=Arranged(tuple(items), 0),
        page="cover",
        background="deep",
        notes=(),
    )


def _cover_words(report: Report, headline: Text, sheet: Sheet, y: int) -> list[Item]:
    """The sentence under the claim, in smaller type where it is long; what has no room even so is in the notes."""
    text, paths = _standfirst(report, headline)
    if text is None:
        return []
    x, w = sheet.column(1, 12)
    style, small = sheet.style("cover-text"), sheet.style("cover-text", 9).but(size=14, line=19)
    paras, width = tidy(lambda width: [sheet.para(text, style, width)], sheet.column(1, 8)[1])
    if y + height(paras) > px(COVER_SMALL):
        paras, width = tidy(lambda width: [sheet.para(text, small, width)], w)
    if y + height(paras) > px(COVER_FOOT):
        plain = text.plain if isinstance(text, Text) else "".join(run.text for run in text)
        said = shortened(plain, lambda some: y + height([sheet.para(some, small, w)]) <= px(COVER_FOOT))
        paras, width, paths = (sheet.para(said, small, w),), w, ()
    box = Box(x, y, width, height(paras))
    return [text_item(box, paras, size_role="detail", placeholder="lead", paths=paths, name="Standfirst")]


def _lowered(items: list[Item], lowest: int) -> list[Item]:
    """Title and text of a cover with nothing at its foot, nearer to the middle; the line at the top stays."""
    top = min(item.box.y for item in items if item.box.y > px(COVER_LINE))
    down = px(8) * max(0, (px(COVER_MIDDLE) - (top + lowest) // 2) // px(8))
    return [moved(item, 0, min(down, px(96))) if item.box.y > px(COVER_LINE) else item for item in items]


def _cover_line(report: Report, sheet: Sheet, style: TextStyle, width: int) -> tuple[Para, tuple[str, ...]] | None:
    """ "Status report | 3 February 2026 | authors", and the facts it shows.

    Where it would take too many lines, a long part is cut to one: the notes have it in full.
    """
    parts: list[tuple[Runs, tuple[str, ...]]] = []
    if report.kind:
        parts.append((report.kind.runs, (report.kind.path,)))
    if report.date_text:
        parts.append((report.date_text.runs, (report.date_text.path,)))
    elif report.date:
        parts.append(((Run(sheet.words.date(report.date)),), ()))
    if report.authors:
        names = ", ".join(author.plain for author in report.authors)
        parts.append(((Run(names),), tuple(author.path for author in report.authors)))
    if not parts:
        return None

    def line(parts: Sequence[tuple[Runs, tuple[str, ...]]]) -> tuple[Para, tuple[str, ...]]:
        runs = tuple(run for i, (part, _) in enumerate(parts) for run in ([Run(BAR)] if i else []) + list(part))
        return sheet.para(runs, style, width, role=Role.LABEL), tuple(path for _, paths in parts for path in paths)

    def short(part: tuple[Runs, tuple[str, ...]]) -> tuple[Runs, tuple[str, ...]]:
        plain = "".join(run.text for run in part[0])
        cut = sheet.one_line(plain, style, width * 9 // 10)
        return part if cut == plain else ((Run(cut),), ())

    whole = line(parts)
    return whole if len(whole[0].lines) <= COVER_LINES else line([short(part) for part in parts])


def _long_title(headline: Text, sheet: Sheet, width: int) -> tuple[Para, str]:
    """A claim too long for the sizes of covers, in the largest that leaves room below it, and the role of that size."""
    cover = sheet.style("cover-title", 9)
    for role in ("cover-title", "title", "lead", "body"):
        look = sheet.style(role, 9)
        para = sheet.para(headline, cover.but(size=look.size, line=look.line), width, role=Role.TITLE)
        if height([para]) <= LONG_TITLE:
            return para, role
    said = shortened(
        headline.plain,
        lambda some: height([sheet.para(some, para.style, width)]) <= LONG_TITLE,
    )
    return sheet.para(said, para.style, width, role=Role.TITLE), role


def _standfirst(report: Report, headline: Text) -> tuple[Text | Runs | None, tuple[str, ...]]:
    """What stands under the claim, and the facts that it shows beside its own."""
    if report.standfirst or headline is report.title:
        return report.standfirst or report.edition, ()
    return report_name(report), tuple(text.path for text in (report.title, report.edition) if text)


def agenda(report: Report, sheet: Sheet, slides: Mapping[str, Sequence[int]]) -> list[Draft]:
    """The agenda: number, name and question, takeaway, slides; `slides` gives the numbers by section id.

    Up to six sections stand in rows, more in two columns, and so on over further slides.
    """
    sections = [s for s in report.sections if s.number]
    title = part_title(report.agenda, sheet.words("agenda"), sheet)
    if len(sections) > ROWS_MOST:
        return _agenda_index(sections, sheet, slides, title)
    box = sheet.body()
    room = box.h - px(24)
    rows = _agenda_rows(sections, sheet, slides, large=True)
    if sum(h for h, _ in rows) > room:
        rows = _agenda_rows(sections, sheet, slides, large=False)
    if any(h > room for h, _ in rows):
        return _agenda_index(sections, sheet, slides, title)
    drafts: list[Draft] = []
    pages = _stack([h for h, _ in rows], room)
    if len(pages) > 1 and _only_names(sections):
        return _agenda_index(sections, sheet, slides, title)
    for i, (start, end) in enumerate(pages):
        items: list[Item] = []
        y = box.y
        label = sheet.para(sheet.words("slides"), sheet.style("label").but(align="right"), px(172), role=Role.LABEL)
        top = max(px(sheet.density.frame.title[1]), y - px(16))
        items.append(text_item(Box(box.right - px(172), top, px(172), height([label])), (label,), size_role="label"))
        y = max(y, top + height([label]) + px(4))
        items.append(rule(box.x, y, box.w))
        share = _row_height(rows[start:end], box.bottom - y, sheet)
        for tall, build in rows[start:end]:
            h = max(tall, share)
            items += build(y, h)
            y += h
            items.append(rule(box.x, y, box.w))
        drafts.append(
            Draft(
                "agenda",
                title[0],
                title[1],
                Arranged(tuple(items), y - box.y),
                tracker=title[2],
                chain="agenda",
                index=i,
                of=len(pages),
            )
        )
    return drafts


def _agenda_index(
    sections: Sequence[Section], sheet: Sheet, slides: Mapping[str, Sequence[int]], title: tuple[Runs, str, str]
) -> list[Draft]:
    """Many sections: number, name and slides in two columns; their questions and claims stand where they belong."""
    box = sheet.body()
    columns = sheet.across(box, 2, px(48))
    name, small = sheet.style("subhead", 9), sheet.style("detail", 9, colour="muted")
    number_w, slides_w = px(48), px(80)
    entries = []
    for section in sections:
        width = link_w(columns[0], number_w, slides_w)
        link = _index_name(section, sheet, name, width)
        numbers = ranges(slides.get(section.id, ())) or "–"
        marks = sheet.para(section.number, name.but(colour="accent"), number_w, role=Role.LABEL)
        pages = sheet.para(numbers, small.but(align="right"), slides_w, role=Role.LABEL)
        tall = max(height([link]), height([pages])) + px(16)
        marks, link, pages = entry(section, (marks, link, pages))
        entries.append((tall, marks, link, pages))
    cuts = list(pairwise((0, *page_breaks([tall for tall, *_ in entries], box.h))))
    filled = [[range(*cut) for cut in cuts[i : i + 2]] for i in range(0, len(cuts), 2)]
    drafts = []
    for n, page in enumerate(filled):
        items: list[Item] = []
        lowest = box.y
        for spot, column in zip(columns, page, strict=False):
            y = spot.y
            for i in column:
                tall, marks, link, pages = entries[i]
                items.append(rule(spot.x, y, spot.w))
                top = y + px(8)
                items.append(text_item(Box(spot.x, top, number_w, height([marks])), (marks,), size_role="detail"))
                x = spot.x + number_w
                items.append(
                    text_item(
                        Box(x, top, link_w(spot, number_w, slides_w), height([link])),
                        (link,),
                        size_role="detail",
                        role=Role.TOC,
                    )
                )
                items.append(
                    text_item(Box(spot.right - slides_w, top, slides_w, height([pages])), (pages,), size_role="detail")
                )
                y += tall
            lowest = max(lowest, y)
        drafts.append(
            Draft(
                "agenda",
                title[0],
                title[1],
                Arranged(tuple(items), lowest - box.y),
                chain="agenda",
                index=n,
                of=len(filled),
                tracker=title[2],
            )
        )
    return drafts


def _index_name(section: Section, sheet: Sheet, style: TextStyle, width: int) -> Para:
    """A section's name as a link; the beginning of one that takes too many lines: it stands in full over its slides."""
    link = sheet.para(_linked(section.title, section.id), style, width, role=Role.TOC, path=section.title.path)
    if len(link.lines) > AGENDA_LINES:
        said = shortened(section.title.plain, lambda some: len(sheet.para(some, style, width).lines) <= AGENDA_LINES)
        link = sheet.para((Run(said, link=f"#{section.id}"),), style, width, role=Role.TOC)
    return in_colour(link, style.colour)


def entry(section: Section, paras: Iterable[Para]) -> list[Para]:
    """What stands in several boxes of an agenda is one entry of it, to a screen reader."""
    return [replace(part_of(f"agenda-{section.id}", para), role=Role.TOC) for para in paras]


def link_w(column: Box, number_w: int, slides_w: int) -> int:
    """Room of a section's name between its number and its slides."""
    return column.w - number_w - slides_w - px(16)


def _row_height(rows: Sequence[Built], room: int, sheet: Sheet) -> int:
    least = max(tall for tall, _ in rows)
    wish = min(px(AGENDA_ROWS.get(sheet.density.name, 120)), room // len(rows))
    return max(wish, least) if least * len(rows) <= room else 0


def _stack(heights: Sequence[int], room: int) -> list[tuple[int, int]]:
    """(first, after last) of the rows on each page, evenly filled."""
    pages = 1
    while True:
        per = -(-len(heights) // pages)
        cuts = [(i, min(i + per, len(heights))) for i in range(0, len(heights), per)]
        if all(sum(heights[a:b]) <= room for a, b in cuts) or pages >= len(heights):
            return cuts
        pages += 1


def _agenda_rows(
    sections: Sequence[Section], sheet: Sheet, slides: Mapping[str, Sequence[int]], large: bool
) -> list[Built]:
    """The rows; `large` numerals stand out where there is room for them."""
    name = sheet.style("subhead").but(font="heading", size=20, line=26, bold=sheet.theme.fonts["heading"].bold)
    if sheet.dense or len(sections) > 5:
        name, large = sheet.style("subhead"), False
    numeral = sheet.style("figure") if large else name.but(colour="accent", font="body")
    text = sheet.style("body" if len(sections) <= 5 else "detail", colour="text2")
    wide = 10 if _only_names(sections) else 6
    return [_agenda_row(s, sheet, slides.get(s.id, ()), numeral, name, text, wide) for s in sections]


def _only_names(sections: Iterable[Section]) -> bool:
    """Whether no section says in the agenda what it is about."""
    return not any(section.question or section.headline for section in sections)


def _agenda_row(
    section: Section, sheet: Sheet, numbers: Sequence[int], numeral: TextStyle, name: TextStyle, text: TextStyle,
    wide: int,
) -> Built:  # fmt: skip
    """One row: its least height, and the function that draws it. `wide` is the last column of the name."""
    x0, w0 = sheet.column(1, 1)
    x1, w1 = sheet.column(2, wide)
    x2, w2 = sheet.column(7, 10)
    x3, w3 = sheet.column(11, 12)
    big = sheet.para(section.number, numeral, w0, role=Role.LABEL)
    link = sheet.para(_linked(section.title, section.id), name, w1, role=Role.TOC, path=section.title.path)
    left = [in_colour(link, name.colour)]
    if section.question:
        left.append(sheet.para(section.question, text.but(colour="muted"), w1, space_before=4))
    right: Sequence[Para] = ()
    if headline := section.headline:
        right, w2 = tidy(lambda w: [sheet.para(headline, text, w)], w2)
    last = sheet.para(ranges(numbers) if numbers else "–", text.but(align="right", colour="muted"), w3, role=Role.LABEL)
    (big, last), left, right = entry(section, (big, last)), entry(section, left), entry(section, right)
    tall = max(height(left), height(right) if right else 0, height([big])) + px(24)

    def build(y: int, h: int) -> list[Item]:
        pad = px(24) if h >= max(px(100), tall + px(24)) else px(12)  # as much below the words as above
        items: list[Item] = [text_item(Box(x0, y + pad, w0, height([big])), (big,), size_role="subhead")]
        items.append(text_item(Box(x1, y + pad, w1, height(left)), left, size_role="detail", role=Role.TOC))
        if right:
            items.append(text_item(Box(x2, y + pad, w2, height(right)), right, size_role="detail"))
        items.append(text_item(Box(x3, y + pad, w3, height([last])), (last,), size_role="detail"))
        return items

    return tall, build


def _linked(text: Text, anchor: str) -> Runs:
    """The words as a link within the document, in their own colour."""
    return tuple(replace(run, link=f"#{anchor}") for run in text.runs)


def divider(
    section: Section, sections: Sequence[Section], report: Report, sheet: Sheet, region: Region
) -> Draft:  # fmt: skip
    """A divider: the section's numeral and name, its takeaway, and where it stands among the others."""
    x, w = sheet.column(1, 12)
    tx, tw = sheet.column(3, 11)
    items: list[Item] = []
    found = balance(section.title, sheet, Box(tx, px(200), tw, px(208)), "section-title", most=3)
    progress = _progress(section, sections, sheet)
    foot = px(PROGRESS - 24 if progress else DIVIDER_FOOT)
    title = found.para if found else _divider_title(section, sheet, tw, foot - px(192))
    tall = pt(title.style.line) * len(title.lines)
    items.append(
        text_item(
            Box(tx, px(192), tw, tall),
            (title,),
            size_role="section-title",
            placeholder="title",
            role=Role.TITLE,
            insets=(0, 0, found.inset if found else 0, 0),
            name="Title",
        )
    )
    look = sheet.style("detail", 9, colour="deep-text").but(size=14, line=19)
    name = shortened(report.title.plain, lambda some: len(sheet.para(some, look, w).lines) <= COVER_LINES)
    top = sheet.para(report.title if name == report.title.plain else name, look, w, role=Role.LABEL)
    items.append(
        text_item(Box(x, px(64), w, height([top])), (top,), size_role="detail", placeholder="date-line", name="Report")
    )
    numeral = sheet.para(section.number, sheet.style("section-numeral"), sheet.column(1, 2)[1] + GAP, role=Role.LABEL)
    items.append(
        text_item(
            Box(x, px(168), sheet.column(1, 2)[1] + GAP, height([numeral])),
            (numeral,),
            size_role="section-numeral",
            placeholder="numeral",
            role=Role.LABEL,
            name="Section number",
        )
    )
    shown = icons(sheet, region, "above", "deep-text")
    if section.icon and shown.where:
        items.append(shown.item(section.icon, Box(tx, px(104), DIVIDER_ICON, DIVIDER_ICON)))
    lead = section.headline or section.question
    if lead:
        look, room = sheet.style("cover-text", colour="deep-text"), sheet.column(3, 10)[1]
        paras, width = tidy(lambda w: [sheet.para(lead, look, w)], room)
        if px(192) + tall + px(20) + height(paras) <= foot:  # else the section says it
            items.append(
                text_item(
                    Box(tx, px(192) + tall + px(20), room, height(paras)),
                    paras,
                    size_role="detail",
                    insets=(0, 0, room - width, 0),
                    placeholder="lead",
                    name="Takeaway",
                )
            )
    items += progress
    return Draft(
        "divider",
        section.title.runs,
        section.title.path,
        Arranged(tuple(items), 0),
        section=section,
        page="divider",
        background="deep",
        anchors=(section.id,),
    )


def _divider_title(section: Section, sheet: Sheet, width: int, room: int) -> Para:
    """A name that is too long for the sizes of dividers in the smallest, as much of it as there is room for."""
    style = sheet.style("section-title", 9)
    whole = sheet.para(section.title, style, width, role=Role.TITLE)
    if height([whole]) <= room:
        return whole
    said = shortened(section.title.plain, lambda some: height([sheet.para(some, style, width)]) <= room)
    return sheet.para(said, style, width, role=Role.TITLE)


def _progress(section: Section, sections: Sequence[Section], sheet: Sheet) -> list[Item]:
    """The sections side by side at the foot, this one marked."""
    if not 1 < len(sections) <= 6:
        return []
    x, w = sheet.column(1, 12)
    items: list[Item] = []
    for box, other in zip(sheet.across(Box(x, px(592), w, px(72)), len(sections)), sections, strict=True):
        here = other.id == section.id
        items.append(rule(box.x, box.y, box.w, "on-deep" if here else "deep-rule", 3 if here else 1))
        style = sheet.style("detail", 9, colour="on-deep" if here else "deep-text", bold=here).but(size=12, line=16)
        runs = (Run(f"{other.number}  "), *other.title.runs)
        para = sheet.para(runs, style, box.w, role=Role.LABEL)
        if len(para.lines) > 3:
            continue
        items.append(text_item(Box(box.x, box.y + px(12), box.w, height([para])), (para,), size_role="detail"))
    return items


def sources(report: Report, sheet: Sheet, slides: Mapping[str, Sequence[int]]) -> Draft | None:
    """Sources on the left, notes to read with care on the right; None when they do not fit one slide."""
    box = sheet.body()
    left_x, left_w = sheet.column(1, 5)
    right_x, right_w = sheet.column(7, 12)
    size = "body" if sheet.board else "detail"
    items: list[Item] = [rule(left_x, box.y, left_w, "ink", 2)]
    head = sheet.para(sheet.words("source"), sheet.style("subhead", 2), left_w, role=Role.H2)
    paras: list[Para] = [head]
    for text, style, gap in _source_texts(report, sheet, size):
        paras.append(
            sheet.para(text, style, left_w, space_before=gap, path=text.path if isinstance(text, Text) else "")
        )
    y = box.y + px(12)
    items.append(
        text_item(
            Box(left_x, y, left_w, height(paras)),
            paras,
            size_role="detail",
            paths=() if report.sources else tuple(text.path for text in (report.title, report.edition) if text),
        )
    )
    y += height(paras)
    bottom = box.y
    if report.notes:
        table = _where(report, sheet, slides, Box(left_x, y + px(28), left_w, box.bottom - y - px(28)))
        right, bottom = _care(report, sheet, Box(right_x, box.y, right_w, box.h))
    else:
        table, right = _where(report, sheet, slides, Box(right_x, box.y, right_w, box.h), beside=True), []
    if table:
        items += table
        y = y if right_x == table[-1].box.x else table[-1].box.bottom
        bottom = max(bottom, table[-1].box.bottom)
    items += right
    if max(y, bottom) > box.bottom:
        return None
    title, path, tracker = part_title(report.notes_headline, sheet.words("sources"), sheet)
    return Draft(
        "sources",
        title,
        path,
        Arranged(tuple(items), max(y, bottom) - box.y),
        tracker=tracker,
        anchors=("sources",),
    )


def _source_texts(report: Report, sheet: Sheet, size: str) -> Iterator[tuple[Text | Runs, TextStyle, float]]:
    """The sources as paragraphs; a report without any names itself."""
    if not report.sources:
        name = tuple(replace(run, italic=True) for run in report_name(report))
        yield name, sheet.style("lead", font="heading", colour="ink", bold=False), 8.0
        words = []
        if report.date:
            words.append(sheet.words("dated", date=sheet.words.date(report.date)))
        if not names_works(report):
            words.append(sheet.words("no-sources"))
        yield (Run(" ".join(words)),), sheet.style(size, colour="text2"), 6.0
        return
    for source in report.sources:
        for i, runs in enumerate(source_facts(source)):
            look = sheet.style(size, colour="ink" if not i else "text2")
            yield runs, look, 8.0 if not i else 1.0


def names_works(report: Report) -> bool:
    """Whether the report names what it rests on: as sources, or in a section of its own."""
    return bool(report.sources) or any(section.lists_works for section in report.sections)


def source_facts(source: Source) -> list[Text | Runs]:
    """Title; then authors, publisher, date, link and access date, each text a fact of its own."""
    out: list[Text | Runs] = [source.title]
    out += [t for t in (*source.authors, source.publisher, source.date, source.accessed) if t]
    if source.link and not any(run.link == source.link in run.text for run in source.title.runs):
        out.append((Run(source.link, link=source.link),))
    return out


def _where(
    report: Report, sheet: Sheet, slides: Mapping[str, Sequence[int]], box: Box, beside: bool = False
) -> list[Item]:
    """Which section is told on which slides, as a small table; `beside` the source, in larger type where it fits."""
    sections = [s for s in report.sections if s.number and slides.get(s.id)]
    if len(sections) < 2:
        return []
    head = sheet.para(sheet.words("where"), sheet.style("subhead", 2), box.w, role=Role.H2)
    top = box.y + (px(12) if beside else 0)
    items: list[Item] = [rule(box.x, box.y, box.w, "ink", 2)] if beside else []
    items.append(text_item(Box(box.x, top, box.w, height([head])), (head,), size_role="subhead", role=Role.H2))
    top += height([head]) + px(8)
    items.append(rule(box.x, top, box.w))
    for look, pad in ((sheet.style("body"), px(14)), (sheet.style("detail"), px(9)), (sheet.style("detail"), px(5))):
        if look is sheet.style("body") and not beside:
            continue
        rows, right_w = _where_rows(sections, sheet, slides, box.w, look.but(colour="ink"), pad)
        tall = sum(row.h for row in rows)
        if top + tall <= box.bottom:
            break
    else:
        return []
    table = PlacedTable(
        box=Box(box.x, top, box.w, tall), columns=(box.w - right_w, right_w), rows=tuple(rows), size_role="detail",
        alt=sheet.words("where"), name=sheet.words("where"),
    )  # fmt: skip
    return [*items, table]


def _where_rows(
    sections: Sequence[Section], sheet: Sheet, slides: Mapping[str, Sequence[int]], w: int, style: TextStyle, pad: int
) -> tuple[list[TableRow], int]:
    """A row a section: number, name and slides; and the width of the column of slides."""
    told = {
        s.id: f"{sheet.words('slides' if len(slides[s.id]) > 1 else 'slide')} {ranges(slides[s.id])}" for s in sections
    }
    right_w = min(w * 2 // 5, max(sheet.width(said, style) for said in told.values()) + px(8))
    rows = []
    for section in sections:
        words = sheet.words("section-name", n=section.number, title=section.title.plain)
        label = words[:1].upper() + words[1:]
        left = sheet.para(label, style, w - right_w - px(16))
        quiet = style.but(align="right", colour="muted")
        link = Run(told[section.id], link=f"#{section.id}")
        right = in_colour(sheet.para((link,), quiet, right_w), quiet.colour)
        h = max(height([left]), height([right])) + 2 * pad
        rows.append(
            TableRow(h, (Cell((left,), "row", insets=(0, pad, px(16), pad)), Cell((right,), insets=(0, pad, 0, pad))))
        )
    return rows, right_w


def _care(report: Report, sheet: Sheet, box: Box) -> tuple[list[Item], int]:
    """The notes, each under a hairline, 104 px each where that fits; closer and smaller where it does not."""
    items: list[Item] = []
    bottom = box.bottom
    for size, step, air in (("body", 0, 24), ("detail", 0, 24), ("detail", 0, 14), ("detail", 1, 10), ("detail", 2, 4)):
        if size == "body" and not sheet.board:
            continue
        items, bottom = _care_at(report, sheet, box, sheet.style(size, step, colour="text2"), px(air))
        if bottom <= box.bottom:
            break
    return items, bottom


def _care_at(report: Report, sheet: Sheet, box: Box, look: TextStyle, air: int) -> tuple[list[Item], int]:
    head = sheet.para(sheet.words("care"), sheet.style("subhead", 2), box.w, role=Role.H2)
    items: list[Item] = [rule(box.x, box.y, box.w, "ink", 2)]
    items.append(
        text_item(Box(box.x, box.y + px(12), box.w, height([head])), (head,), size_role="subhead", role=Role.H2)
    )
    y = box.y + px(24) + height([head])
    blocks = []
    for note in report.notes:
        paras = []
        if note.head:
            paras.append(sheet.para(note.head, sheet.style("subhead", 2), box.w, role=Role.H3))
        paras.append(sheet.para(note.text, look, box.w, space_before=3))
        blocks.append(paras)
    pitch = min(px(104), (box.bottom - y) // max(1, len(blocks)))
    for paras in blocks:
        h = max(height(paras) + air, pitch)
        items.append(rule(box.x, y, box.w))
        items.append(text_item(Box(box.x, y + air // 2, box.w, height(paras)), paras, size_role="detail"))
        y += h
    return items, y
