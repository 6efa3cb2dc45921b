"""docs/tutorial.md works as it says, from an empty folder."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

import exporter
from exporter.build import File
from exporter.check.readback import read_pdf
from exporter.model.report import Level
from tests.tutorial import Answer, walk

Way = tuple[Path, list[Answer]]


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Way:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("EXPORTER_TEMPLATES", raising=False)
        return walk(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def board(way: Way) -> dict[str, File]:
    """The board's files by format, from the project as it is at the end."""
    project, _ = way
    result = exporter.build(
        project / "report.yaml", audiences=["regional-board"], theme="house", out=project / "again", save=False,
        formats=["deck", "brief", "handout"],
    )  # fmt: skip
    return {file.format: file for file in result.files}


def test_every_command_does_what_the_page_says(way: Way) -> None:
    _, answers = way
    assert len(answers) > 8
    for answer in answers:
        assert answer.code == (2 if answer.to.said else 0), answer
        assert answer.to.said in answer.said, answer.said


def test_deck_brief_and_handout_hold_their_promises(way: Way, board: dict[str, File]) -> None:
    project, _ = way
    names = {path.name for path in (project / "out").iterdir()}
    assert names == {f"report-{who}{end}" for who in ("general", "regional-board")
                     for end in (".pptx", "-brief.pdf", "-handout.pdf")}  # fmt: skip
    assert len(board) == 3
    for file in board.values():
        assert not [finding for finding in file.findings if finding.level is not Level.NOTE]
        rules = {fate for fate in file.facts if fate.startswith("left out")}
        assert rules == {"left out: exclude how-we-counted", "left out: exclude inside-the-depot"}
        assert file.facts["shortened"] == 2


def test_the_timeline_comes_first_beside_its_points(board: dict[str, File]) -> None:
    road = next(stretch for stretch in board["deck"].outline if stretch.title == "The road ahead")
    assert road.layouts == ("timeline-left",)


def test_logo_and_disclaimer_stand_on_every_page(way: Way) -> None:
    project, _ = way
    files = list((project / "out").glob("*.pdf"))
    assert files
    for path in files:
        with pikepdf.open(path) as pdf:
            assert all(page.get_images() for page in pdf.pages)
        file = read_pdf(path)
        assert " ".join((file.text or "").split()).count("Figures as of 15 April 2026; not audited.") >= file.pages
