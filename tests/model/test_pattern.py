"""Patterns that are compiled when they are used first: they find what any other finds, wherever they are taken."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys

import pytest

from exporter.model.pattern import compiling_later, later


def test_a_later_pattern_finds_what_any_other_finds() -> None:
    pattern = later(r"(a+)(b)?", re.IGNORECASE)
    assert pattern.findall("Aab a") == [("Aa", "b"), ("a", "")]
    assert pattern.sub("-", "xaby") == "x-y"
    assert pattern.pattern == r"(a+)(b)?"
    assert pattern.fullmatch("AAB") and not pattern.match("b")


def test_it_is_compiled_when_it_is_used() -> None:
    broken = later("(")
    with pytest.raises(re.error):
        broken.search("")


@pytest.mark.parametrize("taken", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_it_can_be_copied_and_kept(taken) -> None:  # type: ignore[no-untyped-def]
    pattern = later("a")
    pattern.search("a")
    assert taken(pattern).search("ba")


def test_what_a_library_compiles_on_import_waits_and_nothing_else_does() -> None:
    compile = re.compile
    with pytest.raises(RuntimeError), compiling_later():
        broken = re.compile("(")  # would fail at once
        raise RuntimeError
    assert re.compile is compile
    with pytest.raises(re.error):
        broken.match("")


def test_a_library_may_ask_at_once_what_it_compiles() -> None:
    with compiling_later():
        assert re.compile("a+").findall("baab") == ["aa"]


def test_the_patterns_of_yamls_parser_in_python_are_not_compiled() -> None:
    code = "import exporter.read, yaml\nprint(type(yaml.reader.Reader.NON_PRINTABLE).__name__)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() != "Pattern"
