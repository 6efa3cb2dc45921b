"""Where things stand on the page, and what they look like to another program."""

from __future__ import annotations

import io
import re
from typing import get_args

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat

from exporter.model.geometry import px, px_box, to_px
from exporter.model.icon import Drawing, Stroke
from exporter.model.page import ITEM_TYPES, ChartSeries, PlacedShape, ShapeKind, Watermark
from exporter.write.svg.draw import DRAW
from exporter.write.vector.chart import KINDS


def test_there_is_a_row_for_every_kind_of_item():
    assert set(DRAW) == set(ITEM_TYPES)


def test_a_file_a_page_as_large_as_the_page(brief, slides, back):
    file = back(brief)
    assert [path.name for path in file.files] == ["page-001.svg", "page-002.svg"]
    assert [page.get("viewBox") for page in file.pages] == ["0 0 794 1123"] * 2
    file = back(slides)
    assert [path.name for path in file.files] == ["slide-001.svg", "slide-002.svg"]
    assert [(page.get("width"), page.get("height")) for page in file.pages] == [("1280", "720")] * 2


@pytest.mark.parametrize(
    ("anchor", "top"),
    [
        ("top", 100 + 5),
        ("middle", 100 + 5 + (200 - 13 - 2 * 19 * 4 / 3) / 2),
        ("bottom", 100 + 200 - 8 - 2 * 19 * 4 / 3),
    ],
)
def test_lines_stand_on_their_baselines(anchor, top, make, back):
    """Two paragraphs of one line, 19 pt pitch, in a box of 200 px with 5 px above and 8 px below."""
    first = make.words("One", indent=px(20), bullet="–", hang=px(12))
    box = make.box([first, make.words("Two")], 50, 100, 300, 200, anchor=anchor, insets=(px(7), px(5), 0, px(8)))
    baseline = top + to_px(first.ascent)
    assert [(text, pytest.approx(at, abs=0.011)) for text, at in back(make.document(make.page(box))).words()] == [
        ("– ", (57 + 8, baseline)),
        ("One", (57 + 20, baseline)),
        ("Two", (57, baseline + 19 * 4 / 3)),
    ]


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_lines_are_aligned_in_their_box(align, share, make, back):
    para = make.words("Word", style=make.BODY.but(align=align))
    ((_, at),) = back(make.document(make.page(make.box([para], 100, 100, 300, 40)))).words()
    assert at[0] == pytest.approx(100 + share * (300 - to_px(para.lines[0].w)), abs=0.01)


def test_each_span_stands_at_its_x_raised_if_it_is_a_note_mark(make, back):
    para = make.words("A claim")
    mark = replace(para.lines[0].spans[0], text="1", x=px(80), rise=6, size=9)
    para = replace(para, lines=(replace(para.lines[0], spans=(*para.lines[0].spans, mark)),))
    (_, word), (_, note) = back(make.document(make.page(make.box([para], 100, 100, 300, 40)))).words()
    assert note == pytest.approx((100 + 80, word[1] - 8), abs=0.011)


def test_bars_are_as_long_as_their_values(make, back):
    values = (ChartSeries("A", (3, -1.5, 6)),)
    chart = make.chart("bar", 100, 100, series=values, minimum=-2, maximum=6)
    _, *bars = back(make.document(make.page(chart))).all("rect")  # the first is the paper
    assert [float(bar.get("width")) / 30 for bar in bars] == [3, 1.5, 6]


def shown(svg: str, fonts: list[str]) -> Image.Image:
    """A page drawn by resvg, which takes fonts from files: the measured ones stand in for those they are named for."""
    import resvg_py

    twins = {"Georgia": "Gelasio", "Arial": "Arimo", "Courier New": "Cousine"}
    svg = re.sub(r"@font-face\{.*?\)\}", "", svg)
    svg = re.sub(r'(?<=")(Georgia|Arial|Courier New)(?=")|&quot;', lambda m: twins.get(m[0], m[0]), svg)
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


@pytest.mark.parametrize("name", ["brief", "slides", "handout"])
@pytest.mark.parametrize("mark", ["", "Draft"])
def test_another_program_shows_what_the_pdf_shows(name, mark, request, make, back):
    """resvg draws the SVG and PDFium the PDF: the same words, bars, pictures and marks at the same places."""
    from exporter.write.png import pictures

    document = request.getfixturevalue(name)
    if mark:
        line = make.words(mark, style=make.BODY.but(size=150, bold=True)).lines[0]
        mark = Watermark(mark, make.BODY.but(size=150, bold=True), line.w, (("bg", "B0B0B0"),))
        document = replace(document, watermark=mark)
    fonts = [path for family in make.THEME.fonts.values() for _, path in family.files]
    for file, other in zip(back(document).files, pictures(document, dpi=96), strict=True):
        mine = shown(file.read_text(encoding="utf-8"), fonts)
        assert abs(mine.width - other.width) <= 1 and abs(mine.height - other.height) <= 1
        assert blot(mine, other.crop((0, 0, *mine.size))) < 40


def blot(one: Image.Image, other: Image.Image) -> float:
    """The largest difference of mean tone (of 255) in any field of 12 x 12 px: edges may be smoothed otherwise."""
    small = (one.width // 12, one.height // 12)
    difference = ImageChops.difference(
        *(picture.convert("L").resize(small, Image.Resampling.BOX) for picture in (one, other))
    )
    return ImageStat.Stat(difference).extrema[0][1]


def test_the_comparison_sees_a_word_that_is_missing(slides, make, back):
    from exporter.write.png import pictures

    fonts = [path for family in make.THEME.fonts.values() for _, path in family.files]
    svg = back(slides).files[0].read_text(encoding="utf-8")
    (other, *_) = pictures(slides, dpi=96)
    assert blot(shown(svg.replace("In the figure", ""), fonts), other) > 40


CROSS = Drawing((24, 12), (Stroke((("M", (6, 2)), ("L", (18, 10)), ("M", (18, 2)), ("L", (6, 10))), width=1),))
"""An icon with the proportions of the box it is fitted into."""


@pytest.mark.parametrize("kind", get_args(ShapeKind))
def test_every_shape_is_drawn(kind, make, back):
    icon = CROSS if kind == "icon" else None
    shape = PlacedShape(box=px_box(100, 200, 80, 40), shape=kind, fill="tint", stroke="ink", stroke_w=px(1), icon=icon)
    drawn = back(make.document(make.page(shape)))
    assert sum(len(drawn.all(tag)) for tag in ("rect", "polygon", "polyline", "ellipse", "path")) > 1


@pytest.mark.parametrize("values", [(), (None, None, None), (0, 0, 0), (1e-9, 2e-9, 0), (-3, -1, -2), (1e12, 1, 2)])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_values_break_a_chart(kind, values, make, back):
    text = back(make.document(make.page(make.chart(kind, 0, 0, series=(ChartSeries("A", values),), unit=None))))
    assert not re.search(r"nan|inf|e[+-]\d", " ".join(v for n in text.pages[0].iter() for v in n.attrib.values()))


def test_a_slide_in_a_handout_is_the_slide_scaled(handout, slides, back):
    alone = next(at for text, at in back(slides).words() if text.startswith("After"))
    file = back(handout)
    assert alone in [at for _, at in file.words()]
    inner = file.all("svg")[1]
    assert (inner.get("x"), inner.get("y"), inner.get("width"), inner.get("height")) == ("73", "100", "424", "238.5")
    assert inner.get("viewBox") == "0 0 1280 720"
