"""In: Selection, layouts, theme. Out: the brief as a Document: pages of paper, measured and numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.audience import Entry, Fate, Ledger, Selection
from exporter.model.geometry import px
from exporter.model.page import Bookmark, Choice, Document, Page, Role, paths_of
from exporter.model.report import AnyBlock, Finding, Report, Section, Text
from exporter.model.style import Layout, Theme
from exporter.model.walk import texts
from exporter.plan import limits
from exporter.plan.brief.back import back, glossary
from exporter.plan.brief.blocks import RUNNING, way
from exporter.plan.brief.cites import Cited, cited
from exporter.plan.brief.feet import feet_of
from exporter.plan.brief.front import front
from exporter.plan.brief.paging import Sheetful, paginate
from exporter.plan.brief.paper import AIRS, FIRST_TOP, SMALL, Air, Desk, desk_of, edition, foot, running_head
from exporter.plan.brief.pieces import Mark, Piece, heading
from exporter.plan.brief.sections import Composer
from exporter.plan.draft import report_name
from exporter.plan.dress import dressed
from exporter.plan.elements import for_paper
from exporter.plan.references import referred, refers, titles
from exporter.plan.slots import spoken
from exporter.plan.values import Scope
from exporter.plan.words import Words

APPENDIX = "appendix"
LIMIT = "limit brief-pages"
CLOSER = (3, 6, 9)
"""The airs, of AIRS, in which a brief is set closer to save its last page …"""
SHORT, LONG = 12, 40
"""… the first alone for one of more pages than the one, which the others would take long to try; none for one of more
than the other, where a page is little."""
HOPELESS = 2
"""A brief so many times too long is not tried closer."""
NEEDLESS = 2
"""Pages up to which a brief can do without contents, rather than without a part of it."""
SPARE = 0.25
"""A last page filled less than this is worth setting the brief closer."""
DETAIL = frozenset({"detail", "background", "method"})
"""Tags of what moves to an appendix first."""

NO_BREAK = "\u00a0"
PASSES = 4
"""How often pages are made until contents and sources name the right ones: nearly always two."""

Moved = frozenset[str]
"""Paths of the blocks that stand in the appendix."""


def plan_brief(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Document:
    """The brief of a selection on the audience's paper.

    A brief over its audience's limit is set closer; what is still too much moves to an appendix, the last first.
    """
    scope = Scope(selection.report, selection.audience, theme, Words(selection.report.language), theme.own)
    layouts = spoken(layouts, scope)
    brief = _fitted(selection, layouts, theme)
    for _ in range(PASSES if refers(selection.report) else 0):
        names = brief.names
        worded, findings = referred(selection, names)
        brief = replace(_fitted(worded, layouts, theme), findings=findings)
        if brief.names == names:
            break
    lost = _lost(brief.selection, brief.pages)
    return (replace(brief, lost=lost) if lost else brief).document()


class Brief(Struct, frozen=True, dict=True):
    """One brief: what it is made of; its pages are planned on demand."""

    selection: Selection
    desk: Desk
    moved: Moved = frozenset()
    lost: tuple[Text, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def report(self) -> Report:
        return self.selection.report

    # -- pages

    @cached_property
    def sheets(self) -> list[Sheetful]:
        """Pieces on pages. What names pages is made again when they are known, until all names are right."""
        first = self.desk.paper.text.y if self.desk.voice.get("head") in ("cover", "band") else px(FIRST_TOP)
        before, behind = self._body()
        pages: dict[str, int] = {}
        where, feet = Cited(), feet_of(self.desk)
        for _ in range(PASSES):
            body = [*before, *back(self.desk, self.lost, where), *glossary(self.desk), *behind]
            marks = [mark for piece in body for mark in piece.marks]
            captions = [caption for piece in body for caption in piece.captions]
            opening = list(front(self.desk, marks, captions, pages))
            made = paginate([*opening, *body], self.desk, first, feet)
            known = pages, where
            pages = _places(made)
            where = cited(made) if self.report.sources else where
            if known == (pages, where):
                break
            if known[1] == where and (opened := _opened(made, opening, front(self.desk, marks, captions, pages))):
                return opened
        return made

    def _body(self) -> tuple[list[Piece], list[Piece]]:
        """What stands before the sources, and the appendix behind them."""
        composer = Composer(self.desk)
        before = [piece for section in self._sections(behind=False) for piece in composer.section(section)]
        if before and self.desk.voice.get("head") == "cover":
            before[0] = replace(before[0], fresh=True)
        behind = [p for section in self._sections(behind=True) for p in composer.section(section, below=1)]
        return before, [self._appendix_heading(), *behind] if behind else []

    def _sections(self, behind: bool) -> list[Section]:
        """The sections before the appendix, or those in it, each with what stands there."""
        kept = (self._part(section, behind) for section in self.report.sections)
        return [section for section in kept if section]

    def _part(self, section: Section, behind: bool) -> Section | None:
        """What of a section stands before the appendix, or in it; None for nothing."""
        if section.backup:
            return section if behind else None
        blocks = tuple(b for b in section.blocks if (b.backup or b.path in self.moved) == behind)
        below = tuple(kept for sub in section.sections if (kept := self._part(sub, behind)))
        kept = replace(section, blocks=blocks, sections=below)
        if behind:
            id = f"{section.id}-{APPENDIX}" if self._part(section, behind=False) else section.id
            kept = replace(kept, id=id, number="", headline=None, break_="")
        return (
            kept
            if kept.blocks or kept.sections or kept.headline or not (behind or section.blocks or section.sections)
            else None
        )

    def _appendix_heading(self) -> Piece:
        title = self.desk.sheet.words(APPENDIX)
        para = self.desk.sheet.para(title, self.desk.sheet.style("brief-h1"), self.desk.w, role=Role.H1)
        return replace(heading(self.desk, (para,), "brief-h1", 0, Mark(1, "", title, APPENDIX)), fresh=True)

    @cached_property
    def pages(self) -> list[Page]:
        return _pages(self)

    @cached_property
    def names(self) -> dict[str, str]:
        """What references call the parts that stand on its pages: their number, else their title."""
        words, titled = self.desk.sheet.words, titles(self.report, self.desk.sheet.words)
        names: dict[str, str] = {}
        for _, piece in (placed for page in self.sheets for placed in page):
            for caption in piece.captions:
                names[caption.anchor] = caption.number.replace(" ", NO_BREAK)
            for mark in piece.marks:
                if mark.number:
                    names.setdefault(mark.anchor, words("section", n=mark.number).replace(" ", NO_BREAK))
            anchors = (*(mark.anchor for mark in piece.marks), *piece.anchors)
            names.update({id: titled[id] for id in anchors if id in titled and id not in names})
        return names

    # -- document

    def document(self) -> Document:
        report, desk = self.report, self.desk
        elements = for_paper("brief", self.selection, desk.sheet, desk.paper.size, desk.paper.taken)
        pages = elements.on_paper(self.pages)
        return Document(
            format="brief",
            pages=pages,
            theme=desk.theme,
            density=self.selection.audience.density,
            colours=desk.theme.print_colours,
            title="".join(run.text for run in report_name(report)),
            language=report.language,
            author=", ".join(a.plain for a in report.authors),
            subject=report.headline.plain if report.headline else "",
            date=report.date.isoformat() if report.date else "",
            bookmarks=tuple(
                Bookmark(mark.level, f"{mark.number} {mark.title}".strip(), n, y + mark.y)
                for n, page in enumerate(self.sheets, 1)
                for y, piece in page
                for mark in piece.marks
            ),
            ledger=self._ledger(),
            choices=tuple(self._choices(pages)),
            findings=(*self._findings(), *elements.findings, *self.findings),
        )

    def _choices(self, pages: Sequence[Page]) -> Iterator[Choice]:
        """How each block that is more than running text is shown; a figure that is not legible became a table."""
        numbers: dict[str, list[int]] = {}
        for page in pages:
            for path in paths_of(page):
                numbers.setdefault(path, []).append(page.number)
        for block in _blocks(self.report):
            name = way(block, self.desk)
            if name in RUNNING:
                continue
            shown = {n for text in texts(block) for n in numbers.get(text.path, ())}
            if not shown:
                continue
            fails = self.desk.drawn.get(block.path, True) is None
            taken = "table" if fails else name
            steps = ("figure does not fit: table",) if fails else ()
            yield Choice(block.path or block.id, tuple(sorted(shown)), taken, 0, steps=steps)

    def _ledger(self) -> Ledger:
        """The selection's ledger, with what moved to the appendix for want of pages."""
        moved = {t.path for b in _blocks(self.report) if b.path in self.moved for t in texts(b)}

        def entry(e: Entry) -> Entry:
            if e.path not in moved or e.fate is Fate.LEFT_OUT:
                return e
            return replace(e, fate=Fate.MOVED, to=APPENDIX, rule=f"{e.rule}; {LIMIT}" if e.rule else LIMIT)

        return Ledger(tuple(entry(e) for e in self.selection.ledger.entries))

    def _findings(self) -> Iterator[Finding]:
        main = self.sheets[: _main(self.sheets)]
        starts = {m.anchor: n for n, page in enumerate(main, 1) for _, piece in page for m in piece.marks}
        yield from limits.brief_pages(len(main), starts, self.report, self.selection.audience)
        yield from limits.appendix((b for b in _blocks(self.report) if b.path in self.moved), self.selection.audience)


def _fitted(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Brief:
    """The brief as airy as its limit allows, then in type as large as that allows; without a limit, closer where
    that saves a nearly empty page.
    """
    audience = selection.audience
    limit = audience.limits.brief_pages
    desk = desk_of(selection.report, audience, layouts, theme)

    def briefs(airs: Iterable[Air]) -> list[Brief]:
        return [Brief(selection, desk.aired(air)) for air in airs if air.contents or limit <= NEEDLESS]

    usual, small = briefs(AIRS), briefs(SMALL)
    airy = usual[0]
    sheets = airy.sheets
    if limit and _main(sheets) > limit:
        hopeless = _main(sheets) > HOPELESS * limit
        fitting = None if hopeless else _first(usual, limit) or _first(small, limit)
        if fitting is None and audience.limits.beyond == "backup":
            fitting = _shorter(usual, small, limit)
        if fitting:
            return fitting
    if len(sheets) <= LONG and _wasteful(sheets, airy.desk):
        closer = (usual[n] for n in (CLOSER if len(sheets) <= SHORT else CLOSER[:1]))
        return next((brief for brief in closer if len(brief.sheets) < len(sheets)), airy)
    return airy


def _first(briefs: Sequence[Brief], limit: int) -> Brief | None:
    """The airiest of `briefs` that keeps the limit: closer ones take no more pages, so halving finds it."""
    low, high = 0, len(briefs) - 1
    if _main(briefs[high].sheets) > limit:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _main(briefs[middle].sheets) <= limit:
            high = middle
        else:
            low = middle
    return briefs[high]


def _wasteful(sheets: Sequence[Sheetful], desk: Desk) -> bool:
    """Whether the last of several pages is nearly empty."""
    y, last = sheets[-1][-1]
    return len(sheets) > 1 and not last.turned and y + last.height - desk.paper.text.y < SPARE * desk.paper.text.h


def _shorter(usual: Sequence[Brief], small: Sequence[Brief], limit: int) -> Brief | None:
    """As few blocks moved to an appendix as keep the limit where the rest is set close: detail first, the last first.

    First blocks of sections come last, and only where a claim stays to stand for them. None when even that is not
    enough: the brief stays whole, and a finding says so.
    """
    brief = small[-1]
    candidates = [
        (not i, b.tags.isdisjoint(DETAIL), -n, b.path)
        for n, (section, i, b) in enumerate(
            (s, i, b) for s in brief.report.sections if not s.backup for i, b in enumerate(s.blocks)
        )
        if (i or section.headline) and not b.backup
    ]
    paths = [path for *_, path in sorted(candidates)]
    low, high = 0, len(paths)
    if not paths or _main(replace(brief, moved=frozenset(paths)).sheets) > limit:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _main(replace(brief, moved=frozenset(paths[:middle])).sheets) <= limit:
            high = middle
        else:
            low = middle
    moved = frozenset(paths[:high])
    return next(
        found for briefs in (usual, small) if (found := _first([replace(b, moved=moved) for b in briefs], limit))
    )


def _opened(made: list[Sheetful], opening: Sequence[Piece], anew: Iterable[Piece]) -> list[Sheetful] | None:
    """The pages with other words in their opening, which names pages; None where that may move what follows."""
    named = dict(zip(map(id, opening), anew, strict=True))
    left = len(named)
    out: list[Sheetful] = []
    for n, page in enumerate(made):
        if not left:
            return [*out, *made[n:]]
        out.append([(y, named.get(id(piece), piece)) for y, piece in page])
        for (_, old), (_, new) in zip(page, out[-1], strict=True):
            left -= id(old) in named
            if old.height != new.height or old.before != new.before:
                return None
    return out if not left else None


def _places(sheets: Sequence[Sheetful]) -> dict[str, int]:
    """The page of each heading, table and figure, by its anchor."""
    pages: dict[str, int] = {}
    for number, page in enumerate(sheets, 1):
        for _, piece in page:
            for anchor in (*(mark.anchor for mark in piece.marks), *(caption.anchor for caption in piece.captions)):
                pages.setdefault(anchor, number)
    return pages


def _main(sheets: Sequence[Sheetful]) -> int:
    """Number of pages before the appendix."""
    for n, page in enumerate(sheets):
        if any(mark.anchor == APPENDIX for _, piece in page for mark in piece.marks):
            return n
    return len(sheets)


def _blocks(report: Report) -> Iterator[AnyBlock]:
    for section in report.walk():
        yield from section.blocks


def _lost(selection: Selection, pages: Sequence[Page]) -> tuple[Text, ...]:
    """Facts that no page shows yet: they go to the notes at the end."""
    shown = {path for page in pages for path in paths_of(page)}
    wanted = [e.path for e in selection.ledger.entries if e.path not in shown and e.fate is not Fate.LEFT_OUT]
    by_path = {t.path: t for t in texts(selection.report) if t.path} if wanted else {}
    return tuple(by_path[p] for p in wanted if p in by_path and by_path[p].plain.strip())


def _pages(brief: Brief) -> list[Page]:
    desk, out, section = brief.desk, [], ""
    for number, made in enumerate(brief.sheets, 1):
        marks = [m for _, piece in made for m in piece.marks if m.level == 1]
        opening = [m for m in made[0][1].marks if m.level == 1]
        left = opening[0].title if opening else section
        section = marks[-1].title if marks else section
        paper = desk.paper_of(made[0][1].turned)
        head = running_head(paper, desk.sheet, left or desk.report.title.plain, edition(desk)) if number > 1 else []
        items = (
            *head,
            *(item for y, piece in made for item in piece.at(y)),
            *foot(paper, desk.sheet, desk.report, desk.audience, number, len(brief.sheets)),
        )
        anchors = dict.fromkeys(a for _, piece in made for a in piece.anchors if a)
        out.append(
            Page(number=number, size=paper.size, layout="brief", items=dressed(items, desk.theme.look),
                 title=desk.report.title.plain, anchor_id=f"page-{number}", anchors=tuple(anchors))
        )  # fmt: skip
    return out


__all__ = ["plan_brief"]
