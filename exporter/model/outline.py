"""In: a placed Document and the report it shows. Out: its stretches: cover, agenda, sections, sources, backup."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from exporter.model.page import Document, Page, paths_of
from exporter.model.report import Report, Section
from exporter.model.walk import texts


class Stretch(Struct, frozen=True):
    """Pages that belong together: those of a section, or of one layout outside the sections."""

    name: str
    """The section's id, else the layout's name; backup pages of a section are a stretch of their own."""
    title: str
    pages: tuple[int, ...]
    layouts: tuple[str, ...] = ()
    """Of its pages, each once, in order; a brief's pages have none."""
    number: str = ""
    words: int = 0
    """Of the section's texts in this wording."""
    section: bool = False
    backup: bool = False


def outline(document: Document, report: Report) -> tuple[Stretch, ...]:
    """The stretches of a deck's slides, or of the pages of a brief or handout."""
    slides = document.format in ("deck", "slides")
    return tuple(_of_slides(document, report) if slides else _of_paper(document, report))


def _of_slides(document: Document, report: Report) -> Iterator[Stretch]:
    sections = {section.id: section for section in report.sections}
    runs: list[list[Page]] = []
    for page in document.pages:
        if runs and _key(runs[-1][-1]) == _key(page):
            runs[-1].append(page)
        else:
            runs.append([page])
    for pages in runs:
        numbers, layouts = tuple(p.number for p in pages), tuple(dict.fromkeys(p.layout for p in pages))
        section = sections.get(pages[0].section)
        if section is None:
            title = document.layouts.get(pages[0].layout, pages[0].layout)
            yield Stretch(pages[0].layout, title, numbers, layouts, backup=pages[0].backup)
        else:
            yield _stretch(section, numbers, layouts, pages[0].backup)


def _key(page: Page) -> tuple[str, bool]:
    return page.section or f"layout {page.layout}", page.backup


def _of_paper(document: Document, report: Report) -> Iterator[Stretch]:
    """The sections with the pages on which any of their texts stands."""
    where: dict[str, list[int]] = {}
    for page in document.pages:
        for path in paths_of(page):
            where.setdefault(path, []).append(page.number)
    for section in report.sections:
        pages = sorted({n for text in texts(section) for n in where.get(text.path, ())})
        yield _stretch(section, tuple(pages), (), section.backup)


def _stretch(section: Section, pages: tuple[int, ...], layouts: tuple[str, ...], backup: bool) -> Stretch:
    words = sum(len(text.plain.split()) for text in texts(section))
    return Stretch(section.id, section.title.plain, pages, layouts, section.number, words, section=True, backup=backup)
