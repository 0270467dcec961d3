"""What one poll brought of one topic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar


class AtOffset(Protocol):
    """Anything that has a place in a partition."""

    @property
    def offset(self) -> int:
        """Return its place in the partition."""
        ...


class Record(AtOffset, Protocol):
    """A record of the log, as every Kafka client gives it."""

    @property
    def key(self) -> bytes | None:
        """Return its key; None for one without."""
        ...

    @property
    def value(self) -> bytes | None:
        """Return its bytes; None for a tombstone."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """Return its headers."""
        ...


@dataclass(frozen=True, slots=True)
class DirectRecord:
    """A record that did not come out of a log: of a test, or of a file."""

    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]] = ()
    key: bytes | None = None


ItemT_co = TypeVar("ItemT_co", bound=AtOffset, covariant=True)


@dataclass(frozen=True, slots=True)
class Span(Generic[ItemT_co]):
    """What lies in one partition from one offset up to, not including, another."""

    partition: int
    start_offset: int
    end_offset: int
    items: Sequence[ItemT_co]

    def until(self, offset: int) -> "Span[ItemT_co]":
        """Return the part before an offset."""
        items = [item for item in self.items if item.offset < offset]
        return replace(self, end_offset=offset, items=items)

    def since(self, offset: int) -> "Span[ItemT_co]":
        """Return the part from an offset on."""
        items = [item for item in self.items if item.offset >= offset]
        return replace(self, start_offset=offset, items=items)


@dataclass(frozen=True, slots=True)
class Batch(Generic[ItemT_co]):
    """What one poll brought of one topic, from all its partitions."""

    topic: str
    epoch: int
    spans: tuple[Span[ItemT_co], ...]

    @property
    def size(self) -> int:
        """Return the number of records."""
        return sum(len(span.items) for span in self.spans)

    def halves(self) -> tuple["Batch[ItemT_co]", "Batch[ItemT_co]"]:
        """Return the batch in two, each partition's records still in their order."""
        room = self.size // 2
        first: list[Span[ItemT_co]] = []
        second: list[Span[ItemT_co]] = []
        for span in self.spans:
            count = len(span.items)
            if count <= room:
                first.append(span)
            elif room > 0:
                cut = span.items[room].offset
                first.append(span.until(cut))
                second.append(span.since(cut))
            else:
                second.append(span)
            room = max(0, room - count)
        return replace(self, spans=tuple(first)), replace(self, spans=tuple(second))
