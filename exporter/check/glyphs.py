"""Missing glyphs: characters that no font of the theme has."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.page import Document, paras_of
from exporter.model.report import Finding, Level
from exporter.model.style import FontRole, TextStyle
from exporter.text import Fonts

SHOWN = 12
"""How many different characters a finding names."""


def missing_glyph(document: Document) -> Iterator[Finding]:
    """One finding for a document: a text in another script would else be a finding for each of its lines."""
    fonts = Fonts(document.theme.fonts)
    styles: dict[tuple[FontRole, bool, bool], TextStyle] = {}
    lost: dict[str, int] = {}
    pages: dict[int, str] = {}
    for page in document.pages:
        for item in page.items:
            for para in paras_of(item):
                for line in para.lines:
                    for span in line.spans:
                        key = (span.font, span.bold, span.italic)
                        style = styles.setdefault(key, TextStyle(span.font, bold=span.bold, italic=span.italic))
                        for character in fonts.missing(span.text, style):
                            lost[character] = lost.get(character, 0) + span.text.count(character)
                            pages.setdefault(page.number, para.path)
    if lost:
        often = sorted(lost, key=lambda c: -lost[c])[:SHOWN]
        names = " ".join(f"{c} (U+{ord(c):04X})" if len(often) < 4 else c for c in often)
        more = f" and {len(lost) - len(often)} more" if len(lost) > len(often) else ""
        where = "page" if len(pages) == 1 else f"{len(pages)} pages, the first is page"
        first, path = next(iter(pages.items()))
        what = f"no font has {names}{more} (on {where} {first})"
        hint = "a PDF shows an empty box for them; PowerPoint takes a font of the system"
        yield Finding(Level.WARNING, "missing-glyph", what, page=first, path=path, hint=hint)
