"""In: bookmarks with their levels. Out: the outline a reader shows beside the pages, nested."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

from msgspec import Struct, field

from exporter.model.geometry import EMU_PER_PT
from exporter.model.page import Bookmark, Document
from exporter.write.pdf.file import File, text_string

LONGEST = 150
"""Entries in a row: more cannot be read as a list, and some readers walk the chain by recursion."""


class _Entry(Struct):
    title: str
    target: str
    kids: list[_Entry] = field(default_factory=list)


def write_outline(document: Document, pages: Sequence[int], file: File) -> int:
    """The outline's object number; 0 when the document has no bookmarks. `pages` are object numbers."""
    entries = _grouped(_nested(document, pages))
    if not entries:
        return 0
    root = file.number()
    first, last = _write(entries, root, file)
    return file.add(f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(entries)}>>", root)


def _nested(document: Document, pages: Sequence[int]) -> list[_Entry]:
    """A bookmark hangs under the last one of a lower level, however many levels are left out between."""
    top: list[_Entry] = []
    path: list[tuple[int, _Entry]] = []
    for mark in document.bookmarks:
        if not 1 <= mark.page <= len(pages):
            continue
        entry = _Entry(mark.title, _target(mark, document, pages))
        while path and path[-1][0] >= mark.level:
            path.pop()
        (path[-1][1].kids if path else top).append(entry)
        path.append((mark.level, entry))
    return top


def _target(mark: Bookmark, document: Document, pages: Sequence[int]) -> str:
    top = (document.pages[mark.page - 1].size[1] - mark.y) / EMU_PER_PT
    return f"[{pages[mark.page - 1]} 0 R/XYZ null {top:.2f} null]"


def _grouped(entries: list[_Entry]) -> list[_Entry]:
    """Rows that are too long become groups of about the same length, named by their first and last entry."""
    for entry in entries:
        entry.kids = _grouped(entry.kids)
    if len(entries) <= LONGEST:
        return entries
    size = ceil(sqrt(len(entries)))
    groups = [entries[i : i + size] for i in range(0, len(entries), size)]
    return [_Entry(f"{g[0].title} \u2013 {g[-1].title}", g[0].target, g) for g in groups]


def _write(entries: list[_Entry], parent: int, file: File) -> tuple[int, int]:
    """Writes siblings and all below them; the numbers of the first and the last. Deeper levels start folded."""
    numbers = [file.number() for _ in entries]
    for i, (entry, number) in enumerate(zip(entries, numbers, strict=True)):
        body = f"<</Title{text_string(entry.title)}/Parent {parent} 0 R/Dest{entry.target}"
        if i:
            body += f"/Prev {numbers[i - 1]} 0 R"
        if i + 1 < len(numbers):
            body += f"/Next {numbers[i + 1]} 0 R"
        if entry.kids:
            first, last = _write(entry.kids, number, file)
            body += f"/First {first} 0 R/Last {last} 0 R/Count -{len(entry.kids)}"
        file.add(body + ">>", number)
    return numbers[0], numbers[-1]
