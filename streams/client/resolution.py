"""What the ledger made of what was sent: waited for, counted, and said with an exit code.

"Acknowledged" is the broker's word. Whether an event counts is decided when a worker stores it:
it is new, an amendment, a repetition, or a dead letter.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType

import click
import psycopg

from infra.clock import utc_now
from infra.errors import MusterError, ServiceUnavailable
from infra.kafka import TopicIdentity, cluster
from infra.postgres import Connection
from infra.settings import Settings
from schemas.events import EventCorrected, EventRetracted
from streams.client.progress import ProgressBar
from streams.client.publisher import Delivery
from streams.store.tables import checkpoints, head, sent, workers
from streams.store.tables.sent import Dead, Place, Reached
from streams.store.tables.session import open_session

EXIT_REFUSED = 65
EXIT_UNAVAILABLE = 69
EXIT_NOT_YET = 75  # sysexits: a temporary failure, try again later

PATIENCE_S = 30.0  # so long nothing may move before we stop waiting
POLL_S = 0.2
WITHOUT_WORKER_S = 5.0  # a worker that is started anew is back by then

OnProgress = Callable[[int, int], None]  # is told how many records are read, and of how many


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the waiting ended before everything was stored."""

    exit_code: int
    why: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the ledger has of what was sent."""

    new: int
    corrected: int
    retracted: int
    same: int
    dead: tuple[Dead, ...]
    without_effect: tuple[tuple[str, int], ...]
    stop: Stop | None = None

    @property
    def exit_code(self) -> int:
        """Return what the shell should see."""
        if self.stop is not None:
            return self.stop.exit_code
        return EXIT_REFUSED if self.dead or self.without_effect else 0

    def lines(self) -> list[str]:
        """Return what a person has to know beyond the counts."""
        said = [
            f"dead letters {dead.events:,}: {dead.reason}, first {dead.first}"
            for dead in self.dead
        ]
        said += [
            f"without effect {count:,}: {flag} (see the page Events)"
            for flag, count in self.without_effect
        ]
        if self.stop is not None:
            said.append(f"{self.stop.waiting:,} not stored yet: {self.stop.why}")
        return said

    def __str__(self) -> str:
        """Return the counts as one phrase."""
        dead = sum(one.events for one in self.dead)
        waiting = f", {self.stop.waiting:,} not yet" if self.stop is not None else ""
        return (
            f"in the ledger: {self.new:,} new, {self.corrected:,} corrected, "
            f"{self.retracted:,} retracted, {self.same:,} same, {dead:,} dead letters{waiting}"
        )


class Ledger:
    """The ledger as a producer sees it: how far it has come, and what it made of what was sent."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self.connection = connection
        self._settings = settings
        self._since_seq = head.read(connection).seq

    @classmethod
    def open(cls, settings: Settings, application_name: str) -> "Ledger":
        """Return the ledger, or say why it cannot be asked."""
        role = settings.database("muster_worker")
        return cls(settings, open_session(role, application_name=application_name))

    def __enter__(self) -> "Ledger":
        """Return the ledger itself; leaving closes its connection."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.connection.close()

    def resolve(
        self, delivery: Delivery, patience_s: float, on_progress: OnProgress
    ) -> Resolution:
        """Wait until what was acknowledged is stored, and say what became of it."""
        try:
            stop = self.wait_for(delivery.ends, patience_s, on_progress)
            if stop is not None:  # others send too: what waits is not all ours
                stop = replace(stop, waiting=self._ours_waiting(delivery))
            return self._count(delivery, stop)
        except (psycopg.OperationalError, ServiceUnavailable) as error:
            reason = " ".join(str(error).split())
            return _unknown(delivery, f"what became of it cannot be asked: {reason}")

    def wait_for(
        self, ends: Mapping[Place, int], patience_s: float, on_progress: OnProgress
    ) -> Stop | None:
        """Return once the ledger has come to these ends, or why it does not come there."""
        if stop := self._changed_topic(ends):
            return stop
        started = moved = seen_worker = time.monotonic()
        least = self._waiting(ends)
        total = sum(least.values())
        while True:
            waiting = self._waiting(ends)
            left, now = sum(waiting.values()), time.monotonic()
            on_progress(total - left, total)
            if not left:
                return None
            if left < sum(least.values()):
                least, moved = waiting, now
            if workers.count(self.connection):
                seen_worker = now
            reached = sent.progress(self.connection, (topic for topic, _ in waiting))
            if paused := _all_paused(waiting, reached):
                return Stop(EXIT_UNAVAILABLE, paused, left)
            if now - seen_worker > WITHOUT_WORKER_S:
                return Stop(EXIT_UNAVAILABLE, "no worker reads; start `muster worker`", left)
            if now - moved > patience_s:
                return Stop(EXIT_NOT_YET, _slow(now - started), left)
            time.sleep(POLL_S)

    def log_ends(self, topics: Iterable[str]) -> dict[Place, int]:
        """Return where the logs of these topics end now, of the partitions that hold anything."""
        names = sorted({f"{self._settings.topic_prefix}{topic}" for topic in topics})
        with cluster(self._settings.kafka) as found:
            return {place: end for place, end in found.ends(names).items() if end}

    def waiting(self, ends: Mapping[Place, int]) -> int:
        """Return how many records before these ends are not read yet."""
        return sum(self._waiting(ends).values())

    def _waiting(self, ends: Mapping[Place, int]) -> dict[Place, int]:
        reached = sent.progress(self.connection, (topic for topic, _ in ends))
        nowhere = Reached(0, None)
        left = {
            place: end - reached.get(place, nowhere).next_offset for place, end in ends.items()
        }
        return {place: count for place, count in left.items() if count > 0}

    def _ours_waiting(self, delivery: Delivery) -> int:
        reached = sent.progress(self.connection, (topic for topic, _ in delivery.offsets))
        nowhere = Reached(0, None)
        return sum(
            max(0, last - max(first, reached.get(place, nowhere).next_offset))
            for place, ranges in delivery.offsets.items()
            for first, last in ranges
        )

    def _changed_topic(self, ends: Mapping[Place, int]) -> Stop | None:
        """Say of a topic that was made anew that no worker reads it until somebody accepts it."""
        names = sorted({topic for topic, _ in ends})
        with cluster(self._settings.kafka) as found:
            now = found.identities(names) if names else {}
        for name, identity in now.items():
            epoch = checkpoints.newest_epoch(self.connection, name)
            if epoch is not None and identity != TopicIdentity(*epoch.identity):
                why = f"the topic {name} was made anew: `muster worker --accept-new-topic {name}`"
                return Stop(EXIT_UNAVAILABLE, why, sum(ends.values()))
        return None

    def _count(self, delivery: Delivery, stop: Stop | None) -> Resolution:
        found = sent.stored(self.connection, delivery.offsets, self._since_seq)
        dead = tuple(sent.dead(self.connection, delivery.offsets))
        of_type = {kind.TYPE: 0 for kind in (EventCorrected, EventRetracted)}
        without: dict[str, int] = {}
        for one in found:
            of_type[one.type] = of_type.get(one.type, 0) + one.events
            if one.flag is not None:
                without[one.flag] = without.get(one.flag, 0) + one.events
        stored = sum(one.events for one in found)
        corrected, retracted = of_type[EventCorrected.TYPE], of_type[EventRetracted.TYPE]
        known = stored + sum(one.events for one in dead) + (stop.waiting if stop else 0)
        return Resolution(
            new=stored - corrected - retracted,
            corrected=corrected,
            retracted=retracted,
            same=max(0, delivery.acknowledged - known),
            dead=dead,
            without_effect=tuple(sorted(without.items())),
            stop=stop,
        )


def opened(settings: Settings, application_name: str) -> "Ledger | str":
    """Return the ledger, or in a sentence why it cannot be asked."""
    try:
        return Ledger.open(settings, application_name)
    except (MusterError, psycopg.Error) as error:
        return f"the ledger cannot be asked: {' '.join(str(error).split())}"


def now(settings: Settings) -> datetime:
    """Return what the database's clock says, by which it judges what is from the future.

    Without the database nothing is stored either; then this machine's clock has to do.
    """
    ledger = opened(settings, "muster clock")
    if isinstance(ledger, str):
        return utc_now()
    with ledger:
        return head.now(ledger.connection)


def resolve(ledger: "Ledger | str", delivery: Delivery, patience_s: float) -> Resolution:
    """Wait until what was acknowledged is stored, show how far it is, and say what it became."""
    if isinstance(ledger, str):
        return _unknown(delivery, ledger)
    with ledger, ProgressBar("storing", None) as bar:

        def show(done: int, total: int) -> None:
            bar.show(done, f"{done:,} of {total:,} read by the worker")

        return ledger.resolve(delivery, patience_s, show)


def wait_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the choice how long to wait for the ledger."""
    no_wait = click.option(
        "--no-wait", "wait", flag_value=None, type=float, help="Leave once the broker has it all."
    )
    seconds = click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=PATIENCE_S,
        show_default=True,
        help="Leave when for so many seconds nothing more was stored.",
    )
    return seconds(no_wait(command))


def _unknown(delivery: Delivery, why: str) -> Resolution:
    return Resolution(0, 0, 0, 0, (), (), Stop(EXIT_UNAVAILABLE, why, delivery.acknowledged))


def _all_paused(waiting: Mapping[Place, int], reached: Mapping[Place, Reached]) -> str | None:
    paused = {
        place: reached[place].pause_reason
        for place in waiting
        if place in reached and reached[place].pause_reason
    }
    if len(paused) < len(waiting):
        return None
    (topic, partition), reason = next(iter(sorted(paused.items())))
    return (
        f"{topic}/{partition} is paused ({reason}); look at the dead letters, then "
        f"`muster worker --resume {topic}/{partition}`"
    )


def _slow(seconds: float) -> str:
    return f"a worker reads, and nothing was stored for a while ({seconds:.0f} s waited)"
