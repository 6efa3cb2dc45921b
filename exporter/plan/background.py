"""In: a slide, a picture. Out: the slide on the picture, under as much of its colour as keeps its texts readable.

The scrim lies between picture and texts. How much of it there must be is found from the picture itself: for each text
the pixels under it are mixed with the slide's colour until the text stands out from every one of them (WCAG 2.2,
1.4.3: 4.5, and 3 for large type).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeGuard, cast

from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import oops
from exporter.model import colour
from exporter.model.element import Background, Image
from exporter.model.geometry import Box, px
from exporter.model.page import (
    Item,
    Page,
    Para,
    PlacedChart,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    flat,
    paras_of,
)
from exporter.model.report import Finding, Level
from exporter.plan.covers import covered
from exporter.plan.sheet import shape

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18, 14
"""pt from which type counts as large."""
MARGIN = 0.2
"""Contrast over the least: colours are looked at in 32 shades of each channel."""
STEP = 0.05
SCRIM = "Scrim"
ACROSS = 640
"""Pixels across a slide at which the picture is looked at: finer detail than a stroke of small type does not count."""

Rgb = tuple[int, int, int]
Palettes = Sequence[Mapping[str, str]]
"""The palettes in which a slide is shown: on screen, and in print."""


class Said(Struct, frozen=True):
    """Where a text stands, and what contrast each of its colours needs."""

    ink: Box
    colours: frozenset[tuple[str, float]]
    """(palette role, least contrast)"""
    words: str


def on_picture(page: Page, ground: Background, palettes: Palettes) -> tuple[Page, tuple[Finding, ...]]:
    """The slide on its picture; a warning where the scrim that its layout asks for leaves a text hard to read."""
    crop = _crop(ground.picture, ground.focus, page.size)
    picture = PlacedPicture(
        box=Box(0, 0, *page.size), file=ground.picture.file, alt="", crop=crop, pixels=ground.picture.size,
        fixed=True, decorative=True, role=Role.ARTIFACT, name="Background",
    )  # fmt: skip
    texts = list(_texts(page))
    least = [least_scrim(said, page, ground.picture.file, crop, palettes) for said in texts]
    most = max(least, default=0.0)
    share = most if ground.scrim is None else ground.scrim
    veil = replace(shape("rect", picture.box, fill=page.background, fixed=True), opacity=share, name=SCRIM)
    worst = [said.words for said, need in zip(texts, least, strict=True) if need > share + 0.001]
    findings = tuple(_pale(words, share, most, page, ground) for words in worst[:1])
    return replace(page, items=(picture, veil, *page.items)), findings


def alike(pages: Sequence[Page]) -> list[Page]:
    """The slides of each layout under one scrim, the strongest that any of them needs: so they share a slide layout."""
    most: dict[str, float] = {}
    for page in pages:
        for item in page.items:
            if _is_scrim(item):
                most[page.layout] = max(most.get(page.layout, 0.0), item.opacity)
    return [replace(page, items=tuple(_at(item, most[page.layout]) for item in page.items))
            if page.layout in most else page for page in pages]  # fmt: skip


def _is_scrim(item: Item) -> TypeGuard[PlacedShape]:
    return isinstance(item, PlacedShape) and item.name == SCRIM


def _at(item: Item, share: float) -> Item:
    return replace(item, opacity=share) if _is_scrim(item) else item


def _pale(words: str, share: float, need: float, page: Page, ground: Background) -> Finding:
    what = f"'{words[:50]}' is hard to read on the picture under a scrim of {share:.0%}"
    hint = f"scrim: {need:.0%} would do; without scrim: it is found by itself".replace("%", "")
    return Finding(Level.WARNING, "contrast", what, ground.place, page.number, hint=hint)


def least_scrim(said: Said, page: Page, file: str, crop: tuple[float, ...], palettes: Palettes) -> float:
    """The least share of the page's colour, in steps of 5 percent, that makes a text readable."""
    shades = _shades(file, crop, page.size, said.ink)
    need = 0.0
    for palette in palettes:
        veil = _rgb(palette[page.background])
        for role, least in said.colours:
            ink = palette.get(role, role)
            while need < 1 and not _readable(ink, shades, veil, need, least):
                need = round(need + STEP, 2)
    return need


def _readable(ink: str, shades: Iterable[Rgb], veil: Rgb, share: float, least: float) -> bool:
    """Whether a colour stands out from every shade under a scrim."""
    return all(colour.contrast(ink, mixed(shade, veil, share)) >= least + MARGIN for shade in shades)


def mixed(under: Rgb, over: Rgb, share: float) -> str:
    """Six hex digits of `under` with `share` of `over` laid on it, as slides and PDF mix them."""
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(under, over, strict=True))


def _rgb(hex: str) -> Rgb:
    return int(hex[:2], 16), int(hex[2:4], 16), int(hex[4:6], 16)


# ---- the picture ----------------------------------------------------------------------------------------------------


def _crop(picture: Image, focus: tuple[float, float], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """What is cut off the picture's sides so that it fills a page, its focus kept as near the middle as can be."""
    w, h = picture.size
    keep_w = min(1.0, h * size[0] / size[1] / w)
    keep_h = min(1.0, w * size[1] / size[0] / h)
    left = min(max(focus[0] - keep_w / 2, 0.0), 1 - keep_w)
    top = min(max(focus[1] - keep_h / 2, 0.0), 1 - keep_h)
    return tuple(round(side, 4) for side in (left, top, 1 - keep_w - left, 1 - keep_h - top))  # type: ignore[return-value]


@lru_cache(maxsize=8)
def _pixels(file: str, state: tuple[int, int], crop: tuple[float, ...], size: tuple[int, int]) -> Pixels:
    """The part of a picture that a page shows, small. `state` (time, bytes) tells a file that was changed."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    from exporter import drawing

    try:
        with Pictures.open(drawing.source(file, ACROSS, 1, ())) as opened:
            whole = ImageOps.exif_transpose(opened)
            flat_one = Pictures.new("RGB", whole.size, "white")
            rgba = whole.convert("RGBA")
            flat_one.paste(rgba, mask=rgba.getchannel("A"))
    except (OSError, ValueError, Pictures.DecompressionBombError) as error:
        raise oops(f"picture '{file}' cannot be read: {error}", hint="save it again as PNG or JPEG") from error
    w, h = flat_one.size
    box = (crop[0] * w, crop[1] * h, w - crop[2] * w, h - crop[3] * h)
    across = (ACROSS, max(1, round(ACROSS * size[1] / size[0])))
    return flat_one.resize(across, Pictures.Resampling.BOX, box=box)


def _shades(file: str, crop: tuple[float, ...], size: tuple[int, int], ink: Box) -> list[Rgb]:
    """The shades under a text, the lightest and darkest of them."""
    seen = os.stat(file)
    picture = _pixels(file, (seen.st_mtime_ns, seen.st_size), crop, size)
    scale = picture.width / size[0]
    left, top = int(ink.x * scale), int(ink.y * scale)
    right, bottom = max(left + 1, round(ink.right * scale)), max(top + 1, round(ink.bottom * scale))
    part = picture.crop((max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom)))
    coarse = part.point([value // 8 * 255 // 31 for value in range(256)] * 3)
    found = cast(list[tuple[int, Rgb]], coarse.getcolors(coarse.width * coarse.height) or [])
    shades = sorted((shade for _, shade in found), key=lambda shade: 2126 * shade[0] + 7152 * shade[1] + 722 * shade[2])
    return shades if len(shades) <= 200 else [*shades[:100], *shades[-100:]]


# ---- the texts ------------------------------------------------------------------------------------------------------


def _texts(page: Page) -> Iterator[Said]:
    """Every text of the page that has no ground of its own."""
    grounds: list[Box] = []
    for item in flat(page.items):
        if isinstance(item, PlacedShape) and item.fill and item.shape not in ("line", "arrow"):
            grounds.append(item.box)
        ink = covered(item) if isinstance(item, PlacedText | PlacedTable | PlacedChart) else None
        own = isinstance(item, PlacedText) and item.fill
        if ink and not own and not any(ground.contains(ink, px(2)) for ground in grounds):
            yield Said(ink, frozenset(_colours(item)), _words(item))


def _colours(item: Item) -> Iterator[tuple[str, float]]:
    if isinstance(item, PlacedChart):
        yield item.label_style.colour, LEAST
    for para in paras_of(item):
        yield from ((span.colour, _least(span.size, span.bold)) for line in para.lines for span in line.spans)
        if para.bullet:
            yield para.bullet_colour, _least(para.style.size, para.style.bold)


def _least(size: float, bold: bool) -> float:
    return LEAST_LARGE if size >= (LARGE_BOLD if bold else LARGE) else LEAST


def _words(item: Item) -> str:
    first: Para | None = next(paras_of(item), None)
    return " ".join(first.text.split()) if first else "a chart"
