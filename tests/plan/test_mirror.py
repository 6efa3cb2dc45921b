"""Pages of reports that are written from right to left are the mirror images of those that are not."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdfium2 import PdfDocument

from exporter.check import check
from exporter.model.page import Document, PlacedTable, PlacedText, flat
from exporter.model.report import Level
from exporter.plan.mirror import mirrored
from exporter.write import write
from tests import own

REPORT = """title: רשת החשמל
language: {language}
date: 2026-05-04
sections:
- title: תקציר
  blocks:
  - text: הרשת יציבה.
  - milestones:
    - {{when: 2025, what: אישור}}
    - {{when: 2026, what: הקמה}}
- title: השקעות
  blocks:
  - table:
      columns: [פרויקט, תקציב, ספק]
      rows: [[חיפה, "1,150", Siemens], [אגירה, "310.5", Tesla]]
  - code: print(1)
"""


def made(folder: Path, format: str, language: str = "he") -> Document:
    document = own.made(own.templates(folder, {}), report=REPORT.format(language=language), format=format)
    assert not [finding for finding in check(document) if finding.level is Level.ERROR]
    return document


def edges(document: Document, turned: bool) -> list[list[tuple[int, int, int]]]:
    """Left edge, top and width of each item, by page; measured from the right where `turned`."""
    return [
        [(page.size[0] - i.box.right if turned else i.box.x, i.box.y, i.box.w) for i in flat(page.items)]
        for page in document.pages
    ]


@pytest.mark.parametrize("format", ["deck", "brief", "handout"])
def test_every_item_stands_where_its_image_would(tmp_path: Path, format: str) -> None:
    document = made(tmp_path, format)
    back = mirrored(document)  # turned twice
    assert edges(back, turned=False) == edges(document, turned=True)
    assert edges(mirrored(back), turned=False) == edges(document, turned=False)


def test_other_languages_are_not_turned(tmp_path: Path) -> None:
    document = made(tmp_path, "deck", language="en")
    assert mirrored(document) is document


def test_the_first_column_is_at_the_right_and_is_read_first(tmp_path: Path) -> None:
    brief = made(tmp_path, "brief")
    (table,) = [item for page in brief.pages for item in flat(page.items) if isinstance(item, PlacedTable)]
    assert table.lefts == sorted(table.lefts, reverse=True)
    path = tmp_path / "brief.pdf"
    write(brief, path)
    page = PdfDocument(path)[0].get_textpage()
    places = []
    for word in ("פרויקט", "תקציב", "ספק"):
        at, _ = page.search(word).get_next()
        places.append((at, page.get_charbox(at)[0]))
    assert [at for at, _ in places] == sorted(at for at, _ in places)
    assert [x for _, x in places] == sorted((x for _, x in places), reverse=True)


def test_decks_tell_powerpoint_which_way_a_table_runs(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    write(made(tmp_path, "deck"), path)
    with ZipFile(path) as file:
        slides = "".join(file.read(n).decode() for n in file.namelist() if n.startswith("ppt/slides/slide"))
    assert '<a:tblPr rtl="1"' in slides


def test_numbers_keep_their_marks_under_one_another_and_code_its_beginning(tmp_path: Path) -> None:
    deck = made(tmp_path, "deck")
    items = [item for page in deck.pages for item in flat(page.items)]
    (table,) = [item for item in items if isinstance(item, PlacedTable) and "Siemens" in str(item.rows)]
    for row in table.rows[1:]:
        number = row.cells[1]
        assert number and number.paras[0].style.align == "right"
    (code,) = [item for item in items if isinstance(item, PlacedText) and "print" in item.text]
    assert not code.paras[0].leftward and code.paras[0].style.align == "left"


def test_its_letters_are_in_the_theme_s_font_for_such_scripts(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    write(made(tmp_path, "deck"), path)
    with ZipFile(path) as file:
        assert '<a:cs typeface="Arial"/>' in file.read("ppt/theme/theme1.xml").decode()
        assert '<a:cs typeface="+mn-cs"/>' in file.read("ppt/slideMasters/slideMaster1.xml").decode()
