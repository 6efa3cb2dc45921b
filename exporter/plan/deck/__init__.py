"""In: Selection, layouts, theme. Out: the deck as a Document: every slide made, measured, numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.model.audience import Selection
from exporter.model.page import Document
from exporter.model.report import Report
from exporter.model.style import Layout, Theme
from exporter.plan.deck.content import section_drafts
from exporter.plan.deck.desk import Desk
from exporter.plan.deck.order import in_order, within_limit
from exporter.plan.deck.pages import document
from exporter.plan.sheet import Sheet
from exporter.plan.words import Words
from exporter.text import Fonts


def plan_deck(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Document:
    """The deck of a selection. It always fits: what no layout holds becomes running text over more slides."""
    report = selection.report
    density = theme.densities[selection.audience.density]
    names = dict(_names(report))
    sheet = Sheet(theme, density, Words(report.language), Fonts(theme.fonts), names=names)
    desk = Desk(selection, layouts, sheet)
    content = [draft for section in report.sections for draft in section_drafts(section, desk)]
    content = within_limit(content, selection)
    drafts = in_order(content, desk)
    return document(drafts, desk)


def _names(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.walk():
        yield section.id, section.title.plain
        for block in section.blocks:
            for item in getattr(block, "items", ()):
                yield item.id, item.name.plain
