"""Lost facts: the ledger says that a fact is shown, and no page, or not the file, has its words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property

from msgspec.structs import replace

from exporter.check.frames import pages
from exporter.model.audience import Entry, Fate, Ledger
from exporter.model.page import (
    Cell,
    Document,
    Item,
    Page,
    Para,
    PlacedChart,
    PlacedGroup,
    PlacedPage,
    PlacedPicture,
    PlacedShape,
    PlacedTable,
    PlacedText,
    flat,
    paras_of,
)
from exporter.model.pattern import later
from exporter.model.report import Finding, Level
from exporter.model.style import TextStyle
from exporter.text import Fonts
from exporter.text.face import has_asian

PLAIN = TextStyle()
LONG = 40
"""Characters of a fact that stands at one place of a file only, as good as surely."""
PIECE = 20
"""Letters of a word for each part in which it may stand in a file, and one part more."""
NEAR = 4000
"""Characters in which the next fact is looked for first."""
BACK = 300
"""Characters that a fact may stand before the last one: the title of a slide before the number of its section."""
FAR = 20
"""How many times as much as there is of a file may be searched for what does not stand near."""
_WORDS = re.compile(r"\w+")
_AMOUNT = later(r"\D{0,4}?(?P<sign>[-−–])?\D{0,4}?(?P<digits>\d(?:[\d.,'’\s]*\d)?)(?P<power>[eE][+-]?\d{1,3})?\D{0,8}")
_MARK = re.compile("\n(?=[\u0300-\u036f\u20d0-\u20f0])")
SHOWN = (Fate.KEPT, Fate.SHORTENED, Fate.MOVED)


def lost_fact(document: Document) -> Iterator[Finding]:
    """Facts that are said to be shown and that no item carries, or that the items carrying them do not say."""
    every = shown(document.ledger)
    facts = {entry.path: entry.shown for entry in every}
    for entry in every if len(facts) < len(every) else ():
        if facts[entry.path] != entry.shown:  # of two wordings under one path none is settled at a glance
            facts[entry.path] = ""
    told = _unsettled(document, facts)
    for entry in every if facts else ():
        if entry.path not in facts:
            continue
        if entry.path not in told:
            yield _finding(entry, f"the ledger calls it {entry.fate}, but no page shows it: '{_short(entry.shown)}'")
        else:
            lost = missing_words(entry.shown, told[entry.path])
            if lost and not _is_data(entry.shown, told[entry.path]):
                yield _finding(entry, f"shown without its words {' '.join(lost)}: '{_short(entry.shown)}'")


def unread(document: Document, texts: tuple[str, ...], drawn: bool) -> Iterator[Finding]:
    """Facts whose words are not in `texts`, which were read back from the file, a text a part of it.

    drawn: the file holds drawn glyphs (a PDF): no speaker notes, no words whose glyphs are missing, which is another
    finding, and no numbers that a chart tells by a place on its axes. Else a line is a whole paragraph.
    """
    skipped = _only_in_notes(document) | _parted(document) if drawn else frozenset[str]()
    sought = [entry for entry in shown(document.ledger) if entry.path not in skipped]
    if not drawn:
        sought = _on_no_line(sought, texts)
    stands = _finder("".join([text.replace("\n", "") for text in texts]) if drawn else "\n".join(texts))
    sought = [entry for entry in sought if not stands(entry.shown)]
    if not sought:
        return
    placed = _only_in_charts(document) if drawn else frozenset[str]()
    fonts = Fonts(document.theme.fonts)
    file = _FileWords(texts)
    for entry in sought:
        lost = [
            word
            for word in words_of(entry.shown)
            if word not in file.known
            and not file.has(word)
            and not (drawn and fonts.missing(word, PLAIN))
            and not (entry.path in placed and (word.isdigit() or any(figures(entry.shown))))
        ]
        if lost and not (not drawn and any(file.known.issuperset(words_of(one)) for one in figures(entry.shown))):
            yield _finding(entry, f"the file that was written lacks {' '.join(lost)}: '{_short(entry.shown)}'")


def _on_no_line(sought: list[Entry], texts: tuple[str, ...]) -> list[Entry]:
    """The facts that are no whole line of any text. Nearly all are: so the lines are not kept, but the facts."""
    left = {entry.shown for entry in sought}
    for text in texts:
        left.difference_update(text.split("\n"))
    return [entry for entry in sought if entry.shown in left]


class _FileWords:
    """What facts are looked for in: made when it is asked for, for most stand in a file word for word."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._texts = texts

    @cached_property
    def squeezed(self) -> str:
        return "".join(map(squeeze, self._lines()))

    @cached_property
    def known(self) -> frozenset[str]:
        words: set[str] = set()
        for line in self._lines():
            words.update(words_of(line))
        return frozenset(words)

    def has(self, word: str) -> bool:
        """Whether it stands there, a long one in parts: words of hundreds of letters go on over pages and columns.

        So does a short one of ideographs, which end a page anywhere.
        """
        pieces = 1 + has_asian(word) + len(word) // PIECE
        while word and pieces:
            begins = bisect_left(range(1, len(word) + 1), True, key=lambda n: word[:n] not in self.squeezed)
            word, pieces = word[begins:], pieces - 1 if begins else 0
        return not word

    def _lines(self) -> Iterator[str]:
        """One after the other: all at once they would fill more memory than all else that is checked.

        A mark that belongs to the letter before it may be drawn in another font, as a line of its own.
        """
        for text in self._texts:
            yield from (text if text.isascii() else _MARK.sub("", text)).splitlines()


def _finder(flowing: str) -> Callable[[str], bool]:
    """Tells of one fact after the other whether it stands in a file word for word, in two parts at most: on two pages.

    Facts come nearly in the order in which a file is read: looked for from where the last one was found, all of them
    are found in one way through the file. Lines of a PDF keep the space in which they were broken.
    """
    at, left = 0, FAR * len(flowing)

    def stands(fact: str) -> bool:
        nonlocal at, left
        found = flowing.find(fact, max(0, at - BACK), at + len(fact) + NEAR)
        if found < 0 and left > 0 and len(fact) >= LONG:
            found = flowing.find(fact, at + NEAR)
            left -= (found if found >= 0 else len(flowing)) - at
        at = max(found, at)
        return found >= 0 or (len(fact) >= LONG and parted(fact))

    def parted(fact: str) -> bool:
        begins, none = 0, len(fact)  # so many of its first characters stand near, and so many do not
        while none - begins > 1:
            middle = (begins + none) // 2
            if flowing.find(fact[:middle], at, at + middle + NEAR) >= 0:
                begins = middle
            else:
                none = middle
        first = flowing.find(fact[:begins], at, at + begins + NEAR)
        return begins > 0 and flowing.find(fact[begins:], first + begins, first + len(fact) + NEAR) >= 0

    return stands


def shown(ledger: Ledger) -> list[Entry]:
    """The facts that should be found."""
    return [e for e in ledger.entries if e.fate in SHOWN and e.shown and not e.shown.isspace()]


def carried(document: Document) -> dict[str, str]:
    """The words that the items of each fact say, in reading order, parts of one paragraph joined."""
    told: dict[str, list[str]] = defaultdict(list)
    for page in _as_read(document):
        for path, words in _said(page):
            told[path].append(words)
    return {path: "".join(words) for path, words in told.items()}


def _unsettled(document: Document, facts: dict[str, str]) -> dict[str, str]:
    """What `carried` gives of `facts` (words by path), but for those that an item says word for word.

    These are taken out of `facts`: they are nearly all, and a long document need not hold its words a second time.
    """
    told: dict[str, list[str]] = {}
    for page in _as_read(document):
        for path, words in _said(page, facts):
            if path in told:
                told[path].append(words)
            elif _says(words, facts[path], (" ", "\n")):
                del facts[path]
            else:
                told[path] = [words]
    return {path: "".join(words) for path, words in told.items()}


def _says(told: str, fact: str, ends: tuple[str, ...]) -> bool:
    """Whether `told` begins with the fact word for word, and goes on with one of `ends`."""
    return fact != "" and told.startswith(fact) and told[len(fact) : len(fact) + 1] in ends


def _as_read(document: Document) -> Iterable[Page]:
    """The pages in the order in which they are read: those of a booklet once it is folded."""
    shown = (page for _, page, _ in pages(document))
    return sorted(shown, key=lambda page: page.number) if document.format == "booklet" else shown


def _parted(document: Document) -> frozenset[str]:
    """Facts of a booklet that go on over a page: in the file, what lies between stands between their parts."""
    if document.format != "booklet":
        return frozenset()
    on = Counter(path for _, page, _ in pages(document) for path in {path for path, _ in _said(page)})
    return frozenset(path for path, n in on.items() if n > 1)


def missing_words(fact: str, told: str) -> list[str]:
    """The words of `fact` that `told` lacks; a word broken over two lines or pages is not missing."""
    if _says(told, fact, ("", " ", "\n")) or f" {fact} " in f" {told} ":
        return []  # as nearly every fact is
    short = Counter(words_of(fact)) - Counter(words_of(told))
    if not short or squeeze(fact) in squeeze(told):
        return []
    return [word for word in short if word not in squeeze(told)] or list(short)


def _is_data(fact: str, told: str) -> bool:
    """Whether a chart has the number that the fact is, however either of them is written."""
    lines = f"\n{told}\n"
    return any(f"\n{figure}\n" in lines for figure in figures(fact))


def figures(text: str) -> Iterator[str]:
    """What a written number may stand as among the data of a chart: "1,234.500" as 1234.5, "8.0e-06" as 8e-06.

    Which of its marks is the decimal one depends on the language it was written in: either may be. Nothing of a text
    that is no number.
    """
    found = _AMOUNT.fullmatch(text)
    if found:
        sign = "-" if found["sign"] or text.startswith("(") else ""
        for mark, other in ((".", ","), (",", ".")):
            digits = re.sub(rf"[\s'’{other}]", "", found["digits"]).replace(mark, ".")
            if digits.count(".") <= 1:
                yield _figure(float(sign + digits + (found["power"] or "")))


def words_of(text: str) -> list[str]:
    """Words as they are compared: without punctuation, case, and the ways one character can be written."""
    if text.isascii():
        return _WORDS.findall(text.lower())
    return _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())


def squeeze(text: str) -> str:
    return "".join(words_of(text))


def _said(page: Page, facts: dict[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """(path, words) of everything on a page, notes included.

    Where `facts` are given, words by path, it is of them alone: and those that a paragraph of one run says word for
    word, as nearly all are, are taken out of them without another word.
    """
    for path in _of(facts, page.note_paths):
        yield path, "\n".join(page.notes) + "\n"
    for item in flat(page.items):
        if isinstance(item, PlacedTable):
            for cell in _cells(item) if facts is None else _unsettled_cells(item, facts):
                yield from _said_in(cell.paras, facts)
                for path in _of(facts, cell.paths):
                    yield path, "".join(map(_piece, cell.paras))
        elif isinstance(item, PlacedText):
            yield from _said_in(item.paras, facts)
        elif isinstance(item, PlacedPage):  # a sheet of its own
            continue
        for path in _of(facts, item.paths):
            yield path, "\n".join(_all_words(item)) + "\n"


def _cells(table: PlacedTable) -> list[Cell]:
    return [cell for row in table.rows for cell in row.cells if cell]


def _unsettled_cells(table: PlacedTable, facts: dict[str, str]) -> list[Cell]:
    """The cells of a table but those that say one fact word for word in one run, as nearly all do.

    Those facts are taken out of `facts`.
    """
    left = []
    for cell in _cells(table):
        if len(cell.paras) == 1 and not cell.paths:
            (para,) = cell.paras
            words = facts.get(para.path)
            if words and words == _plain(para):
                del facts[para.path]
                continue
        left.append(cell)
    return left


def _of(facts: Container[str] | None, paths: tuple[str, ...]) -> Iterable[str]:
    return paths if facts is None or not paths else (path for path in paths if path in facts)


def _said_in(paras: tuple[Para, ...], facts: dict[str, str] | None) -> Iterator[tuple[str, str]]:
    for para in paras:
        path = para.path
        if path and facts is not None:
            if path not in facts:
                continue
            words = _plain(para)
            if words and words == facts[path]:
                del facts[path]
                continue
        if path:
            yield path, _piece(para)


def _plain(para: Para) -> str | None:
    """The words of a paragraph of one run; None for others."""
    lines = para.lines
    if len(lines) == 1 and len(lines[0].spans) == 1 and not lines[0].hyphen:
        (span,) = lines[0].spans
        return "" if span.rise else span.text
    return None


def _piece(para: Para) -> str:
    """A paragraph's words without its note marks, with the space that its last line break took."""
    words = _plain(para)
    if words is None:
        words = _words(para)
    return f"{words} " if not para.lines or para.lines[-1].space or not para.element else words


def _words(para: Para) -> str:
    """The words as written: the mark of a note stands close to the word before it and is no part of it."""
    for line in para.lines:
        for span in line.spans:
            if span.rise:
                return _without_marks(para)
    return para.text


def _without_marks(para: Para) -> str:
    lines = (replace(line, spans=tuple(span for span in line.spans if not span.rise)) for line in para.lines)
    return replace(para, lines=tuple(lines)).text


def _all_words(item: Item) -> Iterator[str]:
    if isinstance(item, PlacedChart):
        yield from item.categories
        for series in item.series:
            yield series.name
            yield from series.labels
            yield from (_figure(value) for value in (*series.values, *series.x, *series.sizes) if value is not None)
        for name, values, code in item.inputs.columns if item.inputs else ():
            yield name
            yield from (_entered(value, code) for value in values if value is not None)
    if isinstance(item, PlacedShape | PlacedPicture | PlacedChart | PlacedTable | PlacedGroup):
        yield item.alt
    if isinstance(item, PlacedGroup):
        for member in item.items:
            yield from _all_words(member)
    else:
        yield from map(_words, paras_of(item))


def _figure(value: float) -> str:
    """All digits of a number."""
    return f"{value!r}".removesuffix(".0")


def _entered(value: float, code: str) -> str:
    """A number of the table that a chart starts from, as it can be read there: days as dates."""
    from exporter.text.numbers import day

    return day(value).isoformat() if "yy" in code else _figure(value)


def _only_in_notes(document: Document) -> frozenset[str]:
    on_pages: set[str] = set()
    in_notes: set[str] = set()
    for _, page, _ in pages(document):
        in_notes.update(page.note_paths)
    if not in_notes:
        return frozenset()
    for _, page, _ in pages(document):
        on_pages.update(_item_paths(page.items))
    return frozenset(in_notes - on_pages)


def _days(document: Document) -> frozenset[str]:
    """Facts of charts on a course of days: files hold these as numbers."""
    items = (item for _, page, _ in pages(document) for item in flat(page.items) if isinstance(item, PlacedChart))
    dated = (
        item
        for item in items
        if item.dates or (item.inputs and any("yy" in code for _, _, code in item.inputs.columns))
    )
    return frozenset(path for item in dated for path in item.paths)


def _only_in_charts(document: Document) -> frozenset[str]:
    """Facts that only charts show; where there are many, their axes name some years and some values."""
    items = [item for _, page, _ in pages(document) for item in flat(page.items)]
    in_charts = {path for item in items if isinstance(item, PlacedChart) for path in item.paths}
    if not in_charts:
        return frozenset()
    others = (item for item in items if not isinstance(item, PlacedChart | PlacedGroup | PlacedPage))
    elsewhere = {path for item in others for path in _item_paths((item,))}
    return frozenset(in_charts - elsewhere)


def _item_paths(items: Iterable[Item]) -> Iterator[str]:
    for item in flat(tuple(items)):
        yield from item.paths
        yield from (para.path for para in paras_of(item))
        if isinstance(item, PlacedTable):
            for row in item.rows:
                for cell in row.cells:
                    yield from cell.paths if cell else ()


def _short(text: str, room: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _finding(entry: Entry, what: str) -> Finding:
    hint = "this is a fault of the tool or of a layout, not of the report: please report it"
    return Finding(Level.ERROR, "lost-fact", what, place=entry.place, path=entry.path, hint=hint)
