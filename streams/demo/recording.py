"""Fill an empty ledger as if it had been recorded day by day, by a clock of the demo's own.

Muster says itself when it records, so a history that is loaded now would all be known since now.
The demo's is stored straight into the ledger, one recording day after the other, by the owner's
simulated clock (decision 0015); what comes later is recorded by the database's, as everything is.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from infra.postgres import Connection
from infra.settings import Settings
from infra.sql import load
from schemas.envelope import Envelope
from schemas.vocabulary import DatePrecision
from streams.client.progress import ProgressBar
from streams.demo.chance import Chance
from streams.demo.loading import stored_ids
from streams.demo.season import first_day, season
from streams.imports import facts
from streams.store import pipeline
from streams.store.tables import head, recording_clock
from streams.store.tables.session import open_session

OPENING_HOUR = 6  # of the first day: what is older than the system is entered then
MOST_AT_ONCE = 2000
# The demo's choice: a fact is heard of on the next day, or when the period it is known by is over.
PERIOD_DAYS = {None: 1, DatePrecision.DAY: 1, DatePrecision.MONTH: 31, DatePrecision.YEAR: 366}
HEARD_AT_HOUR = timedelta(hours=7)


class Heard(NamedTuple):
    """An event as it is sent, and the moment it reaches us."""

    at: datetime
    id: str
    text: bytes


def record_history(settings: Settings, chance: Chance, years: int) -> bool:
    """Record facts and season over time; return whether this ledger was one to be filled so.

    It ends at what the database's clock says. What was stopped half-way goes on where it was.
    """
    conninfo = settings.database("muster_owner")
    with open_session(conninfo, application_name="muster demo") as connection:
        if not recording_clock.state(connection).is_open:
            return False
        queries = load("streams.demo", "loading.sql")
        # Each day is a commit: only the last has to wait for the disk, and stands for all.
        connection.execute(queries["do_not_wait_for_the_disk"])
        stored, now = stored_ids(connection, chance), head.now(connection)
        history = (one for one in heard(chance, now, years) if one.id not in stored)
        _record_days(connection, list(history))
        connection.execute(queries["wait_for_the_disk"])
        recording_clock.end(connection)
    return True


def heard(chance: Chance, now: datetime, years: int) -> list[Heard]:
    """Return facts and season by the moments they are heard at, none before the first day."""
    opening = first_day(now, years).replace(hour=OPENING_HOUR)
    invented = season(chance, now, years)
    told = facts_heard(now) + [Heard(one.heard_at, one.id, one.text(chance)) for one in invented]
    moments = (one._replace(at=min(max(one.at, opening), now)) for one in told)
    return sorted(moments, key=lambda one: (one.at, one.id))


def facts_heard(now: datetime) -> list[Heard]:
    """Return the facts, each with the moment at which it would have been heard of."""
    return [
        Heard(_heard_at(message.event.envelope), message.event.envelope.id, message.text)
        for name in facts.names()
        for message in facts.messages(name, now)
    ]


def days(history: Iterable[Heard]) -> Iterator[tuple[datetime, list[bytes]]]:
    """Return what is recorded together: what was heard on one day, at its last moment."""
    for _, group in groupby(history, key=lambda one: one.at.date()):
        day = list(group)
        texts = [one.text for one in day]
        for start in range(0, len(texts), MOST_AT_ONCE):
            yield day[-1].at, texts[start : start + MOST_AT_ONCE]


def _record_days(connection: Connection, history: list[Heard]) -> None:
    done = 0
    with ProgressBar("recording", len(history)) as bar:
        for at, texts in days(history):
            with recording_clock.simulated(connection, at):
                pipeline.store_events(connection, texts)
            done += len(texts)
            bar.show(done, f"{done:,} of {len(history):,} events recorded, up to {at:%d %b %Y}")


def _heard_at(envelope: Envelope) -> datetime:
    days_later = timedelta(days=PERIOD_DAYS[envelope.date_precision])
    day = envelope.time.replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + days_later + HEARD_AT_HOUR).astimezone(UTC)
