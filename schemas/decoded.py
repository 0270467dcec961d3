"""An event as a value: who said what, what it says in one spelling, and the hash of that."""

import hashlib
from datetime import datetime

import msgspec

from schemas import wire
from schemas.events.amendment import EventCorrected
from schemas.events.event import EventData
from schemas.events.registry import Replacement
from schemas.labels import Label
from schemas.vocabulary import Classification, Credibility, DatePrecision, Reliability

_encode = msgspec.json.Encoder().encode


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
    data: EventData  # as today's version of its type says it
    as_sent: EventData  # in the version it was sent in
    text: str
    label: Label
    replacement: Replacement | None = None  # of a correction: what it puts in its root's place
    canonical: bytes | None = None  # what it says, in its one spelling, if whoever read it made it

    @property
    def content_sha256(self) -> bytes:
        """Return the hash of what the event says; computed at each call."""
        return content_hash(self)

    @property
    def latest_at(self) -> datetime | None:
        """Return the latest moment of which it says that something happened; None: it plans."""
        own = None if self.data.ALLOW_FUTURE else self.envelope.time
        replaced = self.replacement
        if replaced is None or replaced.data.ALLOW_FUTURE:
            return own
        return replaced.time if own is None else max(own, replaced.time)


def envelope_of(
    written: wire.Wire, kind: type[EventData], time: datetime, label: Label
) -> Envelope:
    """Return an envelope as written, as the envelope it means."""
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


def content_hash(decoded: Decoded) -> bytes:
    """Return the SHA-256 of what an event says, however its sender ordered and spaced it.

    Defaults are left out, so that a new optional field does not change the hash of old events;
    tracing attributes are no content. An earlier version is hashed as it was sent.
    """
    return hashlib.sha256(decoded.canonical or _canonical(decoded)).digest()


def canonical(envelope: Envelope, data: EventData) -> bytes:
    """Return what an event says in its one spelling, whatever the order and spaces it came in."""
    return _encode(envelope) + _encode(data)


def _canonical(decoded: Decoded) -> bytes:
    data = decoded.as_sent
    if decoded.replacement is not None and isinstance(data, EventCorrected):
        plain = msgspec.Raw(_encode(decoded.replacement.as_sent))
        data = msgspec.structs.replace(data, data=plain, time=decoded.replacement.time)
    return canonical(decoded.envelope, data)
