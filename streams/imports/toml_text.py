"""A mapping as the text of a `.toml` file: only what is said, in the order of the language."""

import json
import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from streams.imports.language import Mapping

BARE = re.compile(r"[A-Za-z0-9_-]+")
# What is no table of its own stands in one line.
IN_ONE_LINE = ("label", "time")


def as_said(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping as plain values, without what it leaves to the language."""
    return cast("dict[str, Any]", _said(mapping))


def _said(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        given = (
            (field.encode_name, _said(getattr(value, field.name)))
            for field in msgspec.structs.fields(value)
            if getattr(value, field.name) != field.default
        )
        return {name: own for name, own in given if own != {}}
    if isinstance(value, dict):
        said = cast("dict[object, object]", value)
        return {str(name): _said(own) for name, own in said.items()}
    if isinstance(value, tuple | list):
        return [_said(own) for own in cast("Sequence[object]", value)]
    return value


def written(said: Dict[str, Any]) -> str:
    """Return the file: what is said once, tables, then the events."""
    lines: list[str] = []
    tables = {name: own for name, own in said.items() if _is_table(name, own)}
    for name, own in said.items():
        if name not in tables and name != "events":
            lines.append(f"{_key(name)} = {_value(own)}")
    for name, own in tables.items():
        lines += _table(name, own)
    for event in said.get("events", ()):
        lines += ["", "[[events]]"]
        lines += [
            f"{_key(name)} = {_value(own)}" for name, own in event.items() if name != "fields"
        ]
        lines += ["", "[events.fields]"]
        lines += [f"{_key(name)} = {_value(own)}" for name, own in event["fields"].items()]
    return "\n".join(lines) + "\n"


def _is_table(name: str, own: object) -> bool:
    return isinstance(own, dict) and name not in IN_ONE_LINE


def _table(path: str, own: dict[str, Any]) -> list[str]:
    plain = {name: value for name, value in own.items() if not isinstance(value, dict)}
    lines = ["", f"[{path}]"] if plain or not own else []
    lines += [f"{_key(name)} = {_value(value)}" for name, value in plain.items()]
    for name, value in own.items():
        if isinstance(value, dict):
            lines += _table(f"{path}.{_key(name)}", cast("dict[str, Any]", value))
    return lines


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case dict():
            own = cast("dict[str, object]", value)
            return (
                f"{{ {', '.join(f'{_key(name)} = {_value(one)}' for name, one in own.items())} }}"
            )
        case list() | tuple():
            return f"[{', '.join(_value(one) for one in cast('Sequence[object]', value))}]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """Return a text as TOML quotes it: as JSON does, but for what it may not hold."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
