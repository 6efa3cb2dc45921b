"""In: speaker notes. Out: notes slides, and the notes master they follow."""

from __future__ import annotations

from exporter.model.geometry import Box
from exporter.model.page import Page, notes_of
from exporter.model.style import TextStyle
from exporter.write.pptx.master import COLOUR_MAP
from exporter.write.pptx.package import Relations
from exporter.write.pptx.palette import Palette
from exporter.write.pptx.sheet import Deck, placement
from exporter.write.pptx.slide import TREE_HEAD
from exporter.write.pptx.text import Level, locale
from exporter.write.pptx.theme import theme_part
from exporter.write.pptx.xml import HEAD, NS, escape

PAGE = (6858000, 9144000)
"""The notes page: PowerPoint's own size."""
MASTER = "ppt/notesMasters/notesMaster1.xml"
_MARGIN = 685800
_GEOMETRY = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_IMAGE_HEIGHT = 3086100
_LINE = 'w="9525"'


def write_notes_master(deck: Deck) -> None:
    """The notes master and its theme: the print colours, since notes are printed."""
    theme = deck.document.theme
    deck.package.add(
        "ppt/theme/theme2.xml", theme_part(theme, Palette(theme.print_colours), f"{theme.title} notes"), "theme"
    )
    relations = Relations()
    relations.add("theme", "ppt/theme/theme2.xml")
    width, height = deck.document.pages[0].size
    image_width = _IMAGE_HEIGHT * width // height
    image = Box((PAGE[0] - image_width) // 2, _MARGIN, image_width, _IMAGE_HEIGHT)
    text = Box(_MARGIN, image.bottom + _MARGIN // 2, PAGE[0] - 2 * _MARGIN, PAGE[1] - image.bottom - 3 * _MARGIN // 2)
    style = deck.text.level(0, Level(TextStyle(size=12, line=16), space_before=6))
    xml = (
        f'{HEAD}<p:notesMaster {NS}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE_HEAD}"
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>{placement(image)}{_GEOMETRY}'
        f'<a:noFill/><a:ln {_LINE}><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln></p:spPr></p:sp>'
        f'<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr>{placement(text)}{_GEOMETRY}</p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f'<a:p><a:r><a:rPr lang="{deck.text.locale}"/><a:t>Notes</a:t></a:r></a:p></p:txBody></p:sp>'
        f"</p:spTree></p:cSld><p:clrMap {COLOUR_MAP}/><p:notesStyle>{style}</p:notesStyle></p:notesMaster>"
    )
    deck.package.add(MASTER, xml, "presentationml.notesMaster", relations)


def write_notes(page: Page, number: int, slide: str, deck: Deck) -> str:
    """Add the notes of the slide part `slide`; the name of their part."""
    name = f"ppt/notesSlides/notesSlide{number}.xml"
    said = ((note, locale(language) if language else deck.text.locale) for note, _, language in notes_of(page))
    paras = "".join(f'<a:p><a:r><a:rPr lang="{lang}"/><a:t>{escape(note)}</a:t></a:r></a:p>' for note, lang in said)
    relations = Relations()
    relations.add("notesMaster", MASTER)
    relations.add("slide", slide)
    xml = (
        f'{HEAD}<p:notes {NS}><p:cSld><p:spTree>{TREE_HEAD}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr>'
        '</p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
        f"<a:lstStyle/>{paras}</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
        "</p:notes>"
    )
    deck.package.add(name, xml, "presentationml.notesSlide", relations)
    return name
