"""What a short command must not load: each of these takes as long to load as a slide or two to make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = """\
title: Storage pays
sections:
  - title: Prices fell by half
    blocks:
      - points: [Cells cost **half** of what they did, "Inverters – 12% *less* & more [@x]"]
      - table:
          columns: [Year, Price]
          rows: [[2025, 120], [2026, 61]]
sources: {x: {title: Prices of cells}}
"""
HEAVY = frozenset(
    ("uharfbuzz", "PIL", "pptx", "lxml", "reportlab", "pikepdf", "babel", "markdown_it", "coloraide", "uniseg")
)
MAIN = (
    "import json, sys\nfrom exporter.cli import run\ncode = run(sys.argv[1:])\n"
    "print(json.dumps(sorted(sys.modules)))\nsys.exit(code)"
)


def loaded(folder: Path, *arguments: str) -> frozenset[str]:
    """The modules that a command of its own has loaded when it is done.

    It is not the first one: that one keeps the templates for the others, where bytecode may be written.
    """
    command = [sys.executable, "-c", MAIN, *arguments]
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, env=usual, capture_output=True, text=True, check=True)
    return frozenset(json.loads(done.stdout.splitlines()[-1]))


# ReportLab loads Pillow and HarfBuzz itself.
@pytest.mark.parametrize(("format", "needed"), [("deck", set()), ("brief", {"reportlab", "PIL", "uharfbuzz"})])
def test_a_plain_build_loads_no_library_that_it_does_without(format: str, needed: set[str], tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(REPORT, encoding="utf-8")
    modules = loaded(tmp_path, "build", "r.yaml", "--format", format, "--quiet")

    assert {name.partition(".")[0] for name in modules} & HEAVY <= needed


ALWAYS_NEEDLESS = frozenset(
    (
        "exporter.cli.watch", "exporter.read.charts", "exporter.read.folder", "exporter.plan.arrange.periods",
        "exporter.drawing", "exporter.plan.justify", "exporter.text.hyphens", "exporter.text.numbers",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("format", "needless"),
    [
        ("deck", {"hashlib", "pickle", "calendar", "exporter.write.pptx.chart", "exporter.plan.arrange.milestones"}),
        ("brief", {"exporter.write.vector.chart", "exporter.write.pdf.image", "exporter.write.pdf.attach"}),
    ],
)
def test_a_plain_build_loads_nothing_for_what_the_report_has_not(
    format: str, needless: set[str], tmp_path: Path
) -> None:
    (tmp_path / "r.yaml").write_text(REPORT, encoding="utf-8")
    assert not loaded(tmp_path, "build", "r.yaml", "--format", format, "--quiet") & (needless | ALWAYS_NEEDLESS)


def test_the_version_is_told_without_any_stage(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--version")
    stages = ("read", "select", "plan", "write", "check", "catalog", "text")
    assert not [name for name in modules for stage in stages if name.startswith(f"exporter.{stage}")]
    assert not {name.partition(".")[0] for name in modules} & {*HEAVY, "yaml", "uharfbuzz"}
