"""Every second a worker says that it lives, and asks what is paused and which topics there are."""

from collections.abc import Callable
from typing import NamedTuple

import psycopg

from infra.clock import utc_now
from infra.kafka import cluster
from infra.postgres import Connection
from infra.settings import Settings
from schemas.topics import TOPICS
from streams.consume import start_offsets
from streams.consume.app import group_of
from streams.consume.host_clock import HostClock
from streams.errors import StreamError, TopicChanged
from streams.store.tables import checkpoints, log_ends, workers
from streams.store.tables.session import open_session

KAFKA_EVERY = 2  # beats
SURE_AFTER = 2  # a broker that is just starting may not know its topics yet


class SlotLost(StreamError):
    """Another worker took this one's slot while the database was away."""


class Polled(NamedTuple):
    """What one beat found."""

    paused: set[tuple[str, int]]
    epochs: dict[str, int]
    is_assignment_stale: bool  # nobody reads some partition, though the group has settled


class Heartbeat:
    """The session that holds a worker's slot, and polls."""

    def __init__(
        self, settings: Settings, connection: Connection, slot: int, who: tuple[str, int]
    ) -> None:
        self.slot = slot
        self._settings = settings
        self._connection = connection
        self._who = who
        self._topics = [f"{settings.topic_prefix}{topic.name}" for topic in TOPICS]
        self._clock = HostClock()
        self._beats = 0
        self._changes_in_a_row = 0
        self._epochs: dict[str, int] = {}
        self._unread: set[tuple[str, int]] = set()
        self._is_assignment_stale = False

    @classmethod
    def begin(cls, settings: Settings, host: str, pid: int) -> "Heartbeat":
        """Acquire the lowest free slot."""
        connection = open_session(settings.database("muster_worker"))
        slot = workers.acquire_slot(connection)
        assert slot is not None  # acquire_slot raises when all are taken
        workers.register(connection, slot, host, pid)
        return cls(settings, connection, slot, (host, pid))

    def poll(self) -> Polled:
        """Return what is paused and which life of each topic is accepted; TopicChanged if not."""
        try:
            self._beat()
        except psycopg.OperationalError:
            self._reconnect()
        if self._beats % KAFKA_EVERY == 0:
            self._poll_topics()
        self._beats += 1
        is_stale, self._is_assignment_stale = self._is_assignment_stale, False
        return Polled(checkpoints.paused(self._connection), self._epochs, is_stale)

    def end(self, reason: str) -> None:
        """Say why the worker stopped, and free its slot."""
        _try(lambda: workers.stopped(self._connection, self.slot, reason))
        self._connection.close()

    def _beat(self) -> None:
        before = utc_now()
        database_at = workers.beat(self._connection, self.slot, self._clock.ahead_s)
        if database_at is not None:
            self._clock.compare(before, database_at, utc_now())

    def _poll_topics(self) -> None:
        with cluster(self._settings.kafka) as found:
            try:
                epochs = start_offsets.check_topics(self._connection, found, self._topics)
            except TopicChanged:
                self._changes_in_a_row += 1
                if self._changes_in_a_row >= SURE_AFTER:
                    raise
                return
            unread = found.unassigned(group_of(self._settings.topic_prefix), self._topics)
            ends = found.ends(self._topics)
        log_ends.record(
            self._connection,
            {(topic, epochs[topic].number, number): end for (topic, number), end in ends.items()},
        )
        # A worker that comes back at once is given what it had, also when topics have changed.
        self._is_assignment_stale = bool(unread & self._unread)
        self._unread = unread
        self._changes_in_a_row = 0
        self._epochs = {topic: epoch.number for topic, epoch in epochs.items()}

    def _reconnect(self) -> None:
        self._connection.close()
        self._connection = open_session(self._settings.database("muster_worker"))
        if workers.acquire_slot(self._connection, self.slot) is None:
            raise SlotLost
        workers.register(self._connection, self.slot, *self._who)


def _try(say: Callable[[], None]) -> None:
    try:
        say()
    except psycopg.Error:
        # The database is away: it will see by itself that the slot is free.
        return
