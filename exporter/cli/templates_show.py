"""`exporter templates show`: one template, all it extends merged into it, and the line that sets each value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.cli import options, show
from exporter.cli.wanted import templates_here

if TYPE_CHECKING:
    from exporter.errors import Place
    from exporter.read.tree import Node

FLOW = 100
"""Characters that a list may take on one line."""
MARGIN = 64
"""Column of the places, where the values leave room for it."""


@click.command(
    "show",
    epilog="""\b
Examples:
  exporter templates show theme boardroom
  exporter templates show audience executive --set audience.limits.slides=6
  exporter templates show layout cards --json
""",
)
@options.kind
@options.name
@options.templates
@options.settings
@options.as_json
def show_(kind: str, name: str, templates: tuple[Path, ...], settings: tuple[str, ...], as_json: bool) -> None:
    """Print the template NAME (KIND: theme, audience or layout) with all it extends, and who sets each value."""
    from exporter.catalog import Catalog
    from exporter.catalog.settings import parse
    from exporter.project import here

    project = here()
    folders = [folder.path for folder in templates_here(None, templates)]
    laid_over = parse([*(project.settings if project else ()), *settings])
    layers = Catalog(folders, laid_over).layers(f"{kind}s", name)
    if as_json:
        values = [
            {"key": key, "value": _plain(node), **show.place_json(node.place)} for key, node in _flat(layers.root, "")
        ]
        extends = list(layers.ancestors)
        out = {"kind": kind, "name": name, "file": layers.place.file, "extends": extends, "values": values}
        click.echo(json.dumps(out, ensure_ascii=False, indent=2))
    else:
        for line, place in _lines(layers.root, ""):
            where = click.style(f"# {_where(place, folders)}", dim=True) if place else ""
            click.echo(f"{line:<{MARGIN}}  {where}" if where else line)
    layers.finish()


def _where(place: Place, folders: list[Path]) -> str:
    """The place of a value, short: built-in files by their path among the templates."""
    if not place.line:
        return place.file
    path = Path(place.file)
    if path.is_relative_to(folders[-1]):
        return f"built-in {path.relative_to(folders[-1])}:{place.line}"
    return f"{show.shown_path(path)}:{place.line}"


def _lines(node: Node, indent: str) -> Iterator[tuple[str, Place | None]]:
    """Lines of YAML and, where a line has a value, its place."""
    from exporter.read.tree import Map, Seq

    if isinstance(node, Map):
        for key, inner in sorted(node, key=lambda pair: pair[0] != "extends"):
            head = f"{indent}{_word(key, False)}:"
            if _opens(inner):
                yield head, None
                yield from _lines(inner, indent + "  ")
            else:
                yield f"{head} {_flow(inner)}", inner.place
    elif isinstance(node, Seq):
        for inner in node:
            if _opens(inner):
                (first, place), *rest = _lines(inner, indent + "  ")
                yield f"{indent}- {first.lstrip()}", place
                yield from rest
            else:
                yield f"{indent}- {_flow(inner)}", inner.place
    else:
        yield f"{indent}{_flow(node)}", node.place


def _opens(node: Node) -> bool:
    """Whether a value is written on lines of its own."""
    from exporter.read.tree import Map, Seq

    if isinstance(node, Seq):
        return any(_opens(inner) for inner in node) or len(_flow(node)) > FLOW
    return isinstance(node, Map) and len(node) > 0


def _flow(node: Node) -> str:
    from exporter.read.tree import Scalar, Seq

    if isinstance(node, Seq):
        return f"[{', '.join(map(_flow, node))}]"
    if isinstance(node, Scalar):
        return "null" if node.null else _word(node.text, node.quoted)
    return "{}"


def _word(text: str, quoted: bool) -> str:
    """A text as YAML, on one line. What was quoted stays so: 007 and no are texts only in quotes."""
    if not quoted and not set(text) & set(",[]{}\n"):
        return text
    return json.dumps(text, ensure_ascii=False)


def _flat(node: Node, way: str) -> Iterator[tuple[str, Node]]:
    """(`colours.accent`, its node) for every value that is no map."""
    from exporter.read.tree import Map

    if not isinstance(node, Map):
        yield way, node
        return
    for key, inner in node:
        yield from _flat(inner, f"{way}.{key}" if way else key)


def _plain(node: Node) -> Any:
    """Texts as written, in lists and maps as they stand."""
    from exporter.read.tree import Map, Scalar, Seq

    if isinstance(node, Map):
        return {key: _plain(inner) for key, inner in node}
    if isinstance(node, Seq):
        return [_plain(inner) for inner in node]
    assert isinstance(node, Scalar)
    return None if node.null else node.text
