"""In: a node where a text may stand. Out: whether it says the text in several languages; the shape of such texts.

title: {en: Heat pumps, de: Wärmepumpen}
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from exporter.read.nodes import Map, Node, Problems, Scalar
from exporter.read.shape import Either, Schema, Shape, Text
from exporter.read.shape import Map as MapOf

LANGUAGE = Text(says="a language such as en or pt-BR", pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TAG = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]{2,8})*")
_KEYS = frozenset(("id", "for", "by", "to"))
"""Languages that are keys of their own where texts stand: Indonesian is written id-ID."""


def speaks(node: Node | None) -> bool:
    """Whether this is a text in several languages: a map in which every key names one."""
    return isinstance(node, Map) and bool(node.pairs) and all(map(_is_language, node.pairs))


@lru_cache(1000)
def _is_language(key: str) -> bool:
    found = _TAG.fullmatch(key)
    return found is not None and key not in _KEYS and found[1] in _languages()


@cache
def _languages() -> frozenset[str]:
    """The languages that Babel knows."""
    from babel.localedata import locale_identifiers

    return frozenset(name.partition("_")[0] for name in locale_identifiers())


def is_text(node: Node | None) -> bool:
    """Whether a text stands here itself, not in a map with keys of its own."""
    return isinstance(node, Scalar) or speaks(node)


class Spoken(Shape):
    """`one` is what may stand here in a single language, `text` what stands under each of several."""

    def __init__(self, one: Shape, text: Shape) -> None:
        self.one, self.text = one, text
        self._scalar = (isinstance(one, Either) and one.scalar) or one
        self.any_text = self._scalar.any_text

    @property
    def says(self) -> str:  # type: ignore[override]
        return self.one.says

    @property
    def _languages(self) -> MapOf:
        return MapOf(self.text, _TAG.pattern, LANGUAGE.says)

    def read(self, node: Node, problems: Problems) -> object:
        if isinstance(node, Scalar):  # most texts
            return self._scalar.read(node, problems)
        return (self._languages if speaks(node) else self.one).read(node, problems)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        if "languages" not in definitions:
            definitions["languages"] = {}
            definitions["languages"] = {
                **self._languages.schema(definitions),
                "description": "One text in several languages; an audience takes the one it wants.",
                "minProperties": 1,
            }
        one = self.one.schema(definitions)
        several: Schema = {"$ref": "#/$defs/languages"}
        return {"anyOf": [*one["anyOf"], several] if "anyOf" in one else [one, several]}
