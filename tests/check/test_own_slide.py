"""Our own slides are read without parsing every row of their tables: the same words, and whatever is broken is found."""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from xml.parsers import expat

import pytest

import exporter
from exporter.check.own_slide import Otherwise, parse, read
from exporter.check.readback import _texts, _unescaped

ROWS = [[f"Cell {i}", i * 7, "in series – 2027"] for i in range(9)]
REPORT = {
    "title": "Storage pays – čtyři důvody",
    "sections": [
        {
            "title": "Prices fell",
            "blocks": [
                {"points": ["Cells of all makers cost **half** as much", "Inverters \\ 12\u00a0% less"]},
                {"table": {"columns": ["Cell", "Share", "Stage"], "rows": ROWS}},
            ],
        },
        {
            "title": "Who makes them",
            "blocks": [{"items": [{"name": n, "detail": f"{n} does"} for n in ("Ford", "Kia")]}],
        },
    ],
}


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    result = exporter.build(REPORT, formats=["deck"], out=tmp_path_factory.mktemp("own"))
    assert result.ok
    with zipfile.ZipFile(result.files[0].path) as package:
        return [package.read(name).decode() for name in package.namelist() if name.startswith("ppt/slides/slide")]


def test_the_same_is_read_as_tag_by_tag(slides: list[str]) -> None:
    for slide in slides:
        ours, theirs = "\n".join(map(_unescaped, read(slide))), "\n".join(_texts(slide))
        assert Counter(filter(None, ours.split("\n"))) == Counter(filter(None, theirs.split("\n")))
    assert any("Cell 8" in read(slide) for slide in slides)


def test_whatever_is_broken_is_not_read(slides: list[str]) -> None:
    """Pieces taken out, doubled and put elsewhere: of slides that were read before, whose rows and shapes are known."""
    choose, broken = random.Random(7), 0
    for slide in slides:
        read(slide)
        for _ in range(300):
            a, b, at = [*sorted(choose.sample(range(len(slide)), 2)), choose.randrange(len(slide))]
            b = min(b, a + choose.choice((1, 1, 2, 5, 40)))
            cut = slide[:a] + slide[b:]
            for damaged in (cut, cut[:at] + slide[a:b] + cut[at:], slide[:b] + slide[a:b] + slide[b:]):
                try:
                    read(damaged)
                except Otherwise:
                    broken += 1
                else:
                    parse(damaged)
    assert broken > 1000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</a:t>", ""),
        ("<a:t>", ""),
        ("</a:tr>", ""),
        ("</a:tc>", ""),
        ("<a:tr ", "<b:tr "),
        ("</p:sp>", "</p:sp></p:sp>"),
        ("Cell 8", "Cell & 8"),
        ("Cell 8", "Cell \x0b 8"),
        ("Cell 8", "Cell \ufffe 8"),
        ("Cell 8", "Cell <8"),
        ("Cell 8", "Cell ]]> 8"),
        ('descr="', 'descr="<a:t>8</a:t>'),
    ],
)
def test_what_a_writer_could_get_wrong_is_broken(slides: list[str], old: str, new: str) -> None:
    slide = next(slide for slide in slides if "Cell 8" in slide)
    damaged = new.join(slide.rsplit(old, 1))
    assert damaged != slide
    with pytest.raises(Otherwise):
        read(damaged)
    with pytest.raises(expat.ExpatError):
        parse(damaged)
