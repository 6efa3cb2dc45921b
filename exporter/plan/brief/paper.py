"""In: theme, density, paper. Out: the desk of a brief: its grid, its type by role, its air, its furniture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.audience import Audience
from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, Role, Span
from exporter.model.report import Report, Run, Runs, Text
from exporter.model.style import Density, Frame, Layout, Theme
from exporter.plan.arrange import Arranged
from exporter.plan.arrange.flow import Pen
from exporter.plan.mark import mark_of
from exporter.plan.sheet import GAP, Sheet, text_item
from exporter.plan.titles import balance
from exporter.plan.words import Words
from exporter.text import Fonts


class Paper(Struct, frozen=True, dict=True):
    """Page geometry in px: A4 or Letter (look.md section 13)."""

    width: float
    height: float
    margin: float
    running: float
    top: float
    bottom: float
    foot: float

    @property
    def size(self) -> tuple[int, int]:
        return px(self.width), px(self.height)

    @cached_property
    def text(self) -> Box:
        return Box(px(self.margin), px(self.top), px(self.width - 2 * self.margin), px(self.bottom - self.top))

    @property
    def turned(self) -> Paper:
        """The same paper on its side: head and foot as far from its edges."""
        less = self.height - self.width
        return replace(self, width=self.height, height=self.width, bottom=self.bottom - less, foot=self.foot - less)

    @property
    def taken(self) -> dict[str, Box]:
        """What stands on the pages, for fixed elements to keep off."""
        w = px(self.width - 2 * self.margin)
        return {
            "the running head": Box(px(self.margin), px(self.running), w, px(16)),
            "the text": self.text,
            "the foot": Box(px(self.margin), px(self.foot), w, px(16)),
        }


PAPERS = {
    "A4": Paper(794, 1123, 73, 48, 88, 1040, 1064),
    "Letter": Paper(816, 1056, 84, 48, 88, 976, 1000),
}
FIRST_TOP = 56
"""px where the first page begins: it has no running head."""

SIDE = px(200)
"""From the left edge of the side column to that of the text."""
SIDE_W = px(176)


class Air(Struct, frozen=True):
    """Space between things: px between sections, blocks and inside cells, pt between paragraphs."""

    section: int
    block: int
    para: float
    cell: int
    step: int
    """Sizes below the preferred one that table cells are set in."""
    item: float
    """pt over an item's head."""
    row: int
    """px between a heading over the whole width and what stands under it, and between rows of text."""
    contents: bool = True
    """Whether there is a strip of contents."""
    panel: int = 18
    """px over and under the figures of the summary; sources have a little less."""
    small: bool = False
    """Whether type is a size smaller, where the theme has one for its role."""


def _air(t: float, step: int = 0) -> Air:
    """From the preferred (0) to the closest (1)."""
    return Air(round(44 - 18 * t), round(28 - 12 * t), 9 - 3 * t, round(6 - 2 * t), step, 10 - 4 * t, round(18 - 6 * t))


AIRS = (*(_air(i / 8) for i in range(9)), _air(1, step=1), replace(_air(1, step=1), section=18, contents=False))
"""A brief over its limit of pages is set closer, as little as it takes, before anything moves; then its tables take
smaller type, and one of very few pages goes without its contents."""
SMALL = tuple(replace(air, panel=round(air.panel * 2 / 3), small=True) for air in AIRS)
"""What is still too much is set in smaller type, again no closer than it takes."""

ROLES = {
    "body": "brief-body", "body2": "brief-body", "body3": "brief-body", "lead": "brief-body", "subhead": "brief-h2",
    "detail": "brief-figure-text", "label": "brief-note", "cell": "brief-cell", "table-head": "brief-table-head",
    "chart-label": "brief-note", "number": "brief-figure-date", "figure": "brief-figure", "code": "brief-code",
    "statement": "brief-callout-head", "source": "brief-note", "big-number": "brief-figure",
}  # fmt: skip
"""Arrangements ask for deck roles; on paper these answer."""

FIGURE_ROLES = {
    **ROLES, "subhead": "brief-figure-date", "body": "brief-figure-head", "detail": "brief-figure-text",
    "chart-label": "brief-figure-text", "label": "brief-figure-text", "body2": "brief-figure-text",
    "body3": "brief-figure-text",
}  # fmt: skip
"""Inside figures the text is smaller: date, head and text of a timeline."""


class Desk(Struct, frozen=True, dict=True):
    """What every part of a brief works with."""

    report: Report
    audience: Audience
    layouts: Mapping[str, Layout]
    theme: Theme
    paper: Paper
    sheet: Sheet
    figures: Sheet
    """The same with the smaller type of figures."""
    voice: Mapping[str, object] = field(default_factory=dict)
    """The density's `brief:`: head, contents, h1, numbered."""
    air: Air = AIRS[0]
    drawn: dict[str, Arranged | None] = field(default_factory=dict)
    """Figures by the path of their block: drawn once, whatever the air is."""

    @property
    def numbered(self) -> bool:
        """The technical voice: headings 1 and 1.1; items as tables."""
        return bool(self.voice.get("numbered"))

    @property
    def over(self) -> bool:
        """Section headings stand over the whole width, not beside the text."""
        return self.voice.get("h1") == "top" or bool(self.columns)

    @property
    def columns(self) -> int:
        """Columns of running text across the page, with all headings over it; 0 for text beside its headings."""
        return int(str(self.voice.get("columns", 0)))

    @property
    def x(self) -> int:
        return self.paper.text.x

    @property
    def w(self) -> int:
        return self.paper.text.w

    @property
    def main(self) -> int:
        """Width of running text: beside side headings, or of one column."""
        return (self.w - GAP * (self.columns - 1)) // self.columns if self.columns else self.w - SIDE

    @property
    def indent(self) -> int:
        """From the left edge of the page's text to that of running text."""
        return 0 if self.columns else SIDE

    @property
    def single(self) -> Desk:
        """The desk for what never stands in several columns: beside its headings then, as where the text is."""
        return replace(self, voice={**self.voice, "columns": 0}) if self.columns > 1 else self

    @property
    def column(self) -> Desk:
        """The desk of what stands in the first column, as narrow as it."""
        paper = replace(self.paper, width=self.main / px(1) + 2 * self.paper.margin)
        return replace(self, paper=paper, voice={**self.voice, "columns": 0})

    def beside(self, share: float) -> Desk:
        """The desk of what stands where running text does, beside its headings, as wide as `share` of it."""
        margin = self.paper.margin + self.indent / px(1)
        paper = replace(self.paper, margin=margin, width=self.main * share / px(1) + 2 * margin)
        return replace(self, paper=paper)

    @cached_property
    def turned(self) -> Desk:
        """The desk of the pages that are turned on their side for what is too wide to stand upright."""
        return replace(self, paper=self.paper.turned)

    def aired(self, air: Air) -> Desk:
        """The desk with other air, and with the type that belongs to it; drawings keep theirs."""
        return replace(self, air=air, sheet=_smaller(self.sheet) if air.small else self.sheet)

    def paper_of(self, turned: bool) -> Paper:
        return self.paper.turned if turned else self.paper

    @property
    def pen(self) -> Pen:
        return Pen(self.sheet, self.main, 0, air=self.air.para)


def desk_of(report: Report, audience: Audience, layouts: Mapping[str, Layout], theme: Theme) -> Desk:
    density = theme.densities[audience.density]
    paper = PAPERS[audience.paper or theme.paper]
    return Desk(
        report, audience, layouts, theme, paper, sheet_of(theme, density, paper, report),
        sheet_of(theme, density, paper, report, figure=True), density.brief,
    )  # fmt: skip


def sheet_of(theme: Theme, density: Density, paper: Paper, report: Report, figure: bool = False) -> Sheet:
    """The drawing desk of the brief: print colours, six columns, brief type, lines held together."""
    theme = replace(theme, colours=theme.print_colours)
    roles = FIGURE_ROLES if figure else ROLES
    styles = dict(density.styles)
    if density.brief.get("justify"):
        styles["brief-body"] = tuple(s.but(align="justify") for s in styles["brief-body"])
    styles |= {role: styles[brief] for role, brief in roles.items()}
    if figure:
        styles["body"] = tuple(s.but(bold=False) for s in styles["body"])
    else:
        for role in ("body2", "body3"):
            styles[role] = tuple(s.but(colour="text2") for s in styles[role])
    frame = Frame(
        left=paper.margin, right=paper.width - paper.margin, columns=6, gutter=24, body=(paper.top, paper.bottom)
    )
    marks = {source.id: str(n) for n, source in enumerate(report.sources, 1)}
    fonts = Fonts(theme.fonts, report.language)
    return Sheet(
        theme, replace(density, frame=frame, styles=styles), Words(report.language), fonts, marks=marks, hold=True,
        hyphenate=report.language if density.brief.get("hyphenate") else "",
    )  # fmt: skip


def _smaller(sheet: Sheet) -> Sheet:
    """The same with every style a size smaller that has one."""
    styles = {role: sizes[1:] or sizes for role, sizes in sheet.density.styles.items()}
    return replace(sheet, density=replace(sheet.density, styles=styles), _larger={})


def edition(desk: Desk) -> str:
    """ "Executive brief"."""
    return desk.sheet.words("brief", audience=desk.audience.called(desk.report.language) or desk.audience.name.title())


LEAST_FOOT = px(80)
"""With less room for it the report's name is not said at the foot."""


def running_head(paper: Paper, sheet: Sheet, left: str, right: str) -> list[Item]:
    """Section on the left, edition on the right; from page 2 on."""
    box = paper.text
    style = sheet.style("brief-running")
    half = box.w // 2 - px(12)
    items: list[Item] = []
    for text, x, align in ((left, box.x, "left"), (right, box.x + box.w - half, "right")):
        if not text:
            continue
        short = sheet.one_line(text, style, half)
        para = sheet.para(short, style.but(align=align), half, role=Role.ARTIFACT)
        items.append(
            text_item(Box(x, px(paper.running), half, px(16)), (para,), size_role="brief-running", role=Role.ARTIFACT)
        )
    return items


def foot(paper: Paper, sheet: Sheet, report: Report, audience: Audience, number: int, of: int) -> list[Item]:
    """The audience's mark, report and date on the left, "Page x of y" on the right."""
    y, h = px(paper.foot), px(16)
    mark = mark_of(audience, sheet, "brief-foot", paper.text.x, (paper.foot, paper.foot + 16))
    taken = mark.w if mark else 0
    box = paper.text.inset(taken, 0, 0)
    style = sheet.style("brief-foot")
    words = report.title.plain
    if report.date:
        words = f"{words}, {sheet.words.date(report.date)}"
    room = box.w - px(160)
    words = sheet.one_line(words, style, room) if room > LEAST_FOOT else ""
    left = sheet.para(words, style, max(room, px(1)), role=Role.ARTIFACT)
    right = sheet.para(sheet.words("page", n=number, m=of), style.but(align="right"), px(152), role=Role.ARTIFACT)
    name = [text_item(Box(box.x, y, room, h), (left,), size_role="brief-foot", role=Role.ARTIFACT)] if words else []
    return [
        *([mark.item(number == 1)] if mark else []),
        *name,
        text_item(Box(box.right - px(152), y, px(152), h), (right,), size_role="brief-foot", role=Role.ARTIFACT),
    ]


def bold(runs: Runs) -> Runs:
    return tuple(replace(run, bold=True) for run in runs)


def joined(*parts: Runs, by: str = " ") -> Runs:
    """Several texts in one paragraph."""
    out: list[Run] = []
    for part in parts:
        if part:
            out += ([Run(by)] if out else []) + list(part)
    return tuple(out)


def even(desk: Desk, text: Text, style: str, width: int, role: Role, colour: str = "") -> Para:
    """A claim in lines of about the same length, at the preferred size of `style`."""
    found = balance(text, desk.sheet, Box(0, 0, width, px(10_000)), style, most=1000, role=role)
    para = found.para if found else desk.sheet.para(text, desk.sheet.style(style), width, role=role)
    return painted(para, lambda n, span: "" if span.link or span.goto else colour)


def painted(para: Para, colour: Callable[[int, Span], str]) -> Para:
    """The paragraph with the colour that `colour(number of the span, span)` gives each span; empty keeps its own."""
    lines, n = [], 0
    for line in para.lines:
        spans = []
        for span in line.spans:
            spans.append(replace(span, colour=colour(n, span) or span.colour))
            n += 1
        lines.append(replace(line, spans=tuple(spans)))
    return replace(para, lines=tuple(lines))


def numbered(para: Para, n: int, sheet: Sheet) -> Para:
    """The paragraph with its first `n` characters, a number, in accent."""
    if not n or not para.lines or not para.lines[0].spans:
        return para
    first, *rest = para.lines[0].spans
    head, tail = first.text[:n], first.text[n:]
    w = sheet.width(head, para.style)
    spans = [replace(first, text=head, w=w if tail else first.w, colour="accent")]
    if tail:
        spans.append(replace(first, text=tail, x=first.x + w, w=first.w - w))
    return replace(para, lines=(replace(para.lines[0], spans=(*spans, *rest)), *para.lines[1:]))
