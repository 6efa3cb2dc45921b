"""Small multiples: a small chart for each series, all on one scale, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedChart
from exporter.model.report import Chart
from exporter.plan.arrange.chart.drawing import AIR, Drawing, Shared
from exporter.plan.sheet import Sheet

GAP, LOW_GAP = px(32), px(20)
"""Between charts; between more than two rows of them."""
LEAST_W, LEAST_H = px(200), px(110)
MOST = 5
"""Charts in a row."""


class Multiples:
    """The charts of a block's series in rows and columns."""

    def __init__(
        self, kind: type[Drawing], block: Chart, box: Box, sheet: Sheet, step: int, today: str = ""
    ) -> None:  # fmt: skip
        self.kind, self.block, self.box, self.sheet, self.step, self.today = kind, block, box, sheet, step, today

    @cached_property
    def whole(self) -> Drawing:
        return self.kind(self.block, self.box, self.sheet, self.step, self.today)

    @cached_property
    def columns(self) -> int:
        """So many in a row that the charts are about half as wide again as high, and rows are full."""
        n = len(self.block.series)
        most = max(1, min(n, MOST, (self.box.w + GAP) // (LEAST_W + GAP)))

        def odd(columns: int) -> tuple[float, int]:
            rows = -(-n // columns)
            w = (self.box.w - GAP * (columns - 1)) / columns
            h = (self.box.h - GAP * (rows - 1)) / rows
            return abs(w / max(1.0, h) - 1.5) + (rows * columns - n) * 0.4, columns

        return min(range(1, most + 1), key=odd)

    @property
    def rows(self) -> int:
        return -(-len(self.block.series) // self.columns)

    @property
    def between(self) -> int:
        """Height between two rows."""
        return GAP if self.rows <= 2 else LOW_GAP

    @property
    def unit_h(self) -> int:
        return self.whole.line + AIR if self.whole.form.unit else 0

    @cached_property
    def charts(self) -> tuple[Drawing, ...]:
        line = self.whole.line + px(4)
        w = (self.box.w - GAP * (self.columns - 1)) // self.columns
        h = (self.box.h - self.unit_h - self.between * (self.rows - 1)) // self.rows
        low = Box(self.box.x, self.box.y, self.box.w, h)  # fewer gridlines than a chart of the whole height
        scale = self.kind(self.block, low, self.sheet, self.step, self.today).scale
        shared = Shared(scale, replace(self.whole.form, unit=""), LEAST_H, self.whole.form.unit)
        made = self._alone(w, h - line, h + self.between, shared)
        least = min((one.spaced(scale) for one in made), key=lambda at: at.low)
        return made if least == scale else self._alone(w, h - line, h + self.between, replace(shared, scale=least))

    def _alone(self, w: int, h: int, pitch: int, shared: Shared) -> tuple[Drawing, ...]:
        """A chart of each series, `w` x `h`, its rows `pitch` apart."""
        out = []
        for n, one in enumerate(self.block.series):
            row, column = divmod(n, self.columns)
            x, y = self.box.x + column * (w + GAP), self.box.y + self.unit_h + row * pitch
            lit = (*self.block.highlight, *(c.path for c in self.block.categories if one.name.path in self.whole.lit))
            alone = replace(
                self.block, series=(one,), multiples=False, highlight=lit, title=one.name,
                alt=self.block.alt if not n else None,
                changes=tuple(c for c in self.block.changes if c.series == one.name.path),
                remarks=tuple(r for r in self.block.remarks if r.series == one.name.path or not (r.series or n)),
            )  # fmt: skip
            box = Box(x, y + self.whole.line + px(4), w, max(px(40), h))
            out.append(self.kind(alone, box, self.sheet, self.step, self.today, shared))
        return tuple(out)

    @property
    def need(self) -> int:
        tallest = max(chart.need for chart in self.charts) + self.whole.line + px(4)
        return self.unit_h + self.rows * tallest + self.between * (self.rows - 1)

    @property
    def crowd(self) -> int:
        bold, room = self.whole.style.but(bold=True), self.charts[0].box.w
        names = (round(self.sheet.width(one.name.plain, bold) * 1.03) - room for one in self.block.series)
        return max(0, *names) + sum(chart.crowd for chart in self.charts)

    def items(self) -> Iterator[Item]:
        if self.whole.form.unit:
            yield self.whole.text(self.whole.form.unit, self.box.x, self.box.y, self.box.w, colour="muted")
        for n, chart in enumerate(self.charts):
            name = self.block.series[n].name
            colour = "highlight" if name.path in self.whole.lit else "ink"
            top = chart.box.y - self.whole.line - px(4)
            yield self.whole.text(name, chart.box.x, top, chart.box.w, bold=True, colour=colour)
            for item in chart.items():
                yield replace(item, anchor_id="") if n and isinstance(item, PlacedChart) else item
