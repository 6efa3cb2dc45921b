"""Doctor, completion, and what a terminal gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run


def test_doctor_finds_everything_in_order(run: Run) -> None:
    said = run("doctor")
    assert said.code == 0, said.out
    for words in ("Python", "reportlab", "Georgia", "built in", "everything is in order"):
        assert words in said.out


def test_doctor_as_json(folder: Path, run: Run) -> None:
    run("new")
    found = json.loads(run("doctor", "--json").out)
    assert found["ok"]
    rows = {row["name"]: row for row in found["rows"]}
    assert rows["exporter.yaml"]["says"] == "builds report.yaml"
    assert rows["templates"]["says"] == "1 theme, 1 audience (exporter.yaml)"


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("exporter.yaml", "report: nowhere.yaml\n", "there is no file nowhere.yaml"),
        ("exporter.yaml", "reprot: pumps.yaml\n", "'reprot' is not a key of a project"),
        ("templates/themes/a.yaml", "extends: nobody\n", "'nobody' does not exist"),
    ],
)
def test_doctor_ends_with_1_when_something_is_broken(file: str, text: str, says: str, folder: Path, run: Run) -> None:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text)
    said = run("doctor")
    assert said.code == 1
    assert says in said.out


def complete(folder: Path, *words: str) -> list[str]:
    """What bash would offer for the last word."""
    environment = {
        **os.environ,
        "_EXPORTER_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["exporter", *words]),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from exporter.cli import main; main()"],
        capture_output=True, text=True, env=environment, cwd=folder, check=False,
    )  # fmt: skip
    assert not done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_names_of_templates_are_completed(folder: Path, run: Run) -> None:
    run("new")
    assert "board" in complete(folder, "build", "--audience", "b")
    assert complete(folder, "templates", "show", "layout", "tab") == ["table"]


def test_a_wrong_project_does_not_stop_completion(folder: Path) -> None:
    (folder / "exporter.yaml").write_text("reprot: x\n")
    assert complete(folder, "build", "--audience", "exec") == ["executive"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_of_the_shell(shell: str, run: Run) -> None:
    said = run("completion", shell)
    assert said.code == 0
    assert f"_EXPORTER_COMPLETE={shell}_complete" in said.out


@pytest.mark.skipif(os.name != "posix", reason="terminals")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals_that_want_them(environment: dict[str, str], coloured: bool, folder: Path) -> None:
    import pty

    main, side = pty.openpty()
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(
        [sys.executable, "-m", "exporter", "templates", "list"],
        stdout=side, stderr=side, env={**plain, **environment}, cwd=folder, check=True,
    )  # fmt: skip
    os.close(side)
    said = os.read(main, 100_000)
    os.close(main)
    assert b"Audiences" in said
    assert (b"\x1b[" in said) is coloured
