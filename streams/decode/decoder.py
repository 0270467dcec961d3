"""Records as the rows they will become: everything that needs no lock, done before taking it."""

from datetime import datetime

import msgspec

from schemas.envelope import Decoded, decode
from schemas.errors import Refused
from schemas.identity import claimed_by
from schemas.labels import Label
from schemas.topics import check_topic
from streams.decode import ledger_row, rows
from streams.decode.batch import Batch, Record, Span
from streams.decode.dead_letter import DeadLetter, OwnReason
from streams.decode.ledger_row import LogOffset
from streams.decode.rows import PendingRow
from streams.events.amendments import root_of
from streams.events.recorded import EventKey, fact_of

LONGEST_DETAIL = 500


class Incoming(msgspec.Struct, frozen=True, gc=False):
    """A valid event on its way into the ledger, its rows written but for number and moment."""

    record: Record
    offset: int
    label: Label
    key: EventKey
    root: EventKey | None  # of an amendment: the event it is about
    content_sha256: bytes
    latest_at: datetime | None  # what it says has happened by then; None: it only plans
    ledger_row: str
    rows: list[PendingRow]


DecodedRecord = Incoming | DeadLetter
DecodedBatch = Batch[DecodedRecord]


def decode_batch(batch: Batch[Record], *, for_topic: str | None) -> DecodedBatch:
    """Return the batch decoded; what cannot be an event is a dead letter with its reason.

    Events that belong to another topic are refused; None takes those of all topics. No clock is
    asked here: whether an event is from the future is decided when it is stored.
    """

    def decoded(span: Span[Record]) -> Span[DecodedRecord]:
        items = [_decoded(batch, for_topic, span, record) for record in span.items]
        return Span(span.partition, span.start_offset, span.end_offset, items)

    return Batch(batch.topic, batch.epoch, tuple(decoded(span) for span in batch.spans))


def unstorable(batch: DecodedBatch, error: Exception) -> DecodedBatch:
    """Return every record of a batch as a dead letter, because it could not be stored."""

    def given_up(span: Span[DecodedRecord]) -> Span[DecodedRecord]:
        said = _said(error)
        items = [_dead(item.record, OwnReason.UNSTORABLE, said) for item in span.items]
        return Span(span.partition, span.start_offset, span.end_offset, items)

    return Batch(batch.topic, batch.epoch, tuple(given_up(span) for span in batch.spans))


def _decoded(
    batch: Batch[Record],
    for_topic: str | None,
    span: Span[Record],
    record: Record,
) -> DecodedRecord:
    try:
        decoded = decode(record.value, record.headers)
        if for_topic is not None:
            check_topic(decoded, for_topic)
        where = LogOffset(batch.topic, batch.epoch, span.partition, record.offset)
        return incoming(record, decoded, where)
    except Refused as refusal:
        return _dead(record, refusal.reason, refusal.detail)
    except Exception as error:
        return _dead(record, OwnReason.UNSTORABLE, _said(error))


def _dead(record: Record, reason: str, detail: str) -> DeadLetter:
    return DeadLetter(record, reason, detail, claimed_by(record.value, record.headers))


def _said(error: Exception) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_DETAIL]
    return text.replace("\0", "?")


def incoming(record: Record, decoded: Decoded, where: LogOffset) -> Incoming:
    """Return an event on its way into the ledger, with the rows it stands for."""
    envelope = decoded.envelope
    key = EventKey(envelope.source, envelope.id)
    root = root_of(decoded.data)
    fact = fact_of(decoded)  # also of an amendment: what cannot be stated is refused here
    label_id, content_sha256 = decoded.label.label_id, decoded.content_sha256
    return Incoming(
        record=record,
        offset=record.offset,
        label=decoded.label,
        key=key,
        root=root,
        content_sha256=content_sha256,
        latest_at=decoded.latest_at,
        ledger_row=ledger_row.row_text(decoded, content_sha256, root, where),
        # What an amendment changes depends on its root.
        rows=[] if root else rows.of_fact(fact, label_id, envelope.sequence, key),
    )
