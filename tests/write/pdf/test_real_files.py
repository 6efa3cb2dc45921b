"""The real report's PDFs as a screen reader gets them: what no validator sees."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from exporter.catalog import Catalog
from exporter.model.page import Document
from exporter.plan import as_handout, as_script, as_slides, plan
from exporter.read import read
from exporter.select import select
from exporter.write import write
from tests.structure import Tree, bookmarks, entry, kids, problems, squeeze, tag_of, told

DATA = Path(__file__).parents[3] / "data"
TOLD = Path(__file__).parent / "told"
AUDIENCES = ("executive", "general", "investor", "technical")
VIEWS: dict[str, Callable[..., Document]] = {
    "slides": lambda deck, selection: as_slides(deck),
    "handout": as_handout,
    "script": as_script,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every PDF of the real report, by audience and format."""
    folder, catalog = tmp_path_factory.mktemp("pdf"), Catalog([])
    report = read(DATA / "solid-state-batteries.yaml").report
    made = {}
    for name in AUDIENCES:
        audience = catalog.audience(name)
        theme, layouts = catalog.theme(audience.theme), catalog.layouts()
        selection = select(report, audience, "deck")
        deck = plan(selection, layouts, theme, "deck")
        documents = [plan(select(report, audience, "brief"), layouts, theme, "brief")]
        documents += [view(deck, selection) for view in VIEWS.values()]
        for document in documents:
            path = folder / f"{name}-{document.format}.pdf"
            write(document, path)
            made[path.stem] = path
    return made


def test_nothing_is_wrong_with_their_trees(files: dict[str, Path]) -> None:
    assert {name: found for name, path in files.items() if (found := problems(path))} == {}


@pytest.mark.parametrize("name", ["technical-brief", "executive-handout"])
def test_they_are_read_as_they_were(name: str, files: dict[str, Path]) -> None:
    """`make goldens` writes the files in told/ anew; read the diff before committing it."""
    expected, made = TOLD / f"{name}.txt", told(files[name])
    if os.environ.get("EXPORTER_GOLDENS") == "write":
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")


def letters(text: str) -> str:
    """What two readers agree on: not spaces, nor hyphens where lines end."""
    return re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize("format", ["brief", "slides", "handout", "script"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_text_taken_from_them_has_all_words_in_reading_order(
    audience: str, format: str, files: dict[str, Path]
) -> None:
    """PDFium takes text in the order in which it is drawn; nothing but furniture stands between."""
    path = files[f"{audience}-{format}"]
    pdf = pypdfium2.PdfDocument(path)
    drawn = letters("".join(page.get_textpage().get_text_range() for page in pdf))
    with pikepdf.open(path) as opened:
        at = 0
        for piece in map(letters, Tree(opened).pieces(opened.Root.StructTreeRoot, labels=False)):
            found = drawn.find(piece, at)
            assert found >= 0, f"{piece[:60]} is not where it is read"
            at = found + len(piece)


def test_bookmarks_of_a_brief_are_its_numbered_headings(files: dict[str, Path]) -> None:
    with pikepdf.open(files["technical-brief"]) as pdf:
        tree = Tree(pdf)
        heads = [(tag_of(e), squeeze(tree.text(e))) for e, _ in tree.walk() if tag_of(e)[0] == "H"]
        numbered = [text for tag, text in heads if tag in ("H2", "H3") and text[0].isdigit()]
        assert [squeeze(title) for title in bookmarks(pdf) if title[0].isdigit()] == numbered
        with pdf.open_outline() as outline:
            assert [len(item.children) for item in outline.root if item.title[0].isdigit()] == [2, 2, 0]


def test_figures_tell_their_kind_span_and_values(files: dict[str, Path]) -> None:
    with pikepdf.open(files["technical-brief"]) as pdf:
        alts = [str(e.Alt) for e, _ in Tree(pdf).walk() if tag_of(e) == "Figure"]
    assert len(alts) == 1
    assert all(word in alts[0] for word in ("Timeline", "2024–2030", "Road testing", "2027–2028"))


def test_heads_of_tables_say_what_they_head(files: dict[str, Path]) -> None:
    with pikepdf.open(files["technical-brief"]) as pdf:
        tree = Tree(pdf)
        tables = [e for e, _ in tree.walk() if tag_of(e) == "Table"]
        assert len(tables) == 3
        for table in tables:
            assert tree.text(kids(table)[0]).startswith("Table ")
            rows = [e for e, _ in tree.walk(table) if tag_of(e) == "TR"]
            assert {str(entry(cell, "/Scope")) for cell in kids(rows[0])} == {"/Column"}
            assert all(str(entry(kids(row)[0], "/Scope")) == "/Row" for row in rows[1:])


SOURCED = """\
title: Sourced
sections:
  - {title: One, blocks: [text: "A claim [@paper]."]}
  - {title: Two, blocks: [text: More words.]}
  - {title: Three, blocks: [text: The end.]}
sources:
  - {id: paper, title: A paper, publisher: A journal, link: "https://example.org/paper?a=1&b=(2)"}
"""


def test_sources_lead_to_the_web_and_back_to_the_text(tmp_path: Path) -> None:
    report, catalog = tmp_path / "sourced.yaml", Catalog([])
    report.write_text(SOURCED, encoding="utf-8")
    selection = select(read(report).report, catalog.audience("technical"), "brief")
    write(plan(selection, catalog.layouts(), catalog.theme("engineering"), "brief"), tmp_path / "out.pdf")
    assert problems(tmp_path / "out.pdf") == []
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert "https://example.org/paper?a=1&b=(2)" in [str(note.A.URI) for note in notes if "/A" in note]
        references = [squeeze(str(n.Contents)) for n in notes if "/Dest" in n]
        assert "1" in references  # the note mark, and the way back


def without_heads(table: Any) -> None:
    for part in kids(table)[1:]:
        for row in kids(part):
            for cell in kids(row):
                cell.S = pikepdf.Name.TD


FAULTS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "a figure says ''": ("Figure", lambda e: e.__delitem__("/Alt")),
    "a figure without a place": ("Figure", lambda e: e.__delitem__("/A")),
    "a header cell without a scope": ("TH", lambda e: e.__delitem__("/A")),
    "a table without header cells": ("Table", without_heads),
    "H5 after": ("H2", lambda e: setattr(e, "S", pikepdf.Name.H5)),
    "a link that leads nowhere": ("Link", lambda e: setattr(e, "K", e.K[0])),
    "Caption in Sect": ("Figure", lambda e: e.P.K.append(e.K[0])),
    "rows of": ("TR", lambda e: setattr(e, "K", pikepdf.Array(list(e.K)[1:]))),
    "an empty P": ("P", lambda e: setattr(e, "K", pikepdf.Array([]))),
    "is marked without an element": ("LBody", lambda e: setattr(e, "K", pikepdf.Array([]))),
    "an entry of contents that leads nowhere": ("TOCI", lambda e: setattr(e, "K", pikepdf.Array([e.K[0]]))),
    "in its place": ("H3", lambda e: setattr(e, "S", pikepdf.Name.P)),
    "LI of": ("LI", lambda e: e.K.insert(0, e.K[-1])),
}  # fmt: skip


@pytest.mark.parametrize("says", FAULTS)
def test_faults_of_a_tree_are_found(says: str, files: dict[str, Path], tmp_path: Path) -> None:
    tag, spoil = FAULTS[says]
    with pikepdf.open(files["technical-brief"]) as pdf:
        spoil(next(e for e, _ in Tree(pdf).walk() if tag_of(e) == tag))
        pdf.save(tmp_path / "spoilt.pdf")
    assert any(says in found for found in problems(tmp_path / "spoilt.pdf"))
