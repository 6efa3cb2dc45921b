"""`exporter templates`: the layouts, themes and audiences that a report can be built with."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli import options


@click.group(epilog="Example: exporter templates list")
def templates() -> None:
    """Layouts, themes and audiences."""


@templates.command("list")
@click.argument("report", required=False, metavar="[REPORT]", type=click.Path(path_type=Path))
@options.templates
def list_(report: Path | None, templates: tuple[Path, ...]) -> None:
    """List the layouts, themes and audiences there are; with a REPORT, those of its folder too."""
    from exporter.catalog import Catalog, folders

    catalog = Catalog(folders(report.resolve().parent if report else None, templates))
    layouts = catalog.layouts()
    audiences = {name: catalog.audience(name) for name in catalog.names("audiences")}
    themes = {name: catalog.theme(name) for name in catalog.names("themes")}
    _table("Audiences", {name: audience.description or audience.title for name, audience in audiences.items()})
    _table("Themes", {name: theme.title for name, theme in themes.items()})
    _table("Layouts", {name: layout.description or layout.title for name, layout in layouts.items()})


def _table(title: str, rows: dict[str, str]) -> None:
    click.secho(title, bold=True)
    room = max(map(len, rows), default=0)
    for name, what in rows.items():
        click.echo(f"  {name:<{room}}  {' '.join(what.split())}")
