"""Wrong steps on the way of docs/tutorial.md: each is told where it is, what is wrong and what to do now."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from exporter import cli
from tests.tutorial import walk

THEME = "templates/themes/house.yaml"
BOARD = "templates/audiences/regional-board.yaml"
LAYOUT = "templates/layouts/timeline-left/layout.yaml"
BUILD = ("build", "-a", "regional-board")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the tutorial, not built yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("EXPORTER_TEMPLATES", raising=False)
        return walk(tmp_path_factory.mktemp("empty"), build=False)[0]


@pytest.fixture
def project(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to spoil, as the working folder."""
    folder = tmp_path / "nightbus"
    shutil.copytree(finished, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("EXPORTER_TEMPLATES", raising=False)
    return folder


def refused(project: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code and all that a command said that could not do its work, and left nothing half-done."""
    before = files(project)
    code = cli.run(list(words))
    out, err = capsys.readouterr()
    said = out + err
    assert "Traceback" not in said and "fault of the tool" not in said
    assert all(path.suffix in (".pptx", ".pdf") for path in files(project) - before)
    return code, said


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


class Slip(NamedTuple):
    """`file` with `new` where it said `old`, and what is to be said of it."""

    file: str
    old: str
    new: str
    where: str
    what: str
    hint: str = ""


SLIPS = {
    "misspelt role of a colour": Slip(
        THEME, "  accent: ", "  acent: ", "15:3", "'acent' is not a key of a palette", "did you mean 'accent'?"
    ),
    "no colour": Slip(
        THEME, 'accent: "7A1F3D"', "accent: dark red", "15:11", "expected a colour of six hex digits, such as 0B5A6E"
    ),
    "unreadable contrast": Slip(
        THEME, 'accent: "7A1F3D"', "accent: F2D9A8", "15:11", "accent on bg has a contrast of 1.3:1; 4.5:1 is needed",
        "7A6436 is the nearest for accent that passes",
    ),
    "unknown parent": Slip(
        THEME, "extends: ledger", "extends: leger", "5:10", "'leger' does not exist", "did you mean 'ledger'?"
    ),
    "wrong indentation": Slip(
        THEME, "  disclaimer:", "   disclaimer:", "41:4", "cannot be read as YAML",
        "it begins after 3 spaces, the line before after 2",
    ),
    "missing logo": Slip(
        THEME, "pictures/logo.png", "pictures/lego.png", "40:19", "there is no file 'pictures/lego.png'",
        "did you mean 'logo.png'?",
    ),
    "logo outside of the folder": Slip(
        THEME, "pictures/logo.png", "../../logo.png", "40:19", "leaves the templates folder", "copy the file into"
    ),
    "text on what the slide shows": Slip(
        THEME, "at: foot", "rows: 600-640", "41:16", "element 'disclaimer' lies on", "at: foot are always free"
    ),
    "no value": Slip(THEME, "report.date", "report.dat", "41:40", "'report' has no 'dat'", "did you mean 'date'?"),
    "no filter": Slip(THEME, "report.date", "report.date | dat", "41:54", "there is no filter 'dat'", "'date'?"),
    "open braces": Slip(THEME, "}};", "};", "41:37", "'{{' is not closed", "close it with }}"),
    "value that nobody states": Slip(THEME, "report.date", "var.desk", "41:37", "'var.desk' is not stated", "vars:"),
    "unknown layout for an audience": Slip(
        BOARD, ": timeline-left}", ": timeline-lft}", "7:27", "layout 'timeline-lft' does not exist", "'timeline-left'?"
    ),
    "unknown tag": Slip(
        BOARD, "[how-we-counted,", "[tag:detial,", "5:11", "tag 'detial' does not exist", "did you mean 'detail'?"
    ),
    "wrong type": Slip(
        BOARD, "{slides: 12, brief-pages: 4}", "12", "8:9", "expected a map (limits), not '12'", "slides, words"
    ),
    "number in words": Slip(BOARD, "slides: 12", "slides: twelve", "8:18", "expected a whole number of at least 1"),
    "shares off the grid": Slip(
        LAYOUT, "7/12", "3/5", "7:38", "3/5 of the slide is no whole number of its 12 columns", "the nearest is 7/12"
    ),
    "shares over the whole": Slip(LAYOUT, "7/12", "2/3", "6:3", "the shares of the regions add up to 13/12, not to 1"),
    "unknown kind of block": Slip(LAYOUT, "takes: points", "takes: point", "8:19", "'point' is not known", "'points'?"),
    "bad date": Slip(
        "report.yaml", "date: 2026-04-15", "date: 2026-02-31", "3:7", "is not a date: February 2026 has 28 days"
    ),
    "misspelt wording": Slip("report.yaml", "short: 1", "shrot: 1", "10:7", "'shrot' is not a key", "'short'?"),
    "colon in a text": Slip(
        "report.yaml", "short: 1,200 people", "short: People: 1,200", "10:20", "cannot be read as YAML", "needs quotes"
    ),
    "rows of a table that are not equal": Slip(
        "report.yaml", "            - - N2 Hospital", "            - - N2\n              - Hospital", "22:15",
        "this row has 4 cells, but the table 3 columns", "one more column",
    ),
    "report that is not there": Slip(
        "exporter.yaml", "report: report.yaml", "report: reprot.yaml", "3:9", "there is no file reprot.yaml",
        "did you mean 'report.yaml'?",
    ),
    "theme that is not there": Slip("exporter.yaml", "theme: house", "theme: hose", "6:8", "does not exist", "'house'?"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_of_the_pen(slip: Slip, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / slip.file
    text = path.read_text(encoding="utf-8")
    assert slip.old in text
    path.write_text(text.replace(slip.old, slip.new, 1), encoding="utf-8")
    code, said = refused(project, capsys, *BUILD)
    assert code == 1
    assert f"{slip.file}:{slip.where}: " in said, said
    assert slip.what in said, said
    assert re.search(rf"hint: .*{re.escape(slip.hint)}", said) or not slip.hint, said


USAGE: Sequence[tuple[str, str, str]] = (
    ("build reprot.yaml", "reprot.yaml: cannot be read: no such file", "did you mean 'report.yaml'?"),
    ("build -a regional-bord", "audience 'regional-bord' does not exist", "did you mean 'regional-board'?"),
    ("build --theme hose", "theme 'hose' does not exist", "did you mean 'house'?"),
    ("build --set theme.colors.accent=7A1F3D", "--set theme.colors.accent=7A1F3D: 'colors'", "did you mean 'colours'?"),
    ("build --set theme.colours.accent", "--set theme.colours.accent: a setting is a name", "write it as theme."),
    ("build --out there/and/there", "the folder there/and/there cannot be made", "make that folder first"),
    ("build --format pdf", "'pdf' is not", ""),
    ("new .", "report.yaml exists already", "name another folder"),
    ("new again --from nope.md", "nope.md: cannot be read", ""),
    ("new again --colour red", "--colour: 'red' is not a colour", "write six hex digits, such as #7A1F3D"),
    ("new again --audience executive", "the audience 'executive' is there already", "give yours a name of its own"),
    ("new again --example --title Mine", "--title is for a report to overwrite", ""),
    ("templates copy layout wide-lft mine", "layout 'wide-lft' does not exist", "did you mean 'wide-left'?"),
    ("templates copy layout cards timeline-left", "templates/layouts/timeline-left exists already", "another name"),
)


@pytest.mark.parametrize(("command", "what", "hint"), USAGE, ids=[command for command, *_ in USAGE])
def test_a_command_that_cannot_be(
    command: str, what: str, hint: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(project)
    code, said = refused(project, capsys, *command.split())
    assert code in (1, 2)
    assert what in said and hint in said, said
    assert files(project) == before


def test_themes_that_extend_one_another(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / THEME
    path.write_text(path.read_text(encoding="utf-8").replace("extends: ledger", "extends: red"), encoding="utf-8")
    (project / "templates/themes/red.yaml").write_text("extends: house\n")
    code, said = refused(project, capsys, *BUILD)
    assert code == 1
    assert "red.yaml:1:10: this extends itself: house -> red -> house" in said
    assert "hint: let one of them extend a built-in template" in said


def test_two_themes_of_one_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(project / THEME, project / "templates/themes/house.yml")
    code, said = refused(project, capsys, *BUILD)
    assert code == 1
    assert f"{THEME}: house.yml beside it is called 'house' as well\n  hint: keep one of them" in said


def test_a_file_where_the_folder_should_be(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "out").write_text("not a folder")
    code, said = refused(project, capsys, *BUILD)
    assert (code, said.splitlines()[0]) == (1, "out is a file, not a folder")
    assert (project / "out").read_text() == "not a folder"


def test_a_folder_where_a_file_should_be(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "out" / "report-regional-board.pptx").mkdir(parents=True)
    code, said = refused(project, capsys, *BUILD)
    assert (code, said.splitlines()[0]) == (1, "out/report-regional-board.pptx is a folder")
    assert "hint: remove it" in said
    assert not files(project / "out")


def test_a_picture_outside_of_the_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "report.yaml"
    picture = "      - picture: {path: ../secret.png, alt: A secret}\n"
    place = "  - id: who-rides\n"
    text = path.read_text(encoding="utf-8").replace(
        place, f"  - id: extra\n    title: Extra\n    blocks:\n{picture}{place}"
    )
    path.write_text(text, encoding="utf-8")
    (project.parent / "secret.png").write_bytes(b"secret")
    code, said = refused(project, capsys, *BUILD)
    assert code == 1
    assert "report.yaml:10:25: '../secret.png' leaves the report's folder" in said, said
    assert "hint: copy the file into the report's folder" in said


def test_markdown_without_a_heading(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "bare.md").write_text("Words without a heading.\n")
    code, said = refused(project, capsys, "build", "bare.md", "-a", "general")
    assert code == 0
    assert "bare.md:1: warning: the report has no title: it is called 'Bare'" in said
    assert "hint: begin the file with `# Title`" in said
    (project / "bare.md").write_text("\n")
    code, said = refused(project, capsys, "build", "bare.md", "-a", "general")
    assert (code, said.splitlines()[0]) == (1, "bare.md: there is nothing in this file")
