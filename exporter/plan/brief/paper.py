"""In: theme, density, paper. Out: the brief's page: its grid, its type by role, its furniture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Role
from exporter.model.report import Report, Run, Runs
from exporter.model.style import Density, Frame, Theme
from exporter.plan.sheet import Sheet, text_item
from exporter.plan.words import Words
from exporter.text import Fonts


@dataclass(frozen=True, slots=True)
class Paper:
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

    @property
    def text(self) -> Box:
        return Box(px(self.margin), px(self.top), px(self.width - 2 * self.margin), px(self.bottom - self.top))


PAPERS = {
    "A4": Paper(794, 1123, 73, 48, 88, 1040, 1064),
    "Letter": Paper(816, 1056, 84, 42, 80, 976, 1000),
}

ROLES = {
    "body": "brief-body", "body2": "brief-body", "body3": "brief-body", "lead": "brief-body", "subhead": "brief-h2",
    "detail": "brief-figure-text", "label": "brief-note", "cell": "brief-cell", "table-head": "brief-table-head",
    "chart-label": "brief-note", "number": "brief-figure-date", "figure": "brief-figure", "code": "brief-code",
    "statement": "brief-callout-head", "source": "brief-note",
}  # fmt: skip
"""Arrangements ask for deck roles; on paper these answer."""

FIGURE_ROLES = {**ROLES, "subhead": "brief-figure-date", "body": "brief-figure-head", "detail": "brief-figure-text"}
"""Inside figures the text is smaller: date, head and text of a timeline."""


def sheet_of(theme: Theme, density: Density, paper: Paper, report: Report, figure: bool = False) -> Sheet:
    """The drawing desk of the brief: six columns, brief type, print colours, lines held together."""
    roles = FIGURE_ROLES if figure else ROLES
    styles = {**density.styles, **{role: density.styles[brief] for role, brief in roles.items()}}
    for role in ("body2", "body3"):
        if not figure:
            styles[role] = tuple(s.but(colour="text2") for s in styles[role])
    if figure:
        styles["body"] = tuple(s.but(colour="ink") for s in density.styles["brief-figure-head"])
    frame = Frame(
        left=paper.margin, right=paper.width - paper.margin, columns=6, gutter=24, body=(paper.top, paper.bottom)
    )
    marks = {source.id: str(n) for n, source in enumerate(report.sources, 1)}
    return Sheet(
        theme, replace(density, frame=frame, styles=styles), Words(report.language), Fonts(theme.fonts), marks=marks,
        hold=True,
    )  # fmt: skip


def running_head(paper: Paper, sheet: Sheet, left: str, right: str) -> list[Item]:
    """Section on the left, edition on the right; from page 2 on."""
    box = paper.text
    style = sheet.style("brief-running")
    half = box.w // 2 - px(12)
    items: list[Item] = []
    for text, x, align in ((left, box.x, "left"), (right, box.x + box.w - half, "right")):
        if not text:
            continue
        short = _one_line(text, sheet, half)
        para = sheet.para(short, style.but(align=align), half, role=Role.ARTIFACT)
        items.append(
            text_item(Box(x, px(paper.running), half, px(16)), (para,), size_role="brief-running", role=Role.ARTIFACT)
        )
    return items


def foot(paper: Paper, sheet: Sheet, report: Report, number: int, of: int) -> list[Item]:
    """Report and date on the left, "Page x of y" on the right."""
    box = paper.text
    style = sheet.style("brief-foot")
    words = report.title.plain
    if report.date:
        words = f"{words}, {sheet.words.date(report.date)}"
    left = sheet.para(_one_line(words, sheet, box.w - px(120)), style, box.w - px(120), role=Role.ARTIFACT)
    right = sheet.para(sheet.words("page", n=number, m=of), style.but(align="right"), px(112), role=Role.ARTIFACT)
    y, h = px(paper.foot), px(16)
    return [
        text_item(Box(box.x, y, box.w - px(120), h), (left,), size_role="brief-foot", role=Role.ARTIFACT),
        text_item(Box(box.right - px(112), y, px(112), h), (right,), size_role="brief-foot", role=Role.ARTIFACT),
    ]


def _one_line(text: str, sheet: Sheet, width: int) -> str:
    """`text`, cut at a word with an ellipsis where it is wider than the line: furniture repeats what stands elsewhere."""
    style = sheet.style("brief-running")
    if sheet.width(text, style) <= width:
        return text
    while text and sheet.width(text + " …", style) > width:
        text = text.rsplit(" ", 1)[0] if " " in text else text[:-8]
    return text + " …"


def bold(runs: Runs) -> Runs:
    return tuple(replace(run, bold=True) for run in runs)


def joined(*parts: Runs, by: str = " ") -> Runs:
    """Several texts in one paragraph."""
    out: list[Run] = []
    for part in parts:
        if part:
            out += ([Run(by)] if out else []) + list(part)
    return tuple(out)
