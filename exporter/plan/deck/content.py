"""In: a section. Out: its content slides as drafts: what stands together, in which layout, on how many slides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import (
    Choice,
    Item,
    PlacedText,
)
from exporter.model.report import AnyBlock, Callout, Milestones, Picture, Prose, Run, Runs, Section, Text
from exporter.model.style import Region, TextStyle
from exporter.model.walk import every_text, ids, texts
from exporter.plan.arrange import Arranged, Part, arrangement
from exporter.plan.arrange.flow import flow_passages
from exporter.plan.arrange.phrases import ended
from exporter.plan.choose import Contest, Room, Way, choose, fits, ranked, record, text_ways
from exporter.plan.chunks import Chunk, Passage, chunks
from exporter.plan.deck.desk import Desk
from exporter.plan.deck.regions import in_regions, several
from exporter.plan.draft import (
    Draft,
    source_lines,
    title_item,
)
from exporter.plan.icons import ICON_GAP, of_callout
from exporter.plan.move import moved, shifted
from exporter.plan.sheet import GAP, Sheet, shape, snap, text_item
from exporter.plan.shorten import shortened
from exporter.plan.split import units
from exporter.text import height
from exporter.text import words as count

PERIODS, MANY = 3, 13
"""Slides, and milestones, from which on an overview of their periods comes first."""
BESIDE_LARGER, BESIDE_FULL = (1.3, 1.15), 0.6
"""A little text beside a picture is set larger, by how much, up to this share of the body."""
FIRST_WORDS = 18
"""Of a headline that is too long for a title: that many stand in its place at most."""
LEAST_ROOM = px(160)
"""Height that a block wants under its lead and over its tail."""


def section_drafts(top: Section, desk: Desk) -> list[Draft]:
    """The content slides of one section of the first level."""
    drafts: list[Draft] = []
    seen: set[str] = set()
    for chunk in _merged(list(chunks(top, several(desk.layouts))), desk):
        drafts += _chunk(chunk, desk, first=not drafts, again=chunk.home.id in seen)
        seen.add(chunk.home.id)
    if not drafts and top.headline:
        drafts.append(_claim(top, top.headline, desk))
    return drafts


def _claim(top: Section, headline: Text, desk: Desk) -> Draft:
    """A section that only makes a claim: the claim as a statement under the section's title."""
    sheet, box = desk.sheet, desk.sheet.body()
    width = sheet.column(1, 9)[1]
    para = sheet.para(headline, sheet.style("statement"), width)
    item = text_item(Box(box.x, box.y, width, box.h), (para,), size_role="statement", placeholder="body")
    runs, path = (top.title.runs, top.title.path)
    if title_item(runs, path, sheet) is None:
        runs, path = _short_title(top.title, Chunk(top, top), sheet)
    return Draft(
        "prose", runs, path, Arranged((item,), height([para])), section=top, notes=top.notes, anchors=(top.id,)
    )


def _merged(parts: list[Chunk], desk: Desk) -> list[Chunk]:
    """Neighbouring passages of running text on one slide where they fit at the preferred size."""
    out: list[Chunk] = []
    for chunk in parts:
        if out and _may_join(out[-1], chunk):
            joined = replace(out[-1], passages=out[-1].passages + chunk.passages)
            if _one_slide(joined, desk):
                if not chunk.broken:
                    out[-1] = joined
                    continue
                chunk = replace(chunk, parted=True)
        out.append(chunk)
    return out


def _may_join(last: Chunk, chunk: Chunk) -> bool:
    """Whether both are plain running text that may stand together, but for a break of the author's."""
    if not last.passages or not chunk.passages or last.backup != chunk.backup:
        return False
    if chunk.home is not last.home and chunk.home.headline:
        return False
    apart = chunk.home is not last.home and "together" in (chunk.home.keep, last.home.keep)
    return not apart


def _one_slide(chunk: Chunk, desk: Desk) -> bool:
    room = desk.sheet.body()
    total = sum(count(p.plain) for passage in chunk.passages for b in passage.blocks for p in texts(b))
    if total > desk.sheet.density.aims.get("words", 120) * 1.25:
        return False
    return any(len(flow_passages(_pairs(chunk.passages), room, desk.sheet, 0, wide)) == 1 for wide in (1, 2))


def _pairs(passages: Sequence[Passage]) -> list[tuple[Text | None, tuple[AnyBlock, ...]]]:
    return [(p.head, p.blocks) for p in passages]


def _chunk(chunk: Chunk, desk: Desk, first: bool, again: bool = False) -> list[Draft]:
    """The slides of one chunk, the `first` of its section; `again` says that its subsection had slides before."""
    headline, subject = _headline(chunk, first)
    sheet = desk.sheet
    box = sheet.body()
    lead: list[Text] = []
    title = title_item(headline.runs, headline.path, sheet)
    runs, path = headline.runs, headline.path
    if again and subject is not None and headline is chunk.home.title:
        longer = (*runs, Run(": "), *subject.runs)  # rather than "(2 of 3)"
        if title_item(longer, path, sheet):
            runs = longer
    if title is None:  # too long at the floor: the headline becomes lead text under a shorter title
        lead.append(headline)
        runs, path = _short_title(headline, chunk, sheet)
    base = Draft(
        "prose",
        runs,
        path,
        section=chunk.top,
        subject=subject,
        notes=_notes(chunk, first),
        cited=_cited(chunk),
        remarks=_remarks(chunk),
        remark_paths=tuple(b.note.path for b in chunk.blocks if b.note),
        backup=chunk.backup,
        anchors=_anchors(chunk, first),
        parted=chunk.blocks[0] if chunk.parted else None,
    )
    if source_lines(base, desk.report, sheet) > 1:
        box = Box(box.x, box.y, box.w, box.h - px(8))
    if chunk.sides:
        return _side_drafts(chunk, base, lead, box, desk)
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
        if first and len(chunk.passages) > 1:  # several subsections, each under its name
            return chunk.top.title, None
        return home.headline or home.title, caption or (home.title if home.headline else None)
    if caption and not first:
        return caption, None
    if (only := _only(chunk)) and only.title:
        return only.title, None
    if chunk.passages and chunk.passages[0].blocks[0].headline:
        return chunk.passages[0].blocks[0].headline, None
    return (home.headline or home.title) if first else home.title, caption


def _only(chunk: Chunk) -> AnyBlock | None:
    """The one block of running text on the slide, if it is one: its title can be the slide's."""
    if len(chunk.passages) != 1 or len(chunk.passages[0].blocks) != 1:
        return None
    return chunk.passages[0].blocks[0]


def _short_title(headline: Text, chunk: Chunk, sheet: Sheet) -> tuple[Runs, str]:
    """The section's title, or as much of the headline as fits, for a headline that is too long."""
    for title in (chunk.home.title, chunk.top.title):
        if title is not headline and title_item(title.runs, title.path, sheet):
            return title.runs, title.path
    words = " ".join(headline.plain.split()[:FIRST_WORDS])
    return (Run(shortened(f"{words} …", lambda some: title_item((Run(some),), "", sheet) is not None)),), ""


def _notes(chunk: Chunk, first: bool) -> tuple[Text, ...]:
    notes: tuple[Text, ...] = chunk.top.notes if first else ()
    if chunk.home is not chunk.top:
        notes += chunk.home.notes
    return notes + tuple(n for b in chunk.blocks for n in b.notes)


def _cited(chunk: Chunk) -> tuple[str, ...]:
    out = list(chunk.home.sources)
    for block in chunk.blocks:
        out += block.sources
        out += [source for text in every_text(block) for run in text.standard or text.runs for source in run.cite]
    return tuple(dict.fromkeys(out))


def _remarks(chunk: Chunk) -> tuple[Runs, ...]:
    return tuple(b.note.runs for b in chunk.blocks if b.note)


def _anchors(chunk: Chunk, first: bool) -> tuple[str, ...]:
    anchors = [chunk.top.id] if first else []
    if chunk.home is not chunk.top:
        anchors.append(chunk.home.id)
    return (*anchors, *(id for b in chunk.blocks for id in ids(b)))


def _lead_items(
    lead: Sequence[Text], box: Box, sheet: Sheet, style: TextStyle | None = None, gap: int = px(16)
) -> tuple[list[Item], Box]:
    """Lead text over the body, in a placeholder of its own, and the box below it."""
    if not lead:
        return [], box
    width, style = sheet.column(1, 10)[1], style or sheet.style("body", colour="text2")
    paras = sheet.paras(lead, style, width, gap=6)
    if any(len(para.lines) == 2 for para in paras):  # a few words over: one line of the whole width
        whole = sheet.paras(lead, style, box.w, gap=6)
        if all(len(para.lines) == 1 for para in whole):
            paras, width = whole, box.w
    tall = snap(height(paras))
    item = text_item(Box(box.x, box.y, width, tall), paras, size_role="detail", placeholder="lead", name="Lead")
    used = tall + gap
    return [item], Box(box.x, box.y + used, box.w, box.h - used)


def _as_prose(lead: Sequence[Text]) -> Prose:
    """Lead text that has no place over the body, as running text."""
    return Prose(id="lead", paragraphs=tuple(lead))


def _tail_items(tail: Callout | Prose | None, box: Box, sheet: Sheet, step: int) -> tuple[list[Item], int]:
    """A callout under the body, on a tint panel, or a closing text; and the room it takes with its gap."""
    if tail is None:
        return [], 0
    panel = isinstance(tail, Callout)
    across, above = (px(16), px(12)) if panel else (0, 0)
    width = box.w - 2 * across if panel else sheet.column(1, 10)[1]
    paras = []
    body = sheet.style("body", step)
    icon = of_callout(tail, sheet, body) if isinstance(tail, Callout) else None
    indent = icon.box.w + ICON_GAP if icon else 0
    for i, text in enumerate(tail.paragraphs):
        runs = text.runs
        if not i and tail.title:
            runs = (*(replace(r, bold=True) for r in tail.title.runs), Run(". "), *runs)
        paras.append(sheet.para(runs, body, width, space_before=4 if i else 0, path=text.path, indent=indent))
    tall = snap(height(paras) + 2 * above)
    top = box.bottom - tall
    words = text_item(
        Box(box.x + across, top + above, width, tall - 2 * above),
        paras,
        size_role="detail",
        paths=(tail.title.path,) if tail.title else (),
        name="Callout" if panel else "Closing text",
    )
    if not panel:
        return [words], tall + GAP
    return [
        shape("rect", Box(box.x, top, box.w, tall), fill="accent-tint" if sheet.dense else "tint"),
        *([moved(icon, words.box.x, words.box.y)] if icon else []),
        words,
    ], tall + GAP


def _block_drafts(chunk: Chunk, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """A structured block: with its lead and tail on one slide where that fits, else after a slide of text."""
    assert chunk.block is not None
    sheet = desk.sheet
    prose = list(chunk.lead.paragraphs) if chunk.lead else []
    wish = chunk.block.layout or (chunk.home.layout if _takes(chunk.home.layout, chunk.block, desk) else "")
    together = (lead + prose, chunk.tail)
    tries: list[tuple[list[Text], Callout | Prose | None]] = [together]
    bound = _bound(chunk, together, box, sheet)
    if (prose or chunk.tail) and not bound:
        tries.append((lead, None))
    if lead and not bound:
        tries.append(([], None))
    weights = sheet.theme.weights
    found: list[tuple[float, list[Draft]]] = []
    for over, tail in tries:
        top, below = _lead_items(over, box, sheet)
        foot, taken = _tail_items(tail, below, sheet, 0)
        room = _room(Box(below.x, below.y, below.w, below.h - taken), chunk, desk)
        room = replace(room, later=below.y - box.y) if top else room
        if room.box.h < LEAST_ROOM and (top or foot):
            continue
        way, choice = _with_overview(*choose(chunk.block, room, wish), room)
        if top and len(way.parts) == 1:
            top, below, way = _larger_lead(over, box, sheet, top, below, way, room.box)
        points = way.cost
        before: list[Draft] = []
        after: list[Draft] = []
        if (over, tail) != together:  # further slides, with little on them
            claim = _as_prose([text for text in lead if text not in over])
            before = _apart(chunk, base, [b for b in (claim, chunk.lead) if b and b.paragraphs], desk)
            after = _apart(chunk, base, [chunk.tail] if chunk.tail else [], desk)
            points += weights.page * len(before + after) + weights.white
        elif (top or foot) and len(way.parts) > 1:
            points += weights.page / 2
        found.append((points, [*before, *_of_way(way, choice, base, top, foot, chunk, below.y - box.y), *after]))
    return min(found, key=lambda f: f[0])[1]


def _larger_lead(
    lead: Sequence[Text], box: Box, sheet: Sheet, top: list[Item], below: Box, way: Way, room: Box
) -> tuple[list[Item], Box, Way]:
    """The lead in larger type where the block leaves room for that: what a slide says first is not its smallest.

    One text over a block that is low becomes the slide's statement.
    """
    block, placed = way.parts[0]
    if any(isinstance(item, PlacedText) and item.placeholder.startswith("body") for item in placed.items):
        return top, below, way
    bottom = max((item.box.bottom for item in placed.items), default=room.y)  # rows in their air reach below the need
    statement = sheet.style("statement", sheet.steps("statement") - 1)
    tries = [(statement, px(40), room.h * 3 // 4)] if len(lead) == 1 else []
    for style, gap, most in (*tries, (sheet.style("lead", colour="text2"), px(16), room.h)):
        larger, lower = _lead_items(lead, box, sheet, style, gap)
        more = lower.y - below.y
        if placed.need + more <= most and bottom + more <= room.bottom:
            placed = replace(placed, items=shifted(placed.items, more), need=placed.need + more)
            return larger, lower, replace(way, parts=((block, placed),))
    return top, below, way


def _with_overview(way: Way, choice: Choice, room: Room) -> tuple[Way, Choice]:
    """A long list of milestones behind an axis of the periods that its slides show."""
    parts = tuple(block for block, _ in way.parts if isinstance(block, Milestones))
    if way.layout != "timeline-list" or len(parts) < PERIODS or sum(map(units, parts)) < MANY:
        return way, choice
    from exporter.plan.arrange.periods import overview

    placed = overview(parts, room.box, room.sheet)
    if placed is None:
        return way, choice
    way = replace(way, parts=((replace(parts[0], milestones=()), placed), *way.parts))
    return way, replace(choice, steps=(*choice.steps, "an overview of the periods before them"))


def _bound(chunk: Chunk, together: tuple[list[Text], Callout | Prose | None], box: Box, sheet: Sheet) -> bool:
    """Whether the author keeps the lead with its block, and there is room for both."""
    if chunk.lead is None or chunk.lead.keep != "with-next":
        return False
    _, below = _lead_items(together[0], box, sheet)
    _, taken = _tail_items(together[1], below, sheet, 0)
    return below.h - taken >= LEAST_ROOM


def _side_drafts(chunk: Chunk, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """Blocks in the regions of a layout; where they do not all fit at one size, each as if nobody had wished."""
    layout = desk.layouts[chunk.home.layout]
    top, below = _lead_items(lead, box, desk.sheet)
    if below.h < LEAST_ROOM:
        return [*_apart(chunk, base, [_as_prose(lead)], desk), *_side_drafts(chunk, base, [], box, desk)]
    placed = in_regions(chunk.sides, layout, _room(below, chunk, desk))
    if placed is not None:
        body = replace(placed, items=(*top, *placed.items))
        return [replace(base, layout=layout.name, body=body, notes=(*base.notes, *placed.told))]
    drafts: list[Draft] = []
    free = replace(chunk.home, blocks=chunk.sides, sections=(), layout="")
    for part in chunks(replace(chunk.top, blocks=(), sections=(free,)), {}):
        drafts += _chunk(replace(part, top=chunk.top), desk, first=not drafts and chunk.home is chunk.top)
    return drafts


def _picture_drafts(chunk: Chunk, picture: Picture, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """A picture with its text in the left half; alone, or where the text does not fit, over the whole body."""
    sheet = desk.sheet
    top, below = _lead_items(lead, box, sheet)
    if below.h < LEAST_ROOM:
        return [*_apart(chunk, base, [_as_prose(lead)], desk), *_picture_drafts(chunk, picture, base, [], box, desk)]
    draw = arrangement("picture")
    region = Region("picture", ("picture",), arrange="picture")
    if chunk.beside and (both := _side_by_side(picture, chunk.beside, below, sheet)):
        return [replace(base, layout="picture", body=replace(both, items=(*top, *both.items)))]
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


def _side_by_side(picture: Picture, words: tuple[AnyBlock, ...], box: Box, sheet: Sheet) -> Arranged | None:
    """Text on the left and the picture on its right, as large as the text's need of columns lets it be; or None."""
    draw, region = arrangement("picture"), Region("picture", ("picture",), arrange="picture")
    desks = [(sheet.grown(factor), 0) for factor in BESIDE_LARGER]
    desks += [(sheet, step) for step in range(sheet.steps("body"))]
    found: list[tuple[int, Arranged]] = []
    for columns in (6, 5, 4):  # of two as large, that with the wider text
        (x, w), (right, right_w) = sheet.column(1, columns), sheet.column(columns + 1, sheet.density.frame.columns)
        placed = draw(picture, Box(right, box.y, right_w, box.h), sheet, 0, region, Part())
        if placed is None or not fits(placed, box):
            continue
        shown = max(item.box.w * item.box.h for item in placed.items)
        for desk, step in desks:
            pages = flow_passages([(None, words)], Box(x, box.y, w, box.h), desk, step, 1)
            most = box.h if desk is sheet else round(box.h * BESIDE_FULL)
            if len(pages) == 1 and pages[0].need <= most:
                items = (*pages[0].items, *placed.items)
                found.append((shown, replace(placed, items=items, need=max(pages[0].need, placed.need))))
                break
    return max(found, key=lambda one: one[0])[1] if found else None


def _takes(layout: str, block: AnyBlock, desk: Desk) -> bool:
    return layout in desk.layouts and block.kind in desk.layouts[layout].takes


def _room(box: Box, chunk: Chunk, desk: Desk) -> Room:
    today = desk.report.date.isoformat() if desk.report.date else ""
    return Room(box, desk.sheet, desk.layouts, chunk.home.role or chunk.top.role, {"today": today})


def _apart(chunk: Chunk, base: Draft, blocks: Sequence[AnyBlock], desk: Desk) -> list[Draft]:
    """Lead or tail as running text on slides of their own; none when there is none."""
    if not blocks:
        return []
    head = chunk.home.title if chunk.home is not chunk.top else None
    text = replace(chunk, block=None, lead=None, tail=None, passages=(Passage(head, tuple(blocks)),))
    own = replace(base, notes=(), subject=None, remarks=(), remark_paths=())
    return _text_drafts(text, own, [], desk.sheet.body(), desk)


def _of_way(
    way: Way, choice: Choice, base: Draft, top: Sequence[Item], foot: Sequence[Item], chunk: Chunk, lead: int = 0
) -> list[Draft]:
    """A draft for each part: the lead over the first, its room (`lead`, EMU) taken up by the others; the tail last."""
    drafts = []
    n = len(way.parts)
    for i, (_, placed) in enumerate(way.parts):
        remarks = (*base.remarks, *(ended((Run(r),)) for r in placed.remarks if not base.remarks))
        items = (*top, *placed.items) if not i else _raised(placed.items, lead)
        body = replace(placed, items=(*items, *(foot if i == n - 1 else ())))
        drafts.append(
            replace(
                base,
                layout=way.layout,
                body=body,
                remarks=remarks,
                notes=(*(base.notes if not i else ()), *placed.told),
                shortened=way.shortened,
                chain=chunk.series or (f"{chunk.home.id}/{chunk.blocks[0].id}" if n > 1 else ""),
                index=chunk.index if n == 1 else i,
                of=chunk.of if n == 1 else n,
                choice=choice if not i else None,
                step=way.step,
                parted=base.parted if not i else None,
                anchors=base.anchors if not i else (),
            )
        )
    return drafts


def _raised(items: Sequence[Item], lead: int) -> tuple[Item, ...]:
    """Items of a slide without the lead of the first one: higher by its room, their text box down to the same foot."""
    return tuple(
        replace(item, box=replace(item.box, h=item.box.h + lead))
        if isinstance(item, PlacedText) and item.placeholder.startswith("body")
        else item
        for item in shifted(items, -lead)
    )


def _text_drafts(chunk: Chunk, base: Draft, lead: list[Text], box: Box, desk: Desk) -> list[Draft]:
    """Running text, in one column or two, over as many slides as it takes."""
    sheet = desk.sheet
    top, below = _lead_items(lead, box, sheet)
    pairs = _pairs(chunk.passages)
    if below.h < LEAST_ROOM:  # the lead is a text like the others
        top, below, pairs = [], box, [(None, (_as_prose(lead),)), *pairs]
    elif len(pairs) == 1 or (pairs and base.title == (pairs[0][0].runs if pairs[0][0] else ())):
        pairs[0] = (None if _shows(base, pairs[0][0]) else pairs[0][0], pairs[0][1])
    only = _only(chunk)
    if only and only.title and base.title_path == only.title.path:
        pairs[0] = (pairs[0][0], (replace(only, title=None),))
    together = chunk.home.keep == "together" or any(b.keep == "together" for b in chunk.blocks)
    contest = Contest(together)
    text_ways(pairs, _room(below, chunk, desk), contest)
    ways = ranked(contest.ways, together)
    return _of_way(ways[0], record(chunk.blocks[0].path, ways), base, top, [], chunk)


def _shows(base: Draft, head: Text | None) -> bool:
    """Whether the slide's title or tracker already carries the passage's head."""
    return head is not None and (
        base.title_path == head.path or (base.subject is not None and base.subject.path == head.path)
    )
