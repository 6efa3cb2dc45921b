"""Every example of docs/report.md is read, and shows what its section says."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest

from exporter.model.report import KINDS
from exporter.read import dates, read

PAGE = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
EXAMPLES = list(re.finditer(r"```yaml\n(.*?)```", PAGE, re.S))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda m: f"line {PAGE.count(chr(10), 0, m.start()) + 2}")
def test_examples_are_reports(example: re.Match[str], tmp_path: Path) -> None:
    text = example[1]
    if text.startswith("- "):
        text = f"title: T\nsections:\n  - title: S\n    blocks:\n{indent(text, '      ')}"
    path = tmp_path / "report.yaml"
    path.write_text(text, encoding="utf-8")
    reading = read(path)
    assert not reading.findings
    heading = re.findall(r"^### (\w+)$", PAGE[: example.start()], re.M)
    if heading and example[1].startswith("- "):
        assert heading[-1] in {block.kind for section in reading.report.walk() for block in section.blocks}


def test_every_kind_has_its_heading() -> None:
    assert re.findall(r"^### (\w+)$", PAGE, re.M) == list(KINDS)


def test_the_dates_of_the_page_are_dates() -> None:
    table = PAGE[PAGE.index("| Written | Span |") : PAGE.index("Readers are told")]
    rows = [row.split("|")[1:3] for row in table.splitlines()[2:] if row.startswith("|")]
    for written, span in rows:
        for text in re.findall(r"`([^`]+)`", written):
            when = dates.parse(text)
            assert when is not None, text
            assert when.vague is ("vague" in span or text.startswith("late 2024 to")), text
