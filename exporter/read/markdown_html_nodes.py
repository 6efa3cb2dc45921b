"""In: a block of HTML inside Markdown. Out: its headings, paragraphs, tables and lists as nodes; no tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from exporter.model.report import Align, Run
from exporter.read.markdown_atoms import Growing, squeezed
from exporter.read.markdown_html import Event, events
from exporter.read.markdown_nodes import BREAK, Atom, Atoms, Entry, Grid, Heading, List, Node, Paragraph, Tree

DEEPEST = 20
"""Lists and tables within one another; what is deeper belongs to the one around it."""
WIDEST = 50
"""Columns or rows that a cell may span."""
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)")


def html_nodes(content: str, line: int, tree: Tree) -> Sequence[Node]:
    """What the block says; what is never closed ends with it."""
    html = _Html(line, tree)
    for event in events(content):
        html.take(event)
    html.flush()
    while len(html.open) > 1:
        html.close()
    return html.first.nodes


class _Part(Struct):
    """The block itself, or an entry of a list: it holds nodes."""

    nodes: list[Node] = field(default_factory=list)


class _List(Struct):
    ordered: bool
    entries: list[_Part] = field(default_factory=list)


class _Cell(Struct):
    nodes: list[Node]
    header: bool
    align: Align | None
    across: int
    down: int


class _Table(Struct):
    rows: list[list[_Cell]] = field(default_factory=list)
    caption: _Part | None = None
    captioned: bool = False
    """The caption is open."""


class _Html:
    """Nodes as they grow; the innermost list or table that is open takes what comes."""

    def __init__(self, line: int, tree: Tree) -> None:
        self.line = line
        self.atoms = Growing(line, tree)
        self.level = 0
        self.first = _Part()
        self.open: list[_Part | _List | _Table] = [self.first]

    def take(self, event: Event) -> None:
        match event.kind:
            case "paragraph" | "heading":
                self.flush()
                self.level = int(event.text or 0)
            case "list" | "table":
                self.flush()
                if len(self.open) < DEEPEST:
                    self.open.append(_List(event.text == "ol") if event.kind == "list" else _Table())
            case "entry":
                self.flush()
                if isinstance(self.open[-1], _List):
                    self.open[-1].entries.append(_Part())
            case "caption" | "caption-end" | "row" | "cell":
                self.in_table(event)
            case "list-end" | "table-end":
                self.flush()
                kind = _List if event.kind == "list-end" else _Table
                if any(isinstance(one, kind) for one in self.open):
                    while not isinstance(self.open[-1], kind):
                        self.close()
                    self.close()
            case _:
                self.atoms.html(event)

    def in_table(self, event: Event) -> None:
        self.flush()
        if not any(isinstance(one, _Table) for one in self.open):  # its beginning stands in a block before this one
            self.open.append(_Table())
        while not isinstance(self.open[-1], _Table):
            self.close()
        table = self.open[-1]
        assert isinstance(table, _Table)
        table.captioned = event.kind == "caption"
        if event.kind == "row" or (event.kind == "cell" and not table.rows):
            table.rows.append([])
        if event.kind == "cell":
            said = event.attributes
            across, down = (_span(said.get(name, "")) for name in ("colspan", "rowspan"))
            table.rows[-1].append(_Cell([], event.text == "th", align_of(said), across, down))

    def flush(self) -> None:
        """What has grown becomes a paragraph or a heading of what is open."""
        if found := squeezed(self.atoms.done()):
            self.add(Heading(found, self.line, self.level) if self.level else Paragraph(found, self.line))

    def add(self, node: Node) -> None:
        match self.open[-1]:
            case _List() as made:
                if not made.entries:
                    made.entries.append(_Part())
                made.entries[-1].nodes.append(node)
            case _Table() as table:
                if table.captioned:
                    table.caption = table.caption or _Part()
                    table.caption.nodes.append(node)
                elif table.rows and table.rows[-1]:
                    table.rows[-1][-1].nodes.append(node)
                else:  # words between rows
                    table.rows.append([_Cell([node], False, None, 1, 1)])
            case _Part() as part:
                part.nodes.append(node)

    def close(self) -> None:
        """The innermost list or table is complete."""
        match self.open.pop():
            case _List() as made:
                entries = tuple(Entry(tuple(part.nodes), self.line) for part in made.entries if part.nodes)
                if entries:
                    self.add(List(entries, self.line, made.ordered))
            case _Table() as table:
                table.rows = [row for row in table.rows if any(cell.nodes for cell in row)]
                if table.rows:
                    self.add(self.grid(table))
                if table.caption:
                    words = _words(table.caption.nodes)
                    self.add(Paragraph((Run(": "), *words), self.line))  # as Pandoc writes the caption of a table
            case _Part():
                raise AssertionError("the block is closed by nobody")

    def grid(self, table: _Table) -> Grid:
        rows = list(_filled(table.rows))
        count = max(map(len, rows))
        full = [(*(atoms for atoms, _ in cells), *[()] * (count - len(cells))) for cells in rows]
        aligns: list[Align | None] = [None] * count
        for cells in rows:
            for n, (_, align) in enumerate(cells):
                aligns[n] = align or aligns[n]
        headed = all(cell.header for cell in table.rows[0])
        header: tuple[Atoms, ...] = full[0] if headed else ((),) * count
        body = tuple(full[1:] if headed else full)
        return Grid(header, body, tuple(aligns), self.line, (self.line,) * len(body))


def _filled(rows: Sequence[Sequence[_Cell]]) -> Iterator[list[tuple[Atoms, Align | None]]]:
    """The words of the cells of each row and how they are aligned; empty cells where one beside or above them spans."""
    below: dict[int, int] = {}  # column -> rows that a cell above still spans there
    for row in rows:
        cells: list[tuple[Atoms, Align | None]] = []
        for cell in (*row, None):
            while below.get(len(cells)):
                below[len(cells)] -= 1
                cells.append(((), None))
            if cell:
                first: tuple[Atoms, Align | None] = (_words(cell.nodes), cell.align)
                below.update(dict.fromkeys(range(len(cells), len(cells) + cell.across), cell.down - 1))
                cells += [first, *[((), None)] * (cell.across - 1)]
        yield cells


def _words(nodes: Sequence[Node]) -> Atoms:
    """The words of a cell: its paragraphs and entries of lists, with breaks between them."""
    out: list[Atom] = []
    for node in nodes:
        parts = [node.atoms] if isinstance(node, Paragraph | Heading) else []
        if isinstance(node, List):
            parts = [_words(entry.blocks) for entry in node.entries]
        elif isinstance(node, Grid):
            parts = [cell for row in (node.header, *node.rows) for cell in row if cell]
        for part in parts:
            out += [Run(BREAK), *part] if out else part
    return tuple(out)


def _span(said: str) -> int:
    return min(int(said), WIDEST) if said.isdecimal() and said.isascii() and int(said) > 0 else 1


def align_of(attributes: Mapping[str, object]) -> Align | None:
    """How a cell is aligned, by its style or its attribute."""
    found = _ALIGN.search(str(attributes.get("style", "")).lower())
    said = found[1] if found else str(attributes.get("align", "")).lower()
    known: tuple[Align, ...] = ("left", "center", "right")
    return next((align for align in known if align == said), None)
