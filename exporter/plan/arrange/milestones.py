"""In: milestones. Out: what all drawings of them share: their order, frames, remarks, and the undated panel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, PlacedShape, PlacedText, Role
from exporter.model.report import Milestone, Milestones, Point
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange.axis import Axis, span_name
from exporter.plan.arrange.phrases import beyond, listed, paragraph, phrase, points, tidy
from exporter.plan.sheet import GAP, Sheet, shape, text_item
from exporter.text import height

SENTENCE = (".", "!", "?", "…", "。", "؟", "।")
"""Ends of a sentence."""


def in_order(block: Milestones) -> tuple[Milestone, ...]:
    """The milestones by their dates."""
    return tuple(sorted(block.milestones, key=lambda m: (m.when.start, m.when.end)))


def windows(milestones: Sequence[Milestone]) -> frozenset[str]:
    """Ids of the windows that frame the others: those the author says, else the widest if it holds another."""
    said = frozenset(m.id for m in milestones if m.context)
    if said or len(milestones) < 2:
        return said
    *_, second, widest = sorted(milestones, key=lambda m: m.when.end - m.when.start)
    longer = widest.when.end - widest.when.start > second.when.end - second.when.start
    holds = any(widest.when.start <= m.when.start and m.when.end <= widest.when.end for m in milestones if m != widest)
    return frozenset({widest.id}) if longer and holds and not widest.emphasis else frozenset()


def remarks(block: Milestones, sheet: Sheet) -> Iterator[str]:
    """How vague dates were drawn, unless the author's own note says so."""
    note = block.note.plain.casefold() if block.note else ""
    drawn = {m.when.text: span_name(m.when, sheet.words) for m in in_order(block) if m.when.vague}
    for when, span in drawn.items():
        if when.casefold() not in note:
            yield sheet.words("vague", when=when, span=span)


def today(region: Region) -> dt.date | None:
    """The report's date, when the planner knows it."""
    value = region.options.get("today")
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else None


def clear(left: int, right: int, scale: Axis, day: dt.date | None, near: int) -> tuple[int, int]:
    """Both ends of a bar, moved out to the line of the report's date where that would run through a label's edge."""
    if day and scale.covers(day):
        line = scale.at(day)
        right = line if right <= line < right + 2 * near else right
        left = line if left - 2 * near < line <= left else left
    return left, right


def said(milestone: Milestone) -> str:
    """The milestone in a few words, for alt texts: "2027–2028 Toyota: mass production"."""
    who = ", ".join(text.plain for text in milestone.who)
    return f"{milestone.when.text} {who}{': ' if who else ''}{milestone.what.plain}"


class Panel(Struct, frozen=True):
    """The tinted panel of what has no date, measured before it is placed at the foot of a figure."""

    items: tuple[PlacedShape | PlacedText, ...] = ()
    h: int = 0

    @property
    def room(self) -> int:
        """Height it takes away from a figure, the gap above it included."""
        return self.h + GAP if self.h else 0

    def at(self, y: int) -> tuple[Item, ...]:
        return tuple(replace(item, box=replace(item.box, y=item.box.y + y)) for item in self.items)


def undated(block: Milestones, box: Box, sheet: Sheet, step: int, text_x: int) -> Panel:
    """The panel over the width of `box`: its title left, what has no date from `text_x` on."""
    if not block.undated:
        return Panel()
    pad = px(16)
    top = px(12)
    head = sheet.style("body", step, bold=True)
    style = sheet.style("body" if sheet.dense else "detail", step, colour="text2")
    x, w = box.x + pad, text_x - box.x - pad - px(16)
    words = block.undated_title or sheet.words("undated")
    title, w = tidy(lambda width: (sheet.para(words, head, width, role=Role.H3),), w)
    columns = _columns(sheet, block.undated, style, text_x, box.right - pad - text_x)
    tall = max(height(title), *(height(paras) for _, _, paras, _ in columns))
    return Panel(
        (
            shape("rect", Box(box.x, 0, box.w, tall + 2 * top), fill="tint"),
            text_item(Box(x, top, w, tall), title, size_role="body", role=Role.H3),
            *(
                text_item(Box(left, top, own, tall), paras, size_role="detail", paths=paths)
                for left, own, paras, paths in columns
            ),
        ),
        tall + 2 * top,
    )


def _columns(
    sheet: Sheet, tree: Sequence[Point], style: TextStyle, x: int, width: int
) -> list[tuple[int, int, tuple[Para, ...], tuple[str, ...]]]:
    """The points as (x, width, paragraphs, facts the paragraphs do not name): sentences run on in one paragraph, short
    points stand in two columns, others are lines.
    """
    flat = len(tree) > 2 and not any(p.points for p in tree)
    if flat and all(p.text.plain.rstrip().endswith(SENTENCE) for p in tree):
        running = listed((phrase(p.text) for p in tree), " ")
        paras, own = tidy(lambda w: (paragraph(sheet, running, style, w),), width)
        return [(x, own, paras, beyond(running))]
    half = (width - GAP) // 2
    if flat and all(sheet.width(p.text.plain, style.but(bold=True)) <= half for p in tree):
        middle = -(-len(tree) // 2)
        return [
            (x, half, tuple(points(sheet, tree[:middle], style, half)), ()),
            (x + half + GAP, half, tuple(points(sheet, tree[middle:], style, half)), ()),
        ]
    paras, own = tidy(lambda w: tuple(points(sheet, tree, style, w)), width)
    return [(x, own, paras, ())]
