"""What a field takes, and a sentence that says so when a value is something else."""

import difflib
import re
from collections.abc import Sequence
from typing import Any, TypeGuard, cast

import msgspec
from msgspec.inspect import Metadata, StructType, Type, UnionType, VarTupleType

from schemas.events import EventData
from schemas.wire import allowed_values, located
from streams.imports.errors import Unconvertible, shortened

LISTED = 12
BEGINNING = 3  # letters from which on the beginning of a word says something
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
# How the library says what is wrong, and how we say it.
_SENTENCES = (
    (r"^Expected `\w+` <= ([^ ]+)$", r"must be at most \1"),
    (r"^Expected `\w+` >= ([^ ]+)$", r"must be at least \1"),
    (r"^Expected `str` of length <= (\d+)$", r"must have at most \1 characters"),
    (r"^Expected `str` of length >= (\d+)$", r"must have at least \1 characters"),
    (r"^Expected `str` matching regex '(.+?)(?:\(\?!\\*n\))?'$", r"must look like \1"),
    (r"^Expected `(\w+)[^`]*`, got `(\w+)`$", r"must be \1, and is \2"),
)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a hint at the word that was probably meant, or nothing."""
    folded = {one.casefold(): one for one in reversed(known)}
    begun = [one for one in folded if len(word) >= BEGINNING and one.startswith(word.casefold())]
    if begun:
        return f" (nearest: {folded[min(begun)]})"
    found = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f" (nearest: {folded[found[0]]})" if found else ""


def listed(known: Sequence[str]) -> str:
    """Return the words, so many of them as one can read."""
    rest = f" and {len(known) - LISTED} more" if len(known) > LISTED else ""
    return ", ".join(known[:LISTED]) + rest


def in_list(each: str | None, word: object) -> list[Any]:
    """Return a list of one value, as a rule with `each` would make it."""
    return [{each: word}] if each else [word]


def item_of(kind: type[EventData], name: str) -> Type | None:
    """Return what a list field holds; None when the field is no list."""
    info = cast("StructType", msgspec.inspect.type_info(kind))
    field = _bare(next(field.type for field in info.fields if field.encode_name == name))
    parts = field.types if isinstance(field, UnionType) else (field,)
    lists = (part for part in map(_bare, parts) if isinstance(part, VarTupleType))
    return next((_bare(part.item_type) for part in lists), None)


def _bare(info: Type) -> Type:
    return info.type if isinstance(info, Metadata) else info


def is_record(info: Type) -> TypeGuard[StructType]:
    """Tell whether a value of this type has fields of its own."""
    return isinstance(info, StructType)


def problem(
    error: msgspec.ValidationError, value: object, kind: type[EventData], name: str
) -> str:
    """Say why a value the mapping brings along does not fit a field."""
    place = str(error).rpartition(" - at `$")[2].rstrip("`") if " - at `$" in str(error) else ""
    wrong = _at(value, place)
    return str(_explained(str(error), wrong, allowed_values(kind, name + place), ""))


def explained(
    error: msgspec.ValidationError, data: object, kind: type[EventData]
) -> Unconvertible:
    """Say which field does not fit, with the value, what is allowed, and the nearest."""
    path, sentence = located(error, "", kind)
    if not path:
        return Unconvertible(sentence.removeprefix(": "))
    return _explained(str(error), _at(data, path), allowed_values(kind, path), path)


def _explained(error: str, value: object, allowed: tuple[str, ...], field: str) -> Unconvertible:
    message = error.rpartition(" - at `$")[0] or error
    field = re.sub(r"\[\d+\]", "", field)
    text = value if isinstance(value, str) else None
    if "enum" in message and allowed:
        hint = nearest(str(value), allowed)
        return Unconvertible(
            f"is not one of {', '.join(allowed)}", str(value), hint=hint, field=field
        )
    hint = ""
    if wanted := re.search(r"Expected `(int|float|bool)[^`]*`, got `str`", message):
        hint = f'; add as = "{wanted[1]}"'
    for pattern, words in _SENTENCES:
        message = re.sub(pattern, words, message)
    message = message[:1].lower() + message[1:]
    shown = text if text is not None else ("" if value is None else str(value))
    return Unconvertible(message, shortened(shown), hint=hint, field=field)


def _at(data: object, path: str) -> object:
    """Return the value at a path like `participants[0].actor`, the nearest there is."""
    found: Any = data
    for name, number in _STEP.findall(path):
        try:
            found = found[int(number)] if number else found[name]
        except (KeyError, IndexError, TypeError):
            return found
    return found
