"""Classification and draft marks: on every page of every format, at one place, read once, in nobody's way."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

import exporter
from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.audience import Audience
from exporter.model.page import Document, Page, PlacedPage, PlacedText, Role
from exporter.plan import as_handout, as_slides, plan
from exporter.plan.mark import NAME
from exporter.read import read
from exporter.select import select

REPORT = Path(__file__).parents[2] / "data" / "solid-state-batteries.yaml"
LONG = "For the members of the supervisory board and their deputies only, until released"


def documents(audience: Audience) -> dict[str, Document]:
    catalog, report = Catalog(), read(REPORT).report
    theme = catalog.theme(audience.theme)
    deck, brief = (plan(select(report, audience, f), catalog.layouts(), theme, f) for f in ("deck", "brief"))
    handout = as_handout(deck, select(report, audience, "handout"))
    return {"deck": deck, "slides": as_slides(deck), "brief": brief, "handout": handout}


def marked(name: str, **marks: object) -> Audience:
    return replace(Catalog().audience(name), **marks)  # type: ignore[arg-type]


def marks(page: Page) -> list[PlacedText]:
    return [item for item in page.items if isinstance(item, PlacedText) and item.name == NAME]


@pytest.mark.parametrize("name", ["general", "executive", "technical"])
@pytest.mark.parametrize("classification", ["Confidential", LONG])
def test_the_mark_is_on_every_page_at_one_place_and_read_once(name: str, classification: str) -> None:
    for format, document in documents(marked(name, classification=classification, draft=True)).items():
        found = [marks(page) for page in document.pages]
        assert [len(each) for each in found] == [1] * len(document.pages), format
        assert {each[0].text for each in found} == {f"{classification}  |  Draft"}
        assert len({(each[0].box.x, each[0].box.y) for each in found}) == 1
        assert [each[0].role is not Role.ARTIFACT for each in found] == [True] + [False] * (len(found) - 1)
        assert [f for f in check(document) if f.code in ("collision", "overflow", "contrast", "floor")] == []


def test_slides_in_a_handout_keep_their_mark_without_saying_it_again() -> None:
    handout = documents(marked("general", classification="Internal"))["handout"]
    inner = [item.page for page in handout.pages for item in page.items if isinstance(item, PlacedPage)]
    assert inner
    assert all(mark.role is Role.ARTIFACT for page in inner for mark in marks(page))
    assert all(len(marks(page)) == 1 for page in inner)


def test_without_marks_nothing_changes() -> None:
    assert all(not marks(page) for document in documents(marked("general")).values() for page in document.pages)


@pytest.mark.parametrize(
    ("classification", "said"), [("confidential", "Vertraulich"), ("Strictly confidential", "Streng vertraulich"), ("Nur intern", "Nur intern")]
)  # fmt: skip
def test_usual_classifications_follow_the_language(classification: str, said: str) -> None:
    document = documents(marked("general", classification=classification, language=("de",)))["brief"]
    assert {mark.text for page in document.pages for mark in marks(page)} == {said}


def test_slides_have_the_mark_from_their_master_and_the_first_one_itself(tmp_path: Path) -> None:
    folder = tmp_path / "audiences"
    folder.mkdir()
    (folder / "board.yaml").write_text("extends: general\nclassification: Secret plan\nformats: [deck]\n")
    (deck,) = exporter.build(REPORT, audiences=["board"], templates=[tmp_path], out=tmp_path).files
    with zipfile.ZipFile(deck.path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    having = {name for name, xml in parts.items() if "Secret plan" in xml}
    slides = {name for name in having if name.startswith("ppt/slides/")}
    assert slides == {"ppt/slides/slide1.xml"}
    assert "ppt/slideMasters/slideMaster1.xml" in having
