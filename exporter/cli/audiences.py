"""`exporter audiences`: what one audience gets of a report, and how it differs from what others get."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

import exporter
from exporter.build import File
from exporter.cli import options, show
from exporter.cli.explain import called, one_line, outline_json, page_list
from exporter.cli.table import Row, table
from exporter.cli.wanted import wanted
from exporter.errors import Problem, UserError
from exporter.model.audience import FORMATS, Audience, Entry, Fate
from exporter.model.outline import Stretch
from exporter.model.report import LENGTHS, Report, plain

NOTHING = "–"


@click.group(
    epilog="""\b
Examples:
  exporter audiences show executive report.yaml
  exporter audiences diff executive technical report.yaml
  exporter audiences diff executive technical report.yaml --format brief --facts
"""
)
def audiences() -> None:
    """What audiences get of a report. (`exporter templates` lists, shows and copies their profiles.)"""


format_ = click.option(
    "-f", "--format", "format_", default="deck", show_default=True, type=click.Choice(FORMATS), help="A format."
)
facts = click.option("--facts", is_flag=True, help="List every fact that they do not all get in the same words.")


@audiences.command(
    "show",
    epilog="""\b
Examples:
  exporter audiences show executive report.yaml
  exporter audiences show executive report.yaml --format brief --json
""",
)
@click.argument("audience", shell_complete=options.complete("audiences"))
@options.maybe_report
@format_
@options.theme
@options.templates
@options.settings
@options.as_json
def show_(audience: str, report: Path | None, **asked: Any) -> int:
    """Say what AUDIENCE gets of REPORT, and how: sections, slides, layouts, wording, facts."""
    return _go([audience], report, facts=False, **asked)


@audiences.command(
    epilog="""\b
Examples:
  exporter audiences diff executive technical report.yaml
  exporter audiences diff executive technical investor report.yaml --json
  exporter audiences diff executive technical                          in a project, of its report
"""
)
@click.argument("names", nargs=-1, required=True, metavar="AUDIENCE AUDIENCE... [REPORT]")
@format_
@facts
@options.theme
@options.templates
@options.settings
@options.as_json
def diff(names: tuple[str, ...], **asked: Any) -> int:
    """Put side by side what audiences get of a report, and how: sections, slides, layouts, wording, facts."""
    report = Path(names[-1]) if Path(names[-1]).suffix.lower() in (".yaml", ".yml", ".json", ".md") else None
    own = list(dict.fromkeys(names[:-1] if report else names))
    if len(own) < 2:
        raise click.UsageError(
            "diff takes two audiences or more: exporter audiences diff executive technical report.yaml"
        )
    return _go(own, report, **asked)


def _go(
    names: Sequence[str],
    report: Path | None,
    *,
    format_: str,
    facts: bool,
    theme: str,
    templates: tuple[Path, ...],
    settings: tuple[str, ...],
    as_json: bool,
) -> int:
    want = wanted([report] if report else [], names, theme=theme, templates=templates, settings=settings)
    result = exporter.build(
        want.reports[0],
        audiences=want.audiences,
        formats=[format_],
        theme=want.theme,
        templates=want.templates,
        shared=want.shared,
        settings=want.settings,
        save=False,
    )
    broken = [Problem(f.place, f.message, f.hint) for file in result.files if not file.pages for f in file.errors]
    if broken:
        raise UserError(broken)
    from exporter.read import read

    given = read(want.reports[0]).report
    shown = [Shown(file, given, want.theme or profile_of(file).theme) for file in result.files]
    if as_json:
        click.echo(json.dumps(_json(shown, format_), ensure_ascii=False, indent=2))
    else:
        show.findings(result)
        click.echo("\n".join(_told(shown, facts)))
    return 0 if result.ok else 1


# -------------------------------------------------------------------------------------------------------- what is shown


def profile_of(file: File) -> Audience:
    assert file.profile is not None
    return file.profile


class Shown(Struct, frozen=True, dict=True):
    """One audience's document, planned."""

    file: File
    report: Report
    """As it was read, with every wording."""
    theme: str
    """The one that was used; the profile may name another."""

    @property
    def profile(self) -> Audience:
        return profile_of(self.file)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self.file.ledger.entries}

    @cached_property
    def main(self) -> int:
        """Pages before the backup."""
        behind, before = ({n for one in self.file.outline if one.backup is b for n in one.pages} for b in (True, False))
        return self.file.pages - len(behind - before)

    @cached_property
    def lengths(self) -> dict[str, int]:
        """How many texts are shown in which of the wordings that their writer gave them."""
        counts: Counter[str] = Counter()
        for path, wordings in wordings_of(self.report).items():
            entry = self.entries.get(path)
            length = wordings.get(entry.shown, "") if entry and entry.fate is not Fate.LEFT_OUT else ""
            counts[length] += bool(length)
        return {length: counts[length] for length in LENGTHS if counts[length]}

    @cached_property
    def fates(self) -> dict[str, int]:
        return dict(
            Counter(f"{e.fate} to {e.to}" if e.to else str(e.fate) for e in self.file.ledger.entries),
        )

    @cached_property
    def rules(self) -> dict[str, int]:
        """How many facts each rule leaves out."""
        return dict(Counter(e.rule for e in self.file.ledger.of(Fate.LEFT_OUT)).most_common())


def wordings_of(report: Report) -> dict[str, dict[str, str]]:
    """The lengths of each text that has several, by its words, in every language."""
    from exporter.model.walk import texts

    out: dict[str, dict[str, str]] = {}
    for text in texts(report):
        each = [
            (plain(getattr(one, length)), length) for one in text.spoken for length in LENGTHS if getattr(one, length)
        ]
        if len({length for _, length in each}) > 1:
            out[text.path] = dict(reversed(each))
    return out


# ------------------------------------------------------------------------------------------------------------ the table


def _told(shown: Sequence[Shown], facts: bool) -> Iterator[str]:
    file = shown[0].file
    yield click.style(f"{file.report}, {file.format}", bold=True)
    rows = [*_rows("Profile", PROFILE, shown), *_rows("Amount", AMOUNT, shown)]
    rows += ["What stands where", *_stretches(shown)]
    rules = dict.fromkeys(rule for one in shown for rule in one.rules)
    if rules:
        rows.append("Left out, and why")
        rows += [(rule, *(str(one.rules.get(rule, NOTHING)) for one in shown)) for rule in rules]
    if facts:
        rows += ["Facts that differ", *_facts(shown)]
    yield from table(rows, head=("", *(one.file.audience for one in shown)))


def _rows(title: str, asked: dict[str, Callable[[Shown], str]], shown: Sequence[Shown]) -> Iterator[Row]:
    """A heading, and the rows in which any audience has something."""
    yield title
    for name, value in asked.items():
        values = [value(one) for one in shown]
        if any(values):
            yield (name, *(value or NOTHING for value in values))


def _limits(shown: Shown) -> str:
    limits = shown.profile.limits
    parts = {"slides": limits.slides, "words a slide": limits.words, "brief pages": limits.brief_pages}
    return ", ".join(f"{n} {what}" for what, n in parts.items() if n)


def _values(shown: Shown) -> str:
    return ", ".join(f"{name}: {' or '.join(words)}" for name, words in shown.profile.values)


def _mark(shown: Shown) -> str:
    return ", ".join(filter(None, (shown.profile.classification, "draft" if shown.profile.draft else "")))


def _kept(shown: Shown) -> str:
    out = shown.fates.get(str(Fate.LEFT_OUT), 0)
    every = sum(shown.fates.values())
    return f"{every - out} of {every}"


PROFILE: dict[str, Callable[[Shown], str]] = {
    "theme": lambda one: one.theme,
    "density": lambda one: one.profile.density,
    "wording": lambda one: one.profile.wording,
    "language": lambda one: ", ".join(one.profile.language),
    "values": _values,
    "marked": _mark,
    "requires": lambda one: ", ".join(map(str, one.profile.require)),
    "limits": _limits,
}
AMOUNT: dict[str, Callable[[Shown], str]] = {
    "slides or pages": lambda one: str(one.main),
    "backup": lambda one: str(one.file.pages - one.main or ""),
    "words": lambda one: f"{sum(stretch.words for stretch in one.file.outline):,}",
    "facts shown": _kept,
    "  shorter": lambda one: str(one.fates.get(str(Fate.SHORTENED), "")),
    "  moved": lambda one: ", ".join(
        f"{n} {fate.removeprefix('moved ')}" for fate, n in one.fates.items() if fate.startswith(str(Fate.MOVED))
    ),
    "  wordings": lambda one: ", ".join(f"{n} {length}" for length, n in one.lengths.items()),
}


def _stretches(shown: Sequence[Shown]) -> Iterator[Row]:
    """A row for each stretch that any of them has, in the order of the first; what only others have where it stands."""
    names: list[tuple[str, bool]] = []
    for one in shown:
        at = 0
        for stretch in one.file.outline:
            key = (stretch.name, stretch.backup)
            if key in names:
                at = names.index(key) + 1
            else:
                names.insert(at, key)
                at += 1
    for key in names:
        held = [[s for s in one.file.outline if (s.name, s.backup) == key] for one in shown]
        title = next(called(found[0]) for found in held if found)
        yield (title, *(_spot(found, one) for found, one in zip(held, shown, strict=True)))


def _spot(found: Sequence[Stretch], shown: Shown) -> str:
    if not found:
        return NOTHING
    pages = page_list([n for stretch in found for n in stretch.pages])
    layouts = ", ".join(dict.fromkeys(layout for stretch in found for layout in stretch.layouts))
    return f"{_noun(shown.file.format)}{'s' * (not pages.isdecimal())} {pages}{': ' if layouts else ''}{layouts}"


def _noun(format: str) -> str:
    return "slide" if format in ("deck", "slides") else "page"


def _facts(shown: Sequence[Shown]) -> Iterator[Row]:
    for path in dict.fromkeys(path for one in shown for path in one.entries):
        entries = [one.entries.get(path) for one in shown]
        if len({_how(entry) for entry in entries}) > 1:
            yield (path, *map(_how, entries))


def _how(entry: Entry | None) -> str:
    """What an audience gets of a fact: its words, or the rule that leaves it out."""
    if entry is None:
        return NOTHING
    if entry.fate is Fate.LEFT_OUT:
        return f"{NOTHING} {entry.rule}"
    return one_line(entry.shown) + (f" (in the {entry.to})" if entry.to else "")


# ----------------------------------------------------------------------------------------------------------------- JSON


def _json(shown: Sequence[Shown], format_: str) -> dict[str, Any]:
    paths = dict.fromkeys(path for one in shown for path in one.entries)
    return {
        "report": shown[0].file.report,
        "format": format_,
        "audiences": [_audience_json(one) for one in shown],
        "facts": [
            {"path": path, "in": {one.file.audience: _fact_json(one.entries.get(path)) for one in shown}}
            for path in paths
            if len({_how(one.entries.get(path)) for one in shown}) > 1
        ],
    }


def _audience_json(shown: Shown) -> dict[str, Any]:
    profile, limits = shown.profile, shown.profile.limits
    return {
        "name": profile.name,
        "title": profile.title,
        "theme": shown.theme,
        "density": profile.density,
        "wording": profile.wording,
        "language": list(profile.language),
        "values": {name: list(words) for name, words in profile.values},
        "classification": profile.classification,
        "draft": profile.draft,
        "require": list(map(str, profile.require)),
        "limits": {"slides": limits.slides, "words": limits.words, "brief-pages": limits.brief_pages},
        "pages": shown.main,
        "backup": shown.file.pages - shown.main,
        "outline": outline_json(shown.file),
        "facts": shown.fates,
        "wordings": shown.lengths,
        "left_out": shown.rules,
        "findings": [show.finding_json(finding) for finding in shown.file.findings],
    }


def _fact_json(entry: Entry | None) -> dict[str, Any] | None:
    """None for a fact that this audience's document does not know at all."""
    if entry is None:
        return None
    return {"fate": str(entry.fate), "rule": entry.rule, "to": entry.to, "shown": entry.shown}
