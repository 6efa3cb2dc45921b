"""In: planned pages, an audience. Out: findings for what goes beyond its limits, and what it is that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.model.audience import Audience, Ledger
from exporter.model.page import Page, paras_of, paths_of
from exporter.model.report import AnyBlock, Finding, Level, Report, Section
from exporter.model.walk import texts
from exporter.plan.draft import Draft
from exporter.text import words as count

BEYOND = 1.25
"""Words over the aim that a slide may have before it is told."""
NAMED = 4


def slides(drafts: Sequence[Draft], audience: Audience) -> Iterator[Finding]:
    """More slides before the backup than the audience takes."""
    limit, main = audience.limits.slides, [draft for draft in drafts if not draft.backup]
    if not limit or len(main) <= limit:
        return
    sections = Counter(draft.section.title.plain for draft in main if draft.section)
    around = len(main) - sections.total()
    told = _counts(sections, {"around them": around} if around else {})
    yield Finding(
        Level.WARNING,
        "limit-slides",
        f"{len(main)} slides before the backup, audience '{audience.name}' takes {limit}: {told}",
        place=audience.place,
        hint="leave sections out for this audience, give long texts a short wording, or raise limits.slides",
    )


def backup(pages: Sequence[Page], ledger: Ledger, audience: Audience) -> Iterator[Finding]:
    """Slides that went to the backup to keep the limit."""
    moved = {entry.path for entry in ledger.entries if "limit slides" in entry.rule}
    gone = [page for page in pages if page.backup and not moved.isdisjoint(paths_of(page))]
    if gone:
        yield Finding(
            Level.NOTE,
            "limit-slides",
            f"to keep {audience.limits.slides} slides, {len(gone)} went to the backup: {_some(p.title for p in gone)}",
            place=audience.place,
            hint="leave out what this audience does not need, so that the rest keeps its place",
        )


def words(drafts: Sequence[Draft], pages: Sequence[Page], report: Report, audience: Audience) -> Iterator[Finding]:
    """Slides with many more words than the audience reads on one, at the place of their longest text."""
    limit = audience.limits.words
    for draft, page in zip(drafts, pages, strict=True) if limit else ():
        paras = [para for item in draft.body.items for para in paras_of(item)]
        said = sum(count(para.text) for para in paras)
        if said <= limit * BEYOND or page.backup or draft.layout == "sources":
            continue
        longest = max(paras, key=lambda para: count(para.text))
        yield Finding(
            Level.NOTE,
            "limit-words",
            f"{said} words, audience '{audience.name}' reads {limit}; {count(longest.text)} of them in one text",
            place=next((text.place for text in texts(report) if text.path == longest.path), None),
            page=page.number,
            path=longest.path,
            hint="give it a short wording, or tag as `detail` what may go to the notes",
        )


def brief_pages(pages: int, starts: Mapping[str, int], report: Report, audience: Audience) -> Iterator[Finding]:
    """More pages before the appendix than the audience takes; `starts` has the page on which each section begins."""
    limit = audience.limits.brief_pages
    if not limit or pages <= limit:
        return
    beyond = [section for section in report.sections if starts.get(section.id, 0) > limit]
    longest: list[Section] = sorted(report.sections, key=_words, reverse=True)
    told = Counter({section.title.plain: _words(section) for section in longest[:NAMED]})
    after = f"; beyond the limit begin {_some(section.title.plain for section in beyond)}" if beyond else ""
    yield Finding(
        Level.WARNING,
        "limit-brief-pages",
        f"the brief has {pages} pages, audience '{audience.name}' takes {limit}{after}",
        place=audience.place,
        hint="give long texts a short wording, leave sections out, or raise limits.brief-pages. "
        f"Words: {_counts(told, {})}",
    )


def appendix(moved: Iterable[AnyBlock], audience: Audience) -> Iterator[Finding]:
    """Parts of a brief that went to the appendix to keep the limit."""
    names = [(block.title.plain if block.title else "") or block.kind for block in moved]
    if names:
        yield Finding(
            Level.NOTE,
            "limit-brief-pages",
            f"to keep {audience.limits.brief_pages} pages, {len(names)} parts went to the appendix: {_some(names)}",
            place=audience.place,
            hint="give long texts a short wording, or leave out what this audience does not need",
        )


def _words(section: Section) -> int:
    return sum(count(text.plain) for text in texts(section))


def _counts(counts: Counter[str], more: Mapping[str, int]) -> str:
    """ "Timeline 4, Players 3, 2 others 3": the largest first."""
    largest = counts.most_common(NAMED)
    rest = counts.total() - sum(n for _, n in largest)
    left = len(counts) - NAMED
    others = {f"{left} other{'s' if left > 1 else ''}": rest} if rest else {}
    return ", ".join(f"{name} {n}" for name, n in (*largest, *others.items(), *more.items()))


def _some(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    return ", ".join(f"'{name}'" for name in listed[:NAMED]) + more
