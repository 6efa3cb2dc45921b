"""In: a report of the model, or the file of one. Out: its structured form in YAML, for a person to refine.

What is written reads back (yaml_reader.py) to an equal report, apart from places and paths. Ids are written where the
reader would not make the same ones itself, and for sections, whose ids audiences name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from exporter.model import report as model
from exporter.model.report import AnyBlock, Point, Report, Section, Text, When
from exporter.read import dates
from exporter.read.convert_text import markup
from exporter.read.ids import Ids, readable
from exporter.read.report_shape import ID
from exporter.read.tables import infer, natural_align
from exporter.read.tree import Limits

SCHEMA = "# yaml-language-server: $schema=./report.schema.json\n"

Data = dict[str, Any]


def convert(source: Path | str, *, limits: Limits = Limits()) -> str:
    """The structured form of the report in a file; UserError when the file is wrong."""
    from exporter.read import read

    return to_yaml(read(source, limits=limits).report)


def to_yaml(report: Report) -> str:
    """The structured form of a report; line 1 names its schema, so that editors complete and check."""
    body = yaml.dump(_report(report), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=116, indent=2)
    return SCHEMA + str(body)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, lists indented under their key, no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


class _Number(str):
    """A number as it was written."""


def _represent_number(dumper: yaml.SafeDumper, number: _Number) -> yaml.ScalarNode:
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in number else 'int'}", str(number))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(_Number, _represent_number)


# --- small values ---------------------------------------------------------------------------------------------------


def _given(**values: Any) -> Data:
    """The values that say something, by key; `break_` and `for_` lose their mark."""
    return {
        key.rstrip("_").replace("_", "-"): value
        for key, value in values.items()
        if value not in (None, "", (), [], {}, False)
    }


def _text(text: Text | None) -> Any:
    """A text, or its lengths."""
    if not text:
        return None
    if text.standard and not (text.short or text.full):
        return markup(text.standard)
    return {length: markup(runs) for length in model.LENGTHS if (runs := getattr(text, length))}


def _texts(texts: Sequence[Text]) -> Any:
    """One text, or a list."""
    made = [_text(text) for text in texts]
    return made[0] if len(made) == 1 else made


def _point(point: Point) -> Any:
    more = _given(points=[_point(inner) for inner in point.points], id=point.id, tags=_names(point.tags))
    return {"text": _text(point.text), **more} if more else _text(point.text)


def _points(points: Sequence[Point]) -> list[Any]:
    return [_point(point) for point in points]


def _names(names: Iterable[str]) -> list[str]:
    return sorted(names)


def _id(id: str, name: str, otherwise: str, ids: Ids) -> str:
    """The id to write: nothing when the reader makes the same one from the name."""
    return "" if ids.new(name, otherwise) == id else ids.given(id)


def _name(text: Text | None) -> str:
    """The words that ids are made from, as the reader takes them."""
    return markup(next((runs for runs in (text.standard, text.full, text.short) if runs), ())) if text else ""


# --- the report -----------------------------------------------------------------------------------------------------


def _report(report: Report) -> Data:
    summary: Any = [_figure(figure) for figure in report.summary]
    if report.summary_headline or report.summary_notes:
        summary = _given(headline=_text(report.summary_headline), notes=_texts(report.summary_notes), list=summary)
    notes: Any = [_note(note) for note in report.notes]
    if report.notes_headline:
        notes = _given(headline=_text(report.notes_headline), list=notes)
    file = Path(report.place.file).stem if report.place else ""
    reserved = {section.id for section in report.walk()}
    return _given(
        id=report.id if report.id != file else "",
        title=_text(report.title),
        kind=_text(report.kind),
        edition=_text(report.edition),
        date=_text(report.date_text) or report.date,
        authors=_texts(report.authors),
        language=report.language if report.language != "en" else "",
        headline=_text(report.headline),
        standfirst=_text(report.standfirst),
        agenda=_text(report.agenda),
        tags=_names(report.tags),
        summary=summary,
        sections=[_section(section, reserved) for section in report.sections],
        sources={source.id: _source(source) for source in report.sources},
        notes=notes,
        glossary=[_term(term) for term in report.glossary],
    )


def _section(section: Section, reserved: set[str]) -> Data:
    ids = Ids(reserved)
    return _given(
        id=section.id if re.fullmatch(ID.pattern, section.id) else "",
        title=_text(section.title),
        role=section.role,
        headline=_text(section.headline),
        question=_text(section.question),
        **_common(section),
        blocks=[_block(block, ids, reserved) for block in section.blocks],
        sections=[_section(inner, reserved) for inner in section.sections],
    )


def _common(part: Section | AnyBlock) -> Data:
    return _given(
        notes=_texts(part.notes),
        tags=_names(part.tags),
        only=_names(part.only),
        sources=list(part.sources),
        layout=part.layout,
        break_=part.break_,
        keep=part.keep,
        hidden=part.hidden,
        backup=part.backup,
        for_=_overrides(part.overrides),
    )


def _overrides(overrides: Sequence[tuple[str, model.Override]]) -> Data:
    return {audience: _override(override) for audience, override in overrides}


def _override(override: model.Override) -> Data:
    switches = {key: value for key in ("hidden", "backup") if (value := getattr(override, key)) is not None}
    return {
        **_given(
            title=_text(override.title),
            headline=_text(override.headline),
            layout=override.layout,
            break_=override.break_,
            keep=override.keep,
            only=_names(override.only or ()),
        ),
        **switches,
    }


def _source(source: model.Source) -> Data:
    return _given(
        title=_text(source.title),
        authors=_texts(source.authors),
        publisher=_text(source.publisher),
        date=_text(source.date),
        link=source.link,
        accessed=_text(source.accessed),
    )


def _term(term: model.Term) -> Data:
    return _given(term=_text(term.term), text=_text(term.text), tags=_names(term.tags))


def _note(note: model.Note) -> Any:
    more = _given(head=_text(note.head), tags=_names(note.tags))
    return {**more, "text": _text(note.text)} if more or isinstance(_text(note.text), dict) else _text(note.text)


def _figure(figure: model.Figure) -> Data:
    return _given(
        figure=_text(figure.figure),
        label=_text(figure.label),
        support=_text(figure.support),
        emphasis=figure.emphasis,
        sections=list(figure.sections),
        tags=_names(figure.tags),
        hidden=figure.hidden,
        for_=_overrides(figure.overrides),
    )


# --- blocks ---------------------------------------------------------------------------------------------------------


def _block(block: AnyBlock, ids: Ids, reserved: set[str]) -> Data:
    return _given(
        id=_id(block.id, _name(block.title) or block.kind, block.kind, ids),
        title=_text(block.title),
        headline=_text(block.headline),
        **_common(block),
    ) | {
        block.kind: _CONTENT[type(block)](block, Ids(reserved)),
        **_given(detail=_text(block.detail), note=_text(block.note)),
    }


def _items(block: model.Items, ids: Ids) -> Any:
    fields = {field.id: _field(field) for field in block.fields}
    parts: Data = {}
    if len(block.groups) == 1 and not block.groups[0].title and not block.groups[0].headline:
        parts["list"] = [_item(item, ids) for item in block.groups[0].items]
    else:
        parts["groups"] = [_group(group, ids) for group in block.groups]
    links = [{"from": link.start, "to": link.end, "label": _text(link.label)} for link in block.links]
    return {**_given(fields=fields, ordered=block.ordered), **parts, **_given(links=links)}


def _field(field: model.Field) -> Data:
    return {
        "label": _text(field.label) or readable(field.id),
        **_given(
            slot=field.slot if field.slot != "rest" else "",
            missing=_text(field.missing),
            tags=_names(field.tags),
            only=_names(field.only),
            hidden=field.hidden,
            for_=_overrides(field.overrides),
        ),
    }


def _group(group: model.Group, ids: Ids) -> Data:
    id = _id(group.id, _name(group.title), "group", ids)
    items = [_item(item, ids) for item in group.items]
    return {**_given(id=id, title=_text(group.title), headline=_text(group.headline)), "list": items}


def _item(item: model.Item, ids: Ids) -> Any:
    made = {
        **_given(id=_id(item.id, _name(item.name), "item", ids), name=_text(item.name)),
        **{key: _texts(texts) for key, texts in item.values},
        **_given(detail=_text(item.detail), emphasis=item.emphasis, tags=_names(item.tags)),
        **_given(points=_points(item.points)),
    }
    return made["name"] if list(made) == ["name"] and isinstance(made["name"], str) else made


def _milestones(block: model.Milestones, ids: Ids) -> Any:
    year = _common_year(block.milestones)
    listed = [_milestone(milestone, year, ids) for milestone in block.milestones]
    undated: Any = _points(block.undated)
    if block.undated_title:
        undated = {"title": _text(block.undated_title), "list": undated}
    more = _given(year=year, undated=undated)
    return {**more, "list": listed} if more else listed


def _common_year(milestones: Sequence[model.Milestone]) -> int:
    """The one year in which all dates that name none are; 0 when there is none."""
    years = {m.when.start.year for m in milestones if not _reads(m.when, m.when_text, None)}
    year = years.pop() if len(years) == 1 else 0
    return year if year and all(_reads(m.when, m.when_text, year) for m in milestones) else 0


def _reads(when: When, text: Text, year: int | None) -> bool:
    """Whether the date's words read as the date."""
    try:
        return dates.parse(text.plain, year) == when
    except dates.ImpossibleDate:
        return False


def _milestone(milestone: model.Milestone, year: int, ids: Ids) -> Data:
    when: Any = _text(milestone.when_text)
    if not _reads(milestone.when, milestone.when_text, year or None):
        span = milestone.when
        when = {"text": when, "from": span.start, "to": span.end - dt.timedelta(1), **_given(vague=span.vague)}
    return _given(
        id=_id(milestone.id, _name(milestone.when_text), "milestone", ids),
        when=when,
        who=_texts(milestone.who),
        what=_text(milestone.what),
        detail=_text(milestone.detail),
        points=_points(milestone.points),
        group=_text(milestone.group),
        emphasis=milestone.emphasis,
        context=milestone.context,
        tags=_names(milestone.tags),
    )


def _table(block: model.Table, ids: Ids) -> Data:
    names = Ids()
    columns = [
        _column(column, number, [row.cells[number] for row in block.rows], names)
        for number, column in enumerate(block.columns)
    ]
    rows = [_row(row) for row in block.rows]
    return {"columns": columns, **({} if block.header else {"header": False}), "rows": rows}


def _column(column: model.Column, number: int, cells: Sequence[Text], names: Ids) -> Any:
    type_ = infer(cells) if number else "text"
    align = natural_align(column.type)
    more = _given(
        id=_id(column.id, _name(column.label), "column", names),
        type=column.type if column.type != type_ else "",
        unit=column.unit,
        align=column.align if column.align != align else "",
    )
    if column.decimals is not None:
        more["decimals"] = column.decimals
    label = _text(column.label) or ""
    return {"label": label, **more} if more or isinstance(label, dict) else label


def _row(row: model.Row) -> Any:
    cells = [_text(cell) or "" for cell in row.cells]
    more = _given(group=_text(row.group), emphasis=row.emphasis)
    return {"cells": cells, **more} if more else cells


def _chart(block: model.Chart, ids: Ids) -> Data:
    series = [{"name": _text(one.name), "values": _values(one)} for one in block.series]
    names = {text.path: text.plain for text in (*block.categories, *(one.name for one in block.series))}
    lines = [{"at": _number(one.value), **_given(name=_text(one.name))} for one in block.references if one.end is None]
    bands = [
        {"from": _number(one.value), "to": _number(one.end), **_given(name=_text(one.name))}
        for one in block.references
        if one.end is not None
    ]
    remarks = [
        {"at": names.get(one.at, ""), **_given(series=names.get(one.series)), "text": _text(one.text)}
        for one in block.remarks
    ]
    changes = {
        one.kind: {"from": names[one.start], "to": names[one.end], **_given(series=names.get(one.series))}
        for one in block.changes
    }
    return {
        "kind": block.chart,
        "categories": [_text(category) for category in block.categories],
        "series": series,
        **_given(
            unit=block.unit,
            decimals=_number(block.decimals),
            highlight=_highlight(block, names),
            totals=block.totals or (block.chart == "waterfall" and [names[p] for p in names if p in block.sums]),
            lines=[names[p] for p in names if p in block.lines],
            second=[names[p] for p in names if p in block.second],
            missing="" if block.missing == "gap" else block.missing,
            references=lines,
            bands=bands,
            annotations=remarks,
            multiples=block.multiples,
            alt=_text(block.alt),
            **changes,
        ),
        **{key: _number(end) for key, end in (("from", block.low), ("to", block.high)) if end is not None},
    }


def _highlight(block: model.Chart, names: Mapping[str, str]) -> Any:
    """Names of what stands out; single values by their series."""
    points = {
        one.name.plain: [c.plain for c, label in zip(block.categories, one.labels, strict=False) if label.path in lit]
        for lit in (frozenset(block.highlight) - names.keys(),)
        for one in block.series
    }
    return {name: some for name, some in points.items() if some} or [names[p] for p in block.highlight if p in names]


def _number(value: float | None) -> Any:
    return None if value is None else _Number(format(Decimal(f"{value:.15g}"), "f"))


def _values(series: model.Series) -> list[Any]:
    """Each value as it was written."""
    labels = [label.plain for label in series.labels] or ["" if v is None else f"{v:g}" for v in series.values]
    return [_Number(t) if re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", t) else t or None for t in labels]


def _picture(block: model.Picture, ids: Ids) -> Data:
    known = block.file or block.width  # a vector picture is known by its size
    return _given(
        path=block.address if known else "",
        address="" if known else block.address,
        alt=_text(block.alt),
        caption=_text(block.caption),
        credit=_text(block.credit),
        link=block.link,
    )


def _quote(block: model.Quote, ids: Ids) -> Any:
    words = _texts(block.paragraphs)
    plain_words = isinstance(words, str) and not block.by
    return words if plain_words else {"text": words, **_given(by=_text(block.by))}


def _steps(block: model.Steps, ids: Ids) -> Any:
    listed = [_step(step, ids) for step in block.steps]
    return listed if block.start == 1 else {"start": block.start, "list": listed}


def _step(step: model.Step, ids: Ids) -> Any:
    id = _id(step.id, _name(step.head), "step", ids)
    more = _given(text=_text(step.text), points=_points(step.points), id=id)
    head = _text(step.head)
    return {"head": head, **more} if more or isinstance(head, dict) else head


def _comparison(block: model.Comparison, ids: Ids) -> Data:
    criteria = [
        {"name": _text(name), "cells": [_text(cell) for cell in cells]}
        for name, cells in zip(block.criteria, block.cells, strict=True)
    ]
    chosen = block.options[block.chosen].plain if block.chosen >= 0 else ""
    return {"options": [_text(option) for option in block.options], "criteria": criteria, **_given(chosen=chosen)}


def _code(block: model.Code, ids: Ids) -> Any:
    return {"language": block.language, "code": block.code.plain} if block.language else block.code.plain


_CONTENT: Mapping[type, Callable[[Any, Ids], Any]] = {
    model.Prose: lambda block, ids: _texts(block.paragraphs),
    model.Points: lambda block, ids: _points(block.points),
    model.Items: _items,
    model.Milestones: _milestones,
    model.Table: _table,
    model.Chart: _chart,
    model.Figures: lambda block, ids: [_figure(figure) for figure in block.figures],
    model.Quote: _quote,
    model.Picture: _picture,
    model.Steps: _steps,
    model.Comparison: _comparison,
    model.Callout: lambda block, ids: _texts(block.paragraphs),
    model.Code: _code,
}
