"""What a mapping may say: the words of the language.

README.md in this folder explains each key; the structs below are the whole language.
"""

import re
from datetime import date
from typing import Any, Literal

import msgspec

from schemas.events import EventData, versions_of
from schemas.labels import Label, label_of

Kind = Literal["text", "int", "float", "bool", "date", "country", "id"]
Edge = Literal["start", "end"]
Codes = str | tuple[str, ...]
ITSELF = "file"  # the table the command was given, as a query calls it
PLACE = re.compile(r"{([^{}]+)}")  # a column inside a `text`
SOURCES = ("column", "columns", "flags", "filled", "text")


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the language's structs: a key that is not in the language is an error."""


class Table(Words, frozen=True, kw_only=True):
    """How the file is written."""

    format: Literal["csv", "tsv", "xlsx", "ods", "parquet", "ics"] | None = (
        None  # None: as the file begins
    )
    sheet: str | None = None
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
    pivot: int | None = None
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


class Query(Words, frozen=True, kw_only=True):
    """One SELECT over the file, asked before the rules see a row."""

    sql: str
    tables: dict[
        str, str
    ] = {}  # other tables it reads: a name each, and a file beside the mapping


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
    organisations: tuple[str, ...] = ()


class Mapping(Words, frozen=True, kw_only=True):
    """How one kind of table becomes events."""

    name: str
    title: str
    label: Marking
    events: tuple[EventRule, ...]
    file: Table = Table()
    query: Query | None = None
    missing: tuple[str, ...] = ("",)
    facts: tuple[str, ...] = ()
    countries: Countries = Countries()


def event_type(event: EventRule) -> type[EventData] | None:
    """Return the type an event rule means, in the newest version that has all fields it names.

    So a mapping that was written for an earlier version goes on saying the same. One that fits no
    version is told what today's lacks; None: there is no such type.
    """
    versions = versions_of(event.type)
    fitting = (one for one in versions if event.fields.keys() <= set(one.__struct_fields__))
    return next(fitting, versions[0] if versions else None)


def label_of_mapping(mapping: Mapping) -> Label:
    """Return the label every event of the mapping carries."""
    marking = mapping.label
    return label_of(marking.policy, marking.classification, ",".join(marking.releasable_to))


def is_list(rule: Rule) -> bool:
    """Tell whether the rule gives a list of values rather than one."""
    if rule.split is not None:
        return True
    is_one = rule.column is not None or rule.text is not None
    several = (rule.columns, rule.flags, rule.filled)
    return not is_one and any(source is not None for source in several)


def columns_of(rule: Rule) -> tuple[str, ...]:
    """Return the columns a rule names."""
    listed = rule.columns or tuple(rule.flags or rule.filled or ())
    named = listed or tuple(PLACE.findall(rule.text or ""))
    return (rule.column,) if rule.column is not None else named
