"""In: a placed chart. Out: the small .xlsx inside it, which PowerPoint opens for "Edit data", and where its cells are.

One sheet. From column A what a person edits, where the chart says it (`inputs`), and an empty column; then the chart's
own table: categories, a column for every series (before it x, after it sizes, in scatter and bubble charts), and last
the labels that are not values. Names stand in row 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from io import BytesIO

from msgspec import Struct

from exporter.model.page import ChartSeries, PlacedChart
from exporter.model.pattern import later
from exporter.text.numbers import serial, shown
from exporter.write.pptx.package import Package, Relations
from exporter.write.pptx.xml import HEAD, NS_R, escape

SHEET = "Sheet1"
POINTED = ("scatter", "bubble")
"""Charts whose points have a place of their own, not a category's."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "spreadsheetml"
_BOOK = (
    f'{HEAD}<workbook xmlns="{_MAIN}" {NS_R}>'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_STYLES = (
    f'{HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{{count}}">{{formats}}</numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="{all}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{uses}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_FIRST_FORMAT = 164
"""Ids of number formats below it are Excel's own."""
_CELL = later(r"([\[{])(\d+),(\d+)[\]}]")

Value = str | float | None


class _Column(Struct, frozen=True):
    head: str
    values: Sequence[Value]
    number_format: str = ""
    formulas: Sequence[str] = ()


class Book:
    """The cells of one chart's workbook."""

    def __init__(self, item: PlacedChart, language: str) -> None:
        self.item = item
        self.language = language
        self.pointed = item.chart in POINTED
        self.first = len(item.inputs.columns) + 2 if item.inputs else 0
        """Column of the categories."""
        self.worded = [self._worded(one) for one in item.series]
        """Of each series the points whose labels are not their values: these labels have cells of their own."""

    def _worded(self, one: ChartSeries) -> frozenset[int]:
        known = range(min(len(one.labels), len(one.values)))
        return frozenset(
            i
            for i in known
            if one.labels[i] and one.values[i] is not None and not says_value(one, i, self.item, self.language)
        )

    @cached_property
    def _places(self) -> list[int]:
        """Column of the values of each series."""
        out, column = [], self.first
        for one in self.item.series:
            column += 2 if self.pointed else 1
            out.append(column)
            column += 1 if one.sizes else 0
        return out

    @cached_property
    def _words(self) -> dict[int, int]:
        """Column of the labels of each series that has some."""
        sizes = 1 if self.item.series and self.item.series[-1].sizes else 0
        after = (self._places[-1] if self._places else self.first) + sizes + 1
        return {n: after + i for i, n in enumerate(n for n, worded in enumerate(self.worded) if worded)}

    @property
    def categories(self) -> str:
        return _span(self.first, len(self.item.categories))

    def name(self, n: int) -> str:
        """The cell with the name of series `n`."""
        return f"{SHEET}!{_place(self._places[n], 0)}"

    def values(self, n: int) -> str:
        """The cells with the values of series `n`."""
        return _span(self._places[n], self._count(n))

    def x(self, n: int) -> str:
        return _span(self._places[n] - 1, self._count(n))

    def sizes(self, n: int) -> str:
        return _span(self._places[n] + 1, self._count(n))

    def labels(self, n: int) -> str:
        return _span(self._words[n], self._count(n))

    def _count(self, n: int) -> int:
        return len(self.item.series[n].values) if self.pointed else len(self.item.categories)

    def _formula(self, text: str) -> str:
        """With the cells that it speaks of."""

        def cell(found: re.Match[str]) -> str:
            n, i = int(found[2]), int(found[3]) + 1
            return _place(self._places[n] if found[1] == "{" else n + 1, i)

        return _CELL.sub(cell, text)

    # The file --------------------------------------------------------------------------------------------------------

    def file(self) -> bytes:
        columns = list(self._columns())
        formats = list(dict.fromkeys(f for c in columns if c for f in [c.number_format] if f and f != "General"))
        out = BytesIO()
        package = Package(out)
        root, book = Relations(), Relations()
        root.add("officeDocument", "xl/workbook.xml")
        book.add("worksheet", "xl/worksheets/sheet1.xml")
        if formats:
            book.add("styles", "xl/styles.xml")
        package.relate("", root)
        package.add("xl/workbook.xml", _BOOK, f"{_KIND}.sheet.main", book)
        package.add("xl/worksheets/sheet1.xml", self._sheet(columns, formats), f"{_KIND}.worksheet")
        if formats:
            package.add("xl/styles.xml", _styles(formats), f"{_KIND}.styles")
        package.close()
        return out.getvalue()

    def _columns(self) -> Iterator[_Column | None]:
        """From A on; None is an empty one."""
        item = self.item
        if item.inputs:
            yield _Column("", item.inputs.rows)
            for name, values, number_format in item.inputs.columns:
                yield _Column(name, values, number_format or item.number_format)
            yield None
        yield self._names()
        for one in item.series:
            number_format = one.number_format or item.number_format
            if self.pointed:
                yield _Column("x", one.x, item.x_axis.number_format if item.x_axis else "")
            yield _Column(one.name, one.values, number_format, one.formulas)
            if one.sizes:
                yield _Column("", one.sizes)
        for n in self._words:
            yield self._label_column(item.series[n], self.worded[n])

    def _label_column(self, one: ChartSeries, worded: frozenset[int]) -> _Column:
        """The labels of a series under its name in quotes, as numbers where they are some."""
        head = f"“{one.name}”"
        if one.label_values:
            values = [value if i in worded else None for i, value in enumerate(one.label_values)]
            formulas = [text if i in worded else "" for i, text in enumerate(one.label_formulas)]
            return _Column(head, values, one.label_format, formulas)
        return _Column(head, [label if i in worded else "" for i, label in enumerate(one.labels)])

    def _names(self) -> _Column:
        item = self.item
        if item.dates:
            return _Column("", [serial(day) for day in item.dates], item.date_format, item.category_formulas)
        same = item.inputs is not None and item.inputs.rows == item.categories
        return _Column("", item.categories, "", [_place(0, i + 1) for i in range(len(item.categories))] if same else ())

    def _sheet(self, columns: Sequence[_Column | None], formats: Sequence[str]) -> str:
        rows: list[list[str]] = [[] for _ in range(1 + max(len(c.values) for c in columns if c))]
        for n, one in enumerate(columns):
            if one is None:
                continue
            style = formats.index(one.number_format) + 1 if one.number_format in formats else 0
            rows[0].append(_cell(f"{column(n)}1", one.head))
            for i, value in enumerate(one.values):
                formula = self._formula(one.formulas[i]) if i < len(one.formulas) else ""
                rows[i + 1].append(_cell(f"{column(n)}{i + 2}", value, formula, style))
        lines = "".join(f'<row r="{i}">{"".join(cells)}</row>' for i, cells in enumerate(rows, 1))
        return f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def says_value(one: ChartSeries, i: int, item: PlacedChart, language: str) -> bool:
    """Whether the label of point `i` is its value as office suites show it."""
    value = one.values[i]
    return value is not None and one.labels[i] == shown(value, one.number_format or item.number_format, language)


def _styles(formats: Sequence[str]) -> str:
    numbers = range(_FIRST_FORMAT, _FIRST_FORMAT + len(formats))
    return _STYLES.format(
        count=len(formats),
        formats="".join(
            f'<numFmt numFmtId="{n}" formatCode="{escape(code)}"/>' for n, code in zip(numbers, formats, strict=True)
        ),
        all=len(formats) + 1,
        uses="".join(
            f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for n in numbers
        ),
    )


def column(n: int) -> str:
    """The letters of column `n` from 0: A, B … Z, AA …"""
    letters = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _place(n: int, row: int) -> str:
    """The cell in column `n` and `row`, both from 0."""
    return f"${column(n)}${row + 1}"


def _span(n: int, count: int) -> str:
    """`count` cells under the head of column `n`."""
    return f"{SHEET}!{_place(n, 1)}:{_place(n, count)}"


def _cell(place: str, value: Value, formula: str = "", style: int = 0) -> str:
    look = f' s="{style}"' if style else ""
    if value is None or (value == "" and not formula):
        return ""
    if isinstance(value, str):
        if formula:
            return f'<c r="{place}"{look} t="str"><f>{escape(formula)}</f><v>{escape(value)}</v></c>'
        return f'<c r="{place}"{look} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"{look}>{f"<f>{escape(formula)}</f>" if formula else ""}<v>{value!r}</v></c>'
