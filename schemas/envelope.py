"""Events as bytes and as values: decode and encode."""

import json
from datetime import UTC, datetime, timedelta
from typing import cast

import msgspec

from schemas import actors, binary, guard, moments, read_once, texts, wire
from schemas.decoded import Decoded, Envelope, envelope_of
from schemas.errors import Reason, Refused
from schemas.events.amendment import EventCorrected
from schemas.events.event import EventData, current, schema_urn
from schemas.events.registry import (
    BY_SCHEMA,
    BY_TYPE,
    DECODERS,
    INSTANTS,
    Replacement,
    read_as,
    replacement_type,
    subject_of,
    unknown_version,
)
from schemas.labels import Label, label_of
from schemas.vocabulary import Credibility, DatePrecision, Reliability

CLOCK_TOLERANCE = timedelta(minutes=5)  # how far a producer's clock may run ahead of ours
FUTURE_DETAIL = "time: more than 5 minutes ahead of arrival"

Places = list[tuple[guard.Document, str]]  # an object and the name of a value in it

_encode = msgspec.json.Encoder().encode
_decode_wire = msgspec.json.Decoder(wire.Wire).decode


def decode(
    raw: bytes | None, headers: binary.Headers = (), *, received_at: datetime | None = None
) -> Decoded:
    """Return the event in a message of either mode, or refuse it with a reason.

    Without `received_at` no clock is asked: whether an event comes from the future is judged by
    the database's clock when it is stored, and by no other.
    """
    is_binary = bool(headers) and binary.is_binary(headers)
    decoded = None if is_binary else read_once.event(raw)
    if decoded is None:
        decoded = decode_closely(binary.structured(raw, headers) if is_binary else raw)
    if received_at is not None and is_from_the_future(decoded.latest_at, received_at):
        raise Refused(Reason.FROM_THE_FUTURE, FUTURE_DETAIL)
    return decoded


def decode_closely(raw: bytes | None) -> Decoded:
    """Return the event in a structured message, or refuse it with the first reason there is."""
    text, document = guard.read(binary.with_data(raw))
    odd = _odd_instants(document)
    decoded = _decoded(text, document, odd)
    for part, name in odd:
        where = name if part is document else f"data.{name}"
        moments.refuse_zone_without_colon(str(part[name]), where)
    _refuse_disagreement(decoded, document)
    texts.refuse_unseen(text, document)
    actors.refuse_all(decoded.replacement.data if decoded.replacement else decoded.data)
    return decoded


def decode_accepted(text: str) -> Decoded:
    """Return an event of the ledger: what was accepted once is not judged again."""
    decoded = read_once.accepted(text)
    if decoded is None:
        _, document = guard.read(text.encode())
        decoded = _decoded(text, document, _odd_instants(document))
    return decoded


def is_from_the_future(latest_at: datetime | None, now: datetime) -> bool:
    """Tell whether an event says that something happened which lies ahead of a clock."""
    return latest_at is not None and latest_at > now + CLOCK_TOLERANCE


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
        dataschema=schema_urn(type(data)),
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


def _decoded(text: str, document: guard.Document, odd: Places) -> Decoded:
    written = _written(_exact(text, document, odd) if odd else text, document)
    time = in_utc(written.time, "time")
    label = label_of(written.policy, written.classification, written.releasableto or "")
    kind = _kind(written)
    envelope = envelope_of(written, kind, time, label)
    as_sent = _data(kind, written.data)
    data = current(as_sent)
    replacement = _replacement(data) if isinstance(data, EventCorrected) else None
    refuse_other_subject(envelope.subject, replacement.data if replacement else data)
    return Decoded(envelope, data, as_sent, text, label, replacement)


def _odd_instants(document: guard.Document) -> Places:
    """Return the instants of an event that not every decoder reads alike: next to none."""
    kind, found = document.get("type"), list[tuple[guard.Document, str]]()
    part, names = document, ("time",)
    while True:
        for name in names:
            value = part.get(name)
            if type(value) is str and not moments.is_plain(value):
                found.append((part, name))
        names = INSTANTS.get(kind, ()) if type(kind) is str else ()
        data = part.get("data") if names else None
        if type(data) is not dict:
            return found
        part = cast(guard.Document, data)
        kind = part.get("root_type")


def _exact(text: str, document: guard.Document, odd: Places) -> str:
    """Return the text with no instant finer than a microsecond, which decoders would round."""
    cut = [(part, name, moments.cut(str(part[name]))) for part, name in odd]
    if all(part[name] == exact for part, name, exact in cut):
        return text
    for part, name, exact in cut:
        part[name] = exact
    return json.dumps(document, ensure_ascii=False)


def _refuse_disagreement(decoded: Decoded, document: guard.Document) -> None:
    envelope, data, replaced = decoded.envelope, decoded.data, decoded.replacement
    if envelope.date_precision is not None or data.HAPPENED_BETWEEN is not None:
        written = str(document["time"])
        moments.refuse_disagreement(envelope.time, envelope.date_precision, data, written, "time")
    if replaced is not None:
        time, precision, data = replaced.time, replaced.date_precision, replaced.data
        written = str(cast(guard.Document, document["data"])["time"])
        moments.refuse_disagreement(time, precision, data, written, "data.time")


def _written(text: str, document: guard.Document) -> wire.Wire:
    try:
        return _decode_wire(text)
    except msgspec.ValidationError as error:
        raise wire.problem_of(document, error) from None


def _kind(written: wire.Wire) -> type[EventData]:
    kind = BY_SCHEMA.get((written.type, written.dataschema))
    if kind is not None:
        return kind
    if written.type not in BY_TYPE:
        raise Refused(Reason.UNKNOWN_TYPE, f"type: {written.type[:80]!r} is not a known type")
    raise Refused(Reason.UNKNOWN_VERSION, unknown_version(written.type))


def _data(kind: type[EventData], raw: msgspec.Raw, inside: str = "data") -> EventData:
    try:
        return DECODERS[kind].decode(raw)
    except msgspec.ValidationError as error:
        path, detail = wire.located(error, inside, kind)
        if path in INSTANTS.get(kind.TYPE, ()):
            detail = wire.with_hint(detail, msgspec.json.decode(raw).get(path))
        raise Refused(Reason.INVALID_DATA, detail) from None


def _replacement(correction: EventCorrected) -> Replacement:
    kind = replacement_type(correction)
    time = in_utc(correction.time, "data.time")
    try:
        as_sent = _data(kind, correction.data, "data.data")
    except Refused as refusal:
        said = filter(None, (refusal.detail, read_as(kind)))
        raise Refused(refusal.reason, "; ".join(said)) from None
    return Replacement(time, correction.date_precision, current(as_sent), as_sent)


def in_utc(time: datetime, where: str) -> datetime:
    """Return an instant in UTC, or refuse one outside the years that can be kept."""
    try:
        time = time.astimezone(UTC)
    except OverflowError:
        raise Refused(Reason.BAD_TIME, f"{where}: outside the years 1 to 9999") from None
    if time.year < moments.EARLIEST_YEAR:
        raise Refused(Reason.TOO_EARLY, f"{where}: before {moments.EARLIEST_YEAR}")
    return time


def refuse_other_subject(subject: str, data: EventData) -> None:
    """Refuse an event whose subject is not what its data is about."""
    expected = subject_of(data)
    if expected is not None and subject != expected:
        raise Refused(Reason.INVALID_DATA, f"subject: the data is about {expected[:80]!r}")
