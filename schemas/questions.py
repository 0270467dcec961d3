"""The fields of an event type as questions, and texts as the values they mean; asks nobody."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_type_hints

import msgspec
from msgspec import inspect

from schemas import fields
from schemas.events import EventData
from schemas.forms import bare_type

YES, NO = ("yes", "y", "true"), ("no", "n", "false")
_PLAIN = (inspect.StrType, inspect.DateType, inspect.DateTimeType, inspect.EnumType)


class BadAnswer(ValueError):
    """A text that is no value of its field; it says what is expected."""


@dataclass(frozen=True)
class Question:
    """One field: its name, what it takes in words, and how a text becomes its value."""

    name: str
    takes: str
    is_required: bool
    hint: Any
    parts: Sequence["Question"] = ()  # of a record, or of each record of a list
    is_list: bool = False

    def value(self, text: str) -> Any:
        """Return what a text means, as JSON has it; a list has commas, or is JSON itself.

        Raises BadAnswer with what is wrong.
        """
        text = text.strip()
        if text[:1] in ("[", "{"):
            return self.checked(_from_json(text))
        if self.parts:
            raise BadAnswer(f"expected JSON, as {self._example()}")
        if self.is_list:
            item = _item(self.hint)
            return self.checked(
                [_plain(one.strip(), item) for one in text.split(",") if one.strip()]
            )
        return self.checked(_plain(text, _scalar(self.hint)))

    def as_typed(self, answer: Any) -> Any:
        """Return what was typed into a form as JSON has it; what is no value stays as it is.

        So the faults of the event say what is wrong with it. None is a field left empty.
        """
        if self.parts and self.is_list and isinstance(answer, list):
            return [_record(self.parts, one) for one in cast("list[Any]", answer)] or None
        if self.parts and not self.is_list:
            return _record(self.parts, answer) or None
        if self.is_list and isinstance(answer, str):
            answer = answer.split(",")
        if self.is_list and isinstance(answer, list):
            item, typed = _item(self.hint), cast("list[Any]", answer)
            return [_kept(one, item) for one in typed if _is_typed(one)] or None
        return _kept(answer, _scalar(self.hint)) if _is_typed(answer) else None

    def checked(self, value: Any) -> Any:
        """Return a value as it is, or raise BadAnswer with what is wrong with it."""
        try:
            msgspec.convert(value, self.hint)
        except msgspec.ValidationError as error:
            raise BadAnswer(f"{error}; it takes {self.takes}") from None
        return value

    def _example(self) -> str:
        one = {part.name: "..." for part in self.parts if part.is_required}
        return json.dumps([one] if self.is_list else one)


def questions_of(kind: type[EventData]) -> list[Question]:
    """Return what an event of a type says, the fields that must be there first."""
    return _of(cast("inspect.StructType", inspect.type_info(kind)))


def from_texts(questions: Sequence[Question], given: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that texts give to fields, by name.

    Raises BadAnswer for a name that is no field, or a text that is no value of its field.
    """
    by_name = {one.name: one for one in questions}
    if unknown := [name for name in given if name not in by_name]:
        raise BadAnswer(f"{unknown[0]} is no field of it; there are {', '.join(by_name)}")
    values: dict[str, Any] = {}
    for name, text in given.items():
        try:
            values[name] = by_name[name].value(text)
        except BadAnswer as error:
            raise BadAnswer(f"{name}: {error}") from None
    return values


def from_form(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that were typed into a form, by field; those left empty are left out.

    A list that must be there and was left empty names nobody: whether that may be, its type says.
    What is no field stays, so that the faults of the event name it.
    """
    by_name = {one.name: one for one in questions}
    nobody: dict[str, Any] = {one.name: [] for one in questions if one.is_list and one.is_required}
    values = {
        name: by_name[name].as_typed(answer) if name in by_name else answer
        for name, answer in answers.items()
    }
    return nobody | {name: value for name, value in values.items() if value is not None}


def _of(info: inspect.StructType) -> list[Question]:
    hints = get_type_hints(info.cls, include_extras=True)
    found = [
        Question(
            name=field.encode_name,
            takes=fields.takes(field.type),
            is_required=field.required,
            hint=hints[field.name],
            parts=_parts(field.type),
            is_list=isinstance(bare_type(field.type), inspect.VarTupleType),
        )
        for field in info.fields
    ]
    return sorted(found, key=lambda one: not one.is_required)


def _parts(info: inspect.Type) -> Sequence[Question]:
    bare = bare_type(info)
    if isinstance(bare, inspect.VarTupleType):
        bare = bare_type(bare.item_type)
    return _of(bare) if isinstance(bare, inspect.StructType) else ()


def _scalar(hint: Any) -> inspect.Type:
    return bare_type(inspect.type_info(hint))


def _item(hint: Any) -> inspect.Type:
    return bare_type(cast("inspect.VarTupleType", _scalar(hint)).item_type)


def _plain(text: str, info: inspect.Type) -> Any:
    if isinstance(info, _PLAIN):
        return text
    if isinstance(info, inspect.BoolType):
        if text.lower() not in (*YES, *NO):
            raise BadAnswer("yes or no")
        return text.lower() in YES
    return _from_json(text)


def _record(parts: Sequence[Question], answer: Any) -> Any:
    return from_form(parts, cast("dict[str, Any]", answer)) if isinstance(answer, dict) else answer


def _is_typed(answer: Any) -> bool:
    return not isinstance(answer, str) or bool(answer.strip())


def _kept(answer: Any, info: inspect.Type) -> Any:
    """Return the value that a text means, or the text where it means none."""
    if not isinstance(answer, str):
        return answer
    try:
        return _plain(answer.strip(), info)
    except BadAnswer:
        return answer.strip()


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise BadAnswer(f"{text[:40]!r} cannot be read") from None
