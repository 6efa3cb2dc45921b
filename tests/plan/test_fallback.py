"""Letters that a theme's fonts lack come from its fallback families: measured, broken, embedded, named in decks."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pypdfium2 import PdfDocument

from exporter.catalog import Catalog
from exporter.check import check
from exporter.errors import UserError
from exporter.model.geometry import EMU_PER_PT, px
from exporter.model.page import Document, PlacedGroup, paras_of
from exporter.model.style import TextStyle
from exporter.text import Fonts, para
from exporter.write import write
from tests import letters, own

SAID = "固态电池用固体电解质代替液体电解质，能量密度更高。"
THEME = "extends: ledger\nfallback:\n- family: Squares\n  files: {regular: squares/Squares.ttf}\n"
REPORT = f"title: Cells\ndate: 2026-02-03\nsections:\n- title: 电池 in cars\n  blocks:\n  - text: {SAID * 8}\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    letters.font(tmp_path / "templates/fonts/squares/Squares.ttf", "".join(sorted(set(SAID))), "Squares")
    return own.templates(
        tmp_path, {"themes/squares.yaml": THEME, "themes/none.yaml": "extends: ledger\nfallback: []\n"}
    )


def codes(document: Document) -> set[str]:
    return {finding.code for finding in check(document)}


def test_without_a_fallback_the_letters_are_a_finding_with_their_place(home: Path) -> None:
    (finding,) = [f for f in check(own.made(home, theme="none", report=REPORT)) if f.code == "missing-glyph"]
    assert finding.path and finding.page
    assert "missing-glyph" not in codes(own.made(home, theme="squares", report=REPORT))


def test_lines_end_between_ideographs_and_none_begins_with_a_stop(home: Path) -> None:
    fonts = Fonts(Catalog([home]).theme("squares").fonts)
    style, width = TextStyle(size=10, line=13), 10 * 10 * EMU_PER_PT
    for hold in (True, False):
        found = para(SAID, style, width + px(2), fonts, hold=hold)
        assert [line.text for line in found.lines] == [
            "固态电池用固体电解质", "代替液体电解质，能量", "密度更高。",
        ]  # fmt: skip
        assert found.lines[0].spans[0].font == "fallback-1" and found.lines[0].w == width
    stop = SAID.index("，")
    tight = para(SAID, style, stop * 10 * EMU_PER_PT + px(2), fonts, hold=True)
    assert tight.lines[0].text == SAID[: stop - 1]


def test_a_space_after_a_letter_is_set_in_its_font(home: Path) -> None:
    fonts = Fonts(Catalog([home]).theme("squares").fonts)
    (line,) = para("电池 in cars", TextStyle(size=10, line=13), px(600), fonts, hold=True).lines
    assert [(span.text, span.font) for span in line.spans] == [("电池 ", "fallback-1"), ("in cars", "body")]
    assert line.spans[0].w == round(2.5 * 10 * EMU_PER_PT)


def test_decks_leave_the_room_that_libreoffice_puts_between_scripts(home: Path) -> None:
    fonts = Fonts(Catalog([home]).theme("squares").fonts)
    style = TextStyle(size=10, line=13)
    text = "电池in电池in"
    (whole,) = para(text, style, px(600), fonts).lines
    assert len(para(text, style, whole.w + px(1), fonts, hold=True).lines) == 1
    assert len(para(text, style, whole.w + px(1), fonts).lines) == 2


@pytest.mark.parametrize(
    ("language", "what", "form"),
    [("ja", "環境影響評価を公表", "{y}年{m}月"), ("ar", "في صلبة الكهرباء بطارية في بطارية تقرير إنتاج", "Q{m} {y}")],
)
def test_labels_of_a_timeline_take_one_line_on_covers(language: str, what: str, form: str, tmp_path: Path) -> None:
    dates = [form.format(y=y, m=m) for y, m in ((2026, 3), (2028, 2), (2030, 1))]
    stones = "".join(f"    - {{when: {date}, what: {what}}}\n" for date in dates)
    report = (
        f"title: T\nlanguage: {language}\ndate: 2026-01-31\nsections:\n- title: S\n  blocks:\n  - milestones:\n{stones}"
    )
    deck = own.made(tmp_path, report=report)
    assert not codes(deck) & {"collision", "overflow"}
    strip = next(item for item in deck.pages[0].items if isinstance(item, PlacedGroup))
    assert dates[0] in strip.alt and all(len(para.lines) == 1 for para in paras_of(strip))


def test_decks_name_the_family_and_pdfs_embed_it(home: Path, tmp_path: Path) -> None:
    deck = own.made(home, theme="squares", report=REPORT)
    write(deck, tmp_path / "cells.pptx")
    with zipfile.ZipFile(tmp_path / "cells.pptx") as package:
        slides = "".join(package.read(n).decode() for n in package.namelist() if n.startswith("ppt/slides/slide"))
    for script in ("latin", "ea", "cs"):
        assert f'<a:{script} typeface="Squares"/>' in slides
    brief = own.made(home, "brief", theme="squares", report=REPORT)
    write(brief, tmp_path / "cells.pdf")
    with pikepdf.open(tmp_path / "cells.pdf") as pdf:
        fonts = {str(o.FontName) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o}
    assert any(name.endswith("Squares") for name in fonts)
    page = PdfDocument(tmp_path / "cells.pdf")[0].get_textpage().get_text_range()
    assert SAID in page.replace("\r\n", "").replace("\n", "")


EAST = {
    "zh": (SAID, "Microsoft YaHei", "NotoSansSC"),
    "zh-TW": ("固態電池以固體電解質取代液體電解質，能量密度更高。", "Microsoft JhengHei", "NotoSansSC"),
    "ja": ("全固体電池は液体の電解質を固体に置き換え、エネルギー密度を高める。", "Yu Gothic", "NotoSansJP"),
    "ko": ("전고체 전지는 액체 전해질을 고체로 바꾸어 에너지 밀도를 높인다.", "Malgun Gothic", "NotoSansKR"),
}


@pytest.mark.parametrize("theme", ["ledger", "journal"])
@pytest.mark.parametrize("language", EAST)
def test_east_asian_reports_are_drawn_in_the_letters_of_their_language(
    language: str, theme: str, tmp_path: Path
) -> None:
    said, family, file = EAST[language]
    report = f"title: Cells\nlanguage: {language}\nsections:\n- title: {said}\n  blocks:\n  - text: {said * 4}\n"
    deck, brief = (own.made(tmp_path, format, theme=theme, report=report) for format in ("deck", "brief"))
    assert not codes(deck) & {"missing-glyph", "missing-fact"} and "missing-glyph" not in codes(brief)
    write(deck, tmp_path / "cells.pptx")
    with zipfile.ZipFile(tmp_path / "cells.pptx") as package:
        slides = "".join(package.read(n).decode() for n in package.namelist() if n.startswith("ppt/slides/slide"))
    assert f'<a:ea typeface="{family}"/>' in slides
    assert not any(f'<a:ea typeface="{other}"/>' in slides for _, other, _ in EAST.values() if other != family)
    write(brief, tmp_path / "cells.pdf")
    with pikepdf.open(tmp_path / "cells.pdf") as pdf:
        drawn = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o}
    assert any(file in name for name in drawn)
    page = PdfDocument(tmp_path / "cells.pdf")[0].get_textpage().get_text_range()
    assert said.replace(" ", "") in "".join(page.split())


def test_a_fallback_is_named_by_a_bundled_family_or_has_a_file(tmp_path: Path) -> None:
    folder = own.templates(
        tmp_path,
        {
            "themes/a.yaml": "extends: ledger\nfallback: [Times New Roman]",
            "themes/b.yaml": "extends: ledger\nfallback: [Nope]",
        },
    )
    assert Catalog([folder]).theme("a").fonts["fallback-1"].name == "Times New Roman"
    with pytest.raises(UserError, match="no font file to measure 'Nope' with"):
        Catalog([folder]).theme("b")


SIGNS = "title: Signs\nsections:\n- title: Done ✅\n  blocks:\n  - text: ⚠️ Late ❌ but ✓ and 🚀 ★, told ✅ to all.\n"
MATH = "title: Trends\nsections:\n- title: Cost ↗\n  blocks:\n  - text: Down ↘ 12 %, ⇒ x ∈ A ∪ B, ∀ y ∃ z ∼ ∇f, ⌈n⌉.\n"


@pytest.mark.parametrize("theme", ["ledger", "journal", "squares"])
def test_every_theme_has_the_signs_of_reports(home: Path, theme: str) -> None:
    for format in ("deck", "brief"):
        for report in (SIGNS, MATH):
            assert "missing-glyph" not in codes(own.made(home, format, theme=theme, report=report))


def test_signs_are_read_out_of_the_pdf_and_as_wide_in_it_as_in_their_font(home: Path, tmp_path: Path) -> None:
    """Emoji are all of one width, which their font's table states once."""
    write(own.made(home, "brief", theme="ledger", report=SIGNS), tmp_path / "signs.pdf")
    words = PdfDocument(tmp_path / "signs.pdf")[0].get_textpage().get_text_range()
    assert "Late ❌ but ✓ and 🚀 ★, told ✅ to all." in words.replace("\r\n", " ")
    with pikepdf.open(tmp_path / "signs.pdf") as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/TrueType"]
        noto = [font for font in fonts if "Noto" in str(font.BaseFont)]
        assert len(noto) == 2
        for font in noto:
            file = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
            em, (table,) = file["head"].unitsPerEm, file["cmap"].tables
            for code, glyph in table.cmap.items():
                stated = float(font.Widths[code - int(font.FirstChar)])
                assert abs(stated - file["hmtx"][glyph][0] * 1000 / em) <= 1, (code, glyph)


def test_signs_that_mean_something_by_their_colour_have_it(home: Path, tmp_path: Path) -> None:
    status = "title: R\nsections:\n- title: A\n  blocks:\n  - text: Cost 🔴🟢 and time 🟡, done.\n"
    for format in ("deck", "brief"):
        document = own.made(home, format, theme="ledger", report=status)
        assert "contrast" not in codes(document)
        paras = [para for page in document.pages for item in page.items for para in paras_of(item)]
        spans = [s for p in paras for line in p.lines for s in line.spans if s.text.startswith(("🔴", "🟢", "🟡"))]
        assert [span.text.strip() for span in spans] == ["🔴", "🟢", "🟡"]
        assert len({span.colour for span in spans} | {"ink"}) == 4


def test_a_mark_over_a_letter_may_be_drawn_in_another_font(home: Path, tmp_path: Path) -> None:
    said = (
        "title: R\nsections:\n- title: A\n  blocks:\n  - text: If n\u00a0≤ 3, *y*\u0302ᵢ and *β\u0302*₁ are x\u0304.\n"
    )
    document = own.made(home, "slides", theme="ledger", report=said)
    file = tmp_path / "marks.pdf"
    write(document, file)
    assert check(document, file) == ()
