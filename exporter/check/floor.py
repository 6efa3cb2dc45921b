"""Floor: type smaller than its role may be in this density, or than anyone can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import inf

from exporter.check.frames import Frame, Sheet
from exporter.model.page import Document, Para, PlacedChart, Role
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
Kind = tuple[str, Role, int, bool]
"""(size role of the text's box, role, level, in a table's head): paragraphs of one kind have one floor."""


PAPER = frozenset({"brief", "script", "booklet"})


def floor(sheet: Sheet) -> Iterator[Finding]:
    """One finding for all texts of a page that are too small in the same way."""
    document, number = sheet.document, sheet.number
    paper = document.format in PAPER or (document.format == "handout" and not sheet.inner)
    floors: dict[Kind, float] = sheet.known.setdefault((floor, paper), {})
    found = False
    for look in sheet.looks:
        kind = (look.size_role, look.role, look.level, look.header)
        if kind not in floors:
            floors[kind] = _role_floor(document, _roles(*kind), paper)
        found = found or (look.size < floors[kind] - 0.01 and not look.raised)
    small = _small(sheet.frames, floors) if found else {}
    for (size, least), paras in small.items():
        more = f" and {len(paras) - 1} more" if len(paras) > 1 else ""
        what = f"'{paras[0].text[:60]}'{more}: set in {size:g} pt, under {least:g} pt"
        yield _finding(what, number, paras[0].path)
    for item, _ in sheet.items:
        if isinstance(item, PlacedChart):
            least = _role_floor(document, ("chart-label",), paper)
            if item.label_style.size < least - 0.01:
                what = f"labels of a chart are set in {item.label_style.size:g} pt, under {least:g} pt"
                yield _finding(what, number, next(iter(item.paths), ""))


def _small(frames: Iterable[Frame], floors: Mapping[Kind, float]) -> dict[tuple[float, float], list[Para]]:
    """The paragraphs that are set too small, by their smallest size and what it should be at least (pt)."""
    small: dict[tuple[float, float], list[Para]] = {}
    for frame in frames:
        header = frame.cell is not None and frame.cell.header != ""
        for para in frame.paras:
            sizes = [span.size for line in para.lines for span in line.spans if not span.rise]
            size, least = min(sizes, default=inf), floors.get((frame.size_role, para.role, para.level, header), 0)
            if size < least - 0.01:
                small.setdefault((size, least), []).append(para)
    return small


def _roles(size_role: str, role: Role, level: int, header: bool) -> tuple[str, ...]:
    """The density roles that say how small such a paragraph may be."""
    roles = [size_role, *SMALLER.get(role, ())]
    if role is Role.ITEM:
        roles.append(NESTED[min(level, 2)])
    if header:
        roles.append("table-head")
    return tuple(roles)


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
