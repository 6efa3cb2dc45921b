"""In: a project file, `exporter.yaml`. Out: a Project: what `exporter build` does when nothing else is said.

Nothing else reads the file. Its paths are relative to its folder.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from exporter import names
from exporter.catalog.search import unusable
from exporter.catalog.settings import Setting
from exporter.errors import Place, Problem, UserError, did_you_mean
from exporter.read.shape import Choice, Field, List, Record, Text, in_order, json_schema
from exporter.read.shape import Map as MapOf
from exporter.read.tree import Map, Node, Problems, Scalar, Seq, nearest
from exporter.read.tree import load as load_tree
from exporter.write import FORMATS

FILES = ("exporter.yaml", "exporter.yml")
"""Names of a project file; the first is the usual one."""
SCHEMAS = "schemas"
"""The folder of a project that has the schemas of its files, for editors."""


class Project(Struct, frozen=True):
    """What is empty or None is not said: the usual thing is done."""

    file: Path
    reports: tuple[Path, ...] = ()
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    theme: str = ""
    out: Path | None = None
    names: str = names.NAMES
    templates: tuple[Path, ...] = ()
    """Its own folder `templates`, if there is one, then those that it shares with others."""
    settings: tuple[Setting, ...] = ()
    """Its variables, laid over those of the theme."""
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    """Where a report, an audience or a theme is named, by key and name as written."""

    def absent(self) -> Iterator[Problem]:
        """The reports that are not there."""
        places = [place for (where, _), place in self.places.items() if where == "report"]
        for path, place in zip(self.reports, places, strict=True):
            if not path.is_file():
                yield Problem(
                    place, f"there is no file {path}", nearest(path) or "write the report there, or name another one"
                )

    def misnamed(self, key: str, known: Collection[str]) -> Iterator[Problem]:
        """The audiences ("audiences") or the theme ("theme") that do not exist."""
        for (where, name), place in self.places.items():
            if where == key and name not in known:
                yield Problem(place, f"{key.removesuffix('s')} '{name}' does not exist", did_you_mean(name, known))


class Names(Text):
    """A pattern of file names."""

    def __init__(self) -> None:
        super().__init__("a name such as {report}-{audience}")

    def read(self, node: Node, problems: Problems) -> str:
        text = super().read(node, problems)
        if fault := names.fault(text):
            problems.add(node, *fault)
        return text


@cache
def shape() -> Record:
    """The shape of a project file."""
    return Record(
        "project",
        "What `exporter build` does in this folder; options of the command go before it.",
        {
            "report": Field(List(Text(), single=True, least=1), "The report, or a list of them."),
            "audiences": Field(List(Text(), single=True, least=1), "Profiles; [all] is every profile."),
            "formats": Field(
                List(Choice(*FORMATS), single=True, least=1), "What is made; else what each profile says."
            ),
            "theme": Field(Text(), "A theme in place of the audiences' own."),
            "out": Field(Text(), "Folder for the files; the project's folder when absent."),
            "names": Field(
                Names(),
                f"What files are called, with any of {', '.join(f'{{{word}}}' for word in names.PLACEHOLDERS)}.",
                examples=(names.NAMES, "{date}-{report}-{audience}"),
            ),
            "vars": Field(
                MapOf(Text(), r"[A-Za-z_][\w-]*", "a name without spaces"),
                "Values that fixed texts of themes and layouts call var.…; they go before those of a theme.",
                examples=({"client": "Acme"},),
            ),
            "templates": Field(
                List(Text(), single=True), "Folders of templates shared with others, searched after the project's own."
            ),
        },
    )


def schema() -> dict[str, Any]:
    """JSON Schema of a project file."""
    return json_schema(shape(), "exporter project", shape().doc)


def find(folder: Path) -> Path | None:
    """The project file of a folder or of the nearest folder around it."""
    for around in (folder, *folder.parents):
        for name in FILES:
            if os.path.isfile(around / name):
                return around / name
    return None


def here() -> Project | None:
    """The project that the working folder belongs to."""
    try:
        file = find(Path.cwd())
    except OSError:  # the folder is gone
        return None
    return load(Path(os.path.relpath(file))) if file else None


def load(file: Path) -> Project:
    """The project in a file; UserError with everything that is wrong with it."""
    tree = load_tree(file)
    problems = Problems(tree.problems)
    values = shape().read(tree.root, problems)
    root = tree.root if isinstance(tree.root, Map) else None
    folder = file.parent
    reports = tuple(_path(folder, text) for text in dict.fromkeys(values.get("report", ())))
    shared = tuple(_path(folder, text) for text in values.get("templates", ()))
    for node, path in zip(_nodes(root, "templates"), shared, strict=False):
        if problem := unusable(path):
            problems.add(node, f"{problem.what}: {path}", problem.hint)
    if problems:
        raise UserError(in_order(problems))
    own = folder / "templates"
    return Project(
        file=file,
        reports=reports,
        audiences=tuple(values.get("audiences", ())),
        formats=tuple(values.get("formats", ())),
        theme=values.get("theme", ""),
        out=_path(folder, values["out"]) if "out" in values else None,
        names=values.get("names", names.NAMES),
        templates=(*([own] if own.is_dir() else []), *shared),
        settings=tuple(_variables(root)),
        places=dict(_places(root)),
    )


def _path(folder: Path, text: str) -> Path:
    """A path of the file: from its folder, or from the home of a user (~)."""
    try:
        return folder / Path(text).expanduser()
    except RuntimeError:  # there is no such user
        return folder / text


def _variables(root: Map | None) -> Iterator[Setting]:
    if root and "vars" in root:
        over = Map(root.source, root.start, root.end)
        over.pairs = {"vars": root.pairs["vars"]}
        yield Setting("themes", "", over)


def _nodes(root: Map | None, key: str) -> list[Node]:
    """The value of a key, or those of its list."""
    node = root.get(key) if root else None
    return list(node) if isinstance(node, Seq) else [node] if node else []


def _places(root: Map | None) -> Iterator[tuple[tuple[str, str], Place]]:
    for key in ("report", "audiences", "theme"):
        for node in _nodes(root, key):
            if isinstance(node, Scalar) and (key, node.text) != ("audiences", "all"):
                yield (key, node.text), node.place
