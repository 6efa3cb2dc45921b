"""In: the report's sources and notes, and facts that found no place. Out: the pieces at the end of a brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import SOURCE, Item, Role
from exporter.model.report import Note, Run, Runs, Text, plain
from exporter.plan.arrange.flow import Flow
from exporter.plan.arrange.phrases import ended
from exporter.plan.brief.cites import Cited
from exporter.plan.brief.feet import source_words
from exporter.plan.brief.paper import SIDE_W, Desk, bold, joined
from exporter.plan.brief.pieces import Anchored, Mark, Piece, Row, heading, placed, tall
from exporter.plan.draft import report_name
from exporter.plan.glossary import GLOSSARY, by_alphabet, term_words
from exporter.plan.sheet import shape
from exporter.plan.structure import names_works

PANEL = 4
"""Sources up to which they stand with the notes in one panel."""
HIGHEST = px(420)
HANG = px(23)
MOST_PAGES = 8
"""Pages citing a source that are named."""
Told = tuple[Runs, tuple[str, ...]]
"""Words, and the facts they are."""


def back(desk: Desk, lost: Sequence[Text], where: Cited) -> Iterator[Piece]:
    """Sources and notes: a panel in the executive voice while that is small, else a section with numbered lists.

    `lost` are facts that no page shows yet: they end the notes. `where` leads back to the pages that cite a source.
    """
    if desk.audience.part("sources") is False and not lost and not desk.report.sources:
        return
    if not desk.numbered and len(desk.report.sources) <= PANEL and len(lost) <= PANEL:
        panel = _panel(desk, lost, where)
        if panel.height <= HIGHEST:
            yield panel
            return
    yield from _lists(desk.single, lost, where)


def glossary(desk: Desk) -> Iterator[Piece]:
    """The words with what they mean, in the order of the alphabet, under a heading of their own."""
    if not desk.report.glossary:
        return
    desk = desk.single
    sheet, title = desk.sheet, desk.sheet.words("glossary")
    style = sheet.style("brief-body")
    flows = [
        Flow(
            sheet.para(term_words(term), style, desk.main, role=Role.ITEM, space_before=4, path=term.text.path),
            paths=(term.term.path,),
        )
        for term in by_alphabet(desk.report.glossary)
    ]
    mark, style = Mark(1, "", title, GLOSSARY), sheet.style("brief-h1")
    if desk.over:
        head = sheet.para(title, style, desk.w, role=Role.H1)
        yield heading(desk, (head,), "brief-h1", px(desk.air.section), mark)
        yield Row(desk, tuple(flows), before=px(desk.air.row), indent=desk.indent).piece()
        return
    side = (sheet.para(title, style, SIDE_W, role=Role.H1),)
    yield Row(desk, tuple(flows), side, before=px(desk.air.section), rule="ink", marks=(mark,)).piece()


def _panel(desk: Desk, lost: Sequence[Text], where: Cited) -> Piece:
    report, sheet = desk.report, desk.sheet
    pad, top = px(20), px(desk.air.panel - 4)
    width = desk.w - 2 * pad
    style = sheet.style("brief-note", colour="text2").larger(0.5, 1)

    def para(told: Told, anchor: str = "") -> Anchored:
        runs, paths = told
        made = sheet.para(runs, style, width, space_before=2, path=paths[0] if paths else "")
        return Anchored(made, paths=paths[1:], anchor=anchor)

    head = sheet.para(sheet.words("sources"), sheet.style("brief-box-head"), width, role=Role.H1)
    flows: list[Flow] = [Anchored(head, anchor="sources"), para(_lead(desk))]
    for number, anchor, (runs, paths) in _listed(desk, where):
        flows.append(para(((Run(f"{number}  ", bold=True), *runs), paths), anchor))
    flows += [para(_note(note)) for note in report.notes]
    flows += [para((text.runs, (text.path,))) for text in lost]
    high = tall(flows)
    items: tuple[Item, ...] = (
        shape("rect", Box(desk.x, 0, desk.w, high + 2 * top), fill="tint"),
        *placed(flows, Box(desk.x + pad, top, width, high)),
    )
    return Piece(high + 2 * top, items, before=px(desk.air.section - 8), marks=(_mark(desk),))


def _lists(desk: Desk, lost: Sequence[Text], where: Cited) -> Iterator[Piece]:
    sheet, report = desk.sheet, desk.report
    head = sheet.para(sheet.words("sources"), sheet.style("brief-h1"), desk.w, role=Role.H1)
    yield heading(desk, (head,), "brief-h1", px(desk.air.section), _mark(desk))
    about, paths = _about(desk)
    body = sheet.style("brief-body")
    flows = [Flow(sheet.para(about, body, desk.main), paths=paths)]
    flows += [_numbered(desk, number, told, anchor) for number, anchor, told in _listed(desk, where)]
    yield _row(desk, sheet.words("source"), flows)
    notes = []
    if report.notes_headline:
        notes.append(Flow(sheet.para(report.notes_headline, body.but(bold=True), desk.main), keep=bool(report.notes)))
    notes += [_numbered(desk, str(n), _note(note)) for n, note in enumerate(report.notes, 1)]
    notes += [_numbered(desk, "–", (text.runs, (text.path,))) for text in lost]
    if notes:
        yield _row(desk, sheet.words("notes"), notes)


def _row(desk: Desk, label: str, flows: Sequence[Flow]) -> Piece:
    """A list beside its label, or under it where text has the whole width."""
    style, before = desk.sheet.style("brief-h2"), px(desk.air.row)
    if desk.columns:
        head = Flow(desk.sheet.para(label, style, desk.main, role=Role.H2), keep=True)
        return Row(desk, (head, *flows), before=before, indent=0).piece()
    return Row(desk, tuple(flows), (desk.sheet.para(label, style, SIDE_W, role=Role.H2),), before=before).piece()


def _numbered(desk: Desk, number: str, told: Told, anchor: str = "") -> Flow:
    runs, paths = told
    style = desk.sheet.style("brief-body")
    hang = max(HANG, desk.sheet.width(number, style) + px(8))
    para = desk.sheet.para(
        runs, style, desk.main, role=Role.ITEM, bullet=number, indent=hang, hang=hang, space_before=4,
        path=paths[0] if paths else "",
    )  # fmt: skip
    return Anchored(para, paths=paths[1:], anchor=anchor) if anchor else Flow(para, paths=paths[1:])


def _mark(desk: Desk) -> Mark:
    return Mark(1, "", desk.sheet.words("sources"), "sources")


def _lead(desk: Desk) -> Told:
    """The claim of the notes, then where all facts come from."""
    runs, paths = _about(desk)
    head = desk.report.notes_headline
    if not head:
        return runs, paths
    return joined(ended(bold(head.runs)), runs), (head.path, *paths)


def _about(desk: Desk) -> Told:
    """ "Solid State Battery Status Report: Late 2024/2025 Update, 3 February 2026, sections 1–3."."""
    report, words = desk.report, desk.sheet.words
    name = tuple(replace(run, italic=True) for run in report_name(report))
    parts = [report.date_text.plain] if report.date_text else [words.date(report.date)] if report.date else []
    numbers = [s.number for s in report.sections if s.number]
    if len(numbers) > 1:
        parts.append(words("sections", n=f"{numbers[0]}–{numbers[-1]}"))
    tail = plain(ended((Run("".join(f", {part}" for part in parts)),))) or "."
    if not names_works(report):
        tail += f" {words('no-sources')}"
    return (*name, Run(tail)), tuple(t.path for t in (report.title, report.edition, report.date_text) if t)


def _listed(desk: Desk, where: Cited) -> Iterator[tuple[str, str, Told]]:
    """Number, anchor and words of each source that stands at no page's foot, with the pages that cite it, as links."""
    for n, source in enumerate(desk.report.sources, 1):
        if source.id in where.noted:
            continue
        runs, paths = source_words(source)
        numbers = where.pages.get(source.id, ())
        if numbers:
            before, _, after = desk.sheet.words("cited", n="|").partition("|")
            links = joined(*((Run(str(n), link=f"#page-{n}"),) for n in numbers[:MOST_PAGES]), by=", ")
            after = f" …{after}" if len(numbers) > MOST_PAGES else after
            cited = (Run(f" {before}"), *links, *([Run(after)] if after else ()))
            runs = (*ended(runs), *ended(cited))
        yield str(n), SOURCE + source.id, (runs, paths)


def _note(note: Note) -> Told:
    if not note.head:
        return note.text.runs, (note.text.path,)
    return joined(ended(bold(note.head.runs)), note.text.runs), (note.text.path, note.head.path)
