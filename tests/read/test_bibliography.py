"""Works that a report in Markdown cites out of a file of references."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter.model.report import Reading
from exporter.model.walk import texts
from exporter.read import read
from exporter.read.convert import to_yaml

BIB = r"""
@article{oke1982, author = {Oke, Timothy R.}, title = {The {Urban} heat island}, journal = {Q. J. Met.},
  volume = {108}, number = {455}, pages = {1--24}, year = {1982}, doi = {https://doi.org/10.1002/qj.49}}
@book{muller2015, author = {J{\"o}rg M{\"u}ller and Ana de la Cruz}, title = {Roofs \& trees}, publisher = {Press},
  year = 2015, url = {javascript:alert(1)}}
@book{unused, author = {A. Body}, title = {Not cited}, year = 2000}
"""
CSL = [
    {
        "id": "oke1982",
        "author": [{"family": "Oke", "given": "Timothy R."}],
        "title": "The Urban heat island",
        "container-title": "Q. J. Met.",
        "volume": 108,
        "issue": "455",
        "page": "1-24",
        "issued": {"date-parts": [[1982, 3]]},
        "DOI": "10.1002/qj.49",
    }
]
SAID = "Cities are warm [@oke1982; see @muller2015, p. 12]. As @oke1982 shows, ask ada@oke1982.org or `@oke1982`."


def reading(folder: Path, said: str, file: str = "refs.bib") -> Reading:
    path = folder / "report.md"
    path.write_text(f"---\ntitle: Heat\nbibliography: {file}\n---\n\n## A\n\n{said}\n", encoding="utf-8")
    return read(path)


def test_keys_cite_the_works_of_a_bibtex_file(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    found = reading(tmp_path, SAID)
    assert not found.findings
    (text,) = texts(found.report.sections[0].blocks)
    assert text.plain == "Cities are warm (see p. 12). As Oke (1982) shows, ask ada@oke1982.org or @oke1982."
    assert [run.cite for run in text.runs if run.cite] == [("oke1982",), ("muller2015",), ("oke1982",)]
    oke, muller = found.report.sources
    assert (oke.title.plain, oke.link) == ("The Urban heat island", "https://doi.org/10.1002/qj.49")
    assert oke.publisher and oke.publisher.plain == "Q. J. Met. 108(455), 1–24"
    assert [author.plain for author in muller.authors] == ["J. Müller", "A. de la Cruz"]
    assert (muller.title.plain, muller.link, muller.date and muller.date.plain) == ("Roofs & trees", "", "2015")


def test_the_same_out_of_csl_json(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "refs.json").write_text(json.dumps(CSL), encoding="utf-8")
    (bib,) = reading(tmp_path, "Warm [@oke1982].").report.sources
    (csl,) = reading(tmp_path, "Warm [@oke1982].", "refs.json").report.sources
    for name in ("id", "title", "publisher", "date", "link", "authors"):
        assert getattr(csl, name) == getattr(bib, name)


def test_a_report_with_a_bibliography_reads_back_from_yaml(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    found = reading(tmp_path, SAID).report
    (tmp_path / "back.yaml").write_text(to_yaml(found), encoding="utf-8")
    back = read(tmp_path / "back.yaml").report
    assert {(t.path, t.plain) for t in texts(back)} == {(t.path, t.plain) for t in texts(found)}


@pytest.mark.parametrize(
    ("file", "said", "code"),
    [
        ("refs.bib", "Warm [@nobody2000; @oke1982], warmer [@nobody2000].", "citation-unknown"),
        ("missing.bib", "Warm [@oke1982].", "bibliography-missing"),
        ("../refs.bib", "Warm [@oke1982].", "bibliography-missing"),
        ("https://example.org/refs.bib", "Warm [@oke1982].", "bibliography-missing"),
        ("broken.json", "Warm [@oke1982].", "bibliography-missing"),
        ("latin.bib", "Warm [@oke1982].", "bibliography-missing"),
    ],
)
def test_what_is_not_there_is_told_and_its_mark_stays(tmp_path: Path, file: str, said: str, code: str) -> None:
    home = tmp_path / "report"
    home.mkdir()
    for folder in (tmp_path, home):
        (folder / "refs.bib").write_text(BIB, encoding="utf-8")
    (home / "broken.json").write_text("[" * 100_000)
    (home / "latin.bib").write_bytes("@book{oke1982, title={é}}".encode("latin-1"))
    found = reading(home, said, file)
    assert [finding.code for finding in found.findings] == [code]
    assert found.findings[0].place and found.findings[0].hint
    assert [t.plain for t in texts(found.report.sections[0].blocks)] == [said]
