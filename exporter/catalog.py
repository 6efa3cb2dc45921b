"""In: names of themes, audiences and layouts. Out: them, found in the template folders, extended and resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from exporter.errors import UserError, did_you_mean, oops
from exporter.model.style import (
    COLOUR_ROLES,
    Density,
    FontFamily,
    Frame,
    Holds,
    Layout,
    Region,
    TextStyle,
    Theme,
    Weights,
)

FACES = {"regular": (False, False), "bold": (True, False), "italic": (False, True), "bold-italic": (True, True)}


def built_in() -> Path:
    """The templates shipped with the tool: inside the installed package, else those of the repository."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def folders(report_folder: Path | None = None, extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Template folders in the order they are searched: `--templates`, the report's own, the built-in ones."""
    own = (report_folder / "templates",) if report_folder else ()
    return (*extra, *(folder for folder in own if folder.is_dir()), built_in())


class Catalog:
    """The templates of some folders, the first folder that has a name wins; the built-in ones always come last."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        own = built_in()
        self.folders = tuple(Path(f) for f in folders if Path(f) != own) + (own,)
        self._themes: dict[str, Theme] = {}

    def theme(self, name: str) -> Theme:
        if name not in self._themes:
            self._themes[name] = self._theme(name)
        return self._themes[name]

    def layouts(self) -> Mapping[str, Layout]:
        """Every layout by name."""
        names = sorted({p.parent.name for f in self.folders for p in f.glob("layouts/*/layout.yaml")})
        return {name: _layout(name, self._raw("layouts", name)) for name in names}

    def names(self, kind: str) -> tuple[str, ...]:
        """Names of all `themes` or `audiences`, sorted."""
        return tuple(sorted({p.stem for f in self.folders for p in (f / kind).glob("*.yaml")}))

    def _raw(self, kind: str, name: str) -> dict[str, Any]:
        for folder in self.folders:
            path = folder / kind / (f"{name}/layout.yaml" if kind == "layouts" else f"{name}.yaml")
            if path.is_file():
                data = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)
                parent = data.pop("extends", "")
                return _merge(self._raw(kind, parent), data) if parent else data
        raise oops(f"{kind.removesuffix('s')} '{name}' does not exist", hint=did_you_mean(name, self.names(kind)))

    def _font_file(self, name: str) -> str:
        for folder in self.folders:
            if (folder / "fonts" / name).is_file():
                return str(folder / "fonts" / name)
        raise UserError(())

    def _theme(self, name: str) -> Theme:
        raw = self._raw("themes", name)
        printed = raw.get("print", {})
        fonts = {
            role: FontFamily(
                font["family"],
                tuple((FACES[face], self._font_file(file)) for face, file in font["files"].items()),
                font.get("bold") == "true",
            )
            for role, font in raw["fonts"].items()
        }
        densities = raw["densities"]
        return Theme(
            name=name,
            title=raw["title"],
            colours={role: raw["colours"][role] for role in COLOUR_ROLES},
            print_colours=self.theme(printed).colours if isinstance(printed, str) else {**raw["colours"], **printed},
            fonts=fonts,
            densities={key: _density(key, densities, fonts) for key in densities},
            chart_colours=tuple(raw["chart"]),
            weights=Weights(),
            dark=name == "boardroom",
        )


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `under`: mappings merge, everything else replaces."""
    out = dict(under)
    for key, value in over.items():
        old = out.get(key)
        out[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return out


def _density(name: str, raws: Mapping[str, Any], fonts: Mapping[str, FontFamily]) -> Density:
    raw = raws[name]
    if "extends" in raw:
        raw = _merge(raws[raw["extends"]], raw)
    frame = Frame(**{k: _span(v) if "-" in v else float(v) for k, v in raw["frame"].items()})
    return Density(
        name=name,
        frame=replace(frame, columns=int(frame.columns)),
        styles={role: _steps(style, fonts) for role, style in raw["styles"].items()},
        aims={key: float(value) for key, value in raw["aims"].items()},
        brief={key: value == "true" if key == "numbered" else value for key, value in raw["brief"].items()},
    )


def _span(text: str) -> tuple[float, float]:
    top, _, bottom = text.partition("-")
    return float(top), float(bottom)


def _steps(raw: Mapping[str, Any], fonts: Mapping[str, FontFamily]) -> tuple[TextStyle, ...]:
    font = raw.get("font", "body")
    bold = raw["bold"] == "true" if "bold" in raw else fonts[font].bold
    sizes = [tuple(map(float, step.split("/"))) for step in raw["sizes"]]
    return tuple(
        TextStyle(
            font=font,
            size=size,
            line=line,
            bold=bold,
            colour=raw.get("colour", "ink"),
            spacing=round(float(raw.get("spacing", 0)) * size / sizes[0][0], 2),
        )
        for size, line in sizes
    )


def _layout(name: str, raw: Mapping[str, Any]) -> Layout:
    deck = raw["deck"]
    holds = deck.get("holds", {})
    return Layout(
        name=name,
        title=raw["title"],
        description=raw.get("description", ""),
        page=deck.get("page", "content"),
        regions=tuple(_region(key, region) for key, region in deck["regions"].items()),
        brief=tuple(_region(key, region) for key, region in raw.get("brief", {}).items()),
        otherwise=tuple(deck.get("otherwise", ())),
        holds=Holds(int(holds.get("least", 0)), int(holds.get("most", 0))),
        roles=tuple(raw.get("roles", ())),
        density=tuple(deck.get("density", ())),
    )


def _region(name: str, raw: Mapping[str, Any]) -> Region:
    takes = raw["takes"]
    first, last = _span(raw.get("at", "columns 1-12").removeprefix("columns "))
    known = ("takes", "at", "rows", "arrange", "slots")
    return Region(
        name=name,
        takes=(takes,) if isinstance(takes, str) else tuple(takes),
        at=(int(first), int(last)),
        rows=_span(raw["rows"]) if "rows" in raw else None,
        arrange=raw["arrange"],
        slots=tuple(raw.get("slots", ())),
        options={key: value == "true" or value for key, value in raw.items() if key not in known},
    )
