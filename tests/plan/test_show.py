"""What a theme's `deck:` asks of a plan: PowerPoint's sections, named and begun as the report's are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from exporter.catalog import Catalog
from exporter.check import check
from exporter.errors import UserError
from exporter.model.page import Document
from exporter.model.style import Show
from exporter.plan import plan
from exporter.read import read
from exporter.select import select
from exporter.write import write

REPORT = Path(__file__).parents[2] / "data" / "solid-state-batteries.yaml"


def planned(show: Show) -> Document:
    catalog = Catalog([])
    audience = catalog.audience("general")
    theme = replace(catalog.theme(audience.theme), show=show)
    report = read(REPORT).report
    return plan(select(report, audience, "deck"), catalog.layouts(), theme, "deck")


def test_sections_begin_where_the_reports_do() -> None:
    document = planned(Show(sections=True))
    pages = {page.number: page for page in document.pages}
    for id, title, number in document.sections:
        assert pages[number].section in (id, "")
        assert pages[number - 1].section != id
        assert title
    named = [id for id, _, _ in document.sections]
    assert named[:-1] == list(dict.fromkeys(page.section for page in document.pages if page.section))
    assert named[-1] == "sources"


def test_there_are_none_unless_the_theme_asks() -> None:
    assert planned(Show()).sections == ()


def test_a_thumbnail_is_a_picture_of_the_first_slide(tmp_path: Path) -> None:
    document = planned(Show(thumbnail=True))
    files = [tmp_path / "one.pptx", tmp_path / "two.pptx"]
    for file in files:
        write(document, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as package:
        picture = Image.open(io.BytesIO(package.read("docProps/thumbnail.jpeg")))
        assert b"metadata/thumbnail" in package.read("_rels/.rels")
    assert picture.size == (256, 144)
    deep = tuple(bytes.fromhex(document.colours["deep"]))
    assert max(abs(a - b) for a, b in zip(picture.getpixel((4, 4)), deep, strict=True)) < 12
    assert check(document, files[0]) == check(document)


def test_a_thumbnail_that_cannot_be_drawn_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.write.png.find_spec", lambda name: None)
    with pytest.raises(UserError, match="pypdfium2"):
        write(planned(Show(thumbnail=True)), tmp_path / "one.pptx")
