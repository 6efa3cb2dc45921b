"""What is left out is in no byte of the files: planted words, each left out by a rule, are looked for everywhere.

The same search finds every one of them when nothing is left out, so a test here can fail.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

import exporter
from exporter.check.readback import read_pdf
from exporter.model.delivery import Delivery
from exporter.write import FORMATS as formats
from exporter.write import shown
from exporter.write.bare import bare

# --------------------------------------------------------------------------------------------------------- the search

FORMATS = tuple(name for name in formats if "png" not in name)
"""All that hold words; pictures of pages are drawn from the same pages."""
USUAL = ("deck", "slides", "brief", "handout")
BRIEFS = tuple(name for name in FORMATS if shown(name) == "brief")
DECKS = tuple(name for name in FORMATS if name not in BRIEFS)
PLANTED = re.compile(rb"zq[a-z0-9]+qz")
"""Every planted word, as it stands in lower case: ids are made from texts."""


def found_in(path: Path) -> set[str]:
    """Every planted word in a file, however it is packed, compressed or encoded."""
    return {word.decode() for blob in layers(path.name, path.read_bytes()) for word in PLANTED.findall(blob.lower())}


def layers(name: str, data: bytes) -> Iterator[bytes]:
    """The bytes of a file and of all that is in it, each in every reading that a word may hide behind."""
    yield name.encode()
    yield from readings(data)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(data)) as package:
            yield package.comment
            for member in package.infolist():
                yield from (member.comment, member.extra)
                yield from layers(member.filename, package.read(member))
    elif data[:5] == b"%PDF-":
        yield from pdf_layers(data)


def readings(data: bytes) -> Iterator[bytes]:
    """As it is; without the zeros of UTF-16; without the tags that cut a word in two; entities, hex and % undone."""
    yield data
    yield data.replace(b"\0", b"")
    if b"<" in data:
        text = re.sub(rb"<[^<>]*>", b"", data)
        yield text
        yield html.unescape(data.decode("utf-8", "replace")).encode()
        for digits in re.findall(rb"<([0-9A-Fa-f\s]{8,})>", data):
            digits = b"".join(digits.split())
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).replace(b"\0", b"")
    if b"%" in data:
        yield re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), data)


def pdf_layers(data: bytes) -> Iterator[bytes]:
    """Every object of a PDF, those in object streams too: strings decoded, streams unpacked, drawn text read back."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from pdf_strings(thing)
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield from readings(thing.read_bytes())
                except pikepdf.PdfError:  # a picture's own compression
                    yield from readings(thing.read_raw_bytes())


def pdf_strings(thing: Any, depth: int = 0) -> Iterator[bytes]:
    """Names and strings in an object, each decoded."""
    if isinstance(thing, pikepdf.String | pikepdf.Name):
        yield str(thing).encode()
        yield bytes(thing)
    elif isinstance(thing, pikepdf.Array) and depth < 8:
        for inner in thing:
            yield from pdf_strings(inner, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and depth < 8:
        for key, inner in thing.items():
            yield key.encode()
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from pdf_strings(inner, depth + 1)


def drawn_in(path: Path) -> set[str]:
    """Planted words among the glyphs of a PDF: through our own reader, and Poppler's where it is at hand."""
    if path.suffix != ".pdf":
        return set()
    texts = [read_pdf(path).text]
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
        texts.append(done.stdout.decode("utf-8", "replace"))
    return {word.decode() for text in texts for word in PLANTED.findall(text.lower().encode())}


# --------------------------------------------------------------------------------------------------------- the report


def w(name: str) -> str:
    """A planted word, in a few words of text."""
    return f"Heron zq{name}qz flies"


SMALL = (
    "point", "below", "item", "itemdetail", "itempoint", "link", "label", "value", "milestone", "moment", "undated", "row",
    "cell", "group", "series", "figure", "figurelabel", "support", "note", "notehead",
)  # fmt: skip
"""Planted in parts of blocks: points, items, fields, milestones, rows, series, figures, notes."""
BLOCKS = (
    "text", "headline", "remark", "blocknotes", "quote", "by", "callout", "code", "step", "option", "criterion", "answer",
    "caption", "tablehead", "tablecell", "chartcaption", "category", "chartseries", "alt", "credit",
)  # fmt: skip
SECTION = ("title", "claim", "question", "sectionnotes", "inside", "deeper", "source", "publisher", "sum")
"""Planted in a section, in what is below it, and in what only it refers to or only sums it up."""
ALL = (*SMALL, *BLOCKS, *SECTION)
NAMES = ("id", "file", "tag", "region", "pixels")
"""Planted in names, and in a picture's own metadata: in no file at all, left out or not."""

Data = dict[str, Any]


def report(mark: Data | None = None, small: Data | None = None) -> Data:
    """A report in which the planted sections and blocks carry `mark`, and the planted parts of blocks `small`."""
    mark, small = mark or {}, small or {}
    return {
        "title": "Herons",
        "tags": ["zqtagqz"],
        "values": {"region": ["North", "zqregionqz"]},
        "summary": {
            "headline": "Two figures",
            "list": [
                {"figure": "1", "label": "Kept"},
                {"figure": "2", "label": w("sum"), "sections": ["zqidqz"]},
            ],
        },
        "sections": [
            {
                "id": "open",
                "title": "Open",
                "headline": "What all may read",
                "blocks": [*parts_of_blocks(small), "A word with [a link](#zqidqz) to a section."],
            },
            {
                "title": "Blocks",
                "headline": "Some stay",
                "blocks": ["Kept.", *({**b, **mark} for b in BLOCKS_OF_ALL_KINDS)],
            },
            {
                "id": "zqidqz",
                "title": w("title"),
                "headline": w("claim"),
                "question": w("question"),
                "notes": w("sectionnotes"),
                "role": "risks",
                "blocks": [w("inside") + " [@hidden]", {"points": ["One", "Two"]}],
                "sections": [{"title": w("deeper"), "blocks": ["Below."]}],
                **mark,
            },
        ],
        "sources": [{"id": "hidden", "title": w("source"), "publisher": w("publisher")}],
        "notes": ["Read with care", {"head": w("notehead"), "text": w("note"), **small}],
    }


def parts_of_blocks(mark: Data) -> list[Data]:
    items = [
        {"name": "Kept", "use": "Fishing", "secret": w("value"), "id": "kept"},
        {
            "name": w("item"),
            "use": "Wading",
            "detail": w("itemdetail"),
            "points": [w("itempoint")],
            "id": "gone",
            **mark,
        },
    ]
    milestones = [
        {"when": "2027", "what": "It is kept"},
        {"when": {"text": w("moment"), "from": "2028-01-01", "to": "2028-12-31"}, "what": w("milestone"), **mark},
    ]
    rows = [
        {"group": w("group"), "cells": [w("row"), w("cell"), "7"], **mark},
        {"group": "Others", "cells": ["Kept", "Cell", "8"]},
    ]
    series = [{"name": "Kept", "values": [1, 2]}, {"name": w("series"), "values": [3, 4], **mark}]
    figures = [
        {"figure": "12", "label": "Kept"},
        {"figure": w("figure"), "label": w("figurelabel"), "support": w("support"), **mark},
    ]
    fields = {"use": {"label": "Use"}, "secret": {"label": w("label"), **mark}}
    links = [{"from": "kept", "to": "gone", "label": w("link")}]
    return [
        {"points": ["Kept", {"text": w("point"), "points": [w("below")], **mark}]},
        {"items": {"fields": fields, "list": items, "links": links}},
        {"milestones": {"list": milestones, "undated": ["Kept", {"text": w("undated"), **mark}]}},
        {"id": "numbers", "table": {"columns": ["Name", "Words", {"id": "n", "label": "Number"}], "rows": rows}},
        {"chart": {"kind": "column", "table": "numbers"}},
        {"chart": {"kind": "column", "categories": ["One", "Two"], "series": series}},
        {"figures": figures},
    ]


BLOCKS_OF_ALL_KINDS: list[Data] = [
    {"text": w("text"), "headline": w("headline"), "note": w("remark"), "notes": w("blocknotes"), "break": "before"},
    {"id": "said", "quote": {"text": w("quote"), "by": w("by")}},
    {"callout": w("callout")},
    {"code": w("code")},
    {"steps": [w("step"), "Then"]},
    {"comparison": {"options": [w("option"), "B"], "criteria": {w("criterion"): [w("answer"), "Low"]}}},
    {"title": w("caption"), "table": {"columns": [w("tablehead"), "N"], "rows": [[w("tablecell"), "3"]]}},
    {"title": w("chartcaption"), "chart": {"kind": "bar", "categories": [w("category"), "B"], "series": {w("chartseries"): [5, 6]}}},
    {"picture": {"path": "zqfileqz.png", "alt": w("alt"), "credit": w("credit")}},
]  # fmt: skip


def in_two_languages() -> Data:
    """Every text in English and German; ids are made from the English ones."""

    def said(name: str) -> Data:
        return {"en": w(f"en{name}"), "de": {"short": w(f"deshort{name}"), "standard": w(f"de{name}")}}

    return {
        "title": {"en": "Herons", "de": "Reiher"},
        "summary": {"notes": said("notes"), "list": [{"figure": said("figure"), "label": said("label")}, {"figure": "2"}]},
        "sections": [
            {
                "title": said("title"),
                "headline": said("headline"),
                "for": {"leak": {"headline": said("override")}},
                "notes": said("spoken"),
                "blocks": [
                    {"en": w("enblock"), "de": w("deblock")},
                    {"points": [{"en": w("enpoint"), "de": w("depoint")}]},
                    {"title": said("caption"), "table": {"columns": [said("column"), "N"], "rows": [[said("cell"), "1"]]}},
                    {
                        "chart": {
                            "kind": "column",
                            "categories": [said("category"), "B"],
                            "series": [{"name": said("series"), "values": [1, 2]}],
                            "highlight": w("encategory"),
                        }
                    },
                    {"milestones": [{"when": {"en": "late 2024", "de": "Ende 2024"}, "what": said("what")}]},
                    {"picture": {"path": "zqfileqz.png", "alt": said("alt")}},
                ],
            }
        ],
    }  # fmt: skip


def in_three_lengths() -> Data:
    def said(name: str) -> Data:
        return {"short": f"Short {name}", "standard": w(f"standard{name}"), "full": w(f"full{name}")}

    return {
        "title": said("title"),
        "sections": [
            {"title": "Open", "headline": said("headline"), "notes": said("notes"), "blocks": [{"text": said("text")}]}
        ],
    }


def for_another() -> Data:
    change = {"title": w("othertitle"), "headline": w("otherheadline")}
    mine = {"title": "Mine", "headline": "My headline"}
    return {"title": "Herons", "sections": [{**OWN, "id": "one", "for": {"other": change, "leak": mine}}]}


def for_nobody() -> Data:
    return {"title": "Herons", "sections": [OWN]}


OWN: Data = {"title": w("owntitle"), "headline": w("ownheadline"), "blocks": ["Kept."]}


# ----------------------------------------------------------------------------------------------------------- the rules


@dataclass(frozen=True)
class Case:
    """One rule: a report and a profile that leave `gone` out, and those beside them that do not."""

    report: Callable[[], Data]
    profile: str
    gone: tuple[str, ...]
    formats: tuple[str, ...] = USUAL
    open_report: Callable[[], Data] = report
    open_profile: str = "wording: full"
    names: tuple[str, ...] = field(default=NAMES)


def tagged() -> Data:
    return report({"tags": "zqtagqz"}, {"tags": "zqtagqz"})


def placed() -> Data:
    return report({"where": {"region": "zqregionqz"}}, {"where": {"region": "zqregionqz"}})


KINDS = "[kind:quote, kind:callout, kind:code, kind:steps, kind:comparison, kind:picture]"
OF_KINDS = ("quote", "by", "callout", "code", "step", "option", "criterion", "answer", "alt", "credit")
LANGUAGE = ("notes", "figure", "label", "title", "headline", "spoken", "block", "point", "caption", "column", "cell", "what",
            "category", "series", "alt")  # fmt: skip
LENGTHS = ("title", "headline", "notes", "text")
CASES = {
    "exclude tag": Case(tagged, "exclude: tag:zqtagqz", ALL, FORMATS),
    "include tag": Case(tagged, "include: tag:key", ALL),
    "where": Case(placed, "values: {region: North}", ALL, FORMATS),
    "hidden": Case(lambda: report({"hidden": True}), "wording: full", (*BLOCKS, *SECTION)),
    "for: hidden": Case(lambda: report({"for": {"leak": {"hidden": True}}}), "wording: full", (*BLOCKS, *SECTION)),
    "only brief": Case(
        lambda: report({"only": "brief"}), "wording: full", (*BLOCKS, *SECTION), DECKS
    ),
    "only deck": Case(
        lambda: report({"only": "deck"}),
        "wording: full",
        tuple(n for n in (*BLOCKS, *SECTION) if n not in ("blocknotes", "question", "sectionnotes")),
        BRIEFS,
    ),
    "exclude section": Case(report, "exclude: zqidqz", SECTION),
    "exclude role": Case(report, "exclude: role:risks", SECTION),
    "exclude kind": Case(report, f"exclude: {KINDS}", OF_KINDS),
    "exclude id": Case(report, "exclude: [id:gone, id:said]", ("item", "itemdetail", "itempoint", "link", "quote", "by")),
    "include section": Case(report, "include: open", (*BLOCKS, *SECTION)),
    "notes": Case(report, "notes: false", ("blocknotes", "sectionnotes"), DECKS),
    "parts": Case(report, "parts: {summary: false, agenda: false}", ("sum", "question")),
    "limits": Case(tagged, "{exclude: tag:zqtagqz, limits: {slides: 3, brief-pages: 1}}", ALL),
    "language de": Case(
        in_two_languages, "language: de", tuple(f"en{n}" for n in (*LANGUAGE, "override")), FORMATS,
        open_report=in_two_languages, open_profile="language: en",
    ),
    "language en": Case(
        in_two_languages, "language: en", tuple(f"de{n}" for n in (*LANGUAGE, "override")),
        open_report=in_two_languages, open_profile="language: de",
    ),
    "wording": Case(
        in_three_lengths, "wording: short", tuple(f"{length}{n}" for length in ("standard", "full") for n in LENGTHS), FORMATS,
        open_report=in_three_lengths,
    ),
    "for another": Case(for_another, "wording: full", ("othertitle", "otherheadline"), open_report=for_another),
    "for: in its place": Case(for_another, "wording: full", ("owntitle", "ownheadline"), open_report=for_nobody),
}  # fmt: skip


def built(data: Data, profile: str, name: str, formats: tuple[str, ...], folder: Path) -> list[Path]:
    """All files that are made of a report for one audience, with all that can be asked for beside them."""
    own = folder / "templates" / "audiences"
    own.mkdir(parents=True)
    (own / f"{name}.yaml").write_text(profile)
    (folder / "herons.json").write_text(json.dumps(data))
    metadata = PngImagePlugin.PngInfo()
    metadata.add_text("Comment", w("pixels"))
    Image.new("RGB", (64, 48), "teal").save(folder / "zqfileqz.png", pnginfo=metadata)
    delivery = Delivery(attach=("tables",) if "brief" in formats else (), accessibility_report=True)
    out = folder / "out"
    result = exporter.build(folder / "herons.json", audiences=[name], formats=formats, out=out, delivery=delivery)
    assert [file for file in result.files if not file.written] == [], result.files[0].findings
    return [path for path in sorted(out.rglob("*")) if path.is_file()]


def planted_in(files: list[Path]) -> set[str]:
    return {word for path in files for word in (*found_in(path), *drawn_in(path))}


def words(names: tuple[str, ...]) -> set[str]:
    return {f"zq{name}qz" for name in names}


@pytest.mark.parametrize("name", CASES)
def test_what_is_left_out_is_in_no_byte(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    files = built(case.report(), case.profile, "leak", case.formats, tmp_path)
    assert planted_in(files) & words((*case.gone, *case.names)) == set()


OPEN: dict[str, set[str]] = {}
"""What is found in files from which nothing is left out, by their report and profile."""


@pytest.mark.parametrize("name", CASES)
def test_the_same_search_finds_it_where_it_is_not_left_out(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    key = f"{case.open_report.__name__} {case.open_profile}"
    if key not in OPEN:
        OPEN[key] = planted_in(built(case.open_report(), case.open_profile, "other", USUAL, tmp_path))
    expected = [n for n in case.gone if name != "wording" or n.startswith("full")]
    assert words(tuple(expected)) - OPEN[key] - words(("enoverride", "deoverride")) == set()


def test_the_search_looks_behind_every_encoding() -> None:
    hidden = w("deep")
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as outer:
        inner = BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/sheet.xml", f"<t>{hidden[:9]}</t><t>{hidden[9:]}</t>")
        outer.writestr("ppt/embeddings/book.xlsx", inner.getvalue())
    pdf = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Subject"] = hidden
        document.Root["/Hidden"] = document.make_stream(f"<{hidden.encode('utf-16-be').hex()}> Tj".encode())
        document.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    samples = {
        "archive": package.getvalue(), "pdf": pdf.getvalue(), "utf-16": hidden.encode("utf-16"),
        "entities": b"<t>&#x7a;&#113;deepqz</t>", "address": b"https://example.org/%7aqdeep%71z",
    }  # fmt: skip
    for kind, data in samples.items():
        found = [blob for blob in layers(kind, data) if b"zqdeepqz" in blob.lower()]
        assert found, kind


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_goes_without_what_its_camera_wrote(kind: str) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.radial_gradient("L").convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = w("description")
    comment: dict[str, Any] = {"comment": w("comment")}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", w("author"), zip=True)
        info.add_itxt("Place", w("place"))
        comment = {"pnginfo": info}
    data = BytesIO()
    picture.save(data, kind, exif=exif, icc_profile=profile, **comment)
    kept = bare(data.getvalue())
    assert not PLANTED.search(kept.lower())
    assert PLANTED.search(data.getvalue().lower())
    with Image.open(BytesIO(kept)) as after, Image.open(BytesIO(data.getvalue())) as before:
        assert after.tobytes() == before.tobytes()
        assert after.info["icc_profile"] == profile
        assert not after.getexif()
        assert "Author" not in after.info
