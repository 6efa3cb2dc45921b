"""Where templates are searched, and in which order."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from exporter.catalog import Catalog, built_in, folders, search
from exporter.errors import UsageError

from .conftest import Write


def package(site: Path, inside: str = "") -> Path:
    """An installed package `acme_look` that offers its templates; returns their folder."""
    templates = site / "acme_look" / inside
    (templates / "themes").mkdir(parents=True)
    (templates / "themes" / "acme.yaml").write_text("extends: ledger\ntitle: Acme\n")
    (site / "acme_look" / "__init__.py").write_text("raise RuntimeError('nothing of a package of templates is run')")
    dist = site / "acme_look-1.0.dist-info"
    dist.mkdir()
    (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-look\nVersion: 1.0\n")
    (dist / "entry_points.txt").write_text("[exporter.templates]\nacme = acme_look\n")
    return templates


def test_nearer_folders_come_first(folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = {"themes/acme.yaml": "extends: ledger"}
    given, own, shared, office = (folder(theme, name) for name in ("given", "report/templates", "shared", "office"))
    site = tmp_path / "site"
    offered = package(site)
    monkeypatch.setenv("EXPORTER_TEMPLATES", os.pathsep.join([str(office), str(shared)]))
    monkeypatch.syspath_prepend(site)

    searched = search(tmp_path / "report", [given], [shared])
    assert [(one.path, one.origin) for one in searched] == [
        (given, "--templates"),
        (own, "beside the report"),
        (shared, "exporter.yaml"),  # once, though it is named twice
        (office, "EXPORTER_TEMPLATES"),
        (offered, "package acme-look"),
        (built_in(), "built in"),
    ]


@pytest.mark.parametrize("inside", ["", "templates"])
def test_a_package_offers_templates(inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, inside)
    monkeypatch.syspath_prepend(tmp_path)
    assert Catalog(folders()).theme("acme").title == "Acme"
    assert "acme_look" not in sys.modules


def test_a_package_that_is_gone_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path)
    (tmp_path / "acme_look-1.0.dist-info" / "entry_points.txt").write_text("[exporter.templates]\nacme = gone\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert folders() == (built_in(),)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXPORTER_TEMPLATES", f"{os.pathsep}{tmp_path / 'nowhere'}")
    with pytest.raises(UsageError, match=r"EXPORTER_TEMPLATES: .*nowhere: this template folder does not exist"):
        folders()
