"""In: report text and lengths. Out: pieces of XML. The deck's XML is built as text, which is what makes it fast."""

from __future__ import annotations

import re

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NS_A = f'xmlns:a="{_DRAWING}/main"'
NS_C = f'xmlns:c="{_DRAWING}/chart"'
NS_R = f'xmlns:r="{_OFFICE}/relationships"'
NS_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
NS = f"{NS_A} {NS_R} {NS_P}"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even as references."""
_SPECIAL = re.compile('[&<>"\n\r\t]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": " ", "\r": " ", "\t": " "}


def escape(text: str) -> str:
    """`text` for element content or an attribute in double quotes; what XML cannot hold is left out."""
    if text.isascii() and text.isprintable():
        return _SPECIAL.sub(lambda m: _ESCAPES[m[0]], text) if _SPECIAL.search(text) else text
    return _SPECIAL.sub(lambda m: _ESCAPES[m[0]], _FORBIDDEN.sub("", text))


def attributes(**values: str | int | None) -> str:
    """` name="value"` for each value that is not None, to be put into a start tag."""
    return "".join(f' {name}="{escape(str(v))}"' for name, v in values.items() if v is not None)


def hundredths(points: float) -> int:
    """Points as DrawingML's hundredths of a point."""
    return round(points * 100)


def thousandths(share: float) -> int:
    """A share of one as DrawingML's thousandths of a percent."""
    return round(share * 100_000)
