"""In: a chart block. Out: a native chart with direct labels: no legend box, no frame, no title (the slide has it).

Names of categories stand on the chart's own axis where each fits on one line, else as texts beside the plot; names of
several series stand in a key over it, or at the ends of their lines. Values are labels where they fit; where some do
not, gridlines with their values stand in for them (look.md section 7). DRAWINGS says how each kind is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

from exporter.model.geometry import Box
from exporter.model.report import AnyBlock, Chart
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.chart.columns import Columns, Combo, Full, Stacked, Waterfall
from exporter.plan.arrange.chart.drawing import Drawing
from exporter.plan.arrange.chart.flat import Flat, FullFlat, Gantt, Spans, StackedFlat
from exporter.plan.arrange.chart.lines import Areas, FullAreas, Lines, Slope, StackedAreas
from exporter.plan.arrange.chart.made import Bullet, Marimekko
from exporter.plan.arrange.chart.multiples import Multiples
from exporter.plan.arrange.chart.points import Bubbles, Points
from exporter.plan.arrange.chart.round import Doughnut, Pie, Radar
from exporter.plan.sheet import Sheet

DRAWINGS: Mapping[str, type[Drawing]] = {
    "column": Columns,
    "stacked-column": Stacked,
    "full-column": Full,
    "bar": Flat,
    "stacked-bar": StackedFlat,
    "full-bar": FullFlat,
    "line": Lines,
    "area": Areas,
    "stacked-area": StackedAreas,
    "full-area": FullAreas,
    "combo": Combo,
    "waterfall": Waterfall,
    "bullet": Bullet,
    "marimekko": Marimekko,
    "slope": Slope,
    "range": Spans,
    "gantt": Gantt,
    "scatter": Points,
    "bubble": Bubbles,
    "pie": Pie,
    "doughnut": Doughnut,
    "radar": Radar,
}
"""How each kind of a report is drawn."""
LAID: Mapping[type[Drawing], type[Drawing]] = {Columns: Flat, Stacked: StackedFlat, Full: FullFlat, Lines: Flat}
"""Columns, and lines over what is no course of time, and the same as bars."""
SLICES, SLIVER = 6, 0.04
"""A pie with more slices, or with a thinner one, is drawn as bars: its labels would collide."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """The chart over the whole box; None for one without numbers, or whose series are not what its kind asks for."""
    if not isinstance(block, Chart) or block.chart not in DRAWINGS or not block.categories or not serves(block):
        return None
    kind, today = fitting_kind(block), str(region.options.get("today", ""))
    if block.multiples and len(block.series) > 1:
        several = Multiples(kind, block, box, sheet, step, today)
        crowd, need = several.crowd, several.need
        return Arranged(tuple(several.items()), need, crowd=crowd, white=0.0 if need <= box.h else None)
    drawing = kind(block, box, sheet, step, today)
    if drawing.crowd and kind in LAID and not (isinstance(drawing, Lines) and drawing.counted):
        drawing = LAID[kind](block, box, sheet, step, today)  # long names stand beside bars
    need = drawing.need
    return Arranged(tuple(drawing.items()), need, crowd=drawing.crowd, white=0.0 if need <= box.h else None)


def serves(block: Chart) -> bool:
    """Whether what selection left can be drawn in its kind."""
    if not any(value is not None for one in block.series for value in one.values):
        return False
    least = {"scatter": 2, "bubble": 3, "range": 2, "gantt": 2, "bullet": 2}.get(block.chart, 1)
    if len(block.series) < least or (block.chart == "slope" and len(block.categories) != 2):
        return False
    if block.chart == "radar" and len(block.categories) < 3:
        return False
    if block.chart == "marimekko" and not all(
        any((one.values[i] or 0) > 0 for one in block.series if i < len(one.values))
        for i in range(len(block.categories))
    ):
        return False
    known = [v for one in block.series for v in one.values if v is not None]
    return all(abs(v) < 1e300 for v in known) and max(known) - min(known) < 1e300


def fitting_kind(block: Chart) -> type[Drawing]:
    """How the block is drawn: in its kind, or in one that shows the same without a mess."""
    kind = DRAWINGS[block.chart]
    if kind in (Pie, Doughnut) and not _sliced(block):
        return Flat
    if kind is Areas and (len(block.series) > 1 or any(v is None for one in block.series for v in one.values)):
        return Lines  # one area would hide another
    if kind in (Areas, StackedAreas, FullAreas) and len(block.categories) < 2:
        return {Areas: Columns, StackedAreas: Stacked, FullAreas: Full}[kind]
    if kind is Columns and block.second:
        return Combo
    if kind is Lines and len(block.categories) < 2:
        return Columns
    return kind


def _sliced(block: Chart) -> bool:
    """Whether a pie can be labelled: one series, few slices, none of them thin."""
    values = [value or 0 for value in block.series[0].values]
    total = sum(values)
    thin = any(0 < value < SLIVER * total for value in values)
    return len(block.series) == 1 and len(values) <= SLICES and min(values) >= 0 < total and not thin
