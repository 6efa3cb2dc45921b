"""In: numbered drafts. Out: the Document: titles unique, tables numbered, furniture added, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from exporter.errors import Problem, UserError
from exporter.model.audience import Ledger
from exporter.model.page import (
    Bookmark,
    Document,
    Item,
    Page,
    PlacedGroup,
    PlacedText,
)
from exporter.model.report import Finding, Run, Runs, Section
from exporter.model.style import Handed
from exporter.plan import limits
from exporter.plan.arrange.table import TABLE_CAPTION, renumbered
from exporter.plan.background import alike
from exporter.plan.deck.control import control
from exporter.plan.deck.desk import Desk
from exporter.plan.deck.ledger import nothing_lost
from exporter.plan.draft import (
    Draft,
    footer_name,
    footer_number,
    report_name,
    slide_size,
    source_item,
    title_item,
    tracker_item,
)
from exporter.plan.dress import dressed
from exporter.plan.sheet import Sheet
from exporter.plan.shorten import shortened

DRAWN = "chart-label"
"""Size role of words that are drawn where the data of a chart puts them: text boxes, as no slide layout knows where."""


def document(drafts: list[Draft], desk: Desk) -> Document:
    sheet, report = desk.sheet, desk.report
    _unique(drafts, sheet)
    _number_tables(drafts, sheet)
    _continue(drafts)
    chains = _chains(drafts)
    foot = footer_name(report, sheet)
    pages = [_page(draft, chains, foot, desk) for draft in drafts]
    ledger, pages = nothing_lost(pages, drafts, desk)
    pages = _with_elements(pages, drafts, desk)
    choices = []
    for draft in drafts:
        if draft.choice:
            numbers = tuple(d.number for d in chains.get(draft.chain, (draft,)))
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
        sections=tuple(_sections(drafts, desk)) if sheet.theme.show.sections else (),
        ledger=ledger,
        choices=tuple(choices),
        findings=(*_findings(drafts, pages, ledger, desk), *desk.elements.findings),
        footer="".join(run.text for run in report_name(report)),
        layouts={name: layout.title for name, layout in desk.layouts.items()},
        handed={name: layout.handed for name, layout in desk.layouts.items() if layout.handed != Handed()},
    )


def _with_elements(pages: Sequence[Page], drafts: Sequence[Draft], desk: Desk) -> list[Page]:
    """The slides with the fixed elements of theme and layouts; UserError with all that are in the way."""
    out: list[Page] = []
    problems: list[Problem] = []
    for page, draft in zip(pages, drafts, strict=True):
        section = (draft.section.number, draft.section.title.plain) if draft.section else ("", "")
        try:
            out.append(
                desk.elements.on_slide(page, draft.page, desk.elements.scope.on(page.number, len(pages), section))
            )
        except UserError as error:
            problems += error.problems
    if problems:
        first = {(problem.where, problem.what.partition(" on page ")[0]): problem for problem in reversed(problems)}
        raise UserError(reversed(first.values()))
    return alike(out)


def _chains(drafts: Sequence[Draft]) -> dict[str, list[Draft]]:
    """The slides of each split block, in order."""
    out: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.chain:
            out.setdefault(draft.chain, []).append(draft)
    return out


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


def _continue(drafts: Sequence[Draft]) -> None:
    """Parts of a split block name the slide before them where that is not the slide just before."""
    last: dict[str, Draft] = {}
    for draft in drafts:
        if draft.chain:
            before = last.get(draft.chain) if draft.index else None
            draft.before = before if before and before.number != draft.number - 1 else None
            last[draft.chain] = draft


def _unique(drafts: Sequence[Draft], sheet: Sheet) -> None:
    """Every title once: where several slides would share one, the later ones say "(2 of 3)"."""
    same: dict[str, list[Draft]] = {}
    for draft in drafts:
        same.setdefault("".join(run.text for run in draft.title), []).append(draft)
    taken = set(same)
    for group in same.values():
        if len(group) > 1:
            for i, draft in enumerate(group, 1):
                draft.count = (i, len(group))
        for i, draft in enumerate(group[1:], 2):
            if draft.page == "content":
                whole = draft.title
                draft.title = _suffixed(whole, f" ({sheet.words('of', n=i, m=len(group))})", sheet, taken)
                if draft.title[: len(whole)] != whole:  # it was cut
                    draft.title_path = ""
                taken.add("".join(run.text for run in draft.title))


def _suffixed(title: Runs, suffix: str, sheet: Sheet, taken: set[str]) -> Runs:
    """The title with the suffix, shortened before it where it would not fit; never one that is taken."""
    plain = "".join(run.text for run in title)

    def fits(words: str) -> bool:
        return title_item((Run(words),), "", sheet) is not None

    def ending(end: str) -> Runs:
        whole = (*title, Run(end))
        return whole if title_item(whole, "", sheet) else (Run(shortened(plain, fits, end)),)

    runs, i = ending(suffix), 2
    while "".join(run.text for run in runs) in taken:
        runs = ending(f"{suffix[:-1]}, {i})")
        i += 1
    return runs


def _page(draft: Draft, chains: Mapping[str, Sequence[Draft]], foot: Item, desk: Desk) -> Page:
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
            source = source_item(draft, report, sheet, _continues(draft, chains, sheet))
            items += [source] if source else []
        items += [foot, footer_number(draft.number, sheet)]
    else:
        items += draft.body.items
    items = list(_filled(items, count(1)))
    notes = [n for n in draft.notes if n]
    return Page(
        number=draft.number,
        size=slide_size(sheet),
        layout=draft.layout,
        items=dressed(items, sheet.theme.look),
        title=plain,
        background=draft.background,
        section=draft.section.id if draft.section else "",
        notes=tuple(n.plain for n in notes),
        note_paths=tuple(n.path for n in notes),
        note_languages=tuple(n.language for n in notes),
        anchor_id=draft.anchor,
        anchors=draft.anchors,
        backup=draft.backup,
    )


def _filled(items: Sequence[Item], numbers: Iterator[int], owner: str = "") -> Iterator[Item]:
    """The items with every text that stands by itself in a placeholder of its own, counted by `numbers`.

    So it takes its place and type from the slide layout, and shows in PowerPoint's outline. Cards and the like are
    groups, of which the deck keeps the shapes together, and their texts are called as the group, their `owner`; what a
    described figure shows stays in the figure.
    """
    for item in items:
        if isinstance(item, PlacedText) and not item.placeholder and not item.fixed and item.size_role != DRAWN:
            yield replace(item, placeholder=f"text-{next(numbers)}", name=item.name or owner)
        elif isinstance(item, PlacedGroup) and not item.alt:
            yield replace(item, items=tuple(_filled(item.items, numbers, item.name)))
        else:
            yield item


def _continues(draft: Draft, chains: Mapping[str, Sequence[Draft]], sheet: Sheet) -> Run | None:
    """ "Continues on slide n." on all but the last of a chain, as a link there."""
    if not draft.chain or draft.index + 1 >= draft.of:
        return None
    chain = chains[draft.chain]
    after = next((d for d in chain if d.index == draft.index + 1 and d.number > draft.number), None)
    return Run(sheet.words("continues", n=after.number), link=f"#{after.anchor}") if after else None


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


def _sections(drafts: Sequence[Draft], desk: Desk) -> Iterator[tuple[str, str, int]]:
    """PowerPoint's sections: the report's, its backup, and what stands behind them; what precedes them has none."""
    before: tuple[str, bool] = ("", False)
    for draft in drafts:
        key = (draft.section.id if draft.section else "", draft.backup)
        if key == before:
            continue
        before = key
        if draft.backup:
            yield key[0], desk.sheet.words("backup"), draft.number
        elif draft.section:
            named = (draft.section.number, draft.section.title.plain)
            yield key[0], " ".join(part for part in named if part), draft.number
        else:
            layout = desk.layouts.get(draft.layout)
            yield draft.layout, layout.title if layout else draft.layout, draft.number


def _findings(drafts: Sequence[Draft], pages: Sequence[Page], ledger: Ledger, desk: Desk) -> Iterator[Finding]:
    """What planning itself has to say: limits that are passed, and what could not be kept together."""
    audience = desk.selection.audience
    yield from limits.slides(drafts, audience)
    yield from limits.backup(pages, ledger, audience)
    yield from limits.words(drafts, pages, desk.report, audience)
    yield from control(drafts, pages, desk)
