"""What became of an event: from what the database has, and what was accepted lately (pure)."""

from collections.abc import Sequence

from streams.events.recorded import EventKey
from streams.gateway.answers import DeadLetterEntry, Fate, Status
from streams.gateway.broker import Placed
from streams.gateway.database import DeadLetterRow, StoredEvent


def fate_of(
    key: EventKey,
    stored: StoredEvent | None,
    letters: Sequence[DeadLetterRow],
    lately: Placed | None,
    prefix: str,
) -> Fate | None:
    """Return what is known of an event, None if nothing is.

    What was sent again after it had become a dead letter is accepted, until it is decided anew.
    """
    entries = [_entry(letter, prefix) for letter in letters]
    if stored is not None:
        return Fate(
            source=key.source,
            id=key.id,
            status=Status.STORED,
            seq=stored.seq,
            recorded_at=stored.recorded_at,
            type=stored.type,
            subject=stored.subject,
            topic=stored.topic.removeprefix(prefix),
            partition=stored.partition,
            offset=stored.offset,
            without_effect=stored.flag,
            dead_letters=entries,
        )
    places = {(one.topic, one.partition, one.offset) for one in entries}
    if lately is not None and lately not in places:
        status = Status.ACCEPTED
    elif entries:
        status = Status.DEAD_LETTER
    else:
        return None
    where = lately or Placed(entries[0].topic, entries[0].partition, entries[0].offset)
    return Fate(
        source=key.source,
        id=key.id,
        status=status,
        topic=where.topic,
        partition=where.partition,
        offset=where.offset,
        dead_letters=entries,
    )


def _entry(letter: DeadLetterRow, prefix: str) -> DeadLetterEntry:
    return DeadLetterEntry(
        reason=letter.reason,
        detail=letter.detail,
        topic=letter.topic.removeprefix(prefix),
        partition=letter.partition,
        offset=letter.offset,
        recorded_at=letter.recorded_at,
        size_bytes=letter.size_bytes,
        sha256=letter.sha256,
    )
