"""Files that would harm are refused in the process that a user runs: little time, little memory, a clear error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import re, resource, sys
from pathlib import Path
from exporter.errors import UserError
from exporter.read import read
try:
    read(sys.argv[1])
except UserError as error:
    print(str(error).splitlines()[0])
status = Path("/proc/self/status")  # where there is none, ru_maxrss; it counts what the parent held at the fork, too
if status.exists():
    print(int(re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1]) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 7_000_000, "nested deeper"),
        ("a: [" + "b," * 3_500_000 + "]", "more than 400,000 values"),
        ("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
         + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 40)), "400,000 values"),
        ("title: T\nsections:\n- title: S\n  blocks:\n" + f"  - '{'[' * 150_000}'\n" * 40, "signs of markup"),
        ("title: T\nsections:\n" + "".join(f"- {{title: x, tags: t{i}}}\n" for i in range(50_000)), "is not declared"),
        ("x" * 9_000_000, "larger than 8,000,000 bytes"),
        ("title: " + "x" * 7_000_000, "a text of more than 200,000 characters"),
    ],
    ids=["nesting", "width", "aliases", "markup", "faults", "size", "text"],
)  # fmt: skip
def test_bombs(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(text)
    done = subprocess.run([sys.executable, "-c", PROBE, str(path)], capture_output=True, text=True, timeout=10)
    assert done.returncode == 0, done.stderr
    message, megabytes = done.stdout.splitlines()
    assert why in message
    assert int(megabytes) < 300
