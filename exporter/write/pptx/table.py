"""In: a placed table. Out: a native table in a `p:graphicFrame`; and the deck's own table style."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.model.page import Anchor, Cell, PlacedTable, TableRow
from exporter.write.pptx.palette import Palette
from exporter.write.pptx.sheet import Sheet, placement
from exporter.write.pptx.text import around_words, one_run
from exporter.write.pptx.xml import HEAD, NS_A, attributes, escape

_ANCHOR: dict[Anchor, str] = {"top": "t", "middle": "ctr", "bottom": "b"}
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
Rule = tuple[str, int]
"""Colour and width, EMU; no colour is no rule."""
Rules = tuple[Rule | None, Rule]
"""Above and below a cell."""
STYLE_ID = "{7B0A4E5C-2D5B-4C0E-9C53-6F1D0E8A4B21}"


def draw_table(item: PlacedTable, sheet: Sheet) -> str:
    head = any(row.header for row in item.rows[:1])
    side = any(cell and cell.header in ("row", "both") for row in item.rows for cell in row.cells[:1])
    flags = attributes(rtl=1 if item.leftward else None, firstRow=1 if head else None, firstCol=1 if side else None)
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in item.columns)
    above: list[Rule] | None = None
    rows = []
    for i in range(len(item.rows)):
        below = _rules(item.rows, i)
        rows.append(_row(item, i, above, below, sheet))
        above = below
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{sheet.identity(item, 'Table', item.alt)}"
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>{sheet.properties(item)}'
        f'</p:nvGraphicFramePr>{placement(item.box, tag="p:xfrm")}<a:graphic><a:graphicData uri="{_TABLE}"><a:tbl>'
        f"<a:tblPr{flags}>"
        f"<a:tableStyleId>{STYLE_ID}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{grid}</a:tblGrid>{''.join(rows)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _row(table: PlacedTable, i: int, above: Sequence[Rule] | None, below: Sequence[Rule], sheet: Sheet) -> str:
    """The rule between two rows belongs to both: stated twice, so that no application prefers the table style's."""
    row = table.rows[i]
    cells = []
    for j, cell in enumerate(row.cells):
        around = (above[j] if above else None, below[j])
        cells.append((cell and _plain(cell, around, sheet)) or _cell(table.rows, i, j, around, sheet))
    return f'<a:tr h="{row.h}">{"".join(cells)}</a:tr>'


def _plain(cell: Cell, rules: Rules, sheet: Sheet) -> str:
    """A cell of one row and one column with one paragraph in one run; nothing when it has more.

    Nearly every cell is one, of few kinds: what stands around its words is made once for each kind.
    """
    if cell.rows > 1 or cell.cols > 1 or len(cell.paras) != 1:
        return ""
    (para,) = cell.paras
    run = one_run(para)
    if not run:
        return ""
    words, kind = run
    looks = (kind, para.level, cell.insets, cell.anchor, cell.fill, rules)
    around = sheet.deck.cells.get(looks)
    if around is None:
        text = sheet.text.body(cell.paras, sheet.run_link)
        around = sheet.deck.cells[looks] = around_words(_tc("", text, cell, rules, sheet.palette), words)
    return f"{around[0]}{escape(words)}{around[1]}"


def _cell(rows: tuple[TableRow, ...], i: int, j: int, rules: Rules, sheet: Sheet) -> str:
    """The cell at row `i`, column `j`, both from 0. A merged-away cell repeats the looks of the one it went to."""
    top, left = _origin(rows, i, j)
    cell = rows[top].cells[left] or Cell(paras=())
    merge = attributes(
        rowSpan=cell.rows if cell.rows > 1 and i == top else None,
        gridSpan=cell.cols if cell.cols > 1 and j == left else None,
        hMerge=1 if j > left else None,
        vMerge=1 if i > top else None,
    )
    text = sheet.text.body(cell.paras if (i, j) == (top, left) else (), sheet.run_link)
    return _tc(merge, text, cell, rules, sheet.palette)


def _tc(merge: str, text: str, cell: Cell, rules: Rules, palette: Palette) -> str:
    """The `a:tc` element; a cell of the first row has no rule above."""
    above, below = rules
    inset = dict(zip(("marL", "marT", "marR", "marB"), cell.insets, strict=True))
    over = palette.line(*above, "a:lnT") if above else ""
    return (
        f"<a:tc{merge}><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
        f"<a:tcPr{attributes(**inset, anchor=_ANCHOR[cell.anchor])}>"
        f"{over}{palette.line(*below, 'a:lnB')}{palette.fill(cell.fill)}</a:tcPr></a:tc>"
    )


def _rules(rows: tuple[TableRow, ...], i: int) -> list[Rule]:
    """The rules under the cells of row `i`."""
    return [
        (cell.rule, cell.rule_w) if cell is not None and cell.rows == 1 else _merged_rule(rows, i, j)
        for j, cell in enumerate(rows[i].cells)
    ]


def _merged_rule(rows: tuple[TableRow, ...], i: int, j: int) -> Rule:
    """The rule under what covers row `i`, column `j`; none inside a merged cell."""
    top, left = _origin(rows, i, j)
    cell = rows[top].cells[left]
    if not cell or i < top + cell.rows - 1:
        return "", 0
    return cell.rule, cell.rule_w


def _origin(rows: tuple[TableRow, ...], i: int, j: int) -> tuple[int, int]:
    """Where the cell that covers row `i`, column `j` stands: itself, or the merged cell above and left of it."""
    if rows[i].cells[j] is not None:
        return i, j
    for top in range(i, -1, -1):
        for left in range(j, -1, -1):
            cell = rows[top].cells[left]
            if cell and top + cell.rows > i and left + cell.cols > j:
                return top, left
    return i, j


def table_styles() -> str:
    """The table styles part: rules between rows, a strong one under the head, no bands, all in theme colours."""
    rule = _style_rule("accent6", 9525)
    strong = _style_rule("tx1", 12700)
    font = '<a:fontRef idx="minor"/><a:schemeClr val="tx1"/>'
    return (
        f'{HEAD}<a:tblStyleLst {NS_A} def="{STYLE_ID}"><a:tblStyle styleId="{STYLE_ID}" styleName="Ruled">'
        f"<a:wholeTbl><a:tcTxStyle>{font}</a:tcTxStyle><a:tcStyle><a:tcBdr>"
        f"<a:bottom>{rule}</a:bottom><a:insideH>{rule}</a:insideH></a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle>"
        f'</a:wholeTbl><a:firstCol><a:tcTxStyle b="on">{font}</a:tcTxStyle><a:tcStyle><a:tcBdr/></a:tcStyle>'
        f'</a:firstCol><a:firstRow><a:tcTxStyle b="on">{font}</a:tcTxStyle><a:tcStyle><a:tcBdr>'
        f"<a:bottom>{strong}</a:bottom></a:tcBdr></a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
    )


def _style_rule(colour: str, width: int) -> str:
    return f'<a:ln w="{width}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:ln>'
