"""In: a placed Document. Out: an SVG a page, with its fonts and pictures in it: the same look in every browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import hypot
from pathlib import Path

from exporter.model.page import Document, Item, Page, PlacedGroup, PlacedPage
from exporter.write.folder import page_file
from exporter.write.svg.canvas import Canvas, n
from exporter.write.svg.draw import Pen, draw_page
from exporter.write.svg.fonts import Faces
from exporter.write.svg.picture import Pictures
from exporter.write.xml import escape

__all__ = ["Faces", "draw_svg", "write_svg"]


def write_svg(document: Document, folder: Path) -> None:
    """Writes the pages of `document` as files into `folder`. The same document gives the same bytes.

    Raises UserError for a picture that cannot be read.
    """
    names = [page_file(document, i, ".svg") for i in range(len(document.pages))]
    pictures = Pictures()
    targets = _targets(document, names)
    for page, name in zip(document.pages, names, strict=True):
        faces = Faces()
        here = {anchor: file for anchor, file in targets.items() if file != name}
        body = _body(page, document, faces, pictures, hex_paint(document.colours), here)
        style = f"<style>{faces.css()}</style>"
        space = ' xmlns="http://www.w3.org/2000/svg" xml:space="preserve"'
        text = _svg(page, document, space, style, body)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def draw_svg(page: Page, document: Document, faces: Faces, paint: Callable[[str], str]) -> str:
    """A page as an element of an HTML page, which is to hold the styles of `faces`. It has no links."""
    return _svg(page, document, "", "", _body(page, document, faces, Pictures(), paint, None))


def hex_paint(colours: Mapping[str, str]) -> Callable[[str], str]:
    """Paints by role with the colours of a palette."""
    return lambda role: f"#{colours.get(role, role)}"


def _svg(page: Page, document: Document, space: str, style: str, body: str) -> str:
    w, h = map(n, page.size)
    language = escape(document.language)
    title = page.title or f"{document.title}, {page.number}"
    return (
        f'<svg{space} width="{w}" height="{h}" viewBox="0 0 {w} {h}" lang="{language}" role="document">'
        f"<title>{escape(title)}</title>{style}{body}</svg>\n"
    )


def _body(
    page: Page,
    document: Document,
    faces: Faces,
    pictures: Pictures,
    paint: Callable[[str], str],
    targets: Mapping[str, str] | None,
) -> str:
    canvas = Canvas(document.theme, paint, faces)
    pen = Pen(canvas, pictures, document.language, document.theme.chart_roles, targets)
    draw_page(page, pen, document.watermark, hypot(*page.size) / hypot(*document.pages[0].size))
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
