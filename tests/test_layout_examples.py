"""Every example of docs/layouts.md is built, and shows what its picture shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.report import Level
from tests.layout_examples import BUILDS, build, examples, shown, write


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("docs"))


def test_all_examples_can_be_used(home: Path) -> None:
    assert Catalog([home]).problems() == ()


def test_every_picture_of_the_page_is_built() -> None:
    assert shown() == list(BUILDS)
    layouts = {name.split("/")[1] for name in examples() if name.startswith("layouts/")}
    assert layouts - {"trio", "title", "big-picture"} <= set(BUILDS)


@pytest.mark.parametrize("name", BUILDS)
def test_an_example_makes_the_page_that_is_shown(name: str, home: Path) -> None:
    document, page = build(name, home)
    assert [f for f in (*document.findings, *check(document)) if f.level is not Level.NOTE] == []
    if name not in ("handout", "background"):
        assert page.number == 2
    assert len(page.items) > 3
