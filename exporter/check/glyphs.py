"""Missing glyphs: characters that no font of the theme has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exporter.check.frames import Sheet
from exporter.model.page import Document, Page, paras_of
from exporter.model.report import Finding, Level
from exporter.model.style import FontRole, TextStyle
from exporter.text import Fonts

SHOWN = 12
"""How many different characters a finding names."""


def may_lack_glyphs(sheet: Sheet) -> bool:
    """Whether one of its fonts lacks any character of the page."""
    known: dict[tuple[FontRole, bool, bool], set[str]] = sheet.known.setdefault(missing_glyph, {})
    # Of a page in plain English nothing is looked at but whether its fonts have all of that.
    characters = _PLAIN if sheet.words.isascii() and sheet.words.isprintable() else set(sheet.words)
    for font in {(look.font, look.bold, look.italic) for look in sheet.looks}:
        had = known.setdefault(font, set())
        if not had.issuperset(characters):
            role, bold, italic = font
            style = TextStyle(role, bold=bold, italic=italic)
            missing = Fonts(sheet.document.theme.fonts).missing("".join(characters - had), style)
            had.update(characters.difference(missing))
            if missing:
                return True
    return False


_PLAIN = frozenset(map(chr, range(ord(" "), 0x7F)))


def missing_glyph(document: Document, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding for a document: a text in another script would else be a finding for each of its lines."""
    fonts = Fonts(document.theme.fonts)
    lost: set[str] = set()
    first: tuple[int, str] = (0, "")
    for page in pages:
        for item in page.items:
            for para in paras_of(item):
                for line in para.lines:
                    for span in line.spans:
                        missing = fonts.missing(span.text, TextStyle(span.font, bold=span.bold, italic=span.italic))
                        if missing and not first[1]:  # of a running head nobody knows the place
                            first = (page.number, para.path)
                        lost.update(missing)
    if lost:
        named = [f"{c} (U+{ord(c):04X})" if len(lost) < 4 else c for c in sorted(lost)[:SHOWN]]
        more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        what = f"no font has {' '.join(named)}{more}"
        hint = "PowerPoint takes a font of the system; for PDFs name one that has them under the theme's `fallback`"
        yield Finding(Level.WARNING, "missing-glyph", what, page=first[0], path=first[1], hint=hint)
