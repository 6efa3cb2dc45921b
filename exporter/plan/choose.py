"""In: a block and the room for it. Out: the best way to show it: layout, size of type, number of slides; and why.

Candidates are all layouts that take the block, at every step of the type scale, whole or split evenly over slides.
`cost` is the one place that says what is better; its weights live in the theme. Running text is always a candidate, so
there is always an answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.geometry import Box, pt, px
from exporter.model.page import Choice, PlacedText, Role, paras_of
from exporter.model.report import AnyBlock, Chart, Figures, Milestones, Text
from exporter.model.style import WHOLE, Layout, Region, Weights
from exporter.model.walk import every_text, map_texts, texts
from exporter.plan.arrange import ARRANGEMENTS, Arranged, Arrangement, Pager, Part, arrangement, fewest_pages, pager
from exporter.plan.arrange.flow import apart, fits_two, flow_passages, least_need, most_need, told_flat
from exporter.plan.sheet import GAP, Sheet
from exporter.plan.slots import in_order
from exporter.plan.split import even, part, units
from exporter.text import words

MISFIT = {"density": 20.0, "role": 8.0, "few": 50.0}
"""Points for a layout meant for another density, another role, or more items than there are."""
ENOUGH, FULL = 0.7, 0.85
"""A slide filled less than the one share may grow up to the other."""
TEXT_ENOUGH, TEXT_FULL = 0.8, 0.92
"""The same for running text, which leaves room beside its lines as well as under them."""
LARGER = (1.45, 1.3, 1.15)
LOOSER = (32.0, 26.0, 20.0)
"""Space in pt between the points of a short list, up to `LOOSE` of the slide's height."""
LOOSE = 0.7
"""Share of the slide that points fill at most, set apart so."""
SHORT = 3
"""Lines of a statement that is set larger: one of more is large enough."""
GROW = {
    "cards": LARGER, "steps": LARGER, "timeline-list": LARGER,
    "table": LARGER[1:], "items-table": LARGER[1:], "comparison": LARGER[1:],
}  # fmt: skip
"""Arrangements of text that are set larger where a slide has little on it, and by how much."""
DRAWN = frozenset(("table", "comparison", "chart", "milestones"))
"""Kinds of block that become running text only where no table or list holds them."""
TEXT_LAYOUTS = {kind: kind for kind in ("points", "quote", "callout", "code", "steps")}
"""Layout of a slide that holds one kind of running text."""
TOLD = {"steps": 16.0}
"""Points against text that has an arrangement of its own when that fits."""
STAND_IN = 30.0
"""Points for a chart or figures as a table, for lanes of milestones in no groups, for one milestone writ large."""
PROBE = 60
"""Blocks with more units are not first laid out whole to see how high they are."""
LONG = 3000
"""Text of more words is set in two columns of the smallest type at once."""
COLUMN = 4.0
"""Points for a second column of running text: one is read more easily."""
CODE = 6.0
"""Points for every line of code that is too long for its column: it is read as it was written."""
Passages = tuple[Text | None, tuple[AnyBlock, ...]]
"""Running text under its head."""
Probe = Callable[[int, int, int, int], "tuple[AnyBlock, Arranged] | None"]
"""(start, end, index of the slide, slides) -> that part, laid out; None when it does not fit."""
NONE: Mapping[str, float] = {}
FLOWING = frozenset(name for name, module in ARRANGEMENTS.items() if module == "flow")


class Room(Struct, frozen=True):
    """What a choice needs to know of its surroundings."""

    box: Box
    sheet: Sheet
    layouts: Mapping[str, Layout]
    role: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    """Handed to every arrangement (today: the report's date)."""
    later: int = 0
    """By how much slides after the first are higher, EMU: the lead stands on the first alone."""

    @property
    def weights(self) -> Weights:
        return self.sheet.theme.weights

    @property
    def highest(self) -> Box:
        """The box of a slide after the first."""
        return Box(self.box.x, self.box.y, self.box.w, self.box.h + self.later)


class Way(Struct, frozen=True):
    """One way to show a block: a slide for each part."""

    layout: str
    step: int
    parts: tuple[tuple[AnyBlock, Arranged], ...]
    reasons: tuple[tuple[str, float], ...]
    shortened: tuple[Text, ...] = ()
    """Texts taken in a shorter wording of the author's."""

    @property
    def cost(self) -> float:
        return sum(points for _, points in self.reasons)

    def __str__(self) -> str:
        slides = len(self.parts)
        wording = ", shorter wording" if self.shortened else ""
        return f"{self.layout}, step {self.step}, {slides} slide{'s' if slides > 1 else ''}{wording}"


class Contest(Struct):
    """The ways drawn so far, and which others are still worth drawing: those that may cost less than the best.

    What a way costs at least is known before it is drawn: how far its layout is from the wish, its size of type, that
    it takes a second slide. Most ways lose by that alone.
    """

    together: bool = False
    """Only a way on one slide keeps others from being drawn: the author wants the block kept together."""
    ways: list[Way] = field(default_factory=list)
    beaten: dict[str, float] = field(default_factory=dict)
    """Layouts that were not drawn at all, with the least that they would cost."""
    _best: float = math.inf

    def add(self, way: Way) -> None:
        self.ways.append(way)
        if not self.together or len(way.parts) == 1:
            self._best = min(self._best, way.cost)

    def margin(self, least: float) -> float:
        """By how many points the best way costs more than `least`."""
        return self._best - least

    def lost(self, least: float, split: bool = False) -> bool:
        """Whether a way that costs at least `least` points, split over slides or not, cannot win any more."""
        return least > self._best or (split and self.together and self._best < math.inf)


def cost(
    way_parts: Sequence[Arranged], sizes: Sequence[int], step: int, misfit: float, room: Room
) -> list[tuple[str, float]]:
    """What a way costs, by reason; lower is better. Weights are the theme's (look.md section 10)."""
    weights = room.weights
    white = sum(p.white if p.white is not None else max(0.0, 1 - p.need / room.box.h) for p in way_parts)
    uneven = (max(sizes) - min(sizes)) / max(sizes) if len(sizes) > 1 else 0.0
    return [
        ("layout", misfit),
        ("size", weights.step * step),
        ("white space", weights.white * white / len(way_parts)),
        ("slides", weights.page * (len(way_parts) - 1)),
        ("balance", weights.balance * uneven),
        ("notes", weights.notes * sum(len(p.told) for p in way_parts)),
    ]


def choose(block: AnyBlock, room: Room, wish: str = "") -> tuple[Way, Choice]:
    """The cheapest way to show `block`, and the record of the choice with its runners-up.

    Where it takes smaller type or more slides, the author's shorter wordings are weighed too.
    """
    together = block.keep == "together"
    contest = Contest(together)
    _compete(block, room, wish, contest)
    ways = contest.ways
    best = min(ways, key=lambda way: way.cost)
    if best.step or len(best.parts) > 1:
        short, taken = shorter(block)
        if taken:
            points = room.weights.shorter * (1 + len(taken) / 10)
            again = Contest(together)
            _compete(short, room, wish, again)
            for way in again.ways:
                ways.append(replace(way, shortened=taken, reasons=(*way.reasons, ("wording", points))))
    ways = ranked(ways, together)
    return ways[0], record(block.path or block.id, ways, wish, contest.beaten)


def _compete(block: AnyBlock, room: Room, wish: str, contest: Contest) -> None:
    """Draw the ways that can win, in the order of what they cost at least, and running text where that can win."""
    entrants = [
        Entrant(in_order(block, region.slots), layout, region, misfit, within(room, region))
        for layout, region, misfit in sorted(candidates(block, room, wish), key=lambda c: c[2])
    ]
    tries = [(*one, order) for order, entrant in enumerate(entrants) for one in entrant.tries()]
    for least, split, step, order in sorted(tries):
        entrant = entrants[order]
        if contest.lost(least, split):
            if not entrant.drawn:
                contest.beaten.setdefault(entrant.layout.name, least)
        elif way := entrant.draw(step, split):
            contest.add(way)
    if not (block.kind in DRAWN and contest.ways):
        misfit = TOLD.get(block.kind, 0.0) if _is_text(block) else room.weights.wish
        text_ways([(None, (block,))], room, contest, misfit)


def shorter(block: AnyBlock) -> tuple[AnyBlock, tuple[Text, ...]]:
    """The block in the shorter wordings that its author wrote, and the texts that differ."""
    taken: list[Text] = []
    if not any(text.short for text in every_text(block)):
        return block, ()

    def change(text: Text) -> Text:
        if not text.short or text.short == text.runs:
            return text
        taken.append(replace(text, standard=text.short, full=()))
        return taken[-1]

    return map_texts(block, change), tuple(taken)


def ranked(ways: Sequence[Way], together: bool) -> list[Way]:
    """Ways by their cost; what the author wants kept together is split only where nothing else fits."""
    return sorted(ways, key=lambda way: (together and len(way.parts) > 1, way.cost))


def record(path: str, ways: Sequence[Way], wish: str = "", beaten: Mapping[str, float] = NONE) -> Choice:
    """The choice of the first of `ways` (cheapest first), for `explain`; `beaten` were not worth drawing."""
    best = ways[0]
    others: dict[str, float] = {}
    for way in ways[1:]:
        others.setdefault(str(way), round(way.cost, 1))
    for name, least in beaten.items():
        others.setdefault(f"{name} at best", round(least, 1))
    steps = []
    if wish and best.layout != wish:
        steps.append(f"{wish} does not fit: {best.layout}")
    if best.step:
        steps.append(f"type {best.step} step{'s' if best.step > 1 else ''} down")
    if best.shortened:
        steps.append(f"{len(best.shortened)} text{'s' if len(best.shortened) > 1 else ''} in shorter wording")
    if len(best.parts) > 1:
        steps.append(f"split in {len(best.parts)}")
    reasons = tuple((name, round(points, 1)) for name, points in best.reasons if points)
    near = sorted(others.items(), key=lambda other: other[1])[:5]
    return Choice(path, (), best.layout, round(best.cost, 1), reasons, tuple(near), tuple(steps))


def candidates(block: AnyBlock, room: Room, wish: str) -> Iterator[tuple[Layout, Region, float]]:
    """The layouts that take this kind of block, each with its region and how far it is from the wish."""
    wished, n = room.layouts.get(wish), units(block)
    for name, layout in sorted(room.layouts.items()):
        if layout.page != "content":
            continue
        region, *others = layout.of(n)
        if others or block.kind not in region.takes:
            continue  # several regions are filled together: see deck/regions.py
        if region.arrange not in ARRANGEMENTS or region.arrange in FLOWING:
            continue
        second = _second(block, region.arrange) if name != wish else 0.0
        yield layout, _with(region, room.options), _misfit(name, layout, wished, room) + second


def _second(block: AnyBlock, arrange: str) -> float:
    """Points against an arrangement that is only what is left where the block's own does not fit."""
    if isinstance(block, Chart | Figures) and arrange == "table":
        return STAND_IN if isinstance(block, Chart) else STAND_IN / 2
    if isinstance(block, Milestones):
        laneless = arrange == "swimlanes" and not any(m.group for m in block.milestones)
        several = arrange == "big-number" and len(block.milestones) > 1
        return STAND_IN if laneless or several else 0.0
    return 0.0


def _with(region: Region, options: Mapping[str, object]) -> Region:
    return replace(region, options={**options, **region.options})


def _misfit(name: str, layout: Layout, wished: Layout | None, room: Room) -> float:
    weights = room.weights
    if wished is not None:
        if name == wished.name:
            return 0.0
        if name in wished.otherwise:
            return weights.otherwise * (1 + wished.otherwise.index(name)) + weights.wish / 4
        return weights.wish
    points = layout.plain
    if layout.density and room.sheet.density.name not in layout.density:
        points += MISFIT["density"]
    if layout.roles and room.role not in layout.roles:
        points += MISFIT["role"]
    return points


class Entrant(Struct):
    """One layout in the contest for a block: its ways at each step of the scale, each on the fewest slides it takes."""

    block: AnyBlock
    layout: Layout
    region: Region
    misfit: float
    room: Room
    drawn: dict[int, int] = field(default_factory=dict)
    """Slides of the ways drawn, by step."""
    n: int = 0
    """Units of the block."""
    most: int = 0
    """Units that one slide takes; 0 means any number."""
    pages: Pager | None = None
    """For arrangements that make several slides by themselves."""

    def __post_init__(self) -> None:
        self.n = units(self.block)
        # What the author keeps together goes on one slide, and more on it than it should hold, before it is split.
        self.most = 0 if self.block.keep == "together" else self.layout.holds.most
        if self.n < self.layout.holds.least:
            self.misfit += MISFIT["few"]
        self.pages = pager(self.region.arrange)

    def tries(self) -> Iterator[tuple[float, bool, int]]:
        """(least cost, split or whole, step) of everything that could be drawn."""
        steps: Sequence[int] = range(self.room.sheet.steps("cell", "body", "detail", "subhead"))
        if self.n > PROBE:
            steps = _few_steps(self.block, steps, self.most, self.room, self.region)
        slides = -(-self.n // self.most) if self.most else 1
        weights = self.room.weights
        for step in steps:
            least = self.misfit + weights.step * step
            if self.pages:
                known = fewest_pages(self.region.arrange, self.block, self.room.highest, self.room.sheet, step)
                yield least + weights.page * (known - 1), False, step
                continue
            if slides <= 1 and self.n <= PROBE:
                yield least, False, step
            if self.n > 1:
                yield least + weights.page * (max(slides, 2) - 1), True, step

    def draw(self, step: int, split: bool) -> Way | None:
        """The way at this step; None when it does not fit, or takes no fewer slides than one in larger type."""
        beat = min((slides for other, slides in self.drawn.items() if other <= step), default=10**9)
        if beat == 1 or (self.drawn and self.n > PROBE):
            return None
        parts = self._split(step, beat) if split else self._whole(step)
        if parts is None or len(parts) >= beat:
            return None
        self.drawn[step] = len(parts)
        placed = [p for _, p in parts]
        sizes = [p.units or units(b) for b, p in parts]
        return Way(self.layout.name, step, tuple(parts), tuple(cost(placed, sizes, step, self.misfit, self.room)))

    def _place(self, block: AnyBlock, step: int, of: Part) -> Arranged | None:
        """The block on one slide, where it fits."""
        draw = arrangement(self.region.arrange)
        placed = draw(block, self.room.box, self.room.sheet, step, self.region, of)
        return placed if placed and fits(placed, self.room.box) else None

    def _whole(self, step: int) -> list[tuple[AnyBlock, Arranged]] | None:
        """The block on one slide, or on all the slides that its arrangement makes of it."""
        if self.pages:
            made = self.pages(self.block, self.room.box, self.room.sheet, step, self.region, self.most, self.room.later)
            parts = [(self.block, placed) for placed in made or ()]
        else:
            whole = self._place(self.block, step, Part())
            parts = [(self.block, whole)] if whole else []
        if not step and len(parts) == 1:
            return _grown(arrangement(self.region.arrange), parts, self.room, self.region)
        return parts or None

    def _split(self, step: int, beat: int) -> list[tuple[AnyBlock, Arranged]] | None:
        """The block split evenly over slides; None when single units do not fit, or it takes `beat` slides or more."""
        n = self.n

        def at(start: int, end: int, index: int, of: int) -> tuple[AnyBlock, Arranged] | None:
            piece = part(self.block, start, end)
            placed = self._place(piece, step, Part(index, of, start))
            return (piece, placed) if placed else None

        first = _largest(at, n, self.most or n)
        if first is None:
            return None
        pages = max(-(-n // first), 2)
        if pages >= beat:
            return None
        for k in range(pages, min(n, pages + 4) + 1):
            parts = []
            start = 0
            for index, size in enumerate(even(n, k)):
                found = at(start, start + size, index, k)
                if found is None:
                    break
                parts.append(found)
                start += size
            else:
                return parts
        return _greedy(at, n, first)


def _few_steps(block: AnyBlock, steps: Sequence[int], most: int, room: Room, region: Region) -> Sequence[int]:
    """The steps to try for a block of very many units: the smallest type, or what takes the first of them best."""
    make = pager(region.arrange)
    if make is None:
        return steps[-1:]
    sample = part(block, 0, PROBE)
    tried = [(len(made), step) for step in steps if (made := make(sample, room.box, room.sheet, step, region, most))]
    return list(dict.fromkeys((min(tried)[1], steps[-1]))) if tried else steps[-1:]


def _grown(
    draw: Arrangement, parts: list[tuple[AnyBlock, Arranged]], room: Room, region: Region
) -> list[tuple[AnyBlock, Arranged]]:
    """One slide with little on it: the same in larger type, as far as it fills the slide well."""
    block, placed = parts[0]
    if region.arrange not in GROW or (placed.bare or placed.need) > ENOUGH * room.box.h:
        return parts
    for factor in GROW[region.arrange]:
        found = draw(block, room.box, room.sheet.grown(factor), 0, region, Part())
        if found is None or not fits(found, room.box) or (found.bare or found.need) > FULL * room.box.h:
            continue
        if not placed.bare or sum(_lines(found)) <= sum(_lines(placed)):  # no row of a table is broken for it
            return [(block, found)]
    return parts


def within(room: Room, region: Region) -> Room:
    """The room between the region's grid columns, and its rows where it states them."""
    if region.at == (1, room.sheet.density.frame.columns) and region.rows is None and region.part == WHOLE:
        return room
    x, w = room.sheet.column(*region.at)
    top, bottom = room.box.y, room.box.bottom
    if region.rows is not None:
        top, bottom = max(top, px(region.rows[0])), min(bottom, px(region.rows[1]))
    if region.part != WHOLE:  # stacked: a gap between this region and the next
        tall = bottom - top + GAP
        top, bottom = top + round(tall * region.part[0]), top + round(tall * region.part[1]) - GAP
    return replace(room, box=Box(x, top, w, bottom - top))


def fits(placed: Arranged, box: Box) -> bool:
    return placed.crowd == 0 and placed.need <= box.h


def _largest(at: Probe, n: int, most: int) -> int | None:
    """How many units from the first on fit one slide: galloping up, then halving."""
    if at(0, 1, 0, 2) is None:
        return None
    low, high = 1, 2
    while high <= min(most, n) and at(0, high, 0, 2):
        low, high = high, high * 2
    high = min(high, most + 1, n + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if at(0, middle, 0, 2):
            low = middle
        else:
            high = middle
    return low


def _greedy(at: Probe, n: int, guess: int) -> list[tuple[AnyBlock, Arranged]] | None:
    """Units of very different heights: as many on each slide as fit, no single unit left over at the end."""
    parts: list[tuple[AnyBlock, Arranged]] = []
    start = 0
    while start < n:
        size = min(guess, n - start)
        if n - start - size == 1 and size > 2:
            size -= 1
        found = None
        while size and found is None:
            found = at(start, start + size, len(parts), n)
            size = size if found else size - 1
        if found is None:
            return None
        parts.append(found)
        start += size
    return parts


def _is_text(block: AnyBlock) -> bool:
    return block.kind in ("text", "points", "steps", "quote", "callout", "code")


def text_layout(blocks: Sequence[AnyBlock]) -> str:
    """The layout of a slide of running text: that of its one kind of block, else prose."""
    kinds = {block.kind for block in blocks}
    return TEXT_LAYOUTS.get(kinds.pop(), "prose") if len(kinds) == 1 else "prose"


def text_ways(passages: Sequence[Passages], room: Room, contest: Contest, misfit: float = 0.0) -> None:
    """Passages (head, blocks) as running text in one and two columns, at every size: what always works.

    Drawn where it can win; what has little to say is set larger.
    """
    blocks = [block for _, some in passages for block in some]
    weights, steps = room.weights, room.sheet.steps("body")
    plains = [text.plain for block in blocks for text in texts(block)]
    said = sum(map(words, plains))
    aim = room.sheet.density.aims.get("words", 120)
    layout = text_layout(blocks)
    if layout in room.layouts:
        room = within(room, room.layouts[layout].of(sum(map(units, blocks)))[0])
    every = [(wide, step) for step in range(steps) for wide in (1, 2)]
    largest: Arranged | None = None
    """The passages in one column of the largest type, where that is a slide."""
    for wide, step in every if said <= LONG else [(2, steps - 1)]:
        columns = COLUMN * (wide - 1)
        least = misfit + weights.step * step + columns
        if contest.lost(least):
            if (wide, step) == (1, 0):
                contest.beaten[layout] = least
            continue
        if step:
            pages = flow_passages(passages, room.box, room.sheet, step, wide)
        elif wide == 2 and largest and _loses(passages, plains, largest, room, contest.margin(least)):
            continue
        else:
            factor, pages, largest = _set_large(passages, blocks, plains, room, wide)
            if factor and all(block.kind in ("points", "steps") for block in blocks):
                pages = _set_apart(pages, room)
        reasons = cost(pages, [1], step, misfit, room)
        reasons.append(("words", weights.words * max(0.0, said / len(pages) / aim - 1.25)))
        reasons.append(("columns", columns))
        reasons.append(("code", CODE * _cut_code(pages)))
        contest.add(Way(layout, step, tuple((blocks[0], page) for page in pages), tuple(reasons)))


def _set_apart(pages: list[Arranged], room: Room) -> list[Arranged]:
    """Points that leave the slide empty, farther apart."""
    for air in LOOSER if pages[0].need < LOOSE * room.box.h else ():
        looser = apart(pages[0], air)
        if looser.need <= LOOSE * room.box.h:
            return [looser]
    return pages


def _loses(passages: Sequence[Passages], plains: Sequence[str], page: Arranged, room: Room, margin: float) -> bool:
    """Whether two columns of what `page` shows in one, in the same type, leave so much of the slide empty that they
    cost more than `margin` points, which is known without drawing them.

    Points set apart leave no less than what is left by columns of `LOOSE`, and up to `TEXT_ENOUGH` no other type is
    tried.
    """
    high = room.box.h
    full = 1 - margin / room.weights.white if room.weights.white else 0.0
    tall = min(full * high - 1, TEXT_ENOUGH * high - px(8))
    if tall < LOOSE * high or not _short(plains, room, 2):
        return False
    said = told_flat(passages)
    return bool(said) and fits_two(page, said, room.box, room.sheet.grown(LARGER[0]), int(tall))


def _set_large(
    passages: Sequence[Passages], blocks: Sequence[AnyBlock], plains: Sequence[str], room: Room, wide: int
) -> tuple[float, list[Arranged], Arranged | None]:
    """The passages in the largest type that fills a slide well, and by how much larger it is; 0 where there is much.

    And the slide that they are in the largest type of all, if they were tried in it and are one. Lines of code are not
    broken for larger type.
    """
    code = any(block.kind == "code" for block in blocks)
    factors: Sequence[float] = LARGER
    one: Arranged | None = None
    if not code and _short(plains, room, wide):
        # Most slides end here: they need not be set at the preferred size to know that they have little on them.
        largest = room.sheet.grown(LARGER[0])
        found = flow_passages(passages, room.box, largest, 0, wide)
        one = found[0] if len(found) == 1 else None
        good = _good(found, room)
        factors = factors if good else LARGER[1:]
        if one and most_need(one, largest) <= TEXT_ENOUGH * room.box.h:
            if good:
                return LARGER[0], found, one
            found = flow_passages(passages, room.box, room.sheet.grown(LARGER[1]), 0, wide)
            if _good(found, room):
                return LARGER[1], found, one
            factors = LARGER[2:]
    pages = flow_passages(passages, room.box, room.sheet, 0, wide)
    if len(pages) > 1 or pages[0].need > TEXT_ENOUGH * room.box.h:
        return 0, pages, one
    listing = sum(_lines(pages[0])) if code else 0
    for factor in factors:
        larger = room.sheet.grown(factor)
        if least_need(pages[0], larger, room.box, wide) > TEXT_FULL * room.box.h:
            continue
        found = flow_passages(passages, room.box, larger, 0, wide)
        if _good(found, room) and (not listing or sum(_lines(found[0])) <= listing):
            return factor, found, one
    return 1, pages, one


def _stated(placed: Arranged) -> bool:
    """Whether it is one statement in the middle of the slide."""
    return any(isinstance(item, PlacedText) and item.placeholder and item.insets[1] for item in placed.items)


def _many(placed: Arranged) -> bool:
    return sum(_lines(placed)) > SHORT


def _good(pages: Sequence[Arranged], room: Room) -> bool:
    """Whether it is one slide, filled no more than what is set larger should be, no word of it parted at its hyphen."""
    if len(pages) > 1 or pages[0].need > TEXT_FULL * room.box.h or (_stated(pages[0]) and _many(pages[0])):
        return False
    paras = (para for item in pages[0].items for para in paras_of(item))
    return not any(line.text.endswith("-") and not line.space for para in paras for line in para.lines[:-1])


def _short(plains: Sequence[str], room: Room, wide: int) -> bool:
    """Whether these words, by their characters alone, may fit a slide in the largest type."""
    style = room.sheet.grown(LARGER[0]).style("body")
    a_line = room.box.w / wide / room.sheet.width("n", style)
    lines = sum([math.ceil(len(plain) / a_line) for plain in plains])
    return pt(lines * style.line) <= TEXT_FULL * room.box.h * wide


def _cut_code(pages: Sequence[Arranged]) -> int:
    """How many lines of code go on on a further line."""
    paras = (para for page in pages for item in page.items for para in paras_of(item) if para.role is Role.CODE)
    return sum(len(para.lines) > 1 for para in paras)


def _lines(placed: Arranged) -> Iterator[int]:
    return (len(para.lines) for item in placed.items for para in paras_of(item))
