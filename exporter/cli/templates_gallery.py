"""`exporter templates gallery`: one HTML page with every layout in every theme and density."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli import options, show
from exporter.cli.wanted import templates_here

if TYPE_CHECKING:
    from exporter.catalog import Catalog
    from exporter.write.gallery import Shown


@click.command(
    epilog="""\b
Examples:
  exporter templates gallery                      all there are, into gallery.html
  exporter templates gallery --theme acme         in one theme
  exporter templates gallery ../ours -o ours.html

The page needs nothing beside it: mail it, or open it in any browser.
"""
)
@click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path(path_type=Path))
@options.templates
@click.option(
    "--theme", "themes", multiple=True, metavar="NAME", help="Only this theme. May be given several times.",
    shell_complete=options.complete("themes"),
)  # fmt: skip
@click.option(
    "-o",
    "--out",
    default="gallery.html",
    show_default=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.",
)
@options.as_json
def gallery(
    folder: Path | None, templates: tuple[Path, ...], themes: tuple[str, ...], out: Path, as_json: bool
) -> None:
    """Show the layouts of FOLDER, of the project and the built-in ones, in every theme and density."""
    from exporter import files
    from exporter.catalog import Catalog
    from exporter.errors import UserError
    from exporter.model.audience import Audience
    from exporter.write import gallery as page

    catalog = Catalog([one.path for one in templates_here(None, [folder, *templates] if folder else templates)])
    problems = [*catalog.problems(), *files.ready(out.parent), *files.obstacles(out)]
    if problems:
        raise UserError(problems)
    for name in themes:
        catalog.theme(name)
    progress = show.Progress(quiet=as_json)
    try:
        shown = list(_shown(catalog, themes, progress))
        text = page.gallery(shown, first=Audience("").theme)
    finally:
        progress.clear()
    files.put(out, lambda draft: bool(draft.write_text(text, encoding="utf-8", newline="\n")))
    if as_json:
        names = sorted({one.layout.name for one in shown})
        click.echo(json.dumps({"ok": True, "file": str(out), "layouts": names, "pictures": len(shown)}, indent=2))
        return
    layouts = len({one.layout.name for one in shown})
    pictures = show.count(len(shown), "picture")
    click.echo(f"{show.shown_path(out)}: {show.count(layouts, 'layout')}, {pictures}, {len(text) / 1e6:.1f} MB")


def _shown(catalog: Catalog, themes: tuple[str, ...], progress: show.Progress) -> Iterator[Shown]:
    from exporter.samples import picture, samples
    from exporter.write.gallery import Shown

    for sample in samples(catalog, themes=themes or None):
        progress(f"{sample.layout} in {sample.job.audience.name}")
        if found := picture(sample):
            yield Shown(catalog.layouts()[sample.layout], sample.job.theme, sample.density, *found)
