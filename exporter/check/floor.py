"""Floor: type smaller than its role may be in this density, or than anyone can read."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.check.frames import Frame, frames, sheets
from exporter.model.page import Document, Para, PlacedChart, Role, flat
from exporter.model.report import Finding, Level

SMALLEST_ON_SLIDES, SMALLEST_ON_PAPER = 9, 8
"""pt; nothing is set smaller, whatever a theme says."""

SMALLER: dict[Role, tuple[str, ...]] = {
    Role.LABEL: ("label", "tracker"),
    Role.CAPTION: ("label", "caption", "source"),
    Role.NOTE: ("source", "note"),
    Role.CODE: ("code",),
    Role.TOC: ("toc",),
    Role.ARTIFACT: ("footer", "foot", "running", "tracker"),
}
"""Paragraphs that may be smaller than the text around them, and the density roles that say how small."""

NESTED = ("body", "body2", "body3")


def floor(document: Document) -> Iterator[Finding]:
    """One finding for all texts of a page that are too small in the same way."""
    for number, page, inner in sheets(document):
        paper = document.format in ("brief", "handout") and not inner
        small: dict[tuple[float, float], list[Para]] = {}
        for frame in frames(page):
            for para in frame.paras:
                least = _least(document, frame, para, paper)
                size = min((s.size for line in para.lines for s in line.spans if not s.rise), default=least)
                if size < least - 0.01:
                    small.setdefault((size, least), []).append(para)
        for (size, least), paras in small.items():
            more = f" and {len(paras) - 1} more" if len(paras) > 1 else ""
            what = f"'{paras[0].text[:60]}'{more}: set in {size:g} pt, under {least:g} pt"
            yield _finding(what, number, paras[0].path)
        for item in flat(page.items):
            if isinstance(item, PlacedChart):
                least = _role_floor(document, ("chart-label",), paper)
                if item.label_style.size < least - 0.01:
                    what = f"labels of a chart are set in {item.label_style.size:g} pt, under {least:g} pt"
                    yield _finding(what, number, next(iter(item.paths), ""))


def _least(document: Document, frame: Frame, para: Para, paper: bool) -> float:
    """The smallest size `para` may have, pt."""
    roles = [frame.size_role, *SMALLER.get(para.role, ())]
    if para.role is Role.ITEM:
        roles.append(NESTED[min(para.level, 2)])
    if frame.cell and frame.cell.header:
        roles.append("table-head")
    return _role_floor(document, tuple(roles), paper)


def _role_floor(document: Document, roles: tuple[str, ...], paper: bool) -> float:
    """The smallest floor that the density gives to any of these roles, pt."""
    smallest = SMALLEST_ON_PAPER if paper else SMALLEST_ON_SLIDES
    density = document.theme.densities.get(document.density)
    if density is None:
        return smallest
    names = [name for role in roles for name in (_on_paper(role) if paper else (role,))]
    return max(smallest, min((density.floor(n) for n in names if n in density.styles), default=smallest))


def _on_paper(role: str) -> tuple[str, ...]:
    """What a role is called in briefs; a figure that was arranged for a slide has the roles of one."""
    return (role,) if role.startswith("brief-") else (f"brief-{role}", "brief-figure-text")


def _finding(what: str, page: int, path: str) -> Finding:
    return Finding(Level.WARNING, "floor", what, page=page, path=path, hint="split the text, or choose a larger size")
