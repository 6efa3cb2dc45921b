"""What the documentation shows works, and what it links to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import exporter

TOP = Path(__file__).parent.parent
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")])


def examples(page: Path) -> list[str]:
    """The YAML examples of a page, in order."""
    return re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_tour_of_the_readme(tmp_path: Path) -> None:
    report, profile, *_ = examples(TOP / "README.md")
    (tmp_path / "report.yaml").write_text(report, encoding="utf-8")
    folder = tmp_path / "templates" / "audiences"
    folder.mkdir(parents=True)
    (folder / "owners.yaml").write_text(profile, encoding="utf-8")

    result = exporter.build(tmp_path / "report.yaml", audiences=["all"], out=tmp_path / "out")
    assert {file.audience for file in result.files} >= {"general", "executive", "owners"}
    assert not [finding for file in result.files for finding in file.findings]
    owners = next(file for file in result.files if (file.audience, file.format) == ("owners", "deck"))
    assert owners.facts["left out: exclude tag:detail"] == 1
    assert owners.facts["shortened"] == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
        if not re.match(r"https?:|mailto:", target) and "pictures/" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_commands_of_the_documentation_exist() -> None:
    from exporter.cli import COMMANDS

    for page in PAGES:
        named = re.findall(r"^ {4}exporter (\w+)", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= set(COMMANDS), page.name
