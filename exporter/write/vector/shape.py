"""In: placed shapes. Out: their outlines, filled and stroked. SHAPES has a row for every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import atan2, cos, sin

from exporter.model.geometry import px
from exporter.model.page import PlacedShape
from exporter.write.vector.canvas import Canvas

HAIRLINE = px(1)


def draw_shape(item: PlacedShape, canvas: Canvas) -> None:
    SHAPES[item.shape](item, canvas, item.stroke_w or (HAIRLINE if item.stroke else 0))


def _rect(item: PlacedShape, canvas: Canvas, width: int) -> None:
    b = item.box
    if item.fill and item.opacity < 1:
        canvas.veil(b, item.fill, item.opacity)
    elif item.fill and not item.stroke:
        canvas.rect(b, item.fill)
    elif item.fill or item.stroke:
        canvas.polygon(
            ((b.x, b.y), (b.right, b.y), (b.right, b.bottom), (b.x, b.bottom)), item.fill, item.stroke, width
        )


def _ellipse(item: PlacedShape, canvas: Canvas, width: int) -> None:
    if item.fill or item.stroke:
        canvas.ellipse(item.box, item.fill, item.stroke, width)


def _polygon(shares: tuple[tuple[float, float], ...]) -> Callable[[PlacedShape, Canvas, int], None]:
    def drawer(item: PlacedShape, canvas: Canvas, width: int) -> None:
        if item.fill or item.stroke:
            b = item.box
            canvas.polygon([(b.x + u * b.w, b.y + v * b.h) for u, v in shares], item.fill, item.stroke, width)

    return drawer


def _chevron(item: PlacedShape, canvas: Canvas, width: int) -> None:
    """As PowerPoint draws it: the point is half the shorter side deep."""
    if item.fill or item.stroke:
        b, depth = item.box, min(item.box.w, item.box.h) / 2
        middle = b.y + b.h / 2
        points = (
            (b.x, b.y), (b.right - depth, b.y), (b.right, middle), (b.right - depth, b.bottom), (b.x, b.bottom),
            (b.x + depth, middle),
        )  # fmt: skip
        canvas.polygon(points, item.fill, item.stroke, width)


def _icon(item: PlacedShape, canvas: Canvas, width: int) -> None:
    drawing, box = item.icon, item.box
    if drawing is None:
        return
    scale = box.w / drawing.size[0]
    for stroke in drawing.strokes:
        steps = (
            (letter, [(box.x + x * scale, box.y + y * scale) for x, y in batched(spots)])
            for letter, spots in stroke.steps
        )
        line = drawing.line(stroke, width)
        canvas.strokes(steps, item.stroke if stroke.filled else "", item.stroke if line else "", line)


def batched(spots: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """x and y of each point."""
    return zip(spots[::2], spots[1::2], strict=True)


def _ends(item: PlacedShape) -> tuple[tuple[float, float], tuple[float, float]]:
    b = item.box
    x1, x2 = (b.right, b.x) if item.flip_h else (b.x, b.right)
    y1, y2 = (b.bottom, b.y) if item.flip_v else (b.y, b.bottom)
    return (x1, y1), (x2, y2)


def _line(item: PlacedShape, canvas: Canvas, width: int) -> None:
    canvas.line(_ends(item), item.stroke or item.fill or "ink", width or HAIRLINE)


def _arrow(item: PlacedShape, canvas: Canvas, width: int) -> None:
    """The line stops inside the head, so that the tip stays sharp."""
    colour, width = item.stroke or item.fill or "ink", width or HAIRLINE
    (x1, y1), (x2, y2) = _ends(item)
    head, angle = max(4 * width, px(6)), atan2(y2 - y1, x2 - x1)
    bx, by = x2 - head * cos(angle), y2 - head * sin(angle)
    dx, dy = head * 0.4 * sin(angle), -head * 0.4 * cos(angle)
    canvas.line(((x1, y1), (bx, by)), colour, width)
    canvas.polygon(((x2, y2), (bx + dx, by + dy), (bx - dx, by - dy)), colour)


SHAPES: Mapping[str, Callable[[PlacedShape, Canvas, int], None]] = {
    "rect": _rect,
    "picture-frame": _rect,
    "ellipse": _ellipse,
    "line": _line,
    "arrow": _arrow,
    "triangle-down": _polygon(((0, 0), (1, 0), (0.5, 1))),
    "triangle-up": _polygon(((0.5, 0), (1, 1), (0, 1))),
    "chevron": _chevron,
    "icon": _icon,
}
