"""In: content slides. Out: all slides in order and numbered: cover, agenda, summary, dividers, sources, backup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from exporter.model.audience import Selection
from exporter.model.geometry import px
from exporter.model.page import (
    Role,
)
from exporter.model.report import Figures, Report, Run, Runs, Section, Text
from exporter.plan import structure
from exporter.plan.arrange.flow import Flow, Pen, flow_columns
from exporter.plan.choose import Room, choose
from exporter.plan.deck.desk import Desk
from exporter.plan.draft import (
    Draft,
    part_title,
    report_name,
)
from exporter.plan.glossary import GLOSSARY, by_alphabet, term_words

DIVIDE_FROM = 2.5
"""Sections get dividers from this many slides a section on, where the audience leaves it open."""


def within_limit(content: list[Draft], selection: Selection) -> list[Draft]:
    """Slides beyond the audience's limit become backup slides.

    What every section opens with stays, then blocks stay in order while they fit; a split block moves whole.
    """
    limits = selection.audience.limits
    if not limits.slides or limits.beyond != "backup":
        return content
    around = 2 + bool(selection.report.summary) + bool(selection.report.glossary)  # cover, summary, sources
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


def in_order(content: list[Draft], desk: Desk) -> list[Draft]:
    """All slides in order and numbered: cover, agenda, summary, sections with dividers, sources, backup."""
    report, sheet, audience = desk.report, desk.sheet, desk.selection.audience
    main = [d for d in content if not d.backup]
    backup = [d for d in content if d.backup]
    sections = [s for s in report.sections if s.number and any(d.section is s for d in main)]
    want_agenda = audience.part("agenda")
    want_agenda = _worth_an_agenda(sections, main, desk) if want_agenda is None else want_agenda and bool(sections)
    shown = replace(report, sections=tuple(sections))
    agenda_pages = len(structure.agenda(shown, desk.sheet_of("agenda"), {})) if want_agenda else 0
    drafts = [structure.cover(report, desk.sheet_of("title"))]
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
            drafts.append(
                structure.divider(section, sections, report, desk.sheet_of("divider"), desk.region_of("divider"))
            )
        drafts += own
    drafts[slot:slot] = [Draft("agenda", ()) for _ in range(agenda_pages)]
    tail = len(drafts)
    _number(drafts)
    slides = _slides_by_section([*drafts], backup, tail, report)
    sourced = audience.part("sources")
    sourced = _worth_sources(main, report) if sourced is None else sourced
    if sourced:
        drafts += _sources(desk, slides)
    drafts += _glossary(desk)
    drafts += backup
    _number(drafts)
    slides = _slides_by_section(drafts, [], 0, report)
    if agenda_pages:
        numbers = _main_slides(drafts, report)
        drafts[slot : slot + agenda_pages] = structure.agenda(shown, desk.sheet_of("agenda"), numbers)
    _number(drafts)
    if sourced:
        _renumber_sources(drafts, desk, slides)
    return drafts


def _worth_an_agenda(sections: Sequence[Section], main: Sequence[Draft], desk: Desk) -> bool:
    """Whether there is something to find one's way in, and a slide left for it within the audience's limit."""
    limit = desk.selection.audience.limits.slides
    others = 2 + bool(desk.report.summary)  # cover, summary, sources
    return len(sections) > 1 and len(main) >= 4 and (not limit or len(main) + others < limit)


def _worth_sources(main: Sequence[Draft], report: Report) -> bool:
    """Whether a slide of sources says more than the source line of every slide."""
    return bool(report.sources or report.notes or report.notes_headline) or len(main) > 2


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
    title, path, tracker = part_title(report.summary_headline, sheet.words("summary"), sheet)
    room = Room(desk.sheet_of("summary").body(), sheet, desk.layouts, "summary", {})
    way, choice = choose(block, room, "figures")
    base = Draft(
        "summary",
        title,
        path,
        tracker=tracker,
        notes=report.summary_notes,
        anchors=("summary",),
    )
    out = []
    for i, (_, placed) in enumerate(way.parts):
        out.append(
            replace(
                base,
                body=placed,
                choice=choice if not i else None,
                index=i,
                of=len(way.parts),
                chain="summary" if len(way.parts) > 1 else "",
                notes=(*(base.notes if not i else ()), *placed.told),
                shortened=way.shortened,
            )
        )
    return out


def _sources(desk: Desk, slides: Mapping[str, Sequence[int]]) -> list[Draft]:
    """Sources and notes on one slide where they fit, else as running text."""
    one = structure.sources(desk.report, desk.sheet_of("sources"), slides)
    if one:
        return [one]
    return _sources_text(desk)


def _renumber_sources(drafts: list[Draft], desk: Desk, slides: Mapping[str, Sequence[int]]) -> None:
    for i, draft in enumerate(drafts):
        if draft.layout == "sources" and draft.of == 1:
            made = structure.sources(desk.report, desk.sheet_of("sources"), slides)
            if made:
                made.number = draft.number
                drafts[i] = made


def _runs(text: Text | Runs) -> Runs:
    return text.runs if isinstance(text, Text) else text


def _glossary(desk: Desk) -> list[Draft]:
    """The glossary as running text, over as many slides as it takes."""
    if not desk.report.glossary:
        return []
    sheet = desk.sheet

    def flows(width: int, step: int) -> list[Flow]:
        pen = Pen(sheet, width, step)
        return [
            Flow(
                pen.para(term_words(term), "body", role=Role.ITEM, space_before=6, path=term.text.path),
                paths=(term.term.path,),
            )
            for term in by_alphabet(desk.report.glossary)
        ]

    pages = flow_columns(flows, desk.sheet_of("prose").body(), sheet, 0, 2)
    title = (Run(sheet.words("glossary")),)
    chain = GLOSSARY if len(pages) > 1 else ""
    return [
        Draft("prose", title, body=page, chain=chain, index=i, of=len(pages), anchors=() if i else (GLOSSARY,))
        for i, page in enumerate(pages)
    ]


def _sources_text(desk: Desk) -> list[Draft]:
    report, sheet = desk.report, desk.sheet
    title, path, tracker = part_title(report.notes_headline, sheet.words("sources"), sheet)
    box = desk.sheet_of("sources").body()

    def flows(width: int, step: int) -> list[Flow]:
        pen = Pen(sheet, width, step)
        out: list[Flow] = []
        if not report.sources:
            out.append(Flow(pen.para(report_name(report), "body")))
        hang = max(px(32), sheet.width(f"{len(report.sources)}.\u2002", sheet.style("detail", step)))
        for n, source in enumerate(report.sources, 1):
            facts = structure.source_facts(source)
            runs = tuple(run for i, fact in enumerate(facts) for run in ((Run(", "),) if i else ()) + _runs(fact))
            para = pen.para(
                runs, "detail", bullet=f"{n}.", indent=hang, hang=hang, role=Role.ITEM, space_before=6,
                path=source.title.path,
            )  # fmt: skip
            out.append(Flow(para, paths=tuple(fact.path for fact in facts[1:] if isinstance(fact, Text))))
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
        Draft(
            "sources",
            title,
            path,
            page_,
            tracker=tracker,
            chain="sources" if len(pages) > 1 else "",
            index=i,
            of=len(pages),
            anchors=("sources",) if not i else (),
        )
        for i, page_ in enumerate(pages)
    ]
