"""In: a section. Out: its content in chunks, each to be shown together: one block with its lead, or running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.report import (
    AnyBlock,
    Callout,
    Field,
    Group,
    Item,
    Items,
    Picture,
    Points,
    Prose,
    Section,
    Steps,
    Text,
)
from exporter.model.walk import texts
from exporter.text import words

FLOW_KINDS = frozenset({"text", "points", "steps", "quote", "callout", "code"})
HEAD_WORDS = 5
"""Words up to which a numbered line is the name of a step."""
STEP_WORDS = 35
"""Words up to which each step of a few stands in a column."""
SMALL_WORDS = 60
"""A few items with at most this many words, among text, are text themselves."""
BESIDE_WORDS = 130
"""Text of at most this many words stands beside the picture that follows it."""
LEAD_WORDS = 60
"""A paragraph of at most this many words stands over the block that follows it."""
TAIL = 3
"""Paragraphs up to which a text stands under the block before it."""
NAMED, NAMED_WORDS = 8, 45
"""Subsections up to which a section is a set of named things, and the words of each."""
LONGEST_WORD = 24
"""Characters of a word that a card can hold."""
LONGEST_HYPHENATED = 14
"""The same of a hyphenated word in the head of a card, which is set large, and better not broken."""


class Passage(Struct, frozen=True):
    """Running text under an optional head (a subsection's title)."""

    head: Text | None
    blocks: tuple[AnyBlock, ...]


class Chunk(Struct, frozen=True):
    """What goes on a slide of its own, or on several when it does not fit one.

    Either `block`, with `lead` over it and `tail` under it, or `passages` of running text.
    """

    top: Section
    """The section of the first level."""
    home: Section
    """The section or subsection it stands in."""
    block: AnyBlock | None = None
    lead: Prose | None = None
    tail: Callout | Prose | None = None
    beside: tuple[AnyBlock, ...] = ()
    """Running text that stands beside `block`, a picture."""
    passages: tuple[Passage, ...] = ()
    sides: tuple[AnyBlock, ...] = ()
    """Blocks for the regions of the home's layout, one a region."""
    headline: Text | None = None
    """A headline of its own (a group's)."""
    series: str = ""
    """Chunks made from one block by groups share it: "n of m"."""
    index: int = 0
    of: int = 1

    broken: bool = False
    """The author set a break before it."""
    parted: bool = False
    """But for that break it would stand on the slide before."""

    @property
    def blocks(self) -> tuple[AnyBlock, ...]:
        if self.sides:
            return self.sides
        if self.block is None:
            if len(self.passages) == 1:
                return self.passages[0].blocks
            return tuple([b for p in self.passages for b in p.blocks])
        return tuple(b for b in (*self.beside, self.lead, self.block, self.tail) if b is not None)

    @property
    def backup(self) -> bool:
        return self.home.backup or self.top.backup or all(b.backup for b in self.blocks)


Regions = Mapping[str, Sequence[Sequence[frozenset[str]]]]
"""Name of a layout with several regions -> the kinds that each region takes, for each of its variants."""


def chunks(top: Section, regions: Regions) -> Iterator[Chunk]:
    """The chunks of a first-level section, subsections included, in reading order."""
    broken = False
    for home in _homes(_gathered(top)):
        for chunk in _home(top, home, regions.get(home.layout, ())):
            before = home.break_ == "before" or chunk.blocks[0].break_ == "before"
            yield replace(chunk, broken=broken or before)
            broken = chunk.blocks[-1].break_ == "after"
        broken = broken or home.break_ == "after"


def _homes(section: Section) -> Iterator[Section]:
    """A section and all below it; what stands in a backup section is backup too."""
    yield section
    for below in section.sections:
        yield from _homes(replace(below, backup=True) if section.backup else below)


def _gathered(section: Section) -> Section:
    """The section whose parts only name a few things and say a little of each with these as items: one block to show.

    "Six moves", each a heading with a sentence under it, is one slide of six cards, not text under the first move. The
    parts are subsections, or texts and lists with titles after at most one text that leads to them.
    """
    if section.sections:
        if all(map(_asks_nothing, section.sections)):
            parts = [_item(below.id, below.title, below.blocks) for below in section.sections]
            return _with_items(section, section.blocks, parts, "sections") or section
        return replace(section, sections=tuple(map(_gathered, section.sections)))
    lead = 1 if section.blocks and isinstance(section.blocks[0], Prose) and not section.blocks[0].title else 0
    titled = section.blocks[lead:]
    parts = [_item(b.id, b.title, (replace(b, title=None),)) if b.title else None for b in titled]
    return _with_items(section, section.blocks[:lead], parts, "titled") or section


def _with_items(
    section: Section, before: tuple[AnyBlock, ...], parts: Sequence[Item | None], name: str
) -> Section | None:
    """The section with `parts` as one block of items after the blocks `before`; None where they are not such parts."""
    items = tuple(part for part in parts if part)
    if not 2 <= len(items) <= NAMED or len(items) < len(parts) or section.layout:
        return None
    block = Items(
        id=f"{section.id}-{name}",
        path=f"{section.path}/{name}",
        fields=(Field("text", Text(), slot="body"),),
        groups=(Group("", None, items),),
    )
    return replace(section, blocks=(*before, block), sections=())


def _asks_nothing(section: Section) -> bool:
    """Whether the author asks nothing of a subsection that only a section can be asked."""
    wishes = (section.headline, section.question, section.notes, section.sources, section.sections, section.layout)
    return not any(wishes) and not any((section.break_, section.keep, section.backup, section.hidden))


def _item(ident: str, name: Text, blocks: tuple[AnyBlock, ...]) -> Item | None:
    """A text, a list of points, or a text and a list, as an item; None for more than a few words, and other blocks."""
    kinds = [block.kind for block in blocks]
    if kinds not in ([Prose.kind], [Points.kind], [Prose.kind, Points.kind]):
        return None
    if (
        _said(list(blocks)) > NAMED_WORDS
        or _has_long_word(name, blocks)
        or any(block != _bare(block) for block in blocks)
    ):
        return None
    said = tuple(text for b in blocks if isinstance(b, Prose) for text in b.paragraphs)
    points = tuple(point for b in blocks if isinstance(b, Points) for point in b.points)
    if any(point.points for point in points):
        return None
    return Item(ident, name, values=(("text", said),) if said else (), points=points)


def _has_long_word(name: Text, blocks: Sequence[AnyBlock]) -> bool:
    """Whether a word is too long for a card: that of a file's name, or a hyphenated one in its head."""
    if any("-" in word and len(word) > LONGEST_HYPHENATED for word in name.plain.split()):
        return True
    return any(len(word) > LONGEST_WORD for block in blocks for text in texts(block) for word in text.plain.split())


def _bare(block: AnyBlock) -> AnyBlock:
    """The block without what an author may ask for it."""
    return replace(
        block, title=None, headline=None, detail=None, note=None, notes=(), sources=(), layout="", break_="", keep="",
        hidden=False, backup=False,
    )  # fmt: skip


def sides_of(blocks: Sequence[AnyBlock], variants: Sequence[Sequence[frozenset[str]]]) -> tuple[AnyBlock, ...]:
    """As many of the next blocks as fill the regions of a layout, or of one of its variants; none where none does."""
    for regions in sorted(variants, key=len, reverse=True):
        sides = tuple(blocks[: len(regions)])
        if len(sides) == len(regions) and all(b.kind in r for b, r in zip(sides, regions, strict=True)):
            return sides
    return ()


def _home(top: Section, home: Section, regions: Sequence[Sequence[frozenset[str]]]) -> Iterator[Chunk]:
    pending: list[AnyBlock] = []
    blocks = [b for b in home.blocks if not b.hidden]
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if sides := sides_of(blocks[i:], regions):
            if pending:
                yield _text(top, home, pending)
                pending = []
            yield Chunk(top, home, sides=sides)
            i += len(sides)
            continue
        if pending and (
            block.break_ == "before" or pending[-1].break_ == "after" or block.backup != pending[-1].backup
        ):
            yield _text(top, home, pending)
            pending = []
        led = _lead(pending) and not any(map(_flows, blocks[i + 1 : i + 2]))  # it stands under its lead
        if _flows(block) or (_small(block) and not led and _beside_text(blocks, i)):
            pending.append(block)
        elif isinstance(block, Picture):
            beside = tuple(pending) if _said(pending) <= BESIDE_WORDS else ()
            if pending and not beside:
                yield _text(top, home, pending)
            after = _after(block, blocks[i + 1 :], _said(list(beside)), bool(pending))
            pending = []
            yield Chunk(top, home, block, beside=(*beside, *after))
            i += len(after)
        else:
            lead = _lead(pending)
            if pending and lead is None:
                yield _text(top, home, pending)
            pending = []
            tail = _tail(block, blocks[i + 1 :])
            yield from _by_group(Chunk(top, home, block, lead, tail))
            i += 1 if tail else 0
        i += 1
    if pending:
        yield _text(top, home, pending)


def _after(picture: Picture, blocks: Sequence[AnyBlock], said: int, led: bool) -> list[AnyBlock]:
    """The short text after a picture that speaks of it: all up to the next figure, or to the end if text leads to it.

    Text that ends in a colon leads to what comes after it.
    """
    out: list[AnyBlock] = []
    before: AnyBlock = picture
    for block in blocks:
        if not _flows(block) or isinstance(block, Picture):
            break
        if block.break_ == "before" or before.break_ == "after" or block.backup != picture.backup:
            return []
        out.append(block)
        before = block
    ends = len(out) == len(blocks)
    if not out or said + _said(out) > BESIDE_WORDS or (led and not ends):
        return []
    *_, last = texts(out[-1])
    return out if ends or not last.plain.rstrip().endswith(":") else []


def _said(blocks: list[AnyBlock]) -> int:
    return sum(words(t.plain) for block in blocks for t in texts(block))


def _flows(block: AnyBlock) -> bool:
    """Whether a block reads as running text; a picture that is not there is only its words."""
    if isinstance(block, Picture) and not block.file:
        return True
    if isinstance(block, Steps) and _across(block):
        return False
    return block.kind in FLOW_KINDS and not block.headline and not block.layout


def _across(block: Steps) -> bool:
    """Three to five short steps stand side by side on a slide of their own."""
    if not 3 <= len(block.steps) <= 5 or any(step.points for step in block.steps):
        return False
    if any(words(step.head.plain) > HEAD_WORDS for step in block.steps if not step.text):
        return False  # numbered sentences: they are read down, not across
    return all(words(t.plain) <= STEP_WORDS for step in block.steps for t in (step.head, step.text) if t)


def _small(block: AnyBlock) -> bool:
    """A few items with few words and nothing to compare them by: they read as text among text."""
    if not isinstance(block, Items) or block.headline or block.layout or block.links:
        return False
    if len(block.items) > 4 or len(block.groups) > 1 or any(f.slot == "status" for f in block.fields):
        return False
    return sum(words(t.plain) for t in texts(block)) <= SMALL_WORDS


def _beside_text(blocks: list[AnyBlock], i: int) -> bool:
    return any(_flows(b) for b in blocks[max(0, i - 1) : i + 2])


def _lead(pending: list[AnyBlock]) -> Prose | None:
    """One short text without a title stands over the block that follows it, a longer one where the author keeps it."""
    if len(pending) != 1 or not isinstance(pending[0], Prose):
        return None
    prose = pending[0]
    if prose.title or prose.detail:
        return None
    said = sum(words(p.plain) for p in prose.paragraphs)
    return prose if said <= LEAD_WORDS or prose.keep == "with-next" else None


def _tail(block: AnyBlock, after: Sequence[AnyBlock]) -> Callout | Prose | None:
    """A short callout stands under the block before it; so does a short text that has nothing after it to lead to."""
    if not after or block.break_ == "after":
        return None
    tail = after[0]
    if tail.headline or tail.layout or tail.backup != block.backup or tail.break_ == "before":
        return None
    if isinstance(tail, Prose) and (len(after) > 1 or len(tail.paragraphs) > TAIL or tail.title or tail.detail):
        return None
    if not isinstance(tail, Callout | Prose):
        return None
    return tail if sum(words(p.plain) for p in tail.paragraphs) <= LEAD_WORDS else None


def _text(top: Section, home: Section, blocks: list[AnyBlock]) -> Chunk:
    head = home.title if home is not top else None
    return Chunk(top, home, passages=(Passage(head, tuple(blocks)),))


def _by_group(chunk: Chunk) -> Iterator[Chunk]:
    """Items whose groups have headlines of their own: a chunk a group."""
    block = chunk.block
    if not isinstance(block, Items) or len(block.groups) < 2 or not all(g.headline for g in block.groups):
        yield chunk
        return
    n = len(block.groups)
    for i, group in enumerate(block.groups):
        here = {item.id for item in group.items}
        links = tuple(link for link in block.links if link.start in here)
        yield replace(
            chunk,
            block=replace(block, groups=(group,), links=links, detail=block.detail if i == n - 1 else None),
            lead=chunk.lead if not i else None,
            tail=chunk.tail if i == n - 1 else None,
            headline=group.headline,
            series=block.id,
            index=i,
            of=n,
        )
