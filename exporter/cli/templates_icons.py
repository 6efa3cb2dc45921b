"""`exporter templates icons`: the names that `icon:` takes, and a page that shows what they look like."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli import options, show
from exporter.cli.wanted import templates_here

if TYPE_CHECKING:
    from exporter.catalog.icons import Icons

FEW = 200
"""Names that are listed one a line; of more, only how many there are and where to look."""


@click.command(
    "icons",
    epilog="""\b
Examples:
  exporter templates icons battery                every icon whose name has the word
  exporter templates icons -o icons.html          all of them on one page, to look at
  exporter templates icons car -o cars.html       those with the word
  exporter templates icons --templates ours       with those of a folder of yours
""",
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@options.templates
@click.option(
    "-o",
    "--out",
    default=None,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Show them on an HTML page.",
)
@options.as_json
def icons_(words: tuple[str, ...], templates: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """List the icons whose names have every WORD, or all of them."""
    from exporter import files
    from exporter.catalog import Catalog
    from exporter.errors import UserError

    icons = Catalog([folder.path for folder in templates_here(None, templates)]).icons
    wanted = [word.lower() for word in words]
    names = [name for name in icons if all(word in name for word in wanted)]
    if out:
        if problems := [*files.ready(out.parent), *files.obstacles(out)]:
            raise UserError(problems)
        from exporter.write.icon_page import icon_page

        text = icon_page({name: icons[name] for name in names})
        files.put(out, lambda draft: bool(draft.write_text(text, encoding="utf-8", newline="\n")))
    if as_json:
        own = {name: str(icons.files[name]) for name in names if name in icons.files}
        click.echo(json.dumps({"icons": names, "own": own, "page": str(out) if out else None}, indent=2))
    elif out:
        click.echo(f"{show.shown_path(out)}: {show.count(len(names), 'icon')}")
    else:
        _print(names, icons, icons.files)


def _print(names: list[str], icons: Icons, own: Mapping[str, Path]) -> None:
    if not names:
        click.echo(f"none of {show.count(len(icons), 'icon')} is called so; see them all with -o icons.html")
        return
    for name in names[:FEW]:
        click.echo(name + (click.style(f"  ({show.shown_path(own[name])})", dim=True) if name in own else ""))
    if len(names) > FEW:
        click.echo(f"… and {len(names) - FEW} more: add a word to look for, or -o icons.html to see them all")
