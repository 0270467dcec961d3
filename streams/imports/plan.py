"""What an import would change, asked of the ledger: what is new, the same, corrected or gone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import msgspec

from schemas.errors import Refused
from schemas.events import EventRetracted
from streams.client.message import Message, Written
from streams.events.amendments import EventSets, steps
from streams.events.recorded import EventKey, Fact, Recorded, fact_of
from streams.imports import amending
from streams.imports.comparing import Compared
from streams.imports.errors import Unconvertible
from streams.imports.rows import RowEvent
from streams.imports.seen import Seen
from streams.store.tables.ledger import Known

BATCH = 2_000
GONE_REASON = "the row is gone from {table}"


class Became(StrEnum):
    """What a row is beside the ledger."""

    NEW = "new"
    SAME = "same"
    CORRECTED = "corrected"
    RESTORED = "restored"
    RETRACTED_BEFORE = "retracted before"


class Gone(NamedTuple):
    """An event in force whose row is no longer in the file."""

    root: Recorded
    said: Sequence[Recorded]
    in_force: Recorded

    def __str__(self) -> str:
        """Say which event it is."""
        fact = self.in_force.fact
        kind = self.root.envelope.type.removeprefix("org.muster.")
        subject, day = self.in_force.envelope.subject, f"{fact.occurred_at:%Y-%m-%d}"
        return f"{kind} {subject} {day} ({self.root.key.id})"


class Correction(NamedTuple):
    """A row whose event says something else now."""

    row: int
    changes: str


@dataclass(slots=True)
class Plan:
    """What would become of each row, and the events to send for it."""

    counts: Counter[Became] = field(default_factory=Counter[Became])
    corrections: dict[tuple[str, ...], list[Correction]] = field(
        default_factory=lambda: defaultdict(list)
    )
    retracted_before: list[int] = field(default_factory=list[int])
    gone: list[Gone] = field(default_factory=list[Gone])
    elsewhere: dict[str | None, int] = field(default_factory=dict[str | None, int])
    retracts: bool = False


class Outbox:
    """The events to send, kept on disk between the plan and the sending."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.count = 0

    def put(self, message: Message) -> None:
        """Keep one event."""
        one = Written.of(message)
        # Neither of the first three holds a tab, and no JSON text an end of line.
        self._file.write(b"\t".join((one.topic.encode(), one.key, one.id.encode(), one.text)))
        self._file.write(b"\n")
        self.count += 1

    def messages(self) -> Iterator[Written]:
        """Return all events in the order they were kept; none is judged again."""
        self._file.seek(0)
        for line in self._file:
            topic, key, own_id, text = line.rstrip(b"\n").split(b"\t", 3)
            yield Written(topic.decode(), key, own_id.decode(), text)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Planner:
    """Compares events with what the ledger says of them."""

    def __init__(
        self,
        ledger: Compared,
        plan: Plan,
        outbox: Outbox,
        now: datetime,
        *,
        seen: Seen,
        restore: bool,
    ) -> None:
        self._ledger = ledger
        self._plan = plan
        self._outbox = outbox
        self._now = now
        self._seen = seen
        self._is_first: bool | None = None  # asked once: an import has its turn alone
        self._restore = restore

    def add(self, events: Iterable[RowEvent]) -> Iterator[tuple[int, Unconvertible]]:
        """Decide about all events; give the rows that cannot be sent, and why."""
        waiting = iter(events)
        while batch := list(islice(waiting, BATCH)):
            yield from self._decide(batch)

    def _known(self, keys: Sequence[EventKey]) -> dict[EventKey, Known]:
        """Return what is known of these; nothing where nobody ever spoke under this source."""
        if self._is_first is None:
            self._is_first = not self._ledger.has_source(keys[0].source)
        return {} if self._is_first else self._ledger.known(keys)

    def add_facts(self, messages: Iterable[Message]) -> int:
        """Keep those of the mapping's facts the ledger has never heard of; give their number.

        A fact that somebody has corrected stays as it was corrected.
        """
        asked = list(messages)
        known = self._ledger.known([_key(message) for message in asked])
        new = [message for message in asked if not _has(known, _key(message))]
        for message in new:
            self._outbox.put(message)
        return len(new)

    def add_gone(
        self, candidates: Iterable[str], source: str, table: str, *, retract: bool
    ) -> None:
        """Name what this table brought and no longer has; retract it if that was asked for."""
        self._plan.retracts = retract
        ids = iter(sorted(one for one in candidates if one not in self._seen))
        while batch := list(islice(ids, BATCH)):
            keys = [EventKey(source, one) for one in batch]
            sets = EventSets(self._ledger.sets_of(keys))
            for key in keys:
                root, said = sets.of(key)
                found = _in_force(root, said)
                if root is None or found is None or found.envelope.correlation_id != table:
                    continue
                self._plan.gone.append(Gone(root, said, found))
                if retract:
                    reason = GONE_REASON.format(table=table)
                    self._outbox.put(amending.retraction(root, said, reason, table, self._now))

    def _decide(self, batch: list[RowEvent]) -> Iterator[tuple[int, Unconvertible]]:
        """Decide about a batch; what was retracted is asked for again under its next id."""
        while batch:
            for event in batch:
                self._seen.mention(event.message.event.envelope.id)
            known = self._known([_key(event.message) for event in batch])
            open_keys = [_key(event.message) for event in batch if _is_open(event.message, known)]
            sets = EventSets(self._ledger.sets_of(open_keys) if open_keys else ())
            following: list[RowEvent] = []
            for event in batch:
                try:
                    following += self._classify(event, known, sets)
                except Unconvertible as error:
                    yield event.row, error
                except Refused as error:  # a correction is larger than what it corrects
                    yield event.row, Unconvertible(str(error))
            batch = following

    def _classify(
        self, event: RowEvent, known: dict[EventKey, Known], sets: EventSets
    ) -> list[RowEvent]:
        key, envelope = _key(event.message), event.message.event.envelope
        if not _has(known, key):
            self._classify_unheard(event, is_return=envelope.causation_id is not None)
            return []
        if not _is_open(event.message, known):
            self._plan.counts[Became.SAME] += 1
            return []
        root, said = sets.of(key)
        assert root is not None
        found = _in_force(root, said)
        if found is None:
            next_id = amending.derived_id("again", envelope.id)
            cause = min(one.key.id for one in said if isinstance(one.data, EventRetracted))
            return [RowEvent(event.row, amending.again(event.message, next_id, cause, self._now))]
        self._classify_heard(event, root, said, found)
        return []

    def _classify_unheard(self, event: RowEvent, *, is_return: bool) -> None:
        if is_return and not self._restore:
            self._plan.counts[Became.RETRACTED_BEFORE] += 1
            self._plan.retracted_before.append(event.row)
            return
        self._plan.counts[Became.RESTORED if is_return else Became.NEW] += 1
        self._outbox.put(event.message)

    def _classify_heard(
        self, event: RowEvent, root: Recorded, said: Sequence[Recorded], found: Recorded
    ) -> None:
        new = event.message.event
        stated = fact_of(new)
        if new.data.TYPE != root.data.TYPE:
            raise Unconvertible(
                f"is in the ledger as {root.data.TYPE}, and a correction cannot make it "
                f"{new.data.TYPE}; retract it, or give the mapping another name or part"
            )
        if new.label.label_id != root.label_id:
            raise Unconvertible(
                f"is in the ledger under the label {root.envelope.label.canonical}, which a "
                "correction cannot change; retract it and import it with --restore"
            )
        if found.fact == stated:
            self._plan.counts[Became.SAME] += 1
            return
        names, changes = _changes(found.fact, stated)
        self._plan.counts[Became.CORRECTED] += 1
        self._plan.corrections[names].append(Correction(event.row, changes))
        self._outbox.put(amending.correction(root, found, said, new, self._now))


def _in_force(root: Recorded | None, said: Sequence[Recorded]) -> Recorded | None:
    """Return the statement that stands now: the root, a correction of it, or nothing."""
    found = steps(root, said)
    return found[-1].said_by if found and found[-1].ended_at is None else None


def _key(message: Message) -> EventKey:
    envelope = message.event.envelope
    return EventKey(envelope.source, envelope.id)


def _has(known: dict[EventKey, Known], key: EventKey) -> bool:
    return key in known and known[key].content_sha256 is not None


def _is_open(message: Message, known: dict[EventKey, Known]) -> bool:
    """Tell whether only the events themselves show what the ledger makes of this one."""
    found = known.get(_key(message))
    if found is None or found.content_sha256 is None:
        return False
    return found.is_amended or found.content_sha256 != message.event.content_sha256


def _changes(before: Fact, after: Fact) -> tuple[tuple[str, ...], str]:
    """Return the fields that differ, and what they were and are."""
    old, new = _values(before), _values(after)
    names = tuple(
        name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)
    )
    shown = ", ".join(
        f"{name} {_shown(old.get(name))} -> {_shown(new.get(name))}" for name in names
    )
    return names, shown


def _values(fact: Fact) -> dict[str, Any]:
    of_time = {"time": fact.occurred_at.isoformat(), "dateprecision": fact.date_precision}
    return msgspec.to_builtins(fact.data) | of_time


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
