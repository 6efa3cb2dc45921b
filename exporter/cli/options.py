"""Options that several commands share, so that they read and behave alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.write import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exporter.read import Limits


def complete(kind: str, *others: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completes names of templates: those of the project, of --templates, and the built-in ones."""

    def names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from exporter.catalog import Catalog, folders
        from exporter.errors import UserError
        from exporter.project import here

        try:
            project = here()
            known = Catalog(folders(None, context.params.get("templates") or (), project.templates if project else ()))
        except UserError:  # a faulty project file: the command itself says so
            known = Catalog()
        return [CompletionItem(name) for name in (*known.names(kind), *others) if name.startswith(incomplete)]

    return names


def complete_name(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Completes the NAME of a template after its KIND."""
    return complete(f"{context.params.get('kind')}s")(context, parameter, incomplete)


KINDS = ("theme", "audience", "layout")
kind = click.argument("kind", type=click.Choice(KINDS))
name = click.argument("name", shell_complete=complete_name)
reports = click.argument("reports", nargs=-1, metavar="[REPORT]...", type=click.Path(path_type=Path))
report = click.argument("report", metavar="REPORT", type=click.Path(path_type=Path))
maybe_report = click.argument("report", required=False, metavar="[REPORT]", type=click.Path(path_type=Path))
audiences = click.option(
    "-a",
    "--audience",
    "audiences",
    multiple=True,
    metavar="NAME",
    help="An audience profile, or 'all'. May be given several times.  [default: the project's, else general]",
    shell_complete=complete("audiences", "all"),
)
formats = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="A format to make; otherwise those of the project or the audience. May be given several times.",
)
theme = click.option(
    "--theme",
    default="",
    metavar="NAME",
    help="A theme, in place of the audience's own.",
    shell_complete=complete("themes"),
)
settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A value of a template for this run: theme.colours.accent=#7A1F3D, audience.limits.slides=6. "
    "May be given several times.",
)
templates = click.option(
    "--templates",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with layouts, themes or audiences of your own, searched first.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout, and nothing else.")
max_size = click.option(
    "--max-size", type=click.IntRange(1), metavar="MB", help="Read reports up to this size.  [default: 8]"
)


def limits(max_size: int | None) -> Limits | None:
    """Reading limits for a `--max-size` in MB."""
    if max_size is None:
        return None
    from exporter.read import Limits

    return Limits().up_to(max_size * 1_000_000)
