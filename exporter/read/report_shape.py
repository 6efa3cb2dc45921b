"""The shape of a report in YAML or JSON, key by key: what is checked, and what editors complete and explain."""

from __future__ import annotations

from typing import Any

from exporter.model.audience import FORMATS
from exporter.model.report import ROLES
from exporter.read import shape
from exporter.read.chart_kinds import KINDS as CHARTS
from exporter.read.shape import Bool, Choice, Date, Either, Field, Integer, Later, List, Map, Number, Record, Text
from exporter.read.spoken import LANGUAGE, Spoken

COLUMN_TYPES = ("text", "number", "date", "year", "percent", "currency")
ID = Text(says="an id (letters, digits, '-', '_', '.')", pattern=r"[^\W_][\w.-]*")
WORD = Text()
WORDING = Record(
    "wording",
    "One text in up to three lengths; an audience takes the one it wants.",
    {
        "short": Field(WORD, "For slides that are read in passing."),
        "standard": Field(WORD, "The usual wording."),
        "full": Field(WORD, "With everything in it."),
    },
    says="a map with short, standard, full",
)


def spoken(scalar: Text = WORD, map: Record | None = None, list: List | None = None) -> Spoken:
    """A text in one language or several, or what else may stand in its place."""
    return Spoken(Either(scalar, list, map), Either(scalar=WORD, map=WORDING))


TEXT = spoken(map=WORDING)


TEXTS = spoken(map=WORDING, list=List(TEXT))
NAMES = List(ID, single=True)
TAGS = Field(NAMES, "Tags, declared in the report or core ones.")
WHERE = Field(
    Map(List(WORD, single=True), ID.pattern, "the name of a value"),
    "What it is about (region: Bavaria): audiences with another word of that value do not get it.",
)
FLAG = Bool()
HIDDEN = Field(FLAG, "Not shown to anyone; stays in the file.")
ONLY = Field(List(Choice(*FORMATS), single=True), "Formats that show it.")


def _for(**keys: Field) -> Field:
    """`for:` with what it may change."""
    name = "override" if "layout" in keys else "-".join(("override", *keys))
    override = Record(name, "What is different for one audience.", keys)
    return Field(Map(override), "What is different for an audience, by its name.")


ICON = Field(
    Either(
        scalar=WORD,
        map=Record(
            "icon",
            "A small picture from the set of icons, or from the project's own.",
            {
                "name": Field(WORD, "Its name.", required=True, examples=("battery-charging", "factory")),
                "alt": Field(TEXT, "What it tells beside the words; without it the icon is decoration."),
            },
        ),
    ),
    "An icon, by its name: exporter templates icons lists them.",
    examples=("battery-charging", "factory"),
)

POINT = spoken(
    map=Record(
        "point",
        "A point, with points of its own.",
        {
            "text": Field(TEXT, "What it says."),
            "short": Field(WORD, "Its short wording, in place of `text`."),
            "standard": Field(WORD, "Its usual wording, in place of `text`."),
            "full": Field(WORD, "Its full wording, in place of `text`."),
            "points": Field(Later(lambda: POINTS), "Points one level down."),
            "id": Field(ID, "For links and audiences."),
            "tags": TAGS,
            "where": WHERE,
        },
    ),
)
POINTS: List = List(POINT)

ITEM_KEYS = {
    "id": Field(ID, "For links and audiences; made from the name when absent."),
    "name": Field(TEXT, "What it is called.", required=True),
    "detail": Field(TEXT, "Optional: may move to the speaker notes."),
    "emphasis": Field(FLAG, "Whether it stands out."),
    "icon": ICON,
    "tags": Field(NAMES, "Tags of the item."),
    "where": WHERE,
    "points": Field(POINTS, "Anything else about it, as points."),
}
"""Every other key of an item is a field that its block declares; the reader of blocks checks that."""


ITEM = spoken(map=Record("item", "A named thing with the fields its block declares.", ITEM_KEYS, others=TEXTS))
FIELD = spoken(
    map=Record(
        "field",
        "A field that items have: how it is labelled and where layouts put it.",
        {
            "label": Field(TEXT, "Label shown to readers; made from the field's id when absent."),
            "slot": Field(ID, "Where layouts put it.", examples=("body", "status", "figure", "rest")),
            "missing": Field(TEXT, 'Written when an item has no value; "Not stated" otherwise.'),
            "tags": Field(NAMES, "Tags of the field: an audience may leave it out."),
            "where": WHERE,
            "only": ONLY,
            "hidden": HIDDEN,
            "for": _for(title=Field(TEXT, "Another label."), only=ONLY, hidden=HIDDEN),
        },
    ),
)
GROUP = Record(
    "group",
    "Items that belong together.",
    {
        "id": Field(ID, "For links and audiences."),
        "title": Field(TEXT, "Heading of the group."),
        "headline": Field(TEXT, "Slide title when the group gets a slide of its own."),
        "list": Field(List(ITEM), "Its items.", required=True),
    },
)
ITEMS = Either(
    list=List(ITEM, least=1),
    map=Record(
        "items",
        "Named things with declared fields.",
        {
            "fields": Field(Either(list=List(ID), map=Map(FIELD, keys=r"[^\W_][\w.-]*", keys_say="an id")), "Fields."),
            "list": Field(List(ITEM, least=1), "The items."),
            "groups": Field(List(GROUP, least=1), "The items, in groups; in place of `list`."),
            "links": Field(
                List(
                    Record(
                        "item-link",
                        "An arrow from one item to another.",
                        {
                            "from": Field(WORD, "Id or name of an item.", required=True),
                            "to": Field(WORD, "Id or name of an item.", required=True),
                            "label": Field(TEXT, 'What it means: "invests in".', required=True),
                        },
                    )
                ),
                "Links between items.",
            ),
            "ordered": Field(FLAG, "Whether the items are numbered."),
        },
        one_of=("list", "groups"),
    ),
)

WHEN = spoken(
    scalar=Text(says="a date such as 2026-02-03, Q3 2025, late 2024 or 2027–2028"),
    map=Record(
        "span",
        "A date in words of your own, with the days it stands for.",
        {
            "text": Field(TEXT, "What readers see.", required=True),
            "from": Field(Date(), "First day.", required=True),
            "to": Field(Date(), "Last day.", required=True),
            "vague": Field(FLAG, "Whether readers are told that the span is drawn by estimate."),
        },
    ),
)
MILESTONE = Record(
    "milestone",
    "Something that happens at a time.",
    {
        "id": Field(ID, "For links and audiences; made from the date when absent."),
        "when": Field(WHEN, "When.", required=True, examples=("late 2024", "Q3 2025", "2027–2028", "2026-02-03")),
        "who": Field(TEXTS, "Who; one or several."),
        "what": Field(TEXT, "What happens.", required=True),
        "detail": Field(TEXT, "Optional: may move to the speaker notes."),
        "points": Field(POINTS, "More about it."),
        "group": Field(TEXT, "The lane it belongs to."),
        "emphasis": Field(FLAG, "Whether it is the one that the title is about."),
        "context": Field(FLAG, "A window that frames the others."),
        "tags": Field(NAMES, "Tags of the milestone."),
        "where": WHERE,
    },
)
MILESTONES = Either(
    list=List(MILESTONE, least=1),
    map=Record(
        "milestones",
        "What happens when.",
        {
            "title": Field(TEXT, "Subhead over the timeline."),
            "year": Field(Integer(1000, 2999), 'Year of dates that name none ("October 21").'),
            "list": Field(List(MILESTONE), "The milestones.", required=True),
            "undated": Field(
                Either(
                    list=POINTS,
                    map=Record(
                        "undated",
                        "What belongs to the timeline but has no date.",
                        {"title": Field(TEXT, "Heading over it."), "list": Field(POINTS, "Its points.", required=True)},
                    ),
                ),
                "What belongs here but has no date.",
            ),
        },
    ),
)

COLUMN = spoken(
    map=Record(
        "column",
        "A column of a table.",
        {
            "id": Field(ID, "Its key in rows that are maps, or its heading in the data file."),
            "label": Field(TEXT, "Heading."),
            "type": Field(Choice(*COLUMN_TYPES), "What its cells hold; found out when absent."),
            "unit": Field(WORD, "Unit of its numbers."),
            "align": Field(Choice("left", "center", "right"), "Numbers stand right when absent."),
            "decimals": Field(Integer(0, 12), "Digits after the decimal mark."),
        },
    ),
)
CELLS = List(spoken(Text(says="a cell"), WORDING), gaps=True)
ROW = Either(
    list=CELLS,
    map=Record(
        "row",
        "A row by the ids of its columns. `group`, `emphasis`, `tags` and `where` stand beside them.",
        {
            "tags": Field(Either(scalar=WORD, list=List(ID)), "Tags of the row."),
            "where": Field(Either(scalar=WORD, map=WHERE.shape), WHERE.doc),
        },
        others=spoken(map=WORDING, list=CELLS),
    ),
)
"""A row is a list of cells, or a map by column id; the reader of tables checks its keys."""
TABLE = Record(
    "table",
    "Rows and columns.",
    {
        "columns": Field(List(COLUMN, least=1), "The columns."),
        "rows": Field(
            List(ROW), "The rows: lists of cells, or maps by column id with `group`, `emphasis`, `tags`, `where`."
        ),
        "data": Field(WORD, "A CSV, JSON or YAML file in the report's folder, in place of `rows`."),
        "header": Field(FLAG, "Whether the headings are shown."),
    },
    one_of=("rows", "data"),
)

NUMBERS = List(Text(says="a number"), gaps=True)
CHANGE = Either(
    list=List(WORD, least=2),
    map=Record(
        "change",
        "From one category to another.",
        {
            "from": Field(WORD, "Category where it begins.", required=True),
            "to": Field(WORD, "Category where it ends.", required=True),
            "series": Field(WORD, "Of which series, where there are several."),
        },
    ),
)
CHART = Record(
    "chart",
    "Numbers as a picture.",
    {
        "kind": Field(Choice(*CHARTS), "Kind of chart.", required=True),
        "categories": Field(List(TEXT, least=1), "What is compared: names, or dates."),
        "series": Field(
            Either(
                map=Map(NUMBERS),
                list=List(
                    Record(
                        "series",
                        "One row of numbers.",
                        {
                            "name": Field(TEXT, "Its name.", required=True),
                            "values": Field(NUMBERS, "A number for each category.", required=True),
                            "tags": Field(NAMES, "Tags of the series."),
                            "where": WHERE,
                        },
                    ),
                    least=1,
                ),
            ),
            "Numbers by name of their series. Some kinds take them by their order: scatter and bubble (across, up, "
            "size), range and gantt (from, to), bullet (value, target, ends of bands), waterfall (changes).",
        ),
        "table": Field(ID, "Id of a table of this report that holds the numbers."),
        "data": Field(WORD, "A CSV, JSON or YAML file in the report's folder that holds the numbers."),
        "columns": Field(List(WORD, single=True, least=1), "Columns of the table or file to draw."),
        "unit": Field(WORD, "Unit of the numbers.", examples=("%", "€", "GWh")),
        "decimals": Field(Integer(0, 12), "Digits after the decimal mark; as many as are written when absent."),
        "highlight": Field(
            Either(scalar=WORD, list=List(WORD), map=Map(List(WORD, single=True, least=1))),
            "Categories or series that stand out; single points as {series: category}.",
        ),
        "totals": Field(
            Either(scalar=FLAG, list=List(WORD)),
            "Sums over stacks (true); of a waterfall the bars that stand on zero, where that is not clear by itself.",
        ),
        "lines": Field(List(WORD, single=True, least=1), "Series that a combo draws as lines; the last when absent."),
        "second": Field(List(WORD, single=True, least=1), "Series with an axis of their own, on the right."),
        "from": Field(Number(), "Where the axis of values begins; bars that are cut are marked."),
        "to": Field(Number(), "Where the axis of values ends; bars that are cut are marked."),
        "missing": Field(Choice("gap", "zero", "span"), "What lines do where a value is missing: stop, fall, go on."),
        "difference": Field(CHANGE, "How much more the second category is than the first: [2023, 2026]."),
        "growth": Field(CHANGE, "Growth rate a year from the first category to the second."),
        "references": Field(
            List(
                Record(
                    "reference",
                    "A line to compare with.",
                    {
                        "at": Field(Number(), "Its value.", required=True),
                        "name": Field(TEXT, "What it is."),
                    },
                )
            ),
            "Lines to compare with: a target, a mean.",
        ),
        "bands": Field(
            List(
                Record(
                    "band",
                    "A range to compare with.",
                    {
                        "from": Field(Number(), "Where it begins.", required=True),
                        "to": Field(Number(), "Where it ends.", required=True),
                        "name": Field(TEXT, "What it is."),
                    },
                )
            ),
            "Ranges to compare with: what is normal, what is allowed.",
        ),
        "annotations": Field(
            List(
                Record(
                    "annotation",
                    "Words at a point.",
                    {
                        "at": Field(WORD, "Its category.", required=True),
                        "series": Field(WORD, "Its series; the highest when absent."),
                        "text": Field(TEXT, "What to say.", required=True),
                    },
                )
            ),
            "Words at single points.",
        ),
        "multiples": Field(FLAG, "A small chart for each series, all on one scale."),
        "alt": Field(TEXT, "What it shows, for those who cannot see it; made from the numbers when absent."),
    },
    one_of=("series", "table", "data"),
)

FIGURE = Record(
    "figure",
    "A number or short claim, with what it means.",
    {
        "figure": Field(TEXT, "The number.", required=True),
        "label": Field(TEXT, "What it is."),
        "support": Field(TEXT, "A sentence that bears it out."),
        "emphasis": Field(FLAG, "Whether it stands out."),
        "icon": ICON,
        "sections": Field(NAMES, "Ids of the sections it sums up."),
        "tags": Field(NAMES, "Tags of the figure."),
        "where": WHERE,
        "hidden": HIDDEN,
        "for": _for(hidden=HIDDEN),
    },
)
FIGURES = List(FIGURE, least=1)
SUMMARY = Either(
    list=List(FIGURE),
    map=Record(
        "summary",
        "The report in a few figures.",
        {
            "headline": Field(TEXT, "Title of the summary slide."),
            "notes": Field(TEXTS, "Speaker notes of the summary slide."),
            "list": Field(FIGURES, "Figures.", required=True),
        },
    ),
)

QUOTE = spoken(
    map=Record(
        "quote",
        "What somebody said.",
        {"text": Field(TEXTS, "The words.", required=True), "by": Field(TEXT, "Who said them.")},
    ),
)
PICTURE = Record(
    "picture",
    "A picture.",
    {
        "path": Field(WORD, "File, from the report's folder."),
        "address": Field(WORD, "Where it is, when the folder has no such file: its words then stand in its place."),
        "alt": Field(TEXT, "What it shows, for those who cannot see it.", required=True),
        "caption": Field(TEXT, "Words under it."),
        "credit": Field(TEXT, "Whose it is."),
        "link": Field(WORD, "Where a click goes."),
    },
    one_of=("path", "address"),
)
STEP = spoken(
    map=Record(
        "step",
        "A step.",
        {
            "head": Field(TEXT, "What to do.", required=True),
            "text": Field(TEXT, "More about it."),
            "points": Field(POINTS, "More about it, as points."),
            "icon": ICON,
            "id": Field(ID, "For links."),
        },
    ),
)
STEPS = Either(
    list=List(STEP, least=1),
    map=Record(
        "steps",
        "What is done, in order.",
        {
            "list": Field(List(STEP, least=1), "The steps.", required=True),
            "start": Field(Integer(0, 9999), "Number of the first."),
        },
    ),
)
COMPARISON = Record(
    "comparison",
    "Options by criteria.",
    {
        "options": Field(List(TEXT, least=1), "What is compared.", required=True),
        "criteria": Field(
            Either(
                map=Map(List(TEXT)),
                list=List(
                    Record(
                        "criterion",
                        "One criterion.",
                        {
                            "name": Field(TEXT, "What is asked.", required=True),
                            "cells": Field(List(TEXT), "An answer for each option.", required=True),
                        },
                    )
                ),
            ),
            "A word for each option, by criterion.",
            required=True,
        ),
        "chosen": Field(WORD, "The option that is recommended."),
    },
)
CALLOUT = spoken(
    map=Record(
        "callout",
        "What must not be overlooked.",
        {"text": Field(TEXTS, "What it says."), "icon": ICON, **WORDING.fields},
    ),
    list=List(TEXT),
)
CODE = Either(
    scalar=Text(says="code"),
    map=Record(
        "code",
        "Program text, as it is.",
        {"code": Field(WORD, "The text.", required=True), "language": Field(WORD, "Its language.")},
    ),
)

KIND_FIELDS: dict[str, Field] = {
    "text": Field(TEXTS, "Paragraphs."),
    "points": Field(List(POINT, least=1), "A list, nested as deep as you like."),
    "items": Field(ITEMS, "Named things with declared fields."),
    "milestones": Field(MILESTONES, "What happens when."),
    "table": Field(TABLE, "Rows and columns."),
    "chart": Field(CHART, "Numbers as a picture."),
    "figures": Field(FIGURES, "Numbers or short claims with their meaning."),
    "quote": Field(QUOTE, "What somebody said."),
    "picture": Field(PICTURE, "A picture."),
    "steps": Field(STEPS, "What is done, in order."),
    "comparison": Field(COMPARISON, "Options by criteria."),
    "callout": Field(CALLOUT, "What must not be overlooked."),
    "code": Field(CODE, "Program text, as it is."),
}

CONTROL = {
    "layout": Field(ID, "The layout you wish for."),
    "break": Field(Choice("before", "after"), "A new slide or page starts there."),
    "keep": Field(Choice("together", "with-next"), "What must not be torn apart."),
    "hidden": HIDDEN,
    "backup": Field(FLAG, "After the end, not in the agenda."),
}
COMMON = {
    "notes": Field(TEXTS, "Speaker notes."),
    "tags": Field(NAMES, "Tags: core ones, or declared in the report's `tags`."),
    "where": WHERE,
    "only": ONLY,
    "sources": Field(NAMES, "Ids of its sources."),
    **CONTROL,
    "for": _for(title=Field(TEXT, "Title."), headline=Field(TEXT, "Headline."), only=ONLY, **CONTROL),
}

BLOCK = spoken(
    map=Record(
        "block",
        "A part of a section: one content (text, points, items …), and what goes with it.",
        {
            "id": Field(ID, "For links and audiences; made from the title or kind when absent."),
            **KIND_FIELDS,
            "title": Field(TEXT, "Subhead, or caption of a table or picture."),
            "headline": Field(TEXT, "Slide title when it gets a slide of its own."),
            "detail": Field(TEXT, "Optional: may move to the speaker notes."),
            "note": Field(TEXT, "A remark on method, shown in the source line."),
            **COMMON,
        },
        one_of=tuple(KIND_FIELDS),
    ),
)
SECTION: Record = Record(
    "section",
    "A part of the report.",
    {
        "id": Field(ID, "For links and audiences; made from the title when absent."),
        "title": Field(TEXT, "Its name.", required=True),
        "role": Field(Choice(*ROLES), "What it is for, so that audiences and layouts know it in any report."),
        "headline": Field(TEXT, "What it says, in a full sentence: the slide title."),
        "question": Field(TEXT, "The question it answers, for the agenda."),
        "icon": Field(ICON.shape, "An icon for its divider, by its name: exporter templates icons lists them."),
        "blocks": Field(List(BLOCK), "Its content."),
        "sections": Field(List(Later(lambda: SECTION)), "Sections one level down."),
        **COMMON,
    },
)

SOURCE = Record(
    "source",
    "Where facts come from.",
    {
        "id": Field(ID, "What texts refer to it by: [@id]."),
        "title": Field(TEXT, "Title.", required=True),
        "publisher": Field(TEXT, "Who published it."),
        "authors": Field(TEXTS, "Who wrote it."),
        "date": Field(TEXT, "When it was published."),
        "link": Field(WORD, "Its address."),
        "accessed": Field(TEXT, "When it was read there."),
    },
)
NOTE = spoken(
    map=Record(
        "note",
        'A note: "read with care".',
        {
            "head": Field(TEXT, "Its head."),
            "text": Field(TEXT, "What to know.", required=True),
            "tags": Field(NAMES, "Tags of the note."),
            "where": WHERE,
        },
    ),
)
TERM = Record(
    "term",
    "A word of the glossary.",
    {
        "term": Field(TEXT, "The word.", required=True),
        "text": Field(TEXT, "What it means.", required=True),
        "tags": Field(NAMES, "Tags of the word."),
        "where": WHERE,
    },
)
REPORT = Record(
    "report",
    "A report: everything that decks, briefs and handouts are made from.",
    {
        "$schema": Field(WORD, "For editors."),
        "id": Field(ID, "Names the files made; the name of the file when absent."),
        "title": Field(TEXT, "Title.", required=True),
        "kind": Field(TEXT, 'Word over the title: "Status report".'),
        "edition": Field(TEXT, "Which edition it is."),
        "date": Field(TEXT, "Date of the report.", examples=("2026-02-03",)),
        "authors": Field(TEXTS, "Who wrote it."),
        "language": Field(LANGUAGE, "Language of all texts that do not say theirs."),
        "headline": Field(TEXT, "The claim of the whole, in a full sentence."),
        "standfirst": Field(TEXT, "One sentence under the headline."),
        "agenda": Field(TEXT, "Title of the agenda slide."),
        "tags": Field(NAMES, "This report's own tags, beside the core ones."),
        "values": Field(
            Map(List(WORD, single=True, least=1), ID.pattern, "the name of a value"),
            "The words that `where` may use, by the name of their value (region: [Bavaria, Hesse]).",
        ),
        "summary": Field(SUMMARY, "The report in a few figures."),
        "sections": Field(List(SECTION), "The sections."),
        "sources": Field(
            Either(list=List(SOURCE), map=Map(SOURCE, keys=ID.pattern, keys_say="an id")), "Where the facts come from."
        ),
        "notes": Field(
            spoken(
                list=List(NOTE),
                map=Record(
                    "read-with-care",
                    "Notes, with a title of their slide.",
                    {
                        "headline": Field(TEXT, "Title of the slide."),
                        "list": Field(List(NOTE), "Notes.", required=True),
                    },
                ),
            ),
            'Notes for readers: "read with care".',
        ),
        "glossary": Field(
            Either(list=List(TERM), map=Map(TEXT, keys_say="a word", says="words with what they mean")),
            "Words with what they mean: at the end of documents, in the order of the alphabet.",
        ),
    },
)


def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a report file."""
    return shape.json_schema(REPORT, "Report for exporter", REPORT.doc)
