"""In: the layout folders. Out: every Layout, checked against the arrangements there are and against one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec.structs import replace

from exporter.catalog.elements import BACKGROUND, COLUMNS, OF_LAYOUT, read_background, read_elements
from exporter.catalog.find import Finder, Layers, fault, overlay
from exporter.catalog.template import FixedText
from exporter.catalog.theme_shape import BRIEF_STYLES, DECK_STYLES, SPAN, Parsed
from exporter.errors import UserError, did_you_mean
from exporter.model.report import KINDS, ROLES
from exporter.model.style import BRIEF_ARRANGEMENTS, COLOUR_ROLES, Handed, Holds, Layout, Region, Slot, Variant
from exporter.model.template import OF_PAGES, Template
from exporter.read.shape import Bool, Choice, Either, Field, Integer, List, Number, Record, Text, in_order
from exporter.read.shape import Map as MapOf
from exporter.read.tree import Map, Node, Problems, Scalar, Seq

CONTENT = ("report", "sections", "title", "summary", "sources")
"""What a layout may take beside kinds of block: the report's own parts."""

OPTIONS = {
    "side": Field(Choice("name"), "Names of items stand in the side column (brief, rows)."),
    "columns": Field(Integer(1, 4), "Columns of running text."),
    "caption": Field(Bool(), "Show the block's title over it."),
}
"""What else a region may say; an arrangement reads what it knows."""
PLACES = ("body", "panel", "notes")
ICON_PLACES = ("above", "beside", "nowhere")
"""Of the slot `icon` alone."""
PANELED = ("cards", "deep-dive")
"""Arrangements with a panel."""
HIDE = "hide"
ANY = "any"
BY_KIND = "by-kind"
"""Each block in the way that suits it: for layouts with several regions."""


def _fraction(text: str) -> Fraction:
    part, _, whole = text.partition("/")
    return Fraction(int(part), int(whole) or 1)


def _counts(text: str) -> tuple[int, int]:
    """Least and most; 0 for any number."""
    found = re.fullmatch(r"(?:\w+ )?(<=|>=|<|>|=)? ?(\d+)(?:-(\d+))?", text)
    assert found is not None  # the pattern of WHEN
    sign, first, last = found[1] or "=", int(found[2]), found[3]
    if last:
        return first, int(last)
    return {"<=": (0, first), "<": (0, first - 1), ">=": (first, 0), ">": (first + 1, 0), "=": (first, first)}[sign]


SHARE = Parsed(
    "a share of the slide, such as 2/3",
    r"\d{1,2}/\d{1,2}",
    _fraction,
    lambda share: "" if 0 < share < 1 else "a share lies between 0 and 1",
)
WHEN = Parsed(
    "a number of units, such as items <= 2 or 3-5",
    r"(?:[a-z]+ )?(?:(?:<=|>=|<|>|=) ?\d{1,3}|\d{1,3}(?:-\d{1,3})?)",
    _counts,
)


@cache
def layout_shape() -> Record:
    """The shape of a layout file. A function: the names of arrangements come from the planner."""
    deck = _deck_regions()
    brief = _regions("brief-region", "A part of a page.", BRIEF_ARRANGEMENTS, BRIEF_STYLES)
    return Record(
        "layout",
        "Where the parts of a slide stand, which kinds of block they take, and what to use instead.",
        {
            "extends": Field(Text(), "The layout of which this one states what differs."),
            "title": Field(Text(), "Its name for people, in PowerPoint too."),
            "description": Field(Text()),
            "roles": Field(List(Choice(*ROLES), single=True), "Section roles that it suits best."),
            "deck": Field(
                Record(
                    "deck",
                    "The layout on slides.",
                    {
                        "page": Field(Choice("content", "cover", "divider", "full"), "content when absent."),
                        "density": Field(List(Text(), single=True), "Densities it is meant for; all when absent."),
                        "regions": Field(deck, "Regions by name."),
                        "stacked": Field(
                            Bool(), "Regions with shares stand one over the other; when absent, side by side."
                        ),
                        "variants": Field(
                            List(
                                Record(
                                    "variant",
                                    "Other regions for some numbers of units, or of blocks where there are several.",
                                    {
                                        "when": Field(WHEN, required=True, examples=("items <= 2", "3-5")),
                                        "regions": Field(deck, "What differs, by name; null drops a region."),
                                        "stacked": Field(Bool()),
                                    },
                                )
                            ),
                            "The first one that is for the number at hand is taken.",
                        ),
                        "holds": Field(
                            Record(
                                "holds",
                                "How many units (items, rows, milestones) one slide takes.",
                                {"least": Field(Integer(0)), "most": Field(Integer(0), "0: any number.")},
                            )
                        ),
                        "otherwise": Field(List(Text(), single=True), "Layouts to try when it does not fit, in order."),
                        "elements": Field(OF_LAYOUT, "What stands on its slides, by name."),
                        "without": Field(List(Text(), single=True), "Elements of the theme that its slides leave out."),
                        "background": Field(BACKGROUND),
                        "plain": Field(
                            Number(0), "Points against it where another layout takes the same: how much plainer it is."
                        ),
                    },
                )
            ),
            "brief": Field(brief, "The layout in briefs: regions by name."),
            "handout": Field(
                Record(
                    "handout",
                    "Its slides in handouts.",
                    {
                        "slide": Field(
                            Choice("beside", "wide", "none"),
                            "Small beside its notes; as wide as the text; left out where others say the same.",
                        ),
                    },
                )
            ),
            "vars": Field(
                MapOf(Text(), r"[A-Za-z_][\w-]*", "a name without spaces"),
                "Values of one's own, which fixed texts call var.…; over those of the theme.",
            ),
        },
    )


@cache
def _deck_regions() -> MapOf:
    return _regions("region", "A part of a slide.", _deck_arrangements(), DECK_STYLES)


def _slot(styles: tuple[str, ...], region: str) -> Record:
    """How one slot is shown."""
    return Record(
        f"slot-of-{region}",
        "How one slot of items is shown.",
        {
            "label": Field(FixedText(), "Words over it in place of the field's own; hide shows none."),
            "missing": Field(FixedText(), "Words for a value that is not there; hide leaves its place empty."),
            "style": Field(Choice(*styles), "Type role."),
            "colour": Field(Choice(*COLOUR_ROLES), "Palette role."),
            "in": Field(
                Choice(*PLACES, *ICON_PLACES),
                "Where it stands: with the body, in the panel of a card, in the notes; an icon above or beside the "
                "words, or nowhere.",
            ),
        },
    )


def _regions(name: str, doc: str, arrangements: tuple[str, ...], styles: tuple[str, ...]) -> MapOf:
    return MapOf(
        Record(
            name,
            doc,
            {
                "takes": Field(
                    List(Choice(*KINDS, *CONTENT, ANY), single=True), "Kinds of block that it shows; any for all kinds."
                ),
                "share": Field(SHARE, "Its part of the slide; regions without one divide the rest evenly."),
                "at": Field(COLUMNS, "Columns of the grid: 12 on a slide, 6 on a page of a brief; all when absent."),
                "rows": Field(SPAN, "Top and bottom in px; the body of the density when absent."),
                "arrange": Field(Choice(*arrangements), "How it is drawn."),
                "slots": Field(
                    Either(scalar=Text(), list=List(Text()), map=MapOf(_slot(styles, name))),
                    "Fields of items by their slots, in order; others follow. A map also says how each is shown.",
                ),
                **OPTIONS,
            },
        ),
        r"[a-z][\w-]*",
        "a name in small letters",
    )


def _deck_arrangements() -> tuple[str, ...]:
    from exporter.plan.arrange import ARRANGEMENTS  # loads fonts and measuring: only when a layout is read

    return (*ARRANGEMENTS, BY_KIND, "title", "agenda", "divider", "sources")


def resolve_all(finder: Finder) -> Mapping[str, Layout]:
    """Every layout by name; UserError with all that is wrong in any of them."""
    names = finder.names("layouts")
    layouts: dict[str, Layout] = {}
    problems = Problems()
    for name in names:
        try:
            layers = finder.load("layouts", name)
            layouts[name] = _resolve(layers, names, finder)
        except UserError as error:
            problems.extend(error.problems)
    if problems:
        raise fault(in_order(problems))
    return layouts


def _resolve(layers: Layers, names: Mapping[str, object], finder: Finder) -> Layout:
    root, problems = layers.root, layers.problems
    values = layout_shape().read(root, problems)
    _check(layers, names)
    deck, node = values.get("deck", {}), root.get("deck")
    deck_node = node if isinstance(node, Map) else Map(root.source, root.start, root.end)
    elements = read_elements(deck_node.get("elements"), finder.folders, problems, deck.get("elements", {}))
    background = read_background(deck_node.get("background"), finder.folders, problems, deck.get("background"))
    _check_without(deck_node.get("without"), finder, problems)
    regions = tuple(_placed(deck_node, deck, problems))
    variants = tuple(_variants(deck_node, deck, problems))
    if not problems and not all((regions, *(variant.regions for variant in variants))):
        problems.add(deck_node["regions"], "a layout has at least one region", "see exporter schema layout")
    if len(regions) == 1 and regions[0].arrange == BY_KIND and not variants:
        what, hint = "a layout with one region says how it is drawn", "arrange: cards, table, timeline …"
        problems.add(deck_node["regions"], what, hint)
    layers.finish()
    return Layout(
        name=layers.name,
        title=values.get("title", layers.name),
        description=layers.own("description"),
        page=deck.get("page", "content"),
        regions=regions,
        brief=tuple(_region(name, region, 6) for name, region in values.get("brief", {}).items()),
        otherwise=tuple(deck.get("otherwise", ())),
        holds=Holds(**deck.get("holds", {})),
        plain=deck.get("plain", 0),
        roles=tuple(values.get("roles", ())),
        density=tuple(deck.get("density", ())),
        elements=elements,
        without=tuple(deck.get("without", ())),
        background=background,
        own=values.get("vars", {}),
        variants=variants,
        handed=Handed(**values.get("handout", {})),
        place=layers.place,
    )


def _variants(deck: Map, values: Mapping[str, Any], problems: Problems) -> Iterator[Variant]:
    """The layout's regions with what each variant changes."""
    nodes = deck.get("variants")
    for node, read in zip(nodes if isinstance(nodes, Seq) else (), values.get("variants", ()), strict=False):
        if not isinstance(node, Map) or not read.get("when"):
            continue
        whole = overlay(deck, node)
        merged = _deck_regions().read(whole.get("regions") or whole, Problems())
        regions = tuple(_placed(whole, {**values, **read, "regions": merged}, problems))
        least, most = read["when"]
        if len(regions) > 1 and not (least <= len(regions) and (not most or len(regions) <= most)):
            what = f"this variant has {len(regions)} regions, for as many blocks"
            problems.add(node["when"], what, f"write when: {len(regions)}")
        yield Variant(least, most, regions)


def _placed(deck: Map, values: Mapping[str, Any], problems: Problems) -> Iterator[Region]:
    """The regions of `deck`, those with shares put side by side or one over the other."""
    nodes = deck.get("regions")
    regions = values.get("regions", {})
    shares = {name: region["share"] for name, region in regions.items() if "share" in region}
    if not all(shares.values()):
        return
    stacked = values.get("stacked", False)
    if not shares and not stacked:
        yield from (_region(name, region, 12) for name, region in regions.items() if _whole(region))
        return
    for name, share in shares.items() if not stacked else ():
        if (share * 12).denominator != 1:
            near = Fraction(min(11, max(1, round(share * 12))), 12)
            node = nodes[name] if isinstance(nodes, Map) else deck
            at = node["share"] if isinstance(node, Map) and "share" in node else node
            problems.add(at, f"{share} of the slide is no whole number of its 12 columns", f"the nearest is {near}")
    rest = (1 - sum(shares.values())) / max(1, len(regions) - len(shares))
    if rest < 0 or (rest and len(shares) == len(regions)) or (not rest and len(shares) < len(regions)):
        what = f"the shares of the regions add up to {sum(shares.values())}, not to 1"
        problems.add(deck.key("regions"), what, "leave out one share: that region takes the rest")
        return
    start = Fraction(0)
    for name, region in regions.items():
        end = start + shares.get(name, rest)
        node = nodes[name] if isinstance(nodes, Map) else deck
        if name not in shares and not stacked and (rest * 12).denominator != 1:
            what = f"{rest} of the slide is left for this region: no whole number of its 12 columns"
            problems.add(node, what, "give each region a share, in twelfths")
        for key in ("rows",) if stacked else ("at",):
            if key in region and isinstance(node, Map):
                problems.add(node.key(key), f"'{key}' cannot stand beside a share", "the share says where it stands")
        if _whole(region):
            one = _region(name, region, 12)
            columns = (int(start * 12) + 1, int(end * 12))
            yield replace(one, part=(float(start), float(end))) if stacked else replace(one, at=columns)
        start = end


def _whole(region: Mapping[str, Any]) -> bool:
    """Whether nothing is missing that was told as an error."""
    return "takes" in region and "arrange" in region


def _region(name: str, values: Mapping[str, Any], columns: int) -> Region:
    return Region(
        name=name,
        takes=KINDS if ANY in values["takes"] else tuple(values["takes"]),
        at=values.get("at", (1, columns)),
        rows=values.get("rows"),
        arrange=values["arrange"],
        slots=_slots(values.get("slots", ())),
        options={key: value for key, value in values.items() if key in OPTIONS},
    )


def _slots(values: str | Sequence[str] | Mapping[str, Mapping[str, Any]]) -> tuple[Slot, ...]:
    if isinstance(values, str):
        return (Slot(values),)
    if not isinstance(values, Mapping):
        return tuple(map(Slot, values))
    return tuple(
        Slot(name, _shown(use.get("label")), _shown(use.get("missing")), use.get("style", ""), use.get("colour", ""),
             use.get("in", ""))
        for name, use in values.items()
    )  # fmt: skip


def _shown(words: Template | None) -> Template | None:
    return Template((), words.place) if words and words.parts == (HIDE,) else words


def _check(layers: Layers, names: Mapping[str, object]) -> None:
    """Note regions that lack something or leave the grid, and alternatives that do not exist."""
    root, problems = layers.root, layers.problems
    layers.need(root, ("deck",), f"layout '{layers.name}'")
    deck = root.get("deck")
    if isinstance(deck, Map):
        layers.need(deck, ("regions",), f"the deck of layout '{layers.name}'")
        _check_regions(layers, deck.get("regions"), 12)
        _check_page(layers, deck)
        variants = deck.get("variants")
        for variant in variants if isinstance(variants, Seq) else ():
            if isinstance(variant, Map):
                _check_regions(layers, overlay(deck, variant).get("regions"), 12)
        otherwise = deck.get("otherwise")
        for node in otherwise if isinstance(otherwise, Seq) else [otherwise] if otherwise else []:
            other = getattr(node, "text", "")
            if other == layers.name:
                problems.add(node, "a layout is no alternative to itself")
            elif other not in names:
                problems.add(node, f"layout '{other}' does not exist", did_you_mean(other, names))
    _check_regions(layers, root.get("brief"), 6)


def _check_regions(layers: Layers, regions: object, columns: int) -> None:
    for name, region in regions if isinstance(regions, Map) else ():
        if not isinstance(region, Map):
            continue
        layers.need(region, ("takes", "arrange"), f"region '{name}'")
        _check_slots(layers, region)
        at, trouble = region.get("at"), Problems()
        place = COLUMNS.read(at, trouble) if at else (1, columns)
        if at and not trouble and not 1 <= place[0] <= place[1] <= columns:
            layers.problems.add(at, f"the grid has columns 1-{columns} here")


def _check_without(node: Node | None, finder: Finder, problems: Problems) -> None:
    """Note elements to be left out that no theme has."""
    wanted = node.nodes if isinstance(node, Seq) else [node] if node else []
    if not wanted:
        return
    elements = [finder.load("themes", name, bare=True).root.get("elements") for name in finder.names("themes")]
    known = {name for one in elements if isinstance(one, Map) for name in one.pairs}
    for one in wanted:
        if isinstance(one, Scalar) and one.text not in known:
            problems.add(one, f"no theme has an element '{one.text}'", did_you_mean(one.text, known))


def _check_page(layers: Layers, deck: Map) -> None:
    """Note rows of covers and dividers, which set their parts by themselves."""
    page, regions = deck.get("page"), deck.get("regions")
    if not isinstance(page, Scalar) or page.text not in ("cover", "divider"):
        return
    for _, region in regions if isinstance(regions, Map) else ():
        if isinstance(region, Map) and "rows" in region:
            what = f"a {page.text} has no rows to choose: its parts stand by themselves"
            layers.problems.add(region.key("rows"), what, "columns can be chosen: at: columns 1-8")


def _check_slots(layers: Layers, region: Map) -> None:
    """Note slots in a panel where there is none, and words that name what differs from page to page."""
    slots, arrange = region.get("slots"), region.get("arrange")
    for name, use in slots if isinstance(slots, Map) else ():
        if not isinstance(use, Map):
            continue
        for words in (use.get("label"), use.get("missing")):
            template = FixedText().read(words, Problems()) if words else None
            for expression in template.expressions if template else ():
                if expression.path[0] in OF_PAGES:
                    layers.problems.add(words, f"'{expression}' differs from page to page, and this does not")  # type: ignore[arg-type]
        place = use.get("in")
        if isinstance(place, Scalar) and place.text in (*PLACES, *ICON_PLACES):
            own = ICON_PLACES if name == "icon" else PLACES
            if place.text not in own:
                what = f"'{place.text}' is no place for {'an icon' if name == 'icon' else f'the slot {name}'}"
                layers.problems.add(place, what, f"one of: {', '.join(own)}")
                continue
        paneled = isinstance(arrange, Scalar) and arrange.text in PANELED
        if isinstance(place, Scalar) and place.text == "panel" and not paneled:
            layers.problems.add(place, "there is no panel here", f"panels are part of {' and '.join(PANELED)}")
