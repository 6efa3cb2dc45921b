"""In: the node of a chart. Out: its categories, series and wishes; what cannot be drawn is a problem at its place.

What a kind asks of its numbers stands in chart_kinds.py.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.errors import Problem, did_you_mean
from exporter.model import report as model
from exporter.model.report import Run, Text
from exporter.read import dates, numbers
from exporter.read.chart_kinds import KINDS, ON_TIME, SPANS, SUMMED, Kind
from exporter.read.ids import Ids
from exporter.read.maker import Maker, child, entries, flag, name_of, named_entries, word
from exporter.read.tables import Grid, Head, data_file, find_head, grid, line_marks, name_of_series
from exporter.read.tree import Map, Node, Scalar, Seq
from exporter.text.numbers import serial


class _Data(Struct):
    """What a chart shows, and the nodes that problems point to."""

    node: Node
    kind: str
    categories: tuple[Text, ...] = ()
    series: tuple[model.Series, ...] = ()
    marks: tuple[model.Mark, ...] = ()
    read: bool = True
    """False where some of the numbers could not be read, which is a problem told already."""
    _names: dict[str, list[str]] = field(default_factory=dict)

    @property
    def asks(self) -> Kind:
        return KINDS.get(self.kind, Kind())

    def category(self, name: str) -> str:
        """The path of the category of that name; empty when there is none."""
        return next((t.path for t in self.categories if name in _said(t)), "")

    def one(self, name: str) -> model.Series | None:
        return next((one for one in self.series if name in _said(one.name)), None)

    @property
    def category_names(self) -> list[str]:
        return [name for text in self.categories for name in _said(text)]

    @property
    def series_names(self) -> list[str]:
        return [name for one in self.series for name in _said(one.name)]


def _said(text: Text) -> list[str]:
    return [one.plain for one in text.spoken]


def chart(maker: Maker, node: Node, path: str) -> dict[str, Any]:
    """The content of a chart block, as keyword arguments of its class."""
    data = _Data(node, word(node, "kind"))
    if child(node, "series") is not None:
        _inline(maker, data, path)
    else:
        _from_table(maker, data, path)
    if data.categories and data.read and not data.series:
        maker.problems.add(node, "this chart has no series", "give its numbers under `series`, with a name")
    if data.categories and data.series:
        _check_amounts(maker, data)
        _check_signs(maker, data)
    low, high = _ends(maker, data)
    totals, sums = _totals(maker, data)
    return {
        "chart": data.kind,
        "categories": data.categories,
        "series": data.series,
        "unit": word(node, "unit"),
        "highlight": tuple(_highlight(maker, data)),
        "marks": data.marks,
        "dates": _dates(maker, data),
        "decimals": int(word(node, "decimals")) if word(node, "decimals").isdecimal() else None,
        "low": low,
        "high": high,
        "missing": word(node, "missing") or "gap",
        "lines": _some_series(maker, data, "lines"),
        "second": _some_series(maker, data, "second"),
        "totals": totals,
        "sums": sums,
        "references": tuple(_references(maker, data, path)),
        "changes": tuple(_changes(maker, data)),
        "remarks": tuple(_remarks(maker, data, path)),
        "multiples": _multiples(maker, data),
        "alt": maker.text(child(node, "alt"), f"{path}.alt"),
    }


# --- numbers --------------------------------------------------------------------------------------------------------


def _inline(maker: Maker, data: _Data, path: str) -> None:
    node = data.node
    listed = entries(child(node, "categories"))
    data.categories = tuple(maker.need(n, f"{path}.category.{i}") for i, n in enumerate(listed, 1))
    if not data.categories and isinstance(node, Map):
        maker.problems.add(node, "this chart has no categories", "name what is compared under `categories`")
        data.read = False
    said = child(node, "series")
    rows: list[tuple[Node | None, Node | None, Node | None]]
    if isinstance(said, Map):
        rows = [(name, values, None) for name, values in named_entries(said)]
    else:
        rows = [(child(n, "name"), child(n, "values"), n) for n in entries(said)]
    ids, out = Ids(), []
    for order, (name, values, node_) in enumerate(rows):
        at = f"{path}/{ids.new(name_of(name), 'series')}"
        cells = values.nodes if isinstance(values, Seq) else []
        if isinstance(values, Seq) and len(cells) != len(data.categories):
            what = f"'{name_of(name)[:40]}' has {len(cells)} values for {len(data.categories)} categories"
            maker.problems.add(values, what, "an empty place is written as null")
            data.read = False
        one = _series(maker, data, maker.need(name, f"{at}.name"), cells, at, order, comma=False)
        out.append(replace(one, tags=maker.tags(node_), where=maker.where(node_)))
    data.series = tuple(out)


def _series(
    maker: Maker, data: _Data, name: Text, cells: Sequence[Node | None], path: str, order: int, comma: bool
) -> model.Series:
    """Numbers, or days, and each as it was written."""
    ids, values, labels = Ids(), list[float | None](), list[Text]()
    for number, cell in enumerate(cells):
        text = cell.text.strip() if isinstance(cell, Scalar) and not cell.null else ""
        category = data.categories[number].plain if number < len(data.categories) else ""
        at = f"{path}.{ids.new(category, 'value')}"
        value: float | None = None
        if cell is not None and not numbers.is_missing(text):
            value, text = _day(maker, cell, text, order) if data.kind == "gantt" else (numbers.value(text, comma), text)
            if value is None and data.kind != "gantt":
                maker.problems.add(cell, f"expected a number, not '{text[:40]}'", "leave it empty where there is none")
            data.read = data.read and value is not None
        values.append(value)
        labels.append(Text(standard=(Run(text),), path=at, spot=cell.spot) if cell and text else Text(path=at))
    return model.Series(name, tuple(values), tuple(labels))


def _day(maker: Maker, cell: Node, text: str, order: int) -> tuple[float | None, str]:
    """A date as a number of days: the first day of what is written, or its last one."""
    try:
        when = dates.parse(text, language=maker.language)
    except dates.ImpossibleDate as error:
        maker.problems.add(cell, f"'{text[:40]}' is not a date: {error}")
        return None, text
    if when is None:
        maker.problems.add(
            cell, f"expected a date, not '{text[:40]}'", "write 2026-02-03, February 2026, Q3 2025, 2027"
        )
        return None, text
    return float(serial(when.end) - 1 if order else serial(when.start)), text


def _from_table(maker: Maker, data: _Data, path: str) -> None:
    """Categories from the first column, a series from each further column of numbers, and the marks of the rows."""
    found = _grid(maker, data.node)
    if not found.heads:
        data.read = False
        return
    make = maker.raw if found.raw else maker.text
    listed = [line.cells[0] if line.cells else None for line in found.lines]
    texts = (make(n, f"{path}.category.{i}") for i, n in enumerate(listed, 1))
    data.categories = tuple(text or Text(path=f"{path}.category.{i}") for i, text in enumerate(texts, 1))
    comma = maker.language.partition("-")[0].lower() in numbers.COMMA_LANGUAGES
    ids, out = Ids(), []
    columns = _columns(maker, data, found)
    data.read = bool(columns)
    for order, (at, head) in enumerate(columns):
        cells = [line.cells[at] if at < len(line.cells) else None for line in found.lines]
        where = f"{path}/{ids.new(head.label, 'series')}"
        name = name_of_series(maker, head, f"{where}.name")
        out.append(_series(maker, data, name, cells, where, order, comma))
    data.series = tuple(out)
    marks = tuple(model.Mark(*line_marks(maker, line)) for line in found.lines)
    data.marks = marks if any(mark.tags or mark.where for mark in marks) else ()


def _grid(maker: Maker, node: Node) -> Grid:
    if (said := child(node, "data")) is not None:
        return data_file(maker, said)
    name, said = word(node, "table"), child(node, "table")
    if said is None or not name:
        return Grid((), ())
    if name not in maker.tables:
        hint = did_you_mean(name, maker.tables) if maker.tables else "give the table's block an `id`"
        maker.problems.add(said, f"there is no table '{name}'", hint)
        return Grid((), ())
    return grid(maker, maker.tables[name])


def _columns(maker: Maker, data: _Data, found: Grid) -> list[tuple[int, Head]]:
    """The columns that are drawn: those the report names, else all that hold numbers (dates for a Gantt chart) only."""
    node, chosen = data.node, list[tuple[int, Head]]()
    for n in entries(child(node, "columns")):
        name = n.text if isinstance(n, Scalar) else ""
        at = find_head(found, name)
        if at is None:
            known = [head.label or head.id for head in found.heads]
            maker.problems.add(n, f"there is no column '{name[:40]}'", did_you_mean(name[:40], known))
        else:
            chosen.append((at, found.heads[at]))
    if child(node, "columns") is not None:
        return chosen
    serves, holds = (_is_date, "dates") if data.kind == "gantt" else (numbers.is_number, "numbers")
    for at, head in enumerate(found.heads[1:], 1):
        texts = [c.text for line in found.lines if at < len(line.cells) and isinstance(c := line.cells[at], Scalar)]
        if any(map(serves, texts)) and all(numbers.is_missing(t) or serves(t) for t in texts):
            chosen.append((at, head))
    if not chosen:
        maker.problems.add(node, f"no column of the table holds {holds} only", "name the columns to draw in `columns`")
    return chosen


def _is_date(text: str) -> bool:
    try:
        return dates.parse(text) is not None
    except dates.ImpossibleDate:
        return True


def _dates(maker: Maker, data: _Data) -> tuple[dt.date, ...]:
    """First day of each category where all are dates in order; a day that does not exist among them is a problem."""
    if data.kind not in ON_TIME or len(data.categories) < 2:
        return ()
    found: list[dt.date] = []
    impossible: list[tuple[Text, str]] = []
    for text in data.categories:
        try:
            when = next((w for name in _said(text) if (w := dates.parse(name, language=maker.language))), None)
        except dates.ImpossibleDate as error:
            impossible.append((text, str(error)))
            continue
        if when is None:
            return ()
        found.append(when.start)
    if len(impossible) * 2 < len(data.categories):
        for text, why in impossible:
            maker.problems.append(Problem(text.place, f"'{text.plain[:40]}' is not a date: {why}"))
    ascending = all(a < b for a, b in zip(found, found[1:], strict=False))
    back = next((n for n, (a, b) in enumerate(pairwise(found), 1) if b < a), 0)
    if back and not impossible:
        text = data.categories[back]
        what = f"'{text.plain[:40]}' is earlier than what stands before it: the chart has its dates in this order"
        maker.warn("date-order", what, text.place or data.node.place, "put the categories in the order of their dates")
    return tuple(found) if ascending and not impossible else ()


# --- what a kind asks for -------------------------------------------------------------------------------------------


def _check_amounts(maker: Maker, data: _Data) -> None:
    """Problems where a kind needs more or fewer series or categories, or where no value stands at all."""
    asks, kind, n = data.asks, data.kind, len(data.series)
    wanted = f": {_listed(asks.roles)}" if asks.roles else ""
    if asks.most and n > asks.most:
        what = f"a {kind} chart shows {_several(asks.most)}, not {n}"
        hint = "choose one, or take stacked columns" if asks.most == 1 else f"give {asks.most} series{wanted}"
        maker.problems.append(Problem(data.series[asks.most].name.place, what, hint))
    elif n < asks.least:
        what = f"a {kind} chart needs {'at least ' if asks.most != asks.least else ''}{_several(asks.least)}, not {n}"
        maker.problems.add(data.node, what, f"in this order{wanted}" if wanted else "give more, or take another kind")
    least, most = asks.categories
    count = len(data.categories)
    if count < least or (most and count > most):
        number = str(least) if least == most else f"at least {least}"
        where = child(data.node, "categories") or data.node
        maker.problems.add(where, f"a {kind} chart needs {number} categories, not {count}", "take lines or columns")
    if data.read and all(v is None for one in data.series for v in one.values):
        maker.problems.add(data.node, "this chart has no numbers", "give at least one, or leave the chart out")


def _several(n: int) -> str:
    return "one series" if n == 1 else f"{n} series"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _check_signs(maker: Maker, data: _Data) -> None:
    """Problems at negative numbers where parts of a whole are shown, at sizes, and at spans that end too early."""
    asks = data.asks
    for n, one in enumerate(data.series):
        whole = not asks.negative or (data.kind == "bubble" and n == 2)
        for value, label in zip(one.values, one.labels, strict=True):
            if whole and value is not None and value < 0:
                hint = asks.instead or "sizes are positive"
                maker.problems.append(Problem(label.place, f"a {data.kind} chart cannot show '{label.plain}'", hint))
    if data.kind in SPANS and len(data.series) == 2:
        begin, end = data.series
        for a, b, label in zip(begin.values, end.values, end.labels, strict=False):
            if a is not None and b is not None and b < a:
                hint = f"'{begin.name.plain[:40]}' comes first, then '{end.name.plain[:40]}'"
                maker.problems.append(Problem(label.place, "this bar ends before it begins", hint))


# --- wishes ---------------------------------------------------------------------------------------------------------


def _highlight(maker: Maker, data: _Data) -> Iterator[str]:
    """Paths of categories and series by name, and of single values: `{Series: category}`."""
    said = child(data.node, "highlight")
    if isinstance(said, Map):
        for name, value in said:
            one = data.one(name)
            if one is None:
                _unknown(maker, data, said.key(name), name, "series", data.series_names)
                continue
            for n in entries(value):
                if (at := _category(maker, data, n)) >= 0 and at < len(one.labels):
                    yield one.labels[at].path
        return
    for n in entries(said):
        name = n.text.strip() if isinstance(n, Scalar) else ""
        paths = [t.path for t in (*data.categories, *(s.name for s in data.series)) if name in _said(t)]
        if not paths:
            _unknown(maker, data, n, name, "category and no series", [*data.category_names, *data.series_names])
        yield from paths


def _unknown(maker: Maker, data: _Data, node: Node, name: str, what: str, known: Sequence[str]) -> None:
    if data.categories and data.series:  # else that they are missing is the mistake
        maker.problems.add(node, f"'{name[:40]}' is no {what} of this chart", did_you_mean(name[:40], known))


def _category(maker: Maker, data: _Data, node: Node | None) -> int:
    """The number of the category that a node names; -1, and a problem, when there is none."""
    name = node.text.strip() if isinstance(node, Scalar) else ""
    path = data.category(name)
    if node is not None and not path:
        _unknown(maker, data, node, name, "category", data.category_names)
    return next((i for i, text in enumerate(data.categories) if path and text.path == path), -1)


def _some_series(maker: Maker, data: _Data, key: str) -> frozenset[str]:
    """Paths of the series that `lines` or `second` names."""
    said, found = child(data.node, key), set[str]()
    if said is None:
        return frozenset()
    if data.kind not in ("combo", "line", "column") or (key == "lines" and data.kind != "combo"):
        at = data.node.key(key) if isinstance(data.node, Map) else said
        takes = "a combo" if key == "lines" else "a combo, columns or lines"
        maker.problems.add(at, f"a {data.kind} chart has no `{key}`", f"take {takes}, or leave it out")
        return frozenset()
    for n in entries(said):
        name = n.text.strip() if isinstance(n, Scalar) else ""
        if one := data.one(name):
            found.add(one.name.path)
        else:
            _unknown(maker, data, n, name, "series", data.series_names)
    if key == "second" and data.series and len(found) == len(data.series):
        what = "all series stand on the second axis, none on the first"
        maker.problems.add(said, what, "name only those that have another unit")
        return frozenset()
    return frozenset(found)


def _ends(maker: Maker, data: _Data) -> tuple[float | None, float | None]:
    """Where the axis begins and ends, if that serves the kind and its numbers."""
    node = data.node
    low, high = (numbers.value(word(node, key)) if word(node, key) else None for key in ("from", "to"))
    said = {key: found for key in ("from", "to") if (found := child(node, key))}
    if said and data.asks.axis == "none":
        for key in said:
            at = node.key(key) if isinstance(node, Map) else node
            maker.problems.add(at, f"a {data.kind} chart has no axis to set `{key}` of", "leave it out")
        return None, None
    if low is not None and high is not None and low >= high:
        maker.problems.add(
            said["to"], "the axis ends before it begins", "`from` is the smaller number, `to` the larger"
        )
        return None, None
    if low is not None and low > 0 and data.asks.axis == "zero":
        maker.problems.add(said["from"], f"a {data.kind} chart stands on zero", "take lines, or leave `from` out")
        return None, high
    shown = [one for n, one in enumerate(data.series) if data.kind not in ("scatter", "bubble") or n == 1]
    known = [(v, text) for one in shown for v, text in zip(one.values, one.labels, strict=True) if v is not None]
    least, most = (low if low is not None else -math.inf), (high if high is not None else math.inf)
    beyond = [(v, text) for v, text in known if not least <= v <= most]
    if known and len(beyond) == len(known):
        maker.problems.add(next(iter(said.values())), "no value lies on this axis", "correct `from` and `to`")
        return None, None
    if data.asks.axis != "cut":
        for _, text in beyond:
            hint = "move `from` or `to`; only columns and bars can be cut"
            maker.problems.append(Problem(text.place, f"'{text.plain}' lies outside the axis", hint))
        if data.asks.stacked and high is not None and not beyond and _highest(data) > high:
            maker.problems.add(said["to"], f"stacks reach {_highest(data):.12g}, beyond this axis", "move `to`")
    return low, high


def _highest(data: _Data) -> float:
    """The highest stack."""
    columns = zip(*(one.values for one in data.series), strict=False)
    return max((sum(max(0.0, v or 0.0) for v in column) for column in columns), default=0.0)


def _totals(maker: Maker, data: _Data) -> tuple[bool, frozenset[str]]:
    """Whether stacks have totals, and the bars of a waterfall that stand on zero."""
    said = child(data.node, "totals")
    if data.kind == "waterfall":
        return False, _sums(maker, data, said)
    if said is None:
        return False, frozenset()
    if isinstance(said, Seq):
        maker.problems.add(said, "only a waterfall names its totals", "write `totals: true` for sums over stacks")
    elif flag(data.node, "totals") and data.kind not in SUMMED:
        maker.problems.add(said, f"a {data.kind} chart has no stacks to add up", "take stacked-column or stacked-bar")
    return flag(data.node, "totals") and data.kind in SUMMED, frozenset()


def _sums(maker: Maker, data: _Data, said: Node | None) -> frozenset[str]:
    """Bars without a change, bars that are named, and the last one where it is the sum of those before it."""
    if not data.series:
        return frozenset()
    values, found = data.series[0].values, {0}
    named = [_category(maker, data, n) for n in entries(said)] if isinstance(said, Seq) else []
    found.update(at for at in named if at >= 0)
    found.update(i for i, value in enumerate(values) if value is None)
    level = 0.0
    for i, value in enumerate(values):
        last = not isinstance(said, Seq) and i == len(values) - 1 > 1
        if value is None or i == 0:
            level += value or 0.0
        elif (i in found or last) and _same(level, value):
            found.add(i)
        elif i in found:
            label = data.series[0].labels[i]
            what = f"the total is {label.plain}, but what stands before it adds up to {level:.12g}"
            maker.problems.append(Problem(label.place, what, "correct it, or leave it empty: it is then worked out"))
        else:
            level += value
    return frozenset(data.categories[i].path for i in found if i < len(data.categories))


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _references(maker: Maker, data: _Data, path: str) -> Iterator[model.Reference]:
    """`references` are lines at a value, `bands` go from one to another."""
    ids = Ids()
    for key, first in (("references", "at"), ("bands", "from")):
        said = child(data.node, key)
        if said is not None and not data.asks.notes:
            maker.problems.add(said, f"a {data.kind} chart has no `{key}`", "take columns, bars or lines")
            continue
        for n in entries(said):
            value, end = numbers.value(word(n, first)), numbers.value(word(n, "to")) if key == "bands" else None
            if value is None:
                continue
            if end is not None and end <= value:
                maker.problems.add(child(n, "to") or n, "this band ends before it begins", "swap `from` and `to`")
                continue
            yield model.Reference(
                value, maker.text(child(n, "name"), f"{path}.{ids.new(name_of(child(n, 'name')), 'reference')}"), end
            )


def _changes(maker: Maker, data: _Data) -> Iterator[model.Change]:
    """`difference` and `growth` between two categories."""
    for key in ("difference", "growth"):
        said = child(data.node, key)
        if said is None:
            continue
        if not (data.asks.upright and data.asks.notes):
            maker.problems.add(said, f"a {data.kind} chart has no `{key}`", "take columns or lines")
            continue
        ends = [child(said, "from"), child(said, "to")] if isinstance(said, Map) else entries(said)
        if len(ends) != 2:
            maker.problems.add(said, f"`{key}` goes from one category to another", f"write {key}: [2023, 2026]")
            continue
        a, b = (_category(maker, data, n) for n in ends)
        if a < 0 or b < 0:
            continue
        one = _measured(maker, data, said, key)
        if one is None or not _can_grow(maker, data, said, key, one, a, b):
            continue
        alone = "" if one is _ALL else one.name.path
        kind = "growth" if key == "growth" else "difference"
        yield model.Change(kind, data.categories[a].path, data.categories[b].path, alone)  # type: ignore[arg-type]


_ALL = model.Series(Text(), ())
"""Stands for the sum of a stack."""


def _measured(maker: Maker, data: _Data, said: Node, key: str) -> model.Series | None:
    """The series that a change is measured on: the one that is named, the only one, or all of a stack."""
    name = word(said, "series")
    if name:
        one = data.one(name)
        if one is None:
            _unknown(maker, data, child(said, "series") or said, name, "series", data.series_names)
        return one
    if len(data.series) == 1:
        return data.series[0]
    if data.asks.stacked or data.kind.startswith("stacked"):
        return _ALL
    maker.problems.add(said, f"of which series is this the {key}?", f"write {key}: {{from: …, to: …, series: …}}")
    return None


def _can_grow(maker: Maker, data: _Data, said: Node, key: str, one: model.Series, a: int, b: int) -> bool:
    """Whether both values are there, and for a growth rate above zero and apart; else there is a problem."""
    if a == b:
        maker.problems.add(said, f"`{key}` goes from a category to the same one", "name two different ones")
        return False
    for at in (a, b):
        values = [s.values[at] for s in (data.series if one is _ALL else (one,)) if at < len(s.values)]
        known = [v for v in values if v is not None]
        if not known or (key == "growth" and sum(known) <= 0):
            what = "has no value" if not known else "is not above zero"
            name = data.categories[at].plain[:40]
            maker.problems.add(said, f"'{name}' {what}: there is no {key}", "name another category")
            return False
    return True


def _remarks(maker: Maker, data: _Data, path: str) -> Iterator[model.Remark]:
    """`annotations`: words at a category, of one series where there are several."""
    said = child(data.node, "annotations")
    if said is not None and not data.asks.notes:
        maker.problems.add(said, f"a {data.kind} chart has no annotations", "take columns, bars, lines or points")
        return
    ids = Ids()
    for n in entries(said):
        at, name = _category(maker, data, child(n, "at")), word(n, "series")
        one = data.one(name) if name else None
        if name and one is None:
            _unknown(maker, data, child(n, "series") or n, name, "series", data.series_names)
        text = maker.need(child(n, "text"), f"{path}.{ids.new(name_of(child(n, 'at')), 'annotation')}.text")
        if at >= 0:
            yield model.Remark(text, data.categories[at].path, one.name.path if one else "")


def _multiples(maker: Maker, data: _Data) -> bool:
    if not flag(data.node, "multiples"):
        return False
    said = child(data.node, "multiples") or data.node
    if data.kind not in ("column", "bar", "line", "area"):
        maker.problems.add(said, f"a {data.kind} chart has no small multiples", "take column, bar, line or area")
        return False
    return len(data.series) > 1
