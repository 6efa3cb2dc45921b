"""Documents planned with templates that a test writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from msgspec.structs import replace
from PIL import Image

from exporter.catalog import Catalog
from exporter.model.page import Document, Item, Page, PlacedText, flat
from exporter.plan import as_script, plan
from exporter.read.tree import load_text
from exporter.read.yaml_reader import read_tree
from exporter.select import select

REPORT = """\
title: Solid State Batteries
edition: Late 2025
date: 2026-02-03
authors: [Ada, Grace]
sections:
- id: risks
  title: Risks
  role: risks
  blocks:
  - items:
      fields: {risk: {label: Risk, slot: body}, status: {label: Status, slot: status}}
      list:
      - {name: Dendrites, risk: They short the cell., status: Open}
      - {name: Pressure, risk: Cells need clamping., status: Solved}
      - {name: Cost, risk: Cells cost too much., status: Open}
- id: dates
  title: Dates
  blocks:
  - text: Mass production is pegged for 2027.
"""


def templates(folder: Path, files: dict[str, str], pictures: dict[str, tuple[int, int]] | None = None) -> Path:
    """A templates folder with these files, and plain pictures of these sizes."""
    for name, text in files.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    for name, size in (pictures or {}).items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, "#888888").save(path)
    return folder / "templates"


def made(
    home: Path, format: str = "deck", theme: str = "ledger", audience: str = "general", report: str = REPORT
) -> Document:
    """The document of a report, with the templates in `home`."""
    catalog = Catalog([home])
    read = read_tree(load_text(report, "report.yaml"), "report", home).report
    return plan(select(read, catalog.audience(audience), format), catalog.layouts(), catalog.theme(theme), format)


def of(report: Mapping[str, Any], format: str = "deck", audience: str = "general", **changes: Any) -> Document:
    """The document of a report that is data, with the built-in templates; `changes` to the audience."""
    catalog = Catalog()
    profile = replace(catalog.audience(audience), **changes)
    read = read_tree(load_text(json.dumps(report), "report.yaml"), "report", Path()).report
    planned = "deck" if format == "script" else format
    selection = select(read, profile, planned)
    document = plan(selection, catalog.layouts(), catalog.theme(profile.theme), planned)
    return as_script(document, selection) if format == "script" else document


def named(page: Page, name: str) -> Item | None:
    """The item of that name on a page."""
    return next((item for item in flat(page.items) if item.name == name), None)


def text(page: Page, name: str) -> str:
    """The words of the item of that name; empty when it is not there."""
    item = named(page, name)
    return item.text if isinstance(item, PlacedText) else ""
