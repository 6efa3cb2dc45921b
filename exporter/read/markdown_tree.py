"""In: Markdown text. Out: the tree of its blocks, with runs, pictures and lines; nothing is understood yet.

Reads CommonMark with tables, footnotes, strikethrough, lists of definitions, formulas (`$`, `$$`), raised and lowered
words (`10^6^`, `H~2~O`), bare addresses, `:::` boxes, alerts (`> [!NOTE]`) and attributes (`{#id}`). HTML is never
kept: its breaks and pictures are, and its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from msgspec import Struct, field
from msgspec.structs import replace

from exporter.errors import Place, oops
from exporter.model.report import REFERENCE, Align, Run
from exporter.model.spot import LONGEST_LINE
from exporter.read import formula
from exporter.read.markdown_html import Event, events
from exporter.read.nodes import RAISE, UNPRINTABLE, Limits
from exporter.read.raised import lowered, raised, with_pairs

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
_GAP = "   "
_MARKS = re.compile(r"[\n\v\f\r]")


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
    md.inline.ruler.before("escape", "formula", _in_dollars)
    md.inline.ruler.before("html_inline", "shortcode", _shortcode)
    # Every link is read as one, so that its words arrive even when its address is refused later.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


_DOLLARS = re.compile(r"\$(?![\s$])((?:\\[^\n]|[^\\$])+?)(?<!\s)\$(?![\w$])")
_TEX = re.compile(r"[\\^_=<>+]|\A[^\W\d_]{1,2}'?\Z|\A\d[\d.,]*\Z|\(")
"""What a formula has that an amount of money, or the name of a variable in a shell, has not."""


def _in_dollars(state: StateInline, silent: bool) -> bool:
    """`$x^2$`: nothing white inside the dollars, no letter or digit next to them."""
    if state.src[state.pos] != "$" or (state.pos and (state.src[state.pos - 1].isalnum())):
        return False
    found = _DOLLARS.match(state.src, state.pos, state.posMax)
    if found is None or not _TEX.search(found[1]):
        return False
    if not silent:
        state.push("formula", "", 0).content = found[1]
    state.pos = found.end()
    return True


_SHORTCODE = re.compile(r"\{\{([<%]).*?[>%]\}\}", re.DOTALL)


def _shortcode(state: StateInline, silent: bool) -> bool:
    """`{{< include more.qmd >}}`."""
    found = _SHORTCODE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        state.push("shortcode", "", 0)
    state.pos = found.end()
    return True


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
            return self.html(token.content, line)
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
        atoms = _Atoms(line, self.tree)
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
                yield Footnote(_note_name(number), (Paragraph(atoms, 0),) if atoms else (), 0)

    def html(self, content: str, line: int) -> Sequence[Any]:
        """The headings and paragraphs of a block of HTML."""
        out: list[Any] = []
        level = 0
        atoms = _Atoms(line, self.tree)

        def flush() -> None:
            if found := _squeezed(atoms.done()):
                out.append(Heading(found, line, level) if level else Paragraph(found, line))

        for event in events(content):
            if event.kind in ("paragraph", "heading"):
                flush()
                level = int(event.text or 0)
            else:
                atoms.html(event)
        flush()
        return out

    # --- tables ---

    def row(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        return [(line, children)]

    def cell(self, token: Token, line: int, children: list[Any]) -> Sequence[Any]:
        return [(children[0] if children else (), _align(str(token.attrs.get("style", ""))))]

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
        atoms = _Atoms(line, self.tree)
        for token in tokens:
            atoms.take(token)
        return atoms.done()


class _Term(Struct, frozen=True):
    """What a definition defines."""

    atoms: Atoms
    line: int


class _Atoms:
    """Runs and pictures as they grow; neighbours of the same dress become one run."""

    def __init__(self, line: int, tree: Tree) -> None:
        self.line, self.tree = line, tree
        self.depth = {"bold": 0, "italic": 0, "code": 0, "strike": 0}
        self.links: list[str] = []
        self._out: list[Atom] = []
        self._dress = _PLAIN
        self.shift = ""
        """The words of the moment are "raised" or "lowered"."""
        self._bare = False
        """A link was opened just now: closed at once, it is a reference without words of its own."""
        self._words: list[str] = []
        """The words of the run that still grows, in `_dress`."""

    def done(self) -> Atoms:
        """What has grown, and a fresh start."""
        self._close()
        out, self._out = tuple(self._out), []
        return out

    def _close(self) -> None:
        if self._words:
            dress = self._dress
            self._out.append(Run("".join(self._words), dress.bold, dress.italic, dress.code, dress.link))
            self._words = []

    def take(self, token: Token) -> None:
        if token.type in _STYLES:
            name, step = _STYLES[token.type]
            self.style(name, step)
        elif token.type == "code_inline":
            self.put(token.content, code=True)
        elif token.type in ("softbreak", "hardbreak"):
            self.mark(SOFT if token.type == "softbreak" else HARD)
            self.line += 1
        elif token.type == "link_open":
            self.links.append(str(token.attrs.get("href", "")))
            self._bare = True
            return
        elif token.type == "link_close":
            if self._bare and self.link.startswith("#"):
                self.put(REFERENCE)
            self.links.pop()
        elif token.type == "image":
            alt = "".join(" " if leaf.type.endswith("break") else leaf.content for leaf in _leaves(token))
            said = (str(token.attrs.get(name, "")) for name in ("src", "title", "id"))
            self.picture(alt, *said)
        elif token.type == "footnote_ref":
            self.cite(str(token.meta.get("label") or _note_name(token.meta["id"])))
        elif token.type == "formula":
            if not self.formula(token.content):
                self.put(token.content, code=True)
            self.line += token.content.count("\n")
        elif token.type == "shortcode":
            self.tree.shortcodes.append(self.line)
        elif token.type == "html_inline":
            for event in events(token.content):
                self.html(event)
        elif "://" in token.content and not self.link:
            self.addressed(token.content)
        else:
            self.put(with_pairs(token.content))
        self._bare = False

    def formula(self, tex: str) -> bool:
        """Add a formula, as far as a line of text can say it."""
        words = formula.line(" ".join(tex.split()))
        if words is None:
            self.tree.formulas.append(self.line)
            return False
        for part in words:
            self.depth["italic"] += part.italic
            self.put(part.text)
            self.depth["italic"] -= part.italic
        return True

    def addressed(self, text: str) -> None:
        """Words with addresses of the web among them, which are links as GitHub's are."""
        start = 0
        for found in _ADDRESS.finditer(text):
            address = _without_end(found[0])
            self.put(text[start : found.start()])
            self.links.append(normalizeLink(address))
            self.put(address)
            self.links.pop()
            start = found.start() + len(address)
        self.put(text[start:])

    def html(self, event: Event) -> None:
        if event.kind == "text":
            self.put(event.text)
        elif event.kind in ("break", "paragraph", "heading"):
            self.mark(BREAK)
        elif event.kind == "picture":
            get = event.attributes.get
            self.picture(get("alt", ""), get("src", ""), get("title", ""), get("id", ""))
        elif event.kind == "link":
            self.links.append(normalizeLink(event.attributes.get("href", "")))
        elif event.kind == "link-end":
            self.links = self.links[:-1]
        elif event.kind == "script":
            self.tree.scripts.append(self.line)
        elif event.kind in ("style", "style-end"):
            self.style(event.text, 1 if event.kind == "style" else -1)
        elif event.kind == "shift":
            self.shift = event.text

    def style(self, name: str, step: int) -> None:
        self.depth[name] = max(0, self.depth[name] + step)
        if name == "strike" and step > 0:
            self.tree.struck.append(self.line)

    def put(self, text: str, code: bool = False) -> None:
        """Add words in the dress of the moment."""
        if not code and _GAP in text:
            text = re.sub(f"{_GAP}+", " ", text)  # one to a reader; thousands take patterns that look for ends long
        if self.shift and text.strip():
            before = self._words[-1] if self._words else ""
            text = raised(text, before) if self.shift == "raised" else lowered(text)
        if text := UNPRINTABLE.sub("", _MARKS.sub(" ", text)):
            depth = self.depth
            dress = Run("", depth["bold"] > 0, depth["italic"] > 0, code or depth["code"] > 0, self.link)
            if dress != self._dress:
                self._close()
                self._dress = dress
            self._words.append(text)

    def mark(self, mark: str) -> None:
        """Add a mark for the end of a line; it takes the dress of what stands before it."""
        if not self._words:
            self._dress = _PLAIN
        self._words.append(mark)

    def cite(self, name: str) -> None:
        self._close()
        self._out.append(Run("", cite=(name,)))

    def picture(self, alt: str, address: str, title: str, name: str) -> None:
        alt, title = (" ".join(UNPRINTABLE.sub("", text).split()) for text in (alt, title))
        self._close()
        self._out.append(Image(address.strip(), alt, title, self.link, self.line, name))

    @property
    def link(self) -> str:
        return next((address for address in reversed(self.links) if address), "") if self.links else ""


def parted(text: str) -> tuple[str, str]:
    """A text and the attributes behind it, without their braces; none in most."""
    bare = text.rstrip(" \t")
    at = bare.rfind("{") if bare.endswith("}") else -1
    found = _ATTRIBUTES.fullmatch(bare, at) if at >= 0 else None
    return (bare[:at].rstrip(" \t"), found[1]) if found else (text, "")


def name_in(attributes: str) -> str:
    """The name that attributes give: `id` of "#id .class"; none in many."""
    return next(iter(_ID.findall(attributes)), "")


def _without_end(address: str) -> str:
    """An address without the marks of the sentence that it stands in, and without a bracket that it does not open."""
    end, surplus = len(address), address.count(")") - address.count("(")
    while end and (address[end - 1] in _ENDS or (address[end - 1] == ")" and surplus > 0)):
        end -= 1
        surplus -= address[end] == ")"
    return address[:end]


def _formula(content: str) -> tuple[str, str] | None:
    """The TeX of a paragraph that is a formula between `$$`, and its number; None for any other."""
    said = parted(content.strip())[0]
    inner, _, number = said[2:].rpartition("$$") if said.startswith("$$") else ("", "", "")
    if not inner.strip() or "$$" in inner or not (not number or _FORMULA_NUMBER.fullmatch(number)):
        return None
    return inner.strip(), number


_ENDS = frozenset(".,;:!?*_~'\"…»”’")
_LANGUAGE = re.compile(r"[{}.]+")
_CHUNK = re.compile(r"\{[A-Za-z]")
"""How code begins that Quarto and R Markdown run: ```{r}."""
_OPTIONS = re.compile(r"^[ \t]*(?:#|//|--|%)\|.*\n?", re.MULTILINE)
_UNSHOWN = re.compile(r"\b(?:echo|include)\s*[:=]\s*(?:false|FALSE|F)\b")
_FORMULA_NUMBER = re.compile(r" ?\([^()\s]{1,12}\)")
_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>\"\[\]{}|^`\\]+", re.IGNORECASE)
_PLAIN = Run("")
_PAGE_ENDS = tuple((Run(f"\\{name}"),) for name in ("newpage", "pagebreak", "clearpage"))
_STYLES = {
    f"{kind}_{side}": (name, step)
    for kind, name in (("strong", "bold"), ("em", "italic"), ("s", "strike"))
    for side, step in (("open", 1), ("close", -1))
}
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


def _squeezed(atoms: Atoms) -> Atoms:
    """As in HTML: white space is one space. Nothing when there are no words or pictures."""
    out = tuple(replace(a, text=re.sub(r"[ \t]+", " ", a.text)) if isinstance(a, Run) else a for a in atoms)
    return out if any(isinstance(a, Image) or a.text.strip() or a.cite for a in out) else ()


def _note_name(number: int) -> str:
    return f"note-{number + 1}"


def _leaves(token: Token) -> Iterator[Token]:
    """The innermost tokens of a picture's alt text."""
    for child in token.children or ():
        yield from _leaves(child) if child.children else (child,)


def _align(style: str) -> Align | None:
    said: tuple[Align, ...] = ("left", "center", "right")
    return next((align for align in said if align in style), None)
