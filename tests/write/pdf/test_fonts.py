"""Fonts in PDFs: the characters that are drawn, as the font file draws them, and none that its maker forbids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from exporter.catalog import Catalog
from exporter.errors import UserError
from exporter.model.geometry import px
from exporter.model.page import Line, Para, Span
from exporter.write.pdf.fonts import MANY
from exporter.write.pdf.truetype import TrueType
from tests import letters

from .conftest import to_unicode

SHIPPED = sorted(Path(Catalog().theme("ledger").fonts["body"].file()).parents[1].glob("*/*.ttf"))
LACKING = "\u0870\ue123\U0001fae9\U0010fffd"


def drawn(font: TTFont, glyph: str) -> list[Any]:
    """What is drawn for a glyph, whatever it is made of."""
    glyphs, pen = font.getGlyphSet(), DecomposingRecordingPen(font.getGlyphSet())
    glyphs[glyph].draw(pen)
    return [*pen.value, glyphs[glyph].width]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_glyph_of_every_character_is_found(path: Path) -> None:
    font, judge = TrueType(str(path)), TTFont(path)
    known = judge.getBestCmap()
    assert all(font.glyph(chr(code)) == judge.getGlyphID(name) for code, name in known.items())
    assert not any(font.glyph(c) for c in LACKING if ord(c) not in known)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_glyphs_are_drawn_as_in_the_font_file(path: Path) -> None:
    whole = TTFont(path)
    known = [(chr(code), name) for code, name in whole.getBestCmap().items()]
    chosen = known[:: len(known) // 80]
    part = TTFont(BytesIO(TrueType(str(path)).subset(["", *(character for character, _ in chosen)])))
    names = part["cmap"].tables[0].cmap
    assert [drawn(part, names[code]) for code in range(1, len(chosen) + 1)] == [drawn(whole, n) for _, n in chosen]


def test_a_font_file_in_a_pdf_is_sound(make: Any, back: Any) -> None:
    file = back(make.document(make.page(make.box([make.words("Né à Łódź")], 9, 9, 600, 99))))
    (font,) = file.pdf.pages[0].Resources.Font.values()
    data = font.FontDescriptor.FontFile2.read_bytes()
    parts = [int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data), 4)]
    assert sum(parts) & 0xFFFFFFFF == 0xB1B0AFBA
    assert len(data) == font.FontDescriptor.FontFile2.Length1 < 40_000
    assert {*TTFont(BytesIO(data)).keys()} >= {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def test_only_the_letters_of_a_few_words_are_embedded(make: Any, back: Any) -> None:
    file = back(make.document(make.page(make.box([make.words("Né à Łódź, née")], 9, 9, 600, 99))))
    (font,) = file.pdf.pages[0].Resources.Font.values()
    program = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
    shown = {code for code, glyph in program["cmap"].tables[0].cmap.items() if glyph != ".notdef"}
    assert {to_unicode(font)[code] for code in shown} == set("Né à Łódź, née")


def test_a_long_text_has_all_its_letters(make: Any, back: Any) -> None:
    words = [make.words(f"{n} az") for n in range(MANY)]
    file = back(make.document(make.page(make.box([*words, make.words("Q")], 9, 9, 600, 99))))
    assert file.text().split()[-1] == "Q"


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[TTFont], None]], str]:
    """The path of a font with the letters a and b that was changed by hand."""

    def changed(change: Callable[[TTFont], None]) -> str:
        path = letters.font(tmp_path / "Squares.ttf", "ab", "Squares")
        font = TTFont(path)
        change(font)
        font.save(path)
        return str(path)

    return changed


def mapped(form: int, kind: int, mapping: dict[int, str]) -> Callable[[TTFont], None]:
    def change(font: TTFont) -> None:
        table = CmapSubtable.newSubtable(form)
        table.platformID, table.platEncID, table.language, table.cmap = 3, kind, 0, mapping
        font["cmap"].tables = [table]

    return change


@pytest.mark.parametrize(
    ("form", "kind", "mapping"),
    [
        (4, 1, {0x61: "uni0061", 0x62: "uni0062"}),
        (12, 10, {0x61: "uni0061", 0x1F600: "uni0062"}),
        (6, 1, {0x61: "uni0061", 0x62: "uni0062"}),
        (13, 10, {0x61: "uni0061", 0x62: "uni0061"}),
    ],
)
def test_characters_are_found_in_every_kind_of_map(
    form: int, kind: int, mapping: dict[int, str], changed: Callable[..., str]
) -> None:
    path = changed(mapped(form, kind, mapping))
    font, judge = TrueType(path), TTFont(path)
    assert {code: font.glyph(chr(code)) for code in mapping} == {c: judge.getGlyphID(n) for c, n in mapping.items()}
    assert font.glyph("c") == font.glyph("\U0001f601") == 0


def forbid(font: TTFont) -> None:
    font["OS/2"].fsType = 2


def without_outlines(font: TTFont) -> None:
    del font["glyf"], font["loca"]


@pytest.mark.parametrize(("change", "said"), [(forbid, "may be embedded"), (without_outlines, "no TrueType outlines")])
def test_a_font_that_cannot_be_embedded_is_refused_with_its_name(
    change: Callable[[TTFont], None], said: str, changed: Callable[..., str]
) -> None:
    with pytest.raises(UserError, match=said) as refused:
        TrueType(changed(change))
    assert "Squares.ttf" in str(refused.value) and refused.value.problems[0].hint


def spans() -> Iterator[Line]:
    yield Line((Span("\t1,200 km\t", 0, px(40)),), px(40))
    yield Line((Span("Ψ\x01\x02 1,200\tkm", 0, px(40)),), px(40))


def test_controls_are_not_taken_for_the_codes_of_letters(make: Any, back: Any) -> None:
    file = back(make.document(make.page(make.box([Para(tuple(spans()), make.BODY)], 9, 9, 600, 99))))
    assert file.text().split() == ["1,200", "km", "Ψ", "1,200", "km"]
