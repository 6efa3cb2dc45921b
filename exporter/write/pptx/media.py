"""In: picture files. Out: media parts, each picture once, no larger than its place on the slide can show."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import oops
from exporter.model.geometry import to_px
from exporter.model.page import PlacedPicture
from exporter.write.pptx.package import Package

if TYPE_CHECKING:
    from PIL.Image import Image

SHARPNESS = 2
"""Picture pixels kept per px of the slide (96 an inch): enough for a 4K screen, and for print at 192 dpi."""
_SLACK = 1.25
"""A picture this much too large is kept as it is: making it smaller would cost more sharpness than it saves bytes."""
_KEPT = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg"}
_QUALITY = 88
_ORIENTATION = 0x0112


class Media:
    """The picture parts of one deck."""

    def __init__(self, package: Package, fonts: tuple[str, ...]) -> None:
        """`fonts`: the files in which words of drawings are set, in their fallback."""
        self._package, self._fonts = package, fonts
        self._by_place: dict[tuple[str, int, int], str] = {}
        self._by_content: dict[bytes, str] = {}

    def part(self, picture: PlacedPicture) -> str:
        """The name of the media part that shows this picture at its place."""
        left, top, right, bottom = picture.crop
        width = round(to_px(picture.box.w) * SHARPNESS / max(0.01, 1 - left - right))
        height = round(to_px(picture.box.h) * SHARPNESS / max(0.01, 1 - top - bottom))
        place = (picture.file, width, height)
        if place not in self._by_place:
            self._by_place[place] = self._store(*_fitted(*place, self._fonts))
        return self._by_place[place]

    def drawing(self, picture: PlacedPicture) -> str:
        """The name of the part with the drawing itself, of which `part` is the fallback; empty for other pictures."""
        from exporter.drawing import clean, is_drawing

        return self._store(clean(Path(picture.file).read_bytes()), "svg") if is_drawing(picture.file) else ""

    def _store(self, data: bytes, extension: str) -> str:
        from hashlib import sha256  # brings OpenSSL, and few decks have pictures

        digest = sha256(data).digest()
        if digest not in self._by_content:
            name = f"ppt/media/image{len(self._by_content) + 1}.{extension}"
            self._package.add(name, data)
            self._by_content[digest] = name
        return self._by_content[digest]


def _fitted(file: str, width: int, height: int, fonts: tuple[str, ...]) -> tuple[bytes, str]:
    """The picture as PNG or JPEG bytes, at most about `width` x `height` pixels, and the extension."""
    from PIL import Image, ImageOps

    from exporter.drawing import clean, is_drawing, pixels
    from exporter.write.bare import bare

    try:
        with open(file, "rb") as stream:
            data = stream.read()
        if is_drawing(file):
            data = pixels(clean(data), width, height, fonts)
        with Image.open(BytesIO(data)) as opened:
            kind = _KEPT.get(opened.format or "")
            turned = opened.getexif().get(_ORIENTATION, 1) != 1
            too_large = opened.width > width * _SLACK and opened.height > height * _SLACK
            if kind and not turned and not too_large:
                return bare(data), kind
            image = ImageOps.exif_transpose(opened)
            if image.width > width and image.height > height:
                scale = max(width / image.width, height / image.height)
                small = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
                image = _smooth(image).resize(small, Image.Resampling.LANCZOS)
            return _encoded(image, kind or "png")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise oops(f"picture '{file}' cannot be read: {error}", hint="save it again as PNG or JPEG") from error


def _smooth(image: Image) -> Image:
    """The picture with whole colours instead of a palette, which cannot be averaged."""
    return image.convert("RGBA" if image.has_transparency_data else "RGB") if image.mode in ("P", "1") else image


def _encoded(image: Image, extension: str) -> tuple[bytes, str]:
    out = BytesIO()
    profile = image.info.get("icc_profile")
    if extension == "jpeg" and image.mode in ("RGB", "L", "CMYK"):
        image.save(out, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile)
        return out.getvalue(), "jpeg"
    if image.mode not in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.save(out, "PNG", optimize=True, icc_profile=profile)
    return out.getvalue(), "png"
