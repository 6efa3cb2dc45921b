"""Pictures under slides: cut to the slide, and under a scrim that keeps every text readable."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from exporter.check import check
from exporter.errors import UserError
from exporter.model.colour import contrast
from exporter.model.geometry import Box, px, to_px
from exporter.model.page import Document, Page, PlacedPicture, PlacedShape, PlacedText, flat
from exporter.model.report import Level
from exporter.plan.background import mixed
from exporter.write import write
from tests.own import REPORT, made, named, templates


def pictured(folder: Path, picture: Image.Image, more: str = "", layout: str = "title") -> Path:
    home = templates(
        folder,
        {
            f"layouts/{layout}/layout.yaml": f"extends: {layout}\n"
            f"deck: {{background: {{picture: pictures/ground.png{more}}}}}\n"
        },
    )
    (home / "pictures").mkdir(exist_ok=True)
    picture.save(home / "pictures" / "ground.png")
    return home


def checkered(light: str, dark: str, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    picture = Image.new("RGB", size, dark)
    for x in range(0, size[0], 80):
        for y in range(0, size[1], 80):
            if (x + y) % 160:
                picture.paste(Image.new("RGB", (80, 80), light), (x, y))
    return picture


def scrim(page: Page) -> float:
    found = named(page, "Scrim")
    assert isinstance(found, PlacedShape)
    assert (found.box, found.fill) == (Box(0, 0, *page.size), page.background)
    return found.opacity


def worst(page: Page, picture: Image.Image, document: Document) -> float:
    """The least contrast of the small texts of a cover with the shades of the picture under its scrim."""
    deep = document.colours[page.background]
    veil = (int(deep[:2], 16), int(deep[2:4], 16), int(deep[4:], 16))
    out = []
    for item in flat(page.items):
        if isinstance(item, PlacedText) and item.paras[0].style.size < 18 and item.text.strip():
            x, y, w, h = (round(to_px(n)) for n in (item.box.x, item.box.y, item.box.w, item.box.h))
            shades = picture.crop((x, y, x + w, y + h)).getcolors(w * h) or []
            ink = document.colours[item.paras[0].lines[0].spans[0].colour]
            out += [contrast(ink, mixed(shade, veil, scrim(page))) for _, shade in shades]  # type: ignore[arg-type]
    assert out
    return min(out)


@settings(max_examples=12, deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_texts_are_readable_on_any_picture(
    tmp_path_factory: pytest.TempPathFactory, light: tuple[int, ...], dark: tuple[int, ...]
) -> None:
    picture = checkered(*("#" + "".join(f"{n:02x}" for n in shade) for shade in (light, dark)))
    document = made(pictured(tmp_path_factory.mktemp("own"), picture))
    assert worst(document.pages[0], picture, document) >= 4.5


def test_the_scrim_is_no_stronger_than_it_must_be(tmp_path: Path) -> None:
    dark = made(pictured(tmp_path, checkered("#001010", "#000000"))).pages[0]
    light = made(pictured(tmp_path, checkered("#ffffff", "#eeeeee"))).pages[0]
    assert scrim(dark) == 0
    assert 0.5 < scrim(light) < 1


def test_a_scrim_of_one_s_own_that_is_too_weak_is_told(tmp_path: Path) -> None:
    document = made(pictured(tmp_path, checkered("#ffffff", "#eeeeee"), ", scrim: 10"))
    assert scrim(document.pages[0]) == 0.1
    (finding,) = (f for f in document.findings if f.code == "contrast")
    assert finding.level is Level.WARNING and finding.place and finding.place.line == 2
    assert "scrim of 10%" in finding.message and "would do" in finding.hint


@pytest.mark.parametrize(
    ("size", "focus", "crop"),
    [
        ((1600, 900), "", (0, 0, 0, 0)),
        ((3200, 900), "", (0.25, 0, 0.25, 0)),
        ((3200, 900), ", focus: 100 50", (0.5, 0, 0, 0)),
        ((1600, 1800), ", focus: 50 10", (0, 0, 0, 0.5)),
    ],
)
def test_the_picture_fills_the_slide(
    tmp_path: Path, size: tuple[int, int], focus: str, crop: tuple[float, ...]
) -> None:
    page = made(pictured(tmp_path, Image.new("RGB", size), focus)).pages[0]
    picture = page.items[0]
    assert isinstance(picture, PlacedPicture) and picture.decorative
    assert (picture.box, picture.crop) == (Box(0, 0, px(1280), px(720)), crop)


def test_slides_of_one_layout_share_their_scrim(tmp_path: Path) -> None:
    home = pictured(tmp_path, checkered("#ffffff", "#333333"), layout="divider")
    profile = "extends: general\nparts: {dividers: true}\n"
    (home / "audiences").mkdir()
    (home / "audiences" / "divided.yaml").write_text(profile, encoding="utf-8")
    dividers = [page for page in made(home, audience="divided").pages if page.layout == "divider"]
    assert len(dividers) == 2 and len({scrim(page) for page in dividers}) == 1


def test_written_files_show_picture_and_scrim(tmp_path: Path) -> None:
    home = pictured(tmp_path, checkered("#ffffff", "#333333"))
    deck = made(home)
    share = scrim(deck.pages[0])
    write(deck, tmp_path / "own.pptx")
    assert [f for f in check(deck, tmp_path / "own.pptx") if f.level is Level.ERROR] == []
    with zipfile.ZipFile(tmp_path / "own.pptx") as package:
        layouts = [package.read(n).decode() for n in package.namelist() if n.startswith("ppt/slideLayouts/slide")]
    (cover,) = (layout for layout in layouts if "Scrim" in layout)
    assert f'<a:alpha val="{round(share * 100000)}"/>' in cover and "Background" in cover
    slides = made(home, "slides")
    write(slides, tmp_path / "own.pdf")
    with pikepdf.open(tmp_path / "own.pdf") as pdf:
        states = pdf.pages[0].Resources.ExtGState
        assert [float(state.ca) for state in states.values()] == [pytest.approx(share)]


def test_mistakes_are_told(tmp_path: Path) -> None:
    home = pictured(tmp_path, Image.new("RGB", (10, 10)), ", scrim: 120, focus: 50")
    with pytest.raises(UserError) as error:
        made(home, report=REPORT)
    for what in ("expected a number from 0 to 100", "a point such as 50 30"):
        assert what in str(error.value)
    text = (home / "layouts" / "title" / "layout.yaml").read_text(encoding="utf-8")
    (home / "layouts" / "title" / "layout.yaml").write_text(
        text.replace("pictures/ground.png, scrim: 120, focus: 50", "/etc/passwd"), encoding="utf-8"
    )
    with pytest.raises(UserError, match="is not in the templates folder"):
        made(home, report=REPORT)
