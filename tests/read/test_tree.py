from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.errors import UserError
from exporter.read.tree import Limits, Map, Node, Scalar, Seq, Tree, decode, from_data, load, load_text


def plain(node: Node) -> Any:
    """The tree as Python data, for comparison."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node}
    if isinstance(node, Seq):
        return [plain(inner) for inner in node]
    assert isinstance(node, Scalar)
    return None if node.null else node.text


def yaml(text: str) -> Tree:
    return load_text(text, "a.yaml")


def whats(tree: Tree) -> list[str]:
    return [p.what for p in tree.problems]


def fault(text: str, file: str = "a.yaml", limits: Limits = Limits()) -> str:
    with pytest.raises(UserError) as error:
        load_text(text, file, limits)
    return str(error.value)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('["p, q", "2", " s "]', ["p, q", "2", " s "]),
        ("[r s, -4.5 %, null, a-b]", ["r s", "-4.5 %", None, "a-b"]),
        ("['it''s', \"a \\u00e9\", c]", ["it's", "a é", "c"]),
        ("[a, [b]]", ["a", ["b"]]),
    ],
)
def test_a_row_on_one_line_is_read_as_over_several(row: str, cells: list[Any]) -> None:
    """Rows of tables are read as a whole where they can be: their cells and places are those of any list."""
    root, other = (yaml(f"- {text}\n- x\n").root for text in (row, f"{row[:-1]} ]"))
    assert isinstance(root, Seq) and isinstance(other, Seq)
    assert plain(root) == plain(other) == [cells, "x"]
    assert [node.place.column for node in root.nodes[0].nodes] == [  # type: ignore[attr-defined]
        node.place.column
        for node in other.nodes[0].nodes  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(
    "text",
    ["a: |\n  - [x, y]\nb:\n- [p, q]\n", "a: >\n  - [x, y]\nb:\n- [p, q]\n", 'a: "\n  - [x, y]\n"\nb:\n- [p, q]\n'],
)
def test_what_looks_like_a_row_within_a_text_is_words(text: str) -> None:
    found = plain(yaml(text).root)
    assert found["a"].strip() == "- [x, y]"
    assert found["b"] == [["p", "q"]]


def test_a_fault_after_rows_is_told_in_the_words_of_the_file() -> None:
    assert "a.yaml:2:3: cannot be read as YAML" in fault('- ["a", "b"]\n  : c\n- ["d"]\n')
    assert "a.yaml:2:3: more than 3 values" in fault("- [a]\n- [b, c]\n", limits=Limits(nodes=3))


@pytest.mark.parametrize("text", ["no", "on", "12:30", "12:30:45", "1.10", "0x1F", "1e3", "2026-02-03", "007", "1_000"])
def test_plain_values_are_the_text_that_was_written(text: str) -> None:
    assert plain(yaml(f"key: {text}").root) == {"key": text}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_nothing_and_quoted_nothing_is_text(text: str) -> None:
    root = yaml(f"bare: {text}\nquoted: '{text}'").root
    assert isinstance(root, Map)
    assert root.get("bare") is None
    assert plain(root["quoted"]) == text


def test_every_node_knows_its_place() -> None:
    root = yaml("a:\n  - first\n  - {b: second}\n").root
    assert isinstance(root, Map)
    inner = root["a"].nodes[1]["b"]  # type: ignore[attr-defined, index]
    place = inner.place
    assert (place.file, place.line, place.column, place.length) == ("a.yaml", 3, 9, 6)
    assert place.source == "  - {b: second}"


def test_places_count_characters_not_bytes_and_survive_crlf() -> None:
    root = yaml("größe: 中文\r\nb:  x\r\n").root
    assert isinstance(root, Map)
    assert (root["größe"].place.column, root["größe"].place.source) == (8, "größe: 中文")
    assert (root["b"].place.line, root["b"].place.column) == (2, 5)


def test_a_key_given_twice_is_a_problem() -> None:
    tree = yaml("a: 1\nb: 2\na: 3\n")
    assert str(tree.problems[0]).startswith("a.yaml:3:1: 'a' stands here a second time")
    assert plain(tree.root)["a"] == "1"


def test_aliases_and_merge_keys() -> None:
    root = yaml("base: &b {x: 1, y: 2}\nmine: {<<: *b, y: 3}\nsame: *b").root
    assert plain(root) == {"base": {"x": "1", "y": "2"}, "mine": {"x": "1", "y": "3"}, "same": {"x": "1", "y": "2"}}


class TestLints:
    def test_a_comma_that_cut_a_text(self) -> None:
        [problem] = yaml("- {name: Toyota, Honda, Nissan}").problems
        assert "a comma ended the text" in problem.what
        assert 'name: "Toyota, Honda"' in problem.hint
        assert problem.where is not None and problem.where.column == 18

    def test_a_key_without_value_is_fine_when_its_colon_is_there(self) -> None:
        assert not yaml("{a: , b: }\n").problems
        assert not yaml("a:\nb:\n").problems

    @pytest.mark.parametrize(
        ("text", "lost"),
        [("title: Issue #4 is open", "#4 is open"), ("colour: #0B5A6E", "#0B5A6E"), ("- C #sharp", "#sharp")],
    )
    def test_a_hash_that_cut_a_value(self, text: str, lost: str) -> None:
        [problem] = yaml(text).problems
        assert problem.what == f"'{lost}' is read as a comment and lost"
        assert "quotes" in problem.hint

    @pytest.mark.parametrize("text", ["a: b  # remark", "a: b # remark", "a: 'b' #c", "a: b#c", "# x\na: b", "a:  # x"])
    def test_comments_are_comments(self, text: str) -> None:
        tree = yaml(text)
        assert not tree.problems
        assert not tree.warnings

    def test_a_hash_that_may_have_cut_a_sentence_is_a_warning(self) -> None:
        tree = yaml("a: The rank # 1 in the list")
        assert not tree.problems
        assert "'# 1 in the list' is read as a comment" in tree.warnings[0].what

    def test_a_colon_without_space(self) -> None:
        assert "name: Toyota" in yaml("{name:Toyota, b: c}").problems[0].hint
        assert "title: My" in fault("a: b\ntitle:My report\n")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("text: **bold** move", "starts with * needs quotes"),
        ("text: [a](http://b) is a link", "starts with [ needs quotes"),
        ("text: @source", "starts with @ needs quotes"),
        ("text: `code`", "starts with ` needs quotes"),
        ("text: %5", "starts with % needs quotes"),
        ('text: "Quoted" and more', "around the whole text"),
        ("text: this: that", '": " in it needs quotes'),
        ("a:\n\tb: c", "not with tabs"),
        ("a: [b, c", "a list needs its ]"),
        ("text: !important", "starts with ! needs quotes"),
        ("text: *name", "starts with * needs quotes"),
    ],
)
def test_common_slips_get_a_hint(text: str, hint: str) -> None:
    try:
        tree = yaml(text)
    except UserError as error:
        assert hint in str(error)
    else:
        assert hint in tree.problems[0].hint


BOMBS = {
    "brackets": "[" * 500_000,
    "braces": '{"a": ' * 500_000,
    "dashes": "- " * 500_000,
    "questions": "? " * 500_000,
    "aliases": "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 30)),
    "alias depth": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 200)),
    "circle": "a: &a [*a]",
    "tag": "a: !!python/object/apply:os.system [ls]",
    "width": "[" + "a," * 3_000_000 + "]",
    "nul": "a: \0",
    "escaped nul": 'a: "\\0"',
    "long key": "? " + "a" * 2_000_000 + "\n: [",
}


class TestHostile:
    """Each is refused at once, with a place."""

    @pytest.mark.parametrize("name", BOMBS)
    def test_yaml(self, name: str) -> None:
        began = time.perf_counter()
        try:
            problems = load_text(BOMBS[name], "a.yaml").problems
        except UserError as error:
            problems = error.problems
        assert problems and problems[0].where is not None and problems[0].where.line > 0
        assert time.perf_counter() - began < 5

    @pytest.mark.parametrize("text", ["[" * 500_000, '{"a":' * 500_000, "[" + "1," * 3_000_000])
    def test_json(self, text: str) -> None:
        began = time.perf_counter()
        assert "a.json:1:" in fault(text, "a.json")
        assert time.perf_counter() - began < 5

    def test_many_problems_are_cut_short(self) -> None:
        assert "more than 200 problems" in fault("a: 1\n" * 5000)

    def test_size(self, tmp_path: Path) -> None:
        path = tmp_path / "big.yaml"
        path.write_bytes(b"a: " + b"x" * 5000)
        with pytest.raises(UserError, match=r"larger than 1,000 bytes"):
            load(path, Limits(bytes=1000))
        assert plain(load(path).root) == {"a": "x" * 5000}

    def test_not_a_file(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "none.yaml", Path("/dev/zero"), Path("a\0b.yaml")):
            with pytest.raises(UserError):
                load(path)


def test_bytes_that_are_not_utf8_have_a_place() -> None:
    with pytest.raises(UserError) as error:
        decode("eins\nzwölf".encode("latin-1"), "a.yaml")
    assert str(error.value).startswith("a.yaml:2:3: byte 0xF6 is not UTF-8")
    with pytest.raises(UserError, match="UTF-16"):
        decode("a: b".encode("utf-16"), "a.yaml")
    assert decode(b"\xef\xbb\xbfa: b", "a.yaml") == "a: b"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1, "\t"]))
@settings(max_examples=150, deadline=None)
def test_json_is_read_as_the_standard_library_reads_it(data: Any, indent: int | str | None) -> None:
    text = json.dumps(data, indent=indent)
    expected = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    try:
        found = plain(load_text(text, "a.json").root)
    except UserError as error:
        assert "cannot stand in a document" in str(error)  # control characters and half surrogates
    else:
        assert found == _lower(expected)


def _lower(data: Any) -> Any:
    """true and false as they are written."""
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, list):
        return [_lower(inner) for inner in data]
    return {key: _lower(value) for key, value in data.items()} if isinstance(data, dict) else data


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,}', "1:9"),
        ('{\n  "a": 1\n  "b": 2\n}', "3:3"),
        ("{a: 1}", "1:2"),
        ("[NaN]", "1:2"),
        ("[01]", "1:2"),
        ('["\\x"]', "1:3"),
        ('"open', "1:1"),
        ("[1] 2", "1:5"),
        ("// no\n[]", "1:1"),
    ],
)
def test_json_faults_have_their_place(text: str, place: str) -> None:
    assert fault(text, "a.json").startswith(f"a.json:{place}: cannot be read as JSON")


def test_json_keys_twice() -> None:
    assert whats(load_text('{"a": 1, "a": 2}', "a.json")) == ["'a' stands here a second time"]


def test_data_knows_the_way_to_its_values() -> None:
    root = from_data({"sections": [{"title": "A", "hidden": True, "n": 1.5, "none": None}]}).root
    assert plain(root) == {"sections": [{"title": "A", "hidden": "true", "n": "1.5", "none": None}]}
    assert isinstance(root, Map)
    assert str(root["sections"].nodes[0]["title"].place) == "report.sections[0].title"  # type: ignore[attr-defined]
    circle: list[Any] = []
    circle.append(circle)
    for wrong in (circle, {1: "a"}, {"a": object()}, {"a": "\0"}, {"a": b"x"}):
        with pytest.raises(UserError):
            from_data(wrong)


@given(st.text() | st.text(alphabet="ab:-[]{},#&*!|>'\"%@` \n\t?~<0"))
@settings(max_examples=500, deadline=None)
def test_no_text_makes_a_traceback(text: str) -> None:
    for file in ("a.yaml", "a.json"):
        try:
            load_text(text, file)
        except UserError as error:
            assert str(error)
