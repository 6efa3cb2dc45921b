"""`exporter convert`: a Markdown report in the structured form, for a person to refine."""

from __future__ import annotations

import json
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
@options.as_json
def convert(report: Path, output: Path | None, force: bool, max_size: int | None, as_json: bool) -> None:
    """Write the Markdown REPORT as YAML: the same content, in sections, items and milestones you can refine."""
    from exporter import files
    from exporter.read import Limits
    from exporter.read.convert import convert as to_yaml

    text = to_yaml(report, limits=options.limits(max_size) or Limits())
    if output is None:
        click.echo(json.dumps({"ok": True, "yaml": text}, ensure_ascii=False) if as_json else text, nl=as_json)
        return
    if output.exists() and output.samefile(report):
        raise oops(f"{output} is the report itself", hint="name another file: it would be lost")
    if output.exists() and not force:
        raise oops(f"{output} exists, and may have been refined by hand", hint="name another file, or add --force")
    files.put(output, lambda draft: bool(draft.write_text(text, encoding="utf-8")))
    if as_json:
        click.echo(json.dumps({"ok": True, "file": str(output)}))
        return
    click.echo(f"{output} is yours to refine; then: exporter build {output}", err=True)
    schema = output.with_name("report.schema.json")
    if not schema.exists():
        click.echo(f"  hint: for an editor that completes and checks it: exporter schema report > {schema}", err=True)
