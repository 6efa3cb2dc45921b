"""In: YAML text. Out: its Tree, with lints; UserError for what is no YAML or would hurt.

Built from events, without recursion: the C loader itself crashes on deep nesting.
"""

from __future__ import annotations

import re
from sys import intern
from typing import Any

from msgspec import Struct

from exporter.errors import Place, Problem, UserError, oops
from exporter.model.pattern import compiling_later, later
from exporter.model.spot import RARE_BREAKS, Source
from exporter.read.nodes import (
    RAISE,
    UNPRINTABLE,
    Limits,
    Map,
    Node,
    Problems,
    Scalar,
    Seq,
    Tree,
    check_printable,
)

with compiling_later():  # the parser in C needs none of those that the one in Python has, a twentieth of a short build
    import yaml

_BARE_KEY = later(r"\s*(- +)*([\w.-]+):([^\s/]\S*)")
_VALUE = later(r"""\s*(?:- +)*(?:[^\s'"#][^:#]*:\s+)?(?:- +)*(\S)""")
_COMMENT = re.compile(r"([ \t]+)(#[^\r\n]*)")
_QUOTED, _BARE = r'"[^"\\\n]*"', r"-?\w(?:[\w .%/()+-]*[\w.%)])?"
_ROW = later(rf"- (\[(?:{_QUOTED}(?:, {_QUOTED})*|{_BARE}(?:, {_BARE})*)\])\n")
"""A row of a table on a line of its own: all its cells are in quotes, or none, and nothing is to be unescaped."""


class _Frame(Struct):
    """A list or map that is still open."""

    node: Seq | Map
    anchor: str | None
    flow: bool
    before: int
    """How many values were counted before it."""
    nodes: list[Node] | None
    """Those of a list; None in a map."""
    key: Scalar | None = None
    key_end: int = 0
    height: int = 1
    merges: list[Node] = []


class _Builder:
    """Makes a tree from events, without recursion, counting as it goes."""

    def __init__(self, source: Source, limits: Limits, rows: dict[int, int]) -> None:
        """rows: see `_folded`; those that were met are taken out."""
        self.text, self.source, self.limits, self.rows = source.text, source, limits, rows
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """Node, size and height by the name of the anchor."""
        self.root: Node | None = None
        self.problems, self.warnings = Problems(), Problems()
        self.total = 0
        self.comments, self.escapes = "#" in self.text, "\\" in self.text
        """Whether any value can be cut short, or hold what the text itself does not."""

    def at(self, mark: Any, length: int = 1) -> Place:
        return self.source.place(mark.index, length)

    def count(self, size: int, mark: Any) -> None:
        self.total += size
        if self.total > self.limits.nodes:
            what = f"more than {self.limits.nodes:,} values, aliases counted at full length"
            raise oops(what, self.at(mark), f"split the file, or {RAISE}")

    def deepen(self, depth: int, mark: Any) -> None:
        if depth > self.limits.depth:
            raise oops(f"nested deeper than {self.limits.depth} levels", self.at(mark), OPEN)

    def scalar(self, event: Any) -> None:
        if event.tag:
            self.refuse_tag(event)
        text, style = event.value, event.style
        if style and self.rows and (end := self.rows.pop(event.start_mark.index, 0)):
            self.row(event, end)
            return
        node = Scalar(self.source, event.start_mark.index, event.end_mark.index, text, bool(style))
        self.total += 1
        if self.total > self.limits.nodes:
            self.count(0, event.start_mark)
        if not style:
            if self.comments:
                self.lint_comment(node)
        elif self.escapes and (found := UNPRINTABLE.search(text)):
            self.problems.append(node.problem(f"character U+{ord(found[0]):04X} cannot stand in a document"))
        self.put(node, event, 1)
        if event.anchor:
            self.anchors[event.anchor] = (node, 1, 1)

    def row(self, event: Any, end: int) -> None:
        """The list that the scalar of a folded text stands for, up to `end`."""
        start = event.start_mark.index
        node = Seq(self.source, start, start + 1)
        node.nodes = cells = []
        quote = '"' if self.text[start + 1] == '"' else ""
        begin, marks = start + 1, 2 * len(quote)
        for said in self.text[begin + len(quote) : end - 1 - len(quote)].split(f"{quote}, {quote}"):
            stop = begin + len(said) + marks
            cells.append(Scalar(self.source, begin, stop, said, bool(quote)))
            begin = stop + len(", ")
        self.count(1 + len(cells), event.start_mark)
        self.deepen(len(self.stack) + 1, event.start_mark)
        self.put(node, event, 2)

    def alias(self, event: Any) -> None:
        name = event.anchor
        if any(frame.anchor == name for frame in self.stack):
            raise oops(f"'*{name}' stands inside what it repeats", self.at(event.start_mark, len(name) + 1))
        if name not in self.anchors:
            hint = "a text that starts with * needs quotes around it"
            raise oops(f"nothing is named '&{name}' before this", self.at(event.start_mark, len(name) + 1), hint)
        node, size, height = self.anchors[name]
        self.count(size, event.start_mark)
        self.deepen(len(self.stack) + height, event.start_mark)
        self.put(node, event, height)

    def open(self, event: Any, kind: type[Seq] | type[Map]) -> None:
        if event.tag:
            self.refuse_tag(event)
        before = self.total
        self.count(1, event.start_mark)
        self.deepen(len(self.stack) + 1, event.start_mark)
        node = kind(self.source, event.start_mark.index, event.end_mark.index)
        nodes = node.nodes if isinstance(node, Seq) else None
        self.stack.append(_Frame(node, event.anchor, bool(event.flow_style), before, nodes))

    def close(self, event: Any) -> None:
        frame = self.stack.pop()
        if isinstance(frame.node, Map) and frame.merges:
            self.merge(frame.node, frame.merges)
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.node, self.total - frame.before, frame.height)
        self.put(frame.node, event, frame.height)

    def put(self, node: Node, event: Any, height: int) -> None:
        """Hand a finished node to the list or map around it."""
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if frame.height <= height:
            frame.height = height + 1
        if frame.nodes is not None:
            frame.nodes.append(node)
        elif frame.key is None:
            frame.key, frame.key_end = self.as_key(node, event), event.end_mark.index
        else:
            self.pair(frame, frame.key, node, event)
            frame.key = None

    def as_key(self, node: Node, event: Any) -> Scalar:
        if isinstance(node, Scalar) and (node.text or node.quoted):
            node.text = intern(node.text)  # a report has few keys, many times
            return node
        what = "a key must be a word" if isinstance(node, Scalar) else "a list or map cannot be a key"
        raise oops(what, self.at(event.start_mark), "a text that starts with [ or { needs quotes around it")

    def pair(self, frame: _Frame, key: Scalar, value: Node, event: Any) -> None:
        assert isinstance(frame.node, Map)
        pairs = frame.node.pairs
        if key.text == "<<" and not key.quoted:
            frame.merges.append(value)
        elif key.text in pairs:
            first = pairs[key.text][0].line
            self.problems.append(
                key.problem(f"'{key.text}' stands here a second time", f"the first is on line {first}")
            )
        else:
            if frame.flow:
                self.lint_comma(frame, key, value, event)
            pairs[key.text] = (key, value)

    def merge(self, node: Map, merges: list[Node]) -> None:
        """`<<`: the keys of other maps, where this one has none of its own."""
        for value in merges:
            for other in value if isinstance(value, Seq) else [value]:
                if isinstance(other, Map):
                    node.pairs = {**other.pairs, **node.pairs}
                else:
                    self.problems.append(other.problem("'<<' takes a map", "quote it to use it as an ordinary key"))

    def refuse_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!":
            hint = "a text that starts with ! needs quotes around it"
            self.problems.append(Problem(self.at(event.start_mark, len(event.tag)), "tags have no meaning here", hint))

    def lint_comma(self, frame: _Frame, key: Scalar, value: Node, event: Any) -> None:
        """`{name: a, b}`: the comma ended the text, and `b` became a key without a value."""
        if not (isinstance(value, Scalar) and value.null and value.text == ""):
            return
        if isinstance(event, yaml.AliasEvent) or ":" in self.text[frame.key_end : event.end_mark.index + 1]:
            return
        if bare := re.match(r"([\w.-]+):(\S.*)", key.text):
            hint = f"put a space after the colon: {bare[1]}: {bare[2]}"
            self.problems.append(key.problem(f"'{key.text}' has no value", hint))
            return
        assert isinstance(frame.node, Map)
        before = next(reversed(frame.node.pairs.values()), None)
        if before is None or not isinstance(before[1], Scalar):
            self.problems.append(key.problem(f"'{key.text}' has no value", f"write {key.text}: and its value"))
        elif before[1].text:  # else the same text is cut a second time
            text = before[1].text.replace('"', "'")
            space = " " if self.text[frame.key_end - len(key.text) - 1] == " " else ""  # none in 4,000
            hint = f'put quotes around a text that has a comma in it: {before[0].text}: "{text},{space}{key.text}"'
            self.problems.append(key.problem(f"'{key.text}' has no value: a comma ended the text before it", hint))

    def lint_comment(self, node: Scalar) -> None:
        """`title: Issue #4`: ` #` starts a comment and cuts the text."""
        cut = _COMMENT.match(self.text, node.end)
        if cut is None:
            return
        comment = cut[2] if len(cut[2]) <= 30 else cut[2][:29] + "…"
        place = self.source.place(cut.start(2), len(cut[2]))
        hint = 'put quotes around the value if "#" belongs to it, or {} if it is a comment'
        if not comment.startswith(("# ", "##")) and comment != "#":
            what, space = f"'{comment}' is read as a comment and lost", 'a space after "#"'
            self.problems.append(Problem(place, what, hint.format(space)))
        elif " " in node.text and cut[1] == " ":
            what, space = f"'{comment}' is read as a comment", 'two spaces before "#"'
            self.warnings.append(Problem(place, what, hint.format(space)))


def parse_yaml(source: Source, limits: Limits) -> Tree:
    check_printable(source.text, source.file)
    text, rows = _folded(source.text)
    if rows:
        try:
            tree = _parsed(source, text, rows, limits)
        except UserError:  # told of the text as it is
            pass
        else:
            if not rows:
                return tree
    return _parsed(source, source.text, {}, limits)


def _folded(text: str) -> tuple[str, dict[int, int]]:
    """The text with one scalar, as long, for each row of a table on a line of its own; where these begin and end.

    The parser in C hands over an event for every cell, each an object of several, which takes longer than to read it.
    A row is only taken for one if a scalar comes where it stands: in a text of several lines it is words.
    """
    rows: dict[int, int] = {}

    def fold(row: re.Match[str]) -> str:
        start, end = row.span(1)
        rows[start] = end
        return f'- "{"-" * (end - start - 2)}"\n'

    if "- [" in text and not any(other in text for other in RARE_BREAKS):
        text = _ROW.sub(fold, text)
    return text, rows


def _parsed(source: Source, text: str, rows: dict[int, int], limits: Limits) -> Tree:
    """The tree of a source from its text, `rows` of it folded."""
    builder = _Builder(source, limits, rows)
    documents = 0
    event: Any
    try:
        for event in iter(_parser(text).get_event, None):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                builder.scalar(event)
            elif kind is yaml.MappingStartEvent:
                builder.open(event, Map)
            elif kind is yaml.SequenceStartEvent:
                builder.open(event, Seq)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                builder.close(event)
            elif kind is yaml.AliasEvent:
                builder.alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise oops("a second document starts here", builder.at(event.start_mark), "a file holds one")
    except yaml.MarkedYAMLError as error:
        raise UserError([*builder.problems, _yaml_problem(error, builder)]) from None
    except yaml.YAMLError as error:
        raise oops(f"cannot be read as YAML: {error}", Place(source.file)) from None
    root = builder.root or Scalar(source, 0, 0, "", False)
    return Tree(root, tuple(builder.problems), tuple(builder.warnings))


OPEN = "is a bracket left open?"


def _parser(text: str) -> Any:
    """A parser in C, where PyYAML was built with one."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)


_STARTERS = {char: f"a text that starts with {char} needs quotes around it" for char in "*&!%@`>|[{"}
_STARTERS["["] += "; a list needs its ]"
_STARTERS["{"] += "; a map needs its }"
_STARTERS['"'] = 'the quotes must stand around the whole text; a " inside them is written \\"'
_STARTERS["'"] = "the quotes must stand around the whole text; a ' inside them is written ''"
"""What to do about a value that begins with a sign of YAML."""


def _yaml_problem(error: yaml.MarkedYAMLError, builder: _Builder) -> Problem:
    """The parser's complaint, with a hint from what stands there."""
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    what = f"cannot be read as YAML: {error.problem or error.context}"
    if mark is None:
        return Problem(Place(builder.source.file), what)
    if "nesting depth" in what:  # newer libyaml has a limit of its own, which it meets while it looks ahead
        return Problem(builder.at(mark), f"nested deeper than {builder.limits.depth} levels", OPEN)
    if context and not builder.text[mark.index :].strip():
        mark = context  # at the end of the file: where it began says more
    if "did not find expected" in what and (hint := _uneven(builder.text, mark)):
        return Problem(builder.at(mark), what, hint)
    places = [builder.at(m) for m in (mark, context) if m]
    if mark.index > mark.column:
        places.append(builder.source.place(mark.index - mark.column - 1))
    hints = (_yaml_hint(place.source, error.problem or "") for place in places)
    hint = next(filter(None, hints), "check how far this line and the one before are indented")
    return Problem(places[0], what, hint)


def _uneven(text: str, mark: Any) -> str:
    """What to do where a key or an entry stands a little off the one before it."""
    before = text[: mark.index - mark.column].rstrip("\n").rpartition("\n")[2]
    other = len(before) - len(before.lstrip(" "))
    alike = _ENTRY.match(before.strip()) and _ENTRY.match(text[mark.index :].partition("\n")[0])
    if not alike or mark.column == other or text[mark.index - mark.column : mark.index].strip(" "):
        return ""
    return f"it begins after {mark.column} spaces, the line before after {other}: what belongs together begins alike"


_ENTRY = later(r"(- )?[\w-]+:(\s|$)|- ")
"""The beginning of a line that holds a key or an entry of a list."""


def _yaml_hint(line: str, problem: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in problem:
        return "indent with spaces, not with tabs"
    if bare := _BARE_KEY.match(line):
        return f"put a space after the colon: {bare[2]}: {bare[3]}"
    if "mapping values are not allowed" in problem:
        return 'a text with ": " in it needs quotes around it'
    start = _VALUE.match(line)
    return _STARTERS.get(start[1], "") if start else ""
