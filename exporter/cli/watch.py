"""In: what a command is to build. Out: it is built again on every save of what it is made from, until Ctrl-C.

`watchfiles` wakes us when something happens in a folder. What is different on the disk since the last build says
whether it is built again, and which reports: so no save is missed while a build runs, and none counts twice.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import unquote

import click
from msgspec import Struct
from msgspec.structs import replace

from exporter.build import Result
from exporter.cli import show
from exporter.cli.wanted import Wanted
from exporter.errors import Problem, UsageError, UserError

P = ParamSpec("P")
T = TypeVar("T")
AWAKE = 2000
"""Milliseconds after which we look again unasked: some network drives tell of no change."""
CALM = 0.1
"""Seconds without a change after which files count as saved."""
Stamp = tuple[int, int]
"""When a file was changed, in ns, and its size."""


class Sight(Struct, frozen=True):
    """What the disk says of the files that reports are made from."""

    folders: frozenset[Path]
    files: Mapping[Path, Mapping[Path, Stamp]]
    """By report: itself, the files that it names, the templates, the project file."""

    def since(self, before: Sight) -> dict[Path, list[Path]]:
        """The reports that are to be built again, each with the files that are new, changed or gone."""
        changed: dict[Path, list[Path]] = {}
        for report, files in self.files.items():
            old = before.files.get(report, {})
            names = [path for path in {**old, **files} if old.get(path) != files.get(path)]
            if names:
                changed[report] = [report] if report in names else names  # it may name other files than before
        return changed


def watch(asked: Callable[[], Wanted], build: Callable[[Wanted], Result], quiet: bool) -> int:
    """Build what is asked for, and again whenever something that it is made from changes; 0 when it is stopped.

    A build that fails says why, and leaves its files as they were.
    """
    if not find_spec("watchfiles"):
        hint = "install it with the extra: pip install 'exporter[watch]'"
        raise UsageError(Problem(None, "--watch needs the package watchfiles, which is not installed", hint))
    want = asked()
    say = _silent if quiet else click.echo
    try:
        seen = look(want)
        first = _attempt(build, want)
        made, due = _targets(first), () if first else want.reports
        say(f"watching {_names(want.reports)}, with pictures, data and templates; Ctrl-C ends")
        while True:
            now = look(want, made)
            if not now.since(seen):
                _wait(now.folders)
                continue
            now = _calm(now, want, made)
            changed = now.since(seen)
            seen = now  # looked at before the build: what is saved meanwhile is seen after it
            if not changed:  # and changed back
                continue
            say(f"\n{time.strftime('%H:%M:%S')}  {_names(chain.from_iterable(changed.values()))} changed")
            fresh = _attempt(asked)
            if fresh:
                part = replace(want, reports=tuple(dict.fromkeys((*changed, *due)))) if fresh == want else fresh
                result = _attempt(build, part)
                want, made, due = fresh, made | _targets(result), () if result else part.reports
    except KeyboardInterrupt:
        say("\nstopped; no file was left half-made")
        return 0


def look(want: Wanted, made: Iterable[Path] = ()) -> Sight:
    """What the reports are made from, as it is now; `made` are files of ours, which no report is made from."""
    folders: set[Path] = set()
    files: dict[Path, dict[Path, Stamp]] = {}
    ours = {path.absolute() for path in made}
    for report in want.reports:
        around = [*_beside(report), *_templates(report, want)]
        project = [want.project.file] if want.project else []
        folders.update((report.parent, *(file.parent for file in project), *(path for path in around if path.is_dir())))
        theirs = (path for path in (report, *project, *around) if ours.isdisjoint(_around(path)))
        stamps = ((path, _stamp(path)) for path in theirs)
        files[report] = {path: stamp for path, stamp in stamps if stamp}
    return Sight(frozenset(folders), files)


def _around(path: Path) -> tuple[Path, ...]:
    path = path.absolute()
    return path, *path.parents


def _beside(report: Path) -> Iterator[Path]:
    """The files that a report names, and the folders that they are in.

    Pictures and data lie in the report's folder; one whose name does not stand in the report is none of its.
    """
    try:
        text = unquote(report.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return
    folders = [report.parent]
    for folder in folders:
        for path in _listed(folder):
            if path.name in text and path != report:
                yield path
                if path.is_dir() and not path.is_symlink():
                    folders.append(path)


def _templates(report: Path, want: Wanted) -> Iterator[Path]:
    """All files and folders of the templates that a report is built with."""
    from exporter.catalog import folders

    try:
        searched = list(folders(report.parent, want.templates, want.shared))
    except UserError:  # the build says so
        return
    for folder in searched:
        yield folder
        for path in _listed(folder):
            if path.is_dir() and not path.is_symlink():
                searched.append(path)
            else:
                yield path


def _listed(folder: Path) -> list[Path]:
    """What is in a folder, without hidden files and the copies that editors keep."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [folder / name for name in names if not name.startswith((".", "~")) and not name.endswith("~")]


def _stamp(path: Path) -> Stamp | None:
    """None for what is no file."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return (seen.st_mtime_ns, seen.st_size) if stat.S_ISREG(seen.st_mode) else None


def _calm(now: Sight, want: Wanted, made: Iterable[Path]) -> Sight:
    """The first sight that lasts: a file may be half written when it is first seen."""
    while True:
        time.sleep(CALM)
        before, now = now, look(want, made)
        if now == before:
            return now


def _wait(folders: Iterable[Path]) -> None:
    """Until something happens in one of the folders, or a moment has passed."""
    from watchfiles import watch as changes

    there = sorted(folder for folder in folders if folder.is_dir())
    for _ in changes(
        *there, recursive=False, watch_filter=None, debounce=400, rust_timeout=AWAKE, yield_on_timeout=True
    ):
        return


def _attempt(task: Callable[P, T], *args: P.args, **more: P.kwargs) -> T | None:
    """What the task gives; None when the input is wrong, which is then said."""
    try:
        return task(*args, **more)
    except UserError as error:
        for problem in error.problems:
            click.echo(f"{problem}", err=True)
        return None


def _targets(result: Result | None) -> set[Path]:
    return {file.path for file in result.files} if result else set()


def _names(paths: Iterable[Path]) -> str:
    return ", ".join(dict.fromkeys(show.shown_path(path) for path in paths))


def _silent(_: str) -> None:
    return None
