"""Connectors hold on to their shapes: each glued end lies exactly on the connection site that it names."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from exporter.model.geometry import Box
from exporter.model.page import Document, Item, Page, PlacedShape, flat
from exporter.write import write
from tests.own import made

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

TIMELINE = """\
title: T
sections:
- title: Dates
  headline: Cars come late in the decade
  layout: timeline
  blocks:
  - milestones:
    - {when: 2024-05-01, what: A dot at the left edge}
    - {when: 2025, what: A bar, emphasis: true}
    - {when: 2026–2028, what: A window, context: true}
    - {when: 2027, what: Mass production}
    - {when: 2030-12-31, what: A dot at the right edge, who: Somebody with a long name}
"""
STEPS = """\
title: T
sections:
- title: Path
  headline: Three steps lead there
  blocks:
  - steps: [{head: Cell, icon: battery}, Pack, {head: Car, text: On the road}]
"""
PLAYERS = """\
title: T
sections:
- title: Players
  headline: They invest in one another
  layout: players
  blocks:
  - items:
      fields: [target]
      groups:
      - title: Automakers
        list: [{name: Toyota, target: 2027}, {name: Volkswagen, target: 2026}, {name: BMW, target: 2027}]
      - title: Developers
        list: [{name: QuantumScape, target: 2026}, {name: Solid Power, target: 2026}, {name: Factorial, target: 2027}]
      links:
      - {from: Volkswagen, to: QuantumScape, label: invests in}
      - {from: BMW, to: Solid Power, label: invests in}
"""
REPORTS = {"timeline": (TIMELINE, 5), "steps": (STEPS, 5), "players": (PLAYERS, 4)}
"""The report, and how many ends of its connectors are glued."""


def site(box: Box, number: int) -> tuple[int, int]:
    middle, centre = box.y + box.h // 2, box.x + box.w // 2
    return ((centre, box.y), (box.x, middle), (centre, box.bottom), (box.right, middle))[number]


def ends(line: PlacedShape) -> tuple[tuple[int, int], tuple[int, int]]:
    b = line.box
    ys = (b.bottom, b.y) if line.flip_v else (b.y, b.bottom)
    xs = (b.right, b.x) if line.flip_h else (b.x, b.right)
    return (xs[0], ys[0]), (xs[1], ys[1])


def glued(page: Page) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """(where a glued end is, where its site is) of every connector."""
    by_anchor: dict[str, Item] = {i.anchor_id: i for i in flat(page.items) if i.anchor_id}
    lines = [i for i in flat(page.items) if isinstance(i, PlacedShape)]
    return [
        (end, site(by_anchor[glue[0]].box, glue[1]))
        for line in lines
        for end, glue in zip(ends(line), (line.begins, line.ends), strict=True)
        if glue
    ]


@pytest.mark.parametrize("theme", ["ledger", "boardroom", "engineering"])
@pytest.mark.parametrize("kind", REPORTS)
def test_glued_ends_lie_on_their_sites(tmp_path: Path, kind: str, theme: str) -> None:
    report, count = REPORTS[kind]
    found = [pair for page in made(tmp_path, theme=theme, report=report).pages for pair in glued(page)]
    assert len(found) == count
    for end, at in found:
        assert end == at


@pytest.mark.parametrize("kind", REPORTS)
def test_the_deck_says_so(tmp_path: Path, kind: str) -> None:
    """Ids lead to shapes of the slide; the connector ends where that shape is, for PowerPoint moves it there only
    when somebody moves the shape."""
    report, count = REPORTS[kind]
    document: Document = made(tmp_path, report=report)
    write(document, tmp_path / "deck.pptx", "deck")
    seen = 0
    with zipfile.ZipFile(tmp_path / "deck.pptx") as package:
        for name in package.namelist():
            if not name.startswith("ppt/slides/slide"):
                continue
            slide = etree.fromstring(package.read(name))
            ids = {e.get("id"): e.getparent().getparent() for e in slide.iter(f"{P}cNvPr")}
            for end in (*slide.iter(f"{A}stCxn"), *slide.iter(f"{A}endCxn")):
                shape = ids[end.get("id")]
                kind_of = shape.find(f".//{A}prstGeom").get("prst")
                assert int(end.get("idx")) in ((0, 2, 4, 6) if kind_of == "ellipse" else range(4))
                seen += 1
    assert seen == count
