"""The ledger: every valid event, once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from infra.postgres import Connection
from infra.sql import load
from schemas.envelope import Decoded, decode
from streams.recorded import EventKey, Recorded, recorded
from streams.store import copy_text
from streams.store.copying import copy

# What was accepted once is not judged by a clock again.
LONG_AFTER = datetime(9000, 1, 1, tzinfo=UTC)

COLUMNS = (
    "seq",
    "recorded_at",
    "occurred_at",
    "date_precision",
    "source",
    "event_id",
    "type",
    "version",
    "subject",
    "label_id",
    "sequence",
    "correlation_id",
    "causation_id",
    "reliability",
    "credibility",
    "root_source",
    "root_id",
    "content_sha256",
    "event",
    "topic",
    "topic_epoch",
    "partition",
    "offset",
)


class Place(NamedTuple):
    """Where in the log an event was found."""

    topic: str
    epoch: int
    partition: int
    offset: int


class LedgerRow(NamedTuple):
    """What the ledger says about one event, and the event itself."""

    event: Recorded
    content_sha256: bytes
    decoded: Decoded


def row_text(
    event: Decoded, content_sha256: bytes, root: EventKey | None, place: Place
) -> str:
    """Return an event's row from its third column on: all that is known without the lock."""
    envelope = event.envelope
    field = copy_text.field
    root_source, root_id = root or (None, None)
    return (
        f"{copy_text.instant(envelope.time)}\t{field(envelope.date_precision)}"
        f"\t{copy_text.text(envelope.source)}\t{envelope.id}\t{envelope.type}"
        f"\t{envelope.version}\t{copy_text.text(envelope.subject)}\t{event.label.label_id}"
        f"\t{envelope.sequence}\t{field(envelope.correlation_id)}\t{field(envelope.causation_id)}"
        f"\t{field(envelope.reliability)}\t{field(envelope.credibility)}"
        f"\t{field(root_source)}\t{field(root_id)}\t\\\\x{content_sha256.hex()}"
        f"\t{copy_text.text(event.text)}"
        f"\t{place.topic}\t{place.epoch}\t{place.partition}\t{place.offset}"
    )


def append(
    connection: Connection, rows: Sequence[str], first_seq: int, recorded_at: datetime
) -> None:
    """Write rows under consecutive numbers, all recorded at the same moment."""
    moment = copy_text.instant(recorded_at)
    lines = [f"{seq}\t{moment}\t{row}" for seq, row in enumerate(rows, first_seq)]
    copy(connection, "ledger", COLUMNS, lines)


def content_of(connection: Connection, keys: Iterable[EventKey]) -> dict[EventKey, bytes]:
    """Return which of these events the ledger has, with the hash of what each says."""
    found = connection.execute(load(__package__, "queries.sql")["content_of"], _columns(keys))
    return {EventKey(source, event_id): bytes(sha256) for source, event_id, sha256 in found}


def amended(connection: Connection, keys: Iterable[EventKey]) -> set[EventKey]:
    """Return for which of these events, known or not, the ledger has amendments."""
    found = connection.execute(load(__package__, "queries.sql")["amended"], _columns(keys))
    return {EventKey(source, event_id) for source, event_id in found}


def sets_of(connection: Connection, roots: Iterable[EventKey]) -> list[Recorded]:
    """Return these events and all amendments of them, as far as the ledger has them."""
    found = connection.execute(load(__package__, "queries.sql")["sets_of"], _columns(roots))
    return [_recorded(*row) for row in found]


def amended_roots(connection: Connection) -> set[EventKey]:
    """Return every event there are amendments of, known or not."""
    found = connection.execute(load(__package__, "queries.sql")["amended_roots"])
    return {EventKey(source, event_id) for source, event_id in found}


def all_events(connection: Connection) -> Iterator[LedgerRow]:
    """Return every event in the order of the ledger, without holding more than a few."""
    with connection.cursor(name="ledger") as cursor:
        cursor.itersize = 5000
        cursor.execute(load(__package__, "queries.sql")["all_events"])
        for seq, recorded_at, text, sha256 in cursor:
            decoded = decode(text.encode(), received_at=LONG_AFTER)
            yield LedgerRow(recorded(decoded, seq, recorded_at), bytes(sha256), decoded)


def _recorded(seq: int, recorded_at: datetime, text: str) -> Recorded:
    return recorded(decode(text.encode(), received_at=LONG_AFTER), seq, recorded_at)


def _columns(keys: Iterable[EventKey]) -> dict[str, str]:
    pairs = list(keys)
    return {
        "sources": copy_text.array_literal(key.source for key in pairs),
        "event_ids": copy_text.array_literal(key.id for key in pairs),
    }
