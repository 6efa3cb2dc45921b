"""Our own PDFs are read back without pikepdf: the same words, and nothing that qpdf would have to mend."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import exporter
from exporter.check.own_pdf import Drawn, File, Otherwise
from exporter.check.readback import _read_any, read_pdf
from exporter.model.delivery import Delivery

REPORT = {
    "title": "Storage pays – čtyři důvody",
    "sections": [
        {
            "title": "Prices fell",
            "blocks": [
                {"points": ["Cells (all of them) cost half", "Inverters \\ 12 % less", "αβγδεζηθικλμνξοπρστυφχψω"]},
                {"chart": {"kind": "column", "categories": [2025, 2026], "series": {"Price": [120, 61]}}},
            ],
        }
    ],
}


@pytest.fixture(scope="module", params=["brief", "slides", "handout"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    result = exporter.build(REPORT, formats=[request.param], out=folder, delivery=Delivery(watermark="Draft"))
    assert result.ok
    return result.files[0].path


def read(data: bytes) -> tuple[Drawn, ...]:
    """All of a file."""
    own = File(data)
    pages, packed = tuple(own.pages()), tuple(own.packed())
    assert packed
    return pages


def test_the_same_is_read_as_by_pikepdf(file: Path) -> None:
    ours, theirs = read_pdf(file), _read_any(file)
    assert ours.pages == theirs.pages == len(read(file.read_bytes()))
    assert Counter(str(ours.text).split("\n")) == Counter(str(theirs.text).split("\n"))
    assert "Cells (all of them) cost half" in str(ours.text)
    assert set("αβγδεζηθικλμνξοπρστυφχψω") <= set(str(ours.text))


def first_place(data: bytes) -> bytes:
    """The file with a byte more before its first object: no cross reference is right any more."""
    at = data.index(b"obj\n") - 4
    return data[:at] + b"\n" + data[at:]


def wrong_length(data: bytes) -> bytes:
    """The file with a stream that is said to be a byte longer or shorter, in as many digits."""
    return re.sub(rb"/Length (\d+)>>\nstream", lambda m: b"/Length %d>>\nstream" % (int(m[1]) ^ 1), data, count=1)


@pytest.mark.parametrize(
    "damage",
    [
        first_place,
        lambda data: data[: len(data) // 2],
        lambda data: data[:-10],
        wrong_length,
        lambda data: data.replace(b"endstream", b"endstrean", 1),
        lambda data: data.replace(b"/W[1 4 2]", b"/W[1 2 4]"),
        lambda data: re.sub(rb"/N \d+/First", b"/N 9999/First", data, count=1),
    ],
)
def test_a_file_that_is_not_to_the_letter_is_left_to_pikepdf(file: Path, damage) -> None:  # type: ignore[no-untyped-def]
    data = file.read_bytes()
    assert damage(data) != data
    with pytest.raises(Otherwise):
        read(damage(data))
