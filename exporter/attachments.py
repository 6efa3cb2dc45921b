"""In: what an audience gets of a report. Out: files to go into its brief: the report itself, each table as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exporter.model.audience import Fate, Selection
from exporter.model.delivery import Attachment
from exporter.model.pattern import later
from exporter.model.report import Block, Chart, Finding, Items, Level, Milestones, Table, Text
from exporter.model.walk import parts, texts

MEDIA_TYPES = {".yaml": "application/yaml", ".yml": "application/yaml", ".json": "application/json"}
LONGEST_NAME = 60
FORMULA = ("=", "+", "-", "@")
NUMBER = later(r"[+-]?[\d.,\s\u00a0\u202f]*\d\s?%?")


def attachments(selection: Selection, wanted: Sequence[str]) -> Iterator[Attachment]:
    """The attachments of the kinds `wanted` (`delivery.ATTACHABLE`), each under a name of its own."""
    if "source" in wanted and (place := selection.report.place):
        source = Path(place.file)
        kind = MEDIA_TYPES.get(source.suffix.lower(), "text/markdown")
        yield Attachment(source.name, source.read_bytes(), kind, "Source", "The report as its author wrote it")
    if "tables" in wanted:
        names: set[str] = set()
        for block in parts(selection.report):
            if rows := ROWS.get(type(block)):
                name = _unused(_name(block), names)
                said = block.title.plain if block.title else f"Data of {name}"
                yield Attachment(f"{name}.csv", _csv(rows(block)), "text/csv", "Data", said)


def warnings(selection: Selection, wanted: Sequence[str]) -> Iterator[Finding]:
    """What the reader of an attached report gets to see that the audience was not to get."""
    left_out = len(selection.ledger.of(Fate.LEFT_OUT))
    if "source" in wanted and left_out:
        what = f"the attached report holds {left_out} texts that were left out for '{selection.audience.name}'"
        yield Finding(Level.WARNING, "attached-source", what, hint="attach the tables alone: --attach tables")


def _name(block: Block) -> str:
    """Its title as the audience reads it: an id may be made from a wording or a language that they do not get."""
    return block.title.plain.lower()[:LONGEST_NAME] if block.title else block.id or block.kind


def _unused(name: str, names: set[str]) -> str:
    plain = re.sub(r"[^\w-]+", "-", name).strip("-") or "table"
    number, unused = 1, plain
    while unused in names:
        number += 1
        unused = f"{plain}-{number}"
    names.add(unused)
    return unused


def _csv(rows: Iterator[list[str]]) -> bytes:
    """Comma-separated UTF-8 with a byte order mark, by which spreadsheets know it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _table(table: Table) -> Iterator[list[str]]:
    grouped = any(row.group for row in table.rows)
    if table.header:
        units = (f" ({column.unit})" if column.unit else "" for column in table.columns)
        yield [""] * grouped + [_said(c.label) + unit for c, unit in zip(table.columns, units, strict=True)]
    for row in table.rows:
        yield [_said(row.group)] * grouped + [_said(cell) for cell in row.cells]


def _chart(chart: Chart) -> Iterator[list[str]]:
    unit = f" ({chart.unit})" if chart.unit else ""
    yield ["", *(_said(series.name) + unit for series in chart.series)]
    for i, category in enumerate(chart.categories):
        values = (series.values[i] if i < len(series.values) else None for series in chart.series)
        yield [_said(category), *("" if value is None else f"{value:g}" for value in values)]


def _items(items: Items) -> Iterator[list[str]]:
    """An item a row: its group, its name, its fields, what else is said of it."""
    yield ["group", "name", *(_said(field.label) for field in items.fields), "more"]
    for group in items.groups:
        for item in group.items:
            values = (_said(*item.value(field.id)) for field in items.fields)
            more = texts((item.detail, item.points))
            yield [_said(group.title), _said(item.name), *values, _said(*more)]


def _milestones(block: Milestones) -> Iterator[list[str]]:
    """A milestone a row: its lane, its date as written, the span it stands for (ISO, its end excluded), what, who."""
    yield ["lane", "date", "start", "end", "what", "who", "more"]
    for m in block.milestones:
        more = texts((m.detail, m.points))
        span = (m.when.start.isoformat(), m.when.end.isoformat())
        yield [_said(m.group), _said(m.when_text), *span, _said(m.what), _said(*m.who), _said(*more)]
    for point in block.undated:
        yield ["", "", "", "", _said(point.text), "", ""]


ROWS: Mapping[type, Callable[[Any], Iterator[list[str]]]] = {
    Table: _table,
    Chart: _chart,
    Items: _items,
    Milestones: _milestones,
}
"""The rows of the kinds of block that hold data."""


def _said(*texts: Text | None) -> str:
    """The words of a cell. What a spreadsheet would take for a formula gets an apostrophe before it."""
    words = "; ".join(text.plain for text in texts if text)
    return f"'{words}" if words[:1] in FORMULA and not NUMBER.fullmatch(words) else words
