"""In: a table, items by their fields, or a comparison. Out: a native table: measured columns, level rows, no fills.

Column widths come from what the cells need at least (their longest word) and at most (on one line); the room between
is shared in proportion, as browsers do. Numbers stand right, with their decimals under one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exporter.model.geometry import Box, px
from exporter.model.page import Cell, Para, PlacedTable, Role, TableRow
from exporter.model.report import Align, AnyBlock, Comparison, Field, Items, Run, Runs, Table, Text
from exporter.model.report import Item as ReportItem
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.widths import MOST_COLUMNS, MOST_ROWS, Column, lower, words
from exporter.plan.sheet import Sheet, bad, clip, text_item
from exporter.text import height

LEFT: tuple[Align, ...] = ("left",)
RIGHT = px(16)
"""Space right of every column but the last."""
TABLE_CAPTION = "Table caption"
"""Name of the items that `number_tables` numbers."""
ALL = 80
"""Rows up to which every cell is measured for the column widths; of longer tables an even sample is."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What a cell says: texts one under another, and how."""

    texts: tuple[Text | Runs, ...]
    colour: str = "ink"
    bold: bool = False
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of any origin, ready to measure."""

    heads: tuple[Lines, ...]
    rows: tuple[tuple[Lines, ...], ...]
    aligns: tuple[Align, ...]
    groups: tuple[Text | None, ...]
    """The group heading of each row."""
    emphasis: int = -1
    """Column whose stated values are set in highlight."""
    chosen: int = -1
    """Column on the accent tint."""
    row_heads: bool = True


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """The block as one table; rows share the tallest row's height while that fits the box."""
    grid = grid_of(block, part, sheet)
    if grid is None or not grid.rows:
        return None
    title = block.title
    top = box.y
    items = []
    caption = 0
    if title and (sheet.dense or region.options.get("caption")):
        paras = (caption_para(title, 88, sheet, box.w),)  # the number comes when all slides are known
        items.append(
            text_item(
                Box(box.x, box.y, box.w, height(paras)),
                paras,
                size_role="subhead",
                role=Role.CAPTION,
                name=TABLE_CAPTION,
            )
        )
        caption = height(paras) + px(8)
    table, crowd = build(grid, Box(box.x, top + caption, box.w, box.h - caption), sheet, step)
    named = replace(
        table,
        alt=clip(title.plain if title else ", ".join(_plain(h) for h in grid.heads)),
        name=title.plain if title else "",
        element=block.path if part.of > 1 else "",
        anchor_id=block.id,
    )
    return Arranged((*items, named), table.box.h + caption, crowd=crowd)


def caption_para(title: Text | Runs, number: int, sheet: Sheet, width: int) -> Para:
    """ "Table 1. Findings by topic"."""
    runs = title.runs if isinstance(title, Text) else title
    head = Run(sheet.words("table", n=number) + ". ")
    path = title.path if isinstance(title, Text) else ""
    return sheet.para((head, *runs), sheet.style("subhead"), width, role=Role.CAPTION, path=path)


def renumbered(caption: Para, number: int, sheet: Sheet, width: int) -> Para:
    """The caption with its final number in place of the one it was measured with."""
    said = caption.text.removeprefix(sheet.words("table", n=88) + ". ")
    return replace(caption_para((Run(said),), number, sheet, width), path=caption.path)


def _plain(lines: Lines) -> str:
    return " ".join(t.plain if isinstance(t, Text) else "".join(r.text for r in t) for t in lines.texts)


def grid_of(block: AnyBlock, part: Part, sheet: Sheet) -> Grid | None:
    """The block as a grid; None for kinds that are no table."""
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Items):
        return _items(block, part, sheet)
    if isinstance(block, Comparison):
        return _comparison(block)
    return None


def _table(block: Table) -> Grid:
    n = len(block.columns)
    rows = tuple(
        tuple(
            Lines((cell,), bold=not i or row.emphasis) for i, cell in enumerate((*row.cells, *(Text(),) * (n - len(row.cells))))
        )
        for row in block.rows
    )  # fmt: skip
    heads = tuple(Lines((_unit(c.label, c.unit),), "muted", paths=(c.label.path,)) for c in block.columns)
    return Grid(
        heads if block.header else (),
        rows,
        tuple(c.align for c in block.columns),
        tuple(r.group for r in block.rows),
    )


def _unit(label: Text, unit: str) -> Text | Runs:
    """ "Range (km)": the unit stands in the head, once."""
    if not unit or unit in label.plain:
        return label
    return (*label.runs, Run(f" ({unit})"))


def _items(block: Items, part: Part, sheet: Sheet) -> Grid:
    used = [f for f in block.fields if any(item.value(f.id) for item in block.items) or f.missing]
    extra = any(item.points or item.detail for item in block.items)
    first = _first_head(block, sheet)
    heads = [first, *(Lines((f.label,), "muted") for f in used)]
    rows, groups = [], []
    number = part.start
    for group in block.groups:
        for item in group.items:
            number += 1
            mark: Runs = (Run(f"{number}\u00a0\u00a0"),) if block.ordered else ()
            name = Lines(((*mark, *item.name.runs),), bold=True, paths=(item.name.path,))
            cells = [name, *(_value(f, item, sheet) for f in used)]
            if extra:
                cells.append(_extra(item))
            rows.append(tuple(cells))
            groups.append(group.title)
    if extra:
        heads.append(Lines((), "muted"))
    figure = next((i for i, f in enumerate(used, 1) if f.slot == "figure"), -1)
    if len({id(g) for g in groups}) == 1:
        groups = [None] * len(rows)
    return Grid(tuple(heads), tuple(rows), LEFT * len(heads), tuple(groups), emphasis=figure)


def _first_head(block: Items, sheet: Sheet) -> Lines:
    """Over the names: the group's title when there is one group, else a plain word."""
    titles = [g.title for g in block.groups if g.title]
    if len(block.groups) == 1 and titles:
        return Lines((titles[0],), "muted")
    return Lines(((Run(sheet.words("company")),),), "muted")


def _value(field: Field, item: ReportItem, sheet: Sheet) -> Lines:
    texts = item.value(field.id)
    if texts:
        bold = field.slot in ("figure", "status") and item.emphasis and field.slot == "figure"
        return Lines(texts, "highlight" if bold else "ink", bold)
    missing: Text | Runs = field.missing or (Run(sheet.words("not-stated")),)
    return Lines((missing,), "muted")


def _extra(item: ReportItem) -> Lines:
    texts: list[Text] = [item.detail] if item.detail else []

    def walk(points: Sequence[object]) -> None:
        for point in points:
            texts.append(point.text)  # type: ignore[attr-defined]
            walk(point.points)  # type: ignore[attr-defined]

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


def build(grid: Grid, box: Box, sheet: Sheet, step: int, brief: bool = False) -> tuple[PlacedTable, int]:
    """The grid as a placed table, and how far (EMU) its columns are too narrow for their longest words."""
    body = sheet.style("brief-cell" if brief else "cell", step)
    head = sheet.style("brief-table-head" if brief else "table-head", step)
    widths, crowd = column_widths(grid, box.w, sheet, body, head)
    if brief and not crowd and len(grid.rows) <= MOST_ROWS and 1 < len(widths) <= MOST_COLUMNS:
        widths = _lower(grid, widths, sheet, body, head)
    rows: list[TableRow] = []
    if grid.heads:
        rows.append(_row(grid.heads, grid, widths, sheet, head, header=True))
    current: Text | None = None
    for lines, group in zip(grid.rows, grid.groups, strict=True):
        if group is not None and (current is None or group.plain != current.plain):
            rows.append(_group_row(group, widths, sheet, body))
        current = group
        rows.append(_row(lines, grid, widths, sheet, body, header=False))
    rows = _level(rows, box.h, len(grid.rows), sheet)
    placed = Box(box.x, box.y, sum(widths), sum(r.h for r in rows))
    return PlacedTable(box=placed, columns=tuple(widths), rows=tuple(rows), size_role="cell"), crowd


def padding(style: TextStyle) -> int:
    """Space above and below a cell's text: 12 px at 14 pt, 9 at 12 pt (look.md section 9), 6 in briefs."""
    if style.size >= 13.5:
        return px(12)
    return px(9) if style.size >= 10.5 else px(6)


def _row(
    lines: Sequence[Lines], grid: Grid, widths: Sequence[int], sheet: Sheet, style: TextStyle, header: bool
) -> TableRow:
    pad = px(0) if header else padding(style)
    foot = px(8) if header else pad
    cells: list[Cell | None] = []
    tall = 0
    for i, cell in enumerate(lines):
        right = 0 if i == len(widths) - 1 and grid.aligns[i] == "left" else RIGHT
        if grid.aligns[i] == "right":
            right = RIGHT if i < len(widths) - 1 else 0
        colour = style.colour if header and cell.colour == "muted" else cell.colour
        look = style.but(colour=colour, bold=cell.bold, align=grid.aligns[i])
        left = px(8) if i == grid.chosen else 0
        room = max(widths[i] - right - left, px(8))
        paras = tuple(sheet.para(t, look, room, role=Role.BODY) for t in cell.texts if t)
        if not paras:
            paras = (sheet.para("", look, room),)
        paras, trim = _mend(paras, cell, look, room, sheet)
        if cell.paths and paras:
            paras = (replace(paras[0], path=cell.paths[0]), *paras[1:])
        tall = max(tall, height(paras))
        cells.append(
            Cell(
                paras,
                header="column" if header else ("row" if not i and grid.row_heads else ""),
                fill="accent-tint" if i == grid.chosen else "",
                anchor="top" if not header else "bottom",
                insets=(left, pad, right + trim, foot),
                rule="ink" if header else "rule",
                rule_w=px(1.33) if header else px(1),
                paths=cell.paths[1:],
            )
        )
    return TableRow(max(tall + pad + foot, px(28) if header else 0), tuple(cells), header=header)


def _mend(
    paras: tuple[Para, ...], cell: Lines, style: TextStyle, room: int, sheet: Sheet
) -> tuple[tuple[Para, ...], int]:
    """The cell's lines without a break inside a range, by a wider right inset where that costs no line."""
    if sheet.hold or not bad(paras):
        return paras, 0
    lines = sum(len(p.lines) for p in paras)
    for trim in (px(8), px(16), px(24), px(40)):
        if trim > room // 3:
            break
        found = tuple(sheet.para(t, style, room - trim) for t in cell.texts if t)
        if not bad(found) and sum(len(p.lines) for p in found) <= lines:
            return found, trim
    return paras, 0


def _group_row(title: Text, widths: Sequence[int], sheet: Sheet, style: TextStyle) -> TableRow:
    look = style.but(colour="accent", bold=True)
    para = sheet.para(title, look, sum(widths))
    pad = padding(style)
    cell = Cell((para,), header="row", cols=len(widths), insets=(0, pad, 0, px(4)), rule="ink")
    return TableRow(height([para]) + pad + px(4), (cell, *(None,) * (len(widths) - 1)))


def _level(rows: list[TableRow], room: int, n: int, sheet: Sheet) -> list[TableRow]:
    """All rows as tall as the tallest where that fits; then a little more air, so that a short table fills out."""
    body = [r for r in rows if not r.header and len([c for c in r.cells if c]) > 1]
    if not body or sheet.hold:
        return rows
    fixed = sum(r.h for r in rows if r not in body)
    tallest = max(r.h for r in body)
    target = tallest if fixed + tallest * len(body) <= room else 0
    if target:
        target = min((room - fixed) // len(body), round(target * 1.2))
        return [replace(r, h=target) if r in body else r for r in rows]
    return rows


def column_widths(grid: Grid, width: int, sheet: Sheet, body: TextStyle, head: TextStyle) -> tuple[list[int], int]:
    """Widths that add up to `width`, and by how much the longest words are too wide for them in sum.

    Each column gets its longest word, and of what is left a share in proportion to what it lacks for one line.
    """
    n = len(grid.heads) or max(len(r) for r in grid.rows)
    stride = max(1, len(grid.rows) // ALL)
    least, most, mass = [0] * n, [0] * n, [0] * n
    for i in range(n):
        cells = [(r[i], body) for r in grid.rows[::stride] if i < len(r)]
        if grid.heads:
            cells.append((grid.heads[i], head))
        right = (RIGHT if i < n - 1 else 0) + (px(8) if i == grid.chosen else 0)
        for cell, style in cells:
            look = style.but(bold=cell.bold or style.bold)
            for text in cell.texts:
                plain = text.plain if isinstance(text, Text) else "".join(r.text for r in text)
                least[i] = max(least[i], *(sheet.width(w, look) for w in _unbroken(plain)), 0)
                wide = sheet.width(plain, look)
                most[i] = max(most[i], wide)
                mass[i] += wide
        least[i] = max(least[i] + right + px(2), px(24))
        most[i] = max(most[i] + right + px(2), least[i])
    return share(least, most, width, [m // max(1, len(grid.rows[::stride])) for m in mass])


def _unbroken(text: str) -> list[str]:
    """The parts of a text that should not be broken: words, ranges; very long ones count as 24 characters."""
    return [w[:24] for w in text.split(" ")] or [""]


def _lower(
    grid: Grid, widths: Sequence[int], sheet: Sheet, body: TextStyle, head: TextStyle
) -> list[int]:  # fmt: skip
    """The widths that make the table lowest near these."""
    rows = [*([(grid.heads, head)] if grid.heads else []), *((row, body) for row in grid.rows)]
    columns = []
    for i in range(len(widths)):
        last = i == len(widths) - 1
        inset = (0 if last else RIGHT) + (px(8) if i == grid.chosen else 0)
        texts, least = [], px(24)
        for row, style in rows:
            cell = row[i] if i < len(row) else Lines(())
            look = style.but(bold=cell.bold or style.bold)
            plain = [t.plain if isinstance(t, Text) else "".join(r.text for r in t) for t in cell.texts]
            texts.append(tuple(words(text, look, sheet.fonts) for text in plain if text))
            long = max((sheet.width(w, look) for text in plain for w in _unbroken(text)), default=0)
            least = max(least, long + inset + px(2))
        columns.append(Column(tuple(texts), least, inset))
    return list(lower(tuple(widths), tuple(columns), tuple(style.line for _, style in rows)))


def share(least: Sequence[int], most: Sequence[int], width: int, mean: Sequence[int] = ()) -> tuple[list[int], int]:
    """`width` shared among columns; see `column_widths`. `mean` is the width of a column's mean cell on one line."""
    total_least, total_most = sum(least), sum(most)
    if total_most <= width:
        extra = width - total_most
        widths = [m + extra * m // total_most for m in most]
    elif total_least <= width:
        # A column lacks what its longest cell lacks, less so when its other cells are short or empty: the product of
        # both under the root keeps one long cell from starving the columns that are full of text.
        lacks = [m - lo for lo, m in zip(least, most, strict=True)]
        want = [
            (lack * (max(0, usual - lo) + lack * 0.1)) ** 0.4
            for lack, usual, lo in zip(lacks, mean or most, least, strict=True)
        ]
        widths = _grow(least, most, want, width)
    else:
        widths = [lo * width // total_least for lo in least]
    widths[-1] += width - sum(widths)
    return widths, max(0, total_least - width)


def _grow(least: Sequence[int], most: Sequence[int], want: Sequence[float], width: int) -> list[int]:
    """From the least widths upwards in proportion to `want`, no column beyond its most."""
    widths = list(least)
    free = [i for i, w in enumerate(want) if w > 0]
    while free:
        left = width - sum(widths)
        total = sum(want[i] for i in free)
        full = [i for i in free if widths[i] + left * want[i] / total >= most[i]]
        if not full:
            for i in free:
                widths[i] += int(left * want[i] / total)
            break
        for i in full:
            widths[i] = most[i]
            free.remove(i)
    return widths
