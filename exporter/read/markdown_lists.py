"""In: a parsed list. Out: milestones, items, steps or points, by the shape of its entries; no word is lost.

Dates lead -> milestones. Amounts lead -> key figures. Labels lead -> items, and labels that come back under each of
them -> fields. Numbers -> steps. Everything else, and every list that does not fit wholly -> points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.report import (
    AnyBlock,
    Field,
    Figure,
    Figures,
    Group,
    Item,
    Items,
    Milestone,
    Milestones,
    Point,
    Points,
    Run,
    Runs,
    Step,
    Steps,
    Text,
    When,
    plain,
)
from exporter.read import dates, numbers
from exporter.read.ids import Ids, slug
from exporter.read.markdown_nodes import SOFT, Entry, Heading, Image, Lines, List, Node, Paragraph
from exporter.read.markdown_runs import Label, Piece, clean, cut, label, pieces, split_lines, undressed
from exporter.read.markdown_words import SLOTS, in_language, named
from exporter.read.report_shape import ITEM_KEYS

_REMARK = re.compile(r"\s*[(（]([^()（）]+)[)）]\s*\Z")
_TASK = re.compile(r"\[([ xX])\][ \u00a0]+")
"""A task of GitHub's Markdown, at the beginning of an entry."""
KEY_FIGURES = 6
"""So many numbers with a name are figures to remember; more are a list."""
LONGEST_FIGURE = 24
"""Characters of a number with its unit."""
_NUMBER_FIRST = re.compile(r"[<>≤≥~≈±]?\s*[+\-−–]?\s*(?:[$€£¥₹]|[A-Z]{2,3}\$?\s)?\s*\d")
_AMOUNT = re.compile(
    r"(?:[<>≤≥~≈±]\s?)?[+\-−–]?(?:(?:[$€£¥₹]|US\$|EUR|USD|GBP|CHF)\s?)?\d[\d.,]*(?:[\s'’]\d{3}(?!\d))*(?:[–-]\d[\d.,]*)?"
    r"(?:\s?(?:[%‰$€£¥₹×]|°C|[kMGT]?W|[kMGT]Wh|[kM]?t|kg|km|ha|m²|km²|m|bn|tn|k|mn|million|billion|thousand|trillion"
    r"|Mio\.?|Mrd\.?|Tsd\.?|Millionen|Milliarden|M€|Md€|k€|millions|milliards|millones|milioni|miliardi|mln|mld)(?![\w/])){0,2}"
    r"(?=\s)"
)
"""An amount that leads a text: "80 %", "€ 1.4 m", "1,200"."""
FIGURE_LABEL = 60
"""Characters of what may be said of a number to remember."""
ANY_YEAR = 2024
"""For a date without a year, where all that counts is that it is one; it has a 29 February."""
_BODY = "\0"
"""Key of what stands beside an item's name, until its field has an id."""


class Part(Struct, frozen=True):
    """One entry of a list, looked at: its first words, its label, and what lies under it."""

    runs: Runs
    label: Label | None
    line: int
    more: tuple[Piece, ...]
    """Further paragraphs."""
    lists: tuple[List, ...]
    rest: tuple[Node | Image, ...]
    """What no list can hold: tables, code, quotes, pictures."""

    @property
    def body(self) -> tuple[Piece, ...]:
        """What follows the label."""
        assert self.label
        return ((Piece(self.label.rest, self.line),) if self.label.rest else ()) + self.more


def part(entry: Entry) -> Part:
    texts: list[Piece] = []
    lists: list[List] = []
    rest: list[Node | Image] = []
    for node in entry.blocks:
        if isinstance(node, Paragraph | Heading):
            for piece in pieces(node.atoms, node.line):
                if isinstance(piece, Image):
                    rest.append(piece)
                else:
                    texts.append(Piece(clean(piece.runs), piece.line))
        elif isinstance(node, List):
            lists.append(node)
        else:
            rest.append(node)
    first = texts[0] if texts else Piece((), entry.line)
    first = replace(first, runs=_ticked(first.runs))
    return Part(first.runs, label(first.runs), first.line, tuple(texts[1:]), tuple(lists), tuple(rest))


def _is_figure(said: str) -> bool:
    """Whether a few words begin with a number: "€ 3.2 bn", "21 minutes a case"."""
    return bool(_NUMBER_FIRST.match(said)) and len(said) <= LONGEST_FIGURE and len(said.split()) <= 4


def _counts(parts: Sequence[Part]) -> bool:
    """Whether the entries are only numbered: 1, 2, 3."""
    return [plain(p.runs).split()[0] for p in parts] == [str(n) for n in range(1, len(parts) + 1)]


def _ticked(runs: Runs) -> Runs:
    """A task with a box before it, ticked when it is done: "[x] Call them" is "☑ Call them"."""
    task = _TASK.match(runs[0].text) if runs and not runs[0].code else None
    if task is None or task.end() == len(plain(runs)):
        return runs
    box = "\u2610" if task[1] == " " else "\u2611"
    return (replace(runs[0], text=f"{box}\u00a0{runs[0].text[task.end() :]}"), *runs[1:])


class Lists:
    """Makes blocks of lists in one language; `year` serves dates that name none."""

    def __init__(self, lines: Lines, language: str, year: int | None = None) -> None:
        self.lines, self.language, self.year = lines, language, year

    def blocks(self, node: List) -> list[AnyBlock | Node | Image]:
        """The blocks of a list, and between them, where they stood, the nodes that no list can hold."""
        parts = [part(entry) for entry in node.entries]
        parts = [p for p in parts if p.runs or p.more or p.lists or p.rest]
        make = self.kind(parts, node.ordered)
        out: list[AnyBlock | Node | Image] = []
        held: list[Part] = []
        start = node.start
        for p in parts:
            held.append(p)
            if p.rest:
                out += [*make(self, held, node, start), *p.rest]
                start += len(held)
                held = []
        return out + (make(self, held, node, start) if held else [])

    def kind(self, parts: Sequence[Part], ordered: bool) -> Callable[..., list[AnyBlock | Node | Image]]:
        dated = [p for p in parts if self.when(p)]
        if len(dated) >= 2 and dated[0] is parts[0] and len(dated) * 3 >= len(parts) * 2:
            return Lists.milestones
        if not ordered and 2 <= len(parts) <= KEY_FIGURES and all(self.amount(p) for p in parts) and not _counts(parts):
            return Lists.amounts
        if self.labelled(parts):
            return Lists.items
        return Lists.steps if ordered else Lists.points

    def labelled(self, parts: Sequence[Part]) -> bool:
        """Whether every entry has a name of its own and something under it: then they are items."""
        labels = [p.label for p in parts if p.label and (p.label.rest or p.more or p.lists)]
        if len(labels) < max(2, len(parts)):
            return False
        styled = sum(found.styled for found in labels)
        return styled * 2 >= len(labels) or (styled == 0 and len(labels) >= 3)

    # --- texts and points ---

    def text(self, runs: Runs, line: int) -> Text:
        return Text(standard=runs, spot=self.lines.place(line, plain(runs)))

    def texts(self, found: Sequence[Piece]) -> tuple[Text, ...]:
        return tuple(self.text(piece.runs, piece.line) for piece in found)

    def below(self, p: Part, more: bool = True) -> tuple[Point, ...]:
        """Further paragraphs and the lists under an entry, as points."""
        own = tuple(Point(text) for text in self.texts(p.more)) if more else ()
        return own + tuple(point for inner in p.lists for point in self.all_points(inner))

    def all_points(self, node: List) -> tuple[Point, ...]:
        """The entries of a list; one without words of its own hands on what lies under it."""
        out: list[Point] = []
        for entry in node.entries:
            p = part(entry)
            if p.runs:
                out.append(Point(self.text(p.runs, p.line), self.below(p)))
            else:
                out += self.below(p)
        return tuple(out)

    def points(self, parts: Sequence[Part], node: List, start: int) -> list[AnyBlock | Node | Image]:
        out: list[Point] = []
        for p in parts:
            if p.runs:
                out.append(Point(self.text(p.runs, p.line), self.below(p)))
            else:
                out += self.below(p)
        place = self.lines.place(parts[0].line)
        return [Points(id="", points=tuple(out), place=place), *self.deep(parts)] if out else self.deep(parts)

    def deep(self, parts: Sequence[Part]) -> list[AnyBlock | Node | Image]:
        """What lies deeper in a list and cannot stay there: tables, code, quotes, pictures."""
        out: list[AnyBlock | Node | Image] = []
        stack = [entry for p in reversed(parts) for inner in reversed(p.lists) for entry in reversed(inner.entries)]
        while stack:
            p = part(stack.pop())
            out += p.rest
            stack += [entry for inner in reversed(p.lists) for entry in reversed(inner.entries)]
        return out

    def steps(self, parts: Sequence[Part], node: List, start: int) -> list[AnyBlock | Node | Image]:
        out: list[Step] = []
        for p in parts:
            if p.runs:
                out.append(Step(self.text(p.runs, p.line), None, self.below(p)))
            else:
                out += [Step(point.text, None, point.points) for point in self.below(p)]
        block = Steps(id="", steps=tuple(out), start=min(start, 9999), place=self.lines.place(parts[0].line))
        return [block, *self.deep(parts)] if out else self.deep(parts)

    # --- milestones ---

    def when(self, p: Part) -> tuple[When, Runs, Runs] | None:
        """The date that leads an entry, its words, and the remark in brackets behind them.

        "2027-2030 (mass market)": the remark says what happens. "October 21 (103 minutes)": it belongs to the date.
        """
        if p.label is None or not (p.body or p.lists):
            return None
        name = p.label.name
        remark: Runs = ()
        if (found := _REMARK.search(plain(name))) and not re.search(r"\d", found[1]):
            name, remark = cut(name, 0, found.start()), cut(p.label.name, found.start(1), found.end(1))
        try:
            when = dates.parse(plain(name), self.year, self.language)
        except dates.ImpossibleDate:
            return None
        return (when, clean(name), clean(remark)) if when else None

    def milestones(self, parts: Sequence[Part], node: List, start: int) -> list[AnyBlock | Node | Image]:
        made: list[Milestone] = []
        undated: list[Point] = []
        for p in parts:
            found = self.when(p)
            if found is None:
                undated += [Point(self.text(p.runs, p.line), self.below(p))] if p.runs else self.below(p)
                continue
            when, name, remark = found
            body = [*self.texts(p.body)]
            points = list(self.below(p, more=False))
            if remark:
                body.insert(0, self.text(remark, p.line))
            elif not body:  # the date alone stands over its points
                body, points = [points[0].text], [*points[0].points, *points[1:]]
            if len(body) == 2:
                detail: Text | None = body[1]
            else:
                detail, points = None, [*(Point(text) for text in body[1:]), *points]
            place = self.lines.place(p.line)
            made.append(
                Milestone("", when, self.text(name, p.line), body[0], detail=detail, points=tuple(points), place=place)
            )
        block = Milestones(id="", milestones=tuple(made), undated=tuple(undated), place=self.lines.place(parts[0].line))
        return [block, *self.deep(parts)] if made else self.points(parts, node, start)

    # --- key figures ---

    def amount(self, p: Part) -> tuple[Runs, Runs, Runs] | None:
        """The amount that leads an entry, what it is of in a few words, and the remark in brackets behind them."""
        said = plain(p.runs)
        found = _AMOUNT.match(said)
        if not found or p.more or p.lists or p.rest or len(found[0]) > LONGEST_FIGURE or self.dated(said):
            return None
        if found[0].isdigit() and 1900 <= int(found[0]) <= 2100:  # a year
            return None
        words = undressed(clean(cut(p.runs, found.end())))
        support: Runs = ()
        if remark := _REMARK.search(plain(words)):
            words, support = clean(cut(words, 0, remark.start())), clean(cut(words, remark.start(1), remark.end(1)))
        label = plain(words)
        if not label or len(label) > FIGURE_LABEL or "\n" in label or label[-1] in ".!?;:。" or not label[0].isalpha():
            return None
        return undressed(cut(p.runs, 0, found.end())), words, support

    def dated(self, said: str) -> bool:
        """Whether the first words are a date: "14 October", "30 June 2026"."""
        words = said.split()[:3]
        try:
            year = self.year or ANY_YEAR
            return any(dates.parse(" ".join(words[:n]).rstrip(",:"), year) for n in range(2, len(words) + 1))
        except dates.ImpossibleDate:
            return True

    def amounts(self, parts: Sequence[Part], node: List, start: int) -> list[AnyBlock | Node | Image]:
        figures = []
        for p in parts:
            if found := self.amount(p):
                figure, label, support = (self.text(runs, p.line) if runs else None for runs in found)
                assert figure
                figures.append(Figure(figure, label, support))
        return [Figures(id="", figures=tuple(figures), place=self.lines.place(parts[0].line))]

    # --- items ---

    def items(self, parts: Sequence[Part], node: List, start: int) -> list[AnyBlock | Node | Image]:
        block = self.as_items(parts, node)
        return [self.figures(parts, block) or block, *self.deep(parts)]

    def as_items(self, parts: Sequence[Part], node: List) -> Items:
        fields = self.fields(parts)
        items = tuple(self.item(p, fields) for p in parts)
        used = {key for item in items for key, _ in item.values}
        return Items(
            id="",
            fields=tuple(field for field in fields.values() if field.id in used),
            groups=(Group("", None, items),),
            ordered=node.ordered,
            place=self.lines.place(parts[0].line),
        )

    def figures(self, parts: Sequence[Part], block: Items) -> Figures | None:
        """A few names in bold with nothing but a number beside each are key figures."""
        items = block.groups[0].items
        bold = all(p.label and p.label.styled for p in parts)
        if not bold or len(block.fields) != 1 or block.ordered or len(items) > KEY_FIGURES:
            return None
        figures = []
        for item in items:
            values = item.value(block.fields[0].id)
            if len(values) != 1 or item.points or not _is_figure(values[0].plain):
                return None
            figures.append(Figure(values[0], item.name))
        return Figures(id="", figures=tuple(figures), place=block.place)

    def fields(self, parts: Sequence[Part]) -> dict[str, Field]:
        """The fields of items, by the slug of their label; _BODY is what stands beside the name."""
        ids, slots = Ids(frozenset(ITEM_KEYS)), set[str]()
        out: dict[str, Field] = {}
        beside = [p.label.rest for p in parts if p.label and p.label.rest]
        if beside or any(p.more for p in parts):
            figure = bool(beside) and all(numbers.is_number(plain(runs)) for runs in beside)
            words = in_language("Value" if figure else "Description", self.language)
            slot = "figure" if figure else "body"
            slots.add(slot)
            out[_BODY] = Field(ids.new(words, "text"), Text(standard=(Run(words),)), slot)
        labels: dict[str, tuple[Runs, int]] = {}
        counts: Counter[str] = Counter()
        for p in parts:
            under = [found for inner in p.lists for entry in inner.entries if (found := part(entry)).label]
            names = {slug(plain(u.label.name)): (u.label.name, u.line) for u in under if u.label and u.label.styled}
            counts.update(names.keys())
            labels = {**names, **labels}
        for key, (name, line) in labels.items():
            if key and counts[key] >= 2:
                slot = named(plain(name), SLOTS) or "rest"
                slot = slot if slot not in slots else "rest"
                slots.add(slot)
                out[key] = Field(ids.new(plain(name), "field"), self.text(name, line), slot)
        return out

    def item(self, p: Part, fields: dict[str, Field]) -> Item:
        assert p.label
        values: dict[str, list[Text]] = {field.id: [] for field in fields.values()}
        points: list[Point] = []
        if _BODY in fields:
            values[fields[_BODY].id] += self.texts(p.body)
        for inner in p.lists:
            for entry in inner.entries:
                under = part(entry)
                field = fields.get(slug(plain(under.label.name))) if under.label and under.label.styled else None
                if field and under.label and (under.body or under.lists):
                    values[field.id] += [*self.texts(under.body), *_flat(self.below(under, more=False))]
                elif under.runs:
                    points.append(Point(self.text(under.runs, under.line), self.below(under)))
                else:
                    points += self.below(under)
        given = tuple((key, tuple(texts)) for key, texts in values.items() if texts)
        return Item("", self.text(p.label.name, p.line), given, points=tuple(points), place=self.lines.place(p.line))

    def lines_as_items(self, found: Iterable[Piece]) -> Items | None:
        """Paragraphs or lines that are all `**Label:** text`, as items; None when they are not."""
        parts: list[Part] = []
        for piece in found:
            if runs := clean(piece.runs):
                named = label(runs)
                if not (named and named.styled and named.rest):
                    return None
                parts.append(Part(runs, named, piece.line, (), (), ()))
        if len(parts) < 2:
            return None
        return self.as_items(parts, List((), parts[0].line))


def _flat(points: Sequence[Point]) -> list[Text]:
    """The texts of points and of the points below them, in reading order."""
    out: list[Text] = []
    stack = list(reversed(points))
    while stack:
        point = stack.pop()
        out.append(point.text)
        stack += reversed(point.points)
    return out


def unlazy(node: List) -> list[Node]:
    """A list, cut where a line in bold closes an entry (`- a` + `**Next:**` without a blank line between)."""
    out: list[Node] = []
    held: list[Entry] = []
    for entry in node.entries:
        last = entry.blocks[-1] if entry.blocks else None
        found = _heading_line(last) if isinstance(last, Paragraph) and len(entry.blocks) == 1 else None
        if found is None or entry is node.entries[-1]:
            held.append(entry)
            continue
        text, title = found
        out += [replace(node, entries=(*held, replace(entry, blocks=(text,)))), title]
        held = []
    return [*out, replace(node, entries=tuple(held), line=held[0].line)] if held else out


def _heading_line(paragraph: Paragraph) -> tuple[Paragraph, Paragraph] | None:
    """A paragraph without its last line, and that line, when it is all bold and ends in a colon."""
    rows = list(split_lines(paragraph.atoms, paragraph.line, SOFT))
    if len(rows) < 2:
        return None
    atoms, line, _ = rows[-1]
    runs = tuple(a for a in atoms if isinstance(a, Run))
    if len(runs) < len(atoms) or not all(run.bold or not run.text.strip() for run in runs):
        return None
    if not re.search(r"[:：]\s*\Z", plain(runs)):
        return None
    kept = [atom for row, _, _ in rows[:-1] for atom in (*row, Run(SOFT))][:-1]
    return Paragraph(tuple(kept), paragraph.line), Paragraph(runs, line)
