"""The kinds of chart, and what each asks of its numbers: how many series, what they are, whether below zero too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct


class Kind(Struct, frozen=True):
    """What a kind of chart asks of its numbers. `roles` names series by their order; `most` 0 is any number."""

    least: int = 1
    most: int = 0
    roles: tuple[str, ...] = ()
    negative: bool = True
    categories: tuple[int, int] = (1, 0)
    """How many, at least and at most; 0 is any number."""
    instead: str = ""
    """What to take for numbers that it cannot show."""
    upright: bool = False
    """Whether values go up over categories from left to right: what changed between two can be pointed out."""
    notes: bool = False
    """Whether references, bands and annotations can be shown."""
    stacked: bool = False
    axis: Literal["free", "cut", "zero", "none"] = "free"
    """Of values: begins and ends anywhere around them; may cut bars; must hold zero; or there is none to set."""


_SHARES = "take columns or bars"
KINDS: Mapping[str, Kind] = {
    "column": Kind(notes=True, upright=True, axis="cut"),
    "stacked-column": Kind(notes=True, upright=True, stacked=True, axis="zero"),
    "full-column": Kind(upright=True, negative=False, instead="take stacked-column", axis="none"),
    "bar": Kind(notes=True, axis="cut"),
    "stacked-bar": Kind(stacked=True, notes=True, axis="zero"),
    "full-bar": Kind(negative=False, instead="take stacked-bar", axis="none"),
    "line": Kind(notes=True, upright=True),
    "area": Kind(notes=True, upright=True, axis="zero"),
    "stacked-area": Kind(notes=True, upright=True, stacked=True, negative=False, instead="take line", axis="zero"),
    "full-area": Kind(upright=True, negative=False, instead="take line", axis="none"),
    "scatter": Kind(2, 2, ("the numbers across", "the numbers up"), notes=True),
    "bubble": Kind(3, 3, ("the numbers across", "the numbers up", "the sizes"), notes=True),
    "pie": Kind(1, 1, negative=False, instead=_SHARES, axis="none"),
    "doughnut": Kind(1, 1, negative=False, instead=_SHARES, axis="none"),
    "radar": Kind(negative=False, categories=(3, 0), instead=_SHARES),
    "combo": Kind(2, upright=True, notes=True, axis="cut"),
    "waterfall": Kind(1, 1, ("the changes",), upright=True, notes=True, axis="zero"),
    "range": Kind(2, 2, ("where bars begin", "where they end")),
    "gantt": Kind(2, 2, ("where bars begin", "where they end"), axis="none"),
    "marimekko": Kind(2, negative=False, instead="take stacked-column", axis="none"),
    "bullet": Kind(2, roles=("the values", "the targets"), negative=False, instead=_SHARES, axis="zero"),
    "slope": Kind(categories=(2, 2)),
}
SPANS = ("range", "gantt")
SUMMED = ("stacked-column", "stacked-bar")
"""Kinds over whose stacks sums may stand."""
ON_TIME = ("column", "stacked-column", "full-column", "line", "area", "stacked-area", "full-area", "combo")
"""Kinds whose categories may stand on an axis of dates."""
