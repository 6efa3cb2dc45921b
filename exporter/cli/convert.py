"""`exporter convert`: a Markdown report in the structured form, for a person to refine."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli import options
from exporter.errors import oops


@click.command(
    epilog="""\b
Examples:
  exporter convert report.md -o report.yaml
  exporter convert report.md | less
"""
)
@options.report
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="The file to write.  [default: stdout]"
)
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@options.max_size
def convert(report: Path, output: Path | None, force: bool, max_size: int | None) -> None:
    """Write the Markdown REPORT as YAML: the same content, in sections, items and milestones you can refine."""
    from exporter import files
    from exporter.read import Limits
    from exporter.read.convert import convert as to_yaml

    text = to_yaml(report, limits=options.limits(max_size) or Limits())
    if output is None:
        click.echo(text, nl=False)
        return
    if output.exists() and not force:
        raise oops(f"{output} exists, and may have been refined by hand", hint="name another file, or add --force")
    files.put(output, lambda draft: bool(draft.write_text(text, encoding="utf-8")))
    click.echo(f"{output} is yours to refine; then: exporter build {output}", err=True)
    schema = output.with_name("report.schema.json")
    if not schema.exists():
        click.echo(f"  hint: for an editor that completes and checks it: exporter schema report > {schema}", err=True)
