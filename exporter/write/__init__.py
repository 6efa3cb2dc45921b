"""In: a planned Document. Out: a file. A format is a row of FORMATS; its writer is imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exporter.model.page import Document

Writer = Callable[[Document, Path], None]
"""Draws the document into a new file at the path. Decides nothing: sizes and breaks stand in the Document."""


def _pptx(document: Document, path: Path) -> None:
    from exporter.write.pptx import write_deck

    write_deck(document, path)


def _pdf(document: Document, path: Path) -> None:
    from exporter.write.pdf import write_pdf

    write_pdf(document, path)


@dataclass(frozen=True, slots=True)
class FileFormat:
    suffix: str
    """What follows the report's and the audience's name: "q3-executive" + "-brief.pdf"."""
    writer: Writer


FORMATS: dict[str, FileFormat] = {
    "deck": FileFormat(".pptx", _pptx),
    "slides": FileFormat("-slides.pdf", _pdf),
    "brief": FileFormat("-brief.pdf", _pdf),
    "handout": FileFormat("-handout.pdf", _pdf),
}


def write(document: Document, path: Path) -> None:
    """Write `document` to `path` in its own format. The caller moves the file into place."""
    FORMATS[document.format].writer(document, path)
