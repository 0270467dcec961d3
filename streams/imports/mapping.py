"""What a mapping may say: the words of the language, and the check that it makes sense.

README.md in this folder explains each key; the structs below are the whole language.
"""

import codecs
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import msgspec

from schemas.errors import Refused
from schemas.events import EVENT_TYPES
from schemas.labels import Label, label_of
from streams.imports import facts
from streams.imports.errors import MappingError

SHIPPED = Path(__file__).parent / "mappings"

Kind = Literal["text", "int", "float", "bool", "date", "country"]
Edge = Literal["start", "end"]
Codes = str | tuple[str, ...]
PLACE = re.compile(r"{([^{}]+)}")  # a column inside a `text`
Spoken = TypeVar("Spoken", bound="Words")
SOURCES = ("column", "columns", "flags", "filled", "text")


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the language's structs: a key that is not in the language is an error."""


class Table(Words, frozen=True, kw_only=True):
    """How the file is written."""

    format: Literal["csv", "tsv"] = "csv"
    encoding: str = "utf-8-sig"
    delimiter: str | None = None
    decimal: Literal[".", ","] = "."
    thousands: str = ""


class Rule(Words, frozen=True, kw_only=True):
    """Where the value of one field comes from, and what has to be done to it."""

    column: str | None = None
    columns: tuple[str, str] | None = None
    flags: dict[str, str] | None = None
    filled: dict[str, str] | None = None
    text: str | None = None
    kind: Kind = msgspec.field(default="text", name="as")
    formats: tuple[str, ...] = ("%Y-%m-%d",)
    edge: Edge = "start"
    years_later: int = 0
    plus: int = 0
    not_before: str | None = None
    map: dict[str, Any] | None = None
    otherwise: Any = None
    scale: float = 1.0
    split: str | None = None
    each: str | None = None
    cut: int | None = None
    optional: bool = False
    default: Any = None


class EventRule(Words, frozen=True, kw_only=True):
    """One event made from a row."""

    type: str
    key: tuple[str, ...]
    time: Rule
    fields: dict[str, Any]
    part: str | None = None
    only: dict[str, str | tuple[str, ...]] = {}
    skip_missing: tuple[str, ...] = ()


class Marking(Words, frozen=True, kw_only=True):
    """The label every event of this mapping carries."""

    policy: str
    classification: str
    releasable_to: tuple[str, ...] = ()


class Countries(Words, frozen=True, kw_only=True):
    """Names of countries as this data set writes them."""

    names: dict[str, Codes] = {}
    before: dict[date, dict[str, Codes]] = {}


class Mapping(Words, frozen=True, kw_only=True):
    """How one kind of table becomes events."""

    name: str
    title: str
    label: Marking
    events: tuple[EventRule, ...]
    file: Table = Table()
    missing: tuple[str, ...] = ("",)
    facts: tuple[str, ...] = ()
    countries: Countries = Countries()


def shipped_names() -> list[str]:
    """Give the names of the mappings that come with Muster, sorted."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_path: str) -> Mapping:
    """Give the checked mapping of a shipped name or a .toml file."""
    path = SHIPPED / f"{name_or_path}.toml"
    if name_or_path not in shipped_names():
        path = Path(name_or_path)
    if path.suffix != ".toml" or not path.is_file():
        names = ", ".join(shipped_names())
        raise MappingError(name_or_path, "MAPPING", f"is neither a .toml file nor one of {names}")
    return parse(path.read_bytes(), str(path.stem))


def parse(text: bytes, called: str) -> Mapping:
    """Give the checked mapping that this TOML text describes."""
    try:
        content = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(called, "the file", f"is not TOML: {error}") from error
    mapping = _convert(called, "", content, Mapping)
    _check_file(mapping)
    checked = [_checked_event(mapping, n, event) for n, event in enumerate(mapping.events)]
    if not checked:
        raise MappingError(mapping.name, "events", "there is none")
    return msgspec.structs.replace(mapping, events=tuple(checked))


def label_of_mapping(mapping: Mapping) -> Label:
    """Give the label every event of the mapping carries."""
    marking = mapping.label
    return label_of(marking.policy, marking.classification, ",".join(marking.releasable_to))


def _convert(called: str, key: str, content: object, into: type[Spoken]) -> Spoken:
    try:
        return msgspec.convert(content, into)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `")
        place = place.rstrip("`").removeprefix("$").removeprefix(".")
        raise MappingError(
            called, ".".join(filter(None, (key, place))) or "top", problem
        ) from error


def _check_file(mapping: Mapping) -> None:
    try:
        codecs.lookup(mapping.file.encoding)
    except LookupError as error:
        raise MappingError(mapping.name, "file.encoding", str(error)) from error
    if mapping.file.delimiter is not None and len(mapping.file.delimiter) != 1:
        raise MappingError(mapping.name, "file.delimiter", "must be one character")
    try:
        label_of_mapping(mapping)
    except Refused as error:
        raise MappingError(mapping.name, "label", error.detail) from error
    for name in mapping.facts:
        if name not in facts.names():
            known = ", ".join(facts.names())
            raise MappingError(mapping.name, "facts", f"there is no {name!r}, only {known}")


def _checked_event(mapping: Mapping, n: int, event: EventRule) -> EventRule:
    """Turn the tables under `fields` into rules; what is no table is a constant."""
    here = f"events[{n}]"
    data_class = next((c for c in EVENT_TYPES if event.type == c.TYPE), None)
    if data_class is None:
        raise MappingError(mapping.name, f"{here}.type", f"there is no event type {event.type}")
    known = {field.encode_name: field for field in msgspec.structs.fields(data_class)}
    for name in event.fields:
        if name not in known:
            raise MappingError(
                mapping.name, f"{here}.fields.{name}", f"{event.type} has no such field"
            )
    for name, field in known.items():
        if field.required and name not in event.fields:
            raise MappingError(mapping.name, f"{here}.fields.{name}", f"{event.type} needs it")
    _check_rule(mapping.name, f"{here}.time", event.time)
    if is_list(event.time):
        raise MappingError(mapping.name, f"{here}.time", "needs column or text, not a list")
    if not event.key:
        raise MappingError(mapping.name, f"{here}.key", "name at least one column")
    fields = {
        name: _field_rule(mapping.name, f"{here}.fields.{name}", value)
        for name, value in event.fields.items()
    }
    _check_references(mapping.name, f"{here}.fields", fields)
    return msgspec.structs.replace(event, fields=fields)


def _field_rule(mapping: str, key: str, value: object) -> object:
    if not isinstance(value, dict):
        return value
    rule = _convert(mapping, key, cast("dict[str, object]", value), Rule)
    _check_rule(mapping, key, rule)
    return rule


def _check_rule(mapping: str, key: str, rule: Rule) -> None:
    given = [name for name in SOURCES if getattr(rule, name) is not None]
    if len(given) != 1:
        raise MappingError(mapping, key, f"needs exactly one of {', '.join(SOURCES)}")
    if rule.each is not None and not is_list(rule):
        raise MappingError(mapping, f"{key}.each", "needs columns, flags, filled or split")


def _check_references(mapping: str, key: str, fields: dict[str, object]) -> None:
    names = list(fields)
    for n, (name, rule) in enumerate(fields.items()):
        if isinstance(rule, Rule) and rule.not_before and rule.not_before not in names[:n]:
            raise MappingError(mapping, f"{key}.{name}.not_before", "must name a field above it")


def is_list(rule: Rule) -> bool:
    """Tell whether the rule gives a list of values rather than one."""
    return any(
        source is not None for source in (rule.columns, rule.flags, rule.filled, rule.split)
    )
