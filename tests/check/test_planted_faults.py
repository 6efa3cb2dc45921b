"""Faults planted all over the real report's pages: each one is found, under its name, and nothing is found without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.check import check
from exporter.check.frames import item_frames
from exporter.model.geometry import pt, px
from exporter.model.page import (
    Cell,
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
    Span,
    flat,
    paras_of,
)
from exporter.plan import plan
from exporter.read import read
from exporter.select import select

Fault = Callable[[Document], Iterator[Document]]
REAL = Path(__file__).parent.parent.parent / "data/solid-state-batteries.yaml"
AUDIENCES = ("executive", "general", "investor", "technical")
SAMPLE = 6
"""Faults of a kind planted in one document, spread over its pages."""


@cache
def document(audience: str, format: str) -> Document:
    catalog = Catalog([])
    profile = catalog.audience(audience)
    selection = select(read(REAL).report, profile, format)
    return plan(selection, catalog.layouts(), catalog.theme(profile.theme), format)


def exchange(document: Document, old: Item, new: Item | None) -> Document:
    """The document with one item in the place of another, or with none; items are told apart by identity."""

    def items(those: tuple[Item, ...]) -> tuple[Item, ...]:
        out: list[Item] = []
        for item in those:
            if item is old:
                out += [new] if new else []
            elif isinstance(item, PlacedGroup):
                inner = items(item.items)
                same = len(inner) == len(item.items) and all(a is b for a, b in zip(inner, item.items, strict=True))
                out.append(item if same else replace(item, items=inner))
            else:
                out.append(item)
        return tuple(out)

    return replace(document, pages=tuple(replace(page, items=items(page.items)) for page in document.pages))


def all_items(document: Document) -> Iterator[tuple[Page, Item]]:
    for page in document.pages:
        for item in flat(page.items):
            yield page, item


def texts(document: Document) -> Iterator[tuple[Page, PlacedText]]:
    for page, item in all_items(document):
        if isinstance(item, PlacedText) and item.text.strip() and not item.fixed:
            yield page, item


def tables(document: Document) -> Iterator[PlacedTable]:
    return (item for _, item in all_items(document) if isinstance(item, PlacedTable))


def moved(item: Item, dx: int, dy: int) -> Item:
    box = replace(item.box, x=item.box.x + dx, y=item.box.y + dy)
    if isinstance(item, PlacedGroup):
        return replace(item, box=box, items=tuple(moved(member, dx, dy) for member in item.items))
    return replace(item, box=box)


def spans(para: Para, change: Callable[[Span], Span]) -> Para:
    return replace(para, lines=tuple(replace(line, spans=tuple(change(s) for s in line.spans)) for line in para.lines))


def dressed(item: Item, change: Callable[[Span], Span]) -> Item:
    """A text or a table with every run changed."""
    return with_paras(item, lambda paras: tuple(spans(para, change) for para in paras))


def with_paras(item: Item, change: Callable[[tuple[Para, ...]], tuple[Para, ...]]) -> Item:
    if isinstance(item, PlacedText):
        return replace(item, paras=change(item.paras))
    assert isinstance(item, PlacedTable)

    def cell(one: Cell | None) -> Cell | None:
        return replace(one, paras=change(one.paras)) if one else None

    return replace(item, rows=tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in item.rows))


def with_para(item: Item, old: Para, new: Para | None) -> Item:
    instead = (new,) if new else ()
    return with_paras(item, lambda paras: tuple(p for para in paras for p in (instead if para is old else (para,))))


def coloured(item: Item, role: str) -> Item:
    return dressed(item, lambda span: replace(span, colour=role))


def lower_box(document: Document) -> Iterator[Document]:
    """A box too low for its text by a quarter of a line."""
    for _, item in texts(document):
        (frame,) = item_frames(item)
        need = pt(sum(len(p.lines) * p.style.line for p in item.paras) + sum(p.space_before for p in item.paras[1:]))
        low = need + item.box.h - frame.inner.h - pt(item.paras[-1].style.line / 4)
        yield exchange(document, item, replace(item, box=replace(item.box, h=low)))


def narrower_box(document: Document) -> Iterator[Document]:
    """A box narrower than its longest line by a tenth, or 4 px."""
    for _, item in texts(document):
        (frame,) = item_frames(item)
        widest = max(para.indent + line.w for para in item.paras for line in para.lines)
        narrow = min(round(widest * 0.9), widest - px(4)) + item.box.w - frame.inner.w
        yield exchange(document, item, replace(item, box=replace(item.box, w=narrow)))


def lower_row(document: Document) -> Iterator[Document]:
    """A row of a table lower than one of its cells."""
    for table in tables(document):
        for r, row in enumerate(table.rows):
            if any(cell and cell.rows == 1 and cell.paras for cell in row.cells):
                rows = (*table.rows[:r], replace(row, h=pt(8)), *table.rows[r + 1 :])
                box = replace(table.box, h=sum(row.h for row in rows))
                yield exchange(document, table, replace(table, rows=rows, box=box))


def on_another_text(document: Document) -> Iterator[Document]:
    """A text moved so that its first line stands on the first line of another one of its page."""
    last: tuple[Page, PlacedText] | None = None
    for page, item in texts(document):
        if last and last[0] is page:
            other = next(line.ink for frame in item_frames(last[1]) for line in frame.lines)
            own = next(line.ink for frame in item_frames(item) for line in frame.lines)
            yield exchange(document, item, moved(item, other.x - own.x, other.y - own.y))
        last = page, item


def on_a_table(document: Document) -> Iterator[Document]:
    """A text moved onto the first cell of a table."""
    for page, item in all_items(document):
        if isinstance(item, PlacedTable):
            cell = next(line.ink for frame in item_frames(item) for line in frame.lines)
            for other, text in texts(document):
                if other is page:
                    own = next(line.ink for frame in item_frames(text) for line in frame.lines)
                    yield exchange(document, text, moved(text, cell.x - own.x, cell.y - own.y))


def small_type(document: Document) -> Iterator[Document]:
    """Type of 6 pt."""
    for _, item in all_items(document):
        if isinstance(item, PlacedText | PlacedTable) and any(p.text.strip() for p in paras_of(item)):
            yield exchange(document, item, dressed(item, lambda span: replace(span, size=6.0)))
        elif isinstance(item, PlacedChart):
            yield exchange(document, item, replace(item, label_style=item.label_style.but(size=6.0)))


def one_step_small(document: Document) -> Iterator[Document]:
    """The text of a slide half a point under the smallest size that its density allows."""
    least = document.theme.densities[document.density].floor("brief-note" if document.format == "brief" else "source")
    for _, item in texts(document):
        yield exchange(document, item, dressed(item, lambda span: replace(span, size=least - 0.5)))


def fact_removed(document: Document) -> Iterator[Document]:
    """A paragraph taken out that is the only one to say its fact."""
    told = said(document)
    for item, para in sole(document, told):
        yield exchange(document, item, with_para(item, para, None))


def word_removed(document: Document) -> Iterator[Document]:
    """A word taken out of a paragraph that is the only one to say its fact."""
    told = said(document)
    for item, para in sole(document, told):
        line = next((line for line in para.lines if len(line.spans[0].text.split()) > 1), None)
        if line is None or line.spans[0].rise:
            continue
        first, *rest = line.spans
        cut = replace(line, spans=(replace(first, text=first.text.split(maxsplit=1)[1]), *rest))
        less = replace(para, lines=tuple(cut if one is line else one for one in para.lines))
        yield exchange(document, item, with_para(item, para, less))


def said(document: Document) -> Counter[str]:
    """How often each fact is said."""
    told = Counter(path for page in document.pages for path in page.note_paths)
    for _, item in all_items(document):
        told.update(item.paths)
        if isinstance(item, PlacedTable):
            told.update(p for row in item.rows for cell in row.cells if cell for p in cell.paths)
        if not isinstance(item, PlacedGroup):
            told.update(para.path for para in paras_of(item))
    return told


def sole(document: Document, told: Counter[str]) -> Iterator[tuple[Item, Para]]:
    known = {entry.path for entry in document.ledger.entries if entry.shown.strip()}
    for _, item in all_items(document):
        if isinstance(item, PlacedText | PlacedTable):
            yield from ((item, para) for para in paras_of(item) if told[para.path] == 1 and para.path in known)


def off_the_page(document: Document) -> Iterator[Document]:
    """An item half beyond the right edge of its page."""
    for page, item in all_items(document):
        yield exchange(document, item, moved(item, page.size[0] - item.box.x - item.box.w // 2 + px(4), 0))


def above_the_page(document: Document) -> Iterator[Document]:
    for _, item in all_items(document):
        yield exchange(document, item, moved(item, 0, -item.box.bottom - px(4)))


def pale(document: Document) -> Iterator[Document]:
    """Text in the colour of what lies under it."""
    for page, item in texts(document):
        under = any(
            isinstance(other, PlacedShape | PlacedPicture | PlacedText)
            and other is not item
            and (not isinstance(other, PlacedShape | PlacedText) or other.fill)
            and other.box.overlaps(item.box)
            for other in flat(page.items)
        )
        ground = item.fill or ("" if under else page.background)
        if ground:
            yield exchange(document, item, coloured(item, ground))


def no_words(document: Document) -> Iterator[Document]:
    """A drawing that means something and says nothing to those who cannot see it."""
    for _, item in all_items(document):
        if isinstance(item, PlacedPicture | PlacedChart) and item.alt:
            yield exchange(document, item, replace(item, alt=""))
        elif isinstance(item, PlacedGroup) and any(isinstance(member, PlacedShape) for member in item.items):
            drawn = tuple(
                replace(m, decorative=False, role=Role.BODY) if isinstance(m, PlacedShape) else m for m in item.items
            )
            yield exchange(document, item, replace(item, alt="", items=drawn))


def dead_link(document: Document) -> Iterator[Document]:
    for _, item in texts(document):
        if any(span.goto for para in item.paras for line in para.lines for span in line.spans):
            yield exchange(document, item, dressed(item, lambda s: replace(s, goto="nowhere" if s.goto else "")))


def strange_sign(document: Document) -> Iterator[Document]:
    """A character that no font has."""
    for _, item in texts(document):
        yield exchange(document, item, dressed(item, lambda span: replace(span, text=span.text + "\U000130b8")))


def same_title(document: Document) -> Iterator[Document]:
    for i, page in enumerate(document.pages[1:], 1):
        again = replace(page, title=document.pages[0].title)
        yield replace(document, pages=(*document.pages[:i], again, *document.pages[i + 1 :]))


def title_read_last(document: Document) -> Iterator[Document]:
    for i, page in enumerate(document.pages):
        title = next((item for item in page.items if item.role is Role.TITLE), None)
        if title and len([item for item in page.items if isinstance(item, PlacedText) and not item.fixed]) > 1:
            late = replace(page, items=(*(item for item in page.items if item is not title), title))
            yield replace(document, pages=(*document.pages[:i], late, *document.pages[i + 1 :]))


EVERYWHERE: dict[Fault, str] = {
    lower_box: "overflow", narrower_box: "overflow", lower_row: "overflow", on_another_text: "collision",
    on_a_table: "collision", small_type: "floor", one_step_small: "floor", fact_removed: "lost-fact",
    word_removed: "lost-fact", off_the_page: "overflow", above_the_page: "overflow", pale: "contrast",
    no_words: "missing-alt", dead_link: "dead-link", strange_sign: "missing-glyph",
}  # fmt: skip
ON_SLIDES: dict[Fault, str] = {same_title: "title", title_read_last: "order"}
CASES = [
    pytest.param(fault, code, audience, format, id=f"{fault.__name__}-{audience}-{format}")
    for format, faults in (("deck", {**EVERYWHERE, **ON_SLIDES}), ("brief", EVERYWHERE))
    for audience in AUDIENCES
    for fault, code in faults.items()
]


def codes(document: Document) -> set[str]:
    return {finding.code for finding in check(document)}


@pytest.mark.parametrize("format", ["deck", "brief"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_found_where_nothing_is_planted(audience: str, format: str) -> None:
    assert check(document(audience, format)) == ()


@pytest.mark.parametrize(("fault", "code", "audience", "format"), CASES)
def test_what_is_planted_is_found(fault: Fault, code: str, audience: str, format: str) -> None:
    whole = document(audience, format)
    missed = [i for i, broken in planted(fault, whole) if code not in codes(broken)]
    assert not missed, f"places {missed}"


def test_every_kind_of_fault_is_planted_in_every_format() -> None:
    for format, faults in (("deck", {**EVERYWHERE, **ON_SLIDES}), ("brief", EVERYWHERE)):
        for fault in faults:
            assert any(next(fault(document(audience, format)), None) for audience in AUDIENCES), (fault, format)


def planted(fault: Fault, whole: Document) -> Iterator[tuple[int, Document]]:
    """A sample of the places where the fault can be planted, evenly spread, each with its number."""
    every = sum(1 for _ in fault(whole)) / SAMPLE
    wanted = {int(i * every) for i in range(SAMPLE)}
    return ((i, broken) for i, broken in enumerate(fault(whole)) if i in wanted)
