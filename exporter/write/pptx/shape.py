"""In: placed shapes and connectors. Out: their `p:sp` and `p:cxnSp`."""

from __future__ import annotations

from functools import lru_cache

from exporter.model.icon import Drawing, Step
from exporter.model.page import PlacedShape
from exporter.write.pptx.sheet import Sheet, placement

GEOMETRY = {
    "rect": "rect",
    "picture-frame": "rect",
    "ellipse": "ellipse",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "chevron": "chevron",
    "line": "line",
    "arrow": "line",
}
"""PowerPoint's name of each kind of shape."""
CONNECTORS = {"line": "", "arrow": '<a:tailEnd type="triangle"/>'}
"""The kinds that are drawn as connectors, and what stands at their end."""
STEPS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
NO_FILL, NO_LINE = ' fill="none"', ' stroke="0"'
_SITES = {"ellipse": (0, 2, 4, 6), "triangle-up": (0, 1, 3, 5), "triangle-down": (3, 1, 0, 5)}
"""How PowerPoint numbers the connection sites at top, left, bottom and right; 0 to 3 for every other shape."""


def draw_shape(item: PlacedShape, sheet: Sheet) -> str:
    if item.icon:
        return _icon(item, item.icon, sheet)
    if item.shape in CONNECTORS:
        return _connector(item, sheet)
    return (
        f"<p:sp><p:nvSpPr>{sheet.identity(item, 'Shape', item.alt)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{_geometry(item)}{_fill(item, sheet)}"
        f"{sheet.palette.line(item.stroke, item.stroke_w)}</p:spPr></p:sp>"
    )


def _icon(item: PlacedShape, drawing: Drawing, sheet: Sheet) -> str:
    """An icon as a shape of its own outlines: the line is its colour, and the fill where a part of it is filled.

    A shape has one width of line: that of the first stroke that has a line.
    """
    filled = any(stroke.filled for stroke in drawing.strokes)
    line = next((drawing.line(stroke, item.stroke_w) for stroke in drawing.strokes if stroke.width), 0)
    return (
        f"<p:sp><p:nvSpPr>{sheet.identity(item, 'Icon', item.alt)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{placement(item.box)}{_outlines(drawing)}{sheet.palette.fill(item.stroke if filled else '')}"
        f"{sheet.palette.line(item.stroke, line, more='<a:round/>', cap='rnd')}</p:spPr></p:sp>"
    )


@lru_cache(maxsize=256)
def _outlines(drawing: Drawing) -> str:
    """The geometry of an icon: lines and curves in its own units."""
    w, h = drawing.size
    paths = "".join(
        f'<a:path w="{w}" h="{h}"{"" if stroke.filled else NO_FILL}{"" if stroke.width else NO_LINE}>'
        f"{''.join(map(_step, stroke.steps))}</a:path>"
        for stroke in drawing.strokes
    )
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{paths}</a:pathLst></a:custGeom>'
    )


def _step(step: Step) -> str:
    letter, spots = step
    if letter == "Z":
        return "<a:close/>"
    points = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in zip(spots[::2], spots[1::2], strict=True))
    return f"<a:{STEPS[letter]}>{points}</a:{STEPS[letter]}>"


def _fill(item: PlacedShape, sheet: Sheet) -> str:
    if item.fill and item.opacity < 1:
        return sheet.palette.veil(item.fill, item.opacity)
    return sheet.palette.fill(item.fill)


def _connector(item: PlacedShape, sheet: Sheet) -> str:
    glue = _glue("a:stCxn", item.begins, sheet) + _glue("a:endCxn", item.ends, sheet)
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{sheet.identity(item, 'Connector', item.alt)}"
        f"<p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>"
        f"<p:spPr>{_geometry(item)}"
        f"{sheet.palette.line(item.stroke, item.stroke_w, more=CONNECTORS[item.shape])}</p:spPr></p:cxnSp>"
    )


def _geometry(item: PlacedShape) -> str:
    upside_down = item.shape == "triangle-down"
    xfrm = placement(item.box, flip_h=item.flip_h, flip_v=item.flip_v != upside_down)
    return f'{xfrm}<a:prstGeom prst="{GEOMETRY[item.shape]}"><a:avLst/></a:prstGeom>'


def _glue(tag: str, end: tuple[str, int] | None, sheet: Sheet) -> str:
    """What ties one end of a connector to a shape; empty when that shape is not on the sheet."""
    if not end or end[0] not in sheet.shapes:
        return ""
    id, target = sheet.shapes[end[0]]
    sites = _SITES.get(target.shape, range(4)) if isinstance(target, PlacedShape) else range(4)
    return f'<{tag} id="{id}" idx="{sites[end[1]]}"/>'
