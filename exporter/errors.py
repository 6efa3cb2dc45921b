"""In: what went wrong. Out: errors that say where (file, line, column), what, and what to do now."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Place(Struct, frozen=True):
    """A spot in a source file; lines and columns count from 1, column 0 means the whole line."""

    file: str
    line: int = 0
    column: int = 0
    source: str = ""
    """The line of the source as written, for the caret; empty when it is not at hand."""
    length: int = 1
    """How many characters the caret underlines."""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


class Problem(Struct, frozen=True):
    """One thing that is wrong: where, what, and what to do now."""

    where: Place | None
    what: str
    hint: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.where and self.where.source:
            text = self.where.source.expandtabs(1).rstrip()
            shift = max(0, self.where.column - 40) if len(text) > 100 else 0
            lines.append(f"    {text[shift : shift + 100]}")
            if self.where.column:
                room = max(1, min(self.where.length, 100 - (self.where.column - 1 - shift)))
                lines.append("    " + " " * (self.where.column - 1 - shift) + "^" * room)
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


class UserError(Exception):
    """Input that cannot be used: every problem found in one run. The command line exits with 1."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(UserError):
    """A command that asks for something that does not exist. The command line exits with 2."""


class InternalError(Exception):
    """A broken promise between two stages: a bug in the exporter, never the user's fault."""


def oops(what: str, where: Place | None = None, hint: str = "") -> UserError:
    """A UserError with one problem, for the common case."""
    return UserError(Problem(where, what, hint))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known word, or listing what is known."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(word.lower(), [n.lower() for n in names], n=1, cutoff=0.6)
    if near:
        return f"did you mean '{next(n for n in names if n.lower() == near[0])}'?"
    return f"known: {', '.join(names)}" if names else ""
