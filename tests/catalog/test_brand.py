"""Themes from brand colours, PowerPoint files and logos."""

from __future__ import annotations

import io
import os
import zipfile
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pptx import Presentation

from exporter.catalog import Catalog
from exporter.catalog.brand import Brand, from_image, from_pptx, palette, theme_file
from exporter.catalog.series import apart
from exporter.errors import UserError
from exporter.model.colour import contrast
from exporter.model.style import Theme

HEX = st.integers(0, 0xFFFFFF).map(lambda n: f"{n:06X}")


def resolved(tmp_path: Path, text: str) -> Theme:
    (tmp_path / "themes").mkdir(exist_ok=True)
    (tmp_path / "themes/house.yaml").write_text(text, encoding="utf-8")
    return Catalog([tmp_path]).theme("house")


# --- from colours ---------------------------------------------------------------------------------------------------


@given(brand=st.lists(HEX, min_size=1, max_size=2), dark=st.booleans(), base=st.sampled_from(("ledger", "boardroom")))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_colours_make_a_theme_in_which_every_text_can_be_read(
    tmp_path: Path, brand: list[str], dark: bool, base: str
) -> None:
    text, notes = theme_file(Brand(tuple(brand), "colours", dark=dark), "House", base, base == "boardroom")
    theme = resolved(tmp_path, text)  # a theme that cannot be read is refused
    assert theme.dark is dark
    assert contrast(theme.print_colours["bg"], "FFFFFF") < 1.05
    assert len(theme.chart_roles) == 8
    said = " ".join(notes)
    assert all(f"#{colour}" in said for colour in brand), "every colour of the brand is accounted for"


def test_a_readable_colour_is_kept_exactly() -> None:
    made = palette(("7A1F3D", "8A5A00"))
    assert (made.colours["accent"], made.colours["highlight"]) == ("7A1F3D", "8A5A00")
    assert made.colours["deep"] == "7A1F3D", "dark enough for covers as it is"
    assert all("exactly as given" in note for note in made.notes)


def test_a_bright_colour_fills_covers_and_a_shade_of_it_is_for_text() -> None:
    made = palette(("FFDD00",))
    assert made.colours["deep"] == "FFDD00"
    assert contrast(made.colours["on-deep"], "FFDD00") >= 4.5
    assert made.colours["accent"] != "FFDD00"
    assert contrast(made.colours["accent"], "FFFFFF") >= 4.5
    assert made.notes[0].startswith("#FFDD00 cannot be read as text on light grounds (1.1:1, 4.5:1 is needed)")
    assert f"#{made.colours['accent']}" in made.notes[0]


def test_on_dark_ground_the_bright_colour_is_the_accent() -> None:
    assert palette(("FFDD00",), dark=True).colours["accent"] == "FFDD00"


def test_a_made_highlight_stands_clear_of_the_accent_for_every_eye() -> None:
    for brand in ("7A1F3D", "B93C0C", "00563B", "1D4AB8", "777777", "000000"):
        colours = palette((brand,)).colours
        assert apart(colours["accent"], colours["highlight"]) > 0.1, brand


def test_two_colours_that_look_alike_are_told() -> None:
    assert "look alike to some eyes" in palette(("1D4AB8", "2A55C0")).notes[-1]


def test_chart_colours_of_a_brand_stay_apart() -> None:
    made = palette(("7A1F3D", "C58F3A"), series_wanted=("3E8577", "3E8578"))
    assert made.series[2] == "3E8577" and "3E8578" not in made.series
    assert all(apart(a, b) > 0.08 for a, b in combinations(made.series, 2))


# --- from a PowerPoint file -----------------------------------------------------------------------------------------


def deck(tmp_path: Path, **parts: bytes) -> Path:
    """A deck as python-pptx makes it, with parts replaced: `theme=...` is its theme."""
    made = io.BytesIO()
    Presentation().save(made)
    path = tmp_path / "company.pptx"
    names = {"theme": "ppt/theme/theme1.xml", "main": "ppt/presentation.xml"}
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            given = next((data for key, data in parts.items() if names[key] == name), None)
            new.writestr(name, old.read(name) if given is None else given)
    return path


def company_theme(major: str = "Times New Roman", accents: tuple[str, ...] = ("7A1F3D", "C58F3A", "3E8577")) -> bytes:
    colours = "".join(
        f'<a:accent{n}><a:srgbClr val="{accents[(n - 1) % len(accents)]}"/></a:accent{n}>' for n in range(1, 7)
    )
    return (
        '<?xml version="1.0"?><a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="x">'
        '<a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="101010"/></a:dk1>'
        f'<a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>{colours}</a:clrScheme><a:fontScheme name="x"><a:majorFont>'
        f'<a:latin typeface="{major}"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    ).encode()


def test_colours_fonts_and_format_of_a_company(tmp_path: Path) -> None:
    brand = from_pptx(deck(tmp_path, theme=company_theme()))
    assert brand.colours == ("7A1F3D", "C58F3A")
    assert brand.series == ("3E8577",)
    assert brand.fonts == {"heading": "Times New Roman", "body": "Calibri"}
    assert brand.slide == "4:3"
    theme = resolved(tmp_path, theme_file(brand, "Company", "ledger")[0])
    assert theme.colours["accent"] == "7A1F3D"
    assert theme.fonts["body"].name == "Calibri" and "carlito" in theme.fonts["body"].file()
    assert theme.slide_size == (960, 720)


def test_a_family_without_a_twin_is_told(tmp_path: Path) -> None:
    brand = from_pptx(deck(tmp_path, theme=company_theme(major="Garamond Premier")))
    assert brand.fonts["heading"] == "Georgia"
    assert any("Garamond Premier" in note for note in brand.notes)


def test_a_master_of_greys_gets_one_colour_and_a_made_highlight(tmp_path: Path) -> None:
    brand = from_pptx(deck(tmp_path, theme=company_theme(accents=("DDDDDD", "999999"))))
    assert len(brand.colours) == 1
    assert any("greys" in note for note in brand.notes)


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'


@pytest.mark.parametrize(
    "theme",
    [b"", b"no xml", b"<a/>", BOMB + b"<a>" + b"&b;" * 1000 + b"</a>", b" " * 30_000_000,
     b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ids=["empty", "text", "bare", "entities", "huge", "outside"],
)  # fmt: skip
def test_hostile_parts_are_refused_in_words(tmp_path: Path, theme: bytes) -> None:
    with pytest.raises(UserError, match=r"company\.pptx: "):
        from_pptx(deck(tmp_path, theme=theme))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 rubbish", b"%PDF-1.7", b"\xd0\xcf\x11\xe0 an encrypted one"])
def test_what_is_no_deck_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.pptx"
    path.write_bytes(data)
    with pytest.raises(UserError, match="no PowerPoint file"):
        from_pptx(path)


def test_a_zip_that_is_no_deck_and_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.pptx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(UserError, match="no PowerPoint file"):
        from_pptx(tmp_path / "x.pptx")
    with pytest.raises(UserError):
        from_pptx(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_what_has_no_end_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for read in (from_pptx, from_image):
        for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
            with pytest.raises(UserError, match="this is not a file"):
                read(path)


# --- from a logo ----------------------------------------------------------------------------------------------------


def logo(tmp_path: Path, *bars: tuple[str, int], ground: str = "#FFFFFF", name: str = "logo.png") -> Path:
    """A picture of bars of colours with their shares of the width, with soft edges as letters have."""
    picture = Image.new("RGB", (600, 200), ground)
    draw, x = ImageDraw.Draw(picture), 40
    for colour, wide in bars:
        draw.rectangle((x, 40, x + wide, 160), fill=colour)
        draw.ellipse((x + wide - 20, 30, x + wide + 10, 60), fill=colour)
        x += wide + 20
    path = tmp_path / name
    picture.resize((300, 100), Image.Resampling.LANCZOS).save(path)
    return path


def test_the_main_colours_of_a_logo_are_taken_exactly(tmp_path: Path) -> None:
    assert from_image(logo(tmp_path, ("#7A1F3D", 300), ("#C58F3A", 80))).colours == ("7A1F3D", "C58F3A")


def test_the_noise_of_a_photograph_format_does_not_matter(tmp_path: Path) -> None:
    found = from_image(logo(tmp_path, ("#7A1F3D", 300), ("#C58F3A", 80), name="logo.jpg")).colours
    assert all(apart(a, b) < 0.05 for a, b in zip(found, ("7A1F3D", "C58F3A"), strict=True))


def test_a_black_logo_leads_with_its_black(tmp_path: Path) -> None:
    brand = from_image(logo(tmp_path, ("#1A1A1A", 300)))
    assert brand.colours == ("1A1A1A",) and "no colour" in brand.notes[0]


def test_pictures_that_cannot_be_used_are_refused_in_words(tmp_path: Path) -> None:
    clear, text, cut = (tmp_path / name for name in ("clear.png", "text.png", "cut.png"))
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear)
    text.write_text("no picture")
    cut.write_bytes(logo(tmp_path, ("#7A1F3D", 300)).read_bytes()[:300])
    vast = tmp_path / "vast.png"
    Image.new("1", (9000, 9000)).save(vast)
    for path, what in ((clear, "transparent"), (text, "no picture"), (cut, "no picture"), (vast, "megapixels")):
        with pytest.raises(UserError, match=what):
            from_image(path)
    with pytest.raises(UserError):
        from_image(tmp_path)
