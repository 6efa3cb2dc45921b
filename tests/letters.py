"""A font for tests: a TrueType file in which a few letters are squares of one em."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def font(path: Path, letters: str, family: str) -> Path:
    """The file at `path`, with a glyph for each of `letters` and a space of half an em."""
    pen = TTGlyphPen(None)
    for i, at in enumerate(((50, 0), (50, 800), (950, 800), (950, 0))):
        (pen.lineTo if i else pen.moveTo)(at)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    names = {ord(letter): f"uni{ord(letter):04X}" for letter in letters}
    made = FontBuilder(EM, isTTF=True)
    made.setupGlyphOrder([".notdef", "space", *names.values()])
    made.setupCharacterMap({32: "space", **names})
    made.setupGlyf({".notdef": square, "space": empty, **dict.fromkeys(names.values(), square)})
    made.setupHorizontalMetrics({".notdef": (EM, 50), "space": (EM // 2, 0), **dict.fromkeys(names.values(), (EM, 50))})
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    made.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    made.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path
