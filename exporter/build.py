"""In: reports, audiences, formats. Out: files, and what came of every fact on the way. The public Python API.

    result = exporter.build("report.yaml", audiences=["executive"], out="out")
    for file in result.files:
        print(file.path, file.pages)

The five stages meet here and nowhere else: read, select, plan, write, check.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from exporter import names as naming
from exporter.errors import Problem, UsageError, UserError, did_you_mean, oops
from exporter.model.audience import Audience, Fate, Ledger, Selection
from exporter.model.delivery import USUAL, Delivery
from exporter.model.memory import collector_off
from exporter.model.report import Finding, Level, Reading, Report

if TYPE_CHECKING:  # the stages load fonts, parsers and writers: they are imported when they are needed
    from exporter.catalog import Catalog
    from exporter.catalog.settings import Setting
    from exporter.model.outline import Stretch
    from exporter.model.page import Choice, Document
    from exporter.model.style import Layout, Theme
    from exporter.read import Limits

T = TypeVar("T")
LAST_SECOND = 2**32
"""The year 2106: what the formats can say ends there."""
Source = Path | str | Mapping[str, Any] | Report
"""A file, the data of one, or a report built in memory."""

FAMILIES: Mapping[str, tuple[str, ...]] = {"deck": ("deck", "slides", "handout"), "brief": ("brief",)}
"""Formats that are planned alike, under the name they are planned by; pictures of their pages go with them."""


class File(Struct, frozen=True):
    """One file of a build: what it holds, what became of the report's facts, what was found."""

    path: Path
    report: str
    audience: str
    format: str
    pages: int = 0
    """Slides or pages."""
    standard: str = ""
    """What a PDF claims (`delivery.STANDARDS`); empty for other files."""
    written: bool = False
    """False when a finding of level error kept the file from being written, or nothing was to be saved."""
    ledger: Ledger = Ledger()
    choices: tuple[Choice, ...] = ()
    outline: tuple[Stretch, ...] = ()
    """What stands on which pages, in order."""
    profile: Audience | None = None
    """The audience, with all that its files say."""
    findings: tuple[Finding, ...] = ()
    seconds: float = 0
    """Time for planning, writing and checking."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.level is Level.ERROR)

    @property
    def facts(self) -> Mapping[str, int]:
        """How many facts met which fate: "kept", "shortened", "moved to notes", "left out: exclude tag:detail"."""
        return Counter(_fate(entry.fate, entry.to, entry.rule) for entry in self.ledger.entries)

    @property
    def steps(self) -> tuple[str, ...]:
        """What was done to make room, where."""
        return tuple(f"{choice.path}: {step}" for choice in self.choices for step in choice.steps)


class Result(Struct, frozen=True):
    """What `build` made. `ok` is False when a file could not be written as it should be."""

    files: tuple[File, ...]
    findings: tuple[Finding, ...] = ()
    """What reading the reports had to warn about."""
    seconds: float = 0
    accessibility: tuple[Path, ...] = ()
    """The accessibility reports that were asked for."""

    @property
    def ok(self) -> bool:
        return not any(f.level is Level.ERROR for f in self.findings) and not any(file.errors for file in self.files)


class Job(Struct, frozen=True):
    """One report for one audience: everything its files are made of."""

    report: Report
    audience: Audience
    theme: Theme
    layouts: Mapping[str, Layout]
    targets: Mapping[str, Path]
    """The path of each wanted format."""
    delivery: Delivery = USUAL


def build(
    *sources: Source,
    audiences: Sequence[str] = ("general",),
    formats: Sequence[str] = (),
    out: Path | str = ".",
    theme: str = "",
    templates: Sequence[Path | str] = (),
    shared: Sequence[Path | str] = (),
    settings: Sequence[str | Setting] = (),
    names: str = naming.NAMES,
    limits: Limits | None = None,
    delivery: Delivery = USUAL,
    save: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Build the files of every report for every audience.

    sources: paths (.yaml, .json, .md), mappings of the same shape, or `Report`s.
    audiences: names of profiles; "all" is every profile there is.
    formats: names of `exporter.write.FORMATS`; none means those that the audience's profile names.
    out: the folder for the files. It is made when it is missing, its parent is not.
    theme: takes the place of the audiences' own themes.
    templates: folders searched before the report's own `templates/`.
    shared: folders searched after it, before those of EXPORTER_TEMPLATES, of installed packages, and the built-in ones.
    settings: values laid over the templates for this run: "theme.colours.accent=#7A1F3D", "audience.limits.slides=6".
    names: what the files are called, before the suffix of their format: "{report}-{audience}-{date}".
    limits: how much input is read before it is refused.
    delivery: the standard that PDF files claim, what is attached to briefs, a watermark, passwords.
    save: False does everything but write.
    progress: called with a few words before each step that takes time.

    Raises UserError, with every problem of the reports and targets in it, before any file is touched. What goes wrong
    in one file later is a finding of level error on that file, which is then not written; the others are.
    """
    from exporter.catalog.settings import parse

    started = time.perf_counter()
    _check_clock()
    if faults := list(delivery.faults(formats)):
        raise UsageError(faults)
    progress("reading")
    readings = _gather([partial(_read, source, limits) for source in sources])
    target = _targets(Path(out), names)
    laid_over = parse(settings)
    catalogs = [_catalog(reading.report, templates, shared, laid_over) for reading in readings]
    checks: list[Callable[[], object]] = [
        *(partial(_icons_exist, *pair) for pair in zip(readings, catalogs, strict=True)),
        *(partial(_layouts_exist, *pair) for pair in zip(readings, catalogs, strict=True)),
        *(partial(_resolve, catalog, audiences, theme) for catalog in catalogs),
    ]
    _gather(checks)
    jobs = [
        job
        for reading, catalog in zip(readings, catalogs, strict=True)
        for job in _jobs(reading.report, audiences, formats, theme, catalog, target, delivery)
    ]
    made = {format for job in jobs for format in job.targets}
    if faults := [*delivery.faults(made), *delivery.idle(made, _pdfs())]:
        raise UsageError(faults)
    if save:
        _clear_the_way(jobs, Path(out))
    files: list[File] = []
    accessibility: list[Path] = []
    total = sum(len(job.targets) for job in jobs)
    for job in jobs:
        with collector_off():
            for file in make(job, save, lambda what: progress(f"{len(files) + 1} of {total}: {what}")):
                files.append(file)  # noqa: PERF402, the progress counts them
        if save and delivery.accessibility_report:
            accessibility.append(_say_how_accessible(job, files[-len(job.targets) :], target))
    findings = tuple(
        finding
        for reading, catalog in zip(readings, catalogs, strict=True)
        for finding in (*reading.findings, *_unknown_audiences(reading, catalog))
    )
    findings += tuple(_open_to_all(made, delivery))
    return Result(tuple(files), findings, time.perf_counter() - started, tuple(accessibility))


def _pdfs() -> frozenset[str]:
    """The formats that are PDF files."""
    from exporter.write import FORMATS

    return frozenset(name for name, format in FORMATS.items() if format.suffix.endswith(".pdf"))


def _open_to_all(made: Collection[str], delivery: Delivery) -> Iterator[Finding]:
    """A warning when some files have no password although others get one."""
    others = sorted(set(made) - _pdfs())
    if delivery.locked and others:
        what = f"{' and '.join(others)} can be opened without a password: only PDF files take one"
        yield Finding(Level.WARNING, "no-password", what, hint="build them apart, or keep them to yourself")


def _check_clock() -> None:
    """UserError when SOURCE_DATE_EPOCH, which dates the files, says no date that a file can have."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isdecimal() and len(epoch) < 12 and int(epoch) < LAST_SECOND):
        raise oops(f"SOURCE_DATE_EPOCH is '{epoch}'", hint="give the seconds since 1970 as a whole number, or unset it")


def make(job: Job, save: bool, progress: Callable[[str], None]) -> Iterator[File]:
    """The files of a job. A deck, its slides and its handout share one plan, unless `only:` sets them apart."""
    from exporter.plan import plan
    from exporter.select import select
    from exporter.write import shown

    for family, members in FAMILIES.items():
        plans: list[tuple[Selection, Document]] = []
        for format in (format for format in job.targets if shown(format) in members):
            started = time.perf_counter()
            try:
                selection = select(job.report, job.audience, shown(format))
                document = next((document for same, document in plans if same == selection), None)
                if document is None:
                    progress(f"{job.report.id} for {job.audience.name}: planning the {family}")
                    document = plan(selection, job.layouts, job.theme, family)
                    plans.append((selection, document))
            except UserError as error:
                yield _failed(job, format, error)
                continue
            progress(f"{job.report.id} for {job.audience.name}: {'writing' if save else 'checking'} the {format}")
            view = _dressed(_view(format, document, selection), format, selection, job.delivery)
            yield _deliver(job, format, selection, view, save, started)


def _deliver(job: Job, format: str, selection: Selection, document: Document, save: bool, started: float) -> File:
    """Write and check one file; it takes its place only when it has no error."""
    from exporter import files
    from exporter.check import check
    from exporter.model.outline import outline
    from exporter.write import write

    findings: tuple[Finding, ...] = ()

    def draw(draft: Path) -> bool:
        nonlocal findings
        write(document, draft, format)
        findings = check(document, draft)
        good = not any(f.level is Level.ERROR for f in (*selection.findings, *document.findings, *findings))
        if good and job.delivery.locked and draft.suffix == ".pdf":  # what is locked cannot be read back
            from exporter.write.pdf.lock import lock

            lock(draft, job.delivery)
        return good

    written = False
    try:
        if save:
            written = files.put(job.targets[format], draw)
        else:
            findings = check(document)
    except UserError as error:
        findings = _as_findings(error)
    return File(
        path=job.targets[format],
        report=job.report.id,
        audience=job.audience.name,
        format=format,
        pages=len(document.pages),
        standard=document.standard if job.targets[format].suffix == ".pdf" else "",
        written=written,
        ledger=document.ledger,
        choices=document.choices,
        outline=outline(document, selection.report),
        profile=job.audience,
        findings=tuple(dict.fromkeys((*selection.findings, *document.findings, *findings))),
        seconds=time.perf_counter() - started,
    )


def _view(format: str, document: Document, selection: Selection) -> Document:
    """The planned document as its format shows it."""
    from exporter import plan
    from exporter.write import shown

    views: Mapping[str, Callable[[], Document]] = {
        "slides": lambda: plan.as_slides(document),
        "handout": lambda: plan.as_handout(document, selection),
        "script": lambda: plan.as_script(document, selection),
        "booklet": lambda: plan.as_booklet(document),
    }
    view = views.get(format) or views.get(shown(format))
    return view() if view else document


def _dressed(document: Document, format: str, selection: Selection, delivery: Delivery) -> Document:
    """The document with what its delivery asks for: a standard, attachments in briefs, a watermark in PDFs."""
    if format == "deck":
        return document
    from exporter.plan import watermarked

    attach = delivery.attach if format == "brief" else ()
    document = replace(document, standard=delivery.claimed(bool(attach)) if format != "booklet" else "none")
    if attach:
        from exporter import attachments

        document = replace(
            document,
            attachments=tuple(attachments.attachments(selection, attach)),
            findings=(*document.findings, *attachments.warnings(selection, attach)),
        )
    return watermarked(document, delivery.watermark) if delivery.watermark else document


def _say_how_accessible(job: Job, made: Sequence[File], target: Callable[[Report, Audience, str], Path]) -> Path:
    """Write the accessibility report of a job's files beside them; its path."""
    from exporter import accessibility, files

    page = accessibility.page(job.report, job.audience, [file for file in made if file.written and file.path.is_file()])
    deck = target(job.report, job.audience, "deck")
    path = deck.with_name(deck.stem + accessibility.SUFFIX)
    files.put(path, lambda draft: bool(draft.write_text(page, encoding="utf-8")))
    return path


def _read(source: Source, limits: Limits | None) -> Reading:
    if isinstance(source, Report):
        return Reading(source)
    from exporter.read import Limits, read

    return read(Path(source) if isinstance(source, str) else source, limits=limits or Limits())


def _catalog(
    report: Report, templates: Sequence[Path | str], shared: Sequence[Path | str], settings: Sequence[Setting]
) -> Catalog:
    """The templates that a report is built with."""
    from exporter.catalog import Catalog, folders

    own = Path(report.folder) if report.folder else None
    return Catalog(folders(own, [Path(t) for t in templates], [Path(t) for t in shared]), settings)


def _layouts_exist(reading: Reading, catalog: Catalog) -> None:
    """UserError with every layout that the report wishes for and that does not exist."""
    layouts = catalog.layouts()
    unknown = [
        Problem(asked.place, f"layout '{asked.name}' does not exist", did_you_mean(asked.name, layouts))
        for asked in reading.asked
        if asked.kind == "layout" and asked.name not in layouts
    ]
    if unknown:
        raise UserError(sorted(unknown, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0)))


def _icons_exist(reading: Reading, catalog: Catalog) -> None:
    """UserError with every icon that the report names and that does not exist or cannot be drawn."""
    asked = [one for one in reading.asked if one.kind == "icon"]
    if unusable := [problem for one in asked if (problem := catalog.icons.problem(one.name, one.place))]:
        raise UserError(unusable)


def _resolve(catalog: Catalog, audiences: Sequence[str], theme: str) -> None:
    """UserError with all that is wrong with the audiences and the themes; the catalog keeps what is right."""
    wanted: list[Callable[[], object]] = [partial(catalog.audience, name) for name in _names(catalog, audiences)]
    if theme:
        wanted.append(partial(catalog.theme, theme))
    _gather(wanted)
    _gather([partial(catalog.theme, theme or catalog.audience(n).theme) for n in _names(catalog, audiences)])


def _names(catalog: Catalog, audiences: Sequence[str]) -> Sequence[str]:
    return list(dict.fromkeys(catalog.names("audiences") if "all" in audiences else audiences))


def _unknown_audiences(reading: Reading, catalog: Catalog) -> Iterator[Finding]:
    """A warning for every audience that the report speaks to and that does not exist: it may do so elsewhere."""
    spoken_to = [asked for asked in reading.asked if asked.kind == "audience"]
    known = catalog.names("audiences") if spoken_to else ()
    for asked in spoken_to:
        if asked.name not in known:
            what = f"audience '{asked.name}' does not exist"
            yield Finding(Level.WARNING, "unknown-audience", what, asked.place, hint=did_you_mean(asked.name, known))


def _jobs(
    report: Report,
    audiences: Sequence[str],
    formats: Sequence[str],
    theme: str,
    catalog: Catalog,
    target: Callable[[Report, Audience, str], Path],
    delivery: Delivery,
) -> Iterator[Job]:
    """One job for each audience; UsageError when the caller names what does not exist or cannot be made here."""
    from exporter.write import FORMATS, missing

    unknown = [
        Problem(None, f"format '{format}' does not exist", did_you_mean(format, FORMATS))
        for format in formats
        if format not in FORMATS
    ]
    if problems := unknown or list(filter(None, map(missing, formats))):
        raise UsageError(problems)
    for audience in map(catalog.audience, _names(catalog, audiences)):
        yield Job(
            report=report,
            audience=audience,
            theme=catalog.theme(theme or audience.theme),
            layouts=catalog.layouts(),
            targets={f: target(report, audience, f) for f in FORMATS if f in (formats or audience.formats)},
            delivery=delivery,
        )


def _targets(out: Path, pattern: str) -> Callable[[Report, Audience, str], Path]:
    """Where the file of a report, an audience and a format goes; UsageError when the pattern of names is wrong."""
    if fault := naming.fault(pattern):
        raise UsageError(Problem(None, *fault))
    return lambda report, audience, format: out / naming.file_name(report, audience, format, pattern)


def _clear_the_way(jobs: Sequence[Job], out: Path) -> None:
    """Make the folder; raise UserError with everything that keeps the files from their places."""
    from exporter import files
    from exporter.write import FORMATS

    targets = [(path, job, format) for job in jobs for format, path in job.targets.items()]
    problems = list(files.clashes((path, _origin(job)) for path, job, _ in targets)) or list(files.ready(out))
    problems = problems or [p for path, _, format in targets for p in files.obstacles(path, FORMATS[format].folder)]
    if problems:
        raise UserError(problems)


def _origin(job: Job) -> str:
    report = job.report
    name = report.place.file if report.place else f"the report '{report.id}' ({id(report):x})"
    return f"{name} for {job.audience.name}"


def _gather(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """The results of all tasks, or one error with the problems of all that failed."""
    results: list[T] = []
    problems: list[Problem] = []
    usage = False
    for task in tasks:
        try:
            results.append(task())
        except UserError as error:
            problems.extend(error.problems)
            usage = usage or isinstance(error, UsageError)
    if problems:
        raise (UsageError if usage else UserError)(dict.fromkeys(problems))
    return results


def _failed(job: Job, format: str, error: UserError) -> File:
    return File(job.targets[format], job.report.id, job.audience.name, format, findings=_as_findings(error))


def _as_findings(error: UserError) -> tuple[Finding, ...]:
    return tuple(Finding(Level.ERROR, "input", p.what, place=p.where, hint=p.hint) for p in error.problems)


def _fate(fate: Fate, to: str, rule: str) -> str:
    """A fate in the words of a summary."""
    if fate is Fate.MOVED:
        return f"moved to {to}" if to else "moved"
    return f"{fate}: {rule}" if fate is Fate.LEFT_OUT and rule else str(fate)
