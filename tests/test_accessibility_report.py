"""The accessibility report: a page to be filed, true to the files it lies beside."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from lxml import html

import exporter
from exporter.accessibility import CHECKS
from exporter.check import ON_DOCUMENTS, ON_PAGES, ON_SHEETS
from exporter.model.delivery import Delivery

REPORT = """\
title: Harbour <b>report</b>
sections:
  - id: cranes
    title: Cranes
    headline: Two cranes stand idle
    blocks:
      - text: The northern one waits for parts.
"""
WISH = Delivery(accessibility_report=True)


def made(folder: Path, *formats: str, report: str = REPORT) -> tuple[exporter.Result, html.HtmlElement]:
    (folder / "harbour.yaml").write_text(report, encoding="utf-8")
    result = exporter.build(folder / "harbour.yaml", formats=formats, out=folder, delivery=WISH)
    (path,) = result.accessibility
    return result, html.parse(str(path)).getroot()


def test_each_file_is_named_with_its_sum_its_standard_and_every_check(tmp_path: Path) -> None:
    result, page = made(tmp_path, "deck", "brief")
    heads = [h.text_content() for h in page.iter("h2")][:2]
    assert heads == [file.path.name for file in result.files]
    sums = [code.text_content() for code in page.iter("code")]
    assert sums == [sha256(file.path.read_bytes()).hexdigest() for file in result.files]
    claims = [dd.text_content() for dd in page.xpath("//dt[.='Standard claimed']/following-sibling::dd[1]")]
    assert claims[0].startswith("none exists") and "PDF/UA-1" in claims[1]
    lengths = [dd.text_content() for dd in page.xpath("//dt[.='Length']/following-sibling::dd[1]")]
    assert lengths == [f"{result.files[0].pages} slides", "1 page"]
    for table in page.iter("table"):
        assert [row[2].text_content() for row in table.find("tbody")] == ["passed"] * len(CHECKS)


def test_rules_of_pdf_are_said_of_pdf_files_alone_and_a_booklet_says_why_it_claims_nothing(tmp_path: Path) -> None:
    _, page = made(tmp_path, "deck", "brief", "booklet")
    deck, brief, _ = (table.text_content() for table in page.iter("table"))
    assert "PDF/UA" not in deck and "PDF/UA" in brief
    assert "order of folding" in page.xpath("//dd[contains(., 'none:')]")[0].text_content()


def test_what_was_found_is_said_with_its_page(tmp_path: Path) -> None:
    _, page = made(tmp_path, "brief", report=REPORT.replace("parts.", "parts ꓐ."))
    row = next(row for row in page.iter("tr") if "glyph" in row[0].text_content())
    assert "ꓐ" in row[2].text_content() and "page 1" in row[2].text_content()


def test_words_of_the_report_are_never_markup(tmp_path: Path) -> None:
    _, page = made(tmp_path, "brief")
    assert page.find(".//h1").text_content() == "Accessibility of Harbour <b>report</b>"


def test_no_check_goes_unsaid() -> None:
    """Each check of the tool gives findings under a code that the page lists, but for sections without content."""
    names = {check.__name__.replace("_", "-") for check in (*ON_SHEETS, *ON_DOCUMENTS, *ON_PAGES.values())}
    listed = {check.code for check in CHECKS}
    assert names - listed == {"empty-section", "duplicate-title"} and "title" in listed
