"""In: what a profile requires, and the report its readers get. Out: an error for everything that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.errors import Place, did_you_mean
from exporter.model.audience import Audience, Entry, Selector
from exporter.model.report import CORE_TAGS, KINDS, ROLES, Finding, Level, Report
from exporter.model.walk import parts, texts
from exporter.select.rules import matches


def unmet(given: Report, chosen: Report, audience: Audience, entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """What `require` names and the chosen report lacks; the hint says how to bring it in, or what took it away."""
    for selector in audience.require:
        held = (part for part in parts(chosen) if part is not chosen or selector.kind == "field")
        if any(matches(selector, part) for part in held):
            continue
        yield Finding(
            Level.ERROR,
            "required",
            f"audience '{audience.name}' requires {_called(selector)}, and {name_of(given)} shows it none",
            place=selector.place or audience.place,
            hint=_what_now(selector, given, entries),
        )


def name_of(report: Report) -> str:
    """The report as its writer knows it: its file, else its id."""
    return report.place.file.rpartition("/")[2] if report.place else f"the report '{report.id}'"


def _called(selector: Selector) -> str:
    nouns = {
        "section": f"the section '{selector.name}'",
        "tag": f"something tagged '{selector.name}'",
        "role": f"a section with the role '{selector.name}'",
        "kind": f"a block of the kind '{selector.name}'",
        "id": f"the block or item '{selector.name}'",
        "field": f"`{selector.name}` at the head of the report",
    }
    return nouns[selector.kind]


def _what_now(selector: Selector, given: Report, entries: Mapping[str, Entry]) -> str:
    for part in parts(given):
        if part is not given and matches(selector, part):
            rules = (entries[text.path].rule for text in texts(part) if text.path in entries)
            why = next(rules, "")
            where = _line(getattr(part, "place", None) or next((t.place for t in texts(part) if t.place), None))
            return f"the report has it{where}, but `{why}` leaves it out" if why else f"the report has it{where}"
    known = {
        "tag": {*CORE_TAGS, *given.tags},
        "role": set(ROLES),
        "kind": set(KINDS),
        "section": {section.id for section in given.walk()},
    }.get(selector.kind, {selector.name})
    near = did_you_mean(selector.name, known) if selector.name not in known else ""
    if near.startswith("did"):
        return near
    does = {
        "tag": f"tag a section or block with it: `tags: {selector.name}`",
        "role": f"give a section `role: {selector.name}`",
        "kind": f"write a block with `{selector.name}:`",
        "field": f"write `{selector.name}:` there",
    }.get(selector.kind, "write it")
    otherwise = "" if selector.kind == "field" else "; or let the profile bring it, under `sections`"
    return f"in {name_of(given)}, {does}{otherwise}"


def _line(place: Place | None) -> str:
    return f" on line {place.line}" if place and place.line else ""
