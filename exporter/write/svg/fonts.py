"""In: the font files and characters that drawings use. Out: CSS that carries a subset of each font.

HarfBuzz makes the subsets. They have no kerning and no ligatures, so that a browser sets every word as it was
measured; those of scripts whose letters change beside one another keep what shapes them. Behind the embedded font stand
the families that decks name, for viewers that load no fonts from a file.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import normalize

import uharfbuzz as hb  # type: ignore[import-untyped]
from msgspec import Struct, field

from exporter.model.page import Span
from exporter.model.style import FontFamily, TextStyle
from exporter.text.shaping import changes

SHAPING = ("GDEF", "GPOS", "GSUB", "kern")
"""Tables of a font that move or join letters."""
RULES = (
    "text{white-space:pre;font-kerning:none;font-variant-ligatures:none;font-synthesis:none;"
    "text-rendering:geometricPrecision}.h{user-select:none}"
)


class Face(Struct):
    """One font file as some drawings use it."""

    name: str
    """Of its CSS class: f0, f1 …"""
    path: str
    families: tuple[str, ...]
    bold: bool
    italic: bool
    characters: set[str] = field(default_factory=set)

    def css(self) -> str:
        data = b64encode(subset(self.path, "".join(sorted(self.characters)))).decode()
        look = f"font-weight:{700 if self.bold else 400};font-style:{'italic' if self.italic else 'normal'}"
        family = ",".join((f"x{self.name}", *map(css_string, self.families), "sans-serif"))
        return (
            f"@font-face{{font-family:x{self.name};{look};src:url(data:font/ttf;base64,{data})}}"
            f".{self.name}{{font-family:{family};{look}}}"
        )


class Faces:
    """The fonts of one file; drawings that stand in one page of HTML share them."""

    def __init__(self) -> None:
        self._faces: dict[str, Face] = {}

    def name(self, families: Mapping[str, FontFamily], dress: Span | TextStyle, text: str) -> str:
        """The class of the font that shows `text`, which is noted for its subset."""
        family = families[dress.font]
        path = family.file(dress.bold, dress.italic)
        face = self._faces.get(path)
        if face is None:
            face = self._faces[path] = Face(
                name=f"f{len(self._faces)}",
                path=path,
                families=(family.name,),
                bold=dress.bold and path != family.file(False, dress.italic),
                italic=dress.italic and path != family.file(dress.bold, False),
            )
        face.characters.update(text)
        if changes(text):  # a browser takes vowels of two parts apart
            face.characters.update(normalize("NFKD", text))
        return face.name

    def css(self) -> str:
        """The style sheet of all drawings that took their fonts from here."""
        return "".join((RULES, *(face.css() for face in self._faces.values() if face.characters)))


@lru_cache(maxsize=256)
def subset(path: str, characters: str) -> bytes:
    """The font in a file with the glyphs of `characters` alone, as TrueType or OpenType; the same bytes every time."""
    wish = hb.SubsetInput()
    wish.unicode_set.update(map(ord, characters))
    wish.flags |= hb.SubsetFlags.NO_HINTING
    if not changes(characters):
        wish.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in SHAPING)
    data: bytes = hb.subset(hb.Face(hb.Blob.from_file_path(path)), wish).blob.data
    return data


def css_string(text: str) -> str:
    """`text` as a CSS string that no HTML or XML around it can mistake."""
    return '"' + re.sub(r"[^\w \-.]", lambda m: f"\\{ord(m[0]):x} ", text, flags=re.ASCII) + '"'
