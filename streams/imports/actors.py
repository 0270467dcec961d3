"""Whom an event names: states are known, organisations are those that the mapping names."""

import functools
import re
import typing
from collections.abc import Collection, Iterator

import msgspec

from schemas.states import is_state, nearest_actor
from schemas.vocabulary import CODE_PATTERN, ActorCode, ActorOrAll

EVERY_MEMBER = "ALL"


def is_code(text: str) -> bool:
    """Tell whether a text is written like an actor's code."""
    return re.search(CODE_PATTERN, text) is not None


def problem(code: str, organisations: Collection[str], meant: str | None = None) -> str | None:
    """Say why a code is nobody's, with the nearest that is somebody's; None when it is known."""
    if is_state(code) or code in organisations:
        return None
    near = meant or nearest_actor(code, organisations)
    hint = f" (nearest: {near})" if near else ""
    return (
        f"{code!r} is the code of no state{hint}; "
        f"an organisation is named in countries.organisations"
    )


def named_in(value: object, kind: object) -> Iterator[str]:
    """Return the codes of all actors in a value of this type."""
    if kind in (ActorCode, ActorOrAll):
        if isinstance(value, str) and not (kind == ActorOrAll and value == EVERY_MEMBER):
            yield value
    elif isinstance(value, msgspec.Struct):
        for name, inner in _fields(type(value)):
            yield from named_in(getattr(value, name), inner)
    elif isinstance(value, tuple):
        item = next(iter(typing.get_args(kind)), None)
        for one in typing.cast("tuple[object, ...]", value):
            yield from named_in(one, item)
    elif value is not None:
        for one in typing.get_args(kind):
            if one in (ActorCode, ActorOrAll):
                yield from named_in(value, one)


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, object], ...]:
    """Return the fields of a record that can name an actor, with their types."""
    fields = msgspec.structs.fields(kind)
    return tuple((field.name, field.type) for field in fields if _can_name(field.type))


def _can_name(kind: object) -> bool:
    if kind in (ActorCode, ActorOrAll):
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return bool(_fields(kind))
    return any(_can_name(part) for part in typing.get_args(kind))
