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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        """A slip of the pen is met with the nearest command."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.rows, 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(self.rows)}."
            raise click.UsageError(f"{error.message} {hint}", ctx) from None

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.rows:
            return None
        module, _, attribute = self.rows[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command
