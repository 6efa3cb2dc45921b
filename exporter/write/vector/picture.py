"""In: picture files and their size on the page. Out: pictures upright, cut, and no finer than their place can show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from exporter import drawing
from exporter.errors import oops
from exporter.model.geometry import EMU_PER_IN
from exporter.model.page import PlacedPicture

SLACK = 1.2
"""A picture this much too fine stays as it is: making it a little smaller would only blur it."""
QUALITY = 88
"""Of a JPEG that had to be cut or made smaller."""


@contextmanager
def opened(path: str, largest: tuple[int, int], fonts: tuple[str, ...]) -> Iterator[Image.Image]:
    """The picture in a file; UserError for whatever goes wrong while it is open.

    A drawing is made into one that fits its `largest` size in pixels, with words in `fonts`.
    """
    try:
        with Image.open(drawing.source(path, *largest, fonts)) as picture:
            yield picture
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise oops(f"picture {path} cannot be drawn: {error}", hint="use a PNG or JPEG file") from error


def largest(item: PlacedPicture, dpi: int) -> tuple[int, int]:
    """The most pixels that its place can show."""
    return max(1, round(item.box.w / EMU_PER_IN * dpi)), max(1, round(item.box.h / EMU_PER_IN * dpi))


def as_it_is(picture: Image.Image, crop: tuple[float, ...], largest: tuple[int, int]) -> bool:
    """Whether a JPEG can go in unchanged: whole, upright, in a colour space of ours, and not too fine."""
    upright = picture.getexif().get(0x0112, 1) == 1
    fine = picture.width > largest[0] * SLACK and picture.height > largest[1] * SLACK
    return not any(crop) and upright and picture.mode in ("RGB", "L") and not fine


def prepare(picture: Image.Image, crop: tuple[float, ...], largest: tuple[int, int]) -> Image.Image:
    """Upright, cut (what is cut off must not be in the file), in 8-bit RGB or grey, and no finer than asked."""
    picture = ImageOps.exif_transpose(picture)
    if picture.mode in ("P", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    if any(crop):
        left, top, right, bottom = crop
        w, h = picture.size
        picture = picture.crop((round(left * w), round(top * h), round(w - right * w), round(h - bottom * h)))
    if picture.width > largest[0] * SLACK and picture.height > largest[1] * SLACK:
        scale = max(largest[0] / picture.width, largest[1] / picture.height)
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return picture
