"""In: a report and a reason to leave parts out. Out: the report without them, and an entry for every fact that went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from exporter.model.audience import Entry, Fate
from exporter.model.report import (
    LENGTHS,
    Chart,
    Figures,
    Group,
    Items,
    Milestones,
    Points,
    Report,
    Row,
    Section,
    Series,
    Steps,
    Table,
    Text,
    plain,
)
from exporter.model.walk import HOLDERS, OUTER, rewrite, texts

Outcome = tuple[Report, tuple[Entry, ...]]

LEFT_EMPTY = "left empty"
_CONTAINERS = (Section, Items, Group, Points, Milestones, Table, Chart, Figures, Steps)
"""What goes as well when everything in it has gone."""


def longest(text: Text) -> str:
    """The words of the longest wording."""
    if not text.short and not text.full:
        return plain(text.standard)
    return max((plain(getattr(text, length)) for length in LENGTHS), key=len)


def left_out(text: Text, why: str) -> Entry:
    return Entry(path=text.path, fate=Fate.LEFT_OUT, text=longest(text), rule=why, spot=text.spot)


def prune(report: Report, reason: Callable[[Any], str], table: Mapping[type, tuple[str, ...]] = HOLDERS) -> Outcome:
    """Leave out every part for which `reason` gives a rule; what held nothing else goes with it ("left empty").

    `reason` sees sections, blocks, fields, groups, items, milestones, points, rows, series, marks of categories, steps,
    figures and notes, never the report itself; with the table OUTER sections, blocks, figures and fields alone.
    """
    gone: list[Entry] = []

    def lose(part: object, why: str) -> None:
        own = part.cells if type(part) is Row else part  # the heading over several rows may stay
        gone.extend(left_out(text, why) for text in texts(own))

    def enter(part: Any) -> Any:
        if part is report:
            return part
        if why := reason(part):
            return lose(part, why)
        if type(part) is Chart and part.marks:
            return _without_categories(part, reason, lose)
        return _without_fields(part, reason, lose) if type(part) is Items else part

    def leave(before: Any, after: Any) -> Any:
        if type(before) is Table and after is not before:
            left = [row.group for row in after.rows]
            lose(
                tuple(dict.fromkeys(row.group for row in before.rows if row.group and row.group not in left)),
                LEFT_EMPTY,
            )
        if isinstance(before, _CONTAINERS):
            names = HOLDERS[type(before)]
            if any(getattr(before, n) for n in names) and not any(getattr(after, n) for n in names):
                return lose(after, LEFT_EMPTY)
        return after

    return rewrite(report, enter, leave, table) or report, tuple(gone)


def _without_fields(block: Items, reason: Callable[[Any], str], lose: Callable[[object, str], None]) -> Items:
    """The items without the declared fields that `reason` leaves out, and without their values."""
    reasons = {field.id: why for field in block.fields if (why := reason(field))}
    if not reasons:
        return block
    for item in block.items:
        for name, value in item.values:
            if name in reasons:
                lose(value, reasons[name])

    def bare(group: Group) -> Group:
        items = (replace(i, values=tuple(v for v in i.values if v[0] not in reasons)) for i in group.items)
        return replace(group, items=tuple(items))

    fields = tuple(field for field in block.fields if field.id not in reasons)
    return replace(block, fields=fields, groups=tuple(map(bare, block.groups)))


def _without_categories(
    chart: Chart, reason: Callable[[Any], str], lose: Callable[[object, str], None]
) -> Chart | None:
    """The chart without the categories whose rows `reason` leaves out: their names, values and labels."""
    reasons = [reason(mark) for mark in chart.marks]
    if not any(reasons):
        return chart
    for i, why in enumerate(reasons):
        if why:
            lose((chart.categories[i], *(series.labels[i] for series in chart.series if series.labels)), why)
    stay = [i for i, why in enumerate(reasons) if not why]

    def bare(series: Series) -> Series:
        labels = tuple(series.labels[i] for i in stay) if series.labels else ()
        return replace(series, values=tuple(series.values[i] for i in stay), labels=labels)

    categories, marks = tuple(chart.categories[i] for i in stay), tuple(chart.marks[i] for i in stay)
    dates = tuple(chart.dates[i] for i in stay) if chart.dates else ()
    left = replace(chart, categories=categories, marks=marks, dates=dates, series=tuple(map(bare, chart.series)))
    if stay:
        return left
    lose(left, LEFT_EMPTY)
    return None


def clear(report: Report, fields: Mapping[type, tuple[str, ...]], why: str) -> Outcome:
    """Empty these fields (optional texts, or tuples) of the report, and of every section and block of these types."""
    gone: list[Entry] = []

    def enter(part: Any) -> Any:
        filled = {name: value for name in fields.get(type(part), ()) if (value := getattr(part, name))}
        if not filled:
            return part
        gone.extend(left_out(text, why) for value in filled.values() for text in texts(value))
        return replace(part, **{name: () if type(value) is tuple else None for name, value in filled.items()})

    return rewrite(report, enter, table=OUTER) or report, tuple(gone)
