"""docs/tutorial.md as a person goes through it: what is saved, what is typed, in order.

Lines set in by four spaces are commands. A fenced block is the text of the file that was named last before it: a new
file, all of a file, lines that are taken out of their comment at its end, or lines to put where its first ones stand.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from exporter import cli

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
FENCE = re.compile(r"^(`{3,4})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`([\w./-]+\.(?:ya?ml|md))`")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command, as its words; `said` is what the page shows of its answer."""

    words: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """Words that a person writes into a file."""

    file: str
    text: str

    def write(self, folder: Path) -> None:
        path = folder / self.file
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(laid(old, self.text), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said."""

    to: Typed
    code: int
    said: str


MAKING = ("new", "templates copy")
"""Commands without which there is no project; the others only say or build something."""


def walk(folder: Path, build: bool = True) -> tuple[Path, list[Answer]]:
    """Do all that the page says, in `folder`: the project that it leads to, and what the commands answered."""
    answers: list[Answer] = []
    for step in steps():
        with contextlib.chdir(folder):
            if isinstance(step, Saved):
                step.write(folder)
            elif step.words[0] == "cd":
                folder /= step.words[1]
                draw_logos(folder / "templates" / "pictures")
            elif build or " ".join(step.words[1:]).startswith(MAKING):
                said = io.StringIO()
                with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                    code = cli.run(list(step.words[1:]))
                answers.append(Answer(step, code, said.getvalue()))
    return folder, answers


def steps() -> Iterator[Typed | Saved]:
    """Everything that a person does, in order."""
    page, at, file = PAGE.read_text(encoding="utf-8"), 0, ""
    for fence in [*FENCE.finditer(page), None]:
        prose = page[at : fence.start() if fence else len(page)]
        file = (FILE.findall(prose) or [file])[-1]
        commands = re.findall(r"^ {4}(.+)$", prose, re.MULTILINE)
        shows = fence is not None and fence[2] == "text"
        for n, command in enumerate(commands, 1):
            said = fence[3] if fence and shows and n == len(commands) else ""
            yield Typed(tuple(shlex.split(command)), said)
        if fence and not shows:
            yield Saved(file, fence[3])
        at = fence.end() if fence else at


def laid(old: str, text: str) -> str:
    """A file's text after the lines of a block were written into it."""
    lines, block = old.splitlines(), text.splitlines()
    if f"# {block[0]}" in lines:  # the end of the file, out of its comment
        return "\n".join([*lines[: lines.index(f"# {block[0]}")], *block, ""])
    if block[0] not in lines:
        return text
    at = lines.index(block[0])
    same = next((n for n, line in enumerate(block) if lines[at + n : at + n + 1] != [line]), len(block))
    return "\n".join([*lines[:at], *block, *lines[at + same :], ""])


def logo(ink: str, moon: str) -> Image.Image:
    """A logo to try: a moon on a tile, and a bar for the name."""
    picture = Image.new("RGBA", (396, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, 119, 119), 24, fill=ink)
    pen.ellipse((30, 28, 90, 88), fill=moon)
    pen.ellipse((46, 20, 104, 78), fill=ink)
    for n, width in enumerate((76, 44, 92)):
        left = 150 + sum((76, 44, 92)[:n]) + 16 * n
        pen.rounded_rectangle((left, 44, left + width, 76), 16, fill=ink)
    return picture


LOGOS = {"logo": ("#7A1F3D", "#F2D9A8"), "logo-white": ("#FFFFFF", "#C58F3A")}


def draw_logos(folder: Path) -> None:
    """The logos that the page offers, as a person would save them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, colours in LOGOS.items():
        logo(*colours).save(folder / f"{name}.png", optimize=True)
