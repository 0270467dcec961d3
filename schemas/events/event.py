"""What every event type has in common."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import ClassVar, get_args, get_type_hints

import msgspec

from schemas.vocabulary import TopicName

TYPE_PREFIX = "org.muster."
EARLIEST_AT = datetime(1900, 1, 1, tzinfo=UTC)
LATEST_AT = datetime(2200, 1, 1, tzinfo=UTC)


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A record inside an event's data."""


class EventData(Part, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The data of one event; the docstring of each type is the sentence a general would say."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1
    TOPIC: ClassVar[TopicName | None]  # None: the topic of the event it amends
    SUBJECT: ClassVar[tuple[str, ...]]  # the fields that make the subject, joined by `+`
    ALLOW_FUTURE: ClassVar[bool] = False  # True for schedules: their time may lie ahead
    # The two fields that say from which day to which it happened; None: the time alone says it.
    HAPPENED_BETWEEN: ClassVar[tuple[str, str] | None] = None


class EarlierData(EventData, frozen=True, kw_only=True):
    """The data of a version that has a newer one beside it; it is accepted for as long."""

    def upcast(self) -> EventData:
        """Return what was said as the next version says it."""
        raise NotImplementedError


def current(data: EventData) -> EventData:
    """Return what was said as today's version of its type says it."""
    while isinstance(data, EarlierData):
        data = data.upcast()
    return data


def suffix_of(kind: type[EventData]) -> str:
    """Return the type without its reverse domain name: `exercise.conducted`."""
    return kind.TYPE.removeprefix(TYPE_PREFIX)


def name_of(kind: type[EventData]) -> str:
    """Return type and version as files are named by them: `exercise.conducted.v2`."""
    return f"{suffix_of(kind)}.v{kind.VERSION}"


def sentence_of(kind: type) -> str:
    """Return the sentence that says what a type of event, or a word, is."""
    return (kind.__doc__ or "").splitlines()[0]


def schema_urn(kind: type[EventData]) -> str:
    """Return the `dataschema` that says type and version."""
    return f"urn:muster:schema:{suffix_of(kind)}:v{kind.VERSION}"


def instants_of(kind: type[EventData]) -> tuple[str, ...]:
    """Return the names of the fields that hold an instant."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if datetime in _types(hints[name]))


def _types(hint: object) -> tuple[object, ...]:
    return (hint, *get_args(hint))


def require(holds: bool, message: str) -> None:
    """Refuse data that contradicts itself."""
    if not holds:
        raise ValueError(message)


def require_in_order(first: tuple[str, date], last: tuple[str, date]) -> None:
    """Refuse a period that ends before it starts."""
    require(first[1] <= last[1], f"{last[0]} lies before {first[0]}")


def require_distinct(name: str, values: Collection[object]) -> None:
    """Refuse a list that says the same thing twice."""
    require(len(set(values)) == len(values), f"{name} names one twice")


def require_storable(name: str, instant: datetime | None) -> None:
    """Refuse an instant that no clock of ours can compare."""
    in_range = instant is None or EARLIEST_AT <= instant < LATEST_AT
    require(in_range, f"{name} lies outside the years 1900 to 2199")
