"""In: a section. Out: its pieces: text gathers beside the headings, tables and figures stand across the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import Para, Role
from exporter.model.report import Run, Runs, Section, Text
from exporter.model.walk import ids
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief.blocks import told
from exporter.plan.brief.paper import SIDE_W, Desk, even, numbered, painted
from exporter.plan.brief.pieces import ASIDE, HIGHEST, Headed, Mark, Piece, Row, heading, tall
from exporter.plan.brief.poured import Poured, across
from exporter.plan.brief.telling import Aside, Head, Teller, Told
from exporter.plan.sheet import part_of
from exporter.text import height

SLACK = px(24)
"""By so much may a callout in the side column reach below the text beside it."""
BELOW = {Role.H2: Role.H3, Role.H3: Role.BODY}
"""What heads in running text are, under a heading of the third level."""


class Composer:
    """Makes rows of what blocks tell: what is waiting for its row stands in these fields."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.teller = Teller(desk)
        self._text: list[Flow] = []
        self._side: tuple[Para, ...] = ()
        self._title = Text()
        self._claim: Text | None = None
        self._aside: tuple[Para, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._anchors: list[str] = []
        self._rule = ""
        self._before = 0
        self._fresh = False
        self._below = 0

    def section(self, section: Section, below: int = 0) -> Iterator[Piece]:
        """A section of the first level with all below it; in an appendix it stands `below` the appendix' heading."""
        return self._held(self._section(section, below), section.keep)

    def _section(self, section: Section, below: int) -> Iterator[Piece]:
        self._fresh = self._fresh or section.break_ == "before"
        self._below = below
        mark = Mark(1 + below, section.number, section.title.plain, section.id)
        if self.desk.over:
            yield self._opened(self._top_heading(section, mark))
            self._before = px(self.desk.air.row)
        else:
            self._side = self._side_heading(section)
            self._claim = section.headline
            self._marks = (mark,)
            self._rule = "ink"
            self._before = px(self.desk.air.section)
        yield from self._content(section, 2)
        yield from self._row()

    def _content(self, section: Section, level: int) -> Iterator[Piece]:
        minor = 0
        for block in section.blocks:
            if block.keep and self._text:
                yield from self._row()
            pieces: list[Piece] = []
            self._anchors += ids(block)
            if block.break_ == "before":
                pieces += self._row()
                self._fresh = True
            for part in told(self.teller, block):
                if isinstance(part, Head):
                    minor += 1
                    counts = section.number and not section.sections
                    part = replace(part, level=level)
                    pieces += self._heading(part, f"{section.number}.{minor}" if counts else "")
                else:
                    pieces += self._part(part, level)
            if block.break_ == "after" or block.keep:
                pieces += self._row()
            yield from self._held(pieces, block.keep)
            self._fresh = self._fresh or block.break_ == "after"
        for sub in section.sections:
            if sub.keep:
                yield from self._row()
            yield from self._held(self._subsection(sub, level), sub.keep)
        if section.break_ == "after":
            yield from self._row()
            self._fresh = True

    def _subsection(self, section: Section, level: int) -> Iterator[Piece]:
        title = Head(section.title, level, section.number, section.headline, section.id)
        yield from self._heading(title, "")
        self._fresh = self._fresh or section.break_ == "before"
        yield from self._content(section, level + 1)
        if section.keep:
            yield from self._row()

    def _held(self, pieces: Iterable[Piece], keep: str) -> Iterator[Piece]:
        """The pieces of a part of the report; its author may want them on one page, or with what follows."""
        if not keep:
            yield from pieces
            return
        held = list(pieces)
        whole = sum(p.before + p.height for p in held) <= self.desk.paper.text.h
        together = keep == "together" and whole and not any(p.turned for p in held)
        for i, piece in enumerate(held, 1):
            last = i == len(held)
            if together:
                yield replace(piece, keep=piece.keep or not last, cut=None, least=0)
            else:
                yield replace(piece, keep=piece.keep or (last and keep == "with-next"))

    def _part(self, part: Told, level: int) -> Iterator[Piece]:
        if isinstance(part, Flow):
            role = BELOW.get(part.para.role) if level + self._below > 2 else None
            self._text.append(replace(part, para=replace(part.para, role=role)) if role else part)
        elif isinstance(part, Aside):
            if self._fits_beside(part.narrow):
                self._aside = part.narrow
            else:
                yield from self._row()
                yield self._opened(part.wide)
        elif isinstance(part, Piece):
            yield from self._row(followed=True)
            yield self._opened(part)

    def _fits_beside(self, aside: tuple[Para, ...]) -> bool:
        """Whether a callout has room in the side column, under the heading and beside the text."""
        if not aside or not self._side or self._aside:
            return False
        need = height(self._side_with_claim()) + ASIDE + height(aside)
        return need <= tall(self._text) + SLACK

    # -- rows

    def _row(self, followed: bool = False) -> Iterator[Piece]:
        """What is waiting, as a row; `followed` by the piece that it speaks of."""
        if self.desk.columns:
            yield from self._poured(followed)
            return
        if not (self._text or self._side):
            return
        side, main = self._side, self._text
        if self._claim and main and height(side) <= HIGHEST // 2:
            side = self._side_with_claim()
        elif self._claim:
            main = [Flow(self.desk.pen.para(self._claim, "body"), keep=followed and not main), *main]
        hyphened = bool(self._rule) and any(line.hyphen for para in side[:2] for line in para.lines)
        if side and (not main or hyphened or height(side) > HIGHEST):
            yield self._opened(self._lone_heading(side[len(self._side) :]))
            side = ()
        if not main:
            return
        body, last = main[:-1], main[-1:]
        stays = followed and bool(last) and last[0].keep
        split = stays and bool(body)  # a claim about the figure below goes with it
        before = self._before or px(self.desk.air.row)
        row = Row(
            self.desk, tuple(body if split else main), side, self._aside, before, self._rule, self._marks,
            tuple(self._anchors),
        )  # fmt: skip
        self._text, self._side, self._claim, self._aside, self._marks = [], (), None, (), ()
        self._anchors, self._rule, self._before = [], "", 0
        yield self._opened(replace(row.piece(), keep=stays and not split))
        if split:
            yield replace(Row(self.desk, tuple(last), before=px(self.desk.air.para)).piece(), keep=True)

    def _poured(self, followed: bool) -> Iterator[Piece]:
        """What is waiting, in columns; what must stay with the piece that follows, right over that."""
        n = len(self._text)
        while followed and n and self._text[n - 1].keep:
            n -= 1
        poured, last = self._text[:n], self._text[n:]
        self._text = []
        before = self._before or px(self.desk.air.row)
        if poured:
            self._before = 0
            wide = across(poured, self.desk)
            if wide != tuple(poured):
                yield self._opened(self._wide(wide, before))
            else:
                yield self._opened(Poured(self.desk, tuple(poured), before).piece())
        if last:
            yield self._opened(replace(self._wide(across(last, self.desk), before), keep=True))

    def _wide(self, flows: tuple[Flow, ...], before: int) -> Piece:
        """Paragraphs and headings over the columns."""
        marks = []
        for i, flow in enumerate(flows, 1):
            if isinstance(flow, Headed):
                marks.append(replace(flow.mark, y=tall(flows[:i]) - tall([flow])))
        return Row(self.desk, flows, before=before, marks=tuple(marks), indent=0).piece()

    def _opened(self, piece: Piece) -> Piece:
        """The piece, at the top of a page when one is to begin, with the anchors that wait for a place."""
        fresh, self._fresh = self._fresh, False
        anchors, self._anchors = tuple(self._anchors), []
        return replace(piece, fresh=fresh or piece.fresh, anchors=(*piece.anchors, *anchors))

    # -- headings

    def _top_heading(self, section: Section, mark: Mark) -> Piece:
        """Number and title over the whole width, the claim below."""
        sheet, desk = self.desk.sheet, self.desk
        runs = (*((Run(f"{section.number}   "),) if section.number else ()), *section.title.runs)
        title = sheet.para(runs, sheet.style("brief-h1"), desk.w, role=self._role(1), path=section.title.path)
        look = title.style.colour
        title = numbered(painted(title, lambda n, span: look), len(section.number), sheet)
        below: tuple[Para, ...] = ()
        if section.headline:
            below = (even(desk, section.headline, "brief-box-head", desk.w, Role.BODY, "text2"),)
        return heading(desk, (title,), "brief-h1", px(desk.air.section), mark, below)

    def _lone_heading(self, claim: tuple[Para, ...]) -> Piece:
        """A heading over the whole width: without text beside it, or too long for the side column."""
        sheet, style = self.desk.sheet, self._side[-1].style
        number, title = self._marks[0].number, self._title
        runs = (*((Run(f"{number}   "),) if number else ()), *title.runs)
        para = sheet.para(runs, style, self.desk.w, role=self._side[-1].role, path=title.path)
        para = numbered(painted(para, lambda n, span: style.colour), len(number), sheet)
        below = (sheet.para(self._claim, claim[0].style, self.desk.w),) if claim and self._claim else ()
        piece = heading(
            self.desk, (para,), "brief-h3", self._before or px(self.desk.air.row), self._marks[0], below, self._rule
        )
        self._side, self._marks, self._rule, self._before = (), (), "", px(8)
        return piece

    def _side_heading(self, section: Section) -> tuple[Para, ...]:
        sheet = self.desk.sheet
        self._title = section.title
        title = self._heading_para(section.title, "brief-h1", 1)
        if not section.number:
            return (title,)
        number = sheet.para(section.number, sheet.style("brief-number"), SIDE_W, role=Role.LABEL)
        one = f"heading-{section.id}"  # a screen reader says both as one heading
        return part_of(one, number), part_of(one, title)

    def _side_with_claim(self) -> tuple[Para, ...]:
        """The heading with what the section claims under it."""
        if not self._claim:
            return self._side
        top = bool(self._rule)
        style = self.desk.sheet.style("brief-box-text" if top else "brief-callout")
        claim = self.desk.sheet.para(self._claim, style, SIDE_W, space_before=5 if top else 2)
        return (*self._side, claim)

    def _heading(self, head: Head, number: str) -> Iterator[Piece]:
        """A heading in the side column; what was waiting goes before it."""
        desk = self.desk
        number = (head.number if head.number is not None else number) if desk.numbered else ""
        style = "brief-h2" if head.level == 2 else "brief-h3"
        if desk.columns:
            yield from self._heading_in_column(head, style, number)
            return
        if self._text or self._marks:
            yield from self._row()
        self._side = (self._heading_para(head.title, style, head.level, number),)
        self._title = head.title
        self._claim = head.claim
        self._marks = (Mark(head.level + self._below, number, head.title.plain, head.anchor),)
        self._before = self._before or px(desk.air.row + 2)

    def _heading_in_column(self, head: Head, style: str, number: str) -> Iterator[Piece]:
        """A heading in the column that its text stands in, with what it claims under it."""
        if self._fresh:
            yield from self._row()
        desk, level = self.desk, head.level + self._below
        para = self._heading_para(head.title, style, head.level, number, desk.main)
        mark = Mark(level, number, head.title.plain, head.anchor)
        self._text.append(
            Headed(replace(para, space_before=desk.air.para + 8), keep=True, anchor=head.anchor, mark=mark)
        )
        if head.claim:
            claim = desk.sheet.para(head.claim, desk.sheet.style("brief-box-text"), desk.main, space_before=2)
            self._text.append(Flow(claim, keep=True))

    def _heading_para(self, title: Text, style: str, level: int, number: str = "", width: int = SIDE_W) -> Para:
        """A heading in the side column, or in one of the text; a link in it keeps the heading's colour.

        Only a word that is wider than the column is hyphened.
        """
        sheet, look = self.desk.sheet, self.desk.sheet.style(style)
        runs: Runs = (*((Run(f"{number}  "),) if number else ()), *title.runs)
        wide = any(sheet.width(word, look) > width for word in title.plain.split())
        hyphenate = (title.language or self.desk.report.language) if wide else ""
        para = sheet.para(runs, look, width, role=self._role(level), path=title.path, hyphenate=hyphenate)
        return numbered(painted(para, lambda n, span: look.colour), len(number), sheet)

    def _role(self, level: int) -> Role:
        return (Role.H1, Role.H2, Role.H3)[min(level + self._below, 3) - 1]
