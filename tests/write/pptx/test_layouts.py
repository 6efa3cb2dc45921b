"""Slides follow their layout, layouts their master, and both the theme."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from exporter.model.geometry import px
from exporter.model.page import Document, PlacedGroup, PlacedPicture, PlacedShape
from exporter.model.style import SCHEME_SLOTS

from .conftest import CATALOG, Desk, px_box, torture

Save = Callable[..., Path]
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def opened(path: Path) -> Presentation:
    return Presentation(str(path))


def names(path: Path) -> list[str]:
    return [layout.name for layout in opened(path).slide_layouts]


def body_page(desk: Desk, number: int, x: float = 64, inset: float = 0, **more: object) -> object:
    text = desk.text(f"Body of {number}", x, 170, 500, 200, placeholder="body")
    return desk.page(number, f"Title {number}", text, inset=inset, **more)


def test_placeholders_take_place_and_type_from_the_layout(desk: Desk, picture: Path, save: Save) -> None:
    for slide in opened(save(torture(desk, picture))).slides:
        for shape in slide.placeholders:
            if not shape.has_table and not shape.has_chart:  # frames state their place: the format demands it
                assert shape.element.spPr.find(f"{A}xfrm") is None, shape.name
        title = slide.shapes.title
        assert title is not None
        assert title.text_frame.text
        for run in title.text_frame.paragraphs[0].runs:
            assert run.font.size is None
            assert run.font.color.type is None


def test_moving_a_placeholder_of_the_layout_moves_the_slides(light: Desk, save: Save) -> None:
    path = save(light.document(body_page(light, 1), body_page(light, 2)))
    deck = opened(path)
    (layout,) = deck.slide_layouts
    for n, shape in enumerate(layout.placeholders):
        shape.left, shape.top = Emu(px(100)), Emu(px(50 * n))
    deck.save(str(path))
    for slide in opened(path).slides:
        places = {p.placeholder_format.idx: (p.left, p.top) for p in slide.placeholders}
        assert places == {p.placeholder_format.idx: (p.left, p.top) for p in opened(path).slide_layouts[0].placeholders}


def test_tables_charts_and_pictures_fill_placeholders_of_the_layout(light: Desk, picture: Path, save: Save) -> None:
    art = PlacedPicture(box=px_box(700, 170, 300, 200), file=str(picture), alt="Red")
    path = save(light.document(
        light.page(1, "A", light.table(), art), light.page(2, "B", light.table(rows=5), art),
        light.page(3, "C", light.chart("bar", 64, 170)),
    ))  # fmt: skip
    deck = opened(path)
    assert [slide.slide_layout.name for slide in deck.slides] == ["Cards", "Cards", "Cards 2"], "a table may be longer"
    held = [{p.placeholder_format.type for p in slide.placeholders} for slide in deck.slides]
    assert held[0] == held[1] >= {PP_PLACEHOLDER.TABLE, PP_PLACEHOLDER.PICTURE}
    assert PP_PLACEHOLDER.CHART in held[2]
    kinds = {p.placeholder_format.type: p for p in deck.slide_layouts[0].placeholders}
    kinds[PP_PLACEHOLDER.PICTURE].left = Emu(px(720))
    moved = [p for slide in deck.slides for p in slide.placeholders if hasattr(p, "crop_left")]
    assert [p.left for p in moved] == [px(720)] * 2


def test_texts_of_cards_are_placeholders_over_their_grouped_shapes(light: Desk, save: Save) -> None:
    """What one cannot do in a group: take place and type from the layout, and show in the outline."""
    texts = [
        light.text("Name", 80, 200, 200, 30, "subhead", placeholder="text-1"),
        light.text("Free", 80, 300, 200, 30),
    ]
    shapes = [PlacedShape(box=px_box(64, y, 232, 40), shape="rect", fill="tint") for y in (170, 400)]
    card = PlacedGroup(box=px_box(64, 170, 232, 270), items=(shapes[0], *texts, shapes[1]), name="Card")
    slide = opened(save(light.document(light.page(1, "A", card)))).slides[0]
    group, name = [s for s in slide.shapes if s.name in ("Card", "Text 1 8")]
    assert [len(group.shapes), group.shapes[1].text_frame.text] == [3, "Free"]
    assert (name.is_placeholder, name.text_frame.text, name.left) == (True, "Name", px(80))


def test_every_look_of_a_placeholder_is_a_level_of_its_layout(light: Desk, save: Save) -> None:
    """So nothing is stated on the slide that "reset slide" would take away; deeper lists stay deeper."""

    def filled(*words: tuple[str, str, int]) -> object:
        paras = [
            light.para(
                text,
                like,
                width=500,
                level=level,
                bullet="–" if level else "",
                indent=px(20 * level),
                hang=px(20) if level else 0,
            )
            for text, like, level in words
        ]
        return light.text(paras, 64, 170, 500, 300, placeholder="body")

    deck = opened(save(light.document(
        light.page(1, "A", filled(("Head", "subhead", 0), ("Text", "body", 0), ("Point", "body2", 1))),
        light.page(2, "B", filled(("Text alone", "body", 0), ("Point", "body2", 1))),
    )))  # fmt: skip
    assert len(deck.slide_layouts) == 1
    bodies = [next(p for p in slide.placeholders if p.name.startswith("Body")) for slide in deck.slides]
    levels = [[p.level for p in body.text_frame.paragraphs] for body in bodies]
    assert levels == [[0, 1, 2], [1, 2]]
    for body in bodies:
        for element in body.element.iter(f"{A}pPr", f"{A}rPr"):
            assert set(element.attrib) <= {"lvl", "lang"}, etree.tostring(element)


def test_spare_placeholders_make_no_more_layouts_than_a_person_can_choose_from(light: Desk, save: Save) -> None:
    pages = [
        light.page(n, f"Title {n}", light.text(f"Text {n}", 64, 160 + n, 500, 30, placeholder="text-1"))
        for n in range(1, 61)
    ]
    deck = opened(save(light.document(*pages)))
    assert len(deck.slide_layouts) == 24
    for n, slide in enumerate(deck.slides, 1):
        text = next(s for s in slide.shapes if s.text_frame.text == f"Text {n}")
        assert (text.is_placeholder, text.top) == (n <= 24, px(160 + n)), n


def test_text_drawn_is_as_planned(light: Desk, save: Save) -> None:
    """Through layout and master, a placeholder's type comes out as the paragraph says."""
    path = save(light.document(body_page(light, 1)))
    layout = opened(path).slide_layouts[0]
    title = next(p for p in layout.placeholders if p.placeholder_format.type == 1)
    level = title.element.txBody.find(f"{A}lstStyle/{A}lvl1pPr")
    style = light.style("title")
    assert level.find(f"{A}lnSpc/{A}spcPts").get("val") == str(round(style.line * 100))
    assert level.find(f"{A}defRPr").get("sz") == str(round(style.size * 100))
    assert level.find(f"{A}defRPr/{A}latin").get("typeface") == "+mj-lt"


def test_pages_share_a_layout_unless_type_or_place_differ(light: Desk, save: Save) -> None:
    pages = (
        body_page(light, 1),
        body_page(light, 2),
        body_page(light, 3, inset=96),
        body_page(light, 4, x=200),
        light.page(5, "No body at all"),
        body_page(light, 6, x=200),
    )
    document = light.document(*pages, layouts={"cards": "Cards"})
    path = save(document)
    assert names(path) == ["Cards", "Cards 2", "Cards 3"]
    used = [slide.slide_layout.name for slide in opened(path).slides]
    assert used == ["Cards", "Cards", "Cards 2", "Cards 3", "Cards", "Cards 3"]


def test_a_size_below_is_a_variant_not_an_override(light: Desk, save: Save) -> None:
    large = light.page(1, "Large", light.text([light.para("Body")], 64, 170, 500, 200, placeholder="body"))
    small = light.page(
        2,
        "Small",
        light.text([light.para("Body", style={"size": 12, "line": 16})], 64, 170, 500, 200, placeholder="body"),
    )
    path = save(light.document(large, small))
    assert len(names(path)) == 2
    for slide in opened(path).slides:
        assert "sz=" not in etree.tostring(slide.shapes._spTree).decode()


def test_deeper_levels_join_a_layout_that_has_none(light: Desk, save: Save) -> None:
    flat = light.page(1, "Flat", light.text([light.para("One")], 64, 170, 500, 200, placeholder="body"))
    deep = light.page(
        2, "Deep",
        light.text([light.para("One"), light.para("Two", "body2", level=1, indent=px(40))], 64, 170, 500, 200,
                   placeholder="body"),
    )  # fmt: skip
    path = save(light.document(flat, deep))
    assert len(names(path)) == 1
    second = opened(path).slides[1].placeholders[14].text_frame.paragraphs[1]
    assert second.level == 1
    assert second.runs[0].font.size is None


def test_placeholders_keep_their_index_over_all_layouts(light: Desk, save: Save) -> None:
    source = light.text("Source", 64, 652, 500, 16, "source", placeholder="source")
    pages = [
        light.page(1, "A", light.text("Body", 64, 170, 500, 200, placeholder="body"), source, layout="points"),
        light.page(2, "B", source, layout="table"),
    ]
    deck = opened(save(light.document(*pages)))
    first, second = ({p.text_frame.text: p.placeholder_format.idx for p in s.placeholders} for s in deck.slides)
    assert first["Source"] == second["Source"]
    assert len(set(first.values())) == len(first)


def test_fixed_items_stand_on_the_layout_once(light: Desk, save: Save) -> None:
    rule = PlacedShape(
        box=px_box(64, 150, 1152, 0), shape="line", stroke="rule", stroke_w=9525, fixed=True, name="Rule"
    )
    deck = opened(save(light.document(light.page(1, "A", rule), light.page(2, "B", rule), light.page(3, "C"))))
    assert [shape.name for slide in deck.slides for shape in slide.shapes if shape.name == "Rule"] == []
    assert [[s.name for s in layout.shapes].count("Rule") for layout in deck.slide_layouts] == [1, 0]


def test_background_belongs_to_the_layout(light: Desk, picture: Path, save: Save) -> None:
    deck = opened(save(torture(light, picture)))
    assert deck.slides[0].slide_layout.background.fill.fore_color.theme_color is not None
    assert all(slide.follow_master_background for slide in deck.slides)


def test_every_empty_placeholder_says_what_it_is_for(desk: Desk, picture: Path, save: Save) -> None:
    for layout in opened(save(torture(desk, picture))).slide_layouts:
        for shape in layout.placeholders:
            assert shape.text_frame.text.strip() or shape.placeholder_format.type == 13  # the number field


def test_cover_and_furniture_have_powerpoints_own_types(light: Desk, picture: Path, save: Save) -> None:
    file = zipfile.ZipFile(save(torture(light, picture)))

    def types(n: int) -> set[str]:
        return set(re.findall(r'<p:ph type="(\w+)"', file.read(f"ppt/slides/slide{n}.xml").decode()))

    assert types(1) == {"ctrTitle", "subTitle", "dt"}
    assert types(2) == {"title", "ftr", "sldNum"}


def test_page_numbers_are_fields(light: Desk, save: Save) -> None:
    file = zipfile.ZipFile(save(light.document(light.page(1, "One"), light.page(2, "Two"))))
    field = etree.fromstring(file.read("ppt/slides/slide2.xml")).find(".//{*}fld")
    assert (field.get("type"), field.find("{*}t").text) == ("slidenum", "2")


def test_theme_holds_the_palette_and_fonts(desk: Desk, save: Save) -> None:
    theme = etree.fromstring(zipfile.ZipFile(save(desk.document(desk.page(1, "One")))).read("ppt/theme/theme1.xml"))
    scheme = theme.find(".//{*}clrScheme")
    held = {etree.QName(slot).localname: slot[0].get("val") for slot in scheme}
    assert held == {slot: desk.theme.colours[role].upper() for slot, role in SCHEME_SLOTS}
    assert [f.find("{*}latin").get("typeface") for f in theme.find(".//{*}fontScheme")] == [
        desk.theme.fonts["heading"].name, desk.theme.fonts["body"].name,
    ]  # fmt: skip


def test_slides_name_no_colour_that_the_theme_has_and_no_font_but_code(desk: Desk, picture: Path, save: Save) -> None:
    file = zipfile.ZipFile(save(torture(desk, picture)))
    own = {desk.theme.colours[role].upper() for _, role in SCHEME_SLOTS}
    for name in file.namelist():
        if re.match(r"ppt/(slides|slideLayouts|slideMasters|charts)/[^/]+\.xml", name):
            xml = file.read(name).decode()
            assert not own & set(re.findall(r'srgbClr val="(\w+)"', xml)), name
            faces = set(re.findall(r'<a:(?:latin|buFont) typeface="([^"]*)"', xml))
            assert faces <= {"+mj-lt", "+mn-lt", desk.theme.fonts["mono"].name}, name


def test_recolouring_a_theme_slot_recolours_the_slides(light: Desk, save: Save) -> None:
    """What a slide shows is a name of the theme's colour, so only the theme part changes with it."""
    page = light.page(1, "One", light.text("Accent", 64, 200, 300, 30, fill="accent"))
    changed = replace(light.theme, colours={**light.theme.colours, "accent": "123456"})
    document = light.document(page)
    before = zipfile.ZipFile(save(document))
    after = zipfile.ZipFile(save(replace(document, theme=changed, colours=changed.colours), "other.pptx"))
    differ = [n for n in before.namelist() if before.read(n) != after.read(n)]
    assert differ == ["ppt/theme/theme1.xml"]


def test_dark_decks_print_their_notes_on_white(save: Save) -> None:
    desk = Desk("boardroom", "board")
    file = zipfile.ZipFile(save(desk.document(desk.page(1, "One", notes=("Say it.",)))))
    light = etree.fromstring(file.read("ppt/theme/theme2.xml")).find(".//{*}lt1")
    assert light[0].get("val") == desk.theme.print_colours["bg"] == "FFFFFF"


@pytest.mark.parametrize("name", ["ledger", "boardroom", "engineering"])
def test_shades_give_the_palettes_colour_within_two_units(name: str) -> None:
    from exporter.write.pptx.palette import Palette

    theme = CATALOG.theme(name)
    palette = Palette(theme.colours)
    slots = {slot: theme.colours[role] for slot, role in SCHEME_SLOTS}
    named = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    bound = 0
    for role, wanted in theme.colours.items():
        element = etree.fromstring(f'<a xmlns:a="a">{palette.xml(role)}</a>')[0]
        if etree.QName(element).localname == "schemeClr":
            base = slots[named.get(element.get("val"), element.get("val"))]
            got = _as_powerpoint(base, [(etree.QName(c).localname, int(c.get("val"))) for c in element])
            assert all(abs(a - b) <= 2 for a, b in zip(got, RGBColor.from_string(wanted.upper()), strict=True)), role
            bound += 1
    assert bound >= 15


def _as_powerpoint(base: str, changes: list[tuple[str, int]]) -> tuple[int, ...]:
    """DrawingML's colour changes in the order given, in HSL."""
    from colorsys import hls_to_rgb, rgb_to_hls

    h, lum, s = rgb_to_hls(*(int(base[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    for name, value in changes:
        if name == "hueOff":
            h = (h + value / 60000 / 360) % 1
        elif name == "satMod":
            s = min(1, s * value / 100000)
        elif name == "lumMod":
            lum = lum * value / 100000
        elif name == "lumOff":
            lum = min(1, lum + value / 100000)
    return tuple(round(c * 255) for c in hls_to_rgb(h, lum, s))


def test_a_deck_of_many_pages_has_few_layouts(light: Desk, save: Save) -> None:
    pages = [body_page(light, n, inset=24 * (n % 3)) for n in range(1, 61)]
    document: Document = light.document(*pages)
    assert len(names(save(document))) == 3
