"""In: names of themes, audiences and layouts. Out: them, found in the template folders, extended and resolved.

    catalog = Catalog(folders(Path("reports"), extra=[Path("our-templates")]))
    catalog.theme("boardroom")        # model.style.Theme, every value resolved
    catalog.audience("executive")     # model.audience.Audience
    catalog.layouts()                 # model.style.Layout by name
    catalog.names("themes")           # the file of each name

Nothing else opens a template. A template that is wrong is a UserError with every problem of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from exporter.catalog.find import KINDS, Finder, Layers
from exporter.catalog.icons import Icons
from exporter.catalog.kept import Kept, kept
from exporter.catalog.search import Folder, built_in, example, search
from exporter.catalog.settings import Setting
from exporter.errors import Place, Problem, UsageError, UserError, did_you_mean
from exporter.model.audience import Audience
from exporter.model.style import Layout, Theme

__all__ = [
    "KINDS", "Catalog", "Folder", "audience_schema", "built_in", "example", "folders", "layout_schema", "search",
    "theme_schema",
]  # fmt: skip


def folders(
    report_folder: Path | None = None, extra: Sequence[Path] = (), shared: Sequence[Path] = ()
) -> tuple[Path, ...]:
    """Template folders in the order they are searched; see `search`, which also says who named them."""
    return tuple(folder.path for folder in search(report_folder, extra, shared))


class Catalog:
    """The templates of some folders: the first folder that has a name wins, the built-in ones come last.

    What was resolved is kept, so that a file is read once for a whole run.
    """

    def __init__(self, folders: Sequence[Path] = (), settings: Sequence[Setting] = ()) -> None:
        self._finder = Finder(tuple(dict.fromkeys((*map(Path, folders), built_in()))), tuple(settings))
        unknown = [
            Problem(Place(one.option), f"layout '{one.name}' does not exist", did_you_mean(one.name, names))
            for one in settings
            if one.name and one.name not in (names := self.names(one.kind))
        ]
        if unknown:
            raise UsageError(unknown)
        self._themes: dict[str, Theme] = {}
        self._audiences: dict[str, Audience] = {}
        self._layouts: Mapping[str, Layout] | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        return self._finder.folders

    def names(self, kind: str) -> Mapping[str, Path]:
        """The file that each name of a kind ("themes", "audiences", "layouts") comes from, sorted by name."""
        return self._finder.names(kind)

    def theme(self, name: str) -> Theme:
        """A theme with every value resolved. UsageError when there is none of that name."""
        if name not in self._themes:
            theme = self._kept.value("themes", name)
            if theme is None:
                from exporter.catalog.theme import resolve

                theme = resolve(name, self._finder)
            self._themes[name] = replace(theme, icons=self.icons)
        return self._themes[name]

    def audience(self, name: str) -> Audience:
        """An audience profile. UsageError when there is none of that name."""
        if name not in self._audiences:
            audience = self._kept.value("audiences", name)
            if audience is None:
                from exporter.catalog.audience import resolve

                audience = resolve(name, self._finder)
            self._audiences[name] = audience
        return self._audiences[name]

    def layouts(self) -> Mapping[str, Layout]:
        """Every layout by name."""
        if self._layouts is None:
            self._layouts = self._kept.value("layouts")
        if self._layouts is None:
            from exporter.catalog.layout import resolve_all

            self._layouts = resolve_all(self._finder)
        return self._layouts

    @cached_property
    def _kept(self) -> Kept:
        """What is kept of the built-in templates, when nothing stands before them."""
        folders = self._finder.folders
        alone = folders == (built_in(),) and not self._finder.settings
        return kept(folders[0]) if alone else Kept({})

    @property
    def icons(self) -> Icons:
        """Every icon by name, read when it is asked for."""
        return self._finder.icons

    def layers(self, kind: str, name: str) -> Layers:
        """A template as its files state it, merged, each value with its place; densities of a theme are whole."""
        if kind == "audiences":
            from exporter.catalog.audience import JOINED

            return self._finder.load(kind, name, joined=JOINED)
        layers = self._finder.load(kind, name)
        if kind == "themes":
            from exporter.catalog.theme import with_whole_densities

            return replace(layers, root=with_whole_densities(layers.root, layers.problems))
        return layers

    def sample_files(self, layout: str) -> tuple[Path, ...]:
        """Where the sample of a layout may lie, nearest first: beside it, then beside what it extends."""
        files = self._finder.load("layouts", layout).files
        return tuple(Path(file).with_name("sample.yaml") for file in files)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with any template in any folder; empty when all can be used."""
        tasks = [
            *((self.theme, name) for name in self.names("themes")),
            *((self.audience, name) for name in self.names("audiences")),
        ]
        found: list[Problem] = []
        for task, name in tasks:
            try:
                task(name)
            except UserError as error:
                found.extend(error.problems)
        try:
            self.layouts()
        except UserError as error:
            found.extend(error.problems)
        found += [problem for name in self.icons.files if (problem := self.icons.problem(name, None))]
        return tuple(dict.fromkeys(found))


def theme_schema() -> dict[str, Any]:
    """JSON Schema of a theme file."""
    from exporter.catalog.theme_shape import THEME
    from exporter.read.shape import json_schema

    return json_schema(THEME, "exporter theme", THEME.doc)


def audience_schema() -> dict[str, Any]:
    """JSON Schema of an audience file."""
    from exporter.catalog.audience import audience_shape
    from exporter.read.shape import json_schema

    return json_schema(audience_shape(), "exporter audience", audience_shape().doc)


def layout_schema() -> dict[str, Any]:
    """JSON Schema of a layout file."""
    from exporter.catalog.layout import layout_shape
    from exporter.read.shape import json_schema

    return json_schema(layout_shape(), "exporter layout", layout_shape().doc)
