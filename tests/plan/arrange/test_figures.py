"""Figures, big numbers, deep dives, pictures and charts: the form follows the count and the room."""

from __future__ import annotations

from typing import cast

import pytest

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedChart, PlacedPicture, PlacedShape, PlacedText, flat
from exporter.model.report import Chart, Field, Figure, Figures, Group, Items, Picture, Series, Text
from exporter.model.report import Item as Subject
from exporter.model.style import Region
from exporter.plan.arrange import Part, arrangement
from exporter.plan.arrange.ink import contrast, on
from tests.plan.arrange.making import Maker, drawn, fitted
from tests.plan.conftest import DESKS, desk

CLAIM = "The first mass-produced lines are pegged for this window by three of the makers"


def figures(n: int, **changes: str) -> Figures:
    make = Maker()
    return Figures(
        id="f",
        figures=tuple(
            Figure(
                make.text(changes.get("figure", f"4{i}")),
                make.text("A label"),
                make.text(changes.get("support", CLAIM)),
                emphasis=i == 1,
            )
            for i in range(n)
        ),
    )


def texts(items: tuple[Item, ...]) -> dict[str, PlacedText]:
    return {item.paras[0].text: item for item in flat(items) if isinstance(item, PlacedText)}


def tops(n: int, look: tuple[str, str]) -> tuple[int, int]:
    """How many lefts and tops the figures of a drawing of `n` have."""
    support = "A short support" if look == DESKS[1] else CLAIM
    found = fitted("figures", figures(n, support=support), desk(*look))
    assert found is not None and found[1]
    at = [texts(found[0].items)[f"4{i}"].box for i in range(n)]
    return len({b.x for b in at}), len({b.y for b in at})


@pytest.mark.parametrize(("n", "expected"), [(2, (1, 2)), (4, (1, 4)), (5, (1, 5)), (6, (2, 3)), (8, (2, 4))])
def test_figures_stand_in_rows_and_from_six_on_in_two_columns(n: int, expected: tuple[int, int]) -> None:
    assert tops(n, DESKS[0]) == expected


@pytest.mark.parametrize(("n", "expected"), [(3, (3, 1)), (6, (3, 2))])
def test_a_board_reads_figures_side_by_side(n: int, expected: tuple[int, int]) -> None:
    assert tops(n, DESKS[1]) == expected


def test_four_ranges_that_would_break_side_by_side_stand_two_by_two() -> None:
    found = drawn("figures", figures(4, figure="2027–2028"), desk(*DESKS[1]), step=1)
    assert found is not None and not found.crowd
    at = [i.box for i in flat(found.items) if isinstance(i, PlacedText) and i.size_role == "figure"]
    assert (len({b.x for b in at}), len({b.y for b in at})) == (2, 2)


def test_the_emphasised_figure_is_the_number() -> None:
    found = drawn("big-number", figures(3), desk())
    assert found is not None and not found.crowd
    big = next(i for i in flat(found.items) if isinstance(i, PlacedText) and i.size_role == "big-number")
    assert big.text == "41"
    context = texts(found.items)
    assert context["40"].box.y == context["42"].box.y > big.box.bottom


def test_a_number_wider_than_the_slide_is_crowded_and_too_many_are_none() -> None:
    wide = drawn("big-number", figures(1, figure="4 technical hurdles in all"), desk())
    assert wide is not None and wide.crowd
    assert drawn("big-number", figures(5), desk()) is None


def item(*fields: tuple[str, str, str]) -> Items:
    make = Maker()
    declared = tuple(Field(f"f{i}", make.text(label), slot) for i, (label, slot, _) in enumerate(fields))
    values = tuple((f"f{i}", (make.text(value),)) for i, (_, _, value) in enumerate(fields))
    subject = Subject("pressure", make.text("Pressure requirements"), values, emphasis=True)
    return Items(id="d", fields=declared, groups=(Group("g", None, (subject,)),))


BODY = [("Problem", "body", CLAIM), ("Why", "body", CLAIM), ("2025 status", "status", CLAIM)]


def test_a_change_is_drawn_as_two_panels_and_an_arrow() -> None:
    block = item(
        ("Before", "from", "Megapascals"), ("Change", "change", "Reduced"), ("After", "to", "Kilopascals"), *BODY
    )
    found = drawn("deep-dive", block, desk())
    assert found is not None and found.need <= desk().body().h
    arrow = next(i for i in flat(found.items) if isinstance(i, PlacedShape) and i.shape == "arrow")
    panels = {i.fill: i.box for i in flat(found.items) if isinstance(i, PlacedShape) and i.shape == "rect"}
    assert panels["tint"].right < arrow.box.x < arrow.box.right < panels["highlight-tint"].x


def test_without_a_figure_the_text_is_set_larger() -> None:
    def size(count: int) -> float:
        found = drawn("deep-dive", item(*(BODY * 2)[:count]), desk())
        assert found is not None and found.need <= desk().body().h
        return max(
            p.style.size for i in flat(found.items) if isinstance(i, PlacedText) for p in i.paras if p.text == CLAIM
        )

    sizes = [size(n) for n in (1, 3, 6)]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > sizes[-1] >= 14


def test_two_items_are_no_deep_dive() -> None:
    one = item(*BODY)
    twice = Items(id="d", fields=one.fields, groups=(*one.groups, *one.groups))
    assert drawn("deep-dive", twice, desk()) is None


def picture(file: str = "/report/bike.jpg", w: int = 1200, h: int = 800) -> Picture:
    make = Maker()
    return Picture(id="p", alt=make.text("A race bike"), file=file, address="https://example.org/bike.jpg", width=w,
                   height=h, caption=make.text("The bike in the paddock"))  # fmt: skip


def placed(block: Picture, box: Box, **options: object) -> PlacedPicture:
    region = Region("picture", ("picture",), options=options)
    found = arrangement("picture")(block, box, desk(), 0, region, Part())
    assert found is not None
    return next(i for i in flat(found.items) if isinstance(i, PlacedPicture))


@pytest.mark.parametrize(("w", "h"), [(1200, 800), (3000, 500), (500, 3000)])
def test_a_picture_keeps_its_proportions(w: int, h: int) -> None:
    box = desk().body()
    at = placed(picture(w=w, h=h), box)
    assert at.box.w / at.box.h == pytest.approx(w / h, rel=0.01)
    assert box.contains(at.box, px(1)) and at.crop == (0, 0, 0, 0)


def test_a_small_picture_is_not_blown_up() -> None:
    at = placed(picture(w=100, h=80), desk().body())
    assert at.box.w == px(200)


def test_a_photograph_bleeds_and_a_drawing_stays_whole() -> None:
    half = Box(px(652), px(160), px(564), px(472))
    photo = placed(picture(), half, bleed=True)
    left, top, right, bottom = photo.crop
    assert photo.box.y == 0 and photo.box.right == px(1280)
    assert left == right > 0 == top == bottom
    drawing = placed(picture("/report/plan.png"), half, bleed=True)
    assert not any(drawing.crop)
    assert drawing.box.w / drawing.box.h == pytest.approx(1.5, rel=0.01)


def test_a_missing_picture_leaves_its_words() -> None:
    found = drawn("picture", picture(file=""), desk())
    assert found is not None
    (words,) = (i for i in found.items if isinstance(i, PlacedText))
    assert "A race bike" in words.text and "https://example.org/bike.jpg" in words.text and "paddock" in words.text


def chart(kind: str, names: list[str], *series: list[float], highlight: tuple[str, ...] = ()) -> Chart:
    make = Maker()
    rows = tuple(
        Series(make.text(f"Series {n}"), tuple(values), tuple(make.text(f"{v:g}") for v in values))
        for n, values in enumerate(series)
    )
    categories = tuple(map(make.text, names))
    lit = tuple(text.path for text in categories if text.plain in highlight)
    return Chart(id="c", chart=kind, categories=categories, series=rows, highlight=lit)


def native(block: Chart) -> PlacedChart:
    found = drawn("chart", block, desk())
    assert found is not None and not found.crowd
    return next(i for i in flat(found.items) if isinstance(i, PlacedChart))


YEARS = ["2021", "2022", "2023"]


def test_columns_carry_their_values_and_the_focus_is_highlight() -> None:
    found = native(chart("column", YEARS, [10, 20, 35], highlight=("2023",)))
    assert found.series[0].labels == ("10", "20", "35") and found.unit is None
    assert found.series[0].point_colours == ((2, "highlight"),)
    assert found.minimum == 0 and cast(float, found.maximum) >= 35
    assert "2023 35" in found.alt


def test_lines_end_in_their_names() -> None:
    apart = native(chart("line", YEARS, [10, 20, 35], [1, 2, 3]))
    assert apart.series[0].labels == ("", "", "Series 0 35")


def test_names_at_the_ends_of_lines_that_meet_are_moved_apart_with_leaders() -> None:
    found = drawn("chart", chart("line", YEARS, [10, 20, 35], [10, 20, 34.8]), desk())
    assert found is not None
    made = next(i for i in found.items if isinstance(i, PlacedChart))
    down = [shift for one in made.series for _, _, shift in one.label_shifts]
    assert down[0] < 0 < down[1]
    assert sum(isinstance(i, PlacedShape) for i in found.items) == 2


def test_a_pie_of_slivers_is_drawn_as_bars() -> None:
    assert native(chart("pie", YEARS, [50, 30, 20])).chart == "pie"
    assert native(chart("pie", YEARS, [98, 1, 1])).chart == "bar"


def test_names_too_long_for_columns_stand_beside_bars() -> None:
    long = [f"{word}verfahrensentwicklungsgesellschaft" for word in ("Produktions", "Forschungs", "Handels")] * 4
    assert native(chart("column", long, [1.0] * 12)).chart == "bar"


def test_a_chart_without_numbers_is_none() -> None:
    make = Maker()
    empty = Chart(
        id="c", chart="column", categories=(make.text("A"),), series=(Series(make.text("S"), (None,), (Text(),)),)
    )
    assert drawn("chart", empty, desk()) is None


@pytest.mark.parametrize("look", DESKS)
@pytest.mark.parametrize("fill", ["accent", "accent-mid", "accent-tint", "highlight", "tint"])
def test_words_on_a_fill_can_be_read_or_stand_beside_it(look: tuple[str, str], fill: str) -> None:
    colours = desk(*look).theme.colours
    ink = on(desk(*look), fill)
    assert not ink or contrast(colours, ink, fill) >= 4.5


def test_verdicts_of_cards_look_alike() -> None:
    def sizes(*said: str) -> set[float]:
        make = Maker()
        items = tuple(
            Subject(f"i{n}", make.text(f"Name {n}"), values=(("s", (make.text(t),)),)) for n, t in enumerate(said)
        )
        block = Items(
            id="b",
            fields=(Field("s", make.text("Status"), "status"),),
            groups=(Group(id="g", title=None, items=items),),
        )
        found = fitted("cards", block, desk())
        assert found is not None and found[1]
        return {
            para.style.size
            for i in flat(found[0].items)
            if isinstance(i, PlacedText)
            for para in i.paras
            if para.text in said
        }

    long = "Eighteen months behind, since there is water in the northern tube"
    assert len(sizes("On plan", long)) == len(sizes("On plan", "Late")) == 1
