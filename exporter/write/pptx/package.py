"""In: parts (name, content type, XML or bytes, relations). Out: an Open Packaging file, such as a .pptx or .xlsx."""

from __future__ import annotations

from functools import lru_cache
from typing import BinaryIO

from exporter.write.pptx.archive import Archive
from exporter.write.pptx.xml import HEAD, escape

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {
    "core-properties": f"{_PACKAGE}/relationships/metadata/core-properties",
    "thumbnail": f"{_PACKAGE}/relationships/metadata/thumbnail",
}
_TYPES = "application/vnd.openxmlformats-officedocument"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "svg": "image/svg+xml",
    "jpeg": "image/jpeg",
    "xlsx": f"{_TYPES}.spreadsheetml.sheet",
}
"""Content types that follow from a part's extension; every other part states its own."""


class Relations:
    """What one part points at. Ids are given by counting; the same target has one id."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str, bool], str] = {}

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of the relation of this kind ("slide", "image", "hyperlink" …) to a part's full name or a URL."""
        return self._ids.setdefault((kind, target, external), f"rId{len(self._ids) + 1}")

    def __bool__(self) -> bool:
        return bool(self._ids)

    def xml(self, folder: str) -> str:
        """The relations part of a part in `folder`; internal targets are written relative to it."""
        return _relations(folder, *self._ids.items())


@lru_cache(maxsize=256)
def _relations(folder: str, *related: tuple[tuple[str, str, bool], str]) -> str:
    """Remembered, for most slides of one layout point at nothing else."""
    out = [HEAD, f'<Relationships xmlns="{_PACKAGE}/relationships">']
    for (kind, target, external), id in related:
        where = target if external else _relative(target, folder)
        mode = ' TargetMode="External"' if external else ""
        out.append(
            f'<Relationship Id="{id}" Type="{_KINDS.get(kind, f"{_OFFICE}/{kind}")}" Target="{escape(where)}"{mode}/>'
        )
    out.append("</Relationships>")
    return "".join(out)


def _relative(target: str, folder: str) -> str:
    """The path of the part `target` as seen from `folder`; both from the package's root."""
    start, goal = folder.split("/") if folder else [], target.split("/")
    shared = 0
    while shared < len(start) and start[shared] == goal[shared]:
        shared += 1
    return "/".join([".."] * (len(start) - shared) + goal[shared:])


class Package:
    """An Open Packaging file being written to `stream`, part by part, so that memory holds one part at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._archive = Archive(stream)
        self._overrides: list[str] = []
        self._extensions = {"rels", "xml"}

    def add(self, name: str, data: str | bytes, kind: str = "", relations: Relations | None = None) -> None:
        """Add a part. `kind` is its content type without the common head; without it the extension tells."""
        if kind:
            full = kind if "/" in kind else f"{_TYPES}.{kind}+xml"
            self._overrides.append(f'<Override PartName="/{name}" ContentType="{full}"/>')
        else:
            self._extensions.add(name.rpartition(".")[2])
        if isinstance(data, bytes):
            self._archive.add(name, data, compressed=not name.endswith(".svg"))
        else:
            self._archive.add(name, data.encode())
        if relations:
            self.relate(name, relations)

    def relate(self, name: str, relations: Relations) -> None:
        """Add the relations of a part; the empty name is the package itself."""
        folder, _, file = name.rpartition("/")
        part = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        self._archive.add(part, relations.xml(folder).encode())

    def close(self) -> None:
        """Write the content types, known only now, and the directory."""
        types = "".join(f'<Default Extension="{e}" ContentType="{_DEFAULTS[e]}"/>' for e in sorted(self._extensions))
        self._archive.add(
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{types}{"".join(self._overrides)}</Types>'.encode(),
        )
        self._archive.close()
