"""A booklet: the pages of a brief, imposed so that the folded sheets come in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.check import check
from exporter.check.readback import readback
from exporter.model.page import PlacedPage
from exporter.model.report import Level, Prose, Run, Text
from exporter.plan import as_booklet
from exporter.plan.booklet import imposed
from exporter.read import read
from exporter.write.pdf import write_pdf
from tests.plan.test_handout import REAL, made
from tests.reports import LONG, report


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 8, 11, 40])
def test_folded_sheets_come_in_order(pages: int) -> None:
    """Sheets are stacked, folded in the middle, and read leaf by leaf."""
    sides = list(imposed(pages))
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    first = [n for front, back in sheets for n in (front[1], back[0])]  # right halves, from the outside in
    second = [n for front, back in reversed(sheets) for n in (back[1], front[0])]  # and out again
    read_in_order = [*first, *second]
    assert [n for n in read_in_order if n] == list(range(1, pages + 1))
    assert len(read_in_order) == -(-pages // 4) * 4


def test_a_word_as_long_as_a_page_is_found_in_its_sheets(tmp_path: Path) -> None:
    """It is broken over pages that do not stand beside one another before the booklet is folded."""
    text = " ".join([LONG] * 40)
    block = Prose(id="p", path="s/p", paragraphs=(Text((Run(f"{text} {'archiveof' * 900}"),), path="s/p/1"),))
    document = as_booklet(made(report(block), format="brief"))
    write_pdf(document, tmp_path / "b.pdf")
    assert not [f for f in (*check(document), *readback(document, tmp_path / "b.pdf")) if f.level is Level.ERROR]


def test_two_pages_stand_on_a_sheet_at_their_size() -> None:
    brief = made(read(REAL).report, format="brief")
    document = as_booklet(brief)
    w, h = brief.pages[0].size
    assert all(page.size == (2 * w, h) for page in document.pages)
    shown = [item for page in document.pages for item in page.items if isinstance(item, PlacedPage)]
    assert {item.page.number for item in shown} == {page.number for page in brief.pages}
    assert all((item.box.w, item.box.h) == (w, h) for item in shown)
    assert not [f for f in check(document) if f.level is Level.ERROR]
