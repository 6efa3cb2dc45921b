"""In: a report and its audience. Out: what any of its texts has. A rule that looks for what none has is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from exporter.model import report as m
from exporter.model.audience import Audience
from exporter.model.report import Report, Text
from exporter.model.walk import OUTER, every_text, parts


class Survey(Struct, frozen=True):
    """Whether any text has…"""

    languages: bool
    """a language of its own, or several"""
    wordings: bool
    """another wording than the standard one"""
    links: bool
    """a link to another part of the report"""
    cites: bool
    """a reference to a source"""


def survey(report: Report, audience: Audience) -> Survey:
    """Of all texts that may reach the audience: those of the report and those that its profile brings.

    Rules take texts away and bring in none but these, so what none has now none will have later.
    """
    return _survey([*_of(report), *_of(audience.sections)])


def _of(part: object) -> Iterator[Text]:
    """The texts of a part, and those that stand under `for:`."""
    yield from every_text(part)
    for held in parts(part, {**OUTER, m.Items: ("fields",)}):
        for _, override in getattr(held, "overrides", ()):
            yield from (text for text in (override.title, override.headline) if text)


def _survey(texts: Iterable[Text]) -> Survey:
    languages = wordings = links = cites = False
    for text in texts:
        runs = text.standard
        if text.short or text.full:
            wordings = True
            runs = (*runs, *text.short, *text.full)
        if text.others or text.language:
            languages = True
            runs = (*runs, *(run for other in text.others for run in (*other.standard, *other.short, *other.full)))
            wordings = wordings or any(other.short or other.full for other in text.others)
        for run in runs:
            if run.cite:
                cites = True
            if run.link and run.link.startswith("#"):
                links = True
    return Survey(languages, wordings, links, cites)
