"""What `convert` writes reads back to the same report, apart from places and paths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from PIL import Image

from exporter.model.report import Reading, Report, Text
from exporter.read import read
from exporter.read.convert import SCHEMA, to_yaml
from exporter.read.markdown import read_markdown
from tests.read.test_markdown_words import REPORTS, ROOT
from tests.reports import BLOCKS, Maker, report


def bare(value: Any) -> Any:
    """A value of the model without places and paths, and without what depends on the folder."""
    if isinstance(value, tuple):
        return tuple(bare(inner) for inner in value)
    if isinstance(value, Struct):
        left = {name: bare(getattr(value, name)) for name in value.__struct_fields__}
        return {name: inner for name, inner in left.items() if name not in ("place", "spot", "path", "folder")}
    return value


def back(written: str, folder: Path, name: str) -> Reading:
    """The report in YAML text, read from a file in `folder`."""
    file = folder / f"{name}.yaml"
    file.write_text(written, encoding="utf-8")
    return read(file)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_markdown_converted_reads_back(path: Path, tmp_path: Path) -> None:
    for picture in path.parent.glob("*.svg"):
        (tmp_path / picture.name).write_bytes(picture.read_bytes())
    source = tmp_path / path.name
    source.write_bytes(path.read_bytes())
    first = read(source).report
    written = to_yaml(first)
    assert written.startswith(SCHEMA)
    assert bare(back(written, tmp_path, path.stem).report) == bare(first)


def test_converted_again_is_the_same_text(tmp_path: Path) -> None:
    first = read(REPORTS[0]).report
    written = to_yaml(first)
    assert to_yaml(back(written, tmp_path, first.id).report) == written


def test_the_structured_report_survives(tmp_path: Path) -> None:
    source = ROOT / "data/solid-state-batteries.yaml"
    first = read(source).report
    assert bare(back(to_yaml(first), tmp_path, source.stem).report) == bare(first)


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_kind_of_block_survives(kind: str, tmp_path: Path) -> None:
    maker = Maker("mixed")
    Image.new("RGB", (600, 400)).save(tmp_path / "bike.jpg")  # what the picture's address names
    first = report(maker.block(kind, 3), notes=2)
    assert _texts(back(to_yaml(first), tmp_path, "report").report) == _texts(first)


def _texts(value: Report) -> list[str]:
    from exporter.model.walk import texts

    return [text.plain for text in texts(value)]


TRICKY = [
    "**bold:**text",
    "a**(b)**c",
    "*a***b**",
    "**a *b* c**",
    "__x__y",
    "`` a`b ``",
    "` `",
    "snake_case_name",
    "2 * 3 * 4",
    "a [link](https://example.org/a_(b)) and ![no](x.png)",
    "[**b** c](https://example.org)",
    "wow\\![a](https://e.org)",
    "5 < 6 & 7 &amp; 8 &copy; <b>",
    "one  \ntwo",
    "a\\\nb",
    "note[^1] more.\n\n[^1]: The *source*, https://e.org/x.",
    "- not a list",
    "# not",
    "key: value",
    "no",
    "12:30",
    "1.10",
    "a # b",
    "{a, b}",
    "'quoted' \"double\"",
    "@x %y !z",
    "中文**加粗：**后面",
    "العربية **غامق:**نص",
    "🎉**x**🎉",
    "<b> spaced </b>out",
    "<i>a</i><b>b</b>",
    "~",
    "null",
    "|",
    "a b",
    "a <br> b",
    "**a<br>b**",
    "[x](#part) and [y](#nowhere)",
    "[a](javascript:alert(1))",
    "\\*not\\* \\_em\\_",
    "*a*`c`**b**",
    "**`c`**",
    "[`c`](https://e.org)",
    "trailing \\\\ backslash\\\\",
    "tab\there",
    "a &#42;b&#42;",
]


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_text_survives(text: str, tmp_path: Path) -> None:
    """Marks beside letters, escapes, what YAML would take for something else."""
    cell = text.splitlines()[0]
    first = read_markdown(f"# Title\n\n## Part\n\nx\n\n> {text}\n\n| a | b |\n|---|---|\n| 1 | {cell} |\n").report
    second = back(to_yaml(first), tmp_path, "report").report
    assert bare(second.sections) == bare(first.sections)
    assert bare(second.sources) == bare(first.sources)


def test_ids_survive_links_and_repeats(tmp_path: Path) -> None:
    text = """# T

## Makers

- **[Toyota](https://toyota.example/a):** one
- **Toyota:** two
- **`Toyota`:** three

## Toyota

- **[Toyota](https://toyota.example/b):** four
- **Honda:** five

## Dates in 2025

- **October 21:** started
- **October 29-30:** ended
"""
    first = read_markdown(text).report
    assert bare(back(to_yaml(first), tmp_path, "report").report.sections) == bare(first.sections)


def test_a_text_in_three_lengths_survives(tmp_path: Path) -> None:
    title = {"short": "A", "full": "A **long** title"}
    first = read({"title": title, "sections": [{"title": "S", "blocks": ["x"]}]}).report
    assert bare(back(to_yaml(first), tmp_path, "report").report.title) == bare(first.title)
    assert isinstance(first.title, Text)
