"""In: picture files and their size on the page. Out: `data:` addresses of PNGs and JPEGs, made once each."""

from __future__ import annotations

import io
from base64 import b64encode
from pathlib import Path

from exporter.model.page import PlacedPicture
from exporter.write.bare import bare
from exporter.write.vector.picture import QUALITY, as_it_is, largest, opened, prepare

DPI = 192
"""Two pixels for each px of the page: as fine as screens show it."""


class Pictures:
    """The pictures of one document."""

    def __init__(self, fonts: tuple[str, ...]) -> None:
        """`fonts`: the files in which words of drawings are set."""
        self._fonts = fonts
        self._made: dict[tuple[str, tuple[float, ...], tuple[int, int]], str] = {}

    def uri(self, item: PlacedPicture) -> str:
        """Raises UserError for a picture that cannot be read."""
        key = (item.file, item.crop, largest(item, DPI))
        if key not in self._made:
            self._made[key] = _made(*key, self._fonts)
        return self._made[key]


def _made(path: str, crop: tuple[float, float, float, float], most: tuple[int, int], fonts: tuple[str, ...]) -> str:
    with opened(path, most, fonts) as picture:
        if picture.format == "JPEG" and as_it_is(picture, crop, most):
            return _uri("jpeg", bare(Path(path).read_bytes()))
        data = io.BytesIO()
        if picture.format == "JPEG":
            prepare(picture, crop, most).save(data, "JPEG", quality=QUALITY, optimize=True)
            return _uri("jpeg", data.getvalue())
        prepare(picture, crop, most).save(data, "PNG", optimize=True)
        return _uri("png", data.getvalue())


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{b64encode(data).decode()}"
