"""Options that several commands share, so that they read and behave alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.model.audience import FORMATS

if TYPE_CHECKING:
    from exporter.read import Limits

reports = click.argument("reports", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path))
report = click.argument("report", metavar="REPORT", type=click.Path(path_type=Path))
audiences = click.option(
    "-a",
    "--audience",
    "audiences",
    multiple=True,
    default=("general",),
    show_default=True,
    metavar="NAME",
    help="An audience profile, or 'all'. May be given several times.",
)
formats = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="A format to make; otherwise those of the audience. May be given several times.",
)
theme = click.option("--theme", default="", metavar="NAME", help="A theme, in place of the audience's own.")
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
