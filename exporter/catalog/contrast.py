"""In: a theme's colours. Out: a problem for every text that is hard to read on a ground it may stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exporter.catalog.find import Layers, overlay
from exporter.model.colour import contrast
from exporter.read.tree import Map, Seq

TEXT_ROLES = ("ink", "text2", "muted", "accent", "highlight")
GROUNDS = ("bg", "tint", "accent-tint", "highlight-tint")
CONTRASTS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, 4.5) for text in TEXT_ROLES for ground in GROUNDS),
    ("on-accent", "accent", 4.5), ("on-highlight", "highlight", 4.5),
    ("on-deep", "deep", 4.5), ("deep-text", "deep", 4.5), ("deep-highlight", "deep", 4.5),
    ("ink", "accent-mid", 3), ("accent-mid", "bg", 3), ("deep-rule", "deep", 3),
)  # fmt: skip
"""(colour, the ground it stands on, the least WCAG 2.2 contrast: 4.5 for text, 3 for large text and fills).

`rule` and `grid` are decoration and may be fainter."""


HINT = "make {} darker or lighter, or write `contrast: allow` to take it as it is"


def check_contrast(layers: Layers, root: Map, values: Mapping[str, Any]) -> None:
    """Note every text that is hard to read on a ground it may stand on, on screen and in print.

    `root` and `values` are the whole theme, as nodes and as read.
    """
    nodes, palette = root.get("colours"), values.get("colours", {})
    if not isinstance(nodes, Map):
        return
    _check_palette(layers, nodes, palette, CONTRASTS)
    changes = root.get("print")
    if isinstance(changes, Map):
        changed = [row for row in CONTRASTS if row[0] in changes or row[1] in changes]
        _check_palette(layers, overlay(nodes, changes), {**palette, **values["print"]}, changed, " in print")
    series = root.get("chart")
    for node, colour in zip(series if isinstance(series, Seq) else (), values.get("chart", ()), strict=False):
        ratio = contrast(colour, palette["bg"]) if colour and palette.get("bg") else 21
        if ratio < 3:
            what = f"a chart colour has a contrast of {_ratio(ratio)} on bg; 3:1 is needed"
            layers.problems.add(node, what, HINT.format("it"))


def _check_palette(
    layers: Layers,
    nodes: Map,
    palette: Mapping[str, str | None],
    pairs: Sequence[tuple[str, str, float]],
    where: str = "",
) -> None:
    for text, ground, least in pairs:
        one, other = palette.get(text), palette.get(ground)
        if not one or not other or (ratio := contrast(one, other)) >= least:
            continue
        # Of the two colours, point at the one that this theme set: the other may come from the theme it extends.
        own = [role for role in (text, ground) if nodes[role].source.file == layers.place.file] or [text]
        what = f"{text} on {ground} has a contrast of {_ratio(ratio)}{where}; {least:g}:1 is needed"
        layers.problems.add(nodes[own[0]], what, HINT.format(own[0]))


def _ratio(ratio: float) -> str:
    """Cut, not rounded: 4.46 is not 4.5."""
    return f"{int(ratio * 10) / 10:.1f}:1"
