"""In: nothing. Out: `data/torture.yaml`, a report with every kind of block in every amount and with every sort of text.

    python -m tests.torture

People look at the pages that come of it, so the words are words. Nothing here is left to chance: the same file comes
out every time, and a test says when the file and this script differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent.parent / "data/torture.yaml"
HEAD = """\
# A report that no person would write: every kind of block at 1, 3, 6, 12 and 30 units, every layout wished for, texts
# of one word and of 200 letters, empty fields, very long tables, lists and titles. Made by `python -m tests.torture`;
# the tests and CI build it for every audience and format.
"""
AMOUNTS = (1, 3, 6, 12, 30)
Map = dict[str, Any]

NAMES = (
    "City Library", "Public Works", "Quay Construction", "Steady Movers", "North Shelving", "Culture Office",
    "IT Office", "Harbour Authority", "Friends of the Library", "Tidewater Insurance", "Old Mill Archive",
    "Port School",
)  # fmt: skip
CLAIMS = (
    "Crates are packed by shelf and numbered by floor",
    "The lending desk stays open until the last week",
    "Two floors are dry, and the third waits for its windows",
    "Half of the staff has been trained on the new desks",
    "The reading room opens with 120 seats in spring",
    "Rare prints move last, in one night, under escort",
    "Lifts carry one tonne and are inspected in March",
)
SENTENCES = (
    "The roof was sealed in June, a month later than planned, and the third floor has dried since.",
    "Shelves for 240,000 volumes are ordered; a tenth of them arrived with the wrong brackets and went back.",
    "Public Works owns the building until the handover, and signs for every floor on its own.",
    "Desks, scanners and the return line are tested in the old building, where visitors can try them.",
    "Insurance covers the crates from door to door, provided that no crate weighs more than 25 kg.",
)
LONG = (
    "The catalogue has to show for every one of the 240,000 volumes whether it is on its old shelf, in a crate, on a "
    "lorry or on its new shelf, because readers go on ordering books during the 2026–2027 move, and because a book "
    "that cannot be found for a week counts as lost in the city's own statistics, which are published every quarter."
)
SORTS: dict[str, Sequence[str]] = {
    "one word": ("Crates", "Shelves", "Lifts", "Roof", "Desks", "Catalogue", "Windows"),
    "long": (LONG, *(f"{a} {b}" for a, b in zip(SENTENCES, SENTENCES[1:], strict=False))),
    "unbroken": ("Handover" * 25, "x" * 200, "archive_of_" * 18 + "ab"),
    "addresses": (
        "https://library.example.org/move/2026-2027/floors/third/windows?status=open&sort=date#handover",
        "Write to move@library.example.org or see <https://library.example.org/a/very/long/path/that/goes/on/and/on>",
        "[The plan of the move](https://library.example.org/plan) with floors/third/windows/north-east/corner.pdf",
    ),
    "scripts": (
        "Žluťoučký kůň pěl ďábelské ódy – Łódź, Győr, Čačak, Ísafjörður, Đà Nẵng",
        "Η βιβλιοθήκη ανοίγει την άνοιξη με 120 θέσεις",
        "Библиотека открывается весной: 120 мест, 240 000 томов",
        "Ærø, Çeşme, Ñuñoa, L’Haÿ-les-Roses, Škofja Loka, Straßburg",
    ),
    "marked up": (
        "**Crates** are packed by *shelf*, see `crate --by shelf` and [the shelves](#texts-one-word), says the plan [@plan]",
        "`A very long name in code that goes on, and on, and on` beside **a very long bold stretch of words too**",
        "**All of it in bold because somebody thought that this would help their readers to see it**",
    ),
}
"""Texts that break what claims and sentences do not; "empty" is told by what is left out."""


class Words:
    """Texts in turn: short names, claims of a line, sentences."""

    def __init__(self, claims: Sequence[str] = CLAIMS, sentences: Sequence[str] = SENTENCES) -> None:
        self.name = cycle(NAMES if claims is CLAIMS else [*NAMES[:4], *claims]).__next__
        self.claim = cycle(claims).__next__
        self.sentence = cycle(sentences).__next__
        self.kind = cycle(KINDS_OF_CHART).__next__
        turns = zip(claims, islice(cycle(sentences), len(claims)), strict=True)
        self.any = cycle(list(chain.from_iterable(turns))).__next__


def text(w: Words, n: int) -> Map:
    return {"text": [w.sentence() for _ in range(n)]}


def points(w: Words, n: int) -> Map:
    made = [{"text": w.any(), "points": [w.claim(), w.claim()]} if i % 4 == 3 else w.any() for i in range(n)]
    return {"points": made}


def items(w: Words, n: int) -> Map:
    fields = {
        "task": {"label": "Task", "slot": "body"},
        "status": {"label": "Status", "slot": "status"},
        "cost": {"label": "Cost", "slot": "figure"},
    }
    made = [
        {"name": w.name(), "task": w.sentence(), "status": w.claim(), "cost": f"{12.5 + 3 * i} m"} for i in range(n)
    ]
    return {"items": {"ordered": n < 10, "fields": fields, "list": made}}


def groups(w: Words, n: int) -> Map:
    """Items in three groups with links between them."""
    names = [f"{w.name()} {i + 1}" for i in range(n)]
    made = [{"name": name, "part": w.claim()} for name in names]
    cut = -(-n // 3)
    parts = [
        {"title": title, "list": made[i * cut : (i + 1) * cut]}
        for i, title in enumerate(("City offices", "Contractors", "Neighbours of the quay"))
        if made[i * cut : (i + 1) * cut]
    ]
    links = [{"from": names[0], "to": names[-1], "label": "Commissions"}] if n > 3 else []
    return {"items": {"fields": {"part": {"label": "Part", "slot": "body"}}, "groups": parts, "links": links}}


def milestones(w: Words, n: int) -> Map:
    whens = ("2024", "Q1 2025", "late 2025", "March 2026", "2026–2027", "by 2028", "H2 2029", "12 May 2027")
    made: list[Map] = []
    for i in range(n):
        stone: Map = {"when": whens[i % len(whens)], "who": w.name(), "what": w.claim()}
        if i % 3 == 1:
            stone["detail"] = w.sentence()
        if i % 5 == 2:
            stone["emphasis"] = True
        made.append(stone)
    undated = {"undated": {"title": "No date stated", "list": [w.claim(), w.claim()]}} if n == 6 else {}
    return {"milestones": {"list": made, **undated}}


def lanes(w: Words, n: int) -> Map:
    """Milestones in three lanes."""
    made = milestones(w, n)
    for i, stone in enumerate(made["milestones"]["list"]):
        stone["group"] = ("Building", "Collections", "Public")[i % 3]
    return made


def table(w: Words, n: int) -> Map:
    columns = ["Firm", "Task", {"label": "Crates", "type": "number"}, {"label": "Share", "type": "percent"}]
    rows: list[Any] = [[w.name(), w.claim(), f"{1250 * (i + 1):,}", f"{2.5 * i:g} %"] for i in range(n)]
    if n == 12:
        rows = [{"group": "City offices"}, *rows[:5], {"group": "Contractors"}, *rows[5:]]
    return {"table": {"columns": columns, "rows": rows}}


KINDS_OF_CHART = ("column", "stacked-bar", "line", "bar", "area", "pie", "stacked-column", "doughnut", "stacked-area")


def chart(w: Words, n: int, kind: str = "") -> Map:
    kind = kind or w.kind()
    names = [f"{w.name()} {i + 1}" for i in range(n)] if n < 30 else [str(1995 + i) for i in range(n)]
    series = {"Packed": [round(3 + (i * 37 % 101) / 4, 1) for i in range(n)]}
    if kind not in ("pie", "doughnut"):
        series["Moved"] = [round(1 + (i * 53 % 97) / 5, 1) for i in range(n)]
    return {"chart": {"kind": kind, "categories": names, "series": series, "unit": "km", "highlight": "Packed"}}


def figures(w: Words, n: int) -> Map:
    numbers = cycle(("240,000", "2027–2028", "4 floors", "€ 12.5 m", "25 kg", "1 in 10"))
    made: list[Map] = []
    for i in range(n):
        figure: Map = {"figure": next(numbers), "label": w.claim()}
        if i % 3 != 2:
            figure["support"] = w.sentence()
        if i == 1:
            figure["emphasis"] = True
        made.append(figure)
    return {"figures": made}


def quote(w: Words, n: int) -> Map:
    return {"quote": {"text": [w.sentence() for _ in range(n)], "by": f"{w.name()}, in its report of the year"}}


def picture(w: Words, n: int) -> Iterator[Map]:
    for i in range(min(n, 12)):
        yield {"picture": {"path": f"torture/{('house', 'tower', 'quay')[i % 3]}.png", "alt": w.claim(),
                           "caption": w.claim(), "credit": w.name()}}  # fmt: skip


def steps(w: Words, n: int) -> Map:
    made: list[Any] = []
    for i in range(n):
        step: Map = {"head": w.claim(), "text": w.sentence()}
        if i % 4 == 2:
            step["points"] = [w.claim(), w.claim()]
        made.append(w.claim() if i % 5 == 4 else step)
    return {"steps": made}


def comparison(w: Words, n: int) -> Map:
    options = ["Move at once", "Move by floor", "Stay"]
    criteria = {f"{w.claim()} ({i + 1})": [w.claim(), w.sentence(), w.name()] for i in range(n)}
    return {"comparison": {"options": options, "criteria": criteria, "chosen": "Move by floor"}}


def callout(w: Words, n: int) -> Map:
    return {"title": "Read with care", "callout": [w.sentence() for _ in range(n)]}


def code(w: Words, n: int) -> Map:
    lines = [f"{'    ' * (i % 4)}shelve(crate={i}, floor={i % 4})  # {w.claim()}" for i in range(n)]
    return {"code": {"language": "python", "code": "\n".join(lines) + "\n"}}


KINDS: dict[str, Callable[[Words, int], Any]] = {
    "text": text, "points": points, "items": items, "milestones": milestones, "table": table, "chart": chart,
    "figures": figures, "quote": quote, "picture": picture, "steps": steps, "comparison": comparison,
    "callout": callout, "code": code,
}  # fmt: skip

WISHES: dict[str, Callable[[Words, int], Any]] = {
    "cards": items, "cards-dense": items, "deep-dive": items, "items-table": items, "players": groups,
    "timeline": milestones, "timeline-list": milestones, "swimlanes": lanes, "range-chart": milestones,
    "big-number": figures, "points": points, "prose": text,
}  # fmt: skip
"""Layouts that are one of several for their kind of block."""


def number(n: int) -> str:
    return {1: "One", 3: "Three", 6: "Six", 12: "Twelve", 30: "Thirty"}[n]


def blocks(made: Any, headline: str, **more: Any) -> Iterator[Map]:
    """One block or several, the first with its headline."""
    first, *rest = [made] if isinstance(made, dict) else list(made)
    yield {"headline": headline, **more, **first}
    yield from rest


def amounts() -> Iterator[Map]:
    """A section for every kind of block, with 1, 3, 6, 12 and 30 units of it."""
    for kind, make in KINDS.items():
        w = Words()
        made = [b for n in AMOUNTS for b in blocks(make(w, n), f"{number(n)} of the kind {kind} on slides and pages")]
        title = f"Amounts of {kind}"
        yield {"title": title, "headline": f"The kind {kind} stands in every amount", "blocks": made}


def wishes() -> Iterator[Map]:
    """A section for every layout that has to be wished for."""
    for layout, make in WISHES.items():
        w = Words()
        made = [
            b for n in AMOUNTS[:-1]
            for b in blocks(make(w, n), f"{number(n)} where the layout {layout} is wished for", layout=layout)
        ]  # fmt: skip
        yield {"title": f"Wishes for {layout}", "headline": f"The layout {layout} is wished for", "blocks": made}


def lengths() -> Iterator[Map]:
    """A section for every sort of text, with three units of every kind of block."""
    for sort, words in SORTS.items():
        w = Words(words, words)
        made = [
            b
            for kind, make in KINDS.items()
            for b in blocks(make(w, 3), f"Texts of the sort “{sort}” in the kind {kind}")
        ]
        yield {"title": f"Texts: {sort}", "headline": f"Texts of the sort “{sort}” in every kind", "blocks": made}


def charts() -> Iterator[Map]:
    """Every kind of chart, with few categories and with many."""
    w = Words()
    made = [
        {"headline": f"A chart of the kind {kind} with {number(n).lower()} categories", **chart(w, n, kind)}
        for kind in KINDS_OF_CHART
        for n in (3, 12)
    ]
    yield {"title": "Kinds of chart", "headline": "Every kind of chart has few categories or many", "blocks": made}


def empty() -> Map:
    """What may be left out is left out."""
    fields = {"task": {"label": "Task", "slot": "body"}, "status": {"label": "Status", "slot": "status"}}
    some = ["City Library", {"name": "Public Works", "task": "Signs"}, {"name": "IT Office", "status": "Open"}]
    columns = ["Firm", "Task", {"label": "Crates", "type": "number"}]
    whens = {"2026": "Start", "2027": "End", "2028": "Rest"}
    made: list[Map] = [
        {"items": ["City Library", "Public Works", "IT Office"]},
        {"items": {"fields": fields, "list": some}},
        {"milestones": [{"when": when, "what": what} for when, what in whens.items()]},
        {"table": {"columns": columns, "rows": [["City Library", "", ""], ["", "Signs", "–"]]}},
        {"chart": {"kind": "column", "categories": ["2024", "2025", "2026"], "series": {"Moved": [None, 4, None]}}},
        {"figures": [{"figure": "240,000"}, {"figure": "4", "label": "floors"}, {"figure": "25 kg", "support": "each"}]},
        {"quote": {"text": "No name stands under this one."}},
        {"picture": {"path": "torture/house.png", "alt": "A house"}},
        {"steps": ["Pack", "Carry", "Unpack"]},
        {"comparison": {"options": ["Move", "Stay"], "criteria": {"Cost": ["High", "–"], "Time": ["–", "None"]}}},
    ]  # fmt: skip
    named = [
        {"headline": f"Nothing optional is given to block {i} of this section", **m} for i, m in enumerate(made, 1)
    ]
    return {"title": "Empty fields", "headline": "Nothing optional is given", "blocks": named}


def sizes() -> Map:
    """What runs off the page elsewhere: a long table, many long bullets, deep nesting, a wide table, long lines."""
    w = Words()
    nested: list[Any] = []
    inner: Map
    for level in range(5, 0, -1):
        inner = {"points": nested} if nested else {}
        nested = [
            {"text": f"Level {level}: {w.any()}", **inner},
            f"Level {level}, next",
        ]
    wide = [["Firm", *(f"{q} {y}" for y in (2024, 2025, 2026) for q in ("Q1", "Q2", "Q3", "Q4"))][:12]]
    rows = [[name, *(f"{(i + 3) * (j + 7) * 1.25:,.2f}" for j in range(11))] for i, name in enumerate(NAMES)]
    prose = [[name, *(w.claim() for _ in range(11))] for name in NAMES[:4]]
    long_lines = "\n".join(
        f"    return catalogue.where(volume={i}).{'and_then(shelf).' * (4 * i)}done()" for i in range(9)
    )
    made = [
        {"headline": "Sixty rows of a table keep their head", **table(w, 60)},
        {"headline": "Twenty-four long bullets run on over slides", "points": [LONG] * 24},
        {"headline": "Points nest five levels deep", "points": nested},
        {"headline": "Twelve columns of numbers stand side by side", "table": {"columns": wide[0], "rows": rows}},
        {"headline": "Twelve columns of words stand side by side", "table": {"columns": wide[0], "rows": prose}},
        {"headline": "Very long lines of code are wrapped, and none is cut",
         "code": {"language": "python", "code": f"def found(volume):\n{long_lines}\n{'#' * 300}\n"}},
        {"headline": "One cell holds more words than a slide",
         "table": {"columns": ["Firm", "Remark"], "rows": [[NAMES[0], " ".join([LONG] * 8)], [NAMES[1], "Signs"]]}},
        {"headline": "One paragraph is longer than a slide", "text": " ".join([*SENTENCES, LONG] * 6)},
        {"headline": "One card is much longer than its peers", "items": {
            "fields": {"task": {"label": "Task", "slot": "body"}},
            "list": [{"name": NAMES[0], "task": " ".join([LONG] * 3)}, {"name": NAMES[1], "task": "Signs"},
                     {"name": NAMES[2], "task": "Builds"}]}},
    ]  # fmt: skip
    return {"title": "Sizes", "headline": "What runs off the page elsewhere does not here", "blocks": made}


def titles() -> Map:
    long = f"{CLAIMS[0]}, {CLAIMS[1].lower()}, {CLAIMS[2].lower()}, and {CLAIMS[3].lower()}"
    return {
        "title": f"Titles that are too long: {long.lower()}",
        "question": f"What becomes of a question that is as long as this one, when {long.lower()}?",
        "headline": f"{long}, while {CLAIMS[4].lower()}",
        "blocks": [
            {"headline": f"{long}; {CLAIMS[5].lower()}", "title": long, **text(Words(), 2)},
            {"headline": "Handover" * 15, "title": "Shelf" * 40, **table(Words(), 3)},
            {"title": long, **figures(Words(), 3)},
        ],
    }


def together() -> Map:
    """Blocks of different kinds that have to share slides."""
    w = Words()
    made: list[Map] = [
        text(w, 1), points(w, 3), callout(w, 1), text(w, 1), table(w, 3), quote(w, 1), text(w, 2), chart(w, 3, "bar"),
        next(picture(w, 1)), points(w, 2), steps(w, 3), figures(w, 3), text(w, 1), code(w, 3), text(w, 1),
    ]  # fmt: skip
    return {"title": "Together", "headline": "Blocks of many kinds stand side by side", "blocks": made}


def many() -> Iterator[Map]:
    """Sections of one line, and sections within sections."""
    w = Words()
    for i in range(24):
        yield {"title": f"Floor {i + 1}", "headline": f"Floor {i + 1} – {w.claim()}", "blocks": [w.sentence()]}
    inner: Map = {"title": "Level 6", "blocks": [w.sentence()]}
    for level in range(5, 0, -1):
        inner = {"title": f"Level {level}", "blocks": [w.sentence()], "sections": [inner]}
    yield inner


def report() -> Map:
    w = Words()
    return {
        "title": "A library moves to the harbour, and every kind of page moves with it",
        "kind": "Torture report",
        "edition": "Third of three",
        "date": "2026-10-01",
        "authors": list(NAMES[:5]),
        "headline": "Whatever a report holds, it fits",
        "standfirst": LONG,
        "summary": {"headline": "Six figures sum up the move", "list": figures(w, 6)["figures"]},
        "sources": [
            {"id": "plan", "title": "Plan of the move", "publisher": "City Library", "date": "2026",
             "link": "https://library.example.org/plan"},
            *({"id": f"source-{i}", "title": f"{name}: yearly report", "date": str(2020 + i)}
              for i, name in enumerate(NAMES)),
        ],
        "notes": [{"head": claim, "text": w.sentence()} for claim in CLAIMS],
        "sections": [
            *amounts(), *wishes(), *charts(), *lengths(), empty(), sizes(), titles(), together(), *many(),
        ],
    }  # fmt: skip


class Dumper(yaml.SafeDumper):
    """Every text on its own, never as an alias of one like it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written() -> str:
    """The file as it should be."""
    return HEAD + yaml.dump(report(), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
