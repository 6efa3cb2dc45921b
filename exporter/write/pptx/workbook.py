"""In: a chart's categories and series. Out: the small .xlsx inside it, which PowerPoint opens for "Edit data"."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from exporter.model.page import ChartSeries
from exporter.write.pptx.package import Package, Relations
from exporter.write.pptx.xml import HEAD, NS_R, escape

SHEET = "Sheet1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "spreadsheetml"
_BOOK = (
    f'{HEAD}<workbook xmlns="{_MAIN}" {NS_R}>'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def workbook(categories: Sequence[str], series: Sequence[ChartSeries]) -> bytes:
    """Categories in column A, a column for every series, names in row 1."""
    out = BytesIO()
    package = Package(out)
    root, book = Relations(), Relations()
    root.add("officeDocument", "xl/workbook.xml")
    book.add("worksheet", "xl/worksheets/sheet1.xml")
    package.relate("", root)
    package.add("xl/workbook.xml", _BOOK, f"{_KIND}.sheet.main", book)
    package.add("xl/worksheets/sheet1.xml", _sheet(categories, series), f"{_KIND}.worksheet")
    package.close()
    return out.getvalue()


def column(n: int) -> str:
    """The letters of column `n` from 0: A, B … Z, AA …"""
    letters = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def span(n: int, count: int) -> str:
    """The reference of `count` cells under the head of column `n`."""
    return f"{SHEET}!${column(n)}$2:${column(n)}${count + 1}"


def head(n: int) -> str:
    """The reference of the head of column `n`."""
    return f"{SHEET}!${column(n)}$1"


def _sheet(categories: Sequence[str], series: Sequence[ChartSeries]) -> str:
    rows = [_row(1, ["", *(one.name for one in series)])]
    for i, category in enumerate(categories):
        rows.append(_row(i + 2, [category, *(one.values[i] for one in series)]))
    return f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _row(number: int, values: Sequence[str | float | None]) -> str:
    cells = "".join(_cell(f"{column(n)}{number}", value) for n, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: str | float | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'
