"""In: a report read from Markdown. Out: the same, a section called glossary made its glossary."""

from __future__ import annotations

from msgspec.structs import replace

from exporter.model.report import Items, Report, Section, Term
from exporter.read.markdown_words import is_glossary


def with_glossary(report: Report) -> Report:
    """A section whose title is "Glossary", and that holds nothing but words with what they mean, is the glossary."""
    for section in report.sections:
        if is_glossary(section.title.plain) and (terms := _terms(section)):
            others = tuple(other for other in report.sections if other is not section)
            return replace(report, sections=others, glossary=terms) if others else report
    return report


def _terms(section: Section) -> tuple[Term, ...]:
    """The words of a section; none if it says anything else."""
    block = section.blocks[0] if len(section.blocks) == 1 and not section.sections else None
    if not isinstance(block, Items) or block.title or block.headline or any(group.title for group in block.groups):
        return ()
    terms = []
    for item in block.items:
        said = [text for _, texts in item.values for text in texts]
        if len(said) != 1 or item.detail or item.points:
            return ()
        terms.append(Term(item.name, said[0]))
    return tuple(terms)
