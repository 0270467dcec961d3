"""Where mappings are, and how one is read."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from streams.imports import checking
from streams.imports.errors import MappingError
from streams.imports.language import EventRule, Mapping, Rule, Words

SHIPPED = Path(__file__).parent / "mappings"
Spoken = TypeVar("Spoken", bound=Words)


def shipped_names() -> list[str]:
    """Return the names of the mappings that come with Muster, sorted."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_path: str) -> Mapping:
    """Return the checked mapping of a shipped name or a .toml file."""
    path = SHIPPED / f"{name_or_path}.toml"
    if name_or_path not in shipped_names():
        path = Path(name_or_path)
    if path.suffix not in (".toml", ".json") or not path.is_file():
        names = ", ".join(shipped_names())
        raise MappingError(name_or_path, "MAPPING", f"is neither a .toml file nor one of {names}")
    read = parse if path.suffix == ".toml" else parse_json
    return _beside(path, read(path.read_bytes(), str(path.stem)))


def _beside(path: Path, mapping: Mapping) -> Mapping:
    """Return a mapping whose other tables are where its file is."""
    if mapping.query is None:
        return mapping
    tables = {name: str(path.parent / file) for name, file in mapping.query.tables.items()}
    for name, file in tables.items():
        if not Path(file).is_file():
            raise MappingError(mapping.name, f"query.tables.{name}", f"there is no file {file}")
    query = msgspec.structs.replace(mapping.query, tables=tables)
    return msgspec.structs.replace(mapping, query=query)


def parse(text: bytes, called: str) -> Mapping:
    """Return the checked mapping that this TOML text describes."""
    try:
        content = tomllib.loads(text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(called, "the file", f"is not TOML: {error}") from error
    return _checked(called, content)


def parse_json(text: bytes, called: str) -> Mapping:
    """Return the checked mapping that this JSON text describes, in the same words."""
    try:
        content = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise MappingError(called, "the file", f"is not JSON: {error}") from error
    return _checked(called, content)


def _checked(called: str, content: dict[str, Any]) -> Mapping:
    mapping = _convert(called, "", content, Mapping)
    events = tuple(_with_rules(mapping.name, n, event) for n, event in enumerate(mapping.events))
    mapping = msgspec.structs.replace(mapping, events=events)
    checking.check(mapping)
    return mapping


def _with_rules(mapping: str, n: int, event: EventRule) -> EventRule:
    """Turn the tables under `fields` into rules; what is no table is a constant."""
    fields = {
        name: _convert(mapping, f"events[{n}].fields.{name}", cast("object", value), Rule)
        if isinstance(value, dict)
        else value
        for name, value in event.fields.items()
    }
    return msgspec.structs.replace(event, fields=fields)


def _convert(called: str, key: str, content: object, into: type[Spoken]) -> Spoken:
    try:
        return msgspec.convert(content, into)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `")
        place = place.rstrip("`").removeprefix("$").removeprefix(".")
        raise MappingError(
            called, ".".join(filter(None, (key, place))) or "top", problem
        ) from error
