"""Where things stand on the page."""

from __future__ import annotations

from typing import get_args

import pikepdf
import pytest
from msgspec.structs import replace

from exporter.model.geometry import px, px_box, to_pt
from exporter.model.icon import Drawing, Stroke
from exporter.model.page import (
    ITEM_TYPES,
    Cell,
    ChartKind,
    ChartSeries,
    PlacedShape,
    PlacedTable,
    ShapeKind,
    TableRow,
)
from exporter.write.pdf.draw import DRAW
from exporter.write.vector.chart import KINDS
from exporter.write.vector.shape import SHAPES

PAGE = 842.25


def test_there_is_a_row_for_every_kind_of_item_shape_and_chart():
    assert set(DRAW) == set(ITEM_TYPES)
    assert set(SHAPES) == set(get_args(ShapeKind))
    assert set(KINDS) == set(get_args(ChartKind))


def paths(file, page=0):
    """(operator, operands) of everything painted on a page, with the colour in force: ('re', [x, y, w, h], rgb)."""
    out, colour = [], None
    for operands, operator in pikepdf.parse_content_stream(file.pdf.pages[page]):
        if str(operator) == "rg":
            colour = "".join(f"{round(float(c) * 255):02X}" for c in operands)
        elif str(operator) in ("re", "l", "c", "cm"):
            out.append((str(operator), [float(n) for n in operands], colour))
    return out


@pytest.mark.parametrize(
    ("anchor", "top"),
    [
        ("top", 100 + 5),
        ("middle", 100 + 5 + (200 - 13 - 2 * 19 * 4 / 3) / 2),
        ("bottom", 100 + 200 - 8 - 2 * 19 * 4 / 3),
    ],
)
def test_lines_stand_on_their_baselines(anchor, top, make, back):
    """Two paragraphs of one line, 19 pt pitch, in a box of 200 px with 5 px above and 8 px below."""
    first = make.words("One", indent=px(20), bullet="–", hang=px(12))
    box = make.box([first, make.words("Two")], 50, 100, 300, 200, anchor=anchor, insets=(px(7), px(5), 0, px(8)))
    drawn = back(make.document(make.page(box))).drawn
    baseline = PAGE - top * 0.75 - to_pt(first.ascent)
    assert [(text, pytest.approx(at, abs=0.011)) for _, text, at in drawn] == [
        ("–", ((57 + 8) * 0.75, baseline)),
        ("One", ((57 + 20) * 0.75, baseline)),
        ("Two", (57 * 0.75, baseline - 19)),
    ]


def test_space_before_counts_from_the_second_paragraph_on(make, back):
    paras = [make.words(text, space_before=6) for text in ("One", "Two")]
    (_, _, first), (_, _, second) = back(make.document(make.page(make.box(paras, 50, 100, 300, 200)))).drawn
    assert first[1] == pytest.approx(PAGE - 75 - to_pt(paras[0].ascent), abs=0.01)
    assert first[1] - second[1] == pytest.approx(19 + 6, abs=0.02)


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_lines_are_aligned_in_their_box(align, share, make, back):
    para = make.words("Word", style=make.BODY.but(align=align))
    ((_, _, at),) = back(make.document(make.page(make.box([para], 100, 100, 300, 40)))).drawn
    assert at[0] == pytest.approx(75 + share * (225 - to_pt(para.lines[0].w)), abs=0.01)


def test_each_span_stands_at_its_x_raised_if_it_is_a_note_mark(make, back):
    para = make.words("A claim")
    mark = replace(para.lines[0].spans[0], text="1", x=px(80), rise=5, size=9)
    para = replace(para, lines=(replace(para.lines[0], spans=(*para.lines[0].spans, mark)),))
    (_, _, word), (_, _, note) = back(make.document(make.page(make.box([para], 100, 100, 300, 40)))).drawn
    assert note == pytest.approx((75 + 60, word[1] + 5), abs=0.01)


def test_a_merged_cell_takes_the_room_of_those_it_covers(make, back):
    cell = Cell((make.words("Wide"),), cols=2, rows=2, fill="accent", rule="")
    plain = Cell((make.words("x"),), rule="")
    rows = (TableRow(px(30), (cell, None, plain)), TableRow(px(40), (None, None, plain)))
    table = PlacedTable(box=px_box(100, 100, 300, 70), columns=(px(100), px(120), px(80)), rows=rows)
    file = back(make.document(make.page(table)))
    assert paths(file) == [("re", pytest.approx([75, PAGE - 170 * 0.75, 220 * 0.75, 70 * 0.75], abs=0.01), "0B5A6E")]
    assert file.drawn[1][2][0] == pytest.approx((100 + 220) * 0.75)


CROSS = Drawing((24, 12), (Stroke((("M", (6, 2)), ("L", (18, 10)), ("M", (18, 2)), ("L", (6, 10))), width=1),))
"""An icon with the proportions of the box it is fitted into."""


@pytest.mark.parametrize("kind", get_args(ShapeKind))
@pytest.mark.parametrize("flip", [False, True])
def test_shapes_stay_in_their_box(kind, flip, make, back):
    icon = CROSS if kind == "icon" else None
    shape = PlacedShape(
        box=px_box(100, 200, 80, 40), shape=kind, fill="tint", stroke="ink", stroke_w=px(1), flip_h=flip, icon=icon
    )
    points = [
        (operands[i], operands[i + 1])
        for operator, operands, _ in paths(back(make.document(make.page(shape))))
        if operator in ("l", "c")
        for i in range(0, len(operands), 2)
    ]
    assert points
    slack = 3  # half an arrow's head
    assert all(75 - slack <= x <= 135 + slack and PAGE - 180 - slack <= y <= PAGE - 150 + slack for x, y in points)


def bars(make, back, kind, **more):
    """The rectangles of a chart's bars, by colour, in drawing order."""
    file = back(make.document(make.page(make.chart(kind, 100, 100, **more))))
    return [(colour, operands) for operator, operands, colour in paths(file) if operator == "re"]


@pytest.mark.parametrize(("kind", "side"), [("bar", 2), ("column", 3)])
def test_bars_are_as_long_as_their_values(kind, side, make, back):
    values = (ChartSeries("A", (3, -1.5, 6)),)
    lengths = [operands[side] for _, operands in bars(make, back, kind, series=values, minimum=-2, maximum=6)]
    assert [round(length / lengths[0] * 3, 2) for length in lengths] == [3, 1.5, 6]


def test_stacked_bars_follow_one_another(make, back):
    values = (ChartSeries("A", (3, 1, 2)), ChartSeries("B", (1, None, 4), "highlight"))
    drawn = bars(make, back, "bar-stacked", series=values, minimum=0, maximum=6)
    unit = 240 * 0.75 / 6
    assert [(colour, round((r[0] - 190 * 0.75) / unit, 2), round(r[2] / unit, 2)) for colour, r in drawn] == [
        ("0B5A6E", 0, 3), ("B93C0C", 3, 1), ("0B5A6E", 0, 1), ("0B5A6E", 0, 2), ("B93C0C", 2, 4),
    ]  # fmt: skip


def test_a_range_begins_where_its_hidden_offset_ends(make, back):
    file = back(make.document(make.page(make.span_chart(100, 100))))
    unit = 240 * 0.75 / 5  # a year of 2026 to 2031
    drawn = [operands for operator, operands, _ in paths(file) if operator == "re"]
    spans = [(round((r[0] - 190 * 0.75) / unit, 1), round(r[2] / unit, 1)) for r in drawn]
    assert spans == [(1, 1), (1, 2), (0.5, 3.5)]
    assert [text.strip() for _, text, _ in file.drawn][:3] == ["Pilot", "Mass production", "Adoption"]


def test_first_bar_is_on_top_and_its_name_beside_it(make, back):
    file = back(make.document(make.page(make.chart("bar", 100, 100, series=(ChartSeries("A", (1, 2, 3)),)))))
    tops = [operands[1] for operator, operands, _ in paths(file) if operator == "re"]
    assert tops == sorted(tops, reverse=True)
    first = next(at for _, text, at in file.drawn if text.strip() == "First")
    assert tops[0] < first[1] < tops[0] + 240


@pytest.mark.parametrize(
    "values", [(), (None, None, None), (0, 0, 0), (5, 5, 5), (1e-9, 2e-9, 0), (-3, -1, -2), (1e12, 1, 2)]
)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_values_break_a_chart(kind, values, make, save):
    save(make.document(make.page(make.chart(kind, 100, 100, series=(ChartSeries("A", values),), unit=None))))


def test_a_slide_in_a_handout_is_the_slide_scaled(handout, slides, back):
    at = next(at for _, text, at in back(slides).drawn if text.startswith("After"))
    file = back(handout)
    scaled = next(at for _, text, at in file.drawn if text.startswith("After"))
    assert scaled == at  # the same content, under another matrix
    scale, _, _, down, x, y = next(operands for operator, operands, _ in paths(file) if operator == "cm")
    assert (scale, down) == pytest.approx((424 / 1280, 424 / 1280), abs=1e-4)
    assert (x, y) == pytest.approx((73 * 0.75, PAGE - (100 + 238.5) * 0.75), abs=0.01)
    link, _ = file.pdf.pages[0].Annots
    left, bottom, right, top = map(float, link.Rect)
    assert x < left < right < x + 424 * 0.75 and y < bottom < top < y + 238.5 * 0.75
