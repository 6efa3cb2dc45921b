"""Helpers for the tests of reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from exporter.errors import UserError
from exporter.model.report import Reading
from exporter.read import read


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report into a folder of its own."""

    def _write(text: str, name: str = "report.yaml") -> Path:
        path = tmp_path / name
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    return _write


@pytest.fixture
def report(write: Callable[..., Path]) -> Callable[..., Reading]:
    """Reads a report from its text."""
    return lambda text, name="report.yaml": read(write(text, name))


@pytest.fixture
def faults(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """The faults of a text, each as `line:column: what (hint)`."""

    def _faults(text: str, name: str = "report.yaml") -> list[str]:
        with pytest.raises(UserError) as error:
            read(write(text, name))
        out = []
        for problem in error.value.problems:
            where = f"{problem.where.line}:{problem.where.column}: " if problem.where else ""
            out.append(f"{where}{problem.what}" + (f" ({problem.hint})" if problem.hint else ""))
        return out

    return _faults
