"""Fixed elements: where they stand on placed pages, what they say there, and what they may not do."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

from exporter.catalog import Catalog
from exporter.check import check
from exporter.errors import UserError
from exporter.model.geometry import Box, px, px_box
from exporter.model.page import Document, Page, PlacedPage, PlacedPicture, PlacedShape, PlacedText, Role, flat
from exporter.write import write
from tests.own import REPORT, made, named, templates, text


def themed(folder: Path, elements: str, **more: str) -> Path:
    """A theme `own` with these elements; `more` are layouts by name."""
    files = {"themes/own.yaml": f"extends: ledger\nvars: {{unit: Battery desk}}\nelements:\n{elements}\n"}
    files |= {f"layouts/{name}/layout.yaml": layout for name, layout in more.items()}
    return templates(folder, files, {"pictures/logo.png": (400, 100)})


def problems(home: Path, format: str = "deck") -> str:
    with pytest.raises(UserError) as error:
        made(home, format, "own")
    return str(error.value)


LOGO = "  logo: {picture: pictures/logo.png, alt: Acme, x: 1116-1216, rows: 24-44, align: right}"


def test_elements_stand_where_their_files_say(tmp_path: Path) -> None:
    home = themed(
        tmp_path,
        f"""{LOGO}
  strap: {{text: Acme, at: columns 2-3, rows: bottom 18-2, style: footer, align: right}}
  line: {{rule: accent, rows: 4, weight: 3}}
  band: {{box: tint, x: 0-10, rows: 0-720}}""",
    )
    page = made(home, theme="own").pages[-1]
    logo = named(page, "Fixed logo")
    assert isinstance(logo, PlacedPicture)
    assert logo.box == px_box(1136, 24, 80, 20)  # 400 x 100 in a place 20 px high, at its right end
    strap = named(page, "Fixed strap")
    assert isinstance(strap, PlacedText)
    assert strap.box == px_box(64 + 98, 702, 172, 16)
    assert strap.paras[0].style.align == "right"
    line = named(page, "Fixed line")
    assert isinstance(line, PlacedShape) and (line.box, line.stroke) == (px_box(64, 4, 1152, 0), "accent")
    assert named(page, "Fixed band").box == px_box(0, 0, 10, 720)  # type: ignore[union-attr]


def test_lines_of_every_slide_give_way_to_an_element_at_their_end(tmp_path: Path) -> None:
    page = made(themed(tmp_path, LOGO), theme="own").pages[1]
    by_place = {item.placeholder: item.box for item in page.items if isinstance(item, PlacedText)}
    assert by_place["tracker"].right == px(1116 - 24)  # a gutter before the logo's place
    assert by_place["title"].right == px(1216)  # it begins below the logo


def test_kinds_of_pages_and_formats(tmp_path: Path) -> None:
    home = themed(
        tmp_path,
        """  cover: {text: Cover, rows: bottom 18-2, pages: cover}
  inside: {text: Inside, rows: bottom 18-2, pages: content}
  paper: {text: Paper, rows: bottom 36-14, on: [brief, handout], pages: following}""",
    )
    deck = made(home, theme="own")
    assert [text(page, "Fixed cover") for page in deck.pages] == ["Cover"] + [""] * (len(deck.pages) - 1)
    assert [text(page, "Fixed inside") for page in deck.pages] == [""] + ["Inside"] * (len(deck.pages) - 1)
    assert not any(text(page, "Fixed paper") for page in deck.pages)
    long = REPORT + "".join(f"  - text: |-\n      {'Words of a long brief. ' * 60}\n" for _ in range(8))
    brief = made(home, "brief", "own", report=long)
    assert len(brief.pages) > 1
    assert [text(page, "Fixed paper") for page in brief.pages] == [""] + ["Paper"] * (len(brief.pages) - 1)


SPOTS = """  logo: {picture: pictures/logo.png, dark: pictures/white.png, alt: Acme, at: top right}
  note: {text: "As of {{ report.date | date('long') }}; not audited.", at: foot}"""


@pytest.mark.parametrize("theme", ["ledger", "boardroom", "engineering", "gazette", "journal", "prospectus"])
@pytest.mark.parametrize(
    ("density", "more"), [("standard", ""), ("large-print", "slide: 4:3\npaper: Letter\n"), ("dense", "slide: A4\n")]
)
def test_named_places_are_free_on_all_pages(tmp_path: Path, theme: str, density: str, more: str) -> None:
    own = f"extends: {theme}\n{more}elements:\n{SPOTS}\n"
    profile = f"extends: general\ndensity: {density}\nclassification: Confidential\ndraft: true\n"
    home = templates(
        tmp_path,
        {"themes/own.yaml": own, "audiences/own.yaml": profile},
        {"pictures/logo.png": (400, 100), "pictures/white.png": (800, 200)},
    )
    for format in ("deck", "brief", "handout"):
        document = made(home, format, "own", "own")
        for page in document.pages:
            assert named(page, "Fixed logo") and text(page, "Fixed note") == "As of 3 February 2026; not audited."
        assert not [f for f in check(document) if f.level != "note"], format


def test_a_picture_for_dark_grounds(tmp_path: Path) -> None:
    home = templates(
        tmp_path,
        {"themes/own.yaml": f"extends: boardroom\nelements:\n{SPOTS}\n"},
        {"pictures/logo.png": (400, 100), "pictures/white.png": (800, 200)},
    )

    def logos(pages: Iterable[Page]) -> list[str]:
        items = [item for page in pages for item in flat(page.items)]
        return [Path(item.file).stem for item in items if isinstance(item, PlacedPicture)]

    slides = made(home, "deck", "own").pages
    assert logos(slides) == ["white"] * len(slides)
    assert set(logos(made(home, "brief", "own").pages)) == {"logo"}
    handout = [item for page in made(home, "handout", "own").pages for item in flat(page.items)]
    small = logos(item.page for item in handout if isinstance(item, PlacedPage))
    assert small == ["white", *["logo"] * (len(slides) - 1)]  # the cover is dark on paper, too


def test_a_picture_for_dark_grounds_has_the_shape_of_the_other(tmp_path: Path) -> None:
    home = themed(tmp_path, "  logo: {picture: pictures/logo.png, dark: pictures/wide.png, alt: Acme, at: top right}")
    Image.new("RGB", (800, 100)).save(home / "pictures" / "wide.png")
    assert "own.yaml:4:44: this picture has another shape" in problems(home)


def test_an_element_of_a_layout_stands_on_its_slides_alone(tmp_path: Path) -> None:
    cards = """extends: cards
vars: {unit: This desk}
deck:
  regions: {body: {rows: 160-600}}
  without: strap
  elements: {note: {text: "For {{ var.unit }}", rows: 606-630, style: label}}
"""
    strap = '  strap: {text: "By {{ var.unit }}", rows: bottom 18-2}'
    wish = REPORT.replace("  role: risks", "  role: risks\n  layout: cards")
    deck = made(themed(tmp_path, strap, cards=cards), theme="own", report=wish)
    said = {page.layout: (text(page, "Fixed note"), text(page, "Fixed strap")) for page in deck.pages}
    assert said["cards"] == ("For This desk", "")
    assert said["prose"] == ("", "By Battery desk")
    (page,) = (page for page in deck.pages if page.layout == "cards")
    body = [item.box.bottom for item in flat(page.items) if item.name == "Dendrites"]
    assert body and max(body) <= px(600)


def test_values_are_those_of_the_page_and_in_the_report_s_language(tmp_path: Path) -> None:
    home = themed(
        tmp_path,
        """  a: {text: "{{ report.date | date('long') }} {{ section.number | default('-') }} {{ section.title | default('none') }}",
      rows: bottom 18-2, at: columns 1-6}
  b: {text: "{{ page.number }} / {{ page.total }} {{ audience.title | upper }} {{ report.authors | join(' & ') }}",
      rows: bottom 18-2, at: columns 7-12}""",
    )
    german = made(home, theme="own", report=f"language: de\n{REPORT}")
    total = len(german.pages)
    assert text(german.pages[0], "Fixed a") == "3. Februar 2026 - none"
    assert text(german.pages[-1], "Fixed a") == "3. Februar 2026 2 Dates"
    assert text(german.pages[1], "Fixed b") == f"2 / {total} ALLGEMEIN Ada & Grace"


def test_values_of_the_audience(tmp_path: Path) -> None:
    home = themed(
        tmp_path, '  for: {text: "For {{ audience.values.region }}, {{ audience.values.units }}", rows: bottom 18-2}'
    )
    (home / "audiences").mkdir()
    profile = "extends: general\nvalues: {region: Bavaria, units: [Munich, Hof]}\n"
    (home / "audiences" / "south.yaml").write_text(profile, encoding="utf-8")
    deck = made(home, theme="own", audience="south")
    assert text(deck.pages[0], "Fixed for") == "For Bavaria, Munich and Hof"
    with pytest.raises(UserError, match=r"'audience.values.region' is not stated"):
        made(home, theme="own")


def test_report_text_is_never_a_template(tmp_path: Path) -> None:
    home = themed(tmp_path, '  name: {text: "{{ report.title }}", rows: bottom 18-2}')
    report = REPORT.replace("Solid State Batteries", '"Costs {{ 7*7 }} {% x %}"').replace(
        "text: Mass production", "text: In {{ report.date }} {{ 7*7 }} production"
    )
    deck = made(home, theme="own", report=report)
    assert text(deck.pages[0], "Fixed name") == "Costs {{ 7*7 }} {% x %}"
    words = " ".join(i.text for page in deck.pages for i in flat(page.items) if isinstance(i, PlacedText))
    assert "{{ report.date }} {{ 7*7 }} production" in " ".join(words.split())
    assert "49" not in words


def test_a_value_that_is_not_stated_leaves_the_element_out_and_says_so(tmp_path: Path) -> None:
    home = themed(
        tmp_path,
        """  date: {text: "As of {{ report.date }}", rows: bottom 18-2, at: columns 1-6}
  other: {text: "As of {{ report.date | default('today') }}", rows: bottom 18-2, at: columns 7-12}""",
    )
    deck = made(home, theme="own", report=REPORT.replace("date: 2026-02-03\n", ""))
    assert (text(deck.pages[0], "Fixed date"), text(deck.pages[0], "Fixed other")) == ("", "As of today")
    (finding,) = (f for f in deck.findings if f.code == "element")
    assert "report.date is not stated" in finding.message
    assert finding.place and finding.place.file.endswith("own.yaml") and finding.place.line == 4


# ---- what they may not do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ("{text: Much, rows: 300-320, at: columns 1-3}", "lies on the region 'body' of layout"),
        ("{text: Much, rows: 60-80, at: columns 5-8}", "lies on the title of the slides"),
        ("{text: Much, rows: 700-740}", "stands off the page"),
        ("{text: Much, x: 1200-1400, rows: 704-720}", "stands off the page"),
        (f"{{text: {'Many words ' * 40}, rows: 704-720, at: columns 1-2}}", "at its smallest size"),
        ("{text: 'By {{ var.desk }}', rows: 704-720}", "'var.desk' is not stated"),
        ("{text: Much, rows: 66-90, at: columns 1-4, pages: cover}", "on page 1 (title)"),
        ("{picture: pictures/logo.png, decorative: yes, rows: 160-360, pages: cover}", "lies on 'Solid State"),
    ],
)
def test_what_is_in_the_way_is_an_error_at_its_place(tmp_path: Path, element: str, what: str) -> None:
    report = problems(themed(tmp_path, f"  mark: {element}"))
    assert what in report
    assert "own.yaml:4:" in report


def test_what_lies_on_the_text_of_paper_is_an_error(tmp_path: Path) -> None:
    home = themed(tmp_path, "  mark: {text: Much, rows: 1060-1090, on: [brief, handout]}")
    assert "lies on the foot" in problems(home, "brief")
    assert "lies on the foot" in problems(home, "handout")


def test_an_element_of_a_layout_may_not_lie_on_its_regions(tmp_path: Path) -> None:
    home = templates(
        tmp_path,
        {
            "layouts/cards/layout.yaml": """\
                extends: cards
                deck:
                  elements:
                    stamp: {text: Draft, rows: 620-640, at: columns 11-12}
                """
        },
    )
    with pytest.raises(UserError) as error:
        made(home)
    assert "element 'stamp' lies on the region 'body' of layout 'cards'" in str(error.value)
    assert "layout.yaml:4:13" in str(error.value)
    assert "rows: 160-600" in str(error.value)


def test_mistakes_in_elements_are_told_in_one_run(tmp_path: Path) -> None:
    home = themed(
        tmp_path,
        """  a: {text: x, picture: y.png, rows: 1-2}
  b: {text: x}
  c: {picture: ../../etc/passwd, alt: x, rows: 1-20}
  d: {picture: pictures/logo.png, rows: 1-20}
  e: {picture: pictures/lego.png, alt: x, rows: 1-20}
  f: {text: x, at: columns 7-13, rows: 20-10}
  g: {box: red, rows: 10-20}
  h: {text: x, rows: 10-20, style: brief-foot, pages: first}
  i: {text: x, rows: 10-20, at: 1-2, x: 1-2}
  j: {rule: ink, rows: 10, style: label}
  k: {text: x, rows: 10-20, on: [brief], at: columns 6-8}""",
    )
    with pytest.raises(UserError) as error:
        Catalog([home]).theme("own")
    report = str(error.value)
    for what in (
        "'picture' cannot stand beside 'text'", "element 'b' lacks rows", "leaves the templates folder",
        "element 'd' says nothing to those who cannot see it", "there is no file 'pictures/lego.png'",
        "did you mean 'logo.png'?", "the grid has columns 1-12", "the top must come before the bottom",
        "'red' is not known here", "style 'brief-foot' is not one of a deck", "a deck has no 'first' pages",
        "'x' cannot stand beside 'at'", "'style' is for text elements", "the grid has columns 1-6",
    ):  # fmt: skip
        assert what in report, what


# ---- what becomes of them in files ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, dict[str, str]]:
    folder = tmp_path_factory.mktemp("own")
    home = themed(
        folder,
        f"""{LOGO}
  strap: {{text: Not for distribution, at: columns 1-6, rows: bottom 18-2}}
  count: {{text: "2026, {{{{ page.number }}}} / {{{{ page.total }}}}", at: columns 11-12, rows: bottom 18-2}}""",
    )
    deck = made(home, theme="own")
    write(deck, folder / "own.pptx")
    assert [f for f in check(deck, folder / "own.pptx") if f.level != "note"] == []
    with zipfile.ZipFile(folder / "own.pptx") as package:
        return deck, {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def test_what_is_constant_stands_on_the_master_once(written: tuple[Document, dict[str, str]]) -> None:
    _, parts = written
    assert parts["ppt/slideMasters/slideMaster1.xml"].count("Not for distribution") == 1
    assert not any("Not for distribution" in text for name, text in parts.items() if name.startswith("ppt/slides/"))
    layouts = {name: text for name, text in parts.items() if name.startswith("ppt/slideLayouts/slide")}
    own = [text for text in layouts.values() if "Not for distribution" in text]
    assert own and all('showMasterSp="0"' in text for text in own)  # the cover has it in its own colours


def test_page_numbers_stay_fields(written: tuple[Document, dict[str, str]]) -> None:
    deck, parts = written
    slide = parts["ppt/slides/slide2.xml"]
    of = slide[slide.index("Fixed count") :]
    assert "<a:t>2026, </a:t>" in of  # the 2 of the year is no page number
    assert 'type="slidenum"' in of and "<a:t>2</a:t></a:fld>" in of
    assert f"<a:t> / {len(deck.pages)}</a:t>" in of


def test_what_says_something_is_read_once(tmp_path: Path) -> None:
    home = themed(tmp_path, f"{LOGO}\n  strap: {{text: Not for distribution, at: columns 1-6, rows: bottom 18-2}}")
    for format in ("slides", "handout"):
        pages = made(home, format, "own").pages
        items = [i for page in pages for i in flat(page.items)]
        inner = [i for item in items if hasattr(item, "page") for i in flat(item.page.items)]
        straps = [i for i in (*items, *inner) if i.name == "Fixed strap"]
        logos = [i for i in (*items, *inner) if i.name == "Fixed logo"]
        assert len(straps) > 2 and [i.role for i in straps][:2] == [Role.NOTE, Role.ARTIFACT]
        assert [i.decorative for i in logos][:3] == [False, True, True]


def test_boxes_lie_under_what_a_page_shows(tmp_path: Path) -> None:
    page = made(themed(tmp_path, "  band: {box: tint, x: 0-10, rows: 0-720}"), theme="own").pages[1]
    assert page.items[0].name == "Fixed band"
    assert Box(0, 0, px(10), px(720)) == page.items[0].box
