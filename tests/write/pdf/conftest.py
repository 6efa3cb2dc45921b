"""Writes documents as PDF and reads them back."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from exporter.model.page import Document


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Document], Path]:
    """Writes a document to a new file."""
    from exporter.write.pdf import write_pdf

    numbers = count(1)

    def save(document: Document) -> Path:
        path = tmp_path / f"{document.format}-{next(numbers)}.pdf"
        write_pdf(document, path)
        return path

    return save


class Back:
    """A written file, read back: the words of every marked content, the structure tree, the links."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self.marked: dict[tuple[tuple[int, int], int], str] = {}
        """Text by (page, MCID), with ActualText in place of what is drawn."""
        self.drawn: list[tuple[int, str, tuple[float, float]]] = []
        """(page from 0, text, where it begins in pt on its own page) of every text operator."""
        self.codes: set[int] = set()
        for index, page in enumerate(self.pdf.pages):
            self._read(index, page)

    def _read(self, index: int, page: pikepdf.Page) -> None:
        font: dict[int, str] = {}
        mark: tuple[int | None, str | None] = (None, None)
        at = (0.0, 0.0)
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    entries = operands[1]
                    actual = str(entries.ActualText) if "/ActualText" in entries else None
                    mark = (int(entries.MCID) if "/MCID" in entries else None, actual)
                    if mark[0] is not None:
                        key = (page.obj.objgen, mark[0])
                        assert key not in self.marked
                        self.marked[key] = actual or ""
                case "EMC":
                    mark = (None, None)
                case "Tf":
                    font = to_unicode(page.Resources.Font[str(operands[0])])
                case "Tm":
                    at = (float(operands[4]), float(operands[5]))
                case "Tj":
                    codes = bytes(operands[0])
                    self.codes.update(codes)
                    text = "".join(font[code] for code in codes)
                    self.drawn.append((index, text, at))
                    if mark[0] is not None and mark[1] is None:
                        self.marked[page.obj.objgen, mark[0]] += text

    def tree(self, element: Any = None, depth: int = 0) -> str:
        """The structure tree, a line an element: its tag, what it says about itself, its words."""
        element = self.pdf.Root.StructTreeRoot.K if element is None else element
        words, below = [], []
        for kid in self.kids(element):
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                page = element.Pg if isinstance(kid, int) else kid.Pg
                words.append(self.marked[page.objgen, kid if isinstance(kid, int) else int(kid.MCID)])
            elif kid.get("/Type") == "/OBJR":
                words.append(f"@{kid.Obj.Subtype}")
            else:
                below.append(self.tree(kid, depth + 1))
        line = "  " * depth + str(element.S)[1:] + self._facts(element) + (f" {'|'.join(words)}" if words else "")
        return "\n".join([line, *below])

    def kids(self, element: Any) -> list[Any]:
        kids = element.get("/K", [])
        return list(kids) if isinstance(kids, pikepdf.Array) else [kids]

    def _facts(self, element: Any) -> str:
        facts = [f"alt={element.Alt}"] if "/Alt" in element else []
        said = element.get("/A", {})
        facts += [str(said[key]).lstrip("/") for key in ("/Scope", "/ColSpan", "/RowSpan") if key in said]
        return f"({', '.join(facts)})" if facts else ""

    def text(self) -> str:
        """All words that a reader is told, artifacts left out."""
        return "\n".join(self.marked.values())


def to_unicode(font: Any) -> dict[int, str]:
    """The ToUnicode map of a font, by code."""
    rows = re.findall(rb"<(..)> <((?:....)+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows if text != b"FF"}


@pytest.fixture
def back(save: Callable[[Document], Path]) -> Callable[[Document], Back]:
    """Writes a document and reads it back; the files stay open as long as the test."""
    opened: list[Back] = []

    def back(document: Document) -> Back:
        opened.append(Back(save(document)))
        return opened[-1]

    return back
