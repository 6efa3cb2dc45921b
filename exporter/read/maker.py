"""In: nodes of a report. Out: the small values of the model: texts, points, ids, tags, dates. Keeps what is wrong.

The shape of a file is checked apart (report_shape.py), and what is checked there is passed over in silence here: a
node of the wrong kind gives an empty value. So one run reports faults of shape and of meaning together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from exporter.errors import Place, Problem, did_you_mean, oops
from exporter.model.pattern import later
from exporter.model.report import (
    CORE_TAGS,
    LENGTHS,
    Asked,
    Finding,
    Icon,
    Level,
    Override,
    Point,
    Run,
    Runs,
    Text,
    When,
    Where,
)
from exporter.model.spot import Spot
from exporter.read import dates, inline
from exporter.read.ids import Ids
from exporter.read.nodes import RAISE, bare_texts
from exporter.read.spoken import speaks
from exporter.read.tree import Limits, Map, Node, Problems, Scalar, Seq

_MARKS = later(r"[*_`\[\]<&\\]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def child(node: Node | None, key: str) -> Node | None:
    """What stands under `key`, if `node` is a map and it has it."""
    return node.get(key) if isinstance(node, Map) else None


def entries(node: Node | None) -> list[Node]:
    """The entries of a list; anything else is a list of one, nothing of none."""
    if node is None or node.null:
        return []
    return node.nodes if isinstance(node, Seq) else [node]


def named_entries(node: Map) -> list[tuple[Node | None, Node | None]]:
    """The keys of a map, which are texts themselves, and what stands under them."""
    return list(node.pairs.values())


def word(node: Node | None, key: str) -> str:
    """The text under `key` as written; empty when there is none."""
    value = child(node, key)
    return value.text.strip() if isinstance(value, Scalar) else ""


def name_of(node: Node | None) -> str:
    """The words that ids are made from: a text as written, in the first of its languages and lengths."""
    if isinstance(node, Map) and speaks(node):
        return next((name for _, value in node if (name := name_of(value))), "")
    if isinstance(node, Map):
        return next((name_of(node[key]) for key in ("standard", "full", "short", "text") if key in node), "")
    return node.text if isinstance(node, Scalar) else ""


def words(node: Node | None, key: str) -> tuple[str, ...]:
    """The texts under `key`, one or a list."""
    return tuple(n.text.strip() for n in entries(child(node, key)) if isinstance(n, Scalar))


def flag(node: Node | None, key: str) -> bool:
    return word(node, key).lower() in ("true", "yes")


class _Reference(Struct, frozen=True):
    kind: str
    """source, anchor or section"""
    name: str
    node: Node


class Maker:
    """Makes values of one report; `problems` and `findings` grow as it goes."""

    def __init__(self, folder: Path, limits: Limits, problems: Problems) -> None:
        self.folder, self.limits, self.problems = folder, limits, problems
        self.findings: list[Finding] = []
        self.asked: list[Asked] = []
        self.language = "en"
        self.known_tags: Set[str] = frozenset(CORE_TAGS)
        self.known_values: Mapping[str, Set[str]] = {}
        """The words that `where` may use, by the name of their value."""
        self.reserved: set[str] = set()
        """Ids of sections, and ids that the writer gave: no other thing takes them."""
        self.tables: dict[str, Map] = {}
        """Tables by the id of their block, for charts."""
        self._given: dict[str, Node] = {}
        self._anchors: Counter[str] = Counter()
        self._references: list[_Reference] = []
        self._marks = 0

    # --- texts ---

    def text(self, node: Node | None, path: str) -> Text | None:
        """A text, its lengths or its languages; None when there is none."""
        if node is None:
            return None
        if isinstance(node, Scalar):
            runs = self.runs(node)
            return Text(runs, path=path, spot=node.spot) if runs else None
        if isinstance(node, Map) and speaks(node):
            return self._together([(lang, text) for lang, n in node if (text := self.text(n, path))])
        if isinstance(node, Map):
            short, standard, full = (self.runs(n) if (n := node.get(length)) else () for length in LENGTHS)
            if short or standard or full:
                return Text(standard, short, full, path, node.spot)
            if node.pairs.keys() <= set(LENGTHS):  # else the shape has refused the other keys
                self.problems.add(node, "this text has no words", f"give at least one of: {', '.join(LENGTHS)}")
        return None

    def _together(self, said: Sequence[tuple[str, Text]]) -> Text | None:
        """One text of several languages: in the report's own language where it has that, else in its first."""
        if not said:
            return None
        each = [replace(text, language="" if lang == self.language else lang) for lang, text in said]
        first = next((text for text in each if not text.language), each[0])
        return replace(first, others=tuple(text for text in each if text is not first))

    def need(self, node: Node | None, path: str) -> Text:
        """A text that must be there; when it is not there at all, the shape has said so."""
        text = self.text(node, path)
        if text is not None:
            return text
        if isinstance(node, Scalar) and not node.null:
            self.problems.add(node, "this text has no words")
        return Text(path=path)

    def texts(self, node: Node | None, path: str) -> tuple[Text, ...]:
        """One text or several; several are numbered."""
        nodes = entries(node)
        made = (self.text(n, path if len(nodes) == 1 else f"{path}.{i}") for i, n in enumerate(nodes, 1))
        return tuple(text for text in made if text is not None)

    def paragraphs(self, node: Node | None, path: str) -> tuple[Text, ...]:
        """Texts, cut where a blank line stands: in every language at as many places."""
        found = [text for n in entries(node) for text in self._cut(n)]
        if len(found) == 1:
            return (_addressed(found[0], path),)
        return tuple(_addressed(text, f"{path}/{number}") for number, text in enumerate(found, 1))

    def _cut(self, node: Node) -> list[Text]:
        """The paragraphs of one text, without their paths."""
        if isinstance(node, Map) and speaks(node):
            said = [(lang, self._cut(n)) for lang, n in node]
            counts = {lang: len(texts) for lang, texts in said}
            if len(set(counts.values())) > 1:
                numbers = ", ".join(f"{n} in {lang}" for lang, n in counts.items())
                self.problems.add(node, f"paragraphs: {numbers}", "give every language as many, or a text a paragraph")
                return []
            each = zip(*([(lang, text) for text in texts] for lang, texts in said), strict=True)
            return [text for one in each if (text := self._together(one))]
        if isinstance(node, Scalar) and not node.null:
            parts = _BLANK_LINES.split(node.text.strip())
            made = (Text(standard=self.runs(node, part), spot=node.spot) for part in parts)
            return [text for text in made if text]
        text = self.text(node, "")
        return [text] if text else []

    def runs(self, node: Node, text: str | None = None) -> Runs:
        """The runs of a scalar node, or of a part of its text."""
        if text is None:
            if not isinstance(node, Scalar) or node.null:
                return ()
            text = node.text.strip()
        if len(text) > self.limits.text:
            what = f"a text of more than {self.limits.text:,} characters"
            raise oops(what, node.place, f"split it, or {RAISE}")
        if not inline.MARKUP.search(text):
            return (Run(text),) if text else ()
        self._marks += len(_MARKS.findall(text))
        if self._marks > self.limits.marks:
            raise oops(f"more than {self.limits.marks:,} signs of markup", node.place, RAISE)
        found = inline.parse(_BLANK_LINES.sub("  \n", text))
        for address in found.refused:
            self.warn("link-dropped", f"the link to '{address[:60]}' is dropped", spot(node, address), _LINK_HINT)
        for run in found.runs:
            if run.cite:
                self.refer("source", run.cite, node)
            elif run.link.startswith("#"):
                self.refer("anchor", [run.link[1:]], node)
        return found.runs

    def bare(self, nodes: Sequence[Node | None], paths: Sequence[str]) -> list[Text] | None:
        """What `text` and `raw` make of each node, if all are texts without markup, as the cells of most rows are."""
        found = bare_texts(nodes)
        if found is None:
            return None
        together = "\0".join(found)
        if inline.MARKUP.search(together) or len(together) > self.limits.text:
            return None
        said = [text.strip() for text in found]
        if not all(said):
            return None
        return [
            Text((Run(words),), (), (), path, Spot(node.source, node.start, node.end))
            for words, path, node in zip(said, paths, nodes, strict=True)
            if node
        ]

    def raw(self, node: Node | None, path: str) -> Text | None:
        """A text without markup: data, code."""
        if not isinstance(node, Scalar) or node.null or not node.text.strip():
            return None
        return Text(standard=(Run(node.text.strip()),), path=path, spot=node.spot)

    def points(self, node: Node | None, path: str) -> tuple[Point, ...]:
        """Points and the points under them."""
        out = []
        for number, n in enumerate(entries(node), 1):
            at = f"{path}/{number}"
            if isinstance(n, Map):
                text = self.need(child(n, "text") or n, at)
                below = self.points(n.get("points"), at)
                out.append(Point(text, below, self.given_id(n), self.tags(n), self.where(n)))
            else:
                out.append(Point(self.need(n, at)))
        return tuple(out)

    # --- small things ---

    def icon(self, node: Node | None, path: str) -> Icon | None:
        """The icon under `icon`, to be looked for in the catalog."""
        said = child(node, "icon")
        name = child(said, "name") if isinstance(said, Map) else said
        if not isinstance(name, Scalar) or name.null or not name.text.strip():
            return None
        self.asked.append(Asked("icon", name.text.strip(), name.place))
        return Icon(name.text.strip(), self.text(child(said, "alt"), f"{path}.icon"), name.place)

    def tags(self, node: Node | None) -> frozenset[str]:
        """The tags under `tags`; those that nobody declared are problems."""
        for n in entries(child(node, "tags")):
            if isinstance(n, Scalar) and n.text not in self.known_tags:
                hint = did_you_mean(n.text[:40], self.known_tags)
                self.problems.add(n, f"the tag '{n.text}' is not declared", f"{hint}; or add it to the report's `tags`")
        return frozenset(words(node, "tags"))

    def where(self, node: Node | None) -> Where:
        """What `where` says; words that the report's `values` do not have are problems."""
        found = child(node, "where")
        if not isinstance(found, Map):
            return ()
        for name, said in found:
            known = self.known_values.get(name)
            if known is None:
                hint = f"{did_you_mean(name[:40], self.known_values)}; or declare it under the report's `values`"
                self.problems.add(found.key(name), f"the value '{name}' is not declared", hint.removeprefix("; "))
                continue
            for n in entries(said):
                if isinstance(n, Scalar) and n.text.strip() not in known:
                    what = f"'{n.text.strip()[:40]}' is no {name} of this report"
                    self.problems.add(
                        n, what, f"{did_you_mean(n.text[:40], known)}; or add it to the report's `values`"
                    )
        return values_of(found)

    def link(self, node: Node | None, key: str) -> str:
        """An address under `key`."""
        value, address = child(node, key), word(node, key)
        if value and address and not inline.allowed(address):
            self.problems.add(value, f"'{address[:60]}' is not an address a link may go to", _LINK_HINT)
            return ""
        if value and address.startswith("#"):
            self.refer("anchor", [address[1:]], value)
        return address

    def layout(self, node: Node) -> str:
        """The layout wished for; empty when none is."""
        wish, name = child(node, "layout"), word(node, "layout")
        if wish and name:
            self.asked.append(Asked("layout", name, wish.place))
        return name

    def overrides(self, node: Node | None, path: str) -> tuple[tuple[str, Override], ...]:
        """What `for:` says, by audience."""
        found = child(node, "for")
        if not isinstance(found, Map):
            return ()
        self.asked += [Asked("audience", audience, found.key(audience).place) for audience, _ in found]

        def switch(inner: Node, key: str) -> bool | None:
            return flag(inner, key) if child(inner, key) else None

        return tuple(
            (
                audience,
                Override(
                    title=self.text(child(inner, "title"), f"{path}.title@{audience}"),
                    headline=self.text(child(inner, "headline"), f"{path}.headline@{audience}"),
                    layout=self.layout(inner) or None,
                    break_=word(inner, "break") or None,
                    keep=word(inner, "keep") or None,
                    hidden=switch(inner, "hidden"),
                    backup=switch(inner, "backup"),
                    only=frozenset(words(inner, "only")) or None,
                ),
            )
            for audience, inner in found
        )

    def when(self, node: Node | None, path: str, year: int | None = None) -> tuple[When | None, Text]:
        """A date and its words; what is no date is a problem. Of several languages any may say it."""
        if isinstance(node, Map) and not speaks(node):
            return self._span(node, path), self.need(child(node, "text"), path)
        text = self.need(node, path)
        if isinstance(node, Map):
            return self._any_date(node, text, year), text
        if not isinstance(node, Scalar) or node.null:
            return None, text
        try:
            when = dates.parse(text.plain, year, self.language)
        except dates.ImpossibleDate as error:
            self.problems.add(node, f"'{text.plain}' is not a date: {error}")
            return None, text
        if when is None:
            hint = "give the year, or `year:` beside `list:`" if _lacks_year(text.plain) else _DATE_HINT
            self.problems.add(node, f"'{text.plain[:60]}' is not a date", hint)
        return when, text

    def _any_date(self, node: Map, text: Text, year: int | None) -> When | None:
        """The date that the first of the text's languages says in words that are known here."""
        for one in text.spoken:
            try:
                when = dates.parse(one.plain, year, one.language or self.language)
            except dates.ImpossibleDate:
                continue
            if when:
                return replace(when, text=text.plain)
        self.problems.add(node, f"'{text.plain[:60]}' is not a date, in none of its languages", _DATE_HINT)
        return None

    def _span(self, node: Map, path: str) -> When | None:
        first, last = (_iso_day(word(node, key)) for key in ("from", "to"))
        if first is None or last is None:
            return None
        if first > last:
            self.problems.add(node["to"], "the span ends before it begins", "swap `from` and `to`")
            return None
        words = self.text(child(node, "text"), path)
        return When(
            words.plain if words else "",
            first,
            min(last, date.max - timedelta(1)) + timedelta(1),
            flag(node, "vague"),
        )

    def possible(self, node: Node | None) -> None:
        """A problem when `node` reads like a date and is none; it may be any other text."""
        if isinstance(node, Scalar) and not node.null:
            try:
                dates.parse(node.text)
            except dates.ImpossibleDate as error:
                self.problems.add(node, f"'{node.text[:60]}' is not a date: {error}")

    def warn(self, code: str, message: str, place: Place, hint: str = "") -> None:
        if len(self.findings) < 200:
            self.findings.append(Finding(Level.WARNING, code, message, place, hint=hint))

    # --- ids and references ---

    def given_id(self, node: Node | None) -> str:
        """The id that the writer gave, which must be the only one of its name; empty when there is none."""
        found, given = child(node, "id"), word(node, "id")
        if found is None or not given:
            return ""
        first = self._given.get(given)
        if first is None:
            self._given[given] = found
        else:
            where = f" on line {first.line}" if first.line else f" at {first.place}"
            self.problems.add(found, f"the id '{given}' is taken", f"it first stands{where}; give this one another")
        self._anchors[given] += 1
        return given

    def new_id(self, node: Node | None, ids: Ids, name: str, otherwise: str) -> str:
        """The given id, or one made from the name."""
        if given := self.given_id(node):
            return ids.given(given)
        made = ids.new(name, otherwise)
        self._anchors[made] += 1
        return made

    def section_id(self, node: Node, id: str) -> str:
        """The id of a section, which was settled before."""
        if not self.given_id(node):
            if self._anchors[id]:
                self.problems.add(node, "this section stands in the report twice", "give the second an `id` of its own")
            self._anchors[id] += 1
        return id

    def ids(self) -> Ids:
        """A fresh scope."""
        return Ids(self.reserved)

    def refer(self, kind: str, names: Iterable[str], node: Node) -> None:
        """Remember to check that these exist."""
        self._references += [_Reference(kind, name, node) for name in names]

    def references(self, node: Node | None, key: str, kind: str) -> tuple[str, ...]:
        """The names under `key`, to be checked."""
        for n in entries(child(node, key)):
            if isinstance(n, Scalar):
                self.refer(kind, [n.text.strip()], n)
        return words(node, key)

    def check_references(self, sources: Set[str], sections: Set[str]) -> None:
        """Problems for everything that is referred to and does not exist."""
        for reference in self._references:
            name, node = reference.name, reference.node
            if reference.kind == "source" and name not in sources:
                hint = did_you_mean(name, sources) if sources else "list it under the report's `sources`"
                self.problems.append(Problem(spot(node, name), f"there is no source '{name}'", hint))
            elif reference.kind == "section" and name not in sections:
                self.problems.append(
                    Problem(spot(node, name), f"there is no section '{name}'", did_you_mean(name, sections))
                )
            elif reference.kind == "anchor":
                self._check_anchor(name, node)

    def _check_anchor(self, name: str, node: Node) -> None:
        if self._anchors[name] == 0:
            what, hint = f"nothing here has the id '{name}'", did_you_mean(name, self._anchors)
        elif self._anchors[name] > 1 and name not in self._given:
            what, hint = f"{self._anchors[name]} things here are called '{name}'", "give the one you mean an `id`"
        else:
            return
        self.problems.append(Problem(spot(node, name), what, hint))


def values_of(node: Node | None) -> Where:
    """Names of values with their words, from a map of one word or several each."""
    if not isinstance(node, Map):
        return ()
    return tuple(
        (name, frozenset(n.text.strip() for n in entries(said) if isinstance(n, Scalar))) for name, said in node
    )


def _addressed(text: Text, path: str) -> Text:
    """The text with its path, in every language."""
    return replace(text, path=path, others=tuple(replace(other, path=path) for other in text.others))


def _iso_day(text: str) -> date | None:
    """A day as the shape wants it; what is no such day is no day here."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lacks_year(text: str) -> bool:
    """Whether this would be a date if it named a year."""
    try:
        return dates.parse(text, 2000) is not None
    except dates.ImpossibleDate:
        return True


_LINK_HINT = "links go to http, https, mailto, or to an #id of the report"
_DATE_HINT = "write 2026-02-03, Q3 2025, late 2024, 2027–2028, or {text, from, to}; what has no date goes to `undated`"


def spot(node: Node, what: str) -> Place:
    """The place of some words inside a node, as far as they can be found on its first line."""
    place = node.place
    at = place.source.find(what, max(0, place.column - 1)) if what and place.source else -1
    return replace(place, column=at + 1, length=len(what)) if at >= 0 else place


def walk(node: Node, skip: Set[str] = frozenset()) -> Iterator[Map]:
    """All maps of a tree, in reading order, but those under the keys of `skip`."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Map):
            yield top
            stack += [value for key, (_, value) in reversed(top.pairs.items()) if key not in skip]
        elif isinstance(top, Seq):
            stack += [value for value in reversed(top.nodes) if not isinstance(value, Scalar)]
