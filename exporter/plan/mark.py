"""In: an audience's classification and draft mark. Out: the mark at the foot of every page, before what stands there.

It has one place on all pages of a document, and the line at the foot begins after it, so the two never meet. The first
page says it; on the others it is furniture, which slides have from their layout.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.audience import Audience
from exporter.model.geometry import Box, px
from exporter.model.page import Item, Page, Para, PlacedText, Role
from exporter.model.report import Run
from exporter.plan.sheet import GAP, Sheet, text_item

NAME = "Classification"
TRANSLATED = ("public", "internal", "confidential", "strictly-confidential", "restricted", "secret")
"""Classifications that are put into the document's language."""


class Mark(Struct, frozen=True):
    """The mark of one document, measured. `x` and `y` are its place, `h` the height of its line."""

    words: tuple[str, ...]
    sheet: Sheet
    size_role: str
    x: int
    y: int
    h: int

    def para(self, colour: str = "text2", role: Role = Role.LABEL) -> Para:
        runs = [run for words in self.words for run in (Run("  |  "), Run(words, bold=True))][1:]
        return self.sheet.para(tuple(runs), self.sheet.style(self.size_role, colour=colour), px(4000), role=role)

    @property
    def w(self) -> int:
        """Its width, with the room after it."""
        return self.para().lines[0].w + GAP

    def item(self, first: bool, deep: bool = False) -> Item:
        """The mark: to be read on the first page, furniture on all others; `deep` on the colour of covers."""
        role = Role.LABEL if first else Role.ARTIFACT
        para = self.para("deep-text" if deep else "text2", role)
        box = Box(self.x, self.y, self.w - GAP + px(2), self.h)
        return text_item(box, (para,), size_role=self.size_role, role=role, name=NAME, fixed=not first)

    def on(self, page: Page) -> Page:
        return replace(page, items=(*page.items, self.item(page.number == 1, page.background == "deep")))


def mark_of(audience: Audience, sheet: Sheet, size_role: str, x: int, rows: tuple[float, float]) -> Mark | None:
    """The mark at `x` (EMU) between two rows (px); None for an audience whose pages are not marked."""
    words = []
    if audience.classification:
        key = audience.classification.lower().replace(" ", "-")
        words.append(sheet.words(key) if key in TRANSLATED else audience.classification)
    if audience.draft:
        words.append(sheet.words("draft"))
    return Mark(tuple(words), sheet, size_role, x, px(rows[0]), px(rows[1] - rows[0])) if words else None


def silent(page: Page) -> Page:
    """A slide that is shown on a page which says the mark itself."""
    return replace(page, items=tuple(map(_silent, page.items)))


def _silent(item: Item) -> Item:
    if not isinstance(item, PlacedText) or item.name != NAME:
        return item
    return replace(item, role=Role.ARTIFACT, paras=tuple(replace(para, role=Role.ARTIFACT) for para in item.paras))
