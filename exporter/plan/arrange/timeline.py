"""In: milestones. Out: one axis to scale, a bar for each window, its text at a leader above or below.

By date, odd milestones stand above and even ones below; where that gets too close, other sides are tried. Text is as
wide as the next leader on its side allows (look.md section 8).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Item, Para, PlacedGroup, PlacedShape, Role
from exporter.model.report import AnyBlock, Milestone, Milestones
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.axis import Axis, axis
from exporter.plan.arrange.milestones import in_order, remarks, said, today, undated, windows
from exporter.plan.arrange.phrases import (
    Phrase,
    beyond,
    capital,
    joined,
    listed,
    names,
    paragraph,
    phrase,
    points,
    tidy,
    torn,
    widest,
)
from exporter.plan.sheet import Sheet, clip, shape, text_item
from exporter.text import height, words

BAR = px(12)
OFF = px(8)
"""Between band and bar."""
BESIDE = px(16)
"""Between a leader and its text, and between a text and the next leader."""
UNDER = px(12)
"""Between bars and the text they belong to."""
SLIT = px(3)
"""Between two bars of which one begins where the other ends."""
DOT = px(8)
"""A bar shorter than this is drawn as a dot."""
LEAST, LONGEST = px(112), px(60)
"""Widths between which a text reads well: the longest for each pt of its type, some 90 characters."""
HEAD_WORDS = 9
"""Words up to which what happens is a name, in bold; more are a sentence."""
MOST = 6
ABOVE = 5 / 11
"""Share of the free height that stands above the band."""
Sides = tuple[int, ...]
"""0 above, 1 below, for each milestone."""


class Look(Struct, frozen=True):
    """Sizes of one attempt; `detail` says whether optional detail is shown."""

    date: TextStyle
    head: TextStyle
    text: TextStyle
    roles: tuple[str, str]
    """Size roles of date and text, for the check of the floor."""
    detail: bool = True
    long: bool = False
    """Lines may be as long as there is room beside them: what else would be a list on two slides."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """Up to six milestones on an axis, too close ones are crowded; None for more. An axis is not split over slides."""
    if not isinstance(block, Milestones) or not 0 < len(block.milestones) <= MOST or part.of > 1:
        return None
    panel = undated(block, box, sheet, step, sheet.column(4, 12)[0])
    room = Box(box.x, box.y, box.w, box.h - panel.room)
    stones = in_order(block)
    scale = axis(
        (m.when for m in stones), box.x, box.w, sheet, sheet.style("chart-label"), today=today(region), reach=0
    )  # fmt: skip
    for look in _looks(sheet, step):
        figure = _arranged(Figure(stones, scale, room, sheet, look))
        if not figure.crowd and figure.need <= room.h:
            break
    told = () if figure.look.detail else tuple(m.detail for m in stones if m.detail)
    items = figure.drawn(block, today(region))
    foot = room.y + max(room.h, figure.need) + panel.room - panel.h
    need = figure.need + panel.room
    return Arranged(
        (items, *panel.at(foot)),
        need,
        crowd=figure.crowd,
        remarks=(sheet.words("to-scale"), *remarks(block, sheet)),
        told=told,
        white=max(0.0, 1 - need / box.h) / 2,
    )


def _looks(sheet: Sheet, step: int) -> Iterator[Look]:
    """From the best on: larger text while there is room for it, optional detail in the notes at the end."""
    text = sheet.style("body", step, colour="text2")
    if sheet.board:
        date = sheet.style("number", step + 1, bold=True)
        last = Look(date, sheet.style("body", step, bold=True), text, ("number", "body"))
        if step >= sheet.steps("body") - 1:  # rather close than a list on two slides
            yield last
            date, head = sheet.style("subhead", step, colour="accent"), sheet.style("detail", step, bold=True)
            last = Look(date, head, sheet.style("detail", step, colour="text2"), ("subhead", "detail"), long=True)
    else:
        date, head = sheet.style("subhead", step, colour="accent"), sheet.style("body", step, bold=True)
        last = Look(date, head, sheet.style("detail", step), ("subhead", "detail"))
        if not step:
            yield Look(date, head, text, ("subhead", "body"))
    yield last
    if step >= sheet.steps("body", "subhead") - 1:
        yield replace(last, detail=False)


class Spot(Struct, frozen=True):
    """One milestone on its side: leader, bar and the room of its text (EMU)."""

    stone: Milestone
    side: int
    leader: int
    bar: tuple[int, int]
    level: int
    """Bars that overlap on one side stand on levels, 0 nearest the band."""
    x: int
    w: int
    flipped: bool = False
    """The text stands left of its leader."""


class Figure(Struct, frozen=True, dict=True):
    """The drawing of some milestones, sides chosen or not yet."""

    stones: tuple[Milestone, ...]
    scale: Axis
    box: Box
    sheet: Sheet
    look: Look
    sides: Sides = ()
    memo: dict[object, tuple[tuple[Para, ...], int]] = field(default_factory=dict)
    """Texts measured already, for all the sides that are tried."""

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        found = [spot for side in (0, 1) for spot in self._side(side)]
        return tuple(sorted(found, key=lambda spot: self.stones.index(spot.stone)))

    @cached_property
    def texts(self) -> tuple[tuple[tuple[Para, ...], int], ...]:
        """Each spot's paragraphs, and the width that they read best at."""
        return tuple(self._text(spot) for spot in self.spots)

    def _text(self, spot: Spot) -> tuple[tuple[Para, ...], int]:
        key = (id(spot.stone), spot.w, spot.flipped)
        if key not in self.memo:
            self.memo[key] = tidy(
                lambda w: tuple(_paras(spot.stone, self.look, self.sheet, w, spot.flipped)), spot.w
            )  # fmt: skip
        return self.memo[key]

    @cached_property
    def crowd(self) -> int:
        """How much is missing for texts to be wide enough; a torn word counts as much as it needs."""
        ragged = sum(torn(paras) for paras, _ in self.texts)
        return self.narrow + px(40) * ragged

    @cached_property
    def narrow(self) -> int:
        """What widths alone are short of, before any text is broken into them."""
        return sum(max(0, min(LEAST, self._natural(spot.stone)) - spot.w) for spot in self.spots)

    @property
    def band(self) -> int:
        return pt(self.sheet.style("chart-label").line) + px(12)

    def zone(self, side: int) -> int:
        """Height that a side takes: bars, the air beside them, the tallest text."""
        tall = max((height(t) for s, (t, _) in zip(self.spots, self.texts, strict=True) if s.side == side), default=0)
        return self.bars(side) + UNDER + tall if tall else 0

    def bars(self, side: int) -> int:
        levels = max((s.level + 1 for s in self.spots if s.side == side), default=0)
        return OFF + levels * BAR + (levels - 1) * px(4) if levels else 0

    @property
    def need(self) -> int:
        return self.zone(0) + self.band + self.zone(1)

    def _side(self, side: int) -> Iterator[Spot]:
        own = [stone for stone, s in zip(self.stones, self.sides, strict=True) if s == side]
        bars = [(self.scale.at(stone.when.start), self.scale.at(stone.when.end)) for stone in own]
        leaders = [start for start, _ in bars]
        rooms = [self._room(leaders, i) for i in range(len(own))]
        flipped = bool(own) and self._flip(own, bars, leaders, rooms)
        levels = _levels(bars, leaders)
        for i, (stone, bar, (x, w)) in enumerate(zip(own, bars, rooms, strict=True)):
            yield Spot(stone, side, leaders[i], bar, levels[i], x, w, flipped and i == len(own) - 1)

    def _room(self, leaders: Sequence[int], i: int) -> tuple[int, int]:
        x = leaders[i] + BESIDE
        end = leaders[i + 1] - BESIDE if i + 1 < len(leaders) else self.box.right
        return x, max(px(8), min(end - x, self.longest))

    @property
    def longest(self) -> int:
        """The width up to which a line of this type is read well."""
        return self.box.w if self.look.long else round(LONGEST * self.look.text.size)

    def _flip(
        self,
        own: Sequence[Milestone],
        bars: Sequence[tuple[int, int]],
        leaders: list[int],
        rooms: list[tuple[int, int]],
    ) -> bool:
        """Sets the last text left of a leader at its bar's end, where there is too little room to the right.

        It shares the room with the text before it, by what both would need on one line.
        """
        natural = self._natural(own[-1])
        if rooms[-1][1] >= min(natural, px(200)):
            return False
        start, end = bars[-1]
        leader = start if end - start < DOT else end
        left = leaders[-2] + BESIDE if len(own) > 1 else self.box.x
        total = leader - BESIDE - left
        if len(own) == 1:
            mine = min(natural, total)
        else:
            before = self._natural(own[-2])
            total -= 2 * BESIDE
            mine = (
                natural
                if before + natural <= total
                else round(total * min(max(natural / (before + natural), 0.4), 0.6))
            )
        if mine <= rooms[-1][1]:
            return False
        if len(own) > 1:
            rooms[-2] = (rooms[-2][0], min(total - mine, self.longest))
        rooms[-1] = (leader - BESIDE - mine, mine)
        leaders[-1] = leader
        return True

    def _natural(self, stone: Milestone) -> int:
        """Width that the milestone's text takes with few breaks, a little slack included."""
        key = ("natural", id(stone))
        if key not in self.memo:
            paras = tuple(_paras(stone, self.look, self.sheet, px(320), False))
            self.memo[key] = paras, round(widest(paras) * 1.03)
        return self.memo[key][1]

    # Drawing ---------------------------------------------------------------------------------------------------------

    @cached_property
    def top(self) -> int:
        """Top of the band: where the free height is well shared and both sides have their room."""
        tall = max(self.box.h, self.need)
        wish = max(round((tall - self.band) * ABOVE), self.zone(0) + (tall - self.need) * 2 // 5)
        return self.box.y + min(wish, tall - self.band - self.zone(1))

    @property
    def bottom(self) -> int:
        return self.top + self.band

    def drawn(self, block: Milestones, day: dt.date | None) -> PlacedGroup:
        frame = windows(self.stones)
        items = [*self._axis()]
        for spot, (paras, w) in zip(self.spots, self.texts, strict=True):
            items += self._milestone(spot, paras, w, spot.stone.id in frame)
        if day and self.scale.covers(day):
            items += self._today(day)
        spoken = "; ".join(said(stone) for stone in self.stones)
        return PlacedGroup(
            box=Box(self.box.x, self.box.y, self.box.w, max(self.box.h, self.need)),
            items=tuple(items),
            alt=clip(self.sheet.words("alt-timeline", span=self.scale.span, items=spoken)),
            name=block.title.plain if block.title else "",
            anchor_id=block.id,
        )

    def _axis(self) -> Iterator[Item]:
        yield shape("rect", Box(self.box.x, self.top, self.box.w, self.band), fill="tint")
        style = self.sheet.style("chart-label", colour="text2", align="center")
        for i, tick in enumerate(self.scale.ticks):
            if i:
                yield shape("line", Box(tick.x, self.top, 0, self.band), stroke="rule", stroke_w=px(1))
            para = self.sheet.para(tick.name, style, tick.w, role=Role.LABEL)
            yield text_item(Box(tick.x, self.top, tick.w, self.band), (para,), size_role="chart-label", anchor="middle")

    def _milestone(self, spot: Spot, paras: tuple[Para, ...], w: int, frames: bool) -> Iterator[Item]:
        colour = "highlight" if spot.stone.emphasis else "accent-mid" if frames else "accent"
        off = OFF + spot.level * (BAR + px(4))
        y = self.top - off - BAR if not spot.side else self.bottom + off
        tall = height(paras)
        bar = self._bar(spot, y, colour)
        x, site_y, site = _site(bar, spot)
        if spot.side:
            text_y = self.bottom + self.bars(1) + UNDER
            start, end = site_y, self.bottom + self.zone(1)
        else:
            text_y = self.box.y
            start, end = self.box.y + _cap_top(self.look.date), site_y
        leader = shape("line", Box(x, start, 0, end - start), stroke=colour, stroke_w=px(1))
        glue = (bar.anchor_id, site)
        yield replace(leader, begins=glue) if spot.side else replace(leader, ends=glue)
        yield bar
        yield text_item(
            Box(spot.x + (spot.w - w if spot.flipped else 0), text_y, w, tall), paras, size_role=self.look.roles[1],
            paths=_beyond(spot.stone, self.look, self.sheet), name=said(spot.stone),
        )  # fmt: skip

    def _bar(self, spot: Spot, y: int, colour: str) -> PlacedShape:
        """The span of a milestone at `y`: a bar, or a dot for what is too short to be one."""
        (x0, x1), anchor = spot.bar, f"bar-{spot.stone.id}"
        if x1 - x0 < DOT:
            x = min(max(x0 - BAR // 2, self.box.x), self.box.right - BAR)
            return shape("ellipse", Box(x, y, BAR, BAR), fill=colour, anchor_id=anchor)
        meets = any(o.side == spot.side and o.level == spot.level and 0 <= o.bar[0] - x1 < SLIT for o in self.spots)
        return shape("rect", Box(x0, y, x1 - x0 - (SLIT if meets else 0), BAR), fill=colour, anchor_id=anchor)

    def _today(self, day: dt.date) -> Iterator[Item]:
        """The report's date: a line through the band, its label above the bars where no text or leader stands."""
        style = self.sheet.style("label", colour="ink")
        short = self.sheet.words.date(day, short=True)
        x, h = self.scale.at(day), pt(style.line)
        bottom = self.top - max(self.bars(0), OFF + BAR) - UNDER
        for label in (self.sheet.words("report-date", date=short), short):
            w = round(self.sheet.width(label, style) * 1.04)
            for left in (x - w // 2, x + px(6), x - w - px(6)):
                box = Box(min(max(left, self.box.x), self.box.right - w), bottom - h, w, h)
                if self._taken(box):
                    continue
                align = "center" if left < x < left + w else "left"
                foot = min(self.bottom + OFF, self.box.y + max(self.box.h, self.need))
                end = self.top if self._named(x) else foot
                yield shape("line", Box(x, bottom, 0, end - bottom), stroke="ink", stroke_w=px(1))
                para = self.sheet.para(label, style.but(align=align), w, role=Role.LABEL)
                yield text_item(box, (para,), size_role="label")
                return

    def _named(self, x: int) -> bool:
        """Whether a tick's name stands at `x`."""
        style = self.sheet.style("chart-label")
        return any(abs(t.x + t.w // 2 - x) < self.sheet.width(t.name, style) // 2 + px(4) for t in self.scale.ticks)

    def _taken(self, box: Box) -> bool:
        """Whether a text or leader above the band stands where `box` is."""
        near, apart = px(6), px(12)
        for spot, (paras, _) in zip(self.spots, self.texts, strict=True):
            if spot.side:
                continue
            beside = _beside(paras, self.box.y, box.y, box.bottom + near)
            left = spot.x + (spot.w - beside if spot.flipped else 0)
            text = beside and left - apart < box.right and box.x < left + beside + apart
            if text or box.x - near < spot.leader < box.right + near:
                return True
        return box.y < self.box.y


def _site(bar: PlacedShape, spot: Spot) -> tuple[int, int, int]:
    """Where a leader ends at its bar or dot, so that it follows when somebody moves that: x, y, connection site."""
    box = bar.box
    if bar.shape == "ellipse":  # the side that the leader comes from
        return (box.x + box.w // 2, box.bottom, 2) if spot.side else (box.x + box.w // 2, box.y, 0)
    middle = box.y + box.h // 2
    return (box.right, middle, 3) if spot.leader == spot.bar[1] else (box.x, middle, 1)


def _beside(paras: Sequence[Para], y: int, top: int, bottom: int) -> int:
    """Width of the longest line that stands between `top` and `bottom`, of a text that begins at `y`."""
    longest = 0
    for i, para in enumerate(paras):
        y += pt(para.space_before) if i else 0
        for line in para.lines:
            below = y + pt(para.style.line)
            if y < bottom and below > top:
                longest = max(longest, para.indent + line.w)
            y = below
    return longest


def _arranged(figure: Figure) -> Figure:
    """The figure with its sides: above and below in turn; if that is too close, the sides that fit best."""
    n = len(figure.stones)
    plain = replace(figure, sides=tuple(i % 2 for i in range(n)))
    if not plain.crowd and plain.need <= figure.box.h:
        return plain
    others = [plain, *(replace(figure, sides=sides) for sides in product((0, 1), repeat=n))]
    least = min(other.narrow for other in others)
    return min(
        (other for other in others if other.narrow == least),
        key=lambda f: (f.crowd, max(0, f.need - f.box.h), _unlike(f.sides, plain.sides)),
    )


def _unlike(a: Sides, b: Sides) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def _levels(bars: Sequence[tuple[int, int]], leaders: Sequence[int]) -> list[int]:
    """The level of each bar: above every earlier bar that it overlaps or that its own leader would cross."""
    levels: list[int] = []
    for (start, _), leader in zip(bars, leaders, strict=True):
        below = [
            level
            for (begin, end), level in zip(bars, levels, strict=False)
            if start < max(end, begin + DOT) or leader < end
        ]
        levels.append(max(below) + 1 if below else 0)
    return levels


def _cap_top(style: TextStyle) -> int:
    """From the top of a line to the top of its capitals, about."""
    return pt(max(0.0, style.line - style.size * 0.93))


def _body(stone: Milestone, look: Look, sheet: Sheet) -> Phrase:
    """Who, and the detail where it is shown."""
    detail = phrase(stone.detail) if look.detail else Phrase()
    return joined(names(stone.who, sheet, bold=bool(detail)), detail)


def _list(stone: Milestone) -> Phrase:
    plain = any("," in p.text.plain for p in stone.points)
    return listed((phrase(p.text) for p in stone.points), "; " if plain else ", ")


def _terse(stone: Milestone, sheet: Sheet) -> bool:
    """Points short enough to stand on one line: a board reads a list of names, not lines."""
    return (
        sheet.board and len(stone.points) > 1 and all(not p.points and words(p.text.plain) <= 5 for p in stone.points)
    )


def _paras(stone: Milestone, look: Look, sheet: Sheet, width: int, flipped: bool) -> Iterator[Para]:
    align = "right" if flipped else "left"
    colour = "highlight" if stone.emphasis else "accent"
    yield paragraph(sheet, capital(stone.when_text), look.date.but(colour=colour, align=align), width, Role.H3)
    if stone.group:
        yield sheet.para(stone.group, sheet.style("label", align=align), width, role=Role.LABEL)
    if stone.what:
        head = look.head if words(stone.what.plain) <= HEAD_WORDS else look.head.but(bold=False)
        yield sheet.para(stone.what, head.but(align=align), width, space_before=2)
    text = look.text.but(align=align)
    gap = 4.0
    body = _body(stone, look, sheet)
    if body:
        yield paragraph(sheet, body, text, width, gap=gap)
        gap = 0
    if _terse(stone, sheet):
        yield paragraph(sheet, _list(stone), text, width, gap=gap)
        return
    for i, para in enumerate(points(sheet, stone.points, text, width)):
        yield para if i else replace(para, space_before=gap)


def _beyond(stone: Milestone, look: Look, sheet: Sheet) -> tuple[str, ...]:
    out = beyond(_body(stone, look, sheet))
    if _terse(stone, sheet):
        out += beyond(_list(stone))
    return out
