"""Running text fits its columns, keeps every word in order, and never leaves a head alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporter.model.geometry import px
from exporter.model.page import PlacedText, Role, paras_of
from exporter.model.report import KINDS, AnyBlock, Code, Point, Points, Prose, Run, Text
from exporter.plan.arrange.flow import TELL, Flow, Pen, columns, fits_two, flow_pages, subhead, told_flat
from exporter.plan.split import SPLIT, even, part, units
from tests.plan.conftest import DESKS, desk

WORD = st.one_of(st.sampled_from(["cells", "2027–2028", "mass-produced", "x" * 200, "https://example.org/" + "a" * 60]))
TEXT = st.lists(WORD, min_size=1, max_size=60).map(" ".join)


def prose(*texts: str) -> Prose:
    return Prose(id="p", path="p", paragraphs=tuple(Text((Run(t),), path=f"p/{i}") for i, t in enumerate(texts)))


def said(pages: list) -> str:  # type: ignore[type-arg]
    paras = [p for page in pages for item in page.items for p in paras_of(item)]
    return "".join(p.text for p in paras).replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXT, min_size=1, max_size=24), which=st.sampled_from(DESKS), wide=st.sampled_from([1, 2]))
def test_text_of_any_length_fits_and_is_whole(texts: list[str], which: tuple[str, str], wide: int) -> None:
    sheet = desk(*which)
    box = sheet.body()
    pages = flow_pages([prose(*texts)], box, sheet, 0, wide)
    assert said(pages) == "".join(texts).replace(" ", "")
    for page in pages:
        assert page.need <= box.h
        assert all(box.contains(item.box, px(8)) for item in page.items if isinstance(item, PlacedText))


def test_columns_are_evenly_filled() -> None:
    sheet = desk()
    pages = flow_pages([prose(*["word " * 40] * 10)], sheet.body(), sheet, 0, 2)
    left, right = (sum(len(p.lines) for p in paras_of(item)) for item in pages[0].items)
    assert abs(left - right) <= 4


@given(st.lists(st.text("abcdef ghi 1.-", min_size=1, max_size=300), min_size=2, max_size=9), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_sure_to_fit_two_columns_does(texts: list[str], listed: bool) -> None:
    sheet = desk()
    box = sheet.body()
    block: AnyBlock = prose(*texts)
    if listed:
        block = Points(
            id="p", path="p", points=tuple(Point(Text((Run(text),), path=f"p/{i}")) for i, text in enumerate(texts))
        )
    for height in (box.h // 2, box.h):
        room = replace(box, h=height)
        one, tall = flow_pages([block], room, sheet, 0, 1), height * 7 // 10
        if len(one) == 1 and fits_two(one[0], told_flat([(None, (block,))]), room, sheet, tall):
            two = flow_pages([block], room, sheet, 0, 2)
            assert len(two) == 1 and two[0].need <= tall


def test_a_head_goes_with_what_follows() -> None:
    sheet = desk()
    pen = Pen(sheet, px(400), 0)
    body = [Flow(pen.para("word " * 30, "body", space_before=12)) for _ in range(4)]
    flows = [*body, subhead(pen, "A head"), Flow(pen.para("word " * 30, "body"))]
    found = columns(flows, px(520), 10)
    assert found is not None
    for column in found:
        assert column[-1].para.role is not Role.H2


def test_every_kind_of_block_can_be_told_and_split() -> None:
    assert {t.__name__ for t in TELL} == {t.__name__ for t in SPLIT}
    assert len(TELL) == len(KINDS)


def test_code_keeps_its_lines_and_indents() -> None:
    code = Code(id="c", path="c", code=Text((Run("def f():\n    return 1\n", code=True),), path="c/code"))
    pages = flow_pages([code], desk().body(), desk(), 0, 1)
    shown = [p.text for item in pages[0].items for p in paras_of(item)]
    assert shown == ["def f():", "\u00a0\u00a0\u00a0\u00a0return 1"]


@pytest.mark.parametrize(("n", "k", "sizes"), [(7, 2, [4, 3]), (10, 3, [4, 3, 3]), (6, 6, [1] * 6)])
def test_parts_are_even_and_the_larger_first(n: int, k: int, sizes: list[int]) -> None:
    assert even(n, k) == sizes


def test_a_part_keeps_the_block_and_takes_its_units() -> None:
    points = Points(id="p", path="p", points=tuple(Point(Text((Run(str(i)),), path=f"p/{i}")) for i in range(5)))
    taken: AnyBlock = part(points, 1, 3)
    assert isinstance(taken, Points) and [p.text.plain for p in taken.points] == ["1", "2"]
    assert units(points) == 5 and part(points, 0, 5) is points
