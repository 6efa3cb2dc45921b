"""What lies beside the fonts that we ship is what HarfBuzz says of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.catalog import built_in
from exporter.text import metrics
from exporter.text.face import Face

FONTS = sorted((built_in() / "fonts").rglob("*.ttf"))


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_the_metrics_are_those_of_the_font(font: Path) -> None:
    """When this fails, a font was changed: `tests/judges/metrics` writes them anew."""
    told, asked = metrics.load(str(font)), Face(str(font)).measured()
    assert told and replace(told, others=asked.others) == asked
    assert told.other_advances() == asked.other_advances()


def test_most_texts_do_without_the_rarer_characters() -> None:
    """To read the widths of them all takes longer than to measure a slide."""
    font = str(built_in() / "fonts" / "arimo" / "Arimo_400Regular.ttf")
    face = Face(font, metrics.load(font))
    rare = chr(0x2591)  # a shade of grey
    face.units("Für 5 €: „Größe“ – élan… •")
    before = len(face._advances)
    assert face.advance(rare) and len(face._advances) > before + 1000


def test_a_face_measures_alike_with_and_without_them() -> None:
    font = str(built_in() / "fonts" / "gelasio" / "Gelasio_400Regular.ttf")
    quick, slow = Face(font, metrics.load(font)), Face(font)
    text = "AVATAR – “Typo” fi 5 km\u00ad\u200b žluťoučký kůň 漢字 Wort"
    assert (quick.upem, quick.ascender, quick.descender) == (slow.upem, slow.ascender, slow.descender)
    assert [quick.advance(c) for c in text] == [slow.advance(c) for c in text]
    assert quick.pixels(text, 100) == slow.pixels(text, 100)
    assert list(quick.steps(text, 75)) == list(slow.steps(text, 75))


def test_plain_text_is_measured_without_harfbuzz() -> None:
    font = built_in() / "fonts" / "arimo" / "Arimo_400Regular.ttf"
    code = (
        "import sys\nfrom exporter.text.face import open_face\n"
        f"open_face({str(font)!r}).pixels('AVATAR – “Typo” für 5 €', 100)\nprint('uharfbuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
