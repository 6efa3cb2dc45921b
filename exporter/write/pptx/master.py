"""In: theme, density and slide layouts. Out: the slide master and the slide layout parts."""

from __future__ import annotations

from exporter.model.geometry import Box, px
from exporter.model.page import Item
from exporter.model.style import Density, Frame, TextStyle
from exporter.write.pptx.layouts import SlideLayout, Slot, on_master
from exporter.write.pptx.sheet import Deck, Sheet, placement
from exporter.write.pptx.slide import TREE_HEAD, draw, reference
from exporter.write.pptx.text import PAGE_FIELD, Level, Mark, body_properties
from exporter.write.pptx.xml import HEAD, NS, attributes, escape

COLOUR_MAP = (
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
)
_PROMPTS = {
    "title": "Say the takeaway as a sentence",
    "tracker": "Section",
    "lead": "Say in a sentence what the takeaway rests on",
    "body": "Add text",
    "source": "Source: title, date, section",
    "footer": "Footer",
    "date": "Date",
    "date-line": "Kind and date",
    "numeral": "0",
    "table": "Table",
    "chart": "Chart",
    "picture": "Picture",
}
"""What an empty placeholder asks for, by its name without a count ("body-2" asks as "body" does)."""
_ASKED = {
    "subhead": "Head", "label": "Label", "number": "1", "figure": "Figure", "big-number": "Figure", "detail": "Detail",
    "statement": "Say it in a sentence", "code": "Code",
}  # fmt: skip
"""What others ask for, by the role of their type."""
_LAYOUT_TYPES = {"title": "title", "divider": "secHead"}
_FIRST_ID = 2**31
"""Ids of masters and layouts start here, by the file format's rule."""
_MARK_HANG = px(20)


def write_master(layouts: list[SlideLayout], deck: Deck) -> None:
    sheet = Sheet(deck)
    ids = "".join(
        f'<p:sldLayoutId id="{_FIRST_ID + one.number}" r:id="{sheet.relations.add("slideLayout", _part(one))}"/>'
        for one in layouts
    )
    sheet.relations.add("theme", "ppt/theme/theme1.xml")
    density = _density(deck)
    fixed = on_master(layouts)
    sheet.expect(fixed)
    shapes = draw(fixed, sheet) + "".join(_master_placeholder(slot, sheet) for slot in _master_slots(density))
    xml = (
        f"{HEAD}<p:sldMaster {NS}><p:cSld>{_background('bg', deck)}<p:spTree>{TREE_HEAD}{shapes}</p:spTree></p:cSld>"
        f"<p:clrMap {COLOUR_MAP}/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        f"<p:txStyles><p:titleStyle>{deck.text.level(0, Level(_style(density, 'title')))}</p:titleStyle>"
        f"<p:bodyStyle>{deck.text.list_style(_body_levels(density))}</p:bodyStyle>"
        f"<p:otherStyle>{other_style(deck)}</p:otherStyle></p:txStyles></p:sldMaster>"
    )
    deck.package.add("ppt/slideMasters/slideMaster1.xml", xml, "presentationml.slideMaster", sheet.relations)


def write_layout(layout: SlideLayout, master: tuple[Item, ...], deck: Deck) -> None:
    """`master`: what stands on the master; a layout that lacks any of it shows nothing of the master."""
    sheet = Sheet(deck)
    sheet.relations.add("slideMaster", "ppt/slideMasters/slideMaster1.xml")
    shown = all(item in layout.fixed for item in master)
    own = [item for item in layout.fixed if not shown or item not in master]
    sheet.expect(own)
    fixed = draw(own, sheet)
    slots = "".join(_layout_placeholder(slot, sheet) for slot in layout.slots.values())
    background = _background(layout.background, deck) if layout.background != "bg" else ""
    kind = _LAYOUT_TYPES.get(layout.layout)
    looks = {"showMasterSp": None if shown else 0, "type": kind, "preserve": 1, "userDrawn": 1}
    xml = (
        f"{HEAD}<p:sldLayout {NS}{attributes(**looks)}>"
        f"<p:cSld{attributes(name=layout.name)}>{background}<p:spTree>{TREE_HEAD}{fixed}{slots}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
    deck.package.add(_part(layout), xml, "presentationml.slideLayout", sheet.relations)


def other_style(deck: Deck) -> str:
    """What text outside placeholders starts from; the same in tables, and for the whole presentation."""
    default = deck.text.default_run(TextStyle(size=18))
    return "".join(f'<a:lvl{n}pPr marL="0" indent="0" algn="l" rtl="0">{default}</a:lvl{n}pPr>' for n in range(1, 10))


def _part(layout: SlideLayout) -> str:
    return f"ppt/slideLayouts/slideLayout{layout.number}.xml"


def _background(role: str, deck: Deck) -> str:
    return f"<p:bg><p:bgPr>{deck.palette.fill(role)}<a:effectLst/></p:bgPr></p:bg>"


def _density(deck: Deck) -> Density:
    document = deck.document
    return document.theme.densities.get(document.density) or Density(document.density, Frame(), {})


def _style(density: Density, role: str) -> TextStyle:
    return density.style(role) if role in density.styles else TextStyle()


def _body_levels(density: Density) -> dict[int, Level]:
    """Five outline levels for slides that a person adds: marks hang as in our own lists."""
    roles = ("body", "body2", "body3", "body3", "body3")
    return {
        n: Level(_style(density, role), _MARK_HANG * (n + 1), _MARK_HANG, Mark("char", "–"), "accent", 6)
        for n, role in enumerate(roles)
    }


def _master_slots(density: Density) -> list[Slot]:
    """The master's own placeholders, where the density's frame has them."""
    frame = density.frame
    third = (frame.right - frame.left) / 3

    def slot(name: str, type: str, index: int, rows: tuple[float, float], x: float, w: float, align: str) -> Slot:
        box = Box(px(x), px(rows[0]), px(w), px(rows[1] - rows[0]))
        role = name if name in ("title", "body") else "footer"
        style = _style(density, role).but(align=align)
        return Slot(name, type, index, box, "top", (0, 0, 0, 0), "", {0: Level(style)})

    width = frame.right - frame.left
    return [
        slot("title", "title", 0, frame.title, frame.left, width, "left"),
        slot("body", "body", 1, frame.body, frame.left, width, "left"),
        slot("date", "dt", 2, frame.footer, frame.left + third, third, "center"),
        slot("footer", "ftr", 3, frame.footer, frame.left, third, "left"),
        slot("page", "sldNum", 4, frame.footer, frame.left + 2 * third, third, "right"),
    ]


def _master_placeholder(slot: Slot, sheet: Sheet) -> str:
    # Title and body take their type from the master's text styles; the small ones state their own.
    levels = "" if slot.type in ("title", "body") else sheet.text.list_style(slot.levels)
    return _placeholder(slot, sheet, levels, prompt=False)


def _layout_placeholder(slot: Slot, sheet: Sheet) -> str:
    return _placeholder(slot, sheet, sheet.text.list_style(slot.levels), prompt=True)


def _placeholder(slot: Slot, sheet: Sheet, levels: str, *, prompt: bool) -> str:
    name = slot.name.replace("-", " ").capitalize()
    fill = sheet.palette.fill(slot.fill) if slot.fill else ""
    return (
        f"<p:sp><p:nvSpPr>{sheet.named(name)}<p:cNvSpPr>"
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{reference(slot, prompt=prompt and slot.type != "sldNum")}</p:nvPr>'
        f'</p:nvSpPr><p:spPr>{placement(slot.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f"<p:txBody>{body_properties(slot.anchor, slot.insets)}<a:lstStyle>{levels}</a:lstStyle>"
        f"{_prompt(slot, sheet)}</p:txBody></p:sp>"
    )


def _prompt(slot: Slot, sheet: Sheet) -> str:
    lang = f'<a:rPr lang="{sheet.text.locale}"/>'
    if slot.type == "sldNum":
        return f'<a:p><a:fld id="{PAGE_FIELD}" type="slidenum">{lang}<a:t>‹#›</a:t></a:fld></a:p>'
    words = _PROMPTS.get(slot.name) or _PROMPTS.get(slot.name.rstrip("0123456789-"))
    words = words or _ASKED.get(slot.size_role) or _PROMPTS["body"]
    if slot.type == "ftr" and sheet.deck.document.footer:
        words = sheet.deck.document.footer
    return f"<a:p><a:r>{lang}<a:t>{escape(words)}</a:t></a:r></a:p>"
