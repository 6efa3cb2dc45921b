"""Missing glyphs: characters that no font of the theme has."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.page import Document, paras_of
from exporter.model.report import Finding, Level
from exporter.model.style import FontRole, TextStyle
from exporter.text import Fonts

ASCII = "".join(map(chr, range(0x20, 0x7F)))
"""All of it that is printed: a text of nothing else has no missing glyph where the font has these."""
SHOWN = 12
"""How many different characters a finding names."""


def missing_glyph(document: Document) -> Iterator[Finding]:
    """One finding for a document: a text in another script would else be a finding for each of its lines."""
    fonts = Fonts(document.theme.fonts)
    fine: dict[tuple[FontRole, bool, bool], tuple[bool, set[str]]] = {}  # of few fonts: whether all of ASCII, and which
    lost: set[str] = set()
    first: tuple[int, str] = (0, "")
    for page in document.pages:
        for item in page.items:
            for para in paras_of(item):
                for line in para.lines:
                    for span in line.spans:
                        key = (span.font, span.bold, span.italic)
                        if key not in fine:
                            style = TextStyle(span.font, bold=span.bold, italic=span.italic)
                            fine[key] = not fonts.missing(ASCII, style), set()
                        plain, known = fine[key]
                        if (plain and span.text.isascii() and span.text.isprintable()) or known.issuperset(span.text):
                            continue
                        missing = fonts.missing(span.text, TextStyle(span.font, bold=span.bold, italic=span.italic))
                        known.update(set(span.text).difference(missing))
                        if missing and not first[1]:  # of a running head nobody knows the place
                            first = (page.number, para.path)
                        lost.update(missing)
    if lost:
        named = [f"{c} (U+{ord(c):04X})" if len(lost) < 4 else c for c in sorted(lost)[:SHOWN]]
        more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        what = f"no font has {' '.join(named)}{more}"
        hint = "a PDF shows an empty box for them; PowerPoint takes a font of the system"
        yield Finding(Level.WARNING, "missing-glyph", what, page=first[0], path=first[1], hint=hint)
