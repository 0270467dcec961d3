"""One batch of one topic: decoded, then stored in one transaction - or nothing of it.

Everything a batch does to the database is in that transaction: the writer lock, the checkpoints,
the ledger, the projections, the dead letters, one notification. A batch that was stored before,
in whole or in part, finds its checkpoints moved and stores only the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import psycopg

from infra.errors import MusterError
from infra.postgres import Connection, transaction
from streams.decode.batch import Batch, DirectRecord, Record, Span
from streams.decode.decoder import DecodedBatch, Incoming, decode_batch, unstorable
from streams.decode.rows import CompleteRow
from streams.events.recorded import EventKey
from streams.store import rewriting, write_plan
from streams.store.outcome import Outcome
from streams.store.tables import checkpoints, dead_letters, flags, head, labels, ledger, sources
from streams.store.tables import projections as projection_rows
from streams.store.tables.head import Head
from streams.store.tables.session import acquire_writer_lock, end_stuck_holder
from streams.store.write_plan import WritePlan

# Classes of SQLSTATE: what the event is to blame for (data, constraints, limits of the program),
# and what no event can be blamed for and no patience cures (syntax, rights, missing features).
_BLAMED_ON_THE_EVENT = ("22", "23", "54")
_BEYOND_CURE = ("42", "0A", "3D", "3F", "28")

# The name under which events are kept that did not come through Kafka.
DIRECT = "direct"


def store_events(connection: Connection, events: Sequence[bytes | None]) -> Outcome:
    """Store messages that come from no log, as one batch of a partition of their own."""
    epoch = checkpoints.newest_epoch(connection, DIRECT) or checkpoints.add_epoch(
        connection, DIRECT, 1, checkpoints.Identity(DIRECT, DIRECT)
    )
    checkpoints.start(connection, DIRECT, epoch.number, {0: 0})
    first = checkpoints.read(connection, DIRECT, epoch.number, [0])[0].next_offset
    records = [DirectRecord(offset, event) for offset, event in enumerate(events, first)]
    span: Span[Record] = Span(0, first, first + len(records), records)
    batch = Batch(DIRECT, epoch.number, (span,))
    return store(connection, batch, for_topic=None)


def store(connection: Connection, batch: Batch[Record], *, for_topic: str | None) -> Outcome:
    """Decode and store a batch; return what became of it and where its partitions go on."""
    return store_decoded(connection, decode_batch(batch, for_topic=for_topic))


def store_decoded(connection: Connection, batch: DecodedBatch) -> Outcome:
    """Store a decoded batch; an event the database will not have becomes a dead letter."""
    try:
        return _in_one_transaction(connection, batch)
    except psycopg.errors.LockNotAvailable:
        end_stuck_holder(connection)
        raise
    except Exception as error:
        if not _is_about_an_event(error) or batch.size == 0:
            raise
        return _without_the_guilty(connection, batch, error)


def _without_the_guilty(connection: Connection, batch: DecodedBatch, error: Exception) -> Outcome:
    if batch.size == 1:
        return _in_one_transaction(connection, unstorable(batch, error))
    first, second = batch.halves()
    return store_decoded(connection, first).then(store_decoded(connection, second))


def is_beyond_cure(error: BaseException) -> bool:
    """Return whether an error will come back however often the batch is tried again."""
    return isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(_BEYOND_CURE)


def _is_about_an_event(error: Exception) -> bool:
    if isinstance(error, psycopg.Error):
        # psycopg itself raises a plain DataError, without a code, for text no server could take.
        is_blamed = (error.sqlstate or "").startswith(_BLAMED_ON_THE_EVENT)
        return is_blamed or type(error) is psycopg.DataError
    return not isinstance(error, MusterError | MemoryError | OSError)


def _in_one_transaction(connection: Connection, batch: DecodedBatch) -> Outcome:
    with transaction(connection):
        acquire_writer_lock(connection)
        planned = _plan(connection, batch)
        if not planned.moves:
            return planned.outcome(None)
        now = head.advance(connection, len(planned.new)) if planned.new else head.read(connection)
        if planned.new:
            _record(connection, planned, now)
        if planned.dead:
            dead_letters.add(connection, batch.topic, batch.epoch, planned.dead)
        set_aside = sources.set_aside(connection, batch.topic, planned.set_aside)
        checkpoints.move(connection, batch.topic, batch.epoch, planned.moves)
        if planned.is_news:
            count, dead = len(planned.new), len(planned.dead)
            head.announce(connection, now, count=count, dead=dead)
    return planned.outcome(now.seq if planned.new else None, set_aside)


def _plan(connection: Connection, batch: DecodedBatch) -> WritePlan:
    partitions = [span.partition for span in batch.spans]
    found = checkpoints.read(connection, batch.topic, batch.epoch, partitions)
    remaining = write_plan.remaining(batch, found)
    keys = {
        item.key for span in remaining.spans for item in span.items if isinstance(item, Incoming)
    }
    known = ledger.known(connection, keys) if keys else {}
    return write_plan.plan(remaining, found, known, head.now(connection))


def _record(connection: Connection, planned: WritePlan, now: Head) -> None:
    new = planned.new
    first_seq = now.seq - len(new) + 1
    labels.add(connection, {event.label for event in new}, now.recorded_at)
    ledger.append(connection, [event.ledger_row for event in new], first_seq, now.recorded_at)
    # The rows of these depend on more than one event.
    roots = {event.root for event in new if event.root is not None}
    roots.update(event.key for event in new if event.key in planned.amended)
    projection_rows.insert(connection, _complete(new, roots, first_seq, now.recorded_at))
    if roots:
        _rewrite(connection, roots, first_seq, now.recorded_at)


def _complete(
    new: Iterable[Incoming], roots: set[EventKey], first_seq: int, recorded_at: datetime
) -> Iterator[CompleteRow]:
    """Return the rows of new events, but for those that amendments decide about."""
    for seq, event in enumerate(new, first_seq):
        if event.key not in roots:
            for row in event.rows:
                yield row.completed(seq, seq, recorded_at)


def _rewrite(
    connection: Connection, roots: set[EventKey], first_seq: int, recorded_at: datetime
) -> None:
    after = ledger.sets_of(connection, roots)
    before = [event for event in after if event.seq < first_seq]
    change = rewriting.changes(roots, before, after)
    for table, endings in sorted(change.endings.items()):
        projection_rows.end(connection, table, sorted(endings), recorded_at)
    projection_rows.insert(connection, change.rows)
    flags.replace(connection, change.amendments, change.flags)
