"""In: a fragment of HTML inside Markdown. Out: its words, breaks, pictures, links and styles as events; no tags.

One pass, linear in the size of the fragment: at any place at most three readings of the quotes can still be open.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field

Kind = Literal[
    "text", "break", "paragraph", "heading", "picture", "link", "link-end", "style", "style-end", "shift", "script",
    "table", "table-end", "caption", "caption-end", "row", "cell", "list", "list-end", "entry",
]  # fmt: skip


class Event(Struct, frozen=True):
    """`text` holds the words, the level of a heading, the name of a style (bold, italic, code, strike), or the tag of
    a list or a cell.

    A shift says that what follows is "raised" or "lowered", or "" for neither.
    """

    kind: Kind
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


_PART = re.compile(
    r"""<!--.*?(?:-->|\Z) | <!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z) | <[!?][^<>]*> |
    <(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<attributes>(?:[^<>"']++|"[^"]*"|'[^']*')*+)>""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "var": "italic",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "s": "strike", "del": "strike", "strike": "strike",
}  # fmt: skip
_SHIFTS = {"sup": "raised", "sub": "lowered"}
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|center|d[dtl]|details|div|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    "|hr|html|legend|li|main|nav|option|p|pre|section|summary|tbody|t[dhr]|tfoot|thead"
)
_PARTS: dict[str, Kind] = {"li": "entry", "tr": "row", "td": "cell", "th": "cell"}
_SILENT = frozenset({"script", "style"})


def events(fragment: str) -> Iterator[Event]:
    """What `fragment` says, in order."""
    at = 0
    while part := _PART.search(fragment, at):
        if part.start() > at:
            yield Event("text", html.unescape(fragment[at : part.start()]))
        at = part.end()
        name = (part["name"] or "").lower()
        if part["data"]:
            yield Event("text", part["data"])
        elif name in _SILENT and not part["end"]:
            yield Event("script")
            close = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(fragment, at)
            at = close.end() if close else len(fragment)
        elif name:
            yield from _tag(name, bool(part["end"]), part["attributes"])
    if at < len(fragment):
        yield Event("text", html.unescape(fragment[at:]))


def _tag(name: str, end: bool, attributes: str) -> Iterator[Event]:
    if name in _STYLES:
        yield Event("style-end" if end else "style", _STYLES[name])
    elif name in _SHIFTS:
        yield Event("shift", "" if end else _SHIFTS[name])
    elif name == "br":
        yield Event("break")
    elif name == "a":
        yield Event("link-end") if end else Event("link", attributes=_attributes(attributes))
    elif name in ("img", "image") and not end:
        yield Event("picture", attributes=_attributes(attributes))
    elif re.fullmatch(r"h[1-6]", name) and not end:
        yield Event("heading", name[1], _attributes(attributes))
    elif name in ("ul", "ol"):
        yield Event("list-end" if end else "list", name)
    elif name in ("table", "caption"):
        kinds: tuple[Kind, Kind] = ("table", "table-end") if name == "table" else ("caption", "caption-end")
        yield Event(kinds[end])
    elif name in _PARTS and not end:
        yield Event(_PARTS[name], name, _attributes(attributes))
    elif _BLOCK.fullmatch(name):
        yield Event("paragraph")


def _attributes(text: str) -> dict[str, str]:
    """Attributes by lower-case name; the first of two equal names counts."""
    out: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        out.setdefault(name.lower(), html.unescape(bare))
    return out
