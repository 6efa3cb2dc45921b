"""In: an icon that the report names, and the slot of the layout. Out: the icon as an item, in the size of the page.

Icons go before words only as far as there is room: an arrangement that would have to step down or split for them is
drawn without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from exporter.model.geometry import Box, pt, px, to_px
from exporter.model.icon import Drawing
from exporter.model.page import PlacedShape, Role
from exporter.model.report import Callout, Icon
from exporter.model.style import Region, TextStyle
from exporter.plan.arrange import Arranged
from exporter.plan.sheet import Sheet, snap

SLOT = "icon"
SIZES = {"board": px(48), "standard": px(32), "dense": px(20)}
"""Of an icon over the words it belongs to, by density."""
ICON_GAP = px(12)
"""Between an icon and the words beside it."""
CALLOUT = Region("body", ("callout",))
"""Callouts stand in regions of several kinds: icons stand in them as is usual."""


class Icons(Struct, frozen=True):
    """How the icons of one block stand; `shown` is False where there is no room for them."""

    sheet: Sheet
    where: Literal["", "above", "beside"]
    """Over the words or left of them; empty shows none."""
    colour: str

    def of(self, icon: Icon | None) -> Drawing | None:
        """What is drawn for an icon; None for none."""
        return self.sheet.theme.icons[icon.name] if icon and self.where else None

    def item(self, icon: Icon, box: Box, colour: str = "") -> PlacedShape:
        """The icon as large as it is in the middle of `box`."""
        return icon_item(icon, self.sheet.theme.icons[icon.name], box, colour or self.colour)


def icons(sheet: Sheet, region: Region, usual: Literal["above", "beside"], colour: str = "accent") -> Icons:
    """How icons stand in a region: as its layout says, else as is usual; not where theme or audience want none."""
    use = region.slot(SLOT)
    where = use.where or usual
    if not sheet.theme.look.icons or where not in ("above", "beside"):
        return Icons(sheet, "", colour)
    return Icons(sheet, where, use.colour or colour)


def with_room(draw: Callable[[Icons], Arranged], shown: Icons, named: Iterable[Icon | None], room: int) -> Arranged:
    """What `draw` makes with icons, or without them where they take room or tidiness from the words."""
    if not shown.where or not any(named):
        return draw(Icons(shown.sheet, "", ""))
    made = draw(shown)
    if made.items and made.need <= room and not made.crowd:
        return made
    plain = draw(Icons(shown.sheet, "", ""))
    return made if made.items and made.need <= room and made.crowd <= plain.crowd else plain


def of_callout(block: Callout, sheet: Sheet, style: TextStyle) -> PlacedShape | None:
    """The callout's icon for a first line in that style that begins at 0, 0: a little larger than the line is high."""
    shown = icons(sheet, CALLOUT, "beside", "highlight")
    if not block.icon or not shown.where:
        return None
    side = snap(pt(style.line), 4)
    return shown.item(block.icon, Box(0, (pt(style.line) - side) // 2, side, side))


def size_of(sheet: Sheet) -> int:
    return SIZES.get(sheet.density.name, SIZES["standard"])


def icon_item(icon: Icon, drawing: Drawing, box: Box, colour: str) -> PlacedShape:
    """The icon as large as it is in the middle of `box`: decoration, unless it has words of its own."""
    scale = min(box.w / drawing.size[0], box.h / drawing.size[1])
    w, h = (round(side * scale) for side in drawing.size)
    alt = icon.alt.plain if icon.alt else ""
    return PlacedShape(
        box=Box(box.x + (box.w - w) // 2, box.y + (box.h - h) // 2, w, h), shape="icon", icon=drawing, stroke=colour,
        stroke_w=line_width(max(w, h)), name=f"Icon {icon.name}", alt=alt, decorative=not alt,
        role=Role.BODY if alt else Role.ARTIFACT,
    )  # fmt: skip


def line_width(size: int) -> int:
    """Lines of an icon so large: finer in proportion as it grows, so that they stay akin to the rules beside it."""
    return px(0.75 + to_px(size) / 26)
