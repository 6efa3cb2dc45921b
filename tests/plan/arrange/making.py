"""Blocks of any content for tests of arrangements, made by hypothesis; and what every drawing of them must keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

from exporter.check.collision import overlaps
from exporter.check.frames import frames
from exporter.model.geometry import Box, px, to_px
from exporter.model.page import Item, Page, PlacedText, flat, paths_of
from exporter.model.report import (
    AnyBlock,
    Change,
    Chart,
    Field,
    Figure,
    Figures,
    Group,
    Items,
    Milestone,
    Milestones,
    Picture,
    Point,
    Reference,
    Remark,
    Run,
    Series,
    Text,
    When,
)
from exporter.model.report import Item as Subject
from exporter.model.style import Region
from exporter.model.walk import texts
from exporter.plan.arrange import Arranged, Part, arrangement
from exporter.plan.sheet import Sheet

WORDS = (
    "cells", "a", "2027–2028", "mass-produced", "Volkswagen", "in", "5 km", "prototypes", "Porsche/Audi", "of",
    "Herstellungsverfahrensentwicklung", "and",
)  # fmt: skip
TODAY = "2026-02-03"


@dataclass
class Maker:
    """Gives every text a path of its own."""

    numbers: count[int] = field(default_factory=lambda: count(1))

    def text(self, words: str, bold: str = "") -> Text:
        lead = (Run(bold, bold=True), Run(" ")) if bold else ()
        return Text((*lead, Run(words)), path=f"b/{next(self.numbers)}")

    def milestone(self, when: When, what: str, who: Sequence[str] = (), **more: object) -> Milestone:
        n = next(self.numbers)
        names = tuple(self.text(name) for name in who)
        return Milestone(f"m{n}", when, self.text(when.text), self.text(what), names, **more)  # type: ignore[arg-type]


def year(first: int, last: int = 0, vague: bool = False) -> When:
    text = f"{first}–{last}" if last else str(first)
    return When(text, dt.date(first, 1, 1), dt.date((last or first) + 1, 1, 1), vague)


def phrases(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=most).map(" ".join)


@st.composite
def spans(draw: st.DrawFn) -> When:
    start = draw(st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)))
    days = draw(st.sampled_from((1, 7, 30, 91, 365, 730, 3650)))
    return When(f"{start:%b %Y}", start, start + dt.timedelta(days=days), draw(st.booleans()))


@st.composite
def milestones(draw: st.DrawFn, most: int = 12) -> Milestones:
    make = Maker()
    groups = draw(st.booleans())
    stones = []
    for _ in range(draw(st.integers(1, most))):
        when = draw(st.one_of(spans(), st.integers(2020, 2030).map(year)))
        who = draw(st.lists(phrases(2), max_size=3))
        stones.append(
            make.milestone(
                when,
                draw(phrases(12)),
                who,
                detail=make.text(draw(phrases(20))) if draw(st.booleans()) else None,
                points=tuple(Point(make.text(words)) for words in draw(st.lists(phrases(8), max_size=3))),
                group=make.text(draw(st.sampled_from(("Market", "Makers", "Developers of cells")))) if groups else None,
                emphasis=draw(st.booleans()),
            )
        )
    undated = tuple(Point(make.text(words)) for words in draw(st.lists(phrases(12), max_size=4)))
    return Milestones(id="b", milestones=tuple(stones), undated=undated)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    make = Maker()
    return Figures(
        id="b",
        figures=tuple(
            Figure(
                make.text(draw(phrases(3))),
                make.text(draw(phrases(8))) if draw(st.booleans()) else None,
                make.text(draw(phrases(25))) if draw(st.booleans()) else None,
                emphasis=draw(st.booleans()),
            )
            for _ in range(draw(st.integers(1, 12)))
        ),
    )


@st.composite
def one_item(draw: st.DrawFn) -> Items:
    make = Maker()
    slots = draw(st.lists(st.sampled_from(("from", "change", "to", "figure", "body", "status", "rest")), max_size=7))
    fields = tuple(Field(f"f{i}", make.text("Label"), slot) for i, slot in enumerate(slots))
    short = {"from", "to", "change", "figure"}
    values = tuple((f.id, (make.text(draw(phrases(2 if f.slot in short else 20))),)) for f in fields)
    points = tuple(Point(make.text(words)) for words in draw(st.lists(phrases(10), max_size=3)))
    detail = make.text(draw(phrases(15))) if draw(st.booleans()) else None
    item = Subject("i", make.text(draw(phrases(5))), values, detail, draw(st.booleans()), points=points)
    return Items(id="b", fields=fields, groups=(Group("g", None, (item,)),))


CHARTS: dict[str, tuple[int, int, bool]] = {
    "column": (1, 4, True), "stacked-column": (1, 4, True), "full-column": (1, 4, False), "bar": (1, 4, True),
    "stacked-bar": (1, 4, True), "full-bar": (1, 4, False), "line": (1, 6, True), "area": (1, 3, True),
    "stacked-area": (1, 4, False), "full-area": (1, 4, False), "scatter": (2, 2, True), "bubble": (3, 3, False),
    "pie": (1, 1, False), "doughnut": (1, 1, False), "radar": (1, 3, False), "combo": (2, 4, True),
    "waterfall": (1, 1, True), "range": (2, 2, True), "gantt": (2, 2, False), "marimekko": (2, 4, False),
    "bullet": (2, 5, False), "slope": (1, 8, True),
}  # fmt: skip
"""Kinds of chart: how many series at least and at most, and whether their numbers may be negative."""
SIZES = ((0, 1000), (0, 1), (0, 2_000_000_000), (0, 1e-4), (990, 1010), (0, 0))


@st.composite
def charts(draw: st.DrawFn, kinds: Sequence[str] = tuple(CHARTS)) -> Chart:
    """Any kind of chart of any numbers: negative, missing, huge, tiny, all alike; on dates; with all that it may have."""
    make = Maker()
    kind = draw(st.sampled_from(kinds))
    least, most, negative = CHARTS[kind]
    n = (
        2
        if kind == "slope"
        else draw(st.sampled_from((3, 4, 5, 8, 12) if kind == "radar" else (1, 2, 3, 5, 8, 12, 30)))
    )
    low, high = draw(st.sampled_from(SIZES))
    digits = draw(st.sampled_from((0, 0, 1, 6)))
    numbers = st.floats(-high if negative else low, high).map(lambda v: round(v, digits) + 0.0)
    names = tuple(make.text(draw(phrases(5))) for _ in range(n))
    dates: tuple[dt.date, ...] = ()
    if draw(st.booleans()):
        step, day = draw(st.sampled_from((1, 7, 30, 400))), dt.date(2020, 1, 1)
        dates = tuple(day + dt.timedelta(days=step * i + draw(st.integers(0, step - 1))) for i in range(n))
        names = tuple(make.text(f"{d:%Y-%m-%d}") for d in dates)
    rows: list[list[float | None]] = []
    for _ in range(draw(st.integers(least, most))):
        rows.append([draw(numbers) if draw(st.integers(0, 9)) else None for _ in range(n)])
    if kind in ("range", "gantt"):
        rows = [[v and abs(round(v)) % 3000 + 40000.0 for v in row] if kind == "gantt" else row for row in rows]
        pairs = [sorted(p) if None not in p else p for p in zip(*rows, strict=True)]
        rows = [list(row) for row in zip(*pairs, strict=True)]
    series = [
        Series(make.text(draw(phrases(3))), tuple(row), tuple(make.text(f"{v:g}") if v is not None else Text() for v in row))
        for row in rows
    ]  # fmt: skip
    picked = [text.path for text in names if draw(st.integers(0, 4)) == 0]
    notes = kind in ("column", "stacked-column", "line", "area", "combo", "waterfall", "bar", "stacked-bar", "scatter")
    references = tuple(
        Reference(draw(numbers), make.text(draw(phrases(3)))) for _ in range(draw(st.integers(0, 2)) if notes else 0)
    )
    remarks = tuple(Remark(make.text(draw(phrases(6))), path) for path in picked[:3]) if notes else ()
    changes: tuple[Change, ...] = ()
    if notes and n > 1 and draw(st.booleans()):
        changes = (Change(draw(st.sampled_from(("difference", "growth"))), names[0].path, names[-1].path),)
    return Chart(
        id="b", chart=kind, categories=names, series=tuple(series), unit=draw(st.sampled_from(("", "%", "GWh", "€"))),
        highlight=tuple(picked[:1]), dates=dates, references=references, remarks=remarks, changes=changes,
        totals=draw(st.booleans()), missing=draw(st.sampled_from(("gap", "zero", "span"))),
        multiples=kind in ("column", "bar", "line", "area") and draw(st.integers(0, 3)) == 0,
        low=draw(st.sampled_from((None, None, None, 1.0))) if negative else None,
        high=draw(st.sampled_from((None, None, None, 500.0))) if negative else None,
    )  # fmt: skip


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    make = Maker()
    there = draw(st.booleans())
    return Picture(
        id="b", alt=make.text(draw(phrases(10))), file="/report/bike.jpg" if there else "", address="bike.jpg",
        caption=make.text(draw(phrases(20))) if draw(st.booleans()) else None,
        credit=make.text(draw(phrases(6))) if draw(st.booleans()) else None,
        width=draw(st.sampled_from((0, 80, 1200, 4000))), height=draw(st.sampled_from((0, 90, 800, 3000))),
    )  # fmt: skip


def drawn(name: str, block: AnyBlock, sheet: Sheet, step: int = 0, box: Box | None = None) -> Arranged | None:
    region = Region("body", (block.kind,), options={"today": TODAY})
    return arrangement(name)(block, box or sheet.body(), sheet, step, region, Part())


def fitted(name: str, block: AnyBlock, sheet: Sheet, box: Box | None = None) -> tuple[Arranged, bool] | None:
    """The drawing at the first step that fits, and whether one does."""
    room = box or sheet.body()
    found = None
    for step in range(4):
        found = drawn(name, block, sheet, step, room)
        if found is None:
            return None
        if not found.crowd and found.need <= room.h:
            return found, True
    assert found is not None
    return found, False


def page(items: Sequence[Item], sheet: Sheet) -> Page:
    w, h = sheet.theme.slide_size
    return Page(number=1, size=(px(w), px(h)), layout="x", items=tuple(items))


def lost(block: AnyBlock, found: Arranged, sheet: Sheet) -> list[str]:
    """Texts of the block that no item shows and that are not told; labels of fields are the layout's own."""
    shown = {*paths_of(page(found.items, sheet)), *(text.path for text in found.told)}
    labels = {f.label.path for f in block.fields} if isinstance(block, Items) else set()
    return [text.plain for text in texts(block) if text.path not in shown | labels]


def faults(found: Arranged, sheet: Sheet, box: Box) -> list[str]:
    """What a drawing that claims to fit does not keep."""
    on = page(found.items, sheet)
    out = [f"'{a.line.text}' and '{b.line.text}' overlap" for a, b in overlaps(frames(on))]
    for item in flat(on.items):
        if not box.contains(item.box, px(2)):
            what = item.text if isinstance(item, PlacedText) else type(item).__name__
            out.append(
                f"{what} at {[round(to_px(n)) for n in (item.box.x, item.box.y, item.box.right, item.box.bottom)]}"
            )
    for frame in frames(on):
        if frame.height > frame.inner.h + px(1):
            out.append(f"'{frame.text}' is taller than its box")
        for para in frame.paras:
            out += [f"'{line.text}' is too wide" for line in para.lines if line.w > frame.inner.w - para.indent + px(1)]
    return out
