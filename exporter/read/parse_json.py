"""In: JSON text. Out: its Tree; UserError for what is no JSON or would hurt.

YAML is nearly a superset of JSON, but not of its escapes, and its faults speak of YAML. Read without recursion.
"""

from __future__ import annotations

import json
from json.decoder import scanstring  # type: ignore[attr-defined]  # as old as json, but not in the stubs

from exporter.errors import UserError, oops
from exporter.model.pattern import later
from exporter.model.spot import Source
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

_JSON_SPACE = later(r"[ \t\r\n]*")
_JSON_WORD = later(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b")


class _Json:
    """The text, and how far it is read."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.text, self.source, self.limits = source.text, source, limits
        self.problems = Problems()
        self.total = 0

    def fail(self, at: int, what: str, hint: str = "") -> UserError:
        return oops(what, self.source.place(at), hint)

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
            return Scalar(self.source, at, end, text, True), end
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
        return Scalar(self.source, at, found.end(), found[0], False), found.end()

    def count(self, at: int) -> None:
        self.total += 1
        if self.total > self.limits.nodes:
            raise self.fail(at, f"more than {self.limits.nodes:,} values", RAISE)

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
            if char and char in "[{":
                node = (Seq if char == "[" else Map)(self.source, at, at + 1)
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


def parse_json(source: Source, limits: Limits) -> Tree:
    check_printable(source.text, source.file)
    reader = _Json(source, limits)
    root = reader.parse()
    return Tree(root, tuple(reader.problems))
