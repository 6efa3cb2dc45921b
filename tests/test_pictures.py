"""Pictures of pages: a folder of SVGs or PNGs, read back and kept whole."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import exporter
from exporter.check.readback import Unreadable, read_folder
from exporter.errors import UsageError, UserError

REPORT = {
    "title": "Heat pumps",
    "sections": [
        {"id": name, "title": name.capitalize(), "headline": f"The {name} say that houses stayed warm",
         "blocks": [{"text": f"Measured over two winters, {name}."}]}
        for name in ("results", "costs")
    ],
}  # fmt: skip


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., exporter.Result]:
    return lambda *formats, **more: exporter.build({**REPORT, **more}, formats=formats, out=tmp_path)


def test_each_format_is_a_folder_with_a_file_a_page(made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    result = made("svg", "brief-png", "handout-svg")
    assert result.ok
    assert names(tmp_path) == ["report-general-brief-png", "report-general-handout-svg", "report-general-svg"]
    for file in result.files:
        noun = "slide" if file.format == "svg" else "page"
        assert names(file.path) == [f"{noun}-{i:03}.{file.format[-3:]}" for i in range(1, file.pages + 1)]


def test_a_png_has_two_pixels_for_each_of_the_page(made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    made("png", "brief-png")
    assert Image.open(tmp_path / "report-general-png" / "slide-001.png").size == (2560, 1440)
    width, height = Image.open(tmp_path / "report-general-brief-png" / "page-001.png").size
    assert abs(width - 2 * 794) <= 1 and abs(height - 2 * 1123) <= 1


def test_pages_that_are_no_more_go_and_other_files_stay(made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    made("svg")
    folder = tmp_path / "report-general-svg"
    before = names(folder)
    (folder / "slide-098.svg").touch()
    (folder / "notes.txt").touch()
    made("svg")
    assert names(folder) == sorted([*before, "notes.txt"])


def test_the_same_report_gives_the_same_bytes(made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    def bytes_of() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in tmp_path.rglob("*.*")}

    made("svg", "png")
    first = bytes_of()
    made("svg", "png")
    assert bytes_of() == first


def test_what_is_not_for_slides_is_not_on_their_pictures(made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    sections = [{**REPORT["sections"][0], "only": "brief"}, REPORT["sections"][1]]  # type: ignore[index]
    made("svg", "brief-svg", sections=sections)
    told = {f: (read_folder(tmp_path / f"report-general-{f}").text or "") for f in ("svg", "brief-svg")}
    assert "winters, results" in told["brief-svg"] and "winters, results" not in told["svg"]
    assert all("winters, costs" in text for text in told.values())


def test_a_page_that_lacks_words_keeps_the_old_pages(
    made: Callable[..., exporter.Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporter.write.svg import draw

    made("svg")
    before = (tmp_path / "report-general-svg" / "slide-001.svg").read_bytes()
    monkeypatch.setitem(draw.DRAW, draw.PlacedText, lambda item, pen: None)  # type: ignore[arg-type]
    result = made("svg")
    assert {finding.code for finding in result.files[0].errors} == {"lost-fact"}
    assert not result.files[0].written
    assert (tmp_path / "report-general-svg" / "slide-001.svg").read_bytes() == before
    assert names(tmp_path) == ["report-general-svg"]


@pytest.mark.parametrize("name", ["slide-001.svg", "slide-001.png"])
def test_half_a_picture_is_unreadable(name: str, made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    made(name[-3:])
    file = tmp_path / f"report-general-{name[-3:]}" / name
    file.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(Unreadable, match=name):
        read_folder(file.parent)


def test_without_pdfium_the_extra_is_named(
    made: Callable[..., exporter.Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pypdfium2" else find(name))
    with pytest.raises(UsageError, match=r"pip install 'exporter\[png\]'"):
        made("deck", "png")
    assert made("svg").ok


def test_a_file_in_the_folders_place_is_said_so(made: Callable[..., exporter.Result], tmp_path: Path) -> None:
    (tmp_path / "report-general-svg").touch()
    with pytest.raises(UserError, match="is a file, not a folder"):
        made("svg")
