"""In: runs, a style, a width. Out: a paragraph of measured lines. Greedy, as office suites break lines.

Breaking as PowerPoint and LibreOffice do matters more than breaking better: the deck carries no hard line breaks, so
the lines planned here must be the lines that a person sees. A planner that wants other breaks moves the width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from exporter.model.geometry import EMU_PER_PT, pt
from exporter.model.page import Line, Para, Role, Span
from exporter.model.report import Run, Runs, Text
from exporter.model.style import FontRole, TextStyle
from exporter.text.breaks import bad_after, units
from exporter.text.fonts import Fonts

SUPERSCRIPT = 0.66
"""Size of a note mark, as a share of its paragraph's."""
REMEMBERED = 4000
"""Paragraphs whose lines are kept: a planner that weighs candidates measures the same text many times."""
SLACK = 2
"""EMU by which a line may pass its width: rounding, not text."""
_WHITE = re.compile(r"[\t\n\r\f\v\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Dress:
    """What makes one span differ from another."""

    font: FontRole
    bold: bool
    italic: bool
    size: float
    colour: str
    spacing: float
    rise: float
    link: str
    goto: str
    lang: str
    code: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an unbreakable unit: one dress, no inner break; `w` without the spaces at its end."""

    text: str
    dress: _Dress
    w: int
    full: int
    """Width with the spaces at its end."""


def para(
    text: Text | Runs | str,
    style: TextStyle,
    width: int,
    fonts: Fonts,
    *,
    role: Role = Role.BODY,
    level: int = 0,
    bullet: str = "",
    bullet_colour: str = "accent",
    indent: int = 0,
    hang: int = 0,
    space_before: float = 0,
    element: str = "",
    path: str = "",
    hold: bool = False,
    marks: Mapping[str, str] | None = None,
) -> Para:
    """`text` set in `style` and broken into lines of at most `width` - `indent` EMU.

    `hold` keeps ranges, numbers with units and initials on one line: for pages that we draw ourselves. `marks` gives
    the note mark of each cited source; without it citations show nothing. A word wider than the line is broken
    between characters, as office suites do. An empty text gives one empty line.
    """
    runs = _runs(text)
    path = path or (text.path if isinstance(text, Text) else "")
    key = (runs, style, width - indent, hold)
    lines = fonts.broken.get(key)
    if lines is None:
        lines = tuple(_compose(_cut(runs, style, fonts, hold, marks or {}), width - indent, fonts))
        if len(fonts.broken) >= REMEMBERED:
            fonts.broken.clear()
        fonts.broken[key] = lines
    return Para(
        lines=lines or (Line((), 0),),
        style=style,
        role=role,
        level=level,
        bullet=bullet,
        bullet_colour=bullet_colour,
        indent=indent,
        hang=hang,
        space_before=space_before,
        ascent=fonts.ascent(style),
        path=path,
        element=element,
    )


def height(paras: Sequence[Para]) -> int:
    """Height of paragraphs stacked in one box, EMU: the first one's space above does not count."""
    total = 0.0
    for i, p in enumerate(paras):
        total += len(p.lines) * p.style.line + (p.space_before if i else 0)
    return pt(total)


def split(paragraph: Para, lines: int) -> tuple[Para, Para]:
    """The first `lines` lines and the rest, as one structure element; the rest has no bullet of its own."""
    element = paragraph.element or paragraph.path
    head = replace(paragraph, lines=paragraph.lines[:lines], element=element)
    tail = replace(paragraph, lines=paragraph.lines[lines:], element=element, bullet="", space_before=0)
    return head, tail


def bad_breaks(paragraph: Para) -> int:
    """How many lines end inside a range, before a unit, after an initial, or at a hyphen inside a word."""
    lines = paragraph.lines
    return sum(
        1 for a, b in zip(lines, lines[1:], strict=False) if bad_after(a.text + (" " if a.space else ""), b.text)
    )


def words(text: str) -> int:
    """How many words a person would count."""
    return len(text.split())


def _runs(text: Text | Runs | str) -> Runs:
    if isinstance(text, str):
        return (Run(text),) if text else ()
    return text.runs if isinstance(text, Text) else text


def _dress(run: Run, style: TextStyle) -> _Dress:
    font: FontRole = "mono" if run.code else style.font
    goto = run.link[1:] if run.link.startswith("#") else ""
    colour = "accent" if run.link and style.colour in ("ink", "text2", "muted") else style.colour
    return _Dress(
        font, run.bold or style.bold, run.italic or style.italic, style.size, colour, style.spacing, 0,
        "" if goto else run.link, goto, run.lang, run.code,
    )  # fmt: skip


def _dressed(runs: Runs, style: TextStyle, marks: Mapping[str, str]) -> Iterable[tuple[str, _Dress]]:
    for run in runs:
        text = _WHITE.sub(" ", run.text).replace("\u00ad", "")
        dress = _dress(run, style)
        if text:
            yield text, dress
        known = [marks[c] for c in run.cite if c in marks]
        if known:
            small = replace(dress, size=round(style.size * SUPERSCRIPT, 1), rise=style.size * 0.33, goto="")
            yield ", ".join(known), small


def _cut(runs: Runs, style: TextStyle, fonts: Fonts, hold: bool, marks: Mapping[str, str]) -> list[list[_Piece]]:
    """The paragraph as unbreakable units, each a list of pieces in one dress."""
    dressed = list(_dressed(runs, style, marks))
    whole = "".join(text for text, _ in dressed)
    cuts = _hold(units(whole)) if hold else units(whole)
    if len(dressed) == 1:
        dress = dressed[0][1]
        return [list(_pieces(unit, dress, fonts)) for unit in cuts]
    out: list[list[_Piece]] = []
    index, offset = 0, 0
    for unit in cuts:
        pieces: list[_Piece] = []
        left = len(unit)
        while left:
            text, dress = dressed[index]
            part = text[offset : offset + left]
            pieces.extend(_pieces(part, dress, fonts))
            left -= len(part)
            offset += len(part)
            if offset == len(text):
                index, offset = index + 1, 0
        out.append(pieces)
    return out


def _hold(cuts: Sequence[str]) -> list[str]:
    """Units joined where a break would read badly; hyphens inside words may still break."""
    out: list[str] = []
    for unit in cuts:
        hyphen = out and re.search(r"[^\W\d][-/]\Z", out[-1])
        if out and not hyphen and len(out[-1]) < 24 and bad_after(out[-1], unit):
            out[-1] += unit
        else:
            out.append(unit)
    return out


def _pieces(text: str, dress: _Dress, fonts: Fonts) -> Iterable[_Piece]:
    bare = text.rstrip(" ")
    if not bare:
        full = sum(w for _, _, w in fonts.pieces(text, dress.font, dress.bold, dress.italic, dress.size, dress.spacing))
        yield _Piece(text, dress, 0, full)
        return
    parts = list(fonts.pieces(bare, dress.font, dress.bold, dress.italic, dress.size, dress.spacing))
    tail = text[len(bare) :]
    space = 0
    if tail:
        face = fonts.face(dress.font, dress.bold, dress.italic)
        per_em = dress.size * EMU_PER_PT
        space = round(len(tail) * ((face.advance(" ") or 0) * per_em / face.upem + dress.spacing * EMU_PER_PT))
    for i, (part, font, w) in enumerate(parts):
        last = i == len(parts) - 1
        look = dress if font == dress.font else replace(dress, font=font)
        yield _Piece(part + (tail if last else ""), look, w, w + (space if last else 0))


def _compose(cuts: list[list[_Piece]], width: int, fonts: Fonts) -> Iterable[Line]:
    """Greedy lines: a unit goes on the line while it fits without the spaces at its end."""
    line: list[_Piece] = []
    used = 0  # width of the line so far, spaces at its end included
    for unit in cuts:
        full = sum(p.full for p in unit)
        bare = full - (unit[-1].full - unit[-1].w) if unit else 0
        if line and used + bare > width + SLACK:
            yield _line(line)
            line, used = [], 0
        if not line and bare > width + SLACK:
            *done, rest = _shatter(unit, width, fonts)
            for part in done:
                yield _line(part)
            line, used = rest, sum(p.full for p in rest)
            continue
        line.extend(unit)
        used += full
    if line:
        yield _line(line)


def _shatter(unit: list[_Piece], width: int, fonts: Fonts) -> list[list[_Piece]]:
    """A unit wider than the line, broken between characters; at least one character a line."""
    lines: list[list[_Piece]] = [[]]
    used = 0
    for piece in unit:
        start = 0
        d = piece.dress
        for i, character in enumerate(piece.text):
            w = sum(x for _, _, x in fonts.pieces(character, d.font, d.bold, d.italic, d.size, d.spacing))
            if character != " " and used + w > width + SLACK and (i > start or lines[-1]):
                if i > start:
                    lines[-1].extend(_pieces(piece.text[start:i], d, fonts))
                lines.append([])
                start, used = i, 0
            used += w
        if start < len(piece.text):
            lines[-1].extend(_pieces(piece.text[start:], d, fonts))
    return lines


def _line(pieces: list[_Piece]) -> Line:
    """Pieces joined into spans; spaces at the end are dropped and remembered."""
    kept = list(pieces)
    space = False
    while kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        space = True
        bare = last.text.rstrip(" ")
        if bare:
            kept.append(_Piece(bare, last.dress, last.w, last.w))
    spans: list[Span] = []
    x = 0
    texts: list[str] = []
    start = 0
    for i, piece in enumerate(kept):
        texts.append(piece.text)
        follows = kept[i + 1].dress if i + 1 < len(kept) else None
        if follows != piece.dress:
            w = x + piece.full - start
            d = piece.dress
            spans.append(
                Span(
                    "".join(texts), start, w, d.font, d.bold, d.italic, d.size, d.colour, d.spacing, d.rise,
                    d.link, d.goto, d.lang, d.code,
                )
            )  # fmt: skip
            texts, start = [], x + piece.full
        x += piece.full
    return Line(tuple(spans), x, space)
