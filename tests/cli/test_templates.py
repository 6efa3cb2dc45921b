"""`exporter templates …`: what there is, what it says, copies, checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from .conftest import Run


def put(folder: Path, **files: str) -> None:
    """`put(folder, themes_acme="…")` writes templates/themes/acme.yaml."""
    for name, text in files.items():
        kind, _, stem = name.partition("_")
        path = folder / "templates" / kind / (f"{stem}/layout.yaml" if kind == "layouts" else f"{stem}.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_list_as_json_names_folders_in_order(folder: Path, run: Run) -> None:
    put(folder, themes_acme="extends: ledger\ntitle: Acme\n")
    listed = json.loads(run("templates", "list", "--json").out)
    assert listed["folders"][0]["path"] == "templates"
    assert listed["folders"][-1]["named_by"] == "built in"
    acme = next(theme for theme in listed["themes"] if theme["name"] == "acme")
    assert acme == {"name": "acme", "says": "Acme", "file": "templates/themes/acme.yaml", "folder": 1}


def test_list_says_of_each_what_it_says_of_itself(folder: Path, run: Run) -> None:
    put(
        folder,
        audiences_readers="extends: executive\ntitle: Our readers\n",
        layouts_mine="extends: cards\ntitle: Mine\n",
    )
    listed = json.loads(run("templates", "list", "--json").out)
    says = {entry["name"]: entry["says"] for kind in ("audiences", "layouts") for entry in listed[kind]}
    assert (says["readers"], says["mine"]) == ("Our readers", "Mine")


def test_show_says_who_sets_each_value(folder: Path, run: Run) -> None:
    put(folder, themes_acme="extends: boardroom\ncolours:\n  ink: FFFFFF\n")
    said = run("templates", "show", "theme", "acme", "--set", "theme.colours.accent=#7FD3E4")
    lines = {line.split(":")[0].strip(): line for line in said.out.splitlines()}
    assert lines["ink"].endswith("# templates/themes/acme.yaml:3")
    assert lines["accent"].endswith("# --set theme.colours.accent=#7FD3E4")
    assert "# built-in themes/boardroom.yaml:" in lines["bg"]
    assert "# built-in themes/ledger.yaml:" in lines["on-deep"]


@pytest.mark.parametrize("name", ["theme ledger", "theme boardroom", "audience investor", "layout players"])
def test_what_is_shown_is_yaml_again(name: str, run: Run) -> None:
    shown = yaml.safe_load(run("templates", "show", *name.split()).out)
    flat = {
        value["key"]: value["value"]
        for value in json.loads(run("templates", "show", *name.split(), "--json").out)["values"]
    }
    for key, value in flat.items():
        there = shown
        for word in key.split("."):
            there = there[word]
        if isinstance(value, str):
            assert str(there).lower() == value.lower() or there == yaml.safe_load(value)


def test_show_as_json_has_places(run: Run) -> None:
    shown = json.loads(run("templates", "show", "audience", "executive", "--json").out)
    assert shown["extends"] == ["general"]
    slides = next(value for value in shown["values"] if value["key"] == "limits.slides")
    assert (slides["value"], Path(slides["file"]).name, slides["line"]) == ("8", "executive.yaml", 13)


def test_show_of_what_is_not_there(run: Run) -> None:
    said = run("templates", "show", "theme", "legder")
    assert (said.code, said.err) == (2, "theme 'legder' does not exist\n  hint: did you mean 'ledger'?\n")


def test_a_copied_theme_keeps_its_comments(folder: Path, run: Run) -> None:
    assert run("templates", "copy", "theme", "boardroom", "night-shift").code == 0
    text = (folder / "templates/themes/night-shift.yaml").read_text()
    assert "# fills only" in text
    assert "title: Night shift" in text
    assert run("check", "pumps.yaml", "--theme", "night-shift").code == 0


def test_a_copied_layout_brings_its_sample(folder: Path, run: Run) -> None:
    assert run("templates", "copy", "layout", "picture", "views").code == 0
    copied = folder / "templates/layouts/views"
    assert sorted(path.name for path in copied.iterdir()) == ["house.png", "layout.yaml", "sample.yaml"]
    assert "layout: views" in (copied / "sample.yaml").read_text()
    said = run("templates", "check")
    assert said.code == 0, said.err


@pytest.mark.parametrize(("kind", "name"), [("theme", "ledger"), ("audience", "investor"), ("layout", "timeline")])
def test_extending_states_only_the_parent(kind: str, name: str, folder: Path, run: Run) -> None:
    said = run("templates", "copy", kind, name, "ours", "--extend", "--json")
    (file,) = json.loads(said.out)["files"]
    assert yaml.safe_load((folder / file).read_text()) == {"extends": name, "title": "Ours"}
    assert "ours" in run("templates", "list").out


def test_a_copy_in_a_project_names_its_schema(folder: Path, run: Run) -> None:
    run("new")
    run("templates", "copy", "layout", "cards", "ours")
    first = (folder / "templates/layouts/ours/layout.yaml").read_text().partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../../schemas/layout.schema.json"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["theme", "ledger", "acme"], 1, "acme.yaml exists already"),
        (["theme", "ledger", "../x"], 2, "cannot name a template"),
        (["theme", "leger", "x"], 2, "did you mean 'ledger'?"),
        (["colours", "ledger", "x"], 2, "'colours' is not one of"),
    ],
)
def test_a_copy_that_cannot_be(arguments: list[str], code: int, says: str, folder: Path, run: Run) -> None:
    put(folder, themes_acme="extends: ledger\n")
    said = run("templates", "copy", *arguments)
    assert said.code == code
    assert says in said.err
    assert (folder / "templates/themes/acme.yaml").read_text() == "extends: ledger\n"


def test_check_tells_every_fault_of_a_folder(folder: Path, run: Run) -> None:
    put(
        folder,
        themes_a="extends: ledger\ncolours: {acent: 123456}\n",
        audiences_b="extends: nobody\n",
        layouts_c="extends: cards\ndeck: {plian: 3}\n",
        layouts_d="extends: d\n",
    )
    said = run("templates", "check")
    assert said.code == 1
    for place in (
        "themes/a.yaml:2:11",
        "audiences/b.yaml:1:10",
        "layouts/c/layout.yaml:2:8",
        "layouts/d/layout.yaml:1:10",
    ):
        assert f"templates/{place}: error: " in said.err


def test_check_tries_samples_in_every_theme_and_density(folder: Path, run: Run) -> None:
    put(folder, layouts_mine="extends: cards\n")
    checked = json.loads(run("templates", "check", "--json").out)
    themes = {theme["name"] for theme in json.loads(run("templates", "list", "--json").out)["themes"]}
    tried = {file["audience"] for file in checked["files"]}
    assert {one.split("/")[0] for one in tried} == themes
    assert {one.split("/")[1] for one in tried} >= {"standard", "board", "dense"}
    assert {file["report"] for file in checked["files"]} == {"mine"}
    assert {file["format"] for file in checked["files"]} == {"deck", "brief"}


def test_check_finds_what_a_theme_does_to_a_layout(folder: Path, run: Run) -> None:
    tiny = "extends: ledger\ndensities: {standard: {styles: {body: {sizes: 5/6}}}}\n"
    put(folder, themes_tiny=tiny)
    said = run("templates", "check")
    assert "under 9 pt [floor]" in said.err
    assert "tiny/standard deck slide" in said.err


def test_check_names_files_that_nothing_reads(folder: Path, run: Run) -> None:
    put(folder, themes_acme="extends: ledger\n", theme_acme="extends: ledger\n")
    said = run("templates", "check")
    assert "templates/theme/acme.yaml: warning: nothing reads this file" in said.err


def test_check_without_templates_says_what_to_do(run: Run) -> None:
    said = run("templates", "check")
    assert said.code == 1
    assert "name a folder" in said.err
