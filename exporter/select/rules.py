"""In: a validated report, an audience, a format. Out: the report narrowed by one rule, and what became of the facts.

Every rule has the same shape and leaves a valid report to the next one. Their order is `RULES` in the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from exporter.model import report as m
from exporter.model.audience import Audience, Entry, Fate, Selector
from exporter.model.report import LENGTHS, REFERENCE, Report, Run, Section, Text, plain
from exporter.model.walk import HOLDERS, OUTER, PARTS, every_text, map_texts, parts, rewrite, texts
from exporter.select.language import Tongue, speak, tongue_of
from exporter.select.prune import LEFT_EMPTY, Outcome, clear, left_out, longest, prune

Rule = Callable[[Report, Audience, str], Outcome]

MATCH: Mapping[str, Callable[[Any, str], bool]] = {
    "section": lambda part, name: isinstance(part, Section) and part.id == name,
    "field": lambda part, name: isinstance(part, Report) and _has(part, name),
    "role": lambda part, name: isinstance(part, Section) and part.role == name,
    "kind": lambda part, name: isinstance(part, m.Block) and part.kind == name,
    "id": lambda part, name: isinstance(part, m.Block | m.Item | m.Milestone | m.Group) and part.id == name,
    "tag": lambda part, name: name in getattr(part, "tags", ()),
}
"""What each kind of selector means."""


def _has(report: Report, name: str) -> bool:
    """Whether the head of the report says this; a date may be in words alone."""
    return bool(getattr(report, name) or (name == "date" and report.date_text))


def matches(selector: Selector, part: object) -> bool:
    return MATCH[selector.kind](part, selector.name)


# ---------------------------------------------------------------------------------------------- what is in and out


def keep_included(report: Report, audience: Audience, format: str) -> Outcome:
    """`include:` names places (sections, roles, kinds, ids), tags, or both; a part must pass each sort that is given.

    Places keep the sections and blocks that match, all that is in them and the sections around them. Tags keep what
    carries one of them, and everything that carries no tag at all.
    """
    if not audience.include:
        return report, ()
    tags = [s for s in audience.include if s.kind == "tag"]
    places = [s for s in audience.include if s.kind != "tag"]
    wanted = frozenset(s.name for s in tags)
    kept = set(_around(report, places))

    def reason(part: Any) -> str:
        if places and isinstance(part, Section | m.Block) and id(part) not in kept:
            return f"include {', '.join(map(str, places))}"
        if tags and getattr(part, "tags", wanted).isdisjoint(wanted) and part.tags:
            return f"include {', '.join(map(str, tags))}"
        return ""

    return prune(report, reason)


def _around(part: Report | Section, places: list[Selector]) -> Iterator[int]:
    """Identities of the sections and blocks that match, lie in a match, or hold one."""
    for section in part.sections:
        if any(matches(s, section) for s in places):
            yield from (id(p) for p in parts(section, HOLDERS))
            continue
        blocks = [b for b in section.blocks if any(matches(s, p) for p in parts(b, HOLDERS) for s in places)]
        inner = [*map(id, blocks), *_around(section, places)]
        if inner:
            yield from (id(section), *inner)


def drop_excluded(report: Report, audience: Audience, format: str) -> Outcome:
    def reason(part: Any) -> str:
        return next((f"exclude {s}" for s in audience.exclude if matches(s, part)), "")

    return prune(report, reason) if audience.exclude else (report, ())


def keep_about(report: Report, audience: Audience, format: str) -> Outcome:
    """A part that says `where` stays unless the audience has another word of that value.

    An audience without the value gets it: as with tags, who asks for nothing gets everything.
    """
    values = {name: frozenset(words) for name, words in audience.values}

    def reason(part: Any) -> str:
        for name, words in getattr(part, "where", ()):
            if name in values and words.isdisjoint(values[name]):
                return f"where {name}: {', '.join(sorted(words))}"
        return ""

    return prune(report, reason) if values else (report, ())


def carry_sections(report: Report, audience: Audience, format: str) -> Outcome:
    """The sections that the profile itself brings come last. They cannot be excluded by its own lists.

    Their texts are in the document's language where they do not say another.
    """
    if not audience.sections:
        return report, ()
    taken = {section.id for section in report.walk()}
    tongue = Tongue(tongue_of(report, audience).order, report.language)

    def carried(section: Section) -> Section:
        name = f"{section.id}-{audience.name}" if section.id in taken else section.id
        return replace(section, id=name, sections=tuple(map(carried, section.sections)))

    sections = (
        map_texts(carried(speak(s, tongue)), lambda text: replace(text, path=f"{audience.name}:{text.path}"))
        for s in audience.sections
    )
    return replace(report, sections=(*report.sections, *sections)), ()


# ------------------------------------------------------------------------------------------------------ slide control


def names(audience: Audience) -> tuple[str, ...]:
    """The names under which `for:` speaks to this audience, the most distant parent first: later ones win."""
    return (*reversed(audience.extends), audience.name)


def effective(part: Any, control: str, audience: Audience) -> tuple[Any, str]:
    """The value of a control with `for:` applied, and the name that gave it (empty: the part itself)."""
    overrides = dict(part.overrides)
    given = [
        (value, name)
        for name in names(audience)
        if name in overrides and (value := getattr(overrides[name], control)) is not None
    ]
    return given[-1] if given else (getattr(part, control, None), "")


def drop_hidden(report: Report, audience: Audience, format: str) -> Outcome:
    def reason(part: Any) -> str:
        if not hasattr(part, "hidden"):
            return ""
        hidden, by = effective(part, "hidden", audience)
        return ("hidden" if not by else f"for {by}: hidden") if hidden else ""

    return prune(report, reason, OUTER)


def keep_format(report: Report, audience: Audience, format: str) -> Outcome:
    """`only:` names formats. Slides and handout show what the deck shows."""
    here = {format} if format == "brief" else {format, "deck"}

    def reason(part: Any) -> str:
        if not hasattr(part, "only"):
            return ""
        only, by = effective(part, "only", audience)
        wanted = ", ".join(sorted(only))
        return "" if not only or only & here else f"for {by}: only {wanted}" if by else f"only {wanted}"

    return prune(report, reason, OUTER)


_SPOKEN: Mapping[type, tuple[str, ...]] = {
    Report: ("summary_notes",),
    **{kind: ("notes",) for kind in PARTS if kind is Section or issubclass(kind, m.Block)},
}
_AGENDA: Mapping[type, tuple[str, ...]] = {Report: ("agenda",), Section: ("question",)}
_PARTS: Mapping[str, Mapping[type, tuple[str, ...]]] = {
    "agenda": _AGENDA,
    "summary": {Report: ("summary", "summary_headline", "summary_notes")},
    "sources": {Report: ("notes", "notes_headline")},
    "glossary": {Report: ("glossary",)},
}
"""What a part of the document holds that no other part shows."""


def drop_parts(report: Report, audience: Audience, format: str) -> Outcome:
    """What belongs to a part of the document that this format does not have, or that the profile turned off."""
    off = [(_PARTS[name], f"parts {name}: off") for name, on in audience.parts if not on and name in _PARTS]
    if format == "brief":
        off += [(_SPOKEN, "speaker notes: decks only"), (_AGENDA, "agenda: decks only")]
    elif not audience.notes:
        off += [(_SPOKEN, "notes: off")]
    entries: list[Entry] = []
    for fields, why in off:
        report, gone = clear(report, fields, why)
        entries += gone
    return report, tuple(entries)


def set_layouts(report: Report, audience: Audience, format: str) -> Outcome:
    """`layouts:` of the profile take the place of the author's own wish; of two that match, the first one wins."""

    def enter(part: Any) -> Any:
        wish = ""
        if isinstance(part, Section | m.Block):
            wish = next((name for s, name in audience.layouts if matches(s, part)), "")
        return replace(part, layout=wish) if wish else part

    return (rewrite(report, enter, table=OUTER) or report, ()) if audience.layouts else (report, ())


_CONTROLS = ("title", "headline", "layout", "break_", "keep", "hidden", "backup", "only")


def apply_overrides(report: Report, audience: Audience, format: str) -> Outcome:
    """What the author wrote for this audience under `for:`; what was written for others leaves the report."""
    entries: list[Entry] = []

    def enter(part: Any) -> Any:
        if not getattr(part, "overrides", ()):
            return part
        changes: dict[str, Any] = {"overrides": ()}
        for control in _CONTROLS:
            field = "label" if control == "title" and type(part) is m.Field else control
            if not hasattr(part, field):
                continue
            value, by = effective(part, control, audience)
            if not by:
                continue
            old = getattr(part, field)
            if type(value) is Text and old:
                value = replace(value, path=old.path)
                entries.append(Entry(old.path, Fate.SHORTENED, longest(old), rule=f"for {by}", spot=old.spot))
            changes[field] = value
        return replace(part, **changes)

    table = {**OUTER, m.Items: ("fields",)}
    return rewrite(report, enter, table=table) or report, tuple(entries)


# ------------------------------------------------------------------------------------------------------------- wording


def choose_wording(report: Report, audience: Audience, format: str) -> Outcome:
    """Every text gets the audience's wording; the next shorter one stays as `short`, for want of room."""
    entries: list[Entry] = []

    def choose(text: Text) -> Text:
        if not text.short and not text.full:
            return text
        runs = text.at(audience.wording)
        at = next(i for i, length in enumerate(LENGTHS) if getattr(text, length) is runs)
        size = len(plain(runs))
        wordings: list[m.Runs] = [getattr(text, length) for length in LENGTHS]
        shorter = next((w for w in reversed(wordings[:at]) if w and len(plain(w)) < size), ())
        longer = max((plain(w) for w in wordings[at + 1 :]), key=len, default="")
        if len(longer) > size:
            rule = f"wording {audience.wording}"
            entries.append(Entry(text.path, Fate.SHORTENED, longer, rule=rule, spot=text.spot))
        return replace(text, standard=runs, short=shorter, full=())

    return map_texts(report, choose), tuple(entries)


# --------------------------------------------------------------------------------------------------------------- order


def order_sections(report: Report, audience: Audience, format: str) -> Outcome:
    """Sections that are, or hold, what `order:` names come first, in its order; the others keep theirs."""

    def rank(section: Section) -> int:
        held = list(parts(section, HOLDERS))
        hits = (i for i, s in enumerate(audience.order) if any(matches(s, part) for part in held))
        return next(hits, len(audience.order))

    def leave(before: Any, after: Any) -> Any:
        ordered = tuple(sorted(after.sections, key=rank)) if isinstance(after, Report | Section) else ()
        return replace(after, sections=ordered) if ordered else after

    table: Mapping[type, tuple[str, ...]] = {Report: ("sections",), Section: ("sections",)}
    return (rewrite(report, lambda part: part, leave, table) or report, ()) if audience.order else (report, ())


# ---------------------------------------------------------------------------------------------------- validation again


def drop_vain_figures(report: Report, audience: Audience, format: str) -> Outcome:
    """Without figures that sum up only sections which are gone. That may empty a section, so: until none is left."""
    sections = {section.id for section in report.walk()}

    def reason(part: Any) -> str:
        vain = isinstance(part, m.Figure) and part.sections and sections.isdisjoint(part.sections)
        return f"sums up only {', '.join(part.sections)}, left out" if vain else ""

    report, gone = prune(report, reason, OUTER)
    if not gone:
        return report, ()
    report, more = drop_vain_figures(report, audience, format)
    return report, (*gone, *more)


def cut_loose_ends(report: Report, audience: Audience, format: str) -> Outcome:
    """Without arrows that lost an end, and titles over lists that lost everything."""
    entries: list[Entry] = []

    def enter(part: Any) -> Any:
        if type(part) is m.Items and part.links:
            items = {item.id for item in part.items}
            loose = [link for link in part.links if not {link.start, link.end} <= items]
            entries.extend(left_out(link.label, "an end of the link was left out") for link in loose)
            return replace(part, links=tuple(link for link in part.links if link not in loose)) if loose else part
        if type(part) is m.Milestones and part.undated_title and not part.undated:
            entries.append(left_out(part.undated_title, LEFT_EMPTY))
            return replace(part, undated_title=None)
        return part

    return rewrite(report, enter, table=OUTER) or report, tuple(entries)


def clear_summary(report: Report, audience: Audience, format: str) -> Outcome:
    """Without the title and notes of a summary that lost everything."""
    vain = not report.summary and (report.summary_headline or report.summary_notes)
    return clear(report, {Report: ("summary_headline", "summary_notes")}, LEFT_EMPTY) if vain else (report, ())


def name_sections(report: Report, audience: Audience, format: str) -> Outcome:
    """Figures name only the sections that there are."""
    sections = {section.id for section in report.walk()}

    def enter(part: Any) -> Any:
        if type(part) is m.Figure and not sections.issuperset(part.sections):
            return replace(part, sections=tuple(s for s in part.sections if s in sections))
        return part

    return rewrite(report, enter, table=OUTER) or report, ()


def cut_links(report: Report, audience: Audience, format: str) -> Outcome:
    """Links inside the report that lead nowhere become plain text.

    References without words of their own stay: only planning has words to put in their place.
    """
    ids = {part.id for part in parts(report, HOLDERS) if hasattr(part, "id") and part is not report}

    def alive(run: Run) -> Run:
        dead = run.link.startswith("#") and run.link[1:] not in ids
        return replace(run, link="") if dead and run.text != REFERENCE else run

    def change(text: Text) -> Text:
        if any(run.link.startswith("#") for run in (*text.standard, *text.short)):
            return replace(text, standard=tuple(map(alive, text.standard)), short=tuple(map(alive, text.short)))
        return text

    return map_texts(report, change), ()


def cited(report: Report) -> set[str]:
    """Ids of the sources that anything in the report refers to."""
    held = {name for part in parts(report, OUTER) if isinstance(part, Section | m.Block) for name in part.sources}
    return held.union(
        *(
            run.cite
            for text in every_text(report)
            for runs in (text.standard, text.short, text.full)
            for run in runs
            if run.cite
        )
    )


def drop_sources(report: Report, given: Report) -> Outcome:
    """Without the sources that were cited in the given report and are no longer; those that never were stay listed."""
    gone = cited(given) - cited(report)
    entries = tuple(
        left_out(text, "cited only by what was left out") for s in report.sources if s.id in gone for text in texts(s)
    )
    return replace(report, sources=tuple(s for s in report.sources if s.id not in gone)), entries


def note_backup(report: Report, audience: Audience, format: str) -> Outcome:
    """What the author keeps in reserve is shown after the end: the ledger calls it moved."""
    to = "appendix" if format == "brief" else "backup"
    entries = [
        Entry(text.path, Fate.MOVED, longest(text), rule="backup", to=to, spot=text.spot)
        for part in parts(report, OUTER)
        if getattr(part, "backup", False)
        for text in texts(part)
    ]
    return report, tuple(entries)


def number_sections(report: Report) -> Report:
    """1, 1.1 … for what the reader will see in order; backup, appendix and disclaimer go without."""

    def numbered(sections: tuple[Section, ...], prefix: str) -> tuple[Section, ...]:
        out, n = [], 0
        for section in sections:
            counts = not (section.backup or section.role in ("appendix", "disclaimer"))
            n += counts
            number = f"{prefix}{n}" if counts else ""
            inner = numbered(section.sections, f"{number}.") if counts else section.sections
            out.append(replace(section, number=number, sections=inner))
        return tuple(out)

    return replace(report, sections=numbered(report.sections, ""))
