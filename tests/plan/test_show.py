"""What a theme's `deck:` asks of a plan: PowerPoint's sections, named and begun as the report's are."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from exporter.catalog import Catalog
from exporter.model.page import Document
from exporter.model.style import Show
from exporter.plan import plan
from exporter.read import read
from exporter.select import select

REPORT = Path(__file__).parents[2] / "data" / "solid-state-batteries.yaml"


def planned(show: Show) -> Document:
    catalog = Catalog([])
    audience = catalog.audience("general")
    theme = replace(catalog.theme(audience.theme), show=show)
    report = read(REPORT).report
    return plan(select(report, audience, "deck"), catalog.layouts(), theme, "deck")


def test_sections_begin_where_the_reports_do() -> None:
    document = planned(Show(sections=True))
    pages = {page.number: page for page in document.pages}
    for id, title, number in document.sections:
        assert pages[number].section in (id, "")
        assert pages[number - 1].section != id
        assert title
    named = [id for id, _, _ in document.sections]
    assert named[:-1] == list(dict.fromkeys(page.section for page in document.pages if page.section))
    assert named[-1] == "sources"


def test_there_are_none_unless_the_theme_asks() -> None:
    assert planned(Show()).sections == ()
