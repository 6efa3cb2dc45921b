"""A folder to work in, and the command as a person runs it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from exporter import cli

REPORT = """\
title: Heat pumps
sections:
  - id: results
    title: Results
    headline: Forty houses stayed warm
    blocks:
      - text: Measured over two winters.
      - text: Only engineers read this.
        tags: [detail]
"""


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a report in it."""
    (tmp_path / "pumps.yaml").write_text(REPORT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXPORTER_TEMPLATES", raising=False)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("build", "pumps.yaml")`: its exit code and what it printed."""

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = cli.run(list(arguments))
        return Said(code, *capsys.readouterr())

    return call
