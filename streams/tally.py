"""What a worker has done since it last said so."""

import threading
from dataclasses import dataclass, field

from streams.batch import Outcome


@dataclass(slots=True)
class Done:
    """Counts of one topic."""

    batches: int = 0
    stored: int = 0
    duplicates: int = 0
    dead: int = 0


@dataclass(slots=True)
class Tally:
    """Counts by topic, added to by the threads that store."""

    _done: dict[str, Done] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, topic: str, outcome: Outcome) -> None:
        """Count what became of a batch."""
        with self._lock:
            done = self._done.setdefault(topic, Done())
            done.batches += 1
            done.stored += outcome.stored
            done.duplicates += outcome.duplicates
            done.dead += outcome.dead

    def take(self) -> dict[str, Done]:
        """Return the counts and begin anew."""
        with self._lock:
            done, self._done = self._done, {}
        return done
