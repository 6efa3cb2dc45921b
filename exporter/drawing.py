"""In: an SVG file. Out: its size, its drawing alone, without anything that acts or leads out of it, and its pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from exporter.model.pattern import later

MOST_BYTES = 5_000_000
MOST_ELEMENTS = 50_000
MOST_PIXELS = 25_000_000
"""Of the picture made of it."""
PACKAGE, EXTRA = "resvg_py", "svg"
"""What draws it, and the extra of this package that brings it."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ACTING = frozenset((
    "script", "foreignObject", "iframe", "audio", "video", "canvas", "embed", "object", "handler", "listener", "set",
    "animate", "animateMotion", "animateTransform", "animateColor", "discard", "mpath", "metadata", "title", "desc",
    "cursor",
))  # fmt: skip
"""Elements that do something, hold what is no drawing, or tell about who made it."""
_INSIDE = later(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);base64,)")
_LEADS_OUT = later(r"@import|\\|expression|javascript:|url\((?!\s*['\"]?\s*(?:#|data:image/(?:png|jpeg)))", re.I)
_LENGTH = later(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class NoDrawing(ValueError):
    """The file is no drawing that can be shown; the message says why."""


def missing() -> bool:
    """Whether the package that draws is not installed."""
    from importlib.util import find_spec

    return find_spec(PACKAGE) is None


def clean(data: bytes) -> bytes:
    """The drawing alone: no scripts, events, motion, links, outside references, comments or notes of its editor.

    Raises NoDrawing.
    """
    from lxml import etree  # type: ignore[import-untyped]

    if len(data) > MOST_BYTES:
        raise NoDrawing(f"larger than {MOST_BYTES:,} bytes")
    if b"<!ENTITY" in data:
        raise NoDrawing("it declares entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoDrawing(f"it is not sound XML: {str(error).partition(' (<string>')[0]}") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise NoDrawing("its first element is not svg")
    for number, element in enumerate(list(root.iter())):
        if number > MOST_ELEMENTS:
            raise NoDrawing(f"it has more than {MOST_ELEMENTS:,} elements")
        if not _belongs(element) and element.getparent() is not None:
            _drop(element)
        else:
            _undress(element)
    _limit_uses(root)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def size(data: bytes) -> tuple[int, int]:
    """Width and height of a clean drawing in px, by its attributes, else by its view box. Raises NoDrawing."""
    from lxml import etree

    root = etree.fromstring(data)
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", root.get("viewBox", ""))]
    wide, high = _length(root.get("width", "")), _length(root.get("height", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        wide = wide or (high * box[2] / box[3] if high else box[2])
        high = high or wide * box[3] / box[2]
    if not wide or not high:
        raise NoDrawing("it states no size")
    return max(1, round(wide)), max(1, round(high))


def is_drawing(file: str) -> bool:
    return file.lower().endswith(".svg")


def source(file: str, width: int, height: int, fonts: tuple[str, ...]) -> str | BytesIO:
    """What Pillow is to open for a picture file: itself, or the pixels of a drawing. Raises NoDrawing."""
    if not is_drawing(file):
        return file
    return BytesIO(pixels(clean(Path(file).read_bytes()), width, height, fonts))


@lru_cache(maxsize=8)
def pixels(data: bytes, width: int, height: int, fonts: Sequence[str]) -> bytes:
    """A clean drawing as PNG, at least `width` x `height` pixels where `MOST_PIXELS` allows; raises NoDrawing.

    Its words are set in `fonts`, files, the first for all families and the last for code, so that it looks alike
    everywhere.
    """
    import resvg_py
    from PIL import ImageFont

    own = size(data)
    scale = max(width / own[0], height / own[1])
    scale = min(scale, (MOST_PIXELS / (own[0] * own[1])) ** 0.5)
    plain, code = (str(ImageFont.truetype(fonts[n]).getname()[0]) if fonts else "" for n in (0, -1))
    try:
        made: Any = resvg_py.svg_to_bytes(
            svg_string=data.decode(),
            width=max(1, round(own[0] * scale)),
            height=max(1, round(own[1] * scale)),
            skip_system_fonts=True,
            font_files=list(fonts),
            font_family=plain,
            serif_family=plain,
            sans_serif_family=plain,
            cursive_family=plain,
            fantasy_family=plain,
            monospace_family=code,
        )
    except Exception as error:  # the library states none of the kinds it raises
        raise NoDrawing(str(error)) from error
    return bytes(made)


def _limit_uses(root: Any) -> None:
    """Raises NoDrawing when elements that are used again and again make too many of them, or use themselves."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[Any, int] = {}

    def weight(element: Any, above: frozenset[Any]) -> int:
        if element in above:
            raise NoDrawing("an element of it uses itself")
        if element not in known:
            inside = above | {element}
            total = 1 + sum(weight(child, inside) for child in element)
            link = element.get("href") or element.get(_XLINK) or ""
            if element.tag == f"{{{_SVG}}}use" and link[1:] in named:
                total += weight(named[link[1:]], inside)
            known[element] = total
        if known[element] > MOST_ELEMENTS:
            raise NoDrawing(f"it shows more than {MOST_ELEMENTS:,} elements")
        return known[element]

    try:
        weight(root, frozenset())
    except RecursionError:
        raise NoDrawing("it is nested too deep") from None


def _belongs(element: Any) -> bool:
    name = element.tag
    return isinstance(name, str) and name.startswith(f"{{{_SVG}}}") and name.partition("}")[2] not in _ACTING and not (
        name.endswith("}style") and _LEADS_OUT.search("".join(element.itertext()))
    )  # fmt: skip


def _drop(element: Any) -> None:
    """Takes the element out; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _undress(element: Any) -> None:
    """Takes off attributes that act, lead out, or are those of an editor."""
    for name, value in list(element.attrib.items()):
        local = name.lower()
        link = local == "href" or name == _XLINK
        foreign = name.startswith("{") and name not in (_XLINK, _SPACE)
        out = link and (not _INSIDE.match(value) or element.tag.endswith("}a"))
        if foreign or local.startswith("on") or out or (not link and _LEADS_OUT.search(value)):
            del element.attrib[name]


def _length(text: str) -> float:
    """A length in px; 0 for none, or one that depends on where it stands."""
    match = _LENGTH.fullmatch(text)
    try:
        return float(match[1]) * _PX[(match[2] or "").lower()] if match else 0
    except ValueError:
        return 0
