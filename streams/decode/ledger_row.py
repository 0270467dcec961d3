"""A valid event as its row of the ledger, but for its number and the moment it is recorded."""

from typing import NamedTuple

from schemas.envelope import Decoded
from streams.decode import copy_text
from streams.decode.copy_text import NULL
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
    text, source, subject = event.text, envelope.source, envelope.subject
    root_source, root_id = root or (NULL, NULL)
    if not copy_text.is_as_it_is(text):
        text, source, subject = map(copy_text.text, (text, source, subject))
        root_source = copy_text.text(root_source) if root else NULL
    return (
        f"{copy_text.instant(envelope.time)}\t{envelope.date_precision or NULL}"
        f"\t{source}\t{envelope.id}\t{envelope.type}"
        f"\t{envelope.version}\t{subject}\t{event.label.label_id}"
        f"\t{envelope.sequence}\t{envelope.correlation_id or NULL}"
        f"\t{envelope.causation_id or NULL}\t{envelope.reliability or NULL}"
        f"\t{envelope.credibility or NULL}\t{root_source}\t{root_id}"
        f"\t\\\\x{content_sha256.hex()}\t{text}"
        f"\t{where.topic}\t{where.epoch}\t{where.partition}\t{where.offset}"
    )
