"""In: a text with inline Markdown. Out: runs: **bold**, *italic*, `code`, [words](https://…), [words](#id), [@source].

HTML is text like any other. A link to anywhere but http, https, mailto or `#id` is dropped and reported; its words
stay. A link to `#id` without words is a reference: planning finds its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.pattern import later
from exporter.model.report import REFERENCE, Run, Runs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MARKUP = re.compile(r"[*_`\[<&\\\n]")
"""What a text without it has: no markup."""
_CITED = r"\[@[\w./:+-]+(?:\s*[;,]\s*@[\w./:+-]+)*\]"
_CITE = later(_CITED)
_STYLES = {"strong": "bold", "em": "italic"}

_WORDS = r"(?:[^*_`\[<&\\\n]++|&(?= )|(?<=[^\W_])_(?=[^\W_]))++"
"""What is no markup, however it goes on."""
_OPENS = r"(?:(?<= )|\A)(?=\*\*?[^\s*])|(?<=\()(?=\*\*?[^\W_])"
_CLOSES = r"(?<=\S)(?=\*\*?(?: |\Z))|(?<=[^\W_])(?=\*\*?[.,;:!?)])"
"""Where stars stand that can only begin something, and where they can only end it."""
_SIMPLE = later(
    rf"(?P<words>{_WORDS})"
    rf"|(?:{_OPENS})(?P<stars>\*\*?)(?P<inside>{_WORDS})(?:{_CLOSES})(?P=stars)"
    rf"|(?<!!)(?P<cite>{_CITED})"
)
"""A piece of a text that is the same whatever stands before and after it."""


class Inline(Struct, frozen=True):
    runs: Runs
    refused: tuple[str, ...] = ()
    """Addresses of links and pictures that were dropped; their words are in the runs."""


def parse(text: str) -> Inline:
    """The runs of one paragraph."""
    if not MARKUP.search(text):
        return Inline((Run(text),) if text else ())
    return _simple(text) or parse_all(text)


def parse_all(text: str) -> Inline:
    """The same by the parser, whatever the text holds."""
    return from_tokens(_parser().parseInline(text)[0].children or ())


def _simple(text: str) -> Inline | None:
    """The runs of a text of simple pieces; None for others.

    Many a report has no others, and is read before the parser would be loaded.
    """
    out, at = _Runs(), 0
    while at < len(text):
        found = _SIMPLE.match(text, at)
        if found is None:
            return None
        words, stars, inside, cite = found.groups()
        if cite:
            out.put("", cite=_cited(cite))
        else:
            out.depth["bold"], out.depth["italic"] = int(stars == "**"), int(stars == "*")
            out.put(words or inside)
        at = found.end()
    return Inline(tuple(out.runs))


def _cited(cite: str) -> tuple[str, ...]:
    return tuple(re.findall(r"@([\w./:+-]+)", cite))


def allowed(address: str) -> bool:
    """Whether a link may go there: http, https, mailto, or `#id` in the same report."""
    if address.startswith("#"):
        return len(address) > 1
    if re.search(r"[\s\x00-\x1f\x7f]", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return parts.scheme == "mailto" and bool(parts.path)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow to import; many a report has no markup

    parser = MarkdownIt("commonmark", {"html": False})
    parser.inline.ruler.before("link", "cite", _cite)
    # Every link is read as one, so that its words arrive even when its address is refused.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _cite(state: StateInline, silent: bool) -> bool:
    """`[@id]` or `[@id; @other]`."""
    found = _CITE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.meta = {"ids": _cited(found[0])}
    state.pos = found.end()
    return True


def from_tokens(tokens: Sequence[Token]) -> Inline:
    """The runs of the children of an inline token."""
    out = _Runs()
    empty = False  # a link was opened just now
    for token in tokens:
        kind, _, side = token.type.rpartition("_")
        if token.type in ("text", "code_inline"):
            out.put(token.content, code=token.type == "code_inline")
        elif kind in _STYLES:
            out.depth[_STYLES[kind]] += 1 if side == "open" else -1
        elif token.type == "link_open":
            out.links.append(out.check(str(token.attrs.get("href", ""))))
        elif token.type == "link_close":
            if empty and out.links[-1].startswith("#"):
                out.put(REFERENCE)
            out.links.pop()
        elif token.type == "softbreak":
            out.soft = True
        elif token.type == "hardbreak":
            out.put("\n")
        elif token.type == "image":
            out.refused.append(str(token.attrs.get("src", "")))
            out.put(token.content)
        elif token.type == "cite":
            out.put("", cite=token.meta["ids"])
        empty = token.type == "link_open"
    return Inline(tuple(out.runs), tuple(out.refused))


class _Runs:
    """Runs as they grow: neighbours of the same dress become one."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.refused: list[str] = []
        self.depth = {"bold": 0, "italic": 0}
        self.links: list[str] = []
        self.soft = False
        """A line ended here; what that means depends on what follows."""

    def check(self, address: str) -> str:
        address = unquote(address) if address.startswith("#") else address
        if allowed(address):
            return address
        self.refused.append(unquote(address))
        return ""

    def put(self, text: str, code: bool = False, cite: tuple[str, ...] = ()) -> None:
        if not text and not cite:
            return
        last = self.runs[-1] if self.runs else None
        if self.soft:
            self.soft = False
            if not (last and _unspaced(last.text[-1:]) and _unspaced(text[:1])):
                text = " " + text
        if cite and last and last.text.endswith(" "):  # the number of a source follows the word directly
            self.runs[-1:] = [replace(last, text=last.text.rstrip(" "))] if last.text.strip(" ") else []
            last = self.runs[-1] if self.runs else None
        link = self.links[-1] if self.links else ""
        run = Run(text, self.depth["bold"] > 0, self.depth["italic"] > 0, code, link, cite)
        if last and not cite and not last.cite and _dress(last) == _dress(run):
            self.runs[-1] = Run(last.text + text, run.bold, run.italic, code, link)
        else:
            self.runs.append(run)


def _dress(run: Run) -> tuple[bool, bool, bool, str]:
    return run.bold, run.italic, run.code, run.link


def _unspaced(char: str) -> bool:
    """Chinese and Japanese put no space where a line ends; Korean does."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"
