"""The walk finds every text of a report, in reading order, and rewriting keeps what did not change."""

import typing
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from exporter.model import report as m
from exporter.model.walk import HOLDERS, OUTER, PARTS, addressed, every_text, facts, map_texts, parts, texts


def text(words: str) -> m.Text:
    return m.Text((m.Run(words),), path=words)


def types_in(annotation: Any) -> set[type]:
    args = typing.get_args(annotation)
    return {annotation} if isinstance(annotation, type) and not args else {t for arg in args for t in types_in(arg)}


@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)
def test_every_field_that_can_hold_a_text_is_walked(kind: type[Struct]) -> None:
    hints = typing.get_type_hints(kind)
    holding = {name for name in kind.__struct_fields__ if types_in(hints[name]) & {m.Text, *PARTS}}
    assert holding == set(PARTS[kind])


def test_every_kind_of_block_is_walked() -> None:
    assert set(typing.get_args(m.AnyBlock)) <= set(PARTS)
    assert all(set(names) <= set(PARTS[kind]) for kind, names in HOLDERS.items())


def report() -> m.Report:
    item = m.Item(id="i", name=text("name"), values=(("f", (text("value"),)),), points=(m.Point(text("point")),))
    block = m.Items(
        id="b",
        title=text("caption"),
        detail=text("detail"),
        fields=(m.Field("f", text("label"), missing=text("missing")),),
        groups=(m.Group("g", text("group"), (item,)),),
    )
    section = m.Section(id="s", title=text("section"), blocks=(block,))
    return m.Report(title=text("title"), summary=(m.Figure(text("figure")),), sections=(section,))


def test_texts_come_in_reading_order() -> None:
    words = ["title", "figure", "section", "caption", "label", "missing", "group", "name", "value", "point", "detail"]
    assert [t.plain for t in texts(report())] == words


def test_facts_are_texts_without_field_labels_and_words_for_missing_values() -> None:
    assert [t.plain for t in facts(report())] == [
        "title",
        "figure",
        "section",
        "caption",
        "group",
        "name",
        "value",
        "point",
        "detail",
    ]


def test_parts_can_be_found_without_opening_texts() -> None:
    names = [type(part).__name__ for part in parts(report(), HOLDERS)]
    assert names == ["Report", "Figure", "Section", "Items", "Group", "Item", "Point"]


def test_mapping_changes_every_text_and_only_texts() -> None:
    loud = map_texts(report(), lambda t: replace(t, standard=(m.Run(t.plain.upper()),)))
    assert [t.plain for t in texts(loud)] == [t.plain.upper() for t in texts(report())]
    original = report()
    assert map_texts(original, lambda t: t) is original


def test_a_report_built_in_memory_gets_a_path_for_every_text() -> None:
    bare = map_texts(report(), lambda t: replace(t, path="" if t.plain < "m" else "same"))
    paths = [t.path for t in texts(addressed(bare))]
    assert len(set(paths)) == len(paths)
    assert all(paths)


def test_a_heading_over_several_rows_is_one_text() -> None:
    rows = tuple(m.Row((text(cell),), group=text("Makers")) for cell in "ab")
    block = m.Table(id="t", columns=(m.Column("c", text("column")),), rows=rows)
    report = m.Report(title=text("title"), sections=(m.Section(id="s", title=text("section"), blocks=(block,)),))
    assert addressed(report) == report
    twice = replace(
        report, sections=(*report.sections, m.Section(id="s2", title=replace(text("other"), path="section")))
    )
    assert len({t.path for t in facts(addressed(twice))}) == 7


def test_the_outer_parts_are_all_that_have_slide_control() -> None:
    controlled = {kind for kind in PARTS if {"hidden", "only", "overrides", "backup"} & set(kind.__struct_fields__)}
    hints = [typing.get_type_hints(kind)[name] for kind, names in OUTER.items() for name in names]
    # the fields of items are looked at with their block
    assert controlled - {m.Field} == {kind for hint in hints for kind in types_in(hint)}


def test_texts_without_words_are_among_all_texts_only() -> None:
    row = m.Row((text("one"), m.Text(), text("three")))
    assert [t.plain for t in every_text(row)] == ["one", "", "three"]
    assert [t.plain for t in texts(row)] == ["one", "three"]


def test_a_report_whose_texts_all_have_paths_is_not_copied() -> None:
    given = report()
    assert addressed(given) is given
    assert map_texts(given, lambda text: text) is given
