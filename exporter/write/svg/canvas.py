"""In: lengths in EMU, colours by role, texts. Out: SVG elements, lengths in px."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exporter.model.geometry import Box, pt, to_px
from exporter.model.page import Span
from exporter.model.style import TextStyle, Theme
from exporter.text import Fonts
from exporter.write.svg.fonts import Faces
from exporter.write.vector.canvas import Point, Step
from exporter.write.xml import escape


def n(emu: float) -> str:
    """A length in px, as short as it can be said."""
    text = f"{to_px(emu):.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def area(box: Box) -> str:
    """The attributes of a rectangle."""
    return f'x="{n(box.x)}" y="{n(box.y)}" width="{n(box.w)}" height="{n(box.h)}"'


@dataclass(slots=True)
class Canvas:
    """The elements of one drawing, in their order."""

    theme: Theme
    colours: Mapping[str, str]
    """The palette in force."""
    faces: Faces
    parts: list[str] = field(default_factory=list)
    _fonts: Fonts = field(init=False)

    def __post_init__(self) -> None:
        self._fonts = Fonts(self.theme.fonts)

    def paint(self, colour: str) -> str:
        """What SVG calls a colour: a role of the palette, or six hex digits."""
        return f"#{self.colours.get(colour, colour)}"

    def rect(self, box: Box, colour: str) -> None:
        self.parts.append(f'<rect {area(box)} fill="{self.paint(colour)}"/>')

    def veil(self, box: Box, colour: str, opacity: float) -> None:
        self.parts.append(f'<rect {area(box)} fill="{self.paint(colour)}" fill-opacity="{opacity:g}"/>')

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        path = " ".join(f"{n(x)},{n(y)}" for x, y in points)
        self.parts.append(f'<polyline points="{path}"{self._look("", colour, width)}/>')

    def polygon(self, points: Iterable[Point], fill: str = "", stroke: str = "", width: float = 0) -> None:
        path = " ".join(f"{n(x)},{n(y)}" for x, y in points)
        self.parts.append(f'<polygon points="{path}"{self._look(fill, stroke, width)}/>')

    def outline(self, steps: Iterable[Step], fill: str = "", stroke: str = "", width: float = 0) -> None:
        path = []
        for i, step in enumerate(steps):
            spots = " ".join(f"{n(x)} {n(y)}" for x, y in step)
            path.append(f"{'C' if len(step) > 1 else 'L' if i else 'M'}{spots}")
        self.parts.append(f'<path d="{"".join(path)}Z"{self._look(fill, stroke, width)}/>')

    def strokes(self, steps: Iterable[tuple[str, Step]], fill: str = "", stroke: str = "", width: float = 0) -> None:
        path = "".join(letter + " ".join(f"{n(x)} {n(y)}" for x, y in spots) for letter, spots in steps)
        round = ' stroke-linecap="round" stroke-linejoin="round"' if stroke else ""
        self.parts.append(f'<path d="{path}"{self._look(fill, stroke, width)}{round}/>')

    def ellipse(self, box: Box, fill: str = "", stroke: str = "", width: float = 0) -> None:
        centre = f'cx="{n(box.x + box.w / 2)}" cy="{n(box.y + box.h / 2)}"'
        radii = f'rx="{n(box.w / 2)}" ry="{n(box.h / 2)}"'
        self.parts.append(f"<ellipse {centre} {radii}{self._look(fill, stroke, width)}/>")

    def _look(self, fill: str, stroke: str, width: float) -> str:
        line = f' stroke="{self.paint(stroke)}" stroke-width="{n(width)}"' if stroke else ""
        return f' fill="{self.paint(fill) if fill else "none"}"{line}'

    def text(self, x: float, baseline: float, span: Span | TextStyle, text: str) -> None:
        dress = "".join(f' {name}="{value}"' for name, value in self.dress(span, text).items())
        self.parts.append(f"<text {self.spot(x, baseline, span)}{dress}>{escape(text)}</text>")

    def spot(self, x: float, baseline: float, span: Span | TextStyle) -> str:
        rise = pt(span.rise) if isinstance(span, Span) else 0
        return f'x="{n(x)}" y="{n(baseline - rise)}"'

    def dress(self, span: Span | TextStyle, text: str) -> dict[str, str]:
        """The attributes that give `text` its look."""
        look = {
            "class": self.faces.name(self.theme.fonts, span, text),
            "font-size": n(pt(span.size)),
            "fill": self.paint(span.colour),
        }
        return {**look, "letter-spacing": n(pt(span.spacing))} if span.spacing else look

    def width(self, text: str, span: Span | TextStyle) -> int:
        parts = self._fonts.pieces(text, span.font, span.bold, span.italic, span.size, span.spacing)
        return sum(width for _, _, width in parts)
