"""In: the address of a picture or data file, as a report has it. Out: the file in the report's folder, or why not."""

from __future__ import annotations

import re
import warnings
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote

from msgspec import Struct

from exporter import drawing
from exporter.errors import did_you_mean
from exporter.model.pattern import later
from exporter.read.tree import Limits

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""A camera that was held upright says so: pictures are drawn as they were seen."""
_SCHEME = later(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_SVG = later(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE [^>\[]*(?:\[.*?\]\s*)?>\s*)?<svg\b",
    re.S,
)


NAMED = 12
"""Files that a hint names at most."""


class Refused(Exception):
    """The file cannot be used: `what` is wrong, and what to do now."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


class Seen(Struct, frozen=True):
    """A picture that was looked at. Sizes in pixels, 0 when unknown; `file` is empty when it cannot be drawn."""

    file: str
    width: int
    height: int
    warning: str = ""


def inside(folder: Path, address: str) -> Path:
    """The file at `address`, which must lie in `folder`, links followed; raises Refused."""
    if _SCHEME.match(address) and not PureWindowsPath(address).drive:
        raise Refused(f"'{_short(address)}' is not a file", "save it into the report's folder and give its path")
    try:
        for name in dict.fromkeys((address, unquote(address))):
            relative = Path(name)
            if relative.is_absolute() or PureWindowsPath(name).drive:
                raise Refused(
                    f"'{_short(address)}' is not in the report's folder", "give its path from the report's folder"
                )
            path = (folder / relative).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise Refused(
                    f"'{_short(address)}' leaves the report's folder", "copy the file into the report's folder"
                )
            if path.is_file():
                return path
        near = _beside(path)
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL, links in a circle
        raise Refused(f"'{_short(address)}' is not the name of a file") from None
    hint = did_you_mean(path.name, near[:NAMED]) if near else "put it into the report's folder"
    raise Refused(f"there is no file '{_short(address)}'", hint)


def _beside(path: Path) -> list[str]:
    """The files beside a name that is none: those of its kind if there are some."""
    from difflib import get_close_matches  # few reports name a file that is not there

    files = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
    near = get_close_matches(path.name, files)
    return near or [name for name in files if Path(name).suffix == path.suffix]


def picture(folder: Path, address: str, limits: Limits = Limits()) -> Seen:
    """The picture at `address`, looked at; raises Refused when it is none, or too large."""
    path = inside(folder, address)
    size = path.stat().st_size
    if size > limits.picture_bytes:
        raise Refused(f"'{_short(address)}' is larger than {limits.picture_bytes:,} bytes", "make it smaller")
    with path.open("rb") as file:
        head = file.read(4000)
    if _SVG.match(head):
        return _drawing(path, address)
    return Seen(str(path), *_raster_size(path, address, limits))


def _raster_size(path: Path, address: str, limits: Limits) -> tuple[int, int]:
    from PIL import Image  # slow to import; many a report has no picture

    name = _short(address)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > limits.pixels:
                    hint = f"at most {limits.pixels:,} pixels are read"
                    raise Refused(f"'{name}' has {width} x {height} pixels", hint)
                image.draft("RGB", (64, 64))  # a JPEG is read to its end, but at an eighth of its size
                image.load()
                return (height, width) if image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE else (width, height)
    except Image.DecompressionBombError:
        raise Refused(f"'{name}' has too many pixels", f"at most {limits.pixels:,} pixels are read") from None
    except Refused:
        raise
    except Exception:  # whatever a broken picture makes its decoder raise: there are many kinds
        hint = f"use one of: {', '.join((*FORMATS, 'SVG'))}"
        raise Refused(f"'{name}' is not a picture that can be read", hint) from None


def _drawing(path: Path, address: str) -> Seen:
    """An SVG picture: only what draws of it is ever used. What cannot be drawn leaves its words."""
    instead = "the words stand in its place"
    try:
        if path.stat().st_size > drawing.MOST_BYTES:
            raise drawing.NoDrawing(f"larger than {drawing.MOST_BYTES:,} bytes")
        size = drawing.size(drawing.clean(path.read_bytes()))
    except drawing.NoDrawing as error:
        return Seen("", 0, 0, warning=f"no drawing that can be read: {error}; {instead}")
    if drawing.missing():
        needs = f"SVG pictures need the package {drawing.PACKAGE} (pip install 'exporter[{drawing.EXTRA}]')"
        return Seen("", *size, warning=f"{needs}: {instead}")
    return Seen(str(path), *size)


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:59] + "…"
