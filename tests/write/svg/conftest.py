"""Writes documents as SVG and reads them back with lxml."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exporter.model.page import Document


class Back:
    """The pages of a document as they were written."""

    def __init__(self, folder: Path) -> None:
        self.files = sorted(folder.iterdir())
        self.pages = [etree.parse(file).getroot() for file in self.files]

    def all(self, tag: str, page: int = 0) -> list[Any]:
        return list(self.pages[page].iter(f"{{*}}{tag}"))

    def words(self, page: int = 0) -> list[tuple[str, tuple[float, float]]]:
        """(text, where it begins in px) of everything that has a place of its own."""
        return [
            ("".join(node.itertext()), (float(node.get("x")), float(node.get("y"))))
            for node in self.pages[page].iter("{*}text", "{*}tspan")
            if node.get("x")
        ]

    def paragraphs(self, page: int = 0) -> list[str]:
        """What is copied from the page: hyphens at the ends of lines are no part of it."""
        return [
            "".join(node.xpath(".//text()[not(ancestor::*[@class='h'])]")) for node in self.all("text", page)
        ]  # fmt: skip


@pytest.fixture
def back(tmp_path: Path) -> Callable[[Document], Back]:
    """Writes a document into a new folder and reads it back."""
    from exporter.write.svg import write_svg

    numbers = count(1)

    def back(document: Document) -> Back:
        folder = tmp_path / f"svg-{next(numbers)}"
        folder.mkdir()
        write_svg(document, folder)
        return Back(folder)

    return back
