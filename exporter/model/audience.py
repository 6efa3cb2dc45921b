"""Who a document is for, and what came of choosing for them: Audience, Selection, Ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from exporter.errors import Place
from exporter.model.report import Finding, Length, Report, Section
from exporter.model.spot import Spot, place_of
from exporter.model.tongue import primary

FORMATS = ("deck", "slides", "brief", "handout")
"""What shows a report, each in its own way: what `only` names. Files of further kinds are made of these."""
DEFAULT_FORMATS = ("deck", "brief", "handout")
Format = Literal["deck", "slides", "brief", "handout"]


class Selector(Struct, frozen=True):
    """One entry of an audience's lists: `kind` says what of, `name` what it names. Only `require` asks for fields."""

    kind: Literal["section", "tag", "role", "kind", "id", "field"]
    name: str
    place: Place | None = None

    def __str__(self) -> str:
        return self.name if self.kind == "section" else f"{self.kind}:{self.name}"


class Limits(Struct, frozen=True):
    """0 means no limit."""

    slides: int = 0
    words: int = 0
    """Words per slide."""
    brief_pages: int = 0
    beyond: Literal["backup", "warn"] = "backup"
    """What becomes of what goes beyond: backup slides and an appendix, or a warning."""


class Audience(Struct, frozen=True):
    name: str
    title: str = ""
    """"Executive": its briefs are headed "Executive brief"."""
    titles: tuple[tuple[str, str], ...] = ()
    """The same by language, where the profile says it in several."""
    description: str = ""
    theme: str = "ledger"
    density: str = "standard"
    wording: Length = "standard"
    include: tuple[Selector, ...] = ()
    """When given, only sections and blocks that match are kept (untagged material always is, for tags)."""
    exclude: tuple[Selector, ...] = ()
    order: tuple[Selector, ...] = ()
    """These sections come first, in this order; the others follow in the report's order."""
    layouts: tuple[tuple[Selector, str], ...] = ()
    limits: Limits = Limits()
    paper: Literal["", "A4", "Letter"] = ""
    """Empty takes the theme's."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    """Names of exporter.write.FORMATS."""
    parts: tuple[tuple[str, bool], ...] = ()
    """agenda, summary, dividers, sources, glossary: on or off; absent means the planner decides."""
    sections: tuple[Section, ...] = ()
    """Sections the profile itself carries (a disclaimer), appended to every report."""
    notes: bool = True
    handout: int = 3
    """Slides a handout page."""
    language: tuple[str, ...] = ()
    """The languages they read, the best first; empty is the report's own."""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What they are: (region, (Bavaria,)). The report's `where` is held against it, and fixed texts name it."""
    require: tuple[Selector, ...] = ()
    """What every document for them must show."""
    classification: str = ""
    """"Confidential": stands on every page."""
    draft: bool = False
    """Whether every page says that it is a draft."""
    extends: tuple[str, ...] = ()
    place: Place | None = None

    def called(self, language: str) -> str:
        """Its title in a document of this language."""
        titles = dict(self.titles)
        relatives = {primary(name): title for name, title in self.titles}
        return titles.get(language) or relatives.get(primary(language)) or self.title

    def part(self, name: str) -> bool | None:
        return dict(self.parts).get(name)


class Fate(StrEnum):
    KEPT = "kept"
    SHORTENED = "shortened"
    """Shown in a shorter wording that the author wrote."""
    MOVED = "moved"
    """Shown elsewhere: speaker notes, backup slides, appendix."""
    LEFT_OUT = "left out"


class Entry(Struct, frozen=True, gc=False):
    """What became of one fact (one text of the report)."""

    path: str
    fate: Fate
    text: str
    """The fact in its fullest wording; for a shortened fact the longer text that is not shown."""
    rule: str = ""
    """The rule that did it: "exclude tag:detail", "wording short", "only brief", "limit slides" …"""
    to: str = ""
    """Where a moved fact went: notes, backup, appendix."""
    shown: str = ""
    """The wording shown; empty when left out."""
    spot: Spot | Place | None = None
    """Where the fact stands in the source; its `place` in full."""

    @property
    def place(self) -> Place | None:
        return place_of(self.spot)


class Ledger(Struct, frozen=True):
    """Every fact of the report, once, in report order."""

    entries: tuple[Entry, ...] = ()

    def of(self, *fates: Fate) -> tuple[Entry, ...]:
        return tuple([entry for entry in self.entries if entry.fate in fates])


class Selection(Struct, frozen=True):
    """The report one audience gets in one format: filtered, worded, ordered, numbered; and the ledger."""

    report: Report
    audience: Audience
    ledger: Ledger
    findings: tuple[Finding, ...] = field(default=())
