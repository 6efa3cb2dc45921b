"""In: a report and a reason to leave parts out. Out: the report without them, and an entry for every fact that went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from exporter.model.audience import Entry, Fate
from exporter.model.report import (
    LENGTHS,
    Figures,
    Group,
    Items,
    Milestones,
    Points,
    Report,
    Section,
    Steps,
    Text,
    plain,
)
from exporter.model.walk import HOLDERS, PARTS, rewrite, texts

Outcome = tuple[Report, tuple[Entry, ...]]

LEFT_EMPTY = "left empty"
_CONTAINERS = (Section, Items, Group, Points, Milestones, Figures, Steps)
"""What goes as well when everything in it has gone."""


def longest(text: Text) -> str:
    """The words of the longest wording."""
    if not text.short and not text.full:
        return plain(text.standard)
    return max((plain(getattr(text, length)) for length in LENGTHS), key=len)


def left_out(text: Text, why: str) -> Entry:
    return Entry(path=text.path, fate=Fate.LEFT_OUT, text=longest(text), rule=why, place=text.place)


def prune(report: Report, reason: Callable[[Any], str]) -> Outcome:
    """Leave out every part for which `reason` gives a rule; what held nothing else goes with it ("left empty").

    `reason` sees sections, blocks, fields, groups, items, milestones, points, steps, figures and notes, never the
    report itself.
    """
    gone: list[Entry] = []

    def lose(part: object, why: str) -> None:
        gone.extend(left_out(text, why) for text in texts(part))

    def enter(part: Any) -> Any:
        if part is report:
            return part
        if why := reason(part):
            return lose(part, why)
        return _without_fields(part, reason, lose) if type(part) is Items else part

    def leave(before: Any, after: Any) -> Any:
        if isinstance(before, _CONTAINERS):
            names = HOLDERS[type(before)]
            if any(getattr(before, n) for n in names) and not any(getattr(after, n) for n in names):
                return lose(after, LEFT_EMPTY)
        return after

    return rewrite(report, enter, leave, HOLDERS) or report, tuple(gone)


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


def clear(report: Report, fields: Mapping[type, tuple[str, ...]], why: str) -> Outcome:
    """Empty these fields (optional texts, or tuples) of every part of these types."""
    gone: list[Entry] = []

    def enter(part: Any) -> Any:
        filled = {name: value for name in fields.get(type(part), ()) if (value := getattr(part, name))}
        if not filled:
            return part
        gone.extend(left_out(text, why) for value in filled.values() for text in texts(value))
        return replace(part, **{name: () if type(value) is tuple else None for name, value in filled.items()})

    table = {kind: HOLDERS.get(kind, ()) for kind in PARTS}
    return rewrite(report, enter, table=table) or report, tuple(gone)
