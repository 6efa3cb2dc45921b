"""In: a report read from Markdown, and the files of references it names. Out: the same, its `[@keys]` citations.

As Pandoc has them: `[@oke1982; see @sato, p. 12]`, and `@oke1982` for "Oke (1982)" in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from exporter.model.report import Finding, Level, Report, Run, Source, Text
from exporter.model.walk import map_texts, texts
from exporter.read.bibliography import works
from exporter.read.folder import Refused
from exporter.read.markdown_runs import join, with_text

_KEY = r"@([^\W_][\w:.#$%&+?~/-]*[^\W_]|[^\W_])"
_GROUP = re.compile(rf"\s*\[([^\[\]@]*{_KEY}[^\[\]]*)\]")
_ONE = re.compile(rf"\s*(?P<before>[^@]*?)\s*-?{_KEY}\s*,?\s*(?P<after>[^@]*?)\s*")
_INITIALS = re.compile(r"\A(?:\w\.\s)+")
_ALONE = re.compile(rf"(?<![\w@.\[/]){_KEY}")


def with_citations(report: Report, files: Sequence[Text], folder: Path | None) -> tuple[Report, list[Finding]]:
    """The report with the works that it cites among its sources; a finding for each file and key that is not there."""
    if not files or folder is None:
        return report, []
    said = [text for text in texts(report) if "@" in text.plain]
    keys = {found[1] for text in said for found in re.finditer(_KEY, text.plain)}
    known: dict[str, Source] = {}
    findings: list[Finding] = []
    for file in files:
        try:
            known = {**works(folder, file.plain, keys), **known}
        except Refused as refused:
            findings.append(Finding(Level.WARNING, "bibliography-missing", refused.what, file.place, hint=refused.hint))
    taken = {source.id for source in report.sources}
    known = {key: source for key, source in known.items() if key not in taken}
    used: dict[str, Source] = {}
    report = map_texts(report, lambda text: _citing(text, known, used))
    if not findings:
        findings += _unknown(report, known)
    return replace(report, sources=(*used.values(), *report.sources)), findings


def _unknown(report: Report, known: Mapping[str, Source]) -> Iterator[Finding]:
    """One finding for each key that no work has, where it is cited first."""
    told: set[str] = set()
    for text in texts(report):
        for group in _GROUP.finditer(text.plain) if "[" in text.plain else ():
            for key in re.findall(_KEY, group[1]):
                if key not in known and key not in told:
                    told.add(key)
                    what = f"no work is called '{key}' in the bibliography: the text keeps its mark"
                    yield Finding(
                        Level.WARNING, "citation-unknown", what, text.place, hint="add it, or correct the key"
                    )


def _citing(text: Text, known: Mapping[str, Source], used: dict[str, Source]) -> Text:
    if "@" not in text.plain:
        return text
    return replace(text, standard=join(part for run in text.standard for part in _cited(run, known, used)))


def _cited(run: Run, known: Mapping[str, Source], used: dict[str, Source]) -> Iterator[Run]:
    """The run with citations in place of its marks, as far as all that one mark names is known."""
    if run.code or run.link or "@" not in run.text:
        yield run
        return
    at = 0
    for found in re.finditer(f"{_GROUP.pattern}|{_ALONE.pattern}", run.text):
        parts = [_ONE.fullmatch(part) for part in (found[1] or found[0]).split(";")]
        keys = [part[2] for part in parts if part]
        if len(keys) < len(parts) or not all(key in known for key in keys):
            continue
        used.update((key, known[key]) for key in keys)
        yield with_text(run, run.text[at : found.start()])
        if not found[1]:
            yield with_text(run, _by(known[keys[0]]))
        for part in parts:
            assert part
            remark = f"{part['before']} {part['after']}".strip()
            yield Run("", cite=(part[2],))
            if remark:
                yield with_text(run, f" ({remark})")
        at = found.end()
    yield with_text(run, run.text[at:], run.cite)


def _by(source: Source) -> str:
    """ "Oke (1982)", "Oke and Sato (1982)" by a sign that no language minds, "Oke et al. (1982)"."""
    names = [_INITIALS.sub("", author.plain) for author in source.authors]
    said = " & ".join(names) if len(names) < 3 else f"{names[0]} et al."
    year = f" ({source.date.plain})" if source.date else ""
    return f"{said or source.title.plain}{year}"
