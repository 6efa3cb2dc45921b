"""Files read back: the words that are really in them, through subset fonts and escapes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from exporter.catalog import Catalog
from exporter.check import check
from exporter.check.readback import Unreadable, read_pdf, read_pptx
from exporter.model.audience import Entry, Fate, Ledger
from exporter.model.geometry import Box, px
from exporter.model.page import ChartSeries, Document, Page, PlacedChart

THEME = Catalog().theme("ledger")
WORDS = "Žluťoučký kůň (parts) \\ 2027–2028, 1,200 km"


def pdf(path: Path, *lines: str) -> Path:
    pdfmetrics.registerFont(TTFont("Readback", THEME.fonts["body"].file()))
    canvas = Canvas(str(path))
    canvas.setFont("Readback", 12)
    for i, line in enumerate(lines):
        canvas.drawString(50, 700 - 20 * i, line)
    canvas.showPage()
    canvas.save()
    return path


def pptx(path: Path, xml: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("ppt/slides/slide1.xml", xml)
    return path


def test_the_words_of_a_pdf(tmp_path: Path) -> None:
    many = "".join(map(chr, range(0x100, 0x250)))  # more glyphs than one subset font holds
    found = read_pdf(pdf(tmp_path / "a.pdf", WORDS, many))
    assert found.pages == 1
    assert WORDS in found.text
    assert many in found.text


def test_the_words_of_a_deck(tmp_path: Path) -> None:
    xml = (
        '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Sam</a:t></a:r><a:r><a:t>sung &amp; Co</a:t></a:r></a:p>'
        '<p:cNvPr id="2" descr="A map"/></p:sld>'
    )
    found = read_pptx(pptx(tmp_path / "a.pptx", xml))
    assert found.pages == 1
    assert "Samsung & Co" in found.text
    assert "A map" in found.text


def test_a_broken_file_is_unreadable(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "a.pdf", WORDS).read_bytes()
    (tmp_path / "half.pdf").write_bytes(whole[: len(whole) // 8])
    (tmp_path / "half.pptx").write_bytes(b"PK\x03\x04")
    with pytest.raises(Unreadable):
        read_pdf(tmp_path / "half.pdf")
    with pytest.raises(Unreadable):
        read_pptx(tmp_path / "half.pptx")
    with pytest.raises(Unreadable):
        read_pptx(pptx(tmp_path / "bad.pptx", "<p:sld"))


def test_a_fact_that_is_not_in_the_file_is_lost(tmp_path: Path) -> None:
    facts = (
        Entry("one/kept", Fate.KEPT, WORDS, shown=WORDS),
        Entry("one/lost", Fate.KEPT, "Never drawn", shown="Never drawn"),
        Entry("one/told", Fate.MOVED, "Said aloud", shown="Said aloud", to="notes"),
    )
    page = Page(1, (1, 1), "prose", (), notes=("Said aloud",), note_paths=("one/told",))
    document = Document("slides", (page,), THEME, "standard", THEME.colours, "A report", ledger=Ledger(facts))
    findings = [f for f in check(document, pdf(tmp_path / "a.pdf", WORDS)) if "file" in f.message]
    assert [(f.code, f.path) for f in findings] == [("lost-fact", "one/lost")]


def test_a_file_without_its_pages_is_broken(tmp_path: Path) -> None:
    document = Document("slides", (), THEME, "standard", THEME.colours, "A report")
    assert [f.code for f in check(document, pdf(tmp_path / "a.pdf", WORDS))] == ["broken-file"]


def test_a_year_between_two_that_an_axis_names_is_not_lost(tmp_path: Path) -> None:
    """Nor is a name that is no number spared."""
    facts = tuple(Entry(f"c/{name}", Fate.KEPT, name, shown=name) for name in ("2016", "Toyota"))
    chart = PlacedChart(
        box=Box(0, 0, px(400), px(200)), plot=Box(0, 0, px(400), px(200)), chart="line",
        categories=("2016", "Toyota"), series=(ChartSeries("Range", (1.0, 2.0)),), alt="Range",
        paths=("c/2016", "c/Toyota"),
    )  # fmt: skip
    page = Page(1, (px(1280), px(720)), "chart", (chart,), title="A chart")
    document = Document("slides", (page,), THEME, "standard", THEME.colours, "A report", ledger=Ledger(facts))
    findings = [f for f in check(document, pdf(tmp_path / "a.pdf", WORDS)) if "file" in f.message]
    assert [(f.code, f.path) for f in findings] == [("lost-fact", "c/Toyota")]
