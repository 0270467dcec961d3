"""A schema that refuses what an earlier one accepted is found, and where; a wider one is not."""

from typing import Any

import jsonschema
import pytest

from schemas.compatibility import breaks
from schemas.releases import as_text, broken, released, today

TEXT = {"type": "string", "pattern": "^[A-Z]+$", "minLength": 2, "maxLength": 9}
NUMBER = {"type": "number", "minimum": 0, "maximum": 5}
WORDS = {"enum": ["P", "S"]}
FEWER = {"enum": ["P"]}
UNTOLD = "{} is another one, and nobody can tell what it refuses"
NO_S = "'S' is no longer one of its values"


def thing(required: list[str] | None = None, **fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "$ref": "#/$defs/Thing",
        "$defs": {
            "Thing": {
                "type": "object",
                "properties": fields,
                "required": list(fields) if required is None else required,
                "additionalProperties": False,
            }
        },
    }


def optional(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}], "default": None}


WIDER = {
    "the same": (thing(a=TEXT), thing(a=TEXT)),
    "other words for people": (thing(a=TEXT), thing(a={**TEXT, "description": "else"})),
    "a new field that need not be there": (thing(a=TEXT), thing(["a"], a=TEXT, b=WORDS)),
    "a field that need no longer be there": (thing(a=TEXT), thing([], a=TEXT)),
    "nothing allowed too": (thing(a=TEXT), thing(a=optional(TEXT))),
    "a word more": (thing(a=WORDS), thing(a={"enum": ["P", "S", "T"]})),
    "one word, then several": (thing(a={"const": "P"}), thing(a=WORDS)),
    "a word, then any text like it": (
        thing(a=WORDS),
        thing(a={"type": "string", "pattern": "^.$"}),
    ),
    "whole numbers, then any": (thing(a={"type": "integer"}), thing(a={"type": "number"})),
    "a lower minimum": (thing(a=NUMBER), thing(a={**NUMBER, "minimum": -1})),
    "no maximum": (thing(a=NUMBER), thing(a={"type": "number", "minimum": 0})),
    "up to, then beyond": (
        thing(a={"type": "number", "exclusiveMaximum": 5}),
        thing(a={"type": "number", "maximum": 5}),
    ),
    "longer texts": (thing(a=TEXT), thing(a={**TEXT, "maxLength": 10, "minLength": 1})),
    "any pattern": (thing(a=TEXT), thing(a={"type": "string"})),
    "a wider list": (
        thing(a={"type": "array", "items": WORDS}),
        thing(a={"type": "array", "items": {"enum": ["P", "S", "T"]}, "minItems": 0}),
    ),
}
NARROWER = {
    "a field gone": (thing(a=TEXT, b=TEXT), thing(a=TEXT), "/b", "is not known any more"),
    "a new field that must be there": (
        thing(a=TEXT),
        thing(a=TEXT, b=TEXT),
        "/b",
        "is required now",
    ),
    "a field that must be there now": (thing([], a=TEXT), thing(a=TEXT), "/a", "is required now"),
    "nothing no longer allowed": (
        thing(a=optional(TEXT)),
        thing(a=TEXT),
        "/a",
        "may not be null any more",
    ),
    "a word less": (thing(a=WORDS), thing(a=FEWER), "/a", NO_S),
    "any text, then words": (thing(a={"type": "string"}), thing(a=WORDS), "/a", "only P, S now"),
    "words, then texts that are not like one": (
        thing(a=WORDS),
        thing(a={"type": "string", "pattern": "^P$"}),
        "/a",
        "'S' is refused now",
    ),
    "another type": (thing(a=TEXT), thing(a=NUMBER), "/a", "may not be string any more"),
    "any number, then whole ones": (
        thing(a={"type": "number"}),
        thing(a={"type": "integer"}),
        "/a",
        "may not be number any more",
    ),
    "a higher minimum": (
        thing(a=NUMBER),
        thing(a={**NUMBER, "minimum": 1}),
        "/a",
        "minimum is 1 now",
    ),
    "a new maximum": (
        thing(a={"type": "number"}),
        thing(a={"type": "number", "maximum": 5}),
        "/a",
        "maximum is 5 now",
    ),
    "up to and with, then below": (
        thing(a=NUMBER),
        thing(a={"type": "number", "minimum": 0, "exclusiveMaximum": 5}),
        "/a",
        "maximum is 5 now",
    ),
    "shorter texts": (
        thing(a=TEXT),
        thing(a={**TEXT, "maxLength": 8}),
        "/a",
        "maxLength is 8 now",
    ),
    "no empty list": (
        thing(a={"type": "array"}),
        thing(a={"type": "array", "minItems": 1}),
        "/a",
        "minItems is 1 now",
    ),
    "another pattern": (
        thing(a=TEXT),
        thing(a={**TEXT, "pattern": "^[A-Y]+$"}),
        "/a",
        UNTOLD.format("pattern"),
    ),
    "a word that is not allowed": (
        thing(a=TEXT),
        thing(a={**TEXT, "not": {"const": "ALL"}}),
        "/a",
        UNTOLD.format("not"),
    ),
    "inside a list": (
        thing(a={"type": "array", "items": WORDS}),
        thing(a={"type": "array", "items": FEWER}),
        "/a/*",
        NO_S,
    ),
    "inside a field": (
        thing(a={"type": "object", "properties": {"b": WORDS}}),
        thing(a={"type": "object", "properties": {"b": FEWER}}),
        "/a/b",
        NO_S,
    ),
    "no other fields": (
        {"type": "object"},
        {"type": "object", "additionalProperties": False},
        "/",
        "takes no other fields any more",
    ),
}


@pytest.mark.parametrize(("old", "new"), WIDER.values(), ids=WIDER.keys())
def test_a_schema_that_accepts_all_of_before_breaks_nothing(old: Any, new: Any):
    assert breaks(old, new) == []


@pytest.mark.parametrize(("old", "new", "pointer", "what"), NARROWER.values(), ids=NARROWER.keys())
def test_a_schema_that_may_refuse_something_says_where_and_why(
    old: Any, new: Any, pointer: str, what: str
):
    assert [tuple(one) for one in breaks(old, new)] == [(pointer, what)]


MESSAGES = [
    {"a": value}
    for value in (*"PSTZ", "AB", "ABCDEFGHI", "ab", "", 0, 1, 5, 4.5, -1, None, [], ["P"], ["S"])
] + [{}, {"a": "AB", "b": "AB"}, {"a": "AB", "b": "P"}, {"a": {"b": "P"}}, {"a": {"b": "S"}}]


@pytest.mark.parametrize(("old", "new"), WIDER.values(), ids=WIDER.keys())
def test_what_is_called_wider_refuses_no_message_that_was_accepted(old: Any, new: Any):
    before, after = (jsonschema.Draft202012Validator(one) for one in (old, new))

    accepted = [message for message in MESSAGES if before.is_valid(message)]

    assert accepted
    assert all(after.is_valid(message) for message in accepted)


def test_a_type_that_is_gone_and_every_earlier_release_are_told_once():
    first, second = {"a.v1": thing(a=WORDS)}, {"a.v1": thing(a=WORDS), "b.v1": thing()}

    found = broken({"a.v1": thing(a=FEWER)}, {"0.1.0": first, "0.2.0": second})

    assert [str(one) for one in found] == [
        "a.v1 /a: 'S' is no longer one of its values (0.1.0 accepted it)",
        "b.v1 /: is no longer accepted (0.2.0 accepted it)",
    ]


def test_releases_are_kept_with_one_schema_to_a_line():
    assert next(iter(released())) == "0.1.0"
    assert len(as_text(today()).splitlines()) == len(today()) + 2
