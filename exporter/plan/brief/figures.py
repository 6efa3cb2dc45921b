"""In: a block. Out: a numbered figure over the whole width: drawn to scale, a picture, or key figures in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, PlacedPicture, Role
from exporter.model.report import AnyBlock, Chart, Figures, Milestones, Picture, Run, Runs
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part, arrangement
from exporter.plan.arrange.phrases import ended
from exporter.plan.brief.front import figure_rows
from exporter.plan.brief.paper import FIGURE_ROLES, Desk, bold, joined, painted
from exporter.plan.brief.pieces import Caption, Piece, boxed
from exporter.plan.brief.tables import table
from exporter.plan.brief.telling import Teller, Told, paths, prose
from exporter.plan.move import moved
from exporter.plan.sheet import rule, text_item
from exporter.text import height

FIGURE_HEIGHTS = (232, 264, 300, 340, 400, 480)
"""px that a figure may take: the least in which all of it is legible."""
LYING = (160, 196, *FIGURE_HEIGHTS)
"""px that a chart of lying bars may be high."""
PITCH = 32
"""px that a bar and the gap under it take in such a chart …"""
AROUND = 64
"""… and px of its axis and legend."""
PICTURE = 400
"""px that a picture may be high: two stand on a page."""
SMALLER = 0.7
"""A picture may be made smaller to this share rather than leave the rest of a page white."""
IN_COLUMN = (200, 232, 264)
"""px that a figure may be high in a column."""
FLAT = ("bar", "stacked-bar", "full-bar", "range")
"""Kinds of chart whose bars lie one under the other."""
LOWER = (0.7, 0.8, 0.9, 0.95)
"""Shares of its height to which a drawing may be lowered for the same reason: the first in which it is legible."""


def figure(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """A figure over the whole width in the way its layout draws it; where that is not legible, a table."""
    layout = teller.desk.layouts.get(block.layout)
    region = next((r for r in (layout.regions if layout else ()) if block.kind in r.takes), None)
    name = region.arrange if region else "timeline" if isinstance(block, Milestones) else block.kind
    desk = teller.desk
    draw = _drawing(desk, block, name)
    known = desk.drawn
    if narrow := _in_column(desk, block, name):
        yield boxed(_captioned(teller, desk.column, block, narrow), desk.x)
        return
    if block.path not in known:
        known[block.path] = full = _first(draw, map(px, _heights(block)))
        known[f"{block.path} lower"] = _first(draw, (round(_tall(full) * share) for share in LOWER)) if full else None
    full = known[block.path]
    if full is None:
        yield from table(teller, block)
        return
    yield from teller.claim_over(block.headline)
    yield _captioned(teller, desk, block, full, known[f"{block.path} lower"], draw)


def _in_column(desk: Desk, block: AnyBlock, name: str) -> Arranged | None:
    """The block drawn in a column of the text, where it is legible there and nothing is to stand over it."""
    if not desk.columns or block.headline:
        return None
    path = f"{block.path} in a column"
    if path not in desk.drawn:
        desk.drawn[path] = _first(_drawing(desk.column, block, name), map(px, IN_COLUMN))
    return desk.drawn[path]


def _heights(block: AnyBlock) -> Sequence[int]:
    """px that the block may be high, the best first: few bars one under the other do not want much."""
    if isinstance(block, Milestones):
        return FIGURE_HEIGHTS
    if isinstance(block, Chart) and block.chart in FLAT:
        groups = len(block.series) if block.chart == "bar" else 1
        wanted = AROUND + PITCH * len(block.categories) * (1 + groups) / 2
        return [tall for tall in LYING if tall >= wanted] or LYING[-1:]
    return FIGURE_HEIGHTS[3:]


Draw = Callable[[int], Arranged | None]
"""A block drawn so high (EMU); None where it is not legible."""


def _drawing(desk: Desk, block: AnyBlock, name: str) -> Draw:
    """How a deck's arrangement draws the block in the type of figures."""
    today = desk.report.date.isoformat() if desk.report.date else ""
    region = Region("body", (block.kind,), arrange=name, options={"today": today, "brief": True})
    bare = replace(block, title=None)
    arrange = arrangement(name)

    def draw(tall: int) -> Arranged | None:
        for step in (0, 1):
            placed = arrange(bare, Box(desk.x, 0, desk.w, tall), desk.figures, step, region, Part())
            if placed and not placed.crowd and placed.need <= tall and not placed.told:
                return placed
        return None

    return draw


def _first(draw: Draw, heights: Iterable[int]) -> Arranged | None:
    """The block at the first of the heights in which it is legible."""
    return next((placed for tall in heights if (placed := draw(tall))), None)


def _tall(placed: Arranged) -> int:
    return max((item.box.bottom for item in placed.items), default=0)


def _captioned(
    teller: Teller, desk: Desk, block: AnyBlock, full: Arranged, low: Arranged | None = None, draw: Draw | None = None
) -> Piece:
    """The drawing under its caption, optional detail below it in small type; not as high where there is less room."""
    remark = block.note.runs if block.note else (Run("; ".join(full.remarks)),) if full.remarks else ()
    head, top = _caption(teller, desk, block, block.title.runs if block.title else (), remark, paths(block.note))
    caption = _listed(teller, block.title.plain if block.title else "", block.id)
    detail = block.detail and teller.sheet.para(block.detail, teller.sheet.style("brief-note"), desk.w, role=Role.NOTE)
    below = px(8) + height([detail]) if detail else 0
    least = top + _tall(low) + below if low else 0

    def piece(placed: Arranged) -> Piece:
        items = [*head, *(moved(item, 0, top, FIGURE_ROLES) for item in placed.items)]
        bottom = top + _tall(placed)
        if detail:
            spot = Box(desk.x, bottom + px(8), desk.w, height([detail]))
            items.append(text_item(spot, (detail,), size_role="brief-note", role=Role.NOTE))
        return Piece(
            bottom + below, tuple(items), px(desk.air.block), anchors=(block.id,), floats=True, captions=(caption,),
            least=least, lower=lower if low else None,
        )  # fmt: skip

    def lower(room: int) -> Piece | None:
        if not low or not draw or room < least:
            return None
        placed = draw(room - top - below)
        return piece(placed if placed and _tall(placed) <= room - top - below else low)

    return piece(full)


def _caption(
    teller: Teller, desk: Desk, block: AnyBlock, title: Runs, remark: Runs = (), paths: tuple[str, ...] = ()
) -> tuple[list[Item], int]:  # fmt: skip
    """A hairline and "Figure 1. Title  remark", and where the figure begins below it."""
    teller.figures += 1
    title = ended(title) if title and remark else title
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
    head, top = _caption(teller, teller.desk, block, title, joined(*(t.runs for t in credit)), paths)
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
            captions=(caption,),
        )  # fmt: skip

    def lower(room: int) -> Piece | None:
        return piece(min(full, (room - top) / high)) if room >= least else None

    yield piece(full)


def summary(teller: Teller, block: AnyBlock) -> Iterator[Told]:
    """Key figures side by side under hairlines."""
    if not isinstance(block, Figures):
        yield from prose(teller, block)
        return
    yield from teller.titled(block)
    for i, piece in enumerate(figure_rows(teller.desk, block.figures)):
        yield replace(piece, before=px(teller.desk.air.block) if not i else 0, anchors=(block.id,) if not i else ())
    yield from teller.small([block.detail, block.note])
