"""The examples of docs/layouts.md: each built with the templates that the page shows, as its pictures show it."""

from __future__ import annotations

import math
import re
from pathlib import Path

from PIL import Image, ImageDraw

from exporter.model.page import Document, Page
from tests.own import made

PAGE = Path(__file__).parents[1] / "docs" / "layouts.md"
EXAMPLE = re.compile(r"```yaml\n# templates/(\S+)\n(.*?)```", re.DOTALL)
SHOWN = re.compile(r"\]\(pictures/layout-([\w-]+)\.png\)")

HEAD = "title: Solid State Batteries\nheadline: Solid-state cars wait for the factory\ndate: 2026-02-03\nkind: Status\n"
SECTION = "sections:\n- title: Risks\n  headline: {headline}\n  layout: {layout}\n  blocks:\n"
TABLE = """\
  - table:
      columns: [Maker, Cell, Pilot]
      rows: [[Toyota, Sulfide, 2026], [Nissan, Sulfide, 2027], [Honda, Polymer, 2027], [NIO, Semi-solid, 2025]]
"""
POINTS = """\
  - points:
    - Three of four aim at sulfide cells
    - Only one sells cars with its cells today
    - Nobody states a price
"""
TEXT = "  - text: Three of the four makers aim at sulfide cells, and all but one of the pilots are still to come.\n"
CARDS = """\
  - layout: {layout}
    items:
      fields:
        problem: {{label: Problem, slot: body}}
        status: {{label: Status, slot: status}}
        owner: {{label: Owner, slot: rest}}
      list:
      - {{name: Dendrites, problem: Needles of metal grow while charging and short the cell., status: In research, owner: Ada}}
      - {{name: Pressure, problem: Packs must clamp their cells with megapascals., status: Key breakthrough}}
"""
THIRD = (
    "      - {name: Cost, problem: The defect rate is too high for the market., status: Above parity, owner: Grace}\n"
)


def _report(layout: str, headline: str, blocks: str) -> str:
    return HEAD + SECTION.format(layout=layout, headline=headline) + blocks


BUILDS = {
    "table-left": (_report("table-left", "Four makers, one chemistry", TABLE + POINTS), "deck"),
    "claim-over-table": (_report("claim-over-table", "Four makers, one chemistry", TEXT + TABLE), "deck"),
    "few-cards": (_report("few-cards", "Two hurdles remain", CARDS.format(layout="few-cards")), "deck"),
    "risk-cards": (_report("risk-cards", "Three hurdles remain", CARDS.format(layout="risk-cards") + THIRD), "deck"),
    "elements": (_report("", "Four makers, one chemistry", TABLE), "deck"),
    "risk-register": (_report("", "Three hurdles remain", CARDS.format(layout="risk-register") + THIRD), "deck"),
    "background": (_report("", "Four makers, one chemistry", TABLE), "deck"),
    "handout": (_report("big-picture", "Four makers, one chemistry", TABLE), "handout"),
}
"""Report and format of each picture."""
LAYOUTS = {"elements": "table", "background": "title", "handout": "handout"}
"""Layout of the page that is shown, where it is not the one that the picture is called after."""
THEMES = {"elements": "acme", "risk-register": "acme"}


def examples() -> dict[str, str]:
    """The template files that the page shows."""
    return dict(EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))


def shown() -> list[str]:
    """The pictures that the page shows."""
    return SHOWN.findall(PAGE.read_text(encoding="utf-8"))


def write(folder: Path) -> Path:
    """A templates folder with all examples and the pictures they name."""
    for name, text in examples().items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    draw_pictures(folder / "templates" / "pictures")
    return folder / "templates"


def draw_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _logo().save(folder / "logo.png")
    _logo("#FFFFFF").save(folder / "logo-white.png")
    _hills().save(folder / "hills.jpg", quality=85)


def build(name: str, home: Path) -> tuple[Document, Page]:
    """The document of a picture, and the page that it shows."""
    report, format = BUILDS[name]
    document = made(home, format, THEMES.get(name, "ledger"), report=report.replace("layout: \n", "layout: table\n"))
    layout = LAYOUTS.get(name, name)
    return document, next(page for page in document.pages if page.layout == layout)


def _logo(ink: str = "#14202B") -> Image.Image:
    picture = Image.new("RGBA", (500, 140), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, 140, 140), 28, fill="#0B5A6E")
    pen.polygon([(34, 110), (70, 30), (106, 110)], fill="white")
    for n in range(4):
        pen.rounded_rectangle((180 + n * 80, 40, 240 + n * 80, 100), 8 if n % 2 else 30, fill=ink)
    return picture


def _hills() -> Image.Image:
    w, h = 1600, 1000
    picture = Image.new("RGB", (w, h))
    pen = ImageDraw.Draw(picture)
    for y in range(h):
        t = y / h
        pen.line((0, y, w, y), fill=(int(250 - 60 * t), int(190 - 90 * t), int(120 + 40 * t)))
    pen.ellipse((1150, 180, 1330, 360), fill=(255, 244, 214))
    for i, (rise, tone) in enumerate(((420, (150, 120, 140)), (300, (95, 90, 120)), (180, (40, 50, 80)))):
        ridge = [
            (x, h - rise - 90 * math.sin(x / (210 - 40 * i) + i * 2) - 30 * math.sin(x / 57 + i))
            for x in range(0, w + 1, 8)
        ]
        pen.polygon([(0, h), *ridge, (w, h)], fill=tone)
    return picture
