"""In: a table, items, a comparison, figures, a chart. Out: a Grid: what every cell says, not yet measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.report import (
    Align,
    AnyBlock,
    Chart,
    Column,
    Comparison,
    Field,
    Figure,
    Figures,
    Items,
    Point,
    Run,
    Runs,
    Series,
    Table,
    Text,
)  # fmt: skip
from exporter.model.report import Item as ReportItem
from exporter.plan.arrange import Part
from exporter.plan.sheet import Sheet

LEFT: tuple[Align, ...] = ("left",)
NUMBERS = frozenset(("number", "percent", "currency"))
"""Types of column whose cells stand with their decimal marks under one another."""
DATA = NUMBERS | {"year", "date"}
"""Types of column in which a cell without words is a value that is missing, not one that says nothing."""
NO_VALUE = frozenset(("-", "–", "—", "n/a", "n. a.", "k. a."))
"""Ways of writing that there is no value: set in muted."""
PAIRS = (2, 12)
"""A table of one row with so many columns is set as pairs of key and value, one under another."""


class Lines(Struct, frozen=True):
    """What a cell says: texts one under another, and how."""

    texts: tuple[Text | Runs, ...]
    colour: str = "ink"
    bold: bool = False
    paths: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        return " ".join(map(plain, self.texts))


NOTHING = Lines(())


class Grid(Struct, frozen=True):
    """A table of any origin, ready to measure."""

    heads: tuple[Lines, ...]
    rows: tuple[tuple[Lines, ...], ...]
    aligns: tuple[Align, ...]
    groups: tuple[Text | None, ...]
    """The group heading of each row."""
    chosen: int = -1
    """Column on the accent tint."""
    row_heads: bool = True
    numbers: frozenset[int] = frozenset()
    """Columns whose decimal marks stand under one another."""


def plain(text: Text | Runs) -> str:
    return text.plain if isinstance(text, Text) else "".join(run.text for run in text)


def grid_of(block: AnyBlock, part: Part, sheet: Sheet) -> Grid | None:
    """The block as a grid; None for kinds that are no table."""
    if isinstance(block, Table):
        return _table(block, sheet)
    if isinstance(block, Items):
        return _items(block, part, sheet)
    if isinstance(block, Comparison):
        return _comparison(block)
    if isinstance(block, Chart):
        return _chart(block, sheet)
    if isinstance(block, Figures):
        return _figures(block)
    return None


def pairs(grid: Grid) -> Grid:
    """A grid of one row turned into rows of a head and its value; any other as it is."""
    if len(grid.rows) != 1 or not PAIRS[0] <= len(grid.heads) <= PAIRS[1] or grid.chosen >= 0:
        return grid
    rows = tuple(
        (replace(head, bold=False), replace(cell, bold=not i))
        for i, (head, cell) in enumerate(zip(grid.heads, grid.rows[0], strict=True))
    )
    return Grid((), rows, LEFT * 2, grid.groups * len(rows))


# ---- tables ---------------------------------------------------------------------------------------------------------


def _table(block: Table, sheet: Sheet) -> Grid:
    n = len(block.columns)
    missing = Lines(((Run(sheet.words("not-stated")),),), "muted")
    nothing = NO_VALUE | {missing.plain.lower()}
    data = frozenset(i for i, c in enumerate(block.columns) if i and c.type in DATA)
    rows = tuple([_cells(row.cells, row.emphasis, n, data, missing, nothing) for row in block.rows])
    heads = tuple(Lines((_unit(c.label, c.unit),), "muted", paths=(c.label.path,)) for c in block.columns)
    return Grid(
        heads if block.header else (),
        rows,
        tuple(c.align for c in block.columns),
        tuple(r.group for r in block.rows),
        numbers=frozenset(i for i, c in enumerate(block.columns) if _aligned(c)),
    )


def _cells(
    cells: Sequence[Text], bold: bool, n: int, data: frozenset[int], missing: Lines, nothing: frozenset[str]
) -> tuple[Lines, ...]:
    """The cells of one row; of a row that has values, "Not stated" where a value is missing."""
    made = [NOTHING] * n
    said = [(i, cell) for i, cell in enumerate(cells[:n]) if cell.standard or cell]
    for i, cell in said:
        if i and not bold and cell.plain.strip().lower() in nothing:
            made[i] = Lines((cell,), "muted")
        else:
            made[i] = Lines((cell,), "ink", not i or bold)
    if data and 1 < len(said) < n:
        return tuple([missing if cell is NOTHING and i in data else cell for i, cell in enumerate(made)])
    return tuple(made)


def _aligned(column: Column) -> bool:
    return column.type in NUMBERS and column.align == "right"


def _unit(label: Text, unit: str) -> Text | Runs:
    """ "Range (km)": the unit stands in the head, once."""
    if not unit or unit in label.plain:
        return label
    return (*label.runs, Run(f" ({unit})"))


def _chart(block: Chart, sheet: Sheet) -> Grid:
    """Categories as rows, series as columns: for a chart that cannot be drawn."""
    heads = (Lines((), "muted"), *(_series_head(data, block.unit) for data in block.series))
    missing = Lines(((Run(sheet.words("not-stated")),),), "muted")

    def cell(labels: Sequence[Text], i: int) -> Lines:
        return Lines((labels[i],)) if i < len(labels) and labels[i] else missing

    rows = tuple(
        (Lines((name,), bold=True), *(cell(data.labels, i) for data in block.series))
        for i, name in enumerate(block.categories)
    )
    n = len(block.series)
    right: Align = "right"
    return Grid(heads, rows, (*LEFT, *(right,) * n), (None,) * len(rows), numbers=frozenset(range(1, n + 1)))


def _figures(block: Figures) -> Grid:
    """Figures as rows without a head: for more of them than a few slides hold."""
    with_label = any(figure.label for figure in block.figures)
    with_support = any(figure.support for figure in block.figures)

    def cells(figure: Figure) -> Iterator[Lines]:
        yield Lines((figure.figure,), "highlight" if figure.emphasis else "accent", True)
        if with_label:
            yield Lines((figure.label,), bold=True) if figure.label else NOTHING
        if with_support:
            yield Lines((figure.support,), "text2") if figure.support else NOTHING

    rows = tuple(tuple(cells(figure)) for figure in block.figures)
    return Grid((), rows, LEFT * (1 + with_label + with_support), (None,) * len(rows))


def _series_head(data: Series, unit: str) -> Lines:
    return Lines((_unit(data.name, unit),), "muted", paths=(data.name.path,))


# ---- items and comparisons ------------------------------------------------------------------------------------------


def _items(block: Items, part: Part, sheet: Sheet) -> Grid:
    used = [f for f in block.fields if any(item.value(f.id) for item in block.items) or f.missing]
    extra = any(item.points or item.detail for item in block.items)
    joined = extra and len(used) == 1  # under the one thing said, not in a column that most rows leave empty
    heads = [_first_head(block, sheet), *(Lines((f.label,), "muted") for f in used)]
    rows, groups = [], []
    number = part.start
    for group in block.groups:
        for item in group.items:
            number += 1
            mark: Runs = (Run(f"{number}\u00a0\u00a0"),) if block.ordered else ()
            name = Lines(((*mark, *item.name.runs),), bold=True, paths=(item.name.path,))
            cells = [name, *(_value(f, item, sheet) for f in used)]
            if joined and (more := _extra(item)).texts:
                cells[1] = Lines((*item.value(used[0].id), *more.texts))
            elif extra and not joined:
                cells.append(_extra(item))
            rows.append(tuple(cells))
            groups.append(group.title)
    if extra and not joined:
        heads.append(Lines((), "muted"))
    if len({id(g) for g in groups}) == 1:
        groups = [None] * len(rows)
    named = any(f.label for f in used) or any(g.title for g in block.groups)
    return Grid(tuple(heads) if named else (), tuple(rows), LEFT * len(heads), tuple(groups))


def _first_head(block: Items, sheet: Sheet) -> Lines:
    """Over the names: the group's title when there is one group, else a plain word."""
    titles = [g.title for g in block.groups if g.title]
    if len(block.groups) == 1 and titles:
        return Lines((titles[0],), "muted")
    return Lines(((Run(sheet.words("company")),),), "muted")


def _value(field: Field, item: ReportItem, sheet: Sheet) -> Lines:
    texts = item.value(field.id)
    if texts:
        strong = field.slot == "figure" and item.emphasis
        return Lines(texts, "highlight" if strong else "ink", strong)
    if field.missing is not None and not field.missing:
        return NOTHING
    missing: Text | Runs = field.missing or (Run(sheet.words("not-stated")),)
    return Lines((missing,), "muted")


def _extra(item: ReportItem) -> Lines:
    texts: list[Text] = [item.detail] if item.detail else []

    def walk(points: Sequence[Point]) -> None:
        for point in points:
            texts.append(point.text)
            walk(point.points)

    walk(item.points)
    return Lines(tuple(texts))


def _comparison(block: Comparison) -> Grid:
    heads = (Lines((), "muted"), *(Lines((o,), "ink", True) for o in block.options))
    rows = tuple(
        (Lines((criterion,), bold=True), *(Lines((c,)) for c in cells))
        for criterion, cells in zip(block.criteria, block.cells, strict=False)
    )
    chosen = block.chosen + 1 if block.chosen >= 0 else -1
    return Grid(heads, rows, LEFT * len(heads), (None,) * len(rows), chosen=chosen)
