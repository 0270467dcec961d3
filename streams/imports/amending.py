"""Events that amend what an earlier import said; the same amendment always has the same id.

What an amendment says follows from the ledger and the file alone, its time too: that is the moment
at which the statement it amends was recorded. So a command that was stopped may be run again.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import msgspec

from schemas.envelope import Decoded, decode, encode, envelope_for
from schemas.events import EventCorrected, EventData, EventRetracted
from schemas.events.amendment import EventRef
from schemas.labels import Label
from streams.client.message import Message
from streams.events.recorded import EventKey, Recorded

ID_DIGITS = 32


def correction(
    root: Recorded, in_force: Recorded, said: Sequence[Recorded], new: Decoded, now: datetime
) -> Message:
    """Return the correction that puts what a row says now in the place of what is in force."""
    content = msgspec.json.encode(new.as_sent)
    data = EventCorrected(
        root=_ref(root.key),
        amends=_ref(in_force.key),
        root_type=root.envelope.type,
        time=new.envelope.time,
        date_precision=new.envelope.date_precision,
        data_version=new.as_sent.VERSION,
        data=msgspec.Raw(content),
    )
    stated = [new.envelope.time.isoformat(), str(new.envelope.date_precision), content.decode()]
    own_id = derived_id("corrected", root.envelope.id, in_force.envelope.id, *stated)
    return _message(
        data, root, said, now, own_id=own_id, correlation_id=new.envelope.correlation_id
    )


def retraction(
    root: Recorded, said: Sequence[Recorded], reason: str, table: str, now: datetime
) -> Message:
    """Return the retraction of an event whose row is gone."""
    data = EventRetracted(
        root=_ref(root.key), amends=_ref(root.key), root_type=root.envelope.type, reason=reason
    )
    own_id = derived_id("retracted", root.envelope.id)
    subject = root.envelope.subject
    return _message(data, root, said, now, own_id=own_id, correlation_id=table, subject=subject)


def again(new: Message, own_id: str, causation_id: str | None, now: datetime) -> Message:
    """Return an event anew under another id, because the one it had was retracted for good."""
    envelope = msgspec.structs.replace(new.event.envelope, id=own_id, causation_id=causation_id)
    text = encode(envelope, new.event.as_sent)
    return Message(text, decode(text, received_at=now))


def derived_id(what: str, *parts: str) -> str:
    """Return the id of an event that follows from others."""
    return hashlib.sha256(msgspec.json.encode([what, *parts])).hexdigest()[:ID_DIGITS]


def _message(
    data: EventData,
    root: Recorded,
    said: Sequence[Recorded],
    now: datetime,
    *,
    own_id: str,
    correlation_id: str | None,
    subject: str | None = None,
) -> Message:
    time, sequence = _after(root, said)
    label = Label(root.envelope.policy, root.envelope.classification, root.envelope.releasable_to)
    envelope = envelope_for(
        data,
        source=root.envelope.source,
        id=own_id,
        time=time,
        label=label,
        subject=subject,
        sequence=sequence,
        correlation_id=correlation_id,
    )
    text = encode(envelope, data)
    # The moment is one of the ledger's own clock, which may be ahead of this machine's.
    return Message(text, decode(text, received_at=max(now, time)))


def _after(root: Recorded, said: Sequence[Recorded]) -> tuple[datetime, int]:
    """Return a time and a sequence that come after everything said about the root."""
    moments = [root.recorded_at]
    moments += [moment for one in said for moment in (one.recorded_at, one.envelope.time)]
    latest = max(moments)
    sequences = [one.envelope.sequence for one in said if one.envelope.time == latest]
    return latest, max(sequences, default=-1) + 1


def _ref(key: EventKey) -> EventRef:
    return EventRef(source=key.source, id=key.id)
