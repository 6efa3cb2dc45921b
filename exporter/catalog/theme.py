"""In: a theme file over those it extends. Out: a Theme, every value resolved; unreadable colours are refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporter.catalog.contrast import check_contrast
from exporter.catalog.find import Finder, Layers, overlay
from exporter.catalog.theme_shape import DENSITIES, FACES, SIZE, STYLES, THEME
from exporter.errors import did_you_mean
from exporter.model.colour import luminance
from exporter.model.style import COLOUR_ROLES, Density, FontFamily, Frame, TextStyle, Theme, Weights
from exporter.read.tree import Map, Problems, Scalar, Seq


def resolve(name: str, finder: Finder) -> Theme:
    """The theme of that name; UserError with all that is wrong in its files."""
    layers = finder.load("themes", name)
    root, problems = _with_whole_densities(layers.root, layers.problems), layers.problems
    values = THEME.read(root, problems)
    _check_complete(layers, root)
    paths = _font_files(root, finder, problems)
    printed = _printed(root, values, finder, problems)
    if values.get("contrast") != "allow":
        check_contrast(layers, root, values)
    layers.finish()
    fonts = {role: _family(font, paths[role]) for role, font in values["fonts"].items()}
    colours = values["colours"]
    return Theme(
        name=name,
        title=values.get("title", name),
        colours=colours,
        print_colours=printed.get("colours", {}),
        fonts=fonts,
        densities={key: _density(key, density, fonts) for key, density in values["densities"].items()},
        chart_colours=tuple(values.get("chart", ())),
        print_chart_colours=tuple(printed.get("chart", ())),
        weights=Weights(**values.get("weights", {})),
        dark=luminance(colours["bg"]) < luminance(colours["ink"]),
        slide_size=values.get("slide", (1280, 720)),
        place=layers.place,
    )


# --- densities ------------------------------------------------------------------------------------------------------


def _with_whole_densities(root: Map, problems: Problems) -> Map:
    """`root` with each density laid over the one that it extends."""
    densities = root.get("densities")
    if not isinstance(densities, Map):
        return root
    whole = Map(densities.source, densities.start, densities.end)
    whole.pairs = {
        name: (key, _whole(name, densities, problems, ()) if isinstance(node, Map) else node)
        for name, (key, node) in densities.pairs.items()
    }
    out = Map(root.source, root.start, root.end)
    out.pairs = {**root.pairs, "densities": (root.key("densities"), whole)}
    return out


def _whole(name: str, densities: Map, problems: Problems, below: tuple[str, ...]) -> Map:
    node = densities[name]
    assert isinstance(node, Map)
    parent = node.get("extends")
    if not isinstance(parent, Scalar):
        return node
    if parent.text in (*below, name):
        problems.add(parent, f"this extends itself: {' -> '.join((*below, name, parent.text))}")
        return node
    if not isinstance(densities.get(parent.text), Map):
        problems.add(parent, f"density '{parent.text}' does not exist", did_you_mean(parent.text, densities.pairs))
        return node
    return overlay(_whole(parent.text, densities, problems, (*below, name)), node)


def _density(name: str, values: Mapping[str, Any], fonts: Mapping[str, FontFamily]) -> Density:
    return Density(
        name=name,
        frame=Frame(**values["frame"]),
        styles={role: _steps(style, fonts) for role, style in values["styles"].items()},
        aims=values.get("aims", {}),
        brief=values.get("brief", {}),
    )


def _steps(style: Mapping[str, Any], fonts: Mapping[str, FontFamily]) -> tuple[TextStyle, ...]:
    font = style.get("font", "body")
    first = style["sizes"][0][0]
    return tuple(
        TextStyle(
            font=font,
            size=size,
            line=line,
            bold=style.get("bold", fonts[font].bold),
            italic=style.get("italic", False),
            colour=style.get("colour", "ink"),
            align=style.get("align", "left"),
            spacing=round(style.get("spacing", 0) * size / first, 2),
        )
        for size, line in style["sizes"]
    )


# --- checks ---------------------------------------------------------------------------------------------------------


def _check_complete(layers: Layers, root: Map) -> None:
    """Note everything that a theme must have and this one has not, its ancestors included."""
    layers.need(root, ("fonts", "colours", "densities"), f"theme '{layers.name}'")
    for key, names in (("fonts", ("heading", "body", "mono")), ("colours", COLOUR_ROLES), ("densities", DENSITIES)):
        if isinstance(node := root.get(key), Map):
            layers.need(node, names, key)
    densities = root.get("densities")
    for name, density in densities if isinstance(densities, Map) else ():
        if isinstance(density, Map):
            _check_density(layers, name, density)


def _check_density(layers: Layers, name: str, density: Map) -> None:
    layers.need(density, ("frame", "styles"), f"density '{name}'")
    if isinstance(frame := density.get("frame"), Map):
        layers.need(frame, ("title", "body", "source", "footer"), f"the frame of density '{name}'")
    styles = density.get("styles")
    if not isinstance(styles, Map):
        return
    layers.need(styles, STYLES, f"density '{name}'")
    for role, style in styles:
        if not isinstance(style, Map) or role not in STYLES:
            continue
        if "sizes" not in style:
            layers.problems.add(style, f"style '{role}' of density '{name}' has no sizes")
        elif isinstance(sizes := style["sizes"], Seq):
            _check_steps(sizes, layers.problems)


def _check_steps(sizes: Seq, problems: Problems) -> None:
    steps = [SIZE.read(node, Problems()) for node in sizes]
    for node, before, after in zip(sizes.nodes[1:], steps, steps[1:], strict=False):
        if before and after and after >= before:
            problems.add(node, "the steps must go down, from the preferred size to the floor")


def _printed(root: Map, values: Mapping[str, Any], finder: Finder, problems: Problems) -> Mapping[str, Any]:
    """`colours` and `chart` of briefs: of the theme that `print` names, or the own ones with what `print` changes."""
    printed = values.get("print")
    if not isinstance(printed, str):
        return {**values, "colours": {**values.get("colours", {}), **(printed or {})}}
    themes = finder.names("themes")
    if printed not in themes:
        problems.add(root["print"], f"theme '{printed}' does not exist", did_you_mean(printed, themes))
        return values
    other = finder.load("themes", printed)
    colours = THEME.read(other.root, other.problems)
    other.finish()
    return colours


def _font_files(root: Map, finder: Finder, problems: Problems) -> dict[str, dict[str, Path]]:
    """The font files by role and face."""
    out: dict[str, dict[str, Path]] = {}
    fonts = root.get("fonts")
    for role, font in fonts if isinstance(fonts, Map) else ():
        files = font.get("files") if isinstance(font, Map) else None
        out[role] = {}
        for face, node in files if isinstance(files, Map) else ():
            path = finder.font(node.text) if isinstance(node, Scalar) else None
            if path is None:
                problems.add(node, "this font file does not exist", "put it into a fonts folder beside themes")
            elif not _is_truetype(path):
                problems.add(
                    node,
                    "this is not a TrueType font",
                    "take a readable .ttf file: only TrueType outlines can be embedded",
                )
            else:
                out[role][face] = path
        if isinstance(font, Map) and not (isinstance(files, Map) and "regular" in files):
            problems.add(font, f"font '{role}' has no regular file")
    return out


def _is_truetype(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"\0\1\0\0", b"true")
    except OSError:
        return False


def _family(values: Mapping[str, Any], files: Mapping[str, Path]) -> FontFamily:
    faces = tuple((FACES[face], str(path)) for face, path in files.items())
    return FontFamily(values.get("family", ""), faces, values.get("bold", False))
