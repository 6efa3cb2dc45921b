"""In: a block of items. Out: a card an item, in rows of up to five, every part of a card level with its neighbours'.

A card: top rule, number, name, body fields with their labels, and a panel at the foot with the status (look.md 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, PlacedGroup, Role
from exporter.model.report import AnyBlock, Field, Items, Point, Run, Runs, Text
from exporter.model.report import Item as Card
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.icons import Icons, icons, size_of, with_room
from exporter.plan.sheet import Sheet, bad, rule, shape, snap, text_item
from exporter.plan.slots import labelled, styled
from exporter.text import height, words

PANEL = frozenset({"status", "rest"})
"""Slots that stand in the panel at the foot; `rest` joins it only when there is a status."""
NUMERAL = px(34)
"""Room of the number over the name at standard density."""
BESIDE_NAME = 2
"""Steps down from which the number of a card stands before its name, not over it."""
AIRY = 20
"""Type of a name, in pt, from which on there is more air under it."""
FIGURE = 6
"""Words up to which the one thing said of every card may be a figure, set large."""
BROKEN = px(8)
"""What a word broken in a card counts as crowding."""
LONGEST = 14
"""Characters of its longest word: the name of a file is no figure."""
VERDICT = 6
"""Words up to which a status is a verdict, set as a head; what says more is read as text."""
SPREAD = px(56)
"""Air below a row of cards at most, where there is room and another row follows."""
EDGE = px(16)
"""Between the edge of a card, where it has one, and its texts."""


class Parts(Struct, frozen=True):
    """One card's measured texts."""

    item: Card
    number: tuple[Para, ...]
    name: tuple[Para, ...]
    body: tuple[tuple[Para, ...], ...]
    """A stack (label, texts) for each body field, level with the same field of the neighbours."""
    panel: tuple[Para, ...]
    indent: int
    """How far right its name stands for an icon beside it."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Cards in one or two rows; with groups, a head over each group's row."""
    if not isinstance(block, Items) or not block.items:
        return None
    shown = icons(sheet, region, "beside" if sheet.dense else "above")

    def draw(shown: Icons) -> Arranged:
        return _arranged(block, box, sheet, step, region, part, shown)

    return with_room(draw, shown, (item.icon for item in block.items), box.h)


def _arranged(
    block: Items, box: Box, sheet: Sheet, step: int, region: Region, part: Part, shown: Icons
) -> Arranged:  # fmt: skip
    rows = _rows(block)
    per_row = max(len(cards) for _, cards, _ in rows)
    widths = sheet.across(box, per_row)
    gap = px(32)
    paneled = any(f.slot == "status" and _in_panel(f, region) for f in block.fields)
    paneled = paneled or any(region.slot(f.slot).where == "panel" for f in block.fields)
    heads = [height(_head(sheet, title, box.w)) + px(10) if title else 0 for title, _, _ in rows]
    around = sum(heads) + gap * (len(rows) - 1)

    def measure(cards: Sequence[Card], start: int, i: int) -> Parts:
        width = widths[i].w - 2 * _edge(sheet)
        return _measure(cards[i], part.start + start + i, block, sheet, width, step, paneled, region, shown)

    measured = [[measure(cards, start, 0)] for _, cards, start in rows]
    least = sum(_Row.of(parts, sheet, shown).need for parts in measured) + around
    if least > box.h:  # further cards can only make a row higher
        return Arranged((), least)
    for (_, cards, start), parts in zip(rows, measured, strict=True):
        parts += [measure(cards, start, i) for i in range(1, len(cards))]
    needs = [_Row.of(parts, sheet, shown).need for parts in measured]
    need = sum(needs) + around
    if need > box.h:
        return Arranged((), need)
    most = px(120) if paneled else SPREAD if len(rows) > 1 else 0
    items: list[Item] = []
    y = box.y
    for (title, _, _), parts, own, head in zip(rows, measured, needs, heads, strict=True):
        if title:
            paras = _head(sheet, title, box.w)
            items.append(text_item(Box(box.x, y, box.w, height(paras)), paras, size_role="subhead", role=Role.H2))
        room = own + min((box.h - need) // len(rows), most)
        if not _edge(sheet) and not paneled:  # nothing shows how high a card is: its text may grow when it is edited
            room = max(room, min(own + SPREAD, (box.bottom - y - head) if parts is measured[-1] else room))
        items += _Row.of(parts, sheet, shown).place(parts, widths, y + head, room, sheet, step, paneled)
        y += head + room + gap
    broken = sum(_broken(parts, sheet, widths[0].w) for some in measured for parts in some)
    return Arranged(tuple(items), need, crowd=BROKEN * broken, white=_white(need, box, paneled or _figures(block)))


def _broken(parts: Parts, sheet: Sheet, width: int) -> int:
    """How many paragraphs of a card, `width` EMU wide, have a word that no line of it holds, such as a file's name.

    Names are not broken at a hyphen either.
    """
    paras = (*parts.name, *parts.panel, *(para for stack in parts.body for para in stack))
    return bad(parts.name) + sum(
        any(sheet.width(word, para.style) > width for word in para.text.split())
        for para in paras
        if any(not line.space for line in para.lines[:-1])
    )


def _edge(sheet: Sheet) -> int:
    """Room left and right of a card's texts: none under a rule."""
    return 0 if sheet.theme.look.cards == "rule" else EDGE


def _white(need: int, box: Box, paneled: bool) -> float:
    empty = max(0.0, 1 - need / box.h)
    return empty / 2 if paneled else empty


def _rows(block: Items) -> list[tuple[Text | None, Sequence[Card], int]]:
    """(group title, cards, number of cards before) for each row of cards."""
    groups = [g for g in block.groups if g.items]
    if len(groups) > 1 or (groups and groups[0].title):
        out: list[tuple[Text | None, Sequence[Card], int]] = []
        start = 1
        for group in groups:
            for i, cards in enumerate(_lines(group.items)):
                out.append((group.title if not i else None, cards, start))
                start += len(cards)
        return out
    out = []
    start = 1
    for cards in _lines(block.items):
        out.append((None, cards, start))
        start += len(cards)
    return out


def _lines(cards: Sequence[Card]) -> Iterator[Sequence[Card]]:
    """Cards a row: up to five in one, else evenly over rows of three to five."""
    n = len(cards)
    rows = -(-n // 5)
    per = -(-n // rows)
    for i in range(0, n, per):
        yield cards[i : i + per]


def _head(sheet: Sheet, title: Text | None, width: int) -> tuple[Para, ...]:
    style = sheet.style("subhead", 2, colour="accent")
    return (sheet.para(title, style, width, role=Role.H2),) if title else ()


def _measure(
    item: Card, number: int, block: Items, sheet: Sheet, width: int, step: int, paneled: bool, region: Region,
    shown: Icons,
) -> Parts:  # fmt: skip
    colour = "highlight" if item.emphasis else "accent"
    numeral: tuple[Para, ...] = ()
    named: Text | Runs = item.name
    if block.ordered and step >= BESIDE_NAME:
        named = (Run(f"{number}\u00a0\u00a0"), *item.name.runs)
    elif block.ordered:
        numeral = (sheet.para(str(number), sheet.style("number", colour=colour), width, role=Role.LABEL),)
    head = styled(sheet, region, "name", "subhead", step)
    indent = _beside(head) + px(10) if shown.where == "beside" and item.icon else 0
    name = (sheet.para(named, head, width - indent, role=Role.H3, path=item.name.path),)
    pad = px(16)
    role = "figure" if _figures(block) else ""
    body = [
        tuple(_field(f, item, sheet, width, step, region, labels=_labels(block), role=role))
        for f in block.fields
        if not (paneled and _in_panel(f, region))
    ]
    extra = [*_points(item.points, sheet, width, step, size="detail" if item.values else "body")]
    if item.detail:
        extra.append(sheet.para(item.detail, sheet.style("detail", step), width, space_before=6))
    if extra:
        body.append(tuple(extra))
    panel: list[Para] = []
    if paneled:
        inner = width if _edge(sheet) else width - 2 * pad
        label = ""
        for f in block.fields:
            if not _in_panel(f, region):
                continue
            texts = item.value(f.id) or ((f.missing,) if f.missing else ())
            if not texts:
                continue
            if f.label.plain != label and f.label:
                label = f.label.plain
                panel.append(
                    sheet.para(f.label, sheet.style("label"), inner, role=Role.LABEL, space_before=6 if panel else 0)
                )
            for text in texts:
                style = (
                    styled(sheet, region, f.slot, "subhead", step, own=2, colour=colour)
                    if f.slot == "status" and words(text.plain) <= VERDICT and _verdicts(f, block)
                    else styled(sheet, region, f.slot, "detail", step, colour="ink")
                )
                panel.append(sheet.para(text, style, inner, space_before=3))
    return Parts(item, numeral, name, tuple(body), tuple(panel), indent)


def _verdicts(field: Field, block: Items) -> bool:
    """Whether a field begins with a few words in every card: peers look alike."""
    return all(words(texts[0].plain) <= VERDICT for item in block.items if (texts := item.value(field.id)))


def _beside(style: TextStyle) -> int:
    """The side of an icon on the first line of a name: a little more than the line is high, on the grid."""
    return snap(pt(style.line) + px(1), 4)


def _labels(block: Items) -> bool:
    """Labels are shown where a card has more than its body text."""
    return len(block.fields) > 1


def _figures(block: Items) -> bool:
    """Whether the cards are figures under their names: a few words each, and a number in most of them."""
    said = [texts for item in block.items for _, texts in item.values]
    plain = [texts[0].plain for texts in said if len(texts) == 1]
    if len(plain) < len(block.items) or len(said) > len(plain) or any(i.points or i.detail for i in block.items):
        return False
    short = all(words(one) <= FIGURE and max(map(len, one.split()), default=0) <= LONGEST for one in plain)
    return short and 2 * sum(map(_number, plain)) > len(plain)


def _number(text: str) -> bool:
    return any(c.isdecimal() for c in text)


def _in_panel(field: Field, region: Region) -> bool:
    """Whether a field stands in the panel at the foot: where the layout says so, else by its slot."""
    where = region.slot(field.slot).where
    return where == "panel" or (not where and field.slot in PANEL)


def _field(
    field: Field, item: Card, sheet: Sheet, width: int, step: int, region: Region, labels: bool, role: str = ""
) -> Iterator[Para]:
    """The field's label and texts; in the type of `role`, where one is given."""
    texts = item.value(field.id)
    if role:
        style = styled(sheet, region, field.slot, role, step, colour="highlight" if item.emphasis else "accent")
    else:
        style = styled(sheet, region, field.slot, "body" if field.slot == "body" else "detail", step, colour="text2")
    if not texts:
        if not field.missing:
            return
        texts = (field.missing,)
        style = style.but(colour="muted")
    if field.label and ((labels and not sheet.board) or labelled(region, field.slot)):
        yield sheet.para(field.label, sheet.style("label"), width, role=Role.LABEL)
    for i, text in enumerate(texts):
        yield sheet.para(text, style, width, space_before=2 if not i else 4)


def _points(
    points: Sequence[Point], sheet: Sheet, width: int, step: int, level: int = 0, size: str = "detail"
) -> Iterator[Para]:
    style = sheet.style(size, step, colour="text2") if size == "body" else sheet.style(size, step)
    hang = max(px(14), sheet.width("–\u2002", style))
    for point in points:
        yield sheet.para(
            point.text, style, width, role=Role.ITEM, level=level, bullet="–",
            indent=min(hang * (level + 1), width // 2), hang=hang, space_before=3,
        )  # fmt: skip
        yield from _points(point.points, sheet, width, step, level + 1)


class _Row(Struct, frozen=True):
    """The heights that the cards of one row share."""

    number: int
    name: int
    body: tuple[int, ...]
    panel: int
    air: int
    edge: int
    """Room round the texts of a card that is a panel or a frame."""
    icon: int
    """Of icons over the names."""
    shown: Icons

    @classmethod
    def of(cls, cards: Sequence[Parts], sheet: Sheet, shown: Icons) -> _Row:
        stacks = max((len(c.body) for c in cards), default=0)
        panel = max((height(c.panel) for c in cards if c.panel), default=0)
        icon = size_of(sheet) if shown.where == "above" and any(c.item.icon for c in cards) else 0
        number = max((height(c.number) for c in cards), default=0)
        return cls(
            number=max(number, icon + px(6) if icon else 0),
            name=max(height(c.name) for c in cards),
            body=tuple(max((height(c.body[i]) for c in cards if i < len(c.body)), default=0) for i in range(stacks)),
            panel=panel + px(32) if panel else 0,
            air=px(24 if cards[0].name[0].style.size >= AIRY else 8 if sheet.board else 16),
            edge=_edge(sheet),
            icon=icon,
            shown=shown,
        )

    @property
    def need(self) -> int:
        stacks = [h for h in self.body if h]
        total = px(14) + self.number + (px(4) if self.number else 0) + self.name
        total += sum(stacks) + self.air * len(stacks)
        return total + (self.panel + px(12) if self.panel else self.edge)

    def place(
        self,
        cards: Sequence[Parts],
        columns: Sequence[Box],
        top: int,
        room: int,
        sheet: Sheet,
        step: int,
        paneled: bool,
    ) -> Iterator[Item]:
        for card, column in zip(cards, columns, strict=False):
            yield PlacedGroup(
                box=Box(column.x, top, column.w, room),
                items=tuple(self._card(card, column.x, column.w, top, room, sheet)),
                name=card.item.name.plain,
                anchor_id=card.item.id,
            )

    def _card(self, card: Parts, x: int, w: int, top: int, room: int, sheet: Sheet) -> Iterator[Item]:
        if self.edge:
            yield _ground(card, Box(x, top, w, room), sheet)
        else:
            colour = "highlight" if card.item.emphasis and sheet.board else ("accent" if sheet.board else "ink")
            yield rule(x, top, w, colour, 3 if sheet.board else 2)
        column = Box(x, top + room - self.panel, w, self.panel)
        x, w, y = x + self.edge, w - 2 * self.edge, top + px(14)
        if self.number:
            if card.number:
                yield text_item(Box(x, y, w, self.number), card.number, size_role="number")
            if self.icon and card.item.icon:  # over the name, or at the end of the number's line
                left = x + w - self.icon if card.number else x
                yield self._icon(card, Box(left, y, self.icon, self.icon))
            y += self.number + px(4)
        if card.indent and card.item.icon:
            line, side = pt(card.name[0].style.line), card.indent - px(10)
            yield self._icon(card, Box(x, y + (line - side) // 2, side, side))
            x, w = x + card.indent, w - card.indent
        yield text_item(Box(x, y, w, self.name), card.name, size_role="subhead", role=Role.H3)
        x, w = x - card.indent, w + card.indent
        y += self.name
        foot = column.y - px(12) if self.panel else top + room - self.edge
        last = max((i for i, tall in enumerate(self.body) if tall), default=-1)
        for i, (stack, tall) in enumerate(zip(card.body, self.body, strict=False)):
            if not tall:
                continue
            y += self.air
            if stack:
                yield text_item(Box(x, y, w, max(tall, foot - y) if i == last else tall), stack, size_role="label")
            y += tall
        if card.panel:
            yield from self._panel(card, column)

    def _icon(self, card: Parts, box: Box) -> Item:
        assert card.item.icon
        return self.shown.item(card.item.icon, box, "highlight" if card.item.emphasis else "")

    def _panel(self, card: Parts, box: Box) -> Iterator[Item]:
        """The panel at the foot: tinted, with a notch pointing up to the card it concludes; or the foot of the card."""
        if self.edge:
            yield rule(box.x + self.edge, box.y + px(10), box.w - 2 * self.edge, weight=1)
        else:
            yield shape("rect", box, fill="highlight-tint" if card.item.emphasis else "tint")
            yield shape("triangle-down", Box(box.x + px(16), box.y, px(24), px(12)), fill="bg")
        inner = box.inset(px(16), px(20), px(16), px(12))
        yield text_item(inner, card.panel, size_role="label")


def _ground(card: Parts, box: Box, sheet: Sheet) -> Item:
    """What a card stands on, or in."""
    if sheet.theme.look.cards == "panel":
        return shape("rect", box, fill="highlight-tint" if card.item.emphasis else "tint")
    return shape("rect", box, stroke="highlight" if card.item.emphasis else "rule", stroke_w=px(1))
