"""Transitions and builds are there where the theme asks for them, and name shapes that are on the slide."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import Page, PlacedGroup, PlacedShape, Role
from exporter.model.style import Show

from .conftest import Desk, px_box, torture

Save = Callable[..., Path]


def slide(desk: Desk, save: Save, page: Page, show: Show) -> etree._Element:
    document = desk.document(page)
    document = replace(document, theme=replace(document.theme, show=show))
    return etree.fromstring(zipfile.ZipFile(save(document)).read("ppt/slides/slide1.xml"))


def points(desk: Desk) -> Page:
    paras = [
        desk.para(text, width=500, role=Role.ITEM, bullet="–", level=level, indent=px(20), hang=px(20))
        for text, level in (("One", 0), ("below it", 1), ("Two", 0))
    ]
    head = desk.para("What follows", width=500)
    return desk.page(1, "Points", desk.text([head, *paras], 64, 170, 500, 200, placeholder="body"))


def shown(tree: etree._Element) -> list[list[tuple[str, str]]]:
    """By click, what appears: the name of its shape and its paragraphs."""
    names = {e.get("id"): e.get("name") for e in tree.iter("{*}cNvPr")}
    out: list[list[tuple[str, str]]] = []
    for step in tree.iter("{*}cTn"):
        if step.get("nodeType") in ("clickEffect", "withEffect"):
            if step.get("nodeType") == "clickEffect":
                out.append([])
            target, part = step.find(".//{*}spTgt"), step.find(".//{*}pRg")
            out[-1].append((names[target.get("spid")], "" if part is None else part.get("st") + part.get("end")))
    return out


def test_nothing_moves_unless_the_theme_asks(light: Desk, picture: Path, save: Save) -> None:
    file = zipfile.ZipFile(save(torture(light, picture)))
    slides = [file.read(n) for n in file.namelist() if n.startswith("ppt/slides/slide")]
    assert not any(b"<p:transition" in xml or b"<p:timing" in xml for xml in slides)


@pytest.mark.parametrize("kind", ["fade", "push", "wipe"])
def test_a_transition_stands_before_the_builds(light: Desk, save: Save, kind: str) -> None:
    tree = slide(light, save, points(light), Show(transition=kind, builds="points"))
    assert [etree.QName(e).localname for e in tree][-2:] == ["transition", "timing"]
    assert etree.QName(tree.find("{*}transition")[0]).localname == kind


def test_points_come_with_what_is_below_them_and_their_lead_is_there(light: Desk, save: Save) -> None:
    tree = slide(light, save, points(light), Show(builds="points"))
    assert shown(tree) == [[("Body 4", "11"), ("Body 4", "22")], [("Body 4", "33")]]
    assert [(b.get("build"), b.get("grpId")) for b in tree.iter("{*}bldP")] == [("p", "0")]


def test_cards_come_whole(light: Desk, save: Save) -> None:
    def card(n: int) -> PlacedGroup:
        box = px_box(64 + 300 * n, 170, 270, 200)
        ground = PlacedShape(box=box, shape="rect", fill="tint", name=f"Ground {n}")
        rule = PlacedShape(box=px_box(64 + 300 * n, 170, 270, 0), shape="line", stroke="ink", stroke_w=9525)
        text = light.text(f"Card {n}", 80 + 300 * n, 190, 200, 30, placeholder=f"text-{n + 1}", name=f"Words {n}")
        return PlacedGroup(box=box, items=(ground, rule, text) if n else (ground, text), name=f"Card {n}")

    tree = slide(light, save, light.page(1, "Cards", card(0), card(1)), Show(builds="points"))
    assert shown(tree) == [[("Ground 0", ""), ("Words 0", "")], [("Card 1", ""), ("Words 1", "")]]


def test_one_thing_alone_needs_no_click(light: Desk, save: Save) -> None:
    text = light.text([light.para("Only", role=Role.ITEM, bullet="–")], 64, 170, 500, 200, placeholder="body")
    assert slide(light, save, light.page(1, "One", text), Show(builds="points")).find("{*}timing") is None
