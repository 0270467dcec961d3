"""Does a schema still accept all that an earlier one accepted? What it may refuse now is a break.

The JSON Schemas of this project use few keywords. Of each it is told here when it got narrower;
whatever cannot be told counts as a break: a producer must never find out first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Schema = Mapping[str, Any]

# What says something to people only, or is where schemas are kept.
_SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description", "default", "examples"}
_BOUNDS = (
    ("minimum", "exclusiveMinimum", 1),
    ("maximum", "exclusiveMaximum", -1),
)
_COUNTS = (
    ("minLength", 1, str),
    ("maxLength", -1, str),
    ("minItems", 1, list),
    ("maxItems", -1, list),
)
_OF_TEXTS = {"pattern", "format"}
_TELL_VALUES = {"type", "pattern", "properties", "required", "additionalProperties", "items"}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
# Each of these is compared by its own rule; of any other only that it is the same.
_COMPARED = {
    "type", "enum", "const", "anyOf", "properties", "required", "additionalProperties", "items",
    "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", *(name for name, *_ in _COUNTS),
}  # fmt: skip


class Break(NamedTuple):
    """What was accepted and may be refused now: where in the message, and why."""

    pointer: str
    what: str


def breaks(old: Schema, new: Schema) -> list[Break]:
    """Return where the new schema may refuse what the old one accepted; nothing where it cannot.

    Both are whole JSON Schemas (2020-12) whose references lead to their own `$defs`.
    """
    return list(dict.fromkeys(_Comparison(old, new).between(old, new, "")))


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new

    def between(self, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        if "anyOf" in old:
            for one in old["anyOf"]:
                yield from self.between({**_without(old, "anyOf"), **one}, new, at)
        elif "anyOf" in new:
            yield from self._to_any(old, new, at)
        else:
            yield from _values(old, new, at)
            yield from _types(old, new, at)
            yield from _limits(old, new, at)
            yield from self._fields(old, new, at)
            if "items" in new:
                yield from self.between(old.get("items", {}), new["items"], f"{at}/*")
            yield from _unknown(old, new, at)

    def _to_any(self, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        common = _without(new, "anyOf")
        tried = [list(self.between(old, {**common, **one}, at)) for one in new["anyOf"]]
        # Of those that all refuse something, the one that refuses least is what was meant.
        yield from min(tried, key=len)

    def _fields(self, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        before, after = old.get("properties", {}), new.get("properties", {})
        is_closed = new.get("additionalProperties", True) is False
        for name in new.get("required", ()):
            if name not in old.get("required", ()):
                yield Break(f"{at}/{name}", "is required now")
        for name, field in before.items():
            if name in after:
                yield from self.between(field, after[name], f"{at}/{name}")
            elif is_closed:
                yield Break(f"{at}/{name}", "is not known any more")
        if is_closed and old.get("additionalProperties", True) is not False and _may_be(old, dict):
            yield Break(at or "/", "takes no other fields any more")


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = {**_without(schema, "$ref"), **root["$defs"][name]}
    return schema


def _without(schema: Schema, name: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != name}


def _choices(schema: Schema) -> Sequence[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _named_types(schema: Schema) -> set[str] | None:
    named = schema.get("type")
    return {named} if isinstance(named, str) else None if named is None else set(named)


def _may_be(schema: Schema, kind: type) -> bool:
    named = _named_types(schema)
    return named is None or any(kind in _TYPES[one] for one in named)


def _values(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    before, after = _choices(old), _choices(new)
    if after is None:
        for value in before or ():
            if not _is_of(value, new):
                yield Break(at, f"{value!r} is refused now")
    elif before is None:
        yield Break(at, f"only {_listed(after)} now")
    else:
        for value in before:
            if value not in after:
                yield Break(at, f"{value!r} is no longer one of its values")


def _is_of(value: Any, schema: Schema) -> bool:
    if schema.keys() - _TELL_VALUES - _SAYS_NOTHING:
        return False  # it may be of it, but that is not looked at here
    named, pattern = _named_types(schema), schema.get("pattern")
    is_typed = named is None or any(type(value) in _TYPES[one] for one in named)
    return is_typed and (pattern is None or re.search(pattern, str(value)) is not None)


def _types(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    before, after = _named_types(old), _named_types(new)
    if after is None or _choices(old) is not None:
        return
    if before is None:
        yield Break(at, f"only {_listed(sorted(after))} now")
        return
    for name in sorted(before - after):
        if not (name == "integer" and "number" in after):
            yield Break(at, f"may not be {name} any more")


def _limits(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    if _choices(old) is not None:
        return
    for inclusive, exclusive, direction in _BOUNDS:
        if not _may_be(old, int):
            break
        before = _bound(old, inclusive, exclusive, direction)
        after = _bound(new, inclusive, exclusive, direction)
        if after is not None and (before is None or after > before):
            limit = new.get(exclusive, new.get(inclusive))
            yield Break(at, f"{inclusive} is {limit} now")
    for name, direction, kind in _COUNTS:
        before, after = old.get(name, 0 if direction > 0 else None), new.get(name)
        if after is None or not _may_be(old, kind):
            continue
        if before is None or direction * after > direction * before:
            yield Break(at, f"{name} is {after} now")


def _bound(schema: Schema, inclusive: str, exclusive: str, sign: int) -> tuple[Any, bool] | None:
    """Give how narrow a bound is; of two tuples the greater one is the narrower."""
    found = [
        (sign * schema[name], is_exclusive)
        for name, is_exclusive in ((inclusive, False), (exclusive, True))
        if name in schema
    ]
    return max(found, default=None)


def _unknown(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    if _choices(old) is not None:
        return
    for name in sorted(new.keys() - _COMPARED - _SAYS_NOTHING):
        concerns = name not in _OF_TEXTS or _may_be(old, str)
        if concerns and new[name] != old.get(name):
            yield Break(at, f"{name} is another one, and nobody can tell what it refuses")


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(str(value) for value in values)
