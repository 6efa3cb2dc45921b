"""In: icons by name. Out: one page of HTML that shows them all, with their names; it needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from exporter.model.icon import Drawing
from exporter.write.xml import escape

CSS = """
body { margin: 2rem auto; max-width: 84rem; padding: 0 2rem; font: 14px/1.4 system-ui, sans-serif; color: #14202b }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 1.5rem 1rem; padding: 0;
  list-style: none }
li { display: flex; flex-direction: column; align-items: center; gap: .5rem; text-align: center;
  overflow-wrap: anywhere; content-visibility: auto; contain-intrinsic-size: auto 4.5rem }
svg { width: 32px; height: 32px; color: #0b5a6e }
"""


def icon_page(icons: Mapping[str, Drawing]) -> str:
    cells = "".join(f"<li>{_svg(icon)}<code>{escape(name)}</code></li>\n" for name, icon in icons.items())
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Icons</title>'
        f'<meta name="viewport" content="width=device-width"><style>{CSS}</style></head><body>\n'
        f"<h1>{len(icons)} icons</h1><p>Write a name under <code>icon:</code> in a report.</p>\n<ul>{cells}</ul>"
        "</body></html>\n"
    )


def _svg(icon: Drawing) -> str:
    paths = "".join(
        f'<path d="{"".join(letter + " ".join(map(str, spots)) for letter, spots in stroke.steps)}" '
        f'fill="{"currentColor" if stroke.filled else "none"}" stroke="currentColor" stroke-width="{stroke.width}"/>'
        for stroke in icon.strokes
    )
    w, h = icon.size
    look = 'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
    return f'<svg viewBox="0 0 {w} {h}" {look}>{paths}</svg>'
