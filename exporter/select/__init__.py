"""In: a report, an audience, a format. Out: the report this audience gets, and the ledger of what became of each fact.

First every text is put into the audience's language. Every choice is made on the validated report, before anything is
numbered or laid out, so that nothing left out can show through an agenda, a contents list or a link. A rule is a
function; `RULES` is their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from exporter.errors import Problem, UserError, did_you_mean
from exporter.model.audience import Audience, Entry, Fate, Ledger, Selection, Selector
from exporter.model.report import CORE_TAGS, KINDS, ROLES, Finding, Level, Report, Section
from exporter.model.walk import HOLDERS, addressed, facts, parts
from exporter.select import rules
from exporter.select.demands import unmet
from exporter.select.language import spoken, untranslated
from exporter.select.prune import longest

RULES: tuple[rules.Rule, ...] = (
    rules.keep_included,
    rules.drop_excluded,
    rules.keep_about,
    rules.carry_sections,
    rules.drop_hidden,
    rules.keep_format,
    rules.drop_parts,
    rules.set_layouts,
    rules.apply_overrides,
    rules.choose_wording,
    rules.order_sections,
    rules.mend,
    rules.note_backup,
    rules.number_sections,
)


def select(report: Report, audience: Audience, format: str) -> Selection:
    """Narrow `report` to what `audience` gets in `format` (one of FORMATS; slides and handout show what decks show).

    Raises UserError for a tag, role or kind that the profile names and that does not exist. A section or an id that
    this report lacks is only a warning, since profiles are written for many reports. What the profile requires and the
    report does not show is a finding of level error.
    """
    findings = check_selectors(report, audience)
    given = chosen = spoken(addressed(report), audience)
    entries: dict[str, Entry] = {}
    for rule in RULES:
        chosen, news = rule(chosen, audience, format)
        entries.update((entry.path, entry) for entry in news)
    chosen, news = rules.drop_sources(chosen, rules.cited(given))
    entries.update((entry.path, entry) for entry in news)
    if given.sections and not chosen.sections:
        findings += (_nothing_left(audience),)
    findings += (*unmet(given, chosen, audience, entries), *untranslated(chosen, audience))
    return Selection(chosen, audience, _ledger(given, chosen, entries), findings)


def _ledger(given: Report, chosen: Report, entries: dict[str, Entry]) -> Ledger:
    """One entry for every fact of the given report, in its order; then those that the profile or `for:` brought."""
    shown = {text.path: text.plain for text in facts(chosen)}
    every = {text.path: text for report in (given, chosen) for text in facts(report)}

    def entry(path: str) -> Entry:
        text = every[path]
        what = entries.get(path) or Entry(path, Fate.KEPT, longest(text), place=text.place)
        return replace(what, shown=shown.get(path, ""))

    return Ledger(tuple(map(entry, every)))


def _nothing_left(audience: Audience) -> Finding:
    return Finding(
        Level.WARNING,
        "empty-selection",
        f"audience '{audience.name}' leaves no section of this report",
        place=audience.place,
        hint="look at its include and exclude lists",
    )


# ----------------------------------------------------------------------------------------------------------- selectors


def check_selectors(report: Report, audience: Audience) -> tuple[Finding, ...]:
    """Warnings for sections and ids that the report lacks; UserError for words outside a closed vocabulary."""
    held = list(parts(report, HOLDERS))
    sections = {part.id for part in held if isinstance(part, Section)}
    known: dict[str, Iterable[str]] = {
        "tag": {*CORE_TAGS, *report.tags},
        "role": {*ROLES, *(part.role for part in held if isinstance(part, Section) and part.role)},
        "kind": KINDS,
        "section": sections,
        "id": {part.id for part in held if hasattr(part, "id") and part is not report} - sections,
    }
    used = (*audience.include, *audience.exclude, *audience.order, *(selector for selector, _ in audience.layouts))
    unknown = [selector for selector in dict.fromkeys(used) if selector.name not in known[selector.kind]]
    wrong = [selector for selector in unknown if selector.kind in ("tag", "role", "kind")]
    if wrong:
        raise UserError(_unknown(selector, audience, known) for selector in wrong)
    return (*(_missing(selector, audience, known) for selector in unknown), *_strange_values(report, audience))


def _strange_values(report: Report, audience: Audience) -> Iterator[Finding]:
    """Warnings for words of the profile's values that this report, which has such a value, does not know."""
    declared = dict(report.values)
    for name, words in audience.values:
        for word in words:
            if name in declared and word not in declared[name]:
                yield Finding(
                    Level.WARNING,
                    "unknown-value",
                    f"audience '{audience.name}': '{word}' is no {name} of this report",
                    place=audience.place,
                    hint=did_you_mean(word, declared[name]),
                )


def _unknown(selector: Selector, audience: Audience, known: dict[str, Iterable[str]]) -> Problem:
    hint = did_you_mean(selector.name, known[selector.kind])
    if selector.kind == "tag":
        hint += " (a report declares tags of its own under `tags`)"
    what = f"audience '{audience.name}': {selector.kind} '{selector.name}' does not exist"
    return Problem(selector.place or audience.place, what, hint)


def _missing(selector: Selector, audience: Audience, known: dict[str, Iterable[str]]) -> Finding:
    noun = "section" if selector.kind == "section" else "block or item"
    return Finding(
        Level.WARNING,
        f"unknown-{selector.kind}",
        f"audience '{audience.name}': this report has no {noun} '{selector.name}'",
        place=selector.place or audience.place,
        hint=did_you_mean(selector.name, known[selector.kind]),
    )
