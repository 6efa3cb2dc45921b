"""In: the document's properties. Out: the parts around the slides: presentation, sections, document properties."""

from __future__ import annotations

from exporter.errors import InternalError
from exporter.model.page import Document
from exporter.write.digest import md5
from exporter.write.moment import made
from exporter.write.pptx import notes
from exporter.write.pptx.master import other_style
from exporter.write.pptx.package import Relations
from exporter.write.pptx.sheet import Deck
from exporter.write.pptx.table import table_styles
from exporter.write.pptx.xml import HEAD, NS, attributes, escape

THUMBNAIL = "docProps/thumbnail.jpeg"
_FIRST_SLIDE_ID = 256
_PAPER = {(9144000, 6858000): "screen4x3"}
"""Sizes that PowerPoint knows by name."""
_SECTIONS_EXT = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14 = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
_CORE_NS = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"


def write_head(deck: Deck) -> None:
    """The package's first entries: by them `file` and mail servers know a presentation."""
    root = Relations()
    root.add("officeDocument", "ppt/presentation.xml")
    root.add("core-properties", "docProps/core.xml")
    root.add("extended-properties", "docProps/app.xml")
    pictured = deck.document.theme.show.thumbnail
    if pictured:
        root.add("thumbnail", THUMBNAIL)
    deck.package.relate("", root)
    _write_presentation(deck)
    if pictured:
        from exporter.write.png import thumbnail  # draws with packages that few decks need

        deck.package.add(THUMBNAIL, thumbnail(deck.document))
    deck.package.add("docProps/core.xml", _core(deck.document), _CORE_TYPE)
    deck.package.add("docProps/app.xml", _app(deck.document), "extended-properties")
    deck.package.add("ppt/presProps.xml", f"{HEAD}<p:presentationPr {NS}/>", "presentationml.presProps")
    deck.package.add("ppt/viewProps.xml", f"{HEAD}<p:viewPr {NS}/>", "presentationml.viewProps")
    deck.package.add("ppt/tableStyles.xml", table_styles(), "presentationml.tableStyles")


def _write_presentation(deck: Deck) -> None:
    document = deck.document
    sizes = {page.size for page in document.pages}
    if len(sizes) != 1:
        raise InternalError(f"a deck has slides of one size, not {len(sizes)}")
    width, height = sizes.pop()
    relations = Relations()
    master = relations.add("slideMaster", "ppt/slideMasters/slideMaster1.xml")
    notes_master = relations.add("notesMaster", notes.MASTER) if any(p.notes for p in document.pages) else ""
    slides = "".join(
        f'<p:sldId id="{_FIRST_SLIDE_ID + n}" r:id="{relations.add("slide", f"ppt/slides/slide{n + 1}.xml")}"/>'
        for n in range(len(document.pages))
    )
    for name in ("presProps", "viewProps", "tableStyles"):
        relations.add(name, f"ppt/{name}.xml")
    relations.add("theme", "ppt/theme/theme1.xml")
    with_notes = f'<p:notesMasterIdLst><p:notesMasterId r:id="{notes_master}"/></p:notesMasterIdLst>'
    xml = (
        f'{HEAD}<p:presentation {NS} saveSubsetFonts="1"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="{2**31}" r:id="{master}"/></p:sldMasterIdLst>{with_notes if notes_master else ""}'
        f"<p:sldIdLst>{slides}</p:sldIdLst>"
        f"<p:sldSz{attributes(cx=width, cy=height, type=_PAPER.get((width, height)))}/>"
        f'<p:notesSz cx="{notes.PAGE[0]}" cy="{notes.PAGE[1]}"/>'
        f"<p:defaultTextStyle>{other_style(deck)}</p:defaultTextStyle>{_sections(document)}</p:presentation>"
    )
    deck.package.add("ppt/presentation.xml", xml, "presentationml.presentation.main", relations)


def _sections(document: Document) -> str:
    """PowerPoint's sections. Together they hold every slide; what precedes the first one is named as the document."""
    starts = [(max(1, first), title) for _, title, first in sorted(document.sections, key=lambda s: s[2])]
    if not starts:
        return ""
    if starts[0][0] > 1:
        starts.insert(0, (1, document.title))
    ends = [first for first, _ in starts[1:]] + [len(document.pages) + 1]
    out = []
    for n, ((first, title), end) in enumerate(zip(starts, ends, strict=True)):
        ids = "".join(f'<p14:sldId id="{_FIRST_SLIDE_ID + page - 1}"/>' for page in range(first, end))
        if ids:
            guid = _guid(f"{document.title}/{n}/{title}")
            out.append(
                f"<p14:section{attributes(name=title, id=guid)}><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>"
            )
    sections = f"<p14:sectionLst {_P14}>{''.join(out)}</p14:sectionLst>"
    return f'<p:extLst><p:ext uri="{_SECTIONS_EXT}">{sections}</p:ext></p:extLst>'


def _guid(text: str) -> str:
    """A GUID that is the same for the same text."""
    h = md5(text.encode(errors="replace"), usedforsecurity=False).hexdigest().upper()
    return f"{{{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}}}"


def _core(document: Document) -> str:
    moment = _moment(document)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    values = (
        ("dc:title", document.title),
        ("dc:subject", document.subject),
        ("dc:creator", document.author),
        ("cp:lastModifiedBy", document.author),
        ("dc:language", document.language),
    )
    fields = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in values if value)
    return f"{HEAD}<cp:coreProperties {_CORE_NS}>{fields}{dates if moment else ''}</cp:coreProperties>"


def _moment(document: Document) -> str:
    """When the document was made, as the package writes it; empty when that is not said."""
    moment = made(document)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""


def _app(document: Document) -> str:
    pages = document.pages
    return (
        f'{HEAD}<Properties xmlns="{_EXTENDED}"><Application>exporter</Application>'
        f"<Slides>{len(pages)}</Slides><Notes>{sum(bool(p.notes) for p in pages)}</Notes>"
        f"<HiddenSlides>{sum(p.hidden for p in pages)}</HiddenSlides></Properties>"
    )
