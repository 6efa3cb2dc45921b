"""In: a fixed text of a template file, `{{ value | filter }}` in it. Out: a Template; what it names wrongly is told."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from msgspec.structs import replace

from exporter.errors import Place, did_you_mean
from exporter.model.pattern import later
from exporter.model.template import Argument, Expression, Filter, Template
from exporter.read.nodes import Node, Problems, Scalar
from exporter.read.shape import Schema, Shape

LONGEST = 2000
MOST = 20
"""Expressions in one text."""
_OPENING = re.compile(r"\{\{|\{%|\{#")
_TOKEN = later(
    r"""\s*(?:(?P<name>[A-Za-z_][\w-]*(?:\s*\.\s*[\w-]+)*)|"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<number>-?\d{1,9})
    |(?P<mark>[|(),]))""",
    re.VERBOSE,
)
FORM = 'write {{ value }} or {{ value | filter("…") }}'


class FixedText(Shape):
    """A text in which values may stand."""

    says = "a text"

    def read(self, node: Node, problems: Problems) -> Template:
        if not isinstance(node, Scalar) or node.null:
            self.refuse(node, problems)
            return Template(())
        return parse(node, problems)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class Wrong(Exception):
    """What is wrong with an expression, and what to do."""

    def __init__(self, what: str, hint: str = FORM, word: str = "") -> None:
        super().__init__(what)
        self.what, self.hint, self.word = what, hint, word


def parse(node: Scalar, problems: Problems) -> Template:
    """The text as words and expressions; each mistake is added to `problems` with its place."""
    text = node.text
    if len(text) > LONGEST:
        problems.add(node, f"a fixed text of {len(text):,} characters", f"at most {LONGEST:,} are taken")
        return Template(())
    parts = list(_parts(node, text, problems))
    if sum(isinstance(part, Expression) for part in parts) > MOST:
        problems.add(node, f"more than {MOST} values in one text", "make several of it")
    return Template(tuple(parts), node.place)


def _parts(node: Scalar, text: str, problems: Problems) -> Iterator[str | Expression]:
    at = 0
    while opening := _OPENING.search(text, at):
        if opening.start() > at:
            yield text[at : opening.start()]
        end = text.find("}}", opening.end())
        source = text[opening.start() : end + 2 if end >= 0 else len(text)]
        at = opening.start() + len(source)
        try:
            if opening[0] != "{{":
                raise Wrong(f"'{opening[0]}' stands for code, and templates have none")
            if end < 0:
                raise Wrong("'{{' is not closed", "close it with }}")
            yield replace(_expression(text[opening.end() : end]), place=_place(node, source))
        except Wrong as error:
            place = _place(node, error.word or source, source)
            problems.append(replace(node.problem(error.what, error.hint), where=place))
    if at < len(text):
        yield text[at:]


def _place(node: Scalar, word: str, around: str = "") -> Place:
    """Where `word` stands, which is part of `around`; the whole text where that is not on one line of the file."""
    place = node.place
    start = max(0, place.column - 1)
    outer = place.source.find(around or word, start)
    found = place.source.rfind(word, outer, outer + len(around or word)) if outer >= 0 else -1
    return replace(place, column=found + 1, length=len(word)) if found >= 0 else place


def _expression(source: str) -> Expression:
    tokens = deque(_tokens(source))
    kind, word = tokens.popleft() if tokens else ("", "")
    if kind != "name":
        raise Wrong(f"'{word}' is not the name of a value" if kind else "a value is missing between {{ and }}")
    path = tuple(part.strip() for part in str(word).split("."))
    _check_name(path)
    filters = []
    while tokens:
        kind, word = tokens.popleft()
        if (kind, word) != ("mark", "|"):
            raise Wrong(f"'{word}' cannot stand after a value", word=str(word))
        filters.append(_filter(tokens))
    return Expression(path, tuple(filters))


def _filter(tokens: deque[tuple[str, Argument]]) -> Filter:
    """The filter that the tokens begin with; they are taken."""
    kind, name = tokens.popleft() if tokens else ("", "")
    if kind != "name":
        raise Wrong("the name of a filter is missing after |")
    filter = Filter(str(name))
    if tokens and tokens[0] == ("mark", "("):
        tokens.popleft()
        filter = replace(filter, arguments=tuple(_arguments(tokens)))
    _check_filter(filter)
    return filter


def _arguments(tokens: deque[tuple[str, Argument]]) -> Iterator[Argument]:
    while tokens:
        kind, value = tokens.popleft()
        if (kind, value) == ("mark", ")"):
            return
        if kind in ("text", "number"):
            yield value
        elif (kind, value) != ("mark", ","):
            raise Wrong(f"'{value}' is no argument", "put texts into quotes", str(value))
    raise Wrong("')' is missing")


def _tokens(source: str) -> Iterator[tuple[str, Argument]]:
    at, end = 0, len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at)
        if not match:
            raise Wrong(f"'{source[at:].strip()[:20]}' cannot be read")
        at = match.end()
        kind = str(match.lastgroup)
        word = match[kind]
        if kind == "number":
            yield kind, int(word)
        else:
            yield "text" if kind in ("double", "single") else kind, word


def _check_name(path: tuple[str, ...]) -> None:
    """Refuse a value that there never is. What `var` and `audience.values` hold is known when a document is made."""
    from exporter.plan.values import NAMES, OPEN

    *root, name = path
    if ".".join(root) in OPEN:
        return
    known = NAMES.get(".".join(root))
    if known is None:
        everything = [f"{root}.{name}" for root, names in NAMES.items() for name in names]
        raise Wrong(f"'{'.'.join(path)}' is no value", did_you_mean(".".join(path), everything), ".".join(path))
    if name not in known:
        raise Wrong(f"'{root[0]}' has no '{name}'", did_you_mean(name, known), ".".join(path))


def _check_filter(filter: Filter) -> None:
    from exporter.plan.values import ARGUMENTS

    if filter.name not in ARGUMENTS:
        raise Wrong(f"there is no filter '{filter.name}'", did_you_mean(filter.name, ARGUMENTS), filter.name)
    least, most, fault = ARGUMENTS[filter.name]
    if not least <= len(filter.arguments) <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        raise Wrong(f"'{filter.name}' takes {wanted} arguments, not {len(filter.arguments)}", word=filter.name)
    if wrong := fault(filter.arguments):
        raise Wrong(wrong, word=filter.name)
