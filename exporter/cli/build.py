"""`exporter build` and `exporter check`: the whole way from a report to files, and the same without writing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import exporter
from exporter.build import Result
from exporter.cli import options, show
from exporter.cli.wanted import Wanted, wanted
from exporter.errors import Problem, UsageError, UserError
from exporter.model.delivery import USUAL, Delivery
from exporter.model.report import Level

if TYPE_CHECKING:
    from exporter.read import Limits


@click.command(
    epilog="""\b
Examples:
  exporter build                               in a project: what exporter.yaml says
  exporter build report.yaml
  exporter build report.md --audience executive --audience technical --out out
  exporter build report.yaml --audience all --format deck --format slides
  exporter build report.yaml --set theme.colours.accent=#7A1F3D
  exporter build a.yaml b.yaml --json > result.json
  exporter build report.yaml --watch           again on every save of the report, its pictures, its templates

Files are named <report>-<audience>.pptx, -slides.pdf, -brief.pdf and -handout.pdf. A file with an error is
not written, and one that was there before stays as it was.
"""
)
@options.reports
@options.audiences
@options.formats
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder for the files, made when it is missing.  [default: the project's, else this folder]",
)
@click.option(
    "--name",
    "pattern",
    metavar="PATTERN",
    default="",
    help="What the files are called: {date}-{report}-{audience}.  [default: the project's, else {report}-{audience}]",
)
@options.theme
@options.templates
@options.settings
@options.delivery
@options.max_size
@options.as_json
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--watch", "watching", is_flag=True, help="Build again on every save, until Ctrl-C.")
def build(
    reports: tuple[Path, ...],
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    pattern: str,
    theme: str,
    templates: tuple[Path, ...],
    settings: tuple[str, ...],
    max_size: int | None,
    as_json: bool,
    quiet: bool,
    watching: bool,
    **delivery: Any,
) -> int:
    """Build the files of every REPORT (.yaml, .json or .md) for every audience asked for.

    In a project (exporter.yaml), what is not asked for is what the project says.
    """

    def asked() -> Wanted:
        return wanted(reports, audiences, formats, theme, out, pattern, templates, settings)

    return _go(
        asked,
        max_size,
        as_json,
        quiet,
        save=True,
        watching=watching,
        delivery=Delivery(**{**delivery, "standard": delivery["standard"] or ""}),
    )


@click.command(
    epilog="""\b
Examples:
  exporter check report.yaml
  exporter check report.yaml --audience all --json
"""
)
@options.reports
@options.audiences
@options.formats
@options.theme
@options.templates
@options.settings
@options.max_size
@options.as_json
def check(
    reports: tuple[Path, ...],
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    theme: str,
    templates: tuple[Path, ...],
    settings: tuple[str, ...],
    max_size: int | None,
    as_json: bool,
) -> int:
    """Do everything that build does but write: say what does not fit, cannot be read, or would be lost."""

    def asked() -> Wanted:
        return wanted(reports, audiences, formats, theme, templates=templates, settings=settings)

    return _go(asked, max_size, as_json, quiet=False, save=False)


def _go(
    asked: Callable[[], Wanted],
    max_size: int | None,
    as_json: bool,
    quiet: bool,
    *,
    save: bool,
    watching: bool = False,
    delivery: Delivery = USUAL,
) -> int:
    def run(want: Wanted) -> Result:
        return _run(want, options.limits(max_size), as_json, quiet, save, delivery)

    if watching:
        if as_json:
            raise UsageError(Problem(None, "--watch and --json do not go together", "leave one of them out"))
        from exporter.cli.watch import watch

        return watch(asked, run, quiet)
    try:
        return 0 if run(asked()).ok else 1
    except UserError as error:
        if as_json:
            _print_json(show.error_json(error))
        raise


def _run(want: Wanted, limits: Limits | None, as_json: bool, quiet: bool, save: bool, delivery: Delivery) -> Result:
    """One build, and what came of it told."""
    progress = show.Progress(quiet or as_json)
    try:
        result = exporter.build(
            *want.reports,
            audiences=want.audiences,
            formats=want.formats,
            out=want.out,
            theme=want.theme,
            templates=want.templates,
            shared=want.shared,
            settings=want.settings,
            names=want.names,
            limits=limits,
            delivery=delivery,
            save=save,
            progress=progress,
        )
    finally:
        progress.clear()
    if as_json:
        _print_json(show.as_json(result))
    else:
        show.findings(result, Level.ERROR if quiet else Level.WARNING if save else Level.NOTE)
        if not quiet:
            show.summary(result, save)
            if want.project and want.project.file.parent != Path():  # not in sight here
                click.echo(f"as {want.project.file} says")
    return result


def _print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
