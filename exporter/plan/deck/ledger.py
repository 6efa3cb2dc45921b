"""In: pages and the ledger of the selection. Out: both again, with every fact that found no place told in the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from exporter.model.audience import Entry, Fate, Ledger
from exporter.model.page import Document, Page, paths_of
from exporter.model.report import Text
from exporter.model.walk import texts
from exporter.plan.deck.desk import Desk
from exporter.plan.draft import Draft


def nothing_lost(pages: list[Page], drafts: Sequence[Draft], desk: Desk) -> tuple[Ledger, list[Page]]:
    """Facts that no slide shows go to the speaker notes of their section, and the ledger says so.

    These are words that a layout has no room for by design: an agenda's question where there is no agenda, a field's
    label on a board slide. Nothing is lost on the way.
    """
    told = {path for page in pages for path in page.note_paths}
    on_slides: set[str] = set()
    for page in pages:
        on_slides.update(paths_of(replace(page, note_paths=())))
    shown = told | on_slides
    backup: set[str] = set()
    if any(page.backup for page in pages):
        backup = shown.difference(*[paths_of(page) for page in pages if not page.backup])
    home = _homes(pages, drafts)
    more: dict[int, list[Text]] = {}
    by_path: dict[str, Text] = {}
    if not shown.issuperset([entry.path for entry in desk.selection.ledger.entries]):
        by_path = {t.path: t for t in texts(desk.report) if t.path}
    short = {text.path: text for draft in drafts for text in draft.shortened}
    as_it_is = on_slides - short.keys() - backup  # most facts: nothing has to be said of them

    def told_of(entry: Entry) -> Entry:
        """The entry with what became of its fact."""
        if entry.fate is Fate.LEFT_OUT:
            return entry
        if entry.path in short and entry.path in shown:
            entry = _shortened(entry, short[entry.path])
        if entry.path not in shown and entry.path in by_path:
            more.setdefault(home(entry.path), []).append(by_path[entry.path])
            return _moved(entry, "notes", "no place on the slide")
        if entry.path in told and entry.path not in on_slides and not _is_note(entry.path):
            return _moved(entry, "notes", "optional detail")
        if entry.path in backup and desk.selection.audience.limits.slides:
            return _moved(entry, "backup", "limit slides")
        return entry

    entries = tuple([e if e.path in as_it_is else told_of(e) for e in desk.selection.ledger.entries])
    out = []
    for page in pages:
        extra = more.get(page.number, [])
        if extra:
            page = replace(
                page,
                notes=(*page.notes, *(t.plain for t in extra)),
                note_paths=(*page.note_paths, *(t.path for t in extra)),
                note_languages=(*page.note_languages, *(t.language for t in extra)),
            )
        out.append(page)
    return Ledger(entries), out


def _shortened(entry: Entry, text: Text) -> Entry:
    """The fact in the shorter wording that was taken to make room."""
    if text.plain == entry.shown:
        return entry
    return replace(entry, fate=Fate.SHORTENED, shown=text.plain, rule="shorter wording to make room")


def _is_note(path: str) -> bool:
    return "notes" in path.replace("/", ".").split(".")[-2:] or ".notes" in path or "/notes" in path


def _moved(entry: Entry, to: str, rule: str) -> Entry:
    if entry.fate is Fate.MOVED:
        return entry
    return replace(entry, fate=Fate.MOVED, to=to, rule=rule if entry.fate is Fate.KEPT else f"{entry.rule}; {rule}")


def _homes(pages: Sequence[Page], drafts: Sequence[Draft]) -> Callable[[str], int]:
    """The slide a fact belongs to: the first that shows its item, else its block, else its section; else the cover."""

    @cache
    def places() -> dict[str, int]:
        first: dict[str, int] = {}
        for draft, page in zip(drafts, pages, strict=True):
            if draft.page != "content" or draft.section is None:
                continue
            for path in (*paths_of(page), draft.section.path or draft.section.id):
                for prefix in _prefixes(path):
                    first.setdefault(prefix, page.number)
        return first

    def home(path: str) -> int:
        first = places()  # made for the first fact that needs it: most reports have none
        found = (first[prefix] for prefix in _prefixes(path) if prefix in first)
        return next(found, drafts[0].number)

    return home


def _prefixes(path: str) -> Iterator[str]:
    """ "a/b.c", "a/b", "a": from the fact to its section."""
    yield path
    for i in range(len(path) - 1, 0, -1):
        if path[i] in "/.":
            yield path[:i]


def without_notes(deck: Document, format: str) -> Ledger:
    """The ledger of a file that shows the deck's slides without its speaker notes."""
    noted = {path for page in deck.pages for path in page.note_paths}
    if not noted:
        return deck.ledger
    noted -= {path for page in deck.pages for path in paths_of(replace(page, note_paths=()))}
    return Ledger(
        tuple(
            replace(entry, fate=Fate.LEFT_OUT, rule=f"{format}: no speaker notes", to="", shown="")
            if entry.path in noted and entry.fate is not Fate.LEFT_OUT
            else entry
            for entry in deck.ledger.entries
        )
    )
