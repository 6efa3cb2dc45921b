"""`exporter theme`: a theme from brand colours, a company's PowerPoint file or a logo."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exporter.cli import options, show

if TYPE_CHECKING:
    from exporter.catalog.brand import Brand

F = TypeVar("F", bound=Callable[..., Any])
COLOUR = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


@click.group(
    epilog="""\b
Examples:
  exporter theme from-colours "#7A1F3D"
  exporter theme from-pptx company.potx
  exporter theme from-image logo.png
"""
)
def theme() -> None:
    """Make a theme of your own from what you have."""


def _shared(command: F) -> F:
    """The options of every way to make a theme."""
    kinds = (
        click.option("--name", metavar="NAME", help="What the theme is called.  [default: see above]"),
        click.option("--extends", "base", default="ledger", show_default=True, metavar="THEME",
                     help="The theme it extends: type, spacing and all that is not the brand's.",
                     shell_complete=options.complete("themes")),
        click.option("--dark", is_flag=True, help="Light text on dark slides; paper stays white."),
        click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
                     help="The file; - for standard output.  [default: themes/NAME.yaml in the project's templates]"),
        click.option("--force", is_flag=True, help="Write over a file that is there."),
        options.templates, options.as_json,
    )  # fmt: skip
    for option in reversed(kinds):
        command = option(command)
    return command


@theme.command(
    "from-colours",
    epilog="""\b
Examples:
  exporter theme from-colours "#7A1F3D"                          one colour; the highlight is made
  exporter theme from-colours "#7A1F3D" "#C58F3A" --name house   two colours
  exporter theme from-colours "#63C5D8" --dark --extends boardroom -o -
""",
)
@click.argument("colours", nargs=-1, required=True, metavar="COLOUR [COLOUR]")
@_shared
def from_colours(colours: tuple[str, ...], **how: Any) -> None:
    """A theme from one or two brand colours; it is called house unless --name says otherwise.

    The first leads; the second is for the one thing that a title says. A colour stays exactly as it is where it can
    be read; where not, it fills large areas, and its nearest readable shade is for text.
    """
    from exporter.catalog.brand import Brand
    from exporter.errors import Problem, UsageError

    wrong = [colour for colour in colours if not COLOUR.fullmatch(colour)]
    problems = [Problem(None, f"'{one}' is not a colour", "write six hex digits, such as #7A1F3D") for one in wrong]
    if len(colours) > 2:
        problems.append(Problem(None, f"{len(colours)} colours are too many", "give one or two"))
    if problems:
        raise UsageError(problems)
    found = tuple(_six(colour) for colour in colours)
    _make(Brand(found, " and ".join(f"#{colour}" for colour in found)), "house", **how)


@theme.command(
    "from-pptx",
    epilog="""\b
Examples:
  exporter theme from-pptx company.potx               colours, fonts and format of its first master
  exporter theme from-pptx company.pptx -o - | less   only look
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@_shared
def from_pptx(file: Path, **how: Any) -> None:
    """A theme with the colours, fonts and slide format of a company's FILE (.pptx, .potx); it is called as FILE is."""
    from exporter.catalog.brand import from_pptx

    _make(from_pptx(file), _slug(file.stem), **how)


@theme.command(
    "from-image",
    epilog="""\b
Examples:
  exporter theme from-image logo.png
  exporter theme from-image logo.png --name house --extends gazette
""",
)
@click.argument("logo", type=click.Path(path_type=Path))
@_shared
def from_image(logo: Path, **how: Any) -> None:
    """A theme with the one or two main colours of a LOGO (PNG, JPEG and others); it is called as LOGO is."""
    from exporter.catalog.brand import from_image

    _make(from_image(logo), _slug(logo.stem), **how)


def _six(colour: str) -> str:
    digits = colour.lstrip("#").upper()
    return digits if len(digits) == 6 else "".join(2 * digit for digit in digits)


def _slug(stem: str) -> str:
    """The name of a theme after that of a file."""
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "house"


def _make(
    brand: Brand,
    usual: str,
    name: str | None,
    base: str,
    dark: bool,
    output: Path | None,
    force: bool,
    templates: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write the theme, or print it; then say what became of the brand and what to do next."""
    from msgspec.structs import replace

    from exporter import files
    from exporter.catalog import Catalog
    from exporter.catalog.brand import theme_file
    from exporter.cli.templates_copy import schema_comment
    from exporter.cli.wanted import templates_here
    from exporter.errors import Problem, UsageError, oops
    from exporter.project import here

    piped = output is not None and str(output) == "-"
    name = name or (output.stem if output and not piped else usual)
    if not re.fullmatch(r"[a-z0-9][\w-]*", name):
        raise UsageError(Problem(None, f"'{name}' cannot name a theme", "take small letters, digits and -"))
    catalog = Catalog([one.path for one in templates_here(None, templates)])
    catalog.theme(base)
    prints = "print" in catalog.layers("themes", base).root
    text, notes = theme_file(replace(brand, dark=dark or brand.dark), name.replace("-", " ").capitalize(), base, prints)
    if piped:
        click.echo(text, nl=False)
        _say(notes)
        return
    project = here()
    target = output or (project.file.parent if project else Path()) / "templates" / "themes" / f"{name}.yaml"
    if name == base and not output:
        raise UsageError(Problem(None, f"theme '{name}' would extend itself", "give it another --name"))
    if target.exists() and not force:
        raise oops(f"{show.shown_path(target)} exists already", hint="take another --name, or say --force")
    problems = list(files.obstacles(target)) if target.parent.is_dir() else []
    if problems:
        from exporter.errors import UserError

        raise UserError(problems)
    _folder(target.parent)
    data = (schema_comment("theme", target) + text).encode()
    files.put(target, lambda draft: bool(draft.write_bytes(data)))
    if as_json:
        click.echo(
            json.dumps({"ok": True, "theme": name, "file": str(target), "notes": notes}, ensure_ascii=False, indent=2)
        )
        return
    click.echo(show.shown_path(target))
    _say(notes)
    report = "" if project and project.reports else " report.yaml"
    click.echo(f"Then: exporter build{report} --theme {name}", err=True)


def _folder(folder: Path) -> None:
    from exporter.errors import Place, oops

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise oops(f"cannot be made: {(error.strerror or 'refused').lower()}", Place(str(folder))) from None


def _say(notes: tuple[str, ...]) -> None:
    for note in notes:
        click.echo(f"  {note}", err=True)
