"""In: a YAML or JSON file, its text, or Python data. Out: a Tree of nodes that know their place.

    tree = load(path)                     # or load_text(text, "report.yaml"), or from_data({...})
    tree.root                             # Scalar | Seq | Map
    tree.problems                         # what is wrong but did not stop reading (duplicate keys, lints)
    tree.warnings                         # what looks wrong

    root["title"].text                    # a Map is read by key; `root.get("title")` gives None when it is absent
    [n.text for n in root["tags"]]        # a Seq is iterated
    root["title"].place                   # file, line, column, the source line: for errors.Problem

A scalar keeps the text as written (`no`, `12:30` and `1.10` stay what they are); what type it has is decided by the
shape that reads it (see shape.py). An empty value, `null` and `~` are `Scalar.null`.

Nothing in a file can hurt: size, number of nodes (aliases counted at full length) and depth are limited, tags run no
code, and every fault is an `errors.UserError`.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from json.decoder import scanstring  # type: ignore[attr-defined]  # as old as json, but not in the stubs
from pathlib import Path
from typing import Any, Protocol

import yaml

from exporter.errors import Place, Problem, UserError, oops


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an input is read before it is refused."""

    bytes: int = 8_000_000
    nodes: int = 400_000
    """Values of a tree, aliases counted at full length."""
    depth: int = 64
    marks: int = 200_000
    """Signs of inline markup, of all texts together."""
    pixels: int = 40_000_000
    """Of one picture."""
    picture_bytes: int = 50_000_000


class Mark(Protocol):
    """A spot in a text, all counted from 0; the YAML parser makes its own."""

    index: int
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Spot:
    """A mark that we make ourselves."""

    index: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The text a node comes from, for its place. Data has no text: its `file` says the way through it."""

    file: str
    text: str = ""

    def place(self, start: Mark, length: int = 1) -> Place:
        if not self.text:
            return Place(self.file)
        begin = start.index - start.column
        end = self.text.find("\n", begin, begin + LONGEST_LINE)
        end = len(self.text) if end < 0 else end
        # A caret under a line as long as a book helps nobody, and cutting it out for every text costs memory.
        line = self.text[begin:end].rstrip("\r") if end - begin < LONGEST_LINE else ""
        return Place(self.file, start.line + 1, start.column + 1, line, max(1, length))


LONGEST_LINE = 20_000


# Nodes are plain slotted classes: a frozen dataclass takes four times as long to make, and there are many.


class Node:
    """Any value of a tree."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Source, start: Mark, end: Mark) -> None:
        self.source, self.start, self.end = source, start, end

    @property
    def line(self) -> int:
        return self.start.line + 1 if self.source.text else 0

    @property
    def place(self) -> Place:
        if self.end.line == self.start.line:
            return self.source.place(self.start, self.end.index - self.start.index)
        place = self.source.place(self.start)
        return replace(place, length=max(1, len(place.source.rstrip()) - place.column + 1))

    def problem(self, what: str, hint: str = "") -> Problem:
        return Problem(self.place, what, hint)

    @property
    def null(self) -> bool:
        """Nothing stands here."""
        return False


class Scalar(Node):
    """A value as written. `quoted`: in quotes, or a YAML block text."""

    __slots__ = ("quoted", "text")

    def __init__(self, source: Source, start: Mark, end: Mark, text: str, quoted: bool) -> None:
        self.source, self.start, self.end, self.text, self.quoted = source, start, end, text, quoted

    @property
    def null(self) -> bool:
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


class Seq(Node):
    """A list of nodes."""

    __slots__ = ("nodes",)

    def __init__(self, source: Source, start: Mark, end: Mark) -> None:
        super().__init__(source, start, end)
        self.nodes: list[Node] = []

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)


class Map(Node):
    """Nodes by key, in the order written. `pairs` holds the key's own node too, for its place."""

    __slots__ = ("pairs",)

    def __init__(self, source: Source, start: Mark, end: Mark) -> None:
        super().__init__(source, start, end)
        self.pairs: dict[str, tuple[Scalar, Node]] = {}

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __getitem__(self, key: str) -> Node:
        return self.pairs[key][1]

    def get(self, key: str) -> Node | None:
        """The value of `key`; None when it is absent or null."""
        pair = self.pairs.get(key)
        return None if pair is None or pair[1].null else pair[1]

    def key(self, key: str) -> Scalar:
        """The node of the key itself."""
        return self.pairs[key][0]

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return ((key, value) for key, (_, value) in self.pairs.items())

    def __len__(self) -> int:
        return len(self.pairs)


class Problems(list[Problem]):
    """The problems of one run. It is closed by a UserError when there are more than a person will read."""

    def append(self, problem: Problem) -> None:
        super().append(problem)
        if len(self) >= 200:
            super().append(Problem(None, "more than 200 problems: the rest is not shown"))
            raise UserError(self)

    def add(self, node: Node, what: str, hint: str = "") -> None:
        self.append(Problem(node.place, what, hint))


@dataclass(frozen=True, slots=True)
class Tree:
    root: Node
    problems: tuple[Problem, ...] = ()
    """Errors that did not stop the reading; `shape.read` reports them together with its own."""
    warnings: tuple[Problem, ...] = ()


# --- files and text -------------------------------------------------------------------------------------------------

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What no YAML, XML or PDF text can hold; a byte order mark inside a text is one of them."""


def load(path: Path, limits: Limits = Limits()) -> Tree:
    """The tree of a YAML or (by its suffix) JSON file."""
    return load_text(read_text(path, limits), str(path), limits)


def load_text(text: str, file: str, limits: Limits = Limits()) -> Tree:
    """The tree of a text; it is JSON when the name `file` ends so, else YAML."""
    source = Source(file, text)
    with collector_off():
        return (
            _parse_json(text, source, limits) if file.lower().endswith(".json") else _parse_yaml(text, source, limits)
        )


@contextmanager
def collector_off() -> Iterator[None]:
    """Reading makes many values and drops none in a circle: to look for circles takes most of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_text(path: Path, limits: Limits = Limits()) -> str:
    """The text of a UTF-8 file of bounded size; UserError when there is none."""
    return decode(read_bytes(path, limits), str(path))


def read_bytes(path: Path, limits: Limits = Limits()) -> bytes:
    """The bytes of an ordinary file of bounded size."""
    where = Place(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise oops("this is not a file", where, "give the path of a file")
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = (error.strerror or "") if isinstance(error, OSError) else str(error)
        raise oops(f"cannot be read: {reason.lower()}", where) from None
    if len(data) > limits.bytes:
        raise oops(f"larger than {limits.bytes:,} bytes", where, "raise the limit if this is meant")
    return data


def decode(data: bytes, file: str) -> str:
    """UTF-8 bytes as text, without byte order mark; UserError with the place of what is not text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise oops("the file is in UTF-16", Place(file), "save it as UTF-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        rest = data[error.start : error.start + 80].decode("utf-8", "replace")
        place = _place_at(before + rest, len(before), file)
        what = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise oops(what, place, "save the file as UTF-8") from None
    check_printable(text, file)
    return text


def check_printable(text: str, file: str) -> None:
    """UserError at the first character that no document can show."""
    if found := UNPRINTABLE.search(text):
        what = f"character U+{ord(found[0]):04X} cannot stand in a document"
        raise oops(what, _place_at(text, found.start(), file), "remove it")


def _place_at(text: str, index: int, file: str) -> Place:
    """The place of a character of `text`."""
    return Source(file, text or " ").place(_spot(text, index))


def _spot(text: str, index: int) -> Spot:
    return Spot(index, text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1)


# --- YAML -----------------------------------------------------------------------------------------------------------

_OPEN = "[{"
_BARE_KEY = re.compile(r"\s*(- +)*([\w.-]+):([^\s/]\S*)")
_VALUE = re.compile(r"""\s*(?:- +)*(?:[^\s'"#][^:#]*:\s+)?(?:- +)*(\S)""")
_COMMENT = re.compile(r"([ \t]+)(#[^\r\n]*)")


@dataclass(slots=True)
class _Frame:
    """A list or map that is still open."""

    node: Seq | Map
    anchor: str | None
    flow: bool
    key: Scalar | None = None
    key_end: int = 0
    size: int = 1
    height: int = 1
    merges: list[Node] = field(default_factory=list)


class _Builder:
    """Makes a tree from events, without recursion, counting as it goes."""

    def __init__(self, text: str, source: Source, limits: Limits) -> None:
        self.text, self.source, self.limits = text, source, limits
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.root: Node | None = None
        self.problems, self.warnings = Problems(), Problems()
        self.total = 0

    def at(self, mark: Mark, length: int = 1) -> Place:
        return self.source.place(mark, length)

    def count(self, size: int, mark: Any) -> None:
        self.total += size
        if self.total > self.limits.nodes:
            what = f"more than {self.limits.nodes:,} values, aliases counted at full length"
            raise oops(what, self.at(mark), "split the file, or raise the limit if this is meant")

    def deepen(self, depth: int, mark: Any) -> None:
        if depth > self.limits.depth:
            raise oops(f"nested deeper than {self.limits.depth} levels", self.at(mark), "is a bracket left open?")

    def scalar(self, event: Any) -> None:
        self.refuse_tag(event)
        node = Scalar(self.source, event.start_mark, event.end_mark, event.value, bool(event.style))
        self.count(1, event.start_mark)
        if not event.style:
            self.lint_comment(node, event.end_mark)
        elif found := UNPRINTABLE.search(event.value):
            self.problems.append(node.problem(f"character U+{ord(found[0]):04X} cannot stand in a document"))
        self.put(node, event, 1, 1)
        if event.anchor:
            self.anchors[event.anchor] = (node, 1, 1)

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
        self.put(node, event, size, height)

    def open(self, event: Any, node: Seq | Map) -> None:
        self.refuse_tag(event)
        self.count(1, event.start_mark)
        self.deepen(len(self.stack) + 1, event.start_mark)
        self.stack.append(_Frame(node, event.anchor, bool(event.flow_style)))

    def close(self, event: Any) -> None:
        frame = self.stack.pop()
        if isinstance(frame.node, Map):
            self.merge(frame.node, frame.merges)
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.node, frame.size, frame.height)
        self.put(frame.node, event, frame.size, frame.height)

    def put(self, node: Node, event: Any, size: int, height: int) -> None:
        """Hand a finished node to the list or map around it."""
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if isinstance(frame.node, Seq):
            frame.node.nodes.append(node)
        elif frame.key is None:
            frame.key, frame.key_end = self.as_key(node, event), event.end_mark.index
        else:
            self.pair(frame, frame.key, node, event)
            frame.key = None

    def as_key(self, node: Node, event: Any) -> Scalar:
        if isinstance(node, Scalar) and (node.text or node.quoted):
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
        if not (frame.flow and isinstance(value, Scalar) and value.null and value.text == ""):
            return
        if isinstance(event, yaml.AliasEvent) or ":" in self.text[frame.key_end : event.end_mark.index + 1]:
            return
        if bare := re.match(r"([\w.-]+):(\S.*)", key.text):
            hint = f"put a space after the colon: {bare[1]}: {bare[2]}"
            self.problems.append(key.problem(f"'{key.text}' has no value", hint))
            return
        assert isinstance(frame.node, Map)
        before = next(reversed(frame.node.pairs.values()), None)
        hint = "put quotes around a text that has a comma in it"
        if before and isinstance(before[1], Scalar):
            if not before[1].text:
                return  # the same text, cut a second time
            text = before[1].text.replace('"', "'")
            hint += f': {before[0].text}: "{text}, {key.text}"'
        self.problems.append(key.problem(f"'{key.text}' is a key without a value: a comma ended the text before", hint))

    def lint_comment(self, node: Scalar, end: Mark) -> None:
        """`title: Issue #4`: ` #` starts a comment and cuts the text."""
        cut = _COMMENT.match(self.text, end.index)
        if cut is None:
            return
        comment = cut[2] if len(cut[2]) <= 30 else cut[2][:29] + "…"
        column = end.column + cut.start(2) - end.index
        place = self.at(Spot(cut.start(2), end.line, column), len(cut[2]))
        hint = 'put quotes around the value if "#" belongs to it, or {} if it is a comment'
        if not comment.startswith(("# ", "##")) and comment != "#":
            what, space = f"'{comment}' is read as a comment and lost", 'a space after "#"'
            self.problems.append(Problem(place, what, hint.format(space)))
        elif " " in node.text and cut[1] == " ":
            what, space = f"'{comment}' is read as a comment", 'two spaces before "#"'
            self.warnings.append(Problem(place, what, hint.format(space)))


def _parse_yaml(text: str, source: Source, limits: Limits) -> Tree:
    check_printable(text, source.file)
    builder = _Builder(text, source, limits)
    documents = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                builder.scalar(event)
            elif kind is yaml.MappingStartEvent:
                builder.open(event, Map(source, event.start_mark, event.end_mark))
            elif kind is yaml.SequenceStartEvent:
                builder.open(event, Seq(source, event.start_mark, event.end_mark))
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
    root = builder.root or Scalar(source, Spot(0, 0, 0), Spot(0, 0, 0), "", False)
    return Tree(root, tuple(builder.problems), tuple(builder.warnings))


_STARTERS = {
    "*": "a text that starts with * needs quotes around it",
    "&": "a text that starts with & needs quotes around it",
    "!": "a text that starts with ! needs quotes around it",
    "%": "a text that starts with % needs quotes around it",
    "@": "a text that starts with @ needs quotes around it",
    "`": "a text that starts with ` needs quotes around it",
    "[": "a text that starts with [ needs quotes around it; a list needs its ]",
    "{": "a text that starts with { needs quotes around it; a map needs its }",
    '"': 'the quotes must stand around the whole text; a " inside them is written \\"',
    "'": "the quotes must stand around the whole text; a ' inside them is written ''",
    ">": "a text that starts with > needs quotes around it",
    "|": "a text that starts with | needs quotes around it",
}


def _yaml_problem(error: yaml.MarkedYAMLError, builder: _Builder) -> Problem:
    """The parser's complaint, with a hint from what stands there."""
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    what = f"cannot be read as YAML: {error.problem or error.context}"
    if mark is None:
        return Problem(Place(builder.source.file), what)
    if context and not builder.text[mark.index :].strip():
        mark = context  # at the end of the file: where it began says more
    places = [builder.at(m) for m in (mark, context, _spot(builder.text, mark.index - mark.column - 1)) if m]
    hints = (_yaml_hint(place.source, error.problem or "") for place in places)
    hint = next(filter(None, hints), "check how far this line and the one before are indented")
    return Problem(places[0], what, hint)


def _yaml_hint(line: str, problem: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in problem:
        return "indent with spaces, not with tabs"
    if bare := _BARE_KEY.match(line):
        return f"put a space after the colon: {bare[2]}: {bare[3]}"
    if "mapping values are not allowed" in problem:
        return 'a text with ": " in it needs quotes around it'
    start = _VALUE.match(line)
    return _STARTERS.get(start[1], "") if start else ""


# --- JSON -----------------------------------------------------------------------------------------------------------

_JSON_SPACE = re.compile(r"[ \t\r\n]*")
_JSON_WORD = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b")


class _Json:
    """Reads JSON without recursion, keeping places. YAML is nearly a superset, but not of its escapes."""

    def __init__(self, text: str, source: Source, limits: Limits) -> None:
        self.text, self.source, self.limits = text, source, limits
        self.here = Spot(0, 0, 0)
        self.problems = Problems()
        self.total = 0

    def spot(self, index: int) -> Spot:
        """Counts on from the last spot: a count from the start for each value would be quadratic."""
        last = self.here
        if index < last.index:
            return _spot(self.text, index)
        lines = self.text.count("\n", last.index, index)
        column = index - self.text.rfind("\n", last.index, index) - 1 if lines else last.column + index - last.index
        self.here = Spot(index, last.line + lines, column)
        return self.here

    def fail(self, at: int, what: str, hint: str = "") -> UserError:
        return oops(what, self.source.place(self.spot(at)), hint)

    def skip(self, at: int) -> int:
        found = _JSON_SPACE.match(self.text, at)
        return found.end() if found else at

    def scalar(self, at: int) -> tuple[Scalar, int]:
        if self.text.startswith('"', at):
            try:
                text, end = scanstring(self.text, at + 1, True)
            except json.JSONDecodeError as error:
                raise self.fail(error.pos, f"cannot be read as JSON: {error.msg.lower()}") from None
            if found := UNPRINTABLE.search(text):
                raise self.fail(at, f"character U+{ord(found[0]):04X} cannot stand in a document", "remove it")
            return Scalar(self.source, self.spot(at), self.spot(end), text, True), end
        found = _JSON_WORD.match(self.text, at)
        if not found:
            hint = {
                "'": 'JSON texts stand in double quotes: "…"',
                "/": "JSON has no comments",
                "#": "JSON has no comments",
            }
            what = (
                "a value is missing here" if at >= len(self.text) or self.text[at] in ",]}:" else "this is not a value"
            )
            raise self.fail(at, f"cannot be read as JSON: {what}", hint.get(self.text[at : at + 1], ""))
        return Scalar(self.source, self.spot(at), self.spot(found.end()), found[0], False), found.end()

    def count(self, at: int) -> None:
        self.total += 1
        if self.total > self.limits.nodes:
            raise self.fail(at, f"more than {self.limits.nodes:,} values", "raise the limit if this is meant")

    def key(self, node: Map, at: int) -> tuple[Scalar, int]:
        if not self.text.startswith('"', at):
            hint = "remove the comma before it" if self.text[at : at + 1] == "}" else 'keys stand in double quotes: "…"'
            raise self.fail(at, "cannot be read as JSON: a key is missing here", hint)
        key, at = self.scalar(at)
        if key.text in node.pairs:
            first = node.pairs[key.text][0].line
            self.problems.append(
                key.problem(f"'{key.text}' stands here a second time", f"the first is on line {first}")
            )
        at = self.skip(at)
        if not self.text.startswith(":", at):
            raise self.fail(at, "cannot be read as JSON: ':' is missing here")
        return key, self.skip(at + 1)

    def parse(self) -> Node:
        at = self.skip(0)
        stack: list[tuple[Seq | Map, Scalar | None]] = []
        while True:
            self.count(at)
            node: Node
            char = self.text[at : at + 1]
            if char and char in _OPEN:
                node = (Seq if char == "[" else Map)(self.source, self.spot(at), self.spot(at + 1))
                if len(stack) >= self.limits.depth:
                    raise self.fail(at, f"nested deeper than {self.limits.depth} levels")
                inner = self.skip(at + 1)
                if not self.text.startswith("]" if char == "[" else "}", inner):
                    key, at = self.key(node, inner) if isinstance(node, Map) else (None, inner)
                    stack.append((node, key))
                    continue
                at = inner + 1
            else:
                node, at = self.scalar(at)
            # A finished node goes into the list or map around it, and closes as many as end here.
            while stack:
                around, key = stack.pop()
                if isinstance(around, Map):
                    assert key is not None
                    around.pairs.setdefault(key.text, (key, node))
                else:
                    around.nodes.append(node)
                at = self.skip(at)
                if self.text.startswith(",", at):
                    at = self.skip(at + 1)
                    if isinstance(around, Map):
                        key, at = self.key(around, at)
                    stack.append((around, key))
                    break
                end = "]" if isinstance(around, Seq) else "}"
                if not self.text.startswith(end, at):
                    raise self.fail(at, f"cannot be read as JSON: ',' or '{end}' is missing here")
                at, node = at + 1, around
            if not stack:
                at = self.skip(at)
                if at < len(self.text):
                    raise self.fail(at, "cannot be read as JSON: more text after the end")
                return node


def _parse_json(text: str, source: Source, limits: Limits) -> Tree:
    check_printable(text, source.file)
    reader = _Json(text, source, limits)
    root = reader.parse()
    return Tree(root, tuple(reader.problems))


# --- Python data ----------------------------------------------------------------------------------------------------


def from_data(data: object, name: str = "report", limits: Limits = Limits()) -> Tree:
    """The tree of Python data: maps, lists, texts, numbers, dates, paths, None.

    The place of a value is its way through the data: `report.sections[2].title`.
    """
    total = 0
    start = Spot(0, 0, 0)

    def node(value: object, way: str, depth: int) -> Node:
        nonlocal total
        total += 1
        if total > limits.nodes:
            raise oops(f"more than {limits.nodes:,} values", Place(way), "raise the limit if this is meant")
        if depth > limits.depth:
            raise oops(f"nested deeper than {limits.depth} levels", Place(way), "does it contain itself?")
        source = Source(way)
        if isinstance(value, Mapping):
            out = Map(source, start, start)
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise oops(f"the key {key!r} is not a text", Place(way))
                inner_way = f"{way}.{key}"
                out.pairs[key] = (Scalar(Source(inner_way), start, start, key, True), node(inner, inner_way, depth + 1))
            return out
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
            seq = Seq(source, start, start)
            seq.nodes = [node(inner, f"{way}[{i}]", depth + 1) for i, inner in enumerate(value)]
            return seq
        text, quoted = _data_text(value, way)
        if found := UNPRINTABLE.search(text):
            raise oops(f"character U+{ord(found[0]):04X} cannot stand in a document", Place(way))
        return Scalar(source, start, start, text, quoted)

    return Tree(node(data, name, 1))


def _data_text(value: object, way: str) -> tuple[str, bool]:
    """The text of a Python value, and whether it stands in quotes, so to say."""
    if isinstance(value, str):
        return value, True
    if value is None:
        return "", False
    if isinstance(value, bool):
        return str(value).lower(), False
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat(), False
    if isinstance(value, int | float | Path):
        return str(value), False
    if type(value).__module__ == "decimal":
        return str(value), False
    raise oops(
        f"a {type(value).__name__} cannot stand in a report", Place(way), "use texts, numbers, dates, lists, maps"
    )
