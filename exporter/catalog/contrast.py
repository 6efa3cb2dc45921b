"""In: a theme's colours. Out: a problem for every text that is hard to read on a ground it may stand on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from exporter.catalog.find import Layers, overlay
from exporter.catalog.shades import nearest
from exporter.errors import did_you_mean
from exporter.model.colour import contrast
from exporter.read.tree import Map, Node, Scalar, Seq

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


CHART = 3.0
"""Least contrast of a chart's colours with the page."""


def check_contrast(layers: Layers, root: Map, values: Mapping[str, Any]) -> None:
    """Note every text that is hard to read on a ground it may stand on, on screen and in print.

    `root` and `values` are the whole theme, as nodes and as read. Its `contrast` says what is taken all the same.
    """
    allowed = values.get("contrast", "check")
    if allowed == "allow":
        return
    taken = frozenset(allowed if isinstance(allowed, list | tuple) else ())
    _check_taken(layers, root, taken)
    nodes, palette = root.get("colours"), values.get("colours", {})
    if not isinstance(nodes, Map):
        return
    pairs = [row for row in CONTRASTS if f"{row[0]} on {row[1]}" not in taken]
    _check_palette(layers, nodes, palette, pairs)
    changes = root.get("print")
    if isinstance(changes, Map):
        changed = [row for row in pairs if row[0] in changes or row[1] in changes]
        _check_palette(layers, overlay(nodes, changes), {**palette, **values["print"]}, changed, " in print")
        paper = {**palette, **values["print"]}
        if "chart on bg" not in taken and ("chart" in changes or "bg" in changes):
            series, read = (changes, paper) if "chart" in changes else (root, values)
            _check_series(layers, series.get("chart"), read.get("chart", ()), paper.get("bg"), " in print")
    if "chart on bg" not in taken:
        _check_series(layers, root.get("chart"), values.get("chart", ()), palette.get("bg"))


def _check_series(
    layers: Layers, node: Node | None, colours: Sequence[str | None], ground: str | None, where: str = ""
) -> None:
    for one, colour in zip(node if isinstance(node, Seq) else (), colours, strict=False):
        ratio = contrast(colour, ground) if colour and ground else 21
        if colour and ground and ratio < CHART:
            what = f"a chart colour has a contrast of {_ratio(ratio)} on bg{where}; {CHART:g}:1 is needed"
            layers.problems.add(one, what, _hint(nearest(colour, [(ground, CHART)]), "a chart", "chart on bg"))


def _check_taken(layers: Layers, root: Map, taken: Collection[str]) -> None:
    """Note the pairs that are taken without being a pair that is checked."""
    known = [*(f"{text} on {ground}" for text, ground, _ in CONTRASTS), "chart on bg"]
    node = root.get("contrast")
    for pair in node if isinstance(node, Seq) else ():
        if isinstance(pair, Scalar) and pair.text in taken and pair.text not in known:
            layers.problems.add(pair, "no text stands like this", did_you_mean(pair.text, known))


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
        own = min((text, ground), key=lambda role: layers.depth(nodes[role].place))
        what = f"{text} on {ground} has a contrast of {_ratio(ratio)}{where}; {least:g}:1 is needed"
        near = nearest(palette[own] or "", limits(own, palette))
        layers.problems.add(nodes[own], what, _hint(near, own, f"{text} on {ground}"))


def limits(role: str, palette: Mapping[str, str | None]) -> Iterator[tuple[str, float]]:
    """All that the colour of a role must stand out from: (colour, least contrast)."""
    for text, ground, least in CONTRASTS:
        other = palette.get(ground if text == role else text) if role in (text, ground) else None
        if other:
            yield other, least


def _hint(near: str | None, role: str, pair: str) -> str:
    better = (
        f"{near} is the nearest for {role} that passes"
        if near
        else f"make {role} darker or lighter, or what it stands with"
    )
    return f"{better}; `contrast: [{pair}]` takes it as it is"


def _ratio(ratio: float) -> str:
    """Cut, not rounded: 4.46 is not 4.5."""
    return f"{int(ratio * 10) / 10:.1f}:1"
