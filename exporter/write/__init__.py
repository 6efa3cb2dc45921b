"""In: a planned Document. Out: a file. A format is a row of FORMATS; its writer is imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from exporter.errors import Problem
from exporter.model.page import Document

Writer = Callable[[Document, Path], None]
"""Draws the document into a new file at the path. Decides nothing: sizes and breaks stand in the Document."""


def _pptx(document: Document, path: Path) -> None:
    from exporter.write.pptx import write_deck

    write_deck(document, path)


def _pdf(document: Document, path: Path) -> None:
    from exporter.write.pdf import write_pdf

    write_pdf(document, path)


def _svg(document: Document, path: Path) -> None:
    from exporter.write.svg import write_svg

    write_svg(document, path)


def _png(document: Document, path: Path) -> None:
    from exporter.write.png import write_png

    write_png(document, path)


class FileFormat(Struct, frozen=True):
    suffix: str
    """What follows the report's and the audience's name: "q3-executive" + "-brief.pdf"."""
    writer: Writer
    shows: str = ""
    """The format of whose content this is another form; empty is a content of its own."""
    folder: bool = False
    """Pictures: a file a page, in a folder."""
    needs: tuple[str, str] = ("", "")
    """(package, extra of this one that brings it) without which it cannot be made."""


_PDFIUM = ("pypdfium2", "png")

FORMATS: dict[str, FileFormat] = {
    "deck": FileFormat(".pptx", _pptx),
    "slides": FileFormat("-slides.pdf", _pdf),
    "brief": FileFormat("-brief.pdf", _pdf),
    "handout": FileFormat("-handout.pdf", _pdf),
    "script": FileFormat("-script.pdf", _pdf, "handout"),
    "booklet": FileFormat("-booklet.pdf", _pdf, "brief"),
    "svg": FileFormat("-svg", _svg, "slides", folder=True),
    "png": FileFormat("-png", _png, "slides", folder=True, needs=_PDFIUM),
    "brief-svg": FileFormat("-brief-svg", _svg, "brief", folder=True),
    "brief-png": FileFormat("-brief-png", _png, "brief", folder=True, needs=_PDFIUM),
    "handout-svg": FileFormat("-handout-svg", _svg, "handout", folder=True),
    "handout-png": FileFormat("-handout-png", _png, "handout", folder=True, needs=_PDFIUM),
}


def shown(format: str) -> str:
    """The format of the document that a format shows: itself, or the one that it makes pictures of."""
    return FORMATS[format].shows or format


def missing(format: str) -> Problem | None:
    """What keeps a format from being made here: a package that few need, and so comes as an extra."""
    package, extra = FORMATS[format].needs
    if not package:
        return None
    from importlib.util import find_spec

    if find_spec(package):
        return None
    hint = f"install it with the extra: pip install 'exporter[{extra}]'"
    return Problem(None, f"format '{format}' needs the package {package}, which is not installed", hint)


def write(document: Document, path: Path, format: str = "") -> None:
    """Write `document` to `path`, in its own format unless another is named. The caller moves the file into place.

    Pictures go into the folder `path`, which is made.
    """
    chosen = FORMATS[format or document.format]
    if chosen.folder:
        path.mkdir()
    chosen.writer(document, path)
