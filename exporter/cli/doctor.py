"""`exporter doctor`: what the tool runs on, what it finds, and what is missing for what."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

import exporter
from exporter.cli import options, show
from exporter.errors import UserError

if TYPE_CHECKING:
    from exporter.catalog import Catalog

GOOD, MISSING, BROKEN = "ok", "missing", "broken"
"""Missing: something optional. Broken: something that every build needs."""
MARKS = {GOOD: ("ok", "green"), MISSING: ("--", "yellow"), BROKEN: ("!!", "red")}


USES = {
    "bib": "BibTeX files that reports in Markdown cite",
    "math": "formulas in Markdown as text, not TeX",
    "png": "--format png and previews as PNG",
    "svg": "SVG pictures",
    "thai": "lines of Thai in PDFs that end between words",
    "watch": "build --watch",
}
"""What an extra is for."""


@dataclass(frozen=True, slots=True)
class Row:
    part: str
    """Heading that the row stands under."""
    name: str
    says: str
    state: str = GOOD


@click.command(
    epilog="""\b
Examples:
  exporter doctor
  exporter doctor --json

Ends with 1 only if something that every build needs is broken.
"""
)
@options.as_json
def doctor(as_json: bool) -> int:
    """Say what the tool runs on, which fonts and templates it finds, and what is missing for what."""
    rows = [*_program(), *_libraries(), *_project(), *_templates()]
    ok = all(row.state != BROKEN for row in rows)
    if as_json:
        click.echo(json.dumps({"ok": ok, "rows": [asdict(row) for row in rows]}, ensure_ascii=False, indent=2))
        return 0 if ok else 1
    room = max(len(row.name) for row in rows)
    part = ""
    for row in rows:
        if row.part != part:
            part = row.part
            click.secho(part, bold=True)
        mark, colour = MARKS[row.state]
        click.echo(f"  {click.style(mark, fg=colour)}  {row.name:<{room}}  {row.says}")
    click.echo("everything is in order" if ok else "something is broken: see the lines that start with !!")
    return 0 if ok else 1


def _program() -> Iterator[Row]:
    yield Row("Program", "exporter", exporter.__version__)
    yield Row("Program", "Python", f"{platform.python_version()} on {platform.system()}")


def _libraries() -> Iterator[Row]:
    """The libraries that the package asks for; those of an extra only say what they would add."""
    for wanted in metadata.requires("exporter") or []:
        name = re.match(r"[\w.-]+", wanted)
        extra = re.search(r"""extra\s*==\s*['"]([\w-]+)['"]""", wanted)
        if not name or (extra and extra[1] == "dev"):
            continue
        try:
            says, state = metadata.version(name[0]), GOOD
        except metadata.PackageNotFoundError:
            if extra:
                says, state = f"missing for {_use(extra[1])}; pip install 'exporter[{extra[1]}]'", MISSING
            else:
                says, state = f"not installed; pip install '{wanted}'", BROKEN
        yield Row(f"Extra: {extra[1]}" if extra else "Libraries", name[0], says, state)


def _use(extra: str) -> str:
    return USES.get(extra, f"what needs '{extra}'")


def _project() -> Iterator[Row]:
    from exporter.project import FILES, here

    try:
        project = here()
    except UserError as error:
        yield Row("Project", FILES[0], _first(error), BROKEN)
        return
    if project is None:
        yield Row("Project", FILES[0], "none here or above; `exporter new` makes one", MISSING)
        return
    yield Row("Project", str(project.file), f"builds {', '.join(map(str, project.reports)) or 'what is named'}")
    for problem in project.absent():
        yield Row("Project", "report", f"{problem.where}: {problem.what}", BROKEN)


def _templates() -> Iterator[Row]:
    from exporter.catalog import KINDS, Catalog, search
    from exporter.cli.wanted import templates_here

    try:
        searched = templates_here()
    except UserError as error:
        yield Row("Templates", "folders", _first(error), BROKEN)
        searched = search()
    for folder in searched:
        counts = [show.count(n, kind.removesuffix("s")) for kind, pattern in KINDS.items()
                  if (n := len(list((folder.path / kind).glob(pattern))))]  # fmt: skip
        says = f"{', '.join(counts) or 'nothing yet'} ({folder.origin})"
        yield Row("Templates", show.shown_path(folder.path), says)
    catalog = Catalog([folder.path for folder in searched])
    for problem in catalog.problems():
        yield Row("Templates", str(problem.where or ""), problem.what, BROKEN)
    yield from _fonts(catalog)


def _fonts(catalog: Catalog) -> Iterator[Row]:
    """The families that the themes name, and the files that are measured and embedded for them."""
    themes: dict[tuple[str, Path], list[str]] = {}
    for name in catalog.names("themes"):
        try:
            theme = catalog.theme(name)
        except UserError:
            continue  # told above
        for family in theme.fonts.values():
            themes.setdefault((family.name, Path(family.file())), []).append(name)
    for (family_name, file), users in sorted(themes.items()):
        says = f"measured with {file.parent.name}/{file.name}, for {', '.join(dict.fromkeys(users))}"
        yield Row("Fonts", family_name, says)


def _first(error: UserError) -> str:
    """The first problem on one line, and how many there are besides."""
    first, *others = error.problems
    more = f" (and {show.count(len(others), 'more problem')})" if others else ""
    return f"{first.where}: {first.what}{more}" if first.where else f"{first.what}{more}"
