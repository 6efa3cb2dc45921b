"""In: template folders. Out: icons by name: those in a folder's `icons/` as SVG files, then the set that is shipped.

Nothing is opened before a report asks for an icon. The shipped set is Lucide, turned into lines and curves once (by
tests/judges/icon_set), so that a report with its icons needs no reader of SVG.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from exporter.errors import Place, Problem, UserError, did_you_mean, oops
from exporter.model.icon import Drawing, Step, Stroke
from exporter.model.pattern import later

FOLDER = "icons"
SET = "lucide.txt"
"""The file of a whole set: `name<TAB>outlines` or `name<TAB>=other name` a line; outlines that are filled as well as
drawn along stand after a further tab. Lines that begin with # are no icons."""
UNITS, LINE = 2400, 200
"""Sides of the square on which a set is drawn, and the width of its lines."""
_STEP = later(r"([MLCZ])([^MLCZ]*)")


class Icons(Mapping[str, Drawing]):
    """Icons by name; the first folder that has a name wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._known: dict[str, Drawing] = {}

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """The SVG file of every icon that has one of its own."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in sorted((folder / FOLDER).glob("*.svg")):
                found.setdefault(path.stem, path)
        return found

    @cached_property
    def shipped(self) -> Mapping[str, str]:
        """The outlines of every icon of the sets, as written there."""
        found: dict[str, str] = {}
        for folder in self._folders:
            path = folder / FOLDER / SET
            if path.is_file():
                found = {**read_set(path), **found}
        return found

    def __getitem__(self, name: str) -> Drawing:
        """UserError when the icon's own file cannot be used, or there is no icon of that name."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self.files or name in self.shipped

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self.files, *self.shipped}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Icons) and other._folders == self._folders

    def __hash__(self) -> int:
        return hash(self._folders)

    def __len__(self) -> int:
        return len({*self.files, *self.shipped})

    def problem(self, name: str, place: Place | None) -> Problem | None:
        """What is wrong with asking for an icon of that name at that place."""
        if name not in self:
            return Problem(place, f"icon '{name}' does not exist", self._hint(name))
        try:
            self[name]
        except UserError as error:
            return error.problems[0]
        return None

    def _hint(self, name: str) -> str:
        """The nearest names: those that are alike, else those that share a word with it."""
        near = did_you_mean(name, self)
        if near.startswith("did"):
            return near
        parts = {part for part in re.split(r"[\W_]+", name.lower()) if len(part) > 2}
        akin = [known for known in self if parts & set(known.split("-"))][:6]
        return f"there are {', '.join(akin)}" if akin else "see exporter templates icons"

    def _read(self, name: str) -> Drawing:
        if name in self.files:
            from exporter.catalog.icon_file import read_icon

            return read_icon(self.files[name])
        if name not in self.shipped:
            raise oops(f"icon '{name}' does not exist", hint=self._hint(name))
        drawn = self.shipped[name]
        drawn = self.shipped[drawn[1:]] if drawn.startswith("=") else drawn
        along, _, filled = drawn.partition("\t")
        strokes = ((along, False), (filled, True))
        return Drawing((UNITS, UNITS), tuple(Stroke(_steps(d), fill, LINE) for d, fill in strokes if d))


def read_set(path: Path) -> Mapping[str, str]:
    """The outlines of every icon of a set, as written."""
    lines = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {name: drawn for name, _, drawn in lines if drawn}


def _steps(drawn: str) -> tuple[Step, ...]:
    return tuple((letter, tuple(map(int, numbers.split()))) for letter, numbers in _STEP.findall(drawn))
