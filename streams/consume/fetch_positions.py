"""Where each partition is read, what was read and not yet handed on, and what is on its way.

Pure bookkeeping between the log and the agents. The checkpoints in the database decide what is
stored; whatever goes wrong here costs a second reading, never an event.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from streams.decode.batch import Batch, Record, Span
from streams.store.outcome import Outcome

MOST_RECORDS = 4000
MOST_BYTES = 8 * 1024 * 1024
IN_FLIGHT = 2  # of a topic: one is stored while the next is decoded


class Partition(NamedTuple):
    """A partition of a topic; equal to what every Kafka client calls it."""

    topic: str
    partition: int


class Start(NamedTuple):
    """Where a partition is to be read from, and whether it stands still."""

    epoch: int
    next_offset: int
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """A batch on its way to an agent, under the assignment it was read in."""

    batch: Batch[Record]
    lease: int


@dataclass(slots=True)
class FetchPosition:
    """Where a partition goes on reading, and what waits to be handed on."""

    epoch: int
    start_offset: int
    next_offset: int
    is_held: bool
    records: list[Record]

    @property
    def is_waiting(self) -> bool:
        """Return whether more has been read than was handed on, be it a stretch without record."""
        return self.start_offset < self.next_offset


class FetchPositions:
    """The partitions of one worker, between their log and the agents."""

    def __init__(self) -> None:
        self.lease = 0
        self._by_partition: dict[Partition, FetchPosition] = {}
        self._in_flight: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._stored: dict[Partition, int] = {}

    def forget(self) -> None:
        """Start anew: whatever is on its way belongs to an assignment that has ended."""
        self.lease += 1
        self._by_partition.clear()
        self._in_flight.clear()
        self._bytes.clear()
        self._stored.clear()

    def lacking(self, assigned: Collection[Partition]) -> set[Partition]:
        """Return the partitions of which nobody has said yet where to read them."""
        return {partition for partition in assigned if partition not in self._by_partition}

    def begin(self, starts: Mapping[Partition, Start]) -> None:
        """Read these partitions from these offsets on."""
        for partition, start in starts.items():
            self.drop(partition)
            self._by_partition[partition] = FetchPosition(
                start.epoch, start.next_offset, start.next_offset, start.is_paused, []
            )

    def drop(self, partition: Partition) -> None:
        """Forget where a partition was read."""
        position = self._by_partition.pop(partition, None)
        if position is not None:
            self._bytes[partition.topic] -= sum(map(_size, position.records))

    def outdated(
        self, paused: Collection[tuple[str, int]], epochs: Mapping[str, int]
    ) -> list[Partition]:
        """Return the partitions that were paused, resumed or accepted anew behind our back."""
        return [
            partition
            for partition, at in self._by_partition.items()
            if at.is_held != (partition in paused)
            or at.epoch != epochs.get(partition.topic, at.epoch)
        ]

    def wanted(self) -> dict[Partition, FetchPosition]:
        """Return the partitions there is room to read more of, each with its present position."""
        full = {topic for topic in self._topics() if self._is_full(topic)}
        return {
            partition: position
            for partition, position in self._by_partition.items()
            if not position.is_held and partition.topic not in full
        }

    def is_throttled(self) -> bool:
        """Return whether some topic has to wait until its agent has caught up."""
        return any(self._is_full(topic) for topic in self._topics())

    def add(
        self,
        partition: Partition,
        position: FetchPosition,
        records: Sequence[Record],
        looked_at: int | None = None,
    ) -> None:
        """Keep what was read of a partition, unless it has been sent elsewhere meanwhile.

        `looked_at` is where the log was read up to; there may be no record before it.
        """
        if self._by_partition.get(partition) is not position or position.is_held:
            return
        fresh = [record for record in records if record.offset >= position.next_offset]
        if fresh:
            position.records.extend(fresh)
            position.next_offset = fresh[-1].offset + 1
            self._bytes[partition.topic] += sum(map(_size, fresh))
        position.next_offset = max(position.next_offset, looked_at or 0)

    def has_waiting(self) -> bool:
        """Return whether anything waits to be handed on."""
        return any(at.is_waiting for at in self._by_partition.values())

    def next_delivery(self) -> Delivery | None:
        """Return what can be handed on now, all partitions of one topic together."""
        for topic in self._topics():
            if self._in_flight[topic] < IN_FLIGHT:
                waiting = self._waiting(topic)
                if waiting:
                    self._in_flight[topic] += 1
                    return Delivery(self._batch(topic, waiting), self.lease)
        return None

    def acknowledge(self, delivery: Delivery, outcome: Outcome | None) -> None:
        """Take note of what became of a delivery; what is not where it should be is read again."""
        if delivery.lease != self.lease:
            return
        batch = delivery.batch
        self._in_flight[batch.topic] -= 1
        for span in batch.spans:
            partition = Partition(batch.topic, span.partition)
            stored = None if outcome is None else outcome.next_offsets.get(span.partition)
            if stored is not None:
                self._stored[partition] = stored
            if stored != span.end_offset or (outcome and span.partition in outcome.held):
                self.drop(partition)

    def stored(self) -> dict[Partition, int]:
        """Return up to where each partition has been stored, as far as known."""
        return dict(self._stored)

    def _topics(self) -> list[str]:
        return sorted({partition.topic for partition in self._by_partition})

    def _is_full(self, topic: str) -> bool:
        count = sum(
            len(at.records) for part, at in self._by_partition.items() if part.topic == topic
        )
        return count >= MOST_RECORDS or self._bytes[topic] >= MOST_BYTES

    def _waiting(self, topic: str) -> list[tuple[Partition, FetchPosition]]:
        return [
            (partition, position)
            for partition, position in sorted(self._by_partition.items())
            if partition.topic == topic and position.is_waiting
        ]

    def _batch(
        self, topic: str, waiting: Sequence[tuple[Partition, FetchPosition]]
    ) -> Batch[Record]:
        epoch = waiting[0][1].epoch
        share = max(1, MOST_RECORDS // len(waiting))
        room = MOST_BYTES // len(waiting)
        spans = [
            self._cut(partition, position, share, room)
            for partition, position in waiting
            if position.epoch == epoch
        ]
        return Batch(topic, epoch, tuple(spans))

    def _cut(
        self, partition: Partition, position: FetchPosition, share: int, room: int
    ) -> Span[Record]:
        count = 0
        for record in position.records[:share]:
            room -= _size(record)
            count += 1
            if room <= 0:
                break
        cut, position.records = position.records[:count], position.records[count:]
        self._bytes[partition.topic] -= sum(map(_size, cut))
        start_offset = position.start_offset
        # With its last record goes the stretch behind it that holds none.
        position.start_offset = cut[-1].offset + 1 if position.records else position.next_offset
        return Span(partition.partition, start_offset, position.start_offset, cut)


def _size(record: Record) -> int:
    return len(record.value or b"")


def by_topic(partitions: Collection[Partition]) -> dict[str, list[int]]:
    """Return the numbers of the partitions of each topic."""
    found: dict[str, list[int]] = defaultdict(list)
    for partition in sorted(partitions):
        found[partition.topic].append(partition.partition)
    return dict(found)
