"""A fixed text of a template file, with the values that it names. Report text is never one of these."""

from __future__ import annotations

from msgspec import Struct

from exporter.errors import Place

Argument = str | int
OF_PAGES = ("page", "section")
"""Roots whose values differ from page to page."""


class Filter(Struct, frozen=True):
    """`date("long")`: what a value goes through."""

    name: str
    arguments: tuple[Argument, ...] = ()


class Expression(Struct, frozen=True):
    """`{{ report.date | date("long") }}`: a value by its path, and what it goes through, in order."""

    path: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    place: Place | None = None

    def __str__(self) -> str:
        return ".".join(self.path)


class Template(Struct, frozen=True):
    """Words and expressions in their order."""

    parts: tuple[str | Expression, ...]
    place: Place | None = None

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return tuple(part for part in self.parts if isinstance(part, Expression))

    @property
    def varies(self) -> bool:
        """Whether its words differ from page to page."""
        return any(expression.path[0] in OF_PAGES for expression in self.expressions)
