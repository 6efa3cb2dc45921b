"""The file as a package: whole, the same every time, known to other programs."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation

from exporter.errors import InternalError
from exporter.model.page import Document, Page
from exporter.write.pptx.archive import Archive
from exporter.write.pptx.xml import attributes, escape

from .conftest import Desk, torture

Save = Callable[..., Path]


def test_every_part_is_well_formed_reachable_and_typed(desk: Desk, picture: Path, save: Save) -> None:
    file = zipfile.ZipFile(save(torture(desk, picture)))
    assert file.testzip() is None
    names = file.namelist()
    assert len(set(names)) == len(names)
    types = etree.fromstring(file.read("[Content_Types].xml"))
    overrides = {t.get("PartName") for t in types.iter("{*}Override")}
    extensions = {t.get("Extension") for t in types.iter("{*}Default")}
    targets = set()
    for name in names:
        if name.endswith((".xml", ".rels")):
            tree = etree.fromstring(file.read(name))
            assert name.endswith(".rels") or f"/{name}" in overrides or name == "[Content_Types].xml"
        if name.endswith(".rels"):
            folder = name.rpartition("_rels/")[0]
            for relation in tree.iter("{*}Relationship"):
                if relation.get("TargetMode") != "External":
                    target = re.sub(r"[^/]+/\.\./", "", folder + relation.get("Target"))
                    targets.add(re.sub(r"[^/]+/\.\./", "", target))
        assert name.rpartition(".")[2] in extensions or f"/{name}" in overrides
    assert targets == {n for n in names if not n.endswith(".rels") and n != "[Content_Types].xml"}


def test_shape_ids_are_unique_on_every_sheet(desk: Desk, picture: Path, save: Save) -> None:
    file = zipfile.ZipFile(save(torture(desk, picture)))
    for name in file.namelist():
        if re.match(r"ppt/(slides|slideLayouts|slideMasters|notesSlides)/[^/]+\.xml", name):
            ids = [e.get("id") for e in etree.fromstring(file.read(name)).iter("{*}cNvPr")]
            assert len(set(ids)) == len(ids), name


def test_same_document_gives_same_bytes(
    light: Desk, picture: Path, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(torture(light, picture)).read_bytes()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert save(torture(Desk(), picture), "again.pptx").read_bytes() == first


def test_the_date_is_the_reports_or_the_one_that_is_set(
    light: Desk, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    document = light.document(light.page(1, "One"))
    assert Presentation(str(save(document))).core_properties.created.isoformat()[:10] == "2026-02-03"
    undated = save(replace(document, date=""))
    assert b"dcterms" not in zipfile.ZipFile(undated).read("docProps/core.xml").partition(b">\n")[2].partition(b">")[2]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert Presentation(str(save(document))).core_properties.created.isoformat()[:10] == "1970-01-02"


def test_properties(light: Desk, save: Save) -> None:
    core = Presentation(
        str(save(light.document(light.page(1, "One"), title='Q3 & "more"', language="de")))
    ).core_properties
    assert (core.title, core.author, core.subject, core.language) == ('Q3 & "more"', "A. Writer", "Batteries", "de")


def test_other_programs_know_it_for_a_presentation(light: Desk, save: Save) -> None:
    """Mail servers and `file` look at the first three entries of the archive."""
    names = zipfile.ZipFile(save(light.document(light.page(1, "One")))).namelist()
    assert names[0] == "_rels/.rels"
    assert names[2].startswith("ppt/")


def test_a_deck_is_written_without_the_libraries_it_does_not_need(light: Desk, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom exporter.write import FORMATS\n"
        "import exporter.write.pptx\n"
        "print([m for m in ('pptx', 'reportlab', 'pikepdf', 'PIL', 'lxml') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_broken_promises_of_the_planner_are_named(light: Desk, save: Save) -> None:
    untitled = Page(number=1, size=(12192000, 6858000), layout="cards", items=())
    with pytest.raises(InternalError, match="title placeholder"):
        save(light.document(untitled))
    with pytest.raises(InternalError, match="at least one slide"):
        save(light.document())
    with pytest.raises(InternalError, match="one size"):
        save(light.document(light.page(1, "A"), replace(light.page(2, "B"), size=(1, 1))))


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_becomes_valid_xml_and_keeps_what_xml_can_hold(text: str) -> None:
    tree = etree.fromstring(f"<a{attributes(b=text)}>{escape(text)}</a>".encode("utf-8", "strict"))
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    kept = re.sub("[\t\n\r]", " ", kept)
    assert (tree.text or "") == kept
    assert tree.get("b") == kept


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}/[a-zé]{1,8}", fullmatch=True), st.binary(max_size=3000)))
def test_the_archive_is_read_by_others(entries: dict[str, bytes]) -> None:
    out = BytesIO()
    archive = Archive(out)
    for n, (name, data) in enumerate(entries.items()):
        archive.add(name, data, compressed=n % 2 == 0)
    archive.close()
    with zipfile.ZipFile(out) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == entries


def test_an_archive_of_very_many_entries() -> None:
    out = BytesIO()
    archive = Archive(out)
    for n in range(70_000):
        archive.add(f"{n}", b"")
    archive.close()
    with zipfile.ZipFile(out) as file:
        assert len(file.namelist()) == 70_000
        assert file.read("69999") == b""


def test_sections_hold_every_slide_in_order(light: Desk, save: Save) -> None:
    pages = [light.page(n, f"Page {n}") for n in range(1, 7)]
    document = light.document(*pages, sections=(("b", "Second", 4), ("a", "First & more", 2)))
    tree = etree.fromstring(zipfile.ZipFile(save(document)).read("ppt/presentation.xml"))
    sections = [(s.get("name"), [e.get("id") for e in s.iter("{*}sldId")]) for s in tree.iter("{*}section")]
    assert sections == [
        ("A report", ["256"]), ("First & more", ["257", "258"]), ("Second", ["259", "260", "261"]),
    ]  # fmt: skip
    assert _document_has_no_sections(save(light.document(*pages)))


def _document_has_no_sections(path: Path) -> bool:
    return b"section" not in zipfile.ZipFile(path).read("ppt/presentation.xml")


def test_hidden_slides_are_in_the_file_but_not_in_the_show(light: Desk, save: Save) -> None:
    document: Document = light.document(light.page(1, "Shown"), light.page(2, "Kept", hidden=True))
    shown = [s.element.get("show") for s in Presentation(str(save(document))).slides]
    assert shown == [None, "0"]
