"""In: the node of a table, or a data file. Out: a Grid of cells, and from it the columns and rows of the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import Place, Problem, UserError, did_you_mean
from exporter.model.report import Align, Column, ColumnType, Row, Run, Text, Where
from exporter.read import dates, numbers, tree
from exporter.read.ids import Ids, readable, slug
from exporter.read.maker import Maker, child, entries, flag, name_of, word
from exporter.read.spoken import is_text
from exporter.read.tree import Limits, Map, Node, Scalar, Seq, Source


class Head(Struct, frozen=True):
    """The head of a column: its node (a text or a record), its id, its label as written."""

    node: Node
    id: str
    label: str


class Line(Struct, frozen=True):
    """A row of cells; None is an empty cell."""

    cells: tuple[Node | None, ...]
    node: Node
    group: Node | None = None
    emphasis: bool = False
    marks: Map | None = None
    """The row itself, where its `tags` and `where` are no cells."""


class Grid(Struct, frozen=True):
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    raw: bool = False
    """Cells come from a data file: their text is not markup."""


def grid(maker: Maker, node: Map) -> Grid:
    """The cells of a table, from its rows or its data file."""
    heads = _heads(maker, node)
    if (data := node.get("data")) is not None:
        return _pick(maker, data_file(maker, data), heads)
    lines: list[Line] = []
    group: Node | None = None
    for row in entries(child(node, "rows")):
        line = _from_map(maker, row, heads) if isinstance(row, Map) else _from_list(maker, row, row, heads)
        if line:
            group = line.group or group  # a heading holds until the next
            if line.cells:
                lines.append(line if line.group is group else replace(line, group=group))
    return Grid(heads, tuple(lines))


def _heads(maker: Maker, node: Map) -> tuple[Head, ...]:
    ids = Ids()
    heads = []
    for column in entries(node.get("columns")):
        given = word(column, "id")
        label = name_of(column if is_text(column) else child(column, "label")) or readable(given)
        if given in ids.used:
            maker.problems.add(column, f"two columns have the id '{given}'", "give one of them another")
        heads.append(Head(column, ids.given(given) if given else ids.new(label, "column"), label))
    return tuple(heads)


def _from_list(maker: Maker, cells: Node, node: Node, heads: Sequence[Head], **more: object) -> Line | None:
    if not isinstance(cells, Seq):
        return None
    if heads and len(cells) != len(heads):
        less = len(cells) < len(heads)
        hint = "empty cells are written as ''" if less else "join cells, or give the table one more column"
        maker.problems.add(cells, f"this row has {len(cells)} cells, but the table {len(heads)} columns", hint)
    group = more.get("group")
    found = tuple([None if cell.null else cell for cell in cells.nodes])
    return Line(found, node, group if isinstance(group, Node) else None, bool(more.get("emphasis")))


def _from_map(maker: Maker, row: Map, heads: Sequence[Head]) -> Line | None:
    """`{cells: […], group, emphasis}`, or cells by column id with `group`, `emphasis`, `tags`, `where` beside them."""
    ids = {head.id for head in heads}
    group = None if "group" in ids else child(row, "group")
    emphasis = "emphasis" not in ids and flag(row, "emphasis")
    own = {"group", "emphasis", "tags", "where"} - ids
    marks = row if own & {"tags", "where"} & row.pairs.keys() else None
    _check_marks(maker, row, own)
    if "cells" in row and "cells" not in ids:
        for key in set(row.pairs) - own - {"cells"}:
            maker.problems.add(row.key(key), f"'{key}' cannot stand beside 'cells'")
        line = _from_list(maker, row["cells"], row, heads, group=group, emphasis=emphasis)
        return replace(line, marks=marks) if line else None
    for key, inner in row:
        if key not in ids | own:
            maker.problems.add(row.key(key), f"the table has no column '{key}'", did_you_mean(key[:40], ids))
        elif isinstance(inner, Seq):
            maker.problems.add(inner, "a cell holds one text, not a list")
    cells = tuple(row.get(head.id) for head in heads)
    return Line(cells if any(cells) else (), row, group, emphasis, marks)


def _check_marks(maker: Maker, row: Map, own: Set[str]) -> None:
    """Problems where `tags` and `where` of a row are of no use, or lie in a column of that name that is no cell."""
    where = child(row, "where")
    if where is not None and isinstance(where, Map) != ("where" in own):
        maker.problems.add(where, *_WHERE_OR_CELL["where" in own])


_WHERE_OR_CELL = {
    True: ("`where` says what a row is about, in a map", "write where: {region: Bavaria}"),
    False: ("a cell holds one text, not a map", "give the column another `id` if this is what the row is about"),
}


def line_marks(maker: Maker, line: Line) -> tuple[frozenset[str], Where]:
    """The tags of a row, and what it is about."""
    return (maker.tags(line.marks), maker.where(line.marks)) if line.marks else (frozenset(), ())


# --- data files -----------------------------------------------------------------------------------------------------


def data_file(maker: Maker, node: Node) -> Grid:
    """The cells of a CSV, JSON or YAML file in the report's folder; what is wrong with it is a problem at `node`."""
    if not isinstance(node, Scalar) or node.null:
        return Grid((), ())
    from exporter.read.folder import Refused, inside

    try:
        path = inside(maker.folder, node.text)
        read = _READERS.get(path.suffix.lower())
        if read is None:
            raise Refused(f"'{path.name}' is not a data file", f"use one of: {', '.join(_READERS)}")
        return read(maker, path)
    except Refused as refused:
        maker.problems.add(node, refused.what, refused.hint)
    except UserError as error:
        maker.problems += error.problems
    return Grid((), ())


def _read_csv(maker: Maker, path: Path) -> Grid:
    text = tree.read_text(path, maker.limits)
    source = Source(str(path), text)
    rows: list[tuple[Seq, list[str]]] = []
    for start, cells in _csv_rows(source, maker.limits):
        seq = Seq(source, start, start)
        seq.nodes = [Scalar(source, start, start, cell, True) for cell in cells]
        rows.append((seq, cells))
    if not rows:
        raise UserError(Problem(Place(str(path)), "this file has no rows"))
    return _from_rows(maker, [seq for seq, _ in rows])


def _csv_rows(source: Source, limits: Limits) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, each with the index where it begins."""
    import csv  # few reports have a table in a file

    lines = source.text.splitlines(keepends=True)
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t|", key=lambda d: len(next(csv.reader([head], delimiter=d))) if head else 0)
    rows: list[tuple[int, list[str]]] = []
    offset = done = cells = 0
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            start = offset
            offset += sum(map(len, lines[done : reader.line_num]))
            done = reader.line_num
            cells += len(row)
            if cells > limits.nodes:
                what = f"more than {limits.nodes:,} cells"
                raise UserError(Problem(source.place(start), what, "raise the limit if this is meant"))
            if any(cell.strip() for cell in row):
                rows.append((start, row))
    except csv.Error as error:
        raise UserError(Problem(source.place(offset), f"cannot be read as CSV: {error}")) from None
    return rows


def _read_tree(maker: Maker, path: Path) -> Grid:
    """A list of maps, or a list of lists of which the first is the head."""
    found = tree.load(path, maker.limits)
    maker.problems += found.problems
    rows = found.root
    if not isinstance(rows, Seq) or not rows.nodes:
        hint = "it holds a list of maps, or a list of lists with the headings first"
        raise UserError(rows.problem("this file has no rows", hint))
    if all(isinstance(row, Seq) for row in rows):
        return _from_rows(maker, [row for row in rows if isinstance(row, Seq)])
    keys: dict[str, Scalar] = {}
    for row in rows:
        if not isinstance(row, Map):
            raise UserError(row.problem("expected a map here, as in the other rows"))
        for key, (node, _) in row.pairs.items():
            keys.setdefault(key, node)
    heads = _named([(node, key) for key, node in keys.items()])
    lines = [Line(tuple(row.get(key) for key in keys), row) for row in rows if isinstance(row, Map)]
    return _flat(maker, Grid(heads, tuple(lines), raw=True))


_READERS: dict[str, Callable[[Maker, Path], Grid]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".json": _read_tree,
    ".yaml": _read_tree,
    ".yml": _read_tree,
}


def _from_rows(maker: Maker, rows: Sequence[Seq]) -> Grid:
    """Rows of which the first is the head."""
    heads = _named([(node, node.text if isinstance(node, Scalar) else "") for node in rows[0]])
    lines = []
    for row in rows[1:]:
        if len(row) != len(heads):
            maker.problems.add(row, f"this row has {len(row)} cells, but the head has {len(heads)}")
        lines.append(Line(tuple(None if c.null else c for c in row), row))
    return _flat(maker, Grid(heads, tuple(lines), raw=True))


def _named(heads: Sequence[tuple[Node, str]]) -> tuple[Head, ...]:
    ids = Ids()
    return tuple(Head(node, ids.new(label, "column"), label.strip()) for node, label in heads)


def _flat(maker: Maker, found: Grid) -> Grid:
    """The same grid; cells that are lists or maps are problems."""
    for line in found.lines:
        for cell in line.cells:
            if cell is not None and not isinstance(cell, Scalar):
                maker.problems.add(cell, "a cell holds one text", "a data file is a flat table")
    return found


def _pick(maker: Maker, found: Grid, wanted: Sequence[Head]) -> Grid:
    """The columns of a data file that the report wants, under the report's heads; all when it names none."""
    if not wanted or not found.heads:
        return found if found.heads else Grid(tuple(wanted), ())
    places = []
    for head in wanted:
        at = find_head(found, head.id, head.label)
        if at is None:
            known = [h.label for h in found.heads]
            hint = did_you_mean(head.label[:40], known)
            maker.problems.add(head.node, f"the data file has no column '{head.label or head.id}'", hint)
        places.append(at)
    lines = (
        Line(tuple(line.cells[at] if at is not None and at < len(line.cells) else None for at in places), line.node)
        for line in found.lines
    )
    return Grid(tuple(wanted), tuple(lines), raw=True)


def find_head(found: Grid, *names: str) -> int | None:
    """The number of the column that has one of these names as its id or label."""
    for name in filter(None, names):
        for at, head in enumerate(found.heads):
            if name in (head.id, head.label) or slug(name) == head.id:
                return at
    return None


# --- columns and rows of the model ----------------------------------------------------------------------------------


_EMPTY = Text()


def columns_and_rows(maker: Maker, found: Grid, path: str) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The model's columns and rows; each cell is a fact with an address by row and column."""
    make = maker.raw if found.raw else maker.text
    names = [head.id for head in found.heads]
    rows: list[Row] = []
    groups: dict[str, Text | None] = {"": None}
    ids = Ids()
    for line in found.lines:
        group = name_of(line.group)
        if group not in groups:
            groups[group] = maker.text(line.group, f"{path}/{ids.new(group, 'group')}.group")
        first = name_of(line.cells[0]) if line.cells else ""
        at = f"{path}/{ids.new(first, 'row')}"
        paths = [f"{at}.{id}" for id in names]
        cells = maker.bare(line.cells, paths) if len(line.cells) == len(names) else None
        if cells is None:
            made = [make(cell, path) for path, cell in zip(paths, line.cells, strict=False)]
            cells = [_EMPTY if cell is None else cell for cell in made] + [_EMPTY] * (len(names) - len(made))
        rows.append(Row(tuple(cells), groups[group], line.emphasis, *line_marks(maker, line)))
    columns = tuple(
        [
            _column(maker, head, number, [row.cells[number] for row in rows], path)
            for number, head in enumerate(found.heads)
        ]
    )
    return columns, tuple(rows)


def _column(maker: Maker, head: Head, number: int, cells: Sequence[Text], path: str) -> Column:
    said = _TYPES.get(word(head.node, "type"))
    if said:
        _check_cells(maker, said, cells)
    type_ = said or (infer(cells) if number else "text")  # the first column names the rows
    decimals = word(head.node, "decimals")
    return Column(
        head.id,
        _label(maker, head, f"{path}.{head.id}"),
        type_,
        word(head.node, "unit"),
        _ALIGNS.get(word(head.node, "align")) or natural_align(type_),
        int(decimals) if re.fullmatch(r"\d{1,2}", decimals) else None,
    )


def natural_align(type_: ColumnType) -> Align:
    """Where cells of a type stand when the author does not say: quantities right, words, dates and years left."""
    return "left" if type_ in ("text", "date", "year") else "right"


def _label(maker: Maker, head: Head, path: str) -> Text:
    """The heading as written, or made from the column's id; a heading may be empty."""
    node = head.node if is_text(head.node) else child(head.node, "label")
    name = "" if node is not None else readable(head.id)
    made = Text(standard=(Run(name),), path=path, spot=head.node.spot) if name else Text(path=path)
    return maker.text(node, path) or made


def name_of_series(maker: Maker, head: Head, path: str) -> Text:
    """The heading as the name of a series; that of a data file is not markup."""
    node = head.node if is_text(head.node) else child(head.node, "label")
    if isinstance(node, Map) and (text := maker.text(node, path)):
        return text
    return Text(standard=(Run(head.label or readable(head.id)),), path=path, spot=head.node.spot)


_TYPES: dict[str, ColumnType] = {name: name for name in get_args(ColumnType)}
_ALIGNS: dict[str, Align] = {name: name for name in get_args(Align)}


def infer(cells: Sequence[Text]) -> ColumnType:
    """The type that fits every cell that has a value."""
    texts = [cell.plain for cell in cells]
    if numbers.all_bare(texts):  # most columns of numbers: no sign of percent or currency
        return "year" if _FITS["year"](texts[0]) and all(map(_FITS["year"], texts)) else "number"
    found = (text for text in texts if not numbers.is_missing(text))
    first = next(found, None)
    if first is None:
        return "text"
    guesses: tuple[ColumnType, ...] = ("year", "percent", "currency", "number")
    left = [type_ for type_ in guesses if _FITS[type_](first)]
    rest = list(found) if left else []  # of most columns of words the first says that they are such
    return next((type_ for type_ in left if all(map(_FITS[type_], rest))), "text")


def _is_date(text: str) -> bool:
    try:
        return dates.parse(text) is not None
    except dates.ImpossibleDate:
        return False


_FITS: dict[str, Callable[[str], bool]] = {
    "text": lambda text: True,
    "number": numbers.is_number,
    "percent": lambda text: numbers.is_number(text) and "%" in text,
    "currency": lambda text: numbers.is_number(text) and bool(re.search(r"[$€£¥₹₩₽]", text)),
    "year": lambda text: bool(re.fullmatch(r"(1[5-9]|20|21)\d\d", text)),
    "date": _is_date,
}
_SAYS = {"number": "a number", "percent": "a number", "currency": "a number", "year": "a year", "date": "a date"}


def _check_cells(maker: Maker, type_: ColumnType, cells: Sequence[Text]) -> None:
    """Problems for cells that do not hold what their column says; years may be spans ("2027–2028")."""
    fits = _FITS["date" if type_ in ("year", "date") else "text" if type_ == "text" else "number"]
    for cell in cells:
        if cell and not numbers.is_missing(cell.plain) and not fits(cell.plain):
            what = f"expected {_SAYS[type_]}, not '{cell.plain[:40]}'"
            maker.problems.append(Problem(cell.place, what, "write – where there is none, or make the column text"))
