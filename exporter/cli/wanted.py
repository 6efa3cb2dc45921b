"""In: the options of a command and the project around it. Out: what the command is to do, and with which templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from exporter import names
from exporter.errors import Problem, UsageError, UserError
from exporter.project import Project, here

if TYPE_CHECKING:
    from exporter.catalog import Folder
    from exporter.catalog.settings import Setting

DEFAULT_AUDIENCE = "general"


class Wanted(Struct, frozen=True):
    """Options go before the project, and the project before the defaults."""

    reports: tuple[Path, ...]
    audiences: tuple[str, ...]
    formats: tuple[str, ...]
    theme: str
    out: Path
    names: str
    templates: tuple[Path, ...]
    shared: tuple[Path, ...]
    settings: tuple[str | Setting, ...]
    project: Project | None


def wanted(
    reports: Sequence[Path] = (),
    audiences: Sequence[str] = (),
    formats: Sequence[str] = (),
    theme: str = "",
    out: Path | None = None,
    pattern: str = "",
    templates: Sequence[Path] = (),
    settings: Sequence[str] = (),
) -> Wanted:
    """What these options ask for here; UserError when the project file is wrong, or nothing says what to build."""
    project = here()
    base = project or Project(Path())
    problems = list(base.absent()) if not reports else []
    if not reports and not base.reports:
        hint = "name one: exporter build report.yaml" if not project else f"write `report: report.yaml` in {base.file}"
        raise UsageError(Problem(None, "no report is named", f"{hint}; `exporter new` makes one to start from"))
    found = Wanted(
        reports=tuple(dict.fromkeys(reports)) or base.reports,
        audiences=tuple(audiences) or base.audiences or (DEFAULT_AUDIENCE,),
        formats=tuple(formats) or base.formats,
        theme=theme or base.theme,
        out=out or base.out or base.file.parent,
        names=pattern or base.names or names.NAMES,
        templates=tuple(templates),
        shared=base.templates,
        settings=(*base.settings, *settings),
        project=project,
    )
    if project:
        problems += project.misnamed("audiences", _known(found, "audiences")) if not audiences else []
        problems += project.misnamed("theme", _known(found, "themes")) if not theme else []
    if problems:
        raise UserError(problems)
    return found


def _known(found: Wanted, kind: str) -> set[str]:
    """The names of a kind of template that any of the reports can be built with."""
    from exporter.catalog import Catalog, folders

    around = {report.resolve().parent for report in found.reports}
    return {name for own in around for name in Catalog(folders(own, found.templates, found.shared)).names(kind)}


def templates_here(report: Path | None = None, templates: Sequence[Path] = ()) -> tuple[Folder, ...]:
    """The folders that templates are searched in for a report, or for one in the working folder."""
    from exporter.catalog import search

    project = here()
    beside = report.parent if report else None if project else Path()
    return search(beside, templates, project.templates if project else ())
