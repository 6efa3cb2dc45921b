"""Decks built by hand: real themes, measured paragraphs, and a torture deck that holds every kind of item."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from exporter.catalog import Catalog
from exporter.model.geometry import px, px_box
from exporter.model.page import (
    Cell,
    ChartSeries,
    Document,
    Item,
    Page,
    Para,
    PlacedChart,
    PlacedGroup,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Role,
    TableRow,
)
from exporter.model.report import Run, Runs
from exporter.model.style import TextStyle, Theme
from exporter.text import Fonts, height, para
from exporter.write import write

SLIDE = (px(1280), px(720))
CATALOG = Catalog()


class Desk:
    """Makes paragraphs, items, pages and documents in one theme and density. Lengths px."""

    def __init__(self, theme: str = "ledger", density: str = "standard") -> None:
        self.theme: Theme = CATALOG.theme(theme)
        self.density = self.theme.densities[density]
        self.fonts = Fonts(self.theme.fonts)

    def style(self, role: str, **changes: Any) -> TextStyle:
        return self.density.style(role).but(**changes)

    def para(self, text: str | Runs, like: str = "body", width: float = 500, **more: Any) -> Para:
        style = self.style(like, **more.pop("style", {}))
        return para(text, style, px(width), self.fonts, **more)

    def text(self, words: str | Runs | list[Para], x: float, y: float, w: float, h: float, like: str = "body",
             **more: Any) -> PlacedText:  # fmt: skip
        paras = words if isinstance(words, list) else [self.para(words, like, w)]
        insets = more.get("insets", (0, 0, 0, 0))
        h = max(h, (height(paras) + insets[1] + insets[3]) / 9525)
        return PlacedText(box=px_box(x, y, w, h), paras=tuple(paras), **more)

    def frame(self, title: str, number: int, inset: float = 0) -> list[Item]:
        """Tracker, title, footer and page number, each in its placeholder."""
        top, bottom = self.density.frame.title
        tracker = (Run("2 ", bold=True), Run("Players"))
        width = 1152 - inset
        return [
            self.text([self.para(title, "title", width, role=Role.TITLE)], 64, top, 1152, bottom - top,
                      placeholder="title", insets=(0, 0, px(inset), 0)),
            self.text(tracker, 64, 32, 1152, 16, "tracker", placeholder="tracker"),
            self.text("A report: late update", 64, 684, 800, 16, "footer", placeholder="footer"),
            self.text([self.para(str(number), "footer", 96, style={"align": "right"})], 1120, 684, 96, 16,
                      placeholder="page"),
        ]  # fmt: skip

    def page(self, number: int, title: str, *items: Item, layout: str = "cards", inset: float = 0, **more: Any) -> Page:
        title_, *rest = self.frame(title, number, inset)
        placed = (title_, rest[0], *items, *rest[1:])
        return Page(number=number, size=SLIDE, layout=layout, items=placed, title=title, **more)

    def document(self, *pages: Page, **more: Any) -> Document:
        values: dict[str, Any] = {
            "title": "A report", "author": "A. Writer", "subject": "Batteries", "date": "2026-02-03", **more,
        }  # fmt: skip
        return Document(
            format="deck",
            pages=pages,
            theme=self.theme,
            density=self.density.name,
            colours=self.theme.colours,
            **values,
        )

    def cell(self, text: str, role: str = "cell", **more: Any) -> Cell:
        bold = more.pop("bold", False)
        inset = px(9)
        return Cell((self.para(text, role, 200, style={"bold": bold}),), insets=(0, inset, px(16), inset), **more)

    def table(self, x: float = 64, y: float = 160, rows: int = 2) -> PlacedTable:
        """A header row, a header column, a cell over two columns, and one over two rows."""
        head = tuple(
            self.cell(t, "table-head", header="column", rule="ink", rule_w=12700)
            for t in ("Company", "Target", "Status")
        )
        body = [
            TableRow(px(40), (self.cell(f"Maker {i}", bold=True, header="row"), self.cell("2027"), self.cell("Pilot")))
            for i in range(rows)
        ]
        wide = TableRow(
            px(40),
            (self.cell("All", bold=True, header="row"), self.cell("Not stated", cols=2, fill="accent-tint"), None),
        )
        tall = TableRow(
            px(40), (self.cell("Two", bold=True, header="row", rows=2), self.cell("1"), self.cell("2", rule=""))
        )
        last = TableRow(px(40), (None, self.cell("3"), self.cell("4")))
        lines = (TableRow(px(28), head, header=True), *body, wide, tall, last)
        columns = (px(248), px(200), px(200))
        where = px_box(x, y, 648, sum(line.h for line in lines) / 9525)
        return PlacedTable(box=where, columns=columns, rows=lines, alt="Targets by company", name="Targets")

    def chart(self, kind: str, x: float, y: float, **more: Any) -> PlacedChart:
        values: dict[str, Any] = {
            "box": px_box(x, y, 340, 220),
            "plot": px_box(x + 90, y + 10, 240, 170),
            "chart": kind,
            "categories": ("First", "Second one & more", "Third"),
            "series": (
                ChartSeries("A", (3, 5, 2), labels=("3", "5", "2"), point_colours=((1, "highlight"),)),
                ChartSeries("B", (1, None, 4.5), "accent-mid", labels=("one", "", "4.5")),
            ),
            "unit": 1,
            "alt": f"A {kind} chart of three values",
        }
        return PlacedChart(**{**values, **more})

    def ranges(self, x: float, y: float) -> PlacedChart:
        series = (
            ChartSeries("start", (2027, 2027, 2026.5), hidden=True),
            ChartSeries("years", (1, 2, 3.5), labels=("Pilot", "Mass production", "Adoption"), label_colour="on-accent",
                        label_position="base"),
        )  # fmt: skip
        return self.chart("range", x, y, series=series, minimum=2026, maximum=2031, category_axis=False,
                          alt="Range chart: 2026 to 2031")  # fmt: skip

    def figure(self, y: float = 170) -> PlacedGroup:
        """A group with a shape of every kind, and an arrow glued to two of them, drawn before the second."""
        shapes = [
            PlacedShape(box=px_box(64 + 130 * i, y, 90, 60), shape=kind, fill="accent", stroke="ink", stroke_w=px(1),
                        anchor_id=kind, alt=f"A {kind}")
            for i, kind in enumerate(("rect", "ellipse", "triangle-up", "triangle-down", "chevron"))
        ]  # fmt: skip
        arrow = PlacedShape(box=px_box(154, y + 30, 40, 0), shape="arrow", stroke="highlight", stroke_w=px(2),
                            begins=("rect", 3), ends=("ellipse", 1), name="From rect to ellipse")  # fmt: skip
        line = PlacedShape(box=px_box(64, y + 80, 610, 20), shape="line", stroke="rule", stroke_w=px(1), flip_v=True,
                           decorative=True)  # fmt: skip
        label = self.text("In the figure", 64, y + 110, 300, 24)
        return PlacedGroup(box=px_box(64, y, 610, 134), alt="Schematic: five shapes", name="Figure",
                           items=(shapes[0], arrow, *shapes[1:], line, label))  # fmt: skip


def torture(desk: Desk, picture: Path) -> Document:
    """A deck with every kind of item, every kind of text, and every feature of the file."""
    runs = (
        Run("Plain, "), Run("bold", bold=True), Run(", "), Run("italic", italic=True), Run(", "),
        Run("a site", link="https://example.org/é?a=(b)&c=<d>"), Run(", "), Run("the table", link="#targets"),
        Run(", "), Run("code()", code=True), Run(", "), Run("à bientôt", lang="fr"), Run(" & <b>plain</b> 1 → 2 \x07."),
    )  # fmt: skip
    points = [
        desk.para(text, like, width=540, role=Role.ITEM, level=level, bullet=bullet, indent=px(20 * (level + 1)),
                  hang=px(20), space_before=12)
        for text, like, level, bullet in (
            ("First point, long enough to take two lines or more of this box at body size", "body", 0, "–"),
            ("Below it", "body2", 1, "–"), ("And below that", "body3", 2, "–"), ("Second point", "body", 0, "–"),
        )
    ]  # fmt: skip
    steps = [
        desk.para(text, width=400, role=Role.ITEM, bullet=bullet, indent=px(32), hang=px(32), space_before=6)
        for text, bullet in (("Three", "3."), ("Four", "4."), ("A step between", "4a."), ("Nine", "9."))
    ]
    cover = Page(
        number=1, size=SLIDE, layout="title", background="deep", title="A report", anchor_id="cover",
        items=(
            PlacedShape(box=px_box(0, 0, 16, 720), shape="rect", fill="deep-highlight", decorative=True, fixed=True),
            desk.text("Solid-state batteries are on the road", 64, 240, 900, 160, "cover-title", placeholder="title"),
            desk.text("Late update", 64, 420, 900, 60, "cover-text", placeholder="subtitle"),
            desk.text("3 February 2026", 64, 684, 400, 16, "footer", placeholder="date"),
        ),
    )  # fmt: skip
    words = desk.page(
        2, "Texts: runs, points and numbers in boxes and placeholders",
        desk.text(points, 64, 170, 560, 300, placeholder="body"),
        desk.text([desk.para(runs, width=540)], 660, 170, 540, 60),
        desk.text(steps, 660, 250, 400, 120),
        desk.text([desk.para("Middle", style={"align": "center"})], 660, 440, 200, 90, anchor="middle", fill="tint",
                  insets=(px(16),) * 4),
        desk.text([desk.para("Right, spaced", style={"align": "right", "spacing": 2})], 880, 440, 300, 90,
                  anchor="bottom", fill="highlight-tint"),
        desk.text([desk.para((Run("To the charts", link="#charts"),))], 660, 560, 300, 24, name="Jump"),
        layout="points", notes=("Say this first.", "Then this & that <b>."),
    )  # fmt: skip
    charts = [desk.chart(kind, 64 + 380 * (i % 3), 160 + 240 * (i // 3)) for i, kind in enumerate(
        ("bar", "column", "bar-stacked", "column-stacked", "line"))]  # fmt: skip
    pie = desk.chart("pie", 824, 400, series=(ChartSeries("A", (3, 5, 2), labels=("Three", "Five", "Two"),
        point_colours=((0, "accent"), (1, "highlight"), (2, "accent-mid"))),))  # fmt: skip
    pages = (
        cover,
        words,
        desk.page(3, "A table, with cells over rows and columns", replace(desk.table(), anchor_id="targets"),
                  desk.text("Source: a report, 2026, section 2.", 64, 652, 1152, 16, "source", placeholder="source"),
                  layout="table"),
        desk.page(4, "Six charts, native", *charts, pie, layout="chart", anchor_id="charts", inset=48),
        desk.page(5, "A range chart beside text", desk.ranges(64, 160), layout="chart"),
        desk.page(6, "Shapes, connectors and pictures", desk.figure(),
                  PlacedPicture(box=px_box(64, 340, 200, 150), file=str(picture), alt="Cut", crop=(0.1, 0, 0.1, 0)),
                  PlacedPicture(box=px_box(300, 340, 200, 150), file=str(picture), alt="The same, whole"),
                  layout="picture", notes=("On pictures.",)),
        desk.page(7, "Backup: kept for questions", desk.text(points[:1], 64, 170, 560, 300, placeholder="body"),
                  layout="points", hidden=True, backup=True),
    )  # fmt: skip
    return desk.document(
        *pages,
        sections=(("players", "Players & more", 2), ("charts", "Charts", 4)),
        layouts={
            "title": "Title",
            "points": "Points",
            "table": "Table",
            "chart": "Chart",
            "picture": "Picture and text",
        },
        footer="A report: late update",
    )


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "square.png"
    Image.new("RGBA", (300, 200), (200, 30, 30, 128)).save(path)
    return path


@pytest.fixture(params=["ledger standard", "boardroom board", "engineering dense"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(*request.param.split())


@pytest.fixture
def light() -> Desk:
    return Desk()


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Writes a document to a new file."""

    def save(document: Document, name: str = "deck.pptx") -> Path:
        path = tmp_path / name
        write(document, path)
        return path

    return save
