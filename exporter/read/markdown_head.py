"""In: front matter, and the first lines under the title. Out: what they say of the report: title, date, authors …"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from exporter.errors import Place, UserError, oops
from exporter.model.report import Run, Runs, Text, plain
from exporter.read import dates, inline
from exporter.read.markdown_nodes import Image, Lines, Node, Paragraph
from exporter.read.markdown_runs import Piece, clean, cut, label, pieces, soft_lines
from exporter.read.markdown_words import HEAD, UPDATE, named
from exporter.read.tree import Limits, Map, Scalar, Seq, load_text

_KEYS: Mapping[str, str] = {
    "title": "title", "subtitle": "standfirst", "description": "standfirst", "summary": "standfirst",
    "abstract": "abstract", "standfirst": "standfirst", "headline": "headline", "edition": "edition",
    "version": "edition", "date": "date", "author": "authors", "authors": "authors", "lang": "language",
    "language": "language", "kind": "kind", "id": "id", "bibliography": "bibliography",
}  # fmt: skip
"""Keys of front matter -> what of the report they say. Other keys are for other tools."""
STANDFIRST = 200
"""Characters of a lone paragraph that may stand under the title."""
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY_LINE = re.compile(r"^[ \t]*(?:[^\s#-][^\n]*?:(?:\s|\Z)|\{)", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class Head(Struct):
    """What is known of the report before its sections; texts by their name in the model."""

    texts: dict[str, Text] = field(default_factory=dict)
    authors: tuple[Text, ...] = ()
    language: str = ""
    id: str = ""
    date: dt.date | None = None
    abstract: tuple[Text, ...] = ()
    """Its paragraphs."""
    bibliography: tuple[Text, ...] = ()
    """Names of files of references."""
    unused: tuple[tuple[str, Place | None], ...] = ()
    """Keys of the front matter that say nothing here."""


def front_matter(text: str, lines: Lines, limits: Limits) -> tuple[Head, int]:
    """What the front matter says, and how many lines it takes; UserError with the place when it is wrong."""
    found = _FRONT.match(text)
    if not found or (
        found[1] == "---" and not re.search(r"^[ \t]*[^\s#-][^\n]*?:(?:\s|\Z)|^[ \t]*\{", found[2], re.MULTILINE)
    ):
        return Head(), 0
    entries = _toml(found[2], lines) if found[1] == "+++" else _yaml(found[2], lines, limits)
    head = Head()
    unused = []
    for key, (values, place) in entries.items():
        name = _KEYS.get(key.lower())
        words = [word.strip() for word in values if word.strip()]
        if name is None or (name in head.texts):
            unused.append((key, place))
        elif words:
            _take(head, name, words, place)
    if len(head.abstract) == 1 and "standfirst" not in head.texts and len(head.abstract[0].plain) <= STANDFIRST:
        head.texts["standfirst"], head.abstract = head.abstract[0], ()
    head.unused = tuple(unused)
    return head, found[0].count("\n")


def _take(head: Head, name: str, words: list[str], place: Place | None) -> None:
    texts = tuple(Text(standard=(Run(word),), spot=place) for word in words)
    if name == "authors":
        head.authors = head.authors or texts
    elif name == "bibliography":
        head.bibliography = texts
    elif name == "language":
        if not _LANGUAGE.fullmatch(words[0]):
            raise oops(f"'{words[0][:40]}' is not a language", place, "write en, de or pt-BR")
        head.language = words[0]
    elif name == "id":
        if not re.fullmatch(r"[^\W_][\w.-]*", words[0]):
            raise oops(f"'{words[0][:40]}' is not an id", place, "use letters, digits, '-', '_' and '.'")
        head.id = words[0]
    elif name == "date":
        _take_date(head, texts[0])
    elif name == "abstract":
        parts = [part for word in words for part in re.split(r"\n\s*\n", word)]
        head.abstract = tuple(Text(standard=inline.parse(" ".join(part.split())).runs, spot=place) for part in parts)
    else:
        head.texts[name] = texts[0]


def _take_date(head: Head, text: Text) -> None:
    try:
        head.date = dates.parse_day(text.plain)
    except dates.ImpossibleDate as error:
        raise oops(f"'{text.plain[:60]}' is not a date: {error}", text.place) from None
    if not dates.only_day(text.plain):
        head.texts["date_text"] = text


Entries = dict[str, tuple[list[str], Place | None]]


def _yaml(text: str, lines: Lines, limits: Limits) -> Entries:
    # The comment stands in for the line of the `---`, so that places are those of the whole file.
    tree = load_text("#\n" + text, lines.file, limits)
    if tree.problems:
        raise UserError(tree.problems)
    if not isinstance(tree.root, Map):
        raise oops("front matter is a list of `key: value` lines", lines.place(2), "or begin the file with a heading")
    out: Entries = {}
    for key, value in tree.root:
        nodes = value.nodes if isinstance(value, Seq) else [value]
        words = [node.text for node in nodes if isinstance(node, Scalar) and not node.null]
        words += [name.text for node in nodes if isinstance(node, Map) and isinstance(name := node.get("name"), Scalar)]
        out[key] = (words, value.place)
    return out


def _toml(text: str, lines: Lines) -> Entries:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deeply"
        at = _TOML_PLACE.search(message)
        line = int(at[1]) + 1 if at and at[1] else text.count("\n") + 1
        place = lines.place(line) or Place(lines.file)
        if at and at[2]:
            place = Place(place.file, place.line, int(at[2]), place.source)
        what = _TOML_PLACE.sub("", message)
        raise oops(f"the front matter is not TOML: {what[:1].lower()}{what[1:]}", place) from None
    return {key: (_toml_words(value), _toml_place(key, lines)) for key, value in data.items()}


def _toml_words(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    values = [v.get("name") if isinstance(v, dict) else v for v in values]
    return [
        v.isoformat() if isinstance(v, dt.date) else str(v)
        for v in values
        if isinstance(v, str | int | float | dt.date)
    ]


def _toml_place(key: str, lines: Lines) -> Place | None:
    found = (
        n for n, line in enumerate(lines.lines[:500], 1) if re.match(rf"\s*['\"]?{re.escape(key)}['\"]?\s*=", line)
    )
    return lines.place(next(found, 1), key)


# --- the lines under the title --------------------------------------------------------------------------------------


def labelled_lines(head: Head, nodes: list[Node], lines: Lines) -> list[Node]:
    """Take `**Date:** …` and its like, which open a text, into `head`; the nodes without them."""
    rest = list(nodes)
    while rest and isinstance(rest[0], Paragraph):
        found = pieces(rest[0].atoms, rest[0].line)
        takes: list[Callable[[], None]] = []
        for part in (line for piece in found if isinstance(piece, Piece) for line in soft_lines(piece)):
            take = _known(head, part, lines)
            if take is None:
                return rest
            takes.append(take)
        if not takes or any(isinstance(piece, Image) for piece in found):
            break
        for take in takes:
            take()
        rest.pop(0)
    return rest


def _known(head: Head, piece: Piece, lines: Lines) -> Callable[[], None] | None:
    """What a line says of the report; None when it is an ordinary line."""
    runs = clean(piece.runs)
    found = label(runs)
    words = found.rest if found and found.rest else runs
    text = Text(standard=words, spot=lines.place(piece.line, plain(words)))
    name = named(plain(found.name), HEAD) if found and found.rest and len(plain(found.name)) <= 24 else ""
    if not found or not found.rest:
        try:
            name = "date" if all(run.bold or run.italic for run in runs) and dates.parse_day(plain(runs)) else ""
        except dates.ImpossibleDate:
            name = ""
    if name == "date":
        return _date_taker(head, text)
    if name == "author":
        known = {author.plain for author in head.authors}
        return lambda: setattr(head, "authors", (*head.authors, *([] if text.plain in known else [text])))
    if name == "edition" and head.texts.get("edition", text).plain == text.plain:
        return lambda: head.texts.update(edition=text)
    return None


def _date_taker(head: Head, text: Text) -> Callable[[], None] | None:
    try:
        day = dates.parse_day(text.plain)
        known = day or dates.parse(text.plain)
    except dates.ImpossibleDate as error:
        raise oops(f"'{text.plain[:60]}' is not a date: {error}", text.place) from None
    other = "date_text" in head.texts and head.texts["date_text"].plain != text.plain
    if not known or other or head.date not in (None, day):
        return None  # two dates: the second stays where it stands

    def take() -> None:
        head.date = day
        if not dates.only_day(text.plain):
            head.texts["date_text"] = text

    return take


def split_title(runs: Runs) -> tuple[Runs, Runs]:
    """A title and its edition ("Title: Late 2024 update", "Title (October 2025)"); () when it names none."""
    text = plain(runs)
    bracket = re.search(r"\s*[(（]([^()（）]{3,40})[)）]\s*\Z", text)
    if bracket and bracket.start() >= 4 and _is_date(bracket[1]):
        return clean(cut(runs, 0, bracket.start())), clean(cut(runs, bracket.start(1), bracket.end(1)))
    for found in re.finditer(r"\s*(?::\s|：)\s*", text):
        after = text[found.end() :]
        if found.start() >= 4 and len(after) <= 60 and (_is_date(after) or _is_edition(after)):
            return clean(cut(runs, 0, found.start())), clean(cut(runs, found.end()))
    return runs, ()


def _is_edition(text: str) -> bool:
    """A year or a number, and a word such as "update"; or nothing much beside a year."""
    dated = bool(re.search(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", text))
    numbered = bool(re.search(r"\d", text))
    return (bool(named(text, UPDATE)) and (dated or numbered)) or (dated and len(text.split()) <= 3)


def _is_date(text: str) -> bool:
    try:
        return dates.parse(text) is not None
    except dates.ImpossibleDate:
        return False
