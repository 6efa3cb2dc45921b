"""In: a placed Document. Out: an SVG a page, with its fonts and pictures in it: the same look in every browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import hypot
from pathlib import Path

from exporter.model.page import Document, Item, Page, PlacedGroup, PlacedPage
from exporter.write.folder import page_file
from exporter.write.svg.canvas import Canvas, n
from exporter.write.svg.draw import Pen, draw_page
from exporter.write.svg.fonts import Faces
from exporter.write.svg.picture import Pictures
from exporter.write.xml import escape

__all__ = ["Faces", "inline_svg", "svg_file", "write_svg"]

SPACE = ' xmlns="http://www.w3.org/2000/svg" xml:space="preserve"'


def write_svg(document: Document, folder: Path) -> None:
    """Writes the pages of `document` as files into `folder`. The same document gives the same bytes.

    Raises UserError for a picture that cannot be read.
    """
    names = [page_file(document, i, ".svg") for i in range(len(document.pages))]
    pictures, targets = Pictures(document.theme.font_files), _targets(document, names)
    for page, name in zip(document.pages, names, strict=True):
        elsewhere = {anchor: file for anchor, file in targets.items() if file != name}
        text = svg_file(page, document, pictures, elsewhere)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def svg_file(
    page: Page, document: Document, pictures: Pictures | None = None, targets: Mapping[str, str] | None = None
) -> str:
    """A page as a file of its own; `targets` are the addresses of anchors on other pages."""
    faces = Faces()
    body = _body(page, document, faces, pictures or Pictures(document.theme.font_files), targets or {})
    title = page.title or f"{document.title}, {page.number}"
    return _svg(page, document, title, f'{SPACE} role="document"', f"<style>{faces.css()}</style>{body}")


def inline_svg(page: Page, document: Document, faces: Faces, title: str) -> str:
    """A page as a picture in an HTML page, which is to hold the styles of `faces`. It has no links."""
    body = _body(page, document, faces, Pictures(document.theme.font_files), None)
    return _svg(page, document, title, ' role="img"', body)


def _svg(page: Page, document: Document, title: str, attributes: str, body: str) -> str:
    w, h = map(n, page.size)
    return (
        f'<svg{attributes} width="{w}" height="{h}" viewBox="0 0 {w} {h}" lang="{escape(document.language)}">'
        f"<title>{escape(title)}</title>{body}</svg>\n"
    )


def _body(page: Page, document: Document, faces: Faces, pictures: Pictures, targets: Mapping[str, str] | None) -> str:
    canvas = Canvas(document.theme, document.colours, faces)
    pen = Pen(canvas, pictures, document.language, document.theme.chart_roles, targets)
    index = next((i for i, other in enumerate(document.pages) if other is page), 0)
    draw_page(page, pen, document.watermark, index, hypot(*page.size) / hypot(*document.pages[0].size))
    return "".join(canvas.parts)


def _targets(document: Document, names: Sequence[str]) -> dict[str, str]:
    """The file of the page that each anchor is on; the first of equal ones counts."""
    targets: dict[str, str] = {}
    for page, name in zip(document.pages, names, strict=True):
        for anchor in (page.anchor_id, *_anchors(page.items)):
            if anchor:
                targets.setdefault(anchor, name)
    for page, name in zip(document.pages, names, strict=True):
        for anchor in page.anchors:
            targets.setdefault(anchor, name)
    return targets


def _anchors(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        yield item.anchor_id
        if isinstance(item, PlacedGroup):
            yield from _anchors(item.items)
        elif isinstance(item, PlacedPage):
            yield item.page.anchor_id
            yield from _anchors(item.page.items)
