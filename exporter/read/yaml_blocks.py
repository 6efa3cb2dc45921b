"""In: the node of a block. Out: the block of the model. One function a kind, and their table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from exporter.errors import Problem, did_you_mean
from exporter.model import report as model
from exporter.model.report import Run, Text
from exporter.read.ids import Ids, readable, slug
from exporter.read.maker import Maker, child, entries, flag, name_of, named_entries, spot, word, words
from exporter.read.report_shape import ITEM_KEYS, KIND_FIELDS
from exporter.read.spoken import is_text
from exporter.read.tables import columns_and_rows, grid
from exporter.read.tree import Map, Node, Scalar, Seq

Make = Callable[[Maker, Node, str], dict[str, Any]]
"""Makes the content of a block, under a path, as keyword arguments of its class."""


def block(maker: Maker, node: Node, ids: Ids, section: str) -> model.AnyBlock | None:
    """The block at `node`, in the section with the path `section`; None when its shape is wrong."""
    if is_text(node):
        path = f"{section}/{ids.new('text', 'text')}"
        paragraphs = maker.paragraphs(node, path)
        return model.Prose(id=path.rpartition("/")[2], path=path, paragraphs=paragraphs, place=node.place)
    if not isinstance(node, Map):
        return None
    kinds = [key for key in node.pairs if key in KIND_FIELDS and key in node]
    if not kinds:
        return None
    kind = kinds[0] if len(kinds) == 1 else next(key for key in KIND_FIELDS if key in kinds)
    title = node.get("title")
    id = maker.new_id(node, ids, name_of(title) or kind, kind)
    path = f"{section}/{id}"
    cls, make = KINDS[kind]
    common = common_values(maker, node, path)
    common["detail"] = maker.text(node.get("detail"), f"{path}.detail")
    common["note"] = maker.text(node.get("note"), f"{path}.note")
    common["title"] = maker.text(title, f"{path}.title")
    made = make(maker, node[kind], path)
    if made.get("title") and common["title"]:
        maker.problems.add(node[kind], "this block has two titles", "leave one of them out")
    return cls(id=id, **{**common, **{key: value for key, value in made.items() if value is not None}})


def common_values(maker: Maker, node: Map, path: str) -> dict[str, Any]:
    """What sections and blocks have in common. What is not written keeps its default."""
    written = {name: make(maker, node, path) for key, (name, make) in _COMMON.items() if key in node.pairs}
    return {"path": path, "place": node.place, **written}


_COMMON: dict[str, tuple[str, Callable[[Maker, Map, str], Any]]] = {
    "headline": ("headline", lambda maker, node, path: maker.text(node.get("headline"), f"{path}.headline")),
    "notes": ("notes", lambda maker, node, path: maker.paragraphs(node.get("notes"), f"{path}.notes")),
    "tags": ("tags", lambda maker, node, path: maker.tags(node)),
    "where": ("where", lambda maker, node, path: maker.where(node)),
    "only": ("only", lambda maker, node, path: frozenset(words(node, "only"))),
    "sources": ("sources", lambda maker, node, path: maker.references(node, "sources", "source")),
    "layout": ("layout", lambda maker, node, path: maker.layout(node)),
    "break": ("break_", lambda maker, node, path: word(node, "break")),
    "keep": ("keep", lambda maker, node, path: word(node, "keep")),
    "hidden": ("hidden", lambda maker, node, path: flag(node, "hidden")),
    "backup": ("backup", lambda maker, node, path: flag(node, "backup")),
    "for": ("overrides", lambda maker, node, path: maker.overrides(node, path)),
}
"""Key -> the field of sections and blocks that it fills, and what makes its value."""


def prose(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    return {"paragraphs": maker.paragraphs(node, path)}


def points(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    return {"points": maker.points(node, path)}


# --- items ----------------------------------------------------------------------------------------------------------


def items(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    fields = _fields(maker, child(node, "fields"), path)
    known = {field.id for field in fields}
    ids = maker.ids()
    groups: list[model.Group] = []
    for group in entries(child(node, "groups")):
        title = child(group, "title")
        id = maker.new_id(group, ids, name_of(title), "group")
        at = f"{path}/{id}"
        found = tuple(_item(maker, item, ids, path, known, fields) for item in entries(child(group, "list")))
        headline = maker.text(child(group, "headline"), f"{at}.headline")
        groups.append(model.Group(id, maker.text(title, f"{at}.title"), found, headline))
    loose = node if isinstance(node, Seq) else child(node, "list")
    if loose is not None:
        found = tuple(_item(maker, item, ids, path, known, fields) for item in entries(loose))
        groups.append(model.Group("", None, found))
    links = _links(maker, child(node, "links"), [item for group in groups for item in group.items], path)
    return {"fields": fields, "groups": tuple(groups), "links": links, "ordered": flag(node, "ordered")}


def _fields(maker: Maker, node: Node | None, path: str) -> tuple[model.Field, ...]:
    """The declared fields, from a list of ids or a map of records."""
    found: list[tuple[str, Node]] = []
    if isinstance(node, Map):
        found = [(key, value) for key, (_, value) in node.pairs.items()]
    elif node is not None:
        found = [(n.text, n) for n in entries(node) if isinstance(n, Scalar)]
    out = []
    for id, said in found:
        at = f"{path}.fields.{id}"
        if id in ITEM_KEYS:
            maker.problems.add(said, f"'{id}' cannot be a field: every item has it", "give the field another id")
        # `status: 2025 status`, `status: {label: 2025 status}`, or a bare id in a list
        label_node = child(said, "label") or (said if isinstance(node, Map) and is_text(said) else None)
        label = maker.text(label_node, at) or Text(standard=(Run(readable(id)),), path=at, spot=said.spot)
        missing = maker.text(child(said, "missing"), f"{at}.missing")
        out.append(
            model.Field(
                id,
                label,
                word(said, "slot") or "rest",
                missing,
                maker.tags(said),
                frozenset(words(said, "only")),
                flag(said, "hidden"),
                maker.overrides(said, at),
                maker.where(said),
            )
        )
    return tuple(out)


def _item(maker: Maker, node: Node, ids: Ids, path: str, known: set[str], fields: Sequence[model.Field]) -> model.Item:
    name_node = node if is_text(node) else child(node, "name")
    id = maker.new_id(node, ids, name_of(name_node), "item")
    at = f"{path}/{id}"
    if isinstance(node, Map) and name_node is not node:
        for key in node.pairs:
            if key not in known and key not in ITEM_KEYS:
                hint = did_you_mean(key[:40], [*known, *ITEM_KEYS])
                maker.problems.add(node.key(key), f"'{key}' is not declared", f"{hint}; or declare it under `fields`")
    values = ((field.id, maker.texts(child(node, field.id), f"{at}.{field.id}")) for field in fields)
    return model.Item(
        id,
        maker.need(name_node, f"{at}.name"),
        tuple((key, texts) for key, texts in values if texts),
        maker.text(child(node, "detail"), f"{at}.detail"),
        flag(node, "emphasis"),
        maker.tags(node),
        maker.points(child(node, "points"), f"{at}.points"),
        node.place,
        maker.where(node),
        maker.icon(node, at),
    )


def _links(maker: Maker, node: Node | None, found: Sequence[model.Item], path: str) -> tuple[model.ItemLink, ...]:
    """Arrows between items, which are named by id or by name."""
    ids = {item.id for item in found}
    names = [(text.plain, item.id) for item in found for text in item.name.spoken]
    by_name = {name: id for plain, id in names for name in (slug(plain), plain, id)}
    out = []
    for link in entries(node):
        ends = []
        for key in ("from", "to"):
            name = word(link, key)
            id = name if name in ids else by_name.get(name) or by_name.get(slug(name))
            if name and id is None and isinstance(link, Map):
                maker.problems.add(link[key], f"there is no item '{name}'", did_you_mean(name[:40], ids))
            ends.append(id)
        if ends[0] and ends[1]:
            label = maker.need(child(link, "label"), f"{path}/{ends[0]}-{ends[1]}.label")
            out.append(model.ItemLink(ends[0], ends[1], label))
    return tuple(out)


# --- milestones -----------------------------------------------------------------------------------------------------


def milestones(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    listed = node if isinstance(node, Seq) else child(node, "list")
    year = int(word(node, "year")) if word(node, "year").isdecimal() else None
    ids = maker.ids()
    undated = child(node, "undated")
    undated_list = child(undated, "list") if isinstance(undated, Map) else undated
    found = (_milestone(maker, n, ids, path, year) for n in entries(listed))
    return {
        "milestones": tuple(m for m in found if m),
        "undated": maker.points(undated_list, f"{path}/undated"),
        "undated_title": maker.text(child(undated, "title"), f"{path}/undated.title"),
        "title": maker.text(child(node, "title"), f"{path}.title"),
    }


def _milestone(maker: Maker, node: Node, ids: Ids, path: str, year: int | None) -> model.Milestone | None:
    when_node = child(node, "when")
    id = maker.new_id(node, ids, name_of(when_node), "milestone")
    at = f"{path}/{id}"
    when, when_text = maker.when(when_node, f"{at}.when", year)
    made = model.Milestone(
        id,
        when or model.When("", dt.date.min, dt.date.max),
        when_text,
        maker.need(child(node, "what"), f"{at}.what"),
        maker.texts(child(node, "who"), f"{at}.who"),
        maker.text(child(node, "detail"), f"{at}.detail"),
        maker.points(child(node, "points"), f"{at}.points"),
        maker.text(child(node, "group"), f"{at}.group"),
        flag(node, "emphasis"),
        flag(node, "context"),
        maker.tags(node),
        node.place,
        maker.where(node),
    )
    return made if when else None  # without a date there is a problem, but the rest is looked at too


# --- tables ----------------------------------------------------------------------------------------------------------


def table(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    if not isinstance(node, Map):
        return {"columns": (), "rows": ()}
    found = grid(maker, node)
    if not found.heads and found.lines:
        maker.problems.add(node, "this table has no columns", "give their headings under `columns`")
    columns, rows = columns_and_rows(maker, found, path)
    return {"columns": columns, "rows": rows, "header": word(node, "header").lower() not in ("false", "no")}


# --- the other kinds ------------------------------------------------------------------------------------------------


def figures(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    return {"figures": figure_list(maker, node, path)}


def figure_list(maker: Maker, node: Node | None, path: str) -> tuple[model.Figure, ...]:
    """Figures of a block, or of the summary."""
    ids = Ids()
    out = []
    for n in entries(node):
        figure = child(n, "figure")
        at = f"{path}/{ids.new(name_of(figure), 'figure')}"
        label, support = (maker.text(child(n, key), f"{at}.{key}") for key in ("label", "support"))
        sections = maker.references(n, "sections", "section")
        claim = maker.need(figure, f"{at}.figure")
        out.append(
            model.Figure(
                claim,
                label,
                support,
                flag(n, "emphasis"),
                sections,
                maker.tags(n),
                flag(n, "hidden"),
                maker.overrides(n, at),
                maker.where(n),
                maker.icon(n, at),
            )
        )
    return tuple(out)


def quote(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    said = child(node, "text") if isinstance(node, Map) and "text" in node else node
    return {"paragraphs": maker.paragraphs(said, path), "by": maker.text(child(node, "by"), f"{path}.by")}


def picture(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    from exporter.read import folder  # most reports have no picture

    address, said = word(node, "path"), child(node, "path")
    seen = folder.Seen("", 0, 0)
    if said is not None and address:
        try:
            seen = folder.picture(maker.folder, address, maker.limits)
        except folder.Refused as refused:
            maker.problems.append(Problem(spot(said, address), refused.what, refused.hint))
        if seen.warning:
            maker.warn("picture-not-drawn", f"'{address}': {seen.warning}", said.place)
    elsewhere = child(node, "address")
    if elsewhere is not None:
        address = address or word(node, "address")
        what = f"'{address[:60]}' is not in the report's folder: its words stand in its place"
        maker.warn("picture-missing", what, elsewhere.place, "save it there, and give its `path`")
    return {
        "alt": maker.need(child(node, "alt"), f"{path}.alt"),
        "caption": maker.text(child(node, "caption"), f"{path}.caption"),
        "credit": maker.text(child(node, "credit"), f"{path}.credit"),
        "link": maker.link(node, "link"),
        "file": seen.file,
        "address": address,
        "width": seen.width,
        "height": seen.height,
    }


def steps(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    listed = node if isinstance(node, Seq) else child(node, "list")
    ids = maker.ids()
    out = []
    for n in entries(listed):
        head = n if is_text(n) else child(n, "head")
        id = maker.new_id(n, ids, name_of(head), "step")
        at = f"{path}/{id}"
        text = maker.text(child(n, "text"), f"{at}.text")
        points = maker.points(child(n, "points"), at)
        out.append(model.Step(maker.need(head, f"{at}.head"), text, points, id, maker.icon(n, at)))
    start = word(node, "start")
    return {"steps": tuple(out), "start": int(start) if start.isdecimal() and len(start) < 5 else 1}


def comparison(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    options = tuple(maker.need(n, f"{path}.option.{i}") for i, n in enumerate(entries(child(node, "options")), 1))
    said = child(node, "criteria")
    if isinstance(said, Map):
        rows = named_entries(said)
    else:
        rows = [(child(n, "name"), child(n, "cells")) for n in entries(said)]
    ids, criteria, cells = Ids(), [], []
    for name, found in rows:
        at = f"{path}/{ids.new(name_of(name), 'criterion')}"
        nodes = entries(found)
        if found is not None and len(nodes) != len(options):
            maker.problems.add(found, f"{len(nodes)} answers for {len(options)} options", "give one for each option")
        criteria.append(maker.need(name, f"{at}.name"))
        cells.append(tuple(maker.need(n, f"{at}.{i}") for i, n in enumerate(nodes, 1)))
    chosen, names = word(node, "chosen"), [{text.plain for text in option.spoken} for option in options]
    at_chosen = next((i for i, own in enumerate(names) if chosen in own), -1)
    if chosen and at_chosen < 0 and isinstance(node, Map):
        known = [name for own in names for name in own]
        maker.problems.add(node["chosen"], f"'{chosen[:40]}' is no option", did_you_mean(chosen[:40], known))
    return {"options": options, "criteria": tuple(criteria), "cells": tuple(cells), "chosen": at_chosen}


def callout(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    said = child(node, "text") if isinstance(node, Map) and "text" in node else node
    paragraphs = maker.paragraphs(said, path)
    if not paragraphs and isinstance(node, Map):
        maker.problems.add(node, "this callout says nothing", "write its words under `text`")
    return {"paragraphs": paragraphs, "icon": maker.icon(node, path)}


def code(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    said = child(node, "code") if isinstance(node, Map) else node
    text = said.text.strip("\n").rstrip() if isinstance(said, Scalar) else ""
    spot = (said or node).spot
    return {"code": Text(standard=(Run(text, code=True),), path=path, spot=spot), "language": word(node, "language")}


def chart(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    from exporter.read import charts  # many a report has none

    return charts.chart(maker, node, path)


KINDS: dict[str, tuple[Callable[..., model.AnyBlock], Make]] = {
    "text": (model.Prose, prose),
    "points": (model.Points, points),
    "items": (model.Items, items),
    "milestones": (model.Milestones, milestones),
    "table": (model.Table, table),
    "chart": (model.Chart, chart),
    "figures": (model.Figures, figures),
    "quote": (model.Quote, quote),
    "picture": (model.Picture, picture),
    "steps": (model.Steps, steps),
    "comparison": (model.Comparison, comparison),
    "callout": (model.Callout, callout),
    "code": (model.Code, code),
}
