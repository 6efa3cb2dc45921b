"""How PDFs are handed over: the standard they claim, attachments, a watermark, passwords."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pikepdf
import pytest

import exporter
from exporter.errors import UsageError
from exporter.model.delivery import Delivery

REPORT = """\
title: Harbour report
sections:
  - id: cranes
    title: Cranes
    headline: Two cranes stand idle
    blocks:
      - id: load
        table:
          columns: [Crane, {label: Load, type: number, unit: t}]
          rows: [[North, -12.5], ["=1+1", 40]]
      - text: Only for the board.
        tags: [internal]
"""
CLAIMS = {"a-2a": ("2", "1"), "a-3a": ("3", "1"), "ua-1": ("", "1"), "none": ("", "")}


def made(folder: Path, delivery: Delivery, format: str = "brief") -> Path:
    (folder / "harbour.yaml").write_text(REPORT, encoding="utf-8")
    result = exporter.build(folder / "harbour.yaml", formats=[format], out=folder, delivery=delivery)
    assert result.ok, [f.message for file in result.files for f in file.errors]
    return result.files[0].path


def claimed(path: Path) -> tuple[str, str]:
    with pikepdf.open(path) as pdf, pdf.open_metadata() as said:
        return said.get("pdfaid:part", ""), said.get("pdfuaid:part", "")


@pytest.mark.parametrize("standard", CLAIMS)
def test_a_file_claims_what_is_asked_for_and_no_more(standard: str, tmp_path: Path) -> None:
    assert claimed(made(tmp_path, Delivery(standard=standard))) == CLAIMS[standard]  # type: ignore[arg-type]


def test_tables_go_into_the_brief_as_csv_in_which_nothing_is_a_formula(tmp_path: Path) -> None:
    path = made(tmp_path, Delivery(attach=("tables",)))
    with pikepdf.open(path) as pdf:
        assert set(pdf.attachments) == {"load.csv"}
        data = pdf.attachments["load.csv"].get_file().read_bytes()
        assert [str(spec.AFRelationship) for spec in pdf.Root.AF] == ["/Data"]
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["Crane", "Load (t)"], ["North", "-12.5"], ["'=1+1", "40"]]
    assert claimed(path) == CLAIMS["a-3a"]


def test_an_attached_report_is_the_authors_file_and_a_warning_says_what_it_gives_away(tmp_path: Path) -> None:
    (tmp_path / "templates/audiences").mkdir(parents=True)
    (tmp_path / "templates/audiences/press.yaml").write_text("extends: general\nexclude: [tag:internal]\n")
    (tmp_path / "harbour.yaml").write_text(REPORT, encoding="utf-8")
    result = exporter.build(
        tmp_path / "harbour.yaml", audiences=["press"], formats=["brief"], out=tmp_path,
        delivery=Delivery(attach=("source",)),
    )  # fmt: skip
    (file,) = result.files
    assert "attached-source" in [f.code for f in file.findings]
    with pikepdf.open(file.path) as pdf:
        assert pdf.attachments["harbour.yaml"].get_file().read_bytes() == REPORT.encode()


def test_a_locked_file_asks_for_its_password_and_can_be_read_aloud(tmp_path: Path) -> None:
    path = made(tmp_path, Delivery(user_password="open", owner_password="own", allow=("print",)))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="open") as pdf:
        assert pdf.allow.accessibility and pdf.allow.print_highres
        assert not pdf.allow.extract and not pdf.allow.modify_other
        assert pdf.encryption.R == 6


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Delivery(standard="a-2a", owner_password="x"), "cannot be PDF/A"),
        (Delivery(standard="a-2a", attach=("tables",)), "cannot have attachments"),
        (Delivery(allow=("print",)), "limits nothing"),
        (Delivery(attach=("pictures",)), "cannot be attached"),
    ],
)
def test_wishes_that_contradict_each_other_are_refused_before_a_file_is_touched(
    wish: Delivery, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=reason):
        made(tmp_path, wish)
    assert [path.name for path in tmp_path.iterdir()] == ["harbour.yaml"]


@pytest.mark.parametrize(
    ("wish", "format", "reason"),
    [
        (Delivery(attach=("tables",)), "handout", "only briefs take attachments"),
        (Delivery(user_password="x"), "deck", "a password is for PDF files"),
        (Delivery(watermark="Draft"), "deck", "--watermark is for PDF files"),
        (Delivery(standard="ua-1"), "svg", "--standard is for PDF files"),
    ],
)
def test_wishes_that_no_file_can_fulfil_are_refused(wish: Delivery, format: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=reason):
        made(tmp_path, wish, format)
    assert [path.name for path in tmp_path.iterdir()] == ["harbour.yaml"]


def test_the_formats_of_a_profile_are_held_against_the_wishes_too(tmp_path: Path) -> None:
    (tmp_path / "templates/audiences").mkdir(parents=True)
    (tmp_path / "templates/audiences/print.yaml").write_text("extends: general\nformats: [brief, booklet]\n")
    (tmp_path / "harbour.yaml").write_text(REPORT, encoding="utf-8")
    with pytest.raises(UsageError, match="a booklet cannot be made"):
        exporter.build(tmp_path / "harbour.yaml", audiences=["print"], out=tmp_path, delivery=Delivery(standard="a-2a"))


def test_a_warning_names_the_files_that_a_password_leaves_open(tmp_path: Path) -> None:
    (tmp_path / "harbour.yaml").write_text(REPORT, encoding="utf-8")
    result = exporter.build(
        tmp_path / "harbour.yaml", formats=["deck", "brief"], out=tmp_path, delivery=Delivery(user_password="x")
    )
    assert result.ok and ["deck can be opened" in f.message for f in result.findings] == [True]


def test_a_watermark_is_seen_on_the_panel_of_the_summary(tmp_path: Path) -> None:
    figures = 'summary: [{figure: "2", label: Cranes}, {figure: 40 t, label: Load}]\n'
    (tmp_path / "harbour.yaml").write_text(figures + REPORT, encoding="utf-8")
    result = exporter.build(
        tmp_path / "harbour.yaml", formats=["brief"], out=tmp_path, delivery=Delivery(watermark="Draft")
    )
    with pikepdf.open(result.files[0].path) as pdf:
        ops = [(str(op), [str(o) for o in operands]) for operands, op in pikepdf.parse_content_stream(pdf.pages[0])]
    mark = next(i for i, (op, operands) in enumerate(ops) if op == "BDC" and "Watermark" in operands[1])
    panels = [i for i, (op, operands) in enumerate(ops) if op == "re" and float(operands[2]) > 400]
    assert panels and max(panels) < mark


@pytest.mark.parametrize("format", ["brief", "slides", "handout"])
def test_a_watermark_lies_under_every_page_and_is_no_part_of_its_text(format: str, tmp_path: Path) -> None:
    with pikepdf.open(made(tmp_path, Delivery(watermark="Draft"), format)) as pdf:
        for page in pdf.pages:
            ops = [(str(op), [str(o) for o in operands]) for operands, op in pikepdf.parse_content_stream(page)]
            marks = [i for i, (op, operands) in enumerate(ops) if op == "BDC" and "Watermark" in operands[1]]
            texts = [i for i, (op, _) in enumerate(ops) if op == "Tj"]
            assert len(marks) == 1 and texts[0] > marks[0]  # the first text drawn is the watermark's
