"""In: a picture. Out: it, whole, as large as the box allows, its caption and credit below or beside it.

With the region's option `bleed` it runs to the edges of the slide: photographs are cropped to fill, drawings never
are. A picture that is missing leaves a panel with its alternative text and address: its words are kept.
"""

from __future__ import annotations

from pathlib import PurePath

from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, PlacedPicture, Role
from exporter.model.report import AnyBlock, Picture, Run
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.sheet import GAP, Sheet, shape, text_item
from exporter.text import height

PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".webp", ".heic"})
"""What may be cropped; anything else may be a drawing with words at its edges."""
LEAST = px(160)
"""Height below which a picture shows nothing."""
LARGEST = 2.0
"""Slide px that a pixel of a picture is stretched over at most."""
BESIDE = px(270)
"""Width that a caption beside a picture needs."""
SPACIOUS = px(466)
"""Width beside a picture in which its caption is read as a text of its own, in larger type."""
UNDER = px(10)
PAD = px(16)
MOST_CROP = 0.4
"""Share of a photograph that may be cut off."""


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """The picture in the box, or its words where it is missing."""
    if not isinstance(block, Picture):
        return None
    if not block.file:
        return _missing(block, box, sheet, step)
    if region.options.get("bleed"):
        return _bleeding(block, box, sheet, step)
    below = _words(block, sheet, box.w, step)
    foot = height(below) + UNDER if below else 0
    under = _inside(block, Box(box.x, box.y, box.w, max(LEAST, box.h - foot)))
    beside = _inside(block, Box(box.x, box.y, box.w - BESIDE - GAP, max(LEAST, box.h)))
    need = LEAST + foot
    if below and beside.w * beside.h > under.w * under.h:
        room = Box(beside.right + GAP, box.y, box.right - beside.right - GAP, box.h)
        if room.w >= SPACIOUS:
            room = replace(room, w=SPACIOUS)
        words = _words(block, sheet, room.w, step, "lead" if room.w == SPACIOUS else "detail")
        if height(words) <= box.h:
            return _whole(block, beside, words, room, max(LEAST, height(words)), box)
    if not below:  # nothing beside it: in the middle of its room
        under = replace(under, x=box.x + (box.w - under.w) // 2)
    spot = Box(box.x, under.bottom + UNDER, box.w, foot)
    return _whole(block, under, below, spot, need, box)


def _whole(block: Picture, at: Box, words: tuple[Para, ...], spot: Box, need: int, box: Box) -> Arranged:
    items: list[Item] = [_picture(block, at)]
    if words:
        items.append(text_item(Box(spot.x, spot.y, spot.w, height(words)), words, size_role="source"))
    bottom = max(item.box.bottom for item in items)
    white = max(0.0, 1 - (bottom - box.y) * max(at.w, spot.right - box.x) / (box.h * box.w)) / 2
    return Arranged(tuple(items), need, white=white)


def _picture(block: Picture, at: Box, crop: tuple[float, float, float, float] = (0, 0, 0, 0)) -> PlacedPicture:
    return PlacedPicture(
        box=at, file=block.file, alt=block.alt.plain, crop=crop, pixels=(block.width, block.height), anchor_id=block.id,
        paths=(block.alt.path,) if block.alt.path else (), name=block.title.plain if block.title else "",
    )  # fmt: skip


def _inside(block: Picture, room: Box) -> Box:
    """The picture at its own proportions in the top left of `room`, not blown up beyond `LARGEST`."""
    if not (block.width and block.height):
        return room
    scale = min(room.w / block.width, room.h / block.height)
    if PurePath(block.file).suffix.lower() != ".svg":
        scale = min(scale, px(LARGEST))
    return Box(room.x, room.y, max(1, round(block.width * scale)), max(1, round(block.height * scale)))


def _words(block: Picture, sheet: Sheet, width: int, step: int, size: str = "detail") -> tuple[Para, ...]:
    """Caption and credit; a picture's link is its caption's."""
    out = []
    if block.caption:
        runs = tuple(replace(run, link=run.link or block.link) for run in block.caption.runs)
        style = sheet.style(size, step)
        out.append(sheet.para(runs, style, width, role=Role.CAPTION, path=block.caption.path))
    if block.credit:
        out.append(
            sheet.para(
                block.credit, sheet.style("source"), width, role=Role.NOTE, space_before=3 if size == "detail" else 8
            )
        )
    return tuple(out)


def _bleeding(block: Picture, box: Box, sheet: Sheet, step: int) -> Arranged:
    """From the box to the slide's top, right and bottom edges; words on a strip at the foot."""
    w, h = (px(length) for length in sheet.theme.slide_size)
    words = _words(block, sheet, w - box.x - 2 * PAD, step)
    foot = height(words) + 2 * PAD if words else 0
    room = Box(box.x, 0, w - box.x, h - foot)
    crop = _crop(block, room)
    items: list[Item] = []
    if crop is None:
        inner = _inside(block, room.inset(PAD))
        items.append(shape("rect", Box(room.x, 0, room.w, h), fill="tint"))
        middle = replace(inner, x=room.x + (room.w - inner.w) // 2, y=room.y + (room.h - inner.h) // 2)
        items.append(_picture(block, middle))
    else:
        items.append(_picture(block, room, crop))
        if words:
            items.append(shape("rect", Box(room.x, room.bottom, room.w, foot), fill="tint"))
    if words:
        spot = Box(room.x + PAD, room.bottom + PAD, room.w - 2 * PAD, height(words))
        items.append(text_item(spot, words, size_role="source"))
    return Arranged(tuple(items), min(box.h, LEAST), white=0.0)


def _crop(block: Picture, room: Box) -> tuple[float, float, float, float] | None:
    """What to cut off so that the picture fills `room`, from both sides alike; None where it must stay whole."""
    if not (block.width and block.height) or PurePath(block.file).suffix.lower() not in PHOTOGRAPHS:
        return None
    ratio = (room.w / room.h) / (block.width / block.height)
    side, top = (0.0, (1 - 1 / ratio) / 2) if ratio > 1 else ((1 - ratio) / 2, 0.0)
    return None if 2 * max(side, top) > MOST_CROP else (side, top, side, top)


def _missing(block: Picture, box: Box, sheet: Sheet, step: int) -> Arranged:
    """A panel with what the picture would have shown, and where it is."""
    width = box.w - 2 * PAD
    paras = [
        sheet.para(sheet.words("picture-missing"), sheet.style("label", step), width, role=Role.LABEL),
        sheet.para(block.alt, sheet.style("body", step), width, space_before=3),
    ]
    if block.address:
        link = block.address if block.address.startswith(("http://", "https://")) else ""
        runs = (Run(block.address, link=link),)
        paras.append(sheet.para(runs, sheet.style("detail", step, colour="muted"), width, space_before=3))
    words = _words(block, sheet, width, step)
    paras += [replace(para, space_before=6) for para in words]
    tall = height(paras) + 2 * PAD
    role = "source" if block.credit else "label"
    return Arranged(
        (
            shape("rect", Box(box.x, box.y, box.w, tall), fill="tint"),
            text_item(Box(box.x + PAD, box.y + PAD, width, height(paras)), paras, size_role=role),
        ),
        tall,
    )
