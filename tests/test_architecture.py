"""The import rule and the habits that a machine can hold: read from the source, so that a new file is held too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "exporter"
FILES = sorted(PACKAGE.rglob("*.py"))
STAGES = ("read", "select", "plan", "write", "check")
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("__init__",),
    ("samples",),
    ("build",),
    ("starter",),
    ("project",),
    ("accessibility", "attachments", "catalog", "files", "names"),
    STAGES,
    ("drawing", "text"),
    ("model",),
    ("errors",),
)
"""Top first: a file may import its own part and the layers below it."""


def part(path: Path) -> str:
    """The part of the package that a file belongs to: `plan`, `catalog`, `errors` …"""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rank(name: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if name in layer)


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(part of exporter that is imported, line), lazy imports and those for type checking included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: write imports in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "exporter":
                yield rest.partition(".")[0] or "__init__", node.lineno


def called(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(dotted name of what is called, line)"""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@pytest.fixture(params=FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def source(request: pytest.FixtureRequest) -> tuple[Path, ast.Module]:
    path: Path = request.param
    return path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_part_has_a_layer() -> None:
    assert {part(path) for path in FILES} == {name for layer in LAYERS for name in layer}


def test_imports_point_down(source: tuple[Path, ast.Module]) -> None:
    path, tree = source
    mine = part(path)
    for other, line in imports(tree):
        known = other if any(other in layer for layer in LAYERS) else "__init__"  # a name of the public API
        assert known == mine or rank(mine) < rank(known), f"{path.name}:{line}: {mine} must not import {other}"


def test_only_the_command_line_prints_asks_and_exits(source: tuple[Path, ast.Module]) -> None:
    path, tree = source
    if part(path) in ("cli", "__main__"):
        return
    for name, line in called(tree):
        assert name not in ("print", "input", "exit", "quit", "sys.exit", "os._exit", "breakpoint"), f"{path}:{line}"
        assert not name.startswith(("sys.stdout", "sys.stderr", "click.", "logging.")), f"{path}:{line}: {name}"


def test_only_the_catalog_knows_where_templates_are(source: tuple[Path, ast.Module]) -> None:
    path, tree = source
    if part(path) in ("catalog", "cli", "project", "starter"):  # a project names its folders
        return
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            assert not node.value.startswith("templates"), f"{path}:{node.lineno}: templates are the catalog's"
            assert node.value != "layout.yaml", f"{path}:{node.lineno}: templates are the catalog's"


def test_every_file_says_what_it_is(source: tuple[Path, ast.Module]) -> None:
    path, tree = source
    doc = ast.get_docstring(tree)
    assert doc, f"{path} has no first line"
    assert len(doc) > 10, f"{path}: '{doc}' says nothing"
