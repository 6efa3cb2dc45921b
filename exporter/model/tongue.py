"""In: the tag of a language ("pt-BR"). Out: the language itself, by which words and names are kept ("pt")."""

from __future__ import annotations

from functools import cache

_KEPT_AS = {"no": "nb", "nn": "nb"}
"""Norwegian in either writing has the words of Bokmål."""


@cache
def primary(language: str) -> str:
    """The language of a tag, without its region, in lower case."""
    name = language.partition("-")[0].lower()
    return _KEPT_AS.get(name, name)
