"""Tables of any size on slides: columns, decimals, parts by rows and by columns, rows taller than a slide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.check import check
from exporter.model.geometry import px, to_px
from exporter.model.page import Document, Page, PlacedTable, PlacedText, TableRow, flat, paths_of
from exporter.model.report import Column, ColumnType, Level, Row, Run, Table, Text
from exporter.plan.arrange.columns import all_decimals, decimal_mark, decimals, share
from exporter.plan.arrange.page_breaks import page_breaks
from tests.own import made
from tests.plan.conftest import desk
from tests.plan.test_deck import deck
from tests.reports import LONG, report


def text(words: str, path: str) -> Text:
    return Text((Run(words),), path=path) if words else Text()


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], types: Sequence[ColumnType] = (), groups: Sequence[str] = ()
) -> Table:
    """A table of text; columns of numbers stand right. Neighbours of one name in `groups` are a group."""
    kinds = [*types, *("text",) * (len(heads) - len(types))]
    titles = {name: text(name, f"s/b/group-{name}") for name in groups}
    return Table(
        id="b", path="s/b", title=text("A table", "s/b.title"),
        columns=tuple(
            Column(f"c{i}", text(head, f"s/b.c{i}"), kind, align="left" if kind in ("text", "year") else "right")
            for i, (head, kind) in enumerate(zip(heads, kinds, strict=True))
        ),
        rows=tuple(
            Row(tuple(text(cell, f"s/b/{r}.c{i}") for i, cell in enumerate(row)), titles[groups[r]] if groups else None)
            for r, row in enumerate(rows)
        ),
    )  # fmt: skip


def grid(n: int, m: int, cell: str = "1.5") -> Table:
    heads = [f"Measurement {i}" for i in range(m)]
    return table(heads, [[f"Row {r}", *[cell] * (m - 1)] for r in range(n)], ["text", *["number"] * (m - 1)])  # type: ignore[list-item]


def faults(document: Document) -> list[str]:
    found = [f for f in (*document.findings, *check(document)) if f.level is not Level.NOTE]
    return [f"{f.code} page {f.page}: {f.message}" for f in found if f.code not in ("limit-slides",)]


def parts(document: Document) -> list[tuple[Page, PlacedTable]]:
    pages = [page for page in document.pages if page.section == "s"]
    return [(page, item) for page in pages for item in flat(page.items) if isinstance(item, PlacedTable)]


def words(row: TableRow) -> list[str]:
    return [" ".join(p.text for p in cell.paras) if cell else "" for cell in row.cells]


def tracker(page: Page) -> str:
    return next(i.text for i in page.items if isinstance(i, PlacedText) and i.placeholder == "tracker")


# ---- decimals -------------------------------------------------------------------------------------------------------


def marks_at(placed: PlacedTable, column: int) -> set[int]:
    """How far from the column's right edge (EMU) its decimal marks, or the ends of its whole numbers, stand."""
    found = set()
    for row in placed.rows:
        cell = row.cells[column]
        if row.header or cell is None:
            continue
        (para,) = cell.paras
        cut = decimals(para.text, ".")
        if cut:
            found.add(cell.insets[2] + desk().width(cut[1], para.style))
    return found


def test_numbers_stand_on_their_decimal_mark_and_keep_their_text() -> None:
    cells = ["1,234.5", "987", "12,450.75", "–", "-3.25", "(0.5)"]
    shown = [[f"Row {i}", cell, f"{cell} %"] for i, cell in enumerate(cells)]
    ((_, placed),) = parts(deck(report(table(["Name", "Sales", "Share"], shown, ["text", "number", "percent"]))))
    assert len(marks_at(placed, 1)) == 1 and len(marks_at(placed, 2)) == 1
    assert [words(row) for row in placed.rows[1:]] == shown


@pytest.mark.parametrize(
    ("texts", "usual", "mark"),
    [
        (["1,234.5"], ",", "."), (["1.234,5"], ".", ","), (["12,5"], ".", ","), (["1.234", "1,5"], ".", ","),
        (["1,234,567"], ",", "."), (["1.234"], ",", ","), (["1.234"], ".", "."), (["none", "7"], ",", "."),
    ],
)  # fmt: skip
def test_the_decimal_mark_is_seen_in_the_column(texts: list[str], usual: str, mark: str) -> None:
    assert decimal_mark(texts, lambda: usual) == mark


@pytest.mark.parametrize(
    ("said", "cut"),
    [("12.5 %", ("12", ".5 %")), ("7", ("7", "")), ("€1,234.50", ("€1,234", ".50")), ("12 345.6", ("12 345", ".6")),
     ("2027–2028", None), ("about a third", None), ("1.2.3", ("1.2.3", ""))],
)  # fmt: skip
def test_a_number_is_cut_at_its_mark(said: str, cut: tuple[str, str] | None) -> None:
    assert decimals(said, ".") == cut


@given(st.lists(st.text("0123456789.,", max_size=6), max_size=5), st.sampled_from(".,"))
def test_numbers_of_digits_are_cut_together_as_one_by_one(texts: list[str], mark: str) -> None:
    cuts = all_decimals(texts, mark)
    assert not cuts or cuts == [decimals(text, mark) for text in texts]


def test_a_column_of_digits_is_cut_at_once() -> None:
    assert all_decimals(["7", "12.5"], ".") == [("7", ""), ("12", ".5")]


def test_missing_data_is_named_and_muted_but_empty_words_stay_empty() -> None:
    rows = [["A", "1", "yes"], ["B", "", ""], ["C", "n/a", "no"], ["D", "4", "no"]]
    ((_, placed),) = parts(deck(report(table(["Name", "Size", "Ready"], rows, ["text", "number"]))))
    assert words(placed.rows[2]) == ["B", "", ""]  # a row of nothing but a name says nothing of its cells
    rows[1] = ["B", "", "no"]
    ((_, placed),) = parts(deck(report(table(["Name", "Size", "Ready"], rows, ["text", "number"]))))
    assert words(placed.rows[2]) == ["B", "Not stated", "no"]
    colours = [row.cells[1].paras[0].style.colour for row in placed.rows[1:] if row.cells[1]]
    assert colours == ["ink", "muted", "muted", "ink"]


# ---- parts by rows --------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    heights=st.lists(st.integers(20, 100), max_size=60),
    most=st.sampled_from((0, 1, 4, 10)),
    groups=st.lists(st.integers(0, 2), min_size=60, max_size=60),
)
def test_pages_of_rows_fit_and_take_all(heights: list[int], most: int, groups: list[int]) -> None:
    n = len(heights)
    opens = [bool(i == 0 or groups[i] != groups[i - 1]) for i in range(n)]
    ends = page_breaks(heights, 300, most, [30] * n, opens)
    assert ends[-1:] == ([n] if n else []) and all(a < b for a, b in pairwise((0, *ends)))
    for a, b in pairwise((0, *ends)):
        heads = sum(30 for i in range(a, b) if opens[i] or i == a)
        assert sum(heights[a:b]) + heads <= 300 and (not most or b - a <= most)


@pytest.mark.parametrize(
    ("n", "most", "ends"),
    [(7, 6, [4, 7]), (10, 10, [10]), (11, 10, [6, 11]), (21, 10, [7, 14, 21]), (30, 10, [10, 20, 30])],
)
def test_rows_are_divided_evenly(n: int, most: int, ends: list[int]) -> None:
    assert page_breaks([40] * n, 400, most) == ends


def test_groups_stay_whole_where_that_takes_no_more_than_one_page() -> None:
    opens = [i in (0, 6, 12, 18) for i in range(24)]
    assert page_breaks([40] * 24, 440, 10, [30] * 24, opens) == [6, 12, 18, 24]


def test_pages_after_the_first_hold_more_where_they_are_higher() -> None:
    ends = page_breaks([40] * 22, 240, later=80)
    assert ends == [6, 14, 22]
    assert page_breaks([40] * 22, 240) == [6, 12, 17, 22]


def test_a_group_that_goes_on_is_headed_again_and_columns_stay() -> None:
    rows = [[f"Company {i}", "Sulfide electrolyte, pilot line in operation", str(2026 + i % 4)] for i in range(30)]
    long = table(["Company", "Approach", "Target"], rows, ["text", "text", "year"], ["Makers"] * 27 + ["Others"] * 3)
    made = parts(deck(report(long)))
    assert len(made) == 3
    assert [words(placed.rows[1])[0] for _, placed in made] == ["Makers", "Makers (continued)", "Makers (continued)"]
    assert [placed.rows[0].repeated for _, placed in made] == [False, True, True]
    assert len({placed.columns for _, placed in made}) == 1
    heights = {row.h for _, placed in made for row in placed.rows if not row.header and None not in row.cells}
    assert len(heights) == 1


# ---- parts by columns -----------------------------------------------------------------------------------------------


def test_a_table_too_wide_is_divided_by_columns_under_its_first() -> None:
    document = deck(report(grid(14, 24, "passed in part")))
    made = parts(document)
    assert faults(document) == []
    shown: list[str] = []
    for page, placed in made:
        heads = words(placed.rows[0])
        assert heads[0] == "Measurement 0"
        assert words(placed.rows[1])[0].startswith("Row ")
        first, last = (int(head.split()[1]) + 1 for head in (heads[1], heads[-1]))
        assert f"columns {first}–{last} of 24, " in tracker(page)
        shown += heads[1:] if words(placed.rows[1])[0] == "Row 0" else []
    assert shown == [f"Measurement {i}" for i in range(1, 24)]
    sizes = [len(placed.columns) for _, placed in made]
    assert max(sizes) - min(sizes) <= 1


def test_sets_of_columns_break_at_the_same_rows() -> None:
    rows = [[f"Row {r}", *[LONG[: 90 * (1 + (r * i) % 3)] for i in range(1, 16)]] for r in range(12)]
    made = parts(deck(report(table([f"Head {i}" for i in range(16)], rows))))
    by_set: dict[int, list[list[str]]] = {}
    for _, placed in made:
        by_set.setdefault(int(words(placed.rows[0])[1].split()[1]), []).append([words(r)[0] for r in placed.rows[1:]])
    assert len(by_set) > 1 and len({str(names) for names in by_set.values()}) == 1


# ---- rows taller than a slide ---------------------------------------------------------------------------------------


def test_a_row_taller_than_a_slide_goes_on_under_its_name() -> None:
    cells = [["Dendrites", LONG * 30, "Open"], ["Cost", "Too high", "Open"], ["Pressure", "Falling", "Open"]]
    document = deck(report(table(["Hurdle", "Mechanism", "Status"], cells)))
    made = parts(document)
    assert faults(document) == []
    assert len(made) > 1
    assert words(made[1][1].rows[1])[0].startswith("Dendrites")
    said = [p.text for _, placed in made for row in placed.rows for c in row.cells[1:2] if c for p in c.paras if p.path]
    assert " ".join(said).replace("Mechanism ", "").startswith((LONG * 30).strip())


# ---- small tables ---------------------------------------------------------------------------------------------------


def test_one_row_is_told_in_pairs_and_in_large_type() -> None:
    one = table(["Plant", "Capacity", "Opened"], [["Salzgitter", "40", "2025"]], ["text", "number", "year"])
    ((_, placed),) = parts(deck(report(one)))
    assert [words(row) for row in placed.rows] == [["Plant", "Salzgitter"], ["Capacity", "40"], ["Opened", "2025"]]
    sizes = {p.style.size for row in placed.rows for cell in row.cells if cell for p in cell.paras}
    assert sizes == {18}
    assert {cell.header for row in placed.rows for cell in row.cells[:1] if cell} == {"row"}


def test_lines_of_a_short_row_stand_in_its_middle() -> None:
    rows = [["Toyota", "Widely considered the leader in the number of its patents, " * 2], ["CATL", "Scaling up"]]
    rows += [["Honda", "In development"], ["BMW", "Road tests"], ["Ford", "Partner"], ["Nissan", "Pilot line"]]
    ((_, placed),) = parts(deck(report(table(["Maker", "Status"], rows))))
    for row in placed.rows[1:]:
        first = row.cells[0]
        assert first is not None
        tallest = max(len(p.lines) for cell in row.cells if cell for p in cell.paras)
        above = first.insets[1]
        below = row.h - above - round(tallest * first.paras[0].style.line * 12700)
        assert abs(to_px(above - below)) < 1


def test_a_modest_column_keeps_its_words_on_one_line() -> None:
    widths, crowd = share([50, 50, 60], [9000, 90, 140], 1000, [9000, 60, 100])
    assert crowd == 0 and widths == [770, 90, 140]


# ---- anything -------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["", "cells", "2027–2028", "12.5", "7", "Porsche/Audi", "x" * 60, LONG[:90], LONG * 2, LONG * 12]
)


@settings(max_examples=25, deadline=None)
@given(
    n=st.sampled_from((1, 2, 3, 7, 12, 31)),
    m=st.sampled_from((1, 2, 3, 6, 13, 30)),
    cells=st.lists(WORDS, min_size=1, max_size=7),
    types=st.lists(st.sampled_from(("text", "number", "percent", "year")), min_size=30, max_size=30),
    groups=st.sampled_from((0, 2, 5)),
    audience=st.sampled_from(("general", "executive", "technical")),
)
def test_any_table_fits_and_is_whole(
    n: int, m: int, cells: list[str], types: list[ColumnType], groups: int, audience: str
) -> None:
    rows = [[f"Row {r}", *[cells[(r * m + i) % len(cells)] for i in range(1, m)]] for r in range(n)]
    names = [f"Group {r * groups // n}" for r in range(n)] if groups else []
    document = deck(report(table([f"Head {i}" for i in range(m)], rows, ["text", *types[: m - 1]], names)), audience)
    assert faults(document) == []
    shown = {path for page in document.pages for path in paths_of(page)}
    assert {f"s/b/{r}.c{i}" for r in range(n) for i in range(m) if rows[r][i]} <= shown


def test_columns_of_sentences_are_divided_before_their_lines_hold_one_word() -> None:
    document = deck(report(grid(3, 12, "Crates are packed by shelf and numbered by floor")))
    shown = [placed for _, placed in parts(document)]
    assert len(shown) > 1
    assert min(width for placed in shown for width in placed.columns[1:]) >= px(100)


def test_a_table_without_title_and_heads_is_described_by_its_rows(tmp_path: Path) -> None:
    words = "title: T\nsections:\n- title: S\n  headline: A claim\n  layout: table\n  blocks:\n  - table:\n"
    rows = "      columns: [A, B]\n      header: {}\n      rows: [[Speed, High], [Price, Low], [Range, 500 km]]\n"
    for header, alt in (("false", "Speed, Price, Range"), ("true", "A, B")):
        pages = made(tmp_path, report=words + rows.format(header)).pages
        [table] = [
            i for page in pages for i in flat(page.items) if isinstance(i, PlacedTable) and page.layout == "table"
        ]
        assert table.alt == alt
