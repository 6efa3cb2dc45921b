"""`exporter explain`: what became of every fact for one audience, and what the planner chose and why."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import isinf
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

import exporter
from exporter.build import File
from exporter.cli import options, show
from exporter.cli.table import Row, table
from exporter.cli.wanted import wanted
from exporter.model.audience import FORMATS, Entry, Fate, Ledger
from exporter.model.outline import Stretch
from exporter.model.page import Choice


@click.command(
    epilog="""\b
Examples:
  exporter explain report.yaml --audience executive
  exporter explain report.yaml --audience technical --format brief
  exporter explain report.yaml --audience investor --json
  exporter explain report.yaml --audience investor --share > shown.txt
"""
)
@options.maybe_report
@click.option(
    "-a",
    "--audience",
    default="",
    metavar="NAME",
    help="An audience profile.  [default: the project's first, else general]",
    shell_complete=options.complete("audiences"),
)
@click.option(
    "-f", "--format", "format_", default="deck", show_default=True, type=click.Choice(FORMATS), help="A format."
)
@options.theme
@options.templates
@options.settings
@click.option("--all", "everything", is_flag=True, help="List the facts that are shown as they are, too.")
@click.option("--share", is_flag=True, help="Without a word of what is left out: fit for its readers.")
@options.as_json
def explain(
    report: Path | None,
    audience: str,
    format_: str,
    theme: str,
    templates: tuple[Path, ...],
    settings: tuple[str, ...],
    everything: bool,
    share: bool,
    as_json: bool,
) -> int:
    """Say what became of every fact of REPORT, and which layouts were chosen over which."""
    want = wanted(
        [report] if report else [], [audience] if audience else [], theme=theme, templates=templates, settings=settings
    )
    if want.audiences[0] == "all":
        raise click.UsageError("explain takes one audience: name it with --audience")
    result = exporter.build(
        want.reports[0],
        audiences=want.audiences[:1],
        formats=[format_],
        theme=want.theme,
        templates=want.templates,
        shared=want.shared,
        settings=want.settings,
        save=False,
    )
    file = for_readers(result.files[0]) if share else result.files[0]
    if as_json:
        click.echo(json.dumps(_json(file), ensure_ascii=False, indent=2))
    else:
        if not share:
            show.findings(result)
        click.echo("\n".join(_told(file, everything)))
    return 0 if result.ok else 1


def for_readers(file: File) -> File:
    """The file without a word of what its readers do not get.

    Longer wordings are among that, rules, and paths: an id may be made from a title in another language.
    """
    shown = (entry for entry in file.ledger.entries if entry.fate is not Fate.LEFT_OUT)
    kept = tuple(replace(entry, path="", rule="", text=entry.shown, spot=None) for entry in shown)
    return replace(
        file,
        ledger=Ledger(kept),
        choices=tuple(replace(choice, path="") for choice in file.choices),
        outline=tuple(replace(one, name="" if one.section else one.name) for one in file.outline),
        findings=(),
    )


def _told(file: File, everything: bool) -> Iterator[str]:
    """What a person reads."""
    pages = show.count(file.pages, "slide" if file.format in ("deck", "slides") else "page")
    yield click.style(f"{file.report} for {file.audience}, {file.format}: {pages}", bold=True)
    yield from table([(fate, str(n)) for fate, n in _fates(file.ledger)])
    rows = [(page_list(s.pages), called(s), ", ".join(s.layouts)) for s in file.outline]
    yield from table(["Pages", *rows])
    if file.choices:
        head = ("", "What", "Layout", "Cost", "Rather than", "To make room")
        yield from table(["Choices", head, *map(_choice, file.choices)])
    for fate in (Fate.LEFT_OUT, Fate.MOVED, Fate.SHORTENED, *([Fate.KEPT] if everything else [])):
        yield from table(_facts(file.ledger.of(fate), fate))


def _fates(ledger: Ledger) -> list[tuple[str, int]]:
    """("moved to notes", 5) …"""
    counts = Counter(f"{e.fate} to {e.to}" if e.to else str(e.fate) for e in ledger.entries)
    return [*counts.items(), ("facts in all", len(ledger.entries))]


def _facts(entries: Sequence[Entry], fate: Fate) -> Iterator[Row]:
    """Under a heading for each rule: the path of each fact, its words, and the longer ones that they stand for."""
    by_rule: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_rule[", ".join(filter(None, (f"to {entry.to}" if entry.to else "", entry.rule)))].append(entry)
    for rule, group in by_rule.items():
        yield f"{str(fate).capitalize()}{': ' if rule else ''}{rule} ({show.count(len(group), 'fact')})"
        for entry in group:
            shown = entry.fate is not Fate.LEFT_OUT
            yield (entry.path, one_line(entry.shown if shown else entry.text))
            if entry.fate is Fate.SHORTENED and entry.text != entry.shown:
                yield ("", f"for: {one_line(entry.text)}")


def _choice(choice: Choice) -> Row:
    why = ", ".join(f"{what} {points:.0f}" for what, points in choice.reasons if round(points))
    others = ", ".join(f"{name} {_cost(cost)}" for name, cost in choice.others)
    cost = f"{choice.cost:.0f}" + (f" ({why})" if why else "")
    return (page_list(choice.pages), choice.path, choice.taken, cost, others, "; ".join(choice.steps))


def called(stretch: Stretch) -> str:
    """ "2 Industry players"; backup slides say so."""
    name = f"{stretch.number} {stretch.title}".strip()
    return f"{name} (backup)" if stretch.backup else name


def page_list(pages: Sequence[int]) -> str:
    """ "3", "4–6", "4, 6"."""
    if len(pages) > 1 and pages[-1] - pages[0] == len(pages) - 1:
        return f"{pages[0]}–{pages[-1]}"
    return ", ".join(map(str, pages))


def _cost(cost: float) -> str:
    return "does not fit" if isinf(cost) else f"{cost:.0f}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def outline_json(file: File) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "title": one.title,
            "number": one.number,
            "section": one.section,
            "pages": list(one.pages),
            "layouts": list(one.layouts),
            "words": one.words,
            "backup": one.backup,
        }
        for one in file.outline
    ]


def _json(file: File) -> dict[str, Any]:
    return {
        "report": file.report,
        "audience": file.audience,
        "format": file.format,
        "pages": file.pages,
        "outline": outline_json(file),
        "facts": [
            {
                "path": entry.path,
                "fate": str(entry.fate),
                "rule": entry.rule,
                "to": entry.to,
                "text": entry.text,
                "shown": entry.shown,
                "line": entry.place.line if entry.place else None,
            }
            for entry in file.ledger.entries
        ],
        "choices": [
            {
                "path": choice.path,
                "pages": list(choice.pages),
                "taken": choice.taken,
                "cost": round(choice.cost, 1),
                "reasons": dict(choice.reasons),
                "others": {name: None if isinf(cost) else round(cost, 1) for name, cost in choice.others},
                "steps": list(choice.steps),
            }
            for choice in file.choices
        ],
        "findings": [show.finding_json(f) for f in file.findings],
    }
