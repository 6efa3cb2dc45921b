"""In: a PDF. Out: what is wrong with its structure tree by ISO 32000-1, 14.8, beyond what veraPDF looks at.

`problems` is used by the tests and by the judge `every`; an empty list is a sound tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

GROUPS = {"Document", "Sect", "BlockQuote", "TOC", "TOCI", "L", "LI", "Table", "THead", "TBody", "TR"}
"""Elements that hold elements alone; a TOCI may also hold words."""
PARENTS = {
    "LI": {"L"}, "Lbl": {"LI", "Note", "TOCI"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "THead": {"Table"},
    "TBody": {"Table"}, "TR": {"THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}, "Caption": {"Table", "Figure"},
}  # fmt: skip
KIDS = {
    "L": {"LI", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI", "TOC", "Caption"}, "TR": {"TH", "TD"},
    "Table": {"Caption", "THead", "TBody"}, "THead": {"TR"}, "TBody": {"TR"},
}  # fmt: skip
FURNITURE = {"Pagination", "Layout", "Page", "Background"}
TELLING = 3
"""Characters that an alternative text has at least."""

MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
"""What is drawn for these where words run from right to left."""


class Tree:
    """The structure tree with the words of every element, and the pages they stand on."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.found: list[str] = []
        self.words: dict[tuple[tuple[int, int], int], str] = {}
        for number, page in enumerate(pdf.pages, 1):
            self._read(number, page)

    def _read(self, number: int, page: pikepdf.Page) -> None:
        maps: dict[str, dict[bytes, str]] = {}
        font: dict[bytes, str] = {}
        saved: list[dict[bytes, str]] = []
        key: tuple[tuple[int, int], int] | None = None
        marked = actual = False
        turned: str | None = None
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, instruction.operator
            match str(operator):
                case "BDC":
                    entries, marked = operands[1], True
                    if str(operands[0]) == "/Artifact" and str(entries.get("/Type", ""))[1:] not in FURNITURE:
                        self.found.append(f"page {number}: an artifact without a type")
                    key = (page.obj.objgen, int(entries.MCID)) if "/MCID" in entries else None
                    actual = "/ActualText" in entries
                    if key in self.words:
                        self.found.append(f"page {number}: content {key[1]} is marked twice")
                    if key:
                        self.words[key] = str(entries.ActualText) if actual else ""
                case "BMC" if str(operands[0]) == "/ReversedChars":
                    turned = ""
                case "BMC":
                    marked, key = True, None
                case "EMC" if turned is not None:
                    if key and not actual:
                        self.words[key] += turned[::-1].translate(MIRRORED)
                    turned = None
                case "EMC":
                    marked, key = False, None
                case "Tf":
                    name = str(operands[0])
                    if name not in maps:
                        maps[name] = to_unicode(page.Resources.Font[name])
                    font = maps[name]
                case "q":
                    saved.append(font)
                case "Q":
                    font = saved.pop()
                case "Tj":
                    text = self._decoded(bytes(operands[0]), font, number)
                    if not marked:
                        self.found.append(f"page {number}: unmarked text {text!r}")
                    if turned is not None:
                        turned += text
                    elif key and not actual:
                        self.words[key] += text
                case "f" | "S" | "B" | "Do" if not marked:
                    self.found.append(f"page {number}: unmarked drawing")

    def _decoded(self, codes: bytes, font: dict[bytes, str], number: int) -> str:
        out = []
        for code in (bytes([c]) for c in codes):
            if code not in font:
                self.found.append(f"page {number}: code {code.hex()} has no character")
            out.append(font.get(code, "\ufffd"))
        return "".join(out)

    def text(self, element: Any) -> str:
        """All words in an element and below it, in reading order."""
        return "".join(self.pieces(element))

    def pieces(self, element: Any, labels: bool = True) -> Iterator[str]:
        """The words of every stretch of marked content in an element, in reading order; `labels` of figures too."""
        for kid in kids(element):
            if not labels and element.get("/S") == "/Figure" and (isinstance(kid, int) or "/S" not in kid):
                continue
            if isinstance(kid, int):
                yield self.words.get((element.Pg.objgen, kid), "")
            elif kid.get("/Type") == "/MCR":
                yield self.words.get((kid.Pg.objgen, int(kid.MCID)), "")
            elif "/S" in kid:
                yield from self.pieces(kid, labels)

    def walk(self, element: Any = None, parents: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """Every element with the tags above it, in reading order."""
        element = self.pdf.Root.StructTreeRoot.K if element is None else element
        if isinstance(element, pikepdf.Array):
            element = element[0]
        yield element, parents
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from self.walk(kid, (*parents, tag_of(element)))


def to_unicode(font: Any) -> dict[bytes, str]:
    """The characters of a simple font's codes, by its ToUnicode map."""
    import re

    rows = re.findall(rb"<(..)> <((?:....)+)>", font.ToUnicode.read_bytes())
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows}


def kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def tag_of(element: Any) -> str:
    return str(element.S)[1:]


def entry(element: Any, key: str) -> Any:
    """An entry of the element's attributes."""
    attributes = element.get("/A", [])
    for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if key in one:
            return one[key]
    return None


def problems(path: Path | str) -> list[str]:
    """What is wrong with the tree of a file."""
    with pikepdf.open(path) as pdf:
        tree = Tree(pdf)
        rules = (_marks, _nesting, _headings, _figures, _tables, _links, _empty, _outline, _contents, _splits)
        return [*tree.found, *(found for rule in rules for found in rule(tree))]


def _marks(tree: Tree) -> Iterator[str]:
    """Every marked content belongs to one element, and every element's content is on its page."""
    claimed = Counter[tuple[tuple[int, int], int]]()
    for element, _ in tree.walk():
        for kid in kids(element):
            if isinstance(kid, int):
                claimed[element.Pg.objgen, kid] += 1
            elif kid.get("/Type") == "/MCR":
                claimed[kid.Pg.objgen, int(kid.MCID)] += 1
    for key in claimed.keys() ^ tree.words.keys():
        yield f"content {key} is marked {'without an element' if key in tree.words else 'nowhere'}"
    yield from (f"content {key} is in {n} elements" for key, n in claimed.items() if n > 1)


def _nesting(tree: Tree) -> Iterator[str]:
    for element, parents in tree.walk():
        tag, parent = tag_of(element), parents[-1] if parents else ""
        if tag in PARENTS and parent not in PARENTS[tag]:
            yield f"{tag} in {parent}: {tree.text(element)[:40]!r}"
        if parent in KIDS and tag not in KIDS[parent]:
            yield f"{parent} holds {tag}: {tree.text(element)[:40]!r}"
        if tag in GROUPS - {"TOCI"} and any(
            not isinstance(k, pikepdf.Dictionary) or "/S" not in k for k in kids(element)
        ):
            yield f"{tag} holds words of its own: {tree.text(element)[:40]!r}"
        if tag == "LI" and [tag_of(k) for k in kids(element)] not in (["LBody"], ["Lbl", "LBody"]):
            yield f"LI of {[tag_of(k) for k in kids(element)]}"


def _headings(tree: Tree) -> Iterator[str]:
    level = 0
    for element, _ in tree.walk():
        tag = tag_of(element)
        if tag[:1] == "H" and tag[1:].isdigit():
            if int(tag[1:]) > level + 1:
                yield f"{tag} after H{level}: {tree.text(element)[:40]!r}"
            level = int(tag[1:])


def _figures(tree: Tree) -> Iterator[str]:
    for element, _ in tree.walk():
        if tag_of(element) == "Figure":
            words = str(element.get("/Alt", ""))
            if len(words) < TELLING or words.lower().endswith((".png", ".jpg", ".jpeg", ".svg")):
                yield f"a figure says {words!r}"
            box = entry(element, "/BBox")
            if box is None:
                yield f"a figure without a place: {words[:40]!r}"


def _tables(tree: Tree) -> Iterator[str]:
    for table, _ in tree.walk():
        if tag_of(table) != "Table":
            continue
        rows = [e for e, _ in tree.walk(table) if tag_of(e) == "TR"]
        widths, open_rows = [], Counter[int]()
        for row in rows:
            columns = 0
            for cell in kids(row):
                while open_rows[columns]:
                    open_rows[columns] -= 1
                    columns += 1
                for _ in range(int(entry(cell, "/ColSpan") or 1)):
                    open_rows[columns] = int(entry(cell, "/RowSpan") or 1) - 1
                    columns += 1
            while open_rows[columns]:
                open_rows[columns] -= 1
                columns += 1
            widths.append(columns)
        name = tree.text(table)[:40]
        if len(set(widths)) > 1:
            yield f"rows of {sorted(set(widths))} cells in a table: {name!r}"
        heads = [e for row in rows for e in kids(row) if tag_of(e) == "TH"]
        if not heads:
            yield f"a table without header cells: {name!r}"
        if any(str(entry(e, "/Scope")) not in ("/Row", "/Column", "/Both") for e in heads):
            yield f"a header cell without a scope: {name!r}"


def _links(tree: Tree) -> Iterator[str]:
    joined = Counter[tuple[int, int]]()
    for element, _ in tree.walk():
        if tag_of(element) == "Link":
            refs = [k for k in kids(element) if isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/OBJR"]
            joined.update(ref.Obj.objgen for ref in refs)
            if not refs:
                yield f"a link that leads nowhere: {tree.text(element)!r}"
            if not tree.text(element).strip():
                yield "a link without words"
    for number, page in enumerate(tree.pdf.pages, 1):
        for note in page.get("/Annots", []):
            if note.Subtype == "/Link" and joined[note.objgen] != 1:
                yield f"page {number}: a link that is in {joined[note.objgen]} elements"
            if "/Contents" not in note:
                yield f"page {number}: a link that does not say where it leads"


def _empty(tree: Tree) -> Iterator[str]:
    for element, parents in tree.walk():
        tag = tag_of(element)
        words = tag in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "Note", "TOCI", "LBody", "Lbl")
        if (words and not tree.text(element).strip()) or (tag in GROUPS and not kids(element)):
            yield f"an empty {tag} in {'/'.join(parents)}"


def _outline(tree: Tree) -> Iterator[str]:
    """Every bookmark is a heading, in the same order; above slides stand the names of their sections as well."""
    heads = iter([squeeze(tree.text(e)) for e, _ in tree.walk() if tag_of(e)[0] == "H"])
    for title in bookmarks(tree.pdf, leaves=True):
        if not any(squeeze(title) in head for head in heads):
            yield f"no heading for the bookmark {title!r} in its place"


def bookmarks(pdf: pikepdf.Pdf, leaves: bool = False) -> list[str]:
    """Titles of the outline in order; only those with nothing below them if `leaves`."""

    def below(items: Any) -> Iterator[str]:
        for item in items:
            if not item.children or not leaves:
                yield item.title
            yield from below(item.children)

    with pdf.open_outline(max_depth=20) as outline:
        return list(below(outline.root))


def _contents(tree: Tree) -> Iterator[str]:
    for element, _ in tree.walk():
        if tag_of(element) == "TOCI" and not any(tag_of(e) == "Link" for e, _ in tree.walk(element)):
            yield f"an entry of contents that leads nowhere: {tree.text(element)!r}"


def _splits(tree: Tree) -> Iterator[str]:
    """A paragraph that goes on is one element: none begins in the middle of what the one before it began."""
    last: Any = None
    for element, parents in tree.walk():
        if tag_of(element) == "P" and last is not None and last[1] == parents:
            before, here = tree.text(last[0]).rstrip(), tree.text(element).lstrip()
            if here[:1].islower() and before[-1:] in (",", "-") and page_of(element) != page_of(last[0]):
                yield f"a paragraph in two parts: {before[-20:]!r} and {here[:20]!r}"
        last = (element, parents) if tag_of(element) == "P" else last


def page_of(element: Any) -> Any:
    return element.Pg.objgen if "/Pg" in element else None


def squeeze(text: str) -> str:
    return "".join(text.split())


def told(path: Path | str) -> str:
    """What a screen reader is told, a line an element: its tag, its scope or span, its words. For goldens."""
    with pikepdf.open(path) as pdf:
        tree = Tree(pdf)
        return "".join(f"{line}\n" for line in _lines(tree, tree.pdf.Root.StructTreeRoot.K, 0))


def _lines(tree: Tree, element: Any, depth: int) -> Iterator[str]:
    said = [str(entry(element, key)).lstrip("/") for key in ("/Scope", "/ColSpan", "/RowSpan") if entry(element, key)]
    said += [str(element.Alt)] if "/Alt" in element else []
    below = [kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    inline = all(tag_of(kid) in ("Link", "Reference", "Span", "Lbl", "LBody") for kid in below)
    lists = any(tag_of(e) == "L" for kid in below for e, _ in tree.walk(kid))
    whole = inline and not lists and tag_of(element) not in {*GROUPS, "Figure"} - {"LI", "TOCI"}
    words = tree.text(element) if whole else ""
    facts = f" ({', '.join(said)})" if said else ""
    yield f"{'  ' * depth}{tag_of(element)}{facts} {' '.join(words.split())}".rstrip()
    if not words:
        for kid in below:
            yield from _lines(tree, kid, depth + 1)
