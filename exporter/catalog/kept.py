"""In: the built-in templates. Out: them resolved, as an earlier command kept them: a short command mostly read YAML.

They are kept as Python keeps compiled modules: in `__pycache__` beside the templates, for as long as no file of the
templates or of this package changes, where that may be written, and never when bytecode is not to be written.
"""

from __future__ import annotations

import marshal
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from exporter.catalog.find import Finder
from exporter.errors import UserError

PACKAGE = os.path.dirname(os.path.dirname(__file__))
CACHE = "__pycache__"
Key = tuple[str, str]
"""(kind, name); all layouts are one value, without a name."""


class Kept(Struct, frozen=True):
    """Templates by kind and name, each packed, so that what is not asked for costs nothing."""

    packed: dict[Key, bytes]

    def value(self, kind: str, name: str = "") -> Any:
        """The theme, the audience, or all layouts; None when there is none of that name."""
        packed = self.packed.get((kind, name))
        return None if packed is None else pickle.loads(packed)


def kept(folder: Path) -> Kept:
    """The templates of the built-in folder; nothing when they cannot be kept, or one of them is wrong."""
    file = folder / CACHE / f"templates.{sys.implementation.cache_tag}.bin"
    stamp = list(_stamp(folder))
    with suppress(OSError, ValueError, EOFError, TypeError):
        known, packed = marshal.loads(file.read_bytes())
        if known == stamp:
            return Kept(packed)
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return Kept({})
    try:
        found = Kept({key: pickle.dumps(value, 5) for key, value in _resolved(Finder((folder,)))})
    except UserError:
        return Kept({})  # whoever asks for the wrong one is told
    _write(file, marshal.dumps((stamp, found.packed)))
    return found


def _stamp(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Path, time of the last change and size of all that the values are made of: the templates and the code."""
    for path in (PACKAGE, str(folder)):
        yield path, 0, 0
        yield from _files(path)


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                if entry.name != CACHE:
                    yield from _files(entry.path)
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
