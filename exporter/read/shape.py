"""In: a Tree and the shape it should have. Out: plain Python values or every error; and the shape as JSON Schema.

    LIMITS = Record("limits", "How much an audience takes.", {
        "slides": Field(Integer(least=1), "The most slides of a deck."),
        "beyond": Field(Choice("backup", "warn"), "What becomes of the rest."),
    })
    AUDIENCE = Record("audience", "Who a document is for.", {
        "extends": Field(List(Text(), single=True), "Profiles it builds on."),
        "theme":   Field(Text(), "Name of a theme.", required=True, examples=("ledger",)),
        "limits":  Field(LIMITS, "Limits of size."),
    })

    values = read(load(path), AUDIENCE)          # {"extends": ["general"], "theme": "ledger", "limits": {"slides": 8}}
    schema = json_schema(AUDIENCE, title="exporter audience")

`read` raises UserError with all that is wrong, each with its place and a hint. Keys that are absent (or empty) in the
file are absent in the values. Where the place of a value is needed afterwards, take its node from the tree:
`tree.root["theme"].place`. A merged tree (`extends`) is checked with `AUDIENCE.read(node, problems)`.

Shapes: Text, Choice, Bool, Integer, Number, Date, List, Map, Record, Either (by the kind of node), Later (recursive).
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from exporter.errors import UserError, did_you_mean
from exporter.model.pattern import later
from exporter.read.nodes import bare_texts
from exporter.read.tree import Map as MapNode
from exporter.read.tree import Node, Problems, Scalar, Seq, Tree

Schema = dict[str, Any]


def read(tree: Tree, shape: Shape) -> Any:
    """The values of a tree that has this shape; UserError with every problem otherwise."""
    problems = Problems(tree.problems)
    value = shape.read(tree.root, problems)
    if problems:
        raise UserError(in_order(problems))
    return value


def in_order(problems: Problems) -> Problems:
    """Problems as they follow one another in the file, none twice."""
    unique = dict.fromkeys(problems)
    return Problems(sorted(unique, key=lambda p: (p.where.line, p.where.column) if p.where else (1 << 40, 0)))


def json_schema(shape: Shape, title: str, description: str = "") -> Schema:
    """The shape as JSON Schema, draft 2020-12, for editors and other tools."""
    definitions: dict[str, Schema] = {}
    head: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    if description:
        head["description"] = description
    return {**head, **shape.schema(definitions), "$defs": definitions}


# Shapes are plain classes: every command declares them, and a dataclass takes a millisecond to be.


class Shape(ABC):
    """What a value should be."""

    says: str
    """What is wanted, in words: "a text"."""
    any_text = False
    """Any text will do: those of a list are not looked at one by one."""

    @abstractmethod
    def read(self, node: Node, problems: Problems) -> Any:
        """The value of `node`; what is wrong is added to `problems`, and the value is then of no use."""

    @abstractmethod
    def schema(self, definitions: dict[str, Schema]) -> Schema:
        """As JSON Schema; named records go to `definitions`."""

    def refuse(self, node: Node, problems: Problems) -> None:
        """Say that something else stands where this shape should."""
        problems.add(node, f"expected {self.says}, not {describe(node)}", _mismatch_hint(node, self))


def describe(node: Node) -> str:
    """What stands there, for an error: "a list", "the text 'abc'"."""
    if isinstance(node, Seq):
        return "a list"
    if isinstance(node, MapNode):
        return "a map"
    assert isinstance(node, Scalar)
    if node.null:
        return "nothing"
    text = node.text if len(node.text) <= 40 else node.text[:39] + "…"
    return f"'{text}'"


SOME = 6
"""How many keys a hint names."""
_NO_SPACE = later(r"([A-Za-z][\w-]*):(\S.*)")


def _mismatch_hint(node: Node, wanted: Shape) -> str:
    if isinstance(node, Scalar) and (bare := _NO_SPACE.match(node.text)) and not bare[2].startswith("//"):
        return f"put a space after the colon: {bare[1]}: {bare[2][:40]}"
    if isinstance(node, MapNode) and isinstance(wanted, Text | Either) and len(node) == 1:
        return 'a text with ": " in it needs quotes around it'
    if isinstance(wanted, Record) and not isinstance(node, MapNode):
        keys = list(wanted.fields)
        return f"write its keys under it: {', '.join(keys[:SOME])}{' …' if len(keys) > SOME else ''}"
    return ""


class Text(Shape):
    """A text as written; `pattern` must match the whole of it, `says` puts the pattern in words."""

    def __init__(self, says: str = "a text", pattern: str = "") -> None:
        self.says, self.pattern = says, pattern
        self.any_text = not pattern

    def read(self, node: Node, problems: Problems) -> str:
        if not isinstance(node, Scalar) or node.null:
            self.refuse(node, problems)
            return ""
        if self.pattern and not re.fullmatch(self.pattern, node.text):
            self.refuse(node, problems)
        return node.text

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        if self.pattern:
            return {"type": "string", "pattern": f"^(?:{self.pattern})$"}
        # 2027 and true are texts here; an editor takes them for what YAML makes of them.
        return {"type": ["string", "number", "boolean"]}


class Choice(Shape):
    """One of some words."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.says = "one of " + ", ".join(words)

    def read(self, node: Node, problems: Problems) -> str:
        if not isinstance(node, Scalar) or node.null:
            self.refuse(node, problems)
            return ""
        if node.text not in self.words:
            problems.add(node, f"{describe(node)} is not known here", did_you_mean(node.text[:40], self.words))
        return node.text

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"enum": list(self.words)}


class Bool(Shape):
    says = "true or false"

    def read(self, node: Node, problems: Problems) -> bool:
        words = {"true": True, "yes": True, "false": False, "no": False}
        if isinstance(node, Scalar) and node.text.lower() in words:
            return words[node.text.lower()]
        self.refuse(node, problems)
        return False

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"type": "boolean"}


class Number(Shape):
    """A number from `least` to `most`, as a float."""

    def __init__(self, least: float | None = None, most: float | None = None) -> None:
        self.least, self.most = least, most

    @property
    def says(self) -> str:  # type: ignore[override]
        return f"a number{self._range()}"

    def _range(self) -> str:
        if self.least is not None and self.most is not None:
            return f" from {self.least} to {self.most}"
        if self.least is not None:
            return f" of at least {self.least}"
        return f" of at most {self.most}" if self.most is not None else ""

    def read(self, node: Node, problems: Problems) -> float:
        text = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch(r"[+-]?(\d{1,300}\.?\d{0,300}|\.\d{1,300})([eE][+-]?\d{1,2})?", text, re.ASCII):
            value = float(text)
            if (self.least is None or value >= self.least) and (self.most is None or value <= self.most):
                return value
        self.refuse(node, problems)
        return 0.0

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        limits = {"minimum": self.least, "maximum": self.most}
        return {"type": "number", **{k: v for k, v in limits.items() if v is not None}}


class Integer(Number):
    """A whole number from `least` to `most`."""

    @property
    def says(self) -> str:  # type: ignore[override]
        return f"a whole number{self._range()}"

    def read(self, node: Node, problems: Problems) -> int:
        text = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
            value = int(text)
            if (self.least is None or value >= self.least) and (self.most is None or value <= self.most):
                return value
        self.refuse(node, problems)
        return 0

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {**super().schema(definitions), "type": "integer"}


class Whole(Shape):
    """One of some whole numbers."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.says = "one of " + ", ".join(map(str, numbers))

    def read(self, node: Node, problems: Problems) -> int:
        text = node.text if isinstance(node, Scalar) else ""
        if text not in map(str, self.numbers):
            self.refuse(node, problems)
            return self.numbers[0]
        return int(text)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"enum": list(self.numbers)}


class Date(Shape):
    says = "a date such as 2026-02-03"

    def read(self, node: Node, problems: Problems) -> dt.date:
        text = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            try:
                return dt.date.fromisoformat(text)
            except ValueError as error:
                problems.add(node, f"'{text}' is not a date: {error}")
                return dt.date.min
        self.refuse(node, problems)
        return dt.date.min

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"type": "string", "format": "date"}


class List(Shape):
    """A list of values; with `single`, a value that is not a list serves as a list of one.

    With `gaps`, places may be empty: None.
    """

    def __init__(self, of: Shape, single: bool = False, least: int = 0, gaps: bool = False) -> None:
        self.of, self.single, self.least, self.gaps = of, single, least, gaps

    @property
    def says(self) -> str:  # type: ignore[override]
        return f"{self.of.says} or a list" if self.single else "a list"

    def read(self, node: Node, problems: Problems) -> list[Any]:
        if isinstance(node, Seq):
            if len(node) < self.least:
                problems.add(node, f"at least {self.least} must stand here, not {len(node)}")
            if self.of.any_text and (texts := bare_texts(node.nodes)) is not None:
                return texts
            read = self.of.read
            if self.gaps:
                return [None if inner.null else read(inner, problems) for inner in node.nodes]
            return [read(inner, problems) for inner in node.nodes]
        if self.single:
            return [self.of.read(node, problems)]
        hint = _mismatch_hint(node, self) or ("put '- ' before each entry" if not node.null else "")
        problems.add(node, f"expected {self.says}, not {describe(node)}", hint)
        return []

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        one = self.of.schema(definitions)
        many: Schema = {"type": "array", "items": {"anyOf": [one, {"type": "null"}]} if self.gaps else one}
        if self.least:
            many["minItems"] = self.least
        return {"anyOf": [one, many]} if self.single else many


class Map(Shape):
    """Values under keys of the writer's choice; `keys` is a pattern for them."""

    def __init__(self, of: Shape, keys: str = "", keys_say: str = "a name", says: str = "a map") -> None:
        self.of, self.keys, self.keys_say, self.says = of, keys, keys_say, says

    def read(self, node: Node, problems: Problems) -> dict[str, Any]:
        if not isinstance(node, MapNode):
            self.refuse(node, problems)
            return {}
        for key in node.pairs:
            if self.keys and not re.fullmatch(self.keys, key):
                problems.add(node.key(key), f"expected {self.keys_say}, not '{key}'")
        return {key: self.of.read(inner, problems) for key, inner in node if not inner.null}

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        out: Schema = {"type": "object", "additionalProperties": self.of.schema(definitions)}
        if self.keys:
            out["propertyNames"] = {"pattern": f"^(?:{self.keys})$"}
        return out


class Field(Struct, frozen=True):
    """One key of a record: its shape, what it means, whether it must be there."""

    shape: Shape
    doc: str = ""
    required: bool = False
    examples: tuple[Any, ...] = ()

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        out = self.shape.schema(definitions)
        if self.doc:
            out = {**out, "description": self.doc}
        return {**out, "examples": list(self.examples)} if self.examples else out


SENTENCE = 3
"""Spaces from which on a key that is not known is a text with a colon in it."""


class Record(Shape):
    """A map with known keys. Of the keys `one_of`, exactly one must be there: it says what the record is.

    Other keys are refused, unless `others` says what stands under them.
    """

    def __init__(
        self,
        name: str,
        doc: str,
        fields: Mapping[str, Field],
        one_of: tuple[str, ...] = (),
        others: Shape | None = None,
        says: str = "",
    ) -> None:
        self.name, self.doc, self.fields, self.one_of, self.others = name, doc, fields, one_of, others
        self.says = says or f"a map ({name})"
        self._required = [key for key, known in fields.items() if known.required]

    def read(self, node: Node, problems: Problems) -> dict[str, Any]:
        if not isinstance(node, MapNode):
            self.refuse(node, problems)
            return {}
        if self.others is None and not node.pairs.keys() <= self.fields.keys():
            for key in node.pairs:
                if key not in self.fields and not any(p.where == node.key(key).place for p in problems):
                    self._refuse_key(node.key(key), problems)
        for key in self._required:
            if key not in node:
                at = node.key(key) if key in node.pairs else node
                what = f"'{key}' is {'empty' if key in node.pairs else 'missing'} in {self._this}"
                doc = self.fields[key].doc.rstrip(".")
                told = f", {doc[:1].lower()}{doc[1:]}" if doc.lower() != key else ""
                problems.add(at, what, f"add `{key}:`{told}" if key not in node.pairs else f"give it a value{told}")
        if self.one_of:
            self._check_kind(node, problems)
        values = {}
        for key, (_, inner) in node.pairs.items():
            shape = self.fields[key].shape if key in self.fields else self.others
            if shape and not inner.null:
                values[key] = shape.read(inner, problems)
        return values

    @property
    def _this(self) -> str:
        return f"this {self.name}"

    def _refuse_key(self, key: Scalar, problems: Problems) -> None:
        if bare := _NO_SPACE.match(key.text):
            hint = f"put a space after the colon: {bare[1]}: {bare[2][:40]}"
        elif key.text.count(" ") >= SENTENCE:
            hint = "put quotes around a text that has a colon in it"
        else:
            hint = did_you_mean(key.text[:40], self.fields)
        problems.add(key, f"{describe(key)} is not a key of {_an(self.name)}", hint)

    def _check_kind(self, node: MapNode, problems: Problems) -> None:
        kinds = sorted((key for key in node.pairs if key in self.one_of), key=self.one_of.index)
        if not kinds:
            if all(key in self.fields for key in node.pairs):  # else the unknown key is the mistake
                problems.add(node, f"{self._this} has no content", f"give one of: {', '.join(self.one_of)}")
        elif len(kinds) > 1:
            what = f"'{kinds[1]}' cannot stand beside '{kinds[0]}'"
            problems.add(node.key(kinds[1]), what, f"make two of it: {_an(self.name)} has one content")
        elif kinds[0] not in node:
            problems.add(node.key(kinds[0]), f"'{kinds[0]}' is empty")

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        if self.name not in definitions:
            definitions[self.name] = {}  # a record that contains itself ends here
            definitions[self.name] = self._body(definitions)
        return {"$ref": f"#/$defs/{self.name}"}

    def _body(self, definitions: dict[str, Schema]) -> Schema:
        body: Schema = {"type": "object", "description": self.doc}
        body["additionalProperties"] = self.others.schema(definitions) if self.others else False
        body["properties"] = {key: known.schema(definitions) for key, known in self.fields.items()}
        if self._required:
            body["required"] = list(self._required)
        if self.one_of:
            body["oneOf"] = [{"required": [key]} for key in self.one_of]
        return body


def _an(noun: str) -> str:
    if noun.endswith("s"):
        return noun  # limits, styles
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


class Either(Shape):
    """One shape for a single value, another for a list, another for a map."""

    def __init__(self, scalar: Shape | None = None, list: Shape | None = None, map: Shape | None = None) -> None:
        self.scalar, self.list, self.map = scalar, list, map

    @property
    def says(self) -> str:  # type: ignore[override]
        return " or ".join(shape.says for shape in (self.scalar, self.list, self.map) if shape)

    def read(self, node: Node, problems: Problems) -> Any:
        shape = self.map if isinstance(node, MapNode) else self.list if isinstance(node, Seq) else self.scalar
        if shape is None:
            self.refuse(node, problems)
            return None
        return shape.read(node, problems)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        shapes = [shape for shape in (self.scalar, self.list, self.map) if shape]
        return {"anyOf": [shape.schema(definitions) for shape in shapes]}


class Later(Shape):
    """A shape that is defined further down, or that contains itself."""

    def __init__(self, shape: Callable[[], Shape]) -> None:
        self.shape = shape

    @property
    def says(self) -> str:  # type: ignore[override]
        return self.shape().says

    def read(self, node: Node, problems: Problems) -> Any:
        return self.shape().read(node, problems)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return self.shape().schema(definitions)
