"""In: a report read from Markdown. Out: the same, its list of references made sources, and "[3]" citations of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from exporter.model.report import Points, Prose, Report, Run, Runs, Section, Source, Steps, Text, plain
from exporter.model.walk import map_texts, texts
from exporter.read import inline
from exporter.read.markdown_runs import clean, cut, join, with_text

MOST = 30
"""Works that are cited at one place."""
_CITED = re.compile(r"\[(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\]")
_NUMBER = re.compile(r"\s*\[(\d{1,3})\]\s*")
_REFERS = re.compile(r"https?://|\bdoi\b|(?<!\d)(?:19|20)\d\d(?!\d)|[ก-๛]\D*25\d\d(?!\d)", re.IGNORECASE)
"""A work has a year or an address, which other lists that happen to be called sources have not."""


def with_references(report: Report) -> Report:
    """A section called references that holds nothing but a list of works is the report's sources, before its footnotes.

    Where the texts say "[2]" or "[1, 3–5]", and the list has so many entries, they cite them.
    """
    section = next((s for s in report.sections if s.lists_works), None)
    others = tuple(other for other in report.sections if other is not section)
    if section and others and not (section.blocks or section.sections or section.notes):  # Quarto would fill it
        return replace(report, sections=others)
    works = _works(section) if section and others else []
    if not section or not works:
        return report
    taken = {source.id for source in report.sources}
    sources = tuple(_source(n, work, taken) for n, work in enumerate(works, 1))
    report = replace(report, sections=others, sources=(*sources, *report.sources))
    ids, gone = [source.id for source in sources], f"#{section.id}"
    return map_texts(report, lambda text: _citing(text, ids, gone))


def web_link(runs: Runs) -> str:
    """The first address of the web in a text: a link, or one that is written out."""
    link = next((run.link for run in runs if run.link.startswith("http") and inline.allowed(run.link)), "")
    if not link and (bare := re.search(r"https?://[^\s<>\"']+[^\s<>\"'.,;)]", plain(runs))):
        link = bare[0] if inline.allowed(bare[0]) else ""
    return link


def _works(section: Section) -> list[Text]:
    """The entries of the section's only list, without numbers of their own; none if it says anything else."""
    block = section.blocks[0] if len(section.blocks) == 1 and not section.sections else None
    found: Sequence[Text]
    if isinstance(block, Steps) and block.start == 1 and not any(s.text or s.points for s in block.steps):
        found = [step.head for step in block.steps]
    elif isinstance(block, Points) and not any(point.points for point in block.points):
        found = [point.text for point in block.points]
    elif isinstance(block, Prose):
        found = block.paragraphs
    else:
        return []
    if len(list(texts(block))) > len(found) or not all(_refers(text) for text in found):
        return []
    numbers = [_NUMBER.match(text.plain) for text in found]
    if not any(numbers):
        return list(found)
    if [int(match[1]) if match else 0 for match in numbers] != list(range(1, len(found) + 1)):
        return []
    ends = [match.end() if match else 0 for match in numbers]
    return [replace(text, standard=clean(cut(text.standard, end))) for text, end in zip(found, ends, strict=True)]


def _refers(text: Text) -> bool:
    return bool(_REFERS.search(text.plain)) or any(run.link.startswith("http") for run in text.runs)


def _source(n: int, work: Text, taken: set[str]) -> Source:
    id = next(id for id in (f"reference-{n}", f"reference-list-{n}") if id not in taken)
    return Source(id, replace(work, path=f"sources/{id}.title"), link=web_link(work.runs), place=work.place)


def _citing(text: Text, ids: Sequence[str], gone: str) -> Text:
    """The text with citations in place of "[3]", and without links to the list, which is no section any more."""
    if not any("[" in run.text or run.link == gone for run in text.standard):
        return text
    runs = [replace(run, link="") if run.link == gone else run for run in text.standard]
    return replace(text, standard=join(part for run in runs for part in _cited(run, ids)))


def _cited(run: Run, ids: Sequence[str]) -> Iterator[Run]:
    if run.code or run.link:
        yield run
        return
    start = 0
    for found in _CITED.finditer(run.text):
        numbers = _numbers(found[1])
        if numbers and all(1 <= n <= len(ids) for n in numbers):
            yield with_text(run, run.text[start : found.start()].rstrip(), tuple(ids[n - 1] for n in numbers))
            start = found.end()
    yield with_text(run, run.text[start:], run.cite)


def _numbers(said: str) -> list[int]:
    """ "1, 3–5" as 1, 3, 4, 5; nothing for more than a sentence rests on."""
    out: list[int] = []
    for part in re.split(r"\s*[,;]\s*", said):
        first, *more = [int(number) for number in re.split(r"\s*[-–]\s*", part)]
        last = more[-1] if more else first
        if not first <= last < first + MOST - len(out):
            return []
        out += range(first, last + 1)
    return out
