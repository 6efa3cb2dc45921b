"""In: a report or any part of one. Out: its texts and parts in reading order, or a copy with some changed or removed.

`PARTS` is the one place that knows which fields hold texts; a new kind of block needs a row here (a test says so).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from operator import attrgetter, is_
from typing import Any, TypeVar

from msgspec.structs import replace

from exporter.model import report as m
from exporter.model.report import Report, Text

P = TypeVar("P")

_HEAD = ("title", "headline")
_TAIL = ("detail", "note", "notes")


def _block(*content: str) -> tuple[str, ...]:
    return (*_HEAD, *content, *_TAIL)


PARTS: Mapping[type, tuple[str, ...]] = {
    Report: (
        "kind", "title", "edition", "date_text", "authors", "headline", "standfirst", "agenda",
        "summary_headline", "summary", "summary_notes", "sections", "notes_headline", "sources", "notes", "glossary",
    ),
    m.Section: ("title", "icon", "question", "headline", "notes", "blocks", "sections"),
    m.Icon: ("alt",),
    m.Prose: _block("paragraphs"),
    m.Points: _block("points"),
    m.Point: ("text", "points"),
    m.Items: _block("fields", "groups", "links"),
    m.Field: ("label", "missing"),
    m.Group: ("title", "headline", "items"),
    m.Item: ("icon", "name", "values", "detail", "points"),
    m.ItemLink: ("label",),
    m.Milestones: _block("milestones", "undated_title", "undated"),
    m.Milestone: ("group", "when_text", "who", "what", "detail", "points"),
    m.Table: _block("columns", "rows"),
    m.Column: ("label",),
    m.Row: ("group", "cells"),
    m.Chart: _block("categories", "series", "references", "remarks", "alt"),
    m.Series: ("name", "labels"),
    m.Reference: ("name",),
    m.Remark: ("text",),
    m.Figures: _block("figures"),
    m.Figure: ("icon", "figure", "label", "support"),
    m.Quote: _block("paragraphs", "by"),
    m.Picture: _block("alt", "caption", "credit"),
    m.Steps: _block("steps"),
    m.Step: ("icon", "head", "text", "points"),
    m.Comparison: _block("options", "criteria", "cells"),
    m.Callout: _block("icon", "paragraphs"),
    m.Code: _block("code"),
    m.Source: ("title", "authors", "publisher", "date", "accessed"),
    m.Note: ("head", "text"),
    m.Term: ("term", "text"),
}  # fmt: skip
"""Type -> the fields that hold texts or further parts, in reading order. `for:` wordings of others are not parts."""

HOLDERS: Mapping[type, tuple[str, ...]] = {
    Report: ("summary", "sections", "notes", "glossary"),
    m.Section: ("blocks", "sections"),
    m.Points: ("points",),
    m.Point: ("points",),
    m.Items: ("groups",),
    m.Group: ("items",),
    m.Item: ("points",),
    m.Milestones: ("milestones", "undated"),
    m.Milestone: ("points",),
    m.Table: ("rows",),
    m.Chart: ("series",),
    m.Figures: ("figures",),
    m.Steps: ("steps",),
    m.Step: ("points",),
}
"""Type -> the fields that hold parts which can be left out one by one (those with tags or an id)."""


OUTER: Mapping[type, tuple[str, ...]] = {
    Report: ("summary", "sections"),
    m.Section: ("blocks", "sections"),
    m.Figures: ("figures",),
}
"""Type -> the fields that lead to all parts with slide control: sections, blocks, figures. A block's own parts, which
are most of a report, have none; but for the fields of items, which go with their block."""

_Getter = Callable[[Any], tuple[Any, ...]]
_Getters = Mapping[type, _Getter]


def _getters(table: Mapping[type, tuple[str, ...]]) -> _Getters:
    """Type -> a function for the values of its fields: one call for all of them."""
    return {kind: _getter(names) for kind, names in table.items()}


def _getter(names: tuple[str, ...]) -> _Getter:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda part: tuple(getattr(part, name) for name in names)


_GETTERS = _getters(PARTS)
_FACTS = _getters({**PARTS, m.Field: (), m.Icon: ()})


def parts(part: object, table: Mapping[type, tuple[str, ...]] = PARTS) -> Iterator[Any]:
    """`part` and everything in it, in reading order."""
    stack = [part]
    while stack:
        node = stack.pop()
        if type(node) is tuple:
            stack.extend(reversed(node))
            continue
        names = table.get(type(node))
        if names is None:
            if type(node) is Text or type(node) in PARTS:
                yield node
            continue
        yield node
        stack.extend(value for name in reversed(names) if (value := getattr(node, name)))


def texts(part: object) -> Iterator[Text]:
    """Every text of `part` that has words, in reading order."""
    return iter(_with_words(every_text(part)))


def every_text(part: object) -> list[Text]:
    """Every text of `part`, with words or without, in reading order."""
    return _gathered((part,), _GETTERS, [])


def _with_words(texts: list[Text]) -> list[Text]:
    return [text for text in texts if text.standard or text.short or text.full]


def _gathered(values: tuple[Any, ...], getters: _Getters, found: list[Text]) -> list[Text]:
    """`found` and the texts in `values`, in reading order."""
    for value in values:
        kind = type(value)
        if kind is Text:
            found.append(value)
        elif kind is tuple:
            if value:  # most parts have most of what they may have not
                _gathered(value, getters, found)
        elif kind is m.Row:  # most texts of a report are cells: they are taken row by row
            if value.group is not None:
                found.append(value.group)
            found.extend(value.cells)
        elif kind in getters:
            _gathered(getters[kind](value), getters, found)
    return found


def ids(part: object) -> Iterator[str]:
    """The ids of `part` and of everything in it that links may go to."""
    return (node.id for node in parts(part, HOLDERS) if getattr(node, "id", ""))


def facts(part: object) -> list[Text]:
    """The texts a ledger answers for: all but the names of item fields, the words for a missing value, alts of icons.

    Those belong to the layouts, which show a label where it helps and "Not stated" where a value is missing, and an
    icon where there is room for it.
    """
    return _with_words(_gathered((part,), _FACTS, []))


def rewrite(
    part: P,
    enter: Callable[[Any], Any],
    leave: Callable[[Any, Any], Any] = lambda before, after: after,
    table: Mapping[type, tuple[str, ...]] = PARTS,
) -> P | None:
    """A copy of `part` in which `enter` changed parts on the way down and `leave(before, after)` on the way up.

    Either may return None to take the part out. A part in which nothing changed is returned itself, not a copy.
    """
    before: Any = enter(part)
    if before is None:
        return None
    changes: dict[str, Any] = {}
    for name in table.get(type(before), ()):
        old = getattr(before, name)
        if old is None or old == ():
            continue
        new = _value(old, enter, leave, table)
        if new is not old:
            changes[name] = new
    result: P | None = leave(before, replace(before, **changes) if changes else before)
    return result


def _value(
    value: Any, enter: Callable[[Any], Any], leave: Callable[[Any, Any], Any], table: Mapping[type, tuple[str, ...]]
) -> Any:
    if type(value) is tuple:
        new = tuple([v for old in value if (v := _value(old, enter, leave, table)) is not None])
        return value if len(new) == len(value) and all(map(is_, new, value)) else new
    return rewrite(value, enter, leave, table) if type(value) is Text or type(value) in PARTS else value


def map_texts(part: P, change: Callable[[Text], Text]) -> P:
    """A copy of `part` with every text changed. A part in which nothing changed is returned itself."""
    mapped: P = _mapped(part, change)
    return mapped


def _mapped(value: Any, change: Callable[[Text], Text]) -> Any:
    kind = type(value)
    if kind is Text:
        return change(value)
    old = value if kind is tuple else _GETTERS[kind](value) if kind in _GETTERS else ()
    new = [_mapped(inner, change) for inner in old]
    if all(map(is_, new, old)):
        return value
    return tuple(new) if kind is tuple else replace(value, **dict(zip(PARTS[kind], new, strict=True)))


def have_addresses(texts: list[Text]) -> bool:
    """Whether each of the texts of a report has a path of its own."""
    paths = {text.path for text in texts}
    if len(paths) == len(texts):
        return "" not in paths
    seen: dict[str, Text] = {}
    return all(text.path and ((first := seen.setdefault(text.path, text)) is text or first == text) for text in texts)


def addressed(report: Report) -> Report:
    """The report with a path of its own for every text: what a report built in memory may lack.

    A text that stands in several places under one path, as the heading of a group does in its rows, is one text.
    """
    if have_addresses(every_text(report)):
        return report
    seen: dict[str, Text] = {}
    numbers = count(2)

    def give(text: Text) -> Text:
        path = text.path or "text"
        if text.path and ((first := seen.get(path)) is text or first == text):
            return text
        while path in seen:
            path = f"{text.path or 'text'}~{next(numbers)}"
        seen[path] = text
        return text if path == text.path else replace(text, path=path)

    return map_texts(report, give)
