"""What archives, search engines and viewers ask of the file."""

from __future__ import annotations

import re
import time

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import Bookmark, Line, Para, Span
from exporter.model.report import Run


@pytest.mark.parametrize("name", ["brief", "slides", "handout"])
def test_every_font_is_embedded_with_its_characters_named_and_no_glyph_is_missing(name, request, back):
    file = back(request.getfixturevalue(name))
    fonts = list(file.pdf.pages[0].Resources.Font.values())
    assert fonts
    assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts)
    assert 0 not in file.codes


@pytest.mark.parametrize("name", ["brief", "slides", "handout"])
def test_the_same_document_gives_the_same_bytes_in_any_batch(name, request, save, make, monkeypatch):
    document = request.getfixturevalue(name)
    first = save(document).read_bytes()
    save(make.document(make.page(make.box([make.words("Ψ other Ω characters first")], 0, 0, 600, 40)), format="slides"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    assert save(document).read_bytes() == first


def test_dates_come_from_the_report_or_the_environment(brief, back, monkeypatch):
    assert back(brief).pdf.docinfo["/CreationDate"] == "D:20260203000000+00'00'"
    assert "/CreationDate" not in back(replace(brief, date="")).pdf.docinfo
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert back(brief).pdf.docinfo["/CreationDate"] == "D:19700102000000+00'00'"


def test_both_standards_are_claimed_and_the_metadata_agree(brief, back):
    title = 'Q&A <b>"É"</b> (draft) 中'
    pdf = back(replace(brief, title=title, subject="Status\nreport")).pdf
    with pdf.open_metadata() as xmp:
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "A")
        assert xmp["dc:title"] == pdf.docinfo["/Title"] == title
        assert xmp["dc:description"] == pdf.docinfo["/Subject"] == "Status report"
        assert xmp["dc:creator"] == ["A. Writer"] and pdf.docinfo["/Author"] == "A. Writer"
    root = pdf.Root
    assert root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
    assert root.OutputIntents[0].S == "/GTS_PDFA1"
    assert all(page.Tabs == "/S" for page in pdf.pages)


def test_links_go_where_they_say(brief, slides, back):
    pdf = back(brief).pdf
    inside, outside = pdf.pages[0].Annots
    assert outside.A.URI == "https://example.org/%C3%A9?a=(b)"
    page, _, x, y, _ = inside.Dest
    assert page.objgen == pdf.pages[0].obj.objgen
    assert (float(x), float(y)) == pytest.approx((73 * 0.75, 842.25 - 170 * 0.75))
    deck = back(slides).pdf
    assert [page.Annots[0].Dest[0].objgen for page in deck.pages] == [deck.pages[0].obj.objgen] * 2


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "#nowhere", "x.pdf"])
def test_no_link_leads_anywhere_but_the_web_mail_and_the_document(link, make, back):
    span = Span("word", 0, px(40), link="" if link[0] == "#" else link, goto=link[1:] if link[0] == "#" else "")
    file = back(make.document(make.page(make.box([Para((Line((span,), px(40)),), make.BODY)], 9, 9, 99, 99))))
    assert "/Annots" not in file.pdf.pages[0]
    assert file.text() == "word"


def test_a_link_over_several_lines_is_one_link_with_an_area_for_each(make, back):
    para = make.words([Run("many words of one link " * 4, link="mailto:a@example.org")], px(200))
    file = back(make.document(make.page(make.box([para], 73, 88, 200, 200))))
    assert file.tree().count("Link") == 1 + len(para.lines) and len(file.pdf.pages[0].Annots) == len(para.lines)


def outline(entry):
    while entry is not None:
        yield str(entry.Title), [*outline(entry.get("/First"))]
        entry = entry.get("/Next")


def test_bookmarks_are_nested(brief, back):
    pdf = back(brief).pdf
    assert [*outline(pdf.Root.Outlines.First)] == [("Timeline", [("Sub", [])]), ("Outlook", [])]
    page, _, _, y, _ = pdf.Root.Outlines.Last.Dest
    assert page.objgen == pdf.pages[1].obj.objgen and float(y) == pytest.approx(842.25 - 1010 * 0.75)


def test_a_very_long_row_of_bookmarks_is_grouped(make, back):
    marks = tuple(Bookmark(1, f"Section {i}", 1) for i in range(700))
    rows = [*outline(back(make.document(make.page(), bookmarks=marks)).pdf.Root.Outlines.First)]
    assert rows[0][0] == "Section 0 – Section 26"
    assert max(len(rows), *(len(kids) for _, kids in rows)) < 100
    assert [title for _, kids in rows for title, _ in kids] == [mark.title for mark in marks]


def test_page_labels_follow_the_printed_numbers(make, back):
    pages = [make.page(number=number) for number in (1, 2, 7, 8)]
    labels = list(back(make.document(*pages)).pdf.Root.PageLabels.Nums)
    assert [(int(at), int(label.St)) for at, label in zip(labels[::2], labels[1::2], strict=True)] == [(0, 1), (2, 7)]


def test_characters_that_no_font_has_are_marked_on_paper_and_kept_for_readers(make, back):
    file = back(
        make.document(make.page(make.box([make.words("Plain 中文 text"), make.words("\ue000")], 9, 9, 600, 99)))
    )
    assert "�" in "".join(text for _, text, _ in file.drawn)
    assert file.text() == "Plain 中文 text\n\ue000"


def test_more_characters_than_one_subset_holds(make, back):
    text = "".join(chr(c) for c in (*range(0x3B1, 0x3CA), *range(0x410, 0x490), *range(0x1E00, 0x1EF0)))
    file = back(make.document(make.page(make.box([make.words(text, px(3000))], 9, 9, 600, 99))))
    assert "".join(file.marked.values()) == text
    assert len(file.pdf.pages[0].Resources.Font) > 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_told_to_readers_as_written(make, back, text):
    """Up to white space and characters that say nothing; and no text is ever taken for PDF syntax."""
    span = Span(text, 0, px(40))
    file = back(make.document(make.page(make.box([Para((Line((span,), px(40)),), make.BODY)], 9, 9, 600, 99))))
    silent = r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f]+"
    assert re.sub(silent, "", file.text()) == re.sub(silent, "", text)
    assert 0 not in file.codes


def test_the_file_is_packed_and_sound(brief, save):
    data = save(brief).read_bytes()
    assert data.startswith(b"%PDF-1.7") and b"/ObjStm" in data and b"/Type/StructElem" not in data
    with pikepdf.open(save(brief)) as pdf:
        assert pdf.check_pdf_syntax() == []
