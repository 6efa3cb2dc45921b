"""In: a report and its audience. Out: what any part of it has. A rule that looks for what none has is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from exporter.model import report as m
from exporter.model.audience import Audience
from exporter.model.report import Report, Run, Text
from exporter.model.walk import OUTER, every_text, parts

Trait = Literal["languages", "wordings", "links", "cites", "hidden", "only", "for", "backup", "summing", "loose"]
"""
languages  a text in a language of its own, or in several
wordings   a text with another wording than the standard one
links      a link to another part of the report
cites      a reference to a source
hidden, only, for, backup   slide control
summing    a figure that names sections
loose      an arrow between items, or a heading over milestones without a date
"""


def survey(report: Report, every: list[Text], audience: Audience) -> frozenset[Trait]:
    """What is in any part that may reach the audience: in the report, and in what its profile brings.

    `every` are all texts of the report.

    Rules take parts away and bring in no others, so what is not there now will not be there later.
    """
    seen: set[Trait] = set()
    for given, texts in ((report, [*every]), (audience.sections, every_text(audience.sections))):
        for part in parts(given, {**OUTER, m.Items: ("fields",)}):
            seen.update(_traits(part))
            if getattr(part, "overrides", ()):
                texts += [text for _, one in part.overrides for text in (one.title, one.headline) if text]
        _survey(texts, seen)
    return frozenset(seen)


def _traits(part: Any) -> Iterator[Trait]:
    if getattr(part, "hidden", False):
        yield "hidden"
    if getattr(part, "only", ()):
        yield "only"
    if getattr(part, "overrides", ()):
        yield "for"
    if getattr(part, "backup", False):
        yield "backup"
    if type(part) is m.Figure and part.sections:
        yield "summing"
    if (type(part) is m.Items and part.links) or (type(part) is m.Milestones and part.undated_title):
        yield "loose"


def _survey(texts: list[Text], seen: set[Trait]) -> None:
    """Add what the texts have. Most are one run, in one wording and one language."""
    for text in texts:
        if text.short or text.full:
            seen.add("wordings")
            _look(text.short + text.full, seen)
        if text.others or text.language:
            seen.add("languages")
            _survey(list(text.others), seen)
        for run in text.standard:
            if run.cite or run.link:
                _look((run,), seen)


def _look(runs: tuple[Run, ...], seen: set[Trait]) -> None:
    for run in runs:
        if run.cite:
            seen.add("cites")
        if run.link and run.link.startswith("#"):
            seen.add("links")
