"""The ledger: every valid event, once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from infra.postgres import Connection
from infra.sql import load
from schemas.envelope import Decoded, decode_accepted
from streams.decode import copy_text
from streams.events.recorded import EventKey, Recorded, recorded
from streams.store.tables.copying import copy_lines

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


class LedgerRow(NamedTuple):
    """What the ledger says about one event, and the event itself."""

    event: Recorded
    content_sha256: bytes
    decoded: Decoded


class Known(NamedTuple):
    """What the ledger has under an identity: an event with this hash, amendments, or both."""

    content_sha256: bytes | None
    is_amended: bool


def append(
    connection: Connection, rows: Sequence[str], first_seq: int, recorded_at: datetime
) -> None:
    """Write rows under consecutive numbers, all recorded at the same moment."""
    moment = copy_text.instant(recorded_at)
    complete = [f"{seq}\t{moment}\t{row}" for seq, row in enumerate(rows, first_seq)]
    copy_lines(connection, "ledger", COLUMNS, complete)


def known(connection: Connection, keys: Iterable[EventKey]) -> dict[EventKey, Known]:
    """Return what the ledger has under these identities, where it has anything."""
    found = connection.execute(load(__package__, "queries.sql")["known"], _columns(keys))
    return {
        EventKey(source, event_id): Known(sha256 and bytes(sha256), is_amended)
        for source, event_id, sha256, is_amended in found
    }


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
            decoded = decode_accepted(text)
            yield LedgerRow(recorded(decoded, seq, recorded_at), bytes(sha256), decoded)


def _recorded(seq: int, recorded_at: datetime, text: str) -> Recorded:
    return recorded(decode_accepted(text), seq, recorded_at)


def _columns(keys: Iterable[EventKey]) -> dict[str, str]:
    pairs = list(keys)
    return {
        "sources": copy_text.array(key.source for key in pairs),
        "event_ids": copy_text.array(key.id for key in pairs),
    }
