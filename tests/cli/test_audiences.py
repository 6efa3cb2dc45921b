"""`audiences` and `explain`: what each audience gets, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exporter import cli

REPORT = """\
title: Heat pumps
sections:
  - id: results
    title: Results
    headline: {short: They stayed warm, standard: Forty houses stayed warm, full: Forty old houses stayed warm all winter}
    blocks:
      - text: Measured over two winters.
      - text: Only engineers read this.
        tags: [detail]
  - id: costs
    title: Costs
    headline: What it costs
    for: {executive: {hidden: true}}
    blocks: [A pump costs ten thousand.]
"""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pumps.yaml").write_text(REPORT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


def said(capsys: Captured, *arguments: str) -> str:
    assert cli.run(list(arguments)) == 0
    return capsys.readouterr().out


def told(capsys: Captured, *arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(said(capsys, *arguments, "--json"))
    return result


def row(out: str, name: str) -> list[str]:
    """The cells of the row that begins with `name`."""
    line = next(line for line in out.splitlines() if line.strip().startswith(name))
    return [cell.strip() for cell in line.strip().removeprefix(name).split("  ") if cell.strip()]


def test_diff_puts_audiences_side_by_side(capsys: Captured) -> None:
    out = said(capsys, "audiences", "diff", "executive", "technical", "pumps.yaml", "--facts")
    assert row(out, "theme") == ["boardroom", "engineering"]
    assert row(out, "wordings") == ["1 short", "1 full"]
    assert row(out, "exclude tag:detail") == ["1", "–"]
    assert row(out, "for executive: hidden") == ["3", "–"]
    assert row(out, "2 Costs")[0] == "–"
    assert row(out, "results.headline") == ["They stayed warm", "Forty old houses stayed warm all winter"]
    assert row(out, "costs.title") == ["– for executive: hidden", "Costs"]


def test_diff_as_json(capsys: Captured) -> None:
    found = told(capsys, "audiences", "diff", "executive", "technical", "pumps.yaml")
    executive, technical = found["audiences"]
    assert (executive["name"], executive["wordings"], executive["left_out"]) == (
        "executive", {"short": 1}, {"for executive: hidden": 3, "exclude tag:detail": 1},
    )  # fmt: skip
    assert [one["name"] for one in technical["outline"] if one["section"]] == ["results", "costs"]
    facts = {fact["path"]: fact["in"] for fact in found["facts"]}
    assert facts["costs.title"]["executive"] == {
        "fate": "left out", "rule": "for executive: hidden", "to": "", "shown": "",
    }  # fmt: skip
    assert "results/text" not in facts  # they all get it in the same words


def test_a_brief_has_pages_and_an_audience_alone_can_be_shown(capsys: Captured) -> None:
    out = said(capsys, "audiences", "show", "technical", "pumps.yaml", "--format", "brief")
    assert row(out, "1 Results")[0].startswith("page")
    assert row(out, "theme") == ["engineering"]


@pytest.mark.parametrize(
    "arguments",
    [["diff", "executive"], ["diff", "executive", "pumps.yaml"], ["diff", "exectuive", "general", "pumps.yaml"]],
)
def test_wrong_usage_of_diff(arguments: list[str], capsys: Captured) -> None:
    assert cli.run(["audiences", *arguments]) == 2
    err = capsys.readouterr().err
    assert "two audiences" in err or "did you mean 'executive'" in err


def test_explain_tells_pages_choices_and_facts_by_their_rule(capsys: Captured) -> None:
    out = said(capsys, "explain", "pumps.yaml", "--audience", "executive")
    assert "Left out: exclude tag:detail (1 fact)" in out
    assert row(out, "results.headline") == ["They stayed warm"]
    assert "for: Forty old houses stayed warm all winter" in out
    assert "Measured over two winters." not in out
    assert "Measured over two winters." in said(capsys, "explain", "pumps.yaml", "-a", "executive", "--all")


def test_explain_to_share_has_no_word_of_what_is_left_out(capsys: Captured) -> None:
    everything = said(capsys, "explain", "pumps.yaml", "-a", "executive", "--json")
    shared = said(capsys, "explain", "pumps.yaml", "-a", "executive", "--json", "--share", "--all")
    table = said(capsys, "explain", "pumps.yaml", "-a", "executive", "--share", "--all")
    for words in ("engineers", "osts", "winter", "hidden", "detail"):
        assert words in everything
        assert words not in (shared + table).replace("Measured over two winters.", "")
    assert "They stayed warm" in shared
