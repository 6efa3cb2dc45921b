"""In: a kind of slide or page and how many. Out: the same report for each: as YAML for us, for pandoc, for Typst, for PptxGenJS.

Words are drawn with a fixed seed, so that every run measures the same report.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WORDS = (
    "a after all and are as at battery because before between but by capacity car cathode cell cells ceramic cost"
    " cycles delivery demand dendrites density design each electrolyte energy engineering for from grows has have"
    " in interface is its kilowatt-hours large layer line lithium makers manufacturing market mass material more"
    " most of on oxide per pilot plant polymer premium pressure process production prototype quality rate remains"
    " research room scale second separator several shows solid sulfide supply target temperature than that the"
    " their these three to under until volume was when which while will with within without yield"
)
VOCABULARY = tuple(WORDS.split())
COLUMNS, ROWS = 6, 12
SECTION = 20
"""Slides a section."""


@dataclass(frozen=True, slots=True)
class Slide:
    """What one slide, or one part of a brief, says. `table` has its head in the first row."""

    title: str
    points: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    items: tuple[tuple[str, str, str], ...] = ()
    """(name, problem, status) of each card"""
    table: tuple[tuple[str, ...], ...] = ()
    notes: str = ""


def _sentence(draw: random.Random, n: int) -> str:
    return " ".join(draw.choices(VOCABULARY, k=n)).capitalize()


def _text(draw: random.Random, title: str) -> Slide:
    return Slide(title, points=tuple(_sentence(draw, draw.randint(10, 16)) for _ in range(5)))


def _items(draw: random.Random, title: str) -> Slide:
    cards = ((_sentence(draw, 2), _sentence(draw, 14), _sentence(draw, 8)) for _ in range(6))
    return Slide(title, items=tuple(cards))


def _table(draw: random.Random, title: str) -> Slide:
    rows = [tuple(_sentence(draw, 1) for _ in range(COLUMNS))]
    for _ in range(ROWS):
        rows.append((_sentence(draw, 2), _sentence(draw, 3), *(f"{draw.uniform(1, 999):.1f}" for _ in range(4))))
    return Slide(title, table=tuple(rows))


def _notes(draw: random.Random, title: str) -> Slide:
    slide = _text(draw, title)
    return Slide(title, points=slide.points, notes=_sentence(draw, 120))


def _brief(draw: random.Random, title: str) -> Slide:
    """About a page of a brief: 400 words, and a small table on every third."""
    paragraphs = tuple(_sentence(draw, 80) + "." for _ in range(5))
    return Slide(title, paragraphs=paragraphs, table=_table(draw, title).table[:5] if draw.random() < 0.33 else ())


KINDS: dict[str, Callable[[random.Random, str], Slide]] = {
    "text": _text, "items": _items, "table": _table, "notes": _notes, "brief": _brief,
}  # fmt: skip


def slides(kind: str, n: int) -> list[Slide]:
    """`n` slides of one kind; "mixed" goes through text, items, table and notes."""
    draw = random.Random(f"{kind}")
    turn = ("text", "items", "table", "notes") if kind == "mixed" else (kind,)
    return [KINDS[turn[i % len(turn)]](draw, f"{_sentence(draw, 9)} {i + 1}") for i in range(n)]


def _sections(content: Sequence[Slide]) -> list[Sequence[Slide]]:
    return [content[i : i + SECTION] for i in range(0, len(content), SECTION)]


def as_yaml(content: Sequence[Slide]) -> str:
    """A report of ours: a section for every twenty slides, a subsection with a headline for each."""
    out = ["title: A report of many slides", "date: 2026-02-03", "sections:"]
    for number, section in enumerate(_sections(content), 1):
        out += [f"  - id: part-{number}", f"    title: Part {number}", "    sections:"]
        for i, slide in enumerate(section):
            out += [f"      - id: part-{number}-{i}", f"        title: Topic {number}.{i}"]
            out += [f'        headline: "{slide.title}"']
            out += [f'        notes: "{slide.notes}"'] if slide.notes else []
            out += ["        blocks:"]
            out += (
                ["          - text:", *(f'              - "{p}"' for p in slide.paragraphs)] if slide.paragraphs else []
            )
            out += ["          - points:", *(f'              - "{p}"' for p in slide.points)] if slide.points else []
            if slide.items:
                out += ["          - items:", "              fields:"]
                out += ["                problem: {label: Problem, slot: body}"]
                out += ["                status: {label: Status, slot: status}", "              list:"]
                for name, problem, status in slide.items:
                    out += [f'                - name: "{name}"', f'                  problem: "{problem}"']
                    out += [f'                  status: "{status}"']
            if slide.table:
                out += ["          - table:", f"              columns: {_flow(slide.table[0])}", "              rows:"]
                out += [f"                - {_flow(row)}" for row in slide.table[1:]]
    return "\n".join(out) + "\n"


def _flow(cells: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{cell}"' for cell in cells) + "]"


def as_markdown(content: Sequence[Slide]) -> str:
    """The same slides for pandoc."""
    out = ["---", "title: A report of many slides", "date: 2026-02-03", "---", ""]
    for number, section in enumerate(_sections(content), 1):
        out += [f"# Part {number}", ""]
        for slide in section:
            out += [f"## {slide.title}", ""]
            out += [f"{p}\n" for p in slide.paragraphs]
            out += [f"- {p}" for p in slide.points]
            out += [f"- **{name}** {problem} *{status}*" for name, problem, status in slide.items]
            if slide.table:
                head, *rows = slide.table
                out += [_row(head), "|" + "---|" * len(head), *map(_row, rows)]
            out += ["", "::: notes", slide.notes, ":::"] if slide.notes else []
            out.append("")
    return "\n".join(out)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def as_json(content: Sequence[Slide]) -> str:
    """Titles and points for PptxGenJS, which takes no text but from a script."""
    return json.dumps([{"title": slide.title, "points": slide.points} for slide in content])


def as_typst(content: Sequence[Slide]) -> str:
    """The same text for Typst, numbered and with a contents list, as our brief has it."""
    out = [
        '#set document(title: "A report of many slides")', '#set text(lang: "en", size: 10pt)',
        '#set page("a4", numbering: "1")', '#set heading(numbering: "1.1")', "#outline(depth: 1)",
    ]  # fmt: skip
    for number, section in enumerate(_sections(content), 1):
        out += [f"= Part {number}", ""]
        for slide in section:
            out += [f"== {slide.title}", "", *(f"{p}\n" for p in slide.paragraphs), *(f"- {p}" for p in slide.points)]
            out += [f"- *{name}* {problem} _{status}_" for name, problem, status in slide.items]
            if slide.table:
                head, *rows = slide.table
                cells = [f"[{cell}]" for row in rows for cell in row]
                out += [f"#table(columns: {len(head)}, table.header({', '.join(f'[{c}]' for c in head)}),"]
                out += [", ".join(cells) + ")", ""]
            out.append("")
    return "\n".join(out)
