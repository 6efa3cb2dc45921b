"""In: a section. Out: its pieces: heading, text beside it, tables and figures across the page, callouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import (
    AnyBlock,
    Callout,
    Chart,
    Comparison,
    Figures,
    Items,
    Milestones,
    Picture,
    Run,
    Runs,
    Section,
    Table,
    Text,
)  # fmt: skip
from exporter.model.report import Item as ReportItem
from exporter.model.style import Layout, Region
from exporter.plan.arrange import Part, arrangement
from exporter.plan.arrange.flow import Flow, Pen, subhead, tell
from exporter.plan.arrange.table import LEFT, Grid, Lines, build, grid_of
from exporter.plan.brief.paper import Paper, joined
from exporter.plan.brief.pieces import SIDE, SIDE_W, Mark, Piece, Row, TablePart
from exporter.plan.sheet import Sheet, rule, text_item
from exporter.text import height
from exporter.text import words as count

GAP = px(28)
"""Above a figure, a table, a callout."""
SECTION_GAP = px(44)
TABLE_WORDS = 7
"""Items whose fields average fewer words than this read better as a table than as paragraphs."""


@dataclass
class Writer:
    """Turns sections into pieces; counts tables and figures as it goes."""

    paper: Paper
    sheet: Sheet
    figure_sheet: Sheet
    layouts: Mapping[str, Layout]
    numbered: bool
    """The technical voice: numbered subsections, heads on top, tables for items."""
    today: str = ""
    tables: int = 0
    figures: int = 0

    @property
    def x(self) -> int:
        return self.paper.text.x

    @property
    def w(self) -> int:
        return self.paper.text.w

    @property
    def main(self) -> int:
        return self.w - SIDE

    @property
    def pen(self) -> Pen:
        return Pen(self.sheet, self.main, 0, air=8 if self.numbered else 9)

    def section(self, section: Section) -> Iterator[Piece]:
        """A first-level section with all below it."""
        mark = Mark(1, section.number, section.title.plain, section.id, section.title.path)
        if self.numbered:
            yield self._top_heading(section, mark)
            yield from self._body(section, (), (), headings=True)
        else:
            yield from self._body(section, self._side_heading(section), (mark,), headings=False)

    # -- headings

    def _top_heading(self, section: Section, mark: Mark) -> Piece:
        """The number and title over the whole width, under a rule."""
        number = (Run(f"{section.number}   "),) if section.number else ()
        para = self.sheet.para(
            (*number, *section.title.runs), self.sheet.style("brief-h1"), self.w, role=Role.H1, path=section.title.path
        )
        if number:
            first = para.lines[0].spans[0]
            plain = _accented(first.text, len(section.number))
            if plain:
                para = _colour_number(para, len(section.number), self.sheet)
        tall = height([para])
        return Piece(
            tall + px(14),
            lambda y: [
                rule(self.x, y, self.w, "ink"),
                text_item(Box(self.x, y + px(14), self.w, tall), (para,), size_role="brief-h1", role=Role.H1, anchor_id=section.id),
            ],
            before=SECTION_GAP, keep=True, marks=(mark,),
        )  # fmt: skip

    def _side_heading(self, section: Section) -> tuple[Para, ...]:
        paras = []
        if section.number:
            paras.append(self.sheet.para(section.number, self.sheet.style("brief-number"), SIDE_W, role=Role.LABEL))
        paras.append(self.sheet.para(section.title, self.sheet.style("brief-h1"), SIDE_W, role=Role.H1))
        return tuple(paras)

    # -- content

    def _body(
        self, section: Section, side: tuple[Para, ...], marks: tuple[Mark, ...], headings: bool
    ) -> Iterator[Piece]:
        """Blocks of a section: text gathers beside the heading, figures and tables stand across the page."""
        pending: list[Flow] = []
        opened = headings
        top_rule = not headings
        minor = 0
        home_side = side

        def flush(before: int) -> Iterator[Piece]:
            nonlocal pending, home_side, marks, top_rule
            if not pending and not home_side:
                return
            stacks = (home_side,) if home_side else ()
            if top_rule:
                yield self._rule(SECTION_GAP)
                top_rule = False
                before = px(14)
            row = Row(self.sheet, self.x, self.w, tuple(pending), stacks, marks, before)
            yield row.piece()
            pending, home_side, marks = [], (), ()

        if section.headline and (self.numbered or section.headline.plain != section.title.plain):
            look = {"bold": True} if self.numbered else {}
            pending.append(Flow(self.pen.para(section.headline, "body", style=look)))
        for block in section.blocks:
            if block.hidden:
                continue
            wide = self._wide(block)
            if wide is None:
                if self.numbered and block.title and block.kind != "callout":
                    yield from flush(px(20))
                    minor += 1
                    number = f"{section.number}.{minor}" if section.number and not section.sections else ""
                    home_side = self._minor_heading(number, block.title)
                    marks = (Mark(2, number, block.title.plain, block.id, block.title.path),)
                    pending += self._text(replace(block, title=None))
                else:
                    pending += self._text(block)
                continue
            if isinstance(block, Items):
                pending += [Flow(self.pen.para(g.headline, "body", space_before=8)) for g in block.groups if g.headline]
            yield from flush(px(20))
            yield from wide
        yield from flush(px(20))
        opened = opened or not top_rule
        for sub in section.sections:
            yield from self._subsection(sub)

    def _subsection(self, sub: Section) -> Iterator[Piece]:
        mark = Mark(2, sub.number if self.numbered else "", sub.title.plain, sub.id, sub.title.path)
        side = self._minor_heading(sub.number if self.numbered else "", sub.title)
        pieces = list(self._body(replace(sub, sections=()), side, (mark,), headings=True))
        if pieces:
            pieces[0] = replace(pieces[0], before=px(24))
        yield from pieces
        for below in sub.sections:
            yield from self._subsection(below)

    def _minor_heading(self, number: str, title: Text) -> tuple[Para, ...]:
        runs: Runs = (*((Run(f"{number}  "),) if number else ()), *title.runs)
        para = self.sheet.para(runs, self.sheet.style("brief-h2"), SIDE_W, role=Role.H2, path=title.path)
        if number:
            para = _colour_number(para, len(number), self.sheet)
        return (para,)

    def _rule(self, before: int) -> Piece:
        return Piece(0, lambda y: [rule(self.x, y, self.w, "ink")], before=before, keep=True)

    def _wide(self, block: AnyBlock) -> list[Piece] | None:
        """A block that stands across the page; None for running text."""
        if isinstance(block, Callout):
            return [self._callout(block)]
        if isinstance(block, Milestones):
            return self._milestones(block)
        if isinstance(block, Items) and self._tabular(block):
            return self._items(block)
        if isinstance(block, Table | Comparison):
            return self._table(grid_of(block, Part(), self.sheet), block)
        if isinstance(block, Figures):
            return self._figures(block)
        if isinstance(block, Chart | Picture):
            return self._drawn(block)
        return None

    # -- callouts

    def _callout(self, block: Callout) -> Piece:
        """A highlight rule, the title in the side column, the statement in serif beside it."""
        side: tuple[Para, ...] = ()
        if block.title:
            style = self.sheet.style("brief-h2", colour="highlight")
            side = (self.sheet.para(block.title, style, SIDE_W, role=Role.LABEL),)
        style = self.sheet.style("brief-callout-head", colour="ink")
        paras = self.sheet.paras(block.paragraphs, style, self.main, gap=6)
        tall = max(height(paras), height(side)) + px(14)

        def draw(y: int) -> list[Item]:
            items: list[Item] = [rule(self.x, y, self.w, "highlight", 2)]
            if side:
                items.append(text_item(Box(self.x, y + px(14), SIDE_W, height(side)), side, size_role="brief-h2"))
            items.append(
                text_item(
                    Box(self.x + SIDE, y + px(14), self.main, height(paras)), paras, size_role="brief-callout-head"
                )
            )
            return items

        return Piece(tall, draw, before=GAP)

    # -- figures

    def _figure_caption(self, block: AnyBlock) -> tuple[Para, Text | None]:
        self.figures += 1
        label = self.sheet.words("figure", n=self.figures) + ". "
        runs: Runs = (Run(label, bold=True),)
        if block.title:
            runs += tuple(replace(r, bold=True) for r in block.title.runs)
        if block.note:
            plain = [replace(r, bold=False) for r in block.note.runs]
            runs += (Run("  "), *plain)
        style = self.sheet.style("brief-caption", bold=False)
        para = self.sheet.para(runs, style, self.w, role=Role.CAPTION, path=block.title.path if block.title else "")
        return para, block.note

    def _drawn(self, block: AnyBlock, name: str = "") -> list[Piece] | None:
        """A figure drawn by an arrangement at the full width of the text; None when it does not fit one page."""
        name = name or block.kind
        for h in (px(232), px(256), px(288), px(320), px(420)):
            for step in (0, 1):
                box = Box(self.x, 0, self.w, h)
                region = Region("body", (block.kind,), arrange=name, options={"today": self.today, "brief": True})
                placed = arrangement(name)(replace(block, title=None), box, self.figure_sheet, step, region, Part())
                if placed is None:
                    return None
                if placed.crowd == 0 and placed.need <= h and not placed.told:
                    if name in ("picture", "chart") and h < px(320) and step == 0:
                        h = px(320)
                        placed = arrangement(name)(
                            replace(block, title=None), Box(self.x, 0, self.w, h), self.figure_sheet, 0, region, Part()
                        )
                        assert placed is not None
                    return [self._figure_piece(block, name, h, step, region)]
        return None

    def _figure_piece(self, block: AnyBlock, name: str, h: int, step: int, region: Region) -> Piece:
        caption, note = self._figure_caption(block)
        top = height([caption]) + px(20)

        def draw(y: int) -> list[Item]:
            box = Box(self.x, y + top, self.w, h)
            placed = arrangement(name)(replace(block, title=None), box, self.figure_sheet, step, region, Part())
            assert placed is not None
            items: list[Item] = [rule(self.x, y, self.w)]
            items.append(
                text_item(Box(self.x, y + px(8), self.w, height([caption])), (caption,), size_role="brief-caption",
                          role=Role.CAPTION, anchor_id=block.id, paths=(note.path,) if note else ())
            )  # fmt: skip
            return [*items, *placed.items]

        drawn = draw(0)
        bottom = max((i.box.bottom for i in drawn), default=h)
        return Piece(max(bottom, top), draw, before=GAP)

    def _milestones(self, block: Milestones) -> list[Piece]:
        """On an axis where that is legible, else (or for many) as a table of dated statements."""
        wish = self.layouts.get(block.layout)
        axis = len(block.milestones) <= 6 and not block.undated
        if axis and (wish is None or wish.name == "timeline"):
            drawn = self._drawn(block, "timeline")
            if drawn:
                return drawn
        grid = _milestone_grid(block, self.sheet)
        pieces = self._table(grid, block) or []
        if block.undated:
            pen = self.pen
            flows = [subhead(pen, block.undated_title or self.sheet.words("undated"))]
            flows += [Flow(pen.para(p.text, "body", role=Role.ITEM, bullet="–", indent=px(16), hang=px(16), space_before=3))
                      for p in block.undated]  # fmt: skip
            pieces.append(Row(self.sheet, self.x, self.w, tuple(flows), before=px(16)).piece())
        return pieces

    def _figures(self, block: Figures) -> list[Piece]:
        """Key figures in two columns under hairlines."""
        gap = px(24)
        width = (self.w - gap) // 2
        out = []
        cells = []
        for figure in block.figures:
            colour = "highlight" if figure.emphasis else "accent"
            paras = [
                self.sheet.para(figure.figure, self.sheet.style("brief-figure", colour=colour), width, role=Role.LABEL)
            ]
            if figure.label:
                paras.append(self.sheet.para(figure.label, self.sheet.style("brief-box-head"), width, space_before=1))
            if figure.support:
                paras.append(self.sheet.para(figure.support, self.sheet.style("brief-box-text"), width, space_before=2))
            cells.append(tuple(paras))
        for i in range(0, len(cells), 2):
            row = cells[i : i + 2]

            def draw(y: int, row: Sequence[tuple[Para, ...]] = row) -> list[Item]:
                items: list[Item] = []
                for j, cell in enumerate(row):
                    x = self.x + j * (width + gap)
                    items.append(rule(x, y, width))
                    items.append(text_item(Box(x, y + px(10), width, height(cell)), cell, size_role="brief-note"))
                return items

            out.append(Piece(max(height(c) for c in row) + px(26), draw, before=GAP if not i else 0))
        if block.title:
            out.insert(0, self._subtitle(block.title))
        return out

    def _subtitle(self, title: Text) -> Piece:
        para = self.sheet.para(title, self.sheet.style("brief-h2"), self.w, role=Role.H2)
        tall = height([para])
        return Piece(
            tall + px(8), lambda y: [text_item(Box(self.x, y, self.w, tall), (para,), size_role="brief-h2", role=Role.H2)],
            before=GAP, keep=True,
        )  # fmt: skip

    # -- tables

    def _table(self, grid: Grid | None, block: AnyBlock, title: Text | None = None) -> list[Piece]:
        """A numbered table across the page, cut between rows with its header repeated."""
        if grid is None or not grid.rows:
            return []
        title = title or block.title
        self.tables += 1
        name = self.sheet.words("table", n=self.tables)
        runs: Runs = (Run(f"{name}. "), *title.runs) if title else (Run(name),)
        style = self.sheet.style("brief-caption")
        caption = self.sheet.para(runs, style, self.w, role=Role.CAPTION, path=title.path if title else "")
        more = self.sheet.words("table-continued")
        continued = self.sheet.para(
            (Run(f"{name}, {more}"),), style.but(colour="muted"), self.w, role=Role.ARTIFACT
        )  # fmt: skip
        box = Box(self.x, 0, self.w, px(10_000))
        best = None
        for step in range(3):
            table, crowd = build(grid, box, self.sheet, step, brief=True)
            best = table
            if crowd == 0:
                break
        assert best is not None
        best = replace(best, alt=title.plain if title else name, anchor_id=block.id, name=name, size_role="brief-cell")
        pieces = [TablePart(self.sheet, best, caption, continued, GAP).piece()]
        pieces += self._after(block)
        return pieces

    def _after(self, block: AnyBlock) -> list[Piece]:
        """Notes under a table: the block's method note and optional detail, small."""
        texts = [t for t in (block.note, block.detail) if t]
        if not texts:
            return []
        paras = self.sheet.paras(texts, self.sheet.style("brief-note"), self.w, gap=2, role=Role.NOTE)
        tall = height(paras)
        return [
            Piece(
                tall, lambda y: [text_item(Box(self.x, y, self.w, tall), paras, size_role="brief-note", role=Role.NOTE)],
                before=px(8),
            )
        ]  # fmt: skip

    def _text(self, block: AnyBlock) -> list[Flow]:
        """A block as running text; items as a bold head and one paragraph each."""
        if not isinstance(block, Items):
            return tell(self.pen, block)
        flows = [subhead(self.pen, block.title)] if block.title else []
        flows += self._item_flows(block)
        for text in (block.note, block.detail):
            if text:
                flows.append(Flow(self.pen.para(text, "label", space_before=6)))
        return flows

    def _items(self, block: Items) -> list[Piece]:
        """Items as a table, in the technical voice one a group."""
        if self.numbered and len(block.groups) > 1:
            pieces = []
            for i, group in enumerate(block.groups):
                last = i == len(block.groups) - 1
                part = replace(
                    block, groups=(group,), detail=block.detail if last else None, note=block.note if last else None
                )
                grid = grid_of(part, Part(), self.sheet)
                pieces += self._table(grid, part, group.title)
            return pieces + self._links(block)
        return (self._table(grid_of(block, Part(), self.sheet), block) or []) + self._links(block)

    def _tabular(self, block: Items) -> bool:
        if len(block.fields) < 2 or any(i.points for i in block.items):
            return False
        if self.numbered:
            return True
        values = [t for item in block.items for _, texts in item.values for t in texts]
        return bool(values) and sum(count(t.plain) for t in values) / len(values) <= TABLE_WORDS

    def _links(self, block: Items) -> list[Piece]:
        if not block.links:
            return []
        names = {i.id: i.name.plain for i in block.items}
        flows = []
        for link in block.links:
            start, end = names.get(link.start, link.start), names.get(link.end, link.end)
            runs = (Run(f"{start} → {end}: ", bold=True), *link.label.runs)
            flows.append(Flow(self.pen.para(runs, "body", path=link.label.path, space_before=3)))
        return [Row(self.sheet, self.x, self.w, tuple(flows), before=px(12)).piece()]

    def _item_flows(self, block: Items) -> Iterator[Flow]:
        """An item as a bold head and one paragraph of its fields."""
        number = 0
        for group in block.groups:
            if group.title:
                yield subhead(self.pen, group.title)
            for item in group.items:
                number += 1
                yield from self._item(item, block, number)

    def _item(self, item: ReportItem, block: Items, number: int) -> Iterator[Flow]:
        pen = self.pen
        head = Flow(
            pen.para(item.name, "subhead", role=Role.H3, space_before=10, style={"font": "body", "bold": True}),
            keep=True,
        )
        yield head
        values = [texts for _, texts in item.values]
        sentences: list[Runs] = []
        paths: list[str] = []
        for texts in values:
            for text in texts:
                runs = text.runs
                if not text.plain.rstrip().endswith((".", "!", "?", "…", ":")):
                    runs = (*runs, Run("."))
                sentences.append(runs)
                paths.append(text.path)
        if sentences:
            para = pen.para(joined(*sentences), "body", space_before=1, path=paths[0])
            yield Flow(para, paths=tuple(paths[1:]))
        if item.detail:
            yield Flow(pen.para(item.detail, "body2", space_before=2))
        for point in item.points:
            yield from _nested(pen, point, 0)


def _nested(pen: Pen, point, level: int) -> Iterator[Flow]:  # type: ignore[no-untyped-def]
    hang = px(16)
    yield Flow(
        pen.para(point.text, "body2", role=Role.ITEM, level=level, bullet="–", indent=hang * (level + 1), hang=hang,
                 space_before=2)
    )  # fmt: skip
    for below in point.points:
        yield from _nested(pen, below, level + 1)


def _milestone_grid(block: Milestones, sheet: Sheet) -> Grid:
    """Dated statements: when, who, what, and the lanes as groups of rows."""
    who = any(m.who for m in block.milestones)
    detail = any(m.detail or m.points for m in block.milestones)
    heads = [sheet.words("when"), *([sheet.words("who")] if who else []), sheet.words("what")]
    heads += [sheet.words("detail")] if detail else []
    rows = []
    for stone in block.milestones:
        cells = [Lines((stone.when_text,), "highlight" if stone.emphasis else "ink", True)]
        if who:
            cells.append(
                Lines((joined(*(w.runs for w in stone.who), by=", "),), paths=tuple(w.path for w in stone.who))
            )
        cells.append(Lines((stone.what,)))
        if detail:
            below = [t for t in (stone.detail,) if t]
            below += _point_texts(stone.points)
            cells.append(Lines(tuple(below)))
        rows.append(tuple(cells))
    groups = tuple(stone.group for stone in block.milestones)
    titles = tuple(Lines(((Run(h),),), "muted") for h in heads)
    return Grid(titles, tuple(rows), LEFT * len(heads), groups)


def _point_texts(points) -> list[Text]:  # type: ignore[no-untyped-def]
    out = []
    for point in points:
        out.append(point.text)
        out += _point_texts(point.points)
    return out


def _accented(text: str, n: int) -> bool:
    return len(text) >= n


def _colour_number(para: Para, n: int, sheet: Sheet) -> Para:
    """The first `n` characters of a heading in accent."""
    line = para.lines[0]
    first = line.spans[0]
    if len(first.text) <= n:
        spans = (replace(first, colour="accent"), *line.spans[1:])
    else:
        head, tail = first.text[:n], first.text[n:]
        w = sheet.width(head, para.style)
        spans = (
            replace(first, text=head, w=w, colour="accent"),
            replace(first, text=tail, x=first.x + w, w=first.w - w),
            *line.spans[1:],
        )
    return replace(para, lines=(replace(line, spans=spans), *para.lines[1:]))
