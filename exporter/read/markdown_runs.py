"""In: runs and pictures as parsed. Out: runs cut, joined and cleaned, and the labels that lead them.

A label is known by its shape, in any language: `**Label:** text`, `**Label** – text`, `**Label** (remark): text`,
`Label: text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.report import Run, Runs, plain
from exporter.read.markdown_nodes import BREAK, HARD, SOFT, Atom, Atoms, Image

LONGEST_LABEL = 90
"""Characters of a label in bold or italics; what is longer is a sentence."""
_LONGEST_PLAIN = 40


_MARKED = re.compile(rf"[{SOFT}{HARD}{BREAK}]|\A\s|\s\Z")
"""Marks of line ends, or white space at an end."""


# --- cutting --------------------------------------------------------------------------------------------------------


def cut(runs: Runs, start: int, end: int | None = None) -> Runs:
    """The characters `start` to `end` of `runs`; a citation belongs to the character before it."""
    end = len(plain(runs)) if end is None else end
    out: list[Run] = []
    at = 0
    for run in runs:
        after = at + len(run.text)
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part or (run.cite and (start < after <= end or (start == 0 and after == 0))):
            out.append(with_text(run, part, run.cite if after <= end else ()))
        at = after
    return tuple(out)


def with_text(run: Run, text: str, cite: tuple[str, ...] = ()) -> Run:
    """The same dress on other words."""
    return replace(run, text=text, cite=cite)


def undressed(runs: Runs) -> Runs:
    """`runs` without bold and italics; neighbours of equal dress joined."""
    return join(replace(run, bold=False, italic=False) for run in runs)


def join(runs: Iterable[Run]) -> Runs:
    """`runs` with neighbours of equal dress made one, and without empty ones."""
    out: list[Run] = []
    held: list[str] = []
    dress = Run("")
    for run in runs:
        if run.cite:
            out += [with_text(dress, "".join(held))] if held else []
            out.append(run)
            held = []
        elif run.text:
            bare = with_text(run, "")
            if held and bare != dress:
                out.append(with_text(dress, "".join(held)))
                held = []
            dress = bare
            held.append(run.text)
    return (*out, with_text(dress, "".join(held))) if held else tuple(out)


def clean(runs: Runs) -> Runs:
    """One paragraph: line ends become spaces (none between Chinese characters), breaks a line feed; ends stripped."""
    if len(runs) == 1 and not _MARKED.search(runs[0].text):
        return runs
    out: list[Run] = []
    before = ""
    for i, run in enumerate(runs):
        ends = run.text.endswith(SOFT)
        after = next((r.text[0] for r in islice(runs, i + 1, None) if r.text), "") if ends else ""
        text = _lines(before, run.text, after)
        before = text[-1:] or before
        if run.cite:
            _strip_end(out)  # the number of a source follows the word directly
        out.append(with_text(run, text, run.cite))
    return _strip(join(out))


def _lines(before: str, text: str, after: str) -> str:
    text = text.replace(HARD, "\n\n").replace(BREAK, "\n\n")  # doubled, to tell them from soft ends

    def line_end(found: re.Match[str]) -> str:
        if len(found[0].strip(" \t")) > 1:
            return "\n"
        left = text[found.start() - 1] if found.start() else before
        right = text[found.end()] if found.end() < len(text) else after
        return "" if _unspaced(left) and _unspaced(right) else " "

    return re.sub(r"[ \t]*\n[ \t\n]*", line_end, text) if "\n" in text else text


def _unspaced(char: str) -> bool:
    """Chinese and Japanese put no space where a line ends; Korean does."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def _strip(runs: Runs) -> Runs:
    """`runs` without white space at the ends; citations stay, and follow the word before them directly."""
    out: list[Run] = []
    begun = False
    for run in runs:
        text = run.text if begun else run.text.lstrip()
        begun = begun or bool(text)
        if run.cite and not text:
            _strip_end(out)
        out += [with_text(run, text, run.cite)] if text or run.cite else []
    _strip_end(out)
    return tuple(out)


def _strip_end(out: list[Run]) -> None:
    """Take the white space off the end, as far as the last citation."""
    while out and not out[-1].cite:
        last = out.pop()
        if text := last.text.rstrip():
            out.append(with_text(last, text))
            return


# --- pictures and lines ---------------------------------------------------------------------------------------------


class Piece(Struct, frozen=True):
    """A paragraph's runs, with its line; marks of soft line ends are still in it."""

    runs: Runs
    line: int


def pieces(atoms: Atoms, line: int) -> list[Piece | Image]:
    """Paragraphs and pictures, in order. A break ends a paragraph; a picture in mid-sentence comes after it."""
    if len(atoms) == 1 and isinstance(atoms[0], Run) and not _MARKED.search(atoms[0].text):
        return [Piece((atoms[0],), line)]
    out: list[Piece | Image] = []
    for part, at in _split(atoms, line):
        images = [atom for atom in part if isinstance(atom, Image)]
        runs = join(atom for atom in part if isinstance(atom, Run))
        stripped = _strip_marks(runs)
        if stripped:
            out.append(Piece(stripped, at))
        out.extend(images)
    return out


def one_piece(atoms: Atoms) -> tuple[Runs, list[Image]]:
    """All words as one paragraph, and the pictures; breaks stay line feeds."""
    images = [atom for atom in atoms if isinstance(atom, Image)]
    return clean(tuple(atom for atom in atoms if isinstance(atom, Run))), images


def _strip_marks(runs: Runs) -> Runs:
    """`runs` without white space at the ends; none when there are neither words nor citations."""
    runs = _strip(runs)
    return runs if any(run.text or run.cite for run in runs) else ()


def _split(atoms: Atoms, line: int) -> Iterable[tuple[Sequence[Atom], int]]:
    """The parts between breaks, and pictures that stand on a line of their own, each with its line."""
    if not any(isinstance(atom, Image) or HARD in atom.text or BREAK in atom.text for atom in atoms):
        yield atoms, line
        return
    for part, at, _ in split_lines(atoms, line, HARD + BREAK):
        if not any(isinstance(atom, Image) for atom in part):
            yield part, at
            continue
        lines = [(row, n) for row, n, _ in split_lines(tuple(part), at, SOFT)]
        text: list[Atom] = []
        begins = at
        for row, n in lines:
            alone = any(isinstance(a, Image) for a in row) and not any(
                isinstance(a, Run) and a.text.strip() for a in row
            )
            if alone:
                if text:
                    yield text, begins
                yield row, n
                text = []
                continue
            if text:
                text.append(Run(SOFT))
            else:
                begins = n
            text.extend(row)
        if text:
            yield text, begins


def split_lines(atoms: Atoms, line: int, marks: str) -> Iterable[tuple[list[Atom], int, str]]:
    """The stretches between `marks`, each with its line and the mark that ended it."""
    part: list[Atom] = []
    begins = line
    for atom in atoms:
        if isinstance(atom, Image):
            part.append(atom)
            continue
        for text in re.split(f"([{SOFT}{HARD}{BREAK}])", atom.text):
            if text in (SOFT, HARD, BREAK):
                line += text != BREAK
                if text in marks:
                    yield part, begins, text
                    part, begins = [], line
                    continue
            if text:
                part.append(with_text(atom, text))
        if atom.cite:
            part.append(with_text(atom, "", atom.cite))
    yield part, begins, ""


def soft_lines(piece: Piece) -> Iterator[Piece]:
    """The lines of a paragraph as they were typed."""
    for row, line, _ in split_lines(piece.runs, piece.line, SOFT):
        yield Piece(tuple(atom for atom in row if isinstance(atom, Run)), line)


def with_bars(piece: Piece) -> Runs:
    """The runs of a paragraph; where each of its lines is `**Label:** text`, with a bar between them."""
    rows = [clean(row.runs) for row in soft_lines(piece)]
    if len(rows) < 2 or not all((found := label(row)) and found.styled and found.rest for row in rows):
        return piece.runs
    return join(run for n, row in enumerate(rows) for run in ((Run(" | "),) if n else ()) + row)


# --- labels ---------------------------------------------------------------------------------------------------------


class Label(Struct, frozen=True):
    """What leads a text, and the rest of it. `styled`: it was set off by bold or italics."""

    name: Runs
    rest: Runs
    styled: bool


_COLON = re.compile(r"\s*[:：]\s*\Z")
_STOP = re.compile(r"\s*[.!?。！？؟]\s*\Z")
_AFTER = re.compile(r"(\s*[(（][^()（）\n]{1,60}[)）])?\s*(?:[:：](?=\s|[^\x00-\x7f]|\Z)|(?<=\s)[-–—]+(?=\s)|[–—])\s*")
_PLAIN = re.compile(rf"([^:：.!?。！？؟\n\v\f]{{1,{_LONGEST_PLAIN}}}?)\s*(?::(?:\s+|(?=[^\x00-\x7f]))|：\s*)(?=\S)")
_SYMBOL = re.compile(r"[^\w\s(\[{\"'“”‘’«»„#@$€£&*+<=>/\\|~`^.,;:!?-]{1,4}\ufe0f?\s*\Z")


def label(runs: Runs) -> Label | None:
    """The label that leads `runs`, or None. The marks between a label and its text are in neither."""
    return _styled(runs) or _plain(runs)


def _styled(runs: Runs) -> Label | None:
    end, styled = 0, False
    for run in runs:
        dressed = run.bold or run.italic
        if not (dressed or (styled and not run.text.strip()) or (not styled and _SYMBOL.fullmatch(run.text))):
            break
        if run.text.strip(" ") or run.cite:
            styled = styled or dressed
        end += len(run.text)
    text = plain(runs)
    head, tail = text[:end], text[end:]
    if not styled or not head.strip() or len(head) > LONGEST_LABEL or "\n" in head.strip():
        return None
    if found := _COLON.search(head):
        return _label(runs, found.start(), end, True)
    if not tail.strip():
        return _label(runs, end, end, True)
    if found := _AFTER.match(tail):
        return _label(runs, end + (found.end(1) if found[1] else 0), end + found.end(), True)
    if (found := _STOP.search(head)) and tail[:1].isspace():
        return _label(runs, found.start() if found[0].strip() in ".。" else end, end, True)
    return None


def _plain(runs: Runs) -> Label | None:
    text = plain(runs)
    if (found := _PLAIN.match(text)) and len(found[1].split()) <= 6:
        return _label(runs, found.end(1), found.end(), False)
    return None


def _label(runs: Runs, end: int, start: int, styled: bool) -> Label | None:
    between = (with_text(run, "", run.cite) for run in cut(runs, end, start) if run.cite)
    name = clean(undressed((*cut(runs, 0, end), *between)))
    return Label(name, clean(cut(runs, start)), styled) if plain(name).strip() else None
