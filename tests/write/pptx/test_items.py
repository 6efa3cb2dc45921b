"""Tables, charts, shapes, groups and pictures are native, described, and where they were planned."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace
from PIL import Image
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.base import BaseShape

from exporter.errors import InternalError, UserError
from exporter.model.geometry import px
from exporter.model.page import (
    ITEM_TYPES,
    ChartKind,
    ChartSeries,
    Item,
    Page,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
)
from exporter.write.pptx.chart import GROUPED
from exporter.write.pptx.shape import GEOMETRY
from exporter.write.pptx.slide import DRAW

from .conftest import Desk, px_box, torture

Save = Callable[..., Path]
OBJECTS = (PP_PLACEHOLDER.TABLE, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.PICTURE)
KINDS = ("bar", "bar-stacked", "column", "column-stacked", "line", "range", "pie")


def drawn(desk: Desk, save: Save, item: Item) -> BaseShape:
    """One item on a slide, as another program reads it."""
    slide = Presentation(str(save(desk.document(desk.page(1, "One", replace(item, name="Here")))))).slides[0]
    return next(shape for shape in slide.shapes if shape.name == "Here")


def test_every_kind_of_item_shape_and_chart_can_be_drawn() -> None:
    from typing import get_args, get_type_hints

    assert set(DRAW) == set(ITEM_TYPES)
    assert {*GEOMETRY, "icon"} == set(get_args(get_type_hints(PlacedShape)["shape"]))
    assert set(GROUPED) == set(get_args(ChartKind))


def test_a_page_inside_a_page_is_refused(light: Desk, save: Save) -> None:
    inner = Page(number=1, size=(1, 1), layout="x", items=())
    with pytest.raises(InternalError):
        save(light.document(light.page(1, "One", PlacedPage(box=px_box(0, 0, 10, 10), page=inner))))


def test_items_stand_where_they_were_planned(light: Desk, picture: Path, save: Save) -> None:
    document = torture(light, picture)
    for page, slide in zip(document.pages, Presentation(str(save(document))).slides, strict=True):
        shapes = [s for s in slide.shapes if not s.is_placeholder or s.placeholder_format.type in OBJECTS]
        items = [i for i in page.items if not i.fixed and not getattr(i, "placeholder", "")]
        for shape, item in zip(shapes, items, strict=True):
            assert (shape.left, shape.top, shape.width, shape.height) == (
                item.box.x,
                item.box.y,
                item.box.w,
                item.box.h,
            )


def test_slides_are_read_in_the_order_of_the_page(light: Desk, picture: Path, save: Save) -> None:
    names = [s.name for s in Presentation(str(save(torture(light, picture)))).slides[5].shapes]
    assert names == ["Title 2", "Tracker 3", "Figure", "Picture 13", "Picture 14", "Footer 15", "Page 16"]


# Tables


def test_a_table_keeps_its_grid_heads_and_merges(light: Desk, save: Save) -> None:
    item = light.table()
    shape = drawn(light, save, item)
    table = shape.table
    assert (table.first_row, table.first_col, table.horz_banding) == (True, True, False)
    assert [c.width for c in table.columns] == list(item.columns)
    assert [r.height for r in table.rows] == [r.h for r in item.rows]
    assert [c.text for c in table.rows[0].cells] == ["Company", "Target", "Status"]
    wide, tall = table.cell(3, 1), table.cell(4, 0)
    assert (wide.span_width, wide.span_height, table.cell(3, 2).is_spanned) == (2, 1, True)
    assert (tall.span_width, tall.span_height, table.cell(5, 0).is_spanned) == (1, 2, True)
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == "Targets by company"


def test_rules_of_a_table(light: Desk, save: Save) -> None:
    table = drawn(light, save, light.table()).table

    def rule(row: int, column: int, tag: str) -> tuple[str | None, str | None]:
        line = table.cell(row, column)._tc.tcPr.find(f"{{*}}{tag}")
        colour = line.find(".//{*}schemeClr")
        return line.get("w"), None if colour is None else colour.get("val")

    assert rule(0, 0, "lnB") == rule(1, 0, "lnT") == ("12700", "tx1")
    assert rule(1, 0, "lnB") == rule(2, 0, "lnT") == ("9525", "accent6")
    assert rule(4, 0, "lnB") == rule(5, 0, "lnT") == (None, None), "no rule inside a merged cell"
    assert rule(5, 0, "lnB") == ("9525", "accent6")
    assert rule(4, 2, "lnB") == rule(5, 2, "lnT") == (None, None), "a cell may have no rule"


def test_the_decks_table_style_is_the_default_and_of_theme_colours(light: Desk, save: Save) -> None:
    path = save(light.document(light.page(1, "One", light.table())))
    styles = etree.fromstring(zipfile.ZipFile(path).read("ppt/tableStyles.xml"))
    used = etree.fromstring(zipfile.ZipFile(path).read("ppt/slides/slide1.xml")).find(".//{*}tableStyleId").text
    assert styles.get("def") == used == styles[0].get("styleId")
    assert not list(styles.iter("{*}srgbClr"))


# Charts


def chart_of(desk: Desk, save: Save, kind: str, **more: object) -> Chart:
    return drawn(desk, save, desk.chart(kind, 64, 170, **more)).chart


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_and_its_workbook_hold_the_same_numbers(light: Desk, save: Save, kind: str) -> None:
    item = light.chart(kind, 64, 170)
    chart = chart_of(light, save, kind)
    assert [tuple(s.values) for s in chart.plots[0].series] == [one.values for one in item.series]
    assert tuple(chart.plots[0].categories) == item.categories
    sheet = _sheet(chart.part.chart_workbook.xlsx_part.blob)
    assert sheet == {
        "B1": "A", "C1": "B", "A2": "First", "A3": "Second one & more", "A4": "Third",
        "B2": "3", "B3": "5", "B4": "2", "C2": "1", "C4": "4.5", "D1": "“B”", "D2": "one",
    }  # fmt: skip
    refs = [f.text for f in chart._chartSpace.iter("{*}f")]
    assert refs[:3] == ["Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"]


def _sheet(blob: bytes) -> dict[str, str]:
    tree = etree.fromstring(zipfile.ZipFile(BytesIO(blob)).read("xl/worksheets/sheet1.xml"))
    return {c.get("r"): "".join(c.itertext()) for c in tree.iter("{*}c")}


@pytest.mark.parametrize("kind", KINDS)
def test_no_label_stands_where_powerpoint_would_refuse_it(light: Desk, save: Save, kind: str) -> None:
    """PowerPoint offers to repair a file whose labels stand outside a stacked bar, or inside a line."""
    allowed = {
        "bar": {"outEnd", "inEnd", "inBase", "ctr"}, "column": {"outEnd", "inEnd", "inBase", "ctr"},
        "bar-stacked": {"inEnd", "inBase", "ctr"}, "column-stacked": {"inEnd", "inBase", "ctr"},
        "range": {"inEnd", "inBase", "ctr"}, "line": {"t", "r"}, "pie": {"outEnd", "inEnd", "ctr"},
    }  # fmt: skip
    series = tuple(
        ChartSeries("A", (1, 2, 3), labels=("a", "2", "c"), label_position=place)
        for place in ("outside", "inside", "base")
    )
    chart = chart_of(light, save, kind, series=series)
    places = {e.get("val") for e in chart._chartSpace.iter("{*}dLblPos")}
    assert places
    assert places <= allowed[kind]


def test_labels_that_are_values_follow_the_data(light: Desk, save: Save) -> None:
    series = ChartSeries("A", (1234.5, 2, None), labels=("1,234.5", "two", ""))
    chart = chart_of(light, save, "bar", series=(series,), number_format="#,##0.0")
    labels = list(chart._chartSpace.iter("{*}dLbl"))
    assert [label.find("{*}idx").get("val") for label in labels] == ["0", "1"]
    assert [[t.text for t in label.iter("{*}t")] for label in labels] == [[], ["two"]]


def test_a_range_chart_hides_its_offset_and_fixes_its_plot(light: Desk, save: Save) -> None:
    item = light.ranges(64, 160)
    chart = drawn(light, save, item).chart
    start, years = chart.plots[0].series
    assert start.format.fill.type == 5  # background: no fill
    assert years.format.fill.fore_color.theme_color == 5
    layout = chart._chartSpace.find(".//{*}plotArea/{*}layout/{*}manualLayout")
    shares = {e.tag.rpartition("}")[2]: e.get("val") for e in layout}
    assert shares["layoutTarget"] == "inner"
    assert float(shares["x"]) * item.box.w + item.box.x == pytest.approx(item.plot.x, abs=10)
    assert float(shares["h"]) * item.box.h == pytest.approx(item.plot.h, abs=10)
    axis = chart.value_axis
    assert (axis.minimum_scale, axis.maximum_scale, axis.major_unit) == (2026, 2031, 1)
    assert chart.category_axis.visible is False


def test_axis_ids_are_positive_and_shared(light: Desk, save: Save) -> None:
    space = chart_of(light, save, "column")._chartSpace
    ids = [int(e.get("val")) for e in space.iter("{*}axId")]
    assert sorted(ids) == [1001, 1001, 1002, 1002]


def test_bars_begin_at_zero(light: Desk, save: Save) -> None:
    chart = chart_of(light, save, "column", series=(ChartSeries("A", (98, 99, 100)),))
    assert chart.value_axis.minimum_scale == 0
    below = chart_of(light, save, "column", series=(ChartSeries("A", (-5, 99, 100)),))
    assert below.value_axis.minimum_scale is None


# Shapes, groups, pictures


def test_a_group_is_one_described_figure_in_slide_coordinates(light: Desk, save: Save) -> None:
    item = light.figure()
    group = drawn(light, save, item)
    assert group._element.nvGrpSpPr.cNvPr.get("descr") == "Schematic: five shapes"
    for shape, member in zip(group.shapes, item.items, strict=True):
        assert (shape.left, shape.top) == (member.box.x, member.box.y)


def test_connectors_are_glued_to_shapes_drawn_before_and_after_them(light: Desk, save: Save) -> None:
    rect, drawn_arrow, ellipse, *_ = drawn(light, save, light.figure()).shapes
    arrow = drawn_arrow._element
    begin, end = arrow.find(".//{*}stCxn"), arrow.find(".//{*}endCxn")
    assert (begin.get("id"), begin.get("idx")) == (str(rect.shape_id), "3")
    assert (end.get("id"), end.get("idx")) == (str(ellipse.shape_id), "2"), "an ellipse has eight sites; left is 2"
    assert arrow.find(".//{*}tailEnd").get("type") == "triangle"


def test_decoration_is_marked_and_says_nothing(light: Desk, save: Save) -> None:
    shape = drawn(light, save, PlacedShape(box=px_box(0, 0, 9, 9), shape="rect", fill="rule", decorative=True, alt="x"))
    properties = shape._element.nvSpPr.cNvPr
    assert (
        properties.find(".//{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative").get("val") == "1"
    )
    assert properties.get("descr") is None


def test_a_table_is_never_inside_a_group(light: Desk, save: Save) -> None:
    group = PlacedGroup(box=px_box(64, 160, 648, 300), items=(light.table(), light.text("Note", 64, 420, 300, 30)))
    slide = Presentation(str(save(light.document(light.page(1, "One", group))))).slides[0]
    assert [s.shape_type for s in slide.shapes if s.has_table or s.name.startswith("Text")] == [19, 17]


def test_pictures_are_cropped_described_and_stored_once(light: Desk, picture: Path, save: Save) -> None:
    path = save(torture(light, picture))
    cut, whole = [s for s in Presentation(str(path)).slides[5].shapes if hasattr(s, "crop_left")]
    assert (cut.crop_left, cut.crop_top, cut.crop_right, cut.crop_bottom) == (0.1, 0, 0.1, 0)
    assert whole._element.nvPicPr.cNvPr.get("descr") == "The same, whole"
    media = [n for n in zipfile.ZipFile(path).namelist() if "media" in n]
    assert media == ["ppt/media/image1.png"]
    assert whole.image.blob == picture.read_bytes()


def test_a_picture_is_no_larger_than_its_place_can_show(light: Desk, tmp_path: Path, save: Save) -> None:
    file = tmp_path / "large.jpg"
    Image.effect_noise((2400, 1600), 90).convert("RGB").save(file)
    item = PlacedPicture(box=px_box(64, 160, 300, 200), file=str(file), alt="Noise")
    image = drawn(light, save, item).image
    assert (image.size, image.content_type) == ((600, 400), "image/jpeg")
    half = replace(item, crop=(0.25, 0.25, 0.25, 0.25))
    assert drawn(light, save, half).image.size == (1200, 800), "the part that shows keeps its sharpness"


def test_a_turned_photograph_stands_upright(light: Desk, tmp_path: Path, save: Save) -> None:
    file = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20), "red").save(file, exif=exif)
    image = drawn(light, save, PlacedPicture(box=px_box(64, 160, 300, 600), file=str(file), alt="Red")).image
    assert image.size == (20, 40)


@pytest.mark.parametrize("suffix", ["gif", "bmp", "tiff", "webp"])
def test_other_kinds_of_picture_become_png(light: Desk, tmp_path: Path, save: Save, suffix: str) -> None:
    file = tmp_path / f"p.{suffix}"
    Image.new("RGB", (30, 20), "red").save(file)
    image = drawn(light, save, PlacedPicture(box=px_box(64, 160, px(1), 60), file=str(file), alt="Red")).image
    assert image.content_type == "image/png"


def test_a_picture_that_cannot_be_read_is_the_users_to_mend(light: Desk, tmp_path: Path, save: Save) -> None:
    file = tmp_path / "not.png"
    file.write_text("no picture")
    with pytest.raises(UserError, match=r"not\.png"):
        drawn(light, save, PlacedPicture(box=px_box(0, 0, 9, 9), file=str(file), alt="x"))
