"""`exporter new`: what it makes builds without a warning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from exporter.cli import new as module

from .conftest import Run


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_makes_a_project_that_builds_without_a_warning(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run(
        "new", "q3", "--title", 'The "third" quarter: #3', "--audience", "Regional board", "--theme", "boardroom"
    )
    assert said.code == 0, said.err
    assert said.out.endswith("next: cd q3 && exporter build\n")
    monkeypatch.chdir(folder / "q3")
    said = run("build")
    assert (said.code, said.err) == (0, "")
    assert "report-regional-board-brief.pdf" in said.out
    assert yaml.safe_load(Path("report.yaml").read_text())["title"] == 'The "third" quarter: #3'
    said = run("templates", "check")
    assert (said.code, said.err) == (0, "")
    assert "nothing to mend" in said.out


def test_its_files_name_schemas_that_are_there(folder: Path, run: Run) -> None:
    run("new", "q3")
    made = list((folder / "q3").rglob("*.yaml"))
    assert len(made) == 4
    for path in made:
        comment, _, schema = path.read_text().partition("\n")[0].partition("$schema=")
        assert comment == "# yaml-language-server: "
        assert json.loads((path.parent / schema).read_text())["$schema"].startswith("https://json-schema.org/")


def test_it_starts_from_a_document_with_its_pictures(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    (folder / "doc/img").mkdir(parents=True)
    Image.new("RGB", (400, 300), "teal").save(folder / "doc/img/house.png")
    (folder / "doc/a.md").write_text("# Pumps\n\n## Results\n\nWarm.\n\n![A house](img/house.png)\n")
    assert run("new", "q3", "--from", "doc/a.md").code == 0
    assert (folder / "q3/img/house.png").is_file()
    monkeypatch.chdir(folder / "q3")
    said = run("check")
    assert (said.code, said.err) == (0, "")
    assert yaml.safe_load(Path("report.yaml").read_text())["title"] == "Pumps"


def test_the_example_is_the_real_report(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("new", "look", "--example").code == 0
    monkeypatch.chdir(folder / "look")
    said = run("check", "-f", "deck")
    assert (said.code, said.err) == (0, "")
    assert "Solid State Battery" in Path("report.yaml").read_text()


def test_brand_colours_make_a_theme_that_can_be_read(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("new", "q3", "--colour", "#7A1F3D", "--colour", "ffcc00", "--theme", "boardroom").code == 0
    monkeypatch.chdir(folder / "q3")
    said = run("check")
    assert (said.code, said.err) == (0, "")
    assert '"7A1F3D"' in Path("templates/themes/house.yaml").read_text()


def test_nothing_is_written_over(folder: Path, run: Run) -> None:
    (folder / "q3").mkdir()
    (folder / "q3/report.yaml").write_text("title: mine")
    said = run("new", "q3")
    assert said.code == 1
    assert "q3/report.yaml exists already" in said.err
    assert "name another folder" in said.err
    assert files(folder / "q3") == ["report.yaml"]
    assert (folder / "q3/report.yaml").read_text() == "title: mine"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--colour", "red"], 2, "'red' is not a colour"),
        (["--theme", "legder"], 2, "did you mean 'ledger'?"),
        (["--audience", "executive"], 2, "give yours a name of its own"),
        (["--audience", "!"], 2, "cannot name an audience"),
        (["--from", "nowhere.md"], 1, "nowhere.md: cannot be read"),
        (["--from", "pumps.yaml", "--example"], 2, "give one"),
        (["pumps.yaml/q3"], 1, "cannot be made"),
    ],
)
def test_a_wrong_wish_leaves_no_file(arguments: list[str], code: int, says: str, folder: Path, run: Run) -> None:
    said = run("new", *arguments)
    assert said.code == code
    assert says in said.err
    assert files(folder) == ["pumps.yaml"]


def test_on_a_terminal_it_asks_three_questions(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter(["Pumps", "executive", "Home owners", "enginering", "engineering", "owners"])

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(module, "_interactive", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", answer)
    assert run("new", "q3").code == 0
    assert len(asked) == 5  # what cannot be taken is asked again
    assert yaml.safe_load((folder / "q3/templates/themes/house.yaml").read_text())["extends"] == "engineering"
    assert "templates/audiences/home-owners.yaml" in files(folder / "q3")

    asked.clear()
    assert run("new", "q4", "--title", "x", "--theme", "ledger").code == 0
    assert len(asked) == 1  # what an option says is not asked

    monkeypatch.setattr("click.termui.visible_prompt_func", lambda question: "#7A1F3D")
    assert run("new", "q5", "--title", "x", "--audience", "owners").code == 0
    assert "7A1F3D" in (folder / "q5/templates/themes/house.yaml").read_text()
