"""Notes over an upright plot: what changed between two categories, and words at single points, in rows of their own.

The rows lie between the key and the plot, where nothing else is drawn, so that no note stands on a bar or a label; a
thin line leads from each down to its point. Rows are counted from the plot upwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import Change, Remark
from exporter.plan.sheet import shape, text_item
from exporter.text import height

if TYPE_CHECKING:
    from exporter.plan.arrange.chart.upright import Upright

WIDEST = px(220)
"""Width of a remark; longer ones go on in further lines."""
ROW_GAP = px(8)
PAD = px(6)


class Note(Struct, frozen=True):
    """A text in a row; `x` and `w` EMU, `bottom` its lower edge and `row_bottom` its upper one over the plot's top."""

    para: Para
    x: int
    w: int
    bottom: int
    row_bottom: int
    points: tuple[int, ...]
    """Categories it points to: one of a remark, two of a change."""
    series: int = -1


def notes(d: Upright) -> tuple[Note, ...]:
    """The notes of a chart, each in the lowest row where it is over no other and no line goes through it."""
    made: list[Note] = []
    bottom = 0
    for change in d.block.changes:
        para, points, series = _change(d, change)
        if para is not None:
            tall = height((para,)) + 2 * px(2)
            w = round(para.lines[0].w * 1.04) + 2 * PAD
            x = _kept(d, (_at(d, points[0]) + _at(d, points[1]) - w) // 2, w)
            made.append(Note(para, x, w, bottom, bottom + tall + ROW_GAP, points, series))
            bottom += tall + ROW_GAP
    rows: list[list[Note]] = []
    for remark in d.block.remarks:
        i = next((n for n, text in enumerate(d.block.categories) if text.path == remark.at), -1)
        if i < 0:
            continue
        para, w = _remark(d, remark)
        x = _kept(d, _at(d, i) - w // 2, w)
        row = next((r for r in range(len(rows)) if _free(rows, r, x, w, _at(d, i), d)), -1)
        if row < 0:  # a row of its own: over all others, else under those whose words its line would go through
            places = range(len(rows), -1, -1)
            row = next((r for r in places if _free([*rows[:r], [], *rows[r:]], r, x, w, _at(d, i), d)), len(rows))
            rows.insert(row, [])
        rows[row].append(Note(para, x, w, 0, 0, (i,), _series(d, remark.series)))
    for some in rows:
        top = bottom + max(height((one.para,)) for one in some) + ROW_GAP
        made += [replace(note, bottom=bottom, row_bottom=top) for note in some]
        bottom = top
    return tuple(made)


def _at(d: Upright, i: int) -> int:
    """About where a category stands: the height of the plot, which the notes decide, is not known yet."""
    room = d.box.w - d.left - d.right
    if d.steps:
        count = d.steps[-1] + 1
        share = d.steps[i] / max(1, count - 1) if d.edges else (d.steps[i] + 0.5) / count
        return round(d.box.x + d.left + share * room)
    share = i * d.slot if d.edges else round((i + 0.5) * d.slot)
    return d.box.x + d.left + share


def _kept(d: Upright, x: int, w: int) -> int:
    """`x` moved so that a text `w` wide lies in the box."""
    return max(d.box.x, min(x, d.box.right - w))


def _free(rows: list[list[Note]], row: int, x: int, w: int, at: int, d: Upright) -> bool:
    beside = all(x + w + PAD <= one.x or one.x + one.w + PAD <= x for one in rows[row])
    below = all(not one.x - PAD <= at <= one.x + one.w + PAD for some in rows[:row] for one in some)
    above = all(not x - PAD <= _at(d, one.points[0]) <= x + w + PAD for some in rows[row + 1 :] for one in some)
    return beside and below and above


def _series(d: Upright, path: str) -> int:
    return next((n for n, one in enumerate(d.series) if path and one.name.path == path), -1)


def _remark(d: Upright, remark: Remark) -> tuple[Para, int]:
    natural = d.width(remark.text.plain)
    w = min(natural, WIDEST, d.box.w)
    para = d.sheet.para(remark.text, d.style.but(align="center"), w, role=Role.LABEL)
    return para, w


def _change(d: Upright, change: Change) -> tuple[Para | None, tuple[int, ...], int]:
    at = {text.path: i for i, text in enumerate(d.block.categories)}
    series = _series(d, change.series)
    if change.start not in at or change.end not in at or (change.series and series < 0):
        return None, (), -1
    points = (at[change.start], at[change.end])
    series = series if len(d.series) > 1 else 0
    old, new = (_measured(d, i, series) for i in points)
    if old is None or new is None:
        return None, (), -1
    text = _growth(d, old, new, points) if change.kind == "growth" else _difference(d, old, new)
    if not text:
        return None, (), -1
    return d.sheet.para(text, d.style.but(bold=True), d.box.w, role=Role.LABEL), points, series


def _measured(d: Upright, i: int, series: int) -> float | None:
    if series >= 0:
        return d.values[series][i]
    return sum(d.sums[i])


def _difference(d: Upright, old: float, new: float) -> str:
    text = d.form.changed()(new - old)
    if old > 0 and d.form.sign != "%":
        return f"{text} ({_percent(d, (new - old) / old)})"
    return text


def _growth(d: Upright, old: float, new: float, points: tuple[int, ...]) -> str:
    """The rate at which the one grew to the other: a year where the categories are dates, else from one to the next."""
    if old <= 0 or new <= 0:
        return ""
    periods = float(points[1] - points[0])
    key = "growth-step"
    if d.block.dates:
        first, last = (d.block.dates[i] for i in points)
        periods, key = (last - first).days / 365.25, "growth-year"
        periods = float(round(periods)) if abs(periods - round(periods)) < 0.02 and round(periods) else periods
    return d.sheet.words(key, n=_percent(d, (new / old) ** (1 / periods) - 1)) if periods else ""


def _percent(d: Upright, share: float) -> str:
    digits = 1 if abs(share) < 0.1 else 0
    number = d.sheet.words.number(f"{abs(share) * 100:.4f}", digits)
    sign = "−" if share < 0 else "+"
    return f"{sign}{number}" + ("%" if d.sheet.words.language.startswith("en") else "\u00a0%")


def over_plot(d: Upright) -> Iterator[Item]:
    """The notes and the lines that lead to their points."""
    ground = d.box.y + d.head + d.notes_h
    for note in d.notes:
        y = ground - note.bottom - ROW_GAP - height((note.para,))
        if len(note.points) == 2:
            yield from _bracket(d, note, y + height((note.para,)) // 2)
            box = Box(note.x, y - px(2), note.w, height((note.para,)) + 2 * px(2))
            yield text_item(box, (note.para,), size_role="chart-label", insets=(PAD, px(2), PAD, px(2)), fill="bg")
            continue
        top = y + height((note.para,)) + px(2)
        end = d.label_top(note.points[0], note.series)
        if end - top > px(6):
            x = max(note.x, min(d.centre(note.points[0]), note.x + note.w))
            yield shape("line", Box(x, top, 0, end - top), stroke="muted", stroke_w=px(1))
        yield text_item(
            Box(note.x, y, note.w, height((note.para,))), (note.para,), size_role="chart-label"
        )  # fmt: skip


def _bracket(d: Upright, note: Note, y: int) -> Iterator[Item]:
    """Up from the one category, across, and down to the other with an arrow."""
    first, last = (d.centre(i) for i in note.points)
    tops = [max(y + px(4), d.label_top(i, note.series)) for i in note.points]
    yield shape("line", Box(first, y, 0, tops[0] - y), stroke="muted", stroke_w=px(1))
    yield shape("line", Box(min(first, last), y, abs(last - first), 0), stroke="muted", stroke_w=px(1))
    yield shape("arrow", Box(last, y, 0, tops[1] - y), stroke="muted", stroke_w=px(1))
