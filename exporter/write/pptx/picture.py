"""In: a placed picture. Out: its `p:pic`, cropped, with alt text."""

from __future__ import annotations

from exporter.model.page import PlacedPicture
from exporter.write.pptx.sheet import Sheet, placement
from exporter.write.pptx.xml import attributes, thousandths

_VECTOR = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{}"/></a:ext></a:extLst>'
)
"""The drawing itself, which PowerPoint shows since 2016; older ones and others show the picture."""


def draw_picture(item: PlacedPicture, sheet: Sheet) -> str:
    image = sheet.relations.add("image", sheet.deck.media.part(item))
    inherits = id(item) in sheet.held
    place = "" if inherits else f'{placement(item.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    drawing = sheet.deck.media.drawing(item)
    vector = _VECTOR.format(sheet.relations.add("image", drawing)) if drawing else ""
    crop = {side: thousandths(share) or None for side, share in zip("ltrb", item.crop, strict=True)}
    return (
        f"<p:pic><p:nvPicPr>{sheet.identity(item, 'Picture', item.alt)}"
        f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>{sheet.properties(item)}</p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{image}">{vector}</a:blip><a:srcRect{attributes(**crop)}/>'
        f"<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{place}</p:spPr></p:pic>"
    )
