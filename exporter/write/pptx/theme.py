"""In: the theme. Out: the theme part: its twelve colours, its two fonts, and plain fills and lines."""

from __future__ import annotations

from exporter.model.style import Theme
from exporter.text.direction import LANGUAGES
from exporter.write.pptx.palette import Palette
from exporter.write.pptx.xml import HEAD, NS_A, attributes, escape

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_part(theme: Theme, palette: Palette, name: str, language: str = "") -> str:
    lines = "".join(f'<a:ln w="{w}" cap="flat" cmpd="sng" algn="ctr">{_FILL}</a:ln>' for w in (9525, 12700, 19050))
    body = theme.fonts["body"].name
    complex = body if language.partition("-")[0] in LANGUAGES else ""  # else office suites choose one by themselves
    return (
        f"{HEAD}<a:theme {NS_A}{attributes(name=name)}><a:themeElements>"
        f"<a:clrScheme{attributes(name=theme.title or theme.name)}>{palette.scheme()}</a:clrScheme>"
        f"<a:fontScheme{attributes(name=theme.title or theme.name)}>"
        f"{_font('major', theme.fonts['heading'].name, complex)}{_font('minor', body, complex)}</a:fontScheme>"
        f'<a:fmtScheme name="Flat"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        f"</a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/>{_chart_colours(theme)}</a:theme>"
    )


def _font(which: str, name: str, complex: str) -> str:
    families = f'<a:latin typeface="{escape(name)}"/><a:ea typeface=""/><a:cs typeface="{escape(complex)}"/>'
    return f"<a:{which}Font>{families}</a:{which}Font>"


def _chart_colours(theme: Theme) -> str:
    """The colours of charts with many series, offered in PowerPoint's colour picker."""
    row = "".join(
        f'<a:custClr name="Chart {i}"><a:srgbClr val="{colour}"/></a:custClr>'
        for i, colour in enumerate((theme.colours[role] for role in theme.chart_roles), 1)
    )
    return f"<a:custClrLst>{row}</a:custClrLst>" if row else ""
