"""In: an audience file over those it extends. Out: an Audience."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from exporter.catalog.find import Finder, Layers
from exporter.errors import UserError, did_you_mean
from exporter.model.audience import DEFAULT_FORMATS, Audience, Limits, Selector
from exporter.model.report import KINDS, LENGTHS, Section
from exporter.read.shape import Bool, Choice, Either, Field, Integer, List, Record, Schema, Shape, Text, Whole, describe
from exporter.read.shape import Map as MapOf
from exporter.read.tree import Map, Node, Problems, Scalar, Tree
from exporter.write import FORMATS

SELECTS = ("section", "tag", "role", "kind", "id")
JOINED = ("exclude", "sections", "require")
"""Lists that add up along `extends`: what a profile keeps from its readers, and what it tells all of them, stays."""
FIELDS = (
    "date", "authors", "kind", "edition", "headline", "standfirst", "summary", "sources", "notes",
)  # fmt: skip
"""What of a report's head a profile may require."""


class Selects(Shape):
    """`timeline` (a section id), `tag:detail`, `role:risks`, `kind:code`, `id:hurdles`; read as a Selector."""

    def __init__(
        self, says: str = "a section id or tag:…, role:…, kind:…, id:…", kinds: tuple[str, ...] = SELECTS
    ) -> None:
        self.says, self.kinds = says, kinds

    def read(self, node: Node, problems: Problems) -> Selector:
        text = node.text if isinstance(node, Scalar) else ""
        kind, colon, name = text.partition(":")
        if not colon:
            kind, name = "section", text
        if not re.fullmatch(r"[^\s:]+", name):
            problems.add(node, f"expected {self.says}, not {describe(node)}", _closed_up(node))
        elif kind not in self.kinds:
            problems.add(node, f"'{kind}' is nothing to select by", did_you_mean(kind, self.kinds))
        elif name not in (known := _CLOSED.get(kind, (name,))):
            problems.add(node, f"{kind} '{name}' does not exist", did_you_mean(name, known))
        return Selector(cast(Literal["section"], kind), name, node.place)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return {"type": "string", "pattern": rf"^(?:(?:{'|'.join(self.kinds)}):)?[^\s:]+$"}


def _closed_up(node: Node) -> str:
    """A hint for `tag: detail`, which YAML takes for a map."""
    for kind, name in node if isinstance(node, Map) else ():
        if kind in SELECTS and isinstance(name, Scalar):
            return f"write {kind}:{name.text} without a space"
    return ""


_CLOSED: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "field": FIELDS}
SELECTORS = List(Selects(), single=True)
REQUIRED = List(Selects("a section id or tag:…, role:…, kind:…, id:…, field:…", (*SELECTS, "field")), single=True)
UNSTATED = "und"
"""The language of texts in a profile that do not say theirs: they are in that of the document."""
LONGEST_MARK = 80
"""Characters of a classification: it stands on one line at the foot, beside the report's name."""
LIMITS = Record(
    "limits",
    "How much the audience takes.",
    {
        "slides": Field(Integer(1), "Slides of a deck."),
        "words": Field(Integer(1), "Words on a slide."),
        "brief-pages": Field(Integer(1), "Pages of a brief."),
        "beyond": Field(Choice("backup", "warn"), "What goes beyond moves to backup slides and an appendix, or warns."),
    },
)
PARTS = Record(
    "parts",
    "Parts of the document that the profile turns on or off; else the planner decides.",
    {part: Field(Bool()) for part in ("agenda", "summary", "dividers", "sources", "lists", "glossary", "icons")},
)


@cache
def audience_shape() -> Record:
    """The shape of an audience file. A function: the shape of sections comes from the reader of reports."""
    from exporter.read.report_shape import SECTION
    from exporter.read.spoken import LANGUAGE

    return Record(
        "audience",
        "Who a document is for: what they get, how worded, how it looks.",
        {
            "extends": Field(Text(), "The profile of which this one states what differs.", examples=("general",)),
            "title": Field(
                Either(scalar=Text(), map=MapOf(Text(), LANGUAGE.pattern, LANGUAGE.says)),
                "Its name for people, in several languages too: briefs are headed 'Executive brief'.",
            ),
            "description": Field(Text()),
            "theme": Field(Text(), "Colours and fonts.", examples=("ledger", "boardroom", "engineering")),
            "density": Field(Text(), "Type scale and frame.", examples=("standard", "board", "dense")),
            "wording": Field(Choice(*LENGTHS), "Which length of every text they get."),
            "include": Field(SELECTORS, "Only this, and for tags what has none."),
            "exclude": Field(SELECTORS, "All but this; adds to what the extended profile excludes."),
            "order": Field(SELECTORS, "These sections first, in this order."),
            "layouts": Field(MapOf(Text(), r"[^\s]+", Selects().says), "Layout by section, role, kind or id."),
            "limits": Field(LIMITS),
            "paper": Field(Choice("A4", "Letter"), "Paper of briefs and handouts; the theme's when absent."),
            "formats": Field(List(Choice(*FORMATS), single=True, least=1), "What is built when nothing else is asked."),
            "parts": Field(PARTS),
            "sections": Field(List(SECTION), "Sections that the profile itself adds to every report."),
            "notes": Field(Bool(), "Speaker notes in the deck."),
            "handout": Field(Whole(1, 2, 3, 4, 6, 9), "Slides on a page of a handout: 1, 2, 3, 4, 6 or 9."),
            "language": Field(
                List(LANGUAGE, single=True, least=1), "The language they read; further ones are taken where it lacks."
            ),
            "values": Field(
                MapOf(List(Text(), single=True, least=1), r"[^\W_][\w-]*", "the name of a value"),
                "What they are (region: Bavaria), for `where` in reports and {{ audience.values.region }} in layouts.",
            ),
            "require": Field(REQUIRED, "What every document for them must show; adds to what the parent requires."),
            "classification": Field(
                Text(says=f"a text of at most {LONGEST_MARK} characters", pattern=rf".{{1,{LONGEST_MARK}}}"),
                "Stands on every page.",
                examples=("Internal", "Confidential"),
            ),
            "draft": Field(Bool(), "Every page says that it is a draft."),
        },
    )


def resolve(name: str, finder: Finder) -> Audience:
    """The audience of that name; UserError with all that is wrong in its files."""
    layers = finder.load("audiences", name, joined=JOINED)
    root, problems = layers.root, layers.problems
    values = audience_shape().read(root, problems)
    wishes = _layout_wishes(layers, values, finder)
    _check_theme(layers, values, finder)
    sections = _sections(root, problems)
    layers.finish()
    limits, titles = values.get("limits", {}), _titles(layers, values.get("title", name.replace("-", " ").capitalize()))
    return Audience(
        name=name,
        title=titles.get("en") or next(iter(titles.values())),
        titles=tuple(titles.items()),
        description=layers.own("description"),
        theme=values.get("theme", "ledger"),
        density=values.get("density", "standard"),
        wording=values.get("wording", "standard"),
        include=tuple(values.get("include", ())),
        exclude=tuple(values.get("exclude", ())),
        order=tuple(values.get("order", ())),
        layouts=wishes,
        limits=Limits(**{key.replace("-", "_"): value for key, value in limits.items()}),
        paper=values.get("paper", ""),
        formats=tuple(values.get("formats", DEFAULT_FORMATS)),
        parts=tuple(values.get("parts", {}).items()),
        sections=sections,
        notes=values.get("notes", True),
        handout=values.get("handout", 3),
        language=tuple(values.get("language", ())),
        values=tuple((key, tuple(words)) for key, words in values.get("values", {}).items()),
        require=tuple(values.get("require", ())),
        classification=values.get("classification", ""),
        draft=values.get("draft", False),
        extends=layers.ancestors,
        place=layers.place,
    )


def _layout_wishes(layers: Layers, values: Mapping[str, Any], finder: Finder) -> tuple[tuple[Selector, str], ...]:
    """(what, layout); the profile's own wishes come before those of the one it extends."""
    problems, node, known = layers.problems, layers.root.get("layouts"), finder.names("layouts")
    if not isinstance(node, Map):
        return ()
    wishes = []
    for key, layout in values["layouts"].items():
        if layout and layout not in known:
            problems.add(node[key], f"layout '{layout}' does not exist", did_you_mean(layout, known))
        wishes.append((Selects().read(node.key(key), problems), layout))
    return tuple(sorted(wishes, key=lambda wish: layers.depth(wish[0].place)))


def _titles(layers: Layers, title: str | Mapping[str, str]) -> Mapping[str, str]:
    """The title by language, without what an ancestor is called in others."""
    node = layers.root.get("title")
    if isinstance(title, str) or not isinstance(node, Map):
        return {"en": str(title)}
    depths = {language: max(0, layers.depth(said.place)) for language, said in node}  # options belong to the profile
    return {language: title[language] for language, depth in depths.items() if depth == min(depths.values())}


def _check_theme(layers: Layers, values: Mapping[str, Any], finder: Finder) -> None:
    """Note a theme that does not exist, or one that lacks the density."""
    root, problems, themes = layers.root, layers.problems, finder.names("themes")
    theme, density = values.get("theme", "ledger"), values.get("density", "standard")
    if theme not in themes:
        problems.add(root["theme"], f"theme '{theme}' does not exist", did_you_mean(theme, themes))
        return
    scales = finder.load("themes", theme).root.get("densities")
    if "density" in root and isinstance(scales, Map) and density not in scales:
        what = f"theme '{theme}' has no density '{density}'"
        problems.add(root["density"], what, did_you_mean(density, scales.pairs))


def _sections(root: Map, problems: Problems) -> tuple[Section, ...]:
    """The sections that the profile carries, read as those of a report; pictures lie beside the profile."""
    if "sections" not in root:
        return ()
    from exporter.read.yaml_reader import read_tree

    key, sections = root.pairs["sections"]
    report = Map(root.source, root.start, root.end)
    title = Scalar(root.source, key.start, key.end, "sections of an audience", True)
    language = Scalar(root.source, key.start, key.end, UNSTATED, True)
    report.pairs = {"title": (key, title), "language": (key, language), "sections": (key, sections)}
    try:
        return read_tree(Tree(report), "audience", Path(root.source.file).parent).report.sections
    except UserError as error:
        problems.extend(error.problems)
        return ()
