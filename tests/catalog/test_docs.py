"""The templates shown in docs/ are templates that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter.catalog import Catalog

from .conftest import Write

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = re.compile(r"```yaml\n# templates/(\S+)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", ["themes.md", "audiences.md"])
def test_examples_can_be_used(page: str, folder: Write) -> None:
    examples = dict(EXAMPLE.findall((DOCS / page).read_text(encoding="utf-8")))
    assert examples
    catalog = Catalog([folder(examples)])
    assert catalog.problems() == ()


def test_every_layout_is_in_the_docs() -> None:
    text = (DOCS / "layouts.md").read_text(encoding="utf-8")
    assert [name for name in Catalog().names("layouts") if f"`{name}`" not in text] == []
