"""The nodes of a tree: values of YAML, JSON or Python data that know their place. Made by tree.py, read by shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import Place, Problem, UserError, oops
from exporter.model.pattern import later
from exporter.model.spot import NEWLINE, Source, Spot

UNPRINTABLE = later("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
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


class Node(Struct, eq=False):
    """Any value of a tree: the source it stands in, from the index `start` to `end`."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.line(self.start)

    @property
    def place(self) -> Place:
        return self.source.span(self.start, self.end)

    @property
    def spot(self) -> Spot:
        """The place, for a value of which few are asked where they stand."""
        return Spot(self.source, self.start, self.end)

    def problem(self, what: str, hint: str = "") -> Problem:
        return Problem(self.place, what, hint)

    @property
    def null(self) -> bool:
        """Nothing stands here."""
        return False


class Scalar(Node, eq=False, gc=False):
    """A value as written. `quoted`: in quotes, or a YAML block text."""

    text: str
    quoted: bool

    @property
    def null(self) -> bool:
        return self.text in _NULLS and not self.quoted


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


def bare_texts(nodes: Sequence[Node | None]) -> list[str] | None:
    """The texts as written, if every one of the nodes is a text; None when another stands among them, or none."""
    texts = [node.text for node in nodes if type(node) is Scalar and (node.quoted or node.text not in _NULLS)]
    return texts if len(texts) == len(nodes) else None


class Seq(Node, eq=False):
    """A list of nodes."""

    nodes: list[Node] = []

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)


class Map(Node, eq=False):
    """Nodes by key, in the order written. `pairs` holds the key's own node too, for its place."""

    pairs: dict[str, tuple[Scalar, Node]] = {}

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __getitem__(self, key: str) -> Node:
        return self.pairs[key][1]

    def get(self, key: str) -> Node | None:
        """The value of `key`; None when it is absent or null."""
        pair = self.pairs.get(key)
        if pair is None:
            return None
        return None if pair[1].null else pair[1]

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
    if text.replace("\n", "").isprintable():  # as most are; the pattern takes a millisecond to compile
        return
    if found := UNPRINTABLE.search(text):
        what = f"character U+{ord(found[0]):04X} cannot stand in a document"
        raise oops(what, place_at(text, found.start(), file), "remove it")


def place_at(text: str, index: int, file: str) -> Place:
    """The place of a character of `text`."""
    return Source(file, text or " ", NEWLINE).place(index)
