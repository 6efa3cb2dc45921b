"""In: theme, density, language. Out: a drawing desk: styles by role, the column grid, measured texts, small items.

Every arrangement works on a Sheet, so that sizes, colours and positions come from one place and never from a literal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.geometry import Box, px, to_px
from exporter.model.page import Anchor, Para, PlacedShape, PlacedText, Role, ShapeKind
from exporter.model.report import Runs, Text
from exporter.model.style import Density, Region, TextStyle, Theme
from exporter.plan.shorten import shortened
from exporter.plan.words import Words
from exporter.text import Fonts, bad_breaks, height, line_count, para, plain_case

GROWING = frozenset(
    (
        "body",
        "body2",
        "body3",
        "lead",
        "detail",
        "subhead",
        "cell",
        "table-head",
        "label",
        "number",
        "code",
        "statement",
    )
)
"""Roles whose type grows where a slide has little on it."""
GAP = px(24)
"""Between blocks, and between columns."""
BAR = "\u00a0\u00a0|  "
"""Between kind, date and authors: no line begins with it."""


class Sheet(Struct, frozen=True):
    """The desk of one document. Lengths EMU; `step` is the number of sizes below the preferred one."""

    theme: Theme
    density: Density
    words: Words
    fonts: Fonts
    marks: Mapping[str, str] = field(default_factory=dict)
    """Note mark of each source id; decks have none (sources stand in the source line)."""
    hold: bool = False
    """True where we draw the lines ourselves (brief): ranges and units never break."""
    hyphenate: str = ""
    """Language whose words may be hyphened in running text; empty where the theme asks for none."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Plain names of items and sections by id, for alt texts and links."""
    bands: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Left edge and width of the bands of a slide (title, footer …) that give way to an element of the theme."""
    _larger: dict[float, Sheet] = field(default_factory=dict)
    """What `grown` made: the same few desks serve all slides."""
    lowest_grown: Mapping[tuple[float, float], TextStyle] = field(default_factory=dict)
    """Of a grown desk, by size and line of a style of the one it grew from: what it is here, at its lowest line."""
    highest_before: Mapping[tuple[float, float], TextStyle] = field(default_factory=dict)
    """The other way round: what a style of a grown desk was before, at its highest line."""
    titles: dict[tuple[Runs, str], PlacedText | None] = field(default_factory=dict)
    """Titles that were balanced, by their words and the fact they show: asked for when a slide is chosen and made."""
    sources: dict[tuple[object, ...], tuple[Para, bool]] = field(default_factory=dict)
    """Source lines and whether they have remarks, by all that they say: most slides of a section say the same."""
    _cut: dict[tuple[str, TextStyle, int], str] = field(default_factory=dict)
    """What `one_line` made of words in a style and a width."""

    @property
    def board(self) -> bool:
        return self.density.name == "board"

    @property
    def dense(self) -> bool:
        return self.density.name == "dense"

    def style(self, role: str, step: int = 0, **changes: Any) -> TextStyle:
        """The style of a density role, `step` sizes down; `changes` replace single values."""
        style = self.density.style(role, step)
        return style.but(**changes) if changes else style

    def steps(self, *roles: str) -> int:
        """How many sizes the longest of these roles' scales has."""
        return max(len(self.density.steps(role)) for role in roles)

    def grown(self, factor: float) -> Sheet:
        """The desk with larger type for the content of a slide that has little on it."""

        def larger(style: TextStyle) -> TextStyle:
            size = round(style.size * factor * 2) / 2
            return style.but(size=size, line=round(style.line * size / style.size * 2) / 2)

        if factor not in self._larger:
            styles = {r: tuple(map(larger, s)) if r in GROWING else s for r, s in self.density.styles.items()}
            grown = replace(self, density=replace(self.density, styles=styles), _larger={}, titles={}, sources={})
            pairs = [(self.style(role), grown.style(role)) for role in sorted(styles)]
            self._larger[factor] = replace(
                grown,
                lowest_grown={_look(a): b for a, b in sorted(pairs, key=lambda pair: -pair[1].line)},
                highest_before={_look(b): a for a, b in sorted(pairs, key=lambda pair: pair[0].line)},
            )
        return self._larger[factor]

    def into(self, region: Region) -> Sheet:
        """The desk whose grid and body are those of a region of the slide."""
        frame = self.density.frame
        if region.at == (1, frame.columns) and region.rows is None:
            return self
        x, w = self.column(*region.at)
        frame = replace(frame, left=to_px(x), right=to_px(x + w), body=region.rows or frame.body)
        return replace(self, density=replace(self.density, frame=frame), bands={}, _larger={}, titles={}, sources={})

    def column(self, first: int, last: int) -> tuple[int, int]:
        """Left edge and width of grid columns `first` to `last` (from 1)."""
        frame = self.density.frame
        gutter = px(frame.gutter)
        width = (px(frame.right - frame.left) - gutter * (frame.columns - 1)) / frame.columns
        x = px(frame.left) + (first - 1) * (width + gutter)
        w = (last - first + 1) * (width + gutter) - gutter
        return round(x), round(w)

    def band(self, name: str) -> tuple[int, int]:
        """Left edge and width of a band of the slide: tracker, title, source, footer."""
        return self.bands.get(name) or self.column(1, self.density.frame.columns)

    def body(self, first: int = 1, last: int = 12) -> Box:
        """The body of a slide between two grid columns."""
        top, bottom = self.density.frame.body
        x, w = self.column(first, last)
        return Box(x, px(top), w, px(bottom - top))

    def across(self, box: Box, n: int, gap: int = GAP) -> list[Box]:
        """`box` cut into `n` equal columns with gaps; every edge a whole EMU."""
        w = (box.w - gap * (n - 1)) / n
        return [Box(round(box.x + i * (w + gap)), box.y, round(w), box.h) for i in range(n)]

    def para(self, text: Text | Runs | str, style: TextStyle, width: int, **kw: Any) -> Para:
        """`text` measured in `style`; see `exporter.text.para`."""
        if self.hyphenate and kw.get("role", Role.BODY) in (Role.BODY, Role.ITEM) and self._runs(style):
            kw["hyphenate"] = (isinstance(text, Text) and text.language) or self.hyphenate
        if style.align == "justify":
            made = para(text, style.but(align="left"), width, self.fonts, hold=self.hold, marks=self.marks, **kw)
            if made.role not in (Role.BODY, Role.ITEM):
                return made
            from exporter.plan.justify import justified

            return justified(made, width - kw.get("right", 0), self.fonts)
        return para(text, style, width, self.fonts, hold=self.hold, marks=self.marks, **kw)

    def liner(self, style: TextStyle) -> Callable[[Text | Runs, int], Para | None]:
        """What sets a short text in `style` on one line of a width, as `para` does; None where `para` has to do it."""
        if style.align == "justify" or (self.hyphenate and self._runs(style)):
            return lambda text, width: None
        return plain_case(style, self.fonts, self.hold).para

    def line_count(self, text: Text | Runs | str, style: TextStyle, width: int) -> int:
        """How many lines `para` makes of `text`."""
        if self.hold or self.hyphenate:
            return len(self.para(text, style, width).lines)
        return line_count(text, style, width, self.fonts)

    def _runs(self, style: TextStyle) -> bool:
        """Whether it is the type of running text: names, claims and cells are not hyphenated."""
        body = self.density.styles["body"]
        return not style.bold and any((style.font, style.size) == (step.font, step.size) for step in body)

    def paras(
        self, texts: Iterable[Text | Runs | str], style: TextStyle, width: int, gap: float = 0, **kw: Any
    ) -> tuple[Para, ...]:
        """One paragraph a text, `gap` pt apart."""
        return tuple(self.para(t, style, width, space_before=gap if i else 0, **kw) for i, t in enumerate(texts))

    def width(self, text: str, style: TextStyle) -> int:
        """Width of `text` on one line, EMU; in decks with what LibreOffice leaves between scripts."""
        width = self.fonts.width(text, style)
        return width if self.hold else width + self.fonts.script_gaps(text, style)

    def one_line(self, words: str, style: TextStyle, width: int) -> str:
        """`words`, or as many of them as fit one line with an ellipsis: furniture says the same on every page."""
        key = (words, style, width)
        if key not in self._cut:
            wide = self.width if self.hold else self.fonts.room  # in every office suite
            self._cut[key] = shortened(words, lambda some: wide(some, style) <= width)
        return self._cut[key]


def _look(style: TextStyle) -> tuple[float, float]:
    return style.size, style.line


def part_of(element: str, para: Para) -> Para:
    """The paragraph as a part of an element: a screen reader says as one what stands in several boxes."""
    lines = (*para.lines[:-1], *(replace(line, space=True) for line in para.lines[-1:]))
    return replace(para, lines=lines, element=element)


def text_item(
    box: Box,
    paras: Sequence[Para],
    *,
    size_role: str,
    placeholder: str = "",
    role: Role = Role.BODY,
    anchor: Anchor = "top",
    insets: tuple[int, int, int, int] = (0, 0, 0, 0),
    fill: str = "",
    name: str = "",
    anchor_id: str = "",
    fixed: bool = False,
    paths: tuple[str, ...] = (),
) -> PlacedText:
    """A text box at `box`. A box lower than its text is made as high as the text."""
    need = height(paras) + insets[1] + insets[3]
    if box.h < need and not placeholder:
        box = Box(box.x, box.y, box.w, need)
    return PlacedText(
        box=box, paras=tuple(paras), size_role=size_role, placeholder=placeholder, role=role, anchor=anchor,
        insets=insets, fill=fill, name=name, anchor_id=anchor_id, fixed=fixed, paths=paths,
    )  # fmt: skip


def rule(x: int, y: int, w: int, colour: str = "rule", weight: float = 1, fixed: bool = False) -> PlacedShape:
    """A horizontal rule: a decorative line, `weight` px thick."""
    return shape("line", Box(x, y, w, 0), stroke=colour, stroke_w=px(weight), fixed=fixed)


def shape(
    kind: ShapeKind, box: Box, *, fill: str = "", stroke: str = "", stroke_w: int = 0, fixed: bool = False,
    name: str = "", anchor_id: str = "", flip_h: bool = False, flip_v: bool = False,
) -> PlacedShape:  # fmt: skip
    """A decorative shape."""
    return PlacedShape(
        box=box, shape=kind, fill=fill, stroke=stroke, stroke_w=stroke_w, decorative=True, role=Role.ARTIFACT,
        fixed=fixed, name=name, anchor_id=anchor_id, flip_h=flip_h, flip_v=flip_v,
    )  # fmt: skip


def snap(length: int, unit_px: float = 8) -> int:
    """`length` rounded up to the baseline grid, so that near-equal boxes share one layout variant."""
    unit = px(unit_px)
    return math.ceil(length / unit) * unit


def bad(paras: Iterable[Para]) -> int:
    """How many lines of these paragraphs end where they should not."""
    return sum([bad_breaks(p) for p in paras if len(p.lines) > 1])


def clip(text: str, most: int = 250) -> str:
    """An alt text of at most `most` characters, cut at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
