"""In: the built-in templates. Out: them resolved, as an earlier command kept them: a short command mostly read YAML.

They are kept as Python keeps compiled modules: in `__pycache__` beside the templates, where that may be written, and
never when bytecode is not to be written; for as long as no template changes, and no module that was loaded to read it.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from exporter.catalog.find import Finder
from exporter.errors import UserError

try:
    from _pickle import dumps, loads  # CPython's own, without what `pickle` has in Python beside it
except ImportError:
    from pickle import dumps, loads

CACHE = "__pycache__"
FONTS = (".ttf", ".json")
"""Ends of the files of which nothing is kept but their names."""
Key = tuple[str, str]
"""(kind, name); all layouts are one value, without a name."""
State = tuple[str, int, int]
"""A file, the time of its last change and its size."""


class Kept(Struct, frozen=True):
    """Templates by kind and name, each packed, so that what is not asked for costs nothing."""

    packed: dict[Key, bytes]

    def value(self, kind: str, name: str = "") -> Any:
        """The theme, the audience, or all layouts; None when there is none of that name."""
        packed = self.packed.get((kind, name))
        return None if packed is None else loads(packed)


def kept(folder: Path) -> Kept:
    """The templates of the built-in folder; nothing when they cannot be kept, or one of them is wrong."""
    file = folder / CACHE / f"templates.{sys.implementation.cache_tag}.bin"
    templates = [(str(folder), 0, 0), *_files(str(folder))]
    with suppress(OSError, ValueError, EOFError, TypeError):
        code, known, packed = marshal.loads(file.read_bytes())
        if known == templates and code == _states(path for path, *_ in code):
            return Kept(packed)
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return Kept({})
    try:
        found = Kept({key: dumps(value, 5) for key, value in _resolved(Finder((folder,)))})
    except UserError:
        return Kept({})  # whoever asks for the wrong one is told
    with suppress(OSError):
        _write(file, marshal.dumps((_states(_loaded()), templates, found.packed)))
    return found


def _loaded() -> Iterator[str]:
    """The modules that have a say in the values: those of this package that are loaded by now."""
    package = __name__.partition(".")[0]
    for name, module in sys.modules.items():
        if name.partition(".")[0] == package and module.__file__:
            yield module.__file__


def _states(paths: Iterable[str]) -> list[State]:
    return [(path, known.st_mtime_ns, known.st_size) for path, known in ((path, os.stat(path)) for path in paths)]


def _files(folder: str) -> Iterator[State]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                if entry.name != CACHE:
                    yield from _files(entry.path)
            elif entry.name.endswith(FONTS):
                yield entry.name, 0, 0
            else:
                known = entry.stat()
                yield entry.name, known.st_mtime_ns, known.st_size


def _resolved(finder: Finder) -> Iterator[tuple[Key, object]]:
    from exporter.catalog import audience, layout, theme

    yield ("layouts", ""), layout.resolve_all(finder)
    yield from ((("themes", name), theme.resolve(name, finder)) for name in finder.names("themes"))
    yield from ((("audiences", name), audience.resolve(name, finder)) for name in finder.names("audiences"))


def _write(file: Path, data: bytes) -> None:
    """Put the file into its place in one step, if the disk takes it."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        draft.write_bytes(data)
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink()
