"""In: content, a peer. Out: the seconds of the whole command, each in a process of its own, started cold.

pandoc and Typst are found in the interpreter that runs the benchmark, or in the one that PEERS names, PptxGenJS in the
folder of node's modules that NODE_PATH names:

    python3 -m venv ~/.cache/peers && ~/.cache/peers/bin/pip install pypandoc_binary typst
    npm install --prefix ~/.cache/peers pptxgenjs
    make bench PEERS=~/.cache/peers/bin/python NODE_PATH=~/.cache/peers/node_modules
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from tests.bench.content import Slide, as_json, as_markdown, as_typst

PANDOC = "import pypandoc, sys; sys.stdout.write(pypandoc.get_pandoc_path())"
TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=["ua-1"])
"""
PPTXGENJS = """
const [, source, target] = process.argv;
const pptx = new (require("pptxgenjs"))();
for (const {title, points} of JSON.parse(require("fs").readFileSync(source, "utf8"))) {
  const slide = pptx.addSlide();
  slide.addText(title, {x: 0.5, y: 0.3, w: 9, h: 1, fontSize: 26});
  slide.addText(points.map(text => ({text, options: {bullet: true}})), {x: 0.5, y: 1.5, w: 9, h: 3.5, fontSize: 14});
}
pptx.writeFile({fileName: target});
"""


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
    command += ["--max-size", "20"]
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


def run_pandoc(source: Path) -> Run:
    return run([_ask(PANDOC), "--slide-level=2", "-o", source.with_suffix(".pandoc.pptx"), source])


def run_typst(source: Path) -> Run:
    return run([python(), "-c", TYPST, source, source.with_suffix(".typst.pdf")])


def run_pptxgenjs(source: Path) -> Run:
    return run(["node", "-e", PPTXGENJS, source, source.with_suffix(".pptxgenjs.pptx")])


def _has_pptxgenjs() -> bool:
    if not shutil.which("node"):
        return False
    return subprocess.run(["node", "-e", "require('pptxgenjs')"], capture_output=True, check=False).returncode == 0


def median(runs: Sequence[Run]) -> Run:
    """Of each figure."""
    return Run(*(statistics.median(values) for values in zip(*map(astuple, runs), strict=True)))


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that makes files of the same content."""

    here: Callable[[], bool]
    remedy: str
    suffix: str
    source: Callable[[Sequence[Slide]], str]
    """The content in the form it reads."""
    run: Callable[[Path], Run]


PEERS = {
    "pandoc": Peer(lambda: bool(_ask(PANDOC)), "pip install pypandoc_binary", ".md", as_markdown, run_pandoc),
    "Typst": Peer(lambda: bool(_ask("import typst; print(1)")), "pip install typst", ".typ", as_typst, run_typst),
    "PptxGenJS": Peer(
        _has_pptxgenjs, "npm install pptxgenjs, and name it in NODE_PATH", ".json", as_json, run_pptxgenjs
    ),
}
