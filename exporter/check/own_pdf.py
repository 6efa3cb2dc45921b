"""In: a PDF as this package writes it. Out: what each page draws, with which fonts; Otherwise when it is no such file.

It is held to the letter: each cross reference leads to its object, each length to the end of its stream, and what is
packed unpacks. qpdf would mend in silence what is wrong there, and takes longer to load than a brief to write; a file
that is laid out otherwise is left to it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from msgspec import Struct

_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_STREAM = re.compile(rb"(\d+) 0 obj\n<<([^\0]*?)/Length (\d+)>>\nstream\n")
_STREAM_ENDS = b"\r\nendstream\nendobj\n"
_PACKED = re.compile(rb"/Type/ObjStm/N (\d+)/First (\d+)\Z")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_FONT = re.compile(rb"/(\S+) (\d+) 0 R")
_ROW = struct.Struct(">BIH")
FREE, PLAIN, PACKED = range(3)
"""Kinds of cross references."""


class Otherwise(ValueError):
    """The file is laid out in another way; the message says where."""


class Drawn(Struct, frozen=True):
    """A page: its operators, and the character map of each font by the name that they use."""

    content: bytes
    fonts: Mapping[bytes, bytes]


class Pages(Struct, frozen=True):
    pages: tuple[Drawn, ...]
    packed: tuple[bytes, ...]
    """The streams of packed objects: all but what is a stream itself."""


def read(data: bytes) -> Pages:
    """The pages of a file, as bytes."""
    try:
        return _read(data)
    except (TypeError, KeyError, IndexError, ValueError, struct.error, zlib.error) as error:
        raise Otherwise(str(error)) from error


def _read(data: bytes) -> Pages:
    end = _found(_END.search(data, max(0, len(data) - 40)))
    head, table = _stream(data, int(end[1]))
    if b"/W[1 4 2]" not in head:
        raise Otherwise("the cross references")
    streams: dict[int, int] = {}
    packed: dict[int, tuple[int, int]] = {}
    for number, (kind, where, index) in enumerate(_ROW.iter_unpack(table)):
        if kind == PLAIN:
            streams[number] = where
            if not data.startswith(b"%d 0 obj\n" % number, where):
                raise Otherwise(f"object {number} is not in its place")
        elif kind == PACKED:
            packed[number] = (where, index)
    homes = {
        home: _unpacked(*_stream(data, streams[home])) for home in dict.fromkeys(home for home, _ in packed.values())
    }
    objects = {number: homes[home][1][index] for number, (home, index) in packed.items()}
    maps: dict[int, bytes] = {}
    fonts: dict[int, dict[bytes, bytes]] = {}

    def page(number: int) -> Drawn:
        known = _reference(objects[number], b"/Font")
        if known not in fonts:
            fonts[known] = {name: _map(int(font)) for name, font in _FONT.findall(objects[known])}
        return Drawn(_stream(data, streams[_reference(objects[number], b"/Contents")])[1], fonts[known])

    def _map(font: int) -> bytes:
        number = _reference(objects[font], b"/ToUnicode")
        if number not in maps:
            maps[number] = _stream(data, streams[number])[1]
        return maps[number]

    tree = objects[_reference(objects[_reference(head, b"/Root")], b"/Pages")]
    kids = tree[tree.index(b"/Kids[") : tree.index(b"]")]
    return Pages(
        tuple([page(int(number)) for number in _REFERENCE.findall(kids)]), tuple(text for text, _ in homes.values())
    )


def _stream(data: bytes, at: int) -> tuple[bytes, bytes]:
    """The entries of the stream object that begins at a place, and what it holds, inflated."""
    head = _found(_STREAM.match(data, at))
    end = head.end() + int(head[3])
    if not data.startswith(_STREAM_ENDS, end):
        raise Otherwise(f"stream {int(head[1])} does not end where it should")
    entries, held = head[2], data[head.end() : end]
    return entries, zlib.decompress(held) if entries.startswith(b"/Filter/FlateDecode") else held


def _unpacked(entries: bytes, held: bytes) -> tuple[bytes, list[bytes]]:
    """A stream of packed objects, and each of them."""
    count, first = map(int, _found(_PACKED.search(entries)).groups())
    places = [first + int(place) for place in held[:first].split()[1::2]]
    if len(places) != count:
        raise Otherwise("the number of packed objects")
    return held, [held[a:b] for a, b in zip(places, [*places[1:], len(held)], strict=True)]


def _reference(entries: bytes, key: bytes) -> int:
    """The number of the object that a key refers to."""
    return int(_found(re.search(rb"%s (\d+) 0 R" % key, entries))[1])


def _found(match: re.Match[bytes] | None) -> re.Match[bytes]:
    if match is None:
        raise Otherwise("something is missing")
    return match
