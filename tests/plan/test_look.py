"""What a theme sets beside colours and type: every option is seen on the placed pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.model.geometry import px
from exporter.model.page import Document, Item, PlacedChart, PlacedShape, PlacedTable, PlacedText, TableRow, flat
from exporter.model.report import Level
from exporter.model.style import Theme
from exporter.plan import plan
from exporter.read import read
from exporter.select import select

LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"
SIX = ("ledger", "boardroom", "engineering", "gazette", "journal", "prospectus")
CATALOG = Catalog()
SAMPLES = sorted(path.parent.name for path in LAYOUTS.glob("*/sample.yaml"))
AUDIENCES = {"standard": "general", "board": "executive", "dense": "technical"}


def themed(tmp_path: Path, text: str, base: str = "ledger") -> Theme:
    (tmp_path / "themes").mkdir(exist_ok=True)
    (tmp_path / "themes/acme.yaml").write_text(f"extends: {base}\n{text}\n", encoding="utf-8")
    return Catalog([tmp_path]).theme("acme")


def placed(theme: Theme, sample: str, audience: str = "general", format: str = "deck") -> Document:
    """The sample of a layout for an audience, in a theme."""
    report = read(LAYOUTS / sample / "sample.yaml").report
    return plan(select(report, CATALOG.audience(audience), format), CATALOG.layouts(), theme, format)


def items(document: Document) -> Iterator[Item]:
    return (item for page in document.pages for item in flat(page.items))


def shapes(document: Document) -> list[PlacedShape]:
    return [item for item in items(document) if isinstance(item, PlacedShape)]


def rules(document: Document) -> set[tuple[str, int]]:
    return {(item.stroke, item.stroke_w) for item in shapes(document) if item.shape == "line" and not item.box.h}


def table(document: Document) -> PlacedTable:
    return next(item for item in items(document) if isinstance(item, PlacedTable))


def chart(document: Document) -> PlacedChart:
    return next(item for item in items(document) if isinstance(item, PlacedChart))


def fills(row: TableRow) -> set[str]:
    return {cell.fill for cell in row.cells if cell}


# --- each option ----------------------------------------------------------------------------------------------------


def test_rules(tmp_path: Path) -> None:
    assert ("ink", px(2)) in rules(placed(CATALOG.theme("ledger"), "cards"))
    document = placed(themed(tmp_path, "look: {rules: {hair: 0.5, strong: 6, colour: accent}}"), "cards")
    assert ("accent", px(6)) in rules(document) and not any(colour == "ink" for colour, _ in rules(document))
    document = placed(themed(tmp_path, "look: {rules: {hair: 0.5}}"), "summary")
    assert ("rule", px(0.5)) in rules(document) and ("rule", px(1)) not in rules(document)


def test_the_rules_of_tables_follow_those_of_the_page(tmp_path: Path) -> None:
    shown = table(placed(themed(tmp_path, "look: {rules: {strong: 6, colour: accent}}"), "table"))
    assert {(cell.rule, cell.rule_w) for cell in shown.rows[0].cells if cell} == {("accent", px(1.33) * 3)}


def test_panels(tmp_path: Path) -> None:
    tinted = [s for s in shapes(placed(CATALOG.theme("ledger"), "code")) if s.fill == "tint"]
    framed = [s for s in shapes(placed(themed(tmp_path, "look: {panels: frame}"), "code")) if s.stroke_w]
    assert [s.box for s in tinted] == [s.box for s in framed if not s.fill and s.shape == "rect"]


@pytest.mark.parametrize(("cards", "fill", "stroke"), [("panel", "tint", ""), ("frame", "", "rule")])
def test_cards(tmp_path: Path, cards: str, fill: str, stroke: str) -> None:
    document = placed(themed(tmp_path, f"look: {{cards: {cards}}}"), "cards")
    grounds = [s for s in shapes(document) if s.shape == "rect" and (s.fill, s.stroke) == (fill, stroke)]
    assert grounds
    for ground in grounds:
        within = [i for i in items(document) if isinstance(i, PlacedText) and ground.box.contains(i.box)]
        assert within and all(i.box.x >= ground.box.x + px(16) for i in within), "texts keep clear of the edge"


@pytest.mark.parametrize("head", ["tint", "accent", "deep"])
def test_heads_of_tables(tmp_path: Path, head: str) -> None:
    plain = table(placed(CATALOG.theme("ledger"), "table"))
    shown = table(placed(themed(tmp_path, f"look: {{tables: {{head: {head}}}}}"), "table"))
    assert fills(plain.rows[0]) == {""} and fills(shown.rows[0]) == {head}
    first = shown.rows[0].cells[0]
    assert first is not None
    assert shown.box.x + first.insets[0] == plain.box.x, "texts stay in line with the page; the fill hangs out"
    inks = {span.colour for para in first.paras for line in para.lines for span in line.spans}
    assert inks == {{"tint": "muted", "accent": "on-accent", "deep": "on-deep"}[head]}


def test_rules_of_tables(tmp_path: Path) -> None:
    def body(option: str) -> list[str]:
        shown = table(placed(themed(tmp_path, f"look: {{tables: {{rules: {option}}}}}"), "table"))
        return [cell.rule for row in shown.rows[1:] if (cell := row.cells[0])]

    assert body("rows") == ["rule"] * 4
    assert body("ends") == ["", "", "", "ink"]
    assert body("none") == [""] * 4


def test_bands_of_tables(tmp_path: Path) -> None:
    shown = table(placed(themed(tmp_path, "look: {tables: {bands: true}}"), "table"))
    assert [fills(row) for row in shown.rows] == [{""}, {""}, {"tint"}, {""}, {"tint"}]


def test_values_of_charts(tmp_path: Path) -> None:
    def shown(option: str) -> tuple[bool, bool]:
        drawn = chart(placed(themed(tmp_path, f"look: {{charts: {{values: {option}}}}}"), "chart"))
        return any(label for series in drawn.series for label in series.labels), drawn.unit is not None

    assert [shown(option) for option in ("labels", "axis", "both")] == [(True, False), (False, True), (True, True)]


def test_air_between_bars(tmp_path: Path) -> None:
    gaps = [
        chart(placed(themed(tmp_path, f"look: {{charts: {{gap: {gap}}}}}"), "two-columns")).gap for gap in (30, 75, 150)
    ]
    assert gaps[0] < gaps[1] < gaps[2]


def test_paper_is_the_audience_s_before_the_theme_s(tmp_path: Path) -> None:
    theme = themed(tmp_path, "paper: Letter")
    report = read(LAYOUTS / "prose" / "sample.yaml").report
    for paper, size in (("", (816, 1056)), ("A4", (794, 1123))):
        audience = replace(CATALOG.audience("general"), paper=paper)  # type: ignore[arg-type]
        document = plan(select(report, audience, "brief"), CATALOG.layouts(), theme, "brief")
        assert document.pages[0].size == (px(size[0]), px(size[1]))


@pytest.mark.parametrize(
    ("brief", "test"),
    [
        ("{head: block}", lambda s: not any(x.fill == "deep" for x in s)),
        ("{head: band}", lambda s: next(x for x in s if x.fill == "deep").box.h < px(300)),
        ("{head: cover}", lambda s: next(x for x in s if x.fill == "deep").box.h >= px(400)),
    ],
)
def test_heads_of_briefs(tmp_path: Path, brief: str, test: Callable[[list[PlacedShape]], bool]) -> None:
    theme = themed(tmp_path, f"densities: {{standard: {{brief: {brief}}}}}")
    assert test(shapes(placed(theme, "agenda", format="brief")))


def test_contents_of_briefs(tmp_path: Path) -> None:
    def toc(contents: str, head: str = "block") -> set[int]:
        theme = themed(tmp_path, f"densities: {{standard: {{brief: {{contents: {contents}, head: {head}}}}}}}")
        document = placed(theme, "agenda", format="brief")
        found = (i for i in items(document) if isinstance(i, PlacedText) and i.size_role == "brief-toc")
        return {item.box.w for item in found}

    assert not toc("none") and not toc("none", "band")
    assert max(toc("levels")) > 2 * max(toc("strip")) and toc("strip") == toc("strip", "band")


def test_section_heads_of_briefs_stand_beside_or_over_the_text(tmp_path: Path) -> None:
    def width(h1: str) -> int:
        theme = themed(tmp_path, f"densities: {{standard: {{brief: {{h1: {h1}}}}}}}")
        document = placed(theme, "prose", format="brief")
        heads = (i for i in items(document) if isinstance(i, PlacedText) and any(p.role == "h1" for p in i.paras))
        return max(item.box.w for item in heads if "Background" in item.text)

    assert width("side") < px(200) < px(500) < width("top")


# --- formats of slides, print ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slide", "ratio"), [("16:10", 1.6), ("4:3", 4 / 3), ("A4", 13 / 9)])
def test_every_layout_stands_on_slides_of_every_format(tmp_path: Path, slide: str, ratio: float) -> None:
    theme = themed(tmp_path, f'slide: "{slide}"')
    for n, sample in enumerate(SAMPLES):
        document = placed(theme, sample, list(AUDIENCES.values())[n % 3])
        w, h = document.pages[0].size
        assert w / h == pytest.approx(ratio, abs=0.001)
        assert all(item.box.x >= 0 and item.box.right <= w for item in items(document)), sample
        wrong = [finding for finding in check(document) if finding.level is Level.ERROR]
        assert not wrong, (sample, wrong)


def test_a_chart_of_many_series_is_printed_in_the_print_palette() -> None:
    theme = CATALOG.theme("boardroom")
    assert set(theme.chart_roles) <= set(theme.print_colours)
    assert theme.print_colours["chart-1"] == theme.print_colours["accent"] != theme.colours["chart-1"]


@pytest.mark.parametrize("name", SIX)
def test_every_layout_can_be_read_in_every_theme(name: str) -> None:
    """Each in one density; `exporter templates check` tries them all."""
    theme = CATALOG.theme(name)
    for n, sample in enumerate(SAMPLES, SIX.index(name)):
        document = placed(theme, sample, list(AUDIENCES.values())[n % 3])
        wrong = [f for f in check(document) if f.level is Level.ERROR or f.code == "contrast"]
        assert not wrong, (sample, wrong)
