"""In: milestones with a who. Out: a native chart of ranges; names, dates and years stand beside its fixed plot.

A row a name, its bar from start to end; what a bar says stands in it, or beside it where it is too short. Windows that
frame the others come last, under a rule; what has no date stands in a panel (look.md section 7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from exporter.model.geometry import Box, pt, px
from exporter.model.page import ChartSeries, Item, Para, PlacedChart, Role
from exporter.model.report import AnyBlock, Milestone, Milestones, Text
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.axis import Axis, axis
from exporter.plan.arrange.ink import on
from exporter.plan.arrange.milestones import clear, in_order, remarks, said, today, undated, windows
from exporter.plan.arrange.phrases import Phrase, beyond, capital, centred, names, paragraph, phrase, torn
from exporter.plan.sheet import Sheet, clip, rule, shape, text_item
from exporter.text import height

PITCH = (30, 80)
"""px of a row, at least and at most; the gap is 75 % of a bar."""
GAP = 75
IN = px(12)
"""Between a bar's edge and its label."""
SINGLE = 8
"""Rows up to which every name of a milestone gets a bar of its own."""
DOT = px(12)
COLUMN_GAP = px(12)
TORN = px(40)


class Row(Struct, frozen=True):
    """One bar: whose it is, when, and what it says."""

    stone: Milestone
    name: Phrase
    what: Phrase
    frames: bool
    fill: str

    @property
    def dates(self) -> Phrase:
        return capital(self.stone.when_text)


class Chart(Struct, frozen=True, dict=True):
    """The chart at one size over `box`, its plot from `scale.x` on."""

    rows: tuple[Row, ...]
    scale: Axis
    box: Box
    sheet: Sheet
    step: int
    day: dt.date | None
    dated: str = "when"
    """Key of the word over the dates."""

    @property
    def head(self) -> int:
        """Height of the years' names over the plot."""
        return pt(self.sheet.style("chart-label").line) + px(12)

    @cached_property
    def pitch(self) -> int:
        """Height of a row: the room shared, within limits, and never less than its name needs."""
        room = (self.box.h - self.head) // len(self.rows)
        return max(self.row, min(px(PITCH[1]), room))

    @property
    def row(self) -> int:
        """The least height of a row."""
        return max(px(PITCH[0]), px(4) + max(height(cell) for cells in self.texts for cell in cells))

    @property
    def least(self) -> int:
        return self.head + len(self.rows) * self.row

    @property
    def bar(self) -> int:
        return round(self.pitch / (1 + GAP / 100))

    @property
    def plot(self) -> Box:
        return Box(self.scale.x, self.box.y + self.head, self.scale.w, self.pitch * len(self.rows))

    @cached_property
    def date_w(self) -> int:
        style = self.sheet.style("body", self.step, bold=True)
        return max(round(self.sheet.width(row.dates.plain, style) * 1.02) for row in self.rows)

    @property
    def name_w(self) -> int:
        return self.scale.x - px(24) - self.date_w - COLUMN_GAP - self.box.x

    @cached_property
    def texts(self) -> tuple[tuple[tuple[Para, ...], tuple[Para, ...]], ...]:
        """(name with its group, date) of each row."""
        out = []
        for row in self.rows:
            bold = not row.frames
            name = self.sheet.style("body", self.step, bold=bold)
            colour = "highlight" if row.stone.emphasis else "text2" if row.frames else "accent"
            date = self.sheet.style("body", self.step, bold=bold, colour=colour, align="right")
            group = row.stone.group
            label = self.sheet.style("label", self.step)
            out.append(
                (
                    (
                        paragraph(self.sheet, row.name, name, self.name_w),
                        *((self.sheet.para(group, label, self.name_w, role=Role.LABEL),) if group else ()),
                    ),
                    (paragraph(self.sheet, row.dates, date, self.date_w),),
                )
            )
        return tuple(out)

    def bar_box(self, i: int) -> Box:
        stone = self.rows[i].stone
        x0, x1 = self.scale.at(stone.when.start), self.scale.at(stone.when.end)
        y = self.plot.y + i * self.pitch + (self.pitch - self.bar) // 2
        return Box(x0, y, x1 - x0, self.bar)

    @property
    def label_style(self) -> TextStyle:
        return self.sheet.style("chart-label", self.step, colour="ink")

    def inside(self, i: int) -> bool:
        """Whether the bar has room for its words, and a colour in which they can be read."""
        row, style = self.rows[i], self.label_style
        wide = round(self.sheet.width(row.what.plain, style) * 1.03) + 2 * IN
        return bool(row.what and on(self.sheet, row.fill) and wide <= self.bar_box(i).w and pt(style.line) <= self.bar)

    def beside(self, i: int) -> tuple[Box, Para] | None:
        """Words that stand right of their bar, or left of it; None when the bar itself has them."""
        row, bar, style = self.rows[i], self.bar_box(i), self.label_style
        if not row.what or self.inside(i):
            return None
        wide = round(self.sheet.width(row.what.plain, style) * 1.03)
        left, end = clear(bar.x, max(bar.right, bar.x + DOT // 2), self.scale, self.day, IN)
        after, before = self.box.right - end - IN, left - IN - self.scale.x
        right = wide <= after or after >= before
        w = max(px(8), min(wide, after if right else before))
        para = paragraph(self.sheet, row.what, style if right else style.but(align="right"), w)
        x = end + IN if right else left - IN - w
        return Box(x, centred((para,), bar.y + bar.h // 2), w, height((para,))), para

    @property
    def crowd(self) -> int:
        """Words beside bars that take more than a row is high, and torn words."""
        total = TORN * sum(torn(cell) for cells in self.texts for cell in cells) + max(0, px(80) - self.name_w)
        for i in range(len(self.rows)):
            found = self.beside(i)
            if found:
                total += max(0, found[0].h - self.pitch) + TORN * torn((found[1],))
        return total

    # Drawing ---------------------------------------------------------------------------------------------------------

    def drawn(self, block: Milestones) -> Iterator[Item]:
        yield from self._heads()
        yield from self._rule()
        yield self._chart(block)
        yield from self._dots()
        yield from self._today()
        right = self.scale.x - px(24)
        for i, (row, (name, date)) in enumerate(zip(self.rows, self.texts, strict=True)):
            middle = self.plot.y + i * self.pitch + self.pitch // 2
            for paras, x, w, paths in (
                (name, self.box.x, self.name_w, beyond(row.name)),
                (date, right - self.date_w, self.date_w, ()),
            ):
                where = Box(x, centred(paras, middle), w, height(paras))
                yield text_item(where, paras, size_role="label", paths=paths)
            beside = self.beside(i)
            if beside:
                yield text_item(beside[0], (beside[1],), size_role="chart-label", fill="bg", paths=beyond(row.what))

    def _heads(self) -> Iterator[Item]:
        """Heads of the two columns, and the name of each tick centred over it."""
        style = self.sheet.style("table-head")
        y, tall = self.box.y, pt(self.sheet.style("chart-label").line)
        right = self.scale.x - px(24)
        dated_w = min(right - self.box.x, self.sheet.width(self.sheet.words(self.dated), style) + px(4))
        for word, x, w, align in (
            ("company", self.box.x, self.name_w, "left"),
            (self.dated, right - dated_w, dated_w, "right"),
        ):
            para = self.sheet.para(self.sheet.words(word), style.but(align=align), w, role=Role.LABEL)
            if len(para.lines) == 1 and (word == self.dated or self._heads_fit(style)):
                yield text_item(Box(x, y, w, tall), (para,), size_role="table-head", anchor="middle")
        years = self.sheet.style("chart-label", colour="text2", align="center")
        for tick in self.scale.ticks:
            para = self.sheet.para(tick.name, years, tick.w, role=Role.LABEL)
            yield text_item(Box(tick.x, y, tick.w, tall), (para,), size_role="chart-label", anchor="middle")

    def _heads_fit(self, style: TextStyle) -> bool:
        both = sum(self.sheet.width(self.sheet.words(word), style) for word in ("company", self.dated))
        return both + COLUMN_GAP <= self.scale.x - px(24) - self.box.x

    def _rule(self) -> Iterator[Item]:
        """Between the bars and the windows that frame them."""
        first = next((i for i, row in enumerate(self.rows) if row.frames), 0)
        if first:
            yield rule(self.box.x, self.plot.y + first * self.pitch, self.box.w)

    def _chart(self, block: Milestones) -> PlacedChart:
        starts = tuple(self.scale.value(row.stone.when.start) for row in self.rows)
        ends = tuple(self.scale.value(row.stone.when.end) for row in self.rows)
        labels = tuple(row.what.plain if self.inside(i) else "" for i, row in enumerate(self.rows))
        words = self.sheet.words
        return PlacedChart(
            box=self.plot, plot=self.plot, chart="range",
            categories=tuple(row.name.plain for row in self.rows),
            series=(
                ChartSeries(name=words("start"), values=starts, hidden=True),
                *self._bars(tuple(round(b - a, 4) for a, b in zip(starts, ends, strict=True)), labels),
            ),
            minimum=self.scale.low, maximum=self.scale.high, unit=self.scale.step, gap=GAP,
            label_style=self.label_style, category_axis=False,
            alt=clip(words("alt-range", span=self.scale.span, items=_spoken(self.rows))),
            paths=tuple(p for i, row in enumerate(self.rows) if self.inside(i) for p in row.what.paths),
            name=block.title.plain if block.title else "", anchor_id=block.id,
        )  # fmt: skip

    def _dots(self) -> Iterator[Item]:
        """A dot on a bar too short to be seen."""
        for i, row in enumerate(self.rows):
            bar = self.bar_box(i)
            if bar.w < DOT // 2:
                x = min(max(bar.x - DOT // 2, self.scale.x), self.box.right - DOT)
                yield shape("ellipse", Box(x, bar.y + (bar.h - DOT) // 2, DOT, DOT), fill=row.fill)

    def _bars(self, lengths: tuple[float, ...], labels: tuple[str, ...]) -> Iterator[ChartSeries]:
        """A series for each colour in which labels are written; all stand on the same hidden start."""
        inks = [on(self.sheet, row.fill) or "ink" for row in self.rows]
        for ink in dict.fromkeys(inks):
            own = [i for i, other in enumerate(inks) if other == ink]
            yield ChartSeries(
                name=self.sheet.words("duration"),
                values=tuple(value if i in own else None for i, value in enumerate(lengths)),
                colour=self.rows[own[0]].fill,
                point_colours=tuple((i, self.rows[i].fill) for i in own if self.rows[i].fill != self.rows[own[0]].fill),
                labels=tuple(label if i in own else "" for i, label in enumerate(labels)),
                label_colour=ink,
                label_position="base",
            )

    def _today(self) -> Iterator[Item]:
        """The report's date: a line over the plot, its label at a height where no bar and no words stand."""
        if not self.day or not self.scale.covers(self.day):
            return
        words, style = self.sheet.words, self.sheet.style("label", colour="ink")
        text = words("report-date-short", date=words.date(self.day, short=True))
        x = self.scale.at(self.day)
        w = round(max(self.sheet.width(word, style) for word in text.rsplit(" ", 3)) * 1.06)
        w = max(w, round(self.sheet.width(words.date(self.day, short=True), style) * 1.06))
        spot = self._free(x, w, style, text)
        yield shape("line", Box(x, self.plot.y, 0, self.plot.h), stroke="ink", stroke_w=px(1.33))
        if spot:
            box, para = spot
            yield text_item(box, (para,), size_role="label")

    def _free(self, x: int, w: int, style: TextStyle, text: str) -> tuple[Box, Para] | None:
        taken = [self.bar_box(i) for i in range(len(self.rows))]
        taken += [found[0] for i in range(len(self.rows)) if (found := self.beside(i))]
        taken = sorted((box.inset(-px(6), -px(3)) for box in taken), key=lambda box: box.y)
        wide = round(self.sheet.width(text, style) * 1.04)
        for room in (w, wide):
            for left in (x + px(7), x - px(7) - room):
                para = self.sheet.para(text, style.but(align="left" if left > x else "right"), room, role=Role.LABEL)
                tall = height((para,))
                if left < self.scale.x or left + room > self.box.right or torn((para,)):
                    continue
                near = [box for box in taken if box.x < left + room and left < box.right]
                y = _gap(near, self.plot.y, self.plot.bottom, tall)
                if y is not None:
                    return Box(left, y, room, tall), para
        return None


def _gap(taken: Sequence[Box], top: int, bottom: int, tall: int) -> int | None:
    """Where something `tall` stands free of `taken` (top down): in the lower half if it can, near the middle."""
    middle = (top + bottom) // 2
    free, y = [], top
    for box in taken:
        if box.y - y >= tall:
            free.append((y, box.y - tall))
        y = max(y, box.bottom)
    if bottom - y >= tall:
        free.append((y, bottom - tall))
    below = [max(first, middle - tall // 2) for first, last in free if last >= middle - tall // 2]
    return min(below) if below else free[0][0] if free else None


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """A chart of up to some twelve rows; None for milestones with points, for which a bar has no place."""
    if not isinstance(block, Milestones) or not block.milestones or any(m.points for m in block.milestones):
        return None
    rows = _rows(block, sheet, whole=part.of == 1)
    panel = undated(block, box, sheet, step, sheet.column(4, 12)[0])
    room = Box(box.x, box.y, box.w, box.h - panel.room)
    dated = "target" if "target" in block.tags or any("target" in m.tags for m in block.milestones) else "when"
    charts = [_chart(rows, room, sheet, step, today(region), dated, first) for first in (4, 5, 6)]
    best = min(charts, key=lambda c: (c.crowd, c.least > room.h, c.plot.h))
    bottom = max(best.plot.bottom, box.bottom - panel.room if best.plot.bottom < box.bottom - panel.room else 0)
    need = best.least + panel.room
    return Arranged(
        (*best.drawn(block), *panel.at(bottom + panel.room - panel.h)),
        need,
        crowd=best.crowd,
        remarks=tuple(remarks(block, sheet)),
        told=tuple(m.detail for m in block.milestones if m.detail),
        white=max(0.0, 1 - (best.plot.bottom - box.y + panel.room) / box.h),
    )


def _chart(
    rows: tuple[Row, ...], box: Box, sheet: Sheet, step: int, day: dt.date | None, dated: str, first: int
) -> Chart:
    """The chart with its plot from grid column `first` on."""
    start, share = sheet.column(1, 12)
    x = box.x + (sheet.column(first, 12)[0] - start) * box.w // share
    scale = axis(
        (row.stone.when for row in rows), x, box.right - x, sheet, sheet.style("chart-label"), today=day, reach=1
    )  # fmt: skip
    return Chart(rows, scale, box, sheet, step, day, dated)


def _rows(block: Milestones, sheet: Sheet, whole: bool) -> tuple[Row, ...]:
    """By date, frames last; several names of one milestone are rows of their own while there are few.

    The widest window of a part frames nothing but that part: there only those frame that the author says.
    """
    stones = in_order(block)
    frame = windows(stones) if whole else frozenset(stone.id for stone in stones if stone.context)
    single = sum(max(1, len(stone.who)) for stone in stones) <= SINGLE
    rows = [row for stone in stones for row in _split(stone, stone.id in frame, single, sheet)]
    return tuple(sorted(rows, key=lambda row: row.frames))


def _split(stone: Milestone, frames: bool, single: bool, sheet: Sheet) -> Iterator[Row]:
    fill = "highlight" if stone.emphasis else "accent-mid" if frames else "accent"
    if not stone.who:
        yield Row(stone, phrase(stone.what), Phrase(), frames, fill)
        return
    whos: Sequence[Sequence[Text]] = [(who,) for who in stone.who] if single else [stone.who]
    for who in whos:
        yield Row(stone, names(who, sheet, bold=False), phrase(stone.what), frames, fill)


def _spoken(rows: Sequence[Row]) -> str:
    return "; ".join(dict.fromkeys(said(row.stone) for row in rows))
