"""In: a tree of YAML, JSON or Python data. Out: the Reading: a report whose every reference holds, and warnings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import UserError
from exporter.model.report import (
    CORE_TAGS,
    Finding,
    Level,
    Note,
    Reading,
    Report,
    Section,
    Source,
    Term,
    Text,
)
from exporter.read import dates
from exporter.read.ids import Ids
from exporter.read.maker import Maker, child, entries, name_of, values_of, walk, word, words
from exporter.read.report_shape import REPORT
from exporter.read.shape import in_order
from exporter.read.spoken import is_text
from exporter.read.tree import Limits, Map, Node, Problems, Tree
from exporter.read.yaml_blocks import block, common_values, figure_list


def read_tree(tree: Tree, name: str, folder: Path, limits: Limits = Limits()) -> Reading:
    """The report in a tree; `name` is its id unless it says one. UserError with everything that is wrong."""
    problems = Problems(tree.problems)
    root = tree.root
    if not isinstance(root, Map) or _is_foreign(root):
        what = "this is not a report of exporter's shape"
        raise UserError([*problems, root.problem(what, "a report has `title` and `sections`: see docs/report.md")])
    REPORT.read(root, problems)
    maker = Maker(folder, limits, problems)
    report = _report(maker, root, name)
    if problems:
        raise UserError(in_order(problems))
    warnings = (Finding(Level.WARNING, "yaml", p.what, p.where, hint=p.hint) for p in tree.warnings)
    return Reading(report, (*warnings, *maker.findings), tuple(maker.asked))


def _is_foreign(root: Map) -> bool:
    """Whether most keys are unknown and none is `sections`: a list of each would say less than one line."""
    unknown = [key for key in root.pairs if key not in REPORT.fields]
    if "sections" in root.pairs or len(unknown) * 2 < len(root) or (len(unknown) <= 2 and "title" in root.pairs):
        return False
    from difflib import get_close_matches

    return not any(get_close_matches(key, ("title", "sections"), cutoff=0.8) for key in unknown)  # misspelt


def _report(maker: Maker, root: Map, name: str) -> Report:
    maker.language = word(root, "language") or "en"
    maker.known_tags = frozenset(CORE_TAGS) | frozenset(words(root, "tags"))
    values = values_of(root.get("values"))
    maker.known_values = dict(values)
    section_ids = _reserve(maker, root)
    date_node = root.get("date")
    maker.possible(date_node)
    date_text = maker.text(date_node, "date")
    day = _day(date_text)
    summary, notes = root.get("summary"), root.get("notes")
    sources = _sources(maker, root.get("sources"))
    report = Report(
        id=word(root, "id") or name,
        title=maker.need(root.get("title"), "title"),
        kind=maker.text(root.get("kind"), "kind"),
        edition=maker.text(root.get("edition"), "edition"),
        date=day,
        date_text=None if day and date_text and dates.only_day(date_text.plain) else date_text,
        authors=maker.texts(root.get("authors"), "authors"),
        language=maker.language,
        headline=maker.text(root.get("headline"), "headline"),
        standfirst=maker.text(root.get("standfirst"), "standfirst"),
        agenda=maker.text(root.get("agenda"), "agenda"),
        summary=figure_list(maker, child(summary, "list") if isinstance(summary, Map) else summary, "summary"),
        summary_headline=maker.text(child(summary, "headline"), "summary.headline"),
        summary_notes=maker.paragraphs(child(summary, "notes"), "summary.notes"),
        sections=tuple(_section(maker, n, section_ids, "") for n in entries(root.get("sections"))),
        sources=sources,
        notes=_notes(maker, notes),
        notes_headline=maker.text(child(notes, "headline"), "notes.headline"),
        glossary=tuple(_glossary(maker, root.get("glossary"))),
        tags=frozenset(words(root, "tags")),
        values=values,
        folder=str(maker.folder),
        place=root.place,
    )
    maker.check_references({s.id for s in sources}, {section.id for section in report.walk()})
    return report


def _reserve(maker: Maker, root: Map) -> dict[Node, str]:
    """Settle the ids of all sections and the ids that are given, before any other is made; and find the tables."""
    ids = Ids()
    sections = list(_section_nodes(root))
    for node in walk(root["sections"], skip={"columns"}) if "sections" in root else ():
        if given := word(node, "id"):
            maker.reserved.add(given)
            if isinstance(table := node.get("table"), Map):
                maker.tables.setdefault(given, table)
    ids.used |= maker.reserved
    made: dict[Node, str] = {}
    for node in sections:
        title = node.get("title")
        made[node] = word(node, "id") or ids.new(name_of(title), "section")
        maker.reserved.add(made[node])
    return made


def _section_nodes(root: Map) -> list[Map]:
    found: list[Map] = []
    stack = list(reversed(entries(root.get("sections"))))
    while stack:
        node = stack.pop()
        if isinstance(node, Map):
            found.append(node)
            stack += reversed(entries(node.get("sections")))
    return found


def _section(maker: Maker, node: Node, section_ids: dict[Node, str], above: str) -> Section:
    if not isinstance(node, Map):
        return Section(id="", title=Text())
    id = maker.section_id(node, section_ids[node])
    path = f"{above}/{id}" if above else id
    ids = maker.ids()
    blocks = tuple(b for n in entries(node.get("blocks")) if (b := block(maker, n, ids, path)))
    return Section(
        id=id,
        title=maker.need(node.get("title"), f"{path}.title"),
        question=maker.text(node.get("question"), f"{path}.question"),
        role=word(node, "role"),
        icon=maker.icon(node, path),
        blocks=blocks,
        sections=tuple(_section(maker, n, section_ids, path) for n in entries(node.get("sections"))),
        **common_values(maker, node, path),
    )


def _sources(maker: Maker, node: Node | None) -> tuple[Source, ...]:
    listed: list[tuple[str, Node, Node]]
    if isinstance(node, Map):
        listed = [(key, node.key(key), value) for key, value in node]
    else:
        listed = [(word(n, "id"), n, n) for n in entries(node)]
    ids, out = Ids(), []
    for given, where, n in listed:
        if given and given in ids.used:
            maker.problems.add(where, f"there are two sources '{given}'", "give one of them another id")
        id = ids.given(given) if given else ids.new(name_of(child(n, "title")), "source")
        at = f"sources/{id}"
        for key in ("date", "accessed"):
            maker.possible(child(n, key))
        out.append(
            Source(
                id,
                maker.need(child(n, "title"), f"{at}.title"),
                maker.text(child(n, "publisher"), f"{at}.publisher"),
                maker.text(child(n, "date"), f"{at}.date"),
                maker.link(n, "link"),
                maker.text(child(n, "accessed"), f"{at}.accessed"),
                maker.texts(child(n, "authors"), f"{at}.authors"),
                n.place,
            )
        )
    return tuple(out)


def _notes(maker: Maker, node: Node | None) -> tuple[Note, ...]:
    out = []
    listed = child(node, "list") if isinstance(node, Map) and not is_text(node) else node
    for number, n in enumerate(entries(listed), 1):
        at = f"notes/{number}"
        text = maker.need(n if is_text(n) else child(n, "text"), at)
        out.append(Note(text, maker.text(child(n, "head"), f"{at}.head"), maker.tags(n), maker.where(n)))
    return tuple(out)


def _glossary(maker: Maker, node: Node | None) -> Iterator[Term]:
    """Words under their names, or as a list, in which they may have tags and several languages."""
    if isinstance(node, Map):
        for number, (word, said) in enumerate(node, 1):
            at = f"glossary/{number}"
            if not said.null:
                yield Term(maker.need(node.key(word), f"{at}.term"), maker.need(said, f"{at}.text"))
        return
    for number, n in enumerate(entries(node), 1):
        at = f"glossary/{number}"
        term, text = maker.need(child(n, "term"), f"{at}.term"), maker.need(child(n, "text"), f"{at}.text")
        yield Term(term, text, maker.tags(n), maker.where(n))


def _day(text: Text | None) -> dt.date | None:
    try:
        return dates.parse_day(text.plain) if text else None
    except dates.ImpossibleDate:
        return None
