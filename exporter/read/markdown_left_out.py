"""In: a parsed tree. Out: what of its text is not shown, or not as it was meant, each kind told once with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from exporter.model.report import Level
from exporter.read import formula
from exporter.read.markdown_nodes import Tree

RENDER = "let Quarto write Markdown first: quarto render report.qmd --to gfm"


class Told(Struct, frozen=True):
    code: str
    what: str
    line: int
    """The first one."""
    hint: str = ""
    level: Level = Level.WARNING


def left_out(tree: Tree) -> Iterator[Told]:
    """A finding for each kind of which there is one."""
    math = "" if formula.ready() else "pip install 'exporter[math]' lets most be lines of text"
    kinds: Sequence[tuple[Sequence[int], str, str, str, Level]] = (
        (tree.struck, "strike-dropped", "struck-out text is shown without its line", "take out what no longer holds",
         Level.WARNING),
        (tree.chunks, "code-not-run", "code is not run: what it draws or counts is missing", RENDER, Level.WARNING),
        (tree.shortcodes, "shortcode-dropped", "shortcodes are left out, and what they bring", RENDER, Level.WARNING),
        (tree.formulas, "formula-as-tex", "formulas are shown as TeX", math, Level.NOTE),
        (tree.raw, "raw-dropped", "markup for one format is left out", "", Level.NOTE),
    )  # fmt: skip
    for lines, code, what, hint, level in kinds:
        if lines:
            yield Told(code, f"{what} ({len(lines)} in this report)", lines[0], hint, level)
    if tree.scripts:
        yield Told("script-dropped", "scripts and style sheets are left out", tree.scripts[0], level=Level.NOTE)
