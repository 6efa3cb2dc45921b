"""In: a placed Document. Out: a PDF that claims what it is told to, with its fonts embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot
from pathlib import Path

from exporter.model.geometry import EMU_PER_PT, Box
from exporter.model.page import Document, Item, Page, PlacedGroup, PlacedPage
from exporter.text import Fonts as Suites
from exporter.write.pdf.draw import draw, draw_background
from exporter.write.pdf.file import File, text_string
from exporter.write.pdf.fonts import Fonts
from exporter.write.pdf.metadata import write_info, write_output_intent, write_xmp
from exporter.write.pdf.outline import write_outline
from exporter.write.pdf.pen import Pen
from exporter.write.pdf.picture import Pictures
from exporter.write.pdf.sheet import Sheet
from exporter.write.pdf.tags import Flow, Structure

__all__ = ["pdf_bytes", "write_pdf"]

PAGES_ARE_SECTIONS = frozenset({"deck", "slides"})
"""Formats with a section a page; a handout and a booklet have one a slide and a page shown."""


HEADED = frozenset({"brief", "script"})
"""Formats with a section a heading."""


def write_pdf(document: Document, path: Path) -> None:
    """Writes `document` to `path`.

    Raises UserError for a picture that cannot be read.
    """
    pieces = _pieces(document)
    with path.open("wb") as stream:
        stream.writelines(pieces)


def pdf_bytes(document: Document) -> bytes:
    """The file as bytes. The same document gives the same ones, on any day and in any batch."""
    return b"".join(_pieces(document))


def _pieces(document: Document) -> Iterable[bytes]:
    """The file as bytes, piece after piece."""
    file = File()
    pages = [file.number() for _ in document.pages]
    tree = file.number()
    structure = Structure(file)
    _draw_pages(document, file, structure, pages, tree)
    kids = " ".join(f"{number} 0 R" for number in pages)
    file.add(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", tree)
    root = _write_catalog(document, file, structure, pages, tree)
    return file.save(root, write_info(document, file))


def _draw_pages(document: Document, file: File, structure: Structure, pages: Sequence[int], tree: int) -> None:
    fonts, pictures = Fonts(document.theme.fonts, file), Pictures(file, document.theme.font_files)
    flow = Flow(structure, structure.document, sections=document.format in HEADED)
    targets = _targets(document, pages)
    suites = Suites(document.theme.fonts).drawn_span if document.format == "slides" else None
    for index, (page, number) in enumerate(zip(document.pages, pages, strict=True)):
        sheet = Sheet(file, structure, fonts, document.colours, number, index, page.size)
        if document.format in PAGES_ARE_SECTIONS:
            flow.section()
        draw_background(page.background, page.size, sheet)
        pen = Pen(sheet, structure, flow, targets, pictures, document.language, document.theme.chart_roles, suites)
        over = page.items
        if mark := document.watermark:
            under, over = mark.parted(page, index)
            draw(under, pen)
            sheet.watermark(
                mark, dict(mark.shades)[page.background], hypot(*page.size) / hypot(*document.pages[0].size)
            )
        draw(over, pen)
        sheet.save(tree)
    fonts.save()


def _write_catalog(document: Document, file: File, structure: Structure, pages: Sequence[int], tree: int) -> int:
    outline = write_outline(document, pages, file)
    attached = ""
    if document.attachments:
        from exporter.write.pdf.attach import write_attachments

        attached = write_attachments(document, file)
    return file.add(
        f"<</Type/Catalog/Pages {tree} 0 R/Lang{text_string(document.language)}/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {structure.save()} 0 R/Metadata {write_xmp(document, file)} 0 R{attached}"
        f"/OutputIntents[{write_output_intent(file)} 0 R]/ViewerPreferences<</DisplayDocTitle true>>"
        f"/PageLabels<</Nums[{_labels(document.pages)}]>>"
        + (f"/Outlines {outline} 0 R/PageMode/UseOutlines" if outline else "")
        + ">>"
    )


def _labels(pages: Sequence[Page]) -> str:
    """Page labels that follow the printed numbers, an entry wherever they do not simply count on."""
    out, expected = [], 0
    for index, page in enumerate(pages):
        if page.number != expected or not index:
            out.append(f"{index}<</S/D/St {page.number}>>" if page.number > 0 else f"{index}<</S/D>>")
        expected = page.number + 1
    return "".join(out)


def _targets(document: Document, pages: Sequence[int]) -> dict[str, str]:
    """Where anchors are, as entries of a link: the item that has it, else the page; the first of equal ones counts."""
    targets: dict[str, str] = {}

    def note(anchor: str, number: int, x: float, y: float) -> None:
        if anchor:
            targets.setdefault(anchor, f"/Dest[{number} 0 R/XYZ {x / EMU_PER_PT:.2f} {y / EMU_PER_PT:.2f} null]")

    def walk(items: Sequence[Item], number: int, height: float, frame: Box, scale: float) -> None:
        for item in items:
            x, y = frame.x + item.box.x * scale, frame.y + item.box.y * scale
            note(item.anchor_id, number, x, height - y)
            if isinstance(item, PlacedGroup):
                walk(item.items, number, height, frame, scale)
            elif isinstance(item, PlacedPage):
                inner = Box(round(x), round(y), round(item.box.w * scale), round(item.box.h * scale))
                note(item.page.anchor_id, number, inner.x, height - inner.y)
                walk(item.page.items, number, height, inner, inner.w / item.page.size[0])

    for page, number in zip(document.pages, pages, strict=True):
        note(page.anchor_id, number, 0, page.size[1])
        walk(page.items, number, page.size[1], Box(0, 0, *page.size), 1)
    for page, number in zip(document.pages, pages, strict=True):
        for anchor in page.anchors:
            note(anchor, number, 0, page.size[1])
    return targets
