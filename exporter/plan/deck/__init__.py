"""In: Selection, layouts, theme. Out: the deck as a Document: every slide made, measured, numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from exporter.model.audience import Selection
from exporter.model.page import Document
from exporter.model.report import Finding, Report
from exporter.model.style import Layout, Theme
from exporter.plan.deck.content import section_drafts
from exporter.plan.deck.desk import Desk
from exporter.plan.deck.order import in_order, within_limit
from exporter.plan.deck.pages import document
from exporter.plan.draft import slide_size
from exporter.plan.elements import bands, for_deck
from exporter.plan.mark import mark_of
from exporter.plan.references import referred, refers, titles
from exporter.plan.sheet import Sheet
from exporter.plan.slots import spoken
from exporter.plan.words import Words
from exporter.text import Fonts


def plan_deck(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Document:
    """The deck of a selection. It always fits: what no layout holds becomes running text over more slides."""
    findings: tuple[Finding, ...] = ()
    if refers(selection.report):
        selection, findings = referred(selection, titles(selection.report, Words(selection.report.language)))
    deck = _planned(selection, layouts, theme)
    return replace(deck, findings=(*deck.findings, *findings)) if findings else deck


def _planned(selection: Selection, layouts: Mapping[str, Layout], theme: Theme) -> Document:
    report = selection.report
    density = theme.densities[selection.audience.density]
    names = dict(_names(report))
    sheet = Sheet(theme, density, Words(report.language), Fonts(theme.fonts, report.language), names=names)
    elements = for_deck(selection, layouts, sheet)
    sheet = replace(sheet, bands=bands(elements.theme, sheet, slide_size(sheet)), titles={}, sources={})
    x, w = sheet.band("footer")
    mark = mark_of(selection.audience, sheet, "footer", x, density.frame.footer)
    if mark:
        sheet = replace(sheet, bands={**sheet.bands, "footer": (x + mark.w, w - mark.w)})
    desk = Desk(selection, spoken(layouts, elements.scope), sheet, replace(elements, sheet=sheet))
    content = [draft for section in report.sections for draft in section_drafts(section, desk)]
    content = within_limit(content, selection)
    drafts = in_order(content, desk)
    deck = document(drafts, desk)
    return replace(deck, pages=tuple(map(mark.on, deck.pages))) if mark else deck


def _names(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.walk():
        yield section.id, section.title.plain
        for block in section.blocks:
            for item in getattr(block, "items", ()):
                yield item.id, item.name.plain
