"""An event as the ledger holds it, and the fact that is taken from it."""

import calendar
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from schemas import texts
from schemas.envelope import Decoded, Envelope
from schemas.events import EventData
from schemas.vocabulary import DatePrecision


class EventKey(NamedTuple):
    """The identity of an event: who says so, under which id."""

    source: str
    id: str


class Fact(msgspec.Struct, frozen=True, gc=False):
    """What is held to be true: the data of an event, or what a correction puts in its place."""

    occurred_at: datetime
    date_precision: DatePrecision | None
    data: EventData

    @property
    def last_day(self) -> date:
        """Return the last day, in UTC, of the period that its time names."""
        day = self.occurred_at.date()
        if self.date_precision is DatePrecision.YEAR:
            return day.replace(month=12, day=31)
        if self.date_precision is DatePrecision.MONTH:
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return day


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event with its place in the ledger, and what it states."""

    seq: int
    recorded_at: datetime
    label_id: int
    envelope: Envelope
    data: EventData
    fact: Fact

    @property
    def key(self) -> EventKey:
        """Return the identity the producer gave it."""
        return EventKey(self.envelope.source, self.envelope.id)


def fact_of(event: Decoded) -> Fact:
    """Return what an event states: of a correction, what it says about its root.

    Words are in Unicode's composed form, so that two spellings of one word are one.
    """
    stated = event.replacement
    if stated is not None:
        return Fact(stated.time, stated.date_precision, _composed(event, stated.data))
    return Fact(event.envelope.time, event.envelope.date_precision, _composed(event, event.data))


def _composed(event: Decoded, data: EventData) -> EventData:
    return data if texts.is_composed(event.text) else texts.composed(data)


def recorded(event: Decoded, seq: int, recorded_at: datetime) -> Recorded:
    """Return a decoded event at its place in the ledger."""
    return Recorded(
        seq=seq,
        recorded_at=recorded_at,
        label_id=event.label.label_id,
        envelope=event.envelope,
        data=event.data,
        fact=fact_of(event),
    )
