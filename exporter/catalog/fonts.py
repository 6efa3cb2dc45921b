"""In: the fonts of a theme file. Out: the files of each family: those that it names, or its bundled twin's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from exporter.catalog.find import Finder, Layers
from exporter.catalog.theme_shape import FACES, TWINS
from exporter.errors import did_you_mean
from exporter.model.style import FALLBACK
from exporter.read.tree import Map, Node, Problems, Scalar, Seq

STYLES: Mapping[str, str] = {
    "regular": "400Regular", "bold": "700Bold", "italic": "400Regular_Italic", "bold-italic": "700Bold_Italic",
}  # fmt: skip
"""Ends of the bundled files' names by face."""
FAMILIES: Mapping[str, str] = {name.lower(): twin for twin, names in TWINS.items() for name in names}
"""Bundled fonts by the families, in small letters, that have their widths."""


def twin(family: str) -> Mapping[str, str]:
    """The bundled files, by face, that have the widths of a family; empty when there are none."""
    stem = FAMILIES.get(family.strip().lower())
    return {face: f"{stem}_{end}.ttf" for face, end in STYLES.items()} if stem else {}


def font_files(layers: Layers, finder: Finder) -> dict[str, dict[str, Path]]:
    """The font files by role and face; a problem for every family that cannot be measured."""
    return {role: _files(role, font, layers, finder) for role, font in _fonts(layers.root)}


def _fonts(root: Map) -> Iterator[tuple[str, Node]]:
    fonts, lists = root.get("fonts"), (root.get("fallback"), root.get("symbols"))
    if isinstance(fonts, Map):
        yield from fonts
    others = [font for fonts in lists if isinstance(fonts, Seq) for font in fonts.nodes]
    yield from ((f"{FALLBACK}{n}", font) for n, font in enumerate(others, 1))


def _files(role: str, font: Node, layers: Layers, finder: Finder) -> dict[str, Path]:
    family = font if isinstance(font, Scalar) else font.get("family") if isinstance(font, Map) else None
    files = font.get("files") if isinstance(font, Map) else None
    out: dict[str, Path] = {}
    if isinstance(files, Map) and not _older(files, family, layers):
        for face, node in files:
            if path := _file(node, finder, layers.problems):
                out[face] = path
        if "regular" not in files:
            layers.problems.add(font, f"font '{role}' has no regular file")
    elif isinstance(family, Scalar):
        found = {face: finder.font(file) for face, file in twin(family.text).items()}
        out = {face: path for face, path in found.items() if path}
        if not out:
            layers.problems.add(family, f"no font file to measure '{family.text}' with", _hint(family.text))
    else:
        layers.problems.add(font, f"font '{role}' has no regular file")
    return out


def _older(files: Map, family: Node | None, layers: Layers) -> bool:
    """Whether the files are of an ancestor, the family of a nearer file: they would measure another family."""
    return family is not None and layers.depth(family.place) < layers.depth(files.place)


def _hint(family: str) -> str:
    names = [names[0] for names in TWINS.values()]
    near = did_you_mean(family, names)
    known = f"give `files` of the same widths, or take one of {', '.join(names)}"
    return near if near.startswith("did") else known


def _file(node: Node, finder: Finder, problems: Problems) -> Path | None:
    path = finder.font(node.text) if isinstance(node, Scalar) else None
    if path is None:
        problems.add(node, "this font file does not exist", "put it into a fonts folder beside themes")
    elif not _is_truetype(path):
        hint = "take a readable .ttf file: only TrueType outlines can be embedded"
        problems.add(node, "this is not a TrueType font", hint)
    else:
        return path
    return None


def _is_truetype(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"\0\1\0\0", b"true")
    except OSError:
        return False


def family_of(values: Mapping[str, object] | str) -> tuple[str, bool]:
    """Name of a family, and whether its text is bold."""
    if isinstance(values, str):
        return values, False
    return str(values.get("family", "")), bool(values.get("bold", False))


def faces_of(files: Mapping[str, Path]) -> tuple[tuple[tuple[bool, bool], str], ...]:
    return tuple((FACES[face], str(path)) for face, path in files.items())
