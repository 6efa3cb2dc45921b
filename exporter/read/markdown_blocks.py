"""In: the parsed blocks of a section. Out: blocks of the model, without ids and paths; no word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from exporter.errors import Place
from exporter.model.report import (
    Align,
    AnyBlock,
    Callout,
    Code,
    Column,
    Finding,
    Level,
    Picture,
    Prose,
    Quote,
    Row,
    Run,
    Runs,
    Table,
    Text,
    plain,
)
from exporter.read import folder, inline
from exporter.read.ids import readable, slug
from exporter.read.markdown_lists import Lists, unlazy
from exporter.read.markdown_nodes import (
    Box,
    Fence,
    Grid,
    Heading,
    Image,
    Lines,
    List,
    Node,
    Paragraph,
    Quoted,
    Spoken,
)
from exporter.read.markdown_runs import Piece, clean, cut, label, one_piece, pieces, soft_lines, undressed
from exporter.read.markdown_tree import name_in, parted
from exporter.read.tables import infer, natural_align
from exporter.read.tree import Limits

SIGNED = 9
"""Words of a name with an office, under a quote."""
_ENDS = '.!?…”"»)'
_CAPTION = re.compile(r"(?:Table)?:[ \t]+")
_BY = re.compile(r"\s*(?:—|―|--|–)\s*(?=\S)")
_SAID = re.compile(r"(?<=[\"”»“’])\s*(?:—|―|--|–)\s*(?=\S)([^\"”»“„’]{2,120})\Z")
"""Who said it, in the line that ends the quote: `"Yes." — Ada`."""


class Blocks:
    """Makes the blocks of one report; `findings` grow as it goes. Without a folder, no picture is looked at."""

    def __init__(self, lines: Lines, place: Path | None, language: str, limits: Limits) -> None:
        self.lines, self.folder, self.language, self.limits = lines, place, language, limits
        self.findings: list[Finding] = []

    def make(self, nodes: Iterable[Node | Image | AnyBlock], year: int | None = None) -> tuple[AnyBlock, ...]:
        """The blocks of some nodes, in order; `year` serves dates that name none."""
        return _Run(self, Lists(self.lines, self.language, year)).all(nodes)

    def text(self, runs: Runs, line: int) -> Text:
        return Text(standard=runs, spot=self.lines.place(line, plain(runs)))

    def warn(self, code: str, message: str, place: Place | None, hint: str = "", level: Level = Level.WARNING) -> None:
        if len(self.findings) < 200:
            self.findings.append(Finding(level, code, message, place, hint=hint))

    # --- pictures ---

    def picture(self, image: Image, caption: Text | None = None) -> Picture | None:
        """The picture; what it lacks is a warning. None when it has neither address nor words."""
        address = image.address
        if not address and not image.alt:
            return None
        place = self.lines.place(image.line, image.address)
        seen = self.seen(address, place)
        alt = image.alt or (plain(caption.runs) if caption else "") or image.title
        if not image.alt and not caption:
            self.warn("alt-missing", f"the picture '{_short(address)}' has no alt text", place, "say what it shows")
        caption = caption or (Text(standard=(Run(image.title),), spot=place) if image.title else None)
        link = image.link if inline.allowed(image.link) and not image.link.startswith("#") else ""
        name = readable(Path(re.split(r"[?#]", address)[0].rstrip("/")).stem)
        return Picture(
            id=slug(image.name),
            alt=Text(standard=(Run(alt or name or "Picture"),), spot=place),
            file=seen.file,
            address=address,
            caption=caption,
            link=link,
            width=seen.width,
            height=seen.height,
            place=place,
        )

    def seen(self, address: str, place: Place | None) -> folder.Seen:
        if self.folder is None:
            return folder.Seen("", 0, 0)
        try:
            seen = folder.picture(self.folder, address, self.limits)
        except folder.Refused as refused:
            self.warn("picture-missing", f"{refused.what}: its words stand in its place", place, refused.hint)
            return folder.Seen("", 0, 0)
        if seen.warning:
            self.warn("picture-not-drawn", f"'{_short(address)}': {seen.warning}", place)
        return seen

    # --- tables ---

    def table(self, grid: Grid) -> list[AnyBlock]:
        """The table, and the pictures that stood in it; a grid of pictures alone is pictures, with their heads."""
        heads = [one_piece(atoms) for atoms in grid.header]
        if self.all_pictures(grid):
            return self.picture_grid(grid, [runs for runs, _ in heads])
        images = [image for _, found in heads for image in found]
        rows: list[tuple[Text, ...]] = []
        for cells, line in zip(grid.rows, grid.lines, strict=True):
            made = [one_piece(atoms) for atoms in cells]
            images += [image for _, found in made for image in found]
            if any(runs for runs, _ in made):
                rows.append(tuple(self.text(runs, line) if runs else Text() for runs, _ in made))
        header = any(runs for runs, _ in heads)
        labels = [self.text(undressed(runs), grid.line) for runs, _ in heads]
        if header and not rows:  # a head without a body is a row
            rows, labels, header = [tuple(labels)], [Text()] * len(labels), False
        pictures = [picture for image in images if (picture := self.picture(image))]
        if not rows:
            return [*pictures]
        columns = tuple(self.column(labels[i], i, rows, grid.aligns[i]) for i in range(len(labels)))
        body = tuple(Row(cells) for cells in rows)
        place = self.lines.place(grid.line)
        return [Table(id="", columns=columns, rows=body, header=header, place=place), *pictures]

    def column(self, label: Text, number: int, rows: Sequence[tuple[Text, ...]], align: Align | None) -> Column:
        type_ = infer([row[number] for row in rows]) if number else "text"
        return Column("", label, type_, align=align or natural_align(type_))

    def all_pictures(self, grid: Grid) -> bool:
        cells = [one_piece(atoms) for row in grid.rows for atoms in row]
        return any(images for _, images in cells) and not any(runs for runs, _ in cells)

    def picture_grid(self, grid: Grid, heads: Sequence[Runs]) -> list[AnyBlock]:
        out: list[AnyBlock] = []
        used = set[int]()
        for row, line in zip(grid.rows, grid.lines, strict=True):
            for number, atoms in enumerate(row):
                for image in one_piece(atoms)[1]:
                    caption = self.text(undressed(heads[number]), grid.line) if heads[number] else None
                    if picture := self.picture(replace(image, line=line), caption):
                        out.append(picture)
                        used.add(number)
        lost = [self.text(head, grid.line) for number, head in enumerate(heads) if head and number not in used]
        return [Prose(id="", paragraphs=tuple(lost), place=self.lines.place(grid.line)), *out] if lost else out


class _Run:
    """One run of nodes that become blocks: holds back paragraphs, and the title of the block that comes next."""

    def __init__(self, blocks: Blocks, lists: Lists) -> None:
        self.blocks, self.lists = blocks, lists
        self.out: list[AnyBlock] = []
        self.held: list[Piece] = []
        self.title: Piece | None = None

    def all(self, nodes: Iterable[Node | Image | AnyBlock]) -> tuple[AnyBlock, ...]:
        for node in nodes:
            self.take(node)
        self.flush()
        self.drop_title()
        return tuple(self.out)

    def take(self, node: Node | Image | AnyBlock) -> None:
        match node:
            case Paragraph():
                self.paragraph(node)
            case Heading():
                self.flush()
                self.set_title(Piece(tuple(a for a in node.atoms if isinstance(a, Run)), node.line))
                self.images(a for a in node.atoms if isinstance(a, Image))
            case Image():
                self.images([node])
            case List():
                self.flush()
                first, *more = unlazy(node)
                if more:
                    for inner in (first, *more):
                        self.take(inner)
                elif isinstance(first, List):
                    for made in self.lists.blocks(first):
                        self.take(made)
            case Grid():
                self.put(*self.blocks.table(node))
            case Quoted():
                self.boxed(node.blocks, Quote, node.line)
            case Box():
                self.flush()
                if node.title:
                    self.set_title(Piece(tuple(a for a in node.title if isinstance(a, Run)), node.line))
                self.boxed(node.blocks, Callout, node.line)
            case Spoken():  # where no section can hold it
                for inner in node.blocks:
                    self.take(inner)
            case Fence():
                code = Text(standard=(Run(node.code, code=True),), spot=self.blocks.lines.place(node.line))
                self.put(Code(id="", code=code, language=node.language, place=code.place))
            case _:
                self.put(node)

    # --- paragraphs ---

    def paragraph(self, node: Paragraph) -> None:
        if self.caption(node):
            return
        found = pieces(node.atoms, node.line)
        texts = [piece for piece in found if isinstance(piece, Piece)]
        if len(texts) == len(found):
            items = self.lists.lines_as_items(line for piece in texts for line in soft_lines(piece))
            if items:
                self.put(items)
                return
        for piece in found:
            if isinstance(piece, Image):
                self.images([piece])
            elif self.is_title(piece):
                self.flush()
                self.set_title(piece)
            else:
                self.held.append(piece)

    def caption(self, node: Paragraph) -> bool:
        """Whether the paragraph is the caption of the table before it, as Pandoc has it: `: Costs {#tbl-costs}`."""
        table = self.out[-1] if self.out and not self.held else None
        runs = tuple(atom for atom in node.atoms if isinstance(atom, Run))
        found = _CAPTION.match(plain(runs))
        if not isinstance(table, Table) or table.title or not found or len(runs) < len(node.atoms):
            return False
        words = clean(cut(runs, found.end()))
        if words:
            said, attributes = parted(words[-1].text)
            words = clean((*words[:-1], replace(words[-1], text=said)))
            table = replace(table, id=slug(name_in(attributes)))
        self.out[-1] = replace(table, title=self.blocks.text(words, node.line)) if words else table
        return True

    def is_title(self, piece: Piece) -> bool:
        """A line all in bold, or a label with nothing behind it: it stands over what follows."""
        found = label(piece.runs)
        bold = all(run.bold or not run.text.strip() for run in piece.runs if run.text.strip(" :："))
        return bool(found and found.styled and not found.rest and bold and "\n" not in plain(piece.runs))

    def flush(self) -> None:
        """Paragraphs held back become one block, or items where three in a row carry labels."""
        held, self.held = self.held, []
        if not held:
            return
        items = self.lists.lines_as_items(held) if len(held) > 2 else None
        if items:
            self.put(items)
            return
        texts = tuple(self.blocks.text(runs, piece.line) for piece in held if (runs := clean(piece.runs)))
        if texts:
            self.put(Prose(id="", paragraphs=texts, place=texts[0].place))

    def set_title(self, piece: Piece) -> None:
        self.drop_title()
        self.title = piece

    def drop_title(self) -> None:
        """A title that nothing followed is a paragraph."""
        if piece := self.title:
            self.title = None
            if runs := clean(piece.runs):
                text = self.blocks.text(runs, piece.line)
                self.out.append(Prose(id="", paragraphs=(text,), place=text.place))

    # --- blocks ---

    def images(self, found: Iterable[Image]) -> None:
        self.put(*(picture for image in found if (picture := self.blocks.picture(image))))

    def put(self, *made: AnyBlock) -> None:
        """Add blocks; the title that waits goes to the first."""
        if not made:
            return
        self.flush()
        first = made[0]
        if self.title and first.title is None:
            found = label(self.title.runs)
            runs = found.name if found and not found.rest else undressed(clean(self.title.runs))
            if runs:
                first = replace(first, title=self.blocks.text(runs, self.title.line))
            self.title = None
        else:
            self.drop_title()
        self.out += [first, *made[1:]]

    def boxed(self, nodes: Sequence[Node], cls: type[Quote] | type[Callout], line: int) -> None:
        """Paragraphs as quotes or callouts; whatever else stood in the box comes where it stood."""
        self.flush()
        made = self.blocks.make(nodes)
        held: list[Text] = []
        for block in made:
            if isinstance(block, Prose) and not block.title:
                held += block.paragraphs
                continue
            if isinstance(block, Prose):
                assert block.title
                held += [block.title, *block.paragraphs]
                continue
            self.close_box(held, cls, line)
            held = []
            self.put(block)
        self.close_box(held, cls, line)

    def close_box(self, held: Sequence[Text], cls: type[Quote] | type[Callout], line: int) -> None:
        if not held:
            return
        more: dict[str, Any] = {}
        last = held[-1]
        if cls is Quote and len(held) > 1 and (found := _BY.match(last.plain)) and len(last.plain) < 120:
            more["by"] = replace(last, standard=clean(cut(last.standard, found.end())))
            held = held[:-1]
        elif cls is Quote and len(held) > 1 and _signs(held[-2].plain, last.plain):
            more["by"] = last
            held = held[:-1]
        elif cls is Quote and (found := _SAID.search(last.plain)):
            more["by"] = replace(last, standard=clean(cut(last.standard, found.start(1))))
            held = [*held[:-1], replace(last, standard=clean(cut(last.standard, 0, found.start())))]
        self.put(cls(id="", paragraphs=tuple(held), place=self.blocks.lines.place(line), **more))


def _signs(said: str, last: str) -> bool:
    """Whether the last paragraph of a quote is who said it: a few words and no sentence, after one that ends."""
    return len(last.split()) <= SIGNED and said.rstrip()[-1:] in _ENDS and last.rstrip()[-1:] not in f"{_ENDS},:;"


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:59] + "…"
