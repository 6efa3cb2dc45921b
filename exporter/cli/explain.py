"""`exporter explain`: what became of every fact for one audience, and what the planner chose and why."""

from __future__ import annotations

import json
from math import isinf
from pathlib import Path
from typing import Any

import click

import exporter
from exporter.build import File
from exporter.cli import options, show
from exporter.cli.wanted import wanted
from exporter.model.audience import FORMATS, Entry, Fate
from exporter.model.page import Choice

ORDER = (Fate.LEFT_OUT, Fate.MOVED, Fate.SHORTENED, Fate.KEPT)


@click.command(
    epilog="""\b
Examples:
  exporter explain report.yaml --audience executive
  exporter explain report.yaml --audience technical --format brief
  exporter explain report.yaml --audience investor --json
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
@options.as_json
def explain(
    report: Path | None,
    audience: str,
    format_: str,
    theme: str,
    templates: tuple[Path, ...],
    settings: tuple[str, ...],
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
    (file,) = result.files
    if as_json:
        click.echo(json.dumps(_json(file), ensure_ascii=False, indent=2))
    else:
        show.findings(result)
        _print(file)
    return 0 if result.ok else 1


def _print(file: File) -> None:
    click.secho(f"{file.report} for {file.audience}, {file.format}: {file.pages} pages", bold=True)
    for fate in ORDER:
        entries = file.ledger.of(fate)
        if entries:
            click.secho(f"\n{str(fate).capitalize()}: {show.count(len(entries), 'fact')}", bold=True)
            for entry in entries:
                click.echo("\n".join(_lines(entry)))
    if file.choices:
        click.secho("\nChoices", bold=True)
        for choice in file.choices:
            click.echo("\n".join(_choice(choice)))


def _lines(entry: Entry) -> list[str]:
    why = ", ".join(filter(None, (entry.rule, f"to {entry.to}" if entry.to else "")))
    lines = [f"  {entry.path}" + (f"  ({why})" if why else ""), f"      {_one_line(entry.text)}"]
    if entry.fate is Fate.SHORTENED:
        lines.append(f"   -> {_one_line(entry.shown)}")
    return lines


def _choice(choice: Choice) -> list[str]:
    where = f"  {_page_list(choice.pages)}: " if choice.pages else "  "
    lines = [f"{where}{choice.path}: {choice.taken}, cost {choice.cost:.0f}"]
    if choice.reasons:
        lines.append("      cost: " + ", ".join(f"{what} {points:.0f}" for what, points in choice.reasons))
    if choice.others:
        lines.append("      rather than: " + "; ".join(f"{name} ({_cost(cost)})" for name, cost in choice.others))
    lines.extend(f"      {step}" for step in choice.steps)
    return lines


def _page_list(pages: tuple[int, ...]) -> str:
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}-{pages[-1]}"


def _cost(cost: float) -> str:
    return "does not fit" if isinf(cost) else f"{cost:.0f}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _json(file: File) -> dict[str, Any]:
    return {
        "report": file.report,
        "audience": file.audience,
        "format": file.format,
        "pages": file.pages,
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
