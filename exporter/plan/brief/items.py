"""In: a block of items. Out: its items one after another: name, short status beside it, the rest as one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.model.geometry import px
from exporter.model.page import Role
from exporter.model.report import AnyBlock, Field, Items, Point, Run, Runs, Text
from exporter.model.report import Item as ReportItem
from exporter.model.style import Region
from exporter.plan.arrange.flow import Flow, subhead
from exporter.plan.arrange.phrases import ended
from exporter.plan.brief.paper import bold, joined, painted
from exporter.plan.brief.telling import Head, Teller, Told, prose
from exporter.plan.slots import labelled
from exporter.text import words as count

PLAIN = Region("rows", ("items",), arrange="rows")
TAG_WORDS = 4
"""A status or figure of up to so many words stands beside the item's name."""
SENTENCE_WORDS = 5
"""Words from which a value speaks for itself; a shorter one is told with its field's label."""
NAME_WORDS, RUN_IN_WORDS = 5, 20
"""Words of a name and of the one thing said of it, up to which both stand on one line."""
ITEM_WORDS = 90
"""Words from which an item's fields are paragraphs of their own."""


def rows(teller: Teller, block: AnyBlock, region: Region = PLAIN) -> Iterator[Told]:
    """Items one after another: a bold name, a short status beside it, the rest as one paragraph.

    With `side: name` the names stand in the side column, as headings of their own.
    """
    if not isinstance(block, Items):
        yield from prose(teller, block)
        return
    aside = region.options.get("side") == "name"
    yield from teller.titled(block)
    number, short = 0, all(map(_short, block.items))
    headed = teller.desk.numbered and len(block.groups) > 1
    for group in block.groups:
        if group.title:
            yield Head(group.title, number=None, anchor=group.id) if headed else subhead(teller.pen, group.title)
        yield from teller.claim(group.headline, "brief-body")
        for item in group.items:
            number += 1
            if aside:
                yield Head(item.name, number=None, anchor=item.id)
                yield from _item(teller, item, block, number, region, named=False)
            elif short:
                yield _run_in(teller, item, f"{number}  " if block.ordered else "")
            else:
                yield from _item(teller, item, block, number, region)
    yield from links(teller, block)
    yield from teller.small([block.detail, block.note])


def _item(
    teller: Teller, item: ReportItem, block: Items, number: int, region: Region, named: bool = True
) -> Iterator[Flow]:
    values = list(_values(item, block, region))
    tags = [(f, t) for f, t in values if named and f.slot in ("status", "figure") and count(t.plain) <= TAG_WORDS]
    rest = [v for v in values if v not in tags]
    below = bool(rest or item.detail or item.points)
    if named:
        yield _name(teller, item, [t for _, t in tags], f"{number}  " if block.ordered else "", below)
    apart = sum(count(t.plain) for _, t in rest) > ITEM_WORDS
    for part in _parts(rest, apart, region):
        use = region.slot(part[0][0].slot)
        runs = joined(*(_said(field, text, apart, region) for field, text in part))
        look = {"colour": use.colour} if use.colour else {}
        before = 2 if apart else 1
        para = teller.pen.para(runs, use.style or "body", space_before=before, path=part[0][1].path, style=look)
        yield Flow(para, paths=tuple(t.path for _, t in part[1:]))
    if item.detail:
        yield Flow(teller.pen.para(item.detail, "body2", space_before=2))
    yield from points(teller, item.points)


def _values(item: ReportItem, block: Items, region: Region) -> Iterator[tuple[Field, Text]]:
    """What is said of an item, field by field; the layout's words where it has some for what is not said."""
    for field in block.fields:
        texts = item.value(field.id)
        if not texts and field.missing and region.slot(field.slot).missing:
            texts = (field.missing,)
        yield from ((field, text) for text in texts)


def _parts(values: Sequence[tuple[Field, Text]], apart: bool, region: Region) -> Iterator[list[tuple[Field, Text]]]:
    """The values of each paragraph: what the layout gives a style of its own stands by itself."""
    part: list[tuple[Field, Text]] = []
    for value in values:
        use = region.slot(value[0].slot)
        if part and (apart or use.style or use.colour):
            yield part
            part = []
        part.append(value)
        if use.style or use.colour:
            yield part
            part = []
    if part:
        yield part


def _run_in(teller: Teller, item: ReportItem, number: str) -> Flow:
    """A name and the little there is to say on one line."""
    text = item.values[0][1][0]
    head = bold(((Run(number),) if number else ()) + item.name.runs)
    para = teller.pen.para((*head, Run("   "), *text.runs), "body", space_before=4, path=item.name.path)
    return Flow(para, paths=(text.path,))


def _name(teller: Teller, item: ReportItem, tags: Sequence[Text], number: str, keep: bool) -> Flow:
    """The item's name in bold, and its short status beside it in colour."""
    runs: Runs = (*((Run(number, bold=True),) if number else ()), *bold(item.name.runs))
    for tag in tags:
        runs = (*runs, Run("   "), *tag.runs)
    look = {"font": "body", "bold": False}
    para = teller.pen.para(
        runs, "subhead", role=Role.H3, space_before=teller.desk.air.item, style=look, path=item.name.path
    )
    if tags:
        tone = "highlight" if item.emphasis else "accent"
        para = painted(para, lambda n, span: "" if span.bold else tone)
    return Flow(para, keep=keep, paths=tuple(t.path for t in tags))


def points(teller: Teller, tree: Sequence[Point], level: int = 0) -> Iterator[Flow]:
    """Nested points on en dashes, in the smaller type of what stands under an item."""
    hang = px(16)
    indent = min(hang * (level + 1), teller.desk.main // 2)
    for point in tree:
        yield Flow(
            teller.pen.para(point.text, "body2", role=Role.ITEM, level=level, bullet="–", indent=indent, hang=hang,
                          space_before=2)
        )  # fmt: skip
        yield from points(teller, point.points, level + 1)


def links(teller: Teller, block: Items) -> Iterator[Flow]:
    """What joins two items, a line each: "Volkswagen → QuantumScape: heavily invested in"."""
    names = {i.id: i.name.plain for i in block.items}
    for link in block.links:
        start, end = names.get(link.start, link.start), names.get(link.end, link.end)
        runs = (Run(f"{start} → {end}: ", bold=True), *link.label.runs)
        yield Flow(teller.pen.para(runs, "body", path=link.label.path, space_before=3))


def _short(item: ReportItem) -> bool:
    """Whether an item is a name and one text that read as one line or two."""
    texts = [t for _, texts in item.values for t in texts]
    if len(texts) != 1 or item.detail or item.points:
        return False
    return count(item.name.plain) <= NAME_WORDS and count(texts[0].plain) <= RUN_IN_WORDS


def _said(field: Field, text: Text, apart: bool, region: Region) -> Runs:
    """A value as a sentence; a short one, or one of many, with its label before it."""
    if labelled(region, field.slot):
        return (*bold(field.label.runs), Run(" "), *ended(text.runs))
    if field.label and (apart or (field.slot != "body" and count(text.plain) < SENTENCE_WORDS)):
        return (*bold(field.label.runs), Run(": "), *ended(text.runs))
    return ended(text.runs)
