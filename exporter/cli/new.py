"""`exporter new`: a small project to start from."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from exporter.cli import options, show

COLOUR = re.compile("#?[0-9A-Fa-f]{6}")


def _interactive() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@click.command(
    epilog="""\b
Examples:
  exporter new                            asks three questions, makes the project in this folder
  exporter new quarter --title "Q3" --audience customers --theme engineering
  exporter new quarter --colour "#7A1F3D" --colour "#C58F3A"
  exporter new quarter --from report.md   starts from a document
  exporter new look-around --example      starts from the example report

Nothing is asked without a terminal, and no file is written over.
"""
)
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="What the report is called.  [default: Our report]")
@click.option("--audience", metavar="NAME", help="A name for the first profile of your own.  [default: board]")
@click.option(
    "--theme",
    metavar="NAME",
    help="The theme that yours extends.  [default: ledger]",
    shell_complete=options.complete("themes"),
)
@click.option(
    "--colour", "colours", multiple=True, metavar="COLOUR", help="A brand colour to make your theme from; one or two."
)
@click.option("--from", "source", metavar="FILE", type=click.Path(path_type=Path), help="Start from this report.")
@click.option("--example", is_flag=True, help="Start from the example report.")
@options.as_json
def new(
    folder: Path,
    title: str | None,
    audience: str | None,
    theme: str | None,
    colours: tuple[str, ...],
    source: Path | None,
    example: bool,
    as_json: bool,
) -> None:
    """Make a project in DIR: exporter.yaml, a report, an audience, a theme, and schemas for your editor."""
    from exporter import catalog, starter
    from exporter.build import Result
    from exporter.model.report import Level

    if source and example:
        raise click.UsageError("--from and --example both say what to start from: give one")
    if title and (source or example):
        raise click.UsageError("--title is for a report to overwrite: one that there is has its own")
    start = starter.Start(source=catalog.example() if example else source)
    asking = _interactive() and not as_json
    if title is None:
        title = _ask("What is the report called?", start.title, str) if asking and not start.source else start.title
    if audience is None:
        audience = _ask("Who reads it first? A name for them", start.audience, _audience) if asking else start.audience
    if theme is None and not colours:
        known = ", ".join(catalog.Catalog().names("themes"))
        question = f"Your main colour, such as #7A1F3D, or a theme to start from ({known})"
        answer = _ask(question, start.theme, _look) if asking else start.theme
        theme, colours = (None, (answer,)) if COLOUR.fullmatch(answer) else (answer, ())
    start = starter.Start(
        title=title,
        audience=_audience(audience),
        theme=_theme(theme or start.theme),
        colours=_colours(colours),
        source=start.source,
    )
    made = starter.made(start)
    _write(folder, made.files)
    steps = [f"cd {folder}"] if folder != Path() else []
    steps.append("exporter build")
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ok": True,
                    "folder": str(folder),
                    "files": list(made.files),
                    "next": steps,
                    "findings": [show.finding_json(f) for f in made.findings],
                },
                indent=2,
            )
        )
        return
    show.findings(Result((), made.findings, 0), Level.WARNING)
    for path in made.files:
        click.echo(show.shown_path(folder / path))
    click.echo(f"next: {click.style(' && '.join(steps), bold=True)}")


def _ask(question: str, default: str, check: Callable[[str], str]) -> str:
    """The answer; asks again while `check` raises."""
    from exporter.errors import UserError

    def checked(answer: str) -> str:
        try:
            return check(answer)
        except UserError as error:
            raise click.UsageError(str(error)) from None

    return str(click.prompt(question, default=default, value_proc=checked))


def _audience(name: str) -> str:
    """The name of a profile: "Regional board" is regional-board."""
    from exporter.catalog import Catalog
    from exporter.errors import Problem, UsageError

    slug = re.sub(r"\W+", "-", name.lower()).strip("-_")
    if not slug:
        raise UsageError(Problem(None, f"'{name}' cannot name an audience", "take letters, digits and -"))
    if slug in Catalog().names("audiences"):
        raise UsageError(Problem(None, f"the audience '{slug}' is there already", "give yours a name of its own"))
    return slug


def _theme(name: str) -> str:
    from exporter.catalog import Catalog
    from exporter.errors import Problem, UsageError, did_you_mean

    known = Catalog().names("themes")
    if name not in known:
        raise UsageError(Problem(None, f"theme '{name}' does not exist", did_you_mean(name, known)))
    return name


def _colours(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Brand colours as six hex digits."""
    from exporter.errors import Problem, UsageError

    problems = [
        Problem(None, f"--colour: '{text}' is not a colour", "write six hex digits, such as #7A1F3D")
        for text in texts
        if not COLOUR.fullmatch(text)
    ]
    if len(texts) > 2:
        problems.append(Problem(None, f"--colour: {len(texts)} colours are too many", "give one or two"))
    if problems:
        raise UsageError(problems)
    return tuple(text.lstrip("#").upper() for text in texts)


def _look(answer: str) -> str:
    return answer if COLOUR.fullmatch(answer) else _theme(answer)


def _write(folder: Path, made: dict[str, bytes]) -> None:
    """The files; UserError before any is written when one is there already, or the folder cannot be made."""
    from exporter import files
    from exporter.errors import Problem, UserError, oops

    there = [folder / path for path in made if (folder / path).exists() and not path.startswith("schemas/")]
    if there:
        hint = f"name another folder (exporter new {folder / 'report'}), or move it away"
        raise UserError(Problem(None, f"{path} exists already", hint) for path in there)
    try:
        for path in made:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise oops(f"the folder {folder} cannot be made: {error.strerror}") from None
    for path, data in made.items():
        files.put(folder / path, lambda draft, data=data: bool(draft.write_bytes(data)))  # type: ignore[misc]
