"""What a worker has done since it last said so."""

import threading
from dataclasses import dataclass, field

from streams.store.outcome import Outcome


@dataclass(slots=True)
class TopicCounts:
    """Counts of one topic."""

    batches: int = 0
    stored: int = 0
    duplicates: int = 0
    dead: int = 0


@dataclass(slots=True)
class BatchCounts:
    """Counts by topic, added to by the threads that store."""

    _done: dict[str, TopicCounts] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, topic: str, outcome: Outcome) -> None:
        """Count what became of a batch."""
        with self._lock:
            done = self._done.setdefault(topic, TopicCounts())
            done.batches += 1
            done.stored += outcome.stored
            done.duplicates += outcome.duplicates
            done.dead += outcome.dead

    def drain(self) -> dict[str, TopicCounts]:
        """Return the counts and begin anew."""
        with self._lock:
            done, self._done = self._done, {}
        return done
