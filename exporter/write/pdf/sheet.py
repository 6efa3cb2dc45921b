"""In: lengths in EMU, colours by role, texts. Out: the content stream of one page, its marks and its links.

Operators are written straight into a list of strings. What is set already (font, colour, letter spacing) is not set
again, and neighbours that belong to the same element share one mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.geometry import EMU_PER_PT, Box
from exporter.model.page import Span, Watermark
from exporter.model.style import TextStyle
from exporter.write.pdf.file import File
from exporter.write.pdf.fonts import Fonts
from exporter.write.pdf.tags import Element, Structure
from exporter.write.vector.canvas import KAPPA, Point, Step

ARTIFACT = "/Artifact<</Type/Layout>>"
WATERMARK = "/Artifact<</Type/Pagination/Subtype/Watermark>>"
HEADER = "/Artifact<</Type/Pagination/Subtype/Header>>"
STEPS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
"""The operators of the steps of an outline."""
CAP_HEIGHT = 0.72
"""Of the type size; enough to set a word in the middle by eye."""
FOOTER = "/Artifact<</Type/Pagination/Subtype/Footer>>"


class _State(Struct):
    """The graphics state as far as we set it, and where the page now drawn stands on the sheet."""

    height: float
    scale: float = 1
    left: float = 0
    bottom: float = 0
    fill: str = ""
    font: str = ""
    size: float = 0
    spacing: float = 0
    gap: float = 0


class Sheet:
    """One page of the file while it is drawn.

    number: its object number. index: its place among the pages, from 0.
    """

    def __init__(
        self,
        file: File,
        structure: Structure,
        fonts: Fonts,
        colours: Mapping[str, str],
        number: int,
        index: int,
        size: tuple[int, int],
    ) -> None:
        self.file, self.structure, self.fonts, self.colours = file, structure, fonts, colours
        self.number, self.index, self.size = number, index, size
        self._ops: list[str] = []
        self._annotations: list[int] = []
        self._pictures: dict[str, int] = {}
        self._veils: dict[str, float] = {}
        """Names of the opacities that the page uses."""
        self._open: tuple[Element | str, str] | None = None
        self._in_text = False
        self._saved: list[_State] = []
        self._state = _State(size[1] / EMU_PER_PT)
        self._key, self._owners = structure.start_page()

    def mark(self, owner: Element | str, entries: str = "") -> None:
        """What is drawn from here on belongs to an element, or is an artifact of the given kind.

        `entries` give it a language or other words than those drawn. Marks are never nested: some readers lose the
        text after an inner one.
        """
        if (owner, "") == self._open and not entries:
            return
        self.unmark()
        self._open = (owner, entries)
        if isinstance(owner, str):
            self._ops.append(f"{owner}BDC")
        else:
            mcid = self.structure.mark(owner, self.number, self._owners)
            self._ops.append(f"/{'Span' if entries else owner.tag}<</MCID {mcid}{entries}>>BDC")

    def unmark(self) -> None:
        self._end_text()
        if self._open is not None:
            self._ops.append("EMC")
            self._open = None

    def _end_text(self) -> None:
        if self._in_text:
            self._ops.append("ET")
            self._in_text = False

    def enter(self, box: Box, size: tuple[int, int]) -> None:
        """A page of `size` is drawn scaled into `box` until `leave`."""
        self.unmark()
        scale, x, y = box.w / size[0], box.x / EMU_PER_PT, self.y(box.bottom)
        state = self._state
        self._saved.append(state)
        w, h = size[0] / EMU_PER_PT, size[1] / EMU_PER_PT
        self._ops.append(f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm 0 0 {w:.2f} {h:.2f} re W n")
        left, bottom = state.left + x * state.scale, state.bottom + y * state.scale
        self._state = replace(state, height=h, scale=state.scale * scale, left=left, bottom=bottom)

    def leave(self) -> None:
        self.unmark()
        self._ops.append("Q")
        self._state = self._saved.pop()

    def y(self, emu: float) -> float:
        """A distance from the top as pt from the bottom."""
        return self._state.height - emu / EMU_PER_PT

    def bounds(self, box: Box) -> str:
        """The box on the sheet, as a PDF rectangle."""
        s = self._state
        x, y = s.left + box.x / EMU_PER_PT * s.scale, s.bottom + self.y(box.bottom) * s.scale
        w, h = box.w / EMU_PER_PT * s.scale, box.h / EMU_PER_PT * s.scale
        return f"[{x:.2f} {y:.2f} {x + w:.2f} {y + h:.2f}]"

    def rgb(self, colour: str) -> str:
        """A colour role, or six hex digits, as the three operands of an operator."""
        return _operands(self.colours.get(colour, colour))

    def fill(self, colour: str) -> None:
        if colour != self._state.fill:
            self._state.fill = colour
            self._ops.append(f"{self.rgb(colour)} rg")

    def rect(self, box: Box, colour: str) -> None:
        self._end_text()
        self.fill(colour)
        e = EMU_PER_PT
        self._ops.append(f"{box.x / e:.2f} {self.y(box.bottom):.2f} {box.w / e:.2f} {box.h / e:.2f} re f")

    def veil(self, box: Box, colour: str, opacity: float) -> None:
        """A rectangle through which what lies below it shows."""
        self._end_text()
        name = f"V{round(opacity * 100)}"
        self._veils[name] = opacity
        e = EMU_PER_PT
        place = f"{box.x / e:.2f} {self.y(box.bottom):.2f} {box.w / e:.2f} {box.h / e:.2f} re f"
        self._ops.append(f"q /{name} gs {self.rgb(colour)} rg {place} Q")

    def polygon(self, points: Iterable[Point], fill: str = "", stroke: str = "", width: float = 0) -> None:
        """A closed outline through `points`, filled, stroked or both."""
        self.path(f"{self._through(points)} h", fill, stroke, width)

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        """An open line through `points`."""
        self.path(self._through(points), "", colour, width)

    def outline(self, steps: Iterable[Step], fill: str = "", stroke: str = "", width: float = 0) -> None:
        """A closed outline of lines and Bezier curves."""
        ops = []
        for i, step in enumerate(steps):
            spots = " ".join(f"{x / EMU_PER_PT:.2f} {self.y(y):.2f}" for x, y in step)
            ops.append(f"{spots} {'c' if len(step) > 1 else 'l' if i else 'm'}")
        self.path(" ".join(ops) + " h", fill, stroke, width)

    def strokes(self, steps: Iterable[tuple[str, Step]], fill: str = "", stroke: str = "", width: float = 0) -> None:
        """Open and closed outlines, their ends and corners round."""
        ops = []
        for letter, points in steps:
            spots = "".join(f"{x / EMU_PER_PT:.2f} {self.y(y):.2f} " for x, y in points)
            ops.append(f"{spots}{STEPS[letter]}")
        self._end_text()
        self._ops.append("q 1 J 1 j")
        state = self._state.fill
        self.path(" ".join(ops), fill, stroke, width)
        self._ops.append("Q")
        self._state.fill = state

    def _through(self, points: Iterable[Point]) -> str:
        return " ".join(f"{x / EMU_PER_PT:.2f} {self.y(y):.2f} {'l' if i else 'm'}" for i, (x, y) in enumerate(points))

    def ellipse(self, box: Box, fill: str = "", stroke: str = "", width: float = 0) -> None:
        rx, ry = box.w / 2 / EMU_PER_PT, box.h / 2 / EMU_PER_PT
        x, y = box.x / EMU_PER_PT + rx, self.y(box.bottom) + ry
        arcs = [f"{x + rx:.2f} {y:.2f} m"]
        for (ax, ay), (bx, by) in (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))):
            handles = ((ax + bx * KAPPA, ay + by * KAPPA), (bx + ax * KAPPA, by + ay * KAPPA), (bx, by))
            arcs.append(" ".join(f"{x + dx * rx:.2f} {y + dy * ry:.2f}" for dx, dy in handles) + " c")
        self.path(" ".join(arcs) + " h", fill, stroke, width)

    def path(self, path: str, fill: str = "", stroke: str = "", width: float = 0) -> None:
        """Paints a path given as operators; `width` of the stroke in EMU."""
        self._end_text()
        if fill:
            self.fill(fill)
        if stroke:
            self._ops.append(f"{self.rgb(stroke)} RG {width / EMU_PER_PT:.2f} w")
        self._ops.append(f"{path} {'B' if fill and stroke else 'f' if fill else 'S'}")

    def picture(self, name: str, number: int, box: Box) -> None:
        """An image object, stretched over the box."""
        self._end_text()
        self._pictures[name] = number
        e = EMU_PER_PT
        place = f"{box.w / e:.2f} 0 0 {box.h / e:.2f} {box.x / e:.2f} {self.y(box.bottom):.2f}"
        self._ops.append(f"q {place} cm /{name} Do Q")

    def text(self, x: float, baseline: float, span: Span | TextStyle, text: str, gap: float = 0) -> None:
        """Shows `text` from `x` on (EMU) in the dress of `span`, every space `gap` EMU wider."""
        rise = span.rise if isinstance(span, Span) else 0
        self.texts(((x, baseline, text),), span, gap, rise)

    def text_from_right(self, x: float, baseline: float, span: Span, text: str) -> None:
        """The same of words that run from right to left: drawn from the last character on, and marked so."""
        self._begin_text()
        self._ops.append("/ReversedChars BMC")
        self.texts(((x, baseline, text),), span, 0, span.rise, turned=True)
        self._ops.append("EMC")

    def _begin_text(self) -> None:
        if not self._in_text:
            self._in_text = True
            self._ops.append("BT")

    def texts(
        self,
        places: Iterable[tuple[float, float, str]],
        look: Span | TextStyle,
        gap: float = 0,
        rise: float = 0,
        turned: bool = False,
    ) -> None:
        """Shows texts of one look: each from where its baseline begins, (x, y, text)."""
        ops, state = self._ops, self._state
        self.fill(look.colour)
        self._begin_text()
        if look.spacing != state.spacing:
            state.spacing = look.spacing
            ops.append(f"{look.spacing:g} Tc")
        if gap != state.gap:
            state.gap = gap
            ops.append(f"{gap / EMU_PER_PT:.3f} Tw")
        encode, size, height = self.fonts.face(look.font, look.bold, look.italic).encode, look.size, state.height
        for x, y, text in places:
            ops.append(f"1 0 0 1 {x / EMU_PER_PT:.2f} {height - y / EMU_PER_PT + rise:.2f} Tm")
            for name, codes in encode(text, turned):
                if name != state.font or size != state.size:
                    state.font, state.size = name, size
                    ops.append(f"{name} {size:g} Tf")
                ops.append(f"({codes})Tj")

    def watermark(self, mark: Watermark, colour: str, scale: float) -> None:
        """The word along the page's rising diagonal, its middle in the page's middle."""
        self.mark(WATERMARK)
        self._end_text()
        w, h = (side / EMU_PER_PT for side in self.size)
        cos, sin = (side / hypot(w, h) for side in (w, h))
        type_size = mark.style.size * scale
        x, y = -mark.width / EMU_PER_PT / 2 * scale, -type_size * CAP_HEIGHT / 2
        ops = [f"q {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {w / 2:.2f} {h / 2:.2f} cm {self.rgb(colour)} rg"]
        ops.extend(("BT", "0 Tc 0 Tw", f"1 0 0 1 {x:.2f} {y:.2f} Tm"))
        for name, codes in self.fonts.face(mark.style.font, mark.style.bold).encode(mark.text):
            ops.extend((f"{name} {type_size:.2f} Tf", f"({codes})Tj"))
        self._ops.extend((*ops, "ET", "Q"))

    def width(self, text: str, span: Span | TextStyle) -> int:
        """Width of `text` in the dress of `span`, EMU."""
        face = self.fonts.face(span.font, span.bold, span.italic)
        return round((face.width(text) * span.size + len(text) * span.spacing) * EMU_PER_PT)

    def link(self, element: Element, target: str, box: Box, contents: str) -> None:
        """A link over `box`; `target` is its Dest or A entry, `contents` the words for those who cannot see it."""
        number = self.file.number()
        key = self.structure.annotate(element, self.number, number)
        self.file.add(
            f"<</Type/Annot/Subtype/Link/Rect{self.bounds(box)}/Border[0 0 0]/F 4/StructParent {key}"
            f"/P {self.number} 0 R/Contents{contents}{target}>>",
            number,
        )
        self._annotations.append(number)

    def save(self, parent: int) -> None:
        """Writes the page and its content; `parent` is the page tree."""
        self.unmark()
        content = self.file.stream("", "\n".join(self._ops).encode("latin-1"))
        w, h = (side / EMU_PER_PT for side in self.size)
        pictures = "".join(f"/{name} {number} 0 R" for name, number in self._pictures.items())
        veils = "".join(f"/{name}<</Type/ExtGState/ca {opacity:g}>>" for name, opacity in self._veils.items())
        annotations = " ".join(f"{number} 0 R" for number in self._annotations)
        self.file.add(
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {w:g} {h:g}]/Contents {content} 0 R"
            f"/Resources<</Font {self.fonts.number} 0 R"
            + (f"/XObject<<{pictures}>>" if pictures else "")
            + (f"/ExtGState<<{veils}>>" if veils else "")
            + ">>"
            f"/StructParents {self._key}/Tabs/S" + (f"/Annots[{annotations}]" if annotations else "") + ">>",
            self.number,
        )


@lru_cache(maxsize=512)
def _operands(code: str) -> str:
    """Six hex digits as the operands of a colour."""
    value = int(code, 16)
    return " ".join(f"{(value >> shift & 255) / 255:.4g}" for shift in (16, 8, 0))
