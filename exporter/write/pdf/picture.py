"""In: picture files and their size on the page. Out: image objects with no more pixels than paper can show."""

from __future__ import annotations

import io
import zlib

from PIL import Image

from exporter.model.page import PlacedPicture
from exporter.write.bare import bare
from exporter.write.pdf.file import File
from exporter.write.vector.picture import QUALITY, as_it_is, largest, opened, prepare

DPI = 300


class Pictures:
    """The pictures of one document; the same cut of the same file at the same size is stored once."""

    def __init__(self, file: File, fonts: tuple[str, ...]) -> None:
        """`fonts`: the files in which words of drawings are set."""
        self._file, self._fonts = file, fonts
        self._made: dict[tuple[str, tuple[float, ...], tuple[int, int]], int] = {}

    def image(self, item: PlacedPicture) -> tuple[str, int]:
        """Resource name and object number of a placed picture."""
        key = (item.file, item.crop, largest(item, DPI))
        if key not in self._made:
            self._made[key] = self._make(*key)
        return f"I{self._made[key]}", self._made[key]

    def _make(self, path: str, crop: tuple[float, float, float, float], most: tuple[int, int]) -> int:
        with opened(path, most, self._fonts) as picture:
            if picture.format == "JPEG" and as_it_is(picture, crop, most):
                with open(path, "rb") as source:
                    return self._jpeg(source.read(), picture.size, picture.mode)
            return self._store(prepare(picture, crop, most), picture.format == "JPEG")

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
        return self._file.stream(_entries(size, mode) + "/Filter/DCTDecode", bare(data), deflate=False)

    def _pixels(self, picture: Image.Image, entries: str = "") -> int:
        """Rows as they are, or as differences to the row above (PNG's Up filter), whichever packs better."""
        from PIL import ImageChops

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


def _entries(size: tuple[int, int], mode: str) -> str:
    space = "DeviceGray" if mode == "L" else "DeviceRGB"
    return f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}/ColorSpace/{space}/BitsPerComponent 8"
