"""A valid event as its row of the ledger, but for its number and the moment it is recorded."""

from typing import NamedTuple

from schemas.envelope import Decoded
from streams.decode import copy_text
from streams.events.recorded import EventKey


class LogOffset(NamedTuple):
    """Where in the log an event was found."""

    topic: str
    epoch: int
    partition: int
    offset: int


def row_text(
    event: Decoded, content_sha256: bytes, root: EventKey | None, where: LogOffset
) -> str:
    """Return an event's row from its third column on: all that is known without the lock."""
    envelope = event.envelope
    plain, optional = copy_text.text, copy_text.optional_text
    root_source, root_id = root or (None, None)
    return (
        f"{copy_text.instant(envelope.time)}\t{optional(envelope.date_precision)}"
        f"\t{plain(envelope.source)}\t{envelope.id}\t{envelope.type}"
        f"\t{envelope.version}\t{plain(envelope.subject)}\t{event.label.label_id}"
        f"\t{envelope.sequence}\t{optional(envelope.correlation_id)}"
        f"\t{optional(envelope.causation_id)}\t{optional(envelope.reliability)}"
        f"\t{optional(envelope.credibility)}\t{optional(root_source)}\t{optional(root_id)}"
        f"\t\\\\x{content_sha256.hex()}\t{plain(event.text)}"
        f"\t{where.topic}\t{where.epoch}\t{where.partition}\t{where.offset}"
    )
