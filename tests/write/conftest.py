"""Documents built by hand: a theme, paragraphs, and three documents that hold every kind of item."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from exporter.model.geometry import Box, px, px_box
from exporter.model.page import (
    Bookmark,
    Cell,
    ChartSeries,
    Document,
    Item,
    Line,
    Page,
    Para,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    TableRow,
)
from exporter.model.report import Run
from exporter.model.style import FontFamily, TextStyle, Theme
from exporter.text import Fonts, para

FOLDER = Path(__file__).parents[2] / "templates" / "fonts"
FACES = (
    ((False, False), "400Regular"),
    ((True, False), "700Bold"),
    ((False, True), "400Regular_Italic"),
    ((True, True), "700Bold_Italic"),
)
COLOURS = {
    "bg": "FFFFFF", "ink": "14202B", "text2": "43505C", "muted": "5C6975", "accent": "0B5A6E", "accent-mid": "5D96A7",
    "highlight": "B93C0C", "tint": "F3F5F7", "accent-tint": "DCEBEF", "highlight-tint": "FBEBE2", "rule": "C9D1D8",
    "grid": "E3E8EC", "on-accent": "FFFFFF", "on-highlight": "FFFFFF", "deep": "0A3947", "on-deep": "FFFFFF",
}  # fmt: skip
A4 = (px(794), px(1123))
SLIDE = (px(1280), px(720))


def family(name: str, file: str) -> FontFamily:
    stem = file.capitalize()
    return FontFamily(name, tuple((key, str(FOLDER / file / f"{stem}_{face}.ttf")) for key, face in FACES))


THEME = Theme(
    name="plain",
    title="Plain",
    colours=COLOURS,
    print_colours=COLOURS,
    fonts={
        "heading": family("Georgia", "gelasio"),
        "body": family("Arial", "arimo"),
        "mono": family("Courier New", "cousine"),
    },
    densities={},
    chart_roles=("0B5A6E", "B93C0C", "7B6FD0", "6B7F0E"),
)
FONTS = Fonts(THEME.fonts)
BODY = TextStyle(size=14, line=19)
HEAD = TextStyle("heading", 26, 30)


def words(text: Any, width: int = px(500), role: Role = Role.BODY, style: TextStyle = BODY, **more: Any) -> Para:
    """A measured paragraph, of text or of runs."""
    text = text if isinstance(text, str) else tuple(text)
    return para(text, style, width, FONTS, role=role, **more)


def box(items: list[Para], x: float, y: float, w: float, h: float, **more: Any) -> PlacedText:
    return PlacedText(box=px_box(x, y, w, h), paras=tuple(items), **more)


def page(*items: Item, number: int = 1, size: tuple[int, int] = A4, **more: Any) -> Page:
    return Page(number=number, size=size, layout="page", items=items, **more)


def document(*pages: Page, format: str = "brief", **more: Any) -> Document:
    more = {"title": "A report", "date": "2026-02-03", "author": "A. Writer", **more}
    return Document(format=format, pages=pages, theme=THEME, density="standard", colours=COLOURS, **more)


def furniture(text: str, y: float) -> PlacedText:
    return box([words(text, style=BODY.but(size=9, line=12), role=Role.ARTIFACT)], 73, y, 648, 16, role=Role.ARTIFACT)


def table(element: str = "", rows: int = 2, repeated: bool = False, y: float = 400) -> PlacedTable:
    """Three columns under a header row; the first cell of each row heads it; one cell spans two columns."""
    small = BODY.but(size=10, line=14)
    insets = (0, px(6), px(8), px(6))

    def cell(text: str, **more: Any) -> Cell:
        return Cell((words(text, px(200), style=small),), insets=insets, **more)

    head = tuple(cell(text, rule="ink") for text in ("Company", "Target", "Status"))
    body = [TableRow(px(32), (cell(f"Maker {i}", header="row"), cell("2027"), cell("Pilot"))) for i in range(rows)]
    last = TableRow(px(32), (cell("All", header="row"), cell("Not stated", cols=2, fill="tint"), None))
    lines = (TableRow(px(28), head, header=True, repeated=repeated), *body, last)
    columns = (px(248), px(200), px(200))
    where = Box(px(73), px(y), sum(columns), sum(line.h for line in lines))
    return PlacedTable(box=where, columns=columns, rows=lines, element=element, alt="Targets by company")


def chart(kind: str, x: float, y: float, **more: Any) -> PlacedChart:
    values: dict[str, Any] = {
        "box": px_box(x, y, 340, 220),
        "plot": px_box(x + 90, y + 10, 240, 170),
        "chart": kind,
        "categories": ("First", "Second one with a name", "Third"),
        "series": (
            ChartSeries("A", (3, 5, 2), labels=("3", "5", "2"), point_colours=((1, "highlight"),)),
            ChartSeries("B", (1, None, 4), "accent-mid", labels=("1", "", "4")),
        ),
        "unit": 1,
        "alt": f"A {kind} chart of three values",
    }
    return PlacedChart(**{**values, **more})


def span_chart(x: float, y: float) -> PlacedChart:
    series = (
        ChartSeries("start", (2027, 2027, 2026.5), hidden=True),
        ChartSeries("years", (1, 2, 3.5), labels=("Pilot", "Mass production", "Adoption"), label_colour="on-accent",
                    label_position="base"),
    )  # fmt: skip
    return chart("range", x, y, series=series, minimum=2026, maximum=2031, unit=1, alt="Range chart: 2026 to 2031")


def slide(picture: Path, number: int = 1) -> Page:
    """A slide with a tracker, a title, a described group, and furniture."""
    shapes: list[Item] = [
        PlacedShape(box=px_box(64, 170, 200, 60), shape=kind, fill=fill, stroke=stroke, anchor_id=kind)
        for kind, fill, stroke in (("rect", "accent-tint", "accent"), ("line", "", "ink"), ("arrow", "", "ink"))
    ]
    turned = [replace(s, box=px_box(300 + 150 * i, 170, 120, 60)) for i, s in enumerate(shapes)]
    more = [
        PlacedShape(box=px_box(64 + 100 * i, 250, 80, 50), shape=kind, fill="accent", flip_v=True)
        for i, kind in enumerate(("ellipse", "triangle-down", "triangle-up", "chevron"))
    ]
    group = PlacedGroup(
        box=px_box(64, 160, 1152, 300),
        alt="Timeline: three shapes and a label",
        items=(*turned, *more, box([words("In the figure", role=Role.H2), words("Its text")], 64, 320, 300, 60)),
    )
    return page(
        furniture("Section", 32),
        box([words("After limited pilots, makers peg 2027–2028", px(1100), Role.TITLE, HEAD)], 64, 56, 1152, 84),
        group,
        PlacedPicture(box=px_box(700, 320, 200, 150), file=str(picture), alt="A red square", crop=(0.1, 0, 0.1, 0)),
        box([words([Run("See "), Run("the first slide", link="#slide-1")])], 64, 560, 400, 24),
        furniture("Footer", 684),
        number=number,
        size=SLIDE,
        title=f"Slide {number}",
        anchor_id=f"slide-{number}",
    )


@pytest.fixture
def make() -> SimpleNamespace:
    """The factories above, for documents of a test's own."""
    names = (words, box, page, document, furniture, table, chart, span_chart, slide)
    return SimpleNamespace(BODY=BODY, THEME=THEME, SLIDE=SLIDE, **{f.__name__: f for f in names})


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "square.png"
    Image.new("RGBA", (300, 200), (200, 30, 30, 128)).save(path)
    return path


@pytest.fixture
def brief(picture: Path) -> Document:
    """Two pages with every role; a list, a paragraph and a table go on from the first to the second."""
    long = words("A paragraph that goes on over the page. " * 4, px(448), element="long")
    head, tail = replace(long, lines=long.lines[:2]), replace(long, lines=long.lines[2:])
    small = BODY.but(size=9, line=12)
    runs = (
        Run("Plain, "), Run("bold", bold=True), Run(" and "), Run("a site", link="https://example.org/é?a=(b)"),
        Run(", "), Run("code()", code=True), Run(", "), Run("à bientôt", lang="fr"), Run(" 1 → 2, Ω≈√, x‑y."),
    )  # fmt: skip
    broken = Para((Line((replace(words("hyphen-").lines[0].spans[0]),), px(50), hyphen=True, space=False),
                   words("ated word").lines[0]), BODY, ascent=words("x").ascent)  # fmt: skip
    lists = [
        words("One", role=Role.ITEM, bullet="–", indent=px(20), hang=px(20)),
        words("One a", role=Role.ITEM, level=1, bullet="–", indent=px(40), hang=px(20)),
        words("One b", role=Role.ITEM, level=1, bullet="–", indent=px(40), hang=px(20)),
        words("Two", role=Role.ITEM, bullet="–", indent=px(20), hang=px(20)),
    ]
    first = page(
        box([words("Solid-state batteries", role=Role.TITLE, style=HEAD)], 73, 88, 648, 40),
        box([words([Run("1 Timeline", link="#timeline")], role=Role.TOC, style=small),
             words("1.1 Targets", role=Role.TOC, level=1, style=small)], 73, 130, 648, 30),
        box([words("Timeline", role=Role.H1, style=HEAD)], 73, 170, 176, 40, anchor_id="timeline"),
        box([words(runs, px(448)), broken, words("Sub", role=Role.H2), words("Quoted", role=Role.QUOTE),
             words("x = 1", role=Role.CODE, style=BODY.but(font="mono"))], 273, 170, 448, 140),
        box(lists, 273, 310, 448, 80, fill="tint", insets=(px(8), px(4), px(8), px(4))),
        box([words("Table 1. Targets", role=Role.CAPTION, style=small)], 73, 395, 648, 14, anchor_id="targets"),
        table("targets", y=412),
        box([words("Note: not stated by the maker.", role=Role.NOTE, style=small)], 73, 560, 648, 14),
        chart("bar", 73, 590),
        chart("column", 400, 590),
        chart("bar-stacked", 73, 810),
        box([head], 400, 840, 321, 60),
        furniture("A report, page 1", 1064),
    )  # fmt: skip
    second = page(
        furniture("Timeline", 48),
        box([tail], 73, 88, 448, 60),
        table("targets", repeated=True, y=160),
        chart("column-stacked", 73, 320),
        chart("line", 400, 320),
        chart("pie", 73, 560, series=(ChartSeries("A", (3, 5, 2), labels=("Three", "Five", "Two")),)),
        span_chart(400, 560),
        PlacedPicture(box=px_box(73, 800, 300, 200), file=str(picture), alt="A red square", anchor_id="art"),
        box([words("Middle", style=BODY.but(align="center"))], 420, 800, 200, 90, anchor="middle", fill="tint"),
        box([words("Right", style=BODY.but(align="right", spacing=2))], 420, 900, 200, 90, anchor="bottom"),
        box([words("Outlook", role=Role.H1, style=HEAD), words("The end.")], 73, 1010, 448, 50),
        number=2,
    )  # fmt: skip
    marks = (Bookmark(1, "Timeline", 1, px(170)), Bookmark(2, "Sub", 1, px(230)), Bookmark(1, "Outlook", 2, px(1010)))
    return document(first, second, bookmarks=marks)


@pytest.fixture
def slides(picture: Path) -> Document:
    return document(slide(picture), slide(picture, 2), format="slides")


@pytest.fixture
def handout(picture: Path) -> Document:
    inner = [PlacedPage(box=px_box(73, 100 + 320 * i, 424, 238.5), page=slide(picture, i + 1)) for i in range(2)]
    notes = [box([words(f"Notes on slide {i + 1}", px(200))], 521, 100 + 320 * i, 200, 60) for i in range(2)]
    return document(page(inner[0], notes[0], inner[1], notes[1], furniture("Page 1 of 1", 1064)), format="handout")
