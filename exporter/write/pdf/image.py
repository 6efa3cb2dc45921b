"""In: a picture file, cut and no larger than its place. Out: an image object with no more pixels than paper can show.

With Pillow, which is slow to load: most briefs have no picture.
"""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageChops

from exporter.model.page import PlacedPicture
from exporter.write.bare import bare
from exporter.write.pdf.file import File
from exporter.write.vector.picture import QUALITY, as_it_is, largest, opened, prepare

DPI = 300
Cut = tuple[str, tuple[float, ...], tuple[int, int]]
"""A picture file, what is cut off it, and the pixels that its place can show."""


def cut(item: PlacedPicture) -> Cut:
    """What the image object of a placed picture is made of."""
    return item.file, item.crop, largest(item, DPI)


def write_image(what: Cut, fonts: tuple[str, ...], file: File) -> int:
    """The number of the image object; `fonts`: the files in which words of drawings are set."""
    path, crop, most = what
    with opened(path, most, fonts) as picture:
        if picture.format == "JPEG" and as_it_is(picture, crop, most):
            with open(path, "rb") as source:
                return _jpeg(source.read(), picture.size, picture.mode, file)
        return _store(prepare(picture, crop, most), picture.format == "JPEG", file)


def _store(picture: Image.Image, photo: bool, file: File) -> int:
    if photo:
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=QUALITY, optimize=True)
        return _jpeg(data.getvalue(), picture.size, picture.mode, file)
    mask = ""
    if picture.mode in ("RGBA", "LA"):
        alpha = picture.getchannel("A")
        if alpha.getextrema() != (255, 255):
            mask = f"/SMask {_pixels(alpha, file)} 0 R"
        picture = picture.convert("RGB" if picture.mode == "RGBA" else "L")
    return _pixels(picture, file, mask)


def _jpeg(data: bytes, size: tuple[int, int], mode: str, file: File) -> int:
    return file.stream(_entries(size, mode) + "/Filter/DCTDecode", bare(data), deflate=False)


def _pixels(picture: Image.Image, file: File, entries: str = "") -> int:
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
    return file.stream(head, min(up, plain, key=len), deflate=False)


def _entries(size: tuple[int, int], mode: str) -> str:
    space = "DeviceGray" if mode == "L" else "DeviceRGB"
    return f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}/ColorSpace/{space}/BitsPerComponent 8"
