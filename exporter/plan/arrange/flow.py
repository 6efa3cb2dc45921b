"""In: any blocks. Out: running text (paragraphs, points, steps, quotes, code) in one or two columns over slides.

Flow is the way that always works: every kind of block can be told as paragraphs, and a paragraph can be split at a
line. What no other arrangement can hold ends here, whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import EMU_PER_PT, Box, pt, px
from exporter.model.page import Item, Line, Para, PlacedText, Role, paras_of
from exporter.model.report import (
    AnyBlock,
    Callout,
    Chart,
    Code,
    Comparison,
    Figures,
    Items,
    Milestones,
    Picture,
    Point,
    Points,
    Prose,
    Quote,
    Run,
    Runs,
    Steps,
    Table,
    Text,
)  # fmt: skip
from exporter.model.report import Item as ReportItem
from exporter.model.style import Region
from exporter.model.walk import texts
from exporter.plan.arrange import Arranged, Part
from exporter.plan.icons import ICON_GAP, of_callout
from exporter.plan.move import moved
from exporter.plan.sheet import GAP, Sheet, rule, shape, text_item
from exporter.text import height, split, words

LONGEST_LINE = 75
"""Characters a line of prose holds at most (look.md section 14c)."""
PANELS = {"callout": px(12), "code": px(8)}
"""Kinds of tinted panel, and the room above and below their text."""
PANEL_INSET = px(16)
PANEL_AIR = px(8)
"""Over a panel and under it, beside the room between paragraphs."""
ALONE = {Quote: 60, Callout: 60, Prose: 55, Points: 40}
"""Words up to which a block that has its slide to itself is set as a statement."""
MARK = (px(74), px(24))
"""The short rule over a statement: its length, and its distance from the words."""
BAR = px(28)
"""Between a quote that stands alone and the bar on its left."""
CENTRE = 0.4
"""Share of the free height that stands above a statement."""
AIR = 12.0
"""Space between paragraphs in pt at the preferred size."""
OVER_HEAD = 4.0
"""pt more above a head."""
UNEVEN = 1.5
"""Two columns may be so many times as high as even ones for the second to begin with a head."""
WIDOW = 2
"""A paragraph is split with at least two lines on each side."""
WHOLE = 12
"""Lines up to which a paragraph stays on one page where that takes no further page."""
LEAD = 4
"""Lines of a paragraph that, ending in a colon, stays with what it leads in."""
THINNEST = 0.97
"""Share of its width in proportion to its size that a text takes at least in larger type, whatever is rounded."""
FEW = 4
"""Points below a point that stay on one column; of more, the first stays with what it is about."""


class Flow(Struct, frozen=True):
    """A paragraph on its way to a column. `keep` holds it on the column of the next one; `panel` tints it."""

    para: Para
    keep: bool = False
    panel: str = ""
    paths: tuple[str, ...] = ()
    """Further facts that the paragraph shows."""
    icon: Item | None = None
    """Stands left of its first line, in its indent; placed as if the paragraph began at 0, 0."""


class Pen(Struct, frozen=True):
    """What flowing needs to know at every paragraph."""

    sheet: Sheet
    width: int
    step: int
    alone: bool = False
    """The one short block on its slide: it is set as a statement."""
    air: float = AIR
    """Space between paragraphs in pt at the preferred size."""

    @property
    def gap(self) -> float:
        """Space between paragraphs in pt, less when stepped down."""
        return self.air - 3 * min(self.step, 2)

    def para(self, text: Text | Runs | str, size: str, **kw: Any) -> Para:
        changes = kw.pop("style", {})
        return self.sheet.para(text, self.sheet.style(size, self.step, **changes), self.width, **kw)


def subhead(pen: Pen, text: Text | str) -> Flow:
    """A head over the paragraphs that follow; never alone at a column's foot."""
    return Flow(pen.para(text, "subhead", role=Role.H2, space_before=pen.gap + OVER_HEAD), keep=True)


def _points(pen: Pen, points: Sequence[Point], level: int = 0, tight: bool = False) -> Iterator[Flow]:
    """Nested points: en dashes hanging 20 px, three sizes, deeper levels set in further."""
    size = ("body", "body2", "body3")[min(level, 2)]
    style = pen.sheet.style(size, pen.step)
    hang = max(px(20), pen.sheet.width("–\u2002", style))  # 20 px, more under larger type
    indent = min(hang * (level + 1), pen.width // 2)
    few = level > 0 and len(points) <= FEW
    space = 4.0 if level else pen.gap * (0.5 if tight else 1)
    for i, point in enumerate(points, 1):
        para = pen.sheet.para(
            point.text, style, pen.width, role=Role.ITEM, level=level, bullet="–", indent=indent, hang=hang,
            space_before=space,
        )  # fmt: skip
        yield Flow(para, keep=bool(point.points) or (few and i < len(points)))
        if point.points:
            yield from _points(pen, point.points, level + 1, tight)


def _tight(points: Sequence[Point]) -> bool:
    """Long lists of short points are set closer."""
    return len(points) > 8


def _prose(pen: Pen, block: Prose) -> Iterator[Flow]:
    for text in block.paragraphs:
        para = pen.para(text, "statement" if pen.alone else "body", space_before=pen.gap)
        yield Flow(para, keep=text.plain.endswith((":", "：")) and len(para.lines) <= LEAD)


def _list(pen: Pen, block: Points) -> Iterator[Flow]:
    if pen.alone:  # one point is no list
        yield Flow(pen.para(block.points[0].text, "statement"))
        return
    yield from _points(pen, block.points, tight=_tight(block.points))


def _steps(pen: Pen, block: Steps) -> Iterator[Flow]:
    widest = f"{block.start + len(block.steps) - 1}.\u2002"
    hang = max(px(28), pen.sheet.width(widest, pen.sheet.style("body", pen.step)))
    for i, step in enumerate(block.steps, block.start):
        yield Flow(
            pen.para(
                _bold(step.head) if step.text else step.head, "body", role=Role.ITEM, bullet=f"{i}.", indent=hang,
                hang=hang, space_before=pen.gap, path=step.head.path,
            ),
            keep=step.text is not None or bool(step.points),
        )  # fmt: skip
        if step.text:
            yield Flow(pen.para(step.text, "body", indent=hang, space_before=2), keep=bool(step.points))
        yield from _points(pen, step.points, 1)


def _quote(pen: Pen, block: Quote) -> Iterator[Flow]:
    size, indent = ("statement", BAR) if pen.alone else ("lead", px(24))
    for text in block.paragraphs:
        yield Flow(pen.para(text, size, role=Role.QUOTE, indent=indent, space_before=pen.gap))
    if block.by:
        gap = 16 if pen.alone else 4
        yield Flow(pen.para(block.by, "body", indent=indent, space_before=gap, style={"colour": "muted"}))


def _callout(pen: Pen, block: Callout) -> Iterator[Flow]:
    size = "statement" if pen.alone else "body"
    icon: Item | None = of_callout(block, pen.sheet, pen.sheet.style(size, pen.step))
    indent = PANEL_INSET + (icon.box.w + ICON_GAP if icon else 0)
    icon = icon and moved(icon, PANEL_INSET, 0)
    for text in block.paragraphs:
        inside = pen.para(text, size, indent=indent, right=PANEL_INSET, space_before=pen.gap)
        yield Flow(inside, panel="callout", icon=icon)
        icon = None


def _code(pen: Pen, block: Code) -> Iterator[Flow]:
    lines = block.code.plain.rstrip("\n").split("\n")
    for i, line in enumerate(lines):
        shown = line.replace("\t", "    ")
        lead = len(shown) - len(shown.lstrip(" "))
        text: Runs = (Run("\u00a0" * lead + shown.lstrip(" "), code=True),) if shown.strip() else (Run("\u00a0"),)
        yield Flow(
            pen.para(text, "code", role=Role.CODE, indent=px(12), right=px(12), space_before=0 if i else pen.gap,
                     path=block.code.path, element=block.code.path),
            panel="code",
        )  # fmt: skip


def _bold(text: Text) -> Runs:
    return tuple(replace(run, bold=True) for run in text.runs)


def _labelled(label: Text | str, text: Text) -> Runs:
    """ "Label: text" in one paragraph, the label bold."""
    name = label.plain if isinstance(label, Text) else label
    return (Run(f"{name}: ", bold=True), *text.runs)


def _items(pen: Pen, block: Items) -> Iterator[Flow]:
    labels = {f.id: f.label for f in block.fields} if len(block.fields) > 1 else {}
    number = 0
    for group in block.groups:
        if group.title:
            yield subhead(pen, group.title)
        for item in group.items:
            number += 1
            if not labels and not block.ordered and sum(len(texts) for _, texts in item.values) == 1:
                yield _one_line(pen, item)
                yield from _points(pen, item.points)
                continue
            head = item.name.runs if not block.ordered else (Run(f"{number}  "), *item.name.runs)
            yield Flow(
                pen.para(head, "body", space_before=pen.gap, path=item.name.path, style={"bold": True}), keep=True
            )
            for field, said in item.values:
                for text in said:
                    shown = _labelled(labels[field], text) if labels.get(field) else text.runs
                    yield Flow(pen.para(shown, "body", space_before=3, path=text.path))
            if item.detail:
                yield Flow(pen.para(item.detail, "body2", space_before=3))
            yield from _points(pen, item.points)
    for link in block.links:
        yield Flow(pen.para(link.label, "body2", space_before=pen.gap, role=Role.ITEM))


def _one_line(pen: Pen, item: ReportItem) -> Flow:
    """A name and the one thing said of it, in one paragraph."""
    ((_, (said,)),) = item.values
    detail = item.detail.runs if item.detail else ()
    name = _bold(item.name)
    stop = "" if item.name.plain.endswith((":", ".", "?", "!")) else ":"
    runs: Runs = (*name, Run(f"{stop} ", bold=True), *said.runs, *((Run(" "), *detail) if detail else ()))
    paths = (said.path, *((item.detail.path,) if item.detail else ()))
    return Flow(pen.para(runs, "body", space_before=pen.gap, path=item.name.path), paths=paths)


def _milestones(pen: Pen, block: Milestones) -> Iterator[Flow]:
    from exporter.plan.arrange.milestones import in_order  # most reports have none

    for stone in in_order(block):
        yield Flow(
            pen.para(stone.when_text, "body", space_before=pen.gap, style={"bold": True, "colour": "accent"}), keep=True
        )
        for text in (*stone.who, stone.what):
            if text:
                yield Flow(pen.para(text, "body", space_before=3, style={"bold": text in stone.who}))
        if stone.group:
            yield Flow(pen.para(stone.group, "body2", space_before=3))
        if stone.detail:
            yield Flow(pen.para(stone.detail, "body2", space_before=3))
        yield from _points(pen, stone.points)
    if block.undated:
        yield subhead(pen, block.undated_title or pen.sheet.words("undated"))
        yield from _points(pen, block.undated)


def _rows(pen: Pen, heads: Sequence[Text], rows: Iterable[tuple[Text | None, Sequence[Text]]]) -> Iterator[Flow]:
    """A table told row by row: the first cell as a head, the others with the column's name before them."""
    for i, label in enumerate(heads):
        if label:
            yield Flow(
                pen.para(label, "detail", space_before=pen.gap if not i else 2, style={"colour": "muted"}), keep=True
            )
    for group, cells in rows:
        if group:
            yield subhead(pen, group)
        for i, cell in enumerate(cells):
            if not cell:
                continue
            if not i:
                yield Flow(pen.para(cell, "body", space_before=pen.gap, style={"bold": True}), keep=len(cells) > 1)
            else:
                head = heads[i] if i < len(heads) else None
                shown = _labelled(head, cell) if head else cell.runs
                yield Flow(pen.para(shown, "body", space_before=3, path=cell.path))


def _table(pen: Pen, block: Table) -> Iterator[Flow]:
    yield from _rows(pen, [c.label for c in block.columns], [(r.group, r.cells) for r in block.rows])


def _comparison(pen: Pen, block: Comparison) -> Iterator[Flow]:
    for criterion, cells in zip(block.criteria, block.cells, strict=False):
        yield subhead(pen, criterion)
        for option, cell in zip(block.options, cells, strict=False):
            yield Flow(pen.para(_labelled(option, cell), "body", space_before=3, path=cell.path))


def _chart(pen: Pen, block: Chart) -> Iterator[Flow]:
    for series in block.series:
        yield subhead(pen, series.name)
        for category, label in zip(block.categories, series.labels, strict=False):
            yield Flow(pen.para(_labelled(category, label), "body", space_before=3, path=label.path))


def _figures(pen: Pen, block: Figures) -> Iterator[Flow]:
    for figure in block.figures:
        yield Flow(pen.para(figure.figure, "subhead", space_before=pen.gap, style={"colour": "accent"}), keep=True)
        if figure.label:
            yield Flow(pen.para(figure.label, "body", space_before=2, style={"bold": True}))
        if figure.support:
            yield Flow(pen.para(figure.support, "body", space_before=2))


def _picture(pen: Pen, block: Picture) -> Iterator[Flow]:
    for text in (block.alt, block.caption, block.credit):
        if text:
            yield Flow(pen.para(text, "body", space_before=pen.gap))
    if block.address:
        yield Flow(pen.para(_address(block.address), "detail", space_before=3))


def _address(address: str) -> Runs:
    """Where a picture that is not shown lies: a link under a short name on the web, else the path as written."""
    if not address.startswith(("http://", "https://")):
        return (Run(address),)
    host, _, path = address.split("//", 1)[1].partition("/")
    last = path.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
    name = f"{host}/…/{last[-24:]}" if "/" in path.rstrip("/") else f"{host}/{last[-24:]}"
    return (Run(name[:60], link=address),)


TELL: dict[type, Callable[[Pen, Any], Iterator[Flow]]] = {
    Prose: _prose, Points: _list, Steps: _steps, Quote: _quote, Callout: _callout, Code: _code, Items: _items,
    Milestones: _milestones, Table: _table, Comparison: _comparison, Chart: _chart, Figures: _figures,
    Picture: _picture,
}  # fmt: skip
"""How each kind of block is told as paragraphs; a test holds that no kind is missing."""


def tell(pen: Pen, block: AnyBlock) -> list[Flow]:
    """The block as paragraphs, its title as a head and its optional detail at the end."""
    out = [subhead(pen, block.title)] if block.title else []
    out += TELL[type(block)](pen, block)
    if block.detail:
        out.append(Flow(pen.para(block.detail, "body2", space_before=pen.gap / 2)))
    return out


def _alone(blocks: Sequence[AnyBlock], box: Box, sheet: Sheet) -> bool:
    """Whether one short block has the width of the slide to itself."""
    block = blocks[0]
    if len(blocks) > 1 or type(block) not in ALONE or box.w < sheet.column(1, 9)[1]:
        return False
    if isinstance(block, Prose | Points):
        said = block.paragraphs if isinstance(block, Prose) else block.points
        if block.title or block.detail or len(said) != 1:
            return False
        if isinstance(block, Points) and block.points[0].points:
            return False
    return sum(words(text.plain) for text in texts(block)) <= ALONE[type(block)]


def measure_width(sheet: Sheet, step: int) -> int:
    """The width of `LONGEST_LINE` average characters of body text, EMU."""
    sample = "the quick brown fox jumps over the lazy dog and reads on "
    return round(sheet.width(sample, sheet.style("body", step)) / len(sample) * LONGEST_LINE)


def columns(
    flows: Sequence[Flow], tall: int, most: int, per_page: int = 0, lower: tuple[int, int] = (10**6, 0)
) -> list[list[Flow]] | None:
    """`flows` poured into columns `tall` EMU high; None when that takes more than `most`.

    Paragraphs are split at lines where they must be; heads stay with what follows. With `per_page` columns a page, no
    paragraph of up to `WHOLE` lines goes on over the page. `lower` is (first column that is lower, its height).
    """
    first, low = lower
    out: list[list[Flow]] = [[]]
    used = 0.0  # height of the last column in pt, kept up so that pouring is linear in the paragraphs
    queue = list(reversed(flows))
    while queue:
        flow = queue.pop()
        column = out[-1]
        need = used + (len(flow.para.lines) * flow.para.style.line + (flow.para.space_before if column else 0))
        if (not flow.keep and need * EMU_PER_PT <= tall) or _fits(column, need, flow, queue, tall):
            column.append(flow)
            used = need
            continue
        over = per_page and len(out) % per_page == 0 and column and len(flow.para.lines) <= WHOLE
        head, tail = (None, flow) if over else _divide(column, used, flow, tall)
        if head:
            column.append(head)
            queue.append(tail)
        else:
            kept = _back(column)
            queue.append(flow)
            queue.extend(reversed(kept))
        if len(out) == most:
            return None
        tall = low if len(out) >= first else tall
        out.append([])
        used = 0.0
    return out


def _fits(column: Sequence[Flow], need: float, flow: Flow, queue: Sequence[Flow], tall: int) -> bool:
    """Whether the column with `flow`, `need` pt high, fits with the first two lines of what it must keep with."""
    wanted = pt(need)
    ahead, i = flow, len(queue) - 1
    while ahead.keep and i >= 0:
        ahead = queue[i]
        i -= 1
        lines = min(len(ahead.para.lines), WIDOW)
        wanted += pt(ahead.para.space_before + lines * ahead.para.style.line)
    return wanted <= tall or (not column and wanted > tall and height([flow.para]) <= tall)


def _divide(column: Sequence[Flow], used: float, flow: Flow, tall: int) -> tuple[Flow | None, Flow]:
    """The lines of `flow` that still fit below a column `used` pt high, and the rest.

    No part has fewer than two lines unless it must.
    """
    if flow.keep and column:
        return None, flow
    left = tall - pt(used) - (pt(flow.para.space_before) if column else 0)
    room = int(left / pt(flow.para.style.line))
    lines = len(flow.para.lines)
    take = min(room, lines - WIDOW) if lines > WIDOW else 0
    if take < WIDOW and column:
        return None, flow
    take = max(1, min(room, lines - 1)) if take < 1 else take
    head, tail = split(flow.para, take)
    return replace(flow, para=head), replace(flow, para=tail)


def _back(column: list[Flow]) -> list[Flow]:
    """Heads at the column's foot, taken off it so that they go with what follows."""
    kept: list[Flow] = []
    while len(column) > 1 and column[-1].keep:
        kept.insert(0, column.pop())
    return kept


def pour(flows: Sequence[Flow], tall: int, per_page: int) -> list[list[list[Flow]]]:
    """`flows` on as few pages of `per_page` columns as it takes, columns evenly filled."""
    whole = columns(flows, tall, 10**6)
    assert whole is not None  # there is no bound
    pages = -(-len(whole) // per_page)
    most = pages * per_page
    kept = columns(flows, tall, most, per_page) if pages > 1 else None
    best, boundary = (kept, per_page) if kept else (whole, 0)
    if most > 1:
        least = pt(sum(len(f.para.lines) * f.para.style.line for f in flows)) // most  # no pouring can be lower
        low, high = tall // 8, tall
        while high - low > px(8):
            middle = (low + high) // 2
            found = columns(flows, middle, most, boundary) if middle >= least else None
            if found is None:
                low = middle
            else:
                best, high = found, middle
        if pages > 1:
            best = _evened(flows, best, (high, low), most, boundary)
        elif len(best) == 2:
            best = _parted_at_head(flows, best, tall)
    return [best[i : i + per_page] for i in range(0, len(best), per_page)]


def _parted_at_head(flows: Sequence[Flow], even: list[list[Flow]], tall: int) -> list[list[Flow]]:
    """Two columns of which the second begins with a head, where they stay low enough for it; else the `even` ones."""
    heads = [i for i, flow in enumerate(flows) if i and flow.para.role is Role.H2]
    most = min(tall, int(UNEVEN * max(height([f.para for f in column]) for column in even)))
    parted = [(flows[:i], flows[i:]) for i in heads]
    fits = {
        max(height([f.para for f in left]), height([f.para for f in right])): (left, right) for left, right in parted
    }
    return [list(column) for column in fits[min(fits)]] if fits and min(fits) <= most else even


def _evened(
    flows: Sequence[Flow], best: list[list[Flow]], heights: tuple[int, int], most: int, per_page: int
) -> list[list[Flow]]:
    """The columns with as many as possible at the lower of two heights: one more line in each leaves the last empty."""
    high, low = heights
    none, all_ = 0, len(best)  # from column `none` on is known to be too low, from `all_` on to be possible
    while all_ - none > 1:
        middle = (none + all_) // 2
        found = columns(flows, high, most, per_page, (middle, low))
        if found is None:
            none = middle
        else:
            best, all_ = found, middle
    return best


def place(column: Sequence[Flow], box: Box, sheet: Sheet, placeholder: str) -> list[Item]:
    """A column's paragraphs as text items: runs of plain paragraphs fill the placeholder, panels stand on a tint."""
    items: list[Item] = []
    y = box.y
    run: list[Flow] = []
    count = 0

    def flush(bottom: int) -> None:
        nonlocal y, run, count
        if not run:
            return
        paras = [f.para for f in run]
        need = height(paras)
        tall = bottom - y if not count and bottom == box.bottom else need
        inner = Box(box.x, y, box.w, max(tall, need))
        told = tuple(p for f in run for p in f.paths)
        if run[0].panel:
            pad = PANELS[run[0].panel]
            y += pad if y == box.y else 0
            items.append(shape("rect", Box(box.x, y - pad, box.w, need + 2 * pad), fill="tint"))
            if run[0].panel == "callout":
                items.append(rule(box.x, y - pad, box.w, "highlight", 2))
            items.extend(moved(flow.icon, box.x, y) for flow in run[:1] if flow.icon)
            items.append(text_item(Box(box.x, y, box.w, need), paras, size_role=_size_role(run), paths=told))
        else:
            name = placeholder if not count else ""
            count += 1
            items.append(text_item(inner, paras, size_role=_size_role(run), placeholder=name, paths=told))
        y += need
        run = []

    for flow in column:
        if run and run[-1].panel != flow.panel:
            flush(0)
            y += pt(flow.para.space_before)
        run.append(flow)
    flush(box.bottom)
    return items


def _size_role(run: Sequence[Flow]) -> str:
    return "code" if run[0].para.role is Role.CODE else "detail"


def flow_pages(blocks: Sequence[AnyBlock], box: Box, sheet: Sheet, step: int, wide: int) -> list[Arranged]:
    """`blocks` as running text, `wide` columns a slide; one Arranged a slide."""
    return flow_passages([(None, tuple(blocks))], box, sheet, step, wide)


def flow_passages(
    passages: Sequence[tuple[Text | None, Sequence[AnyBlock]]], box: Box, sheet: Sheet, step: int, wide: int
) -> list[Arranged]:
    """Passages (head, blocks) as running text, `wide` columns a slide; one Arranged a slide."""

    blocks = [block for _, some in passages for block in some]
    alone = wide == 1 and len(passages) == 1 and not passages[0][0] and _alone(blocks, box, sheet)
    listing = all(isinstance(block, Code) for block in blocks)  # its lines run across the slide, in one column

    def flows(width: int, step: int) -> list[Flow]:
        pen = Pen(sheet, width, step, alone)
        out: list[Flow] = []
        for head, blocks in passages:
            if head:
                out.append(subhead(pen, head))
            for block in blocks:
                out += tell(pen, block)
        return out

    measure = box.w if listing else box.w * 3 // 4 if alone else 0
    pages = flow_columns(flows, box, sheet, step, 1 if listing else wide, measure)
    return [_centred(pages[0], box, blocks[0])] if alone and len(pages) == 1 else pages


def _centred(page: Arranged, box: Box, block: AnyBlock) -> Arranged:
    """A statement a little above the middle of the slide, where the eye looks for it; a quote beside a bar."""
    down = px(8) * int((box.h - page.need) * CENTRE // px(8))
    items: list[Item] = []
    for item in page.items:
        if isinstance(item, PlacedText) and item.placeholder:  # it stays where the slide layout has it
            tall = min(item.box.h + down, box.bottom - item.box.y)
            items.append(replace(item, box=replace(item.box, h=tall), insets=(0, down, 0, 0)))
        else:
            items.append(moved(item, 0, down))
    if isinstance(block, Quote):
        items.insert(0, shape("rect", Box(box.x, box.y + down, px(4), page.need), fill="accent"))
    elif not isinstance(block, Callout) and down > px(48):
        items.insert(0, rule(box.x, box.y + down - MARK[1], MARK[0], "accent", 3))
    return replace(page, items=tuple(items))


def spaced(flows: Sequence[Flow]) -> list[Flow]:
    """The paragraphs with the room that panels need above and below their text."""
    out: list[Flow] = []
    for flow in flows:
        before = out[-1].panel if out else ""
        if out and before != flow.panel:
            more = (PANEL_AIR + sum(PANELS[kind] for kind in (before, flow.panel) if kind)) / pt(1)
            flow = replace(flow, para=replace(flow.para, space_before=flow.para.space_before + more))
        out.append(flow)
    return out


def flow_columns(
    flows: Callable[[int, int], list[Flow]], box: Box, sheet: Sheet, step: int, wide: int, measure: int = 0
) -> list[Arranged]:
    """Paragraphs made for a column's width, poured into `wide` columns a slide.

    measure: how wide a single column may be, EMU; 0 is what prose is read well at.
    """
    gap = px(48) if wide > 1 else 0
    column = (box.w - gap * (wide - 1)) // wide
    width = min(column, measure or measure_width(sheet, step)) if wide == 1 else column
    out = []
    poured = spaced(flows(width, step))
    room = box.h - 2 * max((PANELS[f.panel] for f in poured if f.panel), default=0)
    for page in pour(poured, room, wide):
        items: list[Item] = []
        need = 0
        for i, flow in enumerate(page):
            spot = Box(box.x + i * (column + gap), box.y, width, box.h)
            items += place(flow, spot, sheet, "body" if not i else f"body-{i + 1}")
            need = max(need, height([f.para for f in flow]))
        filled = need * len(page) * width / max(1, box.h * box.w)
        out.append(Arranged(tuple(items), need, white=max(0.0, 1 - filled)))
    return out


def least_need(page: Arranged, larger: Sheet, box: Box, wide: int) -> int:
    """How high `page`, set on the desk of which `larger` is the grown one, is at least on `larger`, EMU.

    As if letters filled every line to its edge: known without setting a word.
    """
    width = (box.w - px(48) * (wide - 1)) // wide
    total = 0.0
    for item in page.items:
        for para in paras_of(item):
            style = larger.lowest_grown.get((para.style.size, para.style.line), para.style)
            across = sum([line.w for line in para.lines]) * style.size / para.style.size
            total += max(1, math.ceil(THINNEST * across / max(1, width - para.indent))) * style.line
    return pt(total / wide)


def most_need(page: Arranged, larger: Sheet) -> int:
    """How high `page`, set on the grown desk `larger`, is at most on the one it grew from, EMU.

    It has as many lines there, each lower. Columns were made as even as can be, and are again, to within 8 px.
    """
    less: dict[int, float] = {}
    for item in page.items:
        for para in paras_of(item):
            line = larger.highest_before.get((para.style.size, para.style.line), para.style).line
            less[item.box.x] = less.get(item.box.x, 0.0) + len(para.lines) * (para.style.line - line)
    return page.need - pt(min(less.values(), default=0.0)) + (px(8) if len(less) > 1 else 0)


def told_flat(passages: Sequence[tuple[Text | None, Sequence[AnyBlock]]]) -> list[Text]:
    """What passages say where they are told as paragraphs of one kind after another; empty where anything is more."""
    out: list[Text] = []
    for head, blocks in passages:
        for block in blocks:
            if head or block.title or block.detail:
                return []
            if isinstance(block, Prose):
                out += block.paragraphs
            elif isinstance(block, Points) and not any(point.points for point in block.points):
                out += [point.text for point in block.points]
            else:
                return []
    return out


def fits_two(page: Arranged, said: Sequence[Text], box: Box, sheet: Sheet, tall: int) -> bool:
    """Whether `said`, which `page` shows in one column on this desk, is sure to take two of at most `tall` EMU.

    Its lines are counted, not drawn. What does not hang together pours into any columns higher than the lowest, and the
    lowest is found to within 8 px.
    """
    width = (box.w - px(48)) // 2
    paras = [para for item in page.items for para in paras_of(item)]
    if not 1 < len(said) == len(paras) or any(para.indent > width // 2 for para in paras):
        return False
    blank = Line((), 0)
    flows = [
        Flow(replace(para, lines=(blank,) * sheet.line_count(text, para.style, width - para.indent)))
        for para, text in zip(paras, said, strict=True)
    ]
    return columns(flows, tall - px(8), 2) is not None


def apart(page: Arranged, air: float) -> Arranged:
    """`page`, set with the usual space between its paragraphs, with `air` pt there; what stands in a column stays."""
    if not page.need:  # it shows nothing
        return page
    spaces = {AIR: air, AIR / 2: air / 2, AIR + OVER_HEAD: air + OVER_HEAD}
    items: list[Item] = []
    need = 0
    for item in page.items:
        if isinstance(item, PlacedText):
            first, *others = item.paras
            others = [replace(p, space_before=spaces.get(p.space_before, p.space_before)) for p in others]
            item = replace(item, paras=(first, *others))
            need = max(need, height(item.paras))
        items.append(item)
    return replace(page, items=tuple(items), need=need, white=1 - (1 - (page.white or 0)) * need / max(1, page.need))


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """One block as running text on one slide, in one column, or in two when `region.options.columns` says so."""
    wide = int(region.options.get("columns", 1))
    pages = flow_pages([block], box, sheet, step, wide)
    first = pages[0]
    if len(pages) > 1:
        return Arranged(first.items, box.h + GAP)
    return first
