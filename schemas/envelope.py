"""Events as bytes and as values: decode, encode, and the hash of what an event says."""

import hashlib
from datetime import UTC, datetime, timedelta

import msgspec

from schemas import actors, binary, guard, texts, wire
from schemas.errors import Reason, Refused
from schemas.events.amendment import EventCorrected
from schemas.events.event import EventData, schema_urn
from schemas.events.registry import (
    BY_SCHEMA,
    BY_TYPE,
    DECODERS,
    Replacement,
    fact_type,
    subject_of,
)
from schemas.labels import Label, label_of
from schemas.vocabulary import Classification, Credibility, DatePrecision, Reliability

EARLIEST_YEAR = 1900
CLOCK_TOLERANCE = timedelta(minutes=5)  # how far a producer's clock may run ahead of ours

_encode = msgspec.json.Encoder().encode
_decode_wire = msgspec.json.Decoder(wire.Wire).decode


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who said what about whom, when it happened, and who may see it."""

    id: str
    source: str
    type: str
    version: int
    subject: str
    time: datetime
    date_precision: DatePrecision | None = None
    policy: str
    classification: Classification
    releasable_to: tuple[str, ...] = ()
    sequence: int = 0
    correlation_id: str | None = None
    causation_id: str | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None

    @property
    def label(self) -> Label:
        """Return the label of the event."""
        return Label(self.policy, self.classification, self.releasable_to)


class Decoded(msgspec.Struct, frozen=True):
    """A valid event: its envelope and data, and the exact text it arrived as."""

    envelope: Envelope
    data: EventData
    text: str
    label: Label
    replacement: Replacement | None = None  # of a correction: what it puts in its root's place

    @property
    def content_sha256(self) -> bytes:
        """Return the hash of what the event says; computed at each call."""
        return content_hash(self)


def decode(raw: bytes | None, headers: binary.Headers = (), *, received_at: datetime) -> Decoded:
    """Return the event in a message of either mode, or refuse it with a reason."""
    if headers and binary.is_binary(headers):
        raw = binary.structured(raw, headers)
    text, document = guard.read(raw)
    written = _written(text, document)
    time = _utc(written.time, "time")
    label = label_of(written.policy, written.classification, written.releasableto or "")
    kind = _kind(written)
    envelope = _envelope(written, kind, time, label)
    data = _data(kind, written.data)
    replacement = _replacement(data, received_at) if isinstance(data, EventCorrected) else None
    _refuse_subject(envelope.subject, replacement.data if replacement else data)
    _refuse_future(kind, envelope.time, received_at, "time")
    texts.refuse_unseen(text, document)
    actors.refuse_all(replacement.data if replacement else data)
    return Decoded(envelope, data, text, label, replacement)


def encode(envelope: Envelope, data: EventData) -> bytes:
    """Return the event in structured mode."""
    written = wire.Wire(
        specversion="1.0",
        id=envelope.id,
        source=envelope.source,
        type=envelope.type,
        subject=envelope.subject,
        time=envelope.time,
        datacontenttype="application/json",
        dataschema=schema_urn(BY_TYPE[envelope.type]),
        dateprecision=envelope.date_precision,
        policy=envelope.policy,
        classification=envelope.classification,
        releasableto=",".join(envelope.releasable_to) or None,
        sequence=envelope.sequence or None,
        correlationid=envelope.correlation_id,
        causationid=envelope.causation_id,
        reliability=envelope.reliability,
        credibility=envelope.credibility,
        data=msgspec.Raw(_encode(data)),
    )
    return _encode(written)


def envelope_for(
    data: EventData,
    *,
    source: str,
    id: str,
    time: datetime,
    label: Label,
    subject: str | None = None,
    sequence: int = 0,
    date_precision: DatePrecision | None = None,
    correlation_id: str | None = None,
    causation_id: str | None = None,
    reliability: Reliability | None = None,
    credibility: Credibility | None = None,
) -> Envelope:
    """Return the envelope that fits some data; a retraction needs its root's subject."""
    subject = subject or subject_of(data)
    if subject is None:
        raise ValueError(f"{type(data).__name__}: give the subject of the root")
    return Envelope(
        id=id,
        source=source,
        type=data.TYPE,
        version=data.VERSION,
        subject=subject,
        time=time.astimezone(UTC),
        date_precision=date_precision,
        policy=label.policy,
        classification=label.classification,
        releasable_to=label.releasable_to,
        sequence=sequence,
        correlation_id=correlation_id,
        causation_id=causation_id,
        reliability=reliability,
        credibility=credibility,
    )


def content_hash(decoded: Decoded) -> bytes:
    """Return the SHA-256 of what an event says, however its sender ordered and spaced it.

    Defaults are left out, so that a new optional field does not change the hash of old events;
    tracing attributes are no content.
    """
    data = decoded.data
    if decoded.replacement is not None and isinstance(data, EventCorrected):
        plain = msgspec.Raw(_encode(decoded.replacement.data))
        data = msgspec.structs.replace(data, data=plain, time=decoded.replacement.time)
    return hashlib.sha256(_encode(decoded.envelope) + _encode(data)).digest()


def _written(text: str, document: guard.Document) -> wire.Wire:
    try:
        return _decode_wire(text)
    except msgspec.ValidationError as error:
        raise wire.problem_of(document, error) from None


def _envelope(written: wire.Wire, kind: type[EventData], time: datetime, label: Label) -> Envelope:
    return Envelope(
        id=written.id,
        source=written.source,
        type=written.type,
        version=kind.VERSION,
        subject=written.subject,
        time=time,
        date_precision=written.dateprecision,
        policy=label.policy,
        classification=label.classification,
        releasable_to=label.releasable_to,
        sequence=int(written.sequence or 0),
        correlation_id=written.correlationid,
        causation_id=written.causationid,
        reliability=written.reliability,
        credibility=written.credibility,
    )


def _kind(written: wire.Wire) -> type[EventData]:
    kind = BY_SCHEMA.get((written.type, written.dataschema))
    if kind is not None:
        return kind
    if written.type not in BY_TYPE:
        raise Refused(Reason.UNKNOWN_TYPE, f"type: {written.type[:80]!r} is not a known type")
    known = schema_urn(BY_TYPE[written.type])
    raise Refused(Reason.UNKNOWN_VERSION, f"dataschema: only {known} is known")


def _data(kind: type[EventData], raw: msgspec.Raw, inside: str = "data") -> EventData:
    try:
        return DECODERS[kind.TYPE].decode(raw)
    except msgspec.ValidationError as error:
        _, detail = wire.located(error, inside, kind)
        raise Refused(Reason.INVALID_DATA, detail) from None


def _replacement(correction: EventCorrected, received_at: datetime) -> Replacement:
    kind = fact_type(correction.root_type)
    time = _utc(correction.time, "data.time")
    _refuse_future(kind, time, received_at, "data.time")
    data = _data(kind, correction.data, "data.data")
    return Replacement(time, correction.date_precision, data)


def _utc(time: datetime, where: str) -> datetime:
    try:
        time = time.astimezone(UTC)
    except OverflowError:
        raise Refused(Reason.BAD_TIME, f"{where}: outside the years 1 to 9999") from None
    if time.year < EARLIEST_YEAR:
        raise Refused(Reason.TOO_EARLY, f"{where}: before {EARLIEST_YEAR}")
    return time


def _refuse_subject(subject: str, data: EventData) -> None:
    expected = subject_of(data)
    if expected is not None and subject != expected:
        raise Refused(Reason.INVALID_DATA, f"subject: the data is about {expected[:80]!r}")


def _refuse_future(
    kind: type[EventData], time: datetime, received_at: datetime, where: str
) -> None:
    if time > received_at + CLOCK_TOLERANCE and not kind.ALLOW_FUTURE:
        raise Refused(Reason.FROM_THE_FUTURE, f"{where}: more than 5 minutes ahead of arrival")
