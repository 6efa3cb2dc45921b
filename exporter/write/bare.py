"""In: the bytes of a PNG or JPEG. Out: the same picture without what a camera or an editor wrote beside it.

Places, names, comments, small previews of what was cropped away: none of it is the report's to tell. The picture itself
is not packed anew, so that nothing of it is lost. Colour profiles stay; how it is turned is for the caller to see to.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs".split())
"""PNG's chunks that say how it looks."""
_APP0, _ICC, _ADOBE, _COMMENT, _SCAN = 0xE0, 0xE2, 0xEE, 0xFE, 0xDA
_TOLD = frozenset(range(0xE0, 0xF0)) - {_APP0, _ADOBE} | {_COMMENT}
"""JPEG's segments that tell about a picture; of the profile's among them those stay that hold one."""


def bare(data: bytes) -> bytes:
    """The picture without its metadata; one that is neither a sound PNG nor JPEG as it is."""
    try:
        if data.startswith(_PNG):
            return _PNG + b"".join(_chunks(data))
        return b"".join(_segments(data)) if data.startswith(b"\xff\xd8") else data
    except (struct.error, IndexError):
        return data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if data[at + 4 : at + 8] in _NEEDED:
            yield data[at:end]
        if data[at + 4 : at + 8] == b"IEND":
            return
        at = end


def _segments(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SCAN:
            yield data[at : data.rfind(b"\xff\xd9") + 2] or data[at:]
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        if marker not in _TOLD or (marker == _ICC and segment[4:15] == b"ICC_PROFILE"):
            yield segment
        at += 2 + length
    yield data[at:]
