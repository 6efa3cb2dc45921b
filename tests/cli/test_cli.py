"""The command line as a person or a script meets it: words, JSON, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from exporter import cli

from .conftest import Run

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


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pumps.yaml").write_text(REPORT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


Captured = pytest.CaptureFixture[str]


def test_build_makes_the_files_and_says_what_it_made(folder: Path, capsys: Captured) -> None:
    assert cli.run(["build", "pumps.yaml"]) == 0
    out, err = capsys.readouterr()
    for name in ("pumps-general.pptx", "pumps-general-brief.pdf", "pumps-general-handout.pdf"):
        assert (folder / name).is_file()
        assert name in out
    assert "slides" in out
    assert "kept" in out
    assert not err


def test_json_is_all_there_is_on_stdout(capsys: Captured) -> None:
    assert cli.run(["build", "pumps.yaml", "--json", "--format", "deck", "-a", "executive"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert result["ok"]
    (file,) = result["files"]
    assert file["path"] == "pumps-executive.pptx"
    assert file["facts"]["left out: exclude tag:detail"] == 1
    assert not err


def test_errors_are_json_too(folder: Path, capsys: Captured) -> None:
    (folder / "pumps.yaml").write_text(REPORT.replace("headline:", "headlin:"))
    assert cli.run(["build", "pumps.yaml", "--json"]) == 1
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert not result["ok"]
    assert result["findings"][0]["line"] == 5
    assert "pumps.yaml:5:5" in err


def test_quiet_says_nothing(capsys: Captured) -> None:
    assert cli.run(["build", "pumps.yaml", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_writes_nothing(folder: Path, capsys: Captured) -> None:
    assert cli.run(["check", "pumps.yaml", "--audience", "all"]) == 0
    assert os.listdir(folder) == ["pumps.yaml"]
    assert "checked" in capsys.readouterr().out


def test_explain_names_the_rule_that_left_a_fact_out(capsys: Captured) -> None:
    assert cli.run(["explain", "pumps.yaml", "--audience", "executive"]) == 0
    out = capsys.readouterr().out
    assert "exclude tag:detail" in out
    assert "Only engineers read this." in out
    assert "Choices" in out


def test_convert_gives_a_report_that_builds_and_spares_one_that_exists(folder: Path, capsys: Captured) -> None:
    (folder / "notes.md").write_text("# Pumps\n\n## Results\n\n- **One:** it stayed warm\n- **Two:** it did not\n")
    assert cli.run(["convert", "notes.md", "-o", "notes.yaml"]) == 0
    assert cli.run(["build", "notes.yaml", "--format", "deck"]) == 0
    (folder / "notes.yaml").write_text("title: Refined by hand")
    assert cli.run(["convert", "notes.md", "-o", "notes.yaml"]) == 1
    assert "--force" in capsys.readouterr().err
    assert (folder / "notes.yaml").read_text() == "title: Refined by hand"
    assert cli.run(["convert", "notes.md", "-o", "notes.yaml", "--force"]) == 0
    assert "stayed warm" in (folder / "notes.yaml").read_text()


def test_convert_never_writes_over_its_report(folder: Path, capsys: Captured) -> None:
    (folder / "notes.md").write_text("# Pumps\n\n## Results\n\nThey stayed warm.\n")
    assert cli.run(["convert", "notes.md", "-o", "./notes.md", "--force"]) == 1
    assert "the report itself" in capsys.readouterr().err
    assert (folder / "notes.md").read_text().startswith("# Pumps")


def test_a_report_named_twice_is_built_once(folder: Path, capsys: Captured) -> None:
    assert cli.run(["build", "pumps.yaml", "pumps.yaml", "-f", "deck", "--json"]) == 0
    assert capsys.readouterr().out.count(".pptx") == 1


def test_convert_without_a_file_goes_to_stdout(folder: Path, capsys: Captured) -> None:
    (folder / "notes.md").write_text("# Pumps\n\n## Results\n\nThey stayed warm.\n")
    assert cli.run(["convert", "notes.md"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# yaml-language-server")
    assert not err


def test_wrong_input_is_1_with_place_and_hint(folder: Path, capsys: Captured) -> None:
    (folder / "pumps.yaml").write_text(REPORT.replace("headline:", "headlin:"))
    assert cli.run(["build", "pumps.yaml"]) == 1
    err = capsys.readouterr().err
    assert "pumps.yaml:5:5" in err
    assert "did you mean 'headline'" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", "pumps.yaml", "--format", "word"],
        ["build", "pumps.yaml", "--audience", "bored"],
        ["build", "pumps.yaml", "--theme", "none"],
        ["build", "pumps.yaml", "--templates", "nowhere"],
        ["no-such-command"],
        ["explain", "pumps.yaml", "--audience", "all"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: Captured) -> None:
    assert cli.run(arguments) == 2
    assert capsys.readouterr().err


def test_a_fault_of_the_tool_is_70_and_says_how_to_report_it(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("exporter.build", broken)
    monkeypatch.delenv("EXPORTER_DEBUG", raising=False)
    assert cli.run(["build", "pumps.yaml"]) == 70
    err = capsys.readouterr().err
    assert "RuntimeError: planted" in err
    assert "EXPORTER_DEBUG=1" in err
    assert "Traceback" not in err
    monkeypatch.setenv("EXPORTER_DEBUG", "1")
    with pytest.raises(RuntimeError):
        cli.run(["build", "pumps.yaml"])


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS), ["templates", "list"]])
def test_help_has_words_and_examples(command: list[str], capsys: Captured) -> None:
    assert cli.run([*command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "Usage: exporter" in out
    if command != ["templates"]:
        assert "Example" in out


def test_version(capsys: Captured) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("exporter 0.")


@pytest.mark.parametrize("kind", ["report", "audience", "theme", "layout"])
def test_schemas_are_json(kind: str, capsys: Captured) -> None:
    assert cli.run(["schema", kind]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_templates_list_names_those_beside_the_report(folder: Path, capsys: Captured) -> None:
    own = folder / "templates" / "audiences" / "owners.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("extends: general\ntitle: Owners\ndescription: People with houses.\n")
    assert cli.run(["templates", "list", "pumps.yaml"]) == 0
    out = capsys.readouterr().out
    assert "People with houses." in out
    assert "timeline" in out
    assert cli.run(["build", "pumps.yaml", "--audience", "owners", "--format", "deck"]) == 0
    assert (folder / "pumps-owners.pptx").is_file()


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_reader_that_leaves_early_is_no_fault() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "exporter", "schema", "report"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_build_leaves_no_half_made_file(folder: Path, signal_: signal.Signals) -> None:
    script = """
import sys, time
import exporter.write
def slow(document, path, format):
    path.write_text("half")
    print("writing", flush=True)
    time.sleep(60)
exporter.write.write = slow
from exporter.cli import run
sys.exit(run(["build", "pumps.yaml", "--format", "deck"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "writing\n"
    assert len(os.listdir(folder)) == 2
    process.send_signal(signal_)
    _, err = process.communicate(timeout=10)
    assert process.returncode in (130, 128 + signal_)
    assert "Traceback" not in err
    assert os.listdir(folder) == ["pumps.yaml"]


def test_a_terminal_without_the_character_gets_an_escape(folder: Path) -> None:
    (folder / "pumps.yaml").write_text(REPORT.replace("Measured", "Größe → 電"))
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        [sys.executable, "-m", "exporter", "explain", "pumps.yaml", "--all"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Größe ".encode("latin-1") + rb"\u2192" in done.stdout


def test_every_command_that_says_something_says_it_as_json(folder: Path, run: Run) -> None:
    (folder / "pumps.md").write_text("# Heat pumps\n\n## Results\n\nForty houses stayed warm.\n")
    for command in (
        "new project", "build pumps.yaml", "check pumps.yaml", "explain pumps.yaml", "audiences show general pumps.yaml",
        "audiences diff general executive pumps.yaml", "convert pumps.md", "convert pumps.md -o other.yaml", "doctor",
        "templates list", "templates show layout cards", "templates copy layout cards mine", "theme from-colours 7A1F3D",
    ):  # fmt: skip
        said = run(*command.split(), "--json")
        assert said.code == 0 and isinstance(json.loads(said.out), dict), command
        assert not said.err, command


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("titel: T\nsection: []\n", "did you mean 'title'?"),
        ("title: T\n", "the report has no sections"),
        ("title: T\nsections: [{title: S, blocks: [{figures: [{figure: 1,42 Mio., label: x}]}]}]\n", '"1,42 Mio."'),
        ("title: T\nsections:\n- title: S\n  blocks:\n  - points:\n    - La filiale est trop petite : A\n", "has a colon in it"),
        ("title: T\nsections: [{title: S, blocks: [{picture: {path: bomb.svg}}]}]\n", "add `alt:`, what it shows"),
        ("title: T\nsections: [{title: S, blocks: [{picture: {path: bomb.svg, alt: x}}]}]\n", "it declares entities"),
        ("title: T\nsections: [{title: S, blocks: [{table: {data: sale.csv}}]}]\n", "did you mean 'sales.csv'?"),
        (
            "title: T\nsections: [{title: S, blocks: [{chart: {kind: line, categories: [2025-05-01, 2025-01-01], "
            "series: {A: [1, 2]}}}]}]\n",
            "'2025-01-01' is earlier than what stands before it",
        ),
        ("title: T\nsections: [{title: S, blocks: [{chart: {kind: bar, categories: [a], series: {}}}]}]\n", "has no series"),
    ],
)  # fmt: skip
def test_a_slip_is_met_with_what_to_do(report: str, told: str, folder: Path, capsys: Captured) -> None:
    (folder / "sales.csv").write_text("a,b\n1,2\n")
    (folder / "bomb.svg").write_text('<!DOCTYPE s [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "slip.yaml").write_text(report)
    cli.run(["build", "slip.yaml", "--format", "deck"])
    said = capsys.readouterr().err
    assert told in said
    assert said.count("slip.yaml:") == 1 or report.startswith("titel"), "one slip is told once"


def test_a_misspelt_command_is_met_with_the_nearest(capsys: Captured) -> None:
    assert cli.run(["buld", "pumps.yaml"]) == 2
    assert "Did you mean 'build'?" in capsys.readouterr().err
