"""In: picture files and their size on the page. Out: image objects with no more pixels than paper can show."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageChops, ImageOps

from exporter.errors import oops
from exporter.model.geometry import EMU_PER_IN
from exporter.model.page import PlacedPicture
from exporter.write.pdf.file import File

DPI = 300
SLACK = 1.2
"""A picture this much too fine stays as it is: making it a little smaller would only blur it."""
QUALITY = 88
"""Of a JPEG that had to be cut or made smaller."""


class Pictures:
    """The pictures of one document; the same cut of the same file at the same size is stored once."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._made: dict[tuple[str, tuple[float, ...], tuple[int, int]], int] = {}

    def image(self, item: PlacedPicture) -> tuple[str, int]:
        """Resource name and object number of a placed picture."""
        largest = (max(1, round(item.box.w / EMU_PER_IN * DPI)), max(1, round(item.box.h / EMU_PER_IN * DPI)))
        key = (item.file, item.crop, largest)
        if key not in self._made:
            self._made[key] = self._make(item.file, item.crop, largest)
        return f"I{self._made[key]}", self._made[key]

    def _make(self, path: str, crop: tuple[float, float, float, float], largest: tuple[int, int]) -> int:
        try:
            with Image.open(path) as picture:
                if picture.format == "JPEG" and _as_it_is(picture, crop, largest):
                    with open(path, "rb") as source:
                        return self._jpeg(source.read(), picture.size, picture.mode)
                return self._store(_prepare(picture, crop, largest), picture.format == "JPEG")
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise oops(f"picture {path} cannot be drawn: {error}", hint="use a PNG or JPEG file") from error

    def _store(self, picture: Image.Image, photo: bool) -> int:
        if photo:
            data = io.BytesIO()
            picture.save(data, "JPEG", quality=QUALITY, optimize=True)
            return self._jpeg(data.getvalue(), picture.size, picture.mode)
        mask = ""
        if picture.mode in ("RGBA", "LA"):
            alpha = picture.getchannel("A")
            if alpha.getextrema() != (255, 255):
                mask = f"/SMask {self._pixels(alpha)} 0 R"
            picture = picture.convert("RGB" if picture.mode == "RGBA" else "L")
        return self._pixels(picture, mask)

    def _jpeg(self, data: bytes, size: tuple[int, int], mode: str) -> int:
        return self._file.stream(_entries(size, mode) + "/Filter/DCTDecode", _bare(data), deflate=False)

    def _pixels(self, picture: Image.Image, entries: str = "") -> int:
        """Rows as they are, or as differences to the row above (PNG's Up filter), whichever packs better."""
        raw = picture.tobytes()
        row = picture.width * len(picture.getbands())
        plain = zlib.compress(raw, 9)
        above = Image.frombytes("L", (row, picture.height), bytes(row) + raw[:-row])
        difference = ImageChops.subtract_modulo(Image.frombytes("L", (row, picture.height), raw), above).tobytes()
        up = zlib.compress(b"".join(b"\x02" + difference[i : i + row] for i in range(0, len(raw), row)), 9)
        if len(up) < len(plain):
            colours = len(picture.getbands())
            entries += f"/DecodeParms<</Predictor 15/Colors {colours}/Columns {picture.width}>>"
        head = _entries(picture.size, picture.mode) + entries + "/Filter/FlateDecode"
        return self._file.stream(head, min(up, plain, key=len), deflate=False)


def _bare(jpeg: bytes) -> bytes:
    """A JPEG without camera data, places and thumbnails (APP1 to APP13) and comments."""
    out, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not 0xE1 <= jpeg[at + 1] <= 0xED and jpeg[at + 1] != 0xFE:
            out.append(jpeg[at:end])
        at = end
    return b"".join([*out, jpeg[at:]])


def _entries(size: tuple[int, int], mode: str) -> str:
    space = "DeviceGray" if mode == "L" else "DeviceRGB"
    return f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}/ColorSpace/{space}/BitsPerComponent 8"


def _as_it_is(picture: Image.Image, crop: tuple[float, ...], largest: tuple[int, int]) -> bool:
    """Whether a JPEG can go in unchanged: whole, upright, in a colour space of ours, and not too fine."""
    upright = picture.getexif().get(0x0112, 1) == 1
    fine = picture.width > largest[0] * SLACK and picture.height > largest[1] * SLACK
    return not any(crop) and upright and picture.mode in ("RGB", "L") and not fine


def _prepare(picture: Image.Image, crop: tuple[float, ...], largest: tuple[int, int]) -> Image.Image:
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
