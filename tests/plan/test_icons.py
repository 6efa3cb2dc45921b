"""Icons by name: where they stand, what they tell, that they give way to words, and how each kind of file draws them."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from exporter import build
from exporter.catalog import Catalog
from exporter.catalog.icons import Icons, read_set
from exporter.errors import UserError
from exporter.model.page import Document, Page, PlacedShape, PlacedText, flat
from exporter.model.walk import facts
from exporter.read.tree import load_text
from exporter.read.yaml_reader import read_tree
from exporter.write import write
from tests.own import made, templates
from tests.structure import problems as faults

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

CARDS = """\
title: Batteries
sections:
- title: Hurdles
  headline: Three hurdles are left
  layout: cards
  blocks:
  - items:
      ordered: {ordered}
      fields: {{risk: {{slot: body}}, status: {{slot: status}}}}
      list:
      - {{name: Dendrites, icon: zap, risk: They short the cell., status: Open}}
      - {{name: Cost, icon: {{name: coins, alt: Money}}, risk: Cells cost too much., status: Open, emphasis: true}}
      - {{name: Scale, risk: Presses are slow., status: Open}}
"""


def shown(page: Page | Document) -> list[PlacedShape]:
    pages = page.pages if isinstance(page, Document) else (page,)
    return [i for p in pages for i in flat(p.items) if isinstance(i, PlacedShape) and i.shape == "icon"]


def text(page: Page | Document, words: str) -> PlacedText:
    pages = page.pages if isinstance(page, Document) else (page,)
    return next(i for p in pages for i in flat(p.items) if isinstance(i, PlacedText) and i.text.startswith(words))


def slide(document: Document, title: str) -> Page:
    return next(page for page in document.pages if page.title.startswith(title))


def block(words: str, more: str = "") -> str:
    """A report of one section with this block."""
    return "title: T\nsections:\n- title: S\n  headline: One claim\n" + more + "  blocks:\n" + words


STEPS = "  - steps: [{head: Cell, icon: battery}, {head: Pack, icon: package}, {head: Car, icon: car}]\n"
FIGURES = (
    "  - figures: [{figure: 10, icon: gauge, label: min}, {figure: 50 %, label: more}, "
    + ", ".join(f"{{figure: {n}, label: left}}" for n in range(4))
    + "]\n"
)
ONE = "  - items: {fields: {what: {slot: body}}, list: [{name: QuantumScape, icon: microscope, what: An anode}]}\n"
CALLOUT = "  - callout: {text: Mind the gap., icon: triangle-alert}\n"


# ---- places ---------------------------------------------------------------------------------------------------------


def test_over_the_name_of_a_card_or_at_the_end_of_its_number(tmp_path: Path) -> None:
    page = slide(made(tmp_path, report=CARDS.format(ordered="false")), "Three")
    zap, coins = shown(page)
    name = text(page, "Dendrites")
    assert zap.box.x == name.box.x and zap.box.bottom < name.box.y
    assert zap.box.h == zap.box.w == 32 * 9525
    assert (zap.stroke, coins.stroke) == ("accent", "highlight")
    assert text(page, "Scale").box.y == name.box.y  # cards stay level

    page = slide(made(tmp_path, report=CARDS.format(ordered="true")), "Three")
    zap = shown(page)[0]
    number = next(i for i in flat(page.items) if isinstance(i, PlacedText) and i.size_role == "number")
    assert zap.box.y == number.box.y and zap.box.right == number.box.right


@pytest.mark.parametrize("size", ["general", "executive", "technical"])
@pytest.mark.parametrize("words", [STEPS, FIGURES, ONE, CALLOUT], ids=["steps", "figures", "deep-dive", "callout"])
def test_icons_stand_clear_of_words_in_every_density(tmp_path: Path, words: str, size: str) -> None:
    document = made(tmp_path, report=block(words), audience=size, theme="ledger")
    found = shown(document)
    assert len(found) == words.count("icon")
    for page in document.pages:
        texts = [i for i in flat(page.items) if isinstance(i, PlacedText) and not i.fixed]
        for icon in shown(page):
            assert not any(_over(icon, one) for one in texts), icon.name


def _over(icon: PlacedShape, one: PlacedText) -> bool:
    """Whether the icon lies on the words, their indent left out."""
    left = one.box.x + min(para.indent for para in one.paras)
    b = icon.box
    return b.x < one.box.right and left < b.right and b.y < one.box.bottom and one.box.y < b.bottom


def test_a_section_has_its_icon_on_its_divider(tmp_path: Path) -> None:
    home = templates(tmp_path, {"audiences/own.yaml": "extends: general\nparts: {dividers: true}\n"})
    report = "title: T\nsections:\n" + "".join(
        f"- {{title: {name}, icon: factory, headline: A claim, blocks: [text: Words]}}\n" for name in ("One", "Two")
    )
    dividers = [page for page in made(home, report=report, audience="own").pages if page.layout == "divider"]
    assert [[i.name for i in shown(page)] for page in dividers] == [["Icon factory"]] * 2


def test_briefs_show_those_of_figures(tmp_path: Path) -> None:
    summary = "summary: [{figure: 10, icon: gauge, label: min}, {figure: 50 %, icon: car, label: more}]\n"
    brief = made(tmp_path, "brief", report=summary + block(FIGURES))
    assert [i.name for i in shown(brief)] == ["Icon gauge", "Icon car", "Icon gauge"]
    assert shown(brief)[0].box.right < text(brief, "10").box.x


def test_they_give_way_where_words_need_the_room(tmp_path: Path) -> None:
    long = "word " * 88
    cards = block(
        "  - items:\n      list:\n"
        + "".join(f"      - {{name: N{n}, icon: zap, detail: '{long}'}}\n" for n in range(4)),
        "  layout: cards\n",
    )
    with_icons, without = made(tmp_path, report=cards), made(tmp_path, report=cards.replace("icon: zap, ", ""))
    assert len(with_icons.pages) == len(without.pages)
    sizes = [[p.style.size for p in text(d, "word").paras] for d in (with_icons, without)]
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("off", ["theme", "audience", "layout"])
def test_theme_audience_and_layout_leave_them_out(tmp_path: Path, off: str) -> None:
    files = {
        "themes/own.yaml": f"extends: ledger\nlook: {{icons: {'false' if off == 'theme' else 'true'}}}\n",
        "audiences/own.yaml": f"extends: general\nparts: {{icons: {'false' if off == 'audience' else 'true'}}}\n",
    }
    if off == "layout":
        files["layouts/cards/layout.yaml"] = (
            "extends: cards\ndeck: {regions: {body: {slots: {body: {}, status: {}, icon: {in: nowhere}}}}}\n"
        )
    home = templates(tmp_path, files)
    found = made(home, theme="own", audience="own", report=CARDS.format(ordered="false"))
    assert not shown(found)


def test_a_layout_places_and_colours_them(tmp_path: Path) -> None:
    layout = "extends: cards\ndeck: {regions: {body: {slots: {icon: {in: beside, colour: muted}}}}}\n"
    home = templates(tmp_path, {"layouts/cards/layout.yaml": layout})
    page = slide(made(home, report=CARDS.format(ordered="false")), "Three")
    zap, name = shown(page)[0], text(page, "Dendrites")
    assert zap.stroke == "muted"
    assert zap.box.right < name.box.x and zap.box.y < name.box.bottom and name.box.y < zap.box.bottom


def test_an_icon_has_no_panel_to_stand_in(tmp_path: Path) -> None:
    layout = "extends: cards\ndeck: {regions: {body: {slots: {icon: {in: panel}, body: {in: beside}}}}}\n"
    home = templates(tmp_path, {"layouts/cards/layout.yaml": layout})
    with pytest.raises(UserError) as caught:
        Catalog([home]).layouts()
    assert [p.what for p in caught.value.problems] == [
        "'panel' is no place for an icon",
        "'beside' is no place for the slot body",
    ]


# ---- words ----------------------------------------------------------------------------------------------------------


def test_decoration_unless_it_has_words(tmp_path: Path) -> None:
    zap, coins = shown(made(tmp_path, report=CARDS.format(ordered="false")))
    assert zap.decorative and not zap.alt
    assert coins.alt == "Money" and not coins.decorative


def test_its_words_are_in_the_language_of_the_reader_and_no_fact(tmp_path: Path) -> None:
    report = block(FIGURES.replace("icon: gauge", "icon: {name: gauge, alt: {en: Speed, de: Tempo}}"))
    home = templates(tmp_path, {"audiences/de.yaml": "extends: general\nlanguage: de\n"})
    assert shown(made(home, report=report, audience="de"))[0].alt == "Tempo"
    read = read_tree(load_text(report, "report.yaml"), "report", home).report
    assert not any("Speed" in fact.plain for fact in facts(read))


def test_an_unknown_name_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(block(STEPS.replace("icon: package", "icon: pakage")))
    with pytest.raises(UserError) as caught:
        build(path, out=tmp_path)
    [problem] = caught.value.problems
    assert problem.what == "icon 'pakage' does not exist" and problem.hint == "did you mean 'package'?"
    line = path.read_text().splitlines()[problem.where.line - 1]
    assert line[problem.where.column - 1 :].startswith("pakage")


def test_a_callout_needs_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="says nothing"):
        read_tree(load_text(block("  - callout: {icon: zap}\n"), "r.yaml"), "r", tmp_path)


# ---- files ----------------------------------------------------------------------------------------------------------


def test_a_deck_has_them_as_shapes_in_theme_colours(tmp_path: Path) -> None:
    document = made(tmp_path, report=CARDS.format(ordered="false"))
    path = tmp_path / "deck.pptx"
    write(document, path, "deck")
    with zipfile.ZipFile(path) as package:
        xml = [package.read(n) for n in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]
        assert not any(name.startswith("ppt/media/") for name in package.namelist())
    shapes = [s for part in xml for s in etree.fromstring(part).iter(f"{P}sp") if s.find(f".//{A}custGeom") is not None]
    zap, coins = shapes
    assert [step.tag.removeprefix(A) for step in zap.find(f".//{A}path")][:2] == ["moveTo", "cubicBezTo"]
    assert zap.find(f".//{A}ln/{A}solidFill/{A}schemeClr").get("val") == "accent1"
    assert coins.find(f".//{A}ln/{A}solidFill/{A}schemeClr").get("val") == "accent3"
    assert zap.find(f".//{A}ln").get("cap") == "rnd"
    names = [s.find(f"{P}nvSpPr/{P}cNvPr") for s in shapes]
    assert [n.get("descr") for n in names] == [None, "Money"]
    assert ["decorative" in etree.tostring(n).decode() for n in names] == [True, False]


def test_a_pdf_has_them_as_lines_and_tags_those_with_words(tmp_path: Path) -> None:
    document = made(tmp_path, report=CARDS.format(ordered="false"))
    path = tmp_path / "slides.pdf"
    write(plan_slides(document), path, "slides")
    assert not faults(path)
    with pikepdf.open(path) as pdf:
        figures = [e for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/Figure"]
        assert [str(e.Alt) for e in figures] == ["Money"]
        assert not any("/XObject" in page.Resources for page in pdf.pages)


def plan_slides(deck: Document) -> Document:
    from exporter.plan import as_slides

    return as_slides(deck)


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def test_svg_pages_have_them_as_paths(tmp_path: Path) -> None:
    document = made(tmp_path, report=CARDS.format(ordered="false"))
    write(document, tmp_path / "pages", "svg")
    page = next(p for p in sorted((tmp_path / "pages").glob("*.svg")) if "Dendrites" in p.read_text())
    assert page.read_text().count('stroke-linecap="round"') >= 2
    assert "<title>Money</title>" in page.read_text()


def test_the_set_is_read_once_and_only_for_a_report_with_icons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    monkeypatch.setattr("exporter.catalog.icons.read_set", lambda path: read.append(path) or read_set(path))
    (tmp_path / "plain.yaml").write_text("title: T\nsections: [{title: S, blocks: [text: Words]}]\n")
    (tmp_path / "icons.yaml").write_text(block(STEPS))
    build(tmp_path / "plain.yaml", out=tmp_path, formats=["deck", "brief"])
    assert not read
    build(tmp_path / "icons.yaml", out=tmp_path, formats=["deck", "brief"])
    assert len(read) == 1


def test_icons_of_the_set_need_no_reader_of_svg(tmp_path: Path) -> None:
    (tmp_path / "icons.yaml").write_text(block(STEPS))
    code = (
        "import sys, exporter; exporter.build(sys.argv[1], out=sys.argv[2], formats=['deck', 'slides']); "
        "print('svgelements' in sys.modules, 'exporter.catalog.icon_file' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "icons.yaml"), str(tmp_path)], capture_output=True, text=True
    )
    assert done.stdout.split() == ["False", "False"], done.stderr


# ---- the set, and icons of one's own --------------------------------------------------------------------------------


def test_every_shipped_icon_can_be_drawn() -> None:
    icons = Catalog().icons
    assert len(icons) > 1500
    for name in icons:
        drawing = icons[name]
        assert drawing.strokes and all(s.steps[0][0] == "M" and s.width == 200 for s in drawing.strokes), name
        spots = [n for s in drawing.strokes for _, numbers in s.steps for n in numbers]
        assert min(spots) > -300 and max(spots) < 2700, name
        assert all(len(n) == {"M": 2, "L": 2, "C": 6, "Z": 0}[letter] for s in drawing.strokes for letter, n in s.steps)


def svg(folder: Path, inside: str, head: str = 'viewBox="0 0 24 24"', name: str = "ours") -> Icons:
    home = templates(folder, {f"icons/{name}.svg": f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{inside}</svg>'})
    return Icons([home])


def test_an_icon_of_ones_own(tmp_path: Path) -> None:
    shapes = '<g transform="translate(2 4)"><rect width="10" height="8"/></g><circle cx="12" cy="12" r="6" fill="none" stroke="red" stroke-width="1"/>'
    drawing = svg(tmp_path, shapes)["ours"]
    line, filled = drawing.strokes
    assert filled.filled and filled.steps[:3] == (("M", (200, 400)), ("L", (1200, 400)), ("L", (1200, 1200)))
    assert (line.filled, line.width) == (False, 100)
    assert [letter for letter, _ in line.steps] == ["M", "C", "C", "C", "C", "Z"]
    report = block(STEPS.replace("icon: battery,", "").replace("icon: package", "icon: ours"))
    assert "Icon ours" in [i.name for i in shown(made(tmp_path / "templates", report=report))]


def test_what_acts_or_leads_out_of_it_is_never_read(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script><image href="http://example.com/x.png" width="9" height="9"/><use href="other.svg#a"/>'
    drawing = svg(tmp_path, bad + '<path d="M0 0h24" stroke="#000"/>')["ours"]
    assert [s.steps[:2] for s in drawing.strokes if not s.filled or len(s.steps) == 2] == [
        (("M", (0, 0)), ("L", (2400, 0)))
    ]


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<text>Hi</text>", "it shows no shape"),
        ('<path d="M0 0' + "h1v1" * 4000 + '"/>', "lines and curves"),
        ("<path", "not sound XML"),
    ],
)
def test_a_file_that_is_no_icon_is_told(tmp_path: Path, inside: str, why: str) -> None:
    icons = svg(tmp_path, inside)
    problem = icons.problem("ours", None)
    assert problem and why in problem.what
    assert "ours.svg" in str(problem.where)
    assert any(why in p.what for p in Catalog([tmp_path / "templates"]).problems())


def test_one_of_ones_own_stands_before_that_of_the_set(tmp_path: Path) -> None:
    drawing = svg(tmp_path, '<path d="M0 0h24" fill="none" stroke="#000"/>', name="zap")
    assert Icons([tmp_path / "templates", *Catalog().folders])["zap"] == drawing["zap"]
