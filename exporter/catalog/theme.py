"""In: a theme file over those it extends. Out: a Theme, every value resolved; unreadable colours are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from exporter.catalog.contrast import check_contrast
from exporter.catalog.elements import read_elements
from exporter.catalog.find import Finder, Layers, overlay
from exporter.catalog.fonts import faces_of, family_of, font_files
from exporter.catalog.theme_shape import DENSITIES, SIZE, SLIDES, SPAN, STYLES, THEME
from exporter.errors import did_you_mean
from exporter.model.colour import luminance
from exporter.model.style import (
    COLOUR_ROLES,
    FALLBACK,
    Density,
    FontFamily,
    Frame,
    Look,
    Show,
    TextStyle,
    Theme,
    Weights,
)
from exporter.read.tree import Map, Problems, Scalar, Seq


def resolve(name: str, finder: Finder) -> Theme:
    """The theme of that name; UserError with all that is wrong in its files."""
    layers = finder.load("themes", name)
    problems = layers.problems
    root = with_whole_print(with_whole_densities(layers.root, problems), finder, problems)
    values = THEME.read(root, problems)
    _check_complete(layers, root)
    paths = font_files(layers, finder)
    printed = _printed(root, values, finder, problems)
    check_contrast(layers, root, values)
    elements = read_elements(root.get("elements"), finder.folders, problems, values.get("elements", {}))
    layers.finish()
    others = (*values.get("fallback", ()), *values.get("symbols", ()))
    families = {**values["fonts"], **{f"{FALLBACK}{n}": font for n, font in enumerate(others, 1)}}
    signs = range(len(values.get("fallback", ())) + 1, len(others) + 1)
    fonts = {role: _family(font, paths[role]) for role, font in families.items()}
    fonts |= {role: replace(fonts[role], signs=True) for role in (f"{FALLBACK}{n}" for n in signs)}
    colours, series, print_series = values["colours"], values.get("chart", ()), printed.get("chart", ())
    roles = tuple(f"chart-{n + 1}" for n in range(min(len(series), len(print_series))))
    slide = SLIDES[values.get("slide", "16:9")]
    return Theme(
        name=name,
        title=layers.own("title") or name.replace("-", " ").capitalize(),
        description=layers.own("description"),
        colours=_with_series(colours, series, roles),
        print_colours=_with_series(printed.get("colours", {}), print_series, roles),
        fonts=fonts,
        densities={key: _density(key, density, fonts, slide[0]) for key, density in values["densities"].items()},
        chart_roles=roles,
        weights=Weights(**values.get("weights", {})),
        dark=luminance(colours["bg"]) < luminance(colours["ink"]),
        look=_look(values.get("look", {})),
        show=Show(**values.get("deck", {})),
        paper=values.get("paper", "A4"),
        slide_size=slide,
        elements=elements,
        own=values.get("vars", {}),
        place=layers.place,
    )


# --- densities ------------------------------------------------------------------------------------------------------


def with_whole_densities(root: Map, problems: Problems) -> Map:
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
        problems.add(parent, f"this extends itself: {' -> '.join((*below, name, parent.text))}",
                     "let one of them extend another density, or state all of its own")  # fmt: skip
        return node
    if not isinstance(densities.get(parent.text), Map):
        problems.add(parent, f"density '{parent.text}' does not exist", did_you_mean(parent.text, densities.pairs))
        return node
    return overlay(_whole(parent.text, densities, problems, (*below, name)), node)


def _density(name: str, values: Mapping[str, Any], fonts: Mapping[str, FontFamily], width: int) -> Density:
    """The density on slides `width` px wide: the frame's right edge is stated for those of 1280 px."""
    frame = Frame(**values["frame"])
    return Density(
        name=name,
        frame=replace(frame, right=frame.right + width - SLIDES["16:9"][0]),
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
    if isinstance(frame, Map):
        _check_bands(layers, name, frame, styles)


BANDS = {"tracker": 1, "title": 2, "source": 1, "footer": 1}
"""Lines that each band of a slide must hold, in the preferred size of the style of its name."""


def _check_bands(layers: Layers, name: str, frame: Map, styles: Map) -> None:
    """Note every band of a slide that is too low for its type, at the one of the two that this theme set."""
    for band, lines in BANDS.items():
        style, span_node = styles.get(band), frame.get(band)
        sizes = style.get("sizes") if isinstance(style, Map) else None
        first = sizes.nodes[0] if isinstance(sizes, Seq) and sizes.nodes else sizes
        if first is None or span_node is None:
            continue
        span, size = SPAN.read(span_node, Problems()), SIZE.read(first, Problems())
        need, room = (lines * size[1] / 0.75, span[1] - span[0]) if span and size else (0, 0)
        if room > 0 and need > room + 0.5:
            said = f"{lines} lines of '{band}' take" if lines > 1 else f"a line of '{band}' takes"
            what = f"{said} {need:.0f} px in density '{name}', not {room:g}"
            hint = f"make the frame's {band} higher, or the type of {band} smaller"
            layers.problems.add(min((span_node, first), key=lambda node: layers.depth(node.place)), what, hint)


def _check_steps(sizes: Seq, problems: Problems) -> None:
    steps = [SIZE.read(node, Problems()) for node in sizes]
    for node, before, after in zip(sizes.nodes[1:], steps, steps[1:], strict=False):
        if before and after and after >= before:
            problems.add(node, "the steps must go down, from the preferred size to the floor")


def with_whole_print(root: Map, finder: Finder, problems: Problems) -> Map:
    """`root` with `print: {extends: NAME, …}` laid over the colours of the theme of that name."""
    own = root.get("print")
    name = own.get("extends") if isinstance(own, Map) else None
    if not isinstance(own, Map) or not isinstance(name, Scalar):
        return root
    base, themes = Map(own.source, own.start, own.end), finder.names("themes")
    if name.text not in themes:
        problems.add(name, f"theme '{name.text}' does not exist", did_you_mean(name.text, themes))
    else:
        other = finder.load("themes", name.text, bare=True).root
        colours = other.get("colours")
        base.pairs = dict(colours.pairs) if isinstance(colours, Map) else {}
        base.pairs |= {key: pair for key, pair in other.pairs.items() if key == "chart"}
    base.pairs |= {key: pair for key, pair in own.pairs.items() if key != "extends"}
    whole = Map(root.source, root.start, root.end)
    whole.pairs = {**root.pairs, "print": (root.key("print"), base)}
    return whole


def _printed(root: Map, values: Mapping[str, Any], finder: Finder, problems: Problems) -> Mapping[str, Any]:
    """`colours` and `chart` of briefs: of the theme that `print` names, or the own ones with what `print` changes."""
    printed = values.get("print")
    if not isinstance(printed, str):
        changes = {role: colour for role, colour in (printed or {}).items() if role != "chart"}
        series = (printed or {}).get("chart", values.get("chart", ()))
        return {"colours": {**values.get("colours", {}), **changes}, "chart": series}
    themes = finder.names("themes")
    if printed not in themes:
        problems.add(root["print"], f"theme '{printed}' does not exist", did_you_mean(printed, themes))
        return values
    other = finder.load("themes", printed, bare=True)
    colours = THEME.read(other.root, other.problems)
    other.finish()
    return colours


def _family(values: Mapping[str, Any] | str, files: Mapping[str, Path]) -> FontFamily:
    name, bold = family_of(values)
    more = {} if isinstance(values, str) else values
    languages, ranges = tuple(more.get("languages", ())), tuple(_ranges(more.get("unicode-range", "")))
    completes = tuple(more.get("completes", ()))
    return FontFamily(name, faces_of(files), bold, languages=languages, ranges=ranges, completes=completes)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """`U+0E00-0E7F, U+25CC` as (first, last) of each."""
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part[2:].partition("-")
        yield int(first, 16), int(last or first, 16)


def _look(values: Mapping[str, Any]) -> Look:
    """The file says `tables: {head: tint}` for what the model calls `table_head`."""
    rules, tables, charts = (values.get(key, {}) for key in ("rules", "tables", "charts"))
    given = {
        "hair": rules.get("hair"), "strong": rules.get("strong"), "strong_colour": rules.get("colour"),
        "panels": values.get("panels"), "cards": values.get("cards"),
        "table_head": tables.get("head"), "table_rules": tables.get("rules"), "table_bands": tables.get("bands"),
        "chart_values": charts.get("values"), "chart_gap": charts.get("gap"), "icons": values.get("icons"),
    }  # fmt: skip
    return Look(**{key: value for key, value in given.items() if value is not None})


def _with_series(colours: Mapping[str, str], series: Sequence[str], roles: Sequence[str]) -> Mapping[str, str]:
    return {**colours, **dict(zip(roles, series, strict=False))}
