"""In: Markdown text. Out: the tree of its blocks, with runs, pictures and lines; nothing is understood yet.

Reads CommonMark with tables, footnotes, strikethrough, lists of definitions, formulas (`$`, `$$`), raised and lowered
words (`10^6^`, `H~2~O`), bare addresses, `:::` boxes, alerts (`> [!NOTE]`) and attributes (`{#id}`). HTML is never
kept: its words are, its tables, lists, breaks and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import oops
from exporter.model.report import Run
from exporter.read.markdown_atoms import Growing, inline_rules, note_name
from exporter.read.markdown_html_nodes import align_of, html_nodes
from exporter.read.markdown_nodes import (
    HARD,
    SOFT,
    Atoms,
    Box,
    Entry,
    Fence,
    Footnote,
    Grid,
    Heading,
    Lines,
    List,
    Paragraph,
    Quoted,
    Spoken,
    Tree,
)
from exporter.read.nodes import RAISE, UNPRINTABLE, Limits

_ALERT = re.compile(r"\[!(\w+)\][ \t]*")
_BOX_KIND = re.compile(
    r"\{?\.?(?:note|info|tip|hint|important|warning|caution|danger|success|details|callout|quote|attention|error)"
    r"(?![\w-])\}?[ \t]*",
    re.IGNORECASE,
)
_ATTRIBUTE = r"""(?:[#.][\w-]+|[\w-]+=(?:"[^"{}]*"|[^\s"{}]+)|-(?=[ \t}]))"""
_ATTRIBUTES = re.compile(rf"\{{[ \t]*({_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}")
"""`{#id .class key="value"}`, as Pandoc and Quarto write them behind headings, captions and `:::`."""
_CLASS, _ID, _TITLE = re.compile(r"(?<!\S)\.([\w-]+)"), re.compile(r"(?<!\S)#([\w-]+)"), re.compile(r'title="([^"]*)"')
_CALLOUT = re.compile(r"callout(?:-\w+)?|note|info|tip|hint|important|warning|caution|danger|attention|error|success")
_LAYOUT_ONLY = frozenset(("columns", "column", "incremental", "nonincremental", "fragment", "center", "panel-tabset"))
"""What only says how its content stands on a slide."""


def parse(text: str, lines: Lines, limits: Limits, first_line: int = 1) -> Tree:
    """The tree of `text`, whose first line is line `first_line` of `lines`.

    UserError when it is nested too deeply, or one of its texts is too long.
    """
    env: dict[str, Any] = {}
    md = _parser(limits.depth)
    tokens = md.parse(text, env)
    for token in tokens:
        # The parser drops what is nested deeper; nothing may be lost unsaid.
        if token.level >= limits.depth - 1:
            where = lines.place((token.map or [0])[0] + first_line)
            raise oops("lists or quotes are nested too deeply", where, "use headings for the upper levels")
        if len(token.content) > limits.text:
            where = lines.place((token.map or [0])[0] + first_line)
            raise oops(f"a text of more than {limits.text:,} characters", where, f"split it, or {RAISE}")
    return _Reader(md, env, lines, first_line).read(tokens)


@cache
def _parser(depth: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": depth}).enable(["table", "strikethrough"])
    footnote_plugin(md, move_to_end=False)
    attrs_plugin(md)
    container_plugin(md, "box", validate=lambda params, markup: bool(params.strip()))
    deflist_plugin(md)
    inline_rules(md)
    # Every link is read as one, so that its words arrive even when its address is refused later.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


class _Term(Struct, frozen=True):
    """What a definition defines."""

    atoms: Atoms
    line: int


class _Reader:
    """Turns the parser's flat list of tokens into nodes, without recursion."""

    def __init__(self, md: MarkdownIt, env: dict[str, Any], lines: Lines, first_line: int) -> None:
        self.md, self.env, self.lines, self.first_line = md, env, lines, first_line
        self.tree = Tree()
        self.notes: list[Footnote] = []

    def read(self, tokens: Sequence[Token]) -> Tree:
        stack: list[tuple[Token, int, list[Any]]] = [(Token("root", "", 1), 0, [])]
        line = self.first_line
        for token in tokens:
            line = token.map[0] + self.first_line if token.map else line
            if token.nesting == 1:
                stack.append((token, line, []))
            elif token.nesting == -1:
                opening, at, children = stack.pop()
                build = _CLOSE.get(opening.type)
                stack[-1][2].extend(build(self, opening, at, children) if build else children)
            elif stack[-1][0].type == "paragraph_open" and (shown := _formula(token.content)):
                stack[-1][2].append(self.formula(*shown, line))
            else:
                stack[-1][2].extend(self.leaf(token, line))
        self.tree.blocks = tuple(stack[0][2])
        self.tree.footnotes = (*self.notes, *self.inline_notes())
        return self.tree

    # --- blocks: each builder gets the opening token, its line and what lies inside ---

    def leaf(self, token: Token, line: int) -> Sequence[Any]:
        if token.type == "inline":
            return [self.atoms(token.children or (), line)]
        if token.type in ("fence", "code_block"):
            return self.code(token.info.strip(), token.content, line)
        if token.type == "html_block":
            return html_nodes(token.content, line, self.tree)
        return []

    def code(self, info: str, content: str, line: int) -> Sequence[Any]:
        """Code; what Quarto would run is told, and shown as far as Quarto would show it."""
        language = _LANGUAGE.sub("", (info.split() or [""])[0])
        if info.startswith("{="):
            self.tree.raw.append(line)
            return []
        if _CHUNK.match(info):
            self.tree.chunks.append(line)
            options = _OPTIONS.findall(content)
            if _UNSHOWN.search(" ".join((info, *options))):
                return []
            content = _OPTIONS.sub("", content)
        code = UNPRINTABLE.sub("", content).rstrip("\n")
        return [Fence(code, language, line)] if code.strip() else []

    def paragraph(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        return [
            child if isinstance(child, Fence) else Paragraph(child, line)
            for child in children
            if child and not (isinstance(child, tuple) and child in _PAGE_ENDS)
        ]

    def formula(self, tex: str, number: str, line: int) -> Atoms | Fence:
        """A formula that stands apart: a line of text, or its TeX."""
        atoms = Growing(line, self.tree)
        if atoms.formula(tex):
            atoms.put(number)
            return atoms.done()
        return Fence(UNPRINTABLE.sub("", tex + number), "tex", line)

    def heading(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        atoms: Atoms = children[0] if children else ()
        name = ""
        if atoms and isinstance(atoms[-1], Run):
            words, attributes = parted(atoms[-1].text)
            if attributes:
                name = name_in(attributes)
                atoms = (*atoms[:-1], replace(atoms[-1], text=words))
        return [Heading(atoms, line, int(token.tag[1:]), name)] if atoms else []

    def entry(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        return [Entry(tuple(children), line)]

    def bullets(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        ordered = token.type == "ordered_list_open"
        return [List(tuple(children), line, ordered, int(token.attrs.get("start", 1)))]

    def term(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        atoms = (replace(atom, bold=True) if isinstance(atom, Run) else atom for atom in children[0])
        return [_Term(tuple(atoms), line)] if children[0] else []

    def definitions(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        """A list of terms, each in bold, over what is said of them."""
        entries: list[Entry] = []
        for child in children:
            if isinstance(child, _Term):
                entries.append(Entry((Paragraph(child.atoms, child.line),), child.line))
            elif entries:
                entries[-1] = replace(entries[-1], blocks=(*entries[-1].blocks, child))
        return [List(tuple(entries), line)] if entries else children

    def quote(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        first = children[0] if children else None
        if isinstance(first, Paragraph) and isinstance(first.atoms[0], Run):
            lead = first.atoms[0]
            if found := _ALERT.match(lead.text):
                text = lead.text[found.end() :]
                rest = replace(lead, text=text.lstrip(SOFT + HARD))
                atoms = ((rest,) if rest.text else ()) + first.atoms[1:]
                begins = first.line + text.startswith((SOFT, HARD))
                blocks = [Paragraph(atoms, begins), *children[1:]] if atoms else children[1:]
                return [Box((), tuple(blocks), line)]
        return [Quoted(tuple(children), line)]

    def box(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        info = token.info.strip()
        words, attributes = parted(info)
        if attributes and not words:
            kinds = set(_CLASS.findall(attributes))
            said = _TITLE.search(attributes)
            title, box = said[1] if said else "", any(_CALLOUT.fullmatch(kind) for kind in kinds)
        else:
            kinds, box = {info.lower()}, info.lower() not in _LAYOUT_ONLY
            title = _BOX_KIND.sub("", info, count=1)
        if "notes" in kinds:
            return [Spoken(tuple(children), line)]
        if not box:
            return children
        if not title and children and isinstance(children[0], Heading):  # as Quarto has titles of callouts
            return [Box(children[0].atoms, tuple(children[1:]), line)]
        return [Box(self.inline(title, line), tuple(children), line)]

    def footnote(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        self.notes.append(Footnote(str(token.meta["label"]), tuple(children), line))
        return []

    def inline_notes(self) -> Iterator[Footnote]:
        """Footnotes written where they are cited (`^[…]`), by their number."""
        found = self.env.get("footnotes", {}).get("list", {})
        for number, data in list(found.items()):
            if "tokens" in data:
                atoms = self.atoms(data["tokens"], 0)
                yield Footnote(note_name(number), (Paragraph(atoms, 0),) if atoms else (), 0)

    # --- tables ---

    def row(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        return [(line, children)]

    def cell(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        return [(children[0] if children else (), align_of(token.attrs))]

    def grid(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        (_, head), *body = children
        rows = [[atoms for atoms, _ in cells] + self.surplus(at, len(head)) for at, cells in body]
        count = max([len(head), *map(len, rows)])
        header = (*(atoms for atoms, _ in head), *[()] * (count - len(head)))
        aligns = (*(align for _, align in head), *[None] * (count - len(head)))
        full = tuple((*cells, *[()] * (count - len(cells))) for cells in rows)
        return [Grid(header, full, aligns, line, tuple(at for at, _ in body))]

    def surplus(self, line: int, count: int) -> list[Atoms]:
        """The cells of a table row beyond the header's, which the parser drops."""
        cells = escapedSplit(self.lines.lines[line - 1].strip().lstrip("> \t"))
        if cells and cells[0] == "":
            cells.pop(0)
        if cells and cells[-1] == "":
            cells.pop()
        extra = [self.inline(cell.strip(), line) for cell in cells[count:]]
        while extra and not extra[-1]:
            extra.pop()
        return extra

    # --- words ---

    def inline(self, text: str, line: int) -> Atoms:
        return self.atoms(self.md.parseInline(text, self.env)[0].children or (), line) if text else ()

    def atoms(self, tokens: Sequence[Token], line: int) -> Atoms:
        """Runs and pictures of one stretch of text."""
        atoms = Growing(line, self.tree)
        for token in tokens:
            atoms.take(token)
        return atoms.done()


def parted(text: str) -> tuple[str, str]:
    """A text and the attributes behind it, without their braces; none in most."""
    bare = text.rstrip(" \t")
    at = bare.rfind("{") if bare.endswith("}") else -1
    found = _ATTRIBUTES.fullmatch(bare, at) if at >= 0 else None
    return (bare[:at].rstrip(" \t"), found[1]) if found else (text, "")


def name_in(attributes: str) -> str:
    """The name that attributes give: `id` of "#id .class"; none in many."""
    return next(iter(_ID.findall(attributes)), "")


def _formula(content: str) -> tuple[str, str] | None:
    """The TeX of a paragraph that is a formula between `$$`, and its number; None for any other."""
    said = parted(content.strip())[0]
    inner, _, number = said[2:].rpartition("$$") if said.startswith("$$") else ("", "", "")
    if not inner.strip() or "$$" in inner or not (not number or _FORMULA_NUMBER.fullmatch(number)):
        return None
    return inner.strip(), number


_LANGUAGE = re.compile(r"[{}.]+")
_CHUNK = re.compile(r"\{[A-Za-z]")
"""How code begins that Quarto and R Markdown run: ```{r}."""
_OPTIONS = re.compile(r"^[ \t]*(?:#|//|--|%)\|.*\n?", re.MULTILINE)
_UNSHOWN = re.compile(r"\b(?:echo|include)\s*[:=]\s*(?:false|FALSE|F)\b")
_FORMULA_NUMBER = re.compile(r" ?\([^()\s]{1,12}\)")
_PAGE_ENDS = tuple((Run(f"\\{name}"),) for name in ("newpage", "pagebreak", "clearpage"))
_Build = Callable[[_Reader, Token, int, list[Any]], Sequence[Any]]
_CLOSE: dict[str, _Build] = {
    "paragraph_open": _Reader.paragraph,
    "heading_open": _Reader.heading,
    "list_item_open": _Reader.entry,
    "bullet_list_open": _Reader.bullets,
    "dt_open": _Reader.term,
    "dl_open": _Reader.definitions,
    "ordered_list_open": _Reader.bullets,
    "blockquote_open": _Reader.quote,
    "container_box_open": _Reader.box,
    "footnote_reference_open": _Reader.footnote,
    "tr_open": _Reader.row,
    "th_open": _Reader.cell,
    "td_open": _Reader.cell,
    "table_open": _Reader.grid,
}
