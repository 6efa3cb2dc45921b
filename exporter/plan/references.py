"""In: a selection whose texts refer to parts of the report. Out: the same with words: "Table 2", "section 2.1".

A reference is a link within the report that its author gave no words (`[](#costs)`). A brief calls a part by its
number, which is known when its pages are made; a deck calls it by its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from exporter.model.audience import Selection
from exporter.model.report import REFERENCE, Block, Finding, Level, Report, Run, Runs, Section, Text
from exporter.model.walk import HOLDERS, every_text, map_texts, parts
from exporter.plan.words import Words

Change = Callable[[Run, Text], Run]
Names = Mapping[str, str]
"""What parts are called where a reader can be led to them, by id."""


def refers(report: Report) -> bool:
    """Whether a text has a reference."""
    for text in every_text(report):
        for run in (*text.standard, *text.short) if text.short else text.standard:
            if run.text == REFERENCE:
                return True
    return False


def referred(selection: Selection, names: Names) -> tuple[Selection, tuple[Finding, ...]]:
    """The selection with words for its references, its ledger too; and what has to be said about them.

    What `names` lacks is on no page, so that its title stands without a link. What this audience does not get has no
    title either, which would tell of it.
    """
    words = Words(selection.report.language)
    known = titles(selection.report, words)
    changed: dict[str, Text] = {}
    findings: list[Finding] = []

    def worded(run: Run, text: Text) -> Run:
        target = run.link[1:]
        if run.text != REFERENCE:
            return run
        if target not in names:
            findings.append(_nowhere(text, target in known, selection))
            return replace(run, text=known.get(target) or words("not-shown"), link="")
        return replace(run, text=names[target])

    def change(text: Text) -> Text:
        if not any(run.text == REFERENCE for run in (*text.standard, *text.short)):
            return text
        new = replace(text, standard=_each(text.standard, text, worded), short=_each(text.short, text, worded))
        changed[text.path] = new
        return new

    report = map_texts(selection.report, change)
    entries = tuple(
        replace(e, shown=changed[e.path].plain) if e.path in changed and e.shown else e
        for e in selection.ledger.entries
    )
    ledger = replace(selection.ledger, entries=entries)
    return replace(selection, report=report, ledger=ledger), tuple(dict.fromkeys(findings))


def titles(report: Report, words: Words) -> dict[str, str]:
    """The title of every part that has an id, in quotation marks: its own, else its section's."""
    return {id: words("reference", title=title) for id, title in _titles(report)}


def _titles(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.walk():
        yield section.id, _plain(section.title)
        for block in section.blocks:
            name = _plain(block.title or block.headline or section.title)
            yield block.id, name
            for part in parts(block, HOLDERS):
                if getattr(part, "id", "") and not isinstance(part, Section | Block):
                    yield part.id, _plain(getattr(part, "name", None)) or name


def _plain(text: Text | None) -> str:
    return text.plain.replace(REFERENCE, "").strip() if text else ""


def _each(runs: Runs, text: Text, change: Change) -> Runs:
    return tuple(change(run, text) for run in runs)


def _nowhere(text: Text, known: bool, selection: Selection) -> Finding:
    what = "no page shows" if known else f"'{selection.audience.name}' does not get"
    return Finding(
        Level.WARNING,
        "reference",
        f"a text refers to a part that {what}: '{text.plain.replace(REFERENCE, '[]')[:60]}'",
        path=text.path,
        place=text.place,
        hint="give the link words of its own, [words](#id), or exclude the text as well",
    )
