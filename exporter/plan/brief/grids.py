"""In: milestones, items, a grid. Out: the grid of a table that says the same with fewer rows; or rows told as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from exporter.model.page import Role
from exporter.model.report import Items, Milestone, Milestones, Point, Run, Runs, Text
from exporter.plan.arrange.flow import Flow
from exporter.plan.arrange.grid import LEFT, Grid, Lines
from exporter.plan.arrange.milestones import in_order
from exporter.plan.arrange.phrases import capital, listed, names, phrase
from exporter.plan.brief.paper import Desk, bold, joined
from exporter.plan.sheet import Sheet


def milestone_grid(block: Milestones, sheet: Sheet) -> Grid:
    """Dated statements in order: when, who, what; who says the same of the same time stands in one row."""
    rows = list(_statements(block))
    who = any(m.who for same in rows for m in same)
    group = any(m.group for same in rows for m in same)
    heads = [sheet.words("when"), *([sheet.words("who")] if who else []), sheet.words("what")]
    cells = [_statement(same, who, group, sheet) for same in rows]
    titles = [Lines(((Run(h),),), "muted") for h in heads] + ([Lines((), "muted")] if group else [])
    return Grid(tuple(titles), tuple(cells), LEFT * len(titles), (None,) * len(cells))


def _statements(block: Milestones) -> Iterator[list[Milestone]]:
    """Neighbours by date that say the same, and no more than that, together."""
    same: list[Milestone] = []
    for stone in in_order(block):
        if same and _key(same[-1]) == _key(stone) and not (stone.detail or stone.points):
            same.append(stone)
            continue
        if same:
            yield same
        same = [stone]
    if same:
        yield same


def _key(stone: Milestone) -> tuple[str, str, str, bool]:
    group = stone.group.plain if stone.group else ""
    return stone.when_text.plain, stone.what.plain, group, bool(stone.who)


def _statement(same: Sequence[Milestone], who: bool, group: bool, sheet: Sheet) -> tuple[Lines, ...]:
    first = same[0]
    emphasis = any(m.emphasis for m in same)
    cells = [
        _shared([m.when_text for m in same], capital(first.when_text).runs, "highlight" if emphasis else "ink", True)
    ]
    if who:
        people = names([w for m in same for w in m.who], sheet, bold=False)
        cells.append(Lines((people.runs,) if people else (), paths=people.paths))
    more = [t for m in same for t in ([m.detail] if m.detail else []) + list(point_texts(m.points))]
    what = _shared([m.what for m in same], first.what.runs)
    cells.append(replace(what, texts=(*what.texts, *more)))
    if group:
        owner = first.group
        cells.append(_shared([m.group for m in same if m.group], owner.runs if owner else (), "muted"))
    return tuple(cells)


def _shared(texts: Iterable[Text], runs: Runs, colour: str = "ink", strong: bool = False) -> Lines:
    """Texts that say the same, told once."""
    return Lines((runs,) if runs else (), colour, strong, tuple(t.path for t in texts))


def point_texts(points: Sequence[Point]) -> Iterator[Text]:
    for point in points:
        yield point.text
        yield from point_texts(point.points)


def alike(block: Items) -> tuple[Items, tuple[tuple[Runs, tuple[str, ...]], ...]]:
    """The items without those of which the same little is said, and one line for each such group.

    "Named among others: Factorial Energy, ProLogium, LG Energy Solution, Panasonic." instead of rows of "Not stated".
    """
    said: dict[tuple[str, ...], list[int]] = {}
    members = block.items
    for i, item in enumerate(members):
        values = tuple(t.plain for _, texts in item.values for t in texts)
        if len(values) == 1 and len(block.fields) > 2 and not (item.detail or item.points or item.emphasis):
            said.setdefault(values, []).append(i)
    groups = [rows for rows in said.values() if len(rows) > 1]
    gone = {id(members[i]) for rows in groups for i in rows}
    if not gone or len(gone) == len(members):
        return block, ()
    lines = []
    for rows in groups:
        told = [text for i in rows for _, texts in members[i].values for text in texts]
        people = listed(phrase(members[i].name) for i in rows)
        lines.append(((*told[0].runs, Run(": "), *people.runs, Run(".")), (*(t.path for t in told), *people.paths)))
    kept = tuple(replace(g, items=tuple(i for i in g.items if id(i) not in gone)) for g in block.groups)
    return replace(block, groups=tuple(g for g in kept if g.items)), tuple(lines)


# ---- records: what is too wide for columns ---------------------------------------------------------------------------


def records(desk: Desk, grid: Grid) -> Iterator[Flow]:
    """A table told row by row: its first cell as a head, the others named, in one paragraph.

    Every label is told with the first row, whether or not that has a value for it.
    """
    pen, first = desk.pen, True
    labels = [*grid.heads, *(Lines(()),) * (len(grid.rows[0]) - len(grid.heads))]
    group: Text | None = None
    for row, owner in zip(grid.rows, grid.groups, strict=True):
        if owner is not None and (group is None or owner.plain != group.plain):
            yield Flow(pen.para(owner, "subhead", role=Role.H3, space_before=pen.gap), keep=True)
        group = owner
        if first and (label := _words(labels[0])):
            own = _paths(labels[0])
            para = pen.para(label, "label", space_before=pen.gap, path=own[0] if own else "")
            yield Flow(para, keep=True, paths=own[1:])
        own = _paths(row[0])
        head = pen.para(
            bold(_words(row[0]) or (Run("–"),)),
            "body",
            space_before=1 if first else pen.gap,
            path=own[0] if own else "",
        )
        yield Flow(head, keep=len(row) > 1, paths=own[1:])
        told = [_labelled(label, cell) for label, cell in zip(labels[1:], row[1:], strict=False) if first or cell.texts]
        runs = joined(*told, by="   ")
        paths = tuple(path for cell in (*row[1:], *(labels[1:] if first else ())) for path in _paths(cell))
        if runs:
            yield Flow(pen.para(runs, "body", space_before=1), paths=paths)
        first = False


def _labelled(label: Lines, cell: Lines) -> Runs:
    """ "Label: what the cell says"; an empty cell says a dash."""
    name = _words(label)
    return (*((*bold(name), Run(": ")) if name else ()), *(_words(cell) or (Run("–"),)))


def _words(cell: Lines) -> Runs:
    """All that a cell says, on one line."""
    return joined(*(t.runs if isinstance(t, Text) else t for t in cell.texts))


def _paths(cell: Lines) -> tuple[str, ...]:
    own = tuple(t.path for t in cell.texts if isinstance(t, Text) and t.path)
    return tuple(dict.fromkeys((*cell.paths, *own)))
