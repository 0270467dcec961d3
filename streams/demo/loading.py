"""Send the whole history, and know when all of it can be seen."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.sql import load
from streams.client.message import Message
from streams.client.progress import ProgressBar
from streams.client.publisher import Delivery, Publisher
from streams.demo.chance import Chance
from streams.demo.errors import TooSlow
from streams.demo.season import season
from streams.demo.telling import source_of
from streams.imports import facts

POLL_SECONDS = 0.2
STANDSTILL_SECONDS = 90

Ends = dict[tuple[str, int], int]


def publish_history(
    publisher: Publisher,
    told: Iterable[Message],
    keep_running: Callable[[], None],
) -> Delivery:
    """Send what is not in the ledger yet, and give what the broker has acknowledged."""
    with ProgressBar("publishing", None) as bar:
        for number, message in enumerate(told, start=1):
            publisher.send(message)
            if number % 500 == 0:
                bar.show(number, f"{publisher.delivery.acknowledged:,} events acknowledged")
                keep_running()
        return publisher.flush()


def new_history(
    settings: Settings, chance: Chance, now: datetime, years: int
) -> Iterator[Message]:
    """Return the facts and the season in order, without what the ledger holds already.

    Sending it again would do no harm, it would only be counted as repeated - and take its time.
    """
    with connect(settings.database("muster_worker"), application_name="muster demo") as connection:
        stored = stored_ids(connection, chance)
    for name in facts.names():
        for message in facts.messages(name, now):
            if message.event.envelope.id not in stored:
                yield message
    for event in season(chance, now, years):
        if event.id not in stored:
            yield event.message(chance, now)


def stored_ids(connection: Connection, chance: Chance) -> set[str]:
    """Return the ids of the facts and the season that the ledger holds already."""
    query = load("streams.demo", "loading.sql")["stored_ids"]
    sources = [facts.SOURCE, source_of(chance)]
    return {row[0] for row in connection.execute(query, {"sources": sources})}


def wait_until_stored(settings: Settings, ends: Ends, keep_running: Callable[[], None]) -> None:
    """Return once the worker has read every partition up to these ends."""
    total = sum(ends.values())
    changed_at, before = time.monotonic(), -1
    with (
        connect(settings.database("muster_reader"), application_name="muster demo") as connection,
        ProgressBar("storing", total) as bar,
    ):
        while (done := _stored(connection, ends)) < total:
            keep_running()
            if done != before:
                changed_at, before = time.monotonic(), done
            elif time.monotonic() - changed_at > STANDSTILL_SECONDS:
                raise TooSlow(f"the worker has stored nothing for {STANDSTILL_SECONDS} s")
            bar.show(done, f"{done:,} of {total:,} events stored")
            time.sleep(POLL_SECONDS)


def _stored(connection: Connection, ends: Ends) -> int:
    rows = connection.execute(load("streams.demo", "loading.sql")["positions"]).fetchall()
    positions = {(topic, partition): next_offset for topic, partition, next_offset in rows}
    return sum(min(positions.get(place, 0), end) for place, end in ends.items())
