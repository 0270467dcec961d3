"""What became of every event that was received, counted while requests end."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from streams.gateway.answers import Receipt, Status
from streams.gateway.keys import Key
from streams.gateway.problems import Refuse

NO_KEY = ""  # of whoever showed no valid key: what they claim to be is not kept


class Asked(Protocol):
    """What is known of a request: whose key it proved to have, and how many events it holds."""

    key: Key | None
    events: int | None

    @property
    def key_id(self) -> str:
        """Return the id of the key it showed."""
        ...


@dataclass(slots=True)
class Counted:
    """Events of one key; what was received is the sum of the rest."""

    received: int = 0
    accepted: int = 0
    duplicate: int = 0
    refused: int = 0
    unanswered: int = 0


@dataclass(slots=True)
class Logged:
    """Events that a partition of Kafka acknowledged, and how far it reached."""

    accepted: int = 0
    last_offset: int = -1


@dataclass(slots=True)
class Counts:
    """What one process of the gateway has counted since its start."""

    run_id: UUID
    topic_prefix: str
    by_key: dict[str, Counted] = field(default_factory=dict)
    by_partition: dict[tuple[str, int], Logged] = field(default_factory=dict)

    @contextmanager
    def request(self, asked: Asked) -> Generator[None]:
        """Count what a block leaves without receipts: refused, or nothing known of it."""
        try:
            yield
        except Refuse:
            self._lost(asked).refused += _size(asked)
            raise
        except BaseException:  # also a producer that hung up, and the end of the server
            self._lost(asked).unanswered += _size(asked)
            raise

    def answered(self, asked: Asked, receipts: Iterable[Receipt]) -> None:
        """Count the events of a request whose producer is told what became of each."""
        mine = self._of(asked)
        # An event that is twice in a batch went to Kafka once, and has one place there.
        counted: set[tuple[str, int, int]] = set()
        for one in receipts:
            mine.received += 1
            place = self._place(one)
            if place is None or place in counted:
                mine.duplicate += 1
                continue
            counted.add(place)
            mine.accepted += 1
            topic, partition, offset = place
            log = self.by_partition.setdefault((topic, partition), Logged())
            log.accepted += 1
            log.last_offset = max(log.last_offset, offset)

    def _place(self, one: Receipt) -> tuple[str, int, int] | None:
        """Return where Kafka has an event that was just accepted."""
        if one.status is not Status.ACCEPTED:
            return None
        assert one.partition is not None  # Kafka has acknowledged it
        assert one.offset is not None
        return self.topic_prefix + one.topic, one.partition, one.offset

    def _lost(self, asked: Asked) -> Counted:
        mine = self._of(asked)
        mine.received += _size(asked)
        return mine

    def _of(self, asked: Asked) -> Counted:
        key_id = NO_KEY if asked.key is None else asked.key_id
        return self.by_key.setdefault(key_id, Counted())


def _size(asked: Asked) -> int:
    """Return how many events a request holds; a body that could not be read is one."""
    return 1 if asked.events is None else asked.events
