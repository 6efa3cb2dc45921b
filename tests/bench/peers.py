"""In: content, a peer. Out: the seconds of the whole command, each in a process of its own, started cold.

Peers are found in the interpreter that runs the benchmark, or in the one that PEERS names:

    python3 -m venv ~/.cache/peers && ~/.cache/peers/bin/pip install pypandoc_binary typst
    make bench PEERS=~/.cache/peers/bin/python
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PANDOC = "import pypandoc, sys; sys.stdout.write(pypandoc.get_pandoc_path())"
TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=["ua-1"])
"""
TYPST_VERSION = "import importlib.metadata as m; print('Typst', m.version('typst'))"


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its seconds by the clock, those of all processors, and its peak of memory in MB."""

    seconds: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end. RuntimeError with what it said when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(said.decode(errors="replace")[-2000:])
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def exporter(source: Path, format: str, out: Path) -> Run:
    """Our whole command: reading, planning, writing and checking one format for one audience.

    Compiled beforehand, as pip leaves a package: what Python once makes of our source is no part of the job.
    """
    command = [sys.executable, "-m", "exporter", "build", str(source), "--format", format, "--out", str(out)]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(out / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not (out / "compiled" / format).exists():
        run([*command, "--audience", "general"], environment)
        (out / "compiled" / format).mkdir(parents=True)
    return run([*command, "--audience", "general"], environment)


def python() -> str:
    return os.path.expanduser(os.environ.get("PEERS", "")) or sys.executable


def _ask(code: str) -> str:
    try:
        return subprocess.run([python(), "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def pandoc() -> str:
    """The path of pandoc's program; empty when it is not there."""
    return _ask(PANDOC)


def typst() -> str:
    """ "Typst 0.15.2"; empty when it is not there."""
    return _ask("import typst\n" + TYPST_VERSION)


def run_pandoc(program: str, source: Path) -> Run:
    return run([program, "--slide-level=2", "-o", source.with_suffix(".pandoc.pptx"), source])


def run_typst(source: Path) -> Run:
    return run([python(), "-c", TYPST, source, source.with_suffix(".typst.pdf")])
