"""In: a report as YAML, JSON, Markdown, or Python data. Out: a Reading: the report of the model, and warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from exporter.errors import Place, did_you_mean, oops
from exporter.model.memory import collector_off
from exporter.model.report import Reading
from exporter.read.tree import Limits, from_data, load_text, read_text
from exporter.read.yaml_reader import read_tree

__all__ = ["READERS", "Limits", "read", "report_schema"]


def read(source: Path | str | Mapping[str, Any], *, limits: Limits = Limits()) -> Reading:
    """The report in a file, or in data of the same shape; UserError with everything that is wrong with it.

    Pictures and data files are looked for in the folder of the file; for data, in the working directory.
    """
    with collector_off():
        return _read(source, limits)


def _read(source: Path | str | Mapping[str, Any], limits: Limits) -> Reading:
    if isinstance(source, Mapping):
        return read_tree(from_data(source, "report", limits), "report", Path.cwd(), limits)
    path = Path(source)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        hint = did_you_mean(path.suffix, READERS) if path.suffix else f"use one of: {', '.join(READERS)}"
        raise oops(f"'{path.suffix}' is no kind of report", Place(str(path)), hint)
    return reader(read_text(path, limits), path, limits)


def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a report in YAML or JSON."""
    from exporter.read import report_shape

    return report_shape.report_schema()


def _read_yaml(text: str, path: Path, limits: Limits) -> Reading:
    return read_tree(load_text(text, str(path), limits), path.stem, path.resolve().parent, limits)


def _read_markdown(text: str, path: Path, limits: Limits) -> Reading:
    from exporter.read.markdown import read_markdown

    if not text.strip():
        raise oops("there is nothing in this file", Place(str(path)), "write the report into it, from `# Title` on")
    return read_markdown(text, path, limits)


READERS: dict[str, Callable[[str, Path, Limits], Reading]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".json": _read_yaml,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".qmd": _read_markdown,
    ".rmd": _read_markdown,
}
"""A format's reader by the suffix of its files."""
