"""`exporter templates check`: a folder of templates, and the samples of its layouts in every theme and density."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.build import File, Result, make
from exporter.catalog import KINDS, Catalog
from exporter.cli import options, show
from exporter.cli.wanted import templates_here
from exporter.errors import Place, Problem, UserError
from exporter.files import put, ready
from exporter.model.report import Finding, Level

if TYPE_CHECKING:
    from exporter.samples import Sample


@click.command(
    epilog="""\b
Examples:
  exporter templates check                the templates of this project
  exporter templates check ../ours        those of a folder
  exporter templates check --pictures out
  exporter templates check --json

Every layout of the folder is tried in every theme and density, and every layout there is in the folder's themes.
"""
)
@click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path(path_type=Path))
@options.templates
@click.option(
    "--pictures",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Draw each sample into this folder, as LAYOUT-THEME-DENSITY.svg.",
)
@options.as_json
def check(folder: Path | None, templates: tuple[Path, ...], pictures: Path | None, as_json: bool) -> int:
    """Validate the templates of FOLDER, and build each layout's sample in each theme and density."""
    started = time.perf_counter()
    searched = templates_here(None, [folder, *templates] if folder else templates)
    checked = searched[0].path
    if len(searched) == 1 and not folder:
        raise UserError(Problem(None, "there are no templates here", "name a folder: exporter templates check ours"))
    catalog = Catalog([one.path for one in searched])
    if pictures and (problems := list(ready(pictures))):
        raise UserError(problems)
    progress = show.Progress(as_json)
    findings = [*_faults(catalog), *_strays(catalog, checked)]
    files: tuple[File, ...] = ()
    if not any(finding.level is Level.ERROR for finding in findings):
        findings += _unshown(catalog, checked)
        files = tuple(_tried(catalog, checked, pictures, progress))
    progress.clear()
    result = Result(files, tuple(findings), time.perf_counter() - started)
    if as_json:
        click.echo(json.dumps(show.as_json(result), ensure_ascii=False, indent=2))
    else:
        show.findings(result, Level.WARNING)
        _summary(result, catalog, checked)
    return 0 if result.ok else 1


def _faults(catalog: Catalog) -> Iterator[Finding]:
    """What is wrong with any template that can be found from the folder."""
    for problem in catalog.problems():
        yield Finding(Level.ERROR, "input", problem.what, problem.where, hint=problem.hint)


def _strays(catalog: Catalog, folder: Path) -> Iterator[Finding]:
    """YAML files that nothing reads."""
    found = {file for kind in KINDS for file in catalog.names(kind).values()}
    for file in sorted(folder.rglob("*.y*ml")):
        if file not in found and file.name not in ("sample.yaml", "layout.yaml"):
            hint = "a template is themes/NAME.yaml, audiences/NAME.yaml or layouts/NAME/layout.yaml"
            yield Finding(Level.WARNING, "stray-file", "nothing reads this file", Place(str(file)), hint=hint)


def _unshown(catalog: Catalog, folder: Path) -> Iterator[Finding]:
    """Layouts without a sample."""
    for name in _own(catalog, "layouts", folder):
        if not any(file.is_file() for file in catalog.sample_files(name)):
            place = Place(str(catalog.names("layouts")[name]))
            hint = "put a small report that wishes for it beside it, as sample.yaml"
            yield Finding(Level.WARNING, "no-sample", f"nothing shows the layout '{name}'", place, hint=hint)


def _own(catalog: Catalog, kind: str, folder: Path) -> list[str]:
    return [name for name, file in catalog.names(kind).items() if file.is_relative_to(folder)]


def _tried(catalog: Catalog, folder: Path, pictures: Path | None, progress: show.Progress) -> Iterator[File]:
    """Every sample that a template of the folder has a part in, planned and checked; and drawn, if asked for."""
    from exporter.samples import samples

    layouts, themes = _own(catalog, "layouts", folder), _own(catalog, "themes", folder)
    others = [name for name in catalog.names("layouts") if name not in layouts]
    for sample in (*samples(catalog, layouts), *samples(catalog, others, themes)):
        progress(f"{sample.layout} in {sample.job.audience.name}")
        yield from make(sample.job, save=False, progress=lambda _: None)
        if pictures:
            _draw(sample, pictures)


def _draw(sample: Sample, folder: Path) -> None:
    from exporter.samples import picture
    from exporter.write.svg import svg_file

    if found := picture(sample):
        document, page = found
        file = folder / f"{sample.layout}-{sample.theme}-{sample.density}.svg"
        put(file, lambda draft: bool(draft.write_text(svg_file(page, document), encoding="utf-8", newline="\n")))


def _summary(result: Result, catalog: Catalog, folder: Path) -> None:
    own = [show.count(len(_own(catalog, kind, folder)), kind.removesuffix("s")) for kind in KINDS]
    tried = len({(file.report, file.audience) for file in result.files})
    counts = show.counts(result)
    click.secho(f"{show.shown_path(folder)}: {', '.join(own)}", bold=True)
    click.echo(f"{show.count(tried, 'sample')} tried in {result.seconds:.1f} s; {counts or 'nothing to mend'}")
