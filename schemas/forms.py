"""The fields of an event type as a form has them: what is typed where, and what it takes."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, cast

import msgspec
from msgspec import inspect

from schemas import fields
from schemas.asyncapi import examples_of
from schemas.events import EventData, sentence_of, suffix_of
from schemas.typed import RECORDED

LONG_TEXT = 500  # what may be longer has room for several lines
AUTHOR = "author"  # who wrote it is said by the screen it was written on, never typed in


class Input(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes-no"
    WORD = "word"  # one of several
    WORDS = "words"  # any of several
    RECORD = "record"
    RECORDS = "records"


class FormField(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field of a form; `parts` are those of a record, or of each record of a list.

    A list that may be empty need not be filled in, though the event has it.
    """

    name: str
    takes: str
    input: Input
    is_required: bool = False
    words: list[tuple[str, str]] = []  # with what a short one stands for
    means: str = ""  # what the words are about
    low: float | None = None
    high: float | None = None
    step: str = "any"
    most_characters: int | None = None
    example: str = ""
    parts: list["FormField"] = []


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What a person fills in to say one type of event; `last_day` names what dates it, if any."""

    type: str
    says: str
    last_day: str
    fields: list[FormField]


def forms() -> list[Form]:
    """Return a form for every type that a person may record, in the order of the catalogue."""
    return [form_of(kind) for kind in RECORDED.values() if AUTHOR not in kind.__struct_fields__]


def form_of(kind: type[EventData]) -> Form:
    """Return the form of one type, the fields that must be there first."""
    example = {name: said for one in examples_of(kind) for name, said in one["data"].items()}
    info = cast("inspect.StructType", inspect.type_info(kind))
    between = kind.HAPPENED_BETWEEN
    return Form(
        type=suffix_of(kind),
        says=sentence_of(kind),
        last_day=between[1] if between else "",
        fields=_fields(info, example),
    )


def _fields(info: inspect.StructType, example: dict[str, Any]) -> list[FormField]:
    found = [_field(field, example.get(field.encode_name)) for field in info.fields]
    return sorted(found, key=lambda one: not one.is_required)


def _field(field: inspect.Field, example: Any) -> FormField:
    bare = bare_type(field.type)
    item = bare_type(bare.item_type) if isinstance(bare, inspect.VarTupleType) else bare
    is_record = isinstance(item, inspect.StructType)
    number = item if isinstance(item, inspect.IntType | inspect.FloatType) else None
    return FormField(
        name=field.encode_name,
        takes=fields.takes(field.type).replace("`", ""),
        input=_input(bare, item),
        is_required=field.required and not _may_be_empty(bare),
        words=_words(item),
        means=sentence_of(item.cls) if isinstance(item, inspect.EnumType) else "",
        low=number.ge if number else None,
        high=number.le if number else None,
        step="1" if isinstance(item, inspect.IntType) else "any",
        most_characters=item.max_length if isinstance(item, inspect.StrType) else None,
        example="" if is_record else _text(example),
        parts=_fields(item, _one_of(example)) if isinstance(item, inspect.StructType) else [],
    )


def _may_be_empty(bare: inspect.Type) -> bool:
    return isinstance(bare, inspect.VarTupleType) and not bare.min_length


def _words(item: inspect.Type) -> list[tuple[str, str]]:
    if not isinstance(item, inspect.EnumType):
        return []
    found = [(one.value, one.name.lower()) for one in cast("type[StrEnum]", item.cls)]
    return [(word, "" if name == word else name.replace("_", " ")) for word, name in found]


def _input(bare: inspect.Type, item: inspect.Type) -> Input:
    is_list = isinstance(bare, inspect.VarTupleType)
    match item:
        case inspect.StructType():
            return Input.RECORDS if is_list else Input.RECORD
        case inspect.EnumType():
            return Input.WORDS if is_list else Input.WORD
        case inspect.BoolType():
            return Input.YES_NO
        case inspect.DateType() if not is_list:
            return Input.DAY
        case inspect.IntType() | inspect.FloatType() if not is_list:
            return Input.NUMBER
        case inspect.StrType() if not is_list and (item.max_length or 0) > LONG_TEXT:
            return Input.LONG_TEXT
        case _:
            return Input.TEXT


def _one_of(example: Any) -> dict[str, Any]:
    """Return the example of a record, or of the first of a list."""
    if not isinstance(example, list):
        return example or {}
    records = cast("list[dict[str, Any]]", example)
    return records[0] if records else {}


def _text(example: Any) -> str:
    if isinstance(example, list):
        return ", ".join(map(_text, cast("Sequence[Any]", example)))
    if isinstance(example, bool):
        return "yes" if example else "no"
    return "" if example is None else str(example)


def bare_type(info: inspect.Type) -> inspect.Type:
    """Return a type without what is said about it, and without that it may be missing."""
    while isinstance(info, inspect.Metadata | inspect.UnionType):
        if isinstance(info, inspect.Metadata):
            info = info.type
        else:
            info = next(one for one in info.types if not isinstance(one, inspect.NoneType))
    return info
