"""In: rows of a name and where its command is. Out: a group of commands that are imported when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """`exporter --version` loads none of the commands."""

    def __init__(self, *arguments: Any, rows: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rows = rows

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.rows)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.rows:
            return None
        module, _, attribute = self.rows[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command
