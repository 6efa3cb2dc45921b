"""Links without words of their own say what they lead to: its number in briefs, its title in decks."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.page import Document, Span, flat, paras_of
from exporter.plan import plan
from exporter.read import read
from exporter.select import select
from exporter.write import write

REPORT = """\
title: References
language: {language}
sections:
  - title: First
    id: first
    blocks:
      - text: "See [](#comparison), [](#way), [](#second), [](#part), [](#costs) and [](#plan)."
  - title: Second
    id: second
    blocks:
      - {{table: {{columns: [Firm, Target], rows: [[A, 1], [B, 2]]}}, id: comparison, title: Firms and targets}}
      - {{milestones: [{{when: 2024, what: Start}}, {{when: 2026, what: End}}], id: way, title: The way}}
    sections:
      - {{title: A part, id: part, blocks: [text: Words in a part.]}}
  - {{title: Costs of it all, id: costs, backup: true, blocks: [text: They are high.]}}
  - {{title: Secret plan, id: plan, tags: [detail], blocks: [text: Not for the board.]}}
"""


def made(folder: Path, audience: str, format: str, source: str = "", language: str = "en") -> Document:
    path = folder / "report.yaml"
    path.write_text(source or REPORT.format(language=language), encoding="utf-8")
    catalog = Catalog([])
    profile = catalog.audience(audience)
    selection = select(read(path).report, profile, format)
    return plan(selection, catalog.layouts(), catalog.theme(profile.theme), format)


def sentence(document: Document) -> tuple[str, list[Span]]:
    """The text with the references, and its linked spans."""
    paras = (para for page in document.pages for item in flat(page.items) for para in paras_of(item))
    para = next(para for para in paras if para.text.startswith("See "))
    return para.text.replace("\u00a0", " "), [span for line in para.lines for span in line.spans if span.goto]


def test_a_brief_calls_parts_by_their_numbers(tmp_path: Path) -> None:
    words, links = sentence(made(tmp_path, "technical", "brief"))
    assert words == "See Table 1, Figure 1, section 2, section 2.1, “Costs of it all” and section 3."
    assert {span.goto for span in links} == {"comparison", "way", "second", "part", "costs", "plan"}


def test_numbers_follow_the_order_of_the_audience_and_the_language(tmp_path: Path) -> None:
    words, _ = sentence(made(tmp_path, "technical", "brief", language="de"))
    assert words.startswith("See Tabelle 1, Abbildung 1, Abschnitt 2,")


def test_a_deck_calls_parts_by_their_titles(tmp_path: Path) -> None:
    words, _ = sentence(made(tmp_path, "technical", "deck"))
    assert words == "See “Firms and targets”, “The way”, “Second”, “A part”, “Costs of it all” and “Secret plan”."


@pytest.mark.parametrize("format", ["slides", "brief"])
def test_every_reference_leads_to_the_page_of_its_part(format: str, tmp_path: Path) -> None:
    document = made(tmp_path, "technical", format)
    path = tmp_path / "out.pdf"
    write(document, path)
    assert not [f for f in check(document, path) if f.code in ("lost-fact", "unread")]
    with pikepdf.open(path) as pdf:
        found = {}
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                found[str(note.Contents).replace("\u00a0", " ").strip()] = pdf.pages.index(note.Dest[0])
    called = "Table 1" if format == "brief" else "“Firms and targets”"
    target = next(n for n, p in enumerate(document.pages) if "Firm" in {q.text for i in p.items for q in paras_of(i)})
    assert found[called] == target


@pytest.mark.parametrize("format", ["slides", "brief"])
def test_what_an_audience_does_not_get_is_not_named(format: str, tmp_path: Path) -> None:
    """Its title would tell of it; the author hears that a text leads nowhere."""
    document = made(tmp_path, "executive", format)
    words, links = sentence(document)
    assert words.endswith("and a part that is not shown here.")
    assert "plan" not in {span.goto for span in links}
    assert [finding.code for finding in document.findings].count("reference") == 1
    assert not any("Secret" in finding.message for finding in document.findings)


def test_a_long_table_is_called_by_the_slide_it_begins_on(tmp_path: Path) -> None:
    rows = ", ".join(f"[Firm {n}, {n}]" for n in range(60))
    document = made(tmp_path, "general", "deck", REPORT.format(language="en").replace("[A, 1], [B, 2]", rows))
    first = [page for page in document.pages if "comparison" in (page.anchor_id, *page.anchors)]
    first += [p for p in document.pages if any(i.anchor_id == "comparison" for i in flat(p.items)) and p not in first]
    assert first and any("Firm 0" in para.text for item in first[0].items for para in paras_of(item))
    assert sum(any("Firm" in q.text for i in p.items for q in paras_of(i)) for p in document.pages) > 2


def test_markdown_refers_as_well_and_its_marks_of_headings_are_none(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "# Report\n\n## One [](#one)\n\nSee [](#two) and [](#gone).\n\n## Two\n\nWords.\n", encoding="utf-8"
    )
    report = read(path).report
    catalog = Catalog([])
    document = plan(
        select(report, catalog.audience("technical"), "brief"), catalog.layouts(), catalog.theme("engineering"), "brief"
    )
    assert report.sections[0].title.plain.strip() == "One"
    assert sentence(document)[0] == "See section 2 and ."
