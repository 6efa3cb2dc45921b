"""In: the inline tokens of a text. Out: its runs and pictures; and what may stand in a text beyond CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec.structs import replace

from exporter.model.report import REFERENCE, Run
from exporter.read import formula
from exporter.read.markdown_html import Event, events
from exporter.read.markdown_nodes import BREAK, HARD, SOFT, Atom, Atoms, Image, Tree
from exporter.read.nodes import UNPRINTABLE
from exporter.read.raised import lowered, raised, with_pairs

_GAP = "   "
_MARKS = re.compile(r"[\n\v\f\r]")


def inline_rules(md: MarkdownIt) -> None:
    """Let the parser know formulas between dollars, and shortcodes."""
    md.inline.ruler.before("escape", "formula", _in_dollars)
    md.inline.ruler.before("html_inline", "shortcode", _shortcode)


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


_SHORTCODE = re.compile(r"\{\{[<%].{0,400}?[>%]\}\}", re.DOTALL)


def _shortcode(state: StateInline, silent: bool) -> bool:
    """`{{< include more.qmd >}}`."""
    found = _SHORTCODE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        state.push("shortcode", "", 0)
    state.pos = found.end()
    return True


class Growing:
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
            self.cite(str(token.meta.get("label") or note_name(token.meta["id"])))
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
        elif event.kind in _ENDS_A_LINE:
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


def _without_end(address: str) -> str:
    """An address without the marks of the sentence that it stands in, and without a bracket that it does not open."""
    end, surplus = len(address), address.count(")") - address.count("(")
    while end and (address[end - 1] in _ENDS or (address[end - 1] == ")" and surplus > 0)):
        end -= 1
        surplus -= address[end] == ")"
    return address[:end]


_ENDS_A_LINE = frozenset(("break", "paragraph", "heading", "table-end", "row", "cell", "list-end", "entry"))
_ENDS = frozenset(".,;:!?*_~'\"…»”’")
_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>\"\[\]{}|^`\\]+", re.IGNORECASE)
_PLAIN = Run("")
_STYLES = {
    f"{kind}_{side}": (name, step)
    for kind, name in (("strong", "bold"), ("em", "italic"), ("s", "strike"))
    for side, step in (("open", 1), ("close", -1))
}


def squeezed(atoms: Atoms) -> Atoms:
    """As in HTML: white space is one space. Nothing when there are no words or pictures."""
    out = tuple(replace(a, text=re.sub(r"[ \t]+", " ", a.text)) if isinstance(a, Run) else a for a in atoms)
    return out if any(isinstance(a, Image) or a.text.strip() or a.cite for a in out) else ()


def note_name(number: int) -> str:
    return f"note-{number + 1}"


def _leaves(token: Token) -> Iterator[Token]:
    """The innermost tokens of a picture's alt text."""
    for child in token.children or ():
        yield from _leaves(child) if child.children else (child,)
