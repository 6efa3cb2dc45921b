"""exporter.yaml: what a bare `exporter build` does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import REPORT, Run

PROJECT = """\
report: pumps.yaml
audiences: [general, owners]
formats: deck
theme: house
out: out
names: "{date}-{report}-for-{audience}"
templates: shared
"""


@pytest.fixture
def project(folder: Path) -> Path:
    files = {
        "exporter.yaml": PROJECT,
        "pumps.yaml": REPORT.replace("sections:", "date: 2026-03-01\nsections:", 1),
        "templates/audiences/owners.yaml": "extends: general\n",
        "shared/themes/house.yaml": "extends: ledger\n",
        "shared/audiences/owners.yaml": "extends: executive\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def built(said: str) -> list[str]:
    return [file["path"] for file in json.loads(said)["files"]]


def test_a_bare_build_does_the_usual_thing(project: Path, run: Run) -> None:
    said = run("build")
    assert said.code == 0, said.err
    assert sorted(path.name for path in (project / "out").iterdir()) == [
        "2026-03-01-pumps-for-general.pptx",
        "2026-03-01-pumps-for-owners.pptx",
    ]


def test_options_win(project: Path, run: Run) -> None:
    (project / "other.yaml").write_text(REPORT)
    said = run("build", "other.yaml", "-a", "technical", "-f", "brief", "-o", "elsewhere", "--name", "x", "--json")
    assert built(said.out) == ["elsewhere/x-brief.pdf"]


def test_names_may_have_commas_between(project: Path, run: Run) -> None:
    said = run("build", "pumps.yaml", "-a", "technical,owners", "-f", "brief, deck", "--name", "{audience}", "--json")
    assert built(said.out) == [
        "out/technical.pptx", "out/technical-brief.pdf", "out/owners.pptx", "out/owners-brief.pdf",
    ]  # fmt: skip
    said = run("build", "pumps.yaml", "-f", "deck,breif")
    assert said.code == 2
    assert "'breif' is not one of 'deck'" in said.err


def test_the_project_is_found_from_a_folder_in_it(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "a/b").mkdir(parents=True)
    monkeypatch.chdir(project / "a/b")
    said = run("build", "--json")
    assert built(said.out)[0] == "../../out/2026-03-01-pumps-for-general.pptx"
    assert (project / "out/2026-03-01-pumps-for-general.pptx").is_file()


def test_its_own_templates_go_before_the_shared_ones(project: Path, run: Run) -> None:
    said = run("templates", "list")
    assert "owners     General" in said.out  # as the own one, which extends general
    assert "(1: templates/audiences/owners.yaml)" in said.out
    assert "(2: shared/themes/house.yaml)" in said.out
    assert said.out.index("1  templates") < said.out.index("2  shared") < said.out.index("(built in)")


def test_its_variables_stand_over_those_of_the_theme(project: Path, run: Run) -> None:
    (project / "exporter.yaml").write_text(PROJECT + "vars: {client: Acme}\n")
    said = run("templates", "show", "theme", "house")
    assert "client: Acme" in said.out
    assert "exporter.yaml:8" in said.out


def test_explain_takes_its_report_and_first_audience(project: Path, run: Run) -> None:
    said = run("explain")
    assert said.code == 0, said.err
    assert said.out.startswith("pumps for general, deck")


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("report: pumps.yaml", "report: pump.yaml", "1:9", "there is no file pump.yaml"),
        ("[general, owners]", "[general, owner]", "2:22", "did you mean 'owners'?"),
        ("formats: deck", "formats: dekc", "3:10", "did you mean 'deck'?"),
        ("theme: house", "theme: hosue", "4:8", "did you mean 'house'?"),
        ("{audience}", "{audiance}", "6:8", "did you mean 'audience'?"),
        ("templates: shared", "templates: [shared, shard]", "7:21", "this template folder does not exist: shard"),
        ("templates: shared", "templats: shared", "7:1", "did you mean 'templates'?"),
        ("out: out", "out: [out]", "5:6", "expected a text, not a list"),
    ],
)
def test_a_mistake_has_its_place(old: str, new: str, place: str, says: str, project: Path, run: Run) -> None:
    (project / "exporter.yaml").write_text(PROJECT.replace(old, new))
    said = run("build")
    assert said.code == 1
    assert f"exporter.yaml:{place}: " in said.err
    assert says in said.err
    assert not (project / "out").exists()


def test_all_mistakes_of_a_run_are_told(project: Path, run: Run) -> None:
    (project / "exporter.yaml").write_text(
        PROJECT.replace("pumps", "pump").replace("owners", "x").replace("house", "y")
    )
    assert [line.split(": ")[0] for line in run("build").err.splitlines() if line.startswith("exporter.yaml")] == [
        "exporter.yaml:1:9",
        "exporter.yaml:2:22",
        "exporter.yaml:4:8",
    ]


def test_without_a_project_or_a_report_it_says_what_to_do(run: Run) -> None:
    said = run("build")
    assert said.code == 2
    assert "exporter build report.yaml" in said.err
    assert "exporter new" in said.err


def test_names_without_the_audience_would_collide(run: Run) -> None:
    said = run("build", "pumps.yaml", "-a", "general", "-a", "technical", "--name", "{report}")
    assert said.code == 1
    assert "would both write pumps.pptx" in said.err


def test_a_name_never_leaves_its_folder(folder: Path, run: Run) -> None:
    assert run("build", "pumps.yaml", "-f", "deck", "--name", "../../{report}").code == 0
    assert (folder / "pumps.pptx").is_file()


def test_a_wrong_name_is_wrong_usage(run: Run) -> None:
    said = run("build", "pumps.yaml", "--name", "{reprot}")
    assert said.code == 2
    assert "did you mean 'report'?" in said.err


def test_settings_change_one_run(run: Run) -> None:
    assert run("check", "pumps.yaml", "--set", "audience.exclude=tag:detail", "--json").code == 0
    facts = json.loads(run("check", "pumps.yaml", "--set", "audience.exclude=tag:detail", "--json").out)["files"][0]
    assert facts["facts"]["left out: exclude tag:detail"] == 1
    said = run("explain", "pumps.yaml", "--set", "audience.exclud=tag:detail")
    assert said.code == 2
    assert "--set audience.exclud=tag:detail: 'exclud' is not a key of an audience" in said.err
    assert "did you mean 'exclude'?" in said.err


def test_the_faults_of_all_settings_are_told_at_once(run: Run) -> None:
    wrong = ("theme.colours.acent=7A1F3D", "audience.limits.slide=6", "layout.cards.dekc=2")
    said = run("build", "pumps.yaml", "--theme", "ledger", *(word for setting in wrong for word in ("--set", setting)))
    assert said.code == 2
    assert [said.err.count(f"--set {setting}: ") for setting in wrong] == [1, 1, 1]


def test_the_documented_project_has_every_key_and_can_be_read(project: Path, run: Run) -> None:
    from exporter.project import load, shape

    page = Path(__file__).parents[2] / "docs" / "project.md"
    example = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    keys = [line.partition(":")[0] for line in example.splitlines() if line[0] != "#"]
    assert set(keys) == set(shape().fields)
    (project / "exporter.yaml").write_text(example.replace("../shared", "shared"))
    assert load(Path("exporter.yaml")).audiences == ("general", "board")
