"""In: Selection, layouts, theme. Out: the deck as a Document: every slide made, measured, numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exporter.model.audience import Entry, Fate, Ledger, Selection
from exporter.model.geometry import Box, px
from exporter.model.page import (
    Bookmark,
    Choice,
    Document,
    Item,
    Page,
    PlacedText,
    Role,
    paras_of,
    paths_of,
)  # fmt: skip
from exporter.model.report import AnyBlock, Callout, Figures, Finding, Level, Picture, Report, Run, Runs, Section, Text
from exporter.model.style import Layout, Region, Theme
from exporter.model.walk import texts
from exporter.plan import structure
from exporter.plan.arrange import Arranged, Part, arrangement
from exporter.plan.arrange.flow import Flow, Pen, flow_columns, flow_passages
from exporter.plan.arrange.table import TABLE_CAPTION, renumbered
from exporter.plan.choose import ENOUGH, FULL, LARGER, Room, Way, choose, cost, fits, ranked, record, text_layout
from exporter.plan.chunks import Chunk, Passage, chunks
from exporter.plan.draft import (
    Draft,
    footer_items,
    report_name,
    slide_size,
    source_item,
    source_lines,
    title_item,
    tracker_item,
)  # fmt: skip
from exporter.plan.sheet import GAP, Sheet, shape, snap, text_item
from exporter.plan.words import Words
from exporter.text import Fonts, height
from exporter.text import words as count

DIVIDE_FROM = 2.5
"""Sections get dividers from this many slides a section on, where the audience leaves it open."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning a deck works with."""

    selection: Selection
    layouts: Mapping[str, Layout]
    sheet: Sheet

    @property
    def report(self) -> Report:
        return self.selection.report


def plan_deck(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Document:
    """The deck of a selection. It always fits: what no layout holds becomes running text over more slides."""
    report = selection.report
    density = theme.densities[selection.audience.density]
    names = {item_id: name for item_id, name in _names(report)}
    sheet = Sheet(theme, density, Words(report.language), Fonts(theme.fonts), names=names)
    desk = Desk(selection, layouts, sheet)
    content = [draft for section in report.sections for draft in _section(section, desk)]
    content = _limit(content, selection)
    drafts = _order(content, desk)
    return _document(drafts, desk)


def _names(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.walk():
        yield section.id, section.title.plain
        for block in section.blocks:
            for item in getattr(block, "items", ()):
                yield item.id, item.name.plain


# ---- content ----------------------------------------------------------------------------------------------------


def _section(top: Section, desk: Desk) -> list[Draft]:
    """The content slides of one section of the first level."""
    drafts: list[Draft] = []
    for chunk in _merged(list(chunks(top)), desk):
        drafts += _chunk(chunk, desk, first=not drafts)
    return drafts


def _merged(parts: list[Chunk], desk: Desk) -> list[Chunk]:
    """Neighbouring passages of running text on one slide where they fit at the preferred size."""
    out: list[Chunk] = []
    for chunk in parts:
        if out and _may_join(out[-1], chunk):
            joined = replace(out[-1], passages=out[-1].passages + chunk.passages)
            if _one_slide(joined, desk):
                out[-1] = joined
                continue
        out.append(chunk)
    return out


def _may_join(last: Chunk, chunk: Chunk) -> bool:
    """Whether both are plain running text that the author did not want apart."""
    if last.block is not None or chunk.block is not None or last.backup != chunk.backup:
        return False
    if chunk.home is not last.home and (chunk.home.headline or chunk.home.break_ == "before"):
        return False
    return not chunk.broken and "together" not in (chunk.home.keep, last.home.keep)


def _one_slide(chunk: Chunk, desk: Desk) -> bool:
    room = desk.sheet.body()
    total = sum(count(p.plain) for passage in chunk.passages for b in passage.blocks for p in texts(b))
    if total > desk.sheet.density.aims.get("words", 120) * 1.25:
        return False
    return any(len(flow_passages(_pairs(chunk.passages), room, desk.sheet, 0, wide)) == 1 for wide in (1, 2))


def _pairs(passages: Sequence[Passage]) -> list[tuple[Text | None, tuple[AnyBlock, ...]]]:
    return [(p.head, p.blocks) for p in passages]


def _chunk(chunk: Chunk, desk: Desk, first: bool) -> list[Draft]:
    """The slides of one chunk."""
    headline, subject = _headline(chunk, first)
    sheet = desk.sheet
    box = sheet.body()
    lead: list[Text] = []
    title = title_item(headline.runs, headline.path, sheet)
    runs, path = headline.runs, headline.path
    if title is None:  # too long at the floor: the headline becomes lead text under a shorter title
        lead.append(headline)
        runs, path = _short_title(headline, chunk, sheet)
    base = Draft(
        "prose", runs, path, section=chunk.top, subject=subject, notes=_notes(chunk, first), cited=_cited(chunk),
        remarks=_remarks(chunk), remark_paths=tuple(b.note.path for b in chunk.blocks if b.note), backup=chunk.backup,
        anchors=_anchors(chunk, first),
    )  # fmt: skip
    if source_lines(base, desk.report, sheet) > 1:
        box = Box(box.x, box.y, box.w, box.h - px(8))
    if chunk.block is None:
        return _text_drafts(chunk, base, lead, box, desk)
    if isinstance(chunk.block, Picture):
        return _picture_drafts(chunk, chunk.block, base, lead, box, desk)
    return _block_drafts(chunk, base, lead, box, desk)


def _headline(chunk: Chunk, first: bool) -> tuple[Text, Text | None]:
    """The slide's title, and what it is about for the tracker."""
    block = chunk.block
    own = chunk.headline or (block.headline if block else None)
    caption = block.title if block and block.title else None
    home = chunk.home
    if own:
        return own, caption or (home.title if home is not chunk.top else None)
    if first and chunk.top.headline:
        return chunk.top.headline, caption or (home.title if home is not chunk.top else None)
    if home is not chunk.top:
        return home.headline or home.title, caption or (home.title if home.headline else None)
    if caption and not first:
        return caption, None
    if chunk.block is None and chunk.passages[0].blocks[0].headline:
        return chunk.passages[0].blocks[0].headline, None
    return (home.headline or home.title) if first else home.title, caption


def _short_title(headline: Text, chunk: Chunk, sheet: Sheet) -> tuple[Runs, str]:
    """The section's title, or as much of the headline as fits, for a headline that is too long."""
    for title in (chunk.home.title, chunk.top.title):
        if title is not headline and title_item(title.runs, title.path, sheet):
            return title.runs, title.path
    words = headline.plain.split()
    for n in range(min(len(words), 18), 0, -1):
        runs = (Run(" ".join(words[:n]) + " …"),)
        if title_item(runs, "", sheet):
            return runs, ""
    return (Run(headline.plain[:24] + " …"),), ""


def _notes(chunk: Chunk, first: bool) -> tuple[Text, ...]:
    notes: tuple[Text, ...] = chunk.top.notes if first else ()
    if chunk.home is not chunk.top:
        notes += chunk.home.notes
    return notes + tuple(n for b in chunk.blocks for n in b.notes)


def _cited(chunk: Chunk) -> tuple[str, ...]:
    out = list(chunk.home.sources)
    for block in chunk.blocks:
        out += block.sources
        out += [c for text in texts(block) for run in text.runs for c in run.cite]
    return tuple(dict.fromkeys(out))


def _remarks(chunk: Chunk) -> tuple[Runs, ...]:
    return tuple(b.note.runs for b in chunk.blocks if b.note)


def _anchors(chunk: Chunk, first: bool) -> tuple[str, ...]:
    anchors = [chunk.top.id] if first else []
    if chunk.home is not chunk.top:
        anchors.append(chunk.home.id)
    return (*anchors, *(b.id for b in chunk.blocks))


def _lead_items(lead: Sequence[Text], box: Box, sheet: Sheet, step: int) -> tuple[list[Item], Box]:
    """Lead text over the body, in a placeholder of its own, and the box below it."""
    if not lead:
        return [], box
    width = sheet.column(1, 10)[1]
    paras = sheet.paras(lead, sheet.style("body", step, colour="text2"), width, gap=6)
    tall = snap(height(paras))
    item = text_item(Box(box.x, box.y, width, tall), paras, size_role="detail", placeholder="lead", name="Lead")
    used = tall + px(16)
    return [item], Box(box.x, box.y + used, box.w, box.h - used)


def _tail_items(tail: Callout | None, box: Box, sheet: Sheet, step: int) -> tuple[list[Item], int]:
    """A callout under the body: a tint panel with a highlight rule; and the room it takes with its gap."""
    if tail is None:
        return [], 0
    pad = px(16)
    width = box.w - 2 * pad
    paras = []
    body = sheet.style("body", step)
    for i, text in enumerate(tail.paragraphs):
        runs = text.runs
        if not i and tail.title:
            runs = (*(replace(r, bold=True) for r in tail.title.runs), Run(". " if tail.title else ""), *runs)
        paras.append(sheet.para(runs, body, width, space_before=4 if i else 0, path=text.path))
    tall = snap(height(paras) + 2 * px(12))
    top = box.bottom - tall
    panel = shape("rect", Box(box.x, top, box.w, tall), fill="accent-tint" if sheet.dense else "tint")
    words = text_item(
        Box(box.x + pad, top + px(12), width, tall - 2 * px(12)), paras, size_role="detail",
        paths=(tail.title.path,) if tail.title else (), name="Callout",
    )  # fmt: skip
    return [panel, words], tall + GAP


def _block_drafts(chunk: Chunk, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """A structured block: with its lead and tail on one slide where that fits, else after a slide of text."""
    assert chunk.block is not None
    sheet = desk.sheet
    prose = list(chunk.lead.paragraphs) if chunk.lead else []
    wish = chunk.block.layout or (chunk.home.layout if _takes(chunk.home.layout, chunk.block, desk) else "")
    tries: list[tuple[list[Text], Callout | None]] = [(lead + prose, chunk.tail)]
    if prose or chunk.tail:
        tries.append((lead, None))
    best: tuple[float, Way, Choice, list[Item], list[Item], bool] | None = None
    for texts_, tail in tries:
        top, below = _lead_items(texts_, box, sheet, 0)
        foot, taken = _tail_items(tail, below, sheet, 0)
        room = _room(Box(below.x, below.y, below.w, below.h - taken), chunk, desk)
        if room.box.h < px(160):
            continue
        way, choice = choose(chunk.block, room, wish)
        whole = len(texts_) == len(lead) + len(prose) and tail is chunk.tail
        points = way.cost + (0 if whole else sheet.theme.weights.page)
        if (top or foot) and len(way.parts) > 1 and whole and len(tries) > 1:
            points += sheet.theme.weights.page * 0.5
        if best is None or points < best[0]:
            best = (points, way, choice, top, foot, whole)
    assert best is not None  # without a lead the room is the whole body
    _, way, choice, top, foot, whole = best
    drafts = [] if whole else _apart(chunk, base, desk)
    drafts += _of_way(way, choice, base, top, foot, chunk)
    return drafts


def _picture_drafts(chunk: Chunk, picture: Picture, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """A picture with its text beside it in the left half; alone, or where the text does not fit, over the whole body."""
    sheet = desk.sheet
    top, below = _lead_items(lead, box, sheet, 0)
    draw = arrangement("picture")
    region = Region("picture", ("picture",), arrange="picture")
    if chunk.beside:
        (x, w), (right, right_w) = sheet.column(1, 6), sheet.column(7, 12)
        for step in range(sheet.steps("body")):
            pages = flow_passages([(None, chunk.beside)], Box(x, below.y, w, below.h), sheet, step, 1)
            placed = draw(picture, Box(right, below.y, right_w, below.h), sheet, 0, region, Part())
            if len(pages) == 1 and placed and fits(placed, below):
                items = (*top, *pages[0].items, *placed.items)
                body = replace(placed, items=items, need=max(pages[0].need, placed.need))
                return [replace(base, layout="picture", body=body)]
    drafts: list[Draft] = []
    if chunk.beside:
        head = chunk.home.title if chunk.home is not chunk.top else None
        text = replace(chunk, block=None, beside=(), passages=(Passage(head, chunk.beside),))
        drafts = _text_drafts(text, base, lead, box, desk)
        base, top, below = replace(base, notes=(), remarks=(), remark_paths=(), anchors=(picture.id,)), [], box
    for step in range(4):
        placed = draw(picture, below, sheet, step, region, Part())
        if placed and fits(placed, below):
            return [*drafts, replace(base, layout="picture", body=replace(placed, items=(*top, *placed.items)))]
    words = replace(chunk, block=None, beside=(), passages=(Passage(None, (replace(picture, file=""),)),))
    return drafts + _text_drafts(words, base, lead, box, desk)


def _takes(layout: str, block: AnyBlock, desk: Desk) -> bool:
    return layout in desk.layouts and block.kind in desk.layouts[layout].takes


def _room(box: Box, chunk: Chunk, desk: Desk) -> Room:
    today = desk.report.date.isoformat() if desk.report.date else ""
    return Room(box, desk.sheet, desk.layouts, chunk.home.role or chunk.top.role, {"today": today})


def _apart(chunk: Chunk, base: Draft, desk: Desk) -> list[Draft]:
    """Lead and tail as running text on slides of their own."""
    blocks = tuple(b for b in (chunk.lead, chunk.tail) if b is not None)
    head = chunk.home.title if chunk.home is not chunk.top else None
    text = replace(chunk, block=None, lead=None, tail=None, passages=(Passage(head, blocks),))
    own = replace_draft(base, notes=(), subject=None, remarks=(), remark_paths=())
    return _text_drafts(text, own, [], desk.sheet.body(), desk)


def replace_draft(draft: Draft, **changes: object) -> Draft:
    return replace(draft, **changes)  # type: ignore[arg-type]


def _of_way(
    way: Way, choice: Choice, base: Draft, top: Sequence[Item], foot: Sequence[Item], chunk: Chunk
) -> list[Draft]:
    """A draft for each part; lead and tail stand on every part, so that all share one geometry."""
    drafts = []
    n = len(way.parts)
    for i, (_, placed) in enumerate(way.parts):
        remarks = (*base.remarks, *(_sentence(r) for r in placed.remarks if not base.remarks))
        body = replace(placed, items=(*(top if not i else ()), *placed.items, *(foot if i == n - 1 else ())))
        drafts.append(
            replace_draft(
                base,
                layout=way.layout,
                body=body,
                remarks=remarks,
                notes=(*(base.notes if not i else ()), *placed.told),
                chain=chunk.series or (f"{chunk.home.id}/{chunk.blocks[0].id}" if n > 1 else ""),
                index=chunk.index if n == 1 else i,
                of=chunk.of if n == 1 else n,
                choice=choice if not i else None,
                anchors=base.anchors if not i else (),
            )
        )
    return drafts


def _sentence(text: str) -> Runs:
    return (Run(text if text.endswith((".", "…", "!", "?")) else text + "."),)


def _text_drafts(chunk: Chunk, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """Running text, in one column or two, over as many slides as it takes."""
    sheet = desk.sheet
    top, below = _lead_items(lead, box, sheet, 0)
    pairs = _pairs(chunk.passages)
    if len(pairs) == 1 or (pairs and base.title == (pairs[0][0].runs if pairs[0][0] else ())):
        pairs[0] = (None if _shows(base, pairs[0][0]) else pairs[0][0], pairs[0][1])
    room = _room(below, chunk, desk)
    ways = []
    steps = sheet.steps("body")
    many = sum(count(t.plain) for b in chunk.blocks for t in texts(b)) > 3000
    aim = sheet.density.aims.get("words", 120)
    words = sum(count(t.plain) for b in chunk.blocks for t in texts(b))
    for wide, step in [(w, s) for w in (1, 2) for s in range(steps)] if not many else [(2, steps - 1)]:
        pages = flow_passages(pairs, below, sheet, step, wide)
        if step == 0 and wide == 1 and len(pages) == 1:
            pages = _grown(pairs, pages, below, sheet)
        reasons = cost(pages, [1], step, 0.0, room)
        reasons.append(("words", room.weights.words * max(0.0, words / len(pages) / aim - 1.25)))
        reasons.append(("columns", 4.0 * (wide - 1)))
        ways.append(
            Way(text_layout(chunk.blocks), step, tuple((chunk.blocks[0], page) for page in pages), tuple(reasons))
        )
    together = chunk.home.keep == "together" or any(b.keep == "together" for b in chunk.blocks)
    ways = ranked(ways, together)
    return _of_way(ways[0], record(chunk.blocks[0].path, ways), base, top, [], chunk)


def _grown(
    pairs: Sequence[tuple[Text | None, tuple[AnyBlock, ...]]], pages: list[Arranged], box: Box, sheet: Sheet
) -> list[Arranged]:
    """A slide with little text on it: the same in larger type, as far as it fills the slide well."""
    if pages[0].need <= ENOUGH * box.h:
        for factor in LARGER:
            found = flow_passages(pairs, box, sheet.grown(factor), 0, 1)
            if len(found) == 1 and found[0].need <= FULL * box.h:
                return found
    return pages


def _shows(base: Draft, head: Text | None) -> bool:
    """Whether the slide's title or tracker already carries the passage's head."""
    return head is not None and (
        base.title_path == head.path or (base.subject is not None and base.subject.path == head.path)
    )


# ---- order and numbers -------------------------------------------------------------------------------------------


def _limit(content: list[Draft], selection: Selection) -> list[Draft]:
    """Slides beyond the audience's limit become backup slides.

    What every section opens with stays, then blocks stay in order while they fit; a split block moves whole.
    """
    limits = selection.audience.limits
    if not limits.slides or limits.beyond != "backup":
        return content
    around = 2 + bool(selection.report.summary)  # cover, summary, sources
    room = max(1, limits.slides - around)
    groups: dict[object, list[Draft]] = {}
    for i, draft in enumerate(content):
        if not draft.backup:
            groups.setdefault((id(draft.section), draft.chain) if draft.chain else i, []).append(draft)
    if sum(map(len, groups.values())) <= room:
        return content
    opening: dict[int, list[Draft]] = {}
    for group in groups.values():
        opening.setdefault(id(group[0].section), group)
    kept = {id(d) for group in opening.values() for d in group}
    for group in groups.values():
        fresh = [d for d in group if id(d) not in kept]
        if fresh and len(kept) + len(fresh) <= room:
            kept |= {id(d) for d in fresh}
    return [d if d.backup or id(d) in kept else replace(d, backup=True) for d in content]


def _order(content: list[Draft], desk: Desk) -> list[Draft]:
    """All slides in order and numbered: cover, agenda, summary, sections with dividers, sources, backup."""
    report, sheet, audience = desk.report, desk.sheet, desk.selection.audience
    main = [d for d in content if not d.backup]
    backup = [d for d in content if d.backup]
    sections = [s for s in report.sections if s.number and any(d.section is s for d in main)]
    want_agenda = audience.part("agenda")
    want_agenda = len(sections) > 1 and len(main) > 4 if want_agenda is None else want_agenda and bool(sections)
    shown = replace(report, sections=tuple(sections))
    agenda_pages = len(structure.agenda(shown, sheet, {})) if want_agenda else 0
    drafts = [structure.cover(report, sheet)]
    slot = len(drafts)
    if report.summary and audience.part("summary") is not False:
        summary = _summary(desk)
    else:
        summary = []
    drafts += summary
    for section in report.sections:
        own = [d for d in main if d.section is section]
        want = audience.part("dividers")
        if want is None:
            claims = all(s.headline for s in sections)  # else the next slide would only repeat the divider
            want = claims and not sheet.board and 1 < len(sections) <= 6 and len(main) >= DIVIDE_FROM * len(sections)
        if own and want and section.number:
            drafts.append(structure.divider(section, sections, report, sheet))
        drafts += own
    drafts[slot:slot] = [Draft("agenda", ()) for _ in range(agenda_pages)]
    tail = len(drafts)
    _number(drafts)
    slides = _slides_by_section([*drafts], backup, tail, report)
    if audience.part("sources") is not False:
        drafts += _sources(desk, slides)
    drafts += backup
    _number(drafts)
    slides = _slides_by_section(drafts, [], 0, report)
    if agenda_pages:
        drafts[slot : slot + agenda_pages] = structure.agenda(shown, sheet, _main_slides(drafts, report))
    _number(drafts)
    if audience.part("sources") is not False:
        _renumber_sources(drafts, desk, slides)
    return drafts


def _number(drafts: Sequence[Draft]) -> None:
    for i, draft in enumerate(drafts, 1):
        draft.number = i


def _slides_by_section(
    drafts: Sequence[Draft], backup: Sequence[Draft], tail: int, report: Report
) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for draft in drafts:
        if draft.section is not None and draft.page == "content":
            out.setdefault(draft.section.id, []).append(draft.number)
    return out


def _main_slides(drafts: Sequence[Draft], report: Report) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for draft in drafts:
        if draft.section is not None and not draft.backup:
            out.setdefault(draft.section.id, []).append(draft.number)
    return out


def _summary(desk: Desk) -> list[Draft]:
    """The executive summary: key figures with what they mean."""
    report, sheet = desk.report, desk.sheet
    block = Figures(id="summary", path="summary", figures=report.summary, layout="summary", notes=report.summary_notes)
    headline = report.summary_headline
    title = headline.runs if headline else (Run(sheet.words("summary")),)
    box = sheet.body()
    room = Room(box, sheet, desk.layouts, "summary", {})
    way, choice = choose(block, room, "figures")
    base = Draft("summary", title, headline.path if headline else "", tracker=sheet.words("summary") if headline else "",
                 notes=report.summary_notes, anchors=("summary",))  # fmt: skip
    out = []
    for i, (_, placed) in enumerate(way.parts):
        out.append(
            replace(base, body=placed, choice=choice if not i else None, index=i, of=len(way.parts),
                    chain="summary" if len(way.parts) > 1 else "", notes=base.notes if not i else ())
        )  # fmt: skip
    return out


def _sources(desk: Desk, slides: Mapping[str, Sequence[int]]) -> list[Draft]:
    """Sources and notes on one slide where they fit, else as running text."""
    one = structure.sources(desk.report, desk.sheet, slides)
    if one:
        return [one]
    return _sources_text(desk)


def _renumber_sources(drafts: list[Draft], desk: Desk, slides: Mapping[str, Sequence[int]]) -> None:
    for i, draft in enumerate(drafts):
        if draft.layout == "sources" and draft.of == 1:
            made = structure.sources(desk.report, desk.sheet, slides)
            if made:
                made.number = draft.number
                drafts[i] = made


def _sources_text(desk: Desk) -> list[Draft]:
    report, sheet = desk.report, desk.sheet
    headline = report.notes_headline
    title = headline.runs if headline else (Run(sheet.words("sources")),)
    box = sheet.body()

    def flows(width: int, step: int) -> list[Flow]:
        pen = Pen(sheet, width, step)
        out: list[Flow] = []
        if not report.sources:
            out.append(Flow(pen.para(report_name(report), "body")))
        for n, source in enumerate(report.sources, 1):
            for i, text in enumerate(structure.source_facts(source)):
                mark = f"{n}." if not i else ""
                out.append(
                    Flow(pen.para(text, "detail", bullet=mark, indent=px(32), hang=px(32) if mark else 0,
                                  role=Role.ITEM if mark else Role.BODY, space_before=6 if not i else 1), keep=not i)
                )  # fmt: skip
        for i, note in enumerate(report.notes):
            if not i:
                out.append(Flow(pen.para(sheet.words("care"), "subhead", role=Role.H2, space_before=12), keep=True))
            if note.head:
                out.append(
                    Flow(pen.para(note.head, "body", role=Role.H3, space_before=8, style={"bold": True}), keep=True)
                )
            out.append(Flow(pen.para(note.text, "detail", space_before=3)))
        return out

    pages = flow_columns(flows, box, sheet, 0, 2)
    return [
        Draft("sources", title, headline.path if headline else "", page_, tracker=sheet.words("sources") if headline else "",
              chain="sources" if len(pages) > 1 else "", index=i, of=len(pages), anchors=("sources",) if not i else ())
        for i, page_ in enumerate(pages)
    ]  # fmt: skip


# ---- pages --------------------------------------------------------------------------------------------------------


def _document(drafts: list[Draft], desk: Desk) -> Document:
    sheet, report = desk.sheet, desk.report
    _unique(drafts, sheet)
    _number_tables(drafts, sheet)
    pages = [_page(draft, drafts, desk) for draft in drafts]
    ledger, pages = _nothing_lost(pages, drafts, desk)
    choices = []
    for draft in drafts:
        if draft.choice:
            numbers = tuple(d.number for d in drafts if d is draft or (draft.chain and d.chain == draft.chain))
            choices.append(replace(draft.choice, pages=numbers))
    return Document(
        format="deck",
        pages=tuple(pages),
        theme=sheet.theme,
        density=sheet.density.name,
        colours=sheet.theme.colours,
        title="".join(run.text for run in report_name(report)),
        language=report.language,
        author=", ".join(a.plain for a in report.authors),
        subject=report.headline.plain if report.headline else "",
        date=report.date.isoformat() if report.date else "",
        bookmarks=tuple(_bookmarks(drafts, pages)),
        ledger=ledger,
        choices=tuple(choices),
        findings=tuple(_findings(drafts, pages, desk)),
        footer="".join(run.text for run in report_name(report)),
        layouts={name: layout.title for name, layout in desk.layouts.items()},
    )


def _number_tables(drafts: Sequence[Draft], sheet: Sheet) -> None:
    """Captions of tables get their number; a table that goes on keeps it."""
    number = 0
    for draft in drafts:
        items = list(draft.body.items)
        for i, item in enumerate(items):
            if isinstance(item, PlacedText) and item.name == TABLE_CAPTION:
                number += 0 if draft.chain and draft.index and number else 1
                items[i] = replace(item, paras=(renumbered(item.paras[0], number, sheet, item.box.w),))
        draft.body = replace(draft.body, items=tuple(items))


def _unique(drafts: Sequence[Draft], sheet: Sheet) -> None:
    """Every title once: where several slides would share one, the later ones say "(2 of 3)"."""
    same: dict[str, list[Draft]] = {}
    for draft in drafts:
        same.setdefault("".join(run.text for run in draft.title), []).append(draft)
    taken = set(same)
    for group in same.values():
        for i, draft in enumerate(group[1:], 2):
            if draft.page == "content":
                draft.title = _suffixed(draft.title, f" ({sheet.words('of', n=i, m=len(group))})", sheet, taken)
                taken.add("".join(run.text for run in draft.title))


def _suffixed(title: Runs, suffix: str, sheet: Sheet, taken: set[str]) -> Runs:
    """The title with the suffix, shortened before it where it would not fit; never one that is taken."""
    plain = "".join(run.text for run in title)
    words = plain.split()
    runs: Runs = (*title, Run(suffix))
    n = len(words)
    while n > 1 and title_item(runs, "", sheet) is None:
        n -= 1
        runs = (Run(" ".join(words[:n]) + " …" + suffix),)
    i = 2
    while "".join(run.text for run in runs) in taken:
        runs = (*runs[:-1], Run(f"{suffix[:-1]}, {i})")) if len(runs) > 1 else (Run(f"{runs[0].text} {i}"),)
        i += 1
    return runs


def _page(draft: Draft, drafts: Sequence[Draft], desk: Desk) -> Page:
    sheet, report = desk.sheet, desk.report
    items: list[Item] = []
    plain = "".join(run.text for run in draft.title)
    if draft.page == "content":
        title = title_item(draft.title, draft.title_path, sheet)
        assert title is not None, plain
        items.append(title)
        tracker = tracker_item(draft, sheet)
        items += [tracker] if tracker else []
        items += draft.body.items
        if draft.layout not in ("agenda", "sources"):
            source = source_item(draft, report, sheet, _continues(draft, drafts, sheet))
            items += [source] if source else []
        items += footer_items(draft.number, report, sheet)
    else:
        items += draft.body.items
    notes = [n for n in draft.notes if n]
    return Page(
        number=draft.number,
        size=slide_size(sheet),
        layout=draft.layout,
        items=tuple(items),
        title=plain,
        background=draft.background,
        section=draft.section.id if draft.section else "",
        notes=tuple(n.plain for n in notes),
        note_paths=tuple(n.path for n in notes),
        anchor_id=draft.anchors[0] if draft.anchors else f"slide-{draft.number}",
        anchors=draft.anchors,
        backup=draft.backup,
    )


def _continues(draft: Draft, drafts: Sequence[Draft], sheet: Sheet) -> str:
    """ "Continues on slide n." on all but the last of a chain."""
    if not draft.chain or draft.index + 1 >= draft.of:
        return ""
    after = next(
        (d for d in drafts if d.chain == draft.chain and d.index == draft.index + 1 and d.number > draft.number), None
    )
    return sheet.words("continues", n=after.number) if after else ""


def _bookmarks(drafts: Sequence[Draft], pages: Sequence[Page]) -> Iterator[Bookmark]:
    """Sections on the first level, their slides on the second."""
    current: Section | None = None
    for draft, page in zip(drafts, pages, strict=True):
        if draft.section is None:
            current = None
            yield Bookmark(1, page.title, page.number)
            continue
        if draft.section is not current:
            current = draft.section
            yield Bookmark(1, " ".join(p for p in (current.number, current.title.plain) if p), page.number)
            if draft.page == "divider":
                continue
        yield Bookmark(2, page.title, page.number)


def _nothing_lost(pages: list[Page], drafts: Sequence[Draft], desk: Desk) -> tuple[Ledger, list[Page]]:
    """Facts that no slide shows go to the speaker notes of their section, and the ledger says so.

    These are words that a layout has no room for by design: an agenda's question where there is no agenda, a field's
    label on a board slide. Nothing is lost on the way.
    """
    shown = {path for page in pages for path in paths_of(page)}
    told = {path for page in pages for path in page.note_paths}
    on_slides = {p for page in pages for p in paths_of(replace(page, note_paths=()))}
    backup = {p for page in pages if page.backup for p in paths_of(page)} - {
        p for page in pages if not page.backup for p in paths_of(page)
    }
    home = _homes(desk.report, drafts)
    more: dict[int, list[Text]] = {}
    by_path = {t.path: t for t in texts(desk.report) if t.path}
    entries: list[Entry] = []
    for entry in desk.selection.ledger.entries:
        if entry.fate is Fate.LEFT_OUT:
            entries.append(entry)
            continue
        if entry.path not in shown and entry.path in by_path:
            more.setdefault(home(entry.path), []).append(by_path[entry.path])
            entries.append(_moved(entry, "notes", "no place on the slide"))
        elif entry.path in told and entry.path not in on_slides and not _is_note(entry.path):
            entries.append(_moved(entry, "notes", "optional detail"))
        elif entry.path in backup and desk.selection.audience.limits.slides:
            entries.append(_moved(entry, "backup", "limit slides"))
        else:
            entries.append(entry)
    out = []
    for page in pages:
        extra = more.get(page.number, [])
        if extra:
            page = replace(
                page,
                notes=(*page.notes, *(t.plain for t in extra)),
                note_paths=(*page.note_paths, *(t.path for t in extra)),
            )
        out.append(page)
    return Ledger(tuple(entries)), out


def _is_note(path: str) -> bool:
    return "notes" in path.replace("/", ".").split(".")[-2:] or ".notes" in path or "/notes" in path


def _moved(entry: Entry, to: str, rule: str) -> Entry:
    if entry.fate is Fate.MOVED:
        return entry
    return replace(entry, fate=Fate.MOVED, to=to, rule=rule if entry.fate is Fate.KEPT else f"{entry.rule}; {rule}")


def _homes(report: Report, drafts: Sequence[Draft]) -> Callable[[str], int]:
    """Which slide a fact belongs to: the first of its section, else the cover."""
    first: dict[str, int] = {}
    for draft in drafts:
        if draft.section is not None and draft.page == "content":
            first.setdefault(draft.section.path or draft.section.id, draft.number)
    cover = drafts[0].number

    def home(path: str) -> int:
        for key, number in first.items():
            if path == key or path.startswith((key + "/", key + ".")):
                return number
        return cover

    return home


def _findings(drafts: Sequence[Draft], pages: Sequence[Page], desk: Desk) -> Iterator[Finding]:
    """What planning itself has to say: limits that are passed, words over the audience's limit."""
    limits = desk.selection.audience.limits
    main = sum(1 for d in drafts if not d.backup)
    if limits.slides and main > limits.slides:
        yield Finding(
            Level.WARNING, "limit-slides", f"{main} slides before the backup, the audience's limit is {limits.slides}",
            hint="leave sections out for this audience, or raise limits.slides",
        )  # fmt: skip
    if limits.words:
        for page in pages:
            said = sum(count(p.text) for item in page.items for p in paras_of(item) if p.role is not Role.ARTIFACT)
            if said > limits.words * 1.5 and not page.backup:
                yield Finding(
                    Level.NOTE, "limit-words", f"{said} words, the audience's aim is {limits.words}", page=page.number,
                    hint="give the longest texts a short wording",
                )  # fmt: skip
