"""Whatever a block holds: what an arrangement calls fitting fits, nothing overlaps, nothing is lost."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.model.geometry import Box, px
from exporter.model.report import AnyBlock, Milestones, Point
from tests.plan.arrange import making
from tests.plan.conftest import DESKS, desk

EXAMPLES = int(os.environ.get("EXPORTER_EXAMPLES", "60")) // 5
"""For each arrangement and density."""
ARRANGED: dict[str, st.SearchStrategy[Any]] = {
    "timeline": making.milestones(7),
    "swimlanes": making.milestones(),
    "timeline-list": making.milestones(),
    "range-chart": making.milestones(),
    "big-number": st.one_of(making.figures(), making.milestones(4)),
    "figures": making.figures(),
    "deep-dive": making.one_item(),
    "chart": making.charts(),
    "picture": making.pictures(),
}


@pytest.mark.parametrize("name", ARRANGED)
@pytest.mark.parametrize("look", DESKS, ids=[density for _, density in DESKS])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_it_fits_or_says_that_it_does_not(name: str, look: tuple[str, str], data: st.DataObject) -> None:
    sheet = desk(*look)
    block: AnyBlock = data.draw(ARRANGED[name])
    body = sheet.body()
    box = Box(body.x, body.y + px(data.draw(st.sampled_from((0, 0, 80)))), body.w, body.h)
    box = Box(box.x, box.y, box.w, body.bottom - box.y)
    found = making.fitted(name, block, sheet, box)
    if found is None:
        return
    arranged, fits = found
    assert making.lost(block, arranged, sheet) == []
    if fits:
        assert making.faults(arranged, sheet, box) == []


def test_the_reports_date_keeps_clear_of_a_text_left_of_its_leader() -> None:
    """The last text of a side is set right against its leader; the label once stood on its lines."""
    make = making.Maker()
    said = tuple(Point(make.text("cells " * 5)) for _ in range(8))
    last = make.milestone(making.year(2026), "cells " * 36, points=said)
    block = Milestones(
        id="b",
        milestones=(make.milestone(making.year(2020), "cells"), make.milestone(making.year(2025), "cells of"), last),
    )
    sheet = desk()
    found = making.fitted("timeline", block, sheet)
    assert found is not None and found[1]
    assert making.faults(found[0], sheet, sheet.body()) == []
