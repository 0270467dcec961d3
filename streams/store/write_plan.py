"""What is new in a batch, what was said before, what is a dead letter, and where to stop?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from schemas.envelope import FUTURE_DETAIL, is_from_the_future
from schemas.errors import Reason
from schemas.identity import Claimed
from streams.decode.batch import Span
from streams.decode.dead_letter import DeadLetter, OwnReason
from streams.decode.decoder import DecodedBatch, DecodedRecord, Incoming
from streams.errors import UnknownPartition
from streams.events.recorded import EventKey
from streams.store import dead_letter_limit
from streams.store.dead_letter_limit import Step
from streams.store.outcome import Outcome, Pause
from streams.store.tables.checkpoints import Checkpoint, Move
from streams.store.tables.ledger import Known

PAUSE_REASON = (
    "half of the last {counted} records were dead letters, which looks like our own fault"
)


@dataclass(slots=True)
class WritePlan:
    """What is to be written for a batch."""

    now: datetime
    next_offsets: dict[int, int]
    held: set[int]
    amended: set[EventKey] = field(default_factory=set)  # the ledger has amendments of these
    new: list[Incoming] = field(default_factory=list)
    dead: list[tuple[int, DeadLetter]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    set_aside: dict[str | None, DeadLetter] = field(
        default_factory=dict
    )  # the last of each source

    @property
    def is_news(self) -> bool:
        """Return whether anybody who watches would see a difference."""
        return bool(self.new or self.dead)

    def outcome(self, seq: int | None, set_aside: Collection[str] = ()) -> Outcome:
        """Return what became of the batch, once the plan is carried out."""
        return Outcome(
            self.next_offsets,
            stored=len(self.new),
            duplicates=sum(move.duplicates for move in self.moves),
            dead=len(self.dead),
            gaps=sum(move.gaps for move in self.moves),
            pauses=tuple(
                Pause(move.partition, move.pause_reason)
                for move in self.moves
                if move.pause_reason is not None
            ),
            held=frozenset(self.held),
            seq=seq,
            set_aside=tuple(set_aside),
        )


def remaining(batch: DecodedBatch, found: Mapping[int, Checkpoint]) -> DecodedBatch:
    """Return the part of a batch that its checkpoints are waiting for.

    A checkpoint past the end: the batch was stored before (by us, if the answer to our COMMIT was
    lost). Inside: its first part was. Before the start: records are missing, none may be stored.
    """
    spans: list[Span[DecodedRecord]] = []
    for span in batch.spans:
        checkpoint = found.get(span.partition)
        if checkpoint is None:
            raise UnknownPartition(f"{batch.topic}/{span.partition} has no checkpoint")
        following = checkpoint.next_offset
        if not checkpoint.is_paused and span.start_offset <= following < span.end_offset:
            spans.append(span if following == span.start_offset else span.since(following))
    return replace(batch, spans=tuple(spans))


def plan(
    batch: DecodedBatch,
    found: Mapping[int, Checkpoint],
    known: Mapping[EventKey, Known],
    now: datetime,
) -> WritePlan:
    """Return what is to be written, when the ledger knows this about the batch's events.

    Now is what the ledger's own clock says: the same for every worker, whatever its host thinks.
    What the ledger has is not held against it again.
    """
    planned = WritePlan(
        now,
        next_offsets={partition: row.next_offset for partition, row in found.items()},
        held={partition for partition, row in found.items() if row.is_paused},
    )
    said = {key: what.content_sha256 for key, what in known.items() if what.content_sha256}
    planned.amended = {key for key, what in known.items() if what.is_amended}
    for span in batch.spans:
        move = _plan_span(span, found[span.partition], said, planned)
        planned.moves.append(move)
        planned.next_offsets[span.partition] = move.next_offset
        if move.pause_reason is not None:
            planned.held.add(span.partition)
    return planned


def _plan_span(
    span: Span[DecodedRecord],
    checkpoint: Checkpoint,
    said: dict[EventKey, bytes],
    planned: WritePlan,
) -> Move:
    """Plan one partition's records in their order, up to the limit of dead letters."""
    recent, outcomes, count = checkpoint.recent_outcomes, bytearray(), 0
    new_before, dead_before = len(planned.new), len(planned.dead)
    end_offset, pause_reason = span.end_offset, None
    for item in span.items:
        letter = _classify(item, span.partition, said, planned)
        count += 1
        if item.offset < checkpoint.looked_at_until:
            continue
        outcomes.append(_outcome(item, letter))
        # A good record can reach the limit only as the one that makes them enough.
        if letter is None and len(recent) + len(outcomes) != dead_letter_limit.FEWEST:
            continue
        window = dead_letter_limit.after(recent, outcomes)
        step = dead_letter_limit.step(window)
        if step is Step.PAUSE:
            end_offset = item.offset + 1
            pause_reason = PAUSE_REASON.format(counted=len(window))
            break
        if step is Step.SET_ASIDE and letter is not None:
            planned.set_aside[letter.source] = letter
    stored, dead = len(planned.new) - new_before, len(planned.dead) - dead_before
    return Move(
        partition=span.partition,
        expected_offset=span.start_offset,
        next_offset=end_offset,
        stored=stored,
        duplicates=count - stored - dead,
        dead=dead,
        gaps=end_offset - span.start_offset - count,
        recent_outcomes=dead_letter_limit.after(recent, outcomes),
        pause_reason=pause_reason,
    )


def _outcome(item: DecodedRecord, letter: DeadLetter | None) -> int:
    if letter is not None:
        return dead_letter_limit.bad(letter.source, letter.reason)
    return dead_letter_limit.good(item.key.source if isinstance(item, Incoming) else None)


def _classify(
    item: DecodedRecord, partition: int, said: dict[EventKey, bytes], planned: WritePlan
) -> DeadLetter | None:
    """Put one record into the list it belongs to; return the dead letter it became, if it did."""
    if isinstance(item, DeadLetter):
        planned.dead.append((partition, item))
        return item
    earlier = said.get(item.key)
    if earlier is None and is_from_the_future(item.latest_at, planned.now):
        letter = DeadLetter(item.record, Reason.FROM_THE_FUTURE, FUTURE_DETAIL, Claimed(*item.key))
        planned.dead.append((partition, letter))
        return letter
    if earlier is None:
        said[item.key] = item.content_sha256
        planned.new.append(item)
        return None
    if earlier == item.content_sha256:
        return None
    detail = "an event with this source and id, but other content, was recorded before"
    letter = DeadLetter(item.record, OwnReason.CONFLICTING_DUPLICATE, detail, Claimed(*item.key))
    planned.dead.append((partition, letter))
    return letter
