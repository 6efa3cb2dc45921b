"""The templates shown in docs/ are templates that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter.catalog import Catalog

from .conftest import Write

DOCS = Path(__file__).parents[2] / "docs"
ARIMO = DOCS.parent / "templates/fonts/arimo/Arimo_400Regular.ttf"
FONT = re.compile(r"[\w/-]+\.[ot]tf")
EXAMPLE = re.compile(r"```yaml\n# templates/(\S+)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", ["themes.md", "audiences.md"])
def test_examples_can_be_used(page: str, folder: Write) -> None:
    examples = dict(EXAMPLE.findall((DOCS / page).read_text(encoding="utf-8")))
    assert examples
    own = folder(examples)
    for name in FONT.findall("".join(examples.values())):  # any font will do for one that the reader brings along
        (own / "fonts" / name).parent.mkdir(parents=True, exist_ok=True)
        (own / "fonts" / name).write_bytes(ARIMO.read_bytes())
    assert Catalog([own]).problems() == ()


def test_every_layout_is_in_the_docs() -> None:
    text = (DOCS / "layouts.md").read_text(encoding="utf-8")
    assert [name for name in Catalog().names("layouts") if f"`{name}`" not in text] == []
