"""Every layout's sample, placed: `templates/layouts/<name>/expected.txt` says where each item stands.

`make goldens` writes the files anew; read the diff before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.plan import plan
from exporter.read import read
from exporter.select import select
from tests.golden import golden

LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"
SAMPLES = sorted(LAYOUTS.glob("*/sample.yaml"))
CATALOG = Catalog([])
FOR_DENSITY = {"standard": "general", "board": "executive", "dense": "technical"}


def placed(sample: Path) -> str:
    """The sample's deck, for the first density that its layout is meant for."""
    layout = CATALOG.layouts()[sample.parent.name]
    audience = CATALOG.audience(FOR_DENSITY[(layout.density or ("standard",))[0]])
    if "standard" in layout.density:
        audience = CATALOG.audience("general")
    selection = select(read(sample).report, audience, "deck")
    return golden(plan(selection, CATALOG.layouts(), CATALOG.theme(audience.theme), "deck"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_the_sample_stands_where_it_stood(sample: Path) -> None:
    expected = sample.parent / "expected.txt"
    made = placed(sample)
    if os.environ.get("EXPORTER_GOLDENS") == "write":
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")


def test_every_layout_has_its_sample_and_its_sample_uses_it() -> None:
    assert {path.parent.name for path in SAMPLES} == set(CATALOG.layouts())
    structural = {"title", "agenda", "divider", "summary", "sources"}
    for sample in SAMPLES:
        name = sample.parent.name
        if name not in structural:
            assert f"in {name}\n" in placed(sample), f"the sample of {name} is drawn by another layout"
