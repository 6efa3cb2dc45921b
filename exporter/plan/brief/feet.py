"""In: the sources of a report. Out: their words as notes, for the foot of the page that first cites them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from exporter.model.geometry import Box, px
from exporter.model.page import SOURCE, Item, PlacedGroup, Role, flat, paras_of
from exporter.model.report import Run, Runs, Source, Text
from exporter.plan.brief.paper import Desk, joined
from exporter.plan.brief.pieces import Anchored, Piece, placed, tall
from exporter.plan.sheet import rule
from exporter.plan.structure import source_facts

OVER = px(20)
"""Between the text of a page and the rule over its notes, at least."""
UNDER = px(8)
RULE_W = px(120)
SHARE = 3
"""Notes take at most one part of a page in so many; the words of further sources stand at the end."""


class Feet(Struct, frozen=True):
    """The notes that may stand at the foot of pages, by the id of their source; none where all stand at the end."""

    notes: Mapping[str, Anchored] = field(default_factory=dict)

    def high(self, ids: Sequence[str]) -> int:
        """Height of these notes with the rule over them; 0 for none."""
        return OVER + UNDER + tall([self.notes[i] for i in ids]) if ids else 0

    def noted(self, ids: Sequence[str], items: Iterable[Item], done: set[str], page: int) -> list[str]:
        """The notes of a page (`page` EMU high) that has `ids` and gets `items`; `done` are those of other pages."""
        out = list(ids)
        for source in sources_of(items) if self.notes else ():
            new = source in self.notes and source not in done and source not in out
            if new and self.high([*out, source]) <= page // SHARE:
                out.append(source)
        return out

    def piece(self, ids: Sequence[str], desk: Desk) -> Piece:
        flows = [self.notes[i] for i in ids]
        box = Box(desk.x, OVER + UNDER, desk.w, tall(flows))
        items = (rule(desk.x, OVER, RULE_W), *placed(flows, box))
        return Piece(self.high(ids), items, anchors=tuple(SOURCE + i for i in ids))


def feet_of(desk: Desk) -> Feet:
    """The sources as notes, in the voice that has them at the foot of pages."""
    if desk.voice.get("sources") != "foot":
        return Feet()
    style = desk.sheet.style("brief-note", colour="text2")
    notes = {}
    for n, source in enumerate(desk.report.sources, 1):
        runs, paths = source_words(source)
        para = desk.sheet.para(
            (Run(f"{n}  ", bold=True), *runs), style, desk.w, role=Role.NOTE, space_before=3, path=paths[0]
        )
        notes[source.id] = Anchored(para, paths=paths[1:], anchor=SOURCE + source.id)
    return Feet(notes)


def source_words(source: Source) -> tuple[Runs, tuple[str, ...]]:
    """What there is to say of a source, and the facts that are said."""
    facts = source_facts(source)
    runs: Runs = ()
    for fact in facts:
        sentence = bool(runs) and runs[-1].text.rstrip().endswith((".", "!", "?"))
        runs = joined(runs, fact.runs if isinstance(fact, Text) else fact, by=" " if sentence else ", ")
    return runs, tuple(f.path for f in facts if isinstance(f, Text))


def sources_of(items: Iterable[Item]) -> Iterator[str]:
    """The ids of the sources that these items cite, in reading order."""
    for item in flat(tuple(items)):
        for para in () if isinstance(item, PlacedGroup) else paras_of(item):
            for line in para.lines:
                for span in line.spans:
                    if span.goto.startswith(SOURCE):
                        yield span.goto.removeprefix(SOURCE)
