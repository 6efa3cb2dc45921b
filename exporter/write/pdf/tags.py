"""In: what each stretch of content is. Out: the structure tree, which tells a screen reader how the pages are read."""

from __future__ import annotations

from msgspec import Struct, field

from exporter.model.page import Para, Role
from exporter.write.pdf.file import File, text_string


class Element(Struct, eq=False):
    """One structure element. `entries` are further entries of its dictionary, as PDF syntax."""

    number: int
    tag: str
    parent: Element | None
    entries: str = ""
    page: int = 0
    """Object number of the page on which its content begins."""
    kids: list[Element | int | str] = field(default_factory=list)
    """Elements, content of the same page by its MCID, and references to anything else as PDF syntax."""


class Structure:
    """The tree of one document, and where marked content and annotations hang in it."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._root = file.number()
        self._elements: list[Element] = []
        self._owners: list[tuple[int, list[int] | int]] = []
        self._ids: list[tuple[str, int]] = []
        self.document = self.open("Document", None)

    def open(self, tag: str, parent: Element | None, entries: str = "") -> Element:
        """A new element, last among its parent's kids."""
        element = Element(self._file.number(), tag, parent, entries)
        self._elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        return element

    def last(self, parent: Element, tag: str) -> Element:
        """The last kid of `parent` if it is such an element, else a new one."""
        kid = parent.kids[-1] if parent.kids else None
        return kid if isinstance(kid, Element) and kid.tag == tag else self.open(tag, parent)

    def move(self, element: Element, parent: Element) -> None:
        """Makes an element the first kid of another parent."""
        if element.parent is not None:
            element.parent.kids.remove(element)
        element.parent = parent
        parent.kids.insert(0, element)

    def link(self, element: Element, within: bool) -> Element:
        """A Link in an element; one in contents, or from a note's mark, is a Reference (`within` the document)."""
        return self.open("Link", self.open("Reference", element) if within else element)

    def note(self, parent: Element) -> Element:
        """A Note, with the unique id that PDF/UA asks for."""
        name = f"note{len(self._ids) + 1:05d}"
        note = self.open("Note", parent, f"/ID({name})")
        self._ids.append((name, note.number))
        return note

    def start_page(self) -> tuple[int, list[int]]:
        """The page's key in the parent tree, and the list that its content adds its owners to."""
        owners: list[int] = []
        self._owners.append((len(self._owners), owners))
        return len(self._owners) - 1, owners

    def mark(self, element: Element, page: int, owners: list[int]) -> int:
        """The next content of `page` belongs to `element`: its number on the page (MCID)."""
        mcid = len(owners)
        owners.append(element.number)
        element.page = element.page or page
        element.kids.append(mcid if page == element.page else f"<</Type/MCR/Pg {page} 0 R/MCID {mcid}>>")
        return mcid

    def annotate(self, element: Element, page: int, annotation: int) -> int:
        """Joins an annotation to its element; the annotation's key in the parent tree."""
        element.kids.append(f"<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>")
        self._owners.append((len(self._owners), element.number))
        return len(self._owners) - 1

    def save(self) -> int:
        """Writes the tree, and lets go of it; its object number."""
        add = self._file.add
        while self._elements:  # from the last one on: what hangs in an element goes with it
            e = self._elements.pop()
            parent = e.parent.number if e.parent else self._root
            page = f"/Pg {e.page} 0 R" if e.page else ""
            kids = " ".join(f"{kid.number} 0 R" if isinstance(kid, Element) else str(kid) for kid in e.kids)
            add(f"<</S/{e.tag}/P {parent} 0 R{page}/K[{kids}]{e.entries}>>", e.number)
            e.kids.clear()  # parents and kids hold one another, and Python is not looking for such circles
        numbers = " ".join(f"{key} {self._owner(owner)} 0 R" for key, owner in self._owners)
        parents = add(f"<</Nums[{numbers}]>>")
        ids = ""
        if self._ids:
            names = " ".join(f"({name}) {number} 0 R" for name, number in self._ids)
            ids = f"/IDTree {add(f'<</Names[{names}]>>')} 0 R"
        root = f"/ParentTree {parents} 0 R/ParentTreeNextKey {len(self._owners)}{ids}"
        return add(f"<</Type/StructTreeRoot/K {self.document.number} 0 R{root}>>", self._root)

    def _owner(self, owner: list[int] | int) -> int:
        if isinstance(owner, int):
            return owner
        return self._file.add("[" + " ".join(f"{number} 0 R" for number in owner) + "]")


HEADINGS = {Role.TITLE: 1, Role.H1: 2, Role.H2: 3, Role.H3: 4}
"""How deep each heading stands; a document without the upper ones begins at H1 all the same."""


class _Level(Struct, eq=False):
    """A list that is still open: its depth, its element, and where a deeper list hangs."""

    depth: int
    element: Element
    inside: Element


class Flow:
    """Hangs paragraphs into the tree in reading order: sections, lists, contents, headings without a skip.

    `sections` opens a Sect at each Role.H1. A list goes on while nothing but list items comes, over page ends too.
    """

    def __init__(self, structure: Structure, parent: Element, *, sections: bool = False, headings: bool = True) -> None:
        self._structure = structure
        self._top = parent
        self._sections = sections
        self._headings = headings
        self._depths: list[int] = []
        self._levels: list[_Level] = []
        self._caption: Element | None = None
        self._parts: dict[str, tuple[Element, int]] = {}
        self.parent = parent

    def section(self) -> None:
        """From here on everything hangs in a new Sect; what was begun in the last one does not go on in it."""
        self._break()
        self._parts.clear()
        self.parent = self._structure.open("Sect", self._top)

    def block(self, tag: str, entries: str = "", element: str = "", page: int = 0) -> Element:
        """A table, a figure … among the paragraphs; further parts of one with an `element` id join it."""
        if part := self.part(element, page):
            self._caption = None
            return part
        caption, self._caption = self._caption, None
        self._break()
        block = self._structure.open(tag, self.parent, entries)
        if caption and (tag == "Table" or caption.tag == "P"):
            caption.tag = "Caption"
            self._structure.move(caption, block)
        return self._keep(block, element, page)

    def para(self, para: Para, role: Role, page: int) -> tuple[Element, Element | None]:
        """The element of a paragraph's text, and of its bullet if it has one; `page` counts the pages."""
        if part := self.part(para.element, page):
            if role in HEADINGS and part.tag == "P":
                self._promote(part, role)
                self._keep(part, para.element, page)
            return part, None
        if role is Role.ITEM:
            body, label = self._item(para)
            return self._keep(body, para.element, page), label
        element = self._other(para, role)
        self._keep(element, para.element, page)
        label = self._structure.open("Span", element) if para.bullet else None
        return element, label

    def part(self, element: str, page: int) -> Element | None:
        """What was begun by that name on this page or the one before; if it comes back later it is something else."""
        known = self._parts.get(element) if element else None
        if known is None or page - known[1] > 1:
            return None
        self._parts[element] = (known[0], page)
        return known[0]

    def _keep(self, made: Element, element: str, page: int) -> Element:
        if element:
            self._parts[element] = (made, page)
        return made

    def _promote(self, label: Element, role: Role) -> None:
        """What began as a label, the number of a section, begins its heading."""
        self._break()
        if role is Role.H1 and self._sections:
            self.section()
            self._structure.move(label, self.parent)
        label.tag = f"H{self._depth(HEADINGS[role])}"

    def _break(self) -> None:
        self._levels, self._caption = [], None

    def _caption_of(self) -> Element:
        """The caption of the figure right before it if that has none; else a paragraph until what follows takes it."""
        last = self.parent.kids[-1] if self.parent.kids else None
        if not isinstance(last, Element) or last.tag != "Figure" or any(isinstance(kid, Element) for kid in last.kids):
            return self._structure.open("P", self.parent)
        return self._structure.open("Caption", last)

    def _other(self, para: Para, role: Role) -> Element:
        if role is Role.TOC:
            return self._entry(para.level)
        self._break()
        if role in HEADINGS and self._headings:
            if role is Role.H1 and self._sections:
                self.section()
            return self._structure.open(f"H{self._depth(HEADINGS[role])}", self.parent)
        if role is Role.NOTE:
            return self._structure.note(self.parent)
        if role is Role.CODE:
            return self._structure.open("Code", self._structure.open("P", self.parent))
        if role is Role.QUOTE:
            return self._structure.open("P", self._structure.open("BlockQuote", self.parent))
        if role is Role.CAPTION:
            self._caption = self._caption_of()
            return self._caption
        return self._structure.open("P", self.parent)

    def _depth(self, depth: int) -> int:
        while self._depths and self._depths[-1] >= depth:
            self._depths.pop()
        self._depths.append(depth)
        return min(len(self._depths), 6)

    def _item(self, para: Para) -> tuple[Element, Element | None]:
        """LBody and Lbl of a list item; a deeper list hangs in the LBody of the item above it."""
        numbering = "Decimal" if para.bullet[:1].isdigit() else "Disc" if para.bullet else "None"
        level = self._level("L", para.level, f"/A<</O/List/ListNumbering/{numbering}>>")
        item = self._structure.open("LI", level.element)
        label = self._structure.open("Lbl", item) if para.bullet else None
        level.inside = self._structure.open("LBody", item)
        return level.inside, label

    def _entry(self, depth: int) -> Element:
        """TOCI of a table of contents; deeper entries are a TOC inside the TOC."""
        level = self._level("TOC", depth)
        level.inside = level.element
        return self._structure.open("TOCI", level.element)

    def _level(self, tag: str, depth: int, entries: str = "") -> _Level:
        """The list at `depth`, opened if need be; deeper ones and those of another kind end here."""
        self._caption = None
        if self._levels and self._levels[0].element.tag != tag:
            self._levels = []
        while self._levels and self._levels[-1].depth > depth:
            self._levels.pop()
        if not self._levels or self._levels[-1].depth < depth:
            parent = self._levels[-1].inside if self._levels else self.parent
            self._levels.append(_Level(depth, self._structure.open(tag, parent, entries), parent))
        return self._levels[-1]


def alt(text: str) -> str:
    """The entry that describes a figure in words."""
    return f"/Alt{text_string(text)}"
