"""In: items in two groups with links. Out: two rows of cards, an arrow for each link between linked cards.

Linked cards are brought under one another where they can be, so that most arrows run straight down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, PlacedGroup, PlacedShape, Role
from exporter.model.report import AnyBlock, Group, ItemLink, Items, Run, Text
from exporter.model.report import Item as Card
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.sheet import Sheet, rule, shape, text_item
from exporter.plan.slots import labelled, styled
from exporter.text import height

MOST = 5
"""Cards a row."""
ARROW = px(64)
"""Least room between the rows where arrows with labels run."""
PIN = (px(2), px(1))
"""Width and height of a pin."""


class Face(Struct, frozen=True):
    card: Card
    name: tuple[Para, ...]
    text: tuple[Para, ...]


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Two linked rows of up to five cards each."""
    if not isinstance(block, Items) or part.of > 1:
        return None
    groups = [g for g in block.groups if g.items]
    if len(groups) != 2 or any(len(g.items) > MOST for g in groups):
        return None
    if any(item.points for item in block.items):
        return None
    upper, lower = groups[0].items, _under(groups[0].items, groups[1].items, block.links)
    columns = sheet.across(box, max(len(upper), len(lower)))
    faces = [[_face(c, block, sheet, columns[0].w, step, region) for c in row] for row in (upper, lower)]
    heads = [_head(g, sheet, box.w) for g in groups]
    head = max((height(h) for h in heads if h), default=0)
    head += px(10) if head else 0
    tall = [_tall(row) for row in faces]
    links = _straight(block.links, upper, lower)
    shown = [link for _, link, _ in links]
    between = ARROW if links else px(24)
    need = 2 * head + sum(tall) + between
    told: tuple[Text, ...] = ()
    foot = _foot(block, shown, sheet, box.w, step)
    if block.detail and need + height(foot) + px(16) > box.h:  # optional by the author's word
        told = (block.detail,)
        foot = _foot(replace(block, detail=None), shown, sheet, box.w, step)
    foot_h = height(foot) + px(16) if foot else 0
    need += foot_h
    room = max(need, min(box.h, need + px(120)))
    pitch = max(head + tall[0] + between, round((room - foot_h + between) / 2))
    pitch = min(pitch, room - foot_h - head - tall[1])
    ends = _ends(links, heads[1], columns, box.y + pitch, head)
    start = box.y + head + tall[0] + px(8)
    pins = _pins(links, start, ends)
    items: list[Item] = []
    for i, (title, row) in enumerate(zip(heads, faces, strict=True)):
        top = box.y + i * pitch
        if title:
            items.append(text_item(Box(box.x, top, box.w, height(title)), title, size_role="subhead", role=Role.H2))
        items += [_card(f, columns[j].x, top + head, columns[j].w, pins.get(f.card.id)) for j, f in enumerate(row)]
    items += _arrows(links, columns, start, ends, sheet, step)
    if foot:
        y = box.y + room - height(foot)
        items.append(text_item(Box(box.x, y, box.w, height(foot)), foot, size_role="detail"))
    crowd = sum(px(40) for link in links if _label_wide(link, columns, sheet, step))
    return Arranged(tuple(items), need, crowd=crowd, told=told)


def _foot(block: Items, drawn: Sequence[ItemLink], sheet: Sheet, width: int, step: int) -> tuple[Para, ...]:
    """What no card and no arrow shows: links between cards that do not stand under one another, then the detail."""
    names = {item.id: item.name.plain for item in block.items}
    style = sheet.style("detail", step)
    paras = []
    for link in block.links:
        if link not in drawn:
            start, end = (names.get(i, sheet.names.get(i, i)) for i in (link.start, link.end))
            runs = (Run(f"{start} → {end}: ", bold=True), *link.label.runs)
            paras.append(sheet.para(runs, style, width, path=link.label.path, space_before=2))
    if block.detail:
        paras.append(sheet.para(block.detail, style, width, space_before=2))
    return tuple(paras)


def _under(upper: Sequence[Card], lower: Sequence[Card], links: Sequence[ItemLink]) -> list[Card]:
    """The lower cards, each under a card it is linked with where that place is free."""
    spots: list[Card | None] = [None] * max(len(upper), len(lower))
    place = {card.id: i for i, card in enumerate(upper)}
    rest = []
    for card in lower:
        ends = [place[link.start] for link in links if link.end == card.id and link.start in place]
        ends += [place[link.end] for link in links if link.start == card.id and link.end in place]
        spot = next((i for i in ends if i < len(spots) and spots[i] is None), None)
        if spot is None:
            rest.append(card)
        else:
            spots[spot] = card
    for card in rest:
        spots[spots.index(None)] = card
    return [card for card in spots if card is not None]


def _face(card: Card, block: Items, sheet: Sheet, width: int, step: int, region: Region) -> Face:
    name = sheet.para(card.name, styled(sheet, region, "name", "subhead", step), width, role=Role.H3)
    texts: list[Para] = []
    for field in block.fields:
        words = card.value(field.id)
        strong = field.slot in ("figure", "status") and bool(words)
        look: dict[str, Any] = {"bold": True, "colour": "highlight" if card.emphasis else "accent"} if strong else {}
        style = styled(sheet, region, field.slot, "detail", step, **look)
        if not words and field.missing and region.slot(field.slot).missing:
            words, style = (field.missing,), style.but(colour="muted")
        if words and labelled(region, field.slot):
            before = 3 if texts else 0
            texts.append(sheet.para(field.label, sheet.style("label"), width, role=Role.LABEL, space_before=before))
        for text in words:
            texts.append(sheet.para(text, style, width, space_before=3 if texts else 0))
    if card.detail:
        texts.append(sheet.para(card.detail, sheet.style("detail", step), width, space_before=3))
    return Face(card, (name,), tuple(texts))


def _tall(row: Sequence[Face]) -> int:
    return px(14) + max(height(f.name) for f in row) + px(4) + max(height(f.text) for f in row)


def _head(group: Group, sheet: Sheet, width: int) -> tuple[Para, ...]:
    if not group.title:
        return ()
    return (sheet.para(group.title, sheet.style("subhead", 2, colour="accent"), width, role=Role.H2),)


def _ends(
    links: Sequence[tuple[int, ItemLink, bool]], title: Sequence[Para], columns: Sequence[Box], y: int, head: int
) -> dict[int, int]:
    """Where the arrow of each column ends: at the lower card, or above the group's head where that is in the way."""
    wide = max((line.w for para in title for line in para.lines), default=0) + px(16)
    return {
        column: y - px(6) if title and columns[column].x < columns[0].x + wide else y + head - px(6)
        for column, _, _ in links
    }


def _pins(links: Sequence[tuple[int, ItemLink, bool]], start: int, ends: Mapping[int, int]) -> dict[str, int]:
    """y of the pin of each linked card: arrows hang on pins, since a shape's own connection sites stand mid-edge.

    An arrow runs from the foot of the upper pin to the head of the lower one.
    """
    out: dict[str, int] = {}
    for column, link, upwards in links:
        upper, lower = start - PIN[1], ends[column]
        out[link.start], out[link.end] = (lower, upper) if upwards else (upper, lower)
    return out


def _card(face: Face, x: int, y: int, w: int, pin: int | None) -> PlacedGroup:
    name_h = height(face.name)
    items: list[Item] = [
        rule(x, y, w, "ink", 2),
        text_item(Box(x, y + px(12), w, name_h), face.name, size_role="subhead", role=Role.H3),
    ]
    if face.text:
        items.append(text_item(Box(x, y + px(16) + name_h, w, height(face.text)), face.text, size_role="detail"))
    if pin is not None:
        items.append(shape("rect", Box(x, pin, *PIN), anchor_id=f"pin-{face.card.id}"))
    top = min(item.box.y for item in items)
    bottom = max(item.box.bottom for item in items)
    return PlacedGroup(
        box=Box(x, top, w, bottom - top), items=tuple(items), name=face.card.name.plain, anchor_id=face.card.id
    )


def _straight(
    links: Sequence[ItemLink], upper: Sequence[Card], lower: Sequence[Card]
) -> list[tuple[int, ItemLink, bool]]:
    """(column, link, upwards) of the links between cards that stand under one another; one a column."""
    above, below = ({c.id: i for i, c in enumerate(row)} for row in (upper, lower))
    out: dict[int, tuple[int, ItemLink, bool]] = {}
    for link in links:
        if above.get(link.start, -1) == below.get(link.end, -2):
            out.setdefault(above[link.start], (above[link.start], link, False))
        elif below.get(link.start, -1) == above.get(link.end, -2):
            out.setdefault(below[link.start], (below[link.start], link, True))
    return list(out.values())


def _label_wide(link: tuple[int, ItemLink, bool], columns: Sequence[Box], sheet: Sheet, step: int) -> bool:
    return len(_label(link[1], columns[link[0]].w, sheet, step).lines) > 2


def _label(link: ItemLink, width: int, sheet: Sheet, step: int) -> Para:
    style = sheet.style("detail", step, colour="highlight", bold=True)
    return sheet.para(link.label, style, width - px(14), role=Role.LABEL)


def _arrows(
    links: Sequence[tuple[int, ItemLink, bool]],
    columns: Sequence[Box],
    start: int,
    stops: Mapping[int, int],
    sheet: Sheet,
    step: int,
) -> list[Item]:
    items: list[Item] = []
    for column, link, upwards in links:
        x, w, end = columns[column].x, columns[column].w, stops[column]
        begins, ends = (f"pin-{link.start}", 0 if upwards else 2), (f"pin-{link.end}", 2 if upwards else 0)
        items.append(
            PlacedShape(
                box=Box(x + px(1), start, 0, end - start), shape="arrow", stroke="highlight", stroke_w=px(2),
                flip_v=upwards, begins=begins, ends=ends, decorative=True, role=Role.ARTIFACT,
            )
        )  # fmt: skip
        label = _label(link, w, sheet, step)
        tall = height([label])
        middle = (start + end) // 2 - tall // 2
        items.append(text_item(Box(x + px(14), middle, w - px(14), tall), (label,), size_role="detail"))
    return items
