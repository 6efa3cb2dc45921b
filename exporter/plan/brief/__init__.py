"""In: Selection, layouts, theme. Out: the brief as a Document: pages of paper, measured and numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from exporter.model.audience import Entry, Fate, Ledger, Selection
from exporter.model.geometry import Box, px
from exporter.model.page import Bookmark, Document, Item, Page, Para, Role, paths_of
from exporter.model.report import Finding, Level, Run, Runs, Section, Text
from exporter.model.style import Layout, Theme
from exporter.model.walk import texts
from exporter.plan.arrange.flow import Flow
from exporter.plan.brief import front
from exporter.plan.brief.content import SECTION_GAP, Writer
from exporter.plan.brief.paper import PAPERS, Paper, foot, joined, running_head, sheet_of
from exporter.plan.brief.pieces import Mark, Piece, Row, Sheetful, paginate
from exporter.plan.draft import report_name
from exporter.plan.sheet import rule, shape, text_item
from exporter.plan.structure import source_facts
from exporter.text import height


def plan_brief(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Document:
    """The brief of a selection on the audience's paper."""
    return _Brief(selection, layouts, theme).document()


class _Brief:
    """One brief in the making: built twice, since contents name pages that stand behind them."""

    def __init__(self, selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> None:
        self.selection = selection
        self.report = selection.report
        self.layouts = layouts
        self.theme = theme
        self.density = theme.densities[selection.audience.density]
        self.paper: Paper = PAPERS[selection.audience.paper]
        self.sheet = sheet_of(theme, self.density, self.paper, self.report)
        self.figure_sheet = sheet_of(theme, self.density, self.paper, self.report, figure=True)
        self.cover = self.density.brief.get("head") == "cover"
        self._made: list[Sheetful] = []
        self.numbered = bool(self.density.brief.get("numbered"))

    def document(self) -> Document:
        appendix: tuple[Section, ...] = ()
        lost: list[Text] = []
        pages = self._pages(appendix, lost)
        limit = self.selection.audience.limits.brief_pages
        if limit and len(pages) > limit and self.selection.audience.limits.beyond == "backup":
            appendix, pages = self._shorter(pages, limit, lost)
        lost = self._lost(pages)
        if lost:
            pages = self._pages(appendix, lost)
        return self._document(pages, appendix)

    # -- pages

    def _pages(self, appendix: Sequence[Section], lost: Sequence[Text]) -> list[Page]:
        """The pages, contents filled in from a first round."""
        marks = self._marks(appendix)
        numbers: front.PageOf = {}
        made = self._round(appendix, lost, marks, numbers)
        numbers = _numbers(made)
        marks = [m for p in made for _, piece in p.pieces for m in piece.marks] or marks
        made = self._round(appendix, lost, marks, numbers)
        again = _numbers(made)
        if again != numbers:
            made = self._round(appendix, lost, marks, again)
        self._made = made
        return [self._page(i, p, made, len(made)) for i, p in enumerate(made, 1)]

    def _marks(self, appendix: Sequence[Section]) -> list[Mark]:
        """Headings to expect, before the first round has met them."""
        body = [p for s in self._sections(appendix) for p in self._writer().section(s)]
        marks = [m for p in body for m in p.marks]
        return marks

    def _sections(self, appendix: Sequence[Section]) -> list[Section]:
        moved = {id(b) for s in appendix for b in s.blocks}
        out = []
        for section in self.report.sections:
            if section.backup:
                continue
            kept = replace(section, blocks=tuple(b for b in section.blocks if id(b) not in moved and not b.backup))
            if kept.blocks or kept.sections or kept.headline:
                out.append(kept)
        return out

    def _backups(self) -> list[Section]:
        out = []
        for section in self.report.sections:
            if section.backup:
                out.append(section)
            elif any(b.backup for b in section.blocks):
                out.append(replace(section, number="", blocks=tuple(b for b in section.blocks if b.backup), sections=(),
                                   headline=None, id=f"{section.id}-appendix"))  # fmt: skip
        return out

    def _writer(self) -> Writer:
        today = self.report.date.isoformat() if self.report.date else ""
        return Writer(self.paper, self.sheet, self.figure_sheet, self.layouts, self.numbered, today)

    def _round(
        self, appendix: Sequence[Section], lost: Sequence[Text], marks: Sequence[Mark], numbers: front.PageOf
    ) -> list[Sheetful]:
        pieces = list(self._front(marks, numbers))
        writer = self._writer()
        first = True
        for section in self._sections(appendix):
            made = list(writer.section(section))
            if made and first and self.cover:
                made[0] = replace(made[0], fresh=True)
            first = False
            pieces += made
        pieces += self._sources(writer, lost)
        behind = [*appendix, *self._backups()]
        if behind:
            pieces.append(self._appendix_heading())
            for section in behind:
                pieces += writer.section(section)
        box = self.paper.text
        start = box.y if self.cover else px(56)
        return paginate(pieces, box.y, box.bottom, start)

    def _front(self, marks: Sequence[Mark], numbers: front.PageOf) -> Iterator[Piece]:
        report, audience, paper, sheet = self.report, self.selection.audience, self.paper, self.sheet
        if self.cover:
            yield front.cover_block(report, audience, paper, sheet)
            if audience.part("summary") is not False:
                yield from front.summary_grid(report, paper, sheet)
            if len(marks) > 1:
                yield from front.levels([m for m in marks if m.level <= 2], numbers, paper, sheet)
            return
        yield front.head_block(report, audience, paper, sheet)
        top = [m for m in marks if m.level == 1]
        if len(top) > 2:
            yield from front.strip(top, numbers, paper, sheet)
        if audience.part("summary") is not False:
            yield from front.summary_box(report, paper, sheet)

    def _appendix_heading(self) -> Piece:
        box = self.paper.text
        title = self.sheet.words("appendix")
        para = self.sheet.para(title, self.sheet.style("brief-h1"), box.w, role=Role.H1)
        tall = height([para])
        return Piece(
            tall, lambda y: [text_item(Box(box.x, y, box.w, tall), (para,), size_role="brief-h1", role=Role.H1, anchor_id="appendix")],
            keep=True, fresh=True, marks=(Mark(1, "", title, "appendix"),),
        )  # fmt: skip

    # -- sources and notes

    def _sources(self, writer: Writer, lost: Sequence[Text]) -> list[Piece]:
        if self.selection.audience.part("sources") is False and not lost:
            return []
        title = self.sheet.words("sources")
        mark = Mark(1, "", title, "sources")
        if self.numbered or len(self.report.sources) > 4 or len(lost) > 6:
            return self._sources_list(title, mark, lost)
        return [self._sources_box(title, mark, lost)]

    def _about(self) -> Runs:
        """ "Solid State Battery Status Report: Late 2024/2025 Update, 3 February 2026."."""
        report = self.report
        name = tuple(replace(run, italic=True) for run in report_name(report))
        day = f", {self.sheet.words.date(report.date)}" if report.date else ""
        numbers = [s.number for s in report.sections if s.number]
        part = ""
        if len(numbers) > 1:
            part = ", " + self.sheet.words("sections", n=f"{numbers[0]}–{numbers[-1]}")
        tail = Run(f"{day}{part}.")
        return (*name, tail)

    def _about_paths(self) -> tuple[str, ...]:
        report = self.report
        return tuple(t.path for t in (report.title, report.edition, report.date_text) if t)

    def _sources_box(self, title: str, mark: Mark, lost: Sequence[Text]) -> Piece:
        """Everything in one tint panel at the end: the executive voice."""
        box, sheet = self.paper.text, self.sheet
        width = box.w - 2 * px(20)
        style = sheet.style("brief-note", colour="text2").but(size=8.5, line=12)
        head = sheet.para(title, sheet.style("brief-box-head"), width, role=Role.H1)
        paras: list[Para] = [head]
        report = self.report
        if report.notes_headline:
            paras.append(sheet.para(report.notes_headline, style.but(bold=True), width, space_before=3))
        paras.append(sheet.para(self._about(), style, width, space_before=3))
        for n, source in enumerate(report.sources, 1):
            facts = source_facts(source)
            runs = joined(*((f.runs if isinstance(f, Text) else f) for f in facts), by=", ")
            paras.append(sheet.para((Run(f"{n}  ", bold=True), *runs), style, width, space_before=2))
        paths = tuple(t.path for s in report.sources for t in source_facts(s) if isinstance(t, Text))
        for note in report.notes:
            runs = note.text.runs
            if note.head:
                runs = (*(replace(r, bold=True) for r in note.head.runs), Run(". "), *runs)
            paras.append(sheet.para(runs, style, width, space_before=2, path=note.text.path))
        paths += tuple(n.head.path for n in report.notes if n.head) + self._about_paths()
        paras += [sheet.para(t, style, width, space_before=2) for t in lost]
        tall = height(paras) + 2 * px(16)

        def draw(y: int) -> list[Item]:
            return [
                shape("rect", Box(box.x, y, box.w, tall), fill="tint"),
                text_item(Box(box.x + px(20), y + px(16), width, height(paras)), paras, size_role="brief-note",
                          anchor_id="sources", paths=paths),
            ]  # fmt: skip

        return Piece(tall, draw, before=SECTION_GAP, marks=(mark,))

    def _sources_list(self, title: str, mark: Mark, lost: Sequence[Text]) -> list[Piece]:
        """A section of its own with a numbered list: the technical voice."""
        box, sheet, report = self.paper.text, self.sheet, self.report
        head = sheet.para(title, sheet.style("brief-h1"), box.w, role=Role.H1)
        tall = height([head])
        pieces = [
            Piece(
                tall + px(14),
                lambda y: [
                    rule(box.x, y, box.w, "ink"),
                    text_item(Box(box.x, y + px(14), box.w, tall), (head,), size_role="brief-h1", role=Role.H1, anchor_id="sources"),
                ],
                before=SECTION_GAP, keep=True, marks=(mark,),
            )
        ]  # fmt: skip
        width = box.w - px(200)
        body = sheet.style("brief-body")
        hang = px(23)
        flows = [Flow(sheet.para(self._about(), body, width), paths=self._about_paths())]
        for n, source in enumerate(report.sources, 1):
            facts = source_facts(source)
            paths = tuple(f.path for f in facts if isinstance(f, Text))
            runs = joined(*((f.runs if isinstance(f, Text) else f) for f in facts), by=", ")
            flows.append(
                Flow(sheet.para(runs, body, width, role=Role.ITEM, bullet=str(n), indent=hang, hang=hang, space_before=5,
                                path=paths[0]), paths=paths[1:])
            )  # fmt: skip
        if report.notes_headline:
            flows.append(Flow(sheet.para(report.notes_headline, body.but(bold=True), width, space_before=6)))
        pieces.append(self._row(sheet.words("source"), flows, px(18)))
        notes = []
        for n, note in enumerate(report.notes, 1):
            runs = note.text.runs
            if note.head:
                runs = (*(replace(r, bold=True) for r in note.head.runs), Run(". "), *runs)
            notes.append(
                Flow(sheet.para(runs, body, width, role=Role.ITEM, bullet=str(n), indent=hang, hang=hang,
                                space_before=5, path=note.text.path), paths=(note.head.path,) if note.head else ())
            )  # fmt: skip
        for text in lost:
            notes.append(
                Flow(sheet.para(text, body, width, role=Role.ITEM, bullet="–", indent=hang, hang=hang, space_before=5))
            )
        if notes:
            pieces.append(self._row(sheet.words("notes"), notes, px(18)))
        return pieces

    def _row(self, label: str, flows: Sequence[Flow], before: int) -> Piece:
        box, sheet = self.paper.text, self.sheet
        side = (sheet.para(label, sheet.style("brief-h2"), px(176), role=Role.H2),)
        return Row(sheet, box.x, box.w, tuple(flows), (side,), (), before).piece()

    # -- limits and losses

    def _shorter(self, pages: list[Page], limit: int, lost: list[Text]) -> tuple[tuple[Section, ...], list[Page]]:
        """Blocks moved to an appendix, last ones first, until what stands before it keeps the limit.

        Every section keeps its first block. When that is not enough the brief stays whole, and a warning says so.
        """
        moved: dict[str, list[int]] = {}
        candidates = [(s, i) for s in reversed(self.report.sections) for i in range(len(s.blocks) - 1, 0, -1)]
        for section, index in candidates:
            moved.setdefault(section.id, []).append(index)
            appendix = tuple(self._moved(s, moved[s.id]) for s in self.report.sections if s.id in moved)
            made = self._pages(appendix, lost)
            before = next((p.number - 1 for p in made if any(_anchors_appendix(i) for i in p.items)), len(made))
            if before <= limit:
                return appendix, made
        return (), pages

    def _moved(self, section: Section, indices: Sequence[int]) -> Section:
        blocks = tuple(section.blocks[i] for i in sorted(indices))
        return replace(section, id=f"{section.id}-appendix", number="", headline=None, blocks=blocks, sections=())

    def _lost(self, pages: Sequence[Page]) -> list[Text]:
        """Facts that no page shows yet: they go to the notes at the end."""
        shown = {path for page in pages for path in paths_of(page)}
        by_path = {t.path: t for t in texts(self.report) if t.path}
        wanted = [e.path for e in self.selection.ledger.entries if e.fate is not Fate.LEFT_OUT]
        return [by_path[p] for p in wanted if p not in shown and p in by_path and by_path[p].plain.strip()]

    # -- document

    def _page(self, number: int, made: Sheetful, all_pages: Sequence[Sheetful], of: int) -> Page:
        items: list[Item] = []
        if number > 1:
            left = self._running(made, all_pages[: number - 1])
            items += running_head(self.paper, self.sheet, left, front.edition(self.selection.audience, self.sheet))
        for y, piece in made.pieces:
            items += piece.draw(y)
        items += foot(self.paper, self.sheet, self.report, number, of)
        return Page(
            number=number, size=self.paper.size, layout="brief", items=tuple(items), title=self.report.title.plain,
            anchor_id=f"page-{number}",
        )  # fmt: skip

    def _running(self, made: Sheetful, before: Sequence[Sheetful]) -> str:
        """The section that the page begins with (technical), or the report's title (executive)."""
        if not self.numbered:
            return self.report.title.plain
        here = [m for _, piece in made.pieces[:1] for m in piece.marks if m.level == 1]
        if here:
            return here[0].title
        earlier = [m for p in before for _, piece in p.pieces for m in piece.marks if m.level == 1]
        return earlier[-1].title if earlier else self.report.title.plain

    def _document(self, pages: list[Page], appendix: Sequence[Section]) -> Document:
        report = self.report
        headline = report.headline
        return Document(
            format="brief",
            pages=tuple(pages),
            theme=self.theme,
            density=self.density.name,
            colours=self.theme.print_colours,
            title="".join(run.text for run in report_name(report)),
            language=report.language,
            author=", ".join(a.plain for a in report.authors),
            subject=headline.plain if headline else "",
            date=report.date.isoformat() if report.date else "",
            bookmarks=tuple(self._bookmarks(pages, appendix)),
            ledger=self._ledger(pages, appendix),
            findings=tuple(self._findings(pages, appendix)),
        )

    def _bookmarks(self, pages: Sequence[Page], appendix: Sequence[Section]) -> Iterator[Bookmark]:
        marks = self._all_marks(appendix)
        for page, y, mark in marks:
            name = f"{mark.number} {mark.title}".strip()
            yield Bookmark(mark.level, name, page, y)

    def _all_marks(self, appendix: Sequence[Section]) -> list[tuple[int, int, Mark]]:
        made = self._made
        return [(n, y, m) for n, p in enumerate(made, 1) for y, piece in p.pieces for m in piece.marks]

    def _ledger(self, pages: Sequence[Page], appendix: Sequence[Section]) -> Ledger:
        behind = {t.path for s in appendix for b in s.blocks for t in texts(b)}
        entries: list[Entry] = []
        for entry in self.selection.ledger.entries:
            if entry.path in behind and entry.fate is not Fate.LEFT_OUT:
                rule = "limit brief-pages"
                entry = replace(
                    entry, fate=Fate.MOVED, to="appendix", rule=f"{entry.rule}; {rule}" if entry.rule else rule
                )
            entries.append(entry)
        return Ledger(tuple(entries))

    def _findings(self, pages: Sequence[Page], appendix: Sequence[Section]) -> Iterator[Finding]:
        limit = self.selection.audience.limits.brief_pages
        main = next((p.number - 1 for p in pages if any(_anchors_appendix(i) for i in p.items)), len(pages))
        if limit and main > limit:
            yield Finding(
                Level.WARNING, "limit-brief-pages", f"the brief has {main} pages, the audience's limit is {limit}",
                hint="give long texts a short wording, leave sections out, or raise limits.brief-pages",
            )  # fmt: skip


def _anchors_appendix(item: Item) -> bool:
    return item.anchor_id == "appendix"


def _numbers(made: Sequence[Sheetful]) -> front.PageOf:
    """Page of each heading's anchor."""
    return {m.anchor: n for n, page in enumerate(made, 1) for _, piece in page.pieces for m in piece.marks}


__all__ = ["plan_brief"]
