from __future__ import annotations

from pathlib import Path

import pytest

from exporter.catalog import Catalog, built_in
from exporter.errors import UserError
from exporter.model.report import KINDS
from exporter.model.style import Layout
from exporter.read.tree import load
from exporter.read.yaml_reader import read_tree

from .conftest import Write

NAMES = sorted(path.parent.name for path in built_in().glob("layouts/*/layout.yaml"))


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    return dict(Catalog().layouts())


def test_every_kind_of_block_has_a_layout_that_takes_one(layouts: dict[str, Layout]) -> None:
    for kind in KINDS:
        takers = [layout.name for layout in layouts.values() if kind in layout.takes and layout.holds.least <= 1]
        assert takers, kind
        assert any(kind in region.takes for layout in layouts.values() for region in layout.brief), kind


def test_what_a_layout_gives_way_to_takes_the_same_blocks(layouts: dict[str, Layout]) -> None:
    for layout in layouts.values():
        kinds = layout.takes & set(KINDS)
        if layout.otherwise and kinds:
            assert kinds & frozenset().union(*(layouts[name].takes for name in layout.otherwise)), layout.name


def test_many_units_find_a_layout_by_following_the_alternatives(layouts: dict[str, Layout]) -> None:
    """Ten items, or nine milestones, end in a layout that holds so many."""
    for start, units in (("cards", 10), ("players", 10), ("timeline", 9), ("range-chart", 9)):
        reached = {start, *layouts[start].otherwise}
        assert any(layouts[name].holds.most >= units for name in reached), start


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_brings_a_sample_that_shows_it(name: str, layouts: dict[str, Layout]) -> None:
    path = built_in() / "layouts" / name / "sample.yaml"
    reading = read_tree(load(path), name, path.parent)
    assert reading.findings == ()
    layout, sections = layouts[name], reading.report.sections
    if sections[0].layout:
        assert [section.layout for section in sections] == [name]
        assert layout.takes & {block.kind for block in sections[0].blocks}
    else:  # a part of the report itself
        assert layout.takes & {"report", "sections", "title", "summary", "sources"}


def test_regions_are_read(folder: Write) -> None:
    own = folder(
        {
            "layouts/two/layout.yaml": """\
                title: Two columns
                roles: results
                deck:
                  density: [standard, dense]
                  holds: {least: 2, most: 6}
                  otherwise: points
                  regions:
                    left: {takes: [points, text], at: columns 1-6, arrange: points, columns: 2}
                    right: {takes: chart, at: 7-12, rows: 160-400, arrange: chart, caption: yes}
                brief:
                  body: {takes: items, arrange: rows, side: name, slots: [body, status]}
                """
        }
    )
    layout = Catalog([own]).layouts()["two"]
    left, right = layout.regions
    assert (left.at, left.rows, left.takes, dict(left.options)) == ((1, 6), None, ("points", "text"), {"columns": 2})
    assert (right.at, right.rows, dict(right.options)) == ((7, 12), (160, 400), {"caption": True})
    assert (layout.brief[0].at, [slot.name for slot in layout.brief[0].slots], layout.brief[0].options["side"]) == (
        (1, 6),
        ["body", "status"],
        "name",
    )
    assert (layout.otherwise, layout.roles, layout.density) == (("points",), ("results",), ("standard", "dense"))
    assert (layout.holds.least, layout.holds.most) == (2, 6)


def test_a_layout_extends_another(folder: Write) -> None:
    own = folder({"layouts/wide-cards/layout.yaml": "extends: cards\ndeck: {holds: {most: 3}}\n"})
    catalog = Catalog([own])
    wide, cards = catalog.layouts()["wide-cards"], catalog.layouts()["cards"]
    assert (wide.holds.least, wide.holds.most) == (cards.holds.least, 3)
    assert wide.regions == cards.regions


def test_a_layout_of_one_s_own_takes_the_place_of_the_built_in_one(folder: Write) -> None:
    own = folder({"layouts/cards/layout.yaml": "extends: cards\ntitle: Our cards\n"})
    assert Catalog([own]).layouts()["cards"].title == "Our cards"


def test_every_mistake_is_told_in_one_run(folder: Write) -> None:
    own = folder(
        {
            "layouts/a/layout.yaml": """\
                titel: A
                roles: [timline]
                deck:
                  holds: {least: few}
                  otherwise: [a, card]
                  regions:
                    body: {takes: item, at: columns 1-13, arrange: crads, colums: 2}
                    side: {at: columns 8-3, rows: 600-160}
                """,
            "layouts/b/layout.yaml": "title: B\nbrief: {body: {takes: text, at: 1-7, arrange: prose}}\n",
        }
    )
    with pytest.raises(UserError) as error:
        Catalog([own]).layouts()
    found = {
        (Path(p.where.file).parent.name, p.where.line, p.where.source[p.where.column - 1 :][: p.where.length], p.hint)
        for p in error.value.problems
        if p.where
    }
    assert {(file, line, text) for file, line, text, _ in found} >= {
        ("a", 1, "titel"),
        ("a", 2, "timline"),
        ("a", 4, "few"),
        ("a", 5, "a"),
        ("a", 5, "card"),
        ("a", 7, "item"),
        ("a", 7, "columns 1-13"),
        ("a", 7, "crads"),
        ("a", 7, "colums"),
        ("a", 8, "columns 8-3"),
        ("a", 8, "600-160"),
        ("b", 2, "1-7"),
    }
    hints = {hint for *_, hint in found}
    assert {"did you mean 'timeline'?", "did you mean 'cards'?", "did you mean 'items'?"} <= hints
    text = str(error.value)
    assert "region 'side' lacks takes, arrange" in text
    assert "layout 'b' lacks deck" in text
    assert "a layout is no alternative to itself" in text
