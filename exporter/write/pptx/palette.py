"""In: a colour role. Out: the XML of that colour, bound to the theme wherever one of its twelve colours can give it."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from exporter.model.style import SCHEME_SLOTS
from exporter.write.pptx.xml import thousandths

Rgb = tuple[float, float, float]

_MAPPED = {"lt1": "bg1", "dk1": "tx1", "lt2": "bg2", "dk2": "tx2"}
"""Slides name the four background and text colours through the colour map."""
_BASES = {
    "accent-tint": ("accent",),
    "highlight-tint": ("highlight", "tint"),
    "grid": ("rule",),
    "deep-text": ("accent",),
    "deep-rule": ("accent",),
    "deep-highlight": ("highlight",),
}
"""Roles that are a lighter or darker shade of another role: they should follow it when the theme changes."""
_TOLERANCE = 2
"""How far a shade may be from the palette's colour, in units of 255 per channel."""
_HUE = 15 / 360
"""How far the hue of a shade may be turned from its base; beyond that it is another colour."""


class Palette:
    """The colours of one document. Roles that are not in the palette may be six hex digits."""

    def __init__(self, colours: Mapping[str, str]) -> None:
        self.colours = colours
        self._xml: dict[str, str] = {}
        # The first slot that holds a role or a colour wins: accent1, not hlink.
        self._slots = {role: _MAPPED.get(slot, slot) for slot, role in reversed(SCHEME_SLOTS)}
        self._by_hex = {self.hex(role): _MAPPED.get(slot, slot) for slot, role in reversed(SCHEME_SLOTS)}

    def hex(self, role: str) -> str:
        return self.colours.get(role, role).upper()

    def xml(self, role: str) -> str:
        """The colour element of a role: a theme colour, a shade of one, or a fixed colour."""
        known = self._xml.get(role)
        if known is None:
            known = self._xml[role] = self._colour(role)
        return known

    def fill(self, role: str) -> str:
        """A solid fill; no role is no fill."""
        return f"<a:solidFill>{self.xml(role)}</a:solidFill>" if role else "<a:noFill/>"

    def veil(self, role: str, opacity: float) -> str:
        """A solid fill through which what lies below it shows."""
        start, _, rest = self.xml(role).partition(">")
        alpha = f'<a:alpha val="{thousandths(opacity)}"/>'
        if start.endswith("/"):
            tag = start[1:].split()[0]
            return f"<a:solidFill>{start[:-1]}>{alpha}</{tag}></a:solidFill>"
        shades, _, end = rest.rpartition("</")
        return f"<a:solidFill>{start}>{shades}{alpha}</{end}</a:solidFill>"

    def line(self, role: str, width: int, tag: str = "a:ln", more: str = "", cap: str = "") -> str:
        """A line `width` EMU wide; no role or no width is no line. `more` follows its colour; `cap` ends it."""
        if not role or not width:
            return f"<{tag}><a:noFill/></{tag}>"
        ends = f' cap="{cap}"' if cap else ""
        return f'<{tag} w="{width}"{ends}>{self.fill(role)}{more}</{tag}>'

    def scheme(self) -> str:
        """The twelve theme colours, each as the palette has it."""
        return "".join(f'<a:{slot}><a:srgbClr val="{self.hex(role)}"/></a:{slot}>' for slot, role in SCHEME_SLOTS)

    def _colour(self, role: str) -> str:
        value = self.hex(role)
        slot = self._slots.get(role) or self._by_hex.get(value)
        if slot:
            return f'<a:schemeClr val="{slot}"/>'
        for base in _BASES.get(role, ()):
            shade = _shade(self.hex(base), value)
            if shade:
                return f'<a:schemeClr val="{self._slots[base]}">{shade}</a:schemeClr>'
        return f'<a:srgbClr val="{value}"/>'


def _shade(base: str, target: str) -> str:
    """The changes that turn `base` into `target`, both hex; empty where they are different colours.

    A lighter shade scales luminance towards white, a darker one towards black, as PowerPoint's own shades do, so
    that they stay shades when somebody changes the base colour.
    """
    hue, lum, sat = rgb_to_hls(*_channels(base))
    wanted_hue, wanted_lum, wanted_sat = rgb_to_hls(*_channels(target))
    lighter = wanted_lum > lum
    lum_mod = (1 - wanted_lum) / (1 - lum) if lighter else wanted_lum / lum if lum else 0
    sat_mod = wanted_sat / sat if sat else 1.0
    made_lum = lum * lum_mod + (1 - lum_mod if lighter else 0)
    for turn in (0.0, wanted_hue - hue):
        made = hls_to_rgb(hue + turn, made_lum, min(1, sat * sat_mod))
        if abs(turn) <= _HUE and _near(made, _channels(target)):
            changes = (
                ("hueOff", round(turn * 360 * 60_000)),
                ("satMod", thousandths(sat_mod) if abs(sat_mod - 1) > 0.002 else 0),
                ("lumMod", thousandths(lum_mod)),
                ("lumOff", thousandths(1) - thousandths(lum_mod) if lighter else 0),
            )
            return "".join(f'<a:{name} val="{amount}"/>' for name, amount in changes if amount)
    return ""


def _near(a: Rgb, b: Rgb) -> bool:
    return all(abs(x - y) * 255 <= _TOLERANCE for x, y in zip(a, b, strict=True))


def _channels(value: str) -> Rgb:
    return (int(value[:2], 16) / 255, int(value[2:4], 16) / 255, int(value[4:6], 16) / 255)
