"""In: a block. Out: how a brief shows it: running text, rows, a table, a figure. BRIEF has a row for each way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, PlacedPicture, Role
from exporter.model.report import (
    AnyBlock,
    Callout,
    Chart,
    Field,
    Figures,
    Group,
    Items,
    Milestones,
    Picture,
    Point,
    Run,
    Runs,
    Text,
)  # fmt: skip
from exporter.model.report import Item as ReportItem
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part, arrangement
from exporter.plan.arrange.flow import Flow, subhead, tell
from exporter.plan.arrange.grid import Grid, Lines, grid_of
from exporter.plan.brief.front import figure_rows
from exporter.plan.brief.paper import FIGURE_ROLES, Desk, bold, ended, joined, painted
from exporter.plan.brief.pieces import Piece, Row
from exporter.plan.brief.tables import Claim, alike, milestone_grid, records, table
from exporter.plan.move import moved
from exporter.plan.sheet import rule, text_item
from exporter.text import height
from exporter.text import words as count

TABLE_WORDS = 7
"""Items read better as a table than as paragraphs while no field has more words than this on average."""
TAG_WORDS = 4
"""A status or figure of up to so many words stands beside the item's name."""
SENTENCE_WORDS = 5
"""Words from which a value speaks for itself; a shorter one is told with its field's label."""
NAME_WORDS, RUN_IN_WORDS = 5, 20
"""Words of a name and of the one thing said of it, up to which both stand on one line."""
ITEM_WORDS = 90
"""Words from which an item's fields are paragraphs of their own."""
FIGURE_HEIGHTS = (232, 264, 300, 340, 400, 480)
"""px that a figure may take: the least in which all of it is legible."""
PICTURE = 400
"""px that a picture may be high: two stand on a page."""
AXIS = 6
"""Milestones up to which an axis is tried when nobody asks for one."""
UNDATED = 8
"""Undated points up to which they stand in small type under the table."""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of the second level or below: what follows stands beside it."""

    title: Text
    level: int = 2
    number: str | None = ""
    """None: the next one of its section (1.1, 1.2 …), in voices that number."""
    claim: Text | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A callout: `narrow` for the side column, `wide` over the whole width."""

    narrow: tuple[Para, ...]
    wide: Piece


Told = Flow | Piece | Head | Aside


class Blocks:
    """Tells blocks; counts tables and figures as it goes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.sheet = desk.sheet
        self.pen = desk.pen
        self._tables = 0
        self._figures = 0

    def tell(self, block: AnyBlock) -> Iterator[Told]:
        """The block in the arrangement that its layout wishes for, else the best for its kind."""
        return BRIEF[self.arrangement(block)](self, block)

    def arrangement(self, block: AnyBlock) -> str:
        layout = self.desk.layouts.get(block.layout)
        for region in layout.brief if layout else ():
            if block.kind in region.takes and region.arrange in BRIEF:
                return region.arrange
        if isinstance(block, Items):
            return "table" if self._tabular(block) else "rows"
        if isinstance(block, Milestones):
            return "figure" if len(block.milestones) <= AXIS and not block.undated else "table"
        return BEST[block.kind]

    def _tabular(self, block: Items) -> bool:
        if len(block.fields) < 2 or any(i.points for i in block.items):
            return False
        return self.desk.numbered or all(_mean(block, f) <= TABLE_WORDS for f in block.fields)

    # -- running text

    def prose(self, block: AnyBlock) -> Iterator[Told]:
        yield from self._titled(block)
        yield from tell(self.pen, replace(block, title=None))
        yield from self._small([block.note])

    def _titled(self, block: AnyBlock) -> Iterator[Told]:
        """The block's title as a numbered heading, or as a head over the text; then what it claims."""
        if block.title and self.desk.numbered:
            yield Head(block.title, number=None, claim=block.headline, anchor=block.id)
            return
        if block.title:
            yield subhead(self.pen, block.title)
        yield from self._claim(block.headline)

    def _claim(self, headline: Text | None, style: str = "brief-h3") -> Iterator[Flow]:
        """What a block shows, told before it."""
        if headline:
            look = self.sheet.style(style, colour="ink")
            yield Flow(self.sheet.para(headline, look, self.desk.main, space_before=self.pen.gap + 3), keep=True)

    def _small(self, texts: Sequence[Text | None]) -> Iterator[Flow]:
        for text in texts:
            if text:
                yield Flow(self.pen.para(text, "label", role=Role.NOTE, space_before=6))

    def callout(self, block: AnyBlock) -> Iterator[Told]:
        """A highlight rule; the title in the side column, the statement beside it in large type."""
        if not isinstance(block, Callout):
            yield from self.prose(block)
            return
        sheet, desk = self.sheet, self.desk
        few = sum(count(t.plain) for t in block.paragraphs) <= 50
        large = sheet.style("brief-callout-head", colour="ink", bold=False) if few else sheet.style("brief-body")
        flows = [Flow(p) for p in sheet.paras(block.paragraphs, large, desk.main, gap=6)]
        rest = [t for t in (block.headline, block.detail, block.note) if t]
        flows += [Flow(p) for p in sheet.paras(rest, sheet.style("brief-note"), desk.main, gap=4)]
        title = sheet.style("brief-h2", colour="highlight")
        side = (sheet.para(block.title, title, px(176), role=Role.LABEL),) if block.title else ()
        wide = Row(desk, tuple(flows), side, before=px(desk.air.block), rule="highlight").piece()
        narrow: tuple[Para, ...] = ()
        if few and not rest:
            look = sheet.style("brief-callout-head", bold=False)
            text = sheet.style("brief-callout")
            narrow = (*((sheet.para(block.title, look, px(176), role=Role.LABEL),) if block.title else ()),
                      *sheet.paras(block.paragraphs, text, px(176), gap=4))  # fmt: skip
            if block.title and len(narrow) > 1:
                narrow = (narrow[0], replace(narrow[1], space_before=4), *narrow[2:])
        yield Aside(narrow, wide)

    # -- items

    def rows(self, block: AnyBlock) -> Iterator[Told]:
        """Items one after another: a bold name, a short status beside it, the rest as one paragraph."""
        if not isinstance(block, Items):
            yield from self.prose(block)
            return
        yield from self._titled(block)
        number, short = 0, all(map(_short, block.items))
        for group in block.groups:
            if group.title:
                yield subhead(self.pen, group.title)
            yield from self._claim(group.headline, "brief-body")
            for item in group.items:
                number += 1
                if short:
                    yield self._run_in(item, f"{number}  " if block.ordered else "")
                else:
                    yield from self._item(item, block, number)
        yield from self._links(block)
        yield from self._small([block.detail, block.note])

    def _item(self, item: ReportItem, block: Items, number: int) -> Iterator[Flow]:
        fields = {f.id: f for f in block.fields}
        values = [(fields[name], t) for name, texts in item.values for t in texts if name in fields]
        tags = [(f, t) for f, t in values if f.slot in ("status", "figure") and count(t.plain) <= TAG_WORDS]
        rest = [v for v in values if v not in tags]
        below = bool(rest or item.detail or item.points)
        yield self._name(item, [t for _, t in tags], f"{number}  " if block.ordered else "", below)
        apart = sum(count(t.plain) for _, t in rest) > ITEM_WORDS
        for part in [[v] for v in rest] if apart else [rest] if rest else []:
            runs = joined(*(_said(field, text, apart) for field, text in part))
            para = self.pen.para(runs, "body", space_before=2 if apart else 1, path=part[0][1].path)
            yield Flow(para, paths=tuple(t.path for _, t in part[1:]))
        if item.detail:
            yield Flow(self.pen.para(item.detail, "body2", space_before=2))
        yield from self._points(item.points)

    def _run_in(self, item: ReportItem, number: str) -> Flow:
        """A name and the little there is to say on one line."""
        text = item.values[0][1][0]
        head = tuple(replace(r, bold=True) for r in ((Run(number),) if number else ()) + item.name.runs)
        para = self.pen.para((*head, Run("   "), *text.runs), "body", space_before=4, path=item.name.path)
        return Flow(para, paths=(text.path,))

    def _name(self, item: ReportItem, tags: Sequence[Text], number: str, keep: bool) -> Flow:
        runs: Runs = (*((Run(number, bold=True),) if number else ()), *bold(item.name.runs))
        for tag in tags:
            runs = (*runs, Run("   "), *tag.runs)
        look = {"font": "body", "bold": False}
        para = self.pen.para(
            runs, "subhead", role=Role.H3, space_before=self.desk.air.item, style=look, path=item.name.path
        )
        if tags:
            tone = "highlight" if item.emphasis else "accent"
            para = painted(para, lambda n, span: "" if span.bold else tone)
        return Flow(para, keep=keep, paths=tuple(t.path for t in tags))

    def _points(self, points: Sequence[Point], level: int = 0) -> Iterator[Flow]:
        hang = px(16)
        indent = min(hang * (level + 1), self.desk.main // 2)
        for point in points:
            yield Flow(
                self.pen.para(point.text, "body2", role=Role.ITEM, level=level, bullet="–", indent=indent, hang=hang,
                              space_before=2)
            )  # fmt: skip
            yield from self._points(point.points, level + 1)

    def _links(self, block: Items) -> Iterator[Flow]:
        names = {i.id: i.name.plain for i in block.items}
        for link in block.links:
            start, end = names.get(link.start, link.start), names.get(link.end, link.end)
            runs = (Run(f"{start} → {end}: ", bold=True), *link.label.runs)
            yield Flow(self.pen.para(runs, "body", path=link.label.path, space_before=3))

    # -- tables

    def table(self, block: AnyBlock) -> Iterator[Told]:
        """A numbered table across the page."""
        if isinstance(block, Items):
            yield from self._items_table(block)
        elif isinstance(block, Milestones):
            yield from self._milestones_table(block)
        else:
            yield from self._claim(block.headline)
            grid = _chart_grid(block, self.sheet) if isinstance(block, Chart) else grid_of(block, Part(), self.sheet)
            yield from self._table(grid, block)

    def _items_table(self, block: Items) -> Iterator[Told]:
        """Groups are tables of their own under numbered headings, or groups of rows headed by what they show."""
        yield from self._claim(block.headline)
        if self.desk.numbered and len(block.groups) > 1:
            for i, group in enumerate(block.groups):
                yield from self._group_table(block, group, last=i == len(block.groups) - 1)
        else:
            if len(block.groups) == 1:
                yield from self._claim(block.groups[0].headline, "brief-body")
            kept, more = alike(block)
            claims = [Claim(g.title, g.headline, _paths(g.headline)) for g in kept.groups if g.title]
            yield from self._table(grid_of(kept, Part(), self.sheet), block, claims=claims, more=more)
        yield from self._links(block)

    def _group_table(self, block: Items, group: Group, last: bool) -> Iterator[Told]:
        if group.title:
            yield Head(group.title, number=None, anchor=group.id)
        yield from self._claim(group.headline, "brief-body")
        part = replace(
            block, groups=(replace(group, headline=None),), detail=block.detail if last else None,
            note=block.note if last else None,
        )  # fmt: skip
        grid = grid_of(part, Part(), self.sheet)
        title = block.title.runs if block.title else ()
        if grid and title and group.title:
            heads = (Lines(((Run(self.sheet.words("company")),),), "muted"), *grid.heads[1:])
            grid = replace(grid, heads=heads)
        runs = joined(title, group.title.runs if group.title else (), by=": ")
        yield from self._table(grid, part, title=runs, anchor=f"{block.id}-{group.id}")

    def _milestones_table(self, block: Milestones) -> Iterator[Told]:
        yield from self._claim(block.headline)
        more: list[tuple[Runs, tuple[str, ...]]] = []
        flat = len(block.undated) <= UNDATED and not any(p.points for p in block.undated)
        if block.undated and flat:
            title = block.undated_title
            head = title.runs if title else (Run(self.sheet.words("undated")),)
            runs = joined((*bold(head), Run(":", bold=True)), *(ended(p.text.runs) for p in block.undated))
            more = [(runs, (*_paths(title), *(p.text.path for p in block.undated)))]
        yield from self._table(milestone_grid(block, self.sheet), block, more=more)
        if block.undated and not flat:
            yield subhead(self.pen, block.undated_title or self.sheet.words("undated"))
            yield from self._points(block.undated)

    def _table(
        self, grid: Grid | None, block: AnyBlock, *, title: Runs | None = None, anchor: str = "",
        claims: Sequence[Claim] = (), more: Sequence[tuple[Runs, tuple[str, ...]]] = (),
    ) -> Iterator[Told]:  # fmt: skip
        """The grid under a numbered caption, notes below; as records when its columns would be too narrow."""
        if grid is None or not grid.rows:
            yield from self.prose(replace(block, headline=None))
            return
        name = self.sheet.words("table", n=self._tables + 1)
        notes = [t for t in (block.note, block.detail) if t]
        placed = table(
            self.desk, grid, name=name, title=title if title is not None else block.title.runs if block.title else (),
            paths=_paths(block.title), notes=notes, anchor=anchor or block.id, claims=claims, more=more,
        )  # fmt: skip
        if placed:
            self._tables += 1
            yield placed
            return
        yield from self._titled(replace(block, headline=None))
        yield from records(self.desk, grid)
        yield from self._small(notes)
        yield from (Flow(self.pen.para(runs, "label", path=own[0]), paths=own[1:]) for runs, own in more)

    # -- figures

    def figure(self, block: AnyBlock) -> Iterator[Told]:
        """A figure over the whole width in the way its layout draws it; where that is not legible, a table."""
        layout = self.desk.layouts.get(block.layout)
        region = next((r for r in (layout.regions if layout else ()) if block.kind in r.takes), None)
        name = region.arrange if region else "timeline" if isinstance(block, Milestones) else block.kind
        if block.path not in self.desk.drawn:
            self.desk.drawn[block.path] = self._drawn(block, name)
        drawn = self.desk.drawn[block.path]
        if drawn is None:
            yield from self.table(block)
            return
        yield from self._claim(block.headline)
        yield self._captioned(block, drawn)

    def _drawn(self, block: AnyBlock, name: str) -> Arranged | None:
        """The block drawn by a deck's arrangement in the type of figures; None when it needs too much room."""
        today = self.desk.report.date.isoformat() if self.desk.report.date else ""
        region = Region("body", (block.kind,), arrange=name, options={"today": today, "brief": True})
        bare = replace(block, title=None)
        draw = arrangement(name)
        for tall in FIGURE_HEIGHTS if isinstance(block, Milestones) else FIGURE_HEIGHTS[3:]:
            box = Box(self.desk.x, 0, self.desk.w, px(tall))
            for step in (0, 1):
                placed = draw(bare, box, self.desk.figures, step, region, Part())
                if placed is None:
                    return None
                if not placed.crowd and placed.need <= box.h and not placed.told:
                    return placed
        return None

    def _captioned(self, block: AnyBlock, placed: Arranged) -> Piece:
        remark = block.note.runs if block.note else (Run("; ".join(placed.remarks)),) if placed.remarks else ()
        head, top = self._caption(block, block.title.runs if block.title else (), remark, _paths(block.note))
        items = [moved(item, 0, top, FIGURE_ROLES) for item in placed.items]
        bottom = max((item.box.bottom for item in items), default=top)
        notes: list[Item] = []
        if block.detail:
            para = self.sheet.para(block.detail, self.sheet.style("brief-note"), self.desk.w, role=Role.NOTE)
            spot = Box(self.desk.x, bottom + px(8), self.desk.w, height([para]))
            notes = [text_item(spot, (para,), size_role="brief-note", role=Role.NOTE)]
            bottom = spot.bottom
        return Piece(bottom, (*head, *items, *notes), before=px(self.desk.air.block), anchors=(block.id,))

    def _caption(
        self, block: AnyBlock, title: Runs, remark: Runs = (), paths: tuple[str, ...] = ()
    ) -> tuple[list[Item], int]:  # fmt: skip
        """A hairline and "Figure 1. Title  remark", and where the figure begins below it."""
        self._figures += 1
        desk = self.desk
        lead = (Run(f"{self.sheet.words('figure', n=self._figures)}. ", bold=True), *bold(title))
        runs = joined(lead, tuple(replace(r, bold=False) for r in remark), by=" ")
        para = self.sheet.para(
            runs, self.sheet.style("brief-caption", bold=False), desk.w, role=Role.CAPTION,
            path=block.title.path if block.title else "",
        )  # fmt: skip
        para = painted(para, lambda n, span: "" if span.bold else "muted")
        spot = Box(desk.x, px(8), desk.w, height([para]))
        item = text_item(
            spot, (para,), size_role="brief-caption", role=Role.CAPTION, anchor_id=block.id, paths=paths
        )  # fmt: skip
        return [rule(desk.x, 0, desk.w), item], spot.bottom + px(12)

    def picture(self, block: AnyBlock) -> Iterator[Told]:
        """The picture as large as it is, at most the text's width; without a file its alt text and address."""
        if not isinstance(block, Picture) or not (block.file and block.width and block.height):
            yield from self.prose(block)
            return
        yield from self._claim(block.headline)
        words = [t for t in (block.title, block.caption) if t]
        credit = [t for t in (block.credit, block.note, block.detail) if t]
        title = joined(*(ended(t.runs) for t in words)) if len(words) > 1 else words[0].runs if words else ()
        paths = tuple(t.path for t in (*words, *credit) if t is not block.title)
        head, top = self._caption(block, title, joined(*(t.runs for t in credit)), paths)
        scale = min(1.0, self.desk.w / px(block.width), px(PICTURE) / px(block.height))
        w, h = round(px(block.width) * scale), round(px(block.height) * scale)
        indent = self.desk.w - self.desk.main if w <= self.desk.main else 0
        picture = PlacedPicture(
            box=Box(self.desk.x + indent, top, w, h), file=block.file, alt=block.alt.plain, paths=(block.alt.path,),
            pixels=(block.width, block.height), name=block.title.plain if block.title else "",
        )  # fmt: skip
        yield Piece(top + h, (*head, picture), before=px(self.desk.air.block), anchors=(block.id,))

    def summary(self, block: AnyBlock) -> Iterator[Told]:
        """Key figures in two columns under hairlines."""
        if not isinstance(block, Figures):
            yield from self.prose(block)
            return
        yield from self._titled(block)
        for i, piece in enumerate(figure_rows(self.desk, block.figures)):
            yield replace(piece, before=px(self.desk.air.block) if not i else 0, anchors=(block.id,) if not i else ())
        yield from self._small([block.detail, block.note])


BRIEF: Mapping[str, Callable[[Blocks, Any], Iterator[Told]]] = {
    "prose": Blocks.prose,
    "points": Blocks.prose,
    "steps": Blocks.prose,
    "quote": Blocks.prose,
    "code": Blocks.prose,
    "callout": Blocks.callout,
    "rows": Blocks.rows,
    "table": Blocks.table,
    "figure": Blocks.figure,
    "picture": Blocks.picture,
    "summary": Blocks.summary,
}
"""How the `brief:` regions of layouts are drawn, by the name under `arrange`; each can show every kind of block."""

BEST: Mapping[str, str] = {
    "text": "prose", "points": "points", "steps": "steps", "quote": "quote", "code": "code", "callout": "callout",
    "items": "rows", "milestones": "table", "table": "table", "comparison": "table", "chart": "figure",
    "figures": "summary", "picture": "picture",
}  # fmt: skip
"""Kind of block -> its arrangement when nobody asks for another."""


def _paths(text: Text | None) -> tuple[str, ...]:
    return (text.path,) if text else ()


def _mean(block: Items, field: Field) -> float:
    """Mean number of words of the values of a field."""
    values = [count(t.plain) for item in block.items for t in item.value(field.id)]
    return sum(values) / len(values) if values else 0


def _short(item: ReportItem) -> bool:
    """Whether an item is a name and one text that read as one line or two."""
    texts = [t for _, texts in item.values for t in texts]
    if len(texts) != 1 or item.detail or item.points:
        return False
    return count(item.name.plain) <= NAME_WORDS and count(texts[0].plain) <= RUN_IN_WORDS


def _said(field: Field, text: Text, apart: bool) -> Runs:
    """A value as a sentence; a short one, or one of many, with its label before it."""
    if field.label and (apart or (field.slot != "body" and count(text.plain) < SENTENCE_WORDS)):
        return (*bold(field.label.runs), Run(": "), *ended(text.runs))
    return ended(text.runs)


def _chart_grid(block: Chart, sheet: Any) -> Grid:
    """A chart's numbers: categories down, series across."""
    heads = (Lines((), "muted"), *(Lines((s.name,), "muted", paths=(s.name.path,)) for s in block.series))
    rows = tuple(
        (Lines((category,), bold=True), *(Lines((s.labels[i],) if i < len(s.labels) else ()) for s in block.series))
        for i, category in enumerate(block.categories)
    )
    return Grid(heads, rows, ("left", *["right"] * len(block.series)), (None,) * len(rows))  # type: ignore[arg-type]
