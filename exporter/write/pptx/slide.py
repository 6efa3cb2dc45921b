"""In: a page and its slide layout. Out: the slide part. A row of DRAW draws each kind of placed item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from exporter.errors import InternalError
from exporter.model.page import (
    Item,
    Page,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    Span,
    flat,
)
from exporter.write.pptx.layouts import CONTENT, OBJECTS, Slot, Use, is_fixed, lifted, placeholders
from exporter.write.pptx.motion import clicks, shape_ids, timing, transition
from exporter.write.pptx.picture import draw_picture
from exporter.write.pptx.shape import draw_shape
from exporter.write.pptx.sheet import FIRST_SHAPE, Deck, Sheet, placement
from exporter.write.pptx.table import draw_table
from exporter.write.pptx.text import around_words, body_properties, inherited_body_properties, one_run
from exporter.write.pptx.xml import HEAD, NS, escape

TREE_HEAD = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def write_slide(page: Page, number: int, use: Use, deck: Deck) -> Sheet:
    """Add the slide part to the package, and whatever it shows. The sheet has its relations, not yet written."""
    sheet = Sheet(deck, number)
    sheet.relations.add("slideLayout", f"ppt/slideLayouts/slideLayout{use.layout.number}.xml")
    slots = {
        id(item): (use.layout.slots[key], use.levels[key])
        for key, item in placeholders(page.items)
        if key in use.levels
    }
    if not any(slot.name == "title" for slot, _ in slots.values()):
        raise InternalError(f"page {number} ({page.layout}) has no title placeholder")
    pieces = [
        (item, tuple(lifted((item,))) if isinstance(item, PlacedGroup) else (item,))
        for item in page.items
        if not is_fixed(item)
    ]
    items = [shape for _, shapes in pieces for shape in shapes]
    sheet.held = {id: reference(slot) for id, (slot, _) in slots.items() if slot.name in OBJECTS.values()}
    sheet.expect(items)
    shapes = "".join(
        draw_placeholder(item, *slots[id(item)], sheet)
        if isinstance(item, PlacedText) and id(item) in slots
        else draw([item], sheet)
        for item in items
    )
    hidden = ' show="0"' if page.hidden else ""
    xml = (
        f"{HEAD}<p:sld {NS}{hidden}><p:cSld><p:spTree>{TREE_HEAD}{shapes}</p:spTree></p:cSld>"
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{_show(pieces, items, deck)}</p:sld>"
    )
    deck.package.add(f"ppt/slides/slide{number}.xml", xml, "presentationml.slide")
    return sheet


def _show(pieces: Sequence[tuple[Item, Sequence[Item]]], items: Sequence[Item], deck: Deck) -> str:
    """The slide's transition, and what appears on it click by click, where the theme asks for it."""
    show = deck.document.theme.show
    built = timing(clicks(pieces, shape_ids(items, FIRST_SHAPE))) if show.builds == "points" else ""
    return transition(show.transition) + built


def draw(items: Sequence[Item], sheet: Sheet) -> str:
    """The shapes of some items, in reading order."""
    return "".join(DRAW[type(item)](item, sheet) for item in items)


def draw_text(item: PlacedText, sheet: Sheet) -> str:
    """A text box."""
    click = sheet.box_link(item)
    identity = sheet.identity(item, "Text", click=click)
    number = str(sheet.number) if item.counts else ""
    text = sheet.text.body(item.paras, _no_link if click else sheet.run_link, page_number=number, counts=item.counts)
    return (
        f'<p:sp><p:nvSpPr>{identity}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{placement(item.box)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{sheet.palette.fill(item.fill)}</p:spPr>'
        f"<p:txBody>{body_properties(item.anchor, item.insets)}<a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def draw_placeholder(item: PlacedText, slot: Slot, levels: Sequence[int], sheet: Sheet) -> str:
    """A text that takes its place and type from the slide layout."""
    run = one_run(item.paras[0]) if len(item.paras) == 1 else None
    click = "" if run else sheet.box_link(item)
    identity = sheet.identity(item, _called(item.placeholder), click=click)
    number = str(sheet.number) if slot.type == "sldNum" else ""
    words, kind = run or ("", ())
    # Titles, footers and the like are one run each: what stands around it is made once for each kind of them.
    plain = run and (words == number or not number or number not in words)
    known = sheet.deck.placeholders.setdefault(id(slot), (slot, {}))[1]
    looks = (levels, kind, words == number)
    around = known.get(looks) if plain else None
    if around:
        return f"<p:sp><p:nvSpPr>{identity}{around[0]}{escape(words)}{around[1]}"
    text = sheet.text.body(item.paras, _no_link if click else sheet.run_link, slot.levels, levels, number)
    xml = (
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{reference(slot)}</p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody>{inherited_body_properties(slot.insets)}<a:lstStyle/>{text}</p:txBody></p:sp>"
    )
    if plain:
        known[looks] = around_words(xml, words)
    return f"<p:sp><p:nvSpPr>{identity}{xml}"


@lru_cache(maxsize=256)
def _called(placeholder: str) -> str:
    """The name of a placeholder in the selection pane."""
    return placeholder.replace("-", " ").capitalize()


def reference(slot: Slot, *, prompt: bool = False) -> str:
    """The element that ties a slide's placeholder to that of its layout. Layouts state the type that is default."""
    type = f' type="{slot.type}"' if prompt or slot.type != CONTENT else ""
    index = f' idx="{slot.index}"' if slot.index else ""
    own = ' hasCustomPrompt="1"' if prompt else ""
    return f"<p:ph{type}{index}{own}/>"


def draw_group(item: PlacedGroup, sheet: Sheet) -> str:
    """A group in the slide's own coordinates. PowerPoint cannot group a table: such items stay side by side."""
    identity = sheet.identity(item, "Group", item.alt)
    inside = draw(item.items, sheet)
    if any(isinstance(member, PlacedTable) for member in flat(item.items)):
        return inside
    box = item.box
    children = f'<a:chOff x="{box.x}" y="{box.y}"/><a:chExt cx="{box.w}" cy="{box.h}"/>'
    return (
        f"<p:grpSp><p:nvGrpSpPr>{identity}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr>{placement(box, more=children)}</p:grpSpPr>{inside}</p:grpSp>"
    )


def draw_chart(item: PlacedChart, sheet: Sheet) -> str:
    from exporter.write.pptx import chart  # brings workbooks along, and many a deck has no chart

    return chart.draw_chart(item, sheet)


def draw_page(item: PlacedPage, sheet: Sheet) -> str:
    raise InternalError("a page inside a page is for handouts; a deck has none")


def _no_link(span: Span) -> str:
    """For the runs of a box that is a link as a whole."""
    return ""


DRAW: dict[type, Callable[[Any, Sheet], str]] = {
    PlacedText: draw_text,
    PlacedShape: draw_shape,
    PlacedTable: draw_table,
    PlacedChart: draw_chart,
    PlacedPicture: draw_picture,
    PlacedGroup: draw_group,
    PlacedPage: draw_page,
}
