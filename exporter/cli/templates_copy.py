"""`exporter templates copy`: a template into the project under a new name, to change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

from exporter.cli import options, show
from exporter.cli.wanted import templates_here


@click.command(
    epilog="""\b
Examples:
  exporter templates copy theme ledger house              all of it, comments too
  exporter templates copy theme ledger house --extend     a file that only states what differs
  exporter templates copy layout cards our-cards --to ../shared/templates
"""
)
@options.kind
@options.name
@click.argument("new", metavar="NEWNAME")
@click.option("--extend", is_flag=True, help="Make a file that extends NAME, and states nothing else yet.")
@click.option(
    "--to",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of templates.  [default: the project's templates/, else templates/ here]",
)
@options.templates
@options.as_json
def copy(
    kind: str, name: str, new: str, extend: bool, to: Path | None, templates: tuple[Path, ...], as_json: bool
) -> None:
    """Copy the template NAME (KIND: theme, audience or layout) into the project, as NEWNAME."""
    from exporter import files
    from exporter.catalog import Catalog
    from exporter.errors import Problem, UsageError, oops
    from exporter.project import here

    if not re.fullmatch(r"[a-z0-9][\w-]*", new):
        raise UsageError(Problem(None, f"'{new}' cannot name a template", "take small letters, digits and -"))
    project = here()
    folder = to or (project.file.parent if project else Path()) / "templates"
    catalog = Catalog([one.path for one in templates_here(None, templates)])
    origin = Path(catalog.layers(f"{kind}s", name).place.file)
    target = folder / "layouts" / new if kind == "layout" else folder / f"{kind}s" / f"{new}.yaml"
    if target.exists():
        raise oops(f"{target} exists already", hint="take another name, or delete it first")
    head = schema_comment(kind, target / "layout.yaml" if kind == "layout" else target)
    made = dict(_extending(kind, name, new, target) if extend else _copied(kind, origin, new, target))
    for path, data in made.items():
        data = head.encode() + data if path.name != "sample.yaml" and path.suffix == ".yaml" else data
        path.parent.mkdir(parents=True, exist_ok=True)
        files.put(path, lambda draft, data=data: bool(draft.write_bytes(data)))  # type: ignore[misc]
    if as_json:
        click.echo(json.dumps({"ok": True, "files": [str(path) for path in made]}, ensure_ascii=False, indent=2))
        return
    for path in made:
        click.echo(show.shown_path(path))
    click.echo(f"{next(iter(made))} is yours to change; then: {_use(kind, new)}", err=True)


def schema_comment(kind: str, file: Path) -> str:
    """Line 1 of a file, for editors that complete and check; empty when the project has no schemas."""
    import os

    from exporter.project import SCHEMAS, here

    project = here()
    schema = (project.file.parent if project else Path()) / SCHEMAS / f"{kind}.schema.json"
    if not schema.is_file():
        return ""
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, file.parent)).as_posix()}\n"


def _use(kind: str, name: str) -> str:
    return {
        "theme": f"exporter build --theme {name}",
        "audience": f"exporter build --audience {name}",
        "layout": f"write `layout: {name}` in a section",
    }[kind]


def _extending(kind: str, name: str, new: str, target: Path) -> Iterator[tuple[Path, bytes]]:
    title = new.replace("-", " ").capitalize()
    text = f"# States what differs from {name}: `exporter templates show {kind} {name}` prints all there is to state.\n"
    path = target / "layout.yaml" if kind == "layout" else target
    yield path, f"{text}extends: {name}\ntitle: {title}\n".encode()


def _copied(kind: str, origin: Path, new: str, target: Path) -> Iterator[tuple[Path, bytes]]:
    """The files of a template with their comments; a layout brings its sample and the pictures of it."""
    if kind != "layout":
        yield target, _titled(origin, new)
        return
    yield target / "layout.yaml", _titled(origin, new)
    for file in sorted(origin.parent.iterdir()):
        if file.name == "sample.yaml":
            wish = re.compile(rf"(\blayout:\s*){re.escape(origin.parent.name)}(?=[\s,}}]|$)")
            yield target / file.name, wish.sub(rf"\g<1>{new}", file.read_text(encoding="utf-8")).encode()
        elif file.is_file() and file != origin and file.name != "expected.txt":
            yield target / file.name, file.read_bytes()


def _titled(file: Path, new: str) -> bytes:
    """The file with the new name for people, and without a schema comment of its own."""
    from exporter.read.tree import Map, load, read_text

    text = read_text(file)
    root = load(file).root
    title = root.get("title") if isinstance(root, Map) else None
    if title is not None:
        text = text[: title.start] + new.replace("-", " ").capitalize() + text[title.end :]
    return re.sub(r"\A# yaml-language-server:.*\n", "", text).encode()
