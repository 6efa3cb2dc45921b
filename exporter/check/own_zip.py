"""In: a ZIP file as this package writes it. Out: its entries, one after the other, as they are taken out; Broken.

It is held to the letter: nothing stands after the directory, each of whose rows leads to an entry of its name, length
and sum. `zipfile` keeps a kilobyte for every entry, and takes five times as long for a small one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

_END = struct.Struct("<4s4H2LH")
_LOCATOR64 = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ROW = struct.Struct("<4s6H3L5H2L")
_HEAD = struct.Struct("<4s5H3L2H")
_DEFLATED = 8
_MANY = 0xFFFF
"""So many entries stand for more, which a record of its own counts."""


class Broken(ValueError):
    """The file is damaged, or laid out in another way; the message says where."""


def entries(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """(name, data) of each entry, in the order of the directory."""
    try:
        yield from _entries(stream)
    except (struct.error, zlib.error, UnicodeDecodeError) as error:
        raise Broken(str(error)) from error


def _entries(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    size = stream.seek(0, 2)
    count, length, at = _directory(stream, size)
    stream.seek(at)
    directory = stream.read(length)
    place, here = 0, -1
    for _ in range(count):
        row = _ROW.unpack_from(directory, place)
        signature, _, _, _, method, _, _, total, packed, whole, named, extra, comment, _, _, _, begin = row
        place += _ROW.size
        name = directory[place : place + named]
        place += named + extra + comment
        if signature != b"PK\1\2":
            raise Broken("the directory is damaged")
        if begin != here:
            stream.seek(begin)
        entry = stream.read(_HEAD.size + named + packed)
        here = begin + len(entry)
        head = _HEAD.unpack_from(entry)
        data = entry[_HEAD.size + named :]
        if head[0] != b"PK\3\4" or head[9:] != (named, 0) or not entry.startswith(name, _HEAD.size):
            raise Broken(f"{name.decode()} is not where it should be")
        if method == _DEFLATED:
            data = zlib.decompress(data, -15, max(1, whole))
        if len(data) != whole or zlib.crc32(data) != total:
            raise Broken(f"{name.decode()} is damaged")
        yield name.decode(), data
    if place != length:
        raise Broken("the directory is damaged")


def _directory(stream: BinaryIO, size: int) -> tuple[int, int, int]:
    """How many entries it has, how long it is, where it begins."""
    end = size - _END.size
    if end < 0:
        raise Broken("it is no ZIP file")
    stream.seek(end)
    signature, _, _, _, count, length, at, _ = _END.unpack(stream.read(_END.size))
    if signature != b"PK\5\6":
        raise Broken("its end is missing")
    if count == _MANY:
        end -= _LOCATOR64.size
        stream.seek(end)
        signature, _, where, _ = _LOCATOR64.unpack(stream.read(_LOCATOR64.size))
        if signature == b"PK\6\7":
            end = where
            stream.seek(end)
            count, length, at = _END64.unpack(stream.read(_END64.size))[7:]
    if at + length != end:
        raise Broken("the directory is not where it should be")
    return count, length, at
