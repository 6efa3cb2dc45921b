"""In: the report. Out: the first page's pieces: head block or cover, summary, contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exporter.model.audience import Audience
from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import Figure, Report, Run, Runs, Text
from exporter.plan.brief.paper import Paper, joined
from exporter.plan.brief.pieces import Mark, Piece
from exporter.plan.sheet import Sheet, rule, shape, text_item
from exporter.plan.structure import _standfirst
from exporter.plan.titles import balance
from exporter.text import height

PageOf = dict[str, int]
"""Page number of each anchor; empty while the pages are not made yet."""


def edition(audience: Audience, sheet: Sheet) -> str:
    """ "Executive brief"."""
    return sheet.words("brief", audience=audience.title or audience.name.title())


def _title(report: Report, sheet: Sheet, width: int) -> tuple[Para, int]:
    text = report.headline or report.title
    found = balance(text, sheet, Box(0, 0, width, px(400)), "brief-title", most=4)
    if found:
        return found.para, found.inset
    return sheet.para(text, sheet.style("brief-title", 9), width, role=Role.TITLE), 0


def head_block(report: Report, audience: Audience, paper: Paper, sheet: Sheet) -> Piece:
    """Edition and date over the headline, the standfirst below: the executive head."""
    box = paper.text
    top = _edition_line(report, audience, paper, sheet, "accent", "muted")
    title, inset = _title(report, sheet, round(box.w * 0.8))
    lead = _lead(report, sheet, round(box.w * 0.82), "text2")
    y_title = px(30)
    y_lead = y_title + height([title]) + px(20)
    tall = y_lead + height(lead) if lead else y_title + height([title])

    def draw(y: int) -> list[Item]:
        items = [
            text_item(Box(box.x, y + y_title, round(box.w * 0.8), height([title])), (title,), size_role="brief-title",
                      role=Role.TITLE, insets=(0, 0, inset, 0))
        ]  # fmt: skip
        items += top(y)
        if lead:
            items.append(
                text_item(Box(box.x, y + y_lead, round(box.w * 0.82), height(lead)), lead, size_role="brief-standfirst",
                          paths=_lead_paths(report))
            )  # fmt: skip
        return list(items)

    return Piece(tall, draw)


def _lead(report: Report, sheet: Sheet, width: int, colour: str) -> tuple[Para, ...]:
    parts = [t for t, _ in _standfirst(report, report.headline or report.title)]
    if report.standfirst and report.headline:
        pass
    return sheet.paras(parts, sheet.style("brief-standfirst", colour=colour), width, gap=6)


def _lead_paths(report: Report) -> tuple[str, ...]:
    if report.standfirst or not report.headline:
        return ()
    return tuple(t.path for t in (report.title, report.edition) if t)


def _edition_line(report: Report, audience: Audience, paper: Paper, sheet: Sheet, left: str, right: str):  # type: ignore[no-untyped-def]
    box = paper.text
    style = sheet.style("brief-running", size=9, line=13)
    name = sheet.para(edition(audience, sheet), style.but(colour=left, bold=True), box.w // 2, role=Role.LABEL)
    parts: list[Runs] = []
    paths: list[str] = []
    if report.kind:
        parts.append(report.kind.runs)
        paths.append(report.kind.path)
    if report.authors:
        parts.append((Run(", ".join(a.plain for a in report.authors)),))
        paths += [a.path for a in report.authors]
    if report.date:
        parts.append((Run(sheet.words.date(report.date)),))
    elif report.date_text:
        parts.append(report.date_text.runs)
    if report.date_text:
        paths.append(report.date_text.path)
    day = sheet.para(joined(*parts, by="  |  "), style.but(colour=right, align="right"), box.w // 2, role=Role.LABEL)

    def draw(y: int) -> list[Item]:
        items: list[Item] = [text_item(Box(box.x, y, box.w // 2, height([name])), (name,), size_role="brief-note")]
        if parts:
            items.append(
                text_item(Box(box.right - box.w // 2, y, box.w // 2, height([day])), (day,), size_role="brief-note",
                          paths=tuple(paths))
            )  # fmt: skip
        return items

    return draw


def cover_block(report: Report, audience: Audience, paper: Paper, sheet: Sheet) -> Piece:
    """The technical head: a deep block over the whole width, 432 px high, more for a long headline."""
    box = paper.text
    top = _edition_line(report, audience, paper, sheet, "on-deep", "deep-text")
    width = round(box.w * 0.9)
    title, inset = _title(report, sheet, width)
    lead = _lead(report, sheet, round(box.w * 0.8), "deep-text")
    y_title = px(152)
    y_lead = y_title + height([title]) + px(22)
    deep = max(px(432), y_lead + height(lead) + px(48))

    def draw(y: int) -> list[Item]:
        items: list[Item] = [shape("rect", Box(0, 0, paper.size[0], deep), fill="deep")]
        items.append(
            text_item(Box(box.x, y_title, width, height([title])), (title,), size_role="brief-title", role=Role.TITLE,
                      insets=(0, 0, inset, 0))
        )  # fmt: skip
        items += top(px(56))
        if lead:
            items.append(
                text_item(Box(box.x, y_lead, round(box.w * 0.8), height(lead)), lead, size_role="brief-standfirst",
                          paths=_lead_paths(report))
            )  # fmt: skip
        return items

    return Piece(deep - px(paper.top) + px(8), draw)


def summary_box(report: Report, paper: Paper, sheet: Sheet) -> list[Piece]:
    """The executive summary: figures two by two on a tint panel."""
    if not report.summary:
        return []
    box = paper.text
    inner = box.w - 2 * px(20) - px(32)
    width = inner // 2
    cells = [_box_cell(f, sheet, width) for f in report.summary]
    rows = [cells[i : i + 2] for i in range(0, len(cells), 2)]
    heights = [max(height(c) for c in row) for row in rows]
    gap = px(18)
    tall = sum(heights) + gap * (len(rows) - 1) + 2 * px(18)
    headline = _summary_headline(report, paper, sheet)

    def draw(y: int) -> list[Item]:
        items: list[Item] = [shape("rect", Box(box.x, y, box.w, tall), fill="tint")]
        at = y + px(18)
        for row, h in zip(rows, heights, strict=True):
            for i, cell in enumerate(row):
                x = box.x + px(20) + i * (width + px(32))
                items.append(text_item(Box(x, at, width, h), cell, size_role="brief-note"))
            at += h + gap
        return items

    return [*headline, Piece(tall, draw, before=px(12) if headline else px(24))]


def _summary_headline(report: Report, paper: Paper, sheet: Sheet) -> list[Piece]:
    """The summary's claim over its panel."""
    if not report.summary_headline:
        return []
    box = paper.text
    para = sheet.para(report.summary_headline, sheet.style("brief-h2"), box.w, role=Role.H1)
    tall = height([para])
    return [
        Piece(
            tall, lambda y: [text_item(Box(box.x, y, box.w, tall), (para,), size_role="brief-h2", role=Role.H1)],
            before=px(24), keep=True,
        )
    ]  # fmt: skip


def _box_cell(figure: Figure, sheet: Sheet, width: int) -> tuple[Para, ...]:
    colour = "highlight" if figure.emphasis else "accent"
    paras = [sheet.para(figure.figure, sheet.style("brief-figure", colour=colour), width, role=Role.LABEL)]
    if figure.label:
        paras.append(sheet.para(figure.label, sheet.style("brief-box-head"), width, space_before=1))
    if figure.support:
        paras.append(sheet.para(figure.support, sheet.style("brief-box-text"), width, space_before=2))
    return tuple(paras)


def summary_grid(report: Report, paper: Paper, sheet: Sheet) -> list[Piece]:
    """The technical summary: head and support under hairlines, in two columns."""
    if not report.summary:
        return []
    box = paper.text
    out = [_small_head(report.summary_headline or sheet.words("brief-summary"), paper, sheet)]
    gap = px(24)
    width = (box.w - gap) // 2
    cells = [_grid_cell(f, sheet, width) for f in report.summary]
    for i in range(0, len(cells), 2):
        row = cells[i : i + 2]
        labels = [(f.label.path,) if f.label else () for f in report.summary[i : i + 2]]
        tall = max(height(c) for c in row) + px(24)

        def draw(
            y: int, row: Sequence[tuple[Para, ...]] = row, labels: Sequence[tuple[str, ...]] = labels
        ) -> list[Item]:
            items: list[Item] = []
            for j, (cell, paths) in enumerate(zip(row, labels, strict=True)):
                x = box.x + j * (width + gap)
                items.append(rule(x, y, width))
                spot = Box(x, y + px(10), width, height(cell))
                items.append(text_item(spot, cell, size_role="brief-note", paths=paths))
            return items

        out.append(Piece(tall, draw))
    return out


def _grid_cell(figure: Figure, sheet: Sheet, width: int) -> tuple[Para, ...]:
    colour = "highlight" if figure.emphasis else "accent"
    head: Runs = figure.figure.runs
    if figure.label:
        head = (*head, Run(": "), *figure.label.runs)
    style = sheet.style("brief-figure", colour=colour, bold=True)
    paras = [sheet.para(head, style.but(size=10.5, line=15), width, path=figure.figure.path, role=Role.LABEL)]
    if figure.support:
        paras.append(sheet.para(figure.support, sheet.style("brief-box-text"), width, space_before=2))
    return tuple(paras)


def _small_head(text: Text | str, paper: Paper, sheet: Sheet) -> Piece:
    box = paper.text
    para = sheet.para(text, sheet.style("brief-h2").but(size=12, line=17, bold=True, font="body"), box.w, role=Role.H1)
    tall = height([para])
    return Piece(
        tall + px(8),
        lambda y: [text_item(Box(box.x, y, box.w, tall), (para,), size_role="brief-h2", role=Role.H1)],
        before=px(24), keep=True,
    )  # fmt: skip


def strip(marks: Sequence[Mark], pages: PageOf, paper: Paper, sheet: Sheet) -> list[Piece]:
    """Contents as a strip of up to four cells a row: number, title, page."""
    box = paper.text
    per = min(4, max(1, len(marks)))
    if len(marks) > 8:
        return levels(marks, pages, paper, sheet)
    gap = px(24)
    width = (box.w - gap * (per - 1)) // per
    out = []
    for i in range(0, len(marks), per):
        row = [_strip_cell(m, pages, sheet, width - px(28)) for m in marks[i : i + per]]
        tall = max(height([left]) for left, _ in row) + px(20)

        def draw(y: int, row: Sequence[tuple[Para, Para]] = row) -> list[Item]:
            items: list[Item] = []
            for j, (left, right) in enumerate(row):
                x = box.x + j * (width + gap)
                items.append(rule(x, y, width, "ink"))
                items.append(
                    text_item(
                        Box(x, y + px(8), width - px(28), height([left])), (left,), size_role="brief-toc", role=Role.TOC
                    )
                )
                items.append(
                    text_item(
                        Box(x + width - px(28), y + px(8), px(28), height([right])),
                        (right,),
                        size_role="brief-toc",
                        role=Role.TOC,
                    )
                )
            return items

        out.append(Piece(tall, draw, before=px(24) if not i else 0))
    return out


def _strip_cell(mark: Mark, pages: PageOf, sheet: Sheet, width: int) -> tuple[Para, Para]:
    style = sheet.style("brief-toc")
    runs: Runs = (Run(mark.title, link=f"#{mark.anchor}"),)
    if mark.number:
        runs = (Run(f"{mark.number}  ", bold=True), *runs)
    left = _plain_links(sheet.para(runs, style, width, role=Role.TOC), bool(mark.number))
    number = str(pages.get(mark.anchor, 0) or "")
    right = sheet.para(number, style.but(align="right", colour="muted"), px(28), role=Role.TOC)
    return left, right


def _plain_links(para: Para, numbered: bool) -> Para:
    """Links of a contents list keep the colour of the text; the number before them is accent."""
    lines = []
    for n, line in enumerate(para.lines):
        spans = []
        for i, span in enumerate(line.spans):
            accent = numbered and not n and not i and span.bold
            spans.append(replace(span, colour="accent" if accent else para.style.colour))
        lines.append(replace(line, spans=tuple(spans)))
    return replace(para, lines=tuple(lines))


def levels(marks: Sequence[Mark], pages: PageOf, paper: Paper, sheet: Sheet) -> list[Piece]:
    """Contents in two levels: a row an entry between hairlines, page numbers at the right."""
    box = paper.text
    out = [_small_head(sheet.words("contents"), paper, sheet)]
    indent = px(36)
    for n, mark in enumerate(marks):
        style = sheet.style("brief-toc", bold=mark.level == 1)
        number = sheet.para(
            mark.number, style.but(colour="accent" if mark.level == 1 else "muted"), indent, role=Role.TOC
        )
        title = _plain_links(
            sheet.para((Run(mark.title, link=f"#{mark.anchor}"),), style, box.w - indent - px(48), role=Role.TOC), False
        )
        page = sheet.para(
            str(pages.get(mark.anchor, 0) or ""), style.but(colour="muted", align="right"), px(40), role=Role.TOC
        )
        tall = height([title]) + px(12)

        def draw(
            y: int, number: Para = number, title: Para = title, page: Para = page, mark: Mark = mark
        ) -> list[Item]:
            items: list[Item] = [rule(box.x, y, box.w)]
            if mark.number:
                items.append(
                    text_item(
                        Box(box.x, y + px(6), indent, height([number])), (number,), size_role="brief-toc", role=Role.TOC
                    )
                )
            items.append(
                text_item(
                    Box(box.x + indent, y + px(6), box.w - indent - px(48), height([title])),
                    (title,),
                    size_role="brief-toc",
                    role=Role.TOC,
                )
            )
            items.append(
                text_item(
                    Box(box.right - px(40), y + px(6), px(40), height([page])),
                    (page,),
                    size_role="brief-toc",
                    role=Role.TOC,
                )
            )
            return items

        out.append(Piece(tall, draw, keep=n < 2))
    return out
