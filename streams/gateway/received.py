"""The events in the body of a request, in whichever of the three modes it came (pure)."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from schemas import binary, guard
from schemas.errors import Reason, Refused
from schemas.faults import Fault, fault_of
from streams.gateway.problems import ProblemKind, Refuse, kind_of

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
MOST_BYTES = guard.MAX_BYTES
MOST_BATCH_BYTES = 4 * guard.MAX_BYTES
MOST_EVENTS = 1000
PREFIX = b"ce-"

HttpHeaders = Sequence[tuple[bytes, bytes]]
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]+)\"?", re.IGNORECASE)


class Received(NamedTuple):
    """One event as it was received, as Kafka would carry it, and its place in the body."""

    value: bytes
    headers: Sequence[tuple[str, bytes]]
    pointer: str


class Mode(NamedTuple):
    """How the events of a request are written."""

    is_batch: bool
    headers: Sequence[tuple[str, bytes]]

    @property
    def most_bytes(self) -> int:
        """Return how large the body may be."""
        return MOST_BATCH_BYTES if self.is_batch else MOST_BYTES


def mode_of(headers: HttpHeaders) -> Mode:
    """Return how a request is written, or refuse it."""
    by_name = {name.lower(): value.decode("latin-1") for name, value in headers}
    if by_name.get(b"content-encoding", "identity").strip().lower() != "identity":
        detail = "Nothing compressed is taken: send the body as it is."
        raise Refuse(
            ProblemKind.MEDIA_TYPE, detail=detail, headers={"Accept-Encoding": "identity"}
        )
    content_type = by_name.get(b"content-type", "")
    essence = content_type.partition(";")[0].strip().lower()
    charset = _CHARSET.search(content_type)
    if charset is not None and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refuse(ProblemKind.MEDIA_TYPE, detail="JSON is written in UTF-8.")
    attributes = [
        (_kafka_name(name), _plain(value))
        for name, value in headers
        if name.lower().startswith(PREFIX)
    ]
    if essence == BATCH:
        if attributes:
            fault = Fault("", Reason.MIXED_MODES, "ce- headers beside a batch of events")
            raise Refuse(ProblemKind.MALFORMED, [fault])
        return Mode(True, ())
    if essence != STRUCTURED and not attributes:
        raise Refuse(ProblemKind.MEDIA_TYPE)
    if attributes and content_type:
        attributes.append(("content-type", content_type.encode()))
    return Mode(False, attributes)


def received(body: bytes, mode: Mode) -> list[Received]:
    """Return the events of a body in their order, each still to be checked."""
    if not mode.is_batch:
        return [Received(body, mode.headers, "")]
    try:
        items = guard.items_of(body, most_bytes=MOST_BATCH_BYTES)
    except Refused as refusal:
        fault = fault_of(refusal)
        raise Refuse(kind_of([fault]), [fault]) from None
    if len(items) > MOST_EVENTS:
        fault = Fault(
            "", Reason.TOO_LARGE, f"{len(items)} events; at most {MOST_EVENTS} in a batch"
        )
        raise Refuse(ProblemKind.TOO_LARGE, [fault], events=len(items))
    return [Received(item, (), f"/{number}") for number, item in enumerate(items)]


def _kafka_name(name: bytes) -> str:
    return binary.PREFIX + name[len(PREFIX) :].decode("latin-1").lower()


def _plain(value: bytes) -> bytes:
    """Return the value of an attribute: over HTTP all but plain ASCII is percent-encoded."""
    value = value.strip()
    if len(value) >= 2 and value[:1] == value[-1:] == b'"':
        value = value[1:-1].replace(b'\\"', b'"').replace(b"\\\\", b"\\")
    return unquote_to_bytes(value) if b"%" in value else value
