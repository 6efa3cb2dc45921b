"""In: report text. Out: pieces of XML. Writers build it as text, which is what makes them fast."""

from __future__ import annotations

import re

from exporter.model.pattern import later

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_FORBIDDEN = later("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even as references."""
_SPECIAL = re.compile('[&<>"\n\r\t]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": " ", "\r": " ", "\t": " "}


def escape(text: str) -> str:
    """`text` for element content or an attribute in double quotes; what XML cannot hold is left out."""
    if text.isprintable():  # nothing forbidden, no break: nearly every text, and quicker to tell than by a pattern
        if not ("&" in text or "<" in text or ">" in text or '"' in text):
            return text
        return _SPECIAL.sub(lambda m: _ESCAPES[m[0]], text)
    return _SPECIAL.sub(lambda m: _ESCAPES[m[0]], _FORBIDDEN.sub("", text))


def attributes(**values: str | int | None) -> str:
    """` name="value"` for each value that is not None, to be put into a start tag."""
    out = ""
    for name, value in values.items():
        if value is not None:
            out += f' {name}="{escape(value) if isinstance(value, str) else value}"'
    return out
