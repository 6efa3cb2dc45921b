"""In: a PDF as this package writes it. Out: what each page draws, with which fonts; Otherwise when it is no such file,
be it found out when a page is asked for.

It is held to the letter: each cross reference leads to its object, each length to the end of its stream, and what is
packed unpacks. qpdf would mend in silence what is wrong there, and takes longer to load than a brief to write; a file
that is laid out otherwise is left to it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

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


class File:
    """A file's pages and what else it says, taken out one after the other: all at once they fill much memory."""

    def __init__(self, data: bytes) -> None:
        with _to_the_letter():
            end = _found(_END.search(data, max(0, len(data) - 40)))
            self._data = data
            self._head, self._table = _stream(data, int(end[1]))
            if b"/W[1 4 2]" not in self._head:
                raise Otherwise("the cross references")
            homes: dict[int, None] = {}
            for number, (kind, where, _) in enumerate(_ROW.iter_unpack(self._table)):
                if kind == PLAIN and not data.startswith(b"%d 0 obj\n" % number, where):
                    raise Otherwise(f"object {number} is not in its place")
                if kind == PACKED:
                    homes[where] = None
            self._homes = tuple(homes)
            self._unpacked: dict[int, list[bytes]] = {}

    def pages(self) -> Iterator[Drawn]:
        with _to_the_letter():
            tree = self._object(_reference(self._object(_reference(self._head, b"/Root")), b"/Pages"))
            kids = tree[tree.index(b"/Kids[") : tree.index(b"]")]
            fonts: dict[int, dict[bytes, bytes]] = {}
            maps: dict[int, bytes] = {}
            for kid in _REFERENCE.findall(kids):
                page = self._object(int(kid))
                known = _reference(page, b"/Font")
                if known not in fonts:
                    fonts[known] = {
                        name: self._map(int(font), maps) for name, font in _FONT.findall(self._object(known))
                    }
                yield Drawn(self._held(_reference(page, b"/Contents")), fonts[known])

    def packed(self) -> Iterator[bytes]:
        """The streams of packed objects: all but what is a stream itself."""
        with _to_the_letter():
            for home in self._homes:
                held, _ = self._home(home)
                yield held

    def _map(self, font: int, maps: dict[int, bytes]) -> bytes:
        number = _reference(self._object(font), b"/ToUnicode")
        if number not in maps:
            maps[number] = self._held(number)
        return maps[number]

    def _object(self, number: int) -> bytes:
        """A packed object. Those that stand with the last one asked for are at hand: pages stand together."""
        _, home, index = self._row(number, PACKED)
        if home not in self._unpacked:
            self._unpacked = {home: self._home(home)[1]}
        return self._unpacked[home][index]

    def _held(self, number: int) -> bytes:
        """What a stream object holds."""
        return _stream(self._data, self._row(number, PLAIN)[1])[1]

    def _home(self, number: int) -> tuple[bytes, list[bytes]]:
        return _unpacked(*_stream(self._data, self._row(number, PLAIN)[1]))

    def _row(self, number: int, kind: int) -> tuple[int, int, int]:
        row: tuple[int, int, int] = _ROW.unpack_from(self._table, number * _ROW.size)
        if row[0] != kind:
            raise Otherwise(f"object {number} is of another kind")
        return row


@contextmanager
def _to_the_letter() -> Iterator[None]:
    try:
        yield
    except (TypeError, KeyError, IndexError, ValueError, struct.error, zlib.error) as error:
        raise Otherwise(str(error)) from error


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
