"""The nodes of a tree: values of YAML, JSON or Python data that know their place. Made by tree.py, read by shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import Place, Problem, UserError, oops

UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no YAML, XML or PDF text can hold; a byte order mark inside a text is one of them."""


class Limits(Struct, frozen=True):
    """How much of an input is read before it is refused."""

    bytes: int = 8_000_000
    nodes: int = 400_000
    """Values of a tree, aliases counted at full length."""
    depth: int = 64
    text: int = 200_000
    """Characters of one text."""
    marks: int = 200_000
    """Signs of inline markup, of all texts together."""
    pixels: int = 40_000_000
    """Of one picture."""
    picture_bytes: int = 50_000_000

    def up_to(self, size: int) -> Limits:
        """Limits for a file of `size` bytes, never lower than these; what a text file holds grows with its size."""
        times = max(1.0, size / self.bytes)
        return replace(
            self, bytes=size, nodes=int(self.nodes * times), text=int(self.text * times), marks=int(self.marks * times)
        )


RAISE = "raise the limit if this is meant: --max-size, or `Limits` in Python"


class Mark(Protocol):
    """A spot in a text, all counted from 0; the YAML parser makes its own."""

    index: int
    line: int
    column: int


class Spot(Struct, eq=False):
    """A mark that we make ourselves."""

    index: int
    line: int
    column: int


class Source(Struct, frozen=True, eq=False):
    """The text a node comes from, for its place. Data has no text: its `file` says the way through it."""

    file: str
    text: str = ""

    def place(self, start: Mark, length: int = 1) -> Place:
        if not self.text:
            return Place(self.file)
        begin = start.index - start.column
        end = self.text.find("\n", begin, begin + LONGEST_LINE)
        end = len(self.text) if end < 0 else end
        # A caret under a line as long as a book helps nobody, and cutting it out for every text costs memory.
        line = self.text[begin:end].rstrip("\r") if end - begin < LONGEST_LINE else ""
        return Place(self.file, start.line + 1, start.column + 1, line, max(1, length))


LONGEST_LINE = 20_000


# Nodes are plain slotted classes: a frozen dataclass takes four times as long to make, and there are many.


class Node:
    """Any value of a tree."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Source, start: Mark, end: Mark) -> None:
        self.source, self.start, self.end = source, start, end

    @property
    def line(self) -> int:
        return self.start.line + 1 if self.source.text else 0

    @property
    def place(self) -> Place:
        if self.end.line == self.start.line:
            return self.source.place(self.start, self.end.index - self.start.index)
        place = self.source.place(self.start)
        return replace(place, length=max(1, len(place.source.rstrip()) - place.column + 1))

    def problem(self, what: str, hint: str = "") -> Problem:
        return Problem(self.place, what, hint)

    @property
    def null(self) -> bool:
        """Nothing stands here."""
        return False


class Scalar(Node):
    """A value as written. `quoted`: in quotes, or a YAML block text."""

    __slots__ = ("quoted", "text")

    def __init__(self, source: Source, start: Mark, end: Mark, text: str, quoted: bool) -> None:
        self.source, self.start, self.end, self.text, self.quoted = source, start, end, text, quoted

    @property
    def null(self) -> bool:
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


class Seq(Node):
    """A list of nodes."""

    __slots__ = ("nodes",)

    def __init__(self, source: Source, start: Mark, end: Mark) -> None:
        super().__init__(source, start, end)
        self.nodes: list[Node] = []

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)


class Map(Node):
    """Nodes by key, in the order written. `pairs` holds the key's own node too, for its place."""

    __slots__ = ("pairs",)

    def __init__(self, source: Source, start: Mark, end: Mark) -> None:
        super().__init__(source, start, end)
        self.pairs: dict[str, tuple[Scalar, Node]] = {}

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __getitem__(self, key: str) -> Node:
        return self.pairs[key][1]

    def get(self, key: str) -> Node | None:
        """The value of `key`; None when it is absent or null."""
        pair = self.pairs.get(key)
        return None if pair is None or pair[1].null else pair[1]

    def key(self, key: str) -> Scalar:
        """The node of the key itself."""
        return self.pairs[key][0]

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return ((key, value) for key, (_, value) in self.pairs.items())

    def __len__(self) -> int:
        return len(self.pairs)


class Problems(list[Problem]):
    """The problems of one run. It is closed by a UserError when there are more than a person will read."""

    def append(self, problem: Problem) -> None:
        super().append(problem)
        if len(self) >= 200:
            super().append(Problem(None, "more than 200 problems: the rest is not shown"))
            raise UserError(self)

    def add(self, node: Node, what: str, hint: str = "") -> None:
        self.append(Problem(node.place, what, hint))


class Tree(Struct, frozen=True):
    root: Node
    problems: tuple[Problem, ...] = ()
    """Errors that did not stop the reading; `shape.read` reports them together with its own."""
    warnings: tuple[Problem, ...] = ()


def check_printable(text: str, file: str) -> None:
    """UserError at the first character that no document can show."""
    if found := UNPRINTABLE.search(text):
        what = f"character U+{ord(found[0]):04X} cannot stand in a document"
        raise oops(what, place_at(text, found.start(), file), "remove it")


def place_at(text: str, index: int, file: str) -> Place:
    """The place of a character of `text`."""
    return Source(file, text or " ").place(spot_at(text, index))


def spot_at(text: str, index: int) -> Spot:
    return Spot(index, text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1)
