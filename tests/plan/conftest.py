"""A drawing desk for each theme and density."""

from __future__ import annotations

from functools import cache

from exporter.catalog import Catalog
from exporter.plan.sheet import Sheet
from exporter.plan.words import Words
from exporter.text import Fonts

DESKS = (("ledger", "standard"), ("boardroom", "board"), ("engineering", "dense"))


@cache
def desk(theme: str = "ledger", density: str = "standard", language: str = "en") -> Sheet:
    found = Catalog([]).theme(theme)
    return Sheet(found, found.densities[density], Words(language), Fonts(found.fonts))
