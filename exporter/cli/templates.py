"""`exporter templates`: the layouts, themes and audiences that a report can be built with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from exporter.cli import options


@click.group()
def templates() -> None:
    """Layouts, themes and audiences."""


@templates.command(
    "list",
    epilog="""\b
Examples:
  exporter templates list
  exporter templates list report.yaml          with those beside the report
  exporter templates list --templates ours     with those of a folder of yours
""",
)
@click.argument("report", required=False, metavar="[REPORT]", type=click.Path(path_type=Path))
@options.templates
def list_(report: Path | None, templates: tuple[Path, ...]) -> None:
    """List the audiences, themes and layouts there are; with a REPORT, those of its folder too."""
    from exporter.catalog import Catalog, built_in, folders
    from exporter.errors import Problem, UserError

    catalog = Catalog(folders(report.resolve().parent if report else None, templates))
    problems: list[Problem] = []
    says: dict[str, Callable[[str], str]] = {
        "audiences": lambda name: catalog.audience(name).description or catalog.audience(name).title,
        "themes": lambda name: catalog.theme(name).title,
        "layouts": lambda name: catalog.layouts()[name].description or catalog.layouts()[name].title,
    }
    for kind, say in says.items():
        click.secho(kind.capitalize(), bold=True)
        files = catalog.names(kind)
        room = max(map(len, files), default=0)
        for name, file in files.items():
            own = "" if file.is_relative_to(built_in()) else click.style(f"  ({file})", dim=True)
            try:
                what = " ".join(say(name).split())
            except UserError as error:
                what = "cannot be read"
                problems += [problem for problem in error.problems if problem not in problems]
            click.echo(f"  {name:<{room}}  {what}{own}")
    if problems:
        raise UserError(problems)
