"""Slides of every format: master, layouts and slides are of one size, and nothing stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from exporter.build import build
from exporter.catalog.theme_shape import SLIDES
from exporter.model.geometry import px

REPORT = Path(__file__).parents[3] / "data" / "solid-state-batteries.yaml"


@pytest.mark.parametrize("format", SLIDES)
@pytest.mark.parametrize("theme", ["ledger", "boardroom"])
def test_every_placeholder_stands_on_the_slide(tmp_path: Path, format: str, theme: str) -> None:
    result = build(REPORT, formats=["deck"], theme=theme, settings=[f"theme.slide={format}"], out=tmp_path)
    assert result.ok
    deck = Presentation(str(next(tmp_path.glob("*.pptx"))))
    width, height = SLIDES[format]
    assert (deck.slide_width, deck.slide_height) == (px(width), px(height))
    master = deck.slide_masters[0]
    assert master.element.find("{*}clrMap").get("bg1") == "lt1", "dark themes have dark colours in the light slots"
    sheets = [master, *master.slide_layouts, *deck.slides]
    for sheet in sheets:
        for shape in sheet.placeholders:
            assert 0 <= shape.left < shape.left + shape.width <= deck.slide_width, (sheet.name, shape.name)
            assert 0 <= shape.top < shape.top + shape.height <= deck.slide_height, (sheet.name, shape.name)
    kinds = {p.placeholder_format.type for p in master.placeholders}
    assert len(kinds) == 5
    edges = {p.left + p.width for p in master.placeholders}
    assert max(edges) <= deck.slide_width - master.placeholders[0].left + px(1), (
        "as far from the right as from the left"
    )
