"""A ledger recorded over a year by the project's own pipeline, with amendments and refusals."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from infra.local.host import Report
from infra.settings import Settings
from streams.decode.batch import Batch, DirectRecord, Span
from streams.decode.decoder import decode_batch
from streams.store import pipeline
from streams.store.tables import checkpoints, recording_clock
from streams.store.tables.session import open_session
from tests.bench.load import load
from tests.support.builders import correction_of, retraction_of

TOPIC = "exercise-results"
FROM = datetime(2025, 1, 2, 6, tzinfo=UTC)
SPAN = timedelta(days=365)
AMENDED_AT = "2025-01-01T00:00:00Z"
BATCH_EVENTS = 5_000
AMENDED, RETRACTED, BROKEN = 0.02, 0.005, 0.001


def fill(settings: Settings, seed: int, events: int, report: Report) -> None:
    """Store that many events and a little more, as if they had come over a year."""
    with open_session(settings.database("muster_owner")) as connection:
        checkpoints.add_epoch(connection, TOPIC, 1, checkpoints.Identity("bench", "bench"))
        checkpoints.start(connection, TOPIC, 1, {0: 0})
        offset = 0
        for number, values in enumerate(_batches(_told(seed, events))):
            done = number * BATCH_EVENTS / events
            items = [DirectRecord(at, value) for at, value in enumerate(values, offset)]
            offset += len(items)
            batch = Batch(TOPIC, 1, (Span(0, items[0].offset, offset, items),))
            decoded = decode_batch(batch, for_topic=None)
            with recording_clock.simulated(connection, FROM + min(done, 1) * SPAN):
                pipeline.store_decoded(connection, decoded)
            if number % 20 == 19:
                report(f"{offset:,} messages stored")
        recording_clock.end(connection)


def _told(seed: int, events: int) -> Iterator[bytes]:
    dice = random.Random(seed)
    for message in load(seed, events):
        yield message.value
        if dice.random() < AMENDED and b"result_recorded" in message.value:
            yield correction_of(
                message.value, id=f"c-{message.event_id}", rating="M", occurred=AMENDED_AT
            )
        if dice.random() < RETRACTED:
            yield retraction_of(message.value, id=f"r-{message.event_id}", time=AMENDED_AT)
        if dice.random() < BROKEN:
            yield b"{" + message.value


def _batches(values: Iterator[bytes]) -> Iterable[list[bytes]]:
    while batch := list(islice(values, BATCH_EVENTS)):
        yield batch
