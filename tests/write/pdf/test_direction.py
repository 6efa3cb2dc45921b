"""Words from right to left in PDFs: where they stand, and what other readers make of them."""

from __future__ import annotations

from pathlib import Path

from pypdfium2 import PdfDocument

from exporter.check.readback import read_pdf
from tests import own

REPORT = """title: الطاقة
language: ar
sections:
- title: بطاريات الحالة الصلبة
  blocks:
  - text: "OWASP: هذا لا يكفي (لعام 2021) في Top 10 بعد."
  - points: [الأولى, الثانية]
  - text: שלום עולם
"""


def written(folder: Path, format: str) -> Path:
    from exporter.write import write

    path = folder / f"report-{format}.pdf"
    write(own.made(own.templates(folder, {}), report=REPORT, format=format), path)
    return path


def test_other_readers_find_the_words_as_they_were_written(tmp_path: Path) -> None:
    for format in ("brief", "slides"):
        path = written(tmp_path, format)
        said = " ".join("".join(page.get_textpage().get_text_range() for page in PdfDocument(path)).split())
        read_back = " ".join((read_pdf(path).text or "").split())
        for words in ("بطاريات الحالة الصلبة", "هذا لا يكفي", "في", "שלום עולם", "الثانية"):
            assert words in said
            assert words in read_back


def test_the_sentence_begins_at_the_right_and_its_numbers_are_read_forwards(tmp_path: Path) -> None:
    textpage = PdfDocument(written(tmp_path, "brief"))[0].get_textpage()

    def left(words: str) -> float:
        at, _ = textpage.search(words, match_case=True).get_next()
        return float(textpage.get_charbox(at)[0])

    places = [left(words) for words in ("OWASP", "هذا", "يكفي", "2021", "Top", "بعد")]
    assert places == sorted(places, reverse=True)
    assert left("Top") < left("10 ")
