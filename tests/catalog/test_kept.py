"""The built-in templates are kept resolved between two commands: the same values, until a file changes."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog, built_in
from exporter.catalog.audience import resolve as audience
from exporter.catalog.find import Finder
from exporter.catalog.kept import Kept, kept
from exporter.catalog.layout import resolve_all as layouts
from exporter.catalog.theme import resolve as theme
from exporter.model.audience import Audience
from exporter.model.report import Text
from exporter.model.walk import map_texts


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built-in templates, for nothing but this test."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return Path(shutil.copytree(built_in(), tmp_path / "templates", ignore=shutil.ignore_patterns("__pycache__")))


def test_what_is_kept_is_what_the_files_say(templates: Path) -> None:
    kept(templates)
    found, finder = kept(templates), Finder((templates,))
    assert found.value("layouts") == layouts(finder)
    for name in finder.names("themes"):
        assert found.value("themes", name) == theme(name, finder)
    for name in finder.names("audiences"):
        assert placed(found.value("audiences", name)) == placed(audience(name, finder))


def placed(profile: Audience) -> Audience:
    """The profile with the places of its texts worked out: their sources are equal only to themselves."""

    def change(text: Text) -> Text:
        return replace(text, spot=text.place, others=tuple(map(change, text.others)))

    return replace(profile, sections=tuple(map_texts(section, change) for section in profile.sections))


def test_a_change_of_any_file_is_seen_at_once(templates: Path) -> None:
    before = kept(templates).value("layouts")["cards"]
    file = templates / "layouts" / "cards" / "layout.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"title: {before.title}", "title: Cords"), encoding="utf-8")
    assert kept(templates).value("layouts")["cards"].title == "Cords"


def test_a_change_of_the_code_is_seen_at_once(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "code.py"
    code.write_text("# old")
    module = ModuleType("exporter.catalog.of_this_test")
    module.__file__ = str(code)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    kept(templates)
    (file,) = (templates / "__pycache__").iterdir()
    made = file.read_bytes()
    kept(templates)
    assert file.read_bytes() == made
    code.write_text("# newer")
    kept(templates)
    assert file.read_bytes() != made


def test_a_font_that_goes_is_seen_at_once(templates: Path) -> None:
    assert kept(templates).value("themes", "ledger")
    shutil.rmtree(templates / "fonts" / "arimo")
    assert kept(templates) == Kept({})


def test_nothing_is_kept_of_templates_that_are_wrong(templates: Path) -> None:
    (templates / "themes" / "ours.yaml").write_text("extends: nobody\n", encoding="utf-8")
    assert kept(templates) == Kept({})
    assert not (templates / "__pycache__").exists()


def test_a_damaged_file_is_made_anew(templates: Path) -> None:
    kept(templates)
    (file,) = (templates / "__pycache__").iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    assert kept(templates).value("themes", "ledger")
    assert file.stat().st_size > 1000


def test_nothing_is_written_where_python_keeps_no_bytecode(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept(templates) == Kept({})
    assert not (templates / "__pycache__").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do anything can write anywhere")
def test_a_folder_that_cannot_be_written_is_no_fault(templates: Path) -> None:
    templates.chmod(0o555)
    assert kept(templates) == Kept({})


def test_templates_before_the_built_in_ones_are_read_themselves(tmp_path: Path) -> None:
    own = tmp_path / "themes"
    own.mkdir()
    (own / "ledger.yaml").write_text("extends: ledger\ntitle: Ours\n", encoding="utf-8")
    assert Catalog([tmp_path]).theme("ledger").title == "Ours"
