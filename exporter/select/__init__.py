"""In: a report, an audience, a format. Out: the report this audience gets, and the ledger of what became of each fact.

First every text is put into the audience's language. Every choice is made on the validated report, before anything is
numbered or laid out, so that nothing left out can show through an agenda, a contents list or a link. A rule is a
function; `RULES` is their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from exporter.errors import Problem, UserError, did_you_mean
from exporter.model.audience import Audience, Entry, Fate, Ledger, Selection, Selector
from exporter.model.memory import collector_off
from exporter.model.report import CORE_TAGS, KINDS, ROLES, Finding, Level, Report, Section, Text
from exporter.model.walk import HOLDERS, addressed, every_text, facts, have_addresses, parts
from exporter.select import rules
from exporter.select.demands import unmet
from exporter.select.language import speak, tongue_of, untranslated
from exporter.select.prune import longest
from exporter.select.survey import Trait, survey

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
    rules.drop_vain_figures,
    rules.cut_loose_ends,
    rules.clear_summary,
    rules.name_sections,
    rules.cut_links,
    rules.note_backup,
)
NEEDS: Mapping[rules.Rule, frozenset[Trait]] = {
    rules.drop_hidden: frozenset(("hidden", "for")),
    rules.keep_format: frozenset(("only", "for")),
    rules.apply_overrides: frozenset(("for",)),
    rules.choose_wording: frozenset(("wordings",)),
    rules.drop_vain_figures: frozenset(("summing",)),
    rules.cut_loose_ends: frozenset(("loose",)),
    rules.name_sections: frozenset(("summing",)),
    rules.cut_links: frozenset(("links",)),
    rules.note_backup: frozenset(("backup", "for")),
}
"""What the report must have, one or the other, for a rule to have work. The others work when the profile asks."""


def select(report: Report, audience: Audience, format: str) -> Selection:
    """Narrow `report` to what `audience` gets in `format` (one of FORMATS; slides and handout show what decks show).

    Raises UserError for a tag, role or kind that the profile names and that does not exist. A section or an id that
    this report lacks is only a warning, since profiles are written for many reports. What the profile requires and the
    report does not show is a finding of level error.
    """
    with collector_off():
        return _select(report, audience, format)


def _select(report: Report, audience: Audience, format: str) -> Selection:
    findings = check_selectors(report, audience)
    every = every_text(report)
    if not have_addresses(every):
        report = addressed(report)
        every = every_text(report)
    seen = survey(report, every, audience)
    tongue = tongue_of(report, audience)
    mixed = "languages" in seen or tongue.translates
    given = chosen = replace(speak(report, tongue) if mixed else report, language=tongue.document)
    entries: dict[str, Entry] = {}
    for rule in RULES:
        if rule not in NEEDS or NEEDS[rule] & seen:
            chosen, news = rule(chosen, audience, format)
            entries.update((entry.path, entry) for entry in news)
    if given.sources and chosen is not given:
        chosen, news = rules.drop_sources(chosen, given)
        entries.update((entry.path, entry) for entry in news)
    if not chosen.sections:
        findings += (_nothing_left(audience) if given.sections else _empty(given),)
    findings += tuple(unmet(given, chosen, audience, entries))
    if mixed:
        findings += tuple(untranslated(chosen, audience))
    return Selection(rules.number_sections(chosen), audience, _ledger(given, chosen, entries), findings)


def _ledger(given: Report, chosen: Report, entries: dict[str, Entry]) -> Ledger:
    """One entry for every fact of the given report, in its order; then those that the profile or `for:` brought."""
    every = {text.path: text for text in facts(given)}
    shown = every
    if chosen is given and not entries:
        return Ledger(tuple([_kept(path, text) for path, text in every.items()]))
    if chosen is not given:
        shown = {text.path: text for text in facts(chosen)}
        every |= shown

    out = []
    for path, text in every.items():
        words = shown[path].plain if path in shown else ""
        what = entries.get(path)
        if what is None:
            out.append(Entry(path, Fate.KEPT, longest(text), shown=words, spot=text.spot))
        else:
            out.append(replace(what, shown=words) if words else what)
    return Ledger(tuple(out))


def _kept(path: str, text: Text) -> Entry:
    """The entry of a fact that is shown, as it is shown."""
    words = text.plain
    fullest = longest(text) if text.short or text.full else words
    return Entry(path, Fate.KEPT, fullest, "", "", words, text.spot)


def _nothing_left(audience: Audience) -> Finding:
    return Finding(
        Level.WARNING,
        "empty-selection",
        f"audience '{audience.name}' leaves no section of this report",
        place=audience.place,
        hint="look at its include and exclude lists, and at what the report hides",
    )


def _empty(report: Report) -> Finding:
    what = "the report has no sections: there is nothing but its title and summary"
    return Finding(Level.WARNING, "empty-report", what, report.title.place, hint="write them under `sections`")


# ----------------------------------------------------------------------------------------------------------- selectors


def check_selectors(report: Report, audience: Audience) -> tuple[Finding, ...]:
    """Warnings for sections and ids that the report lacks; UserError for words outside a closed vocabulary."""
    used = (*audience.include, *audience.exclude, *audience.order, *(selector for selector, _ in audience.layouts))
    if not used:
        return tuple(_strange_values(report, audience))
    held = list(parts(report, HOLDERS))
    sections = {part.id for part in held if isinstance(part, Section)}
    known: dict[str, Iterable[str]] = {
        "tag": {*CORE_TAGS, *report.tags},
        "role": {*ROLES, *(part.role for part in held if isinstance(part, Section) and part.role)},
        "kind": KINDS,
        "section": sections,
        "id": {part.id for part in held if hasattr(part, "id") and part is not report} - sections,
    }
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
