"""What Markdown is parsed into: blocks with runs, pictures and lines, nothing of it understood yet."""

from __future__ import annotations

from msgspec import Struct, field

from exporter.errors import Place
from exporter.model.report import Align, Run
from exporter.model.spot import LONGEST_LINE

SOFT, HARD, BREAK = "\n", "\v", "\f"
"""Marks inside runs for a line that ends, a line that must end, and a `<br>`; no text has these characters."""


class Image(Struct, frozen=True):
    address: str
    alt: str = ""
    title: str = ""
    link: str = ""
    line: int = 0
    name: str = ""
    """By which links may call it."""


Atom = Run | Image
Atoms = tuple[Atom, ...]


class Paragraph(Struct, frozen=True):
    atoms: Atoms
    line: int


class Heading(Struct, frozen=True):
    atoms: Atoms
    line: int
    level: int
    id: str = ""


class Entry(Struct, frozen=True):
    """One entry of a list."""

    blocks: tuple[Node, ...]
    line: int


class List(Struct, frozen=True):
    entries: tuple[Entry, ...]
    line: int
    ordered: bool = False
    start: int = 1


class Grid(Struct, frozen=True):
    """A table; every row has as many cells as `header`."""

    header: tuple[Atoms, ...]
    rows: tuple[tuple[Atoms, ...], ...]
    aligns: tuple[Align | None, ...]
    line: int
    lines: tuple[int, ...]
    """The line of each row."""


class Quoted(Struct, frozen=True):
    blocks: tuple[Node, ...]
    line: int


class Box(Struct, frozen=True):
    """An alert or a `:::` box."""

    title: Atoms
    blocks: tuple[Node, ...]
    line: int


class Spoken(Struct, frozen=True):
    """What is said and not shown: `::: notes`."""

    blocks: tuple[Node, ...]
    line: int


class Fence(Struct, frozen=True):
    code: str
    language: str
    line: int


class Footnote(Struct, frozen=True):
    label: str
    blocks: tuple[Node, ...]
    line: int


Node = Paragraph | Heading | List | Grid | Quoted | Box | Spoken | Fence


class Tree(Struct):
    """The blocks of a text, its footnotes in the order written, and what was left out on the way."""

    blocks: tuple[Node, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    struck: list[int] = field(default_factory=list)
    """Lines with struck-out text."""
    scripts: list[int] = field(default_factory=list)
    """Lines where a script or style sheet was left out."""
    formulas: list[int] = field(default_factory=list)
    """Lines with a formula that is shown as TeX."""
    shortcodes: list[int] = field(default_factory=list)
    """Lines with a shortcode of Quarto or Hugo, which was left out."""
    raw: list[int] = field(default_factory=list)
    """Lines with markup for one format (TeX, HTML), which was left out."""
    chunks: list[int] = field(default_factory=list)
    """Lines with code that Quarto would run."""


class Lines:
    """The lines of a file, to say where something stands."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")

    def place(self, line: int, words: str = "") -> Place | None:
        """The place where some words begin on a line (from 1); None when the line is not known."""
        if not 0 < line <= len(self.lines):
            return None
        source = self.lines[line - 1]
        if len(source) > LONGEST_LINE:
            return Place(self.file, line)
        tries = (words[:24], *words.split(maxsplit=1)[:1])  # markup may stand between the first words
        found = next((part for part in tries if part and part in source), "")
        column = source.index(found) + 1 if found else 0
        return Place(self.file, line, column, source, max(1, len(found)))
