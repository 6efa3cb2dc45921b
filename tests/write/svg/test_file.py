"""What the files hold beside what they show: words to select, fonts, links, descriptions; and nothing hostile."""

from __future__ import annotations

import base64
import io
import re

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from exporter.catalog import Catalog
from exporter.errors import UserError
from exporter.model.geometry import EMU_PER_PT, px, px_box
from exporter.model.page import PlacedChart, PlacedGroup, PlacedPicture, PlacedTable, paras_of
from exporter.model.style import FontFamily, TextStyle
from exporter.text import Fonts, para
from exporter.write.svg.fonts import css_string


@pytest.mark.parametrize("name", ["brief", "slides", "handout"])
def test_every_word_can_be_selected(name, request, back):
    document = request.getfixturevalue(name)
    file = back(document)
    for i, page in enumerate(document.pages):
        found = [" ".join(text.split()) for text in file.paragraphs(i)]
        for item in page.items:
            for one in paras_of(item):
                mark = f"{one.bullet} " if one.bullet else ""
                assert " ".join(f"{mark}{one.text}".split()) in found
            if isinstance(item, PlacedChart):
                assert all(word in " ".join(found) for name in item.categories for word in name.split())


def fonts(svg: str) -> dict[str, hb.Face]:
    """The embedded fonts by the name of their family."""
    found = re.findall(r"@font-face\{font-family:(\w+);[^}]*base64,([^)]*)\)", svg)
    return {name: hb.Face(base64.b64decode(data)) for name, data in found}


def test_each_word_has_its_glyphs_in_an_embedded_font_that_does_not_kern(slides, back):
    file = back(slides)
    embedded = fonts(file.files[0].read_text(encoding="utf-8"))
    assert embedded
    for node in file.all("tspan"):
        name = next(n.get("class") for n in (node, *node.iterancestors()) if n.get("class"))
        face = embedded[f"x{name}"]
        assert {ord(c) for c in node.text} <= set(face.unicodes)
        assert not {"GPOS", "GSUB", "kern"} & set(face.table_tags)


@pytest.mark.parametrize("word", ["সৌরশক্তি", "பொறியியல்", "กำลัง", "ກຳລັງ", "ශ්\u200dරී", "x\u0304"])
def test_letters_that_change_keep_what_shapes_them(word, make, back):
    """A browser that shapes the word with the embedded font misses no glyph, and gets the width that was measured."""
    theme = Catalog().theme("ledger")
    measured = Fonts(theme.fonts)
    line = para(word, TextStyle("body", size=20, line=30), px(400), measured)
    file = back(replace(make.document(make.page(make.box([line], 9, 9, 600, 99))), theme=theme))
    (face,) = fonts(file.files[0].read_text(encoding="utf-8")).values()
    buffer = hb.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(face), buffer)
    assert all(info.codepoint for info in buffer.glyph_infos)
    wide = sum(place.x_advance for place in buffer.glyph_positions) / face.upem * 20 * EMU_PER_PT
    assert wide == pytest.approx(line.lines[0].w, abs=2)


def test_words_from_right_to_left_are_marked_without_the_space_that_their_line_lost(make, back):
    """A browser sets each run by itself: unmarked, it puts a bracket or a full stop on the wrong side."""
    theme = Catalog().theme("ledger")
    said = "أعلنت Toyota عن الإنتاج (2027) في السوق"
    text = para(said, TextStyle("body", size=20, line=30), px(260), Fonts(theme.fonts, "ar"))
    assert len(text.lines) > 1 and text.leftward
    document = replace(make.document(make.page(make.box([text], 9, 9, 260, 99))), theme=theme)
    spans = [node.text for node in back(document).all("tspan")]
    assert re.sub("[\u2067\u2069]", "", "".join(spans)) == said
    for span in spans:
        marked = re.fullmatch("\u2067([^\u2067\u2069]+)\u2069( ?)", span)
        assert bool(marked) == bool(re.search("[\u0600-\u06ff().]", span)) or not span.strip("\u2067\u2069 ")
        if marked and marked[2]:
            assert not marked[1].endswith(" ")


def test_a_page_is_small(slides, picture, back):
    assert all(file.stat().st_size < 60_000 for file in back(slides).files)


def test_the_same_document_gives_the_same_bytes(brief, back):
    assert [f.read_bytes() for f in back(brief).files] == [f.read_bytes() for f in back(brief).files]


def test_pages_tables_and_figures_say_what_they_are(slides, brief, back):
    page = back(slides).pages[0]
    assert page[0].text == "Slide 1" and page.get("lang") == "en"
    figure = next(g for g in page.iter("{*}g") if g.get("role") == "group")
    assert figure[0].text == "Timeline: three shapes and a label"
    assert [i.get("aria-label") for i in page.iter("{*}image")] == ["A red square"]
    headings = [(n.get("aria-level"), "".join(n.itertext())) for n in page.iter("{*}text") if n.get("role")]
    assert headings == [("1", "After limited pilots, makers peg 2027–2028"), ("2", "In the figure")]
    assert sum(g.get("aria-hidden") == "true" for g in page.iter("{*}g")) == 2  # tracker and footer
    table = next(g for g in back(brief).pages[0].iter("{*}g") if g.get("role") == "table")
    assert table[0].text == "Targets by company"
    rows = [g for g in table if g.get("role") == "row"]
    roles = [[cell.get("role") for cell in row] for row in rows]
    assert roles == [["columnheader"] * 3, *[["rowheader", "cell", "cell"]] * 2, ["rowheader", "cell"]]
    assert rows[-1][-1].get("aria-colspan") == "2"


def test_links_lead_to_the_web_and_to_other_pages(slides, brief, back):
    (second,) = back(slides).all("a", 1)
    assert second.get("href") == "slide-001.svg"
    assert back(slides).all("a", 0) == []  # a link to its own page
    assert back(brief).all("a", 0)[0].get("href") == "https://example.org/%C3%A9?a=(b)"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "JaVaScRiPt:x", "//x"]
)
def test_no_other_link_is_written(link, make, back):
    para = make.words("Click")
    line = replace(para.lines[0], spans=(replace(para.lines[0].spans[0], link=link),))
    file = back(make.document(make.page(make.box([replace(para, lines=(line,))], 0, 0, 300, 40))))
    assert file.all("a") == [] and link not in file.files[0].read_text(encoding="utf-8")


HOSTILE = '</text></svg><script>alert("1")</script>&amp;&#0;]]><!-- \x00\x1b\ud800\ufffe'


def test_text_is_never_markup(make, back):
    chart = make.chart("column", 10, 100, categories=(HOSTILE,) * 3, alt=HOSTILE)
    table = replace(make.table(), alt=HOSTILE)
    group = PlacedGroup(box=px_box(0, 0, 9, 9), items=(chart,), alt=HOSTILE)
    page = make.page(make.box([make.words(HOSTILE)], 0, 0, 700, 40), group, table, title=HOSTILE)
    file = back(make.document(page, language='en"><script>'))
    tags = {node.tag.rpartition("}")[2] for node in file.pages[0].iter()}
    assert tags <= {"svg", "g", "title", "style", "text", "tspan", "rect", "polyline"}
    assert file.pages[0][0].text.startswith('</text></svg><script>alert("1")</script>&amp;&#0;]]><!--')
    assert not any(name.startswith("on") for node in file.pages[0].iter() for name in node.attrib)


@given(st.text())
def test_a_font_name_stays_a_string(name):
    assert re.fullmatch(r'"(?:[A-Za-z0-9_ .-]|\\[0-9a-f]+ )*"', css_string(name))


def test_a_hostile_font_name_stays_one(make, back):
    name = 'A";}</style><script>x'
    families = {role: FontFamily(name, family.files) for role, family in make.THEME.fonts.items()}
    document = make.document(make.page(make.box([make.words("x")], 0, 0, 90, 40)))
    file = back(replace(document, theme=replace(make.THEME, fonts=families)))
    assert file.all("script") == [] and "</style><script" not in file.files[0].read_text(encoding="utf-8")


def test_what_is_cut_off_a_picture_is_not_in_the_file(make, back, tmp_path):
    picture = Image.new("RGB", (200, 200), "white")
    picture.paste("red", (0, 0, 100, 200))
    picture.save(tmp_path / "p.png")
    item = PlacedPicture(box=px_box(0, 0, 96, 96), file=str(tmp_path / "p.png"), alt="A", crop=(0.6, 0, 0, 0))
    (image,) = back(make.document(make.page(item))).all("image")
    shown = Image.open(io.BytesIO(base64.b64decode(image.get("href").partition(",")[2])))
    assert shown.size == (80, 200) and shown.getextrema() == ((255, 255),) * 3


def test_a_jpeg_does_not_say_where_it_was_taken(make, back, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    Image.new("RGB", (50, 50)).save(tmp_path / "p.jpg", exif=exif)
    item = PlacedPicture(box=px_box(0, 0, 96, 96), file=str(tmp_path / "p.jpg"), alt="A")
    (image,) = back(make.document(make.page(item))).all("image")
    assert image.get("href").startswith("data:image/jpeg;base64,")
    assert b"Secret" not in base64.b64decode(image.get("href").partition(",")[2])


def test_a_picture_that_is_none_is_said_so(make, back, tmp_path):
    item = PlacedPicture(box=px_box(0, 0, 96, 96), file=str(tmp_path / "missing.png"), alt="A picture")
    with pytest.raises(UserError, match=r"missing\.png"):
        back(make.document(make.page(item)))


def test_a_table_is_drawn_whole(make, back):
    table = make.table()
    assert isinstance(table, PlacedTable)
    texts = back(make.document(make.page(table))).paragraphs()
    assert texts == [
        "Company",
        "Target",
        "Status",
        "Maker 0",
        "2027",
        "Pilot",
        "Maker 1",
        "2027",
        "Pilot",
        "All",
        "Not stated",
    ]
