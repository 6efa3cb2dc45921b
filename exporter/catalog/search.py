"""In: what a run was given. Out: the folders that templates are searched in, first to last, and who named each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from exporter.catalog.find import KINDS
from exporter.errors import Place, Problem, UsageError

PACKAGE = Path(__file__).resolve().parent.parent
VARIABLE = "EXPORTER_TEMPLATES"
GROUP = "exporter.templates"
"""Entry points under which a Python package offers its folder of templates."""


class Folder(Struct, frozen=True):
    path: Path
    origin: str
    """Who named it, in a few words: "--templates", "beside the report", "built in"."""


def built_in(package: Path = PACKAGE) -> Path:
    """The templates shipped with the tool: inside an installed package, else (editable install) in the repository."""
    return _shipped("templates", package)


def example() -> Path:
    """The example report shipped with the tool."""
    return _shipped("data", PACKAGE) / "solid-state-batteries.yaml"


def _shipped(name: str, package: Path) -> Path:
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def search(
    report_folder: Path | None = None, extra: Sequence[Path] = (), shared: Sequence[Path] = ()
) -> tuple[Folder, ...]:
    """Template folders in the order they are searched: what is nearer to the report comes first.

    extra: given for this run. shared: of the project: its own, then those that it shares with others.
    UsageError when a named folder does not exist or holds no templates.
    """
    own = _from_here(report_folder / "templates") if report_folder else None
    named = [
        *(Folder(path, "--templates") for path in extra),
        *([Folder(own, "beside the report")] if own and own.is_dir() else []),
        *(Folder(path, "exporter.yaml") for path in shared),
        *(Folder(Path(path), VARIABLE) for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path),
    ]
    problems = [
        Problem(Place(f"{VARIABLE}: {folder.path}"), problem.what, problem.hint)
        if folder.origin == VARIABLE
        else problem
        for folder in named
        if folder.path != own and (problem := unusable(folder.path))
    ]
    if problems:
        raise UsageError(problems)
    unique: dict[Path, Folder] = {}
    for folder in (*named, *_packages(), Folder(built_in(), "built in")):
        unique.setdefault(folder.path.resolve(), folder)
    return tuple(unique.values())


def _from_here(path: Path) -> Path:
    """A path below the working folder as a person would type it: so are the places of mistakes shown."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except (OSError, ValueError):
        return path


def unusable(folder: Path) -> Problem | None:
    """Why a folder is no folder of templates."""
    if not folder.is_dir():
        return Problem(Place(str(folder)), "this template folder does not exist")
    if not _holds_templates(folder):
        inner = folder / "templates"
        hint = f"did you mean {inner}?" if inner.is_dir() else f"templates lie in its folders {', '.join(KINDS)}"
        return Problem(Place(str(folder)), "this folder holds no templates", hint)
    return None


def _holds_templates(folder: Path) -> bool:
    return any((folder / kind).is_dir() for kind in (*KINDS, "fonts", "icons"))


def _packages() -> Iterator[Folder]:
    """The folders that installed packages offer: `[project.entry-points."exporter.templates"]`, `acme = "acme"`.

    The entry point names a package; its templates lie in its folder, or in `templates` inside it. Nothing of the
    package is run, unless it lies in another.
    """
    if not _offered():
        return
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            spec = find_spec(point.module)
        except (ImportError, ValueError):
            spec = None
        for folder in map(Path, (spec and spec.submodule_search_locations) or ()):
            inside = next((path for path in (folder, folder / "templates") if _holds_templates(path)), None)
            if inside:
                yield Folder(inside, f"package {point.dist.name if point.dist else point.name}")


def _offered() -> bool:
    """Whether any installed package may offer templates: a look at its files saves loading importlib.metadata."""
    for folder in filter(os.path.isdir, sys.path):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".dist-info", ".egg-info")):
                    try:
                        with open(os.path.join(entry.path, "entry_points.txt"), "rb") as file:
                            if GROUP.encode() in file.read():
                                return True
                    except OSError:
                        continue
    return False
