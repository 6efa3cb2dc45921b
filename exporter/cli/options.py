"""Options that several commands share, so that they read and behave alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exporter.model.delivery import ALLOWED, ATTACHABLE, STANDARDS
from exporter.write import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exporter.read import Limits

F = TypeVar("F", bound=Callable[..., Any])


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


class Listed(click.Option):
    """An option of several names, given one by one or with commas between: `-f deck -f brief`, `-f deck,brief`."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        parts = tuple(part.strip() for given in value or () for part in given.split(","))
        return super().type_cast_value(ctx, parts)


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
    cls=Listed,
    multiple=True,
    metavar="NAME",
    help="An audience profile, or 'all'; several with commas between, or one by one.  "
    "[default: the project's, else general]",
    shell_complete=complete("audiences", "all"),
)
formats = click.option(
    "-f",
    "--format",
    "formats",
    cls=Listed,
    multiple=True,
    type=click.Choice(FORMATS),
    help="A format to make; otherwise those of the project or the audience. "
    "Several with commas between, or one by one.",
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


_DELIVERY = (
    click.option(
        "--standard",
        type=click.Choice(STANDARDS),
        default=None,
        help="What PDF files claim: a-2a and a-3a (PDF/A) with PDF/UA-1, or PDF/UA-1 alone.  "
        "[default: a-2a; a-3a with --attach, ua-1 with a password]",
    ),
    click.option(
        "--attach",
        cls=Listed,
        multiple=True,
        type=click.Choice(ATTACHABLE),
        help="Attach the report, or each table as CSV, to briefs; or both, with a comma between.",
    ),
    click.option("--watermark", default="", metavar="TEXT", help='A word under every page of PDF files: "Draft".'),
    click.option(
        "--owner-password",
        default="",
        envvar="EXPORTER_OWNER_PASSWORD",
        metavar="TEXT",
        help="Lock PDF files: without it, they allow what --allow says. Better put into EXPORTER_OWNER_PASSWORD.",
    ),
    click.option(
        "--user-password",
        default="",
        envvar="EXPORTER_USER_PASSWORD",
        metavar="TEXT",
        help="Asked for when a PDF file is opened. Better put into EXPORTER_USER_PASSWORD.",
    ),
    click.option(
        "--allow",
        cls=Listed,
        multiple=True,
        type=click.Choice(ALLOWED),
        help="What locked PDF files allow; all of it by default. Several with commas between.",
    ),
    click.option(
        "--accessibility-report",
        is_flag=True,
        help="Write a page beside the files that says how accessible each is: standard, checks, what is left to do.",
    ),
)


def delivery(command: F) -> F:
    """The options that say how PDF files are handed over."""
    for option in reversed(_DELIVERY):
        command = option(command)
    return command


def limits(max_size: int | None) -> Limits | None:
    """Reading limits for a `--max-size` in MB."""
    if max_size is None:
        return None
    from exporter.read import Limits

    return Limits().up_to(max_size * 1_000_000)
