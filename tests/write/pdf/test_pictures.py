"""What of a picture comes into the file."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from exporter.errors import UserError
from exporter.model.geometry import px_box
from exporter.model.page import PlacedPicture


@pytest.fixture
def put(make, back, tmp_path):
    """Saves a picture, places it 96 px (one inch) square, and gives the image object of the PDF."""

    def put(picture, name="p.png", crop=(0, 0, 0, 0), **more):
        picture.save(tmp_path / name, **more)
        item = PlacedPicture(box=px_box(0, 0, 96, 96), file=str(tmp_path / name), alt="A picture", crop=crop)
        page = back(make.document(make.page(item))).pdf.pages[0]
        (image,) = page.Resources.XObject.values()
        return image

    return put


def shown(image) -> Image.Image:
    return pikepdf.PdfImage(image).as_pil_image()


def gradient(mode="RGB", size=(200, 200)):
    return Image.linear_gradient("L").resize(size).convert(mode)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_picture_shows_its_pixels(mode, put):
    source = gradient("L").convert("RGB").convert(mode) if mode != "I;16" else gradient("I;16").point(lambda v: v * 256)
    image = put(source, "p.tif" if mode == "CMYK" else "p.png")
    assert image.ColorSpace in ("/DeviceRGB", "/DeviceGray")
    picture = shown(image).convert("L")
    assert picture.size == (200, 200)
    assert picture.getpixel((100, 5)) < 60 and picture.getpixel((100, 195)) > 195


def test_transparency_is_kept(put):
    image = put(Image.new("RGBA", (20, 20), (200, 0, 0, 64)))
    assert shown(image.SMask).getpixel((5, 5)) == 64
    assert "/SMask" not in put(Image.new("RGBA", (20, 20), (200, 0, 0, 255)), "opaque.png")


def test_finer_than_300_dpi_is_made_smaller(put):
    assert shown(put(gradient(size=(1000, 1000)))).size == (300, 300)


def test_what_is_cut_off_is_not_in_the_file(put):
    picture = Image.new("RGB", (200, 200), "white")
    picture.paste("red", (0, 0, 100, 200))
    for name in ("p.png", "p.jpg"):
        image = shown(put(picture, name, crop=(0.6, 0, 0, 0)))
        assert image.size == (80, 200)
        assert all(channel[0] > 240 for channel in image.getextrema())


def test_a_jpeg_goes_in_unchanged_but_for_where_it_was_taken(put, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    image = put(gradient(), "p.jpg", exif=exif, comment=b"secret words")
    data = image.read_raw_bytes()
    assert image.Filter == "/DCTDecode"
    assert b"ecret" in (tmp_path / "p.jpg").read_bytes() and b"ecret" not in data
    before, after = Image.open(tmp_path / "p.jpg"), Image.open(io.BytesIO(data))
    assert before.tobytes() == after.tobytes()


def test_a_picture_on_its_side_is_turned_up(put):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert shown(put(gradient(size=(200, 100)), "p.jpg", exif=exif)).size == (100, 200)


def test_one_picture_used_twice_is_stored_once(make, back, picture):
    items = [PlacedPicture(box=px_box(100 * i, 0, 96, 64), file=str(picture), alt="Red") for i in range(3)]
    assert len(back(make.document(make.page(*items))).pdf.pages[0].Resources.XObject) == 1


def test_a_picture_that_is_none_is_said_so(make, save, tmp_path):
    (tmp_path / "p.png").write_text("no picture")
    for name in ("p.png", "missing.png"):
        item = PlacedPicture(box=px_box(0, 0, 96, 96), file=str(tmp_path / name), alt="A picture")
        with pytest.raises(UserError, match=name):
            save(make.document(make.page(item)))
