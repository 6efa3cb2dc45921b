"""In: pictures of layouts in themes and densities. Out: one page of HTML with all of them, which needs nothing else.

The fonts are in the page once. Filters are radio buttons and CSS; there is no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from exporter.model.page import Document, Page
from exporter.model.style import Layout, Theme
from exporter.write.svg import Faces, inline_svg
from exporter.write.xml import escape

CSS = """
:root { color-scheme: light; --ink: #14202b; --soft: #55606a; --line: #c9d1d8; --paper: #f3f5f7; --accent: #0b5a6e }
* { box-sizing: border-box }
html { scroll-padding-top: 7rem }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main, nav { max-width: 84rem; margin: 0 auto; padding: 0 2rem }
h1 { margin: 2.5rem 0 .25rem; font-size: 2rem; line-height: 1.2 }
h2 { margin: 0; font-size: 1.25rem }
h2 code { margin-left: .5rem; color: var(--soft); font-weight: 400 }
p { margin: .25rem 0; max-width: 45rem; color: var(--soft) }
a { color: var(--accent) }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; padding: 0; list-style: none }
.filters { position: sticky; top: 0; z-index: 1; background: #fffffff2; border-block: 1px solid var(--line) }
.filters > div { display: flex; flex-wrap: wrap; gap: .25rem 3rem; max-width: 84rem; margin: 0 auto;
  padding: .5rem 2rem }
fieldset { display: flex; flex-wrap: wrap; gap: .125rem 1rem; margin: 0; padding: 0; border: 0 }
legend { float: left; min-width: 5rem; font-weight: 600 }
section { padding: 2rem 0; border-bottom: 1px solid var(--line); content-visibility: auto;
  contain-intrinsic-size: auto 26rem }
.slides { display: grid; grid-template-columns: repeat(auto-fill, minmax(24rem, 1fr)); gap: 1.5rem; margin-top: 1rem }
figure { margin: 0 }
figure svg { display: block; width: 100%; height: auto; border: 1px solid var(--line) }
figcaption { display: flex; justify-content: space-between; padding-top: .25rem; color: var(--soft) }
figcaption, h2 code { font-size: .875rem }
figure .smaller, figure:target .larger { display: none }
figure:target { grid-column: 1 / -1 }
figure:target .smaller { display: inline }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
@media (max-width: 40rem) { .slides { grid-template-columns: 1fr } .filters { position: static } }
@media print { .filters, nav, figcaption a { display: none } section { break-inside: avoid } }
"""


class Shown(Struct, frozen=True):
    """A layout as it looks in one theme and density."""

    layout: Layout
    theme: Theme
    density: str
    document: Document
    page: Page


def gallery(pictures: Iterable[Shown], first: str = "") -> str:
    """The page; layouts, themes and densities stand in the order in which they are first met.

    `first` is the theme shown at first, or all of them: with one the page opens the sooner.
    """
    faces = Faces()
    layouts: dict[str, Layout] = {}
    figures: dict[str, list[str]] = {}
    themes: dict[str, str] = {}
    densities: dict[str, str] = {}
    for number, shown in enumerate(pictures):
        layouts.setdefault(shown.layout.name, shown.layout)
        themes.setdefault(shown.theme.name, shown.theme.title)
        densities.setdefault(shown.density, shown.density)
        classes = f"theme-{_index(themes, shown.theme.name)} density-{_index(densities, shown.density)}"
        back = _anchor(layouts, shown.layout.name)
        figures.setdefault(shown.layout.name, []).append(_figure(shown, f"picture-{number}", classes, back, faces))
    rules = f"{CSS}{_hiding('theme', themes)}{_hiding('density', densities)}{faces.css()}"
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Layouts, themes and densities</title>',
            f'<meta name="viewport" content="width=device-width"><style>{rules}</style></head><body>\n',
            "<header><h1>Layouts, themes and densities</h1>",
            f"<p>{len(layouts)} layouts in {len(themes)} themes and {len(densities)} densities. Each picture is the "
            "sample of its layout as it is built; an audience chooses the theme and the density.</p></header>\n",
            _contents(layouts),
            '<form class="filters" aria-label="What is shown"><div>',
            _choices("theme", themes, first),
            _choices("density", densities),
            "</div></form>\n<main>",
            *(_section(layouts[name], _anchor(layouts, name), parts) for name, parts in figures.items()),
            "</main></body></html>\n",
        )
    )


def _index(names: Mapping[str, object], name: str) -> int:
    """What stands for a name in identifiers and CSS: names are free, numbers are safe."""
    return list(names).index(name)


def _anchor(layouts: Mapping[str, Layout], name: str) -> str:
    return f"layout-{_index(layouts, name)}"


def _contents(layouts: Mapping[str, Layout]) -> str:
    links = (f'<li><a href="#{_anchor(layouts, name)}">{escape(one.title)}</a></li>' for name, one in layouts.items())
    return f'<nav aria-label="Layouts"><ul>{"".join(links)}</ul></nav>\n'


def _choices(kind: str, names: Mapping[str, str], first: str = "") -> str:
    """Radio buttons: all, then each."""
    rows = [(f"{kind}-all", "all", first not in names)]
    rows += [(f"{kind}-{i}", title, name == first) for i, (name, title) in enumerate(names.items())]
    buttons = (
        f'<label><input type="radio" name="{kind}" id="{id}"{" checked" if checked else ""}> {escape(title)}</label>'
        for id, title, checked in rows
    )
    return f"<fieldset><legend>{kind.capitalize()}</legend>{''.join(buttons)}</fieldset>"


def _hiding(kind: str, names: Mapping[str, str]) -> str:
    """While a button is checked, pictures of others are hidden."""
    return "".join(
        f"body:has(#{kind}-{i}:checked) figure:not(.{kind}-{i}){{display:none}}\n" for i in range(len(names))
    )


def _section(layout: Layout, anchor: str, figures: Sequence[str]) -> str:
    about = f"<p>{escape(' '.join(layout.description.split()))}</p>" if layout.description else ""
    head = f"<h2>{escape(layout.title)} <code>{escape(layout.name)}</code></h2>{about}"
    return f'<section id="{anchor}">{head}<div class="slides">{"".join(figures)}</div></section>\n'


def _figure(shown: Shown, anchor: str, classes: str, back: str, faces: Faces) -> str:
    """A picture with its caption; where links lead to it, it is shown large."""
    where = f"{shown.theme.title}, {shown.density}"
    svg = inline_svg(shown.page, shown.document, faces, f"{shown.layout.title}, {where}: {shown.page.title}")
    larger = f'<a class="larger" href="#{anchor}" aria-label="larger: {escape(where)}">larger</a>'
    smaller = f'<a class="smaller" href="#{back}">smaller</a>'
    caption = f"<figcaption>{escape(where)} {larger}{smaller}</figcaption>"
    return f'<figure class="{classes}" id="{anchor}">{svg}{caption}</figure>'
