"""A report's glossary stands at the end of briefs and decks, unless its audience does without."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Fate
from exporter.model.page import Document, flat, paras_of
from exporter.model.report import Level
from exporter.plan import plan
from exporter.read import read
from exporter.read.convert import to_yaml
from exporter.select import select
from exporter.write import write

REPORT = """\
title: Words
tags: [internal-word]
sections: [{id: one, title: One, blocks: [text: More of it.]}]
glossary:
  - {term: Zinc, text: A metal.}
  - {term: {en: Émile, de: Emil}, text: {en: "A *name*, see [](#one).", de: Ein Name.}}
  - {term: Skunkworks, text: Nobody may know., tags: internal-word}
  - {term: Anode, text: Where it flows in.}
"""
AS_MAP = """\
title: Words
sections: [{title: One, blocks: [text: More of it.]}]
glossary:
  Zinc: A metal.
  "Émile": A name.
"""


def made(folder: Path, format: str, source: str = REPORT, **profile: object) -> Document:
    path = folder / "report.yaml"
    path.write_text(source, encoding="utf-8")
    own = folder / "audiences"
    own.mkdir(exist_ok=True)
    wishes = "".join(f"{key}: {value}\n" for key, value in profile.items())
    (own / "own.yaml").write_text(f"extends: technical\n{wishes}", encoding="utf-8")
    catalog = Catalog([folder])
    audience = catalog.audience("own")
    return plan(select(read(path).report, audience, format), catalog.layouts(), catalog.theme(audience.theme), format)


def lines(document: Document) -> list[str]:
    paras = (para for page in document.pages for item in flat(page.items) for para in paras_of(item))
    return [para.text.replace("  ", " ").replace("\u00a0", " ") for para in paras if para.path.startswith("glossary/")]


@pytest.mark.parametrize("format", ["brief", "slides"])
def test_words_stand_in_the_order_of_the_alphabet_with_what_they_mean(format: str, tmp_path: Path) -> None:
    document = made(tmp_path, format, exclude="[tag:internal-word]")
    see = "section 1" if format == "brief" else "“One”"
    assert lines(document) == ["Anode Where it flows in.", f"Émile A name, see {see}.", "Zinc A metal."]
    assert "Glossary" in [mark.title for mark in document.bookmarks]
    write(document, tmp_path / "out.pdf")
    assert not check(document, tmp_path / "out.pdf")


@pytest.mark.parametrize("format", ["brief", "deck"])
def test_a_word_that_is_left_out_is_in_no_byte_and_in_the_ledger(format: str, tmp_path: Path) -> None:
    document = made(tmp_path, format, exclude="[tag:internal-word]")
    assert not any("Skunkworks" in line for line in lines(document))
    gone = [(e.path, e.rule) for e in document.ledger.of(Fate.LEFT_OUT) if e.path.startswith("glossary/")]
    assert gone == [(f"glossary/3.{part}", "exclude tag:internal-word") for part in ("term", "text")]


@pytest.mark.parametrize("format", ["brief", "deck"])
def test_an_audience_may_do_without(format: str, tmp_path: Path) -> None:
    document = made(tmp_path, format, parts="{glossary: false}")
    assert not lines(document)
    rules = {e.rule for e in document.ledger.entries if e.path.startswith("glossary/")}
    assert rules == {"parts glossary: off"}


def test_words_are_in_the_language_of_the_audience(tmp_path: Path) -> None:
    assert "Emil Ein Name." in lines(made(tmp_path, "brief", language="de"))


def test_a_map_of_words_says_the_same_and_survives_a_conversion(tmp_path: Path) -> None:
    assert lines(made(tmp_path, "brief", AS_MAP)) == ["Émile A name.", "Zinc A metal."]
    report = read(tmp_path / "report.yaml").report
    (tmp_path / "again.yaml").write_text(to_yaml(report), encoding="utf-8")
    again = read(tmp_path / "again.yaml").report
    assert [(t.term.plain, t.text.plain) for t in again.glossary] == [("Zinc", "A metal."), ("Émile", "A name.")]


def test_a_long_glossary_goes_over_pages_and_slides(tmp_path: Path) -> None:
    words = "".join(f"  Word {n:03}: {'It means a good deal more than one would think. ' * 3}\n" for n in range(80))
    source = f"title: Words\nsections: [{{title: One, blocks: [text: More.]}}]\nglossary:\n{words}"
    for format in ("brief", "slides"):
        document = made(tmp_path, format, source)
        assert len(lines(document)) >= 80
        write(document, tmp_path / "out.pdf")
        assert not [f for f in check(document, tmp_path / "out.pdf") if f.level is Level.ERROR]


def test_a_markdown_section_called_glossary_is_the_glossary(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    head = "# Report\n\n## One\n\nWords.\n\n## Glossary\n\n"
    path.write_text(head + "- **Zinc:** a metal\n- Anode: where it flows in\n", encoding="utf-8")
    report = read(path).report
    assert [(t.term.plain, t.text.plain) for t in report.glossary] == [
        ("Zinc", "a metal"),
        ("Anode", "where it flows in"),
    ]
    assert [section.title.plain for section in report.sections] == ["One"]
    path.write_text(head + "Of which more is said.\n\n- **Zinc:** a metal\n", encoding="utf-8")
    report = read(path).report
    assert not report.glossary
    assert len(report.sections) == 2
