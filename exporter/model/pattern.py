"""In: a regular expression. Out: the same, compiled when it is asked for the first time.

Compiling takes a sixth of a short build, and the build uses half of the patterns that its modules have. This is for
those that a short report may well do without; asking one of these takes a little longer each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, AnyStr, cast

_COMPILE = re.compile
"""Also while a library is imported whose patterns are compiled later: it may ask one at once."""


class _Later:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __reduce__(self) -> tuple[object, ...]:
        return later, (self._pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = _COMPILE(self._pattern, self._flags)
        for asked in ("findall", "finditer", "fullmatch", "match", "search", "split", "sub"):
            setattr(self, asked, getattr(compiled, asked))
        return getattr(compiled, name)


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, by the time that it is used."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))


@contextmanager
def compiling_later() -> Iterator[None]:
    """For the import of a library with slow patterns that a short report does without: they are compiled when asked."""
    compile = re.compile
    re.compile = later  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = compile
