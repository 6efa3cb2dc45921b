"""In: an SVG file. Out: an icon: the outlines of its shapes as lines and curves, whatever colours they have.

Only shapes count: scripts, pictures, words and what lies outside the file are never looked at.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from exporter import drawing
from exporter.errors import Place, oops
from exporter.model.icon import Drawing, Step, Stroke

PACKAGE = "svgelements"
"""What reads the outlines; the extra `svg` brings it."""
UNITS = 2400
"""The longer side of an icon in its own units."""
MOST_STEPS = 5_000
"""Lines and curves of one icon: what is drawn with more is a picture."""
QUARTER = 0.26
"""How much of a turn one curve may stand for: a quarter, and a little for rounding."""


def read_icon(path: Path) -> Drawing:
    """The icon in a file; UserError when it holds none."""
    place = Place(str(path))
    from importlib.util import find_spec

    if find_spec(PACKAGE) is None:
        what = f"icons of your own need the package {PACKAGE}"
        raise oops(what, place, f"pip install 'exporter[{drawing.EXTRA}]'")
    try:
        if path.stat().st_size > drawing.MOST_BYTES:
            raise drawing.NoDrawing(f"larger than {drawing.MOST_BYTES:,} bytes")
        return outlines(drawing.clean(path.read_bytes()))
    except drawing.NoDrawing as error:
        raise oops(
            f"this is no icon that can be drawn: {error}", place, "draw it with paths and basic shapes"
        ) from None
    except OSError as error:
        raise oops(f"this icon cannot be read: {error.strerror}", place) from None


def outlines(data: bytes) -> Drawing:
    """The outlines of a clean drawing. Raises NoDrawing."""
    from svgelements import SVG, Shape  # type: ignore[import-untyped]
    from svgelements import Path as Outline

    wide, high = drawing.size(data)
    scale = UNITS / max(wide, high)
    try:
        root = SVG.parse(BytesIO(data), reify=True, transform=f"scale({scale})")
        shapes = [element for element in root.elements() if isinstance(element, Shape)]
        strokes: dict[tuple[bool, int], list[Step]] = {}
        for shape in shapes:
            filled, width = _painted(shape.fill), round(_width(shape)) if _painted(shape.stroke) else 0
            if filled or width:
                outline = Outline(shape)
                outline.approximate_arcs_with_cubics(error=QUARTER)
                strokes.setdefault((filled, width), []).extend(filter(None, map(_step, outline)))
    except drawing.NoDrawing:
        raise
    except Exception as error:  # the library states none of the kinds it raises
        raise drawing.NoDrawing(str(error) or type(error).__name__) from error
    if sum(map(len, strokes.values())) > MOST_STEPS:
        raise drawing.NoDrawing(f"it has more than {MOST_STEPS:,} lines and curves")
    if not strokes:
        raise drawing.NoDrawing("it shows no shape")
    made = tuple(Stroke(tuple(steps), filled, width) for (filled, width), steps in sorted(strokes.items()))
    return Drawing((round(wide * scale), round(high * scale)), made)


def _painted(colour: Any) -> bool:
    return colour is not None and colour.value is not None and colour.opacity != 0


def _width(shape: Any) -> float:
    """The width of its line on the icon, which its own scale has changed."""
    return float(shape.stroke_width or 1)


def _step(segment: Any) -> Step | None:
    """One line or curve in whole units."""
    kind = type(segment).__name__
    if kind == "Close":
        return ("Z", ())
    if segment.end is None:
        return None
    if kind == "Move":
        return ("M", _spots(segment.end))
    if kind == "CubicBezier":
        return ("C", _spots(segment.control1, segment.control2, segment.end))
    if kind == "QuadraticBezier":
        start, control, end = segment.start, segment.control, segment.end
        return ("C", _spots(start + (control - start) * (2 / 3), end + (control - end) * (2 / 3), end))
    return ("L", _spots(segment.end))


def _spots(*points: Any) -> tuple[int, ...]:
    return tuple(round(side) for point in points for side in (point.x, point.y))
