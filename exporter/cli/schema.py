"""`exporter schema`: the JSON Schema of the files a person writes, for editors that complete and check."""

from __future__ import annotations

import json
from typing import Any

import click

KINDS = ("report", "audience", "theme", "layout", "project")


@click.command(
    epilog="""\b
Examples:
  exporter schema report > report.schema.json
  then, on line 1 of report.yaml:
  # yaml-language-server: $schema=./report.schema.json
"""
)
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of a report, an audience, a theme, a layout or a project file."""
    click.echo(text(kind), nl=False)


def text(kind: str) -> str:
    """The schema of a kind of file, as it stands in a file."""
    return json.dumps(_schema(kind), ensure_ascii=False, indent=2) + "\n"


def _schema(kind: str) -> dict[str, Any]:
    from exporter import catalog, project
    from exporter.read import report_schema

    return {
        "report": report_schema,
        "audience": catalog.audience_schema,
        "theme": catalog.theme_schema,
        "layout": catalog.layout_schema,
        "project": project.schema,
    }[kind]()
