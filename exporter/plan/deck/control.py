"""In: drafts and pages. Out: findings where control of slides (layout, keep, break) cannot be obeyed, or costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from exporter.model.page import Page, paths_of
from exporter.model.report import KINDS, AnyBlock, Finding, Level
from exporter.model.walk import texts
from exporter.plan.chunks import sides_of
from exporter.plan.deck.desk import Desk
from exporter.plan.deck.regions import several
from exporter.plan.draft import Draft


def control(drafts: Sequence[Draft], pages: Sequence[Page], desk: Desk) -> Iterator[Finding]:
    """What the author should know of each layout of several blocks, each break and each block that is kept."""
    yield from _side_by_side(drafts, desk)
    for draft in drafts:
        if draft.parted is not None:
            yield _note("break", "stands on a slide of its own by a break, and fits the slide before", draft.parted,
                        draft.number, "leave the break out for one fuller slide")  # fmt: skip
    wanted = [(s, i, b) for s in desk.report.walk() for i, b in enumerate(s.blocks) if b.keep]
    if not wanted:
        return
    where: dict[str, list[int]] = {}
    for page in pages:
        for path in paths_of(replace(page, note_paths=())):
            where.setdefault(path, []).append(page.number)
    small = {d.choice.path for d in drafts if d.choice and d.step}
    for section, i, block in wanted:
        if block.keep == "together":
            yield from _together(block, where, small)
        elif i + 1 < len(section.blocks):
            yield from _with_next(block, section.blocks[i + 1], where)


def _side_by_side(drafts: Sequence[Draft], desk: Desk) -> Iterator[Finding]:
    """Sections whose layout has several regions, none of which their blocks came to stand in, and why."""
    layouts = several(desk.layouts)
    used = {(draft.section.id, draft.layout) for draft in drafts if draft.section}
    for top in desk.report.sections:
        for section in top.walk():
            variants = layouts.get(section.layout, ())
            if not variants or section.hidden or (top.id, section.layout) in used:
                continue
            blocks = [block for block in section.blocks if not block.hidden]
            if any(sides_of(blocks[i:], variants) for i in range(len(blocks))):
                why = "no slide holds its blocks so at the smallest type"
                hint = "give the fuller one a larger share, shorten it, or take a density that holds more"
            else:
                why = (
                    f"it takes {_beside(variants)}; the section has {', '.join(b.kind for b in blocks) or 'no blocks'}"
                )
                hint = "put such blocks after one another, or take another layout"
            what = f"'{section.title.plain}' is not set in its layout '{section.layout}': {why}"
            yield Finding(Level.WARNING, "layout", what, section.place, path=section.path, hint=hint)


def _beside(variants: Sequence[Sequence[frozenset[str]]]) -> str:
    """ "milestones beside points": what the regions of a layout take."""
    regions = max(variants, key=len)
    return " beside ".join("any block" if r >= set(KINDS) else " or ".join(sorted(r)) for r in regions)


def _together(block: AnyBlock, where: Mapping[str, list[int]], small: set[str]) -> Iterator[Finding]:
    own = _slides(block, where)
    if len(own) > 1:
        yield _note("keep", "does not fit one slide, so it is not kept together", block, own[0],
                    "shorten it, or break it where it reads best")  # fmt: skip
    elif own and block.path in small:
        yield _note("keep", "is kept together in smaller type", block, own[0], "shorten it, or let it go on")


def _with_next(block: AnyBlock, after: AnyBlock, where: Mapping[str, list[int]]) -> Iterator[Finding]:
    own, others = _slides(block, where), _slides(after, where)
    if own and others and own[-1] not in others:
        yield _note("keep", "does not fit on the slide of the block that follows", block, own[-1],
                    "shorten one of them")  # fmt: skip


def _slides(block: AnyBlock, where: Mapping[str, list[int]]) -> list[int]:
    """The slides that show any text of the block."""
    return sorted({n for text in texts(block) for n in where.get(text.path, ())})


def _note(code: str, message: str, block: AnyBlock, slide: int, hint: str) -> Finding:
    return Finding(Level.NOTE, code, message, block.place, slide, block.path, hint)
