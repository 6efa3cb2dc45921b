"""In: a placed picture. Out: its `p:pic`, cropped, with alt text."""

from __future__ import annotations

from exporter.model.page import PlacedPicture
from exporter.write.pptx.sheet import Sheet, placement
from exporter.write.pptx.xml import attributes, thousandths


def draw_picture(item: PlacedPicture, sheet: Sheet) -> str:
    image = sheet.relations.add("image", sheet.deck.media.part(item))
    inherits = id(item) in sheet.held
    place = "" if inherits else f'{placement(item.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    crop = {side: thousandths(share) or None for side, share in zip("ltrb", item.crop, strict=True)}
    return (
        f"<p:pic><p:nvPicPr>{sheet.identity(item, 'Picture', item.alt)}"
        f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>{sheet.properties(item)}</p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{image}"/><a:srcRect{attributes(**crop)}/><a:stretch><a:fillRect/></a:stretch>'
        f"</p:blipFill><p:spPr>{place}</p:spPr></p:pic>"
    )
