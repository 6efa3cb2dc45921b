"""In: a YAML or JSON file, its text, or Python data. Out: a Tree of nodes that know their place.

    tree = load(path)                     # or load_text(text, "report.yaml"), or from_data({...})
    tree.root                             # Scalar | Seq | Map
    tree.problems                         # what is wrong but did not stop reading (duplicate keys, lints)
    tree.warnings                         # what looks wrong

    root["title"].text                    # a Map is read by key; `root.get("title")` gives None when it is absent
    [n.text for n in root["tags"]]        # a Seq is iterated
    root["title"].place                   # file, line, column, the source line: for errors.Problem

A scalar keeps the text as written (`no`, `12:30` and `1.10` stay what they are); what type it has is decided by the
shape that reads it (see shape.py). An empty value, `null` and `~` are `Scalar.null`.

Nothing in a file can hurt: size, number of nodes (aliases counted at full length) and depth are limited, tags run no
code, and every fault is an `errors.UserError`.
"""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from exporter.errors import Place, did_you_mean, oops
from exporter.model.memory import collector_off
from exporter.model.spot import NEWLINE, Source
from exporter.read.nodes import (
    RAISE,
    UNPRINTABLE,
    Limits,
    Map,
    Node,
    Problems,
    Scalar,
    Seq,
    Tree,
    check_printable,
    place_at,
)
from exporter.read.parse_yaml import parse_yaml

__all__ = [
    "UNPRINTABLE", "Limits", "Map", "Node", "Problems", "Scalar", "Seq", "Source", "Tree",
    "check_printable", "collector_off", "decode", "from_data", "load", "load_text", "read_bytes", "read_text",
]  # fmt: skip


def load(path: Path, limits: Limits = Limits()) -> Tree:
    """The tree of a YAML or (by its suffix) JSON file."""
    return load_text(read_text(path, limits), str(path), limits)


def load_text(text: str, file: str, limits: Limits = Limits()) -> Tree:
    """The tree of a text; it is JSON when the name `file` ends so, else YAML."""
    with collector_off():
        if file.lower().endswith(".json"):
            from exporter.read.parse_json import parse_json

            return parse_json(Source(file, text, NEWLINE), limits)
        return parse_yaml(Source(file, text), limits)


def read_text(path: Path, limits: Limits = Limits()) -> str:
    """The text of a UTF-8 file of bounded size; UserError when there is none."""
    return decode(read_bytes(path, limits), str(path))


def read_bytes(path: Path, limits: Limits = Limits()) -> bytes:
    """The bytes of an ordinary file of bounded size."""
    where = Place(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise oops("this is not a file", where, "give the path of a file")
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = (error.strerror or "") if isinstance(error, OSError) else str(error)
        raise oops(f"cannot be read: {reason.lower()}", where, nearest(path)) from None
    if len(data) > limits.bytes:
        raise oops(f"larger than {limits.bytes:,} bytes", where, RAISE)
    return data


def nearest(path: Path) -> str:
    """A hint to the file beside `path` that may have been meant: one called alike, or of the same kind."""
    try:
        beside = [other.name for other in path.parent.iterdir() if other.suffix.lower() == path.suffix.lower()]
    except (OSError, ValueError):
        return f"there is no folder {path.parent}" if not path.parent.exists() else ""
    return did_you_mean(path.name, beside[:50])


def decode(data: bytes, file: str) -> str:
    """UTF-8 bytes as text, without byte order mark; UserError with the place of what is not text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise oops("the file is in UTF-16", Place(file), "save it as UTF-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        rest = data[error.start : error.start + 80].decode("utf-8", "replace")
        place = place_at(before + rest, len(before), file)
        what = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise oops(what, place, "save the file as UTF-8") from None
    check_printable(text, file)
    return text


def from_data(data: object, name: str = "report", limits: Limits = Limits()) -> Tree:
    """The tree of Python data: maps, lists, texts, numbers, dates, paths, None.

    The place of a value is its way through the data: `report.sections[2].title`.
    """
    total = 0

    def node(value: object, way: str, depth: int) -> Node:
        nonlocal total
        total += 1
        if total > limits.nodes:
            raise oops(f"more than {limits.nodes:,} values", Place(way), RAISE)
        if depth > limits.depth:
            raise oops(f"nested deeper than {limits.depth} levels", Place(way), "does it contain itself?")
        source = Source(way)
        if isinstance(value, Mapping):
            out = Map(source, 0, 0)
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise oops(f"the key {key!r} is not a text", Place(way))
                inner_way = f"{way}.{key}"
                out.pairs[key] = (Scalar(Source(inner_way), 0, 0, key, True), node(inner, inner_way, depth + 1))
            return out
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
            seq = Seq(source, 0, 0)
            seq.nodes = [node(inner, f"{way}[{i}]", depth + 1) for i, inner in enumerate(value)]
            return seq
        text, quoted = _data_text(value, way)
        if found := UNPRINTABLE.search(text):
            raise oops(f"character U+{ord(found[0]):04X} cannot stand in a document", Place(way))
        return Scalar(source, 0, 0, text, quoted)

    return Tree(node(data, name, 1))


def _data_text(value: object, way: str) -> tuple[str, bool]:
    """The text of a Python value, and whether it stands in quotes, so to say."""
    if isinstance(value, str):
        return value, True
    if value is None:
        return "", False
    if isinstance(value, bool):
        return str(value).lower(), False
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat(), False
    if isinstance(value, int | float | Path):
        return str(value), False
    if type(value).__module__ == "decimal":
        return str(value), False
    raise oops(
        f"a {type(value).__name__} cannot stand in a report", Place(way), "use texts, numbers, dates, lists, maps"
    )
