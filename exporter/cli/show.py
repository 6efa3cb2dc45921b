"""In: results and findings. Out: what a person reads of them, and the JSON that a program reads."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from exporter.build import File, Result
from exporter.errors import Place, Problem, UserError
from exporter.model.audience import Fate
from exporter.model.report import Finding, Level
from exporter.write import shown

STEPS = 6
"""How many steps of a file a summary names; `explain` has them all."""
LEVELS = tuple(Level)
COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


class Progress:
    """One line on a terminal that says what is being done, once a command takes over a second."""

    def __init__(self, quiet: bool) -> None:
        self.on = not quiet and sys.stderr.isatty()
        self.started = time.monotonic()
        self.shown = False

    def __call__(self, what: str) -> None:
        if self.on and time.monotonic() - self.started > 1:
            click.echo(f"\r\033[K{what} ...", nl=False, err=True)
            self.shown = True

    def clear(self) -> None:
        if self.shown:
            click.echo("\r\033[K", nl=False, err=True)


def findings(result: Result, least: Level = Level.NOTE) -> None:
    """Findings of at least one level on stderr, each once, with the files it is true of."""
    where: dict[tuple[Level, str, str, Place | None, str], list[str]] = defaultdict(list)
    for finding in result.findings:
        where[_key(finding)] = []
    for file in result.files:
        for finding in file.findings:
            spot = f"{_page(file.format)} {finding.page}" if finding.page else ""
            bare = replace(finding, place=finding.place and replace(finding.place, source=""))  # the page is at fault
            where[_key(bare)].append(f"{file.audience} {file.format} {spot}".rstrip())
    for (level, code, message, place, hint), spots in where.items():
        if LEVELS.index(level) > LEVELS.index(least):
            continue
        label = click.style(str(level), fg=COLOURS[level])
        shown = f" ({_some(list(dict.fromkeys(spots)), 3)})" if spots else ""
        click.echo(Problem(place, f"{label}: {message} [{code}]{shown}", hint), err=True)


def summary(result: Result, saving: bool) -> None:
    """What was made: files with pages, what stepped down or split, what became of the facts.

    saving: the files were to be written, not only to be checked.
    """
    for (report, audience), files in _by_audience(result.files).items():
        click.secho(f"{report} for {audience}", bold=True)
        room = max(len(str(file.path)) for file in files)
        for file in files:
            made = count(file.pages, _page(file.format)) if file.pages else ""
            state = "" if file.written or not saving else click.style("  not written", fg="red")
            click.echo(f"  {file.path!s:<{room}}  {made:>10}{state}")
        for label, facts in _facts(files):
            click.echo(f"  facts in {label}: {facts}")
        for label, steps in _steps(files):
            click.echo(f"  room made in {label}: {_some(steps, STEPS)}")
    for path in result.accessibility:
        click.echo(f"accessibility report: {path}")
    written = sum(file.written for file in result.files)
    found = counts(result)
    done = f"{count(written, 'file') if saving else 'checked'} in {result.seconds:.1f} s"
    click.echo(f"{done}; {found}" if found else done)


def as_json(result: Result) -> dict[str, Any]:
    """The result for programs; its keys are part of the command's contract (docs/command-line.md)."""
    return {
        "ok": result.ok,
        "seconds": round(result.seconds, 3),
        "accessibility": [str(path) for path in result.accessibility],
        "findings": [finding_json(f) for f in result.findings],
        "files": [
            {
                "path": str(file.path),
                "report": file.report,
                "audience": file.audience,
                "format": file.format,
                "pages": file.pages,
                "written": file.written,
                "facts": dict(file.facts),
                "steps": list(file.steps),
                "findings": [finding_json(f) for f in file.findings],
                "seconds": round(file.seconds, 3),
            }
            for file in result.files
        ],
    }


def error_json(error: UserError) -> dict[str, Any]:
    """A command that stopped before it made anything."""
    problems = [
        {"level": "error", "code": "input", "message": p.what, "hint": p.hint, **place_json(p.where)}
        for p in error.problems
    ]
    return {"ok": False, "seconds": 0.0, "findings": problems, "files": []}


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "level": str(finding.level),
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "path": finding.path,
        "page": finding.page or None,
        **place_json(finding.place),
    }


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown_path(path: Path) -> str:
    """The path as a person would type it here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _key(finding: Finding) -> tuple[Level, str, str, Place | None, str]:
    return finding.level, finding.code, finding.message, finding.place, finding.hint


def place_json(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.file, "line": place.line or None, "column": place.column or None}


def _page(format: str) -> str:
    return "slide" if shown(format) in ("deck", "slides") else "page"


def _by_audience(files: Iterable[File]) -> Mapping[tuple[str, str], list[File]]:
    out: dict[tuple[str, str], list[File]] = defaultdict(list)
    for file in files:
        out[file.report, file.audience].append(file)
    return out


def _facts(files: Sequence[File]) -> list[tuple[str, str]]:
    """(formats, their facts by fate); formats that share their facts share a line."""
    return _shared(files, lambda file: _fates(file.facts))


def _fates(facts: Mapping[str, int]) -> str:
    """ "137 kept, 33 shortened, 12 left out (exclude tag:detail 8, only brief 4)" """
    parts: list[str] = []
    rules: list[str] = []
    left_out = 0
    for fate, number in facts.items():
        head, _, rule = fate.partition(": ")
        if head == Fate.LEFT_OUT:
            left_out += number
            rules.append(f"{rule} {number}")
        else:
            parts.append(f"{number} {fate}")
    if left_out:
        parts.append(f"{left_out} left out ({', '.join(rules)})")
    return ", ".join(parts)


def _steps(files: Sequence[File]) -> list[tuple[str, list[str]]]:
    shared = _shared(files, lambda file: "\0".join(file.steps))
    return [(label, steps.split("\0")) for label, steps in shared]


def _shared(files: Sequence[File], words: Any) -> list[tuple[str, str]]:
    """(formats joined, words) for the files of one audience; files without words are left out."""
    out: dict[str, list[str]] = defaultdict(list)
    for file in files:
        if words(file):
            out[words(file)].append(file.format)
    return [(_join(formats), text) for text, formats in out.items()]


def _join(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _some(words: Sequence[str], most: int) -> str:
    more = f"; and {len(words) - most} more" if len(words) > most else ""
    return "; ".join(words[:most]) + more


def counts(result: Result) -> str:
    """ "2 errors, 1 warning"; empty when nothing was found."""
    found = {_key(f) for f in (*result.findings, *(finding for file in result.files for finding in file.findings))}
    parts = [count(n, str(level)) for level in Level if (n := sum(key[0] is level for key in found))]
    return ", ".join(parts)
