"""`exporter templates list`: the layouts, themes and audiences that a report can be built with, and where they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from exporter.cli import options, show
from exporter.cli.wanted import templates_here


@click.command(
    "list",
    epilog="""\b
Examples:
  exporter templates list
  exporter templates list report.yaml          with those beside the report
  exporter templates list --templates ours     with those of a folder of yours
  exporter templates list --json
""",
)
@options.maybe_report
@options.templates
@options.as_json
def list_(report: Path | None, templates: tuple[Path, ...], as_json: bool) -> None:
    """List the audiences, themes and layouts there are, and the folders they are searched in."""
    from exporter.catalog import Catalog
    from exporter.errors import Problem, UserError

    searched = templates_here(report, templates)
    catalog = Catalog([folder.path for folder in searched])
    says: dict[str, Callable[[str], str]] = {
        "audiences": lambda name: catalog.audience(name).description or catalog.audience(name).title,
        "themes": lambda name: catalog.theme(name).description or catalog.theme(name).title,
        "layouts": lambda name: catalog.layouts()[name].description or catalog.layouts()[name].title,
    }
    problems: list[Problem] = []
    rows: dict[str, list[dict[str, Any]]] = {}
    for kind, say in says.items():
        rows[kind] = []
        for name, file in catalog.names(kind).items():
            try:
                what: str | None = " ".join(say(name).split())
            except UserError as error:
                what = None
                problems += [problem for problem in error.problems if problem not in problems]
            place = next(n for n, folder in enumerate(searched, 1) if file.is_relative_to(folder.path))
            rows[kind].append({"name": name, "says": what, "file": str(file), "folder": place})
    folders = [{"path": str(folder.path), "named_by": folder.origin} for folder in searched]
    if as_json:
        findings = show.error_json(UserError(problems))["findings"]
        click.echo(json.dumps({"folders": folders, **rows, "findings": findings}, ensure_ascii=False, indent=2))
    else:
        _print(folders, rows)
    if problems:
        raise UserError(problems)


def _print(folders: list[dict[str, Any]], rows: dict[str, list[dict[str, Any]]]) -> None:
    """The folders in the order they are searched, then each kind; what is not built in has its folder's number."""
    if len(folders) > 1:
        click.secho("Searched in this order", bold=True)
        for n, folder in enumerate(folders, 1):
            click.echo(f"  {n}  {show.shown_path(Path(folder['path']))}  ({folder['named_by']})")
    for kind, entries in rows.items():
        click.secho(kind.capitalize(), bold=True)
        room = max((len(entry["name"]) for entry in entries), default=0)
        for entry in entries:
            own = "" if entry["folder"] == len(folders) else click.style(f"  ({_shown(entry)})", dim=True)
            click.echo(f"  {entry['name']:<{room}}  {entry['says'] or 'cannot be read'}{own}")


def _shown(entry: dict[str, Any]) -> str:
    return f"{entry['folder']}: {show.shown_path(Path(entry['file']))}"
