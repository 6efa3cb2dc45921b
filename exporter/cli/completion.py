"""`exporter completion`: the lines that teach a shell the commands, options and names of templates."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command(
    epilog="""\b
Examples:
  eval "$(exporter completion bash)"      in ~/.bashrc
  eval "$(exporter completion zsh)"       in ~/.zshrc
  exporter completion fish > ~/.config/fish/completions/exporter.fish
"""
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what SHELL runs to complete commands, options, and names of audiences, themes and layouts."""
    from click.shell_completion import get_completion_class

    from exporter.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "exporter", "_EXPORTER_COMPLETE").source())
