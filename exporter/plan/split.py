"""In: a block. Out: how many units it can be split into, and a part of it. A row for each kind of block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from exporter.model.report import (
    AnyBlock,
    Callout,
    Chart,
    Code,
    Comparison,
    Figures,
    Group,
    Items,
    Milestones,
    Picture,
    Points,
    Prose,
    Quote,
    Run,
    Steps,
    Table,
    Text,
)  # fmt: skip


def _code_lines(block: Code) -> list[str]:
    return block.code.plain.rstrip("\n").split("\n")


def _items(block: Items, a: int, b: int) -> Items:
    """Items `a` to `b`, in their groups; links whose ends are not both in the part are kept for their words."""
    groups: list[Group] = []
    seen = 0
    for group in block.groups:
        lo, hi = max(a - seen, 0), min(b - seen, len(group.items))
        if lo < hi:
            groups.append(replace(group, items=group.items[lo:hi]))
        seen += len(group.items)
    here = {item.id for group in groups for item in group.items}
    links = tuple(link for link in block.links if link.start in here)
    return replace(block, groups=tuple(groups), links=links)


def _milestones(block: Milestones, a: int, b: int) -> Milestones:
    """Milestones `a` to `b` by date, so that every slide shows a period; what has no date stands with the last."""
    last = b >= len(block.milestones)
    dated = sorted(block.milestones, key=lambda m: (m.when.start, m.when.end))
    return replace(block, milestones=tuple(dated[a:b]), undated=block.undated if last else ())


def _code(block: Code, a: int, b: int) -> Code:
    text = Text(standard=(Run("\n".join(_code_lines(block)[a:b]), code=True),), path=block.code.path)
    return replace(block, code=text)


def _marks(block: Chart) -> int:
    from exporter.plan.arrange.chart import parts

    return parts.units(block)


def _chart(block: Chart, a: int, b: int) -> Chart:
    from exporter.plan.arrange.chart import parts

    return parts.part(block, a, b)


SPLIT: dict[type, tuple[Callable[[Any], int], Callable[[Any, int, int], Any]]] = {
    Prose: (lambda b: len(b.paragraphs), lambda b, i, j: replace(b, paragraphs=b.paragraphs[i:j])),
    Points: (lambda b: len(b.points), lambda b, i, j: replace(b, points=b.points[i:j])),
    Items: (lambda b: sum(len(group.items) for group in b.groups), _items),
    Milestones: (lambda b: len(b.milestones), _milestones),
    Table: (lambda b: len(b.rows), lambda b, i, j: replace(b, rows=b.rows[i:j])),
    Chart: (_marks, _chart),
    Figures: (lambda b: len(b.figures), lambda b, i, j: replace(b, figures=b.figures[i:j])),
    Quote: (lambda b: len(b.paragraphs), lambda b, i, j: replace(b, paragraphs=b.paragraphs[i:j])),
    Picture: (lambda b: 1, lambda b, i, j: b),
    Steps: (lambda b: len(b.steps), lambda b, i, j: replace(b, steps=b.steps[i:j], start=b.start + i)),
    Comparison: (
        lambda b: len(b.criteria),
        lambda b, i, j: replace(b, criteria=b.criteria[i:j], cells=b.cells[i:j]),
    ),
    Callout: (lambda b: len(b.paragraphs), lambda b, i, j: replace(b, paragraphs=b.paragraphs[i:j])),
    Code: (lambda b: len(_code_lines(b)), _code),
}


def units(block: AnyBlock) -> int:
    """How many units (rows, cards, points …) the block has."""
    return SPLIT[type(block)][0](block)


def part(block: AnyBlock, start: int, end: int) -> AnyBlock:
    """Units `start` to `end` of the block, as a block of the same id; the whole block is returned as it is."""
    if start == 0 and end >= units(block):
        return block
    result: AnyBlock = SPLIT[type(block)][1](block, start, end)
    return result


def even(n: int, k: int) -> list[int]:
    """`n` units on `k` pages, as even as can be, the larger parts first: 7 on 2 is 4 and 3."""
    base, more = divmod(n, k)
    return [base + 1] * more + [base] * (k - more)
