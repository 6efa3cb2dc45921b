"""In: a title, an audience, a theme; perhaps a report to start from. Out: the files of a small project, by their path.

The texts are the .yaml files beside this one, with `$title` and the like in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

from msgspec import Struct

from exporter import catalog, project
from exporter.catalog.brand.file import ELEMENTS
from exporter.model.report import Finding, Picture, Report
from exporter.model.walk import parts
from exporter.read import read, report_schema
from exporter.read.convert import SCHEMA, to_yaml
from exporter.read.folder import Refused, inside

HERE = Path(__file__).parent
SCHEMAS = {
    "project": project.schema,
    "report": report_schema,
    "audience": catalog.audience_schema,
    "theme": catalog.theme_schema,
    "layout": catalog.layout_schema,
}
THEME = "house"
"""What the project's own theme is called."""


class Start(Struct, frozen=True):
    """What a new project is made of."""

    title: str = "Our report"
    """Not used when there is a source: it has its own."""
    audience: str = "board"
    """Name of its own profile: small letters, digits and -."""
    theme: str = "ledger"
    """The theme that its own one extends."""
    colours: tuple[str, ...] = ()
    """One or two brand colours, six hex digits each, that its own theme is made from."""
    source: Path | None = None
    """A report to start from, instead of one to overwrite."""


class Made(Struct, frozen=True):
    """The files of the project by their path in it, and what reading the source had to warn about."""

    files: dict[str, bytes]
    findings: tuple[Finding, ...] = ()


def made(start: Start) -> Made:
    """The project; UserError when the source cannot be read."""
    words = {
        "title": json.dumps(start.title, ensure_ascii=False),  # a JSON text is a YAML text
        "audience": start.audience,
        "audience_title": json.dumps(start.audience.replace("-", " ").capitalize(), ensure_ascii=False),
        "theme": start.theme,
        "house": THEME,
        "elements": ELEMENTS,
    }
    texts = {
        project.FILES[0]: _filled("exporter", words),
        f"templates/audiences/{start.audience}.yaml": _filled("audience", words),
        f"templates/themes/{THEME}.yaml": _branded(start) if start.colours else _filled("theme", words),
        **{f"{project.SCHEMAS}/{kind}.schema.json": _schema(kind) for kind in SCHEMAS},
    }
    own = {path: text.encode() for path, text in texts.items()}
    if start.source is None:
        return Made({**own, "report.yaml": _filled("report", words).encode()})
    reading = read(start.source)
    return Made({**own, **_source(start.source, reading.report)}, reading.findings)


def _filled(name: str, words: Mapping[str, str]) -> str:
    return Template((HERE / f"{name}.yaml").read_text(encoding="utf-8")).substitute(words)


def _branded(start: Start) -> str:
    """The theme made from brand colours."""
    from exporter.catalog.brand import Brand, theme_file

    brand = Brand(start.colours, " and ".join(f"#{colour}" for colour in start.colours))
    prints = "print" in catalog.Catalog().layers("themes", start.theme).root
    text, _ = theme_file(brand, THEME.capitalize(), start.theme, prints)
    return f"# yaml-language-server: $schema=../../{project.SCHEMAS}/theme.schema.json\n{text}"


def _schema(kind: str) -> str:
    return json.dumps(SCHEMAS[kind](), ensure_ascii=False, indent=1) + "\n"


def _source(source: Path, report: Report) -> dict[str, bytes]:
    """The report of a file in its structured form, and its pictures at the same paths. A YAML report stays as it is."""
    if source.suffix.lower() in (".yaml", ".yml"):
        text = re.sub(r"\A# yaml-language-server:.*\n", "", source.read_text(encoding="utf-8-sig"))
    else:
        text = to_yaml(report).removeprefix(SCHEMA)
    head = f"# yaml-language-server: $schema={project.SCHEMAS}/report.schema.json\n"
    return {"report.yaml": (head + text).encode(), **dict(_pictures(report))}


def _pictures(report: Report) -> Iterator[tuple[str, bytes]]:
    for picture in parts(report):
        if isinstance(picture, Picture) and picture.address:
            try:
                file = inside(Path(report.folder), picture.address)
            except Refused:  # missing or elsewhere: the build says so
                continue
            yield file.relative_to(Path(report.folder).resolve()).as_posix(), file.read_bytes()
