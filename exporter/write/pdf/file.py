"""In: PDF objects as text. Out: the bytes of a PDF 1.7 file with compressed object streams.

Objects arrive as finished text, because a tagged page has some forty structure elements and a dictionary for each would
take longer than drawing the page.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from exporter.write.digest import md5

PACK = 200
"""Objects in one object stream: a reader unpacks a whole stream to get at one object."""
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class File:
    """A PDF in the making. Object numbers are ints, written into other objects as `{number} 0 R`."""

    def __init__(self) -> None:
        self._last = 0
        self._plain: dict[int, bytes] = {}
        self._streams: dict[int, bytes] = {}

    def number(self) -> int:
        """A number for an object that others refer to before it is written."""
        self._last += 1
        return self._last

    def add(self, body: str, number: int = 0) -> int:
        """An object given as PDF syntax in Latin-1; its number."""
        number = number or self.number()
        self._plain[number] = body.encode("latin-1")
        return number

    def stream(self, entries: str, data: bytes, number: int = 0, *, deflate: bool = True) -> int:
        """A stream object: the entries of its dictionary but for Length, and its data; its number."""
        number = number or self.number()
        if deflate:
            data, entries = zlib.compress(data), f"/Filter/FlateDecode{entries}"
        head = f"<<{entries}/Length {len(data)}>>\nstream\n"
        # Data may end in a carriage return: a line feed alone after it would look like one line end of two characters.
        self._streams[number] = b"%s%s\r\nendstream" % (head.encode("latin-1"), data)
        return number

    def save(self, root: int, info: int) -> Iterator[bytes]:
        """The whole file, with `root` as its catalog, object by object. To be called once."""
        self._pack()
        yield HEAD
        digest, offsets, position = md5(HEAD, usedforsecurity=False), {}, len(HEAD)
        for number in sorted(self._streams):
            offsets[number] = position
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, self._streams.pop(number))
            digest.update(piece)
            position += len(piece)
            yield piece
        yield self._crossings(offsets, position, root, info, digest.hexdigest())

    def _pack(self) -> None:
        """Moves the plain objects into object streams, and remembers where each one went."""
        self._packed: dict[int, tuple[int, int]] = {}
        numbers = sorted(self._plain)
        for start in range(0, len(numbers), PACK):
            chunk = numbers[start : start + PACK]
            places, offset = [], 0
            for number in chunk:
                places.append(f"{number} {offset}")
                offset += len(self._plain[number]) + 1
            head = " ".join(places).encode() + b"\n"
            data = head + b"\n".join(self._plain.pop(number) for number in chunk)
            home = self.stream(f"/Type/ObjStm/N {len(chunk)}/First {len(head)}", data)
            self._packed.update((number, (home, i)) for i, number in enumerate(chunk))

    def _crossings(self, offsets: dict[int, int], position: int, root: int, info: int, digest: str) -> bytes:
        """The cross-reference stream and the end of the file."""
        own = self.number()
        offsets[own] = position
        rows = [struct.pack(">BIH", 0, 0, 65535)]
        for number in range(1, own + 1):
            if number in offsets:
                rows.append(struct.pack(">BIH", 1, offsets[number], 0))
            elif number in self._packed:
                rows.append(struct.pack(">BIH", 2, *self._packed[number]))
            else:
                rows.append(struct.pack(">BIH", 0, 0, 0))
        entries = f"/Type/XRef/W[1 4 2]/Size {own + 1}/Root {root} 0 R/Info {info} 0 R/ID[<{digest}><{digest}>]"
        self.stream(entries, b"".join(rows), own)
        return b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, self._streams[own], position)


def text_string(text: str) -> str:
    """`text` as a PDF text string: plain where it is ASCII, else UTF-16."""
    if text.isascii() and text.isprintable():
        return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"
