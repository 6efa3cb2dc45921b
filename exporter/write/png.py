"""In: a placed Document. Out: a PNG a page, drawn by PDFium from the PDF: what people see who open that."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from exporter.errors import oops
from exporter.model.geometry import EMU_PER_IN
from exporter.model.page import Document
from exporter.write.folder import page_file
from exporter.write.pdf import pdf_bytes

if TYPE_CHECKING:
    from PIL import Image

DPI = 192
"""Two pixels for each px of the page: sharp on every screen. A slide is 2560 x 1440."""

THUMBNAIL_W = 256
"""px, as PowerPoint makes it."""


def write_png(document: Document, folder: Path) -> None:
    """Writes the pages of `document` as files into `folder`. The same document gives the same pixels.

    Needs pypdfium2. Raises UserError for a picture that cannot be read.
    """
    for index, picture in enumerate(pictures(document)):
        picture.save(folder / page_file(document, index, ".png"), dpi=(DPI, DPI))


def thumbnail(document: Document) -> bytes:
    """The first page of a deck as a small JPEG. Raises UserError where pypdfium2 is not installed."""
    if find_spec("pypdfium2") is None:
        hint = "install it with the extra: pip install 'exporter[png]', or leave `deck: {thumbnail: true}` out"
        raise oops("the thumbnail that the theme asks for needs the package pypdfium2", hint=hint)
    first = replace(document, format="slides", pages=document.pages[:1], bookmarks=(), sections=())
    (picture,) = pictures(first, dpi=THUMBNAIL_W * EMU_PER_IN / document.pages[0].size[0])
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def pictures(document: Document, dpi: float = DPI) -> Iterator[Image.Image]:
    """The pages of `document` as pictures in RGB."""
    import pypdfium2  # type: ignore[import-untyped]

    pdf = pypdfium2.PdfDocument(pdf_bytes(document))
    try:
        for page in pdf:
            yield page.render(scale=dpi / 72).to_pil()
    finally:
        pdf.close()
