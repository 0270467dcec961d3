"""Records as the rows they will become: everything that needs no lock, done before taking it."""

import hashlib
from datetime import datetime
from enum import StrEnum

import msgspec

from schemas import guard
from schemas.envelope import Decoded, decode
from schemas.errors import Refused
from schemas.identity import Claimed, claimed_by
from schemas.labels import Label
from schemas.topics import check_topic
from streams.amendments import root_of
from streams.batch import Batch, Record, Span
from streams.projections import Series, rows_of
from streams.recorded import EventKey, fact_of
from streams.store import ledger
from streams.store import projections as projection_rows

KEPT_OF_OVERSIZE_BYTES = 64 * 1024
KEPT_HEADERS_BYTES = 64 * 1024
LONGEST_DETAIL = 500


class OwnReason(StrEnum):
    """Why the worker keeps a record as a dead letter although it could be decoded."""

    CONFLICTING_DUPLICATE = "conflicting-duplicate"
    UNSTORABLE = "unstorable"


class DeadLetter(msgspec.Struct, frozen=True, gc=False):
    """A record that does not become an event, and why."""

    record: Record
    reason: str
    detail: str
    claimed: Claimed

    @property
    def offset(self) -> int:
        """Return its place in the partition."""
        return self.record.offset

    @property
    def source(self) -> str | None:
        """Return the source it claims, if that could be read."""
        return self.claimed.source

    @property
    def event_id(self) -> str | None:
        """Return the id it claims, if that could be read."""
        return self.claimed.id

    @property
    def headers(self) -> list[tuple[str, bytes | None]]:
        """Return the headers to keep: as many as fit, in their order."""
        kept: list[tuple[str, bytes | None]] = []
        room = KEPT_HEADERS_BYTES
        for name, value in self.record.headers:
            room -= len(name) + len(value or b"")
            if room < 0:
                break
            kept.append((name.replace("\0", "\N{REPLACEMENT CHARACTER}"), value))
        return kept

    @property
    def value(self) -> bytes:
        """Return what was received."""
        return self.record.value or b""

    @property
    def kept(self) -> bytes:
        """Return the bytes that are kept: all, or the first 64 KiB of an oversize record."""
        is_oversize = len(self.value) > guard.MAX_BYTES
        return self.value[:KEPT_OF_OVERSIZE_BYTES] if is_oversize else self.value

    @property
    def sha256(self) -> bytes:
        """Return the hash of what was received."""
        return hashlib.sha256(self.value).digest()


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
    rows: list[tuple[str, str]]  # table, row
    series: list[Series]


Judged = Incoming | DeadLetter
Prepared = Batch[Judged]


def prepare(batch: Batch[Record], *, for_topic: str | None) -> Prepared:
    """Return the batch decoded; what cannot be an event is a dead letter with its reason.

    Events that belong to another topic are refused; None takes those of all topics. No clock is
    asked here: what comes from the future is judged when it is stored.
    """

    def judged(span: Span[Record]) -> Span[Judged]:
        items = [_judge(batch, for_topic, span, record) for record in span.items]
        return Span(span.partition, span.start_offset, span.end_offset, items)

    return Batch(batch.topic, batch.epoch, tuple(judged(span) for span in batch.spans))


def unstorable(batch: Prepared, error: Exception) -> Prepared:
    """Return every record of a batch as a dead letter, because it could not be stored."""

    def given_up(span: Span[Judged]) -> Span[Judged]:
        said = _said(error)
        items = [_dead(item.record, OwnReason.UNSTORABLE, said) for item in span.items]
        return Span(span.partition, span.start_offset, span.end_offset, items)

    return Batch(batch.topic, batch.epoch, tuple(given_up(span) for span in batch.spans))


def _judge(
    batch: Batch[Record],
    for_topic: str | None,
    span: Span[Record],
    record: Record,
) -> Judged:
    try:
        decoded = decode(record.value, record.headers)
        if for_topic is not None:
            check_topic(decoded, for_topic)
        place = ledger.Place(batch.topic, batch.epoch, span.partition, record.offset)
        return _incoming(record, decoded, place)
    except Refused as refusal:
        return _dead(record, refusal.reason, refusal.detail)
    except Exception as error:
        return _dead(record, OwnReason.UNSTORABLE, _said(error))


def _dead(record: Record, reason: str, detail: str) -> DeadLetter:
    return DeadLetter(record, reason, detail, claimed_by(record.value, record.headers))


def _said(error: Exception) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_DETAIL]
    return text.replace("\0", "?")


def _incoming(record: Record, decoded: Decoded, place: ledger.Place) -> Incoming:
    envelope = decoded.envelope
    key = EventKey(envelope.source, envelope.id)
    root = root_of(decoded.data)
    fact = fact_of(decoded)
    content_sha256 = decoded.content_sha256
    rows = rows_of(fact) if root is None else []
    stamp = projection_rows.stamp(fact, decoded.label.label_id, envelope.sequence, key)
    return Incoming(
        record=record,
        offset=record.offset,
        label=decoded.label,
        key=key,
        root=root,
        content_sha256=content_sha256,
        latest_at=decoded.latest_at,
        ledger_row=ledger.row_text(decoded, content_sha256, root, place),
        rows=[
            (projection.table, projection_rows.row_text(row, stamp)) for projection, row in rows
        ],
        series=[row[0] for _, row in rows if isinstance(row[0], Series)],
    )
