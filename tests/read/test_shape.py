from __future__ import annotations

import datetime as dt

import pytest

from exporter.errors import UserError
from exporter.read.shape import (
    Bool,
    Choice,
    Date,
    Either,
    Field,
    Integer,
    Later,
    List,
    Map,
    Number,
    Record,
    Shape,
    Text,
    json_schema,
    read,
)
from exporter.read.tree import load_text

LIMITS = Record(
    "limits",
    "How much.",
    {"slides": Field(Integer(least=1), "Most slides."), "beyond": Field(Choice("backup", "warn"), "The rest.")},
)
PROFILE: Record = Record(
    "profile",
    "Who it is for.",
    {
        "name": Field(Text(), "Its name.", required=True, examples=("board",)),
        "extends": Field(List(Text(), single=True), "What it builds on."),
        "limits": Field(LIMITS, "Limits."),
        "colours": Field(Map(Text(says="a colour such as #0B5A6E", pattern="#[0-9A-Fa-f]{6}")), "Colours by role."),
        "since": Field(Date(), "First day."),
        "bold": Field(Bool(), "Whether."),
        "scale": Field(Number(0, 2), "Factor."),
        "wording": Field(Either(scalar=Text(), list=List(Text())), "Words."),
        "parts": Field(List(Later(lambda: PROFILE)), "Profiles within."),
    },
)
KIND = Record(
    "block", "A block.", {"text": Field(Text()), "code": Field(Text()), "id": Field(Text())}, ("text", "code")
)


def values(text: str, shape: Shape = PROFILE) -> object:
    return read(load_text(text, "p.yaml"), shape)


def faults(text: str, shape: Shape = PROFILE) -> list[str]:
    with pytest.raises(UserError) as error:
        values(text, shape)
    return [f"{p.where.line}:{p.where.column} {p.what} | {p.hint}" for p in error.value.problems if p.where]


def test_values_have_the_declared_type() -> None:
    assert values(
        """
        name: no
        extends: general
        limits: {slides: 8, beyond: warn}
        colours: {accent: "#0B5A6E"}
        since: 2026-02-03
        bold: yes
        scale: 1.50
        wording: [1.10]
        parts: [{name: 12:30}]
        """
    ) == {
        "name": "no",
        "extends": ["general"],
        "limits": {"slides": 8, "beyond": "warn"},
        "colours": {"accent": "#0B5A6E"},
        "since": dt.date(2026, 2, 3),
        "bold": True,
        "scale": 1.5,
        "wording": ["1.10"],
        "parts": [{"name": "12:30"}],
    }


def test_all_that_is_wrong_is_said_in_one_run_in_the_order_of_the_file() -> None:
    assert faults(
        """extands: general
limits: {slides: 0, beyond: bakup}
colours: {accent: red}
since: 2026-02-30
bold: maybe
scale: 3
wording: {a: b}
name:
"""
    ) == [
        "1:1 'extands' is not a key of a profile | did you mean 'extends'?",
        "2:18 expected a whole number of at least 1, not '0' | ",
        "2:29 'bakup' is not known here | did you mean 'backup'?",
        "3:19 expected a colour such as #0B5A6E, not 'red' | ",
        "4:8 '2026-02-30' is not a date: day is out of range for month | ",
        "5:7 expected true or false, not 'maybe' | ",
        "6:8 expected a number from 0 to 2, not '3' | ",
        '7:10 expected a text or a list, not a map | a text with ": " in it needs quotes around it',
        "8:1 'name' is empty in this profile | give it a value, its name",
    ]


def test_a_missing_space_after_a_colon_is_recognised() -> None:
    assert faults("name: x\nlimits:\n  slides:8") == [
        "3:3 expected a map (limits), not 'slides:8' | put a space after the colon: slides: 8"
    ]
    assert "put a space after the colon: extends: general" in faults("{name: x, extends:general}")[0]


def test_exactly_one_content() -> None:
    assert values("text: a", KIND) == {"text": "a"}
    assert faults("{id: a}", KIND) == ["1:1 this block has no content | give one of: text, code"]
    assert "'code' cannot stand beside 'text'" in faults("text: a\ncode: b", KIND)[0]
    assert faults("tekst: a", KIND) == ["1:1 'tekst' is not a key of a block | did you mean 'text'?"]


def test_schema_says_the_same() -> None:
    schema = json_schema(PROFILE, "profile")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$ref"] == "#/$defs/profile"
    profile = schema["$defs"]["profile"]
    assert profile["required"] == ["name"]
    assert profile["additionalProperties"] is False
    properties = profile["properties"]
    assert properties["name"]["description"] == "Its name."
    assert properties["name"]["examples"] == ["board"]
    assert properties["limits"]["$ref"] == "#/$defs/limits"
    assert properties["parts"]["items"] == {"$ref": "#/$defs/profile"}
    assert schema["$defs"]["limits"]["properties"]["slides"] == {
        "type": "integer",
        "minimum": 1,
        "description": "Most slides.",
    }
