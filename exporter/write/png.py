"""In: a placed Document. Out: a PNG a page, drawn by PDFium from the PDF: what people see who open that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.model.page import Document
from exporter.write.folder import page_file
from exporter.write.pdf import pdf_bytes

if TYPE_CHECKING:
    from PIL import Image

DPI = 192
"""Two pixels for each px of the page: sharp on every screen. A slide is 2560 x 1440."""


def write_png(document: Document, folder: Path) -> None:
    """Writes the pages of `document` as files into `folder`. The same document gives the same pixels.

    Needs pypdfium2. Raises UserError for a picture that cannot be read.
    """
    for index, picture in enumerate(pictures(document)):
        picture.save(folder / page_file(document, index, ".png"), dpi=(DPI, DPI))


def pictures(document: Document, dpi: float = DPI) -> Iterator[Image.Image]:
    """The pages of `document` as pictures in RGB."""
    import pypdfium2  # type: ignore[import-untyped]

    pdf = pypdfium2.PdfDocument(pdf_bytes(document))
    try:
        for page in pdf:
            yield page.render(scale=dpi / 72).to_pil()
    finally:
        pdf.close()
