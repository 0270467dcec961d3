"""Any event the types allow, for tests of properties."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from schemas.envelope import encode, envelope_for
from schemas.events import (
    AMENDMENT_TYPES,
    VERSIONS,
    EventCorrected,
    EventData,
    EventRef,
    subject_of,
)
from schemas.labels import KNOWN_POLICIES, Label
from schemas.texts import FORBIDDEN
from schemas.vocabulary import (
    CODE_PATTERN,
    CURRENCY_PATTERN,
    IDENTIFIER_PATTERN,
    LEVEL_PATTERN,
    PRINTABLE_PATTERN,
    Classification,
    Credibility,
    DatePrecision,
    FigureUnit,
    MeetingLevel,
    PriceBasis,
    Reliability,
)
from schemas.wire import LARGEST_SEQUENCE

ACTORS = ("EST", "FIN", "LVA", "POL", "DDR", "EU-CERT")
_FACTS = tuple(kind for kind in VERSIONS if kind not in AMENDMENT_TYPES)
_FORBIDDEN = "".join(filter(FORBIDDEN.match, map(chr, range(0x10000))))
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters=_FORBIDDEN)
_ALPHANUMERIC = "ABCxyz019"
_FIRST_ON, _LAST_ON = date(1900, 1, 2), date(2026, 11, 22)
_MOMENTS = st.datetimes(
    datetime(1900, 1, 2),
    datetime(2026, 11, 23),
    timezones=st.just(UTC),
)


def identifiers() -> st.SearchStrategy[str]:
    """Give identifiers of every allowed character."""
    rest = st.text(_ALPHANUMERIC + "._:/+-", max_size=12)
    return st.builds(str.__add__, st.sampled_from(_ALPHANUMERIC), rest)


def labels() -> st.SearchStrategy[Label]:
    """Give labels in their canonical form."""
    codes = st.sets(st.sampled_from((*ACTORS, "NATO", "G7")), max_size=4)
    releasable_to = codes.map(lambda some: tuple(sorted(some)))
    policies, ladder = st.sampled_from(KNOWN_POLICIES), st.sampled_from(Classification)
    return st.builds(Label, policies, ladder, releasable_to)


def data_of(kind: type[EventData]) -> st.SearchStrategy[EventData]:
    """Give valid data of one type, amendments with valid data of any root."""
    if kind is EventCorrected:
        return st.sampled_from(_FACTS).flatmap(data_of).flatmap(_correction)
    return _fields(kind).map(_consistent).map(lambda fields: kind(**fields))


@st.composite
def any_event(draw: st.DrawFn, kinds: tuple[type[EventData], ...] = VERSIONS) -> bytes:
    """Give the bytes of any valid event."""
    data = draw(st.sampled_from(kinds).flatmap(data_of))
    time, precision = draw(_when(data))
    envelope = envelope_for(
        data,
        source=draw(st.sampled_from(["test", "muster/test", "urn:a:b"])),
        id=draw(identifiers()),
        time=time,
        label=draw(labels()),
        subject=subject_of(data) or draw(identifiers()),
        sequence=draw(st.integers(0, LARGEST_SEQUENCE)),
        date_precision=precision,
        correlation_id=draw(st.none() | identifiers()),
        causation_id=draw(st.none() | identifiers()),
        reliability=draw(st.none() | st.sampled_from(Reliability)),
        credibility=draw(st.none() | st.sampled_from(Credibility)),
    )
    return encode(envelope, data)


@st.composite
def _correction(draw: st.DrawFn, replacement: EventData) -> EventCorrected:
    ref = EventRef(source="test", id=draw(identifiers()))
    time, precision = draw(_when(replacement))
    return EventCorrected(
        root=ref,
        amends=ref,
        root_type=replacement.TYPE,
        time=time,
        date_precision=precision,
        data_version=replacement.VERSION,
        data=msgspec.Raw(msgspec.json.encode(replacement)),
    )


@st.composite
def _when(draw: st.DrawFn, data: EventData) -> tuple[datetime, DatePrecision | None]:
    """Give a time that fits its precision and the days of the data."""
    at = draw(_MOMENTS)
    if data.HAPPENED_BETWEEN is not None:
        first, last = (getattr(data, name) for name in data.HAPPENED_BETWEEN)
        on = draw(st.dates(first, last))
        at = at.replace(year=on.year, month=on.month, day=on.day)
    precision = draw(st.none() | st.sampled_from(DatePrecision))
    if precision is not None:
        at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if precision in (DatePrecision.MONTH, DatePrecision.YEAR):
        at = at.replace(day=1)
    return (at.replace(month=1) if precision is DatePrecision.YEAR else at), precision


def _fields(kind: type) -> st.SearchStrategy[dict[str, Any]]:
    info = cast(inspect.StructType, inspect.type_info(kind))
    return st.fixed_dictionaries({field.name: _value(field.type) for field in info.fields})


def _value(info: inspect.Type) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0912 - a line each
    match info:
        case inspect.Metadata(type=inner):
            return _value(inner)
        case inspect.UnionType(types=types):
            return st.one_of([_value(one) for one in types])
        case inspect.NoneType():
            return st.none()
        case inspect.EnumType(cls=words):
            return st.sampled_from(list(words))
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType(ge=low, le=high):
            return st.integers(low, high)
        case inspect.FloatType(ge=low, le=high):
            return st.floats(low, high, allow_subnormal=False)
        case inspect.DateTimeType():
            return _MOMENTS
        case inspect.DateType():
            return st.dates(date(1900, 1, 1), date(2200, 12, 30))
        case inspect.StrType():
            return _text(info)
        case inspect.VarTupleType(item_type=item):
            return st.lists(_value(item), max_size=3).map(tuple)
        case inspect.StructType(cls=part):
            return _fields(part).map(lambda fields: part(**fields))
        case _:
            raise TypeError(f"no strategy for {info}")


def _text(info: inspect.StrType) -> st.SearchStrategy[str]:
    if info.pattern == CODE_PATTERN:
        return st.sampled_from(ACTORS)
    if info.pattern == LEVEL_PATTERN:
        return st.sampled_from((*MeetingLevel, "own:finance", "own:chiefs_of-police2")).map(str)
    if info.pattern == CURRENCY_PATTERN:
        return st.sampled_from(("EUR", "USD", "XDR"))
    if info.pattern in (IDENTIFIER_PATTERN, PRINTABLE_PATTERN):
        return identifiers()
    return st.text(
        _CHARACTERS, min_size=info.min_length or 0, max_size=min(info.max_length or 9, 40)
    )


def _consistent(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields that do not contradict each other, changing as little as possible."""
    fields = _in_order(fields)
    if "start_on" in fields and fields["due_on"] == fields["start_on"]:
        fields["due_on"] += timedelta(days=1)
    for name in ("participants", "attendees"):
        if name in fields:
            found = {getattr(part, "actor", part): part for part in fields[name]}
            fields[name] = tuple(found.values())
    for name in ("domains", "kinds", "actors", "observation_ids", "invited"):
        if name in fields:
            fields[name] = tuple(dict.fromkeys(fields[name]))
    if "actor_b" in fields and fields["actor_a"] == fields["actor_b"]:
        fields["actor_b"] = "NOR"
    return _paired(_addressed(fields))


def _in_order(fields: dict[str, Any]) -> dict[str, Any]:
    for first, last in (
        ("started_on", "ended_on"),
        ("start_on", "due_on"),
        ("starts_on", "ends_on"),
    ):
        if first in fields:
            both = (fields[first], fields[last])
            fields[first], fields[last] = (None, None) if None in both else sorted(both)
    if "started_on" in fields:  # it has happened
        for name in ("started_on", "ended_on"):
            fields[name] = min(max(fields[name], _FIRST_ON), _LAST_ON)
    return fields


def _addressed(fields: dict[str, Any]) -> dict[str, Any]:
    if "root_cause" in fields and not fields["actors"]:
        fields["actors"] = ("EST",)
    if "to_actors" in fields:
        others = (*fields["to_actors"], "NOR")
        fields["to_actors"] = tuple(dict.fromkeys(a for a in others if a != fields["from_actor"]))
    return fields


def _paired(fields: dict[str, Any]) -> dict[str, Any]:
    if "point" in fields:
        three = sorted(fields[name] for name in ("low", "point", "high"))
        fields["low"], fields["point"], fields["high"] = three
    if "latitude_deg" in fields and None in (fields["latitude_deg"], fields["longitude_deg"]):
        fields["latitude_deg"] = fields["longitude_deg"] = None
    if "tasks_met" in fields:
        both = (fields["tasks_met"], fields["tasks_total"])
        fields["tasks_met"], fields["tasks_total"] = (None, None) if None in both else sorted(both)
    if "figure" in fields:
        _of_money(fields)
    if (
        "level" in fields
        and "score" in fields
        and (fields["score"] is None) == (fields["level"] is None)
    ):
        fields["score"], fields["level"] = None, fields["level"] or 3
    return fields


def _of_money(fields: dict[str, Any]) -> None:
    if fields["unit"] is not FigureUnit.MONEY:
        fields["currency"] = fields["price_basis"] = fields["price_year"] = None
        return
    fields["currency"] = fields["currency"] or "EUR"
    fields["price_basis"] = fields["price_basis"] or PriceBasis.CURRENT
    is_constant = fields["price_basis"] is PriceBasis.CONSTANT
    fields["price_year"] = (fields["price_year"] or 2021) if is_constant else None
