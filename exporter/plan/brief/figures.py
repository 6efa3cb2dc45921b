"""In: a block. Out: a numbered figure over the whole width: drawn to scale, a picture, or key figures in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedPicture, Role
from exporter.model.report import AnyBlock, Figures, Milestones, Picture, Run, Runs
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part, arrangement
from exporter.plan.brief.front import figure_rows
from exporter.plan.brief.paper import FIGURE_ROLES, bold, ended, joined, painted
from exporter.plan.brief.pieces import Caption, Piece
from exporter.plan.brief.tables import table
from exporter.plan.brief.telling import Teller, Told, paths, prose
from exporter.plan.move import moved
from exporter.plan.sheet import rule, text_item
from exporter.text import height

FIGURE_HEIGHTS = (232, 264, 300, 340, 400, 480)
"""px that a figure may take: the least in which all of it is legible."""
PICTURE = 400
"""px that a picture may be high: two stand on a page."""
SMALLER = 0.7
"""A picture may be made smaller to this share rather than leave the rest of a page white."""


def figure(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """A figure over the whole width in the way its layout draws it; where that is not legible, a table."""
    layout = teller.desk.layouts.get(block.layout)
    region = next((r for r in (layout.regions if layout else ()) if block.kind in r.takes), None)
    name = region.arrange if region else "timeline" if isinstance(block, Milestones) else block.kind
    if block.path not in teller.desk.drawn:
        teller.desk.drawn[block.path] = _drawn(teller, block, name)
    drawn = teller.desk.drawn[block.path]
    if drawn is None:
        yield from table(teller, block)
        return
    yield from teller.claim_over(block.headline)
    yield _captioned(teller, block, drawn)


def _drawn(teller: Teller, block: AnyBlock, name: str) -> Arranged | None:
    """The block drawn by a deck's arrangement in the type of figures; None when it needs too much room."""
    today = teller.desk.report.date.isoformat() if teller.desk.report.date else ""
    region = Region("body", (block.kind,), arrange=name, options={"today": today, "brief": True})
    bare = replace(block, title=None)
    draw = arrangement(name)
    for tall in FIGURE_HEIGHTS if isinstance(block, Milestones) else FIGURE_HEIGHTS[3:]:
        box = Box(teller.desk.x, 0, teller.desk.w, px(tall))
        for step in (0, 1):
            placed = draw(bare, box, teller.desk.figures, step, region, Part())
            if placed is None:
                return None
            if not placed.crowd and placed.need <= box.h and not placed.told:
                return placed
    return None


def _captioned(teller: Teller, block: AnyBlock, placed: Arranged) -> Piece:
    """The drawing under its caption, optional detail below it in small type."""
    remark = block.note.runs if block.note else (Run("; ".join(placed.remarks)),) if placed.remarks else ()
    head, top = _caption(teller, block, block.title.runs if block.title else (), remark, paths(block.note))
    items = [moved(item, 0, top, FIGURE_ROLES) for item in placed.items]
    bottom = max((item.box.bottom for item in items), default=top)
    notes: list[Item] = []
    if block.detail:
        para = teller.sheet.para(block.detail, teller.sheet.style("brief-note"), teller.desk.w, role=Role.NOTE)
        spot = Box(teller.desk.x, bottom + px(8), teller.desk.w, height([para]))
        notes = [text_item(spot, (para,), size_role="brief-note", role=Role.NOTE)]
        bottom = spot.bottom
    return Piece(
        bottom, (*head, *items, *notes), px(teller.desk.air.block), anchors=(block.id,), floats=True,
        caption=_listed(teller, block.title.plain if block.title else "", block.id),
    )  # fmt: skip


def _caption(
    teller: Teller, block: AnyBlock, title: Runs, remark: Runs = (), paths: tuple[str, ...] = ()
) -> tuple[list[Item], int]:  # fmt: skip
    """A hairline and "Figure 1. Title  remark", and where the figure begins below it."""
    teller.figures += 1
    desk = teller.desk
    lead = (Run(f"{teller.sheet.words('figure', n=teller.figures)}.{' ' if title else ''}", bold=True), *bold(title))
    runs = joined(lead, tuple(replace(r, bold=False) for r in remark), by=" ")
    para = teller.sheet.para(
        runs, teller.sheet.style("brief-caption", bold=False), desk.w, role=Role.CAPTION,
        path=block.title.path if block.title else "",
    )  # fmt: skip
    para = painted(para, lambda n, span: "" if span.bold else "muted")
    spot = Box(desk.x, px(8), desk.w, height([para]))
    item = text_item(
        spot, (para,), size_role="brief-caption", role=Role.CAPTION, anchor_id=block.id, paths=paths
    )  # fmt: skip
    return [rule(desk.x, 0, desk.w), item], spot.bottom + px(12)


def _listed(teller: Teller, title: str, anchor: str) -> Caption:
    """What a list of figures says of the last one."""
    return Caption("figures", teller.sheet.words("figure", n=teller.figures), title, anchor)


def picture(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """The picture as large as it is, at most the text's width; without a file its alt text and address."""
    if not isinstance(block, Picture) or not (block.file and block.width and block.height):
        yield from prose(teller, block)
        return
    yield from teller.claim_over(block.headline)
    words = [t for t in (block.title, block.caption) if t]
    credit = [t for t in (block.credit, block.note, block.detail) if t]
    title = joined(*(ended(t.runs) for t in words)) if len(words) > 1 else words[0].runs if words else ()
    paths = tuple(t.path for t in (*words, *credit) if t is not block.title)
    head, top = _caption(teller, block, title, joined(*(t.runs for t in credit)), paths)
    desk, wide, high = teller.desk, px(block.width), px(block.height)
    full = min(1.0, desk.w / wide, px(PICTURE) / high)

    caption = _listed(teller, words[0].plain if words else "", block.id)
    least = top + round(full * SMALLER * high) + 1

    def piece(scale: float) -> Piece:
        w, h = round(wide * scale), round(high * scale)
        indent = desk.indent if w <= desk.main else 0
        placed = PlacedPicture(
            box=Box(desk.x + indent, top, w, h), file=block.file, alt=block.alt.plain, paths=(block.alt.path,),
            pixels=(block.width, block.height), name=block.title.plain if block.title else "",
        )  # fmt: skip
        return Piece(
            top + h, (*head, placed), px(desk.air.block), anchors=(block.id,), floats=True, lower=lower, least=least,
            caption=caption,
        )  # fmt: skip

    def lower(room: int) -> Piece | None:
        return piece(min(full, (room - top) / high)) if room >= least else None

    yield piece(full)


def summary(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """Key figures in two columns under hairlines."""
    if not isinstance(block, Figures):
        yield from prose(teller, block)
        return
    yield from teller.titled(block)
    for i, piece in enumerate(figure_rows(teller.desk, block.figures)):
        yield replace(piece, before=px(teller.desk.air.block) if not i else 0, anchors=(block.id,) if not i else ())
    yield from teller.small([block.detail, block.note])
