"""In: one item. Out: its name, its figure if it has one, and its fields in columns of large text under rules (deck-09).

A field in slot `from` and one in slot `to` are drawn as two panels with an arrow (slot `change` is its label); fields
in slot `figure` stand on panels as figures. The text is set as large as it fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, PlacedGroup, PlacedShape, Role
from exporter.model.report import AnyBlock, Field, Items, Text
from exporter.model.report import Item as Subject
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.phrases import points, tidy, torn
from exporter.plan.icons import Icons, icons, with_room
from exporter.plan.sheet import GAP, Sheet, clip, rule, shape, snap, text_item
from exporter.plan.slots import styled
from exporter.text import height

PAD = px(16)
UNDER_RULE = px(12)
UNDER_HEAD = px(8)
PANEL = (px(112), px(136), px(240))
"""Height of the figure's panels: the least, the best for figures, the best with an arrow."""
BETWEEN = px(32)
"""Between figure, name and columns."""
FIGURE_SLOTS = frozenset({"from", "change", "to", "figure"})
WITH_FIGURE = (("cover-text", 0), ("lead", 0), ("body", 0))
ALONE = (("statement", 1), ("statement", 2), *WITH_FIGURE)
"""Sizes of the columns' text at step 0, the largest that fits is taken; below, `lead` and `body` step down."""


class Column(Struct, frozen=True):
    """One field: its head, and its texts at one size."""

    head: tuple[Para, ...]
    texts: tuple[Para, ...]
    w: int
    """Width that the texts are broken for; it may be a little less than the column's."""
    colour: str
    role: str


class Plan(Struct, frozen=True):
    """All of the slide but its positions."""

    top: tuple[Para, ...]
    rows: tuple[tuple[Column, ...], ...]
    columns: tuple[Box, ...]
    figure: Figure | None
    foot: tuple[Para, ...]
    told: tuple[Text, ...]
    lead: int
    """How far right of an icon the name stands."""

    def levels(self) -> list[tuple[int, int]]:
        """(height of the heads, of the texts) of each row."""
        return [(max(height(c.head) for c in row), max(height(c.texts) for c in row)) for row in self.rows]

    @property
    def need(self) -> int:
        parts = [self.figure.least if self.figure else 0, height(self.top)]
        parts += [px(2) + UNDER_RULE + (head + UNDER_HEAD if head else 0) + text for head, text in self.levels()]
        parts.append(height(self.foot))
        parts = [part for part in parts if part]
        return sum(parts) + BETWEEN * (len(parts) - 1)

    @property
    def torn(self) -> int:
        figure = sum(torn(side.paras) for side in self.figure.sides) + torn(self.figure.arrow) if self.figure else 0
        return figure + torn(self.top) + sum(torn((*c.head, *c.texts)) for row in self.rows for c in row)


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """One item over the whole body; None for a block with more."""
    if not isinstance(block, Items) or len(block.items) != 1:
        return None
    shown = icons(sheet, region, "beside")
    item = block.items[0]

    def draw(shown: Icons) -> Arranged:
        return _arranged(block, item, box, sheet, step, region, shown)

    return with_room(draw, shown, (item.icon,), box.h)


def _arranged(
    block: Items, item: Subject, box: Box, sheet: Sheet, step: int, region: Region, shown: Icons
) -> Arranged:  # fmt: skip
    drawn = _figure(block, item, box, sheet, step, region)
    plan = None
    for detail in (True, False) if item.detail and step else (True,):
        for role, size in _sizes(sheet, step, bool(drawn)):
            style = sheet.style(role, size, colour="ink")
            plan = _plan(block, item, box, sheet, step, style, role, drawn, detail, region, shown)
            if plan.need <= box.h and not plan.torn:
                break
        else:
            continue
        break
    assert plan is not None  # there is at least one size
    items = _drawn(plan, box, item, shown)
    white = max(0.0, 1 - plan.need / box.h)
    return Arranged(tuple(items), plan.need, crowd=px(40) * plan.torn, told=plan.told, white=white / 2)


def _sizes(sheet: Sheet, step: int, figure: bool) -> Sequence[tuple[str, int]]:
    if not step:
        return WITH_FIGURE if figure or sheet.dense else ALONE
    return (("lead", step), ("body", step))


def _plan(
    block: Items, item: Subject, box: Box, sheet: Sheet, step: int, style: TextStyle, role: str, figure: Figure | None,
    detail: bool, region: Region, shown: Icons,
) -> Plan:  # fmt: skip
    fields = [f for f in block.fields if not (figure and f in figure.fields) and _texts(f, item)]
    count = len(fields) + bool(item.points)
    per_row = {1: 1, 2: 2, 4: 2}.get(count, 3) if count else 1
    columns = sheet.across(box, per_row)
    if count == 1:
        columns = [Box(box.x, box.y, sheet.column(1, 9)[1] * box.w // sheet.column(1, 12)[1], box.h)]
    w = columns[0].w
    made = [_column(f, item, sheet, step, style, role, w, region) for f in fields]
    if item.points:
        made.append(
            Column((), tuple(points(sheet, item.points, style, w, gap=4, dash=True)), w, "ink", role)
        )  # fmt: skip
    named = not (figure and figure.arrow)
    lead = 0
    if item.icon and named and shown.where:
        line = pt(styled(sheet, region, "name", "statement", step).line)
        lead = px(16) + snap(line) if shown.where == "beside" else 0
    top = _top(block, item, sheet, step, box.w - lead, region, named)
    if item.detail and detail:
        top += (sheet.para(item.detail, sheet.style("lead", step), min(box.w - lead, px(860)), space_before=6),)
    return Plan(
        top,
        tuple(tuple(made[i : i + per_row]) for i in range(0, len(made), per_row)),
        tuple(columns),
        figure,
        tuple(_links(block, item, sheet, box.w, step)),
        (item.detail,) if item.detail and not detail else (),
        lead,
    )


def _texts(field: Field, item: Subject) -> tuple[Text, ...]:
    return item.value(field.id) or ((field.missing,) if field.missing else ())


def _column(
    field: Field, item: Subject, sheet: Sheet, step: int, style: TextStyle, role: str, width: int, region: Region
) -> Column:
    use = region.slot(field.slot)
    if use.style:
        style, role = sheet.style(use.style, step), use.style
    style = style.but(colour=use.colour) if use.colour else style
    colour = "highlight" if field.slot == "status" else "ink"
    head = (sheet.para(field.label, sheet.style("body", step, bold=True, colour=colour), width, role=Role.H3),)
    if not item.value(field.id):
        style = style.but(colour="muted")
    texts, w = tidy(lambda w: sheet.paras(_texts(field, item), style, w, gap=6), width)
    return Column(head if field.label else (), texts, w, colour, role)


def _top(
    block: Items, item: Subject, sheet: Sheet, step: int, width: int, region: Region, named: bool
) -> tuple[Para, ...]:
    """Group and name over the columns; with a figure the name stands in it."""
    group = block.groups[0] if len(block.groups) == 1 else next(g for g in block.groups if item in g.items)
    out = []
    if group.title:
        out.append(sheet.para(group.title, sheet.style("body", step, bold=True, colour="accent"), width))
    if named:
        out.append(sheet.para(item.name, styled(sheet, region, "name", "statement", step), width, role=Role.H2))
    if group.headline:
        out.append(sheet.para(group.headline, sheet.style("lead", step), width, space_before=4))
    return tuple(out)


def _links(block: Items, item: Subject, sheet: Sheet, width: int, step: int) -> Iterator[Para]:
    """What ties the item to others: "→ QuantumScape: invests in"."""
    for link in block.links:
        forth = link.start == item.id
        other = sheet.names.get(link.end if forth else link.start, link.end if forth else link.start)
        head = replace(link.label.runs[0], text=f"{'→' if forth else '←'} {other}: ", bold=True, link="", cite=())
        yield sheet.para((head, *link.label.runs), sheet.style("detail", step), width, path=link.label.path)


# Drawing -------------------------------------------------------------------------------------------------------------


def _drawn(plan: Plan, box: Box, item: Subject, shown: Icons) -> Iterator[Item]:
    figure = plan.figure
    spare = max(0, box.h - plan.need)
    y = box.y
    if figure:
        grown = min(spare, max(0, PANEL[2 if figure.arrow else 1] - figure.least))
        tall = figure.least + grown
        yield figure.at(Box(box.x, y, box.w, tall))
        y += tall + BETWEEN
        spare -= grown
    if plan.top:
        y += 0 if figure else min(px(24), spare // 4)
        if plan.lead and item.icon:
            side = plan.lead - px(16)
            name = next(i for i, para in enumerate(plan.top) if para.role is Role.H2)
            down = height(plan.top[: name + 1]) - pt(plan.top[name].style.line) * len(plan.top[name].lines)
            middle = y + down + (pt(plan.top[name].style.line) - side) // 2
            yield shown.item(item.icon, Box(box.x, middle, side, side), "highlight" if item.emphasis else "")
        place = Box(box.x + plan.lead, y, box.w - plan.lead, height(plan.top))
        yield text_item(place, plan.top, size_role="body", role=Role.H2)
        y += height(plan.top) + BETWEEN + min(px(24), spare // 4)
    for row, (head, text) in zip(plan.rows, plan.levels(), strict=True):
        for column, place in zip(row, plan.columns, strict=False):
            yield from _column_items(column, Box(place.x, y, place.w, 0), head, text)
        y += px(2) + UNDER_RULE + (head + UNDER_HEAD if head else 0) + text + BETWEEN
    if plan.foot:
        yield text_item(Box(box.x, y, box.w, height(plan.foot)), plan.foot, size_role="detail")


def _column_items(column: Column, at: Box, head: int, text: int) -> Iterator[Item]:
    yield rule(at.x, at.y, at.w, column.colour, 2)
    y = at.y + px(2) + UNDER_RULE
    if head:
        if column.head:
            yield text_item(Box(at.x, y, at.w, head), column.head, size_role="body", role=Role.H3)
        y += head + UNDER_HEAD
    if column.texts:
        yield text_item(Box(at.x, y, column.w, text), column.texts, size_role=column.role)


class Side(Struct, frozen=True):
    """A panel: a micro label and a value as a figure."""

    paras: tuple[Para, ...]
    fill: str


class Figure(Struct, frozen=True):
    """The figure over the columns: panels, and between the first two the arrow with its label."""

    item: Subject
    sides: tuple[Side, ...]
    columns: tuple[Box, ...]
    arrow: tuple[Para, ...]
    """The name and the label of the change; empty without an arrow."""
    fields: tuple[Field, ...]

    @property
    def least(self) -> int:
        tallest = max(height(side.paras) for side in self.sides) + 2 * PAD
        return max(PANEL[0], tallest, height(self.arrow) + px(32))

    def at(self, box: Box) -> PlacedGroup:
        spoken = "; ".join(
            f"{f.label.plain}: {text.plain}" for f in self.fields for text in self.item.value(f.id)
        )  # fmt: skip
        return PlacedGroup(
            box=box, items=tuple(self._items(box)), alt=clip(f"{self.item.name.plain}: {spoken}"),
            name=self.item.name.plain, anchor_id=self.item.id,
        )  # fmt: skip

    def _items(self, box: Box) -> Iterator[Item]:
        places = [self.columns[0], self.columns[-1]] if self.arrow else list(self.columns)
        for i, (side, place) in enumerate(zip(self.sides, places, strict=True)):
            panel = Box(place.x, box.y, place.w, box.h)
            yield shape("rect", panel, fill=side.fill)
            yield text_item(panel.inset(PAD), side.paras, size_role="label", anchor="middle")
            if self.arrow and not i:
                yield from self._arrow(box)

    def _arrow(self, box: Box) -> Iterator[Item]:
        place = self.columns[1].inset(GAP, 0)
        tall = height(self.arrow)
        top = box.y + (box.h - tall - px(12)) // 2
        yield text_item(Box(place.x, top, place.w, tall), self.arrow, size_role="body")
        line = top + tall + px(10)
        yield PlacedShape(
            box=Box(place.x, line, place.w, 0), shape="arrow", stroke="ink", stroke_w=px(2), decorative=True,
            role=Role.ARTIFACT,
        )  # fmt: skip


def _figure(block: Items, item: Subject, box: Box, sheet: Sheet, step: int, region: Region) -> Figure | None:
    """The figure of an item that has values for one; None otherwise."""
    place = {f.id: region.slot(f.slot).where for f in block.fields}
    slots = {f.slot: f for f in reversed(block.fields) if item.value(f.id) and place[f.id] != "body"}
    columns = tuple(sheet.across(box, 3))
    if "from" in slots and "to" in slots:
        fields = tuple(slots[slot] for slot in ("from", "change", "to") if slot in slots)
        strong = "highlight" if item.emphasis else "accent"
        ends = ((slots["from"], "text2", "tint"), (slots["to"], strong, f"{strong}-tint"))
        style = sheet.style("body", step, align="center")
        inner = columns[1].w - 2 * GAP
        arrow = [sheet.para(item.name, style.but(bold=True), inner, role=Role.H2)]
        if "change" in slots:
            arrow += sheet.paras(item.value(slots["change"].id), style.but(colour="text2"), inner)
        return Figure(item, _sides(ends, item, sheet, step, columns[0].w), columns, tuple(arrow), fields)
    paneled = [f for f in block.fields if (place[f.id] or ("panel" if f.slot in FIGURE_SLOTS else "")) == "panel"]
    figures = [f for f in paneled if item.value(f.id)]
    if not figures:
        return None
    columns = tuple(sheet.across(box, max(2, len(figures))))
    panels = tuple((f, "accent", "accent-tint") for f in figures)
    return Figure(item, _sides(panels, item, sheet, step, columns[0].w), columns[: len(figures)], (), tuple(figures))


def _sides(
    panels: Sequence[tuple[Field, str, str]], item: Subject, sheet: Sheet, step: int, width: int
) -> tuple[Side, ...]:
    """The panels (field, colour, fill), their values in the largest type in which all stand on one line."""
    sizes = [("section-title", s) for s in range(step, sheet.steps("section-title"))] + [("figure", step)]
    sides: tuple[Side, ...] = ()
    for role, size in sizes:
        style = sheet.style(role, size, font="body", bold=False)
        sides = tuple(_side(f, item, style.but(colour=c), sheet, step, width, fill) for f, c, fill in panels)
        if all(len(para.lines) == 1 for side in sides for para in side.paras):
            break
    return sides


def _side(field: Field, item: Subject, style: TextStyle, sheet: Sheet, step: int, width: int, fill: str) -> Side:
    inner = width - 2 * PAD
    label = (sheet.para(field.label, sheet.style("label", step, colour="text2"), inner, role=Role.LABEL),)
    values = sheet.paras(item.value(field.id), style, inner, gap=4)
    return Side((*(label if field.label else ()), *values), fill)
