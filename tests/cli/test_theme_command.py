"""`exporter theme`: writes a theme that builds, never over another file, and says what to do next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from exporter.cli import OK, WRONG_INPUT, WRONG_USAGE, run

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_theme_from_colours_goes_into_the_project_and_builds(folder: Path, capsys: Capture) -> None:
    assert run(["theme", "from-colours", "#7A1F3D", "8A5A00", "--name", "acme"]) == OK
    said = capsys.readouterr()
    assert said.out == "templates/themes/acme.yaml\n"
    assert "#7A1F3D is the accent, exactly as given." in said.err
    assert "Then: exporter build report.yaml --theme acme" in said.err
    (folder / "report.md").write_text("# Report\n\n## One\n\nText.\n", encoding="utf-8")
    assert run(["build", "report.md", "--theme", "acme", "--format", "slides"]) == OK


def test_in_a_project_the_next_command_needs_no_report(folder: Path, capsys: Capture) -> None:
    (folder / "exporter.yaml").write_text("report: report.yaml\n", encoding="utf-8")
    inner = folder / "inner"
    inner.mkdir()
    assert run(["theme", "from-colours", "#7A1F3D"]) == OK
    assert (folder / "templates/themes/house.yaml").is_file()
    assert "Then: exporter build --theme house" in capsys.readouterr().err


def test_nothing_is_written_over_unless_told(folder: Path, capsys: Capture) -> None:
    command = ["theme", "from-colours", "#7A1F3D"]
    assert run(command) == OK
    file = folder / "templates/themes/house.yaml"
    file.write_text("mine", encoding="utf-8")
    assert run(command) == WRONG_INPUT
    assert "exists already" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "mine"
    assert run([*command, "--force"]) == OK
    assert file.read_text(encoding="utf-8") != "mine"


def test_standard_output_has_the_theme_alone(folder: Path, capsys: Capture) -> None:
    assert run(["theme", "from-colours", "#fd0", "--dark", "--extends", "boardroom", "-o", "-"]) == OK
    out = capsys.readouterr().out
    assert out.startswith("# Made from #FFDD00.") and "\nextends: boardroom\n" in out
    assert not list(folder.iterdir())


def test_the_result_as_json(capsys: Capture) -> None:
    assert run(["theme", "from-colours", "#7A1F3D", "--json"]) == OK
    made = json.loads(capsys.readouterr().out)
    assert (made["theme"], made["file"]) == ("house", "templates/themes/house.yaml") and made["notes"]


def test_a_logo_names_its_theme(folder: Path, capsys: Capture) -> None:
    Image.new("RGB", (40, 40), "#7A1F3D").save(folder / "Acme & Söhne.png")
    assert run(["theme", "from-image", "Acme & Söhne.png"]) == OK
    assert capsys.readouterr().out == "templates/themes/acme-s-hne.yaml\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["from-colours", "red"], WRONG_USAGE, "'red' is not a colour"),
        (["from-colours", "#123456", "#234567", "#345678"], WRONG_USAGE, "3 colours are too many"),
        (["from-colours", "#123456", "--name", "../up"], WRONG_USAGE, "cannot name a theme"),
        (["from-colours", "#123456", "--name", "ledger"], WRONG_USAGE, "would extend itself"),
        (["from-colours", "#123456", "--extends", "leger"], WRONG_USAGE, "did you mean 'ledger'?"),
        (["from-pptx", "none.pptx"], WRONG_INPUT, "none.pptx: no such file"),
        (["from-image", "none.png"], WRONG_INPUT, "none.png: no such file"),
    ],
)
def test_wrong_steps_are_told(folder: Path, capsys: Capture, arguments: list[str], code: int, words: str) -> None:
    assert run(["theme", *arguments]) == code
    assert words in capsys.readouterr().err
    assert not list(folder.iterdir())
