"""Letters that change beside one another, in PDFs: drawn as another shaper draws them, read as they were written."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from pypdfium2 import PdfDocument

from exporter.catalog import Catalog
from exporter.check.readback import read_pdf
from exporter.model.geometry import px
from exporter.model.page import Document
from exporter.model.style import TextStyle
from exporter.text import Fonts, para
from exporter.text.shaping import shape
from exporter.write.pdf.truetype import open_font
from tests import own

WORDS = {
    "Arabic": "الكهربائيّة لا يكفي پښتو ڵێرە", "Hebrew": "שָׁלוֹם עולם", "Devanagari": "क्षत्रिय विद्युत् सर्वोच्च र्‍य", "Bengali": "কর্তৃপক্ষ বিদ্যুৎ", "Gurmukhi": "ਸਮਰੱਥਾ ਵਿੱਚ", "Gujarati": "સ્ત્રી વિદ્યુત",
    "Oriya": "କ୍ଷମତା ବୃଦ୍ଧି", "Tamil": "கொள்ளுங்கள் பொறியியல்", "Telugu": "సామర్థ్యం ప్రభుత్వం", "Kannada": "ಸಾಮರ್ಥ್ಯ ಸರ್ಕಾರದ",
    "Malayalam": "വർദ്ധിച്ചു സർക്കാരിന്റെ", "Sinhala": "ශ්‍රී සූර්ය", "Thai": "ที่นี่ น้ำ ปู่ ฟ้าผ่า", "Lao": "ເພີ່ມຂຶ້ນ",
    "Khmer": "ក្នុងកម្ពុជា", "Myanmar": "ကျွန်တော်တို့",
}  # fmt: skip
SIZE, PIXELS = 24, 120
"""Of the type that is compared, in pt and as it is drawn."""
THEME = Catalog().theme("ledger")
FONTS = Fonts(THEME.fonts)


def placed(text: str, make: Any, bold: bool = False) -> Document:
    """A page with one line of text."""
    line = para(text, TextStyle("body", size=SIZE, line=40, bold=bold), px(500), FONTS)
    return replace(make.document(make.page(make.box([line], 100, 100, 600, 200))), theme=THEME)


def written(folder: Path, text: str, format: str = "brief") -> Path:
    from exporter.write import write

    path = folder / f"{format}.pdf"
    report = f'title: Letters\nsections:\n- title: Words\n  blocks:\n  - text: "{text}"\n'
    write(own.made(own.templates(folder, {}), report=report, format=format), path)
    return path


def ink(picture: Image.Image) -> Image.Image:
    """Black on white as a mask, cut to what is drawn."""
    mask = ImageChops.invert(picture.convert("L"))
    return mask.crop(mask.getbbox())


def outside(one: Image.Image, other: Image.Image) -> float:
    """Share of the ink of one picture that lies more than three pixels off any of the other's."""
    near = Image.new("L", one.size)
    near.paste(other, (0, 0))
    wide = near.filter(ImageFilter.MaxFilter(7))
    off = sum(1 for drawn, there in zip(one.tobytes(), wide.tobytes(), strict=True) if drawn > 160 and there < 96)
    return off / sum(1 for drawn in one.tobytes() if drawn > 160)


@pytest.mark.parametrize("script", WORDS)
@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
def test_clusters_are_drawn_as_another_shaper_draws_them(script: str, bold: bool, make: Any, save: Any) -> None:
    text = WORDS[script].split()[0]
    page = PdfDocument(save(placed(text, make, bold)))[0].render(scale=PIXELS / SIZE).to_pil()
    (role,) = {role for _, role, _ in FONTS.pieces(text, "body", bold, False, SIZE)}
    font = ImageFont.truetype(THEME.fonts[role].file(bold), PIXELS, layout_engine=ImageFont.Layout.RAQM)
    other = Image.new("L", (3000, 600), 255)
    ImageDraw.Draw(other).text((100, 100), text, font=font, fill=0)
    ours, theirs = ink(page), ink(other)
    assert ours.size == pytest.approx(theirs.size, abs=3)
    assert outside(ours, theirs) < 0.005
    assert outside(theirs, ours) < 0.005


@pytest.mark.parametrize("script", WORDS)
def test_other_readers_find_the_words_as_they_were_written(script: str, tmp_path: Path) -> None:
    path = written(tmp_path, WORDS[script])
    said = " ".join("".join(page.get_textpage().get_text_range() for page in PdfDocument(path)).split())
    read_back = " ".join((read_pdf(path).text or "").split())
    for word in WORDS[script].split():
        assert word in read_back
        assert normalize("NFC", word) in normalize("NFC", said)  # marks in whatever order means the same


def test_private_characters_of_a_report_stand_for_nothing(make: Any, back: Any) -> None:
    """A character that we might have put for a cluster is not drawn as one."""
    drawn = [text for _, text, _ in back(placed("ศรี \U00100000\U00100001 ที่", make)).drawn]
    assert "".join(drawn).replace(" ", "") == "ศรี\ufffd\ufffdที่"


def test_the_same_report_gives_the_same_bytes_whatever_was_drawn_before(tmp_path: Path) -> None:
    for text in (WORDS["Thai"], "Plain words", "ก"):
        open_font.cache_clear()
        shape.cache_clear()
        first = written(tmp_path, text).read_bytes()
        written(tmp_path, WORDS["Thai"][::-1] + WORDS["Devanagari"] + "x\u0304 mean x\u0305")
        assert written(tmp_path, text).read_bytes() == first
