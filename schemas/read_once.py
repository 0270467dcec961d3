"""The common event, read once: in structured mode, nothing escaped, no amendment.

What is read here is what `schemas/envelope.py` would read of the same bytes; whatever is odd or
wrong is left to it, which knows the reasons and their order. Here no document of keys and values
is made, because the typed values show that no key was repeated:

- with no escape, and no white space before a colon, every `":` in the text ends a key or begins a
  string whose first character is a colon;
- the event in its one spelling has the keys that were kept and those of their values, each once;
- so when both have as many, no key was written twice. When they differ (a null that was written
  out, a default), the document is made after all, and counted.
"""

from datetime import datetime

import msgspec

from schemas import actors, guard, moments, texts, wire
from schemas.decoded import Decoded, canonical, envelope_of
from schemas.errors import Refused
from schemas.events.amendment import EventCorrected, EventRetracted
from schemas.events.event import EventData, current
from schemas.events.registry import BY_SCHEMA, DECODERS, INSTANTS, subject_of
from schemas.labels import label_of

# In the text, and not in the one spelling: specversion, dataschema, data. The other way: version.
KEYS_MORE_WRITTEN = 3 - 1


class Written(
    wire.Wire, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An envelope whose time is still as it was written."""

    time: msgspec.Raw  # pyright: ignore[reportIncompatibleVariableOverride]


class OnlyData(msgspec.Struct):
    """Of an event whose envelope is known from elsewhere, the data."""

    data: msgspec.Raw


_decode_only_data = msgspec.json.Decoder(OnlyData).decode
_decode_written = msgspec.json.Decoder(Written).decode
_decode_instant = msgspec.json.Decoder(datetime).decode
_KINDS = {
    key: kind
    for key, kind in BY_SCHEMA.items()
    if kind.TYPE not in INSTANTS and not issubclass(kind, EventCorrected | EventRetracted)
}
_BY_VERSION = {(kind.TYPE, kind.VERSION): kind for kind in _KINDS.values()}


def event(raw: bytes | None) -> Decoded | None:
    """Return the event in a message, None if it must be looked at more closely."""
    if not raw or len(raw) > guard.MAX_BYTES or b"\\" in raw:
        return None
    try:
        return _event(raw, raw.decode())
    except (Refused, UnicodeDecodeError, msgspec.DecodeError):
        return None


def _event(raw: bytes, text: str) -> Decoded | None:
    written = _decode_written(raw)
    kind = _KINDS.get((written.type, written.dataschema))
    instant = str(written.time, "ascii")
    if kind is None or not moments.is_plain(instant[1:-1]) or guard.has_space_before_a_colon(text):
        return None
    time = _decode_instant(written.time)
    as_sent = DECODERS[kind].decode(written.data)
    data = current(as_sent)
    label = label_of(written.policy, written.classification, written.releasableto or "")
    envelope = envelope_of(written, kind, time, label)
    said = canonical(envelope, as_sent)
    if (
        time.year < moments.EARLIEST_YEAR
        or written.subject != subject_of(data)
        or not _is_each_key_once(raw, said, written)
        or texts.may_hold_unseen(text)
    ):
        return None
    if envelope.date_precision is not None or kind.HAPPENED_BETWEEN is not None:
        moments.refuse_disagreement(time, envelope.date_precision, data, instant[1:-1], "time")
    actors.refuse_all(data)
    return Decoded(envelope, data, as_sent, text, label, None, said)


def data_of_accepted(text: str, type_: str, version: int) -> EventData | None:
    """Return what an event states that was accepted once, None if it must be looked at closely."""
    kind = _BY_VERSION.get((type_, version))
    if kind is None or "\\" in text:
        return None
    try:
        return current(DECODERS[kind].decode(_decode_only_data(text).data))
    except msgspec.DecodeError:
        return None


def accepted(text: str) -> Decoded | None:
    """Return an event that was accepted once, None if it must be looked at more closely.

    What only refuses is left out: nothing that was accepted is judged again.
    """
    if "\\" in text:
        return None
    try:
        written = _decode_written(text)
        kind = _KINDS.get((written.type, written.dataschema))
        if kind is None or not moments.is_plain(str(written.time, "ascii")[1:-1]):
            return None
        label = label_of(written.policy, written.classification, written.releasableto or "")
        envelope = envelope_of(written, kind, _decode_instant(written.time), label)
        as_sent = DECODERS[kind].decode(written.data)
        return Decoded(envelope, current(as_sent), as_sent, text, label)
    except (Refused, msgspec.DecodeError):
        return None


def _is_each_key_once(raw: bytes, said: bytes, written: Written) -> bool:
    keys = raw.count(b'":')
    kept = said.count(b'":') + KEYS_MORE_WRITTEN + (written.datacontenttype is not None)
    return keys == kept or keys == guard.count_keys(raw)
