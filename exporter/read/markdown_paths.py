"""In: a report without ids and paths. Out: the same with them, named as the YAML reader names them.

Both readers must agree: a report converted from Markdown to YAML keeps its ids, its ledger and its links.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from msgspec.structs import replace

from exporter.model import report as model
from exporter.model.report import AnyBlock, Items, Milestones, Point, Report, Section, Steps, Table, Text
from exporter.read.ids import Ids


def with_paths(report: Report) -> Report:
    """The report with ids for sections, blocks, items, milestones and steps, and a path for every text.

    Ids of sections and blocks that are set already are kept.
    """
    reserved = {section.id for section in report.walk() if section.id}
    sections = _section_ids(report.sections, Ids(), reserved)
    reserved = {section.id for section in Report(title=report.title, sections=sections).walk()}
    named = {
        name: replace(value, path=name.replace("_text", ""))
        for name in ("title", "kind", "edition", "date_text", "headline", "standfirst")
        if (value := getattr(report, name))
    }
    return replace(
        report,
        **named,
        authors=_texts(report.authors, "authors"),
        sections=tuple(_section(section, "", reserved) for section in sections),
        sources=tuple(replace(s, title=_at(s.title, f"sources/{s.id}.title")) for s in report.sources),
    )


def _section_ids(sections: Sequence[Section], ids: Ids, reserved: Set[str]) -> tuple[Section, ...]:
    ids.used |= reserved
    out = []
    for section in sections:
        id = section.id or ids.new(section.title.plain, "section")
        out.append(replace(section, id=id, sections=_section_ids(section.sections, ids, reserved)))
    return tuple(out)


def _section(section: Section, above: str, reserved: Set[str]) -> Section:
    path = f"{above}/{section.id}" if above else section.id
    ids = Ids(reserved)
    return replace(
        section,
        path=path,
        title=_at(section.title, f"{path}.title"),
        blocks=tuple(_block(block, ids, path, reserved) for block in section.blocks),
        notes=_paragraphs_at(section.notes, f"{path}.notes"),
        sections=tuple(_section(inner, path, reserved) for inner in section.sections),
    )


def _block(block: AnyBlock, ids: Ids, above: str, reserved: Set[str]) -> AnyBlock:
    if block.id and block.id not in ids.used | reserved:
        id = ids.given(block.id)
    else:
        id = ids.new(block.title.plain if block.title else block.kind, block.kind)
    path = f"{above}/{id}"
    content = _CONTENT[type(block)](block, path, Ids(reserved))
    title = _at(block.title, f"{path}.title") if block.title else None
    return replace(block, id=id, path=path, title=title, **content)


def _at(text: Text, path: str) -> Text:
    return Text(text.standard, text.short, text.full, path, text.spot)


def _maybe(text: Text | None, path: str) -> Text | None:
    return _at(text, path) if text else text


def _texts(texts: Sequence[Text], path: str) -> tuple[Text, ...]:
    if len(texts) == 1:
        return (_at(texts[0], path),)
    return tuple(_at(text, f"{path}.{i}") for i, text in enumerate(texts, 1))


def _paragraphs(block: Any, path: str, ids: Ids) -> dict[str, Any]:
    return {"paragraphs": _paragraphs_at(block.paragraphs, path)}


def _paragraphs_at(texts: Sequence[Text], path: str) -> tuple[Text, ...]:
    if len(texts) == 1:
        return (_at(texts[0], path),)
    return tuple(_at(text, f"{path}/{i}") for i, text in enumerate(texts, 1))


def _points(points: Sequence[Point], path: str) -> tuple[Point, ...]:
    out = []
    for number, point in enumerate(points, 1):
        at = f"{path}/{number}"
        out.append(replace(point, text=_at(point.text, at), points=_points(point.points, at)))
    return tuple(out)


def _items(block: Items, path: str, ids: Ids) -> dict[str, Any]:
    fields = tuple(replace(f, label=_at(f.label, f"{path}.fields.{f.id}")) for f in block.fields)
    groups = []
    for group in block.groups:
        id, title = "", None
        if group.title:
            id = ids.new(group.title.plain, "group")
            title = _at(group.title, f"{path}/{id}.title")
        groups.append(replace(group, id=id, title=title, items=tuple(_item(item, path, ids) for item in group.items)))
    return {"fields": fields, "groups": tuple(groups)}


def _item(item: model.Item, path: str, ids: Ids) -> model.Item:
    id = ids.new(item.name.plain, "item")
    at = f"{path}/{id}"
    values = tuple((key, _texts(texts, f"{at}.{key}")) for key, texts in item.values)
    return replace(
        item, id=id, name=_at(item.name, f"{at}.name"), values=values, points=_points(item.points, f"{at}.points")
    )


def _figures(block: model.Figures, path: str, ids: Ids) -> dict[str, Any]:
    names, out = Ids(), []
    for figure in block.figures:
        at = f"{path}/{names.new(figure.figure.plain, 'figure')}"
        out.append(
            replace(
                figure,
                figure=_at(figure.figure, f"{at}.figure"),
                label=_maybe(figure.label, f"{at}.label"),
                support=_maybe(figure.support, f"{at}.support"),
            )
        )
    return {"figures": tuple(out)}


def _milestones(block: Milestones, path: str, ids: Ids) -> dict[str, Any]:
    out = []
    for milestone in block.milestones:
        id = ids.new(milestone.when_text.plain, "milestone")
        at = f"{path}/{id}"
        out.append(
            replace(
                milestone,
                id=id,
                when_text=_at(milestone.when_text, f"{at}.when"),
                what=_at(milestone.what, f"{at}.what"),
                detail=_maybe(milestone.detail, f"{at}.detail"),
                group=_maybe(milestone.group, f"{at}.group"),
                points=_points(milestone.points, f"{at}.points"),
            )
        )
    return {"milestones": tuple(out), "undated": _points(block.undated, f"{path}/undated")}


def _steps(block: Steps, path: str, ids: Ids) -> dict[str, Any]:
    out = []
    for step in block.steps:
        id = ids.new(step.head.plain, "step")
        at = f"{path}/{id}"
        head, text = _at(step.head, f"{at}.head"), _maybe(step.text, f"{at}.text")
        out.append(replace(step, id=id, head=head, text=text, points=_points(step.points, at)))
    return {"steps": tuple(out)}


def _table(block: Table, path: str, ids: Ids) -> dict[str, Any]:
    heads, names = Ids(), Ids()
    columns = []
    for column in block.columns:
        id = heads.new(column.label.plain, "column")
        columns.append(replace(column, id=id, label=_at(column.label, f"{path}.{id}")))
    rows = []
    for row in block.rows:
        at = f"{path}/{names.new(row.cells[0].plain if row.cells else '', 'row')}"
        cells = tuple(
            _at(cell, f"{at}.{column.id}") if cell else cell for column, cell in zip(columns, row.cells, strict=True)
        )
        rows.append(replace(row, cells=cells))
    return {"columns": tuple(columns), "rows": tuple(rows)}


def _named(*names: str) -> Callable[[Any, str, Ids], dict[str, Any]]:
    """Content of single texts, each under its own name."""
    return lambda block, path, ids: {name: _maybe(getattr(block, name), f"{path}.{name}") for name in names}


_CONTENT: Mapping[type, Callable[[Any, str, Ids], dict[str, Any]]] = {
    model.Prose: _paragraphs,
    model.Callout: _paragraphs,
    model.Quote: lambda block, path, ids: {**_paragraphs(block, path, ids), "by": _maybe(block.by, f"{path}.by")},
    model.Points: lambda block, path, ids: {"points": _points(block.points, path)},
    model.Items: _items,
    model.Figures: _figures,
    model.Milestones: _milestones,
    model.Steps: _steps,
    model.Table: _table,
    model.Picture: _named("alt", "caption"),
    model.Code: lambda block, path, ids: {"code": _at(block.code, path)},
}
"""The kinds that Markdown has."""
