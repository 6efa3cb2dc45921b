"""In: the fixed elements of theme and layouts, a page. Out: the page with them, each measured and in nobody's way.

On slides the lines that every slide has (tracker, title, source, footer) give way to an element of the theme that
stands at their end; the body gives way to none: an element that lies on a region is a mistake of its template.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.errors import Place, Problem, UserError, did_you_mean
from exporter.model.audience import Selection
from exporter.model.colour import luminance
from exporter.model.element import SPOTS as FREE
from exporter.model.element import Element
from exporter.model.geometry import Box, pt, px, to_px
from exporter.model.page import Item, Page, Para, PlacedPicture, PlacedText, Role, flat
from exporter.model.report import Finding, Level
from exporter.model.style import Layout, Region, Slot, TextStyle, Theme
from exporter.model.template import OF_PAGES, Template
from exporter.plan.background import on_picture
from exporter.plan.covers import covered
from exporter.plan.sheet import GAP, Sheet, shape, text_item
from exporter.plan.values import Said, Scope, own_values, say
from exporter.text import height

BANDS = ("tracker", "title", "source", "footer")
ON_DEEP = {
    "ink": "on-deep", "text2": "deep-text", "muted": "deep-text", "accent": "deep-text", "accent-mid": "deep-rule",
    "highlight": "deep-highlight", "rule": "deep-rule",
}  # fmt: skip
"""Roles that an element takes on the deep colour of covers and dividers, so that one element serves all slides."""
SPOTS: Mapping[tuple[str, bool], tuple[tuple[int, int], tuple[float, float], bool]] = {
    ("top right", False): ((10, 12), (20, 48), False),
    ("top right", True): ((5, 6), (12, 44), False),
    ("foot", False): ((1, 12), (18, 1), True),
    ("foot", True): ((1, 6), (54, 5), True),
}
"""(place, on paper) -> columns; rows in px, and whether they count from the bottom edge: over and under the lines that
slides (look.md section 2) and paper (section 13) have of their own. The foot of paper is as high as its type."""
DARK = 0.18
"""Luminance under which white stands out more than black."""
LEAST_BAND = 0.5
"""Share of its width that a band keeps when it gives way."""
SOURCE_RISE = 12
"""px that a source line of two lines begins higher (look.md section 2)."""


class Elements(Struct, frozen=True):
    """The elements of one kind of document, ready to be put on its pages."""

    theme: tuple[Element, ...]
    layouts: Mapping[str, Layout]
    scope: Scope
    sheet: Sheet
    _warned: dict[str, Finding] = field(default_factory=dict)

    def on_slide(self, page: Page, kind: str, scope: Scope) -> Page:
        """The slide with its elements; UserError where one does not fit its place or lies on what the slide shows."""
        layout = self.layouts.get(page.layout)
        own = layout.elements if layout else ()
        without = layout.without if layout else ()
        shared = [e for e in self.theme if e.name not in without and (not e.pages or kind in e.pages)]
        made = self._placed(shared, page, scope)
        made += self._placed(own, page, scope.having(layout.own if layout else {}))
        problems = [hit for element, item in made for hit in _hits(element, item, page)]
        if problems:
            raise UserError(problems)
        page = _with(page, [item for _, item in made])
        if layout is None or layout.background is None:
            return page
        theme = self.sheet.theme
        page, pale = on_picture(page, layout.background, (theme.colours, theme.print_colours))
        for finding in pale:
            self._warned.setdefault(f"background of {layout.name}", finding)
        return page

    def on_paper(self, pages: Sequence[Page]) -> tuple[Page, ...]:
        """The pages of a brief or handout with their elements; what they say is read once."""
        out: list[Page] = []
        problems: list[Problem] = []
        for page in pages:
            kind = "first" if page.number == 1 else "following"
            shared = [e for e in self.theme if not e.pages or kind in e.pages]
            scope = self.scope.on(page.number, len(pages))
            made = self._turned(page)._placed(shared, page, scope)
            problems += [hit for element, item in made for hit in _hits(element, item, page)]
            out.append(_with(page, [item for _, item in made]))
        if problems:
            raise UserError({(problem.where, problem.hint): problem for problem in reversed(problems)}.values())
        return once(out)

    def _turned(self, page: Page) -> Elements:
        """These elements on the grid of a page that may lie on its side."""
        frame = self.sheet.density.frame
        right = to_px(page.size[0]) - frame.left
        if right == frame.right:
            return self
        density = replace(self.sheet.density, frame=replace(frame, right=right))
        return replace(self, sheet=replace(self.sheet, density=density))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Elements that were left out for want of a value."""
        return tuple(self._warned.values())

    def _placed(self, elements: Sequence[Element], page: Page, scope: Scope) -> list[tuple[Element, Item]]:
        tones = ON_DEEP if page.background == "deep" else {}
        dark = _dark(self.sheet.theme.colours, page)
        made = []
        for element in elements:
            toned = _toned(element, tones, self._style(element))
            seen = replace(toned, picture=toned.dark) if dark and toned.dark else toned
            made.append((element, self._item(seen, page.size, scope)))
        return [(element, item) for element, item in made if item]

    def _item(self, element: Element, size: tuple[int, int], scope: Scope) -> Item | None:
        box = box_of(element, self.sheet, size)
        if element.kind == "text":
            return self._text(element, box, scope)
        if element.kind == "picture":
            return _picture(element, box)
        if element.kind == "box":
            return replace(shape("rect", box, fill=element.colour, fixed=True), name=_called(element))
        line = replace(box, w=0) if box.h else box  # upright where it has rows from and to
        made = shape("line", line, stroke=element.colour, stroke_w=px(element.weight), fixed=True)
        return replace(made, name=_called(element))

    def _text(self, element: Element, box: Box, scope: Scope) -> Item | None:
        """The words in the largest size of their style that fits the place; None where a value is not stated."""
        assert element.text is not None
        said = say(element.text, scope)
        if said.missing:
            self._warn(element, said.missing)
            return None
        role = Role.ARTIFACT if element.text.varies else Role.NOTE
        item = text_item(
            box, self._paras(element, said, box, role), size_role=self._role(element), role=role, fill=element.fill,
            name=_called(element), fixed=not element.text.varies,
        )  # fmt: skip
        if said.number_at >= 0:
            number = str(scope.page)
            item = replace(item, counts=said.text[: said.number_at].count(number) + 1)
        return item

    def _style(self, element: Element) -> TextStyle:
        return self.sheet.style(self._role(element))

    def _role(self, element: Element) -> str:
        return element.style or ("brief-foot" if _on_six(self.sheet) else "footer")

    def _paras(self, element: Element, said: Said, box: Box, role: Role) -> tuple[Para, ...]:
        look, sheet = self._role(element), self.sheet
        paras: tuple[Para, ...] = ()
        for step in range(sheet.steps(look)):
            style = sheet.style(look, step, align=element.align)
            style = style.but(colour=element.colour) if element.colour else style
            paras = tuple(sheet.para(line, style, box.w, role=role) for line in said.text.split("\n"))
            if height(paras) <= box.h:
                return paras
        need, room = to_px(height(paras)), to_px(box.h)
        what = f"element '{element.name}' needs {need:.0f} px at its smallest size, and its place is {room:.0f} px high"
        raise UserError(Problem(element.place, what, f"give it rows of {need:.0f} px, more columns, or fewer words"))

    def _warn(self, element: Element, missing: str) -> None:
        if missing.split(".")[0] not in OF_PAGES:
            what = f"element '{element.name}' is left out: {missing} is not stated"
            hint = f'give another text for it: {{{{ {missing} | default("…") }}}}'
            self._warned.setdefault(element.name, Finding(Level.WARNING, "element", what, element.place, hint=hint))


def for_deck(selection: Selection, layouts: Mapping[str, Layout], sheet: Sheet) -> Elements:
    """The elements of slides; UserError with every one that lies on a region, or names what is not stated."""
    theme = sheet.theme
    shared = tuple(e for e in theme.elements if "deck" in e.on)
    scope = Scope(selection.report, selection.audience, theme, sheet.words, theme.own)
    size = px(theme.slide_size[0]), px(theme.slide_size[1])
    problems = [*faults(shared, layouts, sheet, size), *unknown(shared, scope)]
    for layout in layouts.values():
        own = scope.having(layout.own)
        problems += unknown(layout.elements, own)
        problems += (
            fault for region in (*layout.everywhere, *layout.brief) for fault in _unknown_words(region.slots, own)
        )
    if problems:
        raise UserError(dict.fromkeys(problems))
    return Elements(shared, layouts, scope, sheet)


def for_paper(
    medium: str, selection: Selection, sheet: Sheet, size: tuple[int, int], taken: Mapping[str, Box]
) -> Elements:
    """The elements of a brief or handout; UserError with every one that lies on what is `taken` on its pages."""
    theme = sheet.theme
    shared = tuple(e for e in theme.elements if medium in e.on)
    scope = Scope(selection.report, selection.audience, theme, sheet.words, theme.own)
    problems = [*_on_paper(shared, sheet, size, taken), *unknown(shared, scope)]
    if problems:
        raise UserError(dict.fromkeys(problems))
    return Elements(shared, {}, scope, sheet)


def _toned(element: Element, tones: Mapping[str, str], style: TextStyle) -> Element:
    """The element in the colours of its page; one with a ground of its own keeps its colours."""
    own = element.colour or (style.colour if element.kind == "text" else "")
    return element if element.fill or own not in tones else replace(element, colour=tones[own])


def box_of(element: Element, sheet: Sheet, size: tuple[int, int]) -> Box:
    """Where an element stands on a page of `size`."""
    if element.spot:
        columns, (high, low), hangs = SPOTS[element.spot, _on_six(sheet)]
        if hangs and _on_six(sheet):
            high -= to_px(pt(sheet.style("brief-foot").line))
        element = replace(element, spot="", columns=columns, y=(high, low), hangs=hangs)
    if element.x:
        x, right = (size[0] if math.isinf(edge) else px(edge) for edge in element.x)
        w = right - x
    else:
        x, w = sheet.column(*(element.columns or (1, sheet.density.frame.columns)))
    top, bottom = map(px, element.y)
    if element.hangs:
        top, bottom = size[1] - top, size[1] - bottom
    return Box(x, top, w, bottom - top)


def _on_six(sheet: Sheet) -> bool:
    """Whether it is the sheet of paper, which has six columns."""
    return sheet.density.frame.columns == 6


def printed(pages: Iterable[Page], theme: Theme) -> Iterator[Page]:
    """Slides for paper: where a dark ground is printed light, elements show their picture for light grounds."""
    light = {e.dark.file: e.picture.file for e in theme.elements if e.dark and e.picture}
    for page in pages:
        shown = {} if _dark(theme.print_colours, page) else light
        yield replace(page, items=tuple(_printed(item, shown) for item in page.items)) if shown else page


def _printed(item: Item, light: Mapping[str, str]) -> Item:
    if isinstance(item, PlacedPicture) and item.fixed and item.file in light:
        return replace(item, file=light[item.file])
    return item


def _dark(colours: Mapping[str, str], page: Page) -> bool:
    return luminance(colours[page.background]) < DARK


def once(pages: Sequence[Page]) -> tuple[Page, ...]:
    """What says something on every page is read on the first of them; on the others it is furniture."""
    said: set[str] = set()
    return tuple(replace(page, items=tuple(_unless(item, said) for item in page.items)) for page in pages)


def _unless(item: Item, said: set[str]) -> Item:
    if not item.fixed or not item.name.startswith(ELEMENT):
        return item
    if isinstance(item, PlacedText) and item.role is Role.NOTE:
        if item.text in said:
            paras = tuple(replace(para, role=Role.ARTIFACT) for para in item.paras)
            return replace(item, role=Role.ARTIFACT, paras=paras)
        said.add(item.text)
    elif isinstance(item, PlacedPicture) and item.alt:
        if item.alt in said:
            return replace(item, decorative=True, role=Role.ARTIFACT)
        said.add(item.alt)
    return item


ELEMENT = "Fixed "
"""Names of elements in PowerPoint's selection pane begin so: "Fixed logo"."""


def _called(element: Element) -> str:
    return ELEMENT + element.name.replace("-", " ")


def _picture(element: Element, box: Box) -> PlacedPicture:
    """The whole picture, as large as its place lets it be, at the side that `align` says."""
    assert element.picture is not None
    w, h = element.picture.size
    scale = min(box.w / w, box.h / h)
    wide, tall = round(w * scale), round(h * scale)
    left = {"left": 0, "center": (box.w - wide) // 2, "right": box.w - wide}[element.align]
    place = Box(box.x + left, box.y + (box.h - tall) // 2, wide, tall)
    mute = not element.picture.alt
    return PlacedPicture(
        box=place, file=element.picture.file, alt=element.picture.alt, pixels=element.picture.size, fixed=True,
        name=_called(element), decorative=mute, role=Role.ARTIFACT if mute else Role.BODY,
    )  # fmt: skip


def _with(page: Page, made: Sequence[Item]) -> Page:
    """Graphics lie under what the page shows; texts are read after it."""
    under = [item for item in made if not isinstance(item, PlacedText)]
    over = [item for item in made if isinstance(item, PlacedText)]
    return replace(page, items=(*under, *page.items, *over)) if made else page


# ---- what an element lies on ----------------------------------------------------------------------------------------


def bands(elements: Iterable[Element], sheet: Sheet, size: tuple[int, int]) -> Mapping[str, tuple[int, int]]:
    """Left edge and width of each line of the slides that gives way to an element at its end.

    UserError with every element that leaves a line too little room, or that lies on the body.
    """
    out: dict[str, tuple[int, int]] = {}
    problems: list[Problem] = []
    whole = sheet.column(1, sheet.density.frame.columns)
    for element in elements:
        if element.pages and "content" not in element.pages:
            continue
        box = box_of(element, sheet, size)
        problems += _off_page(element, box, size)
        for name in _crossed(box, sheet):
            x, w = out.get(name, whole)
            spot = _beside(box, Box(x, box.y, w, 1))
            if spot[1] < LEAST_BAND * whole[1]:
                problems.append(_lies_on(element, f"the {name} of the slides", _off(_rows(name, sheet))))
            else:
                out[name] = spot
    if problems:
        raise UserError(problems)
    return out


def _beside(box: Box, band: Box) -> tuple[int, int]:
    """The wider part of `band` beside `box`: its left edge and width."""
    if box.right <= band.x or box.x >= band.right:
        return band.x, band.w
    left = band.x, max(0, box.x - GAP - band.x)
    right = box.right + GAP, max(0, band.right - box.right - GAP)
    return max(left, right, key=lambda spot: spot[1])


def _crossed(box: Box, sheet: Sheet) -> Iterator[str]:
    for name in BANDS:
        top, bottom = _span(name, sheet)
        if box.y < px(bottom) and box.bottom > px(top):
            yield name


def _span(name: str, sheet: Sheet) -> tuple[float, float]:
    """Top and bottom of a band in px, with the second line that a source line may have."""
    top, bottom = getattr(sheet.density.frame, name)
    return top - (SOURCE_RISE if name == "source" else 0), bottom


def _off(rows: str) -> str:
    return f"move it off px {rows}; at: {' and at: '.join(FREE)} are always free"


def _rows(name: str, sheet: Sheet) -> str:
    top, bottom = _span(name, sheet)
    return f"{top:g}-{bottom:g}"


def faults(
    theme: Sequence[Element], layouts: Mapping[str, Layout], sheet: Sheet, size: tuple[int, int]
) -> Iterator[Problem]:
    """Elements that lie on a region of a layout of content, or off the slide."""
    shared = [e for e in theme if not e.pages or "content" in e.pages]
    told: set[tuple[Place | None, str]] = set()
    for layout in layouts.values():
        if layout.page != "content":
            continue
        own = set(layout.elements)
        for element in (*shared, *layout.elements):
            if element.name in layout.without and element not in own:
                continue
            box = box_of(element, sheet, size)
            yield from _off_page(element, box, size) if element in own else ()
            for name in _crossed(box, sheet) if element in own else ():
                if _beside(box, Box(*_line(name, sheet)))[1] < _line(name, sheet)[2]:
                    yield _lies_on(element, f"the {name} of the slide", _off(_rows(name, sheet)))
            for region in layout.everywhere:
                what = f"the region '{region.name}' of layout '{layout.name}'"
                body = region.rows is None and element not in own
                if region_box(region, sheet).overlaps(box) and (element.place, "body" if body else what) not in told:
                    told.add((element.place, "body" if body else what))
                    yield _lies_on(element, what, "move it, or the region: at: columns 1-9, or rows: 160-600")


def _line(name: str, sheet: Sheet) -> tuple[int, int, int, int]:
    top, bottom = _span(name, sheet)
    x, w = sheet.band(name)
    return x, px(top), w, px(bottom - top)


def region_box(region: Region, sheet: Sheet) -> Box:
    """The place of a region on a slide."""
    x, w = sheet.column(*region.at)
    top, bottom = map(px, region.rows or sheet.density.frame.body)
    tall = bottom - top
    return Box(x, top + round(tall * region.part[0]), w, round(tall * (region.part[1] - region.part[0])))


def _off_page(element: Element, box: Box, size: tuple[int, int]) -> Iterator[Problem]:
    if not Box(0, 0, *size).contains(box):
        w, h = (round(to_px(side)) for side in size)
        yield Problem(element.place, f"element '{element.name}' stands off the page", f"the page has {w} x {h} px")


def unknown(elements: Iterable[Element], scope: Scope) -> Iterator[Problem]:
    """Values that texts name and that neither templates nor audience state."""
    yield from _unstated((element.text for element in elements), scope)


def _unknown_words(slots: Iterable[Slot], scope: Scope) -> Iterator[Problem]:
    yield from _unstated((words for slot in slots for words in (slot.label, slot.missing)), scope)


def _unstated(templates: Iterable[Template | None], scope: Scope) -> Iterator[Problem]:
    stated = own_values(scope)
    for template in templates:
        for expression in template.expressions if template else ():
            *root, name = expression.path
            known = stated.get(".".join(root))
            excused = any(filter.name == "default" for filter in expression.filters)
            if known is not None and name not in known and not excused:
                what = f"'{expression}' is not stated"
                where = "the audience's values" if root[0] == "audience" else "vars: of the theme or the layout"
                yield Problem(expression.place, what, did_you_mean(name, known) if known else f"state it under {where}")


def _on_paper(
    elements: Iterable[Element], sheet: Sheet, size: tuple[int, int], taken: Mapping[str, Box]
) -> Iterator[Problem]:
    """Elements that lie on the text of the pages, or on their running lines."""
    for element in elements:
        box = box_of(element, sheet, size)
        yield from _off_page(element, box, size)
        for what, other in taken.items():
            if other.overlaps(box):
                rows = f"{to_px(other.y):.0f}-{to_px(other.bottom):.0f}"
                yield _lies_on(element, what, _off(rows))
                break


def _hits(element: Element, item: Item, page: Page) -> Iterator[Problem]:
    """What of a slide an element lies on."""
    for other in flat(page.items):
        if other.decorative and not isinstance(other, PlacedText):
            continue
        ink = covered(other)
        if ink and ink.overlaps(item.box, px(1)):
            said = f"'{_short(other.text)}'" if isinstance(other, PlacedText) else f"a {_kind(other)}"
            hint = f"move it; at: {' and at: '.join(FREE)} are always free; pages: content keeps it off other slides"
            yield _lies_on(element, f"{said} on page {page.number} ({page.layout})", hint)
            return


def _kind(item: Item) -> str:
    return type(item).__name__.removeprefix("Placed").lower()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:49].rstrip() + "…"


def _lies_on(element: Element, what: str, hint: str) -> Problem:
    return Problem(element.place, f"element '{element.name}' lies on {what}", hint)
