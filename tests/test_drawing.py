"""SVG pictures: only what draws of them is kept, and every format shows it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from exporter.build import build
from exporter.drawing import NoDrawing, clean, pixels, size

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
DRAWN = '<rect width="20" height="10" fill="#B93C0C"/>'


def svg(inside: str = DRAWN, attributes: str = 'viewBox="0 0 20 10"') -> bytes:
    return f"{HEAD} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "acting",
    [
        "<script>planted()</script>",
        '<g onclick="planted()"/>',
        '<image href="https://example.org/planted.png"/>',
        '<image xlink:href="file:///planted"/>',
        '<image href="data:image/svg+xml;base64,planted"/>',
        '<use href="planted.svg#a"/>',
        '<a href="https://planted.example">' + DRAWN + "</a>",
        '<rect style="fill:url(https://planted.example/a)"/>',
        "<style>@import 'planted.css';</style>",
        "<style>rect{fill:url( 'planted.svg#a')}</style>",
        '<rect fill="url(planted.svg#a)"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>planted</p></foreignObject>",
        '<animate attributeName="x" to="planted"/>',
        "<metadata>planted</metadata><!-- planted --><?planted now?><desc>planted</desc>",
        '<g xmlns:ink="http://inkscape.org" ink:author="planted"><ink:view>planted</ink:view></g>',
    ],
)
def test_nothing_that_acts_leads_out_or_tells_of_its_author_is_kept(acting: str) -> None:
    kept = clean(svg(acting + DRAWN))
    assert b"planted" not in kept
    assert b"#B93C0C" in kept


def test_what_draws_is_kept() -> None:
    inside = (
        '<style>.a{fill:url(#g)}</style><defs><linearGradient id="g"/></defs><rect class="a" fill="url(\'#g\')"/>'
        '<use href="#g"/><image href="data:image/png;base64,iVBORw0KGgo="/><text xml:space="preserve">a  b</text>'
    )
    kept = clean(svg(inside)).decode()
    for piece in ("url(#g)", "'#g'", 'href="#g"', "base64,iVBOR", "a  b", "linearGradient"):
        assert piece in kept


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg", "sound XML"),
        (b"<p/>", "not svg"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "entities"),
        (svg("<g>" * 40 + "</g>" * 40 + '<g id="a"><use href="#a"/></g>'), "uses itself"),
        (svg('<g id="a0"/>' + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>"
                                      for n in range(1, 9))), "more than 50,000"),
        (svg("<g/>" * 50_001), "more than 50,000"),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NoDrawing, match=reason):
        clean(data)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('viewBox="0 0 20 10"', (20, 10)), ('width="40" viewBox="0 0 20 10"', (40, 20)),
        ('width="1in" height="48px"', (96, 48)), ('width="100%" height="100%" viewBox="0,0,20,10"', (20, 10)),
    ],
)  # fmt: skip
def test_its_size(attributes: str, expected: tuple[int, int]) -> None:
    assert size(clean(svg(attributes=attributes))) == expected


def test_a_drawing_without_a_size_is_refused() -> None:
    with pytest.raises(NoDrawing, match="size"):
        size(clean(svg(attributes="")))


def test_its_pixels_are_bounded() -> None:
    image = Image.open(BytesIO(pixels(clean(svg()), 300, 10, ())))
    assert image.size == (300, 150)
    assert image.convert("RGB").getpixel((9, 9)) == (0xB9, 0x3C, 0x0C)
    large = Image.open(BytesIO(pixels(clean(svg(attributes='viewBox="0 0 20 1"')), 10, 20_000, ())))
    assert large.width * large.height <= 25_100_000


def test_decks_hold_the_drawing_and_its_picture(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(svg("<script>planted()</script>" + DRAWN))
    report = tmp_path / "r.yaml"
    report.write_text("title: T\nsections: [{title: S, blocks: [picture: {path: a.svg, alt: A red box}]}]\n")
    result = build(report, formats=["deck", "brief", "svg"], out=tmp_path / "out")
    assert result.ok
    deck = zipfile.ZipFile(next((tmp_path / "out").glob("*.pptx")))
    media = {name.rpartition(".")[2]: deck.read(name) for name in deck.namelist() if "media" in name}
    assert set(media) == {"png", "svg"}
    assert b"planted" not in media["svg"]
    slides = "".join(deck.read(n).decode() for n in deck.namelist() if re.match(r"ppt/slides/slide\d", n))
    assert slides.count("svgBlip") == 1
    assert Image.open(BytesIO(media["png"])).width >= 640
