"""`exporter templates`: layouts, themes, audiences and icons: which there are, what they say, copies, checks."""

from __future__ import annotations

import click

from exporter.cli.lazy import LazyGroup

COMMANDS = {
    "list": "exporter.cli.templates_list:list_",
    "show": "exporter.cli.templates_show:show_",
    "copy": "exporter.cli.templates_copy:copy",
    "check": "exporter.cli.templates_check:check",
    "gallery": "exporter.cli.templates_gallery:gallery",
    "icons": "exporter.cli.templates_icons:icons_",
}
"""Name of each command and where it is."""


@click.group(
    cls=LazyGroup,
    rows=COMMANDS,
    epilog="""\b
Examples:
  exporter templates list                          what there is, and where it is searched
  exporter templates show theme ledger             every value, and the line that sets it
  exporter templates copy layout cards our-cards   into the project, to change
  exporter templates check                         those of the project, in every theme and density
  exporter templates gallery                       every layout in every theme and density, to look at
  exporter templates icons battery                 the icons whose names have the word
""",
)
def templates() -> None:
    """Layouts, themes, audiences and icons."""
