"""In: the words of a glossary. Out: them in order, and what a line of it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from msgspec.structs import replace

from exporter.model.report import Run, Runs, Term

GLOSSARY = "glossary"
"""Where links to it lead."""
APART = "  "


def by_alphabet(terms: Iterable[Term]) -> list[Term]:
    """In the order of the alphabet; an accent does not matter, nor does a capital."""
    return sorted(terms, key=lambda term: (_letters(term.term.plain), term.term.plain))


def term_words(term: Term) -> Runs:
    """The word in bold, and what it means."""
    return (*(replace(run, bold=True) for run in term.term.runs), Run(APART), *term.text.runs)


def _letters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))
